/* Which of the windows of a series' cadence has an edition. */
#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "model/db.h"
#include "model/things.h"
#include "query/cadence.h"
#include "query/window.h"
#include <stdlib.h>
#include <string.h>

#define KNOWN " WHERE c.known_from<:as_of AND c.known_to>=:as_of"
static const char sql_cadences[] =
    "SELECT c.series, NULL, NULL, c.cadence, c.place, c.known_from FROM cadence c" KNOWN;
/* Series are shown as now known; their cadence is that of the day asked for. */
static const char sql_cadences_by_key[] = "SELECT c.series, n.key, s.name, c.cadence, " DTL_SQL_CANONICAL(
    "c.place") ", c.known_from FROM cadence c CROSS JOIN entity n CROSS JOIN series s" KNOWN
	       " AND n.id=c.series AND s.id=c.series ORDER BY n.key";
#define IN_SERIES ".series IN (SELECT :series UNION SELECT entity FROM merged WHERE canonical=:series)"
/* Of each edition that was known for some time between :from and :to, the present version first. */
static const char sql_versions[] =
    "WITH c(span,lo) AS (VALUES(0,:from-86400),(1,:from-691200),(2,:from-2764800),(3,:from-31622400),"
    "(4,:from-316224000),(5,-9223372036854775808))"
    " SELECT e.event, e.known_to>=:as_of, e.span=6, coalesce(e.status,'')='held', e.start_lo, e.start_hi, e.end_lo,"
    " e.end_hi FROM event e INDEXED BY event_series WHERE e.event IN (SELECT v.event FROM c CROSS JOIN event v INDEXED BY event_series"
    " WHERE v" IN_SERIES " AND v.span=c.span AND v.start_lo BETWEEN c.lo AND :to AND v.end_hi>:from)"
    " AND e" IN_SERIES " AND e.known_from<:as_of ORDER BY e.event, e.known_from DESC";
static const char sql_first[] =
    "SELECT min(e.start_lo) FROM event e INDEXED BY event_series WHERE e" IN_SERIES
    " AND e.span<6 AND e.start_lo>-9223372036854775808"
    " AND e.known_from<:as_of AND e.known_to>=:as_of";

/* How far the windows reach to both sides of today: the most that is projected, or still missed. */
#define REACH (366 * (int64_t)DTL_DAY)

typedef struct version {
	int64_t event;
	bool present, dated, held;
	dtl_bounds bounds;
} version;

typedef struct editions {
	version *all;
	size_t count, cap;
	bool *spent; /* by version: as a possible edition it fills one window, and has done so */
} editions;

static dtl_status read_versions(
    editions *e, dtl_store *store, int64_t series, const dtl_due *due, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(store, &st, sql_versions, err);
	if (status != DTL_OK)
		return status;
	e->count = 0;
	dtl_bind_int(st, ":series", series);
	dtl_bind_int(st, ":as_of", due->as_of);
	dtl_bind_int(st, ":from", dtl_time_add(due->today, -2 * REACH));
	dtl_bind_int(st, ":to", dtl_time_add(due->today, 2 * REACH));
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		version *room = dtl_array_room(e->all, &e->cap, e->count, sizeof(*room));
		if (!room) {
			status = dtl_fail_memory(err);
			break;
		}
		e->all = room;
		version *v = &room[e->count++];
		v->event = dtl_take_int(st);
		v->present = dtl_take_int(st) != 0;
		v->dated = dtl_take_int(st) == 0;
		v->held = dtl_take_int(st) != 0;
		v->bounds.start_lo = dtl_take_int(st);
		v->bounds.start_hi = dtl_take_int(st);
		v->bounds.end_lo = dtl_take_int(st);
		v->bounds.end_hi = dtl_take_int(st);
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static bool may_meet(const version *v, const dtl_slot *s)
{
	return v->dated && v->bounds.start_lo < s->bounds.end_hi && v->bounds.end_hi > s->bounds.start_lo;
}

static bool must_meet(const version *v, const dtl_slot *s)
{
	return v->dated && v->bounds.start_hi <= s->bounds.end_hi && v->bounds.end_lo >= s->bounds.start_lo;
}

static bool meets_any(const version *v, const dtl_schedule *s)
{
	for (size_t i = 0; i < s->slot_count; i++)
		if (may_meet(v, &s->slots[i]))
			return true;
	return false;
}

/*
 * Keep one version of each edition: the present one, or, where that meets no
 * window (it was moved, or postponed), the last before it that did.
 */
static void choose_versions(editions *e, const dtl_schedule *s)
{
	size_t kept = 0;
	for (size_t i = 0; i < e->count;) {
		size_t best = i, k = i;
		bool there = e->all[i].present, meets = meets_any(&e->all[i], s);
		for (; k < e->count && e->all[k].event == e->all[i].event; k++)
			if (!meets && meets_any(&e->all[k], s)) {
				best = k;
				meets = true;
			}
		version chosen = e->all[best];
		chosen.held = e->all[i].held;
		i = k;
		if (there)
			e->all[kept++] = chosen;
	}
	e->count = kept;
}

/* The edition that may meet the window and must be over first; what was held was not held after today. */
static version *find_possible(const editions *e, const dtl_slot *slot, int64_t today)
{
	version *best = NULL;
	for (size_t i = 0; i < e->count; i++) {
		version *v = &e->all[i];
		if (e->spent[i] || !may_meet(v, slot) || (v->held && slot->bounds.start_lo > today))
			continue;
		if (!best || v->bounds.end_hi < best->bounds.end_hi)
			best = v;
	}
	return best;
}

/* What must be in a window fills it; what may be in several fills one: of those to come before those past. */
static void fill(editions *e, dtl_schedule *s, int64_t today)
{
	for (size_t i = 0; i < s->slot_count; i++)
		for (size_t k = 0; k < e->count; k++)
			if (must_meet(&e->all[k], &s->slots[i]))
				s->slots[i].filled = e->spent[k] = true;
	for (int past = 0; past < 2; past++)
		for (size_t i = 0; i < s->slot_count; i++) {
			dtl_slot *slot = &s->slots[i];
			if (slot->filled || (slot->bounds.end_hi <= today) != (past == 1))
				continue;
			version *v = find_possible(e, slot, today);
			slot->filled = v != NULL;
			if (v)
				e->spent[v - e->all] = true;
		}
}

/* The second in which counting begins: that of the earliest edition. */
static dtl_status find_first(
    dtl_store *store, int64_t series, int64_t as_of, bool *begun, int64_t *first, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(store, &st, sql_first, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":series", series);
	dtl_bind_int(st, ":as_of", as_of);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		*begun = !dtl_next_is_null(st);
		*first = dtl_take_int(st);
	}
	dtl_stmt_reset(st);
	return status;
}

