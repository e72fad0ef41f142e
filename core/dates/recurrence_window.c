/* The set algebra: rules and dates make candidates, exceptions and edits change them. */
#include "base/array.h"
#include "dates/civil.h"
#include "dates/recurrence_parts.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct times {
	int64_t *items;
	size_t count, cap;
	bool many, failed;
} times;

typedef struct window {
	const dtl_recurrence *r;
	int64_t from, to;    /* asked for, as bounds */
	int64_t first, last; /* candidates, by the wall clock */
	times found, except;
	dtl_occurrence *out;
	size_t count, cap;
	bool cancelled, many, failed;
} window;

static int compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_time(const void *a, const void *b)
{
	return compare(*(const int64_t *)a, *(const int64_t *)b);
}

static void add(times *t, int64_t value)
{
	if (t->count >= DTL_OCCURRENCES_MOST) {
		t->many = true;
		return;
	}
	int64_t *room = dtl_array_room(t->items, &t->cap, t->count, sizeof(*room));
	if (!room) {
		t->failed = true;
		return;
	}
	t->items = room;
	room[t->count++] = value;
}

static int64_t plus(int64_t a, int64_t b)
{
	if (a == DTL_TIME_MIN || a == DTL_TIME_MAX)
		return a;
	if (b > 0 && a > DTL_TIME_MAX - b)
		return DTL_TIME_MAX;
	return b < 0 && a < DTL_TIME_MIN - b ? DTL_TIME_MIN : a + b;
}

/* What a rule gives between the first and the last candidate. */
static dtl_status run(window *w, const dtl_rule *rule, times *out, dtl_error *err)
{
	const dtl_recurrence *r = w->r;
	dtl_rule_walk walk;
	int64_t t;
	dtl_status status = dtl_rule_walk_open(
	    &walk, rule, r->start, r->day, dtl_recurrence_until(r, rule), w->first, w->last, err);
	if (status != DTL_OK)
		return status;
	while (!out->many && !out->failed && dtl_rule_walk_next(&walk, &t))
		if (t >= w->first)
			add(out, t);
	dtl_rule_walk_close(&walk);
	return DTL_OK;
}

static dtl_status run_all(window *w, dtl_error *err)
{
	const dtl_recurrence *r = w->r;
	dtl_status status = DTL_OK;
	if (r->start >= w->first && r->start <= w->last)
		add(&w->found, r->start);
	for (size_t i = 0; status == DTL_OK && i < r->rules.count; i++)
		status = run(w, &r->rules.items[i], &w->found, err);
	for (size_t i = 0; status == DTL_OK && i < r->exrules.count; i++)
		status = run(w, &r->exrules.items[i], &w->except, err);
	for (size_t i = 0; i < r->rdates.count; i++)
		if (r->rdates.items[i].start >= w->first && r->rdates.items[i].start <= w->last)
			add(&w->found, r->rdates.items[i].start);
	if (w->found.count > 1)
		qsort(w->found.items, w->found.count, sizeof(int64_t), by_time);
	if (w->except.count > 1)
		qsort(w->except.items, w->except.count, sizeof(int64_t), by_time);
	return status;
}

static bool is_excepted(const window *w, int64_t t)
{
	const dtl_dates *dates = &w->r->exdates;
	if (w->except.count && bsearch(&t, w->except.items, w->except.count, sizeof(int64_t), by_time))
		return true;
	for (size_t i = 0; i < dates->count; i++)
		if (dates->items[i].day ? dtl_day_of(dates->items[i].start) == dtl_day_of(t)
					: dates->items[i].start == t)
			return true;
	return false;
}

/* The edit of exactly this one, or NULL; *future: of an earlier one that goes on. */
static const dtl_instance *edit_of(const dtl_recurrence *r, int64_t t, const dtl_instance **future)
{
	const dtl_instance *own = NULL;
	*future = NULL;
	for (size_t i = 0; i < r->instance_count; i++) {
		const dtl_instance *e = &r->instances[i];
		if (e->day ? dtl_day_of(e->original) == dtl_day_of(t) : e->original == t)
			own = e;
		else if (e->future && e->original < t)
			*future = e;
	}
	return own;
}

/* How long the one at `t` lasts by the wall clock. */
static int64_t length_of(const dtl_recurrence *r, int64_t t)
{
	for (size_t i = 0; i < r->rdates.count; i++)
		if (r->rdates.items[i].start == t && r->rdates.items[i].length >= 0)
			return r->rdates.items[i].length;
	return r->length;
}

