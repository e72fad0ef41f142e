/* Documents into patches: what is taken, what is refused and where, what is ignored. */
#include "base/json.h"
#include "fields_world.h"
#include "support.h"
#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

static dtl_error err;

/* Every register of a patch that was taken in is a valid one. */
static void assert_all_valid(dtl_kind kind, const char *patch)
{
	dtl_patch_walk w = dtl_patch_open(kind, (dtl_slice){ patch, strlen(patch) });
	dtl_register r;
	while (dtl_patch_next(&w, &r)) {
		const char *why = "";
		bool valid = dtl_field_valid(kind, r.field, r.member, r.value, &why);
		if (!valid)
			print_error("%s: %.*s %s\n", patch, (int)r.field.len, r.field.data, why);
		assert_true(valid);
	}
}

static dtl_status accept_text(fields_world *w, dtl_kind kind, const char *json, dtl_text *out)
{
	cJSON *doc = NULL;
	dtl_patch p = DTL_PATCH_INIT;
	assert_ok(dtl_json_parse(&doc, json, strlen(json), &err));
	dtl_status status = dtl_fields_accept(&p, kind, doc, &w->accept, &err);
	dtl_patch_print(&p, out);
	dtl_patch_free(&p);
	cJSON_Delete(doc);
	return status;
}

static void assert_accepts(fields_world *w, dtl_kind kind, const char *json, const char *patch)
{
	dtl_text out = DTL_TEXT_INIT;
	if (accept_text(w, kind, json, &out) != DTL_OK)
		print_error("%s\n  refused: %s\n", json, err.text);
	assert_string_equal(dtl_text_str(&out), patch);
	assert_all_valid(kind, patch);
	dtl_text_free(&out);
}

static void assert_refuses(fields_world *w, dtl_kind kind, const char *json, const char *text)
{
	dtl_text out = DTL_TEXT_INIT;
	dtl_status status = accept_text(w, kind, json, &out);
	if (status == DTL_OK)
		print_error("%s\n  taken: %s\n", json, dtl_text_str(&out));
	assert_int_not_equal(status, DTL_OK);
	assert_int_equal(err.status, status);
	if (strncmp(err.text, text, strlen(text)) != 0)
		print_error("%s\n  '%s'\n  is not '%s'\n", json, err.text, text);
	assert_int_equal(strncmp(err.text, text, strlen(text)), 0);
	dtl_text_free(&out);
}

typedef struct row {
	dtl_kind kind;
	const char *json, *said; /* the patch, or how the error begins */
} row;

#define COUNT(rows) (sizeof(rows) / sizeof(*(rows)))

static void check(
    const row *rows, size_t count, void (*one)(fields_world *, dtl_kind, const char *, const char *))
{
	for (size_t i = 0; i < count; i++) {
		fields_world w;
		fields_world_open(&w);
		one(&w, rows[i].kind, rows[i].json, rows[i].said);
		fields_world_close(&w);
	}
}

