#include "query/saved.h"
#include "base/utf8.h"
#include "model/db.h"
#include "query/caret.h"
#include <stdio.h>
#include <string.h>

enum { NAME_MAX_LENGTH = 64 };

static const char sql_find[] = "SELECT query FROM saved_query WHERE name=:name";
static const char sql_all[] = "SELECT name, query FROM saved_query ORDER BY name";
static const char sql_save[] = "INSERT INTO saved_query(name, query) VALUES(:name, :query)"
			       " ON CONFLICT DO UPDATE SET query=excluded.query";
static const char sql_remove[] = "DELETE FROM saved_query WHERE name=:name";

/* ---- finding ---- */

/* "did you mean …", or what there is. */
static void add_hint(dtl_store *store, dtl_text *out, const char *name)
{
	dtl_stmt *st = NULL;
	dtl_text near = DTL_TEXT_INIT, list = DTL_TEXT_INIT;
	size_t least = 3;
	if (dtl_stmt_cached(store, &st, sql_all, NULL) != DTL_OK)
		return;
	while (dtl_stmt_step(st, NULL) == DTL_OK) {
		const char *other = dtl_take_text(st);
		size_t distance = dtl_distance(other, name, least);
		dtl_text_addf(&list, "%s%s", list.len ? ", " : "", other);
		if (distance >= least)
			continue;
		least = distance;
		dtl_text_clear(&near);
		dtl_text_add(&near, other);
	}
	if (near.len)
		dtl_text_addf(out, ": did you mean '%s'?", dtl_text_str(&near));
	else if (list.len)
		dtl_text_addf(out, ": there are %s", dtl_text_str(&list));
	else
		dtl_text_add(out, ": none is saved");
	dtl_text_free(&near);
	dtl_text_free(&list);
}

static dtl_status fail_unknown(dtl_store *store, const char *name, dtl_error *err)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_text_addf(&text, "there is no saved query '%s'", name);
	add_hint(store, &text, name);
	dtl_status status = dtl_fail(err, DTL_E_NOTFOUND, "%s", dtl_text_str(&text));
	dtl_text_free(&text);
	return status;
}

/* Its text, in the arena; NULL: there is none of that name. */
static dtl_status find(dtl_store *store, dtl_arena *arena, const char *name, const char **out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	*out = NULL;
	dtl_status status = dtl_stmt_cached(store, &st, sql_find, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":name", name);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		*out = dtl_arena_text(arena, dtl_take_text(st));
		status = *out ? DTL_OK : dtl_fail_memory(err);
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* ---- using ---- */

/* "a → b → a", from the outermost one. */
static void add_chain(dtl_text *out, const dtl_saved_use *use)
{
	if (use->outer)
		add_chain(out, use->outer);
	dtl_text_addf(out, "'%s' → ", use->name);
}

static dtl_status refuse_cycle(dtl_plan *plan, const dtl_query_value *value, const char *name, dtl_error *err)
{
	const dtl_saved_use *use = plan->use;
	while (use && strcmp(use->name, name) != 0)
		use = use->outer;
	if (!use)
		return DTL_OK;
	dtl_text chain = DTL_TEXT_INIT;
	add_chain(&chain, plan->use);
	dtl_status status = dtl_caret_fail(err, DTL_E_ARGUMENT, plan->query, value->at,
	    "the saved query '%s' uses itself: %s'%s'", name, dtl_text_str(&chain), name);
	dtl_text_free(&chain);
	return status;
}

/* The caret stands under that query's text, and not under what was typed: say whose it is. */
static dtl_status tell_whose(dtl_error *err, dtl_status status, const char *name)
{
	char text[DTL_ERROR_TEXT];
	if (!err || !dtl_caret_points(status))
		return status;
	int len = snprintf(text, sizeof(text), "in the saved query '%s': %s", name, err->text);
	/* Without room for it the lines have to stay whole. */
	if (len > 0 && (size_t)len < sizeof(text))
		memcpy(err->text, text, (size_t)len + 1);
	return status;
}

static dtl_status resolve_text(
    dtl_plan *plan, dtl_node **out, const char *name, const char *text, int depth, dtl_error *err)
{
	const char *outer = plan->query;
	dtl_saved_use use = { name, plan->use };
	dtl_query_room room = { plan->room.values, depth };
	plan->query = text;
	plan->use = &use;
	dtl_status status = dtl_query_parse_within(out, &plan->arena, text, &room, err);
	plan->room.values = room.values;
	if (status == DTL_OK && *out)
		status = dtl_plan_resolve(plan, *out, err);
	plan->query = outer;
	plan->use = use.outer;
	return status == DTL_OK ? DTL_OK : tell_whose(err, status, name);
}

static dtl_status resolve_one(
    dtl_plan *plan, const dtl_node *node, const dtl_query_value *value, dtl_node **out, dtl_error *err)
{
	dtl_text slug = DTL_TEXT_INIT;
	const char *text = NULL;
	dtl_slug(&slug, value->text, strlen(value->text) + 1);
	const char *name = dtl_arena_text(&plan->arena, dtl_text_str(&slug));
	bool failed = dtl_text_failed(&slug) || !name;
	dtl_text_free(&slug);
	if (failed)
		return dtl_fail_memory(err);
	if (node->depth >= DTL_QUERY_DEPTH)
		return dtl_caret_fail(err, DTL_E_ARGUMENT, plan->query, value->at,
		    "more than %d parentheses, nots and saved queries within each other", DTL_QUERY_DEPTH);
	dtl_status status = refuse_cycle(plan, value, name, err);
	if (status == DTL_OK)
		status = find(plan->store, &plan->arena, name, &text, err);
	if (status == DTL_OK && !text)
		return dtl_caret_point(
		    err, fail_unknown(plan->store, value->text, err), plan->query, value->at);
	return status == DTL_OK ? resolve_text(plan, out, name, text, node->depth + 1, err) : status;
}

dtl_status dtl_resolve_saved(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	dtl_node **children = dtl_arena_alloc(&plan->arena, node->value_count * sizeof(*children));
	dtl_status status = children ? DTL_OK : dtl_fail_memory(err);
	for (size_t i = 0; i < node->value_count && status == DTL_OK; i++)
		status = resolve_one(plan, node, &node->values[i], &children[i], err);
	if (status != DTL_OK)
		return status;
	if (node->value_count == 1)
		*node = *children[0];
	else
		*node = (dtl_node){ .kind = DTL_NODE_OR,
			.children = children,
			.child_count = node->value_count,
			.at = node->at,
			.depth = node->depth };
	return DTL_OK;
}

/* ---- keeping ---- */

dtl_status dtl_query_list(dtl_db *db, const char *only, dtl_saved_query_fn each, void *user, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	bool found = false;
	dtl_status status = dtl_stmt_prepare(db->store, &st, sql_all, err);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		dtl_saved_query saved = { .name = dtl_take_text(&st) };
		saved.query = dtl_take_text(&st);
		if (only && strcmp(saved.name, only) != 0)
			continue;
		found = true;
		status = each(user, &saved, err);
	}
	dtl_stmt_finalize(&st);
	if (status == DTL_DONE)
		status = only && !found ? fail_unknown(db->store, only, err) : DTL_OK;
	return status;
}

