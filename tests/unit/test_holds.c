/* holds(): what MATCH says of a phrase, found by looking at the texts. */
#include "base/text.h"
#include "store/stmt.h"
#include "support.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char sql_tables[] =
    "CREATE TABLE c(id INTEGER PRIMARY KEY, title TEXT, body TEXT);"
    "CREATE VIRTUAL TABLE f USING fts5(title, body, content='c', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')";
static const char sql_content[] = "INSERT INTO c(id, title, body) VALUES(:id, :title, :body)";
static const char sql_index[] = "INSERT INTO f(rowid, title, body) VALUES(:id, :title, :body)";
static const char sql_match[] =
    "SELECT coalesce(group_concat(rowid), '') FROM (SELECT rowid FROM f WHERE f MATCH :q ORDER BY rowid)";
static const char sql_holds[] =
    "SELECT coalesce(group_concat(id), '') FROM (SELECT id FROM c WHERE holds(:q, title, body) ORDER BY id)";

static dtl_store *db;
static dtl_error err;

static int open_db(void **state)
{
	(void)state;
	assert_ok(dtl_store_open(&db, "", DTL_STORE_MEMORY, &err));
	assert_ok(dtl_store_exec(db, sql_tables, &err));
	return 0;
}

static int close_db(void **state)
{
	(void)state;
	dtl_store_close(db);
	return 0;
}

static void put_row(int64_t id, const dtl_text *title, const dtl_text *body)
{
	static const char *const statements[] = { sql_content, sql_index };
	for (size_t i = 0; i < 2; i++) {
		dtl_stmt *st = NULL;
		assert_ok(dtl_stmt_cached(db, &st, statements[i], &err));
		dtl_bind_int(st, ":id", id);
		if (title)
			dtl_bind_text_len(st, ":title", dtl_text_str(title), title->len);
		if (body)
			dtl_bind_text_len(st, ":body", dtl_text_str(body), body->len);
		assert_ok(dtl_stmt_run(st, &err));
	}
}

static void put(int64_t id, const char *title, const char *body)
{
	dtl_text texts[2] = { DTL_TEXT_INIT, DTL_TEXT_INIT };
	dtl_text_add(&texts[0], title);
	dtl_text_add(&texts[1], body ? body : "");
	put_row(id, &texts[0], body ? &texts[1] : NULL);
	dtl_text_free(&texts[0]);
	dtl_text_free(&texts[1]);
}

static char *rows(const char *sql, const char *q)
{
	dtl_stmt *st = NULL;
	assert_ok(dtl_stmt_cached(db, &st, sql, &err));
	dtl_bind_text(st, ":q", q);
	assert_ok(dtl_stmt_step(st, &err));
	char *found = strdup(dtl_take_text(st));
	assert_non_null(found);
	dtl_stmt_reset(st);
	return found;
}

/* Gives how many rows there are, at least in digits and commas. */
static size_t says_the_same(const char *q)
{
	char *match = rows(sql_match, q), *holds = rows(sql_holds, q);
	size_t len = strlen(match);
	if (strcmp(match, holds) != 0)
		fail_msg("%s: MATCH says %s, holds %s", q, match, holds);
	free(match);
	free(holds);
	return len;
}

static void finds(const char *q, const char *wanted)
{
	says_the_same(q);
	char *holds = rows(sql_holds, q);
	assert_string_equal(holds, wanted);
	free(holds);
}

static void words_phrases_and_beginnings_in_either_text(void **state)
{
	(void)state;
	put(1, "Cyber talks", "The U.S. and China agree.");
	put(2,
	    "Sommet \xc3\xa9"
	    "conomique",
	    "talk of cyber");
	put(3, "Talks", NULL);
	put(4, "cyber", "talks");
	put(5, "", "");
	finds("\"talks\"", "1,3,4");
	finds("\"TALKS\"", "1,3,4");
	finds("\"talk\"", "2");
	finds("\"talk\"*", "1,2,3,4");
	finds("\"cyber talks\"", "1");
	finds("\"cyber ta\"*", "1");
	finds("\"economique\"", "2");
	finds("\"\xc3\x89"
	      "conomique\"",
	    "2");
	finds("\"e\xcc\x81"
	      "conomique\"",
	    "2");
	finds("\"u.s.\"", "1");
	finds("\"the \"\"u\"\" s\"", "1");
	finds("\"nothing\"", "");
}

static void what_has_no_word_is_nowhere(void **state)
{
	(void)state;
	put(1, "a - b", "\"\"");
	finds("\"\"", "");
	finds("\"-\"", "");
	finds("\"\xf0\x9f\x98\x80\"", "");
	finds("\"\"*", "");
	finds("\"a b\"", "1");
}

static void words_beyond_measure_are_cut(void **state)
{
	(void)state;
	enum { LONG = 40000, CUT = 32768 };
	static char text[LONG + 1], q[LONG + 4];
	memset(text, 'a', LONG);
	put(1, text, NULL);
	text[CUT] = '\0';
	put(2, text, NULL);
	text[CUT - 1] = '\0';
	put(3, text, NULL);
	snprintf(q, sizeof(q), "\"%s\"*", text);
	finds(q, "1,2,3");
	memset(text, 'a', LONG);
	snprintf(q, sizeof(q), "\"%s\"", text);
	finds(q, "1,2");
}

