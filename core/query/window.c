#include "query/window.h"
#include "base/error.h"
#include <string.h>

int64_t dtl_time_add(int64_t a, int64_t b)
{
	if (a == DTL_TIME_MIN || a == DTL_TIME_MAX)
		return a;
	if (b > 0 && a > DTL_TIME_MAX - b)
		return DTL_TIME_MAX;
	if (b < 0 && a < DTL_TIME_MIN - b)
		return DTL_TIME_MIN;
	return a + b;
}

/* Whole months on, on the same day or the last of that month. */
static int64_t add_months(int64_t day, int64_t months)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	int64_t total = year * 12 + (month - 1) + months;
	int64_t of_year = total % 12 < 0 ? total % 12 + 12 : total % 12;
	year = (total - of_year) / 12;
	month = (int)of_year + 1;
	int last = dtl_days_in_month(year, month);
	return dtl_days_from_civil(year, month, date < last ? date : last);
}

/* "+30d": the day that it means; false when the text is of another form. */
static bool read_relative(int64_t *day, const char *text, size_t len, int64_t today)
{
	int64_t n = 0;
	size_t i = 1;
	if (len < 3 || (text[0] != '+' && text[0] != '-'))
		return false;
	/* Seven digits of years are more than dates have. */
	for (; i < len && i < 8 && text[i] >= '0' && text[i] <= '9'; i++)
		n = n * 10 + (text[i] - '0');
	if (i == 1 || i + 1 != len || !strchr("dwmy", text[i]))
		return false;
	if (text[0] == '-')
		n = -n;
	*day = dtl_day_of(today);
	switch (text[i]) {
	case 'd': *day += n; break;
	case 'w': *day += 7 * n; break;
	case 'm': *day = add_months(*day, n); break;
	case 'y': *day = add_months(*day, 12 * n); break;
	}
	return true;
}

static dtl_status read_side(dtl_window *out, const char *text, size_t len, int64_t today, dtl_error *err)
{
	int64_t day;
	if (read_relative(&day, text, len, today)) {
		*out = (dtl_window){ day * DTL_DAY, (day + 1) * DTL_DAY };
		return DTL_OK;
	}
	if (len > DTL_EDTF_MAX)
		return dtl_fail(err, DTL_E_ARGUMENT, "too long for a date");
	char copy[DTL_EDTF_MAX + 1];
	memcpy(copy, text, len);
	copy[len] = '\0';
	dtl_reading reading;
	dtl_date_context ctx = { .said_on = today, .tense = DTL_TENSE_UNKNOWN };
	dtl_status status = dtl_date_read(&reading, copy, &ctx, err);
	if (status == DTL_OK)
		*out = (dtl_window){ reading.date.bounds.start_lo, reading.date.bounds.end_hi };
	return status;
}

/* Where "A..B" is cut; NULL when it is one date: EDTF has dots of its own in intervals and sets. */
static const char *find_dots(const char *text)
{
	if (text[0] == '[' || text[0] == '{' || strchr(text, '/'))
		return NULL;
	return strstr(text, "..");
}

dtl_status dtl_window_parse(dtl_window *out, const char *text, int64_t today, size_t *at, dtl_error *err)
{
	const char *dots = find_dots(text);
	dtl_window first = DTL_WINDOW_ALL, second = DTL_WINDOW_ALL;
	dtl_status status = DTL_OK;
	*at = 0;
	size_t len = dots ? (size_t)(dots - text) : strlen(text);
	if (len > 0 || !dots)
		status = read_side(&first, text, len, today, err);
	if (status != DTL_OK)
		return status;
	if (!dots) {
		*out = first;
		return DTL_OK;
	}
	*at = len + 2;
	if (dots[2])
		status = read_side(&second, dots + 2, strlen(dots + 2), today, err);
	if (status != DTL_OK)
		return status;
	*out = (dtl_window){ first.from, second.to };
	if (out->from >= out->to)
		return dtl_fail(err, DTL_E_ARGUMENT, "the window ends before it begins: '%s'", text);
	return DTL_OK;
}
