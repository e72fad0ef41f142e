/* Files that are not ours to touch, newer ones, damaged ones. */
#include "store/internal.h"
#include "store/stmt.h"
#include "support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static void sql(const char *path, const char *text)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	char *words = NULL;
	if (sqlite3_exec(db, text, NULL, NULL, &words) != SQLITE_OK)
		fail_msg("%s", words);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

typedef struct snapshot {
	char *bytes;
	size_t len;
	struct timespec changed;
} snapshot;

static snapshot take(const char *path)
{
	snapshot s;
	struct stat st;
	s.bytes = read_file(path, &s.len);
	assert_int_equal(stat(path, &st), 0);
	s.changed = st.st_mtim;
	return s;
}

static void assert_untouched(const char *path, snapshot before, bool alone)
{
	static const char *const suffixes[] = { "-wal", "-shm", "-journal" };
	snapshot now = take(path);
	assert_int_equal(now.len, before.len);
	assert_memory_equal(now.bytes, before.bytes, before.len);
	assert_memory_equal(&now.changed, &before.changed, sizeof(now.changed));
	free(now.bytes);
	for (size_t i = 0; alone && i < 3; i++) {
		char side[4096];
		snprintf(side, sizeof(side), "%s%s", path, suffixes[i]);
		assert_false(file_exists(side));
	}
}

/* Refused in every mode with `words`, the file as it was. */
static void assert_refused(const char *path, const char *words)
{
	static const dtl_store_mode modes[] = { DTL_STORE_READ, DTL_STORE_WRITE, DTL_STORE_CREATE };
	snapshot before = take(path);
	for (size_t i = 0; i < 3; i++) {
		dtl_store *db;
		assert_status(dtl_store_open(&db, path, modes[i], &err), DTL_E_SCHEMA);
		assert_null(db);
		assert_contains(err.text, words);
		assert_contains(err.text, path);
		assert_untouched(path, before, true);
	}
	free(before.bytes);
}

static void refuses_files_it_should_not_touch(void **state)
{
	(void)state;
	static const char long_text[] =
	    "This is a letter, and it is longer than the header of a SQLite file is. "
	    "It goes on and on, and there is no database in it at all.";
	const char *path = path_in(dir, "x");
	write_file(path, "a", 1);
	assert_refused(path, "is not a timeline");
	write_file(path, long_text, sizeof(long_text));
	assert_refused(path, "is not a timeline");
	write_file(path, "SQLite format 3", 16);
	assert_refused(path, "is not a timeline");
}

static void refuses_other_programs_databases(void **state)
{
	(void)state;
	static const char *const others[] = {
		"CREATE TABLE t(x)",
		"CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT); PRAGMA user_version=1",
		"PRAGMA application_id=7; CREATE TABLE t(x)",
		"PRAGMA journal_mode=WAL; CREATE TABLE t(x)",
		"PRAGMA page_size=512; PRAGMA encoding='UTF-16'; CREATE TABLE t(x)",
		"PRAGMA application_id=9",
		"PRAGMA user_version=3",
	};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		char name[16];
		snprintf(name, sizeof(name), "%zu.db", i);
		sql(path_in(dir, name), others[i]);
		assert_refused(path_in(dir, name), "is not a timeline");
	}
}

/* What a stranger has written stands in the log only, and stays there. */
static void leaves_a_strangers_write_ahead_log_alone(void **state)
{
	(void)state;
	dtl_store *db;
	sqlite3 *stranger;
	const char *path = path_in(dir, "s.db");
	assert_int_equal(sqlite3_open(path, &stranger), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(stranger, "PRAGMA journal_mode=WAL; CREATE TABLE t(x)", NULL, NULL, NULL), 0);
	snapshot file = take(path);
	snapshot log = take(path_in(dir, "s.db-wal"));
	assert_status(dtl_store_open(&db, path, DTL_STORE_CREATE, &err), DTL_E_SCHEMA);
	assert_status(dtl_store_open(&db, path, DTL_STORE_READ, &err), DTL_E_SCHEMA);
	assert_untouched(path, file, false);
	assert_untouched(path_in(dir, "s.db-wal"), log, false);
	sqlite3_close(stranger);
	free(file.bytes);
	free(log.bytes);
}

static void make_ours(const char *path)
{
	dtl_store *db;
	assert_ok(dtl_store_open(&db, path, DTL_STORE_CREATE, &err));
	assert_ok(dtl_store_exec(db, "INSERT INTO meta VALUES('test','1')", &err));
	dtl_store_close(db);
}

static void refuses_tomorrows_schema(void **state)
{
	(void)state;
	const char *path = path_in(dir, "t.db");
	make_ours(path);
	sql(path, "PRAGMA user_version=9999");
	assert_refused(path, "was written by a newer dateline: its schema is 9999");
}

