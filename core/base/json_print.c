/* Canonical JSON: equal values have equal bytes. */
#include "base/json_internal.h"
#include "base/utf8.h"
#include <cjson/cJSON.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double whole_max = 9007199254740992.0; /* 2^53 */

static void add_escaped(dtl_text *out, unsigned char c)
{
	static const char short_form[] = "btn?fr"; /* for U+0008 … U+000D; VT has none */
	if (c == '"' || c == '\\') {
		dtl_text_add_char(out, '\\');
		dtl_text_add_char(out, (char)c);
	} else if (c >= 0x08 && c <= 0x0D && c != 0x0B) {
		dtl_text_add_char(out, '\\');
		dtl_text_add_char(out, short_form[c - 0x08]);
	} else {
		static const char hex[] = "0123456789abcdef";
		const char code[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
		dtl_text_add_len(out, code, sizeof(code));
	}
}

void dtl_json_add_string(dtl_text *out, const char *s, size_t len)
{
	dtl_text_add_char(out, '"');
	size_t from = 0;
	for (size_t i = 0; i < len && (i += dtl_json_plain(s + i, len - i)) < len; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		dtl_text_add_len(out, s + from, i - from);
		add_escaped(out, c);
		from = i + 1;
	}
	if (len > from)
		dtl_text_add_len(out, s + from, len - from);
	dtl_text_add_char(out, '"');
}

/* How the locale that the program around us may have set writes the point: asked of printf, so that no locale is read. */
static void decimal_point(char point[8])
{
	char half[16];
	snprintf(half, sizeof(half), "%.1f", 0.5); /* "0.5" */
	size_t len = strlen(half) - 2;
	memcpy(point, half + 1, len < 7 ? len : 7);
	point[len < 7 ? len : 7] = '\0';
}

double dtl_json_read_number(const char *s, size_t len)
{
	char number[DTL_JSON_NUMBER_MAX + 8];
	char point[8];
	if (len > DTL_JSON_NUMBER_MAX)
		return HUGE_VAL;
	const char *dot = memchr(s, '.', len);
	size_t whole = dot ? (size_t)(dot - s) : len;
	memcpy(number, s, whole);
	number[whole] = '\0';
	if (dot) {
		decimal_point(point);
		size_t wide = strlen(point);
		memcpy(number + whole, point, wide);
		memcpy(number + whole + wide, dot + 1, len - whole - 1);
		number[len - 1 + wide] = '\0';
	}
	return strtod(number, NULL);
}

/* The fewest significant digits that read back as `value`, and the power of ten of the first one. */
static int shortest(double value, char significant[24], int *exponent)
{
	char print[48];
	/* Fifteen digits always survive, except near zero, where there is less precision to print. */
	for (int precision = value < DBL_MIN ? 1 : 15; precision <= 17; precision++) {
		snprintf(print, sizeof(print), "%.*e", precision - 1, value);
		if (strtod(print, NULL) == value)
			break;
	}
	char *e = strchr(print, 'e');
	int count = 0;
	for (const char *at = print; at < e; at++)
		if (*at >= '0' && *at <= '9')
			significant[count++] = *at;
	while (count > 1 && significant[count - 1] == '0')
		count--;
	*exponent = (int)strtol(e + 1, NULL, 10);
	return count;
}

static void add_zeros(dtl_text *out, int count)
{
	while (count-- > 0)
		dtl_text_add_char(out, '0');
}

/* As ECMAScript and RFC 8785 lay a number out, but without '+' in exponents. */
static void add_fraction(dtl_text *out, double value)
{
	char d[24];
	int exponent;
	int count = shortest(value, d, &exponent);
	if (exponent >= 0 && exponent < count - 1) {
		dtl_text_add_len(out, d, (size_t)exponent + 1);
		dtl_text_add_char(out, '.');
		dtl_text_add_len(out, d + exponent + 1, (size_t)(count - exponent - 1));
	} else if (exponent < 0 && exponent >= -6) {
		dtl_text_add(out, "0.");
		add_zeros(out, -exponent - 1);
		dtl_text_add_len(out, d, (size_t)count);
	} else {
		dtl_text_add_char(out, d[0]);
		if (count > 1) {
			dtl_text_add_char(out, '.');
			dtl_text_add_len(out, d + 1, (size_t)count - 1);
		}
		dtl_text_add_char(out, 'e');
		dtl_text_add_int(out, exponent);
	}
}

void dtl_json_add_number(dtl_text *out, double value)
{
	if (!isfinite(value)) {
		dtl_text_add(out, "null");
	} else if (value >= -whole_max && value <= whole_max && (double)(long long)value == value) {
		dtl_text_add_int(out, (long long)value);
	} else {
		if (value < 0)
			dtl_text_add_char(out, '-');
		add_fraction(out, value < 0 ? -value : value);
	}
}

static int by_name(const void *a, const void *b)
{
	const cJSON *const *x = a;
	const cJSON *const *y = b;
	return strcmp((*x)->string, (*y)->string);
}

static void add_members(dtl_text *out, const cJSON **members, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		dtl_text_add_char(out, i ? ',' : '{');
		dtl_json_add_string(out, members[i]->string, strlen(members[i]->string));
		dtl_text_add_char(out, ':');
		dtl_json_canonical(members[i], out);
	}
	dtl_text_add(out, count ? "}" : "{}");
}

