/*
 * The events to count: all of them in one pass, or those that a query's plan
 * finds. Only the columns that are counted are read. Events that recur come
 * apart, time by time, where a window is asked.
 */
#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "model/db.h"
#include "model/derive.h"
#include "model/state.h"
#include "query/occurrence.h"
#include "query/plan.h"
#include "query/stats.h"
#include <stdlib.h>

static const struct {
	const char *row, *head;
} columns[DTL_STAT_COLUMNS] = {
	[DTL_STAT_TYPE] = { ", e.type AS type", ", e.type" },
	[DTL_STAT_LEVEL] = { ", e.level AS level", ", e.level" },
	[DTL_STAT_STATUS] = { ", e.status AS status", ", e.status" },
	[DTL_STAT_STATE] = { ", " DTL_STATE_SQL " AS state", ", e.state" },
	[DTL_STAT_PLACE] = { ", e.place AS place", ", e.place" },
	[DTL_STAT_SERIES] = { ", e.series AS series", ", e.series" },
};

static const struct {
	const char *row, *head, *tail;
} joins[DTL_STAT_JOINS] = {
	[DTL_STAT_ACTORS] = { "", ", x.actor, x.behalf", " LEFT JOIN event_actor x ON x.version=e.id" },
	[DTL_STAT_TOPICS] = { "", ", t.topic", " LEFT JOIN event_topic t ON t.version=e.id" },
	[DTL_STAT_SOURCES] = { ", e.event AS event", ", q.source",
	    " LEFT JOIN event_source q ON q.event=e.event AND q.known_from<:as_of" },
};

/* What event_now holds by itself. */
enum { COVERED = 1U << DTL_STAT_TYPE | 1U << DTL_STAT_STATUS };
static const char sql_all_covered[] = " FROM event e INDEXED BY event_now WHERE e.id<" DTL_FIRST_PAST_SQL;
static const char sql_all_now[] = " FROM event e NOT INDEXED WHERE e.id<" DTL_FIRST_PAST_SQL;
static const char sql_all_then[] =
    " FROM event e NOT INDEXED WHERE e.known_to>=:as_of AND e.known_from<:as_of";
static const char sql_one[] = " FROM event e WHERE e.id=:version";

static const char sql_recurring[] = "SELECT version FROM event_recurrence ORDER BY version";
static const char sql_turns[] = ") WHERE version IN (SELECT version FROM event_recurrence) LIMIT :limit";

/* The three pieces of text. */
typedef struct pieces {
	dtl_text head, row, tail;
} pieces;

static void make_pieces(pieces *p, const dtl_stat_count *s)
{
	dtl_text_add(&p->head, "SELECT e.id, e.start_lo, e.end_hi");
	dtl_text_add(&p->row, "SELECT e.id AS id, e.start_lo AS start_lo, e.end_hi AS end_hi");
	dtl_text_add(&p->tail, ") e");
	for (unsigned i = 0; i < DTL_STAT_COLUMNS; i++)
		if (s->columns & 1U << i) {
			dtl_text_add(&p->head, columns[i].head);
			dtl_text_add(&p->row, columns[i].row);
		}
	for (unsigned i = 0; i < DTL_STAT_JOINS; i++)
		if (s->joins & 1U << i) {
			dtl_text_add(&p->head, joins[i].head);
			dtl_text_add(&p->row, joins[i].row);
			dtl_text_add(&p->tail, joins[i].tail);
		}
	dtl_text_add(&p->head, " FROM (");
}

static void free_pieces(pieces *p)
{
	dtl_text_free(&p->head);
	dtl_text_free(&p->row);
	dtl_text_free(&p->tail);
}

/* Events that recur, sorted, where each time counts. */
typedef struct recurring {
	int64_t *versions;
	size_t count, cap;
} recurring;

/* One reading of the rows. */
typedef struct reading {
	dtl_stat_count *s;
	dtl_plan plan;
	pieces text;
	recurring apart;
	dtl_stmt rows;
	dtl_text sql; /* of `rows`, where it is no plan's */
} reading;

/* ---- from rows to the event at hand ---- */

