/* Derived rows: what follows from the ledger, one changeset at a time or all at once. */
#include "ledger/ledger.h"
#include "ledger_world.h"
#include "model/derive.h"
#include "support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dtl_store *store;
static dtl_error err;
static int64_t position;

static int open_store(void **state)
{
	(void)state;
	assert_ok(dtl_store_open(&store, "", DTL_STORE_MEMORY, &err));
	assert_ok(dtl_store_begin(store, &err));
	plain_line header = a_header('a', 1, 1000);
	put_line(store, &header);
	position = 0;
	return 0;
}

static void derive(bool all)
{
	dtl_deriver d = { .db = store };
	assert_ok(all ? dtl_derive_all(&d, &err) : dtl_derive_stale(&d, &err));
	dtl_deriver_free(&d);
}

/* What incremental work left must be what a rebuild makes. */
static int close_store(void **state)
{
	(void)state;
	derive(false);
	char *have = dump_derived(store);
	derive(true);
	char *wanted = dump_derived(store);
	int bad = strcmp(have, wanted) != 0;
	if (bad)
		print_error("incremental work left\n%sa rebuild makes\n%s", have, wanted);
	free(have);
	free(wanted);
	dtl_store_close(store);
	store = NULL;
	return bad;
}

static void put(plain_line line)
{
	put_line(store, &line);
}

static void say(const char *kind, const char *key, const char *patch, int64_t known)
{
	plain_line line = a_claim('a', position++, key, patch, known);
	snprintf(line.kind, sizeof(line.kind), "%s", kind);
	put(line);
}

static void say_by(const char *source, const char *key, const char *patch, int64_t known)
{
	plain_line line = a_claim('a', position++, key, patch, known);
	snprintf(line.source, sizeof(line.source), "%s", source);
	put(line);
}

static void is(const char *sql, const char *wanted)
{
	derive(false);
	char *have = dump_query(store, sql);
	assert_string_equal(have, wanted);
	free(have);
}

static const char sql_versions[] =
    "SELECT n.key || ' ' || known_from || '-' || CASE WHEN known_to = 9223372036854775807 THEN '' ELSE known_to END || ' ' || title"
    " || coalesce(' ' || status, '') || coalesce(' ' || edtf, '') FROM event e JOIN entity n ON n.id = e.event ORDER BY n.key, known_from";

/* ---- Events ---- */

static void a_version_begins_where_the_row_differs(void **state)
{
	(void)state;
	say("event", "x", "{\"status\":\"expected\"}", 1);
	is(sql_versions, "");
	say("event", "x", "{\"title\":\"X\"}", 3);
	say("event", "x", "{\"status\":\"held\"}", 5);
	say("event", "x", "{\"status\":\"held\"}", 6);
	is(sql_versions, "x 3-5 X expected\nx 5- X held\n");
	/* Learnt of later, but known before. */
	say("event", "x", "{\"status\":\"confirmed\"}", 4);
	is(sql_versions, "x 3-4 X expected\nx 4-5 X confirmed\nx 5- X held\n");
}

static void what_is_gone_may_come_back(void **state)
{
	(void)state;
	say("event", "x", "{\"title\":\"X\"}", 1);
	say("event", "x", "{\"title\":null}", 3);
	say("event", "x", "{\"title\":\"Y\"}", 5);
	is(sql_versions, "x 1-3 X\nx 5- Y\n");
	say("event", "x", "null", 7);
	is(sql_versions, "x 1-3 X\nx 5-7 Y\n");
	is("SELECT count(*) FROM event_search('Y')", "1\n");
}

static void times_may_lie_before_1970_and_far_away(void **state)
{
	(void)state;
	say("event", "x", "{\"title\":\"X\"}", -62167219200);
	say("event", "x", "{\"title\":\"Y\"}", 253402300799);
	is(sql_versions, "x -62167219200-253402300799 X\nx 253402300799- Y\n");
}

