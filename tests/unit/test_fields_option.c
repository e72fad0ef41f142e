/* Options of the command line into patches, and the tables of options and words. */
#include "fields_world.h"
#include "model/field_types.h"
#include "support.h"
#include <string.h>

static dtl_error err;

/* One option; "-name" takes away. `value` NULL: all of it. */
typedef struct option {
	const char *name, *value;
} option;

typedef struct row {
	dtl_kind kind;
	const char *shown; /* of the register */
	option options[3]; /* up to a NULL name */
	const char *said;  /* the patch, or how the error begins */
	dtl_status status;
} row;

static dtl_status apply(fields_world *w, const row *r, dtl_patch *p)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < 3 && r->options[i].name && status == DTL_OK; i++) {
		bool away = r->options[i].name[0] == '-';
		status = dtl_fields_option(p, r->kind, r->options[i].name + (away ? 1 : 0),
		    r->options[i].value, away, r->shown, &w->accept, &err);
	}
	if (status == DTL_OK)
		status = dtl_fields_whole(p, r->kind, &err);
	return status;
}

static void assert_valid(dtl_kind kind, const char *patch)
{
	dtl_patch_walk w = dtl_patch_open(kind, (dtl_slice){ patch, strlen(patch) });
	dtl_register r;
	while (dtl_patch_next(&w, &r))
		assert_true(dtl_field_valid(kind, r.field, r.member, r.value, NULL));
}

static void check(const row *r, fields_world *w)
{
	dtl_patch p = DTL_PATCH_INIT;
	dtl_text out = DTL_TEXT_INIT;
	dtl_status status = apply(w, r, &p);
	dtl_patch_print(&p, &out);
	const char *said = r->status == DTL_OK ? dtl_text_str(&out) : err.text;
	size_t len = r->status == DTL_OK ? strlen(said) + 1 : strlen(r->said);
	if (status != r->status || strncmp(said, r->said, len) != 0)
		print_error("--%s %s (shown %s)\n  gave %s: %s\n  not  %s\n", r->options[0].name,
		    r->options[0].value ? r->options[0].value : "(null)", r->shown ? r->shown : "nothing",
		    dtl_status_name(status), status == DTL_OK ? dtl_text_str(&out) : err.text, r->said);
	assert_int_equal(status, r->status);
	assert_int_equal(strncmp(said, r->said, len), 0);
	if (status == DTL_OK)
		assert_valid(r->kind, dtl_text_str(&out));
	dtl_text_free(&out);
	dtl_patch_free(&p);
}

static void check_all(const row *rows, size_t count, bool make)
{
	for (size_t i = 0; i < count; i++) {
		fields_world w;
		fields_world_open(&w);
		w.make = make;
		check(&rows[i], &w);
		fields_world_close(&w);
	}
}

#define CHECK(rows) check_all(rows, sizeof(rows) / sizeof(*(rows)), false)
#define E           DTL_EVENT
#define A           DTL_ACTOR
#define P           DTL_PLACE
#define BAD         DTL_E_ARGUMENT
#define NONE        DTL_E_NOTFOUND

