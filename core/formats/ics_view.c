/* Does the model still say what a calendar said? */
#include "base/utf8.h"
#include "formats/ics_entry.h"
#include "formats/ics_write.h"
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	dtl_ics_row row;
} rows[] = {
	{ "UID", DTL_ICS_UID },
	{ "DTSTAMP", DTL_ICS_STAMP },
	{ "CREATED", DTL_ICS_CREATED },
	{ "LAST-MODIFIED", DTL_ICS_MODIFIED },
	{ "SEQUENCE", DTL_ICS_SEQUENCE },
	{ "DTSTART", DTL_ICS_WHEN },
	{ "DTEND", DTL_ICS_WHEN },
	{ "DURATION", DTL_ICS_WHEN },
	{ "RRULE", DTL_ICS_WHEN },
	{ "RDATE", DTL_ICS_WHEN },
	{ "EXDATE", DTL_ICS_WHEN },
	{ "EXRULE", DTL_ICS_WHEN },
	{ "SUMMARY", DTL_ICS_TITLE },
	{ "STATUS", DTL_ICS_STATUS },
	{ "TRANSP", DTL_ICS_TRANSP },
	{ "CLASS", DTL_ICS_CLASS },
	{ "LOCATION", DTL_ICS_PLACE },
	{ "GEO", DTL_ICS_GEO },
	/* Others' words for the same. */
	{ "X-APPLE-STRUCTURED-LOCATION", DTL_ICS_GEO },
	{ "URL", DTL_ICS_URL },
	{ "DESCRIPTION", DTL_ICS_DESCRIPTION },
	{ "X-ALT-DESC", DTL_ICS_DESCRIPTION },
	{ "STYLED-DESCRIPTION", DTL_ICS_DESCRIPTION },
};

dtl_ics_row dtl_ics_row_of(const dtl_ics_prop *p)
{
	char first = (char)(p->name.data[0] & ~0x20); /* most names are none of these */
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].name[0] == first && dtl_ics_prop_is(p, rows[i].name))
			return rows[i].row;
	return DTL_ICS_ROWS;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_folded(dtl_text *room, const char *a, const char *b)
{
	if (!a || !b)
		return false;
	if (strcmp(a, b) == 0)
		return true;
	dtl_text_clear(room);
	dtl_fold(room, a, strlen(a));
	size_t len = room->len;
	dtl_fold(room, b, strlen(b));
	return room->len == 2 * len && memcmp(dtl_text_str(room), dtl_text_str(room) + len, len) == 0;
}

/* Is the place known by this name? */
static bool is_named(dtl_text *room, const dtl_place *p, const char *name)
{
	bool named = same_folded(room, p->name, name) || same_folded(room, p->id, name);
	for (size_t i = 0; i < p->alias_count && !named; i++)
		named = same_folded(room, p->aliases[i], name);
	return named;
}

static bool title_stands(const dtl_ics_view *v)
{
	const char *prefix = v->slot->prefix, *said = v->said.title;
	size_t len = strlen(prefix);
	if (v->marked)
		return false;
	if (same_text(said, v->e->title))
		return true;
	return len && strncmp(said, prefix, len) == 0 && same_text(said + len, v->e->title);
}

static bool status_stands(const dtl_ics_view *v)
{
	const char *shown = dtl_ics_status_of(v->e, v->slot);
	dtl_slice said = v->said.ical_status;
	if (v->marked)
		return false;
	if (shown && said.len == strlen(shown) && strncmp(said.data, shown, said.len) == 0)
		return true;
	return v->stands[DTL_ICS_WHEN] && same_text(v->said.status, v->e->status);
}

static bool url_stands(const dtl_ics_view *v)
{
	const char *said = v->said.url && dtl_ics_is_url(v->said.url) ? v->said.url : NULL;
	return same_text(said, v->e->url);
}

static bool place_stands(const dtl_ics_view *v)
{
	return !v->e->place || is_named(&v->w->room, v->e->place, v->said.location);
}

static bool recurrence_stands(dtl_ics_view *v)
{
	cJSON *rule = NULL;
	dtl_ics_write *w = v->w;
	if (!v->e->recurrence ||
	    dtl_ics_recurrence_make(&rule, &v->said, w->context, &w->arena, NULL) != DTL_OK)
		return false;
	dtl_text_clear(&w->room);
	dtl_json_canonical(rule, &w->room);
	cJSON_Delete(rule);
	return same_text(dtl_text_str(&w->room), v->e->recurrence);
}

