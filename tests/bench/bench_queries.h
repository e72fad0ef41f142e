/* The hand-written SQL that questions are measured against. */
#ifndef BENCH_QUERIES_H
#define BENCH_QUERIES_H

#include <stdbool.h>

enum { SHAPES = 3 };

/*
 * Bound where they occur: :a and :b (the window), :x and :y (keys of actors),
 * :t (a topic's key), :q (a word).
 */
typedef struct yardstick {
	const char *name; /* of the question */
	const char
	    *query; /* in the query language; %d, %m, %y, %o: the day, its month, its year, from it on */
	const char *sql[SHAPES]; /* of several the one that is fastest on this file counts */
	double most;             /* milliseconds of work that it may take; 0: no such goal */
	int limit;
	bool upcoming;
	const char *word;
} yardstick;

/* Ended by one without a name. */
extern const yardstick yardsticks[];

#endif
