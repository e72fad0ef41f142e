/* The proleptic Gregorian calendar: what date.h does not show of it. */
#ifndef DTL_DATES_CIVIL_H
#define DTL_DATES_CIVIL_H

#include <dateline/date.h>

#define DTL_YEAR_MAX INT64_C(100000000000) /* years run from -this to this */

bool dtl_is_leap(int64_t year);
/* The second at which a day begins. */
int64_t dtl_day_start(int64_t year, int month, int day);
/* The month `months` after (year, month); months may be negative. */
void dtl_month_add(int64_t *year, int *month, int64_t months);

int64_t dtl_floor_div(int64_t a, int64_t b); /* b > 0 */
int64_t dtl_floor_mod(int64_t a, int64_t b); /* 0 … b-1 */

#endif
