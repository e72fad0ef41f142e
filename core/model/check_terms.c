#include "model/check_said.h"
#include "model/things.h"
#include "store/stmt.h"

/* A term may end on the day on which the next begins. */
static const char sql_overlaps[] =
    "SELECT 'overlap', 'actor', o.key, 'held by ''' || a.key || ''' and ''' || b.key || ''' at once'"
    " FROM affiliation f JOIN affiliation h ON h.of = f.of AND h.rel = 'holds' AND (h.actor, h.term) > (f.actor, f.term)"
    " JOIN entity o ON o.id = f.of JOIN entity a ON a.id = f.actor JOIN entity b ON b.id = h.actor"
    " WHERE f.rel = 'holds' AND h.from_lo < f.to_hi - 86400 AND f.from_lo < h.to_hi - 86400";

/* Bounds are the outermost ones, so that a gap is one for certain. */
static const char sql_gaps[] =
    "SELECT 'gap', 'actor', o.key, 'nobody is known to hold it from ' || date(g.ended, 'unixepoch') || ' to '"
    " || date(g.from_lo - 86400, 'unixepoch') || ', before ''' || a.key || ''''"
    " FROM (SELECT " DTL_SQL_CANONICAL("f.of") " AS of, f.actor, f.from_lo, max(f.to_hi) OVER (PARTITION BY " DTL_SQL_CANONICAL(
	"f.of") " ORDER BY f.from_lo, f.to_hi ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended"
		" FROM affiliation f WHERE f.rel = 'holds') g"
		" JOIN entity o ON o.id = g.of JOIN entity a ON a.id = g.actor WHERE g.ended < g.from_lo ORDER BY o.key, g.from_lo";

#define DATED         "e.known_to = 9223372036854775807 AND e.span < 6"
#define TERMS(office) "SELECT 1 FROM affiliation f WHERE f.rel = 'holds' AND f.of = " office

static const char sql_vacant[] =
    "SELECT DISTINCT 'outside', 'event', n.key, 'names ''' || o.key || ''', which nobody is known to have held then'"
    " FROM event e JOIN event_actor x ON x.version = e.id JOIN entity n ON n.id = e.event"
    " JOIN entity o ON o.id IN (" DTL_SQL_CANONICAL("x.actor") ", " DTL_SQL_CANONICAL(
	"x.behalf") ")"
		    " WHERE " DATED " AND EXISTS(" TERMS(
			"o.id") ")"
				" AND NOT EXISTS(" TERMS(
				    "o.id") " AND f.from_lo < e.end_hi AND f.to_hi > e.start_lo) ORDER BY n.key, o.key";

/* What somebody holds or is part of, and what that is part of, each with the time in which it is so. */
#define TIES                                                                                                         \
	"WITH RECURSIVE up(id, from_lo, to_hi) AS (SELECT " DTL_SQL_CANONICAL(                                       \
	    "x.actor") ", -9223372036854775808, 9223372036854775807"                                                 \
		       " UNION SELECT coalesce(m.canonical, f.of), max(u.from_lo, f.from_lo), min(u.to_hi, f.to_hi)" \
		       " FROM up u JOIN affiliation f ON f.actor = u.id AND f.rel IN ('holds', 'part-of')"           \
		       " LEFT JOIN merged m ON m.entity = f.of WHERE max(u.from_lo, f.from_lo) < min(u.to_hi, f.to_hi))"

/* Who was never tied to whom he acts for may well act for him: only a tie of another time is odd. */
static const char sql_outside[] =
    "SELECT 'outside', 'event', n.key, '''' || a.key || ''' acts for ''' || b.key || ''' outside of every term'"
    " FROM event e JOIN event_actor x ON x.version = e.id JOIN entity n ON n.id = e.event"
    " JOIN entity a ON a.id = x.actor JOIN entity b ON b.id = " DTL_SQL_CANONICAL(
	"x.behalf") " WHERE " DATED " AND (" TIES
		    " SELECT max(u.from_lo < e.end_hi AND u.to_hi > e.start_lo) FROM up u WHERE u.id = b.id) = 0"
		    " ORDER BY n.key, a.key, b.key";

static dtl_status tell_rows(
    dtl_store *store, const char *sql, dtl_finding_fn each, void *user, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(store, &st, sql, err);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		dtl_finding finding = { .what = dtl_take_text(&st) };
		finding.kind = dtl_take_text(&st);
		finding.id = dtl_take_text(&st);
		finding.text = dtl_take_text(&st);
		each(user, &finding);
	}
	dtl_stmt_finalize(&st);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_check_terms(dtl_store *store, dtl_finding_fn each, void *user, dtl_error *err)
{
	static const char *const statements[] = { sql_overlaps, sql_gaps, sql_vacant, sql_outside };
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < sizeof statements / sizeof *statements && status == DTL_OK; i++)
		status = tell_rows(store, statements[i], each, user, err);
	return status;
}
