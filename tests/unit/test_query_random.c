/*
 * Random questions on random timelines, against a plain evaluation that looks at
 * every event and at every start and end that it may have.
 */
#include "test_query_fixture.h"
#include <stdio.h>
#include <stdlib.h>

enum { EVENTS = 40, DAYS = 48, QUESTIONS = 1500 };

typedef struct version {
	int64_t event, from, to;
	bool dated;
	int64_t start_lo, start_hi, end_lo, end_hi; /* in days */
	int type, actor;                            /* 0: none */
} version;

typedef struct question {
	int kind; /* 0 and, 1 or, 2 not, 3 date, 4 type, 5 actor */
	int left, right;
	int64_t a, b;
} question;

static version versions[EVENTS * 3];
static size_t version_count;
static question nodes[64];
static int node_count;
static const char *const types[] = { "", "summit", "talks", "visit" };
/* China, Hagel, Panetta; the latter is in office until day 20, Hagel from then on. */
static const int64_t actor_ids[] = { 0, 100, 104, 108 };

static unsigned seed = 20130604;

static int pick(int n)
{
	seed = seed * 1103515245U + 12345U;
	return (int)((seed >> 16) % (unsigned)n);
}

static void random_bounds(version *v)
{
	/* Mostly short, some with open ends, some as long as there is. */
	int64_t length = pick(4) == 0 ? pick(DAYS) : pick(4);
	v->dated = pick(8) != 0;
	v->start_lo = pick(DAYS);
	v->start_hi = v->start_lo + 1 + pick(3) * (pick(3) == 0 ? 8 : 1);
	v->end_lo = v->start_lo + length;
	v->end_hi =
	    (v->end_lo + 1 > v->start_hi ? v->end_lo + 1 : v->start_hi) + (pick(3) == 0 ? pick(12) : 0);
}

static dtl_bounds in_seconds(const version *v)
{
	return (dtl_bounds){ v->start_lo * DTL_DAY, v->start_hi * DTL_DAY, v->end_lo * DTL_DAY,
		v->end_hi * DTL_DAY };
}

static void put_random(int event, int64_t from, int64_t to)
{
	version *v = &versions[version_count++];
	char key[16];
	*v = (version){ .event = event, .from = from, .to = to, .type = pick(4), .actor = pick(4) };
	random_bounds(v);
	dtl_bounds b = in_seconds(v);
	snprintf(key, sizeof(key), "e%02d", event);
	int64_t id = put_version((a_version){ .event = event,
	    .key = key,
	    .title = key,
	    .type = v->type ? types[v->type] : NULL,
	    .from = from,
	    .to = to,
	    .bounds = v->dated ? &b : NULL });
	if (v->actor)
		put_part(id, actor_ids[v->actor], "participant", 0);
}

static int make_world(void **state)
{
	open_empty(state);
	run_sql("DELETE FROM affiliation");
	run_sql(
	    "INSERT INTO affiliation(actor, rel, of, term, from_lo, to_hi) VALUES"
	    " (108, 'holds', 102, 1, -9223372036854775808, 1728000), (104, 'holds', 102, 1, 1728000, 9223372036854775807),"
	    " (102, 'part-of', 101, 1, -9223372036854775808, 9223372036854775807)");
	version_count = 0;
	for (int event = 1; event <= EVENTS; event++) {
		int64_t turn = 2000 + pick(10), later = turn + 1 + pick(10);
		bool twice = pick(2) == 0;
		put_random(event, 1000 + pick(10), turn);
		put_random(event, turn, twice ? later : FOREVER);
		if (twice)
			put_random(event, later, pick(4) == 0 ? 2100 : FOREVER);
	}
	return 0;
}

/* ---- questions ---- */

static int random_node(int depth)
{
	int at = node_count++;
	question *q = &nodes[at];
	q->kind = depth > 3 ? 3 + pick(3) : pick(6);
	q->a = pick(DAYS);
	q->b = q->a + 1 + (pick(2) == 0 ? pick(3) : pick(DAYS));
	q->left = q->right = -1;
	if (q->kind < 3)
		q->left = random_node(depth + 1);
	if (q->kind < 2)
		q->right = random_node(depth + 1);
	return at;
}

static void print_date(char *out, int64_t day)
{
	dtl_time_print(out, 32, day * DTL_DAY);
	out[10] = '\0';
}

static void print_node(dtl_text *out, int at)
{
	const question *q = &nodes[at];
	char from[32], to[32];
	if (q->kind == 3) {
		print_date(from, q->a);
		print_date(to, q->b - 1);
		dtl_text_addf(out, "date:%s..%s", from, to);
	} else if (q->kind == 4) {
		dtl_text_addf(out, "type:%s,visit", types[1 + q->a % 3]);
	} else if (q->kind == 5) {
		dtl_text_addf(out, "actor:%s", q->a % 2 ? "us" : "hagel");
	} else if (q->kind == 2) {
		dtl_text_add(out, "-(");
		print_node(out, q->left);
		dtl_text_add(out, ")");
	} else {
		dtl_text_add(out, at ? "(" : "");
		print_node(out, q->left);
		dtl_text_add(out, q->kind == 0 ? " " : " or ");
		print_node(out, q->right);
		dtl_text_add(out, at ? ")" : "");
	}
}

/* ---- the plain evaluation: bit 1 possible, bit 2 certain ---- */

enum { POSSIBLE = 1, CERTAIN = 2 };

