/*
 * From the tree to one SQL statement: fragments of constant SQL, chosen by the
 * tree, with numbered parameters (:p0, :p1 …) for everything that came from a
 * person. A plan owns what the statement needs while it runs.
 */
#ifndef DTL_QUERY_PLAN_H
#define DTL_QUERY_PLAN_H

#include "base/text.h"
#include "query/parse.h"
#include "query/window.h"
#include "store/stmt.h"
#include <dateline/query.h>

enum { DTL_CLASSES = 7 }; /* of length (migrations/0002_derived.sql); the last one has no date */

typedef struct dtl_param {
	char name[16];
	const char *text; /* in the plan's arena; NULL: `number` is the value */
	int64_t number;
} dtl_param;

/* Where a row stands in the order asked for. Two rows never stand at the same place. */
typedef struct dtl_place_in_order {
	bool undated;
	int64_t start_lo, end_hi;
	const char *key;
	/* by other sorts */
	const char *title; /* in small letters */
	int64_t known_from;
	double score;
	bool inclusive; /* the row itself, too: who unfolds it knows which of its times follow */
} dtl_place_in_order;

/* Words that are looked for in the texts, or in the quotes, of each row instead of listed by the index (words.h). */
typedef struct dtl_looked {
	const struct dtl_node *node;
	bool texts, quotes;
} dtl_looked;

/*
 * How rows are found: the index of a term, or time. With arms the answer is read
 * in order of start, a few rows at a time, class of length by class (rows.h);
 * else it is one statement, and sorted.
 */
typedef struct dtl_access {
	const struct dtl_node *driver;  /* NULL: time, or everything */
	const struct dtl_arm_kind *arm; /* NULL: no arms */
	int64_t *entities;              /* of the driver, for arms, in the plan's arena; else one 0 */
	size_t entity_count;
	bool behalf;  /* somebody takes part on behalf of one of them */
	int64_t rows; /* about how many rows are looked at; -1: not counted */
	dtl_looked looked[DTL_QUERY_VALUES];
	size_t looked_count;
} dtl_access;

/* The answer in another shape: SQL around its rows, and what each is made of. */
typedef struct dtl_shape {
	const char *head; /* as far as "FROM ("; NULL: as always */
	const char *row;  /* "SELECT e.… AS …" of an event row `e`, without FROM; NULL: as always */
	const char *tail; /* from ")" on; there is no order, and a limit only where it says so */
} dtl_shape;

typedef struct dtl_plan {
	dtl_store *store;
	dtl_arena arena;
	const char *query; /* for carets */
	const struct dtl_saved_use
	    *use;            /* the saved query that `query` is, while it is resolved (saved.h); or NULL */
	dtl_query_room room; /* what all of its queries hold */
	dtl_shape shape;
	int64_t today;
	int64_t as_of; /* DTL_TIME_MAX: the present */
	bool upcoming, overdue, definite, reverse;
	int64_t within, limit;
	int64_t only;               /* an event, or 0 */
	bool table_rows;            /* arms give what a row of a table shows, too (model/things.h) */
	bool wide;                  /* the one statement gives that, too */
	bool projected;             /* projected editions are asked for, too */
	const char *only_projected; /* only the one of this ID, or NULL */
	int64_t projections; /* the term of query_projected that holds them (project.h); 0: there are none */
	int64_t changed_from, changed_to;
	dtl_sort sort;
	dtl_node *tree; /* NULL: everything */
	dtl_param *params;
	size_t param_count, param_cap;
	int64_t first_set, set_count; /* the rows of query_set that are its own */
	bool windowed;                /* some date stands in the query, or it has a horizon */
	bool failed;                  /* out of memory */
	dtl_access access;            /* how its rows are found (plan_drive.h) */
	const char *search;      /* the words that it asks for, as FTS5 takes them: any of them; NULL: none */
	const char *search_list; /* the same as a JSON array, each by itself */
	int64_t scores;          /* the term of query_score (plan_score.h); 0: none */
	bool has_after;
	dtl_place_in_order after;
	dtl_text sql, past; /* `past`: of what was known once (only with arms as of then) */
} dtl_plan;

/* Parse, resolve and compile `ask`; release with dtl_plan_free(), also after a failure. `only`: one event instead, or 0: then ask->only, if there is one, is the ID of a projected edition. */
dtl_status dtl_plan_make(dtl_plan *out, dtl_store *store, const dtl_ask *ask, int64_t only, dtl_error *err);
void dtl_plan_free(dtl_plan *plan);

/* Resolve the values of a part of the tree, into parameters and sets. */
dtl_status dtl_plan_resolve(dtl_plan *plan, dtl_node *node, dtl_error *err);

/* The time that all that it finds lies in. */
dtl_window dtl_plan_window(const dtl_plan *plan);

/* Have the next dtl_plan_open(), or dtl_rows_open(), answer in that shape, whose texts need not last. */
dtl_status dtl_plan_shaped(dtl_plan *plan, const dtl_shape *shape, dtl_error *err);
/* Prepare and bind its statement, plan->sql: to be explained; who wants its rows reads them by rows.h. */
dtl_status dtl_plan_open(dtl_plan *plan, dtl_stmt *st, dtl_error *err);
/* Bind all of its own parameters that stand in `st`, which was prepared from text of the plan's. */
void dtl_plan_bind(const dtl_plan *plan, dtl_stmt *st);
/* The window in terms of what is indexed: the earliest and last start of each class; *undated: class 6 counts, too. */
void dtl_plan_classes(const dtl_plan *plan, int64_t lo[DTL_CLASSES], int64_t hi[DTL_CLASSES]);

/* A new parameter; its number. They are numbered in the order of these calls. */
unsigned dtl_plan_int(dtl_plan *plan, int64_t value);
unsigned dtl_plan_text(dtl_plan *plan, const char *value); /* copied */

#endif
