/* Counts against counting by hand, on a small world and on random timelines. */
#include "test_query_fixture.h"
#include <dateline/stats.h>
#include <stdio.h>
#include <stdlib.h>

static dtl_stats *count_by(const dtl_ask *ask, const char *row, const char *column, bool below)
{
	dtl_stats *stats = NULL;
	dtl_stat_by by = { .row = row, .column = column };
	assert_ok(dtl_stats_find(&stats, &db, ask, &by, 1, below, &err));
	return stats;
}

/* "key:3 key with:2 -:1", the last of what has no value. */
static const char *axis_words(const dtl_stat_axis *axis)
{
	static char list[4096];
	size_t len = 0;
	list[0] = '\0';
	for (size_t i = 0; i < axis->count; i++) {
		const dtl_stat_value *v = &axis->values[i];
		len += (size_t)snprintf(list + len, sizeof(list) - len, "%s%s%s%s:%d", i ? " " : "",
		    v->key ? v->key : "-", v->with ? "+" : "", v->with ? v->with : "", (int)v->count);
	}
	return list;
}

static const char *counted(const char *query, const char *by)
{
	static char copy[4096];
	dtl_stats *stats = count_by(&(dtl_ask){ .query = query }, by, NULL, false);
	snprintf(copy, sizeof(copy), "%s", axis_words(&stats->tables[0].rows));
	dtl_stats_free(stats);
	return copy;
}

static void nothing_has_no_rows(void **state)
{
	(void)state;
	dtl_stats *stats = count_by(&(dtl_ask){ .query = NULL }, "year", "actor", false);
	assert_int_equal(stats->total, 0);
	assert_int_equal(stats->tables[0].rows.count, 0);
	assert_int_equal(dtl_stats_cell(stats, 0, 0, 0), 0);
	dtl_stats_free(stats);
	dtl_stats_free(NULL);
}

static void unknown_keys_are_refused_with_the_nearest(void **state)
{
	(void)state;
	dtl_stats *stats = NULL;
	dtl_stat_by by = { .row = "yaer" };
	assert_status(
	    dtl_stats_find(&stats, &db, &(dtl_ask){ .query = "" }, &by, 1, false, &err), DTL_E_ARGUMENT);
	assert_non_null(strstr(err.text, "did you mean 'year'?"));
	assert_null(stats);
}

static void put_dated(int64_t event, const char *edtf)
{
	char key[16];
	snprintf(key, sizeof(key), "e%d", (int)event);
	put_version((a_version){ .event = event, .key = key, .title = key, .edtf = edtf });
}

static void events_count_where_they_begin_and_apart_where_that_is_open(void **state)
{
	(void)state;
	static const char *const dates[] = { "2013-12-30/2014-01-02", "2013", "2013-07", "2013-06-07",
		"[2013-11-30..2014-01-02]", "../2013-06-03", "2013-06-07/..", "[2012..2015]", NULL,
		"-0044-03-15", "2013-12/2014-01" };
	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++)
		put_dated((int64_t)i + 1, dates[i]);
	assert_string_equal(
	    counted("", "year"), "-0044:1 2013:6 [..2013]:1 [2012..2015]:1 [2013..2014]:1 -:1");
	assert_string_equal(counted("", "month"),
	    "-0044-03:1 2013-06:2 2013-07:1 2013-12:2 [..2013-06]:1 [2012-01..2015-12]:1"
	    " [2013-01..2013-12]:1 [2013-11..2014-01]:1 -:1");
}

static void put_world(void)
{
	int64_t v = put_version(
	    (a_version){ .event = 1, .key = "a", .title = "a", .edtf = "2013-06-07", .place = 201 });
	put_part(v, 100, "host", 0);
	put_part(v, 104, "participant", 0);
	put_part(v, 106, "participant", 0); /* merged with China */
	put_topic(v, 301);
	v = put_version(
	    (a_version){ .event = 2, .key = "b", .title = "b", .edtf = "2012-06-07", .place = 203 });
	put_part(v, 104, "participant", 0); /* not in office yet */
	put_part(v, 108, "participant", 0); /* in office */
	put_part(v, 105, "participant", 101);
	put_topic(v, 300);
	put_topic(v, 301);
	v = put_version((a_version){ .event = 3, .key = "c", .title = "c", .edtf = "2013-06-08" });
	put_part(v, 103, "participant", 0);
}

