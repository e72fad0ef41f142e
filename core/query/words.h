/* Words without a prefix: the conditions that a row holds them (fragments as in prefix.h). */
#ifndef DTL_QUERY_WORDS_H
#define DTL_QUERY_WORDS_H

#include <stdbool.h>

/* By listing where they stand, which costs what the index holds of them. :1 text for FTS5, :2 set of actors, :3 folded. */
extern const char dtl_words_possible[];
extern const char dtl_words_drive[];
/* The same of words that stand in no quote and no name. */
extern const char dtl_words_of_texts[];
extern const char dtl_words_drive_texts[];
/*
 * The same by looking at the texts, or the quotes, of each row, which costs the same whatever the word; `elsewhere`:
 * they also stand in quotes or names.
 */
const char *dtl_words_looked(bool texts, bool quotes, bool elsewhere);

#endif