/* Every half of a day at which it may start and end. */
static int meets(const version *v, int64_t a, int64_t b)
{
	bool any = false, all = true;
	if (!v->dated)
		return 0;
	for (int64_t s = 2 * v->start_lo; s < 2 * v->start_hi; s++) {
		for (int64_t e = 2 * v->end_lo + 1; e <= 2 * v->end_hi; e++) {
			if (s >= e)
				continue;
			bool met = s < 2 * b && e > 2 * a;
			any = any || met;
			all = all && met;
		}
	}
	return (any ? POSSIBLE : 0) | (any && all ? CERTAIN : 0);
}

static int acts(const version *v, bool for_us)
{
	/* china, hagel, panetta */
	if (v->actor < 2)
		return 0;
	if (!for_us)
		return v->actor == 2 ? POSSIBLE | CERTAIN : 0;
	if (!v->dated)
		return POSSIBLE;
	if (v->actor == 2)
		return (v->end_hi > 20 ? POSSIBLE : 0) | (v->start_lo >= 20 ? CERTAIN : 0);
	return (v->start_lo < 20 ? POSSIBLE : 0) | (v->end_hi <= 20 ? CERTAIN : 0);
}

static int evaluate(const version *v, int at)
{
	const question *q = &nodes[at];
	if (q->kind == 3)
		return meets(v, q->a, q->b);
	if (q->kind == 4)
		return v->type == 1 + q->a % 3 || v->type == 3 ? POSSIBLE | CERTAIN : 0;
	if (q->kind == 5)
		return acts(v, q->a % 2);
	int left = evaluate(v, q->left);
	if (q->kind == 2)
		return (left & CERTAIN ? 0 : POSSIBLE) | (left & POSSIBLE ? 0 : CERTAIN);
	int right = evaluate(v, q->right);
	return q->kind == 0 ? left & right : left | right;
}

static bool has_date(int at)
{
	return nodes[at].kind == 3 || (nodes[at].left >= 0 && has_date(nodes[at].left)) ||
	       (nodes[at].right >= 0 && has_date(nodes[at].right));
}

static bool is_to_come(const version *v, const dtl_ask *ask)
{
	if (!ask->upcoming)
		return true;
	if (!v->dated)
		return ask->within == 0;
	return v->end_hi * DTL_DAY > ask->today &&
	       (ask->within == 0 || v->start_lo * DTL_DAY <= ask->today + ask->within);
}

static int by_start(const void *left, const void *right)
{
	const version *a = *(version *const *)left, *b = *(version *const *)right;
	if (a->dated != b->dated)
		return a->dated ? -1 : 1;
	if (a->dated && a->start_lo != b->start_lo)
		return a->start_lo < b->start_lo ? -1 : 1;
	if (a->dated && a->end_hi != b->end_hi)
		return a->end_hi < b->end_hi ? -1 : 1;
	return a->event < b->event ? -1 : 1;
}

static const char *expected(const dtl_ask *ask)
{
	static char list[4096];
	const version *hits[EVENTS * 3];
	size_t count = 0, len = 0;
	/* The horizon of upcoming has a certainty of its own, which is not asked for here. */
	bool windowed = has_date(0) && !ask->upcoming;
	int64_t now = ask->has_as_of ? ask->as_of - 1 : FOREVER - 1;
	for (size_t i = 0; i < version_count; i++)
		if (versions[i].from <= now && now < versions[i].to && is_to_come(&versions[i], ask) &&
		    evaluate(&versions[i], 0) & (ask->definite ? CERTAIN : POSSIBLE))
			hits[count++] = &versions[i];
	qsort(hits, count, sizeof(hits[0]), by_start);
	list[0] = '\0';
	for (size_t i = 0; i < count; i++)
		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%se%02d", len ? " " : "",
		    windowed && evaluate(hits[i], 0) & CERTAIN ? "!" : "", (int)hits[i]->event);
	return list;
}

/* Without the marks of certainty. */
static const char *bare(const char *list)
{
	static char text[4096];
	size_t len = 0;
	for (; *list; list++)
		if (*list != '!')
			text[len++] = *list;
	text[len] = '\0';
	return text;
}

static void ask_once(void)
{
	dtl_text text = DTL_TEXT_INIT;
	node_count = 0;
	random_node(0);
	print_node(&text, 0);
	dtl_ask ask = { .query = dtl_text_str(&text), .today = pick(DAYS) * (int64_t)DTL_DAY };
	ask.has_as_of = pick(2) == 0;
	ask.as_of = 995 + pick(2) * 1000 + pick(25);
	ask.upcoming = pick(3) == 0;
	ask.within = ask.upcoming && pick(2) == 0 ? pick(20) * (int64_t)DTL_DAY : 0;
	ask.definite = !ask.upcoming && pick(3) == 0;
	const char *have = found(&ask), *want = expected(&ask);
	have = ask.upcoming ? bare(have) : have;
	if (strcmp(have, want) != 0)
		print_error("%s\nas of %d, today %d, upcoming %d within %d, definite %d\n", ask.query,
		    ask.has_as_of ? (int)ask.as_of : -1, (int)(ask.today / DTL_DAY), ask.upcoming,
		    (int)(ask.within / DTL_DAY), ask.definite);
	assert_string_equal(have, want);
	dtl_text_free(&text);
}

static void questions_are_answered_as_by_looking_at_every_event(void **state)
{
	(void)state;
	for (int i = 0; i < QUESTIONS; i++)
		ask_once();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    questions_are_answered_as_by_looking_at_every_event, make_world, close_world),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
