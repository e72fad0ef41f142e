#include "test_query_fixture.h"

static int open_world(void **state)
{
	open_empty(state);
	run_sql("INSERT INTO event_source VALUES (1, 501, 2000), (1, 500, 1000)");
	return 0;
}

static dtl_cursor *cursor;

static const dtl_event *one(const dtl_ask *ask)
{
	const dtl_event *event = NULL;
	dtl_cursor_close(cursor);
	cursor = NULL;
	assert_ok(dtl_find_events(&cursor, &db, ask, &err));
	assert_ok(dtl_cursor_event(cursor, &event, &err));
	return event;
}

static int close_all(void **state)
{
	dtl_cursor_close(cursor);
	cursor = NULL;
	return close_world(state);
}

static void a_bare_event_has_nulls_for_what_is_not_known(void **state)
{
	(void)state;
	put_version((a_version){ .event = 1, .key = "talks", .title = "Talks" });
	run_sql("DELETE FROM event_source; UPDATE event SET edtf = ''");
	const dtl_event *e = one(&(dtl_ask){ .today = 0 });
	assert_string_equal(e->id, "talks");
	assert_string_equal(e->key, "talks");
	assert_string_equal(e->uid, "talks@dateline");
	assert_string_equal(e->title, "Talks");
	assert_null(e->type);
	assert_null(e->edtf);
	assert_null(e->place);
	assert_null(e->series);
	assert_null(e->parent);
	assert_null(e->extra);
	assert_int_equal(e->edition, 0);
	assert_int_equal(e->actor_count + e->topic_count + e->link_count + e->source_count, 0);
	assert_int_equal(e->state, DTL_STATE_UPCOMING);
	assert_int_equal(e->known_from, EARLY);
}

static void a_whole_event_has_all_of_it(void **state)
{
	(void)state;
	int64_t v = put_version((a_version){ .event = 1,
	    .key = "summit",
	    .title = "Summit",
	    .type = "summit",
	    .status = "announced",
	    .edtf = "2013-06-07/2013-06-08~",
	    .place = 203,
	    .series = 400,
	    .parent = 2,
	    .description = "Informal" });
	put_version((a_version){ .event = 2, .key = "year", .title = "Year", .edtf = "2014" });
	run_sql("UPDATE event SET edition = 2, tz = 'UTC', said = 'late this week', said_on = '2013-06-04',"
		" url = 'http://x', extra = '{\"a\":1}' WHERE event = 1");
	put_topic(v, 301);
	put_topic(v, 300);
	run_sql("INSERT INTO claim(changeset, position, entity, known_at, source, lane, patch)"
		" VALUES (2, 0, 1, 2000, 501, 'json', '{}')");
	run_sql("INSERT INTO event_link SELECT id, 'prepares', 2 FROM event WHERE event = 1");
	const dtl_event *e = one(
	    &(dtl_ask){ .today = day_of("2013-06-08T12:00:00Z"), .query = "id:summit", .revisions = true });
	assert_string_equal(e->edtf, "2013-06-07/2013-06-08~");
	assert_true(e->date.approximate);
	assert_int_equal(e->date.bounds.start_lo, day_of("2013-06-07"));
	assert_int_equal(e->date.bounds.end_hi, day_of("2013-06-09"));
	assert_string_equal(e->text, "late this week");
	assert_string_equal(e->said_on, "2013-06-04");
	/* dc is one with washington. */
	assert_string_equal(e->place->id, "washington");
	assert_string_equal(e->place->country, "US");
	assert_false(e->place->has_geo);
	assert_string_equal(e->series, "ssd");
	assert_int_equal(e->edition, 2);
	assert_string_equal(e->parent, "year");
	assert_string_equal(e->links[0].rel, "prepares");
	assert_string_equal(e->links[0].id, "year");
	assert_int_equal(e->topic_count, 2);
	assert_string_equal(e->topics[0], "cybersecurity");
	assert_string_equal(e->topics[1], "security");
	assert_string_equal(e->description, "Informal");
	assert_string_equal(e->extra, "{\"a\":1}");
	assert_int_equal(e->state, DTL_STATE_UNDER_WAY);
	assert_int_equal(e->revision, 2);
	assert_int_equal(e->recorded_first, 2000);
	assert_int_equal(e->recorded_last, 3000);
}

