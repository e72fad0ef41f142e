#include "base/text.h"
#include "query/parse.h"
#include "query/prefix.h"
#include "query/saved.h"
#include "support.h"
#include <string.h>

static dtl_error err;

static void print_node(dtl_text *out, const dtl_node *node)
{
	static const char *const names[] = { "and", "or", "not", "term" };
	if (node->kind != DTL_NODE_TERM) {
		dtl_text_addf(out, "(%s", names[node->kind]);
		for (size_t i = 0; i < node->child_count; i++) {
			dtl_text_add_char(out, ' ');
			print_node(out, node->children[i]);
		}
		dtl_text_add_char(out, ')');
		return;
	}
	dtl_text_add(out, node->prefix->name);
	dtl_text_add(out, node->prefix->name[0] ? ":" : "");
	for (size_t i = 0; i < node->value_count; i++)
		dtl_text_addf(
		    out, node->values[i].quoted ? "%s\"%s\"" : "%s%s", i ? "," : "", node->values[i].text);
}

static const char *parsed(const char *query)
{
	static char text[2048];
	dtl_arena arena = DTL_ARENA_INIT;
	dtl_text out = DTL_TEXT_INIT;
	dtl_node *node = NULL;
	assert_ok(dtl_query_parse(&node, &arena, query, &err));
	if (node)
		print_node(&out, node);
	strcpy(text, dtl_text_str(&out));
	dtl_text_free(&out);
	dtl_arena_free(&arena);
	return text;
}

static const char *refused(const char *query)
{
	dtl_arena arena = DTL_ARENA_INIT;
	dtl_node *node = NULL;
	assert_status(dtl_query_parse(&node, &arena, query, &err), DTL_E_ARGUMENT);
	dtl_arena_free(&arena);
	return err.text;
}

static void a_blank_query_is_everything(void **state)
{
	(void)state;
	assert_string_equal(parsed(""), "");
	assert_string_equal(parsed(" \t\n"), "");
}

static void what_stands_side_by_side_must_all_be(void **state)
{
	(void)state;
	assert_string_equal(parsed("cyber"), "cyber");
	assert_string_equal(parsed("cyber talks"), "(and cyber talks)");
	assert_string_equal(parsed("cyber and talks"), "(and cyber talks)");
	assert_string_equal(parsed("a b or c d"), "(or (and a b) (and c d))");
	assert_string_equal(parsed("a (b OR c) d"), "(and a (or b c) d)");
	assert_string_equal(parsed("((a))"), "a");
}

static void a_dash_or_the_word_is_not(void **state)
{
	(void)state;
	assert_string_equal(parsed("-a b"), "(and (not a) b)");
	assert_string_equal(parsed("not a or not -b"), "(or (not a) (not (not b)))");
	assert_string_equal(parsed("-(a b)"), "(not (and a b))");
	assert_string_equal(parsed("China-US a - b"), "(and China-US a - b)");
	assert_string_equal(parsed("date:-2w.."), "date:-2w..");
}

static void values_are_words_or_quoted_and_lists_have_commas(void **state)
{
	(void)state;
	assert_string_equal(parsed("actor:china,us"), "actor:china,us");
	assert_string_equal(parsed("actor:\"Xi Jinping\",us"), "actor:\"Xi Jinping\",us");
	assert_string_equal(parsed("\"or not\" or"
				   " x"),
	    "(or \"or not\" x)");
	assert_string_equal(parsed("\"a \\\"b\\\" \\\\ c\""), "\"a \"b\" \\ c\"");
	assert_string_equal(parsed("a,b"), "a,b");
	assert_string_equal(parsed("date:{2013-06-01,2013-06-03},2014"), "date:{2013-06-01,2013-06-03},2014");
	assert_string_equal(parsed("\"http://x\" \"10:30\""), "(and \"http://x\" \"10:30\")");
}

