/* Operators, ranges and lists over values. */
#include "dates/phrase_grammar.h"

/* ---- Words before a value ---- */

static const struct operator
{
	unsigned char words[6]; /* classes; the value follows */
	dtl_op op;
}
operators[] = {
	{ { W_SINCE }, OP_SINCE }, { { W_EVER, W_SINCE }, OP_SINCE }, { { W_FROM }, OP_FROM },
	{ { W_AS, W_OF }, OP_FROM }, { { W_AS, W_FROM }, OP_FROM }, { { W_STARTING }, OP_FROM },
	{ { W_BEGIN }, OP_FROM }, { { W_UNTIL }, OP_UNTIL }, { { W_THROUGH }, OP_UNTIL },
	{ { W_UP, W_TO }, OP_UNTIL }, { { W_UP, W_UNTIL }, OP_UNTIL }, { { W_BY }, OP_BY },
	{ { W_NO, W_LATER, W_THAN }, OP_BY }, { { W_NOT, W_LATER, W_THAN }, OP_BY },
	{ { W_ON, W_OR, W_BEFORE }, OP_BY }, { { W_BY, W_OR, W_BEFORE }, OP_BY },
	{ { W_AT, W_THE, W_LATEST }, OP_BY }, { { W_AT, W_THE, W_LATEST, W_BY }, OP_BY },
	{ { W_BEFORE }, OP_BEFORE }, { { W_BEFORE, W_TO }, OP_BEFORE }, /* prior to */
	{ { W_AHEAD, W_OF }, OP_BEFORE }, { { W_IN, W_ADVANCE, W_OF }, OP_BEFORE },
	{ { W_EARLIER, W_THAN }, OP_BEFORE }, { { W_AFTER }, OP_AFTER }, { { W_LATER, W_THAN }, OP_AFTER },
	{ { W_NOT, W_UNTIL }, OP_NOT_BEFORE }, { { W_NOT, W_BEFORE }, OP_NOT_BEFORE },
	{ { W_NO, W_EARLIER, W_THAN }, OP_NOT_BEFORE }, { { W_NOT, W_EARLIER, W_THAN }, OP_NOT_BEFORE },
	{ { W_NO, W_SOONER, W_THAN }, OP_NOT_BEFORE }, { { W_NOT, W_SOONER, W_THAN }, OP_NOT_BEFORE },
	{ { W_ON, W_OR, W_AFTER }, OP_NOT_BEFORE }, { { W_AT, W_THE, W_EARLIEST }, OP_NOT_BEFORE },
	{ { W_AS, W_EARLY, W_AS }, OP_ON }, { { W_AS, W_LATE, W_AS }, OP_ON },
	{ { W_AS, W_SOON, W_AS }, OP_ON }, { { W_AS, W_RECENTLY, W_AS }, OP_ON },
	{ { W_WITHIN }, OP_ON }, /* within the next two weeks */
};

/* ---- Words after a value ---- */

static const struct suffix {
	unsigned char words[5];
	dtl_op op;
} suffixes[] = {
	{ { W_AT, W_THE, W_LATEST }, OP_BY },
	{ { W_AT, W_THE, W_EARLIEST }, OP_NOT_BEFORE },
	{ { W_OR, W_LATER }, OP_NOT_BEFORE },
	{ { W_OR, W_AFTER }, OP_NOT_BEFORE },
	{ { W_OR, W_BEFORE }, OP_BY },
	{ { W_OR, W_EARLIER }, OP_BY },
	{ { W_OR, W_SOONER }, OP_BY },
	{ { W_ONWARD }, OP_FROM },
	{ { W_AND, W_ONWARD }, OP_FROM },
};

/* How many of these classes stand at `at`, all of them; 0 when one does not. */
static int words_at(const dtl_parser *p, int at, const unsigned char *words, int max)
{
	int n = 0;

	for (; n < max && words[n] != 0; n++) {
		if (at + n >= p->count || p->tokens[at + n].word != words[n])
			return 0;
	}
	return n;
}

