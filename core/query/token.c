#include "query/token.h"
#include "query/caret.h"
#include <string.h>
#include <strings.h>

bool dtl_token_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t dtl_token_skip_quoted(const char *query, size_t at)
{
	for (at++; query[at]; at++) {
		if (query[at] == '"')
			return at + 1;
		if (query[at] == '\\' && query[at + 1])
			at++;
	}
	return 0;
}

static dtl_status scan_term(dtl_token *out, const char *query, size_t at, dtl_error *err)
{
	*out = (dtl_token){ DTL_TOKEN_TERM, at, 0 };
	while (query[at] && !dtl_token_is_blank(query[at]) && query[at] != '(' && query[at] != ')') {
		if (query[at] != '"') {
			at++;
			continue;
		}
		size_t behind = dtl_token_skip_quoted(query, at);
		if (!behind)
			return dtl_caret_fail(err, DTL_E_ARGUMENT, query, at,
			    "a quote is never closed: put '\"' behind the last word of it");
		at = behind;
	}
	out->len = at - out->at;
	return DTL_OK;
}

static dtl_token_kind keyword(const char *text, size_t len)
{
	static const struct {
		const char *word;
		dtl_token_kind kind;
	} words[] = { { "and", DTL_TOKEN_AND }, { "or", DTL_TOKEN_OR }, { "not", DTL_TOKEN_NOT } };
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == len && strncasecmp(words[i].word, text, len) == 0)
			return words[i].kind;
	return DTL_TOKEN_TERM;
}

static dtl_token_kind sign(const char *at)
{
	if (at[0] == '\0')
		return DTL_TOKEN_END;
	if (at[0] == '(')
		return DTL_TOKEN_OPEN;
	if (at[0] == ')')
		return DTL_TOKEN_CLOSE;
	/* A dash on its own is a word, and not one that can be searched for. */
	if (at[0] == '-' && at[1] && !dtl_token_is_blank(at[1]) && at[1] != ')')
		return DTL_TOKEN_NOT;
	return DTL_TOKEN_TERM;
}

dtl_status dtl_token_next(dtl_token *out, const char *query, size_t *at, dtl_error *err)
{
	while (dtl_token_is_blank(query[*at]))
		(*at)++;
	dtl_token_kind kind = sign(query + *at);
	*out = (dtl_token){ kind, *at, kind == DTL_TOKEN_END ? 0 : 1 };
	if (kind == DTL_TOKEN_TERM) {
		dtl_status status = scan_term(out, query, *at, err);
		if (status != DTL_OK)
			return status;
		out->kind = keyword(query + out->at, out->len);
	}
	*at = out->at + out->len;
	return DTL_OK;
}
