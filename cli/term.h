/* The terminal: how wide, whether in colour, and the pager. */
#ifndef CLI_TERM_H
#define CLI_TERM_H

#include "app.h"
#include <dateline/event.h>

/* DTL_E_ARGUMENT: --color is something else than auto, always, never. */
dtl_status term_start(program *app, dtl_error *err);
/* On a terminal, gather the answer in memory, to see whether it is longer than the screen. */
dtl_status term_hold(program *app, dtl_error *err);
/* Show what was gathered, in $PAGER (or less) when it does not fit. */
void term_show(program *app);

/* SGR sequences, or "" without colour. */
const char *paint_bold(const program *app);
const char *paint_dim(const program *app);
const char *paint_event(const program *app, const dtl_event *event);
const char *paint_off(const char *style);

#endif
