/* Who acts for whom, and which states are there: from the terms alone, chain by chain. */
#include "naive_query.h"
#include <string.h>

enum { CHAINS = 2000, LONGEST = 10 };

/* Somebody is reached by a chain of terms that all hold from `lo` until `hi`. */
typedef struct reached {
	int actor;
	int64_t lo, hi;
} reached;

typedef struct reach {
	reached all[CHAINS];
	int count;
} reach;

static bool is_known(const reach *r, int actor, int64_t lo, int64_t hi)
{
	for (int i = 0; i < r->count; i++)
		if (r->all[i].actor == actor && r->all[i].lo <= lo && r->all[i].hi >= hi)
			return true;
	return false;
}

static bool is_followed(const naive_term *t)
{
	return strcmp(t->rel, "member-of") != 0;
}

/* Down: what acts for the actor. Up: what the actor acts for. */
static void walk(const naive_world *w, reach *r, int actor, int64_t lo, int64_t hi, bool down)
{
	if (lo >= hi || is_known(r, actor, lo, hi) || r->count == CHAINS)
		return;
	r->all[r->count++] = (reached){ actor, lo, hi };
	for (int i = 0; i < w->term_count; i++) {
		const naive_term *t = &w->terms[i];
		int near = w->actors[down ? t->of : t->actor].same,
		    far = w->actors[down ? t->actor : t->of].same;
		if (is_followed(t) && near == actor)
			walk(w, r, far, t->lo > lo ? t->lo : lo, t->hi < hi ? t->hi : hi, down);
	}
}

/* Those that act for an actor; the offices that it holds itself stand for it, too. */
static void find_acting(const naive_world *w, reach *r, int actor)
{
	r->count = 0;
	walk(w, r, actor, DTL_TIME_MIN, DTL_TIME_MAX, true);
	for (int i = 0; i < w->term_count; i++)
		if (w->actors[w->terms[i].actor].same == actor && strcmp(w->terms[i].rel, "holds") == 0)
			r->all[r->count++] =
			    (reached){ w->actors[w->terms[i].of].same, w->terms[i].lo, w->terms[i].hi };
}

static int bits_of(const reached *one, const naive_row *row)
{
	const dtl_bounds *b = &row->date.bounds;
	/* Without a date it may be on any day: for certain acts only who always does. */
	if (!row->dated)
		return NAIVE_POSSIBLE |
		       (one->lo == DTL_TIME_MIN && one->hi == DTL_TIME_MAX ? NAIVE_CERTAIN : 0);
	return (one->lo < b->end_hi && one->hi > b->start_lo ? NAIVE_POSSIBLE : 0) |
	       (one->lo <= b->start_lo && one->hi >= b->end_hi ? NAIVE_CERTAIN : 0);
}

/* Is somebody among those reached when the event is? */
static int is_among(const reach *r, int actor, const naive_row *row)
{
	int bits = 0;
	for (int i = 0; i < r->count; i++)
		if (r->all[i].actor == actor)
			bits |= bits_of(&r->all[i], row);
	return bits;
}

static int part_is_among(const naive_world *w, const reach *r, const naive_part *part, const naive_row *row)
{
	int bits = is_among(r, w->actors[part->actor].same, row);
	return part->behalf < 0 ? bits : bits | is_among(r, w->actors[part->behalf].same, row);
}

int naive_actor_answers(const naive_world *w, const naive_row *row, int actor)
{
	static reach acting;
	int bits = 0;
	find_acting(w, &acting, actor);
	for (int i = 0; i < row->part_count; i++)
		bits |= part_is_among(w, &acting, &row->parts[i], row);
	return bits;
}

bool naive_one_side(const naive_world *w, int a, int b)
{
	static reach r;
	for (int turn = 0; turn < 2; turn++) {
		find_acting(w, &r, turn ? b : a);
		if (is_known(&r, turn ? a : b, DTL_TIME_MIN, DTL_TIME_MAX))
			return true;
	}
	return false;
}

/* ---- between two ---- */

static bool is_state(const naive_world *w, int actor)
{
	return strcmp(w->actors[actor].kind, "state") == 0 && w->actors[actor].same == actor;
}

/* All that a participant stands for, itself or for whom it takes part. */
static void find_stood_for(const naive_world *w, reach *r, const naive_part *part)
{
	r->count = 0;
	walk(w, r, w->actors[part->actor].same, DTL_TIME_MIN, DTL_TIME_MAX, false);
	if (part->behalf >= 0)
		walk(w, r, w->actors[part->behalf].same, DTL_TIME_MIN, DTL_TIME_MAX, false);
}

