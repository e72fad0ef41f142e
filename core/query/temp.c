#include "query/temp.h"
#include "store/stmt.h"

static const char sql_is_sealed[] = "PRAGMA query_only";
static const char sql_unseal[] = "PRAGMA query_only=OFF";
static const char sql_seal[] = "PRAGMA query_only=ON";

dtl_status dtl_temp_open(dtl_temp *out, dtl_store *store, dtl_error *err)
{
	dtl_stmt *st = NULL;
	*out = (dtl_temp){ store, false };
	dtl_status status = dtl_stmt_cached(store, &st, sql_is_sealed, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(st, err);
	if (status != DTL_OK)
		return status;
	out->seal = dtl_take_int(st) != 0;
	dtl_stmt_reset(st);
	return out->seal ? dtl_store_exec(store, sql_unseal, err) : DTL_OK;
}

void dtl_temp_close(dtl_temp *temp)
{
	if (temp->seal)
		dtl_store_exec(temp->store, sql_seal, NULL);
	temp->seal = false;
}
