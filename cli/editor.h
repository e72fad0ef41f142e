/* A text in the person's own editor: $VISUAL, else $EDITOR, else vi. */
#ifndef CLI_EDITOR_H
#define CLI_EDITOR_H

#include "app.h"

/* A file in a folder of its own, for its owner's eyes only. */
typedef struct editor {
	str folder, path;
} editor;

dtl_status editor_open(editor *out, dtl_error *err);
/* Have `text` changed: what has become of it is in *out. DTL_E_IO: it cannot be run, or says that it failed. */
dtl_status editor_run(editor *e, str *out, const char *text, dtl_error *err);
/* `keep`: leave the file where it is. */
void editor_close(editor *e, bool keep);

#endif
