/*
 * Prepared statements: bind by name, check once, read columns in order.
 *
 *	dtl_stmt st = DTL_STMT_INIT;
 *	dtl_status status = dtl_stmt_prepare(db, &st, sql_insert, err);
 *	if (status != DTL_OK)
 *		return status;
 *	dtl_bind_text(&st, ":key", key);      // binds return nothing: the first
 *	dtl_bind_int(&st, ":known", known);   // failure is kept for the step
 *	status = dtl_stmt_run(&st, err);
 *	dtl_stmt_finalize(&st);
 *
 * SQL is constant text. A misspelt :name, a wrong column count and whatever
 * SQLite says come out as an error that quotes the statement's own SQL.
 */
#ifndef DTL_STORE_STMT_H
#define DTL_STORE_STMT_H

#include "store/store.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sqlite3_stmt;

enum { DTL_STMT_NAMES = 24 };

typedef struct dtl_stmt {
	struct sqlite3_stmt *handle; /* NULL until prepared */
	const char *wrong_name;      /* the first :name that is not in the SQL */
	int bind_code;               /* the first bind that failed, as SQLite's code */
	int column;                  /* the next column that dtl_take_*() reads */
	dtl_store *store;            /* whose file an error names */
	/* Of a cached one: which :name each bind asked for, in their order. Looked up once. */
	bool remembers;
	int asked;
	struct {
		const char *name;
		int index;
	} names[DTL_STMT_NAMES];
} dtl_stmt;

#define DTL_STMT_INIT                                                                                        \
	{                                                                                                    \
		.handle = NULL                                                                               \
	}

/*
 * Prepare one statement; text after it is refused. `sql` must outlive the
 * statement. A question that was finalized not long ago is handed out again, as
 * good as new, to who prepares the same text.
 */
dtl_status dtl_stmt_prepare(dtl_store *db, dtl_stmt *st, const char *sql, dtl_error *err);

/*
 * The same from the store's cache, keyed by the address of `sql` (so: a static
 * const char[]): prepared once for each connection, reset and with its bindings
 * cleared when it is handed out again. Not to be finalized by the caller; call
 * dtl_stmt_reset() when done with it. Not for a statement that may be running
 * already in a caller of the caller.
 */
dtl_status dtl_stmt_cached(dtl_store *db, dtl_stmt **out, const char *sql, dtl_error *err);

/* Has the SQL a parameter of this name (":day")? For SQL that is put together from fragments. */
bool dtl_stmt_has(const dtl_stmt *st, const char *name);

/* Bound text and blobs are not copied: they must last until the next reset. NULL text binds SQL NULL. */
void dtl_bind_text(dtl_stmt *st, const char *name, const char *value);
void dtl_bind_text_len(dtl_stmt *st, const char *name, const char *value, size_t len);
void dtl_bind_int(dtl_stmt *st, const char *name, int64_t value);
void dtl_bind_blob(dtl_stmt *st, const char *name, const void *value, size_t len);
void dtl_bind_null(dtl_stmt *st, const char *name);
void dtl_bind_double(dtl_stmt *st, const char *name, double value);

/*
 * DTL_OK: a row is there, columns are read from the first; DTL_DONE: no more
 * rows. At the end and on failure the statement is reset: it may be bound (what
 * is not bound anew keeps its value) and stepped again.
 */
dtl_status dtl_stmt_step(dtl_stmt *st, dtl_error *err);
/* For statements without rows: steps to the end and resets. DTL_OK, or DTL_E_EXISTS when a row with this key is there. */
dtl_status dtl_stmt_run(dtl_stmt *st, dtl_error *err);
void dtl_stmt_reset(dtl_stmt *st);
void dtl_stmt_finalize(dtl_stmt *st); /* also of one never prepared */

/* Columns in the order of the SELECT; what they point to lasts until the next step or reset. */
int64_t dtl_take_int(dtl_stmt *st); /* 0 for SQL NULL */
double dtl_take_double(dtl_stmt *st);
const char *dtl_take_text(dtl_stmt *st); /* NULL for SQL NULL */
const char *dtl_take_text_len(dtl_stmt *st, size_t *len);
const void *dtl_take_blob(dtl_stmt *st, size_t *len);
/* True when the column that would be taken next is NULL; does not take it. */
bool dtl_next_is_null(dtl_stmt *st);

#endif
