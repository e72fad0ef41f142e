/* Events as commands print them. */
#ifndef CLI_EVENTS_H
#define CLI_EVENTS_H

#include "app.h"
#include <dateline/query.h>

/* A table of the events that `ask` finds; *count is how many. */
dtl_status events_table(program *app, const dtl_ask *ask, int64_t *count, dtl_error *err);
/* The same; `tell`: where a limit cut the answer a note says how to go on. */
dtl_status events_page(program *app, const dtl_ask *ask, bool tell, int64_t *count, dtl_error *err);
/* Everything about one event. */
dtl_status event_show(program *app, const dtl_event *event, dtl_error *err);
/* What was said of a thing, by field: shown first, then what agrees, what it was before, what contradicts. */
dtl_status claims_show(program *app, dtl_kind kind, const char *id, dtl_error *err);

#endif
