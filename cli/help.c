#include "command.h"
#include <dateline/query.h>
#include <dateline/text.h>
#include <string.h>

static const command *const table[] = {
#define COMMAND(name) &cmd_##name,
#include "commands.def"
#undef COMMAND
	NULL,
};

const command *command_at(size_t index)
{
	return table[index];
}

unsigned command_use(const command *c)
{
	/* What the timeline once was can be read, whatever is read of it; its care is about the file as it is. */
	bool reads = c->needs == NEEDS_READ && c->group != GROUP_CARE;
	bool looks = c->needs == NEEDS_READ && c->group == GROUP_LOOK;
	return c->use | (reads ? USE_RECORDED : 0U) | (looks ? USE_COLOR : 0U) |
	       (c->needs != NEEDS_NOTHING ? USE_FILE | USE_QUIET : 0U);
}

/* Lines are no longer than people like to read; without a screen they are as on most. */
enum { OPTION_COLUMN = 30, COMMAND_COLUMN = 14, EXAMPLE_COLUMN = 40, USUAL_WIDTH = 80, MOST_WIDTH = 100 };

static size_t line_width(const program *app)
{
	size_t width = app->width ? app->width : USUAL_WIDTH;
	return width < MOST_WIDTH ? width : MOST_WIDTH;
}

/* How much of `text` stands on a line of `columns`: up to the last blank or break that fits, at least one word. */
static size_t fitting(const char *text, size_t columns)
{
	size_t fits = dtl_text_fit(text, columns), len = 0;
	for (size_t at = 0; at <= fits; at++)
		if (text[at] == '\0' || text[at] == ' ' || text[at] == '\n')
			len = at;
	return len ? len : strcspn(text, " \n");
}

/* `left`, then the text in a column of its own, wrapped; below `left` where the screen is too narrow for both. */
static void print_row(const program *app, FILE *out, size_t column, const char *left, const char *text)
{
	size_t used = dtl_text_width(left), width = line_width(app), len;
	if (column > width / 2)
		column = width / 4;
	fputs(left, out);
	if (used > 0 && used + 2 > column) {
		putc('\n', out);
		used = 0;
	}
	for (;; text += len + 1) {
		len = fitting(text, width - column);
		fprintf(out, "%*s%.*s\n", (int)(column - used), "", (int)len, text);
		if (!text[len])
			return;
		used = 0;
	}
}

/* Paragraphs, which end at an empty line; single line ends are blanks. */
static void print_text(const program *app, FILE *out, const char *text)
{
	while (*text) {
		const char *end = strstr(text, "\n\n");
		str paragraph = STR_INIT;
		str_add_len(&paragraph, text, end ? (size_t)(end - text) : strlen(text));
		for (char *c = paragraph.data; c && *c; c++)
			if (*c == '\n')
				*c = ' ';
		print_row(app, out, 0, "", str_get(&paragraph));
		str_free(&paragraph);
		text = end ? end + 2 : "";
		if (*text)
			putc('\n', out);
	}
}

static void print_option(
    const program *app, char letter, const char *name, const char *argument, const char *text)
{
	str left = STR_INIT;
	if (letter)
		str_addf(&left, "  -%c, --%s", letter, name);
	else
		str_addf(&left, "      --%s", name);
	if (argument)
		str_addf(&left, " %s", argument);
	print_row(app, app->out, OPTION_COLUMN, str_get(&left), text);
	str_free(&left);
}

static void print_rows(const program *app, const opt_spec *rows, const command *c)
{
	for (; rows && rows->type != OPT_END; rows++) {
		bool format = c->format && rows->use == USE_FORMAT;
		if (rows->use == 0 || (rows->use & command_use(c)))
			print_option(
			    app, rows->letter, rows->name, rows->argument, format ? c->format : rows->help);
	}
}

static void print_fields(const program *app, const command *outer, bool taking)
{
	const dtl_field_option *f;
	fputs("\nFields:\n", app->out);
	for (size_t i = 0; (f = dtl_field_option_at(outer->kind, i)); i++) {
		if (outer->subkind && strcmp(f->name, "kind") == 0)
			continue;
		print_option(app, 0, f->name, f->argument, f->help);
		if (f->opposite && taking)
			print_option(app, 0, f->opposite, f->argument, "take it away");
	}
}

