/* Edits: what the commands append, and what they tell. */
#include "test_model_fixture.h"

static int open_world(void **state)
{
	int failed = open_bare(state);
	as.evidence.known = "2013-01-01";
	add(DTL_ACTOR, "id", "us", "name", "United States", "kind", "state", "code", "iso2:US");
	add(DTL_ACTOR, "id", "china", "name", "China", "alias", "PRC");
	add(DTL_PLACE, "name", "Sunnylands", "tz", "America/Los_Angeles");
	add(DTL_SOURCE, "id", "wh", "publisher", "White House", "published", "2013-05-20");
	add(DTL_SOURCE, "id", "cd", "publisher", "China Daily", "published", "2013-06-04T09:00:00Z");
	as = plain_header();
	return failed;
}

static const char sql_last[] = "SELECT patch FROM claim ORDER BY id DESC LIMIT 1";
static const char sql_known[] = "SELECT datetime(known_at, 'unixepoch') FROM claim ORDER BY id DESC LIMIT 1";

/* ---- New things ---- */

static void a_new_event_gets_a_key_of_its_title_and_six_letters(void **state)
{
	(void)state;
	add(DTL_EVENT, "title", "Sunnylands Summit", "when", "2013-06-07/2013-06-08");
	assert_true(change.made && change.appended && change.shows);
	assert_string_equal(change.id, "sunnylands-summit-2013");
	assert_int_equal(strlen(change.key), strlen("sunnylands-summit-2013~abcdef"));
	assert_true(strncmp(change.key, "sunnylands-summit-2013~", 23) == 0);
	assert_query(
	    sql_last, "{\"title\":\"Sunnylands Summit\",\"when\":{\"edtf\":\"2013-06-07/2013-06-08\"}}\n");
	/* A second one of the same name shows both with their letters. */
	char first[64];
	snprintf(first, sizeof(first), "%s", change.key);
	add(DTL_EVENT, "title", "Sunnylands summit 2013");
	assert_string_not_equal(change.key, first);
	assert_string_equal(change.id, change.key);
	refuse(DTL_E_AMBIGUOUS, DTL_EVENT, "sunnylands-summit-2013", "status", "held");
	assert_contains(err.text, first);
}

static void a_new_thing_is_named_by_its_name_and_not_made_twice(void **state)
{
	(void)state;
	add(DTL_TOPIC, "label", "Cyber Security");
	assert_string_equal(change.key, "cyber-security");
	refuse(DTL_E_EXISTS, DTL_TOPIC, NULL, "label", "Cyber-Security");
	assert_contains(err.text, "'cyber-security'");
	refuse(DTL_E_EXISTS, DTL_ACTOR, NULL, "id", "us", "name", "Somebody");
	add(DTL_ACTOR, "id", "x1", "name", "Somebody");
	assert_string_equal(change.key, "x1");
}

static void what_has_no_name_is_not_made(void **state)
{
	(void)state;
	refuse(DTL_E_ARGUMENT, DTL_EVENT, NULL, "status", "held");
	assert_contains(err.text, "title");
	refuse(DTL_E_ARGUMENT, DTL_ACTOR, NULL, "kind", "state");
	assert_contains(err.text, "name");
	/* Also when it says how it wants to be called: nobody would see it. */
	refuse(DTL_E_ARGUMENT, DTL_EVENT, NULL, "id", "nameless", "status", "held");
	refuse(DTL_E_ARGUMENT, DTL_ACTOR, NULL, "id", "nameless", "kind", "state");
}

static void a_key_is_declared_once_and_never_changes(void **state)
{
	(void)state;
	dtl_edit *e = NULL;
	assert_ok(dtl_edit_new(&e, DTL_ACTOR, "us", &err));
	assert_status(dtl_edit_set(e, "id", "usa", &err), DTL_E_ARGUMENT);
	dtl_edit_free(e);
	assert_ok(dtl_edit_new(&e, DTL_ACTOR, NULL, &err));
	assert_status(dtl_edit_set(e, "id", "a b", &err), DTL_E_ARGUMENT);
	assert_status(dtl_edit_set(e, "id", "", &err), DTL_E_ARGUMENT);
	assert_status(dtl_edit_set(e, "id", "a:b", &err), DTL_E_ARGUMENT);
	assert_status(dtl_edit_set(e, "nonsense", "x", &err), DTL_E_ARGUMENT);
	assert_contains(err.text, "nonsense");
	assert_status(dtl_edit_remove(e, &err), DTL_E_ARGUMENT);
	dtl_edit_free(e);
}

