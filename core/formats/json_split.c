#include "formats/json_split.h"
#include "base/error.h"
#include "base/json.h"
#include "base/utf8.h"
#include <errno.h>
#include <stdint.h>
#include <string.h>

/* Where in a value the splitter is. */
typedef struct place {
	uint64_t braces; /* a bit per open container, the innermost lowest: 1 is an object */
	int depth;
	bool string;  /* inside one */
	bool escaped; /* behind a backslash */
} place;

typedef enum verdict {
	GOES_ON,
	LAST,   /* this byte ends the value */
	BEFORE, /* the value ended before this byte */
	TOO_DEEP,
	MISMATCH, /* the wrong closing bracket */
	CONTROL,  /* a control character inside a string */
} verdict;

void dtl_json_split_open(dtl_json_split *s, FILE *in)
{
	s->in = in;
	s->line = 1;
}

void dtl_json_split_close(dtl_json_split *s)
{
	dtl_text_free(&s->value);
}

/* Have at least one byte; false at the end. */
static bool fill(dtl_json_split *s)
{
	static const char mark[] = "\xEF\xBB\xBF";
	if (s->at < s->have)
		return true;
	s->at = 0;
	errno = 0;
	s->have = fread(s->buffer, 1, sizeof(s->buffer), s->in);
	if (ferror(s->in))
		s->failure = errno ? errno : EIO;
	if (!s->started && s->have >= 3 && memcmp(s->buffer, mark, 3) == 0)
		s->at = 3;
	s->started = true;
	return s->at < s->have;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

int dtl_json_split_peek(dtl_json_split *s)
{
	while (fill(s)) {
		char c = s->buffer[s->at];
		if (!is_blank(c))
			return (unsigned char)c;
		s->line += c == '\n';
		s->at++;
	}
	return DTL_SPLIT_END;
}

void dtl_json_split_skip(dtl_json_split *s)
{
	if (s->at < s->have)
		s->at++;
}

static verdict in_string(place *p, char c)
{
	if ((unsigned char)c < 0x20)
		return CONTROL;
	if (p->escaped) {
		p->escaped = false;
	} else if (c == '\\') {
		p->escaped = true;
	} else if (c == '"') {
		p->string = false;
		return p->depth == 0 ? LAST : GOES_ON;
	}
	return GOES_ON;
}

static verdict open_bracket(place *p, bool brace)
{
	if (p->depth == DTL_SPLIT_DEPTH)
		return TOO_DEEP;
	p->depth++;
	p->braces = p->braces << 1 | brace;
	return GOES_ON;
}

static verdict close_bracket(place *p, bool brace)
{
	if (p->depth == 0)
		return BEFORE;
	if ((p->braces & 1) != brace)
		return MISMATCH;
	p->braces >>= 1;
	return --p->depth == 0 ? LAST : GOES_ON;
}

static verdict step(place *p, char c)
{
	if (p->string)
		return in_string(p, c);
	switch (c) {
	case '"': p->string = true; return GOES_ON;
	case '{':
	case '[': return open_bracket(p, c == '{');
	case '}':
	case ']': return close_bracket(p, c == '}');
	case ',':
	case ' ':
	case '\t':
	case '\r':
	case '\n': return p->depth == 0 ? BEFORE : GOES_ON;
	default: return GOES_ON;
	}
}

/* Step through what the buffer holds; *last is what stopped it, GOES_ON when all was taken. */
static size_t run(dtl_json_split *s, place *p, verdict *last)
{
	size_t i = s->at;
	*last = GOES_ON;
	while (i < s->have && *last == GOES_ON) {
		if (p->string && !p->escaped) {
			i += dtl_json_plain(s->buffer + i, s->have - i);
			if (i == s->have)
				break;
		}
		*last = step(p, s->buffer[i]);
		if (*last == GOES_ON || *last == LAST)
			s->line += s->buffer[i++] == '\n';
	}
	return i - s->at;
}

static dtl_status misplaced(
    const dtl_json_split *s, const place *p, verdict v, const char *where, dtl_error *err)
{
	char c = s->buffer[s->at];
	if (v == TOO_DEEP)
		return dtl_fail_line(
		    err, DTL_E_PARSE, s->line, "%s: more than %d levels deep", where, DTL_SPLIT_DEPTH);
	if (v == MISMATCH)
		return dtl_fail_line(err, DTL_E_PARSE, s->line, "%s: expected '%c', not '%c'", where,
		    p->braces & 1 ? '}' : ']', c);
	if (c == '\n' || c == '\r')
		return dtl_fail_line(err, DTL_E_PARSE, s->line,
		    "%s: a line break inside a string: it is not closed, or the break must be written \\n",
		    where);
	return dtl_fail_line(err, DTL_E_PARSE, s->line, "%s: control character 0x%02x inside a string", where,
	    (unsigned)(unsigned char)c);
}

static dtl_status take(dtl_json_split *s, size_t len, size_t max, const char *where, dtl_error *err)
{
	if (len > max - s->value.len)
		return dtl_fail_line(
		    err, DTL_E_PARSE, s->value_line, "%s: larger than %zu MiB", where, max >> 20);
	dtl_text_add_len(&s->value, s->buffer + s->at, len);
	s->at += len;
	return dtl_text_failed(&s->value) ? dtl_fail_memory(err) : DTL_OK;
}

dtl_status dtl_json_split_value(dtl_json_split *s, size_t max, const char *where, dtl_error *err)
{
	place p = { 0, 0, false, false };
	verdict last = GOES_ON;
	dtl_text_clear(&s->value);
	s->value_line = s->line;
	while (last == GOES_ON) {
		if (!fill(s)) {
			/* A number may end with the text; nothing else does. */
			if (p.depth == 0 && !p.string && s->value.len > 0 && !s->failure)
				return DTL_OK;
			return dtl_json_split_unexpected(s, "its end", where, err);
		}
		dtl_status status = take(s, run(s, &p, &last), max, where, err);
		if (status != DTL_OK)
			return status;
	}
	return last == LAST || last == BEFORE ? DTL_OK : misplaced(s, &p, last, where, err);
}

dtl_status dtl_json_split_unexpected(dtl_json_split *s, const char *wanted, const char *where, dtl_error *err)
{
	if (!fill(s) && s->failure)
		return dtl_fail_system(err, s->failure, "cannot be read");
	if (s->at >= s->have)
		return dtl_fail_line(err, DTL_E_PARSE, s->line, "unexpected end of file in %s", where);
	const char *from = s->buffer + s->at;
	const char *end = from;
	bool odd = dtl_utf8_next(&end, s->buffer + s->have) == 0xFFFD || (unsigned char)*from < 0x20 ||
		   *from == 0x7F;
	if (odd)
		return dtl_fail_line(err, DTL_E_PARSE, s->line, "%s: expected %s, not the byte 0x%02x", where,
		    wanted, (unsigned)(unsigned char)*from);
	return dtl_fail_line(
	    err, DTL_E_PARSE, s->line, "%s: expected %s, not '%.*s'", where, wanted, (int)(end - from), from);
}
