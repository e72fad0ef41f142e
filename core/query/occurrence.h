/*
 * Events that recur, in the window that is asked for: an event stands in its
 * row from its first start to its last end, and is found by that; here it is
 * looked at when it really takes place. Rules are run through when asked, and
 * nothing of it is stored.
 */
#ifndef DTL_QUERY_OCCURRENCE_H
#define DTL_QUERY_OCCURRENCE_H

#include "model/things.h"
#include "query/plan.h"
#include "query/rows.h"

/* One row of the answer. */
typedef struct dtl_turn {
	int64_t version, start, end;
	const char *key;            /* the event's: where two times are alike it decides */
	const dtl_table_row *table; /* of a row as it stands, until the next one; or NULL */
	bool certain, undated;
	const char *edtf, *tz, *original; /* of an occurrence; NULL: the row as it stands */
	const char *title, *description, *location, *url, *status; /* what differs, or NULL */
	bool local;
} dtl_turn;

typedef struct dtl_unfolding {
	dtl_store *store;
	dtl_window window;
	bool active;    /* there are events that recur, and a window was asked */
	bool unfold;    /* each occurrence is a row */
	bool cancelled; /* cancelled ones, too */
	bool each;      /* from the first one, where the window has no beginning */
	bool next;      /* no window was asked: the next one, or the last */
	bool merging, reverse;
	int64_t limit, given;
	const dtl_plan *plan;
	const char *after; /* the time of plan->after, or NULL */
	dtl_arena arena;
	dtl_turn *turns; /* in the order of the answer, or those of the last row */
	size_t count, cap, at;
	int64_t *versions; /* those that are among them, sorted */
	size_t version_count, version_cap;
	dtl_turn held; /* a row that is not handed out yet */
	bool holding, ended;
} dtl_unfolding;

/* Begin. `u` is zeroed; release it with dtl_unfold_close(), also after a failure. */
dtl_status dtl_unfold_open(dtl_unfolding *u, dtl_plan *plan, const dtl_ask *ask, dtl_error *err);
void dtl_unfold_close(dtl_unfolding *u);
/* The next row of `rows` that counts, or DTL_DONE. */
dtl_status dtl_unfold_next(dtl_unfolding *u, dtl_rows *rows, dtl_turn *out, dtl_error *err);
/* Make the event that was loaded for it that one occurrence. */
void dtl_unfold_apply(dtl_loader *l, const dtl_turn *turn);

#endif
