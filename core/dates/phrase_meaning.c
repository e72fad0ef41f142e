/* Meanings → EDTF: the year that two ends share, deadlines, sets. */
#include "dates/civil.h"
#include "dates/phrase_grammar.h"

static const char backwards[] = "it ends before it begins";

/* ---- Settling several values together ---- */

/* "June 5 to 7, 2013": what one end does not say the other does. */
static const char *share_month(dtl_meaning *m)
{
	dtl_value *a = &m->item[0];
	dtl_value *last = &m->item[m->count - 1];

	if (a->shape == SHAPE_DOM && last->shape == SHAPE_MONTHDAY) {
		for (int i = m->count - 2; i >= 0 && m->item[i].shape == SHAPE_DOM; i--) {
			int day = m->item[i].day;
			m->item[i] = *last;
			m->item[i].day = (signed char)day;
			m->item[i].weekday = 0;
		}
		return NULL;
	}
	for (int i = 1; i < m->count; i++) {
		dtl_value *v = &m->item[i];
		if (v->shape != SHAPE_DOM)
			continue;
		if (m->item[i - 1].shape != SHAPE_MONTHDAY)
			return m->item[i - 1].shape == SHAPE_DOM ? NULL
								 : "the second number may be many things";
		if (v->day <= m->item[i - 1].day)
			return backwards;
		v->shape = SHAPE_MONTHDAY;
		v->month = m->item[i - 1].month;
		if (v->has_year && !m->item[0].has_year) {
			m->item[0].has_year = true;
			m->item[0].year = v->year;
		}
	}
	return NULL;
}

static int order_in_year(const dtl_value *v)
{
	return v->month * 32 + v->day;
}

static bool is_in_year(const dtl_value *v)
{
	return v->shape == SHAPE_MONTHDAY || v->shape == SHAPE_MONTH;
}

/* A year at the end is the year of all, but of what comes later in the year it is the one before. */
static void share_year(dtl_meaning *m)
{
	const dtl_value *last = &m->item[m->count - 1];

	for (int i = m->count - 2; i >= 0; i--) {
		dtl_value *v = &m->item[i];
		if (v->dated || v->has_year || !is_in_year(v) || !last->has_year || !is_in_year(last))
			continue;
		v->has_year = true;
		v->year = last->year - (order_in_year(v) > order_in_year(last));
	}
	if (!last->has_year || last->shape != SHAPE_SEASON || m->item[0].shape != SHAPE_SEASON ||
	    m->item[0].has_year)
		return;
	m->item[0].has_year = true;
	m->item[0].year = last->year;
}

/* "Monday to Wednesday of next week": the weekday before a day that is dated. */
static void settle_before(dtl_meaning *m)
{
	for (int i = m->count - 2; i >= 0; i--) {
		dtl_value *v = &m->item[i];
		const dtl_value *next = &m->item[i + 1];
		if (v->shape != SHAPE_WEEKDAY || v->which != WHICH_NONE || !next->dated ||
		    next->shape != SHAPE_DAY)
			return;
		*v = dtl_value_day(next->lo - dtl_floor_mod(dtl_weekday(next->lo) - v->day, 7));
	}
}

/* Each one after the first is the next such after it. */
static const char *settle_rest(dtl_meaning *m)
{
	for (int i = 1; i < m->count; i++) {
		dtl_said there = dtl_said_on(m->item[i - 1].lo * DTL_DAY, DTL_TENSE_FUTURE, true);
		const char *why = dtl_value_settle(&m->item[i], &there);
		if (why != NULL)
			return why;
	}
	return NULL;
}

/* Something that has begun and is not over is under way, whatever the tense. */
static bool is_under_way(const dtl_meaning *m, const dtl_said *said)
{
	return m->item[0].lo <= said->day && m->item[m->count - 1].hi >= said->day;
}

static void move_back(dtl_meaning *m, const dtl_meaning *as_said, const dtl_said *said)
{
	dtl_meaning earlier = *as_said;

	if (!is_in_year(&earlier.item[0]) || earlier.item[0].has_year || m->item[0].lo <= said->day)
		return;
	dtl_said past = *said;
	past.tense = DTL_TENSE_PAST;
	if (dtl_value_settle(&earlier.item[0], &past) == NULL && settle_rest(&earlier) == NULL &&
	    is_under_way(&earlier, said) && m->op == OP_RANGE)
		*m = earlier;
}

/* Days of the week that are past are past to the last of them. */
static void move_week(dtl_meaning *m)
{
	for (int i = 0; i < m->count; i++) {
		m->item[i].lo -= 7;
		m->item[i].hi -= 7;
	}
}

