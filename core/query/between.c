#include "query/between.h"
#include "model/names.h"
#include "model/things.h"
#include "query/acts.h"
#include "query/caret.h"
#include "query/resolve.h"
#include "query/sets.h"

#define NEVER_BEGAN "-9223372036854775808"
#define NEVER_ENDS  "9223372036854775807"

/* Whether the time of a row may meet that of the event `e`, or covers all of it. An event without a date may be at any time. */
#define MEETS(row) "(e.span=6 OR (" row ".from_lo<e.end_hi AND " row ".to_hi>e.start_lo))"
#define COVERS(row)                                                                                          \
	"(" row ".to_hi>=e.end_hi AND " row ".from_lo<=CASE e.span WHEN 6 THEN " NEVER_BEGAN                 \
	" ELSE e.start_lo END)"

/*
 * w: what the actors of `seed` are part of, or hold, and so on up, each with the
 * intersection of the terms on the way. What is merged counts as one; UNION ends
 * cycles.
 */
#define WALK(w, seed)                                                                                        \
	"WITH RECURSIVE " w "(id,from_lo,to_hi) AS (" seed " UNION SELECT m.canonical," w ".from_lo," w      \
	".to_hi FROM " w " CROSS JOIN merged m WHERE m.entity=" w ".id"                                      \
	" UNION SELECT m.entity," w ".from_lo," w ".to_hi FROM " w                                           \
	" CROSS JOIN merged m WHERE m.canonical=" w ".id"                                                    \
	" UNION SELECT f.of,max(f.from_lo," w ".from_lo),min(f.to_hi," w ".to_hi) FROM " w                   \
	" CROSS JOIN affiliation f WHERE f.actor=" w ".id AND f.rel IN ('part-of','holds')"                  \
	" AND f.from_lo<" w ".to_hi AND f.to_hi>" w ".from_lo) "

#define ALWAYS(id)   "SELECT " id "," NEVER_BEGAN "," NEVER_ENDS
#define IS_STATE(w)  "EXISTS(SELECT 1 FROM actor k WHERE k.id=" w ".id AND k.kind='state')"
#define SAFE(column) "among(" column ",(SELECT ids(entity) FROM query_set WHERE term=:4))"

/* ---- between ---- */

/* The participant takes part for the side: two look-ups, for IN builds a table each time. */
#define ACTS_FOR(x, side, TIME)                                                                              \
	"(EXISTS(SELECT 1 FROM query_set a WHERE a.term=" side " AND a.entity=" x ".actor AND " TIME(        \
	    "a") ") OR (" x ".behalf IS NOT NULL AND EXISTS(SELECT 1 FROM query_set a WHERE a.term=" side    \
		 " AND a.entity=" x ".behalf AND " TIME("a") ")))"

/* Both are there, and not by one and the same. */
#define BOTH(TIME)                                                                                           \
	"EXISTS(SELECT 1 FROM event_actor x CROSS JOIN event_actor y WHERE x.version=e.id AND " ACTS_FOR(    \
	    "x", ":1", TIME) " AND y.version=e.id AND y.actor<>x.actor AND " ACTS_FOR("y", ":2",             \
	    TIME) " AND " DTL_SQL_CANONICAL("x.actor") "<>" DTL_SQL_CANONICAL("y.actor") ")"

/* A third state is there if it may be (IS is MEETS), or for certain (COVERS); OURS is the other of them. */
#define BOTH_SAFE(x)  "(" SAFE(x ".actor") " AND (" x ".behalf IS NULL OR " SAFE(x ".behalf") "))"
#define THEMSELVES(x) ALWAYS(x ".actor") " UNION " ALWAYS(x ".behalf") " WHERE " x ".behalf IS NOT NULL"
#define OURS_WHEN(w, TIME)                                                                                   \
	"EXISTS(SELECT 1 FROM query_set a WHERE a.term IN (:1,:2,:3) AND a.entity=" w ".id AND " TIME("a") ")"
#define THIRD(IS, OURS)                                                                                      \
	"EXISTS(SELECT 1 FROM event_actor x WHERE x.version=e.id AND NOT " BOTH_SAFE(                        \
	    "x") " AND EXISTS(" WALK("w",                                                                    \
	    THEMSELVES(                                                                                      \
		"x")) "SELECT 1 FROM w WHERE " IS_STATE("w") " AND " IS("w") " AND NOT " OURS_WHEN("w",      \
	    OURS) "))"

