#include "value.h"
#include <dateline/date.h>
#include <string.h>

/* Canonical JSON has no blanks and is well-formed, so that finding one's way takes little. */

/* Behind the string that begins at `at`. */
static const char *skip_string(const char *at)
{
	for (at++; *at && *at != '"'; at++)
		if (*at == '\\' && at[1])
			at++;
	return *at ? at + 1 : at;
}

/* Behind the value that begins at `at`. */
static const char *skip_value(const char *at)
{
	size_t depth = 0;
	while (*at) {
		if (depth == 0 && strchr(",:]}", *at))
			break;
		depth += *at == '{' || *at == '[';
		if (*at == '}' || *at == ']')
			depth--;
		at = *at == '"' ? skip_string(at) : at + 1;
	}
	return at;
}

static uint32_t hex(const char *digits)
{
	uint32_t c = 0;
	for (int i = 0; i < 4 && digits[i]; i++)
		c = c * 16 + (uint32_t)(strchr("0123456789abcdef", digits[i] | 0x20) - "0123456789abcdef");
	return c;
}

/* The text of the string at `at`. What canonical JSON escapes is ASCII: quotes, backslashes, controls. */
static void add_text(str *out, const char *at)
{
	static const char escapes[] = "bfnrt", meanings[] = "\b\f\n\r\t";
	for (at++; *at && *at != '"'; at++) {
		if (*at != '\\') {
			str_add_len(out, at, 1);
			continue;
		}
		at++;
		const char *named = *at ? strchr(escapes, *at) : NULL;
		char c = named ? meanings[named - escapes] : *at;
		if (*at == 'u' && strlen(at) > 4) {
			c = (char)hex(at + 1);
			at += 4;
		}
		str_add_len(out, &c, 1);
	}
}

/* The member of an object, or NULL. */
static const char *find(const char *object, const char *key)
{
	size_t len = strlen(key);
	const char *at = object + 1;
	while (*at == '"') {
		const char *value = skip_string(at) + 1;
		if (strncmp(at + 1, key, len) == 0 && at[len + 1] == '"')
			return value;
		at = skip_value(value);
		at += *at == ',';
	}
	return NULL;
}

static void add_value(str *out, const char *at, const char *tz);

static void add_date(str *out, const char *object, const char *edtf, const char *tz)
{
	char words[DTL_WORDS_MAX];
	str text = STR_INIT, zone = STR_INIT;
	const char *stored = find(object, "tz"), *said = find(object, "text");
	add_text(&text, edtf);
	if (stored && *stored == '"')
		add_text(&zone, stored);
	dtl_date_people(words, sizeof(words), str_get(&text), zone.len > 0 ? str_get(&zone) : NULL, tz);
	str_add(out, words);
	if (said && *said == '"') {
		str_add(out, " (");
		add_value(out, said, tz);
		str_add(out, ")");
	}
	str_free(&text);
	str_free(&zone);
}

/* A set says no more of its members than that they are there. */
static void add_members(str *out, const char *object, const char *tz)
{
	const char *at = object + 1;
	if (*at == '}')
		str_add(out, "nothing");
	while (*at == '"') {
		const char *value = skip_string(at) + 1;
		add_text(out, at);
		if (strncmp(value, "true", 4) != 0) {
			str_add(out, " ");
			add_value(out, value, tz);
		}
		at = skip_value(value);
		if (*at == ',')
			str_add(out, ", ");
		at += *at == ',';
	}
}

static void add_elements(str *out, const char *array, const char *tz)
{
	const char *at = array + 1;
	while (*at && *at != ']') {
		add_value(out, at, tz);
		at = skip_value(at);
		if (*at == ',')
			str_add(out, ", ");
		at += *at == ',';
	}
}

static void add_value(str *out, const char *at, const char *tz)
{
	const char *edtf = *at == '{' ? find(at, "edtf") : NULL;
	if (*at == '"') {
		str_add(out, "\"");
		add_text(out, at);
		str_add(out, "\"");
	} else if (edtf && *edtf == '"') {
		add_date(out, at, edtf, tz);
	} else if (*at == '{' && find(at, "unknown")) {
		str_add(out, "date unknown");
	} else if (*at == '{') {
		add_members(out, at, tz);
	} else if (*at == '[') {
		add_elements(out, at, tz);
	} else if (strncmp(at, "null", 4) == 0) {
		str_add(out, "nothing");
	} else if (strncmp(at, "true", 4) == 0) {
		str_add(out, "yes");
	} else {
		str_add_len(out, at, (size_t)(skip_value(at) - at));
	}
}

void value_words(str *out, const char *json, const char *tz)
{
	if (json)
		add_value(out, json, tz);
	else
		str_add(out, "nothing");
}

void value_text(str *out, const char *json, const char *tz)
{
	if (json && *json == '"')
		add_text(out, json);
	else
		value_words(out, json, tz);
}

bool value_member(str *out, const char *json, const char *key)
{
	const char *value = json && *json == '{' ? find(json, key) : NULL;
	if (!value || strncmp(value, "null", 4) == 0)
		return false;
	if (*value == '"')
		add_text(out, value);
	else
		str_add_len(out, value, (size_t)(skip_value(value) - value));
	return true;
}

void json_string(FILE *out, const char *text)
{
	static const char special[] = "\b\f\n\r\t\"\\", names[] = "bfnrt\"\\";
	if (!text) {
		fputs("null", out);
		return;
	}
	putc('"', out);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		const char *named = strchr(special, c);
		if (named)
			fprintf(out, "\\%c", names[named - special]);
		else if (c < 0x20)
			fprintf(out, "\\u%04x", c);
		else
			putc(c, out);
	}
	putc('"', out);
}

static void key_of(FILE *out, bool first, const char *key)
{
	fputs(first ? "" : ", ", out);
	json_string(out, key);
	fputs(": ", out);
}

void json_member(FILE *out, bool first, const char *key, const char *text)
{
	key_of(out, first, key);
	json_string(out, text);
}

void json_member_int(FILE *out, bool first, const char *key, int64_t value)
{
	key_of(out, first, key);
	fprintf(out, "%lld", (long long)value);
}

void json_member_bool(FILE *out, bool first, const char *key, bool value)
{
	key_of(out, first, key);
	fputs(value ? "true" : "false", out);
}

void json_member_time(FILE *out, bool first, const char *key, int64_t t)
{
	char text[40];
	dtl_time_print(text, sizeof(text), t);
	bool bound = t == DTL_TIME_MIN || t == DTL_TIME_MAX;
	json_member(out, first, key, bound ? NULL : text);
}

void json_member_raw(FILE *out, bool first, const char *key, const char *json)
{
	key_of(out, first, key);
	fputs(json ? json : "null", out);
}
