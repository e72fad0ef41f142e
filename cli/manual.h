/* The manual page, dateline(1): of the same tables as the help, in the words of man(7). */
#ifndef CLI_MANUAL_H
#define CLI_MANUAL_H

#include "command.h"

/* Print it as troff reads it. */
void manual_print(const program *app);

#endif
