#include "verb.h"
#include "edits.h"
#include <string.h>

const opt_spec verb_when[] = {
	{ OPT_TEXT, 0, "when", "DATE", "EDTF or a phrase: when it takes place, as now known",
	    offsetof(struct verb_args, when), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static const struct {
	const char *verb, *status;
	const char *when; /* what it says of the date when none is given; NULL: nothing */
} verbs[] = {
	{ "announce", "announced", NULL },
	{ "confirm", "confirmed", NULL },
	{ "hold", "held", NULL },
	{ "postpone", "postponed", "unknown" },
	{ "cancel", "cancelled", NULL },
};

static dtl_status change(dtl_edit *edit, const program *app, dtl_error *err)
{
	const struct verb_args *args = app->line.args;
	size_t i = 0;
	while (strcmp(verbs[i].verb, app->line.command->name) != 0)
		i++;
	const char *when = args->when ? args->when : verbs[i].when;
	dtl_status status = dtl_edit_set(edit, "status", verbs[i].status, err);
	return status == DTL_OK && when ? dtl_edit_set(edit, "when", when, err) : status;
}

dtl_status verb_check(program *app, const void *args, dtl_error *err)
{
	const struct verb_args *a = args;
	(void)err;
	edit_zone_look(app, a->when);
	return DTL_OK;
}

dtl_status verb_run(program *app, const void *args, dtl_error *err)
{
	(void)args;
	return edit_all(app, change, err);
}
