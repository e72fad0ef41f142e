/* Timelines as files: made, opened, counted, rebuilt. */
#include "ledger/ledger.h"
#include "test_model_fixture.h"
#include <sys/stat.h>

static dtl_db *open_as(const char *name, dtl_open_mode mode)
{
	dtl_db *other = NULL;
	assert_ok(dtl_db_open(&other, path_in(dir, name), mode, &dice, &err));
	return other;
}

static char *ledger_of(dtl_db *d)
{
	return dump_query(d->store,
	    "SELECT hex(g.uid) || ' ' || g.n || ' ' || g.recorded_at || ' ' || hex(g.ledger) || quote(g.author) || quote(g.message)"
	    " || quote(g.command) || c.position || n.kind || n.key || c.known_at || quote(c.source) || c.lane || c.rank || c.snapshot || c.patch"
	    " FROM claim c JOIN changeset g ON g.id = c.changeset JOIN entity n ON n.id = c.entity ORDER BY c.position");
}

static void writing_needs_dice_and_reading_none(void **state)
{
	(void)state;
	dtl_db *other = NULL;
	dtl_dice none = { NULL, NULL };
	assert_status(dtl_db_open(&other, path_in(dir, "n.db"), DTL_OPEN_CREATE, NULL, &err), DTL_E_ARGUMENT);
	assert_status(dtl_db_open(&other, path_in(dir, "n.db"), DTL_OPEN_WRITE, &none, &err), DTL_E_ARGUMENT);
	assert_null(other);
	assert_false(file_exists(path_in(dir, "n.db")));
	assert_ok(dtl_db_keep(db, &err));
	assert_ok(dtl_db_open(&other, path_in(dir, "t.db"), DTL_OPEN_READ, NULL, &err));
	dtl_db_close(other);
	dtl_db_close(NULL);
}

static void what_is_missing_is_made_only_when_asked(void **state)
{
	(void)state;
	dtl_db *other = NULL;
	assert_status(dtl_db_open(&other, path_in(dir, "n.db"), DTL_OPEN_READ, &dice, &err), DTL_E_NOTFOUND);
	assert_contains(err.text, "n.db");
	assert_status(dtl_db_open(&other, path_in(dir, "n.db"), DTL_OPEN_WRITE, &dice, &err), DTL_E_NOTFOUND);
	assert_false(file_exists(path_in(dir, "n.db")));
	other = open_as("n.db", DTL_OPEN_BARE);
	assert_true(dtl_db_is_new(other));
	dtl_db_close(other);
	other = open_as("n.db", DTL_OPEN_CREATE);
	assert_false(dtl_db_is_new(other));
	/* What was made bare stays bare. */
	dtl_counts c = { 0 };
	assert_ok(dtl_db_count(other, &c, &err));
	assert_int_equal(c.actors, 0);
	assert_int_equal(c.changesets, 0);
	dtl_db_close(other);
}

static void two_new_timelines_share_the_states_byte_for_byte(void **state)
{
	(void)state;
	dtl_db *one = open_as("one.db", DTL_OPEN_CREATE), *two = open_as("two.db", DTL_OPEN_CREATE);
	char *a = ledger_of(one), *b = ledger_of(two);
	assert_string_equal(a, b);
	assert_contains(a, "china");
	char *here = dump_query(one->store, "SELECT value FROM meta WHERE name = 'ledger'");
	char *there = dump_query(two->store, "SELECT value FROM meta WHERE name = 'ledger'");
	assert_string_not_equal(here, there);
	free(here);
	free(there);
	here = dump_derived(one->store);
	there = dump_derived(two->store);
	assert_string_equal(here, there);
	free(here);
	free(there);
	free(a);
	free(b);
	/* n is 0 and the times are those before everything. */
	a = dump_query(one->store,
	    "SELECT n || ' ' || datetime(recorded_at, 'unixepoch') || ' ' || hex(ledger) FROM changeset");
	assert_string_equal(a, "0 0000-01-01 00:00:00 00000000000000000000000000000000\n");
	free(a);
	dtl_db_close(one);
	dtl_db_close(two);
}

/* The header of one, put into the other, is nothing new; and an edit on top of it has n 1. */
static void their_union_holds_the_states_once(void **state)
{
	(void)state;
	dtl_db *one = open_as("one.db", DTL_OPEN_CREATE), *two = open_as("two.db", DTL_OPEN_CREATE);
	dtl_stmt st = DTL_STMT_INIT;
	size_t len = 0;
	int64_t row = 0;
	bool fresh = true;
	dtl_header_line line = { 0 };
	assert_ok(dtl_stmt_prepare(
	    one->store, &st, "SELECT uid, n, recorded_at, author, message, command FROM changeset", &err));
	assert_ok(dtl_stmt_step(&st, &err));
	memcpy(line.uid, dtl_take_blob(&st, &len), DTL_UID_SIZE);
	line.n = dtl_take_int(&st);
	line.recorded_at = dtl_take_int(&st);
	line.author = dtl_take_text(&st);
	line.message = dtl_take_text(&st);
	line.command = dtl_take_text(&st);
	assert_ok(dtl_ledger_header(two->store, &line, &row, &fresh, &err));
	assert_false(fresh);
	dtl_stmt_finalize(&st);
	int64_t n = 0;
	assert_ok(dtl_ledger_next_n(two->store, &n, &err));
	assert_int_equal(n, 1);
	dtl_db_close(one);
	dtl_db_close(two);
}

