/* Who meets whom: graph and graphml. */
#include "base/json.h"
#include "test_format_fixture.h"
#include <cjson/cJSON.h>
#include <string.h>

static const dtl_affiliation holds_for_long[] = { { "holds", "secretary", "2013-02-01", "2017-01-20" } };
static const dtl_affiliation of_state[] = { { "part-of", "state-department", NULL, NULL } };
static const dtl_affiliation of_us[] = { { "part-of", "us", NULL, NULL } };
static const dtl_affiliation of_itself[] = { { "part-of", "ring", NULL, NULL } };
static const dtl_affiliation member[] = { { "member-of", "un", NULL, NULL } };
static const dtl_actor actors[] = {
	{ .id = "china", .kind = "state", .name = "China", .affiliations = member, .affiliation_count = 1 },
	{ .id = "kerry",
	    .kind = "person",
	    .name = "John <Kerry>",
	    .affiliations = holds_for_long,
	    .affiliation_count = 1 },
	{ .id = "ring", .kind = "org", .affiliations = of_itself, .affiliation_count = 1 },
	{ .id = "secretary", .kind = "office", .affiliations = of_state, .affiliation_count = 1 },
	{ .id = "state-department",
	    .kind = "org",
	    .name = "Department of State",
	    .affiliations = of_us,
	    .affiliation_count = 1 },
	{ .id = "un", .kind = "igo", .name = "United Nations" },
	{ .id = "us", .kind = "state", .name = "United States" },
};
enum { ACTORS = sizeof(actors) / sizeof(actors[0]), MOST = 4 };

/* The graph of these events, on that level (or NULL). */
static cJSON *graph_of(const char *level, const dtl_event *events, size_t count, int64_t *left_out)
{
	dtl_error err;
	cJSON *doc = NULL;
	dtl_thing things[ACTORS + MOST];
	const dtl_setting setting = { "level", level };
	const dtl_export_options options = {
		.definitions = true, .settings = &setting, .setting_count = level != NULL
	};
	assert_true(count <= MOST);
	for (size_t i = 0; i < ACTORS; i++)
		things[i] = (dtl_thing){ .kind = DTL_ACTOR, .as = { .actor = &actors[i] } };
	for (size_t i = 0; i < count; i++)
		things[ACTORS + i] = (dtl_thing){ .kind = DTL_EVENT, .as = { .event = &events[i] } };
	char *text = export_text("graph", &options, things, ACTORS + count, left_out);
	assert_ok(dtl_json_parse(&doc, text, strlen(text), &err));
	free(text);
	return doc;
}

static void assert_list(const cJSON *doc, const char *key, const char *wanted)
{
	dtl_text have = DTL_TEXT_INIT;
	const cJSON *one;
	cJSON_ArrayForEach (one, cJSON_GetObjectItemCaseSensitive(doc, key)) {
		const cJSON *id = cJSON_GetObjectItemCaseSensitive(one, "id");
		const cJSON *from = cJSON_GetObjectItemCaseSensitive(one, "source");
		const cJSON *to = cJSON_GetObjectItemCaseSensitive(one, "target");
		const cJSON *count = cJSON_GetObjectItemCaseSensitive(one, id ? "events" : "weight");
		dtl_text_addf(&have, "%s%s%s:%d ", id ? id->valuestring : from->valuestring, id ? "" : "-",
		    id ? "" : to->valuestring, count->valueint);
	}
	assert_string_equal(dtl_text_str(&have), wanted);
	dtl_text_free(&have);
}

static void assert_graph(
    const char *level, const dtl_event *events, size_t count, const char *nodes, const char *links)
{
	cJSON *doc = graph_of(level, events, count, NULL);
	assert_list(doc, "nodes", nodes);
	assert_list(doc, "links", links);
	cJSON_Delete(doc);
}

static const dtl_part summit[] = {
	{ .id = "kerry", .role = "host" },
	{ .id = "china", .role = "participant" },
	{ .id = "un", .role = "observer" },
};

static dtl_event meeting(const char *edtf)
{
	dtl_event e = make_event("talks", NULL, edtf);
	e.actors = summit;
	e.actor_count = 3;
	return e;
}

static void nobody_meets_nobody(void **state)
{
	(void)state;
	const dtl_event alone = make_event("alone", NULL, "2013");
	assert_graph(NULL, NULL, 0, "", "");
	assert_graph(NULL, &alone, 1, "", "");
}

static void weights_count_events_together(void **state)
{
	(void)state;
	const dtl_event two[] = { meeting("2013-06-07"), meeting("2014") };
	cJSON *doc = graph_of(NULL, two, 2, NULL);
	assert_list(doc, "nodes", "china:2 kerry:2 un:2 ");
	assert_list(doc, "links", "china-kerry:2 china-un:2 kerry-un:2 ");
	const cJSON *link = cJSON_GetObjectItemCaseSensitive(doc, "links")->child;
	assert_string_equal(cJSON_GetObjectItemCaseSensitive(link, "first")->valuestring, "2013-06-07");
	assert_string_equal(cJSON_GetObjectItemCaseSensitive(link, "last")->valuestring, "2014-12-31");
	cJSON_Delete(doc);
}

