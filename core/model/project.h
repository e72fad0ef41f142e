/*
 * Projection (design.md §3): from the words on one thing to what it reads like:
 * its row. Total: a value that does not validate counts as absent. It reads
 * this thing's registers and nothing else: no other thing, no clock.
 */
#ifndef DTL_MODEL_PROJECT_H
#define DTL_MODEL_PROJECT_H

#include "ledger/fold.h"
#include <dateline/date.h>

typedef struct dtl_projection {
	dtl_kind kind;
	dtl_stated *values; /* valid ones, in byte order of (field, member) */
	size_t count, cap;
	dtl_text signature; /* equal for equal rows */
	bool whole;         /* it has the title, name or label without which it is not shown */
} dtl_projection;

/*
 * Project what the book says now. `p` is zeroed before its first use, may be
 * used again, and is released with dtl_projection_free(). The values point into
 * the book's history.
 */
dtl_status dtl_project(dtl_projection *p, dtl_wordbook *book, dtl_error *err);
/* A copy that lasts as long as the history. */
dtl_status dtl_projection_copy(dtl_projection *to, const dtl_projection *from, dtl_error *err);
void dtl_projection_free(dtl_projection *p);

/* The value of a field that is no set; data NULL when there is none. */
dtl_slice dtl_projected(const dtl_projection *p, const char *field);

/* The date in a valid value of `when`; false when it says that the date is unknown. */
bool dtl_when_date(dtl_slice when, dtl_date *out);

/* Do two values of `when` mean the same, whatever the words in which they were given? */
bool dtl_when_same(dtl_slice a, dtl_slice b);

/* Do two values of `when` mean the same date, whatever the words in which it was given? */
bool dtl_when_same(dtl_slice a, dtl_slice b);

/* The word that shows for `when` when `top` is on top: vagueness does not unsay precision. DTL_NO_WORD stays. */
size_t dtl_when_shown(const dtl_wordbook *book, size_t reg, size_t top);

#endif
