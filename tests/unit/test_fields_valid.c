/* Values of registers: total, whatever a ledger may hold. */
#include "model/field_types.h"
#include "support.h"
#include <string.h>

typedef struct value {
	dtl_kind kind;
	const char *field, *member, *value;
} value;

static bool ask(const value *v, const char **why)
{
	dtl_slice field = { v->field, v->field ? strlen(v->field) : 0 };
	dtl_slice member = { v->member, v->member ? strlen(v->member) : 0 };
	return dtl_field_valid(v->kind, field, member, (dtl_slice){ v->value, strlen(v->value) }, why);
}

static void check(const value *values, size_t count, bool right)
{
	for (size_t i = 0; i < count; i++) {
		const char *why = NULL;
		bool valid = ask(&values[i], &why);
		if (valid != right)
			print_error("%s %s %s: %s\n", values[i].field,
			    values[i].member ? values[i].member : "-", values[i].value, why ? why : "right");
		assert_int_equal(valid, right);
		assert_int_equal(why != NULL, !right);
		assert_int_equal(ask(&values[i], NULL), right);
	}
}

#define CHECK(values, right) check(values, sizeof(values) / sizeof(*(values)), right)

static void takes_what_the_fields_hold(void **state)
{
	(void)state;
	static const value values[] = {
		{ DTL_EVENT, NULL, NULL, "true" },
		{ DTL_EVENT, "title", NULL, "\"A \\\"B\\\"\"" },
		{ DTL_EVENT, "title", NULL, "null" },
		{ DTL_EVENT, "level", NULL, "\"track-1.5\"" },
		{ DTL_EVENT, "type", NULL, "\"press-conference\"" },
		{ DTL_EVENT, "description", NULL, "\"a\\n\\tb\"" },
		{ DTL_EVENT, "place", NULL, "\"x\"" },
		{ DTL_EVENT, "when", NULL, "{\"unknown\":true}" },
		{ DTL_EVENT, "when", NULL, "{\"edtf\":\"2013\"}" },
		{ DTL_EVENT, "when", NULL,
		    "{\"edtf\":\"2013-07\",\"rules\":1,\"said_on\":\"2013-06-04\",\"text\":\"next \\\"month\\\"\"}" },
		{ DTL_EVENT, "when", NULL, "{\"edtf\":\"2013-06-07T14:00:00\",\"tz\":\"Asia/Shanghai\"}" },
		{ DTL_EVENT, "when", NULL, "{\"edtf\":\"-0044-03-15\",\"said_on\":\"-0044-03-14\"}" },
		{ DTL_EVENT, "series", NULL, "{\"edition\":1,\"id\":\"a\"}" },
		{ DTL_EVENT, "series", NULL, "{\"edition\":100000}" },
		{ DTL_EVENT, "actors", "a:host", "true" },
		{ DTL_EVENT, "actors", "a:b:host", "{\"for\":\"c\"}" },
		{ DTL_EVENT, "topics", "a", "true" },
		{ DTL_EVENT, "topics", "a", "null" },
		{ DTL_EVENT, "links", "follows:a:b", "true" },
		{ DTL_EVENT, "sources", "s", "true" },
		{ DTL_EVENT, "extra", NULL, "{\"a\":\"\\\\b\\n\"}" },
		{ DTL_EVENT, "same_as", NULL, "\"b\"" },
		{ DTL_ACTOR, "codes", "iso2", "\"CN\"" },
		{ DTL_ACTOR, "aliases", "A \\\"B\\\"", "true" },
		{ DTL_ACTOR, "affiliations", "holds:a", "true" },
		{ DTL_ACTOR, "affiliations", "member-of:a#2", "{\"from\":\"2013-03\",\"to\":\"2017\"}" },
		{ DTL_PLACE, "geo", NULL, "{\"lat\":-90,\"lon\":180}" },
		{ DTL_PLACE, "country", NULL, "\"US\"" },
		{ DTL_SERIES, "cadence", NULL, "\"FREQ=YEARLY\"" },
		{ DTL_SOURCE, "published", NULL, "\"2013-06-04T11:47:00+08:00\"" },
		{ DTL_TOPIC, "label", NULL, "\"x\"" },
	};
	CHECK(values, true);
}

