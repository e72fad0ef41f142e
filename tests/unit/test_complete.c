/* What begins like something typed. */
#include "base/text.h"
#include "support.h"
#include <dateline/complete.h>
#include <dateline/edit.h>
#include <string.h>

static dtl_error err;
static const char *dir;
static dtl_db *db;

static void roll(void *user, unsigned char *bytes, size_t count)
{
	unsigned char *next = user;
	for (size_t i = 0; i < count; i++)
		bytes[i] = (unsigned char)((*next)++ * 37);
}

static unsigned char dice_state;
static const dtl_dice dice = { roll, &dice_state };

static int open_timeline(void **state)
{
	(void)state;
	dir = temp_dir();
	dice_state = 0;
	assert_ok(dtl_db_open(&db, path_in(dir, "t.db"), DTL_OPEN_CREATE, &dice, &err));
	return 0;
}

static int close_timeline(void **state)
{
	(void)state;
	dtl_db_close(db);
	remove_dir(dir);
	return 0;
}

/* A new thing with a name, or (`id` not NULL) the same once more; `gone`: it is removed. */
static void put(dtl_kind kind, const char *id, const char *field, const char *value, bool gone)
{
	dtl_changeset_header header = { .now = 1370347200, .today = 1370347200 };
	dtl_write *w = NULL;
	dtl_edit *e = NULL;
	dtl_change change;
	char uid[33];
	assert_ok(dtl_write_begin(&w, db, &header, &err));
	assert_ok(dtl_edit_new(&e, kind, id, &err));
	if (gone)
		assert_ok(dtl_edit_remove(e, &err));
	else
		assert_ok(dtl_edit_set(e, field, value, &err));
	assert_ok(dtl_write_edit(w, e, &change, &err));
	assert_ok(dtl_write_commit(w, uid, NULL, NULL, &err));
	dtl_edit_free(e);
	dtl_write_free(w);
}

static dtl_status note(void *user, const char *id, const char *name, dtl_error *why)
{
	(void)why;
	dtl_text_addf(user, "%s=%s ", id, name ? name : "-");
	return DTL_OK;
}

static dtl_status stop(void *user, const char *id, const char *name, dtl_error *why)
{
	(void)id;
	(void)name;
	(void)why;
	++*(int *)user;
	return DTL_E_IO;
}

#define assert_offers(kind, subkind, beginning, most, expected)                                              \
	do {                                                                                                 \
		dtl_text told = DTL_TEXT_INIT;                                                               \
		assert_ok(dtl_complete(db, kind, subkind, beginning, most, note, &told, &err));              \
		assert_string_equal(dtl_text_str(&told), expected);                                          \
		dtl_text_free(&told);                                                                        \
	} while (0)

static void nothing_begins_so(void **state)
{
	(void)state;
	assert_offers(DTL_EVENT, NULL, "", 10, "");
	assert_offers(DTL_ACTOR, NULL, "xyz", 10, "");
	assert_offers(DTL_ACTOR, NULL, "China", 10, "");
	assert_offers(DTL_ACTOR, NULL, "chin%", 10, "");
}

static void things_come_by_id_with_their_names(void **state)
{
	(void)state;
	assert_offers(DTL_ACTOR, NULL, "chi", 10, "chile=Chile china=China ");
	put(DTL_TOPIC, NULL, "label", "Cyber security", false);
	put(DTL_TOPIC, NULL, "label", "Cyber crime", false);
	assert_offers(DTL_TOPIC, NULL, "", 10, "cyber-crime=Cyber crime cyber-security=Cyber security ");
	put(DTL_TOPIC, "cyber-crime", NULL, NULL, true);
	assert_offers(DTL_TOPIC, NULL, "cyber", 10, "cyber-security=Cyber security ");
}

