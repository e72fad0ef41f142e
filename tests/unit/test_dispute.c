/* Disagreement: when publishers differ, what ends it, and what of it is found. */
#include "test_model_fixture.h"
#include <dateline/query.h>

/* Reports of four sources; cd1 and cd2 have one publisher. */
static int open_sources(void **state)
{
	int failed = open_bare(state);
	as.evidence.known = "2013-01-01";
	add(DTL_SOURCE, "id", "cd1", "publisher", "China Daily");
	add(DTL_SOURCE, "id", "cd2", "publisher", "China Daily");
	add(DTL_SOURCE, "id", "wh", "publisher", "White House");
	add(DTL_SOURCE, "id", "blog", "title", "A blog");
	add(DTL_PLACE, "id", "california", "name", "California");
	add(DTL_PLACE, "id", "sunnylands", "name", "Sunnylands", "parent", "california");
	add(DTL_PLACE, "id", "washington", "name", "Washington");
	add(DTL_SERIES, "id", "ssd", "name", "SSD");
	add(DTL_EVENT, "id", "x", "title", "X");
	as = plain_header();
	return failed;
}

static void report(const char *source, const char *known, const char *field, const char *value)
{
	as.evidence = (dtl_evidence){ .source = source, .known = known };
	set(DTL_EVENT, "x", field, value);
	as = plain_header();
}

static dtl_status list_dispute(void *user, const dtl_dispute *d, dtl_error *why)
{
	char line[512];
	(void)why;
	snprintf(line, sizeof(line), "%s %s: %s %s, %s %s", d->event, d->field, d->shown_source,
	    d->shown_value, d->source, d->value);
	add_line(user, 4096, line);
	return DTL_OK;
}

static const char *disputes_before(const char *as_of)
{
	static char list[4096];
	int64_t t = DTL_TIME_MAX;
	list[0] = '\0';
	if (as_of)
		assert_ok(dtl_time_parse(&t, as_of, &err));
	assert_ok(dtl_disputes(db, NULL, t, list_dispute, list, &err));
	return list;
}

#define assert_disputes(wanted) assert_string_equal(disputes_before(NULL), wanted)

/* How many events a query finds. */
static int found(const char *query, const char *as_of)
{
	dtl_ask ask = { .query = query, .today = NOON };
	dtl_cursor *c = NULL;
	const dtl_event *event;
	int count = 0;
	if (as_of) {
		ask.has_as_of = true;
		assert_ok(dtl_time_parse(&ask.as_of, as_of, &err));
	}
	assert_ok(dtl_find_events(&c, db, &ask, &err));
	while (dtl_cursor_event(c, &event, &err) == DTL_OK)
		count++;
	dtl_cursor_close(c);
	return count;
}

static void nobody_or_one_source_disputes_nothing(void **state)
{
	(void)state;
	assert_disputes("");
	report("wh", "2013-07-10", "when", "2013-07-09");
	assert_disputes("");
	assert_int_equal(count_of("contested"), 0);
}

static void two_publishers_differ_after_the_event(void **state)
{
	(void)state;
	report("cd1", "2013-07-10", "when", "2013-07-08/2013-07-09");
	report("wh", "2013-07-18", "when", "2013-07-09");
	assert_disputes("x when: wh 2013-07-09, cd1 2013-07-08/2013-07-09\n");
	assert_int_equal(found("is:disputed", NULL), 1);
	assert_int_equal(found("not is:disputed", NULL), 0);
	assert_int_equal(found("is:disputed date:2013-07", NULL), 1);
	assert_int_equal(found("is:disputed,unsourced", NULL), 1);
	assert_contains(
	    findings(false), "disputed event x: when: 'wh' says 9 Jul 2013, 'cd1' says 8–9 Jul 2013");
}

static void it_began_when_the_second_became_known(void **state)
{
	(void)state;
	report("cd1", "2013-07-10", "when", "2013-07-08");
	report("wh", "2013-07-12", "when", "2013-07-09");
	assert_string_equal(disputes_before("2013-07-12"), "");
	assert_string_equal(disputes_before("2013-07-13"), "x when: wh 2013-07-09, cd1 2013-07-08\n");
	assert_int_equal(found("is:disputed", "2013-07-12"), 0);
	assert_int_equal(found("is:disputed", "2013-07-13"), 1);
}

static void what_was_moved_from_one_report_to_the_next_is_no_dispute(void **state)
{
	(void)state;
	report("cd1", "2013-05-01", "when", "2013-07-08");
	report("wh", "2013-05-05", "when", "2013-07-20");
	assert_disputes("");
	/* Nor is it one because the day comes. */
	report("wh", "2013-07-20", "when", "2013-07-20");
	assert_disputes("");
}

static void reports_within_three_days_contradict_each_other_beforehand(void **state)
{
	(void)state;
	report("cd1", "2013-05-01", "when", "2013-07-08");
	report("wh", "2013-05-04", "when", "2013-07-20");
	assert_disputes("x when: wh 2013-07-20, cd1 2013-07-08\n");
}

