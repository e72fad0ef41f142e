#include "findings.h"
#include "value.h"
#include "words.h"
#include <dateline/query.h>

typedef struct listing {
	program *app;
	int64_t count;
} listing;

static void print_line(void *user, const dtl_finding *f)
{
	listing *l = user;
	str line = STR_INIT;
	l->count++;
	str_addf(&line, "%s: ", f->what);
	if (f->kind && f->id)
		str_addf(&line, "%s '%s': ", f->kind, f->id);
	str_add(&line, f->text);
	print_wrapped(l->app, 0, str_get(&line));
	str_free(&line);
}

static void print_json(void *user, const dtl_finding *f)
{
	listing *l = user;
	FILE *out = l->app->out;
	fputs(l->count++ ? ",\n  {" : "\n  {", out);
	json_member(out, true, "what", f->what);
	json_member(out, false, "kind", f->kind);
	json_member(out, false, "id", f->id);
	json_member(out, false, "text", f->text);
	putc('}', out);
}

dtl_status findings_print(program *app, bool derived_only, dtl_error *err)
{
	listing l = { .app = app };
	bool json = app->common->json;
	if (json)
		fputs("{\"findings\": [", app->out);
	dtl_status status = dtl_db_check(app->db, derived_only, json ? print_json : print_line, &l, err);
	if (status == DTL_OK && !derived_only)
		status = dtl_query_check_saved(app->db, app->today, json ? print_json : print_line, &l, err);
	if (json)
		fputs(l.count ? "\n]}\n" : "]}\n", app->out);
	if (status == DTL_OK && l.count == 0)
		app_note(app, "nothing is wrong");
	app->unfit = l.count > 0;
	return status;
}
