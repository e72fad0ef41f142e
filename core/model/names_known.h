/* Names that were looked up last: most entries of a document mention what others mention. */
#ifndef DTL_MODEL_NAMES_KNOWN_H
#define DTL_MODEL_NAMES_KNOWN_H

#include "base/text.h"
#include "store/store.h"
#include <dateline/event.h>

typedef struct dtl_known_names dtl_known_names;

/*
 * As dtl_name_find(), with the key appended to `key`: DTL_E_NOTFOUND, without a
 * text, when nothing has that name. *known is made at the first call, NULL
 * before; release it with free().
 */
dtl_status dtl_known_find(
    dtl_known_names **known, dtl_store *db, dtl_kind kind, const char *text, dtl_text *key, dtl_error *err);

/* Something got a name, or lost one: nothing is known any more. */
void dtl_known_forget(dtl_known_names *known);

#endif
