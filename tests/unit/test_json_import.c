/* dateline/1 in: the document as such; what stands in its entries is the model's to judge. */
#include "support.h"
#include <cjson/cJSON.h>
#include <dateline/format.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What was handed out, a line per entry: "kind id uid source known path line". */
typedef struct heard {
	char text[8192];
	size_t len;
	long count;
	dtl_status answer; /* of every call */
} heard;

static const dtl_import_options options = { NULL, 0 };

static const char *shown(const char *s)
{
	return s ? s : "-";
}

static dtl_status hear(void *user, const dtl_entry *e, dtl_error *err)
{
	heard *h = user;
	(void)err;
	h->count++;
	assert_true(cJSON_IsObject(e->doc));
	assert_false(e->snapshot);
	if (h->len < sizeof(h->text) - 512)
		h->len +=
		    (size_t)snprintf(h->text + h->len, 512, "%s %s %s %s %s %s %ld\n", dtl_kind_name(e->kind),
			shown(e->id), shown(e->uid), shown(e->source), shown(e->known), e->path, e->line);
	return h->answer;
}

static dtl_status read_bytes(const char *text, size_t len, heard *h, dtl_error *err)
{
	FILE *in = tmpfile();
	assert_non_null(in);
	assert_int_equal(fwrite(text, 1, len, in), len);
	rewind(in);
	dtl_status status = dtl_importer_find("json")->read(in, &options, hear, h, err);
	fclose(in);
	return status;
}

static dtl_status read_text(const char *text, heard *h, dtl_error *err)
{
	return read_bytes(text, strlen(text), h, err);
}

static void assert_heard(const char *text, const char *wanted)
{
	dtl_error err;
	heard h = { .answer = DTL_OK };
	assert_ok(read_text(text, &h, &err));
	assert_string_equal(h.text, wanted);
}

static void assert_refused(const char *text, long line, const char *why)
{
	dtl_error err = { .line = -1 };
	heard h = { .answer = DTL_OK };
	assert_status(read_text(text, &h, &err), DTL_E_PARSE);
	assert_string_equal(err.text, why);
	assert_int_equal(err.line, line);
}

#define HEAD "{\"format\": \"dateline/1\", "

static void a_document_may_be_empty(void **state)
{
	(void)state;
	assert_heard("{\"format\": \"dateline/1\"}", "");
	assert_heard(HEAD "\"as_of\": null, \"source\": null, \"events\": []}\n", "");
	assert_heard("\xEF\xBB\xBF{\"format\":\"dateline\\/1\",\"events\":[ ]}", "");
}

static void entries_come_in_order_with_their_lines(void **state)
{
	(void)state;
	assert_heard(HEAD
	    "\r\n\"as_of\": \"2013-06-04T00:00:00Z\",\r\n\"places\": [{\"id\": \"a\"},\r\n{\"id\": \"b\"}],\r\n"
	    "\"events\": [\r\n  {\"title\": \"x, ] } \\\" {\",\r\n   \"id\": \"e\", \"uid\": \"u@x\",\r\n"
	    "   \"known_from\": \"2013-05-20T00:00:00Z\"}, {}]}",
	    "place a - - - places[0] 3\n"
	    "place b - - - places[1] 4\n"
	    "event e u@x - 2013-05-20T00:00:00Z events[0] 6\n"
	    "event - - - - events[1] 8\n");
}

static void a_report_speaks_for_what_follows(void **state)
{
	(void)state;
	assert_heard(HEAD
	    "\"source\": {\"id\": \"cd\", \"published\": \"2013-06-04\"}, \"topics\": [{\"id\": \"t\"}], "
	    "\"events\": [{\"id\": \"e\", \"known_from\": \"2013-05-20\"}]}",
	    "source cd - - - source 1\ntopic t - cd - topics[0] 1\nevent e - cd - events[0] 1\n");
	/* A source that is known already is named. */
	assert_heard(
	    HEAD "\"source\": \"cd\", \"events\": [{\"id\": \"e\"}]}", "event e - cd - events[0] 1\n");
}

static void what_the_model_rejects_does_not_stop_it_and_what_fails_does(void **state)
{
	(void)state;
	dtl_error err;
	heard h = { .answer = DTL_E_REJECTED };
	assert_ok(read_text(HEAD "\"events\": [{}, {}, {}]}", &h, &err));
	assert_int_equal(h.count, 3);
	h = (heard){ .answer = DTL_E_BUSY };
	assert_int_equal(read_text(HEAD "\"events\": [{}, {}, {}]}", &h, NULL), DTL_E_BUSY);
	assert_int_equal(h.count, 1);
}

static void refuses_what_is_no_document(void **state)
{
	(void)state;
	assert_refused("", 1, "the file is empty");
	assert_refused("\n \n", 3, "the file is empty");
	assert_refused("[]", 1, "the document: expected '{', not '['");
	assert_refused("\nBEGIN:VCALENDAR", 2, "the document: expected '{', not 'B'");
	assert_refused("\xFF\xFE{", 1, "the document: expected '{', not the byte 0xff");
	assert_refused("é", 1, "the document: expected '{', not 'é'");
	assert_refused("{}", 1, "not a dateline/1 document: it has no \"format\"");
	assert_refused("{\"type\": \"FeatureCollection\"}", 1,
	    "not a dateline/1 document: its key 'type' comes before any \"format\"");
	assert_refused(HEAD "\"events\": []} x", 1, "behind the document: expected nothing, not 'x'");
	assert_refused(HEAD "\"events\": []}\n{}", 2, "behind the document: expected nothing, not '{'");
}

