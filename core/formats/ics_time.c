/* DATE, DATE-TIME and DURATION values, and what they mean in their zones. */
#include "formats/ics_event.h"
#include <dateline/date.h>
#include <stdio.h>
#include <string.h>

static bool number(const char *s, size_t count, int *out)
{
	*out = 0;
	for (size_t i = 0; i < count; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*out = *out * 10 + (s[i] - '0');
	}
	return true;
}

static dtl_slice trim(dtl_slice s)
{
	while (s.len && (*s.data == ' ' || *s.data == '\t'))
		s = (dtl_slice){ s.data + 1, s.len - 1 };
	while (s.len && (s.data[s.len - 1] == ' ' || s.data[s.len - 1] == '\t'))
		s.len--;
	return s;
}

/* Digits and letters only; a leap second is the second before it, 24:00 the next day. */
static bool read_wall(dtl_ics_time *out, dtl_slice v)
{
	int year, month, day, hour = 0, minute = 0, second = 0;
	const char *s = v.data;
	out->day = v.len == 8;
	out->utc = v.len == 16 && (s[15] == 'Z' || s[15] == 'z');
	if (!out->day && v.len != 15 && !out->utc)
		return false;
	if (!number(s, 4, &year) || !number(s + 4, 2, &month) || !number(s + 6, 2, &day))
		return false;
	if (!out->day && ((s[8] != 'T' && s[8] != 't') || !number(s + 9, 2, &hour) ||
			     !number(s + 11, 2, &minute) || !number(s + 13, 2, &second)))
		return false;
	if (month < 1 || month > 12 || day < 1 || day > dtl_days_in_month(year, month))
		return false;
	bool midnight = hour == 24 && minute == 0 && second == 0;
	if ((hour > 23 && !midnight) || minute > 59 || second > 60)
		return false;
	second = second == 60 ? 59 : second;
	out->wall = dtl_days_from_civil(year, month, day) * DTL_DAY + hour * 3600 + minute * 60 + second;
	return true;
}

bool dtl_ics_time_read(
    dtl_ics_time *out, const dtl_ics_prop *p, dtl_slice value, dtl_ics_context *x, dtl_arena *arena)
{
	dtl_text tzid = DTL_TEXT_INIT;
	dtl_slice v = trim(value);
	*out = (dtl_ics_time){ .zone = DTL_ICS_NO_ZONE };
	bool named = dtl_ics_prop_param(p, "TZID", &tzid) && tzid.len;
	/* TZID=GMT+05:30:2013… without the quotes that it needs: the value begins at the last colon. */
	const char *colon = named ? memchr(v.data, ':', v.len) : NULL;
	if (colon) {
		while (memchr(colon + 1, ':', (size_t)(v.data + v.len - colon - 1)))
			colon = memchr(colon + 1, ':', (size_t)(v.data + v.len - colon - 1));
		dtl_text_add_char(&tzid, ':');
		dtl_text_add_len(&tzid, v.data, (size_t)(colon - v.data));
		v = (dtl_slice){ colon + 1, (size_t)(v.data + v.len - colon - 1) };
	}
	bool read = read_wall(out, v);
	if (read && named && !out->day && !out->utc) {
		const dtl_ics_zone *z = dtl_ics_zones_find(&x->zones, dtl_text_str(&tzid));
		out->tzid = dtl_arena_text(arena, dtl_text_str(&tzid));
		out->zone = z ? (int)(z - x->zones.items) : DTL_ICS_NO_ZONE;
	} else if (read && !out->day && !out->utc) {
		out->zone = x->floating;
	}
	dtl_text_free(&tzid);
	return read;
}

/* A number and its unit letter; advances past both. */
static bool take_unit(const char **at, const char *end, int64_t *n, char *unit)
{
	int digits = 0;
	*n = 0;
	for (; *at < end && **at >= '0' && **at <= '9' && digits < 9; (*at)++, digits++)
		*n = *n * 10 + (**at - '0');
	if (!digits || *at == end)
		return false;
	*unit = *(*at)++;
	return true;
}

bool dtl_ics_duration_read(dtl_ics_duration *out, dtl_slice v)
{
	static const struct {
		char letter;
		bool time;
		int64_t days, seconds;
	} units[] = { { 'W', false, 7, 0 }, { 'D', false, 1, 0 }, { 'H', true, 0, 3600 },
		{ 'M', true, 0, 60 }, { 'S', true, 0, 1 } };
	const char *at = v.data, *end = v.data + v.len;
	bool minus = at < end && *at == '-', time = false, any = false;
	*out = (dtl_ics_duration){ 0, 0 };
	at += at < end && (*at == '-' || *at == '+');
	if (at == end || (*at != 'P' && *at != 'p'))
		return false;
	for (at++; at < end;) {
		int64_t n;
		char unit;
		size_t i = 0;
		if (*at == 'T' || *at == 't') {
			time = true;
			at++;
			continue;
		}
		if (!take_unit(&at, end, &n, &unit))
			return false;
		while (i < 5 && (units[i].letter != (unit & ~0x20) || (units[i].time && !time)))
			i++;
		if (i == 5)
			return false;
		out->days += n * units[i].days;
		out->seconds += n * units[i].seconds;
		any = true;
	}
	if (minus)
		*out = (dtl_ics_duration){ -out->days, -out->seconds };
	/* More than ten thousand years is none. */
	return any && out->days < 3700000 && out->days > -3700000;
}

