/* Recurrences and edited instances that the model has without a calendar's lines. */
#include "dates/recurrence.h"
#include "formats/ics_write.h"
#include <stdio.h>
#include <string.h>

typedef struct rule {
	dtl_ics_write *w;
	dtl_slice json;
	dtl_text tz; /* its TZID, or empty */
} rule;

/* A string among the members, appended to `out`; false: there is none. */
static bool get(dtl_slice object, const char *name, dtl_text *out)
{
	dtl_slice value;
	if (!dtl_json_get(object, name, &value) || !dtl_json_is_string(value))
		return false;
	dtl_json_unescape(value, out);
	return true;
}

static const char *zone_of(const rule *r)
{
	return r->tz.len ? dtl_text_str(&r->tz) : NULL;
}

static void write_time(rule *r, const char *name, const char *text, size_t len, int64_t later)
{
	int64_t wall;
	bool utc, day;
	if (dtl_wall_read(text, len, &wall, &utc, &day))
		dtl_ics_time_line(r->w, name, wall + (day ? later : 0), day, utc, zone_of(r));
}

/* "start/end": RDATE takes periods, too. */
static void write_period(rule *r, const char *name, const char *text)
{
	char first[DTL_ICS_TIME], last[DTL_ICS_TIME], both[2 * DTL_ICS_TIME + 1];
	int64_t from, to;
	bool utc, day, utc_too;
	size_t slash = strcspn(text, "/");
	if (!dtl_wall_read(text, slash, &from, &utc, &day) || day ||
	    !dtl_wall_read(text + slash + 1, strlen(text + slash + 1), &to, &utc_too, &day))
		return;
	dtl_ics_date_time(first, from, !utc);
	dtl_ics_date_time(last, to, !utc_too);
	snprintf(both, sizeof(both), "%s/%s", first, last);
	dtl_ics_begin(&r->w->lines, name);
	dtl_ics_param(&r->w->lines, "VALUE", "PERIOD");
	dtl_ics_param(&r->w->lines, "TZID", utc ? NULL : zone_of(r));
	dtl_ics_end_raw(&r->w->lines, both);
}

static void write_each(rule *r, const char *member, const char *name, bool dates)
{
	dtl_slice list, key, value;
	dtl_text text = DTL_TEXT_INIT;
	if (!dtl_json_get(r->json, member, &list))
		return;
	dtl_json_walk walk = dtl_json_open(list);
	while (dtl_json_next(&walk, &key, &value)) {
		dtl_text_clear(&text);
		if (!dtl_json_is_string(value))
			continue;
		dtl_json_unescape(value, &text);
		if (!dates)
			dtl_ics_raw(&r->w->lines, name, dtl_text_str(&text));
		else if (strchr(dtl_text_str(&text), '/'))
			write_period(r, name, dtl_text_str(&text));
		else
			write_time(r, name, dtl_text_str(&text), text.len, 0);
	}
	r->w->text.failed |= text.failed;
	dtl_text_free(&text);
}

/* The zone that its times are in: one of IANA's, or one with a VTIMEZONE of its own. */
static void find_zone(rule *r)
{
	dtl_text text = DTL_TEXT_INIT;
	if (get(r->json, "tz", &r->tz))
		return;
	if (get(r->json, "zone", &text)) {
		const char *name = dtl_ics_book_need_text(
		    &r->w->book, &r->w->zones, (dtl_slice){ dtl_text_str(&text), text.len });
		dtl_text_add(&r->tz, name ? name : "");
	}
	dtl_text_free(&text);
}

bool dtl_ics_recurrence_write(dtl_ics_write *w, const char *recurrence)
{
	rule r = { w, { recurrence, strlen(recurrence) }, DTL_TEXT_INIT };
	dtl_text start = DTL_TEXT_INIT, end = DTL_TEXT_INIT;
	int64_t wall;
	bool utc, day;
	bool told = get(r.json, "start", &start) &&
		    dtl_wall_read(dtl_text_str(&start), start.len, &wall, &utc, &day) &&
		    dtl_ics_time_fits(wall);
	if (told) {
		find_zone(&r);
		write_time(&r, "DTSTART", dtl_text_str(&start), start.len, 0);
		if (get(r.json, "end", &end))
			write_time(&r, "DTEND", dtl_text_str(&end), end.len, DTL_DAY);
		write_each(&r, "rrule", "RRULE", false);
		write_each(&r, "exrule", "EXRULE", false);
		write_each(&r, "rdate", "RDATE", true);
		write_each(&r, "exdate", "EXDATE", true);
	}
	w->text.failed |= start.failed || end.failed || r.tz.failed;
	dtl_text_free(&start);
	dtl_text_free(&end);
	dtl_text_free(&r.tz);
	return told;
}
