/* The one table of fields, and the vocabularies. */
#include "model/field_types.h"
#include <string.h>

/* In the order of the help; an open list. */
const char *const dtl_event_types[] = { "summit", "dialogue", "talks", "meeting", "working-group", "visit",
	"conference", "forum", "negotiation", "consultation", "mediation", "call", "signing", "ceremony",
	"statement", "speech", "hearing", "vote", "election", "exercise", "deadline", "anniversary", NULL };
const char *const dtl_event_levels[] = { "head-of-state", "minister", "official", "track-1.5", "track-2",
	NULL };
const char *const dtl_event_statuses[] = { "rumoured", "expected", "announced", "confirmed", "held",
	"postponed", "cancelled", NULL };
/* Rows hold their numbers (parts.h): new ones go behind the others. */
const char *const dtl_event_roles[] = { "host", "participant", "chair", "head-of-delegation", "delegate",
	"speaker", "mediator", "observer", "signatory", "target", NULL };
const char *const dtl_event_rels[] = { "part-of", "sideline-of", "follows", "prepares", "agreed-at",
	"responds-to", "replaces", NULL };
const char *const dtl_actor_kinds[] = { "state", "igo", "org", "person", "office", "group", NULL };
const char *const dtl_actor_rels[] = { "holds", "part-of", "member-of", NULL };

#define FORM(name)                         .form = &dtl_form_##name
#define OPTION(name, argument, help)       .option = { name, argument, help, NULL, false }
#define OPTIONS(name, argument, help, off) .option = { name, argument, help, off, true }

/* What every document may have, and who cares for it. */
#define COMMON                                                                                               \
	{ .member = "id", FORM(evidence) }, { .member = "known_from", FORM(evidence) },                      \
	    { .member = "said_by", FORM(evidence) }, { .member = "locator", FORM(evidence) },                \
	    { .member = "quote", FORM(evidence) }, { .member = "rank", FORM(evidence) },                     \
	{                                                                                                    \
		.name = "extra", .member = "extra", FORM(extra)                                              \
	}

static const dtl_field event_rows[] = {
	{ "title", "title", FORM(line), OPTION("title", "TEXT", "what it is called") },
	{ "when", "when", FORM(when),
	    OPTION("when", "DATE", "when it takes place: EDTF, a phrase, or 'unknown'") },
	{ "type", "type", FORM(type), .words = dtl_event_types,
	    OPTION("type", "TYPE", "summit, dialogue, talks, visit, statement …") },
	{ "level", "level", FORM(word), .words = dtl_event_levels,
	    OPTION("level", "LEVEL", "head-of-state, minister, official, track-1.5 or track-2") },
	{ "status", "status", FORM(word), .words = dtl_event_statuses,
	    OPTION("status", "STATUS",
		"rumoured, expected, announced, confirmed, held, postponed or cancelled") },
	{ "place", "place", FORM(place), .target = DTL_PLACE, OPTION("at", "PLACE", "where") },
	{ "actors", "actors", FORM(parts), .target = DTL_ACTOR, .words = dtl_event_roles,
	    OPTIONS("with", "ACTOR[:ROLE[:FOR]]", "who takes part, as what, on whose behalf", "without") },
	{ "topics", "topics", FORM(keys), .target = DTL_TOPIC,
	    OPTIONS("topic", "TOPIC", "what it is about", "no-topic") },
	{ "series", "series", FORM(series), .target = DTL_SERIES, .part = "id",
	    OPTION("series", "ID", "the series it is one of") },
	{ "series", "edition", FORM(series), .target = DTL_SERIES, .part = "edition",
	    OPTION("edition", "N", "which one of its series, from 1") },
	{ "parent", "parent", FORM(key), .target = DTL_EVENT,
	    OPTION("parent", "ID", "the event it is a part of") },
	{ "links", "links", FORM(links), .target = DTL_EVENT, .words = dtl_event_rels,
	    OPTIONS(
		"link", "REL:ID", "sideline-of, follows, prepares, agreed-at … another event", "unlink") },
	{ "url", "url", FORM(url), OPTION("url", "URL", "a page about it") },
	{ "description", "description", FORM(lines), OPTION("description", "TEXT", "more about it") },
	{ "sources", "sources", FORM(keys), .target = DTL_SOURCE },
	{ "recurrence", "recurrence", FORM(recurrence) },
	{ "instances", "instances", FORM(instances) },
	{ .member = "uid", FORM(evidence) },
	{ .member = "state", FORM(derived) },
	{ .member = "certainty", FORM(derived) },
	COMMON,
	{ "same_as", NULL, FORM(key), .target = DTL_EVENT },
	{ .form = NULL },
};

