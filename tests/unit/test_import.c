/* Importing: what is appended and what is not, and what shows of it. */
#include "test_model_fixture.h"

/* The things that the entries below speak of. */
static const an_entry things[] = {
	{ DTL_ACTOR, "us", "{\"name\":\"United States\",\"kind\":\"state\"}", NULL, "2013-01-01" },
	{ DTL_ACTOR, "china", "{\"name\":\"China\",\"kind\":\"state\"}", NULL, "2013-01-01" },
	{ DTL_PLACE, "washington", "{\"name\":\"Washington\",\"tz\":\"America/New_York\"}", NULL,
	    "2013-01-01" },
	{ DTL_SOURCE, "wh", "{\"publisher\":\"White House\",\"published\":\"2013-05-20\"}" },
	{ DTL_SOURCE, "cd", "{\"publisher\":\"China Daily\",\"published\":\"2013-06-04\"}" },
	{ DTL_SOURCE, "state", "{\"publisher\":\"State Department\",\"published\":\"2013-07-12\"}" },
	{ DTL_SOURCE, "cn", "{\"publisher\":\"china.org.cn\",\"published\":\"2013-07-12\"}" },
};

static int open_world(void **state)
{
	int failed = open_bare(state);
	import(things);
	assert_int_equal(counts.new_things, COUNT(things));
	assert_int_equal(counts.rejected, 0);
	return failed;
}

static const an_entry wh[] = {
	{ DTL_EVENT, "x",
	    "{\"title\":\"SSD\",\"when\":\"2013-07\",\"actors\":[{\"id\":\"us\",\"role\":\"host\"}]}", "wh" },
	{ DTL_EVENT, "y", "{\"title\":\"Sunny\"}", "wh" },
};
static const an_entry cd[] = {
	{ DTL_EVENT, "x",
	    "{\"title\":\"SSD\",\"when\":\"2013-07\",\"actors\":[{\"id\":\"us\"},{\"id\":\"china\"}]}",
	    "cd" },
};
static const an_entry state[] = {
	{ DTL_EVENT, "x", "{\"when\":\"2013-07-09\",\"status\":\"held\"}", "state" },
};
static const an_entry cn[] = {
	{ DTL_EVENT, "x", "{\"when\":\"2013-07-08/2013-07-09\",\"status\":\"held\"}", "cn" },
};

static bool import_report(int which)
{
	switch (which) {
	case 0: return import(wh);
	case 1: return import(cd);
	case 2: return import(state);
	}
	return import(cn);
}

/* ---- imports.py, one by one ---- */

static void any_order_of_reports_gives_the_same_table_and_twice_nothing(void **unused)
{
	(void)unused;
	char *wanted = NULL;
	int orders = 0;
	for (int order = 0; order < 256; order++) {
		int p[4] = { order & 3, order >> 2 & 3, order >> 4 & 3, order >> 6 & 3 }, seen = 0;
		for (int i = 0; i < 4; i++)
			seen |= 1 << p[i];
		/* Every third of the 24 orders: opening a file takes its time. */
		if (seen != 15 || orders++ % 3)
			continue;
		close_db(NULL);
		open_world(NULL);
		for (int i = 0; i < 4; i++)
			assert_true(import_report(p[i]));
		int64_t claims = count_of("claim");
		for (int i = 4; i-- > 0;)
			assert_false(import_report(p[i]));
		assert_int_equal(count_of("claim"), claims);
		char *have = dump_derived(db->store);
		if (wanted)
			assert_string_equal(have, wanted);
		else
			wanted = strdup(have);
		free(have);
	}
	free(wanted);
	assert_string_equal(versions_of("x"), "2013-05-20 SSD 2013-07 until 2013-06-04\n"
					      "2013-06-04 SSD 2013-07 until 2013-07-12\n"
					      "2013-07-12 SSD held 2013-07-09\n");
}

