#include "manual.h"
#include <dateline/format.h>
#include <dateline/query.h>
#include <dateline/stats.h>
#include <string.h>

#ifndef DATELINE_VERSION
#define DATELINE_VERSION "0"
#endif

/* ---- troff ---- */

/* Text of which no character is a command; line ends are blanks. */
static void print_escaped(FILE *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\\')
			fputs("\\e", out);
		else if (text[i] == '-')
			fputs("\\-", out);
		else if (text[i] == '\'')
			fputs("\\(aq", out);
		else
			putc(text[i] == '\n' ? ' ' : text[i], out);
	}
}

static void print_font(FILE *out, char font, const char *text)
{
	fprintf(out, "\\f%c", font);
	print_escaped(out, text, strlen(text));
	fputs("\\fR", out);
}

/* A line of its own; what would be a command at its beginning is none. */
static void print_line(FILE *out, const char *text, size_t len)
{
	fputs("\\&", out);
	print_escaped(out, text, len);
	putc('\n', out);
}

/* Paragraphs, which end at an empty line; `between` is the command that parts them. */
static void print_paragraphs(FILE *out, const char *between, const char *text)
{
	for (;;) {
		const char *end = strstr(text, "\n\n");
		print_line(out, text, end ? (size_t)(end - text) : strlen(text));
		if (!end)
			return;
		text = end + 2;
		fputs(between, out);
	}
}

static void print_text(FILE *out, const char *text)
{
	print_paragraphs(out, ".PP\n", text);
}

static void print_section(FILE *out, const char *title)
{
	fprintf(out, ".SH %s\n", title);
}

/* A term and what it means: NAME in bold, ARGUMENT in italics behind `between`. */
static void print_term(
    FILE *out, const char *name, const char *between, const char *argument, const char *text)
{
	fputs(".TP\n", out);
	print_font(out, 'B', name);
	if (argument && *argument) {
		fputs(between, out);
		print_font(out, 'I', argument);
	}
	putc('\n', out);
	print_line(out, text, strlen(text));
}

static void print_option(FILE *out, char letter, const char *name, const char *argument, const char *text)
{
	str left = STR_INIT;
	if (letter)
		str_addf(&left, "-%c, ", letter);
	str_addf(&left, "--%s", name);
	print_term(out, str_get(&left), " ", argument, text);
	str_free(&left);
}

static void print_rows(FILE *out, const opt_spec *rows)
{
	for (; rows && rows->type != OPT_END; rows++)
		print_option(out, rows->letter, rows->name, rows->argument, rows->help);
}

/* ---- sections ---- */

static void print_head(const program *app, FILE *out)
{
	char day[40];
	dtl_time_print(day, sizeof(day), app->now);
	day[strcspn(day, "T")] = '\0';
	fprintf(out,
	    ".\\\" Written by 'dateline help manual'.\n.TH DATELINE 1 \"%s\" \"dateline %s\" \"User Commands\"\n",
	    day, DATELINE_VERSION);
	print_section(out, "NAME");
	fputs("dateline \\- timelines of diplomatic events\n", out);
	print_section(out, "SYNOPSIS");
	fputs("\\fBdateline\\fR [\\fIOPTIONS\\fR] \\fICOMMAND\\fR [\\fIARGUMENTS\\fR]\n", out);
	print_section(out, "DESCRIPTION");
	print_text(out,
	    "dateline keeps timelines of diplomacy: who meets whom, when, where, and about what. It stores what "
	    "each source said and when that became known, in one file, and works out from it what the timeline "
	    "shows: now, or as it was known on an earlier day. A date may be as vague as its source was; every "
	    "question about time is answered for what is possible, and with --definite for what is certain.\n\n"
	    "The file is made by the first command that writes, as 'dateline init' does. Data goes to standard "
	    "output, words to standard error. Commands may be shortened as long as they stay unique; '--' ends "
	    "the options.");
}

static void print_command(FILE *out, const command *outer, const command *c)
{
	str name = STR_INIT;
	str_addf(&name, "%s%s%s", outer->name, outer == c ? "" : " ", outer == c ? "" : c->name);
	print_term(out, str_get(&name), " ", c->usage, c->summary);
	str_free(&name);
	if (c->details) {
		fputs(".IP\n", out);
		print_paragraphs(out, ".IP\n", c->details);
	}
	if (!c->opts || c->opts->type == OPT_END)
		return;
	fputs(".RS\n", out);
	print_rows(out, c->opts);
	fputs(".RE\n", out);
}

