#include "model/derive.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

static const char sql_members[] = "SELECT entity FROM merged WHERE canonical = :entity AND entity <> :entity";
static const char sql_canonical[] = "SELECT canonical FROM merged WHERE entity = :entity";
static const char sql_merge[] =
    "INSERT OR REPLACE INTO merged(entity, canonical) VALUES(:entity, :canonical)";
static const char sql_unmerge[] = "DELETE FROM merged WHERE entity = :entity";
static const char sql_next_stale[] =
    "SELECT s.entity, e.kind FROM stale s JOIN entity e ON e.id = s.entity WHERE s.entity > :after"
    " ORDER BY s.entity LIMIT 1";
static const char sql_all_stale[] =
    "INSERT OR IGNORE INTO stale(entity) SELECT id FROM entity e WHERE kind < 6"
    " AND EXISTS(SELECT 1 FROM claim c WHERE c.entity = e.id)";

void dtl_deriver_free(dtl_deriver *d)
{
	dtl_record_free(&d->history);
	dtl_words_free(&d->book);
	dtl_projection_free(&d->now);
	dtl_projection_free(&d->last);
	dtl_text_free(&d->text);
	dtl_text_free(&d->key);
	dtl_text_free(&d->parts);
	dtl_text_free(&d->event_key);
	dtl_bulk_free(&d->put_off);
	free(d->known);
	free(d->group);
	*d = (dtl_deriver){ 0 };
}

const char *dtl_derive_string(dtl_text *out, dtl_slice value)
{
	dtl_text_clear(out);
	if (!value.data || !dtl_json_is_string(value))
		return NULL;
	dtl_json_unescape(value, out);
	return dtl_text_str(out);
}

const char *dtl_derive_plain(dtl_deriver *d, dtl_slice value, size_t *len)
{
	*len = 0;
	if (!value.data || !dtl_json_is_string(value))
		return NULL;
	if (!memchr(value.data, '\\', value.len)) {
		*len = value.len - 2;
		return value.data + 1;
	}
	const char *text = dtl_derive_string(&d->text, value);
	*len = d->text.len;
	return dtl_arena_text_len(&d->history.arena, text, *len);
}

void dtl_derive_bind(dtl_deriver *d, dtl_stmt *st, const char *name, dtl_slice value)
{
	size_t len = 0;
	const char *text = dtl_derive_plain(d, value, &len);
	dtl_bind_text_len(st, name, text, len);
}

/* Most events mention what others mention: what was looked up last under a hash is kept. */
dtl_status dtl_derive_intern(dtl_deriver *d, dtl_kind kind, const char *key, int64_t *entity, dtl_error *err)
{
	size_t hash = (size_t)kind + 1, len = 0;
	if (!d->known && !(d->known = calloc(DTL_KNOWN, sizeof *d->known)))
		return dtl_fail_memory(err);
	for (; key[len]; len++)
		hash = (hash ^ (unsigned char)key[len]) * (size_t)0x100000001b3;
	dtl_known_entity *slot = &d->known[hash % DTL_KNOWN];
	if (slot->entity && slot->kind == kind && strcmp(slot->key, key) == 0) {
		*entity = slot->entity;
		return DTL_OK;
	}
	dtl_status status = dtl_entity_intern(d->db, kind, key, entity, err);
	if (status == DTL_OK && len < sizeof slot->key) {
		memcpy(slot->key, key, len + 1);
		slot->kind = kind;
		slot->entity = *entity;
	}
	return status;
}

dtl_status dtl_derive_ref(dtl_deriver *d, dtl_kind kind, dtl_slice value, int64_t *entity, dtl_error *err)
{
	const char *key = dtl_derive_string(&d->key, value);
	*entity = 0;
	return key && *key ? dtl_derive_intern(d, kind, key, entity, err) : DTL_OK;
}

static bool add_member(dtl_deriver *d, int64_t entity)
{
	int64_t *room = dtl_array_room(d->group, &d->group_cap, d->group_count, sizeof *room);
	if (!room)
		return false;
	d->group = room;
	d->group[d->group_count++] = entity;
	return true;
}

