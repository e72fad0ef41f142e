/*
 * GeoJSON out (RFC 7946), with `when` as Linked Places has it: the earliest and
 * the latest day, or moment, of start and end, both included. What has no place
 * on a map has no geometry and is there all the same.
 */
#include "base/error.h"
#include "formats/lines.h"
#include "formats/stand.h"
#include "formats/tell.h"
#include <math.h>
#include <string.h>

typedef struct document {
	dtl_text text, words;
	dtl_json_writer json;
	dtl_labels labels;
} document;

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	document *d = state;
	dtl_lines_begin(&d->json, &d->text);
	dtl_json_member(&d->json, "type", "FeatureCollection");
	dtl_lines_member(&d->json, "title", dtl_tell_name(options, NULL));
	dtl_lines_member(&d->json, "as_of", options->as_of);
	dtl_json_key(&d->json, "features");
	dtl_json_begin_array(&d->json);
	return dtl_emit(&d->text, out, err);
}

static dtl_status define(void *state, FILE *out, const dtl_thing *thing, dtl_error *err)
{
	document *d = state;
	(void)out;
	if (thing->kind == DTL_SOURCE)
		dtl_labels_add(&d->labels, thing);
	return dtl_labels_failed(&d->labels) ? dtl_fail_memory(err) : DTL_OK;
}

static void add_geometry(dtl_json_writer *j, const dtl_place *p)
{
	dtl_json_key(j, "geometry");
	if (!p || !p->has_geo || !(fabs(p->lat) <= 90) || !(fabs(p->lon) <= 180)) {
		dtl_json_null(j);
		return;
	}
	dtl_json_begin_object(j);
	dtl_json_member(j, "type", "Point");
	dtl_json_key(j, "coordinates");
	dtl_json_begin_array(j);
	dtl_json_double(j, p->lon);
	dtl_json_double(j, p->lat);
	dtl_json_end_array(j);
	dtl_json_end_object(j);
}

/* ---- when ---- */

/* A day, of what has times of day a moment. */
static void add_moment(dtl_json_writer *j, const char *key, int64_t t, const dtl_date *d)
{
	char print[64];
	dtl_time_print(print, sizeof(print), t);
	size_t len = strlen(print);
	if (!d->has_time)
		len -= strlen("T00:00:00Z");
	else if (d->local)
		len--; /* nobody's Z */
	dtl_json_key(j, key);
	dtl_json_string_len(j, print, len);
}

/* Both ends are included: the last second, or its day. */
static void add_bound(dtl_json_writer *j, const char *key, int64_t lo, int64_t hi, const dtl_date *d)
{
	bool earliest = lo > DTL_TIME_MIN && lo < DTL_TIME_MAX;
	bool latest = hi > DTL_TIME_MIN && hi < DTL_TIME_MAX;
	if (!earliest && !latest)
		return;
	dtl_json_key(j, key);
	dtl_json_begin_object(j);
	if (earliest)
		add_moment(j, "earliest", lo, d);
	if (latest)
		add_moment(j, "latest", hi - 1, d);
	dtl_json_end_object(j);
}

static void add_when(dtl_json_writer *j, const dtl_event *e)
{
	const dtl_bounds *b = &e->date.bounds;
	if (!e->edtf)
		return;
	dtl_json_key(j, "when");
	dtl_json_begin_object(j);
	dtl_json_key(j, "timespans");
	dtl_json_begin_array(j);
	dtl_json_begin_object(j);
	/* A timespan has to have a start: what was open before some day began by its end. */
	bool open = b->start_hi == DTL_TIME_MIN;
	add_bound(j, "start", b->start_lo, open ? b->end_hi : b->start_hi, &e->date);
	add_bound(j, "end", b->end_lo, b->end_hi, &e->date);
	dtl_json_end_object(j);
	dtl_json_end_array(j);
	dtl_json_end_object(j);
}

/* ---- what it is ---- */

static void add_dates(document *d, const dtl_event *e)
{
	dtl_json_writer *j = &d->json;
	dtl_stand stand;
	bool stands = dtl_stand_of(&stand, e);
	dtl_text_clear(&d->words);
	dtl_tell_when(&d->words, e);
	dtl_json_member(j, "date", dtl_text_str(&d->words));
	dtl_json_member(j, "edtf", e->edtf);
	if (stands) {
		add_moment(j, "start", stand.lo, &e->date);
		add_moment(j, "end", stand.hi - 1, &e->date);
	} else {
		dtl_json_member(j, "start", NULL);
		dtl_json_member(j, "end", NULL);
	}
	dtl_json_member(j, "certainty", dtl_stand_certainty(stands ? &stand : NULL));
	if (stands)
		dtl_json_member(j, "precision", dtl_precision_name(e->date.precision));
}

static void add_sources(document *d, const dtl_event *e)
{
	dtl_json_writer *j = &d->json;
	dtl_json_key(j, "sources");
	dtl_json_begin_array(j);
	for (size_t i = 0; i < e->source_count; i++) {
		const dtl_label *source = dtl_labels_find(&d->labels, DTL_SOURCE, e->sources[i]);
		dtl_json_string(j, source && source->detail ? source->detail : e->sources[i]);
	}
	dtl_json_end_array(j);
}

static void add_properties(document *d, const dtl_event *e)
{
	dtl_json_writer *j = &d->json;
	dtl_json_key(j, "properties");
	dtl_json_begin_object(j);
	dtl_json_member(j, "title", dtl_tell_title(e));
	dtl_json_member(j, "type", e->type);
	dtl_json_member(j, "level", e->level);
	dtl_json_member(j, "status", dtl_tell_status(e));
	add_dates(d, e);
	dtl_json_member(j, "place", dtl_tell_where(e));
	dtl_json_member(j, "country", e->place ? e->place->country : NULL);
	dtl_text_clear(&d->words);
	dtl_tell_who(&d->words, e);
	dtl_json_member(j, "actors", d->words.len ? dtl_text_str(&d->words) : NULL);
	dtl_json_member(j, "series", e->series);
	dtl_json_member(j, "url", e->url);
	dtl_json_member(j, "description", e->description);
	add_sources(d, e);
	dtl_json_end_object(j);
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	document *d = state;
	dtl_json_writer *j = &d->json;
	dtl_json_begin_object(j);
	dtl_json_member(j, "type", "Feature");
	dtl_text_clear(&d->words);
	dtl_tell_id(&d->words, e);
	dtl_json_member(j, "id", dtl_text_str(&d->words));
	add_geometry(j, e->place);
	add_properties(d, e);
	add_when(j, e);
	dtl_json_end_object(j);
	return dtl_text_failed(&d->words) ? dtl_fail_memory(err) : dtl_emit(&d->text, out, err);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	document *d = state;
	dtl_json_end_array(&d->json);
	return dtl_lines_end(&d->json, out, err);
}

static void release(void *state)
{
	document *d = state;
	dtl_labels_free(&d->labels);
	dtl_text_free(&d->text);
	dtl_text_free(&d->words);
}

static const dtl_format_option settings[] = { DTL_TITLE_OPTION, { NULL, NULL, NULL, NULL } };

const dtl_exporter dtl_export_geojson = {
	.name = "geojson",
	.summary = "GeoJSON (RFC 7946), with Linked Places timespans",
	.suffix = "geojson",
	.occurrences = true,
	.options = settings,
	.state_size = sizeof(document),
	.begin = begin,
	.define = define,
	.event = event,
	.end = end,
	.release = release,
};
