#include "verb.h"

const command cmd_postpone = {
	.name = "postpone",
	.summary = "Record that events were postponed: to a new date, or to nobody knows when.",
	.details = "Without --when their date is unknown from then on; the old one stays in their history.",
	.use = USE_CLAIMS | USE_TZ,
	.opts = verb_when,
	VERB,
};
