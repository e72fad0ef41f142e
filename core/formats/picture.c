#include "formats/picture.h"
#include "base/array.h"
#include "formats/markup.h"
#include <stdlib.h>
#include <string.h>

enum {
	WIDTH = 1200,
	LEFT = 190,  /* of the lanes' names */
	RIGHT = 24,  /* a margin */
	TOP = 84,    /* the title, the caption, the years */
	BOTTOM = 56, /* the legend */
	ROW = 22,
	GAP = 10,   /* between lanes */
	LABEL = 56, /* columns of a title */
	TIP = 400,  /* bytes of a text to be shown on pointing at it */
	DAY = 86400,
};
#define COLUMN 6.4 /* pixels of a column of a label: more than most fonts need */

dtl_look dtl_look_of(const dtl_event *e)
{
	static const char *const names[] = { NULL, "rumoured", "expected", "announced", "confirmed", "held",
		"postponed", "cancelled" };
	for (int i = 1; e->status && i < DTL_LOOKS; i++)
		if (strcmp(e->status, names[i]) == 0)
			return (dtl_look)i;
	return DTL_LOOK_NONE;
}

const char *dtl_look_name(dtl_look look)
{
	static const char *const names[] = { "no status", "rumoured", "expected", "announced", "confirmed",
		"held", "postponed", "cancelled" };
	return names[look];
}

/* What is told on pointing at it: the title, the date in words, the status, who, where. */
static const char *make_tip(dtl_picture *p, const dtl_event *e)
{
	char when[256];
	dtl_text tip = DTL_TEXT_INIT;
	dtl_text_add(&tip, e->title);
	dtl_date_people_within(when, sizeof(when), e->edtf, &e->date.bounds, e->tz, NULL);
	dtl_text_addf(&tip, "\n%s", when);
	if (e->status)
		dtl_text_addf(&tip, " · %s", e->status);
	for (size_t i = 0; i < e->actor_count && tip.len < TIP; i++)
		dtl_text_addf(&tip, "%s%s", i > 0 ? ", " : "\n",
		    e->actors[i].name ? e->actors[i].name : e->actors[i].id);
	if (e->place)
		dtl_text_addf(&tip, "\n%s", e->place->name ? e->place->name : e->place->id);
	size_t cut = tip.len;
	while (cut > TIP && ((unsigned char)tip.data[cut - 1] >= 0x80 || cut > TIP + 4))
		cut--;
	bool failed = dtl_text_failed(&tip);
	char *out = failed ? NULL : dtl_arena_text_len(&p->arena, dtl_text_str(&tip), cut);
	dtl_text_free(&tip);
	p->failed = p->failed || !out;
	return out;
}

/* No more of a title than is drawn. */
static const char *cut_title(dtl_picture *p, const char *title)
{
	size_t len = strlen(title), most = (size_t)LABEL * 6;
	while (len > most && ((unsigned char)title[most] & 0xC0) == 0x80)
		most++;
	return dtl_arena_text_len(&p->arena, title, len < most ? len : most);
}

static void add_mark(dtl_picture *p, const dtl_mark *mark, dtl_group g)
{
	dtl_mark *marks = dtl_array_room(p->marks, &p->cap, p->count, sizeof(*marks));
	if (!marks) {
		p->failed = true;
		return;
	}
	p->marks = marks;
	dtl_mark *m = &marks[p->count++];
	*m = *mark;
	m->group = dtl_arena_text(&p->arena, g.id);
	m->lane_name = dtl_arena_text(&p->arena, g.label);
}

static bool is_known(int64_t t)
{
	return t != DTL_TIME_MIN && t != DTL_TIME_MAX;
}

/* What is open or unknown at one end stands at the other one, with an arrow; false: nothing is known. */
static bool settle_bounds(dtl_mark *m)
{
	dtl_bounds *b = &m->bounds;
	m->open_left = !is_known(b->start_lo);
	m->open_right = !is_known(b->end_hi);
	if (m->open_left)
		b->start_lo = is_known(b->start_hi) ? b->start_hi
			      : is_known(b->end_lo) ? b->end_lo
						    : b->end_hi;
	if (!is_known(b->start_hi))
		b->start_hi = b->start_lo;
	if (m->open_right)
		b->end_hi = is_known(b->end_lo) ? b->end_lo : b->start_hi;
	if (!is_known(b->end_lo))
		b->end_lo = b->end_hi;
	return is_known(b->start_lo) && is_known(b->end_hi);
}

