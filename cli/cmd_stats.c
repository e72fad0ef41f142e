#include "ask.h"
#include "chart.h"
#include "command.h"
#include "stats_out.h"
#include "term.h"
#include <inttypes.h>
#include <string.h>

struct args {
	const char *by;
	bool below, definite;
	int64_t limit, columns;
};
static const opt_spec opts[] = {
	{ OPT_TEXT, 0, "by", "KEY[,KEY]",
	    "what to count by; two make a table of rows and columns. The keys stand below",
	    offsetof(struct args, by), 0 },
	{ OPT_NUMBER, 0, "limit", "N", "the N largest rows", offsetof(struct args, limit), 0 },
	{ OPT_NUMBER, 0, "columns", "N", "the N largest columns", offsetof(struct args, columns), 0 },
	{ OPT_FLAG, 0, "below", NULL,
	    "what is at a place or on a topic counts at every place and topic above it, too",
	    offsetof(struct args, below), 0 },
	{ OPT_FLAG, 0, "definite", NULL, "only what matches for certain", offsetof(struct args, definite),
	    0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

enum { BUSIEST = 10 };

/* What is counted without --by. */
static const struct {
	const char *by, *heading;
	int64_t most;
} overview[] = {
	{ "year", "By year", 0 },
	{ "type", "By type", BUSIEST },
	{ "status", "By status", 0 },
	{ "actor", "Busiest actors", BUSIEST },
	{ "pair", "Who meets whom", BUSIEST },
};
enum { OVERVIEW = sizeof(overview) / sizeof(*overview) };

/* The two keys of --by, cut at the comma. */
typedef struct keys {
	str row, column;
} keys;

static dtl_status read_keys(keys *out, const char *by, dtl_error *err)
{
	const char *comma = strchr(by, ',');
	*out = (keys){ STR_INIT, STR_INIT };
	str_add_len(&out->row, by, comma ? (size_t)(comma - by) : strlen(by));
	if (!comma)
		return DTL_OK;
	str_add(&out->column, comma + 1);
	if (strchr(comma + 1, ','))
		return fail(err, DTL_E_ARGUMENT, "--by takes one key, or two: '%s'", by);
	if (strcmp(str_get(&out->row), str_get(&out->column)) == 0)
		return fail(err, DTL_E_ARGUMENT, "--by takes two different keys: '%s'", by);
	return DTL_OK;
}

static void note_left_out(program *app, const dtl_stat_axis *axis, const char *what)
{
	if (axis->left_out > 0)
		app_note(app, "%" PRId64 " more %s are left out: their counts sum to %" PRId64,
		    axis->left_out, what, axis->left_out_count);
}

/* Only where it shows. */
static void note_several(program *app, const dtl_stats *stats, const dtl_stat_axis *axis)
{
	int64_t sum = axis->left_out_count;
	for (size_t i = 0; i < axis->count; i++)
		sum += axis->values[i].count;
	if (sum > stats->total)
		app_note(app,
		    "an event counts under each %s that it has: %" PRId64 " in all, of %" PRId64 " events",
		    axis->by->name, sum, stats->total);
}

static void say_total(const program *app, const dtl_stats *stats)
{
	fprintf(app->out, "%s%" PRId64 " event%s%s\n", paint_bold(app), stats->total,
	    stats->total == 1 ? "" : "s", paint_off(paint_bold(app)));
}

/* Without --by: several small tables under each other. */
static dtl_status print_overview(program *app, const dtl_stats *stats, dtl_error *err)
{
	dtl_status status = DTL_OK;
	const char *bold = paint_bold(app), *dim = paint_dim(app);
	say_total(app, stats);
	for (size_t i = 0; i < stats->table_count && status == DTL_OK; i++) {
		const dtl_stat_axis *rows = &stats->tables[i].rows;
		bool said = rows->count > 1 || (rows->count == 1 && rows->values[0].key);
		if (!said)
			continue;
		fprintf(app->out, "\n%s%s%s\n", bold, overview[i].heading, paint_off(bold));
		status = chart_bars(app, rows, err);
		if (rows->left_out > 0)
			fprintf(
			    app->out, "%s… and %" PRId64 " more%s\n", dim, rows->left_out, paint_off(dim));
	}
	return status;
}

static dtl_status print_table(program *app, const dtl_stats *stats, dtl_error *err)
{
	const dtl_stat_table *t = &stats->tables[0];
	dtl_status status = t->columns.by ? chart_matrix(app, stats, 0, err) : chart_bars(app, &t->rows, err);
	note_left_out(app, &t->rows, "rows");
	note_left_out(app, &t->columns, "columns");
	note_several(app, stats, &t->rows);
	note_several(app, stats, &t->columns);
	return status;
}

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	stats_format format;
	keys k;
	dtl_status status = stats_format_read(&format, app, err);
	if (status != DTL_OK || !a->by)
		return status;
	status = read_keys(&k, a->by, err);
	if (status == DTL_OK)
		status = stats_key_check(str_get(&k.row), err);
	if (status == DTL_OK && k.column.len > 0)
		status = stats_key_check(str_get(&k.column), err);
	str_free(&k.row);
	str_free(&k.column);
	return status;
}

/* Fill what is asked for; *count tables. */
static size_t plan(dtl_stat_by by[OVERVIEW], const struct args *a, const keys *k)
{
	if (a->by) {
		by[0] = (dtl_stat_by){ str_get(&k->row), k->column.len ? str_get(&k->column) : NULL, a->limit,
			a->columns };
		return 1;
	}
	for (size_t i = 0; i < OVERVIEW; i++)
		by[i] = (dtl_stat_by){ .row = overview[i].by,
			.most_rows = overview[i].most && a->limit ? a->limit : overview[i].most };
	return OVERVIEW;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	dtl_stat_by by[OVERVIEW];
	dtl_stats *stats = NULL;
	stats_format format = STATS_TABLE;
	keys k = { STR_INIT, STR_INIT };
	str query = STR_INIT;
	dtl_ask ask = ask_start(app);
	ask_query(&query, app);
	ask.query = str_get(&query);
	ask.definite = a->definite;
	dtl_status status = stats_format_read(&format, app, err);
	if (status == DTL_OK && a->by)
		status = read_keys(&k, a->by, err);
	size_t count = plan(by, a, &k);
	if (status == DTL_OK)
		status = dtl_stats_find(&stats, app->db, &ask, by, count, a->below, err);
	if (status == DTL_OK && format != STATS_TABLE)
		stats_write(app, stats, format, !a->by);
	else if (status == DTL_OK && stats->total > 0)
		status = a->by ? print_table(app, stats, err) : print_overview(app, stats, err);
	if (status == DTL_OK)
		ask_found(app, stats->total);
	dtl_stats_free(stats);
	str_free(&k.row);
	str_free(&k.column);
	str_free(&query);
	return status;
}

const command cmd_stats = {
	.name = "stats",
	.summary = "Count events by year, type, actor, pair of actors and more.",
	.usage = "[QUERY…]",
	.details =
	    "Without --by an overview. The keys: year, month, type, level, status, state (where it stands today),\n"
	    "topic, place, country, series, source, actor (as named), party (for whom they act on that day: a\n"
	    "state, an organisation of states, or themselves), pair (of parties: who meets whom), named-pair.\n\n"
	    "An event counts under the year or month in which it begins; where its date leaves open which one\n"
	    "that is, under a span of its own. One that recurs counts once, or, where the query asks for a window,\n"
	    "each time that falls into it. Projected editions count only if the query says is:projected. An event\n"
	    "with several actors, pairs, topics or sources counts under each, so that sums may exceed the total.\n\n"
	    "Queries are as in 'dateline help queries'.",
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_ASK,
	.format = "how the counts are written: table (the default), json, ndjson, csv or tsv",
	.opts = opts,
	.args_size = sizeof(struct args),
	.max_operands = MANY,
	.check = check,
	.run = run,
};
