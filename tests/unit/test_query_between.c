/* Whom those who take part stand for: between: and is:bilateral, and is:recurring beside them. */
#include "test_query_fixture.h"
#include <stdio.h>
#include <stdlib.h>

/* The foreign minister of France from 1 May 2012 to 1 June 2013, and one of all times. */
static const char sql_more[] =
    "INSERT INTO entity(id, kind, key) VALUES (110, 1, 'fabius'), (111, 1, 'quai'), (112, 1, 'hongkong'),"
    " (113, 1, 'mandiant');"
    "INSERT INTO claim(changeset, position, entity, known_at, lane, patch)"
    " SELECT 1, id, id, 1000, 'hand', '{}' FROM entity WHERE id BETWEEN 110 AND 113;"
    "INSERT INTO actor(id, key, kind, name) VALUES (110, 'fabius', 'person', 'Laurent Fabius'),"
    " (111, 'quai', 'office', 'Foreign minister of France'), (112, 'hongkong', 'state', 'Hong Kong'),"
    " (113, 'mandiant', 'org', 'Mandiant');"
    "INSERT INTO name(kind, name, what, entity) VALUES (1, 'fabius', 0, 110), (1, 'quai', 0, 111),"
    " (1, 'hongkong', 0, 112), (1, 'mandiant', 0, 113);"
    "INSERT INTO affiliation(actor, rel, of, term, since, until, from_lo, to_hi) VALUES"
    " (110, 'holds', 111, 1, '2012-05', '2013-06-01', 1335830400, 1370044800),"
    " (111, 'part-of', 109, 1, NULL, NULL, -9223372036854775808, 9223372036854775807),"
    " (112, 'part-of', 100, 1, '1997-07-01', NULL, 867715200, 9223372036854775807);";

enum {
	CHINA = 100,
	US,
	SECDEF,
	PENTAGON,
	HAGEL,
	UN,
	PRC,
	GHOST,
	PANETTA,
	FRANCE,
	FABIUS,
	QUAI,
	HONGKONG,
	MANDIANT
};

static int open_world(void **state)
{
	open_empty(state);
	run_sql(sql_more);
	return 0;
}

/* An event of those actors; the list ends with 0. */
static int64_t meet(int64_t event, const char *key, const char *edtf, const int64_t *actors)
{
	int64_t version = put_version((a_version){ .event = event, .key = key, .title = key, .edtf = edtf });
	for (; *actors; actors++)
		put_part(version, *actors, "participant", 0);
	return version;
}
#define MEET(event, key, edtf, ...) meet(event, key, edtf, (const int64_t[]){ __VA_ARGS__, 0 })

static const char *find(const char *query)
{
	return found(&(dtl_ask){ .query = query });
}

static const char *find_definite(const char *query)
{
	return found(&(dtl_ask){ .query = query, .definite = true });
}

static void both_are_there_and_no_third_state(void **state)
{
	(void)state;
	MEET(1, "two", "2013-06-07", CHINA, US);
	MEET(2, "three", "2013-06-08", CHINA, US, FRANCE);
	MEET(3, "others", "2013-06-09", FRANCE, US);
	MEET(4, "alone", "2013-06-10", CHINA);
	MEET(5, "with-un", "2013-06-11", CHINA, US, UN, MANDIANT);
	assert_string_equal(find("between:china,us"), "two with-un");
	assert_string_equal(find("between:us,china"), "two with-un");
	assert_string_equal(find("between:us,france"), "others");
	assert_string_equal(find("not between:us,china"), "three others alone");
	assert_string_equal(find_definite("between:china,us"), "two with-un");
	assert_string_equal(find("between:china,us date:2013-06-11"), "!with-un");
	assert_string_equal(find("between:china,us or between:us,france"), "two others with-un");
	assert_string_equal(find("between:un,us"), "");
	assert_string_equal(find("between:un,mandiant"), "");
}