static void sets_fields_that_hold_one_value(void **state)
{
	(void)state;
	static const row rows[] = {
		{ E, NULL, { { "title", "A" }, { "title", "B" } }, "{\"title\":\"B\"}", DTL_OK },
		{ E, NULL, { { "at", "Sunnylands, California" } }, "{\"place\":\"sunnylands\"}", DTL_OK },
		{ E, NULL, { { "place", "sunnylands" } }, "{\"place\":\"sunnylands\"}", DTL_OK },
		{ E, NULL, { { "parent", "sunny" } }, "{\"parent\":\"sunnylands-summit-2013\"}", DTL_OK },
		{ E, NULL, { { "when", "unknown" } }, "{\"when\":{\"unknown\":true}}", DTL_OK },
		{ E, NULL, { { "when", "2013-07" } }, "{\"when\":{\"edtf\":\"2013-07\"}}", DTL_OK },
		{ E, NULL, { { "when", "2013-06-07T14:00:00" } }, "when: a time needs a zone", BAD },
		{ E, NULL, { { "at", "sunnylands" }, { "when", "2013-06-07T14:00:00" } },
		    "{\"place\":\"sunnylands\",\"when\":{\"edtf\":\"2013-06-07T14:00:00\",\"tz\":\"America/Los_Angeles\"}}",
		    DTL_OK },
		{ E, "\"x\"", { { "-title", NULL } }, "{\"title\":null}", DTL_OK },
		{ E, "\"x\"", { { "-title", "x" } }, "title: holds one value", BAD },
		{ E, NULL, { { "title", NULL } }, "title: needs a value", BAD },
		{ E, NULL, { { "title", " " } }, "title: ' ' is blank", BAD },
		{ E, NULL, { { "title", "\xFF" } }, "title: '?' is not UTF-8", BAD },
		{ E, NULL, { { "at", "nowhere" } }, "no place 'nowhere'", NONE },
		{ E, NULL, { { "at", "" } }, "at: the name of this place is blank", BAD },
		{ E, NULL, { { "titel", "A" } }, "an event has no field 'titel': did you mean 'title'?",
		    BAD },
		{ P, NULL, { { "witout", "A" } }, "a place has no field 'witout'", BAD },
		{ E, NULL, { { "witout", "A" } }, "an event has no field 'witout': did you mean 'without'?",
		    BAD },
		{ E, NULL, { { "level", "ministr" } }, "level: no level 'ministr': did you mean 'minister'?",
		    BAD },
		{ E, NULL, { { "extra", "{\"b\": 1, \"a\": {}}" } }, "{\"extra\":{\"a\":{},\"b\":1}}",
		    DTL_OK },
		{ E, NULL, { { "extra", "[]" } }, "extra: expected a JSON object", BAD },
		{ E, NULL, { { "id", "x" } }, "an event has no field 'id'", BAD },
		{ DTL_SOURCE, NULL, { { "published", "2013-06-04" }, { "language", "en" } },
		    "{\"language\":\"en\",\"published\":\"2013-06-04\"}", DTL_OK },
		{ DTL_TOPIC, NULL, { { "label", "C" }, { "alias", "D" } },
		    "{\"aliases\":{\"D\":true},\"label\":\"C\"}", DTL_OK },
		{ DTL_SERIES, NULL, { { "cadence", "freq=monthly" } }, "{\"cadence\":\"FREQ=MONTHLY\"}",
		    DTL_OK },
		{ DTL_CHANGESET, NULL, { { "retracted", "true" } }, "a changeset has no field 'retracted'",
		    BAD },
	};
	CHECK(rows);
}

