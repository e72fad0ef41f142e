#include <dateline/date.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void refuses_with(const char *edtf, const char *text)
{
	dtl_error err = { 0 };
	dtl_date date;

	if (dtl_date_parse(&date, edtf, NULL, &err) == DTL_OK)
		fail_msg("'%s' was accepted", edtf);
	if (strstr(err.text, text) == NULL)
		fail_msg("'%s': expected '%s' in '%s'", edtf, text, err.text);
	assert_int_equal(err.status, DTL_E_ARGUMENT);
}

static void says_the_column_and_what_was_expected_there(void **state)
{
	static const struct {
		const char *edtf, *text;
	} cases[] = {
		{ "2013-13", "not EDTF at column 6: expected a month 01-12, found '13'" },
		{ "2013-42", "column 6: expected a month 01-12 or a season 21-41, found '42'" },
		{ "2013-06-32", "column 9: expected a day 01-31, found '32'" },
		{ "2013-02-30", "column 1: there is no such day: '2013-02-30'" },
		{ "1900-02-29", "there is no such day" },
		{ "XXXX-02-30", "there is no such day" },
		{ "XXX1-02-29", "there is no such day" },
		{ "2013-6-04", "column 6: expected a month 01-12, found '6'" },
		{ "", "column 1: expected a year of four digits, found the end" },
		{ "12013", "or Y before a longer one" },
		{ "Y2013", "column 2: expected five digits or more after Y, found '2013'" },
		{ "Y0012345", "does not begin with 0" },
		{ "Y170000000000", "out of range: dateline reckons from -10^11 to 10^11" },
		{ "Y17E10", "out of range" },
		{ "Y1E999999999999999999", "out of range" },
		{ "1950S5", "more significant digits than the year has: '5'" },
		{ "2013-06-04T24:00:00", "column 12: expected an hour 00-23, found '24'" },
		{ "2013-06-04T23:20", "expected ':' and seconds, found the end" },
		{ "2013-06-04T10:20:30.5", "expected the end, found '.'" },
		{ "2013-06-04T10:20:30+15:00", "expected the hours of an offset, 00-14" },
		{ "2013-06-04?T10:20:30", "qualified" },
		{ "2013-06-07/2013-06-06", "the interval ends before it begins" },
		{ "2013-06-07/", NULL },
		{ "../..", "a date on one side" },
		{ "/", "a date on one side" },
		{ "..2013", "column 3: expected '/' after '..'" },
		{ "2001-21/2003", "a season or quarter stands alone" },
		{ "2001-21?", "neither qualified nor has days" },
		{ "[2013, 2014]", "column 7: expected a year of four digits, found ' '" },
		{ "[2013", "expected ',' or ']', found the end" },
		{ "{2013]", "expected ',' or '}', found ']'" },
		{ "[2013..2012]", "the range ends before it begins" },
		{ "[2012..2013-06]", "the same precision" },
		{ "[2012..,2014]", "column 8: expected a year of four digits, found ','" },
		{ "-0000", "-0000 is written 0000" },
		{ "2013-06-07 ", "column 11: expected the end, found ' '" },
		{ "2013-0\xE2\x80\x93", "column 6: expected a month" },
		{ "\xE2\x80\x93"
		  "2013",
		    "column 1: expected a year of four digits, found '\xE2\x80\x93'" },
		{ "2013\t", "found control character 0x09" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (cases[i].text != NULL)
			refuses_with(cases[i].edtf, cases[i].text);
	}
}

static void refuses_what_is_longer_than_4096_bytes(void **state)
{
	char *text = test_malloc(DTL_EDTF_MAX + 2);

	(void)state;
	memset(text, '1', DTL_EDTF_MAX + 1);
	text[DTL_EDTF_MAX + 1] = '\0';
	refuses_with(text, "longer than 4096 bytes");
	test_free(text);
}

static void refuses_an_unknown_zone_by_name(void **state)
{
	dtl_error err = { 0 };
	dtl_date date;

	(void)state;
	assert_int_equal(dtl_date_parse(&date, "2013-06-07T14:00:00", "Mars/Olympus", &err), DTL_E_ARGUMENT);
	assert_string_equal(err.text, "no such time zone: 'Mars/Olympus'");
}

static void prints_the_canonical_spelling(void **state)
{
	static const struct {
		const char *edtf, *canonical;
	} cases[] = {
		{ "2013-06-07", "2013-06-07" },
		{ "?2004-06", "2004?-06" },
		{ "?2004-?06-?11", "2004-06-11?" },
		{ "2004?-06-~11", "2004?-06-~11" },
		{ "?2004-06-~11", "2004?-06-~11" },
		{ "2004?-06?-11", "2004-06?-11" },
		{ "~2004?-06", "2004%-06" },
		{ "2004-06~-11?", "2004-06~-11?" },
		{ "1985-04-12T23:20:30-04", "1985-04-12T23:20:30-04:00" },
		{ "1985-04-12T23:20:30+00:00", "1985-04-12T23:20:30Z" },
		{ "?-0044", "-0044?" },
		{ "Y-17E7", "Y-17E7" },
		{ "Y171010000S3", "Y171010000S3" },
		{ "-201X", "-201X" },
		{ "[..1984]", "[..1984]" },
		{ "{1960,1961-12..}", "{1960,1961-12..}" },
		{ "[1667,1668,1670..1672]", "[1667,1668,1670..1672]" },
		{ "/1985", "/1985" },
		{ "1985/", "1985/" },
		{ "../1985-04", "../1985-04" },
		{ "-2001-21", "-2001-21" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char buf[DTL_EDTF_MAX + 1];
		dtl_error err;
		if (dtl_date_canonical(buf, sizeof buf, cases[i].edtf, &err) != DTL_OK)
			fail_msg("%s", err.text);
		assert_string_equal(buf, cases[i].canonical);
		assert_int_equal(dtl_date_canonical(buf, sizeof buf, cases[i].canonical, &err), DTL_OK);
		assert_string_equal(buf, cases[i].canonical);
	}
}

static void says_the_level(void **state)
{
	static const struct {
		const char *edtf;
		int level;
	} cases[] = {
		{ "2013-06-07", 0 },
		{ "2013/2014-02", 0 },
		{ "2013-06-07T14:00:00Z", 0 },
		{ "2013?", 1 },
		{ "2013-06-07~", 1 },
		{ "2013-06-XX", 1 },
		{ "2013-XX-XX", 1 },
		{ "201X", 1 },
		{ "Y12345", 1 },
		{ "2013-22", 1 },
		{ "2013/..", 1 },
		{ "/2013", 1 },
		{ "-0044", 1 },
		{ "2013?-06", 2 },
		{ "1XXX", 2 },
		{ "2013-33", 2 },
		{ "2013-0X", 2 },
		{ "Y17E7", 2 },
		{ "1950S2", 2 },
		{ "[2013]", 2 },
		{ "{2013..}", 2 },
		{ "201X/202X", 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		dtl_date date;
		assert_int_equal(dtl_date_parse(&date, cases[i].edtf, NULL, NULL), DTL_OK);
		if (date.level != cases[i].level)
			fail_msg("%s is level %d, not %d", cases[i].edtf, date.level, cases[i].level);
	}
}

#ifdef DATELINE_SHARED_DATA
/* A day as the table writes it: an inclusive day, -inf, +inf, unknown. */
static int64_t table_bound(const char *text, bool hi)
{
	int64_t t;
	char signed_text[64];

	if (text[0] == '\0' || strcmp(text, "-inf") == 0 || (strcmp(text, "unknown") == 0 && !hi))
		return DTL_TIME_MIN;
	if (strcmp(text, "+inf") == 0 || strcmp(text, "unknown") == 0)
		return DTL_TIME_MAX;
	bool sign = text[0] != '-' && strcspn(text, "-") > 4;
	snprintf(signed_text, sizeof signed_text, "%s%s", sign ? "+" : "", text);
	assert_int_equal(dtl_time_parse(&t, signed_text, NULL), DTL_OK);
	return hi ? t + DTL_DAY : t;
}

/* Instants count as the day they are written on: in the table a time is ignored. */
static void check_row(char *fields[5], int *level_differs)
{
	dtl_date date;
	dtl_error err = { 0 };
	dtl_status status = dtl_date_parse(&date, fields[0], NULL, &err);

	if ((status == DTL_OK) != (fields[1][0] == '1'))
		fail_msg(
		    "'%s' should be %s: %s", fields[0], fields[1][0] == '1' ? "valid" : "invalid", err.text);
	if (status != DTL_OK)
		return;
	*level_differs += date.level != atoi(fields[2]);
	if (date.has_time)
		return;
	if (date.bounds.start_lo != table_bound(fields[3], false))
		fail_msg("'%s' begins otherwise", fields[0]);
	if (date.bounds.end_hi != table_bound(fields[4], true))
		fail_msg("'%s' ends otherwise", fields[0]);
}

static void agrees_with_every_row_of_the_shared_table(void **state)
{
	char line[256];
	int rows = 0;
	int level_differs = 0;
	FILE *in = fopen(DATELINE_SHARED_DATA "/dates/edtf.tsv", "r");

	(void)state;
	if (in == NULL) {
		print_message("skipped: no " DATELINE_SHARED_DATA "/dates/edtf.tsv\n");
		skip();
	}
	assert_non_null(fgets(line, sizeof line, in));
	while (fgets(line, sizeof line, in) != NULL) {
		char *fields[5] = { line };
		line[strcspn(line, "\r\n")] = '\0';
		for (int i = 1; i < 5; i++) {
			fields[i] = strchr(fields[i - 1], '\t');
			assert_non_null(fields[i]);
			*fields[i]++ = '\0';
		}
		check_row(fields, &level_differs);
		rows++;
	}
	fclose(in);
	print_message("%d rows agree; the level differs in %d\n", rows, level_differs);
	assert_true(rows > 100);
	assert_int_equal(level_differs, 0);
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_the_column_and_what_was_expected_there),
		cmocka_unit_test(refuses_what_is_longer_than_4096_bytes),
		cmocka_unit_test(refuses_an_unknown_zone_by_name),
		cmocka_unit_test(prints_the_canonical_spelling),
		cmocka_unit_test(says_the_level),
#ifdef DATELINE_SHARED_DATA
		cmocka_unit_test(agrees_with_every_row_of_the_shared_table),
#endif
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
