/* Words about an event that several exporters write: when, who, where. Plain text: who writes it escapes it. */
#ifndef DTL_FORMATS_TELL_H
#define DTL_FORMATS_TELL_H

#include "base/text.h"
#include "formats/labels.h"
#include <dateline/format.h>

/* Its ID, and of one time of something that recurs also which: unlike any other's. */
void dtl_tell_id(dtl_text *out, const dtl_event *e);
/* "7–8 Jun 2013", "every week on Friday, from 7 Jun 2013", "date unknown", "no date". */
void dtl_tell_when(dtl_text *out, const dtl_event *e);
/* "Barack Obama (President of the United States, host); Xi Jinping"; nothing where nobody takes part. */
void dtl_tell_who(dtl_text *out, const dtl_event *e);
/* One of them. */
void dtl_tell_part(dtl_text *out, const dtl_part *part);
/* What was said of it, "projected" of what nobody has said yet, or NULL. */
const char *dtl_tell_status(const dtl_event *e);
/* The name of the place, or NULL. */
const char *dtl_tell_where(const dtl_event *e);
/* The title, or the ID of an event without one. */
const char *dtl_tell_title(const dtl_event *e);
/* The option "title", else the name of the document, else `fallback`. */
const char *dtl_tell_name(const dtl_export_options *options, const char *fallback);

/* The row of an option "title". */
#define DTL_TITLE_OPTION                                                                                     \
	{                                                                                                    \
		"title", "TEXT", NULL, "what the document is called"                                         \
	}

#endif
