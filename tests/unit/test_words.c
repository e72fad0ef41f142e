/* Words: what is left when the claims on a thing are said one after the other. */
#include "base/text.h"
#include "ledger/fold.h"
#include "ledger_world.h"
#include "support.h"
#include <dateline/date.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dtl_store *store;
static dtl_error err;
static dtl_record record;
static dtl_wordbook book;

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
	dtl_record_free(&record);
	dtl_words_free(&book);
	dtl_store_close(store);
	store = NULL;
	return 0;
}

static void put(plain_line line)
{
	put_line(store, &line);
}

/* A claim by a source in a lane. */
static plain_line by(const char *lane, const char *source, plain_line line)
{
	snprintf(line.lane, sizeof(line.lane), "%s", lane);
	snprintf(line.source, sizeof(line.source), "%s", source);
	return line;
}

static plain_line as_snapshot(plain_line line)
{
	line.snapshot = true;
	return line;
}

static plain_line ranked(int rank, plain_line line)
{
	line.rank = rank;
	return line;
}

static void fold_of(const char *const *keys, size_t count, int64_t cut, bool deprecated)
{
	int64_t entities[4];
	for (size_t i = 0; i < count; i++)
		assert_ok(dtl_entity_intern(store, DTL_EVENT, keys[i], &entities[i], &err));
	assert_ok(dtl_record_load(&record, store, DTL_EVENT, entities, count, false, &err));
	assert_ok(dtl_words_fold(&book, &record, cut, deprecated, &err));
}

/* What shows of an event, as "field.member=value field=value". */
static const char *state_of(const char *key, int64_t cut)
{
	static char out[4096];
	size_t count = 0, len = 0;
	dtl_stated *stated = NULL;
	fold_of(&key, 1, cut, false);
	assert_ok(dtl_words_state(&book, &stated, &count, &err));
	out[0] = '\0';
	for (size_t i = 0; i < count; i++)
		len += (size_t)snprintf(out + len, sizeof(out) - len, "%s%.*s%s%.*s=%.*s", i ? " " : "",
		    (int)stated[i].field.len, stated[i].field.data, stated[i].member.data ? "." : "",
		    (int)stated[i].member.len, stated[i].member.data ? stated[i].member.data : "",
		    (int)stated[i].value.len, stated[i].value.data);
	return out;
}

static size_t words_on(const char *field)
{
	size_t count = 0,
	       reg = dtl_words_find(&book, (dtl_slice){ field, strlen(field) }, (dtl_slice){ NULL, 0 });
	if (reg == DTL_NO_WORD)
		return 0;
	for (size_t w = book.registers[reg].first; w != DTL_NO_WORD; w = book.words[w].next)
		count++;
	return count;
}

static void of_what_nobody_spoke_there_are_no_words(void **state)
{
	(void)state;
	assert_string_equal(state_of("x", DTL_TIME_MAX), "");
	assert_int_equal(book.register_count, 0);
	assert_true(dtl_words_find(&book, (dtl_slice){ "title", 5 }, (dtl_slice){ NULL, 0 }) == DTL_NO_WORD);
	assert_false(dtl_words_removed(&book, 0));
	/* A patch that says nothing says nothing. */
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{}", 1));
	put(a_claim('a', 1, "x", "{\"actors\":{}}", 1));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "");
	assert_int_equal(record.count, 2);
}

static void each_field_is_replaced_whole_and_each_member_alone(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x",
	    "{\"actors\":{\"a:host\":true,\"b:host\":true},\"when\":{\"edtf\":\"2013\",\"text\":\"t\"}}", 1));
	put(a_claim(
	    'a', 1, "x", "{\"actors\":{\"a:host\":null,\"c:host\":true},\"when\":{\"edtf\":\"2014\"}}", 2));
	assert_string_equal(
	    state_of("x", DTL_TIME_MAX), "actors.b:host=true actors.c:host=true when={\"edtf\":\"2014\"}");
	/* The members are what counts, not the set. */
	put(a_claim('a', 2, "x", "{\"actors\":null}", 3));
	assert_string_equal(
	    state_of("x", DTL_TIME_MAX), "actors.b:host=true actors.c:host=true when={\"edtf\":\"2014\"}");
}

