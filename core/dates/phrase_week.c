/* Rules for weeks, for parts of periods, and for what looks like a period and is no date. */
#include "dates/civil.h"
#include "dates/phrase_parse.h"

static const char fiscal[] = "such years do not begin in January everywhere: give the months";
static const char repeats[] = "a repetition, not a date";
static const char anaphoric[] = "it counts from a day that is not said here";

static dtl_value seven_days(int64_t from)
{
	return dtl_value_days(SHAPE_WEEK, from, from + 6);
}

/*
 * "The week of June 10": from Monday to Sunday; but a Sunday begins the week
 * that it names, as in the United States.
 */
static bool week_of(const dtl_match *m, dtl_value *v)
{
	dtl_value day = m->value[3];
	int unit = dtl_unit_of(m->token[1]);

	if ((unit != UNIT_WEEK && unit != UNIT_WEEKEND) || dtl_is_plural(m->token[1]))
		return false;
	if (day.shape == SHAPE_WRONG || dtl_value_settle(&day, &m->p->said) != NULL)
		return false;
	if (day.shape == SHAPE_WINDOW && day.lo != day.hi) {
		*v = dtl_value_days(SHAPE_WINDOW, day.lo, day.hi); /* the week of July 8-12 */
		return true;
	}
	if (day.shape != SHAPE_DAY)
		return false;
	int64_t monday = dtl_monday_of(day.lo);
	if (unit == UNIT_WEEKEND)
		*v = dtl_value_days(SHAPE_WINDOW, monday + 5, monday + 6);
	else
		*v = seven_days(dtl_weekday(day.lo) == 7 ? day.lo : monday);
	return true;
}

/* "the week beginning June 10", "the week ending 14 June" */
static bool week_from(const dtl_match *m, dtl_value *v)
{
	dtl_value day = m->value[4];
	bool ending = m->token[2]->word == W_ENDING;

	if (dtl_unit_of(m->token[1]) != UNIT_WEEK || day.shape == SHAPE_WRONG ||
	    dtl_value_settle(&day, &m->p->said) != NULL || day.shape != SHAPE_DAY)
		return false;
	*v = seven_days(ending ? day.lo - 6 : day.lo);
	return true;
}

static bool settled(const dtl_match *m, int i, dtl_value *period)
{
	*period = m->value[i];
	if (period->shape == SHAPE_WRONG || dtl_value_settle(period, &m->p->said) != NULL)
		return false;
	return dtl_value_part(period) == NULL;
}

static dtl_value clipped(int64_t lo, int64_t hi, const dtl_value *within)
{
	if (lo < within->lo)
		lo = within->lo;
	if (hi > within->hi)
		hi = within->hi;
	if (lo > hi)
		return dtl_value_wrong("it has not so many");
	return dtl_value_days(SHAPE_WINDOW, lo, hi);
}

/* "the second weekend in June": by its Saturday. */
static bool nth_weekend(const dtl_value *period, int n, dtl_value *v)
{
	int64_t saturday;

	if (dtl_nth_weekday(period->lo, period->hi, n, 6, &saturday))
		*v = dtl_value_days(SHAPE_WINDOW, saturday, saturday + 1);
	else
		*v = dtl_value_wrong("it has not so many weekends");
	return true;
}

/* "the last week of July" is its last seven days, the first its first. */
static bool nth_week(const dtl_match *m, dtl_value *v)
{
	dtl_value period;
	int n = m->token[1]->word == W_LAST ? -1 : m->token[1]->value;
	int unit = dtl_unit_of(m->token[2]);

	if ((unit != UNIT_WEEK && unit != UNIT_WEEKEND) || dtl_is_plural(m->token[2]) ||
	    !settled(m, 4, &period))
		return false;
	if (unit == UNIT_WEEKEND)
		return nth_weekend(&period, n, v);
	int64_t lo = n < 0 ? period.hi - 6 : period.lo + 7 * (int64_t)(n - 1);
	*v = clipped(lo, lo + 6, &period);
	return true;
}

