/*
 * The moments at which something became known of a thing, one after the other,
 * with what its origins had said by then.
 *
 *	dtl_moments m = dtl_moments_begin(d);
 *	while ((status = dtl_moments_next(&m, d, err)) == DTL_OK)
 *		… m.at, d->book, d->now …
 *	if (status != DTL_DONE) …
 */
#ifndef DTL_MODEL_MOMENTS_H
#define DTL_MODEL_MOMENTS_H

#include "model/derive.h"

typedef struct dtl_moments {
	int64_t at;
	bool begun;
	size_t next; /* claims before it are said, where the order of stamps is that of time */
} dtl_moments;

/* Over d->history, which is loaded; nothing is said yet. */
dtl_moments dtl_moments_begin(dtl_deriver *d);
/* The next moment: d->book is folded up to it and d->now projected. DTL_DONE: there is none. */
dtl_status dtl_moments_next(dtl_moments *m, dtl_deriver *d, dtl_error *err);

#endif
