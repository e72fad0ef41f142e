#include "table.h"
#include "term.h"
#include <dateline/event.h>
#include <dateline/text.h>
#include <stdlib.h>
#include <string.h>

/* So many rows are looked at before the first is printed; on a screen, longer cells of later ones are cut. */
enum { LOOK_AHEAD = 2000, GAP = 2, NARROW = 3, INDENT = 4 };

typedef struct cell {
	size_t at, len; /* in the table's texts */
	const char *style;
	size_t width;
} cell;

struct table {
	program *app;
	const table_column *columns;
	size_t count;
	size_t *widths;
	bool *hidden; /* columns for which there is no room */
	cell *cells;  /* of the rows that wait */
	size_t used, cap;
	str texts;    /* what they say, printable, one behind the other */
	char **lines; /* under each of the rows that wait; NULL: none */
	size_t line_cap;
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
	t->hidden = calloc(count, sizeof(*t->hidden));
	t->failed = !t->widths || !t->hidden;
	return DTL_OK;
}

/* One cell; *owed is the room that earlier cells left: it is printed only if something follows. */
static void print_cell(table *t, const cell *c, size_t column, size_t *owed)
{
	FILE *out = t->app->out;
	const char *text = str_get(&t->texts) + c->at, *tail = "";
	size_t room = t->widths[column], width = c->width, len = c->len;
	if (t->app->width > 0 && width > room) {
		len = dtl_text_fit(text, room - 1);
		tail = "…";
		width = room;
	}
	if (len > 0) {
		print_blanks(out, *owed);
		*owed = 0;
		fputs(c->style, out);
		fwrite(text, 1, len, out);
		fputs(tail, out);
		fputs(paint_off(c->style), out);
	}
	*owed += (width < room ? room - width : 0) + (len > 0 ? 0 : width) + GAP;
}

static void print_row(table *t, const cell *row)
{
	size_t owed = 0;
	for (size_t i = 0; i < t->count; i++)
		if (!t->hidden[i])
			print_cell(t, &row[i], i, &owed);
	putc('\n', t->app->out);
}

/* A piece of a line, no wider than *room. */
static void print_piece(table *t, const char *text, size_t len, const char *style, size_t *room)
{
	str piece = STR_INIT;
	str_add_shown(&piece, text, len);
	t->failed = t->failed || piece.failed;
	const char *clean = str_get(&piece);
	size_t width = dtl_text_width(clean);
	bool cut = t->app->width > 0 && width > *room;
	if (*room > 0)
		fprintf(t->app->out, "%s%.*s%s%s", style,
		    (int)(cut ? dtl_text_fit(clean, *room - 1) : strlen(clean)), clean, cut ? "…" : "",
		    paint_off(style));
	*room = cut || width > *room ? 0 : *room - width;
	str_free(&piece);
}

static void print_line(table *t, const char *line)
{
	size_t room = t->app->width > INDENT ? t->app->width - INDENT : (size_t)-1;
	bool marked = false;
	print_blanks(t->app->out, INDENT);
	for (const char *p = line; *p; marked = !marked) {
		size_t len = strcspn(p, marked ? DTL_MARK_OFF : DTL_MARK_ON);
		if (len > 0)
			print_piece(t, p, len, marked ? paint_bold(t->app) : "", &room);
		p += len + (p[len] != '\0');
	}
	putc('\n', t->app->out);
}

static bool fits(const table *t)
{
	size_t sum = 0;
	for (size_t i = 0; i < t->count; i++)
		if (!t->hidden[i])
			sum += t->widths[i] + (sum > 0 ? GAP : 0);
	return sum <= t->app->width;
}

/* How far a column may be cut: to what it would like, or (`force`) to what can still be seen of it. */
static size_t least(const table *t, size_t column, bool force)
{
	size_t min = t->columns[column].min;
	return force ? NARROW : min > 0 ? min : t->widths[column];
}

/* The one that is widest in proportion to what it would like, of those that can still give; count: none. */
static size_t widest(const table *t, bool force)
{
	size_t found = t->count;
	for (size_t i = 0; i < t->count; i++) {
		if (t->hidden[i] || t->widths[i] <= least(t, i, force))
			continue;
		size_t own = least(t, i, force), other = found < t->count ? least(t, found, force) : 0;
		if (found == t->count || t->widths[i] * other > t->widths[found] * own)
			found = i;
	}
	return found;
}