static void hand_out(window *w, const dtl_occurrence *o)
{
	if (o->start >= w->to || o->end <= w->from || (o->cancelled && !w->cancelled))
		return;
	if (w->count >= DTL_OCCURRENCES_MOST) {
		w->many = true;
		return;
	}
	dtl_occurrence *room = dtl_array_room(w->out, &w->cap, w->count, sizeof(*room));
	if (!room) {
		w->failed = true;
		return;
	}
	w->out = room;
	room[w->count++] = *o;
}

/* Bounds by the wall clock into those of an event: days float, the second at which a time ends counts. */
static void set_bounds(const dtl_recurrence *r, dtl_occurrence *o, int64_t start, int64_t length)
{
	o->start = r->day ? start : dtl_recurrence_to_utc(r, start);
	o->end = r->day        ? start + length
		 : length == 0 ? o->start + 1
			       : dtl_recurrence_to_utc(r, start + length) + 1;
	if (o->end <= o->start)
		o->end = o->start + 1;
}

static void hand_out_candidate(window *w, int64_t t)
{
	const dtl_instance *future;
	dtl_occurrence o = { .original = t, .edit = { NULL, 0 } };
	/* One that has an edit of its own comes with the edits: it may have been moved here from far away. */
	if (edit_of(w->r, t, &future))
		return;
	int64_t length = length_of(w->r, t);
	if (future) {
		o.edit = future->value;
		o.cancelled = future->cancelled;
		length = future->length >= 0 ? future->length : length;
	}
	set_bounds(w->r, &o, t + (future ? future->shift : 0), length);
	hand_out(w, &o);
}

static void hand_out_edit(window *w, const dtl_instance *e)
{
	dtl_occurrence o = { e->start, e->end, e->original, e->id, e->value, e->cancelled };
	if (!e->dated)
		set_bounds(w->r, &o, e->original + (e->day ? dtl_floor_mod(w->r->start, DTL_DAY) : 0),
		    length_of(w->r, e->original));
	hand_out(w, &o);
}

static int by_start(const void *a, const void *b)
{
	const dtl_occurrence *one = a, *other = b;
	int order = compare(one->start, other->start);
	return order ? order : compare(one->original, other->original);
}

/* The candidates reach as far as lengths, zones and shifts may carry them into the window. */
static void widen(window *w)
{
	const dtl_recurrence *r = w->r;
	int64_t longest = r->length, shift = 0, back = 0;
	for (size_t i = 0; i < r->rdates.count; i++)
		longest = r->rdates.items[i].length > longest ? r->rdates.items[i].length : longest;
	for (size_t i = 0; i < r->instance_count; i++) {
		const dtl_instance *e = &r->instances[i];
		if (!e->future)
			continue;
		longest = e->length > longest ? e->length : longest;
		shift = e->shift > shift ? e->shift : shift;
		back = e->shift < back ? e->shift : back;
	}
	w->first = plus(w->from, -longest - 2 * DTL_DAY - shift);
	w->last = plus(w->to, 2 * DTL_DAY - back);
}

dtl_status dtl_recurrence_window(const dtl_recurrence *r, int64_t from, int64_t to, bool with_cancelled,
    dtl_occurrence **out, size_t *count, bool *many, dtl_error *err)
{
	window w = { .r = r, .from = from, .to = to, .cancelled = with_cancelled };
	widen(&w);
	dtl_status status = run_all(&w, err);
	for (size_t i = 0; status == DTL_OK && i < w.found.count; i++)
		if ((i == 0 || w.found.items[i] != w.found.items[i - 1]) &&
		    !is_excepted(&w, w.found.items[i]))
			hand_out_candidate(&w, w.found.items[i]);
	for (size_t i = 0; status == DTL_OK && i < r->instance_count; i++)
		hand_out_edit(&w, &r->instances[i]);
	if (status == DTL_OK && (w.failed || w.found.failed || w.except.failed))
		status = dtl_fail_memory(err);
	if (w.count > 1)
		qsort(w.out, w.count, sizeof(*w.out), by_start);
	*out = w.out;
	*count = w.count;
	*many = w.many || w.found.many || w.except.many;
	if (status != DTL_OK) {
		free(w.out);
		*out = NULL;
		*count = 0;
	}
	free(w.found.items);
	free(w.except.items);
	return status;
}

/* ---- As EDTF ---- */

