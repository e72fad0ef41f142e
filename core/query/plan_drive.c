#include "query/plan_drive.h"
#include "base/error.h"
#include "base/json.h"
#include "query/plan_sql.h"
#include "query/prefix.h"
#include <string.h>

/* Counting stops at first at so many rows, and goes on in steps of so many times that. */
enum { FEW_ROWS = 1250, MORE_ROWS = 16, MANY_ROWS = 1 << 20 };
/* So many times what is wanted is plenty. */
enum { PLENTY = 500 };
/* More entities than that are not read side by side. */
enum { MOST_ENTITIES = 64 };
/* To look at the text of one row, or at its quotes, costs as much as to list so many matches of a word. */
enum { MATCHES_A_TEXT = 4, MATCHES_A_QUOTE = 1 };
/* An arm reads so many rows at a time, and makes its lists anew each time. */
enum { ROWS_A_BATCH = 512 };

static const char sql_set[] = "SELECT DISTINCT entity FROM query_set WHERE term=:term";
static const char sql_behalf[] =
    "SELECT 1 FROM query_set a CROSS JOIN event_actor x INDEXED BY event_actor_behalf"
    " WHERE a.term=:term AND x.behalf=a.entity LIMIT 1";
static const char sql_texts[] =
    "SELECT count(*) FROM (SELECT 1 FROM event_search WHERE event_search MATCH :words LIMIT :most)";
static const char sql_named[] =
    "SELECT count(*) FROM (SELECT 1 FROM query_set a CROSS JOIN event_actor x INDEXED BY event_actor_time"
    " WHERE a.term=:term AND x.actor=a.entity LIMIT :most)";
static const char sql_quotes[] =
    "SELECT count(*) FROM (SELECT 1 FROM quote_search WHERE quote_search MATCH :words LIMIT :most)";

size_t dtl_plan_conjuncts(const dtl_plan *plan, dtl_node *const **out)
{
	if (!plan->tree)
		return 0;
	bool several = plan->tree->kind == DTL_NODE_AND;
	*out = several ? plan->tree->children : &plan->tree;
	return several ? plan->tree->child_count : 1;
}

bool dtl_node_is_date(const dtl_node *node)
{
	return node->kind == DTL_NODE_TERM && node->prefix == dtl_prefix_find("date", 4);
}

bool dtl_plan_is_timed(const dtl_plan *plan)
{
	dtl_node *const *terms = NULL;
	size_t count = dtl_plan_conjuncts(plan, &terms);
	for (size_t i = 0; i < count; i++)
		if (dtl_node_is_date(terms[i]))
			return true;
	return plan->upcoming || plan->overdue;
}

/* ---- counting ---- */

static dtl_status count_rows(
    const dtl_plan *plan, const dtl_node *driver, int64_t most, int64_t *out, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_text sql = DTL_TEXT_INIT;
	dtl_plan_compile_count(plan, driver, &sql);
	dtl_status status = dtl_text_failed(&sql)
				? dtl_fail_memory(err)
				: dtl_stmt_prepare(plan->store, &st, dtl_text_str(&sql), err);
	if (status == DTL_OK) {
		dtl_plan_bind(plan, &st);
		dtl_bind_int(&st, ":most", most);
		status = dtl_stmt_step(&st, err);
	}
	if (status == DTL_OK)
		*out = dtl_take_int(&st);
	dtl_stmt_finalize(&st);
	dtl_text_free(&sql);
	return status;
}

static const char *text_of(const dtl_plan *plan, const dtl_node *node)
{
	return plan->params[node->param].text;
}

/* The number that a statement gives, which then is done. */
static dtl_status take_count(dtl_stmt *st, int64_t *out, dtl_error *err)
{
	dtl_status status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		*out = dtl_take_int(st);
	dtl_stmt_reset(st);
	return status;
}

static dtl_status count_matches(
    const dtl_plan *plan, const char *sql, const dtl_node *node, int64_t most, int64_t *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(plan->store, &st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":words", text_of(plan, node));
	dtl_bind_int(st, ":most", most);
	return take_count(st, out, err);
}

typedef struct candidates {
	const dtl_node *terms[DTL_QUERY_VALUES + 1]; /* NULL: time */
	int64_t rows[DTL_QUERY_VALUES + 1];
	size_t count;
} candidates;

/* Entities that are looked up one by one in less time than it takes to count what they find. */
enum { FEW_ENTITIES = 500 };
static const char sql_size[] = "SELECT count(*) FROM (SELECT 1 FROM query_set WHERE term=:term LIMIT :most)";