static void refuses_everything_else_without_falling_over(void **state)
{
	(void)state;
	static const value values[] = {
		{ DTL_EVENT, NULL, NULL, "false" },
		{ DTL_EVENT, "titel", NULL, "\"A\"" },
		{ DTL_EVENT, "", NULL, "\"A\"" },
		{ DTL_EVENT, "uid", NULL, "\"A\"" },
		{ DTL_EVENT, "instances", "x", "true" },
		{ DTL_EVENT, "title", NULL, "7" },
		{ DTL_EVENT, "title", NULL, "\"\"" },
		{ DTL_EVENT, "title", NULL, "\"a\\nb\"" },
		{ DTL_EVENT, "title", NULL, "\"\xFF\"" },
		{ DTL_EVENT, "title", "x", "\"A\"" },
		{ DTL_EVENT, "level", NULL, "\"Minister\"" },
		{ DTL_EVENT, "level", NULL, "true" },
		{ DTL_EVENT, "type", NULL, "\"Press conference\"" },
		{ DTL_EVENT, "place", NULL, "{}" },
		{ DTL_EVENT, "place", NULL, "\" \"" },
		{ DTL_EVENT, "when", NULL, "\"2013\"" },
		{ DTL_EVENT, "when", NULL, "{}" },
		{ DTL_EVENT, "when", NULL, "{\"edtf\":\"soon\"}" },
		{ DTL_EVENT, "when", NULL, "{\"edtf\":7}" },
		{ DTL_EVENT, "when", NULL, "{\"edtf\":\"2013\",\"unknown\":true}" },
		{ DTL_EVENT, "when", NULL, "{\"unknown\":false}" },
		{ DTL_EVENT, "when", NULL, "{\"edtf\":\"2013\",\"other\":1}" },
		{ DTL_EVENT, "when", NULL, "{\"edtf\":\"2013\",\"rules\":0}" },
		{ DTL_EVENT, "when", NULL, "{\"edtf\":\"2013\",\"tz\":\"Mars\"}" },
		{ DTL_EVENT, "when", NULL, "{\"edtf\":\"2013\",\"said_on\":\"2013\"}" },
		{ DTL_EVENT, "when", NULL, "{\"edtf\":\"2013\",\"text\":\"\"}" },
		{ DTL_EVENT, "when", NULL, "{\"edtf\":\"2013-06-07T14:00:00\"}" },
		{ DTL_EVENT, "series", NULL, "{}" },
		{ DTL_EVENT, "series", NULL, "\"a\"" },
		{ DTL_EVENT, "series", NULL, "{\"edition\":0}" },
		{ DTL_EVENT, "series", NULL, "{\"edition\":1.5}" },
		{ DTL_EVENT, "series", NULL, "{\"id\":7}" },
		{ DTL_EVENT, "series", NULL, "{\"id\":\"a\",\"n\":7}" },
		{ DTL_EVENT, "actors", NULL, "true" },
		{ DTL_EVENT, "actors", "", "true" },
		{ DTL_EVENT, "actors", "a", "true" },
		{ DTL_EVENT, "actors", ":host", "true" },
		{ DTL_EVENT, "actors", "a:hots", "true" },
		{ DTL_EVENT, "actors", "a:host", "false" },
		{ DTL_EVENT, "actors", "a:host", "{}" },
		{ DTL_EVENT, "actors", "a:host", "{\"for\":7}" },
		{ DTL_EVENT, "actors", "a:host", "{\"for\":\"b\",\"x\":1}" },
		{ DTL_EVENT, "actors", "a\\u0001:host", "true" },
		{ DTL_EVENT, "topics", "", "true" },
		{ DTL_EVENT, "topics", "a", "\"x\"" },
		{ DTL_EVENT, "links", "follows", "true" },
		{ DTL_EVENT, "links", "follows:", "true" },
		{ DTL_EVENT, "links", "precedes:a", "true" },
		{ DTL_EVENT, "extra", NULL, "[]" },
		{ DTL_EVENT, "extra", NULL, "{\"a\":\"\\u0001\"}" },
		{ DTL_ACTOR, "codes", "ISO", "\"CN\"" },
		{ DTL_ACTOR, "codes", "iso2", "\"\"" },
		{ DTL_ACTOR, "codes", "iso2", "true" },
		{ DTL_ACTOR, "aliases", " ", "true" },
		{ DTL_ACTOR, "aliases", "a", "1" },
		{ DTL_ACTOR, "affiliations", "a", "true" },
		{ DTL_ACTOR, "affiliations", "holds:", "true" },
		{ DTL_ACTOR, "affiliations", "owns:a", "true" },
		{ DTL_ACTOR, "affiliations", "holds:a", "{\"from\":\"soon\"}" },
		{ DTL_ACTOR, "affiliations", "holds:a", "{\"since\":\"2013\"}" },
		{ DTL_ACTOR, "affiliations", "holds:a", "[]" },
		{ DTL_PLACE, "geo", NULL, "{\"lat\":1}" },
		{ DTL_PLACE, "geo", NULL, "{\"lat\":91,\"lon\":0}" },
		{ DTL_PLACE, "geo", NULL, "{\"lat\":\"1\",\"lon\":0}" },
		{ DTL_PLACE, "geo", NULL, "{\"alt\":1,\"lat\":1,\"lon\":0}" },
		{ DTL_PLACE, "lat", NULL, "1" },
		{ DTL_SOURCE, "published", NULL, "\"2013-06-04T11:47:00\"" },
		{ DTL_SOURCE, "published", NULL, "\"yesterday\"" },
		{ DTL_CHANGESET, "retracted", NULL, "true" },
	};
	CHECK(values, false);
}

