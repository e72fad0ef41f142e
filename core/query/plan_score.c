#include "query/plan_score.h"
#include "query/sets.h"

/* what: 0 an event_text, 1 an event of which something is quoted. */
static const char sql_table[] =
    "CREATE TEMP TABLE query_score(term INTEGER NOT NULL, what INTEGER NOT NULL,"
    " id INTEGER NOT NULL, score REAL NOT NULL, PRIMARY KEY(term, what, id)) WITHOUT ROWID";
/* The less the better. Words of a title weigh four times those of a description; a quote is worth as much as one. */
static const char sql_texts[] =
    "INSERT INTO query_score(term, what, id, score) SELECT :term, 0, rowid, rank FROM event_search"
    " WHERE event_search MATCH :search AND rank MATCH 'bm25(4.0, 1.0)'";
static const char sql_quotes[] =
    "INSERT INTO query_score(term, what, id, score) SELECT :term, 1, coalesce(m.canonical,k.entity), min(q.rank)"
    " FROM quote_search q CROSS JOIN claim k JOIN changeset g ON g.id=k.changeset LEFT JOIN merged m ON m.entity=k.entity"
    " LEFT JOIN judged j ON j.claim=k.id LEFT JOIN retracted r ON r.changeset=k.changeset"
    " WHERE quote_search MATCH :search AND k.id=q.rowid AND k.known_at<:as_of AND g.n IS NOT NULL"
    " AND r.changeset IS NULL AND coalesce(j.rank,k.rank)<>2 GROUP BY 3";
static const char sql_score[] =
    "SELECT coalesce(s.score,0)+coalesce(q.score,0) FROM event i"
    " LEFT JOIN query_score s ON s.term=:term AND s.what=0 AND s.id=i.text"
    " LEFT JOIN query_score q ON q.term=:term AND q.what=1 AND q.id=i.event WHERE i.id=:version";
static const char sql_drop[] = "DELETE FROM query_score WHERE term=:term";

static dtl_status fill(dtl_plan *plan, const char *sql, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(plan->store, &st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":term", plan->scores);
	dtl_bind_text(st, ":search", plan->search);
	if (dtl_stmt_has(st, ":as_of"))
		dtl_bind_int(st, ":as_of", plan->as_of);
	status = dtl_stmt_run(st, err);
	dtl_stmt_reset(st);
	return status;
}

dtl_status dtl_plan_score(dtl_plan *plan, dtl_error *err)
{
	dtl_status status = dtl_store_temporary(plan->store, "query_score", sql_table, err);
	if (status == DTL_OK)
		status = dtl_set_new(plan->store, &plan->scores, err);
	if (status == DTL_OK && plan->set_count++ == 0)
		plan->first_set = plan->scores;
	if (status == DTL_OK)
		status = fill(plan, sql_texts, err);
	if (status == DTL_OK)
		status = fill(plan, sql_quotes, err);
	return status;
}

void dtl_plan_score_drop(const dtl_plan *plan)
{
	dtl_stmt *st = NULL;
	/* Left behind they only take room. */
	if (dtl_stmt_cached(plan->store, &st, sql_drop, NULL) != DTL_OK)
		return;
	dtl_bind_int(st, ":term", plan->scores);
	dtl_stmt_run(st, NULL);
}

dtl_status dtl_plan_score_of(const dtl_plan *plan, int64_t version, double *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(plan->store, &st, sql_score, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":term", plan->scores);
	dtl_bind_int(st, ":version", version);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		*out = dtl_take_double(st);
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}
