/* From the resolved tree to text. */
#include "query/plan_sql.h"
#include "model/state.h"
#include "model/things.h"
#include "query/plan_drive.h"
#include "query/prefix.h"
#include "query/sets.h"
#include "query/words.h"
#include <string.h>

/*
 * Time is found by length class (migrations/0002_derived.sql): an event of class
 * `span` that is not over by `from` cannot have begun more than that length
 * before, so that each class is one range of an index; none is over later than
 * `far`. Class 6 has no date. `past`: 0 for present versions, and 1 for past ones,
 * which are looked for only as of then.
 */
static const char sql_classes[] =
    "WITH k(span,lo,hi,far) AS (VALUES(0,:lo0,:hi0,:hi0+86400),(1,:lo1,:hi0,:hi0+691200),(2,:lo2,:hi0,:hi0+2764800),"
    "(3,:lo3,:hi0,:hi0+31622400),(4,:lo4,:hi0,:hi0+316224000),(5,:lo5,:hi0,9223372036854775807),"
    "(6,:lo6,:hi6,9223372036854775807)), c(span,lo,hi,far,past) AS (SELECT span,lo,hi,far,0 FROM k"
    " UNION ALL SELECT span,lo,hi,far,1 FROM k WHERE :as_of<9223372036854775807)";
#define ANSWER " SELECT version, certain, undated, start_lo, end_hi, key"
static const char sql_answer[] = ANSWER " FROM (";
/* CASE, for SQLite stops at what decides a condition, but computes all of a value. */
static const char sql_row[] = "SELECT e.id AS version, CASE WHEN ";
static const char sql_row_keys[] =
    " THEN 1 ELSE 0 END AS certain, e.span=6 AS undated, e.start_lo AS start_lo, e.end_hi AS end_hi,"
    " e.known_from AS known_from, e.key AS key, e.event AS event";
static const char sql_title_key[] = ", lower(e.title) AS title", sql_text_key[] = ", e.text AS text";
/* What a row of a table shows (DTL_SQL_TABLE_ROW), through the subquery that is sorted. */
static const char sql_row_table[] =
    ", e.start_hi AS start_hi, e.end_lo AS end_lo, e.place AS place, e.title AS shown,"
    " e.type AS type, e.status AS status, e.edtf AS edtf, e.tz AS tz, e.has_extra AS has_extra, e.parts AS parts, e.span AS span";
static const char sql_no_table[] =
    ", 0 AS start_hi, 0 AS end_lo, 0 AS place, NULL AS shown, NULL AS type, NULL AS status, NULL AS edtf,"
    " NULL AS tz, 0 AS has_extra, NULL AS parts, 0 AS span";
static const char sql_answer_table[] =
    ", event, key, span, start_lo, start_hi, end_lo, end_hi, place, known_from, shown, type, status, edtf, tz,"
    " has_extra, parts";
/* CROSS JOIN keeps the order of the loops; the literals let the partial indexes be used. */
static const char sql_by_time[] = " FROM c CROSS JOIN event e INDEXED BY event_now"
				  " WHERE c.past=0 AND e.span=c.span AND e.start_lo BETWEEN c.lo AND c.hi"
				  " AND e.id<" DTL_FIRST_PAST_SQL;
static const char sql_by_time_then[] =
    " FROM c CROSS JOIN event e INDEXED BY event_past"
    " WHERE c.past=1 AND e.span=c.span AND e.start_lo BETWEEN c.lo AND c.hi"
    " AND e.id>=" DTL_FIRST_PAST_SQL " AND e.known_to>=:as_of";
static const char sql_by_sure[] = " FROM (SELECT version, max(sure) AS sure FROM (";
static const char sql_of_sure[] =
    ") GROUP BY version) d CROSS JOIN event e NOT INDEXED WHERE (e.id=d.version";
static const char sql_by_set[] = " FROM event e NOT INDEXED WHERE e.id IN (";
/* Projected editions stand in a table like `event`, with the series for the event (project.h). */
static const char sql_projection[] =
    "SELECT e.id AS version, 0 AS certain, 0 AS undated, e.start_lo AS start_lo, e.end_hi AS end_hi,"
    " e.known_from AS known_from, e.key AS key, e.event AS event";
