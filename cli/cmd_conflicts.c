#include "ask.h"
#include "brief.h"
#include "command.h"
#include "table.h"
#include "term.h"
#include "value.h"
#include "words.h"
#include <dateline/stats.h>
#include <inttypes.h>
#include <string.h>

struct args {
	const char *kind;
	bool definite, possible;
	int64_t limit;
};
static const opt_spec opts[] = {
	{ OPT_FLAG, 0, "definite", NULL, "only what overlaps for certain", offsetof(struct args, definite),
	    0 },
	{ OPT_FLAG, 0, "possible", NULL, "also what may overlap because a date is vague",
	    offsetof(struct args, possible), 0 },
	{ OPT_TEXT, 0, "kind", "KIND", "of actors: person (the default), group, org, office, igo or state",
	    offsetof(struct args, kind), 0 },
	{ OPT_NUMBER, 0, "limit", "N", "no more than so many", offsetof(struct args, limit), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static const table_column columns[] = { { "WHO", 10, 0 }, { "OVERLAP", 0, 2 }, { "WHEN", 0, 0 },
	{ "TITLE", 16, 0 }, { "WHERE", 10, 0 }, { "STATUS", 9, 4 }, { "ID", 12, 3 } };
enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

typedef struct listing {
	program *app;
	table *table;
	int64_t count;
} listing;

/* Who it is, once for both events; an office by which it is stands beside the event's title. */
static void add_event(listing *l, const dtl_conflict *c, const dtl_event *event, size_t which)
{
	str cell = STR_INIT;
	const char *sure = c->certain ? "certain" : "possible";
	table_cell(l->table, which ? "" : c->name ? c->name : c->actor, paint_bold(l->app));
	table_cell(l->table, which ? "" : sure, c->certain ? "" : paint_dim(l->app));
	words_when(&cell, l->app, event);
	table_cell(l->table, str_get(&cell), "");
	str_clear(&cell);
	str_add(&cell, event->title);
	if (c->office[which])
		str_addf(&cell, " (as %s)", c->office[which]);
	table_cell(l->table, str_get(&cell), "");
	str_clear(&cell);
	words_where(&cell, event);
	table_cell(l->table, str_get(&cell), "");
	str_clear(&cell);
	words_status(&cell, event);
	table_cell(l->table, str_get(&cell), paint_event(l->app, event));
	table_cell(l->table, event->id, paint_dim(l->app));
	str_free(&cell);
}

static dtl_status add_rows(void *user, const dtl_conflict *c, dtl_error *err)
{
	listing *l = user;
	(void)err;
	l->count++;
	add_event(l, c, c->one, 0);
	add_event(l, c, c->other, 1);
	return DTL_OK;
}

static void json_event(FILE *out, const dtl_event *event, const char *office)
{
	putc('{', out);
	json_member(out, true, "id", event->id);
	json_member(out, false, "key", event->key);
	json_member(out, false, "title", event->title);
	json_when(out, false, event);
	json_member(out, false, "place", event->place ? event->place->id : NULL);
	json_member(out, false, "place_name", event->place ? event->place->name : NULL);
	json_member(out, false, "status", event->status);
	json_member(out, false, "state", dtl_state_name(event->state));
	json_member(out, false, "office", office);
	putc('}', out);
}

static dtl_status add_json(void *user, const dtl_conflict *c, dtl_error *err)
{
	listing *l = user;
	FILE *out = l->app->out;
	(void)err;
	fputs(l->count++ ? ",\n  {" : "{\"conflicts\": [\n  {", out);
	json_member(out, true, "actor", c->actor);
	json_member(out, false, "name", c->name);
	json_member(out, false, "certainty", c->certain ? "definite" : "possible");
	fputs(", \"events\": [\n    ", out);
	json_event(out, c->one, c->office[0]);
	fputs(",\n    ", out);
	json_event(out, c->other, c->office[1]);
	fputs("]}", out);
	return DTL_OK;
}

static dtl_status write_table(program *app, const dtl_ask *ask, const dtl_conflict_ask *how, listing *l,
    dtl_conflict_count *count, dtl_error *err)
{
	dtl_error late;
	dtl_status status = table_open(&l->table, app, columns, COLUMNS, err);
	if (status == DTL_OK)
		status = dtl_conflicts(app->db, ask, how, add_rows, l, count, err);
	dtl_status closed = table_close(l->table, status == DTL_OK ? err : &late);
	if (status == DTL_OK && count->certain + count->possible > l->count)
		app_note(app, "%" PRId64 " more are left out", count->certain + count->possible - l->count);
	if (status == DTL_OK && count->vague > 0)
		app_note(app,
		    "%" PRId64
		    " part%s in events whose dates are not known to within %d days count%s only where"
		    " they overlap for certain: --possible lists what else may",
		    count->vague, count->vague == 1 ? "" : "s", DTL_CONFLICT_DAYS,
		    count->vague == 1 ? "s" : "");
	return status == DTL_OK ? closed : status;
}

static dtl_status write_json(program *app, const dtl_ask *ask, const dtl_conflict_ask *how, listing *l,
    dtl_conflict_count *count, dtl_error *err)
{
	dtl_status status = dtl_conflicts(app->db, ask, how, add_json, l, count, err);
	if (status != DTL_OK)
		return status;
	fputs(l->count ? "\n]" : "{\"conflicts\": []", app->out);
	json_member_int(app->out, false, "definite", count->certain);
	json_member_int(app->out, false, "possible", count->possible);
	json_member_int(app->out, false, "vague", count->vague);
	fputs("}\n", app->out);
	return DTL_OK;
}

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	static const char *const kinds[] = { "person", "group", "org", "office", "igo", "state" };
	const struct args *a = args;
	(void)app;
	if (a->definite && a->possible)
		return fail(err, DTL_E_ARGUMENT, "--definite and --possible contradict each other");
	for (size_t i = 0; a->kind && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (strcmp(kinds[i], a->kind) == 0)
			return DTL_OK;
	return !a->kind ? DTL_OK
			: fail(err, DTL_E_ARGUMENT,
			      "--kind is person, group, org, office, igo or state: '%s'", a->kind);
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	listing l = { .app = app };
	dtl_conflict_count count = { 0, 0, 0 };
	str query = STR_INIT;
	dtl_ask ask = ask_start(app);
	ask_query(&query, app);
	ask.query = str_get(&query);
	ask.limit = a->limit;
	dtl_conflict_ask how = { .kind = a->kind };
	how.reach = a->definite   ? DTL_CONFLICT_DEFINITE
		    : a->possible ? DTL_CONFLICT_POSSIBLE
				  : DTL_CONFLICT_NEAR;
	dtl_status status = app->common->json ? write_json(app, &ask, &how, &l, &count, err)
					      : write_table(app, &ask, &how, &l, &count, err);
	if (status == DTL_OK)
		ask_found(app, l.count);
	str_free(&query);
	return status;
}

const command cmd_conflicts = {
	.name = "conflicts",
	.summary = "Find who takes part in two places at once.",
	.usage = "[QUERY…]",
	.details =
	    "Pairs of events among those that the query finds, in different places, neither within the other, at\n"
	    "overlapping times. Certain ones come first; of possible ones (two places on one day) only those where\n"
	    "both dates are known to within 3 days, unless --possible asks for all.\n\n"
	    "An office is whoever held it on that day, if that is certain. What is cancelled, postponed or\n"
	    "projected does not count, nor do calls and deadlines, those who are only spoken of (the role target),\n"
	    "and an event with its own sidelines, its parts, or what it replaces. Of events that recur the times\n"
	    "count that fall into the window that the query asks for, without one a year back and ahead.\n\n"
	    "Queries are as in 'dateline help queries'.",
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_TODAY | USE_AS_OF | USE_TZ | USE_JSON | USE_EXIT_STATUS,
	.opts = opts,
	.args_size = sizeof(struct args),
	.max_operands = MANY,
	.check = check,
	.run = run,
};
