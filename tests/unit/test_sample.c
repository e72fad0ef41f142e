/*
 * The sample: China-US talks around June and July 2013, one report a source.
 * What the timeline shows must follow from the reports, in whatever order and
 * however often they are read.
 */
#include "support.h"
#include <dateline/date.h>
#include <dateline/db.h>
#include <dateline/edit.h>
#include <dateline/query.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const reports[] = {
	"2013-05-20-white-house.json",
	"2013-05-23-usa-today.json",
	"2013-06-04-china-daily.json",
	"2013-06-08-white-house.json",
	"2013-07-10-china-daily.json",
	"2013-07-10-china-org-cn.json",
	"2013-07-12-state-department.json",
	"wikipedia.json",
};
enum { REPORTS = sizeof(reports) / sizeof(reports[0]), CLOCK = 1700000000 };

static const char *dir;
static dtl_error err;

/* A small generator that always gives the same: the names of changesets do not matter here. */
static void roll(void *user, unsigned char *bytes, size_t count)
{
	static uint32_t seed = 20130604;
	(void)user;
	for (size_t i = 0; i < count; i++) {
		seed = seed * 1664525U + 1013904223U;
		bytes[i] = (unsigned char)(seed >> 24);
	}
}

static dtl_db *open_new(void)
{
	static const dtl_dice dice = { roll, NULL };
	static int made;
	char name[32];
	dtl_db *db = NULL;
	snprintf(name, sizeof(name), "%d.db", made++);
	assert_ok(dtl_db_open(&db, path_in(dir, name), DTL_OPEN_CREATE, &dice, &err));
	return db;
}

static dtl_write *begin(dtl_db *db, int64_t later)
{
	dtl_write *w = NULL;
	dtl_changeset_header header = { .now = CLOCK + later, .today = CLOCK + later };
	assert_ok(dtl_write_begin(&w, db, &header, &err));
	return w;
}

static void commit(dtl_write *w)
{
	char uid[33];
	assert_ok(dtl_write_commit(w, uid, NULL, NULL, &err));
	dtl_write_free(w);
}

static void told(void *user, const dtl_entry *entry, const dtl_error *why)
{
	(void)user;
	print_error("%s: %s\n", entry->path ? entry->path : "?", why->text);
}

static dtl_import_counts load_from(dtl_db *db, FILE *in, const char *name)
{
	dtl_import_counts counts = { 0 };
	dtl_write *w = begin(db, 0);
	assert_non_null(in);
	assert_ok(dtl_write_import(w, dtl_importer_find("json"), NULL, in, &counts, told, NULL, &err));
	if (counts.rejected)
		fail_msg("%s: %d entries were refused", name, (int)counts.rejected);
	commit(w);
	fclose(in);
	return counts;
}

static dtl_import_counts load(dtl_db *db, size_t report)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/tests/data/sample/%s", DATELINE_SOURCE_DIR, reports[report]);
	return load_from(db, fopen(path, "rb"), reports[report]);
}

static dtl_db *open_loaded(void)
{
	dtl_db *db = open_new();
	for (size_t i = 0; i < REPORTS; i++)
		load(db, i);
	return db;
}

static int64_t day(const char *text)
{
	int64_t t = 0;
	char instant[32];
	snprintf(instant, sizeof(instant), "%sT00:00:00Z", text);
	assert_ok(dtl_time_parse(&t, instant, &err));
	return t;
}

/* What `upcoming` or `list` asks: known by the end of `as_of`, seen on that day; NULL: all that is known, now. */
static dtl_ask ask_on(const char *as_of, bool upcoming, const char *query)
{
	dtl_ask ask = { .query = query, .today = CLOCK, .upcoming = upcoming };
	if (as_of) {
		ask.today = day(as_of);
		ask.has_as_of = true;
		ask.as_of = day(as_of) + 86400;
	}
	return ask;
}

/* One line for each event, "id edtf status", in the order of the answer. */
static char *lines_of(dtl_db *db, const dtl_ask *ask)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	dtl_cursor *c = NULL;
	const dtl_event *event;
	dtl_status status;
	assert_non_null(out);
	assert_ok(dtl_find_events(&c, db, ask, &err));
	while ((status = dtl_cursor_event(c, &event, &err)) == DTL_OK)
		fprintf(out, "%s %s %s\n", event->id, event->edtf ? event->edtf : "-",
		    event->status ? event->status : "-");
	assert_status(status, DTL_DONE);
	dtl_cursor_close(c);
	fclose(out);
	return text;
}

static void assert_lines(dtl_db *db, dtl_ask ask, const char *expected)
{
	char *have = lines_of(db, &ask);
	assert_string_equal(have, expected);
	free(have);
}

