/* Reading JSON strictly and printing it canonically. */
#include "base/json.h"
#include "support.h"
#include <cjson/cJSON.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static dtl_error err;

/* The canonical form of `json`, to be freed. */
static char *canonical(const char *json)
{
	cJSON *tree;
	dtl_text out = DTL_TEXT_INIT;
	assert_ok(dtl_json_parse(&tree, json, strlen(json), &err));
	dtl_json_canonical(tree, &out);
	cJSON_Delete(tree);
	assert_ok(dtl_json_check_canonical(dtl_text_str(&out), out.len, &err));
	return dtl_text_take(&out);
}

static void prints_canonically(void **state)
{
	(void)state;
	static const char *const table[][2] = {
		{ "null", "null" },
		{ " true ", "true" },
		{ "false\r\n", "false" },
		{ "{}", "{}" },
		{ "[ ]", "[]" },
		{ "{ \"b\" : 1 , \"a\" : [ 1 , 2 ] }", "{\"a\":[1,2],\"b\":1}" },
		{ "{\"b\":{\"d\":0,\"c\":0},\"B\":0,\"\":0,\"ab\":0}",
		    "{\"\":0,\"B\":0,\"ab\":0,\"b\":{\"c\":0,\"d\":0}}" },
		{ "{\"é\":1,\"z\":2,\"😀\":3,\"\\uffee\":4}", "{\"z\":2,\"é\":1,\"\xEF\xBF\xAE\":4,\"😀\":3}" },
		{ "\"\\u0041\\/\\u00e9\\ud83d\\ude00\"", "\"A/é😀\"" },
		{ "\"\\u0001\\u001F\\b\\f\\n\\r\\t\\u000b\\u007f\\\"\\\\\"",
		    "\"\\u0001\\u001f\\b\\f\\n\\r\\t\\u000b\x7F\\\"\\\\\"" },
		{ "-0", "0" },
		{ "-0.0", "0" },
		{ "1.0", "1" },
		{ "1.50", "1.5" },
		{ "1E3", "1000" },
		{ "100e-2", "1" },
		{ "0.1", "0.1" },
		{ "0.000001", "0.000001" },
		{ "0.0000001", "1e-7" },
		{ "-12.25e-9", "-1.225e-8" },
		{ "9007199254740992", "9007199254740992" },
		{ "-9007199254740992", "-9007199254740992" },
		{ "1e16", "1e16" },
		{ "123456789012345680e3", "1.2345678901234568e20" },
		{ "1e308", "1e308" },
		{ "5e-324", "5e-324" },
		{ "1e-400", "0" },
		{ "46.2044", "46.2044" },
		{ "0.30000000000000004", "0.30000000000000004" },
	};
	for (size_t i = 0; i < COUNT(table); i++) {
		char *have = canonical(table[i][0]);
		assert_string_equal(have, table[i][1]);
		free(have);
	}
}

static void canonical_text_is_its_own_canonical_form(void **state)
{
	(void)state;
	static const char text[] = "{\"a\":[[],{},[{\"x\":\"\\\"\\\\\"}]],\"z\":{\"n\":-1.5e-9}}";
	char *once = canonical(text);
	assert_string_equal(once, text);
	free(once);
}

static double random_double(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	uint64_t bits = *seed ^ *seed >> 29;
	double d;
	memcpy(&d, &bits, sizeof(d));
	return isfinite(d) ? d : 1.0;
}

static void every_double_survives(void **state)
{
	(void)state;
	static const double extremes[] = { 0, 1, -1, DBL_MAX, -DBL_MAX, DBL_MIN, DBL_MIN / 4, DBL_EPSILON,
		5e-324, 9007199254740991.0, 9007199254740994.0, 0.1 + 0.2, 1.0 / 3, 1e21, 1e22, 1e23,
		4503599627370501.0 };
	uint64_t seed = 1;
	for (size_t i = 0; i < 20000 + COUNT(extremes); i++) {
		double d = i < COUNT(extremes) ? extremes[i] : random_double(&seed);
		double back = 0;
		dtl_text t = DTL_TEXT_INIT;
		dtl_json_add_number(&t, d);
		assert_ok(dtl_json_check_canonical(t.data, t.len, &err));
		assert_true(dtl_json_to_double((dtl_slice){ t.data, t.len }, &back));
		assert_true(back == d);
		dtl_text_free(&t);
	}
}

static void numbers_do_not_depend_on_the_locale(void **state)
{
	(void)state;
	static const char *const commas[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "de_DE.utf8", "de_DE" };
	size_t i = 0;
	while (i < COUNT(commas) && !setlocale(LC_NUMERIC, commas[i]))
		i++;
	if (i == COUNT(commas))
		skip(); /* no such locale here */
	char *have = canonical("[1.50,-2.5e-9]");
	setlocale(LC_NUMERIC, "C");
	assert_string_equal(have, "[1.5,-2.5e-9]");
	free(have);
}

