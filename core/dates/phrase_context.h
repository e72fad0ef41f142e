/* What the sentence around a phrase tells about it. */
#ifndef DTL_DATES_PHRASE_CONTEXT_H
#define DTL_DATES_PHRASE_CONTEXT_H

#include <dateline/date.h>

#include <stdbool.h>
#include <stddef.h>

typedef struct dtl_context_word {
	const char *text;
	size_t len;
	bool capital;
	bool clause;     /* a sentence or a clause ends before it */
	bool possessive; /* it ends in 's */
} dtl_context_word;

#define DTL_CONTEXT_WORDS 400

typedef struct dtl_context {
	dtl_context_word words[DTL_CONTEXT_WORDS];
	int count;
	int first, last; /* the phrase: words [first, last); both `count` where it is not found */
	bool found;
} dtl_context;

/* Cut a sentence into words and find the phrase in it. */
void dtl_context_read(dtl_context *c, const char *sentence, const char *phrase);
/* The tense of the verb that the phrase belongs to. */
dtl_tense dtl_context_tense(const dtl_context *c);
/* The table of verbs, for the test that it is in order: the i-th, NULL at its end. */
const char *dtl_context_verb_at(size_t i);

#endif
