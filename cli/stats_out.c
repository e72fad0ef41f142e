#include "stats_out.h"
#include "str.h"
#include "value.h"
#include <dateline/text.h>
#include <inttypes.h>
#include <string.h>

static const struct {
	const char *name;
	stats_format format;
} formats[] = {
	{ "table", STATS_TABLE },
	{ "json", STATS_JSON },
	{ "ndjson", STATS_NDJSON },
	{ "csv", STATS_CSV },
	{ "tsv", STATS_TSV },
};

dtl_status stats_format_read(stats_format *out, const program *app, dtl_error *err)
{
	const common *c = app->common;
	const char *name = c->json ? "json" : c->format ? c->format : "table";
	if (c->json && c->format && strcmp(c->format, "json") != 0)
		return fail(
		    err, DTL_E_ARGUMENT, "--json and --format contradict each other: '%s'", c->format);
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (strcmp(formats[i].name, name) == 0) {
			*out = formats[i].format;
			return DTL_OK;
		}
	return fail(err, DTL_E_ARGUMENT,
	    "counts are not written in this format: '%s': there are table, json, ndjson, csv, tsv", name);
}

dtl_status stats_key_check(const char *name, dtl_error *err)
{
	const dtl_stat_key *key;
	const char *near = NULL;
	str names = STR_INIT;
	size_t least = 3;
	for (size_t i = 0; (key = dtl_stat_key_at(i)); i++) {
		size_t distance = dtl_text_distance(name, key->name, least);
		if (strcmp(key->name, name) == 0) {
			str_free(&names);
			return DTL_OK;
		}
		near = distance < least ? key->name : near;
		least = distance < least ? distance : least;
		str_addf(&names, "%s%s", i ? ", " : "", key->name);
	}
	dtl_status status = fail(err, DTL_E_ARGUMENT, "events are not counted by '%s'%s%s%s: there are %s",
	    name, near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "", str_get(&names));
	str_free(&names);
	return status;
}

/* ---- JSON ---- */

static void json_pair(FILE *out, bool first, const char *key, const char *one, const char *other)
{
	if (!other) {
		json_member(out, first, key, one);
		return;
	}
	fprintf(out, "%s\"%s\": [", first ? "" : ", ", key);
	json_string(out, one);
	fputs(", ", out);
	json_string(out, other);
	putc(']', out);
}

/* Names of two in a list where the keys are two, whoever has none. */
static void json_value(FILE *out, bool first, const dtl_stat_value *v)
{
	json_pair(out, first, "key", v->key, v->with);
	if (v->with)
		json_pair(
		    out, false, "name", v->name ? v->name : v->key, v->with_name ? v->with_name : v->with);
	else
		json_member(out, false, "name", v->name ? v->name : v->key);
	json_member_int(out, false, "count", v->count);
}

static void json_axis(FILE *out, const char *name, const dtl_stat_axis *axis, const char *indent)
{
	fprintf(out, "\"%s\": [", name);
	for (size_t i = 0; i < axis->count; i++) {
		fprintf(out, "%s\n%s {", i ? "," : "", indent);
		json_value(out, true, &axis->values[i]);
		putc('}', out);
	}
	fprintf(out, "%s%s]", axis->count ? "\n" : "", axis->count ? indent : "");
	if (axis->left_out > 0)
		fprintf(out, ", \"more_%s\": {\"number\": %" PRId64 ", \"count\": %" PRId64 "}", name,
		    axis->left_out, axis->left_out_count);
}

static void json_by(FILE *out, const dtl_stat_table *t)
{
	fputs("\"by\": [", out);
	json_string(out, t->rows.by->name);
	if (t->columns.by) {
		fputs(", ", out);
		json_string(out, t->columns.by->name);
	}
	putc(']', out);
}

static void json_cells(FILE *out, const dtl_stats *stats, size_t table)
{
	const dtl_stat_table *t = &stats->tables[table];
	fputs(",\n\"cells\": [", out);
	for (size_t i = 0; i < t->rows.count; i++) {
		fprintf(out, "%s\n [", i ? "," : "");
		for (size_t j = 0; j < t->columns.count; j++)
			fprintf(out, "%s%" PRId64, j ? ", " : "", dtl_stats_cell(stats, table, i, j));
		putc(']', out);
	}
	fputs(t->rows.count ? "\n]" : "]", out);
}

static void write_json(program *app, const dtl_stats *stats, bool several)
{
	FILE *out = app->out;
	fputs("{\"format\": \"dateline-stats/1\"", out);
	json_member(out, false, "as_of", app->has_as_of ? app->as_of_text : NULL);
	json_member_int(out, false, "total", stats->total);
	if (!several) {
		const dtl_stat_table *t = &stats->tables[0];
		fputs(", ", out);
		json_by(out, t);
		fputs(",\n", out);
		json_axis(out, "rows", &t->rows, "");
		if (t->columns.by) {
			fputs(",\n", out);
			json_axis(out, "columns", &t->columns, "");
			json_cells(out, stats, 0);
		}
		fputs("}\n", out);
		return;
	}
	fputs(", \"tables\": [", out);
	for (size_t i = 0; i < stats->table_count; i++) {
		fputs(i ? ",\n {" : "\n {", out);
		json_by(out, &stats->tables[i]);
		fputs(", ", out);
		json_axis(out, "rows", &stats->tables[i].rows, " ");
		putc('}', out);
	}
	fputs("\n]}\n", out);
}

