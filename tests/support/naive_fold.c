/* What a timeline of naive_world.h says at a moment, and its documents. */
#include "naive_world.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool naive_counts(const naive_world *w, const naive_claim *c, int event, int64_t before)
{
	const naive_report *r = &w->reports[c->report];
	return w->events[c->event].same == event && !c->dead && !r->dead && r->known < before;
}

static bool parse(const naive_claim *c, dtl_date *out)
{
	return !c->unknown && dtl_date_parse(out, c->edtf, c->tz, NULL) == DTL_OK;
}

static bool same_date(const naive_claim *a, const naive_claim *b)
{
	return strcmp(a->edtf, b->edtf) == 0 && strcmp(a->tz ? a->tz : "", b->tz ? b->tz : "") == 0;
}

/* The latest word; but an older one whose window lies within it was more precise, unless it was unsaid in between. */
static void fold_when(const naive_world *w, int last, int64_t before, naive_row *out)
{
	dtl_date older;
	for (int i = last; i >= 0; i--) {
		const naive_claim *c = &w->claims[i];
		if (!c->has_when || !naive_counts(w, c, out->event, before))
			continue;
		if (!out->when) {
			out->when = c;
			out->dated = parse(c, &out->date);
			if (!out->dated)
				return;
			continue;
		}
		if (!parse(c, &older))
			return;
		bool narrower = dtl_bounds_within(&older.bounds, &out->date.bounds) &&
				!dtl_bounds_equal(&older.bounds, &out->date.bounds);
		if (narrower || same_date(c, out->when)) {
			out->when = c;
			out->date = older;
		}
	}
}

static void fold_part(naive_row *out, naive_part part)
{
	int i = 0;
	while (i < out->part_count &&
	       (out->parts[i].actor != part.actor || strcmp(out->parts[i].role, part.role) != 0))
		i++;
	out->parts[i] = part;
	out->part_count += i == out->part_count && i + 1 < NAIVE_ROW_PARTS;
}

static void fold_topic(naive_row *out, int topic)
{
	for (int i = 0; i < out->topic_count; i++)
		if (out->topics[i] == topic)
			return;
	if (out->topic_count < NAIVE_ROW_PARTS)
		out->topics[out->topic_count++] = topic;
}

/* Who takes part in another role, too, is no bare participant. */
static void hide_bare(naive_row *out)
{
	int kept = 0;
	naive_part all[NAIVE_ROW_PARTS];
	memcpy(all, out->parts, sizeof(all));
	for (int i = 0; i < out->part_count; i++) {
		bool bare = strcmp(all[i].role, "participant") == 0, other = false;
		for (int k = 0; k < out->part_count; k++)
			other = other || (k != i && all[k].actor == all[i].actor);
		if (!bare || !other)
			out->parts[kept++] = all[i];
	}
	out->part_count = kept;
}

static void fold_claim(naive_row *out, const naive_claim *c)
{
	out->title = c->title ? c->title : out->title;
	out->description = c->description ? c->description : out->description;
	out->type = c->type ? c->type : out->type;
	out->level = c->level ? c->level : out->level;
	out->status = c->status ? c->status : out->status;
	out->place = c->place >= 0 ? c->place : out->place;
	out->edition = c->series >= 0 ? c->edition : out->edition;
	out->series = c->series >= 0 ? c->series : out->series;
	out->parent = c->parent >= 0 ? c->parent : out->parent;
	for (int i = 0; i < c->part_count; i++)
		fold_part(out, c->parts[i]);
	for (int i = 0; i < c->topic_count; i++)
		fold_topic(out, c->topics[i]);
	if (c->times) {
		out->every = c->every;
		out->times = c->times;
		out->first = c->first;
	}
}

