/* Looking for what is wrong: nothing on a healthy file, and each kind of damage by its name. */
#include "store/internal.h"
#include "test_model_fixture.h"

/* A timeline with a bit of everything. */
static int open_world(void **state)
{
	int failed = open_bare(state);
	as.evidence.known = "2013-01-01";
	add(DTL_ACTOR, "id", "us", "name", "United States", "code", "iso2:US", "alias", "America");
	add(DTL_ACTOR, "id", "secdef", "name", "Secretary of Defense", "kind", "office", "part-of", "us");
	add(DTL_ACTOR, "id", "panetta", "name", "Leon Panetta", "holds", "secdef:2011-07-01:2013-02-27");
	add(DTL_ACTOR, "id", "hagel", "name", "Chuck Hagel", "holds", "secdef:2013-02-27");
	add(DTL_PLACE, "id", "usa", "name", "USA");
	add(DTL_PLACE, "id", "washington", "name", "Washington", "parent", "usa");
	add(DTL_TOPIC, "id", "security", "label", "Security");
	add(DTL_TOPIC, "id", "cyber", "label", "Cyber", "parent", "security");
	add(DTL_SERIES, "id", "ssd", "name", "SSD", "organiser", "us");
	add(DTL_SOURCE, "id", "cd", "publisher", "China Daily");
	as.evidence.source = "cd";
	as.evidence.quote = "They meet.";
	add(DTL_EVENT, "id", "conference", "title", "Conference", "when", "2013-07");
	add(DTL_EVENT, "id", "x", "title", "X", "when", "2013-07-08", "with", "hagel:host", "at",
	    "washington", "topic", "cyber", "series", "ssd", "edition", "5", "parent", "conference", "link",
	    "follows:conference");
	set(DTL_EVENT, "x", "status", "held");
	as = plain_header();
	return failed;
}

/* One finding of this beginning, and no other. */
static void finds(const char *wanted)
{
	const char *have = findings(false);
	if (strncmp(have, wanted, strlen(wanted)) != 0 || strchr(have, '\n') != have + strlen(have) - 1) {
		print_error("found\n%sexpected only\n%s…\n", have, wanted);
		fail();
	}
}

/* Lines put into the ledger as a union would. */
static void join(const plain_line *lines, size_t count)
{
	assert_ok(dtl_store_begin(db->store, &err));
	for (size_t i = 0; i < count; i++)
		put_line(db->store, &lines[i]);
	assert_ok(dtl_store_commit(db->store, &err));
	assert_ok(dtl_db_rebuild(db, &err));
}

static plain_line of_kind(const char *kind, plain_line line)
{
	snprintf(line.kind, sizeof(line.kind), "%s", kind);
	return line;
}

static void a_healthy_timeline_has_no_findings(void **state)
{
	(void)state;
	assert_string_equal(findings(false), "");
	assert_string_equal(findings(true), "");
	undo(NULL);
	set(DTL_EVENT, "x", "status", "cancelled");
	assert_string_equal(findings(false), "");
	/* Looking changes nothing, and may be done by a reader. */
	char *before = dump_all();
	dtl_db_close(db);
	assert_ok(dtl_db_open(&db, path_in(dir, "t.db"), DTL_OPEN_READ, NULL, &err));
	assert_string_equal(findings(false), "");
	char *after = dump_query(db->store, "SELECT count(*) FROM claim");
	free(after);
	free(before);
}

