/* Rules for days. */
#include "dates/civil.h"
#include "dates/phrase_parse.h"

static const char anaphoric[] = "it counts from a day that is not said here";
static const char duration[] = "a length of time, not a date";
static const char how_far[] = "it may say how long something lasts or how far off it is";

static bool first_value(const dtl_match *m, dtl_value *v)
{
	*v = m->value[m->p->argument];
	return true;
}

/* "Tuesday, 4 June" */
static bool weekday_and_date(const dtl_match *m, dtl_value *v)
{
	*v = m->value[3];
	if (v->shape == SHAPE_MONTHDAY)
		v->weekday = (signed char)m->token[0]->value;
	return true;
}

static bool date_and_weekday(const dtl_match *m, dtl_value *v)
{
	*v = m->value[0];
	if (v->shape == SHAPE_MONTHDAY)
		v->weekday = (signed char)m->token[2]->value;
	return true;
}

/* "Tuesday the 4th" */
static bool weekday_and_ordinal(const dtl_match *m, dtl_value *v)
{
	if (m->token[2]->value > 31)
		return false;
	*v = dtl_value_of(SHAPE_DOM);
	v->weekday = (signed char)m->token[0]->value;
	v->day = (signed char)m->token[2]->value;
	return true;
}

/* "the 12th" numbers a dialogue as well as a day: a noun after it decides. */
static bool ordinal_alone(const dtl_match *m, dtl_value *v)
{
	const dtl_parser *p = m->p;

	if (m->token[1]->value > 31 || m->token[1]->digits == 0)
		return false;
	if (m->next < p->count && p->tokens[m->next].word == W_NONE)
		return false;
	*v = dtl_value_of(SHAPE_DOM);
	v->day = (signed char)m->token[1]->value;
	return true;
}

static bool day_word(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_day(m->p->said.day + m->token[m->p->argument]->value);
	return true;
}

/* "this morning", "last night" */
static bool this_daytime(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_day(m->p->said.day + m->p->argument);
	return true;
}

static dtl_value weekday_value(const dtl_token *t, int which)
{
	dtl_value v = dtl_value_of(SHAPE_WEEKDAY);

	v.day = (signed char)t->value;
	v.which = (signed char)which;
	return v;
}

static bool weekday(const dtl_match *m, dtl_value *v)
{
	const dtl_token *t = m->token[0];

	/* "sun", "sat" and "wed" are words */
	if (t->len <= 3 && !t->capital)
		return false;
	*v = weekday_value(t, WHICH_NONE);
	return true;
}

static bool relative_weekday(const dtl_match *m, dtl_value *v)
{
	*v = weekday_value(m->token[1], dtl_which_of(m->token[0]));
	return true;
}

/* "this coming Thursday", "this past Friday" */
static bool this_relative_weekday(const dtl_match *m, dtl_value *v)
{
	*v = weekday_value(m->token[2], dtl_which_of(m->token[1]));
	return m->token[0]->word == W_THIS;
}

static bool weekday_relative(const dtl_match *m, dtl_value *v)
{
	*v = weekday_value(m->token[0], dtl_which_of(m->token[1]));
	return true;
}

/* "Thursday of next week" */
static dtl_value weekday_in_week(const dtl_match *m, const dtl_token *day, const dtl_token *which)
{
	return dtl_value_day(dtl_monday_of(m->p->said.day) + 7 * dtl_step_of(which) + day->value - 1);
}

static bool weekday_of_week(const dtl_match *m, dtl_value *v)
{
	*v = weekday_in_week(m, m->token[0], m->token[3]);
	return m->token[4]->value == UNIT_WEEK;
}

static bool week_and_weekday(const dtl_match *m, dtl_value *v)
{
	*v = weekday_in_week(m, m->token[3], m->token[0]);
	return m->token[1]->value == UNIT_WEEK;
}

/* "the Sunday before last", "the Friday after next" */
static bool weekday_over_next(const dtl_match *m, dtl_value *v)
{
	bool last = m->token[3]->word == W_LAST;

	if (last != (m->token[2]->word == W_BEFORE) || (!last && m->token[3]->word != W_NEXT))
		return false;
	*v = weekday_value(m->token[1], last ? WHICH_LAST : WHICH_NEXT);
	if (dtl_value_settle(v, &m->p->said) != NULL)
		return false;
	*v = dtl_value_day(v->lo + (last ? -7 : 7));
	return true;
}

