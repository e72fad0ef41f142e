#include "unite.h"
#include "change.h"
#include "value.h"
#include <stdlib.h>
#include <string.h>

const opt_spec unite_options[] = {
	{ OPT_TEXT, 0, "kind", "KIND", "what the IDs name: event, actor, series, place, source or topic",
	    offsetof(struct unite_args, kind), 0 },
	{ OPT_END, 0, NULL, NULL, NULL, 0, 0 },
};

dtl_status unite_kind(dtl_kind *out, const char *name, dtl_error *err)
{
	for (dtl_kind kind = DTL_EVENT; kind < DTL_KINDS; kind++)
		if (strcmp(name, dtl_kind_name(kind)) == 0) {
			*out = kind;
			return DTL_OK;
		}
	return fail(
	    err, DTL_E_ARGUMENT, "--kind is event, actor, series, place, source or topic: '%s'", name);
}

dtl_status unite_check(program *app, const void *args, dtl_error *err)
{
	const struct unite_args *a = args;
	dtl_kind kind;
	(void)app;
	return a->kind ? unite_kind(&kind, a->kind, err) : DTL_OK;
}

/* "event 'b' is now one with 'a'", "event 'a' is no longer one with 'b', 'c'"; `dry`: "would be", "would no longer be" */
static void add_sentence(str *out, const dtl_union *u, bool joined, bool dry)
{
	if (u->count == 0)
		return;
	str_addf(out, "%s ", dtl_kind_name(u->kind));
	if (joined) {
		str_addf(out, "'%s' %s one with '%s'", u->other[0], dry ? "would be" : "is now", u->id);
		return;
	}
	str_addf(out, "'%s' %s one with ", u->id, dry ? "would no longer be" : "is no longer");
	for (size_t i = 0; i < u->count; i++)
		str_addf(out, "%s'%s'", i ? ", " : "", u->other[i]);
}

/* The members between "changeset" and "changes". */
static void add_members(str *out, const dtl_union *u)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);
	if (!file)
		return;
	json_member(file, false, "kind", dtl_kind_name(u->kind));
	json_member(file, false, "id", u->id);
	fputs(", \"others\": [", file);
	for (size_t i = 0; i < u->count; i++) {
		fputs(i ? ", " : "", file);
		json_string(file, u->other[i]);
	}
	fputs("]", file);
	fclose(file);
	str_add(out, text);
	free(text);
}

dtl_status unite_commit(dtl_write *w, program *app, const dtl_union *u, bool joined, dtl_error *err)
{
	str sentence = STR_INIT, members = STR_INIT;
	const common *c = app->common;
	bool told = u->count > 0 && u->shows && !c->json && !c->quiet;
	add_sentence(&sentence, u, joined, c->dry_run);
	add_members(&members, u);
	dtl_status status = change_commit(w, app, TELL_ASKED, str_get(&members), NULL, err);
	if (status == DTL_OK && told) {
		print_words(app->out, str_get(&sentence));
		putc('\n', app->out);
	}
	str_free(&sentence);
	str_free(&members);
	return status;
}