/* ---- Items of ranges and lists ---- */

/* "7", "7th", "7, 2013": a day whose month the other end says. */
static int match_day_number(dtl_parser *p, int at, dtl_value *v)
{
	dtl_value year;

	if (at < p->count && p->tokens[at].word == W_THE)
		at++;
	if (at >= p->count || !dtl_phrase_is(&p->tokens[at], X_DOM))
		return -1;
	*v = dtl_value_of(SHAPE_DOM);
	v->vague = true; /* a number, until something says that it is a day */
	v->day = (signed char)p->tokens[at].value;
	at++;
	int skip = at + (at < p->count && p->tokens[at].word == W_COMMA);
	int next = dtl_phrase_match(p, N_YEAR, skip, &year);
	if (next < 0)
		return at;
	v->has_year = true;
	v->year = year.year;
	return next;
}

static int match_item(dtl_parser *p, int at, dtl_value *v)
{
	dtl_value number;
	int next = dtl_phrase_match(p, N_VALUE, at, v);
	int day = match_day_number(p, at, &number);

	if (next >= 0 && next >= day)
		return next;
	if (day >= 0)
		*v = number;
	return day;
}

static dtl_op connector(const dtl_parser *p, int at)
{
	static const unsigned char ops[W_CLASSES] = {
		[W_TO] = OP_RANGE,
		[W_THROUGH] = OP_RANGE,
		[W_UNTIL] = OP_RANGE,
		[W_DASH] = OP_RANGE,
		[W_AND] = OP_ALL,
		[W_OR] = OP_ANY,
	};
	return at < p->count ? (dtl_op)ops[p->tokens[at].word] : OP_ON;
}

static bool is_bare_number(const dtl_value *v)
{
	return v->shape == SHAPE_DOM && v->vague;
}

/* "Monday, Tuesday and Friday", "June 5, 6 or 7": after the first, at the comma. */
static int match_list(dtl_parser *p, int at, dtl_meaning *m)
{
	int next = at;

	while (m->count < MEANING_ITEMS && next < p->count) {
		bool comma = p->tokens[next].word == W_COMMA;
		int skip = next + comma;
		dtl_op op = connector(p, skip);
		bool last = op == OP_ALL || op == OP_ANY;
		if (!comma && !last)
			return -1;
		int end = match_item(p, skip + last, &m->item[m->count]);
		if (end < 0 || m->item[m->count].shape == SHAPE_WRONG)
			return -1;
		m->count++;
		next = end;
		if (last) {
			m->op = op;
			return next;
		}
	}
	return -1;
}

static bool months_known(const dtl_meaning *m)
{
	for (int i = 0; i < m->count; i++) {
		if (!is_bare_number(&m->item[i]))
			return true;
	}
	return false;
}

/* A value, or a range or list that begins with it. */
static int match_values(dtl_parser *p, int at, dtl_meaning *m)
{
	int next = match_item(p, at, &m->item[0]);

	m->op = OP_ON;
	m->count = 1;
	if (next < 0)
		return -1;
	dtl_value alone;
	bool bare = is_bare_number(&m->item[0]) && dtl_phrase_match(p, N_VALUE, at, &alone) < next;
	/* "June 7, 2013, to June 8, 2013" */
	int comma =
	    next + 1 < p->count && p->tokens[next].word == W_COMMA && connector(p, next + 1) == OP_RANGE;
	dtl_op op = connector(p, next + comma);
	int end = -1;
	if (op == OP_RANGE && m->item[0].shape != SHAPE_WRONG) {
		end = match_item(p, next + comma + 1, &m->item[1]);
		if (end >= 0) {
			m->op = OP_RANGE;
			m->count = 2;
		}
	} else if (m->item[0].shape != SHAPE_WRONG) {
		end = match_list(p, next, m);
		if (end < 0)
			m->count = 1;
	}
	if (end >= 0 && months_known(m))
		return end;
	m->op = OP_ON;
	m->count = 1;
	return bare ? -1 : next;
}

