/* A briefing: what reads differently between two moments of knowledge. */
#include "base/array.h"
#include "base/error.h"
#include "model/db.h"
#include "model/things.h"
#include "query/cursor.h"
#include "query/diff_fields.h"
#include "query/diff_turn.h"
#include <stdlib.h>
#include <string.h>

static const char sql_place_in_time[] = "SELECT e.event, e.span=6, e.start_lo, e.end_hi, e.key FROM event e"
					" WHERE e.id=:version";
static const char sql_version_at[] =
    "SELECT id FROM event WHERE event=:event AND known_from<:moment AND known_to>=:moment";
static const char sql_first_since[] =
    "SELECT id FROM event WHERE event=:event AND known_from>=:moment ORDER BY known_from LIMIT 1";

/* An event of which something changed. */
typedef struct entry {
	int64_t event;
	int64_t before, after; /* versions; 0: none */
	bool undated;
	int64_t start_lo, end_hi;
	const char *key;
} entry;

typedef struct diff {
	dtl_store *store;
	int64_t from, to;
	entry *entries;
	size_t count, cap;
	dtl_arena arena; /* of the entries' keys */
	dtl_deriver d;
	dtl_projection before;
	dtl_field_changes fields;
	dtl_loader then, first, now;
} diff;

/* ---- which events ---- */

static dtl_status add_version(diff *x, int64_t version, dtl_error *err)
{
	dtl_stmt *st = NULL;
	entry *room = dtl_array_room(x->entries, &x->cap, x->count, sizeof(*room));
	if (!room)
		return dtl_fail_memory(err);
	x->entries = room;
	dtl_status status = dtl_stmt_cached(x->store, &st, sql_place_in_time, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":version", version);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		entry *e = &x->entries[x->count++];
		*e = (entry){ .event = dtl_take_int(st) };
		e->undated = dtl_take_int(st) != 0;
		e->start_lo = dtl_take_int(st);
		e->end_hi = dtl_take_int(st);
		e->key = dtl_arena_text(&x->arena, dtl_take_text(st));
	}
	dtl_stmt_reset(st);
	if (x->arena.failed)
		return dtl_fail_memory(err);
	return status == DTL_DONE ? DTL_OK : status;
}

/* Those that match as known before `moment`. */
static dtl_status collect(diff *x, dtl_db *db, const dtl_ask *ask, int64_t moment, dtl_error *err)
{
	dtl_ask then = *ask;
	dtl_cursor *c = NULL;
	int64_t version = 0;
	then.has_as_of = true;
	then.as_of = moment;
	then.changed_from = x->from;
	then.changed_to = x->to;
	dtl_status status = dtl_find_events(&c, db, &then, err);
	while (status == DTL_OK && (status = dtl_cursor_version(c, &version, err)) == DTL_OK)
		status = add_version(x, version, err);
	dtl_cursor_close(c);
	return status == DTL_DONE ? DTL_OK : status;
}

static int by_event(const void *left, const void *right)
{
	const entry *a = left, *b = right;
	return a->event < b->event ? -1 : a->event > b->event;
}

static int by_date(const void *left, const void *right)
{
	const entry *a = left, *b = right;
	if (a->undated != b->undated)
		return a->undated ? 1 : -1;
	if (a->start_lo != b->start_lo)
		return a->start_lo < b->start_lo ? -1 : 1;
	if (a->end_hi != b->end_hi)
		return a->end_hi < b->end_hi ? -1 : 1;
	return strcmp(a->key, b->key);
}

