#include "verb.h"

const command cmd_confirm = {
	.name = "confirm",
	.summary = "Record that events were confirmed.",
	.use = USE_CLAIMS | USE_TZ,
	.opts = verb_when,
	VERB,
};
