/* What is behind a dtl_cursor, for core/query. */
#ifndef DTL_QUERY_CURSOR_H
#define DTL_QUERY_CURSOR_H

#include <dateline/query.h>

/* The next event's version alone, without loading it: DTL_OK or DTL_DONE. */
dtl_status dtl_cursor_version(dtl_cursor *c, int64_t *version, dtl_error *err);

#endif
