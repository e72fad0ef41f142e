/* Patches that are made ahead of their turn: only those that come out the same then. */
#include "model/foresee.h"
#include "test_model_fixture.h"

static dtl_known_names *known;
static dtl_foreseen seen;

static int open_named(void **state)
{
	open_bare(state);
	run_sql(
	    "INSERT INTO entity(id, kind, key) VALUES(1, 1, 'us'), (2, 5, 'cyber');"
	    "INSERT INTO name(kind, name, what, entity) VALUES(1, 'us', 0, 1), (1, 'united states', 2, 1), (5, 'cyber', 0, 2)");
	known = dtl_known_names_new();
	assert_non_null(known);
	return 0;
}

static int close_named(void **state)
{
	dtl_foreseen_free(&seen);
	dtl_known_names_free(known);
	return close_damaged(state);
}

static void look_up(dtl_kind kind, const char *name)
{
	dtl_text key = DTL_TEXT_INIT;
	dtl_status status = dtl_known_find(known, db->store, kind, name, &key, &err);
	assert_true(status == DTL_OK || status == DTL_E_NOTFOUND);
	dtl_text_free(&key);
}

/* The patch that is foreseen, or "". */
static const char *foresee(const char *json, const char *source, bool said_on)
{
	dtl_foresight f = {
		.known = known, .dates = { .said_on = NOON, .tense = DTL_TENSE_PAST }, .said_on = said_on
	};
	cJSON *doc = cJSON_Parse(json);
	assert_non_null(doc);
	dtl_entry entry = { .kind = DTL_EVENT, .doc = doc, .source = source };
	dtl_foresee(&f, &entry, &seen);
	cJSON_Delete(doc);
	assert_true(seen.age == 0 || seen.age == dtl_known_age(known));
	return seen.age ? dtl_text_str(&seen.text) : "";
}

static const char talks[] = "{\"title\":\"Talks\",\"actors\":[\"United States\"],\"topics\":[\"cyber\"]}";

static void nothing_is_foreseen_of_names_that_nobody_has_looked_up(void **state)
{
	(void)state;
	assert_string_equal(foresee(talks, NULL, false), "");
	look_up(DTL_ACTOR, "United States");
	assert_string_equal(foresee(talks, NULL, false), "");
	look_up(DTL_TOPIC, "cyber");
	assert_string_equal(foresee(talks, NULL, false),
	    "{\"actors\":{\"us:participant\":true},\"title\":\"Talks\",\"topics\":{\"cyber\":true}}");
	assert_true(seen.right);
	assert_string_equal(foresee("{\"title\":\"Nobody's\"}", NULL, false), "{\"title\":\"Nobody's\"}");
}

static void a_new_name_makes_all_names_unknown(void **state)
{
	(void)state;
	look_up(DTL_ACTOR, "United States");
	look_up(DTL_TOPIC, "cyber");
	assert_string_not_equal(foresee(talks, NULL, false), "");
	uint64_t before = seen.age;
	dtl_known_forget(known);
	assert_true(before != dtl_known_age(known));
	assert_string_equal(foresee(talks, NULL, false), "");
}

static void what_is_refused_or_told_waits_for_its_turn(void **state)
{
	static const char *const docs[] = {
		"{\"title\":7}",
		"{\"titel\":\"Talks\"}",
		"{\"title\":\"Talks\",\"actors\":[\"nobody\"]}",
		"{\"title\":\"Talks\",\"when\":\"late June\"}",
		"{\"title\":\"Talks\",\"when\":\"2013-06-07T10:00\"}",
		"{\"title\":\"Talks\",\"parent\":\"talks\"}",
		"{\"title\":\"Talks\",\"links\":[{\"rel\":\"follows\",\"id\":\"talks\"}]}",
	};
	(void)state;
	look_up(DTL_ACTOR, "nobody");
	for (size_t i = 0; i < sizeof docs / sizeof *docs; i++)
		assert_string_equal(foresee(docs[i], NULL, false), "");
}

static void when_its_source_said_it_is_not_known_ahead(void **state)
{
	(void)state;
	assert_string_equal(foresee("{\"title\":\"Talks\"}", "report", false), "");
	assert_string_equal(foresee("{\"title\":\"Talks\"}", "report", true), "{\"title\":\"Talks\"}");
}

static void what_is_said_of_the_claim_is_noticed(void **state)
{
	(void)state;
	assert_string_not_equal(foresee("{\"title\":\"Talks\"}", NULL, false), "");
	assert_true(seen.bare);
	foresee("{\"title\":\"Talks\",\"known_from\":\"2013-06-07\"}", NULL, false);
	assert_true(seen.bare);
	static const char *const docs[] = {
		"{\"title\":\"Talks\",\"quote\":\"we talk\"}",
		"{\"title\":\"Talks\",\"said_by\":\"nobody\"}",
		"{\"title\":\"Talks\",\"locator\":null}",
		"{\"title\":\"Talks\",\"rank\":\"preferred\"}",
		"{\"title\":\"Talks\",\"known_from\":\"\"}",
		"{\"title\":\"Talks\",\"known_from\":7}",
	};
	for (size_t i = 0; i < sizeof docs / sizeof *docs; i++) {
		foresee(docs[i], NULL, false);
		assert_false(seen.age && seen.bare);
	}
}

static void names_that_are_many_do_not_push_all_others_out(void **state)
{
	(void)state;
	char name[32];
	dtl_text key = DTL_TEXT_INIT;
	uint64_t age;
	int there = 0;
	for (int i = 0; i < 2000; i++) {
		snprintf(name, sizeof name, "nobody-%d", i);
		look_up(DTL_ACTOR, name);
	}
	for (int i = 0; i < 2000; i++) {
		snprintf(name, sizeof name, "nobody-%d", i);
		there += dtl_known_peek(known, DTL_ACTOR, name, &key, &age) == DTL_E_NOTFOUND;
	}
	assert_true(there > 1990);
	assert_int_equal(dtl_known_peek(known, DTL_ACTOR, "somebody", &key, &age), DTL_DONE);
	assert_int_equal(dtl_known_peek(known, DTL_PLACE, "nobody-1", &key, &age), DTL_DONE);
	assert_int_equal(key.len, 0);
	dtl_text_free(&key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    nothing_is_foreseen_of_names_that_nobody_has_looked_up, open_named, close_named),
		cmocka_unit_test_setup_teardown(a_new_name_makes_all_names_unknown, open_named, close_named),
		cmocka_unit_test_setup_teardown(
		    what_is_refused_or_told_waits_for_its_turn, open_named, close_named),
		cmocka_unit_test_setup_teardown(
		    when_its_source_said_it_is_not_known_ahead, open_named, close_named),
		cmocka_unit_test_setup_teardown(
		    what_is_said_of_the_claim_is_noticed, open_named, close_named),
		cmocka_unit_test_setup_teardown(
		    names_that_are_many_do_not_push_all_others_out, open_named, close_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
