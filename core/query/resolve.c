#include "query/resolve.h"
#include "base/json.h"
#include "base/utf8.h"
#include "model/names.h"
#include "query/acts.h"
#include "query/caret.h"
#include "query/project.h"
#include "query/sets.h"
#include "query/token.h"
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char sql_named[] =
    "INSERT OR IGNORE INTO query_set(term, entity, from_lo, to_hi)"
    " SELECT DISTINCT :set, entity, :from_lo, :to_hi FROM name_word"
    " WHERE word >= :first AND word < :behind AND instr(' ' || name || ' ', :word) > 0";
static const char sql_country[] = "INSERT OR IGNORE INTO query_set(term, entity, from_lo, to_hi)"
				  " SELECT :set, id, :from_lo, :to_hi FROM place WHERE country = :country";
static const char sql_iso2[] = "SELECT code FROM actor_code WHERE actor = :actor AND system = 'iso2'";
static const char sql_publishers[] = "SELECT id, publisher FROM source WHERE publisher IS NOT NULL";
static const char sql_type[] = "SELECT 1 FROM event WHERE type = :type LIMIT 1";

dtl_status dtl_resolve_set(dtl_plan *plan, int64_t *set, dtl_error *err)
{
	dtl_status status = dtl_set_new(plan->store, set, err);
	if (status == DTL_OK && plan->set_count++ == 0)
		plan->first_set = *set;
	return status;
}

static dtl_status new_set(dtl_plan *plan, dtl_node *node, int64_t *set, dtl_error *err)
{
	dtl_status status = dtl_resolve_set(plan, set, err);
	if (status != DTL_OK)
		return status;
	node->param = dtl_plan_int(plan, *set);
	node->groups = 1;
	return DTL_OK;
}

/* How long the bare word is that follows a bare value, as 'month' in date:next month; 0: none does. */
static size_t next_word(const char *query, const dtl_query_value *value, size_t *blanks)
{
	const char *behind = query + value->at + strlen(value->text);
	if (value->quoted || !dtl_token_is_blank(*behind))
		return 0;
	*blanks = strspn(behind, " \t");
	size_t len = strcspn(behind + *blanks, " \t\n():\"");
	const char *word = behind + *blanks;
	bool joins = (len == 3 && strncasecmp(word, "and", len) == 0) ||
		     (len == 2 && strncasecmp(word, "or", len) == 0) ||
		     (len == 3 && strncasecmp(word, "not", len) == 0);
	return joins || word[0] == '-' || word[len] == ':' || word[len] == '(' ? 0 : len;
}

dtl_status dtl_resolve_point(dtl_plan *plan, const dtl_node *node, const dtl_query_value *value, size_t at,
    dtl_status status, dtl_error *err)
{
	size_t blanks = 0, len = next_word(plan->query, value, &blanks);
	if (err && dtl_caret_points(status) && len > 0 && len < 40 && strlen(value->text) < 40) {
		size_t used = strlen(err->text);
		snprintf(err->text + used, sizeof(err->text) - used,
		    " (a value of several words is quoted: %s:\"%.*s\")", node->prefix->name,
		    (int)(strlen(value->text) + blanks + len), plan->query + value->at);
	}
	return dtl_caret_point(err, status, plan->query, value->at + (value->quoted ? 0 : at));
}

static dtl_status point(
    dtl_plan *plan, const dtl_node *node, const dtl_query_value *value, dtl_status status, dtl_error *err)
{
	return dtl_resolve_point(plan, node, value, 0, status, err);
}

dtl_status dtl_resolve_actors(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	int64_t set = 0, actor = 0;
	dtl_status status = new_set(plan, node, &set, err);
	for (size_t i = 0; i < node->value_count && status == DTL_OK; i++) {
		status = dtl_name_resolve(plan->store, DTL_ACTOR, node->values[i].text, &actor, err);
		if (status != DTL_OK)
			return point(plan, node, &node->values[i], status, err);
		status = dtl_acts_add(plan->store, set, actor, err);
	}
	return status;
}

