/* Copies of a timeline that is in use. */
#include "store/store.h"
#include "support.h"
#include <dateline/db.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static dtl_error err;
static const char *dir;
static dtl_store *store;

static int make_store(void **state)
{
	(void)state;
	dir = temp_dir();
	assert_ok(dtl_store_open(&store, path_in(dir, "t.db"), DTL_STORE_CREATE, &err));
	assert_ok(dtl_store_exec(store, "INSERT INTO meta(name, value) VALUES('a', '1')", &err));
	assert_ok(dtl_store_keep(store, &err));
	return 0;
}

static int drop_store(void **state)
{
	(void)state;
	dtl_store_close(store);
	remove_dir(dir);
	return 0;
}

/* Does the statement go through in the copy? It fails where a row is not as it says. */
static void assert_holds(const char *name, const char *sql)
{
	dtl_store *copy = NULL;
	assert_ok(dtl_store_open(&copy, path_in(dir, name), DTL_STORE_WRITE, &err));
	assert_ok(dtl_store_exec(copy, sql, &err));
	dtl_store_close(copy);
}

static void a_copy_is_a_timeline_of_its_own(void **state)
{
	(void)state;
	assert_ok(dtl_store_backup(store, path_in(dir, "copy.db"), &err));
	assert_holds("copy.db", "INSERT INTO meta(name, value) VALUES('b', '2')");
	assert_ok(dtl_store_exec(store, "INSERT INTO meta(name, value) VALUES('b', '3')", &err));
	assert_false(file_exists(path_in(dir, "copy.db-new")));
	assert_false(file_exists(path_in(dir, "copy.db-lock")));
}

static void what_another_has_not_committed_is_not_in_it(void **state)
{
	(void)state;
	dtl_store *writer = NULL;
	assert_ok(dtl_store_open(&writer, path_in(dir, "t.db"), DTL_STORE_WRITE, &err));
	assert_ok(dtl_store_begin(writer, &err));
	assert_ok(dtl_store_exec(writer, "INSERT INTO meta(name, value) VALUES('b', '2')", &err));
	assert_ok(dtl_store_backup(store, path_in(dir, "before.db"), &err));
	assert_ok(dtl_store_commit(writer, &err));
	assert_ok(dtl_store_backup(store, path_in(dir, "after.db"), &err));
	dtl_store_close(writer);
	assert_holds("before.db", "INSERT INTO meta(name, value) VALUES('b', 'free')");
	assert_holds("after.db", "CREATE TEMP TABLE one(n CHECK(n=1));"
				 "INSERT INTO one SELECT count(*) FROM meta WHERE name='b' AND value='2'");
}

static void it_sees_one_state_while_it_reads(void **state)
{
	(void)state;
	dtl_store *reader = NULL;
	assert_ok(dtl_store_open(&reader, path_in(dir, "t.db"), DTL_STORE_READ, &err));
	assert_ok(dtl_store_backup(reader, path_in(dir, "copy.db"), &err));
	dtl_store_close(reader);
	assert_holds("copy.db", "INSERT INTO meta(name, value) VALUES('b', '2')");
}

static void whoever_may_not_read_the_timeline_may_not_read_the_copy(void **state)
{
	struct stat st;
	(void)state;
	assert_int_equal(chmod(path_in(dir, "t.db"), 0600), 0);
	assert_ok(dtl_store_backup(store, path_in(dir, "copy.db"), &err));
	assert_int_equal(stat(path_in(dir, "copy.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void refuses_what_is_there_and_what_belongs_to_the_timeline(void **state)
{
	static const char *const own[] = { "t.db-journal", "t.db-new", "t.db-lock" };
	(void)state;
	write_file(path_in(dir, "file"), "mine", 4);
	assert_status(dtl_store_backup(store, path_in(dir, "file"), &err), DTL_E_EXISTS);
	assert_status(dtl_store_backup(store, path_in(dir, "t.db"), &err), DTL_E_EXISTS);
	assert_int_equal(symlink("nowhere", path_in(dir, "link")), 0);
	assert_status(dtl_store_backup(store, path_in(dir, "link"), &err), DTL_E_EXISTS);
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		assert_status(dtl_store_backup(store, path_in(dir, own[i]), &err), DTL_E_ARGUMENT);
		assert_false(file_exists(path_in(dir, own[i])));
	}
	assert_status(dtl_store_backup(store, path_in(dir, "none/copy.db"), &err), DTL_E_IO);
	char *text = read_file(path_in(dir, "file"), NULL);
	assert_string_equal(text, "mine");
	free(text);
}

static void a_copy_of_a_scratch_database(void **state)
{
	(void)state;
	dtl_store *scratch = NULL;
	assert_ok(dtl_store_open(&scratch, "", DTL_STORE_MEMORY, &err));
	assert_ok(dtl_store_exec(scratch, "INSERT INTO meta(name, value) VALUES('b', '2')", &err));
	assert_ok(dtl_store_backup(scratch, path_in(dir, "copy.db"), &err));
	dtl_store_close(scratch);
	assert_holds("copy.db", "INSERT INTO meta(name, value) VALUES('c', '2')");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_copy_is_a_timeline_of_its_own, make_store, drop_store),
		cmocka_unit_test_setup_teardown(
		    what_another_has_not_committed_is_not_in_it, make_store, drop_store),
		cmocka_unit_test_setup_teardown(it_sees_one_state_while_it_reads, make_store, drop_store),
		cmocka_unit_test_setup_teardown(
		    whoever_may_not_read_the_timeline_may_not_read_the_copy, make_store, drop_store),
		cmocka_unit_test_setup_teardown(
		    refuses_what_is_there_and_what_belongs_to_the_timeline, make_store, drop_store),
		cmocka_unit_test_setup_teardown(a_copy_of_a_scratch_database, make_store, drop_store),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
