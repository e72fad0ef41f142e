/* Looking for what is wrong: the file, the ledger, the derived tables, and what is said. */
#include "model/check_said.h"
#include "model/clash.h"
#include "model/db.h"
#include "model/derive.h"
#include "model/fields.h"
#include "model/names.h"
#include "model/scratch.h"
#include "model/things.h"

#include "base/text.h"

#include <dateline/event.h>
#include <string.h>

typedef struct check {
	dtl_store *db;
	dtl_finding_fn each;
	void *user;
} check;

static void tell(check *c, const char *what, const char *kind, const char *id, const char *text)
{
	dtl_finding finding = { what, kind, id, text };
	c->each(c->user, &finding);
}

/*
 * What derived rows say, by natural keys: each statement gives (table, row as
 * text) in an order of its own. Numbers of rows and entities are left out, for
 * incremental work and a rebuild number differently.
 */
static const char sql_rows[] =
    "SELECT 'event', json_array(n.key, e.known_from, e.known_to, e.span, e.start_lo, e.start_hi, e.end_lo, e.end_hi,"
    "  e.title, e.type, e.level, e.status, e.edtf, e.tz) ||"
    "  json_array(e.said, e.said_on, p.key, s.key, e.edition, r.key, e.url, e.extra, t.description, n.slug,"
    "  n.suffix, e.key)"
    " FROM event e JOIN entity n ON n.id = e.event LEFT JOIN event_text t ON t.id = e.text"
    " LEFT JOIN entity p ON p.id = e.place LEFT JOIN entity s ON s.id = e.series LEFT JOIN entity r ON r.id = e.parent"
    " UNION ALL SELECT 'event_actor', json_array(n.key, e.known_from, a.key, x.role, b.key, x.span, x.start_lo)"
    " FROM event_actor x LEFT JOIN event e ON e.id = x.version LEFT JOIN entity n ON n.id = e.event"
    " JOIN entity a ON a.id = x.actor LEFT JOIN entity b ON b.id = x.behalf"
    " UNION ALL SELECT 'event_topic', json_array(n.key, e.known_from, a.key, x.span, x.start_lo)"
    " FROM event_topic x LEFT JOIN event e ON e.id = x.version LEFT JOIN entity n ON n.id = e.event"
    " JOIN entity a ON a.id = x.topic"
    " UNION ALL SELECT 'event_link', json_array(n.key, e.known_from, x.rel, a.key)"
    " FROM event_link x LEFT JOIN event e ON e.id = x.version LEFT JOIN entity n ON n.id = e.event"
    " JOIN entity a ON a.id = x.target"
    " UNION ALL SELECT 'event_recurrence', json_array(n.key, e.known_from, x.recurrence, x.instances)"
    " FROM event_recurrence x LEFT JOIN event e ON e.id = x.version LEFT JOIN entity n ON n.id = e.event"
    " UNION ALL SELECT 'event_source', json_array(n.key, s.key, x.known_from) FROM event_source x"
    " JOIN entity n ON n.id = x.event JOIN entity s ON s.id = x.source"
    " UNION ALL SELECT 'contested', json_array(n.key, x.field, x.ord, x.known_from, x.known_to, x.standing, s.key,"
    "  x.said_at, x.value, p.key) FROM contested x JOIN entity n ON n.id = x.event JOIN entity s ON s.id = x.source"
    " LEFT JOIN entity p ON p.id = x.place"
    " UNION ALL SELECT 'event_text', json_array((SELECT e.key FROM event e WHERE e.text = t.id LIMIT 1), t.description)"
    " FROM event_text t ORDER BY 1, 2";
