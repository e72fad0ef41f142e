/* dateline/1 out. */
#include "base/json.h"
#include "test_format_fixture.h"
#include <cjson/cJSON.h>
#include <string.h>

static const dtl_export_options plain = { .pretty = true };

static dtl_thing of_event(const dtl_event *e)
{
	return (dtl_thing){ .kind = DTL_EVENT, .as = { .event = e } };
}

/* The `when` of one event, in canonical form. */
static void assert_when(const dtl_event *e, const char *wanted)
{
	dtl_error err;
	cJSON *doc = NULL;
	dtl_text canonical = DTL_TEXT_INIT;
	const dtl_thing thing = of_event(e);
	char *text = export_text("json", &plain, &thing, 1, NULL);
	assert_ok(dtl_json_parse(&doc, text, strlen(text), &err));
	const cJSON *event = cJSON_GetObjectItemCaseSensitive(doc, "events")->child;
	dtl_json_canonical(cJSON_GetObjectItemCaseSensitive(event, "when"), &canonical);
	assert_string_equal(dtl_text_str(&canonical), wanted);
	dtl_text_free(&canonical);
	cJSON_Delete(doc);
	free(text);
}

static void assert_dated(const char *edtf, const char *start, const char *end, const char *rest)
{
	char wanted[1024];
	snprintf(wanted, sizeof(wanted),
	    "{\"approximate\":false,\"edtf\":\"%s\",\"end\":%s,\"precision\":\"%s\",\"said_on\":null,"
	    "\"start\":%s,\"text\":null,\"tz\":null,\"uncertain\":false}",
	    edtf, end, rest, start);
	const dtl_event e = make_event("talks", "talks@dateline", edtf);
	assert_when(&e, wanted);
}

static void nothing_is_an_empty_list(void **state)
{
	(void)state;
	char *text = export_text("json", &plain, NULL, 0, NULL);
	assert_string_equal(
	    text, "{\n  \"format\": \"dateline/1\",\n  \"as_of\": null,\n  \"events\": []\n}\n");
	free(text);
}

static void definitions_are_all_there_even_if_empty(void **state)
{
	(void)state;
	const dtl_export_options options = { .definitions = true, .as_of = "2013-06-04T23:59:59Z" };
	char *text = export_text("json", &options, NULL, 0, NULL);
	assert_string_equal(text,
	    "{\"format\":\"dateline/1\",\"as_of\":\"2013-06-04T23:59:59Z\",\"sources\":[],"
	    "\"places\":[],\"topics\":[],\"series\":[],\"actors\":[],\"events\":[]}\n");
	free(text);
}

static void a_date_is_two_windows(void **state)
{
	(void)state;
	assert_dated("2013-06-07", "[\"2013-06-07T00:00:00Z\",\"2013-06-08T00:00:00Z\"]",
	    "[\"2013-06-07T00:00:00Z\",\"2013-06-08T00:00:00Z\"]", "day");
	assert_dated("2013-06-07/2013-06-08", "[\"2013-06-07T00:00:00Z\",\"2013-06-08T00:00:00Z\"]",
	    "[\"2013-06-08T00:00:00Z\",\"2013-06-09T00:00:00Z\"]", "day");
	assert_dated("2013-07", "[\"2013-07-01T00:00:00Z\",\"2013-08-01T00:00:00Z\"]",
	    "[\"2013-07-01T00:00:00Z\",\"2013-08-01T00:00:00Z\"]", "month");
}

static void open_and_unknown_bounds_are_null(void **state)
{
	(void)state;
	static const char day[] = "[\"2013-06-07T00:00:00Z\",\"2013-06-08T00:00:00Z\"]";
	assert_dated("2013-06-07/..", day, "[null,null]", "day");
	assert_dated("2013-06-07/", day, "[null,null]", "day");
	assert_dated("../2013-06-07", "[null,null]", day, "day");
	assert_dated("/2013-06-07", "[null,null]", day, "day");
}

