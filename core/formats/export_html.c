/*
 * One page that needs nothing else: the picture, and a table of the same events
 * with all that is known of them. A program in it filters, zooms and pans;
 * without one the page is whole, too. Nothing is fetched from anywhere.
 */
#include "formats/emit.h"
#include "formats/escape.h"
#include "formats/gather.h"
#include "formats/markup.h"
#include "formats/page.h"
#include <string.h>

static const dtl_format_option options[] = { DTL_PICTURE_OPTIONS, { NULL, NULL, NULL, NULL } };

typedef struct page {
	dtl_gathering gathering;
	dtl_text rows; /* of the table */
	size_t number; /* of the next event that the picture has */
	size_t count;
} page;

/* ---- A row ---- */

/* data-NAME="ID⏎ID" and data-NAME-names="…": what the filter chooses by. */
static void begin_data(dtl_text *out, const char *name, const char *part)
{
	dtl_text_addf(out, " data-%s%s=\"", name, part);
}

static void add_actor_data(dtl_text *out, const dtl_event *e, bool names)
{
	begin_data(out, "actor", names ? "-names" : "");
	for (size_t i = 0; i < e->actor_count; i++) {
		dtl_text_add(out, i > 0 ? "&#10;" : "");
		dtl_markup_add(out, names && e->actors[i].name ? e->actors[i].name : e->actors[i].id);
	}
	dtl_text_add_char(out, '"');
}

static void add_topic_data(dtl_text *out, dtl_labels *labels, const dtl_event *e, bool names)
{
	begin_data(out, "topic", names ? "-names" : "");
	for (size_t i = 0; i < e->topic_count; i++) {
		dtl_text_add(out, i > 0 ? "&#10;" : "");
		dtl_markup_add(out, names ? dtl_labels_name(labels, DTL_TOPIC, e->topics[i]) : e->topics[i]);
	}
	dtl_text_add_char(out, '"');
}

static void add_link(dtl_text *out, const char *url, const char *words)
{
	if (!dtl_markup_is_link(url)) {
		dtl_markup_add(out, words);
		return;
	}
	dtl_text_add(out, "<a rel=\"noreferrer\" href=\"");
	dtl_escape_url(out, url);
	dtl_text_add(out, "\">");
	dtl_markup_add(out, words);
	dtl_text_add(out, "</a>");
}

static void add_when(dtl_text *out, const dtl_event *e)
{
	char words[256] = "date unknown";
	if (e->edtf)
		dtl_date_people_within(words, sizeof(words), e->edtf, &e->date.bounds, e->tz, NULL);
	dtl_text_add(out, "<td class=\"when\">");
	dtl_markup_add(out, words);
	dtl_text_add(out, "</td>");
}

static void add_who(dtl_text *out, const dtl_event *e)
{
	dtl_text_add(out, "<td>");
	for (size_t i = 0; i < e->actor_count; i++) {
		const dtl_part *p = &e->actors[i];
		dtl_text_add(out, i > 0 ? ", " : "");
		dtl_markup_add(out, p->name ? p->name : p->id);
		if (strcmp(p->role, "participant") != 0)
			dtl_text_addf(out, " (%s)", p->role);
	}
	dtl_text_add(out, "</td><td>");
	if (e->place)
		dtl_markup_add(out, e->place->name ? e->place->name : e->place->id);
	dtl_text_add(out, "</td>");
}

static void add_term(dtl_text *out, const char *term, const char *words)
{
	if (!words)
		return;
	dtl_text_addf(out, "<dt>%s</dt><dd>", term);
	dtl_markup_add(out, words);
	dtl_text_add(out, "</dd>");
}

static void add_topics(dtl_text *out, dtl_labels *labels, const dtl_event *e)
{
	if (e->topic_count == 0)
		return;
	dtl_text_add(out, "<dt>topics</dt><dd>");
	for (size_t i = 0; i < e->topic_count; i++) {
		dtl_text_add(out, i > 0 ? ", " : "");
		dtl_markup_add(out, dtl_labels_name(labels, DTL_TOPIC, e->topics[i]));
	}
	dtl_text_add(out, "</dd>");
}

static void add_sources(dtl_text *out, dtl_labels *labels, const dtl_event *e)
{
	if (e->source_count == 0)
		return;
	dtl_text_add(out, "<dt>sources</dt><dd>");
	for (size_t i = 0; i < e->source_count; i++) {
		const dtl_label *found = dtl_labels_find(labels, DTL_SOURCE, e->sources[i]);
		dtl_text_add(out, i > 0 ? ", " : "");
		add_link(out, found ? found->detail : NULL, found ? found->name : e->sources[i]);
	}
	dtl_text_add(out, "</dd>");
}

static void add_details(dtl_text *out, dtl_labels *labels, const dtl_event *e)
{
	char known[64];
	dtl_time_print(known, sizeof(known), e->known_from);
	dtl_text_add(out, "<td><details><summary>more</summary>");
	if (e->description) {
		dtl_text_add(out, "<p>");
		dtl_markup_add(out, e->description);
		dtl_text_add(out, "</p>");
	}
	dtl_text_add(out, "<dl>");
	add_term(out, "id", e->id);
	add_term(out, "date", e->edtf);
	add_term(out, "in the words", e->text);
	add_term(out, "type", e->type);
	add_term(out, "level", e->level);
	add_term(out, "series", dtl_labels_name(labels, DTL_SERIES, e->series));
	add_topics(out, labels, e);
	add_sources(out, labels, e);
	known[strcspn(known, "T")] = '\0';
	add_term(out, "known since", known);
	dtl_text_add(out, "</dl></details></td>");
}

