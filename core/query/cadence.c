/* From a cadence to windows: months and weeks by own arithmetic, days by libical. */
#include "query/cadence.h"
#include "dates/civil.h"
#include "dates/out.h"
#include "query/recurrence.h"
#include <stdlib.h>
#include <string.h>

enum { LAST_YEAR = 9999 };

static bool is(const char *s, size_t len, const char *what)
{
	return strlen(what) == len && memcmp(s, what, len) == 0;
}

static void take_freq(dtl_cadence *r, const char *value, size_t len)
{
	static const struct {
		const char *name;
		dtl_cadence_unit unit;
	} names[] = {
		{ "DAILY", DTL_CADENCE_DAY },
		{ "WEEKLY", DTL_CADENCE_WEEK },
		{ "MONTHLY", DTL_CADENCE_MONTH },
		{ "YEARLY", DTL_CADENCE_YEAR },
	};
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (is(value, len, names[i].name))
			r->unit = names[i].unit;
}

static void take_months(dtl_cadence *r, const char *value, size_t len)
{
	const char *end = value + len;
	while (value < end) {
		char *behind = NULL;
		long month = strtol(value, &behind, 10);
		if (month >= 1 && month <= 12)
			r->months |= 1U << month;
		value = behind > value ? behind + 1 : end;
	}
}

static void take_until(dtl_cadence *r, const char *value, size_t len)
{
	int digits = 0;
	for (size_t i = 0; i < 8; i++) {
		if (i >= len || value[i] < '0' || value[i] > '9')
			return;
		digits = digits * 10 + (value[i] - '0');
	}
	int year = digits / 10000, month = digits / 100 % 100, day = digits % 100;
	r->has_until = true;
	r->until = dtl_days_from_civil(year, month < 1 ? 1 : month > 12 ? 12 : month, day < 1 ? 1 : day);
}

static void take_part(dtl_cadence *r, const char *name, size_t name_len, const char *value, size_t len)
{
	if (is(name, name_len, "FREQ"))
		take_freq(r, value, len);
	else if (is(name, name_len, "INTERVAL"))
		r->interval = strtol(value, NULL, 10);
	else if (is(name, name_len, "COUNT"))
		r->count = strtol(value, NULL, 10);
	else if (is(name, name_len, "BYMONTH"))
		take_months(r, value, len);
	else if (is(name, name_len, "UNTIL"))
		take_until(r, value, len);
	else if (is(name, name_len, "WKST"))
		r->sunday = is(value, len, "SU");
	else if (is(name, name_len, "BYDAY") || is(name, name_len, "BYMONTHDAY") ||
		 is(name, name_len, "BYYEARDAY"))
		r->days = true;
	else if (is(name, name_len, "BYWEEKNO") || is(name, name_len, "BYSETPOS"))
		r->unsaid_days = true;
}

/* Hours, minutes and seconds say nothing of days. */
dtl_cadence dtl_cadence_read(const char *text)
{
	dtl_cadence r = { .text = text, .unit = DTL_CADENCE_DAY, .interval = 1 };
	const char *end = text + strlen(text);
	for (const char *next; text < end; text = next) {
		const char *stop = memchr(text, ';', (size_t)(end - text));
		next = stop ? stop + 1 : end;
		size_t len = (size_t)((stop ? stop : end) - text);
		const char *sign = memchr(text, '=', len);
		if (sign)
			take_part(&r, text, (size_t)(sign - text), sign + 1, len - (size_t)(sign - text) - 1);
	}
	r.unsaid_days = r.unsaid_days && !r.days;
	r.days = r.days || r.unsaid_days;
	if (r.interval < 1)
		r.interval = 1;
	return r;
}

/* ---- units of time, numbered ---- */

/* Day 0 is a Thursday: four days before it a Sunday, three a Monday. */
static int64_t unit_of(const dtl_cadence *r, int64_t day)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	switch (r->unit) {
	case DTL_CADENCE_DAY: return day;
	case DTL_CADENCE_WEEK: return dtl_floor_div(day + (r->sunday ? 4 : 3), 7);
	case DTL_CADENCE_MONTH: return year * 12 + month - 1;
	case DTL_CADENCE_YEAR: break;
	}
	return year;
}

static int64_t week_begins(const dtl_cadence *r, int64_t week)
{
	return week * 7 - (r->sunday ? 4 : 3);
}

/* ---- windows ---- */

typedef struct collection {
	dtl_slot *slots;
	size_t count;
	const dtl_cadence *rule;
	int64_t from, to; /* seconds */
	int64_t left;     /* of COUNT; negative: without end */
	int64_t last;     /* day: windows end no later */
	bool over;        /* UNTIL or COUNT ended it */
} collection;

/* Room for the window of the days [first, end), if it counts and meets the time that is asked for. */
static dtl_slot *put(collection *c, int64_t first, int64_t end)
{
	int64_t lo = first * DTL_DAY, hi = end * DTL_DAY;
	if (c->over || c->count >= DTL_SLOTS_MOST || end > c->last)
		return NULL;
	if (c->left == 0 || (c->rule->has_until && first > c->rule->until)) {
		c->over = true;
		return NULL;
	}
	c->left -= c->left > 0 ? 1 : 0;
	if (lo >= c->to || hi <= c->from)
		return NULL;
	dtl_slot *slot = &c->slots[c->count++];
	slot->bounds = (dtl_bounds){ lo, hi, lo, hi };
	slot->filled = false;
	return slot;
}

