/* Rules for months, quarters, seasons and years, and those that count from the day of saying. */
#include "dates/civil.h"
#include "dates/phrase_parse.h"

/* ---- Months ---- */

static dtl_value month_value(const dtl_token *t, int which)
{
	dtl_value v = dtl_value_of(SHAPE_MONTH);

	v.month = (signed char)t->value;
	v.which = (signed char)which;
	return v;
}

/* "May" and "March" are also verbs, "April", "June", "August" and "Jan" also names. */
static bool is_also_a_word(const dtl_token *t)
{
	return (t->value >= 3 && t->value <= 8 && t->value != 7) || (t->value == 1 && t->len == 3);
}

/* A word of dates before it, as in "in May", shows that it is a month; "Theresa May" and "it may" are none. */
static bool month_alone(const dtl_match *m, dtl_value *v)
{
	const dtl_token *t = m->token[0];
	const dtl_token *before = m->at > 0 ? t - 1 : NULL;

	*v = month_value(t, WHICH_NONE);
	if (!is_also_a_word(t) || (before != NULL && dtl_phrase_announces_date(before)))
		return true;
	v->doubtful = true;
	return before == NULL || (t->capital && !before->capital);
}

static bool month_and_year(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_month(m->value[2].year, m->token[0]->value);
	return true;
}

static bool relative_month(const dtl_match *m, dtl_value *v)
{
	*v = month_value(m->token[1], dtl_which_of(m->token[0]));
	return true;
}

static bool month_relative(const dtl_match *m, dtl_value *v)
{
	*v = month_value(m->token[0], dtl_which_of(m->token[1]));
	return true;
}

/* "this past June", "this coming fall" */
static bool this_relative_month(const dtl_match *m, dtl_value *v)
{
	*v = month_value(m->token[2], dtl_which_of(m->token[1]));
	return m->token[0]->word == W_THIS;
}

/* ---- Relative periods ---- */

/* From so many units back until now, or from now on for so many. */
static dtl_value rolling(const dtl_match *m, int n, int unit, bool back)
{
	int64_t day = m->p->said.day;
	int64_t far = dtl_day_shift(day, back ? -n : n, unit);

	return back ? dtl_value_days(SHAPE_WINDOW, far, day) : dtl_value_days(SHAPE_WINDOW, day, far);
}

static dtl_value vaguely(const dtl_match *m, bool back)
{
	return dtl_value_days(back ? SHAPE_BEFORE : SHAPE_AFTER, m->p->said.day, m->p->said.day);
}

/* "next month" is that month; "the past month" the last thirty days; "the coming weeks" are vague. */
static bool relative_unit(const dtl_match *m, dtl_value *v)
{
	const dtl_token *which = m->token[1];
	int unit = dtl_unit_of(m->token[2]);
	bool back = dtl_which_of(which) == WHICH_LAST;

	if (unit == UNIT_MINUTE || unit == UNIT_HOUR || (unit == UNIT_DAY && !dtl_is_plural(m->token[2])))
		return false;
	if (dtl_is_plural(m->token[2]) && which->word == W_THIS)
		return false;
	/* "next month" is the calendar's, "the next month" begins now */
	bool from_now = m->token[0] != NULL && which->word != W_THIS && unit != UNIT_QUARTER;
	if (dtl_is_plural(m->token[2]))
		*v = vaguely(m, back);
	else if (unit == UNIT_WEEKEND)
		*v = dtl_value_weekend(dtl_which_of(which));
	else if (from_now || which->word == W_PAST || which->word == W_COMING || unit == UNIT_CENTURY)
		*v = rolling(m, 1, unit, back);
	else if (unit == UNIT_DECADE && which->word != W_THIS)
		*v = rolling(m, 1, unit, back);
	else
		*v = dtl_value_period(unit, dtl_step_of(which), &m->p->said);
	return unit != UNIT_CENTURY || which->word != W_THIS;
}

