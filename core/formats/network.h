/*
 * Who meets whom: actors, and between each two of them how many events they
 * took part in together. It holds actors and pairs, never events.
 */
#ifndef DTL_FORMATS_NETWORK_H
#define DTL_FORMATS_NETWORK_H

#include "base/arena.h"
#include <dateline/format.h>

typedef struct dtl_tie dtl_tie;

typedef struct dtl_node {
	const char *id, *name, *kind; /* kind may be NULL */
	int64_t events;               /* that it took part in; 0: it is no node, but what others belong to */
	const dtl_tie *ties;          /* what it belongs to */
	size_t tie_count;
} dtl_node;

typedef struct dtl_meeting {
	size_t one, other; /* nodes; by ID, one comes first */
	int64_t weight;    /* events */
	int64_t lo, hi;    /* from the first to the last of them; lo >= hi: none has a date */
} dtl_meeting;

typedef struct dtl_network {
	const char *level; /* state, org, person, or NULL: whoever is named */
	dtl_arena arena;
	dtl_node *nodes;
	size_t node_count, node_cap;
	dtl_meeting *meetings;
	size_t meeting_count, meeting_cap;
	size_t *node_slots, *meeting_slots; /* where to find them: open addressing, index + 1 */
	size_t node_slot_count, meeting_slot_count;
	size_t *present; /* at the event at hand */
	size_t present_count, present_cap;
	int64_t off,
	    empty; /* events left out: cancelled, postponed or projected; with nobody of that level */
	bool failed;
} dtl_network;

extern const char *const dtl_network_levels[];
/* The row that a format's options have for it. */
#define DTL_LEVEL_OPTION                                                                                     \
	{                                                                                                    \
		"level", NULL, dtl_network_levels,                                                           \
		    "whom they stand for counts: their state or organisation; or persons only"               \
	}

/* What an exporter of a network does with what it is handed; `n` is its state, or the first member of it. */
dtl_status dtl_network_begin(dtl_network *n, const dtl_export_options *options);
dtl_status dtl_network_define(void *n, FILE *out, const dtl_thing *thing, dtl_error *err);
dtl_status dtl_network_event(void *n, FILE *out, const dtl_event *e, dtl_error *err);
int64_t dtl_network_left_out(const void *n, const char **why);
void dtl_network_free(dtl_network *n);

/* By ID, when all have been counted: indices of nodes change, those of meetings follow. */
dtl_status dtl_network_sort(dtl_network *n, dtl_error *err);

/* The day on which its first and its last event lies; false: none has a date. */
bool dtl_meeting_days(const dtl_meeting *m, char first[40], char last[40]);

#endif
