/* The same content lines in another order are no news; anything else is. */
#include "model/calendar.h"
#include "support.h"
#include <string.h>

static bool same(const char *a, const char *b)
{
	return dtl_calendar_same_lines((dtl_slice){ a, strlen(a) }, (dtl_slice){ b, strlen(b) });
}

static void lines_may_stand_in_any_order(void **state)
{
	(void)state;
	assert_true(same("[]", "[]"));
	assert_true(same("[\"A:1\",\"B:2\"]", "[\"B:2\",\"A:1\"]"));
	assert_false(same("[\"A:1\",\"B:2\"]", "[\"A:1\"]"));
	assert_false(same("[\"A:1\",\"A:1\"]", "[\"A:1\"]"));
	assert_false(same("[\"A:1\",\"A:1\",\"B:2\"]", "[\"A:1\",\"B:2\",\"B:2\"]"));
	assert_false(same("[\"A:1\"]", "[\"A:2\"]"));
	assert_false(same("[]", "[\"A:1\"]"));
}

static void components_stay_whole(void **state)
{
	(void)state;
	static const char two[] = "[\"BEGIN:VALARM\",\"ACTION:AUDIO\",\"TRIGGER:-PT1H\",\"END:VALARM\","
				  "\"BEGIN:VALARM\",\"ACTION:DISPLAY\",\"TRIGGER:-PT2H\",\"END:VALARM\"]";
	assert_true(same(two, "[\"BEGIN:VALARM\",\"TRIGGER:-PT2H\",\"ACTION:DISPLAY\",\"END:VALARM\","
			      "\"BEGIN:VALARM\",\"TRIGGER:-PT1H\",\"ACTION:AUDIO\",\"END:VALARM\"]"));
	/* The same lines, but each alarm has the other's trigger. */
	assert_false(same(two, "[\"BEGIN:VALARM\",\"ACTION:AUDIO\",\"TRIGGER:-PT2H\",\"END:VALARM\","
			       "\"BEGIN:VALARM\",\"ACTION:DISPLAY\",\"TRIGGER:-PT1H\",\"END:VALARM\"]"));
	assert_false(
	    same("[\"BEGIN:VALARM\",\"A:1\",\"END:VALARM\"]", "[\"A:1\",\"BEGIN:VALARM\",\"END:VALARM\"]"));
}

static void parameters_and_rules_may_stand_in_any_order(void **state)
{
	(void)state;
	assert_true(same("[\"A;X=1;Y=\\\"b;c:d\\\":v\"]", "[\"A;Y=\\\"b;c:d\\\";X=1:v\"]"));
	assert_false(same("[\"A;X=1;Y=2:v\"]", "[\"A;X=2;Y=1:v\"]"));
	assert_false(same("[\"A:x;y\"]", "[\"A:y;x\"]"));
	assert_true(same("[\"RRULE:FREQ=DAILY;COUNT=3\"]", "[\"RRULE:COUNT=3;FREQ=DAILY\"]"));
	assert_true(same("[\"FREQ=DAILY;COUNT=3\"]", "[\"COUNT=3;FREQ=DAILY\"]"));
	assert_true(same(
	    "[\"DTSTART;TZID=A:20130607T140000\"]", "[\"DTSTART;TZID=A;VALUE=DATE-TIME:20130607T140000\"]"));
	assert_false(same("[\"DTSTART:20130607\"]", "[\"DTSTART;VALUE=DATE:20130607\"]"));
}

static void zones_are_lines_in_one_text(void **state)
{
	(void)state;
	assert_true(same("[\"BEGIN:VTIMEZONE\\nTZID:A\\nX:1\\nEND:VTIMEZONE\"]",
	    "[\"BEGIN:VTIMEZONE\\nX:1\\nTZID:A\\nEND:VTIMEZONE\"]"));
	assert_true(same("\"BEGIN:VTIMEZONE\\nTZID:A\\nX:1\\nEND:VTIMEZONE\"",
	    "\"BEGIN:VTIMEZONE\\nX:1\\nTZID:A\\nEND:VTIMEZONE\""));
	/* A backslash and an n that stand in the text are no line break. */
	assert_false(same("[\"A:1\\\\nB:2\"]", "[\"B:2\",\"A:1\"]"));
}

static void nesting_has_an_end(void **state)
{
	(void)state;
	dtl_text deep = DTL_TEXT_INIT, other = DTL_TEXT_INIT;
	dtl_text_add(&deep, "[\"A:1\"");
	dtl_text_add(&other, "[");
	for (int i = 0; i < 100; i++)
		dtl_text_add(&deep, ",\"BEGIN:X\"");
	for (int i = 0; i < 100; i++)
		dtl_text_addf(&other, "%s\"BEGIN:X\"", i ? "," : "");
	dtl_text_add(&deep, "]");
	dtl_text_add(&other, ",\"A:1\"]");
	assert_false(same(dtl_text_str(&deep), dtl_text_str(&other)));
	dtl_text_free(&deep);
	dtl_text_free(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_may_stand_in_any_order),
		cmocka_unit_test(components_stay_whole),
		cmocka_unit_test(parameters_and_rules_may_stand_in_any_order),
		cmocka_unit_test(zones_are_lines_in_one_text),
		cmocka_unit_test(nesting_has_an_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
