/* Names as they are compared, and slugs. */
#include "base/utf8.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

/* UTF-16 for ICU, grown to what ICU asks for. */
typedef struct wide {
	UChar *data;
	int32_t len;
	int32_t cap;
	bool failed;
} wide;

/* Collects folded characters: blanks between words only, dots of initials dropped. */
typedef struct folder {
	dtl_text *out;
	size_t start;   /* where this text begins in `out` */
	bool gap;       /* a blank is due before the next character */
	size_t letters; /* characters since the last blank or dot; a digit counts for two: it is no initial */
} folder;

static bool wide_reserve(wide *w, int32_t cap)
{
	if (cap <= w->cap)
		return true;
	UChar *data = realloc(w->data, (size_t)cap * sizeof(UChar));
	if (!data) {
		w->failed = true;
		return false;
	}
	w->data = data;
	w->cap = cap;
	return true;
}

static bool wide_from_utf8(wide *w, const char *s, size_t len)
{
	UErrorCode code = U_ZERO_ERROR;
	/* A UTF-16 text never has more units than the UTF-8 has bytes. */
	if (len > INT32_MAX / 8 || !wide_reserve(w, (int32_t)len + 1))
		return false;
	u_strFromUTF8WithSub(w->data, w->cap, &w->len, s, (int32_t)len, 0xFFFD, NULL, &code);
	return U_SUCCESS(code);
}

static bool wide_normalize(const UNormalizer2 *form, const wide *in, wide *out)
{
	UErrorCode code = U_ZERO_ERROR;
	int32_t need = unorm2_normalize(form, in->data, in->len, out->data, out->cap, &code);
	if (code == U_BUFFER_OVERFLOW_ERROR && wide_reserve(out, need + 1)) {
		code = U_ZERO_ERROR;
		need = unorm2_normalize(form, in->data, in->len, out->data, out->cap, &code);
	}
	out->len = need;
	return U_SUCCESS(code);
}

/* Letters with a stroke through them or grown together have no decomposition in Unicode. */
static const char *plain_letter(uint32_t c)
{
	static const struct {
		uint32_t letter;
		const char *plain;
	} table[] = {
		{ 0xE6, "ae" },
		{ 0xF0, "d" },
		{ 0xF8, "o" },
		{ 0xFE, "th" },
		{ 0x111, "d" },
		{ 0x127, "h" },
		{ 0x131, "i" },
		{ 0x142, "l" },
		{ 0x153, "oe" },
		{ 0x167, "t" },
		{ 0x2BC, "" },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].letter == c)
			return table[i].plain;
	return NULL;
}

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == '`' || c == 0x2018 || c == 0x2019 || c == 0x201B ||
	       (c >= 0x2B9 && c <= 0x2BF) || c == 0x2032 || c == 0xFF07;
}

static bool parts_words(uint32_t c)
{
	if (c < 0x80) {
		bool kept = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		return !kept && !strchr("#$%&*+<=>@^|~", (int)c);
	}
	UChar32 u = (UChar32)c;
	return u_ispunct(u) || u_isUWhiteSpace(u) || u_iscntrl(u);
}

static void put(folder *f, uint32_t c)
{
	if (f->gap && f->out->len > f->start)
		dtl_text_add_char(f->out, ' ');
	f->gap = false;
	f->letters += c >= '0' && c <= '9' ? 2 : 1;
	dtl_utf8_add(f->out, c);
}

static void fold_one(folder *f, uint32_t c)
{
	if (is_apostrophe(c))
		return;
	if (c == '.' && f->letters == 1) { /* "U.S." is one word; "St.Gallen" and "1.5" are two */
		f->letters = 0;
		return;
	}
	if (parts_words(c)) {
		f->gap = true;
		f->letters = 0;
		return;
	}
	const char *plain = c < 0x80 ? NULL : plain_letter(c);
	if (!plain)
		put(f, c);
	else
		for (; *plain; plain++)
			put(f, (unsigned char)*plain);
}

/*
 * Accents on Latin, Greek and Cyrillic, and the optional vowel points of Hebrew
 * and Arabic, go. What tells letters apart stays: the voicing marks of kana
 * (class 8), Indic and Thai vowels, nukta and virama (0, 7, 9, 84–132).
 */
static bool is_accent(UChar32 c)
{
	if (u_charType(c) != U_NON_SPACING_MARK)
		return false;
	uint8_t class = u_getCombiningClass(c);
	return class == 1 || (class >= 10 && class <= 36) || class >= 200;
}

