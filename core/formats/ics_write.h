/*
 * Events as VEVENTs. What a calendar said of an event is written as it came
 * while the model still says the same; what was changed since stands in its
 * place, and what calendars have no word for in X-DATELINE-… behind it.
 */
#ifndef DTL_FORMATS_ICS_WRITE_H
#define DTL_FORMATS_ICS_WRITE_H

#include "formats/ics_book.h"
#include "formats/ics_kept.h"
#include "formats/ics_slot.h"
#include <dateline/format.h>

/* What becomes of cancelled events. */
typedef enum dtl_ics_cancelled {
	DTL_ICS_CANCELLED_STATUS, /* they are written with that status */
	DTL_ICS_CANCELLED_MARK,   /* in their title, for programs that drop or hide what has the status */
	DTL_ICS_CANCELLED_OMIT,   /* they are left out */
} dtl_ics_cancelled;

/* As the options of an export say. */
dtl_ics_cancelled dtl_ics_cancelled_of(const dtl_export_options *options);

typedef struct dtl_ics_write {
	dtl_text text;        /* what goes out next: the zones that an event needs, then the event */
	dtl_text body;        /* VEVENTs at hand */
	dtl_ics_writer lines; /* into body */
	dtl_ics_writer zones; /* into text */
	dtl_ics_book book;
	dtl_ics_cancelled cancelled;
	bool components; /* PARTICIPANT and VLOCATION, too */
	/* Room that is used again and again. */
	dtl_ics_kept kept;
	dtl_ics_context plain, own; /* what TZIDs mean: by their names; by VTIMEZONEs of their own … */
	dtl_text own_zones;         /* … which are these: a JSON array */
	dtl_ics_context *context;   /* the one that counts */
	int64_t year;               /* in which the event at hand begins */
	dtl_arena arena;
	dtl_text room, loose, pile;
	unsigned char *rows; /* of the kept lines, one each: dtl_ics_row */
	size_t row_cap;
	dtl_text last_params; /* of the last line with a TZID that went out as it came, … */
	int64_t last_year;    /* … in or after which year it may again */
} dtl_ics_write;

/* Begin with {0}, then this. */
void dtl_ics_write_init(dtl_ics_write *w, const dtl_export_options *options);
void dtl_ics_write_free(dtl_ics_write *w);

/* Append an event, with all its VEVENTs, to w->text. Sticky failure: out of memory. */
void dtl_ics_write_event(dtl_ics_write *w, const dtl_event *e, const dtl_ics_slot *slot);

/* ---- Its parts ---- */

/* What is written one by one, in the order of an event that no calendar told. */
typedef enum dtl_ics_row {
	DTL_ICS_UID,
	DTL_ICS_STAMP,
	DTL_ICS_CREATED,
	DTL_ICS_MODIFIED,
	DTL_ICS_SEQUENCE,
	DTL_ICS_WHEN,
	DTL_ICS_TITLE,
	DTL_ICS_STATUS,
	DTL_ICS_TRANSP,
	DTL_ICS_CLASS,
	DTL_ICS_PLACE,
	DTL_ICS_GEO,
	DTL_ICS_URL,
	DTL_ICS_TOPICS,
	DTL_ICS_DESCRIPTION,
	DTL_ICS_PARENT,
	DTL_ICS_ROWS,
} dtl_ics_row;

/* An event beside what a calendar said of it. */
typedef struct dtl_ics_view {
	dtl_ics_write *w;
	const dtl_event *e;
	const dtl_ics_slot *slot;
	const dtl_ics_kept *kept;
	bool imported;             /* the lines are a whole VEVENT, not only what was added to one of ours */
	bool changed;              /* and the model says something else by now */
	bool marked;               /* cancelled, and its title says so */
	dtl_ics_event said;        /* what the lines say */
	bool stands[DTL_ICS_ROWS]; /* lines of the row are written as they came */
	bool in_zone;              /* its times were written with the TZID of its zone */
} dtl_ics_view;

/* Does all that the model says stand in the lines word for word? What it takes to see that without reading them (ics_glance.c). */
bool dtl_ics_glance(const dtl_event *e, const dtl_ics_component *c, const unsigned char *rows);
/* Compare: fills `said`, `stands`, `imported`, `changed`. */
void dtl_ics_view_make(dtl_ics_view *v);
/* What the status of an event is in a calendar, or NULL. */
const char *dtl_ics_status_of(const dtl_event *e, const dtl_ics_slot *slot);
/* The row that the model has from it, or DTL_ICS_ROWS: none. */
dtl_ics_row dtl_ics_row_of(const dtl_ics_prop *p);

/* Write one row from the model. `old` is the line whose place it takes, or NULL. */
void dtl_ics_row_write(dtl_ics_view *v, dtl_ics_row row, const dtl_ics_prop *old);
/* Has the model something to say in that row that is not yet in the lines? */
bool dtl_ics_row_wanted(const dtl_ics_view *v, dtl_ics_row row);
/* X-DATELINE-…, and what is left of such among the lines. */
void dtl_ics_own_write(dtl_ics_view *v);
bool dtl_ics_is_own(const dtl_ics_prop *p);
/* PARTICIPANT and VLOCATION (RFC 9073), for those who take part and the place. */
void dtl_ics_components_write(dtl_ics_view *v);

/* ---- Times ---- */

/* Of a recurrence that stands in the model (ics_write_rule.c): DTSTART, DTEND, RRULE … False: it cannot be read. */
bool dtl_ics_recurrence_write(dtl_ics_write *w, const char *recurrence);
/* The overrides of an event (ics_write_edit.c). */
void dtl_ics_edits_write(dtl_ics_view *v);
/* Does one of them stand in a calendar's own lines? */
bool dtl_ics_edits_told(dtl_ics_view *v);
/* EXDATEs for cancelled overrides that are left out. */
void dtl_ics_edits_except(dtl_ics_view *v);

/* A kept line, with its time zone seen to. */
void dtl_ics_kept_write(dtl_ics_write *w, const dtl_ics_prop *p);
/* The VTIMEZONEs that came with lines: they count for what is written next. */
void dtl_ics_zones_need(dtl_ics_write *w, dtl_slice timezones);
/* "DTSTART;TZID=Europe/Paris:20130607T140000", the zone seen to; tz NULL: local or, with utc, UTC. */
void dtl_ics_time_line(dtl_ics_write *w, const char *name, int64_t wall, bool day, bool utc, const char *tz);
void dtl_ics_stamp_line(dtl_ics_writer *w, const char *name, int64_t t);

#endif