static void print_verbs(const program *app, const command *outer)
{
	FILE *out = app->out;
	fprintf(out, "usage: dateline %s VERB [ARGUMENTS]\n\n", outer->name);
	print_text(app, out, outer->summary);
	putc('\n', out);
	for (size_t i = 0; outer->verbs[i]; i++) {
		str left = STR_INIT;
		str_addf(&left, "  %s %s", outer->verbs[i]->name,
		    outer->verbs[i]->usage ? outer->verbs[i]->usage : "");
		print_row(app, out, COMMAND_COLUMN, str_get(&left), outer->verbs[i]->summary);
		str_free(&left);
	}
	fprintf(out, "\n'dateline help %s VERB' lists the options.\n", outer->name);
}

/* "series|topic|place", or what its argument is. */
static void print_setting(const program *app, const dtl_format_option *o)
{
	str argument = STR_INIT;
	for (size_t i = 0; o->words && o->words[i]; i++)
		str_addf(&argument, "%s%s", i > 0 ? "|" : "", o->words[i]);
	print_option(app, 0, o->name, o->words ? str_get(&argument) : o->argument, o->help);
	str_free(&argument);
}

/* What formats have of their own, each option once, with the first format that has it. */
static void print_settings(const program *app, const command *verb)
{
	const dtl_format_option *o, *before;
	for (size_t i = 0; opt_settings_at(verb, i, &o); i++) {
		for (; o && o->name; o++) {
			bool again = false;
			for (size_t k = 0; k < i && !again && opt_settings_at(verb, k, &before); k++)
				for (; before && before->name && !again; before++)
					again = strcmp(before->name, o->name) == 0;
			if (!again)
				print_setting(app, o);
		}
	}
}

/* "bilateral, disputed, fuzzy …" */
static void add_values(str *out, const dtl_query_prefix *p)
{
	for (size_t i = 0; p->values && p->values[i]; i++)
		str_addf(out, "%s%s", i ? ", " : "", p->values[i]);
}

/* One line for each prefix. */
static void print_prefixes(const program *app)
{
	dtl_query_prefix p;
	fputs("\nQueries:\n", app->out);
	print_row(app, app->out, OPTION_COLUMN, "  WORD, \"SOME WORDS\"",
	    "in title, description, quotes and the names of who takes part");
	for (size_t i = 0; dtl_query_prefix_at(i, &p); i++) {
		str left = STR_INIT;
		str_addf(&left, "  %s:%s", p.name, p.argument);
		print_row(app, app->out, OPTION_COLUMN, str_get(&left), p.help);
		str_free(&left);
	}
	putc('\n', app->out);
	print_text(app, app->out,
	    "All of it must match; 'or', 'not' and parentheses do the rest. "
	    "'dateline help queries' says more.");
}

/* The words that a prefix takes, each with what it means where that is said. */
static void print_values(const program *app, size_t index, const dtl_query_prefix *p)
{
	str list = STR_INIT;
	if (!p->values)
		return;
	if (!dtl_query_value_help(index, p->values[0])) {
		add_values(&list, p);
		str_add(&list, p->open ? ", or another one that some event has" : "");
		print_row(app, app->out, OPTION_COLUMN, "", str_get(&list));
		str_free(&list);
		return;
	}
	for (size_t i = 0; p->values[i]; i++) {
		str left = STR_INIT;
		str_addf(&left, "    %s:%s", p->name, p->values[i]);
		print_row(
		    app, app->out, OPTION_COLUMN, str_get(&left), dtl_query_value_help(index, p->values[i]));
		str_free(&left);
	}
}

const char help_about_queries[] =
    "A query is words and fields, with blanks between them, and finds the events that match all of it.\n\n"
    "Words are looked for in title, description, quotes and the names of who takes part; case and accents do "
    "not count. \"Quoted words\" stand next to each other, 'cyber*' is any word that begins so.\n\n"
    "A field is PREFIX:VALUE. Values with blanks are quoted, place:\"new york\"; 'actor:china,us' is either of "
    "them. What is put side by side must all match; 'a or b', 'not a' and parentheses do the rest, and a '-' "
    "right before something means 'not' (behind '--', which ends the options). The shell wants quotes around "
    "parentheses, \" and *.\n\n"
    "A date matches when it is possible; --definite asks for certain ones.";

