/*
 * A growing, always NUL-terminated string. Failure is sticky: add what you
 * like, then ask once with dtl_text_failed().
 */
#ifndef DTL_BASE_TEXT_H
#define DTL_BASE_TEXT_H

#include <dateline/error.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct dtl_text {
	char *data; /* NULL until something is added; use dtl_text_str() to read */
	size_t len;
	size_t cap;
	bool failed;
} dtl_text;

#define DTL_TEXT_INIT                                                                                        \
	{                                                                                                    \
		NULL, 0, 0, false                                                                            \
	}

void dtl_text_add(dtl_text *t, const char *s);
void dtl_text_add_len(dtl_text *t, const char *s, size_t len);
void dtl_text_add_char(dtl_text *t, char c);
void dtl_text_addf(dtl_text *t, const char *format, ...) DTL_PRINTF(2, 3);
void dtl_text_add_int(dtl_text *t, long long value);

/* Make room for `more` bytes beyond the NUL; false (and sticky failure) when there is none. */
bool dtl_text_reserve(dtl_text *t, size_t more);

/* Forget the content, keep the memory; also forgives an earlier failure. */
void dtl_text_clear(dtl_text *t);
/* Cut back to `len`, which must not be more than it has. */
void dtl_text_truncate(dtl_text *t, size_t len);
void dtl_text_free(dtl_text *t);

/* The content, never NULL; lasts until the next change. */
const char *dtl_text_str(const dtl_text *t);
bool dtl_text_failed(const dtl_text *t);
/* Give the content away: malloc'd, the caller frees it; NULL if adding failed. The text is empty afterwards. */
char *dtl_text_take(dtl_text *t);

#endif
