#include "edits.h"
#include "change.h"
#include "command.h"
#include "thing.h"
#include <dateline/query.h>
#include <string.h>

const opt_spec edit_set_options[] = {
	{ OPT_UNSET, 0, "unset", "FIELD", "forget what the field says", 0, 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

/* The field that the operand of `add` stands for. */
static const char *const title_fields[DTL_KINDS] = {
	[DTL_EVENT] = "title",
	[DTL_ACTOR] = "name",
	[DTL_SERIES] = "name",
	[DTL_PLACE] = "name",
	[DTL_SOURCE] = "title",
	[DTL_TOPIC] = "label",
};

static const opt_field *find_field(const program *app, const char *name)
{
	for (size_t i = 0; i < app->line.field_count; i++)
		if (strcmp(app->line.fields[i].name, name) == 0)
			return &app->line.fields[i];
	return NULL;
}

void edit_zone_look(program *app, const char *when)
{
	dtl_reading r;
	dtl_date_context context = { .said_on = app->today };
	const char *tz = app->common->tz;
	if (!tz)
		return;
	bool read = when && dtl_date_read(&r, when, &context, NULL) == DTL_OK;
	bool unknown = !when || strcmp(when, "unknown") == 0;
	/* What cannot be read is refused where it is written, with its reason. */
	if (!(read ? r.date.local : !unknown))
		app_note(app, "--tz is the zone of a time that has no offset, and none is given: '%s'", tz);
}

static void look_at_zone(program *app)
{
	const opt_field *when = app->kind == DTL_EVENT ? find_field(app, "when") : NULL;
	edit_zone_look(app, when ? when->value : NULL);
}

dtl_status edit_add_check(program *app, const void *args, dtl_error *err)
{
	const char *title = title_fields[app->kind];
	(void)args;
	if (app->operand_count > 0 && find_field(app, title))
		return fail(err, DTL_E_ARGUMENT, "the %s is given twice: '%s'", title, app->operands[0]);
	for (size_t i = 0; i < app->line.field_count; i++)
		if (app->line.fields[i].away)
			return fail(err, DTL_E_ARGUMENT,
			    "there is nothing to take away from what is new: '%s'",
			    app->line.fields[i].value);
	if (app->operand_count == 0 && app->line.field_count == 0)
		return fail(err, DTL_E_ARGUMENT, "a new %s needs a %s",
		    app->subkind ? app->subkind : dtl_kind_name(app->kind), title);
	if (app->kind == DTL_EVENT && !find_field(app, "when"))
		return fail(err, DTL_E_ARGUMENT,
		    "a new event needs its date: --when DATE, or '--when unknown' where nobody knows");
	look_at_zone(app);
	return DTL_OK;
}

dtl_status edit_set_check(program *app, const void *args, dtl_error *err)
{
	(void)args;
	if (app->line.field_count == 0)
		return fail(err, DTL_E_ARGUMENT,
		    "nothing to set: give a field, as 'dateline help %s' lists them",
		    app->kind == DTL_EVENT ? "set" : dtl_kind_name(app->kind));
	look_at_zone(app);
	return DTL_OK;
}

/* Write one edit and say when it does nothing; `id` (may be NULL) gets the ID. */
static dtl_status write_edit(dtl_write *w, program *app, const dtl_edit *edit, str *id, dtl_error *err)
{
	dtl_change change;
	dtl_status status = dtl_write_edit(w, edit, &change, err);
	if (status != DTL_OK)
		return status;
	if (!change.appended)
		app_note(app, "nothing new: '%s' %s already", change.id,
		    app->line.command->run == edit_rm ? "is removed" : "says so");
	if (id)
		str_add(id, change.id);
	return DTL_OK;
}

static dtl_status write_new(program *app, dtl_write *w, dtl_edit *edit, str *id, dtl_error *err)
{
	dtl_status status = DTL_OK;
	if (app->operand_count > 0)
		status = dtl_edit_set(edit, title_fields[app->kind], app->operands[0], err);
	if (status == DTL_OK && app->subkind)
		status = dtl_edit_set(edit, "kind", app->subkind, err);
	if (status == DTL_OK)
		status = change_fields(edit, app, err);
	return status == DTL_OK ? write_edit(w, app, edit, id, err) : status;
}

dtl_status edit_add(program *app, const void *args, dtl_error *err)
{
	dtl_write *w = NULL;
	dtl_edit *edit = NULL;
	str id = STR_INIT;
	(void)args;
	dtl_status status = change_begin(&w, app, err);
	if (status == DTL_OK)
		status = dtl_edit_new(&edit, app->kind, NULL, err);
	if (status == DTL_OK)
		status = write_new(app, w, edit, &id, err);
	if (status == DTL_OK)
		status = change_commit(w, app, TELL_ASKED, NULL, NULL, err);
	if (status == DTL_OK && !app->common->json && !app->common->dry_run)
		fprintf(app->out, "%s\n", str_get(&id));
	str_free(&id);
	dtl_edit_free(edit);
	dtl_write_free(w);
	return status;
}

/* The edit of what an operand names: an office must be one. */
static dtl_status open_edit(dtl_edit **out, program *app, const char *name, dtl_error *err)
{
	dtl_cursor *cursor = NULL;
	dtl_thing thing;
	if (!app->subkind)
		return dtl_edit_new(out, app->kind, name, err);
	dtl_status status = thing_find(&cursor, &thing, app, name, err);
	if (status == DTL_OK)
		status = dtl_edit_new(out, app->kind, thing.as.actor->id, err);
	dtl_cursor_close(cursor);
	return status;
}

static dtl_status edit_one(program *app, dtl_write *w, const char *name, edit_fn change, dtl_error *err)
{
	dtl_edit *edit = NULL;
	dtl_status status = open_edit(&edit, app, name, err);
	if (status == DTL_OK)
		status = change(edit, app, err);
	if (status == DTL_OK)
		status = write_edit(w, app, edit, NULL, err);
	dtl_edit_free(edit);
	return status;
}

dtl_status edit_all(program *app, edit_fn change, dtl_error *err)
{
	dtl_write *w = NULL;
	dtl_status status = change_begin(&w, app, err);
	for (size_t i = 0; status == DTL_OK && i < app->operand_count; i++)
		status = edit_one(app, w, app->operands[i], change, err);
	if (status == DTL_OK)
		status = change_commit(w, app, TELL_ASKED, NULL, NULL, err);
	dtl_write_free(w);
	return status;
}

static dtl_status remove_thing(dtl_edit *edit, const program *app, dtl_error *err)
{
	(void)app;
	return dtl_edit_remove(edit, err);
}

dtl_status edit_set(program *app, const void *args, dtl_error *err)
{
	(void)args;
	return edit_all(app, change_fields, err);
}

dtl_status edit_rm(program *app, const void *args, dtl_error *err)
{
	(void)args;
	return edit_all(app, remove_thing, err);
}
