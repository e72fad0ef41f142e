#include "query/plan.h"
#include "base/array.h"
#include "model/state.h"
#include "query/plan_after.h"
#include "query/plan_drive.h"
#include "query/plan_score.h"
#include "query/plan_sql.h"
#include "query/prefix.h"
#include "query/project.h"
#include "query/sets.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const int64_t class_days[] = { 1, 8, 32, 366, 3660 };

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

dtl_status dtl_plan_resolve(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	dtl_status status = DTL_OK;
	if (node->kind == DTL_NODE_TERM)
		return node->prefix->resolve(plan, node, err);
	for (size_t i = 0; i < node->child_count && status == DTL_OK; i++)
		status = dtl_plan_resolve(plan, node->children[i], err);
	return status;
}

static dtl_status resolve_all(dtl_plan *plan, dtl_error *err)
{
	dtl_status status = dtl_plan_resolve(plan, plan->tree, err);
	if (status == DTL_OK)
		status = dtl_query_flatten(plan->tree, &plan->arena, err);
	return status;
}

/* Does the query ask for what is known of no projected edition? */
static bool wants_recorded(const dtl_plan *plan)
{
	dtl_node *const *terms = NULL;
	size_t count = dtl_plan_conjuncts(plan, &terms);
	for (size_t i = 0; i < count; i++)
		if (terms[i]->kind == DTL_NODE_TERM && terms[i]->prefix->recorded)
			return true;
	return false;
}

/* Projected editions that are asked for; none is found by name of an event, by what changed, or for certain. */
static dtl_status project(dtl_plan *plan, dtl_error *err)
{
	int64_t term = 0, count = 0;
	dtl_due due = { .today = plan->today,
		.as_of = plan->as_of,
		.until = plan->only_projected ? DTL_TIME_MAX : dtl_plan_window(plan).to };
	bool wanted = plan->only_projected || (plan->projected && !plan->only && !plan->definite);
	if (!wanted || plan->changed_from || plan->changed_to || wants_recorded(plan))
		return DTL_OK;
	dtl_status status = dtl_projected_open(plan->store, err);
	if (status == DTL_OK)
		status = dtl_set_new(plan->store, &term, err);
	if (status == DTL_OK && plan->set_count++ == 0)
		plan->first_set = term;
	if (status == DTL_OK)
		status = dtl_projected_make(plan->store, term, &due, &count, err);
	if (count > 0 || plan->only_projected)
		plan->projections = term;
	return status;
}

/* ---- the time ---- */

