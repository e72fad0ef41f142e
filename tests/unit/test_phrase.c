/* Phrases by family, said on Tuesday, 4 June 2013. */
#include <dateline/date.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct phrase {
	const char *phrase, *edtf;
};

static dtl_status read_phrase(
    dtl_reading *out, const char *phrase, const char *context, dtl_tense tense, dtl_error *err)
{
	dtl_date_context ctx = { .context = context, .tense = tense };

	assert_int_equal(dtl_time_parse(&ctx.said_on, "2013-06-04", NULL), DTL_OK);
	return dtl_date_read(out, phrase, &ctx, err);
}

static void reads_all(const struct phrase *cases, size_t count, dtl_tense tense)
{
	for (size_t i = 0; i < count; i++) {
		dtl_reading reading;
		dtl_error err = { 0 };
		if (read_phrase(&reading, cases[i].phrase, NULL, tense, &err) != DTL_OK)
			fail_msg("%s", err.text);
		if (strcmp(reading.edtf, cases[i].edtf) != 0)
			fail_msg("'%s': %s, not %s", cases[i].phrase, reading.edtf, cases[i].edtf);
	}
}

static void reads_days_however_they_are_written(void **state)
{
	static const struct phrase cases[] = {
		{ "June 7", "2013-06-07" },
		{ "June 7th", "2013-06-07" },
		{ "june 7", "2013-06-07" },
		{ "7 June", "2013-06-07" },
		{ "the 7th of June", "2013-06-07" },
		{ "June the 7th", "2013-06-07" },
		{ "the seventh of June", "2013-06-07" },
		{ "June twenty-first", "2013-06-21" },
		{ "Jun. 7, 2013", "2013-06-07" },
		{ "7 June, 2013", "2013-06-07" },
		{ "7-Jun-2013", "2013-06-07" },
		{ "Friday, June 7", "2013-06-07" },
		{ "Friday 7 June 2013", "2013-06-07" },
		{ "Friday (June 7)", "2013-06-07" },
		{ "June 7 (Friday)", "2013-06-07" },
		{ "Friday the 7th", "2013-06-07" },
		{ "this coming Friday, June seventh", "2013-06-07" },
		{ "2013/06/07", "2013-06-07" },
		{ "13/06/2013", "2013-06-13" },
		{ "06/13/2013", "2013-06-13" },
		{ "06/06/2013", "2013-06-06" },
		{ "22 January next year", "2014-01-22" },
		{ "the 15th of next month", "2013-07-15" },
		{ "4th of July", "2013-07-04" },
		{ "in the evening of June 7th", "2013-06-07" },
		{ "the early hours of June 7", "2013-06-07" },
		{ "around July 10", "2013-07-10~" },
		{ "on or about July 10", "2013-07-10~" },
	};
	(void)state;
	reads_all(cases, COUNT(cases), DTL_TENSE_UNKNOWN);
}

static void reads_times_with_the_zones_that_they_name(void **state)
{
	static const struct phrase cases[] = {
		{ "2013-06-07 11:47", "2013-06-07T11:47:00" },
		{ "2013-06-07T11:47", "2013-06-07T11:47:00" },
		{ "2013-06-07T11:47Z", "2013-06-07T11:47:00Z" },
		{ "2013-06-07 11:47+02:00", "2013-06-07T11:47:00+02:00" },
		{ "10 a.m. on June 7", "2013-06-07T10:00:00" },
		{ "10:30 p.m. EST Friday", "2013-06-07T22:30:00-05:00" },
		{ "9 a.m. ET Friday", "2013-06-07T09:00:00-04:00" },
		{ "noon Friday", "2013-06-07T12:00:00" },
		{ "1400 GMT on Friday", "2013-06-07T14:00:00Z" },
		{ "Friday at 10:30 a.m. Beijing time", "2013-06-07T10:30:00+08:00" },
		{ "2:30pm EDT, June 7, 2013", "2013-06-07T14:30:00-04:00" },
		{ "until 9 a.m. EST Friday", "../2013-06-07T09:00:00-05:00" },
	};
	(void)state;
	reads_all(cases, COUNT(cases), DTL_TENSE_FUTURE);
}