static void print_commands(FILE *out)
{
	const char *title;
	const command *c;
	print_section(out, "COMMANDS");
	for (int group = 0; (title = help_group((command_group)group)); group++) {
		fprintf(out, ".SS %s\n", title);
		for (size_t i = 0; (c = command_at(i)); i++) {
			if (c->group != (command_group)group)
				continue;
			print_command(out, c, c);
			for (size_t v = 0; c->verbs && c->verbs[v]; v++)
				print_command(out, c, c->verbs[v]);
		}
	}
}

static void print_options(FILE *out)
{
	print_section(out, "OPTIONS");
	print_text(out,
	    "These may stand before the command or behind it. A command takes those that mean something to it, "
	    "as 'dateline help COMMAND' lists them, and refuses the others.");
	print_rows(out, common_options);
}

static void print_fields(FILE *out)
{
	const dtl_field_option *f;
	print_section(out, "FIELDS");
	print_text(out,
	    "The options of 'add' and 'set', for events and for each other kind of thing. The one behind the "
	    "comma takes one away again.");
	for (int kind = 0; kind < DTL_KINDS; kind++) {
		fprintf(out, ".SS Fields of %s\n", dtl_kind_plural((dtl_kind)kind));
		for (size_t i = 0; (f = dtl_field_option_at((dtl_kind)kind, i)); i++) {
			str names = STR_INIT;
			str_addf(&names, "--%s", f->name);
			if (f->opposite)
				str_addf(&names, ", --%s", f->opposite);
			print_term(out, str_get(&names), " ", f->argument, f->help);
			str_free(&names);
		}
	}
}

static void print_prefix(FILE *out, size_t index, const dtl_query_prefix *p)
{
	str name = STR_INIT;
	str_addf(&name, "%s:", p->name);
	print_term(out, str_get(&name), "", p->argument, p->help);
	str_free(&name);
	if (!p->values)
		return;
	bool told = dtl_query_value_help(index, p->values[0]) != NULL;
	fputs(told ? ".RS\n" : ".IP\n", out);
	for (size_t i = 0; p->values[i]; i++) {
		if (told) {
			print_term(out, p->values[i], "", NULL, dtl_query_value_help(index, p->values[i]));
			continue;
		}
		print_font(out, 'B', p->values[i]);
		fputs(p->values[i + 1] ? ",\n"
		      : p->open        ? ", or another one that some event has\n"
				       : "\n",
		    out);
	}
	if (told)
		fputs(".RE\n", out);
}

static void print_queries(FILE *out)
{
	dtl_query_prefix p;
	const dtl_stat_key *key;
	const char *query, *meaning;
	print_section(out, "QUERIES");
	print_text(out, help_about_queries);
	for (size_t i = 0; dtl_query_prefix_at(i, &p); i++)
		print_prefix(out, i, &p);
	fputs(".SS Examples\n", out);
	for (size_t i = 0; help_example(i, &query, &meaning); i++)
		print_term(out, query, "", NULL, meaning);
	fputs(".SS Keys of \\(aqstats \\-\\-by\\(aq\n", out);
	for (size_t i = 0; (key = dtl_stat_key_at(i)); i++)
		print_term(out, key->name, "", NULL, key->help);
}

static void print_settings(FILE *out, const dtl_format_option *o)
{
	for (; o && o->name; o++) {
		str argument = STR_INIT;
		for (size_t i = 0; o->words && o->words[i]; i++)
			str_addf(&argument, "%s%s", i ? "|" : "", o->words[i]);
		print_option(out, 0, o->name, o->words ? str_get(&argument) : o->argument, o->help);
		str_free(&argument);
	}
}

