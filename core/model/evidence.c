/* Who says so, and since when. */
#include "model/names.h"
#include "model/write.h"

#include <string.h>

static const char sql_published[] =
    "SELECT s.published FROM entity e JOIN source s ON s.id = e.id WHERE e.kind = 4 AND e.key = :key";

enum { DAY_SECONDS = 86400 };

/* A date as known_at: of a day its first second; something coarser was known for certain only on its last day. */
static int64_t first_known(const dtl_date *date)
{
	if (date->bounds.start_lo == DTL_TIME_MIN || date->bounds.start_hi == DTL_TIME_MAX)
		return date->bounds.start_lo;
	if (date->bounds.start_hi - date->bounds.start_lo <= DAY_SECONDS)
		return date->bounds.start_lo;
	return date->bounds.start_hi - DAY_SECONDS;
}

/* Today is now; later than tomorrow is refused. */
static dtl_status settle(const dtl_write *w, const char *what, int64_t *known, dtl_error *err)
{
	int64_t today = dtl_day_of(w->header.today), day = dtl_day_of(*known);
	if (day > today + 1)
		return dtl_fail(err, DTL_E_ARGUMENT, "known later than tomorrow: '%s'", what);
	if (day == today && *known % DAY_SECONDS == 0)
		*known = w->header.today;
	return DTL_OK;
}

dtl_status dtl_known_read(dtl_write *w, const char *text, int64_t *out, dtl_error *err)
{
	if (dtl_time_parse(out, text, NULL) == DTL_OK)
		return settle(w, text, out, err);
	dtl_reading reading;
	dtl_date_context context = {
		.said_on = w->header.today, .tense = DTL_TENSE_PAST, .zone = w->header.tz
	};
	dtl_status status = dtl_date_read(&reading, text, &context, err);
	if (status != DTL_OK)
		return status;
	if (reading.date.kind != DTL_DATE_ONE || reading.date.precision > DTL_PRECISION_DAY)
		return dtl_fail(err, DTL_E_ARGUMENT, "known: not one day or instant: '%s'", text);
	*out = first_known(&reading.date);
	if (reading.phrase)
		dtl_write_note(w, "known '%s': %s", text, reading.words);
	return settle(w, text, out, err);
}

dtl_status dtl_published_read(const dtl_write *w, const char *published, int64_t *out, dtl_error *err)
{
	dtl_date date;
	dtl_status status = dtl_time_parse(out, published, NULL);
	if (status != DTL_OK) {
		status = dtl_date_parse(&date, published, NULL, err);
		*out = status == DTL_OK ? first_known(&date) : 0;
	}
	if (status == DTL_OK && (*out == DTL_TIME_MIN || *out == DTL_TIME_MAX))
		return DTL_DONE;
	return status == DTL_OK ? settle(w, published, out, err) : status;
}

dtl_status dtl_source_published(dtl_write *w, const char *key, int64_t *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(w->store, &st, sql_published, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":key", key);
	status = dtl_stmt_step(st, err);
	const char *published = status == DTL_OK ? dtl_take_text(st) : NULL;
	if (status == DTL_OK)
		status = published ? dtl_published_read(w, published, out, err) : DTL_DONE;
	dtl_stmt_reset(st);
	return status;
}

static dtl_status resolve_name(
    dtl_write *w, dtl_kind kind, const char *text, const char **out, dtl_error *err)
{
	dtl_accept accept = dtl_write_accept(w);
	dtl_text_clear(&w->key);
	dtl_status status = accept.resolve(w, kind, NULL, text, &w->key, err);
	*out = status == DTL_OK
		   ? dtl_arena_text(w->importing ? &w->scratch : &w->arena, dtl_text_str(&w->key))
		   : NULL;
	return status == DTL_OK && !*out ? dtl_fail_memory(err) : status;
}

static dtl_status check_words(const dtl_evidence *evidence, dtl_error *err)
{
	const char *wrong =
	    evidence->quote ? dtl_words_wrong(evidence->quote, strlen(evidence->quote), true) : NULL;
	if (wrong)
		return dtl_fail(err, DTL_E_ARGUMENT, "quote: %s", wrong);
	wrong =
	    evidence->locator ? dtl_words_wrong(evidence->locator, strlen(evidence->locator), false) : NULL;
	return wrong ? dtl_fail(err, DTL_E_ARGUMENT, "locator: %s", wrong) : DTL_OK;
}

dtl_status dtl_voice_resolve(
    dtl_write *w, const dtl_evidence *evidence, const dtl_voice *base, dtl_voice *out, dtl_error *err)
{
	static const dtl_voice nobody = { .lane = "hand" };
	dtl_status status = DTL_OK;
	*out = base ? *base : nobody;
	status = check_words(evidence, err);
	if (status != DTL_OK)
		return status;
	if (evidence->source)
		status = resolve_name(w, DTL_SOURCE, evidence->source, &out->source, err);
	if (status == DTL_OK && evidence->said_by)
		status = resolve_name(w, DTL_ACTOR, evidence->said_by, &out->speaker, err);
	if (status != DTL_OK && evidence->said_by && !out->speaker)
		dtl_fail_in(err, "said_by");
	if (evidence->locator)
		out->locator = evidence->locator;
	if (evidence->quote)
		out->quote = evidence->quote;
	if (evidence->rank != DTL_RANK_NORMAL)
		out->rank = (int)evidence->rank;
	if (status != DTL_OK)
		return status;
	if (evidence->known)
		return dtl_known_read(w, evidence->known, &out->known_at, err);
	if (evidence->source) {
		status = dtl_source_published(w, out->source, &out->known_at, err);
		if (status != DTL_DONE)
			return status;
	}
	if (!base)
		out->known_at = w->header.today;
	return DTL_OK;
}
