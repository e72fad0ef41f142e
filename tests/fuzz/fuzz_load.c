/* Whatever bytes come in: a line of a dump is refused, or it is what is printed of it. */
#include "base/crc32c.h"
#include "ledger/line.h"
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_line(const char *text, size_t len)
{
	dtl_line line;
	dtl_error err;
	dtl_text again = DTL_TEXT_INIT;
	dtl_arena arena = DTL_ARENA_INIT;
	dtl_status status = dtl_line_parse(&line, &arena, text, len, &err);
	if (status == DTL_OK) {
		dtl_line_print(&line, &again);
		if (again.len != len || memcmp(again.data, text, len) != 0)
			abort();
	}
	dtl_text_free(&again);
	dtl_arena_free(&arena);
}

/* The same with the right sum, or nothing would ever come behind it by chance. */
static void try_summed(const char *text, size_t len)
{
	static const char before[] = "\"crc\":\"";
	char digits[9];
	char *line = malloc(len + 1);
	if (!line)
		return;
	memcpy(line, text, len);
	line[len] = '\0';
	char *crc = strstr(line, before);
	if (crc && strlen(crc) >= sizeof(before) - 1 + 8) {
		crc += sizeof(before) - 1;
		memcpy(crc, "00000000", 8);
		snprintf(digits, sizeof(digits), "%08" PRIx32, dtl_crc32c(0, line, len));
		memcpy(crc, digits, 8);
		try_line(line, len);
	}
	free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	while (size > 0) {
		const char *newline = memchr(text, '\n', size);
		size_t len = newline ? (size_t)(newline - text) : size;
		try_line(text, len);
		try_summed(text, len);
		size -= newline ? len + 1 : len;
		text += newline ? len + 1 : len;
	}
	return 0;
}
