#include "model/things_known.h"
#include "base/error.h"
#include "model/things.h"
#include <stdlib.h>
#include <string.h>

enum { ACTORS = 2048, PLACES = 512, MUCH = 8192 };

static const char sql_actor[] = "SELECT id, key, name, kind FROM actor WHERE id=:entity";
/* Of who, or what, was only named so far. */
static const char sql_bare_actor[] = "SELECT id, key, NULL, NULL FROM entity WHERE id=:entity";
static const char sql_merging[] = "SELECT EXISTS(SELECT 1 FROM merged)";
static const char sql_canonical[] = "SELECT canonical FROM merged WHERE entity=:entity";
static const char sql_offices[] =
    "SELECT of, from_lo, to_hi FROM affiliation WHERE actor=:actor AND rel='holds'";
static const char sql_holders[] =
    "SELECT actor, from_lo, to_hi FROM affiliation WHERE of=:actor AND rel='holds'";
static const char sql_holders_merged[] =
    "SELECT actor, from_lo, to_hi FROM affiliation WHERE rel='holds'"
    " AND of IN (SELECT :actor UNION ALL SELECT entity FROM merged WHERE canonical=:actor)";
static const char sql_place[] =
    "SELECT key, name, country, lat IS NOT NULL AND lon IS NOT NULL, lat, lon, tz, " DTL_SQL_KEY(
	"parent") ", extra FROM place WHERE id=:entity";
static const char sql_bare_place[] =
    "SELECT key, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL FROM entity WHERE id=:entity";

static void forget(dtl_known *k)
{
	dtl_arena_clear(&k->arena);
	if (k->actors)
		memset(k->actors, 0, ACTORS * sizeof(*k->actors));
	if (k->places)
		memset(k->places, 0, PLACES * sizeof(*k->places));
	k->filled = 0;
}

void dtl_known_trim(dtl_known *k)
{
	if (k->filled > MUCH)
		forget(k);
}

void dtl_known_free(dtl_known *k)
{
	dtl_arena_free(&k->arena);
	free(k->actors);
	free(k->places);
	*k = (dtl_known){ .filled = 0 };
}

/* NULL for NULL and for an empty text. */
static const char *keep(dtl_known *k, dtl_stmt *st)
{
	size_t len = 0;
	const char *text = dtl_take_text_len(st, &len);
	return text && len ? dtl_arena_text_len(&k->arena, text, len) : NULL;
}

