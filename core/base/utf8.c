#include "base/utf8.h"
#include <string.h>
#include <unicode/uchar.h>

enum { REPLACEMENT = 0xFFFD };

/* Length of the sequence that this byte leads, 0 if it leads none. */
static size_t sequence_length(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xC2 && lead <= 0xDF)
		return 2;
	if ((lead & 0xF0U) == 0xE0)
		return 3;
	return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* Only the second byte has a range of its own: it keeps out overlong forms, surrogates and what is beyond U+10FFFF. */
static bool second_byte_fits(unsigned char lead, unsigned char second)
{
	switch (lead) {
	case 0xE0: return second >= 0xA0 && second <= 0xBF;
	case 0xED: return second >= 0x80 && second <= 0x9F;
	case 0xF0: return second >= 0x90 && second <= 0xBF;
	case 0xF4: return second >= 0x80 && second <= 0x8F;
	default: return second >= 0x80 && second <= 0xBF;
	}
}

/* Length of the well-formed sequence at `s`, 0 if there is none. */
static size_t well_formed(const unsigned char *s, size_t len)
{
	size_t n = sequence_length(s[0]);
	if (n <= 1)
		return n;
	if (n > len || !second_byte_fits(s[0], s[1]))
		return 0;
	for (size_t i = 2; i < n; i++)
		if ((s[i] & 0xC0U) != 0x80)
			return 0;
	return n;
}

static size_t ascii_run(const char *s, size_t len)
{
	size_t i = 0;
	for (; i + 8 <= len; i += 8) {
		uint64_t chunk;
		memcpy(&chunk, s + i, 8);
		if (chunk & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < len && (unsigned char)s[i] < 0x80)
		i++;
	return i;
}

/* Eight letters at once; a byte that is none sets its high bit (or, behind such a byte, perhaps one that is). */
static bool all_plain(uint64_t chunk)
{
	static const uint64_t ones = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
	uint64_t below_blank = chunk - 0x20 * ones, delete = (chunk ^ (0x7F * ones)) - ones;
	return ((chunk | below_blank | delete) & high) == 0;
}

size_t dtl_utf8_plain(const char *s, size_t len)
{
	size_t i = 0;
	for (; i + 8 <= len; i += 8) {
		uint64_t chunk;
		memcpy(&chunk, s + i, 8);
		if (!all_plain(chunk))
			break;
	}
	while (i < len && s[i] >= 0x20 && s[i] < 0x7F)
		i++;
	return i;
}

bool dtl_utf8_valid(const char *s, size_t len, size_t *bad)
{
	size_t i = 0;
	while (i < len) {
		i += ascii_run(s + i, len - i);
		if (i == len)
			break;
		size_t n = well_formed((const unsigned char *)s + i, len - i);
		if (n == 0) {
			if (bad)
				*bad = i;
			return false;
		}
		i += n;
	}
	return true;
}

uint32_t dtl_utf8_next(const char **at, const char *end)
{
	if (*at >= end)
		return 0;
	const unsigned char *s = (const unsigned char *)*at;
	size_t n = well_formed(s, (size_t)(end - *at));
	*at += n ? n : 1;
	switch (n) {
	case 1: return s[0] ? s[0] : REPLACEMENT;
	case 2: return (s[0] & 0x1FU) << 6 | (s[1] & 0x3FU);
	case 3: return (s[0] & 0x0FU) << 12 | (s[1] & 0x3FU) << 6 | (s[2] & 0x3FU);
	case 4: return (s[0] & 0x07U) << 18 | (s[1] & 0x3FU) << 12 | (s[2] & 0x3FU) << 6 | (s[3] & 0x3FU);
	default: return REPLACEMENT;
	}
}

int dtl_utf8_width(uint32_t c)
{
	if (c < 0x20 || (c >= 0x7F && c < 0xA0))
		return -1;
	if (c < 0x300)
		return c == 0xAD ? 0 : 1;
	UChar32 u = (UChar32)c;
	int8_t type = u_charType(u);
	bool medial_jamo = c >= 0x1160 && c <= 0x11FF; /* drawn inside the syllable's cell */
	if (medial_jamo || type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR)
		return 0;
	int wide = u_getIntPropertyValue(u, UCHAR_EAST_ASIAN_WIDTH);
	return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

void dtl_utf8_add(dtl_text *out, uint32_t c)
{
	char s[4];
	size_t n = 0;
	if (c < 0x80) {
		s[n++] = (char)c;
	} else {
		unsigned tail = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
		static const unsigned char lead[] = { 0, 0xC0, 0xE0, 0xF0 };
		s[n++] = (char)(lead[tail] | c >> (6 * tail));
		while (tail-- > 0)
			s[n++] = (char)(0x80U | (c >> (6 * tail) & 0x3FU));
	}
	dtl_text_add_len(out, s, n);
}
