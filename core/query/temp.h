/*
 * Writing temporary tables. A timeline that is open for reading only is sealed
 * by SQLite's query_only, which refuses those, too, although they are in memory
 * and nobody else's: open a dtl_temp around statements that write nothing else.
 */
#ifndef DTL_QUERY_TEMP_H
#define DTL_QUERY_TEMP_H

#include "store/store.h"

typedef struct dtl_temp {
	dtl_store *store;
	bool seal; /* it was sealed: seal it again */
} dtl_temp;

/* They may stand within each other. */
dtl_status dtl_temp_open(dtl_temp *out, dtl_store *store, dtl_error *err);
void dtl_temp_close(dtl_temp *temp);

#endif