/* ---- What is appended ---- */

static void what_shows_already_is_not_appended(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X", "status", "expected");
	int64_t claims = count_of("claim");
	set(DTL_EVENT, "x", "title", "X", "status", "expected");
	assert_false(change.appended);
	assert_true(change.shows);
	assert_false(change.made);
	assert_string_equal(uid, "");
	assert_int_equal(count_of("claim"), claims);
	set(DTL_EVENT, "x", "title", "X", "status", "confirmed");
	assert_query(sql_last, "{\"status\":\"confirmed\"}\n");
	/* What was said before, but does not show any more, is said again. */
	set(DTL_EVENT, "x", "status", "expected");
	assert_true(change.appended && change.shows);
}

static void what_a_named_source_had_not_said_is_appended(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X", "status", "expected");
	as.evidence.source = "cd";
	set(DTL_EVENT, "x", "status", "expected");
	assert_true(change.appended && change.shows);
	assert_string_equal(words_of(DTL_EVENT, "x", "status"),
	    "status=\"expected\" hand/- 2013-07-20 shown\nstatus=\"expected\" hand/cd 2013-06-04 agrees\n");
	set(DTL_EVENT, "x", "status", "expected");
	assert_false(change.appended);
	/* A document of that source had said it, too. */
	as.evidence.source = NULL;
	import_one(DTL_EVENT, "x", "{\"url\":\"https://a.example\"}", "wh");
	as.evidence.source = "wh";
	set(DTL_EVENT, "x", "url", "https://a.example");
	assert_false(change.appended);
}

static void a_rank_is_said_whatever_was_said(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X", "status", "expected");
	as.evidence.rank = DTL_RANK_PREFERRED;
	set(DTL_EVENT, "x", "status", "expected");
	assert_true(change.appended);
	as.evidence.rank = DTL_RANK_DEPRECATED;
	set(DTL_EVENT, "x", "status", "held");
	assert_true(change.appended);
	assert_false(change.shows);
	assert_query("SELECT status FROM event WHERE known_to = 9223372036854775807", "expected\n");
}

static void what_does_not_show_says_what_stands_above_it(void **state)
{
	(void)state;
	as.evidence.source = "cd";
	add(DTL_EVENT, "id", "x", "title", "X", "status", "confirmed");
	as.evidence.source = "wh";
	set(DTL_EVENT, "x", "status", "rumoured");
	assert_true(change.appended);
	assert_false(change.shows);
	assert_contains(notes, "status does not show: above it stands 'confirmed', of cd, known 2013-06-04");
}

static void members_are_added_and_taken_away_one_by_one(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X", "with", "us:host", "with", "PRC");
	assert_query(
	    sql_last, "{\"actors\":{\"china:participant\":true,\"us:host\":true},\"title\":\"X\"}\n");
	set(DTL_EVENT, "x", "with", "us:host", "with", "china:speaker");
	assert_query(sql_last, "{\"actors\":{\"china:speaker\":true}}\n");
	set(DTL_EVENT, "x", "-without", "us:host");
	assert_query(sql_last, "{\"actors\":{\"us:host\":null}}\n");
	refuse(DTL_E_NOTFOUND, DTL_EVENT, "x", "-without", "us:host");
	assert_query(
	    "SELECT group_concat(role) FROM event_actor x JOIN event e ON e.id = x.version WHERE known_to = 9223372036854775807",
	    "speaker\n");
}

/* Each option of one edit knows of those before it. */
static void two_terms_of_an_office_in_one_edit_are_two_terms(void **state)
{
	(void)state;
	add(DTL_ACTOR, "id", "president", "name", "President", "kind", "office");
	add(DTL_ACTOR, "id", "cleveland", "name", "Grover Cleveland", "holds", "president:1885:1889", "holds",
	    "president:1893:1897");
	assert_query("SELECT term || ' ' || since || ' ' || until FROM affiliation ORDER BY term",
	    "1 1885 1889\n2 1893 1897\n");
	set(DTL_ACTOR, "cleveland", "holds", "president:1901", "holds", "president:1905");
	assert_query(
	    "SELECT term || ' ' || since FROM affiliation ORDER BY term", "1 1885\n2 1893\n3 1901\n4 1905\n");
}

