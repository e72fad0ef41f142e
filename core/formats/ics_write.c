#include "formats/ics_write.h"
#include <stdlib.h>
#include <string.h>

dtl_ics_cancelled dtl_ics_cancelled_of(const dtl_export_options *options)
{
	const char *word = dtl_export_setting(options, "cancelled");
	if (word && strcmp(word, "mark") == 0)
		return DTL_ICS_CANCELLED_MARK;
	return word && strcmp(word, "omit") == 0 ? DTL_ICS_CANCELLED_OMIT : DTL_ICS_CANCELLED_STATUS;
}

void dtl_ics_write_init(dtl_ics_write *w, const dtl_export_options *options)
{
	w->lines.out = &w->body;
	w->zones.out = &w->text;
	w->cancelled = dtl_ics_cancelled_of(options);
	w->components = dtl_export_setting(options, "rfc9073") != NULL;
	w->plain.floating = w->own.floating = DTL_ICS_NO_ZONE;
	w->context = &w->plain;
	dtl_ics_book_clear(&w->book);
	dtl_text_clear(&w->last_params);
}

void dtl_ics_write_free(dtl_ics_write *w)
{
	dtl_text_free(&w->text);
	dtl_text_free(&w->body);
	dtl_text_free(&w->lines.line);
	dtl_text_free(&w->zones.line);
	dtl_text_free(&w->own_zones);
	dtl_text_free(&w->room);
	dtl_text_free(&w->loose);
	dtl_text_free(&w->pile);
	dtl_text_free(&w->last_params);
	free(w->rows);
	dtl_ics_book_free(&w->book);
	dtl_ics_kept_free(&w->kept);
	dtl_ics_zones_free(&w->plain.zones);
	dtl_ics_zones_free(&w->own.zones);
	dtl_arena_free(&w->arena);
}

/* ---- Time zones ---- */

/* Of a VTIMEZONE: its TZID, and what stands between BEGIN and END. */
static void learn(dtl_ics_write *w, dtl_slice text)
{
	static const char end[] = "END:VTIMEZONE";
	const char *inner = memchr(text.data, '\n', text.len), *at = inner;
	const char *stop = text.data + text.len - (sizeof(end) - 1);
	while (at && ++at < stop) {
		const char *next = memchr(at, '\n', (size_t)(stop - at));
		dtl_ics_prop p;
		if (next && dtl_ics_prop_cut(&p, (dtl_slice){ at, (size_t)(next - at) }) &&
		    dtl_ics_prop_is(&p, "TZID")) {
			dtl_text_clear(&w->room);
			dtl_ics_unescape_line(&w->room, p.value);
			dtl_ics_zones_add(&w->own.zones, dtl_text_str(&w->room),
			    (dtl_slice){ inner + 1, (size_t)(stop - inner - 1) });
			return;
		}
		at = next;
	}
}

void dtl_ics_zones_need(dtl_ics_write *w, dtl_slice timezones)
{
	dtl_slice key, value;
	dtl_text text = DTL_TEXT_INIT;
	w->context = timezones.len ? &w->own : &w->plain;
	if (!timezones.len)
		return;
	bool known = timezones.len == w->own_zones.len &&
		     memcmp(dtl_text_str(&w->own_zones), timezones.data, timezones.len) == 0;
	if (!known) {
		dtl_ics_zones_free(&w->own.zones);
		dtl_text_clear(&w->own_zones);
		dtl_text_add_len(&w->own_zones, timezones.data, timezones.len);
	}
	dtl_json_walk walk = dtl_json_open(timezones);
	while (dtl_json_next(&walk, &key, &value)) {
		dtl_text_clear(&text);
		if (dtl_json_is_string(value))
			dtl_json_unescape(value, &text);
		dtl_slice zone = { dtl_text_str(&text), text.len };
		if (dtl_ics_book_need_text(&w->book, &w->zones, zone) && !known)
			learn(w, zone);
	}
	w->text.failed |= text.failed || w->own_zones.failed || w->own.zones.failed;
	dtl_text_free(&text);
}

