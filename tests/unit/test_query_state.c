#include "model/state.h"
#include "store/stmt.h"
#include "support.h"
#include <string.h>

static dtl_error err;

static dtl_state state_of(const char *status, const char *edtf, const char *today)
{
	dtl_date date;
	int64_t t = 0;
	assert_ok(dtl_time_parse(&t, today, &err));
	if (edtf)
		assert_ok(dtl_date_parse(&date, edtf, NULL, &err));
	return dtl_state_of(status, edtf ? &date.bounds : NULL, t);
}

static void a_day_is_under_way_from_its_first_to_its_last_second(void **state)
{
	(void)state;
	assert_int_equal(state_of(NULL, "2013-06-07", "2013-06-06T23:59:59Z"), DTL_STATE_UPCOMING);
	assert_int_equal(state_of(NULL, "2013-06-07", "2013-06-07T00:00:00Z"), DTL_STATE_UNDER_WAY);
	assert_int_equal(state_of("confirmed", "2013-06-07", "2013-06-07T23:59:59Z"), DTL_STATE_UNDER_WAY);
	assert_int_equal(state_of(NULL, "2013-06-07", "2013-06-08T00:00:00Z"), DTL_STATE_OVER);
	assert_int_equal(
	    state_of("announced", "2013-06-07/2013-06-08", "2013-06-08T12:00:00Z"), DTL_STATE_UNDER_WAY);
}

static void a_vague_date_is_upcoming_until_it_must_have_begun(void **state)
{
	(void)state;
	assert_int_equal(state_of("expected", "2013-07", "2013-07-05"), DTL_STATE_UPCOMING);
	assert_int_equal(state_of("expected", "2013-07", "2013-07-31"), DTL_STATE_UPCOMING);
	assert_int_equal(state_of("expected", "2013-07/2013-09", "2013-07-05"), DTL_STATE_UPCOMING);
	assert_int_equal(state_of("expected", "2013-07/2013-09", "2013-08-01"), DTL_STATE_UNDER_WAY);
	assert_int_equal(state_of("expected", "2013-07/2013-09", "2013-09-30"), DTL_STATE_UNDER_WAY);
	assert_int_equal(state_of(NULL, "2013-07/..", "2100-01-01"), DTL_STATE_UNDER_WAY);
	assert_int_equal(state_of(NULL, "../2013-07", "2013-07-05"), DTL_STATE_UNDER_WAY);
	assert_int_equal(state_of(NULL, "[2013-07..]", "2013-07-05"), DTL_STATE_UPCOMING);
}

static void what_was_expected_and_not_reported_is_overdue_then_lapsed(void **state)
{
	(void)state;
	assert_int_equal(state_of("rumoured", "2013-07", "2013-08-01"), DTL_STATE_OVERDUE);
	assert_int_equal(state_of("confirmed", "2013-07", "2014-08-02"), DTL_STATE_OVERDUE);
	assert_int_equal(state_of("confirmed", "2013-07", "2014-08-03"), DTL_STATE_LAPSED);
	assert_int_equal(state_of(NULL, "2013-07", "2020-01-01"), DTL_STATE_OVER);
}

static void a_status_that_settles_it_does_not_look_at_the_day(void **state)
{
	(void)state;
	assert_int_equal(state_of("held", "2013-07", "2000-01-01"), DTL_STATE_OVER);
	assert_int_equal(state_of("postponed", NULL, "2013-01-01"), DTL_STATE_POSTPONED);
	assert_int_equal(state_of("postponed", "2013-01", "2014-01-01"), DTL_STATE_POSTPONED);
	assert_int_equal(state_of("cancelled", "2013-01", "2014-01-01"), DTL_STATE_CANCELLED);
	assert_int_equal(state_of("announced", NULL, "2014-01-01"), DTL_STATE_UPCOMING);
}

/* The SQL must say what the C says. */
static const char sql_state[] =
    "SELECT " DTL_STATE_SQL " FROM (SELECT :status AS status, :span AS span, :start_lo AS start_lo,"
    " :start_hi AS start_hi, :end_lo AS end_lo, :end_hi AS end_hi) e";

static void compare(dtl_stmt *st, const char *status, const char *edtf, int64_t today)
{
	dtl_date d = { .bounds = { DTL_TIME_MAX, DTL_TIME_MAX, DTL_TIME_MAX, DTL_TIME_MAX } };
	if (edtf)
		assert_ok(dtl_date_parse(&d, edtf, NULL, &err));
	dtl_stmt_reset(st);
	dtl_bind_text(st, ":status", status);
	dtl_bind_int(st, ":span", edtf ? 3 : 6);
	dtl_bind_int(st, ":start_lo", d.bounds.start_lo);
	dtl_bind_int(st, ":start_hi", d.bounds.start_hi);
	dtl_bind_int(st, ":end_lo", d.bounds.end_lo);
	dtl_bind_int(st, ":end_hi", d.bounds.end_hi);
	dtl_bind_int(st, ":today", today);
	assert_ok(dtl_stmt_step(st, &err));
	assert_string_equal(
	    dtl_take_text(st), dtl_state_name(dtl_state_of(status, edtf ? &d.bounds : NULL, today)));
}

static void sql_says_the_same(void **state)
{
	static const char *const statuses[] = { NULL, "rumoured", "confirmed", "held", "postponed",
		"cancelled" };
	static const char *const dates[] = { NULL, "2013-06-07", "2013-07", "2013-07/2013-09", "2013-07/..",
		"../2013-07", "[2013-07..]", "[..2013-07]", "/2013-07", "2013-07/", "2013-06-07T14:00:00Z" };
	dtl_store *store = NULL;
	dtl_stmt st = DTL_STMT_INIT;
	(void)state;
	assert_ok(dtl_store_open(&store, NULL, DTL_STORE_MEMORY, &err));
	assert_ok(dtl_stmt_prepare(store, &st, sql_state, &err));
	for (size_t s = 0; s < sizeof(statuses) / sizeof(*statuses); s++)
		for (size_t d = 0; d < sizeof(dates) / sizeof(*dates); d++)
			for (int64_t today = 1370000000; today < 1420000000; today += 43200)
				compare(&st, statuses[s], dates[d], today);
	dtl_stmt_finalize(&st);
	dtl_store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_is_under_way_from_its_first_to_its_last_second),
		cmocka_unit_test(a_vague_date_is_upcoming_until_it_must_have_begun),
		cmocka_unit_test(what_was_expected_and_not_reported_is_overdue_then_lapsed),
		cmocka_unit_test(a_status_that_settles_it_does_not_look_at_the_day),
		cmocka_unit_test(sql_says_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
