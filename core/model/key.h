/* Keys: what the ledger calls a thing, made once and never changed. */
#ifndef DTL_MODEL_KEY_H
#define DTL_MODEL_KEY_H

#include "base/text.h"
#include <dateline/date.h>
#include <dateline/event.h>
#include <stdbool.h>

/* An event's slug: of its title, and of the year (of `date`, or NULL) when the title has none. */
void dtl_slug_event(dtl_text *out, const char *title, const dtl_date *date);

/*
 * What an event is shown by, slug~suffix: its key cut in two, or of another's UID
 * its title (or NULL). Both are empty when that is the key as it stands.
 */
void dtl_key_shown(dtl_text *slug, dtl_text *suffix, const char *key, const char *title);

/* Six letters made of a text, or of six random bytes. */
void dtl_key_letters(dtl_text *out, const char *text);
void dtl_key_letters_of(dtl_text *out, const unsigned char bytes[6]);

/* The field by which a kind is named: title, name, label; of a source its title, though it needs none. */
const char *dtl_naming_field(dtl_kind kind);

/*
 * May this be a key of that kind? An event's: no control characters or blanks
 * at its ends, at most 1,000 bytes (RFC 5545 UIDs are free text). The others
 * also hold no blanks and none of `:#,"`, for they stand in members.
 */
bool dtl_key_valid(dtl_kind kind, const char *key);

#endif
