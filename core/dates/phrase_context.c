#include "dates/phrase_context.h"

#include <string.h>

/* ---- Words ---- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_word_character(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

/* U+2019, the apostrophe of typesetters. */
static size_t apostrophe(const char *s)
{
	if (*s == '\'')
		return 1;
	return strncmp(s, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

static bool ends_clause(char c)
{
	return c == '.' || c == ';' || c == '!' || c == '?' || c == ':';
}

static const char *read_word(dtl_context_word *w, const char *s)
{
	w->text = s;
	w->possessive = false;
	w->capital = *s >= 'A' && *s <= 'Z';
	while (is_word_character(*s) && apostrophe(s) == 0)
		s++;
	w->len = (size_t)(s - w->text);
	size_t n = apostrophe(s);
	if (n > 0 && s[n] == 's' && !is_word_character(s[n + 1])) {
		w->possessive = true;
		return s + n + 1;
	}
	return s;
}

static bool same_text(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char x = a[i] >= 'A' && a[i] <= 'Z' ? (char)(a[i] | 0x20) : a[i];
		char y = b[i] >= 'A' && b[i] <= 'Z' ? (char)(b[i] | 0x20) : b[i];
		if (x != y || x == '\0')
			return false;
	}
	return true;
}

static const char *find_text(const char *sentence, const char *phrase, size_t len)
{
	for (const char *s = sentence; *s != '\0'; s++) {
		bool begins = s == sentence || !is_word_character(s[-1]);
		if (begins && same_text(s, phrase, len) && !is_word_character(s[len]))
			return s;
	}
	return NULL;
}

/* A stop ends a sentence only where a blank and no small letter follows, and no single letter ("U.S.") or short title goes before. */
static bool is_stop(const char *s, const dtl_context_word *last)
{
	if (*s != '.')
		return ends_clause(*s) && (s[1] == ' ' || s[1] == '\0');
	return s[1] == ' ' && last != NULL && last->len > 4 && !(s[2] >= 'a' && s[2] <= 'z');
}

void dtl_context_read(dtl_context *c, const char *sentence, const char *phrase)
{
	size_t len = strlen(phrase);
	bool clause = true;

	while (len > 0 && !is_word_character(phrase[len - 1]))
		len--;
	const char *found = len > 0 ? find_text(sentence, phrase, len) : NULL;
	c->count = 0;
	c->first = c->last = -1;
	const char *s = sentence;
	while (*s != '\0' && c->count < DTL_CONTEXT_WORDS) {
		if (!is_word_character(*s)) {
			clause = clause || is_stop(s, c->count > 0 ? &c->words[c->count - 1] : NULL);
			s++;
			continue;
		}
		if (found != NULL && c->first < 0 && s >= found)
			c->first = c->count;
		if (found != NULL && c->last < 0 && s >= found + len)
			c->last = c->count;
		dtl_context_word *w = &c->words[c->count++];
		s = read_word(w, s);
		w->clause = clause;
		clause = false;
	}
	c->found = c->first >= 0; /* not beyond the words that are kept, nor within one */
	if (c->first < 0)
		c->first = c->count;
	if (c->last < 0)
		c->last = c->count;
}

/* ---- Verbs ---- */

typedef enum cue {
	CUE_NONE,
	CUE_FUTURE,  /* will */
	CUE_BE,      /* to be held, will be held */
	CUE_IS,      /* is, are: with -ing still to come */
	CUE_HAVE,    /* has, have: with a participle past */
	CUE_PAST,    /* said */
	CUE_TO_COME, /* expected to, due in */
	CUE_PROMISE, /* agreed: past, but "agreed to" is to come */
	CUE_TO,      /* to: an infinitive */
	CUE_STOP,    /* that, which: another clause */
	CUE_ARTICLE, /* the, its: an adjective follows, or a noun */
	CUE_NOT,     /* words in -ed that are no verbs */
} cue;

/* In byte order, which a test checks. */
static const struct verb {
	const char *text;
	cue cue;
} verbs[] = {
	{ "a", CUE_ARTICLE },
	{ "agreed", CUE_PROMISE },
	{ "ahead", CUE_FUTURE },
	{ "aims", CUE_FUTURE },
	{ "allowed", CUE_TO_COME },
	{ "am", CUE_IS },
	{ "an", CUE_ARTICLE },
	{ "are", CUE_IS },
	{ "arrives", CUE_FUTURE },
	{ "attends", CUE_FUTURE },
	{ "be", CUE_BE },
	{ "became", CUE_PAST },
	{ "because", CUE_STOP },
	{ "began", CUE_PAST },
	{ "begins", CUE_FUTURE },
	{ "broke", CUE_PAST },
	{ "brought", CUE_PAST },
	{ "built", CUE_PAST },
	{ "but", CUE_STOP },
	{ "came", CUE_PAST },
	{ "can", CUE_FUTURE },
	{ "caught", CUE_PAST },
	{ "chose", CUE_PAST },
	{ "convenes", CUE_FUTURE },
	{ "could", CUE_FUTURE },
	{ "dealt", CUE_PAST },
	{ "decided", CUE_PROMISE },
	{ "departs", CUE_FUTURE },
	{ "did", CUE_PAST },
	{ "drew", CUE_PAST },
	{ "drove", CUE_PAST },
	{ "due", CUE_TO_COME },
	{ "embed", CUE_NOT },
	{ "exceed", CUE_NOT },
	{ "expected", CUE_TO_COME },
	{ "expects", CUE_FUTURE },
	{ "feed", CUE_NOT },
	{ "fell", CUE_PAST },
	{ "felt", CUE_PAST },
	{ "fled", CUE_PAST },
	{ "flew", CUE_PAST },
	{ "flies", CUE_FUTURE },
	{ "forthcoming", CUE_FUTURE },
	{ "fought", CUE_PAST },
	{ "found", CUE_PAST },
	{ "gave", CUE_PAST },
	{ "gets", CUE_FUTURE },
	{ "going", CUE_FUTURE },
	{ "got", CUE_PAST },
	{ "grew", CUE_PAST },
	{ "had", CUE_PAST },
	{ "has", CUE_HAVE },
	{ "have", CUE_HAVE },
	{ "heads", CUE_FUTURE },
	{ "heard", CUE_PAST },
	{ "held", CUE_PAST },
	{ "her", CUE_ARTICLE },
	{ "his", CUE_ARTICLE },
	{ "hit", CUE_PAST },
	{ "hopes", CUE_FUTURE },
	{ "hosts", CUE_FUTURE },
	{ "hundred", CUE_NOT },
	{ "indeed", CUE_NOT },
	{ "intends", CUE_FUTURE },
	{ "invited", CUE_PROMISE },
	{ "is", CUE_IS },
	{ "its", CUE_ARTICLE },
	{ "kept", CUE_PAST },
	{ "kicks", CUE_FUTURE },
	{ "knew", CUE_PAST },
	{ "laid", CUE_PAST },
	{ "launches", CUE_FUTURE },
	{ "leaves", CUE_FUTURE },
	{ "led", CUE_PAST },
	{ "left", CUE_PAST },
	{ "likely", CUE_TO_COME },
	{ "ll", CUE_FUTURE },
	{ "looking", CUE_FUTURE },
	{ "lost", CUE_PAST },
	{ "made", CUE_PAST },
	{ "marks", CUE_FUTURE },
	{ "meets", CUE_FUTURE },
	{ "met", CUE_PAST },
	{ "might", CUE_FUTURE },
	{ "must", CUE_FUTURE },
	{ "my", CUE_ARTICLE },
	{ "need", CUE_NOT },
	{ "of", CUE_ARTICLE },
	{ "opens", CUE_FUTURE },
	{ "our", CUE_ARTICLE },
	{ "paid", CUE_PAST },
	{ "planned", CUE_TO_COME },
	{ "planning", CUE_FUTURE },
	{ "plans", CUE_FUTURE },
	{ "pledged", CUE_PROMISE },
	{ "preparing", CUE_FUTURE },
	{ "proceed", CUE_NOT },
	{ "promised", CUE_PROMISE },
	{ "proposed", CUE_PROMISE },
	{ "put", CUE_PAST },
	{ "ran", CUE_PAST },
	{ "read", CUE_PAST },
	{ "ready", CUE_TO_COME },
	{ "rose", CUE_PAST },
	{ "sacred", CUE_NOT },
	{ "said", CUE_PAST },
	{ "sat", CUE_PAST },
	{ "saw", CUE_PAST },
	{ "scheduled", CUE_TO_COME },
	{ "seed", CUE_NOT },
	{ "sent", CUE_PAST },
	{ "set", CUE_TO_COME },
	{ "shall", CUE_FUTURE },
	{ "shed", CUE_PAST },
	{ "shook", CUE_PAST },
	{ "shot", CUE_PAST },
	{ "should", CUE_FUTURE },
	{ "since", CUE_PAST },
	{ "slated", CUE_TO_COME },
	{ "slept", CUE_PAST },
	{ "sought", CUE_PAST },
	{ "speaks", CUE_FUTURE },
	{ "speed", CUE_NOT },
	{ "spent", CUE_PAST },
	{ "spoke", CUE_PAST },
	{ "starts", CUE_FUTURE },
	{ "stood", CUE_PAST },
	{ "struck", CUE_PAST },
	{ "succeed", CUE_NOT },
	{ "supposed", CUE_TO_COME },
	{ "swore", CUE_PAST },
	{ "takes", CUE_FUTURE },
	{ "that", CUE_STOP },
	{ "the", CUE_ARTICLE },
	{ "their", CUE_ARTICLE },
	{ "this", CUE_ARTICLE },
	{ "thought", CUE_PAST },
	{ "to", CUE_TO },
	{ "told", CUE_PAST },
	{ "took", CUE_PAST },
	{ "travels", CUE_FUTURE },
	{ "understood", CUE_PAST },
	{ "upcoming", CUE_FUTURE },
	{ "visits", CUE_FUTURE },
	{ "vowed", CUE_PROMISE },
	{ "was", CUE_PAST },
	{ "went", CUE_PAST },
	{ "were", CUE_PAST },
	{ "when", CUE_STOP },
	{ "which", CUE_STOP },
	{ "while", CUE_STOP },
	{ "who", CUE_STOP },
	{ "whom", CUE_STOP },
	{ "whose", CUE_STOP },
	{ "will", CUE_FUTURE },
	{ "withdrew", CUE_PAST },
	{ "won", CUE_PAST },
	{ "would", CUE_FUTURE },
	{ "wrote", CUE_PAST },
};

const char *dtl_context_verb_at(size_t i)
{
	return i < sizeof verbs / sizeof *verbs ? verbs[i].text : NULL;
}

static cue look_up(const dtl_context_word *w)
{
	char lower[16];
	size_t lo = 0;
	size_t hi = sizeof verbs / sizeof *verbs;

	if (w->len >= sizeof lower)
		return CUE_NONE;
	for (size_t i = 0; i < w->len; i++)
		lower[i] = w->text[i] >= 'A' && w->text[i] <= 'Z' ? (char)(w->text[i] | 0x20) : w->text[i];
	lower[w->len] = '\0';
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int order = strcmp(lower, verbs[mid].text);
		if (order == 0)
			return verbs[mid].cue;
		if (order < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return CUE_NONE;
}

static bool ends_in(const dtl_context_word *w, const char *end)
{
	size_t n = strlen(end);
	return w->len > n + 1 && memcmp(w->text + w->len - n, end, n) == 0;
}

static bool is(const dtl_context *c, int i, const char *word)
{
	return i >= 0 && i < c->count && c->words[i].len == strlen(word) &&
	       same_text(c->words[i].text, word, c->words[i].len);
}

static cue cue_at(const dtl_context *c, int i)
{
	if (i < 0 || i >= c->count)
		return CUE_NONE;
	const dtl_context_word *w = &c->words[i];
	cue found = look_up(w);
	if (found == CUE_NONE && !w->capital && ends_in(w, "ed"))
		return CUE_PAST;
	return found;
}

/* A participle before a noun is none: "the reported date". */
static bool is_adjective(const dtl_context *c, int i)
{
	bool article = cue_at(c, i - 1) == CUE_ARTICLE || (i > 0 && c->words[i - 1].possessive);
	return article && i + 1 < c->count && i + 1 != c->first;
}

static bool is_infinitive(const dtl_context *c, int to)
{
	if (to + 1 >= c->count || to + 1 == c->first)
		return false;
	const dtl_context_word *next = &c->words[to + 1];
	bool plain = is_letter(*next->text) && !next->capital && !ends_in(next, "ing");
	return plain && cue_at(c, to + 1) != CUE_ARTICLE;
}

/* Verbs of the past that are about what is to come when they lead on: "expected in July", "set to". */
static bool leads_on(const dtl_context *c, int i)
{
	static const char *const words[] = { "to", "for", "in", "on", "at", "by", "early", "late", "later",
		"next", "this", "during", "from", "over", "as", "between" };

	if (i + 1 == c->first || i + 1 >= c->count)
		return true;
	for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
		if (is(c, i + 1, words[k]))
			return true;
	}
	return false;
}

static dtl_tense participle(const dtl_context *c, int i)
{
	cue before = cue_at(c, i - 1);

	if (before == CUE_BE)
		return DTL_TENSE_FUTURE;
	if (is(c, i - 1, "being") || before == CUE_IS || is_adjective(c, i))
		return DTL_TENSE_UNKNOWN;
	return DTL_TENSE_PAST;
}

/* What the word at i tells by itself and its neighbours. */
static dtl_tense tense_at(const dtl_context *c, int i)
{
	cue before = cue_at(c, i - 1);

	switch (cue_at(c, i)) {
	case CUE_FUTURE:
		if (is(c, i + 1, "have") && (is(c, i + 2, "been") || cue_at(c, i + 2) == CUE_PAST))
			return DTL_TENSE_PAST;
		return c->words[i].capital && !c->words[i].clause ? DTL_TENSE_UNKNOWN : DTL_TENSE_FUTURE;
	case CUE_BE: return DTL_TENSE_FUTURE;
	case CUE_IS:
		return i + 1 < c->count && i + 1 != c->first && ends_in(&c->words[i + 1], "ing")
			   ? DTL_TENSE_FUTURE
			   : DTL_TENSE_UNKNOWN;
	case CUE_HAVE:
		if (is(c, i + 1, "to"))
			return DTL_TENSE_FUTURE;
		return is(c, i + 1, "been") || cue_at(c, i + 1) == CUE_PAST || cue_at(c, i + 1) == CUE_PROMISE
			   ? DTL_TENSE_PAST
			   : DTL_TENSE_UNKNOWN;
	case CUE_PAST:
		/* "was scheduled to" was to come, and mostly still is */
		if (cue_at(c, i + 1) == CUE_TO_COME && leads_on(c, i + 1) && !is(c, i, "had"))
			return DTL_TENSE_FUTURE;
		return participle(c, i);
	case CUE_TO_COME:
		if (is(c, i - 1, "had") || is(c, i - 2, "had"))
			return DTL_TENSE_PAST;
		return leads_on(c, i) && !is_adjective(c, i) ? DTL_TENSE_FUTURE : DTL_TENSE_UNKNOWN;
	case CUE_PROMISE:
		return is(c, i + 1, "to") || is(c, i + 1, "that") ? DTL_TENSE_FUTURE : participle(c, i);
	case CUE_TO:
		/* "began to withdraw" is past, "talks to be held" to come */
		return is_infinitive(c, i) && before != CUE_PAST ? DTL_TENSE_FUTURE : DTL_TENSE_UNKNOWN;
	case CUE_NONE:
	case CUE_STOP:
	case CUE_ARTICLE:
	case CUE_NOT: break;
	}
	return DTL_TENSE_UNKNOWN;
}

/* Backwards from the phrase, to the beginning of its clause. */
static dtl_tense look_back(const dtl_context *c, int *at, bool beyond)
{
	for (int i = *at - 1; i >= 0; i--) {
		dtl_tense tense = tense_at(c, i);
		if (tense != DTL_TENSE_UNKNOWN) {
			*at = i;
			return tense;
		}
		if (!beyond && cue_at(c, i) == CUE_STOP)
			return DTL_TENSE_UNKNOWN;
		if (c->words[i].clause)
			return DTL_TENSE_UNKNOWN;
	}
	return DTL_TENSE_UNKNOWN;
}

static dtl_tense look_ahead(const dtl_context *c, int *at)
{
	for (int i = *at; i < c->count; i++) {
		if (c->words[i].clause && i > 0)
			return DTL_TENSE_UNKNOWN;
		dtl_tense tense = tense_at(c, i);
		if (tense != DTL_TENSE_UNKNOWN) {
			*at = i;
			return tense;
		}
		if (cue_at(c, i) == CUE_STOP)
			return DTL_TENSE_UNKNOWN;
	}
	return DTL_TENSE_UNKNOWN;
}

/* "after the annexation in March": weaker than any verb, and still something. */
static bool stands_after(const dtl_context *c)
{
	for (int i = c->first - 1; i >= 0; i--) {
		if (is(c, i, "after"))
			return true;
		if (c->words[i].clause)
			return false;
	}
	return false;
}

dtl_tense dtl_context_tense(const dtl_context *c)
{
	int behind = c->first;
	int ahead = c->last;
	dtl_tense back = look_back(c, &behind, false);
	dtl_tense forward = look_ahead(c, &ahead);
	bool possessive = c->last > 0 && c->last <= c->count && c->words[c->last - 1].possessive;

	/* "said Friday's talks will": the verb after a possessive is nearer than it looks */
	if (forward != DTL_TENSE_UNKNOWN && possessive && ahead - c->last < 5)
		return forward;
	if (back != DTL_TENSE_UNKNOWN)
		return back;
	if (forward != DTL_TENSE_UNKNOWN)
		return forward;
	behind = c->first;
	back = look_back(c, &behind, true);
	if (back == DTL_TENSE_UNKNOWN && stands_after(c))
		return DTL_TENSE_PAST;
	return back;
}
