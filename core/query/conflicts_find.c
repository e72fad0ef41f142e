/*
 * Who is where: every part with a place becomes a stay, stays are sorted by
 * actor and start, and each is compared with those before it that may still be
 * going on.
 */
#include "base/array.h"
#include "base/error.h"
#include "dates/recurrence.h"
#include "model/db.h"
#include "query/conflicts.h"
#include "query/plan.h"
#include <stdlib.h>
#include <string.h>

/* Status, type and role of what is no stay. */
#define COUNTS                                                                                                     \
	" e.span<6 AND e.place IS NOT NULL AND coalesce(e.status,'') NOT IN ('cancelled','postponed','projected')" \
	" AND coalesce(e.type,'') NOT IN ('call','deadline')"
static const char sql_head[] =
    "SELECT e.id, e.event, e.place, e.start_lo, e.start_hi, e.end_lo, e.end_hi, x.actor FROM (";
static const char sql_row[] =
    "SELECT e.id AS id, e.event AS event, e.place AS place, e.span AS span, e.status AS status, e.type AS type,"
    " e.start_lo AS start_lo, e.start_hi AS start_hi, e.end_lo AS end_lo, e.end_hi AS end_hi";
static const char sql_tail[] =
    ") e CROSS JOIN event_actor x WHERE x.version=e.id AND x.role<>'target' AND" COUNTS;
/* Of everything: by actor, of whom few are asked for. */
#define OF_THE_KIND "(SELECT a.id FROM actor a WHERE a.kind IN (:kind,'office'))"
static const char sql_all[] =
    "SELECT e.id, e.event, e.place, e.start_lo, e.start_hi, e.end_lo, e.end_hi, x.actor FROM (SELECT id FROM " OF_THE_KIND
    " UNION SELECT m.entity FROM merged m WHERE m.canonical IN " OF_THE_KIND ") k"
    " CROSS JOIN event_actor x CROSS JOIN event e WHERE x.actor=k.id AND x.role<>'target' AND e.id=x.version"
    " AND e.known_to>=:as_of AND e.known_from<:as_of AND" COUNTS;
static const char sql_kind[] = "SELECT kind=:kind, kind='office' FROM actor WHERE id=:actor";
static const char sql_rule[] = "SELECT recurrence, instances FROM event_recurrence WHERE version=:version";
static const char sql_any[] = "SELECT 1 FROM event_recurrence LIMIT 1";
static const char sql_linked[] = "SELECT l.target FROM event_link l WHERE l.version=:version"
				 " AND l.rel IN ('part-of','sideline-of','replaces')";

/* ---- stays ---- */

enum { NEITHER, OF_KIND, OFFICE };