/* The earliest year that stands in a list of times. */
static int64_t year_of(dtl_slice value)
{
	int64_t earliest = 9999;
	const char *at = value.data, *end = value.data + value.len;
	while (at && at < end) {
		int64_t year = 0;
		for (int i = 0; i < 4; i++, at++) {
			if (at == end || *at < '0' || *at > '9')
				return earliest;
			year = year * 10 + (*at - '0');
		}
		earliest = year < earliest ? year : earliest;
		at = memchr(at, ',', (size_t)(end - at));
		at = at ? at + 1 : NULL;
	}
	return earliest;
}

/* The name that a TZID goes by here; NULL: itself. */
static const char *name_here(dtl_ics_write *w, const char *tzid, int64_t year)
{
	const dtl_ics_zone *z = w->context == &w->own ? dtl_ics_zones_find(&w->own.zones, tzid) : NULL;
	if (z && z->text)
		return dtl_ics_book_need_text(&w->book, &w->zones, (dtl_slice){ z->text, strlen(z->text) });
	return dtl_ics_book_need_iana(&w->book, &w->zones, tzid, year < w->year ? year : w->year);
}

/* The parameters without TZID, into w->loose. */
static dtl_slice without_tzid(dtl_ics_write *w, dtl_slice params)
{
	const char *at = params.data, *end = params.data + params.len;
	dtl_text_clear(&w->loose);
	while (at < end) {
		const char *stop = at + 1;
		for (bool quoted = false; stop < end && (quoted || *stop != ';'); stop++)
			quoted = quoted != (*stop == '"');
		if (stop - at < 6 || strncmp(at, ";TZID=", 6) != 0)
			dtl_text_add_len(&w->loose, at, (size_t)(stop - at));
		at = stop;
	}
	return (dtl_slice){ dtl_text_str(&w->loose), w->loose.len };
}

/* The same parameters as in the last line with a TZID, whose zone stands there already. */
static bool is_as_before(const dtl_ics_write *w, const dtl_ics_prop *p)
{
	return w->context == &w->plain && w->last_params.len == p->params.len &&
	       memcmp(w->last_params.data, p->params.data, p->params.len) == 0 && w->last_year <= w->year &&
	       w->last_year <= year_of(p->value);
}

void dtl_ics_kept_write(dtl_ics_write *w, const dtl_ics_prop *p)
{
	dtl_text tzid = DTL_TEXT_INIT;
	const char *here = NULL;
	dtl_slice line = { p->name.data, (size_t)(p->value.data + p->value.len - p->name.data) };
	if (!p->params.len || is_as_before(w, p)) {
		dtl_ics_line(&w->lines, line);
		return;
	}
	if (dtl_ics_prop_param(p, "TZID", &tzid) && tzid.len)
		here = name_here(w, dtl_text_str(&tzid), year_of(p->value));
	if (here && strcmp(here, dtl_text_str(&tzid)) == 0 && w->context == &w->plain) {
		dtl_text_clear(&w->last_params);
		dtl_text_add_len(&w->last_params, p->params.data, p->params.len);
		w->last_year = year_of(p->value) < w->year ? year_of(p->value) : w->year;
	}
	if (!here || strcmp(here, dtl_text_str(&tzid)) == 0) {
		dtl_ics_line(&w->lines, line);
	} else {
		dtl_text name = DTL_TEXT_INIT;
		dtl_text_add_len(&name, p->name.data, p->name.len);
		dtl_ics_begin(&w->lines, dtl_text_str(&name));
		dtl_ics_param(&w->lines, "TZID", here);
		dtl_ics_params(&w->lines, without_tzid(w, p->params));
		dtl_text_clear(&name);
		dtl_text_add_len(&name, p->value.data, p->value.len);
		dtl_ics_end_raw(&w->lines, dtl_text_str(&name));
		w->text.failed |= name.failed;
		dtl_text_free(&name);
	}
	w->text.failed |= tzid.failed;
	dtl_text_free(&tzid);
}

void dtl_ics_time_line(dtl_ics_write *w, const char *name, int64_t wall, bool day, bool utc, const char *tz)
{
	char buf[DTL_ICS_TIME];
	const char *here = NULL;
	if (day)
		dtl_ics_date(buf, wall);
	else
		dtl_ics_date_time(buf, wall, !utc);
	if (tz && !day && !utc)
		here = name_here(w, tz, year_of((dtl_slice){ buf, strlen(buf) }));
	dtl_ics_begin(&w->lines, name);
	if (day)
		dtl_ics_param(&w->lines, "VALUE", "DATE");
	else if (tz && !utc)
		dtl_ics_param(&w->lines, "TZID", here ? here : tz);
	dtl_ics_end_raw(&w->lines, buf);
}

