/* Walking the ledger, line by line. */
#ifndef DTL_LEDGER_DUMP_H
#define DTL_LEDGER_DUMP_H

#include "ledger/line.h"

/* Anything but DTL_OK stops the walk and is returned. The line lasts until the next one. */
typedef dtl_status (*dtl_line_fn)(void *user, const dtl_line *line, dtl_error *err);

/*
 * Every line of the ledger by (n, uid, position), a header before its claims;
 * changesets without a header come last, by uid. Memory does not grow with the
 * ledger. Call it inside a read transaction.
 */
dtl_status dtl_ledger_walk(dtl_store *db, dtl_line_fn each, void *user, dtl_error *err);

#endif
