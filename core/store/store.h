/*
 * The SQLite file: opening with care, migrations, transactions. Every
 * `sqlite3_` name of the library lives in core/store.
 */
#ifndef DTL_STORE_STORE_H
#define DTL_STORE_STORE_H

#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct dtl_store dtl_store;

typedef enum dtl_store_mode {
	DTL_STORE_READ,   /* the file must exist; nothing is ever written */
	DTL_STORE_WRITE,  /* the file must exist */
	DTL_STORE_CREATE, /* made when missing or empty: see dtl_store_keep() */
	DTL_STORE_MEMORY, /* a scratch database that goes with its handle, in memory while it is small; path ignored */
} dtl_store_mode;

/*
 * SQLite need not count the memory that it takes, which threads wait for each
 * other to do. For all of the process, and only before it is first used.
 */
void dtl_store_alone(void);

/*
 * Open, harden and, unless reading, migrate.
 *
 * DTL_E_NOTFOUND  no such file, and `mode` does not create one
 * DTL_E_SCHEMA    not a timeline (the file is not touched), a newer one, or an
 *                 older one opened for reading
 * DTL_E_DAMAGED   SQLite calls the file corrupt
 * DTL_E_BUSY      locked, or being made, for longer than the busy timeout
 * DTL_E_IO        cannot be opened, read or (when writing) written
 */
dtl_status dtl_store_open(dtl_store **out, const char *path, dtl_store_mode mode, dtl_error *err);
/* NULL is allowed; rolls back what is not committed, and puts a new file in its place. */
void dtl_store_close(dtl_store *db);

/*
 * A file that is missing, or empty, is made beside its place and stands there
 * from this call on, or from dtl_store_close(), which cannot say why it failed.
 * Does nothing where there is nothing to be done, or while a statement that is
 * not a cached one has not been finalized. Cached statements are void after it.
 */
dtl_status dtl_store_keep(dtl_store *db, dtl_error *err);
/* Close; what this handle has made and not kept is gone. NULL is allowed. */
void dtl_store_discard(dtl_store *db);

const char *dtl_store_path(const dtl_store *db);
/* True when dtl_store_open() made the file (or found it empty) and ran all migrations. */
bool dtl_store_is_new(const dtl_store *db);

/*
 * One write transaction; begin takes the write lock at once (BEGIN IMMEDIATE).
 * A begin inside a transaction is a programming error: DTL_E_DATABASE.
 */
dtl_status dtl_store_begin(dtl_store *db, dtl_error *err);
dtl_status dtl_store_commit(dtl_store *db, dtl_error *err); /* rolls back when it fails */
void dtl_store_rollback(dtl_store *db);                     /* nothing open: does nothing */
bool dtl_store_in_transaction(const dtl_store *db);

/* Refuse, from now on, to write anything but temporary tables; or no longer. Readers are sealed when they are opened. Was it before? */
bool dtl_store_seal(dtl_store *db, bool sealed);

/*
 * Are rows that refer to others looked up when they are written (foreign keys)?
 * They are from the beginning; also within a transaction this can be turned.
 */
dtl_status dtl_store_look_up(dtl_store *db, bool on, dtl_error *err);

/* A read transaction, so that several statements see one state. Nests in nothing. */
dtl_status dtl_store_read_begin(dtl_store *db, dtl_error *err);
void dtl_store_read_end(dtl_store *db);

/*
 * The same for an answer that is read bit by bit, of a store that is open for
 * reading only: it spares each statement a transaction of its own. True: let go
 * when all is read. False: not held, for it may write, or is in a transaction
 * already. Nests.
 */
bool dtl_store_hold(dtl_store *db);
void dtl_store_let_go(dtl_store *db);

/* Run constant SQL, one or more statements, without rows. */
dtl_status dtl_store_exec(dtl_store *db, const char *sql, dtl_error *err);
/* Run `sql`, which makes temporary tables, if `table`, which is the last of them, is not there yet on this connection. */
dtl_status dtl_store_temporary(dtl_store *db, const char *table, const char *sql, dtl_error *err);
int64_t dtl_store_last_id(const dtl_store *db);
/* Rows changed by the last statement. */
int64_t dtl_store_changes(const dtl_store *db);

/*
 * A copy of the whole file, as it is at one moment, while others write. It
 * stands in its place when it is whole; who may read the file may read it.
 *
 * DTL_E_EXISTS    there is something of that name
 * DTL_E_ARGUMENT  the name belongs to the file itself ("x.db-wal")
 */
dtl_status dtl_store_backup(dtl_store *db, const char *path, dtl_error *err);
/* The same into a scratch database, to be closed. */
dtl_status dtl_store_copy(dtl_store **out, dtl_store *db, dtl_error *err);

/* PRAGMA integrity_check: `each` gets every complaint; none when the file is sound. */
dtl_status dtl_store_integrity(
    dtl_store *db, void (*each)(void *user, const char *complaint), void *user, dtl_error *err);

/* The newest schema this program knows: the number of migrations. */
int dtl_store_schema_latest(void);

#endif
