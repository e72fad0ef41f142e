/*
 * Windows of time in a query: what `date:` and `known:` take.
 *
 *	2013-07, "next month", [2013-06-06..2013-06-09]   from the earliest start to the latest end
 *	A..B   ..B   A..                                   from A's earliest start to B's latest end
 *	+30d   -2w   +3m   -1y                             that day, counted from today
 */
#ifndef DTL_QUERY_WINDOW_H
#define DTL_QUERY_WINDOW_H

#include <dateline/date.h>

/*
 * Half-open [from, to); DTL_TIME_MIN and DTL_TIME_MAX are "no bound".
 *
 * An event starts at some s in [start_lo, start_hi) and ends before some e in
 * (end_lo, end_hi]. It meets the window when s < to and e > from, so
 *
 *	possibly   start_lo < to    and  end_hi > from    (there are such s and e)
 *	certainly  start_hi <= to   and  end_lo >= from   (all s and e are such)
 */
typedef struct dtl_window {
	int64_t from, to;
} dtl_window;

#define DTL_WINDOW_ALL ((dtl_window){ DTL_TIME_MIN, DTL_TIME_MAX })

/* DTL_E_ARGUMENT  not a window; `*at` is the offset of what is wrong in it */
dtl_status dtl_window_parse(dtl_window *out, const char *text, int64_t today, size_t *at, dtl_error *err);

/* a + b, staying at the limits; a limit plus anything stays there. */
int64_t dtl_time_add(int64_t a, int64_t b);

#endif