static const char sql_by_projection[] = " FROM query_projected e WHERE e.term=:projections";
static const char sql_only_projected[] = " AND e.key=:only_projected";
static const char sql_only[] = "SELECT v.id FROM event v WHERE v.event=:only";
static const char sql_changed[] =
    "SELECT v.id FROM event v WHERE v.event IN (SELECT b.event FROM event b INDEXED BY event_began"
    " WHERE b.known_from>=:changed_from AND b.known_from<:changed_to UNION"
    " SELECT b.event FROM event b INDEXED BY event_ended WHERE b.known_to<9223372036854775807"
    " AND b.known_to>=:changed_from AND b.known_to<:changed_to)";
static const char sql_now[] = ") AND e.id<" DTL_FIRST_PAST_SQL;
static const char sql_then[] = ") AND e.known_to>=:as_of";
static const char sql_now_too[] = " AND e.id<" DTL_FIRST_PAST_SQL;
static const char sql_then_too[] = " AND e.known_to>=:as_of AND e.known_from<:as_of";
static const char sql_past_too[] =
    " AND e.id>=" DTL_FIRST_PAST_SQL " AND e.known_to>=:as_of AND e.known_from<:as_of";
static const char sql_known[] = " AND e.known_from<:as_of";

static const char sql_to_come[] = " AND coalesce(e.status,'') NOT IN ('held','cancelled')"
				  " AND (e.span=6 OR e.end_hi>:today)";
static const char sql_recurs[] = " AND EXISTS(SELECT 1 FROM event_recurrence r WHERE r.version=e.id)";
static const char sql_all_that_recur[] = "SELECT version FROM event_recurrence";
static const char sql_overdue[] = " AND " DTL_STATE_SQL "='overdue'";
/* Today counts as a day, and so does the last day of the horizon. */
static const char sql_to_come_definite[] = "e.span<6 AND e.end_lo>=:day";
static const char sql_within[] = " AND e.span<6 AND +e.start_lo<:until";
static const char sql_within_definite[] = " AND e.start_hi<=:until_day";

/* The terms of each order, and where a row must stand to come after a place in it. */
static const struct {
	const char *by[2], *after[2];
} orders[] = {
	[DTL_SORT_START] = { { "undated, start_lo, end_hi, key",
				 "undated, start_lo DESC, end_hi DESC, key DESC" },
	    { "(undated, start_lo, end_hi, key)>(:undated,:after_start,:after_end,:after_key)",
		"(undated>:undated OR (undated=:undated AND (start_lo, end_hi, key)<(:after_start,:after_end,:after_key)))" } },
	[DTL_SORT_TITLE] = { { "title, key", "title DESC, key DESC" },
	    { "(title, key)>(:after_title,:after_key)", "(title, key)<(:after_title,:after_key)" } },
	[DTL_SORT_KNOWN] = { { "known_from, key", "known_from DESC, key DESC" },
	    { "(known_from, key)>(:after_known,:after_key)",
		"(known_from, key)<(:after_known,:after_key)" } },
	[DTL_SORT_ID] = { { "key", "key DESC" }, { "key>:after_key", "key<:after_key" } },
	[DTL_SORT_RELEVANCE] = { { "score, undated, start_lo, end_hi, key",
				     "score DESC, undated, start_lo DESC, end_hi DESC, key DESC" },
	    { "(score, undated, start_lo, end_hi, key)>(:after_score,:undated,:after_start,:after_end,:after_key)",
		"(score<:after_score OR (score=:after_score AND (undated>:undated OR (undated=:undated"
		" AND (start_lo, end_hi, key)<(:after_start,:after_end,:after_key)))))" } },
};

static const char sql_score_of[] = ", coalesce(s.score,0)+coalesce(q.score,0) AS score";
static const char sql_scored[] = " LEFT JOIN query_score s ON s.term=:scores AND s.what=0 AND s.id=i.text"
				 " LEFT JOIN query_score q ON q.term=:scores AND q.what=1 AND q.id=i.event";

/* One arm: rows of one class of length and one entity, in order of start. */
static const char sql_arm_row[] = " THEN 1 ELSE 0 END, e.start_lo, e.end_hi, e.key";
/* Present versions have their event's number (model/derive.h), and the index that finds them holds no other. */
static const char sql_table_row[] = ", " DTL_SQL_TABLE_ROW("e.event");
static const char sql_table_row_now[] = ", " DTL_SQL_TABLE_ROW("e.id");
static const char arm_past[] =
    " FROM event e INDEXED BY event_past WHERE e.span=:span AND e.start_lo BETWEEN :lo AND :hi";
