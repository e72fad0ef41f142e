/* What became of an event, from how it stood before and after. */
#ifndef DTL_QUERY_DIFF_TURN_H
#define DTL_QUERY_DIFF_TURN_H

#include <dateline/brief.h>

/* What counts of an event's standing. Strings may be NULL. */
typedef struct dtl_standing {
	bool dated;
	dtl_date date;     /* only with `dated` */
	const char *place; /* ID */
	const char *above; /* the place that this one is in */
	const char *status;
} dtl_standing;

/* Both are there: what became of it, the most telling first; nothing when all three are the same. */
dtl_turns dtl_turns_between(const dtl_standing *before, const dtl_standing *after);
/* Add one where it belongs by its weight, once. */
void dtl_turns_add(dtl_turns *turns, dtl_turn turn);

#endif