static dtl_status check_name(const char *name, dtl_error *err)
{
	dtl_text slug = DTL_TEXT_INIT;
	if (dtl_is_slug(name) && strlen(name) <= NAME_MAX_LENGTH)
		return DTL_OK;
	dtl_slug(&slug, name, NAME_MAX_LENGTH);
	dtl_status status = dtl_fail(err, DTL_E_ARGUMENT,
	    "the name of a query is of small letters, digits and '-', at most %d: '%.80s': for example '%s'",
	    NAME_MAX_LENGTH, name, dtl_text_str(&slug));
	dtl_text_free(&slug);
	return status;
}

dtl_status dtl_query_check(dtl_db *db, const char *name, const char *query, int64_t today, dtl_error *err)
{
	dtl_saved_use self = { name, NULL };
	dtl_plan plan = { .store = db->store, .today = today, .as_of = DTL_TIME_MAX, .query = query };
	plan.use = name ? &self : NULL;
	dtl_status status = name ? check_name(name, err) : DTL_OK;
	if (status == DTL_OK)
		status = dtl_query_parse_within(&plan.tree, &plan.arena, query, &plan.room, err);
	if (status == DTL_OK && name && !plan.tree)
		status = dtl_fail(err, DTL_E_ARGUMENT, "the query '%s' would be blank", name);
	if (status == DTL_OK && plan.tree)
		status = dtl_plan_resolve(&plan, plan.tree, err);
	if (status == DTL_OK && (plan.failed || plan.arena.failed))
		status = dtl_fail_memory(err);
	dtl_plan_free(&plan);
	return status;
}

static dtl_status change(
    dtl_store *store, const char *sql, const char *name, const char *query, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(store, &st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":name", name);
	if (query)
		dtl_bind_text(st, ":query", query);
	return dtl_stmt_run(st, err);
}

dtl_status dtl_query_save(dtl_db *db, const char *name, const char *query, int64_t today, dtl_error *err)
{
	dtl_status status = dtl_store_begin(db->store, err);
	if (status != DTL_OK)
		return status;
	status = dtl_query_check(db, name, query, today, err);
	if (status == DTL_OK)
		status = change(db->store, sql_save, name, query, err);
	if (status == DTL_OK)
		return dtl_store_commit(db->store, err);
	dtl_store_rollback(db->store);
	return status;
}

dtl_status dtl_query_remove(dtl_db *db, const char *name, dtl_error *err)
{
	dtl_status status = change(db->store, sql_remove, name, NULL, err);
	if (status == DTL_OK && dtl_store_changes(db->store) == 0)
		status = fail_unknown(db->store, name, err);
	return status;
}

/* ---- what no longer holds ---- */

typedef struct inspection {
	dtl_db *db;
	int64_t today;
	dtl_finding_fn each;
	void *user;
} inspection;

static dtl_status inspect(void *user, const dtl_saved_query *saved, dtl_error *err)
{
	const inspection *in = user;
	dtl_error why = { DTL_OK, 0, "" };
	dtl_status status = dtl_query_check(in->db, saved->name, saved->query, in->today, &why);
	if (status != DTL_OK && !dtl_caret_points(status)) {
		if (err)
			*err = why;
		return status;
	}
	if (status == DTL_OK)
		return DTL_OK;
	why.text[strcspn(why.text, "\n")] = '\0';
	dtl_finding finding = { "saved", "query", saved->name, why.text };
	in->each(in->user, &finding);
	return DTL_OK;
}

dtl_status dtl_query_check_saved(dtl_db *db, int64_t today, dtl_finding_fn each, void *user, dtl_error *err)
{
	inspection in = { db, today, each, user };
	return dtl_query_list(db, NULL, inspect, &in, err);
}
