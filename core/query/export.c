#include "base/error.h"
#include "model/db.h"
#include "model/things.h"
#include "query/cursor.h"
#include "query/sets.h"
#include <stdlib.h>
#include <string.h>

/*
 * What the events mention, and what that mentions, is collected in temporary
 * tables, so that definitions come out by kind and key and nothing grows here
 * with the timeline. UNION in the closures ends cycles.
 */
#define CLEAR "DELETE FROM export_version; DELETE FROM export_thing;"
static const char sql_tables[] =
    "CREATE TEMP TABLE IF NOT EXISTS export_version(id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE IF NOT EXISTS export_thing(kind INTEGER NOT NULL, entity INTEGER NOT NULL,"
    " PRIMARY KEY(kind, entity)) WITHOUT ROWID;" CLEAR;
static const char sql_clear[] = CLEAR;
static const char sql_version[] = "INSERT OR IGNORE INTO export_version(id) VALUES(:version)";

#define MENTION(kind, column, from)                                                                          \
	"INSERT OR IGNORE INTO export_thing(kind, entity) SELECT " kind ", " DTL_SQL_CANONICAL(              \
	    column) " FROM export_version v CROSS JOIN " from " AND " column " IS NOT NULL;"
#define FROM_THING(kind, column, of, from)                                                                   \
	"INSERT OR IGNORE INTO export_thing(kind, entity) SELECT " kind                                      \
	", " DTL_SQL_CANONICAL(column) " FROM export_thing t CROSS JOIN " from " WHERE t.kind=" of           \
				       " AND x.id=t.entity AND " column " IS NOT NULL;"
#define CLOSE(kind, column, from)                                                                            \
	"INSERT OR IGNORE INTO export_thing(kind, entity) WITH RECURSIVE all_of(id) AS ("                    \
	" SELECT entity FROM export_thing WHERE kind=" kind                                                  \
	" UNION SELECT " DTL_SQL_CANONICAL(column) " FROM all_of o CROSS JOIN " from " AND " column          \
						   " IS NOT NULL) SELECT " kind ", id FROM all_of;"

/*
 * The same of everything that now is: each number of a column is met once in its
 * index, however many rows have it, and `there` tells that a present version does.
 */
#define EVERY(kind, column, of, there)                                                                       \
	"INSERT OR IGNORE INTO export_thing(kind, entity) WITH RECURSIVE d(id) AS (SELECT min(" column       \
	") FROM " of " WHERE " column " IS NOT NULL UNION ALL SELECT (SELECT min(" column ") FROM " of       \
	" WHERE " column " IS NOT NULL AND " column ">d.id) FROM d WHERE d.id IS NOT NULL)"                  \
	" SELECT " kind ", " DTL_SQL_CANONICAL("d.id") " FROM d WHERE d.id IS NOT NULL AND EXISTS(SELECT 1"  \
						       " FROM " of there " AND " column "=d.id);"

/* Kinds as in entity.kind: 1 actor, 2 series, 3 place, 4 source, 5 topic. */
static const char sql_every[] = EVERY("1", "x.actor", "event_actor x INDEXED BY event_actor_time",
    " WHERE " DTL_SQL_PAST("x.version", "0")) EVERY("1", "x.behalf",
    "event_actor x INDEXED BY event_actor_behalf",
    " WHERE x.behalf IS NOT NULL AND x.version<" DTL_FIRST_PAST_SQL) EVERY("5", "x.topic",
    "event_topic x INDEXED BY event_topic_time", " WHERE " DTL_SQL_PAST("x.version", "0")) EVERY("2",
    "x.series", "event x INDEXED BY event_series", " WHERE x.series IS NOT NULL AND x.id<" DTL_FIRST_PAST_SQL)
    EVERY("3", "x.place", "event x INDEXED BY event_place",
	" WHERE x.place IS NOT NULL AND x.id<" DTL_FIRST_PAST_SQL) EVERY("4", "x.source",
	"event_source x INDEXED BY event_source_source", " CROSS JOIN event e WHERE e.id=x.event");
static const char sql_mentions[] = MENTION("1", "x.actor", "event_actor x WHERE x.version=v.id")
    MENTION("1", "x.behalf", "event_actor x WHERE x.version=v.id")
	MENTION("5", "x.topic", "event_topic x WHERE x.version=v.id")
	    MENTION("2", "x.series", "event x WHERE x.id=v.id")
		MENTION("3", "x.place", "event x WHERE x.id=v.id");
