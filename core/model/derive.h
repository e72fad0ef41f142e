/*
 * Deriving: the rows that follow from the ledger, for one thing or for all.
 * Incremental work and a rebuild end in the same rows but for their numbers.
 */
#ifndef DTL_MODEL_DERIVE_H
#define DTL_MODEL_DERIVE_H

#include "ledger/fold.h"
#include "model/bulk.h"
#include "model/project.h"
#include "store/stmt.h"
#include "store/store.h"

/* The version of what this code derives: the first writer that finds another one in the file rebuilds. */
#define DTL_PROJECTOR "3"

typedef struct dtl_known_entity {
	dtl_kind kind;
	int64_t entity; /* 0: nothing is kept here */
	char key[40];
} dtl_known_entity;

/*
 * The present version of an event has the event's number, past ones come from
 * here on, behind all of those: what is asked for most lies together, however
 * deep its history. As a number, and as it stands in SQL.
 */
#define DTL_FIRST_PAST     (INT64_C(1) << 40)
#define DTL_FIRST_PAST_SQL "1099511627776"

enum { DTL_KNOWN = 16384 };

/* Memory that is used again from one thing to the next. Zeroed before its first use. */
typedef struct dtl_deriver {
	dtl_store *db;
	dtl_record history;
	dtl_wordbook book;
	dtl_projection now, last;
	dtl_text text, key, parts;
	dtl_text event_key; /* of the event whose rows are written */
	int64_t *group;     /* the entities that are one */
	size_t group_count, group_cap;
	bool fresh;    /* the derived tables began empty: there is nothing to replace */
	bool alone;    /* nothing is said to be one with anything: every group is one thing */
	bool bulk;     /* the full text and most indexes are made at the end: see bulk.h */
	bool nameless; /* something was derived that nobody has named: it does not show */
	dtl_bulk put_off;
	int64_t last_past;       /* the number of the last past version of an event; 0: not looked at yet */
	dtl_known_entity *known; /* DTL_KNOWN of them */
} dtl_deriver;

void dtl_deriver_free(dtl_deriver *d);

/* Derive one thing anew, with all that is said to be one with it. `entity` may be any of them. */
dtl_status dtl_derive_entity(dtl_deriver *d, dtl_kind kind, int64_t entity, dtl_error *err);

/* Derive everything that is stale; nothing is stale afterwards. */
dtl_status dtl_derive_stale(dtl_deriver *d, dtl_error *err);

/*
 * Many events are about to come. If there were none before, derive those that
 * are stale, and put indexes and full text off to the next dtl_derive_stale():
 * then d->bulk is set, and whoever appends the first claim on an event may derive
 * it from that (dtl_derive_first()), without its ever becoming stale.
 */
dtl_status dtl_derive_many(dtl_deriver *d, dtl_error *err);
/* Derive an event, just made with `key`, from all that is said of it, which is not that it is another one. */
dtl_status dtl_derive_first(
    dtl_deriver *d, int64_t event, const char *key, const dtl_said *said, dtl_error *err);

/* Empty the derived tables and derive everything. Inside a write transaction. */
dtl_status dtl_derive_all(dtl_deriver *d, dtl_error *err);

/* Load the group that `entity` belongs to into d->history, d->group; d->group[0] is canonical. */
dtl_status dtl_derive_load(dtl_deriver *d, dtl_kind kind, int64_t entity, bool all, dtl_error *err);

/* In derive_event.c and derive_thing.c: rows from d->history, replacing those of the group. */
dtl_status dtl_derive_event_rows(dtl_deriver *d, dtl_error *err);
/* The same of one that has none, and is shown by what it was made with. */
dtl_status dtl_derive_event_new(dtl_deriver *d, const char *key, dtl_error *err);
dtl_status dtl_derive_thing_rows(dtl_deriver *d, dtl_error *err);

/* The string in a canonical JSON value, unescaped into `out` (cleared first); NULL when there is none. */
const char *dtl_derive_string(dtl_text *out, dtl_slice value);
/* A canonical JSON string's content, NULL where it is none; it lasts until the history is loaded anew. */
const char *dtl_derive_plain(dtl_deriver *d, dtl_slice value, size_t *len);
/* Bind it. */
void dtl_derive_bind(dtl_deriver *d, dtl_stmt *st, const char *name, dtl_slice value);
/* dtl_entity_intern(), remembering what was looked up last. */
dtl_status dtl_derive_intern(dtl_deriver *d, dtl_kind kind, const char *key, int64_t *entity, dtl_error *err);
/* The entity of a key in a canonical JSON string; 0 when there is none. */
dtl_status dtl_derive_ref(dtl_deriver *d, dtl_kind kind, dtl_slice value, int64_t *entity, dtl_error *err);

#endif
