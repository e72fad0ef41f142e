/*
 * The fold (design.md §3): from the claims on one thing to the words that its
 * origins now say, register by register.
 *
 * A history holds the claims of one thing, or of several things that are said
 * to be one (`member` tells them apart), in the order of their stamps. Words
 * are what is left when they are said one after the other.
 */
#ifndef DTL_LEDGER_FOLD_H
#define DTL_LEDGER_FOLD_H

#include "base/arena.h"
#include "base/json.h"
#include "ledger/ledger.h"
#include "ledger/patch.h"
#include "store/store.h"

/* One claim, as loaded; text lives in the history. */
typedef struct dtl_said {
	int64_t claim;     /* claim.id */
	int64_t changeset; /* changeset.id */
	unsigned char uid[DTL_UID_SIZE];
	int64_t n, position, recorded_at, known_at;
	int64_t first; /* the stamp's first component: known_at, later where the rank is preferred */
	size_t member; /* which of the entities loaded */
	size_t origin; /* equal for equal (lane, source, member) */
	int rank;      /* as now judged: dtl_rank */
	bool snapshot;
	bool right;            /* every value is one that its field allows: somebody has looked */
	bool live;             /* header present, not retracted (deprecated ones are live, with that rank) */
	int64_t source_entity; /* 0: none */
	const char *source, *lane, *speaker, *locator, *quote;
	dtl_slice patch;
} dtl_said;

typedef struct dtl_record_origin {
	const char *lane, *source; /* source NULL: none */
	size_t member;
} dtl_record_origin;

typedef struct dtl_record {
	dtl_kind kind;
	dtl_said *claims; /* ascending by stamp */
	size_t count, cap;
	dtl_record_origin *origins;
	size_t origin_count, origin_cap;
	bool out_of_order; /* some claim stands above one that became known after it */
	dtl_arena arena;
} dtl_record;

/*
 * Load the claims of `entities` (all of one kind). Without `all` only live ones.
 * `h` is zeroed before its first use and may be used again; release it with
 * dtl_record_free().
 */
dtl_status dtl_record_load(dtl_record *h, dtl_store *db, dtl_kind kind, const int64_t *entities, size_t count,
    bool all, dtl_error *err);
/* The record of a thing of which one claim is all that anybody has said; its text is borrowed. `first` and `origin` are set here. */
dtl_status dtl_record_one(dtl_record *h, dtl_kind kind, const dtl_said *said, dtl_error *err);
void dtl_record_free(dtl_record *h);

/* What one origin says on one register. */
typedef struct dtl_utterance {
	size_t said;   /* index into dtl_record.claims; a higher one has a higher stamp */
	size_t origin; /* index into dtl_record.origins */
	dtl_slice value;
	size_t next; /* the next utterance on the register, or DTL_NO_WORD */
} dtl_utterance;

#define DTL_NO_WORD ((size_t)-1)

typedef struct dtl_word_register {
	dtl_slice field, member; /* as in dtl_register */
	size_t first; /* its first utterance (in no order), or DTL_NO_WORD when all were withdrawn */
} dtl_word_register;

typedef struct dtl_wordbook {
	const dtl_record *history;
	dtl_word_register *registers; /* in the order in which they were first spoken of */
	size_t register_count, register_cap;
	dtl_utterance *words;
	size_t word_count, word_cap;
	size_t *slots; /* hash index of registers, register index + 1 */
	size_t slot_count;
	struct dtl_stated *stated; /* what dtl_words_state() hands out */
	size_t stated_cap;
	bool failed;
} dtl_wordbook;

/* Begin with nothing said. `b` is zeroed before its first use; release it with dtl_words_free(). */
void dtl_words_begin(dtl_wordbook *b, const dtl_record *history);
/* Claim `index` is said: claims must be said in ascending order. Does not look at live, rank or known_at. */
void dtl_words_say(dtl_wordbook *b, size_t index);
/*
 * Say all live claims with known_at < cut; deprecated ones only with
 * `deprecated`. DTL_E_MEMORY.
 */
dtl_status dtl_words_fold(
    dtl_wordbook *b, const dtl_record *history, int64_t cut, bool deprecated, dtl_error *err);
void dtl_words_free(dtl_wordbook *b);

/* The register's index, or DTL_NO_WORD when nobody spoke of it. `removed`: field NULL. */
size_t dtl_words_find(const dtl_wordbook *b, dtl_slice field, dtl_slice member);
/* The utterance with the highest stamp of a register, or DTL_NO_WORD. */
size_t dtl_words_top(const dtl_wordbook *b, size_t reg);
/* The same among the words of one member of the group. */
size_t dtl_words_top_of(const dtl_wordbook *b, size_t reg, size_t member);
/* Is this member of the group removed? */
bool dtl_words_removed(const dtl_wordbook *b, size_t member);

/*
 * The state: for each register the value on top, leaving out the words of
 * removed members, the registers `removed` and `same_as`, and null, in byte
 * order of (field, member).
 */
typedef struct dtl_stated {
	dtl_slice field, member, value;
	size_t reg;  /* index of the register */
	size_t word; /* index of the utterance on top */
} dtl_stated;

/* *out is an array that belongs to the book and lasts until the next call on it with another claim said. */
dtl_status dtl_words_state(dtl_wordbook *b, dtl_stated **out, size_t *count, dtl_error *err);

/*
 * The end of the chain of same_as from `entity`: itself when there is none, the
 * smallest key of a cycle. Chains longer than 32 end there.
 */
dtl_status dtl_fold_canonical(
    dtl_store *db, dtl_kind kind, int64_t entity, int64_t *canonical, dtl_error *err);

#endif
