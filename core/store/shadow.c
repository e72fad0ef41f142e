#include "store/shadow.h"

#include "store/internal.h"
#include "store/stmt.h"

/* A row is copied as it stands, whatever this version of FTS5 has in it. */
static const struct {
	const char *read, *write;
} tables[] = {
	{ "SELECT id, block FROM event_search_data ORDER BY id",
	    "INSERT INTO event_search_data(id, block) VALUES(?, ?)" },
	{ "SELECT segid, term, pgno FROM event_search_idx ORDER BY segid, term",
	    "INSERT INTO event_search_idx(segid, term, pgno) VALUES(?, ?, ?)" },
	{ "SELECT id, sz FROM event_search_docsize ORDER BY id",
	    "INSERT INTO event_search_docsize(id, sz) VALUES(?, ?)" },
};

static const char sql_empty[] =
    "DELETE FROM event_search_data; DELETE FROM event_search_idx; DELETE FROM event_search_docsize";

/*
 * What FTS5 remembers of its index is of the old one. It forgets when something
 * of its own is rolled back.
 */
static const char sql_forget[] = "SAVEPOINT shadow;"
				 "INSERT INTO event_search(event_search, rank) VALUES('automerge', 4);"
				 "ROLLBACK TO shadow; RELEASE shadow";

static dtl_status copy_row(dtl_stmt *to, dtl_stmt *from, dtl_error *err)
{
	int count = sqlite3_column_count(from->handle), code = SQLITE_OK;
	for (int i = 0; i < count && code == SQLITE_OK; i++)
		code = sqlite3_bind_value(to->handle, i + 1, sqlite3_column_value(from->handle, i));
	to->bind_code = code;
	return dtl_stmt_run(to, err);
}

static dtl_status copy_table(dtl_store *to, dtl_store *from, size_t table, dtl_error *err)
{
	dtl_stmt in = DTL_STMT_INIT, out = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(from, &in, tables[table].read, err);
	if (status == DTL_OK)
		status = dtl_stmt_prepare(to, &out, tables[table].write, err);
	while (status == DTL_OK && (status = dtl_stmt_step(&in, err)) == DTL_OK)
		status = copy_row(&out, &in, err);
	dtl_stmt_finalize(&in);
	dtl_stmt_finalize(&out);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_shadow_take(dtl_store *to, dtl_store *from, dtl_error *err)
{
	/* A stranger's SQL never comes between here and the end of it. */
	sqlite3_db_config(to->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	dtl_status status = dtl_store_exec(to, sql_empty, err);
	for (size_t i = 0; i < sizeof tables / sizeof *tables && status == DTL_OK; i++)
		status = copy_table(to, from, i, err);
	sqlite3_db_config(to->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return status == DTL_OK ? dtl_store_exec(to, sql_forget, err) : status;
}