static void a_second_source_is_recorded_and_a_second_reading_is_not(void **unused)
{
	(void)unused;
	import(wh);
	assert_true(import(cd));
	assert_int_equal(counts.updated, 1);
	assert_string_equal(words_of(DTL_EVENT, "x", "when"),
	    "when={\"edtf\":\"2013-07\"} json/cd 2013-06-04 agrees\n"
	    "when={\"edtf\":\"2013-07\"} json/wh 2013-05-20 shown\n");
	assert_string_equal(words_of(DTL_EVENT, "x", "title"),
	    "title=\"SSD\" json/cd 2013-06-04 shown\ntitle=\"SSD\" json/wh 2013-05-20 agrees\n");
	/* Nothing: no changeset, no uid. */
	int64_t changesets = count_of("changeset");
	assert_false(import(cd));
	assert_int_equal(counts.unchanged, 1);
	assert_string_equal(uid, "");
	assert_int_equal(count_of("changeset"), changesets);
	/* Of what says more only that is appended. */
	static const an_entry more[] = { { DTL_EVENT, "x",
	    "{\"title\":\"SSD\",\"when\":\"2013-07\",\"status\":\"expected\",\"actors\":[{\"id\":\"us\"}]}",
	    "cd" } };
	assert_true(import(more));
	assert_query("SELECT patch FROM claim ORDER BY id DESC LIMIT 1", "{\"status\":\"expected\"}\n");
}

static void corroboration_makes_no_version(void **unused)
{
	(void)unused;
	import(wh);
	static const an_entry same[] = { { DTL_EVENT, "x", "{\"title\":\"SSD\",\"when\":\"2013-07\"}",
	    "cd" } };
	assert_true(import(same));
	assert_string_equal(differences, "");
	assert_string_equal(versions_of("x"), "2013-05-20 SSD 2013-07\n");
	assert_query(
	    "SELECT group_concat(key, ' ') FROM (SELECT key FROM event_source JOIN entity ON id = source ORDER BY key)",
	    "cd wh wh\n");
}

static void a_persons_correction_survives_a_second_reading(void **unused)
{
	(void)unused;
	import(state);
	import(wh);
	as.evidence.source = "state";
	set(DTL_EVENT, "x", "when", "2013-07-10");
	assert_true(change.appended && change.shows);
	as.evidence.source = NULL;
	assert_false(import(state));
	assert_string_equal(
	    versions_of("x"), "2013-05-20 SSD 2013-07 until 2013-07-12\n2013-07-12 SSD held 2013-07-10\n");
}

static void a_deprecation_survives_a_second_reading(void **unused)
{
	(void)unused;
	unsigned char target[33] = "";
	import(wh);
	memcpy(target, uid, 33);
	char sql[512];
	snprintf(sql, sizeof(sql), "%s/0", target);
	plain_line header = a_header('e', 50, NOON),
		   act = an_act('e', 0, "claim", sql, "{\"rank\":\"deprecated\"}");
	assert_ok(dtl_store_begin(db->store, &err));
	put_line(db->store, &header);
	put_line(db->store, &act);
	assert_ok(dtl_store_commit(db->store, &err));
	assert_ok(dtl_db_rebuild(db, &err));
	assert_string_equal(versions_of("x"), "");
	assert_false(import(wh));
	assert_string_equal(versions_of("x"), "");
}

static void a_removal_survives_a_second_reading(void **unused)
{
	(void)unused;
	import(wh);
	set(DTL_EVENT, "x", "rm", "");
	assert_string_equal(versions_of("x"), "2013-05-20 SSD 2013-07 until 2013-07-20\n");
	assert_false(import(wh));
	assert_true(import(state));
	assert_string_equal(versions_of("x"),
	    "2013-05-20 SSD 2013-07 until 2013-07-12\n2013-07-12 SSD held 2013-07-09 until 2013-07-20\n");
}

static void an_import_that_was_undone_comes_back(void **unused)
{
	(void)unused;
	import(wh);
	undo(NULL);
	assert_string_equal(versions_of("x"), "");
	assert_true(import(wh));
	assert_int_equal(counts.new_things, 2);
	assert_string_equal(versions_of("x"), "2013-05-20 SSD 2013-07\n");
	assert_false(import(wh));
}

static bool import_version(int which)
{
	return which == 1
		   ? import_calendar(DTL_EVENT, NULL,
			 "{\"title\":\"T\",\"place\":\"washington\",\"url\":\"https://a.example\"}", NULL,
			 "2013-06-01", "u@example.org", .snapshot = true)
		   : import_calendar(DTL_EVENT, NULL, "{\"title\":\"T\",\"url\":\"https://b.example\"}", NULL,
			 "2013-06-20", "u@example.org", .snapshot = true);
}