/* Where an index has time in it, too, time alone finds no fewer: unless it is asked for very many entities. */
static bool beats_time(const dtl_plan *plan, const dtl_node *node)
{
	dtl_stmt *st = NULL;
	if (node->prefix->drive_kind != DTL_DRIVE_TIMED)
		return node->prefix->drive_kind == DTL_DRIVE_FEW;
	if (dtl_stmt_cached(plan->store, &st, sql_size, NULL) != DTL_OK)
		return false;
	dtl_bind_int(st, ":term", plan->params[node->param].number);
	dtl_bind_int(st, ":most", FEW_ENTITIES);
	int64_t count = FEW_ENTITIES;
	return take_count(st, &count, NULL) == DTL_OK && count < FEW_ENTITIES;
}

static void gather(candidates *c, const dtl_plan *plan)
{
	dtl_node *const *terms = NULL;
	size_t count = dtl_plan_conjuncts(plan, &terms);
	bool timed = dtl_plan_is_timed(plan);
	for (size_t i = 0; i < count && c->count < DTL_QUERY_VALUES; i++)
		if (terms[i]->kind == DTL_NODE_TERM && terms[i]->prefix->drive) {
			c->terms[c->count++] = terms[i];
			timed = timed && !beats_time(plan, terms[i]);
		}
	if (timed)
		c->terms[c->count++] = NULL;
}

/* Where those take part who are called so. */
static dtl_status count_named(
    const dtl_plan *plan, const dtl_node *node, int64_t most, int64_t *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(plan->store, &st, sql_named, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":term", plan->params[node->param + 1].number);
	dtl_bind_int(st, ":most", most);
	return take_count(st, out, err);
}

/* Of words the texts that hold them and those who are called so are counted: what was quoted is little beside them. */
static dtl_status count_words(
    const dtl_plan *plan, const dtl_node *node, int64_t most, int64_t *out, dtl_error *err)
{
	int64_t named = 0;
	dtl_status status = count_matches(plan, sql_texts, node, most, out, err);
	if (status != DTL_OK || *out >= most || node->prefix != &dtl_prefix_words)
		return status;
	status = count_named(plan, node, most - *out, &named, err);
	*out += named;
	return status;
}

static dtl_status count_candidate(
    const dtl_plan *plan, const dtl_node *node, int64_t most, int64_t *out, dtl_error *err)
{
	if (node && dtl_node_is_words(node))
		return count_words(plan, node, most, out, err);
	return count_rows(plan, node, most, out, err);
}

/* Of so many rows those few that are wanted are found soon, if they are read in order. */
static bool is_plenty(const dtl_plan *plan, int64_t rows)
{
	return plan->limit > 0 && plan->sort == DTL_SORT_START && rows / plan->limit >= PLENTY;
}

/* The first that can be read in order, if there is one. */
static size_t best_in_order(const candidates *c, size_t best)
{
	for (size_t i = 0; i < c->count; i++)
		if (dtl_arm_find(c->terms[i]))
			return i;
	return best;
}

/* The one with the fewest rows; counted no further than is needed to tell it. */
static dtl_status choose(dtl_plan *plan, const candidates *all, dtl_error *err)
{
	candidates c = *all;
	dtl_access *a = &plan->access;
	dtl_status status = DTL_OK;
	size_t best = 0;
	for (int64_t most = FEW_ROWS; status == DTL_OK; most *= MORE_ROWS) {
		/* The time comes last, and most often finds few: the others are counted no further than that. */
		int64_t enough = most;
		for (size_t i = c.count; i-- > 0 && status == DTL_OK;) {
			status = count_candidate(plan, c.terms[i], enough, &c.rows[i], err);
			best = i + 1 == c.count || c.rows[i] <= c.rows[best] ? i : best;
			enough = c.rows[best] + 1 < most ? c.rows[best] + 1 : most;
		}
		if (c.rows[best] < most || most >= MANY_ROWS)
			break;
		if (is_plenty(plan, most)) {
			best = best_in_order(&c, best);
			break;
		}
	}
	a->driver = c.terms[best];
	a->rows = c.rows[best];
	return status;
}

/* ---- arms ---- */

typedef struct words {
	dtl_plan *plan;
	const dtl_node *nodes[DTL_QUERY_VALUES];
	size_t count;
	bool wanted; /* only those that are asked for, not those that must not be */
} words;

static void find_words(words *w, const dtl_node *node)
{
	if (node->kind == DTL_NODE_NOT && w->wanted)
		return;
	for (size_t i = 0; i < node->child_count; i++)
		find_words(w, node->children[i]);
	if (node->kind == DTL_NODE_TERM && dtl_node_is_words(node) && w->count < DTL_QUERY_VALUES)
		w->nodes[w->count++] = node;
}