dtl_status dtl_resolve_things(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	int64_t set = 0, entity = 0;
	dtl_status status = new_set(plan, node, &set, err);
	for (size_t i = 0; i < node->value_count && status == DTL_OK; i++) {
		status =
		    dtl_name_resolve(plan->store, node->prefix->kind, node->values[i].text, &entity, err);
		if (status != DTL_OK)
			return point(plan, node, &node->values[i], status, err);
		status = dtl_set_add(plan->store, set, entity, DTL_TIME_MIN, DTL_TIME_MAX, err);
	}
	return status == DTL_OK ? dtl_set_grow(plan->store, set, node->prefix->kind, err) : status;
}

/* ---- words ---- */

static const char sql_elsewhere[] = "SELECT EXISTS(SELECT 1 FROM query_set WHERE term=:set)"
				    " OR EXISTS(SELECT 1 FROM quote_search WHERE quote_search MATCH :words)";

/* A phrase of FTS5: nothing in it is an operator. */
static void quote_for_search(dtl_text *out, const char *text, size_t len, bool prefix)
{
	dtl_text_add_char(out, '"');
	for (size_t i = 0; i < len; i++)
		dtl_text_add(out, text[i] == '"' ? "\"\"" : (char[]){ text[i], '\0' });
	dtl_text_add(out, prefix ? "\"*" : "\"");
}

/* Does a folded text hold a letter or a digit? */
static bool has_letter(const char *folded)
{
	for (; *folded; folded++)
		if ((*folded >= 'a' && *folded <= 'z') || (*folded >= '0' && *folded <= '9') ||
		    ((unsigned char)*folded & 0x80U))
			return true;
	return false;
}

/* Behind the word itself, or behind all that it is the beginning of: no byte of UTF-8 is so high. */
static dtl_status add_named(dtl_plan *plan, int64_t set, const char *word, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_text first = DTL_TEXT_INIT, behind = DTL_TEXT_INIT;
	size_t len = strcspn(word + 1, " ");
	dtl_text_addf(&first, "%.*s", (int)len, word + 1);
	dtl_text_addf(&behind, "%.*s%s", (int)len, word + 1, word[1 + len] ? "\x01" : "\xff");
	dtl_status status = dtl_text_failed(&first) || dtl_text_failed(&behind)
				? dtl_fail_memory(err)
				: dtl_stmt_cached(plan->store, &st, sql_named, err);
	if (status == DTL_OK) {
		dtl_bind_int(st, ":set", set);
		dtl_bind_int(st, ":from_lo", DTL_TIME_MIN);
		dtl_bind_int(st, ":to_hi", DTL_TIME_MAX);
		dtl_bind_text(st, ":first", dtl_text_str(&first));
		dtl_bind_text(st, ":behind", dtl_text_str(&behind));
		dtl_bind_text(st, ":word", word);
		status = dtl_stmt_run(st, err);
		dtl_stmt_reset(st);
	}
	dtl_text_free(&first);
	dtl_text_free(&behind);
	return status == DTL_OK ? dtl_set_grow(plan->store, set, DTL_ACTOR, err) : status;
}

/* Most words stand in no quote and no name: then neither is asked for again. */
static dtl_status look_elsewhere(
    dtl_plan *plan, dtl_node *node, int64_t set, const char *search, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(plan->store, &st, sql_elsewhere, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":set", set);
	dtl_bind_text(st, ":words", search);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK && !dtl_take_int(st))
		node->prefix = &dtl_prefix_text_words;
	dtl_stmt_reset(st);
	return status;
}

