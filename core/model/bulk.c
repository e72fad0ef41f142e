#include "model/bulk.h"

#include "base/text.h"
#include "store/stmt.h"

/* Not those by which an event's own rows are found: a group that is derived again still has to drop them. */
static const char sql_indexes[] =
    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
    " AND tbl_name IN ('event', 'event_actor', 'event_topic', 'event_link', 'event_source')"
    " AND name NOT IN ('event_entity') ORDER BY name";

/*
 * Where the words were not indexed aside. FTS5 gets room for more words before they are written, and joins what it has
 * written once and not again and again: that is faster, and ends in one segment,
 * in which a word that most texts hold is found in a tenth of the time. It keeps
 * these numbers in the file: they go back to its own.
 */
static const char sql_words[] = "INSERT INTO event_search(event_search, rank) VALUES('hashsize', 8388608);"
				"INSERT INTO event_search(event_search, rank) VALUES('automerge', 0);"
				"INSERT INTO event_search(event_search, rank) VALUES('crisismerge', 1999);"
				"INSERT INTO event_search(event_search) VALUES('rebuild');"
				"INSERT INTO event_search(event_search) VALUES('optimize');"
				"INSERT INTO event_search(event_search, rank) VALUES('crisismerge', 16);"
				"INSERT INTO event_search(event_search, rank) VALUES('automerge', 4);"
				"INSERT INTO event_search(event_search, rank) VALUES('hashsize', 1048576)";

/*
 * Keys of events come in no order: more of their index is kept while rows are
 * written, and more yet when it has grown. What that takes is given back to make
 * the other indexes with.
 */
static const char sql_wider[] = "PRAGMA cache_size=-28672";
enum { SO_MANY = 1 << 17 };
#define NARROW "PRAGMA cache_size=-16384;"
static const char sql_wide[] = "PRAGMA cache_size=-20480", sql_narrow[] = NARROW;

/*
 * Rows of an index are sorted beside those that are still being read: two
 * stretches of them are in memory then, each as large as the cache.
 */
static const char sql_sort[] = "PRAGMA cache_size=-8192; PRAGMA threads=1";
static const char sql_sorted[] = NARROW "PRAGMA threads=0";

/*
 * Everything that a row refers to was found, or made, in the same transaction
 * just before: SQLite need not look it up a second time for each row.
 */
static dtl_status widen(dtl_bulk *b, dtl_store *db, dtl_error *err)
{
	b->wide = db;
	dtl_status status = dtl_store_exec(db, sql_wide, err);
	return status == DTL_OK ? dtl_store_look_up(db, false, err) : status;
}

static dtl_status narrow(dtl_bulk *b, dtl_error *err)
{
	dtl_status status = b->wide ? dtl_store_look_up(b->wide, true, err) : DTL_OK;
	if (b->wide && status == DTL_OK)
		status = dtl_store_exec(b->wide, sql_narrow, err);
	b->wide = NULL;
	return status;
}

static dtl_status drop(dtl_store *db, const char *name, dtl_error *err)
{
	dtl_text sql = DTL_TEXT_INIT;
	/* Names of our own migrations. */
	dtl_text_addf(&sql, "DROP INDEX \"%s\"", name);
	dtl_status status =
	    dtl_text_failed(&sql) ? dtl_fail_memory(err) : dtl_store_exec(db, dtl_text_str(&sql), err);
	dtl_text_free(&sql);
	return status;
}

dtl_status dtl_bulk_begin(dtl_bulk *b, dtl_store *db, dtl_error *err)
{
	enum { MOST = sizeof b->indexes / sizeof *b->indexes };
	dtl_stmt st = DTL_STMT_INIT;
	const char *names[MOST];
	dtl_status status = dtl_stmt_prepare(db, &st, sql_indexes, err);
	while (status == DTL_OK && b->count < MOST && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		names[b->count] = dtl_arena_text(&b->arena, dtl_take_text(&st));
		b->indexes[b->count++] = dtl_arena_text(&b->arena, dtl_take_text(&st));
	}
	dtl_stmt_finalize(&st);
	if (status == DTL_DONE)
		status = b->arena.failed ? dtl_fail_memory(err) : DTL_OK;
	for (size_t i = 0; i < b->count && status == DTL_OK; i++)
		status = drop(db, names[i], err);
	if (status == DTL_OK)
		status = widen(b, db, err);
	if (status == DTL_OK)
		dtl_aside_begin(&b->words);
	return status;
}

dtl_status dtl_bulk_count(dtl_bulk *b, dtl_error *err)
{
	return ++b->events == SO_MANY && b->wide ? dtl_store_exec(b->wide, sql_wider, err) : DTL_OK;
}

dtl_status dtl_bulk_end(dtl_bulk *b, dtl_store *db, dtl_error *err)
{
	dtl_status status = narrow(b, err);
	dtl_aside_end(b->words);
	if (status == DTL_OK)
		status = dtl_store_exec(db, sql_sort, err);
	for (size_t i = 0; i < b->count && status == DTL_OK; i++)
		status = dtl_store_exec(db, b->indexes[i], err);
	if (status == DTL_OK)
		status = dtl_store_exec(db, sql_sorted, err);
	if (status == DTL_OK)
		status = dtl_aside_take(b->words, db, err);
	return status == DTL_DONE ? dtl_store_exec(db, sql_words, err) : status;
}

void dtl_bulk_free(dtl_bulk *b)
{
	narrow(b, NULL);
	dtl_aside_free(b->words);
	b->words = NULL;
	dtl_arena_free(&b->arena);
	b->count = 0;
	b->events = 0;
}