static const char sql_things[] =
    "SELECT 'actor', json_array(n.key, a.key, a.kind, a.name, a.extra) FROM actor a JOIN entity n ON n.id = a.id"
    " UNION ALL SELECT 'affiliation', json_array(n.key, f.rel, o.key, f.term, f.since, f.until, f.from_lo, f.to_hi)"
    " FROM affiliation f JOIN entity n ON n.id = f.actor JOIN entity o ON o.id = f.of"
    " UNION ALL SELECT 'actor_code', json_array(n.key, c.system, c.code) FROM actor_code c JOIN entity n ON n.id = c.actor"
    " UNION ALL SELECT 'series', json_array(n.key, s.name, s.cadence, p.key, o.key, s.extra) FROM series s"
    " JOIN entity n ON n.id = s.id LEFT JOIN entity p ON p.id = s.place LEFT JOIN entity o ON o.id = s.organiser"
    " UNION ALL SELECT 'cadence', json_array(n.key, c.known_from, c.known_to, c.cadence, p.key) FROM cadence c"
    " JOIN entity n ON n.id = c.series LEFT JOIN entity p ON p.id = c.place"
    " UNION ALL SELECT 'place', json_array(n.key, p.key, p.name, p.country, p.lat, p.lon, p.tz, r.key, p.extra) FROM place p"
    " JOIN entity n ON n.id = p.id LEFT JOIN entity r ON r.id = p.parent"
    " UNION ALL SELECT 'source', json_array(n.key, s.publisher, s.title, s.author, s.url, s.published, s.language, s.extra)"
    " FROM source s JOIN entity n ON n.id = s.id"
    " UNION ALL SELECT 'topic', json_array(n.key, t.label, r.key, t.extra) FROM topic t JOIN entity n ON n.id = t.id"
    " LEFT JOIN entity r ON r.id = t.parent"
    " UNION ALL SELECT 'alias', json_array(n.kind, n.key, a.alias) FROM alias a JOIN entity n ON n.id = a.entity"
    " UNION ALL SELECT 'name', json_array(m.kind, m.name, m.what, n.key) FROM name m JOIN entity n ON n.id = m.entity"
    " UNION ALL SELECT 'name_word', json_array(w.word, w.name, w.what, n.key) FROM name_word w JOIN entity n ON n.id = w.entity"
    " UNION ALL SELECT 'merged', json_array(n.kind, n.key, c.key) FROM merged m JOIN entity n ON n.id = m.entity"
    " JOIN entity c ON c.id = m.canonical"
    " UNION ALL SELECT 'retracted', json_array(lower(hex(g.uid))) FROM retracted r JOIN changeset g ON g.id = r.changeset"
    " UNION ALL SELECT 'judged', json_array(lower(hex(g.uid)), c.position, j.rank) FROM judged j"
    " JOIN claim c ON c.id = j.claim JOIN changeset g ON g.id = c.changeset"
    " UNION ALL SELECT 'stale', json_array(entity) FROM stale ORDER BY 1, 2";

/* Sorted rows of two databases, side by side. */
typedef struct side {
	dtl_stmt st;
	dtl_status status;
	const char *table, *row;
} side;

static void advance(side *s, dtl_error *err)
{
	s->status = dtl_stmt_step(&s->st, err);
	s->table = s->status == DTL_OK ? dtl_take_text(&s->st) : NULL;
	s->row = s->status == DTL_OK ? dtl_take_text(&s->st) : NULL;
}

static int compare_sides(const side *a, const side *b)
{
	if (!a->table || !b->table)
		return !a->table ? 1 : -1;
	int order = strcmp(a->table, b->table);
	return order ? order : strcmp(a->row, b->row);
}

static void tell_row(check *c, const char *what, const side *s)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_text_addf(&text, "%s %s: %s", s->table, what, s->row);
	tell(c, "derived", NULL, NULL, dtl_text_str(&text));
	dtl_text_free(&text);
}

static bool went_wrong(const side *s)
{
	return s->status != DTL_OK && s->status != DTL_DONE;
}

static dtl_status compare_rows(check *c, dtl_store *fresh, const char *sql, dtl_error *err)
{
	side here = { .st = DTL_STMT_INIT }, there = { .st = DTL_STMT_INIT };
	dtl_status status = dtl_stmt_prepare(c->db, &here.st, sql, err);
	if (status == DTL_OK)
		status = dtl_stmt_prepare(fresh, &there.st, sql, err);
	if (status == DTL_OK) {
		advance(&here, err);
		advance(&there, err);
	}
	while (status == DTL_OK && (here.table || there.table)) {
		int order = compare_sides(&here, &there);
		if (order < 0)
			tell_row(c, "row that does not follow from the ledger", &here);
		if (order > 0)
			tell_row(c, "row missing", &there);
		if (order <= 0)
			advance(&here, err);
		if (order >= 0)
			advance(&there, err);
		status = went_wrong(&here) ? here.status : went_wrong(&there) ? there.status : DTL_OK;
	}
	dtl_stmt_finalize(&here.st);
	dtl_stmt_finalize(&there.st);
	return status;
}

