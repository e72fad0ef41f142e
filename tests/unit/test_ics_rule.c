/* Our own running through recurrence rules against libical's, rule by rule. */
#include "dates/rule.h"
#include "support.h"
#include <dateline/date.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 400 };

static struct icaltimetype to_ical(int64_t t, bool day)
{
	int64_t year;
	int month, monthday, second = (int)(t - dtl_day_of(t) * DTL_DAY);
	struct icaltimetype out = icaltime_null_time();
	dtl_civil_from_days(dtl_day_of(t), &year, &month, &monthday);
	out.year = (int)year;
	out.month = month;
	out.day = monthday;
	out.is_date = day;
	out.hour = day ? 0 : second / 3600;
	out.minute = day ? 0 : second / 60 % 60;
	out.second = day ? 0 : second % 60;
	return out;
}

static void print_times(char *buf, size_t size, const char *rule, int64_t start, bool day, bool libical)
{
	dtl_error err;
	size_t len = 0;
	int count = 0;
	buf[0] = '\0';
	if (libical) {
		struct icalrecurrencetype r = icalrecurrencetype_from_string(rule);
		icalrecur_iterator *i = icalrecur_iterator_new(r, to_ical(start, day));
		free(r.rscale);
		assert_non_null(i);
		struct icaltimetype t = icalrecur_iterator_next(i), last = icaltime_null_time();
		for (; !icaltime_is_null_time(t) && count < MOST && t.year < 2300;
		     t = icalrecur_iterator_next(i)) {
			/* 3.0.16 gives days twice where the rule has hours. */
			if (day && icaltime_compare(t, last) == 0)
				continue;
			last = t;
			len += (size_t)snprintf(buf + len, size - len, "%s\n", icaltime_as_ical_string(t));
			count++;
		}
		icalrecur_iterator_free(i);
		return;
	}
	dtl_rule r;
	dtl_rule_walk w;
	int64_t t;
	assert_ok(dtl_rule_read(&r, rule, strlen(rule), &err));
	int64_t until = !r.has_until ? DTL_TIME_MAX : day ? dtl_day_of(r.until) * DTL_DAY : r.until;
	assert_ok(dtl_rule_walk_open(
	    &w, &r, start, day, until, start, dtl_days_from_civil(2300, 1, 1) * DTL_DAY - 1, &err));
	while (count++ < MOST && dtl_rule_walk_next(&w, &t))
		len +=
		    (size_t)snprintf(buf + len, size - len, "%s\n", icaltime_as_ical_string(to_ical(t, day)));
	dtl_rule_walk_close(&w);
}

static int64_t at(int year, int month, int day, int hour)
{
	return dtl_days_from_civil(year, month, day) * DTL_DAY + hour * 3600;
}

static bool same_as_libical(const char *rule, int64_t start, bool day)
{
	static char ours[MOST * 20], theirs[MOST * 20];
	print_times(ours, sizeof(ours), rule, start, day, false);
	print_times(theirs, sizeof(theirs), rule, start, day, true);
	if (strcmp(ours, theirs) == 0)
		return true;
	size_t i = 0;
	while (ours[i] == theirs[i])
		i++;
	while (i > 0 && ours[i - 1] != '\n')
		i--;
	print_error("%s from %s: ours %.17s, libical's %.17s\n", rule,
	    icaltime_as_ical_string(to_ical(start, day)), ours + i, theirs + i);
	return false;
}

static void rules_of_rfc_5545_run_as_libical_runs_them(void **state)
{
	(void)state;
	static const char *const rules[] = { "FREQ=DAILY;COUNT=10", "FREQ=DAILY;UNTIL=19971224T000000Z",
		"FREQ=DAILY;INTERVAL=2", "FREQ=DAILY;INTERVAL=10;COUNT=5",
		"FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
		"FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "FREQ=WEEKLY;COUNT=10",
		"FREQ=WEEKLY;INTERVAL=2;WKST=SU", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
		"FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,WE,FR;COUNT=20", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
		"FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
		"FREQ=MONTHLY;BYMONTHDAY=-3", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
		"FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
		"FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
		"FREQ=MONTHLY;INTERVAL=2;BYDAY=TU", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
		"FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
		"FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", "FREQ=YEARLY;BYDAY=20MO",
		"FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
		"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
		"FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
		"FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
		"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "FREQ=HOURLY;INTERVAL=3;COUNT=40",
		"FREQ=MINUTELY;INTERVAL=15;COUNT=6", "FREQ=MINUTELY;INTERVAL=90;COUNT=4",
		"FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40",
		"FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
		"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
		"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
		"FREQ=YEARLY", "FREQ=MONTHLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
		"FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=SECONDLY;INTERVAL=45;COUNT=30",
		"FREQ=HOURLY;BYMINUTE=5,35;COUNT=20" };
	bool same = true;
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		same = same_as_libical(rules[i], at(1997, 9, 2, 9), false) && same;
	same = same_as_libical("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", at(1997, 5, 12, 9), false) && same;
	same = same_as_libical("FREQ=MONTHLY", at(2024, 1, 31, 9), false) && same;
	same = same_as_libical("FREQ=YEARLY", at(2024, 2, 29, 0), true) && same;
	same = same_as_libical("FREQ=MONTHLY;BYDAY=-1FR", at(1900, 1, 26, 0), true) && same;
	assert_true(same);
}

