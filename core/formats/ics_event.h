/* One VEVENT, read: what the model has a place for, with the rest left in its lines. */
#ifndef DTL_FORMATS_ICS_EVENT_H
#define DTL_FORMATS_ICS_EVENT_H

#include "base/arena.h"
#include "formats/ics_split.h"
#include "formats/ics_zone.h"

enum { DTL_ICS_NO_ZONE = -1 };

/* DATE or DATE-TIME: wall-clock seconds. */
typedef struct dtl_ics_time {
	int64_t wall;
	bool day, utc;
	int zone;         /* index into the zones, or DTL_ICS_NO_ZONE: floating (or a day, or UTC) */
	const char *tzid; /* as written, or NULL */
} dtl_ics_time;

typedef struct dtl_ics_duration {
	int64_t days, seconds; /* both of one sign */
} dtl_ics_duration;

/* Where the reading of one file stands. */
typedef struct dtl_ics_context {
	dtl_ics_zones zones;
	int floating; /* the zone of floating times (X-WR-TIMEZONE), or DTL_ICS_NO_ZONE */
	bool cancels; /* METHOD:CANCEL */
} dtl_ics_context;

typedef struct dtl_ics_event {
	const dtl_ics_component *component;
	const char *uid;   /* NULL: it has none */
	const char *title; /* never NULL once it is read */
	const char *description, *location, *url;
	const char *status;    /* in our words */
	dtl_slice ical_status; /* as written */
	bool has_start, has_end, has_duration, recurs;
	dtl_ics_time start,
	    end; /* the end is what DTEND or DURATION make it; as written, exclusive of days */
	dtl_ics_duration duration;
	bool has_recurrence_id, future;
	dtl_ics_time recurrence_id;
	int64_t sequence;
	const char *stamp;                     /* DTSTAMP without parameters */
	const char *modified;                  /* LAST-MODIFIED, else DTSTAMP, in RFC 3339; NULL: neither */
	const char *edtf, *edtf_tz;            /* X-DATELINE-EDTF */
	const char *own_status, *type, *level; /* X-DATELINE-… */
	bool ours;                             /* its EDTF agrees with its start and end */
	bool tentative;                        /* what shows it in a calendar says more than is known */
	bool moved;                            /* its EDTF does not */
} dtl_ics_event;

/*
 * Read a component; strings live in `arena`, slices in the component.
 * DTL_E_ARGUMENT: it cannot be taken; the text says why ("has no DTSTART").
 */
dtl_status dtl_ics_event_read(
    dtl_ics_event *out, const dtl_ics_component *c, dtl_ics_context *x, dtl_arena *arena, dtl_error *err);

/* A DATE or DATE-TIME value with the parameters of its property; false: it is none. */
bool dtl_ics_time_read(
    dtl_ics_time *out, const dtl_ics_prop *p, dtl_slice value, dtl_ics_context *x, dtl_arena *arena);
bool dtl_ics_duration_read(dtl_ics_duration *out, dtl_slice value);
/* A time so much later: days by the wall clock, seconds by the real one. */
int64_t dtl_ics_time_add(const dtl_ics_context *x, const dtl_ics_time *t, const dtl_ics_duration *d);

const dtl_ics_zone *dtl_ics_time_zone(const dtl_ics_context *x, const dtl_ics_time *t);
int64_t dtl_ics_time_to_utc(const dtl_ics_context *x, const dtl_ics_time *t);
/* The same instant as the wall clock of another time's zone shows it. */
int64_t dtl_ics_time_as(const dtl_ics_context *x, const dtl_ics_time *t, const dtl_ics_time *like);

/* The IANA zone in which a time can be told, or NULL: of a day, UTC, a floating one, or a zone with rules of its own. */
const char *dtl_ics_time_iana(const dtl_ics_context *x, const dtl_ics_time *t, bool recurs);

/* When it takes place as EDTF, and the zone for it: the parts of `when`. `out` takes 96 bytes. */
typedef struct dtl_ics_when {
	char edtf[96];
	const char *tz; /* IANA, or NULL */
	bool local;     /* times in nobody's zone */
} dtl_ics_when;
void dtl_ics_event_when(dtl_ics_when *out, const dtl_ics_context *x, const dtl_ics_event *e);

#endif
