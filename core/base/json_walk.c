/*
 * Canonical text, read in place. This is the inner loop of the fold: no tree, no
 * copies, and no checks beyond staying inside the text.
 */
#include "base/json_internal.h"
#include <string.h>

int dtl_slice_compare(dtl_slice a, dtl_slice b)
{
	size_t common = a.len < b.len ? a.len : b.len;
	int order = common ? memcmp(a.data, b.data, common) : 0;
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* `at` is behind the opening quote; gives the closing one, or `end`. */
static const char *closing_quote(const char *at, const char *end)
{
	const char *from = at;
	while (at < end) {
		const char *quote = memchr(at, '"', (size_t)(end - at));
		if (!quote)
			return end;
		size_t backslashes = 0;
		while (quote - backslashes > from && quote[-1 - (ptrdiff_t)backslashes] == '\\')
			backslashes++;
		if (backslashes % 2 == 0)
			return quote;
		at = quote + 1;
	}
	return end;
}

static const char *behind_string(const char *at, const char *end)
{
	const char *quote = closing_quote(at + 1, end);
	return quote < end ? quote + 1 : end;
}

static const char *behind_container(const char *at, const char *end)
{
	size_t depth = 0;
	while (at < end) {
		switch (*at) {
		case '"': at = behind_string(at, end); continue;
		case '{':
		case '[': depth++; break;
		case '}':
		case ']':
			if (--depth == 0)
				return at + 1;
			break;
		default: break;
		}
		at++;
	}
	return end;
}

static const char *behind_value(const char *at, const char *end)
{
	if (at >= end)
		return end;
	if (*at == '"')
		return behind_string(at, end);
	if (*at == '{' || *at == '[')
		return behind_container(at, end);
	while (at < end && *at != ',' && *at != '}' && *at != ']')
		at++;
	return at;
}

dtl_json_walk dtl_json_open(dtl_slice container)
{
	dtl_json_walk w = { container.data, container.data, dtl_json_is_object(container) };
	if (container.len >= 2 && (w.object || dtl_json_is_array(container))) {
		w.at = container.data + 1;
		w.end = container.data + container.len - 1;
	}
	return w;
}

/* A container that was entered ends before the text that was handed over with it. */
static bool has_more(const dtl_json_walk *w)
{
	return w->at < w->end && *w->at != '}' && *w->at != ']';
}

/* The key of the next member, nothing in an array; where its value begins. */
static const char *read_key(const dtl_json_walk *w, dtl_slice *key)
{
	*key = (dtl_slice){ w->at, 0 };
	if (!w->object)
		return w->at;
	const char *quote = closing_quote(w->at + 1, w->end);
	*key = (dtl_slice){ w->at + 1, (size_t)(quote - w->at - 1) };
	return w->end - quote > 2 ? quote + 2 : w->end; /* `":` */
}

bool dtl_json_next(dtl_json_walk *w, dtl_slice *key, dtl_slice *value)
{
	if (!has_more(w))
		return false;
	const char *at = read_key(w, key);
	const char *behind = behind_value(at, w->end);
	*value = (dtl_slice){ at, (size_t)(behind - at) };
	w->at = behind < w->end && *behind == ',' ? behind + 1 : w->end;
	return true;
}

bool dtl_json_enter(dtl_slice object, const char *key, dtl_slice *value)
{
	if (!dtl_json_is_object(object))
		return false;
	dtl_slice have;
	dtl_json_walk w = dtl_json_open(object);
	while (has_more(&w)) {
		const char *at = read_key(&w, &have);
		if (dtl_slice_is(have, key)) {
			*value = (dtl_slice){ at, (size_t)(w.end - at) };
			return true;
		}
		const char *behind = behind_value(at, w.end);
		w.at = behind < w.end && *behind == ',' ? behind + 1 : w.end;
	}
	return false;
}

bool dtl_json_get(dtl_slice object, const char *key, dtl_slice *value)
{
	if (!dtl_json_is_object(object))
		return false;
	size_t len = strlen(key);
	dtl_slice have;
	dtl_slice found;
	dtl_json_walk w = dtl_json_open(object);
	while (dtl_json_next(&w, &have, &found)) {
		if (have.len == len && memcmp(have.data, key, len) == 0) {
			*value = found;
			return true;
		}
	}
	return false;
}

static bool begins(dtl_slice value, char c)
{
	return value.len > 0 && value.data[0] == c;
}

bool dtl_json_is_string(dtl_slice value)
{
	return begins(value, '"');
}

bool dtl_json_is_object(dtl_slice value)
{
	return begins(value, '{');
}

bool dtl_json_is_array(dtl_slice value)
{
	return begins(value, '[');
}

bool dtl_json_is_number(dtl_slice value)
{
	return value.len > 0 && (value.data[0] == '-' || (value.data[0] >= '0' && value.data[0] <= '9'));
}

bool dtl_json_is_null(dtl_slice value)
{
	return begins(value, 'n');
}

bool dtl_json_is_true(dtl_slice value)
{
	return begins(value, 't');
}

bool dtl_json_is_false(dtl_slice value)
{
	return begins(value, 'f');
}

bool dtl_json_to_int(dtl_slice value, int64_t *out)
{
	size_t i = begins(value, '-') ? 1 : 0;
	bool negative = i == 1;
	if (i == value.len)
		return false;
	/* Counted downwards: INT64_MIN has no positive twin. */
	int64_t n = 0;
	for (; i < value.len; i++) {
		int digit = value.data[i] - '0';
		if (digit < 0 || digit > 9 || n < (INT64_MIN + digit) / 10)
			return false;
		n = n * 10 - digit;
	}
	if (!negative && n == INT64_MIN)
		return false;
	*out = negative ? n : -n;
	return true;
}

bool dtl_json_to_double(dtl_slice value, double *out)
{
	if (!dtl_json_is_number(value) || value.len > DTL_JSON_NUMBER_MAX)
		return false;
	*out = dtl_json_read_number(value.data, value.len);
	return true;
}
