/* Content lines: folding, escaping, and nothing that gets out of its line. */
#include "base/utf8.h"
#include "formats/ics_line.h"
#include "support.h"
#include <dateline/date.h>
#include <stdlib.h>
#include <string.h>

/* What one TEXT, RAW or parameter line comes to. */
static char *text_line(const char *value)
{
	dtl_text out = DTL_TEXT_INIT;
	dtl_ics_writer w = { .out = &out };
	dtl_ics_text(&w, "SUMMARY", value);
	dtl_text_free(&w.line);
	return dtl_text_take(&out);
}

static void assert_text(const char *value, const char *wanted)
{
	char *line = text_line(value);
	assert_string_equal(line, wanted);
	free(line);
}

static void assert_param(const char *value, const char *wanted)
{
	dtl_text out = DTL_TEXT_INIT;
	dtl_ics_writer w = { .out = &out };
	dtl_ics_begin(&w, "X-A");
	dtl_ics_param(&w, "X-P", value);
	dtl_ics_end_raw(&w, "v");
	assert_string_equal(dtl_text_str(&out), wanted);
	dtl_text_free(&w.line);
	dtl_text_free(&out);
}

static void text_is_escaped(void **state)
{
	(void)state;
	assert_text("", "SUMMARY:\r\n");
	assert_text("a", "SUMMARY:a\r\n");
	assert_text("a, b; c\\d: \"e\"", "SUMMARY:a\\, b\\; c\\\\d: \"e\"\r\n");
	assert_text("one\ntwo\r\nthree\rfour", "SUMMARY:one\\ntwo\\nthree\\nfour\r\n");
	assert_text("\ta\x01\x1b\x7f", "SUMMARY:\ta\r\n");
}

static void nothing_gets_out_of_its_line(void **state)
{
	(void)state;
	dtl_text out = DTL_TEXT_INIT;
	dtl_ics_writer w = { .out = &out };
	dtl_ics_raw(&w, "URL", "http://x/\r\nATTENDEE:mailto:evil");
	assert_string_equal(dtl_text_str(&out), "URL:http://x/ATTENDEE:mailto:evil\r\n");
	dtl_text_free(&w.line);
	dtl_text_free(&out);
}

static void no_value_is_no_line(void **state)
{
	(void)state;
	dtl_text out = DTL_TEXT_INIT;
	dtl_ics_writer w = { .out = &out };
	dtl_ics_raw(&w, "URL", NULL);
	dtl_ics_text(&w, "DESCRIPTION", NULL);
	assert_string_equal(dtl_text_str(&out), "");
}

static void parameters_are_quoted_where_they_must_be(void **state)
{
	(void)state;
	assert_param(NULL, "X-A:v\r\n");
	assert_param("host", "X-A;X-P=host:v\r\n");
	assert_param("a:b", "X-A;X-P=\"a:b\":v\r\n");
	assert_param("a;b,c", "X-A;X-P=\"a;b,c\":v\r\n");
	assert_param("the \"x\" ^ y\nz\r\x02", "X-A;X-P=the ^'x^' ^^ y^nz:v\r\n");
}

/* Every line fits, holds whole characters, and unfolding gives back what went in. */
static void check_folding(const char *value)
{
	char *folded = text_line(value);
	dtl_text unfolded = DTL_TEXT_INIT;
	dtl_text wanted = DTL_TEXT_INIT;
	dtl_text_add(&wanted, "SUMMARY:");
	dtl_text_add(&wanted, value);
	bool first = true;
	for (const char *at = folded; *at;) {
		const char *end = strstr(at, "\r\n");
		assert_non_null(end);
		size_t len = (size_t)(end - at);
		assert_true(len <= 75);
		assert_true(dtl_utf8_valid(at, len, NULL));
		assert_true(first || *at == ' ');
		dtl_text_add_len(&unfolded, at + !first, len - !first);
		first = false;
		at = end + 2;
	}
	assert_string_equal(dtl_text_str(&unfolded), dtl_text_str(&wanted));
	dtl_text_free(&unfolded);
	dtl_text_free(&wanted);
	free(folded);
}

static void lines_fold_between_characters(void **state)
{
	(void)state;
	static const char *const characters[] = { "a", "é", "中", "😀" };
	char value[2000];
	for (size_t which = 0; which < 4; which++)
		for (size_t count = 0; count < 300; count++) {
			/* One narrow letter before them shifts every edge. */
			for (size_t shift = 0; shift < 4; shift++) {
				memset(value, 'x', shift);
				value[shift] = '\0';
				for (size_t i = 0; i < count; i++)
					strcat(value, characters[which]);
				if (count % 37 == 0 || (count >= 14 && count <= 76))
					check_folding(value);
			}
		}
}

static void a_line_of_75_octets_is_not_folded(void **state)
{
	(void)state;
	char value[80];
	memset(value, 'x', sizeof(value));
	value[75 - strlen("SUMMARY:")] = '\0';
	char *line = text_line(value);
	assert_null(strstr(line, "\r\n "));
	free(line);
}

static void times_are_written_in_utc(void **state)
{
	(void)state;
	char buf[DTL_ICS_TIME];
	int64_t t = dtl_days_from_civil(2013, 6, 7) * DTL_DAY + 14 * 3600 + 5 * 60 + 9;
	dtl_ics_date_time(buf, t, false);
	assert_string_equal(buf, "20130607T140509Z");
	dtl_ics_date_time(buf, t, true);
	assert_string_equal(buf, "20130607T140509");
	dtl_ics_date(buf, t);
	assert_string_equal(buf, "20130607");
	dtl_ics_date(buf, dtl_days_from_civil(1, 1, 1) * DTL_DAY);
	assert_string_equal(buf, "00010101");
	assert_true(dtl_ics_time_fits(dtl_days_from_civil(9999, 12, 31) * DTL_DAY));
	assert_false(dtl_ics_time_fits(dtl_days_from_civil(10000, 1, 1) * DTL_DAY));
	assert_false(dtl_ics_time_fits(dtl_days_from_civil(0, 12, 31) * DTL_DAY));
	assert_false(dtl_ics_time_fits(DTL_TIME_MIN));
	assert_false(dtl_ics_time_fits(DTL_TIME_MAX));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_escaped),
		cmocka_unit_test(nothing_gets_out_of_its_line),
		cmocka_unit_test(no_value_is_no_line),
		cmocka_unit_test(parameters_are_quoted_where_they_must_be),
		cmocka_unit_test(lines_fold_between_characters),
		cmocka_unit_test(a_line_of_75_octets_is_not_folded),
		cmocka_unit_test(times_are_written_in_utc),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
