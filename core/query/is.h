/* The values of `is:`, each a fragment of its own. */
#ifndef DTL_QUERY_IS_H
#define DTL_QUERY_IS_H

#include "query/prefix.h"

extern const dtl_prefix dtl_is_choices[]; /* the last has no name */
extern const char *const dtl_is_names[];  /* the same names, NULL-terminated */

#endif
