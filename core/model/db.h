/* The handle behind dateline/db.h, for core/model and core/query. */
#ifndef DTL_MODEL_DB_H
#define DTL_MODEL_DB_H

#include "store/stmt.h"
#include "store/store.h"
#include <dateline/db.h>

struct dtl_db {
	dtl_store *store;
	dtl_dice dice; /* roll is NULL when opened for reading */
	bool made;     /* dtl_db_open() made the file */
	dtl_open_mode mode;
};

/* Open the file of that name anew: the one that was open has been removed or replaced. */
dtl_status dtl_db_reopen(dtl_db *db, dtl_error *err);

/*
 * Begin a write transaction. The file may have been taken back by whoever made
 * it: then what is there now is opened instead, and db->store is another one.
 */
dtl_status dtl_db_lock(dtl_db *db, dtl_error *err);

#endif