static const char *settle_all(dtl_meaning *m, const dtl_said *said)
{
	const char *why = share_month(m);

	if (why != NULL)
		return why;
	share_year(m);
	settle_before(m);
	dtl_meaning as_said = *m;
	bool weekdays = m->item[0].shape == SHAPE_WEEKDAY && m->item[0].which == WHICH_NONE &&
			m->item[m->count - 1].shape == SHAPE_WEEKDAY;
	why = dtl_value_settle(&m->item[0], said);
	if (why == NULL)
		why = settle_rest(m);
	if (why != NULL)
		return why;
	if (weekdays && said->tense == DTL_TENSE_PAST && m->item[m->count - 1].hi > said->day)
		move_week(m);
	move_back(m, &as_said, said);
	for (int i = 0; i < m->count; i++) {
		why = dtl_value_part(&m->item[i]);
		if (why != NULL)
			return why;
		if (i > 0 && (m->item[i].lo < m->item[i - 1].lo || m->item[i].hi < m->item[i - 1].hi))
			return backwards;
	}
	return NULL;
}

bool dtl_meaning_window(dtl_meaning *m, const dtl_said *said, dtl_value *v)
{
	if (settle_all(m, said) != NULL)
		return false;
	*v = dtl_value_days(SHAPE_WINDOW, m->item[0].lo, m->item[m->count - 1].hi);
	return true;
}

/* ---- Several values ---- */

static bool is_plain(const dtl_value *v)
{
	return v->shape == SHAPE_DAY || v->shape == SHAPE_MONTH || v->shape == SHAPE_YEAR;
}

static void print_interval(dtl_out *out, const dtl_value *a, const dtl_value *b)
{
	dtl_value_print_edge(out, a, false);
	dtl_out_char(out, '/');
	dtl_value_print_edge(out, b, true);
}

static const char *print_range(dtl_out *out, dtl_meaning *m)
{
	if (m->item[0].shape == SHAPE_BEFORE || m->item[0].shape == SHAPE_AFTER ||
	    m->item[m->count - 1].shape == SHAPE_BEFORE || m->item[m->count - 1].shape == SHAPE_AFTER)
		return "one end of it is vague";
	print_interval(out, &m->item[0], &m->item[m->count - 1]);
	return NULL;
}

static const char *print_between(dtl_out *out, dtl_meaning *m)
{
	const dtl_value *a = &m->item[0];
	const dtl_value *b = &m->item[1];

	if (is_plain(a) && a->shape == b->shape) {
		dtl_out_char(out, '[');
		dtl_value_print_edge(out, a, false);
		dtl_out_text(out, "..");
		dtl_value_print_edge(out, b, true);
		dtl_out_char(out, ']');
	} else {
		dtl_print_window(out, a->lo, b->hi);
	}
	return NULL;
}

static bool is_consecutive(const dtl_meaning *m)
{
	for (int i = 1; i < m->count; i++) {
		if (m->item[i].lo != m->item[i - 1].hi + 1)
			return false;
	}
	return true;
}

static void print_member(dtl_out *out, const dtl_value *v)
{
	dtl_value_print_edge(out, v, false);
	if (is_plain(v) || v->lo == v->hi)
		return;
	dtl_out_text(out, "..");
	dtl_value_print_edge(out, v, true);
}

static const char *print_set(dtl_out *out, dtl_meaning *m)
{
	bool all = m->op == OP_ALL;

	for (int i = 0; i < m->count; i++) {
		if (m->item[i].shape == SHAPE_BEFORE || m->item[i].shape == SHAPE_AFTER)
			return "one of them is vague";
	}
	/* "the week of June 24 or July 1" names two weeks */
	if ((m->item[0].shape == SHAPE_WEEK) != (m->item[m->count - 1].shape == SHAPE_WEEK))
		return "one of them is a week and one is not";
	if (is_consecutive(m) && (all || m->item[0].shape == SHAPE_WINDOW)) {
		const dtl_value *last = &m->item[m->count - 1];
		if (all)
			print_interval(out, &m->item[0], last);
		else
			dtl_print_window(out, m->item[0].lo, last->hi);
		return NULL;
	}
	dtl_out_char(out, all ? '{' : '[');
	for (int i = 0; i < m->count; i++) {
		if (i > 0)
			dtl_out_char(out, ',');
		print_member(out, &m->item[i]);
	}
	dtl_out_char(out, all ? '}' : ']');
	return NULL;
}

/* ---- One value ---- */

/* "by the end of July" means its last day, "by the beginning of July" its first. */
static const char *settle_edge(dtl_value *v, const dtl_said *said)
{
	const char *why = dtl_value_settle(v, said);

	if (why != NULL)
		return why;
	if (v->part == PART_END || v->part == PART_BEGIN) {
		int64_t day = v->part == PART_END ? v->hi : v->lo;
		if (v->shape != SHAPE_DAY)
			*v = dtl_value_day(day);
		return NULL;
	}
	return dtl_value_part(v);
}

