#include "ask.h"
#include <stdlib.h>
#include <string.h>

dtl_ask ask_start(const program *app)
{
	return (dtl_ask){ .today = app->today, .has_as_of = app->has_as_of, .as_of = app->as_of };
}

void ask_query(str *out, const program *app)
{
	for (size_t i = 0; i < app->operand_count; i++)
		str_addf(out, "%s%s", i ? " " : "", app->operands[i]);
}

static dtl_status unknown_format(const char *name, dtl_error *err)
{
	str names = STR_INIT;
	const dtl_exporter *e;
	for (size_t i = 0; (e = dtl_exporter_at(i)); i++)
		str_addf(&names, ", %s", e->name);
	dtl_status status =
	    fail(err, DTL_E_ARGUMENT, "no such format: '%s': there are table%s", name, str_get(&names));
	str_free(&names);
	return status;
}

dtl_status ask_format(const dtl_exporter **out, const program *app, dtl_error *err)
{
	const common *c = app->common;
	const char *name = c->json ? "json" : c->format;
	*out = NULL;
	if (c->json && c->format && strcmp(c->format, "json") != 0)
		return fail(
		    err, DTL_E_ARGUMENT, "--json and --format contradict each other: '%s'", c->format);
	if (!name || strcmp(name, "table") == 0)
		return DTL_OK;
	*out = dtl_exporter_find(name);
	if (!*out)
		return unknown_format(name, err);
	return DTL_OK;
}

dtl_status answer_begin(answer *a, program *app, const dtl_exporter *exporter, bool windowed, dtl_error *err)
{
	dtl_export_options options = { .as_of = app->has_as_of ? app->as_of_text : NULL, .derived = true };
	options.windowed = windowed;
	if (exporter && app->common->tz)
		app_note(app, "--tz is for tables: the format '%s' writes times as they were given",
		    exporter->name);
	options.pretty = app->terminal;
	options.definitions = app->kind != DTL_EVENT;
	*a = (answer){ .app = app, .exporter = exporter };
	if (options.definitions && !exporter->define)
		return fail(err, DTL_E_ARGUMENT, "the format '%s' holds no %s", exporter->name,
		    dtl_kind_plural(app->kind));
	a->state = calloc(1, exporter->state_size + 1);
	return a->state ? exporter->begin(a->state, app->out, &options, err) : fail_memory(err);
}

dtl_status answer_event(answer *a, const dtl_event *event, dtl_error *err)
{
	a->count++;
	return a->exporter->event(a->state, a->app->out, event, err);
}

dtl_status answer_thing(answer *a, const dtl_thing *thing, dtl_error *err)
{
	a->count++;
	return a->exporter->define(a->state, a->app->out, thing, err);
}

dtl_status answer_end(answer *a, dtl_status status, dtl_error *err)
{
	const dtl_exporter *e = a->exporter;
	const char *why = NULL;
	if (!a->state)
		return status;
	if (status == DTL_OK)
		status = e->end(a->state, a->app->out, err);
	int64_t left_out = status == DTL_OK && e->left_out ? e->left_out(a->state, &why) : 0;
	if (left_out > 0)
		app_note(a->app, "dateline: %lld left out: %s", (long long)left_out, why);
	if (e->release)
		e->release(a->state);
	free(a->state);
	a->state = NULL;
	return status;
}

void ask_found(program *app, int64_t count)
{
	if (count == 0 && app->common->exit_status)
		app->unfit = true;
}

dtl_status ask_export(program *app, const dtl_ask *ask, const dtl_exporter *exporter, dtl_error *err)
{
	dtl_cursor *cursor = NULL;
	const dtl_event *event;
	answer a = { 0 };
	dtl_ask asked = *ask;
	asked.unfold = ask->unfold && !exporter->recurs;
	asked.revisions = exporter->revisions;
	asked.previous = exporter->previous;
	dtl_status status = dtl_find_events(&cursor, app->db, &asked, err);
	if (status == DTL_OK)
		status = answer_begin(&a, app, exporter, dtl_cursor_windowed(cursor), err);
	while (status == DTL_OK && (status = dtl_cursor_event(cursor, &event, err)) == DTL_OK)
		status = answer_event(&a, event, err);
	status = answer_end(&a, status == DTL_DONE ? DTL_OK : status, err);
	dtl_cursor_close(cursor);
	if (status == DTL_OK)
		ask_found(app, a.count);
	return status;
}
