/*
 * TimelineJS3 out: a title slide, a slide for each event, an era for each
 * series. Headlines and texts are HTML and escaped. Group and display_date are
 * parsed as HTML, and what that leaves is set as HTML once more: they are
 * escaped twice, or a name "<b>" would be markup after all.
 */
#include "base/array.h"
#include "base/error.h"
#include "formats/escape.h"
#include "formats/groups.h"
#include "formats/lines.h"
#include "formats/markup.h"
#include "formats/stand.h"
#include "formats/tell.h"
#include <stdlib.h>
#include <string.h>

/* From the first to the last of a series. */
typedef struct era {
	char *series;
	int64_t lo, hi;
	int64_t events;
} era;

typedef struct document {
	dtl_text text, words, html;
	dtl_json_writer json;
	dtl_labels labels;
	dtl_group_by by;
	era *eras; /* in the order in which they are met */
	size_t count, cap;
	int64_t left_out;
} document;

static void add_escaped(document *d, const char *key, const char *s)
{
	dtl_text_clear(&d->html);
	dtl_markup_add(&d->html, s);
	dtl_json_member(&d->json, key, dtl_text_str(&d->html));
}

static void add_twice_escaped(document *d, const char *key, const char *s)
{
	dtl_text once = DTL_TEXT_INIT;
	dtl_markup_add(&once, s);
	add_escaped(d, key, dtl_text_str(&once));
	d->html.failed = d->html.failed || dtl_text_failed(&once);
	dtl_text_free(&once);
}

/* The moment as fields; `last` counts as the last minute before it, so that the last day is drawn to its end. */
static void add_date(document *d, const char *key, int64_t t, bool timed, bool last)
{
	dtl_json_writer *j = &d->json;
	int64_t year, at = last ? t - 1 : t, days = dtl_day_of(at);
	int month, day, second = (int)(at - days * DTL_DAY);
	dtl_civil_from_days(days, &year, &month, &day);
	dtl_json_key(j, key);
	dtl_json_begin_object(j);
	dtl_json_member_int(j, "year", year);
	dtl_json_member_int(j, "month", month);
	dtl_json_member_int(j, "day", day);
	if (timed || last) {
		dtl_json_member_int(j, "hour", second / 3600);
		dtl_json_member_int(j, "minute", second / 60 % 60);
	}
	dtl_json_end_object(j);
}

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	document *d = state;
	dtl_json_writer *j = &d->json;
	d->by = dtl_group_by_setting(options, DTL_GROUP_TYPE);
	dtl_lines_begin(j, &d->text);
	dtl_json_key(j, "title");
	dtl_json_begin_object(j);
	dtl_json_key(j, "text");
	dtl_json_begin_object(j);
	add_escaped(d, "headline", dtl_tell_name(options, "Timeline"));
	if (options->as_of) {
		dtl_text_addf(&d->words, "As known on %.10s", options->as_of);
		add_escaped(d, "text", dtl_text_str(&d->words));
	}
	dtl_json_end_object(j);
	dtl_json_end_object(j);
	dtl_json_key(j, "events");
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

/* ---- a slide ---- */

static void add_paragraph(dtl_text *html, const char *s)
{
	if (!s || !*s)
		return;
	dtl_text_add(html, "<p>");
	dtl_markup_add(html, s);
	dtl_text_add(html, "</p>");
}

static void add_sources(document *d, const dtl_event *e)
{
	for (size_t i = 0; i < e->source_count; i++) {
		const dtl_label *source = dtl_labels_find(&d->labels, DTL_SOURCE, e->sources[i]);
		const char *url = source && dtl_markup_is_link(source->detail) ? source->detail : NULL;
		dtl_text_add(&d->html, i == 0 ? "<p>" : ", ");
		if (url) {
			dtl_text_add(&d->html, "<a href=\"");
			dtl_text_clear(&d->words);
			dtl_escape_url(&d->words, url);
			dtl_markup_add(&d->html, dtl_text_str(&d->words));
			dtl_text_add(&d->html, "\">");
		}
		dtl_markup_add(&d->html, source ? source->name : e->sources[i]);
		dtl_text_add(&d->html, url ? "</a>" : "");
	}
	if (e->source_count > 0)
		dtl_text_add(&d->html, "</p>");
}

static void add_text(document *d, const dtl_event *e)
{
	dtl_json_writer *j = &d->json;
	dtl_json_key(j, "text");
	dtl_json_begin_object(j);
	add_escaped(d, "headline", dtl_tell_title(e));
	dtl_text_clear(&d->html);
	add_paragraph(&d->html, e->description);
	dtl_text_clear(&d->words);
	dtl_tell_who(&d->words, e);
	add_paragraph(&d->html, dtl_text_str(&d->words));
	add_paragraph(&d->html, dtl_tell_where(e));
	dtl_text_clear(&d->words);
	const char *status = dtl_tell_status(e);
	dtl_text_add(&d->words, status ? status : "");
	if (e->text)
		dtl_text_addf(&d->words, "%s“%s”", status ? "; " : "", e->text);
	add_paragraph(&d->html, dtl_text_str(&d->words));
	add_sources(d, e);
	dtl_json_member(j, "text", dtl_text_str(&d->html));
	dtl_json_end_object(j);
}

