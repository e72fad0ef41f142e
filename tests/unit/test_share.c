/* Timelines of several people: joined as files, one key for two things, two things that are one. */
#include "ledger/ledger.h"
#include "ledger_world.h"
#include "model/db.h"
#include "support.h"
#include <dateline/edit.h>
#include <dateline/query.h>
#include <dateline/share.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dtl_error err;
static const char *dir;
static uint64_t rolled;

static void roll(void *user, unsigned char *bytes, size_t count)
{
	(void)user;
	for (size_t i = 0; i < count; i++) {
		rolled = rolled * UINT64_C(6364136223846793005) + 1442695040888963407;
		bytes[i] = (unsigned char)(rolled >> 33);
	}
}

static int make_dir(void **state)
{
	(void)state;
	dir = temp_dir();
	return 0;
}

static int drop_dir(void **state)
{
	(void)state;
	remove_dir(dir);
	return 0;
}

static dtl_db *open_file(const char *name)
{
	dtl_db *db = NULL;
	dtl_dice dice = { roll, NULL };
	assert_ok(dtl_db_open(&db, path_in(dir, name), DTL_OPEN_BARE, &dice, &err));
	return db;
}

static char notes[2048];

static void note(void *user, const char *line)
{
	(void)user;
	size_t len = strlen(notes);
	snprintf(notes + len, sizeof(notes) - len, "%s\n", line);
}

/* 4 June 2013. */
static int64_t now = 1370304000;

static dtl_write *begin(dtl_db *db, const char *known)
{
	dtl_write *w = NULL;
	now++;
	dtl_changeset_header header = { .now = now, .today = now, .command = "test", .note = note };
	header.evidence.known = known;
	notes[0] = '\0';
	assert_ok(dtl_write_begin(&w, db, &header, &err));
	return w;
}

static void commit(dtl_write *w)
{
	char uid[33];
	assert_ok(dtl_write_commit(w, uid, NULL, NULL, &err));
	dtl_write_free(w);
}

/* Set fields of a thing: name, value … NULL. `id` NULL: a new one. */
static void set(dtl_db *db, dtl_kind kind, const char *id, const char *const *fields)
{
	dtl_write *w = begin(db, NULL);
	dtl_edit *e = NULL;
	dtl_change change;
	assert_ok(dtl_edit_new(&e, kind, id, &err));
	for (; *fields; fields += 2)
		assert_ok(dtl_edit_set(e, fields[0], fields[1], &err));
	assert_ok(dtl_write_edit(w, e, &change, &err));
	commit(w);
	dtl_edit_free(e);
}
#define SET(db, kind, id, ...) set(db, kind, id, (const char *const[]){ __VA_ARGS__, NULL })

static char heard[4096];

static void hear(void *user, const dtl_finding *f)
{
	(void)user;
	size_t len = strlen(heard);
	if (strcmp(f->what, "name") == 0)
		snprintf(heard + len, sizeof(heard) - len, "%s '%s' %s\n", f->kind, f->id, f->text);
}

static void join(dtl_db *db, const char *name)
{
	dtl_load *load = NULL;
	dtl_load_counts counts;
	dtl_load_options options = { 0 };
	heard[0] = '\0';
	assert_ok(dtl_load_begin(&load, db, &options, &err));
	assert_ok(dtl_load_timeline(load, path_in(dir, name), &err));
	assert_ok(dtl_load_commit(load, &counts, hear, NULL, &err));
	dtl_load_free(load);
}

static char *dump(dtl_db *db)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	assert_ok(dtl_dump(db, out, NULL, &err));
	fclose(out);
	return text;
}

static char *export(dtl_db *db)
{
	char *text = NULL;
	size_t len = 0;
	int64_t count = 0;
	FILE *out = open_memstream(&text, &len);
	dtl_ask ask = { .today = now, .as_of = DTL_TIME_MAX };
	dtl_export_options options = { .definitions = true };
	assert_ok(dtl_export(db, &ask, dtl_exporter_find("json"), &options, out, &count, &err));
	fclose(out);
	return text;
}

static void is_sound(dtl_db *db)
{
	heard[0] = '\0';
	assert_ok(dtl_db_check(db, true, hear, NULL, &err));
	assert_string_equal(heard, "");
}

