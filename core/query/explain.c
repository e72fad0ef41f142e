/* What a query becomes: its SQL, the values that are bound, and SQLite's plan. */
#include "base/array.h"
#include "base/error.h"
#include "model/db.h"
#include "query/plan.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The public part first: it is handed out. */
typedef struct explanation {
	dtl_explanation shown;
	dtl_arena arena;
	dtl_explained *params;
	size_t param_cap;
	dtl_plan_step *steps;
	size_t step_cap;
} explanation;

void dtl_explanation_free(dtl_explanation *shown)
{
	explanation *x = (explanation *)shown;
	if (!x)
		return;
	dtl_arena_free(&x->arena);
	free(x->params);
	free(x->steps);
	free(x);
}

/* ---- the text ---- */

/* Behind a quoted text that begins at `p`. */
static const char *skip_text(const char *p)
{
	const char *end = strchr(p + 1, '\'');
	return end ? end + 1 : p + strlen(p);
}

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Does a clause begin at the blank `p`, which deserves a line of its own? */
static bool begins_clause(const char *p)
{
	static const char *const clauses[] = { " FROM ", " WHERE ", " UNION ", " ORDER BY ", " LIMIT " };
	for (size_t i = 0; i < sizeof(clauses) / sizeof(*clauses); i++)
		if (strncmp(p, clauses[i], strlen(clauses[i])) == 0)
			return true;
	return false;
}

enum { INDENT = 2 };

static void break_line(dtl_text *out, int depth)
{
	dtl_text_addf(out, "\n%*s", depth * INDENT, "");
}

/* Clauses on lines of their own, those within parentheses further in. */
static void lay_out(dtl_text *out, const char *sql)
{
	int depth = 0;
	for (const char *p = sql; *p;) {
		if (*p == '\'') {
			const char *end = skip_text(p);
			dtl_text_add_len(out, p, (size_t)(end - p));
			p = end;
			continue;
		}
		if (*p == '(')
			depth++;
		if (*p == ')')
			depth--;
		if (begins_clause(p)) {
			break_line(out, depth);
		} else {
			dtl_text_add_char(out, *p);
			if (*p == '(' && strncmp(p + 1, "SELECT ", 7) == 0)
				break_line(out, depth);
		}
		p++;
	}
}

/* ---- the values ---- */

static bool has_param(const explanation *x, const char *name, size_t len)
{
	for (size_t i = 0; i < x->shown.param_count; i++)
		if (strlen(x->params[i].name) == len && strncmp(x->params[i].name, name, len) == 0)
			return true;
	return false;
}

static dtl_status add_param(explanation *x, const char *name, size_t len, dtl_error *err)
{
	dtl_explained *room = dtl_array_room(x->params, &x->param_cap, x->shown.param_count, sizeof(*room));
	if (!room)
		return dtl_fail_memory(err);
	x->shown.params = x->params = room;
	room[x->shown.param_count++] = (dtl_explained){ .name = dtl_arena_text_len(&x->arena, name, len) };
	return DTL_OK;
}

/* The names of parameters in the order in which they first stand in the SQL. */
static dtl_status find_params(explanation *x, const char *sql, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (const char *p = sql; *p && status == DTL_OK;) {
		size_t len = 1;
		if (*p == '\'') {
			p = skip_text(p);
			continue;
		}
		while (*p == ':' && is_name(p[len]))
			len++;
		if (len > 1 && !has_param(x, p, len))
			status = add_param(x, p, len, err);
		p += len;
	}
	return status;
}

