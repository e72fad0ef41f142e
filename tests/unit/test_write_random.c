/*
 * Whatever is written, by whom and in what order: the derived tables are those
 * of a fresh fold, a second reading appends nothing, a dry run changes nothing,
 * and no value gets in that does not validate. DATELINE_SEEDS says how many.
 */
#include "test_model_fixture.h"
#include <dateline/share.h>

static dice_box box;

#define PICK(list) (list)[throw_below(&box, COUNT(list))]

static const char *const event_keys[] = { "x", "y~abcdef", "z", "talks~qwerty" };
static const char *const actor_keys[] = { "us", "china", "hagel", "secdef" };
static const char *const sources[] = { "wh", "cd", "state", NULL };

static const char *const event_docs[] = {
	"{\"title\":\"SSD\",\"when\":\"2013-07\"}",
	"{\"title\":\"Security talks\",\"when\":\"2013-07-08/2013-07-09\",\"status\":\"expected\",\"actors\":[{\"id\":\"us\",\"role\":\"host\"},{\"id\":\"china\"}]}",
	"{\"when\":\"next month\",\"place\":\"washington\",\"topics\":[\"cyber\"]}",
	"{\"status\":\"held\",\"series\":\"ssd\",\"edition\":5,\"description\":\"two days of talks\"}",
	"{\"title\":\"SSD\",\"parent\":\"z\",\"links\":[{\"rel\":\"follows\",\"id\":\"x\"}],\"quote\":\"word for word\"}",
	"{\"when\":\"2013-09-08\",\"place\":\"beijing\",\"status\":\"confirmed\",\"edition\":6,\"series\":\"ssd\"}",
	"{\"actors\":[{\"id\":\"hagel\",\"role\":\"chair\",\"for\":\"us\"}],\"url\":\"https://a.example\"}",
	"{\"title\":\"Refused\",\"status\":\"maybe\"}",
	"{\"title\":\"Refused after all\",\"parent\":\"never\"}",
	"{\"when\":{\"unknown\":true},\"status\":\"postponed\"}",
};
static const char *const actor_docs[] = {
	"{\"name\":\"United States\",\"kind\":\"state\",\"codes\":{\"iso2\":\"US\"}}",
	"{\"name\":\"Chuck Hagel\",\"kind\":\"person\",\"affiliations\":[{\"rel\":\"holds\",\"of\":\"secdef\",\"from\":\"2013-02-27\"}]}",
	"{\"name\":\"Secretary of Defense\",\"kind\":\"office\",\"aliases\":[\"SecDef\",\"Minister\"]}",
	"{\"aliases\":[\"PRC\"],\"affiliations\":[{\"rel\":\"part-of\",\"of\":\"us\"}]}",
};

static void import_world(void)
{
	static const an_entry world[] = {
		{ DTL_ACTOR, "us", "{\"name\":\"US\"}" },
		{ DTL_ACTOR, "china", "{\"name\":\"China\"}" },
		{ DTL_ACTOR, "hagel", "{\"name\":\"Hagel\"}" },
		{ DTL_ACTOR, "secdef", "{\"name\":\"Secretary\"}" },
		{ DTL_PLACE, "washington", "{\"name\":\"Washington\",\"tz\":\"America/New_York\"}" },
		{ DTL_PLACE, "beijing", "{\"name\":\"Beijing\",\"lat\":39.9,\"lon\":116.4}" },
		{ DTL_TOPIC, "cyber", "{\"label\":\"Cyber\"}" },
		{ DTL_SERIES, "ssd",
		    "{\"name\":\"SSD\",\"cadence\":\"FREQ=YEARLY;BYMONTH=7\",\"organiser\":\"us\"}" },
		{ DTL_SOURCE, "wh", "{\"publisher\":\"White House\",\"published\":\"2013-05-20\"}" },
		{ DTL_SOURCE, "cd", "{\"publisher\":\"China Daily\",\"published\":\"2013-06-04\"}" },
		{ DTL_SOURCE, "state", "{\"publisher\":\"State Department\",\"published\":\"2013-07-12\"}" },
	};
	import(world);
	assert_string_equal(rejects, "");
}

