/*
 * What an actor belongs to, and when: offices held, part-of, member-of. Member
 * REL:KEY, a second term REL:KEY#2; value true or {"from"?, "to"?}.
 */
#include "model/field_types.h"
#include <cjson/cJSON.h>
#include <dateline/date.h>
#include <string.h>

enum { TERMS_MAX = 1000 }; /* nobody holds an office that often */

/* A term; dates in canonical EDTF, empty: not said. */
typedef struct term {
	dtl_text member;
	dtl_text from, to;
} term;

#define TERM_INIT                                                                                            \
	{                                                                                                    \
		DTL_TEXT_INIT, DTL_TEXT_INIT, DTL_TEXT_INIT                                                  \
	}

static void term_free(term *t)
{
	dtl_text_free(&t->member);
	dtl_text_free(&t->from);
	dtl_text_free(&t->to);
}

static const char *subkind(const char *rel)
{
	return strcmp(rel, "holds") == 0 ? "office" : NULL;
}

static void name_term(dtl_text *out, const char *rel, const char *key, int number)
{
	dtl_text_clear(out);
	dtl_text_addf(out, "%s:%s", rel, key);
	if (number > 1)
		dtl_text_addf(out, "#%d", number);
}

/* ---- What is said of a term ---- */

static void put_term(const dtl_make *m, const dtl_field *f, const term *t)
{
	dtl_text value = DTL_TEXT_INIT;
	dtl_json_writer w = dtl_json_writer_to(&value, 0);
	dtl_json_begin_object(&w);
	if (t->from.len > 0)
		dtl_json_member(&w, "from", dtl_text_str(&t->from));
	if (t->to.len > 0)
		dtl_json_member(&w, "to", dtl_text_str(&t->to));
	dtl_json_end_object(&w);
	if (dtl_text_failed(&value) || dtl_text_failed(&t->member))
		m->out->failed = true;
	else
		dtl_patch_put(m->out, f->name, dtl_text_str(&t->member),
		    t->from.len + t->to.len > 0 ? dtl_text_str(&value) : "true");
	dtl_text_free(&value);
}

/* What the member says now; false: there is no such term. */
static bool get_term(const dtl_make *m, const dtl_field *f, term *t)
{
	dtl_text value = DTL_TEXT_INIT;
	dtl_slice date;
	dtl_text_clear(&t->from);
	dtl_text_clear(&t->to);
	bool there = dtl_make_now(m, f->name, dtl_text_str(&t->member), &value);
	if (there) {
		dtl_slice whole = { dtl_text_str(&value), value.len };
		if (dtl_json_get(whole, "from", &date))
			dtl_slice_words(date, &t->from);
		if (dtl_json_get(whole, "to", &date))
			dtl_slice_words(date, &t->to);
	}
	dtl_text_free(&value);
	return there;
}

static bool same_text(const dtl_text *a, const dtl_text *b)
{
	return strcmp(dtl_text_str(a), dtl_text_str(b)) == 0;
}

/* Length of a member's REL:KEY, without "#2". */
static size_t stem(const char *member)
{
	const char *hash = strrchr(member, '#');
	if (!hash || hash[1] < '1' || hash[1] > '9' || hash[1 + strspn(hash + 1, "0123456789")] != '\0')
		return strlen(member);
	return (size_t)(hash - member);
}

/* Is this member a term of that rel, with that key (NULL: any)? */
static bool is_of(const char *member, const char *rel, const char *key)
{
	size_t len = strlen(rel);
	if (strncmp(member, rel, len) != 0 || member[len] != ':')
		return false;
	return !key ||
	       (stem(member) == len + 1 + strlen(key) && memcmp(member + len + 1, key, strlen(key)) == 0);
}

/* 1, 2 … */
static int number_of(const char *member)
{
	const char *hash = member + stem(member);
	int number = 0;
	for (const char *c = *hash ? hash + 1 : "1"; *c && number < TERMS_MAX; c++)
		number = number * 10 + (*c - '0');
	return number;
}

static void move(term *to, term *from)
{
	term swap = *to;
	*to = *from;
	*from = swap;
}

/*
 * The term that began when `said` did, else the last one; false: there is none.
 * *next is the first number that is free behind them all.
 */
