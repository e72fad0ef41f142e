/*
 * What questions take: ours, which reads all that `list` shows of each event,
 * beside hand-written SQL that returns the same (bench_queries_sql.c), on the
 * same file, both from the text of the question to the last row; and ours as of
 * an earlier day.
 *
 *	bench_queries FILE     rows for run.sh
 *
 * Each in turn, and the median of each.
 */
#include "bench_queries.h"

#include <dateline/query.h>
#include <math.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TURNS = 31, FEWEST = 5, DAY = 86400, PATIENCE = 6 };

static const int64_t today = 1370304000; /* 2013-06-04 */
static dtl_error err;

/* What the words of a question stand for on this file. */
typedef struct period {
	int64_t from, to;
} period;

typedef struct question {
	const yardstick *y;
	char query[128];
	period window;
} question;

typedef struct timing {
	double took[TURNS];
	int count;
	long hits;
} timing;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* others may use this machine */
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;
	return (a > b) - (a < b);
}

static double median(timing *t)
{
	qsort(t->took, (size_t)t->count, sizeof(*t->took), compare);
	return t->count ? t->took[t->count / 2] * 1000 : HUGE_VAL;
}

/* ---- theirs ---- */

static void bind(sqlite3_stmt *st, const char *name, const char *text, int64_t number)
{
	int index = sqlite3_bind_parameter_index(st, name);
	if (index > 0 && text)
		sqlite3_bind_text(st, index, text, -1, SQLITE_STATIC);
	else if (index > 0)
		sqlite3_bind_int64(st, index, number);
}

static void bind_all(sqlite3_stmt *st, const question *q)
{
	bind(st, ":a", NULL, q->window.from);
	bind(st, ":b", NULL, q->window.to);
	bind(st, ":x", "united-states", 0);
	bind(st, ":y", "china", 0);
	bind(st, ":t", "cyber", 0);
	bind(st, ":q", q->y->word ? q->y->word : "", 0);
}

/* Reads every column, as somebody would who prints it. Who asks often keeps the statement, as the library does. */
static bool ask_sqlite(sqlite3 *db, const char *sql, const question *q, timing *t)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &st, NULL);
	double begin = now();
	t->hits = 0;
	if (code == SQLITE_OK)
		bind_all(st, q);
	while (code == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(st); i++)
			sqlite3_column_text(st, i);
		t->hits++;
	}
	t->took[t->count++] = now() - begin;
	int end = sqlite3_finalize(st);
	code = code == SQLITE_OK ? end : code;
	if (code != SQLITE_OK)
		fprintf(stderr, "bench_queries: %s: %s\n", q->y->name, sqlite3_errmsg(db));
	return code == SQLITE_OK;
}

/* ---- ours ---- */

static dtl_status ask_ours(dtl_db *db, const question *q, bool as_of, timing *t)
{
	dtl_ask ask = {
		.query = q->query, .today = today, .limit = q->y->limit, .unfold = true, .brief = true
	};
	const dtl_event *event;
	dtl_cursor *cursor = NULL;
	ask.upcoming = q->y->upcoming;
	ask.within = q->y->upcoming ? 30 * DAY : 0;
	ask.has_as_of = as_of;
	ask.as_of = today - 10 * DAY;
	double begin = now();
	dtl_status status = dtl_find_events(&cursor, db, &ask, &err);
	t->hits = 0;
	while (status == DTL_OK && (status = dtl_cursor_event(cursor, &event, &err)) == DTL_OK)
		t->hits++;
	dtl_cursor_close(cursor);
	t->took[t->count++] = now() - begin;
	return status == DTL_DONE ? DTL_OK : status;
}

/* ---- a question ---- */

static period month_of(int64_t day)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	int64_t first = dtl_days_from_civil(year, month, 1);
	return (period){ first * DAY, (first + dtl_days_in_month(year, month)) * DAY };
}

static period year_of(int64_t day)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	return (period){ dtl_days_from_civil(year, 1, 1) * DAY, dtl_days_from_civil(year + 1, 1, 1) * DAY };
}

