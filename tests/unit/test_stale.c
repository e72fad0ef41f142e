/* What nobody has spoken of for long. */
#include "test_diff_fixture.h"

static char lines[4096];

static dtl_status take_line(void *user, const dtl_stale_event *s, dtl_error *e)
{
	size_t len = strlen(lines);
	char since[40];
	(void)user;
	(void)e;
	dtl_time_print(since, sizeof(since), s->since);
	snprintf(lines + len, sizeof(lines) - len, "%s: %s since %.10s, %s\n", s->event->title,
	    dtl_neglect_name(s->why), since,
	    s->last.publisher ? s->last.publisher
	    : s->last.source  ? s->last.source
	    : s->last.lane    ? s->last.lane
			      : "nobody");
	return DTL_OK;
}

static const char *stale_on(dtl_db *db, const char *today, int64_t days, const char *query)
{
	dtl_ask ask = { .query = query, .today = day(today) };
	lines[0] = '\0';
	assert_ok(dtl_stale(db, &ask, days * DTL_DAY, take_line, NULL, &err));
	return lines;
}

static void nothing_is_neglected_in_an_empty_timeline(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	assert_string_equal(stale_on(db, "2013-06-01", 30, NULL), "");
	dtl_db_close(db);
}

static void what_is_overdue_or_silent_is_listed_the_longest_first(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	char key[256];
	put_source(db, "times", "The Times");
	SAY(db, "2013-01-01", NULL, NULL, "title", "Past", "when", "2013-02-10", "status", "announced");
	SAY(db, "2013-01-01", NULL, NULL, "title", "Held", "when", "2013-02-10", "status", "held");
	SAY(db, "2013-01-01", NULL, NULL, "title", "Nobody said", "when", "2013-02-10");
	SAY(db, "2013-01-20", "times", NULL, "title", "Coming", "when", "2013-12", "status", "expected");
	SAY(db, "2013-02-20", NULL, NULL, "title", "Called off", "when", "2013-12", "status", "cancelled");
	SAY(db, "2013-03-20", NULL, NULL, "title", "Postponed", "status", "postponed");
	snprintf(key, sizeof(key), "%s",
	    SAY(db, "2013-01-02", NULL, NULL, "title", "Talked of", "when", "2013-12"));
	assert_string_equal(stale_on(db, "2013-03-25", 30, NULL),
	    "Talked of: silent since 2013-01-02, hand\nComing: silent since 2013-01-20, The Times\n"
	    "Past: overdue since 2013-02-11, hand\n");
	assert_string_equal(
	    stale_on(db, "2013-03-25", 30, "coming"), "Coming: silent since 2013-01-20, The Times\n");
	SAY(db, "2013-03-24", "times", key, "when", "2013-12");
	assert_string_equal(stale_on(db, "2013-05-01", 30, NULL),
	    "Coming: silent since 2013-01-20, The Times\nPast: overdue since 2013-02-11, hand\n"
	    "Postponed: silent since 2013-03-20, hand\nTalked of: silent since 2013-03-24, The Times\n");
	assert_string_equal(stale_on(db, "2013-05-01", 1000, NULL), "Past: overdue since 2013-02-11, hand\n");
	dtl_db_close(db);
}

static void thirty_days_are_not_longer_than_thirty_days(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	SAY(db, "2013-06-01", NULL, NULL, "title", "Talks", "when", "2013-12");
	assert_string_equal(stale_on(db, "2013-07-01", 30, NULL), "");
	assert_string_equal(stale_on(db, "2013-07-02", 30, NULL), "Talks: silent since 2013-06-01, hand\n");
	dtl_db_close(db);
}

static void what_has_lapsed_is_let_go(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	SAY(db, "2013-01-01", NULL, NULL, "title", "Past", "when", "2013-02-10", "status", "announced");
	assert_string_equal(stale_on(db, "2014-02-11", 30, NULL), "Past: overdue since 2013-02-11, hand\n");
	assert_string_equal(stale_on(db, "2014-02-13", 30, NULL), "");
	dtl_db_close(db);
}

static void as_of_a_day_later_reports_do_not_count(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	char key[256];
	snprintf(
	    key, sizeof(key), "%s", SAY(db, "2013-01-02", NULL, NULL, "title", "Talks", "when", "2013-12"));
	SAY(db, "2013-06-01", NULL, key, "status", "confirmed");
	dtl_ask ask = { .today = day("2013-05-01"), .has_as_of = true, .as_of = day("2013-05-02") };
	lines[0] = '\0';
	assert_ok(dtl_stale(db, &ask, 30 * DTL_DAY, take_line, NULL, &err));
	assert_string_equal(lines, "Talks: silent since 2013-01-02, hand\n");
	dtl_db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_neglected_in_an_empty_timeline),
		cmocka_unit_test(what_is_overdue_or_silent_is_listed_the_longest_first),
		cmocka_unit_test(thirty_days_are_not_longer_than_thirty_days),
		cmocka_unit_test(what_has_lapsed_is_let_go),
		cmocka_unit_test(as_of_a_day_later_reports_do_not_count),
	};
	return cmocka_run_group_tests(tests, make_dir, drop_dir);
}