static void refuses_other_formats_and_says_which(void **state)
{
	(void)state;
	assert_refused("{\n\"format\": \"dateline/2\"}", 2,
	    "the format is 'dateline/2': this program reads 'dateline/1'");
	assert_refused("{\"format\": 1}", 1, "format: expected \"dateline/1\", not a number");
	assert_refused("{\"format\": nil}", 1, "format: expected \"dateline/1\", not null");
	assert_refused("{\"events\": []}", 1,
	    "'events' before \"format\": a document begins with \"format\": \"dateline/1\"");
}

static void refuses_keys_that_do_not_belong(void **state)
{
	(void)state;
	assert_refused(HEAD "\"evnts\": []}", 1, "unknown key 'evnts': did you mean 'events'?");
	assert_refused(HEAD "\"people\": []}", 1, "unknown key 'people'");
	assert_refused(HEAD "\"events\": [], \"events\": []}", 1, "the key 'events' stands twice");
	assert_refused(HEAD "\"events\": [],\n\"actors\": []}", 2,
	    "'actors' after 'events': what events mention comes before them");
	assert_refused(
	    HEAD "\"actors\": [], \"source\": {}}", 1, "'source' after a list: what reports comes first");
	assert_refused(HEAD "\"source\": {\"title\": \"x\"}}", 1, "source: it has no \"id\"");
}

static void refuses_wrong_types(void **state)
{
	(void)state;
	assert_refused(HEAD "\"events\": {}}", 1, "events: expected a list, not an object");
	assert_refused(HEAD "\"events\": null}", 1, "events: expected a list, not null");
	assert_refused(HEAD "\"as_of\": 3}", 1, "as_of: expected a string or null, not a number");
	assert_refused(HEAD "\"source\": []}", 1, "source: expected an object, not a list");
	assert_refused(HEAD "\"events\": [{},\n\"x\"]}", 2, "events[1]: expected an object, not a string");
	assert_refused(HEAD "\"events\": [\n{\"id\": 7}]}", 2, "events[0].id: expected a string");
	assert_refused(
	    HEAD "\"events\": [{\"known_from\": true}]}", 1, "events[0].known_from: expected a string");
}

static void refuses_what_is_cut_off(void **state)
{
	(void)state;
	assert_refused("{", 1, "unexpected end of file in the document");
	assert_refused("{\"format", 1, "unexpected end of file in the document");
	assert_refused(HEAD "\"events\": [", 1, "unexpected end of file in events[0]");
	assert_refused(
	    HEAD "\"events\": [{}, {}, {},\n{\"title\": \"x", 2, "unexpected end of file in events[3]");
	assert_refused(HEAD "\"events\": [{}, {}", 1, "unexpected end of file in events[1]");
	assert_refused(HEAD "\"events\": [{}]\n", 2, "unexpected end of file in the document");
	assert_refused(HEAD "\"events\": [{}],", 1, "unexpected end of file in the document");
}

static void refuses_bad_json_at_its_line(void **state)
{
	(void)state;
	assert_refused(
	    HEAD "\"events\": [{},\n{\"a\": 1,\n \"b\": tru}]}", 3, "events[1]: expected a value, not 't'");
	assert_refused(HEAD "\"events\": [{} {}]}", 1, "events[0]: expected ',' or ']', not '{'");
	assert_refused(HEAD "\"events\": [{},]}", 1, "events[1]: expected an object, not ']'");
	assert_refused(HEAD "}", 1, "the document: expected a key in quotes, not '}'");
	assert_refused(HEAD "\"events\" []}", 1, "the document: expected ':', not '['");
	assert_refused(HEAD "\"events\": [\n{\"a\": [1}]}", 2, "events[0]: expected ']', not '}'");
	assert_refused(HEAD "\"events\": [{\"a\": \"x\n\"}]}", 1,
	    "events[0]: a line break inside a string: it is not closed, or the break must be written \\n");
	assert_refused(HEAD "\"events\": [\n\n{\"a\": \"\x01\"}]}", 3,
	    "events[0]: control character 0x01 inside a string");
	assert_refused(HEAD "\"events\": [{\"a\": 1, \"a\": 2}]}", 1,
	    "events[0]: the key \"a\" stands twice in one object");
}

