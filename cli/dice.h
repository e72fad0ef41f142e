/* Random bytes: the system's, or the same ones each time for tests ($DATELINE_SEED). */
#ifndef CLI_DICE_H
#define CLI_DICE_H

#include "app.h"

void dice_start(program *app);
/* With a seed, every command of a test would roll alike: mix in how long the ledger is. */
dtl_status dice_shake(program *app, dtl_error *err);

#endif
