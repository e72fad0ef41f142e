#include "ask.h"
#include "command.h"
#include "events.h"

static dtl_status show_whole(program *app, const dtl_event *event, dtl_error *err)
{
	str key = STR_INIT;
	bool projected = event->state == DTL_STATE_PROJECTED;
	str_add(&key, event->key);
	dtl_status status = event_show(app, event, err);
	if (status == DTL_OK && !projected) {
		putc('\n', app->out);
		status = claims_show(app, DTL_EVENT, str_get(&key), err);
	}
	str_free(&key);
	return status;
}

static dtl_status show_one(program *app, const char *id, answer *a, bool first, dtl_error *err)
{
	dtl_cursor *cursor = NULL;
	const dtl_event *event;
	dtl_ask ask = ask_start(app);
	ask.only = id;
	ask.revisions = a->exporter && a->exporter->revisions;
	dtl_status status = dtl_find_events(&cursor, app->db, &ask, err);
	if (status == DTL_OK)
		status = dtl_cursor_event(cursor, &event, err);
	if (status == DTL_DONE)
		status =
		    fail(err, DTL_E_NOTFOUND, "no event '%s'%s", id, app->has_as_of ? " was known then" : "");
	if (status == DTL_OK && !a->exporter && !first)
		putc('\n', app->out);
	if (status == DTL_OK)
		status = a->exporter ? answer_event(a, event, err) : show_whole(app, event, err);
	dtl_cursor_close(cursor);
	return status;
}

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	const dtl_exporter *exporter;
	(void)args;
	return ask_format(&exporter, app, err);
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const dtl_exporter *exporter;
	answer a = { 0 };
	(void)args;
	dtl_status status = ask_format(&exporter, app, err);
	if (status == DTL_OK && exporter)
		status = answer_begin(&a, app, exporter, false, err);
	for (size_t i = 0; status == DTL_OK && i < app->operand_count; i++)
		status = show_one(app, app->operands[i], &a, i == 0, err);
	return answer_end(&a, status, err);
}

const command cmd_show = {
	.name = "show",
	.summary = "Print everything about an event, and who says so.",
	.usage = "ID…",
	.details = "Any unique beginning of an ID serves.",
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_TODAY | USE_AS_OF | USE_TZ | USE_FORMAT | USE_JSON,
	.min_operands = 1,
	.max_operands = MANY,
	.check = check,
	.run = run,
};