/* A deadline that is not dated lies ahead, unless the caller says that it is past. */
static dtl_said looking_ahead(const dtl_said *said)
{
	dtl_said s = *said;

	if (!s.told || s.tense == DTL_TENSE_UNKNOWN)
		s.tense = DTL_TENSE_FUTURE;
	return s;
}

static const char *print_by(dtl_out *out, dtl_value *v, const dtl_said *said, bool before)
{
	dtl_said ahead = looking_ahead(said);
	bool end = v->part == PART_END;
	bool dated = v->dated || v->has_year;
	const char *why = settle_edge(v, &ahead);

	if (why != NULL)
		return why;
	if (v->shape == SHAPE_BEFORE || v->shape == SHAPE_AFTER)
		return "a deadline needs a day";
	int64_t hi = before && !end && v->clock == NO_CLOCK ? v->lo - 1 : v->hi;
	if (hi < said->day && !dated && ahead.tense == DTL_TENSE_FUTURE)
		return "that time has come: which one is meant is not certain";
	dtl_print_window(out, hi < said->day ? DTL_TIME_MIN : said->day, hi);
	return NULL;
}

static const char *print_since(dtl_out *out, dtl_value *v, const dtl_said *said)
{
	dtl_said past = *said;

	past.tense = DTL_TENSE_PAST;
	if (v->part == PART_BEGIN) {
		const char *begun = settle_edge(v, &past);
		if (begun != NULL)
			return begun;
	}
	const char *why = dtl_value_settle(v, &past);
	if (why == NULL)
		why = dtl_value_part(v);
	if (why != NULL)
		return why;
	if (v->shape == SHAPE_AFTER || v->lo > said->day)
		return "'since' a day that has not come";
	if (v->shape == SHAPE_BEFORE) {
		dtl_value_print(out, v); /* since years ago */
		return NULL;
	}
	dtl_value_print_edge(out, v, false);
	dtl_out_text(out, "/..");
	return NULL;
}

static const char *print_until(dtl_out *out, dtl_value *v, const dtl_said *said)
{
	dtl_said ahead = *said;

	if (!said->told && v->shape != SHAPE_MONTH)
		ahead.tense = DTL_TENSE_FUTURE;
	else if (!said->told)
		ahead.tense = DTL_TENSE_UNKNOWN;
	const char *why = settle_edge(v, &ahead);
	if (why != NULL)
		return why;
	if (v->shape == SHAPE_BEFORE || v->shape == SHAPE_AFTER)
		return "too vague to be a date";
	dtl_out_text(out, "../");
	dtl_value_print_edge(out, v, true);
	return NULL;
}

static const char *print_from(dtl_out *out, dtl_value *v, const dtl_said *said)
{
	dtl_said ahead = *said;

	if (ahead.tense == DTL_TENSE_UNKNOWN)
		ahead.tense = DTL_TENSE_FUTURE;
	const char *why = dtl_value_settle(v, &ahead);
	if (why == NULL)
		why = dtl_value_part(v);
	if (why != NULL)
		return why;
	if (v->shape == SHAPE_BEFORE || v->shape == SHAPE_AFTER) {
		dtl_value_print(out, v);
		return NULL;
	}
	dtl_value_print_edge(out, v, false);
	dtl_out_char(out, '/');
	return NULL;
}

/* Months and years stay months and years: "after 2013" is [2014..]. */
static void print_open_window(dtl_out *out, const dtl_value *v, int64_t lo)
{
	dtl_value from = dtl_value_days(SHAPE_AFTER, lo, lo);
	int64_t year;
	int month;
	int dom;

	dtl_civil_from_days(lo, &year, &month, &dom);
	if (v->shape == SHAPE_YEAR)
		from = dtl_value_year(year);
	else if (v->shape == SHAPE_MONTH)
		from = dtl_value_month(year, month);
	dtl_out_char(out, '[');
	if (v->shape == SHAPE_YEAR || v->shape == SHAPE_MONTH)
		dtl_value_print_edge(out, &from, false);
	else
		dtl_print_day(out, lo);
	dtl_out_text(out, "..]");
}

static const char *print_after(dtl_out *out, dtl_value *v, const dtl_said *said, bool from_beginning)
{
	dtl_said ahead = *said;

	if (from_beginning && ahead.tense == DTL_TENSE_UNKNOWN)
		ahead.tense = DTL_TENSE_FUTURE;
	const char *why = settle_edge(v, &ahead);
	if (why != NULL)
		return why;
	if (v->shape == SHAPE_BEFORE || v->shape == SHAPE_AFTER)
		return "too vague to be a date";
	int64_t lo = from_beginning ? v->lo : v->hi + 1;
	if (v->clock != NO_CLOCK)
		lo = v->lo;
	if (said->tense == DTL_TENSE_PAST && !from_beginning && lo <= said->day)
		dtl_print_window(out, lo, said->day);
	else
		print_open_window(out, v, lo);
	return NULL;
}

