/*
 * Where an event stands on a line of time: for formats that draw. A window is
 * never shown as certain, so there are two stretches: the one in which it is
 * possible and, within that, the one in which it is certain.
 */
#ifndef DTL_FORMATS_STAND_H
#define DTL_FORMATS_STAND_H

#include <dateline/event.h>

typedef struct dtl_stand {
	int64_t lo, hi;   /* possible: [earliest start, latest end) */
	bool certain;     /* there is a stretch in which it is certain to take place: */
	int64_t from, to; /* [from, to) within [lo, hi) */
	bool exact;       /* it is the whole of it */
	bool open_start;  /* "until": it stands at its known end */
	bool open_end;    /* "from": it stands at its known start */
	bool timed;       /* a part of it is a time of day, not just a day */
} dtl_stand;

/*
 * What is given to the day or finer counts as exact, unless it is approximate,
 * uncertain, projected, or the whole of something that recurs. An open or unknown start
 * stands at the known end, where it is possible and no more; an open or unknown
 * end at the known start. False: it has no date that could stand anywhere.
 */
bool dtl_stand_of(dtl_stand *out, const dtl_event *e);

/* How certain that is: "definite", or "possible" where there is a window; "undated" without a stand (NULL). */
const char *dtl_stand_certainty(const dtl_stand *s);

/*
 * Both ends where JavaScript's Date can stand (years -271820 to 275759), and
 * their text as it reads it: "2013-06-07T00:00:00Z", "-000044-03-15T00:00:00Z".
 */
bool dtl_stand_fits_js(const dtl_stand *s);
void dtl_stand_print_js(char buf[40], int64_t t);
/* Are both ends within the years 0 to 9999, four digits? */
bool dtl_stand_fits_iso(const dtl_stand *s);

#endif