static const char sql_calendar[] =
    "SELECT date(known_from, 'unixepoch') || ' ' || title || ' ' || coalesce((SELECT key FROM entity WHERE id = place), '-')"
    " || ' ' || url FROM event ORDER BY known_from";

static void a_calendars_versions_come_in_any_order_and_a_hand_edit_stands(void **unused)
{
	(void)unused;
	for (int first = 1; first <= 2; first++) {
		close_db(NULL);
		open_world(NULL);
		assert_true(import_version(first));
		assert_true(import_version(3 - first));
		as.evidence.known = "2013-06-10";
		set(DTL_EVENT, "u@example.org", "title", "By hand");
		as.evidence.known = NULL;
		assert_false(import_version(1));
		assert_false(import_version(2));
		/* What the calendar withdrew is gone; its title, repeated, is no news. */
		assert_query(sql_calendar, "2013-06-01 T washington https://a.example\n"
					   "2013-06-10 By hand washington https://a.example\n"
					   "2013-06-20 By hand - https://b.example\n");
	}
}

static void a_calendar_withdraws_only_its_own_words(void **unused)
{
	(void)unused;
	import_version(1);
	import_one(DTL_EVENT, "u@example.org", "{\"place\":\"washington\",\"status\":\"expected\"}", "cd");
	import_version(2);
	assert_query(sql_calendar, "2013-06-01 T washington https://a.example\n"
				   "2013-06-04 T washington https://a.example\n"
				   "2013-06-20 T washington https://b.example\n");
	/* Nothing repeated: all withdrawn. */
	import_calendar(DTL_EVENT, NULL, "{\"description\":\"only this\"}", NULL, "2013-07-01",
	    "u@example.org", .snapshot = true);
	assert_query("SELECT count(*) FROM event WHERE known_to = 9223372036854775807", "0\n");
}

static void an_older_version_of_a_calendar_changes_nothing_that_shows_now(void **unused)
{
	(void)unused;
	import_version(2);
	assert_true(import_version(1));
	assert_string_equal(differences, "");
	assert_query(
	    sql_calendar, "2013-06-01 T washington https://a.example\n2013-06-20 T - https://b.example\n");
}

static void preferred_stands_above_what_was_known_when_it_was_preferred(void **unused)
{
	(void)unused;
	as.evidence = (dtl_evidence){ .source = "wh", .rank = DTL_RANK_PREFERRED };
	add(DTL_EVENT, "id", "x", "title", "X", "when", "2013-07");
	as.evidence = (dtl_evidence){ .source = "state" };
	set(DTL_EVENT, "x", "when", "2013-09");
	assert_true(change.appended);
	assert_false(change.shows);
	assert_contains(notes, "above it stands July 2013, of wh, known 2013-05-20");
	assert_string_equal(versions_of("x"), "2013-05-20 X 2013-07\n");
	as = plain_header();
	as.now = as.today = NOON + 30 * DTL_DAY;
	set(DTL_EVENT, "x", "when", "2013-10");
	assert_string_equal(
	    versions_of("x"), "2013-05-20 X 2013-07 until 2013-08-19\n2013-08-19 X 2013-10\n");
}

/* ---- Known at ---- */

static const char sql_known[] = "SELECT datetime(known_at, 'unixepoch') FROM claim ORDER BY id DESC LIMIT 1";