static void a_field_is_taken_away_whole(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X", "status", "held", "url", "https://a.example");
	set(DTL_EVENT, "x", "-status", "");
	assert_true(change.appended && change.shows);
	assert_query(sql_last, "{\"status\":null}\n");
	set(DTL_EVENT, "x", "-status", "");
	assert_false(change.appended);
	set(DTL_EVENT, "x", "-type", "");
	assert_false(change.appended);
}

static void a_thing_is_removed_once_and_its_history_stays(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X");
	set(DTL_EVENT, "x", "rm", "");
	assert_true(change.appended && change.shows);
	assert_query(sql_last, "null\n");
	assert_string_equal(differences, "- event x\n  title: \"X\" -> nothing\n");
	set(DTL_EVENT, "x", "rm", "");
	assert_false(change.appended);
	/* What is said of it now collects under the removal. */
	set(DTL_EVENT, "x", "status", "held");
	assert_true(change.appended);
	assert_false(change.shows);
	assert_contains(notes, "removed");
}

/* The thing is gone: all that is one with it. */
static void what_stands_for_a_group_is_removed_with_it(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X");
	add(DTL_EVENT, "id", "y", "title", "Y");
	plain_line header = a_header('e', 60, NOON),
		   merge = a_claim('e', 0, "y", "{\"same_as\":\"x\"}", NOON);
	assert_ok(dtl_store_begin(db->store, &err));
	put_line(db->store, &header);
	put_line(db->store, &merge);
	assert_ok(dtl_store_commit(db->store, &err));
	assert_ok(dtl_db_rebuild(db, &err));
	set(DTL_EVENT, "x", "rm", "");
	assert_true(change.shows);
	assert_query("SELECT count(*) FROM event WHERE known_to = 9223372036854775807", "0\n");
}

static void a_place_gives_its_zone_to_a_time(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X", "when", "2013-06-07T17:00:00", "at", "sunnylands");
	assert_query("SELECT tz || ' ' || datetime(start_lo, 'unixepoch') FROM event",
	    "America/Los_Angeles 2013-06-08 00:00:00\n");
	assert_contains(notes, "America/Los_Angeles");
	set(DTL_EVENT, "x", "when", "2013-06-07T18:00:00");
	assert_query("SELECT datetime(start_lo, 'unixepoch') FROM event WHERE known_to = 9223372036854775807",
	    "2013-06-08 01:00:00\n");
	as.tz = "Asia/Shanghai";
	set(DTL_EVENT, "x", "when", "2013-06-07T18:00:00");
	assert_query("SELECT datetime(start_lo, 'unixepoch') FROM event WHERE known_to = 9223372036854775807",
	    "2013-06-07 10:00:00\n");
	as.tz = NULL;
	add(DTL_EVENT, "id", "y", "title", "Y");
	refuse(DTL_E_ARGUMENT, DTL_EVENT, "y", "when", "2013-06-07T18:00:00");
	assert_contains(err.text, "zone");
}

/* ---- Who, and since when ---- */

static void a_source_is_known_since_its_publication_and_a_person_now(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X");
	assert_query(sql_known, "2013-07-20 12:00:00\n");
	as.evidence.source = "wh";
	set(DTL_EVENT, "x", "status", "expected");
	assert_query(sql_known, "2013-05-20 00:00:00\n");
	as.evidence.source = "cd";
	set(DTL_EVENT, "x", "status", "confirmed");
	assert_query(sql_known, "2013-06-04 09:00:00\n");
	as.evidence = (dtl_evidence){ .source = "wh", .known = "2013-06-01" };
	set(DTL_EVENT, "x", "url", "https://a.example");
	assert_query(sql_known, "2013-06-01 00:00:00\n");
	/* A source that says nothing of its publication. */
	as.evidence = (dtl_evidence){ 0 };
	add(DTL_SOURCE, "id", "undated", "publisher", "Somebody");
	as.evidence.source = "undated";
	set(DTL_EVENT, "x", "type", "talks");
	assert_query(sql_known, "2013-07-20 12:00:00\n");
}

