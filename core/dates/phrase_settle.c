/* Which July, which Tuesday: values → days. */
#include "dates/civil.h"
#include "dates/phrase_value.h"

#include <stdlib.h>

const char dtl_why_tense[] = "it may be past or still to come";
const char dtl_why_no_day[] = "there is no such day";
static const char which_next[] = "'next' may be this one that is coming or the one of the next year";

dtl_said dtl_said_on(int64_t seconds, dtl_tense tense, bool told)
{
	dtl_said s = { .day = dtl_day_of(seconds), .tense = tense, .told = told };

	dtl_civil_from_days(s.day, &s.year, &s.month, &s.dom);
	s.weekday = dtl_weekday(s.day);
	return s;
}

dtl_value dtl_value_of(dtl_shape shape)
{
	return (dtl_value){ .shape = shape, .clock = NO_CLOCK };
}

dtl_value dtl_value_days(dtl_shape shape, int64_t lo, int64_t hi)
{
	dtl_value v = dtl_value_of(shape);

	v.dated = true;
	v.lo = lo;
	v.hi = hi;
	return v;
}

dtl_value dtl_value_day(int64_t day)
{
	return dtl_value_days(SHAPE_DAY, day, day);
}

dtl_value dtl_value_wrong(const char *why)
{
	dtl_value v = dtl_value_of(SHAPE_WRONG);

	v.why = why;
	return v;
}

/* Give a value the months first … last of a year; 13 and 14 are of the next. */
static void set_months(dtl_value *v, int64_t year, int first, int last)
{
	int64_t end_year = year;
	int end_month = 1;

	dtl_month_add(&end_year, &end_month, last - 1);
	v->dated = true;
	v->has_year = true;
	v->year = year;
	v->lo = dtl_days_from_civil(year, first, 1);
	v->hi = dtl_days_from_civil(end_year, end_month, dtl_days_in_month(end_year, end_month));
}

dtl_value dtl_value_month(int64_t year, int month)
{
	dtl_value v = dtl_value_of(SHAPE_MONTH);

	v.month = (signed char)month;
	set_months(&v, year, month, month);
	return v;
}

dtl_value dtl_value_year(int64_t year)
{
	dtl_value v = dtl_value_of(SHAPE_YEAR);

	set_months(&v, year, 1, 12);
	return v;
}

dtl_value dtl_value_weekend(int which)
{
	dtl_value v = dtl_value_of(SHAPE_WEEKEND);

	v.which = (signed char)which;
	return v;
}

int64_t dtl_monday_of(int64_t day)
{
	return day - (dtl_weekday(day) - 1);
}

bool dtl_nth_weekday(int64_t lo, int64_t hi, int n, int weekday, int64_t *day)
{
	if (n < 0)
		*day = hi - dtl_floor_mod(dtl_weekday(hi) - weekday, 7);
	else
		*day = lo + dtl_floor_mod(weekday - dtl_weekday(lo), 7) + 7 * (int64_t)(n - 1);
	return *day >= lo && *day <= hi;
}

/* ---- Shifting ---- */

static int64_t add_months(int64_t day, int64_t n)
{
	int64_t year;
	int month;
	int dom;

	dtl_civil_from_days(day, &year, &month, &dom);
	dtl_month_add(&year, &month, n);
	int last = dtl_days_in_month(year, month);
	return dtl_days_from_civil(year, month, dom < last ? dom : last);
}

static const struct unit_size {
	int days, months; /* of which one is 0 */
} unit_sizes[] = {
	[UNIT_MINUTE] = { 1, 0 },
	[UNIT_HOUR] = { 1, 0 },
	[UNIT_DAY] = { 1, 0 },
	[UNIT_WEEK] = { 7, 0 },
	[UNIT_WEEKEND] = { 7, 0 },
	[UNIT_FORTNIGHT] = { 14, 0 },
	[UNIT_MONTH] = { 0, 1 },
	[UNIT_QUARTER] = { 0, 3 },
	[UNIT_YEAR] = { 0, 12 },
	[UNIT_DECADE] = { 0, 120 },
	[UNIT_CENTURY] = { 0, 1200 },
};

