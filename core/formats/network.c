#include "formats/network.h"
#include "base/array.h"
#include "base/error.h"
#include "formats/stand.h"
#include <stdlib.h>
#include <string.h>

const char *const dtl_network_levels[] = { "state", "org", "person", NULL };

enum { FIRST_SLOTS = 256, DEEPEST = 16 };

/* It belongs to another one, from some time to another. */
struct dtl_tie {
	const char *of;
	int64_t from, to;
};

dtl_status dtl_network_begin(dtl_network *n, const dtl_export_options *options)
{
	n->level = dtl_export_setting(options, "level");
	return DTL_OK;
}

/* ---- finding nodes and meetings ---- */

static uint64_t hash_text(const char *s)
{
	uint64_t h = 14695981039346656037u;
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h ^ (h >> 29);
}

static uint64_t hash_pair(size_t one, size_t other)
{
	uint64_t h = ((uint64_t)one * 2654435761u) ^ ((uint64_t)other * 0x9E3779B97F4A7C15u);
	return h ^ (h >> 31);
}

static uint64_t hash_node(const dtl_network *n, size_t i)
{
	return hash_text(n->nodes[i].id);
}

static uint64_t hash_meeting(const dtl_network *n, size_t i)
{
	return hash_pair(n->meetings[i].one, n->meetings[i].other);
}

/* Twice the slots where more than half are taken; the count is a power of two. */
static bool make_room(const dtl_network *n, size_t **slots, size_t *slot_count, size_t used,
    uint64_t (*hash)(const dtl_network *, size_t))
{
	if (used * 2 < *slot_count)
		return true;
	size_t more = *slot_count ? *slot_count * 2 : FIRST_SLOTS;
	size_t *fresh = calloc(more, sizeof(*fresh));
	if (!fresh)
		return false;
	for (size_t i = 0; i < used; i++) {
		size_t at = (size_t)hash(n, i) & (more - 1);
		while (fresh[at])
			at = (at + 1) & (more - 1);
		fresh[at] = i + 1;
	}
	free(*slots);
	*slots = fresh;
	*slot_count = more;
	return true;
}

/* Its index, with `add` made if it is not there; (size_t)-1: not there, or no memory. */
static size_t find_node(dtl_network *n, const char *id, bool add)
{
	const size_t none = (size_t)-1;
	if (!make_room(n, &n->node_slots, &n->node_slot_count, n->node_count, hash_node)) {
		n->failed = true;
		return none;
	}
	size_t mask = n->node_slot_count - 1, at = (size_t)hash_text(id) & mask;
	for (; n->node_slots[at]; at = (at + 1) & mask)
		if (strcmp(n->nodes[n->node_slots[at] - 1].id, id) == 0)
			return n->node_slots[at] - 1;
	if (!add)
		return none;
	dtl_node *room = dtl_array_room(n->nodes, &n->node_cap, n->node_count, sizeof(*room));
	const char *copy = dtl_arena_text(&n->arena, id);
	if (room)
		n->nodes = room;
	n->failed = n->failed || !room || !copy;
	if (n->failed)
		return none;
	room[n->node_count] = (dtl_node){ .id = copy, .name = copy };
	n->node_slots[at] = n->node_count + 1;
	return n->node_count++;
}

static dtl_meeting *find_meeting(dtl_network *n, size_t one, size_t other)
{
	if (!make_room(n, &n->meeting_slots, &n->meeting_slot_count, n->meeting_count, hash_meeting))
		return NULL;
	size_t mask = n->meeting_slot_count - 1, at = (size_t)hash_pair(one, other) & mask;
	for (; n->meeting_slots[at]; at = (at + 1) & mask) {
		dtl_meeting *m = &n->meetings[n->meeting_slots[at] - 1];
		if (m->one == one && m->other == other)
			return m;
	}
	dtl_meeting *room = dtl_array_room(n->meetings, &n->meeting_cap, n->meeting_count, sizeof(*room));
	if (!room)
		return NULL;
	n->meetings = room;
	room[n->meeting_count] =
	    (dtl_meeting){ .one = one, .other = other, .lo = DTL_TIME_MAX, .hi = DTL_TIME_MIN };
	n->meeting_slots[at] = n->meeting_count + 1;
	return &room[n->meeting_count++];
}

/* ---- what is defined ---- */

