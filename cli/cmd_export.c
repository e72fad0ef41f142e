#include "ask.h"
#include "command.h"
#include "output.h"
#include "parts.h"
#include "table.h"
#include "vdir.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct args {
	const char *output;
	bool definite, list_options;
};
static const opt_spec opts[] = {
	{ OPT_TEXT, 'o', "output", "FILE", "write to FILE, which appears whole or not at all",
	    offsetof(struct args, output), 0 },
	{ OPT_FLAG, 0, "definite", NULL, "only what matches for certain", offsetof(struct args, definite),
	    0 },
	{ OPT_FLAG, 0, "list-options", NULL, "print the options of the format, or of all, instead",
	    offsetof(struct args, list_options), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

/* The longest suffix counts: "x.vis.json" is for vis, "x.json" for json. */
static const dtl_exporter *by_suffix(const char *path)
{
	const dtl_exporter *best = dtl_exporter_find("json"), *e;
	size_t length = path ? strlen(path) : 0, longest = 0;
	for (size_t i = 0; (e = dtl_exporter_at(i)); i++) {
		size_t len = e->suffix ? strlen(e->suffix) : 0;
		if (len <= longest || len >= length || path[length - len - 1] != '.' ||
		    strcmp(path + length - len, e->suffix) != 0)
			continue;
		best = e;
		longest = len;
	}
	return best;
}

static dtl_status find_exporter(
    const dtl_exporter **out, const program *app, const struct args *a, dtl_error *err)
{
	const char *name = app->common->format;
	if (name && strcmp(name, "table") == 0)
		return fail(err, DTL_E_ARGUMENT, "a table is no format to export: use 'dateline list'");
	dtl_status status = ask_format(out, app, err);
	if (status == DTL_OK && !*out)
		*out = by_suffix(a->output);
	return status;
}

static const table_column option_columns[] = { { "FORMAT", 0, 0 }, { "OPTION", 0, 0 }, { "WHAT", 20, 1 } };

static void add_options(table *t, const dtl_exporter *e)
{
	for (const dtl_format_option *o = e->options; o && o->name; o++) {
		str option = STR_INIT;
		str_addf(&option, "--%s", o->name);
		for (size_t i = 0; o->words && o->words[i]; i++)
			str_addf(&option, "%s%s", i > 0 ? "|" : " ", o->words[i]);
		if (o->argument)
			str_addf(&option, " %s", o->argument);
		table_cell(t, e->name, "");
		table_cell(t, str_get(&option), "");
		table_cell(t, o->help, "");
		str_free(&option);
	}
}

/* Of the format that was asked for, or of every one that has any. */
static dtl_status list_options(program *app, const struct args *a, dtl_error *err)
{
	table *t = NULL;
	const dtl_exporter *only = NULL, *e;
	dtl_status status = DTL_OK;
	if (app->common->format || a->output)
		status = find_exporter(&only, app, a, err);
	if (only && !only->options)
		app_note(app, "the format '%s' has no options", only->name);
	if (status == DTL_OK)
		status = table_open(
		    &t, app, option_columns, sizeof(option_columns) / sizeof(*option_columns), err);
	for (size_t i = 0; status == DTL_OK && (e = dtl_exporter_at(i)); i++)
		if (!only || only == e)
			add_options(t, e);
	dtl_status closed = table_close(t, err);
	return status == DTL_OK ? closed : status;
}

static const char *setting(const program *app, const char *name)
{
	for (size_t i = 0; i < app->line.setting_count; i++)
		if (strcmp(app->line.settings[i].name, name) == 0)
			return app->line.settings[i].value;
	return NULL;
}

/* How many events a file takes; 0: nobody asked for several files. */
static dtl_status read_split(int64_t *out, const program *app, dtl_error *err)
{
	const char *text = setting(app, "split");
	char *end = NULL;
	errno = 0;
	*out = text ? strtoll(text, &end, 10) : 0;
	if (text && (end == text || *end || errno || *out <= 0))
		return fail(err, DTL_E_ARGUMENT, "'--split' takes a whole number above 0: '%s'", text);
	return DTL_OK;
}

/* Where several files go has to be said, and once. */
static dtl_status check_parts(const program *app, const struct args *a, dtl_error *err)
{
	int64_t split = 0;
	dtl_status status = read_split(&split, app, err);
	if (status == DTL_OK && setting(app, "vdir") && (split || a->output))
		return fail(err, DTL_E_ARGUMENT,
		    "'--vdir' says where each event goes: it stands without '--%s'",
		    split ? "split" : "output");
	if (status == DTL_OK && split && (!a->output || strcmp(a->output, "-") == 0))
		return fail(err, DTL_E_ARGUMENT, "'--split' makes several files: say with '-o FILE' which");
	return status;
}

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	const dtl_exporter *exporter = NULL;
	if (a->list_options) {
		dtl_status listed = list_options(app, a, err);
		return listed == DTL_OK ? DTL_DONE : listed;
	}
	dtl_status status = find_exporter(&exporter, app, a, err);
	if (status == DTL_OK)
		status = dtl_exporter_check(exporter, app->line.settings, app->line.setting_count, err);
	if (status == DTL_OK)
		status = check_parts(app, a, err);
	return status;
}

static void left_out(void *user, int64_t count, const char *why)
{
	app_note(user, "%lld event%s left out: %s", (long long)count, count == 1 ? "" : "s", why);
}

/* Into `out`, or where the options say. */
static dtl_status write_to(program *app, const struct args *a, const dtl_ask *ask,
    dtl_export_options *options, FILE *out, dtl_error *err)
{
	const dtl_exporter *exporter;
	int64_t count = 0;
	options->as_of = app->has_as_of ? app->as_of_text : NULL;
	options->definitions = true;
	options->settings = app->line.settings;
	options->setting_count = app->line.setting_count;
	options->left_out = left_out;
	options->left_out_user = app;
	dtl_status status = find_exporter(&exporter, app, a, err);
	if (status == DTL_OK)
		status = dtl_export(app->db, ask, exporter, options, out, &count, err);
	if (status == DTL_OK)
		ask_found(app, count);
	return status;
}

static dtl_status write_one(program *app, const struct args *a, const dtl_ask *ask, dtl_error *err)
{
	output file = { 0 };
	dtl_export_options options = { .split = 0 };
	dtl_status status = output_open(&file, app, a->output, err);
	if (status == DTL_OK)
		status = write_to(app, a, ask, &options, file.file, err);
	return output_close(&file, status, err);
}

static dtl_status write_parts(
    program *app, const struct args *a, const dtl_ask *ask, int64_t split, dtl_error *err)
{
	parts p = { .app = app, .name = a->output, .path = STR_INIT };
	dtl_export_options options = { .split = split, .part = parts_next, .part_user = &p };
	return parts_close(&p, write_to(app, a, ask, &options, NULL, err), err);
}

static dtl_status write_folder(
    program *app, const struct args *a, const dtl_ask *ask, const char *path, dtl_error *err)
{
	vdir v;
	dtl_export_options options = { .split = 1, .part = vdir_next, .part_user = &v };
	dtl_status status = vdir_open(&v, app, path, err);
	if (status == DTL_OK)
		status = write_to(app, a, ask, &options, NULL, err);
	return vdir_close(&v, status, err);
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	str query = STR_INIT;
	int64_t split = 0;
	dtl_ask ask = ask_start(app);
	const char *folder = setting(app, "vdir");
	ask_query(&query, app);
	ask.query = str_get(&query);
	ask.definite = a->definite;
	dtl_status status = read_split(&split, app, err);
	if (status == DTL_OK)
		status = folder  ? write_folder(app, a, &ask, folder, err)
			 : split ? write_parts(app, a, &ask, split, err)
				 : write_one(app, a, &ask, err);
	str_free(&query);
	return status;
}

const command cmd_export = {
	.name = "export",
	.summary = "Write events, and all that they mention, in another format.",
	.usage = "[QUERY…]",
	.details = "The format is that of --format, else of FILE's suffix, else json. "
		   "Formats have options of their own: --list-options names them.",
	.queries = true,
	.group = GROUP_EXCHANGE,
	.needs = NEEDS_READ,
	.use = USE_ASK,
	.format =
	    "what is written, as 'dateline formats' lists it; default: by the suffix of FILE, else json",
	.opts = opts,
	.args_size = sizeof(struct args),
	.max_operands = MANY,
	.settings = SETTINGS_WRITTEN,
	.check = check,
	.run = run,
};
