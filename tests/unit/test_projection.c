/* The next edition that a cadence makes expected, what takes its place, and editions that were missed. */
#include "test_model_fixture.h"
#include <dateline/query.h>

static int open_series(void **state)
{
	int failed = open_bare(state);
	as.evidence.known = "2013-06-04";
	add(DTL_PLACE, "id", "washington", "name", "Washington", "country", "us");
	add(DTL_SERIES, "id", "ssd", "name", "Security Dialogue", "cadence", "FREQ=YEARLY;BYMONTH=7", "at",
	    "washington");
	as = plain_header();
	return failed;
}

static void edition(const char *id, const char *when)
{
	as.evidence.known = "2013-06-05";
	add(DTL_EVENT, "id", id, "title", "Security Dialogue", "when", when, "series", "ssd");
	as = plain_header();
}

static int64_t at(const char *date)
{
	int64_t t = 0;
	assert_ok(dtl_time_parse(&t, date, &err));
	return t;
}

/* The IDs that an ask finds, '!' before what is certain where a window was asked. */
static const char *found(dtl_ask ask)
{
	static char list[4096];
	dtl_cursor *c = NULL;
	const dtl_event *event;
	dtl_status status;
	list[0] = '\0';
	assert_ok(dtl_find_events(&c, db, &ask, &err));
	while ((status = dtl_cursor_event(c, &event, &err)) == DTL_OK) {
		strcat(list, list[0] ? " " : "");
		strcat(list, dtl_cursor_windowed(c) && event->certain ? "!" : "");
		strcat(list, event->id);
	}
	assert_status(status, DTL_DONE);
	dtl_cursor_close(c);
	return list;
}

static const char *upcoming(const char *today)
{
	return found((dtl_ask){ .upcoming = true, .projected = true, .today = at(today) });
}

static const char *asked(const char *query, const char *today)
{
	return found((dtl_ask){ .query = query, .today = at(today) });
}

static void a_series_without_editions_expects_the_next(void **state)
{
	(void)state;
	assert_string_equal(upcoming("2013-06-05"), "ssd@2013-07");
	assert_string_equal(upcoming("2013-07-31"), "ssd@2013-07");
	assert_string_equal(upcoming("2013-08-01"), "ssd@2014-07");
}

static void a_projected_edition_reads_like_one(void **state)
{
	(void)state;
	dtl_cursor *c = NULL;
	const dtl_event *e = NULL;
	dtl_ask ask = { .upcoming = true, .projected = true, .today = at("2013-08-01") };
	assert_ok(dtl_find_events(&c, db, &ask, &err));
	assert_ok(dtl_cursor_event(c, &e, &err));
	assert_string_equal(e->title, "Security Dialogue 2014");
	assert_string_equal(e->edtf, "2014-07");
	assert_int_equal(e->date.precision, DTL_PRECISION_MONTH);
	assert_int_equal(e->state, DTL_STATE_PROJECTED);
	assert_string_equal(e->series, "ssd");
	assert_string_equal(e->place->name, "Washington");
	assert_null(e->uid);
	assert_null(e->status);
	assert_int_equal(e->source_count, 0);
	assert_int_equal(e->actor_count, 0);
	assert_int_equal(e->known_from, at("2013-06-04"));
	assert_status(dtl_cursor_event(c, &e, &err), DTL_DONE);
	dtl_cursor_close(c);
}

/* Those that begin within so many days, out of all that `upcoming` finds. */
static const char *of_all_within(int64_t today, int days)
{
	static char list[4096];
	dtl_cursor *c = NULL;
	const dtl_event *e;
	dtl_status status;
	list[0] = '\0';
	dtl_ask ask = { .upcoming = true, .projected = true, .today = today };
	assert_ok(dtl_find_events(&c, db, &ask, &err));
	while ((status = dtl_cursor_event(c, &e, &err)) == DTL_OK) {
		if (e->date.bounds.start_lo > today + days * (int64_t)DTL_DAY)
			continue;
		strcat(list, list[0] ? " " : "");
		strcat(list, e->id);
	}
	assert_status(status, DTL_DONE);
	dtl_cursor_close(c);
	return list;
}

