#include "kind.h"

const command cmd_source = {
	.name = "source",
	.summary = "Sources: who published what, and when.",
	.usage = "list|show|add|set|rm",
	.group = GROUP_WRITE,
	.kind = DTL_SOURCE,
	.verbs = kind_verbs,
};
