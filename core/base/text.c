#include "base/text.h"
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 64 };

static size_t next_cap(size_t cap, size_t need)
{
	size_t doubled = cap > SIZE_MAX / 2 ? SIZE_MAX : cap * 2;
	size_t least = need < FIRST_CAP ? FIRST_CAP : need;
	return doubled > least ? doubled : least;
}

bool dtl_text_reserve(dtl_text *t, size_t more)
{
	if (t->failed)
		return false;
	if (t->data && more < t->cap - t->len)
		return true;
	if (more > SIZE_MAX - t->len - 1) {
		t->failed = true;
		return false;
	}
	size_t cap = next_cap(t->cap, t->len + more + 1);
	char *data = realloc(t->data, cap);
	if (!data) {
		t->failed = true;
		return false;
	}
	data[t->len] = '\0';
	t->data = data;
	t->cap = cap;
	return true;
}

void dtl_text_add_len(dtl_text *t, const char *s, size_t len)
{
	if (!dtl_text_reserve(t, len))
		return;
	if (len > 0)
		memcpy(t->data + t->len, s, len);
	t->len += len;
	t->data[t->len] = '\0';
}

void dtl_text_add(dtl_text *t, const char *s)
{
	dtl_text_add_len(t, s, strlen(s));
}

void dtl_text_add_char(dtl_text *t, char c)
{
	if (!dtl_text_reserve(t, 1))
		return;
	t->data[t->len++] = c;
	t->data[t->len] = '\0';
}

void dtl_text_addf(dtl_text *t, const char *format, ...)
{
	enum { LIKELY = 63 };
	va_list args;
	if (!dtl_text_reserve(t, LIKELY))
		return;
	size_t room = t->cap - t->len;
	va_start(args, format);
	va_list again;
	va_copy(again, args);
	int len = vsnprintf(t->data + t->len, room, format, args);
	va_end(args);
	if (len >= 0 && (size_t)len >= room) {
		/* Only now is it known how much room it takes. */
		t->data[t->len] = '\0';
		if (dtl_text_reserve(t, (size_t)len))
			vsnprintf(t->data + t->len, (size_t)len + 1, format, again);
	}
	va_end(again);
	if (len < 0) {
		t->data[t->len] = '\0';
		t->failed = true;
	} else if (!t->failed) {
		t->len += (size_t)len;
	}
}

void dtl_text_add_int(dtl_text *t, long long value)
{
	char digits[24];
	char *at = digits + sizeof(digits);
	/* The magnitude as unsigned: LLONG_MIN has no positive twin. */
	unsigned long long rest = value < 0 ? 0ULL - (unsigned long long)value : (unsigned long long)value;
	do
		*--at = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (value < 0)
		*--at = '-';
	dtl_text_add_len(t, at, (size_t)(digits + sizeof(digits) - at));
}

void dtl_text_clear(dtl_text *t)
{
	t->failed = false;
	dtl_text_truncate(t, 0);
}

void dtl_text_truncate(dtl_text *t, size_t len)
{
	if (len > t->len)
		return;
	t->len = len;
	if (t->data)
		t->data[len] = '\0';
}

void dtl_text_free(dtl_text *t)
{
	free(t->data);
	*t = (dtl_text)DTL_TEXT_INIT;
}

const char *dtl_text_str(const dtl_text *t)
{
	return t->data ? t->data : "";
}

bool dtl_text_failed(const dtl_text *t)
{
	return t->failed;
}

char *dtl_text_take(dtl_text *t)
{
	/* Nothing added is an empty string, not a failure. */
	dtl_text_reserve(t, 0);
	char *data = t->failed ? NULL : t->data;
	if (t->failed)
		free(t->data);
	*t = (dtl_text)DTL_TEXT_INIT;
	return data;
}