static const char *const arm_after[] = {
	" AND (e.start_lo, e.end_hi, e.key)>(:after_start,:after_end,:after_key) ORDER BY ",
	" AND (e.start_lo, e.end_hi, e.key)<(:after_start,:after_end,:after_key) ORDER BY ",
};
static const char *const arm_order[] = { ", e.end_hi, e.key LIMIT :limit",
	" DESC, e.end_hi DESC, e.key DESC LIMIT :limit" };
static const char arm_projected[] =
    "SELECT e.id, 0, e.start_lo, e.end_hi, e.key FROM query_projected e WHERE e.term=:projections";
static const char *const arm_projected_order[] = { "e.start_lo, e.end_hi, e.key LIMIT :limit",
	"e.start_lo DESC, e.end_hi DESC, e.key DESC LIMIT :limit" };

#define ARM_PART(table, index, column)                                                                       \
	" FROM " table " x INDEXED BY " index " CROSS JOIN event e NOT INDEXED"                              \
	" WHERE x." column                                                                                   \
	"=:entity AND x.span=:span AND x.start_lo BETWEEN :lo AND :hi AND e.id=x.version AND " DTL_SQL_PAST( \
	    "x.version", ":past")
static const char arm_actor[] = ARM_PART("event_actor", "event_actor_time", "actor");
static const char arm_behalf[] = ARM_PART("event_actor", "event_actor_behalf", "behalf");
static const char arm_topic[] = ARM_PART("event_topic", "event_topic_time", "topic");
static const char arm_place[] =
    " FROM event e INDEXED BY event_place WHERE e.place=:entity"
    " AND e.span=:span AND e.start_lo BETWEEN :lo AND :hi AND " DTL_SQL_PAST("e.id", ":past");
static const char arm_time[] = " FROM event e INDEXED BY event_now"
			       " WHERE e.span=:span AND e.start_lo BETWEEN :lo AND :hi";

static const dtl_arm_kind arm_kinds[] = {
	{ NULL, arm_time, "e.start_lo", NULL },
	{ "actor", arm_actor, "x.start_lo", arm_behalf },
	{ "with", arm_actor, "x.start_lo", arm_behalf },
	{ "topic", arm_topic, "x.start_lo", NULL },
	{ "place", arm_place, "e.start_lo", NULL },
	{ "country", arm_place, "e.start_lo", NULL },
};

const dtl_arm_kind *dtl_arm_find(const dtl_node *driver)
{
	for (size_t i = 0; i < sizeof(arm_kinds) / sizeof(*arm_kinds); i++)
		if (driver ? arm_kinds[i].prefix && strcmp(arm_kinds[i].prefix, driver->prefix->name) == 0
			   : !arm_kinds[i].prefix)
			return &arm_kinds[i];
	return NULL;
}

typedef struct writer {
	const dtl_plan *plan;
	dtl_text *sql;
	bool recurring;        /* only what recurs */
	bool present;          /* its rows come from event_now */
	const dtl_node *given; /* the term whose index found the rows, if that finds no others; or NULL */
	const dtl_node
	    *sure; /* the term whose index found the rows, and tells of which it is certain; or NULL */
} writer;

/* Words may be looked for in each row instead of listed. */
static const char *possible_of(const dtl_plan *plan, const dtl_node *node)
{
	for (size_t i = 0; i < plan->access.looked_count; i++)
		if (plan->access.looked[i].node == node)
			return dtl_words_looked(plan->access.looked[i].texts, plan->access.looked[i].quotes,
			    node->prefix == &dtl_prefix_words);
	return node->prefix->possible;
}

/* ---- conditions ---- */

/* A fragment with the numbers of its own parameters. */
static void add_fragment(const writer *w, const char *fragment, unsigned first)
{
	for (const char *p = fragment; *p; p++) {
		if (p[0] == ':' && p[1] >= '1' && p[1] <= '9')
			dtl_text_addf(w->sql, ":p%u", first + (unsigned)(*++p - '1'));
		else
			dtl_text_add_char(w->sql, *p);
	}
}

/* What a node is asked for: whether it is so for certain, or may be; negated: whether it is not. */
typedef struct asked {
	bool definite, negated;
} asked;

static void add_node(const writer *w, const dtl_node *node, asked how);

/*
 * Chains stay flat and negation goes down to the terms: SQLite's parser keeps a
 * stack of 100 for what is open, and an expression is at most 100 deep; with
 * DTL_QUERY_VALUES and DTL_QUERY_DEPTH both are out of reach.
 */
