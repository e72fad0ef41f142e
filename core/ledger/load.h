/*
 * Taking lines into a ledger: set union by id. The order in which they come
 * does not matter, nor how often.
 */
#ifndef DTL_LEDGER_LOAD_H
#define DTL_LEDGER_LOAD_H

#include "ledger/line.h"

typedef enum dtl_taken {
	DTL_TAKEN_NEW,
	DTL_TAKEN_KNOWN, /* it was here already, or a purge stands in its place */
	DTL_TAKEN_OTHER, /* its id is here with other bytes: nothing was taken */
} dtl_taken;

/* What a purge is about to take out: whoever indexes quotes has to forget it. */
typedef dtl_status (*dtl_unquote_fn)(void *user, int64_t claim, const char *quote, dtl_error *err);

typedef struct dtl_taker {
	dtl_store *db;
	dtl_unquote_fn unquote; /* may be NULL */
	void *user;
	bool purges; /* there are purges: a claim may be one of theirs */
	unsigned char uid[DTL_UID_SIZE];
	int64_t changeset; /* the row of `uid`, the changeset of the last line; 0 before the first */
} dtl_taker;

/* Begin with `t->db`, `unquote` and `user` set and the rest zero. Inside a write transaction. */
dtl_status dtl_taker_begin(dtl_taker *t, dtl_error *err);
/* The line must pass dtl_line_check(). What it touches becomes stale. */
dtl_status dtl_taker_take(dtl_taker *t, const dtl_line *line, dtl_taken *out, dtl_error *err);

#endif
