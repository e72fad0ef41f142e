/*
 * Deriving many events into empty tables: the indexes that only questions need
 * are dropped first and made at the end. Measured on 200,000 events in 600,000
 * versions, that is less than half of the time. The full text is made aside.
 */
#ifndef DTL_MODEL_BULK_H
#define DTL_MODEL_BULK_H

#include "base/arena.h"
#include "model/aside.h"
#include "store/store.h"
#include <stddef.h>

typedef struct dtl_bulk {
	dtl_arena arena;
	char *indexes[32]; /* their definitions, as the schema has them */
	size_t count, events;
	dtl_store
	    *wide; /* which is as it has to be for many rows (see bulk.c) until they are there; or NULL */
	dtl_aside *words; /* whatever is written to event_text goes there, too; or NULL */
} dtl_bulk;

/* Inside a write transaction, with no statement running. `b` is zeroed. */
dtl_status dtl_bulk_begin(dtl_bulk *b, dtl_store *db, dtl_error *err);
/* One more event is about to be written. */
dtl_status dtl_bulk_count(dtl_bulk *b, dtl_error *err);
/* Make what was dropped; until then event_search is to be left alone. A rollback also brings it back. */
dtl_status dtl_bulk_end(dtl_bulk *b, dtl_store *db, dtl_error *err);
void dtl_bulk_free(dtl_bulk *b);

#endif
