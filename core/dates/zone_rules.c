#include "dates/zone_rules.h"
#include "base/array.h"
#include "base/text.h"
#include "dates/civil.h"
#include "dates/rule.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ONSETS_MOST = 600 };

/* When an offset begins: once, or each year from then on. Times are wall-clock, by the offset before. */
typedef struct onset {
	int64_t local; /* the first */
	int from, to;  /* seconds east of UTC before and after */
	bool yearly;
	int month, monthday, weekday; /* of the yearly ones: weekday on or after monthday, … */
	int nth;                      /* … or the nth of its month, -1 the last; 0: see monthday */
	int64_t until;                /* the last instant at which it may begin */
} onset;

struct dtl_zone_rules {
	dtl_text id, location;
	onset *onsets;
	size_t count, cap;
};

/* ---- Looking up ---- */

static int64_t time_of_day(int64_t t)
{
	return dtl_floor_mod(t, DTL_DAY);
}

/* The onset in that year, as an instant. */
static int64_t in_year(const onset *o, int64_t year)
{
	int last = dtl_days_in_month(year, o->month);
	int64_t day;
	if (!o->weekday) {
		day = dtl_days_from_civil(year, o->month, o->monthday < last ? o->monthday : last);
	} else if (o->nth < 0) {
		day = dtl_days_from_civil(year, o->month, last);
		day -= dtl_floor_mod(dtl_weekday(day) - o->weekday, 7) + 7 * (-o->nth - 1);
	} else {
		day = dtl_days_from_civil(year, o->month, o->nth ? 1 : o->monthday);
		day += dtl_floor_mod(o->weekday - dtl_weekday(day), 7) + 7 * (o->nth ? o->nth - 1 : 0);
	}
	return day * DTL_DAY + time_of_day(o->local) - o->from;
}

/* The last time that it began at or before `utc`; DTL_TIME_MIN: it never had. */
static int64_t last_onset(const onset *o, int64_t utc)
{
	int64_t first = o->local - o->from, year;
	int month, day;
	if (utc < first)
		return DTL_TIME_MIN;
	if (!o->yearly)
		return first;
	dtl_civil_from_days(dtl_day_of((utc < o->until ? utc : o->until) + DTL_DAY), &year, &month, &day);
	for (int i = 0; i < 3; i++, year--) {
		int64_t at = in_year(o, year);
		if (at <= utc && at <= o->until)
			return at > first ? at : first;
	}
	return first;
}

int dtl_zone_rules_offset(const dtl_zone_rules *z, int64_t utc)
{
	const onset *best = NULL, *earliest = &z->onsets[0];
	int64_t best_at = DTL_TIME_MIN;
	for (size_t i = 0; i < z->count; i++) {
		const onset *o = &z->onsets[i];
		int64_t at = last_onset(o, utc);
		if (at != DTL_TIME_MIN && (!best || at > best_at)) {
			best = o;
			best_at = at;
		}
		if (o->local - o->from < earliest->local - earliest->from)
			earliest = o;
	}
	return best ? best->to : earliest->from;
}

int64_t dtl_zone_rules_to_utc(const dtl_zone_rules *z, int64_t local)
{
	int before = dtl_zone_rules_offset(z, local - DTL_DAY),
	    after = dtl_zone_rules_offset(z, local + DTL_DAY);
	int first = before > after ? before : after, second = before > after ? after : before;
	if (dtl_zone_rules_offset(z, local - first) == first)
		return local - first;
	if (dtl_zone_rules_offset(z, local - second) == second)
		return local - second;
	return local - dtl_zone_rules_offset(z, local - after); /* in a gap */
}

const char *dtl_zone_rules_id(const dtl_zone_rules *z)
{
	return dtl_text_str(&z->id);
}

const char *dtl_zone_rules_location(const dtl_zone_rules *z)
{
	return z->location.len ? dtl_text_str(&z->location) : NULL;
}

/* ---- Reading ---- */

typedef struct reader {
	dtl_zone_rules *zone;
	dtl_error *err;
	bool in_zone, in_onset, ended;
	onset now; /* the STANDARD or DAYLIGHT at hand */
	bool has_start, has_from, has_to;
	size_t first; /* its first RDATE in zone->onsets */
	bool ruled;
	int64_t counted; /* its COUNT */
} reader;

typedef struct line {
	const char *name, *value;
	size_t name_len, value_len;
} line;

static bool is(const line *l, const char *name)
{
	return strlen(name) == l->name_len && strncasecmp(l->name, name, l->name_len) == 0;
}

static bool value_is(const line *l, const char *value)
{
	return strlen(value) == l->value_len && strncasecmp(l->value, value, l->value_len) == 0;
}

static dtl_status refuse(reader *r, const char *why)
{
	return dtl_fail(r->err, DTL_E_ARGUMENT, "time zone '%.60s': %s", dtl_text_str(&r->zone->id), why);
}

