/* From a cadence to windows: months and weeks by own arithmetic, days by libical. */
#include "query/cadence.h"
#include "query/recurrence.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum unit { DAY, WEEK, MONTH, YEAR, UNITS } unit;
enum { LAST_YEAR = 9999 };

typedef struct rule {
	unit unit;
	int64_t interval, count; /* count 0: none */
	unsigned months;         /* bit 1 January …; 0: all */
	bool has_until;
	int64_t until;    /* day */
	bool sunday;      /* weeks begin on it */
	bool days;        /* it says which days */
	bool unsaid_days; /* and cannot do so without a first one */
} rule;

static bool is(const char *s, size_t len, const char *what)
{
	return strlen(what) == len && memcmp(s, what, len) == 0;
}

static void take_freq(rule *r, const char *value, size_t len)
{
	static const char *const names[UNITS] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };
	for (int i = 0; i < UNITS; i++)
		if (is(value, len, names[i]))
			r->unit = (unit)i;
}

static void take_months(rule *r, const char *value, size_t len)
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

static void take_until(rule *r, const char *value, size_t len)
{
	int year = 0, month = 0, day = 0;
	if (len < 8 || sscanf(value, "%4d%2d%2d", &year, &month, &day) != 3)
		return;
	r->has_until = true;
	r->until = dtl_days_from_civil(year, month < 1 ? 1 : month > 12 ? 12 : month, day < 1 ? 1 : day);
}

static void take_part(rule *r, const char *name, size_t name_len, const char *value, size_t len)
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

/* Hours, minutes and seconds say nothing of days. Its form was checked when it was written. */
static rule read_rule(const char *text)
{
	rule r = { .unit = DAY, .interval = 1 };
	while (*text) {
		size_t len = strcspn(text, ";"), name = strcspn(text, "=;");
		if (name < len)
			take_part(&r, text, name, text + name + 1, len - name - 1);
		text += len + (text[len] ? 1 : 0);
	}
	r.unsaid_days = r.unsaid_days && !r.days;
	r.days = r.days || r.unsaid_days;
	if (r.interval < 1)
		r.interval = 1;
	return r;
}

/* ---- units of time, numbered ---- */

static int64_t floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0 ? 1 : 0);
}

/* Day 0 is a Thursday: four days before it a Sunday, three a Monday. */
static int64_t unit_of(const rule *r, int64_t day)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	switch (r->unit) {
	case DAY: return day;
	case WEEK: return floor_divide(day + (r->sunday ? 4 : 3), 7);
	case MONTH: return year * 12 + month - 1;
	case YEAR:
	case UNITS: break;
	}
	return year;
}

static int64_t week_begins(const rule *r, int64_t week)
{
	return week * 7 - (r->sunday ? 4 : 3);
}

/* ---- windows ---- */

typedef struct collection {
	dtl_slot *slots;
	size_t count;
	const rule *rule;
	int64_t from, to; /* seconds */
	int64_t left;     /* of COUNT; negative: without end */
	bool over;        /* UNTIL or COUNT ended it */
} collection;

/* The window that c->slots[c->count] has in its EDTF counts, if it meets the time that is asked for. */
static void put(collection *c)
{
	dtl_date date;
	dtl_slot *slot = &c->slots[c->count];
	if (c->over || dtl_date_parse(&date, slot->edtf, NULL, NULL) != DTL_OK)
		return;
	if (c->left == 0 || (c->rule->has_until && dtl_day_of(date.bounds.start_lo) > c->rule->until)) {
		c->over = true;
		return;
	}
	c->left -= c->left > 0 ? 1 : 0;
	if (date.bounds.start_lo >= c->to || date.bounds.end_hi <= c->from)
		return;
	slot->bounds = date.bounds;
	slot->filled = false;
	c->count++;
}

static void put_month(collection *c, int64_t year, int month)
{
	if (c->count >= DTL_SLOTS_MOST || (c->rule->months && !(c->rule->months & 1U << month)))
		return;
	snprintf(c->slots[c->count].edtf, sizeof(c->slots[0].edtf), "%04" PRId64 "-%02d", year, month);
	put(c);
}

