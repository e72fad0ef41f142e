/*
 * Counting events, and finding who is in two places at once.
 *
 *	dtl_stats *stats = NULL;
 *	dtl_stat_by by[] = { { .row = "year" }, { .row = "type", .column = "status" } };
 *	status = dtl_stats_find(&stats, db, &ask, by, 2, false, &err);
 *	if (status == DTL_OK)
 *		… stats->tables[0].rows.values[i].count …
 *	dtl_stats_free(stats);
 */
#ifndef DATELINE_STATS_H
#define DATELINE_STATS_H

#include <dateline/query.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What events may be counted by. */
typedef struct dtl_stat_key {
	const char *name; /* "year", "actor", "pair" … */
	const char *help; /* one line */
	bool several;     /* an event may have several values, and counts once under each */
	bool time;        /* values are EDTF and stand in the order of time */
} dtl_stat_key;

/* The keys in the order of the help; NULL behind the last. */
DTL_PUBLIC const dtl_stat_key *dtl_stat_key_at(size_t index);

typedef struct dtl_stat_value {
	/*
	 * An ID, a word (type, status …), the code of a country, or EDTF: "2013",
	 * "2013-07", "[2013..2015]" for what begins in one of these years and nobody
	 * knows in which, "[..2013]" where the beginning is open. NULL: without any.
	 */
	const char *key;
	const char *name;             /* for people, or NULL where the key says it */
	const char *with, *with_name; /* the other one of a pair, or NULL */
	int64_t count;
} dtl_stat_value;

/* The values along one side of a table. */
typedef struct dtl_stat_axis {
	const dtl_stat_key *by; /* NULL: there are no columns */
	const dtl_stat_value
	    *values; /* times in their order, else the most frequent first; without any: last */
	size_t count;
	int64_t left_out, left_out_count; /* further values, and their counts summed */
} dtl_stat_axis;

typedef struct dtl_stat_table {
	dtl_stat_axis rows, columns;
} dtl_stat_table;

typedef struct dtl_stats {
	int64_t total; /* events found; times, of those that recur, where a window was asked */
	const dtl_stat_table *tables;
	size_t table_count;
} dtl_stats;

/* What one table counts by. */
typedef struct dtl_stat_by {
	const char *row, *column;        /* names of keys; column NULL: rows alone */
	int64_t most_rows, most_columns; /* keep the most frequent so many; 0: all */
} dtl_stat_by;

/*
 * Count the events that `ask` finds (its query, today, as_of and definite are
 * heeded) in `count` tables at once. An event counts under the year or month in
 * which it begins; one that recurs once, under its first time, or, where the
 * query asks for a window, each time that falls into it. Projected editions
 * count only if the query asks for them. With `below`, what is at a place or on
 * a topic also counts at every place and topic above it.
 *
 * DTL_E_ARGUMENT  there is no such key, or as dtl_find_events()
 */
DTL_PUBLIC dtl_status dtl_stats_find(dtl_stats **out, dtl_db *db, const dtl_ask *ask, const dtl_stat_by *by,
    size_t count, bool below, dtl_error *err);
/* The events of one row and one column of a table. */
DTL_PUBLIC int64_t dtl_stats_cell(const dtl_stats *stats, size_t table, size_t row, size_t column);
DTL_PUBLIC void dtl_stats_free(dtl_stats *stats); /* NULL is allowed */

/*
 * Read a window of time as `date:` in a query does: EDTF, a phrase, A..B, +30d.
 * Half-open; DTL_TIME_MIN and DTL_TIME_MAX are no bound. DTL_E_ARGUMENT: it is none.
 */
DTL_PUBLIC dtl_status dtl_window_read(
    int64_t *from, int64_t *to, const char *text, int64_t today, dtl_error *err);

/* ---- One in two places ---- */

typedef struct dtl_conflict {
	const char *actor, *name;     /* its ID, and its name or NULL */
	bool certain;                 /* both are under way at once whatever their dates turn out to be */
	const dtl_event *one, *other; /* the one that begins first */
	const char *office[2];        /* the ID of the office by which the actor takes part, or NULL */
} dtl_conflict;
typedef dtl_status (*dtl_conflict_fn)(void *user, const dtl_conflict *conflict, dtl_error *err);

typedef enum dtl_conflict_reach {
	DTL_CONFLICT_NEAR, /* certain ones, and possible ones of events known to within DTL_CONFLICT_DAYS */
	DTL_CONFLICT_DEFINITE, /* certain ones only */
	DTL_CONFLICT_POSSIBLE, /* all possible ones, however vague the dates */
} dtl_conflict_reach;
#define DTL_CONFLICT_DAYS 3

typedef struct dtl_conflict_ask {
	const char *kind; /* of actors; NULL: person */
	dtl_conflict_reach reach;
} dtl_conflict_ask;

typedef struct dtl_conflict_count {
	int64_t certain, possible;
	int64_t vague; /* events with a place that were left out since their dates are too vague */
} dtl_conflict_count;

/*
 * Pairs of events, among those that `ask` finds, at which one actor takes part
 * in different places, neither within the other, at overlapping times. Certain
 * ones first, then by date. What is cancelled, postponed or projected does not
 * count, nor calls and deadlines, nor whoever is only spoken of (the role
 * target), nor an event and what it is part of, its sidelines or what it
 * replaces. An office is whoever holds it then, if that is certain. Of events
 * that recur the times count that fall into the query's window, at most a year
 * from today. ask->limit is heeded; `count` may be NULL.
 */
DTL_PUBLIC dtl_status dtl_conflicts(dtl_db *db, const dtl_ask *ask, const dtl_conflict_ask *how,
    dtl_conflict_fn each, void *user, dtl_conflict_count *count, dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
