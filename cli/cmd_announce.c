#include "verb.h"

const command cmd_announce = {
	.name = "announce",
	.summary = "Record that events were announced.",
	.use = USE_CLAIMS | USE_TZ,
	.opts = verb_when,
	VERB,
};