static const char sql_closures[] = FROM_THING("1", "x.organiser", "2", "series x")
    FROM_THING("3", "x.place", "2", "series x") CLOSE("1", "x.of", "affiliation x WHERE x.actor=o.id")
	CLOSE("3", "x.parent", "place x WHERE x.id=o.id") CLOSE("5", "x.parent", "topic x WHERE x.id=o.id");
static const char sql_sources[] =
    "INSERT OR IGNORE INTO export_thing(kind, entity) SELECT 4, " DTL_SQL_CANONICAL(
	"x.source") " FROM export_version v CROSS JOIN event e CROSS JOIN event_source x"
		    " WHERE e.id=v.id AND x.event=e.event AND x.known_from<:as_of";
static const char sql_things[] = "SELECT n.key, t.entity FROM export_thing t CROSS JOIN entity n"
				 " WHERE t.kind=:kind AND n.id=t.entity ORDER BY n.key";

/* One export. */
typedef struct export
{
	dtl_store *store;
	dtl_db *db;
	const dtl_ask *ask;
	const dtl_exporter *exporter;
	dtl_export_options options;
	void *state;
	FILE *out;
	int64_t count;
	int64_t in_part; /* events in the document that is open */
	bool open;       /* one is */
}
export;

static dtl_status collect_versions(export *x, dtl_cursor *c, dtl_error *err)
{
	dtl_status status;
	int64_t version = 0;
	while ((status = dtl_cursor_version(c, &version, err)) == DTL_OK) {
		dtl_stmt *st = NULL;
		status = dtl_stmt_cached(x->store, &st, sql_version, err);
		if (status == DTL_OK) {
			dtl_bind_int(st, ":version", version);
			status = dtl_stmt_run(st, err);
		}
		if (status != DTL_OK)
			return status;
	}
	return status == DTL_DONE ? DTL_OK : status;
}

/* What the events that are asked for mention. */
static dtl_status collect_asked(export *x, dtl_error *err)
{
	dtl_cursor *c = NULL;
	dtl_stmt *st = NULL;
	dtl_status status = dtl_find_events(&c, x->db, x->ask, err);
	if (status == DTL_OK)
		status = collect_versions(x, c, err);
	dtl_cursor_close(c);
	if (status == DTL_OK)
		status = dtl_store_exec(x->store, sql_mentions, err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(x->store, &st, sql_sources, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":as_of", x->ask->has_as_of ? x->ask->as_of : DTL_TIME_MAX);
	return dtl_stmt_run(st, err);
}

/* Is everything asked for that now is? */
static bool asks_for_all(const dtl_ask *ask)
{
	bool all = !ask->query || ask->query[strspn(ask->query, " \t\r\n")] == '\0';
	return all && !ask->has_as_of && !ask->only && !ask->upcoming && !ask->overdue &&
	       !ask->changed_from && !ask->changed_to && !ask->definite && !ask->after && ask->limit <= 0;
}

static dtl_status collect(export *x, dtl_error *err)
{
	dtl_status status = dtl_store_exec(x->store, sql_tables, err);
	if (status == DTL_OK && asks_for_all(x->ask))
		status = dtl_store_exec(x->store, sql_every, err);
	else if (status == DTL_OK)
		status = collect_asked(x, err);
	return status == DTL_OK ? dtl_store_exec(x->store, sql_closures, err) : status;
}

static dtl_status define_kind(export *x, dtl_loader *l, dtl_kind kind, dtl_error *err)
{
	dtl_thing thing;
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(x->store, &st, sql_things, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":kind", kind);
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		dtl_take_text(st); /* the key: by it they are ordered */
		status = dtl_load_thing(l, kind, dtl_take_int(st), &thing, err);
		if (status == DTL_OK)
			status = x->exporter->define(x->state, x->out, &thing, err);
		if (status != DTL_OK)
			break;
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status define_all(export *x, dtl_error *err)
{
	static const dtl_kind order[] = { DTL_SOURCE, DTL_PLACE, DTL_TOPIC, DTL_SERIES, DTL_ACTOR };
	dtl_loader l;
	if (!x->options.definitions || !x->exporter->define)
		return DTL_OK;
	dtl_loader_init(&l, x->store, DTL_TIME_MAX, x->ask->today);
	dtl_status status = collect(x, err);
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]) && status == DTL_OK; i++)
		status = define_kind(x, &l, order[i], err);
	dtl_loader_free(&l);
	if (status == DTL_OK)
		status = dtl_store_exec(x->store, sql_clear, err);
	return status;
}