static void refuses_bytes_that_are_not_utf8(void **state)
{
	(void)state;
	dtl_error err;
	heard h = { .answer = DTL_OK };
	assert_status(read_text(HEAD "\"events\": [{},\n{\"title\": \"a\xC3(\"}]}", &h, &err), DTL_E_PARSE);
	assert_int_equal(err.line, 2);
	assert_contains(err.text, "events[1]: invalid UTF-8 (byte 0xc3)");
	static const char zero[] = HEAD "\"events\": [{\"a\": \"\0\"}]}";
	assert_status(read_bytes(zero, sizeof(zero) - 1, &h, &err), DTL_E_PARSE);
	static const char bare[] = HEAD "\"events\": [\0]}";
	assert_status(read_bytes(bare, sizeof(bare) - 1, &h, &err), DTL_E_PARSE);
	assert_string_equal(err.text, "events[0]: expected an object, not the byte 0x00");
}

/* `head`, then `count` times `unit`. */
static dtl_status read_repeated(const char *head, const char *unit, size_t count, heard *h, dtl_error *err)
{
	FILE *in = tmpfile();
	assert_non_null(in);
	fputs(head, in);
	for (size_t i = 0; i < count; i++)
		fputs(unit, in);
	rewind(in);
	dtl_status status = dtl_importer_find("json")->read(in, &options, hear, h, err);
	fclose(in);
	return status;
}

static void refuses_what_would_eat_the_memory(void **state)
{
	(void)state;
	dtl_error err;
	heard h = { .answer = DTL_OK };
	enum { MANY = 20 << 20 };
	assert_status(read_repeated("", "[", MANY, &h, &err), DTL_E_PARSE);
	assert_string_equal(err.text, "the document: expected '{', not '['");
	assert_status(read_repeated(HEAD "\"events\": [", "[", MANY, &h, &err), DTL_E_PARSE);
	assert_string_equal(err.text, "events[0]: expected an object, not a list");
	assert_status(read_repeated(HEAD "\"events\": [{\"extra\": ", "[", MANY, &h, &err), DTL_E_PARSE);
	assert_string_equal(err.text, "events[0]: more than 64 levels deep");
	assert_status(read_repeated(HEAD "\"events\": [{\"title\": \"", "x", MANY, &h, &err), DTL_E_PARSE);
	assert_string_equal(err.text, "events[0]: larger than 16 MiB");
	assert_int_equal(h.count, 0);
}

static void reads_entries_across_any_edge_of_its_buffer(void **state)
{
	(void)state;
	dtl_error err;
	enum { EDGE = 1 << 16 };
	for (size_t pad = EDGE - 70; pad < EDGE + 5; pad++) {
		char *text = malloc(pad + 200);
		assert_non_null(text);
		memset(text, ' ', pad);
		strcpy(text + pad, HEAD "\"events\": [{\"id\": \"é\\\"\", \"extra\": {\"a\": [1, {}]}}]}\n");
		heard h = { .answer = DTL_OK };
		assert_ok(read_text(text, &h, &err));
		assert_string_equal(h.text, "event é\" - - - events[0] 1\n");
		free(text);
	}
}

static void a_directory_cannot_be_read(void **state)
{
	(void)state;
	dtl_error err;
	heard h = { .answer = DTL_OK };
	FILE *in = fopen("/", "r");
	if (!in)
		skip();
	assert_status(dtl_importer_find("json")->read(in, &options, hear, &h, &err), DTL_E_IO);
	assert_contains(err.text, "cannot be read: is a directory");
	fclose(in);
}

/* What the fuzzer starts from is read whole, or refused with its line. */
static void the_corpus_is_read_or_refused(void **state)
{
	(void)state;
	static const char corpus[] = DATELINE_SOURCE_DIR "/tests/fuzz/corpus/json";
	DIR *dir = opendir(corpus);
	assert_non_null(dir);
	int files = 0;
	for (struct dirent *file; (file = readdir(dir)) != NULL;) {
		dtl_error err = { .text = "" };
		heard h = { .answer = DTL_OK };
		if (file->d_name[0] == '.')
			continue;
		FILE *in = fopen(path_in(corpus, file->d_name), "rb");
		assert_non_null(in);
		dtl_status status = dtl_importer_find("json")->read(in, &options, hear, &h, &err);
		assert_int_equal(status, strncmp(file->d_name, "bad-", 4) == 0 ? DTL_E_PARSE : DTL_OK);
		assert_true(status == DTL_OK || err.line > 0);
		fclose(in);
		files++;
	}
	closedir(dir);
	assert_true(files >= 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_may_be_empty),
		cmocka_unit_test(entries_come_in_order_with_their_lines),
		cmocka_unit_test(a_report_speaks_for_what_follows),
		cmocka_unit_test(what_the_model_rejects_does_not_stop_it_and_what_fails_does),
		cmocka_unit_test(refuses_what_is_no_document),
		cmocka_unit_test(refuses_other_formats_and_says_which),
		cmocka_unit_test(refuses_keys_that_do_not_belong),
		cmocka_unit_test(refuses_wrong_types),
		cmocka_unit_test(refuses_what_is_cut_off),
		cmocka_unit_test(refuses_bad_json_at_its_line),
		cmocka_unit_test(refuses_bytes_that_are_not_utf8),
		cmocka_unit_test(refuses_what_would_eat_the_memory),
		cmocka_unit_test(reads_entries_across_any_edge_of_its_buffer),
		cmocka_unit_test(a_directory_cannot_be_read),
		cmocka_unit_test(the_corpus_is_read_or_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
