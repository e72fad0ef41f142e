#include "formats/groups.h"
#include <string.h>

const char *const dtl_group_words[] = { "series", "topic", "place", "actor", "type", "none", NULL };

dtl_group_by dtl_group_by_setting(const dtl_export_options *options, dtl_group_by fallback)
{
	const char *set = dtl_export_setting(options, "group-by");
	for (int i = 0; set && dtl_group_words[i]; i++)
		if (strcmp(set, dtl_group_words[i]) == 0)
			return (dtl_group_by)i;
	return fallback;
}

/* Did the same actor come before, in another role? */
static bool is_repeated(const dtl_event *e, size_t part)
{
	for (size_t i = 0; i < part; i++)
		if (strcmp(e->actors[i].id, e->actors[part].id) == 0)
			return true;
	return false;
}

/* The index-th actor, each counted once; NULL: there are not so many. *count: how many there are. */
static const dtl_part *actor_at(const dtl_event *e, size_t index, size_t *count)
{
	const dtl_part *found = NULL;
	*count = 0;
	for (size_t i = 0; i < e->actor_count; i++) {
		if (is_repeated(e, i))
			continue;
		if ((*count)++ == index)
			found = &e->actors[i];
	}
	return found;
}

size_t dtl_group_count(dtl_group_by by, const dtl_event *e)
{
	size_t count = 0;
	switch (by) {
	case DTL_GROUP_SERIES: return e->series != NULL;
	case DTL_GROUP_TOPIC: return e->topic_count;
	case DTL_GROUP_PLACE: return e->place != NULL;
	case DTL_GROUP_ACTOR: actor_at(e, 0, &count); return count;
	case DTL_GROUP_TYPE: return e->type != NULL;
	case DTL_GROUP_NONE: break;
	}
	return 0;
}

dtl_group dtl_group_at(dtl_group_by by, dtl_labels *labels, const dtl_event *e, size_t index)
{
	dtl_group g = { NULL, NULL };
	size_t count;
	if (index >= dtl_group_count(by, e))
		return g;
	switch (by) {
	case DTL_GROUP_SERIES:
		g.id = e->series;
		g.label = dtl_labels_name(labels, DTL_SERIES, g.id);
		break;
	case DTL_GROUP_TOPIC:
		g.id = e->topics[index];
		g.label = dtl_labels_name(labels, DTL_TOPIC, g.id);
		break;
	case DTL_GROUP_PLACE:
		g.id = e->place->id;
		g.label = e->place->name ? e->place->name : g.id;
		break;
	case DTL_GROUP_ACTOR: {
		const dtl_part *part = actor_at(e, index, &count);
		g.id = part->id;
		g.label = part->name ? part->name : g.id;
		break;
	}
	case DTL_GROUP_TYPE: g.id = g.label = e->type; break;
	case DTL_GROUP_NONE: break;
	}
	return g;
}

dtl_group dtl_group_first(dtl_group_by by, dtl_labels *labels, const dtl_event *e)
{
	return dtl_group_at(by, labels, e, 0);
}