static void far_years_have_a_sign(void **state)
{
	(void)state;
	assert_dated("-0044-03-15", "[\"-0044-03-15T00:00:00Z\",\"-0044-03-16T00:00:00Z\"]",
	    "[\"-0044-03-15T00:00:00Z\",\"-0044-03-16T00:00:00Z\"]", "day");
	assert_dated("Y170000002", "[\"+170000002-01-01T00:00:00Z\",\"+170000003-01-01T00:00:00Z\"]",
	    "[\"+170000002-01-01T00:00:00Z\",\"+170000003-01-01T00:00:00Z\"]", "year");
}

static void no_date_is_null_and_an_unknown_one_says_so(void **state)
{
	(void)state;
	dtl_event e = make_event("talks", "talks@dateline", NULL);
	assert_when(&e, "null");
	e.unknown = true;
	assert_when(&e,
	    "{\"approximate\":false,\"edtf\":null,\"end\":[null,null],\"precision\":null,"
	    "\"said_on\":null,\"start\":[null,null],\"text\":null,\"tz\":null,\"uncertain\":false,"
	    "\"unknown\":true}");
}

static void an_event_is_a_paragraph(void **state)
{
	(void)state;
	static const char *const sources[] = { "china-daily-2013-06-04", "white-house-2013-05-20" };
	static const char *const topics[] = { "cybersecurity" };
	static const dtl_place place = { .id = "sunnylands",
		.name = "Sunnylands, California",
		.country = "US",
		.has_geo = true,
		.lat = 33.78,
		.lon = -116.41,
		.tz = "America/Los_Angeles",
		.parent = "california" };
	static const dtl_part parts[] = {
		{ .id = "barack-obama", .name = "Barack Obama", .kind = "person", .role = "host" },
		{ .id = "xi-jinping",
		    .name = "Xi Jinping",
		    .kind = "person",
		    .role = "participant",
		    .title = "President of China",
		    .behalf = "china" },
	};
	static const dtl_link links[] = { { "follows", "shangri-la-2013" } };
	dtl_event e = make_event("sunnylands-summit", "sunnylands-summit@dateline", "2013-06-07/2013-06-08");
	e.title = "Sunnylands \"summit\"";
	e.type = "summit";
	e.status = "announced";
	e.text = "late this week";
	e.said_on = "2013-06-04";
	e.place = &place;
	e.actors = parts;
	e.actor_count = 2;
	e.topics = topics;
	e.topic_count = 1;
	e.edition = 2;
	e.links = links;
	e.link_count = 1;
	e.sources = sources;
	e.source_count = 2;
	e.extra = "{\"x\":[1]}";
	e.state = DTL_STATE_UNDER_WAY;
	const dtl_export_options options = { .pretty = true, .derived = true, .windowed = true };
	const dtl_thing things[] = { of_event(&e), of_event(&e) };
	char *text = export_text("json", &options, things, 2, NULL);
	static const char paragraph[] =
	    "    {\"id\": \"sunnylands-summit\", \"uid\": \"sunnylands-summit@dateline\", \"title\": \"Sunnylands "
	    "\\\"summit\\\"\",\n"
	    "      \"type\": \"summit\", \"level\": null, \"status\": \"announced\",\n"
	    "      \"when\": {\"edtf\": \"2013-06-07/2013-06-08\", \"text\": \"late this week\", \"said_on\": "
	    "\"2013-06-04\", \"tz\": null,\n"
	    "        \"start\": [\"2013-06-07T00:00:00Z\", \"2013-06-08T00:00:00Z\"], \"end\": "
	    "[\"2013-06-08T00:00:00Z\", \"2013-06-09T00:00:00Z\"],\n"
	    "        \"precision\": \"day\", \"approximate\": false, \"uncertain\": false},\n"
	    "      \"place\": {\"id\": \"sunnylands\", \"name\": \"Sunnylands, California\", \"country\": \"US\", "
	    "\"lat\": 33.78, \"lon\": -116.41, \"tz\": \"America/Los_Angeles\"},\n"
	    "      \"actors\": [\n"
	    "        {\"id\": \"barack-obama\", \"name\": \"Barack Obama\", \"kind\": \"person\", \"role\": "
	    "\"host\", \"title\": null, \"for\": null},\n"
	    "        {\"id\": \"xi-jinping\", \"name\": \"Xi Jinping\", \"kind\": \"person\", \"role\": "
	    "\"participant\", \"title\": \"President of China\", \"for\": \"china\"}\n"
	    "      ],\n"
	    "      \"topics\": [\"cybersecurity\"], \"series\": null, \"edition\": 2, \"parent\": null, \"links\": "
	    "[{\"rel\": \"follows\", \"id\": \"shangri-la-2013\"}],\n"
	    "      \"url\": null, \"description\": null,\n"
	    "      \"sources\": [\"china-daily-2013-06-04\", \"white-house-2013-05-20\"], \"known_from\": "
	    "\"2013-05-20T00:00:00Z\", \"extra\": {\"x\":[1]},\n"
	    "      \"state\": \"under-way\", \"certainty\": \"possible\"}";
	char *wanted = malloc(2 * sizeof(paragraph) + 200);
	assert_non_null(wanted);
	sprintf(wanted,
	    "{\n  \"format\": \"dateline/1\",\n  \"as_of\": null,\n  \"events\": [\n%s,\n%s\n  ]\n}\n",
	    paragraph, paragraph);
	assert_string_equal(text, wanted);
	free(wanted);
	free(text);
}

