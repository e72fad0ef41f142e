#include "formats/ics_entry.h"
#include "base/error.h"
#include "base/utf8.h"
#include "dates/recurrence.h"
#include "formats/ics_index.h"
#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void dtl_ics_entry_note(dtl_ics_entry *e, const char *format, ...)
{
	char line[512];
	va_list args;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (e->note.len)
		dtl_text_add_char(&e->note, '\n');
	dtl_text_add(&e->note, line);
}

static bool put(cJSON *object, const char *name, const char *text)
{
	return !text || cJSON_AddStringToObject(object, name, text) != NULL;
}

/* ---- What is kept as it came ---- */

bool dtl_ics_line_is_ours(const dtl_ics_prop *p)
{
	static const char *const made_anew[] = { "DTSTART", "DTEND", "DURATION" };
	for (size_t i = 0; i < sizeof(made_anew) / sizeof(*made_anew); i++)
		if (dtl_ics_prop_is(p, made_anew[i]))
			return true;
	if (p->params.len) /* somebody else's */
		return false;
	static const char *const names[] = { "UID", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART",
		"DTEND", "DURATION", "SUMMARY", "STATUS", "GEO", "DESCRIPTION", "DTSTAMP" };
	static const char *const values[][2] = { { "TRANSP", "TRANSPARENT" }, { "CLASS", "PUBLIC" } };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (dtl_ics_prop_is(p, names[i]))
			return true;
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (dtl_ics_prop_is(p, values[i][0]) && strlen(values[i][1]) == p->value.len &&
		    strncasecmp(p->value.data, values[i][1], p->value.len) == 0)
			return true;
	return false;
}

bool dtl_ics_is_url(const char *s)
{
	size_t scheme = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
	bool letter = (s[0] >= 'a' && s[0] <= 'z') || (s[0] >= 'A' && s[0] <= 'Z');
	return letter && s[scheme] == ':' && s[scheme + 1] && !strpbrk(s, " <>\"\t");
}

static bool is_level(const char *s)
{
	static const char *const levels[] = { "head-of-state", "minister", "official", "track-1.5",
		"track-2" };
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		if (strcmp(levels[i], s) == 0)
			return true;
	return false;
}

/* Properties of ours that went into the model, or that no longer say what is so. */
static bool is_spent(const dtl_ics_event *e, const dtl_ics_prop *p)
{
	if (dtl_ics_prop_is(p, "UID") && (!p->value.len || dtl_ics_uid_is_made(p->value.data, p->value.len)))
		return true;
	if (dtl_ics_prop_is(p, "X-DATELINE-EDTF") || dtl_ics_prop_is(p, "X-DATELINE-STATUS"))
		return true;
	if (dtl_ics_prop_is(p, "X-DATELINE-TYPE"))
		return e->type && dtl_is_slug(e->type);
	if (dtl_ics_prop_is(p, "X-DATELINE-LEVEL"))
		return e->level && is_level(e->level);
	return e->ours && dtl_ics_prop_is(p, "URL") && e->url && dtl_ics_is_url(e->url);
}

static bool add_text(cJSON *lines, const char *text)
{
	cJSON *item = cJSON_CreateString(text);
	if (item && cJSON_AddItemToArray(lines, item))
		return true;
	cJSON_Delete(item);
	return false;
}

/* Is it a time in nobody's zone, which X-WR-TIMEZONE of its calendar tells? */
static bool is_floating(const dtl_ics_prop *p)
{
	static const char *const names[] = { "DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE" };
	dtl_text none = DTL_TEXT_INIT;
	bool found = false;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		found = found || dtl_ics_prop_is(p, names[i]);
	if (!found || !memchr(p->value.data, 'T', p->value.len) || memchr(p->value.data, 'Z', p->value.len))
		return false;
	found = dtl_ics_prop_param(p, "TZID", &none);
	dtl_text_free(&none);
	return !found;
}

