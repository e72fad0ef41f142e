/* From a cadence to windows: years, months, weeks and days. */
#include "query/cadence.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

static dtl_error err;
static dtl_slot slots[DTL_SLOTS_MOST];
static size_t count;

static int64_t at(const char *date)
{
	int64_t t = 0;
	assert_ok(dtl_time_parse(&t, date, &err));
	return t;
}

/* The windows of a rule that meet [from, to), as "2014-07 2015-07". `first` NULL: not known. */
static const char *windows(const char *rule, const char *first, const char *from, const char *to)
{
	static char list[4096];
	int64_t day = first ? dtl_day_of(at(first)) : 0;
	dtl_cadence cadence = dtl_cadence_read(rule);
	assert_ok(dtl_cadence_slots(slots, &count, &cadence, first ? &day : NULL, at(from), at(to), &err));
	list[0] = '\0';
	for (size_t i = 0; i < count && i < 40; i++) {
		strcat(list, i ? " " : "");
		strcat(list, slots[i].edtf);
		assert_false(slots[i].filled);
		assert_true(slots[i].bounds.start_lo < at(to) && slots[i].bounds.end_hi > at(from));
		assert_true(i == 0 || slots[i - 1].bounds.start_lo < slots[i].bounds.start_lo);
	}
	return list;
}

static void a_month_of_every_year(void **state)
{
	(void)state;
	assert_string_equal(
	    windows("FREQ=YEARLY;BYMONTH=7", NULL, "2013-08-01", "2016-07-02"), "2014-07 2015-07 2016-07");
	assert_int_equal(slots[0].bounds.start_lo, at("2014-07-01"));
	assert_int_equal(slots[0].bounds.end_hi, at("2014-08-01"));
	assert_string_equal(windows("FREQ=YEARLY;BYMONTH=7", NULL, "2013-07-31", "2013-08-01"), "2013-07");
	assert_string_equal(windows("FREQ=YEARLY;BYMONTH=7", NULL, "2013-08-01", "2014-07-01"), "");
	assert_string_equal(
	    windows("FREQ=YEARLY;BYMONTH=9,3", NULL, "2013-01-01", "2014-04-01"), "2013-03 2013-09 2014-03");
	assert_string_equal(windows("FREQ=YEARLY", NULL, "2013-05-01", "2014-05-01"), "2013 2014");
	assert_string_equal(
	    windows("FREQ=MONTHLY", NULL, "2013-11-30", "2014-01-02"), "2013-11 2013-12 2014-01");
	assert_string_equal(
	    windows("FREQ=MONTHLY;BYMONTH=1,6", NULL, "2013-01-01", "2013-12-31"), "2013-01 2013-06");
}

static void a_week_begins_on_monday_unless_it_says_sunday(void **state)
{
	(void)state;
	assert_string_equal(windows("FREQ=WEEKLY", NULL, "2013-06-04", "2013-06-11"),
	    "[2013-06-03..2013-06-09] [2013-06-10..2013-06-16]");
	assert_string_equal(
	    windows("FREQ=WEEKLY;WKST=SU", NULL, "2013-06-04", "2013-06-08"), "[2013-06-02..2013-06-08]");
	assert_string_equal(windows("FREQ=DAILY", NULL, "2013-06-04", "2013-06-06"), "2013-06-04 2013-06-05");
	assert_string_equal(
	    windows("FREQ=WEEKLY", NULL, "1969-12-29", "1970-01-05"), "[1969-12-29..1970-01-04]");
}

static void every_other_one_counts_from_the_first(void **state)
{
	(void)state;
	assert_string_equal(
	    windows("FREQ=YEARLY;INTERVAL=2;BYMONTH=7", NULL, "2013-01-01", "2019-01-01"), "");
	assert_string_equal(
	    windows("FREQ=YEARLY;INTERVAL=2;BYMONTH=7", "2008-05-01", "2013-01-01", "2019-01-01"),
	    "2014-07 2016-07 2018-07");
	assert_string_equal(
	    windows("FREQ=MONTHLY;INTERVAL=5", "2013-11-30", "2014-01-01", "2015-01-01"), "2014-04 2014-09");
	assert_string_equal(windows("FREQ=WEEKLY;INTERVAL=2", "2013-06-04", "2013-06-10", "2013-07-01"),
	    "[2013-06-17..2013-06-23]");
	assert_string_equal(windows("FREQ=DAILY;INTERVAL=10", "2013-05-30", "2013-06-04", "2013-06-20"),
	    "2013-06-09 2013-06-19");
	/* What was before the first was not counted. */
	assert_string_equal(
	    windows("FREQ=YEARLY;INTERVAL=3", "2016-01-01", "2013-01-01", "2020-01-01"), "2016 2019");
}

static void until_and_count_end_it(void **state)
{
	(void)state;
	assert_string_equal(windows("FREQ=YEARLY;BYMONTH=7;UNTIL=20150630", NULL, "2013-01-01", "2019-01-01"),
	    "2013-07 2014-07");
	assert_string_equal(windows("FREQ=YEARLY;BYMONTH=7;COUNT=3", NULL, "2013-01-01", "2019-01-01"), "");
	assert_string_equal(
	    windows("FREQ=YEARLY;BYMONTH=7;COUNT=3", "2012-07-01", "2013-01-01", "2019-01-01"),
	    "2013-07 2014-07");
	assert_string_equal(windows("FREQ=MONTHLY;COUNT=2", "2010-07-01", "2013-01-01", "2019-01-01"), "");
}

