/*
 * A VTIMEZONE of an IANA zone with what its years need: the onsets are found by
 * asking for offsets, those that come back each year are told as a rule.
 */
#include "base/array.h"
#include "dates/zone_rules.h"
#include "formats/ics_book.h"
#include <stdio.h>
#include <stdlib.h>

enum { LAST_YEAR = 2037, AHEAD = 4, STEP = 7 * DTL_DAY, RUN_LEAST = 3 };

typedef struct onset {
	int64_t at, local; /* UTC, and by the clock that is put on or back */
	int from, to;
	int64_t year;
	int month, weekday; /* 0 is Monday */
	bool nth[6];        /* is it the first … fourth such day of its month; [5]: the last */
	bool told;
} onset;

typedef struct onsets {
	onset *items;
	size_t count, cap;
	const char *iana;
	bool failed;
} onsets;

static int offset_at(const onsets *o, int64_t utc)
{
	int offset = 0;
	return dtl_zone_offset(&offset, utc, o->iana, NULL) == DTL_OK ? offset : 0;
}

static void add(onsets *o, int64_t at, int from, int to)
{
	onset *room = dtl_array_room(o->items, &o->cap, o->count, sizeof(*room));
	int day;
	if (!room) {
		o->failed = true;
		return;
	}
	o->items = room;
	onset *n = &room[o->count++];
	*n = (onset){ .at = at, .local = at + from, .from = from, .to = to };
	dtl_civil_from_days(dtl_day_of(n->local), &n->year, &n->month, &day);
	n->weekday = dtl_weekday(dtl_day_of(n->local)) - 1;
	if (day <= 28)
		n->nth[(day - 1) / 7 + 1] = true;
	n->nth[5] = day + 7 > dtl_days_in_month(n->year, n->month);
}

/* The second in (lo, hi] from which on the offset is another one. */
static int64_t find_onset(const onsets *o, int64_t lo, int64_t hi, int from)
{
	while (hi - lo > 1) {
		int64_t middle = lo + (hi - lo) / 2;
		if (offset_at(o, middle) == from)
			lo = middle;
		else
			hi = middle;
	}
	return hi;
}

static void collect(onsets *o, int64_t from, int64_t to)
{
	int before = offset_at(o, from);
	for (int64_t t = from; t < to; t += STEP) {
		int after = offset_at(o, t + STEP);
		if (after == before)
			continue;
		add(o, find_onset(o, t, t + STEP, before), before, after);
		before = after;
	}
}

static bool goes_on(const onset *a, const onset *b, int64_t years)
{
	return !b->told && b->year == a->year + years && b->month == a->month && b->weekday == a->weekday &&
	       b->from == a->from && b->to == a->to &&
	       a->local - dtl_day_of(a->local) * DTL_DAY == b->local - dtl_day_of(b->local) * DTL_DAY;
}

/* How many years in a row it comes back on the nth such day; *last: the final one. */
static size_t run_of(const onsets *o, size_t first, int nth, size_t *last)
{
	size_t count = 1;
	*last = first;
	for (size_t i = first + 1; o->items[first].nth[nth] && i < o->count; i++)
		if (goes_on(&o->items[first], &o->items[i], (int64_t)count) && o->items[i].nth[nth]) {
			count++;
			*last = i;
		}
	return count;
}

static void tell_run(onsets *o, size_t first, int nth, size_t count)
{
	for (size_t i = first, told = 0; i < o->count && told < count; i++)
		if (goes_on(&o->items[first], &o->items[i], (int64_t)told) && o->items[i].nth[nth]) {
			o->items[i].told = true;
			told++;
		}
}

static void add_offset(dtl_ics_writer *w, const char *name, int offset)
{
	char buf[16];
	int size = offset < 0 ? -offset : offset;
	if (size % 60)
		snprintf(buf, sizeof(buf), "%c%02d%02d%02d", offset < 0 ? '-' : '+', size / 3600 % 100,
		    size / 60 % 60, size % 60);
	else
		snprintf(buf, sizeof(buf), "%c%02d%02d", offset < 0 ? '-' : '+', size / 3600 % 100,
		    size / 60 % 60);
	dtl_ics_raw(w, name, buf);
}

