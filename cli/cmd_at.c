#include "ask.h"
#include "command.h"
#include "table.h"
#include "term.h"
#include "words.h"
#include <dateline/stats.h>
#include <inttypes.h>
#include <string.h>

struct args {
	bool definite;
};
static const opt_spec opts[] = {
	{ OPT_FLAG, 0, "definite", NULL, "only what is under way then for certain",
	    offsetof(struct args, definite), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static const table_column columns[] = { { "SURE", 0, 1 }, { "HOW", 0, 3 }, { "WHEN", 0, 0 },
	{ "TITLE", 16, 0 }, { "WHO", 10, 4 }, { "WHERE", 12, 5 }, { "ID", 12, 2 } };
enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

/* The window that is asked for, and the answer as it is written: a table, or through an exporter. */
typedef struct listing {
	program *app;
	int64_t from, to;
	table *table;
	answer answer;
	int64_t count;
} listing;

/* ---- in words ---- */

static bool is_one_day(int64_t lo, int64_t hi)
{
	return lo != DTL_TIME_MIN && hi != DTL_TIME_MAX && dtl_day_of(lo) == dtl_day_of(hi - 1);
}

/* Days first to last of so many, counted from 1. */
static void add_days(str *out, int64_t first, int64_t last, int64_t all)
{
	if (first == 1 && last == all)
		str_addf(out, "all %" PRId64 " days", all);
	else if (first == last)
		str_addf(out, "day %" PRId64 " of %" PRId64, first, all);
	else
		str_addf(out, "days %" PRId64 "–%" PRId64 " of %" PRId64, first, last, all);
}

/* Of an event from one day to another: which of its days fall into the window. */
static void add_span(str *out, const listing *l, const dtl_bounds *b)
{
	int64_t begin = dtl_day_of(b->start_lo), end = dtl_day_of(b->end_hi - 1);
	int64_t first = l->from == DTL_TIME_MIN ? begin : dtl_day_of(l->from);
	int64_t last = l->to == DTL_TIME_MAX ? end : dtl_day_of(l->to - 1);
	if (begin == end) {
		str_add(out, "that day");
		return;
	}
	first = first < begin ? begin : first;
	last = last > end ? end : last;
	add_days(out, first - begin + 1, last - begin + 1, end - begin + 1);
}

/* "day 2 of 3", "some day", "day 25, open end" */
static void add_how(str *out, const listing *l, const dtl_event *event)
{
	const dtl_bounds *b = &event->date.bounds;
	bool starts = is_one_day(b->start_lo, b->start_hi), ends = is_one_day(b->end_lo, b->end_hi);
	if (starts && ends) {
		add_span(out, l, b);
	} else if (starts && b->end_hi == DTL_TIME_MAX && l->from != DTL_TIME_MIN && l->from >= b->start_lo) {
		str_addf(out, "day %" PRId64 ", %s", dtl_day_of(l->from) - dtl_day_of(b->start_lo) + 1,
		    event->certain ? "open end" : "unless it is over");
	} else if (event->certain) {
		str_add(out, starts ? "begun, not over" : ends ? "not over" : "within its time");
	} else if (event->date.kind == DTL_DATE_ONE) {
		str_add(out, "some day"); /* of the month or year that stands beside it */
	} else {
		str_add(out, event->date.kind == DTL_DATE_ONE_OF ? "one of those days" : "perhaps");
	}
}

static void add_row(listing *l, const dtl_event *event)
{
	str cell = STR_INIT;
	program *app = l->app;
	table_cell(l->table, event->certain ? "certain" : "possible", event->certain ? "" : paint_dim(app));
	add_how(&cell, l, event);
	table_cell(l->table, str_get(&cell), "");
	str_clear(&cell);
	words_when(&cell, app, event);
	table_cell(l->table, str_get(&cell), "");
	table_cell(l->table, event->title, paint_event(app, event));
	str_clear(&cell);
	words_names(&cell, event);
	table_cell(l->table, str_get(&cell), "");
	str_clear(&cell);
	words_where(&cell, event);
	table_cell(l->table, str_get(&cell), "");
	table_cell(l->table, event->id, paint_dim(app));
	str_free(&cell);
}

/* ---- asking ---- */

/* The rest has to be a query by itself: in parentheses 'a) or (b' would be one, and another question. */
static dtl_status check_rest(program *app, dtl_error *err)
{
	str rest = STR_INIT;
	for (size_t i = 1; i < app->operand_count; i++)
		str_addf(&rest, "%s%s", i == 1 ? "" : " ", app->operands[i]);
	dtl_status status =
	    rest.failed ? fail_memory(err) : dtl_query_check(app->db, NULL, str_get(&rest), app->today, err);
	str_free(&rest);
	return status;
}

/* DATE as a term of the query, and the rest of it. */
static void make_query(str *out, const program *app)
{
	str_add(out, "date:\"");
	for (const char *c = app->operands[0]; *c; c++)
		str_addf(out, "%s%c", *c == '"' || *c == '\\' ? "\\" : "", *c);
	str_add(out, "\"");
	if (app->operand_count < 2)
		return;
	for (size_t i = 1; i < app->operand_count; i++)
		str_addf(out, "%s%s", i == 1 ? " (" : " ", app->operands[i]);
	str_add(out, ")");
}

/* What was called off is not under way, and nobody says when what is postponed will be. */
static bool takes_place(const dtl_event *event)
{
	return event->state != DTL_STATE_CANCELLED && event->state != DTL_STATE_POSTPONED;
}

static dtl_status list(listing *l, const dtl_ask *ask, const dtl_exporter *exporter, dtl_error *err)
{
	dtl_cursor *cursor = NULL;
	const dtl_event *event;
	dtl_error late;
	dtl_status status = dtl_find_events(&cursor, l->app->db, ask, err);
	if (status == DTL_OK)
		status = exporter ? answer_begin(&l->answer, l->app, exporter, true, err)
				  : table_open(&l->table, l->app, columns, COLUMNS, err);
	while (status == DTL_OK && (status = dtl_cursor_event(cursor, &event, err)) == DTL_OK) {
		if (!takes_place(event))
			continue;
		l->count++;
		if (exporter)
			status = answer_event(&l->answer, event, err);
		else
			add_row(l, event);
	}
	status = status == DTL_DONE ? DTL_OK : status;
	status = answer_end(&l->answer, status, err);
	dtl_status closed = table_close(l->table, status == DTL_OK ? err : &late);
	dtl_cursor_close(cursor);
	return status == DTL_OK ? closed : status;
}

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	const dtl_exporter *exporter;
	int64_t from, to;
	(void)args;
	dtl_status status = dtl_window_read(&from, &to, app->operands[0], app->today, err);
	return status == DTL_OK ? ask_format(&exporter, app, err) : status;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	const dtl_exporter *exporter = NULL;
	listing l = { .app = app };
	str query = STR_INIT;
	dtl_ask ask = ask_start(app);
	dtl_status status = dtl_window_read(&l.from, &l.to, app->operands[0], app->today, err);
	if (status == DTL_OK)
		status = ask_format(&exporter, app, err);
	if (status == DTL_OK)
		status = check_rest(app, err);
	make_query(&query, app);
	ask.query = str_get(&query);
	ask.definite = a->definite;
	ask.unfold = !exporter || !exporter->recurs;
	ask.revisions = exporter && exporter->revisions;
	ask.previous = exporter && exporter->previous;
	if (status == DTL_OK)
		status = list(&l, &ask, exporter, err);
	if (status == DTL_OK)
		ask_found(app, l.count);
	str_free(&query);
	return status;
}

const command cmd_at = {
	.name = "at",
	.summary = "Print what is under way on a day, at an instant or in a span of time.",
	.usage = "DATE [QUERY…]",
	.details =
	    "DATE is what 'date:' takes in a query: EDTF, a phrase ('next month'), A..B or +30d. What is certain\n"
	    "and what is only possible is told apart, and how: the second day of three, or some day of a month.\n"
	    "Events that recur stand there as the one time that falls into it. What is cancelled or postponed is\n"
	    "not under way; projected editions come if the query says is:projected.\n\n"
	    "Queries are as in 'dateline help queries'.",
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_ASK | USE_TZ,
	.opts = opts,
	.args_size = sizeof(struct args),
	.min_operands = 1,
	.max_operands = MANY,
	.check = check,
	.run = run,
};
