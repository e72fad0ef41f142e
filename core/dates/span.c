/* The span of one EDTF date. */
#include "dates/civil.h"
#include "dates/edtf.h"

static bool fits(int value, const signed char *digits)
{
	return (digits[0] == DTL_EDTF_X || digits[0] == value / 10) &&
	       (digits[1] == DTL_EDTF_X || digits[1] == value % 10);
}

/* The first value from `from` to `to` (either way) that fits the digits; -1 when there is none. */
static int first_fit(int from, int to, const signed char *digits)
{
	int step = from <= to ? 1 : -1;
	int least = from <= to ? from : to;
	int most = from <= to ? to : from;

	if (digits[0] != DTL_EDTF_X && digits[1] != DTL_EDTF_X) {
		int value = dtl_edtf_number(digits, 2);
		return value >= least && value <= most ? value : -1;
	}
	for (int v = from;; v += step) {
		if (fits(v, digits))
			return v;
		if (v == to)
			return -1;
	}
}

/* The first (or last) month and day that exist in a year that is leap or not. */
static bool find_day(const dtl_edtf_date *d, int year, bool up, int *month, int *day)
{
	for (int i = 1; i <= 12; i++) {
		*month = up ? i : 13 - i;
		if (d->parts > 1 && !fits(*month, d->month))
			continue;
		int last = dtl_days_in_month(year, *month);
		if (d->parts > 2)
			*day = up ? first_fit(1, last, d->day) : first_fit(last, 1, d->day);
		else
			*day = up ? 1 : last;
		if (*day > 0)
			return true;
	}
	return false;
}

/* The next number in the digits' own order, like an odometer; false after the last. */
static bool step_year(const signed char *digits, signed char *now, bool up)
{
	for (int i = 3; i >= 0; i--) {
		if (digits[i] != DTL_EDTF_X)
			continue;
		if (now[i] != (up ? 9 : 0)) {
			now[i] = (signed char)(now[i] + (up ? 1 : -1));
			return true;
		}
		now[i] = up ? 0 : 9;
	}
	return false;
}

/* The smallest (or largest) year, without its sign, that fits; with `leap` only leap years. */
static int find_year(const dtl_edtf_date *d, bool up, bool leap)
{
	signed char now[4];

	for (int i = 0; i < 4; i++)
		now[i] = d->year[i] != DTL_EDTF_X ? d->year[i] : (signed char)(up ? 0 : 9);
	do {
		int year = dtl_edtf_number(now, 4);
		bool exists = !d->negative || year > 0; /* there is no -0000 */
		if (exists && (!leap || dtl_is_leap(year)))
			return year;
	} while (step_year(d->year, now, up));
	return -1;
}

/* The first (or last) day that the digits of a calendar date can mean. */
static bool find_extreme(const dtl_edtf_date *d, bool up, int64_t *days)
{
	int month = 0;
	int day = 0;
	bool up_number = d->negative ? !up : up; /* of negative years the larger number is earlier */
	int year = find_year(d, up_number, false);

	if (year < 0)
		return false;
	if (!find_day(d, year, up, &month, &day)) {
		/* only 29 February can be missing in one year and there in another */
		year = find_year(d, up_number, true);
		if (year < 0 || !find_day(d, year, up, &month, &day))
			return false;
	}
	*days = dtl_days_from_civil(d->negative ? -year : year, month, day);
	return true;
}

static const char *unspecified_span(const dtl_edtf_date *d, int64_t *lo, int64_t *hi)
{
	int64_t first;
	int64_t last;

	if (!find_extreme(d, true, &first) || !find_extreme(d, false, &last))
		return "there is no such day";
	*lo = first * DTL_DAY;
	*hi = (last + 1) * DTL_DAY;
	return NULL;
}

int64_t dtl_edtf_year(const dtl_edtf_date *d)
{
	int64_t year = d->number;

	if (d->form == DTL_EDTF_CALENDAR || d->form == DTL_EDTF_GROUPING)
		year = dtl_edtf_number(d->year, 4);
	for (int i = 0; i < d->exponent; i++)
		year *= 10;
	return d->negative ? -year : year;
}

static int count_digits(const dtl_edtf_date *d, int64_t year)
{
	int count = d->form == DTL_EDTF_CALENDAR ? 4 : 1;

	for (int64_t limit = d->form == DTL_EDTF_CALENDAR ? 10000 : 10; year >= limit; limit *= 10)
		count++;
	return count;
}

void dtl_edtf_years(const dtl_edtf_date *d, int64_t *first, int64_t *last)
{
	int64_t year = dtl_edtf_year(d);
	int64_t unit = 1;

	*first = *last = year;
	if (d->significant == 0)
		return;
	int64_t number = year < 0 ? -year : year;
	for (int i = count_digits(d, number) - d->significant; i > 0; i--)
		unit *= 10;
	int64_t low = number - number % unit;
	*first = d->negative ? -(low + unit - 1) : low;
	*last = d->negative ? -low : low + unit - 1;
	if (*last > DTL_YEAR_MAX)
		*last = DTL_YEAR_MAX;
	if (*first < -DTL_YEAR_MAX)
		*first = -DTL_YEAR_MAX;
}

