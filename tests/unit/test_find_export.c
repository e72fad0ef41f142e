#include "test_query_fixture.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An exporter that writes down what it is handed. */
typedef struct notes {
	bool begun;
	int fail_at; /* the call that fails */
	int calls;
} notes;

static int fail_at, released;

static dtl_status note(notes *n, FILE *out, const char *what, const char *id, dtl_error *e)
{
	(void)e;
	if (fail_at && ++n->calls == fail_at)
		return DTL_E_IO;
	fprintf(out, "%s:%s ", what, id);
	return DTL_OK;
}

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *e)
{
	notes *n = state;
	assert_false(n->begun);
	n->begun = true;
	return note(n, out, "begin", options->windowed ? "windowed" : "plain", e);
}

static dtl_status define(void *state, FILE *out, const dtl_thing *thing, dtl_error *e)
{
	const char *id = *(const char *const *)(const void *)thing->as.actor;
	return note(state, out, dtl_kind_name(thing->kind), id, e);
}

static dtl_status event(void *state, FILE *out, const dtl_event *ev, dtl_error *e)
{
	return note(state, out, "event", ev->key, e);
}

static dtl_status end(void *state, FILE *out, dtl_error *e)
{
	return note(state, out, "end", "", e);
}

static void release(void *state)
{
	(void)state;
	released++;
}

static const dtl_exporter noting = { .name = "notes",
	.summary = "what it is handed",
	.state_size = sizeof(notes),
	.begin = begin,
	.define = define,
	.event = event,
	.end = end,
	.release = release };

static int open_world(void **state)
{
	open_empty(state);
	fail_at = 0;
	int64_t v = put_version((a_version){ .event = 1,
	    .key = "summit",
	    .title = "Summit",
	    .edtf = "2013-06-07",
	    .place = 201,
	    .parent = 2 });
	put_part(v, 106, "host", 0);
	put_part(v, 104, "speaker", 109);
	put_topic(v, 301);
	v = put_version((a_version){
	    .event = 2, .key = "ssd-2013", .title = "Dialogue", .edtf = "2013-07", .series = 400 });
	put_topic(v, 302); /* nobody has described it */
	run_sql("INSERT INTO event_source VALUES (1, 501, 2000), (1, 500, 1000)");
	return 0;
}

static char *text;
static int64_t count;

static dtl_status write_down(const dtl_ask *ask, bool definitions)
{
	size_t len = 0;
	free(text);
	text = NULL;
	count = -1;
	released = 0;
	FILE *out = open_memstream(&text, &len);
	dtl_export_options options = { .definitions = definitions };
	dtl_status status = dtl_export(&db, ask, &noting, &options, out, &count, &err);
	fclose(out);
	assert_int_equal(released, 1);
	return status;
}

static int close_all(void **state)
{
	free(text);
	text = NULL;
	return close_world(state);
}

static void nothing_found_is_a_beginning_and_an_end(void **state)
{
	(void)state;
	assert_ok(write_down(&(dtl_ask){ .query = "type:visit" }, true));
	assert_string_equal(text, "begin:plain end: ");
	assert_int_equal(count, 0);
}

static void definitions_of_all_that_is_mentioned_come_first_by_kind_and_key(void **state)
{
	(void)state;
	assert_ok(write_down(&(dtl_ask){ .query = "id:summit" }, true));
	/* hagel holds secdef, which is part of the pentagon, which is part of us; china is a member of the un. */
	assert_string_equal(text,
	    "begin:plain source:cd source:wh place:california place:sunnylands topic:cybersecurity topic:security "
	    "actor:china actor:france actor:hagel actor:pentagon actor:secdef actor:un actor:us event:summit end: ");
	assert_int_equal(count, 1);
}

static void what_a_series_mentions_is_defined_too_and_so_is_what_nobody_described(void **state)
{
	(void)state;
	assert_ok(write_down(&(dtl_ask){ .query = "series:ssd" }, true));
	assert_string_equal(text,
	    "begin:plain place:washington topic:trade series:ssd actor:pentagon actor:us "
	    "event:ssd-2013 end: ");
}

