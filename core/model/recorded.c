/* A timeline as it had been written down by a moment. */
#include "base/error.h"
#include "model/db.h"
#include "model/scratch.h"

#include <stdlib.h>

/* All lines from one state of the file, even while others write. */
static dtl_status fold(dtl_store **out, dtl_store *from, int64_t recorded, dtl_error *err)
{
	bool own = !dtl_store_in_transaction(from);
	dtl_status status = own ? dtl_store_read_begin(from, err) : DTL_OK;
	if (status != DTL_OK)
		return status;
	status = dtl_scratch_fold(out, from, recorded, err);
	if (own)
		dtl_store_read_end(from);
	return status;
}

dtl_status dtl_db_recorded(dtl_db **out, dtl_db *from, int64_t recorded, dtl_error *err)
{
	*out = NULL;
	dtl_db *db = calloc(1, sizeof *db);
	if (!db)
		return dtl_fail_memory(err);
	dtl_status status = fold(&db->store, from->store, recorded, err);
	if (status == DTL_OK)
		*out = db;
	else
		free(db);
	return status;
}
