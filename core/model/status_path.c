/* The path of a status: rumoured, expected, announced, confirmed, held; postponed, cancelled. Odd steps are said, not refused. */
#include "model/write.h"

#include <string.h>

/* Steps of the path in order, NULL-terminated; what is not on it has no place before or behind another. */
static const char *const path[] = { "rumoured", "expected", "announced", "confirmed", "held", NULL };

static int step_of(const char *status)
{
	for (int i = 0; path[i]; i++)
		if (strcmp(path[i], status) == 0)
			return i;
	return -1;
}

static bool is_odd(const char *before, const char *now)
{
	if (strcmp(before, now) == 0)
		return false;
	if (strcmp(before, "held") == 0 || strcmp(before, "cancelled") == 0)
		return true;
	return step_of(now) >= 0 && step_of(before) > step_of(now);
}

/* "held" before there was anything to hold. */
static void look_at_window(dtl_write *w, dtl_slice when)
{
	dtl_date date;
	char words[DTL_WORDS_MAX], edtf[DTL_EDTF_MAX + 1];
	dtl_text text = DTL_TEXT_INIT;
	dtl_slice part = { NULL, 0 };
	if (!when.data || dtl_json_is_null(when))
		return;
	if (!dtl_when_date(when, &date)) {
		dtl_write_note(w, "held, though its date is unknown: --when gives it");
		return;
	}
	if (date.bounds.start_lo <= w->voice.known_at || !dtl_json_get(when, "edtf", &part))
		return;
	dtl_json_unescape(part, &text);
	if (dtl_date_canonical(edtf, sizeof edtf, dtl_text_str(&text), NULL) == DTL_OK) {
		dtl_date_people(words, sizeof words, edtf, NULL, NULL);
		dtl_write_note(w, "held, though its window had not begun then: %s", words);
	}
	dtl_text_free(&text);
}

/* What was known when the claim that is being written became known; `p` points into w->deriver.history. */
static dtl_status project_then(dtl_write *w, dtl_wordbook *book, dtl_projection *p, dtl_error *err)
{
	int64_t cut = w->voice.known_at < DTL_TIME_MAX ? w->voice.known_at + 1 : w->voice.known_at;
	dtl_status status = dtl_words_fold(book, &w->deriver.history, cut, false, err);
	return status == DTL_OK ? dtl_project(p, book, err) : status;
}

dtl_status dtl_write_look_at_step(dtl_write *w, dtl_error *err)
{
	dtl_wordbook book = { 0 };
	dtl_projection then = { 0 };
	dtl_text before = DTL_TEXT_INIT, now = DTL_TEXT_INIT;
	const char *status_said = dtl_patch_get(&w->patch, "status", NULL);
	const char *when_said = dtl_patch_get(&w->patch, "when", NULL);
	if (!status_said || w->voice.rank == DTL_RANK_DEPRECATED)
		return DTL_OK;
	dtl_slice said = { status_said, strlen(status_said) };
	const char *new_status = dtl_derive_string(&now, said);
	dtl_status status = new_status ? project_then(w, &book, &then, err) : DTL_OK;
	if (status == DTL_OK && new_status) {
		const char *old_status = dtl_derive_string(&before, dtl_projected(&then, "status"));
		dtl_slice when = dtl_projected(&then, "when");
		if (when_said)
			when = (dtl_slice){ when_said, strlen(when_said) };
		if (old_status && is_odd(old_status, new_status))
			dtl_write_note(w, "%s, though it was %s before", new_status, old_status);
		if (strcmp(new_status, "held") == 0)
			look_at_window(w, when);
	}
	dtl_text_free(&before);
	dtl_text_free(&now);
	dtl_projection_free(&then);
	dtl_words_free(&book);
	return status;
}
