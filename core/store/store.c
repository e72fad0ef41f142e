#include "store/draft.h"
#include "store/holds.h"
#include "store/ids.h"
#include "store/internal.h"
#include "store/stmt.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void dtl_store_alone(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* What a hostile or damaged file could use against us is switched off before the first statement. */
static int harden(sqlite3 *handle)
{
	static const struct {
		int option;
		int value;
	} options[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
	};
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		int code = sqlite3_db_config(handle, options[i].option, options[i].value, NULL);
		if (code != SQLITE_OK)
			return code;
	}
	return SQLITE_OK;
}

static void limit(sqlite3 *handle)
{
	static const struct {
		int category;
		int value;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, 64 << 20 },
		{ SQLITE_LIMIT_SQL_LENGTH, 1 << 20 },
		{ SQLITE_LIMIT_COLUMN, 100 },
		{ SQLITE_LIMIT_EXPR_DEPTH, 100 },
		{ SQLITE_LIMIT_COMPOUND_SELECT, 20 },
		{ SQLITE_LIMIT_VDBE_OP, 250000 },
		{ SQLITE_LIMIT_FUNCTION_ARG, 16 },
		{ SQLITE_LIMIT_ATTACHED, 1 }, /* VACUUM needs one */
		{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 },
		{ SQLITE_LIMIT_VARIABLE_NUMBER, 1000 },
		{ SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
	};
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		sqlite3_limit(handle, limits[i].category, limits[i].value);
}

/* page_size counts only in a file that is still empty. None of these reads the file. */
static const char sql_pragmas[] =
    "PRAGMA page_size=8192;"
    "PRAGMA cell_size_check=ON;"
    "PRAGMA mmap_size=0;"
    "PRAGMA temp_store=FILE;"   /* in memory, sorting for an index takes as much as all of it */
    "PRAGMA cache_size=-16384;" /* KiB: 2,000 made bulk writes read their own pages again */
    "PRAGMA synchronous=FULL;";

static dtl_status connect_to(dtl_store *db, const char *name, int flags, dtl_error *err)
{
	int code =
	    sqlite3_open_v2(name, &db->handle, flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, NULL);
	if (code == SQLITE_OK)
		code = harden(db->handle);
	if (code == SQLITE_OK)
		code = sqlite3_busy_timeout(db->handle, DTL_STORE_BUSY_MS);
	if (code == SQLITE_OK)
		code = dtl_holds_register(db->handle);
	if (code == SQLITE_OK)
		code = dtl_ids_register(db->handle);
	if (code != SQLITE_OK)
		return dtl_store_fail(db, code, "open", NULL, err);
	limit(db->handle);
	return dtl_store_exec(db, sql_pragmas, err);
}

static void disconnect(dtl_store *db)
{
	dtl_store_forget_statements(db);
	sqlite3_close(db->handle);
	db->handle = NULL;
}

/* Refused: leave what waits in the write-ahead log where it is. */
static void disconnect_untouched(dtl_store *db, const dtl_file_look *look)
{
	if (db->handle && look->log_waits)
		sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	disconnect(db);
}

/*
 * Write-ahead logging where the file system can do it; where it cannot, SQLite
 * keeps the rollback journal by itself. Not waited for: it needs the file for
 * itself alone, and the next one to open it will try again.
 */
static void use_write_ahead_log(dtl_store *db)
{
	sqlite3_busy_timeout(db->handle, 0);
	sqlite3_exec(db->handle, "PRAGMA journal_mode=WAL", NULL, NULL, NULL);
	sqlite3_busy_timeout(db->handle, DTL_STORE_BUSY_MS);
}

static dtl_status refuse_read_only(dtl_store *db, dtl_error *err)
{
	/* Asked to write, SQLite opens for reading where that is all it can get. */
	if (sqlite3_db_readonly(db->handle, "main") == 1)
		return dtl_store_fail(db, SQLITE_READONLY, "write", NULL, err);
	return DTL_OK;
}

static dtl_status connect_writing(dtl_store *db, const char *path, int create, dtl_error *err)
{
	char *name = dtl_file_plain_name(path);
	if (!name)
		return dtl_fail_memory(err);
	dtl_status status = connect_to(db, name, SQLITE_OPEN_READWRITE | create, err);
	free(name);
	return status == DTL_OK ? refuse_read_only(db, err) : status;
}

