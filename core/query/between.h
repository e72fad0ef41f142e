/*
 * Whom those who take part stand for: `between:` (these two, and no third
 * state) and `is:bilateral` (two states, whichever). A participant stands for
 * every state that is found by following part-of and holds upwards on the day of
 * the event, for its own part and for whom it takes part on behalf of.
 */
#ifndef DTL_QUERY_BETWEEN_H
#define DTL_QUERY_BETWEEN_H

#include "query/prefix.h"

/*
 * :1 and :2 are the sets of both sides (sets.h), the rarer first; :3 all that
 * they are part of, and when; :4 actors who cannot stand for a third state.
 */
extern const char dtl_between_possible[], dtl_between_definite[], dtl_between_drive[];
dtl_status dtl_resolve_between(dtl_plan *plan, dtl_node *node, dtl_error *err);

/* Without parameters: exactly two states are represented. A state that is part of another is represented by it. */
extern const char dtl_bilateral_possible[], dtl_bilateral_definite[];

#endif
