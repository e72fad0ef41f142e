#include "ledger/load.h"

#include <string.h>

static const char sql_purges[] = "SELECT EXISTS(SELECT 1 FROM purged)";
static const char sql_purged[] = "SELECT 1 FROM purged WHERE changeset = :changeset AND position = :position";
static const char sql_claim[] =
    "SELECT c.id, e.kind, e.key, c.known_at, s.key, c.lane, c.rank, c.snapshot, c.speaker, c.locator, c.quote, c.patch"
    " FROM claim c JOIN entity e ON e.id = c.entity LEFT JOIN entity s ON s.id = c.source"
    " WHERE c.changeset = :changeset AND c.position = :position";
static const char sql_quote[] =
    "SELECT id, quote FROM claim WHERE changeset = :changeset AND position = :position";

dtl_status dtl_taker_begin(dtl_taker *t, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(t->db, &st, sql_purges, err);
	if (status != DTL_OK)
		return status;
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		t->purges = dtl_take_int(st) != 0;
	dtl_stmt_reset(st);
	return status;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Is the row under `st`, from its kind on, this claim? */
static bool same_claim(dtl_stmt *st, const dtl_claim_line *c)
{
	size_t len = 0;
	bool same = dtl_take_int(st) == (int64_t)c->kind;
	same = same_text(dtl_take_text(st), c->key) && same;
	same = dtl_next_is_null(st) == !c->has_known && same;
	same = dtl_take_int(st) == (c->has_known ? c->known_at : 0) && same;
	same = same_text(dtl_take_text(st), c->source) && same;
	same = same_text(dtl_take_text(st), c->lane) && same;
	same = dtl_take_int(st) == c->rank && same;
	same = (dtl_take_int(st) != 0) == c->snapshot && same;
	same = same_text(dtl_take_text(st), c->speaker) && same;
	same = same_text(dtl_take_text(st), c->locator) && same;
	same = same_text(dtl_take_text(st), c->quote) && same;
	const char *patch = dtl_take_text_len(st, &len);
	return same && patch && len == c->patch_len && memcmp(patch, c->patch, len) == 0;
}

/* A cached statement with the id of a claim bound. */
static dtl_status look(dtl_taker *t, const char *sql, const dtl_line *line, dtl_stmt **st, dtl_error *err)
{
	dtl_status status = dtl_stmt_cached(t->db, st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(*st, ":changeset", t->changeset);
	dtl_bind_int(*st, ":position", line->claim.position);
	return DTL_OK;
}

/* DTL_DONE: neither the claim nor its purge is here. */
static dtl_status compare_claim(dtl_taker *t, const dtl_line *line, dtl_taken *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = look(t, sql_claim, line, &st, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		(void)dtl_take_int(st);
		*out = same_claim(st, &line->claim) ? DTL_TAKEN_KNOWN : DTL_TAKEN_OTHER;
	}
	if (st)
		dtl_stmt_reset(st);
	if (status != DTL_DONE || !t->purges)
		return status;
	status = look(t, sql_purged, line, &st, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(st, err);
	*out = DTL_TAKEN_KNOWN;
	dtl_stmt_reset(st);
	return status;
}

static dtl_status take_claim(dtl_taker *t, const dtl_line *line, dtl_taken *out, dtl_error *err)
{
	dtl_status status = compare_claim(t, line, out, err);
	if (status != DTL_DONE)
		return status;
	*out = DTL_TAKEN_NEW;
	status = dtl_ledger_append(t->db, t->changeset, &line->claim, NULL, err);
	return status == DTL_OK ? dtl_ledger_judge_pending(t->db, t->uid, line->claim.position, err) : status;
}

static dtl_status take_purged(dtl_taker *t, const dtl_line *line, dtl_taken *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	int64_t claim = 0;
	bool fresh = false;
	dtl_status status = look(t, sql_quote, line, &st, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		claim = dtl_take_int(st);
		const char *quote = dtl_take_text(st);
		if (quote && t->unquote)
			status = t->unquote(t->user, claim, quote, err);
	}
	if (st)
		dtl_stmt_reset(st);
	if (status == DTL_OK || status == DTL_DONE)
		status = dtl_ledger_purge(t->db, t->changeset, line->claim.position, claim, &fresh, err);
	t->purges = true;
	*out = fresh ? DTL_TAKEN_NEW : DTL_TAKEN_KNOWN;
	return status;
}

static dtl_status take_header(dtl_taker *t, const dtl_line *line, dtl_taken *out, dtl_error *err)
{
	bool fresh = true;
	t->changeset = 0;
	dtl_status status = dtl_ledger_header(t->db, &line->header, &t->changeset, &fresh, err);
	*out = fresh ? DTL_TAKEN_NEW : DTL_TAKEN_KNOWN;
	/* It was found and is another one; what SQLite calls damaged is not found, or fails later. */
	if (status != DTL_E_DAMAGED || !t->changeset || fresh)
		return status;
	*out = DTL_TAKEN_OTHER;
	return DTL_OK;
}

dtl_status dtl_taker_take(dtl_taker *t, const dtl_line *line, dtl_taken *out, dtl_error *err)
{
	dtl_status status = DTL_OK;
	*out = DTL_TAKEN_KNOWN;
	if (line->type == DTL_LINE_FORMAT)
		return DTL_OK;
	bool other = memcmp(t->uid, line->header.uid, DTL_UID_SIZE) != 0 || !t->changeset;
	memcpy(t->uid, line->header.uid, DTL_UID_SIZE);
	if (line->type == DTL_LINE_HEADER)
		return take_header(t, line, out, err);
	if (other) {
		t->changeset = 0;
		status = dtl_ledger_changeset(t->db, t->uid, &t->changeset, err);
	}
	if (status != DTL_OK)
		return status;
	return line->type == DTL_LINE_CLAIM ? take_claim(t, line, out, err) : take_purged(t, line, out, err);
}
