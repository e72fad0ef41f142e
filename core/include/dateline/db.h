/*
 * A timeline: one SQLite file that holds a ledger of claims and what is folded from it.
 *
 * Ownership, for the whole library:
 * 1. What came back through `**out` is yours; release it with the function of
 *    the same noun (dtl_db_close, dtl_cursor_close …). NULL is always allowed there.
 * 2. A dtl_event (dtl_actor, dtl_source …) owns nothing; whoever filled it says
 *    how long its strings last.
 * 3. The library copies whatever it needs to keep before it returns.
 * 4. Close cursors and writes before the database.
 *
 * The library never prints, exits, or reads the clock, the environment or the
 * locale: the present moment and the dice are given to it. A handle is used by
 * one thread at a time.
 */
#ifndef DATELINE_DB_H
#define DATELINE_DB_H

#include <dateline/error.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dtl_db dtl_db;

typedef enum dtl_open_mode {
	DTL_OPEN_READ,   /* the file must exist; nothing is ever written to it */
	DTL_OPEN_WRITE,  /* the file must exist */
	DTL_OPEN_CREATE, /* made when missing, with the countries and areas of ISO 3166-1 as actors */
	DTL_OPEN_BARE,   /* made when missing, empty */
} dtl_open_mode;

/* Where random bytes come from: the names of changesets, files and new events are made of them. */
typedef struct dtl_dice {
	void (*roll)(void *user, unsigned char *bytes, size_t count); /* required for writing */
	void *user;
} dtl_dice;

/*
 * For a program in which nobody else uses SQLite: may be called once, before
 * anything else of the library. SQLite then does not count the memory that it
 * takes, and the threads of a large import do not wait for each other to count.
 */
DTL_PUBLIC void dtl_db_alone(void);

/*
 * Open the timeline at `path`. `dice` may be NULL when reading.
 *
 * On DTL_OK, *out owns the connection: release it with dtl_db_close(). On
 * failure *out is NULL.
 *
 * DTL_E_NOTFOUND  no such file, and `mode` does not create one
 * DTL_E_SCHEMA    not a timeline, or written by a newer dateline
 * DTL_E_DAMAGED   the file is corrupt
 * DTL_E_BUSY      another process has been writing for five seconds
 */
DTL_PUBLIC dtl_status dtl_db_open(
    dtl_db **out, const char *path, dtl_open_mode mode, const dtl_dice *dice, dtl_error *err);
DTL_PUBLIC void dtl_db_close(dtl_db *db);

/*
 * A timeline that is made is made beside its place, under a name of its own, and
 * put there when something has been written to it, by this call, or by
 * dtl_db_close(), which cannot say why it failed. Until then others do not see
 * it, and wait if they want to make it too. Does nothing if it is there already.
 */
DTL_PUBLIC dtl_status dtl_db_keep(dtl_db *db, dtl_error *err);

/* Close; a timeline that this handle was making is gone, so that a command that failed leaves no trace. */
DTL_PUBLIC void dtl_db_discard(dtl_db *db);

/*
 * The timeline as it had been written down before `recorded` (seconds since
 * 1970, UTC), by anybody whose work is in it now: its ledger up to then, folded
 * anew in a temporary place. For reading; close it with dtl_db_close(). It does
 * not need `from` any more.
 */
DTL_PUBLIC dtl_status dtl_db_recorded(dtl_db **out, dtl_db *from, int64_t recorded, dtl_error *err);

/* True when the call that opened it also made it. */
DTL_PUBLIC bool dtl_db_is_new(const dtl_db *db);

/*
 * A copy of the timeline, as it is at one moment, in a new file; others may go
 * on writing to it meanwhile. The copy appears when it is whole, or not at all.
 *
 * DTL_E_EXISTS    there is a file of that name; it is left as it is
 * DTL_E_ARGUMENT  the name belongs to the timeline itself ("x.db-wal")
 */
DTL_PUBLIC dtl_status dtl_db_backup(dtl_db *db, const char *path, dtl_error *err);

typedef struct dtl_counts {
	int64_t changesets, claims;                      /* in the ledger */
	int64_t events, versions;                        /* derived */
	int64_t actors, series, places, sources, topics; /* that have a name, title or label */
} dtl_counts;

/* What the timeline holds. */
DTL_PUBLIC dtl_status dtl_db_count(dtl_db *db, dtl_counts *out, dtl_error *err);

/* Drop every derived table and fold it anew from the ledger; all or nothing. */
DTL_PUBLIC dtl_status dtl_db_rebuild(dtl_db *db, dtl_error *err);

/* Something that dtl_db_check() found. */
typedef struct dtl_finding {
	const char *what; /* "file", "ledger", "derived", "value", "name", "dangling", "cycle", "incomplete",
			      "overlap", "gap", "outside" (of terms of office), "disputed" */
	const char *kind; /* of the entity concerned, or NULL */
	const char *id;   /* as shown, or NULL */
	const char *text; /* one line */
} dtl_finding;

typedef void (*dtl_finding_fn)(void *user, const dtl_finding *finding);

/*
 * Look for damage to the file and the ledger, derived rows that differ from a
 * fresh fold, values that do not validate, terms of office
 * that do not fit, dangling links and cycles, sources that contradict each other. `each` is called once for each finding; none means
 * all is well. With `derived_only` only the derived tables are compared.
 */
DTL_PUBLIC dtl_status dtl_db_check(
    dtl_db *db, bool derived_only, dtl_finding_fn each, void *user, dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
