#include "query/stats_keys.h"
#include "base/text.h"
#include "base/utf8.h"
#include "query/parties.h"
#include <string.h>

#define NONE -1

static const dtl_stat_source sources[] = {
	{ { "year", "the year in which it begins", false, true }, DTL_STAT_YEAR, NONE, NONE, NONE },
	{ { "month", "the month in which it begins", false, true }, DTL_STAT_MONTH, NONE, NONE, NONE },
	{ { "type", "summit, talks, visit …", false, false }, DTL_STAT_WORD, DTL_STAT_TYPE, NONE, NONE },
	{ { "level", "head-of-state, minister …", false, false }, DTL_STAT_WORD, DTL_STAT_LEVEL, NONE, NONE },
	{ { "status", "as somebody gave it: rumoured … held", false, false }, DTL_STAT_WORD, DTL_STAT_STATUS,
	    NONE, NONE },
	{ { "state", "where it stands today: upcoming, over, overdue …", false, false }, DTL_STAT_WORD,
	    DTL_STAT_STATE, NONE, NONE },
	{ { "topic", "what it is about, as named", true, false }, DTL_STAT_ENTITY, NONE, DTL_STAT_TOPICS,
	    DTL_UPWARD_TOPICS },
	{ { "place", "where, as named", false, false }, DTL_STAT_ENTITY, DTL_STAT_PLACE, NONE,
	    DTL_UPWARD_PLACES },
	{ { "country", "the country of its place", false, false }, DTL_STAT_COUNTRY, DTL_STAT_PLACE, NONE,
	    NONE },
	{ { "series", "what it is an edition of", false, false }, DTL_STAT_ENTITY, DTL_STAT_SERIES, NONE,
	    NONE },
	{ { "actor", "who takes part, as named", true, false }, DTL_STAT_ENTITY, NONE, DTL_STAT_ACTORS,
	    NONE },
	{ { "party", "for whom they act on that day: a state, an organisation of states, or themselves", true,
	      false },
	    DTL_STAT_PARTY, NONE, DTL_STAT_ACTORS, NONE },
	{ { "pair", "who meets whom: every two parties", true, false }, DTL_STAT_PAIR, NONE, DTL_STAT_ACTORS,
	    NONE },
	{ { "named-pair", "every two who take part, as named", true, false }, DTL_STAT_NAMED_PAIR, NONE,
	    DTL_STAT_ACTORS, NONE },
	{ { "source", "who has said anything of it", true, false }, DTL_STAT_ENTITY, NONE, DTL_STAT_SOURCES,
	    NONE },
};
enum { COUNT = sizeof(sources) / sizeof(sources[0]) };

const dtl_stat_key *dtl_stat_key_at(size_t index)
{
	return index < COUNT ? &sources[index].key : NULL;
}

static const char *nearest(const char *name)
{
	const char *near = NULL;
	size_t least = 3;
	for (size_t i = 0; i < COUNT; i++) {
		size_t distance = dtl_distance(name, sources[i].key.name, least);
		if (distance < least) {
			least = distance;
			near = sources[i].key.name;
		}
	}
	return near;
}

dtl_status dtl_stat_source_find(const dtl_stat_source **out, const char *name, dtl_error *err)
{
	dtl_text names = DTL_TEXT_INIT;
	for (size_t i = 0; i < COUNT; i++)
		if (strcmp(sources[i].key.name, name) == 0) {
			*out = &sources[i];
			return DTL_OK;
		}
	for (size_t i = 0; i < COUNT; i++)
		dtl_text_addf(&names, "%s%s", i ? ", " : "", sources[i].key.name);
	const char *near = nearest(name);
	dtl_status status =
	    dtl_fail(err, DTL_E_ARGUMENT, "events are not counted by '%s'%s%s%s: there are %s", name,
		near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "", dtl_text_str(&names));
	dtl_text_free(&names);
	return status;
}