/* What is bound to a statement can only be read by it: one that has the same parameters says them. */
static dtl_status read_values(explanation *x, dtl_plan *plan, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_text own = plan->sql;
	plan->sql = (dtl_text)DTL_TEXT_INIT;
	for (size_t i = 0; i < x->shown.param_count; i++)
		dtl_text_addf(&plan->sql, "%s(typeof(%s),%s)", i ? "," : "VALUES", x->params[i].name,
		    x->params[i].name);
	dtl_status status = dtl_text_failed(&plan->sql) ? dtl_fail_memory(err) : DTL_OK;
	if (status == DTL_OK && x->shown.param_count > 0)
		status = dtl_plan_open(plan, &st, err);
	for (size_t i = 0; i < x->shown.param_count && status == DTL_OK; i++) {
		status = dtl_stmt_step(&st, err);
		const char *type = status == DTL_OK ? dtl_take_text(&st) : "";
		if (strcmp(type, "text") == 0)
			x->params[i].text = dtl_arena_text(&x->arena, dtl_take_text(&st));
		else if (status == DTL_OK)
			x->params[i].number = dtl_take_int(&st);
	}
	dtl_stmt_finalize(&st);
	dtl_text_free(&plan->sql);
	plan->sql = own;
	return status == DTL_DONE ? DTL_OK : status;
}

/* ---- the plan ---- */

/* Rows come in the order of the tree: a step that names the one before it stands within it. */
typedef struct outline {
	int64_t ids[128];
	int depth;
} outline;

static int depth_of(outline *o, int64_t id, int64_t parent)
{
	while (o->depth > 0 && o->ids[o->depth - 1] != parent)
		o->depth--;
	int depth = o->depth;
	if (o->depth < (int)(sizeof(o->ids) / sizeof(*o->ids)))
		o->ids[o->depth++] = id;
	return depth;
}

static dtl_status add_step(explanation *x, dtl_stmt *st, outline *o, dtl_error *err)
{
	dtl_plan_step *room = dtl_array_room(x->steps, &x->step_cap, x->shown.step_count, sizeof(*room));
	if (!room)
		return dtl_fail_memory(err);
	x->shown.steps = x->steps = room;
	int64_t id = dtl_take_int(st), parent = dtl_take_int(st);
	dtl_take_int(st); /* not used */
	dtl_plan_step step = { .depth = depth_of(o, id, parent) };
	step.detail = dtl_arena_text(&x->arena, dtl_take_text(st));
	room[x->shown.step_count++] = step;
	return DTL_OK;
}

static dtl_status read_plan(explanation *x, dtl_plan *plan, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	outline o = { .depth = 0 };
	dtl_text own = plan->sql;
	plan->sql = (dtl_text)DTL_TEXT_INIT;
	dtl_text_addf(&plan->sql, "EXPLAIN QUERY PLAN %s", dtl_text_str(&own));
	dtl_status status = dtl_text_failed(&plan->sql) ? dtl_fail_memory(err) : DTL_OK;
	if (status == DTL_OK)
		status = dtl_plan_open(plan, &st, err);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK)
		status = add_step(x, &st, &o, err);
	dtl_stmt_finalize(&st);
	dtl_text_free(&plan->sql);
	plan->sql = own;
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status fill(explanation *x, dtl_plan *plan, dtl_error *err)
{
	dtl_text laid = DTL_TEXT_INIT;
	lay_out(&laid, dtl_text_str(&plan->sql));
	x->shown.sql = dtl_arena_text(&x->arena, dtl_text_str(&laid));
	dtl_status status = dtl_text_failed(&laid) ? dtl_fail_memory(err) : DTL_OK;
	dtl_text_free(&laid);
	if (status == DTL_OK)
		status = find_params(x, dtl_text_str(&plan->sql), err);
	if (status == DTL_OK)
		status = read_values(x, plan, err);
	if (status == DTL_OK)
		status = read_plan(x, plan, err);
	return status == DTL_OK && x->arena.failed ? dtl_fail_memory(err) : status;
}

dtl_status dtl_explain(dtl_explanation **out, dtl_db *db, const dtl_ask *ask, dtl_error *err)
{
	dtl_plan plan = { .store = db->store };
	*out = NULL;
	explanation *x = calloc(1, sizeof(*x));
	if (!x)
		return dtl_fail_memory(err);
	dtl_status status = dtl_plan_make(&plan, db->store, ask, 0, err);
	if (status == DTL_OK)
		status = fill(x, &plan, err);
	dtl_plan_free(&plan);
	if (status == DTL_OK)
		*out = &x->shown;
	else
		dtl_explanation_free(&x->shown);
	return status;
}
