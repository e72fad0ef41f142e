/* What a calendar said of an event, read back out of its `extra` or one of its `instances` (ics_raw.h). */
#ifndef DTL_FORMATS_ICS_KEPT_H
#define DTL_FORMATS_ICS_KEPT_H

#include "formats/ics_event.h"

typedef struct dtl_ics_kept {
	dtl_ics_component component; /* its lines; none: nothing was kept, or what no calendar says */
	dtl_text stamp;              /* DTSTAMP, or empty */
	int64_t sequence;
	dtl_slice timezones; /* a JSON array of VTIMEZONEs; data NULL: none */
} dtl_ics_kept;

/*
 * `ics` is canonical JSON that outlives it. Anybody may have written it: lines
 * that would end the event, or begin another, are no lines. What `out` holds
 * from before is used again. False: out of memory.
 */
bool dtl_ics_kept_read(dtl_ics_kept *out, dtl_slice ics);
/* The same out of an event's extra. */
bool dtl_ics_kept_of_extra(dtl_ics_kept *out, const char *extra);
void dtl_ics_kept_free(dtl_ics_kept *k);

/* A VTIMEZONE as text, lines parted by '\n': is it one, and nothing else? */
bool dtl_ics_is_timezone(dtl_slice text);
/* The first line of that name that is no sub-component's, or NULL. */
const dtl_ics_prop *dtl_ics_kept_line(const dtl_ics_kept *k, const char *name);

#endif
