/* Names: what people call things, resolved and shown. */
#include "model/names.h"
#include "store/stmt.h"
#include "support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dtl_error err;

static int64_t insert(
    dtl_store *db, const char *sql, int64_t kind, const char *key, const char *slug, const char *suffix)
{
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_stmt_prepare(db, &st, sql, &err));
	dtl_bind_int(&st, ":kind", kind);
	dtl_bind_text(&st, ":key", key);
	dtl_bind_text(&st, ":slug", slug);
	dtl_bind_text(&st, ":suffix", suffix);
	assert_ok(dtl_stmt_run(&st, &err));
	dtl_stmt_finalize(&st);
	return dtl_store_last_id(db);
}

static void run_with(dtl_store *db, const char *sql, int64_t entity, int64_t other)
{
	dtl_stmt st = DTL_STMT_INIT;
	assert_ok(dtl_stmt_prepare(db, &st, sql, &err));
	dtl_bind_int(&st, ":entity", entity);
	if (strstr(sql, ":other"))
		dtl_bind_int(&st, ":other", other);
	assert_ok(dtl_stmt_run(&st, &err));
	dtl_stmt_finalize(&st);
}

/* An entity, only mentioned. */
static int64_t mention(dtl_store *db, dtl_kind kind, const char *key)
{
	static const char sql[] =
	    "INSERT INTO entity(kind, key, slug, suffix) VALUES(:kind, :key, :slug, :suffix)";
	dtl_text slug = DTL_TEXT_INIT;
	dtl_text suffix = DTL_TEXT_INIT;
	if (kind == DTL_EVENT)
		dtl_key_split(key, &slug, &suffix);
	int64_t entity = insert(db, sql, (int64_t)kind, key, slug.len ? dtl_text_str(&slug) : NULL,
	    slug.len ? dtl_text_str(&suffix) : NULL);
	dtl_text_free(&suffix);
	dtl_text_free(&slug);
	return entity;
}

/* Somebody has said something of it. */
static void claim(dtl_store *db, int64_t entity)
{
	run_with(db,
	    "INSERT INTO claim(changeset, position, entity, lane, patch) VALUES(1, :entity, :entity, 'hand', '{}')",
	    entity, 0);
}

static int64_t say(dtl_store *db, dtl_kind kind, const char *key)
{
	int64_t entity = mention(db, kind, key);
	claim(db, entity);
	return entity;
}

static int64_t name(dtl_store *db, dtl_kind kind, const char *key, const dtl_naming *names, size_t count)
{
	int64_t entity = say(db, kind, key);
	assert_ok(dtl_name_write(db, kind, entity, key, names, count, &err));
	return entity;
}

static void show_event(dtl_store *db, int64_t entity)
{
	run_with(db,
	    "INSERT INTO event(event, known_from, known_to, span, start_lo, start_hi, end_lo, end_hi, title, text)"
	    " VALUES(:entity, 0, 9223372036854775807, 0, 0, 0, 0, 0, 'T', 1)",
	    entity, 0);
}

static int64_t live(dtl_store *db, const char *key)
{
	int64_t entity = say(db, DTL_EVENT, key);
	show_event(db, entity);
	return entity;
}

static void merge(dtl_store *db, int64_t entity, int64_t canonical)
{
	run_with(db, "INSERT INTO merged(entity, canonical) VALUES(:entity, :other)", entity, canonical);
}

static int setup(void **state)
{
	dtl_store *db = NULL;
	assert_ok(dtl_store_open(&db, NULL, DTL_STORE_MEMORY, &err));
	assert_ok(dtl_store_exec(db,
	    "INSERT INTO changeset(id, uid, n, recorded_at, ledger) VALUES(1, zeroblob(16), 1, 0, zeroblob(16))",
	    &err));
	*state = db;
	return 0;
}

static int teardown(void **state)
{
	dtl_store_close(*state);
	return 0;
}

static void assert_resolves(dtl_store *db, dtl_kind kind, const char *text, int64_t wanted)
{
	int64_t entity = 0;
	dtl_status status = dtl_name_resolve(db, kind, text, &entity, &err);
	if (status != DTL_OK)
		print_error("'%s': %s\n", text, err.text);
	assert_int_equal(status, DTL_OK);
	if (entity != wanted)
		print_error("'%s'\n", text);
	assert_int_equal(entity, wanted);
	assert_ok(dtl_name_find(db, kind, text, &entity, &err));
	assert_int_equal(entity, wanted);
}

