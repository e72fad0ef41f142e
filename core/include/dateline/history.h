/*
 * What was said, when, by whom: the ledger as people read it.
 */
#ifndef DATELINE_HISTORY_H
#define DATELINE_HISTORY_H

#include <dateline/db.h>
#include <dateline/edit.h>
#include <dateline/event.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dtl_changeset {
	const char *uid; /* 32 hexadecimal digits */
	int64_t n;       /* orders what clocks cannot */
	int64_t recorded_at;
	const char *author, *message, *command;
	int64_t claims; /* how many */
	bool retracted; /* it was undone */
	bool here;      /* it was made in this file, not loaded into it */
} dtl_changeset;

/* Called for each; anything but DTL_OK stops and is returned. */
typedef dtl_status (*dtl_changeset_fn)(void *user, const dtl_changeset *changeset, dtl_error *err);

/* The changesets, newest first (by n, then uid); `limit` 0: all. */
DTL_PUBLIC dtl_status dtl_log(dtl_db *db, int64_t limit, dtl_changeset_fn each, void *user, dtl_error *err);

/* One origin's word on one field of a thing. */
typedef struct dtl_word {
	const char *field;  /* "when", "actors" … */
	const char *member; /* of a field that holds several: "china:host"; else NULL */
	const char *value;  /* canonical JSON; "null": there is none */
	int64_t known_at;
	const char *source;    /* ID, or NULL: a person */
	const char *publisher; /* of the source, NULL: not known */
	const char *lane;      /* hand, json, ics … */
	const char *speaker, *locator, *quote;
	dtl_rank rank;
	const char *changeset; /* uid */
	int64_t position;      /* of the claim in it */
	bool shown;            /* this is what the timeline shows */
	bool agrees;           /* it says the same as what is shown (dates may be in other words) */
} dtl_word;
typedef dtl_status (*dtl_word_fn)(void *user, const dtl_word *word, dtl_error *err);

/*
 * Every word on every field of a thing as known before `as_of` (DTL_TIME_MAX:
 * now), by field and member, the highest stamp first.
 */
DTL_PUBLIC dtl_status dtl_words(
    dtl_db *db, dtl_kind kind, const char *id, int64_t as_of, dtl_word_fn each, void *user, dtl_error *err);

/* One claim's effect on one field, as `log ID` tells it. */
typedef struct dtl_step {
	dtl_changeset changeset;
	int64_t known_at;
	const char *source, *lane, *speaker, *locator, *quote;
	dtl_rank rank;
	const char *field, *member; /* field NULL: the thing was removed */
	const char *before, *after; /* what the field read before and after this claim; NULL: nothing */
	const char *said;           /* what the claim says, which need not be what shows */
	bool live;                  /* it counts: neither undone nor deprecated */
} dtl_step;
typedef dtl_status (*dtl_step_fn)(void *user, const dtl_step *step, dtl_error *err);

/* The claims of one thing, newest first by changeset and position. */
DTL_PUBLIC dtl_status dtl_history(
    dtl_db *db, dtl_kind kind, const char *id, dtl_step_fn each, void *user, dtl_error *err);

/* A source that contradicts what shows of an event, neither narrowing the other. */
typedef struct dtl_dispute {
	const char *event;     /* its ID, as shown */
	const char *field;     /* when, place, status, edition */
	const char *source;    /* ID */
	const char *publisher; /* NULL: not known */
	const char *value;     /* what it says: EDTF, a place's ID, a status, a number */
	int64_t known_at;
	const char *shown_source, *shown_publisher, *shown_value; /* the same of what shows */
	int64_t shown_known_at;
} dtl_dispute;
typedef dtl_status (*dtl_dispute_fn)(void *user, const dtl_dispute *dispute, dtl_error *err);

/*
 * What publishers disagree on as known before `as_of` (DTL_TIME_MAX: now), of one
 * event or (id NULL) of all: by event and field, the newest contrary word first.
 * What was moved from one report to the next is no dispute: both became known
 * after the event began, or within three days of each other.
 */
DTL_PUBLIC dtl_status dtl_disputes(
    dtl_db *db, const char *id, int64_t as_of, dtl_dispute_fn each, void *user, dtl_error *err);

#ifdef __cplusplus
}
#endif
#endif