static void actors_of_one_kind_only(void **state)
{
	(void)state;
	put(DTL_ACTOR, NULL, "name", "China Daily", false);
	assert_offers(DTL_ACTOR, NULL, "china", 10, "china=China china-daily=China Daily ");
	assert_offers(DTL_ACTOR, "state", "china", 10, "china=China ");
	assert_offers(DTL_ACTOR, "office", "china", 10, "");
}

static void of_too_many_the_first_and_the_last(void **state)
{
	(void)state;
	assert_offers(
	    DTL_ACTOR, NULL, "", 3, "afghanistan=Afghanistan aland-islands=Åland Islands zimbabwe=Zimbabwe ");
	assert_offers(DTL_ACTOR, NULL, "chi", 2, "chile=Chile china=China ");
	put(DTL_EVENT, NULL, "title", "Talks one", false);
	put(DTL_EVENT, NULL, "title", "Talks two", false);
	put(DTL_EVENT, NULL, "title", "Talks three", false);
	put(DTL_EVENT, NULL, "title", "Other", false);
	assert_offers(DTL_EVENT, NULL, "talks", 2, "talks-one=Talks one talks-two=Talks two ");
	assert_offers(
	    DTL_EVENT, NULL, "talks", 3, "talks-one=Talks one talks-three=Talks three talks-two=Talks two ");
}

static void events_of_one_name_are_told_apart(void **state)
{
	dtl_text offers = DTL_TEXT_INIT;
	(void)state;
	put(DTL_EVENT, NULL, "title", "Talks", false);
	assert_offers(DTL_EVENT, NULL, "talks", 10, "talks=Talks ");
	put(DTL_EVENT, NULL, "title", "Talks", false);
	assert_ok(dtl_complete(db, DTL_EVENT, NULL, "talks~", 10, note, &offers, &err));
	assert_non_null(strstr(dtl_text_str(&offers), "talks~"));
	assert_non_null(strstr(strstr(dtl_text_str(&offers), "talks~") + 1, "talks~"));
	char beginning[] = "talks~?";
	beginning[6] = dtl_text_str(&offers)[6];
	dtl_text_clear(&offers);
	assert_ok(dtl_complete(db, DTL_EVENT, NULL, beginning, 10, note, &offers, &err));
	assert_memory_equal(dtl_text_str(&offers), beginning, 7);
	dtl_text_free(&offers);
}

static void whoever_is_told_may_stop(void **state)
{
	int told = 0;
	(void)state;
	assert_status(dtl_complete(db, DTL_ACTOR, NULL, "", 10, stop, &told, &err), DTL_E_IO);
	assert_int_equal(told, 1);
}

static void the_words_of_fields(void **state)
{
	(void)state;
	assert_string_equal(dtl_field_words(DTL_EVENT, "status")[0], "rumoured");
	assert_string_equal(dtl_field_words(DTL_EVENT, "with")[0], "host");
	assert_string_equal(dtl_field_words(DTL_EVENT, "link")[0], "part-of");
	assert_string_equal(dtl_field_words(DTL_ACTOR, "kind")[0], "state");
	assert_null(dtl_field_words(DTL_EVENT, "title"));
	assert_null(dtl_field_words(DTL_EVENT, "nothing"));
	assert_null(dtl_field_words(DTL_ACTOR, "holds"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_begins_so, open_timeline, close_timeline),
		cmocka_unit_test_setup_teardown(
		    things_come_by_id_with_their_names, open_timeline, close_timeline),
		cmocka_unit_test_setup_teardown(actors_of_one_kind_only, open_timeline, close_timeline),
		cmocka_unit_test_setup_teardown(
		    of_too_many_the_first_and_the_last, open_timeline, close_timeline),
		cmocka_unit_test_setup_teardown(
		    events_of_one_name_are_told_apart, open_timeline, close_timeline),
		cmocka_unit_test_setup_teardown(whoever_is_told_may_stop, open_timeline, close_timeline),
		cmocka_unit_test(the_words_of_fields),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