static void actors_count_as_named_and_as_whom_they_act_for(void **state)
{
	(void)state;
	put_world();
	assert_string_equal(counted("", "actor"), "hagel:2 china:1 panetta:1 pentagon:1 un:1");
	assert_string_equal(counted("", "party"), "us:3 china:1 hagel:1");
	assert_string_equal(counted("", "pair"), "china+us:1 hagel+us:1 -:1");
	assert_string_equal(
	    counted("", "named-pair"), "china+hagel:1 hagel+panetta:1 hagel+un:1 panetta+un:1 -:1");
	assert_string_equal(counted("actor:china", "pair"), "china+us:1");
}

static void places_and_topics_count_below_when_asked(void **state)
{
	(void)state;
	put_world();
	assert_string_equal(counted("", "place"), "sunnylands:1 washington:1 -:1");
	assert_string_equal(counted("", "country"), "US:2 -:1");
	assert_string_equal(counted("", "topic"), "cybersecurity:2 security:1 -:1");
	dtl_stats *stats = count_by(&(dtl_ask){ .query = "" }, "topic", "place", true);
	assert_string_equal(axis_words(&stats->tables[0].rows), "cybersecurity:2 security:2 -:1");
	assert_string_equal(
	    axis_words(&stats->tables[0].columns), "california:1 sunnylands:1 washington:1 -:1");
	assert_int_equal(dtl_stats_cell(stats, 0, 1, 0), 1);
	assert_int_equal(dtl_stats_cell(stats, 0, 2, 0), 0);
	dtl_stats_free(stats);
}

static void the_largest_are_kept_and_the_rest_is_summed(void **state)
{
	(void)state;
	put_world();
	dtl_stats *stats = NULL;
	dtl_stat_by by = { .row = "actor", .column = "year", .most_rows = 2, .most_columns = 1 };
	assert_ok(dtl_stats_find(&stats, &db, &(dtl_ask){ .query = "" }, &by, 1, false, &err));
	const dtl_stat_table *t = &stats->tables[0];
	assert_string_equal(axis_words(&t->rows), "hagel:2 china:1");
	assert_int_equal(t->rows.left_out, 3);
	assert_int_equal(t->rows.left_out_count, 3);
	assert_string_equal(axis_words(&t->columns), "2013:2");
	assert_int_equal(dtl_stats_cell(stats, 0, 0, 0), 1);
	dtl_stats_free(stats);
}

static void events_that_recur_count_each_time_where_a_window_is_asked(void **state)
{
	(void)state;
	char sql[512];
	int64_t v = put_version((a_version){
	    .event = 1, .key = "a", .title = "a", .type = "talks", .edtf = "2013-06-07/2013-12-20" });
	snprintf(sql, sizeof(sql),
	    "INSERT INTO event_recurrence(version, recurrence, instances) VALUES(%d,"
	    "'{\"rrule\":[\"FREQ=WEEKLY\"],\"start\":\"2013-06-07\"}',NULL)",
	    (int)v);
	run_sql(sql);
	put_dated(2, "2013-06-08");
	assert_string_equal(counted("", "month"), "2013-06:2");
	assert_string_equal(counted("date:2013-06..2013-07", "month"), "2013-06:5 2013-07:4");
	assert_string_equal(counted("date:2013-06-09..2013-06-12", "month"), "");
	assert_string_equal(counted("date:2013-06", "type"), "talks:4 -:1");
}

/* ---- random timelines ---- */

enum { EVENTS = 60, DAYS = 900, ROUNDS = 40 };

typedef struct version {
	int64_t from, to, first, last; /* days of the start */
	int type, actors;              /* bits */
	bool dated;
} version;

static version versions[EVENTS * 2];
static size_t version_count;
static const char *const types[] = { NULL, "summit", "talks" };
static const int64_t actor_ids[] = { 100, 101, 109 };
static const char *const actor_keys[] = { "china", "us", "france" };
static unsigned seed = 7;

static int pick(int n)
{
	seed = seed * 1103515245U + 12345U;
	return (int)((seed >> 16) % (unsigned)n);
}

static void put_random(int event, int64_t from, int64_t to)
{
	version *v = &versions[version_count++];
	char key[16];
	*v = (version){ .from = from, .to = to, .type = pick(3), .actors = pick(8), .dated = pick(6) != 0 };
	v->first = pick(DAYS);
	v->last = v->first + (pick(3) == 0 ? pick(500) : pick(3));
	int64_t start = v->first * DTL_DAY, behind = (v->last + 1) * DTL_DAY;
	int64_t longer = pick(40) * (int64_t)DTL_DAY;
	dtl_bounds b = { start, behind, start + longer, behind + longer };
	snprintf(key, sizeof(key), "r%02d", event);
	int64_t id = put_version((a_version){ .event = event,
	    .key = key,
	    .title = key,
	    .type = types[v->type],
	    .from = from,
	    .to = to,
	    .bounds = v->dated ? &b : NULL });
	for (int i = 0; i < 3; i++)
		if (v->actors & 1 << i)
			put_part(id, actor_ids[i], "participant", 0);
}

