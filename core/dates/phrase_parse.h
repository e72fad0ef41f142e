/*
 * Matching phrases against the rule tables.
 *
 * A rule is a row: what it consists of, and the function that makes a value of
 * it. Elements are classes of tokens (W_…), sets of them (X_…) or things that
 * have rules of their own (N_…); OPT() marks what may be missing. Of the rules
 * that fit at a place the longest counts, of equally long ones the first.
 */
#ifndef DTL_DATES_PHRASE_PARSE_H
#define DTL_DATES_PHRASE_PARSE_H

#include "dates/phrase_value.h"

#define RULE_LENGTH 9

enum {
	X_FIRST = 200,
	X_PREP = X_FIRST, /* in, on, at, during, over, for, through */
	X_OF,             /* of, in */
	X_ON,             /* on, in, the: what may stand before a day */
	X_COUNT,          /* a number in digits or words */
	X_DOM,            /* 1-31 or an ordinal */
	X_REL,            /* this, next, last, coming, past */
	X_PART,           /* early, mid, late */
	X_EDGE,           /* beginning, end */
	X_TO,             /* to, or, - */
	X_YEAR_SEPARATOR, /* comma, of, in */
	X_NTH,            /* first … or last */
	X_APPOSITION,     /* comma, ( */
	X_SHIFT,          /* earlier, later */
	X_ELSEWHERE,      /* that, the same, the following */
	X_LAST,

	N_FIRST = 230,
	N_COUNT = N_FIRST, /* two, a few, two to three */
	N_YEAR,            /* 2013, next year */
	N_MONTHDAY,        /* June 4, 2013 */
	N_ZONE,            /* GMT, Beijing time */
	N_CLOCK,           /* 10 a.m. EST */
	N_HOLIDAY,         /* New Year's Eve */
	N_POINT,           /* a day */
	N_PERIOD,          /* a week, a month … */
	N_PERIOD_HERE,     /* also "the month" for this one */
	N_VALUE,           /* either, with its prepositions */
	N_RANGE,           /* July 8-12 */
	N_LAST,

	OPTIONAL = 0x4000,
};

#define OPT(x) ((x) | OPTIONAL)

typedef struct dtl_parser dtl_parser;

typedef struct dtl_match {
	dtl_parser *p;
	int at, next;                        /* the tokens matched: [at, next) */
	const dtl_token *token[RULE_LENGTH]; /* of each element; NULL where an optional one is missing */
	dtl_value value[RULE_LENGTH];        /* of N_ elements */
} dtl_match;

typedef struct dtl_rule {
	unsigned short element[RULE_LENGTH]; /* ends at the first 0; a table at a row without any */
	bool (*make)(const dtl_match *m, dtl_value *v);
	int argument;
} dtl_rule;

struct dtl_parser {
	const dtl_token *tokens;
	int count;
	dtl_said said;
	int argument; /* of the rule that is being made */
	int depth;
	bool known[N_LAST - N_FIRST][DTL_PHRASE_TOKENS];
	signed char next[N_LAST - N_FIRST][DTL_PHRASE_TOKENS];
	dtl_value memo[N_LAST - N_FIRST][DTL_PHRASE_TOKENS];
};

/* Match an N_ at token `at`: the token after it, or -1. */
int dtl_phrase_match(dtl_parser *p, int what, int at, dtl_value *v);
/* The longest row of a table that fits at `at`. */
int dtl_phrase_match_rules(dtl_parser *p, const dtl_rule *rules, int at, dtl_value *v);
/* Does a token belong to a class or set? */
bool dtl_phrase_is(const dtl_token *t, int element);

/* Does a word before a month show that it is one, and not a verb or a name? */
bool dtl_phrase_announces_date(const dtl_token *before);

/* The tables. */
extern const dtl_rule dtl_rules_count[], dtl_rules_year[], dtl_rules_monthday[], dtl_rules_zone[],
    dtl_rules_clock[], dtl_rules_holiday[], dtl_rules_point[], dtl_rules_period[], dtl_rules_part[];

/* WHICH_… of this, next, last; and the steps they go: 0, 1, -1. */
int dtl_which_of(const dtl_token *t);
int dtl_step_of(const dtl_token *t);

/* UNIT_… of a token, and whether it is "weeks" and not "week". */
int dtl_unit_of(const dtl_token *t);
bool dtl_is_plural(const dtl_token *t);

/* Written by hand, above the tables: July 8-12 as one value (phrase_grammar.c). */
int dtl_phrase_match_range(dtl_parser *p, int at, dtl_value *v);

#endif