/* A wall-clock time of the event as EDTF writes it: with Z, an offset where the zone has no name, or as it stands. */
static void print_time(const dtl_recurrence *r, char *buf, size_t size, int64_t local)
{
	char wall[32];
	dtl_wall_print(wall, local, r->day);
	if (r->zone && !r->day) {
		int64_t utc = dtl_recurrence_to_utc(r, local), offset = local - utc;
		if (offset % 60 != 0) { /* of a time before standard time */
			dtl_time_print(buf, size, utc);
			return;
		}
		int64_t minutes = (offset < 0 ? -offset : offset) / 60;
		snprintf(buf, size, "%s%c%02d:%02d", wall, offset < 0 ? '-' : '+', (int)(minutes / 60),
		    (int)(minutes % 60));
	} else {
		snprintf(buf, size, "%s%s", wall, r->utc && !r->day ? "Z" : "");
	}
}

static void print_span(const dtl_recurrence *r, char *buf, size_t size, int64_t start, int64_t length)
{
	char first[48], last[48];
	print_time(r, first, sizeof(first), start);
	print_time(r, last, sizeof(last), start + length - (r->day ? DTL_DAY : 0));
	if (strcmp(first, last) == 0)
		snprintf(buf, size, "%s", first);
	else
		snprintf(buf, size, "%s/%s", first, last);
}

void dtl_occurrence_edtf(
    const dtl_recurrence *r, const dtl_occurrence *o, char *buf, size_t size, const char **tz)
{
	const dtl_instance *future, *own = edit_of(r, o->original, &future);
	*tz = r->day || r->zone ? NULL : r->tz;
	if (!o->instance || !own || !own->dated) {
		const dtl_instance *edit = own ? NULL : future;
		int64_t length = edit && edit->length >= 0 ? edit->length : length_of(r, o->original);
		print_span(r, buf, size, o->original + (edit ? edit->shift : 0), length);
		return;
	}
	snprintf(buf, size, "%s", own->edtf);
	*tz = own->tz;
}

/* The last that a rule gives; false: it goes on for ever, or for longer than anybody counts. */
static bool last_of(const dtl_recurrence *r, const dtl_rule *rule, int64_t *last)
{
	enum { STEPS = 100000 };
	dtl_rule_walk walk;
	int64_t t, steps = 0, until = dtl_recurrence_until(r, rule);
	if (!rule->count && !rule->has_until)
		return false;
	/* Without a COUNT the end of a long rule is looked for at its end. */
	int64_t from = rule->count ? r->start : until - 3 * 366 * DTL_DAY;
	if (dtl_rule_walk_open(&walk, rule, r->start, r->day, until, from, DTL_TIME_MAX, NULL) != DTL_OK)
		return true;
	while (steps++ < STEPS && dtl_rule_walk_next(&walk, &t))
		*last = t > *last ? t : *last;
	dtl_rule_walk_close(&walk);
	if (steps > STEPS && !rule->has_until)
		return false;
	if (steps > STEPS)
		*last = until > *last ? until : *last;
	return true;
}

dtl_status dtl_recurrence_span(
    const dtl_recurrence *r, char *buf, size_t size, const char **tz, dtl_error *err)
{
	int64_t last = r->start, length = r->length, to;
	char first[48], end[48];
	bool ends = true;
	dtl_occurrence *all = NULL;
	size_t count = 0;
	bool many = false;
	for (size_t i = 0; i < r->rules.count; i++)
		ends = last_of(r, &r->rules.items[i], &last) && ends;
	for (size_t i = 0; i < r->rdates.count; i++)
		last = r->rdates.items[i].start > last ? r->rdates.items[i].start : last;
	to = plus(last, length + 367 * DTL_DAY);
	*tz = r->day || r->zone ? NULL : r->tz;
	dtl_status status = DTL_OK;
	if (ends)
		status = dtl_recurrence_window(r, DTL_TIME_MIN, to, false, &all, &count, &many, err);
	if (status != DTL_OK)
		return status;
	int64_t start = r->start, finish = last + length;
	if (ends && !many && count) {
		start = DTL_TIME_MAX;
		finish = DTL_TIME_MIN;
		for (size_t i = 0; i < count; i++) {
			int64_t s = r->day ? all[i].start : dtl_recurrence_to_local(r, all[i].start);
			int64_t e = r->day ? all[i].end : dtl_recurrence_to_local(r, all[i].end - 1);
			start = s < start ? s : start;
			finish = e > finish ? e : finish;
		}
	}
	free(all);
	print_time(r, first, sizeof(first), start);
	print_time(r, end, sizeof(end), finish - (r->day ? DTL_DAY : 0));
	if (!ends)
		snprintf(buf, size, "%s/..", first);
	else if (strcmp(first, end) == 0)
		snprintf(buf, size, "%s", first);
	else
		snprintf(buf, size, "%s/%s", first, end);
	return DTL_OK;
}
