/* The rows of actors, series, places, sources and topics: as now known. */
#include "model/derive.h"
#include "model/derive_cadence.h"
#include "model/names.h"

#include "base/array.h"

#include <dateline/edit.h>
#include <stdlib.h>
#include <string.h>

#define KEY "(SELECT n.key FROM entity n WHERE n.id=:id)"
static const char sql_actor[] =
    "INSERT INTO actor(id, key, kind, name, extra) VALUES(:id, " KEY ", :kind, :name, :extra)";
static const char sql_series[] = "INSERT INTO series(id, name, cadence, place, organiser, extra)"
				 " VALUES(:id, :name, :cadence, :place, :organiser, :extra)";
static const char sql_place[] = "INSERT INTO place(id, key, name, country, lat, lon, tz, parent, extra)"
				" VALUES(:id, " KEY ", :name, :country, :lat, :lon, :tz, :parent, :extra)";
static const char sql_source[] =
    "INSERT INTO source(id, publisher, title, author, url, published, language, extra)"
    " VALUES(:id, :publisher, :title, :author, :url, :published, :language, :extra)";
static const char sql_topic[] =
    "INSERT INTO topic(id, label, parent, extra) VALUES(:id, :label, :parent, :extra)";
static const char *const sql_drop[] = {
	"DELETE FROM actor WHERE id = :id",
	"DELETE FROM affiliation WHERE actor = :id",
	"DELETE FROM actor_code WHERE actor = :id",
	"DELETE FROM series WHERE id = :id",
	"DELETE FROM cadence WHERE series = :id",
	"DELETE FROM place WHERE id = :id",
	"DELETE FROM source WHERE id = :id",
	"DELETE FROM topic WHERE id = :id",
	"DELETE FROM alias WHERE entity = :id",
	"DELETE FROM name WHERE entity = :id",
	"DELETE FROM name_word WHERE entity = :id",
};
static const char sql_alias[] = "INSERT OR IGNORE INTO alias(entity, alias) VALUES(:id, :alias)";
static const char sql_code[] =
    "INSERT OR IGNORE INTO actor_code(actor, system, code) VALUES(:id, :system, :code)";
static const char sql_affiliation[] =
    "INSERT OR IGNORE INTO affiliation(actor, rel, of, term, since, until, from_lo, to_hi)"
    " VALUES(:id, :rel, :of, :term, :since, :until, :from_lo, :to_hi)";

/* A column that is bound from a field of its own name: a string, or the key of a thing. */
typedef struct column {
	const char *bind; /* ":name" */
	const char *field;
	bool ref;
	dtl_kind target;
} column;

typedef struct table {
	const char *sql;
	const char *name; /* the field by which it is named, or NULL */
	column columns[8];
} table;

static const table tables[DTL_KINDS] = {
	[DTL_ACTOR] = { sql_actor, "name", { { ":kind", "kind", false, 0 }, { ":name", "name", false, 0 } } },
	[DTL_SERIES] = { sql_series, "name",
	    { { ":name", "name", false, 0 }, { ":cadence", "cadence", false, 0 },
		{ ":place", "place", true, DTL_PLACE }, { ":organiser", "organiser", true, DTL_ACTOR } } },
	[DTL_PLACE] = { sql_place, "name",
	    { { ":name", "name", false, 0 }, { ":country", "country", false, 0 }, { ":tz", "tz", false, 0 },
		{ ":parent", "parent", true, DTL_PLACE } } },
	[DTL_SOURCE] = { sql_source, "title",
	    { { ":publisher", "publisher", false, 0 }, { ":title", "title", false, 0 },
		{ ":author", "author", false, 0 }, { ":url", "url", false, 0 },
		{ ":published", "published", false, 0 }, { ":language", "language", false, 0 } } },
	[DTL_TOPIC] = { sql_topic, "label",
	    { { ":label", "label", false, 0 }, { ":parent", "parent", true, DTL_TOPIC } } },
};

static dtl_status drop_rows(dtl_deriver *d, int64_t entity, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < sizeof sql_drop / sizeof *sql_drop && status == DTL_OK; i++) {
		dtl_stmt *st = NULL;
		status = dtl_stmt_cached(d->db, &st, sql_drop[i], err);
		if (status != DTL_OK)
			break;
		dtl_bind_int(st, ":id", entity);
		status = dtl_stmt_run(st, err);
	}
	return status;
}

