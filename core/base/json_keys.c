/* Keys as they are ordered and compared: by the characters that they stand for. */
#include "base/json_internal.h"
#include "base/utf8.h"
#include <stdlib.h>
#include <string.h>

static uint32_t hex4(const char *at)
{
	uint32_t unit = 0;
	for (int i = 0; i < 4; i++) {
		uint32_t c = (unsigned char)at[i];
		unit = unit << 4 | ((c <= '9' ? c - '0' : (c | 0x20U) - 'a' + 10U) & 15U);
	}
	return unit;
}

/* `*at` is behind "\u". */
static uint32_t unicode_escape(const char **at, const char *end)
{
	if (end - *at < 4) {
		*at = end;
		return 0xFFFD;
	}
	uint32_t high = hex4(*at);
	*at += 4;
	if (high < 0xD800 || high > 0xDFFF)
		return high ? high : 0xFFFD;
	if (high > 0xDBFF || end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u')
		return 0xFFFD;
	uint32_t low = hex4(*at + 2);
	if (low < 0xDC00 || low > 0xDFFF)
		return 0xFFFD;
	*at += 6;
	return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

uint32_t dtl_json_next_char(const char **at, const char *end)
{
	if (*at >= end || **at != '\\')
		return dtl_utf8_next(at, end);
	if (end - *at < 2) {
		*at = end;
		return 0xFFFD;
	}
	char c = (*at)[1];
	*at += 2;
	switch (c) {
	case 'b': return '\b';
	case 'f': return '\f';
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	case 'u': return unicode_escape(at, end);
	default: return (unsigned char)c < 0x80 ? (unsigned char)c : 0xFFFD;
	}
}

static bool is_plain(dtl_slice s)
{
	return s.len == 0 || !memchr(s.data, '\\', s.len);
}

int dtl_json_compare_keys(dtl_slice a, dtl_slice b)
{
	if ((is_plain(a) && is_plain(b)) || a.len == 0 || b.len == 0)
		return dtl_slice_compare(a, b);
	const char *x = a.data;
	const char *y = b.data;
	for (;;) {
		/* 0 is the end: no string holds U+0000. Code points are in the order of their UTF-8 bytes. */
		uint32_t left = dtl_json_next_char(&x, a.data + a.len);
		uint32_t right = dtl_json_next_char(&y, b.data + b.len);
		if (left != right)
			return left < right ? -1 : 1;
		if (left == 0)
			return 0;
	}
}

bool dtl_json_keys_add(dtl_json_keys *keys, dtl_slice text, long line)
{
	if (keys->count == keys->cap) {
		size_t cap = keys->cap * 2;
		bool few = keys->data == keys->few;
		dtl_json_seen *data = realloc(few ? NULL : keys->data, cap * sizeof(*data));
		if (!data)
			return false;
		if (few)
			memcpy(data, keys->few, keys->count * sizeof(*data));
		keys->data = data;
		keys->cap = cap;
	}
	keys->data[keys->count++] = (dtl_json_seen){ text, line };
	return true;
}

/* Equal keys by where they stand, so that the later one is the one to blame. */
static int by_key(const void *a, const void *b)
{
	const dtl_json_seen *x = a;
	const dtl_json_seen *y = b;
	int order = dtl_json_compare_keys(x->text, y->text);
	return order ? order : (x->text.data > y->text.data) - (x->text.data < y->text.data);
}

/* Of a few plain keys that differ, as almost all do, there is no need to know the order. */
static bool all_differ(const dtl_json_seen *all, size_t count)
{
	enum { FEW = 24 };
	if (count > FEW)
		return false;
	for (size_t i = 0; i < count; i++) {
		dtl_slice key = all[i].text;
		if (!is_plain(key))
			return false;
		for (size_t j = 0; j < i; j++)
			if (all[j].text.len == key.len &&
			    (key.len == 0 || memcmp(all[j].text.data, key.data, key.len) == 0))
				return false;
	}
	return true;
}

const dtl_json_seen *dtl_json_keys_twice(dtl_json_keys *keys, size_t first)
{
	size_t count = keys->count - first;
	dtl_json_seen *all = keys->data + first;
	if (all_differ(all, count))
		return NULL;
	qsort(all, count, sizeof(*all), by_key);
	for (size_t i = 1; i < count; i++)
		if (dtl_json_compare_keys(all[i - 1].text, all[i].text) == 0)
			return &all[i];
	return NULL;
}
