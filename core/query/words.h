/* Words without a prefix: the conditions that a row holds them (fragments as in prefix.h). */
#ifndef DTL_QUERY_WORDS_H
#define DTL_QUERY_WORDS_H

#include <stdbool.h>

/* By listing where they stand, which costs what the index holds of them. :1 text for FTS5, :2 set of actors, :3 folded. */
extern const char dtl_words_possible[];
extern const char dtl_words_drive[];
/* The same by looking at the texts, or the quotes, of each row, which costs the same whatever the word. */
const char *dtl_words_looked(bool texts, bool quotes);

#endif