static void without_pretty_a_thing_is_a_line(void **state)
{
	(void)state;
	const dtl_export_options options = { .definitions = true };
	const dtl_topic topic = { .id = "cyber", .label = "Cyber" };
	const dtl_source source = { .id = "s", .title = "a\nb" };
	const dtl_event e = make_event("talks", "talks@dateline", NULL);
	const dtl_thing things[] = {
		{ .kind = DTL_SOURCE, .as = { .source = &source } },
		{ .kind = DTL_TOPIC, .as = { .topic = &topic } },
		of_event(&e),
		of_event(&e),
	};
	char *text = export_text("json", &options, things, 4, NULL);
	static const char event[] =
	    "{\"id\":\"talks\",\"uid\":\"talks@dateline\",\"title\":\"Talks\",\"type\":null,\"level\":null,"
	    "\"status\":null,\"when\":null,\"place\":null,\"actors\":[],\"topics\":[],\"series\":null,"
	    "\"edition\":null,\"parent\":null,\"links\":[],\"url\":null,\"description\":null,\"sources\":[],"
	    "\"known_from\":\"2013-05-20T00:00:00Z\",\"extra\":{}}";
	char wanted[2048];
	snprintf(wanted, sizeof(wanted),
	    "{\"format\":\"dateline/1\",\"as_of\":null,\"sources\":[\n"
	    "{\"id\":\"s\",\"publisher\":null,\"title\":\"a\\nb\",\"author\":null,\"url\":null,\"published\":null,"
	    "\"language\":null}\n"
	    "],\"places\":[],\"topics\":[\n{\"id\":\"cyber\",\"label\":\"Cyber\",\"parent\":null}\n],"
	    "\"series\":[],\"actors\":[],\"events\":[\n%s,\n%s\n]}\n",
	    event, event);
	assert_string_equal(text, wanted);
	free(text);
}

