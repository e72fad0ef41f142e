/* What the commands, their options and operands are to a completion, read off their tables. */
#include "completion.h"
#include "unite.h"
#include <dateline/complete.h>
#include <dateline/stats.h>
#include <stdlib.h>
#include <string.h>

bool completion_path(command_path *out, size_t i)
{
	const command *c;
	*out = (command_path){ 0 };
	if (i-- == 0)
		return true;
	for (size_t k = 0; (c = command_at(k)); k++) {
		for (size_t v = 0; c->verbs && c->verbs[v]; v++) {
			if (i-- > 0)
				continue;
			*out = (command_path){ .outer = c, .verb = c->verbs[v] };
			snprintf(out->name, sizeof(out->name), "%s.%s", c->name, c->verbs[v]->name);
			return true;
		}
		if (c->verbs || i-- > 0)
			continue;
		*out = (command_path){ .outer = c, .verb = c };
		snprintf(out->name, sizeof(out->name), "%s", c->name);
		return true;
	}
	return false;
}

/* ---- what a value is ---- */

static void add_word(str *out, const char *word, size_t len)
{
	str_add(out, "\n");
	str_add_len(out, word, len);
}

static void add_words(str *out, const char *type, const char *const *words)
{
	str_add(out, type);
	for (size_t i = 0; words && words[i]; i++)
		add_word(out, words[i], strlen(words[i]));
}

/* "yes|no" */
static void add_choice(str *out, const char *argument)
{
	str_add(out, "words");
	for (;; argument++) {
		size_t len = strcspn(argument, "|");
		add_word(out, argument, len);
		argument += len;
		if (!*argument)
			return;
	}
}

static void add_formats(str *out, const command_path *path)
{
	const dtl_exporter *e;
	const dtl_importer *in;
	bool reads = path->verb && path->verb->settings == SETTINGS_READ;
	str_add(out, path->verb && path->verb->settings != SETTINGS_NONE ? "words" : "words\ntable");
	for (size_t i = 0; reads && (in = dtl_importer_at(i)); i++)
		add_word(out, in->name, strlen(in->name));
	for (size_t i = 0; !reads && (e = dtl_exporter_at(i)); i++)
		add_word(out, e->name, strlen(e->name));
}

static void add_kinds(str *out, const command_path *path)
{
	/* What becomes one or two may be of any kind of thing; elsewhere it is that of actors. */
	if (!path->verb || path->verb->opts != unite_options) {
		add_words(out, "words", dtl_field_words(DTL_ACTOR, "kind"));
		return;
	}
	str_add(out, "words");
	for (int kind = 0; kind < DTL_KINDS; kind++)
		add_word(out, dtl_kind_name((dtl_kind)kind), strlen(dtl_kind_name((dtl_kind)kind)));
}

static void add_stat_keys(str *out, const command_path *path)
{
	const dtl_stat_key *key;
	(void)path;
	str_add(out, "list");
	for (size_t i = 0; (key = dtl_stat_key_at(i)); i++)
		add_word(out, key->name, strlen(key->name));
}

static void add_fields(str *out, const command_path *path)
{
	const dtl_field_option *f;
	str_add(out, "words");
	for (size_t i = 0; (f = dtl_field_option_at(path->outer->kind, i)); i++)
		add_word(out, f->name, strlen(f->name));
}

static void add_roles(str *out, const command_path *path)
{
	(void)path;
	add_words(out, "part", dtl_field_words(DTL_EVENT, "with"));
}

static void add_rels(str *out, const command_path *path)
{
	(void)path;
	add_words(out, "link", dtl_field_words(DTL_EVENT, "link"));
}

