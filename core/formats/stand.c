#include "formats/stand.h"
#include <stdio.h>
#include <string.h>

/* A window of time in which something begins, or ends. */
typedef struct window {
	int64_t lo, hi;
	bool known;
} window;

static window window_of(int64_t lo, int64_t hi)
{
	return (window){ lo, hi, lo > DTL_TIME_MIN && hi < DTL_TIME_MAX };
}

/* Of [..B] and [A..] only the last or the first day is known, and not that it is the one. */
static bool stand_at_edge(dtl_stand *out, const dtl_bounds *b)
{
	if (b->start_lo > DTL_TIME_MIN) {
		out->lo = b->start_lo;
		out->hi = b->start_lo + DTL_DAY;
		return true;
	}
	out->hi = b->end_hi;
	out->lo = b->end_hi < DTL_TIME_MAX ? b->end_hi - DTL_DAY : 0;
	return b->end_hi < DTL_TIME_MAX;
}

static bool is_exact(const window *w)
{
	return w->known && w->hi - w->lo <= DTL_DAY;
}

/* From the latest start to the earliest end; what is exact to the day counts from its beginning, to its end. */
static void find_certain(dtl_stand *out, const window *start, const window *end)
{
	bool first = is_exact(start), last = is_exact(end);
	out->from = first ? start->lo : start->hi;
	out->to = last ? end->hi : end->lo;
	if (first && out->to < start->hi)
		out->to = start->hi;
	if (last && out->from > end->lo)
		out->from = end->lo;
	out->certain = out->from < out->to;
}

/* Are only some days between the first and the last meant? */
static bool has_gaps(const dtl_date *d)
{
	return d->kind == DTL_DATE_ALL_OF && d->bounds.end_lo > d->bounds.start_hi;
}

bool dtl_stand_of(dtl_stand *out, const dtl_event *e)
{
	const dtl_bounds *b = &e->date.bounds;
	window start = window_of(b->start_lo, b->start_hi), end = window_of(b->end_lo, b->end_hi);
	*out = (dtl_stand){ .timed = e->date.has_time };
	if (!e->edtf)
		return false;
	out->open_start = !start.known && b->start_lo == DTL_TIME_MIN;
	out->open_end = !end.known && b->end_hi == DTL_TIME_MAX;
	if (!start.known && !end.known)
		return stand_at_edge(out, b);
	bool vague = !start.known || e->state == DTL_STATE_PROJECTED || e->date.approximate ||
		     e->date.uncertain || has_gaps(&e->date) || (e->recurrence && !e->occurrence);
	out->exact = start.known && end.known;
	start = start.known ? start : end;
	end = end.known ? end : start;
	out->lo = start.lo;
	out->hi = end.hi;
	if (!vague)
		find_certain(out, &start, &end);
	out->exact = out->exact && out->certain && out->from == out->lo && out->to == out->hi;
	return true;
}

const char *dtl_stand_certainty(const dtl_stand *s)
{
	return !s ? "undated" : s->exact ? "definite" : "possible";
}

bool dtl_stand_fits_js(const dtl_stand *s)
{
	return s->lo >= dtl_days_from_civil(-271820, 1, 1) * DTL_DAY &&
	       s->hi <= dtl_days_from_civil(275760, 1, 1) * DTL_DAY;
}

bool dtl_stand_fits_iso(const dtl_stand *s)
{
	return s->lo >= dtl_days_from_civil(0, 1, 1) * DTL_DAY &&
	       s->hi <= dtl_days_from_civil(10000, 1, 1) * DTL_DAY;
}

void dtl_stand_print_js(char buf[40], int64_t t)
{
	int64_t year, days = dtl_day_of(t);
	int month, day, second = (int)(t - days * DTL_DAY);
	dtl_civil_from_days(days, &year, &month, &day);
	/* More than four digits only with a sign, and then six. */
	int len = snprintf(buf, 40, year >= 0 && year <= 9999 ? "%04lld" : "%+07lld", (long long)year);
	snprintf(buf + len, 40 - (size_t)len, "-%02d-%02dT%02d:%02d:%02dZ", month, day, second / 3600,
	    second / 60 % 60, second % 60);
}
