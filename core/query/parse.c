#include "query/parse.h"
#include "base/utf8.h"
#include "query/caret.h"
#include "query/prefix.h"
#include "query/token.h"
#include <string.h>

typedef struct parser {
	const char *query;
	dtl_arena *arena;
	dtl_token token; /* the one that is looked at */
	size_t at;       /* behind it */
	size_t *values;  /* so far */
	int outer;       /* how deep this query stands in another one */
	int depth;
} parser;

static dtl_status advance(parser *p, dtl_error *err)
{
	return dtl_token_next(&p->token, p->query, &p->at, err);
}

static dtl_node *new_node(parser *p, dtl_node_kind kind, size_t at)
{
	dtl_node *node = dtl_arena_alloc(p->arena, sizeof(*node));
	if (node)
		*node = (dtl_node){ .kind = kind, .at = at, .depth = p->outer + p->depth };
	return node;
}

/* The text of a quoted value, without its quotes and backslashes. */
static const char *unquote(parser *p, size_t at, size_t behind)
{
	char *text = dtl_arena_alloc(p->arena, behind - at);
	size_t len = 0;
	for (size_t i = at + 1; text && i + 1 < behind; i++) {
		if (p->query[i] == '\\' && i + 2 < behind)
			i++;
		text[len++] = p->query[i];
	}
	if (text)
		text[len] = '\0';
	return text;
}

/* Behind an unquoted value: the end of the term, or a comma that is not within brackets. */
static size_t skip_bare(const char *query, size_t at, size_t end, bool list)
{
	int brackets = 0;
	for (; at < end && query[at] != '"'; at++) {
		if (query[at] == '[' || query[at] == '{')
			brackets++;
		if (query[at] == ']' || query[at] == '}')
			brackets--;
		if (list && query[at] == ',' && brackets <= 0)
			break;
	}
	return at;
}

static dtl_status read_value(
    parser *p, dtl_query_value *out, size_t *at, size_t end, bool list, dtl_error *err)
{
	size_t start = *at;
	bool quoted = start < end && p->query[start] == '"';
	*at = quoted ? dtl_token_skip_quoted(p->query, start) : skip_bare(p->query, start, end, list);
	if (*at < end && !(list && p->query[*at] == ','))
		return dtl_caret_fail(err, DTL_E_ARGUMENT, p->query, *at,
		    quoted ? "something stands right behind the quoted words: put a blank between them"
			   : "a quote begins within a word: quote all of it");
	*out = (dtl_query_value){ .at = start, .quoted = quoted };
	out->text =
	    quoted ? unquote(p, start, *at) : dtl_arena_text_len(p->arena, p->query + start, *at - start);
	if (!out->text)
		return dtl_fail_memory(err);
	if (out->text[0] == '\0' && quoted)
		return dtl_caret_fail(
		    err, DTL_E_ARGUMENT, p->query, start, "there is nothing between the quotes");
	if (++*p->values > DTL_QUERY_VALUES)
		return dtl_caret_fail(err, DTL_E_ARGUMENT, p->query, start,
		    "a query may hold %d words and values", DTL_QUERY_VALUES);
	return DTL_OK;
}

static dtl_status read_values(parser *p, dtl_node *node, size_t at, size_t end, dtl_error *err)
{
	bool list = node->prefix != &dtl_prefix_words;
	dtl_query_value values[DTL_QUERY_VALUES + 1];
	dtl_status status = DTL_OK;
	for (;; at++) {
		if (list && (at == end || p->query[at] == ','))
			return dtl_caret_fail(err, DTL_E_ARGUMENT, p->query, at,
			    "'%s:' needs a value right behind it: %s:%s", node->prefix->name,
			    node->prefix->name, node->prefix->argument);
		status = read_value(p, &values[node->value_count], &at, end, list, err);
		if (status != DTL_OK)
			return status;
		node->value_count++;
		if (at == end)
			break;
	}
	dtl_query_value *copy = dtl_arena_alloc(p->arena, node->value_count * sizeof(*copy));
	if (!copy)
		return dtl_fail_memory(err);
	memcpy(copy, values, node->value_count * sizeof(*copy));
	node->values = copy;
	return DTL_OK;
}

/* So much of a text that is quoted in a message, without splitting a letter. */
static int brief(const char *text, size_t len)
{
	size_t shown = len < 64 ? len : 64;
	while (shown < len && shown > 0 && ((unsigned char)text[shown] & 0xC0U) == 0x80U)
		shown--;
	return (int)shown;
}

