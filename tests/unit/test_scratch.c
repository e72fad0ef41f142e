/* A ledger folded anew, apart from its file. */
#include "ledger/ledger.h"
#include "ledger_world.h"
#include "model/derive.h"
#include "model/scratch.h"
#include "support.h"
#include <stdlib.h>
#include <string.h>

static dtl_store *store;
static dtl_error err;

static int open_store(void **state)
{
	(void)state;
	assert_ok(dtl_store_open(&store, "", DTL_STORE_MEMORY, &err));
	assert_ok(dtl_store_begin(store, &err));
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	dtl_store_close(store);
	store = NULL;
	return 0;
}

static void put(plain_line line)
{
	put_line(store, &line);
}

static void derive(void)
{
	dtl_deriver d = { .db = store };
	assert_ok(dtl_derive_stale(&d, &err));
	dtl_deriver_free(&d);
}

static dtl_store *scratch(int64_t recorded)
{
	dtl_store *out = NULL;
	assert_ok(dtl_scratch_fold(&out, store, recorded, &err));
	return out;
}

static void is(dtl_store *db, const char *sql, const char *wanted)
{
	char *have = dump_query(db, sql);
	assert_string_equal(have, wanted);
	free(have);
}

static const char sql_titles[] = "SELECT title || coalesce(' ' || status, '') FROM event ORDER BY known_from";
static const char sql_ledger[] =
    "SELECT hex(g.uid) || quote(g.n) || quote(g.recorded_at) || quote(g.author) || quote(g.message) || quote(g.command) || c.id"
    " || c.position || n.id || n.kind || n.key || quote(c.known_at) || quote(c.source) || c.lane || c.rank || c.snapshot"
    " || quote(c.speaker) || quote(c.locator) || quote(c.quote) || c.patch"
    " FROM claim c JOIN changeset g ON g.id = c.changeset JOIN entity n ON n.id = c.entity ORDER BY 1";

static void nothing_folds_to_nothing(void **state)
{
	(void)state;
	dtl_store *s = scratch(INT64_MAX);
	is(s, "SELECT count(*) FROM claim", "0\n");
	is(s, sql_titles, "");
	dtl_store_close(s);
}

static void the_lines_are_copied_with_their_numbers_and_every_column(void **state)
{
	(void)state;
	put(a_header('a', 1, 10));
	int64_t row = 0, claim = 0;
	unsigned char uid[DTL_UID_SIZE];
	assert_true(dtl_uid_parse(uid, uid_of('a')));
	assert_ok(dtl_ledger_changeset(store, uid, &row, &err));
	dtl_claim_line line = { 7, DTL_EVENT, "x", "{\"title\":\"X\"}", 13, true, -5, "cd", "json",
		PLAIN_PREFERRED, true, "us", "p. 3", "in so many words", 0, 0, false };
	assert_ok(dtl_ledger_append(store, row, &line, &claim, &err));
	put(a_claim('b', 0, "y", "null", 3)); /* without a header */
	put(a_header('c', 2, 11));
	put(an_act('c', 0, "changeset", uid_of('b'), "{\"retracted\":true}"));
	derive();
	dtl_store *s = scratch(INT64_MAX);
	char *have = dump_query(s, sql_ledger), *wanted = dump_query(store, sql_ledger);
	assert_string_equal(have, wanted);
	free(have);
	free(wanted);
	is(s, "SELECT count(*) FROM quote_search('many')", "1\n");
	dtl_store_close(s);
}

static void what_was_recorded_later_is_not_there(void **state)
{
	(void)state;
	put(a_header('a', 1, 10));
	put(a_claim('a', 0, "x", "{\"title\":\"X\"}", 1));
	put(a_header('b', 2, 20));
	put(a_claim('b', 0, "x", "{\"status\":\"held\"}", 2));
	put(a_header('c', 3, 30));
	put(an_act('c', 0, "changeset", uid_of('a'), "{\"retracted\":true}"));
	derive();
	is(store, sql_titles, "");
	dtl_store *s = scratch(30);
	is(s, sql_titles, "X\nX held\n");
	dtl_store_close(s);
	s = scratch(20);
	is(s, sql_titles, "X\n");
	dtl_store_close(s);
	s = scratch(10);
	is(s, sql_titles, "");
	is(s, "SELECT count(*) FROM claim", "0\n");
	dtl_store_close(s);
}

static void the_file_is_as_it_was(void **state)
{
	(void)state;
	dice_box d = dice_of(99);
	plain_ledger replicas[REPLICAS] = { { 0 } };
	history_shape shape = { 60, 4 };
	random_history(&d, &shape, replicas);
	put_lines(store, &replicas[0]);
	derive();
	char *before = dump_derived(store);
	dtl_store *s = scratch(INT64_MAX);
	char *after = dump_derived(store), *anew = dump_derived(s);
	assert_string_equal(before, after);
	assert_string_equal(before, anew);
	free(before);
	free(after);
	free(anew);
	dtl_store_close(s);
	for (size_t i = 0; i < REPLICAS; i++)
		plain_free(&replicas[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_folds_to_nothing, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    the_lines_are_copied_with_their_numbers_and_every_column, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    what_was_recorded_later_is_not_there, open_store, close_store),
		cmocka_unit_test_setup_teardown(the_file_is_as_it_was, open_store, close_store),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
