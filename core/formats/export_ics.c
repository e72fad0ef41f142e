/*
 * iCalendar out (RFC 5545, 7986). Who takes part goes into properties of our
 * own, never into ATTENDEE or ORGANIZER, which make calendars send mail. No
 * METHOD: PUBLISH would demand an ORGANIZER. Nothing in it depends on today.
 */
#include "base/error.h"
#include "formats/emit.h"
#include "formats/ics_write.h"
#include <string.h>

#ifndef DATELINE_VERSION
#define DATELINE_VERSION "0.1.0"
#endif

typedef struct calendar {
	dtl_ics_write write;
	dtl_ics_slot slot;                          /* of the event that was asked about last */
	int64_t undated, projected, cancelled_ones; /* left out */
} calendar;

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	calendar *c = state;
	dtl_ics_writer *w = &c->write.zones;
	dtl_ics_write_init(&c->write, options);
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
	return dtl_emit(&c->write.text, out, err);
}

/* Of one that recurs its span may end beyond what a calendar can say: its first time counts. */
static bool find_slot(calendar *c, const dtl_event *e)
{
	if (!e->edtf)
		return false;
	if (dtl_ics_slot_of(&c->slot, e->edtf, &e->date, e->tz))
		return true;
	c->slot = (dtl_ics_slot){ .start = e->date.bounds.start_lo, .end = e->date.bounds.start_lo + 1 };
	return e->recurrence && dtl_ics_time_fits(e->date.bounds.start_lo);
}

static bool is_cancelled(const dtl_event *e)
{
	return e->status && strcmp(e->status, "cancelled") == 0;
}

static bool may_stand(calendar *c, dtl_ics_cancelled cancelled, const dtl_event *e)
{
	if (!e->uid) /* projected: nobody has said that it will be */
		c->projected++;
	else if (cancelled == DTL_ICS_CANCELLED_OMIT && is_cancelled(e))
		c->cancelled_ones++;
	else if (!find_slot(c, e))
		c->undated++;
	else
		return true;
	return false;
}

static bool takes(void *state, const dtl_export_options *options, const dtl_event *e)
{
	return may_stand(state, dtl_ics_cancelled_of(options), e);
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	calendar *c = state;
	if (!may_stand(c, c->write.cancelled, e))
		return DTL_OK;
	dtl_ics_write_event(&c->write, e, &c->slot);
	return dtl_emit(&c->write.text, out, err);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	calendar *c = state;
	dtl_ics_raw(&c->write.zones, "END", "VCALENDAR");
	return dtl_emit_last(&c->write.text, out, err);
}

static void release(void *state)
{
	calendar *c = state;
	dtl_ics_write_free(&c->write);
}

static int64_t left_out(const void *state, const char **why)
{
	static const char *const reasons[] = { "", "projected only", "cancelled",
		"cancelled or projected only", "without a date, or outside the years 1 to 9999",
		"projected only, without a date, or outside the years 1 to 9999",
		"cancelled, without a date, or outside the years 1 to 9999",
		"cancelled, projected only, without a date, or outside the years 1 to 9999" };
	const calendar *c = state;
	*why = reasons[(c->projected > 0) + 2 * (c->cancelled_ones > 0) + 4 * (c->undated > 0)];
	return c->undated + c->projected + c->cancelled_ones;
}

static const char *const cancelled[] = { "status", "mark", "omit", NULL };
static const dtl_format_option options[] = {
	{ "cancelled", NULL, cancelled,
	    "cancelled events keep their status, are marked in their title (for calendars that drop the status), or are omitted" },
	{ "split", "N", NULL,
	    "several files of at most N events: with -o NAME.ics NAME-1.ics, NAME-2.ics …" },
	{ "vdir", "DIR", NULL,
	    "a file for each event in DIR: only those that changed are written, ours that are gone are removed" },
	{ "rfc9073", NULL, NULL, "who takes part and where also as PARTICIPANT and VLOCATION" },
	{ NULL, NULL, NULL, NULL },
};

const dtl_exporter dtl_export_ics = {
	.name = "ics",
	.summary = "iCalendar (RFC 5545), for calendar programs",
	.suffix = "ics",
	.recurs = true,
	.revisions = true,
	.options = options,
	.parts = true,
	.state_size = sizeof(calendar),
	.begin = begin,
	.event = event,
	.end = end,
	.takes = takes,
	.release = release,
	.left_out = left_out,
};