static void known_may_be_a_day_an_instant_or_a_phrase(void **state)
{
	(void)state;
	static const struct {
		const char *known, *at;
	} cases[] = {
		{ "2013-07-19", "2013-07-19 00:00:00\n" },
		{ "2013-07-20", "2013-07-20 12:00:00\n" }, /* today is now */
		{ "today", "2013-07-20 12:00:00\n" },
		{ "yesterday", "2013-07-19 00:00:00\n" },
		{ "2013-07-20T00:00:01Z", "2013-07-20 00:00:01\n" },
		{ "2013-07-20T15:00:00+02:00", "2013-07-20 13:00:00\n" },
		{ "2013-07-21", "2013-07-21 00:00:00\n" },
		{ "1949-10-01", "1949-10-01 00:00:00\n" },
	};
	char url[64];
	add(DTL_EVENT, "id", "x", "title", "X");
	for (size_t i = 0; i < COUNT(cases); i++) {
		as.evidence.known = cases[i].known;
		snprintf(url, sizeof(url), "https://a.example/%d", (int)i);
		set(DTL_EVENT, "x", "url", url);
		assert_query(sql_known, cases[i].at);
	}
	static const char *const wrong[] = { "2013-06", "2012", "2013-06-01/2013-06-02", "2013-07-22", "2014",
		"2013-07", "2013-07-22T00:00:00Z", "../2013", "2013-13", "unknown", "" };
	char *before = dump_all();
	for (size_t i = 0; i < COUNT(wrong); i++) {
		as.evidence.known = wrong[i];
		assert_status(try_edit(DTL_EVENT, "x", FIELDS("url", "https://b.example")), DTL_E_ARGUMENT);
	}
	char *after = dump_all();
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void evidence_that_names_nobody_is_refused(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X");
	as.evidence.source = "cdd";
	refuse(DTL_E_NOTFOUND, DTL_EVENT, "x", "status", "held");
	assert_contains(err.text, "cd");
	as.evidence = (dtl_evidence){ .said_by = "nobody" };
	refuse(DTL_E_NOTFOUND, DTL_EVENT, "x", "status", "held");
	as.evidence = (dtl_evidence){ .quote = "a\x01b" };
	refuse(DTL_E_ARGUMENT, DTL_EVENT, "x", "status", "held");
	as.evidence = (dtl_evidence){ .said_by = "PRC", .quote = "It was held.", .locator = "p. 3" };
	set(DTL_EVENT, "x", "status", "held");
	assert_query("SELECT speaker || quote || locator FROM claim ORDER BY id DESC LIMIT 1",
	    "chinaIt was held.p. 3\n");
	assert_query("SELECT count(*) FROM quote_search('held')", "1\n");
}

static void phrases_are_said_today_unless_a_source_says_them(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X", "when", "next month");
	assert_query("SELECT edtf || ' ' || said_on FROM event", "2013-08 2013-07-20\n");
	assert_contains(notes, "'next month', said 2013-07-20:");
	as.evidence.source = "cd";
	add(DTL_EVENT, "id", "y", "title", "Y", "when", "next month");
	assert_query("SELECT edtf || ' ' || said_on FROM event WHERE title = 'Y'", "2013-07 2013-06-04\n");
	as.said_on = "2013-10-01";
	add(DTL_EVENT, "id", "z", "title", "Z", "when", "next month");
	assert_query("SELECT edtf || ' ' || said_on FROM event WHERE title = 'Z'", "2013-11 2013-10-01\n");
	as.said_on = "2013-10";
	refuse(DTL_E_ARGUMENT, DTL_EVENT, NULL, "title", "W", "when", "next month");
}

/* ---- Names ---- */

static void what_does_not_resolve_is_refused_unless_it_may_be_made(void **state)
{
	(void)state;
	char *before = dump_all();
	refuse(DTL_E_NOTFOUND, DTL_EVENT, NULL, "title", "X", "with", "Chna");
	assert_contains(err.text, "china");
	refuse(DTL_E_NOTFOUND, DTL_EVENT, "nothing", "status", "held");
	char *after = dump_all();
	assert_string_equal(before, after);
	free(before);
	free(after);
	as.create_names = true;
	add(DTL_EVENT, "id", "x", "title", "X", "with", "Atlantis:host", "with", "atlantis:speaker", "topic",
	    "Sea Levels", "at", "The Deep");
	assert_contains(notes, "made actor 'atlantis' (Atlantis)");
	assert_contains(notes, "made topic 'sea-levels' (Sea Levels)");
	assert_query(
	    "SELECT group_concat(key, ' ') FROM (SELECT n.key FROM claim c JOIN entity n ON n.id = c.entity ORDER BY c.id DESC LIMIT 4)",
	    "x the-deep sea-levels atlantis\n");
	/* A new source is one to be written down, too. */
	as.evidence.source = "The Guardian";
	set(DTL_EVENT, "x", "status", "held");
	assert_query("SELECT s.key FROM claim c JOIN entity s ON s.id = c.source ORDER BY c.id DESC LIMIT 1",
	    "the-guardian\n");
	/* Events are never made in passing. */
	refuse(DTL_E_NOTFOUND, DTL_EVENT, "x", "parent", "Something");
}

/* ---- Writes ---- */

static void several_edits_are_one_changeset(void **state)
{
	(void)state;
	as.author = "me";
	as.message = "why";
	as.command = "add";
	dtl_write *w = begin_write();
	assert_ok(write_one(w, DTL_EVENT, NULL, FIELDS("id", "x", "title", "X")));
	/* The first is there for the second. */
	assert_ok(write_one(w, DTL_EVENT, NULL, FIELDS("id", "y", "title", "Y", "parent", "x")));
	assert_ok(write_one(w, DTL_ACTOR, NULL, FIELDS("name", "Third")));
	assert_ok(write_one(w, DTL_EVENT, "x", FIELDS("with", "third")));
	end_write(w);
	assert_query(
	    "SELECT count(*) || ' ' || max(position) || ' ' || count(DISTINCT changeset) FROM claim WHERE changeset = (SELECT max(id) FROM changeset)",
	    "4 3 1\n");
	assert_query(
	    "SELECT author || message || command || (n > 0) || (recorded_at = 1374321600) || (lower(hex(ledger)) = (SELECT value FROM meta WHERE name = 'ledger'))"
	    " FROM changeset ORDER BY id DESC LIMIT 1",
	    "mewhyadd111\n");
	assert_int_equal(strlen(uid), 32);
}

static void an_edit_that_is_refused_leaves_the_others_to_be_committed_or_not(void **state)
{
	(void)state;
	char *before = dump_all();
	dtl_write *w = begin_write();
	assert_ok(write_one(w, DTL_EVENT, NULL, FIELDS("id", "x", "title", "X")));
	assert_status(write_one(w, DTL_EVENT, NULL, FIELDS("id", "y", "title", "Y", "status", "maybe")),
	    DTL_E_ARGUMENT);
	dtl_write_free(w);
	char *after = dump_all();
	assert_string_equal(before, after);
	free(before);
	free(after);
	as.create_names = true;
	w = begin_write();
	assert_status(write_one(w, DTL_EVENT, NULL,
			  FIELDS("id", "y", "title", "Y", "with", "New One", "status", "maybe")),
	    DTL_E_ARGUMENT);
	assert_ok(write_one(w, DTL_EVENT, NULL, FIELDS("id", "x", "title", "X")));
	end_write(w);
	assert_query(
	    "SELECT group_concat(n.key) FROM claim c JOIN entity n ON n.id = c.entity WHERE changeset = (SELECT max(id) FROM changeset)",
	    "x\n");
}

static void a_write_that_says_nothing_leaves_nothing(void **state)
{
	(void)state;
	int64_t changesets = count_of("changeset"), entities = count_of("entity");
	dtl_write *w = begin_write();
	end_write(w);
	assert_string_equal(uid, "");
	assert_string_equal(differences, "");
	assert_int_equal(count_of("changeset"), changesets);
	assert_int_equal(count_of("entity"), entities);
	/* Once committed it is over. */
	w = begin_write();
	assert_ok(write_one(w, DTL_EVENT, NULL, FIELDS("id", "x", "title", "X")));
	assert_ok(dtl_write_commit(w, uid, NULL, NULL, &err));
	assert_status(dtl_write_commit(w, uid, NULL, NULL, &err), DTL_E_ARGUMENT);
	dtl_write_free(w);
	dtl_write_free(NULL);
}

static void one_write_at_a_time(void **state)
{
	(void)state;
	dtl_write *w = begin_write(), *other = NULL;
	assert_true(dtl_write_begin(&other, db, &as, &err) != DTL_OK);
	assert_null(other);
	assert_ok(write_one(w, DTL_EVENT, NULL, FIELDS("id", "x", "title", "X")));
	end_write(w);
	assert_string_equal(versions_of("x"), "2013-07-20 X\n");
}

static void a_dry_run_tells_all_and_changes_nothing(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X", "status", "expected");
	char *before = dump_all();
	int64_t entities = count_of("entity");
	as.dry_run = true;
	as.create_names = true;
	set(DTL_EVENT, "x", "status", "held", "with", "Nobody Yet");
	assert_true(change.appended && change.shows);
	assert_contains(differences, "status: \"expected\" -> \"held\"");
	assert_contains(differences, "+ actor nobody-yet");
	char *after = dump_all();
	assert_string_equal(before, after);
	assert_int_equal(count_of("entity"), entities);
	free(before);
	free(after);
}

static void differences_are_told_by_thing_and_field(void **state)
{
	(void)state;
	add(DTL_EVENT, "id", "x", "title", "X", "with", "us:host");
	assert_string_equal(
	    differences, "+ event x\n  actors: nothing -> {\"us:host\":true}\n  title: nothing -> \"X\"\n");
	set(DTL_EVENT, "x", "with", "china", "status", "held", "title", "Y");
	assert_string_equal(differences,
	    "  actors: {\"us:host\":true} -> {\"china:participant\":true,\"us:host\":true}\n"
	    "  status: nothing -> \"held\"\n  title: \"X\" -> \"Y\"\n");
	/* What does not show is no difference. */
	as.evidence.known = "2013-01-02";
	set(DTL_EVENT, "x", "title", "Z");
	assert_string_equal(differences, "");
	set(DTL_ACTOR, "us", "alias", "America");
	assert_string_equal(differences, "  aliases: nothing -> {\"America\":true}\n");
}

static void count_made(void *user, const dtl_difference *d)
{
	*(int *)user += d->made;
}

static void differences_are_told_of_a_thousand_things(void **state)
{
	(void)state;
	int made = 0;
	char id[16];
	dtl_write *w = begin_write();
	for (int i = 0; i < 1010; i++) {
		snprintf(id, sizeof(id), "e%04d", i);
		assert_ok(write_one(w, DTL_EVENT, NULL, FIELDS("id", id, "title", "E")));
	}
	assert_ok(dtl_write_commit(w, uid, count_made, &made, &err));
	dtl_write_free(w);
	assert_int_equal(made, 1000);
	assert_query("SELECT count(*) FROM event", "1010\n");
}

static void a_timeline_that_is_read_is_not_written(void **state)
{
	(void)state;
	dtl_db *reader = NULL;
	dtl_write *w = NULL;
	assert_ok(dtl_db_keep(db, &err));
	assert_ok(dtl_db_open(&reader, path_in(dir, "t.db"), DTL_OPEN_READ, NULL, &err));
	assert_status(dtl_write_begin(&w, reader, &as, &err), DTL_E_ARGUMENT);
	dtl_db_close(reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_new_event_gets_a_key_of_its_title_and_six_letters, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_new_thing_is_named_by_its_name_and_not_made_twice, open_world, close_db),
		cmocka_unit_test_setup_teardown(what_has_no_name_is_not_made, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_key_is_declared_once_and_never_changes, open_world, close_db),
		cmocka_unit_test_setup_teardown(what_shows_already_is_not_appended, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_a_named_source_had_not_said_is_appended, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_rank_is_said_whatever_was_said, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_does_not_show_says_what_stands_above_it, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    members_are_added_and_taken_away_one_by_one, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    two_terms_of_an_office_in_one_edit_are_two_terms, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_field_is_taken_away_whole, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_thing_is_removed_once_and_its_history_stays, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_stands_for_a_group_is_removed_with_it, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_place_gives_its_zone_to_a_time, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_source_is_known_since_its_publication_and_a_person_now, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    known_may_be_a_day_an_instant_or_a_phrase, open_world, close_db),
		cmocka_unit_test_setup_teardown(evidence_that_names_nobody_is_refused, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    phrases_are_said_today_unless_a_source_says_them, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_does_not_resolve_is_refused_unless_it_may_be_made, open_world, close_db),
		cmocka_unit_test_setup_teardown(several_edits_are_one_changeset, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    an_edit_that_is_refused_leaves_the_others_to_be_committed_or_not, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_write_that_says_nothing_leaves_nothing, open_world, close_db),
		cmocka_unit_test_setup_teardown(one_write_at_a_time, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_dry_run_tells_all_and_changes_nothing, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    differences_are_told_by_thing_and_field, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    differences_are_told_of_a_thousand_things, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_timeline_that_is_read_is_not_written, open_world, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