static void what_a_source_says_is_known_since_it_was_published(void **unused)
{
	(void)unused;
	import_one(DTL_EVENT, "e", "{\"title\":\"E\"}", "wh");
	assert_query(sql_known, "2013-05-20 00:00:00\n");
	/* A source's own entry is known since then, too, and what an entry says of itself since that. */
	assert_query(
	    "SELECT datetime(known_at, 'unixepoch') FROM claim c JOIN entity n ON n.id = c.entity WHERE n.key = 'wh'",
	    "2013-05-20 00:00:00\n");
	import_one(DTL_EVENT, "f", "{\"title\":\"F\"}", NULL, "2013-06-01T08:30:00+02:00");
	assert_query(sql_known, "2013-06-01 06:30:00\n");
	import_one(DTL_EVENT, "g", "{\"title\":\"G\"}");
	assert_query(sql_known, "2013-07-20 12:00:00\n");
	/* What the command says stands above. */
	as.evidence.known = "2013-03-03";
	import_one(DTL_EVENT, "h", "{\"title\":\"H\"}", NULL, "2013-06-01");
	assert_query(sql_known, "2013-03-03 00:00:00\n");
	import_one(DTL_EVENT, "i", "{\"title\":\"I\"}", "wh");
	assert_query(sql_known, "2013-03-03 00:00:00\n");
	as.evidence = (dtl_evidence){ .source = "cd" };
	import_one(DTL_EVENT, "k", "{\"title\":\"K\"}", "wh");
	assert_query(sql_known, "2013-06-04 00:00:00\n");
	assert_query(
	    "SELECT n.key FROM claim c JOIN entity n ON n.id = c.source ORDER BY c.id DESC LIMIT 1", "cd\n");
}

static void today_is_now_and_later_than_tomorrow_is_refused(void **unused)
{
	(void)unused;
	import_one(DTL_EVENT, "e", "{\"title\":\"E\"}", NULL, "2013-07-20");
	assert_query(sql_known, "2013-07-20 12:00:00\n");
	import_one(DTL_EVENT, "f", "{\"title\":\"F\"}", NULL, "2013-07-21");
	assert_query(sql_known, "2013-07-21 00:00:00\n");
	import_one(DTL_EVENT, "g", "{\"title\":\"G\"}", NULL, "2013-07-21T23:59:59Z");
	assert_query(sql_known, "2013-07-21 23:59:59\n");
	assert_false(import_one(DTL_EVENT, "h", "{\"title\":\"H\"}", NULL, "2013-07-22"));
	assert_int_equal(counts.rejected, 1);
	assert_contains(rejects, "10 ");
	assert_contains(rejects, "known later than tomorrow: '2013-07-22'");
	assert_false(import_one(DTL_SOURCE, "s", "{\"publisher\":\"S\",\"published\":\"2014\"}"));
	assert_contains(rejects, "known later than tomorrow: '2014'");
}

static void phrases_are_said_on_the_day_the_source_was_published(void **unused)
{
	(void)unused;
	import_one(DTL_EVENT, "e", "{\"title\":\"E\",\"when\":\"next month\"}", "cd");
	assert_query(
	    "SELECT edtf || ' ' || said || ' ' || said_on FROM event", "2013-07 next month 2013-06-04\n");
	as.said_on = "2013-09-01";
	import_one(DTL_EVENT, "f", "{\"title\":\"F\",\"when\":\"next month\"}", "cd");
	assert_query("SELECT edtf || ' ' || said || ' ' || said_on FROM event WHERE title = 'F'",
	    "2013-10 next month 2013-09-01\n");
}

/* ---- Refused ---- */

static void a_refused_entry_leaves_no_trace(void **unused)
{
	(void)unused;
	static const an_entry bad[] = {
		{ DTL_EVENT, "a", "{\"title\":\"A\",\"status\":\"maybe\"}" },
		{ DTL_EVENT, "b", "{\"title\":\"B\",\"actors\":[{\"id\":\"atlantis\"}]}" },
		{ DTL_EVENT, "c", "{\"title\":\"C\",\"when\":\"2013-13\"}" },
		{ DTL_EVENT, "d", "{\"title\":\"D\",\"rank\":\"best\"}" },
		{ DTL_EVENT, "e", "{\"title\":\"E\",\"quote\":7}" },
		{ DTL_EVENT, "f", "{\"title\":\"F\"}", "nowhere" },
		{ DTL_EVENT, "g", "{\"title\":\"G\",\"said_by\":\"nobody\"}" },
		{ DTL_EVENT, "h", "{\"title\":\"H\"}", NULL, "some time" },
		{ DTL_EVENT, " i", "{\"title\":\"I\"}" },
		{ DTL_ACTOR, "k k", "{\"name\":\"K\"}" },
		{ DTL_ACTOR, NULL, "{\"kind\":\"person\"}" },
	};
	char *before = dump_all();
	int64_t entities = count_of("entity");
	assert_false(import(bad));
	assert_int_equal(counts.rejected, COUNT(bad));
	assert_int_equal(counts.new_things + counts.updated + counts.unchanged, 0);
	char *after = dump_all();
	assert_string_equal(before, after);
	assert_int_equal(count_of("entity"), entities);
	free(before);
	free(after);
	assert_contains(rejects, "11 ");
	assert_contains(rejects, "no actor 'atlantis'");
	assert_contains(rejects, "20 ");
}

