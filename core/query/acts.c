#include "query/acts.h"
#include "base/array.h"
#include "model/things_known.h"
#include "query/sets.h"
#include <stdlib.h>

static const char sql_group[] =
    "SELECT :actor UNION SELECT canonical FROM merged WHERE entity = :actor"
    " UNION SELECT o.entity FROM merged m JOIN merged o ON o.canonical = m.canonical"
    " WHERE m.entity = :actor"
    " UNION SELECT entity FROM merged WHERE canonical = :actor";
/* With '+': SQLite makes a list of the two, and for each who is asked about a table to hold it. */
static const char sql_below[] = "SELECT actor, from_lo, to_hi FROM affiliation"
				" WHERE of = :of AND (+rel = 'holds' OR +rel = 'part-of')"
				" AND from_lo < :to_hi AND to_hi > :from_lo";
static const char sql_offices[] =
    "SELECT of, from_lo, to_hi FROM affiliation WHERE actor = :actor AND rel = 'holds'";

/* An entity acts from `from` until before `to`. */
typedef struct act {
	int64_t actor, from, to;
	int depth;
} act;

/* Breadth first: those before `next` have been followed. */
typedef struct acts {
	act *all;
	size_t count, cap, next;
	bool merging; /* anything is merged with anything */
	bool failed;
} acts;

/* What is found already for at least that time adds nothing, which also ends cycles. */
static bool known(const acts *a, const act *one)
{
	for (size_t i = 0; i < a->count; i++)
		if (a->all[i].actor == one->actor && a->all[i].from <= one->from && a->all[i].to >= one->to)
			return true;
	return false;
}

static void put(acts *a, act one)
{
	if (one.from >= one.to || one.depth > DTL_ACTS_DEPTH || known(a, &one))
		return;
	act *room = dtl_array_room(a->all, &a->cap, a->count, sizeof(*room));
	if (!room) {
		a->failed = true;
		return;
	}
	a->all = room;
	a->all[a->count++] = one;
}

/* `one` and all that are merged with it. */
static dtl_status put_group(dtl_store *db, acts *a, act one, dtl_error *err)
{
	dtl_stmt *st = NULL;
	if (!a->merging) {
		put(a, one);
		return DTL_OK;
	}
	dtl_status status = dtl_stmt_cached(db, &st, sql_group, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":actor", one.actor);
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		one.actor = dtl_take_int(st);
		put(a, one);
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status follow(dtl_store *db, acts *a, act from, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_below, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":of", from.actor);
	dtl_bind_int(st, ":from_lo", from.from);
	dtl_bind_int(st, ":to_hi", from.to);
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		act below = { .depth = from.depth + 1 };
		below.actor = dtl_take_int(st);
		below.from = dtl_take_int(st);
		below.to = dtl_take_int(st);
		below.from = below.from > from.from ? below.from : from.from;
		below.to = below.to < from.to ? below.to : from.to;
		status = put_group(db, a, below, err);
		if (status != DTL_OK)
			break;
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* Whoever is asked for is there, too, where only an office is named that they then held. Others who hold it are not. */
static dtl_status put_offices(dtl_store *db, acts *a, dtl_error *err)
{
	size_t asked = 0;
	dtl_status status = DTL_OK;
	/* Those that count as one with who is asked for came first. */
	while (asked < a->count && a->all[asked].depth == 0)
		asked++;
	for (size_t i = 0; i < asked && status == DTL_OK; i++) {
		dtl_stmt *st = NULL;
		status = dtl_stmt_cached(db, &st, sql_offices, err);
		if (status != DTL_OK)
			return status;
		dtl_bind_int(st, ":actor", a->all[i].actor);
		while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
			act office = { .depth = 1 };
			office.actor = dtl_take_int(st);
			office.from = dtl_take_int(st);
			office.to = dtl_take_int(st);
			status = put_group(db, a, office, err);
			if (status != DTL_OK)
				break;
		}
		dtl_stmt_reset(st);
		status = status == DTL_DONE ? DTL_OK : status;
	}
	return status;
}

dtl_status dtl_acts_add(dtl_store *db, int64_t set, int64_t actor, dtl_error *err)
{
	acts a = { 0 };
	dtl_status status = dtl_known_merging(db, &a.merging, err);
	if (status == DTL_OK)
		status = put_group(db, &a, (act){ actor, DTL_TIME_MIN, DTL_TIME_MAX, 0 }, err);
	while (status == DTL_OK && a.next < a.count)
		status = follow(db, &a, a.all[a.next++], err);
	if (status == DTL_OK)
		status = put_offices(db, &a, err);
	if (status == DTL_OK && a.failed)
		status = dtl_fail_memory(err);
	for (size_t i = 0; i < a.count && status == DTL_OK; i++)
		status = dtl_set_add(db, set, a.all[i].actor, a.all[i].from, a.all[i].to, err);
	free(a.all);
	return status;
}
