#include "query/rows.h"
#include "base/array.h"
#include "base/error.h"
#include "query/plan_sql.h"
#include <stdlib.h>
#include <string.h>

/* So many rows of an arm are read at first, and at most. Of most arms few are wanted, and to begin again is cheap. */
enum { FIRST_BATCH = 5, LAST_BATCH = 512, MANY_ARMS = 64 };
enum { NOW, PAST, BEHALF, BEHALF_PAST, PROJECTED };

typedef struct held {
	int64_t version, start, end;
	bool certain;
	const char *key;
	const dtl_table_row *table;
} held;

typedef struct dtl_arm {
	int64_t entity;
	int form, span;
	held *rows; /* read and not yet given: those from `at` */
	size_t count, cap, at;
	dtl_arena arena; /* of those rows */
	size_t batch;
	bool ended;
	/* the place behind which to go on; at an edge that of all that begins then */
	int64_t start, end;
	dtl_text key;
	bool placed, edge;
	size_t stretch; /* the last one in which all that it has was read */
} dtl_arm;

static const char sql_pin[] = "SELECT id FROM entity";

/* ---- opening ---- */

static void bind_int(dtl_stmt *st, const char *name, int64_t value)
{
	if (dtl_stmt_has(st, name))
		dtl_bind_int(st, name, value);
}

static dtl_status prepare(dtl_rows *r, int form, const char *sql, dtl_error *err)
{
	dtl_status status = dtl_stmt_prepare(r->plan->store, &r->forms[form], sql, err);
	if (status == DTL_OK)
		dtl_plan_bind(r->plan, &r->forms[form]);
	return status;
}