static dtl_status canonical_of(dtl_store *db, int64_t entity, int64_t *canonical, dtl_error *err)
{
	dtl_stmt *st = NULL;
	*canonical = entity;
	dtl_status status = dtl_stmt_cached(db, &st, sql_canonical, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":entity", entity);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		*canonical = dtl_take_int(st);
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* The canonical entity first, then those that are merged into it. */
static dtl_status find_group(dtl_deriver *d, int64_t entity, dtl_error *err)
{
	int64_t canonical = entity;
	dtl_stmt *st = NULL;
	d->group_count = 0;
	if (d->alone)
		return add_member(d, entity) ? DTL_OK : dtl_fail_memory(err);
	dtl_status status = canonical_of(d->db, entity, &canonical, err);
	if (status == DTL_OK && !add_member(d, canonical))
		status = dtl_fail_memory(err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(d->db, &st, sql_members, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":entity", canonical);
	while ((status = dtl_stmt_step(st, err)) == DTL_OK)
		if (!add_member(d, dtl_take_int(st))) {
			status = dtl_fail_memory(err);
			break;
		}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_derive_load(dtl_deriver *d, dtl_kind kind, int64_t entity, bool all, dtl_error *err)
{
	dtl_status status = find_group(d, entity, err);
	if (status == DTL_OK)
		status = dtl_record_load(&d->history, d->db, kind, d->group, d->group_count, all, err);
	return status;
}

static dtl_status derive_rows(dtl_deriver *d, dtl_kind kind, dtl_error *err)
{
	return kind == DTL_EVENT ? dtl_derive_event_rows(d, err) : dtl_derive_thing_rows(d, err);
}

dtl_status dtl_derive_entity(dtl_deriver *d, dtl_kind kind, int64_t entity, dtl_error *err)
{
	dtl_status status = dtl_derive_load(d, kind, entity, false, err);
	return status == DTL_OK ? derive_rows(d, kind, err) : status;
}

static bool says_same_as(const dtl_record *h)
{
	dtl_register r;
	for (size_t i = 0; i < h->count; i++) {
		dtl_patch_walk walk = dtl_patch_open(h->kind, h->claims[i].patch);
		while (dtl_patch_next(&walk, &r))
			if (r.field.data && dtl_slice_is(r.field, "same_as"))
				return true;
	}
	return false;
}

static dtl_status set_canonical(dtl_store *db, int64_t entity, int64_t canonical, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, canonical == entity ? sql_unmerge : sql_merge, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":entity", entity);
	if (canonical != entity)
		dtl_bind_int(st, ":canonical", canonical);
	return dtl_stmt_run(st, err);
}

/*
 * What is said to be one may have changed for every member of the old group:
 * find each one's canonical entity anew and derive whatever group now holds it.
 * The group is copied, for deriving uses d->group.
 */
static dtl_status regroup(dtl_deriver *d, dtl_kind kind, dtl_error *err)
{
	size_t count = d->group_count;
	d->fresh = d->alone = false;
	int64_t *old = malloc(count * sizeof *old);
	dtl_status status = old ? DTL_OK : dtl_fail_memory(err);
	for (size_t i = 0; i < count && status == DTL_OK; i++)
		old[i] = d->group[i];
	for (size_t i = 0; i < count && status == DTL_OK; i++) {
		int64_t canonical = 0;
		status = dtl_fold_canonical(d->db, kind, old[i], &canonical, err);
		if (status == DTL_OK)
			status = set_canonical(d->db, old[i], canonical, err);
	}
	/* A group that lost its canonical entity is derived under the new one; rows of the others go. */
	for (size_t i = 0; i < count && status == DTL_OK; i++)
		status = dtl_derive_entity(d, kind, old[i], err);
	free(old);
	return status;
}

static dtl_status derive_one(dtl_deriver *d, dtl_kind kind, int64_t entity, dtl_error *err)
{
	dtl_status status = dtl_derive_load(d, kind, entity, false, err);
	if (status != DTL_OK)
		return status;
	if (d->group_count == 1 && !says_same_as(&d->history))
		return derive_rows(d, kind, err);
	return regroup(d, kind, err);
}

/* DTL_DONE: nothing is stale behind `after`. */
static dtl_status next_stale(dtl_store *db, int64_t after, int64_t *entity, dtl_kind *kind, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_next_stale, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":after", after);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		*entity = dtl_take_int(st);
		*kind = (dtl_kind)dtl_take_int(st);
	}
	dtl_stmt_reset(st);
	return status;
}

