#include "dates/civil.h"

int64_t dtl_floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t dtl_floor_mod(int64_t a, int64_t b)
{
	int64_t rest = a % b;
	return rest < 0 ? rest + b : rest;
}

bool dtl_is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int dtl_days_in_month(int64_t year, int month)
{
	static const signed char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	return days[month - 1] + (month == 2 && dtl_is_leap(year));
}

/*
 * Years are counted from March, so that the leap day is the last of its year
 * and the lengths of months follow (153 m + 2) / 5. An era is 400 years of
 * 146097 days; day 0 is 719468 days after 0000-03-01.
 */
int64_t dtl_days_from_civil(int64_t year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = dtl_floor_div(y, 400);
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

void dtl_civil_from_days(int64_t days, int64_t *year, int *month, int *day)
{
	int64_t z = days + 719468;
	int64_t era = dtl_floor_div(z, 146097);
	int64_t day_of_era = z - era * 146097;
	int64_t year_of_era =
	    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t m = (5 * day_of_year + 2) / 153;

	*day = (int)(day_of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = year_of_era + era * 400 + (*month <= 2);
}

int dtl_weekday(int64_t days)
{
	return (int)dtl_floor_mod(days + 3, 7) + 1; /* day 0 was a Thursday */
}

int64_t dtl_day_of(int64_t t)
{
	return dtl_floor_div(t, DTL_DAY);
}

int64_t dtl_day_start(int64_t year, int month, int day)
{
	return dtl_days_from_civil(year, month, day) * DTL_DAY;
}

void dtl_month_add(int64_t *year, int *month, int64_t months)
{
	int64_t count = *year * 12 + (*month - 1) + months;

	*year = dtl_floor_div(count, 12);
	*month = (int)dtl_floor_mod(count, 12) + 1;
}
