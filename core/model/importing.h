/*
 * What an import keeps while it reads: the names that its document mentions
 * before it defines them, or never does, are settled when it has been read.
 */
#ifndef DTL_MODEL_IMPORTING_H
#define DTL_MODEL_IMPORTING_H

#include "model/calendar.h"
#include "model/write.h"

typedef struct dtl_import {
	dtl_write *w;
	const char *lane;
	dtl_import_counts counts;
	dtl_unknown_names unknown;
	int64_t linked;      /* actors that take part by a title */
	int64_t older;       /* entries that say what has been overtaken */
	int64_t first_claim; /* the claims of this import come behind it */
	bool excerpt;        /* events that it names may stand outside of it */
	bool taken_back;     /* an entry that was taken has been refused after all */
	dtl_reject_fn reject;
	void *user;
} dtl_import;

/* Before anything is read. */
dtl_status dtl_import_begin(dtl_import *i, dtl_error *err);
/* Refuse an entry: its place in the document comes before the reason, as one path. */
void dtl_import_refuse(dtl_import *i, const dtl_entry *entry, const dtl_error *why);
/* The same words as an error of the document as a whole. */
dtl_status dtl_import_fail(const dtl_entry *entry, const dtl_error *why, dtl_error *err);
/* An entry was taken; `made`: it is the first that is said of its thing. What it mentions is looked for at the end. */
dtl_status dtl_import_expect(dtl_import *i, const dtl_entry *entry, int64_t claim, bool made, dtl_error *err);
/* A document defines a thing by its key alone, as it does where nothing is known of it: it may be mentioned. */
dtl_status dtl_import_bare(dtl_write *w, dtl_kind kind, const char *key, dtl_error *err);
bool dtl_import_is_bare(dtl_write *w, dtl_kind kind, const char *key);
/* The document has been read: whoever mentions what never came is refused after all. */
dtl_status dtl_import_settle(dtl_import *i, dtl_error *err);

#endif
