#include "dates/bounds.h"

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

bool dtl_bounds_within(const dtl_bounds *inner, const dtl_bounds *outer)
{
	return inner->start_lo >= outer->start_lo && inner->start_hi <= outer->start_hi &&
	       inner->end_lo >= outer->end_lo && inner->end_hi <= outer->end_hi;
}

bool dtl_bounds_equal(const dtl_bounds *a, const dtl_bounds *b)
{
	return a->start_lo == b->start_lo && a->start_hi == b->start_hi && a->end_lo == b->end_lo &&
	       a->end_hi == b->end_hi;
}

static void add_flags(dtl_date *date, const dtl_edtf_end *end, bool start)
{
	if (end->kind == DTL_EDTF_OPEN)
		*(start ? &date->start_open : &date->end_open) = true;
	if (end->kind == DTL_EDTF_UNKNOWN)
		*(start ? &date->start_unknown : &date->end_unknown) = true;
	if (end->kind != DTL_EDTF_DATE)
		return;
	const dtl_edtf_date *d = &end->date;
	unsigned all = (unsigned)d->qualifier[0] | d->qualifier[1] | d->qualifier[2];
	dtl_precision precision = dtl_edtf_precision(d);
	date->uncertain = date->uncertain || (all & DTL_EDTF_UNCERTAIN);
	date->approximate = date->approximate || (all & DTL_EDTF_APPROXIMATE);
	date->has_time = date->has_time || d->has_time;
	date->local = date->local || (d->has_time && d->zone == DTL_EDTF_LOCAL);
	if (precision > date->precision)
		date->precision = precision;
}

/* What has ended cannot begin later, and what begins later has not ended. */
static void interval_bounds(dtl_bounds *b, const dtl_edtf_end *from, const dtl_edtf_end *to)
{
	bool unknown_start = from->kind == DTL_EDTF_UNKNOWN;
	bool unknown_end = to->kind == DTL_EDTF_UNKNOWN;

	b->start_lo = from->lo;
	b->end_hi = to->hi;
	b->start_hi = unknown_start ? to->hi : smaller(from->hi, to->hi);
	b->end_lo = unknown_end ? from->lo : larger(to->lo, from->lo);
}

static void one_of(dtl_bounds *b, int64_t lo, int64_t hi, bool first)
{
	b->start_lo = b->end_lo = first ? lo : smaller(b->start_lo, lo);
	b->start_hi = b->end_hi = first ? hi : larger(b->end_hi, hi);
}

static void all_of(dtl_bounds *b, int64_t lo, int64_t hi, bool first)
{
	b->start_lo = first ? lo : smaller(b->start_lo, lo);
	b->start_hi = first ? hi : smaller(b->start_hi, hi);
	b->end_lo = first ? lo : larger(b->end_lo, lo);
	b->end_hi = first ? hi : larger(b->end_hi, hi);
}

/* An open end is a member that reaches as far as there is time. */
static void add_member(dtl_date *date, const dtl_edtf_item *item)
{
	void (*add)(dtl_bounds *, int64_t, int64_t, bool) = date->kind == DTL_DATE_ONE_OF ? one_of : all_of;

	add(&date->bounds, item->from.lo, item->from.hi, item->index == 0);
	if (item->range)
		add(&date->bounds, item->to.lo, item->to.hi, false);
}

void dtl_date_add_item(void *user, const dtl_edtf_item *item)
{
	dtl_date *date = user;

	date->kind = item->kind;
	date->level = item->level;
	add_flags(date, &item->from, true);
	if (item->range)
		add_flags(date, &item->to, false);
	if (item->kind == DTL_DATE_INTERVAL)
		interval_bounds(&date->bounds, &item->from, &item->to);
	else if (item->kind == DTL_DATE_ONE)
		date->bounds = (dtl_bounds){ item->from.lo, item->from.hi, item->from.lo, item->from.hi };
	else
		add_member(date, item);
}