static int year_of(int64_t day)
{
	return day < 365 ? 1970 : day < 730 ? 1971 : day < 1096 ? 1972 : 1973;
}

static void year_key(char *buf, size_t size, const version *v)
{
	int a = year_of(v->first), b = year_of(v->last);
	if (!v->dated)
		snprintf(buf, size, "-");
	else if (a == b)
		snprintf(buf, size, "%d", a);
	else
		snprintf(buf, size, "[%d..%d]", a, b);
}

static bool is_known(const version *v, const dtl_ask *ask)
{
	int64_t now = ask->has_as_of ? ask->as_of - 1 : FOREVER - 1;
	return v->from <= now && now < v->to && (!*ask->query || v->type == 2);
}

/* How often the two keys come together, by looking at every version. */
static int expect_cell(const dtl_ask *ask, const char *year, const char *actor)
{
	int n = 0;
	for (size_t i = 0; i < version_count; i++) {
		const version *v = &versions[i];
		char key[32];
		year_key(key, sizeof(key), v);
		bool has = strcmp(actor, "-") == 0 && v->actors == 0;
		for (int a = 0; a < 3; a++)
			has = has || (v->actors & 1 << a && strcmp(actor_keys[a], actor) == 0);
		n += is_known(v, ask) && has && strcmp(key, year) == 0;
	}
	return n;
}

static int expect_total(const dtl_ask *ask)
{
	int n = 0;
	for (size_t i = 0; i < version_count; i++)
		n += is_known(&versions[i], ask);
	return n;
}

static void check_random(const dtl_ask *ask)
{
	static const char *const keys[] = { "china", "us", "france", "-" };
	dtl_stats *stats = count_by(ask, "year", "actor", false);
	const dtl_stat_table *t = &stats->tables[0];
	int64_t sum = 0;
	assert_int_equal(stats->total, expect_total(ask));
	for (size_t i = 0; i < t->rows.count; i++) {
		const char *year = t->rows.values[i].key ? t->rows.values[i].key : "-";
		sum += t->rows.values[i].count;
		for (size_t k = 0; k < 4; k++) {
			int64_t have = 0;
			for (size_t j = 0; j < t->columns.count; j++) {
				const char *key = t->columns.values[j].key;
				if (strcmp(key ? key : "-", keys[k]) == 0)
					have = dtl_stats_cell(stats, 0, i, j);
			}
			assert_int_equal(have, expect_cell(ask, year, keys[k]));
		}
	}
	/* Years are of one value: nothing is counted twice, and nothing left out. */
	assert_int_equal(sum, stats->total);
	dtl_stats_free(stats);
}

static void random_timelines_are_counted_as_by_hand(void **state)
{
	(void)state;
	for (int event = 1; event <= EVENTS; event++) {
		int64_t turn = 2000 + pick(10);
		put_random(event, 1000 + pick(10), turn);
		put_random(event, turn, pick(4) == 0 ? 2100 : FOREVER);
	}
	for (int i = 0; i < ROUNDS; i++) {
		dtl_ask ask = { .query = pick(2) ? "" : "type:talks", .has_as_of = pick(2) == 0 };
		ask.as_of = 995 + pick(2) * 1000 + pick(25);
		check_random(&ask);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_has_no_rows, open_empty, close_world),
		cmocka_unit_test_setup_teardown(
		    unknown_keys_are_refused_with_the_nearest, open_empty, close_world),
		cmocka_unit_test_setup_teardown(
		    events_count_where_they_begin_and_apart_where_that_is_open, open_empty, close_world),
		cmocka_unit_test_setup_teardown(
		    actors_count_as_named_and_as_whom_they_act_for, open_empty, close_world),
		cmocka_unit_test_setup_teardown(
		    places_and_topics_count_below_when_asked, open_empty, close_world),
		cmocka_unit_test_setup_teardown(
		    the_largest_are_kept_and_the_rest_is_summed, open_empty, close_world),
		cmocka_unit_test_setup_teardown(
		    events_that_recur_count_each_time_where_a_window_is_asked, open_empty, close_world),
		cmocka_unit_test_setup_teardown(
		    random_timelines_are_counted_as_by_hand, open_empty, close_world),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
