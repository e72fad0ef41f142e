/* A ledger folded anew, apart from its file: to compare with what the file holds, or to ask what was known. */
#ifndef DTL_MODEL_SCRATCH_H
#define DTL_MODEL_SCRATCH_H

#include "store/store.h"
#include <stdint.h>

/*
 * Copy the lines of `from` that were recorded before `recorded` (INT64_MAX: all)
 * into a temporary database that goes with its handle, and derive everything
 * there. Entities, changesets and claims keep their numbers.
 */
dtl_status dtl_scratch_fold(dtl_store **out, dtl_store *from, int64_t recorded, dtl_error *err);

/*
 * The same of a part: the lines on the entities in the temporary table
 * scratch_part(id) of `from`, but for those of the changesets in
 * scratch_without(id). Only what stands in scratch_part is whole there.
 */
dtl_status dtl_scratch_fold_part(dtl_store **out, dtl_store *from, dtl_error *err);

#endif
