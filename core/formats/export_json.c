/*
 * dateline/1 out. The shape and the order of the keys are cli.md's, "JSON"; a
 * definition is one line, an event a paragraph whose parts are lines, so that
 * documents read and compare well. Without `pretty` every thing is one line.
 */
#include "base/error.h"
#include "formats/emit.h"
#include "formats/json_event.h"
#include <dateline/format.h>
#include <string.h>

enum { DEPTH_LIST = 2 }; /* what stands in a list of the document */

static const dtl_kind order[] = { DTL_SOURCE, DTL_PLACE, DTL_TOPIC, DTL_SERIES, DTL_ACTOR, DTL_EVENT };
enum { LISTS = sizeof(order) / sizeof(order[0]) };

typedef struct document {
	dtl_text text;
	dtl_json_writer json;
	dtl_json_shape shape;
	bool pretty;
	size_t list; /* the one that is open; LISTS: none yet */
	bool any;    /* it holds something */
} document;

static void open_list(document *w, size_t list)
{
	w->list = list;
	w->any = false;
	dtl_text_addf(&w->text, w->pretty ? ",\n  \"%s\": [" : ",\"%s\":[", dtl_kind_plural(order[list]));
}

static void close_list(document *w)
{
	if (w->any)
		dtl_text_add(&w->text, w->pretty ? "\n  " : "\n");
	dtl_text_add_char(&w->text, ']');
}

/* Go on to a list; those that are passed over are written empty. */
static dtl_status go_to(document *w, size_t list, dtl_error *err)
{
	if (w->list == LISTS)
		open_list(w, w->shape.definitions ? 0 : LISTS - 1);
	if (list < w->list || list >= LISTS)
		return dtl_fail(err, DTL_E_ARGUMENT, "things were exported out of order");
	while (w->list < list) {
		close_list(w);
		open_list(w, w->list + 1);
	}
	return DTL_OK;
}

static size_t list_of(dtl_kind kind)
{
	size_t i = 0;
	while (i < LISTS && order[i] != kind)
		i++;
	return i;
}

static dtl_status put(document *w, FILE *out, const dtl_thing *thing, dtl_error *err)
{
	dtl_status status = go_to(w, list_of(thing->kind), err);
	if (status != DTL_OK)
		return status;
	if (!w->pretty)
		dtl_text_add(&w->text, w->any ? ",\n" : "\n");
	w->json = dtl_json_writer_to(&w->text, w->pretty ? DEPTH_LIST : 0);
	w->json.depth = DEPTH_LIST;
	w->json.first = !w->pretty || !w->any;
	w->any = true;
	dtl_json_begin_object(&w->json);
	if (thing->kind == DTL_EVENT)
		dtl_json_add_event(&w->json, &w->shape, thing->as.event);
	else
		dtl_json_add_definition(&w->json, thing);
	dtl_json_end_object(&w->json);
	return dtl_emit(&w->text, out, err);
}

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	document *w = state;
	w->pretty = options->pretty;
	w->shape = (dtl_json_shape){ .definitions = options->definitions,
		.derived = options->derived,
		.windowed = options->windowed };
	w->list = LISTS;
	dtl_text_add(&w->text, w->pretty ? "{\n  \"format\": \"dateline/1\",\n  \"as_of\": "
					 : "{\"format\":\"dateline/1\",\"as_of\":");
	if (options->as_of)
		dtl_json_add_string(&w->text, options->as_of, strlen(options->as_of));
	else
		dtl_text_add(&w->text, "null");
	return dtl_emit(&w->text, out, err);
}

static dtl_status define(void *state, FILE *out, const dtl_thing *thing, dtl_error *err)
{
	return put(state, out, thing, err);
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	const dtl_thing thing = { .kind = DTL_EVENT, .as = { .event = e } };
	return put(state, out, &thing, err);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	document *w = state;
	dtl_status status = go_to(w, LISTS - 1, err);
	if (status != DTL_OK)
		return status;
	close_list(w);
	dtl_text_add(&w->text, w->pretty ? "\n}\n" : "}\n");
	return dtl_emit_last(&w->text, out, err);
}

static void release(void *state)
{
	document *w = state;
	dtl_text_free(&w->text);
}

const dtl_exporter dtl_export_json = {
	.name = "json",
	.summary = "dateline/1: the whole of it, for programs and for import",
	.suffix = "json",
	.keys = true,
	.state_size = sizeof(document),
	.begin = begin,
	.define = define,
	.event = event,
	.end = end,
	.release = release,
};
