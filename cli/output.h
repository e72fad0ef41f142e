/* A file that appears whole or not at all: written beside its name, then put in its place. */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include "app.h"

typedef struct output {
	FILE *file;
	const char *name;    /* as it was given; NULL: standard output */
	char *room;          /* that it is written through: a few large writes cost less than many */
	str path, temporary; /* no temporary: a device or pipe, written as it is */
} output;

/* `path` NULL or "-" is standard output. The timeline itself is refused, by whatever name. */
dtl_status output_open(output *out, program *app, const char *path, dtl_error *err);
/* Is what `path` leads to the file `other`? Devices, and what is not there, are nothing to be lost. */
bool output_is(const char *path, const char *other);
/*
 * Put it in place if `status` is DTL_OK, else throw it away; returns the first
 * failure. That of a write which knew no name gets this one.
 */
dtl_status output_close(output *out, dtl_status status, dtl_error *err);

#endif
