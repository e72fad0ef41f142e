#include "query/snippet.h"
#include "base/error.h"
#include <string.h>

/* So many words of the text are shown. */
#define PASSAGE ",'\x02','\x03','…',16)"

/* Most of what is found by its title is known by looking at it: that takes less than to find its place in the index. */
static const char sql_in_title[] =
    "SELECT 1 FROM event e WHERE e.id=:version"
    " AND NOT EXISTS(SELECT 1 FROM json_each(:search) w WHERE NOT holds(w.value,e.title))";
static const char sql_description[] =
    "SELECT snippet(event_search,1" PASSAGE " FROM event e CROSS JOIN event_search f WHERE e.id=:version"
    " AND event_search MATCH :search AND f.rowid=e.text";
static const char sql_quote[] =
    "SELECT snippet(quote_search,0" PASSAGE " FROM event e CROSS JOIN claim k CROSS JOIN quote_search q"
    " WHERE e.id=:version AND k.entity IN (SELECT e.event UNION ALL SELECT entity FROM merged WHERE canonical=e.event)"
    " AND k.quote IS NOT NULL AND k.known_at<:as_of AND quote_search MATCH :search AND q.rowid=k.id"
    " AND EXISTS(SELECT 1 FROM changeset g WHERE g.id=k.changeset AND g.n IS NOT NULL)"
    " AND NOT EXISTS(SELECT 1 FROM retracted r WHERE r.changeset=k.changeset)"
    " AND coalesce((SELECT j.rank FROM judged j WHERE j.claim=k.id),k.rank)<>2";

/* The first row; *out NULL: there is none, or nothing in it is marked. */
static dtl_status ask(dtl_loader *l, const dtl_plan *plan, const char *sql, const char *search,
    int64_t version, const char **out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(l->store, &st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":version", version);
	dtl_bind_text(st, ":search", search);
	if (dtl_stmt_has(st, ":as_of"))
		dtl_bind_int(st, ":as_of", plan->as_of);
	status = dtl_stmt_step(st, err);
	*out = status == DTL_OK ? dtl_load_text(l, st) : NULL;
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_snippet_load(dtl_loader *l, const dtl_plan *plan, int64_t version, dtl_error *err)
{
	const char *found = NULL;
	dtl_status status = ask(l, plan, sql_in_title, plan->search_list, version, &found, err);
	if (status != DTL_OK || found)
		return status;
	status = ask(l, plan, sql_description, plan->search, version, &found, err);
	if (status == DTL_OK && !(found && strstr(found, DTL_MARK_ON)))
		status = ask(l, plan, sql_quote, plan->search, version, &found, err);
	l->event.snippet = found && strstr(found, DTL_MARK_ON) ? found : NULL;
	return status == DTL_OK && l->arena.failed ? dtl_fail_memory(err) : status;
}