int dtl_phrase_match_range(dtl_parser *p, int at, dtl_value *v)
{
	dtl_meaning m;
	int next = match_values(p, at, &m);

	if (next < 0 || m.op != OP_RANGE)
		return -1;
	return dtl_meaning_window(&m, &p->said, v) ? next : -1;
}

/* ---- How long ---- */

static int skip_words(const dtl_parser *p, int at)
{
	int limit = at + 8;

	while (at < p->count && at < limit &&
	       (p->tokens[at].word == W_NONE || p->tokens[at].word == W_OF || p->tokens[at].word == W_A ||
		   p->tokens[at].word == W_AND || p->tokens[at].word == W_ZONE_NAME ||
		   p->tokens[at].word == W_IN || p->tokens[at].word == W_TO || p->tokens[at].word == W_THE))
		at++;
	return at;
}

static int match_how_long(dtl_parser *p, int at, dtl_meaning *m)
{
	dtl_value count;

	if (at >= p->count)
		return -1;
	if (p->tokens[at].word == W_DURATION) {
		m->n = p->tokens[at].value;
		m->unit = p->tokens[at].unit;
		return at + 1;
	}
	int next = dtl_phrase_match(p, N_COUNT, at, &count);
	if (next < 0 || count.vague || count.second != count.number || next >= p->count ||
	    p->tokens[next].word != W_UNIT)
		return -1;
	m->n = count.number;
	m->unit = p->tokens[next].value & ~UNIT_PLURAL;
	return next + 1;
}

static bool begins(const dtl_token *t)
{
	return t->word == W_STARTING || t->word == W_BEGIN || t->word == W_FROM;
}

/* "two days of talks beginning Monday", "for four days from Thursday", "a three-day visit starting 5 June" */
static int match_lasting(dtl_parser *p, int at, dtl_meaning *m)
{
	bool framed = false;

	while (at < p->count && (p->tokens[at].word == W_FOR || p->tokens[at].word == W_OVER ||
				    p->tokens[at].word == W_A || p->tokens[at].word == W_THE ||
				    p->tokens[at].word == W_IN || p->tokens[at].word == W_DURING)) {
		framed = framed || p->tokens[at].word == W_FOR || p->tokens[at].word == W_OVER;
		/* "a week" is a count */
		if (p->tokens[at].word == W_A && at + 1 < p->count && p->tokens[at + 1].word == W_UNIT)
			break;
		at++;
	}
	int next = match_how_long(p, at, m);
	if (next < 0)
		return -1;
	int skip = skip_words(p, next);
	/* "a week from Friday" is a day; "four days from Thursday" too, unless it is for or over them */
	bool adjective = p->tokens[at].word == W_DURATION;
	if (skip >= p->count || !begins(&p->tokens[skip]) ||
	    (p->tokens[skip].word == W_FROM && !framed && !adjective && skip == next))
		return -1;
	next = dtl_phrase_match(p, N_VALUE, skip + 1, &m->item[0]);
	m->op = OP_LASTING;
	m->count = 1;
	return next;
}

/* "from Monday for three days", "starting 5 June for a week": the first part is matched. */
static int match_for(dtl_parser *p, int at, dtl_meaning *m)
{
	if (at >= p->count || p->tokens[at].word != W_FOR)
		return -1;
	int next = match_how_long(p, at + 1, m);
	if (next > 0)
		m->op = OP_LASTING;
	return next;
}