static const struct {
	const char *json;
	long line;
	const char *text;
} refused[] = {
	{ "", 1, "the text ends where a value should be" },
	{ " \n\n", 3, "the text ends" },
	{ "nul", 1, "expected a value, not 'n'" },
	{ "nulll", 1, "expected the end of the text, not 'l'" },
	{ "True", 1, "expected a value, not 'T'" },
	{ "\xEF\xBB\xBF{}", 1, "expected a value" },
	{ "[1\n,2\n,]", 3, "expected a value, not ']'" },
	{ "[1 2]", 1, "expected ',' or ']', not '2'" },
	{ "[", 1, "the text ends where a value should be" },
	{ "[1", 1, "the text ends where ',' or ']' should be" },
	{ "{\n\"a\"", 2, "the text ends where ':' should be" },
	{ "{\"a\":1,}", 1, "expected a key in quotes, not '}'" },
	{ "{a:1}", 1, "expected a key in quotes or '}', not 'a'" },
	{ "{\"a\" 1}", 1, "expected ':', not '1'" },
	{ "{\"a\":1 é}", 1, "expected ',' or '}', not 'é'" },
	{ "{\"a\":1}\n{}", 2, "expected the end of the text, not '{'" },
	{ "[1]\x01", 1, "not the byte 0x01" },
	{ "01", 1, "leading zero" },
	{ "-", 1, "the text ends where a digit should be" },
	{ "-x", 1, "expected a digit, not 'x'" },
	{ "1.", 1, "digit after the decimal point" },
	{ ".5", 1, "expected a value, not '.'" },
	{ "+1", 1, "expected a value, not '+'" },
	{ "1e", 1, "digit in the exponent" },
	{ "1e+", 1, "digit in the exponent" },
	{ "0x10", 1, "expected the end of the text, not 'x'" },
	{ "NaN", 1, "expected a value, not 'N'" },
	{ "-Infinity", 1, "expected a digit, not 'I'" },
	{ "1e400", 1, "the number 1e400 is too big" },
	{ "[\n-1e999]", 2, "the number -1e999 is too big" },
	{ "9007199254740993", 1, "the integer 9007199254740993 is beyond 2^53" },
	{ "-9007199254740993", 1, "beyond 2^53" },
	{ "99999999999999999999999999", 1, "beyond 2^53" },
	{ "0.1234567890123456789012345678901234567890123456789012345678901", 1, "more than 60 characters" },
	{ "\"", 1, "the text ends inside a string" },
	{ "\"a\\", 1, "the text ends inside a string" },
	{ "[\n\"a\nb\"]", 2, "a line break inside a string" },
	{ "\"a\tb\"", 1, "control character 0x09 inside a string" },
	{ "\"\\x\"", 1, "not 'x'" },
	{ "\"\\u12g4\"", 1, "\\u needs four hexadecimal digits" },
	{ "\"\\u12", 1, "\\u needs four hexadecimal digits" },
	{ "\"\\u0000\"", 1, "\\u0000 is not allowed" },
	{ "\"\\ud800\"", 1, "\\ud800 is half of a surrogate pair" },
	{ "\"\\ud800\\u0041\"", 1, "half of a surrogate pair" },
	{ "\"\\udc00\"", 1, "half of a surrogate pair" },
	{ "\"\xFF\"", 1, "invalid UTF-8 (byte 0xff)" },
	{ "\"\xED\xA0\x80\"", 1, "invalid UTF-8 (byte 0xed)" },
	{ "\"\xE2\x82\"", 1, "invalid UTF-8 (byte 0xe2)" },
	{ "{\"a\":1,\n\"a\":2}", 2, "the key \"a\" stands twice" },
	{ "{\"a\":1,\n\"b\":2,\n\"\\u0061\":3}", 3, "the key \"\\u0061\" stands twice" },
	{ "{\"b\":{\"x\":1,\"x\":2},\"a\":1}", 1, "the key \"x\" stands twice" },
	{ "{\"c\":{\"z\":0,\"y\":0},\n\"b\":1,\n\"a\":2,\n\"c\":3}", 4, "the key \"c\" stands twice" },
};

static void refuses_what_is_not_strict_json(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(refused); i++) {
		cJSON *tree = (cJSON *)&tree;
		const char *json = refused[i].json;
		/* From a buffer of exactly its size, so that reading beyond it is seen. */
		size_t len = strlen(json);
		char *exact = malloc(len + 1);
		memcpy(exact, json, len);
		exact = realloc(exact, len ? len : 1);
		assert_status(dtl_json_parse(&tree, exact, len, &err), DTL_E_PARSE);
		free(exact);
		assert_null(tree);
		assert_contains(err.text, refused[i].text);
		assert_int_equal(err.line, refused[i].line);
		assert_status(dtl_json_check_canonical(json, len, &err), DTL_E_PARSE);
	}
}

static void allows_the_same_key_in_different_objects(void **state)
{
	(void)state;
	char *have = canonical("{\"b\":{\"a\":1,\"b\":2},\"a\":[{\"a\":1},{\"a\":2}]}");
	assert_string_equal(have, "{\"a\":[{\"a\":1},{\"a\":2}],\"b\":{\"a\":1,\"b\":2}}");
	free(have);
}

