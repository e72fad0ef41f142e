/* The table as the shells write it. */
#include "completion.h"
#include <stdlib.h>
#include <string.h>

const shell shell_bash = {
	.engine = completion_bash,
	.head = "# bash completion of dateline: written by 'dateline completion bash'.\n\n",
	.begin = "__dateline_table()\n{\n\treply=()\n\tcase $1 in\n",
	.end = "\tesac\n}\n\n",
	.row = "\t",
	.words = ")\n\t\treply=(",
	.row_end = " )\n\t\t;;\n",
	.key_quote = "",
	.key_or = "|",
	.quote = "'\\''",
	.backslash = "\\",
	.colon = ":",
};

const shell shell_zsh = {
	.engine = completion_zsh,
	.head = "#compdef dateline\n# zsh completion of dateline: written by 'dateline completion zsh'.\n\n",
	.begin = "__dateline_table()\n{\n\treply=()\n\tcase $1 in\n",
	.end = "\tesac\n}\n\n",
	.row = "\t",
	.words = ")\n\t\treply=(",
	.row_end = " )\n\t\t;;\n",
	.key_quote = "",
	.key_or = "|",
	.quote = "'\\''",
	.backslash = "\\",
	.colon = "\\:",
	.text_begin = ":",
};

const shell shell_fish = {
	.engine = completion_fish,
	.head = "# fish completion of dateline: written by 'dateline completion fish'.\n\n",
	.begin = "function __dateline_table\n\tset -g __dateline_reply\n\tswitch $argv[1]\n",
	.end = "\tend\nend\n\n",
	.row = "\t\tcase ",
	.words = "\n\t\t\tset __dateline_reply",
	.row_end = "\n",
	.key_quote = "'",
	.key_or = " ",
	.quote = "\\'",
	.backslash = "\\\\",
	.colon = ":",
	.text_begin = "\t",
};

void completion_row(FILE *out, const shell *sh, const char *keys)
{
	fputs(sh->row, out);
	for (;; keys++) {
		size_t len = strcspn(keys, "|");
		fprintf(out, "%s%.*s%s", sh->key_quote, (int)len, keys, sh->key_quote);
		keys += len;
		if (!*keys)
			break;
		fputs(sh->key_or, out);
	}
	fputs(sh->words, out);
}

static void print_quoted(FILE *out, const shell *sh, const char *text, size_t len, const char *colon)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\'')
			fputs(sh->quote, out);
		else if (text[i] == '\\')
			fputs(sh->backslash, out);
		else if (text[i] == ':')
			fputs(colon, out);
		else
			putc(text[i], out);
	}
}

void completion_word(FILE *out, const shell *sh, const char *word, const char *text)
{
	bool told = text && sh->text_begin;
	fputs(" '", out);
	print_quoted(out, sh, word, strcspn(word, "\n"), told ? sh->colon : ":");
	if (told) {
		fputs(sh->text_begin, out);
		print_quoted(out, sh, text, strlen(text), ":");
	}
	putc('\'', out);
}

void completion_row_end(FILE *out, const shell *sh)
{
	fputs(sh->row_end, out);
}

/* A whole row of words without texts; none: no row. */
static void print_takes(FILE *out, const shell *sh, const char *keys, const str *takes)
{
	const char *word = str_get(takes);
	if (!*word)
		return;
	completion_row(out, sh, keys);
	for (; word; word = strchr(word, '\n') ? strchr(word, '\n') + 1 : NULL)
		completion_word(out, sh, word, NULL);
	completion_row_end(out, sh);
}

static void print_commands(FILE *out, const shell *sh)
{
	const command *c;
	completion_row(out, sh, "commands");
	for (size_t i = 0; (c = command_at(i)); i++)
		completion_word(out, sh, c->name, c->summary);
	completion_row_end(out, sh);
	for (size_t i = 0; (c = command_at(i)); i++) {
		char key[64];
		if (!c->verbs)
			continue;
		snprintf(key, sizeof(key), "verbs:%s", c->name);
		completion_row(out, sh, key);
		for (size_t v = 0; c->verbs[v]; v++)
			completion_word(out, sh, c->verbs[v]->name, c->verbs[v]->summary);
		completion_row_end(out, sh);
	}
}

/* ---- the options of all paths ---- */

typedef struct listed {
	command_path path;
	completed_options options;
} listed;

typedef struct listing {
	listed *rows;
	size_t count;
	bool failed;
} listing;