static dtl_status pin(dtl_rows *r, dtl_error *err)
{
	if (dtl_store_in_transaction(r->plan->store))
		return DTL_OK;
	dtl_status status = dtl_stmt_prepare(r->plan->store, &r->pin, sql_pin, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(&r->pin, err);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status prepare_arms(dtl_rows *r, dtl_error *err)
{
	dtl_plan *plan = r->plan;
	if (plan->access.behalf)
		dtl_plan_compile_behalf(plan, &r->behalf);
	if (plan->projections)
		dtl_plan_compile_projected(plan, &r->projected);
	if (dtl_text_failed(&r->behalf) || dtl_text_failed(&r->projected))
		return dtl_fail_memory(err);
	dtl_status status = pin(r, err);
	if (status == DTL_OK)
		status = prepare(r, NOW, dtl_text_str(&plan->sql), err);
	if (status == DTL_OK && plan->past.len)
		status = prepare(r, PAST, dtl_text_str(&plan->past), err);
	if (status == DTL_OK && r->behalf.len)
		status = prepare(r, BEHALF, dtl_text_str(&r->behalf), err);
	if (status == DTL_OK && r->behalf.len && plan->past.len)
		status = prepare(r, BEHALF_PAST, dtl_text_str(&r->behalf), err);
	if (status == DTL_OK && r->projected.len)
		status = prepare(r, PROJECTED, dtl_text_str(&r->projected), err);
	return status;
}

/* All of a window that has an end: it is no use to begin with a part of it. */
static bool wants_all(const dtl_plan *plan)
{
	dtl_window w = dtl_plan_window(plan);
	return plan->limit < 0 && w.from != DTL_TIME_MIN && w.to != DTL_TIME_MAX;
}

static void add_arm(dtl_rows *r, int form, int span, int64_t entity)
{
	const dtl_plan *plan = r->plan;
	dtl_arm *arm = &r->arms[r->arm_count];
	*arm = (dtl_arm){ .entity = entity, .form = form, .span = span };
	arm->batch = wants_all(plan) ? LAST_BATCH : FIRST_BATCH;
	if (r->lo[span] > r->hi[span] || !r->forms[form].handle)
		return;
	r->arm_count++;
	bool undated = span == DTL_CLASSES - 1;
	if (!plan->has_after || (plan->after.undated && !undated)) {
		/* Behind a row without a date none comes that has one. */
		arm->ended = plan->has_after;
	} else if (!undated || plan->after.undated) {
		arm->placed = true;
		arm->start = plan->after.start_lo;
		arm->end = plan->after.end_hi;
		dtl_text_add(&arm->key, plan->after.key);
	}
}

static dtl_status make_arms(dtl_rows *r, dtl_error *err)
{
	const dtl_access *a = &r->plan->access;
	r->arms = calloc((a->entity_count * (DTL_ROW_FORMS - 1) + 1) * DTL_CLASSES, sizeof(*r->arms));
	if (!r->arms)
		return dtl_fail_memory(err);
	dtl_plan_classes(r->plan, r->lo, r->hi);
	for (int span = 0; span < DTL_CLASSES; span++)
		for (size_t i = 0; i < a->entity_count; i++)
			for (int form = NOW; form < PROJECTED; form++)
				add_arm(r, form, span, a->entities[i]);
	add_arm(r, PROJECTED, 0, 0);
	return DTL_OK;
}

dtl_status dtl_rows_open(dtl_rows *r, dtl_plan *plan, int64_t limit, dtl_error *err)
{
	*r = (dtl_rows){ .plan = plan, .left = limit };
	if (plan->access.arm) {
		dtl_status status = prepare_arms(r, err);
		return status == DTL_OK ? make_arms(r, err) : status;
	}
	dtl_status status = prepare(r, NOW, dtl_text_str(&plan->sql), err);
	if (status == DTL_OK)
		bind_int(&r->forms[NOW], ":limit", limit);
	return status;
}

void dtl_rows_close(dtl_rows *r)
{
	dtl_stmt_finalize(&r->pin);
	for (size_t i = 0; i < DTL_ROW_FORMS; i++)
		dtl_stmt_finalize(&r->forms[i]);
	for (size_t i = 0; i < r->arm_count; i++) {
		free(r->arms[i].rows);
		dtl_arena_free(&r->arms[i].arena);
		dtl_text_free(&r->arms[i].key);
	}
	free(r->arms);
	dtl_arena_free(&r->arena);
	dtl_text_free(&r->behalf);
	dtl_text_free(&r->projected);
	*r = (dtl_rows){ .plan = NULL };
}

/* ---- reading ---- */

/*
 * Where nothing was read yet, the place before all others: no text is greater
 * than a blob. `bound` (may be NULL): what begins later is not wanted yet.
 */
static void bind_place(const dtl_rows *r, const dtl_arm *arm, const int64_t *bound, dtl_stmt *st)
{
	bool down = r->plan->reverse;
	int64_t lo = r->lo[arm->span], hi = r->hi[arm->span];
	int64_t edge = down ? DTL_TIME_MAX : DTL_TIME_MIN;
	/* SQLite goes by the place alone to where it begins to read. Projected editions are of no class. */
	int64_t start = arm->form == PROJECTED ? edge : down ? hi : lo;
	if (arm->placed && !down)
		lo = arm->start > lo ? arm->start : lo;
	if (arm->placed && down)
		hi = arm->start < hi ? arm->start : hi;
	if (bound && !down)
		hi = *bound < hi ? *bound : hi;
	if (bound && down)
		lo = *bound > lo ? *bound : lo;
	bind_int(st, ":lo", lo);
	bind_int(st, ":hi", hi);
	dtl_bind_int(st, ":after_start", arm->placed ? arm->start : start);
	dtl_bind_int(st, ":after_end", arm->placed ? arm->end : edge);
	if (arm->placed && !arm->edge)
		dtl_bind_text(st, ":after_key", dtl_text_str(&arm->key));
	else if (down != arm->edge)
		dtl_bind_blob(st, ":after_key", "", 0);
	else
		dtl_bind_text(st, ":after_key", "");
	bind_int(st, ":entity", arm->entity);
	bind_int(st, ":span", arm->span);
	bind_int(st, ":past", arm->form == PAST || arm->form == BEHALF_PAST);
	dtl_bind_int(st, ":limit", (int64_t)arm->batch);
}

static bool take(const dtl_plan *plan, dtl_arm *arm, dtl_stmt *st)
{
	held *room = dtl_array_room(arm->rows, &arm->cap, arm->count, sizeof(*room));
	if (!room)
		return false;
	arm->rows = room;
	held *row = &room[arm->count++];
	*row = (held){ .version = dtl_take_int(st) };
	row->certain = dtl_take_int(st) != 0;
	row->start = dtl_take_int(st);
	row->end = dtl_take_int(st);
	row->key = dtl_arena_text(&arm->arena, dtl_take_text(st));
	if (!plan->table_rows || arm->form == PROJECTED)
		return !arm->arena.failed;
	dtl_table_row *table = dtl_arena_alloc(&arm->arena, sizeof(*table));
	if (table)
		dtl_table_row_take(table, st, &arm->arena);
	row->table = table;
	return !arm->arena.failed;
}

/* All that the arm has until `bound` was read: go on behind it. False: that was all. */
static bool place_at(const dtl_rows *r, dtl_arm *arm, const int64_t *bound)
{
	bool down = r->plan->reverse;
	if (!bound || (down ? *bound <= r->lo[arm->span] : *bound >= r->hi[arm->span]))
		return false;
	arm->stretch = r->stretch;
	if (arm->placed && (down ? arm->start < *bound : arm->start > *bound))
		return true;
	arm->placed = arm->edge = true;
	arm->start = *bound;
	arm->end = down ? DTL_TIME_MIN : DTL_TIME_MAX;
	return true;
}

static dtl_status place_behind(dtl_arm *arm, const held *last, dtl_error *err)
{
	arm->placed = true;
	arm->edge = false;
	arm->start = last->start;
	arm->end = last->end;
	dtl_text_clear(&arm->key);
	dtl_text_add(&arm->key, last->key);
	return dtl_text_failed(&arm->key) ? dtl_fail_memory(err) : DTL_OK;
}

/* The next rows of an arm that has given all it had. */
static dtl_status fill(dtl_rows *r, dtl_arm *arm, const int64_t *bound, dtl_error *err)
{
	dtl_stmt *st = &r->forms[arm->form];
	dtl_status status;
	arm->count = arm->at = 0;
	dtl_arena_clear(&arm->arena);
	bind_place(r, arm, bound, st);
	while ((status = dtl_stmt_step(st, err)) == DTL_OK)
		if (!take(r->plan, arm, st))
			status = dtl_fail_memory(err);
	dtl_stmt_reset(st);
	if (status != DTL_DONE)
		return status;
	bool full = arm->count == arm->batch;
	arm->batch = arm->batch * 4 < LAST_BATCH ? arm->batch * 4 : LAST_BATCH;
	if (full)
		return place_behind(arm, &arm->rows[arm->count - 1], err);
	arm->ended = !place_at(r, arm, bound);
	return DTL_OK;
}

static bool comes_before(const dtl_rows *r, const dtl_arm *a, const dtl_arm *b)
{
	const held *one = &a->rows[a->at], *other = &b->rows[b->at];
	int order = (one->start > other->start) - (one->start < other->start);
	order = order ? order : (one->end > other->end) - (one->end < other->end);
	order = order ? order : strcmp(one->key, other->key);
	return r->plan->reverse ? order > 0 : order < 0;
}

/* Is the next row of an arm there, and within the stretch? */
static bool has_next(const dtl_rows *r, const dtl_arm *arm)
{
	if (arm->at == arm->count)
		return false;
	int64_t start = arm->rows[arm->at].start;
	return r->undated || (r->plan->reverse ? start >= r->until : start <= r->until);
}

static dtl_status look(dtl_rows *r, dtl_arm **out, dtl_error *err)
{
	dtl_status status = DTL_OK;
	*out = NULL;
	for (size_t i = 0; i < r->arm_count && status == DTL_OK; i++) {
		dtl_arm *arm = &r->arms[i];
		/* Projected editions are few, and not found by time. */
		bool whole = r->undated || arm->form == PROJECTED;
		if ((arm->span == DTL_CLASSES - 1) != r->undated)
			continue;
		if (arm->at == arm->count && !arm->ended && (whole || arm->stretch < r->stretch))
			status = fill(r, arm, whole ? NULL : &r->until, err);
		if (has_next(r, arm) && (!*out || comes_before(r, arm, *out)))
			*out = arm;
	}
	return status;
}

/*
 * What an arm has may be rare, and far behind: all arms are read for a stretch of
 * time, and for a longer one when there is nothing in it. From one end of the
 * window, or, where the last are asked for and there is no end, from far ahead.
 */
static bool lengthen(dtl_rows *r)
{
	static const int64_t days[] = { 1, 32, 366, 3660 }, ahead[] = { -3660, -366, -32, 0, 32, 366, 3660 };
	dtl_window w = dtl_plan_window(r->plan);
	bool down = r->plan->reverse, open = down ? w.to == DTL_TIME_MAX : w.from == DTL_TIME_MIN;
	size_t count = down && open ? sizeof ahead / sizeof *ahead : open ? 0 : sizeof days / sizeof *days;
	int64_t end = down ? DTL_TIME_MIN : DTL_TIME_MAX;
	if (r->until == end && r->stretch > 0)
		return false;
	size_t step = r->stretch++;
	if (r->arm_count > MANY_ARMS)
		step = 2 * step + 1; /* to ask them all takes long, too */
	if (step >= count || wants_all(r->plan))
		r->until = end;
	else if (!down)
		r->until = dtl_time_add(w.from, days[step] * DTL_DAY);
	else
		r->until = open ? dtl_time_add(r->plan->today, -ahead[step] * DTL_DAY)
				: dtl_time_add(w.to, -days[step] * DTL_DAY);
	return true;
}

/* The arm whose next row is the first, of those with a date, or of those without; NULL: none has more. */
static dtl_status first_arm(dtl_rows *r, dtl_arm **out, dtl_error *err)
{
	dtl_status status = DTL_OK;
	if (r->stretch == 0)
		lengthen(r);
	do
		status = look(r, out, err);
	while (status == DTL_OK && !*out && !r->undated && lengthen(r));
	return status;
}

static dtl_status next_of_arms(dtl_rows *r, dtl_row *out, dtl_error *err)
{
	dtl_arm *arm = NULL;
	dtl_status status = DTL_OK;
	while ((status = first_arm(r, &arm, err)) == DTL_OK) {
		if (!arm && r->undated)
			return DTL_DONE;
		/* Somebody with two roles, or two of those asked for, in one event: the same row twice, one after the other. */
		if (arm && !(r->started && arm->rows[arm->at].version == r->last))
			break;
		if (arm)
			arm->at++;
		else
			r->undated = true;
	}
	if (status != DTL_OK)
		return status;
	const held *row = &arm->rows[arm->at];
	*out = (dtl_row){ .version = row->version, .start = row->start, .end = row->end };
	out->key = row->key;
	out->table = row->table;
	out->certain = row->certain;
	out->undated = r->undated;
	r->last = row->version;
	r->started = true;
	arm->at++;
	return DTL_OK;
}

static dtl_status next_of_one(dtl_rows *r, dtl_row *out, dtl_error *err)
{
	dtl_stmt *st = &r->forms[NOW];
	dtl_status status = dtl_stmt_step(st, err);
	if (status != DTL_OK)
		return status;
	out->version = dtl_take_int(st);
	out->certain = dtl_take_int(st) != 0;
	out->undated = dtl_take_int(st) != 0;
	out->start = dtl_take_int(st);
	out->end = dtl_take_int(st);
	out->key = dtl_take_text(st);
	out->table = NULL;
	if (!r->plan->wide || out->version < 0)
		return DTL_OK;
	dtl_arena_clear(&r->arena);
	dtl_table_row_take(&r->table, st, &r->arena);
	out->table = &r->table;
	return r->arena.failed ? dtl_fail_memory(err) : DTL_OK;
}

dtl_status dtl_rows_next(dtl_rows *r, dtl_row *out, dtl_error *err)
{
	if (!r->plan->access.arm)
		return next_of_one(r, out, err);
	if (r->left == 0)
		return DTL_DONE;
	dtl_status status = next_of_arms(r, out, err);
	if (status == DTL_OK && r->left > 0)
		r->left--;
	return status;
}