static void finds_a_double_key_among_many(void **state)
{
	(void)state;
	dtl_text t = DTL_TEXT_INIT;
	cJSON *tree;
	dtl_text_add(&t, "{");
	for (int i = 5000; i > 0; i--)
		dtl_text_addf(&t, "\"k%d\":1,\n", i);
	dtl_text_add(&t, "\"k17\":1}");
	assert_status(dtl_json_parse(&tree, t.data, t.len, &err), DTL_E_PARSE);
	assert_int_equal(err.line, 5001);
	dtl_text_free(&t);
}

static void stops_at_64_levels(void **state)
{
	(void)state;
	char deep[200];
	cJSON *tree;
	memset(deep, '[', 64);
	memset(deep + 64, ']', 64);
	assert_ok(dtl_json_parse(&tree, deep, 128, &err));
	cJSON_Delete(tree);
	memset(deep, '[', sizeof(deep));
	assert_status(dtl_json_parse(&tree, deep, sizeof(deep), &err), DTL_E_PARSE);
	assert_contains(err.text, "more than 64 levels deep");
}

static void is_quick_to_refuse_a_hundred_megabytes_of_brackets(void **state)
{
	(void)state;
	size_t len = (size_t)100 << 20;
	char *brackets = malloc(len);
	cJSON *tree;
	assert_non_null(brackets);
	memset(brackets, '[', len);
	assert_status(dtl_json_parse(&tree, brackets, len, &err), DTL_E_PARSE);
	free(brackets);
}

static void tells_canonical_text_from_other_json(void **state)
{
	(void)state;
	static const char *const table[][2] = {
		{ " 1", "blanks" },
		{ "1\n", "blanks" },
		{ "{\"a\": 1}", "blanks" },
		{ "[1, 2]", "blanks" },
		{ "{\"b\":1,\"a\":2}", "order" },
		{ "{\"a\":1,\"a\":2}", "twice" },
		{ "{\"A\":1,\"\\\"\":2}", "order" }, /* '"' is before 'A', its escape is not */
		{ "\"\\/\"", "\\/" },
		{ "\"\\u0041\"", "\\u0041" },
		{ "\"\\u000a\"", "\\u000a" },
		{ "\"\\u001F\"", "\\u001F" },
		{ "\"\\u00e9\"", "\\u00e9" },
		{ "-0", "-0" },
		{ "1.0", "1.0" },
		{ "1.50", "1.50" },
		{ "1e3", "1e3" },
		{ "1e+20", "1e+20" },
		{ "1E20", "1E20" },
		{ "0.0000001", "0.0000001" },
		{ "0.1000000000000000055", "0.1000" },
	};
	for (size_t i = 0; i < COUNT(table); i++) {
		assert_status(dtl_json_check_canonical(table[i][0], strlen(table[i][0]), &err), DTL_E_PARSE);
		assert_contains(err.text, table[i][1]);
	}
	static const char escaped_keys[] = "{\"\\\"\":1,\"A\":2,\"\\\\\":3}";
	assert_ok(dtl_json_check_canonical(escaped_keys, strlen(escaped_keys), &err));
}

static void copies_raw_values_as_they_stand(void **state)
{
	(void)state;
	cJSON *tree = cJSON_CreateObject();
	dtl_text out = DTL_TEXT_INIT;
	cJSON_AddItemToObject(tree, "big", cJSON_CreateRaw("9223372036854775807"));
	dtl_json_canonical(tree, &out);
	assert_string_equal(dtl_text_str(&out), "{\"big\":9223372036854775807}");
	cJSON_Delete(tree);
	dtl_text_free(&out);
}

static void prints_objects_of_many_members(void **state)
{
	(void)state;
	dtl_text t = DTL_TEXT_INIT;
	for (int i = 0; i < 1000; i++)
		dtl_text_addf(&t, "%s\"k%03d\":%d", i ? "," : "{", (i * 7) % 1000, i);
	dtl_text_add(&t, "}");
	char *have = canonical(dtl_text_str(&t));
	assert_memory_equal(have, "{\"k000\":0,\"k001\":143,", 21);
	assert_int_equal(strlen(have), t.len);
	free(have);
	dtl_text_free(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prints_canonically),
		cmocka_unit_test(canonical_text_is_its_own_canonical_form),
		cmocka_unit_test(every_double_survives),
		cmocka_unit_test(numbers_do_not_depend_on_the_locale),
		cmocka_unit_test(refuses_what_is_not_strict_json),
		cmocka_unit_test(allows_the_same_key_in_different_objects),
		cmocka_unit_test(finds_a_double_key_among_many),
		cmocka_unit_test(stops_at_64_levels),
		cmocka_unit_test(is_quick_to_refuse_a_hundred_megabytes_of_brackets),
		cmocka_unit_test(tells_canonical_text_from_other_json),
		cmocka_unit_test(copies_raw_values_as_they_stand),
		cmocka_unit_test(prints_objects_of_many_members),
	};
	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
