/*
 * Entries that were taken and are refused after all, because what they mention
 * never came: their claims, of this very transaction, go, and so do those of
 * whoever mentions what has gone with them.
 */
#include "model/importing.h"
#include "model/refs.h"

static const char sql_touch[] =
    "INSERT OR IGNORE INTO stale(entity) SELECT entity FROM claim WHERE id = :claim";
static const char sql_take_back[] = "DELETE FROM claim WHERE id = :claim";
static const char sql_take_quote[] =
    "INSERT INTO quote_search(quote_search, rowid, quote) SELECT 'delete', id, quote FROM claim"
    " WHERE id = :claim AND quote IS NOT NULL";
static const char sql_forget[] = "DELETE FROM temp.forward WHERE claim = :claim";
static const char sql_forget_place[] = "DELETE FROM temp.entry_at WHERE claim = :claim";
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
	static const char *const steps[] = { sql_touch, sql_take_quote, sql_take_back, sql_forget,
		sql_forget_place };
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

/* One look through the claims of a write for what mentions things that have gone. */
typedef struct sweep {
	dtl_write *w;
	bool excerpt;
	dtl_refused refused; /* the claim at hand; its text lives in these: */
	dtl_text key, patch, field;
	dtl_ref refs[2];
} sweep;

/* May this be mentioned: because it is there, or because it need not be? */
static dtl_status may_stand(sweep *s, const dtl_ref *ref, bool *may, dtl_error *err)
{
	const char *key = dtl_text_str(&ref->key);
	*may = (s->excerpt && ref->kind == DTL_EVENT) || dtl_import_is_bare(s->w, ref->kind, key);
	return *may ? DTL_OK : is_said(s->w, ref->kind, key, may, err);
}

/* The first thing that the claim at hand mentions and that has gone; false in *gone when there is none. */
static dtl_status find_gone(sweep *s, bool *gone, dtl_error *err)
{
	dtl_status status = DTL_OK;
	dtl_register r;
	dtl_patch_walk walk =
	    dtl_patch_open(s->refused.kind, (dtl_slice){ dtl_text_str(&s->patch), s->patch.len });
	*gone = false;
	while (status == DTL_OK && !*gone && dtl_patch_next(&walk, &r)) {
		size_t count = dtl_refs_of(s->refused.kind, &r, s->refs);
		for (size_t i = 0; i < count && status == DTL_OK && !*gone; i++) {
			bool may = false;
			status = may_stand(s, &s->refs[i], &may, err);
			if (status != DTL_OK || may)
				continue;
			*gone = true;
			s->refused.missing_kind = s->refs[i].kind;
			s->refused.missing = dtl_text_str(&s->refs[i].key);
			dtl_text_clear(&s->field);
			dtl_text_add_len(&s->field, r.field.data, r.field.len);
			s->refused.field = dtl_text_str(&s->field);
		}
	}
	return status;
}

static const char *copy(dtl_text *out, const char *text)
{
	dtl_text_clear(out);
	dtl_text_add(out, text ? text : "");
	return text ? dtl_text_str(out) : NULL;
}

/* The next claim of this write behind the one at hand; DTL_DONE when there is none. */
static dtl_status next_mine(sweep *s, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(s->w->store, &st, sql_mine, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":changeset", s->w->changeset);
	dtl_bind_int(st, ":after", s->refused.claim);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		s->refused.claim = dtl_take_int(st);
		s->refused.entity = dtl_take_int(st);
		s->refused.kind = (dtl_kind)dtl_take_int(st);
		s->refused.key = copy(&s->key, dtl_take_text(st));
		copy(&s->patch, dtl_take_text(st));
	}
	dtl_stmt_reset(st);
	bool failed = dtl_text_failed(&s->key) || dtl_text_failed(&s->patch);
	return status == DTL_OK && failed ? dtl_fail_memory(err) : status;
}

/* It is told while it is still known where it stood. */
static dtl_status refuse(sweep *s, dtl_refused_fn each, void *user, dtl_error *err)
{
	bool said = false;
	static const char *const steps[] = { sql_touch, sql_take_quote, sql_take_back };
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < sizeof steps / sizeof *steps && status == DTL_OK; i++)
		status = run_on_claim(s->w->store, steps[i], s->refused.claim, err);
	if (status == DTL_OK)
		status = is_said(s->w, s->refused.kind, s->refused.key, &said, err);
	s->refused.made = !said;
	if (status == DTL_OK)
		status = each(user, &s->refused, err);
	return status == DTL_OK ? dtl_write_take_back(s->w, s->refused.claim, err) : status;
}

static dtl_status sweep_once(sweep *s, dtl_refused_fn each, void *user, bool *again, dtl_error *err)
{
	dtl_status status = DTL_OK;
	*again = false;
	while (status == DTL_OK && (status = next_mine(s, err)) == DTL_OK) {
		bool gone = false;
		status = find_gone(s, &gone, err);
		if (status == DTL_OK && gone)
			status = refuse(s, each, user, err);
		*again = *again || gone;
	}
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

dtl_status dtl_write_sweep(
    dtl_write *w, int64_t after, bool excerpt, dtl_refused_fn each, void *user, dtl_error *err)
{
	sweep s = { .w = w, .excerpt = excerpt };
	dtl_status status = DTL_OK;
	bool again = w->changeset != 0;
	while (status == DTL_OK && again) {
		s.refused.claim = after;
		status = sweep_once(&s, each, user, &again, err);
	}
	dtl_text_free(&s.key);
	dtl_text_free(&s.patch);
	dtl_text_free(&s.field);
	dtl_text_free(&s.refs[0].key);
	dtl_text_free(&s.refs[1].key);
	return status == DTL_OK && w->changeset ? number_anew(w, err) : status;
}