static void add_children(const writer *w, const dtl_node *node, asked how)
{
	bool all = (node->kind == DTL_NODE_AND) != how.negated;
	for (size_t i = 0; i < node->child_count; i++) {
		dtl_text_add(w->sql, i == 0 ? "(" : all ? " AND " : " OR ");
		add_node(w, node->children[i], how);
	}
	dtl_text_add_char(w->sql, ')');
}

static void add_term(const writer *w, const dtl_node *node, bool definite)
{
	const dtl_prefix *prefix = node->prefix;
	const char *possible = possible_of(w->plan, node);
	if (node == w->given) {
		dtl_text_add_char(w->sql, '1');
		return;
	}
	dtl_text_add(w->sql, node == w->sure ? "(d.sure OR " : "(");
	for (unsigned i = 0; i < node->groups; i++) {
		dtl_text_add(w->sql, i == 0 ? "(" : " OR (");
		add_fragment(w, definite && prefix->definite ? prefix->definite : possible,
		    node->param + i * prefix->params);
		dtl_text_add_char(w->sql, ')');
	}
	dtl_text_add_char(w->sql, ')');
}

/* Not to be is certain where to be is not possible, and the other way round. */
static void add_node(const writer *w, const dtl_node *node, asked how)
{
	switch (node->kind) {
	case DTL_NODE_AND:
	case DTL_NODE_OR: add_children(w, node, how); return;
	case DTL_NODE_NOT: add_node(w, node->children[0], (asked){ how.definite, !how.negated }); return;
	case DTL_NODE_TERM:
		dtl_text_add(w->sql, how.negated ? "NOT CASE WHEN " : "");
		add_term(w, node, how.definite != how.negated);
		dtl_text_add(w->sql, how.negated ? " THEN 1 ELSE 0 END" : "");
		return;
	}
}

static void add_filters(const writer *w)
{
	dtl_text *sql = w->sql;
	const dtl_plan *plan = w->plan;
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
	dtl_text_add(sql, w->recurring ? sql_recurs : "");
	if (plan->tree) {
		dtl_text_add(sql, " AND ");
		add_node(w, plan->tree, (asked){ .definite = plan->definite });
	}
}

/* Of what must be true at the top, only that is asked again which may be so without being certain. */
static void add_certain_tree(const writer *w, const dtl_node *tree)
{
	bool several = tree->kind == DTL_NODE_AND;
	for (size_t i = 0; i < (several ? tree->child_count : 1); i++) {
		const dtl_node *node = several ? tree->children[i] : tree;
		if (node->kind == DTL_NODE_TERM && !node->prefix->definite)
			continue;
		dtl_text_add(w->sql, " AND ");
		add_node(w, node, (asked){ .definite = true });
	}
}

static void add_certain(const writer *w)
{
	const dtl_plan *plan = w->plan;
	dtl_text_add(
	    w->sql, plan->windowed && !plan->definite && plan->upcoming ? sql_to_come_definite : "1");
	if (plan->definite || !plan->windowed)
		return;
	if (plan->upcoming && plan->within)
		dtl_text_add(w->sql, sql_within_definite);
	if (plan->tree)
		add_certain_tree(w, plan->tree);
}

/* ---- one statement ---- */

static bool is_changed(const dtl_plan *plan)
{
	return plan->changed_from || plan->changed_to;
}

/* Not where nothing asks for them: to read them takes SQLite as long as a short question. */
static void add_classes(const writer *w)
{
	const dtl_plan *plan = w->plan;
	const dtl_node *driver = plan->access.driver;
	bool set = plan->only || plan->only_projected || is_changed(plan);
	if (!set && (!driver || strstr(driver->prefix->drive, " c ")))
		dtl_text_add(w->sql, sql_classes);
}

static bool is_past(const dtl_plan *plan)
{
	return plan->as_of != DTL_TIME_MAX;
}

/* What else the rows are put in order by. */
static void add_sort_keys(const writer *w)
{
	dtl_text_add(w->sql, w->plan->sort == DTL_SORT_TITLE ? sql_title_key : "");
	dtl_text_add(w->sql, w->plan->scores ? sql_text_key : "");
}

static void add_row(const writer *w)
{
	if (w->plan->shape.row) {
		dtl_text_add(w->sql, w->plan->shape.row);
		return;
	}
	dtl_text_add(w->sql, sql_row);
	add_certain(w);
	dtl_text_add(w->sql, sql_row_keys);
	add_sort_keys(w);
	dtl_text_add(w->sql, w->plan->wide && !w->recurring ? sql_row_table : "");
}

