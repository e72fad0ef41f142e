#include "command.h"
#include "findings.h"
#include "value.h"

struct args {
	bool verify;
};
static const opt_spec opts[] = {
	{ OPT_FLAG, 0, "verify", NULL, "change nothing: compare with a fresh fold, exit 1 where they differ",
	    offsetof(struct args, verify), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static void print_json(const program *app, const dtl_counts *counts)
{
	putc('{', app->out);
	json_member_int(app->out, true, "events", counts->events);
	json_member_int(app->out, false, "versions", counts->versions);
	json_member_int(app->out, false, "claims", counts->claims);
	fputs("}\n", app->out);
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	dtl_counts counts;
	dtl_status status = app_open(app, a->verify ? DTL_OPEN_READ : DTL_OPEN_WRITE, err);
	if (status != DTL_OK || a->verify)
		return status == DTL_OK ? findings_print(app, true, err) : status;
	status = dtl_db_rebuild(app->db, err);
	if (status == DTL_OK)
		status = dtl_db_count(app->db, &counts, err);
	if (status == DTL_OK && app->common->json)
		print_json(app, &counts);
	else if (status == DTL_OK)
		app_note(app, "rebuilt: %lld events in %lld versions from %lld claims",
		    (long long)counts.events, (long long)counts.versions, (long long)counts.claims);
	return status;
}

const command cmd_rebuild = {
	.name = "rebuild",
	.summary = "Make the derived tables anew from the ledger.",
	.group = GROUP_CARE,
	.needs = NEEDS_ITSELF,
	.use = USE_JSON,
	.opts = opts,
	.args_size = sizeof(struct args),
	.run = run,
};
