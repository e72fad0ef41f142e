#include "ask.h"
#include "command.h"
#include "table.h"
#include "term.h"
#include "value.h"
#include "words.h"
#include <dateline/query.h>
#include <string.h>

/* The operands behind the name, joined with blanks. */
static void read_query(str *out, const program *app)
{
	for (size_t i = 1; i < app->operand_count; i++)
		str_addf(out, "%s%s", i > 1 ? " " : "", app->operands[i]);
}

static dtl_status keep(void *user, const dtl_saved_query *saved, dtl_error *err)
{
	str *copy = user;
	(void)err;
	str_add(copy, saved->query);
	return DTL_OK;
}

/* What stands under this name now; nothing where there is none. */
static dtl_status find_old(str *out, program *app, const char *name, dtl_error *err)
{
	dtl_error why = { 0 };
	dtl_status status = dtl_query_list(app->db, name, keep, out, &why);
	if (status != DTL_OK && status != DTL_E_NOTFOUND) {
		*err = why;
		return status;
	}
	return out->failed ? fail_memory(err) : DTL_OK;
}

/* What a dry run would change is its answer. */
static void tell_dry(program *app, const char *name, const char *old, const char *query)
{
	str line = STR_INIT;
	str_addf(
	    &line, "query '%s': %s%s%s\n", name, old ? old : "", old ? " → " : "", query ? query : "gone");
	print_words(app->out, str_get(&line));
	str_free(&line);
}

static void tell_saved(program *app, const char *name, const char *query, const char *old)
{
	FILE *out = app->out;
	bool dry = app->common->dry_run;
	if (app->common->json) {
		fputs("{\"saved\": {", out);
		json_member(out, true, "name", name);
		json_member(out, false, "query", query);
		json_member(out, false, "replaced", *old ? old : NULL);
		fputs("}}\n", out);
		return;
	}
	if (*old && strcmp(old, query) == 0)
		app_note(app, "nothing new: the query '%s' is that already", name);
	else if (*old && !dry)
		app_note(app, "the query '%s' is replaced; it was: %s", name, old);
	else if (dry)
		tell_dry(app, name, *old ? old : NULL, query);
}

static dtl_status save(program *app, const void *args, dtl_error *err)
{
	const char *name = app->operands[0];
	str query = STR_INIT, old = STR_INIT;
	(void)args;
	read_query(&query, app);
	dtl_status status = query.failed ? fail_memory(err) : find_old(&old, app, name, err);
	if (status == DTL_OK && app->common->dry_run)
		status = dtl_query_check(app->db, name, str_get(&query), app->today, err);
	else if (status == DTL_OK)
		status = dtl_query_save(app->db, name, str_get(&query), app->today, err);
	if (status == DTL_OK)
		tell_saved(app, name, str_get(&query), str_get(&old));
	str_free(&query);
	str_free(&old);
	return status;
}

typedef struct listing {
	program *app;
	table *table;
	int64_t count;
} listing;

static dtl_status add_row(void *user, const dtl_saved_query *saved, dtl_error *err)
{
	listing *l = user;
	(void)err;
	l->count++;
	table_cell(l->table, saved->name, paint_bold(l->app));
	table_cell(l->table, saved->query, "");
	return DTL_OK;
}

static dtl_status add_json(void *user, const dtl_saved_query *saved, dtl_error *err)
{
	listing *l = user;
	FILE *out = l->app->out;
	(void)err;
	fputs(l->count++ ? ",\n  {" : "\n  {", out);
	json_member(out, true, "name", saved->name);
	json_member(out, false, "query", saved->query);
	putc('}', out);
	return DTL_OK;
}

static dtl_status add_text(void *user, const dtl_saved_query *saved, dtl_error *err)
{
	listing *l = user;
	(void)err;
	l->count++;
	print_words(l->app->out, saved->query);
	putc('\n', l->app->out);
	return DTL_OK;
}