static void reads_weekdays_and_relative_days(void **state)
{
	static const struct phrase future[] = {
		{ "Tuesday", "2013-06-04" },
		{ "Monday", "2013-06-10" },
		{ "this Friday", "2013-06-07" },
		{ "next Friday", "2013-06-14" },
		{ "this coming Monday", "2013-06-10" },
		{ "Thursday of next week", "2013-06-13" },
		{ "Saturday morning", "2013-06-08" },
		{ "early Thursday", "2013-06-06" },
		{ "the day after tomorrow", "2013-06-06" },
		{ "tomorrow, June 5", "2013-06-05" },
		{ "a week from Friday", "2013-06-14" },
		{ "two days after June 7", "2013-06-09" },
		{ "in 10 days", "2013-06-14" },
		{ "in two weeks", "2013-06-18~" },
		{ "in three weeks' time", "2013-06-25~" },
		{ "in a fortnight", "2013-06-18~" },
		{ "tonight", "2013-06-04" },
	};
	static const struct phrase past[] = {
		{ "on Monday", "2013-06-03" },
		{ "Monday's", "2013-06-03" },
		{ "earlier on Tuesday", "2013-06-04" },
		{ "last Tuesday", "2013-05-28" },
		{ "Thursday last week", "2013-05-30" },
		{ "the day before last Tuesday", "2013-05-27" },
		{ "on Sunday, just two days ago", "2013-06-02" },
		{ "last night", "2013-06-03" },
		{ "11 days ago", "2013-05-24" },
		{ "two weeks ago", "2013-05-21~" },
		{ "two to three weeks ago", "[2013-05-14..2013-05-21]" },
		{ "five months ago", "2013-01~" },
		{ "50 years ago", "1963~" },
		{ "over a year ago", "[..2012-06-04]" },
	};
	(void)state;
	reads_all(future, COUNT(future), DTL_TENSE_FUTURE);
	reads_all(past, COUNT(past), DTL_TENSE_PAST);
}

static void reads_whole_periods_as_periods_and_parts_as_windows(void **state)
{
	static const struct phrase cases[] = {
		{ "next month", "2013-07" },
		{ "in July", "2013-07" },
		{ "July 2014", "2014-07" },
		{ "in June of last year", "2012-06" },
		{ "last September", "2012-09" },
		{ "this year", "2013" },
		{ "in 2017", "2017" },
		{ "the third quarter", "2013-35" },
		{ "Q3 2014", "2014-35" },
		{ "1H 2014", "2014-40" },
		{ "in the second half of 2014", "2014-41" },
		{ "first quarter of next year", "2014-33" },
		{ "this summer", "2013-22" },
		{ "last fall", "2012-23" },
		{ "the winter of 2013-14", "2013-24" },
		{ "the 1990s", "199X" },
		{ "the '90s", "199X" },
		{ "the 19th century", "18XX" },
		{ "next week", "[2013-06-10..2013-06-16]" },
		{ "late this week", "[2013-06-06..2013-06-09]" },
		{ "early next week", "[2013-06-10..2013-06-11]" },
		{ "later this week", "[2013-06-04..2013-06-09]" },
		{ "earlier this month", "[2013-06-01..2013-06-04]" },
		{ "mid-August", "[2013-08-11..2013-08-20]" },
		{ "mid- to late August", "[2013-08-11..2013-08-31]" },
		{ "late in July", "[2013-07-21..2013-07-31]" },
		{ "at the end of the month", "[2013-06-21..2013-06-30]" },
		{ "early next year", "[2014-01..2014-04]" },
		{ "in mid-2014", "[2014-05..2014-08]" },
		{ "year-end", "2013-12" },
		{ "in the early 1990s", "[1990..1993]" },
		{ "late summer", "2013-08" },
		{ "the first half of July", "[2013-07-01..2013-07-15]" },
		{ "the first week of July", "[2013-07-01..2013-07-07]" },
		{ "the last week of July", "[2013-07-25..2013-07-31]" },
		{ "the second weekend in June", "[2013-06-08..2013-06-09]" },
		{ "the first Monday of September", "2013-09-02" },
		{ "the last Friday of the month", "2013-06-28" },
		{ "the first three months of 2014", "[2014-01..2014-03]" },
		{ "the week of June 10", "[2013-06-10..2013-06-16]" },
		{ "the week of July 8-12", "[2013-07-08..2013-07-12]" },
		{ "the week beginning June 12", "[2013-06-12..2013-06-18]" },
		{ "the week after next", "[2013-06-17..2013-06-23]" },
		{ "this weekend", "[2013-06-08..2013-06-09]" },
	};
	(void)state;
	reads_all(cases, COUNT(cases), DTL_TENSE_UNKNOWN);
}

