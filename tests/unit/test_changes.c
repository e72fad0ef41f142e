/* What changesets did, as machines that poll are told. */
#include "test_diff_fixture.h"

static char lines[8192];

static dtl_status take_line(void *user, const dtl_changed *c, dtl_error *e)
{
	size_t len = strlen(lines);
	(void)user;
	(void)e;
	len += (size_t)snprintf(lines + len, sizeof(lines) - len, "%s%s:", c->title,
	    c->made   ? " made"
	    : c->gone ? " gone"
		      : "");
	for (size_t i = 0; i < c->field_count; i++)
		len += (size_t)snprintf(lines + len, sizeof(lines) - len, " %s %s>%s", c->fields[i].field,
		    c->fields[i].before ? c->fields[i].before : "",
		    c->fields[i].after ? c->fields[i].after : "");
	snprintf(lines + len, sizeof(lines) - len, "\n");
	return DTL_OK;
}

static char last[33];

static const char *changes_behind(dtl_db *db, const char *changeset)
{
	dtl_since since = { .changeset = changeset };
	lines[0] = '\0';
	assert_ok(dtl_changes(db, &since, DTL_TIME_MAX, take_line, NULL, last, &err));
	return lines;
}

static const char *changes_since(dtl_db *db, const char *on)
{
	dtl_since since = { .recorded = day(on) };
	lines[0] = '\0';
	assert_ok(dtl_changes(db, &since, DTL_TIME_MAX, take_line, NULL, last, &err));
	return lines;
}

static void who_polls_is_told_each_change_once(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	char key[256], seen[33];
	assert_string_equal(changes_since(db, "2013-01-01"), "");
	assert_string_not_equal(last, ""); /* the countries */
	memcpy(seen, last, sizeof(seen));
	snprintf(key, sizeof(key), "%s",
	    SAY(db, "2013-06-01", NULL, NULL, "title", "Talks", "status", "expected"));
	assert_string_equal(changes_behind(db, seen), "Talks made: status >\"expected\" title >\"Talks\"\n");
	memcpy(seen, last, sizeof(seen));
	assert_string_equal(changes_behind(db, seen), "");
	assert_string_equal(last, seen);
	SAY(db, "2013-06-02", NULL, key, "status", "announced");
	SAY(db, "2013-06-03", NULL, key, "status", "confirmed");
	assert_string_equal(changes_behind(db, seen), "Talks: status \"expected\">\"confirmed\"\n");
	seen[8] = '\0';
	assert_string_equal(changes_behind(db, seen), "Talks: status \"expected\">\"confirmed\"\n");
	assert_string_equal(changes_since(db, "2013-06-03"), "Talks: status \"announced\">\"confirmed\"\n");
	assert_string_equal(changes_since(db, "2013-06-04"), "");
	drop(db, "2013-06-05", key);
	assert_string_equal(
	    changes_since(db, "2013-06-05"), "Talks gone: status \"confirmed\"> title \"Talks\">\n");
	dtl_db_close(db);
}

static void an_undo_is_a_change_and_its_own_undo_takes_it_back(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	char key[256], uid[33], seen[33];
	bool undone;
	snprintf(key, sizeof(key), "%s",
	    SAY(db, "2013-06-01", NULL, NULL, "title", "Talks", "status", "expected"));
	SAY(db, "2013-06-02", NULL, key, "status", "announced");
	changes_since(db, "2013-06-02");
	memcpy(seen, last, sizeof(seen));
	for (int n = 0; n < 2; n++) {
		dtl_write *w = begin(db, day("2013-06-03"), NULL, DTL_RANK_NORMAL);
		assert_ok(dtl_write_undo(w, NULL, uid, &undone, &err));
		commit(w);
		assert_string_equal(
		    changes_behind(db, seen), n ? "" : "Talks: status \"announced\">\"expected\"\n");
	}
	dtl_db_close(db);
}

static void what_does_not_show_is_no_change(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	char key[256];
	put_source(db, "times", "The Times");
	snprintf(key, sizeof(key), "%s",
	    SAY(db, "2013-06-01", NULL, NULL, "title", "Talks", "when", "2013-07-10"));
	SAY(db, "2013-06-02", "times", key, "when", "2013-07");
	assert_string_equal(changes_since(db, "2013-06-02"), "");
	dtl_db_close(db);
}

static void a_changeset_that_is_not_there_is_not_found(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	dtl_since since = { .changeset = "00000000" };
	assert_status(dtl_changes(db, &since, DTL_TIME_MAX, take_line, NULL, last, &err), DTL_E_NOTFOUND);
	since.changeset = "29";
	assert_status(dtl_changes(db, &since, DTL_TIME_MAX, take_line, NULL, last, &err), DTL_E_NOTFOUND);
	since.changeset = "not a uid";
	assert_status(dtl_changes(db, &since, DTL_TIME_MAX, take_line, NULL, last, &err), DTL_E_NOTFOUND);
	dtl_db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_polls_is_told_each_change_once),
		cmocka_unit_test(an_undo_is_a_change_and_its_own_undo_takes_it_back),
		cmocka_unit_test(what_does_not_show_is_no_change),
		cmocka_unit_test(a_changeset_that_is_not_there_is_not_found),
	};
	return cmocka_run_group_tests(tests, make_dir, drop_dir);
}
