/* add, set and rm: the same for every kind. */
#ifndef CLI_EDITS_H
#define CLI_EDITS_H

#include "app.h"

/* One thing, named by the operand and described by the fields; prints its ID. */
dtl_status edit_add(program *app, const void *args, dtl_error *err);
dtl_status edit_set(program *app, const void *args, dtl_error *err);
dtl_status edit_rm(program *app, const void *args, dtl_error *err);

/* Their looks at the arguments. */
dtl_status edit_add_check(program *app, const void *args, dtl_error *err);
dtl_status edit_set_check(program *app, const void *args, dtl_error *err);

/* --unset, for the rows of `set`. */
extern const opt_spec edit_set_options[];

#endif
