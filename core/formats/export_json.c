/*
 * dateline/1 out. The shape and the order of the keys are cli.md's, "JSON"; a
 * definition is one line, an event a paragraph whose parts are lines, so that
 * documents read and compare well. Without `pretty` every thing is one line.
 */
#include "base/error.h"
#include "base/json.h"
#include "formats/emit.h"
#include <dateline/format.h>
#include <string.h>

enum {
	DEPTH_LIST = 2, /* what stands in a list of the document */
	DEPTH_PART = 4, /* what stands in a list of an event */
};

static const dtl_kind order[] = { DTL_SOURCE, DTL_PLACE, DTL_TOPIC, DTL_SERIES, DTL_ACTOR, DTL_EVENT };
enum { LISTS = sizeof(order) / sizeof(order[0]) };

typedef struct document {
	dtl_text text;
	dtl_json_writer json;
	bool pretty, definitions, derived, windowed;
	size_t list; /* the one that is open; LISTS: none yet */
	bool any;    /* it holds something */
} document;

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

static void strings(dtl_json_writer *j, const char *key, const char *const *list, size_t count)
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

static void time_value(dtl_json_writer *j, int64_t t)
{
	char print[64];
	if (t == DTL_TIME_MIN || t == DTL_TIME_MAX) {
		dtl_json_null(j);
		return;
	}
	dtl_time_print(print, sizeof(print), t);
	dtl_json_string(j, print);
}

/* [earliest, latest): null where there is no bound. */
static void window(dtl_json_writer *j, bool known, int64_t lo, int64_t hi)
{
	dtl_json_begin_array(j);
	time_value(j, known ? lo : DTL_TIME_MIN);
	time_value(j, known ? hi : DTL_TIME_MAX);
	dtl_json_end_array(j);
}

static void add_when(dtl_json_writer *j, const dtl_event *e)
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
	window(j, dated && !d->start_unknown, d->bounds.start_lo, d->bounds.start_hi);
	dtl_json_key(j, "end");
	window(j, dated && !d->end_unknown, d->bounds.end_lo, d->bounds.end_hi);
	member_on_line(j, "precision", dated ? dtl_precision_name(d->precision) : NULL);
	dtl_json_key(j, "approximate");
	dtl_json_bool(j, dated && d->approximate);
	dtl_json_key(j, "uncertain");
	dtl_json_bool(j, dated && d->uncertain);
	dtl_json_end_object(j);
}

/* What an event and a definition both say of a place. */
static void add_place_members(dtl_json_writer *j, const dtl_place *p)
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
	add_place_members(j, p);
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

static void add_extra(dtl_json_writer *j, const char *extra)
{
	const char *json = extra ? extra : "{}";
	dtl_json_key(j, "extra");
	dtl_json_raw(j, json, strlen(json));
}

/* Definitions have these only where there are any: the contract knows them of actors and events alone. */
static void add_aliases_if_any(dtl_json_writer *j, const char *const *aliases, size_t count)
{
	if (count > 0)
		strings(j, "aliases", aliases, count);
}

