#include "query/prefix.h"
#include "base/utf8.h"
#include "model/fields.h"
#include "model/state.h"
#include "query/between.h"
#include "query/is.h"
#include "query/resolve.h"
#include "query/saved.h"
#include "query/sets.h"
#include "query/words.h"
#include <string.h>

#define SET(column) column " IN (SELECT entity FROM query_set WHERE term=:1)"
#define IN_TIME(row)                                                                                         \
	row ".span=c.span AND " row                                                                          \
	    ".start_lo BETWEEN c.lo AND c.hi AND " DTL_SQL_PAST(row ".version", "c.past")
#define EVENT_IN_TIME "v.span=c.span AND v.start_lo BETWEEN c.lo AND c.hi AND " DTL_SQL_PAST("v.id", "c.past")

/*
 * The fragments. An event without a date has no day on which somebody could not
 * have acted for somebody; for certain did only who always does.
 */
#define ACTS(column)                                                                                         \
	"EXISTS(SELECT 1 FROM event_actor x CROSS JOIN query_set a WHERE x.version=e.id AND a.term=:1"       \
	" AND a.entity=x." column " AND "
/* On whose behalf is asked only of those who do not take part themselves. */
static const char actor_possible[] =
    ACTS("actor") "(e.span=6 OR (a.from_lo<e.end_hi AND a.to_hi>e.start_lo))) OR " ACTS(
	"behalf") "(e.span=6 OR"
		  " (a.from_lo<e.end_hi AND a.to_hi>e.start_lo)))";
#define ALL_THE_TIME                                                                                         \
	"a.to_hi>=e.end_hi AND a.from_lo<=CASE e.span WHEN 6 THEN -9223372036854775808 ELSE e.start_lo END)"
static const char actor_definite[] = ACTS("actor") ALL_THE_TIME " OR " ACTS("behalf") ALL_THE_TIME;
#define ACTOR_DRIVE(more)                                                                                    \
	"SELECT x.version AS version" more " FROM query_set a CROSS JOIN c CROSS JOIN event_actor x"         \
	" INDEXED BY event_actor_time WHERE a.term=:1 AND " DTL_SQL_MEANWHILE                                \
	" AND x.actor=a.entity AND " IN_TIME(                                                                \
	    "x") " UNION ALL SELECT x.version" more " FROM query_set a"                                      \
		 " CROSS JOIN c CROSS JOIN event_actor x INDEXED BY event_actor_behalf WHERE a.term=:1"      \
		 " AND " DTL_SQL_STOOD_FOR " AND " DTL_SQL_MEANWHILE                                         \
		 " AND x.behalf=a.entity AND x.behalf IS NOT NULL AND " IN_TIME("x")
static const char actor_drive[] = ACTOR_DRIVE("");
static const char actor_sure[] = ACTOR_DRIVE(",a.from_lo<=c.lo AND a.to_hi>=c.far AS sure");
/* With '+', what an event has, which is little, is looked for in the set, and not each of the set in what the event has. */
static const char topic_possible[] =
    "EXISTS(SELECT 1 FROM event_topic x WHERE x.version=e.id AND " SET("+x.topic") ")";
static const char topic_drive[] = "SELECT x.version FROM query_set a CROSS JOIN c CROSS JOIN event_topic x"
				  " WHERE a.term=:1 AND x.topic=a.entity AND " IN_TIME("x");
static const char place_possible[] = SET("e.place");
static const char place_drive[] = "SELECT v.id FROM query_set a CROSS JOIN c CROSS JOIN event v"
				  " WHERE a.term=:1 AND v.place=a.entity AND " EVENT_IN_TIME;
static const char series_possible[] = SET("e.series");
static const char series_drive[] =
    "SELECT v.id FROM query_set a CROSS JOIN event v WHERE a.term=:1 AND v.series=a.entity";
static const char id_possible[] = SET("e.event");
static const char id_drive[] =
    "SELECT v.id FROM query_set a CROSS JOIN event v WHERE a.term=:1 AND v.event=a.entity";
static const char parent_possible[] = SET("e.parent");
static const char parent_drive[] =
    "SELECT v.id FROM query_set a CROSS JOIN event v WHERE a.term=:1 AND v.parent=a.entity";
static const char source_possible[] =
    "EXISTS(SELECT 1 FROM event_source s WHERE s.event=e.event AND s.known_from<:as_of AND " SET(
	"+s.source") ")";
static const char source_drive[] = "SELECT v.id FROM query_set a CROSS JOIN event_source s CROSS JOIN event v"
				   " WHERE a.term=:1 AND s.source=a.entity AND v.event=s.event";
static const char role_possible[] =
    "EXISTS(SELECT 1 FROM event_actor x WHERE x.version=e.id AND x.role IN (SELECT value FROM json_each(:1)))";