static void what_is_good_beside_what_is_refused_is_taken(void **unused)
{
	(void)unused;
	static const an_entry mixed[] = {
		{ DTL_EVENT, "a", "{\"title\":\"A\",\"status\":\"maybe\"}" },
		{ DTL_EVENT, "b", "{\"title\":\"B\"}" },
	};
	assert_true(import(mixed));
	assert_int_equal(counts.rejected, 1);
	assert_int_equal(counts.new_things, 1);
	assert_query("SELECT position FROM claim ORDER BY id DESC LIMIT 1", "0\n");
}

/* Names that a refused entry would have made are not made. */
static void a_refused_entry_makes_no_names(void **unused)
{
	(void)unused;
	as.create_names = true;
	assert_false(import_one(
	    DTL_EVENT, "a", "{\"title\":\"A\",\"actors\":[{\"id\":\"Atlantis\"}],\"status\":\"maybe\"}"));
	assert_int_equal(counts.rejected, 1);
	assert_query("SELECT count(*) FROM entity WHERE key = 'atlantis'", "0\n");
	static const an_entry two[] = {
		{ DTL_EVENT, "a",
		    "{\"title\":\"A\",\"actors\":[{\"id\":\"Atlantis\"}],\"status\":\"maybe\"}" },
		{ DTL_EVENT, "b", "{\"title\":\"B\"}" },
	};
	assert_true(import(two));
	assert_query(
	    "SELECT count(*) FROM claim c JOIN entity n ON n.id = c.entity WHERE n.key = 'atlantis'", "0\n");
}

static void a_source_of_the_document_that_is_refused_refuses_the_document(void **unused)
{
	(void)unused;
	static const an_entry bad[] = { { DTL_SOURCE, "s", "{\"published\":\"soon\"}", .reporter = true } };
	dtl_write *w = begin_write();
	assert_status(hand_in(w, &json_importer, bad, 1), DTL_E_PARSE);
	assert_int_equal(err.line, 10);
	assert_contains(err.text, "sources[0].published: ");
	dtl_write_free(w);
}

static void a_text_that_breaks_off_leaves_nothing(void **unused)
{
	(void)unused;
	char *before = dump_all();
	dtl_write *w = begin_write();
	handing_ends = DTL_E_PARSE;
	assert_status(hand_in(w, &json_importer, wh, COUNT(wh)), DTL_E_PARSE);
	handing_ends = DTL_OK;
	assert_string_equal(err.text, "cut off");
	assert_int_equal(counts.new_things, 2);
	dtl_write_free(w);
	char *after = dump_all();
	assert_string_equal(before, after);
	free(before);
	free(after);
}

/* ---- References ---- */

static void what_comes_later_in_a_document_may_be_mentioned_before(void **unused)
{
	(void)unused;
	static const an_entry forward[] = {
		{ DTL_ACTOR, "secdef",
		    "{\"name\":\"Secretary\",\"kind\":\"office\",\"affiliations\":[{\"rel\":\"part-of\",\"of\":\"dod\"}]}" },
		{ DTL_ACTOR, "dod", "{\"name\":\"Pentagon\",\"kind\":\"org\"}" },
		{ DTL_EVENT, "a", "{\"title\":\"A\",\"links\":[{\"rel\":\"follows\",\"id\":\"b\"}]}" },
		{ DTL_EVENT, "b", "{\"title\":\"B\",\"parent\":\"a\"}" },
	};
	assert_true(import(forward));
	assert_string_equal(rejects, "");
	assert_int_equal(counts.new_things, 4);
	assert_query("SELECT key FROM event_link JOIN entity ON id = target", "b\n");
	assert_query("SELECT o.key FROM affiliation f JOIN entity o ON o.id = f.of", "dod\n");
}

