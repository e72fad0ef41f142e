/* The VTIMEZONEs that are written: lean, and right in every year that they are written for. */
#include "formats/ics_book.h"
#include "formats/ics_kept.h"
#include "support.h"
#include <dateline/date.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dtl_text text;
static dtl_ics_writer writer;
static dtl_ics_book book;

static int begin(void **state)
{
	(void)state;
	text = (dtl_text)DTL_TEXT_INIT;
	writer = (dtl_ics_writer){ .out = &text };
	book = (dtl_ics_book){ .items = NULL };
	return 0;
}

static int end(void **state)
{
	(void)state;
	dtl_text_free(&text);
	dtl_text_free(&writer.line);
	dtl_ics_book_free(&book);
	return 0;
}

/* Unfolded, lines parted by '\n', none behind the last: as zones are read. */
static char *plain(void)
{
	char *out = malloc(text.len + 1);
	size_t to = 0;
	assert_non_null(out);
	for (size_t i = 0; i < text.len; i++) {
		if (strncmp(text.data + i, "\r\n ", 3) == 0)
			i += 2;
		else if (text.data[i] != '\r')
			out[to++] = text.data[i];
	}
	out[to > 0 ? to - 1 : 0] = '\0';
	return out;
}

static size_t count_of(const char *part)
{
	size_t count = 0;
	for (const char *at = strstr(dtl_text_str(&text), part); at; at = strstr(at + 1, part))
		count++;
	return count;
}

static void assert_right(const char *iana, int64_t year, int64_t until)
{
	dtl_error err;
	dtl_zone_rules *rules = NULL;
	dtl_text_clear(&text);
	dtl_ics_zone_write(&writer, iana, iana, year);
	char *lines = plain();
	assert_true(dtl_ics_is_timezone((dtl_slice){ lines, strlen(lines) }));
	assert_ok(dtl_zone_rules_read(&rules, lines, &err));
	int64_t stop = dtl_days_from_civil(until, 1, 1) * DTL_DAY;
	for (int64_t t = dtl_days_from_civil(year, 1, 1) * DTL_DAY - DTL_DAY / 2; t < stop; t += 5 * 3600) {
		int offset = 0;
		assert_ok(dtl_zone_offset(&offset, t, iana, &err));
		if (offset != dtl_zone_rules_offset(rules, t)) {
			char at[64];
			dtl_time_print(at, sizeof(at), t);
			fail_msg("%s from %lld on: %s\n%s", iana, (long long)year, at, lines);
		}
	}
	dtl_zone_rules_free(rules);
	free(lines);
}

static void they_are_right_in_all_their_years(void **state)
{
	(void)state;
	static const char *const zones[] = { "Europe/Paris", "America/New_York", "Asia/Tokyo", "Asia/Kolkata",
		"Australia/Sydney", "Europe/Moscow", "Africa/Casablanca", "America/Sao_Paulo", "Asia/Tehran",
		"Europe/Dublin", "Pacific/Apia", "Africa/Cairo", "UTC", "America/St_Johns", "Asia/Gaza" };
	static const int64_t years[] = { 1950, 1985, 2006, 2013, 2026 };
	for (size_t i = 0; i < sizeof(zones) / sizeof(*zones); i++)
		for (size_t k = 0; k < sizeof(years) / sizeof(*years); k++)
			assert_right(zones[i], years[k], 2038);
	assert_right("Europe/Paris", 2050, 2060);
}

static void they_say_no_more_than_they_need(void **state)
{
	(void)state;
	dtl_ics_zone_write(&writer, "Europe/Paris", "Europe/Paris", 2013);
	assert_int_equal(count_of("BEGIN:STANDARD"), 1);
	assert_int_equal(count_of("BEGIN:DAYLIGHT"), 1);
	assert_int_equal(count_of("RRULE:FREQ=YEARLY;BYMONTH="), 2);
	dtl_text_clear(&text);
	dtl_ics_zone_write(&writer, "Asia/Tokyo", "Asia/Tokyo", 2013);
	assert_int_equal(count_of("BEGIN:STANDARD"), 1);
	assert_int_equal(count_of("BEGIN:DAYLIGHT"), 0);
}

