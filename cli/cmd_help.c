#include "command.h"
#include "manual.h"
#include <string.h>

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const command *outer = NULL, *verb = NULL;
	dtl_status status = DTL_OK;
	(void)args;
	if (app->operand_count == 0) {
		help_overview(app, app->out);
		return DTL_OK;
	}
	if (strcmp(app->operands[0], "queries") == 0 && app->operand_count == 1) {
		help_queries(app);
		return DTL_OK;
	}
	if (strcmp(app->operands[0], "manual") == 0 && app->operand_count == 1) {
		manual_print(app);
		return DTL_OK;
	}
	status = opt_command(&outer, NULL, app->operands[0], err);
	verb = outer;
	if (status == DTL_OK && app->operand_count > 1 && !outer->verbs)
		return fail(err, DTL_E_ARGUMENT, "'%s' has no verbs: '%s'", outer->name, app->operands[1]);
	if (status == DTL_OK && app->operand_count > 1)
		status = opt_command(&verb, outer, app->operands[1], err);
	if (status == DTL_OK)
		help_command(app, outer, verb);
	return status;
}

const command cmd_help = {
	.name = "help",
	.summary = "Explain the program or a command.",
	.usage = "[COMMAND [VERB] | queries | manual]",
	.details = "'queries' explains what can be asked; 'manual' prints the manual page, for 'man -l -'.",
	.group = GROUP_CARE,
	.max_operands = 2,
	.run = run,
};