static void put_year(collection *c, int64_t year)
{
	if (!c->rule->months) {
		snprintf(c->slots[c->count].edtf, sizeof(c->slots[0].edtf), "%04" PRId64, year);
		put(c);
		return;
	}
	for (int month = 1; month <= 12; month++)
		put_month(c, year, month);
}

static void print_day(char *out, size_t size, int64_t day)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	snprintf(out, size, "%04" PRId64 "-%02d-%02d", year, month, date);
}

static void put_days(collection *c, int64_t first, int64_t last)
{
	char a[16], b[16];
	int64_t year;
	int month, date;
	dtl_civil_from_days(first, &year, &month, &date);
	if (c->rule->months && !(c->rule->months & 1U << month))
		return;
	print_day(a, sizeof(a), first);
	print_day(b, sizeof(b), last);
	snprintf(c->slots[c->count].edtf, sizeof(c->slots[0].edtf), first == last ? "%s" : "[%s..%s]", a, b);
	put(c);
}

static void put_unit(collection *c, int64_t index)
{
	int64_t week = week_begins(c->rule, index);
	switch (c->rule->unit) {
	case DAY: put_days(c, index, index); break;
	case WEEK: put_days(c, week, week + 6); break;
	case MONTH:
		put_month(c, floor_divide(index, 12), (int)(index - floor_divide(index, 12) * 12) + 1);
		break;
	case YEAR: put_year(c, index); break;
	case UNITS: break;
	}
}

/* With COUNT they are counted from the first; without, what lies before is passed over. */
static void collect_units(collection *c, const int64_t *first)
{
	const rule *r = c->rule;
	int64_t at = unit_of(r, dtl_day_of(c->from)), end = unit_of(r, dtl_day_of(c->to - 1));
	if (first && (r->count || r->interval > 1)) {
		int64_t begin = unit_of(r, *first);
		int64_t steps = r->count || at < begin ? 0 : (at - begin) / r->interval;
		at = begin + steps * r->interval;
	}
	for (; at <= end && !c->over && c->count < DTL_SLOTS_MOST; at += r->interval)
		put_unit(c, at);
}

static dtl_status collect_days(collection *c, const char *cadence, const int64_t *first, dtl_error *err)
{
	int64_t days[DTL_SLOTS_MOST], year, start = 0;
	int month, date;
	size_t count = 0;
	dtl_civil_from_days(dtl_day_of(c->from), &year, &month, &date);
	start = first ? *first : dtl_days_from_civil(year - 1, 1, 1);
	dtl_status status = dtl_recurrence_days(days, DTL_SLOTS_MOST, &count, cadence, start,
	    dtl_day_of(c->from), dtl_day_of(c->to - 1) + 1, err);
	for (size_t i = 0; i < count; i++) {
		dtl_slot *slot = &c->slots[c->count];
		dtl_date day;
		print_day(slot->edtf, sizeof(slot->edtf), days[i]);
		if (dtl_date_parse(&day, slot->edtf, NULL, NULL) == DTL_OK) {
			slot->bounds = day.bounds;
			slot->filled = false;
			c->count++;
		}
	}
	return status;
}

static bool counts(const rule *r)
{
	return r->interval > 1 || r->count || r->unsaid_days;
}

bool dtl_cadence_counts(const char *cadence)
{
	rule r = read_rule(cadence);
	return counts(&r);
}

dtl_status dtl_cadence_slots(dtl_slot *slots, size_t *count, const char *cadence, const int64_t *first,
    int64_t from, int64_t to, dtl_error *err)
{
	rule r = read_rule(cadence);
	collection c = { .slots = slots, .rule = &r, .from = from, .to = to, .left = r.count ? r.count : -1 };
	int64_t begin = dtl_days_from_civil(1, 1, 1) * DTL_DAY;
	int64_t end = dtl_days_from_civil(LAST_YEAR, 12, 31) * DTL_DAY;
	bool needs_first = counts(&r);
	dtl_status status = DTL_OK;
	*count = 0;
	if (from < begin || to > end || from >= to || (needs_first && !first))
		return DTL_OK;
	if (r.days)
		status = collect_days(&c, cadence, needs_first ? first : NULL, err);
	else
		collect_units(&c, first);
	*count = c.count;
	return status;
}