static void what_mentions_what_never_comes_is_refused_after_all(void **unused)
{
	(void)unused;
	static const an_entry lost[] = {
		{ DTL_EVENT, "a",
		    "{\"title\":\"A\",\"links\":[{\"rel\":\"follows\",\"id\":\"nothing\"}],\"quote\":\"words\"}" },
		{ DTL_EVENT, "b", "{\"title\":\"B\",\"parent\":\"a\"}" },
		{ DTL_EVENT, "c", "{\"title\":\"C\"}" },
	};
	assert_true(import(lost));
	/* b mentions a, which is refused, and goes with it. */
	assert_int_equal(counts.rejected, 2);
	assert_int_equal(counts.new_things, 1);
	assert_contains(rejects, "10 ");
	assert_contains(rejects, "no event 'nothing'");
	assert_contains(rejects, "11 events[1].parent: event 'a' was refused");
	assert_query("SELECT title FROM event", "C\n");
	assert_query("SELECT count(*) FROM quote_search('words')", "0\n");
	assert_string_equal(findings(false), "");
}

static void a_document_of_which_all_is_refused_after_all_leaves_no_trace(void **unused)
{
	(void)unused;
	char *before = dump_all();
	assert_false(import_one(DTL_EVENT, "a", "{\"title\":\"A\",\"parent\":\"nothing\"}"));
	assert_int_equal(counts.rejected, 1);
	assert_int_equal(counts.new_things, 0);
	assert_string_equal(uid, "");
	char *after = dump_all();
	assert_string_equal(before, after);
	free(before);
	free(after);
}

/* What a refused definition was referred to by is not left dangling. */
static void what_names_a_definition_that_is_refused_goes_with_it(void **unused)
{
	(void)unused;
	static const an_entry lost[] = {
		{ DTL_ACTOR, "secdef",
		    "{\"name\":\"Secretary\",\"affiliations\":[{\"rel\":\"part-of\",\"of\":\"dod\"}]}" },
		{ DTL_EVENT, "a", "{\"title\":\"A\",\"actors\":[{\"id\":\"secdef\"}]}" },
	};
	import(lost);
	assert_contains(rejects, "no actor 'dod'");
	assert_string_equal(findings(false), "");
}

static void new_names_are_made_once_and_told(void **unused)
{
	(void)unused;
	as.create_names = true;
	static const an_entry new[] = {
		{ DTL_EVENT, "a",
		    "{\"title\":\"A\",\"place\":\"Beijing\",\"actors\":[{\"id\":\"Atlantis\"}]}", "wh" },
		{ DTL_EVENT, "b",
		    "{\"title\":\"B\",\"place\":\"beijing\",\"actors\":[{\"id\":\"atlantis\"}]}", "wh" },
		{ DTL_ACTOR, "secdef",
		    "{\"name\":\"Secretary\",\"affiliations\":[{\"rel\":\"holds\",\"of\":\"president\"}]}" },
	};
	assert_true(import(new));
	assert_string_equal(rejects, "");
	assert_contains(notes, "made place 'beijing' (Beijing)");
	assert_contains(notes, "made actor 'atlantis' (Atlantis)");
	assert_query("SELECT key || ' ' || coalesce(kind, '-') FROM actor"
		     " WHERE key IN ('atlantis', 'president') ORDER BY key",
	    "atlantis -\npresident office\n");
	assert_query(
	    "SELECT count(*) FROM claim c JOIN entity n ON n.id = c.entity WHERE n.key IN ('beijing', 'atlantis')",
	    "2\n");
	assert_false(import(new));
}

