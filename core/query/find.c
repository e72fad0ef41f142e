#include "base/error.h"
#include "model/db.h"
#include "model/names.h"
#include "model/things.h"
#include "query/cursor.h"
#include "query/occurrence.h"
#include "query/plan.h"
#include "query/project.h"
#include "query/snippet.h"
#include <stdlib.h>
#include <string.h>

/* Things that stand for themselves, by key; kinds of actors where they are asked for. */
#define ALL(table)                                                                                           \
	"SELECT n.key, n.id FROM " table " t CROSS JOIN entity n WHERE n.id=t.id"                            \
	" AND NOT EXISTS(SELECT 1 FROM merged m WHERE m.entity=t.id AND m.canonical<>t.id)"
#define BY_KEY " ORDER BY n.key"

static const char sql_actors[] = ALL("actor") BY_KEY;
static const char sql_actors_of[] = ALL("actor") " AND t.kind=:subkind" BY_KEY;
static const char sql_series[] = ALL("series") BY_KEY;
static const char sql_places[] = ALL("place") BY_KEY;
static const char sql_sources[] = ALL("source") BY_KEY;
static const char sql_topics[] = ALL("topic") BY_KEY;
static const char sql_one[] = "SELECT key, id FROM entity WHERE id=:entity";
static const char sql_there[] =
    "SELECT EXISTS(SELECT 1 FROM actor WHERE id=:entity) OR EXISTS(SELECT 1 FROM series WHERE"
    " id=:entity) OR EXISTS(SELECT 1 FROM place WHERE id=:entity) OR EXISTS(SELECT 1 FROM"
    " source WHERE id=:entity) OR EXISTS(SELECT 1 FROM topic WHERE id=:entity)";

static const char *const sql_all[DTL_KINDS] = {
	[DTL_ACTOR] = sql_actors,
	[DTL_SERIES] = sql_series,
	[DTL_PLACE] = sql_places,
	[DTL_SOURCE] = sql_sources,
	[DTL_TOPIC] = sql_topics,
};

struct dtl_cursor {
	dtl_kind kind;
	dtl_stmt things; /* (key, entity) */
	dtl_plan plan;   /* of events */
	dtl_rows rows;
	dtl_unfolding unfolding;
	dtl_turn turn; /* the row at hand */
	dtl_loader loader;
	char *subkind;
	bool snippets;
	bool held; /* the store, while events are read */
};

void dtl_cursor_close(dtl_cursor *c)
{
	if (!c)
		return;
	dtl_stmt_finalize(&c->things);
	dtl_rows_close(&c->rows);
	if (c->kind == DTL_EVENT)
		dtl_plan_free(&c->plan);
	dtl_unfold_close(&c->unfolding);
	if (c->held)
		dtl_store_let_go(c->loader.store);
	dtl_loader_free(&c->loader);
	free(c->subkind);
	free(c);
}

static dtl_cursor *new_cursor(dtl_kind kind)
{
	dtl_cursor *c = calloc(1, sizeof(*c));
	if (c)
		*c = (dtl_cursor){ .kind = kind, .things = DTL_STMT_INIT };
	return c;
}

/* Hand out a cursor that has been opened, or close it. */
static dtl_status hand_out(dtl_cursor **out, dtl_cursor *c, dtl_status status)
{
	if (status != DTL_OK) {
		dtl_cursor_close(c);
		return status;
	}
	*out = c;
	return DTL_OK;
}

/* No event has this ID; perhaps a projected edition. Otherwise the error stays that there is no such event. */
static dtl_status find_projected(dtl_cursor *c, dtl_db *db, const dtl_ask *ask)
{
	dtl_status status = dtl_plan_make(&c->plan, db->store, ask, 0, NULL);
	if (status == DTL_OK && !dtl_projected_there(db->store, c->plan.projections, ask->only))
		status = DTL_E_NOTFOUND;
	return status;
}

dtl_status dtl_find_events(dtl_cursor **out, dtl_db *db, const dtl_ask *ask, dtl_error *err)
{
	int64_t only = 0;
	*out = NULL;
	dtl_cursor *c = new_cursor(DTL_EVENT);
	if (!c)
		return dtl_fail_memory(err);
	c->plan.store = db->store;
	dtl_loader_init(&c->loader, db->store, ask->has_as_of ? ask->as_of : DTL_TIME_MAX, ask->today);
	c->loader.revisions = ask->revisions;
	c->loader.previous = ask->previous;
	c->loader.keys = ask->keys;
	c->loader.brief = ask->brief && !ask->revisions;
	c->loader.offices = ask->offices;
	c->snippets = ask->snippets;
	c->held = dtl_store_hold(db->store);
	dtl_status status = DTL_OK;
	if (ask->only)
		status = dtl_name_resolve(db->store, DTL_EVENT, ask->only, &only, err);
	if (status == DTL_E_NOTFOUND && strchr(ask->only, '@'))
		status = find_projected(c, db, ask);
	else if (status == DTL_OK)
		status = dtl_plan_make(&c->plan, db->store, ask, only, err);
	if (status == DTL_OK)
		status = dtl_unfold_open(&c->unfolding, &c->plan, ask, err);
	if (status == DTL_OK)
		/* Rows fall away and come: they are counted as they are handed out. */
		status = dtl_rows_open(&c->rows, &c->plan,
		    c->unfolding.active || c->plan.after.inclusive ? -1 : c->plan.limit, err);
	return hand_out(out, c, status);
}

