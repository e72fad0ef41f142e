/* Writing: what the commands that change the timeline have in common. */
#ifndef CLI_CHANGE_H
#define CLI_CHANGE_H

#include "app.h"
#include <dateline/edit.h>

/* Begin a write with the header that the options describe; notes go to standard error. */
dtl_status change_begin(dtl_write **out, program *app, dtl_error *err);

/* How the differences are told when the write is committed. */
typedef enum change_telling {
	TELL_ASKED, /* when --dry-run (as the answer) or --verbose (on standard error) asks for it */
	TELL_ALL,   /* as the answer */
} change_telling;

/*
 * Commit and tell. `uid` (33 bytes, may be NULL) is that of the changeset, empty
 * when nothing was new. With --json the answer is {"changeset", "changes"},
 * with the members in `more` (each with a comma before it) between them.
 */
dtl_status change_commit(
    dtl_write *write, program *app, change_telling telling, const char *more, char *uid, dtl_error *err);

/* The fields of the command line into an edit, in their order. */
dtl_status change_fields(dtl_edit *edit, const program *app, dtl_error *err);

#endif
