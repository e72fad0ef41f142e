/* What merge-same and split have in common. */
#ifndef CLI_UNITE_H
#define CLI_UNITE_H

#include "app.h"
#include <dateline/share.h>

struct unite_args {
	const char *kind;
};
extern const opt_spec unite_options[];

/* DTL_E_ARGUMENT when there is no such kind. */
dtl_status unite_kind(dtl_kind *out, const char *name, dtl_error *err);

/* Commit and tell what was joined or taken apart. */
dtl_status unite_commit(dtl_write *w, program *app, const dtl_union *u, bool joined, dtl_error *err);

/* Is --kind, where it is given, a kind? */
dtl_status unite_check(program *app, const void *args, dtl_error *err);

#endif
