/* How an event's date, place and status moved from report to report. */
#include "base/array.h"
#include "base/error.h"
#include "model/db.h"
#include "model/fields.h"
#include "model/names.h"
#include "model/things.h"
#include "query/diff_fields.h"
#include "query/diff_turn.h"
#include <stdlib.h>
#include <string.h>

static const char sql_place[] =
    "SELECT " DTL_SQL_CANONICAL("n.id") " FROM entity n WHERE n.kind=3 AND n.key=:key";

/* What one origin said at one moment: a report. */
typedef struct report {
	int64_t known_at;
	size_t origin, first; /* index of its first claim */
} report;

/* What a report says of the three; data NULL: nothing. */
typedef struct sayings {
	dtl_slice when, place, status;
} sayings;

#define NO_REPORT SIZE_MAX

typedef struct drift {
	dtl_deriver d;
	dtl_loader loader; /* of places; its arena holds the text of one report */
	int64_t as_of;
	report *reports;
	size_t count, cap;
	size_t *report_of; /* by claim: its report, or NO_REPORT */
	dtl_projection before;
	dtl_event said;
	dtl_place place;
} drift;

static bool counts(const drift *x, const dtl_said *claim)
{
	return claim->live && claim->rank != DTL_RANK_DEPRECATED && claim->known_at < x->as_of;
}

static bool is_of(const report *r, const dtl_said *claim)
{
	return r->known_at == claim->known_at && r->origin == claim->origin;
}

static int by_time(const void *left, const void *right)
{
	const report *a = left, *b = right;
	if (a->known_at != b->known_at)
		return a->known_at < b->known_at ? -1 : 1;
	return a->first < b->first ? -1 : a->first > b->first;
}

/* The report that a claim belongs to, or NO_REPORT. */
static size_t find_report(const drift *x, const dtl_said *claim)
{
	for (size_t k = 0; k < x->count; k++)
		if (is_of(&x->reports[k], claim))
			return k;
	return NO_REPORT;
}

static dtl_status find_reports(drift *x, dtl_error *err)
{
	const dtl_record *h = &x->d.history;
	for (size_t i = 0; i < h->count; i++) {
		if (!counts(x, &h->claims[i]) || find_report(x, &h->claims[i]) != NO_REPORT)
			continue;
		report *room = dtl_array_room(x->reports, &x->cap, x->count, sizeof(*room));
		if (!room)
			return dtl_fail_memory(err);
		x->reports = room;
		room[x->count++] = (report){ h->claims[i].known_at, h->claims[i].origin, i };
	}
	if (x->count > 1)
		qsort(x->reports, x->count, sizeof(*x->reports), by_time);
	x->report_of = calloc(h->count + 1, sizeof(*x->report_of));
	if (!x->report_of)
		return dtl_fail_memory(err);
	for (size_t i = 0; i < h->count; i++)
		x->report_of[i] = counts(x, &h->claims[i]) ? find_report(x, &h->claims[i]) : NO_REPORT;
	return DTL_OK;
}

/* What the timeline shows by the first `count` reports, into x->d.now. */
static dtl_status project(drift *x, size_t count, dtl_error *err)
{
	const dtl_record *h = &x->d.history;
	dtl_words_begin(&x->d.book, h);
	for (size_t i = 0; i < h->count; i++)
		if (x->report_of[i] < count)
			dtl_words_say(&x->d.book, i);
	if (x->d.book.failed)
		return dtl_fail_memory(err);
	return dtl_project(&x->d.now, &x->d.book, err);
}

static sayings gather(const drift *x, size_t index)
{
	const dtl_record *h = &x->d.history;
	sayings s = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
	const struct {
		const char *field;
		dtl_slice *value;
	} rows[] = { { "when", &s.when }, { "place", &s.place }, { "status", &s.status } };
	dtl_register said;
	for (size_t i = x->reports[index].first; i < h->count; i++) {
		if (x->report_of[i] != index)
			continue;
		dtl_patch_walk walk = dtl_patch_open(DTL_EVENT, h->claims[i].patch);
		while (dtl_patch_next(&walk, &said))
			for (size_t k = 0; k < 3; k++)
				if (said.field.data && dtl_slice_is(said.field, rows[k].field) &&
				    dtl_field_valid(DTL_EVENT, said.field, said.member, said.value, NULL))
					*rows[k].value = said.value;
	}
	return s;
}

/* A string member of an object (or, without a key, the value itself) as text of the report; NULL: none. */
static const char *text_of(drift *x, dtl_slice value, const char *key)
{
	if (key && !dtl_json_get(value, key, &value))
		return NULL;
	const char *text = dtl_derive_string(&x->d.text, value);
	return text && *text ? dtl_arena_text(&x->loader.arena, text) : NULL;
}

