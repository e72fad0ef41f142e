/*
 * The short way to see that an event still is what a calendar said: the lines
 * compared with the model as text, as most of them are. Whatever is not plain is
 * left to the long way, which reads the lines and gives the answer.
 */
#include "base/utf8.h"
#include "formats/ics_write.h"
#include <string.h>

/* How many letters stand for themselves. */
static size_t plain_run(const char *at, const char *end)
{
	size_t run = dtl_utf8_plain(at, (size_t)(end - at));
	const char *slash = memchr(at, '\\', run);
	return slash ? (size_t)(slash - at) : run;
}

/* TEXT without anything that reading would change but backslashes, beside what it was read as. */
static bool same_text(dtl_slice value, const char *text, bool lines)
{
	const char *at = value.data, *end = at + value.len;
	char last = ' ';
	if (!text || !value.len)
		return false;
	while (at < end) {
		size_t run = lines ? plain_run(at, end) : 0;
		if (strncmp(at, text, run) != 0)
			return false;
		at += run;
		text += run;
		last = run ? at[-1] : last;
		if (at == end)
			break;
		char c = *at++;
		if (c == '\\') {
			if (at == end)
				return false;
			c = *at++;
			if (c == 'n' || c == 'N')
				c = '\n';
			else if (c != ',' && c != ';' && c != '\\')
				return false;
		}
		bool blank = c == ' ' || c == '\n';
		if ((unsigned char)c == 0xC2 || c == '\t' || (c == '\n' && !lines) ||
		    (blank && last == ' ' && !lines) || c != *text)
			return false;
		text++;
		last = blank ? ' ' : c;
	}
	return last != ' ' && *text == '\0';
}

static bool same_raw(dtl_slice value, const char *text)
{
	return text && dtl_slice_is(value, text);
}

/* "20130607T140000" beside "2013-06-07T14:00:00"; of UTC both have a Z. */
static bool same_time(dtl_slice value, const char *edtf, size_t len, bool utc)
{
	static const unsigned char from[] = { 0, 1, 2, 3, 0, 4, 5, 0, 6, 7, 0, 9, 10, 0, 11, 12, 0, 13, 14 };
	static const char between[] = "    -  -  T  :  :  ";
	if (value.len != (utc ? 16U : 15U) || len != (utc ? 20U : 19U) || value.data[8] != 'T')
		return false;
	for (size_t i = 0; i < sizeof(from); i++)
		if (edtf[i] != (between[i] != ' ' ? between[i] : value.data[from[i]]))
			return false;
	return !utc || (value.data[15] == 'Z' && edtf[19] == 'Z');
}

/* ";TZID=Europe/Paris" and nothing else; nothing at all for UTC. */
static bool same_zone(dtl_slice params, const char *tz)
{
	static const char name[] = ";TZID=";
	size_t head = sizeof(name) - 1;
	if (!tz)
		return !params.len;
	return params.len == head + strlen(tz) && memcmp(params.data, name, head) == 0 &&
	       memcmp(params.data + head, tz, params.len - head) == 0;
}

/* A start and an end by the clock of the event's zone, or in UTC. */
static bool same_when(const dtl_event *e, const dtl_ics_prop *start, const dtl_ics_prop *end)
{
	const char *slash = e->edtf ? strchr(e->edtf, '/') : NULL;
	if (!slash || !start || !end || e->recurrence)
		return false;
	return same_zone(start->params, e->tz) && same_zone(end->params, e->tz) &&
	       same_time(start->value, e->edtf, (size_t)(slash - e->edtf), !e->tz) &&
	       same_time(end->value, slash + 1, strlen(slash + 1), !e->tz);
}

typedef struct found {
	const dtl_ics_prop *start, *end, *title, *status, *description, *url, *place;
	bool odd; /* something stands there twice, or is none of these */
} found;

static void note(const dtl_ics_prop **slot, const dtl_ics_prop *p, found *f)
{
	f->odd = f->odd || *slot;
	*slot = p;
}

static void sort_out(found *f, const dtl_ics_prop *p, dtl_ics_row row)
{
	if (row == DTL_ICS_WHEN && dtl_ics_prop_is(p, "DTSTART"))
		note(&f->start, p, f);
	else if (row == DTL_ICS_WHEN && dtl_ics_prop_is(p, "DTEND"))
		note(&f->end, p, f);
	else if (row == DTL_ICS_TITLE)
		note(&f->title, p, f);
	else if (row == DTL_ICS_STATUS)
		note(&f->status, p, f);
	else if (row == DTL_ICS_DESCRIPTION)
		note(&f->description, p, f);
	else if (row == DTL_ICS_URL)
		note(&f->url, p, f);
	else if (row == DTL_ICS_PLACE)
		note(&f->place, p, f);
	else if (row == DTL_ICS_WHEN)
		f->odd = true;
}

static bool same_status(const dtl_event *e, const dtl_ics_prop *p)
{
	const char *said = p ? dtl_ics_status(p->value) : NULL;
	return said == e->status || (said && e->status && strcmp(said, e->status) == 0);
}

bool dtl_ics_glance(const dtl_event *e, const dtl_ics_component *c, const unsigned char *rows)
{
	found f = { .odd = false };
	for (size_t i = 0; i < c->count && !f.odd; i++)
		if (rows[i] != DTL_ICS_ROWS)
			sort_out(&f, &c->lines[i].prop, (dtl_ics_row)rows[i]);
	return !f.odd && f.title && same_text(f.title->value, e->title, false) && same_status(e, f.status) &&
	       (f.description ? same_text(f.description->value, e->description, true) : !e->description) &&
	       (f.url ? same_raw(f.url->value, e->url) : !e->url) &&
	       (!e->place || (f.place && same_text(f.place->value, e->place->name, false))) &&
	       same_when(e, f.start, f.end);
}
