#include "model/write.h"

#include <stdlib.h>
#include <string.h>

static const char sql_forward_begin[] =
    "CREATE TEMP TABLE IF NOT EXISTS forward(claim INTEGER, kind INTEGER, subkind TEXT,"
    " target TEXT, line INTEGER, path TEXT);"
    "DELETE FROM temp.forward";

static bool copy_header(dtl_write *w, const dtl_changeset_header *h)
{
	const char **strings[] = { &w->header.author, &w->header.message, &w->header.command, &w->header.tz,
		&w->header.said_on, &w->header.evidence.source, &w->header.evidence.said_by,
		&w->header.evidence.locator, &w->header.evidence.quote, &w->header.evidence.known };
	w->header = *h;
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		*strings[i] = dtl_arena_text(&w->arena, *strings[i]);
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
		if (status == DTL_OK && (reading.date.bounds.start_lo == DTL_TIME_MIN || reading.date.precision > DTL_PRECISION_DAY))
			return dtl_fail(err, DTL_E_ARGUMENT, "said on no certain day: '%s'", w->header.said_on);
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
	dtl_status status = begin(w, header, err);
	if (status == DTL_OK)
		*out = w;
	else
		dtl_write_free(w);
	return status;
}

dtl_status dtl_write_commit(dtl_write *w, char uid[33], dtl_difference_fn each, void *user, dtl_error *err)
{
	uid[0] = '\0';
	if (!w->open)
		return dtl_fail(err, DTL_E_ARGUMENT, "the write is over");
	dtl_status status = dtl_derive_stale(&w->deriver, err);
	if (status == DTL_OK && each)
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
	return dtl_store_commit(w->store, err);
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
	free(w->newcomers);
	free(w->forward);
	dtl_arena_free(&w->arena);
	dtl_arena_free(&w->scratch);
	free(w);
}
