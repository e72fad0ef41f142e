#include "query/occurrence.h"
#include "base/array.h"
#include "base/error.h"
#include "dates/recurrence.h"
#include "model/state.h"
#include "query/plan_sql.h"
#include <stdlib.h>
#include <string.h>

static const char sql_any[] = "SELECT 1 FROM event_recurrence LIMIT 1";
static const char sql_rule[] = "SELECT recurrence, instances FROM event_recurrence WHERE version=:version";

static dtl_slice slice_of(const char *text)
{
	return (dtl_slice){ text, text ? strlen(text) : 0 };
}

/* ---- One event ---- */

static const char *text_of(dtl_unfolding *u, dtl_slice object, const char *name)
{
	dtl_slice value;
	dtl_text text = DTL_TEXT_INIT;
	if (!object.data || !dtl_json_get(object, name, &value) || !dtl_json_is_string(value))
		return NULL;
	dtl_json_unescape(value, &text);
	const char *copy = dtl_arena_text_len(&u->arena, dtl_text_str(&text), text.len);
	u->arena.failed = u->arena.failed || text.failed;
	dtl_text_free(&text);
	return copy;
}

static dtl_status add(
    dtl_unfolding *u, const dtl_recurrence *r, const dtl_occurrence *o, const dtl_turn *row, dtl_error *err)
{
	char edtf[128], original[32];
	dtl_turn turn = {
		.version = row->version, .start = o->start, .end = o->end, .certain = row->certain
	};
	const char *tz;
	dtl_occurrence_edtf(r, o, edtf, sizeof(edtf), &tz);
	dtl_wall_print(original, o->original, false);
	turn.key = dtl_arena_text(&u->arena, row->key);
	turn.edtf = dtl_arena_text(&u->arena, edtf);
	turn.tz = dtl_arena_text(&u->arena, tz);
	turn.original = dtl_arena_text(&u->arena, original);
	turn.title = text_of(u, o->edit, "title");
	turn.description = text_of(u, o->edit, "description");
	turn.url = text_of(u, o->edit, "url");
	turn.status = text_of(u, o->edit, "status");
	dtl_turn *room = dtl_array_room(u->turns, &u->cap, u->count, sizeof(*room));
	if (!room || u->arena.failed)
		return dtl_fail_memory(err);
	u->turns = room;
	room[u->count++] = turn;
	return DTL_OK;
}

/*
 * With no end to look to, the next one: under way, or in the nearest stretch of
 * time that has one. `first` is when the event begins: before it there is none.
 */
static dtl_status find_next(const dtl_unfolding *u, const dtl_recurrence *r, int64_t first,
    dtl_occurrence **out, size_t *count, dtl_error *err)
{
	static const int64_t days[] = { 62, 400, 4000, 40000 };
	bool many = false;
	dtl_status status = DTL_OK;
	int64_t from = u->window.from > first ? u->window.from : first;
	*count = 0;
	*out = NULL;
	for (size_t i = 0; status == DTL_OK && !*count && i < sizeof(days) / sizeof(*days); i++) {
		free(*out);
		status = dtl_recurrence_window(
		    r, from, dtl_time_add(from, days[i] * DTL_DAY), u->cancelled, out, count, &many, err);
	}
	*count = *count > 1 ? 1 : *count;
	return status;
}

/* Of one that is over, the last time counts. */
static dtl_status find_next_or_last(const dtl_unfolding *u, const dtl_recurrence *r, int64_t first,
    dtl_occurrence **out, size_t *count, bool *whole, dtl_error *err)
{
	dtl_status status = find_next(u, r, first, out, count, err);
	if (status != DTL_OK || *count > 0)
		return status;
	free(*out);
	status = dtl_recurrence_window(r, DTL_TIME_MIN, u->window.from, u->cancelled, out, count, whole, err);
	if (status != DTL_OK || *count < 2)
		return status;
	(*out)[0] = (*out)[*count - 1];
	*count = 1;
	return status;
}

/* When it takes place in the window. *whole: too often, or with no beginning to look from: it stays as it is. */
static dtl_status find_times(const dtl_unfolding *u, const dtl_recurrence *r, int64_t first,
    dtl_occurrence **out, size_t *count, bool *whole, dtl_error *err)
{
	*whole = u->window.from == DTL_TIME_MIN && !u->each;
	*out = NULL;
	*count = 0;
	if (*whole)
		return DTL_OK;
	if (u->next)
		return find_next_or_last(u, r, first, out, count, whole, err);
	if (u->window.to == DTL_TIME_MAX)
		return find_next(u, r, first, out, count, err);
	return dtl_recurrence_window(r, u->window.from, u->window.to, u->cancelled, out, count, whole, err);
}

/*
 * A row of an event that recurs into its turns; *kept: the row itself stays.
 * What the ledger holds and cannot be run through stays as well.
 */
