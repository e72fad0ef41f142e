/* Lines: how they are added, and how acts judge them. */
#include "ledger/fold.h"
#include "ledger/ledger.h"
#include "ledger_world.h"
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

static void is(const char *sql, const char *wanted)
{
	char *have = dump_query(store, sql);
	assert_string_equal(have, wanted);
	free(have);
}

static const char sql_stale[] =
    "SELECT group_concat(key, ' ') FROM (SELECT key FROM stale JOIN entity ON id = entity ORDER BY key)";
static const char sql_retracted[] =
    "SELECT group_concat(u, ' ') FROM (SELECT lower(substr(hex(uid), 1, 1)) u FROM retracted JOIN changeset ON id = changeset ORDER BY 1)";
static const char sql_judged[] =
    "SELECT group_concat(s, ' ') FROM (SELECT lower(substr(hex(uid), 1, 1)) || position || '=' || j.rank s FROM judged j"
    " JOIN claim c ON c.id = j.claim JOIN changeset g ON g.id = c.changeset ORDER BY 1)";

static void forget_stale(void)
{
	assert_ok(dtl_store_exec(store, "DELETE FROM stale", &err));
}

static void a_uid_reads_as_it_is_printed_and_nothing_else_does(void **state)
{
	(void)state;
	unsigned char uid[DTL_UID_SIZE], again[DTL_UID_SIZE];
	char text[DTL_UID_TEXT];
	for (size_t i = 0; i < DTL_UID_SIZE; i++)
		uid[i] = (unsigned char)(i * 17);
	dtl_uid_print(text, uid);
	assert_string_equal(text, "00112233445566778899aabbccddeeff");
	assert_true(dtl_uid_parse(again, text));
	assert_memory_equal(uid, again, sizeof(uid));
	assert_false(dtl_uid_parse(again, ""));
	assert_false(dtl_uid_parse(again, "00112233445566778899aabbccddeef"));
	assert_false(dtl_uid_parse(again, "00112233445566778899aabbccddeeff0"));
	assert_false(dtl_uid_parse(again, "00112233445566778899AABBCCDDEEFF"));
	assert_false(dtl_uid_parse(again, "0011223344556677 899aabbccddeeff"));
	assert_false(dtl_uid_parse(again, "00112233445566778899aabbccddeefg"));
}

static void a_thing_is_its_kind_and_key(void **state)
{
	(void)state;
	int64_t event = 0, again = 0, actor = 0;
	dtl_kind kind;
	dtl_text key = DTL_TEXT_INIT;
	assert_status(dtl_entity_find(store, DTL_EVENT, "x", &event, &err), DTL_E_NOTFOUND);
	assert_ok(dtl_entity_intern(store, DTL_EVENT, "x", &event, &err));
	assert_ok(dtl_entity_intern(store, DTL_EVENT, "x", &again, &err));
	assert_ok(dtl_entity_intern(store, DTL_ACTOR, "x", &actor, &err));
	assert_true(event == again && event != actor);
	assert_status(dtl_entity_find(store, DTL_EVENT, "X", &again, &err), DTL_E_NOTFOUND);
	assert_ok(dtl_entity_what(store, actor, &kind, &key, &err));
	assert_int_equal(kind, DTL_ACTOR);
	assert_string_equal(dtl_text_str(&key), "x");
	assert_ok(dtl_entity_what(store, event, &kind, NULL, &err));
	assert_int_equal(kind, DTL_EVENT);
	assert_status(dtl_entity_what(store, 4711, &kind, &key, &err), DTL_E_DAMAGED);
	dtl_text_free(&key);
}

static void a_file_that_does_not_know_its_own_ledger_is_damaged(void **state)
{
	(void)state;
	unsigned char id[DTL_UID_SIZE];
	assert_status(dtl_ledger_id(store, id, &err), DTL_E_DAMAGED);
	assert_ok(dtl_store_exec(
	    store, "INSERT INTO meta VALUES('ledger', '00112233445566778899aabbccddeef')", &err));
	assert_status(dtl_ledger_id(store, id, &err), DTL_E_DAMAGED);
	assert_ok(dtl_store_exec(store, "UPDATE meta SET value = '00112233445566778899aabbccddeeff'", &err));
	assert_ok(dtl_ledger_id(store, id, &err));
	assert_int_equal(id[15], 0xff);
}

static void n_is_one_more_than_the_largest(void **state)
{
	(void)state;
	int64_t n = -1;
	put(a_header('a', 7, 100));
	put(a_header('b', 3, 200));
	/* A changeset of which only claims are here has no n. */
	put(a_claim('c', 0, "x", "{}", 1));
	assert_ok(dtl_ledger_next_n(store, &n, &err));
	assert_int_equal(n, 8);
}

static dtl_header_line full_header(void)
{
	dtl_header_line line = {
		.n = 1, .recorded_at = 2, .author = "me", .message = "why", .command = "add"
	};
	memset(line.uid, 0xaa, sizeof(line.uid));
	memset(line.ledger, 0xbb, sizeof(line.ledger));
	return line;
}

