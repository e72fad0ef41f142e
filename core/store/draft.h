/*
 * A file that is not there yet is made beside its place, as a draft, and put
 * there when it is whole: nobody ever sees half of it, and what is not to stay
 * is removed without anybody having opened it. One process at a time makes a
 * draft; the others wait for what comes of it.
 *
 * To remove a SQLite file that others may have open is not safe, whatever locks
 * are held: who has it open takes the journal of the next file of that name for
 * its own, plays it back and removes it.
 */
#ifndef DTL_STORE_DRAFT_H
#define DTL_STORE_DRAFT_H

#include "base/error.h"
#include <stdbool.h>

typedef struct dtl_draft dtl_draft;

/*
 * Begin to make `path`, which is missing or an empty file. DTL_DONE: by now there
 * is something else. DTL_E_BUSY: another process has been making it for too long.
 */
dtl_status dtl_draft_begin(dtl_draft **out, const char *path, dtl_error *err);
/* The name to make it under. */
const char *dtl_draft_name(const dtl_draft *d);
/* Put it in its place. It must be closed. */
dtl_status dtl_draft_publish(dtl_draft *d, dtl_error *err);
/* Remove what is left of it, and let others begin. NULL is allowed. */
void dtl_draft_end(dtl_draft *d);

/* Is `path` being made at this moment, or was that broken off? */
bool dtl_draft_exists(const char *path);

#endif