static void takes_what_a_document_says(void **state)
{
	(void)state;
	static const row rows[] = {
		{ DTL_EVENT, "{}", "{}" },
		{ DTL_EVENT, "{\"title\":null,\"when\":null,\"topics\":[],\"extra\":{},\"links\":[]}", "{}" },
		{ DTL_EVENT,
		    "{\"title\":\"A\",\"type\":\"summit\",\"level\":\"track-1.5\",\"status\":\"held\"}",
		    "{\"level\":\"track-1.5\",\"status\":\"held\",\"title\":\"A\",\"type\":\"summit\"}" },
		{ DTL_EVENT, "{\"place\":\"Sunnylands, California\"}", "{\"place\":\"sunnylands\"}" },
		{ DTL_EVENT,
		    "{\"place\":{\"name\":\"Sunnylands, California\",\"country\":\"US\",\"lat\":1,\"extra\":{}}}",
		    "{\"place\":\"sunnylands\"}" },
		{ DTL_EVENT, "{\"place\":{\"id\":\"sunnylands\",\"name\":\"called otherwise now\"}}",
		    "{\"place\":\"sunnylands\"}" },
		{ DTL_EVENT, "{\"actors\":[\"China\",\"us:host\",\"xi-jinping:delegate:china\",\"a:host\"]}",
		    "{\"actors\":{\"a-b-host:participant\":true,\"china:participant\":true,\"us:host\":true,"
		    "\"xi-jinping:delegate\":{\"for\":\"china\"}}}" },
		{ DTL_EVENT,
		    "{\"actors\":[{\"id\":\"xi-jinping\",\"name\":\"X\",\"kind\":\"person\",\"role\":\"chair\","
		    "\"title\":\"T\",\"for\":\"China\"},{\"name\":\"United States\",\"for\":null}]}",
		    "{\"actors\":{\"us:participant\":true,\"xi-jinping:chair\":{\"for\":\"china\"}}}" },
		{ DTL_EVENT, "{\"actors\":[\"us\",\"us:participant\",\"us:host\"]}",
		    "{\"actors\":{\"us:host\":true,\"us:participant\":true}}" },
		{ DTL_EVENT, "{\"topics\":[\"Cyber security\"],\"sources\":[\"paper\"]}",
		    "{\"sources\":{\"paper\":true},\"topics\":{\"cybersecurity\":true}}" },
		{ DTL_EVENT, "{\"series\":\"ssd\",\"edition\":12}",
		    "{\"series\":{\"edition\":12,\"id\":\"ssd\"}}" },
		{ DTL_EVENT, "{\"edition\":12,\"series\":\"ssd\"}",
		    "{\"series\":{\"edition\":12,\"id\":\"ssd\"}}" },
		{ DTL_EVENT, "{\"edition\":100000}", "{\"series\":{\"edition\":100000}}" },
		{ DTL_EVENT,
		    "{\"parent\":\"sunny\",\"links\":[\"follows:sunny\",{\"rel\":\"replaces\",\"id\":\"a:b@example.org\"}]}",
		    "{\"links\":{\"follows:sunnylands-summit-2013\":true,\"replaces:a:b@example.org\":true},"
		    "\"parent\":\"sunnylands-summit-2013\"}" },
		{ DTL_EVENT, "{\"url\":\"https://example.org/a?b=c#d\",\"description\":\"one\\n\\ttwo\"}",
		    "{\"description\":\"one\\n\\ttwo\",\"url\":\"https://example.org/a?b=c#d\"}" },
		{ DTL_EVENT, "{\"extra\":{\"b\":[1,\"x\\ny\"],\"a\":{}}}",
		    "{\"extra\":{\"a\":{},\"b\":[1,\"x\\ny\"]}}" },
		{ DTL_EVENT,
		    "{\"id\":\"a\",\"uid\":\"b\",\"known_from\":\"2013\",\"said_by\":\"china\",\"locator\":\"p 1\","
		    "\"quote\":\"q\",\"rank\":\"normal\",\"state\":\"over\",\"certainty\":\"definite\"}",
		    "{}" },
		{ DTL_ACTOR,
		    "{\"id\":\"china\",\"kind\":\"state\",\"name\":\"China\",\"aliases\":[\"PRC\",\"\xE4\xB8\xAD\xE5\x9B\xBD\"],"
		    "\"codes\":{\"iso2\":\"CN\",\"cameo\":null}}",
		    "{\"aliases\":{\"PRC\":true,\"\xE4\xB8\xAD\xE5\x9B\xBD\":true},\"codes\":{\"iso2\":\"CN\"},"
		    "\"kind\":\"state\",\"name\":\"China\"}" },
		{ DTL_ACTOR,
		    "{\"affiliations\":[{\"rel\":\"holds\",\"of\":\"president\",\"from\":\"2008\",\"to\":\"2010-03\"},"
		    "{\"rel\":\"holds\",\"of\":\"president\",\"from\":\"2013-03-14\",\"to\":null},"
		    "{\"rel\":\"part-of\",\"of\":\"China\"}]}",
		    "{\"affiliations\":{\"holds:president\":{\"from\":\"2008\",\"to\":\"2010-03\"},"
		    "\"holds:president#2\":{\"from\":\"2013-03-14\"},\"part-of:china\":true}}" },
		{ DTL_ACTOR,
		    "{\"affiliations\":[{\"rel\":\"part-of\",\"of\":\"us\"},{\"rel\":\"part-of\",\"of\":\"us\"}]}",
		    "{\"affiliations\":{\"part-of:us\":true}}" },
		{ DTL_SERIES,
		    "{\"name\":\"S\",\"cadence\":\"freq=yearly;bymonth=7\",\"place\":\"sunnylands\",\"organiser\":\"us\","
		    "\"aliases\":[\"D\"]}",
		    "{\"aliases\":{\"D\":true},\"cadence\":\"FREQ=YEARLY;BYMONTH=7\",\"name\":\"S\",\"organiser\":\"us\","
		    "\"place\":\"sunnylands\"}" },
		{ DTL_PLACE,
		    "{\"name\":\"W\",\"country\":\"us\",\"lat\":33.78,\"lon\":-116.41,\"tz\":\"America/Los_Angeles\","
		    "\"parent\":\"atlantis\"}",
		    "{\"country\":\"US\",\"geo\":{\"lat\":33.78,\"lon\":-116.41},\"name\":\"W\",\"parent\":\"atlantis\","
		    "\"tz\":\"America/Los_Angeles\"}" },
		{ DTL_PLACE, "{\"lon\":-180,\"lat\":90}", "{\"geo\":{\"lat\":90,\"lon\":-180}}" },
		{ DTL_SOURCE,
		    "{\"publisher\":\"P\",\"title\":\"T\",\"author\":\"A\",\"url\":\"urn:isbn:1\",\"published\":\"2013-06-04\","
		    "\"language\":\"zh-Hans-CN\"}",
		    "{\"author\":\"A\",\"language\":\"zh-Hans-CN\",\"published\":\"2013-06-04\",\"publisher\":\"P\","
		    "\"title\":\"T\",\"url\":\"urn:isbn:1\"}" },
		{ DTL_SOURCE, "{\"published\":\"2013-06-04T11:47:00+08:00\"}",
		    "{\"published\":\"2013-06-04T11:47:00+08:00\"}" },
		{ DTL_SOURCE, "{\"published\":\"2013-06-04T11:47:00.5+08:00\"}",
		    "{\"published\":\"2013-06-04T03:47:00Z\"}" },
		{ DTL_SOURCE, "{\"published\":\"2013-06~\",\"language\":\"x-klingon\"}",
		    "{\"language\":\"x-klingon\",\"published\":\"2013-06~\"}" },
		{ DTL_TOPIC, "{\"label\":\"Cyber\",\"parent\":\"cybersecurity\"}",
		    "{\"label\":\"Cyber\",\"parent\":\"cybersecurity\"}" },
	};
	check(rows, COUNT(rows), assert_accepts);
}

