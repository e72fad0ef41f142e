#include "base/utf8.h"
#include <string.h>

/* Names are short; what is longer is compared no further than for equality. */
enum { LONGEST = 192 };

typedef struct letters {
	uint32_t c[LONGEST];
	size_t len;
} letters;

static bool spell(letters *out, const char *s)
{
	const char *end = s + strlen(s);
	for (out->len = 0; s < end; out->len++) {
		if (out->len == LONGEST)
			return false;
		out->c[out->len] = dtl_utf8_next(&s, end);
	}
	return true;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

typedef struct rows {
	size_t before[LONGEST + 1]; /* two letters of `a` ago */
	size_t last[LONGEST + 1];
	size_t now[LONGEST + 1];
} rows;

/* One row of the table, for the letter a[i - 1]; gives its least value. */
static size_t row(rows *r, const letters *a, const letters *b, size_t i)
{
	r->now[0] = i;
	size_t lowest = i;
	for (size_t j = 1; j <= b->len; j++) {
		size_t differ = a->c[i - 1] != b->c[j - 1];
		size_t best = least(least(r->last[j] + 1, r->now[j - 1] + 1), r->last[j - 1] + differ);
		if (i > 1 && j > 1 && a->c[i - 1] == b->c[j - 2] && a->c[i - 2] == b->c[j - 1])
			best = least(best, r->before[j - 2] + 1);
		r->now[j] = best;
		lowest = least(lowest, best);
	}
	return lowest;
}

static size_t measure(const letters *a, const letters *b, size_t limit)
{
	rows r = { { 0 }, { 0 }, { 0 } };
	for (size_t j = 0; j <= b->len; j++)
		r.last[j] = j;
	size_t lowest_before = 0;
	for (size_t i = 1; i <= a->len; i++) {
		size_t lowest = row(&r, a, b, i);
		/* A swap looks two rows back: only two hopeless rows settle it. */
		if (lowest > limit && lowest_before > limit)
			return limit + 1;
		lowest_before = lowest;
		memcpy(r.before, r.last, sizeof(r.last));
		memcpy(r.last, r.now, sizeof(r.now));
	}
	return least(r.last[b->len], limit + 1);
}

size_t dtl_distance(const char *a, const char *b, size_t limit)
{
	if (strcmp(a, b) == 0)
		return 0;
	letters left;
	letters right;
	if (!spell(&left, a) || !spell(&right, b))
		return limit + 1;
	size_t longer = left.len > right.len ? left.len - right.len : right.len - left.len;
	return longer > limit ? limit + 1 : measure(&left, &right, limit);
}
