/* What the exporters of pictures share: they gather events, then draw. */
#ifndef DTL_FORMATS_GATHER_H
#define DTL_FORMATS_GATHER_H

#include "formats/labels.h"
#include "formats/picture.h"
#include <dateline/format.h>

typedef struct dtl_gathering {
	dtl_picture picture;
	dtl_labels labels;
	dtl_text title, caption;
	dtl_text as_of; /* how it is said, or empty */
	int64_t today;
} dtl_gathering;

/* The rows of their options. */
#define DTL_PICTURE_OPTIONS                                                                                  \
	DTL_GROUP_OPTION,                                                                                    \
	    { "lanes", "N", NULL, "the fullest N lanes, and one for the rest; 40 if not said" },             \
	{                                                                                                    \
		"title", "TEXT", NULL, "what stands above it"                                                \
	}

dtl_status dtl_gathering_begin(dtl_gathering *g, const dtl_export_options *options, dtl_error *err);
/* Lay the picture out, with its title and caption. */
dtl_status dtl_gathering_end(dtl_gathering *g, dtl_error *err);
void dtl_gathering_free(dtl_gathering *g);

#endif
