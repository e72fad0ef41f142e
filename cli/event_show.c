#include "events.h"
#include "names.h"
#include "term.h"
#include "value.h"
#include "words.h"
#include <dateline/history.h>
#include <string.h>

enum { LABEL = 10 };

static void row(program *app, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	print_labelled(app, LABEL, label, text);
}

static void show_when(program *app, const dtl_event *event)
{
	str text = STR_INIT;
	char relative[DTL_WORDS_MAX];
	words_when(&text, app, event);
	if (event->edtf) {
		bool overdue = event->state == DTL_STATE_OVERDUE || event->state == DTL_STATE_LAPSED;
		dtl_date_relative(relative, sizeof(relative), &event->date.bounds, app->today, overdue);
		str_addf(&text, " – %s", relative);
	}
	row(app, "when", str_get(&text));
	str_clear(&text);
	if (event->text) {
		str_addf(&text, "“%s”", event->text);
		if (event->said_on)
			str_addf(&text, ", said on %s", event->said_on);
		if (event->edtf)
			str_addf(&text, " (%s)", event->edtf);
		row(app, "", str_get(&text));
	}
	str_free(&text);
}

static void add_time(void *user, const char *edtf, const char *tz, const char *title, bool cancelled)
{
	str *out = user;
	char words[DTL_WORDS_MAX];
	dtl_date_people(words, sizeof(words), edtf, tz, NULL);
	str_addf(out, "%s%s", out->len ? ", " : "", words);
	if (title)
		str_addf(out, " (%s)", title);
	if (cancelled)
		str_add(out, " cancelled");
}

/* How it recurs, and when next. */
static void show_recurrence(program *app, const dtl_event *event)
{
	enum { NEXT = 5 };
	char rule[1024];
	str times = STR_INIT;
	dtl_error ignored;
	if (dtl_event_recurs(rule, sizeof(rule), event) == 0)
		return;
	row(app, "recurs", rule);
	if (dtl_event_times(event, app->today, NEXT, add_time, &times, &ignored) == DTL_OK)
		row(app, "next", times.len ? str_get(&times) : "none");
	str_free(&times);
}

/* The date that it had before nobody knew one: the newest that shows in the steps. */
typedef struct lost_date {
	program *app;
	str words;
} lost_date;

static dtl_status look_for_date(void *user, const dtl_step *step, dtl_error *err)
{
	lost_date *lost = user;
	(void)err;
	bool then = !lost->app->has_as_of || step->known_at < lost->app->as_of;
	if (lost->words.len > 0 || !then || !step->live || !step->field || strcmp(step->field, "when") != 0)
		return DTL_OK;
	if (step->before && strstr(step->before, "\"edtf\""))
		value_text(&lost->words, step->before, lost->app->common->tz);
	return DTL_OK;
}

static dtl_status show_lost_date(program *app, const dtl_event *event, dtl_error *err)
{
	lost_date lost = { .app = app, .words = STR_INIT };
	if (event->edtf || !event->unknown)
		return DTL_OK;
	dtl_status status = dtl_history(app->db, DTL_EVENT, event->key, look_for_date, &lost, err);
	if (status == DTL_OK && lost.words.len > 0) {
		str text = STR_INIT;
		str_addf(&text, "before that: %s", str_get(&lost.words));
		row(app, "", str_get(&text));
		str_free(&text);
	}
	str_free(&lost.words);
	return status;
}

static void add_side(str *out, program *app, const char *field, const char *value, const char *source)
{
	char words[DTL_WORDS_MAX];
	if (strcmp(field, "when") == 0) {
		dtl_date_people(words, sizeof(words), value, NULL, NULL);
		str_add(out, words);
	} else if (strcmp(field, "place") == 0) {
		name_add(out, app, DTL_PLACE, value);
	} else {
		str_add(out, value);
	}
	str_addf(out, " (%s)", source);
}

typedef struct dispute_rows {
	program *app;
	bool any;
} dispute_rows;

