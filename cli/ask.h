/* Asking for events and writing the answer in the format that was asked for. */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include "app.h"
#include <dateline/query.h>

/* What the common options say: the day, the knowledge. */
dtl_ask ask_start(const program *app);
/* The operands as one query, joined with blanks. */
void ask_query(str *out, const program *app);

/*
 * The exporter that --format or --json names; NULL for the table.
 * DTL_E_ARGUMENT  there is no such format; the text lists them. Also: --tz
 *                 with a format that writes times as they were said
 */
dtl_status ask_format(const dtl_exporter **out, const program *app, dtl_error *err);

/* A piece of an answer that is being written through an exporter. */
typedef struct answer {
	program *app;
	const dtl_exporter *exporter;
	void *state;
	int64_t count;
} answer;

dtl_status answer_begin(answer *a, program *app, const dtl_exporter *exporter, bool windowed, dtl_error *err);
dtl_status answer_event(answer *a, const dtl_event *event, dtl_error *err);
dtl_status answer_thing(answer *a, const dtl_thing *thing, dtl_error *err);
/* Finish, unless `status` is a failure, and release; returns the first failure. */
dtl_status answer_end(answer *a, dtl_status status, dtl_error *err);

/* Every event of the answer to `ask` through an exporter; --exit-status is heeded. */
dtl_status ask_export(program *app, const dtl_ask *ask, const dtl_exporter *exporter, dtl_error *err);

/* With --exit-status, an empty answer is told by the exit code. */
void ask_found(program *app, int64_t count);

#endif