static void assert_refused(dtl_store *db, dtl_kind kind, const char *text, dtl_status status, const char *why)
{
	int64_t entity = 0;
	assert_status(dtl_name_resolve(db, kind, text, &entity, &err), status);
	assert_string_equal(err.text, why);
	assert_int_equal(dtl_name_find(db, kind, text, &entity, NULL), status);
}

static void nothing_is_found_in_an_empty_timeline(void **state)
{
	dtl_store *db = *state;
	assert_refused(db, DTL_ACTOR, "china", DTL_E_NOTFOUND, "no actor 'china'");
	assert_refused(db, DTL_EVENT, "summit", DTL_E_NOTFOUND, "no event 'summit'");
	assert_refused(db, DTL_EVENT, "", DTL_E_NOTFOUND, "no event ''");
	assert_refused(db, DTL_ACTOR, "", DTL_E_NOTFOUND, "no actor ''");
	assert_refused(db, DTL_ACTOR, "\xFF", DTL_E_NOTFOUND, "no actor '?'");
}

static void finds_by_key_code_name_and_alias_whatever_the_case_and_accents(void **state)
{
	dtl_store *db = *state;
	static const dtl_naming china[] = { { "CN", 1 }, { "CHN", 1 }, { "China", 2 },
		{ "\xE4\xB8\xAD\xE5\x9B\xBD", 3 } };
	static const dtl_naming us[] = { { "US", 1 }, { "United States", 2 }, { "U.S.A.", 3 } };
	static const dtl_naming geneva[] = { { "Gen\xC3\xA8ve", 2 }, { "!!!", 3 } };
	int64_t cn = name(db, DTL_ACTOR, "china", china, 4);
	int64_t usa = name(db, DTL_ACTOR, "united-states", us, 3);
	int64_t place = name(db, DTL_PLACE, "geneva", geneva, 2);
	assert_resolves(db, DTL_ACTOR, "china", cn);
	assert_resolves(db, DTL_ACTOR, "CHINA", cn);
	assert_resolves(db, DTL_ACTOR, "cn", cn);
	assert_resolves(db, DTL_ACTOR, "CHN", cn);
	assert_resolves(db, DTL_ACTOR, "\xE4\xB8\xAD\xE5\x9B\xBD", cn);
	assert_resolves(db, DTL_ACTOR, "united states", usa);
	assert_resolves(db, DTL_ACTOR, "united-states", usa);
	assert_resolves(db, DTL_ACTOR, "USA", usa);
	assert_resolves(db, DTL_PLACE, "geneve", place);
	assert_refused(db, DTL_PLACE, "china", DTL_E_NOTFOUND, "no place 'china': an actor is called so");
	assert_refused(db, DTL_PLACE, "!!!", DTL_E_NOTFOUND, "no place '!!!'");
}

static void stronger_ways_of_naming_go_first(void **state)
{
	dtl_store *db = *state;
	static const dtl_naming one[] = { { "First", 2 } };
	static const dtl_naming two[] = { { "one", 1 }, { "GE", 2 }, { "First", 3 } };
	static const dtl_naming three[] = { { "GE", 1 } };
	int64_t a = name(db, DTL_ACTOR, "one", one, 1);
	int64_t b = name(db, DTL_ACTOR, "two", two, 3);
	int64_t c = name(db, DTL_ACTOR, "three", three, 1);
	assert_resolves(db, DTL_ACTOR, "one", a);
	assert_resolves(db, DTL_ACTOR, "ONE", a);
	assert_resolves(db, DTL_ACTOR, "ge", c);
	assert_resolves(db, DTL_ACTOR, "first", a);
	assert_resolves(db, DTL_ACTOR, "two", b);
}

static void what_names_several_is_ambiguous_and_they_are_listed(void **state)
{
	dtl_store *db = *state;
	static const dtl_naming georgia[] = { { "Georgia", 2 } };
	name(db, DTL_ACTOR, "georgia-ge", georgia, 1);
	name(db, DTL_ACTOR, "georgia-us", georgia, 1);
	assert_refused(db, DTL_ACTOR, "georgia", DTL_E_AMBIGUOUS,
	    "actor 'georgia' is ambiguous: 'georgia-ge', 'georgia-us'");
	for (int i = 0; i < 6; i++) {
		char key[32];
		snprintf(key, sizeof(key), "springfield-%d", i);
		name(db, DTL_PLACE, key, (dtl_naming[]){ { "Springfield", 2 } }, 1);
	}
	assert_refused(db, DTL_PLACE, "springfield", DTL_E_AMBIGUOUS,
	    "place 'springfield' is ambiguous: 'springfield-0', 'springfield-1', 'springfield-2',"
	    " 'springfield-3', 'springfield-4', \xE2\x80\xA6");
}

