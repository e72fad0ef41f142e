#include "command.h"
#include "findings.h"

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	(void)args;
	return findings_print(app, false, err);
}

const command cmd_check = {
	.name = "check",
	.summary = "Look for damage, and for what does not fit together.",
	.details = "The exit code is 1 when something was found.",
	.group = GROUP_CARE,
	.needs = NEEDS_READ,
	.use = USE_JSON,
	.run = run,
};