static void add_object(dtl_text *out, const cJSON *object)
{
	enum { USUAL = 32 };
	const cJSON *few[USUAL];
	size_t count = 0;
	const cJSON *child;
	cJSON_ArrayForEach (child, object)
		count++;
	const cJSON **members = count <= USUAL ? few : malloc(count * sizeof(*members));
	if (!members) {
		out->failed = true;
		return;
	}
	size_t i = 0;
	cJSON_ArrayForEach (child, object)
		members[i++] = child;
	qsort(members, count, sizeof(*members), by_name);
	add_members(out, members, count);
	if (members != few)
		free(members);
}

static void add_array(dtl_text *out, const cJSON *array)
{
	const cJSON *child;
	bool first = true;
	dtl_text_add_char(out, '[');
	cJSON_ArrayForEach (child, array) {
		if (!first)
			dtl_text_add_char(out, ',');
		first = false;
		dtl_json_canonical(child, out);
	}
	dtl_text_add_char(out, ']');
}

void dtl_json_canonical(const struct cJSON *value, dtl_text *out)
{
	if (cJSON_IsObject(value))
		add_object(out, value);
	else if (cJSON_IsArray(value))
		add_array(out, value);
	else if (cJSON_IsString(value))
		dtl_json_add_string(out, value->valuestring, strlen(value->valuestring));
	else if (cJSON_IsRaw(value))
		dtl_text_add(out, value->valuestring);
	else if (cJSON_IsNumber(value))
		dtl_json_add_number(out, value->valuedouble);
	else if (cJSON_IsBool(value))
		dtl_text_add(out, cJSON_IsTrue(value) ? "true" : "false");
	else
		dtl_text_add(out, "null");
}

void dtl_json_unescape_key(dtl_slice key, dtl_text *out)
{
	dtl_text_reserve(out, 0); /* nothing is a string, too */
	if (key.len == 0)
		return;
	const char *at = key.data;
	const char *end = key.data + key.len;
	while (at < end) {
		const char *backslash = memchr(at, '\\', (size_t)(end - at));
		const char *until = backslash ? backslash : end;
		dtl_text_add_len(out, at, (size_t)(until - at));
		at = until;
		if (backslash)
			dtl_utf8_add(out, dtl_json_next_char(&at, end));
	}
}

void dtl_json_unescape(dtl_slice string_value, dtl_text *out)
{
	if (dtl_json_is_string(string_value) && string_value.len >= 2)
		dtl_json_unescape_key((dtl_slice){ string_value.data + 1, string_value.len - 2 }, out);
}
