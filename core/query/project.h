/*
 * Projected editions: what the cadence of a series makes expected next, as rows
 * of the temporary table query_projected, which has the columns of `event`, so
 * that a query asks of them what it asks of events. Their ids are negative, in
 * `event` stands the series, and their status is `projected`, which no event has.
 *
 * A projected edition is called SERIES@WINDOW ("ssd@2014-07"), has a title made
 * of the series' name and the year, the series' place, and nothing else.
 */
#ifndef DTL_QUERY_PROJECT_H
#define DTL_QUERY_PROJECT_H

#include "model/things.h"
#include "query/cadence.h"
#include "store/store.h"

/* The table, empty. */
dtl_status dtl_projected_open(dtl_store *store, dtl_error *err);

/*
 * The next expected edition of each series that was known to have a cadence
 * before due->as_of, unless it begins at due->until or later, is further than a
 * year from due->today, or some edition is known for its time, as rows of `term`;
 * *count is how many.
 */
dtl_status dtl_projected_make(
    dtl_store *store, int64_t term, const dtl_due *due, int64_t *count, dtl_error *err);
/* Is one of them called `name`? */
bool dtl_projected_there(dtl_store *store, int64_t term, const char *name);
void dtl_projected_drop(dtl_store *store, int64_t term);

/* The row `id` as an event, in l->event; it lasts until the next load. */
dtl_status dtl_projected_load(dtl_loader *l, int64_t id, const dtl_event **out, dtl_error *err);

#endif
