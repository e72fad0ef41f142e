#include "test_query_fixture.h"
#include <stdlib.h>

/* 4 June 2013, noon. */
enum { TODAY = 1370347200 };

static const char sql_ledger[] =
    /* Of the summit: two claims with quotes, one of them deprecated by an act; one of a changeset that is not here. */
    "INSERT INTO claim(id, changeset, position, entity, known_at, source, lane, quote, patch) VALUES"
    " (9001, 1, 0, 1, 1000, 500, 'json', 'a shirt-sleeves meeting', '{}'),"
    " (9002, 2, 0, 1, 2000, 501, 'json', 'a frank exchange', '{}'),"
    " (9003, 2, 1, 2, 3000, 501, 'json', 'a joint effort of both', '{}'),"
    " (9004, 2, 2, 2, 1000, NULL, 'hand', 'a withdrawn remark', '{}'),"
    " (9005, 3, 0, 2, 1000, NULL, 'hand', 'an orphaned remark', '{}');"
    "INSERT INTO quote_search(rowid, quote) SELECT id, quote FROM claim WHERE quote IS NOT NULL;"
    "INSERT INTO judged VALUES (9004, 2);"
    "INSERT INTO event_source VALUES (1, 500, 1000), (1, 501, 2000), (2, 501, 3000);";

/*
 *	1 summit   7–8 June, China and the US, at Sunnylands, by the White House
 *	2 cyber    July, cybersecurity, part of the summit; known from 3000 on, in May it was rumoured for 2013
 *	3 ssd      July, series, the Pentagon's, in dc (merged with washington)
 *	4 hagel    31 May, Hagel speaks, held
 *	5 visit    date unknown, postponed, Hagel
 *	6 old      1 February 2013, Hagel (not yet in office) and Panetta (still)
 *	7 late     15 May, announced, nobody said that it was held
 *	8 gone     20 June, cancelled, France
 */
static int open_world(void **state)
{
	open_empty(state);
	int64_t v = put_version((a_version){ .event = 1,
	    .key = "summit",
	    .title = "Sunnylands summit",
	    .type = "summit",
	    .status = "announced",
	    .edtf = "2013-06-07/2013-06-08",
	    .place = 201,
	    .description = "Informal talks in the desert of Genève's twin" });
	put_part(v, 106, "participant", 0);
	put_part(v, 100, "host", 0);
	put_part(v, 101, "participant", 0);
	put_version((a_version){ .event = 2,
	    .key = "cyber",
	    .title = "Cyber talks, rumoured",
	    .type = "talks",
	    .status = "rumoured",
	    .edtf = "2013",
	    .from = 1000,
	    .to = 3000,
	    .text = 20 });
	v = put_version((a_version){ .event = 2,
	    .key = "cyber",
	    .title = "Talks on cybersecurity",
	    .type = "talks",
	    .status = "expected",
	    .edtf = "2013-07",
	    .from = 3000,
	    .parent = 1 });
	put_part(v, 109, "observer", 101);
	put_topic(v, 301);
	v = put_version((a_version){ .event = 3,
	    .key = "ssd",
	    .title = "Strategic Security Dialogue",
	    .type = "dialogue",
	    .edtf = "2013-07",
	    .place = 203,
	    .series = 400 });
	put_part(v, 103, "host", 0);
	put_topic(v, 300);
	v = put_version((a_version){ .event = 4,
	    .key = "hagel",
	    .title = "A speech",
	    .type = "statement",
	    .status = "held",
	    .edtf = "2013-05-31" });
	put_part(v, 104, "speaker", 0);
	v = put_version((a_version){
	    .event = 5, .key = "visit", .title = "Return visit", .type = "visit", .status = "postponed" });
	put_part(v, 104, "participant", 0);
	v = put_version((a_version){
	    .event = 6, .key = "old", .title = "Farewell", .status = "held", .edtf = "2013-02-01" });
	put_part(v, 104, "participant", 0);
	v = put_version((a_version){ .event = 7,
	    .key = "late",
	    .title = "Announced call",
	    .status = "announced",
	    .edtf = "2013-05-15" });
	put_part(v, 108, "participant", 0);
	v = put_version((a_version){ .event = 8,
	    .key = "gone",
	    .title = "Cancelled tour",
	    .status = "cancelled",
	    .edtf = "2013-06-20" });
	put_part(v, 109, "participant", 0);
	run_sql(sql_ledger);
	return 0;
}

