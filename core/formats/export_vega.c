/*
 * Vega-Lite out: a specification with its data. A row for each event, a thin
 * rule where it is possible, a bar where it is certain. The data come last, and
 * are written as they come.
 */
#include "base/error.h"
#include "formats/groups.h"
#include "formats/lines.h"
#include "formats/stand.h"
#include "formats/tell.h"
#include <stdio.h>
#include <string.h>

typedef struct document {
	dtl_text text, words;
	dtl_json_writer json;
	dtl_labels labels;
	dtl_group_by by;
	int64_t left_out;
} document;

/* ---- the specification ---- */

/*
 * Rows are told apart by the ID and called by the title, which stands behind a
 * tab. A bar has an edge and a dot is round, so that a day is seen on a line of
 * years. No layer filters its data: rows keep the order in which they come.
 */
#define STATUS_SCALE                                                                                         \
	"\"scale\": {\"domain\": [\"rumoured\", \"expected\", \"announced\", \"confirmed\", \"held\","       \
	" \"postponed\", \"cancelled\", \"projected\", \"not said\"], \"range\": [\"#b279a2\", \"#eeca3b\"," \
	" \"#f58518\", \"#4c78a8\", \"#54a24b\", \"#9d755d\", \"#e45756\", \"#bab0ac\", \"#777777\"]},"      \
	" \"title\": \"status\""

static const char layers[] =
    "[\n"
    "      {\"mark\": {\"type\": \"rule\", \"strokeWidth\": 3, \"strokeDash\": [1, 5], \"strokeCap\": \"round\"}, \"encoding\":"
    " {\"x\": {\"field\": \"earliest\", \"type\": \"temporal\"}, \"x2\": {\"field\": \"latest\"}, \"opacity\":"
    " {\"condition\": {\"test\": \"datum.certainty == 'definite'\", \"value\": 0}, \"value\": 0.9}}},\n"
    "      {\"mark\": {\"type\": \"bar\", \"height\": 9, \"strokeWidth\": 2, \"strokeJoin\": \"round\"}, \"encoding\":"
    " {\"x\": {\"field\": \"from\", \"type\": \"temporal\"}, \"x2\": {\"field\": \"to\"}, \"stroke\":"
    " {\"field\": \"status\", \"type\": \"nominal\", " STATUS_SCALE "}}}\n"
    "    ]";
static const char encoding[] =
    "{\n"
    "      \"x\": {\"type\": \"temporal\", \"scale\": {\"type\": \"utc\", \"nice\": true}, \"axis\": {\"orient\": \"top\"},"
    " \"title\": null},\n"
    "      \"y\": {\"field\": \"row\", \"type\": \"nominal\", \"sort\": null, \"title\": null, \"axis\": {\"labelLimit\": 400,"
    " \"labelExpr\": \"substring(datum.value, indexof(datum.value, '\\\\t') + 1)\"}},\n"
    "      \"color\": {\"field\": \"status\", \"type\": \"nominal\", " STATUS_SCALE "},\n"
    "      \"tooltip\": [{\"field\": \"title\", \"title\": \"event\"}, {\"field\": \"when\"}, {\"field\": \"certainty\"},"
    " {\"field\": \"who\"}, {\"field\": \"where\"}, {\"field\": \"status\"}]\n"
    "    }";

static void add_raw(dtl_json_writer *j, const char *key, const char *json)
{
	dtl_json_key(j, key);
	dtl_json_raw(j, json, strlen(json));
}

static void add_title(dtl_json_writer *j, const dtl_export_options *options)
{
	const char *name = dtl_tell_name(options, options->as_of ? "Timeline" : NULL);
	if (!name)
		return;
	dtl_json_key(j, "title");
	dtl_json_begin_object(j);
	dtl_json_member(j, "text", name);
	if (options->as_of) {
		char words[64];
		snprintf(words, sizeof(words), "as known on %.10s", options->as_of);
		dtl_json_member(j, "subtitle", words);
	}
	dtl_json_member(j, "anchor", "start");
	dtl_json_end_object(j);
}