static void bind_geo(dtl_stmt *st, const dtl_projection *p)
{
	dtl_slice geo = dtl_projected(p, "geo"), part = { NULL, 0 };
	double value = 0;
	if (geo.data && dtl_json_get(geo, "lat", &part) && dtl_json_to_double(part, &value))
		dtl_bind_double(st, ":lat", value);
	if (geo.data && dtl_json_get(geo, "lon", &part) && dtl_json_to_double(part, &value))
		dtl_bind_double(st, ":lon", value);
}

static dtl_status write_row(dtl_deriver *d, const table *t, dtl_error *err)
{
	dtl_slice extra = dtl_projected(&d->now, "extra");
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(d->db, &st, t->sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":id", d->group[0]);
	for (const column *c = t->columns; c->bind && status == DTL_OK; c++) {
		dtl_slice value = dtl_projected(&d->now, c->field);
		int64_t entity = 0;
		if (!c->ref) {
			dtl_derive_bind(d, st, c->bind, value);
			continue;
		}
		status = dtl_derive_ref(d, c->target, value, &entity, err);
		if (status == DTL_OK && entity)
			dtl_bind_int(st, c->bind, entity);
	}
	if (d->now.kind == DTL_PLACE)
		bind_geo(st, &d->now);
	if (extra.data)
		dtl_bind_text_len(st, ":extra", extra.data, extra.len);
	return status == DTL_OK ? dtl_stmt_run(st, err) : status;
}

static dtl_status write_alias(dtl_deriver *d, const dtl_stated *value, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(d->db, &st, sql_alias, err);
	if (status != DTL_OK)
		return status;
	dtl_text_clear(&d->text);
	dtl_json_unescape_key(value->member, &d->text);
	dtl_bind_int(st, ":id", d->group[0]);
	dtl_bind_text(st, ":alias", dtl_text_str(&d->text));
	return dtl_stmt_run(st, err);
}

static dtl_status write_code(dtl_deriver *d, const dtl_stated *value, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(d->db, &st, sql_code, err);
	if (status != DTL_OK)
		return status;
	dtl_text_clear(&d->key);
	dtl_json_unescape_key(value->member, &d->key);
	dtl_bind_int(st, ":id", d->group[0]);
	dtl_bind_text(st, ":system", dtl_text_str(&d->key));
	dtl_derive_bind(d, st, ":code", value->value);
	return dtl_stmt_run(st, err);
}

/* The outer bounds of a term: from the earliest second of `from` to the latest of `to`. */
static void bind_term(dtl_deriver *d, dtl_stmt *st, dtl_slice value)
{
	dtl_slice from = { NULL, 0 }, to = { NULL, 0 };
	dtl_date date;
	bool since = dtl_json_get(value, "from", &from), until = dtl_json_get(value, "to", &to);
	dtl_derive_bind(d, st, ":since", from);
	dtl_derive_bind(d, st, ":until", to);
	const char *text = dtl_derive_string(&d->text, from);
	bool dated = since && text && dtl_date_parse(&date, text, NULL, NULL) == DTL_OK;
	dtl_bind_int(st, ":from_lo", dated ? date.bounds.start_lo : DTL_TIME_MIN);
	text = dtl_derive_string(&d->text, to);
	dated = until && text && dtl_date_parse(&date, text, NULL, NULL) == DTL_OK;
	dtl_bind_int(st, ":to_hi", dated ? date.bounds.end_hi : DTL_TIME_MAX);
}

/* REL:KEY or REL:KEY#2. */
static dtl_status write_affiliation(dtl_deriver *d, const dtl_stated *value, dtl_error *err)
{
	int64_t of = 0;
	dtl_stmt *st = NULL;
	dtl_text_clear(&d->key);
	dtl_json_unescape_key(value->member, &d->key);
	if (dtl_text_failed(&d->key))
		return dtl_fail_memory(err);
	char *key = strchr(d->key.data, ':');
	char *term = strchr(d->key.data, '#');
	*key++ = '\0';
	if (term)
		*term++ = '\0';
	dtl_status status = dtl_derive_intern(d, DTL_ACTOR, key, &of, err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(d->db, &st, sql_affiliation, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":id", d->group[0]);
	dtl_bind_text(st, ":rel", d->key.data);
	dtl_bind_int(st, ":of", of);
	dtl_bind_int(st, ":term", term ? strtoll(term, NULL, 10) : 1);
	bind_term(d, st, value->value);
	return dtl_stmt_run(st, err);
}

typedef struct set_writer {
	const char *field;
	int what; /* of the names that its members give, 0: none */
	dtl_status (*write)(dtl_deriver *d, const dtl_stated *value, dtl_error *err);
} set_writer;

static const set_writer set_writers[] = {
	{ "aliases", 3, write_alias },
	{ "codes", 1, write_code },
	{ "affiliations", 0, write_affiliation },
};

static dtl_status write_sets(dtl_deriver *d, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < d->now.count && status == DTL_OK; i++)
		for (size_t k = 0; k < sizeof set_writers / sizeof *set_writers && status == DTL_OK; k++)
			if (d->now.values[i].member.data &&
			    dtl_slice_is(d->now.values[i].field, set_writers[k].field))
				status = set_writers[k].write(d, &d->now.values[i], err);
	return status;
}

