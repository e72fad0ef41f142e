/* Lines as text: one text for each, and nothing else is one. */
#include "base/crc32c.h"
#include "ledger/line.h"
#include "support.h"
#include <dateline/edit.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static dtl_error err;

#define UID "00112233445566778899aabbccddeeff"

static dtl_line a_line(dtl_line_type type)
{
	dtl_line line = { .type = type };
	assert_true(dtl_uid_parse(line.header.uid, UID));
	return line;
}

static dtl_line a_claim(void)
{
	dtl_line line = a_line(DTL_LINE_CLAIM);
	line.claim = (dtl_claim_line){
		.position = 3,
		.kind = DTL_EVENT,
		.key = "talks",
		.patch = "{\"title\":\"Talks\"}",
		.patch_len = 17,
		.has_known = true,
		.known_at = 1370304000,
		.lane = "hand",
	};
	return line;
}

static const char *printed(const dtl_line *line)
{
	static dtl_text text;
	dtl_text_clear(&text);
	dtl_line_print(line, &text);
	assert_false(dtl_text_failed(&text));
	static char copy[4096];
	snprintf(copy, sizeof(copy), "%s", dtl_text_str(&text));
	dtl_text_free(&text);
	return copy;
}

/* The text with the right sum in place of "CRC". */
static const char *summed(const char *text)
{
	static char line[4096];
	const char *at = strstr(text, "CRC");
	assert_non_null(at);
	snprintf(line, sizeof(line), "%.*s00000000%s", (int)(at - text), text, at + 3);
	char digits[9];
	snprintf(digits, sizeof(digits), "%08" PRIx32, dtl_crc32c(0, line, strlen(line)));
	memcpy(line + (at - text), digits, 8);
	return line;
}

static dtl_status parse(const char *text)
{
	dtl_line line;
	dtl_arena arena = DTL_ARENA_INIT;
	dtl_status status = dtl_line_parse(&line, &arena, text, strlen(text), &err);
	if (status == DTL_OK)
		assert_string_equal(printed(&line), text);
	dtl_arena_free(&arena);
	return status;
}

static void refused(const char *text, const char *why)
{
	assert_status(parse(summed(text)), DTL_E_DAMAGED);
	assert_contains(err.text, why);
}

static void each_type_is_printed_in_byte_order(void **state)
{
	(void)state;
	dtl_line line = a_line(DTL_LINE_FORMAT);
	assert_string_equal(printed(&line), summed("{\"crc\":\"CRC\",\"format\":\"dateline-dump/1\"}"));
	line = a_line(DTL_LINE_HEADER);
	line.header.n = 7;
	line.header.recorded_at = 1370304001;
	assert_string_equal(printed(&line),
	    summed(
		"{\"changeset\":\"" UID "\",\"crc\":\"CRC\",\"ledger\":\"00000000000000000000000000000000\","
		"\"n\":7,\"recorded_at\":\"2013-06-04T00:00:01Z\"}"));
	line.header.author = "Ann";
	line.header.command = "add 'x'";
	line.header.message = "";
	assert_string_equal(printed(&line),
	    summed("{\"author\":\"Ann\",\"changeset\":\"" UID "\",\"command\":\"add 'x'\",\"crc\":\"CRC\","
		   "\"ledger\":\"00000000000000000000000000000000\",\"message\":\"\",\"n\":7,"
		   "\"recorded_at\":\"2013-06-04T00:00:01Z\"}"));
	line = a_line(DTL_LINE_PURGED);
	assert_string_equal(printed(&line), summed("{\"crc\":\"CRC\",\"purged\":\"" UID "/0\"}"));
	line = a_claim();
	assert_string_equal(printed(&line),
	    summed(
		"{\"claim\":\"" UID "/3\",\"crc\":\"CRC\",\"key\":\"talks\",\"kind\":\"event\","
		"\"known_at\":\"2013-06-04T00:00:00Z\",\"lane\":\"hand\",\"patch\":{\"title\":\"Talks\"}}"));
}

static void what_is_printed_reads_as_the_same(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "plain", "\"quoted\\\"", "line\nline\ttab", "\x01 control",
		"\xE5\x8C\x97\xE4\xBA\xAC \xF0\x9F\x8C\x8F", "\xEF\xBF\xBD" };
	const int64_t times[] = { 0, -1, 1370304000, -62167219200, -62167219201, 253402300800,
		dtl_days_from_civil(100000000000, 12, 31) * 86400 + 86399,
		dtl_days_from_civil(-100000000000, 1, 1) * 86400 };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		for (size_t k = 0; k < sizeof(times) / sizeof(*times); k++) {
			dtl_line line = a_claim();
			line.claim.known_at = times[k];
			line.claim.quote = line.claim.locator = line.claim.speaker = texts[i];
			line.claim.rank = (int)(k % 3);
			line.claim.snapshot = i % 2 != 0;
			if (*texts[i])
				line.claim.key = line.claim.source = line.claim.lane = texts[i];
			assert_ok(parse(printed(&line)));
			line = a_line(DTL_LINE_HEADER);
			line.header.recorded_at = times[k];
			line.header.n = (int64_t)k << 50;
			line.header.author = line.header.message = line.header.command = texts[i];
			assert_ok(parse(printed(&line)));
		}
}

