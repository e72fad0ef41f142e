/* One in two places: by hand, and on random stays against looking at every two of them at every hour. */
#include "test_query_fixture.h"
#include <dateline/stats.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct told {
	char list[16384];
	size_t len;
} told;

/* "hagel a+b" possible, "!hagel a+b" certain. */
static dtl_status tell(void *user, const dtl_conflict *c, dtl_error *e)
{
	told *t = user;
	(void)e;
	t->len += (size_t)snprintf(t->list + t->len, sizeof(t->list) - t->len, "%s%s%s %s+%s",
	    t->len ? " | " : "", c->certain ? "!" : "", c->actor, c->one->key, c->other->key);
	return DTL_OK;
}

static const char *conflicts(const char *query, dtl_conflict_reach reach, dtl_conflict_count *count)
{
	static told t;
	dtl_ask ask = { .query = query };
	t.len = 0;
	t.list[0] = '\0';
	assert_ok(dtl_conflicts(&db, &ask, &(dtl_conflict_ask){ .reach = reach }, tell, &t, count, &err));
	return t.list;
}

static int64_t put_stay(int64_t event, const char *key, const char *edtf, int64_t place, int64_t actor)
{
	int64_t v = put_version(
	    (a_version){ .event = event, .key = key, .title = key, .edtf = edtf, .place = place });
	put_part(v, actor, "participant", 0);
	return v;
}

static void nothing_is_no_conflict(void **state)
{
	(void)state;
	dtl_conflict_count count = { 9, 9, 9 };
	assert_string_equal(conflicts("", DTL_CONFLICT_NEAR, &count), "");
	assert_int_equal(count.certain + count.possible + count.vague, 0);
}

static void two_places_on_one_day_are_possible_and_within_a_stay_certain(void **state)
{
	(void)state;
	put_stay(1, "a", "2013-06-07/2013-06-09", 201, 104);
	put_stay(2, "b", "2013-06-08", 202, 104);
	put_stay(3, "c", "2013-06-09", 203, 104); /* the same place under another name */
	put_stay(4, "d", "2013-06-20", 202, 104);
	assert_string_equal(conflicts("", DTL_CONFLICT_NEAR, NULL), "!hagel a+b | hagel a+c");
	assert_string_equal(conflicts("", DTL_CONFLICT_DEFINITE, NULL), "!hagel a+b");
	assert_string_equal(conflicts("date:2013-06-08", DTL_CONFLICT_NEAR, NULL), "!hagel a+b");
	assert_string_equal(conflicts("id:a", DTL_CONFLICT_NEAR, NULL), "");
}

static void a_place_within_the_other_is_no_conflict(void **state)
{
	(void)state;
	put_stay(1, "a", "2013-06-07/2013-06-09", 200, 104);
	put_stay(2, "b", "2013-06-08", 201, 104);
	put_stay(3, "c", "2013-06-08", 0, 104);
	assert_string_equal(conflicts("", DTL_CONFLICT_POSSIBLE, NULL), "");
}

static void vague_dates_are_left_out_and_counted(void **state)
{
	(void)state;
	dtl_conflict_count count;
	put_stay(1, "a", "2013-06", 201, 104);
	put_stay(2, "b", "2013-06-08", 202, 104);
	put_stay(3, "c", "2013-05/2013-07", 202, 104);
	assert_string_equal(conflicts("", DTL_CONFLICT_NEAR, &count), "!hagel c+a");
	assert_int_equal(count.vague, 2);
	assert_string_equal(conflicts("", DTL_CONFLICT_POSSIBLE, &count), "!hagel c+a | hagel a+b");
	assert_int_equal(count.vague, 0);
}

