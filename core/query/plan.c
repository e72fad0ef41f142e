#include "query/plan.h"
#include "base/array.h"
#include "model/state.h"
#include "query/prefix.h"
#include "query/project.h"
#include "query/sets.h"
#include "query/temp.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Time is found by length class (migrations/0002_derived.sql): an event of class
 * `span` that is not over by `from` cannot have begun more than that length
 * before, so that each class is one range of an index. Class 6 has no date.
 */
static const char sql_classes[] =
    "WITH c(span,lo,hi) AS (VALUES(0,:lo0,:hi),(1,:lo1,:hi),(2,:lo2,:hi),(3,:lo3,:hi),(4,:lo4,:hi),(5,:lo5,:hi),"
    "(6,:lo6,:hi6)) SELECT version, certain, undated, start_lo, end_hi FROM (";
static const int64_t class_days[] = { 1, 8, 32, 366, 3660 };

static const char sql_row[] = "SELECT e.id AS version, coalesce(";
static const char sql_row_keys[] =
    ",0) AS certain, e.span=6 AS undated, e.start_lo AS start_lo, e.end_hi AS end_hi,"
    " lower(e.title) AS title, e.known_from AS known_from, n.key AS key";
/* CROSS JOIN keeps the order of the loops; the literals let the partial indexes be used. */
static const char sql_by_time[] = " FROM c CROSS JOIN event e INDEXED BY event_now CROSS JOIN entity n"
				  " WHERE e.span=c.span AND e.start_lo BETWEEN c.lo AND c.hi"
				  " AND e.known_to=9223372036854775807";
static const char sql_by_time_then[] = " FROM c CROSS JOIN event e INDEXED BY event_past CROSS JOIN entity n"
				       " WHERE e.span=c.span AND e.start_lo BETWEEN c.lo AND c.hi"
				       " AND e.known_to<9223372036854775807 AND e.known_to>=:as_of";
static const char sql_by_set[] = " FROM event e NOT INDEXED CROSS JOIN entity n WHERE e.id IN (";
/* Projected editions stand in a table like `event`, with the series for the event (project.h). */
static const char sql_by_projection[] =
    "SELECT e.id AS version, 0 AS certain, 0 AS undated, e.start_lo AS start_lo, e.end_hi AS end_hi,"
    " lower(e.title) AS title, e.known_from AS known_from, e.name AS key"
    " FROM query_projected e CROSS JOIN entity n WHERE e.term=:projections";
static const char sql_only_projected[] = " AND e.name=:only_projected";
static const char sql_only[] = "SELECT v.id FROM event v WHERE v.event=:only";
static const char sql_changed[] =
    "SELECT v.id FROM event v WHERE v.event IN (SELECT b.event FROM event b INDEXED BY event_began"
    " WHERE b.known_from>=:changed_from AND b.known_from<:changed_to UNION"
    " SELECT b.event FROM event b INDEXED BY event_ended WHERE b.known_to<9223372036854775807"
    " AND b.known_to>=:changed_from AND b.known_to<:changed_to)";
static const char sql_now[] = ") AND e.known_to=9223372036854775807";
static const char sql_then[] = ") AND e.known_to>=:as_of";
static const char sql_known[] = " AND e.known_from<:as_of";
static const char sql_entity[] = " AND n.id=e.event";

static const char sql_to_come[] = " AND coalesce(e.status,'') NOT IN ('held','cancelled')"
				  " AND (e.span=6 OR e.end_hi>:today)";
static const char sql_overdue[] = " AND " DTL_STATE_SQL "='overdue'";
/* Today counts as a day, and so does the last day of the horizon. */
static const char sql_to_come_definite[] = "e.span<6 AND e.end_lo>=:day";
static const char sql_within[] = " AND e.span<6 AND e.start_lo<:until";
static const char sql_within_definite[] = " AND e.start_hi<=:until_day";

static const char *const orders[][2] = {
	[DTL_SORT_START] = { "undated, start_lo, end_hi, key",
	    "undated, start_lo DESC, end_hi DESC, key DESC" },
	[DTL_SORT_TITLE] = { "title, key", "title DESC, key DESC" },
	[DTL_SORT_KNOWN] = { "known_from, key", "known_from DESC, key DESC" },
	[DTL_SORT_ID] = { "key", "key DESC" },
};