/* ICU's own U16_NEXT does not pass -Wconversion. */
static UChar32 wide_next(const wide *w, int32_t *i)
{
	UChar32 c = w->data[(*i)++];
	UChar32 low = *i < w->len ? w->data[*i] : 0;
	if (c >= 0xD800 && c <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF) {
		(*i)++;
		return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
	}
	return c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c;
}

static void fold_wide(folder *f, const wide *w)
{
	for (int32_t i = 0; i < w->len;) {
		UChar32 c = wide_next(w, &i);
		if (!is_accent(c))
			fold_one(f, (uint32_t)c);
	}
}

static void fold_unicode(folder *f, const char *s, size_t len)
{
	UErrorCode code = U_ZERO_ERROR;
	const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&code);
	const UNormalizer2 *nfd = unorm2_getNFDInstance(&code);
	wide a = { NULL, 0, 0, false };
	wide b = { NULL, 0, 0, false };
	if (U_SUCCESS(code) && wide_from_utf8(&a, s, len) && wide_normalize(casefold, &a, &b) &&
	    wide_normalize(nfd, &b, &a))
		fold_wide(f, &a);
	else
		f->out->failed = true;
	free(a.data);
	free(b.data);
}

static bool is_ascii(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] >= 0x80)
			return false;
	return true;
}

static uint32_t lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (uint32_t)(c - 'A' + 'a') : (unsigned char)c;
}

void dtl_fold(dtl_text *out, const char *s, size_t len)
{
	folder f = { out, out->len, false, 0 };
	if (!is_ascii(s, len)) {
		fold_unicode(&f, s, len);
		return;
	}
	for (size_t i = 0; i < len; i++)
		fold_one(&f, lower(s[i]));
}

static void transliterate(wide *w)
{
	static const char rules[] = "Any-Latin; Latin-ASCII; Lower";
	UChar id[sizeof(rules)];
	UErrorCode code = U_ZERO_ERROR;
	u_charsToUChars(rules, id, (int32_t)sizeof(rules));
	UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
	if (U_FAILURE(code)) {
		w->failed = true;
		return;
	}
	/* Some ideographs become six letters and a blank. */
	if (wide_reserve(w, w->len * 8 + 16)) {
		int32_t limit = w->len;
		utrans_transUChars(t, w->data, &w->len, w->cap, 0, &limit, &code);
		w->failed = U_FAILURE(code);
	}
	utrans_close(t);
}

/* `text` in Latin letters, as far as ICU knows how; folded. */
static void fold_latin(dtl_text *out, const char *text, size_t len)
{
	wide w = { NULL, 0, 0, false };
	if (!wide_from_utf8(&w, text, len))
		w.failed = true;
	else
		transliterate(&w);
	folder f = { out, out->len, false, 0 };
	if (w.failed)
		out->failed = true;
	else
		fold_wide(&f, &w);
	free(w.data);
}

static bool in_slug(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* `max` bytes of what stands in `out` from `start`, cut between words if there is such a place. */
static void cut_slug(dtl_text *out, size_t start, size_t max)
{
	if (out->len - start <= max)
		return;
	size_t end = start + max;
	while (end > start && out->data[end] != '-')
		end--;
	dtl_text_truncate(out, end > start ? end : start + max);
}

/* Folding is enough for all that is Latin; a transliterator takes a thousand times as long to make. */
static void fold_for_slug(dtl_text *out, const char *title)
{
	size_t len = strlen(title);
	dtl_fold(out, title, len);
	if (is_ascii(dtl_text_str(out), out->len) || out->failed)
		return;
	dtl_text_clear(out);
	fold_latin(out, title, len);
}

void dtl_slug(dtl_text *out, const char *title, size_t max)
{
	size_t start = out->len;
	dtl_text folded = DTL_TEXT_INIT;
	fold_for_slug(&folded, title);
	bool gap = false;
	for (const char *at = dtl_text_str(&folded); *at; at++) {
		if (in_slug(*at) && gap && out->len > start)
			dtl_text_add_char(out, '-');
		gap = !in_slug(*at);
		if (!gap)
			dtl_text_add_char(out, *at);
	}
	cut_slug(out, start, max);
	if (out->len == start)
		dtl_text_add(out, "event");
	out->failed = out->failed || folded.failed;
	dtl_text_free(&folded);
}

bool dtl_is_slug(const char *s)
{
	bool dash = true; /* none at the start, none twice */
	for (; *s; s++) {
		if (*s == '-' ? dash : !in_slug(*s))
			return false;
		dash = *s == '-';
	}
	return !dash;
}
