/*
 * The door to phrases: find the date in the words, see that nothing else in
 * them speaks of dates, and write it.
 */
#include "dates/phrase.h"

#include "base/error.h"
#include "dates/phrase_context.h"
#include "dates/phrase_grammar.h"

#include <string.h>

/* The years in which phrases are read, so that what they lead to has four digits. */
enum { FIRST_YEAR = 1000, LAST_YEAR = 9000 };

typedef struct found {
	int at, next; /* the tokens */
	dtl_meaning meaning;
	const char *why; /* the longest that is known not to be a date */
	int why_at, why_next;
} found;

static dtl_status refuse(const char *phrase, const char *why, dtl_error *err)
{
	int length = 60;

	if (err == NULL)
		return DTL_E_ARGUMENT;
	if (strlen(phrase) > (size_t)length) {
		while (((unsigned char)phrase[length] & 0xC0) == 0x80)
			length--;
		return dtl_fail(err, DTL_E_ARGUMENT, "not a date: '%.*s…': %s", length, phrase, why);
	}
	return dtl_fail(err, DTL_E_ARGUMENT, "not a date: '%s': %s", phrase, why);
}

/* ---- Finding ---- */

static bool is_wrong(const dtl_meaning *m)
{
	for (int i = 0; i < m->count; i++) {
		if (m->item[i].shape == SHAPE_WRONG)
			return true;
	}
	return false;
}

static void consider(found *f, const dtl_meaning *m, int at, int next)
{
	if (is_wrong(m)) {
		/* a length of time may stand beside a date; other reasons outweigh what is shorter */
		bool soft = m->item[0].vague;
		if (next - at > f->why_next - f->why_at && !(soft && f->why != NULL)) {
			f->why = m->item[0].shape == SHAPE_WRONG ? m->item[0].why : m->item[1].why;
			f->why_at = at;
			f->why_next = soft ? at : next;
		}
	} else if (next - at > f->next - f->at) {
		f->at = at;
		f->next = next;
		f->meaning = *m;
	}
}

static void find(dtl_parser *p, found *f)
{
	memset(f, 0, offsetof(found, meaning));
	f->why = NULL;
	f->why_at = f->why_next = 0;
	for (int at = 0; at < p->count; at++) {
		dtl_meaning m;
		int next;
		if (at + (f->next - f->at) >= p->count && f->next > 0)
			break; /* no longer one can begin here */
		next = dtl_phrase_match_meaning(p, at, &m);
		if (next > at)
			consider(f, &m, at, next);
	}
}

/* ---- What is left over ---- */

typedef enum leftover { HARMFUL, HARMLESS, IF_NOUN_FOLLOWS, IF_OF_FOLLOWS } leftover;