static void the_state_is_in_the_order_of_bytes(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{\"zebra\":1}", 5));
	put(a_claim('a', 1, "x", "{\"actors\":{\"b\":true},\"title\":\"X\"}", 4));
	put(a_claim('a', 2, "x", "{\"actors\":{\"a\":true},\"actors2\":2}", 3));
	assert_string_equal(
	    state_of("x", DTL_TIME_MAX), "actors.a=true actors.b=true actors2=2 title=\"X\" zebra=1");
}

static void what_is_not_known_yet_does_not_show(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{\"title\":\"X\"}", 5));
	assert_string_equal(state_of("x", 5), "");
	assert_string_equal(state_of("x", 6), "title=\"X\"");
	put(a_claim('a', 1, "y", "{\"title\":\"Y\"}", -62167219200));
	assert_string_equal(state_of("y", -62167219199), "title=\"Y\"");
}

/* Two claims that differ in one part of their stamps only: the second stands above, whatever order they come in. */
static void stamps_are_compared_part_by_part(void **state)
{
	(void)state;
	struct pair {
		char low_uid, high_uid;
		int64_t low_n, high_n;
		plain_line low, high;
	} pairs[] = {
		/* known_at before everything */
		{ 'b', 'a', 9, 1, a_claim('b', 1, "x", "{\"v\":1}", 4),
		    by("json", "s", a_claim('a', 0, "x", "{\"v\":2}", 5)) },
		/* hand above imports */
		{ 'b', 'a', 9, 1, by("json", "z", a_claim('b', 0, "x", "{\"v\":1}", 5)),
		    a_claim('a', 0, "x", "{\"v\":2}", 5) },
		/* among imports, the source; none before any */
		{ 'b', 'a', 9, 1, by("json", "s1", a_claim('b', 0, "x", "{\"v\":1}", 5)),
		    by("ics", "s2", a_claim('a', 0, "x", "{\"v\":2}", 5)) },
		{ 'b', 'a', 9, 1, by("json", "", a_claim('b', 0, "x", "{\"v\":1}", 5)),
		    by("ics", "s", a_claim('a', 0, "x", "{\"v\":2}", 5)) },
		/* of hands the source does not matter, but n does */
		{ 'b', 'a', 1, 2, by("hand", "z", a_claim('b', 0, "x", "{\"v\":1}", 5)),
		    by("hand", "a", a_claim('a', 0, "x", "{\"v\":2}", 5)) },
		/* the changeset's name */
		{ 'a', 'b', 2, 2, by("json", "s", a_claim('a', 1, "x", "{\"v\":1}", 5)),
		    by("ics", "s", a_claim('b', 0, "x", "{\"v\":2}", 5)) },
		/* the position, as a number */
		{ 'a', 'a', 2, 2, by("json", "s", a_claim('a', 9, "x", "{\"v\":1}", 5)),
		    by("ics", "s", a_claim('a', 10, "x", "{\"v\":2}", 5)) },
	};
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		for (int turned = 0; turned < 2; turned++) {
			struct pair *p = &pairs[i];
			dtl_store_rollback(store);
			assert_ok(dtl_store_begin(store, &err));
			put(a_header(p->low_uid, p->low_n, 1));
			if (p->high_uid != p->low_uid)
				put(a_header(p->high_uid, p->high_n, 1));
			put(turned ? p->high : p->low);
			put(turned ? p->low : p->high);
			assert_string_equal(state_of("x", DTL_TIME_MAX), "v=2");
		}
}