static dtl_status open_writing(dtl_store *db, dtl_store_mode mode, dtl_error *err)
{
	dtl_status status = connect_writing(db, db->path, 0, err);
	if (status == DTL_OK)
		status = dtl_store_migrate(db, mode, err);
	if (status == DTL_OK)
		use_write_ahead_log(db);
	return status;
}

/* With a rollback journal, until it stands in its place: new pages do not go through one. */
static dtl_status open_draft(dtl_store *db, dtl_error *err)
{
	dtl_status status = connect_writing(db, dtl_draft_name(db->draft), SQLITE_OPEN_CREATE, err);
	return status == DTL_OK ? dtl_store_migrate(db, DTL_STORE_CREATE, err) : status;
}

/* SQLite's name for a private file that it deletes at once, and makes only when its cache is full. */
static dtl_status open_scratch(dtl_store *db, dtl_error *err)
{
	dtl_status status = connect_to(db, "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
	return status == DTL_OK ? dtl_store_migrate(db, DTL_STORE_MEMORY, err) : status;
}

/*
 * Nothing of the file's is written; temporary tables are nobody else's. SQLite's
 * query_only would refuse those, too, and have every statement prepared anew each
 * time that it is turned.
 */
static int forbid_writing(
    void *user, int action, const char *one, const char *other, const char *schema, const char *within)
{
	(void)user, (void)other, (void)within;
	/* Opening a virtual table asks for it, and does nothing of the kind; for others the schema is not to be written at all. */
	bool opens = action == SQLITE_UPDATE && one && strcmp(one, "sqlite_master") == 0;
	switch (action) {
	case SQLITE_READ:
	case SQLITE_SELECT:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
	case SQLITE_PRAGMA:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT: return SQLITE_OK;
	default: return opens || (schema && strcmp(schema, "temp") == 0) ? SQLITE_OK : SQLITE_DENY;
	}
}

bool dtl_store_seal(dtl_store *db, bool sealed)
{
	bool before = db->sealed;
	sqlite3_set_authorizer(db->handle, sealed ? forbid_writing : NULL, NULL);
	db->sealed = sealed;
	return before;
}

static dtl_status open_sealed(dtl_store *db, char *name, int flags, dtl_error *err)
{
	if (!name)
		return dtl_fail_memory(err);
	dtl_status status = connect_to(db, name, flags, err);
	free(name);
	/* Long answers look things up all over the file; a writer needs memory for other things, too. */
	if (status == DTL_OK)
		status = dtl_store_exec(db, "PRAGMA cache_size=-32768", err);
	if (status == DTL_OK)
		dtl_store_seal(db, true);
	return status == DTL_OK ? dtl_store_migrate(db, DTL_STORE_READ, err) : status;
}

/*
 * Reading, too, opens for writing where that is allowed: SQLite can then take
 * back what a crashed writer left half done, and tidies away the files of the
 * write-ahead log, which a read-only connection makes and leaves behind.
 *
 * On read-only media those files cannot be made. Nobody can write there either,
 * so the file may be read as it stands, unless a log holds changes that are not
 * in it yet.
 */
static dtl_status open_for_reading(dtl_store *db, const dtl_file_look *look, dtl_error *err)
{
	dtl_status status = open_sealed(db, dtl_file_plain_name(db->path), SQLITE_OPEN_READWRITE, err);
	if (status != DTL_E_IO || look->log_waits || look->journal_waits)
		return status;
	disconnect(db);
	return open_sealed(db, dtl_file_immutable_uri(db->path), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
}

/* Is there anything in a file without a program's id? Read so that SQLite makes nothing beside it. */
static dtl_status look_closer(dtl_store *db, dtl_file_look *look, dtl_error *err)
{
	dtl_schema_look schema;
	char *name = dtl_file_immutable_uri(db->path);
	if (!name)
		return dtl_fail_memory(err);
	dtl_status status = connect_to(db, name, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
	free(name);
	if (status == DTL_OK) {
		status = dtl_schema_examine(db, &schema, err);
		look->kind = status == DTL_OK && schema.empty ? DTL_FILE_EMPTY : DTL_FILE_FOREIGN;
	}
	disconnect(db);
	return status == DTL_E_DAMAGED ? DTL_OK : status;
}

static dtl_status admit(const dtl_store *db, dtl_store_mode mode, const dtl_file_look *look, dtl_error *err)
{
	switch (look->kind) {
	case DTL_FILE_MISSING:
		if (mode != DTL_STORE_CREATE)
			return dtl_fail(err, DTL_E_NOTFOUND, "there is no timeline '%s'", db->path);
		return DTL_OK;
	case DTL_FILE_EMPTY:
		if (mode != DTL_STORE_CREATE && dtl_draft_exists(db->path))
			return dtl_fail(
			    err, DTL_E_BUSY, "'%s' is being made by another process: try again", db->path);
		if (mode != DTL_STORE_CREATE)
			return dtl_store_not_a_timeline(db->path, "it is empty", err);
		return DTL_OK;
	case DTL_FILE_SQLITE: return DTL_OK;
	case DTL_FILE_UNNAMED:
	case DTL_FILE_FOREIGN: return dtl_store_not_a_timeline(db->path, NULL, err);
	case DTL_FILE_NEWER: return dtl_store_newer(db->path, look->schema, err);
	}
	return DTL_OK;
}

/* An empty file may be on its way to become a timeline: for a reader that is worth a moment. */
static dtl_status examine(const dtl_store *db, dtl_store_mode mode, dtl_file_look *look, dtl_error *err)
{
	enum { NAP_MS = 10 };
	for (int waited = 0;; waited += NAP_MS) {
		dtl_status status = dtl_file_examine(db->path, look, err);
		bool blank = status == DTL_OK && look->kind == DTL_FILE_EMPTY && mode != DTL_STORE_CREATE;
		if (!blank || waited >= DTL_STORE_BUSY_MS || !dtl_draft_exists(db->path))
			return status;
		sqlite3_sleep(NAP_MS);
	}
}

/* What is there is opened for writing in its place. */
static dtl_status open_existing(dtl_store *db, dtl_store_mode mode, const dtl_file_look *look, dtl_error *err)
{
	dtl_status status =
	    mode == DTL_STORE_READ ? open_for_reading(db, look, err) : open_writing(db, mode, err);
	if (status != DTL_OK)
		disconnect_untouched(db, look);
	return status;
}

static void drop(dtl_store *db)
{
	disconnect(db);
	dtl_draft_end(db->draft);
	db->draft = NULL;
}

/* DTL_DONE: somebody else has made it meanwhile. */
static dtl_status open_new(dtl_store *db, dtl_error *err)
{
	dtl_status status = dtl_draft_begin(&db->draft, db->path, err);
	if (status == DTL_OK)
		status = open_draft(db, err);
	if (status != DTL_OK)
		drop(db);
	return status;
}

static dtl_status open_file(dtl_store *db, dtl_store_mode mode, dtl_error *err)
{
	dtl_status status = DTL_DONE;
	while (status == DTL_DONE) {
		dtl_file_look look;
		status = examine(db, mode, &look, err);
		if (status == DTL_OK && look.kind == DTL_FILE_UNNAMED)
			status = look_closer(db, &look, err);
		if (status == DTL_OK)
			status = admit(db, mode, &look, err);
		if (status != DTL_OK)
			return status;
		bool blank =
		    look.kind == DTL_FILE_MISSING || (look.kind == DTL_FILE_EMPTY && look.bytes == 0);
		status = blank ? open_new(db, err) : open_existing(db, mode, &look, err);
	}
	return status;
}

dtl_status dtl_store_open(dtl_store **out, const char *path, dtl_store_mode mode, dtl_error *err)
{
	*out = NULL;
	dtl_store *db = calloc(1, sizeof(*db));
	char *copy = strdup(mode == DTL_STORE_MEMORY ? ":memory:" : path);
	if (!db || !copy) {
		free(copy);
		free(db);
		return dtl_fail_memory(err);
	}
	db->path = copy;
	dtl_status status = mode == DTL_STORE_MEMORY ? open_scratch(db, err) : open_file(db, mode, err);
	if (status == DTL_OK)
		*out = db;
	else
		dtl_store_discard(db);
	return status;
}

/* Close it and put it in its place. */
static dtl_status publish(dtl_store *db, dtl_error *err)
{
	use_write_ahead_log(db);
	disconnect(db);
	dtl_status status = dtl_draft_publish(db->draft, err);
	dtl_draft_end(db->draft);
	db->draft = NULL;
	return status;
}

dtl_status dtl_store_keep(dtl_store *db, dtl_error *err)
{
	if (!db->draft || dtl_store_reads(db) || dtl_store_in_transaction(db))
		return DTL_OK;
	dtl_status status = publish(db, err);
	if (status == DTL_OK)
		status = connect_writing(db, db->path, 0, err);
	return status;
}

void dtl_store_close(dtl_store *db)
{
	if (!db)
		return;
	dtl_store_rollback(db);
	if (db->draft && db->handle)
		publish(db, NULL);
	dtl_store_discard(db);
}

void dtl_store_discard(dtl_store *db)
{
	if (!db)
		return;
	drop(db);
	free(db->path);
	free(db);
}

/* Not by the pragma of that name, which does nothing within a transaction. */
dtl_status dtl_store_look_up(dtl_store *db, bool on, dtl_error *err)
{
	int now = 0;
	int code = sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_FKEY, (int)on, &now);
	if (code == SQLITE_OK && now != (int)on)
		code = SQLITE_MISUSE;
	return code == SQLITE_OK ? DTL_OK : dtl_store_fail(db, code, "write", "foreign keys", err);
}

const char *dtl_store_path(const dtl_store *db)
{
	return db->path;
}

bool dtl_store_is_new(const dtl_store *db)
{
	return db->is_new;
}

dtl_status dtl_store_exec(dtl_store *db, const char *sql, dtl_error *err)
{
	int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? DTL_OK : dtl_store_fail(db, code, "write", sql, err);
}

dtl_status dtl_store_temporary(dtl_store *db, const char *table, const char *sql, dtl_error *err)
{
	int code =
	    sqlite3_table_column_metadata(db->handle, "temp", table, NULL, NULL, NULL, NULL, NULL, NULL);
	return code == SQLITE_OK ? DTL_OK : dtl_store_exec(db, sql, err);
}

bool dtl_store_in_transaction(const dtl_store *db)
{
	return db->handle && !sqlite3_get_autocommit(db->handle);
}

/* A file that was removed or replaced since: what is written there, nobody will ever read. */
static dtl_status refuse_moved(dtl_store *db, dtl_error *err)
{
	int moved = 0;
	if (sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || !moved)
		return DTL_OK;
	dtl_store_rollback(db);
	return dtl_fail(err, DTL_E_BUSY, "'%s' was removed or replaced meanwhile: try again", db->path);
}

dtl_status dtl_store_begin(dtl_store *db, dtl_error *err)
{
	if (db->sealed)
		return dtl_store_fail(db, SQLITE_READONLY, "write", NULL, err);
	dtl_status status = dtl_store_exec(db, "BEGIN IMMEDIATE", err);
	return status == DTL_OK ? refuse_moved(db, err) : status;
}

dtl_status dtl_store_commit(dtl_store *db, dtl_error *err)
{
	dtl_status status = dtl_store_exec(db, "COMMIT", err);
	if (status != DTL_OK)
		dtl_store_rollback(db);
	return status;
}

void dtl_store_rollback(dtl_store *db)
{
	/* After a full disk SQLite has rolled back by itself. */
	if (dtl_store_in_transaction(db))
		sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

dtl_status dtl_store_read_begin(dtl_store *db, dtl_error *err)
{
	return dtl_store_exec(db, "BEGIN", err);
}

void dtl_store_read_end(dtl_store *db)
{
	dtl_store_rollback(db);
}

bool dtl_store_hold(dtl_store *db)
{
	if (!db->sealed)
		return false;
	if (db->holders == 0 && (dtl_store_in_transaction(db) || dtl_store_read_begin(db, NULL) != DTL_OK))
		return false;
	db->holders++;
	return true;
}

/* Temporary tables stay as they are: they are not rolled back. */
void dtl_store_let_go(dtl_store *db)
{
	if (--db->holders == 0)
		sqlite3_exec(db->handle, "COMMIT", NULL, NULL, NULL);
}

int64_t dtl_store_last_id(const dtl_store *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

int64_t dtl_store_changes(const dtl_store *db)
{
	return sqlite3_changes64(db->handle);
}

dtl_status dtl_store_integrity(
    dtl_store *db, void (*each)(void *user, const char *complaint), void *user, dtl_error *err)
{
	static const char sql[] = "PRAGMA integrity_check";
	sqlite3_stmt *st = NULL;
	int code = sqlite3_prepare_v2(db->handle, sql, -1, &st, NULL);
	while (code == SQLITE_OK && (code = sqlite3_step(st)) == SQLITE_ROW) {
		const char *complaint = (const char *)sqlite3_column_text(st, 0);
		if (complaint && strcmp(complaint, "ok") != 0)
			each(user, complaint);
		code = SQLITE_OK;
	}
	dtl_status status = code == SQLITE_DONE ? DTL_OK : dtl_store_fail(db, code, "read", sql, err);
	sqlite3_finalize(st);
	return status;
}
