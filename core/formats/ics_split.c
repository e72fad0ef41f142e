#include "formats/ics_split.h"
#include "base/array.h"
#include "base/error.h"
#include "base/utf8.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void dtl_ics_component_free(dtl_ics_component *c)
{
	dtl_text_free(&c->text);
	free(c->lines);
	*c = (dtl_ics_component){ .lines = NULL };
}

static void spoil(dtl_ics_component *c, const char *why, long number)
{
	if (!c->problem[0])
		snprintf(c->problem, sizeof(c->problem), "%s (line %ld)", why, number);
}

/* The name behind BEGIN: or END:, upper case, cut to its room. */
static void copy_name(char out[DTL_ICS_NAME_MAX], dtl_slice value)
{
	size_t len = 0;
	for (size_t i = 0; i < value.len && len + 1 < DTL_ICS_NAME_MAX; i++) {
		char c = value.data[i];
		if (c != ' ' && c != '\t')
			out[len++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	out[len] = '\0';
}

static bool is_begin(dtl_slice line)
{
	return line.len > 6 && strncasecmp(line.data, "BEGIN:", 6) == 0;
}

static bool is_end(dtl_slice line)
{
	return line.len > 4 && strncasecmp(line.data, "END:", 4) == 0;
}

static bool is_captured(const char *name)
{
	return strcmp(name, "VEVENT") == 0 || strcmp(name, "VTIMEZONE") == 0;
}

static void begin(dtl_ics_split *s, const char *name)
{
	dtl_ics_component *c = &s->component;
	snprintf(c->name, sizeof(c->name), "%s", name);
	c->number = s->lines.number;
	c->offset = s->lines.offset;
	dtl_text_clear(&c->text);
	c->count = 0;
	c->problem[0] = '\0';
	c->cleaned = false;
	s->depth = 0;
	s->captured = is_captured(name);
}

/* Keep the line at hand. */
static dtl_status keep(dtl_ics_split *s, int depth, dtl_error *err)
{
	dtl_ics_component *c = &s->component;
	const dtl_ics_lines *l = &s->lines;
	if (!s->captured)
		return DTL_OK;
	if (l->too_long)
		spoil(c, "has a line of over 1 MiB", l->number);
	else if (!dtl_utf8_valid(l->line.data, l->line.len, NULL))
		spoil(c, "has a line that is not UTF-8", l->number);
	else if (c->text.len + l->line.len > DTL_ICS_COMPONENT_MAX)
		spoil(c, "is over 4 MiB long", l->number);
	else if (c->count >= DTL_ICS_LINES_MAX)
		spoil(c, "has over 50000 lines", l->number);
	if (c->text.len + l->line.len > DTL_ICS_COMPONENT_MAX || c->count >= DTL_ICS_LINES_MAX)
		return DTL_OK;
	dtl_ics_content *room = dtl_array_room(c->lines, &c->cap, c->count, sizeof(*room));
	if (!room)
		return dtl_fail_memory(err);
	c->lines = room;
	room[c->count++] = (dtl_ics_content){ c->text.len, l->line.len, l->number, depth,
		{ { NULL, 0 }, { NULL, 0 }, { NULL, 0 } } };
	c->cleaned = c->cleaned || l->cleaned;
	dtl_text_add_len(&c->text, l->line.data, l->line.len);
	dtl_text_add_char(&c->text, '\n');
	return DTL_OK;
}

/* The component is complete: its lines stay where they are now. */
static dtl_status finish(dtl_ics_split *s, dtl_error *err)
{
	dtl_ics_component *c = &s->component;
	if (dtl_text_failed(&c->text))
		return dtl_fail_memory(err);
	for (size_t i = 0; i < c->count; i++) {
		dtl_slice line = { dtl_text_str(&c->text) + c->lines[i].at, c->lines[i].len };
		if (!dtl_ics_prop_cut(&c->lines[i].prop, line))
			spoil(c, "has a line that is no content line", c->lines[i].number);
	}
	return DTL_OK;
}

static void push(dtl_ics_split *s, const char *name)
{
	if (s->depth < DTL_ICS_DEPTH_MAX)
		snprintf(s->stack[s->depth], DTL_ICS_NAME_MAX, "%s", name);
	else
		spoil(&s->component, "holds components too deep within each other", s->lines.number);
	s->depth++;
}

/* An END inside: does it close the sub-component that is open? One that closes another closes all above it. */
static void pop(dtl_ics_split *s, const char *name)
{
	int at = s->depth;
	if (s->depth > DTL_ICS_DEPTH_MAX) {
		s->depth--;
		return;
	}
	while (at > 0 && strcmp(s->stack[at - 1], name) != 0)
		at--;
	if (at != s->depth || at == 0)
		spoil(&s->component, "has an END that ends nothing", s->lines.number);
	if (at > 0)
		s->depth = at - 1;
}

/* Begins in the middle of another component: that one has lost its END, or is a wrapper of somebody's own. */
static bool breaks_in(const char *name)
{
	return strcmp(name, "VEVENT") == 0 || strcmp(name, "VTIMEZONE") == 0 ||
	       strcmp(name, "VCALENDAR") == 0;
}

/* A line within a component. *done: it was the last one. */
static dtl_status take_inner(dtl_ics_split *s, bool *done, dtl_error *err)
{
	char name[DTL_ICS_NAME_MAX];
	dtl_slice line = s->lines.line;
	int depth = s->depth;
	*done = false;
	if (is_begin(line)) {
		copy_name(name, (dtl_slice){ line.data + 6, line.len - 6 });
		*done = s->pending = breaks_in(name);
		if (*done) {
			spoil(&s->component, "does not end before another begins", s->lines.number);
			return finish(s, err);
		}
		push(s, name);
		return keep(s, depth + 1, err);
	}
	if (!is_end(line))
		return keep(s, depth, err);
	copy_name(name, (dtl_slice){ line.data + 4, line.len - 4 });
	*done = s->depth == 0 && strcmp(name, s->component.name) == 0;
	if (!*done && strcmp(name, "VCALENDAR") == 0) {
		*done = s->pending = true;
		spoil(&s->component, "does not end before its calendar", s->lines.number);
	} else if (!*done && strcmp(name, s->component.name) == 0) {
		*done = true;
		spoil(&s->component, "holds a component that does not end", s->lines.number);
	}
	if (*done)
		return finish(s, err);
	pop(s, name);
	return keep(s, depth, err);
}

static dtl_status take_component(dtl_ics_split *s, const char *name, dtl_error *err)
{
	bool done = false;
	begin(s, name);
	while (!done) {
		dtl_status status = dtl_ics_lines_next(&s->lines, err);
		if (status == DTL_DONE) {
			s->cut = strcmp(s->component.name, "VEVENT") == 0;
			s->unended = s->cut ? s->unended : s->component.number;
			spoil(&s->component, "is cut off: the file ends before its END", s->lines.next - 1);
			return finish(s, err);
		}
		if (status == DTL_OK)
			status = take_inner(s, &done, err);
		if (status != DTL_OK)
			return status;
	}
	return DTL_OK;
}

static dtl_status expected_calendar(const dtl_ics_split *s, dtl_error *err)
{
	dtl_slice line = s->lines.line;
	int len = line.len > 40 ? 40 : (int)line.len;
	bool text = dtl_utf8_valid(line.data, (size_t)len, NULL);
	return dtl_fail_line(err, DTL_E_PARSE, s->lines.number, "expected BEGIN:VCALENDAR, found '%.*s'",
	    text ? len : 0, line.data);
}

/* What is passed over, and belongs to nothing. */
static void stray(dtl_ics_split *s)
{
	s->stray_first = s->stray_count++ ? s->stray_first : s->lines.number;
}

static void open_calendar(dtl_ics_split *s)
{
	s->unended = s->calendar ? s->calendar : s->unended;
	s->calendar = s->lines.number;
}

/* A line that stands in no component. *found: it was something. */
static dtl_status take_outer(dtl_ics_split *s, dtl_ics_item *item, bool *found, dtl_error *err)
{
	char name[DTL_ICS_NAME_MAX];
	dtl_slice line = s->lines.line;
	*found = true;
	if (is_begin(line)) {
		copy_name(name, (dtl_slice){ line.data + 6, line.len - 6 });
		s->any = true;
		*item = DTL_ICS_COMPONENT;
		if (strcmp(name, "VCALENDAR") != 0)
			return take_component(s, name, err);
		*item = DTL_ICS_CALENDAR;
		open_calendar(s);
		return DTL_OK;
	}
	if (!s->any)
		return expected_calendar(s, err);
	*found = s->calendar && !is_end(line);
	if (!*found) {
		copy_name(name, (dtl_slice){ line.data + 4, is_end(line) ? line.len - 4 : 0 });
		if (s->calendar && strcmp(name, "VCALENDAR") == 0)
			s->calendar = 0;
		else
			stray(s);
		return DTL_OK;
	}
	*item = DTL_ICS_PROPERTY;
	*found = dtl_ics_prop_cut(&s->prop, line);
	return DTL_OK;
}

dtl_status dtl_ics_split_open(dtl_ics_split *s, FILE *in, dtl_error *err)
{
	memset(s, 0, sizeof(*s));
	return dtl_ics_lines_open(&s->lines, in, err);
}

dtl_status dtl_ics_split_rewind(dtl_ics_split *s, dtl_error *err)
{
	s->any = s->pending = s->cut = false;
	s->calendar = s->unended = 0;
	s->stray_first = s->stray_count = 0;
	return dtl_ics_lines_seek(&s->lines, 0, 1, err);
}

dtl_status dtl_ics_split_next(dtl_ics_split *s, dtl_ics_item *item, dtl_error *err)
{
	bool found = false;
	dtl_status status = DTL_OK;
	while (status == DTL_OK && !found) {
		if (!s->pending)
			status = dtl_ics_lines_next(&s->lines, err);
		s->pending = false;
		if (status == DTL_OK)
			status = take_outer(s, item, &found, err);
	}
	if (status == DTL_DONE && s->calendar && !s->cut)
		s->unended = s->calendar;
	if (status == DTL_DONE && !s->any)
		return dtl_fail_line(err, DTL_E_PARSE, 1, "not a calendar: there is no BEGIN:VCALENDAR");
	return status;
}

dtl_status dtl_ics_split_at(dtl_ics_split *s, int64_t offset, long number, dtl_error *err)
{
	char name[DTL_ICS_NAME_MAX];
	dtl_status status = dtl_ics_lines_seek(&s->lines, offset, number, err);
	if (status == DTL_OK)
		status = dtl_ics_lines_next(&s->lines, err);
	if (status != DTL_OK)
		return status == DTL_DONE ? dtl_fail(err, DTL_E_IO, "the file changed while it was read")
					  : status;
	if (!is_begin(s->lines.line))
		return dtl_fail(err, DTL_E_IO, "the file changed while it was read");
	copy_name(name, (dtl_slice){ s->lines.line.data + 6, s->lines.line.len - 6 });
	status = take_component(s, name, err);
	s->pending = false;
	return status;
}

void dtl_ics_split_close(dtl_ics_split *s)
{
	dtl_ics_lines_close(&s->lines);
	dtl_ics_component_free(&s->component);
}