static bool take_members(reading *r)
{
	bool put = true;
	for (unsigned i = 0; i < DTL_STAT_JOINS; i++) {
		if (!(r->s->joins & 1U << i))
			continue;
		bool none = dtl_next_is_null(&r->rows);
		int64_t entity = dtl_take_int(&r->rows);
		int64_t behalf = i == DTL_STAT_ACTORS ? dtl_take_int(&r->rows) : 0;
		put = put && (none || dtl_stat_put(&r->s->hand.members[i], entity, behalf));
	}
	return put;
}

/* The columns of the event itself; `first`: it is not the event at hand. */
static void take_columns(reading *r, dtl_stmt *st, bool first)
{
	dtl_stat_hand *h = &r->s->hand;
	int64_t start = dtl_take_int(st), end = dtl_take_int(st);
	if (first) {
		h->start_lo = start;
		h->end_hi = end;
		h->starts = false;
	}
	for (unsigned i = 0; i < DTL_STAT_COLUMNS; i++) {
		if (!(r->s->columns & 1U << i))
			continue;
		if (i < DTL_STAT_WORDS) {
			const char *word = dtl_take_text(st);
			h->words[i] = first ? dtl_wordlist_number(&r->s->words, word) : h->words[i];
		} else {
			*(i == DTL_STAT_PLACE ? &h->place : &h->series) = dtl_take_int(st);
		}
	}
}

static int by_number(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
	return (one > other) - (one < other);
}

static bool is_apart(const reading *r, int64_t version)
{
	const recurring *a = &r->apart;
	return a->count && bsearch(&version, a->versions, a->count, sizeof(version), by_number);
}

/* Every event of `rows`, whose rows come one after the other. */
static dtl_status read_rows(reading *r, dtl_error *err)
{
	dtl_status status;
	bool holding = false;
	dtl_stat_hand *h = &r->s->hand;
	while ((status = dtl_stmt_step(&r->rows, err)) == DTL_OK) {
		int64_t version = dtl_take_int(&r->rows);
		bool first = !holding || version != h->version;
		if (first && holding && (status = dtl_stat_take(r->s, err)) != DTL_OK)
			return status;
		if (first) {
			holding = !is_apart(r, version);
			h->version = version;
			for (unsigned i = 0; i < DTL_STAT_JOINS; i++)
				h->members[i].count = 0;
		}
		if (!holding)
			continue;
		take_columns(r, &r->rows, first);
		if (!take_members(r) || r->s->words.failed)
			return dtl_fail_memory(err);
	}
	if (status == DTL_DONE && holding)
		status = dtl_stat_take(r->s, err);
	return status == DTL_DONE ? DTL_OK : status;
}

/* ---- what recurs ---- */

