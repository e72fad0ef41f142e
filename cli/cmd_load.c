#include "command.h"
#include "value.h"
#include <dateline/share.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct args {
	bool keep_going;
};
static const opt_spec opts[] = {
	{ OPT_FLAG, 'k', "keep-going", NULL, "leave damaged lines, take the others; exit 4",
	    offsetof(struct args, keep_going), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

typedef struct source {
	const char *name; /* as messages call it */
	FILE *file;       /* NULL: a timeline */
} source;

typedef struct job {
	program *app;
	source *sources;
	dtl_load_counts counts;
	str left;     /* with --json: the lines that were left */
	str findings; /* with --json: what does not go together; else its lines */
	bool any_left, any_found;
} job;

static dtl_status refuse(const char *name, int why, dtl_error *err)
{
	if (why == ENOENT)
		return fail(err, DTL_E_NOTFOUND, "no such file: '%s'", name);
	return fail_system(err, why, "cannot read '%s'", name);
}

/* SQLite's own words at the beginning of its files. */
static bool is_timeline(FILE *file)
{
	static const char magic[16] = "SQLite format 3";
	char head[sizeof(magic)];
	bool same =
	    fread(head, 1, sizeof(head), file) == sizeof(head) && memcmp(head, magic, sizeof(head)) == 0;
	rewind(file);
	return same;
}

static dtl_status open_source(source *s, const char *name, dtl_error *err)
{
	struct stat st;
	bool is_stdin = strcmp(name, "-") == 0;
	s->name = is_stdin ? "standard input" : name;
	s->file = is_stdin ? stdin : fopen(name, "rb");
	if (!s->file || fstat(fileno(s->file), &st) != 0)
		return refuse(name, errno, err);
	if (S_ISDIR(st.st_mode))
		return refuse(name, EISDIR, err);
	if (is_stdin || !S_ISREG(st.st_mode) || !is_timeline(s->file))
		return DTL_OK;
	fclose(s->file);
	s->file = NULL;
	return DTL_OK;
}

static dtl_status open_all(job *j, dtl_error *err)
{
	dtl_status status = DTL_OK;
	j->sources = calloc(j->app->operand_count, sizeof(*j->sources));
	if (!j->sources)
		return fail_memory(err);
	for (size_t i = 0; status == DTL_OK && i < j->app->operand_count; i++)
		status = open_source(&j->sources[i], j->app->operands[i], err);
	return status;
}

static void close_all(job *j)
{
	for (size_t i = 0; j->sources && i < j->app->operand_count; i++)
		if (j->sources[i].file && j->sources[i].file != stdin)
			fclose(j->sources[i].file);
	free(j->sources);
	str_free(&j->left);
	str_free(&j->findings);
}

/* A member of a list of objects, through the printer of JSON members. */
static void add_object(str *list, bool first, void (*print)(FILE *out, const void *what), const void *what)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	if (out) {
		print(out, what);
		fclose(out);
	}
	str_addf(list, "%s\n  {%s}", first ? "" : ",", text ? text : "");
	free(text);
}

typedef struct left_line {
	const char *file;
	const dtl_error *why;
} left_line;

static void print_left(FILE *out, const void *what)
{
	const left_line *l = what;
	json_member(out, true, "file", l->file);
	json_member_int(out, false, "line", l->why->line);
	json_member(out, false, "reason", l->why->text);
}

static void leave(void *user, const char *name, const dtl_error *why)
{
	job *j = user;
	str line = STR_INIT;
	str_addf(&line, "dateline: %s:", name);
	if (why->line > 0)
		str_addf(&line, "%ld:", why->line);
	str_addf(&line, " %s: left", why->text);
	print_words(stderr, str_get(&line));
	putc('\n', stderr);
	str_free(&line);
	if (j->app->common->json)
		add_object(&j->left, !j->any_left, print_left, &(left_line){ name, why });
	j->any_left = true;
}

static void print_finding(FILE *out, const void *what)
{
	const dtl_finding *f = what;
	json_member(out, true, "what", f->what);
	json_member(out, false, "kind", f->kind);
	json_member(out, false, "id", f->id);
	json_member(out, false, "text", f->text);
}

/* Held back: the load may still fail. */
static void find(void *user, const dtl_finding *f)
{
	job *j = user;
	if (j->app->common->json)
		add_object(&j->findings, !j->any_found, print_finding, f);
	else
		str_addf(&j->findings, "%s%s '%s' %s", j->any_found ? "\n" : "", f->kind, f->id, f->text);
	j->any_found = true;
}

static dtl_status read_all(job *j, dtl_load *load, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; status == DTL_OK && i < j->app->operand_count; i++) {
		const source *s = &j->sources[i];
		j->app->where = s->file ? s->name : NULL;
		status = s->file ? dtl_load_dump(load, s->file, s->name, err)
				 : dtl_load_timeline(load, s->name, err);
	}
	if (status == DTL_OK)
		j->app->where = NULL;
	return status;
}