static void every_derived_table_that_was_changed_is_found(void **state)
{
	(void)state;
	static const char *const damage[] = {
		"UPDATE event SET title = 'Y' WHERE title = 'X'",
		"UPDATE event SET known_from = known_from + 1 WHERE status = 'held'",
		"UPDATE event SET end_hi = end_hi + 1 WHERE title = 'X'",
		"UPDATE event SET place = NULL",
		"UPDATE event SET edition = 6",
		"UPDATE event SET parent = NULL",
		"UPDATE event SET span = 6",
		"DELETE FROM event WHERE title = 'Conference'",
		"UPDATE event_text SET description = 'more'",
		"DELETE FROM event_text",
		"DELETE FROM event_actor",
		"UPDATE event_actor SET role = 'chair'",
		"UPDATE event_actor SET start_lo = 0",
		"DELETE FROM event_topic",
		"UPDATE event_link SET rel = 'prepares'",
		"UPDATE event_source SET known_from = 0",
		"UPDATE actor SET name = 'Nobody' WHERE name LIKE 'Chuck%'",
		"DELETE FROM affiliation WHERE until IS NULL",
		"UPDATE affiliation SET from_lo = from_lo - 1 WHERE since IS NOT NULL",
		"UPDATE actor_code SET code = 'UK'",
		"UPDATE series SET organiser = NULL",
		"UPDATE place SET parent = NULL",
		"UPDATE source SET publisher = NULL",
		"UPDATE topic SET label = 'Siber' WHERE label = 'Cyber'",
		"DELETE FROM alias",
		"DELETE FROM name WHERE name = 'america'",
		"INSERT INTO name VALUES(1, 'usofa', 3, 1)",
		"DELETE FROM name_word WHERE word = 'america'",
		"INSERT INTO name_word VALUES('usofa', 'usofa', 3, 1)",
		"INSERT INTO merged SELECT a.id, b.id FROM entity a, entity b WHERE a.key = 'cyber' AND b.key = 'security'",
		"INSERT INTO retracted SELECT max(id) FROM changeset",
		"INSERT INTO judged SELECT max(id), 2 FROM claim",
		"INSERT INTO stale SELECT max(id) FROM entity",
		"INSERT INTO event_search(event_search, rowid, title) SELECT 'delete', id, title FROM event_texts WHERE title = 'X'",
		"INSERT INTO event_actor SELECT 4711, id, 'host', NULL, 0, 0 FROM entity WHERE key = 'us' AND kind = 1",
	};
	for (size_t i = 0; i < COUNT(damage); i++) {
		run_sql(damage[i]);
		const char *have = findings(true);
		if (strncmp(have, "derived ", 8) != 0)
			fail_msg("not found: %s", damage[i]);
		assert_ok(dtl_db_rebuild(db, &err));
		if (*findings(true))
			fail_msg("not mended by a rebuild: %s", damage[i]);
	}
}

/* FTS5 asks for writing to compare it. */
static void the_index_of_words_is_looked_at_while_another_writes(void **state)
{
	(void)state;
	dtl_store *other = NULL;
	sqlite3_busy_timeout(db->store->handle, 20);
	assert_ok(dtl_store_open(&other, path_in(dir, "t.db"), DTL_STORE_WRITE, &err));
	assert_ok(dtl_store_begin(other, &err));
	assert_string_equal(findings(true), "");
	dtl_store_rollback(other);
	run_sql(
	    "INSERT INTO event_search(event_search, rowid, title) SELECT 'delete', id, title FROM event_texts WHERE title = 'X'");
	assert_ok(dtl_store_begin(other, &err));
	assert_contains(findings(true), "full-text index does not follow");
	dtl_store_close(other);
}

static void a_claim_that_does_not_validate_is_named(void **state)
{
	(void)state;
	plain_line lines[] = { a_header('e', 90, NOON), a_claim('e', 0, "x", "{\"status\":\"maybe\"}", 1) };
	join(lines, 2);
	finds("value event x: status");
	assert_contains(findings(false), "\"maybe\"");
}

static void values_of_all_kinds_are_looked_at(void **state)
{
	(void)state;
	plain_line lines[] = { a_header('e', 90, NOON),
		of_kind("actor", a_claim('e', 0, "us", "{\"codes\":{\"iso2\":7}}", 1)),
		of_kind("place", a_claim('e', 1, "usa", "{\"geo\":{\"lat\":99,\"lon\":0}}", 1)),
		of_kind("topic", a_claim('e', 2, "cyber", "{\"nonsense\":true}", 1)),
		of_kind("source", a_claim('e', 3, "cd", "{\"published\":\"soon\"}", 1)),
		of_kind("series", a_claim('e', 4, "ssd", "{\"cadence\":\"now and then\"}", 1)),
		a_claim('e', 5, "x", "{\"actors\":{\"us:boss\":true},\"actors2\":1}", 1),
		a_claim('e', 6, "x", "7", 1) };
	join(lines, COUNT(lines));
	const char *have = findings(false);
	assert_contains(have, "value actor us: codes.iso2");
	assert_contains(have, "value place usa: geo");
	assert_contains(have, "value topic cyber: nonsense");
	assert_contains(have, "value source cd: published");
	assert_contains(have, "value series ssd: cadence");
	assert_contains(have, "value event x: actors.us:boss");
	assert_contains(have, "value event x: actors2");
}

static void a_patch_that_is_not_canonical_is_damage(void **state)
{
	(void)state;
	run_sql("UPDATE claim SET patch = '{ \"status\": \"held\" }' WHERE patch = '{\"status\":\"held\"}'");
	assert_ok(dtl_db_rebuild(db, &err));
	assert_contains(findings(false), "ledger event x: ");
	assert_contains(findings(false), "canonical");
}

static void claims_without_their_header_are_named(void **state)
{
	(void)state;
	plain_line line = a_claim('e', 0, "x", "{\"type\":\"talks\"}", 1);
	join(&line, 1);
	finds("ledger changeset eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee: ");
}