dtl_status dtl_resolve_words(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	const dtl_query_value *value = node->values;
	size_t len = strlen(value->text);
	bool prefix = !value->quoted && len > 1 && value->text[len - 1] == '*';
	len -= prefix ? 1 : 0;
	dtl_text search = DTL_TEXT_INIT, word = DTL_TEXT_INIT;
	int64_t set = 0;
	dtl_status status = DTL_OK;
	quote_for_search(&search, value->text, len, prefix);
	dtl_text_add_char(&word, ' ');
	dtl_fold(&word, value->text, len);
	bool sayable = has_letter(dtl_text_str(&word));
	dtl_text_add(&word, prefix ? "" : " ");
	if (dtl_text_failed(&search) || dtl_text_failed(&word))
		status = dtl_fail_memory(err);
	else if (!sayable)
		status = dtl_caret_fail(err, DTL_E_ARGUMENT, plan->query, value->at,
		    "there is no letter or digit to search for in '%s'", value->text);
	unsigned param = status == DTL_OK ? dtl_plan_text(plan, dtl_text_str(&search)) : 0;
	if (status == DTL_OK)
		status = new_set(plan, node, &set, err);
	if (status == DTL_OK)
		status = add_named(plan, set, dtl_text_str(&word), err);
	if (status == DTL_OK)
		status = look_elsewhere(plan, node, set, dtl_text_str(&search), err);
	if (status == DTL_OK)
		status = dtl_projected_open(plan->store, err);
	dtl_plan_text(plan, dtl_text_str(&word));
	node->param = param;
	dtl_text_free(&search);
	dtl_text_free(&word);
	return status;
}

/* ---- places by country, sources by publisher ---- */

static dtl_status code_of_actor(
    dtl_plan *plan, const dtl_node *node, const dtl_query_value *value, char code[3], dtl_error *err)
{
	int64_t actor = 0;
	dtl_stmt *st = NULL;
	dtl_status status = dtl_name_resolve(plan->store, DTL_ACTOR, value->text, &actor, err);
	if (status != DTL_OK)
		return point(plan, node, value, status, err);
	status = dtl_stmt_cached(plan->store, &st, sql_iso2, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":actor", actor);
	status = dtl_stmt_step(st, err);
	const char *text = status == DTL_OK ? dtl_take_text(st) : NULL;
	if (text && strlen(text) == 2)
		memcpy(code, text, 3);
	else if (status == DTL_OK || status == DTL_DONE)
		status = dtl_caret_fail(err, DTL_E_NOTFOUND, plan->query, value->at,
		    "'%s' has no code of ISO 3166 (iso2): give the two letters", value->text);
	dtl_stmt_reset(st);
	return status;
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool is_letter(char c)
{
	return upper(c) >= 'A' && upper(c) <= 'Z';
}

/* "us", or the name of an actor that has such a code. */
static dtl_status country_code(
    dtl_plan *plan, const dtl_node *node, const dtl_query_value *value, char code[3], dtl_error *err)
{
	const char *text = value->text;
	if (strlen(text) != 2 || !is_letter(text[0]) || !is_letter(text[1]))
		return code_of_actor(plan, node, value, code, err);
	code[0] = upper(text[0]);
	code[1] = upper(text[1]);
	code[2] = '\0';
	return DTL_OK;
}

dtl_status dtl_resolve_country(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	int64_t set = 0;
	dtl_status status = new_set(plan, node, &set, err);
	for (size_t i = 0; i < node->value_count && status == DTL_OK; i++) {
		char code[3];
		dtl_stmt *st = NULL;
		status = country_code(plan, node, &node->values[i], code, err);
		if (status == DTL_OK)
			status = dtl_stmt_cached(plan->store, &st, sql_country, err);
		if (status != DTL_OK)
			return status;
		dtl_bind_int(st, ":set", set);
		dtl_bind_int(st, ":from_lo", DTL_TIME_MIN);
		dtl_bind_int(st, ":to_hi", DTL_TIME_MAX);
		dtl_bind_text(st, ":country", code);
		status = dtl_stmt_run(st, err);
	}
	return status == DTL_OK ? dtl_set_grow(plan->store, set, DTL_PLACE, err) : status;
}

static bool folds_alike(dtl_text *room, const char *folded, const char *text)
{
	dtl_text_clear(room);
	dtl_fold(room, text, strlen(text));
	return strcmp(dtl_text_str(room), folded) == 0;
}

/* The sources of one publisher; *found tells whether there are any. */
static dtl_status add_published(
    dtl_plan *plan, int64_t set, const char *publisher, bool *found, dtl_error *err)
{
	dtl_text wanted = DTL_TEXT_INIT, room = DTL_TEXT_INIT;
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(plan->store, &st, sql_publishers, err);
	if (status != DTL_OK)
		return status;
	*found = false;
	dtl_fold(&wanted, publisher, strlen(publisher));
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		int64_t source = dtl_take_int(st);
		if (!folds_alike(&room, dtl_text_str(&wanted), dtl_take_text(st)))
			continue;
		*found = true;
		status = dtl_set_add(plan->store, set, source, DTL_TIME_MIN, DTL_TIME_MAX, err);
		if (status != DTL_OK)
			break;
	}
	dtl_stmt_reset(st);
	if (status == DTL_DONE)
		status = dtl_text_failed(&wanted) || dtl_text_failed(&room) ? dtl_fail_memory(err) : DTL_OK;
	dtl_text_free(&wanted);
	dtl_text_free(&room);
	return status;
}