static void a_window_has_its_length_class(void **state)
{
	(void)state;
	static const char *const dates[] = { "\"2013-07-08T14:00:00Z\"", "\"2013-07-08\"",
		"\"2013-07-01/2013-07-08\"", "\"2013-07\"", "\"2013\"", "\"2010/2019\"", "\"2000/2013\"",
		"\"2013-07/..\"", "\"../2013\"" };
	char patch[128], key[16];
	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		snprintf(key, sizeof(key), "e%d", (int)i);
		snprintf(patch, sizeof(patch), "{\"title\":\"X\",\"when\":{\"edtf\":%s}}", dates[i]);
		say("event", key, patch, 1);
	}
	say("event", "f", "{\"title\":\"X\",\"when\":{\"unknown\":true}}", 1);
	say("event", "g", "{\"title\":\"X\"}", 1);
	is("SELECT group_concat(span, ' ') FROM (SELECT span FROM event e JOIN entity n ON n.id = e.event ORDER BY n.key)",
	    "0 0 1 2 3 4 5 5 5 6 6\n");
	is("SELECT n.key || coalesce('=' || edtf, '') || (start_lo = 9223372036854775807 AND end_lo = start_lo) FROM event e"
	   " JOIN entity n ON n.id = e.event WHERE span = 6 ORDER BY 1",
	    "f=1\ng1\n");
}

static void parts_topics_links_and_sources_hang_off_a_version(void **state)
{
	(void)state;
	say("event", "x",
	    "{\"actors\":{\"us:host\":{\"for\":\"un\"},\"us:speaker\":true},\"links\":{\"follows:a:b@c\":true},"
	    "\"sources\":{\"named\":true},\"title\":\"X\",\"topics\":{\"cyber\":true},\"when\":{\"edtf\":\"2013-07-08\"}}",
	    1);
	say_by("s", "x", "{\"status\":\"held\"}", 2);
	is("SELECT a.key || ':' || x.role || coalesce(' for ' || b.key, '') || ' ' || x.span || ' ' || date(x.start_lo, 'unixepoch') || ' ' || e.known_from"
	   " FROM event_actor x JOIN event e ON e.id = x.version JOIN entity a ON a.id = x.actor LEFT JOIN entity b ON b.id = x.behalf ORDER BY 1",
	    "us:host for un 0 2013-07-08 1\nus:host for un 0 2013-07-08 2\nus:speaker 0 2013-07-08 1\nus:speaker 0 2013-07-08 2\n");
	is("SELECT rel || ' ' || key FROM event_link JOIN entity ON id = target",
	    "follows a:b@c\nfollows a:b@c\n");
	is("SELECT key || ' ' || span FROM event_topic JOIN entity ON id = topic", "cyber 0\ncyber 0\n");
	is("SELECT s.key || ' ' || known_from FROM event_source JOIN entity s ON s.id = source ORDER BY 1",
	    "named 1\ns 2\n");
	/* Versions share a text while its words stay the same. */
	is("SELECT count(*) || ' ' || count(DISTINCT text) FROM event", "2 1\n");
	say("event", "x", "{\"description\":\"more words\"}", 3);
	is("SELECT count(*) || ' ' || count(DISTINCT text) FROM event", "3 2\n");
	is("SELECT count(*) FROM event_search('words')", "1\n");
}

static void words_that_are_gone_are_not_found(void **state)
{
	(void)state;
	say("event", "x", "{\"description\":\"cyberspace\",\"title\":\"Zweikampf\"}", 1);
	is("SELECT count(*) FROM event_search('zweikampf')", "1\n");
	put(a_header('b', 2, 2));
	put(an_act('b', 0, "changeset", uid_of('a'), "{\"retracted\":true}"));
	is("SELECT count(*) FROM event_search('zweikampf')", "0\n");
	is("SELECT count(*) FROM event_search('cyberspace')", "0\n");
	is("SELECT count(*) FROM event_text", "0\n");
}

/* Found on random histories: with no version of any event, rows that hang on none stayed. */
static void sources_of_what_does_not_show_go_too(void **state)
{
	(void)state;
	say_by("s1", "x", "{\"status\":\"held\"}", 1);
	derive(false);
	put(a_header('b', 2, 2));
	put(an_act('b', 0, "changeset", uid_of('a'), "{\"retracted\":true}"));
	is("SELECT count(*) FROM event_source", "0\n");
}

static void a_key_is_cut_into_what_is_shown(void **state)
{
	(void)state;
	say("event", "talks~abcdef", "{\"title\":\"Other words\"}", 1);
	say("event", "plain", "{\"title\":\"P\"}", 1);
	say("event", "20130708T14@example.org", "{\"title\":\"Sünny talks\"}", 1);
	is("SELECT quote(slug) || ' ' || coalesce(suffix, '-') FROM entity WHERE kind = 0 AND key <> '20130708T14@example.org' ORDER BY 1",
	    "'talks' abcdef\nNULL -\n");
	is("SELECT slug || (suffix GLOB '[a-z][a-z][a-z][a-z][a-z][a-z]') FROM entity WHERE key = '20130708T14@example.org'",
	    "sunny-talks1\n");
}

