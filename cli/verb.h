/* The status as a verb: announce, confirm, hold, postpone and cancel. */
#ifndef CLI_VERB_H
#define CLI_VERB_H

#include "command.h"

struct verb_args {
	const char *when;
};
extern const opt_spec verb_when[]; /* --when */

/* The status that the command stands for to every event that is named, with the date where one is given. */
dtl_status verb_run(program *app, const void *args, dtl_error *err);
dtl_status verb_check(program *app, const void *args, dtl_error *err);

/* What the five have in common. */
#define VERB                                                                                                 \
	.usage = "ID…", .group = GROUP_WRITE, .needs = NEEDS_WRITE, .args_size = sizeof(struct verb_args),   \
	.min_operands = 1, .max_operands = MANY, .kind = DTL_EVENT, .check = verb_check, .run = verb_run

#endif