/* "date:%m": what it stands for, in words and in seconds. */
static void settle(question *q, int64_t middle)
{
	const char *mark = strchr(q->y->query, '%');
	int64_t year;
	int month, date;
	char words[32] = "";
	dtl_civil_from_days(middle, &year, &month, &date);
	q->window = (period){ today, today + 30 * DAY + 1 };
	if (mark && mark[1] == 'd') {
		snprintf(words, sizeof(words), "%04lld-%02d-%02d", (long long)year, month, date);
		q->window = (period){ middle * DAY, (middle + 1) * DAY };
	} else if (mark && mark[1] == 'm') {
		snprintf(words, sizeof(words), "%04lld-%02d", (long long)year, month);
		q->window = month_of(middle);
	} else if (mark && mark[1] == 'y') {
		snprintf(words, sizeof(words), "%04lld", (long long)year);
		q->window = year_of(middle);
	} else if (mark) {
		snprintf(words, sizeof(words), "%04lld-%02d-%02d..", (long long)year, month, date);
		q->window = (period){ middle * DAY, INT64_MAX };
	}
	snprintf(q->query, sizeof(q->query), "%.*s%s",
	    mark ? (int)(mark - q->y->query) : (int)sizeof(q->query) - 1, q->y->query, words);
}

static void print_rows(const question *q, timing *ours, timing *then, double theirs)
{
	double took = median(ours);
	const char *name = q->y->name;
	printf("%s: %ld events\t%.3f\tms of work\tthe best SQL by hand\t%.3f\tless\tratio at most 1.5\n",
	    name, ours->hits, took, theirs);
	if (q->y->most > 0 && (ours->hits < 500 || q->y->most > 5))
		printf("%s\t%.3f\tms of work\t\t\tless\tat most %g\n", name, took, q->y->most);
	printf("%s, as of ten days ago: %ld events\t%.3f\tms of work\tnow\t%.3f\tless\tratio at most 1.2\n",
	    name, then->hits, median(then), took);
	fflush(stdout);
}

static void measure(dtl_db *db, sqlite3 *raw, const question *q)
{
	static timing none;
	timing ours = none, then = none, theirs[SHAPES] = { none };
	double begin = now(), best = HUGE_VAL;
	bool sound = true;
	for (int turn = 0; turn < TURNS && sound && (turn < FEWEST || now() - begin < PATIENCE); turn++) {
		sound = ask_ours(db, q, false, &ours) == DTL_OK && ask_ours(db, q, true, &then) == DTL_OK;
		if (!sound)
			fprintf(stderr, "bench_queries: %s is left out: %s\n", q->y->name, err.text);
		for (int i = 0; i < SHAPES && sound && q->y->sql[i]; i++)
			sound = ask_sqlite(raw, q->y->sql[i], q, &theirs[i]);
	}
	if (!sound)
		return;
	for (int i = 0; i < SHAPES && q->y->sql[i]; i++) {
		best = fmin(best, median(&theirs[i]));
		if (theirs[i].hits != ours.hits)
			fprintf(stderr, "bench_queries: %s: we find %ld events, the SQL by hand (%d) %ld\n",
			    q->y->name, ours.hits, i, theirs[i].hits);
	}
	print_rows(q, &ours, &then, best);
}

static const char sql_middle[] =
    "SELECT (min(start_lo)+max(start_lo))/2/86400 FROM event WHERE span=0 AND id<1099511627776";

static int64_t find_middle(sqlite3 *raw)
{
	sqlite3_stmt *st = NULL;
	int64_t middle = 0;
	if (sqlite3_prepare_v2(raw, sql_middle, -1, &st, NULL) == SQLITE_OK && sqlite3_step(st) == SQLITE_ROW)
		middle = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	return middle;
}

int main(int argc, char **argv)
{
	dtl_db *db = NULL;
	sqlite3 *raw = NULL;
	if (argc < 2)
		return fprintf(stderr, "usage: bench_queries FILE [NAME]\n"), 2;
	if (dtl_db_open(&db, argv[1], DTL_OPEN_READ, NULL, &err) != DTL_OK)
		return fprintf(stderr, "bench_queries: %s\n", err.text), 1;
	if (sqlite3_open_v2(argv[1], &raw, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		return fprintf(stderr, "bench_queries: %s\n", sqlite3_errmsg(raw)), 1;
	sqlite3_exec(raw, "PRAGMA cache_size=-32768", NULL, NULL, NULL); /* as ours has it */
	int64_t middle = find_middle(raw);
	for (const yardstick *y = yardsticks; y->name; y++) {
		question q = { .y = y };
		settle(&q, middle);
		if (argc < 3 || strstr(y->name, argv[2]))
			measure(db, raw, &q);
	}
	sqlite3_close(raw);
	dtl_db_close(db);
	return 0;
}
