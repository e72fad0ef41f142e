#include "command.h"
#include "edits.h"

const command cmd_add = {
	.name = "add",
	.summary = "Add an event; its ID is printed.",
	.usage = "TITLE --when DATE",
	.details =
	    "DATE is EDTF (2013-07, 2013-06-07/2013-06-08, [2013-06-06..2013-06-09]) or what a newspaper\n"
	    "would write ('late this week', 'next month', '7-8 June'); 'dateline when' explains it.",
	.group = GROUP_WRITE,
	.needs = NEEDS_CREATE,
	.use = USE_CLAIMS | USE_TZ,
	.max_operands = 1,
	.fields = true,
	.kind = DTL_EVENT,
	.check = edit_add_check,
	.run = edit_add,
};
