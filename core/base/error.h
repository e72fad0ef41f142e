/* Failing in one line: `return dtl_fail(err, DTL_E_SCHEMA, "schema %d is newer", have);` */
#ifndef DTL_BASE_ERROR_H
#define DTL_BASE_ERROR_H

#include <dateline/error.h>

/* Fill `err` (NULL is allowed) and return `status`. Text that does not fit ends in "…". */
dtl_status dtl_fail(dtl_error *err, dtl_status status, const char *format, ...) DTL_PRINTF(3, 4);

/* The same, naming a line of the input. */
dtl_status dtl_fail_line(dtl_error *err, dtl_status status, long line, const char *format, ...)
    DTL_PRINTF(4, 5);

/* Out of memory: reported without needing any. */
dtl_status dtl_fail_memory(dtl_error *err);

/* DTL_E_IO: "`what`: no space left on device", in the system's words on its error `number` (0: it gave none). */
dtl_status dtl_fail_system(dtl_error *err, int number, const char *what);

/* Put "context: " before the text of an error that a callee reported; returns its status (DTL_E_DATABASE where `err` is NULL: nothing knows it). */
dtl_status dtl_fail_in(dtl_error *err, const char *format, ...) DTL_PRINTF(2, 3);

#endif
