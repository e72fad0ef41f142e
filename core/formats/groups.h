/* By what an exporter parts events: the lanes of a picture, the groups of a document. */
#ifndef DTL_FORMATS_GROUPS_H
#define DTL_FORMATS_GROUPS_H

#include "formats/labels.h"
#include <dateline/format.h>

typedef enum dtl_group_by {
	DTL_GROUP_SERIES,
	DTL_GROUP_TOPIC,
	DTL_GROUP_PLACE,
	DTL_GROUP_ACTOR,
	DTL_GROUP_TYPE,
	DTL_GROUP_NONE,
} dtl_group_by;

/* The words of --group-by, in the order of the enum, ended by NULL. */
extern const char *const dtl_group_words[];
/* The row that a format's options have for it. */
#define DTL_GROUP_OPTION                                                                                     \
	{                                                                                                    \
		"group-by", NULL, dtl_group_words, "what lanes and groups are made of"                       \
	}

/* What is set, else `fallback`. */
dtl_group_by dtl_group_by_setting(const dtl_export_options *options, dtl_group_by fallback);

typedef struct dtl_group {
	const char *id;    /* of the series, topic … */
	const char *label; /* lasts as long as the event and the labels */
} dtl_group;

/* In how many groups an event is: 0 where it has none such, or there are none. An actor of two roles counts once. */
size_t dtl_group_count(dtl_group_by by, const dtl_event *e);
dtl_group dtl_group_at(dtl_group_by by, dtl_labels *labels, const dtl_event *e, size_t index);
/* The first one; its id is NULL where the event has none. */
dtl_group dtl_group_first(dtl_group_by by, dtl_labels *labels, const dtl_event *e);

#endif