/* What is left of an earlier event must not become this one's name. */
static void what_has_a_uid_and_no_title_takes_nobody_elses(void **state)
{
	(void)state;
	say("event", "first@example.org", "{\"title\":\"Sunny talks\"}", 1);
	say("event", "second@example.org", "{\"status\":\"held\"}", 1);
	derive(false);
	char *together = dump_query(store, "SELECT quote(slug) FROM entity WHERE key = 'second@example.org'");
	assert_ok(dtl_store_exec(store, "UPDATE entity SET slug = NULL, suffix = NULL", &err));
	int64_t entity = 0;
	assert_ok(dtl_entity_find(store, DTL_EVENT, "second@example.org", &entity, &err));
	assert_ok(dtl_ledger_touch(store, entity, &err));
	derive(false);
	char *alone = dump_query(store, "SELECT quote(slug) FROM entity WHERE key = 'second@example.org'");
	assert_string_equal(together, alone);
	free(together);
	free(alone);
	derive(true);
}

/* ---- Those that are one ---- */

static void what_is_merged_shows_once(void **state)
{
	(void)state;
	say("event", "x", "{\"title\":\"X\"}", 1);
	say("event", "y", "{\"status\":\"held\",\"title\":\"Y\"}", 2);
	is(sql_versions, "x 1- X\ny 2- Y held\n");
	say("event", "x", "{\"same_as\":\"y\"}", 3);
	is(sql_versions, "y 1-2 X\ny 2- Y held\n");
	is("SELECT e.key || ' ' || c.key FROM merged m JOIN entity e ON e.id = m.entity JOIN entity c ON c.id = m.canonical",
	    "x y\n");
	say("event", "x", "{\"same_as\":null}", 4);
	is(sql_versions, "x 1- X\ny 2- Y held\n");
	is("SELECT count(*) FROM merged", "0\n");
}

static void a_merge_by_a_changeset_that_is_undone_is_undone(void **state)
{
	(void)state;
	say("event", "x", "{\"title\":\"X\"}", 1);
	say("event", "y", "{\"title\":\"Y\"}", 2);
	say("event", "z", "{\"same_as\":\"y\",\"title\":\"Z\"}", 3);
	derive(false);
	put(a_header('b', 2, 2));
	put(a_claim('b', 0, "y", "{\"same_as\":\"x\"}", 1));
	is(sql_versions, "x 1-2 X\nx 2-3 Y\nx 3- Z\n");
	put(a_header('c', 3, 3));
	put(an_act('c', 0, "changeset", uid_of('b'), "{\"retracted\":true}"));
	is(sql_versions, "x 1- X\ny 2-3 Y\ny 3- Z\n");
}

static void two_sides_that_merge_crosswise_have_one_event(void **state)
{
	(void)state;
	say("event", "y", "{\"same_as\":\"x\",\"title\":\"Y\"}", 1);
	say("event", "x", "{\"same_as\":\"y\",\"title\":\"X\"}", 1);
	is(sql_versions, "x 1- X\n");
}

static void a_group_lives_while_one_of_it_does(void **state)
{
	(void)state;
	say("event", "y", "{\"title\":\"Y\"}", 1);
	say("event", "x", "{\"title\":\"X\"}", 1);
	say("event", "y", "null", 5);
	say("event", "y", "{\"same_as\":\"x\"}", 6);
	is(sql_versions, "x 1- X\n");
	say("event", "x", "null", 8);
	is(sql_versions, "x 1-8 X\n");
}

static void what_is_merged_into_what_nobody_spoke_of_shows_under_its_key(void **state)
{
	(void)state;
	say("event", "x", "{\"same_as\":\"nowhere\",\"title\":\"X\"}", 1);
	is(sql_versions, "nowhere 1- X\n");
	say("event", "nowhere", "{\"title\":\"N\"}", 2);
	is(sql_versions, "nowhere 1-2 X\nnowhere 2- N\n");
}

