/* What nobody has spoken of for long. */
#include "base/array.h"
#include "base/error.h"
#include "model/db.h"
#include "model/things.h"
#include "query/cursor.h"
#include "query/window.h"
#include <stdlib.h>
#include <string.h>

#include <dateline/brief.h>

/* The newest claim that counts on an event or what is merged with it. */
static const char sql_last_report[] =
    "SELECT c.known_at, k.key, s.publisher, c.lane FROM claim c JOIN changeset g ON g.id=c.changeset"
    " LEFT JOIN retracted r ON r.changeset=c.changeset LEFT JOIN judged j ON j.claim=c.id"
    " LEFT JOIN entity k ON k.id=" DTL_SQL_CANONICAL(
	"c.source") " LEFT JOIN source s ON s.id=k.id"
		    " WHERE c.entity IN (SELECT :event UNION SELECT m.entity FROM merged m WHERE m.canonical=:event)"
		    " AND c.known_at<:as_of AND g.n IS NOT NULL AND r.changeset IS NULL AND coalesce(j.rank,c.rank)<>2"
		    " ORDER BY c.known_at DESC, c.source IS NULL, k.key LIMIT 1";
static const char sql_version[] = "SELECT event, end_hi FROM event WHERE id=:version";

const char *dtl_neglect_name(dtl_neglect why)
{
	switch (why) {
	case DTL_NEGLECT_OVERDUE: return "overdue";
	case DTL_NEGLECT_SILENT: return "silent";
	}
	return "silent";
}

typedef struct neglected {
	dtl_neglect why;
	int64_t version, event, end_hi;
	int64_t since;
	size_t order; /* in which it was found */
} neglected;

typedef struct search {
	dtl_store *store;
	dtl_ask ask;
	int64_t as_of, after;
	neglected *found;
	size_t count, cap;
	dtl_loader loader;
	dtl_arena arena; /* of the witness */
} search;

static dtl_status find_last(search *s, int64_t event, dtl_witness *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	*out = (dtl_witness){ .known_at = DTL_TIME_MIN };
	dtl_arena_clear(&s->arena);
	dtl_status status = dtl_stmt_cached(s->store, &st, sql_last_report, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":event", event);
	dtl_bind_int(st, ":as_of", s->as_of);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		out->known_at = dtl_take_int(st);
		out->source = dtl_arena_text(&s->arena, dtl_take_text(st));
		out->publisher = dtl_arena_text(&s->arena, dtl_take_text(st));
		out->lane = dtl_arena_text(&s->arena, dtl_take_text(st));
	}
	dtl_stmt_reset(st);
	if (s->arena.failed)
		return dtl_fail_memory(err);
	return status == DTL_DONE ? DTL_OK : status;
}

/* Is it neglected, and since when? */
typedef dtl_status (*judge_fn)(search *s, neglected *n, bool *is, dtl_error *err);

static dtl_status is_overdue(search *s, neglected *n, bool *is, dtl_error *err)
{
	(void)s;
	(void)err;
	n->since = n->end_hi;
	*is = true; /* the query asks for nothing else */
	return DTL_OK;
}

static dtl_status is_silent(search *s, neglected *n, bool *is, dtl_error *err)
{
	dtl_witness last;
	dtl_status status = find_last(s, n->event, &last, err);
	n->since = last.known_at;
	*is = last.known_at < dtl_time_add(s->ask.today, -s->after);
	return status;
}

/* One way to be neglected: which events to look at, and which of them are. */
typedef struct finder {
	dtl_neglect why;
	bool upcoming, overdue; /* of the ask */
	judge_fn judge;
} finder;

static const finder finders[] = {
	{ .why = DTL_NEGLECT_OVERDUE, .overdue = true, .judge = is_overdue },
	{ .why = DTL_NEGLECT_SILENT, .upcoming = true, .judge = is_silent },
};

static dtl_status look_at(search *s, const finder *f, int64_t version, dtl_error *err)
{
	dtl_stmt *st = NULL;
	neglected n = { .why = f->why, .version = version, .order = s->count };
	bool is = false;
	dtl_status status = dtl_stmt_cached(s->store, &st, sql_version, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":version", version);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		n.event = dtl_take_int(st);
		n.end_hi = dtl_take_int(st);
		dtl_stmt_reset(st);
		status = f->judge(s, &n, &is, err);
	}
	if (status != DTL_OK || !is)
		return status == DTL_DONE ? DTL_OK : status;
	neglected *room = dtl_array_room(s->found, &s->cap, s->count, sizeof(*room));
	if (!room)
		return dtl_fail_memory(err);
	s->found = room;
	room[s->count++] = n;
	return DTL_OK;
}

static dtl_status search_with(search *s, dtl_db *db, const finder *f, dtl_error *err)
{
	dtl_ask ask = s->ask;
	dtl_cursor *c = NULL;
	int64_t version = 0;
	ask.upcoming = f->upcoming;
	ask.overdue = f->overdue;
	dtl_status status = dtl_find_events(&c, db, &ask, err);
	while (status == DTL_OK && (status = dtl_cursor_version(c, &version, err)) == DTL_OK)
		status = look_at(s, f, version, err);
	dtl_cursor_close(c);
	return status == DTL_DONE ? DTL_OK : status;
}

static int by_age(const void *left, const void *right)
{
	const neglected *a = left, *b = right;
	if (a->since != b->since)
		return a->since < b->since ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static dtl_status tell(search *s, const neglected *n, dtl_stale_fn each, void *user, dtl_error *err)
{
	dtl_stale_event stale = { .why = n->why, .since = n->since };
	dtl_status status = find_last(s, n->event, &stale.last, err);
	if (status == DTL_OK)
		status = dtl_load_event(&s->loader, n->version, &stale.event, err);
	return status == DTL_OK ? each(user, &stale, err) : status;
}

dtl_status dtl_stale(
    dtl_db *db, const dtl_ask *ask, int64_t after, dtl_stale_fn each, void *user, dtl_error *err)
{
	search s = { .store = db->store, .ask = *ask, .after = after };
	s.as_of = ask->has_as_of ? ask->as_of : DTL_TIME_MAX;
	dtl_loader_init(&s.loader, db->store, s.as_of, ask->today);
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < sizeof(finders) / sizeof(finders[0]) && status == DTL_OK; i++)
		status = search_with(&s, db, &finders[i], err);
	if (s.count > 1)
		qsort(s.found, s.count, sizeof(*s.found), by_age);
	for (size_t i = 0; i < s.count && status == DTL_OK; i++)
		status = tell(&s, &s.found[i], each, user, err);
	free(s.found);
	dtl_loader_free(&s.loader);
	dtl_arena_free(&s.arena);
	return status;
}