/* Words that may stand around a date without changing it; all others are harmful. */
static const unsigned char kinds[W_CLASSES] = {
	[W_NONE] = HARMLESS,
	[W_OTHER] = HARMLESS,
	[W_QUANTITY] = HARMLESS,
	[W_DURATION] = HARMLESS,
	[W_COMMA] = HARMLESS,
	[W_DASH] = HARMLESS,
	[W_OPEN] = HARMLESS,
	[W_CLOSE] = HARMLESS,
	[W_SLASH] = HARMLESS,
	[W_A] = HARMLESS,
	[W_ACADEMIC] = HARMLESS,
	[W_AND] = HARMLESS,
	[W_AT] = HARMLESS,
	[W_BACK] = HARMLESS,
	[W_COUPLE] = HARMLESS,
	[W_DATE] = HARMLESS,
	[W_DAYTIME] = HARMLESS,
	[W_DURING] = HARMLESS,
	[W_FOR] = HARMLESS,
	[W_GOOD] = HARMLESS,
	[W_HIS] = HARMLESS,
	[W_HOLIDAY_DAY] = HARMLESS,
	[W_IN] = HARMLESS,
	[W_LOCAL] = HARMLESS,
	[W_LONG] = HARMLESS,
	[W_NAME_AFTER] = HARMLESS,
	[W_NAME_BEFORE] = HARMLESS,
	[W_NEW] = HARMLESS,
	[W_OF] = HARMLESS,
	[W_OLD] = HARMLESS,
	[W_ON] = HARMLESS,
	[W_OR] = HARMLESS,
	[W_OVER] = HARMLESS,
	[W_TERM] = HARMLESS,
	[W_THAT] = HARMLESS,
	[W_THE] = HARMLESS,
	[W_TIME] = HARMLESS,
	[W_TO] = HARMLESS,
	[W_UP] = HARMLESS,
	[W_ZONE] = HARMLESS,
	[W_ZONE_NAME] = HARMLESS,
	[W_AROUND] = IF_NOUN_FOLLOWS, /* talks about trade */
	[W_BETWEEN] = IF_NOUN_FOLLOWS,
	[W_BY] = IF_NOUN_FOLLOWS,
	[W_COMING] = IF_NOUN_FOLLOWS,
	[W_COUNT] = IF_NOUN_FOLLOWS, /* two leaders */
	[W_FEW] = IF_NOUN_FOLLOWS,
	[W_FROM] = IF_NOUN_FOLLOWS,
	[W_LAST] = IF_NOUN_FOLLOWS,
	[W_NEXT] = IF_NOUN_FOLLOWS, /* the next round */
	[W_NUMBER] = IF_NOUN_FOLLOWS,
	[W_ORDINAL] = IF_NOUN_FOLLOWS, /* the 12th Dialogue */
	[W_PAST] = IF_NOUN_FOLLOWS,
	[W_RECENT] = IF_NOUN_FOLLOWS,
	[W_RECURRING] = IF_NOUN_FOLLOWS, /* the annual talk */
	[W_THIS] = IF_NOUN_FOLLOWS,
	[W_THOSE] = IF_NOUN_FOLLOWS,
	[W_THROUGH] = IF_NOUN_FOLLOWS,
	[W_BEGIN] = IF_OF_FOLLOWS, /* the start of negotiations */
	[W_END] = IF_OF_FOLLOWS,
	[W_MID] = IF_OF_FOLLOWS,
};

static bool is_noun(const dtl_parser *p, int i)
{
	return i < p->count && (p->tokens[i].word == W_NONE || p->tokens[i].word == W_ZONE_NAME ||
				   p->tokens[i].word == W_TERM || p->tokens[i].word == W_NAME_AFTER ||
				   p->tokens[i].word == W_HOLIDAY_DAY);
}

/* "two days of talks": a length, where a noun says of what. */
static bool is_length(const dtl_parser *p, int i)
{
	bool count =
	    p->tokens[i].word == W_NUMBER || p->tokens[i].word == W_COUNT || p->tokens[i].word == W_A;

	return count && i + 2 < p->count && p->tokens[i + 1].word == W_UNIT &&
	       p->tokens[i + 2].word == W_OF && is_noun(p, i + 3);
}

/* A verb or a name and not a month: "may hold", "Theresa May". */
static bool is_other_word(const dtl_token *t)
{
	if (t->word == W_WEEKDAY)
		return t->len <= 3 && !t->capital;
	return t->word == W_MONTH && t->value >= 3 && t->value <= 8 && t->value != 7 && !t->capital;
}

