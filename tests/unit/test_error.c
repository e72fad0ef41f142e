#include "base/error.h"
#include "support.h"
#include <string.h>

static void names_every_status(void **state)
{
	(void)state;
	for (int s = DTL_OK; s <= DTL_E_DATABASE; s++)
		for (int t = DTL_OK; t < s; t++)
			assert_string_not_equal(
			    dtl_status_name((dtl_status)s), dtl_status_name((dtl_status)t));
	assert_string_equal(dtl_status_name(DTL_E_NOTFOUND), "not found");
	assert_string_equal(dtl_status_name((dtl_status)-1), "unknown status");
}

static void fills_status_line_and_text(void **state)
{
	(void)state;
	dtl_error err;
	assert_int_equal(dtl_fail(&err, DTL_E_EXISTS, "there is a '%s'", "x"), DTL_E_EXISTS);
	assert_int_equal(err.status, DTL_E_EXISTS);
	assert_int_equal(err.line, 0);
	assert_string_equal(err.text, "there is a 'x'");
	assert_int_equal(dtl_fail_line(&err, DTL_E_PARSE, 7, "bad"), DTL_E_PARSE);
	assert_int_equal(err.line, 7);
}

static void takes_no_error_at_all(void **state)
{
	(void)state;
	assert_int_equal(dtl_fail(NULL, DTL_E_IO, "%d", 1), DTL_E_IO);
	assert_int_equal(dtl_fail_line(NULL, DTL_E_PARSE, 1, "x"), DTL_E_PARSE);
	assert_int_equal(dtl_fail_memory(NULL), DTL_E_MEMORY);
	assert_true(dtl_fail_in(NULL, "x") > DTL_DONE);
}

static void puts_context_before_what_a_callee_said(void **state)
{
	(void)state;
	dtl_error err;
	dtl_fail_line(&err, DTL_E_PARSE, 3, "no value");
	assert_int_equal(dtl_fail_in(&err, "event '%s'", "a"), DTL_E_PARSE);
	assert_string_equal(err.text, "event 'a': no value");
	assert_int_equal(err.line, 3);
}

static void may_quote_its_own_text(void **state)
{
	(void)state;
	dtl_error err;
	dtl_fail(&err, DTL_E_IO, "inner");
	dtl_fail(&err, DTL_E_IO, "outer (%s)", err.text);
	assert_string_equal(err.text, "outer (inner)");
}

/* Whatever the offset of the cut, what is left is UTF-8 and ends in "…". */
static void cuts_long_text_between_characters(void **state)
{
	(void)state;
	char big[2 * DTL_ERROR_TEXT];
	for (size_t shift = 0; shift < 4; shift++) {
		memset(big, 'x', sizeof(big));
		for (size_t i = shift; i + 4 < sizeof(big); i += 4)
			memcpy(big + i, "\xF0\x9F\x98\x80", 4);
		big[sizeof(big) - 1] = '\0';
		dtl_error err;
		dtl_fail(&err, DTL_E_PARSE, "%s", big);
		size_t len = strlen(err.text);
		assert_in_range(len, DTL_ERROR_TEXT - 8, DTL_ERROR_TEXT - 1);
		assert_string_equal(err.text + len - 3, "…");
		assert_int_equal((len - 3 - shift) % 4, 0);
	}
}

static void keeps_text_that_just_fits(void **state)
{
	(void)state;
	char big[DTL_ERROR_TEXT + 1];
	dtl_error err;
	memset(big, 'x', sizeof(big));
	big[DTL_ERROR_TEXT - 1] = '\0';
	dtl_fail(&err, DTL_E_PARSE, "%s", big);
	assert_string_equal(err.text, big);
	big[DTL_ERROR_TEXT - 1] = 'x';
	big[DTL_ERROR_TEXT] = '\0';
	dtl_fail(&err, DTL_E_PARSE, "%s", big);
	assert_string_equal(err.text + strlen(err.text) - 3, "…");
}

static void stays_one_line_whatever_it_quotes(void **state)
{
	(void)state;
	dtl_error err;
	dtl_fail(&err, DTL_E_NOTFOUND, "no '%s'", "a\nb\x1B[31m\x7F");
	assert_string_equal(err.text, "no 'a?b?[31m?'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_every_status),
		cmocka_unit_test(fills_status_line_and_text),
		cmocka_unit_test(takes_no_error_at_all),
		cmocka_unit_test(puts_context_before_what_a_callee_said),
		cmocka_unit_test(may_quote_its_own_text),
		cmocka_unit_test(cuts_long_text_between_characters),
		cmocka_unit_test(keeps_text_that_just_fits),
		cmocka_unit_test(stays_one_line_whatever_it_quotes),
	};
	return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
