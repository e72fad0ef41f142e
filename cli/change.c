#include "change.h"
#include "term.h"
#include "value.h"
#include <stdlib.h>
#include <string.h>

static dtl_rank rank_of(const char *name)
{
	if (name && strcmp(name, "preferred") == 0)
		return DTL_RANK_PREFERRED;
	return name && strcmp(name, "deprecated") == 0 ? DTL_RANK_DEPRECATED : DTL_RANK_NORMAL;
}

static void note(void *user, const char *line)
{
	const program *app = user;
	if (app->several && app->where)
		app_note(user, "%s: %s", app->where, line);
	else
		app_note(user, "%s", line);
}

static const char *author(void)
{
	const char *name = getenv("LOGNAME");
	if (!name || !*name)
		name = getenv("USER");
	return name && *name ? name : NULL;
}

dtl_status change_begin(dtl_write **out, program *app, dtl_error *err)
{
	const common *c = app->common;
	dtl_changeset_header header = {
		.now = app->now,
		.today = app->today,
		.author = author(),
		.message = c->message,
		.command = app->command,
		.dry_run = c->dry_run,
		.create_names = c->create,
		.link_actors = app->link_actors,
		.tz = c->tz,
		.evidence = { .source = c->source,
		    .said_by = c->said_by,
		    .locator = c->locator,
		    .quote = c->quote,
		    .known = c->known,
		    .rank = rank_of(c->rank) },
		.note = note,
		.note_user = app,
	};
	return dtl_write_begin(out, app->db, &header, err);
}

/* The differences as they come in, in the form in which they will be told. */
typedef struct telling {
	program *app;
	FILE *out; /* into `text` */
	char *text;
	size_t len;
	str last; /* the thing that the lines above are about */
	bool any;
} telling;

static void tell_json(void *user, const dtl_difference *d)
{
	telling *t = user;
	fputs(t->any ? ",\n  {" : "\n  {", t->out);
	t->any = true;
	json_member(t->out, true, "kind", dtl_kind_name(d->kind));
	json_member(t->out, false, "id", d->id);
	json_member(t->out, false, "title", d->title);
	json_member_bool(t->out, false, "made", d->made);
	json_member_bool(t->out, false, "gone", d->gone);
	json_member(t->out, false, "field", d->field);
	json_member_raw(t->out, false, "before", d->before);
	json_member_raw(t->out, false, "after", d->after);
	putc('}', t->out);
}

static void tell_subject(telling *t, const dtl_difference *d)
{
	str subject = STR_INIT;
	str_addf(&subject, "%s '%s'", dtl_kind_name(d->kind), d->id);
	if (d->title && strcmp(d->title, d->id) != 0)
		str_addf(&subject, " (%s)", d->title);
	bool same = !d->made && !d->gone && strcmp(str_get(&t->last), str_get(&subject)) == 0;
	if (!same) {
		print_words(t->out, str_get(&subject));
		fputs(d->made ? ": new\n" : d->gone ? ": gone\n" : ":\n", t->out);
	}
	str_free(&t->last);
	t->last = subject;
}

static void tell_words(void *user, const dtl_difference *d)
{
	telling *t = user;
	t->any = true;
	tell_subject(t, d);
	if (!d->field)
		return;
	str line = STR_INIT;
	str_addf(&line, "  %s: ", d->field);
	if (d->before) {
		value_words(&line, d->before, t->app->common->tz);
		str_add(&line, " → ");
	}
	value_words(&line, d->after, t->app->common->tz);
	print_words(t->out, str_get(&line));
	putc('\n', t->out);
	str_free(&line);
}

static void print_json(program *app, const char *uid, const char *more, const telling *t)
{
	putc('{', app->out);
	json_member(app->out, true, "changeset", *uid ? uid : NULL);
	fputs(more ? more : "", app->out);
	fprintf(app->out, ", \"changes\": [%s%s]}\n", t->text, t->any ? "\n" : "");
}

static void print_told(program *app, change_telling how, const char *uid, const char *more, const telling *t)
{
	const common *c = app->common;
	if (c->json) {
		print_json(app, c->dry_run ? "" : uid, more, t);
		return;
	}
	bool answer = how == TELL_ALL || c->dry_run;
	if (t->any && (answer || (c->verbose && !c->quiet)))
		fputs(t->text, answer ? app->out : stderr);
	if (!t->any && c->dry_run)
		app_note(app, "nothing would change");
	if (c->verbose && *uid && !c->dry_run)
		app_note(app, "changeset %s", uid);
}

dtl_status change_commit(
    dtl_write *write, program *app, change_telling how, const char *more, char *uid, dtl_error *err)
{
	char own[33] = "";
	telling t = { .app = app, .last = STR_INIT };
	const common *c = app->common;
	bool told = c->json || c->dry_run || c->verbose || how == TELL_ALL;
	t.out = open_memstream(&t.text, &t.len);
	if (!t.out)
		return fail_memory(err);
	dtl_status status = dtl_write_commit(write, own,
	    !told     ? NULL
	    : c->json ? tell_json
		      : tell_words,
	    &t, err);
	fclose(t.out);
	if (status == DTL_OK)
		print_told(app, how, own, more, &t);
	if (uid)
		memcpy(uid, own, sizeof(own));
	str_free(&t.last);
	free(t.text);
	return status;
}

dtl_status change_fields(dtl_edit *edit, const program *app, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; status == DTL_OK && i < app->line.field_count; i++) {
		const opt_field *f = &app->line.fields[i];
		status = f->away ? dtl_edit_unset(edit, f->name, f->value, err)
				 : dtl_edit_set(edit, f->name, f->value, err);
	}
	return status;
}
