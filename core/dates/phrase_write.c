/* Settled values → EDTF. */
#include "dates/civil.h"
#include "dates/phrase_value.h"

typedef enum fineness { DAYS, MONTHS, YEARS } fineness;

static void print_date(dtl_out *out, int64_t day, fineness f)
{
	int64_t year;
	int month;
	int dom;

	dtl_civil_from_days(day, &year, &month, &dom);
	dtl_out_int(out, year, 4);
	if (f == YEARS)
		return;
	dtl_out_char(out, '-');
	dtl_out_int(out, month, 2);
	if (f == MONTHS)
		return;
	dtl_out_char(out, '-');
	dtl_out_int(out, dom, 2);
}

void dtl_print_day(dtl_out *out, int64_t day)
{
	print_date(out, day, DAYS);
}

void dtl_print_window(dtl_out *out, int64_t lo, int64_t hi)
{
	if (lo == hi) {
		dtl_print_day(out, lo);
		return;
	}
	dtl_out_char(out, '[');
	if (lo != DTL_TIME_MIN)
		dtl_print_day(out, lo);
	dtl_out_text(out, "..");
	if (hi != DTL_TIME_MAX)
		dtl_print_day(out, hi);
	dtl_out_char(out, ']');
}

static void print_approx(dtl_out *out, const dtl_value *v)
{
	if (v->approx)
		dtl_out_char(out, '~');
}

static void print_clock(dtl_out *out, const dtl_value *v)
{
	int offset = v->offset < 0 ? -v->offset : v->offset;

	dtl_out_char(out, 'T');
	dtl_out_int(out, v->clock / 3600, 2);
	dtl_out_char(out, ':');
	dtl_out_int(out, v->clock / 60 % 60, 2);
	dtl_out_char(out, ':');
	dtl_out_int(out, v->clock % 60, 2);
	if (!v->has_offset)
		return;
	if (v->offset == 0) {
		dtl_out_char(out, 'Z');
		return;
	}
	dtl_out_char(out, v->offset < 0 ? '-' : '+');
	dtl_out_int(out, offset / 60, 2);
	dtl_out_char(out, ':');
	dtl_out_int(out, offset % 60, 2);
}

/* A value that EDTF writes as one date: how finely. */
static bool is_one_date(const dtl_value *v, fineness *f)
{
	*f = v->shape == SHAPE_YEAR ? YEARS : v->shape == SHAPE_MONTH ? MONTHS : DAYS;
	return v->shape == SHAPE_YEAR || v->shape == SHAPE_MONTH || v->shape == SHAPE_DAY;
}

static bool is_whole_years(const dtl_value *v)
{
	int64_t y1;
	int64_t y2;
	int m1;
	int m2;
	int d;

	dtl_civil_from_days(v->lo, &y1, &m1, &d);
	dtl_civil_from_days(v->hi, &y2, &m2, &d);
	return m1 == 1 && m2 == 12 && y2 > y1;
}

static bool is_in_months(const dtl_value *v)
{
	return v->shape == SHAPE_MONTHS || v->shape == SHAPE_QUARTER || v->shape == SHAPE_HALF ||
	       v->shape == SHAPE_SEASON || v->shape == SHAPE_DECADE || v->shape == SHAPE_CENTURY;
}

static fineness window_fineness(const dtl_value *v)
{
	if (!is_in_months(v))
		return DAYS;
	return is_whole_years(v) ? YEARS : MONTHS;
}

static void print_value_window(dtl_out *out, const dtl_value *v)
{
	fineness f = window_fineness(v);

	if (v->lo == v->hi && v->shape != SHAPE_BEFORE && v->shape != SHAPE_AFTER) {
		dtl_print_day(out, v->lo);
		print_approx(out, v);
		return;
	}
	dtl_out_char(out, '[');
	if (v->shape != SHAPE_BEFORE) {
		print_date(out, v->lo, f);
		print_approx(out, v);
	}
	dtl_out_text(out, "..");
	if (v->shape != SHAPE_AFTER) {
		print_date(out, v->hi, f);
		print_approx(out, v);
	}
	dtl_out_char(out, ']');
}

/* Quarters, halves and seasons: the number after the year. */
static int grouping(const dtl_value *v)
{
	if (v->shape == SHAPE_QUARTER)
		return 32 + v->number;
	if (v->shape == SHAPE_HALF)
		return 39 + v->number;
	return v->shape == SHAPE_SEASON ? 21 + v->number : 0;
}

static void print_x(dtl_out *out, const dtl_value *v, int digits)
{
	int64_t year;
	int month;
	int dom;

	dtl_civil_from_days(v->lo, &year, &month, &dom);
	dtl_out_int(out, digits == 1 ? year / 10 : year / 100, 4 - digits);
	dtl_out_text(out, digits == 1 ? "X" : "XX");
	print_approx(out, v);
}

void dtl_value_print(dtl_out *out, const dtl_value *v)
{
	fineness f;

	if (is_one_date(v, &f)) {
		print_date(out, v->lo, f);
		if (v->clock != NO_CLOCK)
			print_clock(out, v);
		else
			print_approx(out, v);
	} else if (v->shape == SHAPE_DECADE || v->shape == SHAPE_CENTURY) {
		print_x(out, v, v->shape == SHAPE_DECADE ? 1 : 2);
	} else if (grouping(v) != 0 && !v->approx) { /* EDTF lets nobody qualify a season */
		print_date(out, v->lo, YEARS);
		dtl_out_char(out, '-');
		dtl_out_int(out, grouping(v), 2);
	} else {
		print_value_window(out, v);
	}
}

void dtl_value_print_edge(dtl_out *out, const dtl_value *v, bool end)
{
	fineness f;

	if (is_one_date(v, &f)) {
		dtl_value_print(out, v);
		return;
	}
	if (v->shape == SHAPE_DECADE || v->shape == SHAPE_CENTURY) {
		print_x(out, v, v->shape == SHAPE_DECADE ? 1 : 2);
		return;
	}
	/* a window's edge is no sharper than the words were */
	print_date(out, end ? v->hi : v->lo, window_fineness(v));
	if (v->approx || v->shape == SHAPE_WINDOW)
		dtl_out_char(out, '~');
}