static bool find_term(const dtl_make *m, const dtl_field *f, const char *rel, const char *key,
    const term *said, term *out, int *next)
{
	dtl_text members = DTL_TEXT_INIT;
	term have = TERM_INIT;
	bool found = false;
	bool matched = false;
	*next = 1;
	dtl_make_members(m, f->name, &members);
	for (const char *at = dtl_list_next(&members, NULL); at; at = dtl_list_next(&members, at)) {
		if (!is_of(at, rel, key))
			continue;
		dtl_text_clear(&have.member);
		dtl_text_add(&have.member, at);
		get_term(m, f, &have);
		bool last = number_of(at) >= *next;
		bool match = same_text(&have.from, &said->from);
		if (match || (!matched && last))
			move(out, &have);
		found = true;
		matched = matched || match;
		*next = last ? number_of(at) + 1 : *next;
	}
	term_free(&have);
	dtl_text_free(&members);
	return found;
}

static void fill(dtl_text *said, const dtl_text *known)
{
	if (said->len == 0)
		dtl_text_add(said, dtl_text_str(known));
}

/*
 * Which of the terms `said` is about; its member is set, and what it leaves
 * open is filled in from what is known of that term. A document says all that
 * it knows of a term, so there only an equal beginning makes it the same.
 */
static dtl_status choose_term(
    const dtl_make *m, const dtl_field *f, const char *rel, const char *key, term *said, dtl_error *err)
{
	term known = TERM_INIT;
	int next;
	dtl_status status = DTL_OK;
	bool same = find_term(m, f, rel, key, said, &known, &next);
	bool equal = same_text(&known.from, &said->from);
	if (same && !equal)
		same = !m->document && (said->from.len == 0 || known.from.len == 0);
	if (same && m->document && known.to.len > 0 && said->to.len > 0 && !same_text(&known.to, &said->to))
		status =
		    dtl_fail(err, DTL_E_ARGUMENT, "'%s:%s' stands here twice, with different ends", rel, key);
	if (next > TERMS_MAX)
		status = dtl_fail(err, DTL_E_ARGUMENT, "'%s:%s' has more than %d terms", rel, key, TERMS_MAX);
	name_term(&said->member, rel, key, same ? number_of(dtl_text_str(&known.member)) : next);
	if (same) {
		fill(&said->from, &known.from);
		fill(&said->to, &known.to);
	}
	term_free(&known);
	return status;
}

static const char *order_wrong(const char *from, const char *to)
{
	dtl_date a;
	dtl_date b;
	if (!*from || !*to || dtl_date_parse(&a, from, NULL, NULL) != DTL_OK ||
	    dtl_date_parse(&b, to, NULL, NULL) != DTL_OK)
		return NULL;
	return b.bounds.end_hi <= a.bounds.start_lo ? "ends before it begins" : NULL;
}

static dtl_status say_term(
    const dtl_make *m, const dtl_field *f, const char *rel, const char *of, term *said, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	dtl_status status =
	    dtl_make_key(m, DTL_ACTOR, &(dtl_maker){ .subkind = subkind(rel) }, of, &key, err);
	if (status != DTL_OK)
		goto done;
	status = choose_term(m, f, rel, dtl_text_str(&key), said, err);
	if (status != DTL_OK)
		goto done;
	if (order_wrong(dtl_text_str(&said->from), dtl_text_str(&said->to)))
		status = dtl_fail(err, DTL_E_ARGUMENT, "a term from %s to %s ends before it begins",
		    dtl_text_str(&said->from), dtl_text_str(&said->to));
	else
		put_term(m, f, said);
done:
	dtl_text_free(&key);
	return status;
}

/* ---- Words: ACTOR[:FROM[:TO]] ---- */

/* Empty (not said), or EDTF. */
static bool is_date(const char *s, size_t len)
{
	char text[DTL_BRIEF];
	dtl_date date;
	if (len >= sizeof(text))
		return false;
	memcpy(text, s, len);
	text[len] = '\0';
	return len == 0 || dtl_date_parse(&date, text, NULL, NULL) == DTL_OK;
}

static const char *colon_before(const char *words, const char *end)
{
	while (end > words)
		if (*--end == ':')
			return end;
	return NULL;
}

/* ACTOR ends where the result points; the dates behind it. */
static const char *cut(const char *words, dtl_slice *from, dtl_slice *to)
{
	const char *end = words + strlen(words);
	const char *second = colon_before(words, end);
	*from = *to = (dtl_slice){ "", 0 };
	if (!second || !is_date(second + 1, (size_t)(end - second - 1)))
		return end;
	const char *first = colon_before(words, second);
	if (first && is_date(first + 1, (size_t)(second - first - 1))) {
		*from = (dtl_slice){ first + 1, (size_t)(second - first - 1) };
		*to = (dtl_slice){ second + 1, (size_t)(end - second - 1) };
		return first;
	}
	*from = (dtl_slice){ second + 1, (size_t)(end - second - 1) };
	return second;
}

