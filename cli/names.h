/* What people call the things that events mention by their IDs. */
#ifndef CLI_NAMES_H
#define CLI_NAMES_H

#include "app.h"
#include <dateline/event.h>

/* Append the name, title or label of a thing; its ID where nobody gave one, or it is not there. */
void name_add(str *out, program *app, dtl_kind kind, const char *id);
/* The same with the ID behind it: "Shangri-La Dialogue (shangri-la-dialogue-2013)". */
void name_add_with_id(str *out, program *app, dtl_kind kind, const char *id);
/* Append "5th China-US … Dialogue": the edition (0: not known) of a series. */
void name_add_edition(str *out, program *app, const char *series, int64_t edition);

#endif
