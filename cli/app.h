/* What a command is given: the options, the moment, the timeline, the way out. */
#ifndef CLI_APP_H
#define CLI_APP_H

#include "opt.h"
#include "str.h"
#include <dateline/db.h>
#include <stdio.h>

typedef struct program {
	opt_result line;      /* the command line, read */
	const common *common; /* its common options */
	const char *const *operands;
	size_t operand_count;
	dtl_kind kind;       /* that the command is about */
	const char *subkind; /* of actors, or NULL */
	char *command;       /* the command line as the ledger keeps it */
	char *path;          /* of the timeline; NULL when the command needs none */
	bool default_path;   /* nobody named it */
	char *scratch;       /* the folder of a timeline that is only tried on, or NULL */
	int64_t now;         /* the clock */
	int64_t today;       /* what counts as now */
	bool has_as_of;
	int64_t as_of;       /* only what was known before this instant */
	char as_of_text[40]; /* as documents say it: the last second that counts */
	bool has_recorded;
	int64_t recorded; /* only what was written down before this instant */
	dtl_dice dice;
	uint64_t dice_state; /* of the deterministic dice */
	dtl_db *db;          /* open as the command needs it */
	FILE *out;           /* where the answer goes */
	char *held;          /* on a terminal: the answer so far */
	size_t held_len;
	bool terminal; /* that is a person's screen */
	bool color;
	size_t width;      /* of the screen; 0: lines may be as long as they like */
	bool link_actors;  /* import: actors whom titles name take part */
	const char *where; /* the input that is being read, for messages; NULL: none */
	char *where_kept;  /* its name, where nobody else keeps it */
	bool several;      /* there are others, so that notes name it, too */
	bool unfit;        /* done, but the exit code is 1: nothing found, findings */
	bool rejected;     /* done, but entries were refused */
} program;

/* Fill `err` and return `status`. */
dtl_status fail(dtl_error *err, dtl_status status, const char *format, ...) DTL_PRINTF(3, 4);
dtl_status fail_memory(dtl_error *err);
/* DTL_E_IO: the text, then the system's words on its error `number` (0: it gave none). */
dtl_status fail_system(dtl_error *err, int number, const char *format, ...) DTL_PRINTF(3, 4);

/* The clock, the dice and the terminal, from the environment. */
dtl_status app_start(program *app, int argc, char **argv, dtl_error *err);
/* The dates among the common options, and the path of the timeline. */
dtl_status app_settle(program *app, dtl_error *err);
/* Is there no file yet at the timeline's path, or an empty one? */
bool app_is_blank(const program *app);
/* Open the timeline; says how to begin where there is none. A dry run makes none. */
dtl_status app_open(program *app, dtl_open_mode mode, dtl_error *err);
void app_close(program *app);
void app_release(program *app);

/* One line on standard error, unless --quiet; control characters are shown. */
void app_note(program *app, const char *format, ...) DTL_PRINTF(2, 3);
/* Print text with its control characters shown; newlines stay. */
void print_words(FILE *out, const char *text);
void print_words_len(FILE *out, const char *text, size_t len);
void print_blanks(FILE *out, size_t count);

/* Read a date or phrase that must be one day or one instant. */
typedef struct day_span {
	int64_t first, end; /* the seconds [first, end) */
	bool instant;
} day_span;
dtl_status day_read(
    day_span *out, program *app, const char *option, const char *text, int64_t said_on, dtl_error *err);

#endif
