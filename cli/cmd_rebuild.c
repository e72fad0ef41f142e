#include "command.h"
#include "findings.h"

struct args {
	bool verify;
};
static const opt_spec opts[] = {
	{ OPT_FLAG, 0, "verify", NULL, "change nothing: compare with a fresh fold, exit 1 where they differ",
	    offsetof(struct args, verify), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	if (app->common->json && !a->verify)
		return fail(err, DTL_E_ARGUMENT, "--json is for 'rebuild --verify'");
	return DTL_OK;
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
	if (status == DTL_OK)
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
	.check = check,
	.run = run,
};
