#include "explain.h"
#include "term.h"
#include "value.h"
#include <inttypes.h>
#include <string.h>

static void print_json(FILE *out, const dtl_explanation *x)
{
	putc('{', out);
	json_member(out, true, "sql", x->sql);
	fputs(", \"parameters\": [", out);
	for (size_t i = 0; i < x->param_count; i++) {
		fputs(i ? ",\n  {" : "\n  {", out);
		json_member(out, true, "name", x->params[i].name);
		if (x->params[i].text)
			json_member(out, false, "value", x->params[i].text);
		else
			json_member_int(out, false, "value", x->params[i].number);
		putc('}', out);
	}
	fputs("],\n\"plan\": [", out);
	for (size_t i = 0; i < x->step_count; i++) {
		fputs(i ? ",\n  {" : "\n  {", out);
		json_member_int(out, true, "depth", x->steps[i].depth);
		json_member(out, false, "detail", x->steps[i].detail);
		putc('}', out);
	}
	fputs("]}\n", out);
}

static void print_heading(program *app, const char *text)
{
	const char *bold = paint_bold(app);
	fprintf(app->out, "%s%s%s\n", bold, text, paint_off(bold));
}

static void print_text(program *app, const dtl_explanation *x)
{
	FILE *out = app->out;
	print_heading(app, "SQL");
	print_words(out, x->sql);
	fputs("\n\n", out);
	print_heading(app, "Parameters");
	for (size_t i = 0; i < x->param_count; i++) {
		fprintf(out, "%-14s ", x->params[i].name);
		if (x->params[i].text)
			json_string(out, x->params[i].text);
		else
			fprintf(out, "%" PRId64, x->params[i].number);
		putc('\n', out);
	}
	putc('\n', out);
	print_heading(app, "Plan");
	for (size_t i = 0; i < x->step_count; i++) {
		fprintf(out, "%*s", 2 * x->steps[i].depth, "");
		print_words(out, x->steps[i].detail);
		putc('\n', out);
	}
}

dtl_status explain_print(program *app, const dtl_ask *ask, dtl_error *err)
{
	const char *format = app->common->format;
	dtl_explanation *x = NULL;
	bool json = app->common->json || (format && strcmp(format, "json") == 0);
	if (!json && format && strcmp(format, "table") != 0)
		return fail(err, DTL_E_ARGUMENT, "--explain answers in words or as json: '%s'", format);
	dtl_status status = dtl_explain(&x, app->db, ask, err);
	if (status == DTL_OK && json)
		print_json(app->out, x);
	else if (status == DTL_OK)
		print_text(app, x);
	dtl_explanation_free(x);
	return status;
}
