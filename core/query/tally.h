/* Counting: a hash from two numbers to a number, and texts as numbers. Failure is sticky. */
#ifndef DTL_QUERY_TALLY_H
#define DTL_QUERY_TALLY_H

#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dtl_tally_slot {
	int64_t a, b, value;
	bool used;
} dtl_tally_slot;

typedef struct dtl_tally {
	dtl_tally_slot *slots;
	size_t count, cap; /* cap: a power of two */
	bool failed;
} dtl_tally;

/* The number that stands for (a, b), `fresh` (and *made true) when it is new; NULL without memory. It lasts until the next call. */
int64_t *dtl_tally_at(dtl_tally *t, int64_t a, int64_t b, int64_t fresh, bool *made);
/* NULL when there is none. */
const int64_t *dtl_tally_find(const dtl_tally *t, int64_t a, int64_t b);
void dtl_tally_free(dtl_tally *t);

/* Texts, numbered from 0 as they come. */
typedef struct dtl_wordlist {
	dtl_arena arena;
	const char **texts;
	size_t count, cap;
	int64_t *index; /* by hash; -1: free */
	size_t index_cap;
	bool failed;
} dtl_wordlist;

/* The number of a text, -1 for NULL. */
int64_t dtl_wordlist_number(dtl_wordlist *w, const char *text);
const char *dtl_wordlist_text(const dtl_wordlist *w, int64_t number);
void dtl_wordlist_free(dtl_wordlist *w);

#endif
