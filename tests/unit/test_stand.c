/* Where events stand on a line of time, and what of that is certain. */
#include "formats/stand.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

static dtl_event event_on(const char *edtf)
{
	dtl_error err;
	dtl_event e = { .id = "talks", .edtf = edtf };
	assert_ok(dtl_date_parse(&e.date, edtf, NULL, &err));
	return e;
}

/* "2013-06-07..2013-06-08", days and the day behind the last. */
static void print_range(char *buf, size_t size, int64_t lo, int64_t hi)
{
	char first[40], last[40];
	dtl_stand_print_js(first, lo);
	dtl_stand_print_js(last, hi);
	snprintf(buf, size, "%.10s..%.10s", first, last);
}

static void windows_are_possible_and_only_the_rest_is_certain(void **state)
{
	(void)state;
	static const struct {
		const char *edtf, *possible, *certain; /* certain NULL: nothing is */
		bool exact;
	} rows[] = {
		{ "2013-06-07", "2013-06-07..2013-06-08", "2013-06-07..2013-06-08", true },
		{ "2013-06-07/2013-06-08", "2013-06-07..2013-06-09", "2013-06-07..2013-06-09", true },
		{ "2013-07", "2013-07-01..2013-08-01", NULL, false },
		{ "1970", "1970-01-01..1971-01-01", NULL, false },
		{ "2013-06/2013-08", "2013-06-01..2013-09-01", "2013-07-01..2013-08-01", false },
		{ "2013-06-07/2013-07", "2013-06-07..2013-08-01", "2013-06-07..2013-07-01", false },
		{ "2013-06-20/2013-06", "2013-06-20..2013-07-01", "2013-06-20..2013-06-21", false },
		{ "2013-06/2013-06-08", "2013-06-01..2013-06-09", "2013-06-08..2013-06-09", false },
		{ "[2013-06-06..2013-06-09]", "2013-06-06..2013-06-10", NULL, false },
		{ "{2013-06-06,2013-06-09}", "2013-06-06..2013-06-10", NULL, false },
		{ "{2013-06-06,2013-06-07}", "2013-06-06..2013-06-08", "2013-06-06..2013-06-08", true },
		{ "2013-06-07~", "2013-06-07..2013-06-08", NULL, false },
		{ "2013-06-07?/2013-06-09", "2013-06-07..2013-06-10", NULL, false },
		{ "2013-06-07/..", "2013-06-07..2013-06-08", "2013-06-07..2013-06-08", false },
		{ "2013-06-07/", "2013-06-07..2013-06-08", "2013-06-07..2013-06-08", false },
		{ "2013-06/..", "2013-06-01..2013-07-01", NULL, false },
		{ "../2013-06-03", "2013-06-03..2013-06-04", NULL, false },
		{ "/2013-06-03", "2013-06-03..2013-06-04", NULL, false },
		{ "[..2013-06-03]", "2013-06-03..2013-06-04", NULL, false },
		{ "[2013-06-03..]", "2013-06-03..2013-06-04", NULL, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char have[64];
		dtl_stand s;
		const dtl_event e = event_on(rows[i].edtf);
		assert_true(dtl_stand_of(&s, &e));
		print_range(have, sizeof(have), s.lo, s.hi);
		if (strcmp(have, rows[i].possible) != 0)
			fail_msg("%s is possible %s, not %s", rows[i].edtf, rows[i].possible, have);
		print_range(have, sizeof(have), s.from, s.to);
		if (s.certain != (rows[i].certain != NULL) ||
		    (s.certain && strcmp(have, rows[i].certain) != 0))
			fail_msg("%s is certain %s, not %s", rows[i].edtf,
			    rows[i].certain ? rows[i].certain : "nowhere", s.certain ? have : "nowhere");
		if (s.exact != rows[i].exact)
			fail_msg("%s: exact is %d", rows[i].edtf, s.exact);
		assert_string_equal(dtl_stand_certainty(&s), s.exact ? "definite" : "possible");
	}
}

static void without_a_date_it_stands_nowhere(void **state)
{
	(void)state;
	dtl_stand s;
	const dtl_event none = { .id = "talks" };
	assert_false(dtl_stand_of(&s, &none));
	assert_string_equal(dtl_stand_certainty(NULL), "undated");
}

static void the_span_of_something_that_recurs_is_not_certain(void **state)
{
	(void)state;
	dtl_stand s;
	dtl_event e = event_on("2013-06-07/2013-06-28");
	e.recurrence = "{\"rrule\":[\"FREQ=WEEKLY;COUNT=4\"],\"start\":\"2013-06-07\"}";
	assert_true(dtl_stand_of(&s, &e));
	assert_false(s.certain);
	e.occurrence = "2013-06-07";
	assert_true(dtl_stand_of(&s, &e));
	assert_true(s.exact);
}

static void what_nobody_has_said_is_not_certain(void **state)
{
	(void)state;
	dtl_stand s;
	dtl_event e = event_on("2013-06-07");
	e.state = DTL_STATE_PROJECTED;
	assert_true(dtl_stand_of(&s, &e));
	assert_false(s.certain);
}

static void years_are_printed_as_scripts_read_them(void **state)
{
	(void)state;
	static const struct {
		int64_t year;
		const char *print;
	} rows[] = {
		{ 2013, "2013-03-15T00:00:00Z" },
		{ 0, "0000-03-15T00:00:00Z" },
		{ 9999, "9999-03-15T00:00:00Z" },
		{ 10000, "+010000-03-15T00:00:00Z" },
		{ -44, "-000044-03-15T00:00:00Z" },
		{ -271820, "-271820-03-15T00:00:00Z" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char print[40];
		dtl_stand_print_js(print, dtl_days_from_civil(rows[i].year, 3, 15) * DTL_DAY);
		assert_string_equal(print, rows[i].print);
	}
}

static void formats_know_what_they_can_carry(void **state)
{
	(void)state;
	static const struct {
		const char *edtf;
		bool js, iso;
	} rows[] = {
		{ "2013", true, true },
		{ "0000", true, true },
		{ "9999-12-31", true, true },
		{ "-0044-03-15", true, false },
		{ "Y12000", true, false },
		{ "Y-271820", true, false },
		{ "Y-271821", false, false },
		{ "Y275759", true, false },
		{ "Y275760", false, false },
		{ "Y170000002", false, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		dtl_stand s;
		const dtl_event e = event_on(rows[i].edtf);
		assert_true(dtl_stand_of(&s, &e));
		if (dtl_stand_fits_js(&s) != rows[i].js || dtl_stand_fits_iso(&s) != rows[i].iso)
			fail_msg("%s", rows[i].edtf);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(windows_are_possible_and_only_the_rest_is_certain),
		cmocka_unit_test(without_a_date_it_stands_nowhere),
		cmocka_unit_test(the_span_of_something_that_recurs_is_not_certain),
		cmocka_unit_test(what_nobody_has_said_is_not_certain),
		cmocka_unit_test(years_are_printed_as_scripts_read_them),
		cmocka_unit_test(formats_know_what_they_can_carry),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
