/*
 * Text for terminals: how wide it is, what of it may be shown. All text is
 * UTF-8; malformed bytes count as U+FFFD.
 */
#ifndef DATELINE_TEXT_H
#define DATELINE_TEXT_H

#include <dateline/error.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Columns on a terminal, after UAX #11: 2 for wide characters, 0 for combining
 * marks and format characters. Control characters count as nothing: print what
 * dtl_text_printable() makes of them.
 */
DTL_PUBLIC size_t dtl_text_width(const char *utf8);

/*
 * How many bytes from the start of `utf8` fit in `columns`: whole characters,
 * with the marks that combine with the last.
 */
DTL_PUBLIC size_t dtl_text_fit(const char *utf8, size_t columns);

/*
 * Copy `utf8` with what would steer a terminal made visible: control characters
 * (C0, DEL, C1), line separators and the marks that reorder text become "\n",
 * "\x1B", "\u202E"; malformed bytes become U+FFFD. Like snprintf(): the length
 * that it takes is returned, `buf` always ends in NUL (unless size is 0) and no
 * character is cut.
 */
DTL_PUBLIC size_t dtl_text_printable(char *buf, size_t size, const char *utf8);
/* The same of `len` bytes, which need not end in NUL. */
DTL_PUBLIC size_t dtl_text_printable_len(char *buf, size_t size, const char *utf8, size_t len);

/* Typing errors between two words: letters left out, added, swapped or wrong; at most `limit` + 1. */
DTL_PUBLIC size_t dtl_text_distance(const char *a, const char *b, size_t limit);

#ifdef __cplusplus
}
#endif
#endif
