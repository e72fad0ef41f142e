/* What the files of the generator share: dice, words, and the world that events take place in. */
#ifndef BENCH_GENERATE_H
#define BENCH_GENERATE_H

#include <dateline/date.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Raised when the same numbers make other documents: what was kept of an older one is not used. */
#define GENERATE_VERSION "2"

enum { YEAR = 365, TERM = 6 * YEAR, NAME_MAX_LEN = 96 };

/* ---- dice: the same throws for the same seed, on any machine ---- */

typedef struct dice {
	uint64_t state;
} dice;

dice dice_for(uint64_t subject, uint64_t purpose);
uint32_t roll(dice *d, uint32_t below);
/* True in `part` of 100,000 throws. */
bool chance(dice *d, uint32_t part);

/* Rank 0 … count - 1, the first ones far more often than the last: weight 1 / (rank + flat). */
typedef struct zipf {
	uint64_t *sums;
	uint32_t *starts;
	uint32_t count;
} zipf;

zipf zipf_make(uint32_t count, uint32_t flat);
void zipf_free(zipf *z);
uint32_t zipf_roll(const zipf *z, dice *d);

/* ---- words ---- */

void words_begin(void);
void words_end(void);
/* A word that says something, often or seldom, and never one of the small ones. */
const char *words_any(dice *d);
/* A text as long as such texts are, to standard output. */
void words_text(dice *d);
/* A name of two or three syllables, with a capital. */
void words_name(char out[NAME_MAX_LEN], uint64_t subject);

/* ---- the world ---- */

typedef struct realm {
	int64_t begin, days; /* the days that events take place on */
	int64_t today;       /* the day on which all of it is told: 2013-06-04 */
	zipf states, topics, publishers, types;
} realm;

void world_begin(realm *w, int64_t days);
void world_end(realm *w);
/* Sources, places, topics, series, actors: the members of a document that stand before the events. */
void world_define(const realm *w);

const char *world_state(uint32_t rank); /* two letters of ISO 3166 */
bool world_busy(uint32_t state);        /* one that has ministries, venues and all offices */
const char *world_zone(uint32_t state); /* NULL: none is given */
void world_topic(char out[NAME_MAX_LEN], uint32_t topic);
const char *world_root(uint32_t topic);
void world_place(char out[NAME_MAX_LEN], uint32_t state, dice *d);
void world_office(char out[NAME_MAX_LEN], uint32_t state, uint32_t office);
uint32_t world_offices(uint32_t state);
/* Whoever holds it on that day. */
void world_holder(const realm *w, char out[NAME_MAX_LEN], uint32_t state, uint32_t office, int64_t day);
void world_body(char out[NAME_MAX_LEN], uint32_t state,
    dice *d); /* a ministry of a busy state, or an organisation of several */
void world_source(const realm *w, char out[NAME_MAX_LEN], int64_t known, dice *d);

typedef struct edition {
	char series[NAME_MAX_LEN];
	int month, number;
} edition;
void world_edition(const realm *w, edition *out, int64_t day, dice *d);

#endif
