#include "command.h"
#include "edits.h"

const command cmd_set = {
	.name = "set",
	.summary = "Change fields of an event.",
	.usage = "ID",
	.group = GROUP_WRITE,
	.needs = NEEDS_WRITE,
	.use = USE_CLAIMS | USE_TZ,
	.opts = edit_set_options,
	.min_operands = 1,
	.max_operands = 1,
	.fields = true,
	.kind = DTL_EVENT,
	.check = edit_set_check,
	.run = edit_set,
};
