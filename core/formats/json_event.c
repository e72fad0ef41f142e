/* An event as dateline/1 has it: the shape and the order of the keys are those of dateline-1.schema.json. */
#include "formats/json_event.h"
#include <string.h>

enum { DEPTH_PART = 4 }; /* what stands in a list of an event */

/* A member that begins a line; what follows it goes on there. */
static void key_on_line(dtl_json_writer *j, const char *key)
{
	int pretty = j->pretty;
	if (pretty > 0)
		j->pretty = j->depth;
	dtl_json_key(j, key);
	j->pretty = pretty;
}

static void member_on_line(dtl_json_writer *j, const char *key, const char *s)
{
	key_on_line(j, key);
	dtl_json_string(j, s);
}

void dtl_json_add_strings(dtl_json_writer *j, const char *key, const char *const *list, size_t count)
{
	dtl_json_key(j, key);
	dtl_json_begin_array(j);
	for (size_t i = 0; i < count; i++)
		dtl_json_string(j, list[i]);
	dtl_json_end_array(j);
}

static void number_or_null(dtl_json_writer *j, const char *key, bool there, double value)
{
	dtl_json_key(j, key);
	if (there)
		dtl_json_double(j, value);
	else
		dtl_json_null(j);
}

/* The years that databases have. */
static bool is_common(int64_t t)
{
	const int64_t first = -INT64_C(62135596800), last = INT64_C(253402300799);
	return t >= first && t <= last;
}

static void time_value(dtl_json_writer *j, const dtl_json_shape *w, int64_t t)
{
	char print[64];
	if (t == DTL_TIME_MIN || t == DTL_TIME_MAX || (w->rows && !is_common(t))) {
		dtl_json_null(j);
		return;
	}
	dtl_time_print(print, sizeof(print), t);
	dtl_json_string(j, print);
}

/* [earliest, latest): null where there is no bound. */
static void window(dtl_json_writer *j, const dtl_json_shape *w, bool known, int64_t lo, int64_t hi)
{
	dtl_json_begin_array(j);
	time_value(j, w, known ? lo : DTL_TIME_MIN);
	time_value(j, w, known ? hi : DTL_TIME_MAX);
	dtl_json_end_array(j);
}

static void add_when(dtl_json_writer *j, const dtl_json_shape *w, const dtl_event *e)
{
	const dtl_date *d = &e->date;
	bool dated = e->edtf != NULL;
	if (!dated && !e->unknown) {
		dtl_json_null(j);
		return;
	}
	dtl_json_begin_object(j);
	dtl_json_member(j, "edtf", e->edtf);
	if (!dated) {
		dtl_json_key(j, "unknown");
		dtl_json_bool(j, true);
	}
	dtl_json_member(j, "text", e->text);
	dtl_json_member(j, "said_on", e->said_on);
	dtl_json_member(j, "tz", e->tz);
	if (dated && d->local) {
		dtl_json_key(j, "local");
		dtl_json_bool(j, true);
	}
	key_on_line(j, "start");
	window(j, w, dated && !d->start_unknown, d->bounds.start_lo, d->bounds.start_hi);
	dtl_json_key(j, "end");
	window(j, w, dated && !d->end_unknown, d->bounds.end_lo, d->bounds.end_hi);
	member_on_line(j, "precision", dated ? dtl_precision_name(d->precision) : NULL);
	dtl_json_key(j, "approximate");
	dtl_json_bool(j, dated && d->approximate);
	dtl_json_key(j, "uncertain");
	dtl_json_bool(j, dated && d->uncertain);
	dtl_json_end_object(j);
}

/* What an event and a definition both say of a place. */
void dtl_json_add_place(dtl_json_writer *j, const dtl_place *p)
{
	dtl_json_member(j, "id", p->id);
	dtl_json_member(j, "name", p->name);
	dtl_json_member(j, "country", p->country);
	number_or_null(j, "lat", p->has_geo, p->lat);
	number_or_null(j, "lon", p->has_geo, p->lon);
	dtl_json_member(j, "tz", p->tz);
}

static void add_place_of_event(dtl_json_writer *j, const dtl_place *p)
{
	key_on_line(j, "place");
	if (!p) {
		dtl_json_null(j);
		return;
	}
	dtl_json_begin_object(j);
	dtl_json_add_place(j, p);
	dtl_json_end_object(j);
}

