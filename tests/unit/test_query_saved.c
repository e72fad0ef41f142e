/* Queries that have a name, how a query is answered, and the table of prefixes. */
#include "query/is.h"
#include "query/parse.h"
#include "test_query_fixture.h"
#include <stdio.h>

static int open_world(void **state)
{
	open_empty(state);
	int64_t v = put_version((a_version){
	    .event = 1, .key = "june", .title = "Talks", .type = "talks", .edtf = "2013-06-07" });
	put_part(v, 100, "participant", 0);
	put_part(v, 101, "participant", 0);
	v = put_version((a_version){
	    .event = 2, .key = "july", .title = "Summit", .type = "summit", .edtf = "2013-07-09" });
	put_part(v, 101, "host", 0);
	return 0;
}

static int64_t today(void)
{
	return day_of("2013-06-04");
}

static void save(const char *name, const char *query)
{
	assert_ok(dtl_query_save(&db, name, query, today(), &err));
}

static const char *find(const char *query)
{
	return found(&(dtl_ask){ .query = query, .today = today() });
}

static void refuses(const char *name, const char *query, dtl_status wanted, const char *words)
{
	assert_status(dtl_query_save(&db, name, query, today(), &err), wanted);
	assert_contains(err.text, words);
}

static dtl_status add_line(void *user, const dtl_saved_query *saved, dtl_error *e)
{
	dtl_text *out = user;
	(void)e;
	dtl_text_addf(out, "%s=%s;", saved->name, saved->query);
	return DTL_OK;
}

static void assert_saved(const char *only, const char *wanted)
{
	dtl_text list = DTL_TEXT_INIT;
	assert_ok(dtl_query_list(&db, only, add_line, &list, &err));
	assert_string_equal(dtl_text_str(&list), wanted);
	dtl_text_free(&list);
}

static void are_listed_replaced_and_forgotten(void **state)
{
	(void)state;
	assert_saved(NULL, "");
	save("us", "actor:us");
	save("china", "actor:china");
	assert_saved(NULL, "china=actor:china;us=actor:us;");
	save("us", "actor:us type:summit");
	assert_saved("us", "us=actor:us type:summit;");
	assert_ok(dtl_query_remove(&db, "us", &err));
	assert_saved(NULL, "china=actor:china;");
	assert_status(dtl_query_remove(&db, "us", &err), DTL_E_NOTFOUND);
	assert_contains(err.text, "there is no saved query 'us': there are china");
	assert_status(dtl_query_list(&db, "chin", add_line, NULL, &err), DTL_E_NOTFOUND);
	assert_contains(err.text, "did you mean 'china'?");
}

static void stand_for_one_operand(void **state)
{
	(void)state;
	save("either", "type:talks or type:summit");
	save("june", "date:2013-06");
	save("china", "actor:china");
	assert_string_equal(find("query:either"), "june july");
	assert_string_equal(find("query:either actor:china"), "june");
	assert_string_equal(find("not query:either"), "");
	assert_string_equal(find("actor:us not query:china"), "july");
	assert_string_equal(find("query:june,china"), "!june");
	assert_string_equal(find("nothing or query:june"), "!june");
	assert_string_equal(find("query:June"), "!june");
}

/* Its window is the plan's: it is found by time, and certain where the window says so. */
static void their_windows_and_days_are_those_of_the_use(void **state)
{
	(void)state;
	save("soon", "date:..+7d");
	assert_string_equal(find("query:soon actor:us"), "!june");
	assert_string_equal(
	    found(&(dtl_ask){ .query = "query:soon actor:us", .today = day_of("2013-07-04") }),
	    "!june !july");
}

static void may_use_each_other_but_not_themselves(void **state)
{
	(void)state;
	save("a", "actor:china");
	save("b", "query:a type:talks");
	save("c", "query:b or query:a");
	assert_string_equal(find("query:c"), "june");
	refuses("a", "query:c", DTL_E_ARGUMENT, "the saved query 'a' uses itself: 'a' → 'c' → 'b' → 'a'");
	refuses("d", "query:d", DTL_E_ARGUMENT, "the saved query 'd' uses itself: 'd' → 'd'");
	assert_string_equal(find("query:c"), "june");
	/* Whoever writes the table by hand gets the same. */
	run_sql("UPDATE saved_query SET query = 'query:c' WHERE name = 'a'");
	dtl_cursor *c = NULL;
	assert_status(dtl_find_events(&c, &db, &(dtl_ask){ .query = "x query:c" }, &err), DTL_E_ARGUMENT);
	assert_contains(err.text, "in the saved query 'c': in the saved query 'b': in the saved query 'a':"
				  " the saved query 'c' uses itself: 'c' → 'b' → 'a' → 'c'\nquery:c\n");
}