static void same_text(char *a, char *b)
{
	assert_string_equal(a, b);
	free(a);
	free(b);
}

static void two_timelines_edited_apart_join_to_one(void **state)
{
	(void)state;
	dtl_db *a = open_file("a.db"), *b = open_file("b.db");
	SET(a, DTL_ACTOR, NULL, "name", "China", "kind", "state");
	SET(a, DTL_ACTOR, NULL, "name", "United States", "kind", "state");
	SET(a, DTL_EVENT, NULL, "title", "Sunnylands summit", "when", "2013-06-07/2013-06-08", "with",
	    "china");
	join(b, "a.db");
	SET(a, DTL_EVENT, "sunnylands-summit-2013", "with", "united-states:host", "status", "announced");
	SET(b, DTL_EVENT, "sunnylands-summit-2013", "status", "confirmed", "description",
	    "Two days of talks");
	SET(b, DTL_EVENT, NULL, "title", "Talks on cybersecurity", "when", "2013-07");
	join(a, "b.db");
	join(b, "a.db");
	assert_string_equal(heard, "");
	same_text(dump(a), dump(b));
	same_text(export(a), export(b));
	is_sound(a);
	is_sound(b);
	/* The next changeset stands above all that was joined. */
	int64_t n = 0, m = 0;
	char *last = dump_query(a->store, "SELECT max(n) || '' FROM changeset");
	assert_ok(dtl_ledger_next_n(a->store, &n, &err));
	assert_ok(dtl_ledger_next_n(b->store, &m, &err));
	assert_int_equal(n, strtoll(last, NULL, 10) + 1);
	assert_int_equal(n, m);
	free(last);
	dtl_db_close(a);
	dtl_db_close(b);
}

static void what_is_no_timeline_is_refused(void **state)
{
	(void)state;
	dtl_db *a = open_file("refuse.db");
	dtl_load *load = NULL;
	dtl_load_options options = { 0 };
	write_file(path_in(dir, "text"), "nothing", 7);
	assert_ok(dtl_load_begin(&load, a, &options, &err));
	assert_status(dtl_load_timeline(load, path_in(dir, "missing.db"), &err), DTL_E_NOTFOUND);
	dtl_load_free(load);
	assert_ok(dtl_load_begin(&load, a, &options, &err));
	assert_status(dtl_load_timeline(load, path_in(dir, "text"), &err), DTL_E_SCHEMA);
	dtl_load_free(load);
	dtl_db_close(a);
	assert_ok(dtl_db_open(&a, path_in(dir, "refuse.db"), DTL_OPEN_READ, NULL, &err));
	assert_status(dtl_load_begin(&load, a, &options, &err), DTL_E_ARGUMENT);
	dtl_db_close(a);
}

/* Two timelines with one thing each; what the second hears when it joins the first. */
static const char *clash_of(const char *name, dtl_kind kind, const char *const *first,
    const char *const *second, const char *const *more)
{
	char one[64], two[64];
	snprintf(one, sizeof(one), "%s-1.db", name);
	snprintf(two, sizeof(two), "%s-2.db", name);
	dtl_db *a = open_file(one), *b = open_file(two);
	set(a, kind, NULL, first);
	if (more)
		join(b, one);
	set(b, kind, more ? second[1] : NULL, more ? more : second);
	join(b, one);
	dtl_db_close(a);
	/* check says the same as load. */
	static char loaded[sizeof(heard)];
	snprintf(loaded, sizeof(loaded), "%s", heard);
	heard[0] = '\0';
	assert_ok(dtl_db_check(b, false, hear, NULL, &err));
	if (!more)
		assert_string_equal(heard, loaded);
	dtl_db_close(b);
	return heard;
}
#define FIELDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void one_key_for_two_things_is_said(void **state)
{
	(void)state;
	static const char said[] = ": one ID for two things\n";
	char want[256];
	snprintf(want, sizeof(want), "actor 'wang' is 'Wang Wei' in one timeline and 'Wang Yi' in another%s",
	    said);
	assert_string_equal(
	    clash_of("wang", DTL_ACTOR, FIELDS("id", "wang", "name", "Wang Yi", "kind", "person"),
		FIELDS("id", "wang", "name", "Wang Wei", "kind", "person"), NULL),
	    want);
	assert_string_equal(
	    clash_of("talks", DTL_EVENT, FIELDS("id", "talks", "title", "Border talks", "when", "2013-07"),
		FIELDS("id", "talks", "title", "Trade talks", "when", "2013-09"), NULL),
	    "event 'talks' is 'Border talks' in one timeline and 'Trade talks' in another: one ID for two things\n");
}

