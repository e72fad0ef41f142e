/* How questions are answered: by an index, and not by going through all events, unless that is what is asked. */
#include "test_model_fixture.h"
#include <dateline/query.h>

static const an_entry things[] = {
	{ DTL_ACTOR, "us", "{\"name\":\"United States\",\"kind\":\"state\"}", NULL, "2013-01-01" },
	{ DTL_ACTOR, "china", "{\"name\":\"China\",\"kind\":\"state\"}", NULL, "2013-01-01" },
	{ DTL_TOPIC, "cyber", "{\"label\":\"Cyber\"}", NULL, "2013-01-01" },
	{ DTL_PLACE, "beijing", "{\"name\":\"Beijing\",\"country\":\"CN\"}", NULL, "2013-01-01" },
	{ DTL_SERIES, "ssd", "{\"name\":\"Strategic Security Dialogue\"}", NULL, "2013-01-01" },
	{ DTL_SOURCE, "cd", "{\"publisher\":\"China Daily\",\"published\":\"2013-06-04\"}" },
	{ DTL_EVENT, "x",
	    "{\"title\":\"SSD\",\"when\":\"2013-07\",\"actors\":[\"us\",\"china\"],\"topics\":[\"cyber\"],"
	    "\"place\":\"beijing\",\"series\":\"ssd\"}",
	    "cd" },
};

static int open_world(void **state)
{
	int failed = open_bare(state);
	import(things);
	assert_int_equal(counts.rejected, 0);
	return failed;
}

/* Does a step of the plan go through a whole table of events, or of what hangs off them? In statements they have these names. */
static bool goes_through_all(const dtl_explanation *x)
{
	static const char *const tables[] = { "e", "v", "x", "y", "b", "event", "event_actor",
		"event_topic" };
	for (size_t i = 0; i < x->step_count; i++) {
		const char *detail = x->steps[i].detail;
		if (strncmp(detail, "SCAN ", 5) != 0)
			continue;
		for (size_t k = 0; k < COUNT(tables); k++)
			if (strcspn(detail + 5, " ") == strlen(tables[k]) &&
			    strncmp(detail + 5, tables[k], strlen(tables[k])) == 0)
				return true;
	}
	return false;
}

static void must_go_by_index(dtl_ask ask)
{
	dtl_explanation *x = NULL;
	ask.today = NOON;
	assert_ok(dtl_explain(&x, db, &ask, &err));
	if (goes_through_all(x)) {
		print_error("'%s' as-of %d\n%s\n", ask.query, ask.has_as_of, x->sql);
		for (size_t i = 0; i < x->step_count; i++)
			print_error("%*s%s\n", 2 * x->steps[i].depth, "", x->steps[i].detail);
		fail();
	}
	dtl_explanation_free(x);
}

static void no_question_goes_through_all_events(void **state)
{
	static const char *const questions[] = { "date:2013-07", "date:2013..", "date:..+30d", "actor:us",
		"actor:us date:2013-07", "actor:us,china date:2013-07-08", "topic:cyber",
		"topic:cyber date:2013", "place:beijing", "country:cn date:2013", "series:ssd",
		"between:us,china", "between:us,china date:2013", "source:cd",
		"publisher:\"China Daily\" date:2013", "id:x", "parent:x", "words", "words date:2013-07",
		"\"two words\" actor:us", "words actor:us date:2013-07", "states", "states date:2013-07",
		"states actor:us date:2013-07", "actor:us not topic:cyber",
		"actor:us (type:talks or status:held)", "is:overdue date:2013-07",
		"is:bilateral date:2013-07", "state:overdue date:2013" };
	(void)state;
	for (size_t i = 0; i < COUNT(questions); i++)
		for (int how = 0; how < 16; how++)
			must_go_by_index((dtl_ask){ .query = questions[i],
			    .has_as_of = how & 1,
			    .as_of = NOON,
			    .limit = how & 2 ? 20 : 0,
			    .reverse = (how & 4) != 0,
			    .brief = (how & 8) != 0 });
}

