/* What an event counts under. */
#include "base/array.h"
#include "base/error.h"
#include "query/stats.h"
#include <stdio.h>
#include <stdlib.h>

/* ---- years and months ---- */

enum { MONTHS = 12, LAST_YEAR = 9999 };

int64_t dtl_stat_time_of(bool years, int64_t t)
{
	int64_t year;
	int month, day;
	dtl_civil_from_days(dtl_day_of(t), &year, &month, &day);
	return years ? year : year * MONTHS + month - 1;
}

/* "2013", "2013-07"; years of more than four digits as EDTF has them. */
static void print_time(char *buf, size_t size, bool years, int64_t value)
{
	int64_t year = years ? value : value / MONTHS;
	if (!years && value % MONTHS < 0)
		year--;
	bool far = year > LAST_YEAR || year < -LAST_YEAR;
	int len = snprintf(buf, size,
	    far        ? "Y%lld"
	    : year < 0 ? "-%04lld"
		       : "%04lld",
	    (long long)(year < 0 && !far ? -year : year));
	if (!years && len > 0 && (size_t)len < size)
		snprintf(buf + len, size - (size_t)len, "-%02d", (int)(value - year * MONTHS) + 1);
}

void dtl_stat_time_key(char *buf, size_t size, bool years, int64_t a, int64_t b)
{
	char from[32] = "", to[32] = "";
	if (a != DTL_STAT_SINCE)
		print_time(from, sizeof(from), years, a);
	if (b != DTL_STAT_UNTIL)
		print_time(to, sizeof(to), years, b);
	if (a == b)
		snprintf(buf, size, "%s", from);
	else if (!*from && !*to)
		snprintf(buf, size, "../..");
	else
		snprintf(buf, size, "[%s..%s]", from, to);
}

static const char sql_start[] = "SELECT start_hi FROM event WHERE id=:version";
static const char sql_start_projected[] = "SELECT start_hi FROM query_projected WHERE id=:version";

