/*
 * One count of events: rows are read (stats_rows.c), each event's values are
 * worked out and counted (stats_values.c), and what came of it is put in order
 * and named (stats.c).
 */
#ifndef DTL_QUERY_STATS_H
#define DTL_QUERY_STATS_H

#include "query/parties.h"
#include "query/stats_keys.h"
#include "query/tally.h"
#include "store/stmt.h"

/* The first number of a value that is none, and bounds that a window of time has not. */
#define DTL_STAT_NONE  INT64_MIN
#define DTL_STAT_SINCE (INT64_MIN + 1)
#define DTL_STAT_UNTIL INT64_MAX

/*
 * A value is two numbers: the first and last year or month (months from year 0)
 * in which it may begin; a word and 0; an entity and 0; the two of a pair.
 */
typedef struct dtl_stat_entry {
	int64_t a, b, count;
} dtl_stat_entry;

/* One key, and its values over all events. */
typedef struct dtl_stat_side {
	const dtl_stat_source *by;
	dtl_tally index; /* of the entries */
	dtl_stat_entry *entries;
	size_t count, cap;
	size_t *now; /* the entries of the event at hand */
	size_t now_count, now_cap;
} dtl_stat_side;

typedef struct dtl_stat_member {
	int64_t entity, behalf; /* behalf: 0, or for whom an actor takes part */
} dtl_stat_member;

typedef struct dtl_stat_members {
	dtl_stat_member *items;
	size_t count, cap;
} dtl_stat_members;

/* The event at hand, or one time that it takes place. */
typedef struct dtl_stat_hand {
	int64_t version, start_lo, start_hi, end_hi; /* start_hi only if it is known */
	bool starts;                                 /* it is */
	int64_t words[DTL_STAT_WORDS];               /* -1: none */
	int64_t place, series;                       /* 0: none */
	dtl_stat_members members[DTL_STAT_JOINS];
} dtl_stat_hand;

typedef struct dtl_stat_count {
	dtl_store *store;
	const dtl_ask *ask;
	int64_t as_of;
	bool below;
	unsigned columns, joins; /* which are needed: bits */
	dtl_wordlist words;
	dtl_upward upward;
	dtl_stat_side *sides;
	size_t side_count;
	size_t (*tables)[2]; /* their sides; SIZE_MAX: no columns */
	dtl_tally *cells;    /* of each table, by the numbers of row and column */
	size_t table_count;
	dtl_stat_hand hand;
	dtl_stat_members parties; /* of the event at hand */
	int64_t total;
} dtl_stat_count;

/* Read all events and count them. */
dtl_status dtl_stat_rows(dtl_stat_count *s, dtl_db *db, dtl_error *err);
/* Count the event at hand. */
dtl_status dtl_stat_take(dtl_stat_count *s, dtl_error *err);
/* Add a member unless it is there; false: no memory. */
bool dtl_stat_put(dtl_stat_members *m, int64_t entity, int64_t behalf);

/* The key of years (else months) `a` to `b`: EDTF. */
void dtl_stat_time_key(char *buf, size_t size, bool years, int64_t a, int64_t b);
/* The year (else month) in which a second lies. */
int64_t dtl_stat_time_of(bool years, int64_t t);

#endif