/* Most third states are there themselves, and are ours at no time: of what may be `between:`, these need no walk. */
#define PLAIN_THIRD                                                                                          \
	"EXISTS(SELECT 1 FROM event_actor x CROSS JOIN actor k WHERE x.version=e.id AND k.id=x.actor"        \
	" AND k.kind='state' AND NOT among(k.id,(SELECT ids(entity) FROM query_set WHERE term IN (:1,:2,:3))))"

const char dtl_between_possible[] = "NOT " PLAIN_THIRD " AND " BOTH(MEETS) " AND NOT " THIRD(COVERS, MEETS);
const char dtl_between_definite[] = BOTH(COVERS) " AND NOT " THIRD(MEETS, COVERS);

/*
 * The versions in which a side takes part, in the time asked for. Those of both
 * sides are read from the index alone, which is much faster than to look up the
 * participants of all that one side takes part in. INDEXED BY and '+' keep it so;
 * without LIMIT SQLite would ask both halves of one side, and list the other for each.
 */
#define IN_TIME "x.span=c.span AND x.start_lo BETWEEN c.lo AND c.hi AND " DTL_SQL_PAST("x.version", "c.past")
#define VERSIONS_OF(side)                                                                                    \
	"SELECT x.version FROM query_set a CROSS JOIN c CROSS JOIN event_actor x INDEXED BY"                 \
	" event_actor_time WHERE a.term=" side " AND " DTL_SQL_MEANWHILE                                     \
	" AND x.actor=a.entity AND " IN_TIME                                                                 \
	" UNION ALL SELECT x.version FROM query_set a CROSS JOIN c CROSS JOIN event_actor x INDEXED BY"      \
	" event_actor_behalf WHERE a.term=" side " AND " DTL_SQL_STOOD_FOR " AND " DTL_SQL_MEANWHILE         \
	" AND x.behalf=a.entity AND x.behalf IS NOT NULL AND " IN_TIME
const char dtl_between_drive[] = "SELECT version FROM (" VERSIONS_OF(
    ":2") " LIMIT -1)"
	  " WHERE among(version,(SELECT ids(version) FROM (" VERSIONS_OF(":1") ")))";
/* Of an actor that is seldom there all participants are looked up: the other one may be everywhere. */
static const char rare_drive[] = "SELECT version FROM (" VERSIONS_OF(
    ":1") ") r WHERE EXISTS(SELECT 1 FROM event_actor y CROSS JOIN"
	  " query_set b WHERE y.version=r.version AND b.term=:2 AND b.entity IN (y.actor,y.behalf))";
static const dtl_prefix rare = { .name = "between",
	.possible = dtl_between_possible,
	.definite = dtl_between_definite,
	.drive = rare_drive,
	.drive_kind = DTL_DRIVE_FEW,
	.recorded = true,
	.params = 4 };
enum { SELDOM = 1000 }; /* up to so many rows of event_actor: stands in sql_weight, too */

static const char sql_part_of[] = "INSERT INTO query_set(term, entity, from_lo, to_hi) " WALK(
    "w", ALWAYS(":a") " UNION " ALWAYS(":b")) "SELECT :set, id, from_lo, to_hi FROM w WHERE true"
					      " ON CONFLICT DO UPDATE SET to_hi=max(to_hi,excluded.to_hi)";
static const char sql_safe[] =
    "INSERT OR IGNORE INTO query_set(term, entity, from_lo, to_hi)"
    " SELECT :set, entity, " NEVER_BEGAN ", " NEVER_ENDS " FROM query_set WHERE term IN (:a, :b, :above)";
/*
 * Not safe are states that are ours for a time only, whoever is part of, or
 * holds, something from where another state is reached, and all that is below
 * these: at some time they may stand for a third state. Few, if any, are.
 */
