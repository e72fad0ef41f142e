/* Rules for what days are made of: counts, years, day and month, clocks, holidays. */
#include "dates/civil.h"
#include "dates/phrase_parse.h"

const char dtl_why_order[] = "day and month may stand in either order";

/* ---- Counts ---- */

static dtl_value counted(int from, int to, bool vague)
{
	dtl_value v = dtl_value_of(SHAPE_COUNT);

	v.number = (short)from;
	v.second = (short)to;
	v.vague = vague;
	return v;
}

static bool count_one(const dtl_match *m, dtl_value *v)
{
	if (m->token[0]->value > 9999 || m->token[0]->value < 1)
		return false;
	*v = counted(m->token[0]->value, m->token[0]->value, false);
	return true;
}

static bool count_fixed(const dtl_match *m, dtl_value *v)
{
	int n = m->p->argument;
	*v = counted(n, n, n == 0);
	return true;
}

static bool count_range(const dtl_match *m, dtl_value *v)
{
	int from = m->token[0]->value;
	int to = m->token[2]->value;

	if (from < 1 || to <= from || to > 9999)
		return false;
	*v = counted(from, to, false);
	return true;
}

const dtl_rule dtl_rules_count[] = {
	{ { X_COUNT }, count_one, 0 },                         /* two; 10 */
	{ { W_A }, count_fixed, 1 },                           /* a (week ago) */
	{ { OPT(W_A), W_COUPLE, OPT(W_OF) }, count_fixed, 2 }, /* a couple of */
	{ { OPT(W_A), W_FEW }, count_fixed, 0 },               /* a few, several */
	{ { X_COUNT, X_TO, X_COUNT }, count_range, 0 },        /* two to three, 10-15 */
	{ { 0 }, NULL, 0 },
};

/* ---- Years ---- */

static bool make_year(const dtl_match *m, dtl_value *v)
{
	const dtl_token *t = m->token[m->p->argument];

	if (t->digits != 4 || t->value < 1000 || t->value > 2999)
		return false;
	*v = dtl_value_year(t->value);
	return true;
}

int dtl_which_of(const dtl_token *t)
{
	static const unsigned char which[W_CLASSES] = {
		[W_THIS] = WHICH_THIS,
		[W_NEXT] = WHICH_NEXT,
		[W_COMING] = WHICH_COMING,
		[W_LAST] = WHICH_LAST,
		[W_PAST] = WHICH_LAST,
	};
	return which[t->word];
}

int dtl_step_of(const dtl_token *t)
{
	int which = dtl_which_of(t);
	return which == WHICH_LAST ? -1 : which == WHICH_THIS ? 0 : 1;
}

static bool relative_year(const dtl_match *m, dtl_value *v)
{
	if (m->token[1]->value != UNIT_YEAR || m->token[0]->word == W_PAST || m->token[0]->word == W_COMING)
		return false;
	*v = dtl_value_year(m->p->said.year + dtl_step_of(m->token[0]));
	return true;
}

const dtl_rule dtl_rules_year[] = {
	{ { W_NUMBER }, make_year, 0 },                                      /* 2013 */
	{ { OPT(W_THE), OPT(W_CALENDAR), W_UNIT, W_NUMBER }, make_year, 3 }, /* the year 2013 */
	{ { W_CALENDAR, W_NUMBER }, make_year, 1 },
	{ { X_REL, W_UNIT }, relative_year, 0 }, /* next year */
	{ { 0 }, NULL, 0 },
};

/* ---- Day and month ---- */

static bool month_and_day(dtl_value *v, const dtl_token *month, const dtl_token *day, const dtl_value *year)
{
	*v = dtl_value_of(SHAPE_MONTHDAY);
	v->month = (signed char)month->value;
	v->day = (signed char)day->value;
	if (year != NULL) {
		v->has_year = true;
		v->year = year->year;
	}
	if (day->value > dtl_days_in_month(year != NULL ? year->year : 2000, month->value))
		*v = dtl_value_wrong(dtl_why_no_day);
	return true;
}

/* "May 5" is a day whatever its capital, "may 5" alone is not. */
static bool day_after_month(const dtl_match *m, dtl_value *v)
{
	const dtl_value *year = m->token[4] != NULL ? &m->value[4] : NULL;
	return month_and_day(v, m->token[0], m->token[2], year);
}

static bool day_after_month_short(const dtl_match *m, dtl_value *v)
{
	return month_and_day(v, m->token[0], m->token[2], NULL);
}

static bool day_before_month(const dtl_match *m, dtl_value *v)
{
	return month_and_day(v, m->token[3], m->token[1], NULL);
}

static bool day_before_month_year(const dtl_match *m, dtl_value *v)
{
	return month_and_day(v, m->token[3], m->token[1], &m->value[5]);
}

