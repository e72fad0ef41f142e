/*
 * Reading ahead: a document is read in a thread of its own while what it said
 * before is written in this one. What is handed out is the same, in the same order.
 */
#ifndef DTL_MODEL_AHEAD_H
#define DTL_MODEL_AHEAD_H

#include "model/foresee.h"

/* As dtl_entry_fn; `seen` is what was foreseen of the entry, and may be taken out of it. */
typedef dtl_status (*dtl_ahead_fn)(void *user, const dtl_entry *entry, dtl_foreseen *seen, dtl_error *err);

/*
 * importer->read(), but what `each` returns stops the reading a few hundred
 * entries later. The reader foresees what it can.
 */
dtl_status dtl_read_ahead(const dtl_importer *importer, FILE *in, const dtl_import_options *options,
    const dtl_foresight *foresight, dtl_ahead_fn each, void *user, dtl_error *err);

#endif
