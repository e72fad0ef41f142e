#include "chart.h"
#include "term.h"
#include <dateline/text.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = 2, LEAST_BAR = 8, MOST_BAR = 60, LEAST_LABEL = 12, COLUMN = 14 };

/* Printable labels and numbers, with their widths. */
typedef struct label {
	char *text;
	size_t width;
	char number[24];
	bool none;
} label;

static const char *none_of(const dtl_stat_axis *axis)
{
	return axis->by->time ? "no date" : "none";
}

static const char *called(const char *name, const char *key)
{
	return name ? name : key;
}

void chart_label(str *out, const dtl_stat_axis *axis, const dtl_stat_value *value)
{
	if (!value->key) {
		str_add(out, none_of(axis));
		return;
	}
	str_add(out, called(value->name, value->key));
	if (value->with)
		str_addf(out, " – %s", called(value->with_name, value->with));
}

static void free_labels(label *labels, size_t count)
{
	for (size_t i = 0; labels && i < count; i++)
		free(labels[i].text);
	free(labels);
}

static label *make_labels(const dtl_stat_axis *axis)
{
	label *labels = calloc(axis->count + 1, sizeof(*labels));
	str text = STR_INIT;
	for (size_t i = 0; labels && i < axis->count; i++) {
		str_clear(&text);
		chart_label(&text, axis, &axis->values[i]);
		size_t size = dtl_text_printable(NULL, 0, str_get(&text)) + 1;
		labels[i].text = malloc(size);
		if (!labels[i].text) {
			free_labels(labels, i);
			labels = NULL;
			break;
		}
		dtl_text_printable(labels[i].text, size, str_get(&text));
		labels[i].width = dtl_text_width(labels[i].text);
		labels[i].none = !axis->values[i].key;
		snprintf(labels[i].number, sizeof(labels[i].number), "%" PRId64, axis->values[i].count);
	}
	str_free(&text);
	return labels;
}

/* `text` in a column: cut where it is too long, its blanks before or behind it. */
static void print_cell(FILE *out, const char *text, size_t column, bool right, const char *style)
{
	size_t width = dtl_text_width(text), len = strlen(text);
	const char *tail = "";
	if (width > column) {
		len = dtl_text_fit(text, column - 1);
		tail = "…";
		str cut = STR_INIT;
		str_add_len(&cut, text, len);
		width = dtl_text_width(str_get(&cut)) + 1;
		str_free(&cut);
	}
	if (right)
		print_blanks(out, column - width);
	fprintf(out, "%s%.*s%s%s", style, (int)len, text, tail, paint_off(style));
	if (!right)
		print_blanks(out, column - width);
}

/* ---- bars ---- */

