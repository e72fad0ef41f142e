/* Lines that others speak of and that are not here: what is left of a ledger when some of it was lost on the way. */
#include "model/clash.h"

#include "ledger/ledger.h"
#include "store/stmt.h"

#include <stdlib.h>
#include <string.h>

typedef struct search {
	dtl_store *db;
	dtl_finding_fn each;
	void *user;
} search;

#define UNSAID(entity)                                                                                       \
	"NOT EXISTS(SELECT 1 FROM claim k JOIN changeset h ON h.id = k.changeset WHERE k.entity = " entity   \
	" AND h.n IS NOT NULL)"

/* Statements that each find one sort of gap: what, kind, id, text. */
static const char *const sql_gaps[] = {
	/* The claims of a changeset are numbered from 0. */
	"SELECT 'ledger', 'changeset', lower(hex(uid)),"
	" CASE WHEN here = 0 THEN 'none of its claims is here'"
	"  ELSE 'claims are missing between those that are here: ' || (last + 1 - here) END"
	" FROM (SELECT g.uid, (SELECT count(*) FROM claim c WHERE c.changeset = g.id)"
	"   + (SELECT count(*) FROM purged p WHERE p.changeset = g.id) AS here,"
	"  max(coalesce((SELECT max(position) FROM claim c WHERE c.changeset = g.id), -1),"
	"   coalesce((SELECT max(position) FROM purged p WHERE p.changeset = g.id), -1)) AS last"
	"  FROM changeset g WHERE g.n IS NOT NULL) WHERE here = 0 OR last + 1 > here",
	"SELECT DISTINCT 'dangling', 'event', n.key, 'said by source ''' || s.key || ''', of which nothing is known'"
	" FROM event_source x JOIN entity n ON n.id = x.event JOIN entity s ON s.id = x.source"
	" WHERE " UNSAID("x.source"),
	"SELECT DISTINCT 'dangling', 'event', n.key, 'topic ''' || t.key || ''', of which nothing is known'"
	" FROM event e JOIN event_topic x ON x.version = e.id JOIN entity n ON n.id = e.event"
	" JOIN entity t ON t.id = x.topic WHERE e.known_to = 9223372036854775807 AND " UNSAID("x.topic"),
};

static dtl_status run(search *s, const char *sql, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(s->db, &st, sql, err);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		dtl_finding found = { .what = dtl_take_text(&st) };
		found.kind = dtl_take_text(&st);
		found.id = dtl_take_text(&st);
		found.text = dtl_take_text(&st);
		s->each(s->user, &found);
	}
	dtl_stmt_finalize(&st);
	return status == DTL_DONE ? DTL_OK : status;
}

static const char sql_acts[] =
    "SELECT DISTINCT e.kind, e.key, lower(hex(g.uid)) FROM entity e JOIN claim c ON c.entity = e.id"
    " JOIN changeset g ON g.id = c.changeset WHERE e.kind IN (6, 7)";
static const char sql_has_changeset[] = "SELECT 1 FROM changeset WHERE uid = :uid AND n IS NOT NULL";
static const char sql_has_claim[] =
    "SELECT 1 FROM changeset g JOIN claim c ON c.changeset = g.id WHERE g.uid = :uid AND c.position = :position"
    " UNION ALL SELECT 1 FROM changeset g JOIN purged p ON p.changeset = g.id"
    " WHERE g.uid = :uid AND p.position = :position";

/* Is what an act speaks of here? `key`: a changeset's uid, or uid/position. */
static dtl_status look(dtl_store *db, dtl_kind kind, const char *key, bool *here, dtl_error *err)
{
	unsigned char uid[DTL_UID_SIZE];
	char text[DTL_UID_TEXT] = "";
	dtl_stmt *st = NULL;
	*here = false;
	strncpy(text, key, sizeof text - 1);
	if (!dtl_uid_parse(uid, text))
		return DTL_OK;
	dtl_status status =
	    dtl_stmt_cached(db, &st, kind == DTL_CLAIM ? sql_has_claim : sql_has_changeset, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_blob(st, ":uid", uid, sizeof uid);
	if (kind == DTL_CLAIM)
		dtl_bind_int(
		    st, ":position", strtoll(key + strlen(text) + (key[strlen(text)] == '/'), NULL, 10));
	status = dtl_stmt_step(st, err);
	*here = status == DTL_OK;
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status find_acts(search *s, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_text text = DTL_TEXT_INIT;
	dtl_status status = dtl_stmt_prepare(s->db, &st, sql_acts, err);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		bool here = false;
		dtl_kind kind = (dtl_kind)dtl_take_int(&st);
		const char *key = dtl_take_text(&st), *changeset = dtl_take_text(&st);
		status = look(s->db, kind, key, &here, err);
		if (status != DTL_OK || here)
			continue;
		dtl_text_clear(&text);
		dtl_text_addf(&text, "judges %s '%s', which is not here", dtl_kind_name(kind), key);
		s->each(s->user, &(dtl_finding){ "ledger", "changeset", changeset, dtl_text_str(&text) });
	}
	dtl_stmt_finalize(&st);
	dtl_text_free(&text);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_clash_incomplete(dtl_store *db, dtl_finding_fn each, void *user, dtl_error *err)
{
	search s = { db, each, user };
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < sizeof sql_gaps / sizeof *sql_gaps && status == DTL_OK; i++)
		status = run(&s, sql_gaps[i], err);
	return status == DTL_OK ? find_acts(&s, err) : status;
}