/* Into x->loader.place; a place of which nobody has said anything is its key. */
static dtl_status load_place(drift *x, const char *key, dtl_error *err)
{
	dtl_stmt *st = NULL;
	x->loader.place = (dtl_place){ .id = key };
	dtl_status status = key ? dtl_stmt_cached(x->d.db, &st, sql_place, err) : DTL_DONE;
	if (status != DTL_OK)
		return status == DTL_DONE ? DTL_OK : status;
	dtl_bind_text(st, ":key", key);
	status = dtl_stmt_step(st, err);
	int64_t place = status == DTL_OK ? dtl_take_int(st) : 0;
	dtl_stmt_reset(st);
	if (status == DTL_OK)
		return dtl_load_place(&x->loader, place, err);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status stand(drift *x, const dtl_projection *p, dtl_standing *out, dtl_error *err)
{
	dtl_slice when = dtl_projected(p, "when");
	dtl_status status = load_place(x, text_of(x, dtl_projected(p, "place"), NULL), err);
	*out = (dtl_standing){ .place = x->loader.place.id, .above = x->loader.place.parent };
	out->dated = when.data && dtl_when_date(when, &out->date);
	out->status = text_of(x, dtl_projected(p, "status"), NULL);
	return status;
}

static dtl_status compare(drift *x, dtl_turns *out, dtl_error *err)
{
	dtl_standing before, after;
	*out = (dtl_turns){ .count = 0 };
	if (!x->before.whole || !x->d.now.whole) {
		if (x->before.whole || x->d.now.whole)
			dtl_turns_add(out, x->d.now.whole ? DTL_TURN_NEW : DTL_TURN_REMOVED);
		return DTL_OK;
	}
	dtl_status status = stand(x, &x->before, &before, err);
	if (status == DTL_OK)
		status = stand(x, &x->d.now, &after, err);
	if (status == DTL_OK)
		*out = dtl_turns_between(&before, &after);
	return status;
}

/* Does the timeline show a value that was said? Of a date its meaning counts, not its words. */
static bool shows(const drift *x, const char *field, dtl_slice said)
{
	static const char *const meaning[] = { "edtf", "tz", "unknown" };
	dtl_slice shown = dtl_projected(&x->d.now, field);
	if (!said.data)
		return true;
	if (!shown.data || dtl_json_is_null(said))
		return !shown.data && dtl_json_is_null(said);
	if (!dtl_json_is_object(said))
		return dtl_slice_compare(said, shown) == 0;
	for (size_t i = 0; i < sizeof(meaning) / sizeof(meaning[0]); i++) {
		dtl_slice a = { NULL, 0 }, b = { NULL, 0 };
		dtl_json_get(said, meaning[i], &a);
		dtl_json_get(shown, meaning[i], &b);
		if (dtl_slice_compare(a, b) != 0)
			return false;
	}
	return true;
}

static dtl_status describe(drift *x, const sayings *s, dtl_error *err)
{
	dtl_event *e = &x->said;
	*e = (dtl_event){ .status = text_of(x, s->status, NULL) };
	e->edtf = s->when.data ? text_of(x, s->when, "edtf") : NULL;
	e->unknown = s->when.data && !e->edtf && !dtl_json_is_null(s->when);
	e->text = s->when.data ? text_of(x, s->when, "text") : NULL;
	e->said_on = s->when.data ? text_of(x, s->when, "said_on") : NULL;
	e->tz = s->when.data ? text_of(x, s->when, "tz") : NULL;
	if (e->edtf && !dtl_when_date(s->when, &e->date))
		e->edtf = NULL;
	dtl_status status = load_place(x, text_of(x, s->place, NULL), err);
	x->place = x->loader.place;
	if (x->place.id)
		e->place = &x->place;
	return status == DTL_OK && x->loader.arena.failed ? dtl_fail_memory(err) : status;
}

static dtl_status tell(drift *x, size_t index, dtl_drift_fn each, void *user, dtl_error *err)
{
	const report *r = &x->reports[index];
	dtl_drift_report out = { .said = &x->said };
	dtl_arena_clear(&x->loader.arena);
	dtl_status status = project(x, index + 1, err);
	if (status == DTL_OK)
		status = compare(x, &out.turns, err);
	sayings s = gather(x, index);
	out.has_when = s.when.data != NULL;
	out.has_place = s.place.data != NULL;
	out.has_status = s.status.data != NULL;
	out.shows = shows(x, "when", s.when) && shows(x, "place", s.place) && shows(x, "status", s.status);
	if (out.has_when || out.has_place || out.has_status)
		out.shows = out.shows && x->d.now.whole;
	if (status == DTL_OK)
		status = describe(x, &s, err);
	if (status == DTL_OK)
		status =
		    dtl_witness_of(&out.by, x->d.db, &x->d.history.claims[r->first], &x->loader.arena, err);
	bool removed = out.turns.count > 0 && out.turns.list[0] == DTL_TURN_REMOVED;
	if (status == DTL_OK && (out.has_when || out.has_place || out.has_status || removed))
		status = each(user, &out, err);
	return status == DTL_OK ? dtl_projection_copy(&x->before, &x->d.now, err) : status;
}

static dtl_status load(drift *x, const char *id, dtl_error *err)
{
	int64_t entity = 0;
	dtl_status status = dtl_name_resolve(x->d.db, DTL_EVENT, id, &entity, err);
	if (status == DTL_OK)
		status = dtl_derive_load(&x->d, DTL_EVENT, entity, false, err);
	if (status == DTL_OK)
		status = find_reports(x, err);
	if (status == DTL_OK && x->count == 0)
		status = dtl_fail(err, DTL_E_NOTFOUND, "no event '%s'%s", id,
		    x->as_of == DTL_TIME_MAX ? "" : " was known then");
	return status;
}

dtl_status dtl_drift(dtl_db *db, const char *id, int64_t as_of, dtl_drift_fn each, void *user, dtl_error *err)
{
	drift x = { .d = { .db = db->store }, .as_of = as_of };
	dtl_loader_init(&x.loader, db->store, as_of, 0);
	dtl_status status = load(&x, id, err);
	for (size_t i = 0; i < x.count && status == DTL_OK; i++)
		status = tell(&x, i, each, user, err);
	free(x.reports);
	free(x.report_of);
	dtl_projection_free(&x.before);
	dtl_loader_free(&x.loader);
	dtl_deriver_free(&x.d);
	return status;
}