static dtl_status open_all(
    dtl_cursor *c, dtl_store *store, dtl_kind kind, const char *subkind, dtl_error *err)
{
	if (kind != DTL_ACTOR || !subkind)
		return dtl_stmt_prepare(store, &c->things, sql_all[kind], err);
	dtl_text copy = DTL_TEXT_INIT;
	dtl_text_add(&copy, subkind);
	c->subkind = dtl_text_take(&copy);
	if (!c->subkind)
		return dtl_fail_memory(err);
	dtl_status status = dtl_stmt_prepare(store, &c->things, sql_actors_of, err);
	if (status == DTL_OK)
		dtl_bind_text(&c->things, ":subkind", c->subkind);
	return status;
}

/* What was removed, or never named, is still spoken of in the ledger and does not show. */
static dtl_status must_show(dtl_store *store, dtl_kind kind, int64_t entity, const char *only, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(store, &st, sql_there, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":entity", entity);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK && !dtl_take_int(st))
		status = dtl_fail(
		    err, DTL_E_NOTFOUND, "%s '%s' is removed, or has no name", dtl_kind_name(kind), only);
	dtl_stmt_reset(st);
	return status;
}

static dtl_status open_one(dtl_cursor *c, dtl_store *store, dtl_kind kind, const char *only, dtl_error *err)
{
	int64_t entity = 0;
	dtl_status status = dtl_name_resolve(store, kind, only, &entity, err);
	if (status == DTL_OK)
		status = must_show(store, kind, entity, only, err);
	if (status == DTL_OK)
		status = dtl_stmt_prepare(store, &c->things, sql_one, err);
	if (status == DTL_OK)
		dtl_bind_int(&c->things, ":entity", entity);
	return status;
}

dtl_status dtl_find_things(
    dtl_cursor **out, dtl_db *db, dtl_kind kind, const char *only, const char *subkind, dtl_error *err)
{
	*out = NULL;
	if (kind == DTL_EVENT)
		return dtl_find_events(out, db, &(dtl_ask){ .only = only }, err);
	if (kind >= DTL_KINDS)
		return dtl_fail(err, DTL_E_ARGUMENT, "not a kind of things: '%s'", dtl_kind_name(kind));
	dtl_cursor *c = new_cursor(kind);
	if (!c)
		return dtl_fail_memory(err);
	dtl_loader_init(&c->loader, db->store, DTL_TIME_MAX, 0);
	dtl_status status =
	    only ? open_one(c, db->store, kind, only, err) : open_all(c, db->store, kind, subkind, err);
	return hand_out(out, c, status);
}

dtl_status dtl_cursor_version(dtl_cursor *c, int64_t *version, dtl_error *err)
{
	dtl_status status = dtl_unfold_next(&c->unfolding, &c->rows, &c->turn, err);
	if (status == DTL_OK)
		*version = c->turn.version;
	return status;
}

dtl_status dtl_cursor_event(dtl_cursor *c, const dtl_event **out, dtl_error *err)
{
	int64_t version = 0;
	*out = NULL;
	if (c->kind != DTL_EVENT)
		return dtl_fail(err, DTL_E_ARGUMENT, "the cursor is over things, not events");
	dtl_status status = dtl_cursor_version(c, &version, err);
	if (status != DTL_OK)
		return status;
	if (version < 0)
		status = dtl_projected_load(&c->loader, version, out, err);
	else if (c->turn.table && c->loader.brief)
		status = dtl_load_table_row(&c->loader, version, c->turn.table, out, err);
	else
		status = dtl_load_event(&c->loader, version, out, err);
	if (status == DTL_OK)
		dtl_unfold_apply(&c->loader, &c->turn);
	if (status == DTL_OK && c->snippets && c->plan.search && version > 0)
		status = dtl_snippet_load(&c->loader, &c->plan, version, err);
	return status;
}

dtl_status dtl_cursor_thing(dtl_cursor *c, dtl_thing *out, dtl_error *err)
{
	*out = (dtl_thing){ .kind = c->kind };
	if (c->kind == DTL_EVENT)
		return dtl_cursor_event(c, &out->as.event, err);
	dtl_status status = dtl_stmt_step(&c->things, err);
	if (status != DTL_OK)
		return status;
	dtl_take_text(&c->things); /* the key: by it they are ordered */
	return dtl_load_thing(&c->loader, c->kind, dtl_take_int(&c->things), out, err);
}

bool dtl_cursor_windowed(const dtl_cursor *c)
{
	return c->kind == DTL_EVENT && c->plan.windowed;
}