static const dtl_field actor_rows[] = {
	{ "kind", "kind", FORM(word), .words = dtl_actor_kinds,
	    OPTION("kind", "KIND", "state, igo, org, person, office or group") },
	{ "name", "name", FORM(line), OPTION("name", "NAME", "what it is called") },
	{ "aliases", "aliases", FORM(aliases), OPTIONS("alias", "NAME", "another name for it", "no-alias") },
	{ "codes", "codes", FORM(codes),
	    OPTIONS("code", "SYSTEM:CODE", "iso2:CN, wikidata:Q148 …", "no-code") },
	{ "affiliations", "affiliations", FORM(terms), .target = DTL_ACTOR, .words = dtl_actor_rels },
	{ "affiliations", NULL, FORM(terms), .target = DTL_ACTOR, .part = "holds",
	    OPTIONS("holds", "OFFICE[:FROM[:TO]]", "an office, and when", "no-holds") },
	{ "affiliations", NULL, FORM(terms), .target = DTL_ACTOR, .part = "part-of",
	    OPTIONS("part-of", "ACTOR", "what it belongs to", "no-part-of") },
	{ "affiliations", NULL, FORM(terms), .target = DTL_ACTOR, .part = "member-of",
	    OPTIONS("member-of", "ACTOR[:FROM[:TO]]", "what it is a member of, and when", "no-member-of") },
	COMMON,
	{ "same_as", NULL, FORM(key), .target = DTL_ACTOR },
	{ .form = NULL },
};

static const dtl_field series_rows[] = {
	{ "name", "name", FORM(line), OPTION("name", "NAME", "what it is called") },
	{ "cadence", "cadence", FORM(cadence),
	    OPTION("cadence", "RULE", "how often: an RRULE, as FREQ=YEARLY;BYMONTH=7") },
	{ "place", "place", FORM(place), .target = DTL_PLACE, OPTION("at", "PLACE", "where it usually is") },
	{ "organiser", "organiser", FORM(key), .target = DTL_ACTOR,
	    OPTION("organiser", "ACTOR", "who organises it") },
	{ "aliases", "aliases", FORM(aliases), OPTIONS("alias", "NAME", "another name for it", "no-alias") },
	COMMON,
	{ "same_as", NULL, FORM(key), .target = DTL_SERIES },
	{ .form = NULL },
};

static const dtl_field place_rows[] = {
	{ "name", "name", FORM(line), OPTION("name", "NAME", "what it is called") },
	{ "country", "country", FORM(country),
	    OPTION("country", "CODE", "its country: two letters of ISO 3166-1") },
	{ "geo", "lat", FORM(geo), .part = "lat", OPTION("lat", "DEGREES", "latitude, north is positive") },
	{ "geo", "lon", FORM(geo), .part = "lon", OPTION("lon", "DEGREES", "longitude, east is positive") },
	{ "tz", "tz", FORM(zone), OPTION("tz", "ZONE", "its IANA time zone") },
	{ "parent", "parent", FORM(key), .target = DTL_PLACE,
	    OPTION("parent", "PLACE", "the place it lies in") },
	{ "aliases", "aliases", FORM(aliases), OPTIONS("alias", "NAME", "another name for it", "no-alias") },
	COMMON,
	{ "same_as", NULL, FORM(key), .target = DTL_PLACE },
	{ .form = NULL },
};

static const dtl_field source_rows[] = {
	{ "publisher", "publisher", FORM(line), OPTION("publisher", "NAME", "who published it") },
	{ "title", "title", FORM(line), OPTION("title", "TEXT", "its headline") },
	{ "author", "author", FORM(line), OPTION("author", "NAME", "who wrote it") },
	{ "url", "url", FORM(url), OPTION("url", "URL", "where it can be read") },
	{ "published", "published", FORM(day), OPTION("published", "DATE", "when it was published: EDTF") },
	{ "language", "language", FORM(language), OPTION("language", "TAG", "its language: en, zh-Hans …") },
	COMMON,
	{ "same_as", NULL, FORM(key), .target = DTL_SOURCE },
	{ .form = NULL },
};

static const dtl_field topic_rows[] = {
	{ "label", "label", FORM(line), OPTION("label", "TEXT", "what it is called") },
	{ "parent", "parent", FORM(key), .target = DTL_TOPIC,
	    OPTION("parent", "TOPIC", "the topic it is a part of") },
	{ "aliases", "aliases", FORM(aliases), OPTIONS("alias", "NAME", "another name for it", "no-alias") },
	COMMON,
	{ "same_as", NULL, FORM(key), .target = DTL_TOPIC },
	{ .form = NULL },
};

static const dtl_field *const tables[DTL_KINDS] = {
	[DTL_EVENT] = event_rows,
	[DTL_ACTOR] = actor_rows,
	[DTL_SERIES] = series_rows,
	[DTL_PLACE] = place_rows,
	[DTL_SOURCE] = source_rows,
	[DTL_TOPIC] = topic_rows,
};

const dtl_field *dtl_field_rows(dtl_kind kind)
{
	static const dtl_field none = { .form = NULL };
	return kind < DTL_KINDS ? tables[kind] : &none;
}

const dtl_field_option *dtl_field_option_at(dtl_kind kind, size_t index)
{
	for (const dtl_field *f = dtl_field_rows(kind); f->form; f++)
		if (f->option.name && index-- == 0)
			return &f->option;
	return NULL;
}
