/*
 * Who takes part in a version of an event, as its row holds it (event.parts in
 * migrations/0007_table_rows.sql): the same as its rows of event_actor, without
 * having to look for them.
 */
#ifndef DTL_MODEL_PARTS_H
#define DTL_MODEL_PARTS_H

#include "base/json.h"
#include "base/text.h"
#include <stdint.h>

typedef struct dtl_part_row {
	int64_t actor, behalf; /* behalf 0: nobody's */
	const char *role;
} dtl_part_row;

/* Append one to an array that dtl_parts_end() closes; the text begins empty. */
void dtl_parts_add(dtl_text *out, const dtl_part_row *part);
void dtl_parts_end(dtl_text *out);
/* The next one of dtl_json_open(parts); a role that has no number is put into `room`, and lasts as long as that. */
bool dtl_parts_next(dtl_json_walk *walk, dtl_part_row *out, dtl_text *room);

#endif
