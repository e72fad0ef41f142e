/* The briefing between two days of knowledge, on the sample and on small timelines. */
#include "test_diff_fixture.h"
#include <cjson/cJSON.h>

static const char *text_or(const char *text, const char *otherwise)
{
	return text ? text : otherwise;
}

/* ---- small timelines: one line "key: turns (days) by witness; fields" for each event ---- */

static char lines[8192];

static dtl_status take_line(void *user, const dtl_news *news, dtl_error *e)
{
	size_t len = strlen(lines);
	(void)user;
	(void)e;
	const dtl_event *event = news->after ? news->after : news->before;
	len += (size_t)snprintf(lines + len, sizeof(lines) - len, "%s:", event->title);
	for (size_t i = 0; i < news->turns.count; i++)
		len += (size_t)snprintf(
		    lines + len, sizeof(lines) - len, " %s", dtl_turn_name(news->turns.list[i]));
	if (news->turns.days)
		len += (size_t)snprintf(lines + len, sizeof(lines) - len, " %d", (int)news->turns.days);
	len += (size_t)snprintf(lines + len, sizeof(lines) - len, " by %s%s;",
	    text_or(news->by.publisher, text_or(news->by.source, text_or(news->by.lane, "nobody"))),
	    news->first ? ", otherwise at first" : "");
	for (size_t i = 0; i < news->field_count; i++)
		len += (size_t)snprintf(lines + len, sizeof(lines) - len, " %s", news->fields[i].field);
	snprintf(lines + len, sizeof(lines) - len, "\n");
	return DTL_OK;
}

/* Between the ends of two days. */
static const char *news_of(dtl_db *db, const char *from, const char *to, const char *query)
{
	dtl_ask ask = { .query = query, .today = day(to), .has_as_of = true, .as_of = day(to) + DTL_DAY };
	lines[0] = '\0';
	assert_ok(dtl_diff(db, &ask, day(from) + DTL_DAY, take_line, NULL, &err));
	return lines;
}

static void nothing_is_new_where_nothing_changed(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	assert_string_equal(news_of(db, "2013-06-01", "2013-06-30", NULL), "");
	SAY(db, "2013-06-10", NULL, NULL, "title", "Talks", "when", "2013-07-10");
	assert_string_equal(news_of(db, "2013-06-10", "2013-06-30", NULL), "");
	assert_string_equal(news_of(db, "2013-06-09", "2013-06-09", NULL), "");
	assert_string_equal(
	    news_of(db, "2013-06-09", "2013-06-10", NULL), "Talks: new by hand; title when\n");
	dtl_db_close(db);
}

static void what_became_of_an_event_is_told_with_who_made_it_so(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	char key[256];
	put_source(db, "times", "The Times");
	put_source(db, "post", "The Post");
	snprintf(key, sizeof(key), "%s",
	    SAY(db, "2013-06-01", NULL, NULL, "title", "Talks", "when", "2013-07", "status", "expected"));
	SAY(db, "2013-06-05", "times", key, "when", "2013-07-10", "at", "Beijing");
	SAY(db, "2013-06-06", "post", key, "when", "2013-07-10");
	assert_string_equal(
	    news_of(db, "2013-06-01", "2013-06-06", NULL), "Talks: firmed-up by The Times; place when\n");
	SAY(db, "2013-06-10", "post", key, "when", "2013-07-12");
	assert_string_equal(
	    news_of(db, "2013-06-06", "2013-06-10", NULL), "Talks: slipped 2 by The Post; when\n");
	SAY(db, "2013-06-12", "post", key, "status", "postponed");
	SAY(db, "2013-06-12", "times", key, "title", "Trade talks");
	assert_string_equal(news_of(db, "2013-06-10", "2013-06-12", NULL),
	    "Trade talks: postponed by The Post; status title\n");
	drop(db, "2013-06-20", key);
	assert_string_equal(news_of(db, "2013-06-12", "2013-06-20", NULL),
	    "Trade talks: removed by hand; place status title when\n");
	assert_string_equal(news_of(db, "2013-05-01", "2013-06-20", NULL), "");
	assert_string_equal(news_of(db, "2013-05-01", "2013-06-12", NULL),
	    "Trade talks: new by hand, otherwise at first; place status title when\n");
	dtl_db_close(db);
}

