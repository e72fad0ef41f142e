/*
 * Pages: what follows an event in the order asked for. On random timelines the
 * pages of every question, put together, are the whole answer.
 */
#include "test_query_fixture.h"
#include <stdio.h>
#include <stdlib.h>

enum { EVENTS = 60, DAYS = 50, QUESTIONS = 250, ROWS = 2000 };

static unsigned seed = 20130607;

static int pick(int n)
{
	seed = seed * 1103515245U + 12345U;
	return (int)((seed >> 16) % (unsigned)n);
}

static dtl_bounds random_bounds(void)
{
	static const int lengths[] = { 1, 1, 1, 3, 20, 100, 1000, 5000 };
	int64_t start = pick(DAYS), length = lengths[pick(8)];
	dtl_bounds b = { start * DTL_DAY, (start + 1) * DTL_DAY, (start + length - 1) * DTL_DAY,
		(start + length) * DTL_DAY };
	if (pick(20) == 0)
		b.start_lo = DTL_TIME_MIN;
	if (pick(20) == 0)
		b.end_hi = DTL_TIME_MAX;
	return b;
}

static const char *const titles[] = { "Cyber talks", "trade talks", "Cyber", "Äpfel",
	"summit on cyber trade" };
static const char *const texts[] = { NULL, "they spoke of cyber and trade", "nothing",
	"trade, cyber, cyber, cyber" };
static const int64_t actors[] = { 100, 101, 104, 105 };

static void put_random(int event, int64_t from, int64_t to)
{
	char key[16];
	dtl_bounds b = random_bounds();
	snprintf(key, sizeof(key), "e%02d", event);
	int64_t id = put_version((a_version){ .event = event,
	    .key = key,
	    .title = titles[event % 5],
	    .description = texts[event % 4],
	    .type = pick(2) ? "talks" : "summit",
	    .from = from,
	    .to = to,
	    .place = pick(2) ? 201 : 0,
	    .bounds = pick(8) ? &b : NULL });
	for (int i = 0; i < 4; i++)
		if (pick(2))
			put_part(id, actors[i], pick(2) ? "host" : "participant", pick(8) ? 0 : 100);
	for (int64_t topic = 300; topic < 303; topic++)
		if (pick(2))
			put_topic(id, topic);
}

/* One that takes place every few days. */
static void put_recurring(int event, int every)
{
	char key[16], sql[512];
	int64_t start = pick(DAYS / 2), end = start + every * 8 + 1;
	dtl_bounds b = { start * DTL_DAY, (start + 1) * DTL_DAY, (end - 1) * DTL_DAY, end * DTL_DAY };
	char day[32];
	dtl_time_print(day, sizeof(day), b.start_lo);
	day[10] = '\0';
	snprintf(key, sizeof(key), "r%02d", event);
	int64_t id =
	    put_version((a_version){ .event = event, .key = key, .title = titles[event % 5], .bounds = &b });
	snprintf(sql, sizeof(sql),
	    "INSERT INTO event_recurrence(version, recurrence, instances) VALUES(%d,"
	    " '{\"rrule\":[\"FREQ=DAILY;INTERVAL=%d;COUNT=9\"],\"start\":\"%s\"}', NULL)",
	    (int)id, every, day);
	run_sql(sql);
}

static int make_timeline(void **state)
{
	open_empty(state);
	for (int event = 1; event <= EVENTS; event++) {
		int64_t turn = 2000 + pick(10);
		if (pick(3) == 0) {
			put_random(event, 1000 + pick(10), turn);
			put_random(event, turn, pick(4) ? FOREVER : turn + 20);
		} else {
			put_random(event, 1000, FOREVER);
		}
	}
	return 0;
}

static int make_recurring(void **state)
{
	make_timeline(state);
	for (int event = EVENTS + 1; event <= EVENTS + 12; event++)
		put_recurring(event, 1 + pick(4));
	return 0;
}

/* ---- reading ---- */

typedef struct line {
	char key[16], occurrence[32];
} line;

static size_t read_lines(line *out, const dtl_ask *ask)
{
	dtl_cursor *c = NULL;
	const dtl_event *event = NULL;
	dtl_status status;
	size_t count = 0;
	assert_ok(dtl_find_events(&c, &db, ask, &err));
	while ((status = dtl_cursor_event(c, &event, &err)) == DTL_OK) {
		assert_true(count < ROWS);
		snprintf(out[count].key, sizeof(out[count].key), "%s", event->key);
		snprintf(out[count].occurrence, sizeof(out[count].occurrence), "%s",
		    event->occurrence ? event->occurrence : "");
		count++;
	}
	assert_status(status, DTL_DONE);
	dtl_cursor_close(c);
	return count;
}

