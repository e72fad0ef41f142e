/*
 * Options: rows of constant data that say where in a command's struct of
 * arguments each value goes, so that the parser and the help read the same rows.
 */
#ifndef CLI_OPT_H
#define CLI_OPT_H

#include <dateline/edit.h>
#include <dateline/format.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum opt_type {
	OPT_FLAG,   /* bool */
	OPT_TEXT,   /* const char *, NULL unless given */
	OPT_NUMBER, /* int64_t, 0 unless given; whole and above 0 */
	OPT_UNSET,  /* names a field whose value is taken away; goes to opt_result.fields */
	OPT_END,
} opt_type;

typedef struct opt_spec {
	opt_type type;
	char letter;          /* 0: none */
	const char *name;     /* without the dashes */
	const char *argument; /* "DATE"; NULL for flags */
	const char *help;     /* required */
	size_t offset;        /* in the struct of arguments, or of common options */
	unsigned use;         /* common options: the USE_ bit that a command must have, 0: always welcome */
} opt_spec;

/* Which common options mean something to a command; the others are refused. */
enum {
	USE_TODAY = 1,
	USE_AS_OF = 2,
	USE_TZ = 4,
	USE_FORMAT = 8,
	USE_JSON = 16,
	USE_EXIT_STATUS = 32,
	USE_CHANGE = 64,    /* -n, -m, -v */
	USE_EVIDENCE = 128, /* --source, --known … and --new */
	USE_DRY_RUN = 256,
	USE_RECORDED = 512, /* see command_use() */
	USE_FILE = 1024,    /* likewise */
	USE_QUIET = 2048,   /* likewise */
	USE_COLOR = 4096,   /* likewise */
	USE_ALIAS =
	    8192, /* may stand before any command: whoever calls the program by an alias has it there */
};
#define USE_ASK    (USE_TODAY | USE_AS_OF | USE_FORMAT | USE_JSON | USE_EXIT_STATUS)
#define USE_WRITE  (USE_TODAY | USE_JSON | USE_CHANGE | USE_DRY_RUN)
#define USE_CLAIMS (USE_WRITE | USE_EVIDENCE)

typedef struct common {
	const char *file, *today, *as_of, *recorded, *tz, *format, *color;
	bool json, exit_status, quiet, verbose, help, version;
	bool dry_run, create;
	const char *message, *source, *known, *said_by, *locator, *quote, *rank;
} common;

extern const opt_spec common_options[];

/* A field option as it was given: `value` NULL with `away` unsets the field. */
typedef struct opt_field {
	const char *name, *value;
	bool away;
} opt_field;

struct command;

/* A command line, read. All strings are argv's. */
typedef struct opt_result {
	const struct command *command; /* NULL: none was named */
	const struct command *outer;   /* `actor` of `actor add`, else the command itself */
	common common;
	void *args; /* the command's struct */
	const char **operands;
	size_t operand_count;
	opt_field *fields;
	size_t field_count;
	dtl_setting *settings; /* of formats */
	size_t setting_count;
} opt_result;

/*
 * Read a command line; release *out with opt_release() also after a failure.
 * DTL_E_ARGUMENT  unknown command or option (the nearest is named), a value is
 *                 missing or too much, an option that the command does not use
 */
dtl_status opt_parse(opt_result *out, int argc, char **argv, dtl_error *err);
void opt_release(opt_result *result);

/* The command (or verb of `outer`) that `name` is or begins; NULL outer: the whole program's. */
dtl_status opt_command(
    const struct command **out, const struct command *outer, const char *name, dtl_error *err);

/* The options of the i-th format that a command writes or reads, or NULL; false: there are no more formats. */
bool opt_settings_at(const struct command *c, size_t i, const dtl_format_option **out);

#endif