static void refuse_what_would_not_be_understood(void **state)
{
	char name[80];
	(void)state;
	refuses("a", "(actor:us", DTL_E_ARGUMENT, "never closed");
	refuses("a", "actor:nobody", DTL_E_NOTFOUND, "no actor 'nobody'\nactor:nobody\n      ^");
	refuses("a", "  ", DTL_E_ARGUMENT, "would be blank");
	refuses("My Query", "actor:us", DTL_E_ARGUMENT, "for example 'my-query'");
	refuses("", "actor:us", DTL_E_ARGUMENT, "the name of a query");
	memset(name, 'a', sizeof(name));
	name[65] = '\0';
	refuses(name, "actor:us", DTL_E_ARGUMENT, "at most 64");
	name[64] = '\0';
	save(name, "actor:us");
	assert_ok(dtl_query_remove(&db, name, &err));
	assert_saved(NULL, "");
	refuses("a", "query:nothing", DTL_E_NOTFOUND, "there is no saved query 'nothing': none is saved");
}

static void an_error_within_shows_whose_text_it_is(void **state)
{
	dtl_cursor *c = NULL;
	(void)state;
	save("mine", "type:talks actor:china");
	run_sql("UPDATE saved_query SET query = 'type:talks actor:chna' WHERE name = 'mine'");
	assert_status(
	    dtl_find_events(&c, &db, &(dtl_ask){ .query = "date:2013 query:mine" }, &err), DTL_E_NOTFOUND);
	assert_string_equal(err.text, "in the saved query 'mine': no actor 'chna': did you mean 'china'?\n"
				      "type:talks actor:chna\n"
				      "                 ^");
	assert_status(
	    dtl_find_events(&c, &db, &(dtl_ask){ .query = "date:2013 query:mime" }, &err), DTL_E_NOTFOUND);
	assert_string_equal(err.text, "there is no saved query 'mime': did you mean 'mine'?\n"
				      "date:2013 query:mime\n"
				      "                ^");
}

/* Doubled again and again they would be endless. */
static void what_all_hold_together_is_limited(void **state)
{
	char name[24], query[64];
	dtl_status status = DTL_OK;
	(void)state;
	save("q0", "talks");
	for (int i = 1; i < 40 && status == DTL_OK; i++) {
		snprintf(name, sizeof(name), "q%d", i);
		snprintf(query, sizeof(query), "query:q%d or query:q%d", i - 1, i - 1);
		status = dtl_query_save(&db, name, query, today(), &err);
	}
	assert_status(status, DTL_E_ARGUMENT);
	assert_contains(err.text, "may hold 64 words and values");
	run_sql("DELETE FROM saved_query");
	save("q0", "talks");
	status = DTL_OK;
	int deep = 1;
	for (; deep < 40 && status == DTL_OK; deep++) {
		snprintf(name, sizeof(name), "q%d", deep);
		snprintf(query, sizeof(query), "not query:q%d", deep - 1);
		status = dtl_query_save(&db, name, query, today(), &err);
	}
	assert_status(status, DTL_E_ARGUMENT);
	assert_contains(err.text, "more than 12");
	assert_in_range(deep, 5, DTL_QUERY_DEPTH + 2);
}

static void count_finding(void *user, const dtl_finding *f)
{
	dtl_text_addf(user, "%s %s %s: %s;", f->what, f->kind, f->id, f->text);
}

static void those_that_no_longer_hold_are_told(void **state)
{
	dtl_text told = DTL_TEXT_INIT;
	(void)state;
	save("good", "actor:us");
	save("bad", "actor:china");
	save("worse", "query:bad");
	run_sql("UPDATE saved_query SET query = 'actor:chna' WHERE name = 'bad'");
	assert_ok(dtl_query_check_saved(&db, today(), count_finding, &told, &err));
	assert_string_equal(dtl_text_str(&told),
	    "saved query bad: no actor 'chna': did you mean 'china'?;"
	    "saved query worse: in the saved query 'bad': no actor 'chna': did you mean 'china'?;");
	dtl_text_free(&told);
}

static void a_file_that_is_open_for_reading_can_use_them(void **state)
{
	(void)state;
	save("us", "actor:us type:summit");
	dtl_store_seal(db.store, true);
	assert_string_equal(find("query:us"), "july");
	assert_ok(dtl_query_check(&db, NULL, "query:us", today(), &err));
	assert_int_not_equal(dtl_query_save(&db, "b", "actor:us", today(), &err), DTL_OK);
	dtl_store_seal(db.store, false);
}