static dtl_status unfold(dtl_unfolding *u, const dtl_turn *row, const char *rule, const char *instances,
    bool *kept, dtl_error *err)
{
	dtl_recurrence *r = NULL;
	dtl_occurrence *times = NULL;
	size_t count = 0;
	dtl_error ignored;
	*kept = dtl_recurrence_read(&r, slice_of(rule), slice_of(instances), &ignored) != DTL_OK;
	dtl_status status = *kept ? DTL_OK : find_times(u, r, row->start, &times, &count, kept, &ignored);
	if (status == DTL_E_ARGUMENT) {
		*kept = true;
		status = DTL_OK;
	} else if (status != DTL_OK && err) {
		*err = ignored;
	}
	if (status == DTL_OK && !*kept && !u->unfold)
		*kept = count > 0;
	else
		for (size_t i = 0; status == DTL_OK && !*kept && i < count; i++)
			status = add(u, r, &times[i], row, err);
	free(times);
	dtl_recurrence_free(r);
	return status;
}

/* Does the event of a row recur? Then its turns are found. *kept: the row itself counts. */
static dtl_status look(dtl_unfolding *u, const dtl_turn *row, bool *recurs, bool *kept, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_text rule = DTL_TEXT_INIT, instances = DTL_TEXT_INIT;
	*recurs = false;
	*kept = true;
	if (row->version < 0)
		return DTL_OK;
	dtl_status status = dtl_stmt_cached(u->store, &st, sql_rule, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":version", row->version);
	status = dtl_stmt_step(st, err);
	const char *text = status == DTL_OK ? dtl_take_text(st) : NULL;
	*recurs = text != NULL;
	if (*recurs) {
		dtl_text_add(&rule, text);
		text = dtl_take_text(st);
		if (text)
			dtl_text_add(&instances, text);
	}
	dtl_stmt_reset(st);
	if (*recurs && (rule.failed || instances.failed))
		status = dtl_fail_memory(err);
	else if (*recurs)
		status = unfold(
		    u, row, dtl_text_str(&rule), instances.len ? dtl_text_str(&instances) : NULL, kept, err);
	dtl_text_free(&rule);
	dtl_text_free(&instances);
	return status == DTL_DONE ? DTL_OK : status;
}

/* ---- All of them ---- */

static int compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_time(const void *a, const void *b)
{
	const dtl_turn *one = a, *other = b;
	int order = compare(one->start, other->start);
	order = order ? order : compare(one->end, other->end);
	order = order ? order : strcmp(one->key, other->key);
	return order ? order
		     : strcmp(one->original ? one->original : "", other->original ? other->original : "");
}

static int by_time_reversed(const void *a, const void *b)
{
	return -by_time(a, b);
}

static int by_number(const void *a, const void *b)
{
	return compare(*(const int64_t *)a, *(const int64_t *)b);
}

static dtl_turn turn_of(const dtl_row *row)
{
	return (dtl_turn){ .version = row->version,
		.start = row->start,
		.end = row->end,
		.key = row->key,
		.table = row->table,
		.certain = row->certain,
		.undated = row->undated };
}

static bool is_unfolded(const dtl_unfolding *u, int64_t version)
{
	return u->version_count &&
	       bsearch(&version, u->versions, u->version_count, sizeof(version), by_number);
}

static dtl_status remember(dtl_unfolding *u, int64_t version, dtl_error *err)
{
	int64_t *room = dtl_array_room(u->versions, &u->version_cap, u->version_count, sizeof(*room));
	if (!room)
		return dtl_fail_memory(err);
	u->versions = room;
	room[u->version_count++] = version;
	return DTL_OK;
}

static dtl_turn take_recurring(dtl_stmt *st)
{
	dtl_turn row = { .version = dtl_take_int(st), .certain = dtl_take_int(st) != 0 };
	row.undated = dtl_take_int(st) != 0;
	row.start = dtl_take_int(st);
	row.end = dtl_take_int(st);
	row.key = dtl_take_text(st);
	return row;
}

static dtl_status look_at_all(dtl_unfolding *u, dtl_stmt *st, dtl_error *err)
{
	dtl_status status;
	while ((status = dtl_stmt_step(st, err)) == DTL_OK) {
		bool recurs, kept;
		dtl_turn row = take_recurring(st);
		status = look(u, &row, &recurs, &kept, err);
		if (status == DTL_OK && recurs && !kept)
			status = remember(u, row.version, err);
		if (status != DTL_OK)
			break;
	}
	return status == DTL_DONE ? DTL_OK : status;
}

/* The row of an event that is meant: the one of that time, else its first. */
static const dtl_turn *find_turn(const dtl_unfolding *u, const char *key)
{
	const dtl_turn *first = NULL;
	for (size_t i = 0; i < u->count; i++) {
		const dtl_turn *t = &u->turns[i];
		if (strcmp(t->key, key) != 0)
			continue;
		if (!u->after || strcmp(t->original, u->after) == 0)
			return t;
		first = first ? first : t;
	}
	return first;
}