static dtl_param *new_param(dtl_plan *plan)
{
	dtl_param *room = dtl_array_room(plan->params, &plan->param_cap, plan->param_count, sizeof(*room));
	if (!room) {
		plan->failed = true;
		return NULL;
	}
	plan->params = room;
	dtl_param *p = &room[plan->param_count];
	*p = (dtl_param){ .text = NULL };
	snprintf(p->name, sizeof(p->name), ":p%zu", plan->param_count++);
	return p;
}

unsigned dtl_plan_int(dtl_plan *plan, int64_t value)
{
	dtl_param *p = new_param(plan);
	if (p)
		p->number = value;
	return (unsigned)plan->param_count - 1;
}

unsigned dtl_plan_text(dtl_plan *plan, const char *value)
{
	dtl_param *p = new_param(plan);
	if (p)
		p->text = dtl_arena_text(&plan->arena, value);
	return (unsigned)plan->param_count - 1;
}

static dtl_status resolve(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	dtl_status status = DTL_OK;
	if (node->kind == DTL_NODE_TERM)
		return node->prefix->resolve(plan, node, err);
	for (size_t i = 0; i < node->child_count && status == DTL_OK; i++)
		status = resolve(plan, node->children[i], err);
	return status;
}

static dtl_status resolve_all(dtl_plan *plan, dtl_error *err)
{
	dtl_temp temp;
	dtl_status status = dtl_temp_open(&temp, plan->store, err);
	if (status == DTL_OK)
		status = resolve(plan, plan->tree, err);
	dtl_temp_close(&temp);
	return status;
}

/* Projected editions that are asked for; none is found by name of an event, by what changed, or for certain. */
static dtl_status project(dtl_plan *plan, dtl_error *err)
{
	dtl_temp temp;
	int64_t term = 0, count = 0;
	bool wanted = plan->only_projected || (plan->projected && !plan->only && !plan->definite);
	if (!wanted || plan->changed_from || plan->changed_to)
		return DTL_OK;
	dtl_status status = dtl_temp_open(&temp, plan->store, err);
	if (status == DTL_OK)
		status = dtl_projected_open(plan->store, err);
	if (status == DTL_OK)
		status = dtl_set_new(plan->store, &term, err);
	if (status == DTL_OK && plan->set_count++ == 0)
		plan->first_set = term;
	if (status == DTL_OK)
		status = dtl_projected_make(plan->store, term, plan->today, plan->as_of, &count, err);
	if (count > 0 || plan->only_projected)
		plan->projections = term;
	dtl_temp_close(&temp);
	return status;
}

/* ---- conditions ---- */

/* A fragment with the numbers of its own parameters. */
static void add_fragment(dtl_plan *plan, const char *fragment, unsigned first)
{
	for (const char *p = fragment; *p; p++) {
		if (p[0] == ':' && p[1] >= '1' && p[1] <= '9')
			dtl_text_addf(&plan->sql, ":p%u", first + (unsigned)(*++p - '1'));
		else
			dtl_text_add_char(&plan->sql, *p);
	}
}

/* What a node is asked for: whether it is so for certain, or may be; negated: whether it is not. */
typedef struct asked {
	bool definite, negated;
} asked;

static void add_node(dtl_plan *plan, const dtl_node *node, asked how);

/*
 * Chains stay flat and negation goes down to the terms: SQLite's parser keeps a
 * stack of 100 for what is open, and an expression is at most 100 deep; with
 * DTL_QUERY_VALUES and DTL_QUERY_DEPTH both are out of reach.
 */
static void add_children(dtl_plan *plan, const dtl_node *node, asked how)
{
	bool all = (node->kind == DTL_NODE_AND) != how.negated;
	for (size_t i = 0; i < node->child_count; i++) {
		dtl_text_add(&plan->sql, i == 0 ? "(" : all ? " AND " : " OR ");
		add_node(plan, node->children[i], how);
	}
	dtl_text_add_char(&plan->sql, ')');
}