static void what_is_to_come_and_what_is_overdue_goes_by_time(void **state)
{
	(void)state;
	must_go_by_index((dtl_ask){ .upcoming = true, .within = 30 * DTL_DAY });
	must_go_by_index((dtl_ask){ .upcoming = true, .query = "actor:us", .within = 30 * DTL_DAY });
	must_go_by_index((dtl_ask){ .overdue = true });
	must_go_by_index((dtl_ask){ .limit = 20 });
}

static bool has_step(const dtl_explanation *x, const char *begin)
{
	for (size_t i = 0; i < x->step_count; i++)
		if (strncmp(x->steps[i].detail, begin, strlen(begin)) == 0)
			return true;
	return false;
}

/* A column that a table shows and the index does not hold would have each event looked up: a page each. */
static void what_a_table_shows_is_in_the_indexes_of_time(void **state)
{
	dtl_explanation *x = NULL;
	(void)state;
	assert_ok(dtl_explain(&x, db,
	    &(dtl_ask){ .upcoming = true, .within = 30 * DTL_DAY, .brief = true, .today = NOON }, &err));
	assert_true(has_step(x, "SEARCH e USING COVERING INDEX event_now"));
	dtl_explanation_free(x);
	assert_ok(
	    dtl_explain(&x, db, &(dtl_ask){ .query = "date:2013-07", .brief = true, .today = NOON }, &err));
	assert_true(has_step(x, "SEARCH e USING COVERING INDEX event_now"));
	dtl_explanation_free(x);
}

/* Whoever lists events in the order of time reads them in it: to sort a class of length takes a third of the time. */
static void the_indexes_of_time_are_in_the_order_of_time(void **state)
{
	(void)state;
	for (int how = 0; how < 4; how++) {
		dtl_explanation *x = NULL;
		assert_ok(dtl_explain(&x, db,
		    &(dtl_ask){ .query = "date:2013-07/..",
			.brief = true,
			.today = NOON,
			.limit = 20,
			.reverse = how & 1,
			.has_as_of = how & 2,
			.as_of = NOON },
		    &err));
		assert_true(has_step(x, "SEARCH e USING COVERING INDEX event_"));
		assert_false(has_step(x, "USE TEMP B-TREE"));
		dtl_explanation_free(x);
	}
}

/* What nobody quoted and nobody is called is not looked for in quotes and names. */
static void a_word_of_texts_alone_is_looked_for_in_texts_alone(void **state)
{
	dtl_explanation *x = NULL;
	(void)state;
	assert_ok(dtl_explain(&x, db, &(dtl_ask){ .query = "zirconium", .today = NOON }, &err));
	assert_true(strstr(x->sql, "event_search") && !strstr(x->sql, "quote_search"));
	dtl_explanation_free(x);
}

/* Of a publisher with a thousand sources each event would have a thousand looked up. */
static void what_an_event_has_is_looked_for_in_the_set(void **state)
{
	static const char *const questions[] = { "publisher:\"China Daily\" date:2013-07",
		"topic:cyber date:2013-07", "states date:2013-07", "not topic:cyber",
		"not publisher:\"China Daily\"" };
	(void)state;
	for (size_t i = 0; i < COUNT(questions); i++) {
		dtl_explanation *x = NULL;
		assert_ok(dtl_explain(
		    &x, db, &(dtl_ask){ .query = questions[i], .today = NOON, .limit = 20 }, &err));
		for (size_t k = 0; k < x->step_count; k++)
			if (strstr(x->steps[k].detail, "(event=? AND source=?)") ||
			    strstr(x->steps[k].detail, "PRIMARY KEY (version=? AND "))
				fail_msg("'%s': %s", questions[i], x->steps[k].detail);
		dtl_explanation_free(x);
	}
}

/* Does a question go through the events of its sources? */
static bool goes_by_source(const char *query, int64_t limit)
{
	dtl_explanation *x = NULL;
	assert_ok(dtl_explain(&x, db, &(dtl_ask){ .query = query, .today = NOON, .limit = limit }, &err));
	bool does = has_step(x, "SEARCH s USING COVERING INDEX event_source_source");
	dtl_explanation_free(x);
	return does;
}

