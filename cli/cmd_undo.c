#include "change.h"
#include "command.h"
#include "value.h"
#include <dateline/history.h>
#include <stdlib.h>
#include <string.h>

typedef struct search {
	const char *uid;
	str what; /* its message or command */
} search;

static dtl_status look(void *user, const dtl_changeset *c, dtl_error *err)
{
	search *s = user;
	(void)err;
	if (strcmp(c->uid, s->uid) != 0)
		return DTL_OK;
	str_add(&s->what, c->message ? c->message : c->command ? c->command : "");
	return DTL_DONE;
}

/* "undone 1234…: add 'Sunnylands summit'" */
static dtl_status print_undone(program *app, const char *uid, dtl_error *err)
{
	search s = { uid, STR_INIT };
	dtl_status status = dtl_log(app->db, 0, look, &s, err);
	if (status == DTL_OK || status == DTL_DONE) {
		fprintf(app->out, "%s %s%s", app->common->dry_run ? "would undo" : "undone", uid,
		    s.what.len > 0 ? ": " : "");
		print_words(app->out, str_get(&s.what));
		putc('\n', app->out);
		status = DTL_OK;
	}
	str_free(&s.what);
	return status;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	dtl_write *w = NULL;
	char undone[33] = "", more[64];
	bool news = false;
	(void)args;
	dtl_status status = change_begin(&w, app, err);
	if (status == DTL_OK)
		status = dtl_write_undo(w, app->operand_count ? app->operands[0] : NULL, undone, &news, err);
	if (status == DTL_OK && !news)
		app_note(app, "nothing new: changeset '%s' is undone already", undone);
	else if (status == DTL_OK && !app->common->json)
		status = print_undone(app, undone, err);
	snprintf(more, sizeof(more), ", \"undone\": \"%s\"", undone);
	if (status == DTL_OK)
		status = change_commit(w, app, TELL_ALL, more, NULL, err);
	dtl_write_free(w);
	return status;
}

const command cmd_undo = {
	.name = "undo",
	.summary = "Take back a changeset, as if it had never been.",
	.usage = "[CHANGESET]",
	.details =
	    "Without CHANGESET, the last one made in this file; that may be an undo, so that undoing twice\n"
	    "is where you began. To go further back, name the changeset as 'dateline log' shows it.",
	.group = GROUP_WRITE,
	.needs = NEEDS_WRITE,
	.use = USE_JSON | USE_CHANGE | USE_DRY_RUN,
	.max_operands = 1,
	.run = run,
};
