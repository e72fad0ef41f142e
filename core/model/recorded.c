/* A timeline as it had been written down by a moment. */
#include "base/error.h"
#include "model/db.h"
#include "model/scratch.h"

#include <stdlib.h>

/* All lines from one state of the file, even while others write. */
static dtl_status fold(dtl_store **out, dtl_store *from, int64_t recorded, dtl_error *err)
{
	bool own = !dtl_store_in_transaction(from);
	dtl_status status = own ? dtl_store_read_begin(from, err) : DTL_OK;
	if (status != DTL_OK)
		return status;
	status = dtl_scratch_fold(out, from, recorded, err);
	if (own)
		dtl_store_read_end(from);
	return status;
}

static const char sql_queries[] = "SELECT name, query FROM saved_query";
static const char sql_keep[] = "INSERT INTO saved_query(name, query) VALUES(:name, :query)";

/* Saved queries are not of any time: they ask of that past, too. */
static dtl_status take_queries(dtl_store *to, dtl_store *from, dtl_error *err)
{
	dtl_stmt *read = NULL, *write = NULL;
	dtl_status status = dtl_stmt_cached(from, &read, sql_queries, err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(to, &write, sql_keep, err);
	while (status == DTL_OK && (status = dtl_stmt_step(read, err)) == DTL_OK) {
		dtl_bind_text(write, ":name", dtl_take_text(read));
		dtl_bind_text(write, ":query", dtl_take_text(read));
		status = dtl_stmt_run(write, err);
	}
	if (read)
		dtl_stmt_reset(read);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_db_recorded(dtl_db **out, dtl_db *from, int64_t recorded, dtl_error *err)
{
	*out = NULL;
	dtl_db *db = calloc(1, sizeof *db);
	if (!db)
		return dtl_fail_memory(err);
	dtl_status status = fold(&db->store, from->store, recorded, err);
	if (status == DTL_OK)
		status = take_queries(db->store, from->store, err);
	if (status == DTL_OK)
		*out = db;
	else
		dtl_db_close(db);
	return status;
}