static void sources_are_those_who_had_said_something_by_then(void **state)
{
	(void)state;
	put_version((a_version){ .event = 1, .key = "summit", .title = "Summit" });
	const dtl_event *e = one(&(dtl_ask){ .today = 0 });
	assert_int_equal(e->source_count, 2);
	assert_string_equal(e->sources[0], "cd");
	assert_string_equal(e->sources[1], "wh");
	e = one(&(dtl_ask){ .has_as_of = true, .as_of = 2000 });
	assert_int_equal(e->source_count, 1);
	assert_string_equal(e->sources[0], "wh");
}

static void parts_come_by_role_and_bare_ones_hide_behind_stronger_ones(void **state)
{
	(void)state;
	int64_t v =
	    put_version((a_version){ .event = 1, .key = "summit", .title = "Summit", .edtf = "2013-06-07" });
	put_part(v, 101, "participant", 0);
	put_part(v, 100, "participant", 0);
	put_part(v, 106, "host", 0); /* china by another name */
	put_part(v, 104, "speaker", 101);
	put_part(v, 107, "participant", 0);
	put_part(v, 109, "participant", 0);
	const dtl_event *e = one(&(dtl_ask){ .today = 0 });
	assert_int_equal(e->actor_count, 5);
	assert_string_equal(e->actors[0].id, "china");
	assert_string_equal(e->actors[0].role, "host");
	assert_string_equal(e->actors[0].name, "China");
	assert_string_equal(e->actors[1].id, "france");
	assert_string_equal(e->actors[2].id, "ghost");
	assert_null(e->actors[2].name);
	assert_null(e->actors[2].kind);
	assert_string_equal(e->actors[3].id, "us");
	assert_string_equal(e->actors[4].id, "hagel");
	assert_string_equal(e->actors[4].behalf, "us");
	assert_null(e->actors[0].behalf);
}

static const char *title_on(const char *edtf)
{
	int64_t v = put_version((a_version){ .event = 1, .key = "speech", .title = "Speech", .edtf = edtf });
	put_part(v, 104, "speaker", 0);
	const char *title = one(&(dtl_ask){ .today = 0 })->actors[0].title;
	run_sql("DELETE FROM event; DELETE FROM event_actor");
	return title;
}

static void a_persons_title_is_the_office_held_on_that_day(void **state)
{
	(void)state;
	assert_string_equal(title_on("2013-06-01"), "Secretary of Defense");
	assert_null(title_on("2013-02-01"));
	assert_string_equal(title_on("2013-02"), "Secretary of Defense");
	assert_null(title_on(NULL));
	run_sql("INSERT INTO entity(id, kind, key) VALUES (110, 1, 'a-bare-office');"
		"INSERT INTO affiliation(actor, rel, of, term, from_lo, to_hi)"
		" VALUES (104, 'holds', 110, 1, 0, 9223372036854775807), (104, 'holds', 102, 2, 0, 1)");
	assert_string_equal(title_on("2013-06-01"), "a-bare-office, Secretary of Defense");
}

static void a_calendars_uid_is_kept_as_it_came(void **state)
{
	(void)state;
	put_version((a_version){ .event = 1, .key = "7C1A-4@example.org", .title = "Meeting" });
	run_sql("UPDATE entity SET slug = 'meeting', suffix = 'abcdef' WHERE id = 1");
	const dtl_event *e = one(&(dtl_ask){ .today = 0 });
	assert_string_equal(e->uid, "7C1A-4@example.org");
	assert_string_equal(e->id, "meeting");
}

/* ---- the other kinds ---- */

