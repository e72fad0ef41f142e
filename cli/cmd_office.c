#include "kind.h"

const command cmd_office = {
	.name = "office",
	.summary = "Offices that people hold: president, minister, ambassador.",
	.usage = "list|show|add|set|rm",
	.group = GROUP_WRITE,
	.kind = DTL_ACTOR,
	.subkind = "office",
	.verbs = kind_verbs,
};
