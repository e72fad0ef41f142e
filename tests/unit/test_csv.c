/* Tables in and out: what a cell is, what a column is, what a row becomes. */
#include "formats/csv.h"
#include "support.h"
#include <cjson/cJSON.h>
#include <dateline/format.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dtl_error err;

/* What was handed out, a line per entry. */
static char heard[16384];

static dtl_status hear(void *user, const dtl_entry *e, dtl_error *why)
{
	size_t len = strlen(heard);
	char *doc = e->doc ? dtl_entry_print(e) : NULL;
	(void)user;
	(void)why;
	if (e->error)
		snprintf(heard + len, sizeof(heard) - len, "%ld refused %s\n", e->line, e->error->text);
	else if (!e->doc)
		snprintf(heard + len, sizeof(heard) - len, "note %s\n", e->note);
	else
		snprintf(heard + len, sizeof(heard) - len, "%ld %s %s%s%s %s\n", e->line,
		    dtl_kind_name(e->kind), e->id ? e->id : "-", e->source ? " by " : "",
		    e->source ? e->source : "", doc);
	free(doc);
	return e->error ? DTL_E_REJECTED : DTL_OK;
}

static dtl_status read_bytes(
    const char *format, const char *text, size_t len, const char *map, const char *order)
{
	dtl_setting settings[2];
	dtl_import_options options = { settings, 0 };
	heard[0] = '\0';
	if (map)
		settings[options.setting_count++] = (dtl_setting){ "map", map };
	if (order)
		settings[options.setting_count++] = (dtl_setting){ "date-order", order };
	FILE *in = tmpfile();
	assert_non_null(in);
	assert_int_equal(fwrite(text, 1, len, in), len);
	rewind(in);
	dtl_status status = dtl_importer_find(format)->read(in, &options, hear, NULL, &err);
	fclose(in);
	return status;
}

static dtl_status read_text(const char *text, const char *map, const char *order)
{
	return read_bytes("csv", text, strlen(text), map, order);
}

typedef struct row {
	const char *text, *heard;
} row;