static void must_be_the_whole(dtl_ask ask)
{
	static line whole[ROWS], page[ROWS];
	line last = { "", "" };
	size_t count = read_lines(whole, &ask), at = 0, got = 1;
	ask.limit = 1 + pick(9);
	for (; got > 0; at += got) {
		ask.after = at ? last.key : NULL;
		ask.after_occurrence = at && last.occurrence[0] ? last.occurrence : NULL;
		got = read_lines(page, &ask);
		assert_true(got <= (size_t)ask.limit);
		for (size_t i = 0; i < got; i++) {
			if (at + i >= count || strcmp(whole[at + i].key, page[i].key) != 0 ||
			    strcmp(whole[at + i].occurrence, page[i].occurrence) != 0)
				fail_msg(
				    "'%s' sort %d reverse %d as-of %d upcoming %d limit %d: line %zu of %zu is %s %s, not %s %s",
				    ask.query, (int)ask.sort, ask.reverse,
				    ask.has_as_of ? (int)ask.as_of : -1, ask.upcoming, (int)ask.limit, at + i,
				    count, page[i].key, page[i].occurrence,
				    at + i < count ? whole[at + i].key : "nothing",
				    at + i < count ? whole[at + i].occurrence : "");
		}
		if (got > 0)
			last = page[got - 1];
	}
	assert_int_equal(at, count);
}

/* ---- tests ---- */

static const char *const questions[] = { "", "actor:us", "actor:us,china", "actor:china", "topic:security",
	"topic:trade", "place:california", "country:us", "date:1970-01-10..1970-02-01",
	"actor:us date:1970-01-10..1970-01-20", "type:talks", "cyber", "cyber trade",
	"cyber date:1970-01-05..1970-03-01", "-cyber topic:trade", "cyber or type:summit",
	"date:..1970-01-10", "date:1970-01-25..", "actor:un -actor:us" };
enum { ASKED = sizeof(questions) / sizeof(questions[0]) };

static dtl_ask random_ask(bool words)
{
	dtl_ask ask = { .query = questions[words ? 11 + pick(3) : pick(ASKED)],
		.today = pick(DAYS) * DTL_DAY };
	ask.has_as_of = pick(2) == 0;
	ask.as_of = 1000 + pick(2) * 1000 + pick(25);
	ask.reverse = pick(2) == 0;
	ask.upcoming = pick(4) == 0;
	ask.definite = pick(6) == 0;
	ask.sort = words ? DTL_SORT_RELEVANCE : (dtl_sort)pick(4);
	return ask;
}

static void pages_put_together_are_the_whole(void **state)
{
	(void)state;
	for (int i = 0; i < QUESTIONS; i++)
		must_be_the_whole(random_ask(false));
}

static void pages_by_relevance_are_the_whole(void **state)
{
	(void)state;
	for (int i = 0; i < QUESTIONS / 3; i++)
		must_be_the_whole(random_ask(true));
}

static void pages_of_events_that_recur_are_the_whole(void **state)
{
	(void)state;
	for (int i = 0; i < QUESTIONS; i++) {
		dtl_ask ask = random_ask(false);
		ask.unfold = true;
		must_be_the_whole(ask);
	}
}

/* With few rows, more of them, and all, the order is the same. */
static void a_limit_takes_the_first_of_the_whole(void **state)
{
	(void)state;
	static line whole[ROWS], some[ROWS];
	for (int i = 0; i < QUESTIONS; i++) {
		dtl_ask ask = random_ask(false);
		/* A window at both ends is sorted as a whole, so that this compares two ways. */
		size_t all = read_lines(whole, &ask);
		ask.limit = 1 + pick(EVENTS);
		size_t count = read_lines(some, &ask);
		assert_int_equal(count, all < (size_t)ask.limit ? all : (size_t)ask.limit);
		for (size_t j = 0; j < count; j++)
			assert_string_equal(some[j].key, whole[j].key);
	}
}

static void after_an_event_that_is_not_there_is_refused(void **state)
{
	(void)state;
	dtl_cursor *c = NULL;
	assert_status(dtl_find_events(&c, &db, &(dtl_ask){ .after = "nobody" }, &err), DTL_E_NOTFOUND);
	assert_null(c);
}

