/*
 * A folder with a file for each event, which tools that synchronise calendars
 * take (vdirsyncer and friends). Files that are not ours are never touched:
 * ours say so with PRODID or X-DATELINE-….
 */
#ifndef CLI_VDIR_H
#define CLI_VDIR_H

#include "app.h"
#include <dateline/format.h>

typedef struct vdir_item {
	char *name, *uid;
	bool ours;
	bool met; /* an event of that UID was exported */
} vdir_item;

typedef struct vdir {
	program *app;
	const char *path;
	vdir_item *items; /* that stood in it, by UID */
	size_t count;
	FILE *memory; /* the event at hand */
	char *text;
	size_t len;
	int64_t made, rewritten, unchanged, removed, foreign;
} vdir;

/* Look what stands there; a folder that is missing is made. Release with vdir_close() also after a failure. */
dtl_status vdir_open(vdir *out, program *app, const char *path, dtl_error *err);
/* A dtl_part_fn: `user` is the vdir. */
dtl_status vdir_next(void *user, const dtl_event *first, FILE **out, dtl_error *err);
/* The last event; with `status` DTL_OK what is gone is removed, and what was done is said. */
dtl_status vdir_close(vdir *v, dtl_status status, dtl_error *err);

#endif
