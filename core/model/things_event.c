#include "base/array.h"
#include "base/error.h"
#include "model/fields.h"
#include "model/names.h"
#include "model/state.h"
#include "model/things.h"
#include <stdlib.h>
#include <string.h>

static const char sql_event[] = "SELECT e.event, " DTL_SQL_CANONICAL(
    "e.place") ", e.span, e.key, e.title, e.type, e.level, e.status, e.edtf = '', e.edtf, e.tz,"
	       " e.start_lo, e.start_hi, e.end_lo, e.end_hi, e.said, e.said_on, " DTL_SQL_KEY("e.series") ", e.edition, " DTL_SQL_KEY(
		   "e.parent") ", e.url, e.extra, e.known_from, t.description, e.parts,"
			       " r.recurrence, r.instances, EXISTS(SELECT 1 FROM event_link x WHERE x.version=e.id)"
			       " FROM event e JOIN event_text t ON t.id=e.text"
			       " LEFT JOIN event_recurrence r ON r.version=e.id WHERE e.id=:version";
static const char sql_table_row[] =
    "SELECT " DTL_SQL_TABLE_ROW("e.event") " FROM event e WHERE e.id=:version";
static const char sql_extra[] = "SELECT extra FROM event WHERE id=:version";
static const char sql_topics[] =
    "SELECT " DTL_SQL_KEY("x.topic") " FROM event_topic x WHERE x.version=:version";
static const char sql_sources[] =
    "SELECT " DTL_SQL_KEY("x.source") " FROM event_source x WHERE x.event=:event AND x.known_from<:as_of";
static const char sql_links[] =
    "SELECT x.rel, " DTL_SQL_KEY("x.target") " FROM event_link x WHERE x.version=:version";
static const char sql_earlier[] =
    "SELECT edtf, start_lo, start_hi, end_lo, end_hi FROM event"
    " WHERE event=:event AND known_from<:known_from AND edtf IS NOT NULL AND edtf<>''"
    " ORDER BY known_from DESC, id DESC";
/* Acts on its claims and their changesets are changes of it too: undoing one must not look like nothing to a calendar. */
static const char sql_plain[] =
    "SELECT NOT EXISTS(SELECT 1 FROM entity WHERE kind IN (6, 7)) AND NOT EXISTS(SELECT 1 FROM merged)";
static const char sql_own_ledger[] =
    "SELECT count(*), min(g.recorded_at), max(g.recorded_at) FROM claim c JOIN changeset g"
    " ON g.id=c.changeset WHERE c.entity=:event";
static const char sql_ledger[] =
    "WITH mine(uid, position, recorded) AS (SELECT g.uid, c.position, g.recorded_at FROM claim c CROSS JOIN changeset g"
    " WHERE g.id=c.changeset AND c.entity IN (SELECT :event UNION SELECT entity FROM merged WHERE canonical=:event)),"
    " acts(entity) AS (SELECT x.id FROM mine CROSS JOIN entity x WHERE x.kind=6 AND x.key=lower(hex(mine.uid))"
    " UNION SELECT x.id FROM mine CROSS JOIN entity x WHERE x.kind=7 AND x.key=lower(hex(mine.uid)) || '/' || mine.position)"
    " SELECT count(*), min(recorded), max(recorded) FROM (SELECT recorded FROM mine UNION ALL"
    " SELECT g.recorded_at FROM acts CROSS JOIN claim a CROSS JOIN changeset g WHERE a.entity=acts.entity AND g.id=a.changeset)";

/* The row being loaded. */
typedef struct row {
	int64_t version, event, place; /* place 0: none */
	bool dated, has_extra, linked;
	const char *parts; /* NULL: nobody takes part */
} row;

static dtl_status open_version(dtl_loader *l, dtl_stmt **st, const char *sql, const row *r, dtl_error *err)
{
	dtl_status status = dtl_stmt_cached(l->store, st, sql, err);
	if (status == DTL_OK)
		dtl_bind_int(*st, ":version", r->version);
	return status;
}

/* The row's bounds are what was searched in: nobody has to know the zone, which takes libical long to read. */
static void set_date(dtl_event *e, bool dated, const dtl_bounds *bounds)
{
	if (dated && e->edtf)
		dtl_date_parse(&e->date, e->edtf, NULL, NULL);
	e->date.local = e->date.local && !e->tz;
	e->date.bounds = *bounds;
}