static void what_is_only_mentioned_is_not_found(void **state)
{
	dtl_store *db = *state;
	int64_t ghost = mention(db, DTL_ACTOR, "ghost");
	int64_t event = mention(db, DTL_EVENT, "ghost-talks");
	assert_refused(db, DTL_ACTOR, "ghost", DTL_E_NOTFOUND, "no actor 'ghost'");
	assert_refused(db, DTL_EVENT, "ghost-talks", DTL_E_NOTFOUND, "no event 'ghost-talks'");
	assert_refused(db, DTL_EVENT, "ghost", DTL_E_NOTFOUND, "no event 'ghost'");
	claim(db, ghost);
	claim(db, event);
	assert_resolves(db, DTL_ACTOR, "ghost", ghost);
	assert_resolves(db, DTL_EVENT, "ghost", event);
}

static void the_nearest_names_are_suggested(void **state)
{
	dtl_store *db = *state;
	name(db, DTL_ACTOR, "china", (dtl_naming[]){ { "China", 2 } }, 1);
	name(db, DTL_ACTOR, "chile", (dtl_naming[]){ { "Chile", 2 } }, 1);
	name(db, DTL_ACTOR, "xi", (dtl_naming[]){ { "Xi Jinping", 2 } }, 1);
	live(db, "sunnylands-summit-2013~abcdef");
	assert_refused(db, DTL_ACTOR, "chna", DTL_E_NOTFOUND, "no actor 'chna': did you mean 'china'?");
	assert_refused(
	    db, DTL_ACTOR, "Chine", DTL_E_NOTFOUND, "no actor 'Chine': did you mean 'chile' or 'china'?");
	assert_refused(db, DTL_ACTOR, "jinping", DTL_E_NOTFOUND, "no actor 'jinping': did you mean 'xi'?");
	assert_refused(db, DTL_ACTOR, "brazil", DTL_E_NOTFOUND, "no actor 'brazil'");
	assert_refused(db, DTL_EVENT, "sunylands-summit-2013", DTL_E_NOTFOUND,
	    "no event 'sunylands-summit-2013': did you mean 'sunnylands-summit-2013'?");
	assert_refused(db, DTL_EVENT, "summit", DTL_E_NOTFOUND,
	    "no event 'summit': did you mean 'sunnylands-summit-2013'?");
}

/* Whoever names a thing of another kind is told so, beside what is near. */
static void a_thing_of_another_kind_that_is_called_so_is_told(void **state)
{
	dtl_store *db = *state;
	name(db, DTL_ACTOR, "china", (dtl_naming[]){ { "China", 2 } }, 1);
	name(db, DTL_PLACE, "geneva", (dtl_naming[]){ { "Gen\xC3\xA8ve", 2 } }, 1);
	name(db, DTL_ACTOR, "genova", (dtl_naming[]){ { "Genova", 2 } }, 1);
	assert_refused(db, DTL_EVENT, "China", DTL_E_NOTFOUND, "no event 'China': an actor is called so");
	assert_refused(db, DTL_ACTOR, "geneve", DTL_E_NOTFOUND,
	    "no actor 'geneve': a place is called so; did you mean 'genova'?");
	assert_refused(db, DTL_TOPIC, "chin", DTL_E_NOTFOUND, "no topic 'chin'");
}

static void events_are_found_by_key_slug_suffix_and_prefix(void **state)
{
	dtl_store *db = *state;
	int64_t summit = live(db, "sunnylands-summit-2013~abcdef");
	int64_t talks = live(db, "cyber-talks-2013");
	int64_t meeting = live(db, "20130607T1400@example.org");
	assert_resolves(db, DTL_EVENT, "sunnylands-summit-2013~abcdef", summit);
	assert_resolves(db, DTL_EVENT, "sunnylands-summit-2013~a", summit);
	assert_resolves(db, DTL_EVENT, "sunnylands-summit-2013", summit);
	assert_resolves(db, DTL_EVENT, "s", summit);
	assert_resolves(db, DTL_EVENT, "cyber", talks);
	assert_resolves(db, DTL_EVENT, "20130607T1400@example.org", meeting);
	assert_resolves(db, DTL_EVENT, "20130607", meeting);
	assert_refused(
	    db, DTL_EVENT, "cyb%", DTL_E_NOTFOUND, "no event 'cyb%': did you mean 'cyber-talks-2013'?");
	assert_refused(db, DTL_EVENT, "sunnylands-summit-2013~b", DTL_E_NOTFOUND,
	    "no event 'sunnylands-summit-2013~b'"
	    ": did you mean 'sunnylands-summit-2013'?");
}

