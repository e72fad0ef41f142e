/* ids() and among(): what IN says of integers. */
#include "store/stmt.h"
#include "support.h"
#include <string.h>

static dtl_store *db;
static dtl_error err;

static int open_db(void **state)
{
	(void)state;
	assert_ok(dtl_store_open(&db, "", DTL_STORE_MEMORY, &err));
	assert_ok(dtl_store_exec(db, "CREATE TABLE n(i INTEGER); CREATE TABLE m(i INTEGER)", &err));
	return 0;
}

static int close_db(void **state)
{
	(void)state;
	dtl_store_close(db);
	return 0;
}

static int64_t number(const char *sql)
{
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_stmt_prepare(db, &st, sql, &err));
	assert_ok(dtl_stmt_step(&st, &err));
	int64_t n = dtl_take_int(&st);
	dtl_stmt_finalize(&st);
	return n;
}

static void nothing_is_among_no_ids(void **state)
{
	(void)state;
	assert_int_equal(number("SELECT among(1,(SELECT ids(i) FROM n))"), 0);
	assert_int_equal(number("SELECT among(0,(SELECT ids(i) FROM n))"), 0);
	assert_int_equal(number("SELECT among(NULL,(SELECT ids(i) FROM n))"), 0);
}

static void the_ends_of_the_range_are_ids_like_others(void **state)
{
	(void)state;
	assert_ok(dtl_store_exec(
	    db, "INSERT INTO n VALUES(0),(-1),(9223372036854775807),(-9223372036854775807-1),(NULL)", &err));
	assert_int_equal(number("SELECT sum(among(i,(SELECT ids(i) FROM n))) FROM n"), 4);
	assert_int_equal(number("SELECT among(1,(SELECT ids(i) FROM n))"), 0);
	assert_int_equal(number("SELECT among(NULL,(SELECT ids(i) FROM n))"), 0);
}

/* Ids that follow each other, ids far apart, and ids twice. */
static void it_says_what_in_says(void **state)
{
	(void)state;
	assert_ok(dtl_store_exec(db,
	    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x<20000)"
	    " INSERT INTO n SELECT CASE x%3 WHEN 0 THEN x WHEN 1 THEN x*1099511627776 ELSE x%500 END FROM c;"
	    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c WHERE x<20000)"
	    " INSERT INTO m SELECT CASE x%2 WHEN 0 THEN x ELSE x*1099511627776 END FROM c",
	    &err));
	int64_t in = number("SELECT count(*) FROM m WHERE i IN (SELECT i FROM n)");
	assert_true(in > 0);
	assert_int_equal(number("SELECT count(*) FROM m WHERE among(i,(SELECT ids(i) FROM n))"), in);
	assert_int_equal(
	    number(
		"SELECT count(*) FROM m WHERE among(i,(SELECT ids(i) FROM n)) <> (i IN (SELECT i FROM n))"),
	    0);
}

static void refuse(const char *sql)
{
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_stmt_prepare(db, &st, sql, &err));
	assert_true(dtl_stmt_step(&st, &err) != DTL_OK);
	assert_non_null(strstr(err.text, "not a list of ids()"));
	dtl_stmt_finalize(&st);
}

/* In a table a pointer is NULL, and so it is in what SQLite sorts. */
static void what_is_no_list_is_refused(void **state)
{
	(void)state;
	assert_ok(dtl_store_exec(db, "INSERT INTO n VALUES(2),(4),(7)", &err));
	refuse("SELECT among(1,'two')");
	refuse("SELECT among(4,l) FROM (SELECT ids(i) AS l FROM n GROUP BY i%2 ORDER BY l)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_is_among_no_ids, open_db, close_db),
		cmocka_unit_test_setup_teardown(the_ends_of_the_range_are_ids_like_others, open_db, close_db),
		cmocka_unit_test_setup_teardown(it_says_what_in_says, open_db, close_db),
		cmocka_unit_test_setup_teardown(what_is_no_list_is_refused, open_db, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
