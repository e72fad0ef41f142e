/* Names that were looked up last: most entries of a document mention what others mention. */
#ifndef DTL_MODEL_NAMES_KNOWN_H
#define DTL_MODEL_NAMES_KNOWN_H

#include "base/text.h"
#include "store/store.h"
#include <dateline/event.h>
#include <stdint.h>

typedef struct dtl_known_names dtl_known_names;

dtl_known_names *dtl_known_names_new(void); /* NULL without memory */
void dtl_known_names_free(dtl_known_names *known);

/*
 * As dtl_name_find(), with the key appended to `key`: DTL_E_NOTFOUND, without a
 * text, when nothing has that name.
 */
dtl_status dtl_known_find(
    dtl_known_names *known, dtl_store *db, dtl_kind kind, const char *text, dtl_text *key, dtl_error *err);

/* Something got a name, or lost one: nothing is known any more. */
void dtl_known_forget(dtl_known_names *known);

/* How often that has been, from 1: what was found at an age is true as long as it is the same. */
uint64_t dtl_known_age(dtl_known_names *known);

/*
 * The same for another thread than the one that calls everything else here, from
 * what is known and no further: DTL_DONE, it is not known. *age is that of the answer.
 */
dtl_status dtl_known_peek(
    dtl_known_names *known, dtl_kind kind, const char *text, dtl_text *key, uint64_t *age);

#endif