static void takes_dates_in_every_shape(void **state)
{
	(void)state;
	static const row rows[] = {
		{ DTL_EVENT, "{\"when\":\"2013-06-07/2013-06-08\"}",
		    "{\"when\":{\"edtf\":\"2013-06-07/2013-06-08\"}}" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013-07\"}}", "{\"when\":{\"edtf\":\"2013-07\"}}" },
		{ DTL_EVENT, "{\"when\":{\"text\":\"2013-07\",\"edtf\":null}}",
		    "{\"when\":{\"edtf\":\"2013-07\"}}" },
		{ DTL_EVENT,
		    "{\"when\":{\"edtf\":\"2013-06\",\"text\":\"some day soon\",\"said_on\":\"2013-06-04\"}}",
		    "{\"when\":{\"edtf\":\"2013-06\",\"said_on\":\"2013-06-04\",\"text\":\"some day soon\"}}" },
		{ DTL_EVENT,
		    "{\"when\":{\"unknown\":true,\"edtf\":null,\"start\":[null,null],\"approximate\":false}}",
		    "{\"when\":{\"unknown\":true}}" },
		{ DTL_EVENT, "{\"when\":{\"unknown\":false,\"edtf\":\"2013\"}}",
		    "{\"when\":{\"edtf\":\"2013\"}}" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":null,\"text\":null,\"approximate\":false}}", "{}" },
		{ DTL_EVENT,
		    "{\"when\":{\"edtf\":\"2013-06-07/2013-06-08\",\"text\":null,\"said_on\":null,\"tz\":null,"
		    "\"start\":[\"2013-06-07T00:00:00Z\",\"2013-06-08T00:00:00Z\"],"
		    "\"end\":[\"2013-06-08T00:00:00Z\",\"2013-06-09T00:00:00Z\"],"
		    "\"precision\":\"day\",\"approximate\":false,\"uncertain\":false}}",
		    "{\"when\":{\"edtf\":\"2013-06-07/2013-06-08\"}}" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013-06-07/..\",\"end\":[null,null]}}",
		    "{\"when\":{\"edtf\":\"2013-06-07/..\"}}" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"/2013-06-07\",\"start\":[null,null]}}",
		    "{\"when\":{\"edtf\":\"/2013-06-07\"}}" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013-06?\",\"uncertain\":true}}",
		    "{\"when\":{\"edtf\":\"2013-06?\"}}" },
		{ DTL_EVENT, "{\"when\":\"2013-06-07T14:00:00-07:00\"}",
		    "{\"when\":{\"edtf\":\"2013-06-07T14:00:00-07:00\"}}" },
		{ DTL_EVENT, "{\"when\":\"2013-06-07T14:00:00\",\"place\":\"sunnylands\"}",
		    "{\"place\":\"sunnylands\",\"when\":{\"edtf\":\"2013-06-07T14:00:00\",\"tz\":\"America/Los_Angeles\"}}" },
		{ DTL_EVENT,
		    "{\"when\":{\"edtf\":\"2013-06-07T14:00:00\",\"tz\":\"Asia/Shanghai\","
		    "\"start\":[\"2013-06-07T06:00:00Z\",\"2013-06-07T06:00:01Z\"]},\"place\":\"sunnylands\"}",
		    "{\"place\":\"sunnylands\",\"when\":{\"edtf\":\"2013-06-07T14:00:00\",\"tz\":\"Asia/Shanghai\"}}" },
	};
	check(rows, COUNT(rows), assert_accepts);
}

