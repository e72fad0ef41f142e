#include "ask.h"
#include "command.h"
#include "output.h"
#include "table.h"
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

static const dtl_exporter *by_suffix(const char *path)
{
	const char *dot = path ? strrchr(path, '.') : NULL;
	const dtl_exporter *e;
	for (size_t i = 0; dot && (e = dtl_exporter_at(i)); i++)
		if (e->suffix && strcmp(e->suffix, dot + 1) == 0)
			return e;
	return dtl_exporter_find("json");
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
	return status;
}

static void left_out(void *user, int64_t count, const char *why)
{
	app_note(user, "%lld event%s left out: %s", (long long)count, count == 1 ? "" : "s", why);
}

static dtl_status write_all(program *app, const struct args *a, const dtl_ask *ask, FILE *out, dtl_error *err)
{
	const dtl_exporter *exporter;
	int64_t count = 0;
	dtl_export_options options = {
		.as_of = app->has_as_of ? app->as_of_text : NULL,
		.definitions = true,
		.settings = app->line.settings,
		.setting_count = app->line.setting_count,
		.left_out = left_out,
		.left_out_user = app,
	};
	dtl_status status = find_exporter(&exporter, app, a, err);
	if (status == DTL_OK)
		status = dtl_export(app->db, ask, exporter, &options, out, &count, err);
	if (status == DTL_OK)
		ask_found(app, count);
	return status;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	str query = STR_INIT;
	output file = { 0 };
	dtl_ask ask = ask_start(app);
	ask_query(&query, app);
	ask.query = str_get(&query);
	ask.definite = a->definite;
	dtl_status status = output_open(&file, app, a->output, err);
	if (status == DTL_OK)
		status = write_all(app, a, &ask, file.file, err);
	status = output_close(&file, status, err);
	str_free(&query);
	return status;
}

const command cmd_export = {
	.name = "export",
	.summary = "Write events, and all that they mention, in another format.",
	.usage = "[QUERY…]",
	.details = "The format is that of --format, else of FILE's suffix, else json. "
		   "Formats have options of their own: --list-options names them.",
	.group = GROUP_EXCHANGE,
	.needs = NEEDS_READ,
	.use = USE_ASK,
	.format =
	    "what is written, as 'dateline formats' lists it; default: by the suffix of FILE, else json",
	.opts = opts,
	.args_size = sizeof(struct args),
	.max_operands = MANY,
	.settings = true,
	.check = check,
	.run = run,
};