/* The rows leave out until when it may begin: it takes another look-up, and seldom matters. */
static dtl_status find_start(dtl_stat_count *s, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_stat_hand *h = &s->hand;
	if (h->starts)
		return DTL_OK;
	dtl_status status =
	    dtl_stmt_cached(s->store, &st, h->version < 0 ? sql_start_projected : sql_start, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":version", h->version);
	status = dtl_stmt_step(st, err);
	h->start_hi = status == DTL_OK ? dtl_take_int(st) : h->end_hi;
	h->starts = true;
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* The first and the last year or month in which it may begin. */
static dtl_status find_time(dtl_stat_count *s, bool years, int64_t *a, int64_t *b, dtl_error *err)
{
	dtl_stat_hand *h = &s->hand;
	*a = h->start_lo == DTL_TIME_MIN ? DTL_STAT_SINCE : dtl_stat_time_of(years, h->start_lo);
	*b = h->end_hi == DTL_TIME_MAX ? DTL_STAT_UNTIL : dtl_stat_time_of(years, h->end_hi - 1);
	if (*a == *b)
		return DTL_OK;
	dtl_status status = find_start(s, err);
	/* With no beginning at all it is known by its end. */
	if (status == DTL_OK && h->start_hi != DTL_TIME_MIN)
		*b = h->start_hi == DTL_TIME_MAX ? DTL_STAT_UNTIL : dtl_stat_time_of(years, h->start_hi - 1);
	return status;
}

/* ---- values ---- */

bool dtl_stat_put(dtl_stat_members *m, int64_t entity, int64_t behalf)
{
	for (size_t i = 0; i < m->count; i++)
		if (m->items[i].entity == entity && m->items[i].behalf == behalf)
			return true;
	dtl_stat_member *room = dtl_array_room(m->items, &m->cap, m->count, sizeof(*room));
	if (!room)
		return false;
	m->items = room;
	room[m->count++] = (dtl_stat_member){ entity, behalf };
	return true;
}

/* The event at hand has this value; `once`: it may have come before. */
static dtl_status add(dtl_stat_side *side, int64_t a, int64_t b, bool once, dtl_error *err)
{
	bool made;
	int64_t *number = dtl_tally_at(&side->index, a, b, (int64_t)side->count, &made);
	if (made) {
		dtl_stat_entry *room = dtl_array_room(side->entries, &side->cap, side->count, sizeof(*room));
		if (!room)
			return dtl_fail_memory(err);
		side->entries = room;
		room[side->count++] = (dtl_stat_entry){ a, b, 0 };
	}
	size_t *now = dtl_array_room(side->now, &side->now_cap, side->now_count, sizeof(*now));
	if (!number || !now)
		return dtl_fail_memory(err);
	side->now = now;
	for (size_t i = 0; once && i < side->now_count; i++)
		if (now[i] == (size_t)*number)
			return DTL_OK;
	now[side->now_count++] = (size_t)*number;
	return DTL_OK;
}

/* An entity, with `below` also all above it. */
static dtl_status add_entity(dtl_stat_count *s, dtl_stat_side *side, int64_t entity, dtl_error *err)
{
	const dtl_party *above;
	size_t count;
	int64_t canonical = dtl_upward_canonical(&s->upward, entity);
	if (!s->below || side->by->upward < 0)
		return add(side, canonical, 0, true, err);
	dtl_status status =
	    dtl_upward_find(&s->upward, (dtl_upward_kind)side->by->upward, canonical, &above, &count, err);
	for (size_t i = 0; i < count && status == DTL_OK; i++)
		status = add(side, above[i].entity, 0, true, err);
	return status;
}

static const char sql_country[] = "SELECT country FROM place WHERE id=:place";

/* The country of a place or of the nearest one that it lies in: a word; kept under a kind of its own. */
static dtl_status find_country(dtl_stat_count *s, int64_t place, int64_t *word, dtl_error *err)
{
	enum { COUNTRIES = 100 };
	const dtl_party *above;
	size_t count;
	bool made;
	const int64_t *known = dtl_tally_find(&s->upward.known, place, COUNTRIES);
	*word = known ? *known : -1;
	dtl_status status =
	    known ? DTL_OK : dtl_upward_find(&s->upward, DTL_UPWARD_PLACES, place, &above, &count, err);
	if (known || status != DTL_OK)
		return status;
	for (size_t i = 0; i < count && *word < 0 && status == DTL_OK; i++) {
		dtl_stmt *st = NULL;
		status = dtl_stmt_cached(s->store, &st, sql_country, err);
		if (status != DTL_OK)
			return status;
		dtl_bind_int(st, ":place", above[i].entity);
		status = dtl_stmt_step(st, err);
		*word = status == DTL_OK ? dtl_wordlist_number(&s->words, dtl_take_text(st)) : -1;
		dtl_stmt_reset(st);
		status = status == DTL_DONE ? DTL_OK : status;
	}
	if (status == DTL_OK && !dtl_tally_at(&s->upward.known, place, COUNTRIES, *word, &made))
		return dtl_fail_memory(err);
	return status;
}

/* For whom somebody acts when the event takes place; nobody is found: for himself. */
static dtl_status put_parties(dtl_stat_count *s, int64_t actor, dtl_error *err)
{
	const dtl_party *found;
	size_t count;
	bool any = false, put = true;
	const dtl_stat_hand *h = &s->hand;
	dtl_status status = dtl_upward_find(&s->upward, DTL_UPWARD_PARTIES, actor, &found, &count, err);
	for (size_t i = 0; status == DTL_OK && i < count && put; i++) {
		bool undated = h->start_lo == DTL_TIME_MAX;
		if (!undated && (found[i].from >= h->end_hi || found[i].to <= h->start_lo))
			continue;
		any = true;
		put = dtl_stat_put(&s->parties, found[i].entity, 0);
	}
	if (status == DTL_OK && !any)
		put = dtl_stat_put(&s->parties, actor, 0);
	return put ? status : dtl_fail_memory(err);
}

/* Those who take part into s->parties: themselves, or whom they act for. */
static dtl_status find_parties(dtl_stat_count *s, bool named, dtl_error *err)
{
	const dtl_stat_members *m = &s->hand.members[DTL_STAT_ACTORS];
	dtl_status status = DTL_OK;
	s->parties.count = 0;
	for (size_t i = 0; i < m->count && status == DTL_OK; i++) {
		int64_t who = m->items[i].behalf && !named ? m->items[i].behalf : m->items[i].entity;
		who = dtl_upward_canonical(&s->upward, who);
		if (!named)
			status = put_parties(s, who, err);
		else if (!dtl_stat_put(&s->parties, who, 0))
			status = dtl_fail_memory(err);
	}
	return status;
}

static dtl_status add_parties(dtl_stat_count *s, dtl_stat_side *side, dtl_error *err)
{
	dtl_status status = find_parties(s, false, err);
	for (size_t i = 0; i < s->parties.count && status == DTL_OK; i++)
		status = add(side, s->parties.items[i].entity, 0, false, err);
	return status;
}

static dtl_status add_pairs(dtl_stat_count *s, dtl_stat_side *side, bool named, dtl_error *err)
{
	dtl_status status = find_parties(s, named, err);
	const dtl_stat_members *p = &s->parties;
	for (size_t i = 0; i < p->count && status == DTL_OK; i++)
		for (size_t j = i + 1; j < p->count && status == DTL_OK; j++) {
			int64_t a = p->items[i].entity, b = p->items[j].entity;
			status = add(side, a < b ? a : b, a < b ? b : a, false, err);
		}
	return status;
}

static dtl_status add_entities(dtl_stat_count *s, dtl_stat_side *side, dtl_error *err)
{
	const dtl_stat_hand *h = &s->hand;
	dtl_status status = DTL_OK;
	if (side->by->join < 0) {
		int64_t entity = side->by->column == DTL_STAT_PLACE ? h->place : h->series;
		return entity ? add_entity(s, side, entity, err) : DTL_OK;
	}
	const dtl_stat_members *m = &h->members[side->by->join];
	for (size_t i = 0; i < m->count && status == DTL_OK; i++)
		status = add_entity(s, side, m->items[i].entity, err);
	return status;
}

static dtl_status add_time(dtl_stat_count *s, dtl_stat_side *side, bool years, dtl_error *err)
{
	int64_t a, b;
	if (s->hand.start_lo == DTL_TIME_MAX && s->hand.end_hi == DTL_TIME_MAX)
		return DTL_OK;
	dtl_status status = find_time(s, years, &a, &b, err);
	return status == DTL_OK ? add(side, a, b, false, err) : status;
}

static dtl_status add_country(dtl_stat_count *s, dtl_stat_side *side, dtl_error *err)
{
	int64_t word = -1;
	dtl_status status = DTL_OK;
	if (s->hand.place)
		status = find_country(s, dtl_upward_canonical(&s->upward, s->hand.place), &word, err);
	return status == DTL_OK && word >= 0 ? add(side, word, 0, false, err) : status;
}

static dtl_status add_values(dtl_stat_count *s, dtl_stat_side *side, dtl_error *err)
{
	switch (side->by->kind) {
	case DTL_STAT_YEAR: return add_time(s, side, true, err);
	case DTL_STAT_MONTH: return add_time(s, side, false, err);
	case DTL_STAT_WORD: {
		int64_t word = s->hand.words[side->by->column];
		return word >= 0 ? add(side, word, 0, false, err) : DTL_OK;
	}
	case DTL_STAT_ENTITY: return add_entities(s, side, err);
	case DTL_STAT_COUNTRY: return add_country(s, side, err);
	case DTL_STAT_PARTY: return add_parties(s, side, err);
	case DTL_STAT_PAIR: return add_pairs(s, side, false, err);
	case DTL_STAT_NAMED_PAIR: return add_pairs(s, side, true, err);
	}
	return DTL_OK;
}

static dtl_status count_cells(
    dtl_tally *cells, const dtl_stat_side *rows, const dtl_stat_side *columns, dtl_error *err)
{
	bool made;
	for (size_t i = 0; i < rows->now_count; i++)
		for (size_t j = 0; j < columns->now_count; j++) {
			int64_t *cell =
			    dtl_tally_at(cells, (int64_t)rows->now[i], (int64_t)columns->now[j], 0, &made);
			if (!cell)
				return dtl_fail_memory(err);
			++*cell;
		}
	return DTL_OK;
}

dtl_status dtl_stat_take(dtl_stat_count *s, dtl_error *err)
{
	dtl_status status = DTL_OK;
	s->total++;
	for (size_t i = 0; i < s->side_count && status == DTL_OK; i++) {
		dtl_stat_side *side = &s->sides[i];
		side->now_count = 0;
		status = add_values(s, side, err);
		if (status == DTL_OK && side->now_count == 0)
			status = add(side, DTL_STAT_NONE, 0, false, err);
		for (size_t k = 0; k < side->now_count; k++)
			side->entries[side->now[k]].count++;
	}
	for (size_t i = 0; i < s->table_count && status == DTL_OK; i++)
		if (s->tables[i][1] != SIZE_MAX)
			status = count_cells(
			    &s->cells[i], &s->sides[s->tables[i][0]], &s->sides[s->tables[i][1]], err);
	return status;
}
