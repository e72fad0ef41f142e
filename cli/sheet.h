/*
 * An event as a text for an editor, and back: NAME: VALUE, with the names of the
 * field options. Lines that are indented go on with the value above them; lines
 * that begin with '#' are for people only.
 */
#ifndef CLI_SHEET_H
#define CLI_SHEET_H

#include "app.h"
#include "str.h"
#include <dateline/event.h>

/* A value of a field: "with" and "china:host". */
typedef struct sheet_row {
	const dtl_field_option *field;
	str value;
	str away; /* what is taken away with it, where that is spelt otherwise; or empty */
} sheet_row;

typedef struct sheet {
	sheet_row *rows;
	size_t count;
} sheet;

/* The text of an event. */
void sheet_write(str *out, const program *app, const dtl_event *event);

/*
 * Read a text; free *out with sheet_free() also after a failure. `event` (or
 * NULL): the one that it was written of, and not changed since: fills `away`.
 *
 * DTL_E_ARGUMENT  a line that is no NAME: VALUE, a name that is none, one given twice
 */
dtl_status sheet_read(sheet *out, const char *text, const dtl_event *event, dtl_error *err);
void sheet_free(sheet *s);

/* Is there nothing in it but comments and blanks? */
bool sheet_is_empty(const char *text);

/* What leads from one to the other, as the options of `set`: malloc'd; its strings are those of the sheets. */
dtl_status sheet_compare(
    opt_field **out, size_t *count, const sheet *before, const sheet *after, dtl_error *err);

/* Put an error on top of a text, in place of the one before (NULL: of none). */
void sheet_mark(str *out, const char *text, const char *error);

#endif
