#include "str.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(str *s, size_t more)
{
	if (s->failed || more < s->cap - s->len)
		return !s->failed;
	size_t cap = s->cap * 2 + more + 1;
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

void str_addf(str *s, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0 || !reserve(s, (size_t)len)) {
		s->failed = true;
		return;
	}
	va_start(args, format);
	vsnprintf(s->data + s->len, (size_t)len + 1, format, args);
	va_end(args);
	s->len += (size_t)len;
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