static int64_t bound_of(const char *edtf, bool end)
{
	dtl_date date;
	if (!edtf || dtl_date_parse(&date, edtf, NULL, NULL) != DTL_OK)
		return end ? DTL_TIME_MAX : DTL_TIME_MIN;
	return end ? date.bounds.end_hi : date.bounds.start_lo;
}

/* Whoever is a member of something does not stand for it. */
static bool binds(const dtl_affiliation *a)
{
	return strcmp(a->rel, "holds") == 0 || strcmp(a->rel, "part-of") == 0;
}

static void add_ties(dtl_network *n, dtl_node *node, const dtl_actor *a)
{
	if (a->affiliation_count == 0)
		return;
	dtl_tie *ties = dtl_arena_alloc(&n->arena, a->affiliation_count * sizeof(*ties));
	if (!ties)
		return;
	for (size_t i = 0; i < a->affiliation_count; i++)
		if (binds(&a->affiliations[i]))
			ties[node->tie_count++] = (dtl_tie){ dtl_arena_text(&n->arena, a->affiliations[i].of),
				bound_of(a->affiliations[i].from, false),
				bound_of(a->affiliations[i].to, true) };
	node->ties = ties;
}

dtl_status dtl_network_define(void *state, FILE *out, const dtl_thing *thing, dtl_error *err)
{
	dtl_network *n = state;
	(void)out;
	if (thing->kind != DTL_ACTOR)
		return DTL_OK;
	size_t at = find_node(n, thing->as.actor->id, true);
	if (n->failed)
		return dtl_fail_memory(err);
	dtl_node *node = &n->nodes[at];
	if (thing->as.actor->name)
		node->name = dtl_arena_text(&n->arena, thing->as.actor->name);
	node->kind = dtl_arena_text(&n->arena, thing->as.actor->kind);
	node->tie_count = 0;
	add_ties(n, node, thing->as.actor);
	return n->arena.failed ? dtl_fail_memory(err) : DTL_OK;
}

/* ---- an event ---- */

static bool is_one_of(const char *kind, const char *const *kinds)
{
	for (; kind && *kinds; kinds++)
		if (strcmp(kind, *kinds) == 0)
			return true;
	return false;
}

/* Does an actor of this kind count itself, on that level? */
static bool is_of_level(const char *level, const char *kind)
{
	static const char *const states[] = { "state", "igo", NULL };
	static const char *const orgs[] = { "state", "igo", "org", "group", NULL };
	static const char *const persons[] = { "person", NULL };
	if (!level)
		return true;
	return is_one_of(kind, strcmp(level, "state") == 0 ? states
			       : strcmp(level, "org") == 0 ? orgs
							   : persons);
}

static void add_present(dtl_network *n, size_t node)
{
	for (size_t i = 0; i < n->present_count; i++)
		if (n->present[i] == node)
			return;
	size_t *room = dtl_array_room(n->present, &n->present_cap, n->present_count, sizeof(*room));
	n->failed = n->failed || !room;
	if (!room)
		return;
	n->present = room;
	room[n->present_count++] = node;
}

/* The actor, or whom it belongs to on that day on the level that is asked for. */
static void lift(dtl_network *n, const char *id, const dtl_event *e, int depth)
{
	size_t at = find_node(n, id, false);
	if (at == (size_t)-1 || depth > DEEPEST)
		return;
	if (is_of_level(n->level, n->nodes[at].kind)) {
		add_present(n, at);
		return;
	}
	const dtl_bounds *b = &e->date.bounds;
	for (size_t i = 0; i < n->nodes[at].tie_count; i++) {
		const dtl_tie *tie = &n->nodes[at].ties[i];
		if (!e->edtf || (tie->from < b->end_hi && tie->to > b->start_lo))
			lift(n, tie->of, e, depth + 1);
	}
}

static void add_part(dtl_network *n, const dtl_part *part, const dtl_event *e)
{
	if (part->role && strcmp(part->role, "target") == 0)
		return; /* it is spoken of, and not there */
	bool persons = n->level && strcmp(n->level, "person") == 0;
	size_t at = find_node(n, part->id, true);
	if (n->failed)
		return;
	/* A reading command hands out events without definitions: what they say themselves counts. */
	dtl_node *node = &n->nodes[at];
	if (!node->kind && part->kind)
		node->kind = dtl_arena_text(&n->arena, part->kind);
	if (node->name == node->id && part->name)
		node->name = dtl_arena_text(&n->arena, part->name);
	if (n->level && !persons && part->behalf)
		lift(n, part->behalf, e, 0);
	else if (persons && part->holder)
		lift(n, part->holder, e, 0);
	else
		lift(n, part->id, e, 0);
}

