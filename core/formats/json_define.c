/* Sources, places, topics, series and actors as dateline/1 has them. */
#include "formats/json_event.h"
#include <string.h>

/* Definitions have these only where there are any: the contract knows them of actors and events alone. */
static void add_aliases_if_any(dtl_json_writer *j, const char *const *aliases, size_t count)
{
	if (count > 0)
		dtl_json_add_strings(j, "aliases", aliases, count);
}

static void add_extra_if_any(dtl_json_writer *j, const char *extra)
{
	if (extra && strcmp(extra, "{}") != 0)
		dtl_json_add_extra(j, extra);
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
	dtl_json_add_place(j, p);
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
	dtl_json_add_strings(j, "aliases", a->aliases, a->alias_count);
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

void dtl_json_add_definition(dtl_json_writer *j, const dtl_thing *thing)
{
	switch (thing->kind) {
	case DTL_ACTOR: add_actor(j, thing->as.actor); break;
	case DTL_SERIES: add_series(j, thing->as.series); break;
	case DTL_PLACE: add_place(j, thing->as.place); break;
	case DTL_SOURCE: add_source(j, thing->as.source); break;
	case DTL_TOPIC: add_topic(j, thing->as.topic); break;
	case DTL_EVENT:
	case DTL_CHANGESET:
	case DTL_CLAIM: break;
	}
}