static void add_drive(const writer *w, const dtl_node *node)
{
	const char *drive = w->sure ? node->prefix->sure : node->prefix->drive;
	for (unsigned i = 0; i < node->groups; i++) {
		dtl_text_add(w->sql, i ? " UNION ALL " : "");
		add_fragment(w, drive, node->param + i * node->prefix->params);
	}
}

/* The versions of one event, those of what changed, or what the index of a term finds. */
static void add_by_set(const writer *w, const dtl_node *node)
{
	writer found = *w;
	bool driven = !w->plan->only && !is_changed(w->plan);
	/* An index need not be asked twice whether what it lists is so. */
	if (driven && node->prefix->exact)
		found.given = node;
	if (driven && node->prefix->sure)
		found.sure = node;
	add_row(&found);
	dtl_text_add(w->sql, found.sure ? sql_by_sure : sql_by_set);
	if (driven)
		add_drive(&found, node);
	else
		dtl_text_add(w->sql, w->plan->only ? sql_only : sql_changed);
	dtl_text_add(w->sql, found.sure ? sql_of_sure : "");
	dtl_text_add(w->sql, is_past(w->plan) ? sql_then : sql_now);
	dtl_text_add(w->sql, is_past(w->plan) ? sql_known : "");
	add_filters(&found);
}

static void add_by_time(const writer *w)
{
	add_row(w);
	dtl_text_add(w->sql, sql_by_time);
	dtl_text_add(w->sql, is_past(w->plan) ? sql_known : "");
	add_filters(w);
	if (!is_past(w->plan))
		return;
	dtl_text_add(w->sql, " UNION ALL ");
	add_row(w);
	dtl_text_add(w->sql, sql_by_time_then);
	dtl_text_add(w->sql, sql_known);
	add_filters(w);
}

/* What nobody has said is never certain. */
static void add_by_projection(const writer *w)
{
	dtl_text_add(w->sql, w->plan->shape.row ? w->plan->shape.row : sql_projection);
	if (!w->plan->shape.row)
		add_sort_keys(w);
	dtl_text_add(w->sql, w->plan->wide && !w->plan->shape.row ? sql_no_table : "");
	dtl_text_add(w->sql, sql_by_projection);
	dtl_text_add(w->sql, w->plan->only_projected ? sql_only_projected : "");
	add_filters(w);
}

static void add_rows(const writer *w)
{
	const dtl_plan *plan = w->plan;
	if (plan->only_projected)
		add_by_projection(w);
	else if (plan->only || is_changed(plan) || plan->access.driver)
		add_by_set(w, plan->access.driver);
	else
		add_by_time(w);
	if (plan->projections && !plan->only_projected) {
		dtl_text_add(w->sql, " UNION ALL ");
		add_by_projection(w);
	}
}

static void compile_shaped(const writer *w)
{
	const dtl_shape *shape = &w->plan->shape;
	add_classes(w);
	dtl_text_add(w->sql, shape->head ? shape->head : sql_answer);
	add_rows(w);
	dtl_text_add(w->sql, shape->tail);
}

static void compile_whole(const writer *w)
{
	const dtl_plan *plan = w->plan;
	dtl_text *sql = w->sql;
	if (plan->shape.tail) {
		compile_shaped(w);
		return;
	}
	bool scored = plan->scores != 0;
	dtl_sort sort = plan->sort == DTL_SORT_RELEVANCE && !scored ? DTL_SORT_START : plan->sort;
	add_classes(w);
	dtl_text_add(sql, ANSWER);
	dtl_text_add(sql, plan->wide ? sql_answer_table : "");
	dtl_text_add(sql, scored ? " FROM (SELECT i.*" : "");
	dtl_text_add(sql, scored ? sql_score_of : "");
	dtl_text_add(sql, " FROM (");
	add_rows(w);
	dtl_text_add(sql, ") i");
	dtl_text_add(sql, scored ? sql_scored : "");
	dtl_text_add(sql, scored ? ")" : "");
	if (plan->has_after) {
		dtl_text_add(sql, " WHERE (");
		dtl_text_add(sql, orders[sort].after[plan->reverse]);
		dtl_text_add(sql, plan->after.inclusive ? ") OR key=:after_key" : ")");
	}
	dtl_text_add(sql, " ORDER BY ");
	dtl_text_add(sql, orders[sort].by[plan->reverse]);
	/* With a limit SQLite sorts by putting each row into a b-tree. */
	dtl_text_add(sql, plan->limit >= 0 ? " LIMIT :limit" : "");
}

