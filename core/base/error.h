/* Failing in one line: `return dtl_fail(err, DTL_E_SCHEMA, "schema %d is newer", have);` */
#ifndef DTL_BASE_ERROR_H
#define DTL_BASE_ERROR_H

#include <dateline/error.h>

/* Fill `err` (NULL is allowed) and return `status`. Text that does not fit ends in "…". */
dtl_status dtl_fail(dtl_error *err, dtl_status status, const char *format, ...) DTL_PRINTF(3, 4);

/* The same, naming a line of the input. */
dtl_status dtl_fail_line(dtl_error *err, dtl_status status, long line, const char *format, ...) DTL_PRINTF(4, 5);

/* Out of memory: reported without needing any. */
dtl_status dtl_fail_memory(dtl_error *err);

/* Put "context: " before the text of an error that a callee reported; returns its status (DTL_E_DATABASE where `err` is NULL: nothing knows it). */
dtl_status dtl_fail_in(dtl_error *err, const char *format, ...) DTL_PRINTF(2, 3);

#endif
