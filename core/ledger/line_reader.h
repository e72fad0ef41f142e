/* The lines of a file, one at a time, each of a length that has an end. */
#ifndef DTL_LEDGER_LINE_READER_H
#define DTL_LEDGER_LINE_READER_H

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include <stdio.h>

typedef struct dtl_line_reader {
	FILE *in;
	long number; /* of the line that was read last, from 1; 0 before the first */
	size_t at, end;
	dtl_text line;
	char block[65536];
} dtl_line_reader;

/* Begin where `in` stands. The reader is large: it belongs into a struct that is allocated. */
void dtl_line_reader_begin(dtl_line_reader *r, FILE *in);
/*
 * The next line, without its newline; it lasts until the next call. DTL_DONE
 * behind the last.
 *
 * DTL_E_DAMAGED  a line longer than any; the next call gives the one behind it
 */
dtl_status dtl_line_reader_next(dtl_line_reader *r, dtl_slice *line, dtl_error *err);
void dtl_line_reader_free(dtl_line_reader *r);

#endif
