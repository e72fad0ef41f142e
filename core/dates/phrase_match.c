/* The engine of the rule tables. */
#include "dates/phrase_parse.h"

#include <string.h>

#define DEPTH_MAX 40 /* of values within values: "the day before the day before …" */

static bool is_any(dtl_word w, const unsigned char *set)
{
	for (; *set != 0; set++) {
		if (w == *set)
			return true;
	}
	return false;
}

static const unsigned char sets[X_LAST - X_FIRST][8] = {
	[X_PREP - X_FIRST] = { W_IN, W_ON, W_AT, W_DURING, W_OVER, W_FOR, W_THE },
	[X_OF - X_FIRST] = { W_OF, W_IN, W_DURING },
	[X_ON - X_FIRST] = { W_ON, W_IN, W_THE },
	[X_COUNT - X_FIRST] = { W_NUMBER, W_COUNT },
	[X_DOM - X_FIRST] = { W_NUMBER, W_ORDINAL },
	[X_REL - X_FIRST] = { W_THIS, W_NEXT, W_LAST, W_COMING, W_PAST },
	[X_PART - X_FIRST] = { W_EARLY, W_MID, W_LATE },
	[X_EDGE - X_FIRST] = { W_BEGIN, W_END },
	[X_TO - X_FIRST] = { W_TO, W_OR, W_DASH },
	[X_YEAR_SEPARATOR - X_FIRST] = { W_COMMA, W_OF, W_IN },
	[X_NTH - X_FIRST] = { W_ORDINAL, W_LAST },
	[X_APPOSITION - X_FIRST] = { W_COMMA, W_OPEN },
	[X_SHIFT - X_FIRST] = { W_EARLIER, W_LATER },
	[X_ELSEWHERE - X_FIRST] = { W_THAT, W_THOSE },
};

bool dtl_phrase_is(const dtl_token *t, int element)
{
	if (element < X_FIRST)
		return (int)t->word == element;
	if (!is_any(t->word, sets[element - X_FIRST]))
		return false;
	if (element == X_DOM)
		return t->value >= 1 && t->value <= 31 && t->digits <= 2;
	return element != X_COUNT || t->digits < 4;
}

/* One element at *at; false when it is not there. */
static bool take_element(dtl_match *m, int i, int element, int *at)
{
	dtl_parser *p = m->p;

	if (element >= N_FIRST) {
		int next = dtl_phrase_match(p, element, *at, &m->value[i]);
		if (next < 0)
			return false;
		m->token[i] = &p->tokens[*at];
		*at = next;
		return true;
	}
	if (*at >= p->count || !dtl_phrase_is(&p->tokens[*at], element))
		return false;
	m->token[i] = &p->tokens[*at];
	(*at)++;
	return true;
}

/* Most rules fail at their first word: see that before anything is set up. */
static inline bool can_begin(const dtl_rule *rule, const dtl_token *t)
{
	for (int i = 0; i < RULE_LENGTH; i++) {
		int element = rule->element[i] & ~OPTIONAL;
		if (element >= N_FIRST ||
		    (element < X_FIRST ? (int)t->word == element : dtl_phrase_is(t, element)))
			return true;
		if (element == rule->element[i])
			return false;
	}
	return false;
}

static int match_rule(dtl_parser *p, const dtl_rule *rule, int at, dtl_value *v)
{
	dtl_match m;
	int next = at;
	int i;

	m.p = p;
	m.at = at;
	for (i = 0; i < RULE_LENGTH && rule->element[i] != 0; i++) {
		int element = rule->element[i] & ~OPTIONAL;
		m.token[i] = NULL;
		if (!take_element(&m, i, element, &next) && element == rule->element[i])
			return -1;
	}
	if (next == at)
		return -1;
	m.next = next;
	p->argument = rule->argument;
	return rule->make(&m, v) ? next : -1;
}

int dtl_phrase_match_rules(dtl_parser *p, const dtl_rule *rules, int at, dtl_value *v)
{
	int best = -1;
	dtl_value value;

	for (const dtl_rule *rule = rules; rule->element[0] != 0; rule++) {
		if (!can_begin(rule, &p->tokens[at]))
			continue;
		int next = match_rule(p, rule, at, &value);
		if (next > best) {
			best = next;
			*v = value;
		}
	}
	return best;
}

int dtl_unit_of(const dtl_token *t)
{
	return t->value & ~UNIT_PLURAL;
}