static void whoever_acts_for_them_counts_on_that_day(void **state)
{
	(void)state;
	MEET(1, "hagel-in-office", "2013-06-01", HAGEL, PRC);
	MEET(2, "hagel-before", "2012-06-01", HAGEL, CHINA);
	MEET(3, "the-office", "2012-06-02", SECDEF, CHINA);
	MEET(4, "fabius-in-office", "2013-05-01", HAGEL, CHINA, FABIUS);
	MEET(5, "fabius-behind", "2013-06-02", HAGEL, CHINA, FABIUS);
	assert_string_equal(find("between:china,us"), "the-office hagel-in-office fabius-behind");
	assert_string_equal(find("between:us,prc"), "the-office hagel-in-office fabius-behind");
	assert_string_equal(find("between:hagel,china"), "hagel-before hagel-in-office fabius-behind");
	assert_string_equal(find_definite("between:china,us"), "the-office hagel-in-office fabius-behind");
}

static void an_unknown_day_makes_it_possible_and_not_certain(void **state)
{
	(void)state;
	MEET(1, "hagel-some-day", "2013", HAGEL, CHINA);
	MEET(2, "fabius-some-day", "2013", US, CHINA, FABIUS);
	MEET(3, "fabius-for-sure", "2013-02", US, CHINA, FABIUS);
	MEET(4, "no-date", NULL, HAGEL, CHINA, FABIUS);
	assert_string_equal(find("between:china,us"), "fabius-some-day hagel-some-day no-date");
	assert_string_equal(find_definite("between:china,us"), "");
	assert_string_equal(find_definite("not between:china,us"), "fabius-for-sure");
}

static void on_behalf_of_counts_as_the_one_and_the_other(void **state)
{
	(void)state;
	int64_t v = MEET(1, "un-for-china", "2013-06-01", US);
	put_part(v, UN, "delegate", CHINA);
	v = MEET(2, "un-for-france", "2013-06-02", US, CHINA);
	put_part(v, UN, "delegate", FRANCE);
	v = MEET(3, "france-for-china", "2013-06-03", US);
	put_part(v, FRANCE, "delegate", CHINA);
	assert_string_equal(find("between:china,us"), "un-for-china");
	assert_string_equal(find("between:us,france"), "");
	assert_string_equal(find("is:bilateral"), "un-for-china");
}

static void a_part_of_a_side_is_that_side(void **state)
{
	(void)state;
	MEET(1, "two", "2013-06-01", CHINA, US);
	MEET(2, "part", "2013-06-02", HONGKONG, US);
	MEET(3, "before", "1990-06-02", HONGKONG, US);
	MEET(4, "all", "2013-06-03", HONGKONG, US, CHINA);
	MEET(5, "at-home", "2013-06-04", HONGKONG, CHINA);
	assert_string_equal(find("between:china,us"), "two part all");
	assert_string_equal(find("between:hongkong,us"), "before part all");
	assert_string_equal(find("is:bilateral"), "before two part all");
	/* The cycle of the world: the Pentagon is above the United States, too. */
	assert_string_equal(find("between:pentagon,china"), "two part all");
}

static void one_alone_does_not_meet_with_himself(void **state)
{
	(void)state;
	MEET(1, "alone", "2013-06-01", HAGEL);
	MEET(2, "with-us", "2013-06-02", HAGEL, US);
	assert_string_equal(find("between:hagel,us"), "with-us");
}

static void as_of_then_the_participants_are_those_of_then(void **state)
{
	(void)state;
	int64_t v = put_version(
	    (a_version){ .event = 1, .key = "talks", .title = "talks", .edtf = "2013-06-01", .to = 5000 });
	put_part(v, CHINA, "participant", 0);
	put_part(v, US, "participant", 0);
	v = put_version(
	    (a_version){ .event = 1, .key = "talks", .title = "talks", .edtf = "2013-06-01", .from = 5000 });
	put_part(v, CHINA, "participant", 0);
	put_part(v, US, "participant", 0);
	put_part(v, FRANCE, "participant", 0);
	assert_string_equal(find("between:china,us"), "");
	assert_string_equal(
	    found(&(dtl_ask){ .query = "between:china,us", .has_as_of = true, .as_of = 4000 }), "talks");
}