/* The same date: as text, or as what it comes to. */
static bool same_edtf(const char *a, const char *b)
{
	char one[256], other[256];
	if (same_text(a, b))
		return true;
	return dtl_date_canonical(one, sizeof(one), a, NULL) == DTL_OK &&
	       dtl_date_canonical(other, sizeof(other), b, NULL) == DTL_OK && strcmp(one, other) == 0;
}

static bool when_stands(dtl_ics_view *v)
{
	dtl_ics_when when;
	if (!v->imported)
		return false;
	if (v->said.recurs || v->e->recurrence)
		return v->said.recurs && recurrence_stands(v);
	dtl_ics_event_when(&when, v->w->context, &v->said);
	return v->e->edtf && same_edtf(when.edtf, v->e->edtf) && same_text(when.tz, v->e->tz);
}

/* Of the rows that the lines have nothing of, nothing stands. */
static void look(dtl_ics_view *v)
{
	dtl_ics_write *w = v->w;
	const dtl_ics_component *c = &v->kept->component;
	if (c->count > w->row_cap) {
		unsigned char *room = realloc(w->rows, c->cap);
		if (!room) {
			w->text.failed = true;
			return;
		}
		w->rows = room;
		w->row_cap = c->cap;
	}
	for (size_t i = 0; i < c->count; i++) {
		const dtl_ics_prop *p = &c->lines[i].prop;
		dtl_ics_row row = c->lines[i].depth ? DTL_ICS_ROWS : dtl_ics_row_of(p);
		w->rows[i] = (unsigned char)row;
		if (row != DTL_ICS_ROWS && (row != DTL_ICS_UID || p->value.len))
			v->stands[row] = true;
		v->imported = v->imported || (row == DTL_ICS_WHEN && dtl_ics_prop_is(p, "DTSTART"));
	}
}

void dtl_ics_view_make(dtl_ics_view *v)
{
	static const dtl_ics_row told[] = { DTL_ICS_WHEN, DTL_ICS_TITLE, DTL_ICS_STATUS, DTL_ICS_PLACE,
		DTL_ICS_URL, DTL_ICS_DESCRIPTION };
	bool there[DTL_ICS_ROWS];
	dtl_ics_write *w = v->w;
	look(v);
	if (!v->kept->component.count || w->text.failed)
		return;
	if (v->imported && !v->marked && w->context == &w->plain &&
	    dtl_ics_glance(v->e, &v->kept->component, w->rows)) {
		v->said.status = v->e->status;
		return;
	}
	if (dtl_ics_event_read(&v->said, &v->kept->component, w->context, &w->arena, NULL) != DTL_OK)
		v->imported = false;
	memcpy(there, v->stands, sizeof(there));
	v->stands[DTL_ICS_WHEN] = there[DTL_ICS_WHEN] && when_stands(v);
	v->stands[DTL_ICS_TITLE] = there[DTL_ICS_TITLE] && title_stands(v);
	v->stands[DTL_ICS_STATUS] = there[DTL_ICS_STATUS] && status_stands(v);
	v->stands[DTL_ICS_PLACE] = there[DTL_ICS_PLACE] && place_stands(v);
	v->stands[DTL_ICS_URL] = there[DTL_ICS_URL] && url_stands(v);
	v->stands[DTL_ICS_DESCRIPTION] =
	    there[DTL_ICS_DESCRIPTION] && same_text(v->said.description, v->e->description);
	v->stands[DTL_ICS_GEO] = there[DTL_ICS_GEO] && (v->stands[DTL_ICS_PLACE] || !there[DTL_ICS_PLACE]);
	for (size_t i = 0; i < sizeof(told) / sizeof(*told) && !v->marked; i++)
		v->changed =
		    v->changed || (!v->stands[told[i]] && (there[told[i]] || dtl_ics_row_wanted(v, told[i])));
	v->changed = v->changed && v->imported;
	if (v->changed || !v->imported)
		v->stands[DTL_ICS_STAMP] = v->stands[DTL_ICS_MODIFIED] = v->stands[DTL_ICS_SEQUENCE] = false;
}
