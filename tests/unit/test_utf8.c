#include "base/utf8.h"
#include "support.h"
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void tells_well_formed_from_malformed(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		long bad; /* -1: well formed */
	} table[] = {
		{ "", -1 },
		{ "plain ASCII, longer than eight bytes", -1 },
		{ "Genève 北京 😀 \xF4\x8F\xBF\xBF", -1 },
		{ "\xC3", 0 },
		{ "12345678\x80", 8 },
		{ "\xC0\xAF", 0 },         /* overlong '/' */
		{ "\xE0\x80\xAF", 0 },     /* overlong */
		{ "\xF0\x80\x80\xAF", 0 }, /* overlong */
		{ "a\xED\xA0\x80", 1 },    /* surrogate */
		{ "\xF4\x90\x80\x80", 0 }, /* beyond U+10FFFF */
		{ "\xF5\x80\x80\x80", 0 },
		{ "é\xE2\x82", 2 }, /* cut off */
		{ "\xFF", 0 },
	};
	for (size_t i = 0; i < COUNT(table); i++) {
		size_t bad = 99;
		bool valid = dtl_utf8_valid(table[i].text, strlen(table[i].text), &bad);
		assert_int_equal(valid, table[i].bad < 0);
		if (!valid)
			assert_int_equal(bad, table[i].bad);
		assert_int_equal(dtl_utf8_valid(table[i].text, strlen(table[i].text), NULL), valid);
	}
	assert_true(dtl_utf8_valid("a\0b", 3, NULL));
}

static void walks_code_points(void **state)
{
	(void)state;
	static const char text[] = "aé北😀\xFF\xE2\x82z";
	static const uint32_t wanted[] = { 'a', 0xE9, 0x5317, 0x1F600, 0xFFFD, 0xFFFD, 0xFFFD, 'z', 0, 0 };
	const char *at = text;
	for (size_t i = 0; i < COUNT(wanted); i++)
		assert_int_equal(dtl_utf8_next(&at, text + sizeof(text) - 1), wanted[i]);
	at = "\0x";
	assert_int_equal(dtl_utf8_next(&at, at + 2), 0xFFFD);
}

static void writes_what_it_reads(void **state)
{
	(void)state;
	static const uint32_t points[] = { 1, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000,
		0x10FFFF };
	for (size_t i = 0; i < COUNT(points); i++) {
		dtl_text t = DTL_TEXT_INIT;
		dtl_utf8_add(&t, points[i]);
		const char *at = dtl_text_str(&t);
		assert_true(dtl_utf8_valid(at, t.len, NULL));
		assert_int_equal(dtl_utf8_next(&at, at + t.len), points[i]);
		dtl_text_free(&t);
	}
}

static void measures_columns(void **state)
{
	(void)state;
	assert_int_equal(dtl_utf8_width('a'), 1);
	assert_int_equal(dtl_utf8_width(0xE9), 1);
	assert_int_equal(dtl_utf8_width(0x301), 0);
	assert_int_equal(dtl_utf8_width(0x200D), 0);
	assert_int_equal(dtl_utf8_width(0x5317), 2);
	assert_int_equal(dtl_utf8_width(0x1F600), 2);
	assert_int_equal(dtl_utf8_width(0x1B), -1);
	assert_int_equal(dtl_utf8_width(0x9B), -1);
}

