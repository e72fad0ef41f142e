/* One event of dateline/1 to a line, for programs that read rows. */
#include "formats/emit.h"
#include "formats/json_event.h"
#include <dateline/format.h>

typedef struct document {
	dtl_text line;
	dtl_json_shape shape;
} document;

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	document *d = state;
	(void)out;
	(void)err;
	d->shape = (dtl_json_shape){ .definitions = options->definitions,
		.derived = options->derived,
		.windowed = options->windowed,
		.rows = true };
	return DTL_OK;
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	document *d = state;
	dtl_json_writer json = dtl_json_writer_to(&d->line, 0);
	dtl_json_begin_object(&json);
	dtl_json_add_event(&json, &d->shape, e);
	dtl_json_end_object(&json);
	dtl_text_add_char(&d->line, '\n');
	return dtl_emit(&d->line, out, err);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	document *d = state;
	return dtl_emit_last(&d->line, out, err);
}

static void release(void *state)
{
	document *d = state;
	dtl_text_free(&d->line);
}

const dtl_exporter dtl_export_ndjson = {
	.name = "ndjson",
	.summary = "events of dateline/1, one to a line; without definitions",
	.suffix = "ndjson",
	.keys = true,
	.recurs = true,
	.state_size = sizeof(document),
	.begin = begin,
	.event = event,
	.end = end,
	.release = release,
};