/* "within 90 days", "within two weeks of June 4" */
static int match_within(dtl_parser *p, int at, dtl_meaning *m)
{
	dtl_value count;
	int next = dtl_phrase_match(p, N_COUNT, at + 1, &count);

	if (p->tokens[at].word != W_WITHIN)
		return -1;
	m->op = OP_WITHIN;
	m->count = 0;
	m->item[0] = dtl_value_of(SHAPE_WINDOW);
	if (next < 0) { /* within days */
		if (at + 1 >= p->count || p->tokens[at + 1].word != W_UNIT ||
		    !(p->tokens[at + 1].value & UNIT_PLURAL))
			return -1;
		m->n = 0;
		return at + 2;
	}
	if (next >= p->count || p->tokens[next].word != W_UNIT)
		return -1;
	m->n = count.vague ? 0 : count.second;
	m->unit = p->tokens[next].value & ~UNIT_PLURAL;
	next++;
	if (next >= p->count || (p->tokens[next].word != W_OF && p->tokens[next].word != W_AFTER &&
				    p->tokens[next].word != W_FROM))
		return next;
	m->count = 1;
	return dtl_phrase_match(p, N_VALUE, next + 1, &m->item[0]);
}

/* ---- All of it ---- */

/* "from June 5 to 7", "between May and July" */
static int match_framed(dtl_parser *p, int at, dtl_meaning *m)
{
	dtl_word word = p->tokens[at].word;

	if (word != W_FROM && word != W_BETWEEN)
		return -1;
	int next = match_values(p, at + 1, m);
	if (next < 0 || m->count != 2)
		return -1;
	if (word == W_BETWEEN) {
		if (m->op == OP_ANY)
			return -1;
		m->op = OP_BETWEEN;
		return next;
	}
	return m->op == OP_RANGE ? next : -1;
}

static int match_suffix(dtl_parser *p, int at, dtl_meaning *m)
{
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		int n = words_at(p, at, suffixes[i].words, 5);
		if (n > 0 && (m->op == OP_ON || m->op == suffixes[i].op)) {
			m->op = suffixes[i].op;
			return at + n;
		}
	}
	/* "from July on" */
	if (m->op == OP_FROM && at < p->count && p->tokens[at].word == W_ON)
		return at + 1;
	return at;
}

/* What stands after an operator: a value, or a range of days as one ("before June 5-7"). */
static int match_operand(dtl_parser *p, int at, dtl_op op, dtl_value *v)
{
	dtl_value range;
	int next = dtl_phrase_match(p, N_VALUE, at, v);

	if (op == OP_FROM || op == OP_ON)
		return next; /* "from June 5 to 7" is not from a range on */
	int skip = at + (at < p->count && p->tokens[at].word == W_THE);
	int end = dtl_phrase_match(p, N_RANGE, skip, &range);

	if (end <= next)
		return next;
	*v = range;
	return end;
}

static int match_operator(dtl_parser *p, int at, dtl_meaning *best)
{
	int longest = 0;
	int next_best = -1;

	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
		dtl_value v;
		int n = words_at(p, at, operators[i].words, 6);
		if (n <= longest)
			continue;
		int next = match_operand(p, at + n, operators[i].op, &v);
		if (next < 0)
			continue;
		longest = n;
		next_best = next;
		best->op = operators[i].op;
		best->count = 1;
		best->item[0] = v;
	}
	return next_best;
}

typedef int (*matcher)(dtl_parser *, int, dtl_meaning *);

int dtl_phrase_match_meaning(dtl_parser *p, int at, dtl_meaning *m)
{
	static const matcher matchers[] = { match_values, match_operator, match_framed, match_lasting,
		match_within };
	int best = -1;
	dtl_meaning other;

	for (size_t i = 0; i < sizeof matchers / sizeof *matchers; i++) {
		int next = matchers[i](p, at, &other);
		/* how long something lasts is a better reading of the same words */
		if (next > best || (next == best && next >= 0 && m->item[0].shape == SHAPE_WRONG)) {
			best = next;
			*m = other;
		}
	}
	if (best < 0)
		return best;
	if (m->count == 1 && (m->op == OP_ON || m->op == OP_FROM || m->op == OP_BY || m->op == OP_NOT_BEFORE))
		best = match_suffix(p, best, m);
	if (m->count == 1 && (m->op == OP_ON || m->op == OP_FROM)) {
		int next = match_for(p, best, m);
		best = next > 0 ? next : best;
	}
	return best;
}
