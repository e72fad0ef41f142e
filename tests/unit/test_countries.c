/* The rows that countries/generate.c wrote: what people call the states is there, and means one thing. */
#include "base/json.h"
#include "base/utf8.h"
#include "model/countries.h"
#include "support.h"
#include <stdlib.h>
#include <string.h>

static dtl_slice patch_at(size_t i)
{
	const char *patch = dtl_country_claims[i].patch;
	return (dtl_slice){ patch, strlen(patch) };
}

/* Append a name as it is compared, each name of a row once. */
static void add_folded(dtl_text *all, size_t row_start, const char *name)
{
	dtl_text line = DTL_TEXT_INIT;
	dtl_text_add_char(&line, '\n');
	dtl_fold(&line, name, strlen(name));
	dtl_text_add_char(&line, '\n');
	if (!all->data || !strstr(all->data + row_start, dtl_text_str(&line)))
		dtl_text_add(all, dtl_text_str(&line));
	dtl_text_free(&line);
}

static void add_members(dtl_text *all, size_t row_start, size_t i, const char *field, bool keys)
{
	dtl_slice object, key, value;
	if (!dtl_json_get(patch_at(i), field, &object))
		return;
	dtl_json_walk w = dtl_json_open(object);
	while (dtl_json_next(&w, &key, &value)) {
		dtl_text name = DTL_TEXT_INIT;
		if (keys)
			dtl_json_unescape_key(key, &name);
		else
			dtl_json_unescape(value, &name);
		add_folded(all, row_start, dtl_text_str(&name));
		dtl_text_free(&name);
	}
}

/* Every way to name a row, one a line, folded, with an empty line between them. */
static void add_names(dtl_text *all, size_t i)
{
	size_t row_start = all->len;
	dtl_slice value;
	dtl_text name = DTL_TEXT_INIT;
	assert_true(dtl_json_get(patch_at(i), "name", &value));
	dtl_json_unescape(value, &name);
	add_folded(all, row_start, dtl_country_claims[i].key);
	add_folded(all, row_start, dtl_text_str(&name));
	add_members(all, row_start, i, "aliases", true);
	add_members(all, row_start, i, "codes", false);
	dtl_text_free(&name);
}

/* The key of the only row with this name, or NULL. */
static const char *named(const char *name)
{
	const char *found = NULL;
	for (size_t i = 0; i < dtl_country_count; i++) {
		dtl_text all = DTL_TEXT_INIT, line = DTL_TEXT_INIT;
		add_names(&all, i);
		dtl_text_addf(&line, "\n%s\n", name);
		if (strstr(dtl_text_str(&all), dtl_text_str(&line))) {
			assert_null(found);
			found = dtl_country_claims[i].key;
		}
		dtl_text_free(&all);
		dtl_text_free(&line);
	}
	return found;
}

static void holds_all_of_iso_3166_in_the_order_of_keys(void **state)
{
	(void)state;
	assert_true(dtl_country_count >= 240);
	for (size_t i = 1; i < dtl_country_count; i++)
		assert_true(strcmp(dtl_country_claims[i - 1].key, dtl_country_claims[i].key) < 0);
}

static void every_patch_is_canonical_and_a_state(void **state)
{
	(void)state;
	for (size_t i = 0; i < dtl_country_count; i++) {
		dtl_slice patch = patch_at(i), kind;
		dtl_error err = { 0 };
		if (dtl_json_check_canonical(patch.data, patch.len, &err) != DTL_OK)
			fail_msg("%s: %s", dtl_country_claims[i].key, err.text);
		assert_true(dtl_json_get(patch, "kind", &kind));
		assert_true(dtl_slice_is(kind, "\"state\""));
		assert_true(dtl_is_slug(dtl_country_claims[i].key));
	}
}

static void finds_the_names_that_people_use(void **state)
{
	static const char *const names[][2] = {
		{ "us", "united-states" },
		{ "usa", "united-states" },
		{ "united states of america", "united-states" },
		{ "uk", "united-kingdom" },
		{ "gb", "united-kingdom" },
		{ "china", "china" },
		{ "chn", "china" },
		{ "156", "china" },
		{ "russia", "russia" },
		{ "russian federation", "russia" },
		{ "south korea", "south-korea" },
		{ "north korea", "north-korea" },
		{ "vietnam", "vietnam" },
		{ "iran", "iran" },
		{ "turkiye", "turkey" },
		{ "hong kong", "hong-kong-sar-china" },
		{ "cote divoire", "cote-divoire" },
	};
	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *key = named(names[i][0]);
		if (!key)
			fail_msg("no country is called '%s'", names[i][0]);
		else
			assert_string_equal(key, names[i][1]);
	}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void no_name_stands_for_two(void **state)
{
	(void)state;
	dtl_text all = DTL_TEXT_INIT;
	for (size_t i = 0; i < dtl_country_count; i++)
		add_names(&all, i);
	size_t count = 0, cap = all.len / 2 + 1;
	char **names = calloc(cap, sizeof(*names));
	assert_non_null(names);
	for (char *at = strtok(all.data, "\n"); at; at = strtok(NULL, "\n"))
		names[count++] = at;
	qsort(names, count, sizeof(*names), by_text);
	for (size_t i = 1; i < count; i++)
		assert_string_not_equal(names[i - 1], names[i]);
	free(names);
	dtl_text_free(&all);
}

static void the_version_is_the_beginning_of_the_uid(void **state)
{
	char hex[17] = "";
	(void)state;
	for (size_t i = 0; i < 8; i++) {
		hex[2 * i] = "0123456789abcdef"[dtl_country_uid[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[dtl_country_uid[i] & 15];
	}
	assert_string_equal(dtl_country_version, hex);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(holds_all_of_iso_3166_in_the_order_of_keys),
		cmocka_unit_test(every_patch_is_canonical_and_a_state),
		cmocka_unit_test(finds_the_names_that_people_use),
		cmocka_unit_test(no_name_stands_for_two),
		cmocka_unit_test(the_version_is_the_beginning_of_the_uid),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
