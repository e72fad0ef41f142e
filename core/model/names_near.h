/* What was perhaps meant by a name that names nothing. */
#ifndef DTL_MODEL_NAMES_NEAR_H
#define DTL_MODEL_NAMES_NEAR_H

#include "store/store.h"
#include <dateline/event.h>

/*
 * "no actor 'chna': did you mean 'china'?", "no event 'china': an actor is
 * called so"; DTL_E_NOTFOUND. Looks at many names, for failures only.
 */
dtl_status dtl_name_refuse(dtl_store *db, dtl_kind kind, const char *text, dtl_error *err);

#endif