static void add_media(document *d, const dtl_event *e)
{
	if (!dtl_markup_is_link(e->url))
		return;
	dtl_text_clear(&d->words);
	dtl_escape_url(&d->words, e->url);
	dtl_json_key(&d->json, "media");
	dtl_json_begin_object(&d->json);
	dtl_json_member(&d->json, "url", dtl_text_str(&d->words));
	dtl_json_member(&d->json, "link", dtl_text_str(&d->words));
	dtl_json_end_object(&d->json);
}

static void add_slide(document *d, const dtl_event *e, const dtl_stand *s)
{
	dtl_json_writer *j = &d->json;
	bool long_one = s->hi - s->lo > (s->timed ? 60 : DTL_DAY);
	dtl_json_begin_object(j);
	add_date(d, "start_date", s->lo, s->timed, false);
	if (long_one)
		add_date(d, "end_date", s->hi, s->timed, true);
	dtl_text_clear(&d->words);
	dtl_tell_when(&d->words, e);
	add_twice_escaped(d, "display_date", dtl_text_str(&d->words));
	add_text(d, e);
	add_media(d, e);
	const dtl_group group = dtl_group_first(d->by, &d->labels, e);
	if (group.label)
		add_twice_escaped(d, "group", group.label);
	dtl_text_clear(&d->words);
	dtl_tell_id(&d->words, e);
	dtl_json_member(j, "unique_id", dtl_text_str(&d->words));
	dtl_json_member(j, "x_edtf", e->edtf);
	dtl_json_member(j, "x_certainty", dtl_stand_certainty(s));
	dtl_json_end_object(j);
}

/* ---- eras ---- */

static bool add_to_era(document *d, const char *series, const dtl_stand *s)
{
	size_t i = 0;
	while (i < d->count && strcmp(d->eras[i].series, series) != 0)
		i++;
	if (i == d->count) {
		era *room = dtl_array_room(d->eras, &d->cap, d->count, sizeof(*room));
		char *copy = strdup(series);
		if (room)
			d->eras = room;
		if (!room || !copy) {
			free(copy);
			return false;
		}
		room[d->count++] = (era){ copy, s->lo, s->hi, 0 };
	}
	era *of = &d->eras[i];
	of->lo = s->lo < of->lo ? s->lo : of->lo;
	of->hi = s->hi > of->hi ? s->hi : of->hi;
	of->events++;
	return true;
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	document *d = state;
	dtl_stand stand;
	if (!dtl_stand_of(&stand, e) || !dtl_stand_fits_js(&stand)) {
		d->left_out++;
		return DTL_OK;
	}
	add_slide(d, e, &stand);
	bool kept = !e->series || add_to_era(d, e->series, &stand);
	if (!kept || dtl_text_failed(&d->words) || dtl_text_failed(&d->html))
		return dtl_fail_memory(err);
	return dtl_emit(&d->text, out, err);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	document *d = state;
	dtl_json_writer *j = &d->json;
	dtl_json_end_array(j);
	dtl_json_key(j, "eras");
	dtl_json_begin_array(j);
	for (size_t i = 0; i < d->count; i++) {
		const era *of = &d->eras[i];
		if (of->events < 2)
			continue; /* one event is no era */
		dtl_json_begin_object(j);
		add_date(d, "start_date", of->lo, false, false);
		add_date(d, "end_date", of->hi, false, true);
		dtl_json_key(j, "text");
		dtl_json_begin_object(j);
		add_escaped(d, "headline", dtl_labels_name(&d->labels, DTL_SERIES, of->series));
		dtl_json_end_object(j);
		dtl_json_end_object(j);
	}
	dtl_json_end_array(j);
	dtl_json_member(j, "scale", "human");
	if (dtl_text_failed(&d->html))
		return dtl_fail_memory(err);
	return dtl_lines_end(j, out, err);
}

static void release(void *state)
{
	document *d = state;
	for (size_t i = 0; i < d->count; i++)
		free(d->eras[i].series);
	free(d->eras);
	dtl_labels_free(&d->labels);
	dtl_text_free(&d->text);
	dtl_text_free(&d->words);
	dtl_text_free(&d->html);
}

static int64_t left_out(const void *state, const char **why)
{
	const document *d = state;
	*why = "without a date, or outside the years -271820 to 275759";
	return d->left_out;
}

static const dtl_format_option settings[] = { DTL_GROUP_OPTION, DTL_TITLE_OPTION,
	{ NULL, NULL, NULL, NULL } };

const dtl_exporter dtl_export_timelinejs = {
	.name = "timelinejs",
	.summary = "TimelineJS3: slides, with the date in words, and eras from series",
	.suffix = "timeline.json",
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
