/* UTF-8: checking, folding for comparison, width on a terminal, slugs. ICU behind it; plain ASCII takes a short way. */
#ifndef DTL_BASE_UTF8_H
#define DTL_BASE_UTF8_H

#include "base/text.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How long the run of blanks and printable ASCII letters at `s` is. */
size_t dtl_utf8_plain(const char *s, size_t len);

/* Well-formed UTF-8 (no surrogates, no overlong forms)? *bad (may be NULL) is the offset of the first byte that is not. */
bool dtl_utf8_valid(const char *s, size_t len, size_t *bad);

/* The next code point; advances *at. Malformed bytes (and NUL) come out one at a time as U+FFFD. 0 at the end only. */
uint32_t dtl_utf8_next(const char **at, const char *end);
/* Append one code point, which must be a Unicode scalar value. */
void dtl_utf8_add(dtl_text *out, uint32_t c);
/* Columns on a terminal: 0 for combining marks and format characters, 2 for wide ones, -1 for control characters. */
int dtl_utf8_width(uint32_t c);

/*
 * The form in which names are compared: NFKC case folding, accents and strokes
 * taken off (not the marks that tell kana or Indic letters apart), runs of blanks
 * and punctuation as one blank, trimmed; apostrophes and the dots of initials vanish.
 * "Genève", "GENEVE" and "geneve" fold alike; "U.S." folds as "us", "Xi'an" as
 * "xian", "St. Petersburg" as "st petersburg". Only symbols like '+' and '&' stay.
 */
void dtl_fold(dtl_text *out, const char *s, size_t len);

/*
 * A slug: Latin transliteration, folded, runs of what is not [a-z0-9] as one '-',
 * no '-' at the ends, at most `max` bytes cut at a '-' where there is one.
 * Nothing at all is left of some titles: then it is "event".
 */
void dtl_slug(dtl_text *out, const char *title, size_t max);
/* Is this text a slug (as above) of at least one character? */
bool dtl_is_slug(const char *s);

/* Edit distance (Damerau–Levenshtein, optimal string alignment) of two folded strings in letters, at most `limit` + 1. Texts of over 192 letters are equal or far apart. */
size_t dtl_distance(const char *a, const char *b, size_t limit);

#endif
