/* Spans of time on the command line: 90d, 2w, 3m, 1y. */
#ifndef CLI_SPAN_H
#define CLI_SPAN_H

#include <dateline/error.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The seconds in a span of days, weeks, months or years from `today` on, or
 * (`back`) until it: months are as long as they are. DTL_E_ARGUMENT names
 * `option`.
 */
dtl_status span_read(
    int64_t *out, const char *option, const char *text, int64_t today, bool back, dtl_error *err);

#endif