static const char sql_search[] = "INSERT INTO event_search(event_search, rank) VALUES('integrity-check', 1)";

/* The index of words is compared by FTS5 itself, which writes nothing but asks for writing. */
static dtl_status compare_search(dtl_store *db, dtl_error *err)
{
	bool sealed = dtl_store_seal(db, false);
	dtl_status status = dtl_store_exec(db, sql_search, err);
	dtl_store_seal(db, sealed);
	return status;
}

/* Where nobody may write now, a copy is looked at. */
static dtl_status check_search(check *c, dtl_error *err)
{
	dtl_store *copy = NULL;
	dtl_error why = { DTL_OK, 0, "" };
	dtl_status status = compare_search(c->db, &why);
	if (status == DTL_E_IO || status == DTL_E_BUSY) {
		status = dtl_store_copy(&copy, c->db, &why);
		if (status == DTL_OK)
			status = compare_search(copy, &why);
		dtl_store_close(copy);
	}
	if (status == DTL_E_DAMAGED)
		tell(c, "derived", NULL, NULL, "the full-text index does not follow from its texts");
	else if (status != DTL_OK)
		return dtl_fail(err, status, "%s", why.text);
	return DTL_OK;
}

static dtl_status check_derived(check *c, dtl_error *err)
{
	dtl_store *fresh = NULL;
	dtl_status status = dtl_scratch_fold(&fresh, c->db, DTL_TIME_MAX, err);
	if (status == DTL_OK)
		status = compare_rows(c, fresh, sql_rows, err);
	if (status == DTL_OK)
		status = compare_rows(c, fresh, sql_things, err);
	dtl_store_close(fresh);
	return status == DTL_OK ? check_search(c, err) : status;
}

static void each_complaint(void *user, const char *complaint)
{
	tell(user, "file", NULL, NULL, complaint);
}

#define PRESENT "e.known_to = 9223372036854775807"
/* A thing that mentions another one, in a column of its own, of which nothing is known. */
#define DANGLING(kind, table, column, words, target)                                                         \
	"SELECT 'dangling', '" kind "', n.key, '" words                                                      \
	" ''' || o.key || ''', of which nothing is known' FROM " table                                       \
	" t JOIN entity n ON n.id = t.id JOIN entity o ON o.id = t." column                                  \
	" WHERE NOT EXISTS(SELECT 1 FROM " target " k WHERE k.id = t." column ")" UNMERGED("t." column)
#define UNMERGED(entity) " AND NOT EXISTS(SELECT 1 FROM merged m WHERE m.entity = " entity ")"

/*
 * What goes up in a circle. A walk ends a step behind the depth to which
 * hierarchies are followed, for a circle may be wider; whoever gets so far
 * without coming round is told of too. UNION ends nothing here: the depth does.
 */
#define UP(first, next)                                                                                      \
	"WITH RECURSIVE up(start, at, depth) AS (" first " UNION " next                                      \
	" AND u.depth < 33 AND u.at <> u.start)"
#define CYCLE(kind, walk, itself)                                                                            \
	walk " SELECT DISTINCT 'cycle', '" kind "', n.key, '" itself                                         \
	     "' FROM up u JOIN entity n ON n.id = u.start WHERE u.at = u.start"
#define DEEP(kind, walk, above)                                                                              \
	walk " SELECT 'cycle', '" kind "', n.key, '" above                                                   \
	     " more than 32 others, or in a circle of them: no more is followed'"                            \
	     " FROM up u JOIN entity n ON n.id = u.start GROUP BY u.start"                                   \
	     " HAVING count(DISTINCT u.at) > 32 AND NOT max(u.at = u.start)"
#define TREE(table)                                                                                          \
	UP("SELECT id, " DTL_SQL_CANONICAL("parent") ", 1 FROM " table " WHERE parent IS NOT NULL",          \
	    "SELECT u.start, " DTL_SQL_CANONICAL("x.parent") ", u.depth + 1 FROM up u JOIN " table           \
							     " x ON x.id = u.at WHERE x.parent IS NOT NULL")
