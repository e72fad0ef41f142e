#include "ledger/fold.h"

#include "base/array.h"

#include <dateline/edit.h>
#include <stdlib.h>
#include <string.h>

static const char sql_claims[] =
    "SELECT c.id, c.changeset, g.uid, g.n, c.position, g.recorded_at, c.known_at, coalesce(j.rank, c.rank),"
    " c.snapshot, g.n IS NOT NULL AND r.changeset IS NULL, c.source, s.key, c.lane, c.speaker, c.locator, c.quote,"
    " c.patch"
    " FROM claim c JOIN changeset g ON g.id = c.changeset"
    " LEFT JOIN retracted r ON r.changeset = c.changeset LEFT JOIN judged j ON j.claim = c.id"
    " LEFT JOIN entity s ON s.id = c.source"
    " WHERE c.entity = :entity";

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool find_origin(dtl_record *h, dtl_said *c)
{
	for (size_t i = 0; i < h->origin_count; i++) {
		dtl_record_origin *o = &h->origins[i];
		if (o->member == c->member && strcmp(o->lane, c->lane) == 0 &&
		    same_text(o->source, c->source)) {
			c->origin = i;
			return true;
		}
	}
	dtl_record_origin *room = dtl_array_room(h->origins, &h->origin_cap, h->origin_count, sizeof *room);
	if (!room)
		return false;
	h->origins = room;
	h->origins[h->origin_count] = (dtl_record_origin){ c->lane, c->source, c->member };
	c->origin = h->origin_count++;
	return true;
}

/* What follows from what a claim's line says. */
static bool place(dtl_record *h, dtl_said *c)
{
	c->first = c->known_at;
	if (c->rank == DTL_RANK_PREFERRED && c->recorded_at > c->known_at)
		c->first = c->recorded_at;
	return find_origin(h, c);
}

static dtl_said *room_for_claim(dtl_record *h)
{
	dtl_said *room = dtl_array_room(h->claims, &h->cap, h->count, sizeof *room);
	if (!room)
		return NULL;
	h->claims = room;
	return &h->claims[h->count];
}

static bool take_claim(dtl_record *h, dtl_stmt *st, size_t member)
{
	dtl_said *c = room_for_claim(h);
	size_t len = 0;
	if (!c)
		return false;
	*c = (dtl_said){ .member = member };
	c->claim = dtl_take_int(st);
	c->changeset = dtl_take_int(st);
	const void *uid = dtl_take_blob(st, &len);
	if (uid && len == DTL_UID_SIZE)
		memcpy(c->uid, uid, DTL_UID_SIZE);
	c->n = dtl_take_int(st);
	c->position = dtl_take_int(st);
	c->recorded_at = dtl_take_int(st);
	c->known_at = dtl_take_int(st);
	c->rank = (int)dtl_take_int(st);
	c->snapshot = dtl_take_int(st) != 0;
	c->live = dtl_take_int(st) != 0;
	c->source_entity = dtl_take_int(st);
	c->source = dtl_arena_text(&h->arena, dtl_take_text(st));
	c->lane = dtl_arena_text(&h->arena, dtl_take_text(st));
	c->speaker = dtl_arena_text(&h->arena, dtl_take_text(st));
	c->locator = dtl_arena_text(&h->arena, dtl_take_text(st));
	c->quote = dtl_arena_text(&h->arena, dtl_take_text(st));
	const char *patch = dtl_take_text_len(st, &len);
	c->patch = (dtl_slice){ dtl_arena_text_len(&h->arena, patch, len), len };
	if (h->arena.failed || !place(h, c))
		return false;
	h->count++;
	return true;
}

static int compare_numbers(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* Stamps: (first, known_at; hand above imports; source slug; n; changeset; position). */
static int compare_stamps(const void *left, const void *right)
{
	const dtl_said *a = left, *b = right;
	int order = compare_numbers(a->first, b->first);
	if (!order)
		order = compare_numbers(a->known_at, b->known_at);
	bool hand_a = strcmp(a->lane, "hand") == 0, hand_b = strcmp(b->lane, "hand") == 0;
	if (!order)
		order = (int)hand_a - (int)hand_b;
	if (!order && !hand_a)
		order = strcmp(a->source ? a->source : "", b->source ? b->source : "");
	if (!order)
		order = compare_numbers(a->n, b->n);
	if (!order)
		order = memcmp(a->uid, b->uid, DTL_UID_SIZE);
	return order ? order : compare_numbers(a->position, b->position);
}

static dtl_status load_entity(
    dtl_record *h, dtl_store *db, int64_t entity, size_t member, bool all, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_claims, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":entity", entity);
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		if (!take_claim(h, st, member)) {
			status = dtl_fail_memory(err);
			break;
		}
		if (!all && !h->claims[h->count - 1].live)
			h->count--;
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static void begin(dtl_record *h, dtl_kind kind)
{
	h->kind = kind;
	h->count = 0;
	h->origin_count = 0;
	h->out_of_order = false;
	dtl_arena_clear(&h->arena);
}

dtl_status dtl_record_one(dtl_record *h, dtl_kind kind, const dtl_said *said, dtl_error *err)
{
	begin(h, kind);
	dtl_said *c = room_for_claim(h);
	if (!c)
		return dtl_fail_memory(err);
	*c = *said;
	h->count = 1;
	return place(h, c) ? DTL_OK : dtl_fail_memory(err);
}

dtl_status dtl_record_load(dtl_record *h, dtl_store *db, dtl_kind kind, const int64_t *entities, size_t count,
    bool all, dtl_error *err)
{
	begin(h, kind);
	for (size_t i = 0; i < count; i++) {
		dtl_status status = load_entity(h, db, entities[i], i, all, err);
		if (status != DTL_OK)
			return status;
	}
	if (h->count > 1)
		qsort(h->claims, h->count, sizeof *h->claims, compare_stamps);
	for (size_t i = 1; i < h->count; i++)
		if (h->claims[i].known_at < h->claims[i - 1].known_at)
			h->out_of_order = true;
	return DTL_OK;
}

void dtl_record_free(dtl_record *h)
{
	free(h->claims);
	free(h->origins);
	dtl_arena_free(&h->arena);
	*h = (dtl_record){ 0 };
}
