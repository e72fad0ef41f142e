#include "store/holds.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 32768 }; /* of a word: FTS5 cuts it there */

/* FTS5's tokenizer of one connection, made when it is first asked for. */
typedef struct splitter {
	fts5_tokenizer methods;
	Fts5Tokenizer *one; /* NULL: not yet */
} splitter;

typedef struct word {
	size_t at; /* in the phrase's bytes */
	int len;
} word;

/* What is searched for, split once for all texts of a statement. */
typedef struct phrase {
	char *bytes;
	size_t len, cap;
	word *words;
	size_t count, word_cap;
	bool prefix; /* the last word may go on */
	bool *open;  /* while a text is read: so many words of it just went by; the first always */
	bool found;  /* in the text */
	const word *longest;
	bool plain; /* it is ASCII */
} phrase;

static void free_phrase(void *p)
{
	phrase *f = p;
	if (!f)
		return;
	free(f->bytes);
	free(f->words);
	free(f->open);
	free(f);
}

static void free_splitter(void *p)
{
	splitter *s = p;
	if (s->one)
		s->methods.xDelete(s->one);
	free(s);
}

/* ---- FTS5's words ---- */

static int find_api(sqlite3 *handle, fts5_api **out)
{
	sqlite3_stmt *st = NULL;
	*out = NULL;
	int code = sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &st, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_bind_pointer(st, 1, out, "fts5_api_ptr", NULL);
	if (code == SQLITE_OK)
		sqlite3_step(st);
	int end = sqlite3_finalize(st);
	code = code == SQLITE_OK ? end : code;
	return code == SQLITE_OK && !*out ? SQLITE_ERROR : code;
}

static int make_splitter(splitter *s, sqlite3 *handle)
{
	const char *options[] = { "remove_diacritics", "2" };
	fts5_api *api = NULL;
	void *context = NULL;
	if (s->one)
		return SQLITE_OK;
	int code = find_api(handle, &api);
	if (code == SQLITE_OK)
		code = api->xFindTokenizer(api, "unicode61", &context, &s->methods);
	return code == SQLITE_OK ? s->methods.xCreate(context, options, 2, &s->one) : code;
}

/* ---- the phrase ---- */

static int cut(int len)
{
	return len > MOST_BYTES ? MOST_BYTES : len;
}

static int add_word(void *p, int flags, const char *token, int len, int start, int end)
{
	phrase *f = p;
	(void)flags, (void)start, (void)end;
	len = cut(len);
	if (f->count == f->word_cap) {
		size_t cap = f->word_cap ? 2 * f->word_cap : 4;
		word *words = realloc(f->words, cap * sizeof(*words));
		if (!words)
			return SQLITE_NOMEM;
		f->words = words;
		f->word_cap = cap;
	}
	if (f->len + (size_t)len > f->cap) {
		size_t cap = 2 * f->cap + (size_t)len;
		char *bytes = realloc(f->bytes, cap);
		if (!bytes)
			return SQLITE_NOMEM;
		f->bytes = bytes;
		f->cap = cap;
	}
	memcpy(f->bytes + f->len, token, (size_t)len);
	f->words[f->count++] = (word){ f->len, len };
	f->len += (size_t)len;
	return SQLITE_OK;
}

/* The text between the quotes, in `out`, which has room for it; false: it is no phrase in quotes. */
static bool unquote(const char *text, size_t len, char *out, size_t *out_len, bool *prefix)
{
	*out_len = 0;
	*prefix = len > 0 && text[len - 1] == '*';
	len -= *prefix;
	if (len < 2 || text[0] != '"' || text[len - 1] != '"')
		return false;
	for (size_t i = 1; i < len - 1; i++) {
		if (text[i] == '"' && (text[++i] != '"' || i == len - 1))
			return false;
		out[(*out_len)++] = text[i];
	}
	return true;
}

static bool is_ascii(const char *text, size_t len)
{
	unsigned char all = 0;
	for (size_t i = 0; i < len; i++)
		all |= (unsigned char)text[i];
	return all < 0x80;
}

static int split_phrase(phrase *f, const splitter *s, const char *text, size_t len)
{
	char *plain = malloc(len + 1);
	size_t plain_len = 0;
	if (!plain)
		return SQLITE_NOMEM;
	int code = unquote(text, len, plain, &plain_len, &f->prefix) ? SQLITE_OK : SQLITE_MISUSE;
	if (code == SQLITE_OK)
		code = s->methods.xTokenize(s->one, f,
		    FTS5_TOKENIZE_QUERY | (f->prefix ? FTS5_TOKENIZE_PREFIX : 0), plain, (int)plain_len,
		    add_word);
	free(plain);
	f->open = code == SQLITE_OK ? calloc(f->count + 1, sizeof(*f->open)) : NULL;
	if (code == SQLITE_OK && !f->open)
		code = SQLITE_NOMEM;
	for (size_t i = 0; i < f->count; i++)
		if (!f->longest || f->words[i].len > f->longest->len)
			f->longest = &f->words[i];
	f->plain = f->longest && is_ascii(f->bytes + f->longest->at, (size_t)f->longest->len);
	return code;
}

