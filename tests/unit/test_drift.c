/* How an event moved from report to report. */
#include "test_diff_fixture.h"

static char lines[8192];

/* "day publisher: edtf “text” place status → turns" */
static dtl_status take_line(void *user, const dtl_drift_report *r, dtl_error *e)
{
	size_t len = strlen(lines);
	char known[40];
	(void)user;
	(void)e;
	dtl_time_print(known, sizeof(known), r->by.known_at);
	const char *who = r->by.publisher ? r->by.publisher : r->by.source ? r->by.source : r->by.lane;
	len += (size_t)snprintf(lines + len, sizeof(lines) - len, "%.10s %s:", known, who);
	if (r->has_when)
		len += (size_t)snprintf(lines + len, sizeof(lines) - len, " %s",
		    r->said->edtf      ? r->said->edtf
		    : r->said->unknown ? "unknown"
				       : "none");
	if (r->said->text)
		len += (size_t)snprintf(lines + len, sizeof(lines) - len, " “%s”", r->said->text);
	if (r->has_place)
		len += (size_t)snprintf(
		    lines + len, sizeof(lines) - len, " %s", r->said->place ? r->said->place->id : "none");
	if (r->has_status)
		len += (size_t)snprintf(
		    lines + len, sizeof(lines) - len, " %s", r->said->status ? r->said->status : "none");
	len += (size_t)snprintf(lines + len, sizeof(lines) - len, " →");
	for (size_t i = 0; i < r->turns.count; i++)
		len += (size_t)snprintf(
		    lines + len, sizeof(lines) - len, " %s", dtl_turn_name(r->turns.list[i]));
	if (r->turns.days)
		len += (size_t)snprintf(lines + len, sizeof(lines) - len, " %d", (int)r->turns.days);
	snprintf(lines + len, sizeof(lines) - len, "%s\n", r->shows ? "" : " (does not show)");
	return DTL_OK;
}

static const char *drift_of(dtl_db *db, const char *id, int64_t as_of)
{
	lines[0] = '\0';
	assert_ok(dtl_drift(db, id, as_of, take_line, NULL, &err));
	return lines;
}

static void some_day_in_july_becomes_the_eighth(void **state)
{
	(void)state;
	dtl_db *db = open_sample();
	assert_string_equal(drift_of(db, "china-us-cyber-talks-2013", DTL_TIME_MAX),
	    "2013-06-04 China Daily: 2013-07 “next month” expected → new\n"
	    "2013-07-10 China Daily: 2013-07-08 washington held → held firmed-up\n");
	assert_string_equal(drift_of(db, "china-us-cyber-talks-2013", day("2013-07-10")),
	    "2013-06-04 China Daily: 2013-07 “next month” expected → new\n");
	dtl_db_close(db);
}

static void a_report_that_says_less_does_not_show(void **state)
{
	(void)state;
	dtl_db *db = open_sample();
	assert_string_equal(drift_of(db, "sunnylands-summit-2013", DTL_TIME_MAX),
	    "2013-05-20 White House: 2013-06-07/2013-06-08 sunnylands announced → new\n"
	    "2013-05-23 USA Today: 2013-06-07/2013-06-08 sunnylands announced →\n"
	    "2013-06-04 China Daily: [2013-06-06..2013-06-09] “late this week” sunnylands announced → (does not show)\n"
	    "2013-06-08 White House: 2013-06-07/2013-06-08 sunnylands held → held\n");
	dtl_db_close(db);
}

static void what_was_taken_back_is_no_report(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	char key[256], uid[33];
	bool undone;
	snprintf(key, sizeof(key), "%s",
	    SAY(db, "2013-06-01", NULL, NULL, "title", "Talks", "when", "2013-07-10", "status", "announced"));
	SAY(db, "2013-06-03", NULL, key, "topic", "trade");
	SAY(db, "2013-06-05", NULL, key, "when", "2013-07-12");
	dtl_write *w = begin(db, day("2013-06-06"), NULL, DTL_RANK_NORMAL);
	assert_ok(dtl_write_undo(w, NULL, uid, &undone, &err));
	commit(w);
	SAY(db, "2013-06-08", NULL, key, "status", "postponed", "when", NULL);
	drop(db, "2013-06-09", key);
	assert_string_equal(drift_of(db, key, DTL_TIME_MAX),
	    "2013-06-01 hand: 2013-07-10 announced → new\n"
	    "2013-06-08 hand: none postponed → postponed less-certain\n"
	    "2013-06-09 hand: → removed\n");
	dtl_db_close(db);
}

static void an_event_that_is_not_there_or_was_not_known_is_not_found(void **state)
{
	(void)state;
	dtl_db *db = open_sample();
	assert_status(dtl_drift(db, "nosuch", DTL_TIME_MAX, take_line, NULL, &err), DTL_E_NOTFOUND);
	assert_status(dtl_drift(db, "sunnylands-summit-2013", day("2013-05-20"), take_line, NULL, &err),
	    DTL_E_NOTFOUND);
	assert_contains(err.text, "was known then");
	dtl_db_close(db);
}

static dtl_status stop(void *user, const dtl_drift_report *r, dtl_error *e)
{
	(void)r;
	(void)e;
	++*(int *)user;
	return DTL_E_IO;
}

static void a_callback_that_fails_stops_it(void **state)
{
	(void)state;
	dtl_db *db = open_sample();
	int count = 0;
	assert_int_equal(dtl_drift(db, "sunnylands-summit-2013", DTL_TIME_MAX, stop, &count, &err), DTL_E_IO);
	assert_int_equal(count, 1);
	dtl_db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(some_day_in_july_becomes_the_eighth),
		cmocka_unit_test(a_report_that_says_less_does_not_show),
		cmocka_unit_test(what_was_taken_back_is_no_report),
		cmocka_unit_test(an_event_that_is_not_there_or_was_not_known_is_not_found),
		cmocka_unit_test(a_callback_that_fails_stops_it),
	};
	return cmocka_run_group_tests(tests, make_dir, drop_dir);
}
