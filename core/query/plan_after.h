/* Where the event stands after which an answer is to go on. */
#ifndef DTL_QUERY_PLAN_AFTER_H
#define DTL_QUERY_PLAN_AFTER_H

#include "query/plan.h"

/* Fill plan->after. DTL_E_NOTFOUND: there is no such event, or it was not known then. */
dtl_status dtl_plan_after(dtl_plan *plan, const char *id, dtl_error *err);

#endif
