/* The columns of a table of events: what is written, and how what is read becomes a document. */
#ifndef DTL_FORMATS_CSV_COLUMNS_H
#define DTL_FORMATS_CSV_COLUMNS_H

#include "base/text.h"
#include <dateline/format.h>

typedef enum dtl_csv_form {
	DTL_CSV_ID,      /* the entry's name */
	DTL_CSV_UID,     /* the same, for calendars */
	DTL_CSV_KNOWN,   /* since when it has been known */
	DTL_CSV_TEXT,    /* a string */
	DTL_CSV_NUMBER,  /* a number, or what the model will refuse as none */
	DTL_CSV_DATE,    /* a string; a numeric date is turned round by --date-order */
	DTL_CSV_WHEN,    /* the same; "unknown" is a date, too */
	DTL_CSV_LIST,    /* strings, parted by ';' */
	DTL_CSV_LINKS,   /* "REL:ID", parted by ';' */
	DTL_CSV_JSON,    /* JSON as it stands */
	DTL_CSV_DERIVED, /* follows from other columns: passed over */
} dtl_csv_form;

typedef struct dtl_csv_column {
	const char *name; /* the path in a document: "place.name" */
	dtl_csv_form form;
	/* Append what an event has of it. NULL: it is read only. */
	void (*add)(dtl_text *out, const dtl_event *e);
} dtl_csv_column;

/* In the order in which they are written; NULL behind the last. */
const dtl_csv_column *dtl_csv_column_at(size_t index);
/* NULL: there is no such column. */
const dtl_csv_column *dtl_csv_column_find(const char *name);

#endif
