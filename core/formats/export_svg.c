/* A picture of the timeline, for browsers, slides and paper. */
#include "base/error.h"
#include "formats/emit.h"
#include "formats/gather.h"

static const dtl_format_option options[] = { DTL_PICTURE_OPTIONS, { NULL, NULL, NULL, NULL } };

static dtl_status begin(void *state, FILE *out, const dtl_export_options *set, dtl_error *err)
{
	(void)out;
	return dtl_gathering_begin(state, set, err);
}

static dtl_status define(void *state, FILE *out, const dtl_thing *thing, dtl_error *err)
{
	dtl_gathering *g = state;
	(void)out;
	dtl_labels_add(&g->labels, thing);
	return dtl_labels_failed(&g->labels) ? dtl_fail_memory(err) : DTL_OK;
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	dtl_gathering *g = state;
	(void)out;
	dtl_picture_add(&g->picture, &g->labels, e);
	return g->picture.failed ? dtl_fail_memory(err) : DTL_OK;
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	dtl_gathering *g = state;
	dtl_text text = DTL_TEXT_INIT;
	dtl_status status = dtl_gathering_end(g, err);
	dtl_text_add(&text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	if (status == DTL_OK) {
		dtl_picture_draw(&g->picture, &text, true);
		status = dtl_emit_last(&text, out, err);
	}
	dtl_text_free(&text);
	return status;
}

static void release(void *state)
{
	dtl_gathering_free(state);
}

static int64_t left_out(const void *state, const char **why)
{
	const dtl_gathering *g = state;
	*why = "no date";
	return g->picture.undated;
}

const dtl_exporter dtl_export_svg = {
	.name = "svg",
	.summary = "a picture of the timeline",
	.suffix = "svg",
	.options = options,
	.state_size = sizeof(dtl_gathering),
	.begin = begin,
	.define = define,
	.event = event,
	.end = end,
	.release = release,
	.left_out = left_out,
};