static void add_row(page *p, const dtl_event *e, bool drawn)
{
	dtl_text *out = &p->rows;
	dtl_labels *labels = &p->gathering.labels;
	dtl_text_add(out, "<tr");
	if (drawn)
		dtl_text_addf(out, " data-n=\"%zu\"", p->number);
	add_actor_data(out, e, false);
	add_actor_data(out, e, true);
	add_topic_data(out, labels, e, false);
	add_topic_data(out, labels, e, true);
	dtl_text_addf(out, " data-status=\"%s\">", e->status ? e->status : "no status");
	add_when(out, e);
	dtl_text_add(out, "<td>");
	add_link(out, e->url, e->title);
	dtl_text_add(out, "</td>");
	add_who(out, e);
	dtl_text_addf(out, "<td>%s</td>", e->status ? e->status : dtl_state_name(e->state));
	add_details(out, labels, e);
	dtl_text_add(out, "</tr>\n");
}

/* ---- The page ---- */

static void add_head(dtl_text *out, const page *p)
{
	dtl_text_add(out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
	    "'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n<title>");
	dtl_markup_add(out, p->gathering.picture.title);
	dtl_text_add(out, "</title>\n<style>\n");
	dtl_text_add(out, dtl_page_css);
	dtl_picture_style(out);
	dtl_text_add(out, "\n</style>\n</head>\n<body>\n<header>\n<h1>");
	dtl_markup_add(out, p->gathering.picture.title);
	dtl_text_add(out, "</h1>\n<p>");
	dtl_markup_add(out, p->gathering.picture.caption);
	dtl_text_add(out, "</p>\n</header>\n<main>\n");
}

static const char tools[] =
    "<form class=\"tools\" id=\"tools\" hidden aria-label=\"Filter and zoom\">\n"
    "<label>Text <input type=\"search\" name=\"text\" autocomplete=\"off\"></label>\n"
    "<label>Actor <select name=\"actor\"><option value=\"\">all</option></select></label>\n"
    "<label>Topic <select name=\"topic\"><option value=\"\">all</option></select></label>\n"
    "<label>Status <select name=\"status\"><option value=\"\">all</option></select></label>\n"
    "<button type=\"reset\">Clear</button>\n"
    "<button type=\"button\" id=\"in\" aria-label=\"Zoom in\">+</button>\n"
    "<button type=\"button\" id=\"out\" aria-label=\"Zoom out\">−</button>\n"
    "<button type=\"button\" id=\"all\">Fit</button>\n"
    "<span id=\"told\" role=\"status\"></span>\n</form>\n";

static void add_foot(dtl_text *out, const page *p)
{
	dtl_text_addf(out,
	    "<table>\n<caption>%zu event%s, soonest first</caption>\n<thead><tr><th scope=\"col\">When</th><th "
	    "scope=\"col\">What</th><th scope=\"col\">Who</th><th scope=\"col\">Where</th><th scope=\"col\">Status</th>"
	    "<th scope=\"col\">Details</th></tr></thead>\n<tbody>\n",
	    p->count, p->count == 1 ? "" : "s");
	dtl_text_add_len(out, dtl_text_str(&p->rows), p->rows.len);
	dtl_text_add(out, "</tbody>\n</table>\n</main>\n<script>\n");
	dtl_text_add(out, dtl_page_js);
	dtl_text_add(out, "</script>\n</body>\n</html>\n");
}

static dtl_status begin(void *state, FILE *out, const dtl_export_options *set, dtl_error *err)
{
	page *p = state;
	(void)out;
	return dtl_gathering_begin(&p->gathering, set, err);
}

static dtl_status define(void *state, FILE *out, const dtl_thing *thing, dtl_error *err)
{
	page *p = state;
	(void)out;
	dtl_labels_add(&p->gathering.labels, thing);
	return dtl_labels_failed(&p->gathering.labels) ? dtl_fail_memory(err) : DTL_OK;
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	page *p = state;
	(void)out;
	size_t before = p->gathering.picture.events;
	dtl_picture_add(&p->gathering.picture, &p->gathering.labels, e);
	p->number = before;
	p->count++;
	add_row(p, e, p->gathering.picture.events > before);
	return p->gathering.picture.failed || dtl_text_failed(&p->rows) ? dtl_fail_memory(err) : DTL_OK;
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	page *p = state;
	dtl_text text = DTL_TEXT_INIT;
	dtl_status status = dtl_gathering_end(&p->gathering, err);
	if (status == DTL_OK) {
		add_head(&text, p);
		dtl_text_add(&text, tools);
		dtl_text_add(&text, "<div class=\"picture\" id=\"picture\" tabindex=\"0\" role=\"region\" "
				    "aria-label=\"Timeline: plus and minus zoom, 0 fits, arrows scroll\">\n");
		dtl_picture_draw(&p->gathering.picture, &text, false);
		dtl_text_add(&text, "</div>\n");
		add_foot(&text, p);
		status = dtl_emit_last(&text, out, err);
	}
	dtl_text_free(&text);
	return status;
}

static void release(void *state)
{
	page *p = state;
	dtl_gathering_free(&p->gathering);
	dtl_text_free(&p->rows);
}

const dtl_exporter dtl_export_html = {
	.name = "html",
	.summary = "one page with the picture and a table, for any browser",
	.suffix = "html",
	.options = options,
	.state_size = sizeof(page),
	.begin = begin,
	.define = define,
	.event = event,
	.end = end,
	.release = release,
};