static void fold_at(const naive_world *w, int event, int64_t before, naive_row *out)
{
	int last = 0;
	*out = (naive_row){ .event = event, .place = NAIVE_NONE, .series = NAIVE_NONE, .parent = NAIVE_NONE };
	for (int i = 0; i < w->claim_count; i++) {
		if (!naive_counts(w, &w->claims[i], event, before))
			continue;
		fold_claim(out, &w->claims[i]);
		last = i;
	}
	fold_when(w, last, before, out);
	hide_bare(out);
	out->there = out->title != NULL;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool has_part(const naive_row *row, const naive_part *part)
{
	for (int i = 0; i < row->part_count; i++)
		if (row->parts[i].actor == part->actor && row->parts[i].behalf == part->behalf &&
		    strcmp(row->parts[i].role, part->role) == 0)
			return true;
	return false;
}

static bool has_topic(const naive_row *row, int topic)
{
	for (int i = 0; i < row->topic_count; i++)
		if (row->topics[i] == topic)
			return true;
	return false;
}

static bool same_when(const naive_row *a, const naive_row *b)
{
	if (!a->when || !b->when)
		return a->when == b->when;
	if (a->dated != b->dated)
		return false;
	return !a->dated || same_date(a->when, b->when);
}

static bool same_row(const naive_row *a, const naive_row *b)
{
	bool same = a->there == b->there && same_text(a->title, b->title) &&
		    same_text(a->description, b->description) && same_text(a->type, b->type) &&
		    same_text(a->level, b->level) && same_text(a->status, b->status) &&
		    a->place == b->place && a->series == b->series && a->edition == b->edition &&
		    a->parent == b->parent && a->part_count == b->part_count &&
		    a->topic_count == b->topic_count && a->times == b->times && same_when(a, b);
	for (int i = 0; same && i < a->part_count; i++)
		same = has_part(b, &a->parts[i]);
	for (int i = 0; same && i < a->topic_count; i++)
		same = has_topic(b, a->topics[i]);
	return same;
}

static bool is_in_report(const naive_world *w, int event, int report)
{
	for (int i = 0; i < w->claim_count; i++)
		if (w->claims[i].report == report && naive_counts(w, &w->claims[i], event, DTL_TIME_MAX))
			return true;
	return false;
}

void naive_fold(const naive_world *w, int event, int64_t before, naive_row *out)
{
	naive_row earlier;
	fold_at(w, event, before, out);
	snprintf(out->key, sizeof(out->key), "%.15s", w->events[event].key);
	if (!out->there)
		return;
	/* It has been known like this since the last report that changed it. */
	for (int r = NAIVE_REPORTS - 1; r >= 0; r--) {
		if (w->reports[r].known >= before || !is_in_report(w, event, r))
			continue;
		out->known_from = w->reports[r].known;
		fold_at(w, event, w->reports[r].known, &earlier);
		if (!same_row(out, &earlier))
			return;
	}
}

void naive_project(const naive_world *w, int64_t today, naive_row *out)
{
	static char title[64];
	char july[16];
	const naive_thing *series = &w->series[NAIVE_SERIES - 1];
	*out = (naive_row){ .there = true,
		.event = NAIVE_EVENTS,
		.title = title,
		.status = "projected",
		.dated = true,
		.place = series->parent,
		.series = NAIVE_SERIES - 1,
		.parent = NAIVE_NONE };
	dtl_time_parse(&out->known_from, "2012-02-01", NULL);
	for (int year = 2010; out->date.bounds.end_hi <= today; year++) {
		snprintf(july, sizeof(july), "%04d-07", year);
		snprintf(title, sizeof(title), "%s %d", series->name, year);
		dtl_date_parse(&out->date, july, NULL, NULL);
	}
	snprintf(out->key, sizeof(out->key), "%.12s@%.10s", series->key, july);
}

/* ---- documents ---- */

typedef struct sheet {
	char *data;
	size_t len, cap;
} sheet;

__attribute__((format(printf, 2, 3))) static void put(sheet *s, const char *format, ...)
{
	va_list args;
	if (s->cap - s->len < 1024) {
		s->cap = s->cap * 2 + 4096;
		s->data = realloc(s->data, s->cap);
		if (!s->data)
			abort();
	}
	va_start(args, format);
	s->len += (size_t)vsnprintf(s->data + s->len, s->cap - s->len, format, args);
	va_end(args);
}

static void put_text(sheet *s, const char *name, const char *value)
{
	if (value && *value)
		put(s, ",\"%s\":\"%s\"", name, value);
}

/* What stands for another was known before it, so that the name of the other stands. */
static void put_known(sheet *s, const naive_thing *all, int i)
{
	put(s, ",\"known_from\":\"%s\"}", all[i].same == i ? "2012-02-01" : "2012-01-01");
}

static void put_things(sheet *s, const char *plural, const char *label, const naive_thing *all, int count)
{
	put(s, ",\"%s\":[", plural);
	for (int i = 0; i < count; i++) {
		const naive_thing *t = &all[i];
		put(s, "%s\n{\"id\":\"%s\",\"%s\":\"%s\"", i ? "," : "", t->key, label, t->name);
		put_text(s, "country", t->country);
		put_text(s, "cadence", t->cadence);
		if (t->cadence)
			put(s, ",\"place\":\"p%02d\"", t->parent);
		else if (t->parent >= 0)
			put_text(s, "parent", all[t->parent].key);
		put_known(s, all, i);
	}
	put(s, "]");
}

static void put_terms(sheet *s, const naive_world *w, int actor)
{
	int count = 0;
	put(s, ",\"affiliations\":[");
	for (int i = 0; i < w->term_count; i++) {
		const naive_term *t = &w->terms[i];
		if (t->actor != actor)
			continue;
		put(s, "%s{\"rel\":\"%s\",\"of\":\"%s\"", count++ ? "," : "", t->rel, w->actors[t->of].key);
		put_text(s, "from", t->from);
		put_text(s, "to", t->to);
		put(s, "}");
	}
	put(s, "]");
}

static void put_actors(sheet *s, const naive_world *w)
{
	put(s, ",\"actors\":[");
	for (int i = 0; i < NAIVE_ACTORS; i++) {
		const naive_thing *a = &w->actors[i];
		put(s, "%s\n{\"id\":\"%s\",\"kind\":\"%s\",\"name\":\"%s\"", i ? "," : "", a->key, a->kind,
		    a->name);
		if (a->alias)
			put(s, ",\"aliases\":[\"%s\"]", a->alias);
		if (a->country)
			put(s, ",\"codes\":{\"iso2\":\"%s\"}", a->country);
		put_terms(s, w, i);
		put_known(s, w->actors, i);
	}
	put(s, "]");
}

char *naive_print_things(const naive_world *w)
{
	sheet s = { NULL, 0, 0 };
	put(&s, "{\"format\":\"dateline/1\"");
	put_things(&s, "places", "name", w->places, NAIVE_PLACES);
	put_things(&s, "topics", "label", w->topics, NAIVE_TOPICS);
	put_things(&s, "series", "name", w->series, NAIVE_SERIES);
	put_actors(&s, w);
	put(&s, "}\n");
	return s.data;
}

static void put_when(sheet *s, const naive_claim *c)
{
	char first[32];
	if (c->has_when && c->unknown) {
		put(s, ",\"when\":{\"edtf\":null,\"unknown\":true}");
	} else if (c->has_when) {
		put(s, ",\"when\":{\"edtf\":\"%s\"", c->edtf);
		put_text(s, "tz", c->tz);
		put(s, "}");
	}
	if (!c->times)
		return;
	dtl_time_print(first, sizeof(first), c->first * DTL_DAY);
	put(s, ",\"recurrence\":{\"rrule\":[\"FREQ=DAILY;INTERVAL=%d;COUNT=%d\"],\"start\":\"%.10s\"}",
	    c->every, c->times, first);
}

static void put_sets(sheet *s, const naive_world *w, const naive_claim *c)
{
	put(s, ",\"actors\":[");
	for (int i = 0; i < c->part_count; i++) {
		const naive_part *p = &c->parts[i];
		put(s, "%s{\"id\":\"%s\",\"role\":\"%s\"", i ? "," : "", w->actors[p->actor].key, p->role);
		if (p->behalf >= 0)
			put_text(s, "for", w->actors[p->behalf].key);
		put(s, "}");
	}
	put(s, "],\"topics\":[");
	for (int i = 0; i < c->topic_count; i++)
		put(s, "%s\"%s\"", i ? "," : "", w->topics[c->topics[i]].key);
	put(s, "]");
}

static void put_claim(sheet *s, const naive_world *w, const naive_claim *c)
{
	char known[32];
	put(s, "\n{\"id\":\"%s\"", w->events[c->event].key);
	put_text(s, "title", c->title);
	put_text(s, "type", c->type);
	put_text(s, "level", c->level);
	put_text(s, "status", c->status);
	put_when(s, c);
	put_text(s, "place", c->place >= 0 ? w->places[c->place].key : NULL);
	put_sets(s, w, c);
	put_text(s, "series", c->series >= 0 ? w->series[c->series].key : NULL);
	if (c->edition)
		put(s, ",\"edition\":%d", c->edition);
	put_text(s, "parent", c->parent >= 0 ? w->events[c->parent].key : NULL);
	put_text(s, "description", c->description);
	put_text(s, "quote", c->quote);
	put_text(s, "rank", c->dead ? "deprecated" : NULL);
	dtl_time_print(known, sizeof(known), w->reports[c->report].known);
	if (!w->reports[c->report].publisher)
		put_text(s, "known_from", known);
	put(s, "}");
}

char *naive_print_report(const naive_world *w, int report)
{
	const naive_report *r = &w->reports[report];
	sheet s = { NULL, 0, 0 };
	char known[32];
	int count = 0;
	put(&s, "{\"format\":\"dateline/1\"");
	dtl_time_print(known, sizeof(known), r->known);
	if (r->publisher)
		put(&s, ",\"source\":{\"id\":\"%s\",\"publisher\":\"%s\",\"published\":\"%.10s\"}", r->source,
		    r->publisher, known);
	put(&s, ",\"events\":[");
	for (int i = 0; i < w->claim_count; i++) {
		if (w->claims[i].report != report)
			continue;
		put(&s, "%s", count++ ? "," : "");
		put_claim(&s, w, &w->claims[i]);
	}
	put(&s, "]}\n");
	return s.data;
}
