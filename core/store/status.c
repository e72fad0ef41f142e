/* SQLite's result codes, and how they are told. */
#include "base/text.h"
#include "store/internal.h"
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Extended codes before the primary ones that they belong to. */
static const struct {
	int code;
	dtl_status status;
} table[] = {
	{ SQLITE_OK, DTL_OK },
	{ SQLITE_ROW, DTL_OK },
	{ SQLITE_DONE, DTL_DONE },
	{ SQLITE_IOERR_NOMEM, DTL_E_MEMORY },
	{ SQLITE_CONSTRAINT_UNIQUE, DTL_E_EXISTS },
	{ SQLITE_CONSTRAINT_PRIMARYKEY, DTL_E_EXISTS },
	{ SQLITE_CONSTRAINT_ROWID, DTL_E_EXISTS },
	{ SQLITE_NOMEM, DTL_E_MEMORY },
	{ SQLITE_BUSY, DTL_E_BUSY },
	{ SQLITE_LOCKED, DTL_E_BUSY },
	{ SQLITE_PROTOCOL, DTL_E_BUSY },
	{ SQLITE_CORRUPT, DTL_E_DAMAGED },
	{ SQLITE_NOTADB, DTL_E_SCHEMA },
	{ SQLITE_FULL, DTL_E_IO },
	{ SQLITE_IOERR, DTL_E_IO },
	{ SQLITE_READONLY, DTL_E_IO },
	{ SQLITE_AUTH, DTL_E_IO }, /* sealed */
	{ SQLITE_CANTOPEN, DTL_E_IO },
	{ SQLITE_PERM, DTL_E_IO },
	{ SQLITE_NOLFS, DTL_E_IO },
	{ SQLITE_TOOBIG, DTL_E_ARGUMENT },
};

dtl_status dtl_store_status(int code)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].code == code || table[i].code == (code & 0xFF))
			return table[i].status;
	return DTL_E_DATABASE;
}

const char *dtl_file_os_says(int number, char *room, size_t size)
{
	if (strerror_r(number, room, size) != 0)
		snprintf(room, size, "error %d", number);
	room[0] = (char)tolower((unsigned char)room[0]);
	return room;
}

/* The system's reason for the last failure, 0 if SQLite kept none. Of a failed COMMIT only the file itself remembers it. */
static int system_number(dtl_store *db)
{
	int number = db->handle ? sqlite3_system_errno(db->handle) : 0;
	if (db->handle && number == 0)
		sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_LAST_ERRNO, &number);
	return number;
}

/* Why the file could not be read or written. */
static const char *reason(dtl_store *db, int code, char *room, size_t size)
{
	int primary = code & 0xFF;
	int number = system_number(db);
	if (primary == SQLITE_FULL)
		return dtl_file_os_says(ENOSPC, room, size);
	if (primary == SQLITE_READONLY || primary == SQLITE_AUTH) {
		number = dtl_file_why_not_writable(db->path);
		return number ? dtl_file_os_says(number, room, size) : "it is open for reading only";
	}
	/* Where it may not make a file, SQLite tries to open one for reading, and forgets why it could not. */
	if (primary == SQLITE_CANTOPEN && number == ENOENT)
		number = dtl_file_why_not_writable(db->path);
	if ((primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) && number != 0)
		return dtl_file_os_says(number, room, size);
	return sqlite3_errstr(code);
}

/* SQL for an error: one line, not too long. */
static void quote_sql(dtl_text *out, const char *sql)
{
	enum { ENOUGH = 300 };
	for (const char *at = sql; *at && out->len < ENOUGH; at++) {
		bool blank = isspace((unsigned char)*at);
		if (!blank)
			dtl_text_add_char(out, *at);
		else if (out->len > 0 && !isspace((unsigned char)at[1]))
			dtl_text_add_char(out, ' ');
	}
	if (out->len >= ENOUGH) {
		while (out->len > 0 && ((unsigned char)out->data[out->len - 1] & 0xC0U) == 0x80U)
			dtl_text_truncate(out, out->len - 1);
		dtl_text_truncate(out, out->len - (out->len > 0));
		dtl_text_add(out, "…");
	}
}

static dtl_status fail_statement(dtl_store *db, dtl_status status, int code, const char *sql, dtl_error *err)
{
	const char *words = db->handle && sqlite3_errcode(db->handle) == code ? sqlite3_errmsg(db->handle)
									      : sqlite3_errstr(code);
	dtl_text quoted = DTL_TEXT_INIT;
	if (sql)
		quote_sql(&quoted, sql);
	dtl_fail(err, status, "%s%s%s", words, sql ? " in: " : "", dtl_text_str(&quoted));
	dtl_text_free(&quoted);
	return status;
}

dtl_status dtl_store_fail(dtl_store *db, int code, const char *doing, const char *sql, dtl_error *err)
{
	char room[128];
	dtl_status status = dtl_store_status(code);
	switch (status) {
	case DTL_E_MEMORY: return dtl_fail_memory(err);
	case DTL_E_BUSY:
		return dtl_fail(err, status, "'%s' is in use by another process: try again", db->path);
	case DTL_E_DAMAGED:
		return dtl_fail(err, status, "'%s' is damaged: %s", db->path, sqlite3_errstr(code));
	case DTL_E_SCHEMA: return dtl_store_not_a_timeline(db->path, NULL, err);
	case DTL_E_IO:
		return dtl_fail(
		    err, status, "cannot %s '%s': %s", doing, db->path, reason(db, code, room, sizeof(room)));
	case DTL_E_EXISTS:
	case DTL_E_ARGUMENT:
	case DTL_E_DATABASE:
	case DTL_OK:
	case DTL_DONE:
	case DTL_E_AMBIGUOUS:
	case DTL_E_NOTFOUND:
	case DTL_E_PARSE:
	case DTL_E_REJECTED: break;
	}
	return fail_statement(db, status, code, sql, err);
}

dtl_status dtl_store_not_a_timeline(const char *path, const char *why, dtl_error *err)
{
	return dtl_fail(
	    err, DTL_E_SCHEMA, "'%s' is not a timeline%s%s", path, why ? ": " : "", why ? why : "");
}

dtl_status dtl_store_newer(const char *path, int64_t schema, dtl_error *err)
{
	return dtl_fail(err, DTL_E_SCHEMA,
	    "'%s' was written by a newer dateline: its schema is %lld, this program knows %d", path,
	    (long long)schema, dtl_store_schema_latest());
}
