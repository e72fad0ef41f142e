#include "base/text.h"
#include "store/internal.h"
#include "store/migrations.h"
#include "support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dtl_error err;
static const char *dir;

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

static void are_the_files_of_the_directory_byte_for_byte(void **state)
{
	(void)state;
	assert_true(dtl_migration_count > 0);
	assert_int_equal(dtl_migration_count, dtl_store_schema_latest());
	for (int i = 0; i < dtl_migration_count; i++) {
		char path[4096];
		char number[16];
		size_t len;
		snprintf(
		    path, sizeof(path), "%s/migrations/%s.sql", DATELINE_SOURCE_DIR, dtl_migrations[i].name);
		char *text = read_file(path, &len);
		assert_int_equal(strlen((const char *)dtl_migrations[i].sql), len);
		assert_memory_equal(dtl_migrations[i].sql, text, len);
		free(text);
		snprintf(number, sizeof(number), "%04d_", i + 1);
		assert_memory_equal(dtl_migrations[i].name, number, 5);
	}
}

/* A file as an earlier program left it, that knew the first `version` migrations only. */
static void make_older(const char *path, int version, const char *more)
{
	char stamp[100];
	sqlite3 *db;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (int i = 0; i < version; i++)
		assert_int_equal(
		    sqlite3_exec(db, (const char *)dtl_migrations[i].sql, NULL, NULL, NULL), SQLITE_OK);
	snprintf(stamp, sizeof(stamp), "PRAGMA application_id=%d; PRAGMA user_version=%d",
	    (int)DTL_APPLICATION_ID, version);
	assert_int_equal(sqlite3_exec(db, stamp, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, more, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static char *schema_of(const char *path)
{
	sqlite3 *db;
	sqlite3_stmt *st;
	dtl_text out = DTL_TEXT_INIT;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_prepare_v2(db,
		"SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_schema ORDER BY 1", -1, &st,
		NULL),
	    SQLITE_OK);
	while (sqlite3_step(st) == SQLITE_ROW)
		dtl_text_addf(&out, "%s\n", (const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	sqlite3_close(db);
	return dtl_text_take(&out);
}

static void bring_every_older_schema_up_to_date(void **state)
{
	(void)state;
	dtl_store *db;
	assert_ok(dtl_store_open(&db, path_in(dir, "new.db"), DTL_STORE_CREATE, &err));
	dtl_store_close(db);
	char *wanted = schema_of(path_in(dir, "new.db"));
	for (int version = 1; version < dtl_migration_count; version++) {
		char name[16];
		snprintf(name, sizeof(name), "%d.db", version);
		const char *path = path_in(dir, name);
		make_older(path, version, "");
		assert_status(dtl_store_open(&db, path, DTL_STORE_READ, &err), DTL_E_SCHEMA);
		assert_contains(err.text, "older schema");
		assert_ok(dtl_store_open(&db, path, DTL_STORE_WRITE, &err));
		assert_false(dtl_store_is_new(db));
		dtl_store_close(db);
		char *have = schema_of(path);
		assert_string_equal(have, wanted);
		free(have);
		assert_ok(dtl_store_open(&db, path, DTL_STORE_READ, &err));
		dtl_store_close(db);
	}
	free(wanted);
}

static void names_that_were_there_before_get_their_words(void **state)
{
	(void)state;
	dtl_store *db;
	sqlite3_stmt *st;
	const char *path = path_in(dir, "names.db");
	make_older(path, 6,
	    "INSERT INTO name(kind, name, what, entity) VALUES(1, 'new new york', 2, 5), (1, 'ny', 1, 5),"
	    " (3, 'york', 2, 6), (1, '', 3, 7)");
	assert_ok(dtl_store_open(&db, path, DTL_STORE_WRITE, &err));
	assert_int_equal(
	    sqlite3_prepare_v2(
		db->handle, "SELECT group_concat(word || ' ' || entity, ', ') FROM name_word", -1, &st, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(st, 0), "new 5, york 5");
	sqlite3_finalize(st);
	dtl_store_close(db);
}

/* Whoever reads before anything is derived again finds events with their keys, titles and texts. */
static void events_that_were_there_before_keep_keys_and_texts(void **state)
{
	(void)state;
	dtl_store *db;
	sqlite3_stmt *st;
	const char *path = path_in(dir, "events.db");
	make_older(path, 8,
	    "INSERT INTO entity(id, kind, key) VALUES(1, 0, 'ssd-2013');"
	    "INSERT INTO event_text(id, event, title, description) VALUES(7, 1, 'Dialogue', 'on security');"
	    "INSERT INTO event_search(rowid, title, description) VALUES(7, 'Dialogue', 'on security');"
	    "INSERT INTO event(id, event, known_from, known_to, span, start_lo, start_hi, end_lo, end_hi, title, text)"
	    " VALUES(1, 1, 0, 9223372036854775807, 6, 0, 0, 0, 0, 'Dialogue', 7)");
	assert_ok(dtl_store_open(&db, path, DTL_STORE_WRITE, &err));
	assert_int_equal(
	    sqlite3_prepare_v2(db->handle,
		"SELECT e.key || ', ' || t.title || ' ' || t.description FROM event e JOIN event_texts t ON t.id = e.text"
		" WHERE t.id IN (SELECT rowid FROM event_search('dialogue AND security'))",
		-1, &st, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(st, 0), "ssd-2013, Dialogue on security");
	sqlite3_finalize(st);
	dtl_store_close(db);
}

/* The name of some table that a later migration makes. */
static char *later_table(void)
{
	char *old = NULL;
	dtl_store *db;
	make_older(path_in(dir, "old.db"), 1, "");
	assert_ok(dtl_store_open(&db, path_in(dir, "all.db"), DTL_STORE_CREATE, &err));
	char attach[5000];
	snprintf(attach, sizeof(attach), "ATTACH '%s' AS old", path_in(dir, "old.db"));
	assert_ok(dtl_store_exec(db, attach, &err));
	sqlite3_stmt *st;
	sqlite3_prepare_v2(db->handle,
	    "SELECT name FROM main.sqlite_schema WHERE type='table' AND name NOT IN (SELECT name FROM old.sqlite_schema)",
	    -1, &st, NULL);
	if (sqlite3_step(st) == SQLITE_ROW)
		old = strdup((const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	dtl_store_close(db);
	return old;
}

static void a_migration_that_fails_leaves_everything_as_it_was(void **state)
{
	(void)state;
	dtl_store *db;
	char more[200];
	if (dtl_migration_count < 2)
		skip();
	char *table = later_table();
	assert_non_null(table);
	snprintf(more, sizeof(more), "CREATE TABLE %s(in_the_way)", table);
	free(table);
	const char *path = path_in(dir, "t.db");
	make_older(path, 1, more);
	char *before = read_file(path, NULL);
	char *schema = schema_of(path);
	assert_status(dtl_store_open(&db, path, DTL_STORE_WRITE, &err), DTL_E_DATABASE);
	assert_contains(err.text, "migration 000");
	assert_contains(err.text, "already exists");
	char *after = schema_of(path);
	assert_string_equal(after, schema);
	assert_status(dtl_store_open(&db, path, DTL_STORE_READ, &err), DTL_E_SCHEMA);
	assert_contains(err.text, "older schema 1");
	free(before);
	free(schema);
	free(after);
}

/* 0: the script refuses a directory with these files. */
static int embed(const char *in)
{
	char command[8400];
	snprintf(command, sizeof(command),
	    "cmake -D DIRECTORY='%s' -D OUTPUT='%s/out.c' -P '%s/migrations/embed.cmake' >/dev/null 2>&1", in,
	    in, DATELINE_SOURCE_DIR);
	return system(command);
}

static void must_have_consecutive_numbers_and_plain_names(void **state)
{
	(void)state;
	if (system("command -v cmake >/dev/null") != 0)
		skip();
	assert_int_not_equal(embed(dir), 0); /* none at all */
	write_file(path_in(dir, "0001_a.sql"), "SELECT 'é';", 12);
	assert_int_equal(embed(dir), 0);
	write_file(path_in(dir, "0003_b.sql"), "SELECT 1;", 9);
	assert_int_not_equal(embed(dir), 0);
	write_file(path_in(dir, "0002_B.sql"), "SELECT 1;", 9);
	assert_int_not_equal(embed(dir), 0);
	assert_int_equal(remove(path_in(dir, "0002_B.sql")), 0);
	write_file(path_in(dir, "0002_b.sql"), "", 0);
	assert_int_equal(embed(dir), 0);
	write_file(path_in(dir, "0002_b.sql"), "x\0y", 3);
	assert_int_not_equal(embed(dir), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, make_dir, drop_dir)
		TEST(are_the_files_of_the_directory_byte_for_byte),
		TEST(bring_every_older_schema_up_to_date),
		TEST(names_that_were_there_before_get_their_words),
		TEST(events_that_were_there_before_keep_keys_and_texts),
		TEST(a_migration_that_fails_leaves_everything_as_it_was),
		TEST(must_have_consecutive_numbers_and_plain_names),
	};
	return cmocka_run_group_tests_name("migrations", tests, NULL, NULL);
}