static void narrowing_and_other_words_for_the_same_are_no_dispute(void **state)
{
	(void)state;
	report("cd1", "2013-07-10", "when", "2013-07");
	report("wh", "2013-07-11", "when", "2013-07-09");
	report("blog", "2013-07-12", "when", "2013-07-09/2013-07-09");
	assert_disputes("");
	report("blog", "2013-07-13", "when", "[2013-07-08..2013-07-12]");
	assert_disputes("");
}

static void a_day_without_a_time_is_that_day_anywhere(void **state)
{
	(void)state;
	report("cd1", "2013-06-08", "when", "2013-06-07");
	report("wh", "2013-06-09", "when", "2013-06-07T20:00:00-07:00");
	assert_disputes("");
	report("wh", "2013-06-10", "when", "2013-06-09T20:00:00-07:00");
	assert_disputes("x when: wh 2013-06-09T20:00:00-07:00, cd1 2013-06-07\n");
}

static void a_publisher_does_not_contradict_itself(void **state)
{
	(void)state;
	report("cd1", "2013-07-10", "when", "2013-07-08");
	report("cd2", "2013-07-11", "when", "2013-07-09");
	assert_disputes("");
	/* Who publishes is looked up when it is asked: no event is derived anew. */
	set(DTL_SOURCE, "cd2", "publisher", "China Weekly");
	assert_disputes("x when: cd2 2013-07-09, cd1 2013-07-08\n");
	set(DTL_SOURCE, "cd1", "publisher", "CHINA WEEKLY");
	assert_disputes("");
}

static void a_source_without_a_publisher_is_one_of_its_own(void **state)
{
	(void)state;
	report("blog", "2013-07-10", "when", "2013-07-08");
	report("cd1", "2013-07-11", "when", "2013-07-09");
	assert_disputes("x when: cd1 2013-07-09, blog 2013-07-08\n");
}

static void a_publisher_that_corrects_itself_ends_it(void **state)
{
	(void)state;
	report("cd1", "2013-07-10", "when", "2013-07-08");
	report("wh", "2013-07-11", "when", "2013-07-09");
	assert_disputes("x when: wh 2013-07-09, cd1 2013-07-08\n");
	report("cd2", "2013-07-12", "when", "2013-07-09");
	assert_disputes("");
	assert_int_equal(found("is:disputed", "2013-07-12"), 1);
}

static void a_vague_word_later_does_not_end_it(void **state)
{
	(void)state;
	report("cd1", "2013-07-10", "when", "2013-07-08");
	report("wh", "2013-07-11", "when", "2013-07-09");
	report("cd2", "2013-07-12", "when", "2013-07");
	assert_disputes("x when: wh 2013-07-09, cd1 2013-07-08\n");
}

static void a_place_within_the_other_is_no_dispute(void **state)
{
	(void)state;
	report("cd1", "2013-07-10", "at", "california");
	report("wh", "2013-07-11", "at", "sunnylands");
	assert_disputes("");
	set(DTL_PLACE, "sunnylands", "parent", "washington");
	assert_disputes("x place: wh sunnylands, cd1 california\n");
	set(DTL_PLACE, "sunnylands", "parent", "california");
	report("cd1", "2013-07-12", "at", "washington");
	assert_disputes("x place: cd1 washington, wh sunnylands\n");
}

static void of_statuses_only_held_and_cancelled_contradict_each_other(void **state)
{
	(void)state;
	report("cd1", "2013-07-10", "status", "announced");
	report("wh", "2013-07-11", "status", "postponed");
	assert_disputes("");
	report("cd1", "2013-07-12", "status", "held");
	assert_disputes("");
	report("wh", "2013-07-13", "status", "cancelled");
	assert_disputes("x status: wh cancelled, cd1 held\n");
}

static void editions_are_numbers_of_one_series(void **state)
{
	(void)state;
	as.evidence = (dtl_evidence){ .source = "cd1", .known = "2013-07-10" };
	set(DTL_EVENT, "x", "series", "ssd", "edition", "3");
	as.evidence = (dtl_evidence){ .source = "wh", .known = "2013-07-11" };
	set(DTL_EVENT, "x", "series", "ssd", "edition", "4");
	assert_disputes("x edition: wh 4, cd1 3\n");
}

static void a_person_without_a_source_overrides(void **state)
{
	(void)state;
	report("cd1", "2013-07-10", "when", "2013-07-08");
	report("wh", "2013-07-11", "when", "2013-07-09");
	report(NULL, "2013-07-15", "when", "2013-07-10");
	assert_disputes("");
	assert_int_equal(found("is:disputed", "2013-07-12"), 1);
}

