#include <dateline/date.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void counts_days_both_ways_over_every_century(void **state)
{
	int64_t expected = dtl_days_from_civil(-400, 1, 1);

	(void)state;
	for (int64_t year = -400; year <= 2400; year++) {
		for (int month = 1; month <= 12; month++) {
			int last = dtl_days_in_month(year, month);
			for (int day = 1; day <= last; day += last - 1) {
				int64_t y;
				int m;
				int d;
				assert_true(dtl_days_from_civil(year, month, day) ==
					    expected + (day == 1 ? 0 : last - 1));
				dtl_civil_from_days(expected + day - 1, &y, &m, &d);
				assert_true(y == year && m == month && d == day);
			}
			expected += last;
		}
	}
}

static void knows_the_weekday_of_days_before_and_after_the_reform(void **state)
{
	(void)state;
	assert_int_equal(dtl_weekday(dtl_days_from_civil(1970, 1, 1)), 4);
	assert_int_equal(dtl_weekday(dtl_days_from_civil(2013, 6, 4)), 2);
	assert_int_equal(dtl_weekday(dtl_days_from_civil(1582, 10, 14)), 4);
	assert_int_equal(dtl_weekday(dtl_days_from_civil(1, 1, 1)), 1);
	assert_int_equal(dtl_weekday(dtl_days_from_civil(-4, 2, 29)), 4); /* as 1996, 2000 years later */
}

static void prints_and_reads_times_over_eleven_digits_of_years(void **state)
{
	static const struct {
		int64_t year;
		int month, day, second;
		const char *text;
	} cases[] = {
		{ 2013, 6, 7, 0, "2013-06-07T00:00:00Z" },
		{ 1969, 12, 31, 86399, "1969-12-31T23:59:59Z" },
		{ 0, 2, 29, 3661, "0000-02-29T01:01:01Z" },
		{ -44, 3, 15, 0, "-0044-03-15T00:00:00Z" },
		{ 9999, 12, 31, 0, "9999-12-31T00:00:00Z" },
		{ 10000, 1, 1, 0, "+10000-01-01T00:00:00Z" },
		{ 170000002, 1, 1, 0, "+170000002-01-01T00:00:00Z" },
		{ 100000000000, 12, 31, 0, "+100000000000-12-31T00:00:00Z" },
		{ -100000000000, 1, 1, 0, "-100000000000-01-01T00:00:00Z" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char buf[40];
		int64_t t = dtl_days_from_civil(cases[i].year, cases[i].month, cases[i].day) * DTL_DAY +
			    cases[i].second;
		int64_t back = 0;
		dtl_time_print(buf, sizeof buf, t);
		assert_string_equal(buf, cases[i].text);
		assert_int_equal(dtl_time_parse(&back, buf, NULL), DTL_OK);
		assert_true(back == t);
	}
}

static void reads_other_offsets_fractions_and_bare_days(void **state)
{
	static const struct {
		const char *text, *utc;
	} cases[] = {
		{ "2013-06-07", "2013-06-07T00:00:00Z" },
		{ "2013-06-07T14:00:00-07:00", "2013-06-07T21:00:00Z" },
		{ "2013-06-07 14:00:00+05:30", "2013-06-07T08:30:00Z" },
		{ "2013-06-07t14:00:00.123456z", "2013-06-07T14:00:00Z" },
		{ "2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z" },
		{ "-0044-03-15", "-0044-03-15T00:00:00Z" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char buf[40];
		int64_t t = 0;
		assert_int_equal(dtl_time_parse(&t, cases[i].text, NULL), DTL_OK);
		dtl_time_print(buf, sizeof buf, t);
		assert_string_equal(buf, cases[i].utc);
	}
}

static void refuses_what_is_not_a_time(void **state)
{
	static const char *const cases[] = { "", "2013", "2013-06", "2013-02-29", "2013-06-07T",
		"2013-06-07T14:00Z", "2013-06-07T14:00:00", "2013-06-07T14:00:00+0530",
		"2013-06-07T24:00:00Z", "12013-01-01", "+100000000001-01-01", "2013-06-07x",
		"2013-06-07T14:00:00.Z", "2013-13-07", "13-06-07" };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t t;
		if (dtl_time_parse(&t, cases[i], NULL) != DTL_E_ARGUMENT)
			fail_msg("'%s' was accepted", cases[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_days_both_ways_over_every_century),
		cmocka_unit_test(knows_the_weekday_of_days_before_and_after_the_reform),
		cmocka_unit_test(prints_and_reads_times_over_eleven_digits_of_years),
		cmocka_unit_test(reads_other_offsets_fractions_and_bare_days),
		cmocka_unit_test(refuses_what_is_not_a_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
