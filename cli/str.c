#include "str.h"
#include <dateline/text.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than nothing from the start: most of them are made of several pieces. */
enum { LEAST = 64 };

static bool reserve(str *s, size_t more)
{
	if (s->failed || more < s->cap - s->len)
		return !s->failed;
	size_t cap = s->cap * 2 + more + LEAST;
	char *data = realloc(s->data, cap);
	if (!data) {
		s->failed = true;
		return false;
	}
	s->data = data;
	s->cap = cap;
	return true;
}

void str_add_len(str *s, const char *text, size_t len)
{
	if (!reserve(s, len))
		return;
	memcpy(s->data + s->len, text, len);
	s->len += len;
	s->data[s->len] = '\0';
}

void str_add(str *s, const char *text)
{
	str_add_len(s, text, strlen(text));
}

void str_add_shown(str *s, const char *text, size_t len)
{
	if (!reserve(s, len))
		return;
	size_t size = dtl_text_printable_len(s->data + s->len, s->cap - s->len, text, len);
	if (size >= s->cap - s->len && reserve(s, size))
		dtl_text_printable_len(s->data + s->len, size + 1, text, len);
	s->len += s->failed ? 0 : size;
	s->data[s->len] = '\0';
}

/* Mostly there is room enough: it is written at once, and only what did not fit a second time. */
void str_addf(str *s, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	size_t room = reserve(s, 0) ? s->cap - s->len : 0;
	int len = room > 0 ? vsnprintf(s->data + s->len, room, format, args) : -1;
	if (len >= 0 && (size_t)len >= room && reserve(s, (size_t)len))
		vsnprintf(s->data + s->len, (size_t)len + 1, format, again);
	va_end(again);
	va_end(args);
	if (len < 0)
		s->failed = true;
	else if (!s->failed)
		s->len += (size_t)len;
	if (s->data)
		s->data[s->len] = '\0';
}

void str_clear(str *s)
{
	s->len = 0;
	s->failed = false;
	if (s->data)
		s->data[0] = '\0';
}

void str_free(str *s)
{
	free(s->data);
	*s = (str)STR_INIT;
}

const char *str_get(const str *s)
{
	return s->data ? s->data : "";
}