static void cadences_are_rules_of_days_or_longer(void **state)
{
	(void)state;
	static const char *const right[] = {
		"FREQ=YEARLY;BYMONTH=7",
		"FREQ=DAILY",
		"BYMONTH=6,7;FREQ=YEARLY;INTERVAL=2",
		"FREQ=MONTHLY;BYDAY=-1FR,+2MO,TU",
		"FREQ=YEARLY;BYMONTH=9;BYDAY=3TU;COUNT=10",
		"FREQ=WEEKLY;BYDAY=MO,SU;WKST=SU",
		"FREQ=YEARLY;BYYEARDAY=-1,366",
		"FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
		"FREQ=MONTHLY;BYMONTHDAY=-31;UNTIL=20301231",
		"FREQ=DAILY;UNTIL=20301231T235959Z",
		"FREQ=DAILY;BYHOUR=9;BYMINUTE=0,30;BYSECOND=0",
		"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-1",
	};
	static const char *const wrong[] = {
		"",
		"yearly",
		"FREQ",
		"FREQ=",
		"FREQ=HOURLY",
		"FREQ=YEARLY ",
		"FREQ=YEARLY;",
		";FREQ=YEARLY",
		"FREQ=YEARLY;;BYMONTH=7",
		"RRULE:FREQ=YEARLY",
		"BYMONTH=7",
		"FREQ=YEARLY;FREQ=DAILY",
		"FREQ=YEARLY;BYMONTH=13",
		"FREQ=YEARLY;BYMONTH=0",
		"FREQ=YEARLY;BYMONTH=-7",
		"FREQ=YEARLY;BYMONTH=7,",
		"FREQ=YEARLY;BYMONTH=",
		"FREQ=YEARLY;BYMOON=1",
		"FREQ=YEARLY;INTERVAL=0",
		"FREQ=YEARLY;INTERVAL=123456789012",
		"FREQ=YEARLY;COUNT=1;UNTIL=2030",
		"FREQ=YEARLY;COUNT=1;UNTIL=20300101",
		"FREQ=DAILY;UNTIL=tomorrow",
		"FREQ=DAILY;UNTIL=20300101T000000X",
		"FREQ=WEEKLY;BYDAY=2MO",
		"FREQ=WEEKLY;BYMONTHDAY=1",
		"FREQ=MONTHLY;BYWEEKNO=1",
		"FREQ=MONTHLY;BYYEARDAY=1",
		"FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO",
		"FREQ=YEARLY;BYDAY=0MO",
		"FREQ=YEARLY;BYDAY=MON",
		"FREQ=YEARLY;BYDAY=M",
		"FREQ=YEARLY;BYDAY=+",
		"FREQ=YEARLY;WKST=1MO",
		"FREQ=MONTHLY;BYSETPOS=1",
		"FREQ=YEARLY;BYMONTH=7\n",
	};
	for (size_t i = 0; i < sizeof(right) / sizeof(*right); i++) {
		const char *why = dtl_cadence_wrong(right[i], strlen(right[i]));
		if (why)
			print_error("%s: %s\n", right[i], why);
		assert_null(why);
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		const char *why = dtl_cadence_wrong(wrong[i], strlen(wrong[i]));
		if (!why)
			print_error("%s\n", wrong[i]);
		assert_non_null(why);
	}
}