static const char sql_begin[] =
    "SELECT NOT EXISTS(SELECT 1 FROM event) AND NOT EXISTS(SELECT 1 FROM event_source),"
    " NOT EXISTS(SELECT 1 FROM merged), (SELECT count(*) FROM (SELECT 1 FROM stale LIMIT 2000))";

/* What holds when deriving begins: is there anything to replace, and is it worth while to put the indexes off? */
static dtl_status look_around(dtl_deriver *d, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(d->db, &st, sql_begin, err);
	if (status != DTL_OK)
		return status;
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		d->fresh = dtl_take_int(st) != 0;
		d->alone = dtl_take_int(st) != 0;
		d->bulk = dtl_take_int(st) >= 2000 && d->fresh;
	}
	dtl_stmt_reset(st);
	return status;
}

static const char sql_none_stale[] = "DELETE FROM stale";

static dtl_status derive_all_stale(dtl_deriver *d, dtl_error *err)
{
	int64_t entity = 0;
	dtl_kind kind = DTL_EVENT;
	dtl_status status = DTL_OK;
	while (status == DTL_OK && (status = next_stale(d->db, entity, &entity, &kind, err)) == DTL_OK)
		status = derive_one(d, kind, entity, err);
	return status == DTL_DONE ? dtl_store_exec(d->db, sql_none_stale, err) : status;
}

static dtl_status begin(dtl_deriver *d, dtl_error *err)
{
	dtl_status status = look_around(d, err);
	return status == DTL_OK && d->bulk ? dtl_bulk_begin(&d->put_off, d->db, err) : status;
}

dtl_status dtl_derive_many(dtl_deriver *d, dtl_error *err)
{
	dtl_status status = begin(d, err);
	if (status == DTL_OK && d->bulk)
		status = derive_all_stale(d, err);
	/* From here on an event may have rows: of what was derived already. */
	d->fresh = false;
	d->alone = d->alone && d->bulk;
	return status;
}

dtl_status dtl_derive_first(
    dtl_deriver *d, int64_t event, const char *key, const dtl_said *said, dtl_error *err)
{
	d->group_count = 0;
	if (!add_member(d, event))
		return dtl_fail_memory(err);
	dtl_status status = dtl_record_one(&d->history, DTL_EVENT, said, err);
	if (status == DTL_OK)
		status = dtl_bulk_count(&d->put_off, err);
	return status == DTL_OK ? dtl_derive_event_new(d, key, err) : status;
}

dtl_status dtl_derive_stale(dtl_deriver *d, dtl_error *err)
{
	dtl_status status = d->bulk ? DTL_OK : begin(d, err);
	if (status == DTL_OK)
		status = derive_all_stale(d, err);
	if (status == DTL_OK && d->bulk)
		status = dtl_bulk_end(&d->put_off, d->db, err);
	d->fresh = d->alone = d->bulk = false;
	dtl_bulk_free(&d->put_off);
	return status;
}

static const char sql_empty[] =
    "DELETE FROM retracted; DELETE FROM judged; DELETE FROM merged; DELETE FROM stale;"
    "DELETE FROM event; DELETE FROM event_text; DELETE FROM event_actor; DELETE FROM event_topic;"
    "DELETE FROM event_link; DELETE FROM event_source; DELETE FROM actor; DELETE FROM affiliation;"
    "DELETE FROM actor_code; DELETE FROM series; DELETE FROM place; DELETE FROM source; DELETE FROM topic;"
    "DELETE FROM name_word;"
    "DELETE FROM alias; DELETE FROM name; DELETE FROM contested; DELETE FROM cadence;"
    "INSERT INTO event_search(event_search) VALUES('delete-all');"
    "INSERT INTO quote_search(quote_search) VALUES('delete-all');"
    "INSERT INTO quote_search(rowid, quote) SELECT id, quote FROM claim WHERE quote IS NOT NULL";

dtl_status dtl_derive_all(dtl_deriver *d, dtl_error *err)
{
	dtl_status status = dtl_store_exec(d->db, sql_empty, err);
	if (status == DTL_OK)
		status = dtl_ledger_judge_all(d->db, err);
	if (status == DTL_OK)
		status = dtl_store_exec(d->db, sql_all_stale, err);
	return status == DTL_OK ? dtl_derive_stale(d, err) : status;
}
