/* A folder of calendars (vdir: a file for each event). */
#ifndef CLI_FOLDER_H
#define CLI_FOLDER_H

#include "app.h"

typedef struct folder {
	char **paths; /* of its .ics files, in byte order */
	size_t count;
} folder;

bool folder_is(const char *path);
dtl_status folder_read(folder *out, const char *path, dtl_error *err);
void folder_free(folder *f);

#endif
