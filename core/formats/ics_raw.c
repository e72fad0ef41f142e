#include "formats/ics_raw.h"
#include <string.h>
#include <strings.h>

static bool is_name_char(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* The first of the two characters outside quotes, from `at`; NULL when there is none. */
static const char *find_outside(const char *at, const char *end, char one, char other)
{
	bool quoted = false;
	for (; at < end; at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (!quoted && (*at == one || *at == other))
			return at;
	}
	return NULL;
}

bool dtl_ics_prop_cut(dtl_ics_prop *out, dtl_slice line)
{
	const char *at = line.data, *end = line.data + line.len;
	while (at < end && is_name_char(*at))
		at++;
	if (at == line.data || at == end || (*at != ':' && *at != ';'))
		return false;
	const char *colon = find_outside(at, end, ':', ':');
	if (!colon)
		return false;
	out->name = (dtl_slice){ line.data, (size_t)(at - line.data) };
	out->params = (dtl_slice){ at, (size_t)(colon - at) };
	out->value = (dtl_slice){ colon + 1, (size_t)(end - colon - 1) };
	return true;
}

static bool same_name(dtl_slice have, const char *name)
{
	/* Most differ in the first letter: names are all letters, digits and hyphens. */
	if (!have.len || (have.data[0] | 0x20) != (name[0] | 0x20))
		return false;
	return strlen(name) == have.len && strncasecmp(have.data, name, have.len) == 0;
}

bool dtl_ics_prop_is(const dtl_ics_prop *p, const char *name)
{
	return same_name(p->name, name);
}

/* RFC 6868: ^n, ^^ and ^' stand for what a parameter cannot hold. */
static void add_param_value(dtl_text *out, dtl_slice value)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.data[i];
		char next = i + 1 < value.len ? value.data[i + 1] : '\0';
		const char *decoded = c != '^'       ? NULL
				      : next == 'n'  ? "\n"
				      : next == '^'  ? "^"
				      : next == '\'' ? "\""
						     : NULL;
		if (decoded) {
			dtl_text_add(out, decoded);
			i++;
		} else if (c != '"') {
			dtl_text_add_char(out, c);
		}
	}
}

bool dtl_ics_prop_param(const dtl_ics_prop *p, const char *name, dtl_text *out)
{
	const char *at = p->params.data, *end = p->params.data + p->params.len;
	while (at < end) {
		at++; /* the ';' */
		const char *stop = find_outside(at, end, ';', ';');
		stop = stop ? stop : end;
		const char *equals = memchr(at, '=', (size_t)(stop - at));
		if (equals && same_name((dtl_slice){ at, (size_t)(equals - at) }, name)) {
			add_param_value(out, (dtl_slice){ equals + 1, (size_t)(stop - equals - 1) });
			return true;
		}
		at = stop;
	}
	return false;
}

/* The character that a backslash and `c` stand for; '\0': nothing that RFC 5545 knows. */
static char unescaped(char c)
{
	switch (c) {
	case 'n':
	case 'N': return '\n';
	case '\\':
	case ';':
	case ',':
	case ':':
	case '"': return c;
	default: return '\0';
	}
}

void dtl_ics_unescape(dtl_text *out, dtl_slice value)
{
	const char *at = value.data, *end = value.data + value.len;
	while (at < end) {
		const char *slash = memchr(at, '\\', (size_t)(end - at));
		if (!slash || slash + 1 == end)
			break;
		dtl_text_add_len(out, at, (size_t)(slash - at));
		char c = unescaped(slash[1]);
		if (c)
			dtl_text_add_char(out, c);
		else
			dtl_text_add_len(out, slash, 2);
		at = slash + 2;
	}
	dtl_text_add_len(out, at, (size_t)(end - at));
}

/* The length of the control character or blank at `s`; *blank tells which. 0: neither. */
static size_t space_at(const char *s, const char *end, bool *blank)
{
	unsigned char c = (unsigned char)*s;
	unsigned char next = s + 1 < end ? (unsigned char)s[1] : 0;
	*blank =
	    c == ' ' || c == '\t' || c == '\n' || c == '\r' || (c == 0xC2 && (next == 0x85 || next == 0xA0));
	if (c == 0xC2 && next >= 0x80 && next <= 0xA0)
		return 2; /* C1, and the blank that does not break */
	return c <= ' ' || c == 0x7F ? 1 : 0;
}

void dtl_ics_unescape_line(dtl_text *out, dtl_slice value)
{
	dtl_text plain = DTL_TEXT_INIT;
	size_t begin = out->len;
	bool gap = false, blank;
	dtl_ics_unescape(&plain, value);
	const char *end = dtl_text_str(&plain) + plain.len;
	for (const char *at = dtl_text_str(&plain); at < end;) {
		size_t len = space_at(at, end, &blank);
		gap = gap || (len && blank);
		if (len) {
			at += len;
			continue;
		}
		if (gap && out->len > begin)
			dtl_text_add_char(out, ' ');
		gap = false;
		dtl_text_add_char(out, *at++);
	}
	out->failed = out->failed || plain.failed;
	dtl_text_free(&plain);
}

void dtl_ics_unescape_lines(dtl_text *out, dtl_slice value)
{
	dtl_text plain = DTL_TEXT_INIT;
	size_t begin = out->len;
	bool blank;
	dtl_ics_unescape(&plain, value);
	const char *end = dtl_text_str(&plain) + plain.len;
	for (const char *at = dtl_text_str(&plain); at < end;) {
		size_t len = space_at(at, end, &blank);
		bool kept = !len || (blank && *at != '\r');
		if (kept && !(len && out->len == begin)) {
			bool next_line = len == 2 && (unsigned char)at[1] == 0x85;
			dtl_text_add_len(out, next_line ? "\n" : at, len == 2 && !next_line ? 2 : 1);
		}
		at += len ? len : 1;
	}
	while (out->len > begin && strchr(" \t\n", out->data[out->len - 1]))
		dtl_text_truncate(out, out->len - 1);
	out->failed = out->failed || plain.failed;
	dtl_text_free(&plain);
}

const char *dtl_ics_status(dtl_slice value)
{
	static const char *const statuses[][2] = { { "TENTATIVE", "expected" }, { "CONFIRMED", "confirmed" },
		{ "CANCELLED", "cancelled" } };
	while (value.len && (value.data[value.len - 1] == ' ' || value.data[value.len - 1] == '\t'))
		value.len--;
	for (size_t i = 0; i < sizeof(statuses) / sizeof(*statuses); i++)
		if (same_name(value, statuses[i][0]))
			return statuses[i][1];
	return NULL;
}