static const char *list(const char *query)
{
	return found(&(dtl_ask){ .query = query, .today = TODAY });
}

static dtl_status fails(const char *query)
{
	dtl_cursor *c = NULL;
	dtl_status status = dtl_find_events(&c, &db, &(dtl_ask){ .query = query, .today = TODAY }, &err);
	assert_null(c);
	return status;
}

static void an_empty_timeline_has_no_events(void **state)
{
	(void)state;
	run_sql("DELETE FROM event");
	assert_string_equal(list(NULL), "");
	assert_string_equal(found(&(dtl_ask){ .upcoming = true, .query = "x actor:us date:2013" }), "");
}

static void everything_comes_by_start_end_and_key_with_unknown_dates_last(void **state)
{
	(void)state;
	assert_string_equal(list(NULL), "old late hagel summit gone cyber ssd visit");
	assert_string_equal(list(" "), "old late hagel summit gone cyber ssd visit");
	assert_string_equal(
	    found(&(dtl_ask){ .reverse = true }), "ssd cyber gone summit hagel late old visit");
	assert_string_equal(found(&(dtl_ask){ .limit = 2 }), "old late");
	assert_string_equal(found(&(dtl_ask){ .sort = DTL_SORT_ID, .limit = 3 }), "cyber gone hagel");
	assert_string_equal(found(&(dtl_ask){ .sort = DTL_SORT_TITLE, .limit = 3 }), "hagel late gone");
	assert_string_equal(
	    found(&(dtl_ask){ .sort = DTL_SORT_KNOWN, .reverse = true, .limit = 1 }), "cyber");
}

static void plain_fields_are_compared(void **state)
{
	(void)state;
	assert_string_equal(list("type:talks,visit"), "cyber visit");
	assert_string_equal(list("type:Talks"), "cyber");
	assert_string_equal(list("-type:talks,visit"), "old late hagel summit gone ssd");
	assert_string_equal(list("status:held"), "old hagel");
	assert_string_equal(list("-status:held,cancelled"), "late summit cyber ssd visit");
	assert_string_equal(list("state:overdue"), "late");
	assert_string_equal(list("state:upcoming type:dialogue"), "ssd");
	assert_string_equal(list("series:ssd"), "ssd");
	assert_string_equal(list("id:ssd,cyber"), "cyber ssd");
	assert_string_equal(list("parent:summit"), "cyber");
	assert_string_equal(list("role:observer,speaker"), "hagel cyber");
	assert_string_equal(list("type:talks or status:held or type:visit"), "old hagel cyber visit");
	assert_string_equal(list("(type:talks or status:held) -actor:hagel"), "cyber");
}

static void places_and_topics_hold_what_is_below_them(void **state)
{
	(void)state;
	assert_string_equal(list("place:california"), "summit");
	assert_string_equal(list("place:sunnylands"), "summit");
	assert_string_equal(list("place:washington"), "ssd");
	assert_string_equal(list("country:us"), "summit ssd");
	assert_string_equal(list("country:cn"), "");
	assert_string_equal(list("topic:security"), "cyber ssd");
	assert_string_equal(list("topic:cybersecurity"), "cyber");
	assert_string_equal(list("topic:security -topic:cybersecurity"), "ssd");
}

static void an_actor_is_there_with_all_that_act_for_it_on_that_day(void **state)
{
	(void)state;
	/* Not `old`: Hagel came into office later. `late`: Panetta had left. */
	assert_string_equal(list("actor:us"), "hagel summit cyber ssd visit");
	assert_string_equal(list("with:pentagon"), "hagel summit cyber ssd visit");
	assert_string_equal(list("actor:hagel"), "old hagel visit");
	assert_string_equal(list("actor:secdef"), "hagel visit");
	assert_string_equal(list("actor:un"), "");
	assert_string_equal(list("actor:china"), "summit");
	assert_string_equal(list("actor:prc"), "summit");
	assert_string_equal(list("actor:china,france"), "summit gone cyber");
	assert_string_equal(list("actor:france actor:us"), "cyber");
	assert_string_equal(list("actor:us date:2013-05"), "!hagel");
	/* Nobody knows whether Hagel is in office on the day of `visit`: it is possible, and so is the contrary. */
	assert_string_equal(list("-actor:us"), "old late gone visit");
}

