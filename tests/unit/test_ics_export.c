/* iCalendar out, read back by libical and by Python's icalendar. */
#include "base/text.h"
#include "formats/ics_line.h"
#include "test_format_fixture.h"
#include <libical/ical.h>
#include <string.h>

static const dtl_export_options named = { .name = "Talks, 2013" };

static const dtl_place place = { .id = "sunnylands",
	.name = "Sunnylands, California; USA",
	.has_geo = true,
	.lat = 33.78,
	.lon = -116.4100004 };
static const dtl_part parts[] = {
	{ .id = "united-states", .name = "United States", .role = "host" },
	{ .id = "xi-jinping", .name = "Xi: \"Jinping\"", .role = "participant", .behalf = "china" },
};
static const char *const topics[] = { "cyber, and more", "trade" };
static const char *const sources[] = { "china-daily-2013-06-04", "white-house-2013-05-20" };
static const dtl_link links[] = { { "follows", "shangri-la-2013" } };

static dtl_event full_event(void)
{
	dtl_event e = make_event("sunnylands-summit", "sunnylands-summit@dateline", "2013-06-07/2013-06-08");
	e.title = "Sunnylands summit, the first; \\ 首脑会晤";
	e.type = "summit";
	e.level = "head-of-state";
	e.status = "confirmed";
	e.place = &place;
	e.actors = parts;
	e.actor_count = 2;
	e.topics = topics;
	e.topic_count = 2;
	e.sources = sources;
	e.source_count = 2;
	e.links = links;
	e.link_count = 1;
	e.series = "summits";
	e.edition = 12;
	e.parent = "visit~abcdef";
	e.url = "https://example.org/?a=1,2;b\r\nATTENDEE:mailto:evil@example.org";
	e.description =
	    "Line one\nline two: a long one that is folded more than once because it goes on and on, "
	    "über alle Maßen, 到那时候";
	return e;
}

static char *export_events(const dtl_event *events, size_t count, int64_t *left_out)
{
	dtl_thing things[32];
	assert_true(count <= 32);
	for (size_t i = 0; i < count; i++)
		things[i] = (dtl_thing){ .kind = DTL_EVENT, .as = { .event = &events[i] } };
	return export_text("ics", &named, things, count, left_out);
}

static icalcomponent *parse(const char *text)
{
	icalcomponent *calendar = icalparser_parse_string(text);
	assert_non_null(calendar);
	assert_int_equal(icalcomponent_isa(calendar), ICAL_VCALENDAR_COMPONENT);
	assert_int_equal(icalcomponent_count_errors(calendar), 0);
	return calendar;
}

static void a_calendar_may_be_empty(void **state)
{
	(void)state;
	char *text = export_events(NULL, 0, NULL);
	assert_string_equal(text,
	    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//dateline//dateline 0.1.0//EN\r\n"
	    "CALSCALE:GREGORIAN\r\nNAME:Talks\\, 2013\r\nX-WR-CALNAME:Talks\\, 2013\r\n"
	    "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\nX-PUBLISHED-TTL:PT12H\r\n"
	    "END:VCALENDAR\r\n");
	icalcomponent_free(parse(text));
	free(text);
}

static void an_event_is_written_like_this(void **state)
{
	(void)state;
	dtl_event e = full_event();
	e.url = "https://example.org/";
	e.description = NULL;
	char *text = export_events(&e, 1, NULL);
	assert_contains(text,
	    "BEGIN:VEVENT\r\n"
	    "UID:sunnylands-summit@dateline\r\n"
	    "DTSTAMP:20130604T000000Z\r\n"
	    "CREATED:20130521T000000Z\r\n"
	    "LAST-MODIFIED:20130604T000000Z\r\n"
	    "SEQUENCE:2\r\n"
	    "DTSTART;VALUE=DATE:20130607\r\n"
	    "DTEND;VALUE=DATE:20130609\r\n"
	    "SUMMARY:Sunnylands summit\\, the first\\; \\\\ 首脑会晤\r\n"
	    "STATUS:CONFIRMED\r\n"
	    "TRANSP:TRANSPARENT\r\n"
	    "CLASS:PUBLIC\r\n"
	    "LOCATION:Sunnylands\\, California\\; USA\r\n"
	    "GEO:33.78;-116.41\r\n"
	    "URL:https://example.org/\r\n"
	    "CATEGORIES:cyber\\, and more\r\n"
	    "CATEGORIES:trade\r\n"
	    "RELATED-TO:visit~abcdef@dateline\r\n"
	    "X-DATELINE-EDTF:2013-06-07/2013-06-08\r\n"
	    "X-DATELINE-STATUS:confirmed\r\n"
	    "X-DATELINE-TYPE:summit\r\n"
	    "X-DATELINE-LEVEL:head-of-state\r\n"
	    "X-DATELINE-ACTOR;X-ROLE=host;X-NAME=United States:united-states\r\n"
	    "X-DATELINE-ACTOR;X-ROLE=participant;X-FOR=china;X-NAME=\"Xi: ^'Jinping^'\":xi\r\n"
	    " -jinping\r\n"
	    "X-DATELINE-SERIES;X-EDITION=12:summits\r\n"
	    "X-DATELINE-LINK;X-REL=follows:shangri-la-2013\r\n"
	    "X-DATELINE-SOURCE:china-daily-2013-06-04\r\n"
	    "X-DATELINE-SOURCE:white-house-2013-05-20\r\n"
	    "END:VEVENT\r\n");
	free(text);
}

