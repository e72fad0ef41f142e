#include "command.h"
#include "value.h"

struct args {
	bool bare;
};
static const opt_spec opts[] = {
	{ OPT_FLAG, 0, "bare", NULL, "without the countries and areas of ISO 3166",
	    offsetof(struct args, bare), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

/* A file that is there is left alone: it is one already, or it is something else. */
static dtl_status refuse_existing(program *app, dtl_error *err)
{
	if (app_is_blank(app))
		return DTL_OK;
	dtl_status status = app_open(app, DTL_OPEN_READ, err);
	return status == DTL_OK ? fail(err, DTL_E_EXISTS, "there is a timeline already: '%s'", app->path)
				: status;
}

static void print_json(const program *app, const dtl_counts *counts)
{
	putc('{', app->out);
	json_member(app->out, true, "file", app->path);
	json_member_int(app->out, false, "actors", counts->actors);
	fputs("}\n", app->out);
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	dtl_counts counts;
	dtl_status status = refuse_existing(app, err);
	if (status == DTL_OK)
		status = app_open(app, a->bare ? DTL_OPEN_BARE : DTL_OPEN_CREATE, err);
	if (status == DTL_OK && !dtl_db_is_new(app->db))
		status = fail(err, DTL_E_EXISTS, "there is a timeline already: '%s'", app->path);
	if (status == DTL_OK)
		status = dtl_db_count(app->db, &counts, err);
	if (status == DTL_OK && app->common->json)
		print_json(app, &counts);
	else if (status == DTL_OK)
		app_note(app, "%s '%s', with %lld actors", app->common->dry_run ? "would make" : "made",
		    app->path, (long long)counts.actors);
	return status;
}

const command cmd_init = {
	.name = "init",
	.summary = "Make the timeline, with the countries of ISO 3166 as actors.",
	.group = GROUP_CARE,
	.needs = NEEDS_ITSELF,
	.use = USE_DRY_RUN | USE_JSON,
	.opts = opts,
	.args_size = sizeof(struct args),
	.run = run,
};
