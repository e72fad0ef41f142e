#include "span.h"
#include "app.h"
#include <dateline/date.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Seconds from `today` to the same day so many months later, or the last of a shorter month. */
static int64_t months_ahead(int64_t today, int64_t months)
{
	int64_t from = dtl_day_of(today), year;
	int month, day;
	dtl_civil_from_days(from, &year, &month, &day);
	int64_t index = year * 12 + month - 1 + months;
	year = (index - ((index % 12) + 12) % 12) / 12;
	month = (int)(((index % 12) + 12) % 12) + 1;
	int last = dtl_days_in_month(year, month);
	return (dtl_days_from_civil(year, month, day < last ? day : last) - from) * DTL_DAY;
}

dtl_status span_read(
    int64_t *out, const char *option, const char *text, int64_t today, bool back, dtl_error *err)
{
	enum { MOST = 1000000 };
	char *unit;
	int64_t sign = back ? -1 : 1;
	errno = 0;
	long long n = strtoll(text, &unit, 10);
	bool fine =
	    unit != text && n > 0 && n <= MOST && !errno && unit[0] && !unit[1] && strchr("dwmy", unit[0]);
	if (!fine)
		return fail(err, DTL_E_ARGUMENT,
		    "%s is a number of days, weeks, months or years, like 90d or 3m: '%s'", option, text);
	switch (unit[0]) {
	case 'd': *out = n * DTL_DAY; break;
	case 'w': *out = n * 7 * DTL_DAY; break;
	case 'm': *out = sign * months_ahead(today, sign * n); break;
	case 'y': *out = sign * months_ahead(today, sign * n * 12); break;
	}
	return DTL_OK;
}
