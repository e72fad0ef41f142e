#include "query/diff_turn.h"
#include <string.h>

const char *dtl_turn_name(dtl_turn turn)
{
	switch (turn) {
	case DTL_TURN_NEW: return "new";
	case DTL_TURN_FIRMED_UP: return "firmed-up";
	case DTL_TURN_SLIPPED: return "slipped";
	case DTL_TURN_BROUGHT_FORWARD: return "brought-forward";
	case DTL_TURN_MOVED: return "moved";
	case DTL_TURN_POSTPONED: return "postponed";
	case DTL_TURN_CANCELLED: return "cancelled";
	case DTL_TURN_STATUS: return "status";
	case DTL_TURN_HELD: return "held";
	case DTL_TURN_LESS_CERTAIN: return "less-certain";
	case DTL_TURN_REMOVED: return "removed";
	case DTL_TURN_OTHER: return "other";
	}
	return "other";
}

/* The heavier one says more of an event: that talks were held makes it old news that they had slipped. */
static const int weights[DTL_TURNS] = {
	[DTL_TURN_REMOVED] = 12,
	[DTL_TURN_NEW] = 11,
	[DTL_TURN_CANCELLED] = 10,
	[DTL_TURN_POSTPONED] = 9,
	[DTL_TURN_HELD] = 8,
	[DTL_TURN_SLIPPED] = 7,
	[DTL_TURN_BROUGHT_FORWARD] = 6,
	[DTL_TURN_MOVED] = 5,
	[DTL_TURN_FIRMED_UP] = 4,
	[DTL_TURN_STATUS] = 3,
	[DTL_TURN_LESS_CERTAIN] = 2,
	[DTL_TURN_OTHER] = 1,
};

void dtl_turns_add(dtl_turns *turns, dtl_turn turn)
{
	size_t at = turns->count;
	for (size_t i = 0; i < turns->count; i++)
		if (turns->list[i] == turn)
			return;
	for (; at > 0 && weights[turns->list[at - 1]] < weights[turn]; at--)
		turns->list[at] = turns->list[at - 1];
	turns->list[at] = turn;
	turns->count++;
}

/* Is the day on which it starts known? */
static bool is_to_the_day(const dtl_bounds *b)
{
	return b->start_lo != DTL_TIME_MIN && b->start_hi != DTL_TIME_MAX &&
	       b->start_hi - b->start_lo <= DTL_DAY;
}

static void add_move(dtl_turns *turns, const dtl_bounds *before, const dtl_bounds *after)
{
	bool begin = before->start_lo != DTL_TIME_MIN && after->start_lo != DTL_TIME_MIN;
	bool later = after->start_hi > before->start_hi;
	if (begin && after->start_lo != before->start_lo)
		later = after->start_lo > before->start_lo;
	else if (after->end_hi != before->end_hi)
		later = after->end_hi > before->end_hi;
	if (is_to_the_day(before) && is_to_the_day(after)) {
		int64_t days = dtl_day_of(after->start_lo) - dtl_day_of(before->start_lo);
		turns->days = days < 0 ? -days : days;
	}
	dtl_turns_add(turns, later ? DTL_TURN_SLIPPED : DTL_TURN_BROUGHT_FORWARD);
}

/* The windows are the same: what is left are "about" and "perhaps". */
static void add_doubt(dtl_turns *turns, const dtl_date *before, const dtl_date *after)
{
	int doubts = (int)after->approximate + after->uncertain - before->approximate - before->uncertain;
	if (doubts)
		dtl_turns_add(turns, doubts < 0 ? DTL_TURN_FIRMED_UP : DTL_TURN_LESS_CERTAIN);
}

/* Nothing is known of an open start but that it was before the end, and the other way round. */
static dtl_bounds widen(dtl_bounds b)
{
	if (b.start_hi == DTL_TIME_MIN)
		b.start_hi = b.end_hi;
	if (b.end_lo == DTL_TIME_MAX)
		b.end_lo = b.start_lo;
	return b;
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static void add_date(dtl_turns *turns, const dtl_standing *before, const dtl_standing *after)
{
	dtl_bounds was = widen(before->date.bounds), is = widen(after->date.bounds), *b = &was, *a = &is;
	if (!before->dated && !after->dated)
		return;
	if (!before->dated || !after->dated)
		dtl_turns_add(turns, after->dated ? DTL_TURN_FIRMED_UP : DTL_TURN_LESS_CERTAIN);
	else if (dtl_bounds_equal(b, a))
		add_doubt(turns, &before->date, &after->date);
	else if (dtl_bounds_within(a, b))
		dtl_turns_add(turns, DTL_TURN_FIRMED_UP);
	else if (dtl_bounds_within(b, a))
		dtl_turns_add(turns, DTL_TURN_LESS_CERTAIN);
	else if (same(before->status, "held"))
		dtl_turns_add(turns, DTL_TURN_OTHER); /* a correction: what is over does not slip */
	else
		add_move(turns, b, a);
}

static void add_place(dtl_turns *turns, const dtl_standing *before, const dtl_standing *after)
{
	if (same(before->place, after->place))
		return;
	if (!before->place || (after->place && same(after->above, before->place)))
		dtl_turns_add(turns, DTL_TURN_FIRMED_UP);
	else if (!after->place || same(before->above, after->place))
		dtl_turns_add(turns, DTL_TURN_LESS_CERTAIN);
	else
		dtl_turns_add(turns, DTL_TURN_MOVED);
}

static dtl_turn step_to(const char *status)
{
	static const struct {
		const char *status;
		dtl_turn turn;
	} steps[] = {
		{ "held", DTL_TURN_HELD },
		{ "postponed", DTL_TURN_POSTPONED },
		{ "cancelled", DTL_TURN_CANCELLED },
	};
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (same(status, steps[i].status))
			return steps[i].turn;
	return DTL_TURN_STATUS;
}

dtl_turns dtl_turns_between(const dtl_standing *before, const dtl_standing *after)
{
	dtl_turns turns = { .count = 0 };
	add_date(&turns, before, after);
	add_place(&turns, before, after);
	if (!same(before->status, after->status))
		dtl_turns_add(&turns, step_to(after->status));
	return turns;
}
