/*
 * Sets of entities that a query names ("china and all that act for it"), each
 * entity with the time in which it counts: rows of the temporary table
 * query_set(term, entity, from_lo, to_hi), so that statements join them in a
 * fixed order.
 */
#ifndef DTL_QUERY_SETS_H
#define DTL_QUERY_SETS_H

#include "model/derive.h"
#include "store/stmt.h"
#include <dateline/event.h>

/* In statements that join a set, a, with the classes of time asked for, c (plan_sql.c): it counts at some time in them. */
#define DTL_SQL_MEANWHILE "a.from_lo<c.far AND a.to_hi>c.lo"

/* Of a set, a: somebody takes part on its behalf at all. Few do for most; one look saves one in each class of time. */
#define DTL_SQL_STOOD_FOR                                                                                    \
	"EXISTS(SELECT 1 FROM event_actor b INDEXED BY event_actor_behalf WHERE b.behalf=a.entity AND b.behalf IS NOT NULL)"

/* Present versions are told apart from past ones, as in the indexes of who takes part and of topics; `past`: 0 or 1. */
#define DTL_SQL_PAST(version, past) "(" version ">=" DTL_FIRST_PAST_SQL ")=" past

/* A new, empty set; its number. */
dtl_status dtl_set_new(dtl_store *db, int64_t *set, dtl_error *err);
/* An entity counts from `from_lo` until before `to_hi`; DTL_TIME_MIN and DTL_TIME_MAX: always. */
dtl_status dtl_set_add(
    dtl_store *db, int64_t set, int64_t entity, int64_t from_lo, int64_t to_hi, dtl_error *err);
/* Add those that are merged with its members, and (places and topics) all that is below them. */
dtl_status dtl_set_grow(dtl_store *db, int64_t set, dtl_kind kind, dtl_error *err);
/* Forget `count` sets from `first` on. */
void dtl_set_drop(dtl_store *db, int64_t first, int64_t count);

#endif
