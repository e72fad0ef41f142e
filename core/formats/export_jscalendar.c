/*
 * JSCalendar (RFC 8984): a Group of Events. What it has no name for stands in a
 * member of our own, so that reading it back loses nothing.
 */
#include "base/error.h"
#include "formats/emit.h"
#include "formats/jscal.h"
#include "formats/json_event.h"
#include <dateline/format.h>
#include <string.h>

typedef struct document {
	dtl_text text;
	bool any;
	int64_t undated;
	dtl_json_shape shape;
} document;

static void type(dtl_json_writer *j, const char *name)
{
	dtl_json_begin_object(j);
	dtl_json_member(j, "@type", name);
}

static void member_true(dtl_json_writer *j, const char *key)
{
	dtl_json_key(j, key);
	dtl_json_bool(j, true);
}

/* Keys of maps of ours: 1, 2 … */
static void number_key(dtl_json_writer *j, size_t i)
{
	char key[24];
	snprintf(key, sizeof(key), "%zu", i + 1);
	dtl_json_key(j, key);
}

static void add_uid(dtl_text *out, const dtl_event *e)
{
	if (e->uid)
		dtl_text_add(out, e->uid);
	else
		dtl_text_addf(out, "%s@dateline", e->key ? e->key : e->id);
}

static void add_updated(dtl_json_writer *j, const dtl_event *e)
{
	char text[64] = "1970-01-01T00:00:00Z";
	if (e->known_from > -INT64_C(62167219200) && e->known_from < INT64_C(253402300800))
		dtl_time_print(text, sizeof(text), e->known_from);
	dtl_json_member(j, "updated", text);
}

static void add_span(dtl_json_writer *j, const dtl_jscal_span *s)
{
	dtl_json_member(j, "start", s->start);
	if (s->duration[0])
		dtl_json_member(j, "duration", s->duration);
	if (s->day)
		member_true(j, "showWithoutTime");
	dtl_json_member(j, "timeZone", s->zone[0] ? s->zone : NULL);
}

static void add_place(dtl_json_writer *j, const dtl_place *p)
{
	char geo[64];
	if (!p)
		return;
	dtl_json_key(j, "locations");
	dtl_json_begin_object(j);
	number_key(j, 0);
	type(j, "Location");
	dtl_json_member(j, "name", p->name ? p->name : p->id);
	snprintf(geo, sizeof(geo), "geo:%.6g,%.6g", p->lat, p->lon);
	if (p->has_geo)
		dtl_json_member(j, "coordinates", geo);
	if (p->tz)
		dtl_json_member(j, "timeZone", p->tz);
	dtl_json_end_object(j);
	dtl_json_end_object(j);
}

/* Nobody is invited: participants without an address have no part in scheduling. */
static void add_part(dtl_json_writer *j, const dtl_part *p)
{
	static const char *const chairs[] = { "chair", "host", NULL };
	bool chair = false, person = p->kind && strcmp(p->kind, "person") == 0;
	for (size_t i = 0; chairs[i]; i++)
		chair = chair || strcmp(p->role, chairs[i]) == 0;
	type(j, "Participant");
	dtl_json_member(j, "name", p->name ? p->name : p->id);
	if (p->title)
		dtl_json_member(j, "description", p->title);
	dtl_json_member(j, "kind", person ? "individual" : "group");
	dtl_json_key(j, "roles");
	dtl_json_begin_object(j);
	member_true(j, chair ? "chair" : strcmp(p->role, "target") == 0 ? "informational" : "attendee");
	dtl_json_end_object(j);
	dtl_json_end_object(j);
}

static void add_parts(dtl_json_writer *j, const dtl_event *e)
{
	if (e->actor_count == 0)
		return;
	dtl_json_key(j, "participants");
	dtl_json_begin_object(j);
	for (size_t i = 0; i < e->actor_count; i++) {
		number_key(j, i);
		add_part(j, &e->actors[i]);
	}
	dtl_json_end_object(j);
}

static void add_keywords(dtl_json_writer *j, const dtl_event *e)
{
	if (e->topic_count == 0 && !e->type)
		return;
	dtl_json_key(j, "keywords");
	dtl_json_begin_object(j);
	if (e->type)
		member_true(j, e->type);
	for (size_t i = 0; i < e->topic_count; i++)
		if (!e->type || strcmp(e->topics[i], e->type) != 0)
			member_true(j, e->topics[i]);
	dtl_json_end_object(j);
}

static void add_relation(dtl_json_writer *j, const char *key, const char *relation)
{
	dtl_text uid = DTL_TEXT_INIT;
	dtl_text_addf(&uid, "%s@dateline", key);
	dtl_json_key(j, dtl_text_str(&uid));
	type(j, "Relation");
	dtl_json_key(j, "relation");
	dtl_json_begin_object(j);
	if (relation)
		member_true(j, relation);
	dtl_json_end_object(j);
	dtl_json_end_object(j);
	dtl_text_free(&uid);
}

