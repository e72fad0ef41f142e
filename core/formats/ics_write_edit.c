/* RECURRENCE-ID overrides: VEVENTs of their own behind the one that they are of. */
#include "dates/recurrence.h"
#include "formats/ics_write.h"
#include <string.h>

typedef struct edit {
	dtl_ics_view *view; /* of the whole */
	const char *id;     /* "2013-06-14T14:00:00[Europe/Paris]" */
	dtl_slice json;
	dtl_ics_kept kept;
	bool cancelled, future;
	bool told; /* this one or one before it has lines */
	dtl_text text;
} edit;

/* A member that is a string; NULL: there is none. Lasts until the next call. */
static const char *get(edit *x, const char *name)
{
	dtl_slice value;
	if (!dtl_json_get(x->json, name, &value) || !dtl_json_is_string(value))
		return NULL;
	dtl_text_clear(&x->text);
	dtl_json_unescape(value, &x->text);
	return dtl_text_str(&x->text);
}

static bool is(edit *x, const char *name, const char *word)
{
	const char *value = get(x, name);
	return value && strcmp(value, word) == 0;
}

static bool read(edit *x)
{
	dtl_ics_write *w = x->view->w;
	if (!dtl_ics_kept_read(&x->kept, x->json))
		w->text.failed = true;
	/* Lines without it would be the series once more. */
	if (!dtl_ics_kept_line(&x->kept, "RECURRENCE-ID"))
		x->kept.component.count = 0;
	x->cancelled = is(x, "status", "cancelled");
	x->future = is(x, "range", "thisandfuture");
	dtl_ics_zones_need(w, x->kept.timezones);
	return true;
}

static void write_stamp(edit *x)
{
	dtl_ics_writer *w = &x->view->w->lines;
	if (x->kept.stamp.len)
		dtl_ics_raw(w, "DTSTAMP", dtl_text_str(&x->kept.stamp));
	else
		dtl_ics_stamp_line(w, "DTSTAMP", x->view->e->recorded_last);
}

/* ---- As it came ---- */

static void write_marked_title(edit *x, const dtl_ics_prop *p)
{
	dtl_ics_write *w = x->view->w;
	const char *title = x->view->e->title;
	dtl_text_clear(&w->room);
	dtl_text_add(&w->room, DTL_ICS_MARK);
	if (p)
		dtl_ics_unescape_line(&w->room, p->value);
	else
		dtl_text_add(&w->room, title ? title : x->view->e->id);
	dtl_ics_text(&w->lines, "SUMMARY", dtl_text_str(&w->room));
}

static void write_lines(edit *x, bool marked)
{
	dtl_ics_write *w = x->view->w;
	const dtl_ics_component *c = &x->kept.component;
	if (!dtl_ics_kept_line(&x->kept, "UID"))
		dtl_ics_text(&w->lines, "UID", x->view->e->uid);
	if (!dtl_ics_kept_line(&x->kept, "DTSTAMP"))
		write_stamp(x);
	if (marked)
		write_marked_title(x, dtl_ics_kept_line(&x->kept, "SUMMARY"));
	for (size_t i = 0; i < c->count; i++) {
		const dtl_ics_prop *p = &c->lines[i].prop;
		bool replaced = marked && !c->lines[i].depth &&
				(dtl_ics_prop_is(p, "SUMMARY") || dtl_ics_prop_is(p, "STATUS"));
		if (!replaced)
			dtl_ics_kept_write(w, p);
	}
}

/* ---- As the model has it ---- */

/* The key: a wall-clock time and the zone behind it. */
static void write_id(edit *x)
{
	dtl_ics_write *w = x->view->w;
	int64_t wall;
	bool utc, day;
	size_t len = strcspn(x->id, "[");
	if (!dtl_wall_read(x->id, len, &wall, &utc, &day))
		return;
	dtl_text_clear(&w->room);
	if (x->id[len])
		dtl_text_add_len(&w->room, x->id + len + 1, strcspn(x->id + len + 1, "]"));
	if (x->future && !day) {
		char buf[DTL_ICS_TIME];
		dtl_ics_date_time(buf, wall, !utc);
		dtl_ics_begin(&w->lines, "RECURRENCE-ID");
		dtl_ics_param(&w->lines, "RANGE", "THISANDFUTURE");
		dtl_ics_param(&w->lines, "TZID", w->room.len && !utc ? dtl_text_str(&w->room) : NULL);
		dtl_ics_end_raw(&w->lines, buf);
		return;
	}
	dtl_ics_time_line(w, "RECURRENCE-ID", wall, day, utc, w->room.len ? dtl_text_str(&w->room) : NULL);
}

/* When it takes place: its own date, or that of the rule. */
static void write_when(edit *x)
{
	dtl_ics_write *w = x->view->w;
	char tz[64] = "";
	dtl_date date;
	dtl_ics_slot slot;
	int64_t wall;
	bool utc, day;
	const char *own = get(x, "tz");
	if (own && strlen(own) < sizeof(tz))
		memcpy(tz, own, strlen(own) + 1);
	const char *edtf = get(x, "edtf");
	if (edtf && dtl_date_parse(&date, edtf, tz[0] ? tz : NULL, NULL) == DTL_OK &&
	    dtl_ics_slot_of(&slot, edtf, &date, tz[0] ? tz : NULL)) {
		dtl_ics_time_line(w, "DTSTART", slot.start, !slot.timed, !slot.local, NULL);
		dtl_ics_time_line(w, "DTEND", slot.end, !slot.timed, !slot.local, NULL);
		return;
	}
	size_t len = strcspn(x->id, "[");
	if (!dtl_wall_read(x->id, len, &wall, &utc, &day))
		return;
	dtl_text_clear(&w->room);
	if (x->id[len])
		dtl_text_add_len(&w->room, x->id + len + 1, strcspn(x->id + len + 1, "]"));
	dtl_ics_time_line(w, "DTSTART", wall, day, utc, w->room.len ? dtl_text_str(&w->room) : NULL);
}