/* Series that are due in other months are not read: none is missed by that, on any day of the year. */
static void a_short_agenda_has_what_a_long_one_begins_with(void **state)
{
	(void)state;
	static const char *const rules[] = { "FREQ=YEARLY;BYMONTH=12,1", "FREQ=MONTHLY;BYMONTH=2",
		"FREQ=WEEKLY;BYMONTH=2", "FREQ=WEEKLY;BYMONTH=12", "FREQ=YEARLY;BYMONTH=11;BYDAY=1TU",
		"FREQ=YEARLY", "FREQ=DAILY;BYMONTH=4;BYMONTHDAY=30" };
	as.evidence.known = "2013-06-04";
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		char id[8];
		snprintf(id, sizeof(id), "s%zu", i);
		add(DTL_SERIES, "id", id, "name", id, "cadence", rules[i]);
	}
	as = plain_header();
	for (int day = 0; day < 370; day++)
		for (int days = 12; days <= 60; days += 36) {
			int64_t today = at("2013-06-05") + day * (int64_t)DTL_DAY;
			char within[4096];
			snprintf(within, sizeof(within), "%s",
			    found((dtl_ask){ .upcoming = true,
				.projected = true,
				.today = today,
				.within = days * (int64_t)DTL_DAY }));
			assert_string_equal(within, of_all_within(today, days));
		}
}

static void its_own_edition_takes_its_place(void **state)
{
	(void)state;
	edition("ssd-2013", "2013-07-08");
	assert_string_equal(upcoming("2013-06-05"), "ssd-2013");
	assert_string_equal(upcoming("2013-07-20"), "");
	assert_string_equal(upcoming("2013-08-01"), "ssd@2014-07");
	edition("ssd-2014", "2014");
	assert_string_equal(upcoming("2013-08-01"), "ssd-2014");
	/* Only known since then. */
	assert_string_equal(found((dtl_ask){ .upcoming = true,
				.projected = true,
				.today = at("2013-08-01"),
				.has_as_of = true,
				.as_of = at("2013-06-05") }),
	    "ssd@2014-07");
	as.evidence.known = "2013-06-06";
	set(DTL_EVENT, "ssd-2014", "rm", "");
	assert_string_equal(upcoming("2013-08-01"), "ssd@2014-07");
}

static void a_cancelled_or_postponed_edition_was_the_one(void **state)
{
	(void)state;
	edition("ssd-2013", "2013-07-08");
	as.evidence.known = "2013-06-20";
	set(DTL_EVENT, "ssd-2013", "status", "cancelled");
	assert_string_equal(upcoming("2013-07-01"), "");
	set(DTL_EVENT, "ssd-2013", "status", "postponed", "when", "unknown");
	assert_string_equal(upcoming("2013-07-01"), "ssd-2013");
	/* Moved out of its month, it is still that of July. */
	as.evidence.known = "2013-06-21";
	set(DTL_EVENT, "ssd-2013", "when", "2013-09-10");
	assert_string_equal(upcoming("2013-07-01"), "ssd-2013");
	/* Moved to the month of the next, it is that one. */
	as.evidence.known = "2013-06-22";
	set(DTL_EVENT, "ssd-2013", "when", "2014-07-10");
	assert_string_equal(upcoming("2013-07-01"), "ssd@2013-07 ssd-2013");
}

static void an_edition_moved_far_away_was_the_one_while_it_is_of_the_series(void **state)
{
	(void)state;
	edition("ssd-2013", "2013-07-08");
	as.evidence.known = "2013-06-20";
	set(DTL_EVENT, "ssd-2013", "when", "2043-09-10");
	assert_string_equal(upcoming("2013-07-01"), "ssd-2013");
	as.evidence.known = "2013-06-21";
	add(DTL_SERIES, "id", "other", "name", "Other Dialogue");
	set(DTL_EVENT, "ssd-2013", "series", "other");
	assert_string_equal(upcoming("2013-07-01"), "ssd@2013-07 ssd-2013");
}

