#include "model/write.h"

#include <string.h>

static const char sql_quote[] = "INSERT INTO quote_search(rowid, quote) VALUES(:claim, :quote)";

/* The changeset is made with its first claim: a write that appends nothing leaves no trace. */
static dtl_status make_changeset(dtl_write *w, dtl_error *err)
{
	bool fresh = false;
	dtl_header_line line = {
		.recorded_at = w->header.now,
		.author = w->header.author,
		.message = w->header.message,
		.command = w->header.command,
	};
	w->db->dice.roll(w->db->dice.user, w->uid, sizeof w->uid);
	memcpy(line.uid, w->uid, sizeof line.uid);
	dtl_status status = dtl_ledger_id(w->store, line.ledger, err);
	if (status == DTL_OK)
		status = dtl_ledger_next_n(w->store, &line.n, err);
	if (status == DTL_OK)
		status = dtl_ledger_header(w->store, &line, &w->changeset, &fresh, err);
	if (status == DTL_OK && !fresh)
		status = dtl_fail(
		    err, DTL_E_EXISTS, "the dice gave the name of a changeset that is there already");
	return status;
}

static dtl_status index_quote(dtl_write *w, int64_t claim, const char *quote, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(w->store, &st, sql_quote, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":claim", claim);
	dtl_bind_text(st, ":quote", quote);
	return dtl_stmt_run(st, err);
}

dtl_status dtl_write_line(dtl_write *w, const dtl_claim_line *line, int64_t *claim, dtl_error *err)
{
	int64_t id = 0;
	dtl_claim_line placed = *line;
	dtl_status status = w->changeset ? DTL_OK : make_changeset(w, err);
	placed.position = w->position;
	if (status == DTL_OK)
		status = dtl_ledger_append(w->store, w->changeset, &placed, &id, err);
	if (status == DTL_OK)
		w->position++;
	if (status == DTL_OK && line->quote)
		status = index_quote(w, id, line->quote, err);
	if (claim)
		*claim = id;
	return status;
}

dtl_status dtl_write_append(
    dtl_write *w, dtl_kind kind, const char *key, const dtl_voice *voice, int64_t *claim, dtl_error *err)
{
	int64_t entity = 0;
	dtl_text_clear(&w->patch_text);
	dtl_patch_print(&w->patch, &w->patch_text);
	if (dtl_text_failed(&w->patch_text))
		return dtl_fail_memory(err);
	dtl_claim_line line = {
		.kind = kind,
		.key = key,
		.patch = dtl_text_str(&w->patch_text),
		.patch_len = w->patch_text.len,
		.has_known = true,
		.known_at = voice->known_at,
		.source = voice->source,
		.lane = voice->lane,
		.rank = voice->rank,
		.snapshot = voice->snapshot,
		.speaker = voice->speaker,
		.locator = voice->locator,
		.quote = voice->quote,
	};
	dtl_status status = dtl_entity_intern(w->store, kind, key, &entity, err);
	if (status == DTL_OK)
		status = dtl_memory_keep(w, kind, entity, err);
	if (status == DTL_OK)
		status = dtl_write_line(w, &line, claim, err);
	/* What names resolve to must be there for the next entry; events wait for the commit. */
	if (status == DTL_OK && kind != DTL_EVENT)
		status = dtl_derive_entity(&w->deriver, kind, entity, err);
	return status;
}

dtl_status dtl_write_load(
    dtl_write *w, dtl_kind kind, const char *key, int64_t cut, bool *there, dtl_error *err)
{
	int64_t entity = 0;
	dtl_deriver *d = &w->deriver;
	*there = false;
	dtl_status status = dtl_entity_find(w->store, kind, key, &entity, err);
	if (status == DTL_E_NOTFOUND) {
		d->history.count = 0;
		d->history.origin_count = 0;
		d->history.kind = kind;
		dtl_words_begin(&d->book, &d->history);
		return DTL_OK;
	}
	if (status == DTL_OK)
		status = dtl_record_load(&d->history, w->store, kind, &entity, 1, false, err);
	*there = d->history.count > 0;
	return status == DTL_OK ? dtl_words_fold(&d->book, &d->history, cut, true, err) : status;
}
