/*
 * Random histories for the tests of the ledger, a way to put their lines into a
 * store, and the derived tables as text by natural keys.
 */
#ifndef TESTS_LEDGER_WORLD_H
#define TESTS_LEDGER_WORLD_H

#include "plain_model.h"
#include "store/store.h"

/* A generator that gives the same for the same seed, everywhere. */
typedef struct dice_box {
	uint64_t state;
} dice_box;

dice_box dice_of(uint64_t seed);
/* 0 … below - 1. */
size_t throw_below(dice_box *d, size_t below);
bool throw_chance(dice_box *d, int percent);

enum { REPLICAS = 3 };

/*
 * A history of `steps` edits on three replicas whose clocks are skewed: claims
 * by several sources, undo, ranks, removals, merges, snapshots, values that are
 * invalid, and now and then one replica takes what another has.
 */
typedef struct history_shape {
	size_t steps;
	size_t keys; /* at most 8 */
} history_shape;
void random_history(dice_box *d, const history_shape *shape, plain_ledger replicas[REPLICAS]);

/* The order in which lines were written: by n, changeset, header before claims, position. */
void sort_lines(plain_ledger *l);
void shuffle_lines(dice_box *d, plain_ledger *l);

/* A changeset's uid for a test: `c` 32 times (a hexadecimal digit). In a ring of static buffers. */
const char *uid_of(char c);
/* A header, a hand-written claim on an event, and an act, of changeset `c`; set the rest on what comes back. */
plain_line a_header(char c, int64_t n, int64_t recorded);
plain_line a_claim(char c, int64_t position, const char *key, const char *patch, int64_t known);
plain_line an_act(char c, int64_t position, const char *kind, const char *key, const char *patch);

/* Add one line to a store, in an open transaction; fails the test when it cannot. */
void put_line(dtl_store *db, const plain_line *line);
void put_lines(dtl_store *db, const plain_ledger *l);

/* Every row of every derived table, by natural keys, sorted; free it. The index of words is checked. */
char *dump_derived(dtl_store *db);
/* What a query with one column gives, a row a line; free it. */
char *dump_query(dtl_store *db, const char *sql);

/* How many seeds a test runs: `few`, or what the environment variable DATELINE_SEEDS says. */
size_t seeds_to_run(size_t few);

#endif