/* What follows another event comes next; other links have no name there. One relation to each. */
static void add_relations(dtl_json_writer *j, const dtl_event *e)
{
	if (!e->parent && e->link_count == 0)
		return;
	dtl_json_key(j, "relatedTo");
	dtl_json_begin_object(j);
	if (e->parent)
		add_relation(j, e->parent, "parent");
	for (size_t i = 0; i < e->link_count; i++) {
		bool again = e->parent && strcmp(e->links[i].id, e->parent) == 0;
		for (size_t k = 0; k < i; k++)
			again = again || strcmp(e->links[k].id, e->links[i].id) == 0;
		if (!again)
			add_relation(
			    j, e->links[i].id, strcmp(e->links[i].rel, "part-of") == 0 ? "parent" : NULL);
	}
	dtl_json_end_object(j);
}

static void add_links(dtl_json_writer *j, const dtl_event *e)
{
	if (!e->url)
		return;
	dtl_json_key(j, "links");
	dtl_json_begin_object(j);
	number_key(j, 0);
	type(j, "Link");
	dtl_json_member(j, "href", e->url);
	dtl_json_end_object(j);
	dtl_json_end_object(j);
}

/* ---- Recurrence ---- */

static void string_in(dtl_slice object, const char *key, dtl_text *out)
{
	dtl_slice value;
	dtl_text_clear(out);
	if (dtl_json_get(object, key, &value) && dtl_json_is_string(value))
		dtl_json_unescape(value, out);
}

static void add_rules(dtl_json_writer *j, dtl_slice recurrence, const char *zone)
{
	dtl_slice list, key, rule;
	dtl_text text = DTL_TEXT_INIT;
	if (!dtl_json_get(recurrence, "rrule", &list))
		return;
	dtl_json_key(j, "recurrenceRules");
	dtl_json_begin_array(j);
	dtl_json_walk w = dtl_json_open(list);
	while (dtl_json_next(&w, &key, &rule)) {
		dtl_text_clear(&text);
		dtl_json_unescape(rule, &text);
		dtl_jscal_rule_write(j, dtl_text_str(&text), text.len, zone);
	}
	dtl_json_end_array(j);
	dtl_text_free(&text);
}

/* Times more and times less, each by when it is: §4.3.5. */
static void add_overrides(
    dtl_json_writer *j, dtl_slice recurrence, const char *name, bool excluded, dtl_text *done)
{
	dtl_slice list, key, value;
	dtl_text at = DTL_TEXT_INIT;
	dtl_jscal_span span;
	if (!dtl_json_get(recurrence, name, &list))
		return;
	dtl_json_walk w = dtl_json_open(list);
	while (dtl_json_next(&w, &key, &value)) {
		dtl_text_clear(&at);
		dtl_json_unescape(value, &at);
		if (!dtl_jscal_span_of_local(dtl_text_str(&at), NULL, NULL, &span) ||
		    strstr(dtl_text_str(done), span.start))
			continue;
		dtl_text_addf(done, "%s ", span.start);
		dtl_json_key(j, span.start);
		dtl_json_begin_object(j);
		if (excluded)
			member_true(j, "excluded");
		dtl_json_end_object(j);
	}
	dtl_text_free(&at);
}

/* A time that was edited: when it is instead, what it is called; one that was cancelled is none. */
static void add_patch(dtl_json_writer *j, dtl_slice edit, const char *own_zone)
{
	dtl_text edtf = DTL_TEXT_INIT, tz = DTL_TEXT_INIT, word = DTL_TEXT_INIT;
	dtl_jscal_span span;
	dtl_date date;
	string_in(edit, "edtf", &edtf);
	string_in(edit, "tz", &tz);
	string_in(edit, "status", &word);
	const char *zone = tz.len > 0 ? tz.data : NULL;
	dtl_json_begin_object(j);
	if (strcmp(dtl_text_str(&word), "cancelled") == 0) {
		member_true(j, "excluded");
	} else if (edtf.len > 0 && dtl_date_parse(&date, edtf.data, zone, NULL) == DTL_OK &&
		   dtl_jscal_span_of(&date, zone, &span)) {
		dtl_json_member(j, "start", span.start);
		if (span.duration[0])
			dtl_json_member(j, "duration", span.duration);
		if (strcmp(span.zone, own_zone) != 0)
			dtl_json_member(j, "timeZone", span.zone[0] ? span.zone : NULL);
	}
	string_in(edit, "title", &word);
	if (word.len > 0)
		dtl_json_member(j, "title", word.data);
	dtl_json_end_object(j);
	dtl_text_free(&edtf);
	dtl_text_free(&tz);
	dtl_text_free(&word);
}

