/* Where windows of time stand in a calendar. */
#include "formats/ics_line.h"
#include "formats/ics_slot.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

typedef struct row {
	const char *edtf, *slot; /* "start/end prefix"; T: tentative; NULL: none */
} row;

/* The words for people are another module's: "[*] " stands for them. */
static const char *prefix_of(const dtl_ics_slot *slot, const char *edtf)
{
	char words[DTL_WORDS_MAX], prefix[DTL_WORDS_MAX + 4];
	dtl_date_people(words, sizeof(words), edtf, NULL, NULL);
	snprintf(prefix, sizeof(prefix), "[%s] ", words);
	return strcmp(prefix, slot->prefix) == 0 ? "[*] " : slot->prefix;
}

static void print_slot(char *buf, size_t size, const char *edtf)
{
	dtl_error err;
	dtl_date date;
	dtl_ics_slot slot;
	char start[DTL_ICS_TIME], end[DTL_ICS_TIME];
	assert_ok(dtl_date_parse(&date, edtf, NULL, &err));
	if (!dtl_ics_slot_of(&slot, edtf, &date, NULL)) {
		snprintf(buf, size, "none");
		return;
	}
	if (slot.timed) {
		dtl_ics_date_time(start, slot.start, slot.local);
		dtl_ics_date_time(end, slot.end, slot.local);
	} else {
		dtl_ics_date(start, slot.start);
		dtl_ics_date(end, slot.end);
	}
	snprintf(buf, size, "%s/%s%s '%s'", start, end, slot.tentative ? " T" : "", prefix_of(&slot, edtf));
}

static void check(const row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char slot[512];
		print_slot(slot, sizeof(slot), rows[i].edtf);
		if (strcmp(slot, rows[i].slot) != 0)
			fail_msg("%s: %s, not %s", rows[i].edtf, slot, rows[i].slot);
	}
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof((rows)[0]))

static void days_are_days_with_an_exclusive_end(void **state)
{
	(void)state;
	static const row rows[] = {
		{ "2013-06-07", "20130607/20130608 ''" },
		{ "2013-12-31", "20131231/20140101 ''" },
		{ "2013-06-07/2013-06-08", "20130607/20130609 ''" },
		{ "1815-06-18", "18150618/18150619 ''" },
		{ "0001-01-01", "00010101/00010102 ''" },
	};
	CHECK(rows);
}

static void instants_are_in_utc_and_last_an_hour_unless_said(void **state)
{
	(void)state;
	static const row rows[] = {
		{ "2013-06-07T14:00:00-07:00", "20130607T210000Z/20130607T220000Z ''" },
		{ "2013-06-07T14:00:00Z/2013-06-07T16:00:00Z", "20130607T140000Z/20130607T160000Z ''" },
		{ "2013-06-07T14:00:00", "20130607T140000/20130607T150000 ''" },
		{ "2013-06-07T23:30:00Z/..", "20130607T233000Z/20130608T003000Z 'from '" },
		{ "../2013-06-07T14:00:00Z", "20130607T140000Z/20130607T150000Z T 'until '" },
		/* A calendar mixes days and instants in no event: days it is. */
		{ "2013-06-07T14:00:00Z/2013-06-08", "20130607/20130609 ''" },
	};
	CHECK(rows);
}

static void doubtful_days_are_tentative(void **state)
{
	(void)state;
	static const row rows[] = {
		{ "2013-06-07~", "20130607/20130608 T 'c. '" },
		{ "2013-06-07?", "20130607/20130608 T '? '" },
		{ "2013-06-07%", "20130607/20130608 T 'c. '" },
	};
	CHECK(rows);
}

static void windows_are_tentative_banners(void **state)
{
	(void)state;
	static const row rows[] = {
		{ "2013-07", "20130701/20130801 T '[*] '" },
		{ "[2013-06-06..2013-06-09]", "20130606/20130610 T '[*] '" },
		{ "2013-06/2013-08", "20130601/20130901 T '[*] '" },
		{ "2013-33", "20130101/20130401 T '[*] '" },
	};
	CHECK(rows);
}

static void wide_windows_stand_on_their_first_day(void **state)
{
	(void)state;
	static const row rows[] = {
		{ "2013", "20130101/20130102 T '[*] '" },
		{ "197X", "19700101/19700102 T '[*] '" },
		{ "[2013-01-05..2013-09-01]", "20130105/20130106 T '[*] '" },
		/* What goes on from one end to the other is shown whole. */
		{ "2011-01-05/2013-09-01", "20110105/20130902 ''" },
	};
	CHECK(rows);
}

static void what_has_one_end_stands_there(void **state)
{
	(void)state;
	static const row rows[] = {
		{ "2013-06-07/..", "20130607/20130608 'from '" },
		{ "2013-06-07/", "20130607/20130608 'from '" },
		{ "../2013-06-07", "20130607/20130608 T 'until '" },
		{ "/2013-06-07", "20130607/20130608 T 'until '" },
		{ "2013-07/..", "20130701/20130801 T '[*] '" },
		{ "[..2013-06-04]", "20130604/20130605 T '[*] '" },
		{ "[2013-06-04..]", "20130604/20130605 T '[*] '" },
	};
	CHECK(rows);
}

static void what_a_calendar_cannot_write_is_left_out(void **state)
{
	(void)state;
	static const row rows[] = {
		{ "0000-12-31", "none" },
		{ "-0044-03-15", "none" },
		{ "Y170000002", "none" },
		{ "9999-12-30", "99991230/99991231 ''" },
		{ "9999-12-31", "none" }, /* its end would be in the year 10000 */
		{ "2013/9999", "none" },
	};
	CHECK(rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_days_with_an_exclusive_end),
		cmocka_unit_test(instants_are_in_utc_and_last_an_hour_unless_said),
		cmocka_unit_test(doubtful_days_are_tentative),
		cmocka_unit_test(windows_are_tentative_banners),
		cmocka_unit_test(wide_windows_stand_on_their_first_day),
		cmocka_unit_test(what_has_one_end_stands_there),
		cmocka_unit_test(what_a_calendar_cannot_write_is_left_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
