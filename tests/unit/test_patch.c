/* Patches: cut into registers, made of them. */
#include "ledger/patch.h"
#include "support.h"
#include <stdio.h>
#include <string.h>

static dtl_slice slice(const char *s)
{
	return (dtl_slice){ s, strlen(s) };
}

/* "field.member=value field=value …" */
static void print_registers(dtl_kind kind, const char *patch, dtl_text *out)
{
	dtl_patch_walk w = dtl_patch_open(kind, slice(patch));
	dtl_register r;
	while (dtl_patch_next(&w, &r)) {
		if (out->len > 0)
			dtl_text_add_char(out, ' ');
		if (!r.field.data)
			dtl_text_add(out, "removed");
		dtl_text_add_len(out, r.field.data ? r.field.data : "", r.field.len);
		if (r.member.data) {
			dtl_text_add_char(out, '.');
			dtl_text_add_len(out, r.member.data, r.member.len);
		}
		dtl_text_add_char(out, '=');
		dtl_text_add_len(out, r.value.data, r.value.len);
	}
}

static const struct cut {
	dtl_kind kind;
	const char *patch, *registers;
} cuts[] = {
	{ DTL_EVENT, "{}", "" },
	{ DTL_EVENT, "null", "removed=true" },
	{ DTL_EVENT, "true", "" },
	{ DTL_EVENT, "[1,2]", "" },
	{ DTL_EVENT, "\"null\"", "" },
	{ DTL_EVENT, "{\"title\":\"A\"}", "title=\"A\"" },
	{ DTL_EVENT, "{\"title\":null}", "title=null" },
	{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013\"}}", "when={\"edtf\":\"2013\"}" },
	{ DTL_EVENT, "{\"actors\":{\"a:host\":true,\"b:chair\":{\"for\":\"a\"}},\"title\":\"A\"}",
	    "actors.a:host=true actors.b:chair={\"for\":\"a\"} title=\"A\"" },
	{ DTL_EVENT, "{\"actors\":{},\"title\":\"A\"}", "title=\"A\"" },
	{ DTL_EVENT, "{\"actors\":{}}", "" },
	{ DTL_EVENT, "{\"actors\":null,\"topics\":[\"x\"]}", "actors=null topics=[\"x\"]" },
	{ DTL_EVENT, "{\"instances\":{\"1\":true},\"links\":{\"follows:b\":true},\"sources\":{\"s\":true}}",
	    "instances.1=true links.follows:b=true sources.s=true" },
	{ DTL_EVENT, "{\"aliases\":{\"x\":true}}", "aliases={\"x\":true}" },
	{ DTL_ACTOR,
	    "{\"affiliations\":{\"holds:x\":true},\"aliases\":{\"A \\\"B\\\"\":true},\"codes\":{\"iso2\":\"CN\"}}",
	    "affiliations.holds:x=true aliases.A \\\"B\\\"=true codes.iso2=\"CN\"" },
	{ DTL_ACTOR, "{\"topics\":{\"x\":true}}", "topics={\"x\":true}" },
	{ DTL_SERIES, "{\"aliases\":{\"x\":true}}", "aliases.x=true" },
	{ DTL_PLACE, "{\"aliases\":{\"x\":true},\"geo\":{\"lat\":1,\"lon\":2}}",
	    "aliases.x=true geo={\"lat\":1,\"lon\":2}" },
	{ DTL_TOPIC, "{\"aliases\":{\"x\":null}}", "aliases.x=null" },
	{ DTL_SOURCE, "{\"aliases\":{\"x\":true}}", "aliases={\"x\":true}" },
	{ DTL_CHANGESET, "{\"retracted\":true}", "retracted=true" },
	{ DTL_CLAIM, "{\"actors\":{\"a\":1}}", "actors={\"a\":1}" },
};

static void cuts_patches_into_registers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cuts) / sizeof(*cuts); i++) {
		dtl_text out = DTL_TEXT_INIT;
		print_registers(cuts[i].kind, cuts[i].patch, &out);
		if (strcmp(dtl_text_str(&out), cuts[i].registers) != 0)
			print_error("%s\n", cuts[i].patch);
		assert_string_equal(dtl_text_str(&out), cuts[i].registers);
		dtl_text_free(&out);
	}
}

static void assert_prints(const dtl_patch *p, const char *wanted)
{
	dtl_text out = DTL_TEXT_INIT;
	dtl_patch_print(p, &out);
	assert_false(dtl_text_failed(&out));
	assert_string_equal(dtl_text_str(&out), wanted);
	assert_int_equal(dtl_json_check_canonical(dtl_text_str(&out), out.len, NULL), DTL_OK);
	dtl_text_free(&out);
}

static void an_empty_patch_is_an_empty_object(void **state)
{
	(void)state;
	dtl_patch p = DTL_PATCH_INIT;
	assert_true(dtl_patch_is_empty(&p));
	assert_prints(&p, "{}");
	assert_null(dtl_patch_get(&p, "title", NULL));
	dtl_patch_drop(&p, "title", NULL);
	dtl_patch_free(&p);
	dtl_patch_free(&p);
}

static void a_removal_is_null_and_not_empty(void **state)
{
	(void)state;
	dtl_patch p = DTL_PATCH_INIT;
	p.removal = true;
	assert_false(dtl_patch_is_empty(&p));
	assert_prints(&p, "null");
	dtl_patch_clear(&p);
	assert_true(dtl_patch_is_empty(&p));
	dtl_patch_free(&p);
}

