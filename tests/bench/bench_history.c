/*
 * What history costs: as-of queries against present ones, depth, folding,
 * rebuilding, loading.
 *
 *	bench_history deep FILE TIMES        a document: the events of June 2013, told TIMES more
 *	bench_history ask FILE               what questions take: name, microseconds now, microseconds as of then
 *	bench_history fold FILE              claims folded a second, events rebuilt a second
 */
#include "ledger/fold.h"
#include "model/db.h"
#include "model/derive.h"

#include <dateline/query.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ASKED = 21, DAY = 86400 };

static const int64_t june = 1370044800; /* 2013-06-01 */
static dtl_error err;

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* others may use this machine */
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(dtl_status status)
{
	if (status == DTL_OK || status == DTL_DONE)
		return;
	fprintf(stderr, "bench_history: %s\n", err.text);
	exit(1);
}

/* The same number for the same seed, on any machine. */
static unsigned pick(unsigned seed, unsigned below)
{
	uint64_t x = ((uint64_t)seed + 1) * 0x9e3779b97f4a7c15;
	x = (x ^ (x >> 31)) * 0xbf58476d1ce4e5b9;
	return (unsigned)((x ^ (x >> 29)) % below);
}

/* Each event of the month, told so many times more, an hour apart. */
static void deepen(const char *path, unsigned times)
{
	dtl_ask month = { .query = "date:2013-06", .today = june, .keys = true };
	const dtl_event *event;
	dtl_cursor *cursor = NULL;
	dtl_db *db = NULL;
	dtl_status status;
	const char *between = "";
	char known[40];
	must(dtl_db_open(&db, path, DTL_OPEN_READ, NULL, &err));
	must(dtl_find_events(&cursor, db, &month, &err));
	puts("{\"format\":\"dateline/1\",\"events\":[");
	while ((status = dtl_cursor_event(cursor, &event, &err)) == DTL_OK) {
		for (unsigned t = 0; t < times; t++) {
			dtl_time_print(known, sizeof(known), event->known_from + 3600 * (int64_t)(t + 1));
			printf(
			    "%s{\"id\":\"%s\",\"description\":\"told for the %uth time\",\"known_from\":\"%s\"}",
			    between, event->key, t, known);
			between = ",\n";
		}
	}
	puts("]}");
	must(status);
	dtl_cursor_close(cursor);
	dtl_db_close(db);
}

/* Seconds of one answer; *hits is how many events it found. */
static double answer(dtl_db *db, const dtl_ask *question, long *hits)
{
	const dtl_event *event;
	dtl_cursor *cursor = NULL;
	dtl_status status;
	double begin = now();
	*hits = 0;
	must(dtl_find_events(&cursor, db, question, &err));
	while ((status = dtl_cursor_event(cursor, &event, &err)) == DTL_OK)
		++*hits;
	must(status);
	dtl_cursor_close(cursor);
	return now() - begin;
}

static double least(double a, double b)
{
	return a < b ? a : b;
}

static void ask_all(const char *path)
{
	static const char *const questions[][2] = { { "a month", "date:2013-06" },
		{ "a month of a busy state", "actor:CN date:2013-06" }, { "a day", "date:2013-06-15" },
		{ "a word in a year", "tungsten date:2013" } };
	dtl_db *db = NULL;
	must(dtl_db_open(&db, path, DTL_OPEN_READ, NULL, &err));
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		/* As `list` asks, of which a table shows the answer. */
		dtl_ask present = { .query = questions[i][1], .today = june, .unfold = true, .brief = true };
		dtl_ask then = present;
		long hits = 0, before = 0;
		then.has_as_of = true;
		then.as_of = june - 20 * DAY;
		/* In turn, and the least of each: what else the machine does then falls on both alike. */
		double a = HUGE_VAL, b = HUGE_VAL;
		for (int turn = 0; turn < ASKED; turn++) {
			a = least(a, answer(db, &present, &hits));
			b = least(b, answer(db, &then, &before));
		}
		printf("%s\t%.0f\t%ld\t%.0f\t%ld\n", questions[i][0], a * 1e6, hits, b * 1e6, before);
	}
	dtl_db_close(db);
}

static void roll(void *user, unsigned char *bytes, size_t count)
{
	unsigned *seed = user;
	for (size_t i = 0; i < count; i++)
		bytes[i] = (unsigned char)pick((*seed)++, 256);
}

static const char sql_entities[] = "SELECT id FROM entity WHERE kind = 0";

static void fold_all(const char *path)
{
	unsigned seed = 1;
	dtl_dice dice = { roll, &seed };
	dtl_db *db = NULL;
	dtl_counts counts;
	dtl_stmt st = DTL_STMT_INIT;
	must(dtl_db_open(&db, path, DTL_OPEN_WRITE, &dice, &err));
	must(dtl_db_count(db, &counts, &err));
	dtl_deriver d = { .db = db->store };
	dtl_status status;
	long claims = 0;
	double begin = now();
	must(dtl_stmt_prepare(db->store, &st, sql_entities, &err));
	while ((status = dtl_stmt_step(&st, &err)) == DTL_OK) {
		must(dtl_derive_load(&d, DTL_EVENT, dtl_take_int(&st), false, &err));
		must(dtl_words_fold(&d.book, &d.history, DTL_TIME_MAX, false, &err));
		claims += (long)d.history.count;
	}
	must(status);
	dtl_stmt_finalize(&st);
	printf("fold\t%.0f\tclaims a second\n", (double)claims / (now() - begin));
	dtl_deriver_free(&d);
	begin = now();
	must(dtl_db_rebuild(db, &err));
	printf("rebuild\t%.0f\tevents a second\n", (double)counts.events / (now() - begin));
	dtl_db_close(db);
}

static unsigned number(const char *text)
{
	return (unsigned)strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	if (strcmp(what, "deep") == 0 && argc == 4)
		deepen(argv[2], number(argv[3]));
	else if (strcmp(what, "ask") == 0 && argc == 3)
		ask_all(argv[2]);
	else if (strcmp(what, "fold") == 0 && argc == 3)
		fold_all(argv[2]);
	else
		return fprintf(stderr, "usage: bench_history deep FILE TIMES | ask FILE | fold FILE\n"), 2;
	return 0;
}