/* "early Tuesday", "late on Friday", "later on Tuesday", "earlier today" */
static bool part_of_day(const dtl_match *m, dtl_value *v)
{
	*v = m->value[2];
	if (m->token[0]->word == W_EARLIER && v->shape == SHAPE_WEEKDAY && v->which == WHICH_NONE) {
		v->which = WHICH_LAST;
		if (v->day == m->p->said.weekday)
			*v = dtl_value_day(m->p->said.day);
	}
	return v->shape == SHAPE_WEEKDAY || v->shape == SHAPE_DAY || v->shape == SHAPE_MONTHDAY;
}

/* ---- So long ago, so long ahead ---- */

/* "in two days of talks" is how long they last. */
static bool is_duration(const dtl_match *m)
{
	return m->next < m->p->count && m->p->tokens[m->next].word == W_OF;
}

static void shifted(dtl_value *v, int64_t from, const dtl_value *count, int unit, int sign)
{
	if (count->vague) {
		*v = sign < 0 ? dtl_value_days(SHAPE_BEFORE, from, from)
			      : dtl_value_days(SHAPE_AFTER, from, from);
		return;
	}
	dtl_value near = dtl_value_shift(from, (int64_t)sign * count->number, unit);
	*v = near;
	if (count->second <= count->number)
		return;
	dtl_value far = dtl_value_shift(from, (int64_t)sign * count->second, unit);
	v->lo = sign < 0 ? far.lo : near.lo;
	v->hi = sign < 0 ? near.hi : far.hi;
	v->shape = near.shape == SHAPE_DAY || near.shape == SHAPE_WINDOW ? SHAPE_WINDOW : SHAPE_MONTHS;
	v->approx = false;
}

/* "three days ago", "two weeks from now", "in two weeks": the argument is the sign. */
static bool shift_from_now(const dtl_match *m, dtl_value *v)
{
	bool in = m->token[0] != NULL && m->token[0]->word == W_IN;

	if (in && m->p->argument > 0 && is_duration(m))
		return false;
	shifted(v, m->p->said.day, &m->value[1], dtl_unit_of(m->token[2]), m->p->argument);
	return true;
}

/* "a week from Friday", "two days after Christmas", "the day before yesterday" */
static bool shift_from_value(const dtl_match *m, dtl_value *v)
{
	static const dtl_value one = { .shape = SHAPE_COUNT, .number = 1, .second = 1 };
	const dtl_value *count = m->token[0]->word == W_THE ? &one : &m->value[0];
	int unit = dtl_unit_of(m->token[1]);
	bool before = m->token[2]->word == W_BEFORE;
	dtl_value anchor = m->value[3];

	/* "four days from Thursday", "the 100 days after it" */
	bool lasting = m->token[2]->word == W_FROM && unit == UNIT_DAY && count->second > 1;
	bool those = count != &one && m->at > 0 && m->p->tokens[m->at - 1].word == W_THE;
	if (lasting || those) {
		*v = dtl_value_wrong(how_far);
		return true;
	}
	if (anchor.shape == SHAPE_WRONG || anchor.shape == SHAPE_COUNT || anchor.shape == SHAPE_CLOCK)
		return false;
	if (dtl_value_settle(&anchor, &m->p->said) != NULL || dtl_value_part(&anchor) != NULL)
		return false;
	int64_t from = before ? anchor.lo : anchor.hi;
	if (count == &one && (unit == UNIT_WEEK || unit == UNIT_MONTH || unit == UNIT_YEAR)) {
		/* "the week before the summit of 7 June" is that calendar week */
		dtl_said there = dtl_said_on(from * DTL_DAY, DTL_TENSE_UNKNOWN, false);
		*v = dtl_value_period(unit, before ? -1 : 1, &there);
		return true;
	}
	shifted(v, from, count, unit, before ? -1 : 1);
	bool exact =
	    anchor.shape == SHAPE_DAY && (unit == UNIT_DAY || unit == UNIT_WEEK || unit == UNIT_FORTNIGHT);
	v->approx = v->approx && !exact;
	return true;
}

