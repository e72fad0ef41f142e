/*
 * A line of the ledger as text (core/formats/dateline-dump-1.schema.json): one
 * object of canonical JSON, with the CRC-32C of its own bytes in it. A line has
 * exactly one text, so that ledgers are compared, merged and checked as text.
 */
#ifndef DTL_LEDGER_LINE_H
#define DTL_LEDGER_LINE_H

#include "base/arena.h"
#include "base/json.h"
#include "ledger/ledger.h"

#define DTL_DUMP_FORMAT "dateline-dump/1"

typedef enum dtl_line_type {
	DTL_LINE_FORMAT, /* the first of a dump: what this is */
	DTL_LINE_HEADER, /* of a changeset */
	DTL_LINE_CLAIM,
	DTL_LINE_PURGED, /* stands in for a claim */
} dtl_line_type;

typedef struct dtl_line {
	dtl_line_type type;
	dtl_header_line header; /* `uid` of the changeset, of all but DTL_LINE_FORMAT */
	dtl_claim_line claim;   /* `position` also of DTL_LINE_PURGED */
} dtl_line;

/* Append the text of a line, without a newline. */
void dtl_line_print(const dtl_line *line, dtl_text *out);

/*
 * Read one line, without its newline; its strings live in `arena`.
 *
 * DTL_E_DAMAGED  it is not what dtl_line_print() writes of any line that
 *                dtl_line_check() admits
 * DTL_E_SCHEMA   the first line of a dump in another format
 */
dtl_status dtl_line_parse(dtl_line *out, dtl_arena *arena, const char *text, size_t len, dtl_error *err);

/*
 * Is a line of the form that every ledger's lines have? Meaning is not judged:
 * fields and values that this program does not know are legal.
 *
 * DTL_E_DAMAGED  a time or number out of range, a patch that is not canonical
 *                JSON, text that is not UTF-8, an empty key …
 */
dtl_status dtl_line_check(const dtl_line *line, dtl_error *err);

#define DTL_LINE_NAME 80
/* What a line is called in messages: "claim '0123…/4'". */
void dtl_line_name(char out[DTL_LINE_NAME], const dtl_line *line);

/* Have two lines the same id? (That of a claim is also that of the line that purges it.) */
bool dtl_line_same_id(const dtl_line *a, const dtl_line *b);

#endif
