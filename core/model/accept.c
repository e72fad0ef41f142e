/* Names in what is being written: found in the timeline, met for the first time, or still to come. */
#include "model/importing.h"
#include "model/key.h"
#include "model/names.h"

#include "base/array.h"
#include "base/utf8.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char sql_event[] =
    "SELECT e.key FROM entity e WHERE e.kind = 0 AND e.key = :text AND EXISTS(SELECT 1 FROM claim c WHERE c.entity = e.id)"
    " UNION ALL SELECT e.key FROM entity e WHERE e.slug = :text AND e.kind = 0 AND e.key <> :text AND e.id <= :last";
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
	w->printed = NULL;
	w->right = false;
	dtl_arena_clear(&w->scratch);
	dtl_patch_clear(&w->patch);
}

/* What may come later in the same document: its key is taken as it stands and looked for at the end. */
static dtl_status expect(
    dtl_write *w, dtl_kind kind, const dtl_maker *maker, const char *text, dtl_text *key, dtl_error *err)
{
	if (!dtl_key_valid(kind, text))
		return dtl_fail(err, DTL_E_NOTFOUND, "no %s '%s'", dtl_kind_name(kind), text);
	dtl_newcomer *room = dtl_array_room(w->forward, &w->forward_cap, w->forward_now, sizeof *room);
	const char *copy = dtl_arena_text(&w->scratch, text);
	if (!room || !copy)
		return dtl_fail_memory(err);
	w->forward = room;
	w->forward[w->forward_now++] = (dtl_newcomer){ .kind = kind,
		.subkind = dtl_arena_text(&w->scratch, maker ? maker->subkind : NULL),
		.name = copy,
		.key = copy };
	dtl_text_add(key, text);
	return DTL_OK;
}

/*
 * In a document an event is named exactly: a prefix could silently be another
 * one's. IDs as shown are of what was there before it, or its order would count.
 */