/* Both sides, and what they are part of: these are no third state. */
typedef struct sides {
	reach acting[2], above;
} sides;

static int both_are_there(const naive_world *w, const naive_row *row, const sides *s)
{
	int bits = 0;
	for (int i = 0; i < row->part_count; i++)
		for (int k = 0; k < row->part_count; k++)
			if (w->actors[row->parts[i].actor].same != w->actors[row->parts[k].actor].same)
				bits |= part_is_among(w, &s->acting[0], &row->parts[i], row) &
					part_is_among(w, &s->acting[1], &row->parts[k], row);
	return bits;
}

/* Whether a third state may be there, and is for certain. */
static int third_is_there(const naive_world *w, const naive_row *row, const sides *s)
{
	static reach stood_for;
	int bits = 0;
	for (int i = 0; i < row->part_count; i++) {
		find_stood_for(w, &stood_for, &row->parts[i]);
		for (int k = 0; k < stood_for.count; k++) {
			const reached *state = &stood_for.all[k];
			int there = bits_of(state, row);
			int ours = is_among(&s->acting[0], state->actor, row) |
				   is_among(&s->acting[1], state->actor, row) |
				   is_among(&s->above, state->actor, row);
			if (!is_state(w, state->actor))
				continue;
			if ((there & NAIVE_POSSIBLE) && !(ours & NAIVE_CERTAIN))
				bits |= NAIVE_POSSIBLE;
			if ((there & NAIVE_CERTAIN) && !(ours & NAIVE_POSSIBLE))
				bits |= NAIVE_CERTAIN;
		}
	}
	return bits;
}

int naive_between_answers(const naive_world *w, const naive_row *row, int a, int b)
{
	static sides s;
	find_acting(w, &s.acting[0], a);
	find_acting(w, &s.acting[1], b);
	s.above.count = 0;
	walk(w, &s.above, a, DTL_TIME_MIN, DTL_TIME_MAX, false);
	walk(w, &s.above, b, DTL_TIME_MIN, DTL_TIME_MAX, false);
	int both = both_are_there(w, row, &s), third = third_is_there(w, row, &s);
	return (both & NAIVE_POSSIBLE && !(third & NAIVE_CERTAIN) ? NAIVE_POSSIBLE : 0) |
	       (both & NAIVE_CERTAIN && !(third & NAIVE_POSSIBLE) ? NAIVE_CERTAIN : 0);
}

/* ---- bilateral ---- */

/* Whether a state may be part of another one, and is for certain, whenever it is there by this chain. */
static int part_of_other(const naive_world *w, const naive_row *row, const reached *state)
{
	static reach above;
	int64_t lo = row->dated ? row->date.bounds.start_lo : DTL_TIME_MIN;
	int64_t hi = row->dated ? row->date.bounds.end_hi : DTL_TIME_MAX;
	int bits = 0;
	lo = lo > state->lo ? lo : state->lo;
	hi = hi < state->hi ? hi : state->hi;
	above.count = 0;
	walk(w, &above, state->actor, state->lo, state->hi, false);
	for (int i = 0; i < above.count; i++) {
		const reached *other = &above.all[i];
		if (other->actor == state->actor || !is_state(w, other->actor))
			continue;
		bits |= bits_of(other, row) & NAIVE_POSSIBLE;
		bits |= other->lo <= lo && other->hi >= hi ? NAIVE_CERTAIN : 0;
	}
	return bits;
}

int naive_bilateral_answers(const naive_world *w, const naive_row *row)
{
	static reach stood_for;
	bool maybe[NAIVE_ACTORS] = { false }, sure[NAIVE_ACTORS] = { false };
	int may = 0, surely = 0;
	for (int i = 0; i < row->part_count; i++) {
		find_stood_for(w, &stood_for, &row->parts[i]);
		for (int k = 0; k < stood_for.count; k++) {
			const reached *state = &stood_for.all[k];
			if (!is_state(w, state->actor))
				continue;
			int there = bits_of(state, row), below = part_of_other(w, row, state);
			bool may_be = (there & NAIVE_POSSIBLE) && !(below & NAIVE_CERTAIN);
			maybe[state->actor] = maybe[state->actor] || may_be;
			sure[state->actor] = sure[state->actor] ||
					     (may_be && (there & NAIVE_CERTAIN) && !(below & NAIVE_POSSIBLE));
		}
	}
	for (int i = 0; i < NAIVE_ACTORS; i++) {
		may += maybe[i];
		surely += sure[i];
	}
	return (may >= 2 && surely <= 2 ? NAIVE_POSSIBLE : 0) | (may == 2 && surely == 2 ? NAIVE_CERTAIN : 0);
}