static dtl_status unknown_prefix(parser *p, size_t at, size_t len, size_t whole, dtl_error *err)
{
	const char *name = p->query + at;
	const dtl_prefix *near = dtl_prefix_nearest(name, len);
	if (near)
		return dtl_caret_fail(err, DTL_E_ARGUMENT, p->query, at,
		    "there is no prefix '%.*s:': did you mean '%s:'? (to search for the words, quote them)",
		    brief(name, len), name, near->name);
	return dtl_caret_fail(err, DTL_E_ARGUMENT, p->query, at,
	    "there is no prefix '%.*s:': to search for the words, quote them: \"%.*s\"", brief(name, len),
	    name, brief(name, whole), name);
}

static dtl_status read_term(parser *p, dtl_node **out, dtl_error *err)
{
	size_t at = p->token.at, end = at + p->token.len;
	size_t head = strcspn(p->query + at, ":\"");
	dtl_node *node = *out = new_node(p, DTL_NODE_TERM, at);
	if (!node)
		return dtl_fail_memory(err);
	node->prefix = &dtl_prefix_words;
	if (at + head < end && p->query[at + head] == ':') {
		node->prefix = dtl_prefix_find(p->query + at, head);
		if (!node->prefix)
			return unknown_prefix(p, at, head, p->token.len, err);
		at += head + 1;
	}
	dtl_status status = read_values(p, node, at, end, err);
	return status == DTL_OK ? advance(p, err) : status;
}

static dtl_status parse_or(parser *p, dtl_node **out, dtl_error *err);

/* What is wrong where an operand should be. */
static dtl_status no_operand(parser *p, size_t before, dtl_error *err)
{
	const char *query = p->query;
	if (p->token.kind == DTL_TOKEN_CLOSE && p->depth == 0)
		return dtl_caret_fail(err, DTL_E_ARGUMENT, query, p->token.at,
		    "this ')' closes nothing: quote it, or open a '(' before it");
	if (p->token.kind == DTL_TOKEN_AND || p->token.kind == DTL_TOKEN_OR)
		return dtl_caret_fail(err, DTL_E_ARGUMENT, query, p->token.at,
		    "'%.*s' stands between two things: quote it to search for the word", (int)p->token.len,
		    query + p->token.at);
	return dtl_caret_fail(
	    err, DTL_E_ARGUMENT, query, before, "nothing follows here: a word, a prefix or a '(' should");
}

static dtl_status parse_group(parser *p, dtl_node **out, size_t open, dtl_error *err)
{
	dtl_status status = advance(p, err);
	if (status == DTL_OK && p->token.kind == DTL_TOKEN_CLOSE)
		return dtl_caret_fail(
		    err, DTL_E_ARGUMENT, p->query, open, "there is nothing between the parentheses");
	if (status == DTL_OK)
		status = parse_or(p, out, err);
	if (status != DTL_OK)
		return status;
	if (p->token.kind != DTL_TOKEN_CLOSE)
		return dtl_caret_fail(err, DTL_E_ARGUMENT, p->query, open,
		    "this '(' is never closed: put a ')' behind what it holds");
	return advance(p, err);
}

static dtl_status parse_not(parser *p, dtl_node **out, dtl_error *err);

static dtl_status parse_unary(parser *p, dtl_node **out, size_t before, dtl_error *err)
{
	size_t at = p->token.at;
	if (p->token.kind == DTL_TOKEN_TERM)
		return read_term(p, out, err);
	if (p->token.kind != DTL_TOKEN_NOT && p->token.kind != DTL_TOKEN_OPEN)
		return no_operand(p, before, err);
	if (p->outer + p->depth >= DTL_QUERY_DEPTH)
		return dtl_caret_fail(err, DTL_E_ARGUMENT, p->query, at,
		    "more than %d parentheses and nots within each other", DTL_QUERY_DEPTH);
	p->depth++;
	dtl_status status =
	    p->token.kind == DTL_TOKEN_OPEN ? parse_group(p, out, at, err) : parse_not(p, out, err);
	p->depth--;
	return status;
}

static dtl_status parse_not(parser *p, dtl_node **out, dtl_error *err)
{
	size_t at = p->token.at;
	dtl_node *child = NULL;
	dtl_status status = advance(p, err);
	if (status == DTL_OK)
		status = parse_unary(p, &child, at, err);
	if (status != DTL_OK)
		return status;
	dtl_node *node = *out = new_node(p, DTL_NODE_NOT, at);
	dtl_node **children = node ? dtl_arena_alloc(p->arena, sizeof(dtl_node *)) : NULL;
	if (!children)
		return dtl_fail_memory(err);
	children[0] = child;
	node->children = children;
	node->child_count = 1;
	return DTL_OK;
}

