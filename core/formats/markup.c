#include "formats/markup.h"
#include "base/utf8.h"
#include <string.h>
#include <strings.h>

static void add_point(dtl_text *out, uint32_t c)
{
	switch (c) {
	case '&': dtl_text_add(out, "&amp;"); return;
	case '<': dtl_text_add(out, "&lt;"); return;
	case '>': dtl_text_add(out, "&gt;"); return;
	case '"': dtl_text_add(out, "&quot;"); return;
	case '\'': dtl_text_add(out, "&#39;"); return;
	default: break;
	}
	bool allowed = c == '\t' || c == '\n' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
	dtl_utf8_add(out, allowed ? c : 0xFFFD);
}

void dtl_markup_add(dtl_text *out, const char *s)
{
	const char *end = s + strlen(s);
	while (s < end)
		add_point(out, dtl_utf8_next(&s, end));
}

void dtl_markup_add_cut(dtl_text *out, const char *s, int columns)
{
	const char *end = s + strlen(s);
	int used = 0, whole = dtl_markup_width(s, columns + 1);
	while (s < end) {
		uint32_t c = dtl_utf8_next(&s, end);
		int width = dtl_utf8_width(c);
		used += width < 0 ? 1 : width;
		if (whole > columns && used >= columns) {
			dtl_text_add(out, "…");
			return;
		}
		add_point(out, c == '\t' || c == '\n' ? ' ' : c);
	}
}

int dtl_markup_width(const char *s, int most)
{
	const char *end = s + strlen(s);
	int used = 0;
	while (s < end && used < most) {
		int width = dtl_utf8_width(dtl_utf8_next(&s, end));
		used += width < 0 ? 1 : width;
	}
	return used < most ? used : most;
}

bool dtl_markup_is_link(const char *url)
{
	return url && (strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0);
}
