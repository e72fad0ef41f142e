/* Offices in events: who held them on the day, who is found through them, and terms that do not fit. */
#include "test_model_fixture.h"
#include <dateline/query.h>

static int open_offices(void **state)
{
	int failed = open_bare(state);
	as.evidence.known = "2013-01-01";
	add(DTL_ACTOR, "id", "china", "name", "China", "kind", "state");
	add(DTL_ACTOR, "id", "mod", "name", "Ministry of Defense", "kind", "org", "part-of", "china");
	add(DTL_ACTOR, "id", "minister", "name", "Minister of Defense", "kind", "office", "part-of", "mod");
	add(DTL_ACTOR, "id", "liang", "name", "Liang Guanglie", "kind", "person", "holds",
	    "minister:2008-03-17:2013-03-16");
	add(DTL_ACTOR, "id", "chang", "name", "Chang Wanquan", "kind", "person", "holds",
	    "minister:2013-03-16:2018-03-19");
	as = plain_header();
	return failed;
}

static void meeting(const char *id, const char *when, const char *with)
{
	add(DTL_EVENT, "id", id, "title", id, "when", when, "with", with);
}

/* "id (holder: holders)" of the parts of an event, in their order. */
static const char *parts_of(const char *id)
{
	static char list[1024];
	dtl_ask ask = { .only = id, .today = NOON };
	dtl_cursor *c = NULL;
	const dtl_event *e = NULL;
	assert_ok(dtl_find_events(&c, db, &ask, &err));
	assert_ok(dtl_cursor_event(c, &e, &err));
	list[0] = '\0';
	for (size_t i = 0; i < e->actor_count; i++) {
		const dtl_part *p = &e->actors[i];
		size_t len = strlen(list);
		snprintf(list + len, sizeof(list) - len, "%s%s (%s: %s)", len ? " " : "", p->id,
		    p->holder ? p->holder : "-", p->holders ? p->holders : "-");
	}
	dtl_cursor_close(c);
	return list;
}

static const char *found(const char *query, bool definite)
{
	static char list[1024];
	dtl_ask ask = { .query = query, .today = NOON, .definite = definite };
	dtl_cursor *c = NULL;
	const dtl_event *e;
	list[0] = '\0';
	assert_ok(dtl_find_events(&c, db, &ask, &err));
	while (dtl_cursor_event(c, &e, &err) == DTL_OK) {
		strcat(list, list[0] ? " " : "");
		strcat(list, e->id);
	}
	dtl_cursor_close(c);
	return list;
}

static void its_holder_on_the_day_is_told(void **state)
{
	(void)state;
	meeting("a", "2012-05-01", "minister");
	meeting("b", "2013-08-19", "minister:host");
	meeting("c", "2019-01-01", "minister");
	meeting("d", "unknown", "minister");
	meeting("e", "2013-08-19", "chang");
	assert_string_equal(parts_of("a"), "minister (liang: Liang Guanglie)");
	assert_string_equal(parts_of("b"), "minister (chang: Chang Wanquan)");
	assert_string_equal(parts_of("c"), "minister (-: -)");
	assert_string_equal(parts_of("d"), "minister (-: -)");
	assert_string_equal(parts_of("e"), "chang (-: -)");
}

static void a_vague_day_leaves_it_open(void **state)
{
	(void)state;
	meeting("a", "2013-03", "minister");
	meeting("b", "2013-03-16", "minister");
	assert_string_equal(parts_of("a"), "minister (-: Liang Guanglie or Chang Wanquan)");
	assert_string_equal(parts_of("b"), "minister (-: Liang Guanglie or Chang Wanquan)");
}

static void who_held_it_is_found_where_only_the_office_is_named(void **state)
{
	(void)state;
	meeting("a", "2012-05-01", "minister");
	meeting("b", "2013-03", "minister");
	meeting("c", "2013-08-19", "minister");
	meeting("d", "2013-08-20", "chang");
	assert_string_equal(found("actor:liang", false), "a b");
	assert_string_equal(found("actor:chang", false), "b c d");
	assert_string_equal(found("actor:chang", true), "c d");
	assert_string_equal(found("with:liang,chang", false), "a b c d");
	assert_string_equal(found("actor:minister", false), "a b c d");
	assert_string_equal(found("actor:china", false), "a b c d");
	assert_string_equal(found("not actor:chang", true), "a");
}

static void one_holder_is_not_found_through_the_other(void **state)
{
	(void)state;
	/* A deputy holds it at the same time. */
	add(DTL_ACTOR, "id", "deputy", "name", "A deputy", "kind", "person", "holds",
	    "minister:2013-05-01:2013-06-01");
	meeting("a", "2013-05-10", "deputy");
	meeting("b", "2013-05-11", "minister");
	assert_string_equal(found("actor:chang", false), "b");
	assert_string_equal(found("actor:deputy", false), "a b");
}