/* `dates`: others of the same kind, or empty. */
static void write_onset(dtl_ics_writer *w, const onset *n, const char *rule, const dtl_text *dates)
{
	const char *kind = n->to > n->from ? "DAYLIGHT" : "STANDARD";
	char buf[DTL_ICS_TIME];
	dtl_ics_raw(w, "BEGIN", kind);
	dtl_ics_date_time(buf, n->local, true);
	dtl_ics_raw(w, "DTSTART", buf);
	add_offset(w, "TZOFFSETFROM", n->from);
	add_offset(w, "TZOFFSETTO", n->to);
	dtl_ics_raw(w, "RRULE", rule);
	if (dates && dates->len)
		dtl_ics_raw(w, "RDATE", dtl_text_str(dates));
	dtl_ics_raw(w, "END", kind);
}

static void write_run(
    dtl_ics_writer *w, const onset *first, int nth, const onset *last, bool goes_on_for_ever)
{
	static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	char rule[96], until[DTL_ICS_TIME];
	dtl_ics_date_time(until, last->at, false);
	snprintf(rule, sizeof(rule), "FREQ=YEARLY;%s%s%sBYMONTH=%d;BYDAY=%d%s",
	    goes_on_for_ever ? "" : "UNTIL=", goes_on_for_ever ? "" : until, goes_on_for_ever ? "" : ";",
	    first->month, nth == 5 ? -1 : nth, days[first->weekday]);
	write_onset(w, first, rule, NULL);
}

/* Those that no rule tells of: one after the other, alike ones together. */
static void write_rest(dtl_ics_writer *w, onsets *o, size_t first)
{
	dtl_text dates = DTL_TEXT_INIT;
	char buf[DTL_ICS_TIME];
	const onset *n = &o->items[first];
	for (size_t i = first + 1; i < o->count; i++) {
		if (o->items[i].told || o->items[i].from != n->from || o->items[i].to != n->to)
			continue;
		dtl_ics_date_time(buf, o->items[i].local, true);
		dtl_text_addf(&dates, "%s%s", dates.len ? "," : "", buf);
		o->items[i].told = true;
	}
	write_onset(w, n, NULL, &dates);
	o->failed = o->failed || dates.failed;
	dtl_text_free(&dates);
}

static void write_all(dtl_ics_writer *w, onsets *o, int64_t last_year)
{
	for (size_t i = 0; i < o->count; i++) {
		size_t best = 0, best_last = i, last;
		int best_nth = 0;
		for (int nth = 5; nth >= 1 && !o->items[i].told; nth--) {
			size_t count = run_of(o, i, nth, &last);
			if (count < RUN_LEAST || count <= best)
				continue;
			best = count;
			best_nth = nth;
			best_last = last;
		}
		if (!best)
			continue;
		tell_run(o, i, best_nth, best);
		write_run(
		    w, &o->items[i], best_nth, &o->items[best_last], o->items[best_last].year >= last_year);
	}
	for (size_t i = 0; i < o->count; i++) {
		if (o->items[i].told)
			continue;
		o->items[i].told = true;
		write_rest(w, o, i);
	}
}

/* What holds before the first onset; nothing, where an onset of the year before tells. */
static void write_first(dtl_ics_writer *w, const onsets *o, int64_t year)
{
	int64_t begin = dtl_days_from_civil(year - 1, 1, 1) * DTL_DAY;
	int64_t next = dtl_days_from_civil(year, 1, 1) * DTL_DAY - DTL_DAY;
	if (o->count && o->items[0].at < next)
		return;
	int offset = offset_at(o, begin);
	onset n = { .at = begin - offset, .local = begin, .from = offset, .to = offset };
	write_onset(w, &n, NULL, NULL);
}

void dtl_ics_zone_write(dtl_ics_writer *w, const char *tzid, const char *iana, int64_t year)
{
	onsets o = { .iana = iana };
	year = year < 2 ? 2 : year > 9990 ? 9990 : year;
	int64_t last = year + AHEAD > LAST_YEAR ? year + AHEAD : LAST_YEAR;
	collect(
	    &o, dtl_days_from_civil(year - 1, 1, 1) * DTL_DAY, dtl_days_from_civil(last + 1, 1, 1) * DTL_DAY);
	dtl_ics_raw(w, "BEGIN", "VTIMEZONE");
	dtl_ics_text(w, "TZID", tzid);
	write_first(w, &o, year);
	write_all(w, &o, last);
	dtl_ics_raw(w, "END", "VTIMEZONE");
	w->out->failed |= o.failed;
	free(o.items);
}
