/* A file that appears whole or not at all: written beside its name, then put in its place. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "str.h"
#include <stdio.h>

typedef struct output {
	FILE *file;
	str path, temporary; /* no temporary: a device or pipe, written as it is */
} output;

dtl_status output_open(output *out, const char *path, dtl_error *err);
/* Put it in place if `status` is DTL_OK, else throw it away; returns the first failure. */
dtl_status output_close(output *out, dtl_status status, dtl_error *err);

#endif
