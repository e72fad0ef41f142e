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
		status = dtl_write_split(w, a->kind ? &kind : NULL, app->operands[0], &u, err);
	if (status == DTL_OK && u.count == 0)
		app_note(app, "nothing new: '%s' is one with nothing else", u.id);
	if (status == DTL_OK)
		status = unite_commit(w, app, &u, false, err);
	dtl_write_free(w);
	return status;
}

const command cmd_split = {
	.name = "split",
	.summary = "Take apart what 'merge-same' made one.",
	.usage = "ID",
	.details =
	    "Name what is to stand alone by its own ID; what had joined it stays with it. The one whose ID\n"
	    "stands for all is parted from all of them.",
	.group = GROUP_WRITE,
	.needs = NEEDS_WRITE,
	.use = USE_CLAIMS,
	.opts = unite_options,
	.args_size = sizeof(struct unite_args),
	.min_operands = 1,
	.max_operands = 1,
	.check = unite_check,
	.run = run,
};
