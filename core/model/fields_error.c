/* What is said of values that are refused: where, what, and what was perhaps meant. */
#include "base/utf8.h"
#include "model/field_types.h"
#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void print_at(dtl_text *out, const dtl_at *at)
{
	if (!at)
		return;
	print_at(out, at->up);
	if (!at->name) {
		dtl_text_addf(out, "[%zu]", at->index);
		return;
	}
	if (out->len > 0)
		dtl_text_add_char(out, '.');
	dtl_text_add(out, at->name);
}

dtl_status dtl_at_blame(const dtl_at *at, dtl_status status, dtl_error *err)
{
	if (status == DTL_OK || !at || !err)
		return status;
	dtl_text path = DTL_TEXT_INIT;
	print_at(&path, at);
	if (path.len > 0)
		dtl_fail_in(err, "%s", dtl_text_str(&path));
	dtl_text_free(&path);
	return status;
}

dtl_status dtl_at_fail(const dtl_at *at, dtl_error *err, const char *format, ...)
{
	char text[DTL_ERROR_TEXT];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return dtl_at_blame(at, dtl_fail(err, DTL_E_ARGUMENT, "%s", text), err);
}

static const char *type_of(const cJSON *value)
{
	if (cJSON_IsString(value))
		return "a string";
	if (cJSON_IsNumber(value))
		return "a number";
	if (cJSON_IsBool(value))
		return cJSON_IsTrue(value) ? "true" : "false";
	if (cJSON_IsArray(value))
		return "an array";
	return cJSON_IsObject(value) ? "an object" : "null";
}

dtl_status dtl_at_type(const dtl_at *at, const char *expected, const cJSON *found, dtl_error *err)
{
	return dtl_at_fail(at, err, "expected %s, found %s", expected, type_of(found));
}

const char *dtl_brief(char buf[DTL_BRIEF], const char *s)
{
	static const char more[] = "\xE2\x80\xA6";
	size_t len = strlen(s);
	bool cut = len >= DTL_BRIEF;
	if (cut) {
		len = DTL_BRIEF - sizeof(more);
		while (len > 0 && ((unsigned char)s[len] & 0xC0U) == 0x80U)
			len--;
	}
	memcpy(buf, s, len);
	if (!dtl_utf8_valid(buf, len, NULL) || dtl_has_control(buf, len, false))
		for (size_t i = 0; i < len; i++)
			if ((unsigned char)buf[i] < 0x20 || (unsigned char)buf[i] >= 0x7F)
				buf[i] = '?';
	memcpy(buf + len, cut ? more : "", cut ? sizeof(more) : 1);
	return buf;
}

dtl_status dtl_words_refuse(const char *wrong, const char *words, dtl_error *err)
{
	char brief[DTL_BRIEF];
	return dtl_fail(err, DTL_E_ARGUMENT, "'%s' %s", dtl_brief(brief, words), wrong);
}

bool dtl_word_listed(const char *const *list, const char *word)
{
	for (; *list; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

/* As vocabularies are spelt: small letters, '-' for blanks and '_'. */
static void plain(char *out, size_t size, const char *s)
{
	size_t i = 0;
	for (; s[i] && i + 1 < size; i++) {
		char c = s[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		out[i] = c == ' ' || c == '_' ? '-' : c;
	}
	out[i] = '\0';
}

size_t dtl_word_distance(const char *a, const char *b, size_t *limit)
{
	char x[DTL_BRIEF];
	char y[DTL_BRIEF];
	plain(x, sizeof(x), a);
	plain(y, sizeof(y), b);
	size_t len = strlen(x);
	*limit = len < 4 ? 1 : len < 9 ? 2 : 3;
	return dtl_distance(x, y, *limit);
}

const char *dtl_word_near(const char *const *list, const char *word)
{
	const char *best = NULL;
	size_t best_distance = SIZE_MAX;
	for (; *list; list++) {
		size_t limit;
		size_t distance = dtl_word_distance(word, *list, &limit);
		if (distance <= limit && distance < best_distance) {
			best = *list;
			best_distance = distance;
		}
	}
	return best;
}

static void list_words(dtl_text *out, const char *const *list)
{
	for (const char *const *word = list; *word; word++) {
		if (word != list)
			dtl_text_add(out, ", ");
		dtl_text_add(out, *word);
	}
}

dtl_status dtl_word_refuse(const char *what, const char *const *list, const char *word, dtl_error *err)
{
	char brief[DTL_BRIEF];
	const char *near = dtl_word_near(list, word);
	if (near)
		return dtl_fail(err, DTL_E_ARGUMENT, "no %s '%s': did you mean '%s'?", what,
		    dtl_brief(brief, word), near);
	dtl_text all = DTL_TEXT_INIT;
	list_words(&all, list);
	dtl_fail(err, DTL_E_ARGUMENT, "no %s '%s': it is one of %s", what, dtl_brief(brief, word),
	    dtl_text_str(&all));
	dtl_text_free(&all);
	return DTL_E_ARGUMENT;
}
