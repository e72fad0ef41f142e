/* What is said about values: from, since, by, or; and its EDTF. */
#ifndef DTL_DATES_PHRASE_GRAMMAR_H
#define DTL_DATES_PHRASE_GRAMMAR_H

#include "dates/phrase_parse.h"

#define MEANING_ITEMS 6

typedef enum dtl_op {
	OP_ON,         /* the value itself */
	OP_SINCE,      /* from it until now and on */
	OP_FROM,       /* from it on, nobody knows until when */
	OP_UNTIL,      /* until it */
	OP_BY,         /* some day from now to its end */
	OP_BEFORE,     /* some day from now to the one before it */
	OP_AFTER,      /* some day after it */
	OP_NOT_BEFORE, /* some day from its beginning on */
	OP_WITHIN,     /* some day of so many from now, or from it */
	OP_RANGE,      /* from the first to the second */
	OP_BETWEEN,    /* some day from the first to the second */
	OP_ALL,        /* on each of them */
	OP_ANY,        /* on one of them */
	OP_LASTING,    /* so many units from the first on */
} dtl_op;

typedef struct dtl_meaning {
	dtl_op op;
	int count;
	dtl_value item[MEANING_ITEMS];
	int n, unit; /* of OP_WITHIN and OP_LASTING */
} dtl_meaning;

/* Match the longest expression at token `at`: the token after it, or -1. */
int dtl_phrase_match_meaning(dtl_parser *p, int at, dtl_meaning *m);
/* A range as one window of days (the week of July 8-12); false when it cannot be settled. */
bool dtl_meaning_window(dtl_meaning *m, const dtl_said *said, dtl_value *v);
/* Settle a meaning and write it. NULL, or why it is not a certain date. */
const char *dtl_meaning_print(dtl_out *out, dtl_meaning *m, const dtl_said *said);

#endif