static void a_row_is_an_entry(void **state)
{
	(void)state;
	static const row rows[] = {
		{ "title\nTalks\n", "2 event - {\"title\":\"Talks\"}\n" },
		{ "\xEF\xBB\xBFtitle\r\nTalks\r\n\r\n", "2 event - {\"title\":\"Talks\"}\n" },
		{ "title\rTalks\rMore", "2 event - {\"title\":\"Talks\"}\n3 event - {\"title\":\"More\"}\n" },
		{ "title;when\nTalks;2013-07\n", "2 event - {\"title\":\"Talks\",\"when\":\"2013-07\"}\n" },
		{ "Title,DATE\nTalks,next month\n",
		    "2 event - {\"title\":\"Talks\",\"when\":\"next month\"}\n" },
		{ "title\n\"a \"\"b\"\", c\nd\"\nMore\n",
		    "2 event - {\"title\":\"a \\\"b\\\", c\\nd\"}\n4 event - {\"title\":\"More\"}\n" },
		{ "title,id\n,x\nTalks,\n", "2 event x {}\n3 event - {\"title\":\"Talks\"}\n" },
		{ "title,actors,topics\nT,china:host; us:host:china;,a\\;b; c\\\\d\n",
		    "2 event - {\"actors\":[\"china:host\",\"us:host:china\"],\"title\":\"T\",\"topics\":[\"a;b\",\"c\\\\d\"]}\n" },
		{ "title,links\nT,follows:x; part-of:y:z\n",
		    "2 event - {\"links\":[{\"id\":\"x\",\"rel\":\"follows\"},{\"id\":\"y:z\",\"rel\":\"part-of\"}],\"title\":\"T\"}\n" },
		{ "title,place.name,place.lat,place.country\nT,Geneva,46.2,CH\n",
		    "2 event - {\"place\":{\"country\":\"CH\",\"lat\":46.2,\"name\":\"Geneva\"},\"title\":\"T\"}\n" },
		{ "title,when,when.text\nT,2013-07,in July\nU,unknown,\nV,,\n",
		    "2 event - {\"title\":\"T\",\"when\":{\"edtf\":\"2013-07\",\"text\":\"in July\"}}\n"
		    "3 event - {\"title\":\"U\",\"when\":{\"unknown\":true}}\n4 event - {\"title\":\"V\"}\n" },
		{ "title,extra\nT,\"{\"\"a\"\":[1]}\"\n",
		    "2 event - {\"extra\":{\"a\":[1]},\"title\":\"T\"}\n" },
		{ "title,what\nT,x\n", "note columns not taken: 'what'\n2 event - {\"title\":\"T\"}\n" },
		{ "title,precision,state\nT,day,over\n", "2 event - {\"title\":\"T\"}\n" },
		{ "title,source.id,source.published\nT,s,2013-06-04 11:47:00+08:00\n",
		    "2 source s {\"id\":\"s\",\"published\":\"2013-06-04T11:47:00+08:00\"}\n2 event - by s {\"title\":\"T\"}\n" },
		{ "title\n'=1+1\n''-x\n'tis\n-5\n",
		    "2 event - {\"title\":\"=1+1\"}\n3 event - {\"title\":\"'-x\"}\n4 event - {\"title\":\"'tis\"}\n5 event - {\"title\":\"-5\"}\n" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_ok(read_text(rows[i].text, NULL, NULL));
		assert_string_equal(heard, rows[i].heard);
	}
}

static void a_row_that_cannot_be_one_is_refused_by_its_line(void **state)
{
	(void)state;
	static const row rows[] = {
		{ "title\nT,x\nU\n",
		    "2 refused the row has 2 cells, the header 1\n3 event - {\"title\":\"U\"}\n" },
		{ "title,edition\nT,fifth\n", "2 refused edition: not a number: 'fifth'\n" },
		{ "title,edition\nT,inf\n", "2 refused edition: not a number: 'inf'\n" },
		{ "title,links\nT,x\n", "2 refused links: expected REL:ID: 'x'\n" },
		{ "title,extra\nT,{\n", "2 refused extra: " },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_ok(read_text(rows[i].text, NULL, NULL));
		assert_int_equal(strncmp(heard, rows[i].heard, strlen(rows[i].heard)), 0);
	}
}

static void what_is_no_table_is_refused_whole(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t len;
		long line;
		const char *said;
	} rows[] = {
		{ "", 0, 1, "there is no header" },
		{ "\n\n", 2, 1, "there is no header" },
		{ "what,who\nx,y\n", 13, 1, "no column is the title: name one with --map title=COLUMN" },
		{ "title\nT\n\"x\ny\n", 13, 3, "the quotation that begins here does not end" },
		{ "title\n\"T\"x\n", 11, 2, "text stands behind a closing quote" },
		{ "title\nT\0\n", 9, 2, "a NUL byte stands here: this is no text" },
		{ "title\nT\n\xFF\n", 10, 3, "this row is not UTF-8" },
		{ "\xEF\xBBtitle\nT\n", 10, 1, "this row is not UTF-8" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_status(read_bytes("csv", rows[i].text, rows[i].len, NULL, NULL), DTL_E_PARSE);
		assert_string_equal(err.text, rows[i].said);
		assert_int_equal(err.line, rows[i].line);
	}
}

static void columns_are_mapped(void **state)
{
	(void)state;
	static const char table[] = "a,\"b, c\",title,d\nT,2013,U,x\n";
	assert_ok(read_text(table, "title=a,when=b\\, c,extra.d=d", NULL));
	assert_string_equal(heard, "note columns not taken: 'title'\n"
				   "2 event - {\"extra\":{\"d\":\"x\"},\"title\":\"T\",\"when\":\"2013\"}\n");
	static const row wrong[] = {
		{ "title", "--map: expected FIELD=COLUMN: 'title'" },
		{ "=a", "--map: expected FIELD=COLUMN: '=a'" },
		{ "titel=a", "--map: no field 'titel': did you mean 'title'?" },
		{ "precision=a", "--map: no field 'precision'" },
		{ "when=x", "--map: no column 'x': there are 'a', 'b, c', 'title', 'd'" },
		{ "title=a,when=a", "--map: the column 'a' is mapped twice" },
		{ "title=a,title=d", "--map: the field 'title' is mapped twice" },
		{ "place=a,place.name=d", "the place is in a column 'place' and in columns 'place.…'" },
	};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_status(read_text(table, wrong[i].text, NULL), DTL_E_ARGUMENT);
		assert_string_equal(err.text, wrong[i].heard);
	}
}