/* The line as it came; with a TZID in place of the calendar's X-WR-TIMEZONE, which does not stay with the event. */
static bool add_line(
    cJSON *lines, const dtl_ics_component *c, const dtl_ics_content *line, const dtl_ics_context *x)
{
	const dtl_ics_prop *p = &line->prop;
	const char *text = dtl_text_str(&c->text) + line->at;
	dtl_text copy = DTL_TEXT_INIT;
	if (!line->depth && x->floating != DTL_ICS_NO_ZONE && is_floating(p)) {
		size_t head = (size_t)(p->value.data - 1 - text);
		dtl_text_add_len(&copy, text, head);
		dtl_text_addf(&copy, ";TZID=%s", x->zones.items[x->floating].id);
		dtl_text_add_len(&copy, text + head, line->len - head);
	} else {
		dtl_text_add_len(&copy, text, line->len);
	}
	bool done = !copy.failed && add_text(lines, dtl_text_str(&copy));
	dtl_text_free(&copy);
	return done;
}

/* A component that our exporter made of what X-DATELINE-… says (RFC 9073): how many lines it has, or 0. */
static size_t own_component(const dtl_ics_component *c, size_t at)
{
	static const char tail[] = "@dateline";
	size_t end = at + 1, len = sizeof(tail) - 1;
	bool own = false;
	if (c->lines[at].depth != 1 || !dtl_ics_prop_is(&c->lines[at].prop, "BEGIN"))
		return 0;
	for (; end < c->count && c->lines[end].depth > 0; end++) {
		const dtl_ics_prop *p = &c->lines[end].prop;
		if (c->lines[end].depth == 1 && dtl_ics_prop_is(p, "END"))
			break;
		own = own || (dtl_ics_prop_is(p, "UID") && p->value.len > len &&
				 memcmp(p->value.data + p->value.len - len, tail, len) == 0);
	}
	return own ? end - at + 1 : 0;
}

/* What is not kept: it is told elsewhere, or made anew. */
static bool is_left_out(const dtl_ics_event *e, const dtl_ics_content *line, const dtl_ics_context *x)
{
	const dtl_ics_prop *p = &line->prop;
	if (line->depth)
		return false;
	return is_spent(e, p) || (e->ours && dtl_ics_line_is_ours(p)) ||
	       (x->cancels && dtl_ics_prop_is(p, "STATUS"));
}

static bool add_lines(cJSON *object, const dtl_ics_event *e, const dtl_ics_context *x)
{
	const dtl_ics_component *c = e->component;
	cJSON *lines = cJSON_CreateArray();
	bool stamped = false, done = lines != NULL;
	for (size_t i = 0; done && i < c->count; i++) {
		const dtl_ics_prop *p = &c->lines[i].prop;
		bool stamp = !c->lines[i].depth && e->stamp && !stamped && !p->params.len &&
			     dtl_ics_prop_is(p, "DTSTAMP");
		size_t own = own_component(c, i);
		stamped = stamped || stamp;
		i += own ? own - 1 : 0;
		if (!stamp && !own && !is_left_out(e, &c->lines[i], x))
			done = add_line(lines, c, &c->lines[i], x);
	}
	if (done && x->cancels) /* what METHOD said of the whole calendar */
		done = add_text(lines, "STATUS:CANCELLED");
	if (done && lines->child)
		return cJSON_AddItemToObject(object, "lines", lines);
	cJSON_Delete(lines);
	return done;
}

static bool has_zone(const cJSON *zones, const char *text)
{
	const cJSON *zone;
	cJSON_ArrayForEach (zone, zones)
		if (strcmp(zone->valuestring, text) == 0)
			return true;
	return false;
}

static bool add_zone(cJSON *object, dtl_ics_zone *z, const dtl_ics_context *x)
{
	cJSON *zones = cJSON_GetObjectItemCaseSensitive(object, "timezones");
	if (!z || !dtl_ics_zone_own(z, &x->zones) || has_zone(zones, z->text))
		return true;
	zones = zones ? zones : cJSON_AddArrayToObject(object, "timezones");
	return zones && add_text(zones, z->text);
}

