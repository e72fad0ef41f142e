/* The tables of words that are searched by halves. */
#include "dates/phrase_context.h"
#include "dates/phrase_lex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void words_are_in_order_and_found(void **state)
{
	(void)state;
	for (size_t i = 0; dtl_phrase_word_at(i) != NULL; i++) {
		int value = 0;
		const char *word = dtl_phrase_word_at(i);
		if (i > 0 && strcmp(dtl_phrase_word_at(i - 1), word) >= 0)
			fail_msg("'%s' is out of order", word);
		if (dtl_phrase_word(word, strlen(word), &value) == W_NONE)
			fail_msg("'%s' is not found", word);
	}
}

static void verbs_are_in_order(void **state)
{
	(void)state;
	for (size_t i = 1; dtl_context_verb_at(i) != NULL; i++) {
		if (strcmp(dtl_context_verb_at(i - 1), dtl_context_verb_at(i)) >= 0)
			fail_msg("'%s' is out of order", dtl_context_verb_at(i));
	}
}

static void cuts_phrases_into_tokens(void **state)
{
	static const struct {
		const char *text;
		dtl_word word;
		int value;
	} cases[] = {
		{ "4th", W_ORDINAL, 4 },
		{ "Sept.", W_MONTH, 9 },
		{ "a.m.", W_AMPM, 0 },
		{ "10:30", W_CLOCK, 37800 },
		{ "1990s", W_DECADE, 1990 },
		{ "'90s", W_DECADE, 1990 },
		{ "Q3", W_QUARTER_CODE, 3 },
		{ "3Q", W_QUARTER_CODE, 3 },
		{ "H1", W_HALF_CODE, 1 },
		{ "twenty-first", W_ORDINAL, 21 },
		{ "two-day", W_DURATION, 2 },
		{ "week-long", W_DURATION, 1 },
		{ "144,000", W_QUANTITY, 144000 },
		{ "3.5", W_QUANTITY, 3 },
		{ "$20", W_QUANTITY, 20 },
		{ "7%", W_QUANTITY, 7 },
		{ "2013-06-04", W_ISO_DATE, 2013 },
		{ "06/04/2013", W_SLASH_DATE, 6 },
		{ "FY2014", W_FISCAL, 0 },
		{ "Monday's", W_WEEKDAY, 1 },
		{ "Monday\xE2\x80\x99s", W_WEEKDAY, 1 },
		{ "G20", W_NONE, 0 },
		{ "Covid-19", W_NONE, 0 },
		{ "\xE2\x80\x93", W_DASH, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		dtl_token tokens[8];
		int n = dtl_phrase_lex(tokens, 8, cases[i].text);
		const dtl_token *t = &tokens[n - 1];
		assert_true(n >= 1);
		if (t->word != cases[i].word)
			fail_msg(
			    "'%s' is of class %d, not %d", cases[i].text, (int)t->word, (int)cases[i].word);
		if (cases[i].word != W_QUANTITY && cases[i].value != 0)
			assert_int_equal(t->value, cases[i].value);
	}
}

static void ends_a_sentence_at_a_stop(void **state)
{
	dtl_token tokens[8];

	(void)state;
	assert_int_equal(dtl_phrase_lex(tokens, 8, "July. 20"), 3);
	assert_int_equal(dtl_phrase_lex(tokens, 8, "Jul. 20"), 2);
	assert_int_equal(dtl_phrase_lex(tokens, 1, "July 20"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_in_order_and_found),
		cmocka_unit_test(verbs_are_in_order),
		cmocka_unit_test(cuts_phrases_into_tokens),
		cmocka_unit_test(ends_a_sentence_at_a_stop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
