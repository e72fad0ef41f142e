/*
 * Completion: one table, made of those of the commands, the options, the fields,
 * the formats and the query language, in the words of each shell; and how the
 * shell uses it, which stands in completion/ and is embedded when built.
 *
 * The table is a function from a key to words:
 *
 *	commands              the commands
 *	verbs:COMMAND         the verbs of one that has some
 *	options:PATH          of a command ("list", "actor.add"), or (PATH empty) before it
 *	takes:PATH:OPTION     what the option's value is; nothing: it has none
 *	operand:PATH:N        what the N-th operand is
 *	prefixes              of queries, with their colon
 *	prefix:NAME           what stands behind it, perhaps several parted by commas
 *
 * What something is, is told by the first of the words:
 *
 *	words WORD…           one of these          list WORD…   some, parted by commas
 *	event, actor, office… a thing that the timeline holds, as 'completion values' prints them
 *	part ROLE…            ACTOR[:ROLE[:FOR]]    link REL…    REL:EVENT
 *	query                 a part of a query     saved        the name of a saved one
 *	file, folder          of the file system    any          nobody can tell
 */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "command.h"
#include <dateline/query.h>

extern const unsigned char completion_bash[], completion_zsh[], completion_fish[];

/* How a shell writes the table. */
typedef struct shell {
	const unsigned char *engine; /* what stands behind the table */
	const char *head;            /* before everything */
	const char *begin, *end;     /* of the table */
	const char *row, *row_end;   /* around a row: its keys stand between `row` and `words` */
	const char *words;
	const char *key_quote, *key_or;
	const char *quote;      /* stands for a single quote within single quotes */
	const char *backslash;  /* stands for a backslash there */
	const char *colon;      /* stands for a colon in a word that has a text behind it */
	const char *text_begin; /* between a word and the text that explains it; NULL: there are no texts */
} shell;

extern const shell shell_bash, shell_zsh, shell_fish;

/* A row of the table: its keys (parted by '|'), then each word with its text (or NULL). */
void completion_row(FILE *out, const shell *sh, const char *keys);
void completion_word(FILE *out, const shell *sh, const char *word, const char *text);
void completion_row_end(FILE *out, const shell *sh);

/* A command, or a verb of one, and what it is called in keys. */
typedef struct command_path {
	const command *outer, *verb; /* both NULL: before any command is named */
	char name[48];
} command_path;

/* An option as it may be typed: "--sort" or "-r". */
typedef struct completed_option {
	char name[40];
	const char *help;
	str takes; /* the words of takes:…, each but the last with a newline behind it; empty: nothing */
} completed_option;

typedef struct completed_options {
	completed_option *rows;
	size_t count;
	bool failed;
} completed_options;

/* The i-th path; false: there is none. */
bool completion_path(command_path *out, size_t i);
/* All options that may be given there; free them with completion_options_free(). */
void completion_options(completed_options *out, const command_path *path);
void completion_options_free(completed_options *options);

/* What the operand number `n` (from 1) is, as completed_option.takes; *rest: so are those behind it. False: there is no such operand. */
bool completion_operand(str *out, const command_path *path, size_t n, bool *rest);
/* What stands behind the prefix number `i` of the query language. */
void completion_prefix(str *out, const dtl_query_prefix *prefix);

/* The whole script. */
dtl_status completion_print(FILE *out, const shell *sh, dtl_error *err);

#endif