static void the_halves_of_a_register_keep_each_other(void **state)
{
	(void)state;
	static const row rows[] = {
		{ E, NULL, { { "edition", "12" } }, "{\"series\":{\"edition\":12}}", DTL_OK },
		{ E, NULL, { { "edition", "12" }, { "series", "ssd" } },
		    "{\"series\":{\"edition\":12,\"id\":\"ssd\"}}", DTL_OK },
		{ E, NULL, { { "series", "ssd" }, { "edition", "12" } },
		    "{\"series\":{\"edition\":12,\"id\":\"ssd\"}}", DTL_OK },
		{ E, "{\"id\":\"ssd\"}", { { "edition", "12" } },
		    "{\"series\":{\"edition\":12,\"id\":\"ssd\"}}", DTL_OK },
		{ E, "{\"edition\":5,\"id\":\"ssd\"}", { { "series", "ssd" } },
		    "{\"series\":{\"edition\":5,\"id\":\"ssd\"}}", DTL_OK },
		{ E, "{\"edition\":5,\"id\":\"ssd\"}", { { "series", "sed" } },
		    "{\"series\":{\"id\":\"sed\"}}", DTL_OK },
		{ E, "{\"edition\":5,\"id\":\"ssd\"}", { { "edition", "6" }, { "series", "sed" } },
		    "{\"series\":{\"edition\":6,\"id\":\"sed\"}}", DTL_OK },
		{ E, "{\"edition\":5,\"id\":\"ssd\"}", { { "-edition", NULL } },
		    "{\"series\":{\"id\":\"ssd\"}}", DTL_OK },
		{ E, "{\"edition\":5}", { { "-edition", NULL } }, "{\"series\":null}", DTL_OK },
		{ E, "{\"edition\":5,\"id\":\"ssd\"}", { { "-series", NULL } }, "{\"series\":null}", DTL_OK },
		{ E, NULL, { { "edition", "0" } }, "edition: expected a number from 1 to 100000", BAD },
		{ E, NULL, { { "edition", "-1" } }, "edition: expected a number", BAD },
		{ E, NULL, { { "edition", "1st" } }, "edition: expected a number", BAD },
		{ E, NULL, { { "edition", "" } }, "edition: expected a number", BAD },
		{ P, NULL, { { "lat", "33.78" }, { "lon", "-116.41" } },
		    "{\"geo\":{\"lat\":33.78,\"lon\":-116.41}}", DTL_OK },
		{ P, NULL, { { "lon", "+0" }, { "lat", "-0.0" } }, "{\"geo\":{\"lat\":0,\"lon\":0}}",
		    DTL_OK },
		{ P, "{\"lat\":1,\"lon\":2}", { { "lat", "3" } }, "{\"geo\":{\"lat\":3,\"lon\":2}}", DTL_OK },
		{ P, NULL, { { "lat", "3" } }, "lat: needs lon beside it", BAD },
		{ P, NULL, { { "lat", "90.5" } }, "lat: expected degrees from -90 to 90", BAD },
		{ P, NULL, { { "lon", "1e2" } }, "lon: expected degrees from -180 to 180", BAD },
		{ P, NULL, { { "lon", "12," } }, "lon: expected degrees", BAD },
		{ P, NULL, { { "lon", "--1" } }, "lon: expected degrees", BAD },
		{ P, NULL, { { "lon", "" } }, "lon: expected degrees", BAD },
		{ P, "{\"lat\":1,\"lon\":2}", { { "-lat", NULL } }, "{\"geo\":null}", DTL_OK },
	};
	CHECK(rows);
}

