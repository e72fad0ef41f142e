#include "formats/csv_columns.h"
#include "base/json.h"
#include <string.h>

/* A list's element: what parts elements is led by a backslash, and so is a backslash. */
static void add_element(dtl_text *out, bool first, const char *s)
{
	if (!first)
		dtl_text_add(out, "; ");
	for (; *s; s++) {
		if (*s == ';' || *s == '\\')
			dtl_text_add_char(out, '\\');
		dtl_text_add_char(out, *s);
	}
}

static void add_list(dtl_text *out, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_element(out, i == 0, list[i]);
}

static void add_text(dtl_text *out, const char *s)
{
	if (s)
		dtl_text_add(out, s);
}

static void add_time(dtl_text *out, const dtl_event *e, int64_t t)
{
	char print[64];
	if (!e->edtf || t == DTL_TIME_MIN || t == DTL_TIME_MAX)
		return;
	dtl_time_print(print, sizeof(print), t);
	dtl_text_add(out, print);
}

#define TEXT_OF(name, value)                                                                                 \
	static void name(dtl_text *out, const dtl_event *e)                                                  \
	{                                                                                                    \
		add_text(out, value);                                                                        \
	}

TEXT_OF(add_id, e->key ? e->key : e->id)
TEXT_OF(add_title, e->title)
TEXT_OF(add_type, e->type)
TEXT_OF(add_level, e->level)
TEXT_OF(add_status, e->status)
TEXT_OF(add_when, e->unknown ? "unknown" : e->edtf)
TEXT_OF(add_words, e->text)
TEXT_OF(add_said_on, e->said_on)
TEXT_OF(add_tz, e->tz)
TEXT_OF(add_precision, e->edtf ? dtl_precision_name(e->date.precision) : NULL)
TEXT_OF(add_place_id, e->place ? e->place->id : NULL)
TEXT_OF(add_place_name, e->place ? e->place->name : NULL)
TEXT_OF(add_place_country, e->place ? e->place->country : NULL)
TEXT_OF(add_place_tz, e->place ? e->place->tz : NULL)
TEXT_OF(add_series, e->series)
TEXT_OF(add_parent, e->parent)
TEXT_OF(add_url, e->url)
TEXT_OF(add_description, e->description)
TEXT_OF(add_uid, e->uid)
TEXT_OF(add_recurrence, e->recurrence)
TEXT_OF(add_instances, e->instances)
TEXT_OF(add_occurrence, e->occurrence)
TEXT_OF(add_extra, e->extra &&strcmp(e->extra, "{}") != 0 ? e->extra : NULL)

static void add_start_earliest(dtl_text *out, const dtl_event *e)
{
	add_time(out, e, e->date.bounds.start_lo);
}

static void add_start_latest(dtl_text *out, const dtl_event *e)
{
	add_time(out, e, e->date.bounds.start_hi);
}

static void add_end_earliest(dtl_text *out, const dtl_event *e)
{
	add_time(out, e, e->date.bounds.end_lo);
}

static void add_end_latest(dtl_text *out, const dtl_event *e)
{
	add_time(out, e, e->date.bounds.end_hi);
}

static void add_lat(dtl_text *out, const dtl_event *e)
{
	if (e->place && e->place->has_geo)
		dtl_json_add_number(out, e->place->lat);
}

static void add_lon(dtl_text *out, const dtl_event *e)
{
	if (e->place && e->place->has_geo)
		dtl_json_add_number(out, e->place->lon);
}

static void add_actors(dtl_text *out, const dtl_event *e)
{
	dtl_text one = DTL_TEXT_INIT;
	for (size_t i = 0; i < e->actor_count; i++) {
		const dtl_part *p = &e->actors[i];
		dtl_text_clear(&one);
		dtl_text_addf(&one, "%s:%s", p->id, p->role);
		if (p->behalf)
			dtl_text_addf(&one, ":%s", p->behalf);
		add_element(out, i == 0, dtl_text_str(&one));
	}
	out->failed = out->failed || dtl_text_failed(&one);
	dtl_text_free(&one);
}

static void add_links(dtl_text *out, const dtl_event *e)
{
	dtl_text one = DTL_TEXT_INIT;
	for (size_t i = 0; i < e->link_count; i++) {
		dtl_text_clear(&one);
		dtl_text_addf(&one, "%s:%s", e->links[i].rel, e->links[i].id);
		add_element(out, i == 0, dtl_text_str(&one));
	}
	out->failed = out->failed || dtl_text_failed(&one);
	dtl_text_free(&one);
}

