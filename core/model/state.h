/* Where an event stands on a day: its status, or what follows from its date. */
#ifndef DTL_MODEL_STATE_H
#define DTL_MODEL_STATE_H

#include <dateline/event.h>

/* What was expected is overdue for so long and then has lapsed. */
#define DTL_LAPSE (366 * (int64_t)DTL_DAY)

/*
 * `status` is NULL when nobody gave one. `bounds` NULL: without a date. `today`
 * is an instant. Held, postponed and cancelled speak for themselves; otherwise
 *
 *	no date                        upcoming
 *	end_hi <= today                over if there is no status, else overdue, and lapsed after DTL_LAPSE
 *	it has begun for certain       under way: start_hi <= today; or start_lo <= today, where the start is
 *	                               known to the day (7 June is under way all day)
 *	else                           upcoming: on 5 July "in July" may still be to come
 */
dtl_state dtl_state_of(const char *status, const dtl_bounds *bounds, int64_t today);

/*
 * The same as an SQL expression over an event row `e` and the parameter :today.
 * A macro, to be part of constant SQL. No event has the status `projected`: only
 * the rows that query/project.h makes.
 */
#define DTL_STATE_SQL                                                                                                \
	"CASE WHEN e.status IN ('postponed','cancelled','projected') THEN e.status WHEN e.status='held' THEN 'over'" \
	" WHEN e.span=6 THEN 'upcoming'"                                                                             \
	" WHEN e.end_hi<=:today THEN CASE WHEN e.status IS NULL THEN 'over'"                                         \
	" WHEN e.end_hi<:today-31622400 THEN 'lapsed' ELSE 'overdue' END"                                            \
	" WHEN e.start_hi<=:today OR (e.start_lo<=:today AND e.start_hi-e.start_lo<=86400) THEN 'under-way'"         \
	" ELSE 'upcoming' END"

#endif
