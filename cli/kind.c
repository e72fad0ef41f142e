#include "kind.h"
#include "ask.h"
#include "edits.h"
#include "events.h"
#include "table.h"
#include "term.h"
#include "thing.h"
#include "words.h"
#include <dateline/query.h>
#include <string.h>

enum { LABEL = 12 };

struct list_args {
	const char *kind;
};
static const opt_spec actor_list_options[] = {
	{ OPT_TEXT, 0, "kind", "KIND", "only these: state, igo, org, person, office, group",
	    offsetof(struct list_args, kind), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static dtl_status list_through(program *app, dtl_cursor *cursor, const dtl_exporter *exporter, dtl_error *err)
{
	answer a = { 0 };
	dtl_thing thing;
	dtl_status status = answer_begin(&a, app, exporter, false, err);
	while (status == DTL_OK && (status = dtl_cursor_thing(cursor, &thing, err)) == DTL_OK)
		status = answer_thing(&a, &thing, err);
	status = answer_end(&a, status == DTL_DONE ? DTL_OK : status, err);
	ask_found(app, a.count);
	return status;
}

static dtl_status list_table(program *app, dtl_cursor *cursor, dtl_error *err)
{
	const thing_view *view = thing_view_of(app->kind);
	table *t = NULL;
	dtl_thing thing;
	int64_t count = 0;
	dtl_status status = table_open(&t, app, view->columns, view->listed, err);
	while (status == DTL_OK && (status = dtl_cursor_thing(cursor, &thing, err)) == DTL_OK) {
		str cells[THING_CELLS] = { 0 };
		view->fill(cells, &thing);
		for (size_t i = 0; i < view->listed; i++)
			table_cell(t, str_get(&cells[i]), i == 0 ? paint_bold(app) : "");
		thing_cells_free(cells);
		count++;
	}
	dtl_status closed = table_close(t, err);
	ask_found(app, count);
	return status == DTL_DONE ? closed : status;
}

static dtl_status list(program *app, const void *args, dtl_error *err)
{
	const struct list_args *a = args;
	const dtl_exporter *exporter;
	dtl_cursor *cursor = NULL;
	const char *subkind = app->line.command->opts ? a->kind : app->subkind;
	dtl_status status = ask_format(&exporter, app, err);
	if (status == DTL_OK)
		status = dtl_find_things(&cursor, app->db, app->kind, NULL, subkind, err);
	if (status == DTL_OK)
		status = exporter ? list_through(app, cursor, exporter, err) : list_table(app, cursor, err);
	dtl_cursor_close(cursor);
	return status;
}

/* The events in which a thing figures. */
static dtl_status show_events(program *app, const char *id, dtl_error *err)
{
	str query = STR_INIT;
	int64_t count;
	str_addf(&query, "%s:\"%s\"", dtl_kind_name(app->kind), id);
	dtl_ask ask = ask_start(app);
	ask.query = str_get(&query);
	dtl_status status = events_table(app, &ask, &count, err);
	str_free(&query);
	return status;
}

static void show_fields(program *app, const dtl_thing *thing)
{
	const thing_view *view = thing_view_of(app->kind);
	str cells[THING_CELLS] = { 0 };
	view->fill(cells, thing);
	for (size_t i = 0; i < view->count; i++) {
		if (cells[i].len > 0)
			print_labelled(app, LABEL, view->labels[i], str_get(&cells[i]));
	}
	thing_cells_free(cells);
}

static dtl_status show_one(program *app, const dtl_thing *thing, dtl_error *err)
{
	str id = STR_INIT;
	str_add(&id, thing_id(thing));
	show_fields(app, thing);
	putc('\n', app->out);
	dtl_status status = claims_show(app, app->kind, str_get(&id), err);
	if (status == DTL_OK) {
		putc('\n', app->out);
		status = show_events(app, str_get(&id), err);
	}
	str_free(&id);
	return status;
}

static dtl_status find_one(program *app, const char *name, answer *a, bool first, dtl_error *err)
{
	dtl_cursor *cursor = NULL;
	dtl_thing thing;
	dtl_status status = thing_find(&cursor, &thing, app, name, err);
	if (status == DTL_OK && !a->exporter && !first)
		putc('\n', app->out);
	if (status == DTL_OK)
		status = a->exporter ? answer_thing(a, &thing, err) : show_one(app, &thing, err);
	dtl_cursor_close(cursor);
	return status;
}

static dtl_status show(program *app, const void *args, dtl_error *err)
{
	const dtl_exporter *exporter;
	answer a = { 0 };
	(void)args;
	dtl_status status = ask_format(&exporter, app, err);
	if (status == DTL_OK && exporter)
		status = answer_begin(&a, app, exporter, false, err);
	for (size_t i = 0; status == DTL_OK && i < app->operand_count; i++)
		status = find_one(app, app->operands[i], &a, i == 0, err);
	return answer_end(&a, status, err);
}

#define LISTING                                                                                              \
	.name = "list", .summary = "List all of them.", .group = GROUP_LOOK, .needs = NEEDS_READ,            \
	.use = USE_FORMAT | USE_JSON | USE_EXIT_STATUS, .run = list
static const command verb_list = { LISTING };
static const command actor_list = { LISTING, .opts = actor_list_options,
	.args_size = sizeof(struct list_args) };
static const command verb_show = {
	.name = "show",
	.summary = "Print what is known of one, who says so, and its events.",
	.usage = "ID…",
	.needs = NEEDS_READ,
	.use = USE_ASK | USE_TZ,
	.min_operands = 1,
	.max_operands = MANY,
	.run = show,
};
static const command verb_add = {
	.name = "add",
	.summary = "Add one; its ID is printed.",
	.usage = "[NAME]",
	.needs = NEEDS_CREATE,
	.use = USE_CLAIMS,
	.max_operands = 1,
	.fields = true,
	.check = edit_add_check,
	.run = edit_add,
};
static const command verb_set = {
	.name = "set",
	.summary = "Change fields.",
	.usage = "ID",
	.needs = NEEDS_WRITE,
	.use = USE_CLAIMS,
	.opts = edit_set_options,
	.min_operands = 1,
	.max_operands = 1,
	.fields = true,
	.check = edit_set_check,
	.run = edit_set,
};
static const command verb_rm = {
	.name = "rm",
	.summary = "Remove from now on; the history stays.",
	.usage = "ID…",
	.needs = NEEDS_WRITE,
	.use = USE_CLAIMS,
	.min_operands = 1,
	.max_operands = MANY,
	.run = edit_rm,
};

const command *const kind_verbs[] = { &verb_list, &verb_show, &verb_add, &verb_set, &verb_rm, NULL };
const command *const actor_verbs[] = { &actor_list, &verb_show, &verb_add, &verb_set, &verb_rm, NULL };
