/*
 * The query language (cli.md, "Queries"): text to a small tree.
 *
 *	query  := and ("or" and)*
 *	and    := unary (["and"] unary)*
 *	unary  := ("-" | "not") unary | "(" query ")" | term
 *	term   := word | "quoted words" | prefix:value[,value]*      value := word | "quoted words"
 */
#ifndef DTL_QUERY_PARSE_H
#define DTL_QUERY_PARSE_H

#include "base/arena.h"
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

struct dtl_prefix;

typedef enum dtl_node_kind { DTL_NODE_AND, DTL_NODE_OR, DTL_NODE_NOT, DTL_NODE_TERM } dtl_node_kind;

typedef struct dtl_query_value {
	const char *text; /* never empty */
	size_t at;        /* where it stands in the query */
	bool quoted;
} dtl_query_value;

typedef struct dtl_node {
	dtl_node_kind kind;
	struct dtl_node **children; /* AND, OR: two or more; NOT: one */
	size_t child_count;
	/* of a TERM */
	const struct dtl_prefix *prefix; /* dtl_prefix_words for bare words */
	const dtl_query_value *values;
	size_t value_count;
	size_t at;
	int depth; /* how many parentheses and nots it stands within */
	/* filled when its values are resolved (prefix.h) */
	unsigned param;   /* the number of its first parameter */
	unsigned groups;  /* how many groups of parameters it has; the term is true if any of them is */
	int64_t from, to; /* a date: from the first to the last of its windows */
} dtl_node;

/* How much a query may hold: SQLite's limits on expressions stand behind them. */
#define DTL_QUERY_VALUES 64 /* words and values */
#define DTL_QUERY_DEPTH  12 /* parentheses and nots within each other */

/* How much has been used of what a query may hold, and how deep this one stands in another. */
typedef struct dtl_query_room {
	size_t values;
	int depth;
} dtl_query_room;

/*
 * Parse; *out, and all it points to, lives in `arena`; NULL for a blank query.
 * DTL_E_ARGUMENT  with the query and a caret
 */
dtl_status dtl_query_parse(dtl_node **out, dtl_arena *arena, const char *query, dtl_error *err);
/* The same of a query that stands within another one; what it holds is added to `room->values`. */
dtl_status dtl_query_parse_within(
    dtl_node **out, dtl_arena *arena, const char *query, dtl_query_room *room, dtl_error *err);

/* Children of an AND or OR that are of the same kind are taken up by it: so that what a saved query asks for can be looked up, too. */
dtl_status dtl_query_flatten(dtl_node *node, dtl_arena *arena, dtl_error *err);

#endif