/* Of an event with several rows the place behind which to go on is that of the one that is meant. */
static void go_on(dtl_unfolding *u, dtl_plan *plan)
{
	dtl_place_in_order *after = &plan->after;
	if (!plan->has_after)
		return;
	if (after->undated) {
		u->at = u->count;
		return;
	}
	const dtl_turn *turn = find_turn(u, after->key);
	const dtl_turn from =
	    turn ? *turn : (dtl_turn){ .key = after->key, .start = after->start_lo, .end = after->end_hi };
	after->start_lo = from.start;
	after->end_hi = from.end;
	while (u->at < u->count && (u->reverse ? by_time_reversed : by_time)(&u->turns[u->at], &from) <= 0)
		u->at++;
}

/* Before rows by time are handed out, all that recur are found: they stand in the answer elsewhere than by their rows. */
static dtl_status gather(dtl_unfolding *u, dtl_plan *plan, dtl_error *err)
{
	dtl_stmt rows = DTL_STMT_INIT;
	dtl_text sql = DTL_TEXT_INIT;
	dtl_plan_compile_recurring(plan, &sql);
	dtl_status status = dtl_text_failed(&sql)
				? dtl_fail_memory(err)
				: dtl_stmt_prepare(plan->store, &rows, dtl_text_str(&sql), err);
	if (status == DTL_OK) {
		dtl_plan_bind(plan, &rows);
		status = look_at_all(u, &rows, err);
	}
	dtl_stmt_finalize(&rows);
	dtl_text_free(&sql);
	if (u->version_count > 1)
		qsort(u->versions, u->version_count, sizeof(*u->versions), by_number);
	if (u->count > 1)
		qsort(u->turns, u->count, sizeof(*u->turns), u->reverse ? by_time_reversed : by_time);
	if (status == DTL_OK)
		go_on(u, plan);
	return status;
}

