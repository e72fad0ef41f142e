/*
 * Where a window of time stands in a calendar, which knows only a start and an
 * end: a window is a tentative banner over all of it, a wide one a note on its
 * first day.
 */
#ifndef DTL_FORMATS_ICS_SLOT_H
#define DTL_FORMATS_ICS_SLOT_H

#include <dateline/date.h>

enum { DTL_ICS_SPAN_MAX = 92 }; /* days: the longest quarter; wider windows stand on one day */

typedef struct dtl_ics_slot {
	int64_t start, end;             /* half-open, and never empty */
	bool timed;                     /* instants; else whole days */
	bool local;                     /* timed, in nobody's zone */
	bool tentative;                 /* the calendar says more than is known */
	char prefix[DTL_WORDS_MAX + 4]; /* of the summary: "[July 2013] ", "c. ", "from " … or empty */
} dtl_ics_slot;

/* False: a calendar cannot show it (no bound at all, or years beyond 1 to 9999). `tz` may be NULL. */
bool dtl_ics_slot_of(dtl_ics_slot *out, const char *edtf, const dtl_date *date, const char *tz);

#endif
