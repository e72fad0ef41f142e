/* Between conflicts.c, which tells, and conflicts_find.c, which finds. */
#ifndef DTL_QUERY_CONFLICTS_H
#define DTL_QUERY_CONFLICTS_H

#include "base/arena.h"
#include "query/parties.h"
#include <dateline/stats.h>

/* Somebody is somewhere: a part in an event, or in one time that it takes place. */
typedef struct dtl_stay {
	int64_t actor, office; /* office: by which, or 0 */
	int64_t version, event, place;
	dtl_bounds bounds;
	const char *edtf, *tz; /* of one time that it takes place, or NULL */
} dtl_stay;

/* Two stays, by their numbers; the one that begins first is first. */
typedef struct dtl_clash_pair {
	size_t one, other;
	bool certain;
	int64_t date; /* when the second may begin: by it they are told */
} dtl_clash_pair;

typedef struct dtl_conflict_search {
	dtl_store *store;
	const dtl_ask *ask;
	int64_t as_of;
	const char *kind;
	dtl_conflict_reach reach;
	dtl_upward upward;
	dtl_arena arena;
	dtl_tally kinds; /* actors to: 1 of the kind, 2 an office, 0 neither */
	dtl_stay *stays;
	size_t count, cap;
	dtl_clash_pair *pairs;
	size_t pair_count, pair_cap;
	int64_t vague;
} dtl_conflict_search;

/* Fill `stays` and `pairs`, the pairs in the order in which they are told. */
dtl_status dtl_conflict_find(dtl_conflict_search *s, dtl_db *db, dtl_error *err);

#endif
