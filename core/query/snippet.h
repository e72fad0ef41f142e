/* The passage that matched. */
#ifndef DTL_QUERY_SNIPPET_H
#define DTL_QUERY_SNIPPET_H

#include "model/things.h"
#include "query/plan.h"

/* Fill l->event.snippet; the event is loaded, and the plan searches for words. */
dtl_status dtl_snippet_load(dtl_loader *l, const dtl_plan *plan, int64_t version, dtl_error *err);

#endif