void dtl_picture_add(dtl_picture *p, dtl_labels *labels, const dtl_event *e)
{
	const dtl_bounds *b = &e->date.bounds;
	dtl_mark mark = { .bounds = *b, .look = dtl_look_of(e), .number = p->events };
	if (!e->edtf || !settle_bounds(&mark)) {
		p->undated++;
		return;
	}
	mark.id = dtl_arena_text(&p->arena, e->id);
	mark.title = cut_title(p, e->title);
	mark.tip = make_tip(p, e);
	mark.url = dtl_markup_is_link(e->url) ? dtl_arena_text(&p->arena, e->url) : NULL;
	mark.about = e->date.approximate || e->date.uncertain;
	/* A day is a window of a day for an hour in it, but a mark of a day for people. */
	mark.exact = !mark.open_left && !mark.open_right && b->start_hi - b->start_lo <= DAY &&
		     b->end_hi - b->end_lo <= DAY;
	p->events++;
	size_t count = dtl_group_count(p->by, e);
	for (size_t i = 0; i < count || (i == 0 && count == 0); i++)
		add_mark(p, &mark, dtl_group_at(p->by, labels, e, i));
}

/* ---- Lanes ---- */

static int compare_groups(const void *a, const void *b)
{
	const dtl_mark *x = *(const dtl_mark *const *)a, *y = *(const dtl_mark *const *)b;
	if (!x->group || !y->group)
		return !x->group - !y->group;
	return strcmp(x->group, y->group);
}

static int compare_sizes(const void *a, const void *b)
{
	const dtl_lane *x = a, *y = b;
	if (!x->group != !y->group)
		return !x->group - !y->group;
	return x->count != y->count ? (x->count < y->count) - (x->count > y->count)
				    : strcmp(x->group, y->group);
}

static int compare_firsts(const void *a, const void *b)
{
	const dtl_lane *x = a, *y = b;
	if (!x->group != !y->group)
		return !x->group - !y->group;
	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->group ? strcmp(x->group, y->group) : 0;
}

static dtl_lane *new_lane(dtl_picture *p, const dtl_mark *m)
{
	dtl_lane *lanes = dtl_array_room(p->lanes, &p->lane_cap, p->lane_count, sizeof(*lanes));
	if (!lanes) {
		p->failed = true;
		return NULL;
	}
	p->lanes = lanes;
	lanes[p->lane_count] = (dtl_lane){ m->group, m->lane_name, 0, m->bounds.start_lo, 0, 0 };
	return &lanes[p->lane_count++];
}

/* The lanes that there are, the fullest ones if they are too many; the rest go into one without a name. */
static void choose_lanes(dtl_picture *p, dtl_mark **sorted)
{
	dtl_lane *lane = NULL;
	for (size_t i = 0; i < p->count && !p->failed; i++) {
		bool same =
		    lane && (lane->group ? sorted[i]->group && strcmp(lane->group, sorted[i]->group) == 0
					 : !sorted[i]->group);
		if (!same)
			lane = new_lane(p, sorted[i]);
		if (!lane)
			return;
		lane->count++;
		if (sorted[i]->bounds.start_lo < lane->first)
			lane->first = sorted[i]->bounds.start_lo;
	}
	qsort(p->lanes, p->lane_count, sizeof(*p->lanes), compare_sizes);
	bool rest = !p->lanes[p->lane_count - 1].group;
	if (p->lane_count > p->lane_limit + rest) {
		p->lane_count = p->lane_limit;
		p->lanes[p->lane_count++] = (dtl_lane){ NULL, NULL, 0, DTL_TIME_MAX, 0, 0 };
	}
	qsort(p->lanes, p->lane_count, sizeof(*p->lanes), compare_firsts);
}

static int compare_names(const void *a, const void *b)
{
	const dtl_lane *x = *(const dtl_lane *const *)a, *y = *(const dtl_lane *const *)b;
	if (!x->group || !y->group)
		return !x->group - !y->group;
	return strcmp(x->group, y->group);
}

/* Give every mark the number of its lane: both in the order of groups, side by side. */
static void enter_lanes(dtl_picture *p, dtl_mark **sorted, dtl_lane **lanes)
{
	for (size_t i = 0; i < p->lane_count; i++)
		lanes[i] = &p->lanes[i];
	qsort(lanes, p->lane_count, sizeof(dtl_lane *), compare_names);
	size_t at = 0;
	for (size_t i = 0; i < p->count; i++) {
		const char *group = sorted[i]->group;
		while (group && at < p->lane_count && lanes[at]->group && strcmp(lanes[at]->group, group) < 0)
			at++;
		bool found =
		    group && at < p->lane_count && lanes[at]->group && strcmp(lanes[at]->group, group) == 0;
		sorted[i]->lane = (size_t)((found ? lanes[at] : lanes[p->lane_count - 1]) - p->lanes);
	}
}

static void make_lanes(dtl_picture *p)
{
	dtl_mark **sorted = malloc((p->count + 1) * sizeof(dtl_mark *));
	dtl_lane **lanes = NULL;
	for (size_t i = 0; sorted && i < p->count; i++)
		sorted[i] = &p->marks[i];
	if (sorted) {
		qsort(sorted, p->count, sizeof(dtl_mark *), compare_groups);
		choose_lanes(p, sorted);
		lanes = malloc((p->lane_count + 1) * sizeof(dtl_lane *));
	}
	if (lanes && !p->failed && p->lane_count > 0)
		enter_lanes(p, sorted, lanes);
	p->failed = p->failed || !sorted || !lanes;
	free(lanes);
	free(sorted);
}