static void write_lines(program *app, const dtl_stats *stats)
{
	FILE *out = app->out;
	for (size_t k = 0; k < stats->table_count; k++) {
		const dtl_stat_table *t = &stats->tables[k];
		for (size_t i = 0; i < t->rows.count && !t->columns.by; i++) {
			putc('{', out);
			json_member(out, true, "by", t->rows.by->name);
			json_value(out, false, &t->rows.values[i]);
			fputs("}\n", out);
		}
		for (size_t i = 0; i < t->rows.count; i++)
			for (size_t j = 0; j < t->columns.count; j++) {
				const dtl_stat_value *r = &t->rows.values[i], *c = &t->columns.values[j];
				int64_t count = dtl_stats_cell(stats, k, i, j);
				if (count == 0)
					continue;
				putc('{', out);
				json_pair(out, true, t->rows.by->name, r->key, r->with);
				json_pair(out, false, t->columns.by->name, c->key, c->with);
				json_member_int(out, false, "count", count);
				fputs("}\n", out);
			}
	}
}

/* ---- with commas or tabs ---- */

/* RFC 4180; what a spreadsheet would take for a formula is led by an apostrophe, but a year is none. */
static void put_cell(FILE *out, const char *text, char separator, bool first)
{
	if (!first)
		putc(separator, out);
	if (!text)
		return;
	bool year = *text == '-' && text[1] >= '0' && text[1] <= '9';
	bool formula = *text && strchr("=+-@\t\r", *text) && !year;
	bool quoted = strpbrk(text, "\"\r\n") || strchr(text, separator);
	fputs(quoted ? "\"" : "", out);
	fputs(formula ? "'" : "", out);
	for (; *text; text++) {
		putc(*text, out);
		if (*text == '"')
			putc('"', out);
	}
	fputs(quoted ? "\"" : "", out);
}

static void put_count(FILE *out, int64_t count, char separator)
{
	fprintf(out, "%c%" PRId64, separator, count);
}

static void write_wide(program *app, const dtl_stats *stats, char separator)
{
	const dtl_stat_table *t = &stats->tables[0];
	FILE *out = app->out;
	put_cell(out, t->rows.by->name, separator, true);
	put_cell(out, "name", separator, false);
	for (size_t j = 0; j < t->columns.count; j++) {
		str heading = STR_INIT;
		const dtl_stat_value *c = &t->columns.values[j];
		str_addf(
		    &heading, "%s%s%s", c->key ? c->key : "none", c->with ? " " : "", c->with ? c->with : "");
		put_cell(out, str_get(&heading), separator, false);
		str_free(&heading);
	}
	fprintf(out, "%ctotal\r\n", separator);
	for (size_t i = 0; i < t->rows.count; i++) {
		const dtl_stat_value *r = &t->rows.values[i];
		str key = STR_INIT, name = STR_INIT;
		str_addf(&key, "%s%s%s", r->key ? r->key : "", r->with ? " " : "", r->with ? r->with : "");
		str_addf(&name, "%s%s%s", r->name ? r->name : "", r->with ? " – " : "",
		    r->with ? (r->with_name ? r->with_name : r->with) : "");
		put_cell(out, str_get(&key), separator, true);
		put_cell(out, str_get(&name), separator, false);
		for (size_t j = 0; j < t->columns.count; j++)
			put_count(out, dtl_stats_cell(stats, 0, i, j), separator);
		put_count(out, r->count, separator);
		fputs("\r\n", out);
		str_free(&key);
		str_free(&name);
	}
}

static void write_long(program *app, const dtl_stats *stats, char separator)
{
	FILE *out = app->out;
	static const char *const headings[] = { "by", "key", "name", "with", "with_name", "count" };
	for (size_t i = 0; i < sizeof(headings) / sizeof(*headings); i++)
		put_cell(out, headings[i], separator, i == 0);
	fputs("\r\n", out);
	for (size_t k = 0; k < stats->table_count; k++) {
		const dtl_stat_axis *rows = &stats->tables[k].rows;
		for (size_t i = 0; i < rows->count; i++) {
			const dtl_stat_value *v = &rows->values[i];
			put_cell(out, rows->by->name, separator, true);
			put_cell(out, v->key, separator, false);
			put_cell(out, v->name, separator, false);
			put_cell(out, v->with, separator, false);
			put_cell(out, v->with_name, separator, false);
			put_count(out, v->count, separator);
			fputs("\r\n", out);
		}
	}
}

void stats_write(program *app, const dtl_stats *stats, stats_format format, bool several)
{
	char separator = format == STATS_TSV ? '\t' : ',';
	switch (format) {
	case STATS_TABLE: return;
	case STATS_JSON: write_json(app, stats, several); return;
	case STATS_NDJSON: write_lines(app, stats); return;
	case STATS_CSV:
	case STATS_TSV:
		if (stats->tables[0].columns.by)
			write_wide(app, stats, separator);
		else
			write_long(app, stats, separator);
		return;
	}
}