static dtl_status find_any(dtl_unfolding *u, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(u->store, &st, sql_any, err);
	if (status != DTL_OK)
		return status;
	status = dtl_stmt_step(st, err);
	u->active = status == DTL_OK;
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_unfold_open(dtl_unfolding *u, dtl_plan *plan, const dtl_ask *ask, dtl_error *err)
{
	u->store = plan->store;
	u->plan = plan;
	u->after = ask->after_occurrence;
	u->limit = ask->limit > 0 ? ask->limit : -1;
	u->window = dtl_plan_window(plan);
	u->reverse = ask->reverse;
	u->each = ask->unfold && ask->next;
	u->next = u->each && u->window.from == DTL_TIME_MIN && u->window.to == DTL_TIME_MAX;
	if (u->next)
		u->window.from = ask->today;
	if (ask->only || (u->window.from == DTL_TIME_MIN && u->window.to == DTL_TIME_MAX))
		return DTL_OK;
	dtl_status status = find_any(u, err);
	u->unfold = u->active && ask->unfold;
	u->cancelled = !ask->upcoming;
	u->merging = u->unfold && ask->sort == DTL_SORT_START;
	return status == DTL_OK && u->merging ? gather(u, plan, err) : status;
}

void dtl_unfold_close(dtl_unfolding *u)
{
	free(u->turns);
	free(u->versions);
	dtl_arena_free(&u->arena);
	*u = (dtl_unfolding){ .store = NULL };
}

/*
 * The row behind which to go on, where it is among the rows: it has been given,
 * and of its times those up to the one that is meant.
 */
static void skip(dtl_unfolding *u, bool *kept)
{
	const dtl_place_in_order *after = &u->plan->after;
	if (!u->plan->has_after || !after->inclusive || strcmp(u->held.key, after->key) != 0)
		return;
	*kept = false;
	size_t meant = 0;
	for (size_t i = 0; i < u->count && u->after; i++)
		if (strcmp(u->turns[i].original, u->after) == 0)
			meant = i;
	u->at = u->count ? meant + 1 : 0;
}

/* One row: does it count as it is? Where it recurs its times are found. */
static dtl_status judge(dtl_unfolding *u, bool *kept, dtl_error *err)
{
	bool recurs;
	dtl_status status = DTL_OK;
	*kept = true;
	if (u->merging) {
		*kept = !is_unfolded(u, u->held.version);
	} else if (u->active) {
		u->count = u->at = 0;
		dtl_arena_clear(&u->arena);
		status = look(u, &u->held, &recurs, kept, err);
	}
	if (!u->merging)
		skip(u, kept);
	return status;
}

/* The next row that stays as it is, into u->held. */
static dtl_status hold(dtl_unfolding *u, dtl_rows *rows, dtl_error *err)
{
	bool kept = false;
	dtl_row row;
	dtl_status status = DTL_OK;
	while (status == DTL_OK && !kept) {
		status = dtl_rows_next(rows, &row, err);
		if (status != DTL_OK)
			break;
		u->held = turn_of(&row);
		status = judge(u, &kept, err);
		if (!u->merging && u->at < u->count)
			break;
	}
	u->holding = status == DTL_OK && kept;
	u->ended = status == DTL_DONE;
	return status == DTL_DONE ? DTL_OK : status;
}

/* Does the next occurrence come before the row that is held? */
static bool comes_first(const dtl_unfolding *u)
{
	if (u->at >= u->count)
		return false;
	if (!u->holding || !u->merging || u->held.undated)
		return true;
	int order = by_time(&u->turns[u->at], &u->held);
	return u->reverse ? order > 0 : order < 0;
}

dtl_status dtl_unfold_next(dtl_unfolding *u, dtl_rows *rows, dtl_turn *out, dtl_error *err)
{
	dtl_status status = DTL_OK;
	if (u->limit >= 0 && u->given >= u->limit)
		return DTL_DONE;
	if (!u->holding && !u->ended && (u->merging || u->at >= u->count))
		status = hold(u, rows, err);
	if (status != DTL_OK)
		return status;
	if (comes_first(u)) {
		*out = u->turns[u->at++];
	} else if (u->holding) {
		*out = u->held;
		u->holding = false;
	} else {
		return DTL_DONE;
	}
	u->given++;
	return DTL_OK;
}

void dtl_unfold_apply(dtl_loader *l, const dtl_turn *turn)
{
	dtl_event *e = &l->event;
	dtl_date date;
	e->certain = turn->certain;
	if (!turn->edtf || dtl_date_parse(&date, turn->edtf, turn->tz, NULL) != DTL_OK)
		return;
	e->edtf = turn->edtf;
	e->tz = turn->tz;
	e->date = date;
	e->occurrence = turn->original;
	e->title = turn->title ? turn->title : e->title;
	e->description = turn->description ? turn->description : e->description;
	e->url = turn->url ? turn->url : e->url;
	e->status = turn->status ? turn->status : e->status;
	e->state = dtl_state_of(e->status, &e->date.bounds, l->today);
}

/* ---- For people ---- */

size_t dtl_event_recurs(char *buf, size_t size, const dtl_event *event)
{
	dtl_recurrence *r = NULL;
	size_t len = 0;
	if (size)
		buf[0] = '\0';
	if (event->recurrence &&
	    dtl_recurrence_read(&r, slice_of(event->recurrence), slice_of(event->instances), NULL) == DTL_OK)
		len = dtl_recurrence_words(buf, size, r);
	dtl_recurrence_free(r);
	return len;
}

/* As far ahead as `most` of them need. */
static dtl_status find_some(
    const dtl_recurrence *r, int64_t from, size_t most, dtl_occurrence **out, size_t *count, dtl_error *err)
{
	static const int64_t days[] = { 62, 800, 8000, 80000, 800000 };
	dtl_status status = DTL_OK;
	bool many = false;
	*out = NULL;
	*count = 0;
	for (size_t i = 0; status == DTL_OK && *count < most && !many && i < sizeof(days) / sizeof(*days);
	     i++) {
		free(*out);
		status = dtl_recurrence_window(
		    r, from, dtl_time_add(from, days[i] * DTL_DAY), true, out, count, &many, err);
	}
	return status;
}

static void tell(const dtl_recurrence *r, const dtl_occurrence *o, dtl_times_fn each, void *user)
{
	char edtf[128];
	const char *tz;
	dtl_slice value;
	dtl_text title = DTL_TEXT_INIT;
	dtl_occurrence_edtf(r, o, edtf, sizeof(edtf), &tz);
	if (o->edit.data && dtl_json_get(o->edit, "title", &value) && dtl_json_is_string(value))
		dtl_json_unescape(value, &title);
	each(user, edtf, tz, title.len ? dtl_text_str(&title) : NULL, o->cancelled);
	dtl_text_free(&title);
}

dtl_status dtl_event_times(
    const dtl_event *event, int64_t from, size_t most, dtl_times_fn each, void *user, dtl_error *err)
{
	dtl_recurrence *r = NULL;
	dtl_occurrence *times = NULL;
	size_t count = 0;
	if (!event->recurrence)
		return DTL_OK;
	dtl_status status =
	    dtl_recurrence_read(&r, slice_of(event->recurrence), slice_of(event->instances), err);
	if (status == DTL_OK)
		status = find_some(r, from, most, &times, &count, err);
	for (size_t i = 0; status == DTL_OK && i < count && i < most; i++)
		tell(r, &times[i], each, user);
	free(times);
	dtl_recurrence_free(r);
	return status;
}
