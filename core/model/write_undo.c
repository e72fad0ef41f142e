/* Undoing a changeset as if it had never been. */
#include "model/write.h"

#include <string.h>

static const char sql_last[] =
    "SELECT id, uid FROM changeset WHERE ledger = :ledger AND n IS NOT NULL ORDER BY n DESC, uid DESC LIMIT 1";
static const char sql_by_prefix[] =
    "SELECT id, uid, lower(hex(uid)) AS text FROM changeset WHERE n IS NOT NULL AND substr(text, 1, length(:prefix)) = :prefix"
    " LIMIT 2";
/* What retracting or restoring a changeset, or ranking a claim, touches: the claims of acts' targets too. */
static const char sql_touched[] =
    "SELECT DISTINCT e.kind, e.id FROM claim c JOIN entity e ON e.id = c.entity WHERE c.changeset = :changeset AND e.kind < 6"
    " UNION SELECT DISTINCT e.kind, e.id FROM claim a JOIN entity x ON x.id = a.entity AND x.kind = 6"
    " JOIN changeset t ON lower(hex(t.uid)) = x.key JOIN claim c ON c.changeset = t.id"
    " JOIN entity e ON e.id = c.entity AND e.kind < 6 WHERE a.changeset = :changeset"
    " UNION SELECT DISTINCT e.kind, e.id FROM claim a JOIN entity x ON x.id = a.entity AND x.kind = 7"
    " JOIN changeset t ON lower(hex(t.uid)) = substr(x.key, 1, 32)"
    " JOIN claim c ON c.changeset = t.id AND c.position = CAST(substr(x.key, 34) AS INTEGER)"
    " JOIN entity e ON e.id = c.entity AND e.kind < 6 WHERE a.changeset = :changeset";

static dtl_status find_last(dtl_write *w, int64_t *row, char uid[DTL_UID_TEXT], dtl_error *err)
{
	unsigned char ledger[DTL_UID_SIZE];
	dtl_stmt st = DTL_STMT_INIT;
	size_t len = 0;
	dtl_status status = dtl_ledger_id(w->store, ledger, err);
	if (status == DTL_OK)
		status = dtl_stmt_prepare(w->store, &st, sql_last, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_blob(&st, ":ledger", ledger, sizeof ledger);
	status = dtl_stmt_step(&st, err);
	if (status == DTL_OK) {
		*row = dtl_take_int(&st);
		dtl_uid_print(uid, dtl_take_blob(&st, &len));
	} else if (status == DTL_DONE) {
		status = dtl_fail(err, DTL_E_NOTFOUND, "nothing was changed in this file yet");
	}
	dtl_stmt_finalize(&st);
	return status;
}

static dtl_status find_named(dtl_write *w, const char *prefix, int64_t *row, char uid[DTL_UID_TEXT], dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	size_t len = 0;
	if (strlen(prefix) < 4 || strspn(prefix, "0123456789abcdef") != strlen(prefix))
		return dtl_fail(err, DTL_E_NOTFOUND, "no changeset '%s'", prefix);
	dtl_status status = dtl_stmt_prepare(w->store, &st, sql_by_prefix, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(&st, ":prefix", prefix);
	status = dtl_stmt_step(&st, err);
	if (status == DTL_OK) {
		*row = dtl_take_int(&st);
		dtl_uid_print(uid, dtl_take_blob(&st, &len));
		if (dtl_stmt_step(&st, err) == DTL_OK)
			status = dtl_fail(err, DTL_E_AMBIGUOUS, "changeset '%s' is ambiguous", prefix);
	} else if (status == DTL_DONE) {
		status = dtl_fail(err, DTL_E_NOTFOUND, "no changeset '%s'", prefix);
	}
	dtl_stmt_finalize(&st);
	return status;
}

static dtl_status remember(dtl_write *w, int64_t changeset, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(w->store, &st, sql_touched, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(&st, ":changeset", changeset);
	while ((status = dtl_stmt_step(&st, err)) == DTL_OK) {
		dtl_kind kind = (dtl_kind)dtl_take_int(&st);
		status = dtl_memory_keep(w, kind, dtl_take_int(&st), err);
		if (status != DTL_OK)
			break;
	}
	dtl_stmt_finalize(&st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status write_act(void *user, const dtl_claim_line *act, dtl_error *err)
{
	dtl_write *w = user;
	bool stands = false;
	dtl_status status = dtl_ledger_act_stands(w->store, act, &stands, err);
	return status == DTL_OK && !stands ? dtl_write_line(w, act, NULL, err) : status;
}

dtl_status dtl_write_undo(dtl_write *w, const char *changeset, char uid[33], bool *undone, dtl_error *err)
{
	int64_t row = 0, before = w->position;
	dtl_status status = changeset ? find_named(w, changeset, &row, uid, err) : find_last(w, &row, uid, err);
	if (status == DTL_OK)
		status = remember(w, row, err);
	if (status == DTL_OK)
		status = dtl_ledger_answer(w->store, row, write_act, w, err);
	*undone = w->position > before;
	return status;
}
