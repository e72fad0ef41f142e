#include "model/names_known.h"

#include "base/error.h"
#include "model/names.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A name may stand in any slot of its row: names that are used again and again do not push each other out. */
enum { ROWS = 8192, SLOTS = 4, LONGEST = 64 };

typedef struct slot {
	uint64_t age; /* that of the names when it was filled; 0: never */
	dtl_kind kind;
	bool there;
	char text[LONGEST], key[LONGEST];
} slot;

/* One thread writes; it holds the mutex while it does, the other one while it reads. */
struct dtl_known_names {
	pthread_mutex_t mutex;
	uint64_t age;
	size_t next;                /* the slot in which the next name is put, in a row that is full */
	uint32_t tags[ROWS][SLOTS]; /* part of a hash each: whose is another one's need not be fetched */
	slot rows[ROWS][SLOTS];
};

dtl_known_names *dtl_known_names_new(void)
{
	dtl_known_names *known = calloc(1, sizeof *known);
	if (!known)
		return NULL;
	pthread_mutex_init(&known->mutex, NULL);
	known->age = 1;
	return known;
}

void dtl_known_names_free(dtl_known_names *known)
{
	if (known)
		pthread_mutex_destroy(&known->mutex);
	free(known);
}

/* Where a name is to be looked for. */
typedef struct place {
	size_t row;
	uint32_t tag;
} place;

static place place_of(dtl_kind kind, const char *text)
{
	uint64_t hash = (uint64_t)kind + UINT64_C(14695981039346656037);
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
	return (place){ (hash ^ hash >> 32) % ROWS, (uint32_t)(hash >> 32) };
}

/* Where a name is known; NULL: it is not. */
static const slot *slot_of(dtl_known_names *known, dtl_kind kind, const char *text)
{
	place p = place_of(kind, text);
	for (size_t i = 0; i < SLOTS; i++) {
		const slot *s = &known->rows[p.row][i];
		if (known->tags[p.row][i] == p.tag && s->age == known->age && s->kind == kind &&
		    strcmp(s->text, text) == 0)
			return s;
	}
	return NULL;
}

/* The slot in `row` to put the next name in. */
static size_t slot_for(dtl_known_names *known, size_t row)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (known->rows[row][i].age != known->age)
			return i;
	return known->next++ % SLOTS;
}

static dtl_status look_up(dtl_store *db, dtl_kind kind, const char *text, dtl_text *key, dtl_error *err)
{
	int64_t entity = 0;
	dtl_status status = dtl_name_find(db, kind, text, &entity, err);
	return status == DTL_OK ? dtl_name_key(db, entity, key, err) : status;
}

static void keep(dtl_known_names *k, dtl_kind kind, const char *text, const char *key, bool there)
{
	place p = place_of(kind, text);
	size_t i = slot_for(k, p.row);
	slot *s = &k->rows[p.row][i];
	size_t len = strlen(text), key_len = strlen(key);
	if (len >= LONGEST || key_len >= LONGEST)
		return;
	pthread_mutex_lock(&k->mutex);
	k->tags[p.row][i] = p.tag;
	s->age = k->age;
	s->kind = kind;
	s->there = there;
	memcpy(s->text, text, len + 1);
	memcpy(s->key, key, key_len + 1);
	pthread_mutex_unlock(&k->mutex);
}

dtl_status dtl_known_find(
    dtl_known_names *known, dtl_store *db, dtl_kind kind, const char *text, dtl_text *key, dtl_error *err)
{
	/* Each event that comes may get a name. */
	if (kind == DTL_EVENT)
		return look_up(db, kind, text, key, err);
	const slot *s = slot_of(known, kind, text);
	if (s) {
		if (s->there)
			dtl_text_add(key, s->key);
		return s->there ? DTL_OK : DTL_E_NOTFOUND;
	}
	size_t before = key->len;
	dtl_status status = look_up(db, kind, text, key, err);
	if ((status == DTL_OK || status == DTL_E_NOTFOUND) && !dtl_text_failed(key))
		keep(known, kind, text, dtl_text_str(key) + before, status == DTL_OK);
	return status;
}

void dtl_known_forget(dtl_known_names *known)
{
	pthread_mutex_lock(&known->mutex);
	known->age++;
	pthread_mutex_unlock(&known->mutex);
}

uint64_t dtl_known_age(dtl_known_names *known)
{
	pthread_mutex_lock(&known->mutex);
	uint64_t age = known->age;
	pthread_mutex_unlock(&known->mutex);
	return age;
}

dtl_status dtl_known_peek(
    dtl_known_names *known, dtl_kind kind, const char *text, dtl_text *key, uint64_t *age)
{
	dtl_status status = DTL_DONE;
	pthread_mutex_lock(&known->mutex);
	const slot *s = kind == DTL_EVENT ? NULL : slot_of(known, kind, text);
	*age = known->age;
	if (s) {
		if (s->there)
			dtl_text_add(key, s->key);
		status = s->there ? DTL_OK : DTL_E_NOTFOUND;
	}
	pthread_mutex_unlock(&known->mutex);
	return status;
}