static char *exported(dtl_db *db)
{
	char *text = NULL;
	size_t len;
	dtl_ask ask = ask_on(NULL, false, NULL);
	dtl_export_options options = { .definitions = true, .pretty = true };
	FILE *out = open_memstream(&text, &len);
	assert_non_null(out);
	assert_ok(dtl_export(db, &ask, dtl_exporter_find("json"), &options, out, NULL, &err));
	fclose(out);
	return text;
}

static dtl_counts counts_of(dtl_db *db)
{
	dtl_counts counts;
	assert_ok(dtl_db_count(db, &counts, &err));
	return counts;
}

static void on_4_june_three_talks_are_to_come(void **state)
{
	(void)state;
	dtl_db *db = open_loaded();
	assert_lines(db, ask_on("2013-06-04", true, NULL),
	    "sunnylands-summit-2013 2013-06-07/2013-06-08 announced\n"
	    "china-us-cyber-talks-2013 2013-07 expected\n"
	    "strategic-security-dialogue-2013 2013-07 announced\n");
	dtl_db_close(db);
}

static void on_21_may_only_the_summit_is(void **state)
{
	(void)state;
	dtl_db *db = open_loaded();
	assert_lines(db, ask_on("2013-05-19", false, NULL), "");
	assert_lines(
	    db, ask_on("2013-05-21", true, NULL), "sunnylands-summit-2013 2013-06-07/2013-06-08 announced\n");
	dtl_db_close(db);
}

static void on_12_july_what_was_held_is_held(void **state)
{
	(void)state;
	dtl_db *db = open_loaded();
	assert_lines(db, ask_on("2013-07-11", false, "type:dialogue"),
	    "strategic-security-dialogue-2013 2013-07-08/2013-07-09 held\n");
	assert_lines(db, ask_on("2013-07-12", false, "type:dialogue,talks,summit"),
	    "sunnylands-summit-2013 2013-06-07/2013-06-08 held\n"
	    "china-us-cyber-talks-2013 2013-07-08 held\n"
	    "strategic-security-dialogue-2013 2013-07-09 held\n"
	    "strategic-and-economic-dialogue-2013 2013-07-10/2013-07-11 held\n");
	dtl_db_close(db);
}

/* Adds an event that names only Hagel, by hand. */
static void add_hagel(dtl_db *db, const char *title, const char *when)
{
	dtl_edit *e = NULL;
	dtl_change change;
	dtl_write *w = begin(db, 1);
	assert_ok(dtl_edit_new(&e, DTL_EVENT, NULL, &err));
	assert_ok(dtl_edit_set(e, "title", title, &err));
	assert_ok(dtl_edit_set(e, "when", when, &err));
	assert_ok(dtl_edit_set(e, "with", "chuck-hagel:speaker", &err));
	assert_ok(dtl_write_edit(w, e, &change, &err));
	commit(w);
	dtl_edit_free(e);
}

static void the_us_is_where_its_officers_are_while_they_hold_office(void **state)
{
	(void)state;
	dtl_db *db = open_loaded();
	add_hagel(db, "hagel-before", "2013-02-26");
	add_hagel(db, "hagel-in-office", "2014-06-01");
	add_hagel(db, "hagel-after", "2015-02-19");
	dtl_ask ask = ask_on(NULL, false, "actor:us");
	char *lines = lines_of(db, &ask);
	assert_contains(lines, "shangri-la-dialogue-2013 ");
	assert_contains(lines, "sunnylands-summit-2013 ");
	assert_contains(lines, "strategic-and-economic-dialogue-2013 ");
	assert_contains(lines, "hagel-in-office");
	assert_null(strstr(lines, "hagel-before"));
	assert_null(strstr(lines, "hagel-after"));
	assert_null(strstr(lines, "shen-dingli-op-ed "));
	free(lines);
	dtl_db_close(db);
}

static void shuffle(size_t order[REPORTS])
{
	unsigned char dice[REPORTS];
	roll(NULL, dice, REPORTS);
	for (size_t i = REPORTS - 1; i > 0; i--) {
		size_t j = dice[i] % (i + 1), kept = order[i];
		order[i] = order[j];
		order[j] = kept;
	}
}

static void any_order_and_twice_gives_the_same_timeline(void **state)
{
	(void)state;
	size_t order[REPORTS];
	dtl_db *db = open_loaded();
	char *expected = exported(db);
	dtl_db_close(db);
	for (size_t i = 0; i < REPORTS; i++)
		order[i] = REPORTS - 1 - i;
	for (int round = 0; round < 6; round++, shuffle(order)) {
		db = open_new();
		for (size_t i = 0; i < 2 * REPORTS; i++)
			load(db, order[i % REPORTS]);
		char *have = exported(db);
		assert_string_equal(have, expected);
		free(have);
		dtl_db_close(db);
	}
	free(expected);
}

