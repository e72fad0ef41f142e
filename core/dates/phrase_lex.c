#include "dates/phrase_lex.h"

#include <string.h>

#define WORD_MAX 24 /* longer words are not in the table */

static const struct entry {
	const char *text;
	unsigned char word;
	short value;
} entries[] = {
#define WORD(text, class, value) { text, W_##class, value },
#include "dates/phrase_words.def"
#undef WORD
};

#define ENTRIES (sizeof entries / sizeof *entries)

const char *dtl_phrase_word_at(size_t i)
{
	return i < ENTRIES ? entries[i].text : NULL;
}

dtl_word dtl_phrase_word(const char *word, size_t len, int *value)
{
	char lower[WORD_MAX];
	size_t lo = 0;
	size_t hi = ENTRIES;

	if (len >= sizeof lower)
		return W_NONE;
	for (size_t i = 0; i < len; i++)
		lower[i] = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] | 0x20) : word[i];
	lower[len] = '\0';
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int order = strcmp(lower, entries[mid].text);
		if (order == 0) {
			*value = entries[mid].value;
			return (dtl_word)entries[mid].word;
		}
		if (order < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return W_NONE;
}

/* ---- Characters ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The dashes and quotes of typesetters, by the third byte of U+2010 … U+201F. */
static bool is_general_punctuation(const char *s)
{
	return (unsigned char)s[0] == 0xE2 && (unsigned char)s[1] == 0x80 && s[2] != '\0';
}

static size_t dash_length(const char *s)
{
	if (*s == '-')
		return 1;
	if (is_general_punctuation(s) && (unsigned char)s[2] >= 0x90 && (unsigned char)s[2] <= 0x95)
		return 3;
	if ((unsigned char)s[0] == 0xE2 && (unsigned char)s[1] == 0x88 && (unsigned char)s[2] == 0x92)
		return 3;
	return 0;
}

static size_t apostrophe_length(const char *s)
{
	if (*s == '\'')
		return 1;
	if (is_general_punctuation(s) && ((unsigned char)s[2] == 0x98 || (unsigned char)s[2] == 0x99))
		return 3;
	return 0;
}

static size_t blank_length(const char *s)
{
	if (*s == ' ' || (*s >= '\t' && *s <= '\r') || *s == '.' || *s == '"')
		return 1; /* a full stop ends an abbreviation or a sentence: nothing to us */
	if ((unsigned char)s[0] == 0xC2 && (unsigned char)s[1] == 0xA0)
		return 2;
	if (is_general_punctuation(s)) {
		unsigned char c = (unsigned char)s[2];
		if (c <= 0x8F || c == 0x9C || c == 0x9D || c == 0xA6 || c == 0xAF)
			return 3;
	}
	return 0;
}

/* Letters beyond ASCII are letters, unless they are dashes, quotes or blanks. */
static bool is_letter(const char *s)
{
	if (is_ascii_letter(*s))
		return true;
	return (unsigned char)*s >= 0x80 && dash_length(s) == 0 && apostrophe_length(s) == 0 &&
	       blank_length(s) == 0;
}

