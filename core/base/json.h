/*
 * Canonical JSON (design.md §3): keys in byte order, no blanks, the shortest
 * escapes, integers as integers. Equal values have equal bytes, so that patches
 * are compared, cut and kept as text.
 */
#ifndef DTL_BASE_JSON_H
#define DTL_BASE_JSON_H

#include "base/error.h"
#include "base/text.h"
#include <stdbool.h>
#include <stdint.h>

struct cJSON;

/* A stretch of text that somebody else owns. */
typedef struct dtl_slice {
	const char *data;
	size_t len;
} dtl_slice;

static inline bool dtl_slice_is(dtl_slice s, const char *text)
{
	/* Most questions are answered by the first byte. */
	for (size_t i = 0; i < s.len; i++)
		if (s.data[i] != text[i] || !text[i])
			return false;
	return text[s.len] == '\0';
}
int dtl_slice_compare(dtl_slice a, dtl_slice b); /* byte order, a prefix first */
/* How many bytes at the beginning of `s` stand in a JSON string as they are, and are ASCII. */
size_t dtl_json_plain(const char *s, size_t len);
/* The order of canonical keys, given as dtl_json_next() gives them: by the bytes of what they stand for, not of their escapes. */
int dtl_json_compare_keys(dtl_slice a, dtl_slice b);

/* A quoted, escaped JSON string. Escapes only what RFC 8259 demands: `"`, `\`, U+0000–U+001F (\b \f \n \r \t, else \u00xx). */
void dtl_json_add_string(dtl_text *out, const char *s, size_t len);
/*
 * The shortest decimal that reads back as the same double; integers up to 2^53
 * without a point, bigger ones with an exponent (1e20); -0 is 0. Finite only.
 */
void dtl_json_add_number(dtl_text *out, double value);

/*
 * Print `value` in canonical form. A number goes in as cJSON holds it (a
 * double); cJSON_Raw is copied as it stands and must be canonical already.
 */
void dtl_json_canonical(const struct cJSON *value, dtl_text *out);

/*
 * Parse exactly one JSON value of `len` bytes: strict, UTF-8 checked, no
 * duplicate keys, no \u0000, no raw control characters, depth at most 64,
 * nothing but blanks after it, integers within 2^53. `err->line` counts from 1 at the start of `text`.
 * The caller releases *out with cJSON_Delete().
 */
dtl_status dtl_json_parse(struct cJSON **out, const char *text, size_t len, dtl_error *err);

/* Is this text a canonical JSON value? (DTL_E_PARSE says what is not.) Allocates nothing. */
dtl_status dtl_json_check_canonical(const char *text, size_t len, dtl_error *err);

/*
 * Walk the members of a canonical object, or the elements of a canonical array,
 * without building a tree:
 *
 *	dtl_json_walk w = dtl_json_open(patch);
 *	while (dtl_json_next(&w, &key, &value)) …
 *
 * `key` is the text between the quotes, still escaped (empty in arrays); `value`
 * is the value's own text. What is not an object or array has no members.
 */
typedef struct dtl_json_walk {
	const char *at;
	const char *end;
	bool object;
} dtl_json_walk;

dtl_json_walk dtl_json_open(dtl_slice container);
bool dtl_json_next(dtl_json_walk *w, dtl_slice *key, dtl_slice *value);
/*
 * An object or array under `key`, and what stands behind it, as they are: only to
 * be walked through, which then need not look for its end first.
 */
bool dtl_json_enter(dtl_slice object, const char *key, dtl_slice *value);
/* The value of `key` (unescaped ASCII) in a canonical object; false when it is not there. */
bool dtl_json_get(dtl_slice object, const char *key, dtl_slice *value);

/* What a canonical value is, by its first byte. */
bool dtl_json_is_string(dtl_slice value);
bool dtl_json_is_object(dtl_slice value);
bool dtl_json_is_array(dtl_slice value);
bool dtl_json_is_number(dtl_slice value);
bool dtl_json_is_null(dtl_slice value);
bool dtl_json_is_true(dtl_slice value);
bool dtl_json_is_false(dtl_slice value);
/* Append the unescaped content of a canonical string value (or of a key without its quotes: see below). */
void dtl_json_unescape(dtl_slice string_value, dtl_text *out);
void dtl_json_unescape_key(dtl_slice key, dtl_text *out);
/* A number's value; false when it is not a number (or not an integer in range). */
bool dtl_json_to_int(dtl_slice value, int64_t *out);
bool dtl_json_to_double(dtl_slice value, double *out);

/*
 * A streaming writer of JSON text: it keeps the commas, you keep the order.
 * `pretty` > 0 indents containers down to that depth, deeper ones stay on one line.
 */
typedef struct dtl_json_writer {
	dtl_text *out;
	int depth;
	int pretty;
	bool first;     /* no member yet in the container that is open */
	bool after_key; /* the next value belongs to a key */
} dtl_json_writer;

dtl_json_writer dtl_json_writer_to(dtl_text *out, int pretty);
void dtl_json_begin_object(dtl_json_writer *w);
void dtl_json_end_object(dtl_json_writer *w);
void dtl_json_begin_array(dtl_json_writer *w);
void dtl_json_end_array(dtl_json_writer *w);
void dtl_json_key(dtl_json_writer *w, const char *key);
void dtl_json_string(dtl_json_writer *w, const char *s); /* NULL writes null */
void dtl_json_string_len(dtl_json_writer *w, const char *s, size_t len);
void dtl_json_int(dtl_json_writer *w, int64_t value);
void dtl_json_double(dtl_json_writer *w, double value);
void dtl_json_bool(dtl_json_writer *w, bool value);
void dtl_json_null(dtl_json_writer *w);
void dtl_json_raw(dtl_json_writer *w, const char *json, size_t len); /* a value that is JSON already */
/* key and value in one call */
void dtl_json_member(dtl_json_writer *w, const char *key, const char *s);
void dtl_json_member_int(dtl_json_writer *w, const char *key, int64_t value);

#endif
