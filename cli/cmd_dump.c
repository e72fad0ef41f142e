#include "command.h"
#include "output.h"
#include <dateline/share.h>

struct args {
	const char *output;
};
static const opt_spec opts[] = {
	{ OPT_TEXT, 'o', "output", "FILE", "write to FILE, which appears whole or not at all",
	    offsetof(struct args, output), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	output file = { 0 };
	dtl_status status = output_open(&file, app, a->output, err);
	if (status == DTL_OK)
		status = dtl_dump(app->db, file.file, NULL, err);
	return output_close(&file, status, err);
}

const command cmd_dump = {
	.name = "dump",
	.summary = "Write the ledger, all that was ever said, as a line of JSON each.",
	.details =
	    "The lines and their order follow from the ledger alone: equal ledgers give equal bytes. Each\n"
	    "line carries a check sum; 'dateline load' reads them in any order. What the timeline shows now\n"
	    "is written by 'dateline export'.",
	.group = GROUP_EXCHANGE,
	.needs = NEEDS_READ,
	.opts = opts,
	.args_size = sizeof(struct args),
	.run = run,
};
