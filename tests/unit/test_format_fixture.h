/* Events made by hand, and exporters run into memory: what the tests of formats share. */
#ifndef TESTS_FORMAT_FIXTURE_H
#define TESTS_FORMAT_FIXTURE_H

#include "support.h"
#include <dateline/format.h>
#include <stdio.h>
#include <stdlib.h>

/* An event with a title and a date, as a cursor would hand it out; `edtf` NULL: none. */
static inline dtl_event make_event(const char *id, const char *uid, const char *edtf)
{
	dtl_error err;
	dtl_event e = { .id = id, .key = id, .uid = uid, .title = "Talks", .edtf = edtf };
	e.known_from = 1369008000;     /* 2013-05-20 */
	e.recorded_first = 1369094400; /* 2013-05-21 */
	e.recorded_last = 1370304000;  /* 2013-06-04 */
	e.revision = 3;
	if (edtf)
		assert_ok(dtl_date_parse(&e.date, edtf, NULL, &err));
	return e;
}

/* All that an exporter writes for these things, NUL-terminated; free it. *left_out may be NULL. */
static inline char *export_text(const char *format, const dtl_export_options *options,
    const dtl_thing *things, size_t count, int64_t *left_out)
{
	dtl_error err;
	char *text = NULL;
	size_t len = 0;
	const char *why = NULL;
	const dtl_exporter *x = dtl_exporter_find(format);
	assert_non_null(x);
	FILE *out = open_memstream(&text, &len);
	void *state = calloc(1, x->state_size);
	assert_non_null(out);
	assert_non_null(state);
	assert_ok(x->begin(state, out, options, &err));
	for (size_t i = 0; i < count; i++)
		if (things[i].kind == DTL_EVENT)
			assert_ok(x->event(state, out, things[i].as.event, &err));
		else
			assert_ok(x->define(state, out, &things[i], &err));
	assert_ok(x->end(state, out, &err));
	if (left_out)
		*left_out = x->left_out ? x->left_out(state, &why) : 0;
	x->release(state);
	free(state);
	fclose(out);
	return text;
}

#endif