static void of_one_origin_the_newest_claim_is_its_word(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(by("json", "s", a_claim('a', 0, "x", "{\"v\":1}", 5)));
	put(by("json", "s", a_claim('a', 1, "x", "{\"v\":2}", 6)));
	put(by("ics", "s", a_claim('a', 2, "x", "{\"v\":3}", 4)));
	put(by("json", "t", a_claim('a', 3, "x", "{\"v\":4}", 3)));
	put(by("json", "", a_claim('a', 4, "x", "{\"v\":5}", 2)));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "v=2");
	assert_int_equal(words_on("v"), 4);
}

static void null_is_a_word_that_says_there_is_none(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{\"v\":1}", 5));
	put(by("json", "s", a_claim('a', 1, "x", "{\"v\":null}", 6)));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "");
	assert_int_equal(words_on("v"), 2);
	assert_string_equal(state_of("x", 6), "v=1");
}

static void preferred_stands_above_what_was_known_when_it_was_preferred(void **state)
{
	(void)state;
	put(a_header('a', 1, 100));
	put(ranked(PLAIN_PREFERRED, a_claim('a', 0, "x", "{\"v\":1}", 5)));
	put(a_claim('a', 1, "x", "{\"v\":2}", 99));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "v=1");
	put(by("json", "s", a_claim('a', 2, "x", "{\"v\":3}", 101)));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "v=3");
	assert_string_equal(state_of("x", 101), "v=1");
	assert_string_equal(state_of("x", 6), "v=1");
}

static void preferred_by_an_act_counts_from_when_the_claim_was_recorded(void **state)
{
	(void)state;
	put(a_header('a', 1, 50));
	put(a_claim('a', 0, "x", "{\"v\":1}", 5));
	put(by("json", "s", a_claim('a', 1, "x", "{\"v\":2}", 49)));
	put(by("json", "t", a_claim('a', 2, "x", "{\"v\":3}", 60)));
	put(a_header('b', 2, 70));
	put(an_act('b', 0, "claim", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/0", "{\"rank\":\"preferred\"}"));
	assert_string_equal(state_of("x", 60), "v=1");
	assert_string_equal(state_of("x", DTL_TIME_MAX), "v=3");
	/* Recorded before it became known: it is what it was. */
	put(ranked(PLAIN_PREFERRED, a_claim('a', 3, "x", "{\"v\":4}", 80)));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "v=4");
}

static void a_deprecated_claim_is_kept_and_never_folds(void **state)
{
	(void)state;
	static const char *const key[] = { "x" };
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{\"v\":1}", 5));
	put(ranked(PLAIN_DEPRECATED, a_claim('a', 1, "x", "{\"v\":2}", 6)));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "v=1");
	fold_of(key, 1, DTL_TIME_MAX, true);
	assert_true(dtl_slice_is(book.words[dtl_words_top(&book, 0)].value, "2"));
	assert_int_equal(record.count, 2);
	put(a_header('b', 2, 2));
	put(an_act('b', 0, "claim", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/1", "{\"rank\":\"normal\"}"));
	put(an_act('b', 1, "claim", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/0", "{\"rank\":\"deprecated\"}"));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "v=2");
	put(an_act('b', 2, "claim", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/1", "{\"rank\":\"deprecated\"}"));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "");
}

static void a_snapshot_withdraws_what_its_origin_does_not_repeat(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{\"h\":1}", 1));
	put(as_snapshot(
	    by("ics", "", a_claim('a', 1, "x", "{\"actors\":{\"a\":true,\"b\":true},\"p\":1,\"q\":1}", 2))));
	put(as_snapshot(by("ics", "other", a_claim('a', 2, "x", "{\"p\":9}", 1))));
	put(as_snapshot(by("ics", "", a_claim('a', 3, "x", "{\"actors\":{\"b\":true},\"q\":2}", 4))));
	assert_string_equal(state_of("x", 4), "actors.a=true actors.b=true h=1 p=1 q=1");
	assert_string_equal(state_of("x", 5), "actors.b=true h=1 p=9 q=2");
	/* What says nothing withdraws all. */
	put(as_snapshot(by("ics", "", a_claim('a', 4, "x", "{}", 5))));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "h=1 p=9");
}