static bool is_harmless(const dtl_parser *p, int i, const found *f)
{
	const dtl_token *t = &p->tokens[i];
	bool beside = i + 1 == f->at || i == f->next;

	if (is_other_word(t))
		return true;
	switch ((leftover)kinds[t->word]) {
	case HARMLESS: break;
	case IF_NOUN_FOLLOWS:
		if (!is_noun(p, i + 1) || (i == f->next && t->word == W_NUMBER))
			return false;
		break;
	case IF_OF_FOLLOWS:
		if (i + 2 >= p->count || p->tokens[i + 1].word != W_OF || i + 2 == f->at ||
		    !(is_noun(p, i + 2) || p->tokens[i + 2].word == W_THE))
			return false;
		break;
	case HARMFUL: return false;
	}
	if (i == f->next && (t->word == W_OR || t->word == W_DASH || t->word == W_TO || t->word == W_SLASH))
		return false;
	bool joined = t->word == W_DASH || t->word == W_SLASH;
	bool number = t->word == W_QUANTITY && (i == f->next || p->tokens[f->at].word == W_MONTH);
	return !(beside && ((joined && i < f->at) || number));
}

static bool is_name(const dtl_parser *p, const found *f)
{
	bool after = f->next < p->count && p->tokens[f->next].word == W_NAME_AFTER;
	bool before = f->at > 0 && p->tokens[f->at - 1].word == W_NAME_BEFORE;

	/* Christmas Island, the Good Friday Agreement, the Easter holidays */
	const dtl_token *t = &p->tokens[f->next];
	bool holiday = f->meaning.item[0].shape == SHAPE_HOLIDAY && f->next < p->count &&
		       ((t->word == W_NONE && t->capital) || t->word == W_TERM);

	return after || holiday || (before && p->tokens[f->at].word == W_WEEKDAY);
}

/* "before the July talks": July is only where the talks are. */
static bool is_before_event(const dtl_parser *p, const found *f)
{
	const dtl_value *v = &f->meaning.item[0];
	bool whole = v->shape == SHAPE_MONTH || v->shape == SHAPE_YEAR || v->shape == SHAPE_SEASON;

	return (f->meaning.op == OP_BEFORE || f->meaning.op == OP_AFTER) && whole && is_noun(p, f->next);
}

/* "Resolution 1929", "2000 soldiers": four digits that are no year. */
static bool is_count(const dtl_parser *p, const found *f)
{
	int year = f->next - 1;
	const dtl_token *t = &p->tokens[year];

	if (f->meaning.count != 1 || f->meaning.item[0].shape != SHAPE_YEAR || t->word != W_NUMBER)
		return false;
	if (f->at == year && year > 0 && (is_noun(p, year - 1) || t[-1].word == W_NUMBER))
		return true;
	bool article = year > 0 && (t[-1].word == W_THE || t[-1].word == W_HIS || t[-1].word == W_UNIT ||
				       t[-1].word == W_CALENDAR);
	if (article || f->next >= p->count || t[1].word != W_NONE)
		return false;
	return (t[1].text[t[1].len - 1] | 0x20) == 's' || t[1].len > 5;
}

static const char *check_leftovers(const dtl_parser *p, const found *f)
{
	if (is_count(p, f))
		return "the number may count or name something";
	if (is_name(p, f))
		return "it is the name of something";
	if (is_before_event(p, f))
		return "it counts from an event in that time, not from the time";
	for (int i = 0; i < p->count; i++) {
		if (i == f->at)
			i = f->next;
		if (i >= p->count)
			break;
		if (is_length(p, i)) {
			i += 2;
			continue;
		}
		if (p->tokens[i].word == W_EVERY)
			return "a repetition, not a date";
		if (!is_harmless(p, i, f))
			return "not all of its words are understood";
	}
	return NULL;
}

/* ---- Context ---- */

/* "12th Dialogue": the noun stands in the sentence, not in the phrase. */
static bool numbers_something(const dtl_context *c)
{
	int value;

	if (!c->found || c->last >= c->count || c->words[c->last].clause)
		return false;
	const dtl_context_word *w = &c->words[c->last];
	return dtl_phrase_word(w->text, w->len, &value) == W_NONE;
}

