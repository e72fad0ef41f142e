/*
 * Random queries as trees, printed in the query language (cli.md, "Queries"), and
 * what they find on a timeline of naive_world.h, by looking at each event in
 * turn. Nothing here knows how core/query does it.
 */
#ifndef TESTS_NAIVE_QUERY_H
#define TESTS_NAIVE_QUERY_H

#include "naive_world.h"
#include <dateline/query.h>

enum { NAIVE_NODES = 64, NAIVE_VALUES = 3, NAIVE_SAVED = 3 };

typedef enum naive_kind {
	NAIVE_AND,
	NAIVE_OR,
	NAIVE_NOT,
	NAIVE_WORD,
	NAIVE_ACTOR,
	NAIVE_BETWEEN,
	NAIVE_ROLE,
	NAIVE_TOPIC,
	NAIVE_SERIES_IS,
	NAIVE_PLACE,
	NAIVE_COUNTRY,
	NAIVE_TYPE,
	NAIVE_LEVEL,
	NAIVE_STATUS,
	NAIVE_STATE,
	NAIVE_SOURCE,
	NAIVE_PUBLISHER,
	NAIVE_ID,
	NAIVE_PARENT,
	NAIVE_DATE,
	NAIVE_KNOWN,
	NAIVE_IS,
	NAIVE_QUERY,
	NAIVE_KINDS,
} naive_kind;

/* [from, to) */
typedef struct naive_window {
	int64_t from, to;
} naive_window;

/* A value as it is written, and what it means: a number of a thing, or a word, or a side of a window. */
typedef struct naive_value {
	char text[80];
	int index;        /* of an actor, topic … */
	const char *word; /* of a vocabulary; of words what is searched for */
	bool quoted, prefix;
	char from[32], to[32]; /* of a window A..B: EDTF, "+3d" or a phrase; empty: open */
	bool range;            /* false: `from` alone */
} naive_value;

typedef struct naive_node {
	naive_kind kind;
	int children[3], child_count;
	naive_value values[NAIVE_VALUES];
	int value_count;
} naive_node;

typedef struct naive_tree {
	naive_node nodes[NAIVE_NODES];
	int count, values; /* values: with those of the saved queries that it uses */
	char text[8192];
} naive_tree;

typedef struct naive_library {
	naive_tree saved[NAIVE_SAVED];
	int count;
} naive_library;

/* A random query; its text is printed. It may use what is saved. */
void naive_query_make(naive_tree *out, const naive_world *w, const naive_library *library);

/* What is asked on which day, and a place for what the evaluation keeps. */
typedef struct naive_question {
	const naive_world *world;
	const naive_library *library;
	const naive_tree *tree;
	const dtl_ask *ask;
	int64_t before; /* what became known before it counts */
} naive_question;

enum { NAIVE_POSSIBLE = 1, NAIVE_CERTAIN = 2 };

/* How a row answers the tree of the query: bits. */
int naive_answers(const naive_question *q, const naive_row *row);
/* A row of the answer. */
typedef struct naive_hit {
	naive_row row;
	bool certain;
	int64_t day; /* of one time that it takes place; else NAIVE_WHOLE */
} naive_hit;
#define NAIVE_WHOLE INT64_MIN
enum { NAIVE_HITS = 1000 };

/* What is found, in order, up to NAIVE_HITS. Gives how many. */
int naive_find(const naive_question *q, naive_hit *hits);
/* Of these, what follows an event that is there. */
int naive_find_after(const naive_question *q, int event, naive_hit *hits);
/* Whether a window of time is asked for. */
bool naive_windowed(const naive_question *q);

/* Does one of them act for the other at all times, so that there is nothing between them? */
bool naive_one_side(const naive_world *w, int a, int b);
/* Parts of the evaluation, each of a row and a value: bits. */
int naive_actor_answers(const naive_world *w, const naive_row *row, int actor);
int naive_between_answers(const naive_world *w, const naive_row *row, int a, int b);
int naive_bilateral_answers(const naive_world *w, const naive_row *row);
bool naive_words_answer(const naive_question *q, const naive_row *row, const naive_value *value);
bool naive_disputed(const naive_world *w, const naive_row *row, int64_t before);
bool naive_folds_alike(const char *a, const char *b);
naive_window naive_window_of(const naive_value *value, int64_t today);

#endif