static void claims_that_are_missing_are_named(void **state)
{
	(void)state;
	plain_line lines[] = { a_header('e', 90, NOON), a_claim('e', 0, "x", "{\"type\":\"talks\"}", 1),
		a_claim('e', 2, "x", "{\"level\":\"minister\"}", 1) };
	join(lines, COUNT(lines));
	finds("ledger changeset eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee: ");
}

static void terms_that_overlap_are_named_and_a_handover_is_not(void **state)
{
	(void)state;
	as.evidence.known = "2013-01-01";
	add(DTL_ACTOR, "id", "carter", "name", "Ashton Carter", "holds", "secdef:2014");
	const char *have = findings(false);
	assert_contains(have, "overlap actor secdef: ");
	assert_contains(have, "hagel");
	assert_contains(have, "carter");
	assert_null(strstr(have, "panetta"));
	set(DTL_ACTOR, "hagel", "holds", "secdef:2013-02-27:2013-12-31");
	assert_string_equal(findings(false), "");
}

static void an_event_without_a_title_is_named(void **state)
{
	(void)state;
	plain_line lines[] = { a_header('e', 90, NOON),
		a_claim('e', 0, "nameless", "{\"status\":\"held\"}", 1),
		/* But not one that was removed or undone. */
		a_claim('e', 1, "gone", "{\"status\":\"held\"}", 1), a_claim('e', 2, "gone", "null", 2),
		a_header('d', 91, NOON), a_claim('d', 0, "undone", "{\"status\":\"held\"}", 1),
		a_header('c', 92, NOON), an_act('c', 0, "changeset", uid_of('d'), "{\"retracted\":true}") };
	join(lines, COUNT(lines));
	finds("incomplete event nameless: ");
}

static void what_is_mentioned_and_not_there_is_named(void **state)
{
	(void)state;
	static const struct {
		const char *kind, *key, *patch, *found;
	} cases[] = {
		{ "event", "x", "{\"actors\":{\"atlantis:host\":true}}", "dangling event x: " },
		{ "event", "x", "{\"place\":\"atlantis\"}", "dangling event x: " },
		{ "event", "x", "{\"series\":{\"id\":\"atlantis\"}}", "dangling event x: " },
		{ "event", "x", "{\"parent\":\"atlantis\"}", "dangling event x: " },
		{ "event", "x", "{\"links\":{\"follows:atlantis\":true}}", "dangling event x: " },
		{ "event", "x", "{\"topics\":{\"atlantis\":true}}", "dangling event x: " },
		{ "event", "x", "{\"actors\":{\"us:host\":{\"for\":\"atlantis\"}}}", "dangling event x: " },
		{ "event", "x", "{\"sources\":{\"atlantis\":true}}", "dangling event x: " },
		{ "actor", "us", "{\"affiliations\":{\"part-of:atlantis\":true}}", "dangling actor us: " },
		{ "place", "usa", "{\"parent\":\"atlantis\"}", "dangling place usa: " },
		{ "topic", "security", "{\"parent\":\"atlantis\"}", "dangling topic security: " },
		{ "series", "ssd", "{\"place\":\"atlantis\"}", "dangling series ssd: " },
		{ "series", "ssd", "{\"organiser\":\"atlantis\"}", "dangling series ssd: " },
	};
	int missed = 0;
	for (size_t i = 0; i < COUNT(cases); i++) {
		plain_line lines[] = { a_header('e', 90, NOON),
			of_kind(cases[i].kind, a_claim('e', 0, cases[i].key, cases[i].patch, NOON)) };
		join(lines, 2);
		const char *have = findings(false);
		if (strncmp(have, cases[i].found, strlen(cases[i].found)) != 0 || !strstr(have, "atlantis")) {
			print_error("not found: %s %s; but: %s\n", cases[i].key, cases[i].patch, have);
			missed++;
		}
		run_sql(
		    "DELETE FROM claim WHERE changeset = (SELECT max(id) FROM changeset); DELETE FROM changeset WHERE id = (SELECT max(id) FROM changeset)");
		assert_ok(dtl_db_rebuild(db, &err));
	}
	assert_int_equal(missed, 0);
}

static void what_was_removed_is_mentioned_no_less(void **state)
{
	(void)state;
	set(DTL_EVENT, "conference", "rm", "");
	const char *have = findings(false);
	assert_contains(have, "dangling event x: ");
	assert_contains(have, "conference");
	undo(NULL);
	set(DTL_ACTOR, "hagel", "rm", "");
	assert_contains(findings(false), "dangling event x: ");
}

