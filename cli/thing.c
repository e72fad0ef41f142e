#include "thing.h"
#include <string.h>

static void put(str *cell, const char *text)
{
	if (text)
		str_add(cell, text);
}

static void put_list(str *cell, const char *const *items, size_t count)
{
	for (size_t i = 0; i < count; i++)
		str_addf(cell, "%s%s", i ? ", " : "", items[i]);
}

static void put_extra(str *cell, const char *extra)
{
	if (extra && strcmp(extra, "{}") != 0)
		str_add(cell, extra);
}

static const table_column actor_columns[] = { { "ID", 10, 0 }, { "NAME", 12, 0 }, { "KIND", 0, 1 },
	{ "CODES", 8, 2 }, { "AFFILIATIONS", 12, 3 } };
static const char *const actor_labels[] = { "id", "name", "kind", "codes", "affiliated", "aliases", "extra" };

static void put_affiliation(str *cell, const dtl_affiliation *a)
{
	str_addf(cell, "%s%s %s", cell->len ? ", " : "", a->rel, a->of);
	if (a->from || a->to)
		str_addf(cell, " %s/%s", a->from ? a->from : "", a->to ? a->to : "");
}

static void fill_actor(str *cells, const dtl_thing *thing)
{
	const dtl_actor *a = thing->as.actor;
	put(&cells[0], a->id);
	put(&cells[1], a->name);
	put(&cells[2], a->kind);
	for (size_t i = 0; i < a->code_count; i++)
		str_addf(&cells[3], "%s%s:%s", i ? " " : "", a->codes[i].system, a->codes[i].code);
	for (size_t i = 0; i < a->affiliation_count; i++)
		put_affiliation(&cells[4], &a->affiliations[i]);
	put_list(&cells[5], a->aliases, a->alias_count);
	put_extra(&cells[6], a->extra);
}

static const table_column series_columns[] = { { "ID", 10, 0 }, { "NAME", 12, 0 }, { "CADENCE", 12, 1 },
	{ "PLACE", 8, 2 }, { "ORGANISER", 8, 3 } };
static const char *const series_labels[] = { "id", "name", "cadence", "place", "organiser", "aliases",
	"extra" };

static void fill_series(str *cells, const dtl_thing *thing)
{
	const dtl_series *s = thing->as.series;
	put(&cells[0], s->id);
	put(&cells[1], s->name);
	put(&cells[2], s->cadence);
	put(&cells[3], s->place);
	put(&cells[4], s->organiser);
	put_list(&cells[5], s->aliases, s->alias_count);
	put_extra(&cells[6], s->extra);
}

static const table_column place_columns[] = { { "ID", 10, 0 }, { "NAME", 12, 0 }, { "COUNTRY", 0, 1 },
	{ "TIME ZONE", 0, 3 }, { "WITHIN", 8, 2 } };
static const char *const place_labels[] = { "id", "name", "country", "tz", "within", "lat, lon", "aliases",
	"extra" };

static void fill_place(str *cells, const dtl_thing *thing)
{
	const dtl_place *p = thing->as.place;
	put(&cells[0], p->id);
	put(&cells[1], p->name);
	put(&cells[2], p->country);
	put(&cells[3], p->tz);
	put(&cells[4], p->parent);
	if (p->has_geo)
		str_addf(&cells[5], "%.9g, %.9g", p->lat, p->lon);
	put_list(&cells[6], p->aliases, p->alias_count);
	put_extra(&cells[7], p->extra);
}

static const table_column source_columns[] = { { "ID", 10, 0 }, { "PUBLISHER", 10, 2 }, { "TITLE", 16, 0 },
	{ "PUBLISHED", 0, 1 } };
static const char *const source_labels[] = { "id", "publisher", "title", "published", "author", "url",
	"language", "extra" };

static void fill_source(str *cells, const dtl_thing *thing)
{
	const dtl_source *s = thing->as.source;
	put(&cells[0], s->id);
	put(&cells[1], s->publisher);
	put(&cells[2], s->title);
	put(&cells[3], s->published);
	put(&cells[4], s->author);
	put(&cells[5], s->url);
	put(&cells[6], s->language);
	put_extra(&cells[7], s->extra);
}

static const table_column topic_columns[] = { { "ID", 10, 0 }, { "LABEL", 12, 0 }, { "WITHIN", 8, 1 } };
static const char *const topic_labels[] = { "id", "label", "within", "aliases", "extra" };

static void fill_topic(str *cells, const dtl_thing *thing)
{
	const dtl_topic *t = thing->as.topic;
	put(&cells[0], t->id);
	put(&cells[1], t->label);
	put(&cells[2], t->parent);
	put_list(&cells[3], t->aliases, t->alias_count);
	put_extra(&cells[4], t->extra);
}

#define VIEW(kind)                                                                                           \
	{                                                                                                    \
		kind##_columns, kind##_labels, sizeof(kind##_columns) / sizeof(*kind##_columns),             \
		    sizeof(kind##_labels) / sizeof(*kind##_labels), fill_##kind                              \
	}
static const thing_view views[DTL_KINDS] = {
	[DTL_ACTOR] = VIEW(actor),
	[DTL_SERIES] = VIEW(series),
	[DTL_PLACE] = VIEW(place),
	[DTL_SOURCE] = VIEW(source),
	[DTL_TOPIC] = VIEW(topic),
};

const thing_view *thing_view_of(dtl_kind kind)
{
	return &views[kind];
}

void thing_cells_free(str cells[THING_CELLS])
{
	for (size_t i = 0; i < THING_CELLS; i++)
		str_free(&cells[i]);
}

const char *thing_id(const dtl_thing *thing)
{
	switch (thing->kind) {
	case DTL_EVENT: return thing->as.event->id;
	case DTL_ACTOR: return thing->as.actor->id;
	case DTL_SERIES: return thing->as.series->id;
	case DTL_PLACE: return thing->as.place->id;
	case DTL_SOURCE: return thing->as.source->id;
	case DTL_TOPIC: return thing->as.topic->id;
	case DTL_CHANGESET:
	case DTL_CLAIM: return NULL;
	}
	return NULL;
}

static bool is_subkind(const program *app, const dtl_thing *thing)
{
	const char *kind = app->subkind ? thing->as.actor->kind : NULL;
	return !app->subkind || (kind && strcmp(kind, app->subkind) == 0);
}

dtl_status thing_find(dtl_cursor **cursor, dtl_thing *out, program *app, const char *name, dtl_error *err)
{
	const char *kind = app->subkind ? app->subkind : dtl_kind_name(app->kind);
	dtl_status status = dtl_find_things(cursor, app->db, app->kind, name, NULL, err);
	if (status == DTL_OK)
		status = dtl_cursor_thing(*cursor, out, err);
	if (status == DTL_OK && !is_subkind(app, out))
		return fail(err, DTL_E_NOTFOUND, "no %s '%s': it is %s '%s'", kind, name,
		    out->as.actor->kind ? out->as.actor->kind : "actor", out->as.actor->id);
	return status == DTL_DONE ? fail(err, DTL_E_NOTFOUND, "no %s '%s'", kind, name) : status;
}
