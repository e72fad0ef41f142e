#include <dateline/date.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static int64_t at(const char *text)
{
	int64_t t = 0;
	dtl_error err;

	if (strcmp(text, "-") == 0)
		return DTL_TIME_MIN;
	if (strcmp(text, "+") == 0)
		return DTL_TIME_MAX;
	if (dtl_time_parse(&t, text, &err) != DTL_OK)
		fail_msg("%s", err.text);
	return t;
}

static dtl_date parsed(const char *edtf)
{
	dtl_date date;
	dtl_error err;

	if (dtl_date_parse(&date, edtf, NULL, &err) != DTL_OK)
		fail_msg("%s", err.text);
	return date;
}

/* [lo, hi) of the start, [lo, hi) of the end; - and + stand for no bound */
static void gives_the_four_bounds(void **state)
{
	static const struct {
		const char *edtf, *bounds[4];
	} cases[] = {
		{ "2013-06-07", { "2013-06-07", "2013-06-08", "2013-06-07", "2013-06-08" } },
		{ "2013-07", { "2013-07-01", "2013-08-01", "2013-07-01", "2013-08-01" } },
		{ "2013-06-07/2013-06-08", { "2013-06-07", "2013-06-08", "2013-06-08", "2013-06-09" } },
		{ "2004-06/2006-08", { "2004-06-01", "2004-07-01", "2006-08-01", "2006-09-01" } },
		{ "2004-12/2004", { "2004-12-01", "2005-01-01", "2004-12-01", "2005-01-01" } },
		{ "2004/2004-06", { "2004-01-01", "2004-07-01", "2004-06-01", "2004-07-01" } },
		{ "[2013-06-06..2013-06-09]", { "2013-06-06", "2013-06-10", "2013-06-06", "2013-06-10" } },
		{ "[1667,1668,1670..1672]", { "1667-01-01", "1673-01-01", "1667-01-01", "1673-01-01" } },
		{ "[1760-12,1667]", { "1667-01-01", "1761-01-01", "1667-01-01", "1761-01-01" } },
		{ "{1961-12,1960}", { "1960-01-01", "1961-01-01", "1961-12-01", "1962-01-01" } },
		{ "{1960..1962}", { "1960-01-01", "1961-01-01", "1962-01-01", "1963-01-01" } },
		{ "2013-06-07/..", { "2013-06-07", "2013-06-08", "+", "+" } },
		{ "2013-06-07/", { "2013-06-07", "2013-06-08", "2013-06-07", "+" } },
		{ "../2013-06-07", { "-", "-", "2013-06-07", "2013-06-08" } },
		{ "/2013-06-07", { "-", "2013-06-08", "2013-06-07", "2013-06-08" } },
		{ "[..1760-12-03]", { "-", "1760-12-04", "-", "1760-12-04" } },
		{ "[1760-12..]", { "1760-12-01", "+", "1760-12-01", "+" } },
		{ "{..1984}", { "-", "-", "1984-01-01", "1985-01-01" } },
		{ "{1984..}", { "1984-01-01", "1985-01-01", "+", "+" } },
		{ "2013-06-07T14:00:00-07:00", { "2013-06-07T21:00:00Z", "2013-06-07T21:00:01Z",
						   "2013-06-07T21:00:00Z", "2013-06-07T21:00:01Z" } },
		{ "2016-12-31T23:59:60Z",
		    { "2016-12-31T23:59:59Z", "2017-01-01", "2016-12-31T23:59:59Z", "2017-01-01" } },
		{ "2003-24", { "2003-12-01", "2004-03-01", "2003-12-01", "2004-03-01" } },
		{ "2003-30", { "2003-12-01", "2004-03-01", "2003-12-01", "2004-03-01" } },
		{ "2003-38", { "2003-05-01", "2003-09-01", "2003-05-01", "2003-09-01" } },
		{ "2003-41", { "2003-07-01", "2004-01-01", "2003-07-01", "2004-01-01" } },
		{ "-1950S2", { "-1999-01-01", "-1899-01-01", "-1999-01-01", "-1899-01-01" } },
		{ "-XXXX", { "-9999-01-01", "0000-01-01", "-9999-01-01", "0000-01-01" } },
		{ "XXXX-02-29", { "0000-02-29", "+9996-03-01", "0000-02-29", "+9996-03-01" } },
		{ "-XX00-02-29", { "-9600-02-29", "-0400-03-01", "-9600-02-29", "-0400-03-01" } },
		{ "201X-X1-3X", { "2010-01-30", "2019-12-01", "2010-01-30", "2019-12-01" } },
		{ "Y100000000000", { "+100000000000-01-01", NULL, "+100000000000-01-01", NULL } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		dtl_date d = parsed(cases[i].edtf);
		const int64_t got[] = { d.bounds.start_lo, d.bounds.start_hi, d.bounds.end_lo,
			d.bounds.end_hi };
		for (int b = 0; b < 4; b++) {
			char text[40];
			dtl_time_print(text, sizeof text, got[b]);
			if (cases[i].bounds[b] != NULL && got[b] != at(cases[i].bounds[b]))
				fail_msg(
				    "%s: bound %d is %s, not %s", cases[i].edtf, b, text, cases[i].bounds[b]);
		}
	}
}

static void takes_times_without_an_offset_in_the_zone_given(void **state)
{
	dtl_date d;

	(void)state;
	assert_int_equal(dtl_date_parse(&d, "2013-06-07T14:00:00", "America/Los_Angeles", NULL), DTL_OK);
	assert_true(d.bounds.start_lo == at("2013-06-07T21:00:00Z"));
	assert_false(d.local);
	assert_int_equal(dtl_date_parse(&d, "2013-06-07T14:00:00", NULL, NULL), DTL_OK);
	assert_true(d.bounds.start_lo == at("2013-06-07T14:00:00Z"));
	assert_true(d.local);
	assert_true(d.has_time);
}

static void flags_what_is_open_unknown_approximate_and_uncertain(void **state)
{
	(void)state;
	assert_true(parsed("2013/..").end_open);
	assert_true(parsed("2013/").end_unknown);
	assert_true(parsed("../2013").start_open);
	assert_true(parsed("/2013").start_unknown);
	assert_true(parsed("[..2013]").start_open);
	assert_true(parsed("2013~").approximate);
	assert_false(parsed("2013~").uncertain);
	assert_true(parsed("2013-06?").uncertain);
	assert_true(parsed("2013/2014%").uncertain);
	assert_true(parsed("2013-06-~07").approximate);
}

static void says_the_precision(void **state)
{
	static const struct {
		const char *edtf, *name;
	} cases[] = {
		{ "2013-06-07T14:00:00Z", "second" },
		{ "2013-06-07", "day" },
		{ "2013-06-XX", "month" },
		{ "2013-06", "month" },
		{ "2013-22", "season" },
		{ "2013-33", "quarter" },
		{ "2013-37", "quadrimester" },
		{ "2013-40", "semester" },
		{ "2013", "year" },
		{ "2013-XX", "year" },
		{ "Y170000002", "year" },
		{ "201X", "decade" },
		{ "2013S3", "decade" },
		{ "20XX", "century" },
		{ "2XXX", "millennium" },
		{ "2004-02-01/2005", "year" },
		{ "[2013-06-06..2013-06-09]", "day" },
		{ "2013-06-06/..", "day" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(dtl_precision_name(parsed(cases[i].edtf).precision), cases[i].name);
}

static void finds_narrower_bounds_within_wider_ones(void **state)
{
	static const char *const narrowing[] = { "2XXX", "20XX", "201X", "2013", "2013-40", "2013-06",
		"[2013-06-06..2013-06-09]", "2013-06-07", "2013-06-07T14:00:00Z" };

	(void)state;
	for (size_t i = 0; i + 1 < COUNT(narrowing); i++) {
		dtl_bounds wide = parsed(narrowing[i]).bounds;
		dtl_bounds narrow = parsed(narrowing[i + 1]).bounds;
		assert_true(dtl_bounds_within(&narrow, &wide));
		assert_false(dtl_bounds_within(&wide, &narrow));
		assert_true(dtl_bounds_equal(&wide, &wide));
		assert_false(dtl_bounds_equal(&wide, &narrow));
	}
	dtl_bounds days = parsed("2013-06-07/2013-06-08").bounds;
	dtl_bounds week = parsed("[2013-06-06..2013-06-09]").bounds;
	assert_true(dtl_bounds_within(&days, &week));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_four_bounds),
		cmocka_unit_test(takes_times_without_an_offset_in_the_zone_given),
		cmocka_unit_test(flags_what_is_open_unknown_approximate_and_uncertain),
		cmocka_unit_test(says_the_precision),
		cmocka_unit_test(finds_narrower_bounds_within_wider_ones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
