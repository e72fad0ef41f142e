#include "ask.h"
#include "brief.h"
#include "command.h"
#include "span.h"
#include "table.h"
#include "term.h"
#include "value.h"
#include "words.h"

struct args {
	const char *after;
};
static const opt_spec opts[] = {
	{ OPT_TEXT, 0, "after", "SPAN",
	    "for so many days (30d, the default), weeks (2w), months (3m) or years (1y)",
	    offsetof(struct args, after), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static const table_column columns[] = { { "WHY", 0, 0 }, { "TITLE", 16, 0 }, { "WHEN", 0, 2 },
	{ "STATUS", 0, 4 }, { "LAST REPORT", 16, 3 }, { "ID", 12, 1 } };
enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

typedef struct listing {
	program *app;
	table *table;
	int64_t count, missed;
} listing;

/* "overdue by 12 days", "no report for 45 days" */
static void add_why(str *out, const program *app, const dtl_stale_event *s)
{
	char words[DTL_WORDS_MAX];
	if (s->why == DTL_NEGLECT_OVERDUE) {
		dtl_date_relative(words, sizeof(words), &s->event->date.bounds, app->today, true);
		str_add(out, words);
		return;
	}
	if (s->since == DTL_TIME_MIN)
		str_add(out, "never reported");
	else
		str_addf(out, "no report for %lld days",
		    (long long)(dtl_day_of(app->today) - dtl_day_of(s->since)));
}

static dtl_status add_row(void *user, const dtl_stale_event *s, dtl_error *err)
{
	listing *l = user;
	str cell = STR_INIT;
	(void)err;
	l->count++;
	add_why(&cell, l->app, s);
	table_cell(l->table, str_get(&cell), "");
	table_cell(l->table, s->event->title, paint_bold(l->app));
	str_clear(&cell);
	words_when(&cell, l->app, s->event);
	table_cell(l->table, str_get(&cell), "");
	table_cell(l->table, s->event->status, paint_event(l->app, s->event));
	str_clear(&cell);
	if (s->last.lane)
		brief_witness(&cell, &s->last);
	table_cell(l->table, str_get(&cell), "");
	table_cell(l->table, s->event->id, paint_dim(l->app));
	str_free(&cell);
	return DTL_OK;
}

static dtl_status add_json(void *user, const dtl_stale_event *s, dtl_error *err)
{
	listing *l = user;
	FILE *out = l->app->out;
	(void)err;
	fputs(l->count++ ? ",\n  {" : "{\"stale\": [\n  {", out);
	json_member(out, true, "id", s->event->id);
	json_member(out, false, "key", s->event->key);
	json_member(out, false, "title", s->event->title);
	json_member(out, false, "why", dtl_neglect_name(s->why));
	json_member_time(out, false, "since", s->since);
	json_when(out, false, s->event);
	json_member(out, false, "status", s->event->status);
	json_member(out, false, "state", dtl_state_name(s->event->state));
	json_witness(out, &s->last);
	putc('}', out);
	return DTL_OK;
}

/* A series that was due, and of which no edition is known: no event, but as neglected as one. */
static dtl_status add_missed_row(void *user, const dtl_missed *m, dtl_error *err)
{
	listing *l = user;
	str cell = STR_INIT;
	char words[DTL_WORDS_MAX];
	(void)err;
	l->count++;
	if (m->count > 1)
		str_addf(&cell, "%lld editions missed", (long long)m->count);
	else
		str_add(&cell, "edition missed");
	table_cell(l->table, str_get(&cell), "");
	table_cell(l->table, m->name, paint_bold(l->app));
	dtl_date_people(words, sizeof(words), m->edtf, NULL, NULL);
	table_cell(l->table, words, "");
	table_cell(l->table, dtl_state_name(DTL_STATE_PROJECTED), "");
	table_cell(l->table, "", "");
	table_cell(l->table, m->series, paint_dim(l->app));
	str_free(&cell);
	return DTL_OK;
}

static dtl_status add_missed_json(void *user, const dtl_missed *m, dtl_error *err)
{
	listing *l = user;
	FILE *out = l->app->out;
	(void)err;
	fputs(l->missed++ ? ",\n  {" : "\n  {", out);
	json_member(out, true, "series", m->series);
	json_member(out, false, "name", m->name);
	json_member(out, false, "edtf", m->edtf);
	json_member_int(out, false, "count", m->count);
	putc('}', out);
	return DTL_OK;
}

static dtl_status write_table(program *app, listing *l, const dtl_ask *ask, int64_t after, dtl_error *err)
{
	dtl_error late;
	dtl_status status = table_open(&l->table, app, columns, COLUMNS, err);
	if (status == DTL_OK)
		status = dtl_stale(app->db, ask, after, add_row, l, err);
	if (status == DTL_OK && app->operand_count == 0)
		status = dtl_missed_editions(app->db, ask, add_missed_row, l, err);
	dtl_status closed = table_close(l->table, status == DTL_OK ? err : &late);
	return status == DTL_OK ? closed : status;
}

static dtl_status write_json(program *app, listing *l, const dtl_ask *ask, int64_t after, dtl_error *err)
{
	dtl_status status = dtl_stale(app->db, ask, after, add_json, l, err);
	if (status == DTL_OK)
		fputs(l->count ? "\n], \"missed\": [" : "{\"stale\": [], \"missed\": [", app->out);
	if (status == DTL_OK && app->operand_count == 0)
		status = dtl_missed_editions(app->db, ask, add_missed_json, l, err);
	if (status == DTL_OK)
		fputs(l->missed ? "\n]}\n" : "]}\n", app->out);
	l->count += l->missed;
	return status;
}

static dtl_status read_after(int64_t *out, program *app, const struct args *a, dtl_error *err)
{
	return span_read(out, "--after", a->after ? a->after : "30d", app->today, true, err);
}

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	int64_t after;
	return read_after(&after, app, args, err);
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	listing l = { .app = app };
	int64_t after = 0;
	str query = STR_INIT;
	dtl_ask ask = ask_start(app);
	ask_query(&query, app);
	ask.query = str_get(&query);
	dtl_status status = read_after(&after, app, args, err);
	if (status == DTL_OK)
		status = app->common->json ? write_json(app, &l, &ask, after, err)
					   : write_table(app, &l, &ask, after, err);
	if (status == DTL_OK)
		ask_found(app, l.count);
	str_free(&query);
	return status;
}

const command cmd_stale = {
	.name = "stale",
	.summary = "List what is overdue and unconfirmed, or to come and not reported on for long.",
	.usage = "[QUERY…]",
	.details =
	    "The longest neglected first. What has been overdue for over a year has lapsed and is not listed:\n"
	    "'dateline list state:lapsed' finds it. Without a query, series whose cadence made an edition due\n"
	    "within the last year, of which none is known, stand at the end. Queries are as in 'dateline help queries'.",
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_TODAY | USE_AS_OF | USE_TZ | USE_JSON | USE_EXIT_STATUS,
	.opts = opts,
	.args_size = sizeof(struct args),
	.max_operands = MANY,
	.check = check,
	.run = run,
};
