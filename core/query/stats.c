#include "query/stats.h"
#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "model/db.h"
#include "query/window.h"
#include <stdlib.h>
#include <string.h>

/* A value that is kept, by its number on its side. */
typedef struct kept {
	size_t number;
	const dtl_stat_entry *entry;
	const char *key; /* what decides between equals */
} kept;

typedef struct result {
	dtl_stats stats; /* first: it is what the caller has */
	dtl_stat_count count;
	dtl_stat_table *tables;
	size_t *(*numbers)[2]; /* of each table: of each row and column, its number on its side */
	dtl_arena arena;
} result;

/* ---- which come first ---- */

static bool is_none(const dtl_stat_entry *e)
{
	return e->a == DTL_STAT_NONE;
}

static int compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_count(const void *left, const void *right)
{
	const kept *a = left, *b = right;
	if (is_none(a->entry) != is_none(b->entry))
		return is_none(a->entry) ? 1 : -1;
	if (a->entry->count != b->entry->count)
		return a->entry->count > b->entry->count ? -1 : 1;
	return a->key && b->key ? strcmp(a->key, b->key) : compare(a->entry->a, b->entry->a);
}

/* Exact years, then those of which it is open which one it is, then none. */
static int by_time(const void *left, const void *right)
{
	const dtl_stat_entry *a = ((const kept *)left)->entry, *b = ((const kept *)right)->entry;
	if (is_none(a) != is_none(b))
		return is_none(a) ? 1 : -1;
	if ((a->a == a->b) != (b->a == b->b))
		return a->a == a->b ? -1 : 1;
	return a->a != b->a ? compare(a->a, b->a) : compare(a->b, b->b);
}

/* ---- what they are called ---- */

static const char sql_thing[] =
    "SELECT n.key, coalesce(a.name, s.name, p.name, t.label, o.title, o.publisher) FROM entity n"
    " LEFT JOIN actor a ON a.id=n.id LEFT JOIN series s ON s.id=n.id LEFT JOIN place p ON p.id=n.id"
    " LEFT JOIN topic t ON t.id=n.id LEFT JOIN source o ON o.id=n.id WHERE n.id=:entity";
static const char sql_state[] =
    "SELECT a.name FROM actor_code c JOIN actor a ON a.id=c.actor WHERE c.system='iso2' AND c.code=:code"
    " ORDER BY a.id LIMIT 1";

