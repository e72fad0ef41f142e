/* RRULE, RDATE, EXDATE and edited instances in the shape in which an event keeps them. */
#include "base/error.h"
#include "dates/recurrence.h"
#include "dates/rule.h"
#include "formats/ics_entry.h"
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

enum { DATES_MOST = 20000 };

typedef struct maker {
	cJSON *out;
	const dtl_ics_event *event;
	dtl_ics_context *context;
	dtl_arena *arena;
	dtl_error *err;
	size_t dates;
} maker;

/* The array of that name, made when it is missing. */
static cJSON *list(maker *m, const char *name)
{
	cJSON *found = cJSON_GetObjectItemCaseSensitive(m->out, name);
	return found ? found : cJSON_AddArrayToObject(m->out, name);
}

static bool add(maker *m, const char *name, const char *text)
{
	cJSON *item = cJSON_CreateString(text);
	cJSON *array = list(m, name);
	if (!item || !array || !cJSON_AddItemToArray(array, item)) {
		cJSON_Delete(item);
		return false;
	}
	return true;
}

/* A rule is kept upper case and without blanks. */
static dtl_status add_rule(maker *m, const dtl_ics_prop *p, const char *name)
{
	dtl_rule rule;
	dtl_rule_walk walk;
	dtl_text text = DTL_TEXT_INIT;
	int64_t first;
	for (size_t i = 0; i < p->value.len; i++) {
		char c = p->value.data[i];
		if (c != ' ' && c != '\t')
			dtl_text_add_char(&text, c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
	}
	while (text.len && text.data[text.len - 1] == ';')
		dtl_text_truncate(&text, text.len - 1);
	const dtl_ics_time *start = &m->event->start;
	dtl_status status = dtl_rule_read(&rule, dtl_text_str(&text), text.len, m->err);
	if (status == DTL_OK)
		status = dtl_rule_walk_open(
		    &walk, &rule, start->wall, start->day, DTL_TIME_MAX, start->wall, DTL_TIME_MAX, m->err);
	if (status == DTL_OK) {
		if (!dtl_rule_walk_next(&walk, &first))
			status =
			    dtl_fail(m->err, DTL_E_ARGUMENT, "not a recurrence rule: its days never come");
		dtl_rule_walk_close(&walk);
	}
	if (status != DTL_OK)
		status = dtl_fail_in(m->err, "%.*s '%.*s'", (int)p->name.len, p->name.data,
		    (int)(p->value.len > 100 ? 100 : p->value.len), p->value.data);
	else if (!add(m, name, dtl_text_str(&text)))
		status = dtl_fail_memory(m->err);
	dtl_text_free(&text);
	return status;
}

/* A time as the recurrence writes it: by the event's wall clock, or in UTC. */
static void print_time(char buf[32], const maker *m, const dtl_ics_time *t)
{
	const dtl_ics_time *start = &m->event->start;
	bool same = t->day || start->day || (t->zone == start->zone && t->utc == start->utc);
	bool floating = !t->utc && t->zone == DTL_ICS_NO_ZONE;
	if (same || floating) {
		dtl_wall_print(buf, t->wall, t->day);
		if (t->utc && !t->day)
			strcat(buf, "Z");
	} else {
		dtl_time_print(buf, 32, dtl_ics_time_to_utc(m->context, t));
	}
}

/* "start/end" or "start/duration"; false: it is neither. */
static bool print_period(char buf[80], maker *m, const dtl_ics_prop *p, dtl_slice value, const char *slash)
{
	dtl_ics_time from, to;
	dtl_ics_duration d;
	char first[32], last[32];
	dtl_slice end = { slash + 1, (size_t)(value.data + value.len - slash - 1) };
	if (!dtl_ics_time_read(
		&from, p, (dtl_slice){ value.data, (size_t)(slash - value.data) }, m->context, m->arena))
		return false;
	if (dtl_ics_duration_read(&d, end)) {
		to = from;
		to.wall = dtl_ics_time_add(m->context, &from, &d);
	} else if (!dtl_ics_time_read(&to, p, end, m->context, m->arena)) {
		return false;
	}
	print_time(first, m, &from);
	print_time(last, m, &to);
	snprintf(buf, 80, "%s/%s", first, last);
	return true;
}

static dtl_status add_date(maker *m, const dtl_ics_prop *p, const char *name, dtl_slice value)
{
	char text[80];
	dtl_ics_time t;
	const char *slash = memchr(value.data, '/', value.len);
	bool read = slash ? print_period(text, m, p, value, slash)
			  : dtl_ics_time_read(&t, p, value, m->context, m->arena);
	if (!read)
		return dtl_fail(m->err, DTL_E_ARGUMENT, "%.*s '%.*s' is no date", (int)p->name.len,
		    p->name.data, (int)(value.len > 60 ? 60 : value.len), value.data);
	if (++m->dates > DATES_MOST)
		return dtl_fail(m->err, DTL_E_ARGUMENT, "has more than %d RDATEs and EXDATEs", DATES_MOST);
	if (!slash)
		print_time(text, m, &t);
	return add(m, name, text) ? DTL_OK : dtl_fail_memory(m->err);
}

static dtl_status add_dates(maker *m, const dtl_ics_prop *p, const char *name)
{
	const char *at = p->value.data, *end = p->value.data + p->value.len;
	dtl_status status = DTL_OK;
	while (status == DTL_OK && at < end) {
		const char *stop = memchr(at, ',', (size_t)(end - at));
		stop = stop ? stop : end;
		if (stop > at)
			status = add_date(m, p, name, (dtl_slice){ at, (size_t)(stop - at) });
		at = stop < end ? stop + 1 : end;
	}
	return status;
}

static const struct {
	const char *property, *name;
	dtl_status (*add)(maker *m, const dtl_ics_prop *p, const char *name);
} parts[] = {
	{ "RRULE", "rrule", add_rule },
	{ "EXRULE", "exrule", add_rule },
	{ "RDATE", "rdate", add_dates },
	{ "EXDATE", "exdate", add_dates },
};

static dtl_status add_parts(maker *m)
{
	const dtl_ics_component *c = m->event->component;
	dtl_status status = DTL_OK;
	for (size_t i = 0; status == DTL_OK && i < c->count; i++)
		for (size_t k = 0;
		     status == DTL_OK && !c->lines[i].depth && k < sizeof(parts) / sizeof(*parts); k++)
			if (dtl_ics_prop_is(&c->lines[i].prop, parts[k].property))
				status = parts[k].add(m, &c->lines[i].prop, parts[k].name);
	return status;
}

/* The first one, and the zone that all of them are in. */
static bool add_first(maker *m)
{
	const dtl_ics_event *e = m->event;
	char buf[32];
	print_time(buf, m, &e->start);
	bool done = cJSON_AddStringToObject(m->out, "start", buf) != NULL;
	dtl_ics_time end = e->end;
	if (e->has_end) {
		end.wall = dtl_ics_time_as(m->context, &e->end, &e->start) - (e->start.day ? DTL_DAY : 0);
		end.zone = e->start.zone;
		end.utc = e->start.utc;
		print_time(buf, m, &end);
		done = done && ((e->start.day && end.wall == e->start.wall) ||
				   cJSON_AddStringToObject(m->out, "end", buf));
	}
	const char *iana = dtl_ics_time_iana(m->context, &e->start, true);
	const dtl_ics_zone *z = dtl_ics_time_zone(m->context, &e->start);
	if (iana)
		done = done && cJSON_AddStringToObject(m->out, "tz", iana);
	else if (z && z->rules)
		done = done && cJSON_AddStringToObject(m->out, "zone", z->text);
	return done;
}

dtl_status dtl_ics_recurrence_make(
    cJSON **out, const dtl_ics_event *e, dtl_ics_context *x, dtl_arena *arena, dtl_error *err)
{
	maker m = { cJSON_CreateObject(), e, x, arena, err, 0 };
	dtl_status status = m.out && add_first(&m) ? add_parts(&m) : dtl_fail_memory(err);
	if (status == DTL_OK) {
		*out = m.out;
		return DTL_OK;
	}
	cJSON_Delete(m.out);
	*out = NULL;
	return status;
}

/* ---- Edited instances ---- */

static bool put_string(cJSON *object, const char *name, const char *text)
{
	return text ? cJSON_AddStringToObject(object, name, text) != NULL
		    : cJSON_AddNullToObject(object, name) != NULL;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool put_differing(cJSON *object, const char *name, const char *own, const char *of_master, bool all)
{
	if (same_text(own, of_master) || (all && !own))
		return true;
	return put_string(object, name, own);
}

/* "2013-06-14T14:00:00[Europe/Paris]" */
static void print_key(dtl_text *key, const dtl_ics_time *t, const dtl_ics_context *x)
{
	char wall[32];
	const dtl_ics_zone *z = dtl_ics_time_zone(x, t);
	dtl_wall_print(wall, t->wall, t->day);
	dtl_text_add(key, wall);
	if (t->utc && !t->day)
		dtl_text_add_char(key, 'Z');
	else if (z && !t->day)
		dtl_text_addf(key, "[%s]", z->iana[0] ? z->iana : z->id);
}

/* When it takes place, if not when the rule says. */
static bool put_when(cJSON *object, const dtl_ics_event *edit, const dtl_ics_event *master,
    const dtl_ics_context *x, int64_t original)
{
	dtl_ics_when when, plain;
	if (!edit->has_start)
		return true;
	dtl_ics_event_when(&when, x, edit);
	if (master && master->start.day == edit->start.day) {
		dtl_ics_event as_ruled = *master;
		as_ruled.recurs = edit->recurs;
		as_ruled.start.wall = original;
		as_ruled.end.wall =
		    original + (master->has_end
				       ? dtl_ics_time_as(x, &master->end, &master->start) - master->start.wall
				       : 0);
		as_ruled.end.zone = master->start.zone;
		as_ruled.end.utc = master->start.utc;
		dtl_ics_event_when(&plain, x, &as_ruled);
		if (strcmp(plain.edtf, when.edtf) == 0 && same_text(plain.tz, when.tz))
			return true;
	}
	return put_string(object, "edtf", when.edtf) && (!when.tz || put_string(object, "tz", when.tz));
}

cJSON *dtl_ics_instance_make(
    dtl_text *key, const dtl_ics_event *edit, const dtl_ics_event *master, dtl_ics_context *x)
{
	static const dtl_ics_event nothing = { .component = NULL };
	const dtl_ics_event *m = master ? master : &nothing;
	const dtl_ics_time *id = &edit->recurrence_id;
	cJSON *object = cJSON_CreateObject();
	char wall[32];
	int64_t original = master ? dtl_ics_time_as(x, id, &master->start) : id->wall;
	print_key(key, id, x);
	dtl_wall_print(wall, original, id->day);
	bool done = object != NULL;
	if (strncmp(dtl_text_str(key), wall, strlen(wall)) != 0)
		done = done && put_string(object, "original", wall);
	if (edit->future)
		done = done && put_string(object, "range", "thisandfuture");
	done = done && put_when(object, edit, master, x, original);
	const char *title = strcmp(edit->title, DTL_ICS_UNTITLED) == 0 ? m->title : edit->title;
	done = done && put_differing(object, "title", title, m->title, !master);
	done = done && put_differing(object, "description", edit->description, m->description, !master);
	done = done && put_differing(object, "location", edit->location, m->location, !master);
	done = done && put_differing(object, "url", edit->url, m->url, !master);
	done = done && put_differing(object, "status", edit->status, m->status, !master);
	done = done && dtl_ics_raw_make(object, edit, x);
	if (done)
		return object;
	cJSON_Delete(object);
	return NULL;
}