/* As if it had been said; to be undone before the timeline is checked. */
static void join(const char *sql)
{
	assert_ok(dtl_store_exec(db->store, sql, &err));
}

static void editions_of_what_is_one_with_the_series_are_its_own(void **state)
{
	(void)state;
	static const char joined[] =
	    "INSERT INTO merged SELECT a.id, b.id FROM entity a, entity b WHERE a.key='twin' AND b.key='ssd'";
	add(DTL_SERIES, "id", "twin", "name", "Twin Dialogue");
	edition("ssd-2012", "2012-07-08");
	edition("ssd-2014", "2014-07-08");
	as.evidence.known = "2013-06-06";
	set(DTL_EVENT, "ssd-2012", "series", "twin");
	set(DTL_EVENT, "ssd-2014", "series", "twin");
	assert_string_equal(upcoming("2013-08-01"), "ssd@2014-07 ssd-2014");
	join(joined);
	assert_string_equal(upcoming("2013-08-01"), "ssd-2014");
	join("DELETE FROM merged");
	/* One that was moved far away fills its window still; counting begins with the first of them. */
	as.evidence.known = "2013-06-07";
	set(DTL_EVENT, "ssd-2014", "when", "2043-09-10");
	set(DTL_SERIES, "ssd", "cadence", "FREQ=YEARLY;INTERVAL=2;BYMONTH=7");
	assert_string_equal(upcoming("2013-08-01"), "ssd-2014");
	assert_string_equal(upcoming("2015-08-01"), "ssd-2014");
	join(joined);
	assert_string_equal(upcoming("2013-08-01"), "ssd-2014");
	assert_string_equal(upcoming("2015-08-01"), "ssd@2016-07 ssd-2014");
	join("DELETE FROM merged");
}

static void what_is_for_certain_is_never_projected(void **state)
{
	(void)state;
	dtl_ask ask = { .upcoming = true, .projected = true, .definite = true, .today = at("2013-06-05") };
	assert_string_equal(found(ask), "");
	ask.definite = false;
	ask.within = 365 * (int64_t)DTL_DAY;
	assert_string_equal(found(ask), "ssd@2013-07");
	ask.within = 10 * (int64_t)DTL_DAY;
	assert_string_equal(found(ask), "");
	ask = (dtl_ask){ .upcoming = true, .today = at("2013-06-05") };
	assert_string_equal(found(ask), "");
}

static void a_query_asks_of_it_what_it_asks_of_events(void **state)
{
	(void)state;
	edition("ssd-2012", "2012-07-08");
	static const char *const fits[] = { "series:ssd", "place:washington", "country:us", "dialogue",
		"\"security dialogue\"", "2013", "secur*", "state:projected", "is:projected", "is:unsourced",
		"date:2013-07-09", "not status:held", "known:2013-06-04", "date:2013-07 or type:visit" };
	static const char *const fits_not[] = { "2014", "type:visit", "state:upcoming", "is:disputed",
		"date:2013-08", "is:overdue", "not is:projected", "id:ssd-2012", "curity" };
	dtl_ask ask = { .upcoming = true, .projected = true, .today = at("2013-06-05") };
	for (size_t i = 0; i < sizeof(fits) / sizeof(fits[0]); i++) {
		ask.query = fits[i];
		if (strcmp(found(ask), "ssd@2013-07") != 0)
			fail_msg("%s", fits[i]);
	}
	for (size_t i = 0; i < sizeof(fits_not) / sizeof(fits_not[0]); i++) {
		ask.query = fits_not[i];
		if (strcmp(found(ask), "") != 0)
			fail_msg("%s", fits_not[i]);
	}
	/* Elsewhere it comes only when it is asked for. */
	assert_string_equal(asked("series:ssd", "2013-06-05"), "ssd-2012");
	assert_string_equal(asked("series:ssd is:projected", "2013-06-05"), "ssd@2013-07");
	assert_string_equal(asked("state:projected,over", "2013-06-05"), "ssd-2012 ssd@2013-07");
}

