/* Text for SVG and HTML. */
#ifndef DTL_FORMATS_MARKUP_H
#define DTL_FORMATS_MARKUP_H

#include "base/text.h"

/* Content or a quoted attribute: & < > " ' escaped; what XML cannot say becomes U+FFFD. */
void dtl_markup_add(dtl_text *out, const char *s);
/* The same on one line of at most so many columns, cut with "…". */
void dtl_markup_add_cut(dtl_text *out, const char *s, int columns);
/* Columns that it takes, counted up to `most`. */
int dtl_markup_width(const char *s, int most);
/* Does it lead to the web (http, https)? Nothing else becomes a link. */
bool dtl_markup_is_link(const char *url);

#endif