/* A small generator of rules that libical is known to run through in time. */
static uint32_t seed = 5545;

static int pick(int count)
{
	seed = seed * 1664525U + 1013904223U;
	return (int)((seed >> 16) % (unsigned)count);
}

static void add_numbers(char *rule, const char *name, int most, bool minus)
{
	size_t len = strlen(rule);
	int n = 1 + pick(3);
	bool taken[400] = { false };
	len += (size_t)sprintf(rule + len, ";%s=", name);
	for (int i = 0; i < n; i++) {
		int value = 1 + pick(most), sign = minus && pick(4) == 0 ? -1 : 1;
		if (taken[value])
			continue;
		taken[value] = true;
		len += (size_t)sprintf(rule + len, "%s%d", i ? "," : "", sign * value);
	}
}

static void add_weekdays(char *rule, bool numbered)
{
	static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
	size_t len = strlen(rule);
	int first = pick(5), count = 1 + pick(3);
	len += (size_t)sprintf(rule + len, ";BYDAY=");
	for (int i = 0; i < count; i++)
		len += numbered && pick(2)
			   ? (size_t)sprintf(rule + len, "%s%d%s", i ? "," : "",
				 pick(2) ? -1 - pick(3) : 1 + pick(4), days[(first + i) % 7])
			   : (size_t)sprintf(rule + len, "%s%s", i ? "," : "", days[(first + i) % 7]);
}

static void random_rules_run_as_libical_runs_them(void **state)
{
	(void)state;
	static const char *const freqs[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };
	bool same = true;
	for (int i = 0; i < 600; i++) {
		char rule[512];
		int freq = pick(4);
		sprintf(rule, "FREQ=%s", freqs[freq]);
		if (pick(2))
			sprintf(rule + strlen(rule), ";INTERVAL=%d", 1 + pick(4));
		if (pick(3) == 0)
			sprintf(rule + strlen(rule), ";COUNT=%d", 1 + pick(40));
		bool monthdays = freq != 1 && pick(3) == 0, weekdays = pick(2) == 0;
		if (pick(3) == 0 && freq != 3)
			add_numbers(rule, "BYMONTH", 12, false);
		if (monthdays)
			/* In daily rules libical does not count days from the end of the month. */
			add_numbers(rule, "BYMONTHDAY", 27, freq != 0);
		else if (weekdays)
			add_weekdays(rule, freq == 2);
		int64_t start = at(1990 + pick(40), 1 + pick(12), 1 + pick(28), 0);
		bool day = pick(2);
		same = same_as_libical(rule, day ? start : start + 9 * 3600, day) && same;
	}
	assert_true(same);
}

typedef struct wrong {
	const char *rule, *why;
} wrong;

static void refuses_what_is_no_rule_or_would_run_for_hours(void **state)
{
	(void)state;
	static const wrong rules[] = {
		{ "", "it has no FREQ" },
		{ "INTERVAL=2", "it has no FREQ" },
		{ "FREQ=OFTEN", "FREQ cannot be 'OFTEN'" },
		{ "FREQ=DAILY;INTERVAL=0", "INTERVAL cannot be '0'" },
		{ "FREQ=DAILY;COUNT=0", "COUNT cannot be '0'" },
		{ "FREQ=DAILY;COUNT=3;UNTIL=20240101", "both UNTIL and COUNT" },
		{ "FREQ=DAILY;COUNT=3;COUNT=4", "COUNT stands twice" },
		{ "FREQ=DAILY;BYMONTH=13", "BYMONTH cannot be '13'" },
		{ "FREQ=DAILY;UNTIL=20240230", "UNTIL cannot be '20240230'" },
		{ "FREQ=MONTHLY;BYDAY=XX", "BYDAY cannot be 'XX'" },
		{ "FREQ=DAILY;BYSETPOS=1", "BYSETPOS stands without" },
		{ "FREQ=DAILY;X-OWN=1", "no part 'X-OWN'" },
		{ "AnythingRandom;FREQ=DAILY", "without '='" },
		{ "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", "its days never come" },
		{ "FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31", "its days never come" },
		{ "FREQ=SECONDLY;COUNT=999999999", "would run for hours" },
		{ "FREQ=YEARLY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;"
		  "BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30;"
		  "BYSECOND=0,1,2,3,4,5,6,7,8,9,10",
		    "would run for hours" },
	};
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		dtl_rule rule;
		dtl_error err;
		assert_int_equal(
		    dtl_rule_read(&rule, rules[i].rule, strlen(rules[i].rule), &err), DTL_E_ARGUMENT);
		if (!strstr(err.text, rules[i].why))
			fail_msg("%s: %s", rules[i].rule, err.text);
	}
}