static void adds_and_takes_away_who_takes_part(void **state)
{
	(void)state;
	static const char shown[] =
	    "{\"china:chair\":null,\"china:host\":true,\"china:speaker\":{\"for\":\"us\"},\"ghost:host\":true,"
	    "\"us:host\":true}";
	static const row rows[] = {
		{ E, NULL, { { "with", "China" } }, "{\"actors\":{\"china:participant\":true}}", DTL_OK },
		{ E, NULL, { { "with", "CN:host" }, { "with", "us" } },
		    "{\"actors\":{\"china:host\":true,\"us:participant\":true}}", DTL_OK },
		{ E, NULL, { { "with", "a:host" } }, "{\"actors\":{\"a-b-host:participant\":true}}", DTL_OK },
		{ E, NULL, { { "with", "a:host:chair" } }, "{\"actors\":{\"a-b-host:chair\":true}}", DTL_OK },
		{ E, NULL, { { "with", "xi-jinping:head-of-delegation:China" } },
		    "{\"actors\":{\"xi-jinping:head-of-delegation\":{\"for\":\"china\"}}}", DTL_OK },
		{ E, NULL, { { "with", "China:hots" } }, "with: no role 'hots': did you mean 'host'?", BAD },
		{ E, NULL, { { "with", "China:qqqqqqq" } },
		    "with: no role 'qqqqqqq': it is one of host, participant", BAD },
		{ E, NULL, { { "with", "Nobody:qqqqqqq" } }, "no actor 'Nobody:qqqqqqq'", NONE },
		{ E, NULL, { { "with", "Nobody:host" } }, "no actor 'Nobody'", NONE },
		{ E, NULL, { { "with", "China:host:Nobody" } }, "no actor 'Nobody'", NONE },
		{ E, NULL, { { "with", "georgia:host" } }, "actor 'georgia' is ambiguous", DTL_E_AMBIGUOUS },
		{ E, NULL, { { "with", ":host" } }, "with: ':host' has nothing on one side of its ':'", BAD },
		{ E, shown, { { "-with", "China" } },
		    "{\"actors\":{\"china:host\":null,\"china:speaker\":null}}", DTL_OK },
		{ E, shown, { { "without", "china" } },
		    "{\"actors\":{\"china:host\":null,\"china:speaker\":null}}", DTL_OK },
		{ E, shown, { { "without", "China:host" } }, "{\"actors\":{\"china:host\":null}}", DTL_OK },
		{ E, shown, { { "without", "ghost" } }, "{\"actors\":{\"ghost:host\":null}}", DTL_OK },
		{ E, shown, { { "without", "ghost:host" } }, "{\"actors\":{\"ghost:host\":null}}", DTL_OK },
		{ E, shown, { { "without", "China:chair" } }, "not a participant: 'China:chair'", NONE },
		{ E, shown, { { "without", "president" } }, "not a participant: 'president'", NONE },
		{ E, shown, { { "without", "georgia" } }, "actor 'georgia' is ambiguous", DTL_E_AMBIGUOUS },
		{ E, shown, { { "without", "us" }, { "without", "us" } }, "not a participant: 'us'", NONE },
		{ E, NULL, { { "without", "china" } }, "not a participant: 'china'", NONE },
		{ E, NULL, { { "with", "china" }, { "without", "china" } },
		    "{\"actors\":{\"china:participant\":null}}", DTL_OK },
		{ E, shown, { { "-with", NULL } },
		    "{\"actors\":{\"china:host\":null,\"china:speaker\":null,\"ghost:host\":null,\"us:host\":null}}",
		    DTL_OK },
		{ E, NULL, { { "-with", NULL } }, "{}", DTL_OK },
	};
	CHECK(rows);
}

