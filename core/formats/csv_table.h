/* A table of events, one to a row: what the exporters with commas and with tabs share. */
#ifndef DTL_FORMATS_CSV_TABLE_H
#define DTL_FORMATS_CSV_TABLE_H

#include "base/text.h"
#include <dateline/format.h>

typedef struct dtl_csv_table {
	dtl_text row, cell;
	char separator;
	bool derived, windowed;
} dtl_csv_table;

/* As the functions of dtl_exporter. */
dtl_status dtl_csv_table_begin(
    dtl_csv_table *d, char separator, FILE *out, const dtl_export_options *options, dtl_error *err);
dtl_status dtl_csv_table_event(void *state, FILE *out, const dtl_event *e, dtl_error *err);
dtl_status dtl_csv_table_end(void *state, FILE *out, dtl_error *err);
void dtl_csv_table_free(void *state);

#endif
