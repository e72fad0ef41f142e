/*
 * Which VEVENTs of a file belong together: found in a first reading, by a hash
 * of their UIDs (eight bytes each). Only those of UIDs that stand on several
 * are remembered by their place.
 */
#ifndef DTL_FORMATS_ICS_INDEX_H
#define DTL_FORMATS_ICS_INDEX_H

#include "formats/ics_event.h"

/* Where a VEVENT stands, and what its calendar says of all in it. */
typedef struct dtl_ics_place {
	uint64_t hash;
	int64_t offset;
	long number;
	int floating; /* as in the context */
	bool cancels;
} dtl_ics_place;

typedef struct dtl_ics_index {
	uint64_t *uids; /* of all, sorted, doubles kept */
	size_t uid_count, uid_cap;
	uint64_t *special; /* those with several VEVENTs or edited instances, sorted, each once */
	bool *done;        /* handed out already */
	size_t special_count, special_cap;
	dtl_ics_place *places; /* of those, by hash and place in the file */
	size_t place_count, place_cap;
	/* Components that are not taken: VTODO, VJOURNAL … by name; those that find no room are under "others". */
	struct {
		char name[DTL_ICS_NAME_MAX];
		int64_t count;
	} others[8];
	bool failed;
} dtl_ics_index;

/* The UID of a VEVENT, appended to `uid`; one that it lacks is made of its content, and *made. */
void dtl_ics_uid(dtl_text *uid, const dtl_ics_component *c, bool *made);
/* Is it one that was made, which an export has written out? It is made again. */
bool dtl_ics_uid_is_made(const char *uid, size_t len);
/* Another one, of all its content, for one whose UID is that of another event. */
void dtl_ics_uid_of_all(dtl_text *uid, const dtl_ics_component *c);
uint64_t dtl_ics_hash(const char *text, size_t len);
/* Of all that a VEVENT says but for its DTSTAMP. */
uint64_t dtl_ics_content_hash(const dtl_ics_component *c);

/* Read all of `s` and gather zones and UIDs. */
dtl_status dtl_ics_index_make(dtl_ics_index *out, dtl_ics_split *s, dtl_ics_context *x, dtl_error *err);
/* A property of a calendar into the context: did that change it? */
bool dtl_ics_calendar_property(dtl_ics_context *x, const dtl_ics_prop *p);
bool dtl_ics_index_has(const dtl_ics_index *i, uint64_t hash);
/* The index of a UID among the special ones; `special_count`: it is none. */
size_t dtl_ics_index_special(const dtl_ics_index *i, uint64_t hash);
/* Its places; *count is how many. */
const dtl_ics_place *dtl_ics_index_places(const dtl_ics_index *i, uint64_t hash, size_t *count);
void dtl_ics_index_free(dtl_ics_index *i);

#endif