static void adds_and_takes_away_members_of_other_sets(void **state)
{
	(void)state;
	static const row rows[] = {
		{ E, NULL, { { "topic", "Cyber security" } }, "{\"topics\":{\"cybersecurity\":true}}",
		    DTL_OK },
		{ E, "{\"cybersecurity\":true}", { { "no-topic", "Cyber security" } },
		    "{\"topics\":{\"cybersecurity\":null}}", DTL_OK },
		{ E, "{\"ghost\":true}", { { "no-topic", "ghost" } }, "{\"topics\":{\"ghost\":null}}",
		    DTL_OK },
		{ E, "{\"ghost\":true}", { { "no-topic", "cybersecurity" } },
		    "not among the topics: 'cybersecurity'", NONE },
		{ E, NULL, { { "link", "follows:sunny" } },
		    "{\"links\":{\"follows:sunnylands-summit-2013\":true}}", DTL_OK },
		{ E, NULL, { { "link", "follows:a:b@example.org" } },
		    "{\"links\":{\"follows:a:b@example.org\":true}}", DTL_OK },
		{ E, NULL, { { "link", "follows" } }, "link: 'follows' names no event", BAD },
		{ E, NULL, { { "link", "folows:sunny" } },
		    "link: no kind of link 'folows': did you mean 'follows'?", BAD },
		{ E, "{\"follows:sunnylands-summit-2013\":true}", { { "unlink", "follows:sunny" } },
		    "{\"links\":{\"follows:sunnylands-summit-2013\":null}}", DTL_OK },
		{ E, "{\"follows:gone\":true}", { { "unlink", "follows:gone" } },
		    "{\"links\":{\"follows:gone\":null}}", DTL_OK },
		{ E, "{\"follows:gone\":true}", { { "unlink", "replaces:gone" } },
		    "not among the links: 'replaces:gone'", NONE },
		{ A, NULL, { { "alias", "PRC" }, { "alias", "\"P\"" } },
		    "{\"aliases\":{\"\\\"P\\\"\":true,\"PRC\":true}}", DTL_OK },
		{ A, "{\"\\\"P\\\"\":true}", { { "no-alias", "\"P\"" } },
		    "{\"aliases\":{\"\\\"P\\\"\":null}}", DTL_OK },
		{ A, "{\"Gen\xC3\xA8ve\":true}", { { "no-alias", "GENEVE" } },
		    "{\"aliases\":{\"Gen\xC3\xA8ve\":null}}", DTL_OK },
		{ A, "{\"x\":true}", { { "no-alias", "y" } }, "not among the aliases: 'y'", NONE },
		{ A, NULL, { { "code", "iso2:CN" } }, "{\"codes\":{\"iso2\":\"CN\"}}", DTL_OK },
		{ A, NULL, { { "code", "urn:a:b" } }, "{\"codes\":{\"urn\":\"a:b\"}}", DTL_OK },
		{ A, NULL, { { "code", "CN" } }, "code: 'CN' is not SYSTEM:CODE", BAD },
		{ A, NULL, { { "code", "ISO:CN" } }, "code: 'ISO' is no system of codes", BAD },
		{ A, "{\"iso2\":\"CN\"}", { { "no-code", "iso2" } }, "{\"codes\":{\"iso2\":null}}", DTL_OK },
		{ A, "{\"iso2\":\"CN\"}", { { "no-code", "iso2:CN" } }, "{\"codes\":{\"iso2\":null}}",
		    DTL_OK },
		{ A, "{\"iso2\":\"CN\"}", { { "no-code", "iso2:US" } }, "not among the codes: 'iso2:US'",
		    NONE },
		{ A, "{\"iso2\":\"CN\"}", { { "-codes", NULL } }, "{\"codes\":{\"iso2\":null}}", DTL_OK },
	};
	CHECK(rows);
}

