#include "query/project.h"
#include "base/error.h"
#include "base/utf8.h"
#include "query/cadence.h"
#include <inttypes.h>
#include <string.h>

static const char sql_table[] =
    "CREATE TEMP TABLE query_projected(id INTEGER PRIMARY KEY, term INTEGER NOT NULL, key TEXT NOT NULL,"
    " words TEXT NOT NULL, event INTEGER NOT NULL, known_from INTEGER NOT NULL, known_to INTEGER NOT NULL,"
    " span INTEGER NOT NULL, start_lo INTEGER NOT NULL, start_hi INTEGER NOT NULL, end_lo INTEGER NOT NULL,"
    " end_hi INTEGER NOT NULL, title TEXT NOT NULL, type TEXT, level TEXT, status TEXT, edtf TEXT, tz TEXT, said TEXT,"
    " said_on TEXT, place INTEGER, series INTEGER, edition INTEGER, parent INTEGER, url TEXT, extra TEXT, text INTEGER)";
static const char sql_row[] =
    "INSERT INTO query_projected(id, term, key, words, event, known_from, known_to, span, start_lo, start_hi, end_lo,"
    " end_hi, title, status, edtf, place, series, text) SELECT coalesce(min(id),0)-1, :term, :key, :words, :series,"
    " :known_from, 9223372036854775807, :span, :start_lo, :start_hi, :end_lo, :end_hi, :title, 'projected', :edtf,"
    " nullif(" DTL_SQL_CANONICAL(":place") ",0), :series, 0 FROM query_projected";
/* A series that has no name, or was removed, is none to be expected. */
static const char sql_series[] =
    "SELECT n.key, s.name FROM entity n CROSS JOIN series s WHERE n.id=:series AND s.id=:series";
static const char sql_there[] = "SELECT 1 FROM query_projected WHERE term=:term AND key=:key";
static const char sql_drop[] = "DELETE FROM query_projected WHERE term=:term";
static const char sql_load[] =
    "SELECT q.key, q.title, q.edtf, q.start_lo, q.start_hi, q.end_lo, q.end_hi, q.known_from,"
    " q.place, n.key FROM query_projected q JOIN entity n ON n.id=q.series WHERE q.id=:id";

dtl_status dtl_projected_open(dtl_store *store, dtl_error *err)
{
	return dtl_store_temporary(store, "query_projected", sql_table, err);
}

/* As of events: the class of length by which time is found. It is told apart from no date, and no more. */
enum { SOME_SPAN = 5 };

typedef struct making {
	dtl_store *store;
	int64_t term, today, count;
	dtl_text title, name, words;
} making;

/* What it is called. DTL_DONE: the series is not to be shown. */
static dtl_status call(making *m, const dtl_schedule *s, const dtl_slot *slot, dtl_error *err)
{
	dtl_stmt *st = NULL;
	int64_t year;
	int month, day;
	dtl_civil_from_days(dtl_day_of(slot->bounds.start_lo), &year, &month, &day);
	dtl_text_clear(&m->title);
	dtl_text_clear(&m->name);
	dtl_text_clear(&m->words);
	dtl_status status = dtl_stmt_cached(m->store, &st, sql_series, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":series", s->series);
	status = dtl_stmt_step(st, err);
	if (status != DTL_OK)
		return status;
	dtl_text_addf(&m->name, "%s@%.*s", dtl_take_text(st),
	    (int)strcspn(slot->edtf + (slot->edtf[0] == '['), "."), slot->edtf + (slot->edtf[0] == '['));
	dtl_text_addf(&m->title, "%s %" PRId64, dtl_take_text(st), year);
	dtl_stmt_reset(st);
	dtl_text_add_char(&m->words, ' ');
	dtl_fold(&m->words, dtl_text_str(&m->title), m->title.len);
	dtl_text_add_char(&m->words, ' ');
	if (dtl_text_failed(&m->title) || dtl_text_failed(&m->name) || dtl_text_failed(&m->words))
		return dtl_fail_memory(err);
	return DTL_OK;
}

