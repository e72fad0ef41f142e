/* The acts that undo a changeset. */
#include "ledger/ledger.h"
#include "ledger_world.h"
#include "support.h"
#include <stdio.h>
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

typedef struct heard {
	char text[1024];
	int64_t count, most;
} heard;

static dtl_status hear(void *user, const dtl_claim_line *act, dtl_error *why)
{
	heard *h = user;
	char line[256];
	if (h->count == h->most) {
		snprintf(why->text, sizeof(why->text), "enough");
		return DTL_E_EXISTS;
	}
	assert_int_equal(act->position, h->count++);
	assert_false(act->has_known || act->snapshot || act->source);
	snprintf(line, sizeof(line), "%s %.1s%s %.*s\n", dtl_kind_name(act->kind), act->key,
	    act->kind == DTL_CLAIM ? act->key + 32 : "", (int)act->patch_len, act->patch);
	strcat(h->text, line);
	return DTL_OK;
}

static const char *answer(char c)
{
	static heard h;
	unsigned char uid[DTL_UID_SIZE];
	int64_t row = 0;
	h = (heard){ .most = 100 };
	assert_true(dtl_uid_parse(uid, uid_of(c)));
	assert_ok(dtl_ledger_changeset(store, uid, &row, &err));
	assert_ok(dtl_ledger_answer(store, row, hear, &h, &err));
	return h.text;
}

#define CLAIM(c) c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c c "/"

static void what_says_nothing_needs_no_answer(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	assert_string_equal(answer('a'), "");
}

static void claims_are_retracted_by_one_act(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{}", 1));
	put(a_claim('a', 1, "y", "null", 1));
	assert_string_equal(answer('a'), "changeset a {\"retracted\":true}\n");
	/* Undone once more it says the same. */
	put(a_header('b', 2, 2));
	put(an_act('b', 0, "changeset", uid_of('a'), "{\"retracted\":true}"));
	assert_string_equal(answer('a'), "changeset a {\"retracted\":true}\n");
}

static void a_retraction_is_answered_by_what_was_before_it(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{}", 1));
	put(a_header('b', 2, 2));
	put(an_act('b', 0, "changeset", uid_of('a'), "{\"retracted\":true}"));
	assert_string_equal(answer('b'), "changeset a {\"retracted\":false}\n");
	put(a_header('c', 3, 3));
	put(an_act('c', 0, "changeset", uid_of('a'), "{\"retracted\":false}"));
	assert_string_equal(answer('c'), "changeset a {\"retracted\":true}\n");
	/* What came after it does not matter. */
	assert_string_equal(answer('b'), "changeset a {\"retracted\":false}\n");
}

/* From the last act to the first: of two on one target what stood before the first has the last word. */
static void a_rank_is_answered_by_the_claims_own(void **state)
{
	(void)state;
	plain_line preferred = a_claim('a', 1, "x", "{}", 1);
	preferred.rank = PLAIN_PREFERRED;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{}", 1));
	put(preferred);
	put(a_header('b', 2, 2));
	put(an_act('b', 0, "claim", CLAIM("a") "0", "{\"rank\":\"deprecated\"}"));
	put(an_act('b', 1, "claim", CLAIM("a") "1", "{\"rank\":\"deprecated\"}"));
	put(an_act('b', 2, "claim", CLAIM("f") "0", "{\"rank\":\"deprecated\"}"));
	assert_string_equal(answer('b'), "claim f/0 {\"rank\":\"normal\"}\n"
					 "claim a/1 {\"rank\":\"preferred\"}\n"
					 "claim a/0 {\"rank\":\"normal\"}\n");
	put(a_header('c', 3, 3));
	put(an_act('c', 0, "claim", CLAIM("a") "1", "{\"rank\":\"normal\"}"));
	assert_string_equal(answer('c'), "claim a/1 {\"rank\":\"deprecated\"}\n");
}

static void before_is_by_n_and_then_by_changeset(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{}", 1));
	put(a_header('d', 5, 1));
	put(an_act('d', 0, "claim", CLAIM("a") "0", "{\"rank\":\"normal\"}"));
	put(a_header('c', 5, 9));
	put(an_act('c', 0, "claim", CLAIM("a") "0", "{\"rank\":\"deprecated\"}"));
	put(a_header('e', 4, 9));
	put(an_act('e', 0, "claim", CLAIM("a") "0", "{\"rank\":\"preferred\"}"));
	/* One whose header is not here has not happened. */
	put(an_act('b', 0, "claim", CLAIM("a") "0", "{\"rank\":\"normal\"}"));
	assert_string_equal(answer('d'), "claim a/0 {\"rank\":\"deprecated\"}\n");
	assert_string_equal(answer('c'), "claim a/0 {\"rank\":\"preferred\"}\n");
	assert_string_equal(answer('e'), "claim a/0 {\"rank\":\"normal\"}\n");
}

static void claims_and_acts_are_answered_together(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{}", 1));
	put(a_header('b', 2, 2));
	put(an_act('b', 0, "claim", CLAIM("a") "0", "{\"rank\":\"deprecated\"}"));
	put(a_claim('b', 1, "x", "{\"title\":\"X\"}", 1));
	put(an_act('b', 2, "changeset", uid_of('a'), "{\"retracted\":true}"));
	assert_string_equal(answer('b'), "changeset b {\"retracted\":true}\n"
					 "changeset a {\"retracted\":false}\n"
					 "claim a/0 {\"rank\":\"normal\"}\n");
}

static void who_is_told_may_stop_it(void **state)
{
	(void)state;
	heard h = { .most = 1 };
	unsigned char uid[DTL_UID_SIZE];
	int64_t row = 0;
	put(a_header('b', 2, 2));
	put(an_act('b', 0, "claim", CLAIM("a") "0", "{\"rank\":\"deprecated\"}"));
	put(an_act('b', 1, "claim", CLAIM("a") "1", "{\"rank\":\"deprecated\"}"));
	assert_true(dtl_uid_parse(uid, uid_of('b')));
	assert_ok(dtl_ledger_changeset(store, uid, &row, &err));
	assert_status(dtl_ledger_answer(store, row, hear, &h, &err), DTL_E_EXISTS);
	assert_string_equal(err.text, "enough");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_says_nothing_needs_no_answer, open_store, close_store),
		cmocka_unit_test_setup_teardown(claims_are_retracted_by_one_act, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_retraction_is_answered_by_what_was_before_it, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_rank_is_answered_by_the_claims_own, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    before_is_by_n_and_then_by_changeset, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    claims_and_acts_are_answered_together, open_store, close_store),
		cmocka_unit_test_setup_teardown(who_is_told_may_stop_it, open_store, close_store),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
