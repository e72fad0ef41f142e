#include "ask.h"
#include "change.h"
#include "command.h"
#include "editor.h"
#include "edits.h"
#include "sheet.h"
#include <stdlib.h>
#include <string.h>

/* An event that is being edited. */
typedef struct session {
	program *app;
	const char *operands[1]; /* its key */
	str key, given;          /* the text at the beginning */
	sheet before;
	str handed, text; /* to the editor, and back */
	editor editor;
	bool keep; /* the text was right, and could not be recorded: it is left where it is */
} session;

static dtl_status begin(session *s, dtl_error *err)
{
	dtl_cursor *cursor = NULL;
	const dtl_event *event = NULL;
	const char *id = s->app->operands[0];
	dtl_ask ask = ask_start(s->app);
	ask.only = id;
	dtl_status status = dtl_find_events(&cursor, s->app->db, &ask, err);
	if (status == DTL_OK)
		status = dtl_cursor_event(cursor, &event, err);
	if (status == DTL_DONE)
		status = fail(err, DTL_E_NOTFOUND, "no event '%s'", id);
	if (status == DTL_OK) {
		str_add(&s->key, event->key);
		sheet_write(&s->given, s->app, event);
		status = s->key.failed || s->given.failed
			     ? fail_memory(err)
			     : sheet_read(&s->before, str_get(&s->given), event, err);
	}
	dtl_cursor_close(cursor);
	str_add(&s->handed, str_get(&s->given));
	return status;
}

static void tell_nothing(program *app)
{
	if (app->common->json)
		fputs("{\"changeset\": null, \"changes\": []}\n", app->out);
	else
		app_note(app, app->common->dry_run ? "nothing would change" : "nothing is changed");
}

static const char *when_of(const program *app)
{
	for (size_t i = 0; i < app->line.field_count; i++)
		if (strcmp(app->line.fields[i].name, "when") == 0)
			return app->line.fields[i].value;
	return NULL;
}

/* What was changed in the text, as `set` would do it. */
static dtl_status record(session *s, const sheet *after, dtl_error *err)
{
	program *app = s->app;
	free(app->line.fields);
	app->line.fields = NULL;
	dtl_status status = sheet_compare(&app->line.fields, &app->line.field_count, &s->before, after, err);
	if (status != DTL_OK)
		return status;
	if (app->line.field_count == 0) {
		tell_nothing(app);
		return DTL_OK;
	}
	edit_zone_look(app, when_of(app));
	s->operands[0] = str_get(&s->key);
	app->operands = s->operands;
	return edit_all(app, change_fields, err);
}

/* What a person can mend in the text. */
static bool is_mendable(dtl_status status)
{
	return status == DTL_E_ARGUMENT || status == DTL_E_AMBIGUOUS || status == DTL_E_NOTFOUND;
}

/* Has the editor been left with the text as it was handed over, error and all? Then there is no more to come. */
static bool is_given_up(const session *s)
{
	str was = STR_INIT, is = STR_INIT;
	sheet_mark(&was, str_get(&s->handed), NULL);
	sheet_mark(&is, str_get(&s->text), NULL);
	bool same = strcmp(str_get(&was), str_get(&is)) == 0;
	str_free(&was);
	str_free(&is);
	return same;
}

/* DTL_DONE: what was wrong stands on top, for another time. */
static dtl_status take(session *s, dtl_error *err)
{
	sheet after = { 0 };
	if (sheet_is_empty(str_get(&s->text)))
		return fail(err, DTL_E_PARSE, "the text was emptied: nothing is changed");
	dtl_status status = sheet_read(&after, str_get(&s->text), NULL, err);
	if (status == DTL_OK)
		status = record(s, &after, err);
	s->keep = status != DTL_OK && !is_mendable(status);
	if (is_mendable(status)) {
		str_clear(&s->handed);
		sheet_mark(&s->handed, str_get(&s->text), err->text);
		status = s->handed.failed ? fail_memory(err) : DTL_DONE;
	}
	/* What the command line points to ends with the text. */
	s->app->line.field_count = 0;
	sheet_free(&after);
	return status;
}

static dtl_status edit(session *s, dtl_error *err)
{
	dtl_error wrong = { 0 };
	dtl_status status = DTL_DONE;
	for (bool again = false; status == DTL_DONE; again = true) {
		dtl_status ran = editor_run(&s->editor, &s->text, str_get(&s->handed), err);
		if (ran != DTL_OK)
			return ran;
		if (again && is_given_up(s)) {
			*err = wrong;
			return wrong.status;
		}
		status = take(s, &wrong);
	}
	if (status != DTL_OK)
		*err = wrong;
	return status;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	session s = { .app = app, .key = STR_INIT, .given = STR_INIT, .handed = STR_INIT, .text = STR_INIT };
	(void)args;
	dtl_status status = begin(&s, err);
	if (status == DTL_OK)
		status = editor_open(&s.editor, err);
	if (status == DTL_OK)
		status = edit(&s, err);
	if (s.keep)
		app_note(app, "your text is in '%s'", str_get(&s.editor.path));
	editor_close(&s.editor, s.keep);
	sheet_free(&s.before);
	str_free(&s.key);
	str_free(&s.given);
	str_free(&s.handed);
	str_free(&s.text);
	return status;
}

const command cmd_edit = {
	.name = "edit",
	.summary = "Change fields of an event in your editor.",
	.usage = "ID",
	.details =
	    "Opens the fields as a text in $VISUAL or $EDITOR, else in vi. What you change there is recorded\n"
	    "as 'dateline set' records it; what does not parse comes back with the error on top. If you change\n"
	    "nothing, nothing is recorded; to give up, delete everything.",
	.group = GROUP_WRITE,
	.needs = NEEDS_WRITE,
	.use = USE_CLAIMS | USE_TZ,
	.min_operands = 1,
	.max_operands = 1,
	.kind = DTL_EVENT,
	.run = run,
};
