#include "command.h"
#include "completion.h"
#include <dateline/complete.h>
#include <string.h>

enum { MOST = 200 }; /* more than anybody reads through */

static dtl_status bash(program *app, const void *args, dtl_error *err)
{
	(void)args;
	return completion_print(app->out, &shell_bash, err);
}

static dtl_status zsh(program *app, const void *args, dtl_error *err)
{
	(void)args;
	return completion_print(app->out, &shell_zsh, err);
}

static dtl_status fish(program *app, const void *args, dtl_error *err)
{
	(void)args;
	return completion_print(app->out, &shell_fish, err);
}

/* What is asked for: a kind, or actors of one ("state", "office"); false: it is neither. */
static bool find_kind(const char *name, dtl_kind *kind, const char **subkind)
{
	const char *const *words = dtl_field_words(DTL_ACTOR, "kind");
	*subkind = NULL;
	for (int k = 0; k < DTL_KINDS; k++) {
		*kind = (dtl_kind)k;
		if (strcmp(dtl_kind_name(*kind), name) == 0)
			return true;
	}
	*kind = DTL_ACTOR;
	for (size_t i = 0; words && words[i]; i++)
		if (strcmp(words[i], name) == 0)
			*subkind = words[i];
	return *subkind != NULL;
}

/* A line each: the value, and behind a tab what it is. */
static dtl_status print_value(void *user, const char *id, const char *name, dtl_error *err)
{
	const program *app = user;
	str line = STR_INIT;
	str_addf(&line, "%s%s%s", id, name ? "\t" : "", name ? name : "");
	for (char *c = line.data; c && *c; c++)
		if (*c == '\n')
			*c = ' ';
	bool failed = line.failed;
	fprintf(app->out, "%s\n", str_get(&line));
	str_free(&line);
	return failed ? fail_memory(err) : DTL_OK;
}

static dtl_status print_saved(void *user, const dtl_saved_query *saved, dtl_error *err)
{
	program *app = user;
	const char *begin = app->operand_count > 1 ? app->operands[1] : "";
	if (strncmp(saved->name, begin, strlen(begin)) != 0)
		return DTL_OK;
	return print_value(app, saved->name, saved->query, err);
}

static dtl_status check_kind(program *app, const void *args, dtl_error *err)
{
	dtl_kind kind;
	const char *subkind;
	(void)args;
	if (strcmp(app->operands[0], "saved") == 0 || find_kind(app->operands[0], &kind, &subkind))
		return DTL_OK;
	return fail(err, DTL_E_ARGUMENT, "no such kind of thing: '%s'", app->operands[0]);
}

/* Whoever presses a key in the middle of a line wants no words about what is wrong: there is just nothing to offer. */
static dtl_status values(program *app, const void *args, dtl_error *err)
{
	dtl_kind kind = DTL_EVENT;
	const char *subkind = NULL;
	const char *begin = app->operand_count > 1 ? app->operands[1] : "";
	(void)args;
	if (app_open(app, DTL_OPEN_READ, err) != DTL_OK)
		return DTL_OK;
	if (find_kind(app->operands[0], &kind, &subkind))
		dtl_complete(app->db, kind, subkind, begin, MOST, print_value, app, err);
	else
		dtl_query_list(app->db, NULL, print_saved, app, err);
	return DTL_OK;
}

#define SCRIPT .group = GROUP_CARE, .needs = NEEDS_NOTHING
static const command verb_bash = {
	.name = "bash",
	.summary = "Print the completion of bash.",
	.details = "Put it where bash-completion looks, or read it from ~/.bashrc:\n"
		   "'source <(dateline completion bash)'.",
	SCRIPT,
	.run = bash,
};
static const command verb_zsh = {
	.name = "zsh",
	.summary = "Print the completion of zsh.",
	.details =
	    "Put it into a folder of $fpath as '_dateline', or read it from ~/.zshrc, behind compinit:\n"
	    "'source <(dateline completion zsh)'.",
	SCRIPT,
	.run = zsh,
};
static const command verb_fish = {
	.name = "fish",
	.summary = "Print the completion of fish.",
	.details = "Put it into ~/.config/fish/completions/dateline.fish.",
	SCRIPT,
	.run = fish,
};
static const command verb_values = {
	.name = "values",
	.summary = "Print what a timeline holds that begins so: what the scripts ask for.",
	.usage = "KIND [BEGINNING]",
	.details =
	    "KIND is event, actor, series, place, source, topic, a kind of actor, or 'saved' for saved queries.\n"
	    "Where there is no timeline, nothing is printed, and none is made.",
	.group = GROUP_CARE,
	.needs = NEEDS_ITSELF,
	.min_operands = 1,
	.max_operands = 2,
	.check = check_kind,
	.run = values,
};

static const command *const verbs[] = { &verb_bash, &verb_zsh, &verb_fish, &verb_values, NULL };

const command cmd_completion = {
	.name = "completion",
	.summary = "Print a script that completes command lines, for bash, zsh or fish.",
	.usage = "bash|zsh|fish",
	.group = GROUP_CARE,
	.verbs = verbs,
};
