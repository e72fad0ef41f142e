/*
 * Sinking what a source has said: `--rank deprecated` on words that stand here
 * already is a judgement on their claim, not another claim beside it.
 */
#include "model/write.h"

#include <string.h>

static const char deprecated[] = "{\"rank\":\"deprecated\"}";

static const char *in_patch(const dtl_write *w, const dtl_register *r, dtl_text *field, dtl_text *member)
{
	dtl_text_clear(field);
	dtl_text_clear(member);
	dtl_json_unescape_key(r->field, field);
	dtl_json_unescape_key(r->member, member);
	return dtl_patch_get(&w->patch, dtl_text_str(field), r->member.data ? dtl_text_str(member) : NULL);
}

/* Does the claim say what w->patch says (*some), and nothing else? A claim is judged as a whole. */
static bool says_no_more(const dtl_write *w, const dtl_said *said, bool *some)
{
	dtl_text field = DTL_TEXT_INIT, member = DTL_TEXT_INIT;
	bool no_more = true;
	dtl_register r;
	dtl_patch_walk walk = dtl_patch_open(w->deriver.history.kind, said->patch);
	*some = false;
	while (dtl_patch_next(&walk, &r)) {
		const char *value = r.field.data ? in_patch(w, &r, &field, &member) : NULL;
		bool same = value && dtl_slice_is(r.value, value);
		*some = *some || same;
		no_more = no_more && same;
	}
	dtl_text_free(&field);
	dtl_text_free(&member);
	return no_more;
}

static bool is_of(const dtl_said *said, const char *source)
{
	return said->live &&
	       (said->source == source || (said->source && source && strcmp(said->source, source) == 0));
}

static dtl_status judge(dtl_write *w, const dtl_said *said, dtl_error *err)
{
	dtl_text key = DTL_TEXT_INIT;
	char uid[DTL_UID_TEXT];
	dtl_uid_print(uid, said->uid);
	dtl_text_addf(&key, "%s/%lld", uid, (long long)said->position);
	dtl_claim_line act = {
		.kind = DTL_CLAIM,
		.key = dtl_text_str(&key),
		.patch = deprecated,
		.patch_len = sizeof deprecated - 1,
		.lane = "hand",
	};
	dtl_status status = dtl_text_failed(&key) ? dtl_fail_memory(err) : dtl_write_line(w, &act, NULL, err);
	dtl_text_free(&key);
	return status;
}

/* What has been judged, now or before, need not be said once more. */
static void drop(dtl_write *w, const dtl_said *said)
{
	dtl_text field = DTL_TEXT_INIT, member = DTL_TEXT_INIT;
	dtl_register r;
	dtl_patch_walk walk = dtl_patch_open(w->deriver.history.kind, said->patch);
	while (dtl_patch_next(&walk, &r)) {
		const char *value = r.field.data ? in_patch(w, &r, &field, &member) : NULL;
		if (value && dtl_slice_is(r.value, value))
			dtl_patch_drop(
			    &w->patch, dtl_text_str(&field), r.member.data ? dtl_text_str(&member) : NULL);
	}
	dtl_text_free(&field);
	dtl_text_free(&member);
}

static void tell_more(dtl_write *w)
{
	dtl_write_note(w,
	    "%s said so among other things, which stands: say what is right with --rank preferred",
	    w->voice.source ? w->voice.source : "somebody");
}

dtl_status dtl_write_sink(dtl_write *w, int64_t entity, bool *sunk, dtl_error *err)
{
	dtl_record *h = &w->deriver.history;
	dtl_status status = DTL_OK;
	bool more = false;
	*sunk = false;
	for (size_t i = 0; i < h->count && status == DTL_OK; i++) {
		dtl_said *said = &h->claims[i];
		bool some = false, no_more = is_of(said, w->voice.source) && says_no_more(w, said, &some);
		more = more || (some && !no_more && said->rank != DTL_RANK_DEPRECATED);
		if (!some || !no_more || said->rank == DTL_RANK_DEPRECATED)
			continue;
		*sunk = true;
		status = dtl_memory_keep(w, h->kind, entity, err);
		if (status == DTL_OK)
			status = judge(w, said, err);
		said->rank = DTL_RANK_DEPRECATED;
	}
	for (size_t i = 0; i < h->count; i++)
		if (is_of(&h->claims[i], w->voice.source) && h->claims[i].rank == DTL_RANK_DEPRECATED)
			drop(w, &h->claims[i]);
	if (more)
		tell_more(w);
	return status;
}
