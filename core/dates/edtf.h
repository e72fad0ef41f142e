/*
 * The grammar of EDTF: text → items. The parser holds one item at a time, so a
 * set may have any number of members and nothing is allocated. Bounds
 * (bounds.h), the canonical spelling and the words for people are made from
 * these items.
 */
#ifndef DTL_DATES_EDTF_H
#define DTL_DATES_EDTF_H

#include "dates/out.h"

#include <dateline/date.h>

#define DTL_EDTF_X (-1) /* a digit written X */

typedef enum dtl_edtf_form {
	DTL_EDTF_CALENDAR, /* YYYY, YYYY-MM, YYYY-MM-DD, with a time or not; any digit may be X */
	DTL_EDTF_LONG,     /* Y and five digits or more */
	DTL_EDTF_EXPONENT, /* Y17E7 */
	DTL_EDTF_GROUPING, /* YYYY-21 … YYYY-41: seasons, quarters, quadrimesters, semesters */
} dtl_edtf_form;

enum { DTL_EDTF_UNCERTAIN = 1, DTL_EDTF_APPROXIMATE = 2 }; /* bits of a qualifier */

enum { DTL_EDTF_YEAR, DTL_EDTF_MONTH, DTL_EDTF_DAY, DTL_EDTF_PARTS }; /* indexes of qualifier[] */

typedef enum dtl_edtf_offset {
	DTL_EDTF_LOCAL, /* no offset was written */
	DTL_EDTF_UTC,
	DTL_EDTF_OFFSET,
} dtl_edtf_offset;

typedef struct dtl_edtf_date {
	dtl_edtf_form form;
	bool negative;
	int parts;            /* how many of year, month, day: 1-3 */
	signed char year[4];  /* CALENDAR, GROUPING: digits or DTL_EDTF_X */
	signed char month[2]; /* CALENDAR: digits or DTL_EDTF_X */
	signed char day[2];   /* CALENDAR: digits or DTL_EDTF_X */
	bool unspecified;     /* some digit is X */
	int64_t number;       /* LONG: the year without its sign; EXPONENT: what stands before the E */
	int exponent;         /* EXPONENT */
	int significant;      /* digits after S; 0: no S */
	int grouping;         /* GROUPING: 21-41 */
	unsigned char qualifier[DTL_EDTF_PARTS]; /* in effect on each part, however it was written */
	bool has_time;
	int hour, minute, second;
	dtl_edtf_offset zone;
	int offset; /* OFFSET: minutes east of UTC */
	int level;
} dtl_edtf_date;

typedef enum dtl_edtf_end_kind {
	DTL_EDTF_DATE,
	DTL_EDTF_OPEN,    /* .. */
	DTL_EDTF_UNKNOWN, /* nothing: /B or A/ */
} dtl_edtf_end_kind;

typedef struct dtl_edtf_end {
	dtl_edtf_end_kind kind;
	int64_t lo, hi; /* the span of DATE, [lo, hi); where open or unknown, DTL_TIME_MIN or _MAX */
	dtl_edtf_date date;
} dtl_edtf_end;

/* One date, one interval, or one member of a set. */
typedef struct dtl_edtf_item {
	dtl_date_kind kind; /* of the whole string */
	int index;          /* of a set's member, from 0 */
	bool range;         /* A/B or A..B; else `to` is not set */
	int level;          /* so far */
	dtl_edtf_end from, to;
} dtl_edtf_item;

typedef void (*dtl_edtf_each)(void *user, const dtl_edtf_item *item);

/*
 * Parse `text`, handing each item to `each` in the order written. On failure
 * some items may have been handed over already. `zone` as in dtl_date_parse().
 */
dtl_status dtl_edtf_parse(const char *text, const char *zone, dtl_edtf_each each, void *user, dtl_error *err);

/*
 * The span [lo, hi) of one date, its digits already checked. NULL or what is
 * wrong with it ("no such day"). `zone` is known.
 */
const char *dtl_edtf_span(const dtl_edtf_date *d, const char *zone, int64_t *lo, int64_t *hi);

dtl_precision dtl_edtf_precision(const dtl_edtf_date *d);
/* The first and the last month of a grouping 21-41; the last may be 13 or 14: of the next year. */
void dtl_edtf_grouping_months(int grouping, int *first, int *last);
/* The smallest and largest year, of any form without X digits. */
void dtl_edtf_years(const dtl_edtf_date *d, int64_t *first, int64_t *last);
/* A part of a CALENDAR date without X digits. */
int dtl_edtf_number(const signed char *digits, int count);
int64_t dtl_edtf_year(const dtl_edtf_date *d);

/* The canonical spelling of one date. */
void dtl_edtf_print(dtl_out *out, const dtl_edtf_date *d);

/* Qualifiers that stand on all parts of a date. */
unsigned dtl_edtf_common_qualifier(const dtl_edtf_date *d);

#endif