dtl_status dtl_known_merging(dtl_store *db, bool *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(db, &st, sql_merging, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(st, err);
	if (status != DTL_OK)
		return status;
	*out = dtl_take_int(st) != 0;
	dtl_stmt_reset(st);
	return DTL_OK;
}

/* Asked once. */
static dtl_status look_for_merging(dtl_known *k, dtl_store *db, dtl_error *err)
{
	dtl_status status = k->looked ? DTL_OK : dtl_known_merging(db, &k->merging, err);
	k->looked = status == DTL_OK;
	return status;
}

/* The one row for the entity that stands for it; reset `st` when the columns are taken. */
static dtl_status look_up(dtl_known *k, dtl_store *db, dtl_stmt **st, const char *sql, const char *sql_bare,
    int64_t entity, dtl_error *err)
{
	dtl_status status = look_for_merging(k, db, err);
	if (status == DTL_OK && k->merging) {
		status = dtl_stmt_cached(db, st, sql_canonical, err);
		if (status != DTL_OK)
			return status;
		dtl_bind_int(*st, ":entity", entity);
		status = dtl_stmt_step(*st, err);
		entity = status == DTL_OK ? dtl_take_int(*st) : entity;
		dtl_stmt_reset(*st);
		status = status == DTL_DONE ? DTL_OK : status;
	}
	if (status == DTL_OK)
		status = dtl_stmt_cached(db, st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(*st, ":entity", entity);
	status = dtl_stmt_step(*st, err);
	if (status == DTL_DONE && (status = dtl_stmt_cached(db, st, sql_bare, err)) == DTL_OK) {
		dtl_bind_int(*st, ":entity", entity);
		status = dtl_stmt_step(*st, err);
	}
	return status == DTL_DONE ? dtl_fail(err, DTL_E_NOTFOUND, "no such thing") : status;
}

dtl_status dtl_known_find_actor(
    dtl_known *k, dtl_store *db, int64_t entity, dtl_known_actor **out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	if (!k->actors && !(k->actors = calloc(ACTORS, sizeof(*k->actors))))
		return dtl_fail_memory(err);
	dtl_known_actor **slot = &k->actors[(uint64_t)entity % ACTORS];
	*out = *slot;
	if (*slot && (*slot)->asked == entity)
		return DTL_OK;
	dtl_status status = look_up(k, db, &st, sql_actor, sql_bare_actor, entity, err);
	if (status != DTL_OK)
		return status;
	dtl_known_actor found = { .asked = entity, .entity = dtl_take_int(st) };
	found.key = keep(k, st);
	found.name = keep(k, st);
	found.kind = keep(k, st);
	dtl_stmt_reset(st);
	dtl_known_actor *room = dtl_arena_alloc(&k->arena, sizeof(*room));
	if (!room || k->arena.failed)
		return dtl_fail_memory(err);
	*room = found;
	*out = *slot = room;
	k->filled++;
	return DTL_OK;
}

/* The next of the terms, which grow in the arena by doubling. */
static bool add_term(dtl_known *k, dtl_known_actor *actor, dtl_stmt *st)
{
	size_t count = actor->term_count;
	if ((count & (count - 1)) == 0) {
		dtl_term *room = dtl_arena_alloc(&k->arena, (count ? 2 * count : 1) * sizeof *room);
		if (room && count)
			memcpy(room, actor->terms, count * sizeof *room);
		actor->terms = room;
	}
	dtl_term term = { .entity = dtl_take_int(st) };
	term.from_lo = dtl_take_int(st);
	term.to_hi = dtl_take_int(st);
	if (k->arena.failed)
		return false;
	((dtl_term *)actor->terms)[actor->term_count++] = term;
	return true;
}

dtl_status dtl_known_find_terms(dtl_known *k, dtl_store *db, dtl_known_actor *actor, dtl_error *err)
{
	bool office = actor->kind && strcmp(actor->kind, "office") == 0;
	dtl_stmt *st = NULL;
	if (actor->terms_known)
		return DTL_OK;
	dtl_status status = look_for_merging(k, db, err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(db, &st,
		    !office      ? sql_offices
		    : k->merging ? sql_holders_merged
				 : sql_holders,
		    err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":actor", actor->entity);
	actor->term_count = 0;
	while ((status = dtl_stmt_step(st, err)) == DTL_OK)
		if (!add_term(k, actor, st)) {
			status = dtl_fail_memory(err);
			break;
		}
	dtl_stmt_reset(st);
	actor->terms_known = status == DTL_DONE;
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_known_find_place(
    dtl_known *k, dtl_store *db, int64_t entity, const dtl_place **out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	if (!k->places && !(k->places = calloc(PLACES, sizeof(*k->places))))
		return dtl_fail_memory(err);
	dtl_known_place **slot = &k->places[(uint64_t)entity % PLACES];
	if (*slot && (*slot)->asked == entity) {
		*out = &(*slot)->place;
		return DTL_OK;
	}
	dtl_status status = look_up(k, db, &st, sql_place, sql_bare_place, entity, err);
	if (status != DTL_OK)
		return status;
	dtl_place found = { .id = keep(k, st) };
	found.name = keep(k, st);
	found.country = keep(k, st);
	found.has_geo = dtl_take_int(st) != 0;
	found.lat = dtl_take_double(st);
	found.lon = dtl_take_double(st);
	found.tz = keep(k, st);
	found.parent = keep(k, st);
	found.extra = keep(k, st);
	dtl_stmt_reset(st);
	dtl_known_place *room = dtl_arena_alloc(&k->arena, sizeof(*room));
	if (!room || k->arena.failed)
		return dtl_fail_memory(err);
	*room = (dtl_known_place){ entity, found };
	*slot = room;
	*out = &room->place;
	k->filled++;
	return DTL_OK;
}