static void one_thing_under_one_key_is_not(void **state)
{
	(void)state;
	/* The same name, but for accents and case. */
	assert_string_equal(clash_of("geneve", DTL_PLACE, FIELDS("id", "geneva", "name", "Gen\xC3\xA8ve"),
				FIELDS("id", "geneva", "name", "GENEVE"), NULL),
	    "");
	/* Another name for the same days. */
	assert_string_equal(
	    clash_of("days", DTL_EVENT, FIELDS("id", "talks", "title", "Border talks", "when", "2013-07"),
		FIELDS("id", "talks", "title", "Talks on the border", "when", "2013-07-08"), NULL),
	    "");
	/* An alias that says so. */
	assert_string_equal(
	    clash_of("alias", DTL_ACTOR, FIELDS("id", "prc", "name", "China", "kind", "state"),
		FIELDS("id", "prc", "name", "People's Republic of China", "alias", "China", "kind", "state"),
		NULL),
	    "");
	/* One renamed what the other had made. */
	assert_string_equal(clash_of("rename", DTL_ACTOR, FIELDS("id", "pla", "name", "PLA", "kind", "org"),
				FIELDS("id", "pla"), FIELDS("name", "People's Liberation Army")),
	    "");
	/* Keys that dice made. */
	assert_string_equal(clash_of("dice", DTL_EVENT, FIELDS("title", "Border talks"),
				FIELDS("title", "Trade talks"), NULL),
	    "");
}

/* ---- Two things that are one ---- */

static dtl_union united;

static dtl_status try_merge(dtl_db *db, const char *one, const char *two, const char *known)
{
	dtl_write *w = begin(db, known);
	dtl_status status = dtl_write_merge(w, NULL, one, two, &united, &err);
	if (status == DTL_OK)
		commit(w);
	else
		dtl_write_free(w);
	return status;
}

static dtl_status try_split(dtl_db *db, const char *id, const char *known)
{
	dtl_write *w = begin(db, known);
	dtl_status status = dtl_write_split(w, NULL, id, &united, &err);
	if (status == DTL_OK)
		commit(w);
	else
		dtl_write_free(w);
	return status;
}

static const char *groups(dtl_db *db)
{
	static char text[512];
	char *rows = dump_query(db->store,
	    "SELECT n.key || '>' || c.key FROM merged m JOIN entity n ON n.id = m.entity JOIN entity c ON c.id = m.canonical"
	    " ORDER BY 1");
	snprintf(text, sizeof(text), "%s", rows);
	free(rows);
	is_sound(db);
	return text;
}

static dtl_db *open_letters(const char *name)
{
	dtl_db *db = open_file(name);
	for (const char *c = "abcd"; *c; c++) {
		char key[] = { *c, '\0' };
		SET(db, DTL_EVENT, NULL, "id", key, "title", key);
	}
	SET(db, DTL_ACTOR, NULL, "id", "a", "name", "Actor");
	SET(db, DTL_TOPIC, NULL, "id", "topic", "label", "Topic");
	SET(db, DTL_EVENT, NULL, "id", "topical", "title", "Topical");
	return db;
}

static void the_second_becomes_another_name_of_the_first(void **state)
{
	(void)state;
	dtl_db *db = open_letters("letters.db");
	assert_ok(try_merge(db, "b", "c", NULL));
	assert_int_equal(united.count, 1);
	assert_string_equal(groups(db), "c>b\n");
	assert_ok(try_merge(db, "c", "b", NULL));
	assert_int_equal(united.count, 0); /* one already */
	assert_ok(try_merge(db, "d", "c", NULL));
	assert_string_equal(groups(db), "b>d\nc>d\n"); /* c's group as a whole */
	char *shown =
	    dump_query(db->store, "SELECT DISTINCT n.key FROM event JOIN entity n ON n.id = event ORDER BY 1");
	assert_string_equal(shown, "a\nd\ntopical\n");
	free(shown);
	dtl_db_close(db);
}

