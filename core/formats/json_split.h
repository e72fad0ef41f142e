/*
 * Cuts JSON text of any size into the texts of its values, so that a document
 * is read in memory bounded by the largest of them. It knows brackets, strings
 * and lines; whether a value is well-formed, dtl_json_parse() says.
 */
#ifndef DTL_FORMATS_JSON_SPLIT_H
#define DTL_FORMATS_JSON_SPLIT_H

#include "base/text.h"
#include <stdio.h>

enum { DTL_SPLIT_END = -1, DTL_SPLIT_BUFFER = 1 << 16, DTL_SPLIT_DEPTH = 64 };

typedef struct dtl_json_split {
	FILE *in;
	long line;       /* that the next byte stands on, from 1 */
	dtl_text value;  /* what dtl_json_split_value() took last */
	long value_line; /* where it begins */
	size_t at, have;
	bool started;
	int failure; /* errno of a failed read, or 0 */
	char buffer[DTL_SPLIT_BUFFER];
} dtl_json_split;

/* `s` is zeroed memory (it is big: not for the stack). */
void dtl_json_split_open(dtl_json_split *s, FILE *in);
void dtl_json_split_close(dtl_json_split *s);

/* The next byte that is no blank, left where it is; DTL_SPLIT_END: there is none. A byte order mark counts as blank. */
int dtl_json_split_peek(dtl_json_split *s);
/* Take the byte that was peeked at. */
void dtl_json_split_skip(dtl_json_split *s);

/*
 * Take one value, which must begin at the byte that was peeked at, into
 * s->value. `where` names it in errors: "events[3]".
 * DTL_E_PARSE  it does not end, is larger than `max` bytes, is nested too deep,
 *              or its brackets do not match
 */
dtl_status dtl_json_split_value(dtl_json_split *s, size_t max, const char *where, dtl_error *err);

/* The error for text that ends, or holds another byte, where `wanted` should be. */
dtl_status dtl_json_split_unexpected(
    dtl_json_split *s, const char *wanted, const char *where, dtl_error *err);

#endif
