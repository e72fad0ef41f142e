/* Who takes part, as a version's row holds it. */
#include "model/fields.h"
#include "model/parts.h"
#include <cmocka.h>
#include <string.h>

static dtl_text text;
static dtl_text room;

static int clear(void **state)
{
	(void)state;
	dtl_text_free(&text);
	dtl_text_free(&room);
	text = (dtl_text)DTL_TEXT_INIT;
	room = (dtl_text)DTL_TEXT_INIT;
	return 0;
}

static void nobody_is_no_text(void **state)
{
	(void)state;
	dtl_parts_end(&text);
	assert_int_equal(text.len, 0);
	dtl_json_walk walk = dtl_json_open((dtl_slice){ NULL, 0 });
	assert_false(dtl_parts_next(&walk, &(dtl_part_row){ 0, 0, NULL }, &room));
}

static void a_participant_is_a_number_and_others_say_more(void **state)
{
	(void)state;
	dtl_parts_add(&text, &(dtl_part_row){ 7, 0, "participant" });
	dtl_parts_add(&text, &(dtl_part_row){ 8, 0, "host" });
	dtl_parts_add(&text, &(dtl_part_row){ 9, 7, "participant" });
	dtl_parts_add(&text, &(dtl_part_row){ 10, 0, "bell \"ringer\"" });
	dtl_parts_end(&text);
	assert_string_equal(dtl_text_str(&text), "[7,[8,0],[9,1,7],[10,\"bell \\\"ringer\\\"\"]]");
}

static void what_was_added_comes_out_again(void **state)
{
	static const dtl_part_row rows[] = { { 1, 0, "participant" }, { 9223372036854775807, 2, "target" },
		{ 3, 4, "participant" }, { 5, 6, "witness, é" }, { 7, 0, "host" }, { 8, 0, "juror" } };
	dtl_part_row row;
	size_t count = 0;
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		dtl_parts_add(&text, &rows[i]);
	dtl_parts_end(&text);
	dtl_json_walk walk = dtl_json_open((dtl_slice){ dtl_text_str(&text), text.len });
	for (; dtl_parts_next(&walk, &row, &room); count++) {
		assert_int_equal(row.actor, rows[count].actor);
		assert_int_equal(row.behalf, rows[count].behalf);
		assert_string_equal(row.role, rows[count].role);
	}
	assert_int_equal(count, sizeof(rows) / sizeof(*rows));
}

/* Files hold these numbers: migrations/0007_table_rows.sql lists them. */
static void roles_keep_their_numbers(void **state)
{
	static const char *const roles[] = { "host", "participant", "chair", "head-of-delegation", "delegate",
		"speaker", "mediator", "observer", "signatory", "target" };
	(void)state;
	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
		assert_string_equal(dtl_event_roles[i], roles[i]);
}

static void a_number_that_is_not_known_is_a_participant(void **state)
{
	dtl_part_row row;
	(void)state;
	dtl_json_walk walk = dtl_json_open((dtl_slice){ "[[4,99,5]]", 10 });
	assert_true(dtl_parts_next(&walk, &row, &room));
	assert_int_equal(row.actor, 4);
	assert_int_equal(row.behalf, 5);
	assert_string_equal(row.role, "participant");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(nobody_is_no_text, clear),
		cmocka_unit_test_teardown(a_participant_is_a_number_and_others_say_more, clear),
		cmocka_unit_test_teardown(what_was_added_comes_out_again, clear),
		cmocka_unit_test_teardown(roles_keep_their_numbers, clear),
		cmocka_unit_test_teardown(a_number_that_is_not_known_is_a_participant, clear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
