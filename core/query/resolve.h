/* What the prefixes' values become: the resolve functions of the table in prefix.c (those of `between:` and `query:` stand in between.h and saved.h). */
#ifndef DTL_QUERY_RESOLVE_H
#define DTL_QUERY_RESOLVE_H

#include "query/prefix.h"

/* Each makes one group of parameters, but for windows, which make one for each value. */
dtl_status dtl_resolve_words(
    dtl_plan *plan, dtl_node *node, dtl_error *err); /* :1 text for FTS5, :2 set of actors, :3 folded */
dtl_status dtl_resolve_actors(
    dtl_plan *plan, dtl_node *node, dtl_error *err); /* :1 set, with all that act for them */
dtl_status dtl_resolve_things(
    dtl_plan *plan, dtl_node *node, dtl_error *err); /* :1 set, with all that is below */
dtl_status dtl_resolve_country(dtl_plan *plan, dtl_node *node, dtl_error *err);   /* :1 set of places */
dtl_status dtl_resolve_publisher(dtl_plan *plan, dtl_node *node, dtl_error *err); /* :1 set of sources */
dtl_status dtl_resolve_choice(dtl_plan *plan, dtl_node *node, dtl_error *err);    /* :1 JSON array of words */
dtl_status dtl_resolve_type(
    dtl_plan *plan, dtl_node *node, dtl_error *err); /* the same of an open vocabulary */
dtl_status dtl_resolve_state(dtl_plan *plan, dtl_node *node, dtl_error *err); /* :1 JSON array of states */
dtl_status dtl_resolve_is(
    dtl_plan *plan, dtl_node *node, dtl_error *err); /* the values' own fragments take its place */
dtl_status dtl_resolve_date(dtl_plan *plan, dtl_node *node, dtl_error *err); /* :1 from, :2 to */
dtl_status dtl_resolve_known(
    dtl_plan *plan, dtl_node *node, dtl_error *err); /* the same, of the other clock */

/* A new, empty set (sets.h) that goes with the plan. */
dtl_status dtl_resolve_set(dtl_plan *plan, int64_t *set, dtl_error *err);

/* A callee failed over a value, at the offset `at` in it: say where, and what to do if it was cut at a blank. */
dtl_status dtl_resolve_point(dtl_plan *plan, const dtl_node *node, const dtl_query_value *value, size_t at,
    dtl_status status, dtl_error *err);

/* DTL_E_ARGUMENT: `word`, as `value` has it, is none of the node's vocabulary. */
dtl_status dtl_refuse_choice(
    dtl_plan *plan, const dtl_node *node, const dtl_query_value *value, const char *word, dtl_error *err);

#endif