static const char *keys(dtl_kind kind, const char *only, const char *subkind)
{
	static char list[512];
	dtl_cursor *c = NULL;
	dtl_thing thing;
	dtl_status status;
	list[0] = '\0';
	assert_ok(dtl_find_things(&c, &db, kind, only, subkind, &err));
	while ((status = dtl_cursor_thing(c, &thing, &err)) == DTL_OK) {
		assert_int_equal(thing.kind, kind);
		/* The ID comes first in all of them. */
		strcat(strcat(list, list[0] ? " " : ""), *(const char *const *)(const void *)thing.as.actor);
	}
	assert_status(status, DTL_DONE);
	assert_false(dtl_cursor_windowed(c));
	dtl_cursor_close(c);
	return list;
}

static void things_come_by_key(void **state)
{
	(void)state;
	assert_string_equal(keys(DTL_ACTOR, NULL, NULL), "china france hagel panetta pentagon secdef un us");
	assert_string_equal(keys(DTL_ACTOR, NULL, "person"), "hagel panetta");
	assert_string_equal(keys(DTL_ACTOR, NULL, "group"), "");
	assert_string_equal(keys(DTL_PLACE, NULL, NULL), "california sunnylands washington");
	assert_string_equal(keys(DTL_TOPIC, NULL, NULL), "cybersecurity security");
	assert_string_equal(keys(DTL_SERIES, NULL, NULL), "ssd");
	assert_string_equal(keys(DTL_SOURCE, NULL, NULL), "cd wh");
	assert_string_equal(keys(DTL_ACTOR, "prc", NULL), "china");
	dtl_cursor *c = NULL;
	assert_status(dtl_find_things(&c, &db, DTL_ACTOR, "nobody", NULL, &err), DTL_E_NOTFOUND);
	assert_null(c);
	assert_status(dtl_find_things(&c, &db, DTL_CLAIM, NULL, NULL, &err), DTL_E_ARGUMENT);
}

static void things_are_whole(void **state)
{
	(void)state;
	dtl_thing t;
	assert_ok(dtl_find_things(&cursor, &db, DTL_ACTOR, "china", NULL, &err));
	assert_ok(dtl_cursor_thing(cursor, &t, &err));
	assert_string_equal(t.as.actor->name, "China");
	assert_int_equal(t.as.actor->alias_count, 2);
	assert_string_equal(t.as.actor->aliases[0], "Middle Kingdom");
	assert_string_equal(t.as.actor->codes[0].code, "CN");
	assert_string_equal(t.as.actor->affiliations[0].rel, "member-of");
	assert_string_equal(t.as.actor->affiliations[0].of, "un");
	assert_null(t.as.actor->affiliations[0].from);
	dtl_cursor_close(cursor);
	assert_ok(dtl_find_things(&cursor, &db, DTL_SERIES, NULL, NULL, &err));
	assert_ok(dtl_cursor_thing(cursor, &t, &err));
	assert_string_equal(t.as.series->place, "washington");
	assert_string_equal(t.as.series->organiser, "pentagon");
	dtl_cursor_close(cursor);
	assert_ok(dtl_find_things(&cursor, &db, DTL_PLACE, "sunnylands", NULL, &err));
	assert_ok(dtl_cursor_thing(cursor, &t, &err));
	assert_true(t.as.place->has_geo);
	assert_true(t.as.place->lat > 33.7 && t.as.place->lon < -116.4);
	assert_string_equal(t.as.place->parent, "california");
	assert_status(dtl_cursor_thing(cursor, &t, &err), DTL_DONE);
	const dtl_event *e = NULL;
	assert_status(dtl_cursor_event(cursor, &e, &err), DTL_E_ARGUMENT);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_all)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_bare_event_has_nulls_for_what_is_not_known),
		IN_WORLD(a_whole_event_has_all_of_it),
		IN_WORLD(sources_are_those_who_had_said_something_by_then),
		IN_WORLD(parts_come_by_role_and_bare_ones_hide_behind_stronger_ones),
		IN_WORLD(a_persons_title_is_the_office_held_on_that_day),
		IN_WORLD(a_calendars_uid_is_kept_as_it_came),
		IN_WORLD(things_come_by_key),
		IN_WORLD(things_are_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
