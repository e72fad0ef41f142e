#include "formats/ics_event.h"
#include "base/error.h"
#include "formats/ics_slot.h"
#include <dateline/date.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct reader {
	dtl_ics_event *event;
	dtl_ics_context *context;
	dtl_arena *arena;
	dtl_error *err;
	bool stamped; /* `modified` is LAST-MODIFIED already */
} reader;

typedef struct property {
	const char *name;
	dtl_status (*read)(reader *r, const dtl_ics_prop *p);
} property;

static dtl_slice trim(dtl_slice s)
{
	while (s.len && (*s.data == ' ' || *s.data == '\t'))
		s = (dtl_slice){ s.data + 1, s.len - 1 };
	while (s.len && (s.data[s.len - 1] == ' ' || s.data[s.len - 1] == '\t'))
		s.len--;
	return s;
}

/* A text as one of the functions reads it; NULL when it is empty. */
static const char *text_of(reader *r, const dtl_ics_prop *p, void (*unescape)(dtl_text *, dtl_slice))
{
	dtl_text text = DTL_TEXT_INIT;
	unescape(&text, p->value);
	const char *copy =
	    text.len && !text.failed ? dtl_arena_text_len(r->arena, dtl_text_str(&text), text.len) : NULL;
	r->arena->failed = r->arena->failed || text.failed;
	dtl_text_free(&text);
	return copy;
}

static const char *raw_of(reader *r, const dtl_ics_prop *p)
{
	dtl_slice value = trim(p->value);
	return value.len ? dtl_arena_text_len(r->arena, value.data, value.len) : NULL;
}

/* The first of its name counts. */
static dtl_status keep(const char **member, const char *text)
{
	*member = *member ? *member : text;
	return DTL_OK;
}

static dtl_status read_uid(reader *r, const dtl_ics_prop *p)
{
	return keep(&r->event->uid, text_of(r, p, dtl_ics_unescape_line));
}

static dtl_status read_summary(reader *r, const dtl_ics_prop *p)
{
	return keep(&r->event->title, text_of(r, p, dtl_ics_unescape_line));
}

static dtl_status read_description(reader *r, const dtl_ics_prop *p)
{
	return keep(&r->event->description, text_of(r, p, dtl_ics_unescape_lines));
}

static dtl_status read_location(reader *r, const dtl_ics_prop *p)
{
	return keep(&r->event->location, text_of(r, p, dtl_ics_unescape_line));
}

static dtl_status read_url(reader *r, const dtl_ics_prop *p)
{
	return keep(&r->event->url, raw_of(r, p));
}

static dtl_status read_status(reader *r, const dtl_ics_prop *p)
{
	if (!r->event->ical_status.data) {
		r->event->ical_status = trim(p->value);
		r->event->status = dtl_ics_status(p->value);
	}
	return DTL_OK;
}

static dtl_status no_time(reader *r, const dtl_ics_prop *p)
{
	return dtl_fail(r->err, DTL_E_ARGUMENT, "%.*s '%.*s' is no date", (int)p->name.len, p->name.data,
	    (int)(p->value.len > 60 ? 60 : p->value.len), p->value.data);
}

static dtl_status read_time(reader *r, const dtl_ics_prop *p, dtl_ics_time *out, bool *has)
{
	if (*has)
		return DTL_OK;
	*has = dtl_ics_time_read(out, p, p->value, r->context, r->arena);
	return *has ? DTL_OK : no_time(r, p);
}

static dtl_status read_start(reader *r, const dtl_ics_prop *p)
{
	return read_time(r, p, &r->event->start, &r->event->has_start);
}

static dtl_status read_end(reader *r, const dtl_ics_prop *p)
{
	return read_time(r, p, &r->event->end, &r->event->has_end);
}

static dtl_status read_recurrence_id(reader *r, const dtl_ics_prop *p)
{
	dtl_text range = DTL_TEXT_INIT;
	dtl_ics_prop_param(p, "RANGE", &range);
	r->event->future = strcasecmp(dtl_text_str(&range), "THISANDFUTURE") == 0;
	dtl_text_free(&range);
	return read_time(r, p, &r->event->recurrence_id, &r->event->has_recurrence_id);
}

static dtl_status read_duration(reader *r, const dtl_ics_prop *p)
{
	r->event->has_duration = dtl_ics_duration_read(&r->event->duration, trim(p->value));
	return r->event->has_duration ? DTL_OK
				      : dtl_fail(r->err, DTL_E_ARGUMENT, "DURATION '%.*s' is no duration",
					    (int)(p->value.len > 60 ? 60 : p->value.len), p->value.data);
}

static dtl_status read_sequence(reader *r, const dtl_ics_prop *p)
{
	dtl_slice value = trim(p->value);
	int64_t n = 0;
	for (size_t i = 0; i < value.len && value.data[i] >= '0' && value.data[i] <= '9' && n < INT32_MAX;
	     i++)
		n = n * 10 + (value.data[i] - '0');
	r->event->sequence = n;
	return DTL_OK;
}

