/* Counts as people read them: bars, and tables of rows and columns, as wide as the terminal. */
#ifndef CLI_CHART_H
#define CLI_CHART_H

#include "app.h"
#include "str.h"
#include <dateline/stats.h>

/* What a value is called: its name, its key, or that there is none. Appends. */
void chart_label(str *out, const dtl_stat_axis *axis, const dtl_stat_value *value);

/* A line for each row: label, count, on a terminal a bar. */
dtl_status chart_bars(program *app, const dtl_stat_axis *rows, dtl_error *err);
/* Rows, columns and their sums. On a terminal only the largest columns that fit; what is left out is said. */
dtl_status chart_matrix(program *app, const dtl_stats *stats, size_t table, dtl_error *err);

#endif
