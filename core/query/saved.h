/* Queries that have a name (migrations/0005_queries.sql), and `query:`, which stands for one. */
#ifndef DTL_QUERY_SAVED_H
#define DTL_QUERY_SAVED_H

#include "query/prefix.h"

/* The saved queries that are being resolved, each within the next one. */
typedef struct dtl_saved_use {
	const char *name;
	const struct dtl_saved_use *outer;
} dtl_saved_use;

/* The node becomes the tree of the query that it names, or one of several. */
dtl_status dtl_resolve_saved(dtl_plan *plan, dtl_node *node, dtl_error *err);

#endif
