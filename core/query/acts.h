/*
 * Who acts for an actor, and when: what is part of it, whoever holds an office
 * that is part of it, and so on down; part-of and holds are followed, member-of
 * is not. A deed of the Secretary of Defense is one of the state for as long as
 * that person held that office, and the office was part of that state. Who is
 * asked for by name is also found where only the office is named that he or she
 * held then ("the Secretary of Defense"): of the one asked for alone, and not of
 * those that act for it, who are found by what they are part of already.
 */
#ifndef DTL_QUERY_ACTS_H
#define DTL_QUERY_ACTS_H

#include "store/store.h"
#include <stdint.h>

#define DTL_ACTS_DEPTH 32 /* longer chains are cut: they are cycles, or mistakes */

/*
 * Add `actor`, and all that act for it, to a set (sets.h), each with the
 * intersection of the terms on the way to it: several rows where there are
 * several ways or terms. Merged actors count as one.
 */
dtl_status dtl_acts_add(dtl_store *db, int64_t set, int64_t actor, dtl_error *err);

#endif