static void reads_ranges_lists_and_lengths(void **state)
{
	static const struct phrase cases[] = {
		{ "June 5-7", "2013-06-05/2013-06-07" },
		{ "5–7 June 2013", "2013-06-05/2013-06-07" },
		{ "from June 5 to 7, 2013", "2013-06-05/2013-06-07" },
		{ "June 28 - July 2", "2013-06-28/2013-07-02" },
		{ "Dec. 31-Jan. 2, 2014", "2013-12-31/2014-01-02" },
		{ "from Wednesday through Friday", "2013-06-05/2013-06-07" },
		{ "Monday to Wednesday of next week", "2013-06-10/2013-06-12" },
		{ "Wednesday and Thursday", "2013-06-05/2013-06-06" },
		{ "Monday and Thursday", "{2013-06-10,2013-06-13}" },
		{ "June 5, 6 and 7", "2013-06-05/2013-06-07" },
		{ "June 7 & 9", "{2013-06-07,2013-06-09}" },
		{ "next Tuesday or Wednesday", "[2013-06-11,2013-06-12]" },
		{ "July or August", "[2013-07,2013-08]" },
		{ "between June 10 and 15", "[2013-06-10..2013-06-15]" },
		{ "between now and July 1", "[2013-06-04..2013-07-01]" },
		{ "from July to September 2014", "2014-07/2014-09" },
		{ "2010-2012", "2010/2012" },
		{ "from late June to early July", "2013-06-21~/2013-07-10~" },
		{ "over three days from July 2", "2013-07-02/2013-07-04" },
		{ "for four days from Thursday (June 6)", "2013-06-06/2013-06-09" },
		{ "two days of talks beginning Monday", "2013-06-10/2013-06-11" },
		{ "a three-day visit starting June 5", "2013-06-05/2013-06-07" },
		{ "starting July 1 for two weeks", "2013-07-01/2013-07-14" },
		{ "from now to Christmas", "2013-06-04/2013-12-25" },
	};
	(void)state;
	reads_all(cases, COUNT(cases), DTL_TENSE_FUTURE);
}

static void reads_deadlines_and_what_is_open(void **state)
{
	static const struct phrase cases[] = {
		{ "by the end of the year", "[2013-06-04..2013-12-31]" },
		{ "by July", "[2013-06-04..2013-07-31]" },
		{ "by mid-July", "[2013-06-04..2013-07-20]" },
		{ "no later than 30 June", "[2013-06-04..2013-06-30]" },
		{ "June 30 at the latest", "[2013-06-04..2013-06-30]" },
		{ "before Christmas", "[2013-06-04..2013-12-24]" },
		{ "before the end of 2013", "[2013-06-04..2013-12-31]" },
		{ "ahead of the Sept. 5-6 summit", "[2013-06-04..2013-09-04]" },
		{ "by yesterday", "[..2013-06-03]" },
		{ "since Monday", "2013-06-03/.." },
		{ "since early May", "2013-05-01~/.." },
		{ "since last summer", "2012-06/.." },
		{ "until September 2019", "../2019-09" },
		{ "through the end of June", "../2013-06-30" },
		{ "after this year", "[2014..]" },
		{ "not before July", "[2013-07..]" },
		{ "July 1 or later", "[2013-07-01..]" },
		{ "starting Monday", "2013-06-10/" },
		{ "from July onwards", "2013-07/" },
		{ "within 90 days", "[2013-06-04..2013-09-02]" },
		{ "within two weeks of July 1", "[2013-07-01..2013-07-15]" },
		{ "in the next two weeks", "[2013-06-04..2013-06-18]" },
		{ "in the next month", "[2013-06-04..2013-07-04]" },
		{ "over the past year", "[2012-06-04..2013-06-04]" },
		{ "as early as next week", "[2013-06-10..2013-06-16]" },
	};
	(void)state;
	reads_all(cases, COUNT(cases), DTL_TENSE_UNKNOWN);
}

