#include "ledger/line_reader.h"

#include <errno.h>
#include <string.h>

/* What SQLite holds in a row of ours. */
enum { LONGEST_LINE = 64 << 20 };

void dtl_line_reader_begin(dtl_line_reader *r, FILE *in)
{
	r->in = in;
	r->number = 0;
	r->at = r->end = 0;
	r->line = (dtl_text)DTL_TEXT_INIT;
}

void dtl_line_reader_free(dtl_line_reader *r)
{
	dtl_text_free(&r->line);
}

/* DTL_DONE at the end of the file. */
static dtl_status fill(dtl_line_reader *r, dtl_error *err)
{
	if (r->at < r->end)
		return DTL_OK;
	errno = 0;
	r->at = 0;
	r->end = fread(r->block, 1, sizeof r->block, r->in);
	if (r->end > 0)
		return DTL_OK;
	return ferror(r->in) ? dtl_fail_system(err, errno, "cannot be read") : DTL_DONE;
}

/* The rest of the line into r->line as far as it fits; *whole: its newline was there. */
static void take_rest(dtl_line_reader *r, size_t *len, bool *whole)
{
	const char *from = r->block + r->at;
	const char *newline = memchr(from, '\n', r->end - r->at);
	size_t more = newline ? (size_t)(newline - from) : r->end - r->at;
	*whole = newline != NULL;
	*len += more;
	if (*len <= LONGEST_LINE)
		dtl_text_add_len(&r->line, from, more);
	r->at += more + (newline ? 1 : 0);
}

dtl_status dtl_line_reader_next(dtl_line_reader *r, dtl_slice *line, dtl_error *err)
{
	size_t len = 0;
	bool whole = false;
	dtl_text_clear(&r->line);
	dtl_status status = fill(r, err);
	if (status != DTL_OK)
		return status;
	r->number++;
	while (!whole && (status = fill(r, err)) == DTL_OK)
		take_rest(r, &len, &whole);
	if (status != DTL_OK && status != DTL_DONE)
		return status;
	if (dtl_text_failed(&r->line))
		return dtl_fail_memory(err);
	if (len > LONGEST_LINE)
		return dtl_fail_line(err, DTL_E_DAMAGED, r->number, "a line of more than 64 MiB");
	*line = (dtl_slice){ dtl_text_str(&r->line), r->line.len };
	return DTL_OK;
}