/* The zones that a component names, where their rules are not those that the names stand for. */
static bool add_zones(cJSON *object, const dtl_ics_event *e, dtl_ics_context *x)
{
	const dtl_ics_component *c = e->component;
	dtl_text id = DTL_TEXT_INIT;
	bool done = true;
	for (size_t i = 0; done && i < c->count; i++) {
		const dtl_ics_prop *p = &c->lines[i].prop;
		dtl_text_clear(&id);
		if (p->params.len && dtl_ics_prop_param(p, "TZID", &id) && id.len)
			done = add_zone(object, dtl_ics_zones_find(&x->zones, dtl_text_str(&id)), x);
	}
	for (int i = 0; done && i < 2; i++) { /* an unquoted colon belongs to the name; X-WR-TIMEZONE */
		const dtl_ics_time *t = i ? &e->end : &e->start;
		if ((i ? e->has_end : e->has_start) && t->zone != DTL_ICS_NO_ZONE)
			done = add_zone(object, &x->zones.items[t->zone], x);
	}
	done = done && !id.failed;
	dtl_text_free(&id);
	return done;
}

bool dtl_ics_raw_make(cJSON *object, const dtl_ics_event *e, dtl_ics_context *x)
{
	if (!add_lines(object, e, x))
		return false;
	if (e->ours)
		return true;
	if (e->sequence && !cJSON_AddNumberToObject(object, "sequence", (double)e->sequence))
		return false;
	return put(object, "stamp", e->stamp) && add_zones(object, e, x);
}

/* ---- The document ---- */

static void add_raw(dtl_ics_entry *out, cJSON *doc, const dtl_ics_group *g, dtl_ics_context *x)
{
	cJSON *ics = cJSON_CreateObject();
	bool done = ics && dtl_ics_raw_make(ics, g->master, x);
	if (done && ics->child) {
		cJSON *extra = cJSON_AddObjectToObject(doc, "extra");
		done = extra && cJSON_AddItemToObject(extra, "ics", ics);
		ics = done ? NULL : ics;
	}
	cJSON_Delete(ics);
	out->failed = out->failed || !done;
}

static void add_words(dtl_ics_entry *out, cJSON *doc, const dtl_ics_event *e)
{
	bool done = put(doc, "title", e->title) && put(doc, "description", e->description) &&
		    put(doc, "status", e->status);
	if (e->url && dtl_ics_is_url(e->url))
		done = done && put(doc, "url", e->url);
	if (e->type && dtl_is_slug(e->type))
		done = done && put(doc, "type", e->type);
	if (e->level && is_level(e->level))
		done = done && put(doc, "level", e->level);
	out->failed = out->failed || !done;
}

static void put_when(dtl_ics_entry *out, cJSON *doc, const char *edtf, const char *tz, bool local)
{
	cJSON *when = cJSON_AddObjectToObject(doc, "when");
	bool done = when && put(when, "edtf", edtf) && put(when, "tz", tz) &&
		    (!local || cJSON_AddTrueToObject(when, "local"));
	out->failed = out->failed || !done;
}

/* Of one that comes once: its start to its end, or the EDTF that it was exported with. */
static void add_when(dtl_ics_entry *out, cJSON *doc, const dtl_ics_event *e, const dtl_ics_context *x)
{
	dtl_ics_when when;
	if (!e->has_start)
		return;
	if (e->ours) {
		dtl_date date;
		bool local =
		    !e->edtf_tz && dtl_date_parse(&date, e->edtf, NULL, NULL) == DTL_OK && date.local;
		put_when(out, doc, e->edtf, e->edtf_tz, local);
		return;
	}
	dtl_ics_event_when(&when, x, e);
	put_when(out, doc, when.edtf, when.tz, when.local);
}

static void add_edits(dtl_ics_entry *out, const dtl_ics_group *g, dtl_ics_context *x)
{
	cJSON *instances = g->edit_count ? cJSON_AddObjectToObject(out->doc, "instances") : NULL;
	dtl_text key = DTL_TEXT_INIT;
	for (size_t i = 0; i < g->edit_count; i++) {
		dtl_text_clear(&key);
		cJSON *value = dtl_ics_instance_make(&key, &g->edits[i], g->master, x);
		if (!instances || !value || dtl_text_failed(&key) ||
		    !cJSON_AddItemToObject(instances, dtl_text_str(&key), value)) {
			cJSON_Delete(value);
			out->failed = true;
			break;
		}
	}
	dtl_text_free(&key);
}