static void handing_over_on_one_day_is_fine(void **state)
{
	(void)state;
	meeting("a", "2013-03-16", "minister");
	assert_string_equal(findings(false), "");
	/* So is the day after, or a month after a month. */
	add(DTL_ACTOR, "id", "wei", "name", "Wei Fenghe", "kind", "person", "holds",
	    "minister:2018-03-20:2023-03");
	add(DTL_ACTOR, "id", "li", "name", "Li Shangfu", "kind", "person", "holds", "minister:2023-04");
	assert_string_equal(findings(false), "");
}

static void gaps_and_overlaps_are_found(void **state)
{
	(void)state;
	add(DTL_ACTOR, "id", "wei", "name", "Wei Fenghe", "kind", "person", "holds",
	    "minister:2018-04-19:2023-03");
	assert_string_equal(findings(false),
	    "gap actor minister: nobody is known to hold it from 2018-03-20 to 2018-04-18, before 'wei'\n");
	set(DTL_ACTOR, "wei", "holds", "minister:2018-01-01");
	assert_contains(findings(false), "overlap actor minister: held by 'chang' and 'wei' at once\n");
}

static void a_short_term_within_a_longer_one_makes_no_gap(void **state)
{
	(void)state;
	add(DTL_ACTOR, "id", "deputy", "name", "A deputy", "kind", "person", "holds",
	    "minister:2013-05-01:2013-06-01");
	add(DTL_ACTOR, "id", "wei", "name", "Wei Fenghe", "kind", "person", "holds",
	    "minister:2018-03-19:2023-03");
	assert_string_equal(
	    findings(false), "overlap actor minister: held by 'chang' and 'deputy' at once\n");
}

static void dates_outside_every_term_are_found(void **state)
{
	(void)state;
	meeting("a", "2018-03-20", "minister");
	assert_string_equal(
	    findings(false), "outside event a: names 'minister', which nobody is known to have held then\n");
	set(DTL_EVENT, "a", "when", "2018-03");
	assert_string_equal(findings(false), "");
	meeting("b", "2005-05", "liang:delegate:minister");
	assert_contains(
	    findings(false), "outside event b: names 'minister', which nobody is known to have held then\n");
	assert_contains(
	    findings(false), "outside event b: 'liang' acts for 'minister' outside of every term\n");
}

static void who_acts_for_a_state_is_tied_to_it_by_his_terms(void **state)
{
	(void)state;
	add(DTL_ACTOR, "id", "us", "name", "United States", "kind", "state");
	meeting("in", "2013-08-19", "chang:delegate:china");
	meeting("never", "2013-08-19", "chang:delegate:us");
	meeting("unknown", "unknown", "chang:delegate:china");
	assert_string_equal(findings(false), "");
	meeting("out", "2012-08-19", "chang:delegate:china");
	assert_string_equal(
	    findings(false), "outside event out: 'chang' acts for 'china' outside of every term\n");
}

static void an_office_without_terms_is_nobodys_business(void **state)
{
	(void)state;
	add(DTL_ACTOR, "id", "envoy", "name", "Envoy", "kind", "office", "part-of", "china");
	meeting("a", "1950", "envoy");
	assert_string_equal(findings(false), "");
	assert_string_equal(parts_of("a"), "envoy (-: -)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(its_holder_on_the_day_is_told, open_offices, close_db),
		cmocka_unit_test_setup_teardown(a_vague_day_leaves_it_open, open_offices, close_db),
		cmocka_unit_test_setup_teardown(
		    who_held_it_is_found_where_only_the_office_is_named, open_offices, close_db),
		cmocka_unit_test_setup_teardown(
		    one_holder_is_not_found_through_the_other, open_offices, close_db),
		cmocka_unit_test_setup_teardown(handing_over_on_one_day_is_fine, open_offices, close_db),
		cmocka_unit_test_setup_teardown(gaps_and_overlaps_are_found, open_offices, close_db),
		cmocka_unit_test_setup_teardown(
		    a_short_term_within_a_longer_one_makes_no_gap, open_offices, close_db),
		cmocka_unit_test_setup_teardown(dates_outside_every_term_are_found, open_offices, close_db),
		cmocka_unit_test_setup_teardown(
		    who_acts_for_a_state_is_tied_to_it_by_his_terms, open_offices, close_db),
		cmocka_unit_test_setup_teardown(
		    an_office_without_terms_is_nobodys_business, open_offices, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
