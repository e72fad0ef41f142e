/* What a word of the ledger says, with names in place of keys. */
#ifndef CLI_SAID_H
#define CLI_SAID_H

#include "app.h"
#include <dateline/history.h>

/* Append it: "Barack Obama, host", "Sunnylands, California", "7–8 Jun 2013"; `kind` is that of the thing it is about. */
void said_add(str *out, program *app, dtl_kind kind, const dtl_word *word);
/* Append who said it, in what words and where: "Tom Donilon: “we have met”, paragraph 7". */
void said_add_evidence(str *out, program *app, const dtl_word *word);

#endif