static void an_event_is_named_exactly_in_a_document(void **unused)
{
	(void)unused;
	import_one(DTL_EVENT, "summit~abcdef", "{\"title\":\"Summit\"}");
	assert_true(import_one(DTL_EVENT, "a", "{\"title\":\"A\",\"parent\":\"summit~abcdef\"}"));
	assert_true(import_one(DTL_EVENT, "b", "{\"title\":\"B\",\"parent\":\"summit\"}"));
	assert_query(
	    "SELECT n.key FROM event e JOIN entity n ON n.id = e.parent", "summit~abcdef\nsummit~abcdef\n");
	assert_false(import_one(DTL_EVENT, "c", "{\"title\":\"C\",\"parent\":\"summ\"}"));
	assert_contains(rejects, "no event 'summ'");
	import_one(DTL_EVENT, "summit~zzzzzz", "{\"title\":\"Summit\"}");
	assert_false(import_one(DTL_EVENT, "d", "{\"title\":\"D\",\"parent\":\"summit\"}"));
	assert_contains(rejects, "ambiguous");
}

/* ---- Keys ---- */

static void an_event_without_an_id_is_found_again_by_what_it_says(void **unused)
{
	(void)unused;
	static const an_entry nameless[] = { { DTL_EVENT, NULL,
	    "{\"title\":\"Ünited Talks\",\"when\":\"2013-07-08\",\"status\":\"expected\"}", "wh" } };
	static const an_entry later[] = { { DTL_EVENT, NULL,
	    "{\"title\":\"Ünited Talks\",\"when\":\"2013-07-08\",\"status\":\"held\"}", "state" } };
	static const an_entry other[] = { { DTL_EVENT, NULL,
	    "{\"title\":\"Ünited Talks\",\"when\":\"2013-07-09\"}", "cd" } };
	assert_true(import(nameless));
	assert_false(import(nameless));
	assert_true(import(later));
	assert_int_equal(counts.updated, 1);
	assert_true(import(other));
	assert_int_equal(counts.new_things, 1);
	assert_query("SELECT count(DISTINCT event) FROM event", "2\n");
	assert_query(
	    "SELECT count(*) FROM entity WHERE kind = 0 AND key GLOB 'united-talks-2013~[a-z][a-z][a-z][a-z][a-z][a-z]'",
	    "2\n");
}

static void a_calendars_uid_is_the_key_and_ours_comes_home(void **unused)
{
	(void)unused;
	import_calendar(DTL_EVENT, NULL, "{\"title\":\"Talks\"}", NULL, NULL,
	    "20130708T140000Z-42@example.org", .snapshot = true);
	assert_query(
	    "SELECT n.key FROM entity n JOIN event e ON e.event = n.id", "20130708T140000Z-42@example.org\n");
	import_one(DTL_EVENT, "ours~abcdef", "{\"title\":\"Ours\"}");
	import_calendar(DTL_EVENT, NULL, "{\"title\":\"Ours\",\"status\":\"confirmed\"}", NULL, NULL,
	    "ours~abcdef@dateline", .snapshot = true);
	assert_query("SELECT count(DISTINCT event) FROM event", "2\n");
	assert_int_equal(counts.updated, 1);
	assert_false(import_calendar(DTL_EVENT, NULL, "{\"title\":\"T\"}", NULL, NULL, ""));
	assert_int_equal(counts.rejected, 1);
}

static void lanes_and_sources_are_origins_of_their_own(void **unused)
{
	(void)unused;
	import_one(DTL_EVENT, "x", "{\"title\":\"X\"}", "wh");
	assert_true(import_calendar(DTL_EVENT, "x", "{\"title\":\"X\"}", "wh"));
	assert_true(import_one(DTL_EVENT, "x", "{\"title\":\"X\"}", "cd"));
	assert_true(import_one(DTL_EVENT, "x", "{\"title\":\"X\"}"));
	assert_false(import_one(DTL_EVENT, "x", "{\"title\":\"X\"}", "cd"));
	assert_string_equal(words_of(DTL_EVENT, "x", "title"), "title=\"X\" json/- 2013-07-20 shown\n"
							       "title=\"X\" json/cd 2013-06-04 agrees\n"
							       "title=\"X\" ics/wh 2013-05-20 agrees\n"
							       "title=\"X\" json/wh 2013-05-20 agrees\n");
}

