/* What stands beside the words on a thing: how many agree, and who contradicts. */
#ifndef CLI_VOICES_H
#define CLI_VOICES_H

#include "app.h"
#include <dateline/history.h>

typedef struct voice {
	str about;             /* field and member */
	str source, publisher; /* the source itself where nobody knows the publisher */
} voice;

typedef struct voices {
	voice *agreeing; /* sources that say what shows */
	size_t agreeing_count, agreeing_cap;
	voice *contrary; /* sources that contradict it; the member is not told */
	size_t contrary_count, contrary_cap;
} voices;

/* Everybody on a thing as known; release with voices_free(), also after a failure. */
dtl_status voices_read(voices *out, program *app, dtl_kind kind, const char *id, dtl_error *err);
void voices_free(voices *v);

/* ", 3 sources, 2 publishers" of those who say what shows; nothing when there is but one source. */
void voices_count(str *out, const voices *v, const dtl_word *word);
bool voices_contradicts(const voices *v, const dtl_word *word);

#endif
