/*
 * The prefixes of the query language: one table that drives parser, compiler
 * and help. A new prefix is a new row.
 */
#ifndef DTL_QUERY_PREFIX_H
#define DTL_QUERY_PREFIX_H

#include "query/plan.h"

/* How much of the timeline a term leaves when it is looked up by its own index. */
typedef enum dtl_drive {
	DTL_DRIVE_NONE,  /* it has none: it can only filter */
	DTL_DRIVE_FEW,   /* a handful of events */
	DTL_DRIVE_TIMED, /* many, but its index has time in it, too */
	DTL_DRIVE_MANY,  /* perhaps many: a window of time is better */
} dtl_drive;

/*
 * `possible` and `definite` are conditions over an event row `e`; `drive`
 * selects versions (a superset of the possible ones), and may use c(span, lo,
 * hi, far, past), the time asked for by length class. `sure` (or NULL) is the same
 * with a second column: whether the term is so for certain of any event of that
 * class, whose own time need not be looked at. In them :1, :2 … are the parameters
 * of one group; :today and :as_of may be used.
 */
typedef struct dtl_prefix {
	const char *name;
	const char *argument; /* for the help: "ACTOR,…" */
	const char *help;     /* one line */
	/* Check the node's values and make its parameters. */
	dtl_status (*resolve)(dtl_plan *plan, dtl_node *node, dtl_error *err);
	const char *possible;
	const char *definite; /* NULL: as possible */
	const char *drive, *sure;
	dtl_drive drive_kind;
	bool recorded;   /* it is never so of a projected edition: of that nothing but its series is known */
	bool exact;      /* its drive selects no others than the possible ones */
	unsigned params; /* in one group */
	dtl_kind kind;   /* of what it names, where it names things */
	const struct dtl_prefix
	    *choices; /* of one whose values have fragments of their own; the last has no name */
	const char *const *vocabulary; /* of a closed choice, NULL-terminated */
} dtl_prefix;

/* The table, in the order of the help; NULL behind the last. */
const dtl_prefix *dtl_prefix_at(size_t index);
/* NULL when there is none of that name. */
const dtl_prefix *dtl_prefix_find(const char *name, size_t len);
/* The one that is nearest to a misspelt name; NULL when none is near. */
const dtl_prefix *dtl_prefix_nearest(const char *name, size_t len);
/* What words without a prefix are, and, once resolved, those that stand in no quote and no name. */
extern const dtl_prefix dtl_prefix_words, dtl_prefix_text_words;
bool dtl_node_is_words(const dtl_node *node);

#endif