static void refuses_what_is_not_of_its_form_and_says_where(void **state)
{
	(void)state;
	static const row rows[] = {
		{ DTL_EVENT, "[]", "an event is not an object" },
		{ DTL_PLACE, "\"x\"", "a place is not an object" },
		{ DTL_EVENT, "{\"titel\":\"A\"}", "no member 'titel': did you mean 'title'?" },
		{ DTL_EVENT, "{\"qqqqqq\":null}", "no member 'qqqqqq'" },
		{ DTL_EVENT, "{\"same_as\":\"a\"}", "no member 'same_as'" },
		{ DTL_ACTOR, "{\"title\":\"A\"}", "no member 'title'" },
		{ DTL_EVENT, "{\"title\":7}", "title: expected a string, found a number" },
		{ DTL_EVENT, "{\"title\":[\"A\"]}", "title: expected a string, found an array" },
		{ DTL_EVENT, "{\"title\":false}", "title: expected a string, found false" },
		{ DTL_EVENT, "{\"title\":\"\"}", "title: '' is blank" },
		{ DTL_EVENT, "{\"title\":\" \xC2\xA0\xE3\x80\x80\"}",
		    "title: ' \xC2\xA0\xE3\x80\x80' is blank" },
		{ DTL_EVENT, "{\"title\":\"a\\nb\"}", "title: 'a?b' has a control character" },
		{ DTL_EVENT, "{\"description\":\"a\\u0001b\"}",
		    "description: 'a?b' has a control character" },
		{ DTL_EVENT, "{\"description\":\"a\\r\\nb\"}",
		    "description: 'a??b' has a control character" },
		{ DTL_EVENT, "{\"description\":\"a\\u0085b\"}",
		    "description: 'a??b' has a control character" },
		{ DTL_EVENT, "{\"level\":\"ministr\"}",
		    "level: no level 'ministr': did you mean 'minister'?" },
		{ DTL_EVENT, "{\"level\":\"Head of State\"}",
		    "level: no level 'Head of State': did you mean 'head-of-state'?" },
		{ DTL_EVENT, "{\"level\":\"qqqq\"}",
		    "level: no level 'qqqq': it is one of head-of-state, minister" },
		{ DTL_EVENT, "{\"status\":\"canceled\"}",
		    "status: no status 'canceled': did you mean 'cancelled'?" },
		{ DTL_EVENT, "{\"type\":\"Summit\"}",
		    "type: 'Summit' is not a slug (a-z, 0-9 and '-'): did you mean 'summit'?" },
		{ DTL_EVENT, "{\"type\":\"\"}", "type: '' is not a slug" },
		{ DTL_EVENT, "{\"url\":\"example.org\"}", "url: 'example.org' has no scheme" },
		{ DTL_EVENT, "{\"url\":\"https:\"}", "url: 'https:' has no scheme" },
		{ DTL_EVENT, "{\"url\":\"http://a b\"}", "url: 'http://a b' has a blank" },
		{ DTL_EVENT, "{\"place\":\"nowhere\"}", "place: no place 'nowhere'" },
		{ DTL_EVENT, "{\"place\":{}}", "place: has neither id nor name" },
		{ DTL_EVENT, "{\"place\":{\"id\":\"nowhere\"}}", "place.id: no place 'nowhere'" },
		{ DTL_EVENT, "{\"place\":{\"id\":7}}", "place.id: expected a string, found a number" },
		{ DTL_EVENT, "{\"place\":{\"nam\":\"x\"}}", "place: no member 'nam': did you mean 'name'?" },
		{ DTL_EVENT, "{\"place\":7}", "place: expected a string or an object, found a number" },
		{ DTL_EVENT, "{\"actors\":\"china\"}", "actors: expected an array, found a string" },
		{ DTL_EVENT, "{\"actors\":[\"china\",\"nobody\"]}", "actors[1]: no actor 'nobody'" },
		{ DTL_EVENT, "{\"actors\":[\"georgia\"]}", "actors[0]: actor 'georgia' is ambiguous" },
		{ DTL_EVENT, "{\"actors\":[\"china:hots\"]}",
		    "actors[0]: no role 'hots': did you mean 'host'?" },
		{ DTL_EVENT, "{\"actors\":[\"china:\"]}",
		    "actors[0]: 'china:' has nothing on one side of its ':'" },
		{ DTL_EVENT, "{\"actors\":[\"china:host:\"]}",
		    "actors[0]: 'china:host:' has nothing on one side of its ':'" },
		{ DTL_EVENT, "{\"actors\":[null]}", "actors[0]: expected a string or an object, found null" },
		{ DTL_EVENT, "{\"actors\":[{}]}", "actors[0]: has neither id nor name" },
		{ DTL_EVENT, "{\"actors\":[{\"id\":\"nobody\"}]}", "actors[0]: no actor 'nobody'" },
		{ DTL_EVENT, "{\"actors\":[{\"id\":\"china\",\"role\":\"hots\"}]}",
		    "actors[0].role: no role 'hots': did you mean 'host'?" },
		{ DTL_EVENT, "{\"actors\":[{\"id\":\"china\",\"role\":1}]}",
		    "actors[0].role: expected a string, found a number" },
		{ DTL_EVENT, "{\"actors\":[{\"id\":\"china\",\"for\":\"nobody\"}]}",
		    "actors[0].for: no actor 'nobody'" },
		{ DTL_EVENT, "{\"actors\":[{\"id\":\"china\",\"rol\":\"host\"}]}",
		    "actors[0]: no member 'rol': did you mean 'role'?" },
		{ DTL_EVENT, "{\"actors\":[\"xi-jinping:host:us\",\"xi-jinping:host:china\"]}",
		    "actors[1]: 'xi-jinping:host' stands here twice" },
		{ DTL_EVENT, "{\"topics\":[7]}", "topics[0]: expected a string, found a number" },
		{ DTL_EVENT, "{\"series\":7}", "series: expected a string, found a number" },
		{ DTL_EVENT, "{\"edition\":0}", "edition: expected a number from 1 to 100000" },
		{ DTL_EVENT, "{\"edition\":1.5}", "edition: expected a number from 1 to 100000" },
		{ DTL_EVENT, "{\"edition\":100001}", "edition: expected a number from 1 to 100000" },
		{ DTL_EVENT, "{\"edition\":\"12\"}", "edition: expected a number, found a string" },
		{ DTL_EVENT, "{\"links\":[\"sunny\"]}", "links[0]: no kind of link 'sunny'" },
		{ DTL_EVENT, "{\"links\":[\"follow:sunny\"]}",
		    "links[0]: no kind of link 'follow': did you mean 'follows'?" },
		{ DTL_EVENT, "{\"links\":[\"follows:\"]}", "links[0]: the name of this event is blank" },
		{ DTL_EVENT, "{\"links\":[{\"rel\":\"follows\"}]}", "links[0]: has no id" },
		{ DTL_EVENT, "{\"links\":[{\"rel\":\"follow\",\"id\":\"x\"}]}",
		    "links[0].rel: no kind of link 'follow'" },
		{ DTL_EVENT, "{\"links\":[{\"rel\":\"follows\",\"id\":\"x\"}]}",
		    "links[0].id: no event 'x'" },
		{ DTL_EVENT, "{\"extra\":[]}", "extra: expected an object, found an array" },
		{ DTL_EVENT, "{\"extra\":{\"a\":\"\\u0007\"}}", "extra: has a control character" },
		{ DTL_EVENT, "{\"rank\":1}", "rank: expected a string, found a number" },
		{ DTL_ACTOR, "{\"kind\":\"country\"}", "kind: no kind 'country'" },
		{ DTL_ACTOR, "{\"aliases\":[\"\"]}", "aliases[0]: '' is blank" },
		{ DTL_ACTOR, "{\"codes\":[]}", "codes: expected an object, found an array" },
		{ DTL_ACTOR, "{\"codes\":{\"ISO 2\":\"CN\"}}", "codes.ISO 2: 'ISO 2' is no system of codes" },
		{ DTL_ACTOR, "{\"codes\":{\"iso2\":\"\"}}", "codes.iso2: the code '' is blank" },
		{ DTL_ACTOR, "{\"codes\":{\"iso2\":\"C N\"}}", "codes.iso2: the code 'C N' has a blank" },
		{ DTL_ACTOR, "{\"codes\":{\"iso2\":1}}", "codes.iso2: expected a string, found a number" },
		{ DTL_ACTOR, "{\"affiliations\":[\"holds:president\"]}",
		    "affiliations[0]: expected an object, found a string" },
		{ DTL_ACTOR, "{\"affiliations\":[{\"of\":\"us\"}]}", "affiliations[0]: has no rel" },
		{ DTL_ACTOR, "{\"affiliations\":[{\"rel\":\"hold\",\"of\":\"us\"}]}",
		    "affiliations[0].rel: no kind of affiliation 'hold': did you mean 'holds'?" },
		{ DTL_ACTOR, "{\"affiliations\":[{\"rel\":\"holds\",\"of\":\"us\",\"from\":\"2013-13\"}]}",
		    "affiliations[0].from: not EDTF" },
		{ DTL_ACTOR,
		    "{\"affiliations\":[{\"rel\":\"holds\",\"of\":\"us\",\"from\":\"2013\",\"to\":\"2012\"}]}",
		    "affiliations[0]: a term from 2013 to 2012 ends before it begins" },
		{ DTL_ACTOR,
		    "{\"affiliations\":[{\"rel\":\"holds\",\"of\":\"us\",\"to\":\"2013\"},{\"rel\":\"holds\",\"of\":\"us\",\"to\":\"2014\"}]}",
		    "affiliations[1]: 'holds:us' stands here twice" },
		{ DTL_SERIES, "{\"cadence\":\"FREQ=HOURLY\"}",
		    "cadence: 'FREQ=HOURLY' is not a recurrence rule with FREQ=" },
		{ DTL_PLACE, "{\"country\":\"USA\"}", "country: 'USA' is not a country's two letters" },
		{ DTL_PLACE, "{\"lat\":90.1,\"lon\":0}", "lat: expected degrees from -90 to 90" },
		{ DTL_PLACE, "{\"lat\":0,\"lon\":-181}", "lon: expected degrees from -180 to 180" },
		{ DTL_PLACE, "{\"lat\":\"1\",\"lon\":0}", "lat: expected a number, found a string" },
		{ DTL_PLACE, "{\"lat\":1}", "lat: needs lon beside it" },
		{ DTL_PLACE, "{\"lon\":1}", "lon: needs lat beside it" },
		{ DTL_PLACE, "{\"tz\":\"Mars/Olympus\"}",
		    "tz: 'Mars/Olympus' is not a known IANA time zone" },
		{ DTL_SOURCE, "{\"language\":\"english language\"}",
		    "language: 'english language' is not a language tag" },
		{ DTL_SOURCE, "{\"language\":\"e\"}", "language: 'e' is not a language tag" },
		{ DTL_SOURCE, "{\"published\":\"yesterday\"}", "published: not EDTF" },
		{ DTL_SOURCE, "{\"published\":\"2013-06-04T11:47:00\"}",
		    "published: '2013-06-04T11:47:00' has a time without an offset" },
		{ DTL_SOURCE, "{\"published\":\"2013/2014\"}", "published: '2013/2014' is not one date" },
	};
	check(rows, COUNT(rows), assert_refuses);
}

