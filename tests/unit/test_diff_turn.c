/* What is said to have become of an event. */
#include "query/diff_turn.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

static dtl_error err;

static dtl_standing at(const char *edtf)
{
	dtl_standing s = { .dated = edtf != NULL };
	if (edtf)
		assert_ok(dtl_date_parse(&s.date, edtf, NULL, &err));
	return s;
}

/* The turns as "held firmed-up 3". */
static const char *told(dtl_turns turns)
{
	static char text[256];
	text[0] = '\0';
	for (size_t i = 0; i < turns.count; i++) {
		strcat(text, i ? " " : "");
		strcat(text, dtl_turn_name(turns.list[i]));
	}
	if (turns.days)
		snprintf(text + strlen(text), 24, " %d", (int)turns.days);
	return text;
}

static void dates_firm_up_slip_come_forward_and_blur(void **state)
{
	(void)state;
	static const struct {
		const char *before, *after, *turns;
	} rows[] = {
		{ NULL, NULL, "" },
		{ "2013-07-08", "2013-07-08", "" },
		{ NULL, "2013-07", "firmed-up" },
		{ "2013-07", NULL, "less-certain" },
		{ "2013-07", "2013-07-08", "firmed-up" },
		{ "2013-07-08", "2013-07", "less-certain" },
		{ "[2013-06-06..2013-06-09]", "2013-06-07/2013-06-08", "firmed-up" },
		{ "2013-07~", "2013-07", "firmed-up" },
		{ "2013-07", "2013-07?", "less-certain" },
		{ "2013-07-08", "2013-07-11", "slipped 3" },
		{ "2013-07-11", "2013-07-08", "brought-forward 3" },
		{ "2013-12-31", "2014-01-01", "slipped 1" },
		{ "2013-07", "2013-09", "slipped" },
		{ "2013-07", "2013-09-02", "slipped" },
		{ "2013-09", "2013-07", "brought-forward" },
		{ "2013-07-08/2013-07-09", "2013-07-08/2013-07-10", "slipped" },
		{ "2013-07-08/2013-07-10", "2013-07-08/2013-07-09", "brought-forward" },
		{ "2013-07-08T10:00:00Z", "2013-07-08T14:00:00Z", "slipped" },
		{ "[..2013-06-03]", "2013-06-01", "firmed-up" },
		{ "2013-06-01", "[..2013-06-03]", "less-certain" },
		{ "../2013-06-03", "2013-06-01/2013-06-03", "firmed-up" },
		{ "../2013-06-03", "2013-06-01", "brought-forward" },
		{ "../2013-06-03", "2013-07-01", "slipped" },
		{ "2013-06-07/..", "2013-06-07/2013-06-08", "firmed-up" },
		{ "2013-06-01/..", "2013-06-02/..", "slipped 1" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		dtl_standing before = at(rows[i].before), after = at(rows[i].after);
		const char *have = told(dtl_turns_between(&before, &after));
		if (strcmp(have, rows[i].turns) != 0)
			fail_msg("%s to %s: '%s', not '%s'", rows[i].before ? rows[i].before : "nothing",
			    rows[i].after ? rows[i].after : "nothing", have, rows[i].turns);
	}
}

static void places_are_found_moved_and_lost(void **state)
{
	(void)state;
	dtl_standing none = at(NULL), sunnylands = at(NULL), california = at(NULL), beijing = at(NULL);
	california.place = "california";
	beijing.place = "beijing";
	sunnylands.place = "sunnylands";
	sunnylands.above = "california";
	assert_string_equal(told(dtl_turns_between(&none, &beijing)), "firmed-up");
	assert_string_equal(told(dtl_turns_between(&california, &sunnylands)), "firmed-up");
	assert_string_equal(told(dtl_turns_between(&sunnylands, &california)), "less-certain");
	assert_string_equal(told(dtl_turns_between(&beijing, &sunnylands)), "moved");
	assert_string_equal(told(dtl_turns_between(&sunnylands, &none)), "less-certain");
}

static void the_most_telling_turn_comes_first(void **state)
{
	(void)state;
	dtl_standing before = at("2013-07"), after = at("2013-07-08");
	before.status = "expected";
	after.status = "held";
	after.place = "washington";
	assert_string_equal(told(dtl_turns_between(&before, &after)), "held firmed-up");
	after.status = "announced";
	assert_string_equal(told(dtl_turns_between(&before, &after)), "firmed-up status");
	after = at(NULL);
	after.status = "postponed";
	assert_string_equal(told(dtl_turns_between(&before, &after)), "postponed less-certain");
	after.status = "cancelled";
	assert_string_equal(told(dtl_turns_between(&before, &after)), "cancelled less-certain");
	before = at("2013-07-08");
	before.place = "beijing";
	after = at("2013-07-10");
	after.place = "washington";
	assert_string_equal(told(dtl_turns_between(&before, &after)), "slipped moved 2");
	before.status = after.status = "held";
	assert_string_equal(told(dtl_turns_between(&before, &after)), "moved other");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_firm_up_slip_come_forward_and_blur),
		cmocka_unit_test(places_are_found_moved_and_lost),
		cmocka_unit_test(the_most_telling_turn_comes_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
