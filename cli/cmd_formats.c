#include "command.h"
#include "table.h"
#include "term.h"
#include "value.h"
#include <dateline/format.h>

static const table_column columns[] = { { "FORMAT", 0, 0 }, { "READ", 0, 0 }, { "WRITTEN", 0, 0 },
	{ "FILES", 0, 2 }, { "WHAT", 20, 1 } };

typedef void (*row_fn)(void *user, const char *name, const dtl_importer *in, const dtl_exporter *out);

/* Every format once, whether it is read, written or both. */
static void each_format(row_fn each, void *user)
{
	const dtl_exporter *out;
	const dtl_importer *in;
	for (size_t i = 0; (out = dtl_exporter_at(i)); i++)
		each(user, out->name, dtl_importer_find(out->name), out);
	for (size_t i = 0; (in = dtl_importer_at(i)); i++)
		if (!dtl_exporter_find(in->name))
			each(user, in->name, in, NULL);
}

static void add_row(void *user, const char *name, const dtl_importer *in, const dtl_exporter *out)
{
	str suffix = STR_INIT;
	if (out && out->suffix)
		str_addf(&suffix, "*.%s", out->suffix);
	table_cell(user, name, "");
	table_cell(user, in ? "yes" : "no", "");
	table_cell(user, out ? "yes" : "no", "");
	table_cell(user, str_get(&suffix), "");
	table_cell(user, out ? out->summary : in->summary, "");
	str_free(&suffix);
}

typedef struct json_list {
	FILE *out;
	bool any;
} json_list;

static void add_json(void *user, const char *name, const dtl_importer *in, const dtl_exporter *out)
{
	json_list *l = user;
	fputs(l->any ? ",\n  {" : "\n  {", l->out);
	l->any = true;
	json_member(l->out, true, "name", name);
	json_member_bool(l->out, false, "read", in != NULL);
	json_member_bool(l->out, false, "written", out != NULL);
	json_member(l->out, false, "suffix", out ? out->suffix : NULL);
	json_member(l->out, false, "summary", out ? out->summary : in->summary);
	putc('}', l->out);
}

static dtl_status run(program *app, const void *args, dtl_error *err)
{
	table *t = NULL;
	(void)args;
	if (app->common->json) {
		json_list l = { .out = app->out };
		fputs("{\"formats\": [", app->out);
		each_format(add_json, &l);
		fputs("\n]}\n", app->out);
		return DTL_OK;
	}
	dtl_status status = table_open(&t, app, columns, sizeof(columns) / sizeof(*columns), err);
	if (status == DTL_OK)
		each_format(add_row, t);
	dtl_status closed = table_close(t, err);
	return status == DTL_OK ? closed : status;
}

const command cmd_formats = {
	.name = "formats",
	.summary = "List the formats that are read and written.",
	.group = GROUP_EXCHANGE,
	.use = USE_JSON | USE_COLOR,
	.run = run,
};