static void add_topics(dtl_text *out, const dtl_event *e)
{
	add_list(out, e->topics, e->topic_count);
}

static void add_sources(dtl_text *out, const dtl_event *e)
{
	add_list(out, e->sources, e->source_count);
}

static void add_edition(dtl_text *out, const dtl_event *e)
{
	if (e->edition != 0)
		dtl_text_add_int(out, e->edition);
}

static void add_known(dtl_text *out, const dtl_event *e)
{
	char print[64];
	dtl_time_print(print, sizeof(print), e->known_from);
	dtl_text_add(out, print);
}

static const dtl_csv_column columns[] = {
	{ "id", DTL_CSV_ID, add_id },
	{ "title", DTL_CSV_TEXT, add_title },
	{ "type", DTL_CSV_TEXT, add_type },
	{ "level", DTL_CSV_TEXT, add_level },
	{ "status", DTL_CSV_TEXT, add_status },
	{ "when", DTL_CSV_WHEN, add_when },
	{ "when.text", DTL_CSV_TEXT, add_words },
	{ "when.said_on", DTL_CSV_TEXT, add_said_on },
	{ "when.tz", DTL_CSV_TEXT, add_tz },
	{ "start.earliest", DTL_CSV_DERIVED, add_start_earliest },
	{ "start.latest", DTL_CSV_DERIVED, add_start_latest },
	{ "end.earliest", DTL_CSV_DERIVED, add_end_earliest },
	{ "end.latest", DTL_CSV_DERIVED, add_end_latest },
	{ "precision", DTL_CSV_DERIVED, add_precision },
	{ "place", DTL_CSV_TEXT, NULL },
	{ "place.id", DTL_CSV_TEXT, add_place_id },
	{ "place.name", DTL_CSV_TEXT, add_place_name },
	{ "place.country", DTL_CSV_TEXT, add_place_country },
	{ "place.lat", DTL_CSV_NUMBER, add_lat },
	{ "place.lon", DTL_CSV_NUMBER, add_lon },
	{ "place.tz", DTL_CSV_TEXT, add_place_tz },
	{ "actors", DTL_CSV_LIST, add_actors },
	{ "topics", DTL_CSV_LIST, add_topics },
	{ "series", DTL_CSV_TEXT, add_series },
	{ "edition", DTL_CSV_NUMBER, add_edition },
	{ "parent", DTL_CSV_TEXT, add_parent },
	{ "links", DTL_CSV_LINKS, add_links },
	{ "url", DTL_CSV_TEXT, add_url },
	{ "description", DTL_CSV_TEXT, add_description },
	{ "sources", DTL_CSV_LIST, add_sources },
	{ "known_from", DTL_CSV_KNOWN, add_known },
	{ "said_by", DTL_CSV_TEXT, NULL },
	{ "locator", DTL_CSV_TEXT, NULL },
	{ "quote", DTL_CSV_TEXT, NULL },
	{ "rank", DTL_CSV_TEXT, NULL },
	{ "uid", DTL_CSV_UID, add_uid },
	{ "recurrence", DTL_CSV_JSON, add_recurrence },
	{ "instances", DTL_CSV_JSON, add_instances },
	{ "occurrence", DTL_CSV_DERIVED, add_occurrence },
	{ "extra", DTL_CSV_JSON, add_extra },
	{ "state", DTL_CSV_DERIVED, NULL },
	{ "certainty", DTL_CSV_DERIVED, NULL },
	/* Of what reports the row: a definition of its own. */
	{ "source.id", DTL_CSV_TEXT, NULL },
	{ "source.publisher", DTL_CSV_TEXT, NULL },
	{ "source.title", DTL_CSV_TEXT, NULL },
	{ "source.author", DTL_CSV_TEXT, NULL },
	{ "source.url", DTL_CSV_TEXT, NULL },
	{ "source.published", DTL_CSV_DATE, NULL },
	{ "source.language", DTL_CSV_TEXT, NULL },
};

const dtl_csv_column *dtl_csv_column_at(size_t index)
{
	return index < sizeof(columns) / sizeof(columns[0]) ? &columns[index] : NULL;
}

const dtl_csv_column *dtl_csv_column_find(const char *name)
{
	const dtl_csv_column *c;
	for (size_t i = 0; (c = dtl_csv_column_at(i)); i++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}
