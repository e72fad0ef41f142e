#include "ledger/fold.h"

#include "base/array.h"

#include <dateline/edit.h>

#include <stdlib.h>
#include <string.h>

static size_t hash_slice(size_t hash, dtl_slice s)
{
	for (size_t i = 0; i < s.len; i++)
		hash = (hash ^ (unsigned char)s.data[i]) * (size_t)0x100000001b3;
	return (hash ^ 0xff) * (size_t)0x100000001b3;
}

static bool same_slice(dtl_slice a, dtl_slice b)
{
	return a.len == b.len && (a.data == NULL) == (b.data == NULL) &&
	       (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* The slot of a register: its own, or the empty one where it would go. */
static size_t *slot_of(const dtl_wordbook *b, dtl_slice field, dtl_slice member)
{
	size_t mask = b->slot_count - 1;
	size_t at = hash_slice(hash_slice((size_t)0xcbf29ce484222325, field), member) & mask;
	for (;; at = (at + 1) & mask) {
		if (b->slots[at] == 0)
			return &b->slots[at];
		const dtl_word_register *r = &b->registers[b->slots[at] - 1];
		if (same_slice(r->field, field) && same_slice(r->member, member))
			return &b->slots[at];
	}
}

static bool more_slots(dtl_wordbook *b)
{
	size_t count = b->slot_count ? b->slot_count * 2 : 64;
	size_t *slots = calloc(count, sizeof *slots);
	if (!slots)
		return false;
	free(b->slots);
	b->slots = slots;
	b->slot_count = count;
	for (size_t i = 0; i < b->register_count; i++)
		*slot_of(b, b->registers[i].field, b->registers[i].member) = i + 1;
	return true;
}

void dtl_words_begin(dtl_wordbook *b, const dtl_record *history)
{
	b->history = history;
	b->register_count = 0;
	b->word_count = 0;
	b->failed = false;
	if (b->slots)
		memset(b->slots, 0, b->slot_count * sizeof *b->slots);
}

static size_t register_of(dtl_wordbook *b, dtl_slice field, dtl_slice member)
{
	if (b->register_count * 2 >= b->slot_count && !more_slots(b))
		return DTL_NO_WORD;
	size_t *slot = slot_of(b, field, member);
	if (*slot)
		return *slot - 1;
	dtl_word_register *room =
	    dtl_array_room(b->registers, &b->register_cap, b->register_count, sizeof *room);
	if (!room)
		return DTL_NO_WORD;
	b->registers = room;
	b->registers[b->register_count] = (dtl_word_register){ field, member, DTL_NO_WORD };
	*slot = ++b->register_count;
	return *slot - 1;
}

static void say_register(dtl_wordbook *b, size_t index, const dtl_register *r)
{
	const dtl_said *claim = &b->history->claims[index];
	size_t reg = register_of(b, r->field, r->member);
	if (reg == DTL_NO_WORD) {
		b->failed = true;
		return;
	}
	for (size_t w = b->registers[reg].first; w != DTL_NO_WORD; w = b->words[w].next) {
		dtl_utterance *word = &b->words[w];
		if (word->origin != claim->origin)
			continue;
		if (claim->snapshot && same_slice(word->value, r->value))
			return; /* repeating is not news */
		word->said = index;
		word->value = r->value;
		return;
	}
	dtl_utterance *room = dtl_array_room(b->words, &b->word_cap, b->word_count, sizeof *room);
	if (!room) {
		b->failed = true;
		return;
	}
	b->words = room;
	b->words[b->word_count] = (dtl_utterance){ index, claim->origin, r->value, b->registers[reg].first };
	b->registers[reg].first = b->word_count++;
}

static bool patch_has(dtl_kind kind, dtl_slice patch, const dtl_word_register *wanted)
{
	dtl_register r;
	dtl_patch_walk walk = dtl_patch_open(kind, patch);
	while (dtl_patch_next(&walk, &r))
		if (same_slice(r.field, wanted->field) && same_slice(r.member, wanted->member))
			return true;
	return false;
}

/* A snapshot is all that its origin says: what it does not repeat is withdrawn. */
static void withdraw(dtl_wordbook *b, const dtl_said *claim)
{
	for (size_t reg = 0; reg < b->register_count; reg++) {
		size_t *link = &b->registers[reg].first;
		while (*link != DTL_NO_WORD && b->words[*link].origin != claim->origin)
			link = &b->words[*link].next;
		if (*link != DTL_NO_WORD && !patch_has(b->history->kind, claim->patch, &b->registers[reg]))
			*link = b->words[*link].next;
	}
}

void dtl_words_say(dtl_wordbook *b, size_t index)
{
	const dtl_said *claim = &b->history->claims[index];
	dtl_register r;
	if (claim->snapshot)
		withdraw(b, claim);
	dtl_patch_walk walk = dtl_patch_open(b->history->kind, claim->patch);
	while (dtl_patch_next(&walk, &r))
		say_register(b, index, &r);
}

dtl_status dtl_words_fold(
    dtl_wordbook *b, const dtl_record *history, int64_t cut, bool deprecated, dtl_error *err)
{
	dtl_words_begin(b, history);
	for (size_t i = 0; i < history->count; i++) {
		const dtl_said *c = &history->claims[i];
		if (c->live && c->known_at < cut && (deprecated || c->rank != DTL_RANK_DEPRECATED))
			dtl_words_say(b, i);
	}
	return b->failed ? dtl_fail_memory(err) : DTL_OK;
}

void dtl_words_free(dtl_wordbook *b)
{
	free(b->registers);
	free(b->words);
	free(b->slots);
	free(b->stated);
	*b = (dtl_wordbook){ 0 };
}

size_t dtl_words_find(const dtl_wordbook *b, dtl_slice field, dtl_slice member)
{
	if (b->slot_count == 0)
		return DTL_NO_WORD;
	size_t index = *slot_of(b, field, member);
	return index ? index - 1 : DTL_NO_WORD;
}

size_t dtl_words_top(const dtl_wordbook *b, size_t reg)
{
	size_t top = DTL_NO_WORD;
	for (size_t w = b->registers[reg].first; w != DTL_NO_WORD; w = b->words[w].next)
		if (top == DTL_NO_WORD || b->words[w].said > b->words[top].said)
			top = w;
	return top;
}

static size_t member_of(const dtl_wordbook *b, const dtl_utterance *word)
{
	return b->history->origins[word->origin].member;
}

size_t dtl_words_top_of(const dtl_wordbook *b, size_t reg, size_t member)
{
	size_t top = DTL_NO_WORD;
	for (size_t w = b->registers[reg].first; w != DTL_NO_WORD; w = b->words[w].next)
		if (member_of(b, &b->words[w]) == member &&
		    (top == DTL_NO_WORD || b->words[w].said > b->words[top].said))
			top = w;
	return top;
}

bool dtl_words_removed(const dtl_wordbook *b, size_t member)
{
	size_t reg = dtl_words_find(b, (dtl_slice){ NULL, 0 }, (dtl_slice){ NULL, 0 });
	size_t top = reg == DTL_NO_WORD ? DTL_NO_WORD : dtl_words_top_of(b, reg, member);
	return top != DTL_NO_WORD && dtl_json_is_true(b->words[top].value);
}

/* The top word among those members of the group that are not removed. */
static size_t top_present(const dtl_wordbook *b, size_t reg)
{
	size_t top = DTL_NO_WORD;
	for (size_t w = b->registers[reg].first; w != DTL_NO_WORD; w = b->words[w].next)
		if ((top == DTL_NO_WORD || b->words[w].said > b->words[top].said) &&
		    !dtl_words_removed(b, member_of(b, &b->words[w])))
			top = w;
	return top;
}

static int compare_stated(const void *left, const void *right)
{
	const dtl_stated *a = left, *b = right;
	int order = dtl_slice_compare(a->field, b->field);
	return order ? order : dtl_slice_compare(a->member, b->member);
}

dtl_status dtl_words_state(dtl_wordbook *b, dtl_stated **out, size_t *count, dtl_error *err)
{
	*count = 0;
	for (size_t reg = 0; reg < b->register_count; reg++) {
		const dtl_word_register *r = &b->registers[reg];
		if (!r->field.data || dtl_slice_is(r->field, "same_as"))
			continue;
		size_t top = top_present(b, reg);
		if (top == DTL_NO_WORD || dtl_json_is_null(b->words[top].value))
			continue;
		dtl_stated *room = dtl_array_room(b->stated, &b->stated_cap, *count, sizeof *room);
		if (!room)
			return dtl_fail_memory(err);
		b->stated = room;
		b->stated[(*count)++] = (dtl_stated){ r->field, r->member, b->words[top].value, reg, top };
	}
	*out = b->stated;
	/* What one claim says comes in order. */
	bool sorted = true;
	for (size_t i = 1; i < *count && sorted; i++)
		sorted = compare_stated(&b->stated[i - 1], &b->stated[i]) <= 0;
	if (!sorted)
		qsort(b->stated, *count, sizeof *b->stated, compare_stated);
	return DTL_OK;
}
