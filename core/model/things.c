#include "model/things.h"
#include "base/array.h"
#include "base/error.h"
#include <stdlib.h>
#include <string.h>

static const char sql_aliases[] = "SELECT alias FROM alias WHERE entity=:entity ORDER BY alias";
static const char sql_actor[] =
    "SELECT n.key, a.kind, a.name, a.extra FROM entity n LEFT JOIN actor a ON a.id=n.id"
    " WHERE n.id=:entity";
static const char sql_codes[] = "SELECT system, code FROM actor_code WHERE actor=:entity ORDER BY system";
static const char sql_affiliations[] = "SELECT f.rel, " DTL_SQL_KEY(
    "f.of") " AS of, f.since, f.until"
	    " FROM affiliation f WHERE f.actor=:entity ORDER BY f.rel, 2, f.term";
static const char sql_series[] = "SELECT n.key, s.name, s.cadence, " DTL_SQL_KEY("s.place") ", " DTL_SQL_KEY(
    "s.organiser") ", s.extra FROM entity n"
		   " LEFT JOIN series s ON s.id=n.id WHERE n.id=:entity";
static const char sql_source[] =
    "SELECT n.key, s.publisher, s.title, s.author, s.url, s.published, s.language, s.extra"
    " FROM entity n LEFT JOIN source s ON s.id=n.id WHERE n.id=:entity";
static const char sql_topic[] =
    "SELECT n.key, t.label, " DTL_SQL_KEY("t.parent") ", t.extra FROM entity n"
						      " LEFT JOIN topic t ON t.id=n.id WHERE n.id=:entity";

void dtl_loader_init(dtl_loader *l, dtl_store *store, int64_t as_of, int64_t today)
{
	*l = (dtl_loader){ .store = store, .as_of = as_of, .today = today };
}

void dtl_loader_free(dtl_loader *l)
{
	dtl_arena_free(&l->arena);
	dtl_text_free(&l->room);
	dtl_known_free(&l->known);
	free(l->aliases.items);
	free(l->topics.items);
	free(l->sources.items);
	free(l->parts);
	free(l->held);
	free(l->links);
	free(l->codes);
	free(l->affiliations);
	*l = (dtl_loader){ .store = NULL };
}

const char *dtl_load_text(dtl_loader *l, dtl_stmt *st)
{
	size_t len = 0;
	const char *text = dtl_take_text_len(st, &len);
	return text && len ? dtl_arena_text_len(&l->arena, text, len) : NULL;
}