static dtl_status show_dispute(void *user, const dtl_dispute *d, dtl_error *err)
{
	dispute_rows *rows = user;
	str text = STR_INIT;
	(void)err;
	str_addf(&text, "%s: ", d->field);
	add_side(&text, rows->app, d->field, d->shown_value, d->shown_source);
	str_add(&text, " against ");
	add_side(&text, rows->app, d->field, d->value, d->source);
	row(rows->app, rows->any ? "" : "disputed", str_get(&text));
	rows->any = true;
	str_free(&text);
	return DTL_OK;
}

static dtl_status show_disputes(program *app, const dtl_event *event, dtl_error *err)
{
	dispute_rows rows = { .app = app };
	return dtl_disputes(
	    app->db, event->key, app->has_as_of ? app->as_of : DTL_TIME_MAX, show_dispute, &rows, err);
}

static void show_where(program *app, const dtl_event *event)
{
	str text = STR_INIT;
	const dtl_place *place = event->place;
	words_where(&text, event);
	if (place && place->country)
		str_addf(&text, " (%s)", place->country);
	if (place && place->has_geo)
		str_addf(&text, ", %.4g %.5g", place->lat, place->lon);
	row(app, "where", str_get(&text));
	str_free(&text);
}

static void show_status(program *app, const dtl_event *event)
{
	str text = STR_INIT;
	words_status(&text, event);
	row(app, "status", str_get(&text));
	str_clear(&text);
	if (event->type)
		str_add(&text, event->type);
	if (event->level)
		str_addf(&text, "%s%s", event->type ? ", " : "", event->level);
	row(app, "type", str_get(&text));
	str_free(&text);
}

static void show_parts(program *app, const dtl_event *event)
{
	str text = STR_INIT;
	for (size_t i = 0; i < event->actor_count; i++) {
		str_clear(&text);
		words_part(&text, &event->actors[i]);
		row(app, i ? "" : "who", str_get(&text));
	}
	str_free(&text);
}

static void add_list(str *out, const char *const *items, size_t count)
{
	str_clear(out);
	for (size_t i = 0; i < count; i++)
		str_addf(out, "%s%s", i ? ", " : "", items[i]);
}

static void show_relations(program *app, const dtl_event *event)
{
	str text = STR_INIT;
	for (size_t i = 0; i < event->topic_count; i++) {
		str_add(&text, i ? ", " : "");
		name_add(&text, app, DTL_TOPIC, event->topics[i]);
	}
	row(app, "topics", str_get(&text));
	str_clear(&text);
	name_add_edition(&text, app, event->series, event->edition);
	row(app, "series", str_get(&text));
	str_clear(&text);
	if (event->parent)
		name_add_with_id(&text, app, DTL_EVENT, event->parent);
	row(app, "part of", str_get(&text));
	for (size_t i = 0; i < event->link_count; i++) {
		str_clear(&text);
		str_addf(&text, "%s ", event->links[i].rel);
		name_add_with_id(&text, app, DTL_EVENT, event->links[i].id);
		row(app, i ? "" : "links", str_get(&text));
	}
	row(app, "url", event->url);
	add_list(&text, event->sources, event->source_count);
	row(app, "sources", str_get(&text));
	str_clear(&text);
	words_day(&text, event->known_from);
	row(app, "since", str_get(&text));
	if (event->extra && strncmp(event->extra, "{\"ics\":", 7) == 0)
		row(app, "calendar", "its text is kept, and exported as it came");
	else
		row(app, "extra", event->extra && strcmp(event->extra, "{}") != 0 ? event->extra : NULL);
	str_free(&text);
}

dtl_status event_show(program *app, const dtl_event *event, dtl_error *err)
{
	const char *bold = paint_bold(app);
	bool projected = event->state == DTL_STATE_PROJECTED;
	fputs(bold, app->out);
	print_words(app->out, event->title);
	fprintf(app->out, "%s\n", paint_off(bold));
	row(app, "id", event->id);
	show_when(app, event);
	show_recurrence(app, event);
	dtl_status status = show_lost_date(app, event, err);
	show_where(app, event);
	show_status(app, event);
	if (status == DTL_OK && !projected)
		status = show_disputes(app, event, err);
	show_parts(app, event);
	show_relations(app, event);
	if (projected)
		row(app, "", "expected by the cadence of its series: no source has spoken of it");
	if (event->description) {
		putc('\n', app->out);
		print_wrapped(app, 2, event->description);
	}
	return status;
}
