/* What the store's own files share among themselves. */
#ifndef DTL_STORE_INTERNAL_H
#define DTL_STORE_INTERNAL_H

#include "store/draft.h"
#include "store/store.h"
#include <sqlite3.h>
#include <stddef.h>

enum {
	DTL_APPLICATION_ID = 0x444C4E45, /* "DLNE" */
	DTL_STORE_BUSY_MS = 5000,
	DTL_STORE_BUCKETS = 128,
	DTL_STORE_SPARE = 8,
};

struct dtl_store_cached;

struct dtl_store {
	sqlite3 *handle;
	char *path; /* as the caller named it */
	bool is_new, sealed;
	dtl_draft *draft;  /* what this handle makes, until it stands in its place; or NULL */
	size_t holders;    /* dtl_store_hold() */
	size_t statements; /* prepared and not finalized, those of the cache among them */
	struct dtl_store_cached *cache[DTL_STORE_BUCKETS];
	/* Finalized by their users, and kept for who prepares the same SQL again; the latest first, NULL behind the last. */
	sqlite3_stmt *spare[DTL_STORE_SPARE];
};

/* What SQLite's (extended) result code is to a caller. */
dtl_status dtl_store_status(int code);

/*
 * Report SQLite's `code`; `sql` (may be NULL) is quoted where the file is not to
 * blame. A failure of the file names it: "cannot write 'x.db': disk full".
 */
dtl_status dtl_store_fail(dtl_store *db, int code, const char *doing, const char *sql, dtl_error *err);

/* Is there a statement that is being stepped, or one that is not a cached one? */
bool dtl_store_reads(const dtl_store *db);
/* Finalize the statements of the cache, and those that are to spare. */
void dtl_store_forget_statements(dtl_store *db);

/* What can be seen of a file from outside, before SQLite touches it. */
typedef enum dtl_file_kind {
	DTL_FILE_MISSING,
	DTL_FILE_EMPTY,   /* no bytes, or nothing in it */
	DTL_FILE_SQLITE,  /* a SQLite file that may be ours */
	DTL_FILE_UNNAMED, /* a SQLite file without any program's id: empty, or somebody else's */
	DTL_FILE_FOREIGN, /* something else, or somebody else's SQLite file */
	DTL_FILE_NEWER,   /* ours, from a newer program */
} dtl_file_kind;

typedef struct dtl_file_look {
	dtl_file_kind kind;
	int64_t bytes;
	int schema;         /* what its header says, if SQLite */
	bool log_waits;     /* a write-ahead log with something in it stands beside it */
	bool journal_waits; /* the same for a rollback journal: in use, or left by a crash */
} dtl_file_look;

dtl_status dtl_file_examine(const char *path, dtl_file_look *out, dtl_error *err);
/* Why can `path` not be written? errno's number, 0 if it can. */
int dtl_file_why_not_writable(const char *path);
/* "x.db" and what SQLite may have left beside it. */
void dtl_file_remove(const char *path);
/* A name that SQLite takes for a plain file, never for a URI or ":memory:". The caller frees it. */
char *dtl_file_plain_name(const char *path);
/* file:…?immutable=1. The caller frees it. */
char *dtl_file_immutable_uri(const char *path);
/* The operating system's words for `number`, beginning in lower case. */
const char *dtl_file_os_says(int number, char *room, size_t size);

typedef struct dtl_schema_look {
	int64_t application;
	int64_t schema;
	bool empty; /* no table, no index, nothing */
} dtl_schema_look;

/* Read all of it; inside a transaction if it is to be of one piece. */
dtl_status dtl_schema_examine(dtl_store *db, dtl_schema_look *out, dtl_error *err);
/* Bring the file up to date, or refuse it untouched; see the steps in migrate.c. */
dtl_status dtl_store_migrate(dtl_store *db, dtl_store_mode mode, dtl_error *err);

dtl_status dtl_store_not_a_timeline(const char *path, const char *why, dtl_error *err);
dtl_status dtl_store_newer(const char *path, int64_t schema, dtl_error *err);

#endif
