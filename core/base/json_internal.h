/* What the JSON files share among themselves. */
#ifndef DTL_BASE_JSON_INTERNAL_H
#define DTL_BASE_JSON_INTERNAL_H

#include "base/json.h"

enum { DTL_JSON_DEPTH = 64, DTL_JSON_NUMBER_MAX = 60 };

/*
 * The next character of the text between a string's quotes, escapes read;
 * advances *at. For text that a scan has passed; garbage comes out as U+FFFD.
 */
uint32_t dtl_json_next_char(const char **at, const char *end);

/* Any JSON number of at most DTL_JSON_NUMBER_MAX bytes, whatever the locale's decimal point; infinite when it is too big. */
double dtl_json_read_number(const char *s, size_t len);

typedef struct dtl_json_seen {
	dtl_slice text; /* between the quotes */
	long line;
} dtl_json_seen;

/* The keys of all objects that are open in a scan, the innermost last. */
typedef struct dtl_json_keys {
	dtl_json_seen *data;
	size_t count;
	size_t cap;
	dtl_json_seen *few; /* the room that it began with, which is not to be freed */
} dtl_json_keys;

bool dtl_json_keys_add(dtl_json_keys *keys, dtl_slice text, long line);
/* Two equal keys among those from `first`? Gives the later one; may reorder them. */
const dtl_json_seen *dtl_json_keys_twice(dtl_json_keys *keys, size_t first);

/* One value and blanks around it: the grammar and everything cJSON is lax about. With `canonical`, only that form passes. */
dtl_status dtl_json_scan(const char *text, size_t len, bool canonical, dtl_error *err);

#endif
