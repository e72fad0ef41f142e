#include "command.h"
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

enum { OPTION_COLUMN = 30, LINE_WIDTH = 100 };

/* `left`, then the text in a column of its own, wrapped at blanks. */
static void print_row(FILE *out, const char *left, const char *text)
{
	size_t used = dtl_text_width(left), len;
	fputs(left, out);
	if (used > OPTION_COLUMN - 2) {
		putc('\n', out);
		used = 0;
	}
	for (;; text += len + 1) {
		size_t fits = dtl_text_fit(text, LINE_WIDTH - OPTION_COLUMN);
		for (len = fits; text[fits] && len > 0 && text[len] != ' ';)
			len--;
		if (len == 0)
			len = strlen(text);
		fprintf(out, "%*s%.*s\n", (int)(OPTION_COLUMN - used), "", (int)len, text);
		if (!text[len])
			return;
		used = 0;
	}
}

static void print_option(FILE *out, char letter, const char *name, const char *argument, const char *text)
{
	str left = STR_INIT;
	if (letter)
		str_addf(&left, "  -%c, --%s", letter, name);
	else
		str_addf(&left, "      --%s", name);
	if (argument)
		str_addf(&left, " %s", argument);
	print_row(out, str_get(&left), text);
	str_free(&left);
}

static void print_rows(FILE *out, const opt_spec *rows, unsigned use)
{
	for (; rows && rows->type != OPT_END; rows++)
		if (rows->use == 0 || (rows->use & use))
			print_option(out, rows->letter, rows->name, rows->argument, rows->help);
}

static void print_fields(FILE *out, const command *outer, bool taking)
{
	const dtl_field_option *f;
	fputs("\nFields:\n", out);
	for (size_t i = 0; (f = dtl_field_option_at(outer->kind, i)); i++) {
		if (outer->subkind && strcmp(f->name, "kind") == 0)
			continue;
		print_option(out, 0, f->name, f->argument, f->help);
		if (f->opposite && taking)
			print_option(out, 0, f->opposite, f->argument, "take it away");
	}
}

static void print_verbs(FILE *out, const command *outer)
{
	fprintf(out, "usage: dateline %s VERB [ARGUMENTS]\n\n%s\n\n", outer->name, outer->summary);
	for (size_t i = 0; outer->verbs[i]; i++) {
		str left = STR_INIT;
		str_addf(&left, "  %s %s", outer->verbs[i]->name,
		    outer->verbs[i]->usage ? outer->verbs[i]->usage : "");
		print_row(out, str_get(&left), outer->verbs[i]->summary);
		str_free(&left);
	}
	fprintf(out, "\n'dateline help %s VERB' lists the options.\n", outer->name);
}

void help_command(FILE *out, const command *outer, const command *verb)
{
	if (verb->verbs) {
		print_verbs(out, verb);
		return;
	}
	bool apart = outer != verb, taking = verb->fields && verb->min_operands > 0;
	fprintf(out, "usage: dateline %s%s%s%s%s%s\n\n%s\n", outer->name, apart ? " " : "",
	    apart ? verb->name : "", verb->usage ? " " : "", verb->usage ? verb->usage : "",
	    verb->opts || verb->fields ? " [OPTIONS]" : "", verb->summary);
	if (verb->details)
		fprintf(out, "\n%s\n", verb->details);
	if (verb->fields)
		print_fields(out, outer, taking);
	fputs("\nOptions:\n", out);
	print_rows(out, verb->opts, ~0U);
	print_rows(out, common_options, verb->use);
}

void help_overview(FILE *out)
{
	static const char *const groups[] = {
		[GROUP_LOOK] = "Look",
		[GROUP_WRITE] = "Write",
		[GROUP_EXCHANGE] = "In and out",
		[GROUP_CARE] = "Care",
	};
	fputs("usage: dateline [OPTIONS] COMMAND [ARGUMENTS]\n\n"
	      "A timeline of talks, visits and summits that knows who said what, when, and how sure it is.\n",
	    out);
	for (size_t g = 0; g < sizeof(groups) / sizeof(*groups); g++) {
		fprintf(out, "\n%s:\n", groups[g]);
		for (size_t i = 0; table[i]; i++)
			if (table[i]->group == (command_group)g)
				fprintf(out, "  %-12s%s\n", table[i]->name, table[i]->summary);
	}
	fputs(
	    "\nBegin with 'dateline import FILE' or 'dateline add TITLE --when DATE'; 'dateline help COMMAND'\n"
	    "explains one. Commands may be shortened as long as they stay unique.\n",
	    out);
}