/* "this past week", "this coming weekend" */
static bool this_relative_unit(const dtl_match *m, dtl_value *v)
{
	int unit = dtl_unit_of(m->token[2]);
	bool back = dtl_which_of(m->token[1]) == WHICH_LAST;

	if (m->token[0]->word != W_THIS || dtl_is_plural(m->token[2]) || unit < UNIT_WEEK)
		return false;
	*v = unit == UNIT_WEEKEND ? dtl_value_weekend(dtl_which_of(m->token[1])) : rolling(m, 1, unit, back);
	return true;
}

/* "the next two weeks", "the past few days" */
static bool relative_units(const dtl_match *m, dtl_value *v)
{
	const dtl_value *count = &m->value[2];
	bool back = dtl_which_of(m->token[1]) == WHICH_LAST;

	if (m->token[1]->word == W_THIS || (m->next < m->p->count && m->p->tokens[m->next].word == W_OF))
		return false;
	*v = count->vague ? vaguely(m, back) : rolling(m, count->second, dtl_unit_of(m->token[3]), back);
	return true;
}

/* "the month after next", "the week before last" */
static bool over_next(const dtl_match *m, dtl_value *v)
{
	int unit = dtl_unit_of(m->token[1]);

	if (unit < UNIT_WEEK || unit == UNIT_CENTURY)
		return false;
	*v = dtl_value_period(unit, m->p->argument, &m->p->said);
	return true;
}

static bool vague(const dtl_match *m, dtl_value *v)
{
	*v = vaguely(m, m->p->argument < 0);
	return true;
}

/* ---- Quarters, halves, seasons ---- */

static bool number_in(const dtl_token *t, int last, short *number)
{
	*number = (short)(t->word == W_LAST ? last : t->value);
	return *number >= 1 && *number <= last;
}

static dtl_value in_year(dtl_value v, const dtl_match *m, int year)
{
	if (m->token[year] != NULL) {
		v.has_year = true;
		v.year = m->value[year].year;
	}
	return v;
}

static bool quarter(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_of(SHAPE_QUARTER);
	*v = in_year(*v, m, 4);
	/* "the last quarter" alone is the one before this */
	if (m->token[1]->word == W_LAST && m->token[4] == NULL)
		return false;
	return dtl_unit_of(m->token[2]) == UNIT_QUARTER && !dtl_is_plural(m->token[2]) &&
	       number_in(m->token[1], 4, &v->number);
}

static bool hyphenated_quarter(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_of(SHAPE_QUARTER);
	return m->token[3]->value == UNIT_QUARTER && m->token[1]->word == W_ORDINAL &&
	       number_in(m->token[1], 4, &v->number);
}

/* "the third quarter of the year" */
static bool quarter_of(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_of(SHAPE_QUARTER);
	v->has_year = true;
	v->year = m->value[4].year;
	return m->value[4].shape == SHAPE_YEAR && m->value[4].part == PART_NONE &&
	       dtl_unit_of(m->token[2]) == UNIT_QUARTER && number_in(m->token[1], 4, &v->number);
}

static bool code(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_of(m->token[0]->word == W_QUARTER_CODE ? SHAPE_QUARTER : SHAPE_HALF);
	v->number = (short)m->token[0]->value;
	*v = in_year(*v, m, 2);
	return true;
}

static bool year_and_code(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_of(m->token[2]->word == W_QUARTER_CODE ? SHAPE_QUARTER : SHAPE_HALF);
	v->number = (short)m->token[2]->value;
	*v = in_year(*v, m, 0);
	return true;
}

static bool half_of_month(dtl_value *v, int half)
{
	*v = dtl_value_days(SHAPE_WINDOW, half == 1 ? v->lo : v->lo + 15, half == 1 ? v->lo + 14 : v->hi);
	return true;
}

