/* An Event of JSCalendar as an entry: ours, with what a client changed of it, or anybody's. */
#ifndef DTL_FORMATS_JSCAL_ENTRY_H
#define DTL_FORMATS_JSCAL_ENTRY_H

#include "base/error.h"
#include <dateline/format.h>

typedef struct dtl_jscal_entry {
	struct cJSON *doc;
	const char *id, *uid, *known;
	bool own; /* written by us, and come back */
	dtl_mention *mentions;
	size_t mention_count, mention_cap;
} dtl_jscal_entry;

/*
 * `event` must outlive *out, which is released with dtl_jscal_entry_free() also
 * after a failure. DTL_E_PARSE: it cannot be an entry, and why.
 */
dtl_status dtl_jscal_entry_make(dtl_jscal_entry *out, const struct cJSON *event, dtl_error *err);
void dtl_jscal_entry_free(dtl_jscal_entry *entry);

#endif
