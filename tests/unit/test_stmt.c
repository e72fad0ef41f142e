#include "store/stmt.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

static const char sql_create[] =
    "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT UNIQUE, size REAL, bytes BLOB,"
    " CHECK(size IS NULL OR size >= 0)) STRICT";
static const char sql_insert[] = "INSERT INTO t(id, name, size, bytes) VALUES(:id, :name, :size, :bytes)";
static const char sql_select[] = "SELECT id, name, size, bytes FROM t WHERE id = :id";

static dtl_error err;
static dtl_store *db;

static int open_db(void **state)
{
	(void)state;
	if (dtl_store_open(&db, NULL, DTL_STORE_MEMORY, &err) != DTL_OK)
		return -1;
	return dtl_store_exec(db, sql_create, &err) == DTL_OK ? 0 : -1;
}

static int close_db(void **state)
{
	(void)state;
	dtl_store_close(db);
	return 0;
}

static void insert(dtl_stmt *st, int64_t id, const char *name)
{
	dtl_bind_int(st, ":id", id);
	dtl_bind_text(st, ":name", name);
	assert_ok(dtl_stmt_run(st, &err));
}

static void takes_back_what_was_bound(void **state)
{
	(void)state;
	dtl_stmt st = DTL_STMT_INIT;
	size_t len;
	assert_ok(dtl_stmt_prepare(db, &st, sql_insert, &err));
	dtl_bind_int(&st, ":id", INT64_MIN);
	dtl_bind_text_len(&st, ":name", "a\0bc", 3);
	dtl_bind_double(&st, ":size", 0.25);
	dtl_bind_blob(&st, ":bytes", "\0\1\2", 3);
	assert_ok(dtl_stmt_run(&st, &err));
	assert_int_equal(dtl_store_last_id(db), INT64_MIN);
	dtl_stmt_finalize(&st);

	assert_ok(dtl_stmt_prepare(db, &st, sql_select, &err));
	dtl_bind_int(&st, ":id", INT64_MIN);
	assert_ok(dtl_stmt_step(&st, &err));
	assert_int_equal(dtl_take_int(&st), INT64_MIN);
	assert_false(dtl_next_is_null(&st));
	assert_memory_equal(dtl_take_text_len(&st, &len), "a\0b", 3);
	assert_int_equal(len, 3);
	assert_true(dtl_take_double(&st) == 0.25);
	assert_memory_equal(dtl_take_blob(&st, &len), "\0\1\2", 3);
	assert_int_equal(len, 3);
	assert_status(dtl_stmt_step(&st, &err), DTL_DONE);
	dtl_stmt_finalize(&st);
	dtl_stmt_finalize(&st);
}

static void nulls_are_told_apart(void **state)
{
	(void)state;
	dtl_stmt st = DTL_STMT_INIT;
	size_t len = 9;
	assert_ok(dtl_stmt_prepare(db, &st, sql_insert, &err));
	dtl_bind_int(&st, ":id", 1);
	dtl_bind_text(&st, ":name", NULL);
	dtl_bind_null(&st, ":size");
	dtl_bind_blob(&st, ":bytes", "", 0);
	assert_ok(dtl_stmt_run(&st, &err));
	dtl_stmt_finalize(&st);
	assert_ok(dtl_stmt_prepare(db, &st, "SELECT name, size, bytes, 1 FROM t", &err));
	assert_ok(dtl_stmt_step(&st, &err));
	assert_true(dtl_next_is_null(&st));
	assert_null(dtl_take_text_len(&st, &len));
	assert_int_equal(len, 0);
	assert_true(dtl_next_is_null(&st));
	assert_int_equal(dtl_take_int(&st), 0);
	assert_false(dtl_next_is_null(&st));
	(void)dtl_take_blob(&st, &len);
	assert_int_equal(len, 0);
	assert_int_equal(dtl_take_int(&st), 1);
	dtl_stmt_finalize(&st);
}

