#include "kind.h"

const command cmd_place = {
	.name = "place",
	.summary = "Places, with country, coordinates and time zone.",
	.usage = "list|show|add|set|rm",
	.group = GROUP_WRITE,
	.kind = DTL_PLACE,
	.verbs = kind_verbs,
};
