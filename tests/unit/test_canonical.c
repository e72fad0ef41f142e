/* Which thing stands for those that are said to be one with it. */
#include "ledger/fold.h"
#include "ledger_world.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

static dtl_store *store;
static dtl_error err;

static int open_store(void **state)
{
	(void)state;
	assert_ok(dtl_store_open(&store, "", DTL_STORE_MEMORY, &err));
	assert_ok(dtl_store_begin(store, &err));
	plain_line header = a_header('a', 1, 1);
	put_line(store, &header);
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	dtl_store_close(store);
	store = NULL;
	return 0;
}

/* Say that a key is one with another, in a changeset that goes on. */
static void merge(const char *key, const char *value, int64_t known)
{
	static int64_t position;
	char patch[128];
	snprintf(patch, sizeof(patch), "{\"same_as\":%s}", value);
	plain_line line = a_claim('a', position++, key, patch, known);
	put_line(store, &line);
}

static const char *canonical_of(const char *key)
{
	static dtl_text text = DTL_TEXT_INIT;
	static char out[64];
	int64_t entity = 0, canonical = 0;
	dtl_kind kind;
	dtl_text_clear(&text);
	assert_ok(dtl_entity_intern(store, DTL_EVENT, key, &entity, &err));
	assert_ok(dtl_fold_canonical(store, DTL_EVENT, entity, &canonical, &err));
	assert_ok(dtl_entity_what(store, canonical, &kind, &text, &err));
	assert_int_equal(kind, DTL_EVENT);
	snprintf(out, sizeof(out), "%s", dtl_text_str(&text));
	dtl_text_free(&text);
	return out;
}

static void a_thing_stands_for_itself(void **state)
{
	(void)state;
	assert_string_equal(canonical_of("x"), "x");
	merge("x", "\"x\"", 1);
	assert_string_equal(canonical_of("x"), "x");
}

static void it_is_the_end_of_the_chain_that_stands(void **state)
{
	(void)state;
	merge("x", "\"y\"", 1);
	merge("y", "\"z\"", 1);
	assert_string_equal(canonical_of("x"), "z");
	assert_string_equal(canonical_of("y"), "z");
	assert_string_equal(canonical_of("z"), "z");
}

static void of_a_cycle_it_is_the_smallest_key(void **state)
{
	(void)state;
	merge("p", "\"c\"", 1);
	merge("c", "\"B\"", 1);
	merge("B", "\"b\"", 1);
	merge("b", "\"c\"", 1);
	assert_string_equal(canonical_of("p"), "B");
	assert_string_equal(canonical_of("c"), "B");
	assert_string_equal(canonical_of("b"), "B");
	assert_string_equal(canonical_of("B"), "B");
}

static void the_last_word_counts_and_null_parts_again(void **state)
{
	(void)state;
	merge("x", "\"y\"", 1);
	merge("x", "\"z\"", 3);
	merge("x", "\"w\"", 2);
	assert_string_equal(canonical_of("x"), "z");
	merge("x", "null", 4);
	assert_string_equal(canonical_of("x"), "x");
	/* What will be known counts: keys are what they are at every moment. */
	merge("x", "\"q\"", 4102444800);
	assert_string_equal(canonical_of("x"), "q");
}

static void what_is_no_key_is_no_merge(void **state)
{
	(void)state;
	static const char *const values[] = { "\"\"", "3", "true", "{\"id\":\"y\"}", "[\"y\"]" };
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		merge("x", values[i], (int64_t)i);
		assert_string_equal(canonical_of("x"), "x");
	}
}

static void a_key_may_need_escapes(void **state)
{
	(void)state;
	merge("x", "\"a \\\"b\\\" \xC3\xA9\"", 1);
	assert_string_equal(canonical_of("x"), "a \"b\" \xC3\xA9");
}

static void deprecated_and_retracted_words_merge_nothing(void **state)
{
	(void)state;
	plain_line header = a_header('b', 2, 2), claim = a_claim('b', 0, "x", "{\"same_as\":\"y\"}", 1);
	plain_line act = an_act('b', 1, "changeset", uid_of('b'), "{\"retracted\":true}");
	put_line(store, &header);
	put_line(store, &claim);
	assert_string_equal(canonical_of("x"), "y");
	put_line(store, &act);
	assert_string_equal(canonical_of("x"), "x");
	claim = a_claim('a', 90, "x", "{\"same_as\":\"z\"}", 1);
	claim.rank = PLAIN_DEPRECATED;
	put_line(store, &claim);
	assert_string_equal(canonical_of("x"), "x");
}

static void a_removed_one_still_points(void **state)
{
	(void)state;
	plain_line gone = a_claim('a', 91, "y", "null", 9);
	merge("x", "\"y\"", 1);
	merge("y", "\"z\"", 1);
	put_line(store, &gone);
	assert_string_equal(canonical_of("x"), "z");
}

static void a_chain_that_is_too_long_ends(void **state)
{
	(void)state;
	for (int i = 0; i < 40; i++) {
		char key[16], next[16];
		snprintf(key, sizeof(key), "k%02d", i);
		snprintf(next, sizeof(next), "\"k%02d\"", i + 1);
		merge(key, next, 1);
	}
	assert_string_equal(canonical_of("k00"), "k31");
	assert_string_equal(canonical_of("k10"), "k40");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_thing_stands_for_itself, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    it_is_the_end_of_the_chain_that_stands, open_store, close_store),
		cmocka_unit_test_setup_teardown(of_a_cycle_it_is_the_smallest_key, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    the_last_word_counts_and_null_parts_again, open_store, close_store),
		cmocka_unit_test_setup_teardown(what_is_no_key_is_no_merge, open_store, close_store),
		cmocka_unit_test_setup_teardown(a_key_may_need_escapes, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    deprecated_and_retracted_words_merge_nothing, open_store, close_store),
		cmocka_unit_test_setup_teardown(a_removed_one_still_points, open_store, close_store),
		cmocka_unit_test_setup_teardown(a_chain_that_is_too_long_ends, open_store, close_store),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