static void refuses_dates_that_contradict_themselves(void **state)
{
	(void)state;
	static const row rows[] = {
		{ DTL_EVENT, "{\"when\":7}", "when: expected a string or an object, found a number" },
		{ DTL_EVENT, "{\"when\":\"\"}", "when: '' is blank" },
		{ DTL_EVENT, "{\"when\":\"unknown\"}", "when: " },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"unknown\"}}", "when.edtf: not EDTF" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013-13\"}}", "when.edtf: not EDTF at column 6" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":20130607}}",
		    "when.edtf: expected a string, found a number" },
		{ DTL_EVENT, "{\"when\":{\"edft\":\"2013\"}}",
		    "when: no member 'edft': did you mean 'edtf'?" },
		{ DTL_EVENT, "{\"when\":{\"text\":\"whenever it suits\"}}", "when.text: " },
		{ DTL_EVENT, "{\"when\":{\"said_on\":\"2013-06-04\"}}", "when: has neither edtf nor text" },
		{ DTL_EVENT, "{\"when\":{\"start\":[null,null]}}", "when: has neither edtf nor text" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013\",\"said_on\":\"2013-06\"}}",
		    "when.said_on: '2013-06' is not a day" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013\",\"said_on\":\"soon\"}}",
		    "when.said_on: not EDTF" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013\",\"tz\":\"Mars\"}}",
		    "when.tz: 'Mars' is not a known IANA time zone" },
		{ DTL_EVENT,
		    "{\"when\":{\"edtf\":\"2013-06-07\",\"start\":[\"2013-06-08T00:00:00Z\",\"2013-06-09T00:00:00Z\"]}}",
		    "when.start: contradicts the date '2013-06-07'" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013-06-07\",\"end\":[null,null]}}",
		    "when.end: contradicts the date" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013-06-07\",\"end\":[\"x\",null]}}",
		    "when.end: contradicts the date" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013-06-07\",\"start\":[\"2013-06-07T00:00:00Z\"]}}",
		    "when.start: expected [earliest, latest), found an array" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013-06-07\",\"precision\":\"month\"}}",
		    "when.precision: contradicts" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013-06-07\",\"approximate\":true}}",
		    "when.approximate: contradicts" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013-06-07?\",\"uncertain\":false}}",
		    "when.uncertain: contradicts" },
		{ DTL_EVENT, "{\"when\":{\"unknown\":true,\"edtf\":\"2013\"}}",
		    "when.edtf: contradicts unknown" },
		{ DTL_EVENT, "{\"when\":{\"unknown\":true,\"start\":[\"2013-06-07T00:00:00Z\",null]}}",
		    "when.start: contradicts unknown" },
		{ DTL_EVENT, "{\"when\":{\"unknown\":\"yes\"}}",
		    "when.unknown: expected true or false, found a string" },
		{ DTL_EVENT, "{\"when\":\"2013-06-07T14:00:00\"}", "when: a time needs a zone: give --tz" },
		{ DTL_EVENT, "{\"when\":{\"edtf\":\"2013-06-07T14:00:00\"},\"place\":\"atlantis\"}",
		    "when.edtf: a time needs a zone: give --tz" },
	};
	check(rows, COUNT(rows), assert_refuses);
}

