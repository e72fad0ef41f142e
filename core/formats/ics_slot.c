#include "formats/ics_slot.h"
#include "formats/ics_line.h"
#include <stdio.h>

enum { HOUR = 3600 };

/* A date with the questions that decide its slot. */
typedef struct look {
	const dtl_date *date;
	dtl_bounds b;
	bool no_start, no_end; /* open or unknown */
	bool fuzzy;            /* not one day (or second) to begin on and one to end on */
	bool one_of;
} look;

static bool wider_than_day(int64_t lo, int64_t hi)
{
	return lo == DTL_TIME_MIN || hi == DTL_TIME_MAX || hi - lo > DTL_DAY;
}

static look look_at(const dtl_date *d)
{
	look l = { .date = d, .b = d->bounds };
	l.no_start = d->start_open || d->start_unknown;
	l.no_end = d->end_open || d->end_unknown;
	l.one_of = d->kind == DTL_DATE_ONE_OF;
	l.fuzzy = l.one_of || d->kind == DTL_DATE_ALL_OF ||
		  (!l.no_start && wider_than_day(l.b.start_lo, l.b.start_hi)) ||
		  (!l.no_end && wider_than_day(l.b.end_lo, l.b.end_hi));
	return l;
}

/* The stretch that the slot is cut from; false when nothing bounds it. */
static bool stretch(const look *l, int64_t *lo, int64_t *hi)
{
	if (l->no_start && l->no_end)
		return false;
	*lo = l->b.start_lo;
	*hi = l->b.end_hi;
	if (l->no_start && l->one_of) /* on or before B: the last day */
		*lo = l->b.end_hi == DTL_TIME_MAX ? DTL_TIME_MIN : l->b.end_hi - DTL_DAY;
	else if (l->no_start)
		*lo = l->b.end_lo;
	else if (l->no_end && l->one_of) /* on or after A: the first */
		*hi = l->b.start_lo == DTL_TIME_MIN ? DTL_TIME_MAX : l->b.start_lo + DTL_DAY;
	else if (l->no_end)
		*hi = l->b.start_hi;
	return *lo != DTL_TIME_MIN && *hi != DTL_TIME_MAX;
}

/* An interval with two ends is shown whole however long it is; a window is not. */
static bool too_wide(const look *l, int64_t lo, int64_t hi)
{
	bool whole = l->date->kind == DTL_DATE_INTERVAL && !l->no_start && !l->no_end;
	return !whole && hi - lo > (int64_t)DTL_ICS_SPAN_MAX * DTL_DAY;
}

static bool is_second(int64_t lo, int64_t hi)
{
	return hi - lo == 1;
}

static bool on_midnight(int64_t t)
{
	return dtl_day_of(t) * DTL_DAY == t;
}

/* Times are kept as times only where every known end is one: a calendar mixes days and instants in no event. */
static bool is_timed(const look *l, int64_t lo, int64_t hi)
{
	if (!l->date->has_time)
		return false;
	if (l->one_of || l->date->kind == DTL_DATE_ALL_OF)
		return !(on_midnight(lo) && on_midnight(hi));
	return (l->no_start || is_second(l->b.start_lo, l->b.start_hi)) &&
	       (l->no_end || is_second(l->b.end_lo, l->b.end_hi));
}

/* The last second of a stretch is the instant at which it ends; what has no length is shown as an hour. */
static void time_slot(dtl_ics_slot *out, int64_t lo, int64_t hi)
{
	out->start = lo;
	out->end = hi - 1 > lo ? hi - 1 : lo + HOUR;
}

static void day_slot(dtl_ics_slot *out, int64_t lo, int64_t hi)
{
	out->start = dtl_day_of(lo) * DTL_DAY;
	out->end = (dtl_day_of(hi - 1) + 1) * DTL_DAY;
}

static void add_prefix(dtl_ics_slot *out, const look *l, const char *edtf, const char *tz)
{
	char words[DTL_WORDS_MAX];
	const char *plain = "";
	if (l->fuzzy) {
		dtl_date_people(words, sizeof(words), edtf, tz, NULL);
		snprintf(out->prefix, sizeof(out->prefix), "[%s] ", words);
		return;
	}
	if (l->no_start)
		plain = "until ";
	else if (l->no_end)
		plain = "from ";
	else if (l->date->approximate)
		plain = "c. ";
	else if (l->date->uncertain)
		plain = "? ";
	snprintf(out->prefix, sizeof(out->prefix), "%s", plain);
}

bool dtl_ics_slot_of(dtl_ics_slot *out, const char *edtf, const dtl_date *date, const char *tz)
{
	int64_t lo, hi;
	look l = look_at(date);
	if (!stretch(&l, &lo, &hi) || !dtl_ics_time_fits(lo))
		return false;
	bool wide = too_wide(&l, lo, hi);
	*out = (dtl_ics_slot){ .timed = !wide && is_timed(&l, lo, hi), .local = date->local };
	if (out->timed)
		time_slot(out, lo, hi);
	else
		day_slot(out, lo, wide ? lo + 1 : hi);
	out->tentative = l.fuzzy || l.no_start || date->approximate || date->uncertain;
	add_prefix(out, &l, edtf, tz);
	return dtl_ics_time_fits(out->start) && dtl_ics_time_fits(out->end);
}
