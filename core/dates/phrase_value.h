/*
 * What a phrase means on the way to a date: a value as it was said ("July",
 * "Tuesday", "early next week"), then settled to days by the day on which it
 * was said and the tense.
 */
#ifndef DTL_DATES_PHRASE_VALUE_H
#define DTL_DATES_PHRASE_VALUE_H

#include "dates/out.h"
#include "dates/phrase_lex.h"

#include <dateline/date.h>

typedef enum dtl_shape {
	/* dated once they are settled */
	SHAPE_WEEKDAY,  /* day: 1-7 */
	SHAPE_MONTHDAY, /* month, day; weekday as a check, or 0 */
	SHAPE_DOM,      /* day of a month that is not said */
	SHAPE_MONTH,    /* month */
	SHAPE_QUARTER,  /* number 1-4 */
	SHAPE_HALF,     /* number 1-2 */
	SHAPE_SEASON,   /* number 0-3, spring first */
	SHAPE_HOLIDAY,  /* number */
	SHAPE_WEEKEND,  /* the one before or after */
	SHAPE_YEAR,     /* year */
	/* dated from the beginning */
	SHAPE_DAY,
	SHAPE_WEEK,
	SHAPE_WINDOW, /* some day or days in it */
	SHAPE_MONTHS, /* the same, written in months */
	SHAPE_DECADE,
	SHAPE_CENTURY,
	SHAPE_BEFORE, /* vague: some time before hi */
	SHAPE_AFTER,  /* vague: some time from lo on */
	SHAPE_COUNT,  /* no date, a number: number to second */
	SHAPE_CLOCK,  /* no date, a time of day */
	SHAPE_WRONG,  /* known not to be a date: `why` */
} dtl_shape;

typedef enum dtl_which { WHICH_NONE, WHICH_THIS, WHICH_NEXT, WHICH_LAST, WHICH_COMING } dtl_which;

#define NO_CLOCK (-1)

typedef struct dtl_value {
	dtl_shape shape;
	bool dated;  /* lo and hi are set */
	bool approx; /* written ~ */
	bool vague;  /* COUNT: some, few */
	bool has_year;
	bool has_offset;
	bool doubtful; /* a bare month that may be a verb or a name */
	signed char month, day, weekday;
	signed char part; /* PART_… of it */
	signed char which;
	short number, second;
	int clock;             /* seconds of the day, or NO_CLOCK */
	int offset;            /* minutes east of UTC */
	signed char zone_name; /* 1 + value of W_ZONE_NAME; 0: none */
	int64_t year;
	int64_t lo, hi; /* day numbers, both inclusive */
	const char *why;
} dtl_value;

typedef struct dtl_said {
	int64_t day; /* on which it was said */
	int64_t year;
	int month, dom, weekday;
	dtl_tense tense;
	bool told; /* the tense is the caller's word, not read from the context */
} dtl_said;

/* The reasons that are explained with the dates in question. */
extern const char dtl_why_tense[];
extern const char dtl_why_order[];
extern const char dtl_why_no_day[];

dtl_said dtl_said_on(int64_t seconds, dtl_tense tense, bool told);

dtl_value dtl_value_of(dtl_shape shape);
dtl_value dtl_value_days(dtl_shape shape, int64_t lo, int64_t hi);
dtl_value dtl_value_day(int64_t day);
dtl_value dtl_value_month(int64_t year, int month);
dtl_value dtl_value_year(int64_t year);
dtl_value dtl_value_weekend(int which); /* WHICH_… */
dtl_value dtl_value_wrong(const char *why);

/*
 * Give `v` its days. NULL, or why it has none that are certain. The part
 * ("early") is kept for dtl_value_part().
 */
const char *dtl_value_settle(dtl_value *v, const dtl_said *said);
/* The same for SHAPE_HOLIDAY (phrase_holiday.c). */
const char *dtl_settle_holiday(dtl_value *v, const dtl_said *said);
/* Narrow a settled value to its part: "early July" is 1-10 July. NULL or why not. */
const char *dtl_value_part(dtl_value *v);
/* A week, month or year from the one in which it was said: 0 this, 1 next. */
dtl_value dtl_value_period(int unit, int by, const dtl_said *said);
/* `n` units from a day, as exactly as people mean it: days exactly, months as months. */
dtl_value dtl_value_shift(int64_t from, int64_t n, int unit);
/* The day `n` units from a day. */
int64_t dtl_day_shift(int64_t from, int64_t n, int unit);
int64_t dtl_monday_of(int64_t day);
/* The n-th such weekday of the days lo … hi (-1: the last one); false when there is none. */
bool dtl_nth_weekday(int64_t lo, int64_t hi, int n, int weekday, int64_t *day);

/* ---- Writing ---- */

/* A settled value, its part taken, as one EDTF expression. */
void dtl_value_print(dtl_out *out, const dtl_value *v);
/* The same as the beginning or the end of an interval or set. */
void dtl_value_print_edge(dtl_out *out, const dtl_value *v, bool end);
void dtl_print_day(dtl_out *out, int64_t day);
/* [lo..hi]; DTL_TIME_MIN and _MAX leave a side open. */
void dtl_print_window(dtl_out *out, int64_t lo, int64_t hi);

#endif
