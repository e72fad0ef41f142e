/*
 * Reading ahead: a document is read in a thread of its own while what it said
 * before is written in this one. What is handed out is the same, in the same order.
 */
#ifndef DTL_MODEL_AHEAD_H
#define DTL_MODEL_AHEAD_H

#include <dateline/format.h>

/*
 * importer->read(), but what `each` returns stops the reading a few hundred
 * entries later.
 */
dtl_status dtl_read_ahead(const dtl_importer *importer, FILE *in, const dtl_import_options *options,
    dtl_entry_fn each, void *user, dtl_error *err);

#endif
