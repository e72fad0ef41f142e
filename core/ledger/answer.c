/* Undoing: the acts that answer a changeset. */
#include "ledger/ledger.h"

#include "base/json.h"

#include <string.h>

static const char sql_says[] =
    "SELECT EXISTS(SELECT 1 FROM claim c JOIN entity e ON e.id = c.entity WHERE c.changeset = :changeset AND e.kind < 6)";
static const char sql_uid[] = "SELECT uid FROM changeset WHERE id = :changeset";
static const char sql_own_acts[] =
    "SELECT e.id, e.kind, e.key, c.position FROM claim c JOIN entity e ON e.id = c.entity"
    " WHERE c.changeset = :changeset AND e.kind >= 6 ORDER BY c.position DESC";
static const char sql_act_before[] =
    "SELECT c.patch FROM claim c JOIN changeset g ON g.id = c.changeset, changeset t"
    " WHERE c.entity = :entity AND t.id = :changeset AND g.n IS NOT NULL"
    " AND (g.n, g.uid, c.position) < (t.n, t.uid, :position)"
    " ORDER BY g.n DESC, g.uid DESC, c.position DESC LIMIT 1";
static const char sql_own_rank[] =
    "SELECT CASE c.rank WHEN 1 THEN 'preferred' WHEN 2 THEN 'deprecated' ELSE 'normal' END"
    " FROM claim c JOIN changeset g ON g.id = c.changeset WHERE lower(hex(g.uid)) || '/' || c.position = :key";

typedef struct answer {
	dtl_store *db;
	int64_t changeset;
	int64_t position;
	dtl_act_fn each;
	void *user;
	dtl_text patch;
} answer;

static dtl_status tell(answer *a, dtl_kind kind, const char *key, dtl_error *err)
{
	if (dtl_text_failed(&a->patch))
		return dtl_fail_memory(err);
	dtl_claim_line line = {
		.position = a->position++,
		.kind = kind,
		.key = key,
		.patch = dtl_text_str(&a->patch),
		.patch_len = a->patch.len,
		.lane = "hand",
	};
	return a->each(a->user, &line, err);
}

/* One row of text from a prepared statement, added to `out`; DTL_DONE when there is none. */
static dtl_status take_one(dtl_stmt *st, dtl_text *out, dtl_error *err)
{
	dtl_status status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		dtl_text_add(out, dtl_take_text(st));
	return status;
}

static dtl_status own_rank(answer *a, const char *key, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_text rank = DTL_TEXT_INIT;
	dtl_status status = dtl_stmt_prepare(a->db, &st, sql_own_rank, err);
	if (status == DTL_OK) {
		dtl_bind_text(&st, ":key", key);
		status = take_one(&st, &rank, err);
	}
	dtl_stmt_finalize(&st);
	/* A claim that is not here (yet): normal is what most are. */
	dtl_text_addf(&a->patch, "{\"rank\":\"%s\"}", status == DTL_OK ? dtl_text_str(&rank) : "normal");
	dtl_text_free(&rank);
	return status == DTL_DONE ? DTL_OK : status;
}

/* What stood before this act: the act before it, or what holds when there is none. */
static dtl_status answer_act(
    answer *a, int64_t entity, dtl_kind kind, const char *key, int64_t position, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_text_clear(&a->patch);
	dtl_status status = dtl_stmt_prepare(a->db, &st, sql_act_before, err);
	if (status == DTL_OK) {
		dtl_bind_int(&st, ":entity", entity);
		dtl_bind_int(&st, ":changeset", a->changeset);
		dtl_bind_int(&st, ":position", position);
		status = take_one(&st, &a->patch, err);
	}
	dtl_stmt_finalize(&st);
	if (status == DTL_DONE && kind == DTL_CHANGESET) {
		dtl_text_add(&a->patch, "{\"retracted\":false}");
		status = DTL_OK;
	} else if (status == DTL_DONE) {
		status = own_rank(a, key, err);
	}
	return status == DTL_OK ? tell(a, kind, key, err) : status;
}

static dtl_status answer_claims(answer *a, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	int64_t says = 0;
	char uid[DTL_UID_TEXT] = "";
	dtl_status status = dtl_stmt_prepare(a->db, &st, sql_says, err);
	dtl_bind_int(&st, ":changeset", a->changeset);
	if (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK)
		says = dtl_take_int(&st);
	dtl_stmt_finalize(&st);
	if (status != DTL_OK || !says)
		return status;
	status = dtl_stmt_prepare(a->db, &st, sql_uid, err);
	dtl_bind_int(&st, ":changeset", a->changeset);
	if (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		size_t len = 0;
		dtl_uid_print(uid, dtl_take_blob(&st, &len));
	}
	dtl_stmt_finalize(&st);
	dtl_text_add(&a->patch, "{\"retracted\":true}");
	return status == DTL_OK ? tell(a, DTL_CHANGESET, uid, err) : status;
}

/* The last one first: of two acts on one thing, what stood before the first is said last, and counts. */
static dtl_status answer_acts(answer *a, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(a->db, &st, sql_own_acts, err);
	dtl_bind_int(&st, ":changeset", a->changeset);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		int64_t entity = dtl_take_int(&st);
		dtl_kind kind = (dtl_kind)dtl_take_int(&st);
		const char *key = dtl_take_text(&st);
		status = answer_act(a, entity, kind, key, dtl_take_int(&st), err);
	}
	dtl_stmt_finalize(&st);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_ledger_answer(dtl_store *db, int64_t changeset, dtl_act_fn each, void *user, dtl_error *err)
{
	answer a = { .db = db, .changeset = changeset, .each = each, .user = user };
	dtl_status status = answer_claims(&a, err);
	if (status == DTL_OK)
		status = answer_acts(&a, err);
	dtl_text_free(&a.patch);
	return status;
}
