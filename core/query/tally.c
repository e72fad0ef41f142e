#include "query/tally.h"
#include "base/array.h"
#include <stdlib.h>
#include <string.h>

/* Multiplication spreads the low bits, the shift brings the high ones down. */
static size_t mix(int64_t a, int64_t b)
{
	uint64_t h = ((uint64_t)a ^ ((uint64_t)b << 32 | (uint64_t)b >> 32)) * 0x9E3779B97F4A7C15U;
	h = (h ^ h >> 29) * 0xBF58476D1CE4E5B9U;
	return (size_t)(h ^ h >> 32);
}

static dtl_tally_slot *look(dtl_tally_slot *slots, size_t cap, int64_t a, int64_t b)
{
	size_t at = mix(a, b) & (cap - 1);
	while (slots[at].used && (slots[at].a != a || slots[at].b != b))
		at = (at + 1) & (cap - 1);
	return &slots[at];
}

static bool grow(dtl_tally *t)
{
	size_t cap = t->cap ? t->cap * 2 : 64;
	dtl_tally_slot *slots = calloc(cap, sizeof(*slots));
	if (!slots) {
		t->failed = true;
		return false;
	}
	for (size_t i = 0; i < t->cap; i++)
		if (t->slots[i].used)
			*look(slots, cap, t->slots[i].a, t->slots[i].b) = t->slots[i];
	free(t->slots);
	t->slots = slots;
	t->cap = cap;
	return true;
}

int64_t *dtl_tally_at(dtl_tally *t, int64_t a, int64_t b, int64_t fresh, bool *made)
{
	*made = false;
	if (t->count * 2 >= t->cap && !grow(t))
		return NULL;
	dtl_tally_slot *slot = look(t->slots, t->cap, a, b);
	if (!slot->used) {
		*slot = (dtl_tally_slot){ a, b, fresh, true };
		t->count++;
		*made = true;
	}
	return &slot->value;
}

const int64_t *dtl_tally_find(const dtl_tally *t, int64_t a, int64_t b)
{
	const dtl_tally_slot *slot = t->cap ? look(t->slots, t->cap, a, b) : NULL;
	return slot && slot->used ? &slot->value : NULL;
}

void dtl_tally_free(dtl_tally *t)
{
	free(t->slots);
	*t = (dtl_tally){ .slots = NULL };
}

/* ---- texts ---- */

static size_t hash_text(const char *text)
{
	uint64_t h = 0xCBF29CE484222325U;
	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 0x100000001B3U;
	return (size_t)(h ^ h >> 32);
}

static int64_t *find_text(const dtl_wordlist *w, int64_t *index, size_t cap, const char *text)
{
	size_t at = hash_text(text) & (cap - 1);
	while (index[at] >= 0 && strcmp(w->texts[index[at]], text) != 0)
		at = (at + 1) & (cap - 1);
	return &index[at];
}

static bool grow_index(dtl_wordlist *w)
{
	size_t cap = w->index_cap ? w->index_cap * 2 : 64;
	int64_t *index = malloc(cap * sizeof(*index));
	if (!index)
		return false;
	memset(index, 0xFF, cap * sizeof(*index));
	for (size_t i = 0; i < w->count; i++)
		*find_text(w, index, cap, w->texts[i]) = (int64_t)i;
	free(w->index);
	w->index = index;
	w->index_cap = cap;
	return true;
}

static bool put_text(dtl_wordlist *w, const char *text)
{
	const char **room = dtl_array_room(w->texts, &w->cap, w->count, sizeof(*room));
	if (!room)
		return false;
	w->texts = room;
	room[w->count] = dtl_arena_text(&w->arena, text);
	return room[w->count] != NULL;
}

int64_t dtl_wordlist_number(dtl_wordlist *w, const char *text)
{
	if (!text)
		return -1;
	if (w->count * 2 >= w->index_cap && !grow_index(w)) {
		w->failed = true;
		return -1;
	}
	int64_t *slot = find_text(w, w->index, w->index_cap, text);
	if (*slot >= 0)
		return *slot;
	if (!put_text(w, text)) {
		w->failed = true;
		return -1;
	}
	*slot = (int64_t)w->count;
	return (int64_t)w->count++;
}

const char *dtl_wordlist_text(const dtl_wordlist *w, int64_t number)
{
	return number >= 0 && (size_t)number < w->count ? w->texts[number] : NULL;
}

void dtl_wordlist_free(dtl_wordlist *w)
{
	free(w->texts);
	free(w->index);
	dtl_arena_free(&w->arena);
	*w = (dtl_wordlist){ .texts = NULL };
}
