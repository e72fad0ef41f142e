/* What other programs draw: vis, timelinejs, geojson, jsonld, vega, md; and hostile text through all of them. */
#include "base/json.h"
#include "base/utf8.h"
#include "test_format_fixture.h"
#include <cjson/cJSON.h>
#include <string.h>

static const dtl_export_options plain = { .definitions = true };

static const char *const json_formats[] = { "timelinejs", "vis", "geojson", "jsonld", "graph", "vega" };
static const char *const all_formats[] = { "timelinejs", "vis", "geojson", "jsonld", "graph", "vega",
	"graphml", "md" };
enum {
	JSON_FORMATS = sizeof(json_formats) / sizeof(json_formats[0]),
	ALL_FORMATS = sizeof(all_formats) / sizeof(all_formats[0]),
};

static dtl_thing of_event(const dtl_event *e)
{
	return (dtl_thing){ .kind = DTL_EVENT, .as = { .event = e } };
}

static char *export_events(const char *format, const dtl_event *events, size_t count, int64_t *left_out)
{
	dtl_thing things[16];
	assert_true(count <= 16);
	for (size_t i = 0; i < count; i++)
		things[i] = of_event(&events[i]);
	return export_text(format, &plain, things, count, left_out);
}

static cJSON *parse(const char *text)
{
	dtl_error err;
	cJSON *doc = NULL;
	assert_ok(dtl_json_parse(&doc, text, strlen(text), &err));
	return doc;
}

static cJSON *document_of(const char *format, const dtl_event *events, size_t count)
{
	char *text = export_events(format, events, count, NULL);
	cJSON *doc = parse(text);
	free(text);
	return doc;
}

static const cJSON *get(const cJSON *from, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(from, key);
}

static const char *text_at(const cJSON *from, const char *key)
{
	const cJSON *value = get(from, key);
	return cJSON_IsString(value) ? value->valuestring : "";
}

/* ---- all of them ---- */

static void nothing_is_a_whole_document(void **state)
{
	(void)state;
	for (size_t i = 0; i < JSON_FORMATS; i++)
		cJSON_Delete(document_of(json_formats[i], NULL, 0));
	char *md = export_events("md", NULL, 0, NULL);
	assert_string_equal(md, "# Briefing\n\nNothing.\n");
	free(md);
}

static const char nasty[] =
    "</script><img src=x onerror=alert(1)> \"q\" 'a' &amp; \\ \xE2\x80\xA8\xE2\x80\xA9 "
    "\xE2\x80\xAE\xD7\x90 *b* _c_ [d](javascript:e) `f` | ~g~ $h$ # \xF0\x9F\x98\x80\t\r\n\x01"
    "]]> --> {{i}} %s";

/* Everything in it says that. */
static dtl_event nasty_event(const char *edtf)
{
	static const char *const list[] = { nasty };
	static const dtl_place place = { .id = nasty, .name = nasty, .country = "US" };
	static const dtl_part parts[] = {
		{ .id = nasty,
		    .name = nasty,
		    .kind = nasty,
		    .role = nasty,
		    .title = nasty,
		    .behalf = nasty,
		    .behalf_name = nasty },
		{ .id = "other", .role = "host" },
	};
	dtl_event e = make_event("nasty", nasty, edtf);
	e.title = e.type = e.level = e.status = e.text = e.series = e.parent = e.url = e.description = nasty;
	e.place = &place;
	e.actors = parts;
	e.actor_count = 2;
	e.topics = e.sources = list;
	e.topic_count = e.source_count = 1;
	return e;
}

static char *export_nasty(const char *format, const char *group_by)
{
	static const dtl_source source = { .id = nasty, .publisher = nasty, .url = "javascript:alert(1)" };
	static const dtl_topic topic = { .id = nasty, .label = nasty, .parent = nasty };
	static const dtl_series series = { .id = nasty, .name = nasty };
	static const dtl_actor actor = { .id = nasty, .name = nasty, .kind = nasty };
	const dtl_event events[] = { nasty_event("2013-06-07"), nasty_event("2013-07") };
	const dtl_thing things[] = { { .kind = DTL_SOURCE, .as = { .source = &source } },
		{ .kind = DTL_TOPIC, .as = { .topic = &topic } },
		{ .kind = DTL_SERIES, .as = { .series = &series } },
		{ .kind = DTL_ACTOR, .as = { .actor = &actor } }, of_event(&events[0]),
		of_event(&events[1]) };
	const dtl_setting settings[] = { { "group-by", group_by }, { "title", nasty } };
	const dtl_export_options options = {
		.definitions = true, .name = nasty, .settings = settings, .setting_count = 2
	};
	return export_text(format, &options, things, 6, NULL);
}

