/*
 * Sharing a timeline: its ledger as text, the union of several ledgers, and
 * saying that two things are one.
 *
 * A ledger is a set of lines, and joining two is set union: what is in both is
 * taken once, in whatever order it comes. What the timeline shows afterwards is
 * what it would show had it always been one.
 */
#ifndef DATELINE_SHARE_H
#define DATELINE_SHARE_H

#include <dateline/db.h>
#include <dateline/edit.h>
#include <dateline/event.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Write all of the ledger, one line of JSON for each changeset, claim and purge
 * (the schema is dateline-dump-1.schema.json), in an order that only the ledger
 * determines. *lines (may be NULL) is how many.
 */
DTL_PUBLIC dtl_status dtl_dump(dtl_db *db, FILE *out, int64_t *lines, dtl_error *err);

/* Lines that a load took, and the others. */
typedef struct dtl_load_counts {
	int64_t changesets, claims, purged; /* new */
	int64_t known;                      /* here already */
	int64_t left;                       /* damaged, and left because of keep_going */
} dtl_load_counts;

typedef struct dtl_load_options {
	bool dry_run;    /* do everything, then take it back */
	bool keep_going; /* leave damaged lines and take the others */
	/* Called for each line that is left, with the input's name; `why` holds its line. */
	void (*left)(void *user, const char *name, const dtl_error *why);
	void *user;
} dtl_load_options;

typedef struct dtl_load dtl_load;

/* DTL_E_BUSY: another process is writing. */
DTL_PUBLIC dtl_status dtl_load_begin(
    dtl_load **out, dtl_db *db, const dtl_load_options *options, dtl_error *err);

/*
 * Take the lines of a dump, from where `in` stands to its end. `name` is what
 * messages call it; both last until the load is over, for a line that differs
 * from one read before is named with the place of the other.
 *
 * DTL_E_DAMAGED  a line that dtl_dump() does not write (`line` says which), or
 *                whose id stands elsewhere with other bytes
 * DTL_E_SCHEMA   not a dump, or one in another format
 */
DTL_PUBLIC dtl_status dtl_load_dump(dtl_load *load, FILE *in, const char *name, dtl_error *err);

/* The same with the ledger of another timeline, which is opened for reading. */
DTL_PUBLIC dtl_status dtl_load_timeline(dtl_load *load, const char *path, dtl_error *err);

/*
 * Derive what became stale, and only that, and commit. `each` (may be NULL) is
 * told of keys that stand for different things in the timelines that were
 * joined. After a failure nothing has happened.
 */
DTL_PUBLIC dtl_status dtl_load_commit(
    dtl_load *load, dtl_load_counts *counts, dtl_finding_fn each, void *user, dtl_error *err);
/* Without commit: nothing has happened. */
DTL_PUBLIC void dtl_load_free(dtl_load *load);

/* Things that became one, or no longer are. Strings last until the next call on the write. */
typedef struct dtl_union {
	dtl_kind kind;
	const char *id;           /* as shown: what stands for all of them, or what was split off */
	const char *const *other; /* the IDs of those that joined it, or that it was parted from */
	size_t count;             /* 0: nothing was said, for it was so already */
	bool shows;               /* the timeline shows it; false: a later word stands above */
} dtl_union;

/*
 * Say that two things are one: from now on `second` is another name of `first`.
 * Both stay findable, and what is said of either is said of the one. `kind` NULL:
 * the one kind of which both are.
 *
 * DTL_E_ARGUMENT   they are of different kinds, or the same word names things of several
 */
DTL_PUBLIC dtl_status dtl_write_merge(dtl_write *w, const dtl_kind *kind, const char *first,
    const char *second, dtl_union *out, dtl_error *err);

/*
 * Take apart what was said to be one: `id` stands alone again with what had
 * joined it before. Named by its own key; the one that stands for all is parted
 * from all of them.
 *
 * DTL_E_ARGUMENT   a name that all of them share
 */
DTL_PUBLIC dtl_status dtl_write_split(
    dtl_write *w, const dtl_kind *kind, const char *id, dtl_union *out, dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
