#include "model/project.h"

#include "base/array.h"
#include "model/fields.h"
#include "model/key.h"

#include <dateline/edit.h>
#include <string.h>

/* Room for any EDTF and zone that dtl_field_valid() lets through. */
static bool copy_string(dtl_slice object, const char *key, char *buf, size_t size)
{
	dtl_slice value;
	dtl_text text = DTL_TEXT_INIT;
	bool fits = false;
	if (!dtl_json_get(object, key, &value) || !dtl_json_is_string(value))
		return false;
	/* Without escapes, which EDTF and zones never need, the bytes are the text. */
	if (!memchr(value.data, '\\', value.len)) {
		fits = value.len - 2 < size;
		if (fits) {
			memcpy(buf, value.data + 1, value.len - 2);
			buf[value.len - 2] = '\0';
		}
		return fits;
	}
	dtl_json_unescape(value, &text);
	if (!dtl_text_failed(&text) && text.len < size) {
		memcpy(buf, dtl_text_str(&text), text.len + 1);
		fits = true;
	}
	dtl_text_free(&text);
	return fits;
}

bool dtl_when_date(dtl_slice when, dtl_date *out)
{
	char edtf[DTL_EDTF_MAX + 1], zone[64];
	if (!copy_string(when, "edtf", edtf, sizeof edtf))
		return false;
	bool zoned = copy_string(when, "tz", zone, sizeof zone);
	return dtl_date_parse(out, edtf, zoned ? zone : NULL, NULL) == DTL_OK;
}

bool dtl_when_same(dtl_slice a, dtl_slice b)
{
	static const char *const meaning[] = { "edtf", "tz", "unknown" };
	for (size_t i = 0; i < sizeof meaning / sizeof *meaning; i++) {
		dtl_slice va = { NULL, 0 }, vb = { NULL, 0 };
		bool in_a = dtl_json_get(a, meaning[i], &va), in_b = dtl_json_get(b, meaning[i], &vb);
		if (in_a != in_b || (in_a && dtl_slice_compare(va, vb) != 0))
			return false;
	}
	return true;
}

static bool valid(const dtl_wordbook *book, size_t reg, size_t said, dtl_slice value)
{
	const dtl_word_register *r = &book->registers[reg];
	return book->history->claims[said].right ||
	       dtl_field_valid(book->history->kind, r->field, r->member, value, NULL);
}

/* Does a word end the search for older, narrower ones? */
static bool overrides(const dtl_wordbook *book, const dtl_utterance *word, dtl_date *date)
{
	return book->history->claims[word->said].rank == DTL_RANK_PREFERRED ||
	       !dtl_when_date(word->value, date);
}

static bool present(const dtl_wordbook *book, const dtl_utterance *word)
{
	return !dtl_words_removed(book, book->history->origins[word->origin].member);
}

/* The newest word below `below` that counts, or DTL_NO_WORD. */
static size_t next_older(const dtl_wordbook *book, size_t reg, size_t below)
{
	size_t newest = DTL_NO_WORD;
	for (size_t w = book->registers[reg].first; w != DTL_NO_WORD; w = book->words[w].next) {
		const dtl_utterance *word = &book->words[w];
		if (word->said < book->words[below].said &&
		    (newest == DTL_NO_WORD || word->said > book->words[newest].said) && present(book, word) &&
		    !dtl_json_is_null(word->value) && valid(book, reg, word->said, word->value))
			newest = w;
	}
	return newest;
}

size_t dtl_when_shown(const dtl_wordbook *book, size_t reg, size_t top)
{
	dtl_date shown, older;
	if (top == DTL_NO_WORD || overrides(book, &book->words[top], &shown))
		return top;
	size_t best = top;
	for (size_t w = next_older(book, reg, top); w != DTL_NO_WORD; w = next_older(book, reg, w)) {
		const dtl_utterance *word = &book->words[w];
		if (!dtl_when_date(word->value, &older))
			break; /* it was postponed in between: what was known before that is void */
		if (dtl_when_same(word->value, book->words[best].value) ||
		    (dtl_bounds_within(&older.bounds, &shown.bounds) &&
			!dtl_bounds_equal(&older.bounds, &shown.bounds))) {
			best = w; /* the same date: the words in which it was first given */
			shown = older;
		}
		if (book->history->claims[word->said].rank == DTL_RANK_PREFERRED)
			break;
	}
	return best;
}