dtl_status dtl_load_names(dtl_loader *l, dtl_stmt *st, dtl_names *out, dtl_error *err)
{
	dtl_status status;
	out->count = 0;
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		void *room = dtl_array_room(out->items, &out->cap, out->count, sizeof(*out->items));
		const char *text = dtl_load_text(l, st);
		if (room)
			out->items = room;
		if (!room || !text) {
			status = dtl_fail_memory(err);
			break;
		}
		out->items[out->count++] = text;
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* The statement for an entity, at its first row; reset it when the columns are taken. */
static dtl_status open_row(dtl_loader *l, dtl_stmt **st, const char *sql, int64_t entity, dtl_error *err)
{
	dtl_status status = dtl_stmt_cached(l->store, st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(*st, ":entity", entity);
	status = dtl_stmt_step(*st, err);
	return status == DTL_DONE ? dtl_fail(err, DTL_E_NOTFOUND, "no such row") : status;
}

static dtl_status load_aliases(dtl_loader *l, int64_t entity, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(l->store, &st, sql_aliases, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":entity", entity);
	return dtl_load_names(l, st, &l->aliases, err);
}

static dtl_status load_codes(dtl_loader *l, int64_t entity, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(l->store, &st, sql_codes, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":entity", entity);
	l->code_count = 0;
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		dtl_code *room = dtl_array_room(l->codes, &l->code_cap, l->code_count, sizeof(*room));
		if (!room) {
			status = dtl_fail_memory(err);
			break;
		}
		l->codes = room;
		dtl_code *code = &room[l->code_count++];
		code->system = dtl_load_text(l, st);
		code->code = dtl_load_text(l, st);
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status load_affiliations(dtl_loader *l, int64_t entity, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(l->store, &st, sql_affiliations, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":entity", entity);
	l->affiliation_count = 0;
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		dtl_affiliation *room =
		    dtl_array_room(l->affiliations, &l->affiliation_cap, l->affiliation_count, sizeof(*room));
		if (!room) {
			status = dtl_fail_memory(err);
			break;
		}
		l->affiliations = room;
		dtl_affiliation *a = &room[l->affiliation_count++];
		a->rel = dtl_load_text(l, st);
		a->of = dtl_load_text(l, st);
		a->from = dtl_load_text(l, st);
		a->to = dtl_load_text(l, st);
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status load_actor(dtl_loader *l, int64_t entity, dtl_thing *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = open_row(l, &st, sql_actor, entity, err);
	if (status != DTL_OK)
		return status;
	l->actor = (dtl_actor){ .id = dtl_load_text(l, st) };
	l->actor.kind = dtl_load_text(l, st);
	l->actor.name = dtl_load_text(l, st);
	l->actor.extra = dtl_load_text(l, st);
	dtl_stmt_reset(st);
	status = load_aliases(l, entity, err);
	if (status == DTL_OK)
		status = load_codes(l, entity, err);
	if (status == DTL_OK)
		status = load_affiliations(l, entity, err);
	l->actor.aliases = l->aliases.items;
	l->actor.alias_count = l->aliases.count;
	l->actor.codes = l->codes;
	l->actor.code_count = l->code_count;
	l->actor.affiliations = l->affiliations;
	l->actor.affiliation_count = l->affiliation_count;
	out->as.actor = &l->actor;
	return status;
}

static dtl_status load_series(dtl_loader *l, int64_t entity, dtl_thing *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = open_row(l, &st, sql_series, entity, err);
	if (status != DTL_OK)
		return status;
	l->series = (dtl_series){ .id = dtl_load_text(l, st) };
	l->series.name = dtl_load_text(l, st);
	l->series.cadence = dtl_load_text(l, st);
	l->series.place = dtl_load_text(l, st);
	l->series.organiser = dtl_load_text(l, st);
	l->series.extra = dtl_load_text(l, st);
	dtl_stmt_reset(st);
	status = load_aliases(l, entity, err);
	l->series.aliases = l->aliases.items;
	l->series.alias_count = l->aliases.count;
	out->as.series = &l->series;
	return status;
}

dtl_status dtl_load_place(dtl_loader *l, int64_t entity, dtl_error *err)
{
	const dtl_place *place = NULL;
	dtl_status status = dtl_known_find_place(&l->known, l->store, entity, &place, err);
	if (status == DTL_OK)
		l->place = *place;
	return status;
}

dtl_status dtl_load_place_aliases(dtl_loader *l, int64_t entity, dtl_error *err)
{
	dtl_status status = load_aliases(l, entity, err);
	l->place.aliases = l->aliases.items;
	l->place.alias_count = l->aliases.count;
	return status;
}

static dtl_status load_place(dtl_loader *l, int64_t entity, dtl_thing *out, dtl_error *err)
{
	dtl_status status = dtl_load_place(l, entity, err);
	if (status == DTL_OK)
		status = dtl_load_place_aliases(l, entity, err);
	out->as.place = &l->place;
	return status;
}

static dtl_status load_source(dtl_loader *l, int64_t entity, dtl_thing *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = open_row(l, &st, sql_source, entity, err);
	if (status != DTL_OK)
		return status;
	l->source = (dtl_source){ .id = dtl_load_text(l, st) };
	l->source.publisher = dtl_load_text(l, st);
	l->source.title = dtl_load_text(l, st);
	l->source.author = dtl_load_text(l, st);
	l->source.url = dtl_load_text(l, st);
	l->source.published = dtl_load_text(l, st);
	l->source.language = dtl_load_text(l, st);
	l->source.extra = dtl_load_text(l, st);
	dtl_stmt_reset(st);
	out->as.source = &l->source;
	return DTL_OK;
}

static dtl_status load_topic(dtl_loader *l, int64_t entity, dtl_thing *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = open_row(l, &st, sql_topic, entity, err);
	if (status != DTL_OK)
		return status;
	l->topic = (dtl_topic){ .id = dtl_load_text(l, st) };
	l->topic.label = dtl_load_text(l, st);
	l->topic.parent = dtl_load_text(l, st);
	l->topic.extra = dtl_load_text(l, st);
	dtl_stmt_reset(st);
	status = load_aliases(l, entity, err);
	l->topic.aliases = l->aliases.items;
	l->topic.alias_count = l->aliases.count;
	out->as.topic = &l->topic;
	return status;
}

dtl_status dtl_load_thing(dtl_loader *l, dtl_kind kind, int64_t entity, dtl_thing *out, dtl_error *err)
{
	static dtl_status (*const loads[DTL_KINDS])(dtl_loader *, int64_t, dtl_thing *, dtl_error *) = {
		[DTL_ACTOR] = load_actor,
		[DTL_SERIES] = load_series,
		[DTL_PLACE] = load_place,
		[DTL_SOURCE] = load_source,
		[DTL_TOPIC] = load_topic,
	};
	if (kind >= DTL_KINDS || !loads[kind])
		return dtl_fail(
		    err, DTL_E_ARGUMENT, "not a thing with a row of its own: '%s'", dtl_kind_name(kind));
	dtl_arena_clear(&l->arena);
	dtl_known_trim(&l->known);
	*out = (dtl_thing){ .kind = kind };
	dtl_status status = loads[kind](l, entity, out, err);
	return status == DTL_OK && l->arena.failed ? dtl_fail_memory(err) : status;
}
