/* Errors in a query: the message, the query, and a caret under the place. */
#ifndef DTL_QUERY_CARET_H
#define DTL_QUERY_CARET_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>

/* Fill `err` with three lines; the message is formatted, `at` is an offset into `query`. */
dtl_status dtl_caret_fail(dtl_error *err, dtl_status status, const char *query, size_t at, const char *format,
    ...) DTL_PRINTF(5, 6);

/* A callee failed over what stands at `at`: add the query and the caret to its text. Other failures (memory, database) stay as they are. */
dtl_status dtl_caret_point(dtl_error *err, dtl_status status, const char *query, size_t at);

/* Is a failure about what the query says, so that there is a place to point at? */
bool dtl_caret_points(dtl_status status);

#endif
