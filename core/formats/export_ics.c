/*
 * iCalendar out (RFC 5545, 7986). Who takes part goes into properties of our
 * own, never into ATTENDEE or ORGANIZER, which make calendars send mail. No
 * METHOD: PUBLISH would demand an ORGANIZER. Nothing in it depends on today.
 */
#include "base/error.h"
#include "base/utf8.h"
#include "formats/emit.h"
#include "formats/ics_line.h"
#include "formats/ics_slot.h"
#include <dateline/format.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifndef DATELINE_VERSION
#define DATELINE_VERSION "0.1.0"
#endif

static const char uid_domain[] = "@dateline";

typedef struct calendar {
	dtl_text text;
	dtl_ics_writer lines;
	int64_t left_out;
	int64_t projected; /* left out, too */
} calendar;

/* What our statuses are in a calendar. One that has no row, or none at all, says nothing. */
static const struct {
	const char *status, *ical;
} statuses[] = {
	{ "rumoured", "TENTATIVE" },
	{ "expected", "TENTATIVE" },
	{ "announced", "TENTATIVE" },
	{ "postponed", "TENTATIVE" },
	{ "confirmed", "CONFIRMED" },
	{ "held", "CONFIRMED" },
	{ "cancelled", "CANCELLED" },
};

static const char *ical_status(const dtl_event *e, const dtl_ics_slot *slot)
{
	const char *ical = NULL;
	for (size_t i = 0; e->status && i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (strcmp(statuses[i].status, e->status) == 0)
			ical = statuses[i].ical;
	if (slot->tentative && !(ical && strcmp(ical, "CANCELLED") == 0))
		ical = "TENTATIVE";
	return ical;
}

static void add_stamp(dtl_ics_writer *w, const char *name, int64_t t)
{
	char buf[DTL_ICS_TIME];
	dtl_ics_date_time(buf, dtl_ics_time_fits(t) ? t : 0, false);
	dtl_ics_raw(w, name, buf);
}

static void add_int(dtl_ics_writer *w, const char *name, int64_t value)
{
	char buf[24];
	snprintf(buf, sizeof(buf), "%lld", (long long)value);
	dtl_ics_raw(w, name, buf);
}

/* SEQUENCE is a signed 32-bit integer to most readers. */
static int64_t sequence(const dtl_event *e)
{
	if (e->revision <= 1)
		return 0;
	return e->revision - 1 < INT32_MAX ? e->revision - 1 : INT32_MAX;
}

static void add_time(dtl_ics_writer *w, const char *name, const dtl_ics_slot *slot, int64_t t)
{
	char buf[DTL_ICS_TIME];
	dtl_ics_begin(w, name);
	if (slot->timed) {
		dtl_ics_date_time(buf, t, slot->local);
	} else {
		dtl_ics_param(w, "VALUE", "DATE");
		dtl_ics_date(buf, t);
	}
	dtl_ics_end_raw(w, buf);
}

static void add_summary(calendar *c, const dtl_event *e, const dtl_ics_slot *slot)
{
	dtl_text summary = DTL_TEXT_INIT;
	dtl_text_add(&summary, slot->prefix);
	dtl_text_add(&summary, e->title ? e->title : e->id);
	dtl_ics_text(&c->lines, "SUMMARY", dtl_text_str(&summary));
	c->text.failed |= dtl_text_failed(&summary);
	dtl_text_free(&summary);
}

/* Degrees with at most six decimals, whatever the locale's decimal point. */
static void print_degrees(char *buf, size_t size, double degrees)
{
	long long millionths = llround(fabs(degrees) * 1e6);
	bool negative = degrees < 0 && millionths > 0;
	snprintf(buf, size, "%s%lld.%06lld", negative ? "-" : "", millionths / 1000000, millionths % 1000000);
	size_t len = strlen(buf);
	while (buf[len - 1] == '0' && buf[len - 2] != '.')
		buf[--len] = '\0';
}

static void add_place(dtl_ics_writer *w, const dtl_place *p)
{
	char lat[32], lon[32], geo[72];
	if (!p)
		return;
	dtl_ics_text(w, "LOCATION", p->name ? p->name : p->id);
	if (!p->has_geo || !(fabs(p->lat) <= 90) || !(fabs(p->lon) <= 180))
		return;
	print_degrees(lat, sizeof(lat), p->lat);
	print_degrees(lon, sizeof(lon), p->lon);
	snprintf(geo, sizeof(geo), "%s;%s", lat, lon);
	dtl_ics_raw(w, "GEO", geo);
}

/* The UID of an event of which only the key is known: what came from a calendar has its UID as key. */
static void add_parent(calendar *c, const char *key)
{
	dtl_text uid = DTL_TEXT_INIT;
	if (!key)
		return;
	const char *tilde = strchr(key, '~');
	dtl_text_add_len(&uid, key, tilde ? (size_t)(tilde - key) : strlen(key));
	bool ours = dtl_is_slug(dtl_text_str(&uid));
	dtl_text_clear(&uid);
	dtl_text_add(&uid, key);
	dtl_text_add(&uid, ours ? uid_domain : "");
	dtl_ics_text(&c->lines, "RELATED-TO", dtl_text_str(&uid));
	c->text.failed |= dtl_text_failed(&uid);
	dtl_text_free(&uid);
}

/* What calendars have no word for. */
static void add_ours(dtl_ics_writer *w, const dtl_event *e)
{
	char edition[24];
	dtl_ics_begin(w, "X-DATELINE-EDTF");
	dtl_ics_param(w, "X-TZ", e->tz);
	dtl_ics_end_raw(w, e->edtf);
	dtl_ics_raw(w, "X-DATELINE-STATUS", e->status);
	dtl_ics_raw(w, "X-DATELINE-TYPE", e->type);
	dtl_ics_raw(w, "X-DATELINE-LEVEL", e->level);
	for (size_t i = 0; i < e->actor_count; i++) {
		dtl_ics_begin(w, "X-DATELINE-ACTOR");
		dtl_ics_param(w, "X-ROLE", e->actors[i].role);
		dtl_ics_param(w, "X-FOR", e->actors[i].behalf);
		dtl_ics_param(w, "X-NAME", e->actors[i].name);
		dtl_ics_end_raw(w, e->actors[i].id);
	}
	if (e->series) {
		snprintf(edition, sizeof(edition), "%lld", (long long)e->edition);
		dtl_ics_begin(w, "X-DATELINE-SERIES");
		dtl_ics_param(w, "X-EDITION", e->edition ? edition : NULL);
		dtl_ics_end_raw(w, e->series);
	}
	for (size_t i = 0; i < e->link_count; i++) {
		dtl_ics_begin(w, "X-DATELINE-LINK");
		dtl_ics_param(w, "X-REL", e->links[i].rel);
		dtl_ics_end_raw(w, e->links[i].id);
	}
	for (size_t i = 0; i < e->source_count; i++)
		dtl_ics_raw(w, "X-DATELINE-SOURCE", e->sources[i]);
}

static void add_event(calendar *c, const dtl_event *e, const dtl_ics_slot *slot)
{
	dtl_ics_writer *w = &c->lines;
	dtl_ics_raw(w, "BEGIN", "VEVENT");
	dtl_ics_text(w, "UID", e->uid);
	add_stamp(w, "DTSTAMP", e->recorded_last);
	add_stamp(w, "CREATED", e->recorded_first);
	add_stamp(w, "LAST-MODIFIED", e->recorded_last);
	add_int(w, "SEQUENCE", sequence(e));
	add_time(w, "DTSTART", slot, slot->start);
	add_time(w, "DTEND", slot, slot->end);
	add_summary(c, e, slot);
	dtl_ics_raw(w, "STATUS", ical_status(e, slot));
	dtl_ics_raw(w, "TRANSP", "TRANSPARENT"); /* a month's banner keeps nobody from being free */
	dtl_ics_raw(w, "CLASS", "PUBLIC");
	add_place(w, e->place);
	dtl_ics_raw(w, "URL", e->url);
	/* A property each: readers are at odds about escaped commas in lists. */
	for (size_t i = 0; i < e->topic_count; i++)
		dtl_ics_text(w, "CATEGORIES", e->topics[i]);
	dtl_ics_text(w, "DESCRIPTION", e->description);
	add_parent(c, e->parent);
	add_ours(w, e);
	dtl_ics_raw(w, "END", "VEVENT");
}

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	calendar *c = state;
	dtl_ics_writer *w = &c->lines;
	w->out = &c->text;
	dtl_ics_raw(w, "BEGIN", "VCALENDAR");
	dtl_ics_raw(w, "VERSION", "2.0");
	dtl_ics_raw(w, "PRODID", "-//dateline//dateline " DATELINE_VERSION "//EN");
	dtl_ics_raw(w, "CALSCALE", "GREGORIAN");
	dtl_ics_text(w, "NAME", options->name);
	dtl_ics_text(w, "X-WR-CALNAME", options->name);
	dtl_ics_begin(w, "REFRESH-INTERVAL");
	dtl_ics_param(w, "VALUE", "DURATION");
	dtl_ics_end_raw(w, "PT12H");
	dtl_ics_raw(w, "X-PUBLISHED-TTL", "PT12H");
	return dtl_emit(&c->text, out, err);
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	calendar *c = state;
	dtl_ics_slot slot;
	if (!e->uid) { /* projected: nobody has said that it will be */
		c->projected++;
		return DTL_OK;
	}
	if (!e->edtf || !dtl_ics_slot_of(&slot, e->edtf, &e->date, e->tz)) {
		c->left_out++;
		return DTL_OK;
	}
	add_event(c, e, &slot);
	return dtl_emit(&c->text, out, err);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	calendar *c = state;
	dtl_ics_raw(&c->lines, "END", "VCALENDAR");
	return dtl_emit_last(&c->text, out, err);
}

static void release(void *state)
{
	calendar *c = state;
	dtl_text_free(&c->lines.line);
	dtl_text_free(&c->text);
}

static int64_t left_out(const void *state, const char **why)
{
	const calendar *c = state;
	*why = !c->projected  ? "without a date, or outside the years 1 to 9999"
	       : !c->left_out ? "projected only"
			      : "projected only, without a date, or outside the years 1 to 9999";
	return c->left_out + c->projected;
}

const dtl_exporter dtl_export_ics = {
	.name = "ics",
	.summary = "iCalendar (RFC 5545), for calendar programs",
	.suffix = "ics",
	.recurs = true,
	.revisions = true,
	.state_size = sizeof(calendar),
	.begin = begin,
	.event = event,
	.end = end,
	.release = release,
	.left_out = left_out,
};