static void words_that_may_be_kept(void **state)
{
	(void)state;
	static const char *const lines[] = { "a", "a b", "\xC3\xA9", "\xE4\xB8\xAD\xE5\x9B\xBD", "!" };
	static const char *const wrong[] = { "", " ", "\t", "\xC2\xA0", "a\nb", "a\x7F", "\xC2\x85", "\xFF",
		"\xED\xA0\x80" };
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		assert_null(dtl_words_wrong(lines[i], strlen(lines[i]), false));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_non_null(dtl_words_wrong(wrong[i], strlen(wrong[i]), false));
	assert_null(dtl_words_wrong("a\n\tb", 4, true));
	assert_string_equal(dtl_words_wrong("a\rb", 3, true), "has a control character");
	assert_string_equal(dtl_words_wrong("a\0b", 3, true), "has a control character");
	assert_string_equal(dtl_words_wrong("\n", 1, true), "is blank");
}

static void errors_quote_values_briefly_and_cleanly(void **state)
{
	(void)state;
	static const char sixty_one[] = "1234567890123456789012345678901234567890123456789012345678901";
	char buf[DTL_BRIEF];
	char longer[128];
	assert_string_equal(dtl_brief(buf, "caf\xC3\xA9"), "caf\xC3\xA9");
	assert_string_equal(dtl_brief(buf, "a\xFFz"), "a?z");
	assert_string_equal(dtl_brief(buf, sixty_one), sixty_one);
	strcpy(longer, sixty_one);
	strcat(longer, "\xC3\xA9\xC3\xA9\xC3\xA9");
	assert_string_equal(dtl_brief(buf, longer),
	    "123456789012345678901234567890123456789012345678901234567890\xE2\x80\xA6");
	memset(longer, 'x', sizeof(longer) - 1);
	strcpy(longer + 59, "\xC3\xA9 and more and more");
	dtl_brief(buf, longer);
	assert_int_equal(strlen(buf), 59 + 3);
	assert_string_equal(buf + 59, "\xE2\x80\xA6");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_the_fields_hold),
		cmocka_unit_test(refuses_everything_else_without_falling_over),
		cmocka_unit_test(cadences_are_rules_of_days_or_longer),
		cmocka_unit_test(words_that_may_be_kept),
		cmocka_unit_test(errors_quote_values_briefly_and_cleanly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