const dtl_ics_zone *dtl_ics_time_zone(const dtl_ics_context *x, const dtl_ics_time *t)
{
	return t->zone == DTL_ICS_NO_ZONE ? NULL : &x->zones.items[t->zone];
}

int64_t dtl_ics_time_to_utc(const dtl_ics_context *x, const dtl_ics_time *t)
{
	return dtl_ics_zone_to_utc(dtl_ics_time_zone(x, t), t->wall);
}

int64_t dtl_ics_time_as(const dtl_ics_context *x, const dtl_ics_time *t, const dtl_ics_time *like)
{
	bool floating = !t->utc && t->zone == DTL_ICS_NO_ZONE;
	if (t->day || like->day || floating || (t->zone == like->zone && t->utc == like->utc))
		return t->wall;
	return dtl_ics_zone_to_wall(dtl_ics_time_zone(x, like), dtl_ics_time_to_utc(x, t));
}

int64_t dtl_ics_time_add(const dtl_ics_context *x, const dtl_ics_time *t, const dtl_ics_duration *d)
{
	dtl_ics_time later = *t;
	later.wall += d->days * DTL_DAY;
	if (t->day || !d->seconds)
		return later.wall + (t->day ? d->seconds / DTL_DAY * DTL_DAY : 0);
	return dtl_ics_zone_to_wall(
	    dtl_ics_time_zone(x, &later), dtl_ics_time_to_utc(x, &later) + d->seconds);
}

const char *dtl_ics_time_iana(const dtl_ics_context *x, const dtl_ics_time *t, bool recurs)
{
	const dtl_ics_zone *z = dtl_ics_time_zone(x, t);
	if (!z || !z->iana[0])
		return NULL;
	int64_t utc = dtl_ics_zone_to_utc(z, t->wall);
	return dtl_ics_zone_agrees(z, utc, recurs ? utc + 3 * 366 * DTL_DAY : utc) ? z->iana : NULL;
}

/* A time on its own: with Z or its offset, unless it is told in a zone. */
static void print_time(char *buf, size_t size, const dtl_ics_context *x, const dtl_ics_time *t, bool bare)
{
	const dtl_ics_zone *z = dtl_ics_time_zone(x, t);
	dtl_time_print(buf, size, t->wall);
	size_t len = strlen(buf) - 1; /* without the Z */
	if (t->utc)
		return;
	buf[len] = '\0';
	if (bare || !z || (!z->rules && !z->iana[0]))
		return;
	int64_t utc = dtl_ics_zone_to_utc(z, t->wall), offset = t->wall - utc;
	if (offset % 60) {
		dtl_time_print(buf, size, utc);
		return;
	}
	int64_t minutes = (offset < 0 ? -offset : offset) / 60;
	snprintf(buf + len, size - len, "%c%02d:%02d", offset < 0 ? '-' : '+', (int)(minutes / 60),
	    (int)(minutes % 60));
}

static void print_day(char *buf, size_t size, int64_t wall)
{
	dtl_time_print(buf, size, wall);
	buf[strcspn(buf, "T")] = '\0';
}

void dtl_ics_event_when(dtl_ics_when *out, const dtl_ics_context *x, const dtl_ics_event *e)
{
	char first[48], last[48] = "";
	bool one_zone = !e->has_end || (e->start.zone == e->end.zone && e->start.utc == e->end.utc);
	*out = (dtl_ics_when){ .tz = NULL };
	if (e->start.day) {
		print_day(first, sizeof(first), e->start.wall);
		if (e->has_end)
			print_day(last, sizeof(last), e->end.wall - DTL_DAY);
	} else {
		const char *iana = one_zone ? dtl_ics_time_iana(x, &e->start, e->recurs) : NULL;
		if (iana && e->has_end && !dtl_ics_time_iana(x, &e->end, false))
			iana = NULL;
		out->tz = iana;
		print_time(first, sizeof(first), x, &e->start, iana);
		if (e->has_end)
			print_time(last, sizeof(last), x, &e->end, iana);
		const dtl_ics_zone *z = dtl_ics_time_zone(x, &e->start);
		out->local = !e->start.utc && (!z || (!z->rules && !z->iana[0]));
	}
	if (last[0] && strcmp(first, last) != 0)
		snprintf(out->edtf, sizeof(out->edtf), "%s/%s", first, last);
	else
		snprintf(out->edtf, sizeof(out->edtf), "%s", first);
}