static void a_second_reading_appends_nothing(void **state)
{
	(void)state;
	dtl_db *db = open_loaded();
	dtl_counts before = counts_of(db);
	for (size_t i = 0; i < REPORTS; i++) {
		dtl_import_counts counts = load(db, i);
		assert_int_equal(counts.new_things + counts.updated, 0);
	}
	dtl_counts after = counts_of(db);
	assert_int_equal(after.claims, before.claims);
	assert_int_equal(after.changesets, before.changesets);
	dtl_db_close(db);
}

static void another_source_that_says_the_same_is_kept_and_makes_no_version(void **state)
{
	(void)state;
	dtl_db *db = open_new();
	load(db, 0);
	dtl_counts before = counts_of(db);
	load(db, 1);
	dtl_counts after = counts_of(db);
	assert_true(after.claims > before.claims);
	assert_int_equal(after.versions, before.versions);
	dtl_db_close(db);
}

static void what_was_exported_comes_in_again_the_same(void **state)
{
	(void)state;
	dtl_db *db = open_loaded();
	char *first = exported(db);
	dtl_db_close(db);
	db = open_new();
	load_from(db, fmemopen(first, strlen(first), "rb"), "the export");
	char *second = exported(db);
	assert_string_equal(second, first);
	free(first);
	free(second);
	dtl_db_close(db);
}

static void a_correction_survives_a_second_reading(void **state)
{
	(void)state;
	dtl_db *db = open_loaded();
	dtl_edit *e = NULL;
	dtl_change change;
	dtl_write *w = begin(db, 1);
	assert_ok(dtl_edit_new(&e, DTL_EVENT, "sunnylands-summit-2013", &err));
	assert_ok(dtl_edit_set(e, "title", "Obama-Xi summit", &err));
	assert_ok(dtl_write_edit(w, e, &change, &err));
	assert_true(change.shows);
	commit(w);
	dtl_edit_free(e);
	for (size_t i = 0; i < REPORTS; i++)
		load(db, i);
	char *text = exported(db);
	assert_contains(text, "Obama-Xi summit");
	free(text);
	dtl_db_close(db);
}

/* Fills `words` with where each word of `text` begins; turns the text into lower-case words with one blank between. */
static size_t words_of(char *text, size_t *words, size_t max)
{
	size_t count = 0, out = 0;
	bool inside = false;
	for (const char *in = text; *in && count < max; in++) {
		unsigned char c = (unsigned char)*in;
		bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		letter = letter || (c >= '0' && c <= '9') || c >= 0x80;
		if (letter && !inside) {
			if (out)
				text[out++] = ' ';
			words[count++] = out;
		}
		if (letter)
			text[out++] = (char)(c >= 'A' && c <= 'Z' ? c + 0x20 : c);
		inside = letter;
	}
	text[out] = '\0';
	return count;
}

static void copies_no_sentence_of_the_article(void **state)
{
	enum { RUN = 6, WORDS = 4096 };
	static size_t words[WORDS], other[WORDS];
	(void)state;
	if (!file_exists(DATELINE_SHARED_DATA "/article/article.txt"))
		skip();
	char path[4096];
	snprintf(path, sizeof(path), "%s/tests/data/sample/%s", DATELINE_SOURCE_DIR, reports[2]);
	char *article = read_file(DATELINE_SHARED_DATA "/article/article.txt", NULL),
	     *ours = read_file(path, NULL);
	size_t count = words_of(article, words, WORDS);
	words_of(ours, other, WORDS);
	for (size_t i = 0; i + RUN < count; i++) {
		char run[512];
		snprintf(
		    run, sizeof(run), " %.*s ", (int)(words[i + RUN] - 1 - words[i]), article + words[i]);
		if (strstr(ours, run))
			fail_msg("the report says '%s' in the article's words", run);
	}
	free(article);
	free(ours);
}

static int set_up(void **state)
{
	(void)state;
	dir = temp_dir();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	remove_dir(dir);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_4_june_three_talks_are_to_come),
		cmocka_unit_test(on_21_may_only_the_summit_is),
		cmocka_unit_test(on_12_july_what_was_held_is_held),
		cmocka_unit_test(the_us_is_where_its_officers_are_while_they_hold_office),
		cmocka_unit_test(any_order_and_twice_gives_the_same_timeline),
		cmocka_unit_test(a_second_reading_appends_nothing),
		cmocka_unit_test(another_source_that_says_the_same_is_kept_and_makes_no_version),
		cmocka_unit_test(what_was_exported_comes_in_again_the_same),
		cmocka_unit_test(a_correction_survives_a_second_reading),
		cmocka_unit_test(copies_no_sentence_of_the_article),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