/* What an argument is, by the name of its option where one is given; the first row that fits. */
static const struct rule {
	const char *option, *argument;
	const char *takes;
	void (*add)(str *out, const command_path *path); /* instead of `takes` */
} rules[] = {
	{ "format", "NAME", NULL, add_formats },
	{ "sort", "KEY", "words\nstart\ntitle\nknown\nid\nrelevance", NULL },
	{ "by", "KEY[,KEY]", NULL, add_stat_keys },
	{ "color", "WHEN", "words\nauto\nalways\nnever", NULL },
	{ "rank", "RANK", "words\npreferred\nnormal\ndeprecated", NULL },
	{ "tense", "TENSE", "words\npast\nfuture", NULL },
	{ "kind", "KIND", NULL, add_kinds },
	{ "unset", "FIELD", NULL, add_fields },
	{ "source", "ID", "source", NULL },
	{ "series", "ID", "series", NULL },
	{ "parent", "ID", "event", NULL },
	{ "after", "ID", "event", NULL },
	{ NULL, "ACTOR[:ROLE[:FOR]]", NULL, add_roles },
	{ NULL, "ACTOR[:FROM[:TO]]", "actor", NULL },
	{ NULL, "OFFICE[:FROM[:TO]]", "office", NULL },
	{ NULL, "REL:ID", NULL, add_rels },
	{ NULL, "ACTOR", "actor", NULL },
	{ NULL, "PLACE", "place", NULL },
	{ NULL, "TOPIC", "topic", NULL },
	{ NULL, "FILE", "file", NULL },
	{ NULL, "DIR", "folder", NULL },
};

static void add_takes(str *out, const command_path *path, const char *option, const char *argument)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		const struct rule *r = &rules[i];
		if ((r->option && strcmp(r->option, option) != 0) || strcmp(r->argument, argument) != 0)
			continue;
		if (r->add)
			r->add(out, path);
		else
			str_add(out, r->takes);
		return;
	}
	if (strchr(argument, '|') && !strchr(argument, '['))
		add_choice(out, argument);
	else
		str_add(out, "any");
}

/* ---- options ---- */

static completed_option *add_option(completed_options *list, const char *dashes, const char *name, size_t len)
{
	completed_option made = { .takes = STR_INIT };
	snprintf(made.name, sizeof(made.name), "%s%.*s", dashes, (int)len, name);
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->rows[i].name, made.name) == 0)
			return NULL;
	completed_option *rows = realloc(list->rows, (list->count + 1) * sizeof(*rows));
	list->failed = list->failed || !rows;
	if (!rows)
		return NULL;
	list->rows = rows;
	rows[list->count] = made;
	return &rows[list->count++];
}

/* Of a few commands --format is something else. */
static const char *help_of(const command_path *path, const opt_spec *row)
{
	bool format = path->verb && path->verb->format && row->use == USE_FORMAT;
	return format ? path->verb->format : row->help;
}

static void add_rows(completed_options *list, const command_path *path, const opt_spec *rows)
{
	unsigned use = path->verb ? command_use(path->verb) : ~0U;
	for (; rows && rows->type != OPT_END; rows++) {
		const char *const dashes[] = { "--", "-" };
		const char *const names[] = { rows->name, &rows->letter };
		bool welcome = rows->use == 0 || (rows->use & use);
		for (size_t i = 0; i < (rows->letter ? 2 : 1) && welcome; i++) {
			completed_option *o =
			    add_option(list, dashes[i], names[i], i == 0 ? strlen(rows->name) : 1);
			if (o)
				o->help = help_of(path, rows);
			if (o && rows->type != OPT_FLAG)
				add_takes(&o->takes, path, rows->name, rows->argument);
		}
	}
}

static void add_field(
    completed_options *list, const command_path *path, const dtl_field_option *f, const char *name)
{
	const char *const *words =
	    strchr(f->argument, ':') ? NULL : dtl_field_words(path->outer->kind, f->name);
	completed_option *o = add_option(list, "--", name, strlen(name));
	if (!o)
		return;
	o->help = name == f->name ? f->help : "take it away";
	if (words)
		add_words(&o->takes, "words", words);
	else
		add_takes(&o->takes, path, f->name, f->argument);
}

static void add_field_rows(completed_options *list, const command_path *path)
{
	const dtl_field_option *f;
	bool taking = path->verb->min_operands > 0; /* what is new has nothing to be taken away */
	for (size_t i = 0; (f = dtl_field_option_at(path->outer->kind, i)); i++) {
		if (path->outer->subkind && strcmp(f->name, "kind") == 0)
			continue;
		add_field(list, path, f, f->name);
		if (f->opposite && taking)
			add_field(list, path, f, f->opposite);
	}
}

