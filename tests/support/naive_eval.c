/* What a query finds, by asking each event in turn. */
#include "naive_query.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- windows ---- */

static int64_t day_number(int64_t year, int month, int date)
{
	int last = dtl_days_in_month(year, month);
	return dtl_days_from_civil(year, month, date < last ? date : last);
}

static naive_window month_of(int64_t today, int offset)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(dtl_day_of(today), &year, &month, &date);
	int64_t first = year * 12 + month - 1 + offset;
	return (naive_window){ day_number(first / 12, (int)(first % 12) + 1, 1) * DTL_DAY,
		day_number((first + 1) / 12, (int)((first + 1) % 12) + 1, 1) * DTL_DAY };
}

static naive_window one_day(int64_t day)
{
	return (naive_window){ day * DTL_DAY, (day + 1) * DTL_DAY };
}

static naive_window relative(const char *text, int64_t today)
{
	int64_t year, day = dtl_day_of(today);
	int month, date, n = atoi(text);
	char unit = text[strlen(text) - 1];
	if (unit == 'd' || unit == 'w')
		return one_day(day + n * (unit == 'w' ? 7 : 1));
	dtl_civil_from_days(day, &year, &month, &date);
	int64_t months = year * 12 + month - 1 + n * (unit == 'y' ? 12 : 1);
	return one_day(day_number(months / 12, (int)(months % 12) + 1, date));
}

static naive_window side(const char *text, int64_t today)
{
	dtl_date d;
	int64_t day = dtl_day_of(today);
	if (strcmp(text, "today") == 0)
		return one_day(day);
	if (strcmp(text, "tomorrow") == 0 || strcmp(text, "yesterday") == 0)
		return one_day(*text == 't' ? day + 1 : day - 1);
	if (strcmp(text, "next month") == 0 || strcmp(text, "last month") == 0)
		return month_of(today, *text == 'n' ? 1 : -1);
	/* Years before 1 have a dash, too. */
	if ((*text == '+' || *text == '-') && strchr("dwmy", text[strlen(text) - 1]))
		return relative(text, today);
	if (dtl_date_parse(&d, text, NULL, NULL) != DTL_OK)
		abort();
	return (naive_window){ d.bounds.start_lo, d.bounds.end_hi };
}

naive_window naive_window_of(const naive_value *value, int64_t today)
{
	naive_window w = { DTL_TIME_MIN, DTL_TIME_MAX };
	if (!value->range)
		return side(value->from, today);
	if (*value->from)
		w.from = side(value->from, today).from;
	if (*value->to)
		w.to = side(value->to, today).to;
	return w;
}

/* It starts within [start_lo, start_hi) and ends within (end_lo, end_hi]. */
static int meets(const naive_row *row, naive_window w)
{
	const dtl_bounds *b = &row->date.bounds;
	if (!row->dated)
		return 0;
	return (b->start_lo < w.to && b->end_hi > w.from ? NAIVE_POSSIBLE : 0) |
	       (b->start_hi <= w.to && b->end_lo >= w.from ? NAIVE_CERTAIN : 0);
}

/* ---- states ---- */

static bool is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

static const char *state_of(const naive_row *row, int64_t today)
{
	const dtl_bounds *b = &row->date.bounds;
	if (is(row->status, "postponed") || is(row->status, "cancelled") || is(row->status, "projected"))
		return row->status;
	if (is(row->status, "held"))
		return "over";
	if (!row->dated)
		return "upcoming";
	if (b->end_hi <= today && !row->status)
		return "over";
	if (b->end_hi <= today)
		return today - b->end_hi > 366 * (int64_t)DTL_DAY ? "lapsed" : "overdue";
	bool one_day_only = b->start_lo > DTL_TIME_MIN && b->start_hi - b->start_lo <= DTL_DAY;
	return b->start_hi <= today || (b->start_lo <= today && one_day_only) ? "under-way" : "upcoming";
}

