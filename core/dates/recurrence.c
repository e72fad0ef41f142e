#include "dates/recurrence.h"
#include "base/array.h"
#include "dates/civil.h"
#include "dates/recurrence_parts.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Times ---- */

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

bool dtl_wall_read(const char *s, size_t len, int64_t *seconds, bool *utc, bool *day)
{
	int year, month, monthday, hour = 0, minute = 0, second = 0;
	*utc = len == 20 && s[19] == 'Z';
	*day = len == 10;
	if (!*day && len != 19 && !*utc)
		return false;
	if (!number(s, 4, &year) || s[4] != '-' || !number(s + 5, 2, &month) || s[7] != '-' ||
	    !number(s + 8, 2, &monthday))
		return false;
	if (!*day && (s[10] != 'T' || !number(s + 11, 2, &hour) || s[13] != ':' ||
			 !number(s + 14, 2, &minute) || s[16] != ':' || !number(s + 17, 2, &second)))
		return false;
	if (month < 1 || month > 12 || monthday < 1 || monthday > dtl_days_in_month(year, month) ||
	    hour > 23 || minute > 59 || second > 59)
		return false;
	*seconds = dtl_day_start(year, month, monthday) + hour * 3600 + minute * 60 + second;
	return true;
}

void dtl_wall_print(char buf[32], int64_t seconds, bool day)
{
	dtl_time_print(buf, 32, seconds);
	buf[strcspn(buf, day ? "T" : "Z")] = '\0';
}

int64_t dtl_recurrence_to_utc(const dtl_recurrence *r, int64_t local)
{
	int64_t utc = local;
	if (r->zone)
		return dtl_zone_rules_to_utc(r->zone, local);
	if (r->tz && !r->day && dtl_zone_to_utc(&utc, local, r->tz, NULL) != DTL_OK)
		utc = local;
	return utc;
}

int64_t dtl_recurrence_to_local(const dtl_recurrence *r, int64_t utc)
{
	int offset = 0;
	if (r->zone)
		return utc + dtl_zone_rules_offset(r->zone, utc);
	if (r->tz && !r->day && dtl_zone_offset(&offset, utc, r->tz, NULL) != DTL_OK)
		offset = 0;
	return utc + offset;
}

int64_t dtl_recurrence_until(const dtl_recurrence *r, const dtl_rule *rule)
{
	if (!rule->has_until)
		return DTL_TIME_MAX;
	if (r->day)
		return dtl_day_of(rule->until) * DTL_DAY;
	return rule->until_utc ? dtl_recurrence_to_local(r, rule->until) : rule->until;
}

/* ---- Reading ---- */

/* A string without escapes, as all of ours are; false: it is none. */
static bool plain(dtl_slice value, dtl_slice *out)
{
	if (!dtl_json_is_string(value) || value.len < 2)
		return false;
	*out = (dtl_slice){ value.data + 1, value.len - 2 };
	return true;
}

static char *text_of(dtl_recurrence *r, dtl_slice value)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_json_unescape(value, &text);
	char *copy =
	    dtl_text_failed(&text) ? NULL : dtl_arena_text_len(&r->arena, dtl_text_str(&text), text.len);
	dtl_text_free(&text);
	return copy;
}

/* A time as the event's wall clock shows it. */
static bool read_time(const dtl_recurrence *r, dtl_slice s, int64_t *out, bool *day)
{
	bool utc;
	if (!dtl_wall_read(s.data, s.len, out, &utc, day))
		return false;
	if (utc)
		*out = dtl_recurrence_to_local(r, *out);
	if (r->day)
		*out = dtl_day_of(*out) * DTL_DAY;
	return true;
}

static dtl_status read_zone(dtl_recurrence *r, dtl_slice object, dtl_error *err)
{
	dtl_slice value;
	if (dtl_json_get(object, "zone", &value) && dtl_json_is_string(value)) {
		const char *text = text_of(r, value);
		return text ? dtl_zone_rules_read(&r->zone, text, err) : dtl_fail_memory(err);
	}
	if (!dtl_json_get(object, "tz", &value) || !dtl_json_is_string(value))
		return DTL_OK;
	r->tz = text_of(r, value);
	if (!r->tz)
		return dtl_fail_memory(err);
	return dtl_zone_known(r->tz) ? DTL_OK
				     : dtl_fail(err, DTL_E_ARGUMENT, "no such time zone: '%s'", r->tz);
}

