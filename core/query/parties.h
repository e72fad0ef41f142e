/*
 * Upwards from who takes part: who counts as one with whom, what a place or
 * topic lies in, for which state somebody acts on a day, who holds an office.
 * Each is looked up once and kept.
 */
#ifndef DTL_QUERY_PARTIES_H
#define DTL_QUERY_PARTIES_H

#include "query/tally.h"
#include "store/store.h"
#include <dateline/event.h>

/* An entity for the time in which it counts: [from, to). */
typedef struct dtl_party {
	int64_t entity, from, to;
} dtl_party;

typedef struct dtl_party_list {
	dtl_party *items;
	size_t count, cap;
} dtl_party_list;

/* What one look-up found: a piece of a list. */
typedef struct dtl_party_span {
	size_t first, count;
} dtl_party_span;

typedef struct dtl_upward {
	dtl_store *store;
	dtl_tally merged;   /* entity to canonical */
	dtl_tally known;    /* (entity, which look-up) to the number of its span */
	dtl_party_list all; /* what was found */
	dtl_party_span *spans;
	size_t span_count, span_cap;
} dtl_upward;

/* Read who is merged with whom. `u` is zeroed; release with dtl_upward_free() also after a failure. */
dtl_status dtl_upward_open(dtl_upward *u, dtl_store *store, dtl_error *err);
void dtl_upward_free(dtl_upward *u);

/* The one that stands for an entity. */
int64_t dtl_upward_canonical(const dtl_upward *u, int64_t entity);

typedef enum dtl_upward_kind {
	DTL_UPWARD_PLACES,  /* the place itself and all that it lies in, nearest first */
	DTL_UPWARD_TOPICS,  /* likewise */
	DTL_UPWARD_PARTIES, /* the states and international organisations for which an actor acts */
	DTL_UPWARD_HOLDERS, /* who holds an office */
	DTL_UPWARD_EVENTS,  /* the event itself and what it is part of, as now known */
} dtl_upward_kind;

/* *items are u's and last until its next look-up. `entity` is canonical. */
dtl_status dtl_upward_find(dtl_upward *u, dtl_upward_kind kind, int64_t entity, const dtl_party **items,
    size_t *count, dtl_error *err);

#endif
