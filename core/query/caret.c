#include "query/caret.h"
#include "base/text.h"
#include "base/utf8.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
	SHOWN = 72,   /* letters of the query that are shown */
	BEFORE = 48,  /* of these, before the caret */
	MESSAGE = 480 /* bytes of the message, so that all three lines fit */
};

static size_t back(const char *query, size_t at, size_t letters)
{
	while (at > 0 && letters > 0) {
		at--;
		if (((unsigned char)query[at] & 0xC0U) != 0x80U)
			letters--;
	}
	return at;
}

/* One line of the query from `from`, blanks for control characters; the caret's column goes to *column. */
static void add_excerpt(dtl_text *out, const char *query, size_t from, size_t at, int *column)
{
	const char *end = query + strlen(query);
	const char *p = query + from;
	int width = from > 0 ? 1 : 0;
	*column = width;
	if (from > 0)
		dtl_text_add(out, "…");
	for (int letters = 0; p < end && letters < SHOWN; letters++) {
		uint32_t c = dtl_utf8_next(&p, end);
		int w = dtl_utf8_width(c);
		if (w < 0)
			dtl_text_add_char(out, ' ');
		else
			dtl_utf8_add(out, c);
		width += w < 0 ? 1 : w;
		if ((size_t)(p - query) <= at)
			*column = width;
	}
	if (p < end)
		dtl_text_add(out, "…");
}

static size_t cut(const char *message)
{
	size_t len = strlen(message);
	return len <= MESSAGE ? len : back(message, MESSAGE, 1);
}

bool dtl_caret_points(dtl_status status)
{
	return status == DTL_E_ARGUMENT || status == DTL_E_NOTFOUND || status == DTL_E_AMBIGUOUS;
}

dtl_status dtl_caret_point(dtl_error *err, dtl_status status, const char *query, size_t at)
{
	if (!err || !dtl_caret_points(status))
		return status;
	dtl_text lines = DTL_TEXT_INIT;
	int column = 0;
	size_t len = cut(err->text);
	dtl_text_add_len(&lines, err->text, len);
	dtl_text_add(&lines, err->text[len] ? "…\n" : "\n");
	add_excerpt(&lines, query, back(query, at, BEFORE), at, &column);
	dtl_text_addf(&lines, "\n%*s", column + 1, "^");
	/* Without memory the message alone has to do. */
	if (!dtl_text_failed(&lines) && lines.len < sizeof(err->text))
		memcpy(err->text, dtl_text_str(&lines), lines.len + 1);
	dtl_text_free(&lines);
	return status;
}

dtl_status dtl_caret_fail(
    dtl_error *err, dtl_status status, const char *query, size_t at, const char *format, ...)
{
	char message[DTL_ERROR_TEXT];
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	dtl_fail(err, status, "%s", message);
	return dtl_caret_point(err, status, query, at);
}