static void write_model(edit *x, bool marked)
{
	static const char *const texts[][2] = { { "description", "DESCRIPTION" },
		{ "location", "LOCATION" } };
	static const dtl_ics_slot exact = { .tentative = false };
	dtl_ics_writer *w = &x->view->w->lines;
	const dtl_event *e = x->view->e;
	dtl_ics_text(w, "UID", e->uid);
	write_stamp(x);
	write_id(x);
	write_when(x);
	const char *title = get(x, "title");
	title = title ? title : e->title;
	if (marked) {
		dtl_text line = DTL_TEXT_INIT;
		dtl_text_addf(&line, "%s%s", DTL_ICS_MARK, title ? title : e->id);
		dtl_ics_text(w, "SUMMARY", dtl_text_str(&line));
		dtl_text_free(&line);
	} else {
		dtl_ics_text(w, "SUMMARY", title);
	}
	dtl_event shown = { .status = get(x, "status") };
	if (!marked)
		dtl_ics_raw(w, "STATUS", dtl_ics_status_of(&shown, &exact));
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		dtl_ics_text(w, texts[i][1], get(x, texts[i][0]));
	dtl_ics_raw(w, "URL", get(x, "url"));
}

/* ---- All of them ---- */

static void write_one(edit *x)
{
	dtl_ics_write *w = x->view->w;
	bool marked = x->cancelled && w->cancelled == DTL_ICS_CANCELLED_MARK;
	if (x->cancelled && !x->future && w->cancelled == DTL_ICS_CANCELLED_OMIT)
		return;
	dtl_ics_raw(&w->lines, "BEGIN", "VEVENT");
	if (x->kept.component.count)
		write_lines(x, marked);
	else
		write_model(x, marked);
	if (marked)
		dtl_ics_raw(&w->lines, "X-DATELINE-STATUS", "cancelled");
	dtl_ics_raw(&w->lines, "END", "VEVENT");
}

/* The time that it is left out of, as its RECURRENCE-ID has it. */
static void write_exception(edit *x)
{
	dtl_ics_write *w = x->view->w;
	const dtl_ics_prop *id = dtl_ics_kept_line(&x->kept, "RECURRENCE-ID");
	if (!x->cancelled || x->future)
		return;
	if (id) {
		dtl_ics_prop p;
		dtl_text_clear(&x->text);
		dtl_text_add(&x->text, "EXDATE");
		dtl_text_add_len(&x->text, id->params.data, id->params.len);
		dtl_text_add_char(&x->text, ':');
		dtl_text_add_len(&x->text, id->value.data, id->value.len);
		if (dtl_ics_prop_cut(&p, (dtl_slice){ dtl_text_str(&x->text), x->text.len }))
			dtl_ics_kept_write(w, &p);
		return;
	}
	int64_t wall;
	bool utc, day;
	size_t len = strcspn(x->id, "[");
	if (!dtl_wall_read(x->id, len, &wall, &utc, &day))
		return;
	dtl_text_clear(&w->room);
	if (x->id[len])
		dtl_text_add_len(&w->room, x->id + len + 1, strcspn(x->id + len + 1, "]"));
	dtl_ics_time_line(w, "EXDATE", wall, day, utc, w->room.len ? dtl_text_str(&w->room) : NULL);
}

static void note_told(edit *x)
{
	x->told = x->told || x->kept.component.count > 0;
}

/* True: one of them was told by a calendar. */
static bool each(dtl_ics_view *v, void (*write)(edit *x))
{
	const char *instances = v->e->instances;
	dtl_slice key, value;
	dtl_text id = DTL_TEXT_INIT;
	edit x = { .view = v, .text = DTL_TEXT_INIT };
	if (!instances)
		return false;
	dtl_json_walk walk = dtl_json_open((dtl_slice){ instances, strlen(instances) });
	while (dtl_json_next(&walk, &key, &value)) {
		dtl_text_clear(&id);
		dtl_json_unescape_key(key, &id);
		x.id = dtl_text_str(&id);
		x.json = value;
		if (dtl_json_is_object(value) && read(&x))
			write(&x);
	}
	dtl_ics_zones_need(v->w, v->kept->timezones);
	v->w->text.failed |= id.failed || x.text.failed;
	dtl_ics_kept_free(&x.kept);
	dtl_text_free(&x.text);
	dtl_text_free(&id);
	return x.told;
}

bool dtl_ics_edits_told(dtl_ics_view *v)
{
	return each(v, note_told);
}

void dtl_ics_edits_write(dtl_ics_view *v)
{
	each(v, write_one);
}

void dtl_ics_edits_except(dtl_ics_view *v)
{
	each(v, write_exception);
}