/* ---- what recurs ---- */

/* More than a year's window holds so much that all that recur are fewer. */
static bool is_wide(const dtl_plan *plan)
{
	dtl_window w = dtl_plan_window(plan);
	return w.from == DTL_TIME_MIN || w.to == DTL_TIME_MAX || w.to - w.from > 400 * DTL_DAY;
}

void dtl_plan_compile_recurring(const dtl_plan *plan, dtl_text *out)
{
	const writer w = { .plan = plan, .sql = out, .recurring = true };
	add_classes(&w);
	dtl_text_add(out, " SELECT version, certain, undated, start_lo, end_hi, key FROM (");
	if (plan->access.driver || is_changed(plan)) {
		add_by_set(&w, plan->access.driver);
	} else if (!is_wide(plan)) {
		add_by_time(&w);
	} else {
		add_row(&w);
		dtl_text_add(out, sql_by_set);
		dtl_text_add(out, sql_all_that_recur);
		dtl_text_add(out, is_past(plan) ? sql_then : sql_now);
		dtl_text_add(out, is_past(plan) ? sql_known : "");
		add_filters(&w);
	}
	dtl_text_add(out, ")");
}

/* ---- arms ---- */

static void compile_arm(const writer *w, const char *from, const char *known)
{
	bool down = w->plan->reverse;
	dtl_text_add(w->sql, "SELECT e.id, CASE WHEN ");
	add_certain(w);
	dtl_text_add(w->sql, sql_arm_row);
	if (w->plan->table_rows)
		dtl_text_add(w->sql, w->present ? sql_table_row_now : sql_table_row);
	dtl_text_add(w->sql, from);
	dtl_text_add(w->sql, known);
	add_filters(w);
	dtl_text_add(w->sql, arm_after[down]);
	dtl_text_add(w->sql, w->plan->access.arm->start);
	dtl_text_add(w->sql, arm_order[down]);
}

void dtl_plan_compile_behalf(const dtl_plan *plan, dtl_text *out)
{
	const writer w = { .plan = plan, .sql = out };
	compile_arm(&w, plan->access.arm->behalf, is_past(plan) ? sql_then_too : sql_now_too);
}

void dtl_plan_compile_projected(const dtl_plan *plan, dtl_text *out)
{
	const writer w = { .plan = plan, .sql = out };
	dtl_text_add(out, arm_projected);
	add_filters(&w);
	dtl_text_add(out, arm_after[plan->reverse]);
	dtl_text_add(out, arm_projected_order[plan->reverse]);
}

void dtl_plan_compile(dtl_plan *plan)
{
	const dtl_arm_kind *arm = plan->access.arm;
	const dtl_node *driver = plan->access.driver;
	/* Arms of an index that finds no others need not ask for it again. */
	const dtl_node *given = arm && driver && driver->prefix->exact ? driver : NULL;
	const writer now = { .plan = plan, .sql = &plan->sql, .present = arm && !driver, .given = given };
	const writer past = { .plan = plan, .sql = &plan->past, .given = given };
	dtl_text_clear(&plan->sql);
	dtl_text_clear(&plan->past);
	if (!arm) {
		compile_whole(&now);
		return;
	}
	/* The indexes of time are two, one for each; the others hold both. */
	if (!is_past(plan)) {
		compile_arm(&now, arm->from, sql_now_too);
	} else if (plan->access.driver) {
		compile_arm(&now, arm->from, sql_then_too);
		compile_arm(&past, arm->from, sql_then_too);
	} else {
		compile_arm(&now, arm->from, " AND e.id<" DTL_FIRST_PAST_SQL " AND e.known_from<:as_of");
		compile_arm(&past, arm_past, sql_past_too);
	}
}

/* ---- counting ---- */

static const char sql_count_time[] =
    "SELECT 1 FROM c CROSS JOIN event e INDEXED BY event_now WHERE c.past=0 AND e.span=c.span AND e.start_lo BETWEEN c.lo AND c.hi"
    " AND e.id<" DTL_FIRST_PAST_SQL;

void dtl_plan_compile_count(const dtl_plan *plan, const dtl_node *driver, dtl_text *out)
{
	const writer w = { .plan = plan, .sql = out };
	dtl_text_add(out, sql_classes);
	dtl_text_add(out, " SELECT count(*) FROM (SELECT 1 FROM (");
	if (driver)
		add_drive(&w, driver);
	else
		dtl_text_add(out, sql_count_time);
	dtl_text_add(out, ") LIMIT :most)");
}
