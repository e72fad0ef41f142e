/* Names in a VEVENT: who takes part, where, what about, part of what. */
#include "base/array.h"
#include "formats/ics_entry.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct maker {
	dtl_ics_entry *out;
	const dtl_ics_group *group;
	dtl_arena *arena;
} maker;

static const char *keep(maker *m, const dtl_text *text)
{
	return text->len ? dtl_arena_text_len(m->arena, dtl_text_str(text), text->len) : NULL;
}

static const char *param(maker *m, const dtl_ics_prop *p, const char *name)
{
	dtl_text raw = DTL_TEXT_INIT, text = DTL_TEXT_INIT;
	dtl_ics_prop_param(p, name, &raw);
	dtl_ics_unescape_line(&text, (dtl_slice){ dtl_text_str(&raw), raw.len });
	const char *copy = keep(m, &text);
	dtl_text_free(&raw);
	dtl_text_free(&text);
	return copy;
}

static const char *value_of(maker *m, dtl_slice value)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_ics_unescape_line(&text, value);
	const char *copy = keep(m, &text);
	dtl_text_free(&text);
	return copy;
}

/* The line goes with the mention where the event is one of ours: our exporter writes it anew. */
static void add(maker *m, const dtl_ics_prop *p, dtl_mention mention, bool ours)
{
	dtl_ics_entry *e = m->out;
	if (!mention.name)
		return;
	dtl_mention *room = dtl_array_room(e->mentions, &e->mention_cap, e->mention_count, sizeof(*room));
	if (!room) {
		e->failed = true;
		return;
	}
	e->mentions = room;
	const char **lines = ours ? dtl_arena_alloc(m->arena, sizeof(*lines)) : NULL;
	if (lines) {
		*lines = dtl_arena_text_len(
		    m->arena, p->name.data, (size_t)(p->value.data + p->value.len - p->name.data));
		mention.lines = lines;
		mention.line_count = 1;
	}
	room[e->mention_count++] = mention;
}

/* Did our exporter write the line: the event is ours, or the line says so? */
static bool is_ours(maker *m, const dtl_ics_prop *p)
{
	return (m->group->master && m->group->master->ours) || param(m, p, "X-DATELINE");
}

static void add_place(maker *m, const dtl_ics_prop *p)
{
	add(m, p, (dtl_mention){ .field = "place", .name = value_of(m, p->value) }, is_ours(m, p));
}

/* A list: each of its values, cut at commas that no backslash stands before. */
static void add_topics(maker *m, const dtl_ics_prop *p)
{
	const char *at = p->value.data, *end = p->value.data + p->value.len;
	while (at < end) {
		const char *stop = at;
		while (stop < end && *stop != ',')
			stop += *stop == '\\' && stop + 1 < end ? 2 : 1;
		bool whole = at == p->value.data && stop == end;
		add(m, p,
		    (dtl_mention){
			.field = "topics", .name = value_of(m, (dtl_slice){ at, (size_t)(stop - at) }) },
		    is_ours(m, p) && whole);
		at = stop + 1;
	}
}

static const char *address_of(maker *m, const dtl_ics_prop *p)
{
	static const char scheme[] = "mailto:";
	dtl_slice v = p->value;
	if (v.len > sizeof(scheme) - 1 && strncasecmp(v.data, scheme, sizeof(scheme) - 1) == 0)
		v = (dtl_slice){ v.data + sizeof(scheme) - 1, v.len - (sizeof(scheme) - 1) };
	return value_of(m, v);
}

static void add_person(maker *m, const dtl_ics_prop *p, const char *role)
{
	const char *type = param(m, p, "CUTYPE"), *name = param(m, p, "CN"), *address = address_of(m, p);
	if (type && (strcasecmp(type, "ROOM") == 0 || strcasecmp(type, "RESOURCE") == 0))
		return;
	bool group = type && strcasecmp(type, "GROUP") == 0;
	add(m, p,
	    (dtl_mention){ .field = "actors",
		.name = name ? name : address,
		.other = name ? address : NULL,
		.subkind = group ? "group" : "person",
		.role = role },
	    false);
}

static void add_attendee(maker *m, const dtl_ics_prop *p)
{
	const char *role = param(m, p, "ROLE");
	bool chair = role && strcasecmp(role, "CHAIR") == 0;
	bool absent = role && strcasecmp(role, "NON-PARTICIPANT") == 0;
	add_person(m, p, chair ? "chair" : absent ? "observer" : "participant");
}

static void add_organizer(maker *m, const dtl_ics_prop *p)
{
	add_person(m, p, "host");
}

static void add_actor(maker *m, const dtl_ics_prop *p)
{
	const char *role = param(m, p, "X-ROLE");
	add(m, p,
	    (dtl_mention){ .field = "actors",
		.name = value_of(m, p->value),
		.other = param(m, p, "X-NAME"),
		.role = role ? role : "participant",
		.behalf = param(m, p, "X-FOR") },
	    true);
}

static void add_source(maker *m, const dtl_ics_prop *p)
{
	add(m, p, (dtl_mention){ .field = "sources", .name = value_of(m, p->value) }, true);
}

