/* A row of a table as documents: of the event, and of what reports it. */
#ifndef DTL_FORMATS_CSV_ROW_H
#define DTL_FORMATS_CSV_ROW_H

#include "formats/csv_map.h"

struct cJSON;

typedef struct dtl_csv_row {
	const char *id, *uid; /* the row's own text, or NULL */
	const char *known;
	struct cJSON *event;
	struct cJSON *source; /* NULL: the row names none */
	dtl_text source_id;
	dtl_text known_text; /* what `known` points to, where it was turned round */
} dtl_csv_row;

/*
 * Release *out also after a failure. `order`: ymd, dmy or mdy, or NULL.
 * DTL_E_PARSE: this row cannot be an entry; the text says which column and why.
 */
dtl_status dtl_csv_row_read(
    dtl_csv_row *out, const dtl_csv *in, const dtl_csv_map *map, const char *order, dtl_error *err);
void dtl_csv_row_free(dtl_csv_row *row);

#endif
