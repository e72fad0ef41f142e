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

typedef struct dtl_param {
	char name[16];
	const char *text; /* in the plan's arena; NULL: `number` is the value */
	int64_t number;
} dtl_param;

typedef struct dtl_plan {
	dtl_store *store;
	dtl_arena arena;
	const char *query; /* for carets */
	int64_t today;
	int64_t as_of; /* DTL_TIME_MAX: the present */
	bool upcoming, overdue, definite, reverse;
	int64_t within, limit;
	int64_t only;               /* an event, or 0 */
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
	dtl_text sql;
} dtl_plan;

/* Parse, resolve and compile `ask`; release with dtl_plan_free(), also after a failure. `only`: one event instead, or 0: then ask->only, if there is one, is the ID of a projected edition. */
dtl_status dtl_plan_make(dtl_plan *out, dtl_store *store, const dtl_ask *ask, int64_t only, dtl_error *err);
void dtl_plan_free(dtl_plan *plan);

/* The time that all that it finds lies in. */
dtl_window dtl_plan_window(const dtl_plan *plan);

/* Prepare and bind its statement: rows of (version, certain, undated, start, end), in order. `plan` must outlive it. */
dtl_status dtl_plan_open(dtl_plan *plan, dtl_stmt *st, dtl_error *err);

/* A new parameter; its number. They are numbered in the order of these calls. */
unsigned dtl_plan_int(dtl_plan *plan, int64_t value);
unsigned dtl_plan_text(dtl_plan *plan, const char *value); /* copied */

#endif
