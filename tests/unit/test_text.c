#include "base/text.h"
#include "support.h"
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static void is_empty_before_anything_is_added(void **state)
{
	(void)state;
	dtl_text t = DTL_TEXT_INIT;
	assert_string_equal(dtl_text_str(&t), "");
	assert_false(dtl_text_failed(&t));
	dtl_text_clear(&t);
	dtl_text_truncate(&t, 0);
	dtl_text_free(&t);
}

static void grows_and_stays_terminated(void **state)
{
	(void)state;
	dtl_text t = DTL_TEXT_INIT;
	for (size_t i = 0; i < 1000; i++) {
		dtl_text_add_char(&t, 'a');
		assert_int_equal(t.len, i + 1);
		assert_int_equal(strlen(dtl_text_str(&t)), i + 1);
	}
	dtl_text_truncate(&t, 2);
	dtl_text_add(&t, "b");
	dtl_text_addf(&t, "%d%s", 7, "c");
	dtl_text_add_len(&t, "def", 1);
	dtl_text_add_len(&t, NULL, 0);
	assert_string_equal(dtl_text_str(&t), "aab7cd");
	dtl_text_free(&t);
}

static void prints_extreme_integers(void **state)
{
	(void)state;
	dtl_text t = DTL_TEXT_INIT;
	dtl_text_add_int(&t, 0);
	dtl_text_add_char(&t, ' ');
	dtl_text_add_int(&t, -1);
	dtl_text_add_char(&t, ' ');
	dtl_text_add_int(&t, LLONG_MAX);
	dtl_text_add_char(&t, ' ');
	dtl_text_add_int(&t, LLONG_MIN);
	assert_string_equal(dtl_text_str(&t), "0 -1 9223372036854775807 -9223372036854775808");
	dtl_text_free(&t);
}

static void formats_what_is_longer_than_its_room(void **state)
{
	(void)state;
	char big[5000];
	memset(big, 'y', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	dtl_text t = DTL_TEXT_INIT;
	dtl_text_addf(&t, "%s|%s", big, big);
	assert_int_equal(t.len, 2 * 4999 + 1);
	dtl_text_free(&t);
}

static void remembers_failure_until_cleared(void **state)
{
	(void)state;
	dtl_text t = DTL_TEXT_INIT;
	dtl_text_add(&t, "x");
	assert_false(dtl_text_reserve(&t, SIZE_MAX - 1));
	dtl_text_add(&t, "y");
	assert_true(dtl_text_failed(&t));
	assert_string_equal(dtl_text_str(&t), "x");
	dtl_text_clear(&t);
	dtl_text_add(&t, "z");
	assert_false(dtl_text_failed(&t));
	assert_string_equal(dtl_text_str(&t), "z");
	dtl_text_free(&t);
}

static void gives_its_content_away(void **state)
{
	(void)state;
	dtl_text t = DTL_TEXT_INIT;
	char *nothing = dtl_text_take(&t);
	assert_string_equal(nothing, "");
	free(nothing);
	dtl_text_add(&t, "all");
	char *all = dtl_text_take(&t);
	assert_string_equal(all, "all");
	assert_string_equal(dtl_text_str(&t), "");
	free(all);
	dtl_text_add(&t, "lost");
	dtl_text_reserve(&t, SIZE_MAX - 1);
	assert_null(dtl_text_take(&t));
	assert_false(dtl_text_failed(&t));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_empty_before_anything_is_added),
		cmocka_unit_test(grows_and_stays_terminated),
		cmocka_unit_test(prints_extreme_integers),
		cmocka_unit_test(formats_what_is_longer_than_its_room),
		cmocka_unit_test(remembers_failure_until_cleared),
		cmocka_unit_test(gives_its_content_away),
	};
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
