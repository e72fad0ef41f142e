/* Actors, series, places, sources and topics in words for people. */
#ifndef CLI_THING_H
#define CLI_THING_H

#include "str.h"
#include "table.h"
#include <dateline/query.h>

enum { THING_CELLS = 9 };

typedef struct thing_view {
	const table_column *columns; /* of the listed cells */
	const char *const *labels;   /* of all cells */
	size_t listed, count;
	void (*fill)(str cells[THING_CELLS], const dtl_thing *thing);
} thing_view;

/* Never NULL for a kind that is no event. */
const thing_view *thing_view_of(dtl_kind kind);
void thing_cells_free(str cells[THING_CELLS]);
const char *thing_id(const dtl_thing *thing);

/*
 * The thing of the command's kind (and sub-kind: an office must be one) that
 * `name` names. It lasts as long as the cursor, which the caller closes, also
 * after a failure.
 */
dtl_status thing_find(dtl_cursor **cursor, dtl_thing *out, program *app, const char *name, dtl_error *err);

#endif
