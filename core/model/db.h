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

#endif
