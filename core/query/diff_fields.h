/* Two readings of one thing, field by field, and whose words made the difference. */
#ifndef DTL_QUERY_DIFF_FIELDS_H
#define DTL_QUERY_DIFF_FIELDS_H

#include "base/arena.h"
#include "model/derive.h"
#include <dateline/brief.h>

/* Fields that read differently. Zeroed before its first use; released with dtl_field_changes_free(). */
typedef struct dtl_field_changes {
	dtl_field_change *items; /* by name; `by` is nobody */
	size_t count, cap;
	dtl_arena arena; /* of their text */
	dtl_text text;
} dtl_field_changes;

/* What is not whole reads as nothing. */
dtl_status dtl_fields_compare(
    dtl_field_changes *out, const dtl_projection *before, const dtl_projection *after, dtl_error *err);
void dtl_field_changes_free(dtl_field_changes *c);

/* The value that a register reads; data NULL: none. */
dtl_slice dtl_reading_of(const dtl_projection *p, dtl_slice field, dtl_slice member);

/* Fill a witness from a claim: strings last as long as the history and `arena`. */
dtl_status dtl_witness_of(
    dtl_witness *out, dtl_store *db, const dtl_said *claim, dtl_arena *arena, dtl_error *err);

#endif