int64_t dtl_day_shift(int64_t from, int64_t n, int unit)
{
	if (unit == UNIT_HOUR) /* whole days, outwards */
		return from + (n >= 0 ? (n + 23) / 24 : -((-n + 23) / 24));
	if (unit == UNIT_MINUTE)
		return from;
	return unit_sizes[unit].days > 0 ? from + n * unit_sizes[unit].days
					 : add_months(from, n * unit_sizes[unit].months);
}

dtl_value dtl_value_shift(int64_t from, int64_t n, int unit)
{
	int64_t year;
	int month;
	int dom;
	int64_t day = dtl_day_shift(from, n, unit);
	dtl_value v;

	dtl_civil_from_days(day, &year, &month, &dom);
	if (unit == UNIT_MONTH || unit == UNIT_QUARTER)
		v = dtl_value_month(year, month);
	else if (unit_sizes[unit].months > 0)
		v = dtl_value_year(year);
	else if (unit == UNIT_HOUR || unit == UNIT_MINUTE)
		v = n < 0 ? dtl_value_days(SHAPE_WINDOW, day, from) : dtl_value_days(SHAPE_WINDOW, from, day);
	else if (unit == UNIT_WEEKEND)
		v = dtl_value_days(SHAPE_WINDOW, dtl_monday_of(day) + 5, dtl_monday_of(day) + 6);
	else
		v = dtl_value_day(day);
	v.approx = unit == UNIT_WEEK || unit == UNIT_FORTNIGHT || unit_sizes[unit].months > 0;
	return v;
}

dtl_value dtl_value_period(int unit, int by, const dtl_said *said)
{
	int64_t year = said->year;
	int month = said->month;
	int64_t monday = dtl_monday_of(said->day) + 7 * by;

	switch (unit) {
	case UNIT_DAY: return dtl_value_day(said->day + by);
	case UNIT_WEEK: return dtl_value_days(SHAPE_WEEK, monday, monday + 6);
	case UNIT_WEEKEND: return dtl_value_days(SHAPE_WINDOW, monday + 5, monday + 6);
	case UNIT_FORTNIGHT:
		return by > 0 ? dtl_value_days(SHAPE_WINDOW, said->day, said->day + 14)
			      : dtl_value_days(SHAPE_WINDOW, said->day - 14, said->day);
	case UNIT_MONTH: dtl_month_add(&year, &month, by); return dtl_value_month(year, month);
	case UNIT_QUARTER: {
		dtl_value v = dtl_value_of(SHAPE_QUARTER);
		month = (month - 1) / 3 * 3 + 1;
		dtl_month_add(&year, &month, 3 * by);
		v.number = (short)((month - 1) / 3 + 1);
		set_months(&v, year, month, month + 2);
		return v;
	}
	case UNIT_YEAR: return dtl_value_year(year + by);
	case UNIT_DECADE: {
		dtl_value v = dtl_value_of(SHAPE_DECADE);
		year = (dtl_floor_div(year, 10) + by) * 10;
		set_months(&v, year, 1, 120);
		return v;
	}
	default: return dtl_value_wrong("too vague to be a date");
	}
}

/* ---- Settling ---- */

/* Months from the month said in to month `m` of the same year or the next: 0-11. */
static int months_ahead(int m, const dtl_said *said)
{
	return (m - said->month + 12) % 12;
}

static bool strictly_last(const dtl_value *v)
{
	return v->which == WHICH_LAST;
}

/*
 * The year of a month that is said without one, as `middle` (for periods, their
 * middle month). Of both sides the nearer is meant, if it is near enough:
 * writers give the year of what is half a year away.
 */
