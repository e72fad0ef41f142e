#include "formats/escape.h"
#include "base/utf8.h"
#include <string.h>

static bool is_line_end(uint32_t c)
{
	return c < 0x20 || c == 0x7F || c == 0x85 || c == 0x2028 || c == 0x2029;
}

void dtl_escape_md(dtl_text *out, const char *s)
{
	const char *at = s, *end = s ? s + strlen(s) : s;
	const char *plain = s;
	while (at < end) {
		const char *here = at;
		uint32_t c = dtl_utf8_next(&at, end);
		bool blank = is_line_end(c);
		if (!blank && (c >= 0x80 || !strchr("\\`*_[]<>&~|#$", (int)c)))
			continue;
		dtl_text_add_len(out, plain, (size_t)(here - plain));
		dtl_text_add_char(out, blank ? ' ' : '\\');
		plain = blank ? at : here;
	}
	if (plain && plain < end)
		dtl_text_add_len(out, plain, (size_t)(end - plain));
}

void dtl_escape_url(dtl_text *out, const char *url)
{
	for (; url && *url; url++) {
		unsigned char c = (unsigned char)*url;
		if (c <= ' ' || c == 0x7F || strchr("\"'<>()[]{}\\^`|", c))
			dtl_text_addf(out, "%%%02X", c);
		else
			dtl_text_add_char(out, *url);
	}
}