static void what_never_comes_true_ends_soon(void **state)
{
	(void)state;
	static const char *const rules[] = { "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
		"FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=SECONDLY;INTERVAL=60;BYSECOND=30",
		"FREQ=MINUTELY;INTERVAL=60;BYMINUTE=7", "FREQ=HOURLY;INTERVAL=24;BYHOUR=3",
		"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=10", "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
		"FREQ=YEARLY;BYYEARDAY=366;INTERVAL=2", "FREQ=SECONDLY;BYMONTH=6;BYMONTHDAY=-31",
		"FREQ=SECONDLY;BYYEARDAY=366;BYMONTH=1" };
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		dtl_rule rule;
		dtl_rule_walk w;
		dtl_error err;
		int64_t t;
		if (dtl_rule_read(&rule, rules[i], strlen(rules[i]), &err) != DTL_OK)
			continue;
		/* A Sunday in June of an odd year. */
		assert_ok(dtl_rule_walk_open(&w, &rule, at(2013, 6, 2, 9), false, DTL_TIME_MAX,
		    at(2013, 6, 2, 9), DTL_TIME_MAX, &err));
		if (dtl_rule_walk_next(&w, &t))
			fail_msg("%s comes true", rules[i]);
		dtl_rule_walk_close(&w);
	}
}

static void jumps_to_the_window_that_is_asked_for(void **state)
{
	(void)state;
	static const char *const rules[] = { "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR",
		"FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;BYMONTH=7", "FREQ=HOURLY;INTERVAL=7",
		"FREQ=MINUTELY;INTERVAL=7", "FREQ=SECONDLY;INTERVAL=7", "FREQ=DAILY;COUNT=12000" };
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		dtl_rule rule;
		dtl_rule_walk all, jumped;
		dtl_error err;
		int64_t from = at(2013, 6, 4, 0), a = 0, b = 0, start = at(i == 6 ? 2013 : 2000, 1, 3, 9);
		assert_ok(dtl_rule_read(&rule, rules[i], strlen(rules[i]), &err));
		assert_ok(dtl_rule_walk_open(
		    &all, &rule, start, false, DTL_TIME_MAX, start, from + 400 * DTL_DAY, &err));
		assert_ok(dtl_rule_walk_open(
		    &jumped, &rule, start, false, DTL_TIME_MAX, from, from + 400 * DTL_DAY, &err));
		while (dtl_rule_walk_next(&all, &a) && a < from)
			;
		while (dtl_rule_walk_next(&jumped, &b) && b < from)
			;
		assert_int_equal(a, b);
		for (int n = 0; n < 50; n++) {
			bool more = dtl_rule_walk_next(&all, &a);
			assert_int_equal(dtl_rule_walk_next(&jumped, &b), more);
			assert_int_equal(a, b);
		}
	}
}

static void another_calendar_and_moved_days_are_libicals(void **state)
{
	(void)state;
	assert_true(
	    same_as_libical("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=6", at(2024, 1, 31, 0), true));
	assert_true(same_as_libical("RSCALE=CHINESE;FREQ=YEARLY;COUNT=5", at(2013, 2, 10, 0), true));
}

static void tells_rules_in_words(void **state)
{
	(void)state;
	static const char *const rules[][2] = {
		{ "FREQ=DAILY", "every day" },
		{ "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=10",
		    "every week on Monday, Wednesday and Friday, 10 times" },
		{ "FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,-1FR",
		    "every 2 months on the 1st Monday and the last Friday" },
		{ "FREQ=YEARLY;BYMONTH=7;UNTIL=20240801", "every year in July, until 1 Aug 2024" },
		{ "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "every month on Friday that is the 13th" },
		{ "FREQ=MONTHLY;BYMONTHDAY=1,-1", "every month on the 1st and the last" },
		{ "FREQ=DAILY;BYHOUR=9,17;BYMINUTE=30", "every day at 09:30 and 17:30" },
		{ "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "every year on the 4th Thursday of November" },
	};
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		dtl_rule rule;
		dtl_error err;
		char words[512];
		assert_ok(dtl_rule_read(&rule, rules[i][0], strlen(rules[i][0]), &err));
		dtl_rule_words(words, sizeof(words), &rule, false);
		assert_string_equal(words, rules[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_of_rfc_5545_run_as_libical_runs_them),
		cmocka_unit_test(random_rules_run_as_libical_runs_them),
		cmocka_unit_test(refuses_what_is_no_rule_or_would_run_for_hours),
		cmocka_unit_test(what_never_comes_true_ends_soon),
		cmocka_unit_test(jumps_to_the_window_that_is_asked_for),
		cmocka_unit_test(another_calendar_and_moved_days_are_libicals),
		cmocka_unit_test(tells_rules_in_words),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	icaltimezone_free_builtin_timezones();
	icalmemory_free_ring();
	return failed;
}