#define PARENTS                                                                                              \
	UP("SELECT e.event, " DTL_SQL_CANONICAL(                                                             \
	       "e.parent") ", 1 FROM event e WHERE e.parent IS NOT NULL AND " PRESENT,                       \
	    "SELECT u.start, " DTL_SQL_CANONICAL("e.parent") ", u.depth + 1 FROM up u JOIN event e"          \
							     " ON e.event = u.at AND " PRESENT               \
							     " WHERE e.parent IS NOT NULL")
#define WHOLES                                                                                               \
	UP("SELECT actor, " DTL_SQL_CANONICAL("of") ", 1 FROM affiliation WHERE rel = 'part-of'",            \
	    "SELECT u.start, " DTL_SQL_CANONICAL("f.of") ", u.depth + 1 FROM up u JOIN affiliation f"        \
							 " ON f.actor = u.at AND f.rel = 'part-of' WHERE 1")

/* Statements that each find one sort of trouble: what, kind, id, text. */
static const char *const sql_findings[] = {
	"SELECT 'ledger', 'changeset', lower(hex(g.uid)), 'claims whose changeset has no header: ' || count(*)"
	" FROM changeset g JOIN claim c ON c.changeset = g.id WHERE g.n IS NULL GROUP BY g.id",
	"SELECT 'incomplete', 'event', n.key, 'nobody has said its title' FROM entity n WHERE n.kind = 0"
	" AND EXISTS(SELECT 1 FROM claim c JOIN changeset g ON g.id = c.changeset WHERE c.entity = n.id"
	"  AND g.n IS NOT NULL AND NOT EXISTS(SELECT 1 FROM retracted r WHERE r.changeset = g.id))"
	" AND NOT EXISTS(SELECT 1 FROM event e WHERE e.event = n.id)"
	" AND NOT EXISTS(SELECT 1 FROM claim c WHERE c.entity = n.id AND c.patch = 'null')" UNMERGED("n.id"),
	"SELECT DISTINCT 'dangling', 'event', n.key, 'mentions actor ''' || a.key || ''', of whom nothing is known'"
	" FROM event e JOIN event_actor x ON x.version = e.id JOIN entity n ON n.id = e.event"
	" JOIN entity a ON a.id = x.actor WHERE " PRESENT
	" AND NOT EXISTS(SELECT 1 FROM actor k WHERE k.id = x.actor)" UNMERGED("x.actor"),
	"SELECT DISTINCT 'dangling', 'event', n.key, x.rel || ' event ''' || t.key || ''', which is not there'"
	" FROM event e JOIN event_link x ON x.version = e.id JOIN entity n ON n.id = e.event"
	" JOIN entity t ON t.id = x.target WHERE " PRESENT
	" AND NOT EXISTS(SELECT 1 FROM event k WHERE k.event = x.target AND k.known_to = 9223372036854775807)" UNMERGED(
	    "x.target"),
	"SELECT 'dangling', 'event', n.key, 'place ''' || p.key || ''', of which nothing is known' FROM event e"
	" JOIN entity n ON n.id = e.event JOIN entity p ON p.id = e.place WHERE " PRESENT
	" AND NOT EXISTS(SELECT 1 FROM place k WHERE k.id = e.place)" UNMERGED("e.place"),
	"SELECT 'dangling', 'event', n.key, 'series ''' || p.key || ''', of which nothing is known' FROM event e"
	" JOIN entity n ON n.id = e.event JOIN entity p ON p.id = e.series WHERE " PRESENT
	" AND NOT EXISTS(SELECT 1 FROM series k WHERE k.id = e.series)" UNMERGED("e.series"),
	"SELECT 'dangling', 'event', n.key, 'part of event ''' || p.key || ''', which is not there' FROM event e"
	" JOIN entity n ON n.id = e.event JOIN entity p ON p.id = e.parent WHERE " PRESENT
	" AND NOT EXISTS(SELECT 1 FROM event k WHERE k.event = e.parent AND k.known_to = 9223372036854775807)" UNMERGED(
	    "e.parent"),
	"SELECT DISTINCT 'dangling', 'actor', n.key, f.rel || ' ''' || o.key || ''', of whom nothing is known'"
	" FROM affiliation f JOIN entity n ON n.id = f.actor JOIN entity o ON o.id = f.of"
	" WHERE NOT EXISTS(SELECT 1 FROM actor k WHERE k.id = f.of)" UNMERGED("f.of"),
	DANGLING("place", "place", "parent", "lies in", "place"),
	DANGLING("topic", "topic", "parent", "lies below", "topic"),
	DANGLING("series", "series", "place", "usually takes place in", "place"),
	DANGLING("series", "series", "organiser", "is organised by", "actor"),
	"SELECT DISTINCT 'dangling', 'event', n.key, 'somebody takes part for ''' || a.key || ''', of whom nothing is known'"
	" FROM event e JOIN event_actor x ON x.version = e.id JOIN entity n ON n.id = e.event"
	" JOIN entity a ON a.id = x.behalf WHERE " PRESENT
	" AND NOT EXISTS(SELECT 1 FROM actor k WHERE k.id = x.behalf)" UNMERGED("x.behalf"),
	CYCLE("place", TREE("place"), "lies in itself"),
	DEEP("place", TREE("place"), "lies in"),
	CYCLE("topic", TREE("topic"), "lies below itself"),
	DEEP("topic", TREE("topic"), "lies below"),
	CYCLE("event", PARENTS, "is part of itself"),
	DEEP("event", PARENTS, "is part of"),
	CYCLE("actor", WHOLES, "is part of itself"),
	DEEP("actor", WHOLES, "is part of"),
};

