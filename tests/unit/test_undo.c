/* Undoing a changeset as if it had never been. */
#include "test_model_fixture.h"

static int open_world(void **state)
{
	int failed = open_bare(state);
	add(DTL_EVENT, "id", "x", "title", "X", "status", "expected");
	return failed;
}

static void the_last_changeset_is_undone_and_redone(void **state)
{
	(void)state;
	char *before = dump_derived(db->store);
	set(DTL_EVENT, "x", "status", "held");
	char last[33];
	memcpy(last, uid, sizeof(last));
	undo(NULL);
	assert_true(undone);
	assert_string_equal(undone_uid, last);
	assert_string_equal(differences, "  status: \"held\" -> \"expected\"\n");
	assert_string_equal(versions_of("x"), "2013-07-20 X expected\n");
	undo(NULL);
	assert_string_equal(differences, "  status: \"expected\" -> \"held\"\n");
	undo(NULL);
	assert_string_equal(versions_of("x"), "2013-07-20 X expected\n");
	/* Where it was, but for the judgement. */
	assert_query("SELECT count(*) FROM retracted", "1\n");
	run_sql("DELETE FROM retracted WHERE changeset = (SELECT max(id) FROM changeset) - 3");
	char *after = dump_derived(db->store);
	assert_string_equal(before, after);
	free(before);
	free(after);
	assert_ok(dtl_db_rebuild(db, &err));
}

static void what_was_made_is_gone_and_comes_back(void **state)
{
	(void)state;
	undo(NULL);
	assert_string_equal(
	    differences, "- event x\n  status: \"expected\" -> nothing\n  title: \"X\" -> nothing\n");
	assert_query("SELECT count(*) FROM event", "0\n");
	undo(NULL);
	assert_string_equal(
	    differences, "+ event x\n  status: nothing -> \"expected\"\n  title: nothing -> \"X\"\n");
}

static void what_was_undone_already_is_said_to_be(void **state)
{
	(void)state;
	char first[33];
	memcpy(first, uid, sizeof(first));
	undo(first);
	assert_true(undone);
	undo(first);
	assert_false(undone);
	assert_string_equal(uid, "");
	assert_string_equal(differences, "");
}

static void a_changeset_is_named_by_its_beginning(void **state)
{
	(void)state;
	char first[33], prefix[9];
	memcpy(first, uid, sizeof(first));
	snprintf(prefix, sizeof(prefix), "%.8s", first);
	set(DTL_EVENT, "x", "title", "Y");
	undo(prefix);
	assert_string_equal(undone_uid, first);
	assert_string_equal(versions_of("x"), "2013-07-20 Y\n");
	assert_status(try_undo("0000"), DTL_E_NOTFOUND);
	assert_status(try_undo(""), DTL_E_NOTFOUND);
	assert_status(try_undo("abc"), DTL_E_NOTFOUND);
	assert_status(try_undo("nonsense"), DTL_E_NOTFOUND);
	snprintf(first + 31, 2, "%c", first[31] == '0' ? '1' : '0');
	assert_status(try_undo(first), DTL_E_NOTFOUND);
	run_sql(
	    "INSERT INTO changeset(uid, n, recorded_at, ledger) VALUES(x'0badcafe000000000000000000000000', 90, 1, zeroblob(16)),"
	    " (x'0badcafe000000000000000000000001', 91, 1, zeroblob(16))");
	assert_status(try_undo("0badcafe"), DTL_E_AMBIGUOUS);
}

/* The last one made in this file: not one that was loaded, nor that of init. */
static void what_was_made_elsewhere_is_undone_by_name_only(void **state)
{
	(void)state;
	plain_line header = a_header('e', 60, NOON), claim = a_claim('e', 0, "y", "{\"title\":\"Y\"}", NOON);
	assert_ok(dtl_store_begin(db->store, &err));
	put_line(db->store, &header);
	put_line(db->store, &claim);
	assert_ok(dtl_store_commit(db->store, &err));
	assert_ok(dtl_db_rebuild(db, &err));
	undo(NULL);
	assert_string_equal(versions_of("x"), "");
	assert_string_equal(versions_of("y"), "2013-07-20 Y\n");
	undo("eeee");
	assert_string_equal(versions_of("y"), "");
}

static void in_a_new_file_there_is_nothing_to_undo(void **state)
{
	(void)state;
	dtl_write *w = NULL;
	dtl_db *fresh = NULL;
	assert_ok(dtl_db_open(&fresh, path_in(dir, "new.db"), DTL_OPEN_CREATE, &dice, &err));
	assert_ok(dtl_write_begin(&w, fresh, &as, &err));
	assert_status(dtl_write_undo(w, NULL, undone_uid, &undone, &err), DTL_E_NOTFOUND);
	dtl_write_free(w);
	dtl_db_close(fresh);
}