static void things_of_different_kinds_are_never_one(void **state)
{
	(void)state;
	dtl_db *db = open_letters("kinds.db");
	assert_status(try_merge(db, "b", "topic", NULL), DTL_E_ARGUMENT); /* though it begins an event's ID */
	assert_contains(err.text, "'b' is an event, 'topic' is a topic");
	assert_status(try_merge(db, "b", "nothing", NULL), DTL_E_NOTFOUND);
	assert_status(try_merge(db, "a", "a", NULL), DTL_E_ARGUMENT);
	assert_contains(err.text, "'a' is an event and an actor: say which with --kind");
	assert_ok(try_merge(db, "a", "b", NULL));
	assert_string_equal(groups(db), "b>a\n");
	dtl_db_close(db);
}

static void split_takes_apart_what_was_joined(void **state)
{
	(void)state;
	dtl_db *db = open_letters("split.db");
	assert_ok(try_split(db, "b", NULL));
	assert_int_equal(united.count, 0);
	assert_ok(try_merge(db, "b", "c", NULL));
	assert_ok(try_merge(db, "d", "b", NULL));
	assert_string_equal(groups(db), "b>d\nc>d\n");
	assert_ok(try_split(db, "b", NULL)); /* with what had joined it */
	assert_string_equal(groups(db), "c>b\n");
	assert_ok(try_merge(db, "d", "b", NULL));
	assert_ok(try_split(db, "d", NULL)); /* from all */
	assert_string_equal(groups(db), "c>b\n");
	assert_ok(try_split(db, "b", NULL));
	assert_string_equal(groups(db), "");
	dtl_db_close(db);
}

static void a_circle_is_taken_apart_as_well(void **state)
{
	(void)state;
	dtl_db *one = open_letters("circle-1.db"), *two = open_file("circle-2.db");
	join(two, "circle-1.db");
	assert_ok(try_merge(one, "b", "c", NULL));
	assert_ok(try_merge(two, "c", "b", NULL));
	join(one, "circle-2.db");
	assert_string_equal(groups(one), "c>b\n");
	assert_ok(try_split(one, "c", NULL));
	assert_string_equal(groups(one), "");
	dtl_db_close(one);
	dtl_db_close(two);
}

static void what_stands_above_is_said(void **state)
{
	(void)state;
	dtl_db *db = open_letters("above.db");
	assert_ok(try_merge(db, "b", "c", NULL));
	assert_ok(try_split(db, "c", "2013-05-01"));
	assert_contains(notes, "'c' is said to be one with b, by hand, known 2013-06-04");
	assert_string_equal(groups(db), "c>b\n");
	assert_ok(try_split(db, "c", NULL));
	assert_string_equal(groups(db), "");
	dtl_db_close(db);
}

static void undoing_a_merge_and_its_undoing(void **state)
{
	(void)state;
	char uid[33];
	bool undone = false;
	dtl_db *db = open_letters("undo.db");
	char *before = export(db);
	assert_ok(try_merge(db, "b", "c", NULL));
	char *merged = export(db);
	for (int i = 0; i < 4; i++) {
		dtl_write *w = begin(db, NULL);
		assert_ok(dtl_write_undo(w, NULL, uid, &undone, &err));
		commit(w);
		char *shown = export(db);
		assert_string_equal(shown, i % 2 ? merged : before);
		free(shown);
		assert_string_equal(groups(db), i % 2 ? "c>b\n" : "");
	}
	free(before);
	free(merged);
	dtl_db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_timelines_edited_apart_join_to_one),
		cmocka_unit_test(what_is_no_timeline_is_refused),
		cmocka_unit_test(one_key_for_two_things_is_said),
		cmocka_unit_test(one_thing_under_one_key_is_not),
		cmocka_unit_test(the_second_becomes_another_name_of_the_first),
		cmocka_unit_test(things_of_different_kinds_are_never_one),
		cmocka_unit_test(split_takes_apart_what_was_joined),
		cmocka_unit_test(a_circle_is_taken_apart_as_well),
		cmocka_unit_test(what_stands_above_is_said),
		cmocka_unit_test(undoing_a_merge_and_its_undoing),
	};
	return cmocka_run_group_tests(tests, make_dir, drop_dir);
}
