/* What the model says of an event, property by property. */
#include "base/utf8.h"
#include "formats/ics_entry.h"
#include "formats/ics_write.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char uid_domain[] = "@dateline";

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

const char *dtl_ics_status_of(const dtl_event *e, const dtl_ics_slot *slot)
{
	const char *ical = NULL;
	for (size_t i = 0; e->status && i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (strcmp(statuses[i].status, e->status) == 0)
			ical = statuses[i].ical;
	if (slot->tentative && !(ical && strcmp(ical, "CANCELLED") == 0))
		ical = "TENTATIVE";
	return ical;
}

void dtl_ics_stamp_line(dtl_ics_writer *w, const char *name, int64_t t)
{
	char buf[DTL_ICS_TIME];
	dtl_ics_date_time(buf, dtl_ics_time_fits(t) ? t : 0, false);
	dtl_ics_raw(w, name, buf);
}

static void write_uid(dtl_ics_view *v, const dtl_ics_prop *old)
{
	(void)old;
	dtl_ics_text(&v->w->lines, "UID", v->e->uid);
}

static void write_stamp(dtl_ics_view *v, const dtl_ics_prop *old)
{
	(void)old;
	if (v->imported && !v->changed && v->kept->stamp.len)
		dtl_ics_raw(&v->w->lines, "DTSTAMP", dtl_text_str(&v->kept->stamp));
	else
		dtl_ics_stamp_line(&v->w->lines, "DTSTAMP", v->e->recorded_last);
}

static void write_created(dtl_ics_view *v, const dtl_ics_prop *old)
{
	(void)old;
	dtl_ics_stamp_line(&v->w->lines, "CREATED", v->e->recorded_first);
}

static void write_modified(dtl_ics_view *v, const dtl_ics_prop *old)
{
	(void)old;
	dtl_ics_stamp_line(&v->w->lines, "LAST-MODIFIED", v->e->recorded_last);
}

/* SEQUENCE is a signed 32-bit integer to most readers. What came with one goes on from there. */
static void write_sequence(dtl_ics_view *v, const dtl_ics_prop *old)
{
	char buf[24];
	int64_t claims = v->e->revision > 1 ? v->e->revision - 1 : 0;
	int64_t before = v->imported && v->kept->sequence > 0 ? v->kept->sequence : 0;
	(void)old;
	claims = claims < INT32_MAX ? claims : INT32_MAX;
	snprintf(
	    buf, sizeof(buf), "%lld", (long long)(before + claims < INT32_MAX ? before + claims : INT32_MAX));
	dtl_ics_raw(&v->w->lines, "SEQUENCE", buf);
}

/* ---- When ---- */

static void write_slot(dtl_ics_view *v, const char *name, int64_t t)
{
	dtl_ics_time_line(v->w, name, t, !v->slot->timed, !v->slot->local, NULL);
}

/* By the clock of the event's own zone, if that tells it without a doubt. */
static bool write_in_zone(dtl_ics_view *v)
{
	int64_t start, end, again;
	int offset;
	const char *tz = v->e->tz;
	if (!v->imported || !v->slot->timed || v->slot->local || !tz)
		return false;
	if (dtl_zone_offset(&offset, v->slot->start, tz, NULL) != DTL_OK)
		return false;
	start = v->slot->start + offset;
	if (dtl_zone_to_utc(&again, start, tz, NULL) != DTL_OK || again != v->slot->start ||
	    dtl_zone_offset(&offset, v->slot->end, tz, NULL) != DTL_OK)
		return false;
	end = v->slot->end + offset;
	if (dtl_zone_to_utc(&again, end, tz, NULL) != DTL_OK || again != v->slot->end ||
	    !dtl_ics_time_fits(start) || !dtl_ics_time_fits(end))
		return false;
	dtl_ics_time_line(v->w, "DTSTART", start, false, false, tz);
	dtl_ics_time_line(v->w, "DTEND", end, false, false, tz);
	return true;
}

static void write_when(dtl_ics_view *v, const dtl_ics_prop *old)
{
	(void)old;
	if (v->e->recurrence && dtl_ics_recurrence_write(v->w, v->e->recurrence))
		return;
	v->in_zone = write_in_zone(v);
	if (v->in_zone)
		return;
	write_slot(v, "DTSTART", v->slot->start);
	write_slot(v, "DTEND", v->slot->end);
}

/* ---- What and where ---- */

/* The parameters of the line whose place is taken, but for those that are of its value. */
static void add_params(dtl_ics_view *v, const dtl_ics_prop *old)
{
	static const char *const of_value[] = { ";ALTREP=", ";VALUE=", ";ENCODING=", ";DERIVED=" };
	if (!old)
		return;
	const char *at = old->params.data, *end = at + old->params.len;
	while (at < end) {
		const char *stop = at + 1;
		bool fits = true;
		for (bool quoted = false; stop < end && (quoted || *stop != ';'); stop++)
			quoted = quoted != (*stop == '"');
		for (size_t i = 0; i < sizeof(of_value) / sizeof(*of_value); i++)
			fits = fits && ((size_t)(stop - at) < strlen(of_value[i]) ||
					   strncmp(at, of_value[i], strlen(of_value[i])) != 0);
		if (fits)
			dtl_ics_params(&v->w->lines, (dtl_slice){ at, (size_t)(stop - at) });
		at = stop;
	}
}

static void write_text(dtl_ics_view *v, const char *name, const char *text, const dtl_ics_prop *old)
{
	if (!text)
		return;
	dtl_ics_begin(&v->w->lines, name);
	add_params(v, old && dtl_ics_prop_is(old, name) ? old : NULL);
	dtl_ics_end_text(&v->w->lines, text);
}

static void write_title(dtl_ics_view *v, const dtl_ics_prop *old)
{
	dtl_text *summary = &v->w->room;
	dtl_text_clear(summary);
	dtl_text_add(summary, v->marked ? DTL_ICS_MARK : "");
	if (!v->stands[DTL_ICS_WHEN])
		dtl_text_add(summary, v->slot->prefix);
	dtl_text_add(summary, v->e->title ? v->e->title : v->e->id);
	write_text(v, "SUMMARY", dtl_text_str(summary), old);
}

static void write_status(dtl_ics_view *v, const dtl_ics_prop *old)
{
	(void)old;
	if (!v->marked)
		dtl_ics_raw(&v->w->lines, "STATUS", dtl_ics_status_of(v->e, v->slot));
}

static void write_transparent(dtl_ics_view *v, const dtl_ics_prop *old)
{
	(void)old;
	dtl_ics_raw(
	    &v->w->lines, "TRANSP", "TRANSPARENT"); /* a month's banner keeps nobody from being free */
}

static void write_class(dtl_ics_view *v, const dtl_ics_prop *old)
{
	(void)old;
	dtl_ics_raw(&v->w->lines, "CLASS", "PUBLIC");
}

static void write_place(dtl_ics_view *v, const dtl_ics_prop *old)
{
	const dtl_place *p = v->e->place;
	if (p)
		write_text(v, "LOCATION", p->name ? p->name : p->id, old);
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

static void write_geo(dtl_ics_view *v, const dtl_ics_prop *old)
{
	char lat[32], lon[32], geo[72];
	const dtl_place *p = v->e->place;
	(void)old;
	if (!p || !p->has_geo || !(fabs(p->lat) <= 90) || !(fabs(p->lon) <= 180))
		return;
	print_degrees(lat, sizeof(lat), p->lat);
	print_degrees(lon, sizeof(lon), p->lon);
	snprintf(geo, sizeof(geo), "%s;%s", lat, lon);
	dtl_ics_raw(&v->w->lines, "GEO", geo);
}

static void write_url(dtl_ics_view *v, const dtl_ics_prop *old)
{
	(void)old;
	dtl_ics_raw(&v->w->lines, "URL", v->e->url);
}

static void write_description(dtl_ics_view *v, const dtl_ics_prop *old)
{
	write_text(v, "DESCRIPTION", v->e->description, old);
}

/* ---- What may stand several times ---- */

/* Does one of the values in a list come to this slug? */
static bool names_topic(dtl_ics_view *v, const dtl_ics_prop *p, const char *topic)
{
	const char *at = p->value.data, *end = p->value.data + p->value.len;
	while (at < end) {
		const char *stop = at;
		while (stop < end && *stop != ',')
			stop += *stop == '\\' && stop + 1 < end ? 2 : 1;
		dtl_text *room = &v->w->room;
		dtl_text_clear(room);
		dtl_ics_unescape_line(room, (dtl_slice){ at, (size_t)(stop - at) });
		if (strcmp(dtl_text_str(room), topic) == 0)
			return true;
		dtl_text slug = DTL_TEXT_INIT;
		dtl_slug(&slug, dtl_text_str(room), 60);
		bool same = strcmp(dtl_text_str(&slug), topic) == 0;
		dtl_text_free(&slug);
		if (same)
			return true;
		at = stop + 1;
	}
	return false;
}

static bool has_topic(dtl_ics_view *v, const char *topic)
{
	const dtl_ics_component *c = &v->kept->component;
	for (size_t i = 0; i < c->count; i++)
		if (!c->lines[i].depth && dtl_ics_prop_is(&c->lines[i].prop, "CATEGORIES") &&
		    names_topic(v, &c->lines[i].prop, topic))
			return true;
	return false;
}

/* What we put between the lines of others is marked, so that reading it back knows. */
static void mark_ours(dtl_ics_view *v)
{
	if (v->imported)
		dtl_ics_param(&v->w->lines, "X-DATELINE", "TRUE");
}

/* A property each: readers are at odds about escaped commas in lists. */
static void write_topics(dtl_ics_view *v, const dtl_ics_prop *old)
{
	(void)old;
	for (size_t i = 0; i < v->e->topic_count; i++) {
		if (has_topic(v, v->e->topics[i]))
			continue;
		dtl_ics_begin(&v->w->lines, "CATEGORIES");
		mark_ours(v);
		dtl_ics_end_text(&v->w->lines, v->e->topics[i]);
	}
}

static bool is_related(const dtl_ics_view *v, const char *uid)
{
	const dtl_ics_component *c = &v->kept->component;
	dtl_text *room = &v->w->loose;
	for (size_t i = 0; i < c->count; i++) {
		if (c->lines[i].depth || !dtl_ics_prop_is(&c->lines[i].prop, "RELATED-TO"))
			continue;
		dtl_text_clear(room);
		dtl_ics_unescape_line(room, c->lines[i].prop.value);
		if (strcmp(dtl_text_str(room), uid) == 0 || strcmp(dtl_text_str(room), v->e->parent) == 0)
			return true;
	}
	return false;
}

/* The UID of an event of which only the key is known: what came from a calendar has its UID as key. */
static void write_parent(dtl_ics_view *v, const dtl_ics_prop *old)
{
	const char *key = v->e->parent;
	dtl_text *uid = &v->w->room;
	(void)old;
	if (!key)
		return;
	dtl_text_clear(uid);
	dtl_text_add_len(uid, key, strcspn(key, "~"));
	bool ours = dtl_is_slug(dtl_text_str(uid));
	dtl_text_clear(uid);
	dtl_text_add(uid, key);
	dtl_text_add(uid, ours ? uid_domain : "");
	if (is_related(v, dtl_text_str(uid)))
		return;
	dtl_ics_begin(&v->w->lines, "RELATED-TO");
	mark_ours(v);
	dtl_ics_end_text(&v->w->lines, dtl_text_str(uid));
}

static void (*const writers[])(dtl_ics_view *v, const dtl_ics_prop *old) = {
	[DTL_ICS_UID] = write_uid,
	[DTL_ICS_STAMP] = write_stamp,
	[DTL_ICS_CREATED] = write_created,
	[DTL_ICS_MODIFIED] = write_modified,
	[DTL_ICS_SEQUENCE] = write_sequence,
	[DTL_ICS_WHEN] = write_when,
	[DTL_ICS_TITLE] = write_title,
	[DTL_ICS_STATUS] = write_status,
	[DTL_ICS_TRANSP] = write_transparent,
	[DTL_ICS_CLASS] = write_class,
	[DTL_ICS_PLACE] = write_place,
	[DTL_ICS_GEO] = write_geo,
	[DTL_ICS_URL] = write_url,
	[DTL_ICS_TOPICS] = write_topics,
	[DTL_ICS_DESCRIPTION] = write_description,
	[DTL_ICS_PARENT] = write_parent,
};

void dtl_ics_row_write(dtl_ics_view *v, dtl_ics_row row, const dtl_ics_prop *old)
{
	writers[row](v, old);
}

bool dtl_ics_row_wanted(const dtl_ics_view *v, dtl_ics_row row)
{
	const dtl_event *e = v->e;
	switch (row) {
	case DTL_ICS_MODIFIED:
	case DTL_ICS_SEQUENCE: return v->changed;
	case DTL_ICS_TITLE: return v->marked || (e->title && strcmp(e->title, DTL_ICS_UNTITLED) != 0);
	case DTL_ICS_STATUS: return dtl_ics_status_of(e, v->slot) != NULL;
	case DTL_ICS_PLACE: return e->place != NULL;
	case DTL_ICS_GEO: return !v->stands[DTL_ICS_PLACE];
	case DTL_ICS_URL: return e->url != NULL;
	case DTL_ICS_DESCRIPTION: return e->description != NULL;
	case DTL_ICS_TOPICS:
	case DTL_ICS_PARENT: return true;
	case DTL_ICS_UID:
	case DTL_ICS_STAMP:
	case DTL_ICS_CREATED:
	case DTL_ICS_WHEN:
	case DTL_ICS_TRANSP:
	case DTL_ICS_CLASS:
	case DTL_ICS_ROWS: break;
	}
	return false;
}
