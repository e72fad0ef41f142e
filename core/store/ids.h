/* SQL functions for lists of row ids, for each connection. */
#ifndef DTL_STORE_IDS_H
#define DTL_STORE_IDS_H

#include <sqlite3.h>

/*
 * ids(id): an aggregate, the list of these ids; and among(id, list): is the id in
 * it? `among(x, (SELECT ids(y) FROM …))` says what `x IN (SELECT y FROM …)` says of
 * integers, in a tenth of the time: SQLite makes a b-tree for each IN, and compares
 * records in it. A list is a pointer (https://www.sqlite.org/bindptr.html): it lives
 * as long as the statement runs, and cannot be sorted or put in a table; among()
 * fails with what is none. NULL is not put in, and is not among any.
 *
 * SQLite's code.
 */
int dtl_ids_register(sqlite3 *handle);

#endif