static void count_pair(dtl_network *n, size_t a, size_t b, const dtl_stand *s)
{
	dtl_meeting *m = find_meeting(n, a < b ? a : b, a < b ? b : a);
	n->failed = n->failed || !m;
	if (!m)
		return;
	m->weight++;
	if (!s)
		return;
	m->lo = s->lo < m->lo ? s->lo : m->lo;
	m->hi = s->hi > m->hi ? s->hi : m->hi;
}

static bool is_off(const dtl_event *e)
{
	if (e->state == DTL_STATE_PROJECTED)
		return true;
	return e->status && (strcmp(e->status, "cancelled") == 0 || strcmp(e->status, "postponed") == 0);
}

dtl_status dtl_network_event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	dtl_network *n = state;
	dtl_stand stand;
	(void)out;
	if (is_off(e)) {
		n->off++;
		return DTL_OK;
	}
	bool stands = dtl_stand_of(&stand, e);
	n->present_count = 0;
	for (size_t i = 0; i < e->actor_count; i++)
		add_part(n, &e->actors[i], e);
	for (size_t i = 0; i < n->present_count; i++) {
		n->nodes[n->present[i]].events++;
		for (size_t k = 0; k < i; k++)
			count_pair(n, n->present[i], n->present[k], stands ? &stand : NULL);
	}
	n->empty += n->present_count == 0;
	return n->failed || n->arena.failed ? dtl_fail_memory(err) : DTL_OK;
}

int64_t dtl_network_left_out(const void *state, const char **why)
{
	const dtl_network *n = state;
	*why = !n->empty ? "cancelled, postponed or projected"
	       : !n->off ? "nobody takes part whom the graph counts"
			 : "cancelled, postponed or projected, or nobody takes part whom the graph counts";
	return n->off + n->empty;
}

void dtl_network_free(dtl_network *n)
{
	dtl_arena_free(&n->arena);
	free(n->nodes);
	free(n->meetings);
	free(n->node_slots);
	free(n->meeting_slots);
	free(n->present);
}

/* ---- in order ---- */

/* A node beside where it stood. */
typedef struct moved {
	dtl_node node;
	size_t from;
} moved;

static int by_id(const void *a, const void *b)
{
	const moved *x = a, *y = b;
	return strcmp(x->node.id, y->node.id);
}

static int by_nodes(const void *a, const void *b)
{
	const dtl_meeting *x = a, *y = b;
	if (x->one != y->one)
		return x->one < y->one ? -1 : 1;
	return (x->other > y->other) - (x->other < y->other);
}

static void move_meetings(dtl_network *n, const size_t *to)
{
	for (size_t i = 0; i < n->meeting_count; i++) {
		dtl_meeting *m = &n->meetings[i];
		size_t a = to[m->one], b = to[m->other];
		m->one = a < b ? a : b;
		m->other = a < b ? b : a;
	}
	if (n->meeting_count > 1)
		qsort(n->meetings, n->meeting_count, sizeof(*n->meetings), by_nodes);
}

dtl_status dtl_network_sort(dtl_network *n, dtl_error *err)
{
	size_t count = n->node_count;
	if (count == 0)
		return DTL_OK;
	moved *order = calloc(count, sizeof(*order));
	size_t *to = calloc(count, sizeof(*to));
	if (order && to) {
		for (size_t i = 0; i < count; i++)
			order[i] = (moved){ n->nodes[i], i };
		qsort(order, count, sizeof(*order), by_id);
		for (size_t i = 0; i < count; i++) {
			n->nodes[i] = order[i].node;
			to[order[i].from] = i;
		}
		move_meetings(n, to);
	}
	dtl_status status = order && to ? DTL_OK : dtl_fail_memory(err);
	free(order);
	free(to);
	return status;
}

static void print_day(char buf[40], int64_t t)
{
	dtl_time_print(buf, 40, t);
	buf[strlen(buf) - strlen("T00:00:00Z")] = '\0';
}

bool dtl_meeting_days(const dtl_meeting *m, char first[40], char last[40])
{
	if (m->lo >= m->hi)
		return false;
	print_day(first, m->lo);
	print_day(last, m->hi - 1);
	return true;
}
