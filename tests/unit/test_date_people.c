#include <dateline/date.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void words_are(const char *edtf, const char *zone, const char *show, const char *words)
{
	char buf[DTL_WORDS_MAX];

	dtl_date_people(buf, sizeof buf, edtf, zone, show);
	if (strcmp(buf, words) != 0)
		fail_msg("%s: '%s', not '%s'", edtf, buf, words);
	/* Whoever knows the bounds already reads the same. */
	dtl_date date;
	if (dtl_date_parse(&date, edtf, zone, NULL) != DTL_OK)
		return;
	dtl_date_people_within(buf, sizeof buf, edtf, &date.bounds, zone, show);
	if (strcmp(buf, words) != 0)
		fail_msg("%s, with its bounds: '%s', not '%s'", edtf, buf, words);
}

static void prints_words_that_no_reader_can_misunderstand(void **state)
{
	static const struct {
		const char *edtf, *words;
	} cases[] = {
		{ "2013-06-07", "7 Jun 2013" },
		{ "2013-06-07/2013-06-08", "7–8 Jun 2013" },
		{ "2013-06-07/2013-06-07", "7 Jun 2013" },
		{ "2013-05-31/2013-06-02", "31 May – 2 Jun 2013" },
		{ "2013-12-30/2014-01-02", "30 Dec 2013 – 2 Jan 2014" },
		{ "2013-07", "July 2013" },
		{ "2013-06/2013-08", "June–August 2013" },
		{ "2013-12/2014-01", "December 2013 – January 2014" },
		{ "2013", "2013" },
		{ "2013/2015", "2013–2015" },
		{ "[2013-06-06..2013-06-09]", "6–9 Jun 2013, some day" },
		{ "[2013-05-30..2013-06-09]", "30 May – 9 Jun 2013, some day" },
		{ "[2013-06..2013-08]", "June–August 2013, some time" },
		{ "[1960..1965]", "1960–1965, some time" },
		{ "[2013-06-07,2013-06-09]", "7 Jun 2013 or 9 Jun 2013" },
		{ "[2013-06,2013-07,2013-09]", "June 2013, July 2013 or September 2013" },
		{ "{2013-06-07,2013-06-09}", "7 Jun 2013 and 9 Jun 2013" },
		{ "{2013-06-07..2013-06-09}", "7–9 Jun 2013, every day" },
		{ "[..2013-06-04]", "no later than 4 Jun 2013" },
		{ "[2013-06..]", "no earlier than June 2013" },
		{ "{..1984}", "until 1984" },
		{ "1972~", "c. 1972" },
		{ "1972?", "1972 (uncertain)" },
		{ "1972%", "c. 1972 (uncertain)" },
		{ "2013-06-07~", "c. 7 Jun 2013" },
		{ "2004?-06-~11", "11 Jun 2004 (year uncertain, day approximate)" },
		{ "2013-06-06~/2013-06-09~", "c. 6–9 Jun 2013" },
		{ "1984?/2004~", "1984 (uncertain) – c. 2004" },
		{ "2004-02-01/2005", "from 1 Feb 2004 to 2005" },
		{ "2013-07-01/..", "from 1 Jul 2013" },
		{ "2013-07-01/", "from 1 Jul 2013, end unknown" },
		{ "../2013-07-01", "until 1 Jul 2013" },
		{ "/2013-07", "until July 2013, start unknown" },
		{ "2014-41", "second half of 2014" },
		{ "2014-35", "third quarter of 2014" },
		{ "2014-38", "May–August 2014" },
		{ "2014-22", "summer 2014" },
		{ "2013-24", "winter 2013–14" },
		{ "1999-24", "winter 1999–2000" },
		{ "2014-30", "southern summer 2014–15" },
		{ "196X", "1960s" },
		{ "19XX", "between 1900 and 1999" },
		{ "-201X", "between 2020 BC and 2011 BC" },
		{ "2004-06-XX", "some day in June 2004" },
		{ "2004-XX", "some month of 2004" },
		{ "1985-XX-XX", "some day in 1985" },
		{ "156X-12-25", "between 25 Dec 1560 and 25 Dec 1569" },
		{ "1984-0X", "between January 1984 and September 1984" },
		{ "1950S2", "c. 1950 (1900–1999)" },
		{ "Y170000002", "170000002" },
		{ "Y-17E7", "170000001 BC" },
		{ "-0044-03-15", "15 Mar 45 BC" },
		{ "-0044/-0030", "45 BC – 31 BC" },
		{ "0000", "1 BC" },
		{ "0085", "AD 85" },
		{ "not EDTF", "not EDTF" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		words_are(cases[i].edtf, NULL, NULL, cases[i].words);
}

static void shows_times_with_their_zone(void **state)
{
	(void)state;
	words_are("2013-06-07T14:00:00-07:00", NULL, NULL, "7 Jun 2013 14:00 -07:00");
	words_are("2013-06-07T14:00:30Z", NULL, NULL, "7 Jun 2013 14:00:30 UTC");
	words_are("2013-06-07T14:00:00", NULL, NULL, "7 Jun 2013 14:00 (local time)");
	words_are("2013-06-07T14:00:00", NULL, "Europe/Paris", "7 Jun 2013 14:00 (local time)");
	words_are("2013-06-07T14:00:00", "America/Los_Angeles", NULL, "7 Jun 2013 14:00 -07:00");
	words_are("2013-06-07T14:00:00", "America/Los_Angeles", "Asia/Shanghai", "8 Jun 2013 05:00 +08:00");
	words_are("2013-06-07T14:00:00-07:00", NULL, "Asia/Shanghai", "8 Jun 2013 05:00 +08:00");
	words_are("2013-06-07T14:00:00-07:00", NULL, "UTC", "7 Jun 2013 21:00 UTC");
	words_are("2013-06-07T14:00:00Z/2013-06-07T16:30:00Z", NULL, NULL, "7 Jun 2013 14:00–16:30 UTC");
	words_are("2013-06-07T22:00:00Z/2013-06-08T02:00:00Z", NULL, NULL,
	    "7 Jun 2013 22:00 – 8 Jun 2013 02:00 UTC");
}

static void cuts_between_characters_and_says_how_long_it_is(void **state)
{
	char buf[4];

	(void)state;
	assert_int_equal(dtl_date_people(buf, sizeof buf, "2013-06-07/2013-06-08", NULL, NULL), 14);
	assert_string_equal(buf, "7");
	assert_int_equal(dtl_date_people(NULL, 0, "2013-06-07/2013-06-08", NULL, NULL), 14);
}

static void relates_to_today(void **state)
{
	static const struct {
		const char *edtf, *today;
		bool overdue;
		const char *words;
	} cases[] = {
		{ "2013-06-04", "2013-06-04", false, "today" },
		{ "2013-06-05", "2013-06-04", false, "tomorrow" },
		{ "2013-06-07", "2013-06-04", false, "in 3 days" },
		{ "2013-06-07/2013-06-08", "2013-06-04", false, "in 3 days" },
		{ "2013-06-07/2013-06-08", "2013-06-07", false, "begins today" },
		{ "2013-06-06/2013-06-08", "2013-06-07", false, "under way" },
		{ "2013-06-06/2013-06-08", "2013-06-08", false, "under way" },
		{ "2013-06-03", "2013-06-04", false, "yesterday" },
		{ "2013-05-23", "2013-06-04", false, "12 days ago" },
		{ "2013-05-23", "2013-06-04", true, "overdue by 12 days" },
		{ "2013-07", "2013-06-04", false, "some time next month" },
		{ "2013-07", "2013-07-10", false, "some time this month" },
		{ "2013-05", "2013-06-04", true, "overdue by 4 days" },
		{ "2013-05", "2013-06-04", false, "some time last month" },
		{ "[2013-06-06..2013-06-09]", "2013-06-04", false, "some time this week" },
		{ "[2013-06-10..2013-06-16]", "2013-06-04", false, "some time next week" },
		{ "2014", "2013-06-04", false, "some time next year" },
		{ "2013-22", "2013-03-04", false, "some time this year" },
		{ "2015-07", "2013-06-04", false, "in about 2 years" },
		{ "2013-07-20", "2013-06-04", false, "in 7 weeks" },
		{ "2013-12-04", "2013-06-04", false, "in 6 months" },
		{ "2016-06-04", "2013-06-04", false, "in 3 years" },
		{ "2013-06-01/..", "2013-06-04", false, "under way" },
		{ "2013-06-01/", "2013-06-04", false, "possibly under way" },
		{ "[..2013-06-10]", "2013-06-04", false, "some time within 6 days" },
		{ "[..2013-06-01]", "2013-06-04", false, "3 days ago" },
		{ "[2013-06-01..]", "2013-06-04", false, "some time from now on" },
		{ "[2013-05-20..2013-07-20]", "2013-06-04", false, "some time this year" },
		{ "[2013-12-20..2014-02-20]", "2013-12-30", false, "some time within 7 weeks" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char buf[64];
		dtl_date date;
		int64_t today = 0;
		assert_int_equal(dtl_date_parse(&date, cases[i].edtf, NULL, NULL), DTL_OK);
		assert_int_equal(dtl_time_parse(&today, cases[i].today, NULL), DTL_OK);
		dtl_date_relative(buf, sizeof buf, &date.bounds, today + 3600, cases[i].overdue);
		if (strcmp(buf, cases[i].words) != 0)
			fail_msg(
			    "%s on %s: '%s', not '%s'", cases[i].edtf, cases[i].today, buf, cases[i].words);
	}
	char buf[64];
	dtl_bounds unknown = { DTL_TIME_MIN, DTL_TIME_MAX, DTL_TIME_MIN, DTL_TIME_MAX };
	dtl_date_relative(buf, sizeof buf, &unknown, 0, false);
	assert_string_equal(buf, "at an unknown date");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints_words_that_no_reader_can_misunderstand),
		cmocka_unit_test(shows_times_with_their_zone),
		cmocka_unit_test(cuts_between_characters_and_says_how_long_it_is),
		cmocka_unit_test(relates_to_today),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