static bool is_fuzzy(const naive_row *row)
{
	const dtl_bounds *b = &row->date.bounds;
	return row->dated && (b->start_lo == DTL_TIME_MIN || b->end_hi == DTL_TIME_MAX ||
				 b->start_hi - b->start_lo > DTL_DAY || b->end_hi - b->end_lo > DTL_DAY ||
				 row->date.approximate || row->date.uncertain);
}

/* ---- terms ---- */

static bool lies_below(const naive_thing *all, int inner, int outer)
{
	for (int steps = 0; inner >= 0 && steps < 40; steps++) {
		inner = all[inner].same;
		if (inner == outer)
			return true;
		inner = all[inner].parent;
	}
	return false;
}

static bool lies_in_country(const naive_thing *places, int place, const char *code)
{
	for (int steps = 0; place >= 0 && steps < 40; steps++) {
		place = places[place].same;
		if (places[place].country && strcmp(places[place].country, code) == 0)
			return true;
		place = places[place].parent;
	}
	return false;
}

static bool has_source(const naive_question *q, const naive_row *row, int report, const char *publisher)
{
	for (int i = 0; i < q->world->claim_count; i++) {
		const naive_claim *c = &q->world->claims[i];
		const naive_report *r = &q->world->reports[c->report];
		if (r->publisher && naive_counts(q->world, c, row->event, q->before) &&
		    (report < 0 || c->report == report) &&
		    (!publisher || strcmp(r->publisher, publisher) == 0))
			return true;
	}
	return false;
}

static bool has_role(const naive_row *row, const char *role)
{
	for (int i = 0; i < row->part_count; i++)
		if (strcmp(row->parts[i].role, role) == 0)
			return true;
	return false;
}

static bool has_topic(const naive_question *q, const naive_row *row, int topic)
{
	for (int i = 0; i < row->topic_count; i++)
		if (lies_below(q->world->topics, row->topics[i], topic))
			return true;
	return false;
}

static int is_sort(const naive_question *q, const naive_row *row, const char *sort)
{
	bool so = false;
	if (is(sort, "bilateral"))
		return naive_bilateral_answers(q->world, row);
	if (is(sort, "overdue"))
		so = is(state_of(row, q->ask->today), "overdue");
	else if (is(sort, "fuzzy"))
		so = is_fuzzy(row);
	else if (is(sort, "recurring"))
		so = row->times > 0;
	else if (is(sort, "projected"))
		so = is(row->status, "projected");
	else if (is(sort, "disputed"))
		so = naive_disputed(q->world, row, q->before);
	else if (is(sort, "unsourced"))
		so = !has_source(q, row, NAIVE_NONE, NULL);
	return so ? NAIVE_POSSIBLE | NAIVE_CERTAIN : 0;
}

static const char *country_code(const naive_value *v)
{
	static char code[3];
	snprintf(code, sizeof(code), "%c%c", toupper((unsigned char)v->word[0]),
	    toupper((unsigned char)v->word[1]));
	return code;
}

static bool known_within(const naive_row *row, naive_window w)
{
	return row->known_from >= w.from && row->known_from < w.to;
}

static int answer_tree(const naive_question *q, const naive_tree *t, const naive_row *row, int at);

