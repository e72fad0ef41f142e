/* JSCalendar: times, rules, and events that come back as they went. */
#include "formats/jscal.h"
#include "support.h"
#include <cjson/cJSON.h>
#include <dateline/format.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dtl_error err;

static void a_date_is_a_start_and_a_duration(void **state)
{
	(void)state;
	static const struct {
		const char *edtf, *tz, *span;
	} rows[] = {
		{ "2013-07-08", NULL, "2013-07-08T00:00:00 P1D - day" },
		{ "2013-07", NULL, "2013-07-01T00:00:00 P31D - day" },
		{ "2013-06-07/2013-06-08", NULL, "2013-06-07T00:00:00 P2D - day" },
		{ "../2013-06-03", NULL, "2013-06-03T00:00:00 P1D - day" },
		{ "2013-06-03/..", NULL, "2013-06-03T00:00:00 P1D - day" },
		{ "2013-07-08T14:00:00Z", NULL, "2013-07-08T14:00:00 - Etc/UTC time" },
		{ "2013-07-08T14:00:00+02:00", NULL, "2013-07-08T12:00:00 - Etc/UTC time" },
		{ "2013-07-08T14:00:00", "Europe/Paris", "2013-07-08T14:00:00 - Europe/Paris time" },
		{ "2013-07-08T14:00:00", NULL, "2013-07-08T14:00:00 - - time" },
		{ "2013-07-08T14:00:00Z/2013-07-09T15:30:10Z", NULL,
		    "2013-07-08T14:00:00 P1DT1H30M10S Etc/UTC time" },
		{ "0000-01-01", NULL, "0000-01-01T00:00:00 P1D - day" },
		{ "-0001-01-01", NULL, NULL },
		{ "Y17000", NULL, NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		dtl_date date;
		dtl_jscal_span s;
		char text[256];
		assert_ok(dtl_date_parse(&date, rows[i].edtf, rows[i].tz, &err));
		bool fits = dtl_jscal_span_of(&date, rows[i].tz, &s);
		assert_int_equal(fits, rows[i].span != NULL);
		if (!fits)
			continue;
		snprintf(text, sizeof(text), "%s %s %s %s", s.start, s.duration[0] ? s.duration : "-",
		    s.zone[0] ? s.zone : "-", s.day ? "day" : "time");
		assert_string_equal(text, rows[i].span);
	}
}

static void a_start_and_a_duration_are_a_date(void **state)
{
	(void)state;
	static const struct {
		const char *start, *duration;
		bool day;
		const char *edtf; /* NULL: refused */
	} rows[] = {
		{ "2013-07-08T00:00:00", "P1D", true, "2013-07-08" },
		{ "2013-07-08T00:00:00", "", true, "2013-07-08" },
		{ "2013-07-08T00:00:00", "P2D", true, "2013-07-08/2013-07-09" },
		{ "2013-07-08T00:00:00", "P1W", true, "2013-07-08/2013-07-14" },
		{ "2013-07-08T14:00:00", "", false, "2013-07-08T14:00:00" },
		{ "2013-07-08T14:00:00", "PT1H30M", false, "2013-07-08T14:00:00/2013-07-08T15:30:00" },
		{ "2013-07-08T14:00:00", "P1DT1S", false, "2013-07-08T14:00:00/2013-07-09T14:00:01" },
		{ "2013-07-08T14:00:00", "PT1.5S", false, "2013-07-08T14:00:00/2013-07-08T14:00:01" },
		{ "2013-02-30T14:00:00", "", false, NULL },
		{ "2013-07-08", "", true, NULL },
		{ "2013-07-08T14:00:00Z", "", false, NULL },
		{ "2013-07-08T14:00:00", "1H", false, NULL },
		{ "2013-07-08T14:00:00", "PT", false, NULL },
		{ "2013-07-08T14:00:00", "PT1M1H", false, NULL },
		{ "2013-07-08T14:00:00", "P99999999999999D", false, NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		dtl_text edtf = DTL_TEXT_INIT;
		bool fits = dtl_jscal_edtf(&edtf, rows[i].start, rows[i].duration, rows[i].day);
		assert_int_equal(fits, rows[i].edtf != NULL);
		if (fits)
			assert_string_equal(dtl_text_str(&edtf), rows[i].edtf);
		dtl_text_free(&edtf);
	}
}

static void rules_come_back(void **state)
{
	(void)state;
	static const char *const rules[] = { "FREQ=WEEKLY;COUNT=5;BYDAY=MO",
		"FREQ=MONTHLY;BYDAY=-1FR,2MO;INTERVAL=2", "FREQ=YEARLY;BYMONTH=3,11;BYMONTHDAY=-1",
		"FREQ=DAILY;UNTIL=20130805T090000", "RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L;SKIP=FORWARD",
		"FREQ=YEARLY;BYYEARDAY=1,-1;BYSETPOS=1;WKST=SU;BYHOUR=9;BYMINUTE=0;BYSECOND=0;BYWEEKNO=20" };
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		dtl_text json = DTL_TEXT_INIT, back = DTL_TEXT_INIT;
		dtl_json_writer j = dtl_json_writer_to(&json, 0);
		assert_true(dtl_jscal_rule_write(&j, rules[i], strlen(rules[i]), ""));
		cJSON *rule = cJSON_Parse(dtl_text_str(&json));
		assert_non_null(rule);
		assert_true(dtl_jscal_rule_read(&back, rule));
		assert_string_equal(dtl_text_str(&back), rules[i]);
		cJSON_Delete(rule);
		dtl_text_free(&json);
		dtl_text_free(&back);
	}
	cJSON *odd = cJSON_Parse("{\"@type\":\"RecurrenceRule\",\"frequency\":\"daily\",\"byMoon\":1}");
	dtl_text back = DTL_TEXT_INIT;
	assert_false(dtl_jscal_rule_read(&back, odd));
	cJSON_Delete(odd);
	dtl_text_free(&back);
}

static char heard[8192];

static dtl_status hear(void *user, const dtl_entry *e, dtl_error *why)
{
	size_t len = strlen(heard);
	char *doc = e->doc ? dtl_entry_print(e) : NULL;
	(void)user;
	(void)why;
	if (e->error)
		snprintf(heard + len, sizeof(heard) - len, "%ld refused %s\n", e->line, e->error->text);
	else
		snprintf(heard + len, sizeof(heard) - len, "%ld %s %s %zu %s\n", e->line, e->uid,
		    e->id ? e->id : "-", e->mention_count, doc);
	free(doc);
	return e->error ? DTL_E_REJECTED : DTL_OK;
}

static dtl_status read_text(const char *text)
{
	const dtl_import_options options = { NULL, 0 };
	heard[0] = '\0';
	FILE *in = fmemopen((void *)(uintptr_t)text, strlen(text), "rb");
	assert_non_null(in);
	dtl_status status = dtl_importer_find("jscalendar")->read(in, &options, hear, NULL, &err);
	fclose(in);
	return status;
}

static void anybodys_events_are_taken(void **state)
{
	(void)state;
	static const struct {
		const char *text, *heard;
	} rows[] = {
		{ "{\"@type\":\"Event\",\"uid\":\"a\",\"title\":\"T\",\"start\":\"2013-07-08T09:00:00\",\"duration\":\"PT1H\","
		  "\"timeZone\":\"Europe/Paris\",\"status\":\"tentative\",\"color\":\"red\"}",
		    "1 a - 0 {\"extra\":{\"jscalendar\":{\"color\":\"red\"}},\"status\":\"expected\",\"title\":\"T\","
		    "\"when\":{\"edtf\":\"2013-07-08T09:00:00/2013-07-08T10:00:00\",\"tz\":\"Europe/Paris\"}}\n" },
		{ "{\"@type\":\"Group\",\"entries\":[\n{\"@type\":\"Task\",\"uid\":\"t\"},\n{\"@type\":\"Event\",\"uid\":\"b\",\"start\":"
		  "\"2013-07-08T09:00:00\",\"timeZone\":\"Etc/UTC\",\"locations\":{\"1\":{\"name\":\"Geneva\"}},\"participants\":"
		  "{\"1\":{\"name\":\"X\",\"roles\":{\"chair\":true}}}}],\"uid\":\"g\"}",
		    "2 refused a 'Task' is not taken, only an 'Event'\n"
		    "3 b - 2 {\"extra\":{\"jscalendar\":{\"locations\":{\"1\":{\"name\":\"Geneva\"}},\"participants\":{\"1\":"
		    "{\"name\":\"X\",\"roles\":{\"chair\":true}}}}},\"title\":null,\"when\":{\"edtf\":\"2013-07-08T09:00:00Z\"}}\n" },
		{ "{\"@type\":\"Event\",\"uid\":\"c\",\"start\":\"2013-07-08T09:00:00\",\"recurrenceRules\":[{\"@type\":\"RecurrenceRule\","
		  "\"frequency\":\"daily\",\"count\":3}],\"recurrenceOverrides\":{\"2013-07-09T09:00:00\":{\"excluded\":true}}}",
		    "1 c - 0 {\"extra\":{\"jscalendar\":{\"recurrenceOverrides\":{\"2013-07-09T09:00:00\":{\"excluded\":true}}}},"
		    "\"recurrence\":{\"exdate\":[\"2013-07-09T09:00:00\"],\"rrule\":[\"FREQ=DAILY;COUNT=3\"],\"start\":\"2013-07-08T09:00:00\"},"
		    "\"title\":null,\"when\":{\"edtf\":\"2013-07-08T09:00:00/2013-07-10T09:00:00\"}}\n" },
		{ "{\"@type\":\"Event\",\"uid\":\"d\",\"start\":\"yesterday\"}",
		    "1 refused no time: start 'yesterday', duration ''\n" },
		{ "{\"@type\":\"Event\",\"uid\":\"d\",\"start\":\"2013-07-08T09:00:00\",\"timeZone\":\"Mars/Olympus\"}",
		    "1 refused timeZone: 'Mars/Olympus' is not a known IANA time zone\n" },
		{ "{\"@type\":\"Event\",\"start\":\"2013-07-08T09:00:00\"}", "1 refused it has no uid\n" },
		{ "{\"@type\":\"Event\",\"uid\":\"d\"}", "1 refused it has no start\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_ok(read_text(rows[i].text));
		assert_string_equal(heard, rows[i].heard);
	}
	assert_status(read_text("{\"@type\":\"Group\",\"entries\":[{}"), DTL_E_PARSE);
	assert_status(read_text("[]"), DTL_E_PARSE);
	assert_status(read_text("{\"entries\":1}"), DTL_E_PARSE);
}

#define OURS                                                                                                 \
	"\"dateline.example:event\":{\"id\":\"x\",\"title\":\"T\",\"status\":\"announced\",\"when\":{\"edtf\":\"2013-07\"}}"

static void ours_counts_but_for_what_was_changed(void **state)
{
	(void)state;
	static const struct {
		const char *members, *doc;
	} rows[] = {
		{ "\"title\":\"T\",\"start\":\"2013-07-01T00:00:00\",\"duration\":\"P31D\",\"showWithoutTime\":true,\"status\":\"tentative\"",
		    "{\"id\":\"x\",\"status\":\"announced\",\"title\":\"T\",\"when\":{\"edtf\":\"2013-07\"}}" },
		{ "\"title\":\"U\",\"start\":\"2013-07-08T00:00:00\",\"duration\":\"P1D\",\"showWithoutTime\":true,\"status\":\"confirmed\"",
		    "{\"id\":\"x\",\"status\":\"confirmed\",\"title\":\"U\",\"when\":{\"edtf\":\"2013-07-08\"}}" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[1024], wanted[1024];
		snprintf(text, sizeof(text), "{\"@type\":\"Event\",\"uid\":\"x@dateline\",%s," OURS "}",
		    rows[i].members);
		snprintf(wanted, sizeof(wanted), "1 x@dateline x 0 %s\n", rows[i].doc);
		assert_ok(read_text(text));
		assert_string_equal(heard, wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_date_is_a_start_and_a_duration),
		cmocka_unit_test(a_start_and_a_duration_are_a_date),
		cmocka_unit_test(rules_come_back),
		cmocka_unit_test(anybodys_events_are_taken),
		cmocka_unit_test(ours_counts_but_for_what_was_changed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