static dtl_status find_recurring(reading *r, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_window w = dtl_plan_window(&r->plan);
	if (w.from == DTL_TIME_MIN && w.to == DTL_TIME_MAX)
		return DTL_OK;
	dtl_status status = dtl_stmt_cached(r->s->store, &st, sql_recurring, err);
	while (status == DTL_OK && (status = dtl_stmt_step(st, err)) == DTL_OK) {
		int64_t *room =
		    dtl_array_room(r->apart.versions, &r->apart.cap, r->apart.count, sizeof(*room));
		if (!room) {
			status = dtl_fail_memory(err);
			break;
		}
		r->apart.versions = room;
		room[r->apart.count++] = dtl_take_int(st);
	}
	if (st)
		dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* The event of a turn is at hand, at that time. */
static dtl_status take_turn(reading *r, const dtl_turn *turn, dtl_error *err)
{
	dtl_stat_hand *h = &r->s->hand;
	dtl_status status;
	h->version = turn->version;
	for (unsigned i = 0; i < DTL_STAT_JOINS; i++)
		h->members[i].count = 0;
	dtl_bind_int(&r->rows, ":version", turn->version);
	bool first = true;
	while ((status = dtl_stmt_step(&r->rows, err)) == DTL_OK) {
		dtl_take_int(&r->rows);
		take_columns(r, &r->rows, first);
		first = false;
		if (!take_members(r))
			return dtl_fail_memory(err);
	}
	if (status != DTL_DONE || first)
		return status == DTL_DONE ? DTL_OK : status;
	if (turn->edtf) {
		h->start_lo = turn->start;
		h->start_hi = turn->start + 1;
		h->end_hi = turn->end;
		h->starts = true;
	}
	if (turn->status)
		h->words[DTL_STAT_STATUS] = dtl_wordlist_number(&r->s->words, turn->status);
	return dtl_stat_take(r->s, err);
}

static void bind(const reading *r, dtl_stmt *st)
{
	if (dtl_stmt_has(st, ":as_of"))
		dtl_bind_int(st, ":as_of", r->s->as_of);
	if (dtl_stmt_has(st, ":today"))
		dtl_bind_int(st, ":today", r->s->ask->today);
}

/* The pieces around rows of our own. */
static dtl_status open_own(reading *r, const char *from, dtl_error *err)
{
	dtl_stmt_finalize(&r->rows);
	r->rows = (dtl_stmt)DTL_STMT_INIT;
	dtl_text_clear(&r->sql);
	dtl_text_add(&r->sql, dtl_text_str(&r->text.head));
	dtl_text_add(&r->sql, dtl_text_str(&r->text.row));
	dtl_text_add(&r->sql, from);
	dtl_text_add(&r->sql, dtl_text_str(&r->text.tail));
	if (dtl_text_failed(&r->sql))
		return dtl_fail_memory(err);
	dtl_status status = dtl_stmt_prepare(r->s->store, &r->rows, dtl_text_str(&r->sql), err);
	if (status == DTL_OK)
		bind(r, &r->rows);
	return status;
}

static dtl_status read_turns(reading *r, dtl_error *err)
{
	dtl_unfolding unfolding = { .store = NULL };
	dtl_rows turns = { .plan = NULL };
	dtl_turn turn;
	dtl_ask ask = *r->s->ask;
	ask.unfold = true;
	ask.limit = 0;
	ask.sort = DTL_SORT_START;
	dtl_status status = dtl_plan_shaped(&r->plan, &(dtl_shape){ .tail = sql_turns }, err);
	if (status == DTL_OK)
		status = dtl_unfold_open(&unfolding, &r->plan, &ask, err);
	if (status == DTL_OK)
		status = dtl_rows_open(&turns, &r->plan, -1, err);
	if (status == DTL_OK)
		status = open_own(r, sql_one, err);
	while (status == DTL_OK && (status = dtl_unfold_next(&unfolding, &turns, &turn, err)) == DTL_OK)
		status = take_turn(r, &turn, err);
	dtl_rows_close(&turns);
	dtl_unfold_close(&unfolding);
	return status == DTL_DONE ? DTL_OK : status;
}

/* ---- the whole ---- */

/* Everything that is known at the time: no plan is needed. */
static bool is_everything(const dtl_plan *p)
{
	return !p->tree && !p->upcoming && !p->overdue && !p->only && !p->only_projected && !p->projections &&
	       !p->changed_from && !p->changed_to;
}

static dtl_status open_rows(reading *r, dtl_error *err)
{
	const dtl_stat_count *s = r->s;
	if (!is_everything(&r->plan)) {
		dtl_shape shape = { dtl_text_str(&r->text.head), dtl_text_str(&r->text.row),
			dtl_text_str(&r->text.tail) };
		dtl_status status = dtl_plan_shaped(&r->plan, &shape, err);
		return status == DTL_OK ? dtl_plan_open(&r->plan, &r->rows, err) : status;
	}
	bool covered = !(s->columns & ~(unsigned)COVERED) && !s->joins;
	return open_own(r, s->ask->has_as_of ? sql_all_then : covered ? sql_all_covered : sql_all_now, err);
}

dtl_status dtl_stat_rows(dtl_stat_count *s, dtl_db *db, dtl_error *err)
{
	reading r = { .s = s, .rows = DTL_STMT_INIT };
	dtl_ask ask = *s->ask;
	ask.limit = 0;
	make_pieces(&r.text, s);
	dtl_status status = dtl_plan_make(&r.plan, db->store, &ask, 0, err);
	if (status == DTL_OK && (r.text.head.failed || r.text.row.failed || r.text.tail.failed))
		status = dtl_fail_memory(err);
	if (status == DTL_OK)
		status = find_recurring(&r, err);
	if (status == DTL_OK)
		status = open_rows(&r, err);
	if (status == DTL_OK)
		status = read_rows(&r, err);
	if (status == DTL_OK && r.apart.count)
		status = read_turns(&r, err);
	dtl_stmt_finalize(&r.rows);
	dtl_plan_free(&r.plan);
	free_pieces(&r.text);
	dtl_text_free(&r.sql);
	free(r.apart.versions);
	return status;
}