static void only_a_phrase_in_quotes_can_be_looked_for(void **state)
{
	static const char *const wrong[] = { "", "talks", "\"a", "a\"", "\"a\" OR \"b\"", "\"", "*", "\"*",
		"\"a\"\"", "\"a\"b\"" };
	(void)state;
	put(1, "talks a b", NULL);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		dtl_stmt *st = NULL;
		assert_ok(dtl_stmt_cached(db, &st, sql_holds, &err));
		dtl_bind_text(st, ":q", wrong[i]);
		assert_status(dtl_stmt_step(st, &err), DTL_E_DATABASE);
		assert_contains(err.text, "not a phrase in quotes");
	}
	dtl_stmt *st = NULL;
	assert_ok(dtl_stmt_cached(db, &st, "SELECT holds(NULL, 'a') IS NULL AND holds('\"a\"') = 0", &err));
	assert_ok(dtl_stmt_step(st, &err));
	assert_int_equal(dtl_take_int(st), 1);
	dtl_stmt_reset(st);
}

/* ---- random texts ---- */

static uint64_t dice = 20130604;

static size_t pick(size_t below)
{
	dice = dice * 6364136223846793005U + 1442695040888963407U;
	return (size_t)(dice >> 33) % below;
}

/* What words are made of, what parts them, and what is neither. */
static const char *const pieces[] = { "a", "b", "A", "B", "e", "E", "\xc3\xa9", "\xc3\x89", "e\xcc\x81",
	"\xcc\x81", "\xc3\x9f", "ss", "\xc4\xb0", "i", "I", "\xc4\xb1", "\xe2\x84\xaa", "k", "K", "\xd0\x96",
	"\xd0\xb6", "\xce\xa3", "\xcf\x83", "\xcf\x82", "1", "2", "\xe4\xb8\xad", "\xef\xac\x81",
	"\xe1\xbb\x87", "\x13", "\x7f", "\xff", "\xc3", "\xf0\x9f\x98\x80", "\xc2\xb2", "\xee\x80\x80",
	"\xd9\xa3", "_", "'", "\xe2\x80\x99" };
static const char *const gaps[] = { " ", " ", " ", ", ", ". ", "-", "\n", "\t", " \xe2\x80\x94 ", "\xc2\xa0",
	"\"", "*", "/", "" };
#define ANY(list) list[pick(sizeof(list) / sizeof(*list))]

static void add_words(dtl_text *out, size_t most, bool ascii)
{
	for (size_t words = pick(most + 1); words > 0; words--) {
		for (size_t letters = 1 + pick(3); letters > 0; letters--) {
			const char *piece = ANY(pieces);
			dtl_text_add(out, ascii && (unsigned char)*piece >= 0x80 ? "a" : piece);
		}
		const char *gap = ANY(gaps);
		dtl_text_add(out, ascii && (unsigned char)*gap >= 0x80 ? " " : gap);
		if (pick(200) == 0)
			dtl_text_add_char(out, '\0');
	}
}

static void random_row(int64_t id)
{
	dtl_text title = DTL_TEXT_INIT, body = DTL_TEXT_INIT;
	bool ascii = pick(2) == 0;
	add_words(&title, 6, ascii);
	add_words(&body, 20, ascii);
	put_row(id, pick(20) ? &title : NULL, pick(4) ? &body : NULL);
	dtl_text_free(&title);
	dtl_text_free(&body);
}

/* A phrase, often one that stands in some text. */
static void random_phrase(dtl_text *out)
{
	dtl_text words = DTL_TEXT_INIT;
	add_words(&words, 1 + pick(3), pick(2) == 0);
	dtl_text_clear(out);
	dtl_text_add_char(out, '"');
	for (const char *p = dtl_text_str(&words); *p; p++) {
		dtl_text_add_char(out, *p);
		if (*p == '"')
			dtl_text_add_char(out, '"');
	}
	dtl_text_add(out, pick(3) ? "\"" : "\"*");
	dtl_text_free(&words);
}

static void any_phrase_is_found_where_match_finds_it(void **state)
{
	enum { ROWS = 300, PHRASES = 3000 };
	dtl_text q = DTL_TEXT_INIT;
	size_t found = 0;
	(void)state;
	for (int64_t id = 1; id <= ROWS; id++)
		random_row(id);
	for (int i = 0; i < PHRASES; i++) {
		random_phrase(&q);
		found += says_the_same(dtl_text_str(&q)) > 0;
	}
	/* Else it would say little. */
	assert_in_range(found, PHRASES / 4, PHRASES);
	dtl_text_free(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    words_phrases_and_beginnings_in_either_text, open_db, close_db),
		cmocka_unit_test_setup_teardown(what_has_no_word_is_nowhere, open_db, close_db),
		cmocka_unit_test_setup_teardown(words_beyond_measure_are_cut, open_db, close_db),
		cmocka_unit_test_setup_teardown(only_a_phrase_in_quotes_can_be_looked_for, open_db, close_db),
		cmocka_unit_test_setup_teardown(any_phrase_is_found_where_match_finds_it, open_db, close_db),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
