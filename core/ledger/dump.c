#include "ledger/dump.h"

#include <string.h>

/* The index gives the order, but among equal n: nothing as large as the ledger is sorted. */
static const char sql_headed[] =
    "SELECT id, uid, n, recorded_at, ledger, author, message, command FROM changeset INDEXED BY changeset_n"
    " WHERE n IS NOT NULL ORDER BY n, uid";
static const char sql_headless[] = "SELECT id, uid FROM changeset WHERE n IS NULL ORDER BY uid";
static const char sql_claims[] =
    "SELECT c.position AS position, e.kind, e.key, c.known_at, s.key, c.lane, c.rank, c.snapshot, c.speaker,"
    " c.locator, c.quote, c.patch FROM claim c JOIN entity e ON e.id = c.entity"
    " LEFT JOIN entity s ON s.id = c.source WHERE c.changeset = :changeset"
    " UNION ALL SELECT p.position, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
    " FROM purged p WHERE p.changeset = :changeset ORDER BY position";

typedef struct walk {
	dtl_stmt changesets, claims;
	dtl_line_fn each;
	void *user;
	dtl_line line;
} walk;

static void take_uid(unsigned char out[DTL_UID_SIZE], dtl_stmt *st)
{
	size_t len = 0;
	const void *uid = dtl_take_blob(st, &len);
	memset(out, 0, DTL_UID_SIZE);
	if (uid && len == DTL_UID_SIZE)
		memcpy(out, uid, DTL_UID_SIZE);
}

static void take_header(dtl_header_line *h, dtl_stmt *st)
{
	h->n = dtl_take_int(st);
	h->recorded_at = dtl_take_int(st);
	take_uid(h->ledger, st);
	h->author = dtl_take_text(st);
	h->message = dtl_take_text(st);
	h->command = dtl_take_text(st);
}

static void take_claim(dtl_line *line, dtl_stmt *st)
{
	dtl_claim_line *c = &line->claim;
	*c = (dtl_claim_line){ .position = dtl_take_int(st) };
	line->type = dtl_next_is_null(st) ? DTL_LINE_PURGED : DTL_LINE_CLAIM;
	if (line->type == DTL_LINE_PURGED)
		return;
	c->kind = (dtl_kind)dtl_take_int(st);
	c->key = dtl_take_text(st);
	c->has_known = !dtl_next_is_null(st);
	c->known_at = dtl_take_int(st);
	c->source = dtl_take_text(st);
	c->lane = dtl_take_text(st);
	c->rank = (int)dtl_take_int(st);
	c->snapshot = dtl_take_int(st) != 0;
	c->speaker = dtl_take_text(st);
	c->locator = dtl_take_text(st);
	c->quote = dtl_take_text(st);
	c->patch = dtl_take_text_len(st, &c->patch_len);
}

static dtl_status walk_claims(walk *w, int64_t changeset, dtl_error *err)
{
	dtl_status status;
	dtl_bind_int(&w->claims, ":changeset", changeset);
	while ((status = dtl_stmt_step(&w->claims, err)) == DTL_OK) {
		take_claim(&w->line, &w->claims);
		status = w->each(w->user, &w->line, err);
		if (status != DTL_OK)
			break;
	}
	dtl_stmt_reset(&w->claims);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status walk_changesets(walk *w, dtl_store *db, const char *sql, bool headed, dtl_error *err)
{
	dtl_status status = dtl_stmt_prepare(db, &w->changesets, sql, err);
	while (status == DTL_OK && (status = dtl_stmt_step(&w->changesets, err)) == DTL_OK) {
		w->line = (dtl_line){ .type = DTL_LINE_HEADER };
		int64_t row = dtl_take_int(&w->changesets);
		take_uid(w->line.header.uid, &w->changesets);
		if (headed) {
			take_header(&w->line.header, &w->changesets);
			status = w->each(w->user, &w->line, err);
		}
		if (status == DTL_OK)
			status = walk_claims(w, row, err);
	}
	dtl_stmt_finalize(&w->changesets);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_ledger_walk(dtl_store *db, dtl_line_fn each, void *user, dtl_error *err)
{
	walk w = { .changesets = DTL_STMT_INIT, .claims = DTL_STMT_INIT, .each = each, .user = user };
	dtl_status status = dtl_stmt_prepare(db, &w.claims, sql_claims, err);
	if (status == DTL_OK)
		status = walk_changesets(&w, db, sql_headed, true, err);
	if (status == DTL_OK)
		status = walk_changesets(&w, db, sql_headless, false, err);
	dtl_stmt_finalize(&w.claims);
	return status;
}
