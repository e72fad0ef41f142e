/* The timeline as it had been written down by a moment. */
#include "test_diff_fixture.h"

/* "title edtf status" of every event, by title. */
static const char *listed(dtl_db *db, int64_t as_of)
{
	static char text[1024];
	dtl_cursor *c = NULL;
	const dtl_event *e;
	dtl_status status;
	dtl_ask ask = { .today = day("2013-06-30"), .sort = DTL_SORT_TITLE };
	ask.has_as_of = as_of != DTL_TIME_MAX;
	ask.as_of = as_of;
	text[0] = '\0';
	assert_ok(dtl_find_events(&c, db, &ask, &err));
	while ((status = dtl_cursor_event(c, &e, &err)) == DTL_OK)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s %s %s; ", e->title, e->edtf,
		    e->status);
	assert_int_equal(status, DTL_DONE);
	dtl_cursor_close(c);
	return text;
}

static const char *recorded(dtl_db *db, const char *before, int64_t as_of)
{
	dtl_db *then = NULL;
	assert_ok(dtl_db_recorded(&then, db, day(before), &err));
	const char *text = listed(then, as_of);
	dtl_db_close(then);
	return text;
}

static void lines_recorded_later_are_not_there(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	char key[256], uid[33];
	bool undone;
	snprintf(key, sizeof(key), "%s",
	    SAY(db, "2013-06-01", NULL, NULL, "title", "Talks", "when", "2013-07", "status", "expected"));
	SAY(db, "2013-06-05", NULL, key, "when", "2013-07-10");
	dtl_write *w = begin(db, day("2013-06-10"), NULL, DTL_RANK_NORMAL);
	assert_ok(dtl_write_undo(w, NULL, uid, &undone, &err));
	commit(w);
	assert_string_equal(recorded(db, "2013-06-01", DTL_TIME_MAX), "");
	assert_string_equal(recorded(db, "2013-06-02", DTL_TIME_MAX), "Talks 2013-07 expected; ");
	assert_string_equal(recorded(db, "2013-06-06", DTL_TIME_MAX), "Talks 2013-07-10 expected; ");
	assert_string_equal(recorded(db, "2013-06-11", DTL_TIME_MAX), "Talks 2013-07 expected; ");
	assert_string_equal(listed(db, DTL_TIME_MAX), "Talks 2013-07 expected; ");
	dtl_db_close(db);
}

/* The report was published on the 1st and written down on the 5th. */
static void both_clocks_go_together(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	char key[256];
	dtl_edit *e = NULL;
	dtl_change change;
	dtl_changeset_header header = { .now = day("2013-06-05"), .today = day("2013-06-05") };
	dtl_write *w = NULL;
	snprintf(key, sizeof(key), "%s",
	    SAY(db, "2013-05-20", NULL, NULL, "title", "Talks", "when", "2013-07", "status", "expected"));
	header.evidence.known = "2013-06-01";
	assert_ok(dtl_write_begin(&w, db, &header, &err));
	assert_ok(dtl_edit_new(&e, DTL_EVENT, key, &err));
	assert_ok(dtl_edit_set(e, "status", "announced", &err));
	assert_ok(dtl_write_edit(w, e, &change, &err));
	commit(w);
	dtl_edit_free(e);
	assert_string_equal(listed(db, day("2013-06-03")), "Talks 2013-07 announced; ");
	assert_string_equal(recorded(db, "2013-06-03", day("2013-06-03")), "Talks 2013-07 expected; ");
	assert_string_equal(recorded(db, "2013-06-06", day("2013-05-25")), "Talks 2013-07 expected; ");
	assert_string_equal(recorded(db, "2013-06-06", day("2013-06-03")), "Talks 2013-07 announced; ");
	dtl_db_close(db);
}

static void it_outlives_the_timeline_that_it_was_made_from(void **state)
{
	(void)state;
	dtl_db *db = open_new(), *then = NULL;
	SAY(db, "2013-06-01", NULL, NULL, "title", "Talks", "when", "2013-07", "status", "expected");
	assert_ok(dtl_db_recorded(&then, db, DTL_TIME_MAX, &err));
	dtl_db_close(db);
	assert_string_equal(listed(then, DTL_TIME_MAX), "Talks 2013-07 expected; ");
	dtl_db_close(then);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_recorded_later_are_not_there),
		cmocka_unit_test(both_clocks_go_together),
		cmocka_unit_test(it_outlives_the_timeline_that_it_was_made_from),
	};
	return cmocka_run_group_tests(tests, make_dir, drop_dir);
}
