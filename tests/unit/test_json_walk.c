/* Walking canonical text in place, and writing JSON. */
#include "base/json.h"
#include "support.h"
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static dtl_slice slice(const char *s)
{
	return (dtl_slice){ s, strlen(s) };
}

/* Everything that a walk gives, as "key=value;". */
static char *walked(dtl_slice json)
{
	dtl_text out = DTL_TEXT_INIT;
	dtl_slice key;
	dtl_slice value;
	dtl_json_walk w = dtl_json_open(json);
	while (dtl_json_next(&w, &key, &value)) {
		dtl_text_add_len(&out, key.data, key.len);
		dtl_text_add_char(&out, '=');
		dtl_text_add_len(&out, value.data, value.len);
		dtl_text_add_char(&out, ';');
	}
	return dtl_text_take(&out);
}

static void walks_through_what_was_entered_and_no_further(void **state)
{
	(void)state;
	static const char *const table[][2] = {
		{ "{\"in\":{}}", "" },
		{ "{\"in\":[],\"z\":1}", "" },
		{ "{\"a\":{\"in\":1},\"in\":{\"b\":[2,\"}\"],\"c\":\"]\"},\"z\":{\"y\":1}}",
		    "b=[2,\"}\"];c=\"]\";" },
		{ "{\"in\":[1,{\"k\":2},\"x\"],\"z\":[3]}", "=1;={\"k\":2};=\"x\";" },
		{ "{\"in\":\"text\",\"z\":1}", "" },
	};
	for (size_t i = 0; i < COUNT(table); i++) {
		dtl_slice value = { NULL, 0 };
		assert_true(dtl_json_enter(slice(table[i][0]), "in", &value));
		char *have = walked(value);
		assert_string_equal(have, table[i][1]);
		free(have);
	}
	dtl_slice value = { NULL, 0 };
	assert_false(dtl_json_enter(slice("{\"out\":{\"in\":{}}}"), "in", &value));
	assert_false(dtl_json_enter(slice("{}"), "in", &value));
	assert_false(dtl_json_enter(slice("[{\"in\":1}]"), "in", &value));
}

static void walks_members_and_elements(void **state)
{
	(void)state;
	static const char *const table[][2] = {
		{ "{}", "" },
		{ "[]", "" },
		{ "{\"a\":1}", "a=1;" },
		{ "{\"a\":1,\"b\":\"x,y}\"}", "a=1;b=\"x,y}\";" },
		{ "{\"\":{},\"k\\\"\":[1,[2,\"]\"],{\"x\":3}],\"z\":null}",
		    "={};k\\\"=[1,[2,\"]\"],{\"x\":3}];z=null;" },
		{ "[1,\"\\\\\",\"a\\\"b\",true,{\"k\":[]}]", "=1;=\"\\\\\";=\"a\\\"b\";=true;={\"k\":[]};" },
		{ "null", "" },
		{ "\"{\"", "" },
		{ "1", "" },
		{ "", "" },
	};
	for (size_t i = 0; i < COUNT(table); i++) {
		char *have = walked(slice(table[i][0]));
		assert_string_equal(have, table[i][1]);
		free(have);
	}
}

static void finds_a_member(void **state)
{
	(void)state;
	dtl_slice value;
	dtl_slice object = slice("{\"a\":{\"b\":1},\"b\":2,\"bb\":3}");
	assert_true(dtl_json_get(object, "b", &value));
	assert_true(dtl_slice_is(value, "2"));
	assert_true(dtl_json_get(object, "bb", &value));
	assert_true(dtl_slice_is(value, "3"));
	assert_false(dtl_json_get(object, "c", &value));
	assert_false(dtl_json_get(object, "", &value));
	assert_false(dtl_json_get(slice("[\"b\"]"), "b", &value));
	assert_false(dtl_json_get(slice(""), "b", &value));
}