bool dtl_is_plural(const dtl_token *t)
{
	return (t->value & UNIT_PLURAL) != 0;
}

static const dtl_rule *table_of(int what)
{
	static const dtl_rule *const tables[N_LAST - N_FIRST] = {
		[N_COUNT - N_FIRST] = dtl_rules_count,
		[N_YEAR - N_FIRST] = dtl_rules_year,
		[N_MONTHDAY - N_FIRST] = dtl_rules_monthday,
		[N_ZONE - N_FIRST] = dtl_rules_zone,
		[N_CLOCK - N_FIRST] = dtl_rules_clock,
		[N_HOLIDAY - N_FIRST] = dtl_rules_holiday,
		[N_POINT - N_FIRST] = dtl_rules_point,
	};
	return tables[what - N_FIRST];
}

/* Periods have two tables. */
static int match_period(dtl_parser *p, int at, dtl_value *v)
{
	dtl_value part;
	int next = dtl_phrase_match_rules(p, dtl_rules_period, at, v);
	int end = dtl_phrase_match_rules(p, dtl_rules_part, at, &part);

	if (end <= next)
		return next;
	*v = part;
	return end;
}

/* "The month" stands for this month where a part of it is meant. */
static int match_period_here(dtl_parser *p, int at, dtl_value *v)
{
	const dtl_token *t = &p->tokens[at];
	int next = dtl_phrase_match(p, N_PERIOD, at, v);
	dtl_value after_the;

	if (at + 1 >= p->count || t->word != W_THE)
		return next;
	int after = dtl_phrase_match(p, N_PERIOD, at + 1, &after_the);
	if (after > next) {
		next = after;
		*v = after_the;
	}
	if (next > at + 2 || t[1].word != W_UNIT || (t[1].value & UNIT_PLURAL))
		return next;
	*v = dtl_value_period(t[1].value, 0, &p->said);
	return at + 2;
}

/* Words after which a month is a month. */
bool dtl_phrase_announces_date(const dtl_token *t)
{
	static const unsigned char words[] = { W_IN, W_BY, W_SINCE, W_UNTIL, W_LAST, W_NEXT, W_THIS, W_OF,
		W_EARLY, W_MID, W_LATE, W_THE, W_A, W_FROM, W_THROUGH, W_DURING, W_BEFORE, W_AFTER, W_AROUND,
		W_BETWEEN, W_COMING, W_PAST, W_HIS, W_DASH, W_TO, W_FOR, W_AS, W_WITHIN, W_OR, W_AND,
		W_ORDINAL, W_NUMBER, W_OVER, W_EARLIER, W_LATER, W_OPEN, 0 };

	return is_any(t->word, words);
}

/* After a day: its part of the day, or its hour, before or after other words about it. */
static int match_after_day(dtl_parser *p, int at, dtl_value *v)
{
	dtl_value clock;
	int skip = at;

	if (v->shape == SHAPE_WRONG || at >= p->count)
		return at;
	if (p->tokens[at].word == W_DAYTIME)
		return match_after_day(p, at + 1, v);
	while (skip < p->count &&
	       (dtl_phrase_is(&p->tokens[skip], W_AT) || dtl_phrase_is(&p->tokens[skip], W_COMMA)))
		skip++;
	if (skip >= p->count || v->clock != NO_CLOCK)
		return at;
	int next = dtl_phrase_match(p, N_CLOCK, skip, &clock);
	if (next < 0)
		return at;
	if (clock.shape == SHAPE_WRONG) {
		*v = clock;
		return next;
	}
	v->clock = clock.clock;
	v->offset = clock.offset;
	v->has_offset = clock.has_offset;
	v->zone_name = clock.zone_name;
	return next;
}