static int answer_value(const naive_question *q, const naive_row *row, naive_kind kind, const naive_value *v)
{
	const naive_world *w = q->world;
	bool so = false;
	switch (kind) {
	case NAIVE_WORD: so = naive_words_answer(q, row, v); break;
	case NAIVE_ACTOR: return naive_actor_answers(w, row, v->index);
	case NAIVE_ROLE: so = has_role(row, v->word); break;
	case NAIVE_TOPIC: so = has_topic(q, row, v->index); break;
	case NAIVE_SERIES_IS: so = row->series >= 0 && w->series[row->series].same == v->index; break;
	case NAIVE_PLACE: so = lies_below(w->places, row->place, v->index); break;
	case NAIVE_COUNTRY: so = lies_in_country(w->places, row->place, country_code(v)); break;
	case NAIVE_TYPE: so = is(row->type, v->word); break;
	case NAIVE_LEVEL: so = is(row->level, v->word); break;
	case NAIVE_STATUS: so = is(row->status, v->word); break;
	case NAIVE_STATE: so = is(state_of(row, q->ask->today), v->word); break;
	case NAIVE_SOURCE: so = has_source(q, row, v->index, NULL); break;
	case NAIVE_PUBLISHER: so = has_source(q, row, NAIVE_NONE, v->word); break;
	case NAIVE_ID: so = row->event == v->index; break;
	case NAIVE_PARENT: so = row->parent >= 0 && w->events[row->parent].same == v->index; break;
	case NAIVE_DATE: return meets(row, naive_window_of(v, q->ask->today));
	case NAIVE_KNOWN: so = known_within(row, naive_window_of(v, q->ask->today)); break;
	case NAIVE_IS: return is_sort(q, row, v->word);
	case NAIVE_QUERY: return answer_tree(q, &q->library->saved[v->index], row, 0);
	case NAIVE_BETWEEN:
	case NAIVE_AND:
	case NAIVE_OR:
	case NAIVE_NOT:
	case NAIVE_KINDS: break;
	}
	return so ? NAIVE_POSSIBLE | NAIVE_CERTAIN : 0;
}

static int answer_term(const naive_question *q, const naive_row *row, const naive_node *n)
{
	int bits = 0;
	if (n->kind == NAIVE_BETWEEN)
		return naive_between_answers(q->world, row, n->values[0].index, n->values[1].index);
	for (int i = 0; i < n->value_count; i++)
		bits |= answer_value(q, row, n->kind, &n->values[i]);
	return bits;
}

static int answer_tree(const naive_question *q, const naive_tree *t, const naive_row *row, int at)
{
	const naive_node *n = &t->nodes[at];
	if (n->child_count == 0)
		return answer_term(q, row, n);
	int bits = answer_tree(q, t, row, n->children[0]);
	/* Not to be is certain where to be is not possible, and the other way round. */
	if (n->kind == NAIVE_NOT)
		return (bits & NAIVE_CERTAIN ? 0 : NAIVE_POSSIBLE) |
		       (bits & NAIVE_POSSIBLE ? 0 : NAIVE_CERTAIN);
	for (int i = 1; i < n->child_count; i++) {
		int other = answer_tree(q, t, row, n->children[i]);
		bits = n->kind == NAIVE_AND ? bits & other : bits | other;
	}
	return bits;
}

int naive_answers(const naive_question *q, const naive_row *row)
{
	return answer_tree(q, q->tree, row, 0);
}

/* ---- the ask ---- */

static bool has_date(const naive_question *q, const naive_tree *t)
{
	for (int i = 0; i < t->count; i++) {
		const naive_node *n = &t->nodes[i];
		if (n->kind == NAIVE_DATE ||
		    (n->kind == NAIVE_QUERY && has_date(q, &q->library->saved[n->values[0].index])))
			return true;
	}
	return false;
}

bool naive_windowed(const naive_question *q)
{
	return has_date(q, q->tree) || (q->ask->upcoming && q->ask->within > 0);
}

/* The time in which all that is found must lie: what recurs has to take place in it. */
static void narrow(const naive_question *q, const naive_tree *t, int at, naive_window *w)
{
	const naive_node *n = &t->nodes[at];
	for (int i = 0; n->kind == NAIVE_AND && i < n->child_count; i++)
		narrow(q, t, n->children[i], w);
	if (n->kind == NAIVE_QUERY)
		narrow(q, &q->library->saved[n->values[0].index], 0, w);
	if (n->kind != NAIVE_DATE)
		return;
	naive_window hull = { DTL_TIME_MAX, DTL_TIME_MIN };
	for (int i = 0; i < n->value_count; i++) {
		naive_window one = naive_window_of(&n->values[i], q->ask->today);
		hull.from = one.from < hull.from ? one.from : hull.from;
		hull.to = one.to > hull.to ? one.to : hull.to;
	}
	w->from = hull.from > w->from ? hull.from : w->from;
	w->to = hull.to < w->to ? hull.to : w->to;
}

