/* Opening timelines: making them, finding them, and what happens when the system says no. */
#include "store/internal.h"
#include "store/stmt.h"
#include "support.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOBODY = 65534, PROCESSES = 8, ROUNDS = 20 };

static dtl_error err;
static const char *dir;

static int make_dir(void **state)
{
	(void)state;
	dir = temp_dir();
	return chmod(dir, 0755);
}

static int drop_dir(void **state)
{
	(void)state;
	chmod(dir, 0755);
	remove_dir(dir);
	return 0;
}

static dtl_store *must_open(const char *path, dtl_store_mode mode)
{
	dtl_store *db = NULL;
	assert_ok(dtl_store_open(&db, path, mode, &err));
	assert_ok(dtl_store_keep(db, &err));
	return db;
}

static int64_t number(dtl_store *db, const char *sql)
{
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_stmt_prepare(db, &st, sql, &err));
	assert_ok(dtl_stmt_step(&st, &err));
	int64_t n = dtl_take_int(&st);
	dtl_stmt_finalize(&st);
	return n;
}

static void assert_word(dtl_store *db, const char *sql, const char *wanted)
{
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_stmt_prepare(db, &st, sql, &err));
	assert_ok(dtl_stmt_step(&st, &err));
	assert_string_equal(dtl_take_text(&st), wanted);
	dtl_stmt_finalize(&st);
}

/* Nothing but the file itself, if that. */
static void assert_no_side_files(const char *name)
{
	static const char *const suffixes[] = { "-wal", "-shm", "-journal", "-new", "-new-journal", "-lock" };
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		char side[200];
		snprintf(side, sizeof(side), "%s%s", name, suffixes[i]);
		assert_false(file_exists(path_in(dir, side)));
	}
}

static int file_size(const char *path)
{
	struct stat st;
	assert_int_equal(stat(path, &st), 0);
	return (int)st.st_size;
}

static void makes_a_missing_file(void **state)
{
	(void)state;
	const char *path = path_in(dir, "t.db");
	dtl_store *db = must_open(path, DTL_STORE_CREATE);
	assert_true(dtl_store_is_new(db));
	assert_string_equal(dtl_store_path(db), path);
	assert_int_equal(number(db, "PRAGMA application_id"), 0x444C4E45);
	assert_int_equal(number(db, "PRAGMA user_version"), dtl_store_schema_latest());
	assert_int_equal(number(db, "PRAGMA page_size"), 8192);
	assert_int_equal(number(db, "PRAGMA foreign_keys"), 1);
	assert_int_equal(number(db, "PRAGMA trusted_schema"), 0);
	assert_int_equal(number(db, "PRAGMA cell_size_check"), 1);
	assert_int_equal(number(db, "PRAGMA synchronous"), 2);
	assert_int_equal(number(db, "PRAGMA busy_timeout"), 5000);
	dtl_store_close(db);
	assert_no_side_files("t.db");

	db = must_open(path, DTL_STORE_CREATE);
	assert_false(dtl_store_is_new(db));
	assert_word(db, "PRAGMA journal_mode", "wal");
	dtl_store_close(db);
}

static void what_rows_refer_to_is_looked_up_unless_that_is_turned_off(void **state)
{
	(void)state;
	static const char dangles[] = "INSERT INTO purged(changeset, position) VALUES(7, 0)";
	dtl_store *db = must_open(path_in(dir, "t.db"), DTL_STORE_CREATE);
	assert_int_not_equal(dtl_store_exec(db, dangles, &err), DTL_OK);
	assert_ok(dtl_store_begin(db, &err));
	assert_int_not_equal(dtl_store_exec(db, dangles, &err), DTL_OK);
	assert_ok(dtl_store_look_up(db, false, &err));
	assert_ok(dtl_store_exec(db, dangles, &err));
	assert_ok(dtl_store_exec(db, "DELETE FROM purged", &err));
	assert_ok(dtl_store_look_up(db, true, &err));
	assert_int_not_equal(dtl_store_exec(db, dangles, &err), DTL_OK);
	dtl_store_close(db);
}

