#include "bare_ics.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef struct reader {
	bare_calendar out;
	bare_event *event; /* that is open, or NULL */
	int depth, event_depth;
	bool cancels;
} reader;

static void *more(void *array, size_t count, size_t size)
{
	void *bigger = realloc(array, (count + 1) * size);
	if (!bigger)
		abort();
	return bigger;
}

static char *copy(const char *s, size_t len)
{
	char *made = malloc(len + 1);
	if (!made)
		abort();
	memcpy(made, s, len);
	made[len] = '\0';
	return made;
}

/* Logical lines, one after the other, ended by NUL; *numbers are theirs. Control characters are no text. */
static char *unfold(const char *text, size_t len, long **numbers, size_t *count)
{
	char *out = malloc(len + 2);
	size_t to = 0, at = 0;
	long number = 0;
	bool lf = memchr(text, '\n', len) != NULL;
	if (!out)
		abort();
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		at = 3;
	*numbers = NULL;
	*count = 0;
	while (at < len) {
		size_t end = at;
		while (end < len && text[end] != (lf ? '\n' : '\r'))
			end++;
		number++;
		bool folded = (text[at] == ' ' || text[at] == '\t') && *count > 0;
		if (folded) {
			to--;
			at++;
		} else if (end > at && !(end == at + 1 && text[at] == '\r')) {
			*numbers = more(*numbers, *count, sizeof(**numbers));
			(*numbers)[(*count)++] = number;
		} else {
			at = end + 1;
			continue;
		}
		for (; at < end; at++) {
			unsigned char c = (unsigned char)text[at];
			unsigned char next = at + 1 < len ? (unsigned char)text[at + 1] : 0;
			if (c == 0xC2 && next >= 0x80 && next < 0xA0)
				at++;
			else if ((c >= 0x20 || c == '\t') && c != 0x7F)
				out[to++] = text[at];
		}
		out[to++] = '\0';
		at = end + 1;
	}
	return out;
}

/* Where a character stands outside quotes, from `at`; the end of the text if nowhere. */
static const char *outside(const char *at, const char *two)
{
	bool quoted = false;
	for (; *at && (quoted || (*at != two[0] && *at != two[1])); at++)
		quoted = quoted != (*at == '"');
	return at;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "0 NAME;A=1;B=2:value" with or without TZID; NULL: it is no property. */
static char *tidy(const char *line, int depth, bool tzid)
{
	char *params[64];
	size_t count = 0, to;
	const char *at = outside(line, ";:");
	size_t name = (size_t)(at - line);
	char *out = malloc(strlen(line) + 8);
	if (!out)
		abort();
	while (*at == ';' && count < 64) {
		const char *stop = outside(at + 1, ";:");
		if (tzid || strncasecmp(at, ";TZID=", 6) != 0)
			params[count++] = copy(at, (size_t)(stop - at));
		at = stop;
	}
	qsort(params, count, sizeof(*params), by_text);
	out[0] = (char)('0' + depth);
	out[1] = ' ';
	for (to = 2; to < name + 2; to++) {
		char c = line[to - 2];
		out[to] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	for (size_t i = 0; i < count; i++) {
		memcpy(out + to, params[i], strlen(params[i]));
		to += strlen(params[i]);
		free(params[i]);
	}
	memcpy(out + to, at, strlen(at) + 1);
	if (*at == ':' && name > 0)
		return out;
	free(out);
	return NULL;
}

static bool is_named(const char *line, const char *name)
{
	size_t len = strlen(name);
	return strncasecmp(line, name, len) == 0 && (line[len] == ':' || line[len] == ';');
}

static bool is_time(const char *line)
{
	static const char *const names[] = { "DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID" };
	bool time = false;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		time = time || is_named(line, names[i]);
	return time;
}

static void add_property(reader *r, const char *line)
{
	bare_event *e = r->event;
	int depth = r->depth - r->event_depth;
	char *text = tidy(line, depth, true);
	if (!text)
		return;
	e->lines = more(e->lines, e->count, sizeof(*e->lines));
	e->lines[e->count++] =
	    (bare_line){ text, depth == 0 && is_time(line) ? tidy(line, depth, false) : NULL };
	if (depth)
		return;
	e->edit = e->edit || is_named(line, "RECURRENCE-ID");
	if (is_named(line, "UID") && !*e->uid) {
		free(e->uid);
		e->uid = copy(strchr(line, ':') + 1, strlen(strchr(line, ':') + 1));
	}
}

static void take(reader *r, const char *line, long number)
{
	bool begins = strncasecmp(line, "BEGIN:", 6) == 0, ends = strncasecmp(line, "END:", 4) == 0;
	bool event = strncasecmp(line + (begins ? 6 : ends ? 4 : 0), "VEVENT", 6) == 0;
	if (is_named(line, "METHOD") && !r->event)
		r->cancels = strncasecmp(line, "METHOD:CANCEL", 13) == 0;
	if (strncasecmp(line, "BEGIN:VCALENDAR", 15) == 0)
		r->cancels = false;
	if (begins && event && !r->event) {
		r->out.events = more(r->out.events, r->out.count, sizeof(*r->out.events));
		r->event = &r->out.events[r->out.count++];
		*r->event =
		    (bare_event){ .number = number, .uid = copy("", 0), .cancelled_by_method = r->cancels };
		r->event_depth = ++r->depth;
	} else if (ends && event && r->event && r->depth == r->event_depth) {
		r->event = NULL;
		r->depth--;
	} else {
		r->depth -= ends;
		if (r->event)
			add_property(r, line);
		r->depth += begins;
	}
}

bare_calendar bare_read(const char *text, size_t len)
{
	reader r = { .depth = 0 };
	long *numbers;
	size_t count;
	char *lines = unfold(text, len, &numbers, &count);
	const char *at = lines;
	for (size_t i = 0; i < count; i++, at += strlen(at) + 1)
		take(&r, at, numbers[i]);
	free(lines);
	free(numbers);
	return r.out;
}

void bare_free(bare_calendar *c)
{
	for (size_t i = 0; i < c->count; i++) {
		for (size_t k = 0; k < c->events[i].count; k++) {
			free(c->events[i].lines[k].text);
			free(c->events[i].lines[k].untimed);
		}
		free(c->events[i].lines);
		free(c->events[i].uid);
	}
	free(c->events);
	*c = (bare_calendar){ NULL, 0 };
}

static size_t times(const bare_event *e, const char *text, bool untimed)
{
	size_t count = 0;
	for (size_t i = 0; i < e->count; i++) {
		const char *have = untimed ? e->lines[i].untimed : e->lines[i].text;
		count += have && strcmp(have, text) == 0;
	}
	return count;
}

const char *bare_missing(const bare_event *wanted, const bare_event *have)
{
	for (size_t i = 0; i < wanted->count; i++) {
		const char *text = wanted->lines[i].text, *untimed = wanted->lines[i].untimed;
		if (times(have, text, false) >= times(wanted, text, false))
			continue;
		bool same = untimed && strcmp(text, untimed) == 0;
		if (!same || times(have, untimed, true) < times(wanted, untimed, true))
			return text;
	}
	return NULL;
}
