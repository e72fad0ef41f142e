/* Text of others in Markdown and in addresses: what it says shows, and does nothing. (HTML and XML: markup.h.) */
#ifndef DTL_FORMATS_ESCAPE_H
#define DTL_FORMATS_ESCAPE_H

#include "base/text.h"

/* Markdown (CommonMark, GitHub), within a line: control characters and line ends become blanks. */
void dtl_escape_md(dtl_text *out, const char *s);
/* An address as it may stand in any quoted attribute or in (…): blanks, quotes, brackets as %xx. */
void dtl_escape_url(dtl_text *out, const char *url);

#endif
