/*
 * Names: from what people call things to keys, and from keys to what is shown.
 */
#ifndef DTL_MODEL_NAMES_H
#define DTL_MODEL_NAMES_H

#include "base/text.h"
#include "store/store.h"
#include <dateline/event.h>

/*
 * The entity that `text` names: actors, places, series, topics and sources by
 * key, code, name or alias (case and accents folded; an exact key first, then
 * codes, names, aliases), events by key, shown ID, or a unique prefix of either.
 * A merged entity counts as its canonical one. Only things that somebody has
 * said something of are found.
 *
 * DTL_E_NOTFOUND   "no actor 'chna': did you mean 'china'?"
 * DTL_E_AMBIGUOUS  "actor 'georgia' is ambiguous: 'georgia', 'georgia-us'"
 */
dtl_status dtl_name_resolve(dtl_store *db, dtl_kind kind, const char *text, int64_t *entity, dtl_error *err);

/* The same, cheaply when there is none: DTL_E_NOTFOUND comes without a text and without a search for the nearest. */
dtl_status dtl_name_find(dtl_store *db, dtl_kind kind, const char *text, int64_t *entity, dtl_error *err);

/* The key of an entity, appended to `out`. */
dtl_status dtl_name_key(dtl_store *db, int64_t entity, dtl_text *out, dtl_error *err);

/* An entity's ID as shown, appended to `out`: its key, or for an event its slug with "~…" while another event shows the same. */
dtl_status dtl_name_shown(dtl_store *db, int64_t entity, dtl_text *out, dtl_error *err);

/* Cut an event's key into what is shown of it; `suffix` is empty when there is none. For a key that is not a slug (a calendar's UID) both are empty. */
void dtl_key_split(const char *key, dtl_text *slug, dtl_text *suffix);

/* Replace the rows of `name` for one entity: its key, its codes, its name and its aliases. Called when it is derived. */
typedef struct dtl_naming {
	const char *text;
	int what; /* 1 code, 2 name, 3 alias */
} dtl_naming;
dtl_status dtl_name_write(dtl_store *db, dtl_kind kind, int64_t entity, const char *key,
    const dtl_naming *names, size_t count, dtl_error *err);

#endif
