/* One export into several files: NAME-1.ics, NAME-2.ics … */
#ifndef CLI_PARTS_H
#define CLI_PARTS_H

#include "output.h"
#include <dateline/format.h>

typedef struct parts {
	program *app;
	const char *name; /* as it was given */
	int64_t count;    /* files so far */
	output file;
	str path; /* of it */
} parts;

/* A dtl_part_fn: `user` is the parts. The file before is put in its place. */
dtl_status parts_next(void *user, const dtl_event *first, FILE **out, dtl_error *err);
/* As output_close(), of the last one. */
dtl_status parts_close(parts *p, dtl_status status, dtl_error *err);

#endif