static void a_new_file_is_not_there_before_it_is_kept(void **state)
{
	(void)state;
	const char *path = path_in(dir, "t.db");
	dtl_store *db = NULL, *other = NULL;
	assert_ok(dtl_store_open(&db, path, DTL_STORE_CREATE, &err));
	assert_ok(dtl_store_exec(db, "INSERT INTO meta(name, value) VALUES('ledger', 'kept')", &err));
	assert_false(file_exists(path));
	assert_status(dtl_store_open(&other, path, DTL_STORE_READ, &err), DTL_E_NOTFOUND);
	assert_ok(dtl_store_keep(db, &err));
	assert_ok(dtl_store_keep(db, &err));
	assert_word(db, "PRAGMA journal_mode", "wal");
	assert_word(db, "SELECT value FROM meta WHERE name = 'ledger'", "kept");
	other = must_open(path, DTL_STORE_READ);
	assert_word(other, "SELECT value FROM meta WHERE name = 'ledger'", "kept");
	dtl_store_close(other);
	dtl_store_discard(db);
	assert_true(file_exists(path));
	assert_no_side_files("t.db");
}

static void what_is_discarded_leaves_nothing(void **state)
{
	(void)state;
	dtl_store *db = NULL;
	assert_ok(dtl_store_open(&db, path_in(dir, "t.db"), DTL_STORE_CREATE, &err));
	dtl_store_discard(db);
	assert_false(file_exists(path_in(dir, "t.db")));
	write_file(path_in(dir, "t.db"), "", 0);
	assert_ok(dtl_store_open(&db, path_in(dir, "t.db"), DTL_STORE_CREATE, &err));
	dtl_store_discard(db);
	assert_int_equal(file_size(path_in(dir, "t.db")), 0);
	assert_no_side_files("t.db");
}

/* A statement that is being stepped would be void: then it waits for the end. */
static void it_is_not_kept_under_a_reader(void **state)
{
	(void)state;
	dtl_store *db = NULL;
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_store_open(&db, path_in(dir, "t.db"), DTL_STORE_CREATE, &err));
	assert_ok(dtl_stmt_prepare(db, &st, "SELECT name FROM sqlite_schema", &err));
	assert_ok(dtl_stmt_step(&st, &err));
	assert_ok(dtl_store_keep(db, &err));
	assert_false(file_exists(path_in(dir, "t.db")));
	assert_ok(dtl_stmt_step(&st, &err));
	dtl_stmt_finalize(&st);
	dtl_store_close(db);
	assert_true(file_exists(path_in(dir, "t.db")));
	assert_no_side_files("t.db");
}

static void what_somebody_else_has_put_there_stays(void **state)
{
	(void)state;
	dtl_store *db = NULL;
	assert_ok(dtl_store_open(&db, path_in(dir, "t.db"), DTL_STORE_CREATE, &err));
	write_file(path_in(dir, "t.db"), "theirs", 6);
	assert_status(dtl_store_keep(db, &err), DTL_E_BUSY);
	assert_contains(err.text, "t.db' was made by another program meanwhile");
	dtl_store_close(db);
	assert_int_equal(file_size(path_in(dir, "t.db")), 6);
	assert_no_side_files("t.db");
}

static void remains_of_one_that_was_killed_are_no_hindrance(void **state)
{
	(void)state;
	write_file(path_in(dir, "t.db-lock"), "", 0);
	write_file(path_in(dir, "t.db-new"), "half", 4);
	write_file(path_in(dir, "t.db-new-journal"), "half", 4);
	dtl_store_close(must_open(path_in(dir, "t.db"), DTL_STORE_CREATE));
	dtl_store_close(must_open(path_in(dir, "t.db"), DTL_STORE_READ));
	assert_no_side_files("t.db");
}

