#include "change.h"
#include "command.h"
#include "unite.h"

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct unite_args *a = args;
	dtl_write *w = NULL;
	dtl_union u;
	dtl_kind kind = DTL_EVENT;
	dtl_status status = a->kind ? unite_kind(&kind, a->kind, err) : DTL_OK;
	if (status == DTL_OK)
		status = change_begin(&w, app, err);
	if (status == DTL_OK)
		status =
		    dtl_write_merge(w, a->kind ? &kind : NULL, app->operands[0], app->operands[1], &u, err);
	if (status == DTL_OK && u.count == 0)
		app_note(
		    app, "nothing new: '%s' and '%s' are one already", app->operands[0], app->operands[1]);
	if (status == DTL_OK)
		status = unite_commit(w, app, &u, true, err);
	dtl_write_free(w);
	return status;
}

const command cmd_merge_same = {
	.name = "merge-same",
	.summary = "Say that two things are one: ID2 becomes another name of ID1.",
	.usage = "ID1 ID2",
	.details =
	    "Both names stay findable, and what is said of either is said of the one. 'dateline split' takes\n"
	    "them apart again.",
	.group = GROUP_WRITE,
	.needs = NEEDS_WRITE,
	.use = USE_CLAIMS,
	.opts = unite_options,
	.args_size = sizeof(struct unite_args),
	.min_operands = 2,
	.max_operands = 2,
	.check = unite_check,
	.run = run,
};