static const char *year_of_month(int middle, const dtl_value *v, const dtl_said *said, int64_t *year)
{
	int ahead = months_ahead(middle, said);
	bool this_year = middle >= said->month;
	int64_t next = this_year ? said->year : said->year + 1;
	int64_t last = middle <= said->month ? said->year : said->year - 1;

	if (strictly_last(v))
		*year = middle < said->month ? said->year : said->year - 1;
	else if (v->which == WHICH_THIS)
		*year = said->year;
	else if (v->which == WHICH_COMING)
		*year = ahead == 0 ? said->year + 1 : next;
	else if (v->which == WHICH_NEXT && middle > said->month)
		return which_next;
	else if (v->which == WHICH_NEXT)
		*year = said->year + 1;
	else if (said->tense == DTL_TENSE_UNKNOWN && ahead >= 5 && ahead <= 7)
		return dtl_why_tense;
	else if (said->tense == DTL_TENSE_UNKNOWN)
		*year = ahead < 5 ? next : last;
	else
		*year = said->tense == DTL_TENSE_PAST ? last : next;
	return NULL;
}

static const char *settle_month(dtl_value *v, const dtl_said *said)
{
	const char *why = v->has_year ? NULL : year_of_month(v->month, v, said, &v->year);

	if (why == NULL)
		set_months(v, v->year, v->month, v->month);
	return why;
}

static const char *settle_months(dtl_value *v, const dtl_said *said, int first, int last)
{
	int64_t year = v->year;
	bool under_way = said->month >= first && said->month <= last;

	if (!v->has_year) {
		/* while it lasts, it is this one */
		int at = under_way ? said->month : said->tense == DTL_TENSE_PAST ? last : first;
		const char *why = year_of_month(under_way ? said->month : at, v, said, &year);
		if (why != NULL)
			return why;
	}
	set_months(v, year, first, last);
	return NULL;
}

/* Winter is named by the year in which it begins; in January and February it is last year's that lasts. */
static const char *settle_season(dtl_value *v, const dtl_said *said)
{
	int first = v->number * 3 + 3;
	int last = first + 2;
	int64_t year = v->year;
	bool early = said->month <= 2; /* last year's winter is not over */
	int64_t present = v->number == 3 && early ? said->year - 1 : said->year;
	int64_t begun = said->month >= first || (v->number == 3 && early) ? present : said->year - 1;
	bool under_way =
	    begun == present && (said->month <= last || v->number == 3) && (said->month >= first || early);

	if (!v->has_year) {
		if (strictly_last(v))
			year = under_way ? begun - 1 : begun;
		else if (v->which == WHICH_THIS)
			year = said->told && said->tense == DTL_TENSE_PAST ? begun : present;
		else if (v->which == WHICH_COMING)
			year = begun + 1;
		else if (v->which == WHICH_NEXT && !under_way && begun < said->year)
			return which_next;
		else if (v->which == WHICH_NEXT)
			year = begun + 1;
		else if (under_way)
			year = begun;
		else if (said->tense == DTL_TENSE_PAST)
			year = begun;
		else if (said->tense == DTL_TENSE_FUTURE)
			year = begun + 1;
		else {
			int ahead = months_ahead(first % 12 + 1, said);
			if (ahead >= 5 && ahead <= 7)
				return dtl_why_tense;
			year = ahead < 5 ? begun + 1 : begun;
		}
	} else if (v->number == 3 && v->second == 0) {
		return "that winter may be the one that ends or the one that begins in that year: write 2013-14";
	}
	set_months(v, year, first, last);
	return NULL;
}