static void take_event(dtl_loader *l, dtl_stmt *st, row *r)
{
	dtl_event *e = &l->event;
	*e = (dtl_event){ .certain = true };
	r->event = dtl_take_int(st);
	r->place = dtl_take_int(st);
	r->dated = dtl_take_int(st) < 6;
	e->key = dtl_load_text(l, st);
	e->title = dtl_load_text(l, st);
	e->type = dtl_load_text(l, st);
	e->level = dtl_load_text(l, st);
	e->status = dtl_load_text(l, st);
	e->unknown = dtl_take_int(st) != 0;
	e->edtf = dtl_load_text(l, st);
	e->tz = dtl_load_text(l, st);
	dtl_bounds bounds;
	bounds.start_lo = dtl_take_int(st);
	bounds.start_hi = dtl_take_int(st);
	bounds.end_lo = dtl_take_int(st);
	bounds.end_hi = dtl_take_int(st);
	set_date(e, r->dated, &bounds);
	e->text = dtl_load_text(l, st);
	e->said_on = dtl_load_text(l, st);
	e->series = dtl_load_text(l, st);
	e->edition = dtl_take_int(st);
	e->parent = dtl_load_text(l, st);
	e->url = dtl_load_text(l, st);
	e->extra = dtl_load_text(l, st);
	e->known_from = dtl_take_int(st);
	e->description = dtl_load_text(l, st);
	r->parts = dtl_load_text(l, st);
	e->recurrence = dtl_load_text(l, st);
	e->instances = dtl_load_text(l, st);
	r->linked = dtl_take_int(st) != 0;
	e->state = dtl_state_of(e->status, r->dated ? &e->date.bounds : NULL, l->today);
}

static const char *take_piece(dtl_stmt *st, dtl_arena *arena)
{
	size_t len = 0;
	const char *text = dtl_take_text_len(st, &len);
	return text ? dtl_arena_text_len(arena, text, len) : NULL;
}

void dtl_table_row_take(dtl_table_row *out, dtl_stmt *st, dtl_arena *arena)
{
	out->event = dtl_take_int(st);
	out->key = take_piece(st, arena);
	out->span = (int)dtl_take_int(st);
	out->bounds.start_lo = dtl_take_int(st);
	out->bounds.start_hi = dtl_take_int(st);
	out->bounds.end_lo = dtl_take_int(st);
	out->bounds.end_hi = dtl_take_int(st);
	out->place = dtl_take_int(st);
	out->known_from = dtl_take_int(st);
	out->title = take_piece(st, arena);
	out->type = take_piece(st, arena);
	out->status = take_piece(st, arena);
	out->edtf = take_piece(st, arena);
	out->tz = take_piece(st, arena);
	out->has_extra = dtl_take_int(st) != 0;
	out->parts = take_piece(st, arena);
}

static const char *unless_empty(const char *text)
{
	return text && *text ? text : NULL;
}

static void fill_event(dtl_loader *l, const dtl_table_row *t, row *r)
{
	dtl_event *e = &l->event;
	*e = (dtl_event){ .certain = true, .known_from = t->known_from };
	r->event = t->event;
	r->place = t->place;
	r->dated = t->span < 6;
	r->has_extra = t->has_extra;
	r->parts = t->parts;
	e->key = t->key;
	e->title = unless_empty(t->title);
	e->type = unless_empty(t->type);
	e->status = unless_empty(t->status);
	e->edtf = unless_empty(t->edtf);
	e->unknown = t->edtf && !e->edtf;
	e->tz = unless_empty(t->tz);
	set_date(e, r->dated, &t->bounds);
	e->state = dtl_state_of(e->status, r->dated ? &e->date.bounds : NULL, l->today);
}

