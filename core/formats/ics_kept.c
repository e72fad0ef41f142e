#include "formats/ics_kept.h"
#include "base/array.h"
#include <dateline/format.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void clear(dtl_ics_kept *k)
{
	dtl_text_clear(&k->component.text);
	dtl_text_clear(&k->stamp);
	k->component.count = 0;
	k->sequence = 0;
	k->timezones = (dtl_slice){ NULL, 0 };
}

static bool add_line(dtl_ics_component *c, dtl_slice json)
{
	dtl_ics_content *room = dtl_array_room(c->lines, &c->cap, c->count, sizeof(*room));
	if (!room)
		return false;
	c->lines = room;
	size_t at = c->text.len;
	dtl_json_unescape(json, &c->text);
	room[c->count++] =
	    (dtl_ics_content){ at, c->text.len - at, 0, 0, { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } } };
	dtl_text_add_char(&c->text, '\n');
	return !dtl_text_failed(&c->text);
}

static bool same(dtl_slice a, dtl_slice b)
{
	return a.len == b.len && strncasecmp(a.data, b.data, a.len) == 0;
}

static bool may_stand_inside(dtl_slice name)
{
	static const char *const never[] = { "VCALENDAR", "VEVENT", "VTIMEZONE" };
	for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
		if (same(name, (dtl_slice){ never[i], strlen(never[i]) }))
			return false;
	return name.len > 0;
}

/* Cut the lines, and see that what begins within them ends there. */
static bool settle(dtl_ics_component *c)
{
	dtl_slice open[DTL_ICS_DEPTH_MAX];
	int depth = 0;
	for (size_t i = 0; i < c->count; i++) {
		dtl_ics_content *line = &c->lines[i];
		dtl_ics_prop *p = &line->prop;
		const char *text = dtl_text_str(&c->text) + line->at;
		if (memchr(text, '\n', line->len) || !dtl_ics_prop_cut(p, (dtl_slice){ text, line->len }))
			return false;
		line->depth = depth;
		if (dtl_ics_prop_is(p, "BEGIN")) {
			if (depth == DTL_ICS_DEPTH_MAX || !may_stand_inside(p->value))
				return false;
			open[depth++] = p->value;
			line->depth = depth;
		} else if (dtl_ics_prop_is(p, "END")) {
			if (depth == 0 || !same(open[depth - 1], p->value))
				return false;
			depth--;
		}
	}
	return depth == 0;
}

static bool read_lines(dtl_ics_kept *k, dtl_slice list)
{
	dtl_slice key, element;
	dtl_json_walk w = dtl_json_open(list);
	bool strings = dtl_json_is_array(list);
	while (strings && dtl_json_next(&w, &key, &element)) {
		strings = dtl_json_is_string(element);
		if (strings && !add_line(&k->component, element))
			return false;
	}
	if (!strings || !settle(&k->component))
		k->component.count = 0;
	return true;
}

bool dtl_ics_kept_read(dtl_ics_kept *k, dtl_slice ics)
{
	dtl_slice key, value;
	bool done = true;
	clear(k);
	dtl_json_walk w = dtl_json_open(ics);
	while (done && ics.len && dtl_json_next(&w, &key, &value)) {
		if (dtl_slice_is(key, "lines"))
			done = read_lines(k, value);
		else if (dtl_slice_is(key, "stamp") && dtl_json_is_string(value))
			dtl_json_unescape(value, &k->stamp);
		else if (dtl_slice_is(key, "sequence") && !dtl_json_to_int(value, &k->sequence))
			k->sequence = 0;
		else if (dtl_slice_is(key, "timezones") && dtl_json_is_array(value))
			k->timezones = value;
	}
	return done && !k->stamp.failed;
}

bool dtl_ics_kept_of_extra(dtl_ics_kept *out, const char *extra)
{
	dtl_slice text = { extra, extra ? strlen(extra) : 0 }, ics = { NULL, 0 };
	if (text.len)
		dtl_json_enter(text, "ics", &ics);
	return dtl_ics_kept_read(out, ics);
}

void dtl_ics_kept_free(dtl_ics_kept *k)
{
	dtl_ics_component_free(&k->component);
	dtl_text_free(&k->stamp);
	*k = (dtl_ics_kept){ .sequence = 0 };
}

bool dtl_ics_is_timezone(dtl_slice text)
{
	const char *at = text.data, *end = text.data + text.len;
	dtl_slice open[DTL_ICS_DEPTH_MAX];
	int depth = 0;
	for (bool first = true; at < end; first = false) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		stop = stop ? stop : end;
		dtl_ics_prop p;
		if (!dtl_ics_prop_cut(&p, (dtl_slice){ at, (size_t)(stop - at) }))
			return false;
		bool begins = dtl_ics_prop_is(&p, "BEGIN");
		if (begins ? depth == DTL_ICS_DEPTH_MAX : depth == 0)
			return false;
		if (first != (begins && same(p.value, (dtl_slice){ "VTIMEZONE", 9 })))
			return false;
		if (begins)
			open[depth++] = p.value;
		else if (dtl_ics_prop_is(&p, "END") && !same(open[--depth], p.value))
			return false;
		at = stop < end ? stop + 1 : end;
		if (depth == 0 && at < end)
			return false;
	}
	return text.len > 0 && depth == 0;
}

const dtl_ics_prop *dtl_ics_kept_line(const dtl_ics_kept *k, const char *name)
{
	const dtl_ics_component *c = &k->component;
	for (size_t i = 0; i < c->count; i++)
		if (!c->lines[i].depth && dtl_ics_prop_is(&c->lines[i].prop, name))
			return &c->lines[i].prop;
	return NULL;
}

size_t dtl_event_property(char *buf, size_t size, const dtl_event *event, const char *name)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_ics_kept kept = { .sequence = 0 };
	const dtl_ics_prop *p =
	    dtl_ics_kept_of_extra(&kept, event->extra) ? dtl_ics_kept_line(&kept, name) : NULL;
	if (p)
		dtl_ics_unescape_line(&text, p->value);
	size_t len = text.len;
	snprintf(buf, size, "%s", dtl_text_str(&text));
	dtl_text_free(&text);
	dtl_ics_kept_free(&kept);
	return len;
}