static void leaves_what_is_vague_vague(void **state)
{
	static const struct phrase cases[] = {
		{ "in the coming weeks", "[2013-06-04..]" },
		{ "in the next few days", "[2013-06-04..]" },
		{ "soon", "[2013-06-04..]" },
		{ "in the near future", "[2013-06-04..]" },
		{ "in recent months", "[..2013-06-04]" },
		{ "In a recent interview", "[..2013-06-04]" },
		{ "months ago", "[..2013-06-04]" },
		{ "a few days ago", "[..2013-06-04]" },
		{ "earlier", "[..2013-06-04]" },
	};
	(void)state;
	reads_all(cases, COUNT(cases), DTL_TENSE_UNKNOWN);
}

static void reads_holidays(void **state)
{
	static const struct phrase cases[] = {
		{ "Christmas Eve 2012", "2012-12-24" },
		{ "New Year's Day 2014", "2014-01-01" },
		{ "Thanksgiving Day 1999", "1999-11-25" },
		{ "Easter Sunday 2013", "2013-03-31" },
		{ "Good Friday 2014", "2014-04-18" },
		{ "Easter Monday, 2000", "2000-04-24" },
		{ "Labor Day 2013", "2013-09-02" },
		{ "Memorial Day 2013", "2013-05-27" },
		{ "Election Day 1998", "1998-11-03" },
		{ "Inauguration Day 2013", "2013-01-20" },
		{ "around Christmastime last", "2012-12-25~" },
	};
	(void)state;
	reads_all(cases, COUNT(cases), DTL_TENSE_UNKNOWN);
}

static void finds_the_date_among_words_that_say_nothing_about_it(void **state)
{
	static const struct phrase cases[] = {
		{ "on the sidelines of the G20 in September", "2013-09" },
		{ "two days of talks in July", "2013-07" },
		{ "the annual talk, to be held in July in Washington", "2013-07" },
		{ "the July 9 Strategic Security Dialogue", "2013-07-09" },
		{ "12th Shangri-La Dialogue on June 1", "2013-06-01" },
		{ "talks with 20 nations in July", "2013-07" },
		{ "P5+1 talks in July", "2013-07" },
		{ "next week's election", "[2013-06-10..2013-06-16]" },
		{ "a deadline of July 1", "2013-07-01" },
		{ "Xi may visit in July", "2013-07" },
	};
	(void)state;
	reads_all(cases, COUNT(cases), DTL_TENSE_UNKNOWN);
}