static void dates_in_numbers_are_turned_round_when_their_order_is_said(void **state)
{
	(void)state;
	static const struct {
		const char *date, *order, *when;
	} rows[] = {
		{ "6/7/2013", NULL, "6/7/2013" },
		{ "6/7/2013", "dmy", "2013-07-06" },
		{ "6/7/2013", "mdy", "2013-06-07" },
		{ "06.07.2013", "dmy", "2013-07-06" },
		{ "2013/6/7", NULL, "2013-06-07" },
		{ "2013-06-07", "dmy", "2013-06-07" },
		{ "6/7/13", "dmy", "6/7/13" },
		{ "6/7/2013 9:30", "dmy", "6/7/2013 9:30" },
		{ "6/7/2013 09:30", "dmy", "2013-07-06T09:30:00" },
		{ "2013-06-07 09:30+02:00", NULL, "2013-06-07T09:30:00+02:00" },
		{ "2013-06-07T09:30:00Z", "mdy", "2013-06-07T09:30:00Z" },
		{ "in July", "dmy", "in July" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[128], wanted[128];
		snprintf(text, sizeof(text), "title,when\nT,%s\n", rows[i].date);
		snprintf(
		    wanted, sizeof(wanted), "2 event - {\"title\":\"T\",\"when\":\"%s\"}\n", rows[i].when);
		assert_ok(read_text(text, NULL, rows[i].order));
		assert_string_equal(heard, wanted);
	}
}

static void a_source_without_an_id_is_named_after_its_page(void **state)
{
	(void)state;
	assert_ok(read_text("title,source.url\nT,https://www.example.org/a/Some-News.html?x=1\n"
			    "U,https://www.example.org/a/Some-News.html?x=2\n",
	    NULL, NULL));
	assert_contains(heard, "2 source example-org-some-news-html-");
	assert_contains(heard, "3 event - by example-org-some-news-html-");
	const char *first = strstr(heard, "html-"), *second = strstr(strstr(heard, "3 source"), "html-");
	assert_memory_not_equal(first, second, 13);
}

/* What is written is what is read, whatever stands in it. */
static void cells_come_back_as_they_were(void **state)
{
	(void)state;
	static const char *const cells[] = { "plain", "a,b", "a\tb", "say \"x\"", "\"", "two\nlines",
		"two\r\nlines", " blanks ", "=1+1", "'=1", "''=1", "'", "'tis", "-5", "-5-3", "-", "+1.5",
		"@x", "\tx", "\xE2\x80\xA8", "; \\;", "<script>", "-1e5" };
	for (int tabs = 0; tabs < 2; tabs++) {
		for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
			dtl_text text = DTL_TEXT_INIT;
			dtl_text_add(&text, tabs ? "x\t" : "x,");
			dtl_csv_add(&text, cells[i], tabs ? '\t' : ',');
			dtl_text_add(&text, "\r\n");
			FILE *in = fmemopen(text.data, text.len, "rb");
			assert_non_null(in);
			dtl_csv csv = dtl_csv_from(in, tabs ? '\t' : ',');
			assert_ok(dtl_csv_next(&csv, &err));
			assert_int_equal(csv.count, 2);
			assert_string_equal(dtl_csv_cell(&csv, 1), cells[i]);
			assert_string_equal(dtl_csv_cell(&csv, 2), "");
			assert_status(dtl_csv_next(&csv, &err), DTL_DONE);
			dtl_csv_free(&csv);
			fclose(in);
			dtl_text_free(&text);
		}
	}
}

static void formulas_are_led_by_an_apostrophe(void **state)
{
	(void)state;
	static const row rows[] = { { "=1", "'=1" }, { "@x", "'@x" }, { "-5", "-5" }, { "-x", "'-x" },
		{ "'=x", "''=x" }, { "a=b", "a=b" } };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		dtl_text text = DTL_TEXT_INIT;
		dtl_csv_add(&text, rows[i].text, ',');
		assert_string_equal(dtl_text_str(&text), rows[i].heard);
		dtl_text_free(&text);
	}
}

static void a_table_of_events_is_known_by_its_header(void **state)
{
	(void)state;
	static const struct {
		const char *head, *format;
	} rows[] = {
		{ "id,title,when\n", "csv" },
		{ "\xEF\xBB\xBF\"Title\";x\r\n", "csv" },
		{ "date,what", "csv" },
		{ "id\ttitle\n", "tsv" },
		{ "a,b\ntitle,x\n", NULL },
		{ "title\n", NULL },
		{ "BEGIN:VCALENDAR\n", "ics" },
		{ "{\"format\":\"dateline/1\"", "json" },
		{ "{\"id\":\"x\",\"title\":\"y\"}", "ndjson" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const dtl_importer *found = dtl_importer_sniff(rows[i].head, strlen(rows[i].head));
		if (rows[i].format)
			assert_string_equal(found ? found->name : "none", rows[i].format);
		else
			assert_null(found);
	}
}

static void a_line_of_ndjson_is_an_entry(void **state)
{
	(void)state;
	static const char text[] =
	    "{\"id\":\"a\",\"title\":\"A\"}\n\n{\"id\":7}\n{\"id\":\"c\",\"known_from\":\"2013\"}";
	assert_ok(read_bytes("ndjson", text, strlen(text), NULL, NULL));
	assert_string_equal(heard,
	    "1 event a {\"id\":\"a\",\"title\":\"A\"}\n3 refused id: expected a string\n"
	    "4 event c {\"id\":\"c\",\"known_from\":\"2013\"}\n");
	assert_status(read_bytes("ndjson", "{\"id\":\"a\"}\n[]", 13, NULL, NULL), DTL_E_PARSE);
	assert_int_equal(err.line, 2);
	assert_status(read_bytes("ndjson", "{\"id\":\"a\"", 9, NULL, NULL), DTL_E_PARSE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_an_entry),
		cmocka_unit_test(a_row_that_cannot_be_one_is_refused_by_its_line),
		cmocka_unit_test(what_is_no_table_is_refused_whole),
		cmocka_unit_test(columns_are_mapped),
		cmocka_unit_test(dates_in_numbers_are_turned_round_when_their_order_is_said),
		cmocka_unit_test(a_source_without_an_id_is_named_after_its_page),
		cmocka_unit_test(cells_come_back_as_they_were),
		cmocka_unit_test(formulas_are_led_by_an_apostrophe),
		cmocka_unit_test(a_table_of_events_is_known_by_its_header),
		cmocka_unit_test(a_line_of_ndjson_is_an_entry),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
