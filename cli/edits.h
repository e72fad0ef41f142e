/* add, set and rm: the same for every kind. */
#ifndef CLI_EDITS_H
#define CLI_EDITS_H

#include "app.h"
#include <dateline/edit.h>

/* One thing, named by the operand and described by the fields; prints its ID. */
dtl_status edit_add(program *app, const void *args, dtl_error *err);
dtl_status edit_set(program *app, const void *args, dtl_error *err);
dtl_status edit_rm(program *app, const void *args, dtl_error *err);

/* The same change to everything that the operands name, in one changeset. */
typedef dtl_status (*edit_fn)(dtl_edit *edit, const program *app, dtl_error *err);
dtl_status edit_all(program *app, edit_fn change, dtl_error *err);

/* --tz is the zone of the time in `when` (NULL: none is given); where there is none that needs it, say so. */
void edit_zone_look(program *app, const char *when);

/* Their looks at the arguments. */
dtl_status edit_add_check(program *app, const void *args, dtl_error *err);
dtl_status edit_set_check(program *app, const void *args, dtl_error *err);

/* --unset, for the rows of `set`. */
extern const opt_spec edit_set_options[];

#endif
