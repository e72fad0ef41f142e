/*
 * A timeline as a picture: lanes from top to bottom, time from left to right.
 * What is certain is drawn solid, what is only possible as a soft band around
 * it. Events are gathered first, as their places depend on each other; they are
 * small, and their texts are cut to what can be read.
 */
#ifndef DTL_FORMATS_PICTURE_H
#define DTL_FORMATS_PICTURE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include "formats/groups.h"

/* How an event looks: its shape and its colour, by its status and state. */
typedef enum dtl_look {
	DTL_LOOK_NONE,
	DTL_LOOK_RUMOURED,
	DTL_LOOK_EXPECTED,
	DTL_LOOK_ANNOUNCED,
	DTL_LOOK_CONFIRMED,
	DTL_LOOK_HELD,
	DTL_LOOK_POSTPONED,
	DTL_LOOK_CANCELLED,
	DTL_LOOKS,
} dtl_look;

dtl_look dtl_look_of(const dtl_event *e);
/* "held" …, for a class and for the legend; "no status". */
const char *dtl_look_name(dtl_look look);

/* An event in a lane. */
typedef struct dtl_mark {
	dtl_bounds bounds;
	const char *id, *title, *tip, *url; /* url NULL: no page that may be linked to */
	const char *group, *lane_name;      /* NULL: none */
	dtl_look look;
	bool about;    /* approximate or uncertain */
	bool exact;    /* neither its start nor its end leaves anything open */
	size_t number; /* of the event, from 0: an event may stand in several lanes */
	size_t lane;   /* set by the layout, as all that follows */
	int row;       /* in its lane */
	double x0, x1; /* from the first to the last moment that are possible */
	double
	    label; /* where its text begins, or ends if `leftward`; of a band its shape comes before that */
	bool leftward;
	bool open_left, open_right; /* it goes on there, nobody knows how far */
} dtl_mark;

typedef struct dtl_lane {
	const char *group, *name;
	size_t count; /* of marks */
	int64_t first;
	double y;
	int rows;
} dtl_lane;

typedef struct dtl_picture {
	dtl_arena arena;
	dtl_mark *marks;
	size_t count, cap, events;
	dtl_lane *lanes;
	size_t lane_count, lane_cap, lane_limit; /* lanes beyond the limit are one, "others" */
	dtl_group_by by;
	int64_t from, to; /* the time that is shown */
	double width, height, left, top;
	int64_t undated; /* events that cannot be drawn */
	const char *title, *caption;
	int64_t today; /* DTL_TIME_MIN: no line is drawn */
	bool failed;
} dtl_picture;

/* Take an event in; failure is sticky. */
void dtl_picture_add(dtl_picture *p, dtl_labels *labels, const dtl_event *e);
/* Find every mark its place. DTL_E_MEMORY, if adding failed. */
dtl_status dtl_picture_layout(dtl_picture *p, dtl_error *err);
/* The <svg> element. `alone`: with the declaration and the style of a file of its own. */
void dtl_picture_draw(const dtl_picture *p, dtl_text *out, bool alone);
/* Its rules of style, for a page that holds it. */
void dtl_picture_style(dtl_text *out);
void dtl_picture_free(dtl_picture *p);

/* Is it drawn as a band, and not as a shape or a bar that stands for a day or more? */
bool dtl_mark_is_band(const dtl_mark *m);
/* Pixels of a moment, from the left edge. */
double dtl_picture_x(const dtl_picture *p, int64_t t);

#endif
