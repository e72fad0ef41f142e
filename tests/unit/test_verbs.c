/* The path of a status: each step is taken down, and odd ones are said. */
#include "test_model_fixture.h"

static int open_event(void **state)
{
	int failed = open_bare(state);
	as.evidence.known = "2013-06-01";
	add(DTL_EVENT, "id", "x", "title", "X", "when", "2013-07-08/2013-07-09");
	as = plain_header();
	return failed;
}

static void say(const char *known, const char *status)
{
	as.evidence.known = known;
	set(DTL_EVENT, "x", "status", status);
	as = plain_header();
}

static void a_path_that_goes_on_is_not_odd(void **state)
{
	(void)state;
	static const char *const path[] = { "rumoured", "expected", "announced", "confirmed", "postponed",
		"announced", "confirmed", "held" };
	char known[32];
	for (int i = 0; i < 8; i++) {
		snprintf(known, sizeof(known), "2013-07-%02d", i + 10);
		say(known, path[i]);
		assert_string_equal(notes, "");
	}
	say("2013-07-18", "held");
	assert_string_equal(notes, "");
}

static void going_back_is_said(void **state)
{
	(void)state;
	say("2013-06-02", "confirmed");
	say("2013-06-03", "announced");
	assert_string_equal(notes, "announced, though it was confirmed before\n");
	say("2013-07-10", "held");
	assert_string_equal(notes, "");
	say("2013-07-11", "cancelled");
	assert_string_equal(notes, "cancelled, though it was held before\n");
	say("2013-07-12", "announced");
	assert_string_equal(notes, "announced, though it was cancelled before\n");
}

static void held_before_its_window_is_said(void **state)
{
	(void)state;
	say("2013-07-07", "held");
	assert_string_equal(notes, "held, though its window had not begun then: 8–9 Jul 2013\n");
	undo(NULL);
	say("2013-07-08", "held");
	assert_string_equal(notes, "");
	/* With its date: that is what counts. */
	set(DTL_EVENT, "x", "status", "announced");
	as.evidence.known = "2013-07-19";
	set(DTL_EVENT, "x", "status", "held", "when", "2013-07-30");
	assert_contains(notes, "held, though its window had not begun then: 30 Jul 2013\n");
}

static void held_without_a_date_is_said(void **state)
{
	(void)state;
	as.evidence.known = "2013-07-01";
	set(DTL_EVENT, "x", "status", "postponed", "when", "unknown");
	assert_string_equal(notes, "");
	say("2013-07-20", "held");
	assert_string_equal(notes, "held, though its date is unknown: --when gives it\n");
	set(DTL_EVENT, "x", "status", "announced");
	as.evidence.known = "2013-07-20T13:00:00Z";
	set(DTL_EVENT, "x", "status", "held", "when", "2013-07-19");
	assert_null(strstr(notes, "though its date"));
}

static void what_was_known_later_makes_an_earlier_step_no_odder(void **state)
{
	(void)state;
	say("2013-07-10", "held");
	say("2013-06-10", "announced");
	/* It does not show, and that is said; but at its time nothing was odd about it. */
	assert_null(strstr(notes, "though"));
	assert_contains(notes, "status does not show");
}

static void an_event_that_is_born_held_in_the_future_is_said(void **state)
{
	(void)state;
	add(DTL_EVENT, "title", "Y", "when", "2013-08", "status", "held");
	assert_contains(notes, "held, though its window had not begun then: August 2013\n");
	add(DTL_EVENT, "title", "Z", "status", "held");
	assert_string_equal(notes, "");
}

static void a_deprecated_word_is_no_step(void **state)
{
	(void)state;
	say("2013-07-10", "held");
	as.evidence = (dtl_evidence){ .known = "2013-07-11", .rank = DTL_RANK_DEPRECATED };
	set(DTL_EVENT, "x", "status", "cancelled");
	assert_string_equal(notes, "");
}

static void a_postponed_event_keeps_its_old_window_as_history(void **state)
{
	(void)state;
	as.evidence.known = "2013-07-01";
	set(DTL_EVENT, "x", "status", "postponed", "when", "unknown");
	assert_string_equal(versions_of("x"), "2013-06-01 X 2013-07-08/2013-07-09 until 2013-07-01\n"
					      "2013-07-01 X postponed \n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_path_that_goes_on_is_not_odd, open_event, close_db),
		cmocka_unit_test_setup_teardown(going_back_is_said, open_event, close_db),
		cmocka_unit_test_setup_teardown(held_before_its_window_is_said, open_event, close_db),
		cmocka_unit_test_setup_teardown(held_without_a_date_is_said, open_event, close_db),
		cmocka_unit_test_setup_teardown(
		    what_was_known_later_makes_an_earlier_step_no_odder, open_event, close_db),
		cmocka_unit_test_setup_teardown(
		    an_event_that_is_born_held_in_the_future_is_said, open_event, close_db),
		cmocka_unit_test_setup_teardown(a_deprecated_word_is_no_step, open_event, close_db),
		cmocka_unit_test_setup_teardown(
		    a_postponed_event_keeps_its_old_window_as_history, open_event, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
