#include "command.h"
#include "table.h"
#include "term.h"
#include "value.h"
#include "words.h"
#include <dateline/history.h>
#include <dateline/query.h>
#include <string.h>

struct args {
	int64_t limit;
};
static const opt_spec opts[] = {
	{ OPT_NUMBER, 0, "limit", "N", "no more than so many changesets", offsetof(struct args, limit), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

static const table_column columns[] = { { "CHANGESET", 0, 0 }, { "RECORDED", 10, 1 }, { "BY", 4, 2 },
	{ "CLAIMS", 0, 3 }, { "WHAT", 24, 0 } };
enum { COLUMNS = sizeof(columns) / sizeof(*columns), ABBREVIATED = 12 };

typedef struct listing {
	program *app;
	table *table;
	int64_t count;
	char changeset[64]; /* of the steps above */
	str origin;         /* of the step above */
} listing;

static void add_what(str *out, const dtl_changeset *c)
{
	if (c->retracted)
		str_add(out, "(undone) ");
	str_add(out, c->message ? c->message : c->command ? c->command : "");
}

static dtl_status add_row(void *user, const dtl_changeset *c, dtl_error *err)
{
	listing *l = user;
	char claims[24];
	str cell = STR_INIT;
	(void)err;
	l->count++;
	/* On a screen, as much as `undo` needs to find it. */
	str_add_len(&cell, c->uid, l->app->width > 0 ? ABBREVIATED : strlen(c->uid));
	table_cell(l->table, str_get(&cell), c->retracted ? paint_dim(l->app) : paint_bold(l->app));
	str_clear(&cell);
	words_instant(&cell, c->recorded_at);
	table_cell(l->table, str_get(&cell), "");
	table_cell(l->table, c->author, "");
	snprintf(claims, sizeof(claims), "%lld", (long long)c->claims);
	table_cell(l->table, claims, "");
	str_clear(&cell);
	add_what(&cell, c);
	table_cell(l->table, str_get(&cell), "");
	str_free(&cell);
	return DTL_OK;
}

static void json_changeset(FILE *out, const dtl_changeset *c)
{
	json_member(out, true, "changeset", c->uid);
	json_member_int(out, false, "n", c->n);
	json_member_time(out, false, "recorded_at", c->recorded_at);
	json_member(out, false, "author", c->author);
	json_member(out, false, "message", c->message);
	json_member(out, false, "command", c->command);
	json_member_int(out, false, "claims", c->claims);
	json_member_bool(out, false, "undone", c->retracted);
	json_member_bool(out, false, "here", c->here);
}

static dtl_status add_json(void *user, const dtl_changeset *c, dtl_error *err)
{
	listing *l = user;
	(void)err;
	fputs(l->count++ ? ",\n  {" : "\n  {", l->app->out);
	json_changeset(l->app->out, c);
	putc('}', l->app->out);
	return DTL_OK;
}

static dtl_status log_all(program *app, int64_t limit, dtl_error *err)
{
	listing l = { .app = app };
	if (app->common->json) {
		fputs("{\"log\": [", app->out);
		dtl_status status = dtl_log(app->db, limit, add_json, &l, err);
		fputs(l.count ? "\n]}\n" : "]}\n", app->out);
		return status;
	}
	dtl_status status = table_open(&l.table, app, columns, COLUMNS, err);
	if (status == DTL_OK)
		status = dtl_log(app->db, limit, add_row, &l, err);
	dtl_error late;
	dtl_status closed = table_close(l.table, status == DTL_OK ? err : &late);
	return status == DTL_OK ? closed : status;
}

static const char *rank_name(dtl_rank rank)
{
	switch (rank) {
	case DTL_RANK_NORMAL: return "normal";
	case DTL_RANK_PREFERRED: return "preferred";
	case DTL_RANK_DEPRECATED: return "deprecated";
	}
	return "normal";
}

static dtl_status step_json(void *user, const dtl_step *s, dtl_error *err)
{
	listing *l = user;
	FILE *out = l->app->out;
	(void)err;
	fputs(l->count++ ? ",\n  {" : "\n  {", out);
	json_changeset(out, &s->changeset);
	json_member_time(out, false, "known_at", s->known_at);
	json_member(out, false, "source", s->source);
	json_member(out, false, "lane", s->lane);
	json_member(out, false, "said_by", s->speaker);
	json_member(out, false, "locator", s->locator);
	json_member(out, false, "quote", s->quote);
	json_member(out, false, "rank", rank_name(s->rank));
	json_member(out, false, "field", s->field);
	json_member(out, false, "member", s->member);
	json_member_raw(out, false, "before", s->before);
	json_member_raw(out, false, "after", s->after);
	json_member_raw(out, false, "said", s->said);
	json_member_bool(out, false, "counts", s->live);
	putc('}', out);
	return DTL_OK;
}

static void step_heading(listing *l, const dtl_step *s)
{
	str line = STR_INIT;
	const char *bold = paint_bold(l->app);
	if (strcmp(l->changeset, s->changeset.uid) == 0)
		return;
	str_clear(&l->origin);
	snprintf(l->changeset, sizeof(l->changeset), "%s", s->changeset.uid);
	fprintf(l->app->out, "%s%schangeset %s%s%s\n", l->count ? "\n" : "", bold, s->changeset.uid,
	    s->changeset.retracted ? " (undone)" : "", paint_off(bold));
	words_instant(&line, s->changeset.recorded_at);
	if (s->changeset.author)
		str_addf(&line, "%s%s", line.len > 0 ? ", " : "", s->changeset.author);
	if (s->changeset.message)
		str_addf(&line, ": %s", s->changeset.message);
	else if (s->changeset.command)
		str_addf(&line, ": %s", s->changeset.command);
	print_wrapped(l->app, 2, str_get(&line));
	str_free(&line);
}

/* Who says so and since when: one line above what a claim changed. */
static void step_origin(listing *l, const dtl_step *s)
{
	str line = STR_INIT;
	words_day(&line, s->known_at);
	str_addf(&line, ", %s", s->source ? s->source : strcmp(s->lane, "hand") == 0 ? "by hand" : s->lane);
	if (s->speaker)
		str_addf(&line, ", %s", s->speaker);
	if (s->locator)
		str_addf(&line, ", %s", s->locator);
	if (s->rank != DTL_RANK_NORMAL)
		str_addf(&line, ", %s", rank_name(s->rank));
	if (!s->live)
		str_add(&line, ", does not count");
	if (s->quote)
		str_addf(&line, ": “%s”", s->quote);
	if (strcmp(str_get(&line), str_get(&l->origin)) != 0)
		print_wrapped(l->app, 2, str_get(&line));
	str_free(&l->origin);
	l->origin = line;
}

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_member(const dtl_step *s, const char *value)
{
	return s->member && value && strcmp(value, "true") == 0;
}

static void add_change(str *out, const dtl_step *s, const char *tz)
{
	if (!s->field) {
		str_add(out, "removed");
		return;
	}
	/* It is in no row of either: there is one row. */
	if (strcmp(s->field, "same_as") == 0) {
		bool one = s->said && strcmp(s->said, "null") != 0;
		str_add(out, one ? "now one with " : "no longer one with another");
		if (one)
			value_words(out, s->said, tz);
		return;
	}
	str_addf(out, "%s%s%s: ", s->field, s->member ? " " : "", s->member ? s->member : "");
	if (same(s->before, s->after) && same(s->said, s->after)) {
		str_add(out, "said again");
	} else if (same(s->before, s->after)) {
		value_words(out, s->after, tz);
		str_add(out, " stays; said: ");
		value_words(out, s->said, tz);
	} else if (!s->before && is_member(s, s->after)) {
		str_add(out, "added");
	} else if (!s->after && is_member(s, s->before)) {
		str_add(out, "taken away");
	} else {
		if (s->before) {
			value_words(out, s->before, tz);
			str_add(out, " → ");
		}
		value_words(out, s->after, tz);
	}
}

static dtl_status step_words(void *user, const dtl_step *s, dtl_error *err)
{
	listing *l = user;
	str line = STR_INIT;
	(void)err;
	step_heading(l, s);
	step_origin(l, s);
	l->count++;
	add_change(&line, s, l->app->common->tz);
	print_wrapped(l->app, 4, str_get(&line));
	str_free(&line);
	return DTL_OK;
}

static dtl_status log_one(program *app, const char *id, dtl_error *err)
{
	listing l = { .app = app };
	if (!app->common->json) {
		dtl_status told = dtl_history(app->db, DTL_EVENT, id, step_words, &l, err);
		str_free(&l.origin);
		return told;
	}
	fputs("{\"history\": [", app->out);
	dtl_status status = dtl_history(app->db, DTL_EVENT, id, step_json, &l, err);
	fputs(l.count ? "\n]}\n" : "]}\n", app->out);
	return status;
}

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	if (a->limit && app->operand_count > 0)
		return fail(err, DTL_E_ARGUMENT,
		    "--limit is for the log of changesets, not of an event: '%s'", app->operands[0]);
	return DTL_OK;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	return app->operand_count ? log_one(app, app->operands[0], err) : log_all(app, a->limit, err);
}

const command cmd_log = {
	.name = "log",
	.summary = "Print the changesets, newest first, or the history of an event.",
	.usage = "[ID]",
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_JSON | USE_TZ,
	.opts = opts,
	.args_size = sizeof(struct args),
	.max_operands = 1,
	.check = check,
	.run = run,
};