static void after_an_event_that_the_query_leaves_out_goes_on_from_its_place(void **state)
{
	(void)state;
	static line rest[ROWS];
	put_version((a_version){ .event = 90, .key = "first", .title = "one", .edtf = "2030-01-01" });
	put_version((a_version){
	    .event = 91, .key = "second", .title = "two", .edtf = "2030-01-02", .type = "call" });
	put_version((a_version){
	    .event = 92, .key = "third", .title = "three", .edtf = "2030-01-03", .type = "visit" });
	dtl_ask ask = { .query = "type:visit", .after = "second" };
	assert_int_equal(read_lines(rest, &ask), 1);
	assert_string_equal(rest[0].key, "third");
}

static void relevance_wants_words(void **state)
{
	(void)state;
	dtl_cursor *c = NULL;
	dtl_ask ask = { .query = "type:talks", .sort = DTL_SORT_RELEVANCE };
	assert_status(dtl_find_events(&c, &db, &ask, &err), DTL_E_ARGUMENT);
	ask.query = "-cyber";
	assert_status(dtl_find_events(&c, &db, &ask, &err), DTL_E_ARGUMENT);
}

static int make_words(void **state)
{
	open_empty(state);
	put_version((a_version){ .event = 1,
	    .key = "body",
	    .title = "Talks",
	    .description = "of fishing and nothing else at all",
	    .edtf = "2013-06-01" });
	put_version((a_version){ .event = 2,
	    .key = "title",
	    .title = "Fishing talks",
	    .description = "of many things and some more",
	    .edtf = "2013-06-02" });
	put_version((a_version){ .event = 3, .key = "quoted", .title = "Meeting", .edtf = "2013-06-03" });
	put_version((a_version){ .event = 4, .key = "other", .title = "Dinner", .edtf = "2013-06-04" });
	run_sql("INSERT INTO claim(id, changeset, position, entity, known_at, lane, patch, quote)"
		" VALUES(9001, 1, 9001, 3, 1000, 'hand', '{}', 'they will go fishing together');"
		"INSERT INTO quote_search(rowid, quote) VALUES(9001, 'they will go fishing together')");
	return 0;
}

static void a_title_counts_more_than_a_text(void **state)
{
	(void)state;
	const char *list = found(&(dtl_ask){ .query = "fishing", .sort = DTL_SORT_RELEVANCE });
	assert_true(strncmp(list, "title ", 6) == 0);
	assert_non_null(strstr(list, "quoted"));
	assert_non_null(strstr(list, "body"));
}

static void snippet_is(const char *key, const char *expected)
{
	dtl_cursor *c = NULL;
	const dtl_event *event = NULL;
	dtl_status status;
	bool seen = false;
	dtl_ask ask = { .query = "fishing", .snippets = true };
	assert_ok(dtl_find_events(&c, &db, &ask, &err));
	while ((status = dtl_cursor_event(c, &event, &err)) == DTL_OK) {
		if (strcmp(event->key, key) != 0)
			continue;
		seen = true;
		if (expected)
			assert_string_equal(event->snippet, expected);
		else
			assert_null(event->snippet);
	}
	assert_status(status, DTL_DONE);
	assert_true(seen);
	dtl_cursor_close(c);
}

static void snippets_are_of_texts_and_quotes_but_not_of_titles(void **state)
{
	(void)state;
	snippet_is("body", "of " DTL_MARK_ON "fishing" DTL_MARK_OFF " and nothing else at all");
	snippet_is("quoted", "they will go " DTL_MARK_ON "fishing" DTL_MARK_OFF " together");
	snippet_is("title", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pages_put_together_are_the_whole, make_timeline, close_world),
		cmocka_unit_test_setup_teardown(pages_by_relevance_are_the_whole, make_timeline, close_world),
		cmocka_unit_test_setup_teardown(
		    pages_of_events_that_recur_are_the_whole, make_recurring, close_world),
		cmocka_unit_test_setup_teardown(
		    a_limit_takes_the_first_of_the_whole, make_timeline, close_world),
		cmocka_unit_test_setup_teardown(
		    after_an_event_that_is_not_there_is_refused, make_timeline, close_world),
		cmocka_unit_test_setup_teardown(
		    after_an_event_that_the_query_leaves_out_goes_on_from_its_place, make_timeline,
		    close_world),
		cmocka_unit_test_setup_teardown(relevance_wants_words, make_words, close_world),
		cmocka_unit_test_setup_teardown(a_title_counts_more_than_a_text, make_words, close_world),
		cmocka_unit_test_setup_teardown(
		    snippets_are_of_texts_and_quotes_but_not_of_titles, make_words, close_world),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
