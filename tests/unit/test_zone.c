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

	assert_int_equal(dtl_time_parse(&t, text, NULL), DTL_OK);
	return t;
}

static void knows_iana_names_and_no_paths(void **state)
{
	static const char *const known[] = { "UTC", "Etc/UTC", "Europe/Paris", "America/Los_Angeles",
		"Asia/Kolkata", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "Europe/Kiev" };
	static const char *const unknown[] = { "", "Mars/Olympus", "europe/paris", "Europe",
		"../../etc/passwd", "/etc/passwd", "Europe/", "right/Europe/Paris", "Europe/Paris\n",
		"W. Europe Standard Time", "zone.tab", "tzdata.zi", "leapseconds" };

	(void)state;
	for (size_t i = 0; i < COUNT(known); i++) {
		if (!dtl_zone_known(known[i]))
			fail_msg("'%s' is not known", known[i]);
	}
	for (size_t i = 0; i < COUNT(unknown); i++) {
		if (dtl_zone_known(unknown[i]))
			fail_msg("'%s' is known", unknown[i]);
	}
}

static void gives_the_offset_at_any_moment(void **state)
{
	static const struct {
		const char *zone, *utc;
		int seconds;
	} cases[] = {
		{ "UTC", "2013-06-07", 0 },
		{ "Europe/Paris", "2013-06-07", 7200 },
		{ "Europe/Paris", "2013-12-07", 3600 },
		{ "Europe/Paris", "1815-06-18", 561 },
		{ "Europe/Paris", "-0044-03-15", 561 },
		{ "Europe/Paris", "2087-07-01", 7200 },
		{ "Europe/Paris", "+12087-07-01", 7200 },
		{ "Europe/Paris", "+12087-01-15", 3600 },
		{ "Asia/Kolkata", "2013-06-07", 19800 },
		{ "America/Los_Angeles", "2013-06-07", -25200 },
		{ "Asia/Tehran", "2024-06-07", 12600 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int seconds = -1;
		assert_int_equal(dtl_zone_offset(&seconds, at(cases[i].utc), cases[i].zone, NULL), DTL_OK);
		if (seconds != cases[i].seconds)
			fail_msg("%s at %s: %d", cases[i].zone, cases[i].utc, seconds);
	}
}

/* RFC 5545 §3.3.5: in a gap the offset before it, of two the first. */
static void takes_local_times_to_utc_through_gaps_and_overlaps(void **state)
{
	static const struct {
		const char *zone, *local, *utc;
	} cases[] = {
		{ "Europe/Paris", "2013-06-07T14:00:00Z", "2013-06-07T12:00:00Z" },
		{ "Europe/Paris", "2024-03-31T01:59:59Z", "2024-03-31T00:59:59Z" },
		{ "Europe/Paris", "2024-03-31T02:00:00Z", "2024-03-31T01:00:00Z" },
		{ "Europe/Paris", "2024-03-31T02:30:00Z", "2024-03-31T01:30:00Z" },
		{ "Europe/Paris", "2024-03-31T03:00:00Z", "2024-03-31T01:00:00Z" },
		{ "Europe/Paris", "2024-10-27T01:59:59Z", "2024-10-26T23:59:59Z" },
		{ "Europe/Paris", "2024-10-27T02:00:00Z", "2024-10-27T00:00:00Z" },
		{ "Europe/Paris", "2024-10-27T02:30:00Z", "2024-10-27T00:30:00Z" },
		{ "Europe/Paris", "2024-10-27T03:00:00Z", "2024-10-27T02:00:00Z" },
		{ "America/New_York", "2013-03-10T02:30:00Z", "2013-03-10T07:30:00Z" },
		{ "America/New_York", "2013-11-03T01:30:00Z", "2013-11-03T05:30:00Z" },
		{ "Australia/Lord_Howe", "2013-10-06T02:15:00Z", "2013-10-05T15:45:00Z" },
		{ "Pacific/Apia", "2011-12-30T12:00:00Z",
		    "2011-12-30T22:00:00Z" }, /* a day that was skipped */
		{ "Pacific/Apia", "2011-12-31T00:00:00Z", "2011-12-30T10:00:00Z" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char buf[40];
		int64_t utc = 0;
		assert_int_equal(dtl_zone_to_utc(&utc, at(cases[i].local), cases[i].zone, NULL), DTL_OK);
		dtl_time_print(buf, sizeof buf, utc);
		if (strcmp(buf, cases[i].utc) != 0)
			fail_msg("%s in %s: %s", cases[i].local, cases[i].zone, buf);
	}
}

static void names_the_zone_that_it_does_not_know(void **state)
{
	dtl_error err;
	int64_t utc;
	int seconds;

	(void)state;
	assert_int_equal(dtl_zone_to_utc(&utc, 0, "Mars/Olympus", &err), DTL_E_ARGUMENT);
	assert_string_equal(err.text, "no such time zone: 'Mars/Olympus'");
	assert_int_equal(dtl_zone_offset(&seconds, 0, "Mars/Olympus", &err), DTL_E_ARGUMENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_iana_names_and_no_paths),
		cmocka_unit_test(gives_the_offset_at_any_moment),
		cmocka_unit_test(takes_local_times_to_utc_through_gaps_and_overlaps),
		cmocka_unit_test(names_the_zone_that_it_does_not_know),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