static void add_series(maker *m, const dtl_ics_prop *p)
{
	const char *edition = param(m, p, "X-EDITION");
	add(m, p,
	    (dtl_mention){
		.field = "series", .name = value_of(m, p->value), .edition = edition ? atol(edition) : 0 },
	    true);
}

/* The key of the event that a UID is of: ours are written with a domain. */
static const char *key_of(maker *m, const char *uid)
{
	static const char domain[] = "@dateline";
	size_t len = uid ? strlen(uid) : 0, tail = sizeof(domain) - 1;
	if (len > tail && strcmp(uid + len - tail, domain) == 0)
		return dtl_arena_text_len(m->arena, uid, len - tail);
	return uid;
}

static void add_parent(maker *m, const dtl_ics_prop *p)
{
	const char *type = param(m, p, "RELTYPE"), *uid = value_of(m, p->value);
	if (!uid || (type && strcasecmp(type, "PARENT") != 0) || strcmp(uid, m->group->uid) == 0)
		return;
	bool sure = m->group->has && m->group->has(m->group->has_user, uid);
	add(m, p, (dtl_mention){ .field = "parent", .name = key_of(m, uid), .sure = sure }, is_ours(m, p));
}

static void add_link(maker *m, const dtl_ics_prop *p)
{
	const char *rel = param(m, p, "X-REL"), *key = value_of(m, p->value);
	dtl_text uid = DTL_TEXT_INIT;
	dtl_text_addf(&uid, "%s@dateline", key ? key : "");
	bool sure =
	    key && m->group->has &&
	    (m->group->has(m->group->has_user, key) || m->group->has(m->group->has_user, dtl_text_str(&uid)));
	dtl_text_free(&uid);
	if (rel)
		add(m, p, (dtl_mention){ .field = "links", .name = key, .role = rel, .sure = sure }, true);
}

static const struct {
	const char *name;
	void (*add)(maker *m, const dtl_ics_prop *p);
} kinds[] = {
	{ "LOCATION", add_place },
	{ "CATEGORIES", add_topics },
	{ "ATTENDEE", add_attendee },
	{ "ORGANIZER", add_organizer },
	{ "RELATED-TO", add_parent },
	{ "X-DATELINE-ACTOR", add_actor },
	{ "X-DATELINE-SOURCE", add_source },
	{ "X-DATELINE-SERIES", add_series },
	{ "X-DATELINE-LINK", add_link },
};

static void look_at(maker *m, const dtl_ics_prop *p)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (dtl_ics_prop_is(p, kinds[i].name)) {
			kinds[i].add(m, p);
			return;
		}
}

static bool is_own_uid(const dtl_ics_prop *p)
{
	static const char tail[] = "@dateline";
	size_t len = sizeof(tail) - 1;
	return dtl_ics_prop_is(p, "UID") && p->value.len > len &&
	       memcmp(p->value.data + p->value.len - len, tail, len) == 0;
}

/* RFC 9073: PARTICIPANT components say who and as what. Ours only repeat X-DATELINE-ACTOR. */
static size_t look_at_participant(maker *m, const dtl_ics_component *c, size_t at)
{
	static const char *const types[][2] = { { "SPEAKER", "speaker" }, { "PERFORMER", "speaker" },
		{ "CONTACT", "observer" }, { "SPONSOR", "host" } };
	const dtl_ics_prop *name = NULL;
	const char *role = "participant";
	bool own = false;
	for (at++; at < c->count && c->lines[at].depth > 0; at++) {
		const dtl_ics_prop *p = &c->lines[at].prop;
		if (c->lines[at].depth == 1 && dtl_ics_prop_is(p, "END"))
			break;
		own = own || is_own_uid(p);
		if (c->lines[at].depth == 1 &&
		    (dtl_ics_prop_is(p, "SUMMARY") || (!name && dtl_ics_prop_is(p, "CALENDAR-ADDRESS"))))
			name = p;
		for (size_t i = 0;
		     dtl_ics_prop_is(p, "PARTICIPANT-TYPE") && i < sizeof(types) / sizeof(*types); i++)
			if (p->value.len == strlen(types[i][0]) &&
			    strncasecmp(p->value.data, types[i][0], p->value.len) == 0)
				role = types[i][1];
	}
	if (name && !own)
		add(m, name, (dtl_mention){ .field = "actors", .name = address_of(m, name), .role = role },
		    false);
	return at;
}

void dtl_ics_mentions_make(dtl_ics_entry *out, const dtl_ics_group *g)
{
	maker m = { out, g, out->arena };
	const dtl_ics_component *c = g->master->component;
	for (size_t i = 0; i < c->count; i++) {
		const dtl_ics_prop *p = &c->lines[i].prop;
		bool begins = c->lines[i].depth == 1 && dtl_ics_prop_is(p, "BEGIN");
		if (begins && p->value.len == 11 && strncasecmp(p->value.data, "PARTICIPANT", 11) == 0)
			i = look_at_participant(&m, c, i);
		else if (!c->lines[i].depth)
			look_at(&m, p);
	}
}
