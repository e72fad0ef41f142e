/* An answer that is read bit by bit, while somebody else writes. */
#include "test_model_fixture.h"
#include <dateline/query.h>

enum { EVENTS = 40 };

static dtl_db *reader;

static void put_event(int number)
{
	char id[32], when[32];
	snprintf(id, sizeof(id), "e%02d", number);
	snprintf(when, sizeof(when), "2013-%02d-%02d", 1 + number / 28, 1 + number % 28);
	as.evidence.known = "2013-06-04";
	add(DTL_EVENT, "id", id, "title", "Talks", "when", when);
	as = plain_header();
}

static int open_both(void **state)
{
	int failed = open_bare(state);
	for (int i = 0; i < EVENTS; i++)
		put_event(i);
	assert_ok(dtl_db_open(&reader, path_in(dir, "t.db"), DTL_OPEN_READ, NULL, &err));
	return failed;
}

static int close_both(void **state)
{
	dtl_db_close(reader);
	return close_db(state);
}

static dtl_cursor *ask(const char *query)
{
	dtl_cursor *c = NULL;
	assert_ok(dtl_find_events(&c, reader, &(dtl_ask){ .query = query }, &err));
	return c;
}

static int rest_of(dtl_cursor *c)
{
	const dtl_event *event;
	dtl_status status;
	int count = 0;
	while ((status = dtl_cursor_event(c, &event, &err)) == DTL_OK)
		count++;
	assert_status(status, DTL_DONE);
	return count;
}

/* In the order of time, by a list of hits, and in one statement. */
static const char *const queries[] = { "", "date:2013-01..", "talks", "type:talks or date:2013",
	"date:2013" };

static void what_others_write_does_not_show_in_an_open_answer(void **state)
{
	(void)state;
	int there = EVENTS;
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		const dtl_event *event;
		dtl_cursor *c = ask(queries[i]);
		assert_ok(dtl_cursor_event(c, &event, &err));
		put_event(there);
		assert_int_equal(rest_of(c), there - 1);
		dtl_cursor_close(c);
		c = ask(queries[i]);
		assert_int_equal(rest_of(c), ++there);
		dtl_cursor_close(c);
	}
}

static void an_answer_stays_as_it_is_when_another_one_is_closed(void **state)
{
	(void)state;
	const dtl_event *event;
	dtl_cursor *first = ask(""), *second = ask("date:2013-01..");
	assert_ok(dtl_cursor_event(first, &event, &err));
	assert_ok(dtl_cursor_event(second, &event, &err));
	dtl_cursor_close(first);
	put_event(EVENTS);
	assert_int_equal(rest_of(second), EVENTS - 1);
	dtl_cursor_close(second);
	dtl_cursor *third = ask("");
	assert_int_equal(rest_of(third), EVENTS + 1);
	dtl_cursor_close(third);
}

static void a_question_that_fails_holds_nothing(void **state)
{
	(void)state;
	dtl_cursor *c = NULL;
	assert_status(
	    dtl_find_events(&c, reader, &(dtl_ask){ .query = "actor:nobody" }, &err), DTL_E_NOTFOUND);
	put_event(EVENTS);
	c = ask("");
	assert_int_equal(rest_of(c), EVENTS + 1);
	dtl_cursor_close(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_others_write_does_not_show_in_an_open_answer, open_both, close_both),
		cmocka_unit_test_setup_teardown(
		    an_answer_stays_as_it_is_when_another_one_is_closed, open_both, close_both),
		cmocka_unit_test_setup_teardown(a_question_that_fails_holds_nothing, open_both, close_both),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