static void tells_terms_of_an_office_apart_by_their_beginning(void **state)
{
	(void)state;
	static const char once[] =
	    "{\"holds:president\":{\"from\":\"2008\",\"to\":\"2012\"},\"part-of:us\":true}";
	static const char second[] = "{\"holds:president#2\":{\"from\":\"2013\"}}";
	static const char bare[] = "{\"holds:president\":true}";
	static const row rows[] = {
		{ A, NULL, { { "holds", "president" } }, "{\"affiliations\":{\"holds:president\":true}}",
		    DTL_OK },
		{ A, NULL, { { "holds", "president:2008:2012-05" } },
		    "{\"affiliations\":{\"holds:president\":{\"from\":\"2008\",\"to\":\"2012-05\"}}}",
		    DTL_OK },
		{ A, NULL, { { "holds", "president::2012" } },
		    "{\"affiliations\":{\"holds:president\":{\"to\":\"2012\"}}}", DTL_OK },
		{ A, NULL, { { "holds", "president:2008:" } },
		    "{\"affiliations\":{\"holds:president\":{\"from\":\"2008\"}}}", DTL_OK },
		{ A, NULL, { { "holds", "vice:2013" } }, "{\"affiliations\":{\"holds:vice\":true}}", DTL_OK },
		{ A, NULL, { { "holds", "vice:2013:2014" } }, "no actor 'vice'", NONE },
		{ A, NULL, { { "holds", "president:soon" } }, "holds: 'soon' is not FROM or FROM:TO in EDTF",
		    BAD },
		{ A, NULL, { { "holds", "nobody:soon" } }, "no actor 'nobody:soon'", NONE },
		{ A, NULL, { { "holds", "president:2012:2008" } },
		    "holds: a term from 2012 to 2008 ends before it begins", BAD },
		{ A, once, { { "holds", "president:2013" } },
		    "{\"affiliations\":{\"holds:president#2\":{\"from\":\"2013\"}}}", DTL_OK },
		{ A, once, { { "holds", "president:2008:2011" } },
		    "{\"affiliations\":{\"holds:president\":{\"from\":\"2008\",\"to\":\"2011\"}}}", DTL_OK },
		{ A, once, { { "holds", "president::2011" } },
		    "{\"affiliations\":{\"holds:president\":{\"from\":\"2008\",\"to\":\"2011\"}}}", DTL_OK },
		{ A, once, { { "holds", "president" } },
		    "{\"affiliations\":{\"holds:president\":{\"from\":\"2008\",\"to\":\"2012\"}}}", DTL_OK },
		{ A, bare, { { "holds", "president:2008" } },
		    "{\"affiliations\":{\"holds:president\":{\"from\":\"2008\"}}}", DTL_OK },
		{ A, second, { { "holds", "president::2017" } },
		    "{\"affiliations\":{\"holds:president#2\":{\"from\":\"2013\",\"to\":\"2017\"}}}",
		    DTL_OK },
		{ A, second, { { "holds", "president:2020" } },
		    "{\"affiliations\":{\"holds:president#3\":{\"from\":\"2020\"}}}", DTL_OK },
		{ A, NULL,
		    { { "holds", "president:2008" }, { "holds", "president:2013" },
			{ "holds", "president:2008:2012" } },
		    "{\"affiliations\":{\"holds:president\":{\"from\":\"2008\",\"to\":\"2012\"},"
		    "\"holds:president#2\":{\"from\":\"2013\"}}}",
		    DTL_OK },
		{ A, NULL, { { "part-of", "us" }, { "member-of", "China:1945" } },
		    "{\"affiliations\":{\"member-of:china\":{\"from\":\"1945\"},\"part-of:us\":true}}",
		    DTL_OK },
		{ A, once, { { "no-holds", "president" } }, "{\"affiliations\":{\"holds:president\":null}}",
		    DTL_OK },
		{ A, once, { { "no-holds", "president:2008" } },
		    "{\"affiliations\":{\"holds:president\":null}}", DTL_OK },
		{ A, once, { { "no-holds", "president:2009" } }, "nothing that it holds: 'president:2009'",
		    NONE },
		{ A, once, { { "no-holds", "us" } }, "nothing that it holds: 'us'", NONE },
		{ A, once, { { "no-part-of", "United States" } }, "{\"affiliations\":{\"part-of:us\":null}}",
		    DTL_OK },
		{ A, once, { { "-holds", NULL } }, "{\"affiliations\":{\"holds:president\":null}}", DTL_OK },
		{ A, once, { { "-affiliations", NULL } },
		    "{\"affiliations\":{\"holds:president\":null,\"part-of:us\":null}}", DTL_OK },
		{ A, NULL, { { "affiliations", "us" } }, "affiliations: use holds, part-of or member-of",
		    BAD },
	};
	CHECK(rows);
}

static void what_is_new_is_made_with_its_role_cut_off(void **state)
{
	(void)state;
	static const row rows[] = {
		{ E, NULL, { { "with", "Pope:host:See" } },
		    "{\"actors\":{\"[Pope]:host\":{\"for\":\"[See]\"}}}", DTL_OK },
		{ E, NULL, { { "with", "Pope" } }, "{\"actors\":{\"[Pope]:participant\":true}}", DTL_OK },
		{ E, NULL, { { "without", "Pope" } }, "not a participant: 'Pope'", NONE },
		{ A, NULL, { { "holds", "Pope of Rome:2013-03-13" } },
		    "{\"affiliations\":{\"holds:[office Pope of Rome]\":{\"from\":\"2013-03-13\"}}}",
		    DTL_OK },
	};
	check_all(rows, sizeof(rows) / sizeof(*rows), true);
}