/* A stamp is UTC; one that is no time is no stamp. */
static void take_stamp(reader *r, const dtl_ics_prop *p, bool best)
{
	dtl_ics_time t;
	char text[64];
	if ((r->stamped && !best) || !dtl_ics_time_read(&t, p, p->value, r->context, r->arena))
		return;
	dtl_time_print(text, sizeof(text), t.wall);
	r->event->modified = dtl_arena_text(r->arena, text);
	r->stamped = best;
}

static dtl_status read_stamp(reader *r, const dtl_ics_prop *p)
{
	take_stamp(r, p, false);
	if (!p->params.len && !r->event->stamp)
		r->event->stamp = raw_of(r, p);
	return DTL_OK;
}

static dtl_status read_modified(reader *r, const dtl_ics_prop *p)
{
	take_stamp(r, p, true);
	return DTL_OK;
}

static dtl_status read_recurs(reader *r, const dtl_ics_prop *p)
{
	(void)p;
	r->event->recurs = true;
	return DTL_OK;
}

/* Ours are not escaped, but others escape them on their way. */
static dtl_status read_edtf(reader *r, const dtl_ics_prop *p)
{
	dtl_text tz = DTL_TEXT_INIT;
	if (dtl_ics_prop_param(p, "X-TZ", &tz))
		r->event->edtf_tz = dtl_arena_text(r->arena, dtl_text_str(&tz));
	dtl_text_free(&tz);
	return keep(&r->event->edtf, text_of(r, p, dtl_ics_unescape_line));
}

static dtl_status read_own_status(reader *r, const dtl_ics_prop *p)
{
	return keep(&r->event->own_status, text_of(r, p, dtl_ics_unescape_line));
}

static dtl_status read_type(reader *r, const dtl_ics_prop *p)
{
	return keep(&r->event->type, text_of(r, p, dtl_ics_unescape_line));
}

static dtl_status read_level(reader *r, const dtl_ics_prop *p)
{
	return keep(&r->event->level, text_of(r, p, dtl_ics_unescape_line));
}

static const property properties[] = {
	{ "UID", read_uid },
	{ "SUMMARY", read_summary },
	{ "DESCRIPTION", read_description },
	{ "LOCATION", read_location },
	{ "URL", read_url },
	{ "STATUS", read_status },
	{ "DTSTART", read_start },
	{ "DTEND", read_end },
	{ "DURATION", read_duration },
	{ "RECURRENCE-ID", read_recurrence_id },
	{ "SEQUENCE", read_sequence },
	{ "DTSTAMP", read_stamp },
	{ "LAST-MODIFIED", read_modified },
	{ "RRULE", read_recurs },
	{ "RDATE", read_recurs },
	{ "EXRULE", read_recurs },
	{ "X-DATELINE-EDTF", read_edtf },
	{ "X-DATELINE-STATUS", read_own_status },
	{ "X-DATELINE-TYPE", read_type },
	{ "X-DATELINE-LEVEL", read_level },
};

static dtl_status read_property(reader *r, const dtl_ics_prop *p)
{
	for (size_t i = 0; i < sizeof(properties) / sizeof(*properties); i++)
		if (dtl_ics_prop_is(p, properties[i].name))
			return properties[i].read(r, p);
	return DTL_OK;
}

/* ---- What follows from several of them ---- */

static bool is_floating(const dtl_ics_time *t)
{
	return !t->day && !t->utc && t->zone == DTL_ICS_NO_ZONE;
}

/* The end in the kind of the start: DTEND, or the start and DURATION. */
static void settle_end(reader *r)
{
	dtl_ics_event *e = r->event;
	if (!e->has_start)
		return;
	if (!e->has_end && e->has_duration) {
		e->end = e->start;
		e->end.wall = dtl_ics_time_add(r->context, &e->start, &e->duration);
		e->has_end = true;
	}
	/* A floating time stands in the zone of the other one. */
	if (e->has_end && !e->start.day && !e->end.day && (is_floating(&e->end) || is_floating(&e->start))) {
		e->end.zone = e->start.zone;
		e->end.utc = e->start.utc;
	}
	if (e->has_end && e->end.day &&
	    !e->start.day) { /* a day behind a time: its first second, by the clock of the start */
		int64_t wall = e->end.wall;
		e->end = e->start;
		e->end.wall = wall;
	} else if (e->has_end && e->start.day && !e->end.day) {
		e->end.wall = dtl_day_of(e->end.wall) * DTL_DAY;
		e->end.day = true;
		e->end.utc = false;
		e->end.zone = DTL_ICS_NO_ZONE;
	}
	bool before = e->has_end &&
		      dtl_ics_time_to_utc(r->context, &e->end) < dtl_ics_time_to_utc(r->context, &e->start);
	if (before || (e->has_end && e->start.day && e->end.wall == e->start.wall))
		e->has_end = false;
}