static void are_explained_without_a_word_of_theirs_in_the_sql(void **state)
{
	static const char *const queries[] = { NULL, "actor:us", "between:china,us date:2013",
		"talks or type:summit", "topic:security not is:fuzzy", "is:bilateral known:2013..", "id:june",
		"cyber* \"two words\"" };
	(void)state;
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		dtl_explanation *x = NULL;
		assert_ok(dtl_explain(&x, &db, &(dtl_ask){ .query = queries[i], .today = today() }, &err));
		assert_true(x->step_count > 0);
		assert_int_equal(x->steps[0].depth, 0);
		for (size_t k = 0; k < x->param_count; k++)
			assert_int_equal(x->params[k].name[0], ':');
		assert_null(strstr(x->sql, "two words"));
		dtl_explanation_free(x);
	}
	dtl_explanation *x = NULL;
	assert_ok(dtl_explain(
	    &x, &db, &(dtl_ask){ .query = "type:summit date:2013-07", .today = today(), .limit = 7 }, &err));
	bool listed = false, from = false;
	for (size_t k = 0; k < x->param_count; k++) {
		listed = listed || (x->params[k].text && strcmp(x->params[k].text, "[\"summit\"]") == 0);
		from = from || x->params[k].number == day_of("2013-07-01");
	}
	assert_true(listed);
	assert_true(from);
	dtl_explanation_free(x);
	assert_status(dtl_explain(&x, &db, &(dtl_ask){ .query = "actor:nobody" }, &err), DTL_E_NOTFOUND);
	assert_null(x);
	dtl_explanation_free(NULL);
}

static void every_prefix_has_its_help(void **state)
{
	dtl_query_prefix p, is = { .name = NULL };
	size_t count = 0, at = 0;
	(void)state;
	for (; dtl_query_prefix_at(count, &p); count++) {
		assert_non_null(p.name);
		assert_true(*p.argument && *p.help);
		if (strcmp(p.name, "is") == 0) {
			is = p;
			at = count;
		}
		if (strcmp(p.name, "between") == 0)
			assert_true(p.names_things && p.kind == DTL_ACTOR);
		if (strcmp(p.name, "type") == 0)
			assert_true(p.open && p.values);
	}
	assert_true(count > 15);
	assert_false(dtl_query_prefix_at(count, &p));
	assert_non_null(is.name);
	size_t i = 0;
	for (; is.values[i]; i++) {
		assert_contains(is.help, is.values[i]);
		assert_string_equal(dtl_is_choices[i].name, is.values[i]);
		assert_non_null(dtl_query_value_help(at, is.values[i]));
	}
	assert_null(dtl_is_choices[i].name);
	assert_null(dtl_query_value_help(at, "nothing"));
	assert_null(dtl_query_value_help(count, "nothing"));
}

static void a_value_that_was_cut_at_a_blank_is_told(void **state)
{
	dtl_cursor *c = NULL;
	(void)state;
	assert_status(
	    dtl_find_events(&c, &db, &(dtl_ask){ .query = "date:next month", .today = today() }, &err),
	    DTL_E_ARGUMENT);
	assert_contains(err.text, "(a value of several words is quoted: date:\"next month\")");
	assert_status(
	    dtl_find_events(&c, &db, &(dtl_ask){ .query = "actor:nobody or us" }, &err), DTL_E_NOTFOUND);
	assert_null(strstr(err.text, "quoted"));
	assert_status(
	    dtl_find_events(&c, &db, &(dtl_ask){ .query = "actor:nobody type:talks" }, &err), DTL_E_NOTFOUND);
	assert_null(strstr(err.text, "quoted"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(are_listed_replaced_and_forgotten),
		TEST(stand_for_one_operand),
		TEST(their_windows_and_days_are_those_of_the_use),
		TEST(may_use_each_other_but_not_themselves),
		TEST(refuse_what_would_not_be_understood),
		TEST(an_error_within_shows_whose_text_it_is),
		TEST(what_all_hold_together_is_limited),
		TEST(those_that_no_longer_hold_are_told),
		TEST(a_file_that_is_open_for_reading_can_use_them),
		TEST(are_explained_without_a_word_of_theirs_in_the_sql),
		TEST(every_prefix_has_its_help),
		TEST(a_value_that_was_cut_at_a_blank_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