/* Those few that are wanted of very many are met soon by time. */
static void a_few_of_a_publishers_many_events_are_found_by_time(void **state)
{
	enum { MANY = 1100 };
	static an_entry events[MANY];
	static char ids[MANY][16];
	(void)state;
	assert_true(goes_by_source("publisher:\"China Daily\"", 1));
	for (int i = 0; i < MANY; i++) {
		snprintf(ids[i], sizeof(ids[i]), "m%d", i);
		events[i] = (an_entry){ DTL_EVENT, ids[i], "{\"title\":\"M\",\"when\":\"2013-07\"}", "cd" };
	}
	import(events);
	assert_int_equal(counts.rejected, 0);
	assert_false(goes_by_source("publisher:\"China Daily\"", 1));
	assert_true(goes_by_source("publisher:\"China Daily\"", 20));
	assert_true(goes_by_source("publisher:\"China Daily\"", 0));
}

/* A word may stand in no text, and in the names of who takes part in half of all events. */
static void who_is_called_so_is_counted_among_a_words_events(void **state)
{
	dtl_explanation *x = NULL;
	(void)state;
	assert_ok(dtl_explain(&x, db, &(dtl_ask){ .query = "states date:2020-01", .today = NOON }, &err));
	assert_true(has_step(x, "SEARCH e USING INDEX event_now"));
	dtl_explanation_free(x);
}

static bool reads_projected(const char *query)
{
	dtl_explanation *x = NULL;
	assert_ok(dtl_explain(&x, db,
	    &(dtl_ask){
		.upcoming = true, .within = 60 * DTL_DAY, .projected = true, .query = query, .today = NOON },
	    &err));
	bool does = strstr(x->sql, "query_projected") != NULL;
	dtl_explanation_free(x);
	return does;
}

static void what_is_known_of_no_projected_edition_is_asked_of_none(void **state)
{
	(void)state;
	add(DTL_SERIES, "id", "forum", "name", "Forum", "cadence", "FREQ=MONTHLY");
	assert_true(reads_projected(""));
	assert_true(reads_projected("forum"));
	assert_true(reads_projected("actor:us or forum"));
	assert_true(reads_projected("not actor:us"));
	assert_false(reads_projected("actor:us"));
	assert_false(reads_projected("forum between:us,china"));
	assert_false(reads_projected("topic:cyber"));
}

static void past_versions_are_apart_from_present_ones(void **state)
{
	static const char *const questions[] = { "actor:us date:2013-07", "topic:cyber date:2013" };
	static const char *const steps[] = {
		"SEARCH x USING COVERING INDEX event_actor_time (actor=? AND <expr>=? AND span=?",
		"SEARCH x USING COVERING INDEX event_topic_time (topic=? AND <expr>=? AND span=?"
	};
	(void)state;
	for (size_t i = 0; i < COUNT(questions); i++)
		for (int how = 0; how < 4; how++) {
			dtl_explanation *x = NULL;
			assert_ok(dtl_explain(&x, db,
			    &(dtl_ask){ .query = questions[i],
				.today = NOON,
				.has_as_of = how & 1,
				.as_of = NOON,
				.limit = how & 2 ? 20 : 0 },
			    &err));
			assert_true(has_step(x, steps[i]));
			dtl_explanation_free(x);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_is_known_of_no_projected_edition_is_asked_of_none, open_world, close_db),
		cmocka_unit_test_setup_teardown(no_question_goes_through_all_events, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_an_event_has_is_looked_for_in_the_set, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_few_of_a_publishers_many_events_are_found_by_time, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    who_is_called_so_is_counted_among_a_words_events, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_is_to_come_and_what_is_overdue_goes_by_time, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_a_table_shows_is_in_the_indexes_of_time, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    the_indexes_of_time_are_in_the_order_of_time, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_word_of_texts_alone_is_looked_for_in_texts_alone, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    past_versions_are_apart_from_present_ones, open_world, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