/* The first half of a year, a month or a decade. */
static bool half_of(const dtl_match *m, dtl_value *v)
{
	short half;

	*v = m->value[4];
	if (!number_in(m->token[1], 2, &half) || dtl_value_settle(v, &m->p->said) != NULL)
		return false;
	if (v->shape == SHAPE_MONTH)
		return half_of_month(v, half);
	if (v->shape == SHAPE_DECADE) {
		int64_t split = dtl_days_from_civil(v->year + 5, 1, 1);
		*v = dtl_value_days(SHAPE_MONTHS, half == 1 ? v->lo : split, half == 1 ? split - 1 : v->hi);
		return true;
	}
	int64_t year = v->year;
	bool is_year = v->shape == SHAPE_YEAR;
	*v = dtl_value_of(SHAPE_HALF);
	v->number = half;
	v->year = year;
	v->has_year = true;
	return is_year;
}

static dtl_value season_value(const dtl_token *t, int which)
{
	dtl_value v = dtl_value_of(SHAPE_SEASON);

	v.number = (short)t->value;
	v.which = (signed char)which;
	return v;
}

/* "the fall of the wall", "spring" the verb: only with what shows that it is a season. */
static bool season(const dtl_match *m, dtl_value *v)
{
	const dtl_parser *p = m->p;
	dtl_word before = m->at > 0 ? p->tokens[m->at - 1].word : W_NONE;
	dtl_word after = m->next < p->count ? p->tokens[m->next].word : W_COMMA;

	*v = season_value(m->token[0], WHICH_NONE);
	v->doubtful = before == W_NONE && m->at > 0; /* Arab Spring */
	return after != W_OF && (before != W_NONE || m->at == 0);
}

static bool season_of_year(const dtl_match *m, dtl_value *v)
{
	*v = season_value(m->token[0], WHICH_NONE);
	*v = in_year(*v, m, 2);
	return true;
}

/* "the winter of 2013-14" */
static bool winter_of_years(const dtl_match *m, dtl_value *v)
{
	const dtl_token *next = m->token[4];

	*v = season_value(m->token[0], WHICH_NONE);
	*v = in_year(*v, m, 2);
	v->second = 1;
	return next->word == W_NUMBER &&
	       next->value == (next->digits == 4 ? v->year + 1 : (v->year + 1) % 100);
}

static bool relative_season(const dtl_match *m, dtl_value *v)
{
	*v = season_value(m->token[1], dtl_which_of(m->token[0]));
	return true;
}

static bool season_relative(const dtl_match *m, dtl_value *v)
{
	*v = season_value(m->token[0], dtl_which_of(m->token[1]));
	return true;
}

static bool this_relative_season(const dtl_match *m, dtl_value *v)
{
	*v = season_value(m->token[2], dtl_which_of(m->token[1]));
	return m->token[0]->word == W_THIS;
}

/* ---- Years and more ---- */

static bool year(const dtl_match *m, dtl_value *v)
{
	*v = m->value[m->p->argument];
	return true;
}

static dtl_value decade_value(int64_t first)
{
	int64_t lo = dtl_days_from_civil(first, 1, 1);
	dtl_value v = dtl_value_days(SHAPE_DECADE, lo, dtl_days_from_civil(first + 9, 12, 31));

	v.year = first;
	return v;
}

static bool decade(const dtl_match *m, dtl_value *v)
{
	int value = m->token[1]->value;

	if (m->token[1]->word == W_NINETIES)
		value += 1900;
	*v = decade_value(value);
	return value >= 1000 && value <= 2990 && (m->at == 0 || m->p->tokens[m->at - 1].word != W_HIS);
}

static bool century(const dtl_match *m, dtl_value *v)
{
	int64_t first = (m->token[1]->value - 1) * 100;

	if (dtl_unit_of(m->token[2]) != UNIT_CENTURY || dtl_is_plural(m->token[2]) || first < 0 ||
	    first > 2900)
		return false;
	*v = dtl_value_days(
	    SHAPE_CENTURY, dtl_days_from_civil(first, 1, 1), dtl_days_from_civil(first + 99, 12, 31));
	return true;
}

