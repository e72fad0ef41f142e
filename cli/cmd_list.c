#include "ask.h"
#include "command.h"
#include "events.h"
#include <string.h>

struct args {
	const char *sort;
	bool reverse, definite;
	int64_t limit;
};
static const opt_spec opts[] = {
	{ OPT_TEXT, 0, "sort", "KEY", "by start (the default), title, known or id",
	    offsetof(struct args, sort), 0 },
	{ OPT_FLAG, 'r', "reverse", NULL, "the other way round", offsetof(struct args, reverse), 0 },
	{ OPT_NUMBER, 0, "limit", "N", "no more than so many", offsetof(struct args, limit), 0 },
	{ OPT_FLAG, 0, "definite", NULL, "only what matches for certain", offsetof(struct args, definite),
	    0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static const struct {
	const char *name;
	dtl_sort sort;
} sorts[] = {
	{ "start", DTL_SORT_START },
	{ "title", DTL_SORT_TITLE },
	{ "known", DTL_SORT_KNOWN },
	{ "id", DTL_SORT_ID },
};

static dtl_status read_sort(dtl_sort *out, const char *name, dtl_error *err)
{
	*out = DTL_SORT_START;
	for (size_t i = 0; name && i < sizeof(sorts) / sizeof(*sorts); i++)
		if (strcmp(sorts[i].name, name) == 0) {
			*out = sorts[i].sort;
			return DTL_OK;
		}
	return name ? fail(err, DTL_E_ARGUMENT, "--sort is start, title, known or id: '%s'", name) : DTL_OK;
}

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	const dtl_exporter *exporter;
	dtl_sort sort;
	dtl_status status = read_sort(&sort, a->sort, err);
	return status == DTL_OK ? ask_format(&exporter, app, err) : status;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	const dtl_exporter *exporter;
	str query = STR_INIT;
	dtl_ask ask = ask_start(app);
	ask_query(&query, app);
	ask.query = str_get(&query);
	ask.reverse = a->reverse;
	ask.limit = a->limit;
	ask.definite = a->definite;
	ask.unfold = true;
	int64_t count = 0;
	dtl_status status = read_sort(&ask.sort, a->sort, err);
	if (status == DTL_OK)
		status = ask_format(&exporter, app, err);
	if (status == DTL_OK && exporter)
		status = ask_export(app, &ask, exporter, err);
	else if (status == DTL_OK && (status = events_table(app, &ask, &count, err)) == DTL_OK)
		ask_found(app, count);
	str_free(&query);
	return status;
}

const command cmd_list = {
	.name = "list",
	.summary = "List every event that matches.",
	.usage = "[QUERY…]",
	.details =
	    "A query is words and fields, all of which must match: 'actor:china topic:cybersecurity',\n"
	    "'date:2013-07', 'type:summit status:announced', 'place:washington', 'source:ID', 'series:ID'.\n"
	    "A date matches when it is possible; --definite asks for certain ones.",
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_ASK | USE_TZ,
	.opts = opts,
	.args_size = sizeof(struct args),
	.max_operands = MANY,
	.check = check,
	.run = run,
};