static void what_was_merged_into_what_is_there_does_not_dangle(void **state)
{
	(void)state;
	plain_line lines[] = { a_header('e', 90, NOON),
		of_kind("actor", a_claim('e', 0, "chuck", "{\"name\":\"Chuck\"}", 1)),
		of_kind("actor", a_claim('e', 1, "hagel", "{\"same_as\":\"chuck\"}", 1)),
		of_kind("place", a_claim('e', 2, "dc", "{\"name\":\"DC\"}", 1)),
		of_kind("place", a_claim('e', 3, "washington", "{\"same_as\":\"dc\"}", 1)),
		a_claim('e', 4, "y", "{\"title\":\"Y\"}", 1),
		a_claim('e', 5, "conference", "{\"same_as\":\"y\"}", 1) };
	join(lines, COUNT(lines));
	assert_string_equal(findings(false), "");
}

static void cycles_are_named_and_end(void **state)
{
	(void)state;
	plain_line lines[] = { a_header('e', 90, NOON),
		of_kind("place", a_claim('e', 0, "usa", "{\"parent\":\"washington\"}", 1)),
		of_kind("topic", a_claim('e', 1, "security", "{\"parent\":\"cyber\"}", 1)),
		of_kind("actor", a_claim('e', 2, "us", "{\"affiliations\":{\"part-of:secdef\":true}}", 1)),
		a_claim('e', 3, "conference", "{\"parent\":\"x\"}", 1),
		of_kind("topic", a_claim('e', 4, "self", "{\"label\":\"S\",\"parent\":\"self\"}", 1)) };
	join(lines, COUNT(lines));
	static const char *const wanted[] = { "cycle place usa: ", "cycle place washington: ",
		"cycle topic security: ", "cycle topic cyber: ", "cycle topic self: ", "cycle actor us: ",
		"cycle actor secdef: ", "cycle event x: ", "cycle event conference: " };
	for (size_t i = 0; i < COUNT(wanted); i++)
		assert_contains(findings(false), wanted[i]);
}

/* A ring of so many places p00, p01 … in the order of their keys. */
static void ring_of(int count)
{
	plain_line lines[64] = { a_header('e', 90, NOON) };
	char keys[64][16], patches[64][64];
	for (int i = 0; i < count; i++) {
		snprintf(keys[i], sizeof(keys[i]), "p%02d", i);
		snprintf(patches[i], sizeof(patches[i]), "{\"name\":\"P%d\",\"parent\":\"p%02d\"}", i,
		    (i + 1) % count);
		lines[i + 1] = of_kind("place", a_claim('e', i, keys[i], patches[i], 1));
	}
	join(lines, (size_t)count + 1);
}

static void a_circle_of_any_width_is_named(void **state)
{
	(void)state;
	ring_of(33);
	assert_contains(findings(false), "cycle place p00: lies in itself");
	assert_contains(findings(false), "cycle place p32: lies in itself");
}

static void a_walk_that_goes_on_for_too_long_is_named(void **state)
{
	(void)state;
	ring_of(50);
	assert_contains(findings(false), "cycle place p00: lies in more than 32 others");
	assert_contains(findings(false), "cycle place p49: lies in more than 32 others");
}

static void a_circle_over_merged_things_is_one(void **state)
{
	(void)state;
	plain_line lines[] = { a_header('e', 90, NOON),
		of_kind("place", a_claim('e', 0, "a", "{\"name\":\"A\",\"parent\":\"b\"}", 1)),
		of_kind("place", a_claim('e', 1, "b", "{\"name\":\"B\",\"same_as\":\"c\"}", 1)),
		of_kind("place", a_claim('e', 2, "c", "{\"name\":\"C\",\"parent\":\"a\"}", 1)) };
	join(lines, COUNT(lines));
	assert_contains(findings(false), "cycle place a: lies in itself");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_healthy_timeline_has_no_findings, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    every_derived_table_that_was_changed_is_found, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    the_index_of_words_is_looked_at_while_another_writes, open_world, close_damaged),
		cmocka_unit_test_setup_teardown(
		    a_claim_that_does_not_validate_is_named, open_world, close_db),
		cmocka_unit_test_setup_teardown(values_of_all_kinds_are_looked_at, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_patch_that_is_not_canonical_is_damage, open_world, close_damaged),
		cmocka_unit_test_setup_teardown(claims_without_their_header_are_named, open_world, close_db),
		cmocka_unit_test_setup_teardown(claims_that_are_missing_are_named, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    terms_that_overlap_are_named_and_a_handover_is_not, open_world, close_db),
		cmocka_unit_test_setup_teardown(an_event_without_a_title_is_named, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_is_mentioned_and_not_there_is_named, open_world, close_db),
		cmocka_unit_test_setup_teardown(what_was_removed_is_mentioned_no_less, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_was_merged_into_what_is_there_does_not_dangle, open_world, close_db),
		cmocka_unit_test_setup_teardown(cycles_are_named_and_end, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_circle_of_any_width_is_named, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_walk_that_goes_on_for_too_long_is_named, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_circle_over_merged_things_is_one, open_world, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
