#include "kind.h"

const command cmd_series = {
	.name = "series",
	.summary = "Series of meetings, such as an annual dialogue.",
	.usage = "list|show|add|set|rm",
	.group = GROUP_WRITE,
	.kind = DTL_SERIES,
	.verbs = kind_verbs,
};