static void an_entry_that_says_the_same_thing_twice_is_one_claim(void **unused)
{
	(void)unused;
	static const an_entry twice[] = {
		{ DTL_EVENT, "x", "{\"title\":\"X\"}", "wh" },
		{ DTL_EVENT, "x", "{\"title\":\"X\"}", "wh" },
		{ DTL_EVENT, "x", "{\"title\":\"X\",\"status\":\"expected\"}", "wh" },
	};
	import(twice);
	assert_int_equal(counts.new_things, 1);
	assert_int_equal(counts.unchanged, 1);
	assert_int_equal(counts.updated, 1);
	assert_query(
	    "SELECT patch FROM claim c JOIN entity n ON n.id = c.entity WHERE n.key = 'x' ORDER BY position",
	    "{\"title\":\"X\"}\n{\"status\":\"expected\"}\n");
}

static void evidence_of_an_entry_is_kept(void **unused)
{
	(void)unused;
	import_one(DTL_EVENT, "x",
	    "{\"title\":\"X\",\"said_by\":\"China\",\"locator\":\"p. 3\",\"quote\":\"two days of talks\",\"rank\":\"preferred\"}",
	    "cd");
	assert_query(
	    "SELECT speaker || '|' || locator || '|' || quote || '|' || rank || '|' || lane FROM claim ORDER BY id DESC LIMIT 1",
	    "china|p. 3|two days of talks|1|json\n");
	assert_query("SELECT count(*) FROM quote_search('talks')", "1\n");
	undo(NULL);
	import_one(DTL_EVENT, "y", "{\"title\":\"Y\",\"rank\":\"deprecated\"}");
	assert_string_equal(versions_of("y"), "");
	assert_false(import_one(DTL_EVENT, "y", "{\"title\":\"Y\"}"));
}

static void a_dry_run_changes_nothing_and_tells_all(void **unused)
{
	(void)unused;
	char *before = dump_all();
	int64_t entities = count_of("entity");
	as.dry_run = true;
	assert_true(import(wh));
	assert_contains(differences, "+ event x");
	assert_contains(differences, "when: nothing -> {\"edtf\":\"2013-07\"}");
	char *after = dump_all();
	assert_string_equal(before, after);
	assert_int_equal(count_of("entity"), entities);
	free(before);
	free(after);
	as.dry_run = false;
	assert_true(import(wh));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    any_order_of_reports_gives_the_same_table_and_twice_nothing, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_second_source_is_recorded_and_a_second_reading_is_not, open_world, close_db),
		cmocka_unit_test_setup_teardown(corroboration_makes_no_version, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_persons_correction_survives_a_second_reading, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_deprecation_survives_a_second_reading, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_removal_survives_a_second_reading, open_world, close_db),
		cmocka_unit_test_setup_teardown(an_import_that_was_undone_comes_back, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_calendars_versions_come_in_any_order_and_a_hand_edit_stands, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_calendar_withdraws_only_its_own_words, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    an_older_version_of_a_calendar_changes_nothing_that_shows_now, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    preferred_stands_above_what_was_known_when_it_was_preferred, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_a_source_says_is_known_since_it_was_published, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    today_is_now_and_later_than_tomorrow_is_refused, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    phrases_are_said_on_the_day_the_source_was_published, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_refused_entry_leaves_no_trace, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_is_good_beside_what_is_refused_is_taken, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_refused_entry_makes_no_names, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_source_of_the_document_that_is_refused_refuses_the_document, open_world, close_db),
		cmocka_unit_test_setup_teardown(a_text_that_breaks_off_leaves_nothing, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_comes_later_in_a_document_may_be_mentioned_before, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_mentions_what_never_comes_is_refused_after_all, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_document_of_which_all_is_refused_after_all_leaves_no_trace, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    what_names_a_definition_that_is_refused_goes_with_it, open_world, close_db),
		cmocka_unit_test_setup_teardown(new_names_are_made_once_and_told, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    an_event_is_named_exactly_in_a_document, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    an_event_without_an_id_is_found_again_by_what_it_says, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_calendars_uid_is_the_key_and_ours_comes_home, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    lanes_and_sources_are_origins_of_their_own, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    an_entry_that_says_the_same_thing_twice_is_one_claim, open_world, close_db),
		cmocka_unit_test_setup_teardown(evidence_of_an_entry_is_kept, open_world, close_db),
		cmocka_unit_test_setup_teardown(
		    a_dry_run_changes_nothing_and_tells_all, open_world, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