static void a_header_that_is_there_with_the_same_bytes_is_nothing_new(void **state)
{
	(void)state;
	int64_t row = 0, again = 0;
	bool fresh = false;
	dtl_header_line line = full_header();
	assert_ok(dtl_ledger_header(store, &line, &row, &fresh, &err));
	assert_true(fresh);
	assert_ok(dtl_ledger_header(store, &line, &again, &fresh, &err));
	assert_false(fresh);
	assert_true(row == again);
	assert_ok(dtl_ledger_changeset(store, line.uid, &again, &err));
	assert_true(row == again);
}

static void a_header_that_is_there_with_other_bytes_is_damage(void **state)
{
	(void)state;
	int64_t row = 0;
	bool fresh = false;
	dtl_header_line line = full_header(), others[8];
	assert_ok(dtl_ledger_header(store, &line, &row, &fresh, &err));
	for (size_t i = 0; i < 8; i++)
		others[i] = line;
	others[0].n = 2;
	others[1].recorded_at = 3;
	others[2].ledger[15] = 0;
	others[3].author = NULL;
	others[4].message = "";
	others[5].command = "Add";
	others[6].author = "me too";
	others[7].message = NULL;
	for (size_t i = 0; i < 8; i++) {
		assert_status(dtl_ledger_header(store, &others[i], &row, &fresh, &err), DTL_E_DAMAGED);
		assert_contains(err.text, "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'");
	}
}

static void a_claim_is_there_once(void **state)
{
	(void)state;
	int64_t row = 0;
	unsigned char uid[DTL_UID_SIZE];
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{}", 1));
	assert_true(dtl_uid_parse(uid, uid_of('a')));
	assert_ok(dtl_ledger_changeset(store, uid, &row, &err));
	dtl_claim_line line = {
		.kind = DTL_EVENT, .key = "y", .patch = "{}", .patch_len = 2, .lane = "hand"
	};
	assert_status(dtl_ledger_append(store, row, &line, NULL, &err), DTL_E_EXISTS);
}

static void a_header_that_comes_last_makes_its_claims_count(void **state)
{
	(void)state;
	int64_t entity = 0;
	dtl_record record = { 0 };
	put(a_claim('a', 0, "x", "{\"title\":\"X\"}", 1));
	assert_ok(dtl_entity_find(store, DTL_EVENT, "x", &entity, &err));
	assert_ok(dtl_record_load(&record, store, DTL_EVENT, &entity, 1, false, &err));
	assert_int_equal(record.count, 0);
	assert_ok(dtl_record_load(&record, store, DTL_EVENT, &entity, 1, true, &err));
	assert_int_equal(record.count, 1);
	assert_false(record.claims[0].live);
	forget_stale();
	put(a_header('a', 1, 9));
	is(sql_stale, "x\n");
	assert_ok(dtl_record_load(&record, store, DTL_EVENT, &entity, 1, false, &err));
	assert_int_equal(record.count, 1);
	assert_int_equal(record.claims[0].recorded_at, 9);
	dtl_record_free(&record);
}

static void a_retracted_changeset_does_not_count_until_it_is_restored(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{\"title\":\"X\"}", 1));
	put(a_claim('a', 1, "y", "{\"title\":\"Y\"}", 1));
	put(a_header('b', 2, 2));
	forget_stale();
	put(an_act('b', 0, "changeset", uid_of('a'), "{\"retracted\":true}"));
	is(sql_retracted, "a\n");
	is(sql_stale, "x y\n");
	forget_stale();
	put(a_header('c', 3, 3));
	put(an_act('c', 0, "changeset", uid_of('a'), "{\"retracted\":false}"));
	is(sql_retracted, "NULL\n");
	is(sql_stale, "x y\n");
}

static void an_act_may_come_before_its_target(void **state)
{
	(void)state;
	put(a_header('b', 2, 2));
	put(an_act('b', 0, "changeset", uid_of('a'), "{\"retracted\":true}"));
	put(an_act('b', 1, "claim", "cccccccccccccccccccccccccccccccc/1", "{\"rank\":\"deprecated\"}"));
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{\"title\":\"X\"}", 1));
	is(sql_retracted, "a\n");
	put(a_header('c', 1, 1));
	put(a_claim('c', 0, "y", "{}", 1));
	put(a_claim('c', 1, "z", "{}", 1));
	forget_stale();
	assert_ok(dtl_ledger_judge_all(store, &err));
	is(sql_retracted, "a\n");
	is(sql_judged, "c1=2\n");
	is(sql_stale, "x z\n");
}

