/* The text of a plan's statements (plan.h), from fragments of constant SQL. */
#ifndef DTL_QUERY_PLAN_SQL_H
#define DTL_QUERY_PLAN_SQL_H

#include "query/plan.h"

/* An index by which rows are read in order of start within one class of length, of one entity. */
typedef struct dtl_arm_kind {
	const char *prefix; /* the name of the term that it is for; NULL: time */
	const char *from;   /* the tables and what :entity and :span ask of them */
	const char *start;  /* the column that orders them */
	const char
	    *behalf; /* the same of those who take part on behalf of somebody; NULL: there is none such */
} dtl_arm_kind;

/* The index of a term's prefix, or (NULL) of time; NULL: there is none that is in order. */
const dtl_arm_kind *dtl_arm_find(const dtl_node *driver);

/* Fill plan->sql. With arms: one statement each for what is known now, and (past) what was known once. */
void dtl_plan_compile(dtl_plan *plan);
/* The rows, in no order, that recur (of what is asked for, from the beginning). */
void dtl_plan_compile_recurring(const dtl_plan *plan, dtl_text *out);
/* With arms: for those who take part on behalf of an entity, and for projected editions. */
void dtl_plan_compile_behalf(const dtl_plan *plan, dtl_text *out);
void dtl_plan_compile_projected(const dtl_plan *plan, dtl_text *out);
/* How many rows an index finds, no more than :most; NULL: time. */
void dtl_plan_compile_count(const dtl_plan *plan, const dtl_node *driver, dtl_text *out);
#endif
