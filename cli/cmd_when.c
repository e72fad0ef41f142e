#include "command.h"
#include "value.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct args {
	const char *said_on, *tense, *context;
};
static const opt_spec opts[] = {
	{ OPT_TEXT, 0, "said-on", "DATE", "the day on which it was said; default: today",
	    offsetof(struct args, said_on), 0 },
	{ OPT_TEXT, 0, "tense", "TENSE", "past or future: which Monday 'on Monday' is",
	    offsetof(struct args, tense), 0 },
	{ OPT_TEXT, 0, "context", "TEXT", "the sentence that it stands in", offsetof(struct args, context),
	    0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static dtl_status read_context(dtl_date_context *out, program *app, const struct args *a, dtl_error *err)
{
	day_span said;
	*out = (dtl_date_context){ .said_on = app->today, .context = a->context, .zone = app->common->tz };
	if (a->tense && strcmp(a->tense, "past") == 0)
		out->tense = DTL_TENSE_PAST;
	else if (a->tense && strcmp(a->tense, "future") == 0)
		out->tense = DTL_TENSE_FUTURE;
	else if (a->tense)
		return fail(err, DTL_E_ARGUMENT, "--tense is past or future: '%s'", a->tense);
	if (!a->said_on)
		return DTL_OK;
	dtl_status status = day_read(&said, app, "--said-on", a->said_on, app->today, err);
	out->said_on = said.first;
	return status;
}

static void json_window(FILE *out, const char *name, int64_t lo, int64_t hi)
{
	char text[2][40];
	bool none[2] = { lo == DTL_TIME_MIN || lo == DTL_TIME_MAX, hi == DTL_TIME_MIN || hi == DTL_TIME_MAX };
	dtl_time_print(text[0], sizeof(text[0]), lo);
	dtl_time_print(text[1], sizeof(text[1]), hi);
	fprintf(out, ", \"%s\": [", name);
	json_string(out, none[0] ? NULL : text[0]);
	fputs(", ", out);
	json_string(out, none[1] ? NULL : text[1]);
	putc(']', out);
}

static void said_day(char out[40], int64_t t)
{
	dtl_time_print(out, 40, t);
	char *time = strchr(out, 'T');
	if (time)
		*time = '\0';
}

static void print_json(
    program *app, const char *expression, const dtl_reading *r, const dtl_date_context *context)
{
	FILE *out = app->out;
	char said_on[40];
	said_day(said_on, context->said_on);
	putc('{', out);
	json_member(out, true, "edtf", r->edtf);
	json_member(out, false, "text", r->phrase ? expression : NULL);
	json_member(out, false, "said_on", r->phrase ? said_on : NULL);
	json_member(out, false, "tz", r->date.has_time ? context->zone : NULL);
	json_window(out, "start", r->date.bounds.start_lo, r->date.bounds.start_hi);
	json_window(out, "end", r->date.bounds.end_lo, r->date.bounds.end_hi);
	json_member(out, false, "precision", dtl_precision_name(r->date.precision));
	json_member_bool(out, false, "approximate", r->date.approximate);
	json_member_bool(out, false, "uncertain", r->date.uncertain);
	fputs("}\n", out);
}

static void print_window(FILE *out, const char *name, int64_t lo, int64_t hi)
{
	char from[40], to[40];
	dtl_time_print(from, sizeof(from), lo);
	dtl_time_print(to, sizeof(to), hi);
	bool open = lo == DTL_TIME_MIN, never = hi == DTL_TIME_MAX;
	fprintf(out, "%-8s", name);
	if (lo == hi)
		fputs("no bound\n", out);
	else if (open && never)
		fputs("unknown\n", out);
	else if (open)
		fprintf(out, "before %s\n", to);
	else if (never)
		fprintf(out, "from %s on\n", from);
	else
		fprintf(out, "from %s until before %s\n", from, to);
}

static void print_table(
    program *app, const char *expression, const dtl_reading *r, const dtl_date_context *context)
{
	char said_on[40];
	said_day(said_on, context->said_on);
	fprintf(app->out, "edtf    %s\n", r->edtf);
	fprintf(app->out, "words   %s\n", r->words);
	print_window(app->out, "starts", r->date.bounds.start_lo, r->date.bounds.start_hi);
	print_window(app->out, "ends", r->date.bounds.end_lo, r->date.bounds.end_hi);
	if (!r->phrase)
		return;
	fputs("text    ", app->out);
	print_words(app->out, expression);
	fprintf(app->out, ", said on %s\n", said_on);
}

/* One line for each line of a list: EDTF, words, what was read. */
static void print_line(
    program *app, const char *expression, const dtl_reading *r, const dtl_date_context *context)
{
	(void)context;
	fprintf(app->out, "%s\t%s\t", r->edtf, r->words);
	print_words(app->out, expression);
	putc('\n', app->out);
}

typedef void (*print_fn)(
    program *app, const char *expression, const dtl_reading *r, const dtl_date_context *context);

static dtl_status explain(
    program *app, const char *expression, const dtl_date_context *context, print_fn print, dtl_error *err)
{
	dtl_reading r;
	dtl_status status = dtl_date_read(&r, expression, context, err);
	if (status == DTL_OK)
		print(app, expression, &r, context);
	return status;
}

/* What is not understood is said on the spot, so that the rest of the list is read too. */
static void refuse_line(program *app, const char *expression, long line, const dtl_error *why)
{
	if (app->common->json) {
		putc('{', app->out);
		json_member(app->out, true, "error", why->text);
		json_member(app->out, false, "text", expression);
		fputs("}\n", app->out);
	}
	fprintf(stderr, "dateline: -:%ld: ", line);
	print_words(stderr, why->text);
	putc('\n', stderr);
}

static dtl_status explain_lines(program *app, const dtl_date_context *context, dtl_error *err)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	long number = 0, refused = 0;
	while ((len = getline(&line, &cap, stdin)) >= 0) {
		number++;
		if (len > 0 && line[len - 1] == '\n')
			line[--len] = '\0';
		if (len == 0)
			continue;
		if (explain(app, line, context, app->common->json ? print_json : print_line, err) != DTL_OK) {
			refuse_line(app, line, number, err);
			refused++;
		}
	}
	int why = errno;
	free(line);
	if (ferror(stdin))
		return fail_system(err, why, "cannot read standard input");
	return refused ? fail(err, DTL_E_ARGUMENT, "%ld of %ld lines are no dates", refused, number) : DTL_OK;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	dtl_date_context context;
	str expression = STR_INIT;
	dtl_status status = read_context(&context, app, args, err);
	for (size_t i = 0; i < app->operand_count; i++)
		str_addf(&expression, "%s%s", i ? " " : "", app->operands[i]);
	if (status == DTL_OK && strcmp(str_get(&expression), "-") == 0)
		status = explain_lines(app, &context, err);
	else if (status == DTL_OK)
		status = explain(
		    app, str_get(&expression), &context, app->common->json ? print_json : print_table, err);
	str_free(&expression);
	return status;
}

const command cmd_when = {
	.name = "when",
	.summary = "Explain what a date or phrase means; nothing is stored.",
	.usage = "EXPRESSION",
	.details = "With '-' for EXPRESSION, every line of standard input is explained on a line.",
	.group = GROUP_LOOK,
	.use = USE_TODAY | USE_TZ | USE_JSON | USE_QUIET,
	.opts = opts,
	.args_size = sizeof(struct args),
	.min_operands = 1,
	.max_operands = MANY,
	.run = run,
};