static void a_date_unknown_is_in_nobodys_term_for_certain(void **state)
{
	(void)state;
	assert_string_equal(
	    found(&(dtl_ask){ .query = "actor:us", .definite = true }), "hagel summit cyber ssd");
	assert_string_equal(found(&(dtl_ask){ .query = "actor:hagel", .definite = true }), "old hagel visit");
}

static void a_date_matches_when_it_is_possible_and_tells_when_it_is_certain(void **state)
{
	(void)state;
	assert_string_equal(list("date:2013-07"), "!cyber !ssd");
	assert_string_equal(list("date:2013-07-08"), "cyber ssd");
	assert_string_equal(list("date:2013-06-08"), "!summit");
	assert_string_equal(list("date:2013-06-09..2013-06-30"), "!gone");
	assert_string_equal(list("date:..2013-02"), "!old");
	assert_string_equal(list("date:+30d.."), "cyber ssd");
	assert_string_equal(list("date:2013-05,2013-06-20"), "!late !hagel !gone");
	assert_string_equal(list("date:.."), "!old !late !hagel !summit !gone !cyber !ssd");
	assert_string_equal(list("date:\"next month\" type:talks"), "!cyber");
	assert_string_equal(
	    found(&(dtl_ask){ .query = "date:2013-07-01..2013-07-20", .definite = true, .today = TODAY }),
	    "");
	assert_string_equal(
	    found(&(dtl_ask){ .query = "date:2013-07", .definite = true, .today = TODAY }), "!cyber !ssd");
	/* It is possible that it does not take place on the eighth; it is not that it misses July. */
	assert_string_equal(list("type:talks -date:2013-07-08"), "cyber");
	assert_string_equal(list("type:talks,visit -date:2013-07"), "!visit");
}

static void upcoming_is_what_is_not_over(void **state)
{
	(void)state;
	dtl_ask ask = { .upcoming = true, .today = TODAY };
	assert_string_equal(found(&ask), "summit cyber ssd visit");
	ask.query = "actor:us -type:talks";
	assert_string_equal(found(&ask), "summit ssd visit");
	ask.query = "security";
	assert_string_equal(found(&ask), "ssd");
	ask.query = "date:2013-07";
	assert_string_equal(found(&ask), "!cyber !ssd");
	ask.query = NULL;
	ask.today = day_of("2013-06-08T18:00:00Z");
	assert_string_equal(found(&ask), "summit cyber ssd visit");
	ask.today = day_of("2013-06-09");
	assert_string_equal(found(&ask), "cyber ssd visit");
	ask.today = day_of("2013-08-01");
	assert_string_equal(found(&ask), "visit");
}

static void upcoming_has_a_horizon_if_asked(void **state)
{
	(void)state;
	dtl_ask ask = { .upcoming = true, .today = TODAY, .within = 7 * DTL_DAY };
	assert_string_equal(found(&ask), "!summit");
	ask.within = 27 * DTL_DAY;
	assert_string_equal(found(&ask), "!summit cyber ssd");
	ask.definite = true;
	assert_string_equal(found(&ask), "!summit");
	ask.within = 57 * DTL_DAY;
	assert_string_equal(found(&ask), "!summit !cyber !ssd");
	ask.within = 0;
	assert_string_equal(found(&ask), "summit cyber ssd");
	/* On its last day the summit is still on for certain. */
	ask.today = day_of("2013-06-08T18:00:00Z");
	assert_string_equal(found(&ask), "summit cyber ssd");
	ask.within = INT64_MAX;
	assert_string_equal(found(&ask), "summit cyber ssd");
}

static void the_past_is_shown_as_it_was_known(void **state)
{
	(void)state;
	dtl_ask ask = { .has_as_of = true, .as_of = 1000, .today = TODAY };
	assert_string_equal(found(&ask), "");
	ask.as_of = 3000;
	ask.query = "type:talks";
	assert_string_equal(found(&ask), "cyber");
	ask.query = "status:expected";
	assert_string_equal(found(&ask), "");
	ask.query = "rumoured date:2013-10";
	assert_string_equal(found(&ask), "cyber");
	ask.query = "source:cd";
	assert_string_equal(found(&ask), "summit");
	ask.as_of = 2000;
	assert_string_equal(found(&ask), "");
	ask.as_of = 3001;
	ask.query = "status:expected topic:security";
	assert_string_equal(found(&ask), "cyber");
	ask.query = NULL;
	assert_string_equal(found(&ask), "old late hagel summit gone cyber ssd visit");
	ask.only = "cyber";
	assert_string_equal(found(&ask), "cyber");
	ask.as_of = 1000;
	assert_string_equal(found(&ask), "");
	assert_string_equal(list("rumoured"), "");
	assert_string_equal(list("known:1970-01-01T00:50:00Z"), "cyber");
}

