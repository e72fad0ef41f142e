/* What a register mentions: the keys of other things in it. */
#ifndef DTL_MODEL_REFS_H
#define DTL_MODEL_REFS_H

#include "base/text.h"
#include "ledger/patch.h"

typedef struct dtl_ref {
	dtl_kind kind;
	dtl_text key;
} dtl_ref;

/*
 * The things that a register mentions: at most two (who takes part, and for
 * whom). `out` has been zeroed, or used before; its texts are the caller's.
 * Total: what is not of its field's form mentions nothing.
 */
size_t dtl_refs_of(dtl_kind kind, const dtl_register *r, dtl_ref out[2]);

#endif
