#ifndef DTL_MODEL_DERIVE_CADENCE_H
#define DTL_MODEL_DERIVE_CADENCE_H

#include "model/derive.h"

/* Write what d->history, that of a series, says of its cadence over time. Folds d->book anew. */
dtl_status dtl_derive_cadence(dtl_deriver *d, dtl_error *err);

#endif
