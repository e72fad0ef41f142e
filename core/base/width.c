#include "base/utf8.h"
#include <dateline/text.h>
#include <stdio.h>
#include <string.h>

size_t dtl_text_width(const char *utf8)
{
	const char *at = utf8, *end = utf8 + strlen(utf8);
	size_t width = 0;
	while (at < end) {
		int columns = dtl_utf8_width(dtl_utf8_next(&at, end));
		width += columns > 0 ? (size_t)columns : 0;
	}
	return width;
}

size_t dtl_text_fit(const char *utf8, size_t columns)
{
	const char *at = utf8, *end = utf8 + strlen(utf8);
	for (size_t width = 0; at < end;) {
		const char *next = at;
		int more = dtl_utf8_width(dtl_utf8_next(&next, end));
		width += more > 0 ? (size_t)more : 0;
		if (width > columns)
			break;
		at = next;
	}
	return (size_t)(at - utf8);
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
	if (c < 0x20 || (c >= 0x7F && c < 0xA0))
		return (size_t)snprintf(out, 8, "\\x%02X", (unsigned)c);
	return (size_t)snprintf(out, 8, "\\u%04X", (unsigned)c);
}

size_t dtl_text_printable(char *buf, size_t size, const char *utf8)
{
	static const char replacement[] = "\xEF\xBF\xBD";
	size_t len = 0, kept = 0;
	bool full = size == 0;
	for (const char *at = utf8, *end = utf8 + strlen(utf8); at < end;) {
		const char *from = at, *piece = from;
		char escape[8];
		/* Most text is ASCII that shows itself: a whole stretch of it is taken at once. */
		while (at < end && *at >= ' ' && *at <= '~')
			at++;
		bool plain = at > from;
		uint32_t c = plain ? ' ' : dtl_utf8_next(&at, end);
		size_t n = (size_t)(at - from);
		if (dtl_utf8_width(c) < 0 || steers(c)) {
			n = show(escape, c);
			piece = escape;
		} else if (c == 0xFFFD) {
			n = sizeof(replacement) - 1;
			piece = replacement;
		}
		size_t fits = full ? 0 : n < size - kept ? n : plain ? size - kept - 1 : 0;
		full = fits < n;
		if (fits > 0)
			memcpy(buf + kept, piece, fits);
		kept += fits;
		len += n;
	}
	if (size > 0)
		buf[kept] = '\0';
	return len;
}

size_t dtl_text_distance(const char *a, const char *b, size_t limit)
{
	return dtl_distance(a, b, limit);
}
