/*
 * Rows of cells as text: RFC 4180, and the same with tabs. Cells that a
 * spreadsheet would take for a formula are led by an apostrophe, which reading
 * takes off again.
 */
#ifndef DTL_FORMATS_CSV_H
#define DTL_FORMATS_CSV_H

#include "base/error.h"
#include "base/text.h"
#include <stdbool.h>
#include <stdio.h>

/* Append one cell, quoted where it must be; `s` NULL is an empty one. */
void dtl_csv_add(dtl_text *out, const char *s, char separator);

/* A row at a time, in the memory of the longest one. */
typedef struct dtl_csv {
	FILE *in;
	char separator;
	bool begun;
	long line; /* on which the row begins, from 1 */
	long next_line;
	dtl_text text;   /* of the row: its cells, each with a NUL behind it */
	size_t *offsets; /* of the cells in it */
	size_t count, cap;
} dtl_csv;

dtl_csv dtl_csv_from(FILE *in, char separator);
void dtl_csv_free(dtl_csv *r);

/*
 * Take the next row that is not blank. DTL_DONE: there is none. DTL_E_PARSE with
 * the line: a quotation that does not end, text behind one that did, a NUL, or
 * what is not UTF-8; the rest cannot be told apart then.
 */
dtl_status dtl_csv_next(dtl_csv *r, dtl_error *err);
/* A cell of the row at hand; empty where the row has not so many. Lasts until the next row. */
const char *dtl_csv_cell(const dtl_csv *r, size_t index);

#endif
