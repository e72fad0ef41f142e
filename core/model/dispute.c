/* From the words on an event to the table `contested`. */
#include "model/dispute.h"

#include "base/array.h"
#include "model/fields.h"

#include <dateline/edit.h>
#include <stdlib.h>
#include <string.h>

static const char sql_row[] =
    "INSERT INTO contested(event, field, ord, known_from, known_to, standing, source, said_at, value, place)"
    " VALUES(:event, :field, :ord, :known_from, :known_to, :standing, :source, :said_at, :value, :place)";

enum { SHOWN = 1, CONTRARY = 2, FITTING = 3, VAGUER = 4 };
enum { DAY_SECONDS = 86400, FAR_ZONE = 14 * 3600, NEAR_IN_TIME = 3 * DAY_SECONDS };

typedef dtl_contested_word word;

/* How one word stands to the word that shows, but for the time at which they became known. */
typedef int (*compare_fn)(const word *shown, const word *other);

/* A day without a time may be that day anywhere on earth. */
static dtl_bounds widened(const dtl_date *date, const dtl_date *against)
{
	dtl_bounds b = date->bounds;
	if (date->has_time || !against->has_time)
		return b;
	b.start_lo -= b.start_lo > DTL_TIME_MIN + FAR_ZONE ? FAR_ZONE : 0;
	b.end_lo -= b.end_lo > DTL_TIME_MIN + FAR_ZONE ? FAR_ZONE : 0;
	b.start_hi += b.start_hi < DTL_TIME_MAX - FAR_ZONE ? FAR_ZONE : 0;
	b.end_hi += b.end_hi < DTL_TIME_MAX - FAR_ZONE ? FAR_ZONE : 0;
	return b;
}

static int compare_when(const word *shown, const word *other)
{
	if (!shown->dated || !other->dated)
		return FITTING;
	dtl_bounds a = widened(&shown->date, &other->date), b = widened(&other->date, &shown->date);
	if (dtl_bounds_equal(&a, &b))
		return FITTING;
	if (dtl_bounds_within(&a, &b))
		return VAGUER;
	return dtl_bounds_within(&b, &a) ? FITTING : CONTRARY;
}

static int compare_place(const word *shown, const word *other)
{
	return dtl_slice_compare(shown->value, other->value) == 0 ? FITTING : CONTRARY;
}

static int compare_status(const word *shown, const word *other)
{
	bool held = dtl_slice_is(shown->value, "\"held\"") || dtl_slice_is(other->value, "\"held\"");
	bool cancelled =
	    dtl_slice_is(shown->value, "\"cancelled\"") || dtl_slice_is(other->value, "\"cancelled\"");
	return held && cancelled ? CONTRARY : FITTING;
}

static int compare_edition(const word *shown, const word *other)
{
	if (!shown->value.data || !other->value.data)
		return FITTING;
	if (shown->series.data && other->series.data && dtl_slice_compare(shown->series, other->series) != 0)
		return FITTING;
	return dtl_slice_compare(shown->value, other->value) == 0 ? FITTING : CONTRARY;
}

static const struct contested {
	const char *name;  /* in the table */
	const char *field; /* in the ledger */
	compare_fn compare;
} contested[DTL_CONTESTED_FIELDS] = {
	{ "when", "when", compare_when },
	{ "place", "place", compare_place },
	{ "status", "status", compare_status },
	{ "edition", "series", compare_edition },
};
enum { WHEN = 0, PLACE = 1, EDITION = 3 };

/* Have two sources spoken? */
static bool several_sources(const dtl_record *h)
{
	const char *first = NULL;
	for (size_t i = 0; i < h->origin_count; i++) {
		const char *source = h->origins[i].source;
		if (first && source && strcmp(first, source) != 0)
			return true;
		first = first ? first : source;
	}
	return false;
}

dtl_status dtl_contest_begin(dtl_contest *c, const dtl_deriver *d, dtl_error *err)
{
	size_t count = d->history.count;
	*c = (dtl_contest){ .idle = !several_sources(&d->history) };
	for (int i = 0; i < DTL_CONTESTED_FIELDS && !c->idle; i++) {
		dtl_contested_field *f = &c->fields[i];
		f->standing = calloc(count, sizeof *f->standing);
		f->since = calloc(count, sizeof *f->since);
		f->present = calloc(count, sizeof *f->present);
		f->words = calloc(count, sizeof *f->words);
		if (!f->standing || !f->since || !f->present || !f->words)
			return dtl_fail_memory(err);
	}
	return DTL_OK;
}

