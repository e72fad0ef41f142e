#include "verb.h"

const command cmd_cancel = {
	.name = "cancel",
	.summary = "Record that events were cancelled.",
	.use = USE_CLAIMS,
	VERB,
};
