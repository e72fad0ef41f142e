/* From items to the four bounds. */
#ifndef DTL_DATES_BOUNDS_H
#define DTL_DATES_BOUNDS_H

#include "dates/edtf.h"

/* Add one item of the parser to `user`, a dtl_date zeroed before the first. Fits dtl_edtf_each. */
void dtl_date_add_item(void *user, const dtl_edtf_item *item);

#endif
