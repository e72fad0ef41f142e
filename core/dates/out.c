#include "dates/out.h"

#include <string.h>

dtl_out dtl_out_to(char *buf, size_t size)
{
	return (dtl_out){ .buf = buf, .size = size, .len = 0 };
}

void dtl_out_char(dtl_out *out, char c)
{
	if (out->len < out->size)
		out->buf[out->len] = c;
	out->len++;
}

void dtl_out_bytes(dtl_out *out, const char *s, size_t len)
{
	if (out->len < out->size) {
		size_t room = out->size - out->len;
		memcpy(out->buf + out->len, s, len < room ? len : room);
	}
	out->len += len;
}

void dtl_out_text(dtl_out *out, const char *s)
{
	dtl_out_bytes(out, s, strlen(s));
}

void dtl_out_int(dtl_out *out, int64_t value, int width)
{
	char digits[24];
	int n = 0;
	uint64_t rest = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;

	do {
		digits[n++] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	while (n < width && n < (int)sizeof digits)
		digits[n++] = '0';
	if (value < 0)
		dtl_out_char(out, '-');
	while (n > 0)
		dtl_out_char(out, digits[--n]);
}

bool dtl_out_fits(const dtl_out *out)
{
	return out->len < out->size;
}

size_t dtl_out_end(dtl_out *out)
{
	if (out->size == 0)
		return out->len;
	size_t end = out->len;
	if (!dtl_out_fits(out)) {
		end = out->size - 1;
		while (end > 0 && ((unsigned char)out->buf[end] & 0xC0) == 0x80)
			end--;
	}
	out->buf[end] = '\0';
	return out->len;
}