static size_t character_length(const char *s)
{
	size_t n = 1;
	while (((unsigned char)s[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* ---- Words ---- */

/* The letters of a word without its stops and apostrophes: "a.m." is "am", "o'clock" "oclock". */
typedef struct letters {
	char text[WORD_MAX];
	size_t len; /* may be more than fits */
	bool digit;
} letters;

static void add_letters(letters *l, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++, l->len++) {
		if (l->len < sizeof l->text)
			l->text[l->len] = s[i];
	}
}

/* A possessive's "'s" or "'" belongs to the word and says nothing. */
static size_t possessive_length(const char *s)
{
	size_t n = apostrophe_length(s);

	if (n == 0)
		return 0;
	if ((s[n] == 's' || s[n] == 'S') && !is_letter(s + n + 1) && !is_digit(s[n + 1]))
		return n + 1;
	return is_letter(s + n) ? 0 : n;
}

/* The stops of "U.S" and "a.m" stand between single letters. */
static bool is_inner_stop(const char *s, size_t since_stop)
{
	return *s == '.' && since_stop == 1 && is_ascii_letter(s[1]) && !is_ascii_letter(s[2]);
}

static size_t read_letters(letters *l, const char *s)
{
	const char *at = s;
	size_t since_stop = 0;

	for (;;) {
		size_t n = 0;
		if (is_letter(at))
			n = character_length(at);
		else if (is_digit(*at))
			n = 1;
		if (n > 0) {
			l->digit = l->digit || is_digit(*at);
			add_letters(l, at, n);
			since_stop++;
			at += n;
		} else if (is_inner_stop(at, since_stop)) {
			since_stop = 0;
			at++;
		} else if (possessive_length(at) > 0) {
			return (size_t)(at - s) + possessive_length(at);
		} else if (apostrophe_length(at) > 0) {
			at += apostrophe_length(at);
		} else {
			return (size_t)(at - s);
		}
	}
}

/* Q3 and H1. */
static bool read_code(dtl_token *t, char letter, char digit)
{
	bool quarter = letter == 'Q' || letter == 'q';
	bool half = letter == 'H' || letter == 'h';

	if (!(quarter && digit >= '1' && digit <= '4') && !(half && digit >= '1' && digit <= '2'))
		return false;
	t->word = quarter ? W_QUARTER_CODE : W_HALF_CODE;
	t->value = digit - '0';
	return true;
}

static bool is_fiscal_code(const letters *l)
{
	return l->digit && l->len >= 3 && (l->text[0] == 'F' || l->text[0] == 'f') &&
	       (l->text[1] == 'Y' || l->text[1] == 'y') && is_digit(l->text[2]);
}

static size_t read_word(dtl_token *t, const char *s)
{
	letters l = { .len = 0, .digit = false };
	size_t n = read_letters(&l, s);

	t->capital = *s >= 'A' && *s <= 'Z';
	t->word = W_NONE;
	if (l.len == 2 && read_code(t, l.text[0], l.text[1]))
		return n;
	if (is_fiscal_code(&l))
		t->word = W_FISCAL;
	else if (!l.digit)
		t->word = dtl_phrase_word(l.text, l.len, &t->value);
	/* a word glued to a number, as in Covid-19 or SU-24, takes the number with it */
	if (t->word == W_NONE && s[n] == '-' && is_digit(s[n + 1])) {
		n++;
		while (is_digit(s[n]))
			n++;
	}
	return n;
}

/* ---- Numbers ---- */

static int read_digits(const char *s, size_t *len)
{
	int value = 0;
	size_t n = 0;

	for (; is_digit(s[n]); n++) {
		if (n < 9)
			value = value * 10 + (s[n] - '0');
	}
	*len = n;
	return value;
}

/* The rest of d/d/d, d.d.d or dddd-dd-dd, after the first number. */
static size_t read_three(dtl_token *t, const char *s, char separator)
{
	size_t second;
	size_t third;

	if (s[0] != separator || !is_digit(s[1]))
		return 0;
	t->second = read_digits(s + 1, &second);
	if (s[1 + second] != separator || !is_digit(s[2 + second]))
		return 0;
	t->third = read_digits(s + 2 + second, &third);
	size_t n = 2 + second + third;
	if (separator == '-' && s[n] == 'T' && is_digit(s[n + 1]))
		n++; /* 2013-06-04T14:00, which EDTF wants with seconds */
	if (second > 2 || third > 4 || s[n] == separator || (s[n - 1] != 'T' && is_letter(s + n)))
		return 0;
	if (separator == '-' && (t->digits != 4 || second != 2 || third != 2))
		return 0;
	return n;
}

/* Z or +02:00 right after a clock. */
static size_t read_clock_offset(dtl_token *t, const char *s)
{
	size_t hours;
	size_t minutes = 0;
	int minute = 0;

	if (*s == 'Z' && !is_letter(s + 1) && !is_digit(s[1])) {
		t->third = 1;
		return 1;
	}
	if ((*s != '+' && *s != '-') || !is_digit(s[1]))
		return 0;
	int hour = read_digits(s + 1, &hours);
	if (s[1 + hours] == ':')
		minute = read_digits(s + 2 + hours, &minutes);
	if (hours != 2 || hour > 14 || (minutes != 0 && minutes != 2) || minute > 59)
		return 0;
	t->third = 1;
	t->second = (hour * 60 + minute) * (*s == '-' ? -1 : 1);
	return 1 + hours + (minutes > 0 ? 1 + minutes : 0);
}

static size_t read_clock(dtl_token *t, const char *s)
{
	size_t minutes;
	size_t seconds;

	if (s[0] != ':' || !is_digit(s[1]) || t->digits > 2 || t->value > 24)
		return 0;
	int minute = read_digits(s + 1, &minutes);
	int second = 0;
	size_t n = 1 + minutes;
	if (minutes != 2 || minute > 59)
		return 0;
	if (s[n] == ':' && is_digit(s[n + 1])) {
		second = read_digits(s + n + 1, &seconds);
		n += 1 + seconds;
		if (seconds != 2 || second > 59)
			return 0;
	}
	t->word = W_CLOCK;
	t->value = t->value * 3600 + minute * 60 + second;
	t->second = 0;
	return n + read_clock_offset(t, s + n);
}

/* 144,000; 3.5; 1/2; 7%; 10:1 … all that a date never is; 0 when it is a plain number. */
static size_t quantity_length(const char *s)
{
	size_t n = 0;

	for (;;) {
		bool joined = s[n] == ',' || s[n] == '.' || s[n] == '/' || s[n] == ':';
		size_t more;
		if (joined && is_digit(s[n + 1])) {
			read_digits(s + n + 1, &more);
			if (s[n] == ',' && more != 3)
				return n;
			n += 1 + more;
		} else {
			return s[n] == '%' ? n + 1 : n;
		}
	}
}

static bool is_suffix(const char *s, const char *suffix)
{
	return (s[0] | 0x20) == suffix[0] && (s[1] | 0x20) == suffix[1] && !is_letter(s + 2) &&
	       !is_digit(s[2]);
}

static bool is_ordinal_suffix(const char *s)
{
	return is_suffix(s, "st") || is_suffix(s, "nd") || is_suffix(s, "rd") || is_suffix(s, "th");
}

/* "1990s", "1990's", "90s". */
static size_t decade_suffix(const dtl_token *t, const char *s)
{
	size_t n = apostrophe_length(s);

	if (s[n] != 's' || is_letter(s + n + 1) || is_digit(s[n + 1]) || t->value % 10 != 0)
		return 0;
	return t->digits == 4 || (t->digits == 2 && t->value > 0) ? n + 1 : 0;
}

/* "10a.m." */
static bool is_dotted_ampm(const char *s)
{
	return (s[0] == 'a' || s[0] == 'p') && s[1] == '.' && s[2] == 'm';
}

/* Letters right after a number: an ordinal, a decade, am and pm, 3Q; else a word like 5G. */
static size_t read_number_suffix(dtl_token *t, const char *s)
{
	size_t decade = decade_suffix(t, s);
	letters l = { .len = 0, .digit = false };

	if (is_ordinal_suffix(s)) {
		t->word = W_ORDINAL;
		return 2;
	}
	if (decade > 0) {
		t->word = W_DECADE;
		t->value += t->digits == 2 ? 1900 : 0;
		return decade;
	}
	if (!is_letter(s) || is_suffix(s, "am") || is_suffix(s, "pm") || is_dotted_ampm(s))
		return 0;
	if (t->digits == 1 && !is_letter(s + 1) && !is_digit(s[1]) &&
	    read_code(t, s[0], (char)('0' + t->value)))
		return 1;
	t->word = W_NONE;
	return read_letters(&l, s);
}

static size_t read_number(dtl_token *t, const char *s, bool currency)
{
	size_t n;
	size_t more;

	t->value = read_digits(s, &n);
	t->digits = (short)(n > 9 ? 9 : n);
	t->word = n > 9 || currency ? W_QUANTITY : W_NUMBER;
	if ((more = read_three(t, s + n, '-')) > 0) {
		t->word = W_ISO_DATE;
	} else if ((more = read_three(t, s + n, '/')) > 0 || (more = read_three(t, s + n, '.')) > 0) {
		t->word = W_SLASH_DATE;
	} else if ((more = read_clock(t, s + n)) == 0) {
		more = quantity_length(s + n);
		if (more > 0)
			t->word = W_QUANTITY;
		else if (t->word == W_NUMBER)
			more = read_number_suffix(t, s + n);
	}
	return n + more;
}

/* ---- Tokens ---- */

static size_t read_punctuation(dtl_token *t, const char *s)
{
	size_t dash = dash_length(s);

	t->word = W_OTHER;
	if (dash > 0) {
		t->word = W_DASH;
		return dash;
	}
	if (*s == ',')
		t->word = W_COMMA;
	else if (*s == '(' || *s == '[')
		t->word = W_OPEN;
	else if (*s == ')' || *s == ']')
		t->word = W_CLOSE;
	else if (*s == '/')
		t->word = W_SLASH;
	else if (*s == '&')
		t->word = W_AND;
	return character_length(s);
}

static bool is_currency(const char *text, const char *s)
{
	if (s > text && (s[-1] == '$' || s[-1] == '#'))
		return true;
	/* the last bytes of € U+20AC and £ U+00A3 */
	return s > text && ((unsigned char)s[-1] == 0xAC || (unsigned char)s[-1] == 0xA3);
}

static size_t read_token(dtl_token *t, const char *text, const char *s)
{
	if (is_digit(*s))
		return read_number(t, s, is_currency(text, s));
	if (is_letter(s))
		return read_word(t, s);
	return read_punctuation(t, s);
}

/* May, June and July are short and still not abbreviated. */
static bool is_full_name(const dtl_token *t)
{
	if (t->word == W_WEEKDAY)
		return t->len > 5;
	return t->len > 4 || t->value == 5 || (t->len == 4 && (t->value == 6 || t->value == 7));
}

/* A stop after what is not abbreviated ends a sentence: "in July. 20 people" is not 20 July. */
static bool ends_sentence(const dtl_token *t)
{
	if (t->word == W_MONTH || t->word == W_WEEKDAY)
		return is_full_name(t);
	return t->word == W_UNIT || t->word == W_ORDINAL || (t->word >= W_NUMBER && t->word <= W_DURATION);
}

/*
 * Put together what belongs together: "twenty-first", "two-day". Works on the
 * last tokens read; returns how many there are now.
 */
static int join(dtl_token *tokens, int n)
{
	if (n < 3 || tokens[n - 2].word != W_DASH || !tokens[n - 2].glued || !tokens[n - 1].glued)
		return n;
	dtl_token *a = &tokens[n - 3];
	const dtl_token *b = &tokens[n - 1];
	bool count = a->word == W_COUNT || a->word == W_NUMBER;
	if (a->word == W_COUNT && a->value >= 20 && a->value % 10 == 0 && b->value > 0 && b->value < 10 &&
	    (b->word == W_COUNT || b->word == W_ORDINAL)) {
		a->value += b->value;
		a->word = b->word;
	} else if (a->word == W_UNIT && b->word == W_LONG) { /* week-long */
		a->unit = (short)(a->value & ~UNIT_PLURAL);
		a->value = 1;
		a->word = W_DURATION;
	} else if (count && b->word == W_UNIT) {
		a->word = W_DURATION;
		a->unit = (short)(b->value & ~UNIT_PLURAL);
	} else {
		return n;
	}
	a->len = (size_t)(b->text + b->len - a->text);
	return n - 2;
}

int dtl_phrase_lex(dtl_token *tokens, int max, const char *text)
{
	const char *s = text;
	const char *end_of_last = NULL;
	int n = 0;

	for (;;) {
		size_t blank = 0;
		bool stop = n > 0 && *s == '.' && s == end_of_last && ends_sentence(&tokens[n - 1]);
		while (!stop && *s != '\0' && (blank = blank_length(s)) > 0)
			s += blank;
		if (*s == '\0')
			return n;
		if (apostrophe_length(s) > 0) { /* an opening quote, or that of '90s */
			s += apostrophe_length(s);
			continue;
		}
		if (n == max)
			return -1;
		dtl_token *t = &tokens[n++];
		memset(t, 0, sizeof *t);
		t->text = s;
		t->glued = s == end_of_last;
		t->len = read_token(t, text, s);
		s += t->len;
		end_of_last = s;
		n = join(tokens, n);
	}
}
