/*
 * The rules of the ledger (design.md §3) told a second time, for events only:
 * plainly, without indexes or folding in order, and without a line of core/. A
 * word is looked for from its newest claim backwards, time and again. What
 * core/ledger and core/model make of the same lines must be the same.
 */
#ifndef TESTS_PLAIN_MODEL_H
#define TESTS_PLAIN_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PLAIN_NORMAL, PLAIN_PREFERRED, PLAIN_DEPRECATED };
#define PLAIN_EVER INT64_MAX

/* A line of the ledger: a changeset's header, or a claim. */
typedef struct plain_line {
	bool header;
	char uid[33];
	int64_t n, recorded; /* of a header */
	int64_t position;
	char kind[10]; /* "event", or of acts "changeset", "claim" */
	char key[48];
	char patch[384]; /* canonical JSON */
	int64_t known;
	char source[12]; /* empty: none */
	char lane[8];
	int rank;
	bool snapshot;
} plain_line;

/* A set of lines. */
typedef struct plain_ledger {
	plain_line *lines;
	size_t count, cap;
} plain_ledger;

/* A line that is there already is nothing new. */
void plain_add(plain_ledger *l, const plain_line *line);
void plain_join(plain_ledger *into, const plain_ledger *from);
void plain_free(plain_ledger *l);
/* The largest n, or 0. */
int64_t plain_last_n(const plain_ledger *l);
/* The acts that undo a changeset: at most `room` of them, without uid and position; how many there are. */
size_t plain_undo(const plain_ledger *l, const char *uid, plain_line *acts, size_t room);

/* A ledger while it is asked about; it must not change meanwhile. */
typedef struct plain_view plain_view;
plain_view *plain_open(const plain_ledger *l);
/* The ledger as it was recorded up to and including `recorded`. */
plain_view *plain_open_at(const plain_ledger *l, int64_t recorded);
void plain_close(plain_view *v);

/* The keys of events that stand for themselves, NULL behind the last; they last as long as the view. */
const char *const *plain_keys(plain_view *v);
/* Which key stands for an event. */
const char *plain_canonical(plain_view *v, const char *key);

enum { PLAIN_TEXT = 8192 };

/*
 * What an event reads like by what was known before `cut`: a line "field TAB
 * member TAB value" for each register, in byte order. False: it is not shown.
 */
bool plain_row(plain_view *v, const char *key, int64_t cut, char out[PLAIN_TEXT]);

/* Each version: its row, and since when and until when (PLAIN_EVER) it held. */
typedef void (*plain_version_fn)(void *user, int64_t from, int64_t to, const char *row);
void plain_versions(plain_view *v, const char *key, plain_version_fn each, void *user);

/* The dates that plain_row() knows, as `when` is written in patches; NULL behind the last. Some are invalid. */
const char *plain_when(size_t index);
/* Their bounds in seconds: start_lo, start_hi, end_lo, end_hi; false where it has none. */
bool plain_bounds(size_t index, int64_t bounds[4]);
/* The EDTF of a valid one, or NULL. */
const char *plain_edtf(size_t index);

#endif