static void a_new_timeline_is_healthy_and_knows_the_states(void **state)
{
	(void)state;
	dtl_db_close(db);
	db = open_as("new.db", DTL_OPEN_CREATE);
	assert_string_equal(findings(false), "");
	dtl_counts c = { 0 };
	assert_ok(dtl_db_count(db, &c, &err));
	assert_int_equal(c.changesets, 1);
	assert_true(c.claims == c.actors && c.actors > 190);
	assert_int_equal(c.events + c.versions + c.series + c.places + c.sources + c.topics, 0);
	assert_query("SELECT count(*) FROM claim WHERE lane <> 'init' OR source IS NOT NULL", "0\n");
	set(DTL_ACTOR, "cn", "alias", "Middle Kingdom");
	assert_true(change.shows);
	assert_string_equal(findings(false), "");
}

static void counts_are_of_what_shows(void **state)
{
	(void)state;
	dtl_counts c = { 0 };
	as.create_names = true;
	add(DTL_EVENT, "id", "x", "title", "X", "with", "us", "topic", "t", "at", "p");
	as.today += DTL_DAY;
	set(DTL_EVENT, "x", "status", "held");
	add(DTL_EVENT, "id", "y", "title", "Y");
	set(DTL_EVENT, "y", "rm", "");
	add(DTL_SERIES, "name", "S");
	add(DTL_SOURCE, "id", "cd", "publisher", "China Daily");
	assert_ok(dtl_db_count(db, &c, &err));
	assert_int_equal(c.changesets, 6);
	assert_int_equal(c.claims, 9);
	assert_int_equal(c.events, 1);
	assert_int_equal(c.versions, 2);
	assert_int_equal(c.actors, 1);
	assert_int_equal(c.places, 1);
	assert_int_equal(c.topics, 1);
	assert_int_equal(c.series, 1);
	assert_int_equal(c.sources, 1);
}

static void a_rebuild_gives_back_what_was_lost(void **state)
{
	(void)state;
	as.create_names = true;
	add(DTL_EVENT, "id", "x", "title", "X", "with", "us:host", "when", "2013-07-08");
	set(DTL_EVENT, "x", "status", "held");
	char *before = dump_derived(db->store);
	run_sql(
	    "DELETE FROM event; DELETE FROM actor; DELETE FROM name; DELETE FROM event_actor; INSERT INTO judged VALUES(1, 2);"
	    "INSERT INTO retracted VALUES(1); INSERT INTO topic(id, label) VALUES(1, 'Nonsense')");
	assert_ok(dtl_db_rebuild(db, &err));
	char *after = dump_derived(db->store);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

/* Rows that another projector or other zones made are made anew by the first who may write. */
static void rows_of_another_version_are_renewed_by_the_first_writer(void **state)
{
	(void)state;
	static const char *const others[] = { "UPDATE meta SET value = '0' WHERE name = 'projector'",
		"UPDATE meta SET value = '1970a' WHERE name = 'tzdata'",
		"DELETE FROM meta WHERE name = 'projector'" };
	add(DTL_EVENT, "id", "x", "title", "X");
	for (size_t i = 0; i < COUNT(others); i++) {
		run_sql("UPDATE event SET title = 'Old'");
		run_sql(others[i]);
		dtl_db_close(db);
		assert_ok(dtl_db_open(&db, path_in(dir, "t.db"), DTL_OPEN_READ, NULL, &err));
		assert_query("SELECT title FROM event", "Old\n");
		dtl_db_close(db);
		db = open_as("t.db", DTL_OPEN_WRITE);
		assert_query("SELECT title FROM event", "X\n");
		assert_query("SELECT count(*) FROM meta WHERE value IN ('0', '1970a')", "0\n");
	}
}

static void what_is_no_timeline_is_not_touched(void **state)
{
	(void)state;
	static const char text[] = "Dear diary, this is not a database.\n";
	dtl_db *other = NULL;
	size_t len = 0;
	write_file(path_in(dir, "diary"), text, sizeof(text) - 1);
	for (int mode = DTL_OPEN_READ; mode <= DTL_OPEN_BARE; mode++) {
		dtl_status status =
		    dtl_db_open(&other, path_in(dir, "diary"), (dtl_open_mode)mode, &dice, &err);
		assert_true(status == DTL_E_SCHEMA || status == DTL_E_DAMAGED);
		assert_null(other);
	}
	char *have = read_file(path_in(dir, "diary"), &len);
	assert_string_equal(have, text);
	free(have);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(writing_needs_dice_and_reading_none, open_bare, close_db),
		cmocka_unit_test_setup_teardown(what_is_missing_is_made_only_when_asked, open_bare, close_db),
		cmocka_unit_test_setup_teardown(
		    two_new_timelines_share_the_states_byte_for_byte, open_bare, close_db),
		cmocka_unit_test_setup_teardown(their_union_holds_the_states_once, open_bare, close_db),
		cmocka_unit_test_setup_teardown(
		    a_new_timeline_is_healthy_and_knows_the_states, open_bare, close_db),
		cmocka_unit_test_setup_teardown(counts_are_of_what_shows, open_bare, close_db),
		cmocka_unit_test_setup_teardown(a_rebuild_gives_back_what_was_lost, open_bare, close_db),
		cmocka_unit_test_setup_teardown(
		    rows_of_another_version_are_renewed_by_the_first_writer, open_bare, close_db),
		cmocka_unit_test_setup_teardown(what_is_no_timeline_is_not_touched, open_bare, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