static const char type_possible[] = "e.type IN (SELECT value FROM json_each(:1))";
static const char level_possible[] = "e.level IN (SELECT value FROM json_each(:1))";
static const char status_possible[] = "e.status IN (SELECT value FROM json_each(:1))";
static const char state_possible[] = DTL_STATE_SQL " IN (SELECT value FROM json_each(:1))";
static const char known_possible[] = "e.known_from>=:1 AND e.known_from<:2";
/* With '+', for the stretch of time that is being read (rows.h) is the better bound of an index. */
static const char date_possible[] = "e.span<6 AND +e.start_lo<:2 AND e.end_hi>:1";
static const char date_definite[] = "e.span<6 AND e.start_hi<=:2 AND e.end_lo>=:1";

static const char *const states[] = { "upcoming", "under-way", "over", "overdue", "lapsed", "postponed",
	"cancelled", "projected", NULL };

const dtl_prefix dtl_prefix_words = {
	.name = "",
	.argument = "WORD",
	.help = "in title, description, quotes and the names of who takes part",
	.resolve = dtl_resolve_words,
	.possible = dtl_words_possible,
	.drive = dtl_words_drive,
	.exact = true,
	.drive_kind = DTL_DRIVE_MANY,
	.params = 3,
};

const dtl_prefix dtl_prefix_text_words = {
	.name = "",
	.resolve = dtl_resolve_words,
	.possible = dtl_words_of_texts,
	.drive = dtl_words_drive_texts,
	.exact = true,
	.drive_kind = DTL_DRIVE_MANY,
	.params = 3,
};

bool dtl_node_is_words(const dtl_node *node)
{
	return node->prefix == &dtl_prefix_words || node->prefix == &dtl_prefix_text_words;
}

static const dtl_prefix prefixes[] = {
	{ .name = "actor",
	    .argument = "ACTOR,…",
	    .help = "takes part, with all that act for it on that day",
	    .resolve = dtl_resolve_actors,
	    .possible = actor_possible,
	    .definite = actor_definite,
	    .drive = actor_drive,
	    .sure = actor_sure,
	    .drive_kind = DTL_DRIVE_TIMED,
	    .recorded = true,
	    .params = 1,
	    .kind = DTL_ACTOR },
	{ .name = "with",
	    .argument = "ACTOR,…",
	    .help = "the same",
	    .resolve = dtl_resolve_actors,
	    .possible = actor_possible,
	    .definite = actor_definite,
	    .drive = actor_drive,
	    .sure = actor_sure,
	    .drive_kind = DTL_DRIVE_TIMED,
	    .recorded = true,
	    .params = 1,
	    .kind = DTL_ACTOR },
	{ .name = "between",
	    .argument = "A,B",
	    .help = "both take part, and no third state",
	    .resolve = dtl_resolve_between,
	    .possible = dtl_between_possible,
	    .definite = dtl_between_definite,
	    .drive = dtl_between_drive,
	    .drive_kind = DTL_DRIVE_TIMED,
	    .recorded = true,
	    .params = 4,
	    .kind = DTL_ACTOR },
	{ .name = "role",
	    .argument = "ROLE,…",
	    .help = "somebody takes part in that role",
	    .resolve = dtl_resolve_choice,
	    .possible = role_possible,
	    .recorded = true,
	    .params = 1,
	    .vocabulary = dtl_event_roles },
	{ .name = "topic",
	    .argument = "TOPIC,…",
	    .help = "is about it, or what is below it",
	    .resolve = dtl_resolve_things,
	    .possible = topic_possible,
	    .drive = topic_drive,
	    .exact = true,
	    .drive_kind = DTL_DRIVE_TIMED,
	    .recorded = true,
	    .params = 1,
	    .kind = DTL_TOPIC },
	{ .name = "series",
	    .argument = "SERIES,…",
	    .help = "is an edition of it",
	    .resolve = dtl_resolve_things,
	    .possible = series_possible,
	    .drive = series_drive,
	    .exact = true,
	    .drive_kind = DTL_DRIVE_FEW,
	    .params = 1,
	    .kind = DTL_SERIES },
	{ .name = "place",
	    .argument = "PLACE,…",
	    .help = "takes place there, or somewhere within it",
	    .resolve = dtl_resolve_things,
	    .possible = place_possible,
	    .drive = place_drive,
	    .exact = true,
	    .drive_kind = DTL_DRIVE_TIMED,
	    .params = 1,
	    .kind = DTL_PLACE },
	{ .name = "country",
	    .argument = "CODE,…",
	    .help = "takes place in it: two letters of ISO 3166, or a state",
	    .resolve = dtl_resolve_country,
	    .possible = place_possible,
	    .drive = place_drive,
	    .exact = true,
	    .drive_kind = DTL_DRIVE_TIMED,
	    .params = 1 },
	{ .name = "type",
	    .argument = "TYPE,…",
	    .help = "summit, talks, visit …",
	    .resolve = dtl_resolve_type,
	    .possible = type_possible,
	    .params = 1,
	    .vocabulary = dtl_event_types },
	{ .name = "level",
	    .argument = "LEVEL,…",
	    .help = "head-of-state, minister …",
	    .resolve = dtl_resolve_choice,
	    .possible = level_possible,
	    .params = 1,
	    .vocabulary = dtl_event_levels },
	{ .name = "status",
	    .argument = "STATUS,…",
	    .help = "as somebody gave it: rumoured … held, postponed, cancelled",
	    .resolve = dtl_resolve_choice,
	    .possible = status_possible,
	    .params = 1,
	    .vocabulary = dtl_event_statuses },
	{ .name = "state",
	    .argument = "STATE,…",
	    .help = "where it stands today: upcoming, under-way, over, overdue …",
	    .resolve = dtl_resolve_state,
	    .possible = state_possible,
	    .params = 1,
	    .vocabulary = states },
	{ .name = "source",
	    .argument = "SOURCE,…",
	    .help = "this source said something of it",
	    .resolve = dtl_resolve_things,
	    .possible = source_possible,
	    .drive = source_drive,
	    .drive_kind = DTL_DRIVE_MANY,
	    .params = 1,
	    .kind = DTL_SOURCE },
	{ .name = "publisher",
	    .argument = "PUBLISHER,…",
	    .help = "a source of this publisher did",
	    .resolve = dtl_resolve_publisher,
	    .possible = source_possible,
	    .drive = source_drive,
	    .drive_kind = DTL_DRIVE_MANY,
	    .params = 1 },
	{ .name = "id",
	    .argument = "ID,…",
	    .help = "is this event",
	    .resolve = dtl_resolve_things,
	    .possible = id_possible,
	    .drive = id_drive,
	    .exact = true,
	    .drive_kind = DTL_DRIVE_FEW,
	    .params = 1,
	    .kind = DTL_EVENT },
	{ .name = "parent",
	    .argument = "ID,…",
	    .help = "is part of this event",
	    .resolve = dtl_resolve_things,
	    .possible = parent_possible,
	    .drive = parent_drive,
	    .exact = true,
	    .drive_kind = DTL_DRIVE_FEW,
	    .params = 1,
	    .kind = DTL_EVENT },
	{ .name = "date",
	    .argument = "A..B",
	    .help = "takes place then: EDTF, a phrase, A..B, ..B, A.., +30d",
	    .resolve = dtl_resolve_date,
	    .possible = date_possible,
	    .definite = date_definite,
	    .params = 2 },
	{ .name = "known",
	    .argument = "A..B",
	    .help = "has been known like this since then",
	    .resolve = dtl_resolve_known,
	    .possible = known_possible,
	    .params = 2 },
	{ .name = "query",
	    .argument = "NAME,…",
	    .help = "what the saved query of that name finds",
	    .resolve = dtl_resolve_saved },
	{ .name = "is",
	    .argument = "WHAT,…",
	    .help = "bilateral, disputed, fuzzy, overdue, projected, recurring or unsourced",
	    .resolve = dtl_resolve_is,
	    .choices = dtl_is_choices,
	    .vocabulary = dtl_is_names },
};