/* Cut anywhere and spoilt anywhere: nothing is read outside, and it ends. */
static void stays_inside_garbage(void **state)
{
	(void)state;
	static const char json[] = "{\"a\\\\\":[1,{\"b\":\"x\\\"y\"}],\"c\":-1.5,\"d\":\"\\u0001\"}";
	static const char spoil[] = "\"\\{}[],:1x";
	for (size_t len = 0; len < sizeof(json); len++) {
		for (size_t at = 0; at < len; at++) {
			for (const char *c = spoil; *c; c++) {
				char *bytes = malloc(len);
				memcpy(bytes, json, len);
				bytes[at] = *c;
				dtl_slice value;
				dtl_text out = DTL_TEXT_INIT;
				free(walked((dtl_slice){ bytes, len }));
				dtl_json_get((dtl_slice){ bytes, len }, "d", &value);
				dtl_json_unescape((dtl_slice){ bytes, len }, &out);
				dtl_json_unescape_key((dtl_slice){ bytes, len }, &out);
				(void)dtl_json_check_canonical(bytes, len, NULL);
				dtl_text_free(&out);
				free(bytes);
			}
		}
	}
}

static void takes_slices_of_nothing(void **state)
{
	(void)state;
	static const dtl_slice none = { NULL, 0 };
	dtl_slice value;
	dtl_text t = DTL_TEXT_INIT;
	dtl_json_unescape(none, &t);
	dtl_json_unescape_key(none, &t);
	dtl_json_add_string(&t, NULL, 0);
	assert_string_equal(dtl_text_str(&t), "\"\"");
	assert_true(dtl_slice_is(none, ""));
	assert_int_equal(dtl_slice_compare(none, none), 0);
	assert_int_equal(dtl_json_compare_keys(none, none), 0);
	assert_true(dtl_json_compare_keys(none, slice("\\n")) < 0);
	assert_false(dtl_json_get(none, "a", &value));
	assert_int_equal(dtl_json_check_canonical(NULL, 0, NULL), DTL_E_PARSE);
	dtl_json_walk w = dtl_json_open(none);
	assert_false(dtl_json_next(&w, &value, &value));
	dtl_text_free(&t);
}

static void knows_values_by_their_first_byte(void **state)
{
	(void)state;
	assert_true(dtl_json_is_string(slice("\"x\"")));
	assert_true(dtl_json_is_object(slice("{}")));
	assert_true(dtl_json_is_array(slice("[]")));
	assert_true(dtl_json_is_number(slice("-1")));
	assert_true(dtl_json_is_number(slice("0")));
	assert_true(dtl_json_is_null(slice("null")));
	assert_true(dtl_json_is_true(slice("true")));
	assert_true(dtl_json_is_false(slice("false")));
	assert_false(dtl_json_is_number(slice("")));
	assert_false(dtl_json_is_string(slice("x")));
}

static void unescapes(void **state)
{
	(void)state;
	dtl_text t = DTL_TEXT_INIT;
	dtl_json_unescape(slice("\"\""), &t);
	assert_string_equal(dtl_text_str(&t), "");
	dtl_json_unescape(slice("\"a\\\"\\\\\\n\\t\\u001fé😀\""), &t);
	assert_string_equal(dtl_text_str(&t), "a\"\\\n\t\x1Fé😀");
	dtl_text_clear(&t);
	dtl_json_unescape_key(slice("x\\\"\\ud83d\\ude00"), &t);
	assert_string_equal(dtl_text_str(&t), "x\"😀");
	dtl_text_clear(&t);
	dtl_json_unescape(slice("12"), &t);
	assert_string_equal(dtl_text_str(&t), "");
	dtl_text_free(&t);
}

static void reads_integers_of_64_bits(void **state)
{
	(void)state;
	int64_t n = 0;
	assert_true(dtl_json_to_int(slice("0"), &n) && n == 0);
	assert_true(dtl_json_to_int(slice("-17"), &n) && n == -17);
	assert_true(dtl_json_to_int(slice("9223372036854775807"), &n) && n == INT64_MAX);
	assert_true(dtl_json_to_int(slice("-9223372036854775808"), &n) && n == INT64_MIN);
	assert_false(dtl_json_to_int(slice("9223372036854775808"), &n));
	assert_false(dtl_json_to_int(slice("-9223372036854775809"), &n));
	assert_false(dtl_json_to_int(slice("99999999999999999999"), &n));
	assert_false(dtl_json_to_int(slice("1.5"), &n));
	assert_false(dtl_json_to_int(slice("1e3"), &n));
	assert_false(dtl_json_to_int(slice("-"), &n));
	assert_false(dtl_json_to_int(slice(""), &n));
	assert_false(dtl_json_to_int(slice("\"1\""), &n));
}

