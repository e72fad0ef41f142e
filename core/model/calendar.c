#include "model/calendar.h"
#include "base/error.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

/* Members that hold content lines, and the one that alone is no news. */
static bool holds_lines(dtl_slice key)
{
	static const char *const names[] = { "lines", "timezones", "zone", "rrule", "exrule", "rdate",
		"exdate" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (dtl_slice_is(key, names[i]))
			return true;
	return false;
}

static bool is_stamp(dtl_slice key)
{
	return dtl_slice_is(key, "stamp");
}

static bool next_member(dtl_json_walk *w, dtl_slice *key, dtl_slice *value)
{
	while (dtl_json_next(w, key, value))
		if (!is_stamp(*key))
			return true;
	return false;
}

/* Objects that say the same. The keys of both are in order. */
static bool same_but_stamp(dtl_slice a, dtl_slice b)
{
	dtl_json_walk one = dtl_json_open(a), other = dtl_json_open(b);
	dtl_slice key, value, other_key, other_value;
	for (;;) {
		bool more = next_member(&one, &key, &value);
		if (more != next_member(&other, &other_key, &other_value))
			return false;
		if (!more)
			return true;
		if (dtl_slice_compare(key, other_key) != 0)
			return false;
		if (dtl_slice_compare(value, other_value) != 0 &&
		    !(holds_lines(key) && dtl_calendar_same_lines(value, other_value)))
			return false;
	}
}

static bool same_extra(dtl_slice a, dtl_slice b)
{
	dtl_json_walk one = dtl_json_open(a), other = dtl_json_open(b);
	dtl_slice key, value, other_key, other_value;
	for (;;) {
		bool more = dtl_json_next(&one, &key, &value);
		if (more != dtl_json_next(&other, &other_key, &other_value))
			return false;
		if (!more)
			return true;
		if (dtl_slice_compare(key, other_key) != 0)
			return false;
		bool ics =
		    dtl_slice_is(key, "ics") && dtl_json_is_object(value) && dtl_json_is_object(other_value);
		if (ics ? !same_but_stamp(value, other_value) : dtl_slice_compare(value, other_value) != 0)
			return false;
	}
}

bool dtl_calendar_same(const dtl_register *r, dtl_slice own)
{
	if (dtl_slice_compare(own, r->value) == 0)
		return true;
	if (!dtl_json_is_object(own) || !dtl_json_is_object(r->value))
		return false;
	if (dtl_slice_is(r->field, "extra"))
		return same_extra(own, r->value);
	bool told = dtl_slice_is(r->field, "instances") || dtl_slice_is(r->field, "recurrence");
	return told && same_but_stamp(own, r->value);
}

static int64_t sequence_of(dtl_slice extra)
{
	dtl_slice ics, value;
	int64_t sequence = 0;
	if (dtl_json_get(extra, "ics", &ics) && dtl_json_get(ics, "sequence", &value))
		dtl_json_to_int(value, &sequence);
	return sequence;
}

static bool is_origin(const dtl_record_origin *o, const dtl_voice *voice)
{
	bool same = o->source == voice->source ||
		    (o->source && voice->source && strcmp(o->source, voice->source) == 0);
	return same && strcmp(o->lane, voice->lane) == 0;
}

/* This origin's last word on `extra`, and since when it was known; data NULL: it has none. */
static dtl_slice last_extra(const dtl_wordbook *b, const dtl_voice *voice, int64_t *known)
{
	dtl_slice field = { "extra", 5 };
	size_t reg = dtl_words_find(b, field, (dtl_slice){ NULL, 0 });
	for (size_t i = reg == DTL_NO_WORD ? DTL_NO_WORD : b->registers[reg].first; i != DTL_NO_WORD;
	     i = b->words[i].next)
		if (is_origin(&b->history->origins[b->words[i].origin], voice)) {
			*known = b->history->claims[b->words[i].said].known_at;
			return b->words[i].value;
		}
	return (dtl_slice){ NULL, 0 };
}

dtl_calendar_age dtl_calendar_age_of(dtl_write *w, const dtl_voice *voice, dtl_calendar_last *last)
{
	const char *said = dtl_patch_get(&w->patch, "extra", NULL);
	char then[31], now[31];
	*last = (dtl_calendar_last){ .known_at = DTL_TIME_MIN };
	dtl_slice own = last_extra(&w->deriver.book, voice, &last->known_at);
	if (!said || !own.data)
		return DTL_CALENDAR_NEWS;
	int64_t sequence = sequence_of((dtl_slice){ said, strlen(said) }), last_sequence = sequence_of(own);
	last->same_sequence = sequence == last_sequence && sequence > 0;
	if (sequence < last_sequence) {
		snprintf(last->why, sizeof last->why, "SEQUENCE %lld, and %lld is known", (long long)sequence,
		    (long long)last_sequence);
		return voice->known_at < last->known_at ? DTL_CALENDAR_HISTORY : DTL_CALENDAR_STALE;
	}
	if (sequence > last_sequence || voice->known_at >= last->known_at)
		return DTL_CALENDAR_NEWS;
	dtl_time_print(then, sizeof then, last->known_at);
	dtl_time_print(now, sizeof now, voice->known_at);
	snprintf(last->why, sizeof last->why, "of %s, and one of %s is known", now, then);
	return DTL_CALENDAR_HISTORY;
}

static bool take_over(cJSON *ics, const cJSON *from, const char *name)
{
	cJSON *copy = cJSON_Duplicate(cJSON_GetObjectItemCaseSensitive(from, name), true);
	cJSON_DeleteItemFromObjectCaseSensitive(ics, name);
	return !copy || cJSON_AddItemToObject(ics, name, copy);
}

dtl_status dtl_calendar_keep_lines(dtl_write *w, const dtl_voice *voice, dtl_error *err)
{
	int64_t known;
	cJSON *extra = NULL, *said = NULL;
	dtl_text text = DTL_TEXT_INIT;
	const char *now = dtl_patch_get(&w->patch, "extra", NULL);
	dtl_slice own = last_extra(&w->deriver.book, voice, &known);
	if (!now || !own.data)
		return DTL_OK;
	dtl_status status = dtl_json_parse(&extra, own.data, own.len, err);
	if (status == DTL_OK)
		status = dtl_json_parse(&said, now, strlen(now), err);
	cJSON *ics = cJSON_GetObjectItemCaseSensitive(extra, "ics");
	const cJSON *new_ics = cJSON_GetObjectItemCaseSensitive(said, "ics");
	bool done = !ics || (take_over(ics, new_ics, "sequence") && take_over(ics, new_ics, "stamp"));
	if (status == DTL_OK && done) {
		dtl_json_canonical(extra, &text);
		dtl_patch_put(&w->patch, "extra", NULL, dtl_text_str(&text));
	}
	if (status == DTL_OK && (!done || text.failed))
		status = dtl_fail_memory(err);
	dtl_text_free(&text);
	cJSON_Delete(extra);
	cJSON_Delete(said);
	return status;
}

/* ---- Events of ours that come back ---- */

static const dtl_stated *find_shown(const dtl_projection *p, dtl_slice field, dtl_slice member)
{
	for (size_t i = 0; i < p->count; i++)
		if (dtl_slice_compare(p->values[i].field, field) == 0 &&
		    dtl_slice_compare(p->values[i].member, member) == 0)
			return &p->values[i];
	return NULL;
}

static bool same_part(dtl_slice a, dtl_slice b, const char *name)
{
	dtl_slice one = { NULL, 0 }, other = { NULL, 0 };
	bool in_a = dtl_json_get(a, name, &one), in_b = dtl_json_get(b, name, &other);
	return in_a == in_b && (!in_a || dtl_slice_compare(one, other) == 0);
}

/* The same value; of a date the same window, whatever the words. */
static bool shows(const dtl_projection *p, const dtl_register *r)
{
	const dtl_stated *shown = find_shown(p, r->field, r->member);
	if (!shown)
		return dtl_json_is_null(r->value);
	if (dtl_slice_compare(shown->value, r->value) == 0)
		return true;
	return dtl_slice_is(r->field, "when") && same_part(shown->value, r->value, "edtf") &&
	       same_part(shown->value, r->value, "tz");
}

/* Our exporter names all who said anything of it: those are its sources without being named as such. */
static bool is_a_source(const dtl_record *history, const dtl_register *r)
{
	dtl_text id = DTL_TEXT_INIT;
	bool found = false;
	if (!dtl_slice_is(r->field, "sources") || !dtl_json_is_true(r->value))
		return false;
	dtl_json_unescape_key(r->member, &id);
	for (size_t i = 0; i < history->count && !found; i++) {
		const char *source = history->origins[history->claims[i].origin].source;
		found = source && strcmp(source, dtl_text_str(&id)) == 0;
	}
	dtl_text_free(&id);
	return found;
}

/* What our exporter always writes and this one lacks was taken away. */
static void say_gone(dtl_write *w, const dtl_projection *p)
{
	static const char *const fields[] = { "description", "url" };
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (dtl_projected(p, fields[i]).data && !dtl_patch_get(&w->patch, fields[i], NULL))
			dtl_patch_put(&w->patch, fields[i], NULL, "null");
}

static void drop_shown(dtl_write *w, dtl_kind kind, const dtl_projection *p, dtl_text *room)
{
	dtl_text field = DTL_TEXT_INIT, member = DTL_TEXT_INIT;
	dtl_register r;
	dtl_text_clear(room);
	dtl_patch_print(&w->patch, room);
	dtl_patch_walk walk = dtl_patch_open(kind, (dtl_slice){ dtl_text_str(room), room->len });
	while (dtl_patch_next(&walk, &r)) {
		if (!shows(p, &r) && !is_a_source(&w->deriver.history, &r))
			continue;
		dtl_text_clear(&field);
		dtl_text_clear(&member);
		dtl_json_unescape_key(r.field, &field);
		dtl_json_unescape_key(r.member, &member);
		dtl_patch_drop(&w->patch, dtl_text_str(&field), r.member.data ? dtl_text_str(&member) : NULL);
	}
	dtl_text_free(&field);
	dtl_text_free(&member);
}

/* The state as of the claims that `with` keeps: those recorded by then, or all. */
static dtl_status drop_as_of(dtl_write *w, dtl_kind kind, int64_t recorded, bool gone, dtl_error *err)
{
	dtl_deriver *d = &w->deriver;
	for (size_t i = 0; i < d->history.count; i++)
		if (d->history.claims[i].recorded_at > recorded)
			d->history.claims[i].live = false;
	dtl_status status = dtl_words_fold(&d->book, &d->history, DTL_TIME_MAX, false, err);
	if (status == DTL_OK)
		status = dtl_project(&d->now, &d->book, err);
	if (status != DTL_OK)
		return status;
	if (gone)
		say_gone(w, &d->now);
	drop_shown(w, kind, &d->now, &w->text);
	return DTL_OK;
}

dtl_status dtl_calendar_drop_shown(
    dtl_write *w, dtl_kind kind, const char *key, int64_t known_at, dtl_error *err)
{
	int64_t entity = 0;
	dtl_status status = dtl_entity_find(w->store, kind, key, &entity, err);
	if (status == DTL_OK)
		status = dtl_derive_load(&w->deriver, kind, entity, false, err);
	if (status == DTL_OK)
		status = drop_as_of(w, kind, DTL_TIME_MAX, true, err);
	if (status == DTL_OK)
		status = drop_as_of(w, kind, known_at, false, err);
	return status;
}
