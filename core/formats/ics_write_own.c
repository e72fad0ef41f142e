/* What calendars have no word for: X-DATELINE-…; and what RFC 9073 has one for. */
#include "formats/ics_write.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char own_prefix[] = "X-DATELINE-";

bool dtl_ics_is_own(const dtl_ics_prop *p)
{
	return p->name.len > sizeof(own_prefix) - 1 &&
	       strncasecmp(p->name.data, own_prefix, sizeof(own_prefix) - 1) == 0;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Would a calendar's start and end alone be read as this date? */
static bool is_told_by_times(const dtl_ics_view *v)
{
	char edtf[64], first[32], last[32];
	const dtl_ics_slot *s = v->slot;
	if (s->tentative || s->prefix[0] || s->local)
		return false;
	int offset = 0;
	if (v->in_zone)
		dtl_zone_offset(&offset, s->start, v->e->tz, NULL);
	dtl_time_print(first, sizeof(first), s->start + offset);
	if (v->in_zone)
		dtl_zone_offset(&offset, s->end, v->e->tz, NULL);
	dtl_time_print(last, sizeof(last), s->end + offset - (s->timed ? 0 : DTL_DAY));
	if (!s->timed)
		first[strcspn(first, "T")] = last[strcspn(last, "T")] = '\0';
	else if (v->in_zone)
		first[strlen(first) - 1] = last[strlen(last) - 1] = '\0';
	bool one = strcmp(first, last) == 0;
	snprintf(edtf, sizeof(edtf), "%s%s%s", first, one ? "" : "/", one ? "" : last);
	return strcmp(edtf, v->e->edtf) == 0 && (v->in_zone || !v->e->tz);
}

static void write_edtf(dtl_ics_view *v)
{
	if (v->e->recurrence || !v->e->edtf || v->stands[DTL_ICS_WHEN] ||
	    (v->imported && is_told_by_times(v)))
		return;
	dtl_ics_begin(&v->w->lines, "X-DATELINE-EDTF");
	dtl_ics_param(&v->w->lines, "X-TZ", v->e->tz);
	dtl_ics_end_raw(&v->w->lines, v->e->edtf);
}

/* Of an event that others told only where STATUS does not say all of it. */
static void write_status(dtl_ics_view *v)
{
	const char *ical = dtl_ics_status_of(v->e, v->slot), *told = NULL;
	if (v->stands[DTL_ICS_STATUS])
		told = v->said.status;
	else if (ical && !v->marked)
		told = dtl_ics_status((dtl_slice){ ical, strlen(ical) });
	if (!v->imported || !same_text(told, v->e->status))
		dtl_ics_raw(&v->w->lines, "X-DATELINE-STATUS", v->e->status);
}

static void write_actors(dtl_ics_view *v)
{
	dtl_ics_writer *w = &v->w->lines;
	for (size_t i = 0; i < v->e->actor_count; i++) {
		const dtl_part *a = &v->e->actors[i];
		dtl_ics_begin(w, "X-DATELINE-ACTOR");
		dtl_ics_param(w, "X-ROLE", a->role);
		dtl_ics_param(w, "X-FOR", a->behalf);
		dtl_ics_param(w, "X-NAME", a->name);
		dtl_ics_end_raw(w, a->id);
	}
}

static void write_rest(dtl_ics_view *v)
{
	dtl_ics_writer *w = &v->w->lines;
	const dtl_event *e = v->e;
	char edition[24];
	if (e->series) {
		snprintf(edition, sizeof(edition), "%lld", (long long)e->edition);
		dtl_ics_begin(w, "X-DATELINE-SERIES");
		dtl_ics_param(w, "X-EDITION", e->edition ? edition : NULL);
		dtl_ics_end_raw(w, e->series);
	}
	for (size_t i = 0; i < e->link_count; i++) {
		dtl_ics_begin(w, "X-DATELINE-LINK");
		dtl_ics_param(w, "X-REL", e->links[i].rel);
		dtl_ics_end_raw(w, e->links[i].id);
	}
	/* Of a calendar's event the source is that calendar, until somebody says more. */
	for (size_t i = 0; i < e->source_count && (!v->imported || v->changed); i++)
		dtl_ics_raw(w, "X-DATELINE-SOURCE", e->sources[i]);
}

static bool is_told(const dtl_ics_view *v, const dtl_ics_prop *p)
{
	return (v->e->type && dtl_ics_prop_is(p, "X-DATELINE-TYPE")) ||
	       (v->e->level && dtl_ics_prop_is(p, "X-DATELINE-LEVEL"));
}

/* Names that the reader did not know stayed among the lines. */
static size_t add_held(dtl_ics_view *v)
{
	const dtl_ics_component *c = &v->kept->component;
	size_t count = 0;
	for (size_t i = 0; i < c->count; i++) {
		const dtl_ics_prop *p = &c->lines[i].prop;
		if (c->lines[i].depth || !dtl_ics_is_own(p) || is_told(v, p))
			continue;
		dtl_ics_kept_write(v->w, p);
		count++;
	}
	return count;
}

static int by_bytes(const void *a, const void *b)
{
	const dtl_slice *one = a, *other = b;
	return dtl_slice_compare(*one, *other);
}

/* Each line once, in the order of their bytes: who of them are known here is not to be seen from it. */
static void write_sorted(dtl_ics_view *v)
{
	dtl_text *pile = &v->w->pile;
	size_t count = 0, at = 0;
	for (size_t i = 0; i < pile->len; i++)
		count += pile->data[i] == '\n';
	dtl_slice *lines = calloc(count + 1, sizeof(*lines));
	if (!lines) {
		v->w->text.failed = true;
		return;
	}
	for (size_t i = 0; i < count; i++) {
		size_t len = strcspn(pile->data + at, "\n");
		lines[i] = (dtl_slice){ pile->data + at, len };
		at += len + 1;
	}
	qsort(lines, count, sizeof(*lines), by_bytes);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || dtl_slice_compare(lines[i], lines[i - 1]) != 0)
			dtl_ics_line(&v->w->lines, lines[i]);
	free(lines);
}