static void busy_actors_are_found_like_rare_ones(void **state)
{
	char key[32], at[32];
	(void)state;
	run_sql("BEGIN");
	for (int64_t i = 1; i <= 1300; i++) {
		snprintf(key, sizeof(key), "e%lld", (long long)i);
		snprintf(at, sizeof(at), "%04lld-01-01", (long long)(1000 + i % 900));
		int64_t other = i % 100 == 0 ? FRANCE : CHINA;
		MEET(1000 + i, key, at, US, other);
	}
	run_sql("COMMIT");
	assert_string_equal(find("between:us,china date:1001-01-01"), "!e1 !e901");
	assert_string_equal(find("between:us,china date:1101-01-01"), "!e1001 !e101");
	assert_string_equal(find("between:us,france date:1100-01-01"), "!e100 !e1000");
	assert_string_equal(find("between:us,france date:1300..1301"), "!e1200 !e300");
}

static void says_what_is_wrong_and_what_may_be_meant(void **state)
{
	static const char *const wrong[][2] = {
		{ "between:china", "takes two actors: between:china,OTHER" },
		{ "x between:china,us,france", "takes two actors, not 3" },
		{ "between:china,China", "'china' and 'China' are the same" },
		{ "between:china,prc", "'china' and 'prc' are the same" },
		{ "between:pentagon,us", "acts for" },
		{ "between:us,nobody", "no actor 'nobody'" },
		{ "between:us,", "'between:' needs a value" },
		{ "betwen:us,china", "did you mean 'between:'?" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		dtl_cursor *c = NULL;
		assert_int_not_equal(
		    dtl_find_events(&c, &db, &(dtl_ask){ .query = wrong[i][0] }, &err), DTL_OK);
		assert_contains(err.text, wrong[i][1]);
		assert_contains(err.text, "^");
	}
}

static void bilateral_is_what_represents_exactly_two_states(void **state)
{
	(void)state;
	MEET(1, "two", "2013-06-01", CHINA, US);
	MEET(2, "three", "2013-06-02", CHINA, US, FABIUS, QUAI);
	MEET(3, "one", "2013-06-03", HAGEL, PENTAGON, UN);
	MEET(4, "by-others", "2013-06-04", HAGEL, QUAI, UN);
	MEET(5, "merged", "2013-06-05", PRC, CHINA);
	MEET(6, "perhaps", "2013", HAGEL, CHINA);
	MEET(7, "perhaps-not", "2013", US, CHINA, FABIUS);
	put_version((a_version){ .event = 8, .key = "empty", .title = "empty", .edtf = "2013-06-06" });
	assert_string_equal(find("is:bilateral"), "perhaps perhaps-not two by-others");
	assert_string_equal(find_definite("is:bilateral"), "two by-others");
	assert_string_equal(
	    find("not is:bilateral date:2013-06"), "perhaps perhaps-not !three !one !merged !empty");
}

static void recurring_has_a_rule(void **state)
{
	(void)state;
	int64_t v = MEET(1, "weekly", "2013-06-01/2013-08-01", CHINA);
	MEET(2, "once", "2013-06-02", CHINA);
	int64_t cut = MEET(3, "instances-only", "2013-06-03", CHINA);
	char sql[300];
	snprintf(sql, sizeof(sql),
	    "INSERT INTO event_recurrence VALUES(%lld, '{\"rule\":\"FREQ=WEEKLY;COUNT=9\"}', NULL), (%lld, NULL, '[]')",
	    (long long)v, (long long)cut);
	run_sql(sql);
	assert_string_equal(find("is:recurring"), "weekly");
	assert_string_equal(find("not is:recurring"), "once instances-only");
	assert_string_equal(find("is:recurring,bilateral"), "weekly");
}

/* ---- against a plain evaluation ---- */

enum { ACTORS = 12, FIRST = 600, EDGES = 14, DAYS = 20, EVENTS = 60, PARTS = 4 };

typedef struct edge {
	int below, above, from, to; /* days */
} edge;
typedef struct happening {
	int day, parts, actor[PARTS], behalf[PARTS];
} happening;
static edge edges[EDGES];
static happening events[EVENTS];

/* The first six are states, the last one is merged into the first. */
static int canonical(int a)
{
	return a == ACTORS - 1 ? 0 : a;
}

static void reach(bool *seen, int actor, int day)
{
	actor = canonical(actor);
	if (seen[actor])
		return;
	seen[actor] = true;
	for (int i = 0; i < EDGES; i++)
		if (canonical(edges[i].below) == actor && edges[i].from <= day && day < edges[i].to)
			reach(seen, edges[i].above, day);
}

static bool stands_for(int actor, int whom, int day)
{
	bool seen[ACTORS] = { false };
	reach(seen, actor, day);
	return seen[canonical(whom)];
}

static bool part_for(const happening *h, int i, int whom)
{
	return stands_for(h->actor[i], whom, h->day) ||
	       (h->behalf[i] >= 0 && stands_for(h->behalf[i], whom, h->day));
}

static bool is_between(const happening *h, int a, int b)
{
	bool both = false;
	for (int i = 0; i < h->parts; i++)
		for (int k = 0; k < h->parts; k++)
			both = both || (canonical(h->actor[i]) != canonical(h->actor[k]) &&
					   part_for(h, i, a) && part_for(h, k, b));
	for (int s = 0; s < 6 && both; s++) {
		bool ours = stands_for(s, a, h->day) || stands_for(s, b, h->day) ||
			    stands_for(a, s, h->day) || stands_for(b, s, h->day);
		for (int i = 0; i < h->parts && !ours; i++)
			both = both && !part_for(h, i, s);
	}
	return both;
}

static bool is_bilateral(const happening *h)
{
	int count = 0;
	for (int s = 0; s < 6; s++) {
		bool there = false, below = false;
		for (int i = 0; i < h->parts; i++)
			there = there || part_for(h, i, s);
		for (int t = 0; t < 6; t++)
			below = below || (t != s && stands_for(s, t, h->day));
		count += there && !below;
	}
	return count == 2;
}

static int pick(int below)
{
	return rand() % below;
}

static int64_t instant(int day)
{
	return (int64_t)day * DTL_DAY;
}

static void put_actor(int i)
{
	static const char *const kinds[] = { "state", "org", "office" };
	char sql[600];
	int id = FIRST + i;
	snprintf(sql, sizeof(sql),
	    "INSERT INTO entity(id, kind, key) VALUES(%d, 1, 'a%d');"
	    "INSERT INTO name(kind, name, what, entity) VALUES(1, 'a%d', 0, %d);"
	    "INSERT INTO claim(changeset, position, entity, known_at, lane, patch) VALUES(1, %d, %d, 1000, 'hand', '{}');",
	    id, i, i, id, id, id);
	run_sql(sql);
	if (i < ACTORS - 1)
		snprintf(sql, sizeof(sql),
		    "INSERT INTO actor(id, key, kind, name) VALUES(%d, 'a%d', '%s', 'A')", id, i,
		    kinds[i < 6   ? 0
			  : i < 9 ? 1
				  : 2]);
	else
		snprintf(sql, sizeof(sql), "INSERT INTO merged VALUES(%d, %d)", id, FIRST);
	run_sql(sql);
}

static void put_edge(int i)
{
	char sql[300];
	edge *e = &edges[i];
	bool always = pick(2) == 0;
	*e = (edge){ pick(ACTORS - 1), pick(ACTORS), always ? -1 : pick(DAYS), DAYS };
	/* States are seldom part of one another; who is asked for holds no office, which would count for its holder. */
	if (e->below < 6 && pick(3))
		e->below = 6 + pick(5);
	if (!always)
		e->to = e->from + 1 + pick(DAYS);
	snprintf(sql, sizeof(sql), "INSERT INTO affiliation VALUES(%d, '%s', %d, %d, NULL, NULL, %lld, %lld)",
	    FIRST + e->below, e->below < 9 || pick(2) ? "part-of" : "holds", FIRST + e->above, i,
	    always ? (long long)DTL_TIME_MIN : (long long)instant(e->from),
	    always ? (long long)DTL_TIME_MAX : (long long)instant(e->to));
	run_sql(sql);
}

static void put_happening(int i)
{
	char key[16];
	happening *h = &events[i];
	*h = (happening){ .day = pick(DAYS), .parts = 1 + pick(PARTS) };
	dtl_bounds b = { instant(h->day), instant(h->day + 1), instant(h->day), instant(h->day + 1) };
	snprintf(key, sizeof(key), "e%02d", i);
	int64_t v = put_version((a_version){ .event = i + 1, .key = key, .title = key, .bounds = &b });
	for (int k = 0; k < h->parts; k++) {
		h->actor[k] = (pick(2) ? pick(ACTORS) : pick(4));
		h->behalf[k] = pick(8) ? -1 : pick(ACTORS);
		for (int o = 0; o < k; o++)
			if (h->actor[o] == h->actor[k])
				h->actor[k] = -1;
		if (h->actor[k] >= 0)
			put_part(v, FIRST + h->actor[k], "participant",
			    h->behalf[k] < 0 ? 0 : FIRST + h->behalf[k]);
		else
			h->parts = k--;
	}
}

typedef bool (*is_fn)(const happening *h, int a, int b);

static bool bilateral_too(const happening *h, int a, int b)
{
	(void)a;
	(void)b;
	return is_bilateral(h);
}

static void compare(const char *query, is_fn is, int a, int b)
{
	char wanted[EVENTS * 4 + 1] = "";
	dtl_ask ask = { .query = query, .sort = DTL_SORT_ID };
	for (int i = 0; i < EVENTS; i++)
		if (is(&events[i], a, b))
			sprintf(wanted + strlen(wanted), "%se%02d", *wanted ? " " : "", i);
	assert_string_equal(found(&ask), wanted);
	ask.definite = true;
	assert_string_equal(found(&ask), wanted);
}

static void equals_a_plain_evaluation(void **state)
{
	char query[40];
	(void)state;
	srand(20130604);
	for (int round = 0; round < 40; round++) {
		close_world(state);
		open_empty(state);
		run_sql("BEGIN");
		for (int i = 0; i < ACTORS; i++)
			put_actor(i);
		for (int i = 0; i < EDGES; i++)
			put_edge(i);
		for (int i = 0; i < EVENTS; i++)
			put_happening(i);
		run_sql("COMMIT");
		compare("is:bilateral", bilateral_too, 0, 0);
		for (int ask = 0; ask < 12; ask++) {
			int a = pick(9), b = pick(9);
			dtl_cursor *c = NULL;
			snprintf(query, sizeof(query), "between:a%d,a%d", a, b);
			/* What always acts for the other is refused. */
			dtl_status status = dtl_find_events(&c, &db, &(dtl_ask){ .query = query }, &err);
			dtl_cursor_close(c);
			if (status != DTL_OK)
				assert_true(stands_for(a, b, 0) || stands_for(b, a, 0));
			else
				compare(query, is_between, a, b);
		}
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(both_are_there_and_no_third_state),
		TEST(whoever_acts_for_them_counts_on_that_day),
		TEST(an_unknown_day_makes_it_possible_and_not_certain),
		TEST(on_behalf_of_counts_as_the_one_and_the_other),
		TEST(a_part_of_a_side_is_that_side),
		TEST(one_alone_does_not_meet_with_himself),
		TEST(as_of_then_the_participants_are_those_of_then),
		TEST(busy_actors_are_found_like_rare_ones),
		TEST(says_what_is_wrong_and_what_may_be_meant),
		TEST(bilateral_is_what_represents_exactly_two_states),
		TEST(recurring_has_a_rule),
		TEST(equals_a_plain_evaluation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
