/*
 * Dates as windows (design.md §5): EDTF, times and zones, the words of the
 * news, and printing for people. Everything here is pure: no clock, no locale,
 * no allocation; "today" is a parameter. Strings that come in stay yours.
 *
 * Moments are whole seconds from 1970-01-01T00:00:00Z in the proleptic
 * Gregorian calendar, leap seconds not counted; years run from -10^11 to 10^11.
 * Windows are half-open: [lo, hi). A date without a time is that calendar day
 * wherever it is (floating), and its bounds are written as if in UTC.
 */
#ifndef DATELINE_DATE_H
#define DATELINE_DATE_H

#include <dateline/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DTL_TIME_MIN  INT64_MIN /* no bound: an open or unknown start */
#define DTL_TIME_MAX  INT64_MAX /* no bound: an open or unknown end */
#define DTL_DAY       86400     /* seconds in a day */
#define DTL_EDTF_MAX  4096      /* bytes in the longest EDTF or phrase that is read */
#define DTL_WORDS_MAX 256       /* bytes, with the NUL, in which the words for people fit (cut with "…") */

/*
 * When it may begin and when it may end. Always start_lo <= start_hi,
 * end_lo <= end_hi, start_lo <= end_lo and start_hi <= end_hi.
 *
 *	2013-06-07      start and end on that day: [day, day + 1)
 *	2013-07         start and end both on some day within July
 *	A/B             start in A, end in B (what lies after B's end or before A's start is cut off)
 *	[A..B]          start and end both in [A.lo, B.hi): on one day of these
 *	{A,B}           start in the earliest member, end in the latest
 *	A/.. and ../B   end_lo = end_hi = DTL_TIME_MAX; start_lo = start_hi = DTL_TIME_MIN
 *	A/ and /B       unknown: end in [start_lo, DTL_TIME_MAX); start in [DTL_TIME_MIN, end_hi)
 *	[..B] and [A..] on or before B, on or after A: DTL_TIME_MIN or DTL_TIME_MAX as both lo or both hi
 *	…T14:00:00Z     that second
 */
typedef struct dtl_bounds {
	int64_t start_lo, start_hi;
	int64_t end_lo, end_hi;
} dtl_bounds;

/* How finely a date is given, finest first; of several, the coarsest counts. */
typedef enum dtl_precision {
	DTL_PRECISION_SECOND,
	DTL_PRECISION_DAY,
	DTL_PRECISION_MONTH,
	DTL_PRECISION_SEASON,
	DTL_PRECISION_QUARTER,
	DTL_PRECISION_QUADRIMESTER, /* four months */
	DTL_PRECISION_SEMESTER,     /* six months */
	DTL_PRECISION_YEAR,
	DTL_PRECISION_DECADE,
	DTL_PRECISION_CENTURY,
	DTL_PRECISION_MILLENNIUM, /* or coarser */
} dtl_precision;

typedef enum dtl_date_kind {
	DTL_DATE_ONE,      /* a single date */
	DTL_DATE_INTERVAL, /* A/B: from A to B */
	DTL_DATE_ONE_OF,   /* [..]: on one of these */
	DTL_DATE_ALL_OF,   /* {..}: on all of these */
} dtl_date_kind;

/* What an EDTF string means. A plain value. */
typedef struct dtl_date {
	dtl_bounds bounds;
	dtl_date_kind kind;
	dtl_precision precision;
	int level;          /* of EDTF: 0, 1 or 2 */
	bool approximate;   /* ~ or % on any part: the bounds are not widened */
	bool uncertain;     /* ? or % on any part */
	bool start_open;    /* ../B or [..B] */
	bool start_unknown; /* /B */
	bool end_open;      /* A/.. or [A..] */
	bool end_unknown;   /* A/ */
	bool has_time;      /* some part of it is a date-time */
	bool local;         /* a time has neither offset nor zone: its bounds are as if in UTC */
} dtl_date;

/* "second", "day", "month" … ; never NULL. */
DTL_PUBLIC const char *dtl_precision_name(dtl_precision precision);

/*
 * Parse EDTF, levels 0 to 2 (Library of Congress, 4 Feb 2019 = ISO 8601-2:2019),
 * strictly; beyond it only this: date-times may stand in intervals and sets.
 * `zone` is the IANA zone of times without an offset; NULL flags them `local`.
 *
 * Where the standard is silent: seasons 21-24 and 25-28 are March-May,
 * June-August, September-November and December-February of the next year,
 * 29-32 the southern ones of the same names (spring is September-November);
 * `1950S2` is 1900-1999; unspecified digits are clipped to days that exist;
 * seasons stand alone and unqualified.
 *
 * DTL_E_ARGUMENT  not EDTF ("not EDTF at column 6: expected a month 01-12,
 *                 found '13'"), no such day, out of range, unknown zone
 */
DTL_PUBLIC dtl_status dtl_date_parse(dtl_date *out, const char *edtf, const char *zone, dtl_error *err);

/*
 * The canonical spelling: qualifiers in the fewest places, offsets as ±hh:mm
 * or Z. It reads back as the same date, and is its own canonical spelling.
 * `buf` needs DTL_EDTF_MAX + 1 bytes at most. Errors as dtl_date_parse().
 */
DTL_PUBLIC dtl_status dtl_date_canonical(char *buf, size_t size, const char *edtf, dtl_error *err);

