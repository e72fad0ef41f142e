/* The verbs that actor, office, series, place, source and topic share. */
#ifndef CLI_KIND_H
#define CLI_KIND_H

#include "command.h"

extern const command *const kind_verbs[];
extern const command *const actor_verbs[]; /* `list` with --kind */

#endif