static dtl_status put(making *m, const dtl_schedule *s, const dtl_slot *slot, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = call(m, s, slot, err);
	if (status != DTL_OK)
		return status == DTL_DONE ? DTL_OK : status;
	status = dtl_stmt_cached(m->store, &st, sql_row, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":term", m->term);
	dtl_bind_text(st, ":key", dtl_text_str(&m->name));
	dtl_bind_text(st, ":words", dtl_text_str(&m->words));
	dtl_bind_int(st, ":series", s->series);
	dtl_bind_int(st, ":known_from", s->known_from);
	dtl_bind_int(st, ":span", SOME_SPAN);
	dtl_bind_int(st, ":start_lo", slot->bounds.start_lo);
	dtl_bind_int(st, ":start_hi", slot->bounds.start_hi);
	dtl_bind_int(st, ":end_lo", slot->bounds.end_lo);
	dtl_bind_int(st, ":end_hi", slot->bounds.end_hi);
	dtl_bind_text(st, ":title", dtl_text_str(&m->title));
	dtl_bind_text(st, ":edtf", slot->edtf);
	dtl_bind_int(st, ":place", s->place);
	m->count++;
	return dtl_stmt_run(st, err);
}

/* The first window that is not past, if it has no edition. */
static dtl_status project(void *user, const dtl_schedule *s, dtl_error *err)
{
	making *m = user;
	for (size_t i = 0; i < s->slot_count; i++)
		if (s->slots[i].bounds.end_hi > m->today)
			return s->slots[i].filled ? DTL_OK : put(m, s, &s->slots[i], err);
	return DTL_OK;
}

dtl_status dtl_projected_make(
    dtl_store *store, int64_t term, const dtl_due *due, int64_t *count, dtl_error *err)
{
	making m = { .store = store, .term = term, .today = due->today };
	dtl_status status = dtl_schedules(store, due, project, &m, err);
	*count = m.count;
	dtl_text_free(&m.title);
	dtl_text_free(&m.name);
	dtl_text_free(&m.words);
	return status;
}

bool dtl_projected_there(dtl_store *store, int64_t term, const char *name)
{
	dtl_stmt *st = NULL;
	if (dtl_stmt_cached(store, &st, sql_there, NULL) != DTL_OK)
		return false;
	dtl_bind_int(st, ":term", term);
	dtl_bind_text(st, ":key", name);
	bool there = dtl_stmt_step(st, NULL) == DTL_OK;
	dtl_stmt_reset(st);
	return there;
}

void dtl_projected_drop(dtl_store *store, int64_t term)
{
	dtl_stmt *st = NULL;
	/* Left behind they only take room. */
	if (dtl_stmt_cached(store, &st, sql_drop, NULL) != DTL_OK)
		return;
	dtl_bind_int(st, ":term", term);
	dtl_stmt_run(st, NULL);
}

static void take_event(dtl_loader *l, dtl_stmt *st, int64_t *place)
{
	dtl_event *e = &l->event;
	*e = (dtl_event){ .certain = false, .state = DTL_STATE_PROJECTED };
	e->id = e->key = dtl_load_text(l, st);
	e->title = dtl_load_text(l, st);
	e->edtf = dtl_load_text(l, st);
	if (e->edtf)
		dtl_date_parse(&e->date, e->edtf, NULL, NULL);
	e->date.bounds.start_lo = dtl_take_int(st);
	e->date.bounds.start_hi = dtl_take_int(st);
	e->date.bounds.end_lo = dtl_take_int(st);
	e->date.bounds.end_hi = dtl_take_int(st);
	e->known_from = dtl_take_int(st);
	*place = dtl_take_int(st);
	e->series = dtl_load_text(l, st);
}

dtl_status dtl_projected_load(dtl_loader *l, int64_t id, const dtl_event **out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	int64_t place = 0;
	dtl_arena_clear(&l->arena);
	dtl_status status = dtl_stmt_cached(l->store, &st, sql_load, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":id", id);
	status = dtl_stmt_step(st, err);
	if (status == DTL_DONE)
		return dtl_fail(err, DTL_E_NOTFOUND, "no such projected edition");
	if (status != DTL_OK)
		return status;
	take_event(l, st, &place);
	dtl_stmt_reset(st);
	if (place) {
		status = dtl_load_place(l, place, err);
		l->event.place = &l->place;
	}
	*out = &l->event;
	return status == DTL_OK && l->arena.failed ? dtl_fail_memory(err) : status;
}
