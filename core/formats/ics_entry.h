/* VEVENTs of one UID into one entry for the timeline: the series, with its edited instances. */
#ifndef DTL_FORMATS_ICS_ENTRY_H
#define DTL_FORMATS_ICS_ENTRY_H

#include "formats/ics_event.h"
#include <dateline/format.h>

struct cJSON;

/* What is being made; begin with {0}. */
typedef struct dtl_ics_entry {
	dtl_entry entry;
	struct cJSON *doc, *fallback;
	dtl_mention *mentions;
	size_t mention_count, mention_cap;
	dtl_text note, text, uid;
	dtl_arena *arena;
	bool failed; /* out of memory */
} dtl_ics_entry;

/* Is the event of this UID in the same file? */
typedef bool (*dtl_ics_has_fn)(void *user, const char *uid);

typedef struct dtl_ics_group {
	const char *uid;
	bool uid_made;               /* not the calendar's */
	const dtl_ics_event *master; /* NULL: there are only edited instances */
	const dtl_ics_event *edits;
	size_t edit_count;
	dtl_ics_has_fn has;
	void *has_user;
} dtl_ics_group;

/*
 * DTL_E_ARGUMENT: it cannot be taken; the text says why ("RRULE …"). The
 * entry points into `out`, the group and the arena.
 */
dtl_status dtl_ics_entry_make(
    dtl_ics_entry *out, const dtl_ics_group *g, dtl_ics_context *x, dtl_arena *arena, dtl_error *err);
void dtl_ics_entry_free(dtl_ics_entry *e);

/* Add a line to the entry's note. */
void dtl_ics_entry_note(dtl_ics_entry *e, const char *format, ...) DTL_PRINTF(2, 3);

/* ---- Its parts ---- */

/* `recurrence` of an event that recurs (ics_recurrence.c). Errors as above. */
dtl_status dtl_ics_recurrence_make(
    struct cJSON **out, const dtl_ics_event *e, dtl_ics_context *x, dtl_arena *arena, dtl_error *err);
/* One member of `instances`: its key into `key`, its value. `master` may be NULL. */
struct cJSON *dtl_ics_instance_make(
    dtl_text *key, const dtl_ics_event *edit, const dtl_ics_event *master, dtl_ics_context *x);
/* The members of "ics" into `object`: lines, sequence, stamp, timezones. False: out of memory. */
bool dtl_ics_raw_make(struct cJSON *object, const dtl_ics_event *e, dtl_ics_context *x);
/* Who and what else the event mentions (ics_mentions.c). */
void dtl_ics_mentions_make(dtl_ics_entry *out, const dtl_ics_group *g);
/* Can an event hold it as its url: a scheme, and nothing that ends an address? */
bool dtl_ics_is_url(const char *s);
/* Is a line of this name left out of "lines", because the model says it, too, and our exporter writes it? */
bool dtl_ics_line_is_ours(const dtl_ics_prop *p);

#endif