static void repeating_in_a_snapshot_is_not_news(void **state)
{
	(void)state;
	put(a_header('a', 1, 1));
	put(as_snapshot(by("ics", "", a_claim('a', 0, "x", "{\"v\":1}", 1))));
	put(a_claim('a', 1, "x", "{\"v\":2}", 2));
	put(as_snapshot(by("ics", "", a_claim('a', 2, "x", "{\"v\":1,\"w\":1}", 3))));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "v=2 w=1");
	/* Withdrawn and said again it is. */
	put(as_snapshot(by("ics", "", a_claim('a', 3, "x", "{\"w\":1}", 4))));
	put(as_snapshot(by("ics", "", a_claim('a', 4, "x", "{\"v\":1,\"w\":1}", 5))));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "v=1 w=1");
	/* A claim that is no snapshot repeats as news. */
	put(a_claim('a', 5, "x", "{\"v\":3}", 6));
	put(by("ics", "", a_claim('a', 6, "x", "{\"v\":1}", 7)));
	assert_string_equal(state_of("x", DTL_TIME_MAX), "v=1 w=1");
}

static void removal_is_one_register_and_touches_nothing_else(void **state)
{
	(void)state;
	static const char *const keys[] = { "x", "y" };
	put(a_header('a', 1, 1));
	put(a_claim('a', 0, "x", "{\"v\":1}", 1));
	put(a_claim('a', 1, "x", "null", 2));
	put(a_claim('a', 2, "x", "{\"w\":2}", 3));
	put(a_claim('a', 3, "y", "{\"v\":3}", 0));
	assert_string_equal(state_of("x", 2), "v=1");
	/* What is removed shows nothing; later patches collect under it. */
	assert_string_equal(state_of("x", DTL_TIME_MAX), "");
	assert_true(dtl_words_removed(&book, 0));
	assert_int_equal(words_on("v"), 1);
	assert_int_equal(words_on("w"), 1);
	/* Of a group only the removed one contributes nothing. */
	fold_of(keys, 2, DTL_TIME_MAX, false);
	assert_true(dtl_words_removed(&book, 0));
	assert_false(dtl_words_removed(&book, 1));
	dtl_stated *stated = NULL;
	size_t count = 0;
	assert_ok(dtl_words_state(&book, &stated, &count, &err));
	assert_int_equal(count, 1);
	assert_true(dtl_slice_is(stated[0].value, "3"));
}

static void those_that_are_one_have_words_of_their_own(void **state)
{
	(void)state;
	static const char *const keys[] = { "x", "y" };
	put(a_header('a', 1, 1));
	put(by("json", "s", a_claim('a', 0, "x", "{\"same_as\":\"y\",\"v\":1}", 5)));
	put(by("json", "s", a_claim('a', 1, "y", "{\"v\":2}", 4)));
	fold_of(keys, 2, DTL_TIME_MAX, false);
	size_t reg = dtl_words_find(&book, (dtl_slice){ "v", 1 }, (dtl_slice){ NULL, 0 });
	assert_int_equal(words_on("v"), 2);
	assert_true(dtl_slice_is(book.words[dtl_words_top(&book, reg)].value, "1"));
	assert_true(dtl_slice_is(book.words[dtl_words_top_of(&book, reg, 0)].value, "1"));
	assert_true(dtl_slice_is(book.words[dtl_words_top_of(&book, reg, 1)].value, "2"));
	assert_true(dtl_words_top_of(&book, reg, 2) == DTL_NO_WORD);
	dtl_stated *stated = NULL;
	size_t count = 0;
	assert_ok(dtl_words_state(&book, &stated, &count, &err));
	assert_int_equal(count, 1); /* same_as is no part of the state */
}

