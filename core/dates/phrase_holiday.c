/* Holidays: which day of which year. */
#include "dates/civil.h"
#include "dates/phrase_value.h"

#include <stdlib.h>

/* The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8). */
static int64_t easter(int64_t year)
{
	int64_t a = year % 19;
	int64_t b = year / 100;
	int64_t c = year % 100;
	int64_t d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int64_t e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
	int64_t f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;

	return dtl_days_from_civil(year, (int)(f / 31), (int)(f % 31) + 1);
}

static const struct holiday {
	signed char month, day;     /* a fixed day … */
	signed char nth, weekday;   /* … or the nth weekday of the month, -1 the last … */
	signed char easter, offset; /* … or so many days from Easter; or added to the nth weekday */
	signed char every, rest;    /* in years that leave this rest; 0: in all */
} holidays[] = {
	[HOLIDAY_CHRISTMAS] = { .month = 12, .day = 25 },
	[HOLIDAY_CHRISTMAS_EVE] = { .month = 12, .day = 24 },
	[HOLIDAY_NEW_YEAR] = { .month = 1, .day = 1 },
	[HOLIDAY_NEW_YEAR_EVE] = { .month = 12, .day = 31 },
	[HOLIDAY_BOXING] = { .month = 12, .day = 26 },
	[HOLIDAY_MAY_DAY] = { .month = 5, .day = 1 },
	[HOLIDAY_INDEPENDENCE] = { .month = 7, .day = 4 },
	[HOLIDAY_HALLOWEEN] = { .month = 10, .day = 31 },
	[HOLIDAY_VETERANS] = { .month = 11, .day = 11 },
	[HOLIDAY_VALENTINE] = { .month = 2, .day = 14 },
	[HOLIDAY_BASTILLE] = { .month = 7, .day = 14 },
	[HOLIDAY_JUNETEENTH] = { .month = 6, .day = 19 },
	[HOLIDAY_EARTH] = { .month = 4, .day = 22 },
	[HOLIDAY_WOMEN] = { .month = 3, .day = 8 },
	[HOLIDAY_GROUNDHOG] = { .month = 2, .day = 2 },
	[HOLIDAY_THANKSGIVING] = { .month = 11, .nth = 4, .weekday = 4 },
	[HOLIDAY_LABOR] = { .month = 9, .nth = 1, .weekday = 1 },
	[HOLIDAY_MEMORIAL] = { .month = 5, .nth = -1, .weekday = 1 },
	[HOLIDAY_COLUMBUS] = { .month = 10, .nth = 2, .weekday = 1 },
	[HOLIDAY_PRESIDENTS] = { .month = 2, .nth = 3, .weekday = 1 },
	[HOLIDAY_ELECTION] = { .month = 11, .nth = 1, .weekday = 1, .offset = 1 },
	[HOLIDAY_INAUGURATION] = { .month = 1, .day = 20, .every = 4, .rest = 1 },
	[HOLIDAY_GOOD_FRIDAY] = { .easter = 1, .offset = -2 },
	[HOLIDAY_EASTER] = { .easter = 1 },
	[HOLIDAY_EASTER_MONDAY] = { .easter = 1, .offset = 1 },
};

static bool holiday_in(int number, int64_t year, int64_t *day)
{
	const struct holiday *h = &holidays[number];

	if (h->every > 0 && dtl_floor_mod(year, h->every) != h->rest)
		return false;
	if (h->easter) {
		*day = easter(year) + h->offset;
	} else if (h->nth != 0) {
		int64_t first = dtl_days_from_civil(year, h->month, 1);
		int64_t last = first + dtl_days_in_month(year, h->month) - 1;
		dtl_nth_weekday(first, last, h->nth, h->weekday, day);
		*day += h->offset;
	} else {
		*day = dtl_days_from_civil(year, h->month, h->day);
	}
	return true;
}

/* The holiday nearest to the day of saying, on the side that is asked. */
static bool nearest_holiday(dtl_value *v, const dtl_said *said, dtl_tense tense, int64_t *best)
{
	bool found = false;

	for (int64_t year = said->year - 4; year <= said->year + 4; year++) {
		int64_t day;
		if (!holiday_in(v->number, year, &day))
			continue;
		int64_t off = day - said->day;
		if ((tense == DTL_TENSE_PAST && off > 0) || (tense == DTL_TENSE_FUTURE && off < 0))
			continue;
		if (!found || llabs(off) < llabs(*best - said->day))
			*best = day;
		found = true;
	}
	return found;
}

static const char *set_day(dtl_value *v, int64_t day)
{
	v->shape = SHAPE_DAY;
	v->dated = true;
	v->lo = v->hi = day;
	return NULL;
}

const char *dtl_settle_holiday(dtl_value *v, const dtl_said *said)
{
	int64_t day = 0;
	dtl_tense tense = said->tense;

	if (v->number == HOLIDAY_NONE)
		return "that feast moves with a calendar that is not reckoned here: give the day";
	if (v->has_year) {
		if (!holiday_in(v->number, v->year, &day))
			return dtl_why_no_day;
		return set_day(v, day);
	}
	if (v->which == WHICH_LAST)
		tense = DTL_TENSE_PAST;
	else if (v->which == WHICH_COMING || v->which == WHICH_NEXT)
		tense = DTL_TENSE_FUTURE;
	nearest_holiday(v, said, tense, &day);
	if (v->which == WHICH_THIS && !holiday_in(v->number, said->year, &day))
		return dtl_why_no_day;
	if (tense == DTL_TENSE_UNKNOWN && llabs(day - said->day) > 150)
		return dtl_why_tense;
	return set_day(v, day);
}