dtl_status dtl_resolve_publisher(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	int64_t set = 0;
	dtl_status status = new_set(plan, node, &set, err);
	for (size_t i = 0; i < node->value_count && status == DTL_OK; i++) {
		bool found = false;
		status = add_published(plan, set, node->values[i].text, &found, err);
		if (status == DTL_OK && !found)
			return point(plan, node, &node->values[i],
			    dtl_fail(err, DTL_E_NOTFOUND, "no source has the publisher '%s'",
				node->values[i].text),
			    err);
	}
	return status == DTL_OK ? dtl_set_grow(plan->store, set, DTL_SOURCE, err) : status;
}

/* ---- choices ---- */

static bool is_one_of(const char *const *vocabulary, const char *word)
{
	for (; *vocabulary; vocabulary++)
		if (strcmp(*vocabulary, word) == 0)
			return true;
	return false;
}

static const char *nearest(const char *const *vocabulary, const char *word)
{
	const char *near = NULL;
	size_t least = 3;
	for (; *vocabulary; vocabulary++) {
		size_t distance = dtl_distance(*vocabulary, word, least);
		if (distance < least) {
			least = distance;
			near = *vocabulary;
		}
	}
	return near;
}

dtl_status dtl_refuse_choice(
    dtl_plan *plan, const dtl_node *node, const dtl_query_value *value, const char *word, dtl_error *err)
{
	const char *name = node->prefix->choices ? "sort of event" : node->prefix->name;
	const char *near = nearest(node->prefix->vocabulary, word);
	if (near)
		return dtl_caret_fail(err, DTL_E_ARGUMENT, plan->query, value->at,
		    "there is no %s '%s': did you mean '%s'?", name, value->text, near);
	dtl_text list = DTL_TEXT_INIT;
	for (const char *const *v = node->prefix->vocabulary; *v; v++)
		dtl_text_addf(&list, "%s%s", list.len ? ", " : "", *v);
	dtl_status status = dtl_caret_fail(err, DTL_E_ARGUMENT, plan->query, value->at,
	    "there is no %s '%s': it is one of %s", name, value->text, dtl_text_str(&list));
	dtl_text_free(&list);
	return status;
}

typedef dtl_status (*check_fn)(
    dtl_plan *plan, dtl_node *node, const dtl_query_value *value, const char *word, dtl_error *err);

static dtl_status check_closed(
    dtl_plan *plan, dtl_node *node, const dtl_query_value *value, const char *word, dtl_error *err)
{
	if (is_one_of(node->prefix->vocabulary, word))
		return DTL_OK;
	return dtl_refuse_choice(plan, node, value, word, err);
}