static void orders_keys_by_what_they_stand_for(void **state)
{
	(void)state;
	assert_int_equal(dtl_json_compare_keys(slice("a"), slice("a")), 0);
	assert_true(dtl_json_compare_keys(slice("a"), slice("ab")) < 0);
	assert_true(dtl_json_compare_keys(slice(""), slice("a")) < 0);
	assert_true(dtl_json_compare_keys(slice("\\\""), slice("A")) < 0);
	assert_true(dtl_json_compare_keys(slice("\\n"), slice(" ")) < 0);
	assert_true(dtl_json_compare_keys(slice("é"), slice("z")) > 0);
	assert_int_equal(dtl_json_compare_keys(slice("\\u0061"), slice("a")), 0);
	assert_true(dtl_slice_compare(slice("a"), slice("ab")) < 0);
	assert_true(dtl_slice_compare(slice("\xFF"), slice("a")) > 0);
}

static void write_sample(dtl_json_writer *w)
{
	dtl_json_begin_object(w);
	dtl_json_member(w, "a", "x\"");
	dtl_json_member(w, "n", NULL);
	dtl_json_key(w, "list");
	dtl_json_begin_array(w);
	dtl_json_int(w, -1);
	dtl_json_double(w, 1.5);
	dtl_json_bool(w, true);
	dtl_json_null(w);
	dtl_json_end_array(w);
	dtl_json_key(w, "o");
	dtl_json_begin_object(w);
	dtl_json_member_int(w, "i", INT64_MAX);
	dtl_json_key(w, "p");
	dtl_json_begin_object(w);
	dtl_json_key(w, "raw");
	dtl_json_raw(w, "[1,2]", 5);
	dtl_json_key(w, "s");
	dtl_json_string_len(w, "abc", 2);
	dtl_json_end_object(w);
	dtl_json_end_object(w);
	dtl_json_key(w, "e");
	dtl_json_begin_array(w);
	dtl_json_end_array(w);
	dtl_json_end_object(w);
}

static void writes_compactly(void **state)
{
	(void)state;
	dtl_text t = DTL_TEXT_INIT;
	dtl_json_writer w = dtl_json_writer_to(&t, 0);
	write_sample(&w);
	assert_string_equal(dtl_text_str(&t),
	    "{\"a\":\"x\\\"\",\"n\":null,\"list\":[-1,1.5,true,null],"
	    "\"o\":{\"i\":9223372036854775807,\"p\":{\"raw\":[1,2],\"s\":\"ab\"}},\"e\":[]}");
	dtl_text_free(&t);
}

static void writes_indented_down_to_a_depth(void **state)
{
	(void)state;
	dtl_text t = DTL_TEXT_INIT;
	dtl_json_writer w = dtl_json_writer_to(&t, 2);
	write_sample(&w);
	assert_string_equal(dtl_text_str(&t), "{\n"
					      "  \"a\": \"x\\\"\",\n"
					      "  \"n\": null,\n"
					      "  \"list\": [\n"
					      "    -1,\n"
					      "    1.5,\n"
					      "    true,\n"
					      "    null\n"
					      "  ],\n"
					      "  \"o\": {\n"
					      "    \"i\": 9223372036854775807,\n"
					      "    \"p\": {\"raw\": [1,2], \"s\": \"ab\"}\n"
					      "  },\n"
					      "  \"e\": []\n"
					      "}");
	dtl_text_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walks_through_what_was_entered_and_no_further),
		cmocka_unit_test(walks_members_and_elements),
		cmocka_unit_test(finds_a_member),
		cmocka_unit_test(stays_inside_garbage),
		cmocka_unit_test(takes_slices_of_nothing),
		cmocka_unit_test(knows_values_by_their_first_byte),
		cmocka_unit_test(unescapes),
		cmocka_unit_test(reads_integers_of_64_bits),
		cmocka_unit_test(orders_keys_by_what_they_stand_for),
		cmocka_unit_test(writes_compactly),
		cmocka_unit_test(writes_indented_down_to_a_depth),
	};
	return cmocka_run_group_tests_name("json_walk", tests, NULL, NULL);
}
