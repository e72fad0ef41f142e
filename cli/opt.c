#include "opt.h"
#include "command.h"
#include <dateline/text.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define AT(member) offsetof(common, member)

/* clang-format off */
const opt_spec common_options[] = {
	{ OPT_TEXT, 'f', "file", "FILE", "the timeline; default: $DATELINE_DB, else dateline/dateline.db in $XDG_DATA_HOME or ~/.local/share", AT(file), USE_FILE | USE_ALIAS },
	{ OPT_TEXT, 0, "today", "DATE", "what counts as today; default: the clock", AT(today), USE_TODAY | USE_ALIAS },
	{ OPT_TEXT, 0, "as-of", "DATE", "only what was known by the end of that day, or by that instant; is --today too", AT(as_of), USE_AS_OF },
	{ OPT_TEXT, 0, "recorded-as-of", "INSTANT", "only what had been written down by then; of a day, by its end", AT(recorded), USE_RECORDED },
	{ OPT_TEXT, 0, "tz", "ZONE", "show times in this IANA zone; when writing, the zone of the time given", AT(tz), USE_TZ | USE_ALIAS },
	{ OPT_TEXT, 0, "format", "NAME", "how to write the answer: table, or a format that 'dateline formats' lists", AT(format), USE_FORMAT },
	{ OPT_FLAG, 0, "json", NULL, "the answer as JSON", AT(json), USE_JSON },
	{ OPT_FLAG, 'e', "exit-status", NULL, "exit 1 when nothing was found", AT(exit_status), USE_EXIT_STATUS },
	{ OPT_FLAG, 'n', "dry-run", NULL, "say what would change, change nothing", AT(dry_run), USE_DRY_RUN },
	{ OPT_TEXT, 'm', "message", "TEXT", "why, for the log", AT(message), USE_CHANGE },
	{ OPT_FLAG, 'v', "verbose", NULL, "say what changed", AT(verbose), USE_CHANGE | USE_ALIAS },
	{ OPT_FLAG, 0, "new", NULL, "make actors, places … that do not resolve", AT(create), USE_EVIDENCE },
	{ OPT_TEXT, 0, "source", "ID", "the source that says so", AT(source), USE_EVIDENCE },
	{ OPT_TEXT, 0, "known", "DATE", "since when it has been known; default: the source's publication, else today", AT(known), USE_EVIDENCE },
	{ OPT_TEXT, 0, "said-by", "ACTOR", "whom the source quotes", AT(said_by), USE_EVIDENCE },
	{ OPT_TEXT, 0, "locator", "TEXT", "where in the source: a page, a paragraph", AT(locator), USE_EVIDENCE },
	{ OPT_TEXT, 0, "quote", "TEXT", "in what words", AT(quote), USE_EVIDENCE },
	{ OPT_TEXT, 0, "rank", "RANK", "preferred, normal or deprecated", AT(rank), USE_EVIDENCE },
	{ OPT_TEXT, 0, "color", "WHEN", "auto, always or never", AT(color), USE_COLOR | USE_ALIAS },
	{ OPT_FLAG, 'q', "quiet", NULL, "no words but errors", AT(quiet), USE_QUIET | USE_ALIAS },
	{ OPT_FLAG, 'h', "help", NULL, "explain the command", AT(help), 0 },
	{ OPT_FLAG, 0, "version", NULL, "print the version", AT(version), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};
/* clang-format on */

typedef struct parser {
	opt_result *out;
	char **argv;
	int argc, at;
	bool ended; /* "--" was seen */
} parser;

/* An option as the command line writes it, and what it turned out to be. */
typedef struct token {
	const char *text; /* with its dashes */
	const char *name; /* without; not terminated */
	size_t name_len;
	char letter;       /* a short option */
	const char *value; /* behind "=" or the letter, or NULL */
} token;

/* The name that is nearest to what was typed, among those offered. */
typedef struct nearest {
	const char *text, *found;
	size_t distance;
} nearest;

static void offer(nearest *n, const char *candidate)
{
	size_t distance = dtl_text_distance(n->text, candidate, 3);
	size_t len = strlen(n->text);
	bool begins = len > 1 && strncmp(n->text, candidate, len) == 0;
	if (begins)
		distance = 0;
	if (distance < n->distance && distance * 2 <= len) {
		n->distance = distance;
		n->found = candidate;
	}
}

static bool named(const token *t, const char *name)
{
	return name && strncmp(t->name, name, t->name_len) == 0 && name[t->name_len] == '\0';
}

static const opt_spec *find_row(const opt_spec *rows, const token *t)
{
	for (; rows && rows->type != OPT_END; rows++)
		if (t->letter ? rows->letter == t->letter : named(t, rows->name))
			return rows;
	return NULL;
}

/* `kind` of an office is given: it is what makes it one. */
static bool is_hidden(const opt_result *out, const dtl_field_option *field)
{
	return out->outer->subkind && strcmp(field->name, "kind") == 0;
}

static const dtl_field_option *find_field(const opt_result *out, const token *t, bool *away)
{
	if (t->letter || !out->command || !out->command->fields)
		return NULL;
	const dtl_field_option *field;
	for (size_t i = 0; (field = dtl_field_option_at(out->outer->kind, i)); i++) {
		*away = named(t, field->opposite);
		if ((*away || named(t, field->name)) && !is_hidden(out, field))
			return field;
	}
	return NULL;
}

bool opt_settings_at(const command *c, size_t i, const dtl_format_option **out)
{
	const dtl_exporter *e = c && c->settings == SETTINGS_WRITTEN ? dtl_exporter_at(i) : NULL;
	const dtl_importer *in = c && c->settings == SETTINGS_READ ? dtl_importer_at(i) : NULL;
	*out = e ? e->options : in ? in->options : NULL;
	return e || in;
}

/* An option of a format: which format it is may be said only later. */
static const dtl_format_option *find_setting(const opt_result *out, const token *t)
{
	const dtl_format_option *o;
	for (size_t i = 0; !t->letter && opt_settings_at(out->command, i, &o); i++)
		for (; o && o->name; o++)
			if (named(t, o->name))
				return o;
	return NULL;
}

static void offer_rows(nearest *n, const opt_spec *rows, unsigned use)
{
	for (; rows && rows->type != OPT_END; rows++)
		if (rows->use == 0 || (rows->use & use))
			offer(n, rows->name);
}

static dtl_status unknown_option(const opt_result *out, const token *t, dtl_error *err)
{
	const command *c = out->command;
	if (t->letter)
		return fail(err, DTL_E_ARGUMENT, "unknown option: '-%c'", t->letter);
	char text[80];
	snprintf(text, sizeof(text), "%.*s",
	    (int)(t->name_len < sizeof(text) ? t->name_len : sizeof(text) - 1), t->name);
	nearest n = { .text = text, .distance = 3 };
	offer_rows(&n, common_options, c ? command_use(c) : ~0U);
	if (c)
		offer_rows(&n, c->opts, ~0U);
	const dtl_field_option *field;
	for (size_t i = 0; c && c->fields && (field = dtl_field_option_at(out->outer->kind, i)); i++) {
		if (!is_hidden(out, field))
			offer(&n, field->name);
		if (field->opposite)
			offer(&n, field->opposite);
	}
	const dtl_format_option *o;
	for (size_t i = 0; opt_settings_at(c, i, &o); i++)
		for (; o && o->name; o++)
			offer(&n, o->name);
	if (n.found)
		return fail(
		    err, DTL_E_ARGUMENT, "unknown option: '--%s': did you mean '--%s'?", text, n.found);
	return fail(err, DTL_E_ARGUMENT, "unknown option: '--%s'", text);
}

/* The value of an option that takes one: behind its "=", or the next argument. */
static dtl_status take_value(
    parser *p, const token *t, const char *argument, const char **out, dtl_error *err)
{
	*out = t->value;
	if (!*out && p->at < p->argc)
		*out = p->argv[p->at++];
	if (!*out)
		return fail(err, DTL_E_ARGUMENT, "option '%s' needs a value: %s", t->text, argument);
	return DTL_OK;
}

static dtl_status read_number(int64_t *out, const char *name, const char *text, dtl_error *err)
{
	char *end;
	errno = 0;
	long long n = strtoll(text, &end, 10);
	if (end == text || *end || errno || n <= 0)
		return fail(err, DTL_E_ARGUMENT, "'--%s' takes a whole number above 0: '%s'", name, text);
	*out = n;
	return DTL_OK;
}

/* The option by which it was given: the field's own, what takes one away, or --unset. */
static const char *option_of(const dtl_field_option *field, const opt_field *given)
{
	return given->away && given->value ? field->opposite : given->away ? "unset" : field->name;
}

/* Does `--without us` take away what `--with us` or `--with us:host` before it gave? */
static bool takes_back(const opt_field *given, const opt_field *before)
{
	size_t len = strlen(given->value);
	if (!given->away)
		return strcmp(before->value, given->value) == 0;
	return strncmp(before->value, given->value, len) == 0 &&
	       (before->value[len] == '\0' || before->value[len] == ':');
}

/*
 * What was given of the field before must go together with this: a field that
 * holds one thing has one value, and what comes is not what goes. `--unset with
 * --with china` has a sense: china, and nobody else.
 */
static dtl_status look_back(
    const opt_result *out, const dtl_field_option *field, const opt_field *given, dtl_error *err)
{
	for (size_t i = 0; i < out->field_count; i++) {
		const opt_field *before = &out->fields[i];
		if (strcmp(before->name, field->name) != 0)
			continue;
		bool same = before->away == given->away && !before->value == !given->value;
		bool replaces = field->several && before->away && !before->value && !given->away;
		bool apart =
		    field->several && before->value && given->value && (same || !takes_back(given, before));
		if (replaces || apart)
			continue;
		if (same)
			return fail(err, DTL_E_ARGUMENT,
			    given->value ? "option '--%s' is given twice" : "'--unset %s' is given twice",
			    field->name);
		return fail(err, DTL_E_ARGUMENT, "'--%s %s' and '--%s %s' contradict each other",
		    option_of(field, before), before->value ? before->value : field->name,
		    option_of(field, given), given->value ? given->value : field->name);
	}
	return DTL_OK;
}

static dtl_status add_field(
    opt_result *out, const dtl_field_option *field, const char *value, bool away, dtl_error *err)
{
	opt_field given = { field->name, value, away };
	dtl_status status = look_back(out, field, &given, err);
	if (status != DTL_OK)
		return status;
	opt_field *fields = realloc(out->fields, (out->field_count + 1) * sizeof(*fields));
	if (!fields)
		return fail_memory(err);
	out->fields = fields;
	fields[out->field_count++] = given;
	return DTL_OK;
}

static dtl_status unset_field(opt_result *out, const char *name, dtl_error *err)
{
	nearest n = { .text = name, .distance = 3 };
	const dtl_field_option *field;
	for (size_t i = 0; (field = dtl_field_option_at(out->outer->kind, i)); i++) {
		if (strcmp(field->name, name) == 0)
			return add_field(out, field, NULL, true, err);
		offer(&n, field->name);
	}
	if (n.found)
		return fail(err, DTL_E_ARGUMENT, "no such field: '%s': did you mean '%s'?", name, n.found);
	return fail(err, DTL_E_ARGUMENT, "no such field: '%s'", name);
}

static dtl_status store(parser *p, const token *t, const opt_spec *row, void *base, dtl_error *err)
{
	char *place = (char *)base + row->offset;
	if (row->type == OPT_FLAG) {
		if (t->value && !t->letter)
			return fail(err, DTL_E_ARGUMENT, "option '--%s' takes no value", row->name);
		*(bool *)(void *)place = true;
		return DTL_OK;
	}
	const char *value;
	dtl_status status = take_value(p, t, row->argument, &value, err);
	if (status != DTL_OK)
		return status;
	if (row->type == OPT_UNSET)
		return unset_field(p->out, value, err);
	bool twice =
	    row->type == OPT_TEXT ? *(const char **)(void *)place != NULL : *(int64_t *)(void *)place != 0;
	if (twice)
		return fail(err, DTL_E_ARGUMENT, "option '--%s' is given twice", row->name);
	if (row->type == OPT_NUMBER)
		return read_number((int64_t *)(void *)place, row->name, value, err);
	*(const char **)(void *)place = value;
	return DTL_OK;
}

static dtl_status store_field(
    parser *p, const token *t, const dtl_field_option *field, bool away, dtl_error *err)
{
	const char *value;
	dtl_status status = take_value(p, t, field->argument, &value, err);
	if (status != DTL_OK)
		return status;
	return add_field(p->out, field, value, away, err);
}

static dtl_status store_setting(parser *p, const token *t, const dtl_format_option *option, dtl_error *err)
{
	opt_result *out = p->out;
	dtl_setting given = { option->name, NULL };
	if (!option->argument && !option->words && t->value)
		return fail(err, DTL_E_ARGUMENT, "option '--%s' takes no value", option->name);
	for (size_t i = 0; i < out->setting_count; i++)
		if (strcmp(out->settings[i].name, option->name) == 0)
			return fail(err, DTL_E_ARGUMENT, "option '--%s' is given twice", option->name);
	dtl_status status = DTL_OK;
	if (option->argument || option->words)
		status =
		    take_value(p, t, option->argument ? option->argument : option->help, &given.value, err);
	if (status != DTL_OK)
		return status;
	dtl_setting *settings = realloc(out->settings, (out->setting_count + 1) * sizeof(*settings));
	if (!settings)
		return fail_memory(err);
	out->settings = settings;
	settings[out->setting_count++] = given;
	return DTL_OK;
}

static dtl_status refuse_common(const opt_result *out, const opt_spec *row, dtl_error *err)
{
	bool verb = out->outer != out->command;
	return fail(err, DTL_E_ARGUMENT, "'%s%s%s' does not take the option '--%s'", out->outer->name,
	    verb ? " " : "", verb ? out->command->name : "", row->name);
}

/* The command's own options come first: `place add --tz` is the place's. */
static dtl_status read_option(parser *p, const token *t, dtl_error *err)
{
	opt_result *out = p->out;
	bool away = false;
	const opt_spec *row = out->command ? find_row(out->command->opts, t) : NULL;
	if (row)
		return store(p, t, row, out->args, err);
	const dtl_field_option *field = find_field(out, t, &away);
	if (field)
		return store_field(p, t, field, away, err);
	const dtl_format_option *setting = find_setting(out, t);
	if (setting)
		return store_setting(p, t, setting, err);
	row = find_row(common_options, t);
	if (!row)
		return unknown_option(out, t, err);
	if (out->command && row->use && !(row->use & command_use(out->command)))
		return refuse_common(out, row, err);
	return store(p, t, row, &out->common, err);
}

static dtl_status read_long(parser *p, const char *arg, dtl_error *err)
{
	const char *equals = strchr(arg, '=');
	token t = { .text = arg,
		.name = arg + 2,
		.name_len = equals ? (size_t)(equals - arg - 2) : strlen(arg + 2) };
	t.value = equals ? equals + 1 : NULL;
	return read_option(p, &t, err);
}

/* "-n", "-fFILE", "-nq" */
static dtl_status read_short(parser *p, const char *arg, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (const char *c = arg + 1; *c && status == DTL_OK; c++) {
		char text[3] = { '-', *c, '\0' };
		token t = { .text = text, .name = c, .letter = *c };
		const opt_spec *row = p->out->command ? find_row(p->out->command->opts, &t) : NULL;
		if (!row)
			row = find_row(common_options, &t);
		bool takes_rest = row && row->type != OPT_FLAG && c[1];
		t.value = takes_rest ? c + 1 : NULL;
		status = read_option(p, &t, err);
		if (takes_rest)
			break;
	}
	return status;
}

static const command *candidate_at(const command *outer, size_t i)
{
	return outer ? outer->verbs[i] : command_at(i);
}

static dtl_status unknown_command(const command *outer, const char *name, dtl_error *err)
{
	nearest n = { .text = name, .distance = 3 };
	const command *c;
	for (size_t i = 0; (c = candidate_at(outer, i)); i++)
		offer(&n, c->name);
	char of[40] = "";
	if (outer)
		snprintf(of, sizeof(of), " of '%s'", outer->name);
	if (n.found)
		return fail(
		    err, DTL_E_ARGUMENT, "unknown command%s: '%s': did you mean '%s'?", of, name, n.found);
	return fail(err, DTL_E_ARGUMENT, "unknown command%s: '%s': see 'dateline help'", of, name);
}

dtl_status opt_command(const command **out, const command *outer, const char *name, dtl_error *err)
{
	str several = STR_INIT;
	size_t matches = 0, len = strlen(name);
	const command *c;
	dtl_status status = DTL_OK;
	for (size_t i = 0; (c = candidate_at(outer, i)); i++) {
		if (strncmp(c->name, name, len) != 0)
			continue;
		if (c->name[len] == '\0') {
			*out = c;
			goto done;
		}
		str_addf(&several, "%s'%s'", matches++ ? ", " : "", c->name);
		*out = c;
	}
	if (matches == 0 || len == 0)
		status = unknown_command(outer, name, err);
	else if (matches > 1)
		status = fail(err, DTL_E_ARGUMENT, "command '%s' is ambiguous: %s", name, str_get(&several));
done:
	str_free(&several);
	return status;
}

static dtl_status read_command(parser *p, const char *name, dtl_error *err)
{
	opt_result *out = p->out;
	const command *found = NULL;
	dtl_status status = opt_command(&found, out->outer, name, err);
	if (status != DTL_OK)
		return status;
	if (!out->outer)
		out->outer = found;
	if (found->verbs)
		return DTL_OK;
	out->command = found;
	out->args = calloc(1, found->args_size + 1);
	return out->args ? DTL_OK : fail_memory(err);
}

static dtl_status read_argument(parser *p, const char *arg, dtl_error *err)
{
	if (!p->ended && strcmp(arg, "--") == 0) {
		p->ended = true;
		return DTL_OK;
	}
	if (!p->ended && arg[0] == '-' && arg[1] == '-')
		return read_long(p, arg, err);
	if (!p->ended && arg[0] == '-' && arg[1])
		return read_short(p, arg, err);
	if (!p->out->command)
		return read_command(p, arg, err);
	p->out->operands[p->out->operand_count++] = arg;
	return DTL_OK;
}

static bool is_given(const common *values, const opt_spec *row)
{
	const char *place = (const char *)values + row->offset;
	if (row->type == OPT_FLAG)
		return *(const bool *)(const void *)place;
	return *(const char *const *)(const void *)place != NULL;
}

static dtl_status refuse_unused(const opt_result *out, dtl_error *err)
{
	const command *c = out->command;
	const char *space = out->outer == c ? "" : " ", *verb = out->outer == c ? "" : c->name;
	for (const opt_spec *row = common_options; row->type != OPT_END; row++)
		if (row->use && !(row->use & (command_use(c) | USE_ALIAS)) && is_given(&out->common, row))
			return refuse_common(out, row, err);
	if (out->operand_count < c->min_operands)
		return fail(
		    err, DTL_E_ARGUMENT, "'%s%s%s' needs %s", out->outer->name, space, verb, c->usage);
	if (out->operand_count > c->max_operands)
		return fail(err, DTL_E_ARGUMENT, "'%s%s%s' does not take so much: '%s'", out->outer->name,
		    space, verb, out->operands[c->max_operands]);
	return DTL_OK;
}

dtl_status opt_parse(opt_result *out, int argc, char **argv, dtl_error *err)
{
	*out = (opt_result){ 0 };
	out->operands = calloc((size_t)argc + 1, sizeof(*out->operands));
	if (!out->operands)
		return fail_memory(err);
	parser p = { .out = out, .argv = argv, .argc = argc, .at = 1 };
	dtl_status status = DTL_OK;
	while (status == DTL_OK && p.at < argc)
		status = read_argument(&p, argv[p.at++], err);
	if (out->common.help || out->common.version)
		return DTL_OK; /* help works whatever else is wrong */
	if (status == DTL_OK && out->command)
		status = refuse_unused(out, err);
	return status;
}

void opt_release(opt_result *result)
{
	free(result->args);
	free(result->operands);
	free(result->fields);
	free(result->settings);
	*result = (opt_result){ 0 };
}