/* "the Monday after Thanksgiving" */
static bool weekday_beside(const dtl_match *m, dtl_value *v)
{
	dtl_value anchor = m->value[3];
	int weekday = m->token[1]->value;

	if (m->p->tokens[m->at].word != W_THE || anchor.shape == SHAPE_WRONG || anchor.shape == SHAPE_COUNT ||
	    dtl_value_settle(&anchor, &m->p->said) != NULL || dtl_value_part(&anchor) != NULL)
		return false;
	if (m->p->argument > 0)
		*v = dtl_value_day(anchor.hi + 1 + dtl_floor_mod(weekday - dtl_weekday(anchor.hi + 1), 7));
	else
		*v = dtl_value_day(anchor.lo - 1 - dtl_floor_mod(dtl_weekday(anchor.lo - 1) - weekday, 7));
	return true;
}

/* "over a year ago" */
static bool longer_ago(const dtl_match *m, dtl_value *v)
{
	int64_t day = dtl_day_shift(m->p->said.day, -(int64_t)m->value[1].number, dtl_unit_of(m->token[2]));

	*v = dtl_value_days(SHAPE_BEFORE, day, day);
	return !m->value[1].vague;
}

/* "the early hours of Tuesday" */
static bool hours_of_day(const dtl_match *m, dtl_value *v)
{
	*v = m->value[4];
	return m->token[2]->value == (UNIT_HOUR | UNIT_PLURAL);
}

static bool vague_ago(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_days(SHAPE_BEFORE, m->p->said.day, m->p->said.day);
	return (m->token[0]->value & UNIT_PLURAL) != 0;
}

/* "three days later", "the next day", "that Monday" */
static bool counts_from_elsewhere(const dtl_match *m, dtl_value *v)
{
	if (m->p->argument && m->token[2]->value != UNIT_DAY)
		return false;
	*v = dtl_value_wrong(anaphoric);
	return true;
}

/* ---- The n-th day of something ---- */

static bool settled_period(const dtl_match *m, int i, dtl_value *period)
{
	*period = m->value[i];
	if (period->shape == SHAPE_WRONG || dtl_value_settle(period, &m->p->said) != NULL)
		return false;
	return dtl_value_part(period) == NULL && period->dated;
}

static int nth_of(const dtl_token *t)
{
	return t->word == W_LAST ? -1 : t->value;
}

static bool nth_weekday(const dtl_match *m, dtl_value *v)
{
	dtl_value period;
	int64_t day;

	if (!settled_period(m, 4, &period))
		return false;
	if (dtl_nth_weekday(period.lo, period.hi, nth_of(m->token[1]), m->token[2]->value, &day))
		*v = dtl_value_day(day);
	else
		*v = dtl_value_wrong(dtl_why_no_day);
	return true;
}

static bool nth_day(const dtl_match *m, dtl_value *v)
{
	dtl_value period;

	if (m->token[2]->value != UNIT_DAY || !settled_period(m, 4, &period))
		return false;
	int n = nth_of(m->token[1]);
	int64_t day = n < 0 ? period.hi : period.lo + n - 1;
	*v = day > period.hi ? dtl_value_wrong(dtl_why_no_day) : dtl_value_day(day);
	return true;
}

static bool dated_holiday(const dtl_match *m, dtl_value *v)
{
	*v = m->value[0];
	v->has_year = true;
	v->year = m->value[2].year;
	return true;
}

static bool which_holiday(const dtl_match *m, dtl_value *v)
{
	int value = m->p->argument;

	*v = m->value[value];
	v->which = (signed char)dtl_which_of(m->token[1 - value]);
	return true;
}

static bool not_a_date(const dtl_match *m, dtl_value *v)
{
	(void)m;
	*v = dtl_value_wrong(duration);
	v->vague = true; /* and so it may stand beside one */
	return true;
}