static dtl_status read_start(dtl_recurrence *r, dtl_slice object, dtl_error *err)
{
	dtl_slice value, s;
	bool utc, day;
	int64_t end;
	if (!dtl_json_get(object, "start", &value) || !plain(value, &s) ||
	    !dtl_wall_read(s.data, s.len, &r->start, &r->utc, &r->day))
		return dtl_fail(err, DTL_E_ARGUMENT, "a recurrence without a start");
	r->length = r->day ? DTL_DAY : 0;
	if (!dtl_json_get(object, "end", &value) || !plain(value, &s) ||
	    !dtl_wall_read(s.data, s.len, &end, &utc, &day) || day != r->day || end < r->start)
		return DTL_OK;
	r->length = end - r->start + (day ? DTL_DAY : 0);
	r->ended = true;
	return DTL_OK;
}

static dtl_status read_rules(dtl_rules *out, dtl_slice object, const char *name, dtl_error *err)
{
	dtl_slice list, key, value, s;
	dtl_status status = DTL_OK;
	if (!dtl_json_get(object, name, &list))
		return DTL_OK;
	dtl_json_walk w = dtl_json_open(list);
	while (status == DTL_OK && dtl_json_next(&w, &key, &value)) {
		dtl_rule *room = dtl_array_room(out->items, &out->cap, out->count, sizeof(*room));
		if (!room)
			return dtl_fail_memory(err);
		out->items = room;
		if (!plain(value, &s))
			return dtl_fail(err, DTL_E_ARGUMENT, "a recurrence rule that is no string");
		status = dtl_rule_read(&room[out->count++], s.data, s.len, err);
	}
	return status;
}

static dtl_status read_dates(
    dtl_recurrence *r, dtl_dates *out, dtl_slice object, const char *name, dtl_error *err)
{
	dtl_slice list, key, value, s;
	if (!dtl_json_get(object, name, &list))
		return DTL_OK;
	dtl_json_walk w = dtl_json_open(list);
	while (dtl_json_next(&w, &key, &value)) {
		dtl_extra_date date = { .length = -1 };
		int64_t end;
		bool day;
		if (!plain(value, &s))
			continue;
		const char *slash = memchr(s.data, '/', s.len);
		dtl_slice first = { s.data, slash ? (size_t)(slash - s.data) : s.len };
		if (!read_time(r, first, &date.start, &day))
			continue;
		date.day = day && !r->day;
		if (slash &&
		    read_time(
			r, (dtl_slice){ slash + 1, (size_t)(s.data + s.len - slash - 1) }, &end, &day) &&
		    end >= date.start)
			date.length = end - date.start + (r->day ? DTL_DAY : 0);
		dtl_extra_date *room = dtl_array_room(out->items, &out->cap, out->count, sizeof(*room));
		if (!room)
			return dtl_fail_memory(err);
		out->items = room;
		room[out->count++] = date;
	}
	return DTL_OK;
}

static bool is_string(dtl_slice object, const char *key, const char *text)
{
	dtl_slice value, s;
	return dtl_json_get(object, key, &value) && plain(value, &s) && dtl_slice_is(s, text);
}

