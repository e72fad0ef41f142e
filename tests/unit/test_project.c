/* Projection: what the words on a thing read like. */
#include "ledger_world.h"
#include "model/project.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

static dtl_store *store;
static dtl_error err;
static dtl_record record;
static dtl_wordbook book;
static dtl_projection projection;
static int64_t position;

static int open_store(void **state)
{
	(void)state;
	assert_ok(dtl_store_open(&store, "", DTL_STORE_MEMORY, &err));
	assert_ok(dtl_store_begin(store, &err));
	plain_line header = a_header('a', 1, 1000);
	put_line(store, &header);
	position = 0;
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	dtl_projection_free(&projection);
	dtl_words_free(&book);
	dtl_record_free(&record);
	dtl_store_close(store);
	store = NULL;
	return 0;
}

static void put_as(
    const char *kind, int rank, const char *source, const char *key, const char *patch, int64_t known)
{
	plain_line line = a_claim('a', position++, key, patch, known);
	snprintf(line.kind, sizeof(line.kind), "%s", kind);
	snprintf(line.source, sizeof(line.source), "%s", source);
	strcpy(line.lane, *source ? "json" : "hand");
	line.rank = rank;
	put_line(store, &line);
}

static void say(const char *source, const char *patch, int64_t known)
{
	put_as("event", PLAIN_NORMAL, source, "x", patch, known);
}

/* The signature, with spaces for tabs and "; " between registers. */
static const char *read_of(dtl_kind kind, const char *const *keys, size_t count)
{
	static char out[4096];
	int64_t entities[4];
	size_t len = 0;
	for (size_t i = 0; i < count; i++)
		assert_ok(dtl_entity_intern(store, kind, keys[i], &entities[i], &err));
	assert_ok(dtl_record_load(&record, store, kind, entities, count, false, &err));
	assert_ok(dtl_words_fold(&book, &record, DTL_TIME_MAX, false, &err));
	assert_ok(dtl_project(&projection, &book, &err));
	out[0] = '\0';
	for (size_t i = 0; i < projection.count; i++) {
		const dtl_stated *v = &projection.values[i];
		len += (size_t)snprintf(out + len, sizeof(out) - len, "%s%.*s%s%.*s=%.*s", i ? " " : "",
		    (int)v->field.len, v->field.data, v->member.data ? "." : "", (int)v->member.len,
		    v->member.data ? v->member.data : "", (int)v->value.len, v->value.data);
	}
	return out;
}

static const char *read_event(void)
{
	static const char *const key[] = { "x" };
	return read_of(DTL_EVENT, key, 1);
}

#define YEAR    "{\"when\":{\"edtf\":\"2013\"}}"
#define JULY    "{\"when\":{\"edtf\":\"2013-07\"}}"
#define RANGE   "{\"when\":{\"edtf\":\"[2013-07-06..2013-07-09]\"}}"
#define EIGHTH  "{\"when\":{\"edtf\":\"2013-07-08\"}}"
#define SEPT    "{\"when\":{\"edtf\":\"2013-09\"}}"
#define UNKNOWN "{\"when\":{\"unknown\":true}}"
#define NONE    "{\"when\":null}"
#define BAD     "{\"when\":{\"edtf\":\"2013-13\"}}"

/* ---- Vagueness does not unsay precision ---- */

static void an_older_date_within_the_newest_shows(void **state)
{
	(void)state;
	say("s1", EIGHTH, 1);
	say("s2", JULY, 2);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07-08\"}");
}

static void a_newer_date_within_an_older_shows_and_one_beside_it_too(void **state)
{
	(void)state;
	say("s1", JULY, 1);
	say("s2", EIGHTH, 2);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07-08\"}");
	say("s3", SEPT, 3);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-09\"}");
}

static void the_search_goes_on_inwards(void **state)
{
	(void)state;
	say("s1", EIGHTH, 1);
	say("s2", RANGE, 2);
	say("s3", SEPT, 3); /* not within: passed over */
	say("s4", JULY, 4);
	say("s5", YEAR, 5);
	/* 2013 holds July and September; July, the newer of them, holds the range, that the eighth. */
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07-08\"}");
	say("s6", SEPT, 6);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-09\"}");
}

static void the_newest_of_those_within_shows_and_not_the_narrowest(void **state)
{
	(void)state;
	say("s1", EIGHTH, 1);
	say("s2", SEPT, 2);
	say("s3", YEAR, 3);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-09\"}");
}

static void the_same_window_is_not_within(void **state)
{
	(void)state;
	say("s1", "{\"when\":{\"edtf\":\"[2013-07-01..2013-07-31]\"}}", 1);
	say("s2", "{\"when\":{\"edtf\":\"2013-07~\"}}", 2);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07~\"}");
	say("s3", JULY, 3);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07\"}");
}

