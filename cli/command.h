/* A command: one file cli/cmd_NAME.c that defines cmd_NAME, and one row of commands.def. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "app.h"
#include "opt.h"

typedef enum command_needs {
	NEEDS_NOTHING,
	NEEDS_READ,
	NEEDS_WRITE,  /* the timeline must be there */
	NEEDS_CREATE, /* it is made when it is not */
	NEEDS_ITSELF, /* the command opens it by itself */
} command_needs;

typedef enum command_group { GROUP_LOOK, GROUP_WRITE, GROUP_EXCHANGE, GROUP_CARE } command_group;

typedef enum command_settings { SETTINGS_NONE, SETTINGS_WRITTEN, SETTINGS_READ } command_settings;

typedef struct command {
	const char *name;    /* required */
	const char *summary; /* required: one sentence */
	const char *usage;   /* its operands: "ID…", or NULL */
	const char *details; /* paragraphs for `help COMMAND`, or NULL */
	command_group group;
	command_needs needs;
	unsigned use;         /* the common options that it takes: USE_ bits */
	const char *format;   /* what --format is of it; NULL: how the answer is written */
	const opt_spec *opts; /* NULL: none of its own */
	size_t args_size;     /* of the struct that `opts` point into */
	size_t min_operands, max_operands;
	bool fields;                        /* takes the field options of its kind */
	bool queries;                       /* its operands are a query */
	command_settings settings;          /* the options of which formats it takes */
	dtl_kind kind;                      /* what it is about; a verb has that of its outer command */
	const char *subkind;                /* of actors, or NULL */
	const struct command *const *verbs; /* NULL-terminated; NULL: it is no group of verbs */
	/* Look at the arguments before any file is opened; NULL: nothing to look at. DTL_DONE: that was all. */
	dtl_status (*check)(program *app, const void *args, dtl_error *err);
	dtl_status (*run)(program *app, const void *args, dtl_error *err);
} command;

#define MANY SIZE_MAX /* operands */

#define COMMAND(name) extern const command cmd_##name;
#include "commands.def"
#undef COMMAND

/* The common options that a command takes, USE_ bits: with those that follow from what it does. */
unsigned command_use(const command *c);

/* The table, in its order; NULL behind the last. */
const command *command_at(size_t index);

/* What `help`, `COMMAND --help` and a wrong command line print: wrapped at the screen's width. */
void help_overview(const program *app, FILE *out);
/* What a query may hold, from the table of prefixes. */
void help_queries(const program *app);
void help_command(const program *app, const command *outer, const command *verb);

/* What the manual page has in common with them: the title of a group (NULL behind the last), the text on queries, and examples of them. */
const char *help_group(command_group group);
extern const char help_about_queries[];
bool help_example(size_t index, const char **query, const char **meaning);

#endif
