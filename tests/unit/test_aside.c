/* Full text that is made aside: the same index as one that is made in its place. */
#include "model/aside.h"
#include "test_model_fixture.h"

static const char *const words[] = { "talks", "of", "ministers", "about", "borders", "and", "trade" };
enum { WORDS = sizeof words / sizeof *words };

/* A text, and the event that gives it its title. */
static void put_row(int64_t id, const char *title, const char *description)
{
	static const char *const statements[] = {
		"INSERT INTO event_text(id, description) VALUES(:id, :text)",
		"INSERT INTO event(id, event, known_from, known_to, span, start_lo, start_hi, end_lo, end_hi, title, text)"
		" VALUES(:id, :id, 0, 9223372036854775807, 6, 0, 0, 0, 0, :text, :id)",
	};
	for (size_t i = 0; i < 2; i++) {
		dtl_stmt st = DTL_STMT_INIT;
		assert_ok(dtl_stmt_prepare(db->store, &st, statements[i], &err));
		dtl_bind_int(&st, ":id", id);
		dtl_bind_text(&st, ":text", i ? title : description);
		assert_ok(dtl_stmt_run(&st, &err));
		dtl_stmt_finalize(&st);
	}
}

static void put(dtl_aside *a, int64_t id, bool gone)
{
	dtl_text text = DTL_TEXT_INIT;
	for (int64_t i = 0; i < 40; i++)
		dtl_text_addf(&text, "%s%lld ", words[(id * 3 + i * i) % WORDS], (long long)(id % (i + 1)));
	bool described = id % 5 != 0;
	dtl_aside_put(a, &(dtl_aside_text){ .id = id,
			     .gone = gone,
			     .title = words[id % WORDS],
			     .title_len = strlen(words[id % WORDS]),
			     .description = described ? dtl_text_str(&text) : NULL,
			     .description_len = described ? text.len : 0 });
	if (!gone)
		put_row(id, words[id % WORDS], described ? dtl_text_str(&text) : NULL);
	dtl_text_free(&text);
}

static void index_many(int count)
{
	dtl_aside *a = NULL;
	dtl_aside_begin(&a);
	assert_non_null(a);
	for (int i = 1; i <= count; i++) {
		put(a, i, false);
		if (i % 10 == 7) {
			put(a, i, true);
			run_sql("DELETE FROM event_text WHERE id = (SELECT max(id) FROM event_text);"
				"DELETE FROM event WHERE id = (SELECT max(id) FROM event)");
		}
	}
	dtl_aside_end(a);
	assert_ok(dtl_aside_take(a, db->store, &err));
	dtl_aside_free(a);
	run_sql("INSERT INTO event_search(event_search, rank) VALUES('integrity-check', 1)");
}

static void it_finds_what_an_index_made_in_place_finds(void **state)
{
	static const int sizes[] = { 0, 1, 7, 3000 };
	static const char sql[] =
	    "SELECT group_concat(rowid || ' ' || rank) FROM (SELECT rowid, rank FROM event_search('talks1 OR trade')"
	    " ORDER BY rank, rowid)";
	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		run_sql("BEGIN IMMEDIATE; DELETE FROM event_text; DELETE FROM event");
		index_many(sizes[i]);
		char *aside = dump_query(db->store, sql);
		run_sql("INSERT INTO event_search(event_search) VALUES('rebuild')");
		char *in_place = dump_query(db->store, sql);
		assert_string_equal(aside, in_place);
		run_sql("COMMIT");
		free(aside);
		free(in_place);
	}
}

/* What this connection remembers of the index must not outlive it. */
static void the_same_connection_goes_on_with_it(void **state)
{
	(void)state;
	put_row(1, "before", NULL);
	run_sql("INSERT INTO event_search(rowid, title) VALUES(1, 'before')");
	assert_query("SELECT count(*) FROM event_search('before')", "1\n");
	run_sql("BEGIN IMMEDIATE; DELETE FROM event_text; DELETE FROM event");
	index_many(50);
	put_row(60, "behind", NULL);
	run_sql("INSERT INTO event_search(rowid, title) VALUES(60, 'behind'); COMMIT");
	assert_query("SELECT count(*) FROM event_search('before')", "0\n");
	assert_query("SELECT count(*) FROM event_search('behind')", "1\n");
	run_sql("INSERT INTO event_search(event_search, rank) VALUES('integrity-check', 1)");
}

static void shadows_are_closed_again(void **state)
{
	(void)state;
	run_sql("BEGIN IMMEDIATE");
	index_many(3);
	run_sql("COMMIT");
	assert_int_equal(dtl_store_exec(db->store, "DELETE FROM event_search_data", &err), DTL_E_DATABASE);
}

static void it_can_be_given_up(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		dtl_aside *a = NULL;
		dtl_aside_begin(&a);
		assert_non_null(a);
		for (int id = 1; id <= i * 500; id++)
			dtl_aside_put(a, &(dtl_aside_text){ .id = id, .title = "talks", .title_len = 5 });
		if (i == 2)
			dtl_aside_end(a);
		dtl_aside_free(a);
	}
	dtl_aside_free(NULL);
	assert_int_equal(dtl_aside_take(NULL, db->store, &err), DTL_DONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    it_finds_what_an_index_made_in_place_finds, open_bare, close_damaged),
		cmocka_unit_test_setup_teardown(
		    the_same_connection_goes_on_with_it, open_bare, close_damaged),
		cmocka_unit_test_setup_teardown(shadows_are_closed_again, open_bare, close_damaged),
		cmocka_unit_test_setup_teardown(it_can_be_given_up, open_bare, close_damaged),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