const dtl_rule dtl_rules_point[] = {
	{ { N_MONTHDAY }, first_value, 0 },
	{ { W_WEEKDAY, OPT(X_APPOSITION), OPT(W_THE), N_MONTHDAY, OPT(W_CLOSE) }, weekday_and_date, 0 },
	{ { N_MONTHDAY, X_APPOSITION, W_WEEKDAY, OPT(W_CLOSE) }, date_and_weekday, 0 },
	{ { W_WEEKDAY, W_THE, W_ORDINAL }, weekday_and_ordinal, 0 },
	{ { W_THE, W_ORDINAL }, ordinal_alone, 0 },
	{ { W_DAYWORD }, day_word, 0 },
	{ { W_NOW }, day_word, 0 },
	{ { W_THIS, W_DAYTIME }, this_daytime, 0 },
	{ { W_LAST, W_DAYTIME }, this_daytime, -1 },
	{ { W_WEEKDAY }, weekday, 0 },
	{ { X_REL, W_WEEKDAY }, relative_weekday, 0 },
	{ { X_REL, X_REL, W_WEEKDAY }, this_relative_weekday, 0 },
	{ { W_WEEKDAY, W_LAST }, weekday_relative, 0 },
	{ { W_WEEKDAY, W_NEXT }, weekday_relative, 0 },
	{ { W_WEEKDAY, OPT(W_COMMA), OPT(X_OF), X_REL, W_UNIT }, weekday_of_week, 0 },
	{ { X_REL, W_UNIT, OPT(W_ON), W_WEEKDAY }, week_and_weekday, 0 },
	{ { OPT(W_THE), W_WEEKDAY, W_BEFORE, W_LAST }, weekday_over_next, 0 },
	{ { OPT(W_THE), W_WEEKDAY, W_AFTER, W_NEXT }, weekday_over_next, 0 },
	{ { X_PART, OPT(X_ON), N_POINT }, part_of_day, 0 },
	{ { X_SHIFT, OPT(X_ON), N_POINT }, part_of_day, 0 },
	{ { OPT(W_THE), W_DAYTIME, W_OF, N_POINT }, first_value, 3 },
	{ { OPT(W_IN), N_COUNT, W_UNIT, W_AGO }, shift_from_now, -1 },
	{ { W_OVER, N_COUNT, W_UNIT, W_AGO }, longer_ago, 0 },
	{ { OPT(W_THE), X_PART, W_UNIT, W_OF, N_POINT }, hours_of_day, 0 },
	{ { OPT(W_IN), N_COUNT, W_UNIT, W_FROM, W_NOW }, shift_from_now, 1 },
	{ { OPT(W_IN), N_COUNT, W_UNIT, W_HENCE }, shift_from_now, 1 },
	{ { W_IN, N_COUNT, W_UNIT, OPT(W_TIME) }, shift_from_now, 1 },
	{ { N_COUNT, W_UNIT, W_FROM, N_VALUE }, shift_from_value, 0 },
	{ { N_COUNT, W_UNIT, W_AFTER, N_VALUE }, shift_from_value, 0 },
	{ { N_COUNT, W_UNIT, W_BEFORE, N_VALUE }, shift_from_value, 0 },
	{ { W_THE, W_UNIT, W_AFTER, N_VALUE }, shift_from_value, 0 },
	{ { W_THE, W_UNIT, W_BEFORE, N_VALUE }, shift_from_value, 0 },
	{ { OPT(W_THE), W_WEEKDAY, W_AFTER, N_VALUE }, weekday_beside, 1 },
	{ { OPT(W_THE), W_WEEKDAY, W_BEFORE, N_VALUE }, weekday_beside, -1 },
	{ { W_UNIT, W_AGO }, vague_ago, 0 },
	{ { N_COUNT, W_UNIT, X_SHIFT }, counts_from_elsewhere, 0 },
	{ { X_ELSEWHERE, W_UNIT }, counts_from_elsewhere, 0 },
	{ { X_ELSEWHERE, W_WEEKDAY }, counts_from_elsewhere, 0 },
	{ { X_ELSEWHERE, W_MONTH }, counts_from_elsewhere, 0 },
	{ { X_ELSEWHERE, W_DAYTIME }, counts_from_elsewhere, 0 },
	{ { W_THE, W_NEXT, W_UNIT }, counts_from_elsewhere, 1 },
	{ { OPT(W_THE), X_NTH, W_WEEKDAY, X_OF, N_PERIOD_HERE }, nth_weekday, 0 },
	{ { OPT(W_THE), X_NTH, W_UNIT, X_OF, N_PERIOD_HERE }, nth_day, 0 },
	{ { N_HOLIDAY }, first_value, 0 },
	{ { N_HOLIDAY, OPT(X_YEAR_SEPARATOR), N_YEAR }, dated_holiday, 0 },
	{ { X_REL, N_HOLIDAY }, which_holiday, 1 },
	{ { N_HOLIDAY, X_REL }, which_holiday, 0 },
	{ { N_COUNT, W_UNIT }, not_a_date, 0 },
	{ { W_DURATION }, not_a_date, 0 },
	{ { 0 }, NULL, 0 },
};
