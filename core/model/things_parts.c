/* Who takes part in an event, as what, and in which office on its day. */
#include "base/array.h"
#include "base/error.h"
#include "model/fields.h"
#include "model/parts.h"
#include "model/things.h"
#include <stdlib.h>
#include <string.h>

static size_t rank_of(const char *role)
{
	size_t i = 0;
	/* Mostly it is the text of the list itself. */
	while (dtl_event_roles[i] && dtl_event_roles[i] != role)
		i++;
	if (dtl_event_roles[i])
		return i;
	i = 0;
	while (dtl_event_roles[i] && strcmp(dtl_event_roles[i], role) != 0)
		i++;
	return i;
}

static int compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int by_role(const void *left, const void *right)
{
	const dtl_part *a = left, *b = right;
	size_t rank_a = rank_of(a->role), rank_b = rank_of(b->role);
	if (rank_a != rank_b)
		return rank_a < rank_b ? -1 : 1;
	int order = compare_text(a->role, b->role);
	order = order ? order : compare_text(a->id, b->id);
	return order ? order : compare_text(a->behalf, b->behalf);
}

/* Is the part at `index` said by another one: the same again (of merged actors), or a stronger role beside a bare participant? */
static bool is_hidden(const dtl_loader *l, size_t index)
{
	const dtl_part *one = &l->parts[index];
	bool bare = strcmp(one->role, "participant") == 0;
	for (size_t i = 0; i < l->part_count; i++) {
		const dtl_part *other = &l->parts[i];
		if (strcmp(other->id, one->id) != 0)
			continue;
		bool same = strcmp(other->role, one->role) == 0;
		if ((same && i < index) || (!same && bare))
			return true;
	}
	return false;
}

/* Does a term lie, at least in part, in the time of the event? */
static bool counts(const dtl_loader *l, const dtl_term *t)
{
	return t->from_lo < l->event.date.bounds.end_hi && t->to_hi > l->event.date.bounds.start_lo;
}

/* Keep one who holds, or what is held: of several terms the one that began first. */
static dtl_status keep_held(dtl_loader *l, const dtl_known_actor *other, int64_t from_lo, dtl_error *err)
{
	for (size_t i = 0; i < l->held_count; i++)
		if (l->held[i].entity == other->entity) {
			if (from_lo < l->held[i].from_lo)
				l->held[i].from_lo = from_lo;
			return DTL_OK;
		}
	dtl_held *room = dtl_array_room(l->held, &l->held_cap, l->held_count, sizeof(*room));
	if (!room)
		return dtl_fail_memory(err);
	l->held = room;
	room[l->held_count++] =
	    (dtl_held){ other->entity, from_lo, other->key, other->name ? other->name : other->key };
	return DTL_OK;
}

static int by_key(const void *left, const void *right)
{
	const dtl_held *a = left, *b = right;
	return strcmp(a->key, b->key);
}

static int by_begin(const void *left, const void *right)
{
	const dtl_held *a = left, *b = right;
	return a->from_lo != b->from_lo ? a->from_lo < b->from_lo ? -1 : 1 : by_key(a, b);
}

/* Those whose term counts, into l->held. To look one of them up may take the place where `actor` stands. */
static dtl_status find_held(dtl_loader *l, dtl_known_actor *actor, bool office, dtl_error *err)
{
	dtl_status status = dtl_known_find_terms(&l->known, l->store, actor, err);
	const dtl_term *terms = actor->terms;
	size_t count = actor->term_count;
	l->held_count = 0;
	for (size_t i = 0; i < count && status == DTL_OK; i++) {
		dtl_known_actor *other = NULL;
		if (!counts(l, &terms[i]))
			continue;
		status = dtl_known_find_actor(&l->known, l->store, terms[i].entity, &other, err);
		if (status == DTL_OK)
			status = keep_held(l, other, terms[i].from_lo, err);
	}
	if (l->held_count > 1)
		qsort(l->held, l->held_count, sizeof(*l->held), office ? by_begin : by_key);
	return status;
}