/* Of a key that is shown as it stands the ledger keeps no other words. */
static void an_id_that_is_the_key_of_another_event_needs_its_suffix(void **state)
{
	dtl_store *db = *state;
	dtl_text shown = DTL_TEXT_INIT;
	int64_t plain = live(db, "talks");
	assert_ok(dtl_store_exec(db, "UPDATE entity SET slug = NULL, suffix = NULL", &err));
	int64_t other = live(db, "talks~aaaaaa");
	assert_ok(dtl_name_shown(db, other, &shown, &err));
	assert_string_equal(dtl_text_str(&shown), "talks~aaaaaa");
	dtl_text_clear(&shown);
	assert_ok(dtl_name_shown(db, plain, &shown, &err));
	assert_string_equal(dtl_text_str(&shown), "talks");
	assert_resolves(db, DTL_EVENT, "talks", plain);
	assert_resolves(db, DTL_EVENT, "talks~aaaaaa", other);
	dtl_text_free(&shown);
}

static void an_id_that_two_events_have_needs_its_suffix(void **state)
{
	dtl_store *db = *state;
	dtl_text shown = DTL_TEXT_INIT;
	int64_t a = live(db, "talks~aaaaaa");
	assert_ok(dtl_name_shown(db, a, &shown, &err));
	assert_string_equal(dtl_text_str(&shown), "talks");
	int64_t b = live(db, "talks~bbbbbb");
	dtl_text_clear(&shown);
	assert_ok(dtl_name_shown(db, b, &shown, &err));
	assert_string_equal(dtl_text_str(&shown), "talks~bbbbbb");
	assert_refused(db, DTL_EVENT, "talks", DTL_E_AMBIGUOUS,
	    "event 'talks' is ambiguous: 'talks~aaaaaa', 'talks~bbbbbb'");
	assert_refused(db, DTL_EVENT, "tal", DTL_E_AMBIGUOUS,
	    "event 'tal' is ambiguous: 'talks~aaaaaa', 'talks~bbbbbb'");
	assert_resolves(db, DTL_EVENT, "talks~b", b);
	int64_t exact = live(db, "talks");
	assert_resolves(db, DTL_EVENT, "talks", exact);
	dtl_text_clear(&shown);
	assert_ok(dtl_name_shown(db, exact, &shown, &err));
	assert_string_equal(dtl_text_str(&shown), "talks");
	dtl_text_free(&shown);
}

static void what_is_gone_does_not_stand_in_the_way(void **state)
{
	dtl_store *db = *state;
	dtl_text shown = DTL_TEXT_INIT;
	int64_t gone = say(db, DTL_EVENT, "talks~aaaaaa");
	assert_resolves(db, DTL_EVENT, "talks", gone);
	int64_t here = live(db, "talks~bbbbbb");
	assert_resolves(db, DTL_EVENT, "talks", here);
	assert_resolves(db, DTL_EVENT, "ta", here);
	assert_resolves(db, DTL_EVENT, "talks~a", gone);
	assert_ok(dtl_name_shown(db, here, &shown, &err));
	assert_string_equal(dtl_text_str(&shown), "talks");
	dtl_text_free(&shown);
}

static void a_calendars_event_has_a_slug_of_its_title(void **state)
{
	dtl_store *db = *state;
	dtl_text shown = DTL_TEXT_INIT;
	int64_t event = live(db, "uid-1@example.org");
	run_with(db, "UPDATE entity SET slug = 'cyber-wg', suffix = 'qqqqqq' WHERE id = :entity", event, 0);
	assert_resolves(db, DTL_EVENT, "cyber-wg", event);
	assert_resolves(db, DTL_EVENT, "cyber", event);
	assert_resolves(db, DTL_EVENT, "cyber-wg~qq", event);
	assert_resolves(db, DTL_EVENT, "uid", event);
	assert_ok(dtl_name_shown(db, event, &shown, &err));
	assert_string_equal(dtl_text_str(&shown), "cyber-wg");
	dtl_text_free(&shown);
}

static void merged_things_count_as_the_one_they_are(void **state)
{
	dtl_store *db = *state;
	int64_t a = name(db, DTL_ACTOR, "china", (dtl_naming[]){ { "China", 2 } }, 1);
	int64_t b = name(db, DTL_ACTOR, "prc", (dtl_naming[]){ { "China", 2 } }, 1);
	int64_t x = live(db, "talks~aaaaaa");
	int64_t y = say(db, DTL_EVENT, "talks~bbbbbb");
	merge(db, b, a);
	merge(db, y, x);
	assert_resolves(db, DTL_ACTOR, "China!", a);
	assert_resolves(db, DTL_ACTOR, "prc", a);
	assert_resolves(db, DTL_EVENT, "talks", x);
	assert_resolves(db, DTL_EVENT, "talks~bbbbbb", x);
	assert_resolves(db, DTL_EVENT, "tal", x);
}