static void hostile_text_stays_text(void **state)
{
	(void)state;
	static const char *const groups[] = { "topic", "series", "actor", "place", "type", "none" };
	for (size_t i = 0; i < ALL_FORMATS; i++)
		for (size_t k = 0; k < 6; k++) {
			char *text = export_nasty(all_formats[i], groups[k]);
			char *again = export_nasty(all_formats[i], groups[k]);
			assert_string_equal(text, again);
			assert_true(dtl_utf8_valid(text, strlen(text), NULL));
			if (i < JSON_FORMATS)
				cJSON_Delete(parse(text));
			free(text);
			free(again);
		}
}

/* Text that becomes HTML has no tags but ours, wherever it stands. */
static void assert_no_tags(const char *html, bool twice)
{
	static const char *const ours[] = { "<br>", "<p>", "</p>", "<a href=\"", "</a>", "\">" };
	for (const char *at = html; (at = strpbrk(at, "<>")) != NULL; at++) {
		bool known = false;
		for (size_t i = 0; i < 6 && !twice; i++) {
			size_t back = *at == '>' ? strlen(ours[i]) - 1 : 0;
			known = known || ((size_t)(at - html) >= back &&
					     strncmp(at - back, ours[i], strlen(ours[i])) == 0);
		}
		if (!known)
			fail_msg("a tag: %.60s", at);
	}
	if (twice)
		assert_contains(html, "&amp;lt;");
	assert_null(strstr(html, "href=\"javascript"));
}

static void titles_of_vis_are_escaped_html(void **state)
{
	(void)state;
	char *text = export_nasty("vis", "topic");
	cJSON *doc = parse(text);
	const cJSON *one;
	assert_int_equal(cJSON_GetArraySize(get(doc, "items")), 3);
	cJSON_ArrayForEach (one, get(doc, "items")) {
		assert_no_tags(text_at(one, "content"), false);
		assert_no_tags(text_at(one, "title"), false);
	}
	cJSON_ArrayForEach (one, get(doc, "groups"))
		assert_no_tags(text_at(one, "content"), false);
	cJSON_Delete(doc);
	free(text);
}

static void slides_are_escaped_html(void **state)
{
	(void)state;
	char *text = export_nasty("timelinejs", "series");
	cJSON *doc = parse(text);
	const cJSON *one;
	assert_no_tags(text_at(get(get(doc, "title"), "text"), "headline"), false);
	cJSON_ArrayForEach (one, get(doc, "events")) {
		assert_no_tags(text_at(get(one, "text"), "headline"), false);
		assert_no_tags(text_at(get(one, "text"), "text"), false);
		assert_no_tags(text_at(one, "group"), true);
		assert_null(get(one, "media")); /* it leads nowhere */
	}
	cJSON_ArrayForEach (one, get(doc, "eras"))
		assert_no_tags(text_at(get(one, "text"), "headline"), false);
	assert_int_equal(cJSON_GetArraySize(get(doc, "eras")), 1);
	cJSON_Delete(doc);
	free(text);
}

static void jsonld_may_stand_in_a_script(void **state)
{
	(void)state;
	char *text = export_nasty("jsonld", "none");
	cJSON *doc = parse(text);
	assert_null(strchr(text, '<'));
	assert_null(strstr(text, "\xE2\x80\xA8"));
	assert_null(strstr(text, "\xE2\x80\xA9"));
	assert_string_equal(text_at(get(doc, "@graph")->child, "name"), nasty);
	cJSON_Delete(doc);
	free(text);
}

