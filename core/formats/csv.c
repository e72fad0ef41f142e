#include "formats/csv.h"
#include "base/array.h"
#include "base/utf8.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_MAX = 64 << 20 };

/* What spreadsheets begin a formula with; a tab or a line break before it is passed over by some. */
static bool begins_formula(const char *s)
{
	return *s && strchr("=+-@\t\r", *s);
}

/* A number is no formula, whatever its sign. */
static bool is_number(const char *s)
{
	char *end;
	if (*s != '-' && *s != '+')
		return false;
	return strspn(s + 1, "0123456789.") == strlen(s + 1) && (strtod(s, &end), *end == '\0') &&
	       end > s + 1;
}

/* Would reading take something off it, or a spreadsheet make a formula of it? */
static bool needs_apostrophe(const char *s)
{
	return begins_formula(s + strspn(s, "'")) && !is_number(s);
}

void dtl_csv_add(dtl_text *out, const char *s, char separator)
{
	const char ends[] = { '"', '\r', '\n', separator, '\0' };
	if (!s || !*s)
		return;
	bool apostrophe = needs_apostrophe(s);
	/* Blanks at the ends are kept by quotation, which not every reader does without. */
	bool quoted = s[strcspn(s, ends)] != '\0' || s[0] == ' ' || s[strlen(s) - 1] == ' ';
	if (quoted)
		dtl_text_add_char(out, '"');
	if (apostrophe)
		dtl_text_add_char(out, '\'');
	for (const char *quote; quoted && (quote = strchr(s, '"')) != NULL; s = quote + 1) {
		dtl_text_add_len(out, s, (size_t)(quote - s));
		dtl_text_add(out, "\"\"");
	}
	dtl_text_add(out, s);
	if (quoted)
		dtl_text_add_char(out, '"');
}

dtl_csv dtl_csv_from(FILE *in, char separator)
{
	return (dtl_csv){ .in = in, .separator = separator, .line = 1, .next_line = 1 };
}

void dtl_csv_free(dtl_csv *r)
{
	dtl_text_free(&r->text);
	free(r->offsets);
	*r = (dtl_csv){ 0 };
}

static dtl_status begin_cell(dtl_csv *r, dtl_error *err)
{
	size_t *offsets = dtl_array_room(r->offsets, &r->cap, r->count, sizeof(*offsets));
	if (!offsets)
		return dtl_fail_memory(err);
	r->offsets = offsets;
	offsets[r->count++] = r->text.len;
	return DTL_OK;
}

/* The cell is whole: take off the apostrophe, and end it. */
static void end_cell(dtl_csv *r)
{
	size_t at = r->offsets[r->count - 1];
	const char *cell = dtl_text_str(&r->text) + at;
	if (r->text.len > at && cell[0] == '\'' && begins_formula(cell + strspn(cell, "'"))) {
		memmove(r->text.data + at, r->text.data + at + 1, r->text.len - at - 1);
		dtl_text_truncate(&r->text, r->text.len - 1);
	}
	dtl_text_add_char(&r->text, '\0');
}

/* A byte that belongs to a cell; line breaks of all three kinds are counted. */
static dtl_status add_byte(dtl_csv *r, int c, int before, dtl_error *err)
{
	if (c == '\0')
		return dtl_fail_line(
		    err, DTL_E_PARSE, r->next_line, "a NUL byte stands here: this is no text");
	if (r->text.len >= ROW_MAX)
		return dtl_fail_line(
		    err, DTL_E_PARSE, r->line, "this row is longer than %d MiB", ROW_MAX >> 20);
	if (c == '\r' || (c == '\n' && before != '\r'))
		r->next_line++;
	dtl_text_add_char(&r->text, (char)c);
	return DTL_OK;
}

/* Behind the opening quote, up to what follows the closing one, which goes to *next. */
static dtl_status take_quoted(dtl_csv *r, int *next, dtl_error *err)
{
	long begun = r->next_line;
	dtl_status status = DTL_OK;
	int before = 0;
	for (int c; status == DTL_OK; before = c) {
		c = getc(r->in);
		if (c == '"') {
			*next = getc(r->in);
			if (*next != '"')
				return DTL_OK;
		}
		if (c == EOF)
			return dtl_fail_line(
			    err, DTL_E_PARSE, begun, "the quotation that begins here does not end");
		status = add_byte(r, c, before, err);
	}
	return status;
}

static bool ends_cell(const dtl_csv *r, int c)
{
	return c == EOF || c == '\n' || c == '\r' || c == (unsigned char)r->separator;
}

/* One cell; *next gets what ends it. */
static dtl_status take_cell(dtl_csv *r, int *next, dtl_error *err)
{
	dtl_status status = begin_cell(r, err);
	int c = getc(r->in);
	if (status == DTL_OK && c == '"') {
		status = take_quoted(r, &c, err);
		if (status == DTL_OK && !ends_cell(r, c))
			return dtl_fail_line(
			    err, DTL_E_PARSE, r->next_line, "text stands behind a closing quote");
	} else {
		for (; status == DTL_OK && !ends_cell(r, c); c = getc(r->in))
			status = add_byte(r, c, 0, err);
	}
	*next = c;
	if (status == DTL_OK)
		end_cell(r);
	return status;
}

/* CRLF, LF or CR ends a row. */
static void end_row(dtl_csv *r, int c)
{
	if (c == EOF)
		return;
	r->next_line++;
	if (c == '\r' && (c = getc(r->in)) != '\n' && c != EOF)
		ungetc(c, r->in);
}

static dtl_status take_row(dtl_csv *r, dtl_error *err)
{
	int c = 0;
	dtl_status status = DTL_OK;
	r->count = 0;
	r->line = r->next_line;
	dtl_text_clear(&r->text);
	do
		status = take_cell(r, &c, err);
	while (status == DTL_OK && c == (unsigned char)r->separator);
	if (status != DTL_OK)
		return status;
	if (ferror(r->in))
		return dtl_fail_system(err, errno, "cannot be read");
	end_row(r, c);
	if (dtl_text_failed(&r->text))
		return dtl_fail_memory(err);
	bool blank = r->count == 1 && *dtl_csv_cell(r, 0) == '\0';
	if (blank)
		return c == EOF ? DTL_DONE : DTL_E_NOTFOUND;
	return DTL_OK;
}

/* A byte order mark is passed over; false: half of one stands there. */
static bool skip_mark(FILE *in)
{
	static const unsigned char mark[] = { 0xEF, 0xBB, 0xBF };
	for (size_t i = 0; i < sizeof(mark); i++) {
		int c = getc(in);
		if (c == mark[i])
			continue;
		if (c != EOF)
			ungetc(c, in);
		return i == 0;
	}
	return true;
}

dtl_status dtl_csv_next(dtl_csv *r, dtl_error *err)
{
	dtl_status status;
	size_t bad;
	if (!r->begun && !skip_mark(r->in))
		return dtl_fail_line(err, DTL_E_PARSE, 1, "this row is not UTF-8");
	r->begun = true;
	do
		status = take_row(r, err);
	while (status == DTL_E_NOTFOUND);
	if (status == DTL_OK && !dtl_utf8_valid(dtl_text_str(&r->text), r->text.len, &bad))
		return dtl_fail_line(err, DTL_E_PARSE, r->line, "this row is not UTF-8");
	return status;
}

const char *dtl_csv_cell(const dtl_csv *r, size_t index)
{
	return index < r->count ? r->text.data + r->offsets[index] : "";
}