/* Other words than those listed are allowed if some event has them. */
static dtl_status check_open(
    dtl_plan *plan, dtl_node *node, const dtl_query_value *value, const char *word, dtl_error *err)
{
	dtl_stmt *st = NULL;
	if (is_one_of(node->prefix->vocabulary, word))
		return DTL_OK;
	dtl_status status = dtl_stmt_cached(plan->store, &st, sql_type, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":type", word);
	status = dtl_stmt_step(st, err);
	dtl_stmt_reset(st);
	return status == DTL_DONE ? dtl_refuse_choice(plan, node, value, word, err) : status;
}

/* As the vocabulary has it, whatever its capitals and signs; else a slug. */
static void spell_choice(dtl_text *out, const char *const *vocabulary, const char *text)
{
	dtl_text slug = DTL_TEXT_INIT, other = DTL_TEXT_INIT;
	dtl_slug(&slug, text, strlen(text) + 1);
	for (; *vocabulary; vocabulary++) {
		dtl_text_clear(&other);
		dtl_slug(&other, *vocabulary, strlen(*vocabulary) + 1);
		if (strcmp(dtl_text_str(&slug), dtl_text_str(&other)) == 0)
			break;
	}
	dtl_text_add(out, *vocabulary ? *vocabulary : dtl_text_str(&slug));
	out->failed = out->failed || dtl_text_failed(&slug) || dtl_text_failed(&other);
	dtl_text_free(&slug);
	dtl_text_free(&other);
}

/* The values as a JSON array of words in small letters. */
static dtl_status resolve_choices(dtl_plan *plan, dtl_node *node, check_fn check, dtl_error *err)
{
	dtl_text list = DTL_TEXT_INIT, word = DTL_TEXT_INIT;
	dtl_json_writer w = dtl_json_writer_to(&list, 0);
	dtl_status status = DTL_OK;
	dtl_json_begin_array(&w);
	for (size_t i = 0; i < node->value_count && status == DTL_OK; i++) {
		dtl_text_clear(&word);
		spell_choice(&word, node->prefix->vocabulary, node->values[i].text);
		status = check(plan, node, &node->values[i], dtl_text_str(&word), err);
		dtl_json_string(&w, dtl_text_str(&word));
	}
	dtl_json_end_array(&w);
	if (status == DTL_OK && (dtl_text_failed(&list) || dtl_text_failed(&word)))
		status = dtl_fail_memory(err);
	if (status == DTL_OK)
		node->param = dtl_plan_text(plan, dtl_text_str(&list));
	node->groups = 1;
	dtl_text_free(&list);
	dtl_text_free(&word);
	return status;
}

dtl_status dtl_resolve_choice(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	return resolve_choices(plan, node, check_closed, err);
}

dtl_status dtl_resolve_type(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	return resolve_choices(plan, node, check_open, err);
}

/* ---- windows ---- */

dtl_status dtl_resolve_known(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	node->from = DTL_TIME_MAX;
	node->to = DTL_TIME_MIN;
	for (size_t i = 0; i < node->value_count; i++) {
		const dtl_query_value *value = &node->values[i];
		dtl_window w;
		size_t at = 0;
		dtl_status status = dtl_window_parse(&w, value->text, plan->today, &at, err);
		if (status != DTL_OK)
			/* Backslashes in quotes would move the place: then the whole value is pointed at. */
			return dtl_resolve_point(plan, node, value, at, status, err);
		unsigned param = dtl_plan_int(plan, w.from);
		dtl_plan_int(plan, w.to);
		if (i == 0)
			node->param = param;
		node->from = w.from < node->from ? w.from : node->from;
		node->to = w.to > node->to ? w.to : node->to;
	}
	node->groups = (unsigned)node->value_count;
	return DTL_OK;
}

dtl_status dtl_resolve_date(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	plan->windowed = true;
	return dtl_resolve_known(plan, node, err);
}