/* "the first three months of 2014", "the last two weeks of June" */
static bool first_units(const dtl_match *m, dtl_value *v)
{
	dtl_value period;
	const dtl_value *count = &m->value[2];
	bool last = m->token[1]->word == W_LAST;
	int unit = dtl_unit_of(m->token[3]);

	if ((!last && m->token[1]->value != 1) || !settled(m, 5, &period))
		return false;
	if (count->vague) {
		*v = m->value[5];
		v->part = last ? PART_LATE : PART_EARLY;
		return v->shape == SHAPE_MONTH || v->shape == SHAPE_YEAR || v->shape == SHAPE_WEEK;
	}
	bool in_months = unit >= UNIT_MONTH;
	int n = count->number;
	int64_t lo = last ? dtl_day_shift(period.hi + 1, -n, unit) : period.lo;
	int64_t hi = last ? period.hi : dtl_day_shift(period.lo, n, unit) - 1;
	*v = clipped(lo, hi, &period);
	if (in_months && v->shape == SHAPE_WINDOW)
		v->shape = SHAPE_MONTHS;
	return true;
}

/* "the first days of July", "the last months of 2013" */
static bool first_of_many(const dtl_match *m, dtl_value *v)
{
	bool last = m->token[1]->word == W_LAST;

	*v = m->value[4];
	if ((!last && m->token[1]->value != 1) || !dtl_is_plural(m->token[2]) || v->part != PART_NONE)
		return false;
	v->part = last ? PART_LATE : PART_EARLY;
	return v->shape == SHAPE_MONTH || v->shape == SHAPE_YEAR;
}

static bool weekend_alone(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_weekend(WHICH_NONE);
	return dtl_unit_of(m->token[1]) == UNIT_WEEKEND && !dtl_is_plural(m->token[1]);
}

/* "the month of July", "the year of 1968" */
static bool unit_of_its_kind(const dtl_match *m, dtl_value *v)
{
	int unit = m->token[1]->value;

	*v = m->value[3];
	v->doubtful = false;
	if (v->part != PART_NONE)
		return false;
	return (unit == UNIT_MONTH && v->shape == SHAPE_MONTH) ||
	       (unit == UNIT_YEAR && v->shape == SHAPE_YEAR) ||
	       (unit == UNIT_DECADE && v->shape == SHAPE_DECADE);
}

static bool midweek(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_period(UNIT_WEEK, 0, &m->p->said);
	v->part = PART_MID;
	return true;
}

/* ---- Parts ---- */

static bool has_parts(const dtl_value *v)
{
	return (v->shape >= SHAPE_MONTH && v->shape <= SHAPE_SEASON) || v->shape == SHAPE_YEAR ||
	       v->shape == SHAPE_WEEK || v->shape == SHAPE_DECADE || v->shape == SHAPE_CENTURY;
}

/* "early next week", "late in July", "mid-2014", "the end of the year" */
static bool part(const dtl_match *m, dtl_value *v)
{
	const dtl_token *which = m->token[1];
	bool edge = which->word == W_BEGIN || which->word == W_END;

	*v = m->value[4];
	if (!has_parts(v) || v->part != PART_NONE)
		return false;
	if (edge && m->token[3] == NULL)
		return false;
	v->part = (signed char)which->value;
	v->doubtful = false;
	return true;
}

/* "the end of Thursday" */
static bool end_of_day(const dtl_match *m, dtl_value *v)
{
	*v = m->value[3];
	v->part = (signed char)m->token[1]->value;
	return v->shape == SHAPE_DAY || v->shape == SHAPE_WEEKDAY || v->shape == SHAPE_MONTHDAY;
}

/* "mid-year", "midway through the week" is not said so */
static bool part_of_unit(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_period(dtl_unit_of(m->token[2]), 0, &m->p->said);
	v->part = (signed char)m->token[0]->value;
	return has_parts(v) && !dtl_is_plural(m->token[2]);
}

/* "mid- to late June" */
static bool two_parts(const dtl_match *m, dtl_value *v)
{
	dtl_value from = m->value[7];
	dtl_value to;

	if (!has_parts(&from) || from.part != PART_NONE || dtl_value_settle(&from, &m->p->said) != NULL)
		return false;
	to = from;
	from.part = (signed char)m->token[1]->value;
	to.part = (signed char)m->token[4]->value;
	if (dtl_value_part(&from) != NULL || dtl_value_part(&to) != NULL || to.hi < from.lo)
		return false;
	*v = dtl_value_days(to.shape == SHAPE_WINDOW ? SHAPE_WINDOW : SHAPE_MONTHS, from.lo, to.hi);
	return true;
}

/* "year-end", "year's end" */
static bool unit_end(const dtl_match *m, dtl_value *v)
{
	int unit = dtl_unit_of(m->token[0]);

	*v = dtl_value_period(unit, 0, &m->p->said);
	v->part = PART_END;
	return unit == UNIT_YEAR || unit == UNIT_MONTH || unit == UNIT_WEEK || unit == UNIT_QUARTER;
}