static dtl_status resolve_exactly(dtl_write *w, const char *text, dtl_text *key, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(w->store, &st, sql_event, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":text", text);
	dtl_bind_int(st, ":last", w->last_entity);
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

static const char *member_of(const cJSON *doc, const char *name)
{
	const cJSON *member = cJSON_GetObjectItemCaseSensitive(doc, name);
	return cJSON_IsString(member) ? member->valuestring : NULL;
}

static dtl_status meet(
    dtl_write *w, dtl_kind kind, const dtl_maker *maker, const char *text, dtl_text *key, dtl_error *err)
{
	static const dtl_maker nobody = { NULL, NULL };
	if (!maker)
		maker = &nobody;
	const char *name = member_of(maker->doc, "name");
	/* What a document calls an ID, and a name beside it, is one; a name is made into one. */
	if (name && member_of(maker->doc, "id") && dtl_key_valid(kind, text))
		dtl_text_add(key, text);
	else
		dtl_slug(key, text, 60);
	if (dtl_text_failed(key))
		return dtl_fail_memory(err);
	if (find_newcomer(w, kind, dtl_text_str(key)))
		return DTL_OK;
	dtl_newcomer *room = dtl_array_room(w->newcomers, &w->newcomer_cap, w->newcomer_count, sizeof *room);
	if (!room)
		return dtl_fail_memory(err);
	w->newcomers = room;
	w->newcomers[w->newcomer_count++] = (dtl_newcomer){ .kind = kind,
		.subkind = dtl_arena_text(&w->scratch, maker->subkind),
		.name = dtl_arena_text(&w->scratch, name ? name : text),
		.key = dtl_arena_text(&w->scratch, dtl_text_str(key)),
		.doc = maker->doc };
	return w->scratch.failed ? dtl_fail_memory(err) : DTL_OK;
}

static dtl_status resolve(
    void *user, dtl_kind kind, const dtl_maker *maker, const char *text, dtl_text *key, dtl_error *err)
{
	dtl_write *w = user;
	int64_t entity = 0;
	if (kind == DTL_EVENT && w->importing)
		return resolve_exactly(w, text, key, err);
	dtl_status status = dtl_known_find(w->known, w->store, kind, text, key, err);
	if (status == DTL_OK)
		return DTL_OK;
	if (status == DTL_E_NOTFOUND && dtl_import_is_bare(w, kind, text)) {
		dtl_text_add(key, text);
		return DTL_OK;
	}
	if (status == DTL_E_NOTFOUND && w->importing && w->defining && dtl_key_valid(kind, text))
		return expect(w, kind, maker, text, key, err);
	if (status == DTL_E_NOTFOUND && w->header.create_names && kind != DTL_EVENT)
		return meet(w, kind, maker, text, key, err);
	/* Once more, for the words of the refusal. */
	return status == DTL_E_NOTFOUND ? dtl_name_resolve(w->store, kind, text, &entity, err) : status;
}

static dtl_status find(void *user, dtl_kind kind, const char *text, dtl_text *key, dtl_error *err)
{
	dtl_write *w = user;
	return dtl_known_find(w->known, w->store, kind, text, key, err);
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

/* What an event says of a place or an actor beside its name is its own business, unless nobody else says it. */
static dtl_status describe_more(dtl_write *w, const dtl_newcomer *n, dtl_error *err)
{
	static const char *const members[] = { "kind", "country", "lat", "lon", "tz" };
	dtl_accept accept = dtl_write_accept(w);
	cJSON *more = cJSON_CreateObject();
	bool whole = more != NULL;
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		cJSON *value = cJSON_GetObjectItemCaseSensitive(n->doc, members[i]);
		if (value && (n->kind == DTL_ACTOR) == (i == 0))
			whole = whole && cJSON_AddItemReferenceToObject(more, members[i], value);
	}
	dtl_status status =
	    whole ? dtl_fields_accept(&w->patch, n->kind, more, &accept, err) : dtl_fail_memory(err);
	cJSON_Delete(more);
	if (status == DTL_E_ARGUMENT && err) {
		dtl_error why = *err;
		dtl_fail(err, status, "%s '%s': %s", dtl_kind_name(n->kind), n->key, why.text);
	}
	return status;
}

static dtl_status describe(dtl_write *w, const dtl_newcomer *n, dtl_error *err)
{
	dtl_patch_clear(&w->patch);
	dtl_patch_put_string(&w->patch, dtl_naming_field(n->kind), NULL, n->name);
	if (n->subkind)
		dtl_patch_put_string(&w->patch, "kind", NULL, n->subkind);
	return n->doc ? describe_more(w, n, err) : DTL_OK;
}

dtl_status dtl_newcomers_write(dtl_write *w, dtl_error *err)
{
	dtl_patch entry = w->patch; /* what mentions them comes after them */
	dtl_status status = DTL_OK;
	w->patch = (dtl_patch)DTL_PATCH_INIT;
	/* All are right before the first is written: their entry may still be refused. */
	for (size_t i = 0; i < w->newcomer_count && status == DTL_OK; i++)
		status = describe(w, &w->newcomers[i], err);
	for (size_t i = 0; i < w->newcomer_count && status == DTL_OK; i++) {
		const dtl_newcomer *n = &w->newcomers[i];
		dtl_voice voice = {
			.lane = w->voice.lane, .source = w->voice.source, .known_at = w->voice.known_at
		};
		status = describe(w, n, err);
		if (status == DTL_OK)
			status = dtl_write_append(w, n->kind, n->key, &voice, NULL, err);
		if (status == DTL_OK)
			dtl_write_note(w, "%s %s '%s' (%s)", w->header.dry_run ? "would make" : "made",
			    dtl_kind_name(n->kind), n->key, n->name);
	}
	dtl_patch_free(&w->patch);
	w->patch = entry;
	return status;
}
