/*
 * Which schema the file has, and how it gets the newest one.
 *
 * The look outside the write lock serves the usual case (nothing to do, no lock
 * taken) and refuses what is not ours. It decides nothing else: between it and
 * the lock another process may have migrated, so the answer is asked for again.
 */
#include "store/internal.h"
#include "store/migrations.h"
#include "store/stmt.h"
#include <stdio.h>

int dtl_store_schema_latest(void)
{
	return dtl_migration_count;
}

static dtl_status ask(dtl_store *db, const char *sql, int64_t *answer, dtl_error *err)
{
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(db->handle, sql, -1, &st, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(st);
	if (code == SQLITE_ROW)
		*answer = sqlite3_column_int64(st, 0);
	dtl_status status = code == SQLITE_ROW ? DTL_OK : dtl_store_fail(db, code, "read", sql, err);
	sqlite3_finalize(st);
	return status;
}

dtl_status dtl_schema_examine(dtl_store *db, dtl_schema_look *out, dtl_error *err)
{
	int64_t things = 0;
	dtl_status status = ask(db, "PRAGMA application_id", &out->application, err);
	if (status == DTL_OK)
		status = ask(db, "PRAGMA user_version", &out->schema, err);
	/* Ours by its id: what stands in it need not be parsed to know that something does. */
	if (status == DTL_OK && out->application != DTL_APPLICATION_ID)
		status = ask(db, "SELECT EXISTS(SELECT 1 FROM sqlite_schema)", &things, err);
	out->empty = things == 0 && out->application == 0 && out->schema == 0;
	return status;
}

/* DTL_OK: up to date; DTL_DONE: migrations are due. */
static dtl_status judge(dtl_store *db, dtl_store_mode mode, dtl_error *err)
{
	dtl_schema_look look = { 0 };
	dtl_status status = dtl_schema_examine(db, &look, err);
	if (status != DTL_OK)
		return status;
	db->is_new = look.empty;
	bool creating = mode == DTL_STORE_CREATE || mode == DTL_STORE_MEMORY;
	if (look.empty && !creating)
		return dtl_store_not_a_timeline(db->path, "it is empty", err);
	if (!look.empty && look.application != DTL_APPLICATION_ID)
		return dtl_store_not_a_timeline(db->path, "it is another program's database", err);
	if (!look.empty && look.schema <= 0)
		return dtl_fail(err, DTL_E_DAMAGED, "'%s' is damaged: it does not know its schema", db->path);
	if (look.schema > dtl_store_schema_latest())
		return dtl_store_newer(db->path, look.schema, err);
	if (look.schema == dtl_store_schema_latest())
		return DTL_OK;
	if (mode == DTL_STORE_READ)
		return dtl_fail(err, DTL_E_SCHEMA,
		    "'%s' has the older schema %lld: it is brought up to %d when it is next written to",
		    db->path, (long long)look.schema, dtl_store_schema_latest());
	return DTL_DONE;
}

static dtl_status run(dtl_store *db, const dtl_migration *m, dtl_error *err)
{
	dtl_status status = dtl_store_exec(db, (const char *)m->sql, err);
	/* On a full disk it does not matter which. */
	if (status != DTL_OK && status != DTL_E_IO)
		dtl_fail_in(err, "migration %s", m->name);
	return status;
}

static dtl_status stamp(dtl_store *db, dtl_error *err)
{
	char sql[100];
	snprintf(sql, sizeof(sql), "PRAGMA application_id=%d; PRAGMA user_version=%d",
	    (int)DTL_APPLICATION_ID, dtl_store_schema_latest());
	return dtl_store_exec(db, sql, err);
}

/* Foreign keys are not enforced while tables are rebuilt: ask once, at the end. */
static dtl_status check_references(dtl_store *db, dtl_error *err)
{
	int64_t dangling = 0;
	dtl_status status = ask(db, "SELECT count(*) FROM pragma_foreign_key_check", &dangling, err);
	if (status == DTL_OK && dangling > 0)
		return dtl_fail(err, DTL_E_DAMAGED, "'%s' is damaged: %lld rows refer to nothing", db->path,
		    (long long)dangling);
	return status;
}

/* Under the write lock. */
static dtl_status run_pending(dtl_store *db, dtl_store_mode mode, dtl_error *err)
{
	dtl_schema_look look = { 0 };
	dtl_status status = judge(db, mode, err);
	if (status != DTL_DONE)
		return status;
	status = dtl_schema_examine(db, &look, err);
	for (int64_t i = look.schema; status == DTL_OK && i < dtl_store_schema_latest(); i++)
		status = run(db, &dtl_migrations[i], err);
	if (status == DTL_OK && !db->is_new)
		status = check_references(db, err);
	return status == DTL_OK ? stamp(db, err) : status;
}

static dtl_status bring_up_to_date(dtl_store *db, dtl_store_mode mode, dtl_error *err)
{
	/* No effect inside a transaction, hence out here. */
	dtl_status status = dtl_store_exec(db, "PRAGMA foreign_keys=OFF", err);
	if (status == DTL_OK)
		status = dtl_store_begin(db, err);
	if (status == DTL_OK) {
		status = run_pending(db, mode, err);
		if (status == DTL_OK)
			status = dtl_store_commit(db, err);
		else
			dtl_store_rollback(db);
	}
	if (status == DTL_OK)
		status = dtl_store_exec(db, "PRAGMA foreign_keys=ON", err);
	return status;
}

dtl_status dtl_store_migrate(dtl_store *db, dtl_store_mode mode, dtl_error *err)
{
	dtl_status status = dtl_store_read_begin(db, err);
	if (status != DTL_OK)
		return status;
	status = judge(db, mode, err);
	dtl_store_read_end(db);
	return status == DTL_DONE ? bring_up_to_date(db, mode, err) : status;
}
