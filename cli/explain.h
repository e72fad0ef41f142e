/* --explain: how a question would be answered, instead of the answer. */
#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "app.h"
#include <dateline/query.h>

/* The row of the option; its value is a bool at `offset` in the command's arguments. */
#define EXPLAIN_OPTION(offset)                                                                               \
	{                                                                                                    \
		OPT_FLAG, 0, "explain", NULL,                                                                \
		    "print the SQL that the query becomes, its values, and the database's plan, instead",    \
		    offset, 0                                                                                \
	}

/* In words, or with --json as JSON. DTL_E_ARGUMENT: another format was asked for. */
dtl_status explain_print(program *app, const dtl_ask *ask, dtl_error *err);

#endif