static void it_stands_in_order_among_the_events(void **state)
{
	(void)state;
	edition("ssd-2012", "2012-07-08");
	as.evidence.known = "2013-06-05";
	add(DTL_EVENT, "id", "june", "title", "June", "when", "2013-06-30");
	add(DTL_EVENT, "id", "first", "title", "First", "when", "2013-07-01");
	add(DTL_EVENT, "id", "second", "title", "Second", "when", "2013-07-02");
	add(DTL_EVENT, "id", "never", "title", "Never", "when", "unknown");
	assert_string_equal(upcoming("2013-06-10"), "june first ssd@2013-07 second never");
	dtl_ask ask = { .upcoming = true, .projected = true, .today = at("2013-06-10"), .limit = 3 };
	assert_string_equal(found(ask), "june first ssd@2013-07");
	ask = (dtl_ask){
		.query = "state:projected,upcoming", .today = at("2013-06-10"), .sort = DTL_SORT_TITLE
	};
	assert_string_equal(found(ask), "first june never second ssd@2013-07");
}

static void its_id_is_found_and_no_other(void **state)
{
	(void)state;
	assert_string_equal(
	    found((dtl_ask){ .only = "ssd@2013-07", .today = at("2013-06-10") }), "ssd@2013-07");
	dtl_cursor *c = NULL;
	assert_status(
	    dtl_find_events(&c, db, &(dtl_ask){ .only = "ssd@2014-07", .today = at("2013-06-10") }, &err),
	    DTL_E_NOTFOUND);
	assert_status(
	    dtl_find_events(&c, db, &(dtl_ask){ .only = "ssd@2013-07", .today = at("2013-08-10") }, &err),
	    DTL_E_NOTFOUND);
	/* An event may be called so; then it is that. */
	add(DTL_EVENT, "id", "ssd@2013-07", "title", "From a calendar", "when", "2013-05");
	dtl_ask ask = { .only = "ssd@2013-07", .today = at("2013-06-10") };
	const dtl_event *e = NULL;
	assert_ok(dtl_find_events(&c, db, &ask, &err));
	assert_ok(dtl_cursor_event(c, &e, &err));
	assert_string_equal(e->title, "From a calendar");
	dtl_cursor_close(c);
	/* Nothing can be said of what is only projected. */
	refuse(DTL_E_NOTFOUND, DTL_EVENT, "ssd@2014-07", "status", "held");
}

static void the_cadence_is_that_of_the_day_asked_for(void **state)
{
	(void)state;
	as.evidence.known = "2013-07-01";
	set(DTL_SERIES, "ssd", "cadence", "FREQ=YEARLY;BYMONTH=10");
	dtl_ask ask = { .upcoming = true, .projected = true, .today = at("2013-07-02"), .has_as_of = true };
	ask.as_of = at("2013-06-04");
	assert_string_equal(found(ask), "");
	ask.as_of = at("2013-06-05");
	assert_string_equal(found(ask), "ssd@2013-07");
	ask.as_of = at("2013-07-02");
	assert_string_equal(found(ask), "ssd@2013-10");
	as.evidence.known = "2013-07-05";
	set(DTL_SERIES, "ssd", "-cadence", "");
	assert_string_equal(upcoming("2013-07-06"), "");
	assert_string_equal(found(ask), "ssd@2013-10");
	assert_query(
	    "SELECT cadence || ' ' || date(known_from, 'unixepoch') || ' ' || date(known_to, 'unixepoch')"
	    " FROM cadence ORDER BY known_from",
	    "FREQ=YEARLY;BYMONTH=7 2013-06-04 2013-07-01\nFREQ=YEARLY;BYMONTH=10 2013-07-01 2013-07-05\n");
	set(DTL_SERIES, "ssd", "rm", "");
	assert_string_equal(upcoming("2013-06-06"), "");
}

