/* Undoing a changeset as if it had never been. */
#include "model/write.h"

#include <stdlib.h>
#include <string.h>

static const char sql_last[] =
    "SELECT id, uid FROM changeset WHERE ledger = :ledger AND n IS NOT NULL ORDER BY n DESC, uid DESC LIMIT 1";
static const char sql_by_prefix[] =
    "SELECT id, uid, lower(hex(uid)) AS text FROM changeset WHERE n IS NOT NULL AND substr(text, 1, length(:prefix)) = :prefix"
    " LIMIT 2";
/* What undoing a changeset touches: what it says something of, and the targets of its acts. */
static const char sql_said[] = "SELECT DISTINCT e.kind, e.id FROM claim c CROSS JOIN entity e"
			       " WHERE c.changeset = :changeset AND e.id = c.entity AND e.kind < 6";
static const char sql_acts[] = "SELECT e.key FROM claim c CROSS JOIN entity e"
			       " WHERE c.changeset = :changeset AND e.id = c.entity AND e.kind >= 6";
static const char sql_targets[] =
    "SELECT DISTINCT e.kind, e.id FROM changeset t CROSS JOIN claim c CROSS JOIN entity e"
    " WHERE t.uid = :uid AND c.changeset = t.id AND (:position < 0 OR c.position = :position)"
    " AND e.id = c.entity AND e.kind < 6";

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

static dtl_status find_named(
    dtl_write *w, const char *prefix, int64_t *row, char uid[DTL_UID_TEXT], dtl_error *err)
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

/* Remember whatever a statement of (kind, entity) gives. */
static dtl_status keep_rows(dtl_write *w, dtl_stmt *st, dtl_error *err)
{
	dtl_status status = DTL_OK;
	while (status == DTL_OK && (status = dtl_stmt_step(st, err)) == DTL_OK) {
		dtl_kind kind = (dtl_kind)dtl_take_int(st);
		status = dtl_memory_keep(w, kind, dtl_take_int(st), err);
	}
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status keep_said(dtl_write *w, int64_t changeset, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(w->store, &st, sql_said, err);
	if (status == DTL_OK) {
		dtl_bind_int(&st, ":changeset", changeset);
		status = keep_rows(w, &st, err);
	}
	dtl_stmt_finalize(&st);
	return status;
}

/* An act's key is a changeset's name, or that and a position. */
static dtl_status keep_targets(dtl_write *w, const char *key, dtl_error *err)
{
	unsigned char uid[DTL_UID_SIZE];
	char name[DTL_UID_TEXT];
	dtl_stmt st = DTL_STMT_INIT;
	size_t len = strcspn(key, "/");
	if (len != DTL_UID_TEXT - 1)
		return DTL_OK;
	memcpy(name, key, len);
	name[len] = '\0';
	if (!dtl_uid_parse(uid, name))
		return DTL_OK;
	dtl_status status = dtl_stmt_prepare(w->store, &st, sql_targets, err);
	if (status == DTL_OK) {
		dtl_bind_blob(&st, ":uid", uid, sizeof uid);
		dtl_bind_int(&st, ":position", key[len] ? strtoll(key + len + 1, NULL, 10) : -1);
		status = keep_rows(w, &st, err);
	}
	dtl_stmt_finalize(&st);
	return status;
}

static dtl_status remember(dtl_write *w, int64_t changeset, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = keep_said(w, changeset, err);
	if (status == DTL_OK)
		status = dtl_stmt_prepare(w->store, &st, sql_acts, err);
	if (status == DTL_OK)
		dtl_bind_int(&st, ":changeset", changeset);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		status = keep_targets(w, dtl_take_text(&st), err);
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
	dtl_status status =
	    changeset ? find_named(w, changeset, &row, uid, err) : find_last(w, &row, uid, err);
	if (status == DTL_OK)
		status = remember(w, row, err);
	if (status == DTL_OK)
		status = dtl_ledger_answer(w->store, row, write_act, w, err);
	*undone = w->position > before;
	return status;
}