/* From its first start to its last end. */
static dtl_status add_span(dtl_ics_entry *out, const cJSON *rule, dtl_error *err)
{
	dtl_text text = DTL_TEXT_INIT, edits = DTL_TEXT_INIT;
	dtl_recurrence *r = NULL;
	char edtf[128];
	const char *tz = NULL;
	const cJSON *instances = cJSON_GetObjectItemCaseSensitive(out->doc, "instances");
	dtl_json_canonical(rule, &text);
	if (instances)
		dtl_json_canonical(instances, &edits);
	dtl_status status = dtl_recurrence_read(&r, (dtl_slice){ dtl_text_str(&text), text.len },
	    (dtl_slice){ instances ? dtl_text_str(&edits) : NULL, edits.len }, err);
	if (status == DTL_OK)
		status = dtl_recurrence_span(r, edtf, sizeof(edtf), &tz, err);
	if (status == DTL_OK) {
		dtl_date date;
		bool local = dtl_date_parse(&date, edtf, tz, NULL) == DTL_OK && date.local;
		put_when(out, out->doc, edtf, tz, local);
	}
	out->failed = out->failed || text.failed || edits.failed;
	dtl_recurrence_free(r);
	dtl_text_free(&text);
	dtl_text_free(&edits);
	return status;
}

static dtl_status add_series(dtl_ics_entry *out, const dtl_ics_group *g, dtl_ics_context *x, dtl_error *err)
{
	cJSON *rule = NULL;
	dtl_status status = dtl_ics_recurrence_make(&rule, g->master, x, out->arena, err);
	if (status != DTL_OK)
		return status;
	if (!cJSON_AddItemToObject(out->doc, "recurrence", rule)) {
		cJSON_Delete(rule);
		return dtl_fail_memory(err);
	}
	return add_span(out, rule, err);
}

/* ---- What is said of it in passing ---- */

static void note_zone(dtl_ics_entry *out, const dtl_ics_event *e, dtl_ics_context *x, const dtl_ics_time *t)
{
	dtl_ics_zone *z = t->zone == DTL_ICS_NO_ZONE ? NULL : &x->zones.items[t->zone];
	if (!z || z->told)
		return;
	if (!z->rules && !z->iana[0])
		dtl_ics_entry_note(out,
		    "no time zone is known as '%.80s': its times count as nobody's (VEVENT '%.80s')", z->id,
		    e->title);
	else if (z->problem[0])
		dtl_ics_entry_note(out, "%s: taken as %s", z->problem, z->iana[0] ? z->iana : "nobody's");
	else if (z->rules && z->iana[0] && !dtl_ics_time_iana(x, t, e->recurs))
		dtl_ics_entry_note(out,
		    "time zone '%.80s' of the file is not the one that is known by that name: the file's counts",
		    z->id);
	else
		return;
	z->told = true;
}

static void add_notes(dtl_ics_entry *out, const dtl_ics_event *e, dtl_ics_context *x)
{
	if (e->moved)
		dtl_ics_entry_note(out, "VEVENT '%.80s' was moved: its DTSTART and DTEND count, not '%.80s'",
		    e->title, e->edtf);
	if (e->component->cleaned)
		dtl_ics_entry_note(out, "VEVENT '%.80s': control characters are left out", e->title);
	if (e->has_start)
		note_zone(out, e, x, &e->start);
	if (e->has_end)
		note_zone(out, e, x, &e->end);
}

/* ---- The entry ---- */

static dtl_status make_series(dtl_ics_entry *out, const dtl_ics_group *g, dtl_ics_context *x, dtl_error *err)
{
	const dtl_ics_event *m = g->master;
	dtl_status status = DTL_OK;
	out->entry.snapshot = !m->ours;
	out->entry.own = m->ours;
	add_words(out, out->doc, m);
	add_edits(out, g, x);
	if (m->recurs)
		status = add_series(out, g, x, err);
	else
		add_when(out, out->doc, m, x);
	add_raw(out, out->doc, g, x);
	dtl_ics_mentions_make(out, g);
	add_notes(out, m, x);
	return status;
}