static const char sql_unsafe[] =
    "WITH RECURSIVE ours(id) AS MATERIALIZED (SELECT entity FROM query_set WHERE term=:set),"
    " above(root,id) AS (SELECT f.actor,f.of FROM ours o CROSS JOIN affiliation f WHERE f.actor=o.id"
    " AND (+f.rel='part-of' OR +f.rel='holds') AND NOT among(f.of,(SELECT ids(id) FROM ours))"
    " UNION SELECT a.root,m.canonical FROM above a CROSS JOIN merged m WHERE m.entity=a.id"
    " UNION SELECT a.root,m.entity FROM above a CROSS JOIN merged m WHERE m.canonical=a.id"
    " UNION SELECT a.root,f.of FROM above a CROSS JOIN affiliation f WHERE f.actor=a.id"
    " AND f.rel IN ('part-of','holds')),"
    " bad(id) AS (SELECT root FROM above a WHERE " IS_STATE("a") " UNION SELECT id FROM ours o WHERE " IS_STATE(
	"o") " AND NOT EXISTS(SELECT 1 FROM query_set q WHERE q.term IN (:a, :b, :above) AND q.entity=o.id"
	     " AND q.from_lo=" NEVER_BEGAN " AND q.to_hi=" NEVER_ENDS ")"
	     " UNION SELECT m.canonical FROM bad CROSS JOIN merged m WHERE m.entity=bad.id"
	     " UNION SELECT m.entity FROM bad CROSS JOIN merged m WHERE m.canonical=bad.id"
	     " UNION SELECT f.actor FROM bad CROSS JOIN affiliation f WHERE f.of=bad.id AND f.rel IN ('part-of','holds'))"
	     " DELETE FROM query_set WHERE term=:set AND entity IN (SELECT id FROM bad)";
static const char sql_always[] = "SELECT 1 FROM query_set WHERE term=:set AND entity=:actor"
				 " AND from_lo=" NEVER_BEGAN " AND to_hi=" NEVER_ENDS;
/* How many, up to SELDOM: that tells a busy actor from a rare one. */
static const char sql_weight[] = "SELECT count(*) FROM (SELECT 1 FROM query_set a CROSS JOIN event_actor x"
				 " WHERE a.term=:set AND x.actor=a.entity LIMIT 1000)";

typedef struct sides {
	int64_t actor[2], set[2];
	int64_t above, safe;
} sides;

static dtl_status refuse_count(dtl_plan *plan, const dtl_node *node, dtl_error *err)
{
	const dtl_query_value *v = node->values;
	if (node->value_count < 2)
		return dtl_caret_fail(err, DTL_E_ARGUMENT, plan->query, v[0].at,
		    "'between:' takes two actors: between:%s,OTHER (for all that '%s' takes part in: actor:%s)",
		    v[0].text, v[0].text, v[0].text);
	return dtl_caret_fail(err, DTL_E_ARGUMENT, plan->query, v[2].at,
	    "'between:' takes two actors, not %zu: for any event with all of them: actor:%s actor:%s actor:%s",
	    node->value_count, v[0].text, v[1].text, v[2].text);
}

/* Does `actor` act for the side `set` at all times? */
static dtl_status acts_always(dtl_store *store, int64_t set, int64_t actor, bool *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(store, &st, sql_always, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":set", set);
	dtl_bind_int(st, ":actor", actor);
	status = dtl_stmt_step(st, err);
	*out = status == DTL_OK;
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* Nobody meets with what is a part of him. */
static dtl_status refuse_one_side(dtl_plan *plan, const dtl_node *node, const sides *s, dtl_error *err)
{
	const dtl_query_value *v = node->values;
	for (size_t i = 0; i < 2; i++) {
		bool within = false;
		dtl_status status = acts_always(plan->store, s->set[i], s->actor[1 - i], &within, err);
		if (status != DTL_OK)
			return status;
		if (within && s->actor[0] == s->actor[1])
			return dtl_caret_fail(err, DTL_E_ARGUMENT, plan->query, v[1].at,
			    "'%s' and '%s' are the same: 'between:' takes two, between:%s,OTHER", v[0].text,
			    v[1].text, v[0].text);
		if (within)
			return dtl_caret_fail(err, DTL_E_ARGUMENT, plan->query, v[1 - i].at,
			    "'%s' acts for '%s', they are one side: for both in one event: actor:%s actor:%s",
			    v[1 - i].text, v[i].text, v[0].text, v[1].text);
	}
	return DTL_OK;
}

static dtl_status find_side(dtl_plan *plan, const dtl_node *node, sides *s, size_t i, dtl_error *err)
{
	const dtl_query_value *value = &node->values[i];
	dtl_status status = dtl_resolve_set(plan, &s->set[i], err);
	if (status != DTL_OK)
		return status;
	status = dtl_name_resolve(plan->store, DTL_ACTOR, value->text, &s->actor[i], err);
	if (status != DTL_OK)
		return dtl_resolve_point(plan, node, value, 0, status, err);
	return dtl_acts_add(plan->store, s->set[i], s->actor[i], err);
}

static dtl_status fill(dtl_store *store, const char *sql, const sides *s, int64_t set, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(store, &st, sql, err);
	if (status != DTL_OK)
		return status;
	bool by_actor = sql == sql_part_of;
	dtl_bind_int(st, ":set", set);
	dtl_bind_int(st, ":a", by_actor ? s->actor[0] : s->set[0]);
	dtl_bind_int(st, ":b", by_actor ? s->actor[1] : s->set[1]);
	if (!by_actor)
		dtl_bind_int(st, ":above", s->above);
	return dtl_stmt_run(st, err);
}

static dtl_status weigh(dtl_store *store, int64_t set, int64_t *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(store, &st, sql_weight, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":set", set);
	status = dtl_stmt_step(st, err);
	*out = status == DTL_OK ? dtl_take_int(st) : 0;
	dtl_stmt_reset(st);
	return status;
}

/* The parameters, the rarer side first. */
static dtl_status put_params(dtl_plan *plan, dtl_node *node, const sides *s, dtl_error *err)
{
	int64_t weight[2] = { 0, 0 };
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < 2 && status == DTL_OK; i++)
		status = weigh(plan->store, s->set[i], &weight[i], err);
	size_t rarer = weight[1] < weight[0] ? 1 : 0;
	node->param = dtl_plan_int(plan, s->set[rarer]);
	dtl_plan_int(plan, s->set[1 - rarer]);
	dtl_plan_int(plan, s->above);
	dtl_plan_int(plan, s->safe);
	node->groups = 1;
	if (weight[rarer] < SELDOM)
		node->prefix = &rare;
	return status;
}

