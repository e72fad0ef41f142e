/*
 * The full text of many events, made aside: in a thread and a file of its own,
 * while the rows whose words it holds are still being written, and put in its
 * place when they all are.
 */
#ifndef DTL_MODEL_ASIDE_H
#define DTL_MODEL_ASIDE_H

#include "store/store.h"
#include <stddef.h>

typedef struct dtl_aside dtl_aside;

/* The words of one row of event_text; they are copied. */
typedef struct dtl_aside_text {
	int64_t id;
	bool gone; /* it was put before, and is to be forgotten */
	const char *title, *description;
	size_t title_len, description_len;
} dtl_aside_text;

/* Begin; *out is NULL where that is not possible, which is no failure: see dtl_aside_take(). */
void dtl_aside_begin(dtl_aside **out);
/* NULL is allowed, and does nothing. */
void dtl_aside_put(dtl_aside *a, const dtl_aside_text *text);
/* Nothing more comes: the rest is done while the caller does something else. */
void dtl_aside_end(dtl_aside *a);
/*
 * Wait for it, and make it what event_search holds. Inside a write transaction.
 *
 * DTL_DONE  it could not be made: nothing was written, and the index is to be made some other way
 */
dtl_status dtl_aside_take(dtl_aside *a, dtl_store *db, dtl_error *err);
/* NULL is allowed; what is under way is given up. */
void dtl_aside_free(dtl_aside *a);

#endif
