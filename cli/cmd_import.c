#include "change.h"
#include "command.h"
#include "folder.h"
#include "input.h"
#include "output.h"
#include "value.h"
#include <stdlib.h>
#include <string.h>

struct args {
	const char *rejects;
	bool link_actors;
};
static const opt_spec opts[] = {
	{ OPT_TEXT, 0, "rejects", "FILE",
	    "write what is refused to FILE: of calendars a calendar, else lines of JSON",
	    offsetof(struct args, rejects), 0 },
	{ OPT_FLAG, 0, "link-actors", NULL, "actors whose names or aliases stand in a title take part",
	    offsetof(struct args, link_actors), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

typedef struct job {
	program *app;
	input *inputs;
	const input *current;
	output rejects;                /* --rejects; no file: none */
	const dtl_importer *format;    /* as --format says, or NULL */
	const dtl_importer *rejecting; /* what the file of them is a file of, once there is one */
	FILE *told;                    /* the refused for --json, into `list` */
	char *list;
	size_t list_len;
	dtl_import_counts sum;
} job;

static dtl_status find_format(const dtl_importer **out, const program *app, dtl_error *err)
{
	const char *name = app->common->format;
	*out = name ? dtl_importer_find(name) : NULL;
	if (!name || *out)
		return DTL_OK;
	str names = STR_INIT;
	const dtl_importer *in;
	for (size_t i = 0; (in = dtl_importer_at(i)); i++)
		str_addf(&names, "%s%s", i ? ", " : "", in->name);
	dtl_status status =
	    fail(err, DTL_E_ARGUMENT, "no such format to read: '%s': there are %s", name, str_get(&names));
	str_free(&names);
	return status;
}

static void json_reject(FILE *out, const job *j, const dtl_entry *entry, const dtl_error *why)
{
	char *doc = entry->doc ? dtl_entry_print(entry) : NULL;
	putc('{', out);
	json_member(out, true, "file", j->current->name);
	json_member_int(out, false, "line", why->line ? why->line : entry->line);
	json_member(out, false, "path", entry->path);
	json_member(out, false, "kind", dtl_kind_name(entry->kind));
	json_member(out, false, "reason", why->text);
	json_member(out, false, "source", entry->source);
	json_member_raw(out, false, "entry", doc);
	putc('}', out);
	free(doc);
}

/* Into --rejects: the text of a calendar's, between what begins and ends one; of others a line of JSON. */
static void keep_reject(job *j, const dtl_entry *entry, const dtl_error *why)
{
	const dtl_importer *format = j->current->importer;
	FILE *out = j->rejects.file;
	if (!out)
		return;
	if (!j->rejecting && format->reject_head)
		fputs(format->reject_head, out);
	if (!j->rejecting)
		j->rejecting = format;
	if (j->rejecting->reject_head) {
		fputs(entry->text ? entry->text : "", out);
		return;
	}
	json_reject(out, j, entry, why);
	putc('\n', out);
}

static void reject(void *user, const dtl_entry *entry, const dtl_error *why)
{
	job *j = user;
	str line = STR_INIT;
	long number = why->line ? why->line : entry->line;
	str_addf(&line, "dateline: %s:", j->current->name);
	if (number > 0)
		str_addf(&line, "%ld:", number);
	str_addf(&line, " %s: rejected", why->text);
	print_words(stderr, str_get(&line));
	putc('\n', stderr);
	str_free(&line);
	keep_reject(j, entry, why);
	fputs(ftell(j->told) > 0 ? ",\n  " : "\n  ", j->told);
	json_reject(j->told, j, entry, why);
}

/* The input is not to be lost before it is read. */
static dtl_status open_rejects(job *j, const char *path, dtl_error *err)
{
	for (size_t i = 0; i < j->app->operand_count; i++)
		if (output_is(path, j->app->operands[i]))
			return fail(err, DTL_E_ARGUMENT, "cannot write over what is to be read: '%s'", path);
	return output_open(&j->rejects, j->app, path, err);
}

static dtl_status open_all(job *j, const struct args *a, dtl_error *err)
{
	program *app = j->app;
	const dtl_importer *format;
	dtl_status status = find_format(&format, app, err);
	j->inputs = calloc(app->operand_count, sizeof(*j->inputs));
	j->told = open_memstream(&j->list, &j->list_len);
	if (!j->inputs || !j->told)
		return fail_memory(err);
	j->format = format;
	for (size_t i = 0; status == DTL_OK && i < app->operand_count; i++)
		if (!folder_is(app->operands[i]))
			status = input_open(&j->inputs[i], app, app->operands[i], format, err);
	return status == DTL_OK && a->rejects ? open_rejects(j, a->rejects, err) : status;
}

/* A file that is open. */
static dtl_status read_one(job *j, dtl_write *w, const input *in, dtl_error *err)
{
	dtl_import_counts counts = { 0 };
	const dtl_import_options options = { j->app->line.settings, j->app->line.setting_count };
	j->current = in;
	j->app->where = in->name;
	if (j->rejecting && !j->rejecting->reject_head != !in->importer->reject_head)
		return fail(
		    err, DTL_E_ARGUMENT, "--rejects is a file of one format: import calendars on their own");
	dtl_status status = dtl_importer_check(in->importer, options.settings, options.setting_count, err);
	if (status == DTL_OK)
		status = dtl_write_import(w, in->importer, &options, in->file, &counts, reject, j, err);
	j->sum.new_things += counts.new_things;
	j->sum.updated += counts.updated;
	j->sum.unchanged += counts.unchanged;
	j->sum.rejected += counts.rejected;
	return status;
}

/* Its files one after the other: there may be more than can be open. */
static dtl_status read_folder(job *j, dtl_write *w, const char *path, dtl_error *err)
{
	folder f;
	dtl_status status = folder_read(&f, path, err);
	j->app->several = true;
	for (size_t i = 0; status == DTL_OK && i < f.count; i++) {
		input in;
		status = input_open(&in, j->app, f.paths[i], j->format, err);
		if (status == DTL_OK)
			status = read_one(j, w, &in, err);
		input_close(&in);
		if (status != DTL_OK && j->app->where) /* the name goes with the folder's list */
			j->app->where = j->app->where_kept = strdup(f.paths[i]);
	}
	folder_free(&f);
	return status;
}

static dtl_status read_all(job *j, dtl_write *w, dtl_error *err)
{
	dtl_status status = DTL_OK;
	j->app->several = j->app->operand_count > 1;
	for (size_t i = 0; status == DTL_OK && i < j->app->operand_count; i++)
		status = folder_is(j->app->operands[i]) ? read_folder(j, w, j->app->operands[i], err)
							: read_one(j, w, &j->inputs[i], err);
	if (status == DTL_OK)
		j->app->where = NULL;
	return status;
}

/* The members between "changeset" and "changes". */
static void add_counts(str *out, job *j)
{
	fflush(j->told);
	str_addf(out, ", \"new\": %lld, \"updated\": %lld", (long long)j->sum.new_things,
	    (long long)j->sum.updated);
	str_addf(out, ", \"unchanged\": %lld, \"rejected\": %lld", (long long)j->sum.unchanged,
	    (long long)j->sum.rejected);
	str_addf(out, ", \"rejects\": [%s%s]", j->list ? j->list : "", j->list_len > 0 ? "\n" : "");
}

static void print_counts(program *app, const dtl_import_counts *c)
{
	if (app->common->json || app->common->quiet)
		return;
	fprintf(app->out, "%lld new, %lld updated, %lld unchanged, %lld rejected\n", (long long)c->new_things,
	    (long long)c->updated, (long long)c->unchanged, (long long)c->rejected);
}

static dtl_status take_all(job *j, dtl_error *err)
{
	dtl_write *w = NULL;
	str counts = STR_INIT;
	dtl_status status = change_begin(&w, j->app, err);
	if (status == DTL_OK)
		status = read_all(j, w, err);
	if (status == DTL_OK) {
		add_counts(&counts, j);
		status = change_commit(w, j->app, TELL_ASKED, str_get(&counts), NULL, err);
	}
	if (status == DTL_OK)
		print_counts(j->app, &j->sum);
	j->app->rejected = j->sum.rejected > 0;
	str_free(&counts);
	dtl_write_free(w);
	return status;
}

static dtl_status close_all(job *j, dtl_status status, dtl_error *err)
{
	if (j->rejects.file && j->rejecting && j->rejecting->reject_tail)
		fputs(j->rejecting->reject_tail, j->rejects.file);
	status = output_close(&j->rejects, status, err);
	for (size_t i = 0; j->inputs && i < j->app->operand_count; i++)
		input_close(&j->inputs[i]);
	free(j->inputs);
	if (j->told)
		fclose(j->told);
	free(j->list);
	return status;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	job j = { .app = app };
	app->link_actors = a->link_actors;
	dtl_status status = open_all(&j, args, err);
	if (status == DTL_OK)
		status = app_open(app, DTL_OPEN_CREATE, err);
	if (status == DTL_OK)
		status = take_all(&j, err);
	return close_all(&j, status, err);
}

const command cmd_import = {
	.name = "import",
	.summary = "Read reports, calendars and other timelines.",
	.usage = "FILE…",
	.details =
	    "'-' is standard input, a folder the calendars (*.ics) in it. The format is recognised from the content, or named with --format.\n"
	    "A file that cannot be read to its end is refused whole, and nothing of the others is taken; an\n"
	    "entry that is refused is named with its line, the rest is taken, and the exit code is 4.",
	.group = GROUP_EXCHANGE,
	.needs = NEEDS_ITSELF,
	.use = USE_CLAIMS | USE_FORMAT,
	.format = "what is read, as 'dateline formats' lists it; default: recognised from the content",
	.opts = opts,
	.args_size = sizeof(struct args),
	.min_operands = 1,
	.max_operands = MANY,
	.settings = SETTINGS_READ,
	.run = run,
};