/* The offices that an actor holds while the event takes place; of an office who holds it: one for certain, or those who may. */
static dtl_status load_terms(
    dtl_loader *l, dtl_known_actor *actor, dtl_part *part, bool office, dtl_error *err)
{
	dtl_status status = find_held(l, actor, office, err);
	if (status != DTL_OK || l->held_count == 0)
		return status;
	dtl_text_clear(&l->room);
	for (size_t i = 0; i < l->held_count; i++) {
		dtl_text_add(&l->room, i == 0 ? "" : office ? " or " : ", ");
		dtl_text_add(&l->room, l->held[i].name);
	}
	if (dtl_text_failed(&l->room))
		return dtl_fail_memory(err);
	const char *words = dtl_arena_text(&l->arena, dtl_text_str(&l->room));
	if (office) {
		part->holder = l->held_count == 1 ? l->held[0].key : NULL;
		part->holders = words;
	} else {
		part->title = words;
	}
	return DTL_OK;
}

static dtl_status fill_part(
    dtl_loader *l, dtl_part *part, int64_t actor, int64_t behalf, dtl_known_actor **known, dtl_error *err)
{
	dtl_known_actor *other = NULL;
	dtl_status status = DTL_OK;
	if (behalf)
		status = dtl_known_find_actor(&l->known, l->store, behalf, &other, err);
	if (status != DTL_OK)
		return status;
	part->behalf = other ? other->key : NULL;
	part->behalf_name = other ? other->name : NULL;
	status = dtl_known_find_actor(&l->known, l->store, actor, known, err);
	if (status != DTL_OK)
		return status;
	part->id = (*known)->key;
	part->name = (*known)->name;
	part->kind = (*known)->kind;
	return DTL_OK;
}

static dtl_status load_part(dtl_loader *l, const dtl_part_row *given, bool dated, dtl_error *err)
{
	dtl_part *room = dtl_array_room(l->parts, &l->part_cap, l->part_count, sizeof(*room));
	if (!room)
		return dtl_fail_memory(err);
	l->parts = room;
	dtl_part *part = &room[l->part_count++];
	bool lasts = given->role != dtl_text_str(&l->room);
	*part = (dtl_part){ .role = lasts ? given->role : dtl_arena_text(&l->arena, given->role) };
	dtl_known_actor *known = NULL;
	dtl_status status = fill_part(l, part, given->actor, given->behalf, &known, err);
	if (status == DTL_OK && l->arena.failed)
		status = dtl_fail_memory(err);
	/* Without a day there is no office on the day. */
	if (status != DTL_OK || !dated || (l->brief && !l->offices))
		return status;
	bool office = part->kind && strcmp(part->kind, "office") == 0;
	if (!office && part->kind && strcmp(part->kind, "person") != 0)
		return DTL_OK;
	return load_terms(l, known, part, office, err);
}

static void tidy_parts(dtl_loader *l)
{
	size_t kept = 0;
	if (l->part_count > 1)
		qsort(l->parts, l->part_count, sizeof(*l->parts), by_role);
	/* In place: what hides another part is kept, so it is still there when it is asked for. */
	for (size_t i = 0; i < l->part_count; i++)
		if (!is_hidden(l, i))
			l->parts[kept++] = l->parts[i];
	l->part_count = kept;
}

dtl_status dtl_load_parts(dtl_loader *l, const char *parts, bool dated, dtl_error *err)
{
	dtl_status status = DTL_OK;
	dtl_part_row part;
	dtl_json_walk walk = dtl_json_open((dtl_slice){ parts, parts ? strlen(parts) : 0 });
	l->part_count = 0;
	while (status == DTL_OK && dtl_parts_next(&walk, &part, &l->room))
		status = load_part(l, &part, dated, err);
	tidy_parts(l);
	l->event.actors = l->parts;
	l->event.actor_count = l->part_count;
	return status;
}
