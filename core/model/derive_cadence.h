#ifndef DTL_MODEL_DERIVE_CADENCE_H
#define DTL_MODEL_DERIVE_CADENCE_H

#include "model/derive.h"

enum { DTL_MONTHS_ALL = 0x1FFE }; /* bit 1 January … bit 12 December: every month, as of migrations/0011 */

/* Write what d->history, that of a series, says of its cadence over time. Folds d->book anew. */
dtl_status dtl_derive_cadence(dtl_deriver *d, dtl_error *err);

#endif
