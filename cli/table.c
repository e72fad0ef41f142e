#include "table.h"
#include "term.h"
#include <dateline/text.h>
#include <stdlib.h>
#include <string.h>

/* So many rows are looked at before the first is printed; later ones may stick out. */
enum { LOOK_AHEAD = 2000, GAP = 2, NARROW = 3 };

typedef struct cell {
	const char *text; /* printable */
	char *own;        /* the same when it must be freed */
	const char *style;
	size_t width;
} cell;

struct table {
	program *app;
	const table_column *columns;
	size_t count;
	size_t *widths;
	cell *cells; /* of the rows that wait */
	size_t used, cap;
	bool settled; /* the widths are decided and the headings printed */
	bool failed;
};

dtl_status table_open(table **out, program *app, const table_column *columns, size_t count, dtl_error *err)
{
	table *t = calloc(1, sizeof(*t));
	*out = t;
	if (!t)
		return fail_memory(err);
	t->app = app;
	t->columns = columns;
	t->count = count;
	t->widths = calloc(count, sizeof(*t->widths));
	t->failed = !t->widths;
	return DTL_OK;
}

static void pad(FILE *out, size_t columns)
{
	while (columns-- > 0)
		putc(' ', out);
}

/* One cell; *owed is the room that earlier cells left: it is printed only if something follows. */
static void print_cell(table *t, const cell *c, size_t column, size_t *owed)
{
	FILE *out = t->app->out;
	size_t room = t->widths[column], width = c->width, len = strlen(c->text);
	const char *tail = "";
	if (t->app->width > 0 && width > room && t->columns[column].min > 0) {
		len = dtl_text_fit(c->text, room - 1);
		tail = "…";
		width = room;
	}
	if (len > 0) {
		pad(out, *owed);
		*owed = 0;
		fprintf(out, "%s%.*s%s%s", c->style, (int)len, c->text, tail, paint_off(c->style));
	}
	*owed += (width < room ? room - width : 0) + (len > 0 ? 0 : width) + GAP;
}

static void print_row(table *t, const cell *row)
{
	size_t owed = 0;
	for (size_t i = 0; i < t->count; i++)
		print_cell(t, &row[i], i, &owed);
	putc('\n', t->app->out);
}

static size_t total(const table *t)
{
	size_t sum = (t->count - 1) * GAP;
	for (size_t i = 0; i < t->count; i++)
		sum += t->widths[i];
	return sum;
}

/* Is column `a` wider than `b` in proportion to what each may be cut down to? */
static bool wider(const table *t, size_t a, size_t b)
{
	return t->widths[a] * t->columns[b].min > t->widths[b] * t->columns[a].min;
}

/* Take a column at a time from the widest that may give, down to `floor` (0: to what they would like). */
static void shrink(table *t, size_t floor)
{
	for (size_t have = total(t); have > t->app->width; have--) {
		size_t widest = t->count;
		for (size_t i = 0; i < t->count; i++) {
			bool gives =
			    t->columns[i].min > 0 && t->widths[i] > (floor ? floor : t->columns[i].min);
			if (gives && (widest == t->count || wider(t, i, widest)))
				widest = i;
		}
		if (widest == t->count)
			return;
		t->widths[widest]--;
	}
}

static void settle(table *t)
{
	t->settled = true;
	for (size_t i = 0; i < t->count; i++)
		t->widths[i] = dtl_text_width(t->columns[i].heading);
	for (size_t i = 0; i < t->used; i++)
		if (t->cells[i].width > t->widths[i % t->count])
			t->widths[i % t->count] = t->cells[i].width;
	if (t->app->width > 0) {
		shrink(t, 0);
		shrink(t, NARROW);
	}
	size_t owed = 0;
	for (size_t i = 0; i < t->count; i++) {
		const char *heading = t->columns[i].heading;
		cell c = { heading, NULL, paint_bold(t->app), dtl_text_width(heading) };
		print_cell(t, &c, i, &owed);
	}
	putc('\n', t->app->out);
}

static void flush(table *t)
{
	if (t->failed)
		return;
	if (!t->settled && t->used > 0)
		settle(t);
	for (size_t i = 0; i + t->count <= t->used; i += t->count)
		print_row(t, &t->cells[i]);
	for (size_t i = 0; i < t->used; i++)
		free(t->cells[i].own);
	t->used = 0;
}

static char *printable(const char *text)
{
	size_t size = dtl_text_printable(NULL, 0, text) + 1;
	char *copy = malloc(size);
	if (copy)
		dtl_text_printable(copy, size, text);
	return copy;
}

static bool has_room(table *t)
{
	if (t->used < t->cap)
		return true;
	size_t cap = t->cap * 2 + 64;
	cell *cells = realloc(t->cells, cap * sizeof(*cells));
	if (!cells)
		return false;
	t->cells = cells;
	t->cap = cap;
	return true;
}

void table_cell(table *t, const char *text, const char *style)
{
	char *copy = NULL;
	if (t->failed || !has_room(t) || !(copy = printable(text ? text : ""))) {
		t->failed = true;
		return;
	}
	t->cells[t->used++] = (cell){ copy, copy, style, dtl_text_width(copy) };
	size_t rows = t->used / t->count;
	if (t->used % t->count == 0 && (t->settled || rows == LOOK_AHEAD))
		flush(t);
}

dtl_status table_close(table *t, dtl_error *err)
{
	if (!t)
		return DTL_OK;
	flush(t);
	bool failed = t->failed;
	for (size_t i = 0; i < t->used; i++)
		free(t->cells[i].own);
	free(t->cells);
	free(t->widths);
	free(t);
	return failed ? fail_memory(err) : DTL_OK;
}
