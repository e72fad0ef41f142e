/*
 * vis-timeline out: {items, groups}. What is certain is a range or a box, the
 * window around it a background of the class "possible" in the same subgroup,
 * which is the event: so both stand on one line. A background alone would have no
 * line and no readable title: where nothing is certain, a dashed outline of the
 * class "possible" bears it. Text goes into HTML and is escaped.
 */
#include "base/array.h"
#include "base/error.h"
#include "formats/groups.h"
#include "formats/lines.h"
#include "formats/markup.h"
#include "formats/stand.h"
#include "formats/tell.h"
#include <stdlib.h>
#include <string.h>

static const char no_group[] = "-"; /* the group of what has none: IDs of things are never that */

/* A group that was met. */
typedef struct group {
	char *id, *label;
	char *parent; /* or NULL */
	bool top;     /* it is in no other one */
} group;

typedef struct document {
	dtl_text text, id, html;
	dtl_json_writer json;
	dtl_labels labels;
	dtl_group_by by;
	group *groups; /* sorted by ID */
	size_t count, cap;
	bool ungrouped, failed;
	int64_t left_out;
} document;

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	document *d = state;
	d->by = dtl_group_by_setting(options, DTL_GROUP_TYPE);
	dtl_lines_begin(&d->json, &d->text);
	dtl_json_key(&d->json, "items");
	dtl_json_begin_array(&d->json);
	return dtl_emit(&d->text, out, err);
}

static dtl_status define(void *state, FILE *out, const dtl_thing *thing, dtl_error *err)
{
	document *d = state;
	(void)out;
	dtl_labels_add(&d->labels, thing);
	return dtl_labels_failed(&d->labels) ? dtl_fail_memory(err) : DTL_OK;
}

/* ---- groups ---- */

