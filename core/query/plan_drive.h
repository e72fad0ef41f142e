/* Which index a plan's rows are found by: the one that finds the fewest, by counting. */
#ifndef DTL_QUERY_PLAN_DRIVE_H
#define DTL_QUERY_PLAN_DRIVE_H

#include "query/plan.h"

/* Fill plan->access; the tree is resolved. */
dtl_status dtl_plan_drive(dtl_plan *plan, dtl_error *err);
/* Fill plan->access.looked, anew if it is no longer read by arms: what more texts, or quotes, hold than it pays to list. */
dtl_status dtl_plan_look(dtl_plan *plan, dtl_error *err);
/* Fill plan->search. DTL_E_ARGUMENT: relevance is asked for, and there are no words. */
dtl_status dtl_plan_search(dtl_plan *plan, dtl_error *err);

/* The terms that all must be true: the children of an AND at the top, or the tree itself. */
size_t dtl_plan_conjuncts(const dtl_plan *plan, dtl_node *const **out);
bool dtl_node_is_date(const dtl_node *node);
/* Is there a bound to the time that is asked for? */
bool dtl_plan_is_timed(const dtl_plan *plan);

#endif