static void add_term(dtl_plan *plan, const dtl_node *node, bool definite)
{
	const dtl_prefix *prefix = node->prefix;
	for (unsigned i = 0; i < node->groups; i++) {
		dtl_text_add(&plan->sql, i == 0 ? "((" : " OR (");
		add_fragment(plan, definite && prefix->definite ? prefix->definite : prefix->possible,
		    node->param + i * prefix->params);
		dtl_text_add_char(&plan->sql, ')');
	}
	dtl_text_add_char(&plan->sql, ')');
}

/* Not to be is certain where to be is not possible, and the other way round. */
static void add_node(dtl_plan *plan, const dtl_node *node, asked how)
{
	switch (node->kind) {
	case DTL_NODE_AND:
	case DTL_NODE_OR: add_children(plan, node, how); return;
	case DTL_NODE_NOT: add_node(plan, node->children[0], (asked){ how.definite, !how.negated }); return;
	case DTL_NODE_TERM:
		dtl_text_add(&plan->sql, how.negated ? "NOT coalesce(" : "");
		add_term(plan, node, how.definite != how.negated);
		dtl_text_add(&plan->sql, how.negated ? ",0)" : "");
		return;
	}
}

static void add_filters(dtl_plan *plan)
{
	dtl_text *sql = &plan->sql;
	dtl_text_add(sql, sql_entity);
	if (plan->upcoming) {
		dtl_text_add(sql, sql_to_come);
		dtl_text_add(sql, plan->within ? sql_within : "");
	}
	dtl_text_add(sql, plan->overdue ? sql_overdue : "");
	if (plan->upcoming && plan->definite) {
		dtl_text_add(sql, " AND ");
		dtl_text_add(sql, sql_to_come_definite);
		dtl_text_add(sql, plan->within ? sql_within_definite : "");
	}
	if (plan->tree) {
		dtl_text_add(sql, " AND ");
		add_node(plan, plan->tree, (asked){ .definite = plan->definite });
	}
}

static void add_certain(dtl_plan *plan)
{
	dtl_text_add(
	    &plan->sql, plan->windowed && !plan->definite && plan->upcoming ? sql_to_come_definite : "1");
	if (plan->definite || !plan->windowed)
		return;
	if (plan->upcoming && plan->within)
		dtl_text_add(&plan->sql, sql_within_definite);
	if (plan->tree) {
		dtl_text_add(&plan->sql, " AND ");
		add_node(plan, plan->tree, (asked){ .definite = true });
	}
}

/* ---- how to find the rows ---- */

/* The terms that all must be true: the children of an AND at the top, or the tree itself. */
static size_t conjuncts(const dtl_plan *plan, dtl_node *const **out)
{
	if (!plan->tree)
		return 0;
	bool several = plan->tree->kind == DTL_NODE_AND;
	*out = several ? plan->tree->children : &plan->tree;
	return several ? plan->tree->child_count : 1;
}

static bool is_date(const dtl_node *node)
{
	return node->kind == DTL_NODE_TERM && node->prefix == dtl_prefix_find("date", 4);
}

/* The time that all events lie in, and whether such without a date may be among them. */
static dtl_window asked_time(const dtl_plan *plan, bool *undated)
{
	dtl_window w = DTL_WINDOW_ALL;
	dtl_node *const *terms = NULL;
	size_t count = conjuncts(plan, &terms);
	*undated = !(plan->upcoming && plan->within) && !plan->overdue;
	if (plan->upcoming)
		w.from = plan->today;
	if (plan->overdue)
		w = (dtl_window){ dtl_time_add(plan->today, -DTL_LAPSE - 1), plan->today };
	if (plan->upcoming && plan->within)
		w.to = dtl_time_add(plan->today, plan->within + 1);
	for (size_t i = 0; i < count; i++) {
		if (!is_date(terms[i]))
			continue;
		*undated = false;
		w.from = terms[i]->from > w.from ? terms[i]->from : w.from;
		w.to = terms[i]->to < w.to ? terms[i]->to : w.to;
	}
	return w;
}

dtl_window dtl_plan_window(const dtl_plan *plan)
{
	bool undated;
	return asked_time(plan, &undated);
}