/* A caller that cannot look without making: then words are cut at once. */
static void does_without_find(void **state)
{
	(void)state;
	fields_world w;
	fields_world_open(&w);
	w.accept.find = NULL;
	const row r = { E, NULL, { { "with", "China:host" } }, "{\"actors\":{\"china:host\":true}}", DTL_OK };
	check(&r, &w);
	const row away = { E, "{\"us:host\":true}", { { "without", "United States" } },
		"{\"actors\":{\"us:host\":null}}", DTL_OK };
	check(&away, &w);
	fields_world_close(&w);
}

static void options_know_their_registers(void **state)
{
	(void)state;
	static const struct {
		dtl_kind kind;
		const char *option, *field;
	} rows[] = {
		{ E, "with", "actors" },
		{ E, "without", "actors" },
		{ E, "actors", "actors" },
		{ E, "at", "place" },
		{ E, "edition", "series" },
		{ E, "no-topic", "topics" },
		{ E, "unlink", "links" },
		{ E, "sources", "sources" },
		{ A, "holds", "affiliations" },
		{ A, "no-alias", "aliases" },
		{ P, "lat", "geo" },
		{ P, "geo", "geo" },
		{ E, "lat", NULL },
		{ E, "uid", NULL },
		{ E, "", NULL },
		{ DTL_CLAIM, "rank", NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *field = dtl_field_register(rows[i].kind, rows[i].option);
		assert_int_equal(field != NULL, rows[i].field != NULL);
		if (field)
			assert_string_equal(field, rows[i].field);
	}
	assert_true(dtl_field_waits(E, "when"));
	assert_false(dtl_field_waits(E, "at"));
	assert_false(dtl_field_waits(E, "whn"));
}

/* The table against itself: options are told apart, registers are sets where the ledger says so. */
static void the_table_is_consistent(void **state)
{
	(void)state;
	for (dtl_kind kind = DTL_EVENT; kind < DTL_KINDS; kind++) {
		const dtl_field_option *o;
		for (size_t i = 0; (o = dtl_field_option_at(kind, i)) != NULL; i++) {
			assert_non_null(o->argument);
			assert_non_null(o->help);
			assert_int_equal(o->several, o->opposite != NULL);
			for (size_t j = 0; j < i; j++)
				assert_string_not_equal(dtl_field_option_at(kind, j)->name, o->name);
		}
		for (const dtl_field *f = dtl_field_rows(kind); f->form; f++) {
			if (!f->name)
				continue;
			dtl_slice name = { f->name, strlen(f->name) };
			assert_int_equal(f->form->set, dtl_field_is_set(kind, name));
			assert_non_null(f->form->wrong);
			assert_non_null(f->form->take);
		}
	}
	assert_null(dtl_field_option_at(DTL_CLAIM, 0));
	assert_string_equal(dtl_field_option_at(E, 0)->name, "title");
}

static void kinds_and_states_have_names(void **state)
{
	(void)state;
	assert_string_equal(dtl_kind_name(DTL_EVENT), "event");
	assert_string_equal(dtl_kind_plural(DTL_SERIES), "series");
	assert_string_equal(dtl_state_name(DTL_STATE_UNDER_WAY), "under-way");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets_fields_that_hold_one_value),
		cmocka_unit_test(the_halves_of_a_register_keep_each_other),
		cmocka_unit_test(adds_and_takes_away_who_takes_part),
		cmocka_unit_test(adds_and_takes_away_members_of_other_sets),
		cmocka_unit_test(tells_terms_of_an_office_apart_by_their_beginning),
		cmocka_unit_test(what_is_new_is_made_with_its_role_cut_off),
		cmocka_unit_test(does_without_find),
		cmocka_unit_test(options_know_their_registers),
		cmocka_unit_test(the_table_is_consistent),
		cmocka_unit_test(kinds_and_states_have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
