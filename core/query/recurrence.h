/* Recurrence rules with days in them, expanded by libical, which is seen here only. */
#ifndef DTL_QUERY_RECURRENCE_H
#define DTL_QUERY_RECURRENCE_H

#include "base/error.h"
#include <stddef.h>
#include <stdint.h>

/*
 * The day numbers in [from, to) on which `rule`, an RFC 5545 rule of days or
 * longer that dtl_cadence_wrong() lets pass, recurs if it began on the day
 * `start`: ascending, at most `most` of them into `days`. libical knows the years
 * 1583 to 2582: outside there are none.
 */
dtl_status dtl_recurrence_days(int64_t *days, size_t most, size_t *count, const char *rule, int64_t start,
    int64_t from, int64_t to, dtl_error *err);

#endif