/* Instances by RECURRENCE-ID: "2013-07-22T09:00:00[Europe/Paris]". */
static void add_edits(dtl_json_writer *j, const char *instances, const char *zone, dtl_text *done)
{
	dtl_slice key, value;
	dtl_text name = DTL_TEXT_INIT;
	dtl_jscal_span span;
	dtl_json_walk w = dtl_json_open((dtl_slice){ instances, strlen(instances) });
	while (dtl_json_next(&w, &key, &value)) {
		dtl_text_clear(&name);
		dtl_json_unescape_key(key, &name);
		if (name.len > 0)
			dtl_text_truncate(&name, strcspn(name.data, "["));
		if (!dtl_jscal_span_of_local(dtl_text_str(&name), NULL, NULL, &span) ||
		    strstr(dtl_text_str(done), span.start))
			continue;
		dtl_text_addf(done, "%s ", span.start);
		dtl_json_key(j, span.start);
		add_patch(j, value, zone);
	}
	dtl_text_free(&name);
}

static void add_recurrence(dtl_json_writer *j, const dtl_event *e, const char *zone)
{
	dtl_slice recurrence = { e->recurrence, strlen(e->recurrence) };
	dtl_text done = DTL_TEXT_INIT;
	add_rules(j, recurrence, zone);
	dtl_json_key(j, "recurrenceOverrides");
	dtl_json_begin_object(j);
	if (e->instances)
		add_edits(j, e->instances, zone, &done);
	add_overrides(j, recurrence, "exdate", true, &done);
	add_overrides(j, recurrence, "rdate", false, &done);
	dtl_json_end_object(j);
	dtl_text_free(&done);
}

/* The first time of one that recurs, else the event's own. */
static bool find_span(const dtl_event *e, dtl_jscal_span *out)
{
	dtl_text start = DTL_TEXT_INIT, end = DTL_TEXT_INIT, tz = DTL_TEXT_INIT;
	if (!e->recurrence)
		return e->edtf && dtl_jscal_span_of(&e->date, e->tz, out);
	dtl_slice recurrence = { e->recurrence, strlen(e->recurrence) };
	string_in(recurrence, "start", &start);
	string_in(recurrence, "end", &end);
	string_in(recurrence, "tz", &tz);
	bool fits = dtl_jscal_span_of_local(
	    dtl_text_str(&start), end.len > 0 ? end.data : NULL, tz.len > 0 ? tz.data : NULL, out);
	dtl_text_free(&start);
	dtl_text_free(&end);
	dtl_text_free(&tz);
	return fits;
}

/* ---- The document ---- */

static void add_event(document *d, const dtl_event *e, const dtl_jscal_span *span)
{
	dtl_json_writer json = dtl_json_writer_to(&d->text, 0);
	dtl_json_writer *j = &json;
	dtl_text uid = DTL_TEXT_INIT;
	add_uid(&uid, e);
	type(j, "Event");
	dtl_json_member(j, "uid", dtl_text_str(&uid));
	add_updated(j, e);
	dtl_json_member(j, "title", e->title);
	if (e->description)
		dtl_json_member(j, "description", e->description);
	add_span(j, span);
	if (dtl_jscal_status(e->status))
		dtl_json_member(j, "status", dtl_jscal_status(e->status));
	dtl_json_member(j, "freeBusyStatus", "free");
	add_keywords(j, e);
	add_place(j, e->place);
	add_parts(j, e);
	add_relations(j, e);
	add_links(j, e);
	if (e->recurrence)
		add_recurrence(j, e, span->zone);
	dtl_json_key(j, DTL_JSCAL_OWN);
	dtl_json_begin_object(j);
	dtl_json_add_event(j, &d->shape, e);
	dtl_json_end_object(j);
	dtl_json_end_object(j);
	d->text.failed = d->text.failed || dtl_text_failed(&uid);
	dtl_text_free(&uid);
}

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	document *d = state;
	d->shape = (dtl_json_shape){ .definitions = true };
	dtl_text_add(&d->text,
	    "{\"@type\":\"Group\",\"uid\":\"timeline@dateline\",\"prodId\":\"dateline\",\"title\":");
	const char *name = options->name ? options->name : "Timeline";
	dtl_json_add_string(&d->text, name, strlen(name));
	dtl_text_add(&d->text, ",\"entries\":[");
	return dtl_emit(&d->text, out, err);
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	document *d = state;
	dtl_jscal_span span;
	if (!find_span(e, &span)) {
		d->undated++;
		return DTL_OK;
	}
	dtl_text_add(&d->text, d->any ? ",\n" : "\n");
	d->any = true;
	add_event(d, e, &span);
	return dtl_emit(&d->text, out, err);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	document *d = state;
	dtl_text_add(&d->text, "\n]}\n");
	return dtl_emit_last(&d->text, out, err);
}

static void release(void *state)
{
	document *d = state;
	dtl_text_free(&d->text);
}

static int64_t left_out(const void *state, const char **why)
{
	const document *d = state;
	*why = "no date, or none of the years 0000–9999";
	return d->undated;
}

const dtl_exporter dtl_export_jscalendar = {
	.name = "jscalendar",
	.summary = "JSCalendar (RFC 8984): a group of events",
	.suffix = "jscal.json",
	.recurs = true,
	.state_size = sizeof(document),
	.begin = begin,
	.event = event,
	.end = end,
	.release = release,
	.left_out = left_out,
};