static dtl_status find_version(
    diff *x, const char *sql, int64_t event, int64_t moment, int64_t *out, dtl_error *err)
{
	dtl_stmt *st = NULL;
	*out = 0;
	dtl_status status = dtl_stmt_cached(x->store, &st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":event", event);
	dtl_bind_int(st, ":moment", moment);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		*out = dtl_take_int(st);
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* Each event once, with both its versions, where it stands now, or else stood then. */
static dtl_status settle(diff *x, dtl_error *err)
{
	size_t found = x->count;
	int64_t last = 0;
	dtl_status status = DTL_OK;
	if (found > 1)
		qsort(x->entries, found, sizeof(*x->entries), by_event);
	x->count = 0;
	for (size_t i = 0; i < found && status == DTL_OK; i++) {
		entry e = x->entries[i];
		if (e.event == last)
			continue;
		last = e.event;
		status = find_version(x, sql_version_at, e.event, x->from, &e.before, err);
		if (status == DTL_OK)
			status = find_version(x, sql_version_at, e.event, x->to, &e.after, err);
		x->entries[x->count++] = e;
	}
	return status;
}

static dtl_status find_entries(diff *x, dtl_db *db, const dtl_ask *ask, dtl_error *err)
{
	dtl_status status = collect(x, db, ask, x->to, err);
	if (status == DTL_OK)
		status = collect(x, db, ask, x->from, err);
	if (status == DTL_OK)
		status = settle(x, err);
	if (x->count > 1)
		qsort(x->entries, x->count, sizeof(*x->entries), by_date);
	return status;
}

/* ---- whose words made the difference ---- */

static bool in_between(const diff *x, const dtl_said *claim)
{
	return claim->live && claim->rank != DTL_RANK_DEPRECATED && claim->known_at >= x->from &&
	       claim->known_at < x->to;
}

/* The claim that made a register read as it does now: the first that said so; where nobody says it, the last that spoke of it. */
static size_t cause_of_register(const diff *x, const dtl_word_register *reg)
{
	const dtl_wordbook *book = &x->d.book;
	dtl_slice now = dtl_reading_of(&x->d.now, reg->field, reg->member);
	size_t first = DTL_NO_WORD, last = DTL_NO_WORD;
	for (size_t w = reg->first; w != DTL_NO_WORD; w = book->words[w].next) {
		size_t said = book->words[w].said;
		if (!in_between(x, &x->d.history.claims[said]))
			continue;
		bool same = now.data && dtl_slice_compare(book->words[w].value, now) == 0;
		if (same && (first == DTL_NO_WORD || said < first))
			first = said;
		if (last == DTL_NO_WORD || said > last)
			last = said;
	}
	return first != DTL_NO_WORD ? first : last;
}

static bool differs(const diff *x, const dtl_word_register *reg)
{
	dtl_slice was = dtl_reading_of(&x->before, reg->field, reg->member);
	dtl_slice is = dtl_reading_of(&x->d.now, reg->field, reg->member);
	return (was.data != NULL) != (is.data != NULL) || (was.data && dtl_slice_compare(was, is) != 0);
}

/* The newest (or first) claim of those in between. */
static size_t any_cause(const diff *x, bool newest)
{
	size_t found = DTL_NO_WORD;
	for (size_t i = 0; i < x->d.history.count && (newest || found == DTL_NO_WORD); i++)
		if (in_between(x, &x->d.history.claims[i]))
			found = i;
	return found;
}

/* `field` NULL: that it was removed. */
static size_t cause_of(const diff *x, const char *field)
{
	size_t cause = DTL_NO_WORD;
	for (size_t i = 0; i < x->d.book.register_count; i++) {
		const dtl_word_register *reg = &x->d.book.registers[i];
		bool concerned = field ? reg->field.data && dtl_slice_is(reg->field, field) && differs(x, reg)
				       : !reg->field.data;
		size_t by = concerned ? cause_of_register(x, reg) : DTL_NO_WORD;
		if (by != DTL_NO_WORD && (cause == DTL_NO_WORD || by > cause))
			cause = by;
	}
	return cause != DTL_NO_WORD ? cause : any_cause(x, true);
}

static dtl_status witness(diff *x, size_t cause, dtl_witness *out, dtl_error *err)
{
	*out = (dtl_witness){ .source = NULL };
	if (cause == DTL_NO_WORD)
		return DTL_OK;
	return dtl_witness_of(out, x->store, &x->d.history.claims[cause], &x->fields.arena, err);
}

/* What was known of the event at both moments, as the ledger keeps it, and who made the difference. */
static dtl_status compare_words(diff *x, const entry *e, dtl_error *err)
{
	dtl_status status = dtl_derive_load(&x->d, DTL_EVENT, e->event, false, err);
	if (status == DTL_OK)
		status = dtl_words_fold(&x->d.book, &x->d.history, x->from, false, err);
	if (status == DTL_OK)
		status = dtl_project(&x->d.now, &x->d.book, err);
	if (status == DTL_OK)
		status = dtl_projection_copy(&x->before, &x->d.now, err);
	if (status == DTL_OK)
		status = dtl_words_fold(&x->d.book, &x->d.history, x->to, false, err);
	if (status == DTL_OK)
		status = dtl_project(&x->d.now, &x->d.book, err);
	if (status == DTL_OK)
		status = dtl_fields_compare(&x->fields, &x->before, &x->d.now, err);
	for (size_t i = 0; i < x->fields.count && status == DTL_OK; i++)
		status = witness(
		    x, cause_of(x, e->after ? x->fields.items[i].field : NULL), &x->fields.items[i].by, err);
	return status;
}

/* ---- the news ---- */

static dtl_standing standing_of(const dtl_event *e)
{
	dtl_standing s = { .dated = e->edtf != NULL, .date = e->date, .status = e->status };
	s.place = e->place ? e->place->id : NULL;
	s.above = e->place ? e->place->parent : NULL;
	return s;
}

static dtl_turns turns_of(const dtl_news *news)
{
	dtl_turns turns = { .count = 0 };
	if (!news->before || !news->after) {
		dtl_turns_add(&turns, news->after ? DTL_TURN_NEW : DTL_TURN_REMOVED);
		return turns;
	}
	dtl_standing before = standing_of(news->before), after = standing_of(news->after);
	turns = dtl_turns_between(&before, &after);
	if (turns.count == 0)
		dtl_turns_add(&turns, DTL_TURN_OTHER);
	return turns;
}

/* Which field a turn is about; NULL: any. */
static const char *const about[DTL_TURNS] = {
	[DTL_TURN_FIRMED_UP] = "when",
	[DTL_TURN_SLIPPED] = "when",
	[DTL_TURN_BROUGHT_FORWARD] = "when",
	[DTL_TURN_MOVED] = "place",
	[DTL_TURN_POSTPONED] = "status",
	[DTL_TURN_CANCELLED] = "status",
	[DTL_TURN_STATUS] = "status",
	[DTL_TURN_HELD] = "status",
	[DTL_TURN_LESS_CERTAIN] = "when",
};

static const dtl_witness *find_by(const dtl_field_changes *fields, const char *field)
{
	for (size_t i = 0; i < fields->count && field; i++)
		if (strcmp(fields->items[i].field, field) == 0)
			return &fields->items[i].by;
	return NULL;
}

/* Who made the foremost turn. What firmed up without its date did so by its place. */
static dtl_status name_witness(diff *x, dtl_news *news, dtl_error *err)
{
	if (!news->before)
		return witness(x, any_cause(x, false), &news->by, err);
	const char *field = about[news->turns.list[0]];
	const dtl_witness *by = find_by(&x->fields, field);
	if (!by && field)
		by = find_by(&x->fields, "place");
	news->by = by ? *by : x->fields.items[0].by;
	return DTL_OK;
}

static dtl_status load_versions(diff *x, const entry *e, dtl_news *news, dtl_error *err)
{
	int64_t first = 0;
	dtl_status status = DTL_OK;
	if (e->before)
		status = dtl_load_event(&x->then, e->before, &news->before, err);
	if (status == DTL_OK && e->after)
		status = dtl_load_event(&x->now, e->after, &news->after, err);
	if (status == DTL_OK && !e->before)
		status = find_version(x, sql_first_since, e->event, x->from, &first, err);
	if (status == DTL_OK && first && first != e->after)
		status = dtl_load_event(&x->first, first, &news->first, err);
	return status;
}

static dtl_status tell(diff *x, const entry *e, dtl_news_fn each, void *user, dtl_error *err)
{
	dtl_news news = { .before = NULL };
	dtl_status status = compare_words(x, e, err);
	if (status != DTL_OK || x->fields.count == 0)
		return status; /* it changed, and changed back */
	status = load_versions(x, e, &news, err);
	if (status != DTL_OK)
		return status;
	news.turns = turns_of(&news);
	news.fields = x->fields.items;
	news.field_count = x->fields.count;
	status = name_witness(x, &news, err);
	return status == DTL_OK ? each(user, &news, err) : status;
}

static void release(diff *x)
{
	free(x->entries);
	dtl_arena_free(&x->arena);
	dtl_projection_free(&x->before);
	dtl_field_changes_free(&x->fields);
	dtl_loader_free(&x->then);
	dtl_loader_free(&x->first);
	dtl_loader_free(&x->now);
	dtl_deriver_free(&x->d);
}

dtl_status dtl_diff(
    dtl_db *db, const dtl_ask *ask, int64_t from, dtl_news_fn each, void *user, dtl_error *err)
{
	int64_t to = ask->has_as_of ? ask->as_of : DTL_TIME_MAX;
	if (from > to)
		return dtl_fail(err, DTL_E_ARGUMENT, "the first moment is later than the second");
	diff x = { .store = db->store, .from = from, .to = to, .d = { .db = db->store } };
	dtl_loader_init(&x.then, db->store, from, ask->today);
	dtl_loader_init(&x.first, db->store, to, ask->today);
	dtl_loader_init(&x.now, db->store, to, ask->today);
	dtl_status status = find_entries(&x, db, ask, err);
	for (size_t i = 0; i < x.count && status == DTL_OK; i++)
		status = tell(&x, &x.entries[i], each, user, err);
	release(&x);
	return status;
}
