/* Findings in what is said: terms of office that do not fit, and sources that contradict each other. */
#ifndef DTL_MODEL_CHECK_SAID_H
#define DTL_MODEL_CHECK_SAID_H

#include "store/store.h"
#include <dateline/db.h>

/*
 * overlap  two hold an office at once (handing over on one day is fine)
 * gap      nobody is known to hold an office between two terms
 * outside  an event names an office on a date in none of its terms, or somebody
 *          acts for an office, organisation or state on a date in none of the
 *          terms that tie the two
 */
dtl_status dtl_check_terms(dtl_store *store, dtl_finding_fn each, void *user, dtl_error *err);

/* disputed: publishers differ on a field, and neither narrows the other. */
dtl_status dtl_check_disputes(dtl_db *db, dtl_finding_fn each, void *user, dtl_error *err);

#endif
