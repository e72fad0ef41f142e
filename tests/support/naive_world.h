/*
 * A random timeline in plain structs, and as documents of dateline/1 that say the
 * same. What of it holds at a moment is folded here, by rules as simple as what
 * is made allows: of each field the latest report wins.
 */
#ifndef TESTS_NAIVE_WORLD_H
#define TESTS_NAIVE_WORLD_H

#include <dateline/date.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	NAIVE_ACTORS = 25,
	NAIVE_STATES = 6, /* the first actors */
	NAIVE_TERMS = 30,
	NAIVE_PLACES = 12,
	NAIVE_TOPICS = 10,
	NAIVE_SERIES = 5, /* the last meets each July; no event is an edition of it */
	NAIVE_REPORTS = 12,
	NAIVE_EVENTS = 60,
	NAIVE_CLAIMS = 400,
	NAIVE_PARTS = 4, /* in one claim */
	NAIVE_ROW_PARTS = 24,
	NAIVE_NONE = -1,
};

/* Something with a key; `same` is the one that stands for it. */
typedef struct naive_thing {
	char key[16];
	const char *name, *alias; /* alias may be NULL */
	int same;
	int parent;          /* or NAIVE_NONE */
	const char *country; /* of a place; of a state its code iso2 */
	const char *kind;    /* of an actor */
	const char *cadence; /* of a series, with its place for parent; or NULL */
} naive_thing;

typedef struct naive_term {
	int actor, of;
	const char *rel;
	char from[24], to[24]; /* EDTF; empty: not said */
	int64_t lo, hi;
} naive_term;

typedef struct naive_part {
	int actor, behalf; /* as named; behalf NAIVE_NONE: nobody */
	const char *role;
} naive_part;

/* What one report says of one event; NULL, NAIVE_NONE or 0: nothing. */
typedef struct naive_claim {
	int event, report;
	bool dead; /* deprecated */
	const char *title, *description, *quote, *type, *level, *status;
	bool has_when, unknown;
	char edtf[64];
	const char *tz;
	int place, series, edition, parent;
	naive_part parts[NAIVE_PARTS];
	int part_count, topics[NAIVE_PARTS], topic_count;
	int every, times; /* it recurs: every so many days, so often */
	int64_t first;    /* day */
} naive_claim;

typedef struct naive_report {
	char source[16];
	const char *publisher; /* NULL: there is no source */
	int64_t known;
	bool dead; /* undone */
} naive_report;

typedef struct naive_world {
	naive_thing actors[NAIVE_ACTORS], places[NAIVE_PLACES], topics[NAIVE_TOPICS], series[NAIVE_SERIES],
	    events[NAIVE_EVENTS];
	naive_term terms[NAIVE_TERMS];
	int term_count;
	naive_report reports[NAIVE_REPORTS];
	naive_claim claims[NAIVE_CLAIMS]; /* in the order in which they became known */
	int claim_count;
} naive_world;

/* An event as it reads at a moment. */
typedef struct naive_row {
	bool there;
	int event; /* NAIVE_EVENTS: none, but an edition that is expected */
	char key[24];
	int64_t known_from;
	const char *title, *description, *type, *level, *status;
	const naive_claim *when; /* NULL: nobody gave a date */
	bool dated;
	dtl_date date;
	int place, series, edition, parent;
	naive_part parts[NAIVE_ROW_PARTS];
	int part_count, topics[NAIVE_ROW_PARTS], topic_count;
	int every, times;
	int64_t first;
} naive_row;

/* Dice: the same seed gives the same. */
void naive_seed(uint64_t seed);
int naive_pick(int below);
bool naive_chance(int percent);

void naive_world_make(naive_world *w);
/* A random date in one of the shapes of EDTF; *tz may be set. */
void naive_date(char *out, size_t size, const char **tz);

/* What is known of a (canonical) event before the instant `before`. */
void naive_fold(const naive_world *w, int event, int64_t before, naive_row *out);
/* The edition that is expected next of the series that has a cadence. */
void naive_project(const naive_world *w, int64_t today, naive_row *out);
/* Is this claim one on that event that counts, and known before then? */
bool naive_counts(const naive_world *w, const naive_claim *c, int event, int64_t before);

/* The document that defines all but the events, and that of a report; malloc'd. */
char *naive_print_things(const naive_world *w);
char *naive_print_report(const naive_world *w, int report);

/* Day number of 1 January 2013. */
#define NAIVE_2013 INT64_C(15706)

#endif