static void a_misspelt_name_is_an_error_that_quotes_the_sql(void **state)
{
	(void)state;
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_stmt_prepare(db, &st, sql_insert, &err));
	dtl_bind_int(&st, ":id", 1);
	dtl_bind_text(&st, ":nmae", "x");
	dtl_bind_text(&st, ":other", "x");
	assert_status(dtl_stmt_run(&st, &err), DTL_E_DATABASE);
	assert_contains(err.text, "':nmae' in: INSERT INTO t(");
	/* Reported once; bound rightly, it works. */
	insert(&st, 1, "x");
	dtl_stmt_finalize(&st);
}

static void a_duplicate_exists(void **state)
{
	(void)state;
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_stmt_prepare(db, &st, sql_insert, &err));
	insert(&st, 1, "x");
	assert_status(dtl_stmt_run(&st, &err), DTL_E_EXISTS);
	assert_contains(err.text, "UNIQUE constraint failed: t.id in: INSERT INTO t(");
	dtl_bind_int(&st, ":id", 2);
	assert_status(dtl_stmt_run(&st, &err), DTL_E_EXISTS);
	assert_contains(err.text, "t.name");
	insert(&st, 2, "y");
	dtl_stmt_finalize(&st);
}

static void another_constraint_is_not_a_duplicate(void **state)
{
	(void)state;
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_stmt_prepare(db, &st, sql_insert, &err));
	dtl_bind_double(&st, ":size", -1);
	assert_status(dtl_stmt_run(&st, &err), DTL_E_DATABASE);
	assert_contains(err.text, "CHECK constraint failed");
	dtl_bind_text(&st, ":size", "wide");
	assert_status(dtl_stmt_run(&st, &err), DTL_E_DATABASE);
	dtl_stmt_finalize(&st);
}

static void a_statement_can_be_bound_again_after_its_end(void **state)
{
	(void)state;
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_stmt_prepare(db, &st, sql_insert, &err));
	for (int64_t i = 0; i < 3; i++)
		insert(&st, i, NULL);
	dtl_stmt_finalize(&st);
	assert_ok(dtl_stmt_prepare(db, &st, sql_select, &err));
	for (int64_t i = 0; i < 4; i++) {
		dtl_bind_int(&st, ":id", i);
		assert_status(dtl_stmt_step(&st, &err), i < 3 ? DTL_OK : DTL_DONE);
		assert_int_equal(i < 3 ? dtl_take_int(&st) : i, i);
		dtl_stmt_reset(&st);
	}
	dtl_stmt_finalize(&st);
}

static void binding_in_the_middle_of_rows_is_reported(void **state)
{
	(void)state;
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_stmt_prepare(db, &st, "SELECT :x UNION ALL SELECT 2", &err));
	assert_ok(dtl_stmt_step(&st, &err));
	dtl_bind_int(&st, ":x", 1);
	assert_status(dtl_stmt_step(&st, &err), DTL_E_DATABASE);
	dtl_stmt_finalize(&st);
}

static void taking_too_many_columns_is_reported(void **state)
{
	(void)state;
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_stmt_prepare(db, &st, "SELECT 1, 2", &err));
	assert_ok(dtl_stmt_step(&st, &err));
	assert_int_equal(dtl_take_int(&st), 1);
	assert_int_equal(dtl_take_int(&st), 2);
	assert_int_equal(dtl_take_int(&st), 0);
	assert_status(dtl_stmt_step(&st, &err), DTL_E_DATABASE);
	assert_contains(err.text, "3 columns taken of 2 in: SELECT 1, 2");
	dtl_stmt_finalize(&st);
}