static void writing_names_again_forgets_the_old_ones(void **state)
{
	dtl_store *db = *state;
	int64_t burma =
	    name(db, DTL_ACTOR, "mm", (dtl_naming[]){ { "Burma", 2 }, { "burma", 2 }, { "BURMA", 3 } }, 3);
	assert_resolves(db, DTL_ACTOR, "burma", burma);
	assert_ok(dtl_name_write(db, DTL_ACTOR, burma, "mm", (dtl_naming[]){ { "Myanmar", 2 } }, 1, &err));
	assert_resolves(db, DTL_ACTOR, "myanmar", burma);
	assert_resolves(db, DTL_ACTOR, "MM", burma);
	assert_refused(db, DTL_ACTOR, "burma", DTL_E_NOTFOUND, "no actor 'burma'");
	assert_ok(dtl_name_write(db, DTL_ACTOR, burma, "mm", NULL, 0, &err));
	assert_resolves(db, DTL_ACTOR, "MM", burma);
}

static void keys_are_given_as_they_are(void **state)
{
	dtl_store *db = *state;
	dtl_text key = DTL_TEXT_INIT;
	int64_t event = live(db, "talks~aaaaaa");
	int64_t actor = say(db, DTL_ACTOR, "china");
	assert_ok(dtl_name_key(db, event, &key, &err));
	assert_string_equal(dtl_text_str(&key), "talks~aaaaaa");
	dtl_text_clear(&key);
	assert_ok(dtl_name_shown(db, actor, &key, &err));
	assert_string_equal(dtl_text_str(&key), "china");
	assert_status(dtl_name_key(db, 4711, &key, &err), DTL_E_NOTFOUND);
	assert_status(dtl_name_shown(db, 4711, &key, &err), DTL_E_NOTFOUND);
	dtl_text_free(&key);
}

static void cuts_keys_of_events(void **state)
{
	(void)state;
	static const struct {
		const char *key, *slug, *suffix;
	} rows[] = {
		{ "sunnylands-summit-2013~abcdef", "sunnylands-summit-2013", "abcdef" },
		{ "talks~a", "talks", "a" },
		{ "talks~0z9", "talks", "0z9" },
		{ "talks", "talks", "" },
		{ "talks~", "", "" },
		{ "~abc", "", "" },
		{ "talks~ABC", "", "" },
		{ "talks~a~b", "", "" },
		{ "Talks~abc", "", "" },
		{ "-talks", "", "" },
		{ "20130607T1400@example.org", "", "" },
		{ "uid 1", "", "" },
		{ "", "", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		dtl_text slug = DTL_TEXT_INIT;
		dtl_text suffix = DTL_TEXT_INIT;
		dtl_key_split(rows[i].key, &slug, &suffix);
		assert_string_equal(dtl_text_str(&slug), rows[i].slug);
		assert_string_equal(dtl_text_str(&suffix), rows[i].suffix);
		dtl_text_free(&suffix);
		dtl_text_free(&slug);
	}
}

#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(nothing_is_found_in_an_empty_timeline),
		WITH_STORE(finds_by_key_code_name_and_alias_whatever_the_case_and_accents),
		WITH_STORE(stronger_ways_of_naming_go_first),
		WITH_STORE(what_names_several_is_ambiguous_and_they_are_listed),
		WITH_STORE(what_is_only_mentioned_is_not_found),
		WITH_STORE(the_nearest_names_are_suggested),
		WITH_STORE(a_thing_of_another_kind_that_is_called_so_is_told),
		WITH_STORE(events_are_found_by_key_slug_suffix_and_prefix),
		WITH_STORE(an_id_that_is_the_key_of_another_event_needs_its_suffix),
		WITH_STORE(an_id_that_two_events_have_needs_its_suffix),
		WITH_STORE(what_is_gone_does_not_stand_in_the_way),
		WITH_STORE(a_calendars_event_has_a_slug_of_its_title),
		WITH_STORE(merged_things_count_as_the_one_they_are),
		WITH_STORE(writing_names_again_forgets_the_old_ones),
		WITH_STORE(keys_are_given_as_they_are),
		cmocka_unit_test(cuts_keys_of_events),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