/* The term whose index finds the fewest rows; NULL: time, or everything. */
static const dtl_node *driver(const dtl_plan *plan)
{
	dtl_node *const *terms = NULL;
	const dtl_node *best[DTL_DRIVE_MANY + 1] = { NULL };
	size_t count = conjuncts(plan, &terms);
	bool timed = plan->upcoming;
	for (size_t i = 0; i < count; i++) {
		if (terms[i]->kind != DTL_NODE_TERM)
			continue;
		if (!best[terms[i]->prefix->drive_kind])
			best[terms[i]->prefix->drive_kind] = terms[i];
		timed = timed || is_date(terms[i]);
	}
	if (best[DTL_DRIVE_FEW])
		return best[DTL_DRIVE_FEW];
	if (best[DTL_DRIVE_MANY] && !timed)
		return best[DTL_DRIVE_MANY];
	return best[DTL_DRIVE_TIMED];
}

static void add_row(dtl_plan *plan)
{
	dtl_text_add(&plan->sql, sql_row);
	add_certain(plan);
	dtl_text_add(&plan->sql, sql_row_keys);
}

static bool is_changed(const dtl_plan *plan)
{
	return plan->changed_from || plan->changed_to;
}

/* The versions of one event, those of what changed, or what the index of a term finds. */
static void add_by_set(dtl_plan *plan, const dtl_node *node)
{
	add_row(plan);
	dtl_text_add(&plan->sql, sql_by_set);
	if (plan->only || is_changed(plan))
		dtl_text_add(&plan->sql, plan->only ? sql_only : sql_changed);
	else
		add_fragment(plan, node->prefix->drive, node->param);
	dtl_text_add(&plan->sql, plan->as_of == DTL_TIME_MAX ? sql_now : sql_then);
	if (plan->as_of != DTL_TIME_MAX)
		dtl_text_add(&plan->sql, sql_known);
	add_filters(plan);
}

static void add_by_time(dtl_plan *plan)
{
	add_row(plan);
	dtl_text_add(&plan->sql, sql_by_time);
	if (plan->as_of != DTL_TIME_MAX)
		dtl_text_add(&plan->sql, sql_known);
	add_filters(plan);
	if (plan->as_of == DTL_TIME_MAX)
		return;
	dtl_text_add(&plan->sql, " UNION ALL ");
	add_row(plan);
	dtl_text_add(&plan->sql, sql_by_time_then);
	dtl_text_add(&plan->sql, sql_known);
	add_filters(plan);
}

/* What nobody has said is never certain. */
static void add_by_projection(dtl_plan *plan)
{
	dtl_text_add(&plan->sql, sql_by_projection);
	dtl_text_add(&plan->sql, plan->only_projected ? sql_only_projected : "");
	add_filters(plan);
}

static void compile(dtl_plan *plan)
{
	const dtl_node *node = driver(plan);
	dtl_text_add(&plan->sql, sql_classes);
	if (plan->only_projected)
		add_by_projection(plan);
	else if (plan->only || is_changed(plan) || node)
		add_by_set(plan, node);
	else
		add_by_time(plan);
	if (plan->projections && !plan->only_projected) {
		dtl_text_add(&plan->sql, " UNION ALL ");
		add_by_projection(plan);
	}
	dtl_text_add(&plan->sql, ") ORDER BY ");
	dtl_text_add(&plan->sql, orders[plan->sort][plan->reverse]);
	dtl_text_add(&plan->sql, " LIMIT :limit");
}

/* ---- the whole ---- */

static void take_ask(dtl_plan *plan, const dtl_ask *ask, int64_t only)
{
	plan->query = only || plan->only_projected || !ask->query ? "" : ask->query;
	plan->today = ask->today;
	plan->as_of = ask->has_as_of ? ask->as_of : DTL_TIME_MAX;
	plan->upcoming = ask->upcoming;
	plan->overdue = ask->overdue;
	plan->projected = ask->upcoming && ask->projected;
	plan->changed_from = ask->changed_from;
	plan->changed_to = ask->changed_to;
	plan->definite = ask->definite;
	plan->within = ask->within > 0 && ask->within < DTL_TIME_MAX ? ask->within : 0;
	plan->limit = ask->limit > 0 ? ask->limit : -1;
	plan->sort = ask->sort;
	plan->reverse = ask->reverse;
	plan->windowed = ask->upcoming && plan->within > 0;
	plan->only = only;
}