static bool keep(dtl_projection *p, const dtl_stated *value)
{
	dtl_stated *room = dtl_array_room(p->values, &p->cap, p->count, sizeof *room);
	if (!room)
		return false;
	p->values = room;
	p->values[p->count++] = *value;
	return true;
}

/* The length of the actor's key in a member KEY:ROLE. */
static size_t stem(dtl_slice member)
{
	size_t len = member.len;
	while (len > 0 && member.data[len - 1] != ':')
		len--;
	return len;
}

static bool same_actor(const dtl_stated *a, const dtl_stated *b)
{
	size_t len = stem(a->member);
	return dtl_slice_is(b->field, "actors") && stem(b->member) == len &&
	       memcmp(a->member.data, b->member.data, len) == 0;
}

static bool is_bare(const dtl_stated *v)
{
	size_t len = stem(v->member);
	return dtl_slice_is(v->field, "actors") &&
	       dtl_slice_is((dtl_slice){ v->member.data + len, v->member.len - len }, "participant");
}

/* A bare participant is hidden beside a stronger role of the same actor; those of one actor stand together. */
static void hide_bare_participants(dtl_projection *p)
{
	size_t kept = 0;
	dtl_stated before = { 0 };
	for (size_t i = 0; i < p->count; i++) {
		dtl_stated v = p->values[i];
		bool beside = is_bare(&v) && ((before.field.data && same_actor(&v, &before)) ||
						 (i + 1 < p->count && same_actor(&v, &p->values[i + 1])));
		before = v;
		if (!beside)
			p->values[kept++] = v;
	}
	p->count = kept;
}

static void sign(dtl_projection *p)
{
	dtl_text_clear(&p->signature);
	for (size_t i = 0; i < p->count; i++) {
		const dtl_stated *v = &p->values[i];
		dtl_text_add_len(&p->signature, v->field.data, v->field.len);
		dtl_text_add_char(&p->signature, '\t');
		dtl_text_add_len(&p->signature, v->member.data, v->member.len);
		dtl_text_add_char(&p->signature, '\t');
		dtl_text_add_len(&p->signature, v->value.data, v->value.len);
		dtl_text_add_char(&p->signature, '\n');
	}
}

dtl_status dtl_project(dtl_projection *p, dtl_wordbook *book, dtl_error *err)
{
	dtl_stated *stated = NULL;
	size_t count = 0;
	p->kind = book->history->kind;
	p->count = 0;
	dtl_status status = dtl_words_state(book, &stated, &count, err);
	for (size_t i = 0; i < count && status == DTL_OK; i++) {
		dtl_stated value = stated[i];
		if (!valid(book, value.reg, book->words[value.word].said, value.value))
			continue;
		if (p->kind == DTL_EVENT && dtl_slice_is(value.field, "when")) {
			value.word = dtl_when_shown(book, value.reg, value.word);
			value.value = book->words[value.word].value;
		}
		if (!keep(p, &value))
			status = dtl_fail_memory(err);
	}
	if (p->kind == DTL_EVENT)
		hide_bare_participants(p);
	sign(p);
	/* Of a source anything is enough. */
	const char *naming = p->kind == DTL_SOURCE ? NULL : dtl_naming_field(p->kind);
	p->whole = naming ? dtl_projected(p, naming).data != NULL : p->count > 0;
	return status == DTL_OK && dtl_text_failed(&p->signature) ? dtl_fail_memory(err) : status;
}

dtl_status dtl_projection_copy(dtl_projection *to, const dtl_projection *from, dtl_error *err)
{
	to->kind = from->kind;
	to->whole = from->whole;
	to->count = 0;
	for (size_t i = 0; i < from->count; i++)
		if (!keep(to, &from->values[i]))
			return dtl_fail_memory(err);
	dtl_text_clear(&to->signature);
	dtl_text_add_len(&to->signature, dtl_text_str(&from->signature), from->signature.len);
	return dtl_text_failed(&to->signature) ? dtl_fail_memory(err) : DTL_OK;
}

void dtl_projection_free(dtl_projection *p)
{
	free(p->values);
	dtl_text_free(&p->signature);
	*p = (dtl_projection){ 0 };
}

dtl_slice dtl_projected(const dtl_projection *p, const char *field)
{
	for (size_t i = 0; i < p->count; i++)
		if (!p->values[i].member.data && dtl_slice_is(p->values[i].field, field))
			return p->values[i].value;
	return (dtl_slice){ NULL, 0 };
}