/* The time that all events lie in, and whether such without a date may be among them. */
static dtl_window asked_time(const dtl_plan *plan, bool *undated)
{
	dtl_window w = DTL_WINDOW_ALL;
	dtl_node *const *terms = NULL;
	size_t count = dtl_plan_conjuncts(plan, &terms);
	*undated = !(plan->upcoming && plan->within) && !plan->overdue;
	if (plan->upcoming)
		w.from = plan->today;
	if (plan->overdue)
		w = (dtl_window){ dtl_time_add(plan->today, -DTL_LAPSE - 1), plan->today };
	if (plan->upcoming && plan->within)
		w.to = dtl_time_add(plan->today, plan->within + 1);
	for (size_t i = 0; i < count; i++) {
		if (!dtl_node_is_date(terms[i]))
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
	plan->after.inclusive = ask->after && ask->unfold && ask->sort != DTL_SORT_START;
	plan->sort = ask->sort;
	plan->reverse = ask->reverse;
	plan->table_rows = ask->brief && !ask->revisions;
	plan->windowed = ask->upcoming && plan->within > 0;
	plan->only = only;
}

dtl_status dtl_plan_make(dtl_plan *out, dtl_store *store, const dtl_ask *ask, int64_t only, dtl_error *err)
{
	*out = (dtl_plan){ .store = store };
	if (ask->only && !only)
		out->only_projected = dtl_arena_text(&out->arena, ask->only);
	take_ask(out, ask, only);
	dtl_status status = dtl_query_parse_within(&out->tree, &out->arena, out->query, &out->room, err);
	if (status == DTL_OK && out->tree)
		status = resolve_all(out, err);
	if (status == DTL_OK)
		status = project(out, err);
	if (status != DTL_OK)
		return status;
	status = dtl_plan_search(out, err);
	if (status == DTL_OK)
		status = dtl_plan_drive(out, err);
	if (status == DTL_OK && out->search && out->sort == DTL_SORT_RELEVANCE)
		status = dtl_plan_score(out, err);
	if (status == DTL_OK && ask->after)
		status = dtl_plan_after(out, ask->after, err);
	if (status != DTL_OK)
		return status;
	dtl_plan_compile(out);
	if (out->failed || out->arena.failed || dtl_text_failed(&out->sql) || dtl_text_failed(&out->past))
		return dtl_fail_memory(err);
	/* The caller's text need not last. */
	out->query = NULL;
	return DTL_OK;
}

void dtl_plan_free(dtl_plan *plan)
{
	/* What cannot be forgotten only takes room. */
	if (plan->set_count) {
		dtl_set_drop(plan->store, plan->first_set, plan->set_count);
		if (plan->scores)
			dtl_plan_score_drop(plan);
		if (plan->projections)
			dtl_projected_drop(plan->store, plan->projections);
	}
	dtl_arena_free(&plan->arena);
	free(plan->params);
	dtl_text_free(&plan->sql);
	dtl_text_free(&plan->past);
	*plan = (dtl_plan){ .store = NULL };
}

void dtl_plan_classes(const dtl_plan *plan, int64_t lo[DTL_CLASSES], int64_t hi[DTL_CLASSES])
{
	bool undated = true;
	dtl_window w = asked_time(plan, &undated);
	for (size_t i = 0; i + 1 < DTL_CLASSES; i++) {
		lo[i] = i < sizeof(class_days) / sizeof(*class_days)
			    ? dtl_time_add(w.from, 1 - class_days[i] * DTL_DAY)
			    : DTL_TIME_MIN;
		hi[i] = w.to == DTL_TIME_MAX ? w.to : dtl_time_add(w.to, -1);
	}
	/* From the end of time to its beginning: none. */
	lo[DTL_CLASSES - 1] = undated ? DTL_TIME_MIN : DTL_TIME_MAX;
	hi[DTL_CLASSES - 1] = undated ? DTL_TIME_MAX : DTL_TIME_MIN;
}

static void bind(dtl_stmt *st, const char *name, int64_t value)
{
	if (dtl_stmt_has(st, name))
		dtl_bind_int(st, name, value);
}

static void bind_classes(const dtl_plan *plan, dtl_stmt *st)
{
	static const char *const los[] = { ":lo0", ":lo1", ":lo2", ":lo3", ":lo4", ":lo5", ":lo6" };
	int64_t lo[DTL_CLASSES], hi[DTL_CLASSES];
	dtl_plan_classes(plan, lo, hi);
	for (size_t i = 0; i < DTL_CLASSES; i++)
		bind(st, los[i], lo[i]);
	bind(st, ":hi0", hi[0]);
	bind(st, ":hi6", hi[DTL_CLASSES - 1]);
}

static int64_t end_of_day(int64_t t)
{
	return dtl_time_add(dtl_day_of(t) * DTL_DAY, DTL_DAY);
}

static void bind_params(const dtl_plan *plan, dtl_stmt *st)
{
	for (size_t i = 0; i < plan->param_count; i++) {
		const dtl_param *p = &plan->params[i];
		if (!dtl_stmt_has(st, p->name))
			continue;
		if (p->text)
			dtl_bind_text(st, p->name, p->text);
		else
			dtl_bind_int(st, p->name, p->number);
	}
}

static void bind_after(const dtl_plan *plan, dtl_stmt *st)
{
	const dtl_place_in_order *after = &plan->after;
	if (!plan->has_after || plan->access.arm)
		return;
	bind(st, ":undated", after->undated);
	bind(st, ":after_start", after->start_lo);
	bind(st, ":after_end", after->end_hi);
	bind(st, ":after_known", after->known_from);
	if (dtl_stmt_has(st, ":after_key"))
		dtl_bind_text(st, ":after_key", after->key);
	if (dtl_stmt_has(st, ":after_title"))
		dtl_bind_text(st, ":after_title", after->title);
	if (dtl_stmt_has(st, ":after_score"))
		dtl_bind_double(st, ":after_score", after->score);
}

void dtl_plan_bind(const dtl_plan *plan, dtl_stmt *st)
{
	int64_t until = dtl_time_add(plan->today, plan->within + 1);
	const struct {
		const char *name;
		int64_t value;
	} fixed[] = { { ":as_of", plan->as_of }, { ":projections", plan->projections },
		{ ":scores", plan->scores }, { ":today", plan->today }, { ":only", plan->only },
		{ ":changed_from", plan->changed_from }, { ":changed_to", plan->changed_to },
		{ ":day", dtl_day_of(plan->today) * DTL_DAY }, { ":until", until },
		{ ":until_day", end_of_day(until - 1) }, { ":limit", plan->limit } };
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		bind(st, fixed[i].name, fixed[i].value);
	bind_classes(plan, st);
	if (plan->only_projected)
		dtl_bind_text(st, ":only_projected", plan->only_projected);
	if (plan->search && dtl_stmt_has(st, ":search"))
		dtl_bind_text(st, ":search", plan->search);
	bind_after(plan, st);
	bind_params(plan, st);
}

dtl_status dtl_plan_open(dtl_plan *plan, dtl_stmt *st, dtl_error *err)
{
	dtl_status status = dtl_stmt_prepare(plan->store, st, dtl_text_str(&plan->sql), err);
	if (status == DTL_OK)
		dtl_plan_bind(plan, st);
	return status;
}

dtl_status dtl_plan_shaped(dtl_plan *plan, const dtl_shape *shape, dtl_error *err)
{
	plan->shape = *shape;
	plan->access.arm = NULL;
	dtl_status status = dtl_plan_look(plan, err);
	if (status != DTL_OK)
		return status;
	dtl_plan_compile(plan);
	return dtl_text_failed(&plan->sql) ? dtl_fail_memory(err) : DTL_OK;
}