/* What is read and written, what is only read. Each with its options, those of reading first. */
static void print_format(FILE *out, const char *name, const dtl_importer *in, const dtl_exporter *e)
{
	str what = STR_INIT;
	str_addf(&what, "%s; %s", e ? e->summary : in->summary,
	    in && e ? "is read and written"
	    : e     ? "is written"
		    : "is read");
	if (e && e->suffix)
		str_addf(&what, " (*.%s)", e->suffix);
	print_term(out, name, "", NULL, str_get(&what));
	str_free(&what);
	if (!(in && in->options) && !(e && e->options))
		return;
	fputs(".RS\n", out);
	print_settings(out, in ? in->options : NULL);
	print_settings(out, e ? e->options : NULL);
	fputs(".RE\n", out);
}

static void print_formats(FILE *out)
{
	const dtl_exporter *e;
	const dtl_importer *in;
	print_section(out, "FORMATS");
	print_text(out, "What --format names, with the options that formats have of their own.");
	for (size_t i = 0; (e = dtl_exporter_at(i)); i++)
		print_format(out, e->name, dtl_importer_find(e->name), e);
	for (size_t i = 0; (in = dtl_importer_at(i)); i++)
		if (!dtl_exporter_find(in->name))
			print_format(out, in->name, in, NULL);
}

typedef struct manual_row {
	const char *term, *text;
} manual_row;

static const manual_row exit_codes[] = {
	{ "0", "Done." },
	{ "1",
	    "Failed; or, with --exit-status, nothing was found; or 'check' or 'rebuild --verify' found something." },
	{ "2", "The command line is wrong: an option, a date, a query, an ambiguous name." },
	{ "3", "There is no such thing." },
	{ "4", "An import or load is finished, and some of it was refused." },
	{ "5", "The file is not a timeline, is damaged, or is newer than this program." },
	{ "75", "Another process is writing: try again." },
};

static const manual_row environment[] = {
	{ "DATELINE_DB", "The timeline, where --file names none." },
	{ "XDG_DATA_HOME, HOME", "Where the timeline is looked for if that is not set, either." },
	{ "VISUAL, EDITOR", "What 'edit' opens a text in; else vi." },
	{ "PAGER", "What shows an answer that is longer than the screen; else less." },
	{ "NO_COLOR", "If it is set, no colour, unless --color asks for it." },
	{ "COLUMNS, LINES", "The size of the screen, where the terminal does not tell." },
	{ "LOGNAME, USER", "Who writes, for the log." },
	{ "TMPDIR", "Where files stand for a moment; else /tmp." },
	{ "SOURCE_DATE_EPOCH", "The clock, in seconds since 1970: for results that can be repeated." },
	{ "DATELINE_SEED", "What chance is made of: likewise." },
};

static const manual_row files[] = {
	{ "~/.local/share/dateline/dateline.db",
	    "The timeline, where neither --file nor $DATELINE_DB names one; in $XDG_DATA_HOME, if that is set." },
	{ "FILE-wal, FILE-shm",
	    "Stand beside a timeline while it is in use. They belong to it: leave them there, "
	    "and copy it with 'dateline backup'." },
};

static const manual_row examples[] = {
	{ "dateline import report.json calendar.ics", "Read what others have written." },
	{ "dateline add 'Call on the cyber talks' --when 'late next week' --with us --with china",
	    "Add what you know." },
	{ "dateline upcoming actor:china --within 30d", "See what is coming up." },
	{ "dateline list 'between:china,us' --as-of 2013-06-04", "Ask what was known then." },
	{ "dateline diff 2013-05-21 2013-06-04", "What was new between two days." },
	{ "dateline export --format ics -o talks.ics type:talks", "Take it elsewhere." },
};

static void print_table(FILE *out, const char *title, const manual_row *rows, size_t count)
{
	print_section(out, title);
	for (size_t i = 0; i < count; i++)
		print_term(out, rows[i].term, "", NULL, rows[i].text);
}

#define TABLE(out, title, rows) print_table(out, title, rows, sizeof(rows) / sizeof(*(rows)))

void manual_print(const program *app)
{
	FILE *out = app->out;
	print_head(app, out);
	print_commands(out);
	print_options(out);
	print_fields(out);
	print_queries(out);
	print_formats(out);
	TABLE(out, "EXIT STATUS", exit_codes);
	TABLE(out, "ENVIRONMENT", environment);
	TABLE(out, "FILES", files);
	TABLE(out, "EXAMPLES", examples);
	print_section(out, "SEE ALSO");
	fputs("\\fBsqlite3\\fR(1), \\fBless\\fR(1)\n", out);
}
