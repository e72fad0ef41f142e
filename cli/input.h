/* A file to be imported: opened, looked at, and set to its beginning. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include "app.h"
#include <dateline/format.h>

typedef struct input {
	const char *name; /* as messages call it */
	FILE *file;
	const dtl_importer *importer;
} input;

/*
 * Open `name` ("-" is standard input) to be read as `format`, or as what it
 * looks like (NULL). app->where names it when the fault lies in its content.
 * DTL_E_NOTFOUND  no such file
 * DTL_E_PARSE     it is empty, or in no format that is known
 */
dtl_status input_open(input *out, program *app, const char *name, const dtl_importer *format, dtl_error *err);
void input_close(input *in);

#endif