/*
 * "later this week" is from now to its end, "earlier this week" from its
 * beginning to now; of a season or a period that is not now it is all of it.
 */
static bool earlier_or_later(const dtl_match *m, dtl_value *v)
{
	bool later = m->token[0]->word == W_LATER;
	int64_t day = m->p->said.day;

	*v = m->value[2];
	if (v->shape == SHAPE_SEASON && (v->which == WHICH_THIS || v->has_year))
		return true;
	if (!has_parts(v) || v->part != PART_NONE || dtl_value_settle(v, &m->p->said) != NULL)
		return false;
	if (day < v->lo || day > v->hi || v->shape == SHAPE_CENTURY)
		return true;
	*v = later ? dtl_value_days(SHAPE_WINDOW, day, v->hi) : dtl_value_days(SHAPE_WINDOW, v->lo, day);
	return true;
}

/* ---- What is no date ---- */

static const char *const reasons[] = { fiscal, repeats, anaphoric };

static bool wrong(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_wrong(reasons[m->p->argument]);
	return true;
}

enum { FISCAL, REPEATS, ANAPHORIC }; /* indexes of reasons[] */

const dtl_rule dtl_rules_part[] = {
	/* weeks */
	{ { OPT(W_THE), W_UNIT, W_OF, N_RANGE }, week_of, 0 },
	{ { OPT(W_THE), W_UNIT, W_OF, N_POINT }, week_of, 0 },
	{ { OPT(W_THE), W_UNIT, W_STARTING, OPT(X_ON), N_POINT }, week_from, 0 },
	{ { OPT(W_THE), W_UNIT, W_BEGIN, OPT(X_ON), N_POINT }, week_from, 0 },
	{ { OPT(W_THE), W_UNIT, W_ENDING, OPT(X_ON), N_POINT }, week_from, 0 },
	{ { OPT(W_THE), X_NTH, W_UNIT, X_OF, N_PERIOD_HERE }, nth_week, 0 },
	{ { OPT(W_THE), X_NTH, N_COUNT, W_UNIT, X_OF, N_PERIOD_HERE }, first_units, 0 },
	{ { OPT(W_THE), X_NTH, W_UNIT, X_OF, N_PERIOD_HERE }, first_of_many, 0 },
	{ { OPT(W_THE), W_UNIT }, weekend_alone, 0 },
	{ { W_MIDWEEK }, midweek, 0 },
	{ { OPT(W_THE), W_UNIT, W_OF, N_PERIOD }, unit_of_its_kind, 0 }, /* the month of July */
	/* parts */
	{ { OPT(W_THE), X_PART, OPT(W_DASH), OPT(X_OF), N_PERIOD_HERE }, part, 0 },
	{ { OPT(W_THE), X_EDGE, OPT(W_DASH), X_OF, N_PERIOD_HERE }, part, 0 },
	{ { OPT(W_THE), X_EDGE, W_OF, N_POINT }, end_of_day, 0 },
	{ { OPT(W_THE), X_PART, OPT(W_DASH), X_TO, X_PART, OPT(W_DASH), OPT(X_OF), N_PERIOD_HERE }, two_parts,
	    0 },
	{ { W_UNIT, OPT(W_DASH), W_END }, unit_end, 0 },
	{ { W_MID, OPT(W_DASH), W_UNIT }, part_of_unit, 0 },
	{ { X_SHIFT, OPT(X_OF), N_PERIOD_HERE }, earlier_or_later, 0 },
	/* what is no date */
	{ { W_FISCAL, OPT(W_UNIT), OPT(W_NUMBER), OPT(W_DASH), OPT(W_NUMBER) }, wrong, FISCAL },
	{ { W_ACADEMIC, W_UNIT, OPT(W_NUMBER) }, wrong, FISCAL },
	{ { W_NUMBER, W_DASH, W_NUMBER, W_ACADEMIC }, wrong, FISCAL },
	{ { W_NUMBER, W_DASH, W_NUMBER, W_TERM }, wrong, FISCAL },
	{ { W_EVERY, OPT(W_NONE) }, wrong, REPEATS },
	{ { X_ELSEWHERE, W_NEXT }, wrong, ANAPHORIC },
	{ { 0 }, NULL, 0 },
};
