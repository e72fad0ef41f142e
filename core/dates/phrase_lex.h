/* Words and numbers of a phrase: text → tokens. */
#ifndef DTL_DATES_PHRASE_LEX_H
#define DTL_DATES_PHRASE_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DTL_PHRASE_TOKENS 80 /* in the longest phrase that is read */

enum { /* values of W_UNIT */
	UNIT_MINUTE,
	UNIT_HOUR,
	UNIT_DAY,
	UNIT_WEEK,
	UNIT_WEEKEND,
	UNIT_FORTNIGHT,
	UNIT_MONTH,
	UNIT_QUARTER,
	UNIT_YEAR,
	UNIT_DECADE,
	UNIT_CENTURY,
	UNIT_PLURAL = 16,
};

enum { /* values of W_EARLY, W_MID, W_LATE, W_BEGIN, W_END */
	PART_NONE,
	PART_EARLY,
	PART_MID,
	PART_LATE,
	PART_BEGIN,
	PART_END,
};

enum {                /* values of W_HOLIDAY and W_HOLIDAY_DAY */
	HOLIDAY_NONE, /* moves with another calendar: not reckoned here */
	HOLIDAY_CHRISTMAS,
	HOLIDAY_CHRISTMAS_EVE,
	HOLIDAY_NEW_YEAR,
	HOLIDAY_NEW_YEAR_EVE,
	HOLIDAY_BOXING,
	HOLIDAY_MAY_DAY,
	HOLIDAY_INDEPENDENCE,
	HOLIDAY_HALLOWEEN,
	HOLIDAY_VETERANS,
	HOLIDAY_VALENTINE,
	HOLIDAY_BASTILLE,
	HOLIDAY_JUNETEENTH,
	HOLIDAY_EARTH,
	HOLIDAY_WOMEN,
	HOLIDAY_GROUNDHOG,
	HOLIDAY_THANKSGIVING,
	HOLIDAY_LABOR,
	HOLIDAY_MEMORIAL,
	HOLIDAY_COLUMBUS,
	HOLIDAY_PRESIDENTS,
	HOLIDAY_ELECTION,
	HOLIDAY_INAUGURATION,
	HOLIDAY_GOOD_FRIDAY,
	HOLIDAY_EASTER,
	HOLIDAY_EASTER_MONDAY,
};

#define ZONE_AMBIGUOUS 9999 /* value of W_ZONE, else minutes east of UTC */

/* Classes of tokens. */
typedef enum dtl_word {
	W_NOTHING, /* no class: rules end with it */
	W_NONE,    /* a word that says nothing about dates */
	W_OTHER,   /* some other character */
	/* numbers */
	W_NUMBER,       /* value, digits */
	W_QUANTITY,     /* 144,000, $5, 3.5, 7% … never part of a date */
	W_CLOCK,        /* 10:30: seconds of the day; with `third`, minutes east of UTC in `second` */
	W_ISO_DATE,     /* 2013-06-04: year, month, day */
	W_SLASH_DATE,   /* 06/04/2013 or 06.04.2013: as written, in the order a, b, c */
	W_DECADE,       /* 1990s: its first year */
	W_QUARTER_CODE, /* Q3: value */
	W_HALF_CODE,    /* H1: value */
	W_DURATION,     /* two-day: value, and the unit in `unit` */
	/* punctuation */
	W_COMMA,
	W_DASH,
	W_OPEN,
	W_CLOSE,
	W_SLASH,
	/* words, from phrase_words.def */
	W_A,
	W_ACADEMIC,
	W_AD,
	W_ADVANCE,
	W_AFTER,
	W_AGO,
	W_AHEAD,
	W_AMPM,
	W_AND,
	W_ANNIVERSARY,
	W_AROUND,
	W_AS,
	W_AT,
	W_BACK,
	W_BC,
	W_BEFORE,
	W_BEGIN,
	W_BETWEEN,
	W_BY,
	W_CALENDAR,
	W_COMING,
	W_COUNT,
	W_COUPLE,
	W_DATE,
	W_DAYTIME,
	W_DAYWORD,
	W_DURING,
	W_EARLIER,
	W_EARLIEST,
	W_EARLY,
	W_END,
	W_ENDING,
	W_EVE,
	W_EVER,
	W_EVERY,
	W_FEW,
	W_FISCAL,
	W_FOR,
	W_FROM,
	W_FUTURE,
	W_GOOD,
	W_HALF,
	W_HENCE,
	W_HIS,
	W_HOLIDAY,
	W_HOLIDAY_DAY,
	W_IF,
	W_IN,
	W_JUST,
	W_LAST,
	W_LATE,
	W_LATER,
	W_LATEST,
	W_LOCAL,
	W_LONG,
	W_MID,
	W_MIDNIGHT,
	W_MIDWEEK,
	W_MONTH,
	W_NAME_AFTER,
	W_NAME_BEFORE,
	W_NEW,
	W_NEXT,
	W_NINETIES,
	W_NO,
	W_NOON,
	W_NOT,
	W_NOW,
	W_OCLOCK,
	W_OF,
	W_OLD,
	W_ON,
	W_ONWARD,
	W_OR,
	W_ORDINAL,
	W_OVER,
	W_OVERNIGHT,
	W_PAST,
	W_RECENT,
	W_RECENTLY,
	W_RECURRING,
	W_SEASON,
	W_SINCE,
	W_SOMETIME,
	W_SOON,
	W_SOONER,
	W_STARTING,
	W_TERM,
	W_THAN,
	W_THAT,
	W_THOSE,
	W_THE,
	W_THIS,
	W_THROUGH,
	W_TIME,
	W_TO,
	W_UNIT,
	W_UNTIL,
	W_UP,
	W_WEEKDAY,
	W_WEEKDAYS,
	W_WITHIN,
	W_ZONE,
	W_ZONE_NAME,
	W_CLASSES
} dtl_word;

typedef struct dtl_token {
	dtl_word word;
	int value;
	int second, third; /* of dates written in numbers */
	short digits;      /* of W_NUMBER; W_SLASH_DATE: of the first number */
	short unit;        /* of W_DURATION */
	bool capital;      /* begins with a capital letter */
	bool glued;        /* nothing stands between it and the token before */
	const char *text;
	size_t len;
} dtl_token;

/* Cut `text` into tokens; -1 when there are more than `max`. */
int dtl_phrase_lex(dtl_token *tokens, int max, const char *text);

/* Read one word as it would be read in a phrase: its class and value. */
dtl_word dtl_phrase_word(const char *word, size_t len, int *value);

/* The word table, for the test that it is in order: the i-th word, NULL at its end. */
const char *dtl_phrase_word_at(size_t i);

#endif
