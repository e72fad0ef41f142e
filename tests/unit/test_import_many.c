/* A document of so many events that they are derived as they come: what shows is what a rebuild makes of it. */
#include "test_model_fixture.h"
#include <dateline/format.h>

enum { MANY = 2600 };

/* Every hundredth is told of a second time, at once or at the end; some link to what comes later, or never. */
static void add_event(dtl_text *doc, int i, const char *more)
{
	dtl_text_addf(doc,
	    "%s{\"id\":\"e%d\",\"title\":\"Talks %d\",\"when\":\"2013-%02d-%02d\",\"known_from\":\"2013-01-%02d\","
	    "\"actors\":[\"us\"],\"topics\":[\"cyber\"]%s}",
	    doc->data[doc->len - 1] == '[' ? "" : ",", i, i % 40, i % 12 + 1, i % 28 + 1, i % 20 + 1, more);
}

static char *make_document(void)
{
	dtl_text doc = DTL_TEXT_INIT;
	char more[64];
	dtl_text_add(&doc,
	    "{\"format\":\"dateline/1\",\"topics\":[{\"id\":\"cyber\",\"label\":\"Cyber\"}],"
	    "\"actors\":[{\"id\":\"us\",\"kind\":\"state\",\"name\":\"United States\"}],\"events\":[");
	for (int i = 0; i < MANY; i++) {
		more[0] = '\0';
		if (i % 97 == 5)
			snprintf(more, sizeof more, ",\"parent\":\"e%d\"", (i + 301) % MANY);
		else if (i % 501 == 9)
			snprintf(more, sizeof more, ",\"links\":[{\"rel\":\"follows\",\"id\":\"never\"}]");
		else if (i % 501 == 11)
			snprintf(
			    more, sizeof more, ",\"links\":[{\"rel\":\"follows\",\"id\":\"e%d\"}]", i - 2);
		add_event(&doc, i, more);
		if (i % 100 == 50)
			add_event(&doc, i, ",\"status\":\"confirmed\"");
	}
	for (int i = 0; i < MANY; i += 100)
		add_event(&doc, i, ",\"status\":\"held\"");
	dtl_text_add(&doc, "]}");
	return dtl_text_take(&doc);
}

static void count_refused(void *user, const dtl_entry *entry, const dtl_error *why)
{
	(void)entry;
	(void)why;
	++*(int *)user;
}

static dtl_import_counts import_document(const char *text, int *refused)
{
	dtl_import_counts got = { 0 };
	FILE *in = tmpfile();
	assert_non_null(in);
	fputs(text, in);
	rewind(in);
	dtl_write *w = begin_write();
	*refused = 0;
	assert_ok(
	    dtl_write_import(w, dtl_importer_find("json"), NULL, in, &got, count_refused, refused, &err));
	assert_ok(dtl_write_commit(w, uid, NULL, NULL, &err));
	dtl_write_free(w);
	fclose(in);
	return got;
}

/* Nobody looked while the rows were written: everything is there that they refer to, and from now on it is looked up again. */
static void assert_nothing_dangles(void)
{
	assert_query("SELECT count(*) FROM pragma_foreign_key_check", "0\n");
	assert_query("SELECT foreign_keys FROM pragma_foreign_keys", "1\n");
	assert_status(
	    dtl_store_exec(db->store, "INSERT INTO purged(changeset, position) VALUES(-1, 0)", &err),
	    DTL_E_DATABASE);
}

static void many_events_read_as_if_they_were_rebuilt(void **state)
{
	(void)state;
	int refused = 0;
	char *text = make_document();
	dtl_import_counts got = import_document(text, &refused);
	/* 9, 510, 1011, 1512, 2013 and 2514 link to what never comes, and two behind each of them to those. */
	assert_int_equal(refused, 12);
	assert_int_equal(got.rejected, 12);
	assert_int_equal(count_of("event WHERE known_to = 9223372036854775807"), MANY - 12);
	assert_query("SELECT count(*) FROM event WHERE status = 'held'", "26\n");
	assert_query("SELECT count(*) FROM event WHERE status = 'confirmed'", "26\n");
	assert_query("SELECT count(*) FROM event_search('talks')", "2588\n");
	assert_query("SELECT count(*) FROM sqlite_schema WHERE name = 'event_now'", "1\n");
	assert_nothing_dangles();
	char *before = dump_derived(db->store);
	assert_ok(dtl_db_rebuild(db, &err));
	char *after = dump_derived(db->store);
	assert_string_equal(before, after);
	/* Twice is once. */
	int64_t claims = count_of("claim");
	got = import_document(text, &refused);
	assert_int_equal(got.new_things + got.updated, 0);
	assert_int_equal(count_of("claim"), claims);
	free(before);
	free(after);
	free(text);
}

static void what_is_given_up_leaves_nothing(void **state)
{
	(void)state;
	char *text = make_document();
	dtl_import_counts got = { 0 };
	int refused = 0;
	FILE *in = tmpfile();
	assert_non_null(in);
	fputs(text, in);
	rewind(in);
	dtl_write *w = begin_write();
	assert_ok(
	    dtl_write_import(w, dtl_importer_find("json"), NULL, in, &got, count_refused, &refused, &err));
	dtl_write_free(w);
	fclose(in);
	assert_int_equal(count_of("event"), 0);
	assert_query("SELECT count(*) FROM sqlite_schema WHERE name = 'event_now'", "1\n");
	assert_nothing_dangles();
	/* And it can be read after all. */
	import_document(text, &refused);
	assert_int_equal(refused, 12);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    many_events_read_as_if_they_were_rebuilt, open_bare, close_db),
		cmocka_unit_test_setup_teardown(what_is_given_up_leaves_nothing, open_bare, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
