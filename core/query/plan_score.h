/* How well events fit the words of a query: rows of a temporary table while the plan is there. */
#ifndef DTL_QUERY_PLAN_SCORE_H
#define DTL_QUERY_PLAN_SCORE_H

#include "query/plan.h"

/* Fill query_score for plan->search, and plan->scores. */
dtl_status dtl_plan_score(dtl_plan *plan, dtl_error *err);

void dtl_plan_score_drop(const dtl_plan *plan);
/* That of one version. */
dtl_status dtl_plan_score_of(const dtl_plan *plan, int64_t version, double *out, dtl_error *err);

#endif