static void markdown_stays_one_line_and_without_markup(void **state)
{
	(void)state;
	char *text = export_nasty("md", "none");
	for (const char *at = text; (at = strpbrk(at, "<>`*_[]|~#&")) != NULL; at++) {
		bool escaped = at > text && at[-1] == '\\';
		bool bold = strncmp(at, "**", 2) == 0 || (at > text && strncmp(at - 1, "**", 2) == 0);
		bool heading = *at == '#' && (at == text || at[-1] == '\n' || at[-1] == '#');
		if (!escaped && !bold && !heading)
			fail_msg("markup: %.40s", at);
	}
	assert_null(strpbrk(text, "\r\t\x01"));
	assert_null(strstr(text, "\xE2\x80\xA8"));
	free(text);
}

static void a_title_of_a_megabyte_goes_through(void **state)
{
	(void)state;
	enum { LONG = 1 << 20 };
	char *title = malloc(LONG + 1);
	assert_non_null(title);
	memset(title, '<', LONG);
	title[LONG] = '\0';
	dtl_event e = make_event("long", NULL, "2013");
	e.title = e.status = e.description = title;
	for (size_t i = 0; i < ALL_FORMATS; i++) {
		char *text = export_events(all_formats[i], &e, 1, NULL);
		if (i < JSON_FORMATS)
			cJSON_Delete(parse(text));
		free(text);
	}
	free(title);
}

static void what_has_no_date_is_left_out_only_where_one_is_demanded(void **state)
{
	(void)state;
	static const struct {
		const char *format;
		int undated, ancient, remote;
	} rows[] = {
		{ "timelinejs", 1, 0, 1 },
		{ "vis", 1, 0, 1 },
		{ "vega", 1, 0, 1 },
		{ "jsonld", 0, 1, 1 },
		{ "geojson", 0, 0, 0 },
		{ "md", 0, 0, 0 },
	};
	const dtl_event undated = make_event("undated", NULL, NULL), ancient = make_event("a", NULL, "-0044"),
			remote = make_event("remote", NULL, "Y170000002");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t left_out[3];
		free(export_events(rows[i].format, &undated, 1, &left_out[0]));
		free(export_events(rows[i].format, &ancient, 1, &left_out[1]));
		free(export_events(rows[i].format, &remote, 1, &left_out[2]));
		if (left_out[0] != rows[i].undated || left_out[1] != rows[i].ancient ||
		    left_out[2] != rows[i].remote)
			fail_msg("%s: %d %d %d", rows[i].format, (int)left_out[0], (int)left_out[1],
			    (int)left_out[2]);
	}
}

/* ---- vis ---- */

static void a_window_is_a_background_beside_what_is_certain(void **state)
{
	(void)state;
	const dtl_event e = make_event("talks", NULL, "2013-06/2013-08");
	cJSON *doc = document_of("vis", &e, 1);
	const cJSON *window = get(doc, "items")->child, *core = window->next;
	assert_null(core->next);
	assert_string_equal(text_at(window, "id"), "talks/window");
	assert_string_equal(text_at(window, "type"), "background");
	assert_string_equal(text_at(window, "className"), "possible");
	assert_string_equal(text_at(window, "start"), "2013-06-01T00:00:00Z");
	assert_string_equal(text_at(window, "end"), "2013-09-01T00:00:00Z");
	assert_string_equal(text_at(core, "id"), "talks");
	assert_string_equal(text_at(core, "type"), "range");
	assert_string_equal(text_at(core, "className"), "certain");
	assert_string_equal(text_at(core, "start"), "2013-07-01T00:00:00Z");
	assert_string_equal(text_at(core, "end"), "2013-08-01T00:00:00Z");
	assert_string_equal(text_at(window, "subgroup"), text_at(core, "subgroup"));
	assert_string_equal(text_at(core, "group"), "-");
	cJSON_Delete(doc);
}

static void what_is_only_possible_is_never_drawn_as_certain(void **state)
{
	(void)state;
	static const char *const dates[] = { "2013-07", "2013-06-07~", "../2013-06-03", "1970",
		"[2013..2015]" };
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
		const dtl_event e = make_event("talks", NULL, dates[i]);
		cJSON *doc = document_of("vis", &e, 1);
		const cJSON *one;
		cJSON_ArrayForEach (one, get(doc, "items")) {
			assert_string_equal(text_at(one, "className"), "possible");
			if (strcmp(text_at(one, "type"), "background") != 0)
				assert_contains(text_at(one, "style"), "dashed");
		}
		cJSON_Delete(doc);
	}
}