/* Of one kind of event with another below: each with the rows of its own. */
static void add_view(dtl_json_writer *j, bool grouped)
{
	if (grouped) {
		add_raw(j, "facet",
		    "{\"row\": {\"field\": \"group\", \"type\": \"nominal\", \"title\": null,"
		    " \"header\": {\"labelAngle\": 0, \"labelAlign\": \"left\"}}}");
		add_raw(j, "resolve", "{\"scale\": {\"y\": \"independent\"}}");
		dtl_json_key(j, "spec");
		dtl_json_begin_object(j);
	}
	dtl_json_member_int(j, "width", 720);
	add_raw(j, "height", "{\"step\": 18}");
	add_raw(j, "encoding", encoding);
	add_raw(j, "layer", layers);
	if (grouped)
		dtl_json_end_object(j);
}

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	document *d = state;
	dtl_json_writer *j = &d->json;
	d->by = dtl_group_by_setting(options, DTL_GROUP_NONE);
	*j = dtl_json_writer_to(&d->text, 3);
	dtl_json_begin_object(j);
	dtl_json_member(j, "$schema", "https://vega.github.io/schema/vega-lite/v6.json");
	add_title(j, options);
	add_view(j, d->by != DTL_GROUP_NONE);
	dtl_json_key(j, "data");
	dtl_json_begin_object(j);
	dtl_json_key(j, "values");
	dtl_json_begin_array(j);
	return dtl_emit(&d->text, out, err);
}

static dtl_status define(void *state, FILE *out, const dtl_thing *thing, dtl_error *err)
{
	document *d = state;
	(void)out;
	dtl_labels_add(&d->labels, thing);
	return dtl_labels_failed(&d->labels) ? dtl_fail_memory(err) : DTL_OK;
}

/* ---- the data ---- */

static void add_time(dtl_json_writer *j, const char *key, bool there, int64_t t)
{
	char print[40];
	dtl_stand_print_js(print, t);
	dtl_json_member(j, key, there ? print : NULL);
}

static void add_words(
    document *d, const char *key, const dtl_event *e, void (*tell)(dtl_text *, const dtl_event *))
{
	dtl_text_clear(&d->words);
	tell(&d->words, e);
	dtl_json_member(&d->json, key, d->words.len ? dtl_text_str(&d->words) : NULL);
}

static void tell_row(dtl_text *out, const dtl_event *e)
{
	dtl_tell_id(out, e);
	dtl_text_addf(out, "\t%s", dtl_tell_title(e));
}

static void add_row(document *d, const dtl_event *e, const dtl_stand *s, const char *group)
{
	dtl_json_writer *j = &d->json;
	dtl_json_begin_object(j);
	add_words(d, "row", e, tell_row);
	dtl_json_member(j, "id", e->id);
	dtl_json_member(j, "title", dtl_tell_title(e));
	if (d->by != DTL_GROUP_NONE)
		dtl_json_member(j, "group", group ? group : "–");
	dtl_json_member(j, "type", e->type);
	/* What has no value has no colour, and would not be seen. */
	dtl_json_member(j, "status", dtl_tell_status(e) ? dtl_tell_status(e) : "not said");
	dtl_json_member(j, "edtf", e->edtf);
	add_words(d, "when", e, dtl_tell_when);
	dtl_json_member(j, "certainty", dtl_stand_certainty(s));
	add_time(j, "earliest", true, s->lo);
	add_time(j, "latest", true, s->hi);
	add_time(j, "from", s->certain, s->from);
	add_time(j, "to", s->certain, s->to);
	add_words(d, "who", e, dtl_tell_who);
	dtl_json_member(j, "where", dtl_tell_where(e));
	dtl_json_end_object(j);
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	document *d = state;
	dtl_stand stand;
	if (!dtl_stand_of(&stand, e) || !dtl_stand_fits_js(&stand)) {
		d->left_out++;
		return DTL_OK;
	}
	size_t count = dtl_group_count(d->by, e);
	for (size_t i = 0; i < count; i++)
		add_row(d, e, &stand, dtl_group_at(d->by, &d->labels, e, i).label);
	if (count == 0)
		add_row(d, e, &stand, NULL);
	return dtl_text_failed(&d->words) ? dtl_fail_memory(err) : dtl_emit(&d->text, out, err);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	document *d = state;
	dtl_json_end_array(&d->json);
	dtl_json_end_object(&d->json);
	return dtl_lines_end(&d->json, out, err);
}

static void release(void *state)
{
	document *d = state;
	dtl_labels_free(&d->labels);
	dtl_text_free(&d->text);
	dtl_text_free(&d->words);
}

static int64_t left_out(const void *state, const char **why)
{
	const document *d = state;
	*why = "without a date, or outside the years -271820 to 275759";
	return d->left_out;
}

static const dtl_format_option settings[] = { DTL_GROUP_OPTION, DTL_TITLE_OPTION,
	{ NULL, NULL, NULL, NULL } };

const dtl_exporter dtl_export_vega = {
	.name = "vega",
	.summary = "Vega-Lite: a chart with its data, rules for windows, bars for what is certain",
	.suffix = "vl.json",
	.occurrences = true,
	.options = settings,
	.state_size = sizeof(document),
	.begin = begin,
	.define = define,
	.event = event,
	.end = end,
	.release = release,
	.left_out = left_out,
};