static void rank_settles_it(void **state)
{
	(void)state;
	report("cd1", "2013-07-10", "when", "2013-07-08");
	report("wh", "2013-07-11", "when", "2013-07-09");
	as.evidence = (dtl_evidence){ .source = "cd1", .known = "2013-07-10", .rank = DTL_RANK_PREFERRED };
	set(DTL_EVENT, "x", "when", "2013-07-08");
	as = plain_header();
	assert_disputes("");
	undo(NULL);
	assert_disputes("x when: wh 2013-07-09, cd1 2013-07-08\n");
	undo(NULL);
	assert_disputes("");
}

static void many_words_on_one_field_stay_in_order(void **state)
{
	(void)state;
	static const char *const sources[] = { "cd1", "wh", "blog", "cd2" };
	for (int i = 0; i < 24; i++) {
		char known[32], when[32];
		snprintf(known, sizeof(known), "2013-06-%02d", i + 1);
		snprintf(when, sizeof(when), "2013-05-%02d", i % 7 + 1);
		report(sources[i % 4], known, "when", when);
	}
	/* The newest is cd2's 3 May: against it stand the newest words of the other two publishers. */
	assert_disputes("x when: cd2 2013-05-03, blog 2013-05-02\nx when: cd2 2013-05-03, wh 2013-05-01\n");
}

static void what_else_is_asked_of_events(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "y", "title", "Y", "when", "2013-07-01/2013-07-02", "status", "announced");
	report("wh", "2013-07-10", "when", "2013-08~");
	assert_int_equal(found("is:fuzzy", NULL), 1);
	assert_int_equal(found("is:overdue", NULL), 1);
	assert_int_equal(found("is:unsourced", NULL), 1);
	assert_int_equal(found("is:fuzzy,overdue", NULL), 2);
	assert_int_equal(found("is:fuzzy is:overdue", NULL), 0);
	assert_int_equal(found("is:projected", NULL), 0);
	/* Since the beginning nobody but a person spoke of either. */
	assert_int_equal(found("is:unsourced", "2013-07-10"), 1);
}

static void an_unknown_sort_of_event_is_refused(void **state)
{
	(void)state;
	dtl_cursor *c = NULL;
	assert_status(dtl_find_events(&c, db, &(dtl_ask){ .query = "is:dispute" }, &err), DTL_E_ARGUMENT);
	assert_contains(err.text, "did you mean 'disputed'?");
	assert_status(dtl_find_events(&c, db, &(dtl_ask){ .query = "x is:odd" }, &err), DTL_E_ARGUMENT);
	assert_contains(err.text,
	    "it is one of bilateral, disputed, fuzzy, overdue, projected, recurring, unsourced\nx is:odd\n     ^");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    nobody_or_one_source_disputes_nothing, open_sources, close_db),
		cmocka_unit_test_setup_teardown(
		    two_publishers_differ_after_the_event, open_sources, close_db),
		cmocka_unit_test_setup_teardown(
		    it_began_when_the_second_became_known, open_sources, close_db),
		cmocka_unit_test_setup_teardown(
		    what_was_moved_from_one_report_to_the_next_is_no_dispute, open_sources, close_db),
		cmocka_unit_test_setup_teardown(
		    reports_within_three_days_contradict_each_other_beforehand, open_sources, close_db),
		cmocka_unit_test_setup_teardown(
		    narrowing_and_other_words_for_the_same_are_no_dispute, open_sources, close_db),
		cmocka_unit_test_setup_teardown(
		    a_day_without_a_time_is_that_day_anywhere, open_sources, close_db),
		cmocka_unit_test_setup_teardown(
		    a_publisher_does_not_contradict_itself, open_sources, close_db),
		cmocka_unit_test_setup_teardown(
		    a_source_without_a_publisher_is_one_of_its_own, open_sources, close_db),
		cmocka_unit_test_setup_teardown(
		    a_publisher_that_corrects_itself_ends_it, open_sources, close_db),
		cmocka_unit_test_setup_teardown(a_vague_word_later_does_not_end_it, open_sources, close_db),
		cmocka_unit_test_setup_teardown(
		    a_place_within_the_other_is_no_dispute, open_sources, close_db),
		cmocka_unit_test_setup_teardown(
		    of_statuses_only_held_and_cancelled_contradict_each_other, open_sources, close_db),
		cmocka_unit_test_setup_teardown(editions_are_numbers_of_one_series, open_sources, close_db),
		cmocka_unit_test_setup_teardown(a_person_without_a_source_overrides, open_sources, close_db),
		cmocka_unit_test_setup_teardown(rank_settles_it, open_sources, close_db),
		cmocka_unit_test_setup_teardown(
		    many_words_on_one_field_stay_in_order, open_sources, close_db),
		cmocka_unit_test_setup_teardown(what_else_is_asked_of_events, open_sources, close_db),
		cmocka_unit_test_setup_teardown(an_unknown_sort_of_event_is_refused, open_sources, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
