#include "store/stmt.h"
#include "store/internal.h"
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct dtl_store_cached {
	const char *sql; /* its address is the key */
	dtl_stmt st;
	struct dtl_store_cached *next;
};

static bool only_blanks(const char *at)
{
	return at[strspn(at, " \t\r\n;")] == '\0';
}

/*
 * Whoever asks once more asks the same SQL with other values, and to prepare a
 * question may take as long as to answer it. Only what reads is kept: a connection
 * may be sealed meanwhile (dtl_store_seal()), which SQLite heeds when it prepares.
 * And only what takes values: what a PRAGMA answers is settled by then, too.
 */
static bool may_spare(sqlite3_stmt *handle)
{
	return sqlite3_stmt_readonly(handle) && sqlite3_bind_parameter_count(handle) > 0;
}

static void put_by(dtl_store *db, sqlite3_stmt *handle)
{
	sqlite3_reset(handle);
	sqlite3_clear_bindings(handle);
	sqlite3_finalize(db->spare[DTL_STORE_SPARE - 1]);
	memmove(db->spare + 1, db->spare, (DTL_STORE_SPARE - 1) * sizeof(*db->spare));
	db->spare[0] = handle;
}

static sqlite3_stmt *take_spare(dtl_store *db, const char *sql)
{
	size_t at = 0;
	while (at < DTL_STORE_SPARE && db->spare[at] && strcmp(sqlite3_sql(db->spare[at]), sql) != 0)
		at++;
	if (at == DTL_STORE_SPARE)
		return NULL;
	sqlite3_stmt *found = db->spare[at];
	memmove(db->spare + at, db->spare + at + 1, (DTL_STORE_SPARE - 1 - at) * sizeof(*db->spare));
	db->spare[DTL_STORE_SPARE - 1] = NULL;
	return found;
}

static dtl_status prepare(dtl_store *db, dtl_stmt *st, const char *sql, unsigned flags, dtl_error *err)
{
	const char *tail = NULL;
	*st = (dtl_stmt)DTL_STMT_INIT;
	st->store = db;
	int code = sqlite3_prepare_v3(db->handle, sql, -1, flags, &st->handle, &tail);
	if (code != SQLITE_OK)
		return dtl_store_fail(db, code, "read", sql, err);
	db->statements += st->handle != NULL;
	if (st->handle && only_blanks(tail))
		return DTL_OK;
	dtl_stmt_finalize(st);
	return dtl_fail(err, DTL_E_DATABASE, "not exactly one statement: %s", sql);
}

dtl_status dtl_stmt_prepare(dtl_store *db, dtl_stmt *st, const char *sql, dtl_error *err)
{
	*st = (dtl_stmt){ .store = db, .handle = take_spare(db, sql) };
	db->statements += st->handle != NULL;
	return st->handle ? DTL_OK : prepare(db, st, sql, 0, err);
}

static struct dtl_store_cached **bucket(dtl_store *db, const char *sql)
{
	uintptr_t address = (uintptr_t)sql;
	return &db->cache[(address >> 4 ^ address >> 11) % DTL_STORE_BUCKETS];
}

/* As good as new. */
static void clean(dtl_stmt *st)
{
	dtl_stmt_reset(st);
	sqlite3_clear_bindings(st->handle);
}

dtl_status dtl_stmt_cached(dtl_store *db, dtl_stmt **out, const char *sql, dtl_error *err)
{
	*out = NULL;
	struct dtl_store_cached **head = bucket(db, sql);
	for (struct dtl_store_cached *c = *head; c; c = c->next) {
		if (c->sql == sql) {
			clean(&c->st);
			*out = &c->st;
			return DTL_OK;
		}
	}
	struct dtl_store_cached *c = calloc(1, sizeof(*c));
	if (!c)
		return dtl_fail_memory(err);
	dtl_status status = prepare(db, &c->st, sql, SQLITE_PREPARE_PERSISTENT, err);
	if (status != DTL_OK) {
		free(c);
		return status;
	}
	c->sql = sql;
	c->st.remembers = true;
	c->next = *head;
	*head = c;
	*out = &c->st;
	return DTL_OK;
}

bool dtl_store_reads(const dtl_store *db)
{
	size_t cached = 0;
	for (size_t i = 0; i < DTL_STORE_BUCKETS; i++)
		for (const struct dtl_store_cached *c = db->cache[i]; c; c = c->next, cached++)
			if (sqlite3_stmt_busy(c->st.handle))
				return true;
	return db->statements > cached;
}

void dtl_store_forget_statements(dtl_store *db)
{
	for (size_t i = 0; i < DTL_STORE_BUCKETS; i++) {
		struct dtl_store_cached *c = db->cache[i];
		db->cache[i] = NULL;
		while (c) {
			struct dtl_store_cached *next = c->next;
			db->statements--;
			sqlite3_finalize(c->st.handle);
			free(c);
			c = next;
		}
	}
	for (size_t i = 0; i < DTL_STORE_SPARE; i++) {
		sqlite3_finalize(db->spare[i]);
		db->spare[i] = NULL;
	}
}

bool dtl_stmt_has(const dtl_stmt *st, const char *name)
{
	return st->handle && sqlite3_bind_parameter_index(st->handle, name) > 0;
}