static void acts_and_removals_are_claims(void **state)
{
	(void)state;
	dtl_line line = a_claim();
	line.claim.patch = "null";
	line.claim.patch_len = 4;
	assert_ok(parse(printed(&line)));
	line.claim.kind = DTL_CHANGESET;
	line.claim.has_known = false;
	assert_status(parse(printed(&line)), DTL_E_DAMAGED);
	line.claim.patch = "{\"retracted\":true}";
	line.claim.patch_len = strlen(line.claim.patch);
	assert_ok(parse(printed(&line)));
	line.claim.has_known = true;
	assert_status(parse(printed(&line)), DTL_E_DAMAGED);
}

static void every_byte_that_changes_is_seen(void **state)
{
	(void)state;
	dtl_line line = a_claim();
	line.claim.quote = "We agreed to talk.";
	char text[1024];
	snprintf(text, sizeof(text), "%s", printed(&line));
	size_t len = strlen(text);
	for (size_t i = 0; i < len; i++)
		for (int bit = 0; bit < 8; bit++) {
			dtl_arena arena = DTL_ARENA_INIT;
			text[i] = (char)(text[i] ^ (1 << bit));
			assert_status(dtl_line_parse(&line, &arena, text, len, &err), DTL_E_DAMAGED);
			text[i] = (char)(text[i] ^ (1 << bit));
			dtl_arena_free(&arena);
		}
	for (size_t i = 0; i < len; i++) {
		dtl_arena arena = DTL_ARENA_INIT;
		assert_status(dtl_line_parse(&line, &arena, text, i, &err), DTL_E_DAMAGED);
		dtl_arena_free(&arena);
	}
}

#define CLAIM(id, key, kind, rest)                                                                           \
	"{\"claim\":\"" id "\",\"crc\":\"CRC\",\"key\":\"" key "\",\"kind\":\"" kind "\"," rest "}"
#define REST "\"known_at\":\"2013-06-04T00:00:00Z\",\"lane\":\"hand\",\"patch\":{}"
#define HEADER(uid, n, time)                                                                                 \
	"{\"changeset\":\"" uid "\",\"crc\":\"CRC\",\"ledger\":\"" UID "\",\"n\":" n                         \
	",\"recorded_at\":\"" time "\"}"
#define DAY "2013-06-04T00:00:00Z"