/* Only that it is cancelled: METHOD:CANCEL repeats little of what it cancels. */
static void make_cancelled(dtl_ics_entry *out, const dtl_ics_group *g, dtl_ics_context *x)
{
	bool done = put(out->doc, "status", "cancelled");
	out->fallback = cJSON_CreateObject();
	out->failed = out->failed || !done || !out->fallback;
	if (!out->fallback)
		return;
	add_words(out, out->fallback, g->master);
	cJSON_DeleteItemFromObjectCaseSensitive(out->fallback, "status");
	add_when(out, out->fallback, g->master, x);
	add_raw(out, out->doc, g, x);
	add_edits(out, g, x);
}

/* Edited instances of a series that the file does not have: where nobody else tells of it, they are all of it. */
static void make_without_series(dtl_ics_entry *out, const dtl_ics_group *g, dtl_ics_context *x)
{
	dtl_ics_event all = g->edits[0];
	add_edits(out, g, x);
	out->fallback = cJSON_CreateObject();
	out->failed = out->failed || !out->fallback;
	if (!out->fallback)
		return;
	for (size_t i = 1; i < g->edit_count; i++) {
		const dtl_ics_event *e = &g->edits[i];
		const dtl_ics_time *end = e->has_end ? &e->end : &e->start;
		if (!e->has_start || (all.has_start && e->start.day != all.start.day))
			continue;
		if (!all.has_start || dtl_ics_time_to_utc(x, &e->start) < dtl_ics_time_to_utc(x, &all.start))
			all.start = e->start;
		if (!all.has_start || !all.has_end ||
		    dtl_ics_time_to_utc(x, end) > dtl_ics_time_to_utc(x, &all.end))
			all.end = *end;
		all.has_start = all.has_end = true;
	}
	add_words(out, out->fallback, &all);
	if (g->edit_count > 1)
		cJSON_DeleteItemFromObjectCaseSensitive(out->fallback, "status");
	add_when(out, out->fallback, &all, x);
	add_notes(out, &g->edits[0], x);
}

static const char *newest(const dtl_ics_group *g)
{
	const char *known = g->master ? g->master->modified : NULL;
	for (size_t i = 0; i < g->edit_count; i++) {
		const char *other = g->edits[i].modified;
		known = !known || (other && strcmp(other, known) > 0) ? other : known;
	}
	return known;
}

dtl_status dtl_ics_entry_make(
    dtl_ics_entry *out, const dtl_ics_group *g, dtl_ics_context *x, dtl_arena *arena, dtl_error *err)
{
	const dtl_ics_event *first = g->master ? g->master : &g->edits[0];
	dtl_status status = DTL_OK;
	out->arena = arena;
	out->doc = cJSON_CreateObject();
	if (!out->doc)
		return dtl_fail_memory(err);
	if (!g->master) {
		make_without_series(out, g, x);
	} else if (x->cancels) {
		make_cancelled(out, g, x);
	} else {
		status = make_series(out, g, x, err);
	}
	out->entry.kind = DTL_EVENT;
	out->entry.uid = g->uid;
	out->entry.doc = out->doc;
	out->entry.fallback = out->fallback;
	out->entry.mentions = out->mentions;
	out->entry.mention_count = out->mention_count;
	out->entry.known = newest(g);
	out->entry.stamped = true;
	out->entry.line = first->component->number;
	out->entry.note = out->note.len ? dtl_text_str(&out->note) : NULL;
	if (status == DTL_OK && (out->failed || out->note.failed || arena->failed))
		status = dtl_fail_memory(err);
	return status;
}

void dtl_ics_entry_free(dtl_ics_entry *e)
{
	cJSON_Delete(e->doc);
	cJSON_Delete(e->fallback);
	free(e->mentions);
	dtl_text_free(&e->note);
	dtl_text_free(&e->text);
	dtl_text_free(&e->uid);
	*e = (dtl_ics_entry){ .doc = NULL };
}