static void libical_reads_what_was_said(void **state)
{
	(void)state;
	const dtl_event e = full_event();
	char *text = export_events(&e, 1, NULL);
	icalcomponent *calendar = parse(text);
	icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	assert_string_equal(icalcomponent_get_uid(event), e.uid);
	assert_string_equal(icalcomponent_get_summary(event), e.title);
	assert_string_equal(icalcomponent_get_description(event), e.description);
	assert_string_equal(icalcomponent_get_location(event), place.name);
	assert_int_equal(icalcomponent_get_status(event), ICAL_STATUS_CONFIRMED);
	assert_int_equal(icalcomponent_get_sequence(event), 2);
	assert_string_equal(icaltime_as_ical_string(icalcomponent_get_dtstart(event)), "20130607");
	assert_string_equal(icaltime_as_ical_string(icalcomponent_get_dtend(event)), "20130609");
	assert_string_equal(icaltime_as_ical_string(icalcomponent_get_dtstamp(event)), "20130604T000000Z");
	assert_int_equal(icalcomponent_count_properties(event, ICAL_CATEGORIES_PROPERTY), 2);
	assert_int_equal(icalcomponent_count_properties(event, ICAL_ATTENDEE_PROPERTY), 0);
	icalproperty *first = icalcomponent_get_first_property(event, ICAL_CATEGORIES_PROPERTY);
	assert_string_equal(icalproperty_get_categories(first), topics[0]);
	icalproperty *related = icalcomponent_get_first_property(event, ICAL_RELATEDTO_PROPERTY);
	assert_string_equal(icalproperty_get_relatedto(related), "visit~abcdef@dateline");
	icalcomponent_free(calendar);
	icalmemory_free_ring();
	free(text);
}

static void assert_status_line(const char *edtf, const char *status, const char *line)
{
	dtl_event e = make_event("talks", "talks@dateline", edtf);
	e.status = status;
	char *text = export_events(&e, 1, NULL);
	if (line)
		assert_contains(text, line);
	else
		assert_null(strstr(text, "\r\nSTATUS:"));
	free(text);
}

static void the_status_is_no_surer_than_the_date(void **state)
{
	(void)state;
	assert_status_line("2013-06-07", NULL, NULL);
	assert_status_line("2013-06-07", "rumoured", "\r\nSTATUS:TENTATIVE\r\n");
	assert_status_line("2013-06-07", "expected", "\r\nSTATUS:TENTATIVE\r\n");
	assert_status_line("2013-06-07", "announced", "\r\nSTATUS:TENTATIVE\r\n");
	assert_status_line("2013-06-07", "confirmed", "\r\nSTATUS:CONFIRMED\r\n");
	assert_status_line("2013-06-07", "held", "\r\nSTATUS:CONFIRMED\r\n");
	assert_status_line("2013-06-07", "cancelled", "\r\nSTATUS:CANCELLED\r\n");
	assert_status_line("2013-07", NULL, "\r\nSTATUS:TENTATIVE\r\n");
	assert_status_line("2013-07", "confirmed", "\r\nSTATUS:TENTATIVE\r\n");
	assert_status_line("2013-07", "cancelled", "\r\nSTATUS:CANCELLED\r\n");
}

static void windows_say_so_in_their_title_and_keep_their_edtf(void **state)
{
	(void)state;
	const dtl_event e = make_event("talks", "talks@dateline", "[2013-06-06..2013-06-09]");
	char *text = export_events(&e, 1, NULL);
	assert_contains(text, "\r\nDTSTART;VALUE=DATE:20130606\r\nDTEND;VALUE=DATE:20130610\r\n"
			      "SUMMARY:[6–9 Jun 2013\\, some day] Talks\r\n");
	assert_contains(text, "\r\nX-DATELINE-EDTF:[2013-06-06..2013-06-09]\r\n");
	free(text);
}