static dtl_status name_thing(result *r, int64_t entity, const char **key, const char **name, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(r->count.store, &st, sql_thing, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":entity", entity);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		*key = dtl_arena_text(&r->arena, dtl_take_text(st));
		*name = dtl_arena_text(&r->arena, dtl_take_text(st));
	}
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status name_state(result *r, const char *code, const char **name, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(r->count.store, &st, sql_state, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":code", code);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		*name = dtl_arena_text(&r->arena, dtl_take_text(st));
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

static void name_time(result *r, const dtl_stat_entry *e, bool years, dtl_stat_value *out)
{
	char key[80], words[DTL_WORDS_MAX];
	dtl_stat_time_key(key, sizeof(key), years, e->a, e->b);
	dtl_date_people(words, sizeof(words), key, NULL, NULL);
	out->key = dtl_arena_text(&r->arena, key);
	out->name = dtl_arena_text(&r->arena, words);
}

static dtl_status name_pair(result *r, const dtl_stat_entry *e, dtl_stat_value *out, dtl_error *err)
{
	dtl_status status = name_thing(r, e->a, &out->key, &out->name, err);
	if (status == DTL_OK)
		status = name_thing(r, e->b, &out->with, &out->with_name, err);
	if (!out->key || !out->with || strcmp(out->key, out->with) <= 0)
		return status;
	dtl_stat_value turned = { out->with, out->with_name, out->key, out->name, out->count };
	*out = turned;
	return status;
}

static dtl_status name_value(
    result *r, const dtl_stat_source *by, const dtl_stat_entry *e, dtl_stat_value *out, dtl_error *err)
{
	*out = (dtl_stat_value){ .count = e->count };
	if (is_none(e))
		return DTL_OK;
	switch (by->kind) {
	case DTL_STAT_YEAR:
	case DTL_STAT_MONTH: name_time(r, e, by->kind == DTL_STAT_YEAR, out); return DTL_OK;
	case DTL_STAT_WORD: out->key = dtl_wordlist_text(&r->count.words, e->a); return DTL_OK;
	case DTL_STAT_COUNTRY:
		out->key = dtl_wordlist_text(&r->count.words, e->a);
		return name_state(r, out->key, &out->name, err);
	case DTL_STAT_ENTITY:
	case DTL_STAT_PARTY: return name_thing(r, e->a, &out->key, &out->name, err);
	case DTL_STAT_PAIR:
	case DTL_STAT_NAMED_PAIR: return name_pair(r, e, out, err);
	}
	return DTL_OK;
}

/* ---- one side of a table ---- */

/* The keys of those that are equal where the list is cut decide which of them stay. */
static dtl_status name_equals(
    result *r, const dtl_stat_source *by, kept *all, size_t count, size_t most, dtl_error *err)
{
	dtl_status status = DTL_OK;
	size_t from = 0;
	while (from < count && from < most && status == DTL_OK) {
		size_t to = from + 1;
		while (
		    to < count && all[to].entry->count == all[from].entry->count && !is_none(all[to].entry))
			to++;
		for (size_t i = from; i < to && to - from > 1 && status == DTL_OK; i++) {
			dtl_stat_value value;
			dtl_text both = DTL_TEXT_INIT;
			status = name_value(r, by, all[i].entry, &value, err);
			dtl_text_addf(
			    &both, "%s %s", value.key ? value.key : "", value.with ? value.with : "");
			all[i].key = dtl_arena_text(&r->arena, dtl_text_str(&both));
			dtl_text_free(&both);
		}
		qsort(all + from, to - from, sizeof(*all), by_count);
		from = to;
	}
	return status;
}

/* All values of a side in their order; the first `most` are kept. */
static dtl_status order(
    result *r, const dtl_stat_side *side, size_t most, kept **out, size_t *count, dtl_error *err)
{
	kept *all = calloc(side->count + 1, sizeof(*all));
	if (!all)
		return dtl_fail_memory(err);
	for (size_t i = 0; i < side->count; i++)
		all[i] = (kept){ i, &side->entries[i], NULL };
	*out = all;
	*count = side->count;
	qsort(all, side->count, sizeof(*all), by_count);
	dtl_status status =
	    side->by->key.time ? DTL_OK : name_equals(r, side->by, all, side->count, most, err);
	if (*count > most)
		*count = most;
	if (side->by->key.time)
		qsort(all, *count, sizeof(*all), by_time);
	return status;
}

static dtl_status make_axis(
    result *r, const dtl_stat_side *side, int64_t most, dtl_stat_axis *out, size_t **numbers, dtl_error *err)
{
	kept *all = NULL;
	size_t count = 0;
	dtl_status status = order(r, side, most > 0 ? (size_t)most : SIZE_MAX, &all, &count, err);
	dtl_stat_value *values = dtl_arena_alloc(&r->arena, (count + 1) * sizeof(*values));
	*numbers = dtl_arena_alloc(&r->arena, (count + 1) * sizeof(**numbers));
	if (status == DTL_OK && (!values || !*numbers))
		status = dtl_fail_memory(err);
	for (size_t i = 0; i < count && status == DTL_OK; i++) {
		(*numbers)[i] = all[i].number;
		status = name_value(r, side->by, all[i].entry, &values[i], err);
	}
	*out = (dtl_stat_axis){ .by = &side->by->key, .values = values, .count = count };
	for (size_t i = count; i < side->count && status == DTL_OK; i++) {
		out->left_out++;
		out->left_out_count += all[i].entry->count;
	}
	free(all);
	return status;
}

static dtl_status make_tables(result *r, const dtl_stat_by *by, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < r->count.table_count && status == DTL_OK; i++) {
		const size_t *sides = r->count.tables[i];
		dtl_stat_table *t = &r->tables[i];
		status = make_axis(
		    r, &r->count.sides[sides[0]], by[i].most_rows, &t->rows, &r->numbers[i][0], err);
		if (status == DTL_OK && sides[1] != SIZE_MAX)
			status = make_axis(r, &r->count.sides[sides[1]], by[i].most_columns, &t->columns,
			    &r->numbers[i][1], err);
	}
	return status == DTL_OK && r->arena.failed ? dtl_fail_memory(err) : status;
}

/* ---- the whole ---- */