static void what_belongs_together_is_no_conflict(void **state)
{
	(void)state;
	put_stay(1, "a", "2013-06-07/2013-06-09", 201, 104);
	int64_t v = put_version((a_version){
	    .event = 2, .key = "b", .title = "b", .edtf = "2013-06-08", .place = 202, .parent = 1 });
	put_part(v, 104, "speaker", 0);
	v = put_stay(3, "c", "2013-06-08", 202, 104);
	run_sql(
	    "INSERT INTO event_link(version, rel, target) SELECT id, 'sideline-of', 1 FROM event WHERE event=3");
	v = put_version((a_version){ .event = 4,
	    .key = "d",
	    .title = "d",
	    .edtf = "2013-06-08",
	    .place = 202,
	    .status = "cancelled" });
	put_part(v, 104, "participant", 0);
	v = put_version((a_version){
	    .event = 5, .key = "e", .title = "e", .edtf = "2013-06-08", .place = 202, .type = "call" });
	put_part(v, 104, "participant", 0);
	v = put_version(
	    (a_version){ .event = 6, .key = "f", .title = "f", .edtf = "2013-06-08", .place = 202 });
	put_part(v, 104, "target", 0);
	assert_string_equal(conflicts("", DTL_CONFLICT_POSSIBLE, NULL), "");
}

static void an_office_is_whoever_holds_it(void **state)
{
	(void)state;
	put_stay(1, "a", "2013-06-07/2013-06-09", 201, 102);
	put_stay(2, "b", "2013-06-08", 202, 104);
	put_stay(3, "c", "2013-06-08", 202, 108); /* Panetta, no longer */
	put_stay(4, "d", "2012-06-07/2012-06-09", 201, 102);
	put_stay(5, "e", "2012-06-08", 202, 108);
	put_stay(6, "f", "2013-02-26/2013-02-28", 201, 102); /* either may have held it */
	put_stay(7, "g", "2013-02-27", 202, 108);
	assert_string_equal(conflicts("", DTL_CONFLICT_NEAR, NULL), "!panetta d+e | !hagel a+b");
	assert_string_equal(
	    conflicts("date:2012..2013", DTL_CONFLICT_NEAR, NULL), "!panetta d+e | !hagel a+b");
}

static void other_kinds_are_found_when_asked(void **state)
{
	(void)state;
	static told t;
	put_stay(1, "a", "2013-06-07/2013-06-09", 201, 100);
	put_stay(2, "b", "2013-06-08", 202, 106); /* merged with China */
	assert_string_equal(conflicts("", DTL_CONFLICT_NEAR, NULL), "");
	assert_ok(dtl_conflicts(
	    &db, &(dtl_ask){ .query = "" }, &(dtl_conflict_ask){ .kind = "state" }, tell, &t, NULL, &err));
	assert_string_equal(t.list, "!china a+b");
}

static void times_of_what_recurs_are_compared(void **state)
{
	(void)state;
	char sql[512];
	int64_t v = put_stay(1, "a", "2013-06-07T10:00:00Z/2013-12-20T11:00:00Z", 201, 104);
	snprintf(sql, sizeof(sql),
	    "INSERT INTO event_recurrence(version, recurrence, instances) VALUES(%d,"
	    "'{\"end\":\"2013-06-07T11:00:00Z\",\"rrule\":[\"FREQ=WEEKLY\"],\"start\":\"2013-06-07T10:00:00Z\"}',NULL)",
	    (int)v);
	run_sql(sql);
	put_stay(2, "b", "2013-06-14T10:30:00Z/2013-06-14T12:00:00Z", 202, 104);
	put_stay(3, "c", "2013-06-15T10:30:00Z/2013-06-15T12:00:00Z", 202, 104);
	assert_string_equal(conflicts("date:2013-06", DTL_CONFLICT_NEAR, NULL), "!hagel a+b");
}

/* ---- random ---- */

enum { STAYS = 120, DAYS = 90 };

typedef struct stay {
	int64_t start_lo, start_hi, end_lo, end_hi; /* half days */
	int place, actor;
} stay;

static stay stays[STAYS];
static const int64_t places[] = { 200, 201, 202 }, actors[] = { 104, 108 };
static unsigned seed = 11;

static int pick(int n)
{
	seed = seed * 1103515245U + 12345U;
	return (int)((seed >> 16) % (unsigned)n);
}