/* Months 1-12 of the year, 13 and 14 of the next; the row of grouping 21 first. */
static const struct grouping_months {
	signed char first, last;
} grouping_months[] = {
	{ 3, 5 }, { 6, 8 }, { 9, 11 }, { 12, 14 }, /* 21-24 seasons, taken as northern */
	{ 3, 5 }, { 6, 8 }, { 9, 11 }, { 12, 14 }, /* 25-28 northern spring … winter */
	{ 9, 11 }, { 12, 14 }, { 3, 5 }, { 6, 8 }, /* 29-32 southern spring … winter */
	{ 1, 3 }, { 4, 6 }, { 7, 9 }, { 10, 12 },  /* 33-36 quarters */
	{ 1, 4 }, { 5, 8 }, { 9, 12 },             /* 37-39 quadrimesters */
	{ 1, 6 }, { 7, 12 },                       /* 40-41 semesters */
};

void dtl_edtf_grouping_months(int grouping, int *first, int *last)
{
	*first = grouping_months[grouping - 21].first;
	*last = grouping_months[grouping - 21].last;
}

static void months_span(int64_t year, int first, int last, int64_t *lo, int64_t *hi)
{
	int64_t end_year = year;
	int end_month = 1;

	*lo = dtl_day_start(year, first, 1);
	dtl_month_add(&end_year, &end_month, last);
	*hi = dtl_day_start(end_year, end_month, 1);
}

static const char *time_span(const dtl_edtf_date *d, const char *zone, int64_t *lo, int64_t *hi)
{
	/* a leap second is the last second of its minute: days have 86400 here */
	int second = d->second > 59 ? 59 : d->second;

	*lo += d->hour * INT64_C(3600) + d->minute * INT64_C(60) + second;
	if (d->zone == DTL_EDTF_OFFSET)
		*lo -= d->offset * INT64_C(60);
	else if (d->zone == DTL_EDTF_LOCAL && zone != NULL && dtl_zone_to_utc(lo, *lo, zone, NULL) != DTL_OK)
		return "no such time zone";
	*hi = *lo + 1;
	return NULL;
}

static const char *calendar_span(const dtl_edtf_date *d, const char *zone, int64_t *lo, int64_t *hi)
{
	int64_t year = dtl_edtf_year(d);
	int month = d->parts > 1 ? dtl_edtf_number(d->month, 2) : 0;
	int day = d->parts > 2 ? dtl_edtf_number(d->day, 2) : 0;

	if (d->parts == 1)
		months_span(year, 1, 12, lo, hi);
	else if (d->parts == 2)
		months_span(year, month, month, lo, hi);
	else if (day > dtl_days_in_month(year, month))
		return "there is no such day";
	else
		*hi = (*lo = dtl_day_start(year, month, day)) + DTL_DAY;
	return d->has_time ? time_span(d, zone, lo, hi) : NULL;
}

const char *dtl_edtf_span(const dtl_edtf_date *d, const char *zone, int64_t *lo, int64_t *hi)
{
	int64_t first;
	int64_t last;
	int first_month;
	int last_month;

	if (d->form == DTL_EDTF_GROUPING) {
		dtl_edtf_grouping_months(d->grouping, &first_month, &last_month);
		months_span(dtl_edtf_year(d), first_month, last_month, lo, hi);
		return NULL;
	}
	if (d->unspecified)
		return unspecified_span(d, lo, hi);
	if (d->form == DTL_EDTF_CALENDAR && d->significant == 0)
		return calendar_span(d, zone, lo, hi);
	dtl_edtf_years(d, &first, &last);
	*lo = dtl_day_start(first, 1, 1);
	*hi = dtl_day_start(last + 1, 1, 1);
	return NULL;
}

/* ---- Precision ---- */

static dtl_precision grouping_precision(int grouping)
{
	if (grouping <= 32)
		return DTL_PRECISION_SEASON;
	if (grouping <= 36)
		return DTL_PRECISION_QUARTER;
	return grouping <= 39 ? DTL_PRECISION_QUADRIMESTER : DTL_PRECISION_SEMESTER;
}

static dtl_precision years_precision(const dtl_edtf_date *d)
{
	int64_t first;
	int64_t last;

	dtl_edtf_years(d, &first, &last);
	if (last - first < 9)
		return DTL_PRECISION_YEAR;
	if (last - first < 99)
		return DTL_PRECISION_DECADE;
	return last - first < 999 ? DTL_PRECISION_CENTURY : DTL_PRECISION_MILLENNIUM;
}

/* The first X says how coarse it is. */
static dtl_precision unspecified_precision(const dtl_edtf_date *d)
{
	if (d->year[0] == DTL_EDTF_X || d->year[1] == DTL_EDTF_X)
		return DTL_PRECISION_MILLENNIUM;
	if (d->year[2] == DTL_EDTF_X)
		return DTL_PRECISION_CENTURY;
	if (d->year[3] == DTL_EDTF_X)
		return DTL_PRECISION_DECADE;
	if (d->month[0] == DTL_EDTF_X || d->month[1] == DTL_EDTF_X)
		return DTL_PRECISION_YEAR;
	return DTL_PRECISION_MONTH;
}

dtl_precision dtl_edtf_precision(const dtl_edtf_date *d)
{
	if (d->form == DTL_EDTF_GROUPING)
		return grouping_precision(d->grouping);
	if (d->unspecified)
		return unspecified_precision(d);
	if (d->parts == 1)
		return years_precision(d);
	if (d->parts == 2)
		return DTL_PRECISION_MONTH;
	return d->has_time ? DTL_PRECISION_SECOND : DTL_PRECISION_DAY;
}