static dtl_out edtf_of(dtl_slot *slot)
{
	return dtl_out_to(slot->edtf, sizeof(slot->edtf));
}

static void print_month(dtl_out *out, int64_t year, int month)
{
	dtl_out_int(out, year, 4);
	dtl_out_char(out, '-');
	dtl_out_int(out, month, 2);
}

static void print_day(dtl_out *out, int64_t day)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	print_month(out, year, month);
	dtl_out_char(out, '-');
	dtl_out_int(out, date, 2);
}

static bool has_month(const dtl_cadence *r, int month)
{
	return !r->months || (r->months & 1U << month);
}

static void put_month(collection *c, int64_t year, int month)
{
	if (!has_month(c->rule, month))
		return;
	int64_t first = dtl_days_from_civil(year, month, 1);
	dtl_slot *slot = put(c, first, first + dtl_days_in_month(year, month));
	if (!slot)
		return;
	dtl_out out = edtf_of(slot);
	print_month(&out, year, month);
	dtl_out_end(&out);
}

static void put_year(collection *c, int64_t year)
{
	for (int month = 1; c->rule->months && month <= 12; month++)
		put_month(c, year, month);
	if (c->rule->months)
		return;
	dtl_slot *slot = put(c, dtl_days_from_civil(year, 1, 1), dtl_days_from_civil(year + 1, 1, 1));
	if (!slot)
		return;
	dtl_out out = edtf_of(slot);
	dtl_out_int(&out, year, 4);
	dtl_out_end(&out);
}

/* Some one of so many days. */
static void put_days(collection *c, int64_t first, int64_t last)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(first, &year, &month, &date);
	dtl_slot *slot = has_month(c->rule, month) ? put(c, first, last + 1) : NULL;
	if (!slot)
		return;
	dtl_out out = edtf_of(slot);
	if (first < last)
		dtl_out_char(&out, '[');
	print_day(&out, first);
	if (first < last) {
		dtl_out_text(&out, "..");
		print_day(&out, last);
		dtl_out_char(&out, ']');
	}
	dtl_out_end(&out);
}

static void put_unit(collection *c, int64_t index)
{
	int64_t week = week_begins(c->rule, index);
	switch (c->rule->unit) {
	case DTL_CADENCE_DAY: put_days(c, index, index); break;
	case DTL_CADENCE_WEEK: put_days(c, week, week + 6); break;
	case DTL_CADENCE_MONTH:
		put_month(c, dtl_floor_div(index, 12), (int)(index - dtl_floor_div(index, 12) * 12) + 1);
		break;
	case DTL_CADENCE_YEAR: put_year(c, index); break;
	}
}

/* With COUNT they are counted from the first; without, what lies before is passed over. */
static void collect_units(collection *c, const int64_t *first)
{
	const dtl_cadence *r = c->rule;
	int64_t at = unit_of(r, dtl_day_of(c->from)), end = unit_of(r, dtl_day_of(c->to - 1));
	if (first && (r->count || r->interval > 1)) {
		int64_t begin = unit_of(r, *first);
		int64_t steps = r->count || at < begin ? 0 : (at - begin) / r->interval;
		at = begin + steps * r->interval;
	}
	for (; at <= end && !c->over && c->count < DTL_SLOTS_MOST; at += r->interval)
		put_unit(c, at);
}

static dtl_status collect_days(collection *c, const int64_t *first, dtl_error *err)
{
	int64_t days[DTL_SLOTS_MOST], year, start = 0;
	int month, date;
	dtl_civil_from_days(dtl_day_of(c->from), &year, &month, &date);
	start = first ? *first : dtl_days_from_civil(year - 1, 1, 1);
	dtl_status status = dtl_recurrence_days(days, DTL_SLOTS_MOST, &c->count, c->rule->text, start,
	    dtl_day_of(c->from), dtl_day_of(c->to - 1) + 1, err);
	for (size_t i = 0; i < c->count; i++) {
		int64_t lo = days[i] * DTL_DAY, hi = lo + DTL_DAY;
		dtl_slot *slot = &c->slots[i];
		slot->bounds = (dtl_bounds){ lo, hi, lo, hi };
		slot->filled = false;
		dtl_out out = edtf_of(slot);
		print_day(&out, days[i]);
		dtl_out_end(&out);
	}
	return status;
}

bool dtl_cadence_counts(const dtl_cadence *r)
{
	return r->interval > 1 || r->count || r->unsaid_days;
}

dtl_status dtl_cadence_slots(dtl_slot *slots, size_t *count, const dtl_cadence *r, const int64_t *first,
    int64_t from, int64_t to, dtl_error *err)
{
	int64_t begin = dtl_days_from_civil(1, 1, 1), end = dtl_days_from_civil(LAST_YEAR, 12, 31);
	collection c = { .slots = slots,
		.rule = r,
		.from = from,
		.to = to,
		.left = r->count ? r->count : -1,
		.last = end + 1 };
	bool needs_first = dtl_cadence_counts(r);
	dtl_status status = DTL_OK;
	*count = 0;
	if (from < begin * DTL_DAY || to > end * DTL_DAY || from >= to || (needs_first && !first))
		return DTL_OK;
	if (r->days)
		status = collect_days(&c, needs_first ? first : NULL, err);
	else
		collect_units(&c, first);
	*count = c.count;
	return status;
}
