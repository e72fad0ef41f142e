/* SQL functions of our own, for each connection. */
#ifndef DTL_STORE_HOLDS_H
#define DTL_STORE_HOLDS_H

#include <sqlite3.h>

/*
 * holds(phrase, text, …): is the phrase in one of the texts? That is what MATCH
 * says of a row with these columns, found by looking at the texts and not in the
 * index. The phrase is FTS5's: one text in quotes ("a ""b"" c"), with a '*'
 * behind them if its last word may go on; any other expression is an error.
 * The words are FTS5's own: unicode61 remove_diacritics 2 (migrations/0002_derived.sql).
 *
 * SQLite's code.
 */
int dtl_holds_register(sqlite3 *handle);

#endif