/* ---- The event ---- */

/* A line as it came, or what the model has in its place. `written` are the rows that were. */
static void take_line(dtl_ics_view *v, size_t at, bool *written)
{
	const dtl_ics_content *line = &v->kept->component.lines[at];
	const dtl_ics_prop *p = &line->prop;
	dtl_ics_row row = (dtl_ics_row)v->w->rows[at];
	if (!line->depth && dtl_ics_is_own(p))
		return;
	if (row == DTL_ICS_ROWS || v->stands[row]) {
		dtl_ics_kept_write(v->w, p);
	} else if (!written[row]) {
		written[row] = true;
		dtl_ics_row_write(v, row, p);
	}
}

static void write_row(dtl_ics_view *v, dtl_ics_row row, bool *written)
{
	if (v->stands[row] || written[row])
		return;
	written[row] = true;
	dtl_ics_row_write(v, row, NULL);
}

/* Properties come before sub-components. */
static void write_properties(dtl_ics_view *v, size_t *at, bool *written)
{
	const dtl_ics_component *c = &v->kept->component;
	int first = v->imported ? DTL_ICS_STAMP + 1 : DTL_ICS_ROWS;
	for (int row = 0; row < first; row++)
		write_row(v, (dtl_ics_row)row, written);
	for (*at = 0; *at < c->count && !c->lines[*at].depth; ++*at)
		take_line(v, *at, written);
	if (v->w->cancelled == DTL_ICS_CANCELLED_OMIT)
		dtl_ics_edits_except(v);
	for (int row = first; row < DTL_ICS_ROWS; row++)
		if (dtl_ics_row_wanted(v, (dtl_ics_row)row))
			write_row(v, (dtl_ics_row)row, written);
	dtl_ics_own_write(v);
}

static void write_master(dtl_ics_view *v)
{
	const dtl_ics_component *c = &v->kept->component;
	bool written[DTL_ICS_ROWS] = { false };
	size_t at;
	dtl_ics_raw(&v->w->lines, "BEGIN", "VEVENT");
	write_properties(v, &at, written);
	for (; at < c->count; at++)
		take_line(v, at, written);
	if (v->w->components)
		dtl_ics_components_write(v);
	dtl_ics_raw(&v->w->lines, "END", "VEVENT");
}

void dtl_ics_write_event(dtl_ics_write *w, const dtl_event *e, const dtl_ics_slot *slot)
{
	dtl_ics_slot plain = *slot;
	dtl_ics_view v = { .w = w, .e = e, .slot = &plain, .kept = &w->kept };
	if (e->recurrence) { /* its date is that of all its times: no window */
		plain.prefix[0] = '\0';
		plain.tentative = false;
	}
	int month, day;
	dtl_civil_from_days(dtl_day_of(plain.start), &w->year, &month, &day);
	dtl_arena_clear(&w->arena);
	dtl_text_clear(&w->body);
	w->text.failed |= !dtl_ics_kept_of_extra(&w->kept, e->extra);
	dtl_ics_zones_need(w, w->kept.timezones);
	v.marked = w->cancelled == DTL_ICS_CANCELLED_MARK && e->status && strcmp(e->status, "cancelled") == 0;
	dtl_ics_view_make(&v);
	/* Some times of a series that nobody told of: they stand for it. */
	if (!e->instances || e->recurrence || w->kept.component.count || !dtl_ics_edits_told(&v))
		write_master(&v);
	if (e->instances)
		dtl_ics_edits_write(&v);
	if (w->text.len) {
		dtl_text_add_len(&w->text, dtl_text_str(&w->body), w->body.len);
	} else { /* no zones: nothing stands before it */
		dtl_text body = w->body;
		body.failed |= w->text.failed;
		w->body = w->text;
		w->text = body;
	}
	w->text.failed |= w->body.failed || w->last_params.failed || w->book.failed || w->arena.failed ||
			  w->room.failed || w->loose.failed || w->pile.failed || w->plain.zones.failed;
}
