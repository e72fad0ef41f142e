/* Names in what is being written: found in the timeline, met for the first time, or still to come. */
#include "model/key.h"
#include "model/names.h"
#include "model/write.h"

#include "base/array.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char sql_event[] =
    "SELECT e.key FROM entity e WHERE e.kind = 0 AND e.key = :text AND EXISTS(SELECT 1 FROM claim c WHERE c.entity = e.id)"
    " UNION ALL SELECT e.key FROM entity e WHERE e.slug = :text AND e.kind = 0 AND e.key <> :text";
static const char sql_zone[] =
    "SELECT p.tz FROM entity e JOIN place p ON p.id = e.id WHERE e.kind = 3 AND e.key = :key";

void dtl_write_note(dtl_write *w, const char *format, ...)
{
	char line[DTL_ERROR_TEXT];
	va_list args;
	if (!w->header.note)
		return;
	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	w->header.note(w->header.note_user, line);
}

void dtl_write_next(dtl_write *w)
{
	w->newcomer_count = 0;
	w->forward_now = 0;
	dtl_arena_clear(&w->scratch);
	dtl_patch_clear(&w->patch);
}

/* What may come later in the same document: its key is taken as it stands and looked for at the end. */
static dtl_status expect(
    dtl_write *w, dtl_kind kind, const char *subkind, const char *text, dtl_text *key, dtl_error *err)
{
	if (!dtl_key_valid(kind, text))
		return dtl_fail(err, DTL_E_NOTFOUND, "no %s '%s'", dtl_kind_name(kind), text);
	dtl_newcomer *room = dtl_array_room(w->forward, &w->forward_cap, w->forward_now, sizeof *room);
	const char *copy = dtl_arena_text(&w->scratch, text);
	if (!room || !copy)
		return dtl_fail_memory(err);
	w->forward = room;
	w->forward[w->forward_now++] =
	    (dtl_newcomer){ kind, dtl_arena_text(&w->scratch, subkind), copy, copy };
	dtl_text_add(key, text);
	return DTL_OK;
}

/* In a document an event is named exactly: a prefix could silently be another one's. */
static dtl_status resolve_exactly(dtl_write *w, const char *text, dtl_text *key, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(w->store, &st, sql_event, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":text", text);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		dtl_text_add(key, dtl_take_text(st));
		if (strcmp(dtl_text_str(key), text) != 0 && dtl_stmt_step(st, NULL) == DTL_OK)
			status = dtl_fail(err, DTL_E_AMBIGUOUS, "event '%s' is ambiguous: '%s', '%s'", text,
			    dtl_text_str(key), dtl_take_text(st));
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? expect(w, DTL_EVENT, NULL, text, key, err) : status;
}

static const dtl_newcomer *find_newcomer(const dtl_write *w, dtl_kind kind, const char *key)
{
	for (size_t i = 0; i < w->newcomer_count; i++)
		if (w->newcomers[i].kind == kind && strcmp(w->newcomers[i].key, key) == 0)
			return &w->newcomers[i];
	return NULL;
}

static dtl_status meet(
    dtl_write *w, dtl_kind kind, const char *subkind, const char *text, dtl_text *key, dtl_error *err)
{
	dtl_slug(key, text, 60);
	if (dtl_text_failed(key))
		return dtl_fail_memory(err);
	if (find_newcomer(w, kind, dtl_text_str(key)))
		return DTL_OK;
	dtl_newcomer *room = dtl_array_room(w->newcomers, &w->newcomer_cap, w->newcomer_count, sizeof *room);
	if (!room)
		return dtl_fail_memory(err);
	w->newcomers = room;
	w->newcomers[w->newcomer_count++] = (dtl_newcomer){ kind, dtl_arena_text(&w->scratch, subkind),
		dtl_arena_text(&w->scratch, text), dtl_arena_text(&w->scratch, dtl_text_str(key)) };
	return w->scratch.failed ? dtl_fail_memory(err) : DTL_OK;
}

static dtl_status resolve(
    void *user, dtl_kind kind, const char *subkind, const char *text, dtl_text *key, dtl_error *err)
{
	dtl_write *w = user;
	int64_t entity = 0;
	if (kind == DTL_EVENT && w->importing)
		return resolve_exactly(w, text, key, err);
	dtl_status status = dtl_name_find(w->store, kind, text, &entity, err);
	if (status == DTL_OK)
		return dtl_name_key(w->store, entity, key, err);
	if (status == DTL_E_NOTFOUND && w->importing && w->defining && dtl_key_valid(kind, text))
		return expect(w, kind, subkind, text, key, err);
	if (status == DTL_E_NOTFOUND && w->header.create_names && kind != DTL_EVENT)
		return meet(w, kind, subkind, text, key, err);
	/* Once more, for the words of the refusal. */
	return status == DTL_E_NOTFOUND ? dtl_name_resolve(w->store, kind, text, &entity, err) : status;
}

static dtl_status find(void *user, dtl_kind kind, const char *text, dtl_text *key, dtl_error *err)
{
	dtl_write *w = user;
	int64_t entity = 0;
	dtl_status status = dtl_name_find(w->store, kind, text, &entity, err);
	return status == DTL_OK ? dtl_name_key(w->store, entity, key, err) : status;
}

static dtl_status zone(void *user, const char *place, dtl_text *out, dtl_error *err)
{
	dtl_write *w = user;
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(w->store, &st, sql_zone, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":key", place);
	status = dtl_stmt_step(st, err);
	const char *tz = status == DTL_OK ? dtl_take_text(st) : NULL;
	if (tz)
		dtl_text_add(out, tz);
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static void note(void *user, const char *line)
{
	dtl_write_note(user, "%s", line);
}

dtl_accept dtl_write_accept(dtl_write *w)
{
	return (dtl_accept){
		.user = w,
		.resolve = resolve,
		.find = find,
		.zone = zone,
		.note = note,
		.dates = { .said_on = w->said_on, .zone = w->header.tz },
		.tz = w->header.tz,
	};
}

dtl_status dtl_newcomers_write(dtl_write *w, dtl_error *err)
{
	dtl_patch entry = w->patch; /* what mentions them comes after them */
	dtl_status status = DTL_OK;
	w->patch = (dtl_patch)DTL_PATCH_INIT;
	for (size_t i = 0; i < w->newcomer_count && status == DTL_OK; i++) {
		const dtl_newcomer *n = &w->newcomers[i];
		dtl_voice voice = {
			.lane = w->voice.lane, .source = w->voice.source, .known_at = w->voice.known_at
		};
		dtl_patch_clear(&w->patch);
		dtl_patch_put_string(&w->patch, dtl_naming_field(n->kind), NULL, n->name);
		if (n->subkind)
			dtl_patch_put_string(&w->patch, "kind", NULL, n->subkind);
		status = dtl_write_append(w, n->kind, n->key, &voice, NULL, err);
		if (status == DTL_OK)
			dtl_write_note(w, "%s %s '%s' (%s)", w->header.dry_run ? "would make" : "made",
			    dtl_kind_name(n->kind), n->key, n->name);
	}
	dtl_patch_free(&w->patch);
	w->patch = entry;
	return status;
}