static const struct {
	const char *query, *meaning;
} examples[] = {
	{ "actor:us date:2013-07", "the United States, or whoever then acts for them, some time in July" },
	{ "between:china,us type:talks,summit", "the two alone" },
	{ "topic:cybersecurity date:..+30d", "until 30 days from today; also -2w.., +3m, -1y" },
	{ "date:\"next month\" place:california", "a phrase, read as of today; there or somewhere within" },
	{ "hacking or \"cyber attacks\" known:-1w..", "what has been known like this since a week ago" },
	{ "is:disputed not status:held", "sources contradict each other, and nobody said it was held" },
	{ "-- query:mine -actor:un", "what the saved query 'mine' finds, without the United Nations" },
};

bool help_example(size_t index, const char **query, const char **meaning)
{
	if (index >= sizeof(examples) / sizeof(*examples))
		return false;
	*query = examples[index].query;
	*meaning = examples[index].meaning;
	return true;
}

void help_queries(const program *app)
{
	dtl_query_prefix p;
	print_text(app, app->out, help_about_queries);
	fputs("\nPrefixes:\n", app->out);
	for (size_t i = 0; dtl_query_prefix_at(i, &p); i++) {
		str left = STR_INIT;
		str_addf(&left, "  %s:%s", p.name, p.argument);
		print_row(app, app->out, OPTION_COLUMN, str_get(&left), p.help);
		print_values(app, i, &p);
		str_free(&left);
	}
	fputs("\nFor example:\n", app->out);
	for (size_t i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
		str left = STR_INIT;
		str_addf(&left, "  %s", examples[i].query);
		print_row(app, app->out, EXAMPLE_COLUMN, str_get(&left), examples[i].meaning);
		str_free(&left);
	}
	putc('\n', app->out);
	print_text(app, app->out, "'dateline list --explain QUERY' prints the SQL that a query becomes.");
}

void help_command(const program *app, const command *outer, const command *verb)
{
	FILE *out = app->out;
	if (verb->verbs) {
		print_verbs(app, verb);
		return;
	}
	bool apart = outer != verb, taking = verb->fields && verb->min_operands > 0;
	fprintf(out, "usage: dateline %s%s%s%s%s%s\n\n", outer->name, apart ? " " : "",
	    apart ? verb->name : "", verb->usage ? " " : "", verb->usage ? verb->usage : "",
	    verb->opts || verb->fields ? " [OPTIONS]" : "");
	print_text(app, out, verb->summary);
	if (verb->details) {
		putc('\n', out);
		print_text(app, out, verb->details);
	}
	if (verb->fields)
		print_fields(app, outer, taking);
	if (verb->queries)
		print_prefixes(app);
	fputs("\nOptions:\n", out);
	print_rows(app, verb->opts, verb);
	print_rows(app, common_options, verb);
	if (verb->settings == SETTINGS_NONE)
		return;
	fputs("\nOptions that some formats have:\n", app->out);
	print_settings(app, verb);
}

static void print_group(const program *app, FILE *out, command_group group)
{
	for (size_t i = 0; table[i]; i++) {
		str left = STR_INIT;
		str_addf(&left, "  %s", table[i]->name);
		if (table[i]->group == group)
			print_row(app, out, COMMAND_COLUMN, str_get(&left), table[i]->summary);
		str_free(&left);
	}
}

const char *help_group(command_group group)
{
	static const char *const groups[] = {
		[GROUP_LOOK] = "Look",
		[GROUP_WRITE] = "Write",
		[GROUP_EXCHANGE] = "In and out",
		[GROUP_CARE] = "Care",
	};
	return (size_t)group < sizeof(groups) / sizeof(*groups) ? groups[group] : NULL;
}

void help_overview(const program *app, FILE *out)
{
	const char *title;
	fputs("usage: dateline [OPTIONS] COMMAND [ARGUMENTS]\n\n", out);
	print_text(app, out,
	    "A timeline of talks, visits and summits that knows who said what, when, and how sure it is.");
	for (int g = 0; (title = help_group((command_group)g)); g++) {
		fprintf(out, "\n%s:\n", title);
		print_group(app, out, (command_group)g);
	}
	putc('\n', out);
	print_text(app, out,
	    "Begin with 'dateline import FILE' or 'dateline add TITLE --when DATE'; 'dateline help COMMAND' "
	    "explains one, 'dateline help queries' what can be asked. Commands may be shortened as long as they stay unique.");
}