static void refuses_what_is_not_one_statement(void **state)
{
	(void)state;
	static const char *const table[] = { "", "  ", "-- nothing", "SELECT 1; SELECT 2",
		"SELECT 1 -- x\n; DROP TABLE t" };
	dtl_stmt st = DTL_STMT_INIT;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		assert_status(dtl_stmt_prepare(db, &st, table[i], &err), DTL_E_DATABASE);
		assert_null(st.handle);
		assert_contains(err.text, "not exactly one statement");
	}
	assert_status(dtl_stmt_prepare(db, &st, "SELEKT 1", &err), DTL_E_DATABASE);
	assert_contains(err.text, "near \"SELEKT\": syntax error in: SELEKT 1");
	assert_status(dtl_stmt_prepare(db, &st, "SELECT \"nothing\"", &err), DTL_E_DATABASE);
	assert_ok(dtl_stmt_prepare(db, &st, "SELECT 1 ;\n ", &err));
	dtl_stmt_finalize(&st);
	assert_status(dtl_stmt_step(&st, &err), DTL_E_DATABASE);
	assert_contains(err.text, "not prepared");
}

static void the_cache_hands_out_clean_statements(void **state)
{
	(void)state;
	dtl_stmt *one;
	dtl_stmt *two;
	assert_ok(dtl_stmt_cached(db, &one, sql_insert, &err));
	dtl_bind_int(one, ":id", 7);
	dtl_bind_text(one, ":name", "seven");
	dtl_bind_text(one, ":wrong", "x");
	assert_ok(dtl_stmt_cached(db, &two, sql_insert, &err));
	assert_ptr_equal(one, two);
	dtl_bind_int(two, ":id", 8);
	assert_ok(dtl_stmt_run(two, &err));

	assert_ok(dtl_stmt_cached(db, &one, sql_select, &err));
	assert_ptr_not_equal(one, two);
	dtl_bind_int(one, ":id", 8);
	assert_ok(dtl_stmt_step(one, &err));
	assert_int_equal(dtl_take_int(one), 8);
	assert_true(dtl_next_is_null(one)); /* "seven" was forgotten */
	assert_ok(dtl_stmt_cached(db, &one, sql_select, &err));
	assert_status(dtl_stmt_step(one, &err), DTL_DONE); /* id is NULL now */
	assert_status(dtl_stmt_cached(db, &one, "nonsense", &err), DTL_E_DATABASE);
	assert_null(one);
}

static void the_cache_holds_more_statements_than_it_has_buckets(void **state)
{
	(void)state;
	static char texts[500][32];
	dtl_stmt *st;
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 500; i++) {
			if (round == 0)
				sprintf(texts[i], "SELECT %d", i);
			assert_ok(dtl_stmt_cached(db, &st, texts[i], &err));
			assert_ok(dtl_stmt_step(st, &err));
			assert_int_equal(dtl_take_int(st), i);
			dtl_stmt_reset(st);
		}
	}
}

static void long_sql_is_quoted_in_part(void **state)
{
	(void)state;
	char sql[2000];
	memset(sql, 'x', sizeof(sql));
	memcpy(sql, "SELECT\n\t  'xxx", 14);
	strcpy(sql + sizeof(sql) - 15, "' FROM nowhere");
	dtl_stmt st = DTL_STMT_INIT;
	assert_status(dtl_stmt_prepare(db, &st, sql, &err), DTL_E_DATABASE);
	assert_contains(err.text, "no such table: nowhere in: SELECT 'xxx");
	assert_string_equal(err.text + strlen(err.text) - 3, "…");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_db, close_db)
		TEST(takes_back_what_was_bound),
		TEST(nulls_are_told_apart),
		TEST(a_misspelt_name_is_an_error_that_quotes_the_sql),
		TEST(a_duplicate_exists),
		TEST(another_constraint_is_not_a_duplicate),
		TEST(a_statement_can_be_bound_again_after_its_end),
		TEST(binding_in_the_middle_of_rows_is_reported),
		TEST(taking_too_many_columns_is_reported),
		TEST(refuses_what_is_not_one_statement),
		TEST(the_cache_hands_out_clean_statements),
		TEST(the_cache_holds_more_statements_than_it_has_buckets),
		TEST(long_sql_is_quoted_in_part),
	};
	return cmocka_run_group_tests_name("stmt", tests, NULL, NULL);
}