static dtl_status find_kind(dtl_conflict_search *s, int64_t actor, int64_t *kind, dtl_error *err)
{
	bool made;
	dtl_stmt *st = NULL;
	int64_t *known = dtl_tally_at(&s->kinds, actor, 0, NEITHER, &made);
	if (!known)
		return dtl_fail_memory(err);
	*kind = *known;
	if (!made)
		return DTL_OK;
	dtl_status status = dtl_stmt_cached(s->store, &st, sql_kind, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":kind", s->kind);
	dtl_bind_int(st, ":actor", actor);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		bool is = dtl_take_int(st) != 0, office = dtl_take_int(st) != 0;
		*known = *kind = is ? OF_KIND : office ? OFFICE : NEITHER;
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* Who holds an office then, if that is certain to be one; 0: it is not. */
static dtl_status find_holder(
    dtl_conflict_search *s, int64_t office, const dtl_bounds *b, int64_t *holder, dtl_error *err)
{
	const dtl_party *found;
	size_t count;
	*holder = 0;
	dtl_status status = dtl_upward_find(&s->upward, DTL_UPWARD_HOLDERS, office, &found, &count, err);
	for (size_t i = 0; status == DTL_OK && i < count; i++) {
		if (found[i].from >= b->end_hi || found[i].to <= b->start_lo)
			continue;
		if (*holder && *holder != found[i].entity) {
			*holder = 0;
			return DTL_OK;
		}
		*holder = found[i].entity;
	}
	return status;
}

/* How many days it is open when it begins, or ends. */
static bool is_vague(const dtl_bounds *b)
{
	const int64_t most = DTL_CONFLICT_DAYS * (int64_t)DTL_DAY;
	return b->start_lo == DTL_TIME_MIN || b->end_hi == DTL_TIME_MAX || b->start_hi - b->start_lo > most ||
	       b->end_hi - b->end_lo > most;
}

static dtl_status put_stay(dtl_conflict_search *s, dtl_stay stay, dtl_error *err)
{
	dtl_stay *room = dtl_array_room(s->stays, &s->cap, s->count, sizeof(*room));
	if (!room)
		return dtl_fail_memory(err);
	s->stays = room;
	room[s->count++] = stay;
	return DTL_OK;
}

/* A part of somebody: himself, or whoever holds the office. */
static dtl_status put_part(dtl_conflict_search *s, dtl_stay stay, dtl_error *err)
{
	int64_t kind = NEITHER;
	stay.actor = dtl_upward_canonical(&s->upward, stay.actor);
	dtl_status status = find_kind(s, stay.actor, &kind, err);
	if (status != DTL_OK || kind == NEITHER)
		return status;
	if (kind == OFFICE) {
		stay.office = stay.actor;
		status = find_holder(s, stay.office, &stay.bounds, &stay.actor, err);
		if (status == DTL_OK && stay.actor)
			status = find_kind(s, stay.actor, &kind, err);
		if (status != DTL_OK || !stay.actor || kind != OF_KIND)
			return status;
	}
	return put_stay(s, stay, err);
}

/* Each time that it takes place in the window. */
static dtl_status put_times(
    dtl_conflict_search *s, const dtl_stay *stay, dtl_recurrence *r, dtl_window w, dtl_error *err)
{
	dtl_occurrence *times = NULL;
	size_t count = 0;
	bool many = false;
	dtl_status status = dtl_recurrence_window(r, w.from, w.to, false, &times, &count, &many, err);
	for (size_t i = 0; status == DTL_OK && i < count; i++) {
		char edtf[128];
		const char *tz;
		dtl_date date;
		dtl_stay one = *stay;
		dtl_occurrence_edtf(r, &times[i], edtf, sizeof(edtf), &tz);
		if (dtl_date_parse(&date, edtf, tz, NULL) != DTL_OK)
			continue;
		one.bounds = date.bounds;
		one.edtf = dtl_arena_text(&s->arena, edtf);
		one.tz = dtl_arena_text(&s->arena, tz);
		status = s->arena.failed ? dtl_fail_memory(err) : put_part(s, one, err);
	}
	free(times);
	return status == DTL_E_ARGUMENT ? DTL_OK : status;
}

static dtl_slice slice_of(const char *text)
{
	return (dtl_slice){ text, text ? strlen(text) : 0 };
}

/* An event that recurs comes apart; *apart: it did. */
static dtl_status take_apart(
    dtl_conflict_search *s, const dtl_stay *stay, dtl_window w, bool *apart, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_recurrence *r = NULL;
	*apart = false;
	dtl_status status = dtl_stmt_cached(s->store, &st, sql_rule, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":version", stay->version);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		const char *rule = dtl_take_text(st), *instances = dtl_take_text(st);
		*apart = rule && dtl_recurrence_read(&r, slice_of(rule), slice_of(instances), NULL) == DTL_OK;
		if (*apart)
			status = put_times(s, stay, r, w, err);
		dtl_recurrence_free(r);
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* Of what recurs the times count that fall into the query's window, at most a year from today. */
static dtl_window find_window(const dtl_conflict_search *s, const dtl_plan *plan)
{
	dtl_window w = dtl_plan_window(plan);
	int64_t from = dtl_time_add(s->ask->today, -366 * (int64_t)DTL_DAY);
	int64_t to = dtl_time_add(s->ask->today, 366 * (int64_t)DTL_DAY);
	w.from = w.from == DTL_TIME_MIN ? from : w.from;
	w.to = w.to == DTL_TIME_MAX ? to : w.to;
	return w;
}

static dtl_status ask_any(dtl_conflict_search *s, bool *any, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(s->store, &st, sql_any, err);
	if (status != DTL_OK)
		return status;
	status = dtl_stmt_step(st, err);
	*any = status == DTL_OK;
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status read_rows(dtl_conflict_search *s, dtl_stmt *rows, dtl_window w, bool any, dtl_error *err)
{
	dtl_status status;
	while ((status = dtl_stmt_step(rows, err)) == DTL_OK) {
		bool apart = false;
		dtl_stay stay = { .version = dtl_take_int(rows) };
		stay.event = dtl_take_int(rows);
		stay.place = dtl_upward_canonical(&s->upward, dtl_take_int(rows));
		stay.bounds.start_lo = dtl_take_int(rows);
		stay.bounds.start_hi = dtl_take_int(rows);
		stay.bounds.end_lo = dtl_take_int(rows);
		stay.bounds.end_hi = dtl_take_int(rows);
		stay.actor = dtl_take_int(rows);
		status = any ? take_apart(s, &stay, w, &apart, err) : DTL_OK;
		if (status == DTL_OK && !apart)
			status = put_part(s, stay, err);
		if (status != DTL_OK)
			return status;
	}
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status open_found(dtl_plan *plan, dtl_stmt *rows, dtl_error *err)
{
	dtl_status status = dtl_plan_shaped(plan, &(dtl_shape){ sql_head, sql_row, sql_tail }, err);
	return status == DTL_OK ? dtl_plan_open(plan, rows, err) : status;
}

static dtl_status open_all(dtl_conflict_search *s, dtl_stmt *rows, dtl_error *err)
{
	dtl_status status = dtl_stmt_prepare(s->store, rows, sql_all, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(rows, ":kind", s->kind);
	dtl_bind_int(rows, ":as_of", s->as_of);
	return DTL_OK;
}

static dtl_status find_stays(dtl_conflict_search *s, dtl_db *db, dtl_error *err)
{
	dtl_plan plan = { .store = db->store };
	dtl_stmt rows = DTL_STMT_INIT;
	dtl_ask ask = *s->ask;
	bool any = false;
	ask.limit = 0;
	dtl_status status = ask_any(s, &any, err);
	if (status == DTL_OK)
		status = dtl_plan_make(&plan, db->store, &ask, 0, err);
	if (status == DTL_OK)
		status = plan.tree ? open_found(&plan, &rows, err) : open_all(s, &rows, err);
	if (status == DTL_OK)
		status = read_rows(s, &rows, find_window(s, &plan), any, err);
	dtl_stmt_finalize(&rows);
	dtl_plan_free(&plan);
	return status;
}

/* ---- pairs ---- */

static int compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_actor(const void *left, const void *right)
{
	const dtl_stay *a = left, *b = right;
	int order = compare(a->actor, b->actor);
	order = order ? order : compare(a->bounds.start_lo, b->bounds.start_lo);
	order = order ? order : compare(a->event, b->event);
	/* By name before by office. */
	return order ? order : compare(a->office, b->office);
}

/* The same part by name and by office, or in two roles, is one. */
static void drop_doubles(dtl_conflict_search *s)
{
	size_t kept = 0;
	for (size_t i = 0; i < s->count; i++) {
		const dtl_stay *last = kept ? &s->stays[kept - 1] : NULL, *now = &s->stays[i];
		if (last && last->actor == now->actor && last->event == now->event &&
		    last->bounds.start_lo == now->bounds.start_lo)
			continue;
		s->stays[kept++] = *now;
	}
	s->count = kept;
}

static dtl_status is_above(
    dtl_upward *u, dtl_upward_kind kind, int64_t below, int64_t above, bool *is, dtl_error *err)
{
	const dtl_party *found;
	size_t count;
	dtl_status status = dtl_upward_find(u, kind, below, &found, &count, err);
	for (size_t i = 0; status == DTL_OK && i < count && !*is; i++)
		*is = found[i].entity == above;
	return status;
}

/* Is one event part of the other, its sideline, or what it replaces? */
static dtl_status is_linked(
    dtl_conflict_search *s, const dtl_stay *from, int64_t to, bool *is, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = is_above(&s->upward, DTL_UPWARD_EVENTS, from->event, to, is, err);
	if (status == DTL_OK && !*is)
		status = dtl_stmt_cached(s->store, &st, sql_linked, err);
	if (status != DTL_OK || *is)
		return status;
	dtl_bind_int(st, ":version", from->version);
	while (!*is && (status = dtl_stmt_step(st, err)) == DTL_OK)
		*is = dtl_upward_canonical(&s->upward, dtl_take_int(st)) == to;
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* Two stays that overlap: is there a reason why that is well? */
static dtl_status is_well(
    dtl_conflict_search *s, const dtl_stay *a, const dtl_stay *b, bool *is, dtl_error *err)
{
	*is = a->place == b->place || a->event == b->event;
	dtl_status status = DTL_OK;
	if (!*is)
		status = is_above(&s->upward, DTL_UPWARD_PLACES, a->place, b->place, is, err);
	if (status == DTL_OK && !*is)
		status = is_above(&s->upward, DTL_UPWARD_PLACES, b->place, a->place, is, err);
	if (status == DTL_OK && !*is)
		status = is_linked(s, a, b->event, is, err);
	if (status == DTL_OK && !*is)
		status = is_linked(s, b, a->event, is, err);
	return status;
}

/* Each begins before the other ends, whenever that is. */
static bool overlap_certainly(const dtl_bounds *a, const dtl_bounds *b)
{
	return a->start_hi <= b->end_lo && b->start_hi <= a->end_lo;
}

static dtl_status meet(dtl_conflict_search *s, size_t one, size_t other, dtl_error *err)
{
	const dtl_stay *a = &s->stays[one], *b = &s->stays[other];
	bool well, certain = overlap_certainly(&a->bounds, &b->bounds);
	bool vague = is_vague(&a->bounds) || is_vague(&b->bounds);
	if (!certain && (s->reach == DTL_CONFLICT_DEFINITE || (vague && s->reach == DTL_CONFLICT_NEAR)))
		return DTL_OK;
	dtl_status status = is_well(s, a, b, &well, err);
	if (status != DTL_OK || well)
		return status;
	dtl_clash_pair *room = dtl_array_room(s->pairs, &s->pair_cap, s->pair_count, sizeof(*room));
	if (!room)
		return dtl_fail_memory(err);
	s->pairs = room;
	room[s->pair_count++] = (dtl_clash_pair){ one, other, certain, b->bounds.start_lo };
	return DTL_OK;
}

/* Those of one actor that may still be going on: their numbers. */
typedef struct going_on {
	size_t *list;
	size_t count, cap;
} going_on;

/* Behind this nothing that begins later is worth a comparison: with vague dates only what overlaps for certain is. */
static int64_t end_of(const dtl_conflict_search *s, const dtl_bounds *b)
{
	return s->reach != DTL_CONFLICT_POSSIBLE && is_vague(b) ? b->end_lo : b->end_hi;
}

/* Compare with all that may be going on when it may begin; what is over by then is over for those after it, too. */
static dtl_status sweep_one(dtl_conflict_search *s, going_on *g, size_t at, dtl_error *err)
{
	dtl_status status = DTL_OK;
	size_t kept = 0;
	for (size_t i = 0; i < g->count && status == DTL_OK; i++) {
		const dtl_stay *before = &s->stays[g->list[i]];
		if (before->actor != s->stays[at].actor ||
		    end_of(s, &before->bounds) <= s->stays[at].bounds.start_lo)
			continue;
		g->list[kept++] = g->list[i];
		status = meet(s, g->list[kept - 1], at, err);
	}
	g->count = kept;
	size_t *room = dtl_array_room(g->list, &g->cap, g->count, sizeof(*room));
	if (!room)
		return dtl_fail_memory(err);
	g->list = room;
	room[g->count++] = at;
	return status;
}

static dtl_status sweep(dtl_conflict_search *s, dtl_error *err)
{
	going_on g = { NULL, 0, 0 };
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < s->count && status == DTL_OK; i++) {
		if (is_vague(&s->stays[i].bounds))
			s->vague++;
		status = sweep_one(s, &g, i, err);
	}
	free(g.list);
	return status;
}

static int by_date(const void *left, const void *right)
{
	const dtl_clash_pair *a = left, *b = right;
	if (a->certain != b->certain)
		return a->certain ? -1 : 1;
	int order = compare(a->date, b->date);
	order = order ? order : compare((int64_t)a->one, (int64_t)b->one);
	return order ? order : compare((int64_t)a->other, (int64_t)b->other);
}

dtl_status dtl_conflict_find(dtl_conflict_search *s, dtl_db *db, dtl_error *err)
{
	dtl_status status = dtl_upward_open(&s->upward, s->store, err);
	if (status == DTL_OK)
		status = find_stays(s, db, err);
	if (status != DTL_OK)
		return status;
	if (s->count > 1)
		qsort(s->stays, s->count, sizeof(*s->stays), by_actor);
	drop_doubles(s);
	status = sweep(s, err);
	if (status == DTL_OK && s->pair_count > 1)
		qsort(s->pairs, s->pair_count, sizeof(*s->pairs), by_date);
	return status;
}