/* "the 15th of next month" */
static bool ordinal_of_month(const dtl_match *m, dtl_value *v)
{
	const dtl_token *unit = m->token[4];
	const dtl_token *which = m->token[3];

	if (unit->value != UNIT_MONTH)
		return false;
	dtl_value month =
	    dtl_value_period(UNIT_MONTH, which->word == W_THE ? 0 : dtl_step_of(which), &m->p->said);
	dtl_token t = { .value = month.month };
	return month_and_day(v, &t, m->token[1], &month);
}

static bool iso_date(const dtl_match *m, dtl_value *v)
{
	const dtl_token *t = m->token[0];
	dtl_token month = { .value = t->second };
	dtl_token day = { .value = t->third };
	dtl_value year = dtl_value_year(t->value);

	if (t->second < 1 || t->second > 12 || t->third < 1) {
		*v = dtl_value_wrong(dtl_why_no_day);
		return true;
	}
	return month_and_day(v, &month, &day, &year);
}

/* 06/04/2013 is two days; 13/06/2013 and 06/06/2013 are one; 2013/06/04 is written one way only. */
static bool slash_date(const dtl_match *m, dtl_value *v)
{
	const dtl_token *t = m->token[0];
	dtl_token month = { .value = t->value };
	dtl_token day = { .value = t->second };

	if (t->digits == 4)
		return iso_date(m, v);
	if (t->third < 1000) {
		*v = dtl_value_wrong("the year has two digits");
		return true;
	}
	if (t->value > 12 || t->value == t->second) {
		month.value = t->second;
		day.value = t->value;
	} else if (t->second <= 12) {
		*v = dtl_value_wrong(dtl_why_order);
		return true;
	}
	dtl_value year = dtl_value_year(t->third);
	if (month.value < 1 || month.value > 12 || day.value < 1 || day.value > 31)
		*v = dtl_value_wrong(dtl_why_no_day);
	else
		month_and_day(v, &month, &day, &year);
	return true;
}

const dtl_rule dtl_rules_monthday[] = {
	{ { W_MONTH, OPT(W_THE), X_DOM }, day_after_month_short, 0 }, /* June 4 */
	{ { W_MONTH, OPT(W_THE), X_DOM, OPT(X_YEAR_SEPARATOR), N_YEAR }, day_after_month,
	    0 },                                                            /* June 4, 2013 */
	{ { OPT(W_THE), X_DOM, OPT(W_OF), W_MONTH }, day_before_month, 0 }, /* the 4th of June */
	{ { OPT(W_THE), X_DOM, OPT(W_OF), W_MONTH, OPT(X_YEAR_SEPARATOR), N_YEAR }, day_before_month_year,
	    0 }, /* 4 June 2013 */
	{ { OPT(W_THE), X_DOM, W_DASH, W_MONTH, OPT(W_DASH), N_YEAR }, day_before_month_year,
	    0 },                                                                 /* 4-Jun-2013 */
	{ { OPT(W_THE), W_ORDINAL, X_OF, X_REL, W_UNIT }, ordinal_of_month, 0 }, /* 15th of next month */
	{ { OPT(W_THE), W_ORDINAL, X_OF, W_THE, W_UNIT }, ordinal_of_month, 0 }, /* first of the month */
	{ { W_ISO_DATE }, iso_date, 0 },
	{ { W_SLASH_DATE }, slash_date, 0 },
	{ { 0 }, NULL, 0 },
};

/* ---- Clocks and their zones ---- */

static bool zone_offset(const dtl_match *m, dtl_value *v)
{
	int minutes = m->token[0]->value;

	*v = dtl_value_of(SHAPE_CLOCK);
	v->has_offset = true;
	v->offset = minutes;
	if (minutes == ZONE_AMBIGUOUS)
		*v = dtl_value_wrong("that abbreviation stands for several zones: give the offset");
	return true;
}

static bool zone_name(const dtl_match *m, dtl_value *v)
{
	*v = dtl_value_of(SHAPE_CLOCK);
	v->zone_name = (signed char)(m->token[0]->value + 1);
	return true;
}

static bool zone_local(const dtl_match *m, dtl_value *v)
{
	(void)m;
	*v = dtl_value_of(SHAPE_CLOCK);
	return true;
}

const dtl_rule dtl_rules_zone[] = {
	{ { W_ZONE }, zone_offset, 0 },            /* GMT */
	{ { W_ZONE_NAME }, zone_name, 0 },         /* ET */
	{ { W_ZONE_NAME, W_TIME }, zone_name, 0 }, /* Beijing time */
	{ { W_LOCAL, W_TIME }, zone_local, 0 },
	{ { 0 }, NULL, 0 },
};

static bool with_zone(dtl_value *v, int clock, const dtl_match *m, int zone)
{
	*v = dtl_value_of(SHAPE_CLOCK);
	if (m->token[zone] != NULL)
		*v = m->value[zone];
	v->clock = clock;
	return true;
}

static bool twelve_hours(int hour, const dtl_token *ampm, int *out)
{
	if (hour < 1 || hour > 12)
		return false;
	*out = hour % 12 + ampm->value;
	return true;
}