static void the_same_date_in_other_words_shows_in_the_first_words(void **state)
{
	(void)state;
	say("s1",
	    "{\"when\":{\"edtf\":\"2013-07\",\"rules\":1,\"said_on\":\"2013-06-04\",\"text\":\"next month\"}}",
	    1);
	say("s2", JULY, 2);
	say("s3", "{\"when\":{\"edtf\":\"2013-07\",\"text\":\"this July\"}}", 3);
	assert_string_equal(read_event(),
	    "when={\"edtf\":\"2013-07\",\"rules\":1,\"said_on\":\"2013-06-04\",\"text\":\"next month\"}");
}

static void what_is_open_holds_no_date_that_ends(void **state)
{
	(void)state;
	say("s1", EIGHTH, 1);
	say("s2", "{\"when\":{\"edtf\":\"2013-07-08/..\"}}", 2);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07-08/..\"}");
}

static void an_hour_lies_within_its_day(void **state)
{
	(void)state;
	say("s1", "{\"when\":{\"edtf\":\"2013-07-08T14:00:00\",\"tz\":\"Europe/Berlin\"}}", 1);
	say("s2", EIGHTH, 2);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07-08T14:00:00\",\"tz\":\"Europe/Berlin\"}");
	/* The same hour elsewhere is another date. */
	say("s3", "{\"when\":{\"edtf\":\"2013-07-08T14:00:00\",\"tz\":\"Asia/Shanghai\"}}", 3);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07-08T14:00:00\",\"tz\":\"Asia/Shanghai\"}");
}

static void an_unknown_date_ends_the_search(void **state)
{
	(void)state;
	say("s1", EIGHTH, 1);
	say("s2", UNKNOWN, 2);
	assert_string_equal(read_event(), "when={\"unknown\":true}");
	say("s3", JULY, 3);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07\"}");
}

static void a_preferred_date_stands_as_it_is_and_ends_the_search(void **state)
{
	(void)state;
	say("s1", EIGHTH, 1);
	put_as("event", PLAIN_PREFERRED, "s2", "x", JULY, 2);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07\"}");
	/* It was preferred when it was recorded, at 1000; what was known until then stands below it. */
	say("s3", YEAR, 3);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07\"}");
	say("s4", YEAR, 1001);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07\"}");
}

static void what_says_nothing_and_what_cannot_be_read_is_passed_over(void **state)
{
	(void)state;
	say("s1", EIGHTH, 1);
	say("s2", NONE, 2);
	say("s3", BAD, 3);
	say("s4", JULY, 4);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07-08\"}");
	/* But on top they are what there is: nothing. */
	say("s5", NONE, 5);
	assert_string_equal(read_event(), "");
	say("s6", JULY, 6);
	say("s7", BAD, 7);
	assert_string_equal(read_event(), "");
}

static void what_an_origin_no_longer_says_is_no_older_word(void **state)
{
	(void)state;
	say("s1", EIGHTH, 1);
	say("s1", YEAR, 2);
	say("s2", JULY, 3);
	assert_string_equal(read_event(), "when={\"edtf\":\"2013-07\"}");
}

static void the_words_of_a_removed_member_do_not_narrow(void **state)
{
	(void)state;
	static const char *const keys[] = { "x", "y" };
	say("s1", JULY, 5);
	put_as("event", PLAIN_NORMAL, "s1", "y", EIGHTH, 1);
	assert_string_equal(read_of(DTL_EVENT, keys, 2), "when={\"edtf\":\"2013-07-08\"}");
	put_as("event", PLAIN_NORMAL, "", "y", "null", 2);
	assert_string_equal(read_of(DTL_EVENT, keys, 2), "when={\"edtf\":\"2013-07\"}");
}

static void only_an_events_when_is_narrowed(void **state)
{
	(void)state;
	static const char *const key[] = { "s" };
	put_as("source", PLAIN_NORMAL, "s1", "s", "{\"published\":\"2013-07-08\"}", 1);
	put_as("source", PLAIN_NORMAL, "s2", "s", "{\"published\":\"2013-07\"}", 2);
	assert_string_equal(read_of(DTL_SOURCE, key, 1), "published=\"2013-07\"");
}

/* ---- Values ---- */

static void a_value_that_does_not_validate_counts_as_absent(void **state)
{
	(void)state;
	say("",
	    "{\"actors\":{\"us:boss\":true,\"us\":true,\"us:host\":true},\"nonsense\":1,\"status\":\"held\",\"title\":\"X\"}",
	    1);
	assert_string_equal(read_event(), "actors.us:host=true status=\"held\" title=\"X\"");
	/* It hides what was below it: nobody guesses. */
	say("s1", "{\"status\":\"maybe\",\"title\":\"\"}", 2);
	assert_string_equal(read_event(), "actors.us:host=true");
	assert_false(projection.whole);
}