enum { COUNT = sizeof(prefixes) / sizeof(prefixes[0]) };

const dtl_prefix *dtl_prefix_at(size_t index)
{
	return index < COUNT ? &prefixes[index] : NULL;
}

const dtl_prefix *dtl_prefix_find(const char *name, size_t len)
{
	for (size_t i = 0; i < COUNT; i++)
		if (strlen(prefixes[i].name) == len && memcmp(prefixes[i].name, name, len) == 0)
			return &prefixes[i];
	return NULL;
}

const dtl_prefix *dtl_prefix_nearest(const char *name, size_t len)
{
	const dtl_prefix *near = NULL;
	char copy[16];
	/* One slip in a short name, two in a longer one. */
	size_t least = len > 4 ? 3 : 2;
	if (len < 3 || len >= sizeof(copy))
		return NULL;
	memcpy(copy, name, len);
	copy[len] = '\0';
	for (size_t i = 0; i < COUNT; i++) {
		size_t distance = dtl_distance(copy, prefixes[i].name, least);
		if (distance < least) {
			least = distance;
			near = &prefixes[i];
		}
	}
	return near;
}

/* ---- for people and completions ---- */

static const dtl_prefix *choice_of(const dtl_prefix *prefix, const char *name)
{
	for (const dtl_prefix *c = prefix->choices; c && c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

bool dtl_query_prefix_at(size_t index, dtl_query_prefix *out)
{
	const dtl_prefix *prefix = dtl_prefix_at(index);
	if (!prefix)
		return false;
	bool named = prefix->resolve == dtl_resolve_actors || prefix->resolve == dtl_resolve_between ||
		     prefix->resolve == dtl_resolve_things;
	*out = (dtl_query_prefix){ .name = prefix->name,
		.argument = prefix->argument,
		.help = prefix->help,
		.values = prefix->vocabulary,
		.open = prefix->resolve == dtl_resolve_type,
		.names_things = named,
		.kind = prefix->kind };
	return true;
}

const char *dtl_query_value_help(size_t index, const char *value)
{
	const dtl_prefix *prefix = dtl_prefix_at(index);
	const dtl_prefix *choice = prefix ? choice_of(prefix, value) : NULL;
	return choice ? choice->help : NULL;
}
