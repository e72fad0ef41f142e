#include "formats/ics_book.h"
#include "base/array.h"
#include "formats/ics_kept.h"
#include <stdlib.h>
#include <string.h>

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static dtl_ics_listing *add(dtl_ics_book *b, const char *name, const char *text, int64_t year)
{
	dtl_text as = DTL_TEXT_INIT;
	size_t before = 0;
	dtl_ics_listing *room = dtl_array_room(b->items, &b->cap, b->count, sizeof(*room));
	if (!room) {
		b->failed = true;
		return NULL;
	}
	b->items = room;
	for (size_t i = 0; i < b->count; i++)
		before += strcmp(b->items[i].name, name) == 0;
	/* A name of one's own in the form that RFC 5545 has for such: readers find the zone at its end. */
	if (before)
		dtl_text_addf(&as, "/dateline/%zu/%s", before + 1, name);
	room[b->count] =
	    (dtl_ics_listing){ .name = strdup(name), .text = text ? strdup(text) : NULL, .year = year };
	if (before)
		room[b->count].as = dtl_text_take(&as);
	b->failed = b->failed || !room[b->count].name || (text && !room[b->count].text) ||
		    (before && !room[b->count].as);
	return &room[b->count++];
}

static const char *shown(const dtl_ics_listing *l)
{
	return l->as ? l->as : l->name;
}

const char *dtl_ics_book_need_iana(dtl_ics_book *b, dtl_ics_writer *w, const char *tzid, int64_t year)
{
	char iana[DTL_ICS_IANA_MAX];
	for (size_t i = b->count; i-- > 0;)
		if (!b->items[i].text && strcmp(b->items[i].name, tzid) == 0 && b->items[i].year <= year)
			return shown(&b->items[i]);
	if (!dtl_ics_zone_guess(tzid, iana))
		return NULL;
	const dtl_ics_listing *l = add(b, tzid, NULL, year);
	if (b->failed || !l)
		return NULL;
	dtl_ics_zone_write(w, shown(l), iana, year);
	return shown(l);
}

/* Its lines, with TZID as it is called here. */
static void write_text(dtl_ics_writer *w, dtl_slice text, const char *as)
{
	const char *at = text.data, *end = text.data + text.len;
	int depth = 0;
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		stop = stop ? stop : end;
		dtl_slice line = { at, (size_t)(stop - at) };
		dtl_ics_prop p;
		bool cut = dtl_ics_prop_cut(&p, line);
		depth += cut ? dtl_ics_prop_is(&p, "BEGIN") - dtl_ics_prop_is(&p, "END") : 0;
		if (as && cut && depth == 1 && dtl_ics_prop_is(&p, "TZID"))
			dtl_ics_text(w, "TZID", as);
		else
			dtl_ics_line(w, line);
		at = stop < end ? stop + 1 : end;
	}
}

static bool read_name(dtl_text *out, dtl_slice text)
{
	const char *at = text.data, *end = text.data + text.len;
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		stop = stop ? stop : end;
		dtl_ics_prop p;
		if (dtl_ics_prop_cut(&p, (dtl_slice){ at, (size_t)(stop - at) }) &&
		    dtl_ics_prop_is(&p, "TZID")) {
			dtl_ics_unescape_line(out, p.value);
			return out->len > 0;
		}
		at = stop < end ? stop + 1 : end;
	}
	return false;
}

const char *dtl_ics_book_need_text(dtl_ics_book *b, dtl_ics_writer *w, dtl_slice text)
{
	dtl_text name = DTL_TEXT_INIT, copy = DTL_TEXT_INIT;
	const dtl_ics_listing *l = NULL;
	if (!dtl_ics_is_timezone(text) || !read_name(&name, text))
		return NULL;
	dtl_text_add_len(&copy, text.data, text.len);
	for (size_t i = b->count; !l && i-- > 0;)
		if (strcmp(b->items[i].name, dtl_text_str(&name)) == 0 &&
		    same_text(b->items[i].text, dtl_text_str(&copy)))
			l = &b->items[i];
	if (!l) {
		l = add(b, dtl_text_str(&name), dtl_text_str(&copy), 0);
		if (l)
			write_text(w, text, l->as);
	}
	b->failed = b->failed || name.failed || copy.failed;
	dtl_text_free(&name);
	dtl_text_free(&copy);
	return l && !b->failed ? shown(l) : NULL;
}

void dtl_ics_book_clear(dtl_ics_book *b)
{
	for (size_t i = 0; i < b->count; i++) {
		free(b->items[i].name);
		free(b->items[i].text);
		free(b->items[i].as);
	}
	b->count = 0;
}

void dtl_ics_book_free(dtl_ics_book *b)
{
	dtl_ics_book_clear(b);
	free(b->items);
	*b = (dtl_ics_book){ .items = NULL };
}