static void a_bare_participant_is_hidden_beside_a_stronger_role_of_its_own(void **state)
{
	(void)state;
	say("",
	    "{\"actors\":{\"a:participant\":true,\"b:host\":true,\"b:participant\":true,\"c:participant\":true,\"c:speaker\":true}}",
	    1);
	assert_string_equal(
	    read_event(), "actors.a:participant=true actors.b:host=true actors.c:speaker=true");
	/* One whose name begins like the other's is another. */
	say("", "{\"actors\":{\"a-b:host\":true,\"b:host\":null,\"c:speaker\":\"no\"}}", 2);
	assert_string_equal(read_event(),
	    "actors.a-b:host=true actors.a:participant=true actors.b:participant=true"
	    " actors.c:participant=true");
}

static void equal_rows_have_equal_signatures(void **state)
{
	(void)state;
	char first[512];
	say("s1", "{\"status\":\"held\",\"title\":\"X\"}", 1);
	read_event();
	snprintf(first, sizeof(first), "%s", dtl_text_str(&projection.signature));
	assert_string_equal(first, "status\t\t\"held\"\ntitle\t\t\"X\"\n");
	say("s2", "{\"status\":\"held\"}", 2);
	read_event();
	assert_string_equal(dtl_text_str(&projection.signature), first);
	say("s2", "{\"actors\":{\"us:host\":true}}", 2);
	read_event();
	assert_string_equal(dtl_text_str(&projection.signature),
	    "actors\tus:host\ttrue\nstatus\t\t\"held\"\ntitle\t\t\"X\"\n");
}

static void what_has_no_name_is_not_whole_but_a_source_is(void **state)
{
	(void)state;
	static const struct {
		dtl_kind kind;
		const char *patch, *naming;
	} kinds[] = {
		{ DTL_EVENT, "{\"status\":\"held\"}", "{\"title\":\"X\"}" },
		{ DTL_ACTOR, "{\"kind\":\"state\"}", "{\"name\":\"X\"}" },
		{ DTL_SERIES, "{\"cadence\":\"FREQ=YEARLY\"}", "{\"name\":\"X\"}" },
		{ DTL_PLACE, "{\"country\":\"US\"}", "{\"name\":\"X\"}" },
		{ DTL_TOPIC, "{\"parent\":\"p\"}", "{\"label\":\"X\"}" },
	};
	static const char *const key[] = { "k" };
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		put_as(dtl_kind_name(kinds[i].kind), PLAIN_NORMAL, "", "k", kinds[i].patch, 1);
		assert_string_not_equal(read_of(kinds[i].kind, key, 1), "");
		assert_false(projection.whole);
		put_as(dtl_kind_name(kinds[i].kind), PLAIN_NORMAL, "s", "k", kinds[i].naming, 1);
		read_of(kinds[i].kind, key, 1);
		assert_true(projection.whole);
	}
	read_of(DTL_SOURCE, key, 1);
	assert_false(projection.whole);
	put_as("source", PLAIN_NORMAL, "", "k", "{\"language\":\"en\"}", 1);
	read_of(DTL_SOURCE, key, 1);
	assert_true(projection.whole);
}

static void a_projection_can_be_copied_and_asked(void **state)
{
	(void)state;
	dtl_projection copy = { 0 };
	say("", "{\"actors\":{\"us:host\":true},\"title\":\"X\"}", 1);
	read_event();
	assert_ok(dtl_projection_copy(&copy, &projection, &err));
	assert_true(copy.whole && copy.count == 2 && copy.kind == DTL_EVENT);
	assert_string_equal(dtl_text_str(&copy.signature), dtl_text_str(&projection.signature));
	assert_true(dtl_slice_is(dtl_projected(&copy, "title"), "\"X\""));
	assert_null(dtl_projected(&copy, "status").data);
	assert_null(dtl_projected(&copy, "actors").data); /* a set is no field */
	dtl_projection_free(&copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    an_older_date_within_the_newest_shows, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_newer_date_within_an_older_shows_and_one_beside_it_too, open_store, close_store),
		cmocka_unit_test_setup_teardown(the_search_goes_on_inwards, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    the_newest_of_those_within_shows_and_not_the_narrowest, open_store, close_store),
		cmocka_unit_test_setup_teardown(the_same_window_is_not_within, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    the_same_date_in_other_words_shows_in_the_first_words, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    what_is_open_holds_no_date_that_ends, open_store, close_store),
		cmocka_unit_test_setup_teardown(an_hour_lies_within_its_day, open_store, close_store),
		cmocka_unit_test_setup_teardown(an_unknown_date_ends_the_search, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_preferred_date_stands_as_it_is_and_ends_the_search, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    what_says_nothing_and_what_cannot_be_read_is_passed_over, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    what_an_origin_no_longer_says_is_no_older_word, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    the_words_of_a_removed_member_do_not_narrow, open_store, close_store),
		cmocka_unit_test_setup_teardown(only_an_events_when_is_narrowed, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_value_that_does_not_validate_counts_as_absent, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_bare_participant_is_hidden_beside_a_stronger_role_of_its_own, open_store, close_store),
		cmocka_unit_test_setup_teardown(equal_rows_have_equal_signatures, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    what_has_no_name_is_not_whole_but_a_source_is, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_projection_can_be_copied_and_asked, open_store, close_store),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