static naive_window asked_window(const naive_question *q)
{
	naive_window w = { DTL_TIME_MIN, DTL_TIME_MAX };
	const dtl_ask *ask = q->ask;
	if (ask->upcoming)
		w.from = ask->today;
	if (ask->upcoming && ask->within)
		w.to = ask->today + ask->within + 1;
	if (ask->overdue)
		w = (naive_window){ ask->today - 366 * (int64_t)DTL_DAY - 1, ask->today };
	narrow(q, q->tree, 0, &w);
	return w;
}

static int is_to_come(const naive_question *q, const naive_row *row)
{
	const dtl_ask *ask = q->ask;
	const dtl_bounds *b = &row->date.bounds;
	int64_t today = dtl_day_of(ask->today) * DTL_DAY, last = ask->today + ask->within;
	if (!ask->upcoming)
		return NAIVE_POSSIBLE | NAIVE_CERTAIN;
	if (is(row->status, "held") || is(row->status, "cancelled"))
		return 0;
	if (!row->dated)
		return ask->within ? 0 : NAIVE_POSSIBLE;
	int bits = b->end_hi > ask->today ? NAIVE_POSSIBLE : 0;
	bits |= b->end_lo >= today ? NAIVE_CERTAIN : 0;
	if (!ask->within)
		return bits;
	bits &= b->start_lo <= last ? NAIVE_POSSIBLE | NAIVE_CERTAIN : 0;
	return bits & (b->start_hi <= (dtl_day_of(last) + 1) * DTL_DAY ? NAIVE_POSSIBLE | NAIVE_CERTAIN
								       : NAIVE_POSSIBLE);
}

/* ---- the answer ---- */

static const naive_question *asking;

static int compare_titles(const char *a, const char *b)
{
	for (; *a && tolower((unsigned char)*a) == tolower((unsigned char)*b); a++, b++)
		;
	return tolower((unsigned char)*a) - tolower((unsigned char)*b);
}

static int compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int compare_starts(const naive_row *a, const naive_row *b)
{
	const dtl_bounds *one = &a->date.bounds, *two = &b->date.bounds;
	if (!a->dated)
		return 0;
	int order = compare_numbers(one->start_lo, two->start_lo);
	return order ? order : compare_numbers(one->end_hi, two->end_hi);
}

static int compare_hits(const void *left, const void *right)
{
	const naive_row *a = &((const naive_hit *)left)->row, *b = &((const naive_hit *)right)->row;
	int order = 0;
	/* Without a date last, also in reverse. */
	if (asking->ask->sort == DTL_SORT_START && a->dated != b->dated)
		return a->dated ? -1 : 1;
	switch (asking->ask->sort) {
	case DTL_SORT_START: order = compare_starts(a, b); break;
	case DTL_SORT_TITLE: order = compare_titles(a->title, b->title); break;
	case DTL_SORT_KNOWN: order = compare_numbers(a->known_from, b->known_from); break;
	case DTL_SORT_ID:
	case DTL_SORT_RELEVANCE: break;
	}
	order = order ? order : strcmp(a->key, b->key);
	/* The times of one event come in their order. */
	if (order == 0)
		return compare_numbers(((const naive_hit *)left)->day, ((const naive_hit *)right)->day);
	return asking->ask->reverse ? -order : order;
}

/* Did it begin or cease to read as it does in what became known within the time asked for? */
static bool has_changed(const naive_question *q, int event)
{
	const dtl_ask *ask = q->ask;
	naive_row before, after;
	if (!ask->changed_from && !ask->changed_to)
		return true;
	for (int i = 0; i < NAIVE_REPORTS; i++) {
		int64_t known = q->world->reports[i].known;
		if (known < ask->changed_from || known >= ask->changed_to)
			continue;
		naive_fold(q->world, event, known, &before);
		naive_fold(q->world, event, known + 1, &after);
		if (before.there != after.there || (after.there && after.known_from == known))
			return true;
	}
	return false;
}

