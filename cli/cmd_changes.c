#include "ask.h"
#include "brief.h"
#include "command.h"
#include "term.h"
#include "value.h"
#include "words.h"
#include <string.h>

struct args {
	const char *since;
};
static const opt_spec opts[] = {
	{ OPT_TEXT, 0, "since", "WHEN",
	    "a day or instant from which on it was recorded, or a changeset behind which (its first digits will do)",
	    offsetof(struct args, since), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

typedef struct listing {
	program *app;
	int64_t count;
	char changeset[33]; /* of the events above */
} listing;

/* ---- in words ---- */

static void print_changeset(listing *l, const dtl_changeset *c)
{
	str line = STR_INIT;
	const char *bold = paint_bold(l->app), *what = c->message ? c->message : c->command;
	if (strcmp(l->changeset, c->uid) == 0)
		return;
	snprintf(l->changeset, sizeof(l->changeset), "%s", c->uid);
	fprintf(l->app->out, "%s%schangeset %s%s\n", l->count ? "\n" : "", bold, c->uid, paint_off(bold));
	words_instant(&line, c->recorded_at);
	if (c->author)
		str_addf(&line, "%s%s", line.len > 0 ? ", " : "", c->author);
	if (what)
		str_addf(&line, ": %s", what);
	print_wrapped(l->app, 2, str_get(&line));
	str_free(&line);
}

static void add_title(str *out, const dtl_changed *c)
{
	str_add(out, c->id);
	if (c->title && strcmp(c->title, c->id) != 0)
		str_addf(out, " (%s)", c->title);
	str_add(out, c->made ? ": new" : c->gone ? ": gone" : ":");
}

static void add_change(str *out, const dtl_field_change *f, const char *tz)
{
	str_addf(out, "%s: ", f->field);
	if (f->before) {
		value_words(out, f->before, tz);
		str_add(out, " → ");
	}
	value_words(out, f->after, tz);
}

static dtl_status add_words(void *user, const dtl_changed *c, dtl_error *err)
{
	listing *l = user;
	str line = STR_INIT;
	(void)err;
	print_changeset(l, c->changeset);
	l->count++;
	add_title(&line, c);
	print_wrapped(l->app, 2, str_get(&line));
	for (size_t i = 0; i < c->field_count && !c->gone; i++) {
		str_clear(&line);
		add_change(&line, &c->fields[i], l->app->common->tz);
		print_wrapped(l->app, 4, str_get(&line));
	}
	str_free(&line);
	return DTL_OK;
}

/* ---- in JSON ---- */

static dtl_status add_json(void *user, const dtl_changed *c, dtl_error *err)
{
	listing *l = user;
	FILE *out = l->app->out;
	(void)err;
	fputs(l->count++ ? ",\n  {" : "{\"changes\": [\n  {", out);
	json_member(out, true, "id", c->id);
	json_member(out, false, "key", c->key);
	json_member(out, false, "title", c->title);
	fputs(", \"fields\": [", out);
	for (size_t i = 0; i < c->field_count; i++) {
		fputs(i ? ", {" : "{", out);
		json_member(out, true, "field", c->fields[i].field);
		json_member_raw(out, false, "before", c->fields[i].before);
		json_member_raw(out, false, "after", c->fields[i].after);
		putc('}', out);
	}
	putc(']', out);
	json_member(out, false, "changeset", c->changeset->uid);
	putc('}', out);
	return DTL_OK;
}

/* ---- the command ---- */

static dtl_status find(program *app, listing *l, const dtl_since *since, char last[33], dtl_error *err)
{
	return dtl_changes(app->db, since, app->has_as_of ? app->as_of : DTL_TIME_MAX,
	    app->common->json ? add_json : add_words, l, last, err);
}

static bool looks_like_changeset(const char *text)
{
	size_t len = strlen(text);
	return len >= 4 && len <= 32 && strspn(text, "0123456789abcdef") == len;
}

/* A day or instant; digits alone ("20130604") may be a changeset as well, and are looked for first. */
static dtl_status find_since(program *app, listing *l, const char *text, char last[33], dtl_error *err)
{
	dtl_since since = { .changeset = looks_like_changeset(text) ? text : NULL };
	day_span day;
	dtl_error why;
	if (since.changeset) {
		dtl_status status = find(app, l, &since, last, err);
		bool day_too = status == DTL_E_NOTFOUND &&
			       day_read(&day, app, "--since", text, app->today, &why) == DTL_OK;
		if (!day_too)
			return status;
	} else {
		dtl_status status = day_read(&day, app, "--since", text, app->today, err);
		if (status != DTL_OK)
			return status;
	}
	since = (dtl_since){ .recorded = day.first };
	return find(app, l, &since, last, err);
}

static dtl_status check(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	(void)app;
	if (!a->since)
		return fail(err, DTL_E_ARGUMENT, "'changes' needs --since: a day, an instant or a changeset");
	return DTL_OK;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	const struct args *a = args;
	listing l = { .app = app };
	char last[33] = "";
	dtl_status status = find_since(app, &l, a->since, last, err);
	if (status == DTL_OK && app->common->json) {
		fputs(l.count ? "\n]" : "{\"changes\": []", app->out);
		json_member(app->out, false, "last", *last ? last : NULL);
		fputs("}\n", app->out);
	}
	if (status == DTL_OK)
		ask_found(app, l.count);
	return status;
}

const command cmd_changes = {
	.name = "changes",
	.summary = "Print which events read differently because of what was recorded since.",
	.details =
	    "Each event once, under the last changeset that touched it, field by field before and after. With --json,\n"
	    "'last' is the newest changeset: give it to --since the next time to go on from there.",
	.group = GROUP_LOOK,
	.needs = NEEDS_READ,
	.use = USE_TODAY | USE_AS_OF | USE_TZ | USE_JSON | USE_EXIT_STATUS,
	.opts = opts,
	.args_size = sizeof(struct args),
	.check = check,
	.run = run,
};
