#include "query/sets.h"
#include "model/things_known.h"

static const char sql_tables[] =
    "CREATE TEMP TABLE query_term(id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE query_set(term INTEGER NOT NULL, entity INTEGER NOT NULL,"
    " from_lo INTEGER NOT NULL, to_hi INTEGER NOT NULL, PRIMARY KEY(term, entity, from_lo)) WITHOUT ROWID;";
static const char sql_new[] = "INSERT INTO query_term(id) SELECT coalesce(max(id), 0) + 1 FROM query_term";
static const char sql_add[] = "INSERT INTO query_set(term, entity, from_lo, to_hi)"
			      " VALUES(:set, :entity, :from_lo, :to_hi)"
			      " ON CONFLICT DO UPDATE SET to_hi = max(to_hi, excluded.to_hi)";
static const char sql_others[] = "SELECT 1 FROM query_term WHERE id < :first OR id >= :behind";
static const char sql_drop_rows[] = "DELETE FROM query_set WHERE term >= :first AND term < :behind";
static const char sql_drop_terms[] = "DELETE FROM query_term WHERE id >= :first AND id < :behind";

/* What is merged counts with all its times; UNION ends cycles. */
#define GROW(below)                                                                                          \
	"INSERT OR IGNORE INTO query_set(term, entity, from_lo, to_hi)"                                      \
	" WITH RECURSIVE grown(id, from_lo, to_hi) AS ("                                                     \
	" SELECT entity, from_lo, to_hi FROM query_set WHERE term = :set"                                    \
	" UNION SELECT m.entity, g.from_lo, g.to_hi FROM grown g JOIN merged m ON m.canonical = g.id"        \
	" UNION SELECT m.canonical, g.from_lo, g.to_hi FROM grown g JOIN merged m ON m.entity = g.id" below  \
	") SELECT :set, id, from_lo, to_hi FROM grown"

static const char sql_grow[] = GROW("");
static const char sql_grow_places[] =
    GROW(" UNION SELECT p.id, g.from_lo, g.to_hi FROM grown g JOIN place p ON p.parent = g.id");
static const char sql_grow_topics[] =
    GROW(" UNION SELECT t.id, g.from_lo, g.to_hi FROM grown g JOIN topic t ON t.parent = g.id");

dtl_status dtl_set_new(dtl_store *db, int64_t *set, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_store_temporary(db, "query_set", sql_tables, err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(db, &st, sql_new, err);
	if (status == DTL_OK)
		status = dtl_stmt_run(st, err);
	if (status == DTL_OK)
		*set = dtl_store_last_id(db);
	return status;
}

dtl_status dtl_set_add(
    dtl_store *db, int64_t set, int64_t entity, int64_t from_lo, int64_t to_hi, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_add, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":set", set);
	dtl_bind_int(st, ":entity", entity);
	dtl_bind_int(st, ":from_lo", from_lo);
	dtl_bind_int(st, ":to_hi", to_hi);
	return dtl_stmt_run(st, err);
}

dtl_status dtl_set_grow(dtl_store *db, int64_t set, dtl_kind kind, dtl_error *err)
{
	const char *sql = sql_grow;
	dtl_stmt *st = NULL;
	if (kind == DTL_PLACE)
		sql = sql_grow_places;
	if (kind == DTL_TOPIC)
		sql = sql_grow_topics;
	bool merging = true;
	dtl_status status = sql == sql_grow ? dtl_known_merging(db, &merging, err) : DTL_OK;
	if (status == DTL_OK && merging)
		status = dtl_stmt_cached(db, &st, sql, err);
	if (status != DTL_OK || !merging)
		return status;
	dtl_bind_int(st, ":set", set);
	return dtl_stmt_run(st, err);
}

/* All of a table goes in one step, some of it row by row. */
static const char *const sql_drop[][2] = {
	{ sql_drop_rows, sql_drop_terms },
	{ "DELETE FROM query_set", "DELETE FROM query_term" },
};

void dtl_set_drop(dtl_store *db, int64_t first, int64_t count)
{
	dtl_stmt *st = NULL;
	/* Left behind they only take room. */
	if (count <= 0 || dtl_stmt_cached(db, &st, sql_others, NULL) != DTL_OK)
		return;
	dtl_bind_int(st, ":first", first);
	dtl_bind_int(st, ":behind", first + count);
	bool all = dtl_stmt_step(st, NULL) == DTL_DONE;
	dtl_stmt_reset(st);
	for (size_t i = 0; i < 2; i++) {
		if (dtl_stmt_cached(db, &st, sql_drop[all][i], NULL) != DTL_OK)
			return;
		if (!all) {
			dtl_bind_int(st, ":first", first);
			dtl_bind_int(st, ":behind", first + count);
		}
		dtl_stmt_run(st, NULL);
	}
}