static bool is_found(const naive_question *q, const naive_row *row, bool *certain)
{
	if (!row->there || !has_changed(q, row->event))
		return false;
	if (q->ask->overdue && !is(state_of(row, q->ask->today), "overdue"))
		return false;
	int bits = is_to_come(q, row);
	if (!(bits & NAIVE_POSSIBLE))
		return false;
	bits &= naive_answers(q, row);
	*certain = bits & NAIVE_CERTAIN;
	return bits & (q->ask->definite ? NAIVE_CERTAIN : NAIVE_POSSIBLE);
}

static naive_hit one_time(const naive_hit *whole, int number)
{
	naive_hit hit = *whole;
	hit.day = whole->row.first + (int64_t)number * whole->row.every;
	int64_t start = hit.day * DTL_DAY, end = start + DTL_DAY;
	hit.row.date.bounds = (dtl_bounds){ start, end, start, end };
	return hit;
}

/*
 * What recurs counts where it takes place in the time asked for; each time is a
 * hit, or all of them are one. Of a time without an end the first, of one
 * without a beginning all, or the event as it stands.
 */
static int add_times(const naive_question *q, const naive_hit *whole, naive_hit *hits)
{
	naive_window w = asked_window(q);
	bool next = q->ask->unfold && q->ask->next,
	     last = next && w.to == DTL_TIME_MAX && w.from == DTL_TIME_MIN;
	int count = 0;
	hits[0] = *whole;
	if (!whole->row.times || (w.from == DTL_TIME_MIN && !next))
		return 1;
	w.from = last ? q->ask->today : w.from;
	for (int i = 0; i < whole->row.times && !(count && w.to == DTL_TIME_MAX); i++) {
		hits[count] = one_time(whole, i);
		if (meets(&hits[count].row, w))
			count++;
	}
	/* Of what is over, the last time. */
	if (last && count == 0)
		hits[count++] = one_time(whole, whole->row.times - 1);
	if (count > 0 && !q->ask->unfold) {
		hits[0] = *whole;
		return 1;
	}
	return count;
}

/* Does a term of the query ask for what is only expected? */
static bool names_projected(const naive_question *q, const naive_tree *t)
{
	for (int i = 0; i < t->count; i++) {
		const naive_node *n = &t->nodes[i];
		if (n->kind == NAIVE_QUERY && names_projected(q, &q->library->saved[n->values[0].index]))
			return true;
		for (int k = 0; k < n->value_count; k++)
			if ((n->kind == NAIVE_STATE || n->kind == NAIVE_IS) &&
			    is(n->values[k].word, "projected"))
				return true;
	}
	return false;
}

/* What is expected is never certain, and nothing of it has changed. */
static bool wants_projected(const naive_question *q)
{
	const dtl_ask *ask = q->ask;
	return !ask->definite && !ask->changed_from && !ask->changed_to &&
	       ((ask->upcoming && ask->projected) || names_projected(q, q->tree));
}

int naive_find(const naive_question *q, naive_hit *hits)
{
	int count = 0;
	for (int event = 0; event < NAIVE_EVENTS && count + 20 < NAIVE_HITS; event++) {
		naive_hit whole = { .day = NAIVE_WHOLE };
		if (q->world->events[event].same != event)
			continue;
		naive_fold(q->world, event, q->before, &whole.row);
		if (is_found(q, &whole.row, &whole.certain))
			count += add_times(q, &whole, hits + count);
	}
	naive_hit expected = { .day = NAIVE_WHOLE };
	naive_project(q->world, q->ask->today, &expected.row);
	if (wants_projected(q) && is_found(q, &expected.row, &expected.certain)) {
		expected.certain = false;
		hits[count++] = expected;
	}
	asking = q;
	qsort(hits, (size_t)count, sizeof(*hits), compare_hits);
	return count;
}

int naive_find_after(const naive_question *q, int event, naive_hit *hits)
{
	int count = naive_find(q, hits), kept = 0;
	naive_hit after = { .day = NAIVE_WHOLE };
	naive_fold(q->world, event, q->before, &after.row);
	for (int i = 0; i < count; i++)
		if (compare_hits(&hits[i], &after) > 0)
			hits[kept++] = hits[i];
	return kept;
}