static void definitions_have_the_keys_of_the_contract(void **state)
{
	(void)state;
	static const char *const aliases[] = { "PRC", "中国" };
	static const dtl_code codes[] = { { "zz", "9" }, { "iso2", "CN" }, { "gwcode", "710" },
		{ "iso3", "CHN" } };
	static const dtl_affiliation terms[] = { { "member-of", "un", "1945", NULL } };
	const dtl_actor actor = { .id = "china",
		.kind = "state",
		.name = "China",
		.aliases = aliases,
		.alias_count = 2,
		.codes = codes,
		.code_count = 4,
		.affiliations = terms,
		.affiliation_count = 1 };
	const dtl_series series = {
		.id = "ssd", .name = "SSD", .cadence = "FREQ=YEARLY", .extra = "{\"k\":1}"
	};
	const dtl_place place = {
		.id = "washington", .name = "Washington", .aliases = aliases, .alias_count = 1
	};
	const dtl_thing things[] = {
		{ .kind = DTL_PLACE, .as = { .place = &place } },
		{ .kind = DTL_SERIES, .as = { .series = &series } },
		{ .kind = DTL_ACTOR, .as = { .actor = &actor } },
	};
	const dtl_export_options options = { .definitions = true, .pretty = true };
	char *text = export_text("json", &options, things, 3, NULL);
	assert_contains(text,
	    "  \"sources\": [],\n  \"places\": [\n    {\"id\": \"washington\", \"name\": "
	    "\"Washington\", \"country\": null, \"lat\": null, \"lon\": null, \"tz\": null, "
	    "\"parent\": null, \"aliases\": [\"PRC\"]}\n  ],\n  \"topics\": [],\n");
	assert_contains(text,
	    "    {\"id\": \"ssd\", \"name\": \"SSD\", \"cadence\": \"FREQ=YEARLY\", \"place\": null, "
	    "\"organiser\": null, \"extra\": {\"k\":1}}\n");
	assert_contains(text,
	    "    {\"id\": \"china\", \"kind\": \"state\", \"name\": \"China\", \"aliases\": [\"PRC\", \"中国\"], "
	    "\"codes\": {\"iso2\": \"CN\", \"iso3\": \"CHN\", \"cameo\": null, \"wikidata\": null, \"gwcode\": \"710\", "
	    "\"zz\": \"9\"}, \"affiliations\": [{\"rel\": \"member-of\", \"of\": \"un\", \"from\": \"1945\", \"to\": "
	    "null}]}\n");
	free(text);
}

static void what_is_to_be_imported_has_keys_and_what_is_shown_has_ids(void **state)
{
	(void)state;
	dtl_event e = make_event("talks", "talks~abcdef@dateline", NULL);
	e.key = "talks~abcdef";
	const dtl_thing thing = of_event(&e);
	dtl_export_options options = { .pretty = false };
	char *text = export_text("json", &options, &thing, 1, NULL);
	assert_contains(text, "{\"id\":\"talks\",");
	free(text);
	options.definitions = true;
	text = export_text("json", &options, &thing, 1, NULL);
	assert_contains(text, "{\"id\":\"talks~abcdef\",");
	free(text);
}

static void refuses_things_out_of_order(void **state)
{
	(void)state;
	dtl_error err;
	const dtl_exporter *x = dtl_exporter_find("json");
	const dtl_event e = make_event("talks", "talks@dateline", NULL);
	const dtl_source source = { .id = "s" };
	const dtl_thing late = { .kind = DTL_SOURCE, .as = { .source = &source } };
	const dtl_export_options options = { .definitions = true };
	void *w = calloc(1, x->state_size);
	FILE *out = tmpfile();
	assert_non_null(out);
	assert_ok(x->begin(w, out, &options, &err));
	assert_ok(x->event(w, out, &e, &err));
	assert_status(x->define(w, out, &late, &err), DTL_E_ARGUMENT);
	x->release(w);
	free(w);
	fclose(out);
}

static void notices_a_full_disk(void **state)
{
	(void)state;
	dtl_error err;
	const dtl_exporter *x = dtl_exporter_find("json");
	FILE *out = fopen("/dev/full", "w");
	if (!out)
		skip();
	void *w = calloc(1, x->state_size);
	assert_ok(x->begin(w, out, &plain, &err));
	assert_status(x->end(w, out, &err), DTL_E_IO);
	assert_contains(err.text, "cannot write: ");
	x->release(w);
	free(w);
	fclose(out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_an_empty_list),
		cmocka_unit_test(definitions_are_all_there_even_if_empty),
		cmocka_unit_test(a_date_is_two_windows),
		cmocka_unit_test(open_and_unknown_bounds_are_null),
		cmocka_unit_test(far_years_have_a_sign),
		cmocka_unit_test(no_date_is_null_and_an_unknown_one_says_so),
		cmocka_unit_test(an_event_is_a_paragraph),
		cmocka_unit_test(without_pretty_a_thing_is_a_line),
		cmocka_unit_test(definitions_have_the_keys_of_the_contract),
		cmocka_unit_test(what_is_to_be_imported_has_keys_and_what_is_shown_has_ids),
		cmocka_unit_test(refuses_things_out_of_order),
		cmocka_unit_test(notices_a_full_disk),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
