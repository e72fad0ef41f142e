/*
 * Tables that fit the terminal. Cells are shown with control characters made
 * visible; wide and combining characters are counted right. An empty table
 * prints nothing, not even headings.
 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include "app.h"

typedef struct table_column {
	const char *heading; /* required */
	size_t min; /* may be cut down to so many columns with "…"; 0: only if all else is too little */
	int drop;   /* left out where there is no room, the highest first; 0: never */
} table_column;

typedef struct table table;

/* `columns` must outlive the table. */
dtl_status table_open(table **out, program *app, const table_column *columns, size_t count, dtl_error *err);
/* The next cell, row by row; NULL is empty; `style` is an SGR sequence or "". */
void table_cell(table *t, const char *text, const char *style);
/*
 * A line of its own under the row whose last cell is still to come, further in and cut to the
 * screen; what stands between DTL_MARK_ON and DTL_MARK_OFF is bold there. NULL: none.
 */
void table_line(table *t, const char *text);
/* Print what is left. Also releases the table. */
dtl_status table_close(table *t, dtl_error *err);

#endif