static void things_are_merged_like_events(void **state)
{
	(void)state;
	say("actor", "prc", "{\"aliases\":{\"Red China\":true},\"name\":\"PRC\"}", 1);
	say("actor", "china", "{\"codes\":{\"iso2\":\"CN\"},\"name\":\"China\"}", 2);
	derive(false);
	say("actor", "prc", "{\"same_as\":\"china\"}", 3);
	is("SELECT n.key || ' ' || a.key || ' ' || name FROM actor a JOIN entity n ON n.id = a.id",
	    "china china China\n");
	/* Each is found by each name that it ever had. */
	is("SELECT group_concat(s, ', ') FROM (SELECT m.name || ' ' || what || ' ' || key AS s FROM name m JOIN entity n ON n.id = m.entity ORDER BY 1)",
	    "china 0 china, china 2 china, cn 1 china, prc 0 prc, prc 3 china, red china 3 china\n");
	is("SELECT group_concat(s, ', ') FROM (SELECT w.word || ' ' || w.name || ' ' || what || ' ' || key AS s FROM name_word w"
	   " JOIN entity n ON n.id = w.entity ORDER BY 1)",
	    "china china 2 china, china red china 3 china, prc prc 3 china, red red china 3 china\n");
	say("actor", "prc", "{\"same_as\":null}", 4);
	is("SELECT n.key || ' ' || a.key || ' ' || name FROM actor a JOIN entity n ON n.id = a.id ORDER BY 1",
	    "china china China\nprc prc PRC\n");
}

/* ---- Things ---- */

