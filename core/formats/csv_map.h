/* Which column of a table is which field of an event. */
#ifndef DTL_FORMATS_CSV_MAP_H
#define DTL_FORMATS_CSV_MAP_H

#include "formats/csv.h"
#include "formats/csv_columns.h"

typedef struct dtl_csv_bound {
	char *header;                 /* what the table calls it */
	const dtl_csv_column *column; /* NULL: nobody asked for it */
	char *extra;                  /* NAME of extra.NAME, or NULL */
} dtl_csv_bound;

typedef struct dtl_csv_map {
	dtl_csv_bound *columns; /* in the table's order */
	size_t count;
} dtl_csv_map;

/*
 * Bind the columns of the header at hand: as `map` says ("FIELD=COLUMN,…"; may
 * be NULL), and what is left by the names of the fields. DTL_E_ARGUMENT: `map`
 * names a field or column that there is not, or one twice. DTL_E_PARSE: nothing
 * is an event's title or ID.
 */
dtl_status dtl_csv_map_make(dtl_csv_map *out, const dtl_csv *header, const char *map, dtl_error *err);
void dtl_csv_map_free(dtl_csv_map *map);
/* Append a line that names the columns that are not taken; nothing if all are. */
void dtl_csv_map_left(const dtl_csv_map *map, dtl_text *out);

/* Is this text that name? Not by its case. */
bool dtl_csv_same_name(const char *text, size_t len, const char *name);

#endif