/* At every half day at which each may begin and end: 1 some, 2 all overlap. */
static int overlap(const stay *a, const stay *b)
{
	bool any = false, all = true;
	for (int64_t s = a->start_lo; s < a->start_hi; s++)
		for (int64_t e = a->end_lo + 1; e <= a->end_hi; e++)
			for (int64_t t = b->start_lo; t < b->start_hi; t++)
				for (int64_t f = b->end_lo + 1; f <= b->end_hi; f++) {
					if (s >= e || t >= f)
						continue;
					bool met = s < f && t < e;
					any = any || met;
					all = all && met;
				}
	return any ? all ? 2 : 1 : 0;
}

static void put_random_stays(void)
{
	for (int i = 0; i < STAYS; i++) {
		stay *s = &stays[i];
		char key[16];
		s->start_lo = 2 * pick(DAYS);
		s->start_hi = s->start_lo + 2 + 2 * (pick(4) == 0 ? pick(5) : 0);
		s->end_lo = s->start_lo + 2 * pick(4);
		s->end_hi = (s->end_lo + 2 > s->start_hi ? s->end_lo + 2 : s->start_hi) +
			    2 * (pick(4) == 0 ? pick(5) : 0);
		s->place = pick(3);
		s->actor = pick(2);
		dtl_bounds b = { s->start_lo * DTL_DAY / 2, s->start_hi * DTL_DAY / 2,
			s->end_lo * DTL_DAY / 2, s->end_hi * DTL_DAY / 2 };
		snprintf(key, sizeof(key), "s%03d", i);
		int64_t v = put_version((a_version){
		    .event = i + 1, .key = key, .title = key, .bounds = &b, .place = places[s->place] });
		put_part(v, actors[s->actor], "participant", 0);
	}
}

static void expect_random(int64_t expected[3], dtl_conflict_count *near)
{
	for (int i = 0; i < STAYS; i++)
		for (int j = i + 1; j < STAYS; j++) {
			const stay *a = &stays[i], *b = &stays[j];
			/* Sunnylands lies in California. */
			bool apart = a->place != b->place && (a->place == 2 || b->place == 2);
			if (a->actor != b->actor || !apart)
				continue;
			int how = overlap(a, b);
			bool vague = a->start_hi - a->start_lo > 6 || a->end_hi - a->end_lo > 6 ||
				     b->start_hi - b->start_lo > 6 || b->end_hi - b->end_lo > 6;
			expected[how]++;
			near->certain += how == 2;
			near->possible += how == 1 && !vague;
		}
}

static void random_stays_conflict_as_every_two_of_them_do(void **state)
{
	(void)state;
	int64_t expected[3] = { 0 };
	dtl_conflict_count near = { 0, 0, 0 }, have;
	put_random_stays();
	expect_random(expected, &near);
	conflicts("", DTL_CONFLICT_POSSIBLE, &have);
	assert_int_equal(have.certain, expected[2]);
	assert_int_equal(have.possible, expected[1]);
	conflicts("date:1960..1980", DTL_CONFLICT_NEAR, &have);
	assert_int_equal(have.certain, near.certain);
	assert_int_equal(have.possible, near.possible);
	conflicts("", DTL_CONFLICT_DEFINITE, &have);
	assert_int_equal(have.certain, near.certain);
	assert_int_equal(have.possible, 0);
	assert_true(near.certain > 10 && near.possible > 10 && expected[1] > near.possible);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_is_no_conflict, open_empty, close_world),
		cmocka_unit_test_setup_teardown(
		    two_places_on_one_day_are_possible_and_within_a_stay_certain, open_empty, close_world),
		cmocka_unit_test_setup_teardown(
		    a_place_within_the_other_is_no_conflict, open_empty, close_world),
		cmocka_unit_test_setup_teardown(
		    vague_dates_are_left_out_and_counted, open_empty, close_world),
		cmocka_unit_test_setup_teardown(
		    what_belongs_together_is_no_conflict, open_empty, close_world),
		cmocka_unit_test_setup_teardown(an_office_is_whoever_holds_it, open_empty, close_world),
		cmocka_unit_test_setup_teardown(other_kinds_are_found_when_asked, open_empty, close_world),
		cmocka_unit_test_setup_teardown(times_of_what_recurs_are_compared, open_empty, close_world),
		cmocka_unit_test_setup_teardown(
		    random_stays_conflict_as_every_two_of_them_do, open_empty, close_world),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