static void some_report(void)
{
	an_entry entries[4];
	size_t count = 1 + throw_below(&box, 4);
	bool calendar = throw_chance(&box, 25);
	const char *source = calendar ? NULL : PICK(sources);
	static const char *const days[] = { "2013-05-01", "2013-06-10", "2013-07-01", "2013-07-19", NULL };
	const char *day = source ? NULL : PICK(days);
	for (size_t i = 0; i < count; i++) {
		bool event = calendar || throw_chance(&box, 75);
		entries[i] =
		    (an_entry){ event ? DTL_EVENT : DTL_ACTOR, event ? PICK(event_keys) : PICK(actor_keys),
			    event ? PICK(event_docs) : PICK(actor_docs), source, day, .snapshot = calendar };
	}
	const dtl_importer *importer = calendar ? &ics_importer : &json_importer;
	import_with(importer, entries, count);
	/* A second reading appends nothing, unless two entries contradict each other: then the last one has the word. */
	if (count == 1 && !as.dry_run && import_with(importer, entries, count))
		fail_msg("twice: %s %s of %s", entries[0].id, entries[0].json, source ? source : "nobody");
}

static void some_edit(void)
{
	static const char *const edits[][2] = { { "title", "By hand" }, { "title", "SSD" },
		{ "status", "confirmed" }, { "-status", "" }, { "when", "2013-07-08" }, { "when", "unknown" },
		{ "when", "in July" }, { "with", "china:speaker" }, { "-without", "china:speaker" },
		{ "topic", "cyber" }, { "at", "Washington" }, { "edition", "7" },
		{ "description", "other words" }, { "rm", "" }, { "parent", "x" }, { "-parent", "" } };
	static const dtl_rank ranks[] = { DTL_RANK_NORMAL, DTL_RANK_NORMAL, DTL_RANK_NORMAL,
		DTL_RANK_PREFERRED, DTL_RANK_DEPRECATED };
	const char *const *edit = PICK(edits);
	as.evidence = (dtl_evidence){ .source = PICK(sources), .rank = PICK(ranks) };
	dtl_status status = try_edit(DTL_EVENT, PICK(event_keys), FIELDS(edit[0], edit[1]));
	/* What is not there cannot be taken away, and nothing is known of what was never imported. */
	assert_true(status == DTL_OK || status == DTL_E_NOTFOUND || status == DTL_E_AMBIGUOUS);
	as.evidence = (dtl_evidence){ 0 };
}

static void some_union(void)
{
	static const dtl_kind kinds[] = { DTL_EVENT, DTL_ACTOR };
	const dtl_kind *kind = &PICK(kinds);
	const char *first = *kind == DTL_EVENT ? PICK(event_keys) : PICK(actor_keys);
	const char *second = *kind == DTL_EVENT ? PICK(event_keys) : PICK(actor_keys);
	dtl_union out = { 0 };
	dtl_write *w = begin_write();
	dtl_status status = throw_chance(&box, 60) ? dtl_write_merge(w, kind, first, second, &out, &err)
						   : dtl_write_split(w, kind, first, &out, &err);
	if (status == DTL_OK)
		end_write(w);
	else
		dtl_write_free(w);
}

static void some_undo(void)
{
	char *list = dump_query(db->store, "SELECT lower(hex(uid)) FROM changeset WHERE n > 1 ORDER BY n");
	size_t count = strlen(list) / 33;
	char target[33] = "";
	if (count)
		snprintf(target, sizeof(target), "%.32s", list + 33 * throw_below(&box, count));
	free(list);
	if (count)
		undo(throw_chance(&box, 40) ? NULL : target);
}

static void one_step(void)
{
	size_t what = throw_below(&box, 100);
	as.dry_run = throw_chance(&box, 10);
	char *before = as.dry_run ? dump_all() : NULL;
	if (what < 45)
		some_report();
	else if (what < 75)
		some_edit();
	else if (what < 88)
		some_union();
	else
		some_undo();
	if (before) {
		char *after = dump_all();
		assert_string_equal(before, after);
		free(before);
		free(after);
	}
	as = plain_header();
}

static void whatever_is_written_derives_as_a_fresh_fold(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= seeds_to_run(3); seed++) {
		box = dice_of(seed);
		close_db(NULL);
		open_bare(NULL);
		import_world();
		for (int step = 0; step < 60; step++) {
			one_step();
			const char *found = step % 4 ? "" : findings(true);
			if (*found)
				fail_msg("seed %d, step %d: %s", (int)seed, step, found);
		}
		/* What was refused has left nothing, and what was taken validates. */
		const char *found = findings(false);
		if (strncmp(found, "ledger", 6) == 0 || strstr(found, "\nledger") ||
		    strstr(found, "value ") || strstr(found, "file "))
			fail_msg("seed %d: %s", (int)seed, found);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    whatever_is_written_derives_as_a_fresh_fold, open_bare, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