/* The windows that meet [from, to), as they are counted from the first edition. */
typedef struct counting {
	dtl_cadence cadence;
	bool begun;
	int64_t first; /* day */
} counting;

static dtl_status find_slots(dtl_schedule *s, const counting *c, int64_t from, int64_t to, dtl_error *err)
{
	return dtl_cadence_slots(
	    s->slots, &s->slot_count, &c->cadence, c->begun ? &c->first : NULL, from, to, err);
}

static dtl_status begin_counting(
    counting *c, dtl_schedule *s, dtl_store *store, const dtl_due *due, dtl_error *err)
{
	int64_t first = 0;
	dtl_status status = DTL_OK;
	if (due->by_key || dtl_cadence_counts(&c->cadence))
		status = find_first(store, s->series, due->as_of, &c->begun, &first, err);
	c->first = dtl_day_of(first);
	s->since = c->begun && first < s->known_from ? first : s->known_from;
	return status;
}

/* Windows are found by arithmetic: editions are looked for only where one counts. */
static dtl_status tell(dtl_schedule *s, editions *e, dtl_store *store, const char *cadence,
    const dtl_due *due, dtl_schedule_fn each, void *user, dtl_error *err)
{
	counting c = { .cadence = dtl_cadence_read(cadence) };
	int64_t today = due->today, behind = dtl_time_add(today, REACH);
	dtl_status status = begin_counting(&c, s, store, due, err);
	if (status == DTL_OK && due->until < behind) {
		/* One that is under way counts, too. */
		status = find_slots(s, &c, today, due->until > today ? due->until : today + 1, err);
		if (status != DTL_OK || s->slot_count == 0)
			return status;
	}
	if (status == DTL_OK)
		status = find_slots(s, &c, dtl_time_add(today, -REACH), behind, err);
	if (status == DTL_OK && s->slot_count > 0)
		status = read_versions(e, store, s->series, due, err);
	if (status != DTL_OK || s->slot_count == 0)
		return status;
	choose_versions(e, s);
	free(e->spent);
	e->spent = calloc(e->count + 1, sizeof(*e->spent));
	if (!e->spent)
		return dtl_fail_memory(err);
	fill(e, s, today);
	return each(user, s, err);
}

dtl_status dtl_schedules(
    dtl_store *store, const dtl_due *due, dtl_schedule_fn each, void *user, dtl_error *err)
{
	editions e = { .all = NULL };
	dtl_stmt st = DTL_STMT_INIT;
	dtl_slot *slots = calloc(DTL_SLOTS_MOST, sizeof(*slots));
	dtl_status status = slots ? DTL_OK : dtl_fail_memory(err);
	if (status == DTL_OK)
		status = dtl_stmt_prepare(store, &st, due->by_key ? sql_cadences_by_key : sql_cadences, err);
	if (status == DTL_OK)
		dtl_bind_int(&st, ":as_of", due->as_of);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		dtl_schedule s = { .series = dtl_take_int(&st), .slots = slots };
		s.id = dtl_take_text(&st);
		s.name = dtl_take_text(&st);
		const char *cadence = dtl_take_text(&st);
		s.place = dtl_take_int(&st);
		s.known_from = dtl_take_int(&st);
		status = tell(&s, &e, store, cadence, due, each, user, err);
	}
	dtl_stmt_finalize(&st);
	free(slots);
	free(e.all);
	free(e.spent);
	return status == DTL_DONE ? DTL_OK : status;
}

/* ---- editions that were missed ---- */

typedef struct missing {
	int64_t today;
	dtl_missed_fn each;
	void *user;
} missing;

static dtl_status tell_missed(void *user, const dtl_schedule *s, dtl_error *err)
{
	const missing *m = user;
	dtl_missed missed = { .series = s->id, .name = s->name };
	for (size_t i = 0; i < s->slot_count; i++) {
		const dtl_slot *slot = &s->slots[i];
		if (slot->filled || slot->bounds.end_hi > m->today || slot->bounds.start_lo < s->since)
			continue;
		missed.count++;
		missed.edtf = slot->edtf;
		missed.bounds = slot->bounds;
	}
	return missed.count ? m->each(m->user, &missed, err) : DTL_OK;
}

dtl_status dtl_missed_editions(dtl_db *db, const dtl_ask *ask, dtl_missed_fn each, void *user, dtl_error *err)
{
	missing m = { ask->today, each, user };
	dtl_due due = { .today = ask->today,
		.as_of = ask->has_as_of ? ask->as_of : DTL_TIME_MAX,
		.until = DTL_TIME_MAX,
		.by_key = true };
	return dtl_schedules(db->store, &due, tell_missed, &m, err);
}