static const char *settle_weekday(dtl_value *v, const dtl_said *said)
{
	int64_t back = dtl_floor_mod(said->weekday - v->day, 7);
	int64_t ahead = dtl_floor_mod(v->day - said->weekday, 7);
	int64_t this_week = dtl_monday_of(said->day) + v->day - 1;
	int64_t day = said->day;

	if (v->which == WHICH_LAST)
		day -= back == 0 ? 7 : back;
	else if (v->which == WHICH_COMING)
		day += ahead == 0 ? 7 : ahead;
	else if (v->which == WHICH_NEXT)
		day = this_week + 7;
	else if (v->which == WHICH_THIS && said->tense != DTL_TENSE_FUTURE)
		day = this_week;
	else if (v->which == WHICH_THIS || said->tense == DTL_TENSE_FUTURE)
		day += ahead;
	else if (said->tense == DTL_TENSE_PAST)
		day -= back;
	else if (back != 0)
		return dtl_why_tense;
	*v = (dtl_value){ .shape = SHAPE_DAY,
		.dated = true,
		.lo = day,
		.hi = day,
		.part = v->part,
		.approx = v->approx,
		.clock = v->clock,
		.offset = v->offset,
		.has_offset = v->has_offset,
		.zone_name = v->zone_name };
	return NULL;
}

static void set_day(dtl_value *v, int64_t day)
{
	v->shape = SHAPE_DAY;
	v->dated = true;
	v->lo = v->hi = day;
}

static bool day_exists(const dtl_value *v, int64_t year)
{
	return v->day <= dtl_days_in_month(year, v->month);
}

static bool weekday_agrees(const dtl_value *v, int64_t year)
{
	return v->weekday == 0 || dtl_weekday(dtl_days_from_civil(year, v->month, v->day)) == v->weekday;
}

/* How far from the day of saying this day of that year is; LLONG_MAX when it does not exist or fit. */
static int64_t distance(const dtl_value *v, int64_t year, const dtl_said *said, dtl_tense tense)
{
	if (!day_exists(v, year) || !weekday_agrees(v, year))
		return INT64_MAX;
	int64_t off = dtl_days_from_civil(year, v->month, v->day) - said->day;
	if ((tense == DTL_TENSE_PAST && off > 0) || (tense == DTL_TENSE_FUTURE && off < 0))
		return INT64_MAX;
	return llabs(off);
}

/* A day that comes round only in some years (29 February, or by its weekday) is looked for further. */
static int64_t nearest_year(const dtl_value *v, const dtl_said *said, dtl_tense tense, int64_t *best)
{
	int64_t year = said->year;
	int reach = v->month == 2 && v->day == 29 ? 8 : 1;

	*best = INT64_MAX;
	for (int64_t y = said->year - reach; y <= said->year + reach; y++) {
		int64_t off = distance(v, y, said, tense);
		if (off < *best) {
			*best = off;
			year = y;
		}
	}
	return year;
}

static const char *settle_monthday(dtl_value *v, const dtl_said *said)
{
	int64_t best;
	int64_t year = v->year;

	if (!v->has_year) {
		dtl_tense tense = v->which == WHICH_LAST ? DTL_TENSE_PAST : said->tense;
		year = nearest_year(v, said, tense, &best);
		/* nobody writes "March 6" of what is most of a year away when there is one within weeks */
		if (!said->told && v->which == WHICH_NONE && best > 300) {
			int64_t nearest;
			int64_t other = nearest_year(v, said, DTL_TENSE_UNKNOWN, &nearest);
			if (nearest <= 45) {
				year = other;
				best = nearest;
			}
		}
		if (best == INT64_MAX || (v->weekday != 0 && !said->told && best > 300))
			return "that day is not on that weekday";
		/* half a year away either way; a weekday that fits one year only has decided */
		if (tense == DTL_TENSE_UNKNOWN && v->weekday == 0 && best > 150)
			return dtl_why_tense;
	}
	if (!day_exists(v, year))
		return dtl_why_no_day;
	if (!weekday_agrees(v, year))
		return "that day is not on that weekday";
	set_day(v, dtl_days_from_civil(year, v->month, v->day));
	return NULL;
}