static void what_changed_and_changed_back_is_no_news(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	char key[256];
	snprintf(key, sizeof(key), "%s",
	    SAY(db, "2013-06-01", NULL, NULL, "title", "Talks", "when", "2013-07-10"));
	SAY(db, "2013-06-05", NULL, key, "when", "2013-07-12");
	SAY(db, "2013-06-08", NULL, key, "when", "2013-07-10");
	assert_string_equal(news_of(db, "2013-06-01", "2013-06-08", NULL), "");
	assert_string_equal(
	    news_of(db, "2013-06-05", "2013-06-08", NULL), "Talks: brought-forward 2 by hand; when\n");
	dtl_db_close(db);
}

static void an_event_that_matches_at_either_moment_is_in_the_briefing(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	char key[256];
	snprintf(key, sizeof(key), "%s",
	    SAY(db, "2013-06-01", NULL, NULL, "title", "Talks", "when", "2013-07-10", "at", "Beijing"));
	SAY(db, "2013-06-01", NULL, NULL, "title", "Visit", "when", "2013-07-11");
	SAY(db, "2013-06-05", NULL, key, "at", "Shanghai");
	assert_string_equal(
	    news_of(db, "2013-06-01", "2013-06-05", "place:beijing"), "Talks: moved by hand; place\n");
	assert_string_equal(
	    news_of(db, "2013-06-01", "2013-06-05", "place:shanghai"), "Talks: moved by hand; place\n");
	assert_string_equal(news_of(db, "2013-06-01", "2013-06-05", "visit"), "");
	dtl_db_close(db);
}

static void what_is_wrong_is_refused(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	dtl_ask ask = { .has_as_of = true, .as_of = 100 };
	assert_status(dtl_diff(db, &ask, 101, take_line, NULL, &err), DTL_E_ARGUMENT);
	ask.query = "nosuch:thing";
	assert_status(dtl_diff(db, &ask, 50, take_line, NULL, &err), DTL_E_ARGUMENT);
	dtl_db_close(db);
}

/* ---- the sample: what two lists differ in is what the briefing says ---- */

static cJSON *list_as_of(dtl_db *db, int64_t moment)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	dtl_ask ask = { .today = day("2013-06-04"), .has_as_of = true, .as_of = moment };
	dtl_export_options options = { .definitions = false };
	assert_ok(dtl_export(db, &ask, dtl_exporter_find("json"), &options, out, NULL, &err));
	fclose(out);
	cJSON *document = cJSON_Parse(text);
	free(text);
	assert_non_null(document);
	cJSON *events = cJSON_DetachItemFromObject(document, "events");
	cJSON_Delete(document);
	return events;
}

static cJSON *find_event(cJSON *events, const char *id)
{
	cJSON *event;
	cJSON_ArrayForEach (event, events) {
		if (strcmp(cJSON_GetObjectItem(event, "id")->valuestring, id) == 0)
			return event;
	}
	return NULL;
}

/* The members of an event in a document that a field of the ledger becomes. */
static const struct {
	const char *field;
	const char *members[2];
} mapping[] = {
	{ "title", { "title" } },
	{ "type", { "type" } },
	{ "level", { "level" } },
	{ "status", { "status" } },
	{ "when", { "when" } },
	{ "place", { "place" } },
	{ "actors", { "actors" } },
	{ "topics", { "topics" } },
	{ "series", { "series", "edition" } },
	{ "parent", { "parent" } },
	{ "links", { "links" } },
	{ "url", { "url" } },
	{ "description", { "description" } },
	{ "extra", { "extra" } },
};
enum { FIELDS = sizeof(mapping) / sizeof(mapping[0]) };

static bool says(const cJSON *event, size_t field)
{
	const cJSON *value = event ? cJSON_GetObjectItem(event, mapping[field].members[0]) : NULL;
	if (cJSON_IsArray(value) || (cJSON_IsObject(value) && strcmp(mapping[field].field, "extra") == 0))
		return cJSON_GetArraySize(value) > 0;
	return value && !cJSON_IsNull(value);
}

static bool reads_the_same(const cJSON *a, const cJSON *b, size_t field)
{
	if (!a || !b)
		return !says(a ? a : b, field);
	for (size_t i = 0; i < 2 && mapping[field].members[i]; i++)
		if (!cJSON_Compare(cJSON_GetObjectItem(a, mapping[field].members[i]),
			cJSON_GetObjectItem(b, mapping[field].members[i]), true))
			return false;
	return true;
}