static bool number(const char *s, size_t count, int *out)
{
	*out = 0;
	for (size_t i = 0; i < count; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*out = *out * 10 + (s[i] - '0');
	}
	return true;
}

/* "+0100", "-073020" */
static bool read_offset(const line *l, int *out)
{
	int hours, minutes, seconds = 0;
	const char *s = l->value;
	if ((l->value_len != 5 && l->value_len != 7) || (s[0] != '+' && s[0] != '-'))
		return false;
	if (!number(s + 1, 2, &hours) || !number(s + 3, 2, &minutes) ||
	    (l->value_len == 7 && !number(s + 5, 2, &seconds)))
		return false;
	*out = (hours * 60 + minutes) * 60 + seconds;
	if (s[0] == '-')
		*out = -*out;
	return hours < 24 && minutes < 60 && seconds < 60;
}

/* "19701025T030000", perhaps with a Z, which is *utc; or a day alone. */
static bool read_time(const char *s, size_t len, int64_t *out, bool *utc)
{
	int year, month, day, hour = 0, minute = 0, second = 0;
	*utc = len == 16 && s[15] == 'Z';
	if (len != 8 && len != 15 && !*utc)
		return false;
	if (!number(s, 4, &year) || !number(s + 4, 2, &month) || !number(s + 6, 2, &day))
		return false;
	if (len > 8 && (s[8] != 'T' || !number(s + 9, 2, &hour) || !number(s + 11, 2, &minute) ||
			   !number(s + 13, 2, &second)))
		return false;
	if (month < 1 || month > 12 || day < 1 || day > dtl_days_in_month(year, month) || hour > 24 ||
	    minute > 59 || second > 60)
		return false;
	*out = dtl_day_start(year, month, day) + hour * 3600 + minute * 60 + second;
	return true;
}

static dtl_status add(reader *r, const onset *o)
{
	dtl_zone_rules *z = r->zone;
	if (z->count >= ONSETS_MOST)
		return refuse(r, "has too many onsets");
	onset *room = dtl_array_room(z->onsets, &z->cap, z->count, sizeof(*room));
	if (!room)
		return dtl_fail_memory(r->err);
	z->onsets = room;
	z->onsets[z->count++] = *o;
	return DTL_OK;
}

/* Each RDATE is an onset of its own; its offsets are filled in at the end. */
static dtl_status read_dates(reader *r, const line *l)
{
	const char *at = l->value, *end = l->value + l->value_len;
	dtl_status status = DTL_OK;
	while (status == DTL_OK && at < end) {
		const char *stop = memchr(at, ',', (size_t)(end - at));
		stop = stop ? stop : end;
		const char *slash = memchr(at, '/', (size_t)(stop - at));
		onset o = { 0 };
		bool utc;
		if (!read_time(at, (size_t)((slash ? slash : stop) - at), &o.local, &utc))
			return refuse(r, "has an RDATE that is no time");
		o.yearly = utc; /* until its offset is known */
		status = add(r, &o);
		at = stop < end ? stop + 1 : end;
	}
	return status;
}

static int lowest(const uint64_t *bits)
{
	for (int i = 0; i < 64; i++)
		if (bits[0] >> i & 1)
			return i;
	return 0;
}

static int how_many(const uint64_t *bits)
{
	int count = 0;
	for (uint64_t left = bits[0]; left; left &= left - 1)
		count++;
	return count;
}

/* The weekday of a yearly rule: "the last Sunday", or "the first Sunday on or after the 8th". */
static bool take_weekday(onset *o, const dtl_rule *rule)
{
	int days = how_many(rule->monthday.plus);
	for (int i = 1; i <= 7; i++) {
		const dtl_by *nth = &rule->nth[i];
		if (!nth->any)
			continue;
		if (o->weekday || how_many(nth->plus) + how_many(nth->minus) != 1 || rule->monthday.any)
			return false;
		o->weekday = i;
		o->nth = nth->plus[0] ? lowest(nth->plus) : -lowest(nth->minus);
		if (o->nth > 5 || o->nth < -5)
			return false;
	}
	if (!rule->weekday.any)
		return true;
	if (o->weekday || how_many(rule->weekday.plus) != 1 || days != 7 || rule->monthday.minus[0])
		return false;
	o->weekday = lowest(rule->weekday.plus);
	return true;
}

static dtl_status read_rule(reader *r, const line *l)
{
	dtl_rule rule;
	onset *o = &r->now;
	dtl_status status = dtl_rule_read(&rule, l->value, l->value_len, r->err);
	if (status != DTL_OK)
		return dtl_fail_in(r->err, "time zone '%.60s'", dtl_text_str(&r->zone->id));
	bool plain = rule.freq == DTL_YEARLY && rule.interval == 1 && !rule.foreign && !rule.setpos.any &&
		     !rule.yearday.any && !rule.weekno.any && !r->ruled && how_many(rule.month.plus) <= 1;
	if (!plain || !take_weekday(o, &rule))
		return refuse(r, "has a rule that is not yearly on one day");
	o->yearly = r->ruled = true;
	o->month = rule.month.any ? lowest(rule.month.plus) : 0;
	o->monthday = rule.monthday.any ? lowest(rule.monthday.plus) : 0;
	if (!o->weekday && rule.monthday.any && (how_many(rule.monthday.plus) != 1 || rule.monthday.minus[0]))
		return refuse(r, "has a rule that is not yearly on one day");
	o->until = rule.has_until ? rule.until : DTL_TIME_MAX;
	if (rule.has_until && !rule.until_utc)
		o->until += DTL_DAY; /* by the wall clock: no two onsets are that near */
	r->counted = rule.count;
	return DTL_OK;
}