static void a_week_and_a_day_can_be_expected(void **state)
{
	(void)state;
	set(DTL_SERIES, "ssd", "cadence", "FREQ=MONTHLY;BYDAY=1MO");
	assert_string_equal(upcoming("2013-06-05"), "ssd@2013-07-01");
	set(DTL_SERIES, "ssd", "cadence", "FREQ=WEEKLY");
	assert_string_equal(upcoming("2013-06-05"), "ssd@2013-06-03");
	set(DTL_SERIES, "ssd", "cadence", "FREQ=YEARLY;INTERVAL=2");
	assert_string_equal(upcoming("2013-06-05"), "");
	edition("ssd-2012", "2012-07-08");
	assert_string_equal(upcoming("2013-06-05"), "ssd@2014");
	/* Not further than a year ahead. */
	assert_string_equal(upcoming("2012-12-05"), "");
}

static void two_questions_at_once_do_not_meet(void **state)
{
	(void)state;
	add(DTL_SERIES, "id", "wg", "name", "Working group", "cadence", "FREQ=MONTHLY");
	dtl_cursor *a = NULL, *b = NULL;
	const dtl_event *e = NULL;
	dtl_ask ask = { .upcoming = true, .projected = true, .today = at("2013-07-21") };
	assert_ok(dtl_find_events(&a, db, &ask, &err));
	ask.query = "series:wg";
	assert_ok(dtl_find_events(&b, db, &ask, &err));
	assert_ok(dtl_cursor_event(a, &e, &err));
	assert_string_equal(e->id, "ssd@2013-07");
	assert_ok(dtl_cursor_event(b, &e, &err));
	assert_string_equal(e->id, "wg@2013-07");
	assert_status(dtl_cursor_event(b, &e, &err), DTL_DONE);
	dtl_cursor_close(b);
	assert_ok(dtl_cursor_event(a, &e, &err));
	assert_string_equal(e->id, "wg@2013-07");
	dtl_cursor_close(a);
}

static void a_reader_may_ask_too(void **state)
{
	(void)state;
	dtl_db_close(db);
	assert_ok(dtl_db_open(&db, path_in(dir, "t.db"), DTL_OPEN_READ, NULL, &err));
	assert_string_equal(upcoming("2013-06-05"), "ssd@2013-07");
	assert_string_equal(asked("is:projected dialogue", "2013-06-05"), "ssd@2013-07");
}

static void it_is_not_exported(void **state)
{
	(void)state;
	const dtl_export_options options = { .definitions = true };
	dtl_ask ask = { .query = "is:projected", .today = at("2013-06-05") };
	int64_t count = -1;
	FILE *out = fopen(path_in(dir, "out"), "w");
	assert_ok(dtl_export(db, &ask, dtl_exporter_find("json"), &options, out, &count, &err));
	fclose(out);
	assert_int_equal(count, 0);
	assert_false(import_one(
	    DTL_EVENT, "ssd@2013-07", "{\"title\":\"T\",\"when\":\"2013-07\",\"state\":\"projected\"}"));
	assert_contains(rejects, "state: a projected edition is nobody's word");
}

/* ---- missed ---- */

static dtl_status list_missed(void *user, const dtl_missed *m, dtl_error *why)
{
	char line[256];
	(void)why;
	snprintf(line, sizeof(line), "%s (%s) %s %lld", m->series, m->name, m->edtf, (long long)m->count);
	add_line(user, 1024, line);
	return DTL_OK;
}

static const char *missed(const char *today, const char *as_of)
{
	static char list[1024];
	dtl_ask ask = { .today = at(today), .has_as_of = as_of != NULL };
	if (as_of)
		ask.as_of = at(as_of);
	list[0] = '\0';
	assert_ok(dtl_missed_editions(db, &ask, list_missed, list, &err));
	return list;
}

