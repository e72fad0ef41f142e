/*
 * Documents that are one JSON object with long lists in it: a member of a list
 * is a line, written as soon as it is known.
 */
#ifndef DTL_FORMATS_LINES_H
#define DTL_FORMATS_LINES_H

#include "base/json.h"
#include "formats/emit.h"

enum { DTL_LINES_DEPTH = 2 }; /* deeper than that, all stands on one line */

/* Begin the document: `text` is cleared by each dtl_emit(), the writer goes on. */
static inline void dtl_lines_begin(dtl_json_writer *j, dtl_text *text)
{
	*j = dtl_json_writer_to(text, DTL_LINES_DEPTH);
	dtl_json_begin_object(j);
}

/* End it. */
static inline dtl_status dtl_lines_end(dtl_json_writer *j, FILE *out, dtl_error *err)
{
	dtl_json_end_object(j);
	dtl_text_add_char(j->out, '\n');
	return dtl_emit_last(j->out, out, err);
}

/* A member that is left out where there is nothing to say. */
static inline void dtl_lines_member(dtl_json_writer *j, const char *key, const char *s)
{
	if (s && *s)
		dtl_json_member(j, key, s);
}

#endif
