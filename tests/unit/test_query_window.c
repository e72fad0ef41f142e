#include "query/window.h"
#include "support.h"

static dtl_error err;
static int64_t today = 1370347200; /* 4 June 2013, noon */

static void check(const char *text, const char *from, const char *to)
{
	dtl_window w;
	int64_t a = DTL_TIME_MIN, b = DTL_TIME_MAX;
	size_t at = 0;
	if (from)
		assert_ok(dtl_time_parse(&a, from, &err));
	if (to)
		assert_ok(dtl_time_parse(&b, to, &err));
	assert_ok(dtl_window_parse(&w, text, today, &at, &err));
	assert_int_equal(w.from, a);
	assert_int_equal(w.to, b);
}

static size_t refuse(const char *text)
{
	dtl_window w;
	size_t at = 0;
	assert_status(dtl_window_parse(&w, text, today, &at, &err), DTL_E_ARGUMENT);
	return at;
}

static void a_date_is_the_whole_of_it(void **state)
{
	(void)state;
	check("2013-06-07", "2013-06-07", "2013-06-08");
	check("2013-07", "2013-07-01", "2013-08-01");
	check("[2013-06-06..2013-06-09]", "2013-06-06", "2013-06-10");
	check("2013-06-07/2013-06-08", "2013-06-07", "2013-06-09");
	check("2013-06-07/..", "2013-06-07", NULL);
	check("../2013-06-07", NULL, "2013-06-08");
	check("next month", "2013-07-01", "2013-08-01");
}

static void two_dots_are_from_the_first_to_the_second(void **state)
{
	(void)state;
	check("2013-06..2013-07", "2013-06-01", "2013-08-01");
	check("..2013-07", NULL, "2013-08-01");
	check("2013-07..", "2013-07-01", NULL);
	check("..", NULL, NULL);
	check("2013-07..2013-07", "2013-07-01", "2013-08-01");
}

static void signed_numbers_count_from_today(void **state)
{
	(void)state;
	check("+30d", "2013-07-04", "2013-07-05");
	check("-2w", "2013-05-21", "2013-05-22");
	check("..+30d", NULL, "2013-07-05");
	check("-2w..+2w", "2013-05-21", "2013-06-19");
	check("+1y", "2014-06-04", "2014-06-05");
	check("-6m", "2012-12-04", "2012-12-05");
	check("+0d", "2013-06-04", "2013-06-05");
}

static void months_end_where_they_end(void **state)
{
	(void)state;
	today = 1359590400; /* 31 January 2013 */
	check("+1m", "2013-02-28", "2013-03-01");
	check("-11m", "2012-02-29", "2012-03-01");
	today = 1370347200;
}

static void what_is_no_window_is_refused_at_its_place(void **state)
{
	(void)state;
	assert_int_equal(refuse("2013-13"), 0);
	assert_int_equal(refuse("2013-07..2013-13"), 9);
	refuse("2013-07..2013-06");
	assert_contains(err.text, "ends before it begins");
	refuse("");
	refuse("+d");
	refuse("+3x");
	refuse("+12345678d");
	refuse("whenever");
}

static void times_stay_at_their_limits(void **state)
{
	(void)state;
	assert_int_equal(dtl_time_add(DTL_TIME_MAX, -5), DTL_TIME_MAX);
	assert_int_equal(dtl_time_add(DTL_TIME_MIN, 5), DTL_TIME_MIN);
	assert_int_equal(dtl_time_add(DTL_TIME_MAX - 1, 5), DTL_TIME_MAX);
	assert_int_equal(dtl_time_add(DTL_TIME_MIN + 1, -5), DTL_TIME_MIN);
	assert_int_equal(dtl_time_add(1, 2), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_date_is_the_whole_of_it),
		cmocka_unit_test(two_dots_are_from_the_first_to_the_second),
		cmocka_unit_test(signed_numbers_count_from_today),
		cmocka_unit_test(months_end_where_they_end),
		cmocka_unit_test(what_is_no_window_is_refused_at_its_place),
		cmocka_unit_test(times_stay_at_their_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