static void folds_names(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		const char *folded;
	} table[] = {
		{ "", "" },
		{ "   ", "" },
		{ "...", "" },
		{ "a", "a" },
		{ "Genève", "geneve" },
		{ "GENEVE", "geneve" },
		{ "Gene\xCC\x80ve", "geneve" },
		{ "U.S.", "us" },
		{ "U.S.A", "usa" },
		{ "U. S.", "u s" },
		{ "St. Petersburg", "st petersburg" },
		{ "St.Petersburg", "st petersburg" },
		{ "Washington, D.C.", "washington dc" },
		{ "Track 1.5", "track 1 5" },
		{ "George W. Bush", "george w bush" },
		{ "Xi'an", "xian" },
		{ "Xi\xE2\x80\x99"
		  "an",
		    "xian" },
		{ "Sana\xCA\xBD"
		  "a",
		    "sanaa" },
		{ "  Guinea--Bissau_ ", "guinea bissau" },
		{ "Guinea\xE2\x80\x93"
		  "Bissau",
		    "guinea bissau" },
		{ "Côte d'Ivoire", "cote divoire" },
		{ "Straße", "strasse" },
		{ "İstanbul", "istanbul" },
		{ "Wałęsa", "walesa" },
		{ "Løkke", "lokke" },
		{ "Þór", "thor" },
		{ "ﬁnance", "finance" },
		{ "Ａ１", "a1" },
		{ "Αθήνα", "αθηνα" },
		{ "Сергей Лавров", "сергеи лавров" },
		{ "習近平", "習近平" },
		{ "\xC2\xA0x\xE3\x80\x80y", "x y" },
		{ "R&D+", "r&d+" },
		{ "zero\xE2\x80\x8Bwidth", "zerowidth" },
		{ "\xFFx", "\xEF\xBF\xBDx" },
	};
	for (size_t i = 0; i < COUNT(table); i++) {
		dtl_text t = DTL_TEXT_INIT;
		dtl_text_add(&t, "kept ");
		dtl_fold(&t, table[i].name, strlen(table[i].name));
		assert_string_equal(dtl_text_str(&t) + 5, table[i].folded);
		dtl_text_clear(&t);
		dtl_fold(&t, table[i].folded, strlen(table[i].folded));
		assert_string_equal(dtl_text_str(&t), table[i].folded); /* folding twice changes nothing */
		dtl_text_free(&t);
	}
}

static void folding_keeps_letters_apart_that_marks_tell_apart(void **state)
{
	(void)state;
	static const char *const pairs[][2] = { { "ガ", "カ" }, { "कि", "का" }, { "कु", "क" }, { "กี", "ก" } };
	for (size_t i = 0; i < COUNT(pairs); i++) {
		dtl_text a = DTL_TEXT_INIT;
		dtl_text b = DTL_TEXT_INIT;
		dtl_fold(&a, pairs[i][0], strlen(pairs[i][0]));
		dtl_fold(&b, pairs[i][1], strlen(pairs[i][1]));
		assert_string_not_equal(dtl_text_str(&a), dtl_text_str(&b));
		dtl_text_free(&a);
		dtl_text_free(&b);
	}
}

static void counts_edits(void **state)
{
	(void)state;
	assert_int_equal(dtl_distance("", "", 3), 0);
	assert_int_equal(dtl_distance("", "ab", 3), 2);
	assert_int_equal(dtl_distance("", "abcd", 3), 4);
	assert_int_equal(dtl_distance("kitten", "sitting", 5), 3);
	assert_int_equal(dtl_distance("obama", "boama", 2), 1);
	assert_int_equal(dtl_distance("obama", "obmaa", 2), 1);
	assert_int_equal(dtl_distance("ab", "ba", 0), 1);
	assert_int_equal(dtl_distance("abcdef", "uvwxyz", 2), 3);
	assert_int_equal(dtl_distance("习近平", "习近乎", 2), 1);
	assert_int_equal(dtl_distance("xab", "yba", 2), 2);
}

static void compares_very_long_names_no_further(void **state)
{
	(void)state;
	char a[400];
	char b[400];
	memset(a, 'a', sizeof(a));
	a[399] = '\0';
	memcpy(b, a, sizeof(a));
	assert_int_equal(dtl_distance(a, b, 2), 0);
	b[0] = 'b';
	assert_int_equal(dtl_distance(a, b, 2), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_well_formed_from_malformed),
		cmocka_unit_test(walks_code_points),
		cmocka_unit_test(writes_what_it_reads),
		cmocka_unit_test(measures_columns),
		cmocka_unit_test(folds_names),
		cmocka_unit_test(folding_keeps_letters_apart_that_marks_tell_apart),
		cmocka_unit_test(counts_edits),
		cmocka_unit_test(compares_very_long_names_no_further),
	};
	return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