static dtl_status load_row(dtl_loader *l, row *r, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_table_row taken;
	dtl_status status = open_version(l, &st, l->brief ? sql_table_row : sql_event, r, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(st, err);
	if (status == DTL_DONE)
		return dtl_fail(err, DTL_E_NOTFOUND, "no such version of an event");
	if (status != DTL_OK)
		return status;
	if (l->brief) {
		dtl_table_row_take(&taken, st, &l->arena);
		fill_event(l, &taken, r);
	} else {
		take_event(l, st, r);
	}
	dtl_stmt_reset(st);
	return l->arena.failed ? dtl_fail_memory(err) : DTL_OK;
}

/* Where there is no place, a calendar may have one in words of its own. */
static dtl_status load_extra(dtl_loader *l, const row *r, dtl_error *err)
{
	dtl_stmt *st = NULL;
	if (!l->brief || r->place || !r->has_extra)
		return DTL_OK;
	dtl_status status = open_version(l, &st, sql_extra, r, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(st, err);
	if (status != DTL_OK)
		return status;
	l->event.extra = dtl_load_text(l, st);
	dtl_stmt_reset(st);
	return DTL_OK;
}

/*
 * A slug's UID is made of it; another key came from a calendar and is one. Only
 * what has a suffix, or is no slug, is shown by something else than its key.
 */
static dtl_status name_event(dtl_loader *l, const row *r, dtl_error *err)
{
	dtl_text suffix = DTL_TEXT_INIT;
	dtl_text_clear(&l->room);
	dtl_key_split(l->event.key, &l->room, &suffix);
	bool slug = l->room.len > 0, plain = slug && suffix.len == 0;
	dtl_text_free(&suffix);
	dtl_text_clear(&l->room);
	dtl_text_add(&l->room, l->event.key);
	dtl_text_add(&l->room, "@dateline");
	l->event.uid = slug ? dtl_arena_text(&l->arena, dtl_text_str(&l->room)) : l->event.key;
	l->event.id = l->event.key;
	if (l->keys || plain)
		return dtl_text_failed(&l->room) ? dtl_fail_memory(err) : DTL_OK;
	dtl_text_clear(&l->room);
	dtl_status status = dtl_name_shown(l->store, r->event, &l->room, err);
	l->event.id = dtl_arena_text(&l->arena, dtl_text_str(&l->room));
	return status == DTL_OK && dtl_text_failed(&l->room) ? dtl_fail_memory(err) : status;
}

static dtl_status load_parts(dtl_loader *l, const row *r, dtl_error *err)
{
	return dtl_load_parts(l, r->parts, r->dated, err);
}

/* ---- the lists ---- */

/*
 * Here and not in SQL: a sorter is made and thrown away for each list, and its
 * pages come from the system and go back there. Two of a name are one: of things
 * that have been merged.
 */
static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort_names(dtl_names *names)
{
	size_t kept = 0;
	if (names->count > 1)
		qsort(names->items, names->count, sizeof(*names->items), by_name);
	for (size_t i = 0; i < names->count; i++)
		if (kept == 0 || strcmp(names->items[kept - 1], names->items[i]) != 0)
			names->items[kept++] = names->items[i];
	names->count = kept;
}

static int by_rel(const void *left, const void *right)
{
	const dtl_link *a = left, *b = right;
	int order = strcmp(a->rel, b->rel);
	return order ? order : strcmp(a->id, b->id);
}

static void sort_links(dtl_loader *l)
{
	size_t kept = 0;
	if (l->link_count > 1)
		qsort(l->links, l->link_count, sizeof(*l->links), by_rel);
	for (size_t i = 0; i < l->link_count; i++)
		if (kept == 0 || by_rel(&l->links[kept - 1], &l->links[i]) != 0)
			l->links[kept++] = l->links[i];
	l->link_count = kept;
}

static dtl_status load_topics(dtl_loader *l, const row *r, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = open_version(l, &st, sql_topics, r, err);
	if (status == DTL_OK)
		status = dtl_load_names(l, st, &l->topics, err);
	sort_names(&l->topics);
	l->event.topics = l->topics.items;
	l->event.topic_count = l->topics.count;
	return status;
}

static dtl_status load_sources(dtl_loader *l, const row *r, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(l->store, &st, sql_sources, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":event", r->event);
	dtl_bind_int(st, ":as_of", l->as_of);
	status = dtl_load_names(l, st, &l->sources, err);
	sort_names(&l->sources);
	l->event.sources = l->sources.items;
	l->event.source_count = l->sources.count;
	return status;
}

static dtl_status load_links(dtl_loader *l, const row *r, dtl_error *err)
{
	dtl_stmt *st = NULL;
	if (!r->linked)
		return DTL_OK;
	dtl_status status = open_version(l, &st, sql_links, r, err);
	if (status != DTL_OK)
		return status;
	l->link_count = 0;
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		dtl_link *room = dtl_array_room(l->links, &l->link_cap, l->link_count, sizeof(*room));
		if (!room) {
			status = dtl_fail_memory(err);
			break;
		}
		l->links = room;
		dtl_link *link = &room[l->link_count++];
		link->rel = dtl_load_text(l, st);
		link->id = dtl_load_text(l, st);
	}
	dtl_stmt_reset(st);
	sort_links(l);
	l->event.links = l->links;
	l->event.link_count = l->link_count;
	return status == DTL_DONE ? DTL_OK : status;
}

/* Where nothing was ever undone, ranked or merged, what an event's own claims say is all. Asked once. */
static dtl_status look_whether_plain(dtl_loader *l, dtl_error *err)
{
	dtl_stmt *st = NULL;
	if (l->plain_known)
		return DTL_OK;
	dtl_status status = dtl_stmt_cached(l->store, &st, sql_plain, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(st, err);
	if (status != DTL_OK)
		return status;
	l->plain = dtl_take_int(st) != 0;
	l->plain_known = true;
	dtl_stmt_reset(st);
	return DTL_OK;
}

static dtl_status load_ledger(dtl_loader *l, const row *r, dtl_error *err)
{
	dtl_stmt *st = NULL;
	if (!l->revisions)
		return DTL_OK;
	dtl_status status = look_whether_plain(l, err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(l->store, &st, l->plain ? sql_own_ledger : sql_ledger, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":event", r->event);
	status = dtl_stmt_step(st, err);
	if (status != DTL_OK)
		return status;
	l->event.revision = dtl_take_int(st);
	l->event.recorded_first = dtl_take_int(st);
	l->event.recorded_last = dtl_take_int(st);
	dtl_stmt_reset(st);
	return DTL_OK;
}

/* The last date that it had before and that the present one does not merely make more exact. */
static dtl_status load_previous(dtl_loader *l, const row *r, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_event *e = &l->event;
	if (!l->previous)
		return DTL_OK;
	dtl_status status = dtl_stmt_cached(l->store, &st, sql_earlier, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":event", r->event);
	dtl_bind_int(st, ":known_from", e->known_from);
	while (!e->previous && (status = dtl_stmt_step(st, err)) == DTL_OK) {
		dtl_bounds b;
		const char *edtf = dtl_take_text(st);
		b.start_lo = dtl_take_int(st);
		b.start_hi = dtl_take_int(st);
		b.end_lo = dtl_take_int(st);
		b.end_hi = dtl_take_int(st);
		if (!r->dated || !dtl_bounds_within(&e->date.bounds, &b))
			e->previous = dtl_arena_text(&l->arena, edtf);
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status load_where(dtl_loader *l, const row *r, dtl_error *err)
{
	if (!r->place)
		return DTL_OK;
	dtl_status status = dtl_load_place(l, r->place, err);
	if (status == DTL_OK &&
	    l->revisions) /* who compares with what others said knows it by all its names */
		status = dtl_load_place_aliases(l, r->place, err);
	l->event.place = &l->place;
	return status;
}

/* A step of loading; whether a line of a table shows what it loads. */
static const struct {
	dtl_status (*load)(dtl_loader *l, const row *r, dtl_error *err);
	bool brief;
} steps[] = {
	{ name_event, true },
	{ load_where, true },
	{ load_extra, true },
	{ load_parts, true },
	{ load_topics, false },
	{ load_sources, false },
	{ load_links, false },
	{ load_ledger, true },
	{ load_previous, true },
};

static dtl_status take_steps(dtl_loader *l, const row *r, const dtl_event **out, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps) && status == DTL_OK; i++)
		if (steps[i].brief || !l->brief)
			status = steps[i].load(l, r, err);
	*out = &l->event;
	return status == DTL_OK && l->arena.failed ? dtl_fail_memory(err) : status;
}

dtl_status dtl_load_event(dtl_loader *l, int64_t version, const dtl_event **out, dtl_error *err)
{
	row r = { .version = version };
	dtl_arena_clear(&l->arena);
	dtl_known_trim(&l->known);
	dtl_status status = load_row(l, &r, err);
	return status == DTL_OK ? take_steps(l, &r, out, err) : status;
}

dtl_status dtl_load_table_row(
    dtl_loader *l, int64_t version, const dtl_table_row *taken, const dtl_event **out, dtl_error *err)
{
	row r = { .version = version };
	dtl_arena_clear(&l->arena);
	dtl_known_trim(&l->known);
	fill_event(l, taken, &r);
	return take_steps(l, &r, out, err);
}
