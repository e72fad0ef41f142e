/*
 * Things that events mention again and again, as they were found last: actors
 * with the offices that they have held, offices with those who have held them,
 * places. Nothing is forgotten while an event is loaded.
 */
#ifndef DTL_MODEL_THINGS_KNOWN_H
#define DTL_MODEL_THINGS_KNOWN_H

#include "base/arena.h"
#include "store/store.h"
#include <dateline/event.h>

/* Somebody's term in an office: of a person the office, of an office the person, as they were said. */
typedef struct dtl_term {
	int64_t entity, from_lo, to_hi;
} dtl_term;

typedef struct dtl_known_actor {
	int64_t asked;  /* the entity that was asked for */
	int64_t entity; /* the one that stands for it */
	const char *key, *name, *kind;
	bool terms_known;
	const dtl_term *terms;
	size_t term_count;
} dtl_known_actor;

typedef struct dtl_known_place {
	int64_t asked;
	dtl_place place; /* without aliases */
} dtl_known_place;

/* Zeroed before its first use. */
typedef struct dtl_known {
	dtl_arena arena;
	dtl_known_actor **actors; /* of many entities the latest; NULL: none yet */
	dtl_known_place **places;
	size_t filled;        /* slots, ever since nothing was known */
	bool looked, merging; /* anything is merged; `looked`: that was asked */
} dtl_known;

/* Is anything said to be one with anything? Mostly not, and then nobody need ask what stands for what. */
dtl_status dtl_known_merging(dtl_store *db, bool *out, dtl_error *err);

void dtl_known_free(dtl_known *k);
/* Forget everything if it has become much: before an event is loaded. */
void dtl_known_trim(dtl_known *k);

/*
 * DTL_E_NOTFOUND: no such entity. What nobody has described is a bare key. *out
 * lasts until the trim.
 */
dtl_status dtl_known_find_actor(
    dtl_known *k, dtl_store *db, int64_t entity, dtl_known_actor **out, dtl_error *err);
/* Fill its terms. */
dtl_status dtl_known_find_terms(dtl_known *k, dtl_store *db, dtl_known_actor *actor, dtl_error *err);
dtl_status dtl_known_find_place(
    dtl_known *k, dtl_store *db, int64_t entity, const dtl_place **out, dtl_error *err);

#endif
