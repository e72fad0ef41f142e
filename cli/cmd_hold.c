#include "verb.h"

const command cmd_hold = {
	.name = "hold",
	.summary = "Record that events were held.",
	.details = "With --when, the date on which they really took place.",
	.use = USE_CLAIMS | USE_TZ,
	.opts = verb_when,
	VERB,
};