static void errors_point_at_their_place(void **state)
{
	(void)state;
	assert_string_equal(refused("cyber (talks"),
	    "this '(' is never closed: put a ')' behind what it holds\ncyber (talks\n      ^");
	assert_contains(refused("talks)"), "closes nothing");
	assert_contains(refused("talks)"), "\ntalks)\n     ^");
	assert_contains(refused("é \"talks"), "\né \"talks\n  ^");
	assert_contains(refused("a or"), "nothing follows here");
	assert_contains(refused("a or"), "\na or\n  ^");
	assert_contains(refused("or a"), "'or' stands between two things");
	assert_contains(refused("a and or b"), "'or' stands between two things");
	assert_contains(refused("not"), "nothing follows here");
	assert_contains(refused("a ()"), "nothing between the parentheses");
	assert_contains(refused("\"\""), "nothing between the quotes");
	assert_contains(refused("\"a\"b"), "right behind the quoted words");
	assert_contains(refused("a\"b\""), "a quote begins within a word");
	assert_contains(refused("a\xff"), "not UTF-8");
}

static void unknown_prefixes_are_refused_with_the_nearest_or_a_hint_to_quote(void **state)
{
	(void)state;
	assert_contains(refused("x actr:us"), "there is no prefix 'actr:': did you mean 'actor:'?");
	assert_contains(refused("x actr:us"), "\nx actr:us\n  ^");
	assert_contains(refused("http://x"), "quote them: \"http://x\"");
	assert_contains(refused("at 10:30"), "quote them: \"10:30\"");
	assert_contains(refused(":x"), "there is no prefix ':'");
}

static void a_prefix_needs_its_value(void **state)
{
	(void)state;
	assert_contains(refused("actor:"), "'actor:' needs a value right behind it");
	assert_contains(refused("actor: us"), "\nactor: us\n      ^");
	assert_contains(refused("actor:us,"), "needs a value");
	assert_contains(refused("actor:,us"), "needs a value");
	assert_contains(refused("actor:\"\""), "nothing between the quotes");
}

static void there_is_an_end_to_how_much_a_query_may_hold(void **state)
{
	(void)state;
	char many[512] = "", deep[64] = "";
	for (int i = 0; i < DTL_QUERY_VALUES; i++)
		strcat(many, "a ");
	assert_contains(parsed(many), "(and a a");
	strcat(many, "a");
	assert_contains(refused(many), "a query may hold 64");
	strcpy(many, "type:a");
	for (int i = 0; i < DTL_QUERY_VALUES; i++)
		strcat(many, ",a");
	assert_contains(refused(many), "a query may hold 64");
	for (int i = 0; i < DTL_QUERY_DEPTH; i++)
		strcat(deep, "(");
	strcat(deep, "a");
	for (int i = 0; i < DTL_QUERY_DEPTH; i++)
		strcat(deep, ")");
	assert_string_equal(parsed(deep), "a");
	assert_contains(refused("(((((((((((((a)))))))))))))"), "more than 12");
}

static void a_long_query_is_shown_around_the_place(void **state)
{
	(void)state;
	char query[2048] = "";
	for (int i = 0; i < 60; i++)
		strcat(query, "wörter ");
	strcat(query, "actr:x");
	assert_contains(refused(query), "\n…");
	const char *caret = strrchr(err.text, '\n');
	assert_non_null(caret);
	assert_int_equal(strlen(caret + 1), 50);
	assert_true(strlen(err.text) < sizeof(err.text));
}

static void the_table_has_no_two_rows_of_one_name(void **state)
{
	(void)state;
	for (size_t i = 0; dtl_prefix_at(i); i++) {
		const dtl_prefix *p = dtl_prefix_at(i);
		assert_ptr_equal(dtl_prefix_find(p->name, strlen(p->name)), p);
		assert_true(p->help[0] && p->argument[0] && p->resolve);
		assert_true(p->choices || p->resolve == dtl_resolve_saved || (p->possible && p->params));
		assert_true((p->drive != NULL) == (p->drive_kind != DTL_DRIVE_NONE));
	}
	assert_null(dtl_prefix_find("", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_blank_query_is_everything),
		cmocka_unit_test(what_stands_side_by_side_must_all_be),
		cmocka_unit_test(a_dash_or_the_word_is_not),
		cmocka_unit_test(values_are_words_or_quoted_and_lists_have_commas),
		cmocka_unit_test(errors_point_at_their_place),
		cmocka_unit_test(unknown_prefixes_are_refused_with_the_nearest_or_a_hint_to_quote),
		cmocka_unit_test(a_prefix_needs_its_value),
		cmocka_unit_test(there_is_an_end_to_how_much_a_query_may_hold),
		cmocka_unit_test(a_long_query_is_shown_around_the_place),
		cmocka_unit_test(the_table_has_no_two_rows_of_one_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
