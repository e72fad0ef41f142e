#include "model/state.h"
#include <string.h>

static bool is(const char *status, const char *what)
{
	return status && strcmp(status, what) == 0;
}

/* The start lies within one day: no sum here may run over, as bounds may be at their limits. */
static bool begins_on_one_day(const dtl_bounds *b)
{
	return b->start_lo <= DTL_TIME_MAX - DTL_DAY && b->start_hi <= b->start_lo + DTL_DAY;
}

static dtl_state past(const char *status, const dtl_bounds *b, int64_t today)
{
	if (!status)
		return DTL_STATE_OVER;
	/* end_hi <= today, so that this cannot run over unless today is at the very beginning. */
	bool lapsed = today >= DTL_TIME_MIN + DTL_LAPSE && b->end_hi < today - DTL_LAPSE;
	return lapsed ? DTL_STATE_LAPSED : DTL_STATE_OVERDUE;
}

dtl_state dtl_state_of(const char *status, const dtl_bounds *bounds, int64_t today)
{
	if (is(status, "postponed"))
		return DTL_STATE_POSTPONED;
	if (is(status, "cancelled"))
		return DTL_STATE_CANCELLED;
	if (is(status, "held"))
		return DTL_STATE_OVER;
	if (!bounds)
		return DTL_STATE_UPCOMING;
	if (bounds->end_hi <= today)
		return past(status, bounds, today);
	bool begun = bounds->start_hi <= today || (bounds->start_lo <= today && begins_on_one_day(bounds));
	return begun ? DTL_STATE_UNDER_WAY : DTL_STATE_UPCOMING;
}
