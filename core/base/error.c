#include "base/error.h"
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char ellipsis[] = "\xE2\x80\xA6";

const char *dtl_status_name(dtl_status status)
{
	/* No `default:`: the compiler names a status that has no name. */
	switch (status) {
	case DTL_OK: return "ok";
	case DTL_DONE: return "done";
	case DTL_E_ARGUMENT: return "bad argument";
	case DTL_E_AMBIGUOUS: return "ambiguous";
	case DTL_E_NOTFOUND: return "not found";
	case DTL_E_EXISTS: return "exists already";
	case DTL_E_PARSE: return "cannot be read";
	case DTL_E_REJECTED: return "partly refused";
	case DTL_E_SCHEMA: return "not a timeline of this program";
	case DTL_E_DAMAGED: return "damaged";
	case DTL_E_BUSY: return "busy";
	case DTL_E_IO: return "input/output error";
	case DTL_E_MEMORY: return "out of memory";
	case DTL_E_DATABASE: return "database error";
	}
	return "unknown status";
}

/* Where to cut `text`, which is full, so that "…" fits and no UTF-8 sequence is split. */
static size_t cut_before(const char *text, size_t room)
{
	while (room > 0 && ((unsigned char)text[room] & 0xC0U) == 0x80U)
		room--;
	return room;
}

/* Text comes from files and file names, too: an error stays one line whatever is quoted in it. */
static void one_line(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7F)
			*text = '?';
}

static void finish(char *text, int wanted)
{
	if (wanted < 0)
		text[0] = '\0';
	else if ((size_t)wanted >= DTL_ERROR_TEXT)
		strcpy(text + cut_before(text, DTL_ERROR_TEXT - sizeof(ellipsis)), ellipsis);
	one_line(text);
}

static void fill(dtl_error *err, dtl_status status, long line, const char *format, va_list args)
    DTL_PRINTF(4, 0);

static void fill(dtl_error *err, dtl_status status, long line, const char *format, va_list args)
{
	if (!err)
		return;
	/* By way of a copy: the arguments may point into err->text. */
	char text[DTL_ERROR_TEXT];
	finish(text, vsnprintf(text, sizeof(text), format, args));
	memcpy(err->text, text, strlen(text) + 1);
	err->status = status;
	err->line = line;
}

dtl_status dtl_fail(dtl_error *err, dtl_status status, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fill(err, status, 0, format, args);
	va_end(args);
	return status;
}

dtl_status dtl_fail_line(dtl_error *err, dtl_status status, long line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fill(err, status, line, format, args);
	va_end(args);
	return status;
}

dtl_status dtl_fail_memory(dtl_error *err)
{
	if (err) {
		err->status = DTL_E_MEMORY;
		err->line = 0;
		strcpy(err->text, "out of memory");
	}
	return DTL_E_MEMORY;
}

dtl_status dtl_fail_system(dtl_error *err, int number, const char *what)
{
	char words[128];
	if (strerror_r(number ? number : EIO, words, sizeof(words)) != 0)
		snprintf(words, sizeof(words), "error %d", number);
	words[0] = (char)tolower((unsigned char)words[0]);
	return dtl_fail(err, DTL_E_IO, "%s: %s", what, words);
}

dtl_status dtl_fail_in(dtl_error *err, const char *format, ...)
{
	if (!err)
		return DTL_E_DATABASE;
	char context[DTL_ERROR_TEXT];
	char text[DTL_ERROR_TEXT];
	va_list args;
	va_start(args, format);
	int len = vsnprintf(context, sizeof(context), format, args);
	va_end(args);
	finish(context, len);
	finish(text, snprintf(text, sizeof(text), "%s: %s", context, err->text));
	memcpy(err->text, text, strlen(text) + 1);
	return err->status;
}
