/* Which of the windows of a series' cadence has an edition. */
#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "dates/civil.h"
#include "model/db.h"
#include "model/derive_cadence.h"
#include "model/things.h"
#include "query/cadence.h"
#include "query/window.h"
#include <stdlib.h>
#include <string.h>

#define KNOWN " WHERE c.months & :months AND c.known_from<:as_of AND c.known_to>=:as_of"
static const char sql_cadences[] =
    "SELECT c.series, NULL, NULL, c.cadence, c.place, c.known_from FROM cadence c" KNOWN;
/* Series are shown as now known; their cadence is that of the day asked for. */
static const char sql_cadences_by_key[] = "SELECT c.series, n.key, s.name, c.cadence, " DTL_SQL_CANONICAL(
    "c.place") ", c.known_from FROM cadence c CROSS JOIN entity n CROSS JOIN series s" KNOWN
	       " AND n.id=c.series AND s.id=c.series ORDER BY n.key";
/* A version of the class `span` that lasts until :from or longer begins no sooner than `lo`. */
#define SPANS                                                                                                \
	"(SELECT 0 AS span, :from-86400 AS lo UNION ALL VALUES(1,:from-691200),(2,:from-2764800),"           \
	"(3,:from-31622400),(4,:from-316224000),(5,-9223372036854775808)) c"
/* What was ever known of editions between :from and :to. */
#define VERSIONS(merged, series)                                                                                  \
	"SELECT v.event, v.known_from, v.known_to>=:as_of, coalesce(v.status,'')='held', v.start_lo, v.start_hi," \
	" v.end_lo, v.end_hi FROM " SPANS merged                                                                  \
	" CROSS JOIN event v INDEXED BY event_series WHERE v.series=" series                                      \
	" AND v.span=c.span AND v.start_lo BETWEEN c.lo AND :to AND v.end_hi>:from AND v.known_from<:as_of"
#define MERGED " CROSS JOIN merged m INDEXED BY merged_canonical ON m.canonical=:series"
static const char sql_versions[] = VERSIONS("", ":series") " UNION ALL " VERSIONS(MERGED, "m.entity");
/* Whether an edition that is of the series still was held. */
static const char sql_present[] =
    "SELECT coalesce(e.status,'')='held' FROM event e WHERE e.event=:event AND e.known_from<:as_of AND e.known_to>=:as_of"
    " AND (e.series=:series OR EXISTS(SELECT 1 FROM merged m WHERE m.entity=e.series AND m.canonical=:series))";
#define FIRST                                                                                                \
	" AND e.span<6 AND e.start_lo>-9223372036854775808 AND e.known_from<:as_of AND e.known_to>=:as_of"
static const char sql_first[] =
    "SELECT min(first) FROM (SELECT min(e.start_lo) AS first FROM event e INDEXED BY event_series"
    " WHERE e.series=:series" FIRST
    " UNION ALL SELECT min(e.start_lo) FROM merged m INDEXED BY merged_canonical"
    " CROSS JOIN event e INDEXED BY event_series WHERE m.canonical=:series AND e.series=m.entity" FIRST ")";

/* How far the windows reach to both sides of today: the most that is projected, or still missed. */
#define REACH (366 * (int64_t)DTL_DAY)

typedef struct version {
	int64_t event, known_from;
	bool present, held;
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
		v->known_from = dtl_take_int(st);
		v->present = dtl_take_int(st) != 0;
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
	return v->bounds.start_lo < s->bounds.end_hi && v->bounds.end_hi > s->bounds.start_lo;
}

static bool must_meet(const version *v, const dtl_slot *s)
{
	return v->bounds.start_hi <= s->bounds.end_hi && v->bounds.end_lo >= s->bounds.start_lo;
}

static bool meets_any(const version *v, const dtl_schedule *s)
{
	for (size_t i = 0; i < s->slot_count; i++)
		if (may_meet(v, &s->slots[i]))
			return true;
	return false;
}

static int by_event(const void *a, const void *b)
{
	const version *v = a, *w = b;
	if (v->event != w->event)
		return v->event < w->event ? -1 : 1;
	return (v->known_from < w->known_from) - (v->known_from > w->known_from);
}

/* The present version, which is nowhere near the windows. */
static dtl_status find_present(
    version *v, dtl_store *store, int64_t series, const dtl_due *due, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(store, &st, sql_present, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":event", v->event);
	dtl_bind_int(st, ":series", series);
	dtl_bind_int(st, ":as_of", due->as_of);
	status = dtl_stmt_step(st, err);
	v->present = status == DTL_OK;
	v->held = v->present && dtl_take_int(st) != 0;
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/*
 * Keep one version of each edition that is still known: the present one, or,
 * where that meets no window (it was moved, or postponed), the last before it
 * that did.
 */
static dtl_status choose_versions(
    editions *e, dtl_store *store, const dtl_schedule *s, const dtl_due *due, dtl_error *err)
{
	dtl_status status = DTL_OK;
	size_t kept = 0;
	if (e->count > 1)
		qsort(e->all, e->count, sizeof(*e->all), by_event);
	for (size_t i = 0, next; status == DTL_OK && i < e->count; i = next) {
		version last = e->all[i];
		const version *met = NULL;
		for (next = i; next < e->count && e->all[next].event == last.event; next++)
			if (!met && meets_any(&e->all[next], s))
				met = &e->all[next];
		if (met && !last.present)
			status = find_present(&last, store, s->series, due, err);
		if (!met || !last.present)
			continue;
		last.bounds = met->bounds;
		e->all[kept++] = last;
	}
	e->count = kept;
	return status;
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

/* Those whose next window matters: until when it begins. One that is under way counts, too. */
static bool looks_ahead(const dtl_due *due, int64_t *until)
{
	*until = due->until > due->today ? due->until : due->today + 1;
	return due->until < dtl_time_add(due->today, REACH);
}

/* The months of which a second lies in the time that matters. */
static int64_t months_of(const dtl_due *due)
{
	int64_t until, months = 0;
	if (!looks_ahead(due, &until))
		return DTL_MONTHS_ALL;
	for (int64_t day = dtl_day_of(due->today), last = dtl_day_of(until - 1); day <= last;) {
		int64_t year;
		int month, date;
		dtl_civil_from_days(day, &year, &month, &date);
		months |= INT64_C(1) << month;
		day += dtl_days_in_month(year, month) - date + 1;
	}
	return months;
}

/* Windows are found by arithmetic: editions are looked for only where one counts. */
static dtl_status tell(dtl_schedule *s, editions *e, dtl_store *store, const char *cadence,
    const dtl_due *due, dtl_schedule_fn each, void *user, dtl_error *err)
{
	counting c = { .cadence = dtl_cadence_read(cadence) };
	int64_t today = due->today, behind = dtl_time_add(today, REACH), until;
	dtl_status status = begin_counting(&c, s, store, due, err);
	if (status == DTL_OK && looks_ahead(due, &until)) {
		status = find_slots(s, &c, today, until, err);
		if (status != DTL_OK || s->slot_count == 0)
			return status;
	}
	if (status == DTL_OK)
		status = find_slots(s, &c, dtl_time_add(today, -REACH), behind, err);
	if (status == DTL_OK && s->slot_count > 0)
		status = read_versions(e, store, s->series, due, err);
	if (status == DTL_OK && s->slot_count > 0)
		status = choose_versions(e, store, s, due, err);
	if (status != DTL_OK || s->slot_count == 0)
		return status;
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
	if (status == DTL_OK) {
		dtl_bind_int(&st, ":as_of", due->as_of);
		dtl_bind_int(&st, ":months", months_of(due));
	}
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