static void rules_with_days_give_days(void **state)
{
	(void)state;
	assert_string_equal(
	    windows("FREQ=MONTHLY;BYDAY=1MO", NULL, "2013-06-04", "2013-09-01"), "2013-07-01 2013-08-05");
	assert_string_equal(windows("FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=8", NULL, "2013-07-08", "2015-07-09"),
	    "2013-07-08 2014-07-08 2015-07-08");
	assert_string_equal(windows("FREQ=WEEKLY;BYDAY=TU,TH", NULL, "2013-06-04", "2013-06-12"),
	    "2013-06-04 2013-06-06 2013-06-11");
	assert_string_equal(
	    windows("FREQ=MONTHLY;BYMONTHDAY=-1", NULL, "2012-02-01", "2012-04-01"), "2012-02-29 2012-03-31");
	assert_string_equal(
	    windows("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", NULL, "2013-06-01", "2013-08-01"),
	    "2013-06-28 2013-07-31");
	assert_string_equal(windows("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", NULL, "2013-06-04", "2013-07-10"), "");
	assert_string_equal(
	    windows("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2013-05-20", "2013-06-04", "2013-07-10"),
	    "2013-06-17 2013-07-01");
	assert_string_equal(
	    windows("FREQ=MONTHLY;BYDAY=1MO;COUNT=3", "2013-06-03", "2013-06-04", "2014-06-04"),
	    "2013-07-01 2013-08-05");
	assert_string_equal(
	    windows("FREQ=WEEKLY;BYDAY=MO;UNTIL=20130610T120000Z", NULL, "2013-06-01", "2013-07-01"),
	    "2013-06-03 2013-06-10");
	/* Which day of the week, nobody says. */
	assert_string_equal(windows("FREQ=YEARLY;BYWEEKNO=20", NULL, "2013-01-01", "2015-01-01"), "");
}

static void hours_do_not_make_more_days(void **state)
{
	(void)state;
	assert_string_equal(windows("FREQ=WEEKLY;BYDAY=MO;BYHOUR=9,17", NULL, "2013-06-03", "2013-06-11"),
	    "2013-06-03 2013-06-10");
	assert_string_equal(
	    windows("FREQ=YEARLY;BYMONTH=7;BYHOUR=9", NULL, "2013-06-03", "2014-06-03"), "2013-07");
}

static void rules_that_never_come_true_end(void **state)
{
	(void)state;
	assert_string_equal(
	    windows("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", NULL, "2013-01-01", "2015-01-01"), "");
	assert_string_equal(
	    windows("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31", NULL, "2013-01-01", "2015-01-01"), "");
	assert_string_equal(windows("FREQ=YEARLY;BYYEARDAY=366", NULL, "2013-01-01", "2015-01-01"), "");
}

static void years_out_of_reach_give_nothing(void **state)
{
	(void)state;
	assert_string_equal(windows("FREQ=WEEKLY;BYDAY=MO", NULL, "1500-01-01", "1501-01-01"), "");
	assert_string_equal(windows("FREQ=YEARLY", NULL, "1500-01-01", "1501-01-01"), "1500");
	assert_string_equal(windows("FREQ=WEEKLY;BYDAY=MO", NULL, "2600-01-01", "2601-01-01"), "");
	assert_string_equal(windows("FREQ=YEARLY", NULL, "-0044-01-01T00:00:00Z", "2013-01-01"), "");
	assert_string_equal(windows("FREQ=YEARLY", NULL, "9998-01-01", "+10000-01-01T00:00:00Z"), "");
	assert_string_equal(windows("FREQ=YEARLY", NULL, "2013-01-01", "2013-01-01"), "");
}

static void no_rule_gives_more_than_there_is_room_for(void **state)
{
	(void)state;
	windows("FREQ=DAILY", NULL, "2013-01-01", "2023-01-01");
	assert_int_equal(count, DTL_SLOTS_MOST);
	windows("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR,SA,SU", NULL, "2013-01-01", "2023-01-01");
	assert_int_equal(count, DTL_SLOTS_MOST);
	windows("FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12", NULL, "1000-01-01", "2000-01-01");
	assert_int_equal(count, DTL_SLOTS_MOST);
}

static void text_that_is_no_rule_does_no_harm(void **state)
{
	(void)state;
	static const char *const texts[] = { "", ";", "=", "FREQ", "FREQ=", "FREQ=;",
		"BYMONTH=", "FREQ=YEARLY;BYMONTH=,,", "FREQ=YEARLY;UNTIL=2013", "FREQ=MONTHLY;INTERVAL=0",
		"FREQ=WEEKLY;BYDAY=", "FREQ=HOURLY;BYDAY=MO", "FREQ=DAILY;BYDAY=XX" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		windows(texts[i], "2013-01-01", "2013-06-01", "2013-06-10");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_month_of_every_year),
		cmocka_unit_test(a_week_begins_on_monday_unless_it_says_sunday),
		cmocka_unit_test(every_other_one_counts_from_the_first),
		cmocka_unit_test(until_and_count_end_it),
		cmocka_unit_test(rules_with_days_give_days),
		cmocka_unit_test(hours_do_not_make_more_days),
		cmocka_unit_test(rules_that_never_come_true_end),
		cmocka_unit_test(years_out_of_reach_give_nothing),
		cmocka_unit_test(no_rule_gives_more_than_there_is_room_for),
		cmocka_unit_test(text_that_is_no_rule_does_no_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