/* The document at hand, complete. */
static dtl_status end_part(export *x, dtl_error *err)
{
	if (!x->open)
		return DTL_OK;
	x->open = false;
	dtl_status status = x->exporter->end(x->state, x->out, err);
	if (status == DTL_OK && ferror(x->out))
		status = dtl_fail(err, DTL_E_IO, "cannot write the export");
	return status;
}

/* A document begins, where the caller says; with no events at all perhaps nowhere. */
static dtl_status begin_part(export *x, const dtl_event *first, dtl_error *err)
{
	dtl_status status = end_part(x, err);
	if (status == DTL_OK && x->options.split) {
		x->out = NULL;
		status = x->options.part(x->options.part_user, first, &x->out, err);
	}
	if (status != DTL_OK || !x->out)
		return status;
	x->in_part = 0;
	x->open = true;
	status = x->exporter->begin(x->state, x->out, &x->options, err);
	return status == DTL_OK ? define_all(x, err) : status;
}

static dtl_status write_event(export *x, const dtl_event *event, dtl_error *err)
{
	dtl_status status = DTL_OK;
	/* What nobody has said is not for others to import. */
	if (event->state == DTL_STATE_PROJECTED ||
	    (x->exporter->takes && !x->exporter->takes(x->state, &x->options, event)))
		return DTL_OK;
	if (x->options.split && (!x->open || x->in_part == x->options.split))
		status = begin_part(x, event, err);
	if (status == DTL_OK)
		status = x->exporter->event(x->state, x->out, event, err);
	x->in_part++;
	x->count++;
	return status;
}

static dtl_status write_events(export *x, dtl_cursor *c, dtl_error *err)
{
	const dtl_event *event = NULL;
	dtl_status status = x->options.split ? DTL_OK : begin_part(x, NULL, err);
	while (status == DTL_OK && (status = dtl_cursor_event(c, &event, err)) == DTL_OK)
		status = write_event(x, event, err);
	if (status == DTL_DONE && x->options.split && !x->count)
		status = begin_part(x, NULL, err);
	return status == DTL_DONE ? DTL_OK : status;
}

static void tell_left_out(const export *x)
{
	const char *why = NULL;
	if (!x->exporter->left_out || !x->options.left_out)
		return;
	int64_t count = x->exporter->left_out(x->state, &why);
	if (count > 0)
		x->options.left_out(x->options.left_out_user, count, why);
}

static dtl_status write_all(export *x, dtl_error *err)
{
	dtl_cursor *c = NULL;
	dtl_ask ask = *x->ask;
	ask.revisions = x->exporter->revisions;
	ask.previous = x->exporter->previous;
	ask.keys = x->exporter->keys && x->options.definitions;
	ask.next = x->exporter->occurrences;
	ask.unfold = ask.unfold || ask.next;
	dtl_status status = dtl_find_events(&c, x->db, &ask, err);
	if (status == DTL_OK) {
		x->options.windowed = dtl_cursor_windowed(c);
		status = write_events(x, c, err);
	}
	if (status == DTL_OK)
		status = end_part(x, err);
	if (status == DTL_OK)
		tell_left_out(x);
	dtl_cursor_close(c);
	return status;
}

dtl_status dtl_export(dtl_db *db, const dtl_ask *ask, const dtl_exporter *exporter,
    const dtl_export_options *options, FILE *out, int64_t *count, dtl_error *err)
{
	export x = { .store = db->store,
		.db = db,
		.ask = ask,
		.exporter = exporter,
		.options = *options,
		.out = out };
	x.options.today = ask->today;
	x.state = calloc(1, exporter->state_size ? exporter->state_size : 1);
	if (!x.state)
		return dtl_fail_memory(err);
	/* All of it from one state of the file, even while others write. */
	bool own = !dtl_store_in_transaction(db->store);
	dtl_status status = own ? dtl_store_read_begin(db->store, err) : DTL_OK;
	if (status == DTL_OK) {
		status = write_all(&x, err);
		if (own)
			dtl_store_read_end(db->store);
	}
	if (exporter->release)
		exporter->release(x.state);
	free(x.state);
	if (count)
		*count = x.count;
	return status;
}
