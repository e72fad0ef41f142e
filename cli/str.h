/* A growing string for messages and table cells. Failure is sticky and reads as what fitted before it. */
#ifndef CLI_STR_H
#define CLI_STR_H

#include <dateline/error.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct str {
	char *data;
	size_t len, cap;
	bool failed;
} str;

#define STR_INIT                                                                                             \
	{                                                                                                    \
		NULL, 0, 0, false                                                                            \
	}

void str_add(str *s, const char *text);
void str_add_len(str *s, const char *text, size_t len);
/* With its control characters made visible. */
void str_add_shown(str *s, const char *text, size_t len);
void str_addf(str *s, const char *format, ...) DTL_PRINTF(2, 3);
void str_clear(str *s);
void str_free(str *s);

/* The content, never NULL; lasts until the next change. */
const char *str_get(const str *s);

#endif