static void the_last_act_counts_by_n_changeset_and_position(void **state)
{
	(void)state;
	static const char target[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/0";
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{}", 1));
	put(a_header('c', 5, 1));
	put(an_act('c', 0, "claim", target, "{\"rank\":\"deprecated\"}"));
	is(sql_judged, "a0=2\n");
	/* Of an earlier n, though it comes later and was recorded later. */
	put(a_header('d', 4, 900));
	put(an_act('d', 0, "claim", target, "{\"rank\":\"preferred\"}"));
	is(sql_judged, "a0=2\n");
	/* Of the same n, by uid: b before c before e. */
	put(a_header('b', 5, 1));
	put(an_act('b', 0, "claim", target, "{\"rank\":\"preferred\"}"));
	is(sql_judged, "a0=2\n");
	put(a_header('e', 5, 1));
	put(an_act('e', 3, "claim", target, "{\"rank\":\"preferred\"}"));
	is(sql_judged, "a0=1\n");
	put(an_act('e', 2, "claim", target, "{\"rank\":\"deprecated\"}"));
	is(sql_judged, "a0=1\n");
	put(an_act('e', 10, "claim", target, "{\"rank\":\"normal\"}"));
	is(sql_judged, "a0=0\n");
	/* The name goes before the position. */
	put(a_header('f', 5, 1));
	put(an_act('f', 1, "claim", target, "{\"rank\":\"deprecated\"}"));
	is(sql_judged, "a0=2\n");
	assert_ok(dtl_ledger_judge_all(store, &err));
	is(sql_judged, "a0=2\n");
}

/* Whoever is told that it is redone finds it redone, whatever the other side did meanwhile. */
static void two_sides_undo_and_one_redoes(void **state)
{
	(void)state;
	put(a_header('a', 1, 5));
	put(a_claim('a', 0, "x", "{\"title\":\"X\"}", 1));
	put(a_header('b', 2, 6));
	put(an_act('b', 0, "changeset", uid_of('a'), "{\"retracted\":true}"));
	put(a_header('c', 3, 7));
	put(an_act('c', 0, "changeset", uid_of('a'), "{\"retracted\":false}"));
	is(sql_retracted, "NULL\n");
	put(a_header('d', 2, 6));
	put(an_act('d', 0, "changeset", uid_of('a'), "{\"retracted\":true}"));
	is(sql_retracted, "NULL\n");
}

static void an_act_without_its_header_does_not_count_yet(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{}", 1));
	put(an_act('b', 0, "changeset", uid_of('a'), "{\"retracted\":true}"));
	is(sql_retracted, "NULL\n");
	put(a_header('b', 2, 2));
	assert_ok(dtl_ledger_judge_all(store, &err));
	is(sql_retracted, "a\n");
}

/* Acts on acts are none: they are answered, not retracted. */
static void an_act_counts_though_its_changeset_is_retracted(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{}", 1));
	put(a_header('b', 2, 2));
	put(an_act('b', 0, "changeset", uid_of('a'), "{\"retracted\":true}"));
	put(a_header('c', 3, 3));
	put(an_act('c', 0, "changeset", uid_of('b'), "{\"retracted\":true}"));
	assert_ok(dtl_ledger_judge_all(store, &err));
	is(sql_retracted, "a b\n");
}

static void acts_on_what_is_no_changeset_and_no_claim_do_nothing(void **state)
{
	(void)state;
	static const char *const keys[] = { "x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/-1", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/0x0",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/ 0", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/1.5",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/7", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:0" };
	static const char *const patches[] = { "{\"rank\":\"deprecated\",\"retracted\":true}", "null", "[]",
		"{}", "{\"rank\":2,\"retracted\":1}", "{\"rank\":\"\",\"retracted\":\"true\"}",
		"{\"rank\":null}" };
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{}", 1));
	put(a_header('b', 2, 2));
	int64_t position = 0;
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		put(an_act('b', position++, "claim", keys[i], patches[0]));
		put(an_act('b', position++, "changeset", keys[i], patches[0]));
	}
	for (size_t i = 1; i < sizeof(patches) / sizeof(*patches); i++) {
		put(an_act('b', position++, "claim", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/0", patches[i]));
		put(an_act('b', position++, "changeset", uid_of('a'), patches[i]));
	}
	is(sql_retracted, "NULL\n");
	is(sql_judged, "NULL\n");
	assert_ok(dtl_ledger_judge_all(store, &err));
	is(sql_retracted, "NULL\n");
	is(sql_judged, "NULL\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_uid_reads_as_it_is_printed_and_nothing_else_does),
		cmocka_unit_test_setup_teardown(a_thing_is_its_kind_and_key, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_file_that_does_not_know_its_own_ledger_is_damaged, open_store, close_store),
		cmocka_unit_test_setup_teardown(n_is_one_more_than_the_largest, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_header_that_is_there_with_the_same_bytes_is_nothing_new, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_header_that_is_there_with_other_bytes_is_damage, open_store, close_store),
		cmocka_unit_test_setup_teardown(a_claim_is_there_once, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_header_that_comes_last_makes_its_claims_count, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_retracted_changeset_does_not_count_until_it_is_restored, open_store, close_store),
		cmocka_unit_test_setup_teardown(an_act_may_come_before_its_target, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    the_last_act_counts_by_n_changeset_and_position, open_store, close_store),
		cmocka_unit_test_setup_teardown(two_sides_undo_and_one_redoes, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    an_act_without_its_header_does_not_count_yet, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    an_act_counts_though_its_changeset_is_retracted, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    acts_on_what_is_no_changeset_and_no_claim_do_nothing, open_store, close_store),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