static void add_part(dtl_json_writer *j, const dtl_part *part)
{
	dtl_json_begin_object(j);
	dtl_json_member(j, "id", part->id);
	dtl_json_member(j, "name", part->name);
	dtl_json_member(j, "kind", part->kind);
	dtl_json_member(j, "role", part->role);
	dtl_json_member(j, "title", part->title);
	dtl_json_member(j, "for", part->behalf);
	dtl_json_end_object(j);
}

static void add_parts(dtl_json_writer *j, const dtl_event *e)
{
	int pretty = j->pretty;
	key_on_line(j, "actors");
	if (pretty > 0)
		j->pretty = DEPTH_PART;
	dtl_json_begin_array(j);
	for (size_t i = 0; i < e->actor_count; i++)
		add_part(j, &e->actors[i]);
	dtl_json_end_array(j);
	j->pretty = pretty;
}

static void add_links(dtl_json_writer *j, const dtl_event *e)
{
	dtl_json_key(j, "links");
	dtl_json_begin_array(j);
	for (size_t i = 0; i < e->link_count; i++) {
		dtl_json_begin_object(j);
		dtl_json_member(j, "rel", e->links[i].rel);
		dtl_json_member(j, "id", e->links[i].id);
		dtl_json_end_object(j);
	}
	dtl_json_end_array(j);
}

void dtl_json_add_extra(dtl_json_writer *j, const char *extra)
{
	const char *json = extra ? extra : "{}";
	dtl_json_key(j, "extra");
	dtl_json_raw(j, json, strlen(json));
}

/* Of events that recur, as calendars have them. */
static void add_json_if_any(dtl_json_writer *j, const char *key, const char *json)
{
	if (!json)
		return;
	key_on_line(j, key);
	dtl_json_raw(j, json, strlen(json));
}

static void add_relations(dtl_json_writer *j, const dtl_event *e)
{
	key_on_line(j, "topics");
	dtl_json_begin_array(j);
	for (size_t i = 0; i < e->topic_count; i++)
		dtl_json_string(j, e->topics[i]);
	dtl_json_end_array(j);
	dtl_json_member(j, "series", e->series);
	dtl_json_key(j, "edition");
	if (e->edition != 0)
		dtl_json_int(j, e->edition);
	else
		dtl_json_null(j);
	dtl_json_member(j, "parent", e->parent);
	add_links(j, e);
}

static void add_derived(dtl_json_writer *j, const dtl_json_shape *w, const dtl_event *e)
{
	if (!w->derived)
		return;
	member_on_line(j, "state", dtl_state_name(e->state));
	if (w->windowed)
		dtl_json_member(j, "certainty", e->certain ? "definite" : "possible");
}

void dtl_json_add_event(dtl_json_writer *j, const dtl_json_shape *w, const dtl_event *e)
{
	/* What is shown of a key depends on the other events there are; a document that is to be imported has the key. */
	dtl_json_member(j, "id", w->definitions && e->key ? e->key : e->id);
	dtl_json_member(j, "uid", e->uid);
	dtl_json_member(j, "title", e->title);
	member_on_line(j, "type", e->type);
	dtl_json_member(j, "level", e->level);
	dtl_json_member(j, "status", e->status);
	key_on_line(j, "when");
	add_when(j, w, e);
	add_place_of_event(j, e->place);
	add_parts(j, e);
	add_relations(j, e);
	member_on_line(j, "url", e->url);
	dtl_json_member(j, "description", e->description);
	key_on_line(j, "sources");
	dtl_json_begin_array(j);
	for (size_t i = 0; i < e->source_count; i++)
		dtl_json_string(j, e->sources[i]);
	dtl_json_end_array(j);
	dtl_json_key(j, "known_from");
	time_value(j, w, e->known_from);
	add_json_if_any(j, "recurrence", e->recurrence);
	add_json_if_any(j, "instances", e->instances);
	if (e->occurrence)
		dtl_json_member(j, "occurrence", e->occurrence);
	dtl_json_add_extra(j, e->extra);
	add_derived(j, w, e);
}