static dtl_status check_rows(check *c, const char *sql, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(c->db, &st, sql, err);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		const char *what = dtl_take_text(&st), *kind = dtl_take_text(&st), *id = dtl_take_text(&st);
		tell(c, what, kind, id, dtl_take_text(&st));
	}
	dtl_stmt_finalize(&st);
	return status == DTL_DONE ? DTL_OK : status;
}

static const char sql_claims[] =
    "SELECT e.kind, e.key, c.patch FROM claim c JOIN entity e ON e.id = c.entity WHERE e.kind < 6";

/* Values that do not validate count as absent; here they are named. */
static void check_patch(check *c, dtl_kind kind, const char *key, const char *patch)
{
	dtl_register r;
	dtl_patch_walk walk = dtl_patch_open(kind, (dtl_slice){ patch, strlen(patch) });
	while (dtl_patch_next(&walk, &r)) {
		const char *why = NULL;
		if (!r.field.data || dtl_field_valid(kind, r.field, r.member, r.value, &why))
			continue;
		dtl_text text = DTL_TEXT_INIT;
		dtl_text_addf(&text, "%.*s%s%.*s: %s: %.*s", (int)r.field.len, r.field.data,
		    r.member.data ? "." : "", (int)r.member.len, r.member.data ? r.member.data : "",
		    why ? why : "not valid", (int)(r.value.len < 100 ? r.value.len : 100), r.value.data);
		tell(c, "value", dtl_kind_name(kind), key, dtl_text_str(&text));
		dtl_text_free(&text);
	}
}

static dtl_status check_claims(check *c, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(c->db, &st, sql_claims, err);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		dtl_kind kind = (dtl_kind)dtl_take_int(&st);
		const char *key = dtl_take_text(&st), *patch = dtl_take_text(&st);
		if (dtl_json_check_canonical(patch, strlen(patch), NULL) != DTL_OK)
			tell(c, "ledger", dtl_kind_name(kind), key,
			    "a claim whose patch is not canonical JSON");
		else
			check_patch(c, kind, key, patch);
	}
	dtl_stmt_finalize(&st);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_db_check(dtl_db *db, bool derived_only, dtl_finding_fn each, void *user, dtl_error *err)
{
	check c = { db->store, each, user };
	dtl_status status = derived_only ? DTL_OK : dtl_store_integrity(db->store, each_complaint, &c, err);
	if (status == DTL_OK)
		status = check_derived(&c, err);
	if (derived_only)
		return status;
	for (size_t i = 0; i < sizeof sql_findings / sizeof *sql_findings && status == DTL_OK; i++)
		status = check_rows(&c, sql_findings[i], err);
	if (status == DTL_OK)
		status = dtl_clash_incomplete(db->store, each, user, err);
	if (status == DTL_OK)
		status = dtl_clash_find(db->store, false, each, user, err);
	if (status == DTL_OK)
		status = dtl_check_terms(db->store, each, user, err);
	if (status == DTL_OK)
		status = dtl_check_disputes(db, each, user, err);
	return status == DTL_OK ? check_claims(&c, err) : status;
}