/* May, March: months only where the words around show it. */
static const char *check_month(const dtl_context *c, const dtl_parser *p, const found *f)
{
	const dtl_token *t = &p->tokens[f->at];
	bool verb = t->value == 5 || t->value == 3;
	dtl_token before = { .word = W_NONE };

	if (!t->capital)
		return "it may be a verb and no month";
	if (c != NULL && c->found && !verb && (c->first == 0 || c->words[c->first].clause) &&
	    c->last < c->count && c->words[c->last].capital)
		return "it may be a name and no month"; /* June Dreyer said */
	if (c == NULL || !c->found || c->first == 0 || c->words[c->first].clause)
		return verb ? "it may be a verb or a name and no month: say 'in May', 'last March'" : NULL;
	const dtl_context_word *w = &c->words[c->first - 1];
	before.word = dtl_phrase_word(w->text, w->len, &before.value);
	if (w->possessive || dtl_phrase_announces_date(&before))
		return NULL;
	if (verb || (w->capital && before.word == W_NONE))
		return "it may be a verb or a name and no month";
	return NULL;
}

static const char *check_context(const dtl_context *c, const dtl_parser *p, const found *f)
{
	const dtl_value *v = &f->meaning.item[0];
	bool alone = f->meaning.op == OP_ON && f->at <= 1 && f->next == p->count;

	if (v->doubtful && v->shape == SHAPE_MONTH && f->meaning.count == 1 && v->part == PART_NONE) {
		const char *why = check_month(c, p, f);
		if (why != NULL)
			return why;
	}
	if (v->doubtful && v->shape == SHAPE_SEASON)
		return "it may be the name of something";
	if (c != NULL && alone && v->shape == SHAPE_DOM && numbers_something(c))
		return "it numbers something and is no day";
	return NULL;
}

/* ---- The door ---- */

/* "possibly", "sometime": they change nothing that can be written. */
static int drop_fillers(dtl_token *tokens, int count)
{
	int n = 0;

	for (int i = 0; i < count; i++) {
		if (tokens[i].word != W_JUST && tokens[i].word != W_SOMETIME)
			tokens[n++] = tokens[i];
	}
	return n;
}

static dtl_status read_tokens(dtl_parser *p, dtl_token *tokens, const char *phrase, dtl_error *err)
{
	int count;

	if (strnlen(phrase, DTL_EDTF_MAX + 1) > DTL_EDTF_MAX)
		return dtl_fail(err, DTL_E_ARGUMENT, "not a date: longer than %d bytes", DTL_EDTF_MAX);
	count = dtl_phrase_lex(tokens, DTL_PHRASE_TOKENS, phrase);
	if (count < 0)
		return dtl_fail(err, DTL_E_ARGUMENT,
		    "not a date: more than %d words: give only the words of the date", DTL_PHRASE_TOKENS);
	p->tokens = tokens;
	p->count = drop_fillers(tokens, count);
	p->depth = 0;
	memset(p->known, 0, sizeof p->known);
	if (p->count == 0)
		return refuse(phrase, "there are no words in it", err);
	return DTL_OK;
}

static const char *print_found(dtl_out *out, const found *f, const dtl_said *said)
{
	dtl_meaning m = f->meaning;
	const char *why = dtl_meaning_print(out, &m, said);

	dtl_out_end(out);
	return why == NULL && !dtl_out_fits(out) ? "too many dates" : why;
}

/* "'Monday' is 2013-06-03 if it is past, 2013-06-10 if it is still to come" */
static dtl_status refuse_tense(const char *phrase, const found *f, const dtl_said *said, dtl_error *err)
{
	char past[DTL_PHRASE_EDTF_MAX];
	char future[DTL_PHRASE_EDTF_MAX];
	char why[3 * DTL_PHRASE_EDTF_MAX];
	dtl_said s = *said;
	dtl_out out = dtl_out_to(past, sizeof past);

	s.told = true;
	s.tense = DTL_TENSE_PAST;
	if (print_found(&out, f, &s) != NULL)
		return refuse(phrase, dtl_why_tense, err);
	s.tense = DTL_TENSE_FUTURE;
	out = dtl_out_to(future, sizeof future);
	if (print_found(&out, f, &s) != NULL)
		return refuse(phrase, dtl_why_tense, err);
	out = dtl_out_to(why, sizeof why);
	dtl_out_text(&out, "it is ");
	dtl_out_text(&out, past);
	dtl_out_text(&out, " if it is past, ");
	dtl_out_text(&out, future);
	dtl_out_text(&out, " if it is still to come: say which");
	dtl_out_end(&out);
	return refuse(phrase, why, err);
}