/* The side of a key, which several tables share. */
static dtl_status find_side(dtl_stat_count *s, const char *name, size_t *out, dtl_error *err)
{
	const dtl_stat_source *by;
	dtl_status status = dtl_stat_source_find(&by, name, err);
	if (status != DTL_OK)
		return status;
	for (*out = 0; *out < s->side_count; ++*out)
		if (s->sides[*out].by == by)
			return DTL_OK;
	s->sides[s->side_count++] = (dtl_stat_side){ .by = by };
	if (by->column >= 0)
		s->columns |= 1U << by->column;
	if (by->join >= 0)
		s->joins |= 1U << by->join;
	return DTL_OK;
}

static dtl_status set_up(result *r, const dtl_stat_by *by, size_t count, dtl_error *err)
{
	dtl_stat_count *s = &r->count;
	dtl_status status = DTL_OK;
	s->sides = calloc(2 * count + 1, sizeof(*s->sides));
	s->tables = calloc(count + 1, sizeof(*s->tables));
	s->cells = calloc(count + 1, sizeof(*s->cells));
	r->tables = calloc(count + 1, sizeof(*r->tables));
	r->numbers = calloc(count + 1, sizeof(*r->numbers));
	if (!s->sides || !s->tables || !s->cells || !r->tables || !r->numbers)
		return dtl_fail_memory(err);
	s->table_count = count;
	for (size_t i = 0; i < count && status == DTL_OK; i++) {
		s->tables[i][1] = SIZE_MAX;
		status = find_side(s, by[i].row, &s->tables[i][0], err);
		if (status == DTL_OK && by[i].column)
			status = find_side(s, by[i].column, &s->tables[i][1], err);
	}
	return status == DTL_OK ? dtl_upward_open(&s->upward, s->store, err) : status;
}

void dtl_stats_free(dtl_stats *stats)
{
	result *r = (result *)stats;
	if (!r)
		return;
	dtl_stat_count *s = &r->count;
	for (size_t i = 0; i < s->side_count; i++) {
		dtl_tally_free(&s->sides[i].index);
		free(s->sides[i].entries);
		free(s->sides[i].now);
	}
	for (size_t i = 0; i < s->table_count; i++)
		dtl_tally_free(&s->cells[i]);
	for (size_t i = 0; i < DTL_STAT_JOINS; i++)
		free(s->hand.members[i].items);
	free(s->parties.items);
	free(s->sides);
	free(s->tables);
	free(s->cells);
	dtl_wordlist_free(&s->words);
	dtl_upward_free(&s->upward);
	free(r->tables);
	free(r->numbers);
	dtl_arena_free(&r->arena);
	free(r);
}

dtl_status dtl_stats_find(dtl_stats **out, dtl_db *db, const dtl_ask *ask, const dtl_stat_by *by,
    size_t count, bool below, dtl_error *err)
{
	result *r = calloc(1, sizeof(*r));
	*out = NULL;
	if (!r)
		return dtl_fail_memory(err);
	r->count.store = db->store;
	r->count.ask = ask;
	r->count.as_of = ask->has_as_of ? ask->as_of : DTL_TIME_MAX;
	r->count.below = below;
	bool own = !dtl_store_in_transaction(db->store);
	dtl_status status = own ? dtl_store_read_begin(db->store, err) : DTL_OK;
	bool begun = own && status == DTL_OK;
	if (status == DTL_OK)
		status = set_up(r, by, count, err);
	if (status == DTL_OK)
		status = dtl_stat_rows(&r->count, db, err);
	if (status == DTL_OK)
		status = make_tables(r, by, err);
	if (begun)
		dtl_store_read_end(db->store);
	if (status != DTL_OK) {
		dtl_stats_free(&r->stats);
		return status;
	}
	r->count.ask = NULL; /* it need not last */
	r->stats = (dtl_stats){ r->count.total, r->tables, count };
	*out = &r->stats;
	return DTL_OK;
}

int64_t dtl_stats_cell(const dtl_stats *stats, size_t table, size_t row, size_t column)
{
	const result *r = (const result *)stats;
	if (table >= stats->table_count || row >= stats->tables[table].rows.count ||
	    column >= stats->tables[table].columns.count)
		return 0;
	const int64_t *cell = dtl_tally_find(&r->count.cells[table], (int64_t)r->numbers[table][0][row],
	    (int64_t)r->numbers[table][1][column]);
	return cell ? *cell : 0;
}

dtl_status dtl_window_read(int64_t *from, int64_t *to, const char *text, int64_t today, dtl_error *err)
{
	dtl_window w = DTL_WINDOW_ALL;
	size_t at = 0;
	dtl_status status = dtl_window_parse(&w, text, today, &at, err);
	*from = w.from;
	*to = w.to;
	return status;
}