/* Without a query what is mentioned is read from the indexes, and not event by event. */
static void everything_is_defined_as_if_it_had_been_asked_for(void **state)
{
	(void)state;
	/* What only a past version mentions does not count, nor the source of an event that is not there. */
	int64_t past = put_version((a_version){
	    .event = 2, .key = "ssd-2013", .title = "Talks", .edtf = "2013-08", .to = 2000, .place = 202 });
	put_part(past, 107, "host", 105);
	put_topic(past, 303);
	int64_t bare = put_version((a_version){ .event = 3, .key = "bare", .title = "Bare" });
	put_part(bare, 100, "participant", 106);
	run_sql("INSERT INTO event_source VALUES (9, 502, 1000)");
	assert_ok(write_down(&(dtl_ask){ .query = "not nonesuch" }, true));
	char *asked = strdup(text);
	assert_non_null(strstr(asked, "event:bare"));
	assert_ok(write_down(&(dtl_ask){ .query = " " }, true));
	assert_string_equal(text, asked);
	free(asked);
}

static void without_definitions_only_events_come(void **state)
{
	(void)state;
	assert_ok(write_down(&(dtl_ask){ .query = "date:2013-07" }, false));
	assert_string_equal(text, "begin:windowed event:ssd-2013 end: ");
	assert_ok(write_down(&(dtl_ask){ .query = "" }, false));
	assert_string_equal(text, "begin:plain event:summit event:ssd-2013 end: ");
	assert_int_equal(count, 2);
}

static void sources_that_spoke_later_are_not_defined(void **state)
{
	(void)state;
	assert_ok(write_down(
	    &(dtl_ask){ .query = "id:summit actor:china", .has_as_of = true, .as_of = 2000 }, true));
	assert_contains(text, "source:wh place:");
	assert_null(strstr(text, "source:cd"));
}

static void a_failure_of_the_exporter_is_the_exports(void **state)
{
	(void)state;
	assert_ok(write_down(&(dtl_ask){ .query = "" }, true));
	int calls = 0;
	for (const char *p = text; *p; p++)
		calls += *p == ' ';
	for (fail_at = 1; fail_at <= calls; fail_at++)
		assert_int_equal(write_down(&(dtl_ask){ .query = "" }, true), DTL_E_IO);
	fail_at = 0;
	assert_false(dtl_store_in_transaction(db.store));
	assert_ok(write_down(&(dtl_ask){ .query = "" }, true));
}

static void a_bad_query_writes_nothing(void **state)
{
	(void)state;
	assert_status(write_down(&(dtl_ask){ .query = "actor:nobody" }, true), DTL_E_NOTFOUND);
	assert_string_equal(text, "");
}

static void it_works_in_the_middle_of_a_write(void **state)
{
	(void)state;
	assert_ok(dtl_store_begin(db.store, &err));
	assert_ok(write_down(&(dtl_ask){ .query = "actor:china" }, true));
	assert_true(dtl_store_in_transaction(db.store));
	dtl_store_rollback(db.store);
	assert_ok(write_down(&(dtl_ask){ .query = "actor:china" }, true));
	assert_int_equal(count, 1);
}

static void a_full_device_is_told(void **state)
{
	(void)state;
	FILE *out = fopen("/dev/full", "w");
	if (!out)
		skip();
	setvbuf(out, NULL, _IONBF, 0);
	dtl_export_options options = { .definitions = true };
	assert_status(
	    dtl_export(&db, &(dtl_ask){ .today = 0 }, &noting, &options, out, NULL, &err), DTL_E_IO);
	fclose(out);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(nothing_found_is_a_beginning_and_an_end),
		IN_WORLD(definitions_of_all_that_is_mentioned_come_first_by_kind_and_key),
		IN_WORLD(what_a_series_mentions_is_defined_too_and_so_is_what_nobody_described),
		IN_WORLD(everything_is_defined_as_if_it_had_been_asked_for),
		IN_WORLD(without_definitions_only_events_come),
		IN_WORLD(sources_that_spoke_later_are_not_defined),
		IN_WORLD(a_failure_of_the_exporter_is_the_exports),
		IN_WORLD(a_bad_query_writes_nothing),
		IN_WORLD(it_works_in_the_middle_of_a_write),
		IN_WORLD(a_full_device_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