static void an_edition_of_which_nothing_is_known_was_missed(void **state)
{
	(void)state;
	assert_string_equal(missed("2013-07-31", NULL), "");
	assert_string_equal(missed("2013-08-01", NULL), "ssd (Security Dialogue) 2013-07 1\n");
	edition("ssd-2013", "2013-07-08");
	assert_string_equal(missed("2013-08-01", NULL), "");
	assert_string_equal(missed("2013-08-01", "2013-06-05"), "ssd (Security Dialogue) 2013-07 1\n");
	assert_string_equal(missed("2014-08-01", NULL), "ssd (Security Dialogue) 2014-07 1\n");
	assert_string_equal(missed("2016-01-01", NULL), "ssd (Security Dialogue) 2015-07 1\n");
}

static void none_was_missed_before_anybody_knew_of_it(void **state)
{
	(void)state;
	set(DTL_SERIES, "ssd", "cadence", "FREQ=MONTHLY");
	assert_string_equal(missed("2013-06-30", NULL), "");
	assert_string_equal(missed("2013-09-15", NULL), "ssd (Security Dialogue) 2013-08 1\n");
	edition("ssd-2013", "2013-03-08");
	assert_string_equal(missed("2013-09-15", NULL), "ssd (Security Dialogue) 2013-08 5\n");
	/* One that is to be some time in 2013 is the next; one that was held then was any of those. */
	edition("some", "2013");
	assert_string_equal(missed("2013-09-15", NULL), "ssd (Security Dialogue) 2013-08 7\n");
	assert_string_equal(upcoming("2013-09-15"), "some");
	as.evidence.known = "2013-06-06";
	set(DTL_EVENT, "some", "status", "held");
	assert_string_equal(missed("2014-03-15", NULL), "ssd (Security Dialogue) 2014-02 10\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_series_without_editions_expects_the_next, open_series, close_db),
		cmocka_unit_test_setup_teardown(a_projected_edition_reads_like_one, open_series, close_db),
		cmocka_unit_test_setup_teardown(its_own_edition_takes_its_place, open_series, close_db),
		cmocka_unit_test_setup_teardown(
		    a_short_agenda_has_what_a_long_one_begins_with, open_series, close_db),
		cmocka_unit_test_setup_teardown(
		    a_cancelled_or_postponed_edition_was_the_one, open_series, close_db),
		cmocka_unit_test_setup_teardown(
		    what_is_for_certain_is_never_projected, open_series, close_db),
		cmocka_unit_test_setup_teardown(
		    a_query_asks_of_it_what_it_asks_of_events, open_series, close_db),
		cmocka_unit_test_setup_teardown(
		    an_edition_moved_far_away_was_the_one_while_it_is_of_the_series, open_series, close_db),
		cmocka_unit_test_setup_teardown(
		    editions_of_what_is_one_with_the_series_are_its_own, open_series, close_db),
		cmocka_unit_test_setup_teardown(it_stands_in_order_among_the_events, open_series, close_db),
		cmocka_unit_test_setup_teardown(its_id_is_found_and_no_other, open_series, close_db),
		cmocka_unit_test_setup_teardown(
		    the_cadence_is_that_of_the_day_asked_for, open_series, close_db),
		cmocka_unit_test_setup_teardown(a_week_and_a_day_can_be_expected, open_series, close_db),
		cmocka_unit_test_setup_teardown(two_questions_at_once_do_not_meet, open_series, close_db),
		cmocka_unit_test_setup_teardown(a_reader_may_ask_too, open_series, close_db),
		cmocka_unit_test_setup_teardown(it_is_not_exported, open_series, close_db),
		cmocka_unit_test_setup_teardown(
		    an_edition_of_which_nothing_is_known_was_missed, open_series, close_db),
		cmocka_unit_test_setup_teardown(
		    none_was_missed_before_anybody_knew_of_it, open_series, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
