/* Reading JSON strictly: one pass that knows the line, before cJSON builds the tree. */
#include "base/json_internal.h"
#include "base/utf8.h"
#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const int64_t whole_max = INT64_C(1) << 53;

typedef struct scan {
	const char *at;
	const char *end;
	long line;
	int depth;
	bool canonical;
	dtl_json_keys keys;
	dtl_error *err;
} scan;

#define FAIL(s, ...) dtl_fail_line((s)->err, DTL_E_PARSE, (s)->line, __VA_ARGS__)

static dtl_status value(scan *s);

/* What stands at `at`, for people. */
static dtl_status unexpected(scan *s, const char *wanted)
{
	if (s->at >= s->end)
		return FAIL(s, "the text ends where %s should be", wanted);
	unsigned char c = (unsigned char)*s->at;
	if (c < 0x20 || c == 0x7F)
		return FAIL(s, "expected %s, not the byte 0x%02x", wanted, c);
	const char *from = s->at;
	dtl_utf8_next(&s->at, s->end);
	return FAIL(s, "expected %s, not '%.*s'", wanted, (int)(s->at - from), from);
}

static dtl_status blanks(scan *s)
{
	const char *from = s->at;
	for (; s->at < s->end; s->at++) {
		if (*s->at == '\n')
			s->line++;
		else if (*s->at != ' ' && *s->at != '\t' && *s->at != '\r')
			break;
	}
	if (s->canonical && s->at > from)
		return FAIL(s, "blanks are not canonical");
	return DTL_OK;
}

