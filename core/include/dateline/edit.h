/*
 * Writing: every change is one changeset of claims, appended to the ledger in
 * one transaction; what the timeline shows is derived from it.
 *
 *	char uid[33];
 *	dtl_write *w = NULL;
 *	dtl_edit *e = NULL;
 *	dtl_write_begin(&w, db, &changeset, &err);
 *	dtl_edit_new(&e, DTL_EVENT, NULL);
 *	dtl_edit_set(e, "title", "Sunnylands summit", &err);
 *	dtl_edit_set(e, "when", "7-8 June 2013", &err);
 *	dtl_write_edit(w, e, &change, &err);
 *	dtl_write_commit(w, uid, NULL, NULL, &err);
 *	dtl_edit_free(e);
 *	dtl_write_free(w);      // without commit: nothing has happened
 */
#ifndef DATELINE_EDIT_H
#define DATELINE_EDIT_H

#include <dateline/db.h>
#include <dateline/event.h>
#include <dateline/format.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum dtl_rank { DTL_RANK_NORMAL, DTL_RANK_PREFERRED, DTL_RANK_DEPRECATED } dtl_rank;

/* Who says so, and since when: of each claim that a write appends. */
typedef struct dtl_evidence {
	const char *source;  /* a source's ID, or NULL: the person who writes */
	const char *said_by; /* an actor's ID or name, or NULL */
	const char *locator, *quote;
	const char *known; /* a date or RFC 3339 instant; NULL: the source's publication, else today */
	dtl_rank rank;
} dtl_evidence;

/* The header of the changeset that a write makes. */
typedef struct dtl_changeset_header {
	int64_t now;   /* the clock: recorded_at, seconds since 1970 UTC */
	int64_t today; /* what counts as now for known_at and for phrases; often the same */
	const char *author, *message, *command; /* NULL where there is none */
	bool dry_run;                           /* do everything, then take it back */
	bool create_names;                      /* make actors, places … that do not resolve */
	bool link_actors; /* of imported events: actors that their titles name take part */
	const char *tz;   /* the zone of times without one, or NULL: their place's */
	const char
	    *said_on; /* the day on which phrases were said; NULL: the source's publication, else today */
	dtl_evidence evidence;
	/* Called with one line for whatever was interpreted, made in passing or does not show; may be NULL. */
	void (*note)(void *user, const char *line);
	void *note_user;
} dtl_changeset_header;

typedef struct dtl_write dtl_write;
typedef struct dtl_edit dtl_edit;

/* DTL_E_BUSY: another process is writing. */
DTL_PUBLIC dtl_status dtl_write_begin(
    dtl_write **out, dtl_db *db, const dtl_changeset_header *header, dtl_error *err);

/*
 * A change to one thing. `id` NULL: a new one, whose key is made from what is
 * set. Otherwise a key, shown ID, name, alias or code.
 */
DTL_PUBLIC dtl_status dtl_edit_new(dtl_edit **out, dtl_kind kind, const char *id, dtl_error *err);
DTL_PUBLIC void dtl_edit_free(dtl_edit *edit);

/*
 * Give a field a value, in the words of the command line: "when" "7-8 June
 * 2013", "with" "china:host", "code" "iso2:CN". Fields that hold several things
 * add one. Names resolve when the edit is written.
 *
 * DTL_E_ARGUMENT  no such field of this kind, or the value is not of its form
 */
DTL_PUBLIC dtl_status dtl_edit_set(dtl_edit *edit, const char *field, const char *value, dtl_error *err);
/* Take away: one thing of a field that holds several, or (value NULL) whatever the field says. */
DTL_PUBLIC dtl_status dtl_edit_unset(dtl_edit *edit, const char *field, const char *value, dtl_error *err);
/* The thing is gone from then on; its history stays. */
DTL_PUBLIC dtl_status dtl_edit_remove(dtl_edit *edit, dtl_error *err);

/* What an edit did. Strings last until the next call on the write. */
typedef struct dtl_change {
	const char *id; /* of the thing, as shown */
	const char *key;
	bool made;     /* it is new */
	bool appended; /* a claim was appended; false: all of it had been said already */
	bool shows;    /* the timeline shows what was said */
} dtl_change;

/*
 * Append what the edit says that is not said already. A name that does not
 * resolve is DTL_E_NOTFOUND with the nearest ones, unless create_names.
 */
DTL_PUBLIC dtl_status dtl_write_edit(dtl_write *w, const dtl_edit *edit, dtl_change *out, dtl_error *err);

typedef struct dtl_import_counts {
	int64_t new_things, updated, unchanged, rejected;
} dtl_import_counts;

/* Called for each refused entry; the reason begins with its path in the document ("events[3].actors[0]: …"). */
typedef void (*dtl_reject_fn)(void *user, const dtl_entry *entry, const dtl_error *why);

/*
 * Read all of `in`. A text that cannot be read to its end is an error, and
 * the write should be abandoned; a refused entry is counted and told to
 * `reject`, and the rest is taken.
 */
DTL_PUBLIC dtl_status dtl_write_import(dtl_write *w, const dtl_importer *importer,
    const dtl_import_options *options, FILE *in, dtl_import_counts *counts, dtl_reject_fn reject, void *user,
    dtl_error *err);

/*
 * Undo a changeset (its name or the beginning of it; NULL: the last one made in
 * this file) as if it had never been; `uid` gets its name. Undoing an undo
 * restores what stood before it. *undone is false when it was undone already.
 */
DTL_PUBLIC dtl_status dtl_write_undo(
    dtl_write *w, const char *changeset, char uid[33], bool *undone, dtl_error *err);

/* One field of one thing, before and after a write, in canonical JSON; NULL: nothing. */
typedef struct dtl_difference {
	dtl_kind kind;
	const char *id, *title; /* of the thing */
	bool made, gone;        /* it was not there before; it is no longer there */
	const char *field;      /* NULL with made or gone */
	const char *before, *after;
} dtl_difference;
typedef void (*dtl_difference_fn)(void *user, const dtl_difference *difference);

/*
 * Derive what the claims touched and commit (a dry run derives, reports and
 * rolls back). `each`, unless NULL, is told what now reads differently, up to
 * 1,000 things. Nothing appended: no changeset is made, *uid is empty.
 */
DTL_PUBLIC dtl_status dtl_write_commit(
    dtl_write *w, char uid[33], dtl_difference_fn each, void *user, dtl_error *err);
DTL_PUBLIC void dtl_write_free(dtl_write *w);

/* The fields that dtl_edit_set() takes for a kind, in the order of the help; NULL behind the last. */
typedef struct dtl_field_option {
	const char *name;     /* "with" */
	const char *argument; /* "ACTOR[:ROLE[:FOR]]" */
	const char *help;
	const char *opposite; /* the option that takes one away ("without"), or NULL */
	bool several;         /* may be given more than once */
} dtl_field_option;
DTL_PUBLIC const dtl_field_option *dtl_field_option_at(dtl_kind kind, size_t index);

#ifdef __cplusplus
}
#endif
#endif