dtl_status dtl_plan_make(dtl_plan *out, dtl_store *store, const dtl_ask *ask, int64_t only, dtl_error *err)
{
	*out = (dtl_plan){ .store = store };
	if (ask->only && !only)
		out->only_projected = dtl_arena_text(&out->arena, ask->only);
	take_ask(out, ask, only);
	dtl_status status = dtl_query_parse(&out->tree, &out->arena, out->query, err);
	if (status == DTL_OK && out->tree)
		status = resolve_all(out, err);
	if (status == DTL_OK)
		status = project(out, err);
	if (status != DTL_OK)
		return status;
	compile(out);
	if (out->failed || out->arena.failed || dtl_text_failed(&out->sql))
		return dtl_fail_memory(err);
	/* The caller's text need not last. */
	out->query = NULL;
	return DTL_OK;
}

void dtl_plan_free(dtl_plan *plan)
{
	dtl_temp temp;
	/* What cannot be forgotten only takes room. */
	if (plan->set_count && dtl_temp_open(&temp, plan->store, NULL) == DTL_OK) {
		dtl_set_drop(plan->store, plan->first_set, plan->set_count);
		if (plan->projections)
			dtl_projected_drop(plan->store, plan->projections);
		dtl_temp_close(&temp);
	}
	dtl_arena_free(&plan->arena);
	free(plan->params);
	dtl_text_free(&plan->sql);
	*plan = (dtl_plan){ .store = NULL };
}

static void bind_time(const dtl_plan *plan, dtl_stmt *st)
{
	static const char *const names[] = { ":lo0", ":lo1", ":lo2", ":lo3", ":lo4" };
	bool undated = true;
	dtl_window w = asked_time(plan, &undated);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		dtl_bind_int(st, names[i], dtl_time_add(w.from, 1 - class_days[i] * DTL_DAY));
	dtl_bind_int(st, ":lo5", DTL_TIME_MIN);
	dtl_bind_int(st, ":hi", w.to == DTL_TIME_MAX ? w.to : dtl_time_add(w.to, -1));
	/* From the end of time to its beginning: none. */
	dtl_bind_int(st, ":lo6", undated ? DTL_TIME_MIN : DTL_TIME_MAX);
	dtl_bind_int(st, ":hi6", undated ? DTL_TIME_MAX : DTL_TIME_MIN);
}

static bool mentions(const char *sql, const char *name)
{
	size_t len = strlen(name);
	for (const char *p = sql; (p = strstr(p, name)) != NULL; p += len)
		if (p[len] != '_' && (p[len] < 'a' || p[len] > 'z'))
			return true;
	return false;
}

static int64_t end_of_day(int64_t t)
{
	return dtl_time_add(dtl_day_of(t) * DTL_DAY, DTL_DAY);
}

dtl_status dtl_plan_open(dtl_plan *plan, dtl_stmt *st, dtl_error *err)
{
	int64_t until = dtl_time_add(plan->today, plan->within + 1);
	const struct {
		const char *name;
		int64_t value;
	} fixed[] = { { ":as_of", plan->as_of }, { ":projections", plan->projections },
		{ ":today", plan->today }, { ":only", plan->only }, { ":changed_from", plan->changed_from },
		{ ":changed_to", plan->changed_to }, { ":day", dtl_day_of(plan->today) * DTL_DAY },
		{ ":until", until }, { ":until_day", end_of_day(until - 1) }, { ":limit", plan->limit } };
	dtl_status status = dtl_stmt_prepare(plan->store, st, dtl_text_str(&plan->sql), err);
	if (status != DTL_OK)
		return status;
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (mentions(dtl_text_str(&plan->sql), fixed[i].name))
			dtl_bind_int(st, fixed[i].name, fixed[i].value);
	bind_time(plan, st);
	if (plan->only_projected)
		dtl_bind_text(st, ":only_projected", plan->only_projected);
	for (size_t i = 0; i < plan->param_count; i++) {
		if (plan->params[i].text)
			dtl_bind_text(st, plan->params[i].name, plan->params[i].text);
		else
			dtl_bind_int(st, plan->params[i].name, plan->params[i].number);
	}
	return DTL_OK;
}