const dtl_rule dtl_rules_period[] = {
	/* months */
	{ { W_MONTH }, month_alone, 0 },
	{ { W_MONTH, OPT(X_YEAR_SEPARATOR), N_YEAR }, month_and_year, 0 }, /* June 2013 */
	{ { X_REL, W_MONTH }, relative_month, 0 },                         /* last September */
	{ { X_REL, X_REL, W_MONTH }, this_relative_month, 0 },             /* this past June */
	{ { W_MONTH, W_LAST }, month_relative, 0 },
	{ { W_MONTH, W_NEXT }, month_relative, 0 },
	/* relative */
	{ { OPT(W_THE), X_REL, W_UNIT }, relative_unit, 0 },           /* next month, the coming weeks */
	{ { X_REL, X_REL, W_UNIT }, this_relative_unit, 0 },           /* this past week */
	{ { OPT(W_THE), X_REL, N_COUNT, W_UNIT }, relative_units, 0 }, /* the next two weeks */
	{ { OPT(W_THE), W_UNIT, W_AFTER, W_NEXT }, over_next, 2 },
	{ { OPT(W_THE), W_UNIT, W_BEFORE, W_LAST }, over_next, -2 },
	{ { OPT(W_A), W_RECENT }, vague, -1 },
	{ { W_RECENT, W_UNIT }, vague, -1 },
	{ { W_RECENTLY }, vague, -1 },
	{ { W_EARLIER }, vague, -1 },
	{ { W_SOON }, vague, 1 },
	{ { W_A, W_LATER, W_DATE }, vague, 1 },
	{ { W_THE, W_FUTURE }, vague, 1 },
	{ { W_THE, W_NONE, W_FUTURE }, vague, 1 }, /* the near future */
	{ { W_THE, W_PAST }, vague, -1 },
	/* quarters, halves, seasons */
	{ { OPT(W_THE), X_NTH, W_UNIT, OPT(X_YEAR_SEPARATOR), OPT(N_YEAR) }, quarter, 0 },
	{ { OPT(W_THE), X_NTH, W_DASH, W_UNIT }, hyphenated_quarter, 0 }, /* third-quarter */
	{ { OPT(W_THE), X_NTH, W_UNIT, X_OF, N_PERIOD_HERE }, quarter_of, 0 },
	{ { W_QUARTER_CODE, OPT(X_YEAR_SEPARATOR), OPT(N_YEAR) }, code, 0 },
	{ { W_HALF_CODE, OPT(X_YEAR_SEPARATOR), OPT(N_YEAR) }, code, 0 },
	{ { N_YEAR, OPT(W_DASH), W_QUARTER_CODE }, year_and_code, 0 },
	{ { N_YEAR, OPT(W_DASH), W_HALF_CODE }, year_and_code, 0 },
	{ { OPT(W_THE), X_NTH, W_HALF, X_OF, N_PERIOD_HERE }, half_of, 0 },
	{ { W_SEASON }, season, 0 },
	{ { W_SEASON, OPT(X_YEAR_SEPARATOR), N_YEAR }, season_of_year, 0 },
	{ { W_SEASON, OPT(W_OF), N_YEAR, W_DASH, W_NUMBER }, winter_of_years, 0 },
	{ { X_REL, W_SEASON }, relative_season, 0 },
	{ { X_REL, X_REL, W_SEASON }, this_relative_season, 0 },
	{ { W_SEASON, W_LAST }, season_relative, 0 },
	{ { W_SEASON, W_NEXT }, season_relative, 0 },
	/* years and more */
	{ { N_YEAR }, year, 0 },
	{ { OPT(W_THE), W_DECADE }, decade, 0 },
	{ { W_THE, W_NINETIES }, decade, 0 },
	{ { OPT(W_THE), W_ORDINAL, W_UNIT }, century, 0 },
	{ { 0 }, NULL, 0 },
};
