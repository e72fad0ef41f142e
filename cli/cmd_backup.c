#include "command.h"
#include "value.h"
#include <string.h>
#include <sys/stat.h>

struct args {
	bool verbose;
};
static const opt_spec opts[] = {
	{ OPT_FLAG, 'v', "verbose", NULL, "say what the copy holds", offsetof(struct args, verbose), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	(void)args;
	if (strcmp(app->operands[0], "-") == 0)
		return fail(err, DTL_E_ARGUMENT,
		    "a backup is a file: what can be written to standard output, 'dateline dump' writes");
	if (!*app->operands[0])
		return fail(err, DTL_E_ARGUMENT, "the name of the backup is empty");
	return DTL_OK;
}

/* What stands in the copy: that it can be opened and read is looked at in passing. */
static dtl_status count(dtl_counts *out, const char *path, dtl_error *err)
{
	dtl_db *copy = NULL;
	dtl_status status = dtl_db_open(&copy, path, DTL_OPEN_READ, NULL, err);
	if (status == DTL_OK)
		status = dtl_db_count(copy, out, err);
	dtl_db_close(copy);
	return status;
}

static void print_json(program *app, const char *path, const dtl_counts *c)
{
	struct stat st;
	putc('{', app->out);
	json_member(app->out, true, "file", path);
	json_member_int(app->out, false, "bytes", stat(path, &st) == 0 ? (int64_t)st.st_size : 0);
	json_member_int(app->out, false, "events", c->events);
	json_member_int(app->out, false, "claims", c->claims);
	json_member_int(app->out, false, "changesets", c->changesets);
	fputs("}\n", app->out);
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	const char *path = app->operands[0];
	dtl_counts c;
	dtl_status status = dtl_db_backup(app->db, path, err);
	if (status == DTL_OK)
		status = count(&c, path, err);
	if (status == DTL_OK && app->common->json)
		print_json(app, path, &c);
	else if (status == DTL_OK && a->verbose)
		app_note(app, "copied to '%s': %lld events, %lld claims in %lld changesets", path,
		    (long long)c.events, (long long)c.claims, (long long)c.changesets);
	return status;
}

const command cmd_backup = {
	.name = "backup",
	.summary = "Copy the timeline to a new file, while others write.",
	.usage = "FILE",
	.details =
	    "The copy is the timeline as it is at one moment, and a timeline of its own. FILE appears when it\n"
	    "is whole, or not at all; one that is there already is left as it is. Copies made with cp may lack\n"
	    "what stands in the files beside a timeline that is in use.",
	.group = GROUP_CARE,
	.needs = NEEDS_READ,
	.use = USE_JSON,
	.opts = opts,
	.args_size = sizeof(struct args),
	.min_operands = 1,
	.max_operands = 1,
	.check = check,
	.run = run,
};
