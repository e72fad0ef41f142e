#include "base/utf8.h"
#include "support.h"
#include <string.h>

static void makes_slugs_of_titles(void **state)
{
	(void)state;
	static const struct {
		const char *title;
		size_t max;
		const char *slug;
	} table[] = {
		{ "Sunnylands summit 2013", 60, "sunnylands-summit-2013" },
		{ "U.S.-China Strategic & Economic Dialogue", 60, "us-china-strategic-economic-dialogue" },
		{ "  --  Talks!  ", 60, "talks" },
		{ "", 60, "event" },
		{ "???", 60, "event" },
		{ "😀", 60, "event" },
		{ "Genève II", 60, "geneve-ii" },
		{ "Αθήνα", 60, "athena" },
		{ "Москва", 60, "moskva" },
		{ "北京", 60, "bei-jing" },
		{ "東京 summit", 60, "dong-jing-summit" },
		{ "one two three", 13, "one-two-three" },
		{ "one two three", 12, "one-two" },
		{ "one two three", 7, "one-two" },
		{ "one two three", 6, "one" },
		{ "onetwothree", 6, "onetwo" },
		{ "a", 1, "a" },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		dtl_text t = DTL_TEXT_INIT;
		dtl_text_add(&t, "@");
		dtl_slug(&t, table[i].title, table[i].max);
		assert_string_equal(dtl_text_str(&t) + 1, table[i].slug);
		assert_true(dtl_is_slug(dtl_text_str(&t) + 1));
		dtl_text_free(&t);
	}
}

static void knows_a_slug(void **state)
{
	(void)state;
	assert_true(dtl_is_slug("a"));
	assert_true(dtl_is_slug("9"));
	assert_true(dtl_is_slug("a-b-3"));
	assert_false(dtl_is_slug(""));
	assert_false(dtl_is_slug("-"));
	assert_false(dtl_is_slug("-a"));
	assert_false(dtl_is_slug("a-"));
	assert_false(dtl_is_slug("a--b"));
	assert_false(dtl_is_slug("A"));
	assert_false(dtl_is_slug("a b"));
	assert_false(dtl_is_slug("é"));
	assert_false(dtl_is_slug("a~b"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_slugs_of_titles),
		cmocka_unit_test(knows_a_slug),
	};
	return cmocka_run_group_tests_name("slug", tests, NULL, NULL);
}
