/*
 * What FTS5 keeps its index in: tables that nobody else writes, but for an
 * index that has been made somewhere else.
 */
#ifndef DTL_STORE_SHADOW_H
#define DTL_STORE_SHADOW_H

#include "store/store.h"

/*
 * Give event_search of `to` the index that event_search of `from` has, for the
 * index that it had. Inside a write transaction of `to`; `from` is of the same schema.
 */
dtl_status dtl_shadow_take(dtl_store *to, dtl_store *from, dtl_error *err);

#endif
