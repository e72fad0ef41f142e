/* What exporters share: text gathered for one thing, then written in one go. */
#ifndef DTL_FORMATS_EMIT_H
#define DTL_FORMATS_EMIT_H

#include "base/text.h"
#include <stdio.h>

/* Write what `text` has gathered and clear it. Running out of memory while gathering is reported here. */
dtl_status dtl_emit(dtl_text *text, FILE *out, dtl_error *err);

/* The same at the end of a document: what stdio still holds back goes out, too, so that a full disk is noticed. */
dtl_status dtl_emit_last(dtl_text *text, FILE *out, dtl_error *err);

#endif
