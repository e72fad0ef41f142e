/* RFC 3339, with signed years outside 0000-9999. */
#include "base/error.h"
#include "dates/civil.h"
#include "dates/out.h"

static void print_clock(dtl_out *out, int second)
{
	dtl_out_char(out, 'T');
	dtl_out_int(out, second / 3600, 2);
	dtl_out_char(out, ':');
	dtl_out_int(out, second / 60 % 60, 2);
	dtl_out_char(out, ':');
	dtl_out_int(out, second % 60, 2);
	dtl_out_char(out, 'Z');
}

size_t dtl_time_print(char *buf, size_t size, int64_t t)
{
	dtl_out out = dtl_out_to(buf, size);
	int64_t year;
	int month;
	int day;

	dtl_civil_from_days(dtl_day_of(t), &year, &month, &day);
	if (year > 9999)
		dtl_out_char(&out, '+');
	dtl_out_int(&out, year, 4);
	dtl_out_char(&out, '-');
	dtl_out_int(&out, month, 2);
	dtl_out_char(&out, '-');
	dtl_out_int(&out, day, 2);
	print_clock(&out, (int)dtl_floor_mod(t, DTL_DAY));
	return dtl_out_end(&out);
}

/* Exactly `count` digits from `min` to `max`. */
static bool take_number(const char **at, int count, int min, int max, int *value)
{
	int n = 0;
	for (int i = 0; i < count; i++) {
		char c = (*at)[i];
		if (c < '0' || c > '9')
			return false;
		n = n * 10 + (c - '0');
	}
	if (n < min || n > max)
		return false;
	*value = n;
	*at += count;
	return true;
}

static bool take_char(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

/* Four digits; or a sign and at least four. */
static bool take_year(const char **at, int64_t *year)
{
	char sign = **at;
	int digits = 0;

	if (sign == '+' || sign == '-')
		(*at)++;
	*year = 0;
	for (; **at >= '0' && **at <= '9' && digits < 13; (*at)++, digits++)
		*year = *year * 10 + (**at - '0');
	if (sign == '-')
		*year = -*year;
	bool is_signed = sign == '+' || sign == '-';
	return digits >= 4 && (is_signed || digits == 4) && *year >= -DTL_YEAR_MAX && *year <= DTL_YEAR_MAX;
}

static bool take_date(const char **at, int64_t *t)
{
	int64_t year;
	int month;
	int day;

	if (!take_year(at, &year) || !take_char(at, '-') || !take_number(at, 2, 1, 12, &month) ||
	    !take_char(at, '-') || !take_number(at, 2, 1, dtl_days_in_month(year, month), &day))
		return false;
	*t = dtl_day_start(year, month, day);
	return true;
}

static bool take_clock(const char **at, int64_t *t)
{
	int hour;
	int minute;
	int second;

	if (!take_number(at, 2, 0, 23, &hour) || !take_char(at, ':') || !take_number(at, 2, 0, 59, &minute) ||
	    !take_char(at, ':') || !take_number(at, 2, 0, 60, &second))
		return false;
	*t += hour * INT64_C(3600) + minute * INT64_C(60) + (second > 59 ? 59 : second);
	if (!take_char(at, '.'))
		return true;
	if (**at < '0' || **at > '9')
		return false;
	while (**at >= '0' && **at <= '9')
		(*at)++;
	return true;
}

static bool take_offset(const char **at, int64_t *t)
{
	int hours;
	int minutes;
	int sign = **at == '-' ? 1 : -1; /* local time minus its offset is UTC */

	if (take_char(at, 'Z') || take_char(at, 'z'))
		return true;
	if (!take_char(at, '+') && !take_char(at, '-'))
		return false;
	if (!take_number(at, 2, 0, 23, &hours) || !take_char(at, ':') || !take_number(at, 2, 0, 59, &minutes))
		return false;
	*t += sign * (hours * INT64_C(3600) + minutes * INT64_C(60));
	return true;
}

static bool take_time(const char **at, int64_t *t)
{
	if (!take_date(at, t))
		return false;
	if (**at == '\0')
		return true;
	if (!take_char(at, 'T') && !take_char(at, 't') && !take_char(at, ' '))
		return false;
	return take_clock(at, t) && take_offset(at, t) && **at == '\0';
}

dtl_status dtl_time_parse(int64_t *out, const char *rfc3339, dtl_error *err)
{
	const char *at = rfc3339;
	int64_t t = 0;

	if (take_time(&at, &t)) {
		*out = t;
		return DTL_OK;
	}
	return dtl_fail(err, DTL_E_ARGUMENT,
	    "not a day (2013-06-07) or a time with its offset (2013-06-07T14:00:00Z): '%.60s'", rfc3339);
}
