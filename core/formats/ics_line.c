#include "formats/ics_line.h"
#include <dateline/date.h>
#include <stdio.h>
#include <string.h>

enum { FOLD = 75 }; /* octets in a line, its CRLF not counted */

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7F;
}

static bool inside_character(char c)
{
	return ((unsigned char)c & 0xC0U) == 0x80U;
}

/* Is one of the eight bytes below 0x20, or 0x7F? */
static bool has_control(const char *s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = UINT64_C(0x8080808080808080);
	uint64_t bytes;
	memcpy(&bytes, s, sizeof(bytes));
	uint64_t deleted = bytes ^ (ones * 0x7F);
	return (((bytes - ones * 0x20) & ~bytes) | ((deleted - ones) & ~deleted)) & high;
}

/* How many bytes from `s` on are no control characters and, of TEXT, need no backslash. */
static size_t plain_run(const char *s, size_t len, bool text)
{
	size_t i = 0;
	while (!text && len - i >= 8 && !has_control(s + i))
		i += 8;
	while (i < len) {
		unsigned char c = (unsigned char)s[i];
		if (c < 0x20 || c == 0x7F || (text && (c == ',' || c == ';' || c == '\\')))
			break;
		i++;
	}
	return i;
}

/* How much of `s` goes on a line with `room` octets, without splitting a UTF-8 character. */
static size_t fitting(const char *s, size_t len, size_t room)
{
	if (len <= room)
		return len;
	size_t fits = room;
	while (fits > 0 && inside_character(s[fits]))
		fits--;
	return fits > 0 ? fits : room;
}

static void end_line(dtl_ics_writer *w)
{
	const char *s = dtl_text_str(&w->line);
	size_t left = w->line.len;
	size_t room = FOLD;
	w->out->failed |= w->line.failed;
	if (w->pile) {
		dtl_text_add_len(w->pile, s, left);
		dtl_text_add_char(w->pile, '\n');
		return;
	}
	dtl_text_reserve(w->out, left + left / 24 + 8);
	for (;;) {
		size_t now = fitting(s, left, room);
		dtl_text_add_len(w->out, s, now);
		s += now;
		left -= now;
		if (left == 0)
			break;
		dtl_text_add(w->out, "\r\n ");
		room = FOLD - 1;
	}
	dtl_text_add(w->out, "\r\n");
}

void dtl_ics_begin(dtl_ics_writer *w, const char *name)
{
	dtl_text_clear(&w->line);
	dtl_text_add(&w->line, name);
}

static void add_param_character(dtl_text *line, char c)
{
	switch (c) {
	case '"': dtl_text_add(line, "^'"); break;
	case '^': dtl_text_add(line, "^^"); break;
	case '\n': dtl_text_add(line, "^n"); break;
	default:
		if (!is_control(c))
			dtl_text_add_char(line, c);
	}
}

void dtl_ics_param(dtl_ics_writer *w, const char *name, const char *value)
{
	if (!value)
		return;
	bool quoted = strpbrk(value, ":;,") != NULL;
	dtl_text_add_char(&w->line, ';');
	dtl_text_add(&w->line, name);
	dtl_text_add(&w->line, quoted ? "=\"" : "=");
	for (const char *at = value; *at; at++)
		add_param_character(&w->line, *at);
	if (quoted)
		dtl_text_add_char(&w->line, '"');
}

/* A line break is \n, however the text writes it: CRLF, CR or LF. */
static void add_text_character(dtl_text *line, const char *at)
{
	switch (*at) {
	case '\\':
	case ';':
	case ',':
		dtl_text_add_char(line, '\\');
		dtl_text_add_char(line, *at);
		break;
	case '\r':
		if (at[1] != '\n')
			dtl_text_add(line, "\\n");
		break;
	case '\n': dtl_text_add(line, "\\n"); break;
	case '\t': dtl_text_add_char(line, '\t'); break;
	default:
		if (!is_control(*at))
			dtl_text_add_char(line, *at);
	}
}

void dtl_ics_end_text(dtl_ics_writer *w, const char *value)
{
	const char *at = value, *end = value + strlen(value);
	dtl_text_add_char(&w->line, ':');
	while (at < end) {
		size_t run = plain_run(at, (size_t)(end - at), true);
		dtl_text_add_len(&w->line, at, run);
		at += run;
		if (at < end)
			add_text_character(&w->line, at++);
	}
	end_line(w);
}

/* All but the control characters; tabs are none in a line that somebody else wrote. */
static void add_raw(dtl_text *line, const char *s, size_t len, bool tabs)
{
	while (len) {
		size_t run = plain_run(s, len, false);
		dtl_text_add_len(line, s, run);
		if (run < len && tabs && s[run] == '\t')
			dtl_text_add_char(line, '\t');
		run += run < len;
		s += run;
		len -= run;
	}
}

void dtl_ics_end_raw(dtl_ics_writer *w, const char *value)
{
	dtl_text_add_char(&w->line, ':');
	add_raw(&w->line, value, strlen(value), false);
	end_line(w);
}

void dtl_ics_line(dtl_ics_writer *w, dtl_slice line)
{
	if (!w->pile && line.len <= FOLD && plain_run(line.data, line.len, false) == line.len) {
		dtl_text_reserve(w->out, line.len + 2);
		dtl_text_add_len(w->out, line.data, line.len);
		dtl_text_add_len(w->out, "\r\n", 2);
		return;
	}
	dtl_text_clear(&w->line);
	add_raw(&w->line, line.data, line.len, true);
	end_line(w);
}

void dtl_ics_params(dtl_ics_writer *w, dtl_slice params)
{
	add_raw(&w->line, params.data, params.len, true);
}

void dtl_ics_text(dtl_ics_writer *w, const char *name, const char *value)
{
	if (!value)
		return;
	dtl_ics_begin(w, name);
	dtl_ics_end_text(w, value);
}

void dtl_ics_raw(dtl_ics_writer *w, const char *name, const char *value)
{
	if (!value)
		return;
	dtl_ics_begin(w, name);
	dtl_ics_end_raw(w, value);
}

bool dtl_ics_time_fits(int64_t t)
{
	return t >= dtl_days_from_civil(1, 1, 1) * DTL_DAY && t < dtl_days_from_civil(10000, 1, 1) * DTL_DAY;
}

/* `value` has at most `width` digits. */
static char *digits(char *at, int64_t value, int width)
{
	for (int i = width - 1; i >= 0; i--) {
		at[i] = (char)('0' + value % 10);
		value /= 10;
	}
	return at + width;
}

static char *add_day(char *at, int64_t t)
{
	int64_t year;
	int month, day;
	dtl_civil_from_days(dtl_day_of(t), &year, &month, &day);
	return digits(digits(digits(at, year, 4), month, 2), day, 2);
}

void dtl_ics_date(char buf[DTL_ICS_TIME], int64_t t)
{
	*add_day(buf, t) = '\0';
}

void dtl_ics_date_time(char buf[DTL_ICS_TIME], int64_t t, bool local)
{
	int64_t second = t - dtl_day_of(t) * DTL_DAY;
	char *at = add_day(buf, t);
	*at++ = 'T';
	at = digits(digits(digits(at, second / 3600, 2), second / 60 % 60, 2), second % 60, 2);
	if (!local)
		*at++ = 'Z';
	*at = '\0';
}