static void spell_date(dtl_text *out, dtl_slice date)
{
	dtl_text words = DTL_TEXT_INIT;
	dtl_text_add_len(&words, date.data, date.len);
	if (date.len > 0 && dtl_make_edtf(dtl_text_str(&words), out, NULL) != DTL_OK)
		out->failed = true;
	dtl_text_free(&words);
}

/* Of words that are no name and end in no date: was a date meant? */
static dtl_status refuse_date(const dtl_make *m, const char *words, dtl_error *err)
{
	const char *colon = strchr(words, ':');
	if (!colon)
		return DTL_OK;
	dtl_text left = DTL_TEXT_INIT;
	dtl_text key = DTL_TEXT_INIT;
	dtl_text_add_len(&left, words, (size_t)(colon - words));
	dtl_status status = DTL_OK;
	if (dtl_make_find(m, DTL_ACTOR, dtl_text_str(&left), &key, NULL) == DTL_OK)
		status = dtl_words_refuse("is not FROM or FROM:TO in EDTF", colon + 1, err);
	dtl_text_free(&key);
	dtl_text_free(&left);
	return status;
}

/* Who, and the dates; `who` is all of the words when that is a name. */
static dtl_status cut_words(const dtl_make *m, const char *words, dtl_text *who, term *said, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	dtl_slice from = { "", 0 };
	dtl_slice to = { "", 0 };
	const char *end = words + strlen(words);
	dtl_status status = strchr(words, ':') ? dtl_make_find(m, DTL_ACTOR, words, &key, err) : DTL_OK;
	if (status == DTL_E_NOTFOUND) {
		const char *stop = cut(words, &from, &to);
		status = stop == end ? refuse_date(m, words, err) : DTL_OK;
		end = stop;
	}
	dtl_text_add_len(who, words, (size_t)(end - words));
	spell_date(&said->from, from);
	spell_date(&said->to, to);
	if (status == DTL_OK &&
	    (dtl_text_failed(who) || dtl_text_failed(&said->from) || dtl_text_failed(&said->to)))
		status = dtl_fail_memory(err);
	dtl_text_free(&key);
	return status;
}

static dtl_status take_terms(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	if (!f->part)
		return dtl_fail(err, DTL_E_ARGUMENT, "use holds, part-of or member-of");
	term said = TERM_INIT;
	dtl_text who = DTL_TEXT_INIT;
	dtl_status status = cut_words(m, words, &who, &said, err);
	if (status == DTL_OK)
		status = say_term(m, f, f->part, dtl_text_str(&who), &said, err);
	dtl_text_free(&who);
	term_free(&said);
	return status;
}

/* ---- Documents ---- */

static dtl_status read_date(
    dtl_text *out, const char *words, const dtl_at *at, const char *name, dtl_error *err)
{
	if (!words)
		return DTL_OK;
	dtl_at here = { at, name, 0 };
	const char *wrong = dtl_line_wrong(words);
	if (wrong)
		return dtl_at_blame(&here, dtl_words_refuse(wrong, words, err), err);
	return dtl_at_blame(&here, dtl_make_edtf(words, out, err), err);
}

static dtl_status read_term(
    const dtl_make *m, const dtl_field *f, const cJSON *element, const dtl_at *at, dtl_error *err)
{
	enum { REL, OF, FROM, TO };
	static const char *const names[] = { "rel", "of", "from", "to", NULL };
	static const char *const derived[] = { "name", "kind", NULL };
	const char *values[4];
	if (!cJSON_IsObject(element))
		return dtl_at_type(at, "an object", element, err);
	dtl_status status = dtl_read_strings(element, names, derived, values, at, err);
	if (status != DTL_OK)
		return status;
	if (!values[REL] || !values[OF])
		return dtl_at_fail(at, err, "has no %s", values[REL] ? "of" : "rel");
	if (!dtl_word_listed(dtl_actor_rels, values[REL]))
		return dtl_at_blame(&(dtl_at){ at, "rel", 0 },
		    dtl_word_refuse("kind of affiliation", dtl_actor_rels, values[REL], err), err);
	term said = TERM_INIT;
	status = read_date(&said.from, values[FROM], at, "from", err);
	if (status == DTL_OK)
		status = read_date(&said.to, values[TO], at, "to", err);
	if (status == DTL_OK)
		status = dtl_at_blame(at, say_term(m, f, values[REL], values[OF], &said, err), err);
	term_free(&said);
	return status;
}