void dtl_contest_free(dtl_contest *c)
{
	for (int i = 0; i < DTL_CONTESTED_FIELDS; i++) {
		free(c->fields[i].standing);
		free(c->fields[i].since);
		free(c->fields[i].present);
		free(c->fields[i].words);
	}
	free(c->rows);
	*c = (dtl_contest){ .idle = true };
}

/* What a claim says, read at its first use. */
static const word *read_word(
    dtl_contest *c, int field, const dtl_deriver *d, const dtl_utterance *u, size_t reg)
{
	word *w = &c->fields[field].words[u->said];
	if (w->read)
		return w;
	const dtl_word_register *r = &d->book.registers[reg];
	w->read = true;
	w->value = u->value;
	w->counts =
	    !dtl_json_is_null(u->value) && dtl_field_valid(DTL_EVENT, r->field, r->member, u->value, NULL);
	if (field == WHEN && w->counts)
		w->dated = dtl_when_date(u->value, &w->date);
	if (field == EDITION && w->counts) {
		if (!dtl_json_get(u->value, "edition", &w->value))
			w->value = (dtl_slice){ NULL, 0 };
		if (!dtl_json_get(u->value, "id", &w->series))
			w->series = (dtl_slice){ NULL, 0 };
	}
	return w;
}

/* The word that shows on a register, or DTL_NO_WORD. */
static size_t find_shown(const dtl_projection *p, size_t reg)
{
	for (size_t i = 0; p->whole && i < p->count; i++)
		if (p->values[i].reg == reg)
			return p->values[i].word;
	return DTL_NO_WORD;
}

/* What shows at a moment, and what words are measured against. */
typedef struct measure {
	int field;
	size_t reg, shown; /* `shown` is an utterance, or DTL_NO_WORD */
	const word *word;  /* what it says */
	bool final;        /* nothing is contrary to it: a person's own word, or a preferred one */
	bool dated;
	int64_t began; /* the earliest start of the event, with `dated` */
} measure;

static measure take_measure(dtl_contest *c, int field, const dtl_deriver *d, size_t reg)
{
	measure m = { .field = field, .reg = reg, .shown = find_shown(&d->now, reg) };
	dtl_slice when = dtl_projected(&d->now, "when");
	dtl_date date;
	if (m.shown == DTL_NO_WORD)
		return m;
	const dtl_utterance *u = &d->book.words[m.shown];
	const dtl_said *claim = &d->history.claims[u->said];
	m.word = read_word(c, field, d, u, reg);
	m.final = !claim->source || claim->rank == DTL_RANK_PREFERRED;
	if (when.data && !m.final && dtl_when_date(when, &date)) {
		m.dated = true;
		m.began = date.bounds.start_lo;
	}
	return m;
}

/* Did both become known after the event began, or near each other? */
static bool timely(const measure *m, const dtl_said *a, const dtl_said *b)
{
	int64_t early = a->known_at < b->known_at ? a->known_at : b->known_at;
	int64_t late = a->known_at < b->known_at ? b->known_at : a->known_at;
	if ((uint64_t)late - (uint64_t)early <= NEAR_IN_TIME)
		return true;
	return m->dated && early >= m->began;
}

static int stand(dtl_contest *c, const dtl_deriver *d, const measure *m, size_t index)
{
	const dtl_utterance *u = &d->book.words[index];
	const dtl_said *claim = &d->history.claims[u->said];
	if (!claim->source_entity || dtl_words_removed(&d->book, d->history.origins[u->origin].member))
		return 0;
	const word *w = read_word(c, m->field, d, u, m->reg);
	if (!w->counts)
		return 0;
	if (index == m->shown)
		return SHOWN;
	if (m->shown == DTL_NO_WORD || m->final)
		return FITTING;
	int standing = contested[m->field].compare(m->word, w);
	const dtl_said *shown = &d->history.claims[d->book.words[m->shown].said];
	return standing == CONTRARY && !timely(m, shown, claim) ? FITTING : standing;
}