static const char *print_lasting(dtl_out *out, dtl_meaning *m, const dtl_said *said)
{
	dtl_value *v = &m->item[0];
	dtl_said ahead = *said;

	if (ahead.tense == DTL_TENSE_UNKNOWN)
		ahead.tense = DTL_TENSE_FUTURE;
	const char *why = dtl_value_settle(v, &ahead);
	if (why != NULL)
		return why;
	if (v->shape != SHAPE_DAY)
		return "how long it lasts is said, but not the day on which it begins";
	v->clock = NO_CLOCK;
	dtl_value end = dtl_value_day(dtl_day_shift(v->lo, m->n, m->unit) - (m->unit > UNIT_HOUR));
	print_interval(out, v, &end);
	return NULL;
}

static const char *print_within(dtl_out *out, dtl_meaning *m, const dtl_said *said)
{
	int64_t from = said->day;

	if (m->count > 0) {
		const char *why = dtl_value_settle(&m->item[0], said);
		if (why == NULL)
			why = dtl_value_part(&m->item[0]);
		if (why != NULL)
			return why;
		from = m->item[0].hi;
	}
	if (m->n == 0) {
		dtl_print_window(out, from, DTL_TIME_MAX);
		return NULL;
	}
	dtl_print_window(out, from, dtl_day_shift(from, m->n, m->unit));
	return NULL;
}

static const char *print_on(dtl_out *out, dtl_value *v, const dtl_said *said)
{
	const char *why = dtl_value_settle(v, said);

	if (why == NULL)
		why = dtl_value_part(v);
	if (why == NULL)
		dtl_value_print(out, v);
	return why;
}

/* "9 a.m. ET" has the offset that is in force there on that day. */
static const char *place_clock(dtl_value *v)
{
	static const char *const zones[] = { "America/New_York", "America/Chicago", "America/Denver",
		"America/Los_Angeles", "Asia/Shanghai", "Europe/Moscow", "Europe/London", "Asia/Tokyo",
		"Asia/Seoul", "Asia/Tehran", "Europe/Paris", "Europe/Brussels", "Europe/Zurich" };
	int64_t utc;

	if (v->clock == NO_CLOCK || v->zone_name == 0)
		return NULL;
	int64_t local = v->lo * DTL_DAY + v->clock;
	if (v->shape != SHAPE_DAY || dtl_zone_to_utc(&utc, local, zones[v->zone_name - 1], NULL) != DTL_OK)
		return "its zone is not known here: give the offset";
	v->offset = (int)((local - utc) / 60);
	v->has_offset = true;
	return NULL;
}

static const char *place_clocks(dtl_meaning *m, const dtl_said *said)
{
	for (int i = 0; i < m->count; i++) {
		const char *why = NULL;
		if (m->item[i].zone_name != 0)
			why = dtl_value_settle(&m->item[i], said);
		if (why == NULL)
			why = place_clock(&m->item[i]);
		if (why != NULL)
			return why;
	}
	return NULL;
}

static const char *print_several(dtl_out *out, dtl_meaning *m, const dtl_said *said)
{
	const char *why = settle_all(m, said);

	if (why != NULL)
		return why;
	if (m->op == OP_RANGE)
		return print_range(out, m);
	return m->op == OP_BETWEEN ? print_between(out, m) : print_set(out, m);
}

const char *dtl_meaning_print(dtl_out *out, dtl_meaning *m, const dtl_said *said)
{
	dtl_value *v = &m->item[0];
	const char *why = place_clocks(m, said);

	if (why != NULL)
		return why;
	switch (m->op) {
	case OP_ON: return print_on(out, v, said);
	case OP_SINCE: return print_since(out, v, said);
	case OP_FROM: return print_from(out, v, said);
	case OP_UNTIL: return print_until(out, v, said);
	case OP_BY: return print_by(out, v, said, false);
	case OP_BEFORE: return print_by(out, v, said, true);
	case OP_AFTER: return print_after(out, v, said, false);
	case OP_NOT_BEFORE: return print_after(out, v, said, true);
	case OP_WITHIN: return print_within(out, m, said);
	case OP_LASTING: return print_lasting(out, m, said);
	case OP_RANGE:
	case OP_BETWEEN:
	case OP_ALL:
	case OP_ANY: return print_several(out, m, said);
	}
	return "not a date";
}