static void groups_nest_and_circles_end(void **state)
{
	(void)state;
	static const dtl_topic topics[] = { { .id = "a", .label = "A", .parent = "b" },
		{ .id = "b", .label = "B", .parent = "a" },
		{ .id = "cyber", .label = "Cyber", .parent = "security" },
		{ .id = "security", .label = "Security" } };
	static const char *const of[] = { "a", "cyber" };
	dtl_event e = make_event("talks", NULL, "2013-06-07");
	dtl_thing things[5];
	const dtl_setting setting = { "group-by", "topic" };
	const dtl_export_options options = { .definitions = true, .settings = &setting, .setting_count = 1 };
	e.topics = of;
	e.topic_count = 2;
	for (size_t i = 0; i < 4; i++)
		things[i] = (dtl_thing){ .kind = DTL_TOPIC, .as = { .topic = &topics[i] } };
	things[4] = of_event(&e);
	char *text = export_text("vis", &options, things, 5, NULL);
	assert_contains(text, "\"id\": \"talks#a\"");
	assert_contains(text, "\"id\": \"talks#cyber\"");
	assert_contains(text, "\"content\": \"A\", \"subgroupStack\": true, \"nestedGroups\": [\"b\"]}");
	assert_contains(text, "\"content\": \"B\", \"subgroupStack\": true}");
	assert_contains(
	    text, "\"content\": \"Security\", \"subgroupStack\": true, \"nestedGroups\": [\"cyber\"]}");
	cJSON_Delete(parse(text));
	free(text);
}

/* ---- timelinejs ---- */

static void assert_day(const cJSON *date, int year, int month, int day)
{
	assert_int_equal(get(date, "year")->valueint, year);
	assert_int_equal(get(date, "month")->valueint, month);
	assert_int_equal(get(date, "day")->valueint, day);
}

static void a_slide_says_its_window_in_words(void **state)
{
	(void)state;
	const dtl_event events[] = { make_event("day", NULL, "2013-06-07"),
		make_event("month", NULL, "2013-07"), make_event("old", NULL, "-0044-03-15"),
		make_event("time", NULL, "2013-06-07T14:30:00Z") };
	cJSON *doc = document_of("timelinejs", events, 4);
	const cJSON *day = get(doc, "events")->child, *month = day->next, *old = month->next,
		    *time = old->next;
	assert_day(get(day, "start_date"), 2013, 6, 7);
	assert_null(get(day, "end_date"));
	assert_string_equal(text_at(day, "display_date"), "7 Jun 2013");
	assert_day(get(month, "start_date"), 2013, 7, 1);
	assert_day(get(month, "end_date"), 2013, 7, 31);
	assert_string_equal(text_at(month, "display_date"), "July 2013");
	assert_string_equal(text_at(month, "x_certainty"), "possible");
	assert_day(get(old, "start_date"), -44, 3, 15);
	assert_int_equal(get(get(time, "start_date"), "hour")->valueint, 14);
	assert_null(get(time, "end_date"));
	cJSON_Delete(doc);
}

static void media_come_from_the_web_only(void **state)
{
	(void)state;
	dtl_event e = make_event("talks", NULL, "2013");
	e.url = "HTTPS://example.org/a b\"c";
	cJSON *doc = document_of("timelinejs", &e, 1);
	assert_string_equal(
	    text_at(get(get(doc, "events")->child, "media"), "url"), "HTTPS://example.org/a%20b%22c");
	cJSON_Delete(doc);
}

/* ---- geojson ---- */

static void assert_timespan(const char *edtf, const char *wanted)
{
	dtl_text have = DTL_TEXT_INIT;
	const dtl_event e = make_event("talks", NULL, edtf);
	cJSON *doc = document_of("geojson", &e, 1);
	const cJSON *feature = get(doc, "features")->child;
	dtl_json_canonical(get(get(feature, "when"), "timespans")->child, &have);
	assert_string_equal(dtl_text_str(&have), wanted);
	assert_true(cJSON_IsNull(get(feature, "geometry")));
	dtl_text_free(&have);
	cJSON_Delete(doc);
}