static dtl_status has_behalf(dtl_plan *plan, int64_t term, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(plan->store, &st, sql_behalf, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":term", term);
	status = dtl_stmt_step(st, err);
	plan->access.behalf = status == DTL_OK;
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* The entities of the driver's set; no arms if they are too many. */
static dtl_status take_entities(dtl_plan *plan, int64_t term, dtl_error *err)
{
	dtl_access *a = &plan->access;
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(plan->store, &st, sql_set, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":term", term);
	while ((status = dtl_stmt_step(st, err)) == DTL_OK && a->entity_count < MOST_ENTITIES)
		a->entities[a->entity_count++] = dtl_take_int(st);
	if (status == DTL_OK)
		a->arm = NULL;
	dtl_stmt_reset(st);
	status = status == DTL_DONE ? DTL_OK : status;
	return status == DTL_OK && a->arm && a->arm->behalf ? has_behalf(plan, term, err) : status;
}

/* Where words stand is listed anew for each statement, and so for each arm. */
static bool has_words(const dtl_node *tree)
{
	words w = { .wanted = false };
	if (tree)
		find_words(&w, tree);
	return w.count > 0;
}

/*
 * Rows come in order, a few at a time, when not all are wanted, or there is no end
 * to them; and where the index of time holds all that is shown of them.
 */
static dtl_status choose_arms(dtl_plan *plan, dtl_error *err)
{
	dtl_access *a = &plan->access;
	dtl_window w = dtl_plan_window(plan);
	bool open = w.from == DTL_TIME_MIN || w.to == DTL_TIME_MAX;
	if (plan->sort != DTL_SORT_START || plan->only || plan->only_projected || plan->changed_from ||
	    plan->changed_to ||
	    (plan->limit < 0 && !open && (a->driver || !plan->table_rows || has_words(plan->tree))))
		return DTL_OK;
	a->arm = dtl_arm_find(a->driver);
	if (!a->arm)
		return DTL_OK;
	a->entities = dtl_arena_alloc(&plan->arena, MOST_ENTITIES * sizeof(*a->entities));
	if (!a->entities)
		return dtl_fail_memory(err);
	if (a->driver)
		return take_entities(plan, plan->params[a->driver->param].number, err);
	a->entities[a->entity_count++] = 0;
	return DTL_OK;
}

/* ---- words ---- */

dtl_status dtl_plan_search(dtl_plan *plan, dtl_error *err)
{
	words w = { .plan = plan, .wanted = true };
	dtl_text any = DTL_TEXT_INIT, list = DTL_TEXT_INIT;
	dtl_json_writer each = dtl_json_writer_to(&list, 0);
	if (plan->tree)
		find_words(&w, plan->tree);
	if (w.count == 0 && plan->sort == DTL_SORT_RELEVANCE && !plan->only)
		return dtl_fail(err, DTL_E_ARGUMENT,
		    "to sort by relevance there must be a word to search for in the query");
	dtl_json_begin_array(&each);
	for (size_t i = 0; i < w.count; i++) {
		dtl_text_addf(&any, "%s%s", i ? " OR " : "", text_of(plan, w.nodes[i]));
		dtl_json_string(&each, text_of(plan, w.nodes[i]));
	}
	dtl_json_end_array(&each);
	plan->search = w.count ? dtl_arena_text(&plan->arena, dtl_text_str(&any)) : NULL;
	plan->search_list = w.count ? dtl_arena_text(&plan->arena, dtl_text_str(&list)) : NULL;
	bool failed = dtl_text_failed(&any) || dtl_text_failed(&list) || plan->arena.failed;
	dtl_text_free(&any);
	dtl_text_free(&list);
	return failed ? dtl_fail_memory(err) : DTL_OK;
}

/* Are there more matches than it pays to list? */
static dtl_status compare(
    const dtl_plan *plan, const char *sql, const dtl_node *node, int64_t most, bool *look, dtl_error *err)
{
	int64_t matches = 0;
	dtl_status status = count_matches(plan, sql, node, most + 1, &matches, err);
	*look = matches > most;
	return status;
}

/* About how many rows are looked at for one list. */
static dtl_status count_looks(dtl_plan *plan, int64_t *out, dtl_error *err)
{
	dtl_access *a = &plan->access;
	dtl_status status = DTL_OK;
	*out = a->arm ? ROWS_A_BATCH : MANY_ROWS;
	if (a->arm && plan->limit > 0 && plan->limit * MORE_ROWS < *out)
		*out = plan->limit * MORE_ROWS;
	if (!a->driver && !dtl_plan_is_timed(plan))
		return DTL_OK;
	if (a->rows < 0)
		status = count_rows(plan, a->driver, MANY_ROWS, &a->rows, err);
	*out = status == DTL_OK && a->rows < *out ? a->rows : *out;
	return status;
}

dtl_status dtl_plan_look(dtl_plan *plan, dtl_error *err)
{
	dtl_access *a = &plan->access;
	words w = { .plan = plan };
	int64_t rows = 0;
	a->looked_count = 0;
	if (plan->tree)
		find_words(&w, plan->tree);
	if (w.count == 0 || plan->only || plan->only_projected || (w.count == 1 && w.nodes[0] == a->driver))
		return DTL_OK;
	dtl_status status = count_looks(plan, &rows, err);
	for (size_t i = 0; i < w.count && status == DTL_OK; i++) {
		dtl_looked look = { .node = w.nodes[i] };
		if (look.node == a->driver)
			continue;
		status = compare(plan, sql_texts, look.node, rows * MATCHES_A_TEXT, &look.texts, err);
		if (status == DTL_OK)
			status =
			    compare(plan, sql_quotes, look.node, rows * MATCHES_A_QUOTE, &look.quotes, err);
		if (look.texts || look.quotes)
			a->looked[a->looked_count++] = look;
	}
	return status;
}

static const char sql_entities[] = "SELECT coalesce(max(id), 0) FROM entity";

/*
 * Of events that are such a part of all some are met soon by time, in a
 * fourteenth of what it takes to sort them; if they are the last of all, it
 * takes half as long again.
 */
enum { PART_OF_ALL = 8 };

/* That of all events, counted with what else has a key. */
static int64_t large_part(const dtl_plan *plan)
{
	dtl_stmt *st = NULL;
	int64_t entities = INT64_MAX;
	if (dtl_stmt_cached(plan->store, &st, sql_entities, NULL) != DTL_OK ||
	    take_count(st, &entities, NULL) != DTL_OK)
		return INT64_MAX;
	return entities / PART_OF_ALL;
}

/*
 * Of so many events with a word, or by a publisher, which cannot be read in
 * order, one meets those few that are wanted soon by time; with other
 * conditions, which may leave few of them, it takes more. 0: never.
 */
static int64_t enough_for_time(const dtl_plan *plan)
{
	const dtl_node *node = plan->access.driver;
	if (!node || dtl_arm_find(node) || plan->limit <= 0 || plan->limit > MANY_ROWS ||
	    plan->sort != DTL_SORT_START)
		return 0;
	int64_t plenty = plan->limit * 2 * PLENTY * (node == plan->tree ? 1 : MORE_ROWS);
	int64_t part = dtl_node_is_words(node) ? 0 : large_part(plan);
	return plenty > part ? plenty : part;
}

static dtl_status reconsider(dtl_plan *plan, dtl_error *err)
{
	dtl_access *a = &plan->access;
	int64_t rows = 0, most = enough_for_time(plan);
	if (!most)
		return DTL_OK;
	dtl_status status = count_candidate(plan, a->driver, most, &rows, err);
	if (status == DTL_OK && rows >= most) {
		a->driver = NULL;
		a->rows = -1;
	}
	return status;
}

/* To sort all that is shown of them is dear where the rows may be all there are, else less so than to look them up again. */
static bool is_wide(const dtl_plan *plan)
{
	dtl_window w = dtl_plan_window(plan);
	bool bounded = w.from != DTL_TIME_MIN && w.to != DTL_TIME_MAX;
	return plan->table_rows && !plan->access.arm && (plan->access.driver || bounded);
}

dtl_status dtl_plan_drive(dtl_plan *plan, dtl_error *err)
{
	candidates c = { .count = 0 };
	dtl_status status = DTL_OK;
	plan->access = (dtl_access){ .rows = -1 };
	gather(&c, plan);
	if (plan->only || plan->only_projected || plan->changed_from || plan->changed_to)
		c.count = 0;
	if (c.count == 1)
		plan->access.driver = c.terms[0];
	if (c.count > 1)
		status = choose(plan, &c, err);
	if (status == DTL_OK)
		status = reconsider(plan, err);
	if (status == DTL_OK)
		status = choose_arms(plan, err);
	plan->wide = is_wide(plan);
	return status == DTL_OK ? dtl_plan_look(plan, err) : status;
}
