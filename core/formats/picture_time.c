#include "formats/picture_time.h"
#include "dates/civil.h"
#include <stdio.h>

static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
	"Nov", "Dec" };

enum { MOST = 15 };

static int64_t floor_to(int64_t value, int64_t step)
{
	return value - dtl_floor_mod(value, step);
}

/* Steps that people count in: 1, 2, 5, 10, 20 … years. */
static int64_t round_years(int64_t years)
{
	int64_t step = 1;
	for (;;) {
		if (years / step <= MOST)
			return step;
		if (years / (step * 2) <= MOST)
			return step * 2;
		if (years / (step * 5) <= MOST)
			return step * 5;
		step *= 10;
	}
}

dtl_ticks dtl_ticks_over(int64_t from, int64_t to)
{
	static const int day_steps[] = { 1, 2, 7 }, month_steps[] = { 1, 3, 6 };
	dtl_ticks t = { .from = from, .to = to, .named = INT64_MIN };
	int month, day;
	int64_t days = (to - from) / DTL_DAY + 1;
	dtl_civil_from_days(dtl_day_of(from), &t.year, &t.month, &day);
	month = t.month;
	for (size_t i = 0; i < 3 && !t.days; i++)
		if (days / day_steps[i] <= MOST)
			t.days = day_steps[i];
	for (size_t i = 0; i < 3 && !t.days && !t.months; i++)
		if (days / 30 / month_steps[i] <= MOST)
			t.months = month_steps[i];
	if (t.days) {
		/* Weeks begin on Mondays; 1970 began on a Thursday. */
		t.day_count = t.days == 7 ? floor_to(dtl_day_of(from) + 3, 7) - 3 : dtl_day_of(from);
	} else if (t.months) {
		t.month = (int)floor_to(month - 1, t.months) + 1;
	} else {
		t.years = round_years(days / 365);
		t.year = floor_to(t.year, t.years);
		t.month = 1;
	}
	return t;
}

static void step(dtl_ticks *t)
{
	t->day_count += t->days;
	t->year += t->years;
	t->month += t->months;
	if (t->month > 12) {
		t->month -= 12;
		t->year++;
	}
}

static int64_t moment(const dtl_ticks *t)
{
	return t->days ? t->day_count * DTL_DAY : dtl_day_start(t->year, t->month, 1);
}

bool dtl_ticks_next(dtl_ticks *t, int64_t *at, char *words, size_t size)
{
	int64_t year;
	int month, day;
	do {
		*at = moment(t);
		step(t);
	} while (*at <= t->from);
	if (*at >= t->to)
		return false;
	dtl_civil_from_days(dtl_day_of(*at), &year, &month, &day);
	if (t->years)
		snprintf(words, size, "%lld", (long long)year);
	else if (t->months)
		snprintf(words, size, "%s %lld", months[month - 1], (long long)year);
	else if (year == t->named)
		snprintf(words, size, "%d %s", day, months[month - 1]);
	else
		snprintf(words, size, "%d %s %lld", day, months[month - 1], (long long)year);
	t->named = year;
	return true;
}