static void print_json(const job *j)
{
	const dtl_load_counts *c = &j->counts;
	FILE *out = j->app->out;
	putc('{', out);
	json_member_int(out, true, "changesets", c->changesets);
	json_member_int(out, false, "claims", c->claims);
	json_member_int(out, false, "purged", c->purged);
	json_member_int(out, false, "known", c->known);
	json_member_int(out, false, "left", c->left);
	fprintf(out, ", \"lines\": [%s%s]", str_get(&j->left), j->any_left ? "\n" : "");
	fprintf(out, ", \"findings\": [%s%s]}\n", str_get(&j->findings), j->any_found ? "\n" : "");
}

static const char *plural(int64_t count)
{
	return count == 1 ? "" : "s";
}

static void print_counts(const job *j)
{
	const dtl_load_counts *c = &j->counts;
	FILE *out = j->app->out;
	if (j->app->common->quiet)
		return;
	fprintf(out, "new: %lld changeset%s, %lld claim%s", (long long)c->changesets, plural(c->changesets),
	    (long long)c->claims, plural(c->claims));
	if (c->purged > 0)
		fprintf(out, ", %lld purged", (long long)c->purged);
	fprintf(out, "; here already: %lld line%s", (long long)c->known, plural(c->known));
	if (c->left > 0)
		fprintf(out, "; left: %lld", (long long)c->left);
	putc('\n', out);
}

static dtl_status load_all(job *j, const struct args *a, dtl_error *err)
{
	dtl_load *load = NULL;
	dtl_load_options options = {
		.dry_run = j->app->common->dry_run,
		.keep_going = a->keep_going,
		.left = leave,
		.user = j,
	};
	dtl_status status = dtl_load_begin(&load, j->app->db, &options, err);
	if (status == DTL_OK)
		status = read_all(j, load, err);
	if (status == DTL_OK)
		status = dtl_load_commit(load, &j->counts, find, j, err);
	dtl_load_free(load);
	return status;
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	job j = { .app = app, .left = STR_INIT, .findings = STR_INIT };
	dtl_status status = open_all(&j, err);
	if (status == DTL_OK)
		status = app_open(app, DTL_OPEN_BARE, err);
	if (status == DTL_OK)
		status = load_all(&j, args, err);
	if (status == DTL_OK && app->common->json)
		print_json(&j);
	else if (status == DTL_OK)
		print_counts(&j);
	if (status == DTL_OK && !app->common->json && j.any_found)
		app_note(app, "%s", str_get(&j.findings));
	app->rejected = j.any_left;
	close_all(&j);
	return status;
}

const command cmd_load = {
	.name = "load",
	.summary = "Join the ledgers of others, dumps or timelines, with this one.",
	.usage = "FILE…",
	.details =
	    "'-' is standard input. What is here already is nothing new, so that loading twice does no harm\n"
	    "and the order does not matter. A timeline that is not there is made, without the countries. A\n"
	    "damaged line refuses all that is being loaded, unless --keep-going.",
	.group = GROUP_EXCHANGE,
	.needs = NEEDS_ITSELF,
	.use = USE_JSON | USE_DRY_RUN,
	.opts = opts,
	.args_size = sizeof(struct args),
	.min_operands = 1,
	.max_operands = MANY,
	.run = run,
};