static void timespans_have_four_bounds(void **state)
{
	(void)state;
	assert_timespan("2013-07", "{\"end\":{\"earliest\":\"2013-07-01\",\"latest\":\"2013-07-31\"},"
				   "\"start\":{\"earliest\":\"2013-07-01\",\"latest\":\"2013-07-31\"}}");
	assert_timespan(
	    "2013-06-07/..", "{\"start\":{\"earliest\":\"2013-06-07\",\"latest\":\"2013-06-07\"}}");
	assert_timespan("2013-06-07/",
	    "{\"end\":{\"earliest\":\"2013-06-07\"},\"start\":{\"earliest\":\"2013-06-07\",\"latest\":\"2013-06-07\"}}");
	assert_timespan("../2013-06-03", "{\"end\":{\"earliest\":\"2013-06-03\",\"latest\":\"2013-06-03\"},"
					 "\"start\":{\"latest\":\"2013-06-03\"}}");
	assert_timespan("2013-06-07T14:00:00Z",
	    "{\"end\":{\"earliest\":\"2013-06-07T14:00:00Z\",\"latest\":\"2013-06-07T14:00:00Z\"},"
	    "\"start\":{\"earliest\":\"2013-06-07T14:00:00Z\",\"latest\":\"2013-06-07T14:00:00Z\"}}");
}

static void a_point_is_longitude_first_and_on_earth(void **state)
{
	(void)state;
	dtl_place place = { .id = "x", .has_geo = true, .lat = 33.78, .lon = -116.41 };
	dtl_event e = make_event("talks", NULL, NULL);
	e.place = &place;
	cJSON *doc = document_of("geojson", &e, 1);
	const cJSON *feature = get(doc, "features")->child;
	assert_true(get(get(feature, "geometry"), "coordinates")->child->valuedouble < -116);
	assert_null(get(feature, "when"));
	cJSON_Delete(doc);
	place.lat = 91;
	doc = document_of("geojson", &e, 1);
	assert_true(cJSON_IsNull(get(get(doc, "features")->child, "geometry")));
	cJSON_Delete(doc);
}

/* ---- jsonld ---- */

