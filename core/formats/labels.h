/*
 * The names of what events mention, for exporters that show them: gathered from
 * the definitions, which come before the events. It holds as much as there are
 * definitions, never as many as there are events.
 */
#ifndef DTL_FORMATS_LABELS_H
#define DTL_FORMATS_LABELS_H

#include <dateline/event.h>

typedef struct dtl_label {
	dtl_kind kind;
	char *id;
	char *name;   /* never NULL: the ID where it has no name */
	char *parent; /* of places and topics: the ID of the one above, or NULL */
	char *detail; /* of a source its url, of an actor its kind, of a place its country; or NULL */
} dtl_label;

typedef struct dtl_labels {
	dtl_label *rows;
	size_t count, cap;
	bool sorted, failed;
} dtl_labels;

/* Failure is sticky: ask dtl_labels_failed() once. */
void dtl_labels_add(dtl_labels *l, const dtl_thing *thing);
bool dtl_labels_failed(const dtl_labels *l);
/* NULL: it was not defined. Lasts until the next add. */
const dtl_label *dtl_labels_find(dtl_labels *l, dtl_kind kind, const char *id);
/* What it is called, or `id`. */
const char *dtl_labels_name(dtl_labels *l, dtl_kind kind, const char *id);
void dtl_labels_free(dtl_labels *l);

#endif