static void add_extra_if_any(dtl_json_writer *j, const char *extra)
{
	if (extra && strcmp(extra, "{}") != 0)
		add_extra(j, extra);
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

static void add_derived(dtl_json_writer *j, const document *w, const dtl_event *e)
{
	if (!w->derived)
		return;
	member_on_line(j, "state", dtl_state_name(e->state));
	if (w->windowed)
		dtl_json_member(j, "certainty", e->certain ? "definite" : "possible");
}

static void add_event(dtl_json_writer *j, const document *w, const dtl_event *e)
{
	/* What is shown of a key depends on the other events there are; a document that is to be imported has the key. */
	dtl_json_member(j, "id", w->definitions && e->key ? e->key : e->id);
	dtl_json_member(j, "uid", e->uid);
	dtl_json_member(j, "title", e->title);
	member_on_line(j, "type", e->type);
	dtl_json_member(j, "level", e->level);
	dtl_json_member(j, "status", e->status);
	key_on_line(j, "when");
	add_when(j, e);
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
	time_value(j, e->known_from);
	add_json_if_any(j, "recurrence", e->recurrence);
	add_json_if_any(j, "instances", e->instances);
	if (e->occurrence)
		dtl_json_member(j, "occurrence", e->occurrence);
	add_extra(j, e->extra);
	add_derived(j, w, e);
}

static void add_source(dtl_json_writer *j, const dtl_source *s)
{
	dtl_json_member(j, "id", s->id);
	dtl_json_member(j, "publisher", s->publisher);
	dtl_json_member(j, "title", s->title);
	dtl_json_member(j, "author", s->author);
	dtl_json_member(j, "url", s->url);
	dtl_json_member(j, "published", s->published);
	dtl_json_member(j, "language", s->language);
	add_extra_if_any(j, s->extra);
}

static void add_place(dtl_json_writer *j, const dtl_place *p)
{
	add_place_members(j, p);
	dtl_json_member(j, "parent", p->parent);
	add_aliases_if_any(j, p->aliases, p->alias_count);
	add_extra_if_any(j, p->extra);
}

static void add_topic(dtl_json_writer *j, const dtl_topic *t)
{
	dtl_json_member(j, "id", t->id);
	dtl_json_member(j, "label", t->label);
	dtl_json_member(j, "parent", t->parent);
	add_aliases_if_any(j, t->aliases, t->alias_count);
	add_extra_if_any(j, t->extra);
}

static void add_series(dtl_json_writer *j, const dtl_series *s)
{
	dtl_json_member(j, "id", s->id);
	dtl_json_member(j, "name", s->name);
	dtl_json_member(j, "cadence", s->cadence);
	dtl_json_member(j, "place", s->place);
	dtl_json_member(j, "organiser", s->organiser);
	add_aliases_if_any(j, s->aliases, s->alias_count);
	add_extra_if_any(j, s->extra);
}

static const char *const usual_codes[] = { "iso2", "iso3", "cameo", "wikidata" };
enum { USUAL_CODES = sizeof(usual_codes) / sizeof(usual_codes[0]) };

static bool is_usual(const char *system)
{
	for (size_t i = 0; i < USUAL_CODES; i++)
		if (strcmp(usual_codes[i], system) == 0)
			return true;
	return false;
}

static const char *find_code(const dtl_actor *a, const char *system)
{
	for (size_t i = 0; i < a->code_count; i++)
		if (strcmp(a->codes[i].system, system) == 0)
			return a->codes[i].code;
	return NULL;
}

/* The first of the other codes whose system comes after `last` in byte order; NULL: none. */
static const dtl_code *next_code(const dtl_actor *a, const char *last)
{
	const dtl_code *next = NULL;
	for (size_t i = 0; i < a->code_count; i++) {
		const dtl_code *c = &a->codes[i];
		if (!is_usual(c->system) && (!last || strcmp(c->system, last) > 0) &&
		    (!next || strcmp(c->system, next->system) < 0))
			next = c;
	}
	return next;
}

static void add_codes(dtl_json_writer *j, const dtl_actor *a)
{
	dtl_json_key(j, "codes");
	dtl_json_begin_object(j);
	for (size_t i = 0; i < USUAL_CODES; i++)
		dtl_json_member(j, usual_codes[i], find_code(a, usual_codes[i]));
	for (const dtl_code *c = next_code(a, NULL); c; c = next_code(a, c->system))
		dtl_json_member(j, c->system, c->code);
	dtl_json_end_object(j);
}

static void add_actor(dtl_json_writer *j, const dtl_actor *a)
{
	dtl_json_member(j, "id", a->id);
	dtl_json_member(j, "kind", a->kind);
	dtl_json_member(j, "name", a->name);
	strings(j, "aliases", a->aliases, a->alias_count);
	add_codes(j, a);
	dtl_json_key(j, "affiliations");
	dtl_json_begin_array(j);
	for (size_t i = 0; i < a->affiliation_count; i++) {
		dtl_json_begin_object(j);
		dtl_json_member(j, "rel", a->affiliations[i].rel);
		dtl_json_member(j, "of", a->affiliations[i].of);
		dtl_json_member(j, "from", a->affiliations[i].from);
		dtl_json_member(j, "to", a->affiliations[i].to);
		dtl_json_end_object(j);
	}
	dtl_json_end_array(j);
	add_extra_if_any(j, a->extra);
}

static void add_thing(dtl_json_writer *j, const document *w, const dtl_thing *thing)
{
	switch (thing->kind) {
	case DTL_EVENT: add_event(j, w, thing->as.event); break;
	case DTL_ACTOR: add_actor(j, thing->as.actor); break;
	case DTL_SERIES: add_series(j, thing->as.series); break;
	case DTL_PLACE: add_place(j, thing->as.place); break;
	case DTL_SOURCE: add_source(j, thing->as.source); break;
	case DTL_TOPIC: add_topic(j, thing->as.topic); break;
	case DTL_CHANGESET:
	case DTL_CLAIM: break;
	}
}

static void open_list(document *w, size_t list)
{
	w->list = list;
	w->any = false;
	dtl_text_addf(&w->text, w->pretty ? ",\n  \"%s\": [" : ",\"%s\":[", dtl_kind_plural(order[list]));
}

static void close_list(document *w)
{
	if (w->any)
		dtl_text_add(&w->text, w->pretty ? "\n  " : "\n");
	dtl_text_add_char(&w->text, ']');
}

/* Go on to a list; those that are passed over are written empty. */
static dtl_status go_to(document *w, size_t list, dtl_error *err)
{
	if (w->list == LISTS)
		open_list(w, w->definitions ? 0 : LISTS - 1);
	if (list < w->list || list >= LISTS)
		return dtl_fail(err, DTL_E_ARGUMENT, "things were exported out of order");
	while (w->list < list) {
		close_list(w);
		open_list(w, w->list + 1);
	}
	return DTL_OK;
}

static size_t list_of(dtl_kind kind)
{
	size_t i = 0;
	while (i < LISTS && order[i] != kind)
		i++;
	return i;
}

static dtl_status put(document *w, FILE *out, const dtl_thing *thing, dtl_error *err)
{
	dtl_status status = go_to(w, list_of(thing->kind), err);
	if (status != DTL_OK)
		return status;
	if (!w->pretty)
		dtl_text_add(&w->text, w->any ? ",\n" : "\n");
	w->json = dtl_json_writer_to(&w->text, w->pretty ? DEPTH_LIST : 0);
	w->json.depth = DEPTH_LIST;
	w->json.first = !w->pretty || !w->any;
	w->any = true;
	dtl_json_begin_object(&w->json);
	add_thing(&w->json, w, thing);
	dtl_json_end_object(&w->json);
	return dtl_emit(&w->text, out, err);
}

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	document *w = state;
	w->pretty = options->pretty;
	w->definitions = options->definitions;
	w->derived = options->derived;
	w->windowed = options->windowed;
	w->list = LISTS;
	dtl_text_add(&w->text, w->pretty ? "{\n  \"format\": \"dateline/1\",\n  \"as_of\": "
					 : "{\"format\":\"dateline/1\",\"as_of\":");
	if (options->as_of)
		dtl_json_add_string(&w->text, options->as_of, strlen(options->as_of));
	else
		dtl_text_add(&w->text, "null");
	return dtl_emit(&w->text, out, err);
}

static dtl_status define(void *state, FILE *out, const dtl_thing *thing, dtl_error *err)
{
	return put(state, out, thing, err);
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	const dtl_thing thing = { .kind = DTL_EVENT, .as = { .event = e } };
	return put(state, out, &thing, err);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	document *w = state;
	dtl_status status = go_to(w, LISTS - 1, err);
	if (status != DTL_OK)
		return status;
	close_list(w);
	dtl_text_add(&w->text, w->pretty ? "\n}\n" : "}\n");
	return dtl_emit_last(&w->text, out, err);
}

static void release(void *state)
{
	document *w = state;
	dtl_text_free(&w->text);
}

const dtl_exporter dtl_export_json = {
	.name = "json",
	.summary = "dateline/1: the whole of it, for programs and for import",
	.suffix = "json",
	.state_size = sizeof(document),
	.begin = begin,
	.define = define,
	.event = event,
	.end = end,
	.release = release,
};
