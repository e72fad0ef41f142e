/* The table of formats, and the schema of our own. */
#include "base/json.h"
#include "model/fields.h"
#include "support.h"
#include <cjson/cJSON.h>
#include <dateline/format.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void every_exporter_says_what_it_is(void **state)
{
	(void)state;
	size_t i = 0;
	for (const dtl_exporter *x; (x = dtl_exporter_at(i)) != NULL; i++) {
		assert_non_null(x->name);
		assert_non_null(x->summary);
		assert_true(x->summary[strlen(x->summary) - 1] != '.');
		assert_non_null(x->begin);
		assert_non_null(x->event);
		assert_non_null(x->end);
		assert_ptr_equal(dtl_exporter_find(x->name), x);
	}
	assert_true(i >= 2);
	assert_null(dtl_exporter_at(i + 1000));
}

static void every_importer_says_what_it_is(void **state)
{
	(void)state;
	size_t i = 0;
	for (const dtl_importer *m; (m = dtl_importer_at(i)) != NULL; i++) {
		assert_non_null(m->name);
		assert_non_null(m->summary);
		assert_non_null(m->lane);
		assert_non_null(m->read);
		assert_ptr_equal(dtl_importer_find(m->name), m);
	}
	assert_true(i >= 1);
	assert_null(dtl_importer_at(i));
}

static void unknown_names_find_nothing(void **state)
{
	(void)state;
	assert_null(dtl_exporter_find(""));
	assert_null(dtl_exporter_find("JSON"));
	assert_null(dtl_importer_find("jso"));
}

static const dtl_importer *sniff(const char *text)
{
	return dtl_importer_sniff(text, strlen(text));
}

static void content_tells_the_format(void **state)
{
	(void)state;
	const dtl_importer *json = dtl_importer_find("json");
	assert_ptr_equal(sniff("{\"format\": 1}"), json);
	assert_ptr_equal(sniff(" \r\n\t{"), json);
	assert_ptr_equal(sniff("\xEF\xBB\xBF {"), json);
	assert_null(sniff(""));
	assert_null(sniff("\n\n"));
	assert_null(sniff("[{}]"));
	assert_null(sniff("who,what\n"));
}

/* A file without its row would build and do nothing. */
static void every_format_file_has_its_row(void **state)
{
	(void)state;
	DIR *dir = opendir(DATELINE_SOURCE_DIR "/core/formats");
	assert_non_null(dir);
	for (struct dirent *file; (file = readdir(dir)) != NULL;) {
		char name[64];
		if (sscanf(file->d_name, "export_%63[^.].c", name) == 1 && !dtl_exporter_find(name))
			fail_msg("%s has no row in formats.def", file->d_name);
		if (sscanf(file->d_name, "import_%63[^.].c", name) == 1 && !dtl_importer_find(name))
			fail_msg("%s has no row in formats.def", file->d_name);
	}
	closedir(dir);
}

/* The words of an enum of the schema, null aside, are the list, in its order. */
static void assert_enum(const cJSON *schema, const char *const *list)
{
	const cJSON *word = cJSON_GetObjectItemCaseSensitive(schema, "enum");
	assert_non_null(word);
	word = word->child;
	for (; *list; list++, word = word->next) {
		assert_true(cJSON_IsString(word));
		assert_string_equal(word->valuestring, *list);
	}
	assert_true(!word || cJSON_IsNull(word));
}

static const cJSON *member_of(const cJSON *defs, const char *def, const char *member)
{
	const cJSON *properties =
	    cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(defs, def), "properties");
	return cJSON_GetObjectItemCaseSensitive(properties, member);
}

static void the_schema_has_our_words(void **state)
{
	(void)state;
	dtl_error err;
	size_t len;
	cJSON *schema;
	char *text = read_file(DATELINE_SOURCE_DIR "/core/formats/dateline-1.schema.json", &len);
	assert_ok(dtl_json_parse(&schema, text, len, &err));
	const cJSON *defs = cJSON_GetObjectItemCaseSensitive(schema, "$defs");
	assert_enum(member_of(defs, "event", "level"), dtl_event_levels);
	assert_enum(member_of(defs, "event", "status"), dtl_event_statuses);
	assert_enum(cJSON_GetObjectItemCaseSensitive(defs, "role"), dtl_event_roles);
	assert_enum(cJSON_GetObjectItemCaseSensitive(defs, "rel"), dtl_event_rels);
	assert_enum(cJSON_GetObjectItemCaseSensitive(defs, "actorKind"), dtl_actor_kinds);
	assert_enum(member_of(defs, "affiliation", "rel"), dtl_actor_rels);
	const cJSON *precision = member_of(defs, "whenObject", "precision");
	const char *names[DTL_PRECISION_MILLENNIUM + 2] = { NULL };
	for (dtl_precision p = DTL_PRECISION_SECOND; p <= DTL_PRECISION_MILLENNIUM; p++)
		names[p] = dtl_precision_name(p);
	assert_enum(precision, names);
	const char *states[DTL_STATE_PROJECTED + 2] = { NULL };
	for (dtl_state s = DTL_STATE_UPCOMING; s <= DTL_STATE_PROJECTED; s++)
		states[s] = dtl_state_name(s);
	assert_enum(member_of(defs, "event", "state"), states);
	cJSON_Delete(schema);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_exporter_says_what_it_is),
		cmocka_unit_test(every_importer_says_what_it_is),
		cmocka_unit_test(unknown_names_find_nothing),
		cmocka_unit_test(content_tells_the_format),
		cmocka_unit_test(every_format_file_has_its_row),
		cmocka_unit_test(the_schema_has_our_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