/* ---- Printing: like snprintf(), these return the length it takes, always end in NUL, never split UTF-8. ---- */

/*
 * Words for people: "7–8 Jun 2013", "July 2013", "6–9 Jun 2013, some day",
 * "c. 1972", "from 1 Jul 2013". Times are shown in `show_zone`, else with the
 * offset they were given in, else in `stored_zone`, else as "(local time)".
 * Both may be NULL. What is not EDTF is copied as it stands.
 */
DTL_PUBLIC size_t dtl_date_people(
    char *buf, size_t size, const char *edtf, const char *stored_zone, const char *show_zone);
/*
 * The same where the bounds are known that the date has in `stored_zone`: then that zone need not be read. A
 * time that its clock left out is shown as it was written.
 */
DTL_PUBLIC size_t dtl_date_people_within(char *buf, size_t size, const char *edtf, const dtl_bounds *bounds,
    const char *stored_zone, const char *show_zone);

/*
 * Relative to the day that `today` lies in: "tomorrow", "in 3 days", "some time
 * next month", "under way", "12 days ago". With `overdue` what is past is
 * "overdue by 12 days". Without any bound: "at an unknown date".
 */
DTL_PUBLIC size_t dtl_date_relative(char *buf, size_t size, const dtl_bounds *b, int64_t today, bool overdue);

/* RFC 3339, "2013-06-07T00:00:00Z"; years outside 0000-9999 with a sign: "-0044-03-15T00:00:00Z". */
DTL_PUBLIC size_t dtl_time_print(char *buf, size_t size, int64_t t);

/*
 * What dtl_time_print() writes; also other offsets, a blank for the T, fractions
 * of a second (dropped), and a date alone (its first second).
 * DTL_E_ARGUMENT  anything else
 */
DTL_PUBLIC dtl_status dtl_time_parse(int64_t *out, const char *rfc3339, dtl_error *err);

/* ---- Bounds ---- */

/* Are inner's start window and end window both inside outer's? (Equal counts.) */
DTL_PUBLIC bool dtl_bounds_within(const dtl_bounds *inner, const dtl_bounds *outer);
DTL_PUBLIC bool dtl_bounds_equal(const dtl_bounds *a, const dtl_bounds *b);

/* ---- The calendar: day numbers count from 1970-01-01 (day 0) ---- */

DTL_PUBLIC int64_t dtl_days_from_civil(int64_t year, int month, int day); /* month 1-12, day 1-31 */
DTL_PUBLIC void dtl_civil_from_days(int64_t days, int64_t *year, int *month, int *day);
DTL_PUBLIC int dtl_weekday(int64_t days); /* ISO 8601: 1 Monday … 7 Sunday */
DTL_PUBLIC int dtl_days_in_month(int64_t year, int month);
DTL_PUBLIC int64_t dtl_day_of(int64_t t); /* the day number that second `t` lies in */

/* ---- Zones: IANA names, through libical and the system's tzdata. Call from one thread. ---- */

DTL_PUBLIC bool dtl_zone_known(const char *iana);
/*
 * Local wall-clock seconds to UTC by RFC 5545 §3.3.5: a time in a gap takes the
 * offset before it; one that happens twice is the first.
 * DTL_E_ARGUMENT  no such zone
 */
DTL_PUBLIC dtl_status dtl_zone_to_utc(int64_t *out, int64_t local_seconds, const char *zone, dtl_error *err);
/* Seconds east of UTC at a moment. DTL_E_ARGUMENT: no such zone. */
DTL_PUBLIC dtl_status dtl_zone_offset(int *seconds, int64_t utc, const char *zone, dtl_error *err);

/* The version of the system's zone rules ("2025b"; "unknown"), returning its length as snprintf() does. */
DTL_PUBLIC size_t dtl_zone_version(char *buf, size_t size);

/* ---- Reading what people write: EDTF or a phrase ---- */

#define DTL_PHRASE_RULES 1 /* version of the phrase rules, kept with what they read */

typedef enum dtl_tense { DTL_TENSE_UNKNOWN, DTL_TENSE_PAST, DTL_TENSE_FUTURE } dtl_tense;

typedef struct dtl_date_context {
	int64_t said_on;     /* a second of the day on which it was said */
	dtl_tense tense;     /* UNKNOWN: read from `context` where there is one */
	const char *context; /* the sentence it stands in, or NULL */
	const char *zone;    /* IANA zone of times without one, or NULL */
} dtl_date_context;

typedef struct dtl_reading {
	char edtf[DTL_EDTF_MAX + 1]; /* canonical */
	char words[DTL_WORDS_MAX];   /* for people */
	bool phrase;                 /* read as a phrase: show the user what was made of it */
	int rules;                   /* DTL_PHRASE_RULES for a phrase, 0 for EDTF */
	dtl_date date;
} dtl_reading;

/*
 * Read `expression` as EDTF, else as an English phrase said on that day. A whole
 * period is that period ("next month": 2013-07), a part of one or a week is a
 * window [a..b], vague words stay vague ([..2013-06-04]). On failure *out is not
 * written.
 * DTL_E_ARGUMENT  not a date, or not a certain one; the text says which words and why
 */
DTL_PUBLIC dtl_status dtl_date_read(
    dtl_reading *out, const char *expression, const dtl_date_context *ctx, dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
