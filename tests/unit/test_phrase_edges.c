/* Phrases at the ends of weeks, months and years and on leap days. */
#include <dateline/date.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

#define UNKNOWN DTL_TENSE_UNKNOWN
#define PAST    DTL_TENSE_PAST
#define FUTURE  DTL_TENSE_FUTURE

static const struct {
	const char *said_on;
	dtl_tense tense;
	const char *phrase, *edtf;
} cases[] = {
	/* 2013-06-09 is a Sunday, 2013-12-31 a Tuesday */
	{ "2013-06-09", UNKNOWN, "this week", "[2013-06-03..2013-06-09]" },
	{ "2013-06-09", UNKNOWN, "next week", "[2013-06-10..2013-06-16]" },
	{ "2013-06-09", UNKNOWN, "last week", "[2013-05-27..2013-06-02]" },
	{ "2013-06-09", UNKNOWN, "this weekend", "[2013-06-08..2013-06-09]" },
	{ "2013-06-09", UNKNOWN, "next weekend", "[2013-06-15..2013-06-16]" },
	{ "2013-06-09", UNKNOWN, "last weekend", "[2013-06-01..2013-06-02]" },
	{ "2013-06-09", PAST, "over the weekend", "[2013-06-08..2013-06-09]" },
	{ "2013-06-09", UNKNOWN, "late this week", "[2013-06-06..2013-06-09]" },
	{ "2013-06-09", UNKNOWN, "later this week", "2013-06-09" },
	{ "2013-06-09", UNKNOWN, "early next week", "[2013-06-10..2013-06-11]" },
	{ "2013-06-09", UNKNOWN, "tomorrow", "2013-06-10" },
	{ "2013-06-09", FUTURE, "on Monday", "2013-06-10" },
	{ "2013-06-09", PAST, "on Monday", "2013-06-03" },
	{ "2013-06-09", UNKNOWN, "Sunday", "2013-06-09" },
	{ "2013-06-09", UNKNOWN, "last Sunday", "2013-06-02" },
	{ "2013-06-09", UNKNOWN, "next Sunday", "2013-06-16" },
	{ "2013-06-09", UNKNOWN, "this coming Sunday", "2013-06-16" },
	{ "2013-06-09", UNKNOWN, "next Monday", "2013-06-10" },
	{ "2013-06-09", FUTURE, "from Saturday to Monday", "2013-06-15/2013-06-17" },
	{ "2013-06-09", FUTURE, "by the end of the week", "2013-06-09" },
	{ "2013-06-09", UNKNOWN, "Thursday of next week", "2013-06-13" },
	{ "2013-06-10", UNKNOWN, "last week", "[2013-06-03..2013-06-09]" },
	{ "2013-06-10", PAST, "over the weekend", "[2013-06-08..2013-06-09]" },
	{ "2013-06-10", UNKNOWN, "last Monday", "2013-06-03" },
	{ "2013-06-10", UNKNOWN, "next Monday", "2013-06-17" },
	{ "2013-06-10", UNKNOWN, "later this week", "[2013-06-10..2013-06-16]" },
	{ "2013-06-10", UNKNOWN, "earlier this week", "2013-06-10" },
	{ "2013-06-10", PAST, "Wednesday and Thursday", "2013-06-05/2013-06-06" },
	{ "2013-06-10", FUTURE, "Monday and Tuesday", "2013-06-10/2013-06-11" },
	{ "2013-06-10", UNKNOWN, "the week after next", "[2013-06-24..2013-06-30]" },
	{ "2013-06-10", UNKNOWN, "the Sunday before last", "2013-06-02" },
	{ "2013-01-31", UNKNOWN, "next month", "2013-02" },
	{ "2013-01-31", UNKNOWN, "in a month", "2013-02~" },
	{ "2013-01-31", UNKNOWN, "a month ago", "2012-12~" },
	{ "2013-01-31", UNKNOWN, "within a month", "[2013-01-31..2013-02-28]" },
	{ "2013-01-31", UNKNOWN, "by the end of the month", "2013-01-31" },
	{ "2013-01-31", UNKNOWN, "later this month", "2013-01-31" },
	{ "2013-01-31", UNKNOWN, "tomorrow", "2013-02-01" },
	{ "2013-01-31", UNKNOWN, "early next month", "[2013-02-01..2013-02-10]" },
	{ "2013-01-31", UNKNOWN, "at the end of next month", "[2013-02-21..2013-02-28]" },
	{ "2013-01-31", UNKNOWN, "the last day of next month", "2013-02-28" },
	{ "2013-01-31", FUTURE, "on the 30th", "2013-03-30" },
	{ "2013-01-31", PAST, "on the 31st", "2013-01-31" },
	{ "2013-01-31", UNKNOWN, "the second half of next month", "[2013-02-16..2013-02-28]" },
	{ "2013-01-31", UNKNOWN, "the last two weeks of February", "[2013-02-15..2013-02-28]" },
	{ "2013-01-31", UNKNOWN, "three months ago", "2012-10~" },
	{ "2012-02-29", UNKNOWN, "next year", "2013" },
	{ "2012-02-29", UNKNOWN, "a year ago", "2011~" },
	{ "2012-02-29", UNKNOWN, "in a year", "2013~" },
	{ "2012-02-29", UNKNOWN, "within a year", "[2012-02-29..2013-02-28]" },
	{ "2012-02-29", UNKNOWN, "yesterday", "2012-02-28" },
	{ "2012-02-29", UNKNOWN, "tomorrow", "2012-03-01" },
	{ "2012-02-29", UNKNOWN, "by the end of the month", "2012-02-29" },
	{ "2012-02-29", UNKNOWN, "on February 29", "2012-02-29" },
	{ "2012-02-29", UNKNOWN, "late this month", "[2012-02-21..2012-02-29]" },
	{ "2012-02-29", UNKNOWN, "in the past year", "[2011-02-28..2012-02-29]" },
	{ "2012-02-29", UNKNOWN, "two days from now", "2012-03-02" },
	{ "2012-02-29", FUTURE, "on March 1", "2012-03-01" },
	{ "2013-02-28", UNKNOWN, "tomorrow", "2013-03-01" },
	{ "2013-02-28", FUTURE, "on Feb. 29", "2016-02-29" },
	{ "2013-02-28", PAST, "on Feb. 29", "2012-02-29" },
	{ "2013-02-28", UNKNOWN, "at the end of the month", "[2013-02-21..2013-02-28]" },
	{ "2013-02-28", UNKNOWN, "next month", "2013-03" },
	{ "2013-02-28", FUTURE, "from February 28 to March 2", "2013-02-28/2013-03-02" },
	{ "2000-02-28", UNKNOWN, "tomorrow", "2000-02-29" },
	{ "1900-02-28", UNKNOWN, "tomorrow", "1900-03-01" },
	{ "2013-12-31", UNKNOWN, "next year", "2014" },
	{ "2013-12-31", UNKNOWN, "this year", "2013" },
	{ "2013-12-31", UNKNOWN, "next month", "2014-01" },
	{ "2013-12-31", UNKNOWN, "tomorrow", "2014-01-01" },
	{ "2013-12-31", UNKNOWN, "this week", "[2013-12-30..2014-01-05]" },
	{ "2013-12-31", UNKNOWN, "next week", "[2014-01-06..2014-01-12]" },
	{ "2013-12-31", UNKNOWN, "late this week", "[2014-01-02..2014-01-05]" },
	{ "2013-12-31", UNKNOWN, "next quarter", "2014-33" },
	{ "2013-12-31", FUTURE, "in January", "2014-01" },
	{ "2013-12-31", PAST, "in January", "2013-01" },
	{ "2013-12-31", FUTURE, "on January 2", "2014-01-02" },
	{ "2013-12-31", UNKNOWN, "by the end of the year", "2013-12-31" },
	{ "2013-12-31", UNKNOWN, "early next year", "[2014-01..2014-04]" },
	{ "2013-12-31", UNKNOWN, "last month", "2013-11" },
	{ "2013-12-31", PAST, "in December", "2013-12" },
	{ "2013-12-31", UNKNOWN, "this winter", "2013-24" },
	{ "2013-12-31", UNKNOWN, "last winter", "2012-24" },
	{ "2013-12-31", UNKNOWN, "in the first half of next year", "2014-40" },
	{ "2013-12-31", FUTURE, "New Year's Day", "2014-01-01" },
	{ "2013-12-31", UNKNOWN, "since last month", "2013-11/.." },
	{ "2013-12-31", UNKNOWN, "after this year", "[2014..]" },
	{ "2013-12-31", FUTURE, "December 30 to January 3", "2013-12-30/2014-01-03" },
	{ "2013-12-31", UNKNOWN, "a week from tomorrow", "2014-01-08" },
	{ "2014-01-01", UNKNOWN, "last month", "2013-12" },
	{ "2014-01-01", UNKNOWN, "last year", "2013" },
	{ "2014-01-01", UNKNOWN, "yesterday", "2013-12-31" },
	{ "2014-01-01", UNKNOWN, "last quarter", "2013-36" },
	{ "2014-01-01", PAST, "in December", "2013-12" },
	{ "2014-01-01", UNKNOWN, "this winter", "2013-24" },
	{ "2014-01-01", UNKNOWN, "last week", "[2013-12-23..2013-12-29]" },
	{ "2014-01-01", PAST, "on December 30", "2013-12-30" },
	{ "2014-01-01", FUTURE, "from December 30 to January 3", "2013-12-30/2014-01-03" },
	{ "2014-01-01", UNKNOWN, "last December", "2013-12" },
	{ "2014-01-01", UNKNOWN, "last Christmas", "2013-12-25" },
	{ "2014-01-01", UNKNOWN, "earlier this year", "2014-01-01" },
	{ "2014-01-01", UNKNOWN, "the month before last", "2013-11" },
	{ "2014-01-01", UNKNOWN, "the year before last", "2012" },
	{ "2014-01-01", UNKNOWN, "late last year", "[2013-09..2013-12]" },
	{ "2014-01-01", UNKNOWN, "the fourth quarter of last year", "2013-36" },
	{ "2014-01-01", UNKNOWN, "two months ago", "2013-11~" },
};

static void reads_phrases_at_the_ends_of_periods(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		dtl_date_context ctx = { .tense = cases[i].tense };
		dtl_reading reading;
		dtl_error err = { 0 };
		assert_int_equal(dtl_time_parse(&ctx.said_on, cases[i].said_on, NULL), DTL_OK);
		if (dtl_date_read(&reading, cases[i].phrase, &ctx, &err) != DTL_OK)
			fail_msg("'%s' said on %s: %s", cases[i].phrase, cases[i].said_on, err.text);
		if (strcmp(reading.edtf, cases[i].edtf) != 0)
			fail_msg("'%s' said on %s: %s, not %s", cases[i].phrase, cases[i].said_on,
			    reading.edtf, cases[i].edtf);
		assert_true(reading.phrase);
		assert_int_equal(reading.rules, DTL_PHRASE_RULES);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_phrases_at_the_ends_of_periods),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