static void a_record_knows_whether_stamps_follow_time(void **state)
{
	(void)state;
	put(a_header('a', 1, 100));
	put(a_claim('a', 0, "x", "{\"v\":1}", 5));
	put(a_claim('a', 1, "x", "{\"v\":2}", 5));
	put(a_claim('a', 2, "x", "{\"v\":3}", 6));
	state_of("x", DTL_TIME_MAX);
	assert_false(record.out_of_order);
	put(ranked(PLAIN_PREFERRED, a_claim('a', 3, "x", "{\"v\":4}", 4)));
	state_of("x", DTL_TIME_MAX);
	assert_true(record.out_of_order);
	state_of("y", DTL_TIME_MAX);
	assert_false(record.out_of_order);
}

static void a_book_holds_many_registers_and_is_used_again(void **state)
{
	(void)state;
	dtl_text patch = DTL_TEXT_INIT;
	int64_t row = 0, entity = 0;
	unsigned char uid[DTL_UID_SIZE];
	enum { MANY = 3000 };
	put(a_header('a', 1, 1));
	assert_true(dtl_uid_parse(uid, uid_of('a')));
	assert_ok(dtl_ledger_changeset(store, uid, &row, &err));
	dtl_text_add(&patch, "{\"actors\":{");
	for (int i = 0; i < MANY; i++)
		dtl_text_addf(&patch, "%s\"a%04d:host\":true", i ? "," : "", i);
	dtl_text_add(&patch, "}}");
	dtl_claim_line line = { .kind = DTL_EVENT,
		.key = "x",
		.patch = dtl_text_str(&patch),
		.patch_len = patch.len,
		.has_known = true,
		.lane = "hand" };
	assert_ok(dtl_ledger_append(store, row, &line, NULL, &err));
	dtl_text_free(&patch);
	assert_ok(dtl_entity_find(store, DTL_EVENT, "x", &entity, &err));
	assert_ok(dtl_record_load(&record, store, DTL_EVENT, &entity, 1, false, &err));
	assert_ok(dtl_words_fold(&book, &record, DTL_TIME_MAX, false, &err));
	assert_int_equal(book.register_count, MANY);
	for (int i = 0; i < MANY; i++) {
		char member[32];
		snprintf(member, sizeof(member), "a%04d:host", i);
		size_t reg =
		    dtl_words_find(&book, (dtl_slice){ "actors", 6 }, (dtl_slice){ member, strlen(member) });
		assert_true(reg != DTL_NO_WORD && dtl_slice_is(book.registers[reg].member, member));
	}
	put(a_claim('a', 1, "y", "{\"v\":1}", 1));
	assert_string_equal(state_of("y", DTL_TIME_MAX), "v=1");
	assert_int_equal(book.register_count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    of_what_nobody_spoke_there_are_no_words, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    each_field_is_replaced_whole_and_each_member_alone, open_store, close_store),
		cmocka_unit_test_setup_teardown(the_state_is_in_the_order_of_bytes, open_store, close_store),
		cmocka_unit_test_setup_teardown(what_is_not_known_yet_does_not_show, open_store, close_store),
		cmocka_unit_test_setup_teardown(stamps_are_compared_part_by_part, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    of_one_origin_the_newest_claim_is_its_word, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    null_is_a_word_that_says_there_is_none, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    preferred_stands_above_what_was_known_when_it_was_preferred, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    preferred_by_an_act_counts_from_when_the_claim_was_recorded, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_deprecated_claim_is_kept_and_never_folds, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_snapshot_withdraws_what_its_origin_does_not_repeat, open_store, close_store),
		cmocka_unit_test_setup_teardown(repeating_in_a_snapshot_is_not_news, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    removal_is_one_register_and_touches_nothing_else, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    those_that_are_one_have_words_of_their_own, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_record_knows_whether_stamps_follow_time, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_book_holds_many_registers_and_is_used_again, open_store, close_store),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
