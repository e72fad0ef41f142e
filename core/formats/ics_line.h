/*
 * Content lines of iCalendar (RFC 5545 §3.1): escaped, folded, ended by CRLF.
 * Nothing that is put into a line can end it: control characters are left out.
 */
#ifndef DTL_FORMATS_ICS_LINE_H
#define DTL_FORMATS_ICS_LINE_H

#include "base/json.h"
#include "base/text.h"
#include <stdint.h>

typedef struct dtl_ics_writer {
	dtl_text *out;  /* finished lines; not owned */
	dtl_text line;  /* the one being made, not folded yet */
	dtl_text *pile; /* where lines go instead, not folded, with '\n' behind each; NULL: to `out` */
} dtl_ics_writer;

/* A line, part by part: its name, then parameters, then one value. */
void dtl_ics_begin(dtl_ics_writer *w, const char *name);
/* NULL writes nothing. Quoted where it must be, `"` and `^` as RFC 6868 has them. */
void dtl_ics_param(dtl_ics_writer *w, const char *name, const char *value);
/* TEXT: `\`, `;`, `,` and line breaks are escaped. Ends the line. */
void dtl_ics_end_text(dtl_ics_writer *w, const char *value);
/* Any other type: as it stands. Ends the line. */
void dtl_ics_end_raw(dtl_ics_writer *w, const char *value);

/* A whole line as it came, but for control characters; it may be kept with another value: see dtl_ics_begin(). */
void dtl_ics_line(dtl_ics_writer *w, dtl_slice line);
/* More of the line that was begun, parameters as they came: ";LANGUAGE=en". */
void dtl_ics_params(dtl_ics_writer *w, dtl_slice params);

/* A whole line without parameters; a NULL value writes nothing. */
void dtl_ics_text(dtl_ics_writer *w, const char *name, const char *value);
void dtl_ics_raw(dtl_ics_writer *w, const char *name, const char *value);

/* DATE and DATE-TIME, of years 1 to 9999: dtl_ics_time_fits(). `buf` takes 17 bytes. */
enum { DTL_ICS_TIME = 17 };
bool dtl_ics_time_fits(int64_t t);
void dtl_ics_date(char buf[DTL_ICS_TIME], int64_t t); /* 20130607 */
void dtl_ics_date_time(
    char buf[DTL_ICS_TIME], int64_t t, bool local); /* 20130607T140000Z; local: without Z */

#endif