static void says_what_it_made_of_words_and_times(void **state)
{
	(void)state;
	fields_world w;
	fields_world_open(&w);
	assert_accepts(&w, DTL_EVENT, "{\"type\":\"summitt\"}", "{\"type\":\"summitt\"}");
	assert_string_equal(
	    dtl_text_str(&w.notes), "type 'summitt' is not a listed one: did you mean 'summit'?\n");
	dtl_text_clear(&w.notes);
	w.accept.place = "sunnylands";
	assert_accepts(&w, DTL_EVENT, "{\"when\":\"2013-06-07T14:00:00\"}",
	    "{\"when\":{\"edtf\":\"2013-06-07T14:00:00\",\"tz\":\"America/Los_Angeles\"}}");
	assert_contains(dtl_text_str(&w.notes), "as the time in America/Los_Angeles\n");
	w.accept.tz = "Asia/Shanghai";
	assert_accepts(&w, DTL_EVENT, "{\"when\":{\"edtf\":\"2013-06-07T14:00:00\"}}",
	    "{\"when\":{\"edtf\":\"2013-06-07T14:00:00\",\"tz\":\"Asia/Shanghai\"}}");
	assert_contains(dtl_text_str(&w.notes), "as the time in Asia/Shanghai\n");
	w.accept.tz = "Nowhere";
	assert_refuses(&w, DTL_EVENT, "{\"when\":\"2013-06-07T14:00:00\"}",
	    "when: 'Nowhere' is not a known IANA time zone");
	dtl_text_clear(&w.notes);
	w.accept.tz = NULL;
	assert_accepts(&w, DTL_EVENT, "{\"when\":\"2013-06-07\",\"type\":\"press-conference\"}",
	    "{\"type\":\"press-conference\",\"when\":{\"edtf\":\"2013-06-07\"}}");
	assert_string_equal(dtl_text_str(&w.notes), "");
	fields_world_close(&w);
}

