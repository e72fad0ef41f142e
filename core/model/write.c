#include "model/write.h"

#include "base/utf8.h"

#include "model/key.h"

#include <stdlib.h>
#include <string.h>

static const char sql_forward_begin[] =
    "CREATE TEMP TABLE IF NOT EXISTS forward(claim INTEGER, kind INTEGER, subkind TEXT,"
    " target TEXT, path TEXT, made INTEGER);"
    "CREATE TEMP TABLE IF NOT EXISTS bare(kind INTEGER, key TEXT, PRIMARY KEY(kind, key)) WITHOUT ROWID;"
    "CREATE TEMP TABLE IF NOT EXISTS entry_at(claim INTEGER PRIMARY KEY, kind INTEGER, id TEXT,"
    " source TEXT, line INTEGER, path TEXT, doc TEXT);"
    "DELETE FROM temp.forward; DELETE FROM temp.bare; DELETE FROM temp.entry_at";

/* What a command line holds need not be text; what the ledger holds must be, or no dump of it could be read. */
static const char *mend(dtl_write *w, const char *text)
{
	if (!text || dtl_utf8_valid(text, strlen(text), NULL))
		return text;
	dtl_text mended = DTL_TEXT_INIT;
	const char *end = text + strlen(text);
	while (text < end)
		dtl_utf8_add(&mended, dtl_utf8_next(&text, end));
	const char *copy = dtl_text_failed(&mended) ? NULL : dtl_arena_text(&w->arena, dtl_text_str(&mended));
	w->arena.failed = w->arena.failed || !copy;
	dtl_text_free(&mended);
	return copy;
}

static bool copy_header(dtl_write *w, const dtl_changeset_header *h)
{
	const char **strings[] = { &w->header.author, &w->header.message, &w->header.command, &w->header.tz,
		&w->header.said_on, &w->header.evidence.source, &w->header.evidence.said_by,
		&w->header.evidence.locator, &w->header.evidence.quote, &w->header.evidence.known };
	w->header = *h;
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		*strings[i] = mend(w, dtl_arena_text(&w->arena, *strings[i]));
	return !w->arena.failed;
}

