/*
 * The time zones that a calendar being written needs: each stands in it once,
 * before the first event that mentions it. One that came with its own
 * VTIMEZONE keeps it; an IANA zone gets no more onsets than its years need.
 */
#ifndef DTL_FORMATS_ICS_BOOK_H
#define DTL_FORMATS_ICS_BOOK_H

#include "formats/ics_line.h"
#include "formats/ics_zone.h"

typedef struct dtl_ics_listing {
	char *name;   /* as the lines of events have it */
	char *text;   /* the VTIMEZONE that it came with; NULL: an IANA zone */
	char *as;     /* the name that it goes by here, where another one has its own; NULL: that */
	int64_t year; /* of an IANA zone: the first that it covers */
} dtl_ics_listing;

typedef struct dtl_ics_book {
	dtl_ics_listing *items;
	size_t count, cap;
	bool failed; /* out of memory */
} dtl_ics_book;

/*
 * See to it that the zone stands in the calendar, and covers the time from that
 * year on. What has to be added goes to `w`. Gives the name that the zone goes
 * by in this calendar; NULL: nothing is known of the name, it stands for itself.
 */
const char *dtl_ics_book_need_iana(dtl_ics_book *b, dtl_ics_writer *w, const char *tzid, int64_t year);
/* Of one with a VTIMEZONE of its own, lines parted by '\n'. */
const char *dtl_ics_book_need_text(dtl_ics_book *b, dtl_ics_writer *w, dtl_slice text);
/* A calendar ends: the next one has none. */
void dtl_ics_book_clear(dtl_ics_book *b);
void dtl_ics_book_free(dtl_ics_book *b);

/* A lean VTIMEZONE of an IANA zone (ics_onsets.c): from that year on, without an end. */
void dtl_ics_zone_write(dtl_ics_writer *w, const char *tzid, const char *iana, int64_t year);

#endif