/* What the ledger says of a field, beside what the list says of it. */
static void is_value(const cJSON *event, size_t field, const char *json)
{
	const cJSON *listed = event ? cJSON_GetObjectItem(event, mapping[field].members[0]) : NULL;
	cJSON *said = json ? cJSON_Parse(json) : NULL;
	if (!said) {
		assert_false(says(event, field));
		return;
	}
	assert_non_null(listed);
	if (strcmp(mapping[field].field, "when") == 0)
		assert_string_equal(cJSON_GetObjectItem(listed, "edtf")->valuestring,
		    cJSON_GetObjectItem(said, "edtf")->valuestring);
	else if (strcmp(mapping[field].field, "place") == 0)
		assert_string_equal(cJSON_GetObjectItem(listed, "id")->valuestring, said->valuestring);
	else if (cJSON_IsString(listed) && cJSON_IsString(said))
		assert_string_equal(listed->valuestring, said->valuestring);
	else if (cJSON_IsArray(listed))
		assert_int_equal(cJSON_GetArraySize(listed), cJSON_GetArraySize(said));
	cJSON_Delete(said);
}

typedef struct pair {
	cJSON *before, *after;
	int told;
} pair;

static dtl_status take_news(void *user, const dtl_news *news, dtl_error *e)
{
	pair *p = user;
	const char *id = news->after ? news->after->id : news->before->id;
	cJSON *before = find_event(p->before, id), *after = find_event(p->after, id);
	(void)e;
	assert_true((before != NULL) == (news->before != NULL));
	assert_true((after != NULL) == (news->after != NULL));
	for (size_t f = 0; f < FIELDS; f++) {
		const dtl_field_change *change = NULL;
		for (size_t i = 0; i < news->field_count; i++)
			if (strcmp(news->fields[i].field, mapping[f].field) == 0)
				change = &news->fields[i];
		if ((change == NULL) != reads_the_same(before, after, f))
			fail_msg("%s of %s: told %d", mapping[f].field, id, change != NULL);
		if (change) {
			is_value(before, f, change->before);
			is_value(after, f, change->after);
			assert_true(change->by.known_at <= day("2013-07-20"));
		}
	}
	cJSON_AddTrueToObject(before ? before : after, "told");
	p->told++;
	return DTL_OK;
}

/* What was not told reads the same on both days; a source more is no change. */
static void the_rest_is_the_same(const pair *p)
{
	cJSON *event;
	cJSON_ArrayForEach (event, p->before) {
		cJSON *after = find_event(p->after, cJSON_GetObjectItem(event, "id")->valuestring);
		for (size_t f = 0; f < FIELDS && !cJSON_HasObjectItem(event, "told"); f++)
			assert_true(after && reads_the_same(event, after, f));
	}
	cJSON_ArrayForEach (event, p->after) {
		if (!find_event(p->before, cJSON_GetObjectItem(event, "id")->valuestring))
			assert_true(cJSON_HasObjectItem(event, "told"));
	}
}

static void the_briefing_explains_what_two_lists_differ_in(void **state)
{
	(void)state;
	dtl_db *db = open_sample();
	int told = 0;
	for (int n = 0; n < 60; n++) {
		int64_t from = day("2013-05-15") + (int64_t)(roll_once() % 65) * DTL_DAY;
		int64_t to = from + (int64_t)(roll_once() % 30) * DTL_DAY;
		pair p = { list_as_of(db, from), list_as_of(db, to), 0 };
		dtl_ask ask = { .has_as_of = true, .as_of = to };
		assert_ok(dtl_diff(db, &ask, from, take_news, &p, &err));
		the_rest_is_the_same(&p);
		told += p.told;
		cJSON_Delete(p.before);
		cJSON_Delete(p.after);
	}
	assert_true(told > 50);
	dtl_db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_new_where_nothing_changed),
		cmocka_unit_test(what_became_of_an_event_is_told_with_who_made_it_so),
		cmocka_unit_test(what_changed_and_changed_back_is_no_news),
		cmocka_unit_test(an_event_that_matches_at_either_moment_is_in_the_briefing),
		cmocka_unit_test(what_is_wrong_is_refused),
		cmocka_unit_test(the_briefing_explains_what_two_lists_differ_in),
	};
	return cmocka_run_group_tests(tests, make_dir, drop_dir);
}