static void sources_and_publishers_are_those_who_said_anything(void **state)
{
	(void)state;
	assert_string_equal(list("source:wh"), "summit");
	assert_string_equal(list("source:cd"), "summit cyber");
	assert_string_equal(list("publisher:\"china daily\""), "summit cyber");
	assert_string_equal(list("publisher:\"the white house\" -source:cd"), "");
}

static void words_are_sought_in_titles_descriptions_quotes_and_names(void **state)
{
	(void)state;
	assert_string_equal(list("sunnylands"), "summit");
	assert_string_equal(list("geneve desert"), "summit");
	assert_string_equal(list("shirt-sleeves"), "summit");
	assert_string_equal(list("joint effort"), "cyber");
	assert_string_equal(list("\"joint effort\""), "cyber");
	assert_string_equal(list("\"effort joint\""), "");
	assert_string_equal(list("chuck"), "old hagel visit");
	assert_string_equal(list("\"united states\""), "summit");
	assert_string_equal(list("china summit"), "summit");
	assert_string_equal(list("cyb*"), "cyber");
	assert_string_equal(list("cyb"), "");
	assert_string_equal(list("CYBERSECURITY or farewell"), "old cyber");
	assert_string_equal(list("-china -hagel -talks -strategic"), "late gone");
	/* Deprecated, and of a changeset that has not come. */
	assert_string_equal(list("remark"), "");
	assert_string_equal(found(&(dtl_ask){ .query = "frank", .has_as_of = true, .as_of = 2000 }), "");
	assert_string_equal(
	    found(&(dtl_ask){ .query = "frank", .has_as_of = true, .as_of = 2001 }), "summit");
	run_sql("INSERT INTO retracted VALUES (2)");
	assert_string_equal(list("frank"), "");
}

static void what_looks_like_an_operator_of_the_search_is_none(void **state)
{
	(void)state;
	assert_string_equal(list("\"sunnylands\\\" OR talks\""), "");
	assert_string_equal(list("NEAR"), "");
	assert_string_equal(list("\"title:speech\""), "");
	assert_string_equal(list("\"';DROP TABLE event;--\""), "");
	assert_string_equal(list("^speech"), "hagel");
}

static void errors_carry_the_query_and_a_caret(void **state)
{
	(void)state;
	assert_int_equal(fails("type:talks actor:chnia"), DTL_E_NOTFOUND);
	assert_contains(err.text, "\ntype:talks actor:chnia\n                 ^");
	assert_int_equal(fails("date:2013-13"), DTL_E_ARGUMENT);
	assert_contains(err.text, "\ndate:2013-13\n     ^");
	assert_int_equal(fails("date:2013-07..2013-13"), DTL_E_ARGUMENT);
	assert_contains(err.text, "\n              ^");
	assert_int_equal(fails("status:anounced"), DTL_E_ARGUMENT);
	assert_contains(err.text, "did you mean 'announced'?");
	assert_int_equal(fails("status:xyz"), DTL_E_ARGUMENT);
	assert_contains(err.text, "it is one of rumoured, ");
	assert_int_equal(fails("type:sumit"), DTL_E_ARGUMENT);
	assert_contains(err.text, "did you mean 'summit'?");
	assert_int_equal(fails("publisher:nobody"), DTL_E_NOTFOUND);
	assert_int_equal(fails("country:pentagon"), DTL_E_NOTFOUND);
	assert_int_equal(fails("a – b"), DTL_E_ARGUMENT);
	assert_contains(err.text, "no letter or digit to search for in '–'");
}

static void one_event_is_found_by_its_id(void **state)
{
	(void)state;
	assert_string_equal(found(&(dtl_ask){ .only = "summit" }), "summit");
	dtl_cursor *c = NULL;
	assert_status(dtl_find_events(&c, &db, &(dtl_ask){ .only = "nothing" }, &err), DTL_E_NOTFOUND);
}