/* The number of `name`; 0, which no bind accepts, when the SQL has none such. */
static int parameter(dtl_stmt *st, const char *name)
{
	int at = st->asked++;
	bool remembers = st->remembers && at < DTL_STMT_NAMES;
	if (remembers && st->names[at].name == name)
		return st->names[at].index;
	int index = st->handle ? sqlite3_bind_parameter_index(st->handle, name) : 0;
	if (index == 0 && !st->wrong_name)
		st->wrong_name = name;
	if (remembers && index > 0) {
		st->names[at].name = name;
		st->names[at].index = index;
	}
	return index;
}

static void keep(dtl_stmt *st, int code)
{
	if (code != SQLITE_OK && st->bind_code == SQLITE_OK)
		st->bind_code = code;
}

void dtl_bind_text(dtl_stmt *st, const char *name, const char *value)
{
	dtl_bind_text_len(st, name, value, value ? strlen(value) : 0);
}

void dtl_bind_text_len(dtl_stmt *st, const char *name, const char *value, size_t len)
{
	int index = parameter(st, name);
	if (index > 0)
		keep(st, sqlite3_bind_text64(st->handle, index, value, len, SQLITE_STATIC, SQLITE_UTF8));
}

void dtl_bind_int(dtl_stmt *st, const char *name, int64_t value)
{
	int index = parameter(st, name);
	if (index > 0)
		keep(st, sqlite3_bind_int64(st->handle, index, value));
}

void dtl_bind_blob(dtl_stmt *st, const char *name, const void *value, size_t len)
{
	int index = parameter(st, name);
	if (index > 0)
		keep(st, sqlite3_bind_blob64(st->handle, index, value, len, SQLITE_STATIC));
}

void dtl_bind_null(dtl_stmt *st, const char *name)
{
	int index = parameter(st, name);
	if (index > 0)
		keep(st, sqlite3_bind_null(st->handle, index));
}

void dtl_bind_double(dtl_stmt *st, const char *name, double value)
{
	int index = parameter(st, name);
	if (index > 0)
		keep(st, sqlite3_bind_double(st->handle, index, value));
}

static dtl_status fail_bind(dtl_stmt *st, dtl_error *err)
{
	const char *sql = sqlite3_sql(st->handle);
	dtl_status status =
	    st->wrong_name ? dtl_fail(err, DTL_E_DATABASE, "no parameter '%s' in: %s", st->wrong_name, sql)
			   : dtl_store_fail(st->store, st->bind_code, "read", sql, err);
	dtl_stmt_reset(st);
	return status;
}

static dtl_status fail_columns(dtl_stmt *st, dtl_error *err)
{
	dtl_status status = dtl_fail(err, DTL_E_DATABASE, "%d columns taken of %d in: %s", st->column,
	    sqlite3_column_count(st->handle), sqlite3_sql(st->handle));
	dtl_stmt_reset(st);
	return status;
}

static dtl_status fail_step(dtl_stmt *st, int code, dtl_error *err)
{
	const char *doing = sqlite3_stmt_readonly(st->handle) ? "read" : "write";
	dtl_status status = dtl_store_fail(st->store, code, doing, sqlite3_sql(st->handle), err);
	dtl_stmt_reset(st);
	return status;
}

dtl_status dtl_stmt_step(dtl_stmt *st, dtl_error *err)
{
	if (!st->handle)
		return dtl_fail(err, DTL_E_DATABASE, "a statement was not prepared");
	if (st->wrong_name || st->bind_code != SQLITE_OK)
		return fail_bind(st, err);
	if (st->column > sqlite3_column_count(st->handle))
		return fail_columns(st, err);
	st->column = 0;
	int code = sqlite3_step(st->handle);
	if (code == SQLITE_ROW)
		return DTL_OK;
	if (code != SQLITE_DONE)
		return fail_step(st, code, err);
	/* Nothing more to read: let go of the locks, and of the ban on binding. */
	dtl_stmt_reset(st);
	return DTL_DONE;
}

dtl_status dtl_stmt_run(dtl_stmt *st, dtl_error *err)
{
	dtl_status status;
	do
		status = dtl_stmt_step(st, err);
	while (status == DTL_OK);
	return status == DTL_DONE ? DTL_OK : status;
}

void dtl_stmt_reset(dtl_stmt *st)
{
	sqlite3_reset(st->handle);
	st->wrong_name = NULL;
	st->bind_code = SQLITE_OK;
	st->column = 0;
	st->asked = 0;
}

void dtl_stmt_finalize(dtl_stmt *st)
{
	if (st->handle)
		st->store->statements--;
	if (st->handle && may_spare(st->handle))
		put_by(st->store, st->handle);
	else
		sqlite3_finalize(st->handle);
	*st = (dtl_stmt)DTL_STMT_INIT;
}

int64_t dtl_take_int(dtl_stmt *st)
{
	return sqlite3_column_int64(st->handle, st->column++);
}

double dtl_take_double(dtl_stmt *st)
{
	return sqlite3_column_double(st->handle, st->column++);
}

const char *dtl_take_text(dtl_stmt *st)
{
	return (const char *)sqlite3_column_text(st->handle, st->column++);
}

const char *dtl_take_text_len(dtl_stmt *st, size_t *len)
{
	const char *text = (const char *)sqlite3_column_text(st->handle, st->column);
	*len = (size_t)sqlite3_column_bytes(st->handle, st->column++);
	return text;
}

const void *dtl_take_blob(dtl_stmt *st, size_t *len)
{
	const void *blob = sqlite3_column_blob(st->handle, st->column);
	*len = (size_t)sqlite3_column_bytes(st->handle, st->column++);
	return blob;
}

bool dtl_next_is_null(dtl_stmt *st)
{
	return sqlite3_column_type(st->handle, st->column) == SQLITE_NULL;
}