static void libical_reads_them(void **state)
{
	(void)state;
	dtl_ics_zone_write(&writer, "America/New_York", "America/New_York", 2000);
	icalcomponent *zone = icalparser_parse_string(dtl_text_str(&text));
	assert_non_null(zone);
	assert_int_equal(icalcomponent_isa(zone), ICAL_VTIMEZONE_COMPONENT);
	assert_int_equal(icalcomponent_count_errors(zone), 0);
	icalcomponent_free(zone);
	icalmemory_free_ring();
}

static void each_zone_stands_there_once(void **state)
{
	(void)state;
	assert_string_equal(dtl_ics_book_need_iana(&book, &writer, "Europe/Paris", 2013), "Europe/Paris");
	assert_string_equal(dtl_ics_book_need_iana(&book, &writer, "Europe/Paris", 2020), "Europe/Paris");
	assert_int_equal(count_of("BEGIN:VTIMEZONE"), 1);
	assert_null(dtl_ics_book_need_iana(&book, &writer, "Nowhere/Known", 2013));
	assert_int_equal(count_of("BEGIN:VTIMEZONE"), 1);
}

static void one_that_comes_too_early_gets_a_name_of_its_own(void **state)
{
	(void)state;
	char iana[DTL_ICS_IANA_MAX];
	dtl_ics_book_need_iana(&book, &writer, "Europe/Paris", 2013);
	const char *name = dtl_ics_book_need_iana(&book, &writer, "Europe/Paris", 1990);
	assert_string_equal(name, "/dateline/2/Europe/Paris");
	assert_true(dtl_ics_zone_guess(name, iana));
	assert_string_equal(iana, "Europe/Paris");
	assert_contains(dtl_text_str(&text), "TZID:/dateline/2/Europe/Paris\r\n");
}

static void two_of_one_name_are_two(void **state)
{
	(void)state;
	static const char one[] = "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
				  "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE";
	static const char other[] = "BEGIN:VTIMEZONE\nTZID:Own\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
				    "TZOFFSETFROM:+0200\nTZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE";
	assert_string_equal(
	    dtl_ics_book_need_text(&book, &writer, (dtl_slice){ one, sizeof(one) - 1 }), "Own");
	assert_string_equal(dtl_ics_book_need_text(&book, &writer, (dtl_slice){ other, sizeof(other) - 1 }),
	    "/dateline/2/Own");
	assert_string_equal(
	    dtl_ics_book_need_text(&book, &writer, (dtl_slice){ one, sizeof(one) - 1 }), "Own");
	assert_int_equal(count_of("BEGIN:VTIMEZONE"), 2);
}

static void what_is_no_zone_is_not_written(void **state)
{
	(void)state;
	static const char *const none[] = { "", "BEGIN:VTIMEZONE", "BEGIN:VEVENT\nTZID:x\nEND:VEVENT",
		"BEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE\nBEGIN:VEVENT\nEND:VEVENT",
		"BEGIN:VTIMEZONE\nTZID:x\nEND:VCALENDAR", "BEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE\nX:1",
		"X:1\nBEGIN:VTIMEZONE\nTZID:x\nEND:VTIMEZONE", "BEGIN:VTIMEZONE\nno line\nEND:VTIMEZONE" };
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_null(dtl_ics_book_need_text(&book, &writer, (dtl_slice){ none[i], strlen(none[i]) }));
	assert_int_equal(text.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(they_are_right_in_all_their_years, begin, end),
		cmocka_unit_test_setup_teardown(they_say_no_more_than_they_need, begin, end),
		cmocka_unit_test_setup_teardown(libical_reads_them, begin, end),
		cmocka_unit_test_setup_teardown(each_zone_stands_there_once, begin, end),
		cmocka_unit_test_setup_teardown(one_that_comes_too_early_gets_a_name_of_its_own, begin, end),
		cmocka_unit_test_setup_teardown(two_of_one_name_are_two, begin, end),
		cmocka_unit_test_setup_teardown(what_is_no_zone_is_not_written, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
