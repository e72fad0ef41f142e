/*
 * Content lines of a calendar, unfolded (RFC 5545 §3.1), one at a time from a
 * file of any size: a byte order mark is skipped, lines end in CRLF, LF or CR,
 * a character may be folded in its middle. Blank lines are passed over.
 */
#ifndef DTL_FORMATS_ICS_UNFOLD_H
#define DTL_FORMATS_ICS_UNFOLD_H

#include "base/json.h"
#include "base/text.h"
#include <stdint.h>
#include <stdio.h>

enum { DTL_ICS_LINE_MAX = 1 << 20 }; /* bytes in a line that is kept */

typedef struct dtl_ics_lines {
	/* The line at hand; lasts until the next call. */
	dtl_slice line;
	long number;    /* where it begins, from 1 */
	int64_t offset; /* the same in bytes */
	bool too_long;  /* the end of it is cut off */
	bool cleaned;   /* it had control characters, which are left out */
	/* Private. */
	FILE *in;
	char *buffer;
	size_t at, len;
	int64_t base; /* of the buffer in the file */
	long next;    /* the number of the physical line at `at` */
	char end;     /* what ends its lines; '\0': not known yet */
	bool at_end, failed;
	dtl_text joined;
} dtl_ics_lines;

/* Read `in` from its beginning; it must be seekable. */
dtl_status dtl_ics_lines_open(dtl_ics_lines *out, FILE *in, dtl_error *err);
/* Go on with the line that begins there. */
dtl_status dtl_ics_lines_seek(dtl_ics_lines *l, int64_t offset, long number, dtl_error *err);
/* DTL_DONE behind the last line; DTL_E_IO, DTL_E_MEMORY. */
dtl_status dtl_ics_lines_next(dtl_ics_lines *l, dtl_error *err);
void dtl_ics_lines_close(dtl_ics_lines *l);

#endif
