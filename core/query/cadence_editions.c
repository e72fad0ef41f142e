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

/* Series are shown as now known; their cadence is that of the day asked for. */
static const char sql_cadences[] = "SELECT c.series, n.key, s.name, c.cadence, " DTL_SQL_CANONICAL(
    "c.place") ", c.known_from FROM cadence c CROSS JOIN entity n CROSS JOIN series s"
	       " WHERE c.known_from<:as_of AND c.known_to>=:as_of AND n.id=c.series AND s.id=c.series ORDER BY n.key";
/* Of each edition the present version first. */
static const char sql_versions[] =
    "SELECT e.event, e.known_to>=:as_of, e.span=6, coalesce(e.status,'')='held', e.start_lo, e.start_hi, e.end_lo,"
    " e.end_hi FROM event e WHERE e.series IN (SELECT :series UNION SELECT entity FROM merged WHERE canonical=:series)"
    " AND e.known_from<:as_of ORDER BY e.event, e.known_from DESC";

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

static dtl_status read_versions(editions *e, dtl_store *store, int64_t series, int64_t as_of, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(store, &st, sql_versions, err);
	if (status != DTL_OK)
		return status;
	e->count = 0;
	dtl_bind_int(st, ":series", series);
	dtl_bind_int(st, ":as_of", as_of);
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

/* The day on which counting begins: that of the earliest edition. */
static bool find_first(const editions *e, int64_t *first)
{
	bool found = false;
	for (size_t i = 0; i < e->count; i++) {
		const version *v = &e->all[i];
		if (!v->present || !v->dated || v->bounds.start_lo == DTL_TIME_MIN)
			continue;
		if (!found || v->bounds.start_lo < *first)
			*first = v->bounds.start_lo;
		found = true;
	}
	return found;
}

static dtl_status tell(dtl_schedule *s, editions *e, dtl_store *store, const char *cadence, int64_t today,
    int64_t as_of, dtl_schedule_fn each, void *user, dtl_error *err)
{
	int64_t first = 0, day = 0;
	dtl_status status = read_versions(e, store, s->series, as_of, err);
	if (status != DTL_OK)
		return status;
	bool begun = find_first(e, &first);
	day = dtl_day_of(first);
	s->since = begun && first < s->known_from ? first : s->known_from;
	status = dtl_cadence_slots(s->slots, &s->slot_count, cadence, begun ? &day : NULL,
	    dtl_time_add(today, -REACH), dtl_time_add(today, REACH), err);
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
    dtl_store *store, int64_t today, int64_t as_of, dtl_schedule_fn each, void *user, dtl_error *err)
{
	editions e = { .all = NULL };
	dtl_stmt st = DTL_STMT_INIT;
	dtl_slot *slots = NULL;
	dtl_status status = dtl_stmt_prepare(store, &st, sql_cadences, err);
	if (status == DTL_OK)
		dtl_bind_int(&st, ":as_of", as_of);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		if (!slots && !(slots = calloc(DTL_SLOTS_MOST, sizeof(*slots)))) {
			status = dtl_fail_memory(err);
			break;
		}
		dtl_schedule s = { .series = dtl_take_int(&st), .slots = slots };
		s.id = dtl_take_text(&st);
		s.name = dtl_take_text(&st);
		const char *cadence = dtl_take_text(&st);
		s.place = dtl_take_int(&st);
		s.known_from = dtl_take_int(&st);
		status = tell(&s, &e, store, cadence, today, as_of, each, user, err);
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
	return dtl_schedules(
	    db->store, ask->today, ask->has_as_of ? ask->as_of : DTL_TIME_MAX, tell_missed, &m, err);
}