/* ---- Time ---- */

/* From the first to the last moment that anything says, with some room. */
static void find_span(dtl_picture *p)
{
	p->from = DTL_TIME_MAX;
	p->to = DTL_TIME_MIN;
	for (size_t i = 0; i < p->count; i++) {
		const dtl_bounds *b = &p->marks[i].bounds;
		p->from = b->start_lo < p->from ? b->start_lo : p->from;
		p->to = b->end_hi > p->to ? b->end_hi : p->to;
	}
	if (p->from > p->to)
		p->from = p->to = 0;
	int64_t room = (p->to - p->from) / 40;
	room = room < 2 * (int64_t)DAY ? 2 * (int64_t)DAY : room;
	p->from -= room;
	p->to += room;
}

double dtl_picture_x(const dtl_picture *p, int64_t t)
{
	double span = (double)(p->to - p->from), width = p->width - p->left - RIGHT;
	if (t <= p->from)
		return p->left;
	if (t >= p->to)
		return p->left + width;
	return p->left + (double)(t - p->from) / span * width;
}

/* ---- Rows ---- */

static int compare_starts(const void *a, const void *b)
{
	const dtl_mark *x = a, *y = b;
	if (x->lane != y->lane)
		return x->lane < y->lane ? -1 : 1;
	if (x->x0 < y->x0 || x->x0 > y->x0)
		return x->x0 < y->x0 ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

bool dtl_mark_is_band(const dtl_mark *m)
{
	enum { SMALL = 8 }; /* pixels: less than a shape */
	return !m->exact && m->x1 - m->x0 > SMALL;
}

/* Where its text goes: behind it, or before it if the picture ends there. */
static void place_label(const dtl_picture *p, dtl_mark *m, double *from, double *to)
{
	enum { AROUND = 8, ARROW = 14, SHAPE = 14 };
	double text = dtl_markup_width(m->title, LABEL) * COLUMN + 6 + (dtl_mark_is_band(m) ? SHAPE : 0);
	*from = m->x0 - AROUND - (m->open_left ? ARROW : 0);
	*to = m->x1 + AROUND + (m->open_right ? ARROW : 0);
	m->leftward = *to + text > p->width - 4 && *from - text > p->left;
	m->label = m->leftward ? *from : *to;
	*from -= m->leftward ? text : 0;
	*to += m->leftward ? 0 : text;
}

typedef struct edge {
	double *ends; /* of what stands in each row so far */
	size_t cap;
	size_t rows;
} edge;

/* The first row with room, so that nothing stands on anything else. */
static int find_row(edge *e, double from, double to, bool *failed)
{
	size_t row = 0;
	while (row < e->rows && e->ends[row] > from)
		row++;
	if (row == e->rows) {
		double *ends = dtl_array_room(e->ends, &e->cap, e->rows, sizeof(*ends));
		if (!ends) {
			*failed = true;
			return 0;
		}
		e->ends = ends;
		e->rows++;
	}
	e->ends[row] = to;
	return (int)row;
}

static void place_marks(dtl_picture *p)
{
	edge e = { NULL, 0, 0 };
	for (size_t i = 0; i < p->count; i++) {
		dtl_mark *m = &p->marks[i];
		m->x0 = dtl_picture_x(p, m->bounds.start_lo);
		m->x1 = dtl_picture_x(p, m->bounds.end_hi);
	}
	qsort(p->marks, p->count, sizeof(*p->marks), compare_starts);
	for (size_t i = 0; i < p->count; i++) {
		double from, to;
		if (i == 0 || p->marks[i].lane != p->marks[i - 1].lane)
			e.rows = 0;
		place_label(p, &p->marks[i], &from, &to);
		p->marks[i].row = find_row(&e, from, to, &p->failed);
		p->lanes[p->marks[i].lane].rows = (int)e.rows;
	}
	free(e.ends);
}

dtl_status dtl_picture_layout(dtl_picture *p, dtl_error *err)
{
	p->width = WIDTH;
	p->left = p->by == DTL_GROUP_NONE ? RIGHT : LEFT;
	p->top = TOP;
	p->failed = p->failed || p->arena.failed;
	if (!p->failed && p->count > 0)
		make_lanes(p);
	if (p->failed)
		return dtl_fail_memory(err);
	find_span(p);
	if (p->count > 0)
		place_marks(p);
	double y = p->top;
	for (size_t i = 0; i < p->lane_count; i++) {
		p->lanes[i].y = y + GAP / 2.0;
		y += (p->lanes[i].rows > 0 ? p->lanes[i].rows : 1) * ROW + GAP;
	}
	p->height = y + BOTTOM;
	return p->failed ? dtl_fail_memory(err) : DTL_OK;
}

void dtl_picture_free(dtl_picture *p)
{
	dtl_arena_free(&p->arena);
	free(p->marks);
	free(p->lanes);
	*p = (dtl_picture){ 0 };
}
