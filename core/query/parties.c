#include "query/parties.h"
#include "base/array.h"
#include "base/error.h"
#include "query/acts.h"
#include "store/stmt.h"
#include <stdlib.h>

#define ALWAYS "-9223372036854775807 - 1, 9223372036854775807"

static const char sql_merged[] = "SELECT entity, canonical FROM merged";
static const char sql_place[] = "SELECT parent, " ALWAYS " FROM place WHERE id=:of AND parent IS NOT NULL";
static const char sql_topic[] = "SELECT parent, " ALWAYS " FROM topic WHERE id=:of AND parent IS NOT NULL";
static const char sql_event[] = "SELECT parent, " ALWAYS " FROM event WHERE event=:of"
				" AND known_to=9223372036854775807 AND parent IS NOT NULL";
static const char sql_above[] = "SELECT of, from_lo, to_hi FROM affiliation"
				" WHERE actor=:of AND rel IN ('part-of','holds')";
static const char sql_holders[] =
    "SELECT actor, from_lo, to_hi FROM affiliation WHERE of=:of AND rel='holds'";
static const char sql_is_party[] = "SELECT kind IN ('state','igo') FROM actor WHERE id=:of";

/* How to go up: the next ones, whether to go on behind them, and which of them count. */
static const struct {
	const char *next;
	int depth;
	bool parties; /* those that are states or organisations of states, and none behind them */
	bool itself;
} ways[] = {
	[DTL_UPWARD_PLACES] = { sql_place, DTL_ACTS_DEPTH, false, true },
	[DTL_UPWARD_TOPICS] = { sql_topic, DTL_ACTS_DEPTH, false, true },
	[DTL_UPWARD_PARTIES] = { sql_above, DTL_ACTS_DEPTH, true, true },
	[DTL_UPWARD_HOLDERS] = { sql_holders, 1, false, false },
	[DTL_UPWARD_EVENTS] = { sql_event, DTL_ACTS_DEPTH, false, true },
};

static bool put(dtl_party_list *l, dtl_party one)
{
	dtl_party *room = dtl_array_room(l->items, &l->cap, l->count, sizeof(*room));
	if (!room)
		return false;
	l->items = room;
	room[l->count++] = one;
	return true;
}

dtl_status dtl_upward_open(dtl_upward *u, dtl_store *store, dtl_error *err)
{
	dtl_stmt *st = NULL;
	bool made;
	u->store = store;
	dtl_status status = dtl_stmt_cached(store, &st, sql_merged, err);
	if (status != DTL_OK)
		return status;
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		int64_t entity = dtl_take_int(st), canonical = dtl_take_int(st);
		if (!dtl_tally_at(&u->merged, entity, 0, canonical, &made))
			break;
	}
	dtl_stmt_reset(st);
	if (u->merged.failed)
		return dtl_fail_memory(err);
	return status == DTL_DONE ? DTL_OK : status;
}

void dtl_upward_free(dtl_upward *u)
{
	dtl_tally_free(&u->merged);
	dtl_tally_free(&u->known);
	free(u->all.items);
	free(u->spans);
	*u = (dtl_upward){ .store = NULL };
}

int64_t dtl_upward_canonical(const dtl_upward *u, int64_t entity)
{
	const int64_t *other = dtl_tally_find(&u->merged, entity, 0);
	return other ? *other : entity;
}

/* What was come by already for at least that time adds nothing, which also ends cycles. */
static bool is_known(const dtl_party_list *l, const dtl_party *one)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->items[i].entity == one->entity && l->items[i].from <= one->from &&
		    l->items[i].to >= one->to)
			return true;
	return false;
}

/* One step up from `at`, within its time. */
static dtl_status step_up(dtl_upward *u, const char *sql, dtl_party at, dtl_party_list *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(u->store, &st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":of", at.entity);
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		dtl_party next = { .entity = dtl_upward_canonical(u, dtl_take_int(st)) };
		next.from = dtl_take_int(st);
		next.to = dtl_take_int(st);
		next.from = next.from > at.from ? next.from : at.from;
		next.to = next.to < at.to ? next.to : at.to;
		if (next.from < next.to && !is_known(out, &next) && !put(out, next))
			status = dtl_fail_memory(err);
		if (status != DTL_OK)
			break;
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status ask_party(dtl_upward *u, int64_t entity, bool *is, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(u->store, &st, sql_is_party, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":of", entity);
	status = dtl_stmt_step(st, err);
	*is = status == DTL_OK && dtl_take_int(st) != 0;
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* Breadth first, into u->all what counts. */
static dtl_status climb(dtl_upward *u, dtl_upward_kind kind, int64_t entity, dtl_error *err)
{
	dtl_party_list way = { NULL, 0, 0 };
	dtl_status status = DTL_OK;
	size_t behind = 0; /* the end of those that are as far away */
	int depth = -1;
	if (!put(&way, (dtl_party){ entity, DTL_TIME_MIN, DTL_TIME_MAX }))
		return dtl_fail_memory(err);
	for (size_t at = 0; at < way.count && status == DTL_OK; at++) {
		bool counts = at > 0 || ways[kind].itself, stop;
		if (at == behind) {
			behind = way.count;
			depth++;
		}
		stop = depth >= ways[kind].depth;
		if (ways[kind].parties) {
			status = ask_party(u, way.items[at].entity, &counts, err);
			stop = stop || counts;
		}
		if (status == DTL_OK && counts && !put(&u->all, way.items[at]))
			status = dtl_fail_memory(err);
		if (status == DTL_OK && !stop)
			status = step_up(u, ways[kind].next, way.items[at], &way, err);
	}
	free(way.items);
	return status;
}

dtl_status dtl_upward_find(dtl_upward *u, dtl_upward_kind kind, int64_t entity, const dtl_party **items,
    size_t *count, dtl_error *err)
{
	const int64_t *number = dtl_tally_find(&u->known, entity, kind);
	if (!number) {
		bool made;
		dtl_party_span span = { .first = u->all.count };
		dtl_status status = climb(u, kind, entity, err);
		if (status != DTL_OK)
			return status;
		span.count = u->all.count - span.first;
		dtl_party_span *room = dtl_array_room(u->spans, &u->span_cap, u->span_count, sizeof(*room));
		if (!room)
			return dtl_fail_memory(err);
		u->spans = room;
		room[u->span_count] = span;
		number = dtl_tally_at(&u->known, entity, kind, (int64_t)u->span_count, &made);
		if (!number)
			return dtl_fail_memory(err);
		u->span_count++;
	}
	const dtl_party_span *span = &u->spans[*number];
	*items = u->all.items ? u->all.items + span->first : NULL;
	*count = span->count;
	return DTL_OK;
}
