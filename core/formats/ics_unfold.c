#include "formats/ics_unfold.h"
#include "base/error.h"
#include "base/utf8.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER = 1 << 17 };

/* Move what is left to the front and read more behind it. */
static void fill(dtl_ics_lines *l)
{
	size_t left = l->len - l->at;
	if (l->at_end || l->failed)
		return;
	memmove(l->buffer, l->buffer + l->at, left);
	l->base += (int64_t)l->at;
	l->at = 0;
	l->len = left;
	/* Two readers may share a file. */
	l->failed = fseeko(l->in, (off_t)(l->base + (int64_t)left), SEEK_SET) != 0;
	size_t got = l->failed ? 0 : fread(l->buffer + l->len, 1, BUFFER - l->len, l->in);
	l->len += got;
	l->failed = l->failed || ferror(l->in) != 0;
	l->at_end = got == 0;
}

/* Lines end as the first one does: with CR alone only where no LF comes right behind it. */
static void find_style(dtl_ics_lines *l)
{
	const char *at = l->buffer + l->at;
	size_t len = l->len - l->at;
	const char *lf = memchr(at, '\n', len);
	const char *cr = memchr(at, '\r', lf ? (size_t)(lf - at) : len);
	l->end = cr && cr + 1 != lf ? '\r' : '\n';
}

dtl_status dtl_ics_lines_open(dtl_ics_lines *l, FILE *in, dtl_error *err)
{
	*l = (dtl_ics_lines){ .in = in, .next = 1, .joined = DTL_TEXT_INIT };
	l->buffer = malloc(BUFFER);
	if (!l->buffer)
		return dtl_fail_memory(err);
	return dtl_ics_lines_seek(l, 0, 1, err);
}

dtl_status dtl_ics_lines_seek(dtl_ics_lines *l, int64_t offset, long number, dtl_error *err)
{
	l->next = number;
	if (offset >= l->base && offset < l->base + (int64_t)l->len) {
		l->at = (size_t)(offset - l->base);
		return DTL_OK;
	}
	l->at = l->len = 0;
	l->base = offset;
	l->at_end = l->failed = false;
	fill(l);
	if (!l->end)
		find_style(l);
	return l->failed ? dtl_fail_system(err, errno, "cannot be read") : DTL_OK;
}

/* Where the physical line at `at` ends: the index of its end, or `len` when that is not in the buffer. */
static size_t find_end(const dtl_ics_lines *l)
{
	const char *at = l->buffer + l->at, *end = l->buffer + l->len;
	const char *found = memchr(at, '\n', (size_t)(end - at));
	if (l->end == '\r') {
		const char *cr = memchr(at, '\r', (size_t)((found ? found : end) - at));
		found = cr ? cr : found;
	}
	return (size_t)((found ? found : end) - l->buffer);
}

static void keep(dtl_ics_lines *l, const char *s, size_t len)
{
	size_t room = DTL_ICS_LINE_MAX - l->joined.len;
	l->too_long = l->too_long || len > room;
	dtl_text_add_len(&l->joined, s, len < room ? len : room);
}

/* Is there another byte to read? */
static bool has_more(dtl_ics_lines *l)
{
	if (l->at == l->len)
		fill(l);
	return l->at < l->len;
}

/* Add the physical line at `at` without its end; false at the end of the file. */
static bool add_physical(dtl_ics_lines *l)
{
	bool any = false, ended = false;
	while (!ended && has_more(l)) {
		size_t end = find_end(l);
		keep(l, l->buffer + l->at, end - l->at);
		ended = end < l->len;
		l->at = ended ? end + 1 : end;
		any = true;
	}
	if (ended && l->end == '\r' && l->buffer[l->at - 1] == '\r' && has_more(l) &&
	    l->buffer[l->at] == '\n')
		l->at++;
	while (l->end == '\n' && l->joined.len && l->joined.data[l->joined.len - 1] == '\r')
		dtl_text_truncate(&l->joined, l->joined.len - 1);
	l->next += any;
	return any;
}

/* The length of the control character at `s` (of C0, C1, DEL; a tab is none), or 0. */
static size_t control_at(const char *s, const char *end)
{
	unsigned char c = (unsigned char)*s;
	if (c == 0xC2 && s + 1 < end && (unsigned char)s[1] >= 0x80 && (unsigned char)s[1] < 0xA0)
		return 2;
	return (c < 0x20 && c != '\t') || c == 0x7F ? 1 : 0;
}

static const char *find_control(const char *at, const char *end)
{
	for (; (at += dtl_utf8_plain(at, (size_t)(end - at))) < end; at++)
		if (control_at(at, end))
			return at;
	return NULL;
}

/* The line without its control characters. */
static void clean(dtl_ics_lines *l)
{
	const char *at = dtl_text_str(&l->joined), *end = at + l->joined.len;
	dtl_text cleaned = DTL_TEXT_INIT;
	const char *control = find_control(at, end);
	if (!control)
		return;
	for (; control; control = find_control(at, end)) {
		dtl_text_add_len(&cleaned, at, (size_t)(control - at));
		at = control + control_at(control, end);
	}
	dtl_text_add_len(&cleaned, at, (size_t)(end - at));
	dtl_text_free(&l->joined);
	l->joined = cleaned;
	l->cleaned = true;
}

/* Files put together have byte order marks inside. */
static void skip_mark(dtl_slice *line)
{
	if (line->len >= 3 && memcmp(line->data, "\xEF\xBB\xBF", 3) == 0)
		*line = (dtl_slice){ line->data + 3, line->len - 3 };
}

dtl_status dtl_ics_lines_next(dtl_ics_lines *l, dtl_error *err)
{
	do {
		dtl_text_clear(&l->joined);
		l->too_long = l->cleaned = false;
		l->number = l->next;
		l->offset = l->base + (int64_t)l->at;
		if (!add_physical(l))
			return l->failed ? dtl_fail(err, DTL_E_IO, "cannot be read") : DTL_DONE;
		while (has_more(l) && (l->buffer[l->at] == ' ' || l->buffer[l->at] == '\t')) {
			l->at++;
			if (!add_physical(l))
				break;
		}
		clean(l);
		l->line = (dtl_slice){ dtl_text_str(&l->joined), l->joined.len };
		skip_mark(&l->line);
	} while (l->line.len == 0 && !l->joined.failed);
	return dtl_text_failed(&l->joined) ? dtl_fail_memory(err) : DTL_OK;
}

void dtl_ics_lines_close(dtl_ics_lines *l)
{
	free(l->buffer);
	dtl_text_free(&l->joined);
	*l = (dtl_ics_lines){ .in = NULL };
}
