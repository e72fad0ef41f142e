/* Counts for programs: JSON, lines of it, and tables with commas or tabs. */
#ifndef CLI_STATS_OUT_H
#define CLI_STATS_OUT_H

#include "app.h"
#include <dateline/stats.h>

typedef enum stats_format { STATS_TABLE, STATS_JSON, STATS_NDJSON, STATS_CSV, STATS_TSV } stats_format;

/* What --format and --json ask for. DTL_E_ARGUMENT: counts are not written so. */
dtl_status stats_format_read(stats_format *out, const program *app, dtl_error *err);
/* DTL_E_ARGUMENT: events are not counted by that. */
dtl_status stats_key_check(const char *name, dtl_error *err);

/* The first table, or (`several`) all of them, in a format that is no table for people. */
void stats_write(program *app, const dtl_stats *stats, stats_format format, bool several);

#endif
