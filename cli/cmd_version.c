#include "command.h"

#ifndef DATELINE_VERSION
#define DATELINE_VERSION "0"
#endif

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	(void)args;
	(void)err;
	fprintf(app->out, "dateline %s\n", DATELINE_VERSION);
	return DTL_OK;
}

const command cmd_version = {
	.name = "version",
	.summary = "Print the version.",
	.group = GROUP_CARE,
	.run = run,
};