static void an_import_is_undone_whole(void **state)
{
	(void)state;
	char *before = dump_derived(db->store);
	static const an_entry entries[] = {
		{ DTL_ACTOR, "us", "{\"name\":\"United States\",\"codes\":{\"iso2\":\"US\"}}" },
		{ DTL_EVENT, "x", "{\"title\":\"Other\",\"actors\":[{\"id\":\"us\"}]}" },
		{ DTL_EVENT, "y", "{\"title\":\"Y\",\"quote\":\"word for word\"}" },
	};
	as.evidence.known = "2013-07-21";
	import(entries);
	assert_string_equal(rejects, "");
	undo(NULL);
	assert_query("SELECT count(*) FROM actor", "0\n");
	assert_query("SELECT count(*) FROM name", "0\n");
	run_sql("DELETE FROM retracted");
	char *after = dump_derived(db->store);
	assert_string_equal(before, after);
	free(before);
	free(after);
	assert_ok(dtl_db_rebuild(db, &err));
}

static void a_rank_is_undone_too(void **state)
{
	(void)state;
	char key[64];
	snprintf(key, sizeof(key), "%s/0", uid);
	plain_line header = a_header('e', 60, NOON),
		   act = an_act('e', 0, "claim", key, "{\"rank\":\"deprecated\"}");
	assert_ok(dtl_store_begin(db->store, &err));
	put_line(db->store, &header);
	put_line(db->store, &act);
	assert_ok(dtl_store_commit(db->store, &err));
	assert_ok(dtl_db_rebuild(db, &err));
	assert_string_equal(versions_of("x"), "");
	undo("eeeeeeee");
	assert_string_equal(versions_of("x"), "2013-07-20 X expected\n");
	assert_contains(differences, "+ event x");
	undo(NULL);
	assert_string_equal(versions_of("x"), "");
}

/* In the order of the acts, the last one on a target would win: it must be what stood before the first. */
static void a_changeset_that_judged_a_claim_twice_is_undone_to_before_both(void **state)
{
	(void)state;
	char key[64];
	snprintf(key, sizeof(key), "%s/0", uid);
	plain_line lines[] = { a_header('e', 60, NOON),
		an_act('e', 0, "claim", key, "{\"rank\":\"deprecated\"}"),
		an_act('e', 1, "claim", key, "{\"rank\":\"preferred\"}") };
	assert_ok(dtl_store_begin(db->store, &err));
	for (size_t i = 0; i < 3; i++)
		put_line(db->store, &lines[i]);
	assert_ok(dtl_store_commit(db->store, &err));
	assert_ok(dtl_db_rebuild(db, &err));
	assert_string_equal(versions_of("x"), "2013-07-20 X expected\n");
	undo("eeeeeeee");
	assert_string_equal(versions_of("x"), "2013-07-20 X expected\n");
	assert_query(
	    "SELECT coalesce(j.rank, c.rank) FROM claim c LEFT JOIN judged j ON j.claim = c.id ORDER BY c.id LIMIT 1",
	    "0\n");
}

static void a_removal_is_undone(void **state)
{
	(void)state;
	set(DTL_EVENT, "x", "rm", "");
	undo(NULL);
	assert_string_equal(versions_of("x"), "2013-07-20 X expected\n");
}

static void an_undo_may_be_tried_dry(void **state)
{
	(void)state;
	char *before = dump_all();
	as.dry_run = true;
	undo(NULL);
	assert_contains(differences, "- event x");
	char *after = dump_all();
	assert_string_equal(before, after);
	free(before);
	free(after);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    the_last_changeset_is_undone_and_redone, open_world, close_db),
		cmocka_unit_test_setup_teardown(what_was_made_is_gone_and_comes_back, open_world, close_db),
		cmocka_unit_test_setup_teardown(what_was_undone_already_is_said_to_be, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_changeset_is_named_by_its_beginning, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_was_made_elsewhere_is_undone_by_name_only, open_world, close_db),
		cmocka_unit_test_setup_teardown(in_a_new_file_there_is_nothing_to_undo, open_world, close_db),
		cmocka_unit_test_setup_teardown(an_import_is_undone_whole, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_rank_is_undone_too, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_changeset_that_judged_a_claim_twice_is_undone_to_before_both, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_removal_is_undone, open_world, close_db),
		cmocka_unit_test_setup_teardown(an_undo_may_be_tried_dry, open_world, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
