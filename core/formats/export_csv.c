/* A table of events with commas: RFC 4180. */
#include "formats/csv_table.h"

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	return dtl_csv_table_begin(state, ',', out, options, err);
}

const dtl_exporter dtl_export_csv = {
	.name = "csv",
	.summary = "a table of events: names and parts of others only by their IDs",
	.suffix = "csv",
	.keys = true,
	.state_size = sizeof(dtl_csv_table),
	.recurs = true,
	.begin = begin,
	.event = dtl_csv_table_event,
	.end = dtl_csv_table_end,
	.release = dtl_csv_table_free,
};