/* Phrases are said on the day given, else when their source was published, else today. */
static dtl_status read_said_on(dtl_write *w, dtl_error *err)
{
	dtl_reading reading;
	dtl_date_context context = { .said_on = w->header.today, .tense = DTL_TENSE_PAST };
	w->said_on = w->header.today;
	if (w->header.said_on) {
		dtl_status status = dtl_date_read(&reading, w->header.said_on, &context, err);
		if (status == DTL_OK && (reading.date.bounds.start_lo == DTL_TIME_MIN ||
					    reading.date.precision > DTL_PRECISION_DAY))
			return dtl_fail(
			    err, DTL_E_ARGUMENT, "said on no certain day: '%s'", w->header.said_on);
		w->said_on = status == DTL_OK ? reading.date.bounds.start_lo : 0;
		return status;
	}
	if (!w->voice.source)
		return DTL_OK;
	dtl_status status = dtl_source_published(w, w->voice.source, &w->said_on, err);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status begin(dtl_write *w, const dtl_changeset_header *header, dtl_error *err)
{
	if (!w->db->dice.roll)
		return dtl_fail(err, DTL_E_ARGUMENT, "the timeline was opened for reading");
	if (!copy_header(w, header))
		return dtl_fail_memory(err);
	dtl_status status = dtl_store_begin(w->store, err);
	w->open = status == DTL_OK;
	if (status == DTL_OK)
		status = dtl_store_exec(w->store, sql_forward_begin, err);
	if (status == DTL_OK)
		status = dtl_voice_resolve(w, &w->header.evidence, NULL, &w->voice, err);
	if (status == DTL_OK)
		status = dtl_newcomers_write(w, err);
	return status == DTL_OK ? read_said_on(w, err) : status;
}

dtl_status dtl_write_begin(dtl_write **out, dtl_db *db, const dtl_changeset_header *header, dtl_error *err)
{
	*out = NULL;
	dtl_write *w = calloc(1, sizeof *w);
	if (!w)
		return dtl_fail_memory(err);
	w->db = db;
	w->store = db->store;
	w->deriver.db = db->store;
	w->voice.lane = "hand";
	w->known = dtl_known_names_new();
	dtl_status status = w->known ? begin(w, header, err) : dtl_fail_memory(err);
	if (status == DTL_OK)
		*out = w;
	else
		dtl_write_free(w);
	return status;
}

static const char sql_incomplete[] =
    "SELECT DISTINCT e.kind, e.key FROM claim c JOIN entity e ON e.id = c.entity WHERE c.changeset = :changeset"
    " AND c.patch <> 'null' AND NOT EXISTS(SELECT 1 FROM merged m WHERE m.entity = e.id)"
    " AND NOT EXISTS(SELECT 1 FROM claim r WHERE r.entity = e.id AND r.patch = 'null')"
    " AND CASE e.kind WHEN 0 THEN NOT EXISTS(SELECT 1 FROM event v WHERE v.event = e.id)"
    "  WHEN 1 THEN NOT EXISTS(SELECT 1 FROM actor t WHERE t.id = e.id)"
    "  WHEN 2 THEN NOT EXISTS(SELECT 1 FROM series t WHERE t.id = e.id)"
    "  WHEN 3 THEN NOT EXISTS(SELECT 1 FROM place t WHERE t.id = e.id)"
    "  WHEN 5 THEN NOT EXISTS(SELECT 1 FROM topic t WHERE t.id = e.id) ELSE 0 END LIMIT 20";

/* What was said of things that nobody has named yet is kept, and does not show: say so. */
static dtl_status tell_incomplete(dtl_write *w, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(w->store, &st, sql_incomplete, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(&st, ":changeset", w->changeset);
	while ((status = dtl_stmt_step(&st, err)) == DTL_OK) {
		dtl_kind kind = (dtl_kind)dtl_take_int(&st);
		dtl_write_note(w, "%s '%s' has no %s yet: it does not show", dtl_kind_name(kind),
		    dtl_take_text(&st), dtl_naming_field(kind));
	}
	dtl_stmt_finalize(&st);
	return status == DTL_DONE ? DTL_OK : status;
}

static const char sql_nothing[] = "SELECT NOT EXISTS(SELECT 1 FROM claim WHERE changeset = :changeset)";

/* Everything that was appended may have been taken back: then there is no changeset. */
static dtl_status look_for_claims(dtl_write *w, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = w->changeset ? dtl_stmt_prepare(w->store, &st, sql_nothing, err) : DTL_DONE;
	if (status == DTL_OK) {
		dtl_bind_int(&st, ":changeset", w->changeset);
		status = dtl_stmt_step(&st, err);
	}
	if (status == DTL_OK && dtl_take_int(&st))
		w->changeset = 0;
	dtl_stmt_finalize(&st);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_write_commit(dtl_write *w, char uid[33], dtl_difference_fn each, void *user, dtl_error *err)
{
	uid[0] = '\0';
	if (!w->open)
		return dtl_fail(err, DTL_E_ARGUMENT, "the write is over");
	dtl_status status = look_for_claims(w, err);
	if (status == DTL_OK && w->changeset)
		status = dtl_derive_stale(&w->deriver, err);
	if (status == DTL_OK && w->changeset && w->header.note && w->deriver.nameless)
		status = tell_incomplete(w, err);
	if (status == DTL_OK && w->changeset && w->imported && w->header.note)
		status = dtl_write_tell_overtaken(w, err);
	if (status == DTL_OK && each && w->changeset)
		status = dtl_memory_tell(w, each, user, err);
	if (status != DTL_OK)
		return status;
	w->open = false;
	if (w->changeset)
		dtl_uid_print(uid, w->uid);
	if (w->header.dry_run || !w->changeset) {
		dtl_store_rollback(w->store);
		return DTL_OK;
	}
	status = dtl_store_commit(w->store, err);
	return status == DTL_OK ? dtl_db_keep(w->db, err) : status;
}

void dtl_write_free(dtl_write *w)
{
	if (!w)
		return;
	if (w->open)
		dtl_store_rollback(w->store);
	dtl_memory_free(w);
	dtl_deriver_free(&w->deriver);
	dtl_patch_free(&w->patch);
	dtl_text_free(&w->text);
	dtl_text_free(&w->patch_text);
	dtl_text_free(&w->key);
	dtl_text_free(&w->absent);
	dtl_known_names_free(w->known);
	free(w->newcomers);
	free(w->forward);
	dtl_arena_free(&w->arena);
	dtl_arena_free(&w->scratch);
	free(w);
}