typedef struct namings {
	dtl_naming *items;
	size_t count, cap;
	bool failed;
} namings;

static void add_name(dtl_deriver *d, namings *n, const char *text, int what)
{
	dtl_naming *room = dtl_array_room(n->items, &n->cap, n->count, sizeof *room);
	if (room)
		n->items = room;
	const char *copy = dtl_arena_text(&d->history.arena, text);
	if (!room || !copy) {
		n->failed = true;
		return;
	}
	n->items[n->count++] = (dtl_naming){ copy, what };
}

static void collect_set_names(dtl_deriver *d, namings *n)
{
	for (size_t i = 0; i < d->now.count; i++) {
		const dtl_stated *v = &d->now.values[i];
		for (size_t k = 0; k < sizeof set_writers / sizeof *set_writers; k++) {
			if (!set_writers[k].what || !v->member.data ||
			    !dtl_slice_is(v->field, set_writers[k].field))
				continue;
			dtl_text_clear(&d->text);
			if (set_writers[k].what == 3)
				dtl_json_unescape_key(v->member, &d->text);
			else
				dtl_json_unescape(v->value, &d->text);
			add_name(d, n, dtl_text_str(&d->text), set_writers[k].what);
		}
	}
}

/* What each of those that are one is called keeps them findable; the name that shows comes first. */
static void collect_names(dtl_deriver *d, const char *field, namings *n)
{
	dtl_slice shown = dtl_projected(&d->now, field);
	size_t reg = dtl_words_find(&d->book, (dtl_slice){ field, strlen(field) }, (dtl_slice){ NULL, 0 });
	if (shown.data)
		add_name(d, n, dtl_derive_string(&d->text, shown), 2);
	for (size_t member = 0; member < d->group_count && reg != DTL_NO_WORD && d->group_count > 1;
	     member++) {
		size_t top = dtl_words_top_of(&d->book, reg, member);
		if (top != DTL_NO_WORD && dtl_json_is_string(d->book.words[top].value) &&
		    dtl_slice_compare(d->book.words[top].value, shown) != 0)
			add_name(d, n, dtl_derive_string(&d->text, d->book.words[top].value), 3);
	}
}

static dtl_status write_names(dtl_deriver *d, const table *t, dtl_error *err)
{
	namings n = { NULL, 0, 0, false };
	dtl_status status = DTL_OK;
	collect_names(d, t->name, &n);
	collect_set_names(d, &n);
	if (n.failed)
		status = dtl_fail_memory(err);
	for (size_t i = 0; i < d->group_count && status == DTL_OK; i++) {
		dtl_kind kind;
		dtl_text_clear(&d->key);
		status = dtl_entity_what(d->db, d->group[i], &kind, &d->key, err);
		if (status == DTL_OK)
			status = dtl_name_write(d->db, d->now.kind, d->group[i], dtl_text_str(&d->key),
			    n.items, i == 0 ? n.count : 0, err);
	}
	free(n.items);
	return status;
}

dtl_status dtl_derive_thing_rows(dtl_deriver *d, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < d->group_count && status == DTL_OK; i++)
		status = drop_rows(d, d->group[i], err);
	if (status == DTL_OK && d->history.kind == DTL_SERIES)
		status = dtl_derive_cadence(d, err);
	if (status == DTL_OK)
		status = dtl_words_fold(&d->book, &d->history, DTL_TIME_MAX, false, err);
	if (status == DTL_OK)
		status = dtl_project(&d->now, &d->book, err);
	d->nameless = d->nameless || !d->now.whole;
	if (status != DTL_OK || !d->now.whole)
		return status;
	const table *t = &tables[d->now.kind];
	status = write_row(d, t, err);
	if (status == DTL_OK)
		status = write_sets(d, err);
	return status == DTL_OK ? write_names(d, t, err) : status;
}
