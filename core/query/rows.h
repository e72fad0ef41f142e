/*
 * The rows that a plan finds, in the order asked for. With arms (plan.h) a few
 * rows of each class of length, and of each entity, are read at a time from the
 * index that has them in order, and merged here: nothing is sorted as a whole,
 * and reading stops where the caller does. What has no date comes last.
 */
#ifndef DTL_QUERY_ROWS_H
#define DTL_QUERY_ROWS_H

#include "model/things.h"
#include "query/plan.h"

typedef struct dtl_row {
	int64_t version, start, end;
	bool certain, undated;
	const char *key;            /* until the next row, as the one below */
	const dtl_table_row *table; /* NULL: the version has to be looked up */
} dtl_row;

enum { DTL_ROW_FORMS = 5 }; /* known now, known once; on behalf of, the same; projected */

typedef struct dtl_rows {
	dtl_plan *plan;
	dtl_stmt forms[DTL_ROW_FORMS]; /* those that have rows */
	dtl_text behalf, projected;    /* SQL */
	dtl_stmt pin; /* with arms, out of a transaction: keeps one state of the file in sight, from batch to batch */
	struct dtl_arm *arms;
	size_t arm_count;
	int64_t lo[DTL_CLASSES], hi[DTL_CLASSES];
	int64_t until;  /* all arms have been read, or are being read, for what begins until then */
	size_t stretch; /* how often that was put off */
	int64_t last;   /* the version that was given last */
	int64_t left;   /* how many more are wanted; -1: all */
	bool undated;   /* those with a date are through */
	bool started;
	dtl_arena arena; /* without arms: of the row at hand */
	dtl_table_row table;
} dtl_rows;

/* `plan` must outlive it; `limit` instead of the plan's own, -1: none. Release with dtl_rows_close(), also after a failure. */
dtl_status dtl_rows_open(dtl_rows *r, dtl_plan *plan, int64_t limit, dtl_error *err);
void dtl_rows_close(dtl_rows *r);
/* DTL_OK or DTL_DONE. */
dtl_status dtl_rows_next(dtl_rows *r, dtl_row *out, dtl_error *err);

#endif
