#include "kind.h"

const command cmd_actor = {
	.name = "actor",
	.summary = "States, organisations, people: who takes part.",
	.usage = "list|show|add|set|rm",
	.group = GROUP_WRITE,
	.kind = DTL_ACTOR,
	.verbs = actor_verbs,
};
