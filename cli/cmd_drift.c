#include "brief.h"
#include "command.h"
#include "table.h"
#include "term.h"
#include "value.h"
#include "words.h"
#include <string.h>

static const table_column columns[] = { { "KNOWN", 0, 0 }, { "SOURCE", 12, 2 }, { "WHEN", 16, 0 },
	{ "WHERE", 8, 3 }, { "STATUS", 0, 1 }, { "EFFECT", 12, 0 } };
enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

typedef struct listing {
	program *app;
	table *table;
	int64_t count;
} listing;

static dtl_status add_json(void *user, const dtl_drift_report *r, dtl_error *err)
{
	listing *l = user;
	FILE *out = l->app->out;
	(void)err;
	fputs(l->count++ ? ",\n  {" : "{\"drift\": [\n  {", out);
	json_member_time(out, true, "known_at", r->by.known_at);
	json_member(out, false, "source", r->by.source);
	json_when(out, false, r->said);
	json_member(out, false, "place", r->said->place ? r->said->place->id : NULL);
	json_member(out, false, "status", r->said->status);
	putc('}', out);
	return DTL_OK;
}

/* "July 2013 “next month”" */
static void add_when(str *out, const program *app, const dtl_drift_report *r)
{
	if (!r->has_when)
		return;
	words_when(out, app, r->said);
	if (r->said->text && strcmp(r->said->text, str_get(out)) != 0)
		str_addf(out, " “%s”", r->said->text);
}

/* What a report did to what the timeline shows. */
static const char *const effects[DTL_TURNS] = {
	[DTL_TURN_NEW] = "first report",
	[DTL_TURN_FIRMED_UP] = "firmed up",
	[DTL_TURN_SLIPPED] = "slipped",
	[DTL_TURN_BROUGHT_FORWARD] = "brought forward",
	[DTL_TURN_MOVED] = "moved",
	[DTL_TURN_POSTPONED] = "postponed",
	[DTL_TURN_CANCELLED] = "cancelled",
	[DTL_TURN_STATUS] = "new status",
	[DTL_TURN_HELD] = "held",
	[DTL_TURN_LESS_CERTAIN] = "less certain",
	[DTL_TURN_REMOVED] = "removed",
	[DTL_TURN_OTHER] = "corrected",
};

static void add_effect(str *out, const dtl_drift_report *r)
{
	str shift = STR_INIT;
	for (size_t i = 0; i < r->turns.count; i++)
		str_addf(out, "%s%s", i ? ", " : "", effects[r->turns.list[i]]);
	brief_shift(&shift, &r->turns);
	if (shift.len > 0)
		str_addf(out, " (%s)", str_get(&shift));
	if (r->turns.count == 0)
		str_add(out, r->shows ? "agrees" : "does not show");
	else if (!r->shows)
		str_add(out, ", not all of it shows");
	str_free(&shift);
}

static dtl_status add_row(void *user, const dtl_drift_report *r, dtl_error *err)
{
	listing *l = user;
	str cell = STR_INIT;
	(void)err;
	l->count++;
	words_day(&cell, r->by.known_at);
	table_cell(l->table, str_get(&cell), "");
	str_clear(&cell);
	if (r->by.source)
		str_add(&cell, r->by.source);
	else
		brief_publisher(&cell, &r->by);
	table_cell(l->table, str_get(&cell), "");
	str_clear(&cell);
	add_when(&cell, l->app, r);
	table_cell(l->table, str_get(&cell), paint_bold(l->app));
	str_clear(&cell);
	words_where(&cell, r->said);
	table_cell(l->table, str_get(&cell), "");
	table_cell(l->table, r->said->status, paint_event(l->app, r->said));
	str_clear(&cell);
	add_effect(&cell, r);
	table_cell(l->table, str_get(&cell), r->turns.count ? "" : paint_dim(l->app));
	str_free(&cell);
	return DTL_OK;
}

static dtl_status drift(program *app, listing *l, dtl_drift_fn each, dtl_error *err)
{
	return dtl_drift(app->db, app->operands[0], app->has_as_of ? app->as_of : DTL_TIME_MAX, each, l, err);
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	listing l = { .app = app };
	dtl_error late;
	(void)args;
	if (app->common->json) {
		dtl_status told = drift(app, &l, add_json, err);
		if (told == DTL_OK)
			fputs(l.count ? "\n]}\n" : "{\"drift\": []}\n", app->out);
		return told;
	}
	dtl_status status = table_open(&l.table, app, columns, COLUMNS, err);
	if (status == DTL_OK)
		status = drift(app, &l, add_row, err);
	dtl_status closed = table_close(l.table, status == DTL_OK ? err : &late);
	return status == DTL_OK ? closed : status;
}

const command cmd_drift = {
	.name = "drift",
	.summary = "Print how an event's date, place and status moved from report to report.",
	.usage = "ID",
	.details =
	    "One line for each report that says anything of the three: when it became known, whose it is, what it\n"
	    "says, and what that changed in what the timeline shows.",
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_TODAY | USE_AS_OF | USE_TZ | USE_JSON,
	.min_operands = 1,
	.max_operands = 1,
	.run = run,
};