/* So many eighths of a column, for each of its columns. */
static void print_bar(FILE *out, int64_t eighths)
{
	static const char *const parts[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	for (; eighths >= 8; eighths -= 8)
		fputs("█", out);
	fputs(parts[eighths], out);
}

static int64_t length_of(int64_t count, int64_t most, size_t width)
{
	double share = most > 0 ? (double)count / (double)most : 0;
	int64_t eighths = (int64_t)(share * (double)width * 8 + 0.5);
	return count > 0 && eighths == 0 ? 1 : eighths;
}

/* How the line is shared out. */
typedef struct layout {
	size_t label, number, bar;
	int64_t most;
} layout;

static layout lay_out(const program *app, const dtl_stat_axis *rows, const label *labels)
{
	layout l = { .label = 0 };
	for (size_t i = 0; i < rows->count; i++) {
		l.label = labels[i].width > l.label ? labels[i].width : l.label;
		l.number = strlen(labels[i].number) > l.number ? strlen(labels[i].number) : l.number;
		l.most = rows->values[i].count > l.most ? rows->values[i].count : l.most;
	}
	if (app->width == 0)
		return l;
	size_t fixed = l.number + GAP + GAP + LEAST_BAR;
	size_t room = app->width > fixed + LEAST_LABEL ? app->width - fixed : LEAST_LABEL;
	l.label = l.label > room ? room : l.label;
	size_t used = l.label + GAP + l.number + GAP;
	l.bar = app->width > used ? app->width - used : 0;
	l.bar = l.bar > MOST_BAR ? MOST_BAR : l.bar;
	return l;
}

dtl_status chart_bars(program *app, const dtl_stat_axis *rows, dtl_error *err)
{
	label *labels = make_labels(rows);
	if (!labels)
		return fail_memory(err);
	layout l = lay_out(app, rows, labels);
	for (size_t i = 0; i < rows->count; i++) {
		print_cell(app->out, labels[i].text, l.label, false, labels[i].none ? paint_dim(app) : "");
		print_blanks(app->out, GAP);
		print_cell(app->out, labels[i].number, l.number, true, "");
		if (l.bar > 0) {
			print_blanks(app->out, GAP);
			print_bar(app->out, length_of(rows->values[i].count, l.most, l.bar));
		}
		putc('\n', app->out);
	}
	free_labels(labels, rows->count);
	return DTL_OK;
}

/* ---- rows and columns ---- */

typedef struct matrix {
	program *app;
	const dtl_stats *stats;
	const dtl_stat_table *table;
	size_t at; /* of the table */
	label *rows, *columns;
	bool *shown; /* which columns are */
	size_t *widths;
	size_t label, sum; /* how wide their columns are */
} matrix;

/* As wide as its numbers, and on a terminal as much of its heading as is fair. */
static void measure(matrix *m)
{
	const dtl_stat_table *t = m->table;
	bool narrow = m->app->width > 0;
	m->sum = strlen("total");
	m->label = strlen("total");
	for (size_t i = 0; i < t->rows.count; i++) {
		size_t number = strlen(m->rows[i].number);
		m->label = m->rows[i].width > m->label ? m->rows[i].width : m->label;
		m->sum = number > m->sum ? number : m->sum;
	}
	if (narrow && m->label > m->app->width / 3)
		m->label = m->app->width / 3 > LEAST_LABEL ? m->app->width / 3 : LEAST_LABEL;
	for (size_t i = 0; i < t->columns.count; i++) {
		size_t heading = m->columns[i].width, number = strlen(m->columns[i].number);
		heading = narrow && heading > COLUMN ? COLUMN : heading;
		m->widths[i] = heading > number ? heading : number;
	}
	size_t all = strlen("total");
	char total[24];
	all = (size_t)snprintf(total, sizeof(total), "%" PRId64, m->stats->total);
	m->sum = all > m->sum ? all : m->sum;
}

/* The largest column that is not shown yet; the count of columns: all are. */
static size_t next_largest(const matrix *m)
{
	const dtl_stat_axis *c = &m->table->columns;
	size_t found = c->count;
	for (size_t i = 0; i < c->count; i++)
		if (!m->shown[i] && (found == c->count || c->values[i].count > c->values[found].count))
			found = i;
	return found;
}

/* Show the largest columns for as long as there is room. */
static void choose(matrix *m)
{
	const dtl_stat_axis *c = &m->table->columns;
	size_t used = m->label + GAP + m->sum, next, missing = c->count;
	int64_t events = 0;
	while ((next = next_largest(m)) < c->count) {
		used += GAP + m->widths[next];
		if (m->app->width > 0 && used > m->app->width && missing < c->count)
			break;
		m->shown[next] = true;
		missing--;
	}
	for (size_t i = 0; i < c->count; i++)
		events += m->shown[i] ? 0 : c->values[i].count;
	if (missing > 0)
		app_note(
		    m->app, "%zu more columns have no room: their counts sum to %" PRId64, missing, events);
}

static void print_headings(const matrix *m)
{
	FILE *out = m->app->out;
	const char *bold = paint_bold(m->app);
	print_blanks(out, m->label);
	for (size_t i = 0; i < m->table->columns.count; i++)
		if (m->shown[i]) {
			print_blanks(out, GAP);
			print_cell(out, m->columns[i].text, m->widths[i], true, bold);
		}
	print_blanks(out, GAP);
	print_cell(out, "total", m->sum, true, bold);
	putc('\n', out);
}

static void print_number(const matrix *m, int64_t n, size_t width)
{
	char number[24];
	bool nothing = n == 0 && m->app->terminal;
	snprintf(number, sizeof(number), "%" PRId64, n);
	print_blanks(m->app->out, GAP);
	print_cell(m->app->out, nothing ? "·" : number, width, true, nothing ? paint_dim(m->app) : "");
}

static void print_rows(const matrix *m)
{
	const dtl_stat_table *t = m->table;
	for (size_t i = 0; i < t->rows.count; i++) {
		print_cell(
		    m->app->out, m->rows[i].text, m->label, false, m->rows[i].none ? paint_dim(m->app) : "");
		for (size_t j = 0; j < t->columns.count; j++)
			if (m->shown[j])
				print_number(m, dtl_stats_cell(m->stats, m->at, i, j), m->widths[j]);
		print_number(m, t->rows.values[i].count, m->sum);
		putc('\n', m->app->out);
	}
	print_cell(m->app->out, "total", m->label, false, paint_bold(m->app));
	for (size_t j = 0; j < t->columns.count; j++)
		if (m->shown[j])
			print_number(m, t->columns.values[j].count, m->widths[j]);
	print_number(m, m->stats->total, m->sum);
	putc('\n', m->app->out);
}

dtl_status chart_matrix(program *app, const dtl_stats *stats, size_t table, dtl_error *err)
{
	matrix m = { .app = app, .stats = stats, .table = &stats->tables[table], .at = table };
	m.rows = make_labels(&m.table->rows);
	m.columns = make_labels(&m.table->columns);
	m.shown = calloc(m.table->columns.count + 1, sizeof(*m.shown));
	m.widths = calloc(m.table->columns.count + 1, sizeof(*m.widths));
	bool whole = m.rows && m.columns && m.shown && m.widths;
	if (whole && m.table->rows.count > 0) {
		measure(&m);
		choose(&m);
		print_headings(&m);
		print_rows(&m);
	}
	free_labels(m.rows, m.rows ? m.table->rows.count : 0);
	free_labels(m.columns, m.columns ? m.table->columns.count : 0);
	free(m.shown);
	free(m.widths);
	return whole ? DTL_OK : fail_memory(err);
}