/* The claim stands like that since `t`; the row of how it stood before ends. */
static bool set_standing(dtl_contest *c, int field, size_t said, int standing, int64_t t)
{
	dtl_contested_field *f = &c->fields[field];
	if (f->standing[said] == standing)
		return true;
	if (f->standing[said]) {
		dtl_contested_row *room = dtl_array_room(c->rows, &c->row_cap, c->row_count, sizeof *room);
		if (!room)
			return false;
		c->rows = room;
		room[c->row_count++] =
		    (dtl_contested_row){ field, f->standing[said], said, f->since[said], t };
	}
	f->standing[said] = (unsigned char)standing;
	f->since[said] = t;
	f->contrary = f->contrary || standing == CONTRARY;
	return true;
}

/* Those that were somebody's word and no longer are: `first` … are the old ones behind the new. */
static bool end_absent(dtl_contest *c, int field, const dtl_deriver *d, size_t reg, int64_t t)
{
	dtl_contested_field *f = &c->fields[field];
	bool fine = true;
	for (size_t i = 0; i < f->present_count; i++) {
		bool still = false;
		size_t w = reg == DTL_NO_WORD ? DTL_NO_WORD : d->book.registers[reg].first;
		for (; w != DTL_NO_WORD && !still; w = d->book.words[w].next)
			still = d->book.words[w].said == f->present[i];
		if (!still)
			fine = set_standing(c, field, f->present[i], 0, t) && fine;
	}
	f->present_count = 0;
	return fine;
}

static bool look_at(dtl_contest *c, int field, dtl_deriver *d, int64_t t)
{
	dtl_contested_field *f = &c->fields[field];
	const char *name = contested[field].field;
	size_t reg = dtl_words_find(&d->book, (dtl_slice){ name, strlen(name) }, (dtl_slice){ NULL, 0 });
	bool fine = end_absent(c, field, d, reg, t);
	if (reg == DTL_NO_WORD)
		return fine;
	measure m = take_measure(c, field, d, reg);
	for (size_t w = d->book.registers[reg].first; w != DTL_NO_WORD && fine; w = d->book.words[w].next) {
		fine = set_standing(c, field, d->book.words[w].said, stand(c, d, &m, w), t);
		f->present[f->present_count++] = d->book.words[w].said;
	}
	return fine;
}

dtl_status dtl_contest_look(dtl_contest *c, dtl_deriver *d, int64_t t, dtl_error *err)
{
	for (int i = 0; i < DTL_CONTESTED_FIELDS && !c->idle; i++)
		if (!look_at(c, i, d, t))
			return dtl_fail_memory(err);
	return DTL_OK;
}

static dtl_status write_row(
    dtl_deriver *d, const dtl_contest *c, const dtl_contested_row *row, dtl_error *err)
{
	const dtl_said *claim = &d->history.claims[row->said];
	const word *w = &c->fields[row->field].words[row->said];
	dtl_slice value = w->value;
	int64_t place = 0;
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(d->db, &st, sql_row, err);
	if (status == DTL_OK && row->field == PLACE)
		status = dtl_derive_ref(d, DTL_PLACE, value, &place, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":event", d->group[0]);
	dtl_bind_text(st, ":field", contested[row->field].name);
	dtl_bind_int(st, ":ord", (int64_t)row->said);
	dtl_bind_int(st, ":known_from", row->from);
	dtl_bind_int(st, ":known_to", row->to);
	dtl_bind_int(st, ":standing", row->standing);
	dtl_bind_int(st, ":source", claim->source_entity);
	dtl_bind_int(st, ":said_at", claim->known_at);
	if (row->field == WHEN && !dtl_json_get(value, "edtf", &value))
		value = (dtl_slice){ NULL, 0 };
	if (value.data && dtl_json_is_string(value))
		dtl_derive_bind(d, st, ":value", value);
	else
		dtl_bind_text_len(st, ":value", value.data ? value.data : "", value.data ? value.len : 0);
	if (place)
		dtl_bind_int(st, ":place", place);
	return dtl_stmt_run(st, err);
}

dtl_status dtl_contest_write(dtl_contest *c, dtl_deriver *d, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (int i = 0; i < DTL_CONTESTED_FIELDS && !c->idle; i++) {
		dtl_contested_field *f = &c->fields[i];
		for (size_t k = 0; k < f->present_count; k++)
			if (!set_standing(c, i, f->present[k], 0, DTL_TIME_MAX))
				return dtl_fail_memory(err);
	}
	for (size_t i = 0; i < c->row_count && status == DTL_OK; i++)
		if (c->fields[c->rows[i].field].contrary)
			status = write_row(d, c, &c->rows[i], err);
	return status;
}
