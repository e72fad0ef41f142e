#include "ask.h"
#include "command.h"
#include "events.h"
#include "explain.h"
#include <string.h>

struct args {
	const char *sort, *after;
	bool reverse, definite, explain, verbose;
	int64_t limit;
};
static const opt_spec opts[] = {
	{ OPT_TEXT, 0, "sort", "KEY", "by start (the default), title, known, id or relevance",
	    offsetof(struct args, sort), 0 },
	{ OPT_FLAG, 'r', "reverse", NULL, "the other way round", offsetof(struct args, reverse), 0 },
	{ OPT_NUMBER, 0, "limit", "N", "no more than so many", offsetof(struct args, limit), 0 },
	{ OPT_TEXT, 0, "after", "ID", "only what follows this event in that order",
	    offsetof(struct args, after), 0 },
	{ OPT_FLAG, 0, "definite", NULL, "only what matches for certain", offsetof(struct args, definite),
	    0 },
	{ OPT_FLAG, 'v', "verbose", NULL, "where --limit cut the answer, say how to go on",
	    offsetof(struct args, verbose), 0 },
	EXPLAIN_OPTION(offsetof(struct args, explain)),
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
	{ "relevance", DTL_SORT_RELEVANCE },
};

static dtl_status read_sort(dtl_sort *out, const char *name, dtl_error *err)
{
	*out = DTL_SORT_START;
	for (size_t i = 0; name && i < sizeof(sorts) / sizeof(*sorts); i++)
		if (strcmp(sorts[i].name, name) == 0) {
			*out = sorts[i].sort;
			return DTL_OK;
		}
	return name ? fail(err, DTL_E_ARGUMENT, "--sort is start, title, known, id or relevance: '%s'", name)
		    : DTL_OK;
}

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	const dtl_exporter *exporter = NULL;
	dtl_sort sort;
	dtl_status status = read_sort(&sort, a->sort, err);
	return status == DTL_OK ? ask_format(&exporter, app, err) : status;
}

/* ID or ID#TIME, one time of an event that recurs, as the note says how to go on. `room` holds the ID. */
static void read_after(dtl_ask *ask, str *room, const char *after)
{
	const char *time = strrchr(after, '#');
	bool timed = time && strlen(time) > 8 && strspn(time + 1, "0123456789-:T") == strlen(time + 1);
	str_addf(room, "%.*s", timed ? (int)(time - after) : (int)strlen(after), after);
	ask->after = str_get(room);
	ask->after_occurrence = timed ? time + 1 : NULL;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	const dtl_exporter *exporter = NULL;
	str query = STR_INIT, after = STR_INIT;
	dtl_ask ask = ask_start(app);
	ask_query(&query, app);
	ask.query = str_get(&query);
	ask.reverse = a->reverse;
	ask.limit = a->limit;
	ask.definite = a->definite;
	ask.unfold = true;
	if (a->after)
		read_after(&ask, &after, a->after);
	int64_t count = 0;
	dtl_status status = read_sort(&ask.sort, a->sort, err);
	if (status == DTL_OK)
		status = ask_format(&exporter, app, err);
	ask.brief = a->explain && !exporter;
	if (status == DTL_OK && a->explain)
		status = explain_print(app, &ask, err);
	else if (status == DTL_OK && exporter)
		status = ask_export(app, &ask, exporter, err);
	else if (status == DTL_OK &&
		 (status = events_page(app, &ask, a->verbose || app->terminal, &count, err)) == DTL_OK)
		ask_found(app, count);
	str_free(&query);
	str_free(&after);
	return status;
}

const command cmd_list = {
	.name = "list",
	.summary = "List every event that matches.",
	.usage = "[QUERY…]",
	.details = "A date matches when it is possible; --definite asks for certain ones.",
	.queries = true,
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_ASK | USE_TZ,
	.opts = opts,
	.args_size = sizeof(struct args),
	.max_operands = MANY,
	.check = check,
	.run = run,
};