static void form_is_judged_where_the_sum_is_right(void **state)
{
	(void)state;
	static const char *const wrong[][2] = {
		{ "{\"crc\":\"CRC\"}", "neither changeset nor claim" },
		{ "{\"crc\": \"CRC\"}", "blanks are not canonical" },
		{ "[\"CRC\"]", "no object" },
		{ CLAIM(UID "/3", "", "event", REST), "empty key" },
		{ CLAIM(UID "/03", "k", "event", REST), "CHANGESET/POSITION" },
		{ CLAIM(UID "/-1", "k", "event", REST), "out of range" },
		{ CLAIM(UID "/1.5", "k", "event", REST), "CHANGESET/POSITION" },
		{ CLAIM(UID, "k", "event", REST), "CHANGESET/POSITION" },
		{ CLAIM(UID "/", "k", "event", REST), "CHANGESET/POSITION" },
		{ CLAIM(UID "/9007199254740993", "k", "event", REST), "out of range" },
		{ CLAIM("00112233445566778899AABBCCDDEEFF/0", "k", "event", REST), "CHANGESET/POSITION" },
		{ CLAIM(UID "/3", "k", "thing", REST), "no kind that there is" },
		{ CLAIM(UID "/3", "k", "event", "\"lane\":\"hand\",\"patch\":{}"), "has no known_at" },
		{ CLAIM(UID "/3", "k", "claim", REST), "an act" },
		{ CLAIM(UID "/3", "k", "event", "\"known_at\":\"2013-06-04\",\"lane\":\"hand\",\"patch\":{}"),
		    "no time" },
		{ CLAIM(UID "/3", "k", "event",
		      "\"known_at\":\"2013-06-04T02:00:00+02:00\",\"lane\":\"hand\",\"patch\":{}"),
		    "no time" },
		{ CLAIM(UID "/3", "k", "event",
		      "\"known_at\":\"+100000000001-01-01T00:00:00Z\",\"lane\":\"hand\",\"patch\":{}"),
		    "no time" },
		{ CLAIM(UID "/3", "k", "event", "\"known_at\":\"" DAY "\",\"lane\":\"\",\"patch\":{}"),
		    "empty key, lane" },
		{ CLAIM(UID "/3", "k", "event", "\"known_at\":\"" DAY "\",\"lane\":\"hand\",\"patch\":[]"),
		    "no object" },
		{ CLAIM(UID "/3", "k", "event", REST ",\"rank\":\"normal\""), "neither preferred" },
		{ CLAIM(UID "/3", "k", "event", REST ",\"snapshot\":false"), "is not true" },
		{ CLAIM(UID "/3", "k", "event", REST ",\"source\":\"\""), "source" },
		{ CLAIM(UID "/3", "k", "event", REST ",\"quote\":null"), "is no string" },
		{ CLAIM(UID "/3", "k", "event", REST ",\"zeal\":1"), "not known: \"zeal\"" },
		{ CLAIM(UID "/3", "k", "event", "\"lane\":\"hand\""), "has no \"patch\"" },
		{ HEADER(UID, "-1", DAY), "out of range" },
		{ HEADER(UID, "1.5", DAY), "no whole number" },
		{ HEADER(UID, "\"1\"", DAY), "no whole number" },
		{ HEADER("0123", "1", DAY), "is not 32 digits" },
		{ HEADER(UID, "1", "yesterday"), "no time" },
		{ "{\"crc\":\"CRC\",\"purged\":\"" UID "/x\"}", "CHANGESET/POSITION" },
		{ "{\"crc\":\"CRC\",\"format\":\"dateline-dump/1\",\"more\":1}", "not known: \"more\"" },
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		refused(wrong[i][0], wrong[i][1]);
}

static void meaning_is_not_judged(void **state)
{
	(void)state;
	assert_ok(parse(summed(CLAIM(UID "/3", "no such key at all", "event",
	    "\"known_at\":\"" DAY
	    "\",\"lane\":\"carrier pigeon\",\"patch\":{\"unheard\":[1,2,{\"of\":null}],\"when\":7}"))));
	assert_ok(parse(
	    summed(CLAIM(UID "/3", "nothing", "claim", "\"lane\":\"hand\",\"patch\":{\"rank\":\"high\"}"))));
}

static void damage_that_people_do_is_called_by_its_name(void **state)
{
	(void)state;
	assert_status(parse(""), DTL_E_DAMAGED);
	assert_contains(err.text, "an empty line");
	assert_status(parse("<<<<<<< HEAD"), DTL_E_DAMAGED);
	assert_contains(err.text, "merge=union");
	char text[1024];
	dtl_line line = a_claim();
	snprintf(text, sizeof(text), "%s\r", printed(&line));
	assert_status(parse(text), DTL_E_DAMAGED);
	assert_contains(err.text, "carriage return");
}

static void another_format_is_another_matter(void **state)
{
	(void)state;
	assert_status(parse(summed("{\"crc\":\"CRC\",\"format\":\"dateline-dump/2\"}")), DTL_E_SCHEMA);
	assert_contains(err.text, "dateline-dump/2");
}

static void lines_of_another_timeline_are_judged_as_well(void **state)
{
	(void)state;
	dtl_line line = a_claim();
	assert_ok(dtl_line_check(&line, &err));
	line.claim.patch = "{\"b\":1,\"a\":2}";
	line.claim.patch_len = strlen(line.claim.patch);
	assert_status(dtl_line_check(&line, &err), DTL_E_DAMAGED);
	line = a_claim();
	line.claim.quote = "\xff";
	assert_status(dtl_line_check(&line, &err), DTL_E_DAMAGED);
	line = a_claim();
	line.claim.rank = 9;
	assert_status(dtl_line_check(&line, &err), DTL_E_DAMAGED);
	line = a_claim();
	line.claim.key = NULL;
	assert_status(dtl_line_check(&line, &err), DTL_E_DAMAGED);
	static const int64_t times[] = { INT64_MIN, INT64_MAX, INT64_C(1) << 62 };
	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		line = a_claim();
		line.claim.known_at = times[i];
		assert_status(dtl_line_check(&line, &err), DTL_E_DAMAGED);
		assert_contains(err.text, "time out of range");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_type_is_printed_in_byte_order),
		cmocka_unit_test(what_is_printed_reads_as_the_same),
		cmocka_unit_test(acts_and_removals_are_claims),
		cmocka_unit_test(every_byte_that_changes_is_seen),
		cmocka_unit_test(form_is_judged_where_the_sum_is_right),
		cmocka_unit_test(meaning_is_not_judged),
		cmocka_unit_test(damage_that_people_do_is_called_by_its_name),
		cmocka_unit_test(another_format_is_another_matter),
		cmocka_unit_test(lines_of_another_timeline_are_judged_as_well),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