static dtl_status list(program *app, const void *args, dtl_error *err)
{
	static const table_column columns[] = { { "NAME", 0, 0 }, { "QUERY", 20, 0 } };
	listing l = { .app = app };
	(void)args;
	if (app->common->json) {
		fputs("{\"queries\": [", app->out);
		dtl_status status = dtl_query_list(app->db, NULL, add_json, &l, err);
		fputs(l.count ? "\n]}\n" : "]}\n", app->out);
		ask_found(app, l.count);
		return status;
	}
	dtl_status status = table_open(&l.table, app, columns, sizeof(columns) / sizeof(*columns), err);
	if (status == DTL_OK)
		status = dtl_query_list(app->db, NULL, add_row, &l, err);
	dtl_status closed = table_close(l.table, err);
	ask_found(app, l.count);
	return status == DTL_OK ? closed : status;
}

static dtl_status show(program *app, const void *args, dtl_error *err)
{
	listing l = { .app = app };
	bool json = app->common->json;
	dtl_status status = DTL_OK;
	(void)args;
	if (json)
		fputs("{\"queries\": [", app->out);
	for (size_t i = 0; i < app->operand_count && status == DTL_OK; i++)
		status = dtl_query_list(app->db, app->operands[i], json ? add_json : add_text, &l, err);
	if (json)
		fputs("\n]}\n", app->out);
	return status;
}

/* A query that used one which is gone. */
static void tell_broken(void *user, const dtl_finding *f)
{
	app_note(user, "the query '%s' no longer works: %s", f->id, f->text);
}

static dtl_status rm(program *app, const void *args, dtl_error *err)
{
	str old = STR_INIT;
	dtl_status status = DTL_OK;
	(void)args;
	for (size_t i = 0; i < app->operand_count && status == DTL_OK; i++)
		status = dtl_query_list(app->db, app->operands[i], keep, &old, err);
	for (size_t i = 0; i < app->operand_count && status == DTL_OK && !app->common->dry_run; i++)
		status = dtl_query_remove(app->db, app->operands[i], err);
	str_free(&old);
	if (status != DTL_OK)
		return status;
	if (app->common->json) {
		fputs("{\"removed\": [", app->out);
		for (size_t i = 0; i < app->operand_count; i++) {
			fputs(i ? ", " : "", app->out);
			json_string(app->out, app->operands[i]);
		}
		fputs("]}\n", app->out);
	}
	if (app->common->dry_run && !app->common->json)
		for (size_t i = 0; i < app->operand_count; i++)
			tell_dry(app, app->operands[i], NULL, NULL);
	if (app->common->dry_run)
		return DTL_OK;
	return dtl_query_check_saved(app->db, app->today, tell_broken, app, err);
}

static const command verb_save = {
	.name = "save",
	.summary = "Give a query a name, under which other queries find it as 'query:NAME'.",
	.usage = "NAME QUERY…",
	.details =
	    "A query that has this name already is replaced. Days like '+30d' or 'next month' are counted\n"
	    "from the day on which it is used. It is this file's own: dumps do not carry it.",
	.needs = NEEDS_CREATE,
	.use = USE_TODAY | USE_JSON | USE_DRY_RUN,
	.min_operands = 2,
	.max_operands = MANY,
	.run = save,
};
static const command verb_list = {
	.name = "list",
	.summary = "List the saved queries.",
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_JSON | USE_EXIT_STATUS,
	.run = list,
};
static const command verb_show = {
	.name = "show",
	.summary = "Print the text of one.",
	.usage = "NAME…",
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_JSON,
	.min_operands = 1,
	.max_operands = MANY,
	.run = show,
};
static const command verb_rm = {
	.name = "rm",
	.summary = "Forget a saved query; says which others used it.",
	.usage = "NAME…",
	.needs = NEEDS_WRITE,
	.use = USE_TODAY | USE_JSON | USE_DRY_RUN,
	.min_operands = 1,
	.max_operands = MANY,
	.run = rm,
};

static const command *const verbs[] = { &verb_save, &verb_list, &verb_show, &verb_rm, NULL };

const command cmd_query = {
	.name = "query",
	.summary = "Queries that have a name, for 'query:NAME' in others.",
	.usage = "save|list|show|rm",
	.group = GROUP_LOOK,
	.verbs = verbs,
};
