#include "support.h"
#include <dateline/text.h>
#include <stdio.h>
#include <string.h>

static const char *shown(const char *text)
{
	static char buf[256];
	size_t len = dtl_text_printable(buf, sizeof(buf), text);
	assert_int_equal(len, strlen(buf));
	assert_int_equal(len, dtl_text_printable(NULL, 0, text));
	assert_int_equal(len, dtl_text_printable_len(NULL, 0, text, strlen(text)));
	return buf;
}

static void counts_columns_and_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(dtl_text_width(""), 0);
	assert_int_equal(dtl_text_width("Genève"), 6);
	assert_int_equal(dtl_text_width("Gene\xCC\x80ve"), 6); /* e and a combining grave */
	assert_int_equal(dtl_text_width("中美对话"), 8);
	assert_int_equal(dtl_text_width("ｶﾀｶﾅ"), 4); /* half-width */
	assert_int_equal(dtl_text_width("a\xE2\x80\x8B"
					"b"),
	    2); /* a blank of no width */
}

static void cuts_whole_characters_with_their_marks(void **state)
{
	(void)state;
	assert_int_equal(dtl_text_fit("abc", 0), 0);
	assert_int_equal(dtl_text_fit("abc", 2), 2);
	assert_int_equal(dtl_text_fit("abc", 9), 3);
	assert_int_equal(dtl_text_fit("ab中abc", 3), 2);
	assert_int_equal(dtl_text_fit("ab中abc", 5), 6);
	assert_int_equal(dtl_text_fit("ab中abc", 9), 8);
	assert_int_equal(dtl_text_fit("中美", 3), 3); /* half of the second does not fit */
	assert_int_equal(dtl_text_fit("e\xCC\x80x", 1), 3);
}

static void shows_what_would_steer_a_terminal(void **state)
{
	(void)state;
	assert_string_equal(shown("plain – 中"), "plain – 中");
	assert_string_equal(shown("a\nb\tc"), "a\\nb\\tc");
	assert_string_equal(shown("\x1B[31mred\x7F"), "\\x1B[31mred\\x7F");
	assert_string_equal(shown("\xC2\x9B"
				  "2J"),
	    "\\x9B2J"); /* C1: CSI */
	assert_string_equal(shown("a\xE2\x80\xAE"
				  "b"),
	    "a\\u202Eb");
	assert_string_equal(shown("\xE2\x80\xA8"), "\\u2028");
	assert_string_equal(shown("a\xFF"), "a\xEF\xBF\xBD");
}

static void never_cuts_a_character_to_fit_the_buffer(void **state)
{
	char buf[5];
	(void)state;
	assert_int_equal(dtl_text_printable(buf, sizeof(buf), "ab中c"), 6);
	assert_string_equal(buf, "ab");
	assert_int_equal(dtl_text_printable(buf, 1, "x"), 1);
	assert_string_equal(buf, "");
	/* What follows one that was left out is left out, too. */
	assert_int_equal(dtl_text_printable(buf, sizeof(buf), "abc中d"), 7);
	assert_string_equal(buf, "abc");
	assert_int_equal(dtl_text_printable(buf, sizeof(buf), "abcdefghijk"), 11);
	assert_string_equal(buf, "abcd");
}

static void shows_a_piece_that_does_not_end_in_nul(void **state)
{
	char buf[8];
	(void)state;
	assert_int_equal(dtl_text_printable_len(buf, sizeof(buf), "ab\tcd", 3), 4);
	assert_string_equal(buf, "ab\\t");
	assert_int_equal(dtl_text_printable_len(buf, sizeof(buf), "中", 2), 6); /* half a character */
	assert_int_equal(dtl_text_printable_len(buf, sizeof(buf), "", 0), 0);
	assert_string_equal(buf, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_columns_and_not_bytes),
		cmocka_unit_test(cuts_whole_characters_with_their_marks),
		cmocka_unit_test(shows_what_would_steer_a_terminal),
		cmocka_unit_test(never_cuts_a_character_to_fit_the_buffer),
		cmocka_unit_test(shows_a_piece_that_does_not_end_in_nul),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
