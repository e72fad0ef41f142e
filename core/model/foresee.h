/*
 * Events of a document whose patch is made by the thread that reads it, before
 * their turn comes: only where it comes out the same then, for every name in it
 * has been looked up already, and there is nothing to be told or refused.
 */
#ifndef DTL_MODEL_FORESEE_H
#define DTL_MODEL_FORESEE_H

#include "model/fields.h"
#include "model/names_known.h"
#include <dateline/format.h>

/* What is the same for all of a document. */
typedef struct dtl_foresight {
	dtl_known_names *known; /* NULL: nothing is foreseen */
	dtl_date_context dates;
	const char *tz;
	bool said_on; /* phrases are said on one day, whoever says them */
} dtl_foresight;

/* What is said about a claim beside what it says. */
enum {
	DTL_ASIDE_SAID_BY,
	DTL_ASIDE_LOCATOR,
	DTL_ASIDE_QUOTE,
	DTL_ASIDE_KNOWN_FROM,
	DTL_ASIDE_RANK,
	DTL_ASIDES,
};
#define DTL_ASIDE_NAMES                                                                                      \
	{                                                                                                    \
		"said_by", "locator", "quote", "known_from", "rank"                                          \
	}

/* Zeroed before its first use; may be used again. */
typedef struct dtl_foreseen {
	uint64_t age; /* of the names in it; 0: it was not foreseen */
	dtl_patch patch;
	dtl_text text; /* the patch, printed */
	bool right;    /* all its values are what their fields allow */
	bool bare;     /* nothing stands beside what it says but since when that is known, as it should */
} dtl_foreseen;

/* NULL: not there. */
void dtl_asides_find(const struct cJSON *doc, const struct cJSON *found[DTL_ASIDES]);

void dtl_foresee(const dtl_foresight *f, const dtl_entry *entry, dtl_foreseen *out);
void dtl_foreseen_free(dtl_foreseen *out);

#endif
