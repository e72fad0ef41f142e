/*
 * When a recurring event takes place: the set that its rules, added, excepted
 * and edited dates make (RFC 5545 §3.8.5), within a window that is asked for.
 *
 * As an event keeps it, canonical JSON. `recurrence`, one register:
 *
 *	{"end":    "2013-06-07T15:00:00",     of the first one, where it has an end; of days the last
 *	 "exdate": ["2013-06-14T14:00:00"],   "exrule": ["FREQ=…"],
 *	 "rdate":  ["2013-06-09T14:00:00", "2013-06-10T14:00:00/2013-06-10T16:00:00"],
 *	 "rrule":  ["FREQ=WEEKLY;COUNT=3"],
 *	 "start":  "2013-06-07T14:00:00",     of the first one, or a day
 *	 "tz":     "Europe/Paris",            IANA; times with a Z are UTC, without tz and Z nobody's
 *	 "zone":   "BEGIN:VTIMEZONE\n…"}      in place of tz, where the zone is the calendar's own
 *
 * `instances`, a set: a member is the RECURRENCE-ID ("2013-06-14T14:00:00[Europe/Paris]",
 * "2013-06-14T12:00:00Z", "2013-06-14"), its value what differs:
 *
 *	{"description", "edtf", "location", "original", "range", "status", "title", "tz", "url", …}
 *
 * original   the same as wall-clock time of the event (without it: the member as far as its '[')
 * edtf, tz   when it takes place instead
 * range      "thisandfuture": those after it, too
 */
#ifndef DTL_DATES_RECURRENCE_H
#define DTL_DATES_RECURRENCE_H

#include "base/json.h"
#include <dateline/date.h>

enum { DTL_OCCURRENCES_MOST = 5000 }; /* in one window */

typedef struct dtl_recurrence dtl_recurrence;

/*
 * `instances` is an object of members, or has no data. What does not validate
 * counts as absent, but for `start` and the rules: DTL_E_ARGUMENT says what is
 * wrong with them. *out is released with dtl_recurrence_free().
 */
dtl_status dtl_recurrence_read(
    dtl_recurrence **out, dtl_slice recurrence, dtl_slice instances, dtl_error *err);
void dtl_recurrence_free(dtl_recurrence *r);

/* One time that it takes place. Texts last as long as the recurrence. */
typedef struct dtl_occurrence {
	int64_t start, end;   /* its outer bounds, as dtl_date.bounds has them: [start, end) */
	int64_t original;     /* when it would be by the rule: wall-clock seconds */
	const char *instance; /* the member of `instances` that it is, or NULL */
	dtl_slice
	    edit; /* what differs: that member's value, or of an earlier one for this and future; data NULL: nothing */
	bool cancelled;
} dtl_occurrence;

/*
 * Those that touch [from, to), in order of start, into *out (the caller's to
 * free()). Cancelled ones are among them only `with_cancelled`. More than
 * DTL_OCCURRENCES_MOST: *many is true and the rest is left out.
 */
dtl_status dtl_recurrence_window(const dtl_recurrence *r, int64_t from, int64_t to, bool with_cancelled,
    dtl_occurrence **out, size_t *count, bool *many, dtl_error *err);

/* The date of one as EDTF, and the IANA zone for it or NULL: the value of `when`. */
void dtl_occurrence_edtf(
    const dtl_recurrence *r, const dtl_occurrence *o, char *buf, size_t size, const char **tz);

/*
 * From the first start to the last end as EDTF: "2013-06-07T14:00:00/2013-12-20T15:00:00",
 * "2013-06-07/..". Sets *tz as above.
 */
dtl_status dtl_recurrence_span(
    const dtl_recurrence *r, char *buf, size_t size, const char **tz, dtl_error *err);

/* Its rules in words, like snprintf(): "every week on Friday, 3 times; not on 14 Jun 2013". */
size_t dtl_recurrence_words(char *buf, size_t size, const dtl_recurrence *r);

/* "2013-06-07T14:00:00", "…Z" or a day: seconds as written. False: none of these. */
bool dtl_wall_read(const char *text, size_t len, int64_t *seconds, bool *utc, bool *day);
/* Writes it; `buf` takes 32 bytes. */
void dtl_wall_print(char buf[32], int64_t seconds, bool day);

#endif
