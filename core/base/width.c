#include "base/utf8.h"
#include <dateline/text.h>
#include <stdio.h>
#include <string.h>

/* Most text is ASCII that shows itself, one column each: a whole stretch of it is taken at once. */
static size_t plain_run(const char *at, const char *end)
{
	return dtl_utf8_plain(at, (size_t)(end - at));
}

size_t dtl_text_width(const char *utf8)
{
	const char *at = utf8, *end = utf8 + strlen(utf8);
	size_t width = 0;
	while (at < end) {
		size_t plain = plain_run(at, end);
		width += plain;
		at += plain;
		if (at == end)
			break;
		int columns = dtl_utf8_width(dtl_utf8_next(&at, end));
		width += columns > 0 ? (size_t)columns : 0;
	}
	return width;
}

size_t dtl_text_fit(const char *utf8, size_t columns)
{
	const char *at = utf8, *end = utf8 + strlen(utf8);
	for (size_t width = 0; at < end;) {
		size_t plain = plain_run(at, end);
		if (plain > columns - width)
			return (size_t)(at - utf8) + columns - width;
		width += plain;
		at += plain;
		if (at == end)
			break;
		const char *next = at;
		int more = dtl_utf8_width(dtl_utf8_next(&next, end));
		width += more > 0 ? (size_t)more : 0;
		if (width > columns)
			break;
		at = next;
	}
	return (size_t)(at - utf8);
}

static bool controls(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/* Characters that no control, but reorder what stands around them, or break the line. */
static bool steers(uint32_t c)
{
	return c == 0x061C || c == 0x200E || c == 0x200F || c == 0x2028 || c == 0x2029 ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* The visible form of `c`, at most 7 bytes and the NUL; its length. */
static size_t show(char out[8], uint32_t c)
{
	static const char named[] = "abtnvfr"; /* U+0007 to U+000D */
	if (c >= 0x07 && c <= 0x0D)
		return (size_t)snprintf(out, 8, "\\%c", named[c - 0x07]);
	if (controls(c))
		return (size_t)snprintf(out, 8, "\\x%02X", (unsigned)c);
	return (size_t)snprintf(out, 8, "\\u%04X", (unsigned)c);
}

/* Where it goes: what does not fit is counted, and nothing after it is written. */
typedef struct shown {
	char *buf;
	size_t room; /* left, without that of the NUL */
	size_t kept, len;
} shown;

static void add(shown *s, const char *piece, size_t n, bool whole)
{
	size_t fits = n <= s->room ? n : whole ? 0 : s->room;
	if (fits > 0)
		memcpy(s->buf + s->kept, piece, fits);
	s->kept += fits;
	s->len += n;
	s->room = fits < n ? 0 : s->room - n;
}

/* The character at *at, as it is or made visible. */
static void add_one(shown *s, const char **at, const char *end)
{
	static const char replacement[] = "\xEF\xBF\xBD";
	const char *from = *at;
	char escape[8];
	uint32_t c = dtl_utf8_next(at, end);
	if (controls(c) || steers(c))
		add(s, escape, show(escape, c), true);
	else if (c == 0xFFFD)
		add(s, replacement, sizeof(replacement) - 1, true);
	else
		add(s, from, (size_t)(*at - from), true);
}

size_t dtl_text_printable_len(char *buf, size_t size, const char *utf8, size_t len)
{
	shown s = { .buf = buf, .room = size > 0 ? size - 1 : 0 };
	for (const char *at = utf8, *end = utf8 + len; at < end;) {
		size_t plain = plain_run(at, end);
		add(&s, at, plain, false);
		at += plain;
		if (at < end)
			add_one(&s, &at, end);
	}
	if (size > 0)
		buf[s.kept] = '\0';
	return s.len;
}

size_t dtl_text_printable(char *buf, size_t size, const char *utf8)
{
	return dtl_text_printable_len(buf, size, utf8, strlen(utf8));
}

size_t dtl_text_distance(const char *a, const char *b, size_t limit)
{
	return dtl_distance(a, b, limit);
}