static bool clock_digits(const dtl_match *m, dtl_value *v)
{
	int clock = m->token[0]->value;
	int hour = clock / 3600;

	if (m->token[1] != NULL) {
		if (!twelve_hours(hour, m->token[1], &hour))
			return false;
		clock = hour * 3600 + clock % 3600;
	}
	if (clock >= DTL_DAY || !with_zone(v, clock, m, 2))
		return false;
	if (m->token[0]->third && m->token[2] == NULL && m->token[1] == NULL) { /* 14:00+02:00 */
		v->has_offset = true;
		v->offset = m->token[0]->second;
	}
	return !m->token[0]->third || v->has_offset;
}

static bool clock_hour(const dtl_match *m, dtl_value *v)
{
	int hour = 0;

	return twelve_hours(m->token[0]->value, m->token[1], &hour) && with_zone(v, hour * 3600, m, 2);
}

static bool clock_noon(const dtl_match *m, dtl_value *v)
{
	return with_zone(v, 12 * 3600, m, 1);
}

/* "1400 GMT" */
static bool clock_military(const dtl_match *m, dtl_value *v)
{
	const dtl_token *t = m->token[0];

	if (t->digits != 4 || t->value / 100 > 23 || t->value % 100 > 59)
		return false;
	return with_zone(v, (t->value / 100 * 60 + t->value % 100) * 60, m, 1);
}

const dtl_rule dtl_rules_clock[] = {
	{ { W_CLOCK, OPT(W_AMPM), OPT(N_ZONE) }, clock_digits, 0 }, /* 10:30 p.m. EST */
	{ { X_COUNT, W_AMPM, OPT(N_ZONE) }, clock_hour, 0 },        /* 9 a.m. */
	{ { W_NOON, OPT(N_ZONE) }, clock_noon, 0 },                 /* noon */
	{ { W_NUMBER, N_ZONE }, clock_military, 0 },                /* 1400 GMT */
	{ { 0 }, NULL, 0 },
};

/* ---- Holidays ---- */

static dtl_value holiday(int number)
{
	dtl_value v = dtl_value_of(SHAPE_HOLIDAY);

	v.number = (short)number;
	return v;
}

static bool is_unit(const dtl_token *t, int unit)
{
	return t == NULL || t->value == unit;
}

static bool plain_holiday(const dtl_match *m, dtl_value *v)
{
	*v = holiday(m->token[0]->value);
	return is_unit(m->token[1], UNIT_DAY);
}

static bool holiday_eve(const dtl_match *m, dtl_value *v)
{
	*v = holiday(HOLIDAY_CHRISTMAS_EVE);
	return m->token[0]->value == HOLIDAY_CHRISTMAS;
}

/* "New Year" alone may be all of it. */
static bool new_year(const dtl_match *m, dtl_value *v)
{
	*v = holiday(m->token[2]->word == W_EVE ? HOLIDAY_NEW_YEAR_EVE : HOLIDAY_NEW_YEAR);
	return m->token[1]->value == UNIT_YEAR &&
	       (m->token[2]->word == W_EVE || is_unit(m->token[2], UNIT_DAY));
}

static bool may_day(const dtl_match *m, dtl_value *v)
{
	*v = holiday(HOLIDAY_MAY_DAY);
	return m->token[0]->value == 5 && m->token[0]->capital && m->token[1]->value == UNIT_DAY;
}

static bool good_friday(const dtl_match *m, dtl_value *v)
{
	*v = holiday(HOLIDAY_GOOD_FRIDAY);
	return m->token[1]->value == 5;
}

static bool easter_weekday(const dtl_match *m, dtl_value *v)
{
	int weekday = m->token[1]->value;

	*v = holiday(weekday == 1 ? HOLIDAY_EASTER_MONDAY : HOLIDAY_EASTER);
	return m->token[0]->value == HOLIDAY_EASTER && (weekday == 1 || weekday == 7);
}

const dtl_rule dtl_rules_holiday[] = {
	{ { W_HOLIDAY, OPT(W_UNIT) }, plain_holiday, 0 }, /* Christmas Day */
	{ { W_HOLIDAY_DAY, W_UNIT }, plain_holiday, 0 },  /* Election Day */
	{ { W_HOLIDAY, W_EVE }, holiday_eve, 0 },         /* Christmas Eve */
	{ { W_NEW, W_UNIT, W_UNIT }, new_year, 0 },       /* New Year's Day */
	{ { W_NEW, W_UNIT, W_EVE }, new_year, 0 },
	{ { W_MONTH, W_UNIT }, may_day, 0 },
	{ { W_GOOD, W_WEEKDAY }, good_friday, 0 },
	{ { W_HOLIDAY, W_WEEKDAY }, easter_weekday, 0 }, /* Easter Monday */
	{ { 0 }, NULL, 0 },
};