static void cursors_do_not_disturb_each_other(void **state)
{
	(void)state;
	dtl_cursor *a = NULL, *b = NULL;
	const dtl_event *event = NULL;
	assert_ok(dtl_find_events(&a, &db, &(dtl_ask){ .query = "actor:us" }, &err));
	assert_ok(dtl_cursor_event(a, &event, &err));
	assert_string_equal(event->key, "hagel");
	assert_ok(dtl_find_events(&b, &db, &(dtl_ask){ .query = "actor:china" }, &err));
	assert_ok(dtl_cursor_event(b, &event, &err));
	assert_string_equal(event->key, "summit");
	assert_status(dtl_cursor_event(b, &event, &err), DTL_DONE);
	dtl_cursor_close(b);
	assert_string_equal(list("topic:security"), "cyber ssd");
	assert_ok(dtl_cursor_event(a, &event, &err));
	assert_string_equal(event->key, "summit");
	assert_ok(dtl_cursor_event(a, &event, &err));
	assert_string_equal(event->key, "cyber");
	dtl_cursor_close(a);
}

static void queries_of_the_greatest_size_run(void **state)
{
	(void)state;
	char wide[4096] = "", deep[4096] = "", dates[4096] = "date:2013";
	for (int i = 0; i < 64; i++)
		strcat(wide, i % 2 ? "talks " : "-remark ");
	for (int i = 1; i < 64; i++)
		strcat(dates, ",2013-07");
	for (int i = 0; i < 8; i++)
		strcat(
		    deep, i % 2 ? "not remark remark (remark or " : "remark actor:us talks or (remark and ");
	strcat(deep, "talks))))))))");
	assert_string_equal(list(wide), "summit cyber");
	assert_string_equal(list(dates), "!old !late !hagel !summit !gone !cyber !ssd");
	assert_string_equal(list(deep), "");
	assert_string_equal(
	    found(&(dtl_ask){ .query = wide, .has_as_of = true, .as_of = 5000 }), "summit cyber");
	assert_string_equal(found(&(dtl_ask){ .query = deep, .has_as_of = true, .as_of = 5000 }), "");
}

static void a_file_opened_for_reading_is_asked_like_any_other(void **state)
{
	(void)state;
	const char *dir = temp_dir(), *path = path_in(dir, "t.db");
	dtl_store *memory = db.store;
	assert_ok(dtl_store_open(&db.store, path, DTL_STORE_CREATE, &err));
	run_sql(sql_world);
	put_part(
	    put_version((a_version){ .event = 1, .key = "summit", .title = "Summit", .edtf = "2013-06-07" }),
	    104, "speaker", 0);
	dtl_store_close(db.store);
	assert_ok(dtl_store_open(&db.store, path, DTL_STORE_READ, &err));
	assert_string_equal(list("actor:us summit"), "summit");
	assert_status(dtl_store_exec(db.store, "DELETE FROM event", &err), DTL_E_IO);
	assert_string_equal(list("actor:us"), "summit");
	dtl_store_close(db.store);
	remove_dir(dir);
	db.store = memory;
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(an_empty_timeline_has_no_events),
		IN_WORLD(everything_comes_by_start_end_and_key_with_unknown_dates_last),
		IN_WORLD(plain_fields_are_compared),
		IN_WORLD(places_and_topics_hold_what_is_below_them),
		IN_WORLD(an_actor_is_there_with_all_that_act_for_it_on_that_day),
		IN_WORLD(a_date_unknown_is_in_nobodys_term_for_certain),
		IN_WORLD(a_date_matches_when_it_is_possible_and_tells_when_it_is_certain),
		IN_WORLD(upcoming_is_what_is_not_over),
		IN_WORLD(upcoming_has_a_horizon_if_asked),
		IN_WORLD(the_past_is_shown_as_it_was_known),
		IN_WORLD(sources_and_publishers_are_those_who_said_anything),
		IN_WORLD(words_are_sought_in_titles_descriptions_quotes_and_names),
		IN_WORLD(what_looks_like_an_operator_of_the_search_is_none),
		IN_WORLD(errors_carry_the_query_and_a_caret),
		IN_WORLD(one_event_is_found_by_its_id),
		IN_WORLD(cursors_do_not_disturb_each_other),
		IN_WORLD(queries_of_the_greatest_size_run),
		IN_WORLD(a_file_opened_for_reading_is_asked_like_any_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
