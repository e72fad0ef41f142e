/* Reading ahead: the same entries in the same order, wherever it stops. */
#include "base/error.h"
#include "model/ahead.h"
#include "support.h"
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static dtl_error err;
static int wanted;         /* entries that the importer hands out */
static bool breaks_off;    /* and then fails */
static int taken, stop_at; /* 0: nowhere */

/* Entries as importers hand them out: everything in memory that is used again for the next. */
static dtl_status read_many(
    FILE *in, const dtl_import_options *options, dtl_entry_fn each, void *user, dtl_error *e)
{
	(void)in;
	(void)options;
	for (int i = 0; i < wanted; i++) {
		char id[16], name[16], line[16], text[4096];
		const char *lines[] = { line };
		dtl_error why = { DTL_E_ARGUMENT, i, "no" };
		dtl_mention mention = { .field = "topics", .name = name, .lines = lines, .line_count = 1 };
		cJSON *doc = cJSON_CreateObject();
		snprintf(id, sizeof id, "e%d", i);
		snprintf(name, sizeof name, "t%d", i);
		snprintf(line, sizeof line, "l%d", i);
		memset(text, 'x', sizeof text - 1);
		text[i % 7 ? 100 : sizeof text - 1] = '\0';
		cJSON_AddStringToObject(doc, "title", id);
		dtl_entry entry = { .kind = DTL_EVENT, .id = id, .doc = doc, .line = i, .text = text };
		entry.mentions = &mention;
		entry.mention_count = 1;
		if (i % 5 == 4) {
			entry.doc = NULL;
			entry.error = &why;
		}
		dtl_status status = each(user, &entry, e);
		cJSON_Delete(doc);
		memset(id, '#', sizeof id - 1);
		memset(name, '#', sizeof name - 1);
		if (status != DTL_OK && status != DTL_E_REJECTED)
			return status;
	}
	return breaks_off ? dtl_fail_line(e, DTL_E_PARSE, 7, "cut off") : DTL_OK;
}
static const dtl_importer importer = { .name = "many", .read = read_many };

static dtl_status take(void *user, const dtl_entry *entry, dtl_foreseen *seen, dtl_error *e)
{
	assert_int_equal(seen->age, 0);
	char wants[16];
	assert_ptr_equal(user, &taken);
	snprintf(wants, sizeof wants, "e%d", taken);
	assert_string_equal(entry->id, wants);
	assert_int_equal(entry->line, taken);
	assert_int_equal(strlen(entry->text), taken % 7 ? 100 : 4095);
	assert_int_equal(entry->mentions[0].name[0], 't');
	assert_string_equal(entry->mentions[0].name + 1, wants + 1);
	assert_string_equal(entry->mentions[0].lines[0] + 1, wants + 1);
	if (taken % 5 == 4) {
		assert_null(entry->doc);
		assert_int_equal(entry->error->line, taken);
	} else {
		assert_string_equal(cJSON_GetObjectItem(entry->doc, "title")->valuestring, wants);
	}
	taken++;
	if (taken == stop_at)
		return dtl_fail(e, DTL_E_DATABASE, "full");
	return taken % 3 ? DTL_OK : DTL_E_REJECTED;
}

static dtl_status run(int count, int stop)
{
	wanted = count;
	stop_at = stop;
	taken = 0;
	const dtl_foresight blind = { .known = NULL };
	return dtl_read_ahead(&importer, NULL, NULL, &blind, take, &taken, &err);
}

static void hands_out_all_in_order(void **state)
{
	static const int counts[] = { 0, 1, 63, 64, 65, 256, 257, 5000 };
	(void)state;
	breaks_off = false;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		assert_int_equal(run(counts[i], 0), DTL_OK);
		assert_int_equal(taken, counts[i]);
	}
}

static void hands_out_what_was_read_before_a_failure(void **state)
{
	(void)state;
	breaks_off = true;
	assert_int_equal(run(700, 0), DTL_E_PARSE);
	assert_int_equal(taken, 700);
	assert_string_equal(err.text, "cut off");
	assert_int_equal(err.line, 7);
}

static void stops_where_it_is_told_to(void **state)
{
	static const int stops[] = { 1, 64, 65, 999 };
	(void)state;
	breaks_off = true;
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
		assert_int_equal(run(100000, stops[i]), DTL_E_DATABASE);
		assert_int_equal(taken, stops[i]);
		assert_string_equal(err.text, "full");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hands_out_all_in_order),
		cmocka_unit_test(hands_out_what_was_read_before_a_failure),
		cmocka_unit_test(stops_where_it_is_told_to),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