/* One child stands for itself. */
static dtl_status join(
    parser *p, dtl_node **out, dtl_node_kind kind, dtl_node **children, size_t count, dtl_error *err)
{
	*out = children[0];
	if (count == 1)
		return DTL_OK;
	dtl_node *node = *out = new_node(p, kind, children[0]->at);
	dtl_node **copy = node ? dtl_arena_alloc(p->arena, count * sizeof(*copy)) : NULL;
	if (!copy)
		return dtl_fail_memory(err);
	memcpy(copy, children, count * sizeof(*copy));
	node->children = copy;
	node->child_count = count;
	return DTL_OK;
}

static bool begins_operand(dtl_token_kind kind)
{
	return kind == DTL_TOKEN_TERM || kind == DTL_TOKEN_OPEN || kind == DTL_TOKEN_NOT;
}

static dtl_status parse_and(parser *p, dtl_node **out, size_t before, dtl_error *err)
{
	/* Each child holds a value at least: the one that would be too many fails. */
	dtl_node *children[DTL_QUERY_VALUES + 1];
	size_t count = 0;
	for (;;) {
		dtl_status status = parse_unary(p, &children[count], before, err);
		if (status != DTL_OK)
			return status;
		count++;
		before = p->token.at;
		if (p->token.kind == DTL_TOKEN_AND)
			status = advance(p, err);
		else if (!begins_operand(p->token.kind))
			return join(p, out, DTL_NODE_AND, children, count, err);
		if (status != DTL_OK)
			return status;
	}
}

static dtl_status parse_or(parser *p, dtl_node **out, dtl_error *err)
{
	dtl_node *children[DTL_QUERY_VALUES + 1];
	size_t count = 0, before = p->token.at;
	for (;;) {
		dtl_status status = parse_and(p, &children[count], before, err);
		if (status != DTL_OK)
			return status;
		count++;
		if (p->token.kind != DTL_TOKEN_OR)
			return join(p, out, DTL_NODE_OR, children, count, err);
		before = p->token.at;
		if ((status = advance(p, err)) != DTL_OK)
			return status;
	}
}

dtl_status dtl_query_parse_within(
    dtl_node **out, dtl_arena *arena, const char *query, dtl_query_room *room, dtl_error *err)
{
	size_t bad = 0;
	parser p = { .query = query, .arena = arena, .values = &room->values, .outer = room->depth };
	*out = NULL;
	if (!dtl_utf8_valid(query, strlen(query), &bad))
		return dtl_caret_fail(err, DTL_E_ARGUMENT, query, bad, "the query is not UTF-8");
	dtl_status status = advance(&p, err);
	if (status != DTL_OK || p.token.kind == DTL_TOKEN_END)
		return status;
	status = parse_or(&p, out, err);
	if (status == DTL_OK && p.token.kind != DTL_TOKEN_END)
		status = no_operand(&p, p.token.at, err);
	return status;
}

dtl_status dtl_query_parse(dtl_node **out, dtl_arena *arena, const char *query, dtl_error *err)
{
	dtl_query_room room = { 0, 0 };
	return dtl_query_parse_within(out, arena, query, &room, err);
}

static size_t count_flat(const dtl_node *node, dtl_node_kind kind)
{
	size_t count = 0;
	if (node->kind != kind)
		return 1;
	for (size_t i = 0; i < node->child_count; i++)
		count += count_flat(node->children[i], kind);
	return count;
}

static void gather(dtl_node **out, size_t *count, dtl_node *node, dtl_node_kind kind)
{
	if (node->kind != kind) {
		out[(*count)++] = node;
		return;
	}
	for (size_t i = 0; i < node->child_count; i++)
		gather(out, count, node->children[i], kind);
}

dtl_status dtl_query_flatten(dtl_node *node, dtl_arena *arena, dtl_error *err)
{
	dtl_status status = DTL_OK;
	bool chain = node->kind == DTL_NODE_AND || node->kind == DTL_NODE_OR;
	size_t flat = chain ? count_flat(node, node->kind) : 0, count = 0;
	if (flat > node->child_count) {
		dtl_node **children = dtl_arena_alloc(arena, flat * sizeof(dtl_node *));
		if (!children)
			return dtl_fail_memory(err);
		gather(children, &count, node, node->kind);
		node->children = children;
		node->child_count = flat;
	}
	for (size_t i = 0; i < node->child_count && status == DTL_OK; i++)
		status = dtl_query_flatten(node->children[i], arena, err);
	return status;
}