static void schema_org_dates_hold_the_window(void **state)
{
	(void)state;
	static const struct {
		const char *edtf, *start, *end;
	} rows[] = {
		{ "2013-06-07", "2013-06-07", "2013-06-07" },
		{ "2013-07", "2013-07", "2013-07" },
		{ "1985", "1985", "1985" },
		{ "2013-06-07/2013-07", "2013-06-07", "2013-07" },
		{ "[2013-06-06..2013-06-09]", "2013-06", "2013-06" },
		{ "[2013-06-29..2013-07-02]", "2013", "2013" },
		{ "2013-24", "", "" },
		{ "197X", "", "" },
		{ "2013-06-07/..", "2013-06-07", "" },
		{ "../2013-06-03", "2013-06-03", "2013-06-03" },
		{ "2013-06-07T14:00:00Z", "2013-06-07T14:00:00Z", "2013-06-07T14:00:00Z" },
		{ "2013-06-07T14:00:00", "2013-06-07T14:00:00", "2013-06-07T14:00:00" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const dtl_event e = make_event("talks", NULL, rows[i].edtf);
		cJSON *doc = document_of("jsonld", &e, 1);
		const cJSON *event = get(doc, "@graph")->child;
		if (strcmp(text_at(event, "startDate"), rows[i].start) != 0 ||
		    strcmp(text_at(event, "endDate"), rows[i].end) != 0)
			fail_msg("%s: %s to %s", rows[i].edtf, text_at(event, "startDate"),
			    text_at(event, "endDate"));
		cJSON_Delete(doc);
	}
}

static void the_status_says_what_became_of_the_date(void **state)
{
	(void)state;
	static const struct {
		const char *status, *previous, *wanted, *before;
	} rows[] = {
		{ NULL, NULL, "", "" },
		{ "rumoured", NULL, "", "" },
		{ "expected", "2013-06", "", "2013-06" },
		{ "confirmed", NULL, "https://schema.org/EventScheduled", "" },
		{ "confirmed", "2013-06-07", "https://schema.org/EventRescheduled", "2013-06-07" },
		{ "postponed", "2013-06-07/2013-06-08", "https://schema.org/EventPostponed", "2013-06-07" },
		{ "cancelled", NULL, "https://schema.org/EventCancelled", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		dtl_event e = make_event("talks", NULL, "2013-07-09");
		e.status = rows[i].status;
		e.previous = rows[i].previous;
		cJSON *doc = document_of("jsonld", &e, 1);
		const cJSON *event = get(doc, "@graph")->child;
		assert_string_equal(text_at(event, "eventStatus"), rows[i].wanted);
		assert_string_equal(text_at(event, "previousStartDate"), rows[i].before);
		cJSON_Delete(doc);
	}
}

/* ---- vega ---- */

static void a_chart_has_rules_and_bars(void **state)
{
	(void)state;
	const dtl_event events[] = { make_event("day", NULL, "2013-06-07"),
		make_event("month", NULL, "2013-07") };
	cJSON *doc = document_of("vega", events, 2);
	const cJSON *day = get(get(doc, "data"), "values")->child, *month = day->next;
	assert_int_equal(cJSON_GetArraySize(get(doc, "layer")), 2);
	assert_string_equal(text_at(day, "row"), "day\tTalks");
	assert_string_equal(text_at(day, "from"), "2013-06-07T00:00:00Z");
	assert_string_equal(text_at(day, "to"), "2013-06-08T00:00:00Z");
	assert_string_equal(text_at(month, "earliest"), "2013-07-01T00:00:00Z");
	assert_string_equal(text_at(month, "latest"), "2013-08-01T00:00:00Z");
	assert_true(cJSON_IsNull(get(month, "from")));
	assert_string_equal(text_at(day, "status"), "not said"); /* or it would have no colour */
	cJSON_Delete(doc);
}

/* ---- md ---- */

static void a_briefing_has_its_months_in_order(void **state)
{
	(void)state;
	/* By their earliest start, as they come. */
	const dtl_event events[] = { make_event("until", NULL, "../2013-06-03"),
		make_event("decade", NULL, "201X"), make_event("year", NULL, "2013"),
		make_event("january", NULL, "2013-01-05"), make_event("summer", NULL, "2013-06/2014-08"),
		make_event("june", NULL, "2013-06-02"), make_event("then", NULL, "2013-06-20/.."),
		make_event("next", NULL, "2014-02"), make_event("none", NULL, NULL) };
	char *text = export_events("md", events, 9, NULL);
	assert_string_equal(text,
	    "# Briefing\n"
	    "\n## January 2013\n\n- **5 Jan 2013: Talks**\n"
	    "\n## June 2013\n\n- **June 2013 – August 2014: Talks**\n  - When: beginning or end not settled\n"
	    "- **2 Jun 2013: Talks**\n"
	    "- **until 3 Jun 2013: Talks**\n  - When: no more is known than by when\n"
	    "- **from 20 Jun 2013: Talks**\n  - When: no end is known\n"
	    "\n## 2013, month not settled\n\n- **2013: Talks**\n  - When: the day is not settled\n"
	    "\n## February 2014\n\n- **February 2014: Talks**\n  - When: the day is not settled\n"
	    "\n## Over more than a year, or open\n\n- **2010s: Talks**\n  - When: the day is not settled\n"
	    "\n## Without a date\n\n- **no date: Talks**\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_a_whole_document),
		cmocka_unit_test(hostile_text_stays_text),
		cmocka_unit_test(titles_of_vis_are_escaped_html),
		cmocka_unit_test(slides_are_escaped_html),
		cmocka_unit_test(jsonld_may_stand_in_a_script),
		cmocka_unit_test(markdown_stays_one_line_and_without_markup),
		cmocka_unit_test(a_title_of_a_megabyte_goes_through),
		cmocka_unit_test(what_has_no_date_is_left_out_only_where_one_is_demanded),
		cmocka_unit_test(a_window_is_a_background_beside_what_is_certain),
		cmocka_unit_test(what_is_only_possible_is_never_drawn_as_certain),
		cmocka_unit_test(groups_nest_and_circles_end),
		cmocka_unit_test(a_slide_says_its_window_in_words),
		cmocka_unit_test(media_come_from_the_web_only),
		cmocka_unit_test(timespans_have_four_bounds),
		cmocka_unit_test(a_point_is_longitude_first_and_on_earth),
		cmocka_unit_test(schema_org_dates_hold_the_window),
		cmocka_unit_test(the_status_says_what_became_of_the_date),
		cmocka_unit_test(a_chart_has_rules_and_bars),
		cmocka_unit_test(a_briefing_has_its_months_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