/* Two ways of naming one day: "this coming Sunday, March eighth", "Thursday (May 30)". */
static int match_apposition(dtl_parser *p, int at, dtl_value *v)
{
	dtl_value other;
	dtl_value both = *v;

	if (at + 1 >= p->count || !dtl_phrase_is(&p->tokens[at], X_APPOSITION) || v->shape == SHAPE_WRONG)
		return at;
	bool open = p->tokens[at].word == W_OPEN;
	int next = dtl_phrase_match(p, N_POINT, at + 1, &other);
	if (next < 0 || other.shape == SHAPE_WRONG)
		return at;
	/* "June 5, 6 and 7", "Monday, Tuesday and Friday": a list is not this */
	if (!open && next < p->count &&
	    (p->tokens[next].word == W_AND || p->tokens[next].word == W_OR ||
		p->tokens[next].word == W_COMMA))
		return at;
	if (open && next < p->count && p->tokens[next].word == W_CLOSE)
		next++;
	/* the one that needs no tense decides, the other one must agree */
	const char *why = dtl_value_settle(&both, &p->said);
	const char *why_other = dtl_value_settle(&other, &p->said);
	if (why != NULL && why_other != NULL)
		return at;
	bool agree = why != NULL || why_other != NULL || (both.lo == other.lo && both.hi == other.hi);
	if (why == NULL && v->shape == SHAPE_WEEKDAY && why_other == NULL)
		agree = dtl_weekday(other.lo) == v->day;
	if (!agree)
		*v = dtl_value_wrong("the two days that it names are not the same");
	else
		*v = why_other == NULL ? other : both;
	return next;
}

/* "Of two that fit the longer": a day with what follows it. */
static int match_point(dtl_parser *p, int at, dtl_value *v)
{
	int next = dtl_phrase_match_rules(p, dtl_rules_point, at, v);
	dtl_value clock;

	int start = dtl_phrase_match(p, N_CLOCK, at, &clock);
	if (start > next && clock.shape != SHAPE_WRONG) {
		/* 10 a.m. on Tuesday */
		dtl_value day;
		int skip = start;
		while (skip < p->count &&
		       (dtl_phrase_is(&p->tokens[skip], X_ON) || p->tokens[skip].word == W_COMMA))
			skip++;
		int end = skip < p->count ? dtl_phrase_match(p, N_POINT, skip, &day) : -1;
		if (end < 0 || day.shape == SHAPE_WRONG || day.clock != NO_CLOCK) {
			*v = dtl_value_wrong("a time of day without a day");
			return end < 0 ? start : end;
		}
		day.clock = clock.clock;
		day.offset = clock.offset;
		day.has_offset = clock.has_offset;
		day.zone_name = clock.zone_name;
		*v = day;
		return end;
	}
	if (next < 0)
		return next;
	return match_apposition(p, match_after_day(p, next, v), v);
}

/* A point or a period, whichever is longer, with the prepositions before it. */
static int match_value(dtl_parser *p, int at, dtl_value *v)
{
	dtl_value period;
	dtl_value deeper;
	int best = dtl_phrase_match(p, N_POINT, at, v);
	int next = dtl_phrase_match(p, N_PERIOD, at, &period);
	const dtl_token *t = &p->tokens[at];

	if (next > best) {
		best = next;
		*v = period;
	}
	if (at + 1 >= p->count || !(dtl_phrase_is(t, X_PREP) || t->word == W_AROUND))
		return best;
	if (at + 2 < p->count && t[1].word == W_OR && t[2].word == W_AROUND)
		t += 2; /* on or about */
	next = dtl_phrase_match(p, N_VALUE, (int)(t - p->tokens) + 1, &deeper);
	if (next > best) {
		best = next;
		*v = deeper;
		/* "around the end of July" is no vaguer than "the end of July" */
		v->approx = v->approx || (t->word == W_AROUND && v->part == PART_NONE);
	}
	return best;
}

static int match(dtl_parser *p, int what, int at, dtl_value *v)
{
	switch (what) {
	case N_POINT: return match_point(p, at, v);
	case N_PERIOD: return match_period(p, at, v);
	case N_VALUE: return match_value(p, at, v);
	case N_PERIOD_HERE: return match_period_here(p, at, v);
	case N_RANGE: return dtl_phrase_match_range(p, at, v);
	default: return dtl_phrase_match_rules(p, table_of(what), at, v);
	}
}

int dtl_phrase_match(dtl_parser *p, int what, int at, dtl_value *v)
{
	/* no rule begins with a word that says nothing, or with a comma */
	if (at >= p->count || p->tokens[at].word <= W_OTHER || p->depth >= DEPTH_MAX)
		return -1;
	int row = what - N_FIRST;
	if (!p->known[row][at]) {
		int argument = p->argument;
		p->depth++;
		int next = match(p, what, at, &p->memo[row][at]);
		p->depth--;
		p->argument = argument;
		p->known[row][at] = true;
		p->next[row][at] = (signed char)next;
	}
	if (p->next[row][at] >= 0)
		*v = p->memo[row][at];
	return p->next[row][at];
}