/* "06/04/2013 is 2013-04-06 or 2013-06-04" */
static dtl_status refuse_order(const char *phrase, const dtl_token *t, dtl_error *err)
{
	char why[80];
	dtl_out out = dtl_out_to(why, sizeof why);

	dtl_out_text(&out, "it is ");
	dtl_print_day(&out, dtl_days_from_civil(t->third, t->second, t->value));
	dtl_out_text(&out, " or ");
	dtl_print_day(&out, dtl_days_from_civil(t->third, t->value, t->second));
	dtl_out_text(&out, ": ");
	dtl_out_text(&out, dtl_why_order);
	dtl_out_end(&out);
	return refuse(phrase, why, err);
}

static dtl_status refuse_found(
    const char *phrase, const char *why, const found *f, const dtl_parser *p, dtl_error *err)
{
	if (err == NULL)
		return DTL_E_ARGUMENT;
	if (why == dtl_why_tense)
		return refuse_tense(phrase, f, &p->said, err);
	for (int i = 0; why == dtl_why_order && i < p->count; i++) {
		const dtl_token *t = &p->tokens[i];
		if (t->word == W_SLASH_DATE && t->value >= 1 && t->value <= 12 && t->second >= 1 &&
		    t->second <= 12)
			return refuse_order(phrase, t, err);
	}
	return refuse(phrase, why, err);
}

static const char *judge(const found *f, const dtl_parser *p, const dtl_context *c)
{
	if (f->next == f->at || f->why_next - f->why_at > f->next - f->at)
		return f->why != NULL ? f->why : "no words of a date are understood in it";
	const char *why = check_leftovers(p, f);
	if (why != NULL && f->why != NULL && f->why_next > f->why_at)
		why = f->why;
	return why != NULL ? why : check_context(c, p, f);
}

static dtl_status read_found(
    char *edtf, const char *phrase, dtl_parser *p, const dtl_context *c, dtl_error *err)
{
	found f;
	dtl_out out = dtl_out_to(edtf, DTL_PHRASE_EDTF_MAX);

	find(p, &f);
	const char *why = judge(&f, p, c);
	if (why == NULL)
		why = print_found(&out, &f, &p->said);
	return why == NULL ? DTL_OK : refuse_found(phrase, why, &f, p, err);
}

dtl_status dtl_phrase_read(
    char edtf[DTL_PHRASE_EDTF_MAX], const char *phrase, const dtl_date_context *ctx, dtl_error *err)
{
	dtl_token tokens[DTL_PHRASE_TOKENS];
	dtl_parser p;
	dtl_context context;
	dtl_tense tense = ctx->tense;
	const char *sentence = ctx->context != NULL ? ctx->context : phrase;

	edtf[0] = '\0';
	p.said = dtl_said_on(ctx->said_on, tense, tense != DTL_TENSE_UNKNOWN);
	if (p.said.year < FIRST_YEAR || p.said.year > LAST_YEAR)
		return refuse(phrase, "phrases are read as said in the years 1000 to 9000", err);
	dtl_status status = read_tokens(&p, tokens, phrase, err);
	if (status != DTL_OK)
		return status;
	dtl_context_read(&context, sentence, phrase);
	if (tense == DTL_TENSE_UNKNOWN)
		p.said.tense = dtl_context_tense(&context);
	return read_found(edtf, phrase, &p, ctx->context != NULL ? &context : NULL, err);
}
