#include "model/key.h"
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
	w->n = line.n;
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

/* Make an event that is not there, with what it is shown by. */
static dtl_status make_event(dtl_write *w, const char *key, int64_t *entity, dtl_error *err)
{
	const char *title = dtl_patch_get(&w->patch, "title", NULL);
	dtl_text slug = DTL_TEXT_INIT, suffix = DTL_TEXT_INIT;
	dtl_slice quoted = { title, title ? strlen(title) : 0 };
	dtl_key_shown(&slug, &suffix, key, dtl_derive_string(&w->text, quoted));
	dtl_status status =
	    dtl_text_failed(&slug) || dtl_text_failed(&suffix) ? dtl_fail_memory(err) : DTL_OK;
	if (status == DTL_OK)
		status = dtl_entity_make(w->store, DTL_EVENT, key, slug.len ? dtl_text_str(&slug) : NULL,
		    suffix.len ? dtl_text_str(&suffix) : NULL, entity, err);
	dtl_text_free(&slug);
	dtl_text_free(&suffix);
	return status;
}

/* *made: it is an event of an import of which nobody has spoken yet. */
static dtl_status find_or_make(
    dtl_write *w, dtl_kind kind, const char *key, int64_t *entity, bool *made, dtl_error *err)
{
	if (kind != DTL_EVENT || !w->importing)
		return dtl_entity_intern(w->store, kind, key, entity, err);
	bool absent = w->absent.len > 0 && strcmp(dtl_text_str(&w->absent), key) == 0;
	dtl_status status = absent ? DTL_DONE : dtl_entity_look(w->store, kind, key, entity, err);
	dtl_text_clear(&w->absent);
	*made = status == DTL_DONE;
	return *made ? make_event(w, key, entity, err) : status;
}

/* When so many events have come that more are likely, they are derived as they come. */
static dtl_status expect_many(dtl_write *w, dtl_error *err)
{
	enum { MANY = 2000 };
	return ++w->events == MANY ? dtl_derive_many(&w->deriver, err) : DTL_OK;
}

static dtl_status derive_first(dtl_write *w, const dtl_claim_line *line, int64_t claim, dtl_error *err)
{
	dtl_said said = {
		.claim = claim,
		.changeset = w->changeset,
		.n = w->n,
		.position = w->position - 1,
		.recorded_at = w->header.now,
		.known_at = line->known_at,
		.rank = line->rank,
		.snapshot = line->snapshot,
		.right = w->right,
		.live = true,
		.source_entity = line->source_entity,
		.source = line->source,
		.lane = line->lane,
		.speaker = line->speaker,
		.locator = line->locator,
		.quote = line->quote,
		.patch = { line->patch, line->patch_len },
	};
	memcpy(said.uid, w->uid, sizeof said.uid);
	return dtl_derive_first(&w->deriver, line->entity, line->key, &said, err);
}

/* What names resolve to must be there for the next entry; events wait for the commit, unless there are many. */
static dtl_status derive(dtl_write *w, const dtl_claim_line *line, int64_t claim, bool made, dtl_error *err)
{
	if (line->kind != DTL_EVENT)
		dtl_known_forget(w->known);
	if (line->kind != DTL_EVENT)
		return dtl_derive_entity(&w->deriver, line->kind, line->entity, err);
	dtl_status status = line->derived ? derive_first(w, line, claim, err) : DTL_OK;
	return status == DTL_OK && made ? expect_many(w, err) : status;
}

dtl_status dtl_write_append(
    dtl_write *w, dtl_kind kind, const char *key, const dtl_voice *voice, int64_t *claim, dtl_error *err)
{
	int64_t id = 0;
	bool made = false;
	const dtl_text *patch = w->printed ? w->printed : &w->patch_text;
	if (!w->printed) {
		dtl_text_clear(&w->patch_text);
		dtl_patch_print(&w->patch, &w->patch_text);
	}
	if (dtl_text_failed(patch))
		return dtl_fail_memory(err);
	dtl_claim_line line = {
		.kind = kind,
		.key = key,
		.patch = dtl_text_str(patch),
		.patch_len = patch->len,
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
	dtl_status status = find_or_make(w, kind, key, &line.entity, &made, err);
	/* What is one with something else is not derived from its own words alone. */
	line.derived = made && w->deriver.bulk && !dtl_patch_get(&w->patch, "same_as", NULL);
	if (status == DTL_OK && voice->source)
		status = dtl_derive_intern(&w->deriver, DTL_SOURCE, voice->source, &line.source_entity, err);
	if (status == DTL_OK)
		status = dtl_memory_keep(w, kind, line.entity, err);
	if (status == DTL_OK)
		status = dtl_write_line(w, &line, &id, err);
	if (claim)
		*claim = id;
	return status == DTL_OK ? derive(w, &line, id, made, err) : status;
}

dtl_status dtl_write_load(
    dtl_write *w, dtl_kind kind, const char *key, int64_t cut, bool *there, dtl_error *err)
{
	int64_t entity = 0;
	dtl_deriver *d = &w->deriver;
	*there = false;
	dtl_status status = dtl_entity_look(w->store, kind, key, &entity, err);
	if (status == DTL_DONE) {
		d->history.count = 0;
		d->history.origin_count = 0;
		d->history.kind = kind;
		dtl_words_begin(&d->book, &d->history);
		dtl_text_clear(&w->absent);
		if (kind == DTL_EVENT)
			dtl_text_add(&w->absent, key);
		return DTL_OK;
	}
	if (status == DTL_OK)
		status = dtl_record_load(&d->history, w->store, kind, &entity, 1, false, err);
	*there = d->history.count > 0;
	return status == DTL_OK ? dtl_words_fold(&d->book, &d->history, cut, true, err) : status;
}