/* The one that the statement split before, or a new one; NULL: the result is an error. */
static phrase *phrase_of(sqlite3_context *context, sqlite3_value *value, const splitter *s)
{
	phrase *f = sqlite3_get_auxdata(context, 0);
	if (f)
		return f;
	const char *text = (const char *)sqlite3_value_text(value);
	f = calloc(1, sizeof(*f));
	int code = f && text ? split_phrase(f, s, text, (size_t)sqlite3_value_bytes(value)) : SQLITE_NOMEM;
	if (code == SQLITE_MISUSE)
		sqlite3_result_error(context, "holds: not a phrase in quotes", -1);
	else if (code != SQLITE_OK)
		sqlite3_result_error_code(context, code);
	if (code == SQLITE_OK)
		sqlite3_set_auxdata(context, 0, f, free_phrase);
	else
		free_phrase(f);
	/* Without room to keep it, SQLite has freed it. */
	return code == SQLITE_OK ? sqlite3_get_auxdata(context, 0) : NULL;
}

/* ---- a text ---- */

static bool is_word(const phrase *f, size_t index, const char *token, int len)
{
	const word *w = &f->words[index];
	bool goes_on = f->prefix && index + 1 == f->count;
	return (goes_on ? len >= w->len : len == w->len) &&
	       memcmp(token, f->bytes + w->at, (size_t)w->len) == 0;
}

static int see_word(void *p, int flags, const char *token, int len, int start, int end)
{
	phrase *f = p;
	(void)flags, (void)start, (void)end;
	len = cut(len);
	for (size_t i = f->count; i-- > 0;)
		f->open[i + 1] = f->open[i] && is_word(f, i, token, len);
	f->found = f->open[f->count];
	return f->found ? SQLITE_DONE : SQLITE_OK;
}

/*
 * ASCII has no accents, so that the letters of a word stand in it as they are, but
 * for capitals: most texts without the word are known by this alone, which takes
 * a tenth of the time. A digit has the bit that small letters have.
 */
static bool may_hold(const phrase *f, const char *text, size_t len)
{
	const char *w = f->bytes + f->longest->at;
	size_t word_len = (size_t)f->longest->len;
	if (!is_ascii(text, len))
		return true;
	if (!f->plain || len < word_len)
		return false;
	for (size_t i = 0; i <= len - word_len; i++) {
		size_t k = 0;
		while (k < word_len && (text[i + k] | 0x20) == w[k])
			k++;
		if (k == word_len)
			return true;
	}
	return false;
}

static int look(phrase *f, const splitter *s, const char *text, int len)
{
	if (f->count == 0 || !text || !may_hold(f, text, (size_t)len))
		return SQLITE_OK;
	memset(f->open, 0, (f->count + 1) * sizeof(*f->open));
	f->open[0] = true;
	int code = s->methods.xTokenize(s->one, f, FTS5_TOKENIZE_DOCUMENT, text, len, see_word);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

static void holds(sqlite3_context *context, int count, sqlite3_value **values)
{
	splitter *s = sqlite3_user_data(context);
	if (count < 1 || sqlite3_value_type(values[0]) == SQLITE_NULL)
		return;
	int code = make_splitter(s, sqlite3_context_db_handle(context));
	phrase *f = code == SQLITE_OK ? phrase_of(context, values[0], s) : NULL;
	if (code != SQLITE_OK)
		sqlite3_result_error_code(context, code);
	if (!f)
		return;
	f->found = false;
	for (int i = 1; i < count && code == SQLITE_OK && !f->found; i++) {
		const char *text = (const char *)sqlite3_value_text(values[i]);
		if (!text && sqlite3_value_type(values[i]) != SQLITE_NULL)
			code = SQLITE_NOMEM;
		else
			code = look(f, s, text, sqlite3_value_bytes(values[i]));
	}
	if (code == SQLITE_OK)
		sqlite3_result_int(context, f->found);
	else
		sqlite3_result_error_code(context, code);
}

int dtl_holds_register(sqlite3 *handle)
{
	splitter *s = calloc(1, sizeof(*s));
	if (!s)
		return SQLITE_NOMEM;
	/* When it fails, SQLite frees it. */
	return sqlite3_create_function_v2(handle, "holds", -1,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, s, holds, NULL, NULL, free_splitter);
}