static void list_all(listing *l)
{
	command_path path;
	*l = (listing){ 0 };
	for (size_t i = 0; !l->failed && completion_path(&path, i); i++) {
		listed *rows = realloc(l->rows, (i + 1) * sizeof(*rows));
		l->failed = !rows;
		if (!rows)
			return;
		l->rows = rows;
		l->count = i + 1;
		rows[i].path = path;
		completion_options(&rows[i].options, &path);
		l->failed = rows[i].options.failed;
	}
}

static void free_all(listing *l)
{
	for (size_t i = 0; i < l->count; i++)
		completion_options_free(&l->rows[i].options);
	free(l->rows);
}

static void print_options(FILE *out, const shell *sh, const listing *l)
{
	for (size_t i = 0; i < l->count; i++) {
		const completed_options *options = &l->rows[i].options;
		char key[64];
		snprintf(key, sizeof(key), "options:%s", l->rows[i].path.name);
		completion_row(out, sh, key);
		for (size_t k = 0; k < options->count; k++)
			completion_word(out, sh, options->rows[k].name, options->rows[k].help);
		completion_row_end(out, sh);
	}
}

static const completed_option *find(const listed *l, const char *name)
{
	for (size_t i = 0; i < l->options.count; i++)
		if (strcmp(l->options.rows[i].name, name) == 0)
			return &l->options.rows[i];
	return NULL;
}

static bool same(const completed_option *a, const completed_option *b)
{
	return strcmp(str_get(&a->takes), str_get(&b->takes)) == 0;
}

/* The paths that have the option, and where it takes the same: all of them are written once, as a star. */
static void print_option_takes(
    FILE *out, const shell *sh, const listing *l, size_t at, const completed_option *o)
{
	str keys = STR_INIT;
	bool everywhere = true;
	for (size_t i = 0; i < l->count; i++) {
		const completed_option *other = find(&l->rows[i], o->name);
		bool alike = other && same(o, other);
		everywhere = everywhere && (alike || !other);
		if (alike && i < at) {
			str_free(&keys); /* it was written with that one */
			return;
		}
		if (alike)
			str_addf(&keys, "%stakes:%s:%s", keys.len ? "|" : "", l->rows[i].path.name, o->name);
	}
	if (everywhere) {
		str_clear(&keys);
		str_addf(&keys, "takes:*:%s", o->name);
	}
	print_takes(out, sh, str_get(&keys), &o->takes);
	str_free(&keys);
}

static void print_operands(FILE *out, const shell *sh, const command_path *path)
{
	bool rest = false;
	for (size_t n = 1; !rest; n++) {
		char key[80], number[24];
		str takes = STR_INIT;
		bool there = completion_operand(&takes, path, n, &rest);
		snprintf(number, sizeof(number), "%zu", n);
		snprintf(key, sizeof(key), "operand:%s:%s", path->name, rest ? "*" : number);
		if (there)
			print_takes(out, sh, key, &takes);
		str_free(&takes);
		if (!there)
			return;
	}
}

static void print_prefixes(FILE *out, const shell *sh)
{
	dtl_query_prefix p;
	char text[64];
	completion_row(out, sh, "prefixes");
	for (size_t i = 0; dtl_query_prefix_at(i, &p); i++) {
		snprintf(text, sizeof(text), "%s:", p.name);
		completion_word(out, sh, text, p.help);
	}
	completion_row_end(out, sh);
	for (size_t i = 0; dtl_query_prefix_at(i, &p); i++) {
		str takes = STR_INIT;
		snprintf(text, sizeof(text), "prefix:%s", p.name);
		completion_prefix(&takes, &p);
		print_takes(out, sh, text, &takes);
		str_free(&takes);
	}
}

dtl_status completion_print(FILE *out, const shell *sh, dtl_error *err)
{
	listing l;
	list_all(&l);
	if (!l.failed) {
		fprintf(out, "%s%s", sh->head, sh->begin);
		print_commands(out, sh);
		print_options(out, sh, &l);
		for (size_t i = 0; i < l.count; i++)
			for (size_t k = 0; k < l.rows[i].options.count; k++)
				print_option_takes(out, sh, &l, i, &l.rows[i].options.rows[k]);
		for (size_t i = 0; i < l.count; i++)
			print_operands(out, sh, &l.rows[i].path);
		print_prefixes(out, sh);
		fprintf(out, "%s%s", sh->end, (const char *)sh->engine);
	}
	free_all(&l);
	return l.failed ? fail_memory(err) : DTL_OK;
}