static void what_has_no_place_in_a_calendar_is_counted(void **state)
{
	(void)state;
	dtl_event events[] = {
		make_event("a", "a@dateline", NULL),
		make_event("b", "b@dateline", "-0044-03-15"),
		make_event("c", "c@dateline", "2013-06-07"),
		make_event("d", "d@dateline", NULL),
	};
	int64_t left_out = 0;
	events[3].unknown = true;
	char *text = export_events(events, 4, &left_out);
	assert_int_equal(left_out, 3);
	assert_null(strstr(text, "UID:b@"));
	assert_contains(text, "UID:c@dateline");
	free(text);
}

static void a_parent_from_a_calendar_is_related_by_its_uid(void **state)
{
	(void)state;
	dtl_event e = make_event("c", "c@dateline", "2013-06-07");
	e.parent = "040000008200E00074C5B7101A82E008@example.org";
	char *text = export_events(&e, 1, NULL);
	assert_contains(text, "\r\nRELATED-TO:040000008200E00074C5B7101A82E008@example.org\r\n");
	free(text);
}

static void geography_is_printed_in_decimals(void **state)
{
	(void)state;
	static const struct {
		double lat, lon;
		const char *geo;
	} rows[] = {
		{ 0, 0, "GEO:0.0;0.0" },
		{ -0.0000001, 1e-7, "GEO:0.0;0.0" },
		{ -90, 180, "GEO:-90.0;180.0" },
		{ 46.2044123456, -6.05, "GEO:46.204412;-6.05" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		dtl_place where = { .id = "x", .has_geo = true, .lat = rows[i].lat, .lon = rows[i].lon };
		dtl_event e = make_event("c", "c@dateline", "2013-06-07");
		e.place = &where;
		char *text = export_events(&e, 1, NULL);
		assert_contains(text, rows[i].geo);
		assert_contains(text, "LOCATION:x\r\n");
		free(text);
	}
}

static void the_sequence_only_grows_and_fits(void **state)
{
	(void)state;
	static const int64_t revisions[] = { 0, 1, 2, INT64_MAX };
	static const char *const lines[] = { "SEQUENCE:0\r\n", "SEQUENCE:0\r\n", "SEQUENCE:1\r\n",
		"SEQUENCE:2147483647\r\n" };
	for (size_t i = 0; i < 4; i++) {
		dtl_event e = make_event("c", "c@dateline", "2013-06-07");
		e.revision = revisions[i];
		char *text = export_events(&e, 1, NULL);
		assert_contains(text, lines[i]);
		free(text);
	}
}

/* `extra` may have come in a JSON document, from anybody. */
static void kept_lines_cannot_end_the_event(void **state)
{
	(void)state;
	static const char *const evil[] = {
		"{\"ics\":{\"lines\":[\"DTSTART:20130607T140000Z\",\"END:VEVENT\",\"BEGIN:VEVENT\"]}}",
		"{\"ics\":{\"lines\":[\"DTSTART:20130607T140000Z\",\"X:1\\nATTENDEE:mailto:evil@x\"]}}",
		"{\"ics\":{\"lines\":[\"DTSTART:20130607T140000Z\",\"BEGIN:VALARM\"]}}",
		"{\"ics\":{\"lines\":[\"DTSTART:20130607T140000Z\",\"BEGIN:VALARM\",\"END:VEVENT\"]}}",
		"{\"ics\":{\"lines\":[\"BEGIN:VTIMEZONE\",\"END:VTIMEZONE\"]}}",
		"{\"ics\":{\"lines\":[\"no line\"]}}",
		"{\"ics\":{\"lines\":[1,{\"a\":[]}],\"timezones\":[\"END:VCALENDAR\"]}}",
		"{\"ics\":{\"lines\":\"x\",\"sequence\":\"y\",\"stamp\":[]}}",
		"{\"ics\":[]}",
	};
	for (size_t i = 0; i < sizeof(evil) / sizeof(evil[0]); i++) {
		dtl_event e = make_event("talks", "talks@dateline", "2013-06-07");
		e.extra = evil[i];
		char *text = export_events(&e, 1, NULL);
		icalcomponent *calendar = parse(text);
		assert_int_equal(icalcomponent_count_components(calendar, ICAL_ANY_COMPONENT), 1);
		assert_contains(text, "\r\nDTSTART;VALUE=DATE:20130607\r\n");
		assert_null(strstr(text, "ATTENDEE"));
		icalcomponent_free(calendar);
		free(text);
	}
	icalmemory_free_ring();
}

/* What the model knows of a series without a calendar's own words. */
static void a_series_is_written_from_its_rules(void **state)
{
	(void)state;
	dtl_event e = make_event("weekly", "weekly@dateline", "2013-06-07T14:00:00Z/2013-06-28T15:00:00Z");
	e.tz = "Europe/Paris";
	e.recurrence = "{\"end\":\"2013-06-07T15:00:00\",\"exdate\":[\"2013-06-14T14:00:00\"],"
		       "\"rdate\":[\"2013-06-09T14:00:00\"],\"rrule\":[\"FREQ=WEEKLY;COUNT=4\"],"
		       "\"start\":\"2013-06-07T14:00:00\",\"tz\":\"Europe/Paris\"}";
	e.instances =
	    "{\"2013-06-21T14:00:00[Europe/Paris]\":{\"edtf\":\"2013-06-22T10:00:00Z/2013-06-22T11:00:00Z\","
	    "\"status\":\"confirmed\",\"title\":\"On a Saturday\"}}";
	char *text = export_events(&e, 1, NULL);
	assert_contains(text, "BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n");
	assert_contains(text, "DTSTART;TZID=Europe/Paris:20130607T140000\r\n"
			      "DTEND;TZID=Europe/Paris:20130607T150000\r\n"
			      "RRULE:FREQ=WEEKLY;COUNT=4\r\n"
			      "RDATE;TZID=Europe/Paris:20130609T140000\r\n"
			      "EXDATE;TZID=Europe/Paris:20130614T140000\r\n"
			      "SUMMARY:Talks\r\n");
	assert_contains(text, "RECURRENCE-ID;TZID=Europe/Paris:20130621T140000\r\n"
			      "DTSTART:20130622T100000Z\r\nDTEND:20130622T110000Z\r\n"
			      "SUMMARY:On a Saturday\r\nSTATUS:CONFIRMED\r\n");
	icalcomponent_free(parse(text));
	icalmemory_free_ring();
	free(text);
}

/* Python's icalendar has another mind about the standard than libical. */
static void python_reads_it_without_complaint(void **state)
{
	(void)state;
	static const char program[] =
	    "import sys, datetime, icalendar\n"
	    "c = icalendar.Calendar.from_ical(open(sys.argv[1], 'rb').read())\n"
	    "e = {str(v['UID']): v for v in c.walk('VEVENT')}\n"
	    "assert len(e) == 3, e\n"
	    "assert not any(v.errors for v in e.values()), [v.errors for v in e.values()]\n"
	    "s = e['sunnylands-summit@dateline']\n"
	    "assert s.decoded('DTSTART') == datetime.date(2013, 6, 7)\n"
	    "assert s.decoded('DTEND') == datetime.date(2013, 6, 9)\n"
	    "assert s['SUMMARY'] == 'Sunnylands summit, the first; \\\\ 首脑会晤', s['SUMMARY']\n"
	    "assert s['DESCRIPTION'].startswith('Line one\\nline two'), s['DESCRIPTION']\n"
	    "assert e['b@dateline'].decoded('DTSTART') == datetime.date(2013, 7, 1)\n"
	    "assert e['c@dateline'].decoded('DTSTART').isoformat() == '2013-06-07T21:00:00+00:00'\n";
	if (system("/usr/bin/python3 -c 'import icalendar' 2>/dev/null") != 0)
		skip();
	const dtl_event events[] = {
		full_event(),
		make_event("b", "b@dateline", "2013-07"),
		make_event("c", "c@dateline", "2013-06-07T14:00:00-07:00"),
	};
	char *text = export_events(events, 3, NULL);
	const char *dir = temp_dir();
	char command[512];
	write_file(path_in(dir, "talks.ics"), text, strlen(text));
	write_file(path_in(dir, "read.py"), program, sizeof(program) - 1);
	snprintf(command, sizeof(command), "/usr/bin/python3 '%s' '%s'", path_in(dir, "read.py"),
	    path_in(dir, "talks.ics"));
	assert_int_equal(system(command), 0);
	remove_dir(dir);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_calendar_may_be_empty),
		cmocka_unit_test(an_event_is_written_like_this),
		cmocka_unit_test(libical_reads_what_was_said),
		cmocka_unit_test(the_status_is_no_surer_than_the_date),
		cmocka_unit_test(windows_say_so_in_their_title_and_keep_their_edtf),
		cmocka_unit_test(what_has_no_place_in_a_calendar_is_counted),
		cmocka_unit_test(a_parent_from_a_calendar_is_related_by_its_uid),
		cmocka_unit_test(geography_is_printed_in_decimals),
		cmocka_unit_test(the_sequence_only_grows_and_fits),
		cmocka_unit_test(kept_lines_cannot_end_the_event),
		cmocka_unit_test(a_series_is_written_from_its_rules),
		cmocka_unit_test(python_reads_it_without_complaint),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
