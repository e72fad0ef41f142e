#include "kind.h"

const command cmd_topic = {
	.name = "topic",
	.summary = "Topics, one within another.",
	.usage = "list|show|add|set|rm",
	.group = GROUP_WRITE,
	.kind = DTL_TOPIC,
	.verbs = kind_verbs,
};