static void reads_the_tense_from_the_sentence(void **state)
{
	static const struct {
		const char *phrase, *context, *edtf;
	} cases[] = {
		{ "on Friday", "He said on Friday that talks would resume", "2013-05-31" },
		{ "on Friday", "The talks on Friday will focus on trade", "2013-06-07" },
		{ "on Friday", "President Xi is to arrive on Friday", "2013-06-07" },
		{ "on Friday", "Officials agreed on Friday to meet", "2013-05-31" },
		{ "on Friday", "They agreed to meet on Friday", "2013-06-07" },
		{ "on Thursday", "Before leaving on Thursday, Bush was scheduled to speak", "2013-06-06" },
		{ "Friday", "Kerry flies to Moscow Friday", "2013-06-07" },
		{ "Friday", "Kerry flew to Moscow Friday", "2013-05-31" },
		{ "Friday", "Talks scheduled for Friday were cancelled", "2013-06-07" },
		{ "Friday's", "After Friday's meeting, he told reporters", "2013-05-31" },
		{ "Friday's", "He said Friday's meeting will go ahead", "2013-06-07" },
		{ "in September", "The two sides agreed to hold talks in September", "2013-09" },
		{ "in September", "The two sides held talks in September in Bonn", "2012-09" },
		{ "Dec. 18", "the reported date of Dec. 18 was not confirmed", "2012-12-18" },
		{ "June 20", "the reported date of June 20", "2013-06-20" },
		{ "over the weekend", "the dialogue held over the weekend in Singapore",
		    "[2013-06-01..2013-06-02]" },
		{ "On Sunday", "On Sunday, Wei Fenghe will address a plenary session", "2013-06-09" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		dtl_reading reading;
		dtl_error err = { 0 };
		if (read_phrase(&reading, cases[i].phrase, cases[i].context, DTL_TENSE_UNKNOWN, &err) !=
		    DTL_OK)
			fail_msg("%s: %s", cases[i].context, err.text);
		if (strcmp(reading.edtf, cases[i].edtf) != 0)
			fail_msg("%s: %s, not %s", cases[i].context, reading.edtf, cases[i].edtf);
	}
}

static void tells_months_from_verbs_and_names(void **state)
{
	static const struct {
		const char *phrase, *context, *edtf;
	} cases[] = {
		{ "May", NULL, NULL },
		{ "march", NULL, NULL },
		{ "May", "A May report from the Pentagon", "2013-05" },
		{ "May", "since their May summit", "2013-05" },
		{ "May", "He said it may be", NULL },
		{ "May", "Prime Minister Theresa May said", NULL },
		{ "March", "Thousands march in Paris", NULL },
		{ "March", "a March visit", "2013-03" },
		{ "in May", NULL, "2013-05" },
		{ "June", "during their June summit in California", "2013-06" },
		{ "June", "Ambassador June Dreyer said", NULL },
		{ "June", "June Dreyer said", NULL },
		{ "the 12th", "the 12th Shangri-La Dialogue", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		dtl_reading reading;
		dtl_status status =
		    read_phrase(&reading, cases[i].phrase, cases[i].context, DTL_TENSE_UNKNOWN, NULL);
		if ((status == DTL_OK) != (cases[i].edtf != NULL))
			fail_msg("'%s' in '%s'", cases[i].phrase,
			    cases[i].context != NULL ? cases[i].context : "");
		if (status == DTL_OK)
			assert_string_equal(reading.edtf, cases[i].edtf);
	}
}

static void refuses_what_is_no_certain_date_and_says_why(void **state)
{
	static const struct {
		const char *phrase, *why;
	} cases[] = {
		{ "Friday", "it is 2013-05-31 if it is past, 2013-06-07 if it is still to come" },
		{ "in December", "2012-12 if it is past, 2013-12 if it is still to come" },
		{ "over the weekend", "if it is past" },
		{ "06/04/2013", "it is 2013-04-06 or 2013-06-04: day and month may stand in either order" },
		{ "Monday, June 4", "weekday" },
		{ "Wednesday, June 4, 2013", "that day is not on that weekday" },
		{ "tomorrow, June 6", "the two days that it names are not the same" },
		{ "June 31", "there is no such day" },
		{ "Feb. 29, 2013", "there is no such day" },
		{ "the fifth Monday of June", "there is no such day" },
		{ "12th", "" },
		{ "7th Shangri-La Dialogue", "" },
		{ "annual", "" },
		{ "a month", "a length of time" },
		{ "two days", "a length of time" },
		{ "twice a year", "" },
		{ "per month", "a repetition" },
		{ "every Monday", "a repetition" },
		{ "FY2014", "give the months" },
		{ "fiscal 2014", "give the months" },
		{ "third quarter of fiscal 2014", "" },
		{ "the 2013-14 academic year", "give the months" },
		{ "144,000 attacks", "" },
		{ "$2013", "" },
		{ "2000 soldiers", "count or name" },
		{ "Resolution 1929", "count or name" },
		{ "42 years old", "" },
		{ "17 June Street", "the name of something" },
		{ "Bloody Sunday", "the name of something" },
		{ "the October Revolution", "the name of something" },
		{ "the September 11 attacks", "the name of something" },
		{ "the Good Friday Agreement", "the name of something" },
		{ "the 24th anniversary of June 4", "" },
		{ "the next day", "it counts from a day that is not said here" },
		{ "two days later", "it counts from a day that is not said here" },
		{ "that Monday", "it counts from a day that is not said here" },
		{ "before the July talks", "it counts from an event" },
		{ "after talks in July", "not all of its words are understood" },
		{ "not in July", "not all of its words are understood" },
		{ "June 7 in Rome and June 9 in Bonn", "not all of its words are understood" },
		{ "four days from Thursday", "how long something lasts or how far off" },
		{ "at 3 p.m.", "a time of day without a day" },
		{ "June 7 at 9 a.m. CST", "several zones" },
		{ "since tomorrow", "a day that has not come" },
		{ "before June", "that time has come" },
		{ "next June and last", "" },
		{ "winter 2013", "the one that ends or the one that begins" },
		{ "Ramadan", "moves with a calendar" },
		{ "1995 -", "" },
		{ "", "" },
		{ "   ", "" },
		{ "later", "" },
		{ "the fall of Saigon", "" },
		{ "Arab Spring", "" },
		{ "2013-13", "not EDTF at column 6" },
		{ "2004-06-11??", "not EDTF at column 12" },
		{ "{1667]", "not EDTF at column 6" },
		{ "1984..", "not EDTF at column 5" },
		{ "+1985", "not EDTF at column 1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		dtl_reading reading;
		dtl_error err = { 0 };
		if (read_phrase(&reading, cases[i].phrase, NULL, DTL_TENSE_UNKNOWN, &err) == DTL_OK)
			fail_msg("'%s' was read as %s", cases[i].phrase, reading.edtf);
		if (strstr(err.text, cases[i].why) == NULL)
			fail_msg("'%s': '%s' is not in '%s'", cases[i].phrase, cases[i].why, err.text);
		assert_int_equal(err.status, DTL_E_ARGUMENT);
	}
}

static void reads_edtf_as_edtf_and_says_so(void **state)
{
	dtl_reading reading;

	(void)state;
	assert_int_equal(read_phrase(&reading, "?2013-06", NULL, DTL_TENSE_UNKNOWN, NULL), DTL_OK);
	assert_false(reading.phrase);
	assert_int_equal(reading.rules, 0);
	assert_string_equal(reading.edtf, "2013?-06");
	assert_int_equal(read_phrase(&reading, "late this week", NULL, DTL_TENSE_UNKNOWN, NULL), DTL_OK);
	assert_true(reading.phrase);
	assert_int_equal(reading.rules, DTL_PHRASE_RULES);
	assert_string_equal(reading.words, "6–9 Jun 2013, some day");
}

static void refuses_an_unknown_zone_and_a_year_out_of_reach(void **state)
{
	dtl_reading reading;
	dtl_error err;
	dtl_date_context ctx = { .zone = "Mars/Olympus" };

	(void)state;
	assert_int_equal(dtl_date_read(&reading, "today", &ctx, &err), DTL_E_ARGUMENT);
	assert_string_equal(err.text, "no such time zone: 'Mars/Olympus'");
	ctx.zone = NULL;
	ctx.said_on = DTL_TIME_MAX;
	assert_int_equal(dtl_date_read(&reading, "today", &ctx, &err), DTL_E_ARGUMENT);
	ctx.said_on = DTL_TIME_MIN;
	assert_int_equal(dtl_date_read(&reading, "today", &ctx, &err), DTL_E_ARGUMENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_days_however_they_are_written),
		cmocka_unit_test(reads_times_with_the_zones_that_they_name),
		cmocka_unit_test(reads_weekdays_and_relative_days),
		cmocka_unit_test(reads_whole_periods_as_periods_and_parts_as_windows),
		cmocka_unit_test(reads_ranges_lists_and_lengths),
		cmocka_unit_test(reads_deadlines_and_what_is_open),
		cmocka_unit_test(leaves_what_is_vague_vague),
		cmocka_unit_test(reads_holidays),
		cmocka_unit_test(finds_the_date_among_words_that_say_nothing_about_it),
		cmocka_unit_test(reads_the_tense_from_the_sentence),
		cmocka_unit_test(tells_months_from_verbs_and_names),
		cmocka_unit_test(refuses_what_is_no_certain_date_and_says_why),
		cmocka_unit_test(reads_edtf_as_edtf_and_says_so),
		cmocka_unit_test(refuses_an_unknown_zone_and_a_year_out_of_reach),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
