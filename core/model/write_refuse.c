/*
 * Entries that were taken and are refused after all, because what they mention
 * never came: their claims, of this very transaction, go, and so do those of
 * whoever mentions what has gone with them.
 */
#include "model/refs.h"
#include "model/write.h"

static const char sql_take_back[] = "DELETE FROM claim WHERE id = :claim";
static const char sql_take_quote[] =
    "INSERT INTO quote_search(quote_search, rowid, quote) SELECT 'delete', id, quote FROM claim"
    " WHERE id = :claim AND quote IS NOT NULL";
static const char sql_forget[] = "DELETE FROM temp.forward WHERE claim = :claim";
static const char sql_said[] =
    "SELECT EXISTS(SELECT 1 FROM entity e JOIN claim c ON c.entity = e.id WHERE e.kind = :kind AND e.key = :key)";
static const char sql_mine[] =
    "SELECT c.id, e.id, e.kind, e.key, c.patch FROM claim c JOIN entity e ON e.id = c.entity"
    " WHERE c.changeset = :changeset AND c.id > :after ORDER BY c.id LIMIT 1";
static const char sql_positions[] = "SELECT id FROM claim WHERE changeset = :changeset ORDER BY position";
static const char sql_number[] =
    "UPDATE claim SET position = :position WHERE id = :claim AND position <> :position";

static dtl_status run_on_claim(dtl_store *db, const char *sql, int64_t claim, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":claim", claim);
	return dtl_stmt_run(st, err);
}

dtl_status dtl_write_take_back(dtl_write *w, int64_t claim, dtl_error *err)
{
	static const char *const steps[] = { sql_take_quote, sql_take_back, sql_forget };
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < sizeof steps / sizeof *steps && status == DTL_OK; i++)
		status = run_on_claim(w->store, steps[i], claim, err);
	return status;
}

static dtl_status is_said(dtl_write *w, dtl_kind kind, const char *key, bool *said, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(w->store, &st, sql_said, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":kind", (int64_t)kind);
	dtl_bind_text(st, ":key", key);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		*said = dtl_take_int(st) != 0;
	dtl_stmt_reset(st);
	return status;
}

/* The first thing that a patch mentions and of which nothing is said, in `out`; false when there is none. */
static dtl_status find_gone(
    dtl_write *w, dtl_kind kind, dtl_slice patch, dtl_ref refs[2], const dtl_ref **gone, dtl_error *err)
{
	dtl_status status = DTL_OK;
	dtl_register r;
	dtl_patch_walk walk = dtl_patch_open(kind, patch);
	*gone = NULL;
	while (status == DTL_OK && !*gone && dtl_patch_next(&walk, &r)) {
		size_t count = dtl_refs_of(kind, &r, refs);
		for (size_t i = 0; i < count && status == DTL_OK && !*gone; i++) {
			bool said = false;
			status = is_said(w, refs[i].kind, dtl_text_str(&refs[i].key), &said, err);
			if (status == DTL_OK && !said)
				*gone = &refs[i];
		}
	}
	return status;
}

/* The next claim of this write behind `claim`; DTL_DONE when there is none. Text is copied. */
static dtl_status next_mine(dtl_write *w, dtl_refused *out, dtl_text *key, dtl_text *patch, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(w->store, &st, sql_mine, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":changeset", w->changeset);
	dtl_bind_int(st, ":after", out->claim);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		out->claim = dtl_take_int(st);
		out->entity = dtl_take_int(st);
		out->kind = (dtl_kind)dtl_take_int(st);
		dtl_text_clear(key);
		dtl_text_add(key, dtl_take_text(st));
		dtl_text_clear(patch);
		dtl_text_add(patch, dtl_take_text(st));
		out->key = dtl_text_str(key);
	}
	dtl_stmt_reset(st);
	return status == DTL_OK && (dtl_text_failed(key) || dtl_text_failed(patch)) ? dtl_fail_memory(err)
										    : status;
}

static dtl_status sweep_once(dtl_write *w, dtl_refused_fn each, void *user, bool *again, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT, patch = DTL_TEXT_INIT;
	dtl_ref refs[2] = { 0 };
	dtl_refused refused = { 0 };
	dtl_status status = DTL_OK;
	*again = false;
	while (status == DTL_OK && (status = next_mine(w, &refused, &key, &patch, err)) == DTL_OK) {
		const dtl_ref *gone = NULL;
		status = find_gone(
		    w, refused.kind, (dtl_slice){ dtl_text_str(&patch), patch.len }, refs, &gone, err);
		if (status != DTL_OK || !gone)
			continue;
		refused.missing_kind = gone->kind;
		refused.missing = dtl_text_str(&gone->key);
		*again = true;
		bool said = false;
		status = dtl_write_take_back(w, refused.claim, err);
		if (status == DTL_OK)
			status = is_said(w, refused.kind, refused.key, &said, err);
		refused.made = !said;
		if (status == DTL_OK)
			each(user, &refused);
	}
	dtl_text_free(&key);
	dtl_text_free(&patch);
	dtl_text_free(&refs[0].key);
	dtl_text_free(&refs[1].key);
	return status == DTL_DONE ? DTL_OK : status;
}

/* A changeset's claims are numbered without gaps: what is missing between them is missed. */
static dtl_status number_anew(dtl_write *w, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(w->store, &st, sql_positions, err);
	w->position = 0;
	if (status == DTL_OK)
		dtl_bind_int(&st, ":changeset", w->changeset);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		dtl_stmt *number = NULL;
		status = dtl_stmt_cached(w->store, &number, sql_number, err);
		if (status != DTL_OK)
			break;
		dtl_bind_int(number, ":claim", dtl_take_int(&st));
		dtl_bind_int(number, ":position", w->position++);
		status = dtl_stmt_run(number, err);
	}
	dtl_stmt_finalize(&st);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_write_sweep(dtl_write *w, dtl_refused_fn each, void *user, dtl_error *err)
{
	dtl_status status = DTL_OK;
	bool again = w->changeset != 0;
	while (status == DTL_OK && again)
		status = sweep_once(w, each, user, &again, err);
	return status == DTL_OK && w->changeset ? number_anew(w, err) : status;
}