/* Where it is, or would be. */
static size_t place_of(const document *d, const char *id)
{
	size_t low = 0, high = d->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(d->groups[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static char *copy(document *d, const char *s)
{
	char *out = s ? strdup(s) : NULL;
	d->failed = d->failed || (s && !out);
	return out;
}

/* What a group stands in: of topics and places. */
static const char *parent_of(document *d, const char *id)
{
	dtl_kind kind = d->by == DTL_GROUP_PLACE ? DTL_PLACE : DTL_TOPIC;
	if (d->by != DTL_GROUP_PLACE && d->by != DTL_GROUP_TOPIC)
		return NULL;
	const dtl_label *label = dtl_labels_find(&d->labels, kind, id);
	return label ? label->parent : NULL;
}

/* It and what it stands in; that ends where one is known already, as it does in a circle. */
static void meet(document *d, const char *id, const char *label)
{
	while (id && !d->failed) {
		size_t at = place_of(d, id);
		if (at < d->count && strcmp(d->groups[at].id, id) == 0)
			return;
		group *room = dtl_array_room(d->groups, &d->cap, d->count, sizeof(*room));
		d->failed = d->failed || !room;
		if (!room)
			return;
		d->groups = room;
		memmove(&room[at + 1], &room[at], (d->count++ - at) * sizeof(*room));
		const char *parent = parent_of(d, id);
		room[at] = (group){ copy(d, id), copy(d, label), copy(d, parent), !parent };
		id = parent;
		if (id)
			label =
			    dtl_labels_name(&d->labels, d->by == DTL_GROUP_PLACE ? DTL_PLACE : DTL_TOPIC, id);
	}
}

/* ---- items ---- */

static void add_html(document *d, const char *key, const char *s)
{
	dtl_text_clear(&d->html);
	dtl_markup_add(&d->html, s);
	dtl_json_member(&d->json, key, dtl_text_str(&d->html));
}

static void add_line(dtl_text *html, const char *s)
{
	if (!s || !*s)
		return;
	dtl_text_add(html, html->len ? "<br>" : "");
	dtl_markup_add(html, s);
}

/* What shows when the mouse rests on it. */
static void add_tip(document *d, const dtl_event *e)
{
	dtl_text words = DTL_TEXT_INIT;
	dtl_text_clear(&d->html);
	add_line(&d->html, dtl_tell_title(e));
	dtl_tell_when(&words, e);
	add_line(&d->html, dtl_text_str(&words));
	dtl_text_clear(&words);
	dtl_tell_who(&words, e);
	add_line(&d->html, dtl_text_str(&words));
	add_line(&d->html, dtl_tell_where(e));
	add_line(&d->html, dtl_tell_status(e));
	d->failed = d->failed || dtl_text_failed(&words);
	dtl_text_free(&words);
	dtl_json_member(&d->json, "title", dtl_text_str(&d->html));
}

static void add_time(dtl_json_writer *j, const char *key, int64_t t)
{
	char print[40];
	dtl_stand_print_js(print, t);
	dtl_json_member(j, key, print);
}

/* The ID of the event, of the group unless it stands in one only, and of what part of it this is. */
static void add_item_id(document *d, const char *part, const char *in)
{
	size_t length = d->id.len;
	dtl_text_addf(&d->id, "%s%s%s", in ? "#" : "", in ? in : "", part);
	dtl_json_member(&d->json, "id", dtl_text_str(&d->id));
	dtl_text_truncate(&d->id, length);
}

static void add_class(document *d, const dtl_event *e, const char *class)
{
	dtl_text_clear(&d->html);
	dtl_text_add(&d->html, class);
	if (dtl_tell_status(e))
		dtl_text_addf(&d->html, " status-%s", dtl_tell_status(e));
	dtl_json_member(&d->json, "className", dtl_text_str(&d->html));
}

static void add_data(document *d, const dtl_event *e, const dtl_stand *s, const dtl_group *g)
{
	dtl_json_writer *j = &d->json;
	if (d->by != DTL_GROUP_NONE)
		dtl_json_member(j, "group", g->id ? g->id : no_group);
	dtl_json_member(j, "subgroup", dtl_text_str(&d->id));
	add_tip(d, e);
	dtl_json_member(j, "event", e->id);
	dtl_json_member(j, "edtf", e->edtf);
	dtl_lines_member(j, "status", dtl_tell_status(e));
	dtl_json_member(j, "certainty", dtl_stand_certainty(s));
}

static void add_window(
    document *d, const dtl_event *e, const dtl_stand *s, const dtl_group *g, const char *in)
{
	dtl_json_writer *j = &d->json;
	dtl_json_begin_object(j);
	add_item_id(d, "/window", in);
	dtl_json_member(j, "content", "");
	add_time(j, "start", s->lo);
	add_time(j, "end", s->hi);
	dtl_json_member(j, "type", "background");
	add_class(d, e, "possible");
	add_data(d, e, s, g);
	dtl_json_end_object(j);
}

/* What bears the title. A day or less would be too narrow to read as a range: it is a box at its beginning. */
static void add_mark(document *d, const dtl_event *e, const dtl_stand *s, const dtl_group *g, const char *in)
{
	dtl_json_writer *j = &d->json;
	int64_t from = s->certain ? s->from : s->lo, to = s->certain ? s->to : s->hi;
	bool range = to - from > DTL_DAY;
	dtl_json_begin_object(j);
	add_item_id(d, "", in);
	add_html(d, "content", dtl_tell_title(e));
	add_time(j, "start", from);
	if (range)
		add_time(j, "end", to);
	dtl_json_member(j, "type", range ? "range" : "box");
	add_class(d, e, s->certain ? "certain" : "possible");
	if (!s->certain) /* also where the page has no styles of its own */
		dtl_json_member(j, "style", "background-color: transparent; border-style: dashed;");
	add_data(d, e, s, g);
	dtl_json_end_object(j);
}

static void add_items(document *d, const dtl_event *e, const dtl_stand *s, const dtl_group *g, const char *in)
{
	if (d->by != DTL_GROUP_NONE && g->id)
		meet(d, g->id, g->label);
	d->ungrouped = d->ungrouped || !g->id;
	if (!s->exact)
		add_window(d, e, s, g, in);
	add_mark(d, e, s, g, in);
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	document *d = state;
	dtl_stand stand;
	dtl_group g = { NULL, NULL };
	if (!dtl_stand_of(&stand, e) || !dtl_stand_fits_js(&stand)) {
		d->left_out++;
		return DTL_OK;
	}
	dtl_text_clear(&d->id);
	dtl_tell_id(&d->id, e);
	size_t count = dtl_group_count(d->by, e);
	for (size_t i = 0; i < count; i++) {
		g = dtl_group_at(d->by, &d->labels, e, i);
		add_items(d, e, &stand, &g, count > 1 ? g.id : NULL);
	}
	if (count == 0)
		add_items(d, e, &stand, &g, NULL);
	if (d->failed || dtl_text_failed(&d->id) || dtl_text_failed(&d->html))
		return dtl_fail_memory(err);
	return dtl_emit(&d->text, out, err);
}

/* ---- the end ---- */

static void add_nested(document *d, const group *of)
{
	bool any = false;
	for (size_t i = 0; i < d->count; i++) {
		const char *parent = d->groups[i].parent;
		if (!parent || strcmp(parent, of->id) != 0 || d->groups[i].top)
			continue;
		if (!any) {
			dtl_json_key(&d->json, "nestedGroups");
			dtl_json_begin_array(&d->json);
		}
		any = true;
		dtl_json_string(&d->json, d->groups[i].id);
	}
	if (any)
		dtl_json_end_array(&d->json);
}

/* What stands in itself by way of others would be drawn nowhere: one of the circle is at the top. */
static void cut_circles(document *d)
{
	for (size_t i = 0; i < d->count; i++) {
		const group *at = &d->groups[i];
		size_t steps = 0;
		while (!at->top && steps++ <= d->count)
			at = &d->groups[place_of(d, at->parent)];
		if (!at->top)
			d->groups[i].top = true;
	}
}

static void add_group(document *d, const char *id, const char *label, const group *g)
{
	dtl_json_writer *j = &d->json;
	dtl_json_begin_object(j);
	dtl_json_member(j, "id", id);
	add_html(d, "content", label);
	/* Each event a line of its own, so that a window does not reach behind others. */
	dtl_json_key(j, "subgroupStack");
	dtl_json_bool(j, true);
	if (g)
		add_nested(d, g);
	dtl_json_end_object(j);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	static const char *const none[] = { "no series", "no topic", "no place", "nobody", "no type", "" };
	document *d = state;
	dtl_json_end_array(&d->json);
	if (d->by != DTL_GROUP_NONE) {
		dtl_json_key(&d->json, "groups");
		dtl_json_begin_array(&d->json);
		cut_circles(d);
		for (size_t i = 0; i < d->count; i++)
			add_group(d, d->groups[i].id, d->groups[i].label, &d->groups[i]);
		if (d->ungrouped)
			add_group(d, no_group, none[d->by], NULL);
		dtl_json_end_array(&d->json);
	}
	return dtl_lines_end(&d->json, out, err);
}

static void release(void *state)
{
	document *d = state;
	for (size_t i = 0; i < d->count; i++) {
		free(d->groups[i].id);
		free(d->groups[i].label);
		free(d->groups[i].parent);
	}
	free(d->groups);
	dtl_labels_free(&d->labels);
	dtl_text_free(&d->text);
	dtl_text_free(&d->id);
	dtl_text_free(&d->html);
}

static int64_t left_out(const void *state, const char **why)
{
	const document *d = state;
	*why = "without a date, or outside the years -271820 to 275759";
	return d->left_out;
}

static const dtl_format_option settings[] = { DTL_GROUP_OPTION, { NULL, NULL, NULL, NULL } };

const dtl_exporter dtl_export_vis = {
	.name = "vis",
	.summary = "vis-timeline: items and groups, windows as backgrounds",
	.suffix = "vis.json",
	.occurrences = true,
	.options = settings,
	.state_size = sizeof(document),
	.begin = begin,
	.define = define,
	.event = event,
	.end = end,
	.release = release,
	.left_out = left_out,
};
