/* What a ledger that was joined from several may hold, and a single one does not. */
#ifndef DTL_MODEL_CLASH_H
#define DTL_MODEL_CLASH_H

#include "store/store.h"
#include <dateline/db.h>

/*
 * Keys that were declared in several ledgers for different things: nothing that
 * they are called there is the same, and (events) neither are their dates. Of
 * all things, or only of those that are stale.
 */
dtl_status dtl_clash_find(dtl_store *db, bool stale_only, dtl_finding_fn each, void *user, dtl_error *err);

/* Lines that others mention and that are not here: claims missing from a changeset, acts on what is not here … */
dtl_status dtl_clash_incomplete(dtl_store *db, dtl_finding_fn each, void *user, dtl_error *err);

#endif