static void a_cadence_knows_its_months(void **state)
{
	(void)state;
	static const struct {
		const char *rule;
		int months;
	} cases[] = {
		{ "FREQ=YEARLY", 0x1FFE },
		{ "FREQ=MONTHLY", 0x1FFE },
		{ "FREQ=YEARLY;BYMONTH=7", 1 << 7 },
		{ "FREQ=YEARLY;BYMONTH=1,12", 1 << 1 | 1 << 12 },
		{ "FREQ=MONTHLY;BYMONTH=6;BYDAY=1TU", 1 << 6 },
		/* A week that begins in May may end in June, and one of December in January. */
		{ "FREQ=WEEKLY;BYMONTH=5", 1 << 5 | 1 << 6 },
		{ "FREQ=WEEKLY;BYMONTH=12", 1 << 12 | 1 << 1 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char key[16], patch[120], sql[120], wanted[16];
		snprintf(key, sizeof(key), "s%zu", i);
		snprintf(patch, sizeof(patch), "{\"cadence\":\"%s\",\"name\":\"S\"}", cases[i].rule);
		say("series", key, patch, 1);
		derive(false);
		snprintf(sql, sizeof(sql),
		    "SELECT months FROM cadence c JOIN entity n ON n.id = c.series AND n.key = '%s'", key);
		snprintf(wanted, sizeof(wanted), "%d\n", cases[i].months);
		is(sql, wanted);
	}
}

static void things_have_the_rows_of_their_kind(void **state)
{
	(void)state;
	say("actor", "hagel",
	    "{\"affiliations\":{\"holds:secdef\":{\"from\":\"2013-02-27\",\"to\":\"2015\"},\"holds:secdef#2\":{\"from\":\"2016\"},"
	    "\"member-of:club\":true},\"aliases\":{\"Chuck\":true},\"codes\":{\"wikidata\":\"Q1\"},\"extra\":{\"a\":1},"
	    "\"kind\":\"person\",\"name\":\"Chuck Hagel\"}",
	    1);
	say("series", "ssd",
	    "{\"cadence\":\"FREQ=YEARLY;BYMONTH=7\",\"name\":\"SSD\",\"organiser\":\"dod\",\"place\":\"washington\"}",
	    1);
	say("place", "washington",
	    "{\"country\":\"US\",\"geo\":{\"lat\":38.9,\"lon\":-77.04},\"name\":\"Washington\",\"parent\":\"usa\",\"tz\":\"America/New_York\"}",
	    1);
	say("source", "cd",
	    "{\"language\":\"en\",\"published\":\"2013-06-04\",\"publisher\":\"China Daily\"}", 1);
	say("topic", "cyber", "{\"label\":\"Cybersecurity\",\"parent\":\"security\"}", 1);
	is("SELECT kind || name || extra FROM actor", "personChuck Hagel{\"a\":1}\n");
	is("SELECT rel || ' ' || o.key || ' ' || term || ' ' || coalesce(since, '-') || ' ' || coalesce(until, '-') || ' '"
	   " || coalesce(date(nullif(from_lo, -9223372036854775807 - 1), 'unixepoch'), '-') || ' '"
	   " || coalesce(date(nullif(to_hi, 9223372036854775807), 'unixepoch'), '-')"
	   " FROM affiliation JOIN entity o ON o.id = of ORDER BY rel, term",
	    "holds secdef 1 2013-02-27 2015 2013-02-27 2016-01-01\nholds secdef 2 2016 - 2016-01-01 -\nmember-of club 1 - - - -\n");
	is("SELECT alias FROM alias", "Chuck\n");
	is("SELECT system || code FROM actor_code", "wikidataQ1\n");
	is("SELECT s.name || cadence || p.key || o.key FROM series s JOIN entity p ON p.id = place JOIN entity o ON o.id = organiser",
	    "SSDFREQ=YEARLY;BYMONTH=7washingtondod\n");
	is("SELECT place.key || name || country || lat || lon || tz || n.key FROM place JOIN entity n ON n.id = parent",
	    "washingtonWashingtonUS38.9-77.04America/New_Yorkusa\n");
	is("SELECT publisher || published || language || coalesce(title, '-') FROM source",
	    "China Daily2013-06-04en-\n");
	is("SELECT label || key FROM topic JOIN entity n ON n.id = parent", "Cybersecuritysecurity\n");
}

static void a_thing_is_as_now_known_and_goes_when_it_is_removed(void **state)
{
	(void)state;
	say("actor", "a", "{\"aliases\":{\"Old\":true},\"name\":\"A\"}", 5);
	say("actor", "a", "{\"aliases\":{\"Old\":null},\"name\":\"B\"}", 9);
	is("SELECT name || (SELECT count(*) FROM alias) FROM actor", "B0\n");
	is("SELECT group_concat(name, ' ') FROM (SELECT name FROM name ORDER BY what)", "a b\n");
	is("SELECT word FROM name_word", "b\n");
	say("actor", "a", "null", 10);
	is("SELECT count(*) FROM actor", "0\n");
	is("SELECT count(*) FROM name", "0\n");
	is("SELECT count(*) FROM name_word", "0\n");
}

static void what_is_said_of_things_in_a_long_row_of_changesets_is_as_rebuilt(void **state)
{
	(void)state;
	static const char *const patches[] = { "{\"name\":\"A\"}", "{\"aliases\":{\"A\":true,\"B\":true}}",
		"{\"name\":null}", "{\"same_as\":\"q\"}", "{\"codes\":{\"x\":\"B\"},\"name\":\"B\"}", "null",
		"{\"same_as\":null}" };
	dice_box d = dice_of(20130604);
	static const char *const keys[] = { "p", "q", "r" };
	for (int i = 0; i < 300; i++) {
		plain_line line = a_claim('a', 1000 + i, keys[throw_below(&d, 3)],
		    patches[throw_below(&d, 7)], (int64_t)throw_below(&d, 40));
		strcpy(line.kind, "actor");
		snprintf(line.source, sizeof(line.source), "s%d", (int)throw_below(&d, 3));
		put(line);
		derive(false);
		if (i % 20)
			continue;
		char *have = dump_derived(store);
		derive(true);
		char *wanted = dump_derived(store);
		assert_string_equal(have, wanted);
		free(have);
		free(wanted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_version_begins_where_the_row_differs, open_store, close_store),
		cmocka_unit_test_setup_teardown(what_is_gone_may_come_back, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    times_may_lie_before_1970_and_far_away, open_store, close_store),
		cmocka_unit_test_setup_teardown(a_window_has_its_length_class, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    parts_topics_links_and_sources_hang_off_a_version, open_store, close_store),
		cmocka_unit_test_setup_teardown(words_that_are_gone_are_not_found, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    sources_of_what_does_not_show_go_too, open_store, close_store),
		cmocka_unit_test_setup_teardown(a_key_is_cut_into_what_is_shown, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    what_has_a_uid_and_no_title_takes_nobody_elses, open_store, close_store),
		cmocka_unit_test_setup_teardown(what_is_merged_shows_once, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_merge_by_a_changeset_that_is_undone_is_undone, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    two_sides_that_merge_crosswise_have_one_event, open_store, close_store),
		cmocka_unit_test_setup_teardown(a_group_lives_while_one_of_it_does, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    what_is_merged_into_what_nobody_spoke_of_shows_under_its_key, open_store, close_store),
		cmocka_unit_test_setup_teardown(things_are_merged_like_events, open_store, close_store),
		cmocka_unit_test_setup_teardown(a_cadence_knows_its_months, open_store, close_store),
		cmocka_unit_test_setup_teardown(things_have_the_rows_of_their_kind, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    a_thing_is_as_now_known_and_goes_when_it_is_removed, open_store, close_store),
		cmocka_unit_test_setup_teardown(
		    what_is_said_of_things_in_a_long_row_of_changesets_is_as_rebuilt, open_store,
		    close_store),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
