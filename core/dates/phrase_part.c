/* Early, mid, late: parts of periods. */
#include "dates/civil.h"
#include "dates/phrase_value.h"

/*
 * What the parts of a period are, as offsets into it: days of a week or month
 * from 0, months of a year, years of a decade. A last of 99 is the period's end.
 */
typedef struct slice {
	signed char first, last;
} slice;

enum { PARTS = PART_END + 1 };

static const slice month_parts[PARTS] = {
	[PART_EARLY] = { 0, 9 },
	[PART_MID] = { 10, 19 },
	[PART_LATE] = { 20, 99 },
	[PART_BEGIN] = { 0, 9 },
	[PART_END] = { 20, 99 },
};

/* Monday is 0. */
static const slice week_parts[PARTS] = {
	[PART_EARLY] = { 0, 1 },
	[PART_MID] = { 1, 3 },
	[PART_LATE] = { 3, 6 },
	[PART_BEGIN] = { 0, 1 },
	[PART_END] = { 4, 6 },
};

static const slice year_parts[PARTS] = {
	[PART_EARLY] = { 0, 3 },
	[PART_MID] = { 4, 7 },
	[PART_LATE] = { 8, 11 },
	[PART_BEGIN] = { 0, 0 },
	[PART_END] = { 11, 11 },
};

static const slice half_parts[PARTS] = {
	[PART_EARLY] = { 0, 1 },
	[PART_MID] = { 2, 3 },
	[PART_LATE] = { 4, 5 },
	[PART_BEGIN] = { 0, 0 },
	[PART_END] = { 5, 5 },
};

/* Quarters and seasons: their months. */
static const slice three_month_parts[PARTS] = {
	[PART_EARLY] = { 0, 0 },
	[PART_MID] = { 1, 1 },
	[PART_LATE] = { 2, 2 },
	[PART_BEGIN] = { 0, 0 },
	[PART_END] = { 2, 2 },
};

static const slice decade_parts[PARTS] = {
	[PART_EARLY] = { 0, 3 },
	[PART_MID] = { 4, 6 },
	[PART_LATE] = { 6, 9 },
	[PART_BEGIN] = { 0, 1 },
	[PART_END] = { 8, 9 },
};

static const slice century_parts[PARTS] = {
	[PART_EARLY] = { 0, 32 },
	[PART_MID] = { 33, 65 },
	[PART_LATE] = { 66, 99 },
	[PART_BEGIN] = { 0, 9 },
	[PART_END] = { 90, 99 },
};

static void take_days(dtl_value *v, slice s)
{
	int64_t lo = v->lo + s.first;

	v->hi = s.last == 99 ? v->hi : v->lo + s.last;
	v->lo = lo;
	v->shape = SHAPE_WINDOW;
}

/* Whole months, and written in months: `unit` of them to each step of the slice. */
static void take_months(dtl_value *v, slice s, int unit)
{
	int64_t year;
	int month;
	int dom;

	dtl_civil_from_days(v->lo, &year, &month, &dom);
	int64_t end_year = year;
	int end_month = month;
	dtl_month_add(&year, &month, (int64_t)s.first * unit);
	dtl_month_add(&end_year, &end_month, (int64_t)(s.last + 1) * unit - 1);
	v->lo = dtl_days_from_civil(year, month, 1);
	v->hi = dtl_days_from_civil(end_year, end_month, dtl_days_in_month(end_year, end_month));
	v->shape = SHAPE_MONTHS;
	if (unit == 1 && s.first == s.last)
		*v = dtl_value_month(year, month);
}

const char *dtl_value_part(dtl_value *v)
{
	int part = v->part;

	v->part = PART_NONE;
	if (part == PART_NONE)
		return NULL;
	switch (v->shape) {
	case SHAPE_MONTH: take_days(v, month_parts[part]); return NULL;
	case SHAPE_WEEK: take_days(v, week_parts[part]); return NULL;
	case SHAPE_YEAR: take_months(v, year_parts[part], 1); return NULL;
	case SHAPE_HALF: take_months(v, half_parts[part], 1); return NULL;
	case SHAPE_QUARTER:
	case SHAPE_SEASON: take_months(v, three_month_parts[part], 1); return NULL;
	case SHAPE_DECADE: take_months(v, decade_parts[part], 12); return NULL;
	case SHAPE_CENTURY: take_months(v, century_parts[part], 12); return NULL;
	case SHAPE_DAY: return NULL; /* early Tuesday is on Tuesday */
	case SHAPE_WINDOW:
	case SHAPE_MONTHS:
	case SHAPE_WEEKEND:
	case SHAPE_WEEKDAY:
	case SHAPE_MONTHDAY:
	case SHAPE_DOM:
	case SHAPE_HOLIDAY:
	case SHAPE_BEFORE:
	case SHAPE_AFTER:
	case SHAPE_COUNT:
	case SHAPE_CLOCK:
	case SHAPE_WRONG: break;
	}
	return "too vague to be a date";
}
