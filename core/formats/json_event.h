/* Pieces of dateline/1 that several formats write. */
#ifndef DTL_FORMATS_JSON_EVENT_H
#define DTL_FORMATS_JSON_EVENT_H

#include "base/json.h"
#include <dateline/event.h>

/* What an event is written for. */
typedef struct dtl_json_shape {
	bool definitions; /* for import: with its key, not what is shown of it */
	bool derived;     /* with its state */
	bool rows;        /* for databases: no bound outside of the years 1–9999, which they have no type for */
	bool windowed;    /* and whether it is certain to lie in the window that was asked for */
} dtl_json_shape;

/* The members of an event, into an object that is open. */
void dtl_json_add_event(dtl_json_writer *j, const dtl_json_shape *w, const dtl_event *e);
/* The members of any other thing. */
void dtl_json_add_definition(dtl_json_writer *j, const dtl_thing *thing);

/* What an event and a definition both say of a place. */
void dtl_json_add_place(dtl_json_writer *j, const dtl_place *p);
void dtl_json_add_strings(dtl_json_writer *j, const char *key, const char *const *list, size_t count);
void dtl_json_add_extra(dtl_json_writer *j, const char *extra); /* NULL: an empty object */

#endif