static void the_mode_of_an_empty_file_and_a_link_to_it_stay(void **state)
{
	(void)state;
	char target[200];
	struct stat st;
	dtl_store *db = NULL;
	snprintf(target, sizeof(target), "%s", path_in(dir, "t.db"));
	write_file(target, "", 0);
	assert_int_equal(chmod(target, 0600), 0);
	assert_int_equal(symlink("t.db", path_in(dir, "link.db")), 0);
	dtl_store_close(must_open(path_in(dir, "link.db"), DTL_STORE_CREATE));
	assert_int_equal(lstat(path_in(dir, "link.db"), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(lstat(target, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	dtl_store_close(must_open(target, DTL_STORE_READ));
	assert_int_equal(symlink("nowhere.db", path_in(dir, "dangling.db")), 0);
	assert_status(dtl_store_open(&db, path_in(dir, "dangling.db"), DTL_STORE_CREATE, &err), DTL_E_IO);
	assert_contains(err.text, "it is a link to nothing");
}

static void an_empty_file_is_a_new_timeline_when_creating(void **state)
{
	(void)state;
	dtl_store *db;
	const char *path = path_in(dir, "t.db");
	write_file(path, "", 0);
	assert_status(dtl_store_open(&db, path, DTL_STORE_READ, &err), DTL_E_SCHEMA);
	assert_contains(err.text, "t.db' is not a timeline: it is empty");
	assert_status(dtl_store_open(&db, path, DTL_STORE_WRITE, &err), DTL_E_SCHEMA);
	assert_null(db);
	assert_no_side_files("t.db");
	db = must_open(path, DTL_STORE_CREATE);
	assert_true(dtl_store_is_new(db));
	dtl_store_close(db);
}

static void works_in_memory(void **state)
{
	(void)state;
	dtl_store *db = must_open(NULL, DTL_STORE_MEMORY);
	assert_true(dtl_store_is_new(db));
	assert_int_equal(number(db, "PRAGMA user_version"), dtl_store_schema_latest());
	assert_string_equal(dtl_store_path(db), ":memory:");
	dtl_store_close(db);
	dtl_store_close(NULL);
}

static void says_what_is_not_there(void **state)
{
	(void)state;
	dtl_store *db = (dtl_store *)&db;
	assert_status(dtl_store_open(&db, path_in(dir, "x.db"), DTL_STORE_READ, &err), DTL_E_NOTFOUND);
	assert_null(db);
	assert_contains(err.text, "there is no timeline '");
	assert_contains(err.text, "x.db'");
	assert_status(dtl_store_open(&db, path_in(dir, "x.db"), DTL_STORE_WRITE, &err), DTL_E_NOTFOUND);
	assert_false(file_exists(path_in(dir, "x.db")));
	assert_status(dtl_store_open(&db, path_in(dir, "no/x.db"), DTL_STORE_CREATE, &err), DTL_E_NOTFOUND);
	assert_contains(err.text, "there is no directory '");
	assert_status(dtl_store_open(&db, "", DTL_STORE_CREATE, &err), DTL_E_ARGUMENT);
}

static void says_what_is_not_a_file(void **state)
{
	(void)state;
	dtl_store *db;
	assert_status(dtl_store_open(&db, dir, DTL_STORE_CREATE, &err), DTL_E_IO);
	assert_contains(err.text, "it is a directory");
	assert_status(dtl_store_open(&db, "/dev/null", DTL_STORE_WRITE, &err), DTL_E_IO);
	assert_contains(err.text, "'/dev/null': it is not a regular file");
	const char *pipe_path = path_in(dir, "pipe");
	assert_int_equal(mkfifo(pipe_path, 0600), 0);
	assert_status(dtl_store_open(&db, pipe_path, DTL_STORE_READ, &err), DTL_E_IO);
	write_file(path_in(dir, "file"), "x", 1);
	assert_status(dtl_store_open(&db, path_in(dir, "file/x.db"), DTL_STORE_CREATE, &err), DTL_E_IO);
	assert_contains(err.text, "not a directory");
}

/* Names that SQLite would read as something else. */
static void takes_odd_names_as_they_are(void **state)
{
	(void)state;
	static const char *const names[] = { "file:x.db?mode=memory", ":memory:", "a b#c%41?d&e=é.db", "-x" };
	char here[4096];
	assert_non_null(getcwd(here, sizeof(here)));
	assert_int_equal(chdir(dir), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		dtl_store_close(must_open(names[i], DTL_STORE_CREATE));
		assert_true(file_exists(names[i]));
		dtl_store_close(must_open(names[i], DTL_STORE_READ));
	}
	assert_int_equal(chdir(here), 0);
}

static void reading_leaves_nothing_behind_and_writes_nothing(void **state)
{
	(void)state;
	const char *path = path_in(dir, "t.db");
	dtl_store_close(must_open(path, DTL_STORE_CREATE));
	struct stat before;
	struct stat after;
	assert_int_equal(stat(path, &before), 0);
	dtl_store *db = must_open(path, DTL_STORE_READ);
	assert_int_equal(number(db, "PRAGMA user_version"), dtl_store_schema_latest());
	assert_status(dtl_store_exec(db, "DELETE FROM meta", &err), DTL_E_IO);
	assert_contains(err.text, "it is open for reading only");
	assert_status(dtl_store_begin(db, &err), DTL_E_IO);
	dtl_store_close(db);
	assert_no_side_files("t.db");
	assert_int_equal(stat(path, &after), 0);
	assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof(before.st_mtim));
}

static void sees_what_another_connection_has_not_checkpointed(void **state)
{
	(void)state;
	const char *path = path_in(dir, "t.db");
	dtl_store *writer = must_open(path, DTL_STORE_CREATE);
	assert_ok(dtl_store_begin(writer, &err));
	assert_ok(dtl_store_exec(writer, "INSERT INTO meta VALUES('test', '1')", &err));
	dtl_store *reader = must_open(path, DTL_STORE_READ);
	assert_int_equal(number(reader, "SELECT count(*) FROM meta WHERE name='test'"), 0);
	assert_ok(dtl_store_commit(writer, &err));
	assert_int_equal(number(reader, "SELECT count(*) FROM meta WHERE name='test'"), 1);
	dtl_store_close(reader);
	dtl_store_close(writer);
}

/* In another process, because SQLite keeps the connections of one apart by itself. */
static int cannot_write(void *path)
{
	sqlite3 *other;
	if (sqlite3_open_v2(path, &other, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
		return 1;
	int code = sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	sqlite3_close(other);
	return code == SQLITE_BUSY ? 0 : 2;
}

/* Looking at the file must not drop the locks that another connection of this process holds on it. */
static void opening_twice_in_one_process_keeps_the_locks(void **state)
{
	(void)state;
	const char *path = path_in(dir, "t.db");
	dtl_store *first = must_open(path, DTL_STORE_CREATE);
	sqlite3_exec(first->handle, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
	assert_ok(dtl_store_begin(first, &err));
	assert_ok(dtl_store_exec(first, "INSERT INTO meta VALUES('test', '1')", &err));
	dtl_store_close(must_open(path, DTL_STORE_READ));
	assert_int_equal(in_child(cannot_write, (void *)(uintptr_t)path), 0);
	assert_ok(dtl_store_commit(first, &err));
	dtl_store_close(first);
}

static void transactions_do_not_nest(void **state)
{
	(void)state;
	dtl_store *db = must_open(NULL, DTL_STORE_MEMORY);
	assert_false(dtl_store_in_transaction(db));
	assert_ok(dtl_store_begin(db, &err));
	assert_true(dtl_store_in_transaction(db));
	assert_status(dtl_store_begin(db, &err), DTL_E_DATABASE);
	assert_contains(err.text, "BEGIN IMMEDIATE");
	assert_status(dtl_store_read_begin(db, &err), DTL_E_DATABASE);
	dtl_store_rollback(db);
	dtl_store_rollback(db);
	assert_status(dtl_store_commit(db, &err), DTL_E_DATABASE);
	assert_ok(dtl_store_read_begin(db, &err));
	dtl_store_read_end(db);
	assert_ok(dtl_store_begin(db, &err));
	assert_ok(dtl_store_exec(db, "INSERT INTO meta VALUES('a','b'),('c','d')", &err));
	assert_int_equal(dtl_store_changes(db), 2);
	assert_ok(dtl_store_commit(db, &err));
	dtl_store_close(db);
}

static void closing_takes_back_what_is_not_committed(void **state)
{
	(void)state;
	const char *path = path_in(dir, "t.db");
	dtl_store *db = must_open(path, DTL_STORE_CREATE);
	assert_ok(dtl_store_begin(db, &err));
	assert_ok(dtl_store_exec(db, "INSERT INTO meta VALUES('test', '1')", &err));
	dtl_store_close(db);
	db = must_open(path, DTL_STORE_READ);
	assert_int_equal(number(db, "SELECT count(*) FROM meta WHERE name='test'"), 0);
	dtl_store_close(db);
}

static void a_second_writer_is_told_to_try_again(void **state)
{
	(void)state;
	const char *path = path_in(dir, "t.db");
	dtl_store *one = must_open(path, DTL_STORE_CREATE);
	dtl_store *two = must_open(path, DTL_STORE_WRITE);
	sqlite3_busy_timeout(two->handle, 20);
	assert_ok(dtl_store_begin(one, &err));
	assert_status(dtl_store_begin(two, &err), DTL_E_BUSY);
	assert_contains(err.text, "t.db' is in use by another process");
	dtl_store_rollback(one);
	assert_ok(dtl_store_begin(two, &err));
	dtl_store_close(two);
	dtl_store_close(one);
}

/* Exit code 0: opened; 1: opened and it was new. */
static int open_once(void *path)
{
	dtl_store *db;
	dtl_error error;
	if (dtl_store_open(&db, path, DTL_STORE_CREATE, &error) != DTL_OK) {
		fprintf(stderr, "%s: %s\n", dtl_status_name(error.status), error.text);
		return 9;
	}
	int is_new = dtl_store_is_new(db);
	dtl_store_close(db);
	return is_new;
}

static void eight_processes_may_open_a_missing_file_at_once(void **state)
{
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		char name[32];
		snprintf(name, sizeof(name), "%d.db", round);
		pid_t children[PROCESSES];
		int go[2];
		int status;
		int made = 0;
		assert_int_equal(pipe(go), 0);
		for (int i = 0; i < PROCESSES; i++) {
			children[i] = fork();
			if (children[i] == 0) {
				char wait_for;
				close(go[1]);
				(void)!read(go[0], &wait_for, 1); /* ends for all of them at once */
				_exit(open_once((void *)(uintptr_t)path_in(dir, name)));
			}
		}
		close(go[0]);
		close(go[1]);
		for (int i = 0; i < PROCESSES; i++) {
			assert_int_equal(waitpid(children[i], &status, 0), children[i]);
			assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 1);
			made += WEXITSTATUS(status);
		}
		assert_int_equal(made, 1);
		dtl_store *db = must_open(path_in(dir, name), DTL_STORE_READ);
		dtl_store_close(db);
		assert_no_side_files(name);
	}
}

static void limit_files_to(rlim_t bytes)
{
	struct rlimit limit = { bytes, bytes };
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
}

/* 0: refused as a failure of the system that names the file. */
static int fails_to_create(void *path)
{
	dtl_store *db;
	dtl_error error;
	for (rlim_t bytes = 0; bytes < 60000; bytes += 4096) {
		struct rlimit soft = { bytes, RLIM_INFINITY };
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &soft);
		if (dtl_store_open(&db, path, DTL_STORE_CREATE, &error) != DTL_E_IO)
			return 1;
		if (!strstr(error.text, "t.db': file too large") &&
		    !strstr(error.text, "t.db': no space left"))
			return fprintf(stderr, "%s\n", error.text), 2;
		if (file_exists(path))
			return 3;
	}
	return 0;
}

static void a_full_disk_leaves_no_half_made_timeline(void **state)
{
	(void)state;
	const char *path = path_in(dir, "t.db");
	assert_int_equal(in_child(fails_to_create, (void *)(uintptr_t)path), 0);
	assert_false(file_exists(path));
	assert_no_side_files("t.db");
}

static int fails_to_grow(void *path)
{
	static const char fill[] = "INSERT INTO meta SELECT 'fill' || value, hex(zeroblob(4000)) "
				   "FROM json_each('[1,2,3,4,5,6,7,8,9]')";
	dtl_store *db;
	dtl_error error;
	struct stat st;
	if (stat(path, &st) != 0)
		return 1;
	limit_files_to((rlim_t)st.st_size / 2 + 32768);
	if (dtl_store_open(&db, path, DTL_STORE_WRITE, &error) != DTL_OK)
		return 2;
	dtl_status status = DTL_OK;
	for (int i = 0; i < 1000 && status == DTL_OK; i++) {
		status = dtl_store_begin(db, &error);
		if (status == DTL_OK)
			status = dtl_store_exec(db, fill, &error);
		if (status == DTL_OK)
			status = dtl_store_exec(db, "UPDATE meta SET name = 'f' || random()", &error);
		if (status == DTL_OK)
			status = dtl_store_commit(db, &error);
	}
	bool rolled_back = status != DTL_OK && (dtl_store_rollback(db), !dtl_store_in_transaction(db));
	dtl_store_close(db);
	if (status != DTL_E_IO || !strstr(error.text, "cannot write '") || !rolled_back)
		return fprintf(stderr, "%d: %s\n", (int)status, error.text), 3;
	return 0;
}

static void count_complaint(void *user, const char *complaint)
{
	(void)complaint;
	++*(int *)user;
}

static void a_full_disk_does_not_harm_what_is_there(void **state)
{
	(void)state;
	int complaints = 0;
	const char *path = path_in(dir, "t.db");
	dtl_store_close(must_open(path, DTL_STORE_CREATE));
	assert_int_equal(in_child(fails_to_grow, (void *)(uintptr_t)path), 0);
	dtl_store *db = must_open(path, DTL_STORE_WRITE);
	assert_ok(dtl_store_integrity(db, count_complaint, &complaints, &err));
	assert_int_equal(complaints, 0);
	assert_int_equal(number(db, "SELECT count(*) % 9 FROM meta"), 0);
	dtl_store_close(db);
}

/* Permissions mean nothing to root. */
static void become_nobody(void)
{
	if (geteuid() == 0 && seteuid(NOBODY) != 0)
		_exit(99);
}

static int read_and_fail_to_write(void *path)
{
	dtl_store *db;
	dtl_error error;
	become_nobody();
	if (dtl_store_open(&db, path, DTL_STORE_READ, &error) != DTL_OK)
		return fprintf(stderr, "%s\n", error.text), 1;
	dtl_stmt st = DTL_STMT_INIT;
	if (dtl_stmt_prepare(db, &st, "SELECT value FROM meta WHERE name='test'", &error) != DTL_OK ||
	    dtl_stmt_step(&st, &error) != DTL_OK || dtl_take_int(&st) != 7)
		return fprintf(stderr, "%s\n", error.text), 2;
	dtl_stmt_finalize(&st);
	dtl_store_close(db);
	if (dtl_store_open(&db, path, DTL_STORE_WRITE, &error) != DTL_E_IO)
		return 3;
	if (!strstr(error.text, "': permission denied") || !strstr(error.text, "cannot write '"))
		return fprintf(stderr, "%s\n", error.text), 4;
	return 0;
}

static void reads_where_nothing_can_be_written(void **state)
{
	(void)state;
	const char *path = path_in(dir, "a b?c#d%25é.db");
	dtl_store *db = must_open(path, DTL_STORE_CREATE);
	assert_ok(dtl_store_exec(db, "INSERT INTO meta VALUES('test', '7')", &err));
	dtl_store_close(db);
	assert_int_equal(chmod(path, 0444), 0);
	assert_int_equal(chmod(dir, 0555), 0);
	assert_int_equal(in_child(read_and_fail_to_write, (void *)(uintptr_t)path), 0);
	/* The file may be written, but nothing can be made beside it. */
	assert_int_equal(chmod(path, 0666), 0);
	assert_int_equal(in_child(read_and_fail_to_write, (void *)(uintptr_t)path), 0);
}

static int is_refused_without_permission(void *path)
{
	dtl_store *db;
	dtl_error error;
	become_nobody();
	if (dtl_store_open(&db, path, DTL_STORE_CREATE, &error) != DTL_E_IO)
		return 1;
	return strstr(error.text, "permission denied") ? 0 : (fprintf(stderr, "%s\n", error.text), 2);
}

static void says_when_permission_is_missing(void **state)
{
	(void)state;
	const char *path = path_in(dir, "t.db");
	dtl_store_close(must_open(path, DTL_STORE_CREATE));
	assert_int_equal(chmod(path, 0), 0);
	assert_int_equal(in_child(is_refused_without_permission, (void *)(uintptr_t)path), 0);
	assert_int_equal(chmod(dir, 0555), 0);
	assert_int_equal(
	    in_child(is_refused_without_permission, (void *)(uintptr_t)path_in(dir, "new.db")), 0);
	assert_false(file_exists(path_in(dir, "new.db")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, make_dir, drop_dir)
		TEST(makes_a_missing_file),
		TEST(what_rows_refer_to_is_looked_up_unless_that_is_turned_off),
		TEST(a_new_file_is_not_there_before_it_is_kept),
		TEST(what_is_discarded_leaves_nothing),
		TEST(it_is_not_kept_under_a_reader),
		TEST(what_somebody_else_has_put_there_stays),
		TEST(remains_of_one_that_was_killed_are_no_hindrance),
		TEST(the_mode_of_an_empty_file_and_a_link_to_it_stay),
		TEST(an_empty_file_is_a_new_timeline_when_creating),
		TEST(works_in_memory),
		TEST(says_what_is_not_there),
		TEST(says_what_is_not_a_file),
		TEST(takes_odd_names_as_they_are),
		TEST(reading_leaves_nothing_behind_and_writes_nothing),
		TEST(sees_what_another_connection_has_not_checkpointed),
		TEST(opening_twice_in_one_process_keeps_the_locks),
		TEST(transactions_do_not_nest),
		TEST(closing_takes_back_what_is_not_committed),
		TEST(a_second_writer_is_told_to_try_again),
		TEST(eight_processes_may_open_a_missing_file_at_once),
		TEST(a_full_disk_leaves_no_half_made_timeline),
		TEST(a_full_disk_does_not_harm_what_is_there),
		TEST(reads_where_nothing_can_be_written),
		TEST(says_when_permission_is_missing),
	};
	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
