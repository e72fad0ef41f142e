#include "query/plan_after.h"
#include "base/error.h"
#include "model/names.h"
#include "query/plan_score.h"
#include <string.h>

#define KEYS "e.span=6, e.start_lo, e.end_hi, lower(e.title), e.known_from"

static const char sql_event[] = "SELECT e.id, " KEYS ", e.key FROM event e WHERE e.event=:event"
				" AND e.known_from<:as_of AND e.known_to>=:as_of";
static const char sql_projected[] =
    "SELECT e.id, " KEYS ", e.key FROM query_projected e WHERE e.term=:projections AND e.key=:key";

static dtl_status take(dtl_plan *plan, dtl_stmt *st, int64_t *version, dtl_error *err)
{
	dtl_place_in_order *p = &plan->after;
	dtl_status status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		*version = dtl_take_int(st);
		p->undated = dtl_take_int(st) != 0;
		p->start_lo = dtl_take_int(st);
		p->end_hi = dtl_take_int(st);
		p->title = dtl_arena_text(&plan->arena, dtl_take_text(st));
		p->known_from = dtl_take_int(st);
		p->key = dtl_arena_text(&plan->arena, dtl_take_text(st));
		plan->has_after = true;
	}
	dtl_stmt_reset(st);
	return status;
}

static dtl_status find_event(dtl_plan *plan, int64_t event, int64_t *version, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(plan->store, &st, sql_event, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":event", event);
	dtl_bind_int(st, ":as_of", plan->as_of);
	return take(plan, st, version, err);
}

static dtl_status find_projected(dtl_plan *plan, const char *id, int64_t *version, dtl_error *err)
{
	dtl_stmt *st = NULL;
	if (!plan->projections)
		return DTL_DONE;
	dtl_status status = dtl_stmt_cached(plan->store, &st, sql_projected, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":projections", plan->projections);
	dtl_bind_text(st, ":key", id);
	return take(plan, st, version, err);
}

dtl_status dtl_plan_after(dtl_plan *plan, const char *id, dtl_error *err)
{
	int64_t event = 0, version = 0;
	dtl_status status = dtl_name_resolve(plan->store, DTL_EVENT, id, &event, err);
	if (status == DTL_OK)
		status = find_event(plan, event, &version, err);
	else if (status == DTL_E_NOTFOUND && strchr(id, '@') &&
		 (status = find_projected(plan, id, &version, err)) == DTL_DONE)
		return DTL_E_NOTFOUND; /* `err` says that there is no such event */
	if (status == DTL_DONE)
		return dtl_fail(err, DTL_E_NOTFOUND, "event '%s' was not known then", id);
	if (status == DTL_OK && plan->sort == DTL_SORT_RELEVANCE)
		status = dtl_plan_score_of(plan, version, &plan->after.score, err);
	return status == DTL_OK && plan->arena.failed ? dtl_fail_memory(err) : status;
}