static void add_settings(completed_options *list, const command_path *path)
{
	const dtl_format_option *o;
	for (size_t i = 0; opt_settings_at(path->verb, i, &o); i++) {
		for (; o && o->name; o++) {
			completed_option *made = add_option(list, "--", o->name, strlen(o->name));
			if (!made)
				continue;
			made->help = o->help;
			if (o->words)
				add_words(&made->takes, "words", o->words);
			else if (o->argument)
				add_takes(&made->takes, path, o->name, o->argument);
		}
	}
}

/* The command's own come first, as where they are read: `place add --tz` is the place's. */
void completion_options(completed_options *out, const command_path *path)
{
	*out = (completed_options){ 0 };
	if (path->verb)
		add_rows(out, path, path->verb->opts);
	if (path->verb && path->verb->fields)
		add_field_rows(out, path);
	add_settings(out, path);
	add_rows(out, path, common_options);
	for (size_t i = 0; i < out->count; i++)
		out->failed = out->failed || out->rows[i].takes.failed;
}

void completion_options_free(completed_options *options)
{
	for (size_t i = 0; i < options->count; i++)
		str_free(&options->rows[i].takes);
	free(options->rows);
	*options = (completed_options){ 0 };
}

/* ---- operands ---- */

static void add_thing(str *out, const command_path *path)
{
	str_add(out, path->outer->subkind ? path->outer->subkind : dtl_kind_name(path->outer->kind));
}

/* The commands, and what else `help` explains: the words behind the bars of its usage. */
static void add_topics(str *out, const command_path *path)
{
	const command *c;
	str_add(out, "words");
	for (size_t i = 0; (c = command_at(i)); i++)
		add_word(out, c->name, strlen(c->name));
	for (const char *bar = strstr(path->verb->usage, " | "); bar; bar = strstr(bar + 1, " | "))
		add_word(out, bar + 3, strcspn(bar + 3, " ]"));
}

/* What `usage` calls an operand. */
static void add_operand(str *out, const command_path *path, const char *word, size_t len)
{
	static const struct {
		const char *word, *takes;
		void (*add)(str *out, const command_path *path);
	} operands[] = {
		{ "ID", NULL, add_thing },
		{ "ID1", NULL, add_thing },
		{ "ID2", NULL, add_thing },
		{ "QUERY", "query", NULL },
		{ "FILE", "file", NULL },
		{ "COMMAND", NULL, add_topics },
	};
	for (size_t i = 0; i < sizeof(operands) / sizeof(*operands); i++) {
		if (strlen(operands[i].word) != len || strncmp(operands[i].word, word, len) != 0)
			continue;
		if (operands[i].add)
			operands[i].add(out, path);
		else
			str_add(out, operands[i].takes);
		return;
	}
	str_add(out, "any");
}

bool completion_operand(str *out, const command_path *path, size_t n, bool *rest)
{
	const char *at = path->verb ? path->verb->usage : NULL;
	while (at && *at) {
		at += strspn(at, " [");
		size_t len = strcspn(at, " ]"), word = len;
		if (*at == '-' || *at == '|')
			return false;
		*rest = len > strlen("…") && strncmp(at + len - strlen("…"), "…", strlen("…")) == 0;
		if (*rest)
			word -= strlen("…");
		if (--n == 0) {
			bool saved = path->outer == &cmd_query && strncmp(at, "NAME", word) == 0;
			if (saved)
				str_add(out, "saved");
			else
				add_operand(out, path, at, word);
			return true;
		}
		at += len;
		at += strspn(at, "]");
	}
	return false;
}

void completion_prefix(str *out, const dtl_query_prefix *prefix)
{
	if (prefix->values)
		add_words(out, "words", prefix->values);
	else if (prefix->names_things)
		str_add(out, dtl_kind_name(prefix->kind));
	else if (strcmp(prefix->name, "query") == 0)
		str_add(out, "saved");
	else if (strcmp(prefix->name, "country") == 0)
		str_add(out, "state");
	else
		str_add(out, "any");
}