/* When an instance takes place instead. */
static dtl_status read_own_date(dtl_recurrence *r, dtl_instance *i, dtl_error *err)
{
	dtl_slice value;
	dtl_date date;
	if (!dtl_json_get(i->value, "edtf", &value) || !dtl_json_is_string(value))
		return DTL_OK;
	const char *edtf = text_of(r, value), *tz = NULL;
	if (dtl_json_get(i->value, "tz", &value) && dtl_json_is_string(value))
		tz = text_of(r, value);
	if (!edtf)
		return dtl_fail_memory(err);
	if (dtl_date_parse(&date, edtf, tz, NULL) != DTL_OK || date.bounds.start_lo == DTL_TIME_MIN ||
	    date.bounds.end_hi == DTL_TIME_MAX)
		return DTL_OK;
	i->dated = true;
	i->edtf = edtf;
	i->tz = tz;
	i->start = date.bounds.start_lo;
	i->end = date.bounds.end_hi;
	bool day = date.precision == DTL_PRECISION_DAY && !date.has_time;
	int64_t from = day ? i->start : dtl_recurrence_to_local(r, i->start);
	i->shift = from - i->original;
	i->length = day == r->day ? i->end - i->start - (day ? 0 : 1) : -1;
	return DTL_OK;
}

static dtl_status read_instance(dtl_recurrence *r, dtl_slice key, dtl_slice value, dtl_error *err)
{
	dtl_instance i = { .value = value, .length = -1 };
	dtl_slice original, s;
	dtl_text id = DTL_TEXT_INIT;
	dtl_json_unescape_key(key, &id);
	i.id = dtl_arena_text_len(&r->arena, dtl_text_str(&id), id.len);
	dtl_text_free(&id);
	dtl_instance *room = dtl_array_room(r->instances, &r->instance_cap, r->instance_count, sizeof(*room));
	if (!room || !i.id)
		return dtl_fail_memory(err);
	r->instances = room;
	s = (dtl_slice){ i.id, strcspn(i.id, "[") };
	if (dtl_json_get(value, "original", &original))
		plain(original, &s);
	if (!dtl_json_is_object(value) || !read_time(r, s, &i.original, &i.day))
		return DTL_OK;
	i.day = i.day && !r->day;
	i.future = is_string(value, "range", "thisandfuture");
	i.cancelled = is_string(value, "status", "cancelled");
	room[r->instance_count++] = i;
	return read_own_date(r, &room[r->instance_count - 1], err);
}

static int by_original(const void *a, const void *b)
{
	const dtl_instance *one = a, *other = b;
	return (one->original > other->original) - (one->original < other->original);
}

static dtl_status read_instances(dtl_recurrence *r, dtl_slice instances, dtl_error *err)
{
	dtl_slice key, value;
	dtl_status status = DTL_OK;
	if (!instances.data)
		return DTL_OK;
	dtl_json_walk w = dtl_json_open(instances);
	while (status == DTL_OK && dtl_json_next(&w, &key, &value))
		status = read_instance(r, key, value, err);
	if (r->instance_count > 1)
		qsort(r->instances, r->instance_count, sizeof(*r->instances), by_original);
	return status;
}

static dtl_status read_all(dtl_recurrence *r, dtl_slice object, dtl_slice instances, dtl_error *err)
{
	dtl_status status = read_zone(r, object, err);
	if (status == DTL_OK)
		status = read_start(r, object, err);
	if (status == DTL_OK)
		status = read_rules(&r->rules, object, "rrule", err);
	if (status == DTL_OK)
		status = read_rules(&r->exrules, object, "exrule", err);
	if (status == DTL_OK)
		status = read_dates(r, &r->rdates, object, "rdate", err);
	if (status == DTL_OK)
		status = read_dates(r, &r->exdates, object, "exdate", err);
	return status == DTL_OK ? read_instances(r, instances, err) : status;
}

dtl_status dtl_recurrence_read(
    dtl_recurrence **out, dtl_slice recurrence, dtl_slice instances, dtl_error *err)
{
	*out = calloc(1, sizeof(**out));
	if (!*out)
		return dtl_fail_memory(err);
	dtl_status status = read_all(*out, recurrence, instances, err);
	if (status == DTL_OK)
		return DTL_OK;
	dtl_recurrence_free(*out);
	*out = NULL;
	return status;
}

void dtl_recurrence_free(dtl_recurrence *r)
{
	if (!r)
		return;
	dtl_zone_rules_free(r->zone);
	free(r->rules.items);
	free(r->exrules.items);
	free(r->rdates.items);
	free(r->exdates.items);
	free(r->instances);
	dtl_arena_free(&r->arena);
	free(r);
}