static dtl_status end_onset(reader *r)
{
	onset *o = &r->now;
	int64_t year;
	int month, day;
	if (!r->has_start || !r->has_from || !r->has_to)
		return refuse(r, "lacks a DTSTART, TZOFFSETFROM or TZOFFSETTO");
	dtl_civil_from_days(dtl_day_of(o->local), &year, &month, &day);
	o->month = o->month ? o->month : month;
	o->monthday = o->monthday ? o->monthday : day;
	if (r->counted) /* until the end of its last year */
		o->until = dtl_day_start(year + r->counted, 1, 1) - 1;
	for (size_t i = r->first; i < r->zone->count; i++) {
		onset *date = &r->zone->onsets[i];
		date->local += date->yearly ? o->from : 0;
		date->yearly = false;
		date->from = o->from;
		date->to = o->to;
	}
	r->in_onset = false;
	return add(r, o);
}

static void begin_onset(reader *r)
{
	r->now = (onset){ .until = DTL_TIME_MAX };
	r->counted = 0;
	r->has_start = r->has_from = r->has_to = r->ruled = false;
	r->in_onset = true;
	r->first = r->zone->count;
}

static dtl_status read_in_onset(reader *r, const line *l)
{
	bool utc;
	if (is(l, "DTSTART")) {
		r->has_start = read_time(l->value, l->value_len, &r->now.local, &utc);
		return r->has_start ? DTL_OK : refuse(r, "has a DTSTART that is no time");
	}
	if (is(l, "TZOFFSETFROM"))
		r->has_from = read_offset(l, &r->now.from);
	else if (is(l, "TZOFFSETTO"))
		r->has_to = read_offset(l, &r->now.to);
	else if (is(l, "RDATE"))
		return read_dates(r, l);
	else if (is(l, "RRULE"))
		return read_rule(r, l);
	else if (is(l, "END"))
		return end_onset(r);
	return DTL_OK;
}

static dtl_status read_line(reader *r, const line *l)
{
	if (!r->in_zone) {
		r->in_zone = is(l, "BEGIN") && value_is(l, "VTIMEZONE");
		return r->in_zone ? DTL_OK : refuse(r, "is no VTIMEZONE");
	}
	if (r->in_onset)
		return read_in_onset(r, l);
	if (is(l, "BEGIN") && (value_is(l, "STANDARD") || value_is(l, "DAYLIGHT")))
		begin_onset(r);
	else if (is(l, "END") && value_is(l, "VTIMEZONE"))
		r->ended = true;
	else if (is(l, "TZID"))
		dtl_text_add_len(&r->zone->id, l->value, l->value_len);
	else if (is(l, "X-LIC-LOCATION"))
		dtl_text_add_len(&r->zone->location, l->value, l->value_len);
	return DTL_OK;
}

static dtl_status read_lines(reader *r, const char *text)
{
	dtl_status status = DTL_OK;
	while (status == DTL_OK && *text && !r->ended) {
		size_t len = strcspn(text, "\n");
		size_t name = strcspn(text, ":;\n");
		const char *colon = memchr(text, ':', len);
		line l = { text, colon ? colon + 1 : text + len, name,
			colon ? (size_t)(text + len - colon - 1) : 0 };
		while (l.value_len && l.value[l.value_len - 1] == ' ')
			l.value_len--;
		if (name < len)
			status = read_line(r, &l);
		text += len + (text[len] == '\n');
	}
	if (status == DTL_OK && (!r->ended || !r->zone->count))
		status = refuse(r, "has no STANDARD or DAYLIGHT");
	return status;
}

dtl_status dtl_zone_rules_read(dtl_zone_rules **out, const char *text, dtl_error *err)
{
	*out = calloc(1, sizeof(**out));
	if (!*out)
		return dtl_fail_memory(err);
	reader r = { .zone = *out, .err = err };
	dtl_status status = read_lines(&r, text);
	if (status == DTL_OK && ((*out)->id.failed || (*out)->location.failed))
		status = dtl_fail_memory(err);
	if (status == DTL_OK)
		return DTL_OK;
	dtl_zone_rules_free(*out);
	*out = NULL;
	return status;
}

void dtl_zone_rules_free(dtl_zone_rules *z)
{
	if (!z)
		return;
	dtl_text_free(&z->id);
	dtl_text_free(&z->location);
	free(z->onsets);
	free(z);
}