/* What phrases mean is the business of the tests of dates; here it is what is kept of them. */
static void keeps_the_words_of_a_phrase_and_the_day_they_were_said_on(void **state)
{
	(void)state;
	static dtl_reading reading;
	static const row rows[] = {
		{ DTL_EVENT, "{\"when\":\"next month\"}",
		    "{\"when\":{\"edtf\":\"2013-07\",\"rules\":1,\"said_on\":\"2013-06-04\",\"text\":\"next month\"}}" },
		{ DTL_EVENT, "{\"when\":{\"text\":\"next month\",\"said_on\":\"2013-05-31\"}}",
		    "{\"when\":{\"edtf\":\"2013-06\",\"rules\":1,\"said_on\":\"2013-05-31\",\"text\":\"next month\"}}" },
	};
	fields_world w;
	fields_world_open(&w);
	if (dtl_date_read(&reading, "next month", &w.accept.dates, NULL) != DTL_OK) {
		fields_world_close(&w);
		skip();
	}
	check(rows, COUNT(rows), assert_accepts);
	assert_accepts(&w, DTL_EVENT, "{\"when\":\"late this week\"}",
	    "{\"when\":{\"edtf\":\"[2013-06-06..2013-06-09]\",\"rules\":1,"
	    "\"said_on\":\"2013-06-04\",\"text\":\"late this week\"}}");
	assert_string_equal(dtl_text_str(&w.notes), "'late this week', said 2013-06-04: 6\xE2\x80\x93"
						    "9 Jun 2013, some day\n");
	fields_world_close(&w);
}

