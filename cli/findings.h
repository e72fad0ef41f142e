/* What `check` and `rebuild --verify` found, one line each. */
#ifndef CLI_FINDINGS_H
#define CLI_FINDINGS_H

#include "app.h"

/* Check the timeline and print what is found; then the exit code is 1. */
dtl_status findings_print(program *app, bool derived_only, dtl_error *err);

#endif