static void prints_in_canonical_order_whatever_the_order_of_saying(void **state)
{
	(void)state;
	dtl_patch p = DTL_PATCH_INIT;
	dtl_patch_put_string(&p, "title", NULL, "A \"B\"\n");
	dtl_patch_put(&p, "topics", "z", "true");
	dtl_patch_put(&p, "actors", "us:host", "true");
	dtl_patch_put(&p, "topics", "a", "null");
	dtl_patch_put(&p, "actors", "china:host", "{\"for\":\"x\"}");
	dtl_patch_put_string(&p, "url", NULL, NULL);
	dtl_patch_put(&p, "topics", "\xC3\xA9t\xC3\xA9", "true");
	dtl_patch_put(&p, "topics", "\"q", "true");
	assert_prints(&p,
	    "{\"actors\":{\"china:host\":{\"for\":\"x\"},\"us:host\":true},\"title\":\"A \\\"B\\\"\\n\","
	    "\"topics\":{\"\\\"q\":true,\"a\":null,\"z\":true,\"\xC3\xA9t\xC3\xA9\":true},\"url\":null}");
	dtl_patch_free(&p);
}

static void saying_again_replaces_and_dropping_forgets(void **state)
{
	(void)state;
	dtl_patch p = DTL_PATCH_INIT;
	dtl_patch_put_string(&p, "title", NULL, "A");
	dtl_patch_put_string(&p, "title", NULL, "B");
	dtl_patch_put(&p, "topics", "x", "true");
	dtl_patch_put(&p, "topics", "y", "true");
	assert_string_equal(dtl_patch_get(&p, "title", NULL), "\"B\"");
	assert_string_equal(dtl_patch_get(&p, "topics", "x"), "true");
	assert_null(dtl_patch_get(&p, "topics", NULL));
	assert_null(dtl_patch_get(&p, "title", "x"));
	dtl_patch_drop(&p, "topics", "x");
	assert_null(dtl_patch_get(&p, "topics", "x"));
	assert_prints(&p, "{\"title\":\"B\",\"topics\":{\"y\":true}}");
	dtl_patch_free(&p);
}

static void members_say_more_than_the_bare_set(void **state)
{
	(void)state;
	dtl_patch p = DTL_PATCH_INIT;
	dtl_patch_put(&p, "topics", NULL, "null");
	assert_prints(&p, "{\"topics\":null}");
	dtl_patch_put(&p, "topics", "x", "true");
	assert_prints(&p, "{\"topics\":{\"x\":true}}");
	dtl_patch_free(&p);
}

/* Beyond a few entries there is an index; it must not show. */
static void many_members_are_found_replaced_and_dropped(void **state)
{
	(void)state;
	enum { MANY = 3000 };
	dtl_patch p = DTL_PATCH_INIT;
	char member[32];
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < MANY; i++) {
			snprintf(member, sizeof(member), "t%d", i);
			dtl_patch_put(&p, "topics", member, round ? "null" : "true");
		}
	assert_int_equal(p.count, MANY);
	dtl_patch_drop(&p, "topics", "t17");
	dtl_patch_put(&p, "topics", "t17", "true");
	for (int i = 0; i < MANY; i++) {
		snprintf(member, sizeof(member), "t%d", i);
		assert_string_equal(dtl_patch_get(&p, "topics", member), i == 17 ? "true" : "null");
	}
	assert_null(dtl_patch_get(&p, "topics", "t3000"));
	assert_null(dtl_patch_get(&p, "links", "t1"));
	dtl_patch_clear(&p);
	assert_null(dtl_patch_get(&p, "topics", "t1"));
	dtl_patch_put(&p, "topics", "x", "true");
	assert_prints(&p, "{\"topics\":{\"x\":true}}");
	dtl_patch_free(&p);
}

static void what_is_printed_is_cut_into_what_was_put(void **state)
{
	(void)state;
	dtl_patch p = DTL_PATCH_INIT;
	dtl_text json = DTL_TEXT_INIT;
	dtl_text out = DTL_TEXT_INIT;
	dtl_patch_put(&p, "aliases", "a\\b", "true");
	dtl_patch_put_string(&p, "codes", "iso2", "CN");
	dtl_patch_put(&p, "extra", NULL, "{\"a\":{\"b\":[1]}}");
	dtl_patch_print(&p, &json);
	print_registers(DTL_ACTOR, dtl_text_str(&json), &out);
	assert_string_equal(
	    dtl_text_str(&out), "aliases.a\\\\b=true codes.iso2=\"CN\" extra={\"a\":{\"b\":[1]}}");
	dtl_text_free(&out);
	dtl_text_free(&json);
	dtl_patch_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_patches_into_registers),
		cmocka_unit_test(an_empty_patch_is_an_empty_object),
		cmocka_unit_test(a_removal_is_null_and_not_empty),
		cmocka_unit_test(prints_in_canonical_order_whatever_the_order_of_saying),
		cmocka_unit_test(saying_again_replaces_and_dropping_forgets),
		cmocka_unit_test(members_say_more_than_the_bare_set),
		cmocka_unit_test(many_members_are_found_replaced_and_dropped),
		cmocka_unit_test(what_is_printed_is_cut_into_what_was_put),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