static dtl_status expect(scan *s, char c, const char *wanted)
{
	dtl_status status = blanks(s);
	if (status != DTL_OK)
		return status;
	if (s->at >= s->end || *s->at != c)
		return unexpected(s, wanted);
	s->at++;
	return DTL_OK;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Four hexadecimal digits, -1 if they are not there. */
static long four_digits(const char *at, const char *end)
{
	long unit = 0;
	if (end - at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int digit = hex_digit(at[i]);
		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

/* The second half of a surrogate pair must follow at once. */
static bool low_surrogate_follows(const char *at, const char *end)
{
	if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
		return false;
	long low = four_digits(at + 2, end);
	return low >= 0xDC00 && low <= 0xDFFF;
}

/* `at` is behind "\u". */
static dtl_status unicode_escape(scan *s)
{
	long unit = four_digits(s->at, s->end);
	if (unit < 0)
		return FAIL(s, "\\u needs four hexadecimal digits");
	if (unit == 0)
		return FAIL(s, "\\u0000 is not allowed in a string");
	const char *written = s->at;
	s->at += 4;
	if (s->canonical &&
	    (unit >= 0x20 || memchr("\b\f\n\r\t", (int)unit, 5) || (written[3] >= 'A' && written[3] <= 'F')))
		return FAIL(s, "\\u%.4s is not the canonical form of its character", written);
	if (unit < 0xD800 || unit > 0xDFFF)
		return DTL_OK;
	if (unit > 0xDBFF || !low_surrogate_follows(s->at, s->end))
		return FAIL(s, "\\u%.4s is half of a surrogate pair", written);
	s->at += 6;
	return DTL_OK;
}

/* `at` is behind the backslash. */
static dtl_status escape(scan *s)
{
	if (s->at >= s->end)
		return FAIL(s, "the text ends inside a string");
	char c = *s->at++;
	if (c == 'u')
		return unicode_escape(s);
	if (c == '/' && s->canonical)
		return FAIL(s, "\\/ is not the canonical form of its character");
	if (c == '\0' || !strchr("\"\\/bfnrt", c)) {
		s->at--;
		return unexpected(s, "one of \" \\ / b f n r t u after \\");
	}
	return DTL_OK;
}

/* Is this byte of a string plain: neither its end nor an escape nor one that must be looked at? */
static bool plain(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* The same of eight bytes at once: most of a document is the inside of strings. */
static bool plain8(const char *at)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t x;
	memcpy(&x, at, sizeof(x));
	uint64_t quote = x ^ ones * '"';
	uint64_t backslash = x ^ ones * '\\';
	uint64_t odd = (x - ones * 0x20) | (quote - ones) | (backslash - ones) | x;
	return (odd & ones * 0x80) == 0;
}

size_t dtl_json_plain(const char *s, size_t len)
{
	size_t i = 0;
	while (len - i >= 8 && plain8(s + i))
		i += 8;
	while (i < len && plain((unsigned char)s[i]))
		i++;
	return i;
}

static dtl_status odd_byte(scan *s)
{
	unsigned char c = (unsigned char)*s->at;
	if (c == '\n' || c == '\r')
		return FAIL(
		    s, "a line break inside a string: it is not closed, or the break must be written \\n");
	if (c < 0x20)
		return FAIL(s, "control character 0x%02x inside a string", c);
	const char *from = s->at;
	if (dtl_utf8_next(&s->at, s->end) == 0xFFFD && s->at - from == 1)
		return FAIL(s, "invalid UTF-8 (byte 0x%02x) inside a string", c);
	return DTL_OK;
}

/* A string; *inside is what stands between its quotes. */
static dtl_status string(scan *s, dtl_slice *inside)
{
	const char *from = ++s->at;
	for (;;) {
		s->at += dtl_json_plain(s->at, (size_t)(s->end - s->at));
		if (s->at >= s->end)
			return FAIL(s, "the text ends inside a string");
		if (*s->at == '"')
			break;
		dtl_status status = DTL_OK;
		if (*s->at == '\\') {
			s->at++;
			status = escape(s);
		} else {
			status = odd_byte(s);
		}
		if (status != DTL_OK)
			return status;
	}
	*inside = (dtl_slice){ from, (size_t)(s->at - from) };
	s->at++;
	return DTL_OK;
}

static size_t digits(scan *s)
{
	const char *from = s->at;
	while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
		s->at++;
	return (size_t)(s->at - from);
}

static bool accept(scan *s, const char *any)
{
	if (s->at >= s->end || *s->at == '\0' || !strchr(any, *s->at))
		return false;
	s->at++;
	return true;
}

/* What a canonical printer would make of it must be the same bytes. Room on the stack: numbers are short. */
static bool number_is_canonical(dtl_slice n, double d)
{
	char room[DTL_JSON_NUMBER_MAX * 2];
	dtl_text out = { room, 0, sizeof(room), false };
	dtl_json_add_number(&out, d);
	return dtl_slice_is(n, room);
}

static dtl_status judge_number(scan *s, dtl_slice n, bool whole)
{
	if (n.len > DTL_JSON_NUMBER_MAX)
		return FAIL(s, "a number of more than %d characters", (int)DTL_JSON_NUMBER_MAX);
	if (whole && n.len <= 15 && n.data[0] != '-')
		return DTL_OK;
	double d = dtl_json_read_number(n.data, n.len);
	if (!isfinite(d))
		return FAIL(s, "the number %.*s is too big", (int)n.len, n.data);
	/* 2^53 + 1 reads as 2^53: the digits decide. */
	int64_t exact;
	if (whole && (!dtl_json_to_int(n, &exact) || exact > whole_max || exact < -whole_max))
		return FAIL(s, "the integer %.*s is beyond 2^53 and would lose digits", (int)n.len, n.data);
	if (s->canonical && !number_is_canonical(n, d))
		return FAIL(s, "%.*s is not the canonical form of its number", (int)n.len, n.data);
	return DTL_OK;
}

static dtl_status number(scan *s)
{
	const char *from = s->at;
	bool whole = true;
	accept(s, "-");
	if (accept(s, "0")) {
		if (digits(s) > 0)
			return FAIL(s, "a number with a leading zero");
	} else if (digits(s) == 0) {
		return unexpected(s, "a digit");
	}
	if (accept(s, ".")) {
		whole = false;
		if (digits(s) == 0)
			return unexpected(s, "a digit after the decimal point");
	}
	if (accept(s, "eE")) {
		whole = false;
		accept(s, "+-");
		if (digits(s) == 0)
			return unexpected(s, "a digit in the exponent");
	}
	return judge_number(s, (dtl_slice){ from, (size_t)(s->at - from) }, whole);
}

static dtl_status literal(scan *s, const char *name)
{
	size_t len = strlen(name);
	if ((size_t)(s->end - s->at) < len || memcmp(s->at, name, len) != 0)
		return unexpected(s, "a value");
	s->at += len;
	return DTL_OK;
}

static dtl_status deeper(scan *s)
{
	s->at++;
	if (++s->depth > DTL_JSON_DEPTH)
		return FAIL(s, "more than %d levels deep", (int)DTL_JSON_DEPTH);
	return DTL_OK;
}

/* After an element: more of them, or the end of the container? */
static dtl_status more(scan *s, char close, bool *go_on)
{
	dtl_status status = blanks(s);
	if (status != DTL_OK)
		return status;
	*go_on = accept(s, ",");
	if (*go_on)
		return DTL_OK;
	return expect(s, close, close == ']' ? "',' or ']'" : "',' or '}'");
}

static dtl_status array(scan *s)
{
	dtl_status status = deeper(s);
	if (status == DTL_OK)
		status = blanks(s);
	bool go_on = status == DTL_OK && !accept(s, "]");
	while (status == DTL_OK && go_on) {
		status = value(s);
		if (status == DTL_OK)
			status = more(s, ']', &go_on);
	}
	s->depth--;
	return status;
}

/* Keeps `key` if the keys do not come in order (equal ones then do not stand side by side). */
static dtl_status note_key(scan *s, dtl_slice key, dtl_slice *last, bool first)
{
	int order = first ? -1 : dtl_json_compare_keys(*last, key);
	*last = key;
	if (order == 0)
		return FAIL(s, "the key \"%.*s\" stands twice in one object",
		    (int)(key.len < 80 ? key.len : 80), key.data);
	if (s->canonical)
		return order < 0 ? DTL_OK : FAIL(s, "the keys are not in canonical order");
	if (!dtl_json_keys_add(&s->keys, key, s->line))
		return dtl_fail_memory(s->err);
	return order < 0 ? DTL_OK : DTL_DONE;
}

static dtl_status member(scan *s, dtl_slice *last, bool first, bool *sorted)
{
	dtl_slice key;
	dtl_status status = blanks(s);
	if (status != DTL_OK)
		return status;
	if (s->at >= s->end || *s->at != '"')
		return unexpected(s, first ? "a key in quotes or '}'" : "a key in quotes");
	status = string(s, &key);
	if (status == DTL_OK)
		status = note_key(s, key, last, first);
	if (status == DTL_DONE) {
		*sorted = false;
		status = DTL_OK;
	}
	if (status == DTL_OK)
		status = expect(s, ':', "':'");
	return status == DTL_OK ? value(s) : status;
}

static dtl_status object(scan *s)
{
	size_t first_key = s->keys.count;
	dtl_slice last = { NULL, 0 };
	bool sorted = true;
	dtl_status status = deeper(s);
	if (status == DTL_OK)
		status = blanks(s);
	bool go_on = status == DTL_OK && !accept(s, "}");
	for (bool first = true; status == DTL_OK && go_on; first = false) {
		status = member(s, &last, first, &sorted);
		if (status == DTL_OK)
			status = more(s, '}', &go_on);
	}
	const dtl_json_seen *twice =
	    status == DTL_OK && !sorted ? dtl_json_keys_twice(&s->keys, first_key) : NULL;
	if (twice)
		status = dtl_fail_line(s->err, DTL_E_PARSE, twice->line,
		    "the key \"%.*s\" stands twice in one object",
		    (int)(twice->text.len < 80 ? twice->text.len : 80), twice->text.data);
	s->keys.count = first_key;
	s->depth--;
	return status;
}

static dtl_status value(scan *s)
{
	dtl_slice inside;
	dtl_status status = blanks(s);
	if (status != DTL_OK)
		return status;
	switch (s->at < s->end ? *s->at : '\0') {
	case '{': return object(s);
	case '[': return array(s);
	case '"': return string(s, &inside);
	case 't': return literal(s, "true");
	case 'f': return literal(s, "false");
	case 'n': return literal(s, "null");
	case '-':
	case '0':
	case '1':
	case '2':
	case '3':
	case '4':
	case '5':
	case '6':
	case '7':
	case '8':
	case '9': return number(s);
	default: return unexpected(s, "a value");
	}
}

dtl_status dtl_json_scan(const char *text, size_t len, bool canonical, dtl_error *err)
{
	text = len > 0 ? text : "";
	enum { FEW_KEYS = 64 };
	dtl_json_seen few[FEW_KEYS];
	scan s = { text, text + len, 1, 0, canonical, { few, 0, FEW_KEYS, few }, err };
	dtl_status status = value(&s);
	if (status == DTL_OK)
		status = blanks(&s);
	if (status == DTL_OK && s.at < s.end)
		status = unexpected(&s, "the end of the text");
	if (s.keys.data != few)
		free(s.keys.data);
	return status;
}

dtl_status dtl_json_check_canonical(const char *text, size_t len, dtl_error *err)
{
	return dtl_json_scan(text, len, true, err);
}

dtl_status dtl_json_parse(struct cJSON **out, const char *text, size_t len, dtl_error *err)
{
	*out = NULL;
	dtl_status status = dtl_json_scan(text, len, false, err);
	if (status != DTL_OK)
		return status;
	const char *end = NULL;
	*out = cJSON_ParseWithLengthOpts(text, len, &end, 0);
	/* The scan found nothing wrong: what is left to go wrong is memory. */
	return *out ? DTL_OK : dtl_fail_memory(err);
}
