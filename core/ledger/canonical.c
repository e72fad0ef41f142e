/* Which thing stands for those that are said to be one with it. */
#include "ledger/fold.h"

#include <string.h>

enum { LONGEST_CHAIN = 32 };

typedef struct chain {
	dtl_record history;
	dtl_wordbook book;
	dtl_text key;
	int64_t path[LONGEST_CHAIN];
	size_t length;
} chain;

/* What `entity` is said to be one with: 0 when nothing. */
static dtl_status next_of(
    chain *c, dtl_store *db, dtl_kind kind, int64_t entity, int64_t *next, dtl_error *err)
{
	*next = 0;
	dtl_status status = dtl_record_load(&c->history, db, kind, &entity, 1, false, err);
	if (status == DTL_OK)
		status = dtl_words_fold(&c->book, &c->history, INT64_MAX, false, err);
	if (status != DTL_OK)
		return status;
	size_t reg = dtl_words_find(&c->book, (dtl_slice){ "same_as", 7 }, (dtl_slice){ NULL, 0 });
	size_t top = reg == DTL_NO_WORD ? DTL_NO_WORD : dtl_words_top(&c->book, reg);
	if (top == DTL_NO_WORD || !dtl_json_is_string(c->book.words[top].value))
		return DTL_OK;
	dtl_text_clear(&c->key);
	dtl_json_unescape(c->book.words[top].value, &c->key);
	if (dtl_text_failed(&c->key))
		return dtl_fail_memory(err);
	return c->key.len ? dtl_entity_intern(db, kind, dtl_text_str(&c->key), next, err) : DTL_OK;
}

static dtl_status smallest_key(chain *c, dtl_store *db, size_t from, int64_t *out, dtl_error *err)
{
	dtl_text least = DTL_TEXT_INIT;
	dtl_status status = DTL_OK;
	for (size_t i = from; i < c->length && status == DTL_OK; i++) {
		dtl_kind kind;
		dtl_text_clear(&c->key);
		status = dtl_entity_what(db, c->path[i], &kind, &c->key, err);
		if (status == DTL_OK &&
		    (i == from || strcmp(dtl_text_str(&c->key), dtl_text_str(&least)) < 0)) {
			dtl_text_clear(&least);
			dtl_text_add(&least, dtl_text_str(&c->key));
			*out = c->path[i];
		}
	}
	dtl_text_free(&least);
	return status;
}

static dtl_status follow(chain *c, dtl_store *db, dtl_kind kind, int64_t *canonical, dtl_error *err)
{
	for (;;) {
		int64_t next = 0;
		dtl_status status = next_of(c, db, kind, c->path[c->length - 1], &next, err);
		if (status != DTL_OK)
			return status;
		for (size_t i = 0; i < c->length; i++)
			if (c->path[i] == next)
				return smallest_key(c, db, i, canonical, err);
		if (next == 0 || c->length == LONGEST_CHAIN) {
			*canonical = c->path[c->length - 1];
			return DTL_OK;
		}
		c->path[c->length++] = next;
	}
}

dtl_status dtl_fold_canonical(
    dtl_store *db, dtl_kind kind, int64_t entity, int64_t *canonical, dtl_error *err)
{
	chain c = { .path = { entity }, .length = 1 };
	dtl_status status = follow(&c, db, kind, canonical, err);
	dtl_record_free(&c.history);
	dtl_words_free(&c.book);
	dtl_text_free(&c.key);
	return status;
}