static void levels_are_whom_they_stand_for_on_that_day(void **state)
{
	(void)state;
	const dtl_event in_office = meeting("2013-06-07"), before = meeting("2012-06-07"),
			undated = meeting(NULL);
	assert_graph("state", &in_office, 1, "china:1 un:1 us:1 ", "china-un:1 china-us:1 un-us:1 ");
	assert_graph("state", &before, 1, "china:1 un:1 ", "china-un:1 ");
	assert_graph("state", &undated, 1, "china:1 un:1 us:1 ", "china-un:1 china-us:1 un-us:1 ");
	assert_graph("org", &in_office, 1, "china:1 state-department:1 un:1 ",
	    "china-state-department:1 china-un:1 state-department-un:1 ");
	assert_graph("person", &in_office, 1, "kerry:1 ", "");
}

static void who_stands_for_another_counts_as_that_one(void **state)
{
	(void)state;
	static const dtl_part parts[] = {
		{ .id = "stranger", .kind = "person", .role = "delegate", .behalf = "us" },
		{ .id = "secretary", .role = "chair", .holder = "kerry" },
		{ .id = "china", .role = "target" },
		{ .id = "ring", .role = "observer" },
	};
	dtl_event e = make_event("talks", NULL, "2013-06-07");
	e.actors = parts;
	e.actor_count = 4;
	assert_graph("state", &e, 1, "us:1 ", "");
	assert_graph("person", &e, 1, "kerry:1 stranger:1 ", "kerry-stranger:1 ");
	assert_graph(NULL, &e, 1, "ring:1 secretary:1 stranger:1 ",
	    "ring-secretary:1 ring-stranger:1 secretary-stranger:1 ");
}

static void what_did_not_take_place_is_left_out(void **state)
{
	(void)state;
	int64_t left_out = 0;
	dtl_event events[] = { meeting("2013-06-07"), meeting("2013-06-08"), meeting("2013-06-09"),
		make_event("alone", NULL, "2013") };
	events[0].status = "cancelled";
	events[1].status = "postponed";
	events[2].status = "rumoured";
	cJSON *doc = graph_of(NULL, events, 4, &left_out);
	assert_int_equal(left_out, 3);
	assert_list(doc, "links", "china-kerry:1 china-un:1 kerry-un:1 ");
	cJSON_Delete(doc);
}

static void many_actors_are_found_again(void **state)
{
	(void)state;
	enum { MANY = 600 };
	static char ids[MANY][16];
	static dtl_part parts[MANY];
	for (int i = 0; i < MANY; i++) {
		snprintf(ids[i], sizeof(ids[i]), "actor-%d", i * 7919 % MANY);
		parts[i] = (dtl_part){ .id = ids[i], .role = "participant" };
	}
	dtl_event e[] = { make_event("one", NULL, "2013"), make_event("two", NULL, "2014") };
	e[0].actors = e[1].actors = parts;
	e[0].actor_count = e[1].actor_count = MANY;
	cJSON *doc = graph_of(NULL, e, 2, NULL);
	const cJSON *nodes = cJSON_GetObjectItemCaseSensitive(doc, "nodes"),
		    *links = cJSON_GetObjectItemCaseSensitive(doc, "links");
	assert_int_equal(cJSON_GetArraySize(nodes), MANY);
	assert_int_equal(cJSON_GetArraySize(links), MANY * (MANY - 1) / 2);
	const char *last = "";
	const cJSON *one;
	cJSON_ArrayForEach (one, nodes) {
		const char *id = cJSON_GetObjectItemCaseSensitive(one, "id")->valuestring;
		assert_true(strcmp(last, id) < 0);
		last = id;
	}
	cJSON_ArrayForEach (one, links)
		assert_int_equal(cJSON_GetObjectItemCaseSensitive(one, "weight")->valueint, 2);
	cJSON_Delete(doc);
}

static void graphml_is_escaped(void **state)
{
	(void)state;
	const dtl_event e = meeting("2013-06-07");
	const dtl_thing things[] = { { .kind = DTL_ACTOR, .as = { .actor = &actors[1] } },
		{ .kind = DTL_EVENT, .as = { .event = &e } } };
	const dtl_export_options options = { .definitions = true };
	char *text = export_text("graphml", &options, things, 2, NULL);
	assert_contains(text, "<node id=\"kerry\"><data key=\"name\">John &lt;Kerry&gt;</data>");
	assert_contains(text, "<edge source=\"china\" target=\"kerry\"><data key=\"weight\">1</data>"
			      "<data key=\"first\">2013-06-07</data>");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_meets_nobody),
		cmocka_unit_test(weights_count_events_together),
		cmocka_unit_test(levels_are_whom_they_stand_for_on_that_day),
		cmocka_unit_test(who_stands_for_another_counts_as_that_one),
		cmocka_unit_test(what_did_not_take_place_is_left_out),
		cmocka_unit_test(many_actors_are_found_again),
		cmocka_unit_test(graphml_is_escaped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
