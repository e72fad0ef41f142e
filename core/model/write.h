/*
 * Inside the one write call of the program: everything from `add` to a
 * million-event import appends its claims here, and the things that they touch
 * are derived once, at the commit.
 */
#ifndef DTL_MODEL_WRITE_H
#define DTL_MODEL_WRITE_H

#include "base/arena.h"
#include "ledger/ledger.h"
#include "model/db.h"
#include "model/derive.h"
#include "model/fields.h"
#include "model/names_known.h"

#include <dateline/edit.h>

/* Who says what is being written, with every name resolved. */
typedef struct dtl_voice {
	const char *source; /* key, or NULL: the person who writes */
	const char *speaker, *locator, *quote;
	const char *lane;
	int64_t known_at;
	int rank;
	bool snapshot;
} dtl_voice;

/* A name that resolves to nothing here: made with the entry that mentions it, or looked for at the end. */
typedef struct dtl_newcomer {
	dtl_kind kind;
	const char *subkind, *name, *key; /* in `scratch` */
	const struct cJSON *doc;          /* the entry's own, what it says of it; or NULL */
} dtl_newcomer;

/* What a thing read like before the write. */
typedef struct dtl_memory dtl_memory;

struct dtl_write {
	dtl_db *db;
	dtl_store *store;
	dtl_changeset_header header; /* its strings live in `arena` */
	dtl_arena arena;
	dtl_arena scratch; /* of the entry at hand */
	unsigned char uid[DTL_UID_SIZE];
	int64_t changeset; /* its row, 0 until the first claim */
	int64_t position;
	int64_t n;       /* the changeset's */
	int64_t events;  /* that an import has made */
	int64_t said_on; /* the day on which phrases are said */
	dtl_voice voice; /* of the header's evidence */
	bool open;       /* the transaction is open */
	dtl_deriver deriver;
	dtl_known_names *known;
	dtl_text text, patch_text, key;
	dtl_text absent; /* the key of the event that was looked for last, if it was not there */
	dtl_patch patch;
	const dtl_text *printed; /* the patch, where somebody has printed it already; or NULL */
	bool right;              /* and has looked at its values: see dtl_said */
	dtl_memory *memories;
	size_t memory_count, memory_cap;
	dtl_newcomer *newcomers; /* names that the entry at hand makes if it is taken */
	size_t newcomer_count, newcomer_cap;
	bool importing;
	bool imported;         /* something was: its claims are looked at when they are derived */
	bool defining;         /* the entry at hand defines something: it may mention what is defined later */
	bool has_bare;         /* things are mentioned of which nothing is known, and they may be */
	int64_t forward_count; /* references in this import to what was not there yet */
	int64_t last_entity;   /* that was there before an import */
	dtl_newcomer *forward; /* those of the entry at hand, in `scratch` */
	size_t forward_now, forward_cap;
};

/* Tell the caller one line about what was interpreted. */
void dtl_write_note(dtl_write *w, const char *format, ...) DTL_PRINTF(2, 3);

/* evidence.c: resolve evidence given as text; unset members are those of `base` (may be NULL). */
dtl_status dtl_voice_resolve(
    dtl_write *w, const dtl_evidence *evidence, const dtl_voice *base, dtl_voice *out, dtl_error *err);
/* When a source was published, as known_at: of a day its first second, of anything coarser the first second of its last day. DTL_DONE: it does not say. */
dtl_status dtl_source_published(dtl_write *w, const char *key, int64_t *out, dtl_error *err);
/* The same of a date of publication. */
dtl_status dtl_published_read(const dtl_write *w, const char *published, int64_t *out, dtl_error *err);
/* A known_at given as text: an instant, a date or a phrase; later than tomorrow is refused. */
dtl_status dtl_known_read(dtl_write *w, const char *text, int64_t *out, dtl_error *err);

/* accept.c: a dtl_accept whose names resolve in this timeline. */
dtl_accept dtl_write_accept(dtl_write *w);
/* Begin with another entry: forget what the last one met. */
void dtl_write_next(dtl_write *w);
/* Write down the newcomers that accepting met. */
dtl_status dtl_newcomers_write(dtl_write *w, dtl_error *err);

/* append.c: append w->patch on (kind, key) as said by `voice`; the thing is remembered first. */
dtl_status dtl_write_append(
    dtl_write *w, dtl_kind kind, const char *key, const dtl_voice *voice, int64_t *claim, dtl_error *err);
/* The same with an act or another line as it stands. */
dtl_status dtl_write_line(dtl_write *w, const dtl_claim_line *line, int64_t *claim, dtl_error *err);
/*
 * Load the words on (kind, key) into w->deriver.book, all live claims known
 * before `cut`, the deprecated ones too. *there: somebody has said something of it.
 */
dtl_status dtl_write_load(
    dtl_write *w, dtl_kind kind, const char *key, int64_t cut, bool *there, dtl_error *err);

/* write_refuse.c: take back a claim that this write appended. */
dtl_status dtl_write_take_back(dtl_write *w, int64_t claim, dtl_error *err);
/* An entry that goes because what it mentions has gone. */
typedef struct dtl_refused {
	int64_t claim, entity;
	dtl_kind kind, missing_kind;
	const char *key, *missing;
	bool made;         /* nothing else is said of it */
	const char *field; /* in which that is mentioned */
} dtl_refused;
typedef dtl_status (*dtl_refused_fn)(void *user, const dtl_refused *refused, dtl_error *err);
/*
 * After a claim was taken back: take back whatever of this write, behind the
 * claim `after`, mentions what is gone, and number the rest anew. `excerpt`:
 * events may be mentioned that are not there.
 */
dtl_status dtl_write_sweep(
    dtl_write *w, int64_t after, bool excerpt, dtl_refused_fn each, void *user, dtl_error *err);

/*
 * write_rank.c: deprecate what the voice's source has said of the thing in
 * w->deriver and what w->patch says once more; that goes from the patch. *sunk:
 * there was such a claim.
 */
dtl_status dtl_write_sink(dtl_write *w, int64_t entity, bool *sunk, dtl_error *err);

/* status_path.c: say so where the status in w->patch makes no sense after what was known of the thing in w->deriver by then. */
dtl_status dtl_write_look_at_step(dtl_write *w, dtl_error *err);

/* memory.c */
dtl_status dtl_memory_keep(dtl_write *w, dtl_kind kind, int64_t entity, dtl_error *err);
dtl_status dtl_memory_tell(dtl_write *w, dtl_difference_fn each, void *user, dtl_error *err);
void dtl_memory_free(dtl_write *w);

/* Note what an import said that does not show because of what stood there before it. The claims must be derived. */
dtl_status dtl_write_tell_overtaken(dtl_write *w, dtl_error *err);

#endif