/* The newer version number is in the log; another process has the file open. */
static void refuses_tomorrows_schema_in_the_log(void **state)
{
	(void)state;
	dtl_store *db;
	sqlite3 *other;
	const char *path = path_in(dir, "t.db");
	make_ours(path);
	assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "PRAGMA user_version=9999", NULL, NULL, NULL), SQLITE_OK);
	snapshot before = take(path);
	assert_status(dtl_store_open(&db, path, DTL_STORE_WRITE, &err), DTL_E_SCHEMA);
	assert_contains(err.text, "newer dateline");
	assert_status(dtl_store_open(&db, path, DTL_STORE_READ, &err), DTL_E_SCHEMA);
	assert_untouched(path, before, false);
	sqlite3_close(other);
	free(before.bytes);
}

static void ignore(void *user, const char *complaint)
{
	(void)complaint;
	++*(int *)user;
}

/* Open, read a table, check everything: the worst answer of the three. */
static dtl_status examine(const char *path, int *complaints)
{
	dtl_store *db;
	dtl_stmt st = DTL_STMT_INIT;
	*complaints = 0;
	dtl_status status = dtl_store_open(&db, path, DTL_STORE_READ, &err);
	if (status != DTL_OK)
		return status;
	status = dtl_stmt_prepare(db, &st, "SELECT * FROM meta", &err);
	if (status == DTL_OK)
		status = dtl_stmt_run(&st, &err);
	dtl_stmt_finalize(&st);
	if (status == DTL_OK)
		status = dtl_store_integrity(db, ignore, complaints, &err);
	dtl_store_close(db);
	return status == DTL_OK && *complaints > 0 ? DTL_E_DAMAGED : status;
}

static void finds_damaged_pages(void **state)
{
	(void)state;
	int complaints;
	const char *path = path_in(dir, "t.db");
	make_ours(path);
	sql(path, "VACUUM"); /* nobody misses a page that is free */
	assert_int_equal(examine(path, &complaints), DTL_OK);
	size_t len;
	char *bytes = read_file(path, &len);
	char *spoilt = malloc(len);
	for (size_t page = 0; page < len / 8192; page++) {
		memcpy(spoilt, bytes, len);
		size_t from = page == 0 ? 100 : page * 8192;
		memset(spoilt + from, 0xA5, 1000);
		write_file(path, spoilt, len);
		assert_int_equal(examine(path, &complaints), DTL_E_DAMAGED);
	}
	assert_contains(err.text, "t.db' is damaged");
	free(spoilt);
	free(bytes);
}

static void finds_a_file_that_was_cut_off(void **state)
{
	(void)state;
	int complaints;
	const char *path = path_in(dir, "t.db");
	make_ours(path);
	size_t len;
	char *bytes = read_file(path, &len);
	write_file(path, bytes, len / 2 / 8192 * 8192);
	assert_int_equal(examine(path, &complaints), DTL_E_DAMAGED);
	write_file(path, bytes, 8192 + 17);
	assert_int_equal(examine(path, &complaints), DTL_E_DAMAGED);
	free(bytes);
}

/* The writer died between writing the file and deleting its journal. */
static int crash_while_committing(void *path)
{
	sqlite3 *db;
	if (sqlite3_open(path, &db) != SQLITE_OK)
		return 1;
	sqlite3_exec(db,
	    "PRAGMA journal_mode=DELETE; PRAGMA cache_size=2; PRAGMA cache_spill=1; BEGIN IMMEDIATE;"
	    "INSERT INTO meta SELECT 'junk' || value, hex(randomblob(20000)) FROM json_each('[1,2,3,4,5,6,7,8,9]')",
	    NULL, NULL, NULL);
	char journal[4096];
	snprintf(journal, sizeof(journal), "%s-journal", (const char *)path);
	return file_exists(journal) ? 0 : 2;
}

static void reads_after_a_writer_has_crashed(void **state)
{
	(void)state;
	int complaints;
	const char *path = path_in(dir, "t.db");
	make_ours(path);
	assert_int_equal(in_child(crash_while_committing, (void *)(uintptr_t)path), 0);
	assert_true(file_exists(path_in(dir, "t.db-journal")));
	assert_int_equal(examine(path, &complaints), DTL_OK);
	assert_false(file_exists(path_in(dir, "t.db-journal")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, make_dir, drop_dir)
		TEST(refuses_files_it_should_not_touch),
		TEST(refuses_other_programs_databases),
		TEST(leaves_a_strangers_write_ahead_log_alone),
		TEST(refuses_tomorrows_schema),
		TEST(refuses_tomorrows_schema_in_the_log),
		TEST(finds_damaged_pages),
		TEST(finds_a_file_that_was_cut_off),
		TEST(reads_after_a_writer_has_crashed),
	};
	return cmocka_run_group_tests_name("store_refuses", tests, NULL, NULL);
}