static dtl_status read_terms(
    const dtl_make *m, const dtl_field *f, const cJSON *value, const dtl_at *at, dtl_error *err)
{
	return dtl_read_array(m, f, value, at, read_term, err);
}

/* ---- Taking away ---- */

/* Say null of the rel's terms (of that key, that began then); how many. */
static size_t away_of(
    const dtl_make *m, const dtl_field *f, const dtl_text *members, const char *key, const dtl_text *from)
{
	size_t count = 0;
	term have = TERM_INIT;
	for (const char *member = dtl_list_next(members, NULL); member;
	     member = dtl_list_next(members, member)) {
		dtl_text_clear(&have.member);
		dtl_text_add(&have.member, member);
		if (!is_of(member, f->part, key) || !get_term(m, f, &have))
			continue;
		if (from && from->len > 0 && !same_text(from, &have.from))
			continue;
		dtl_patch_put(m->out, f->name, member, "null");
		count++;
	}
	term_free(&have);
	return count;
}

static dtl_status away_named(
    const dtl_make *m, const dtl_field *f, const dtl_text *members, const char *words, dtl_error *err)
{
	term said = TERM_INIT;
	dtl_text who = DTL_TEXT_INIT;
	dtl_text key = DTL_TEXT_INIT;
	char brief[DTL_BRIEF];
	size_t count = 0;
	dtl_status status = cut_words(m, words, &who, &said, err);
	if (status == DTL_OK)
		count = away_of(m, f, members, dtl_text_str(&who), &said.from);
	if (status == DTL_OK && count == 0) {
		status = dtl_make_find(m, DTL_ACTOR, dtl_text_str(&who), &key, err);
		if (status == DTL_OK)
			count = away_of(m, f, members, dtl_text_str(&key), &said.from);
		if (count == 0 && (status == DTL_OK || status == DTL_E_NOTFOUND))
			status = dtl_fail(err, DTL_E_NOTFOUND, "nothing that it %s: '%s'",
			    strcmp(f->part, "holds") == 0 ? "holds" : f->part, dtl_brief(brief, words));
	}
	dtl_text_free(&key);
	dtl_text_free(&who);
	term_free(&said);
	return status;
}

static dtl_status away_terms(const dtl_make *m, const dtl_field *f, const char *words, dtl_error *err)
{
	dtl_text members = DTL_TEXT_INIT;
	dtl_status status = DTL_OK;
	dtl_make_members(m, f->name, &members);
	if (dtl_text_failed(&members))
		status = dtl_fail_memory(err);
	else if (!f->part && words)
		status = dtl_fail(err, DTL_E_ARGUMENT, "use holds, part-of or member-of");
	else if (words)
		status = away_named(m, f, &members, words, err);
	else if (f->part)
		away_of(m, f, &members, NULL, NULL);
	else
		dtl_make_null(m, f->name, &members);
	dtl_text_free(&members);
	return status;
}

/* ---- Checking ---- */

static const char *wrong_date(dtl_slice value)
{
	dtl_text words = DTL_TEXT_INIT;
	dtl_date date;
	bool right = dtl_slice_words(value, &words) && words.len <= DTL_EDTF_MAX &&
		     dtl_date_parse(&date, dtl_text_str(&words), NULL, NULL) == DTL_OK;
	dtl_text_free(&words);
	return right ? NULL : "has a date that is not EDTF";
}

static const char *wrong_dates(dtl_slice value)
{
	dtl_slice key;
	dtl_slice date;
	if (dtl_slice_is(value, "true"))
		return NULL;
	if (!dtl_json_is_object(value))
		return "is neither true nor an object";
	dtl_json_walk w = dtl_json_open(value);
	while (dtl_json_next(&w, &key, &date)) {
		if (!dtl_slice_is(key, "from") && !dtl_slice_is(key, "to"))
			return "has a member that is neither from nor to";
		const char *wrong = wrong_date(date);
		if (wrong)
			return wrong;
	}
	return NULL;
}

static const char *wrong_terms(const dtl_field *f, const char *member, dtl_slice value)
{
	(void)f;
	const char *colon = strchr(member, ':');
	if (!colon || colon[1] == '\0' || dtl_line_wrong(member))
		return "is not REL:KEY";
	for (const char *const *rel = dtl_actor_rels; *rel; rel++)
		if (is_of(member, *rel, NULL))
			return wrong_dates(value);
	return "has no rel of the list";
}

const dtl_form dtl_form_terms = {
	.take = take_terms, .read = read_terms, .away = away_terms, .wrong = wrong_terms, .set = true
};