static void names_that_are_made_are_told_what_they_would_be(void **state)
{
	(void)state;
	fields_world w;
	fields_world_open(&w);
	w.make = true;
	assert_accepts(&w, DTL_ACTOR,
	    "{\"affiliations\":[{\"rel\":\"holds\",\"of\":\"Pope\"},{\"rel\":\"part-of\",\"of\":\"See\"}]}",
	    "{\"affiliations\":{\"holds:[office Pope]\":true,\"part-of:[See]\":true}}");
	assert_accepts(&w, DTL_EVENT, "{\"actors\":[\"Pope:host\"]}", "{\"actors\":{\"[Pope]:host\":true}}");
	assert_refuses(
	    &w, DTL_EVENT, "{\"actors\":[\"Pope:hots\"]}", "actors[0]: no role 'hots': did you mean 'host'?");
	fields_world_close(&w);
}

/* What a second reader of the same bytes must not choke on: a patch of thousands of members. */
static void takes_a_thousand_actors(void **state)
{
	(void)state;
	fields_world w;
	fields_world_open(&w);
	w.make = true;
	dtl_text json = DTL_TEXT_INIT;
	dtl_text out = DTL_TEXT_INIT;
	dtl_text_add(&json, "{\"actors\":[\"x\"");
	for (int i = 0; i < 1000; i++)
		dtl_text_addf(&json, ",\"a%d:host:china\"", i);
	dtl_text_add(&json, "]}");
	assert_ok(accept_text(&w, DTL_EVENT, dtl_text_str(&json), &out));
	assert_contains(dtl_text_str(&out), "\"[a999]:host\":{\"for\":\"china\"},\"[a99]:host\"");
	dtl_text_free(&out);
	dtl_text_free(&json);
	fields_world_close(&w);
}

static void a_string_may_have_a_mebibyte_and_no_more(void **state)
{
	(void)state;
	fields_world w;
	fields_world_open(&w);
	for (size_t more = 0; more < 2; more++) {
		dtl_text json = DTL_TEXT_INIT;
		dtl_text out = DTL_TEXT_INIT;
		dtl_text_add(&json, "{\"description\":\"");
		for (size_t i = 0; i < (1U << 20) + more; i++)
			dtl_text_add_char(&json, 'x');
		dtl_text_add(&json, "\"}");
		assert_status(
		    accept_text(&w, DTL_EVENT, dtl_text_str(&json), &out), more ? DTL_E_ARGUMENT : DTL_OK);
		dtl_text_free(&out);
		dtl_text_free(&json);
	}
	assert_contains(err.text, "is longer than 1 MiB");
	fields_world_close(&w);
}

static void fails_as_the_names_fail(void **state)
{
	(void)state;
	fields_world w;
	dtl_text out = DTL_TEXT_INIT;
	fields_world_open(&w);
	assert_status(accept_text(&w, DTL_EVENT, "{\"actors\":[\"nobody\"]}", &out), DTL_E_NOTFOUND);
	assert_status(accept_text(&w, DTL_EVENT, "{\"actors\":[\"georgia\"]}", &out), DTL_E_AMBIGUOUS);
	assert_status(accept_text(&w, DTL_EVENT, "{\"actors\":7}", &out), DTL_E_ARGUMENT);
	dtl_text_free(&out);
	fields_world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_a_document_says),
		cmocka_unit_test(takes_dates_in_every_shape),
		cmocka_unit_test(refuses_what_is_not_of_its_form_and_says_where),
		cmocka_unit_test(refuses_dates_that_contradict_themselves),
		cmocka_unit_test(says_what_it_made_of_words_and_times),
		cmocka_unit_test(keeps_the_words_of_a_phrase_and_the_day_they_were_said_on),
		cmocka_unit_test(names_that_are_made_are_told_what_they_would_be),
		cmocka_unit_test(takes_a_thousand_actors),
		cmocka_unit_test(a_string_may_have_a_mebibyte_and_no_more),
		cmocka_unit_test(fails_as_the_names_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
