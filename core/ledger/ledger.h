/*
 * The ledger (design.md §3): lines are appended and never change. Knows nothing
 * of what is derived from them but how acts judge changesets and claims, and
 * which entities have to be derived again.
 */
#ifndef DTL_LEDGER_LEDGER_H
#define DTL_LEDGER_LEDGER_H

#include "base/text.h"
#include "store/stmt.h"
#include "store/store.h"
#include <dateline/event.h>
#include <stdbool.h>
#include <stdint.h>

#define DTL_UID_SIZE 16
#define DTL_UID_TEXT 33 /* 32 hexadecimal digits and NUL */

void dtl_uid_print(char out[DTL_UID_TEXT], const unsigned char uid[DTL_UID_SIZE]);
/* False when `text` is not exactly 32 lower-case hexadecimal digits. */
bool dtl_uid_parse(unsigned char out[DTL_UID_SIZE], const char *text);

/* A changeset's header line. */
typedef struct dtl_header_line {
	unsigned char uid[DTL_UID_SIZE];
	int64_t n;
	int64_t recorded_at;
	unsigned char ledger[DTL_UID_SIZE];
	const char *author, *message, *command; /* NULL where there is none */
} dtl_header_line;

/* A claim's line, but for its changeset. Text is borrowed. */
typedef struct dtl_claim_line {
	int64_t position;
	dtl_kind kind;
	const char *key;
	const char *patch; /* canonical JSON */
	size_t patch_len;
	bool has_known; /* acts have no known_at */
	int64_t known_at;
	const char *source; /* a key, or NULL */
	const char *lane;
	int rank; /* dtl_rank */
	bool snapshot;
	const char *speaker, *locator, *quote;
	int64_t entity,
	    source_entity; /* what (kind, key) and `source` are here, if the caller knows; 0: looked up */
	bool derived;      /* the caller derives the thing himself: it does not become stale */
} dtl_claim_line;

/* The id of (kind, key); made when it is not there. */
dtl_status dtl_entity_intern(dtl_store *db, dtl_kind kind, const char *key, int64_t *entity, dtl_error *err);
/* Make (kind, key), which is not there, and what it is shown by (NULL: by its key). */
dtl_status dtl_entity_make(dtl_store *db, dtl_kind kind, const char *key, const char *slug,
    const char *suffix, int64_t *entity, dtl_error *err);
/* DTL_E_NOTFOUND, without a text worth showing, when it is not there. */
dtl_status dtl_entity_find(dtl_store *db, dtl_kind kind, const char *key, int64_t *entity, dtl_error *err);
/* The same, DTL_DONE and no error when it is not there. */
dtl_status dtl_entity_look(dtl_store *db, dtl_kind kind, const char *key, int64_t *entity, dtl_error *err);
/* What an entity is: its key is appended to `key` (may be NULL). */
dtl_status dtl_entity_what(dtl_store *db, int64_t entity, dtl_kind *kind, dtl_text *key, dtl_error *err);

/* This file's own id, from `meta`. */
dtl_status dtl_ledger_id(dtl_store *db, unsigned char out[DTL_UID_SIZE], dtl_error *err);
/* 1 + the largest n here. */
dtl_status dtl_ledger_next_n(dtl_store *db, int64_t *n, dtl_error *err);

/*
 * Add a header line; *row names the changeset in this file. A header that is
 * there already with the same bytes is nothing new (*fresh false), with other
 * bytes DTL_E_DAMAGED. A header that comes after its claims makes them count:
 * their entities become stale.
 */
dtl_status dtl_ledger_header(
    dtl_store *db, const dtl_header_line *line, int64_t *row, bool *fresh, dtl_error *err);
/* The row of a changeset by uid, made nameless when it is not there. */
dtl_status dtl_ledger_changeset(
    dtl_store *db, const unsigned char uid[DTL_UID_SIZE], int64_t *row, dtl_error *err);

/*
 * Append a claim that is known to be new (the caller made its changeset in this
 * transaction): its entity becomes stale; an act takes effect. *claim (may be
 * NULL) is its id in this file.
 */
dtl_status dtl_ledger_append(
    dtl_store *db, int64_t changeset, const dtl_claim_line *line, int64_t *claim, dtl_error *err);

/* Let the act on a claim that has come after it take effect, if there is one. */
dtl_status dtl_ledger_judge_pending(
    dtl_store *db, const unsigned char uid[DTL_UID_SIZE], int64_t position, dtl_error *err);

/*
 * Put a marker in the place of a claim for good. `claim` is the claim's id, or 0
 * when it is not here: then it will never come. What indexes it must have been
 * told before. *fresh: the marker is new.
 */
dtl_status dtl_ledger_purge(
    dtl_store *db, int64_t changeset, int64_t position, int64_t claim, bool *fresh, dtl_error *err);

/* Say that an entity has to be derived again. */
dtl_status dtl_ledger_touch(dtl_store *db, int64_t entity, dtl_error *err);

/* Does the last act on (kind, key) say just this already, or is there none and it says what holds without one? */
dtl_status dtl_ledger_act_stands(dtl_store *db, const dtl_claim_line *act, bool *stands, dtl_error *err);

/* Judge everything anew from the acts: the tables `retracted` and `judged`. */
dtl_status dtl_ledger_judge_all(dtl_store *db, dtl_error *err);

/*
 * The acts that answer a changeset, each told to `each` in order: undoing it.
 * Acts are not retracted, undoing one writes what stood before it.
 */
typedef dtl_status (*dtl_act_fn)(void *user, const dtl_claim_line *act, dtl_error *err);
dtl_status dtl_ledger_answer(dtl_store *db, int64_t changeset, dtl_act_fn each, void *user, dtl_error *err);

#endif