void dtl_ics_own_write(dtl_ics_view *v)
{
	dtl_ics_writer *w = &v->w->lines;
	write_edtf(v);
	write_status(v);
	dtl_ics_raw(w, "X-DATELINE-TYPE", v->e->type);
	dtl_ics_raw(w, "X-DATELINE-LEVEL", v->e->level);
	if (!v->kept->component.count) {
		write_actors(v);
		write_rest(v);
		return;
	}
	dtl_text_clear(&v->w->pile);
	w->pile = &v->w->pile;
	write_actors(v);
	write_rest(v);
	size_t held = add_held(v);
	w->pile = NULL;
	if (held || v->w->pile.len)
		write_sorted(v);
}

/* ---- RFC 9073 ---- */

static const char *participant_type(const char *role)
{
	static const char *const types[][2] = { { "host", "SPONSOR" }, { "speaker", "SPEAKER" },
		{ "observer", "INACTIVE" } };
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(types[i][0], role) == 0)
			return types[i][1];
	return "ACTIVE";
}

/* Such UIDs tell the reader that the component only repeats what X-DATELINE-… and LOCATION say. */
static void write_part_uid(dtl_ics_view *v, const char *kind, const char *id, const char *role)
{
	dtl_text *uid = &v->w->room;
	dtl_text_clear(uid);
	dtl_text_addf(uid, "%s:%s%s%s/%s@dateline", kind, id, role ? ":" : "", role ? role : "", v->e->key);
	dtl_ics_text(&v->w->lines, "UID", dtl_text_str(uid));
}

static void write_participant(dtl_ics_view *v, const dtl_part *a)
{
	dtl_ics_writer *w = &v->w->lines;
	dtl_ics_raw(w, "BEGIN", "PARTICIPANT");
	write_part_uid(v, "actor", a->id, a->role);
	dtl_ics_raw(w, "PARTICIPANT-TYPE", participant_type(a->role));
	dtl_ics_text(w, "SUMMARY", a->name ? a->name : a->id);
	dtl_ics_text(w, "DESCRIPTION", a->title);
	dtl_ics_raw(w, "END", "PARTICIPANT");
}

static void write_location(dtl_ics_view *v, const dtl_place *p)
{
	dtl_ics_writer *w = &v->w->lines;
	dtl_ics_raw(w, "BEGIN", "VLOCATION");
	write_part_uid(v, "place", p->id, NULL);
	dtl_ics_text(w, "NAME", p->name ? p->name : p->id);
	dtl_ics_row_write(v, DTL_ICS_GEO, NULL);
	dtl_ics_raw(w, "END", "VLOCATION");
}

void dtl_ics_components_write(dtl_ics_view *v)
{
	if (v->e->place)
		write_location(v, v->e->place);
	for (size_t i = 0; i < v->e->actor_count; i++)
		write_participant(v, &v->e->actors[i]);
}
