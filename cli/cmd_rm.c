#include "command.h"
#include "edits.h"

const command cmd_rm = {
	.name = "rm",
	.summary = "Remove events from now on; their history stays.",
	.usage = "ID…",
	.group = GROUP_WRITE,
	.needs = NEEDS_WRITE,
	.use = USE_CLAIMS,
	.min_operands = 1,
	.max_operands = MANY,
	.kind = DTL_EVENT,
	.run = edit_rm,
};