/* Take one place at a time from whichever can best do without. */
static void shrink(table *t, bool force)
{
	for (size_t column; !fits(t) && (column = widest(t, force)) < t->count;)
		t->widths[column]--;
}

static void measure(table *t)
{
	for (size_t i = 0; i < t->count; i++)
		t->widths[i] = dtl_text_width(t->columns[i].heading);
	for (size_t i = 0; i < t->used; i++)
		if (t->cells[i].width > t->widths[i % t->count])
			t->widths[i % t->count] = t->cells[i].width;
}

/* Leave out the column that is the first to go; false: the rest are needed. */
static bool drop(table *t)
{
	size_t first = t->count;
	for (size_t i = 0; i < t->count; i++) {
		bool may = t->columns[i].drop > 0 && !t->hidden[i];
		if (may && (first == t->count || t->columns[i].drop > t->columns[first].drop))
			first = i;
	}
	if (first < t->count)
		t->hidden[first] = true;
	return first < t->count;
}

static bool is_empty(const table *t, size_t column)
{
	for (size_t i = column; i < t->used; i += t->count)
		if (t->cells[i].width > 0)
			return false;
	return true;
}

/* What says nothing is the first to go. */
static void drop_empty(table *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->columns[i].drop > 0 && is_empty(t, i))
			t->hidden[i] = true;
}

static void fit(table *t)
{
	if (!fits(t))
		drop_empty(t);
	do {
		measure(t);
		shrink(t, false);
	} while (!fits(t) && drop(t));
	shrink(t, true);
}

/* In the table's texts each ends in NUL, like a text of its own. */
static cell keep(table *t, const char *text, const char *style)
{
	size_t at = t->texts.len;
	str_add_shown(&t->texts, text, strlen(text));
	cell c = { at, t->texts.len - at, style, dtl_text_width(str_get(&t->texts) + at) };
	str_add_len(&t->texts, "", 1);
	t->failed = t->failed || t->texts.failed;
	return c;
}

static void settle(table *t)
{
	t->settled = true;
	measure(t);
	if (t->app->width > 0)
		fit(t);
	size_t owed = 0;
	for (size_t i = 0; i < t->count; i++) {
		cell c = keep(t, t->columns[i].heading, paint_bold(t->app));
		if (!t->hidden[i])
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
	for (size_t i = 0; i + t->count <= t->used; i += t->count) {
		char **line = &t->lines[i / t->count];
		print_row(t, &t->cells[i]);
		if (*line)
			print_line(t, *line);
		free(*line);
		*line = NULL;
	}
	t->used = 0;
	str_clear(&t->texts);
}

static bool has_line_room(table *t, size_t rows)
{
	if (rows <= t->line_cap)
		return true;
	size_t cap = rows * 2 + 16;
	char **lines = realloc(t->lines, cap * sizeof(*lines));
	if (!lines)
		return false;
	memset(lines + t->line_cap, 0, (cap - t->line_cap) * sizeof(*lines));
	t->lines = lines;
	t->line_cap = cap;
	return true;
}

static bool has_room(table *t)
{
	if (!has_line_room(t, t->used / t->count + 1))
		return false;
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
	if (t->failed || !has_room(t)) {
		t->failed = true;
		return;
	}
	t->cells[t->used++] = keep(t, text ? text : "", style);
	size_t rows = t->used / t->count;
	if (t->used % t->count == 0 && (t->settled || rows == LOOK_AHEAD))
		flush(t);
}

void table_line(table *t, const char *text)
{
	if (t->failed || !text || !has_line_room(t, t->used / t->count + 1))
		return;
	char **line = &t->lines[t->used / t->count];
	free(*line);
	*line = strdup(text);
	t->failed = !*line;
}

dtl_status table_close(table *t, dtl_error *err)
{
	if (!t)
		return DTL_OK;
	flush(t);
	bool failed = t->failed;
	for (size_t i = 0; i < t->line_cap; i++)
		free(t->lines[i]);
	free(t->lines);
	str_free(&t->texts);
	free(t->cells);
	free(t->widths);
	free(t->hidden);
	free(t);
	return failed ? fail_memory(err) : DTL_OK;
}