/* "Friday the 7th": in the nearest month where it is one. */
static bool nearest_dom(const dtl_value *v, const dtl_said *said, int64_t *best)
{
	bool found = false;

	for (int by = -3; by <= 3; by++) {
		int64_t year = said->year;
		int month = said->month;
		dtl_month_add(&year, &month, by);
		int64_t day = dtl_days_from_civil(year, month, v->day);
		if (v->day > dtl_days_in_month(year, month) || dtl_weekday(day) != v->weekday ||
		    (said->tense == DTL_TENSE_PAST && day > said->day) ||
		    (said->tense == DTL_TENSE_FUTURE && day < said->day))
			continue;
		if (!found || llabs(day - said->day) < llabs(*best - said->day))
			*best = day;
		found = true;
	}
	return found;
}

/* "The 12th": of this month, or the nearest one that has such a day. */
static const char *settle_dom(dtl_value *v, const dtl_said *said)
{
	int64_t year = said->year;
	int month = said->month;
	int64_t day = 0;
	int by = said->tense == DTL_TENSE_PAST ? -1 : 1;

	if (v->weekday != 0) {
		if (!nearest_dom(v, said, &day))
			return "that day is not on that weekday";
		set_day(v, day);
		return NULL;
	}
	if (said->tense == DTL_TENSE_UNKNOWN && v->day != said->dom)
		return dtl_why_tense;
	if ((by > 0 && v->day < said->dom) || (by < 0 && v->day > said->dom))
		dtl_month_add(&year, &month, by);
	while (v->day > dtl_days_in_month(year, month))
		dtl_month_add(&year, &month, by);
	set_day(v, dtl_days_from_civil(year, month, v->day));
	return NULL;
}

static const char *settle_weekend(dtl_value *v, const dtl_said *said)
{
	int64_t monday = dtl_monday_of(said->day);
	bool on_it = said->weekday >= 6;

	if (v->which == WHICH_NEXT)
		monday += 7;
	else if (v->which == WHICH_LAST)
		monday -= 7;
	else if (v->which == WHICH_COMING)
		monday += on_it ? 7 : 0;
	else if (said->tense == DTL_TENSE_PAST)
		monday -= on_it ? 0 : 7;
	else if (said->tense == DTL_TENSE_UNKNOWN && !on_it && v->which != WHICH_THIS)
		return dtl_why_tense;
	v->shape = SHAPE_WINDOW;
	v->dated = true;
	v->lo = monday + 5;
	v->hi = monday + 6;
	return NULL;
}

const char *dtl_value_settle(dtl_value *v, const dtl_said *said)
{
	if (v->dated)
		return NULL;
	switch (v->shape) {
	case SHAPE_WEEKDAY: return settle_weekday(v, said);
	case SHAPE_MONTHDAY: return settle_monthday(v, said);
	case SHAPE_DOM: return settle_dom(v, said);
	case SHAPE_MONTH: return settle_month(v, said);
	case SHAPE_QUARTER: return settle_months(v, said, v->number * 3 - 2, v->number * 3);
	case SHAPE_HALF: return settle_months(v, said, v->number * 6 - 5, v->number * 6);
	case SHAPE_SEASON: return settle_season(v, said);
	case SHAPE_HOLIDAY: return dtl_settle_holiday(v, said);
	case SHAPE_WEEKEND: return settle_weekend(v, said);
	case SHAPE_YEAR: set_months(v, v->year, 1, 12); return NULL;
	case SHAPE_WRONG: return v->why;
	case SHAPE_COUNT: return "a number, not a date";
	case SHAPE_CLOCK: return "a time of day without a day";
	case SHAPE_DAY:
	case SHAPE_WEEK:
	case SHAPE_WINDOW:
	case SHAPE_MONTHS:
	case SHAPE_DECADE:
	case SHAPE_CENTURY:
	case SHAPE_BEFORE:
	case SHAPE_AFTER: return NULL;
	}
	return "not a date";
}