dtl_status dtl_resolve_between(dtl_plan *plan, dtl_node *node, dtl_error *err)
{
	sides s = { { 0 }, { 0 }, 0, 0 };
	if (node->value_count != 2)
		return refuse_count(plan, node, err);
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < 2 && status == DTL_OK; i++)
		status = find_side(plan, node, &s, i, err);
	if (status == DTL_OK)
		status = refuse_one_side(plan, node, &s, err);
	if (status == DTL_OK)
		status = dtl_resolve_set(plan, &s.above, err);
	if (status == DTL_OK)
		status = dtl_resolve_set(plan, &s.safe, err);
	if (status == DTL_OK)
		status = fill(plan->store, sql_part_of, &s, s.above, err);
	if (status == DTL_OK)
		status = fill(plan->store, sql_safe, &s, s.safe, err);
	if (status == DTL_OK)
		status = fill(plan->store, sql_unsafe, &s, s.safe, err);
	return status == DTL_OK ? put_params(plan, node, &s, err) : status;
}

/* ---- bilateral ---- */

/* Whether u holds for all the time of the event in which w does. */
#define COVERS_W(u)                                                                                          \
	"(" u ".to_hi>=min(e.end_hi,w.to_hi) AND " u                                                         \
	".from_lo<=max(w.from_lo,CASE e.span WHEN 6 THEN " NEVER_BEGAN " ELSE e.start_lo END))"

/* Is the state w part of another one, at a time that is so to that of the event? Most are part of nothing. */
#define PART_OF_OTHER(TIME)                                                                                  \
	"EXISTS(" WALK("u",                                                                                  \
	    "SELECT f.of,max(f.from_lo,w.from_lo),min(f.to_hi,w.to_hi) FROM affiliation f"                   \
	    " WHERE f.actor=w.id AND f.rel IN ('part-of','holds') AND f.from_lo<w.to_hi"                     \
	    " AND f.to_hi>w.from_lo") "SELECT 1 FROM u WHERE u.id<>w.id AND " IS_STATE("u") " AND " TIME("u") ")"

/* The states that stand for themselves, by all who take part; sure: whether they do for certain. */
#define STATES                                                                                                                                                                                                                                                      \
	"(" WALK("w", "SELECT x.actor," NEVER_BEGAN "," NEVER_ENDS " FROM event_actor x WHERE x.version=e.id UNION SELECT x.behalf," NEVER_BEGAN "," NEVER_ENDS " FROM event_actor x WHERE x.version=e.id AND x.behalf IS NOT NULL") "SELECT w.id AS id, (" COVERS( \
	    "w") " AND NOT " PART_OF_OTHER(MEETS) ") AS sure FROM w WHERE " IS_STATE("w") " AND " MEETS("w") " AND NOT " PART_OF_OTHER(COVERS_W) ")"

const char dtl_bilateral_possible[] =
    "(SELECT count(DISTINCT id)>=2 AND count(DISTINCT CASE WHEN sure THEN id END)<=2"
    " FROM " STATES ")";
const char dtl_bilateral_definite[] =
    "(SELECT count(DISTINCT id)=2 AND count(DISTINCT CASE WHEN sure THEN id END)=2"
    " FROM " STATES ")";
