#include "model/names_known.h"

#include "base/error.h"
#include "model/names.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 8192, LONGEST = 64 };

typedef struct slot {
	uint64_t age; /* that of the names when it was filled; 0: never */
	dtl_kind kind;
	bool there;
	char text[LONGEST], key[LONGEST];
} slot;

struct dtl_known_names {
	uint64_t age;
	slot slots[SLOTS];
};

static slot *slot_of(dtl_known_names *known, dtl_kind kind, const char *text)
{
	size_t at = kind;
	for (; *text; text++)
		at = at * 31 + (unsigned char)*text;
	return &known->slots[at % SLOTS];
}

static dtl_status look_up(dtl_store *db, dtl_kind kind, const char *text, dtl_text *key, dtl_error *err)
{
	int64_t entity = 0;
	dtl_status status = dtl_name_find(db, kind, text, &entity, err);
	return status == DTL_OK ? dtl_name_key(db, entity, key, err) : status;
}

static void keep(slot *s, uint64_t age, dtl_kind kind, const char *text, const char *key, bool there)
{
	size_t len = strlen(text), key_len = strlen(key);
	if (len >= LONGEST || key_len >= LONGEST)
		return;
	s->age = age;
	s->kind = kind;
	s->there = there;
	memcpy(s->text, text, len + 1);
	memcpy(s->key, key, key_len + 1);
}

dtl_status dtl_known_find(
    dtl_known_names **known, dtl_store *db, dtl_kind kind, const char *text, dtl_text *key, dtl_error *err)
{
	if (!*known && !(*known = calloc(1, sizeof **known)))
		return dtl_fail_memory(err);
	dtl_known_names *k = *known;
	k->age += k->age == 0;
	/* Each event that comes may get a name. */
	if (kind == DTL_EVENT)
		return look_up(db, kind, text, key, err);
	slot *s = slot_of(k, kind, text);
	if (s->age == k->age && s->kind == kind && strcmp(s->text, text) == 0) {
		if (s->there)
			dtl_text_add(key, s->key);
		return s->there ? DTL_OK : DTL_E_NOTFOUND;
	}
	size_t before = key->len;
	dtl_status status = look_up(db, kind, text, key, err);
	if ((status == DTL_OK || status == DTL_E_NOTFOUND) && !dtl_text_failed(key))
		keep(s, k->age, kind, text, dtl_text_str(key) + before, status == DTL_OK);
	return status;
}

void dtl_known_forget(dtl_known_names *known)
{
	if (known)
		known->age++;
}