/* Does what the calendar shows for this EDTF stand where the event now stands? */
static bool slot_agrees(const reader *r, const char *edtf, const char *tz)
{
	dtl_ics_event *e = r->event;
	dtl_date date;
	dtl_ics_slot slot;
	if (dtl_date_parse(&date, edtf, tz, NULL) != DTL_OK || !dtl_ics_slot_of(&slot, edtf, &date, tz))
		return false;
	e->tentative = slot.tentative;
	if (e->start.day == slot.timed)
		return false;
	int64_t start =
	    slot.local || e->start.day ? e->start.wall : dtl_ics_time_to_utc(r->context, &e->start);
	int64_t end = slot.local || e->start.day ? e->end.wall : dtl_ics_time_to_utc(r->context, &e->end);
	if (!e->has_end)
		end = start + (e->start.day ? DTL_DAY : 0);
	return start == slot.start && end == slot.end &&
	       (e->start.day || is_floating(&e->start) == slot.local);
}

static void settle_edtf(reader *r)
{
	dtl_ics_event *e = r->event;
	if (!e->edtf || !e->has_start)
		return;
	e->ours = !e->recurs && slot_agrees(r, e->edtf, e->edtf_tz);
	e->moved = !e->ours;
}

/* Of ours that were exported as marked: the title says what STATUS does elsewhere. */
static void take_mark_off(reader *r)
{
	dtl_ics_event *e = r->event;
	size_t len = sizeof(DTL_ICS_MARK) - 1;
	if (!e->own_status || strcmp(e->own_status, "cancelled") != 0 || e->ical_status.data || !e->title ||
	    strncmp(e->title, DTL_ICS_MARK, len) != 0 || !e->title[len])
		return;
	e->title += len;
	e->status = "cancelled";
}

/* The words that the exporter put before the title are no part of it. */
static void take_prefix_off(reader *r)
{
	dtl_ics_event *e = r->event;
	dtl_date date;
	dtl_ics_slot slot;
	if (!e->edtf || !e->title || dtl_date_parse(&date, e->edtf, e->edtf_tz, NULL) != DTL_OK ||
	    !dtl_ics_slot_of(&slot, e->edtf, &date, e->edtf_tz))
		return;
	size_t len = strlen(slot.prefix);
	if (len && strncmp(e->title, slot.prefix, len) == 0 && e->title[len])
		e->title += len;
}

/* Our own word for the status counts while the calendar's is the one that it is shown as. */
static void settle_status(reader *r)
{
	static const char *const shown[][2] = { { "rumoured", "expected" }, { "expected", "expected" },
		{ "announced", "expected" }, { "postponed", "expected" }, { "confirmed", "confirmed" },
		{ "held", "confirmed" }, { "cancelled", "cancelled" } };
	dtl_ics_event *e = r->event;
	for (size_t i = 0; e->own_status && i < sizeof(shown) / sizeof(*shown); i++) {
		if (strcmp(e->own_status, shown[i][0]) != 0)
			continue;
		/* A window is tentative, whatever its status. */
		bool tentative =
		    e->ours && e->tentative && e->status && strcmp(e->status, "expected") == 0 && i != 6;
		if (tentative || (e->status && strcmp(e->status, shown[i][1]) == 0))
			e->status = shown[i][0];
	}
	if (e->ours && e->tentative && !e->own_status && e->status && strcmp(e->status, "expected") == 0)
		e->status = NULL;
	if (r->context->cancels)
		e->status = "cancelled";
}

dtl_status dtl_ics_event_read(
    dtl_ics_event *out, const dtl_ics_component *c, dtl_ics_context *x, dtl_arena *arena, dtl_error *err)
{
	reader r = { out, x, arena, err, false };
	dtl_status status = DTL_OK;
	*out = (dtl_ics_event){ .component = c, .ical_status = { NULL, 0 } };
	if (c->problem[0])
		status = dtl_fail(err, DTL_E_ARGUMENT, "%s", c->problem);
	for (size_t i = 0; i < c->count; i++) {
		if (c->lines[i].depth || !c->lines[i].prop.name.data)
			continue;
		dtl_error why;
		r.err = &why;
		dtl_status now = read_property(&r, &c->lines[i].prop);
		if (now != DTL_OK && status == DTL_OK) {
			status = now;
			if (err)
				*err = why;
		}
	}
	r.err = err;
	if (status == DTL_OK && !out->has_start && !x->cancels)
		status = dtl_fail(err, DTL_E_ARGUMENT, "has no DTSTART");
	settle_end(&r);
	settle_edtf(&r);
	take_mark_off(&r);
	take_prefix_off(&r);
	settle_status(&r);
	if (!out->title)
		out->title = DTL_ICS_UNTITLED;
	if (!out->uid) /* nothing tells what it would be an instance of */
		out->has_recurrence_id = out->future = false;
	return arena->failed ? dtl_fail_memory(err) : status;
}
