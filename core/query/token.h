/* Cutting a query into tokens with their places. */
#ifndef DTL_QUERY_TOKEN_H
#define DTL_QUERY_TOKEN_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>

typedef enum dtl_token_kind {
	DTL_TOKEN_END,
	DTL_TOKEN_OPEN,
	DTL_TOKEN_CLOSE,
	DTL_TOKEN_AND,
	DTL_TOKEN_OR,
	DTL_TOKEN_NOT, /* the word, or a leading '-' */
	DTL_TOKEN_TERM,
} dtl_token_kind;

typedef struct dtl_token {
	dtl_token_kind kind;
	size_t at, len;
} dtl_token;

/*
 * The token at or after *at, which moves behind it. A term goes on to the next
 * blank or parenthesis outside quotes.
 * DTL_E_ARGUMENT  a quote that is never closed
 */
dtl_status dtl_token_next(dtl_token *out, const char *query, size_t *at, dtl_error *err);

bool dtl_token_is_blank(char c);

/* The offset behind the quoted text that begins at `at`; 0 if it never ends. A backslash takes the next letter as it is. */
size_t dtl_token_skip_quoted(const char *query, size_t at);

#endif
