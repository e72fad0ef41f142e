/*
 * Phrases from anywhere, in any context, on any day: no crash, and what is read
 * is EDTF with ordered bounds. The first two bytes choose day and tense; a bar
 * separates the phrase from its context.
 */
#include <dateline/date.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(int condition)
{
	if (!condition)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[DTL_EDTF_MAX + 64];
	static dtl_reading reading;
	dtl_error err;

	if (size < 2 || size - 2 >= sizeof text)
		return 0;
	memcpy(text, data + 2, size - 2);
	text[size - 2] = '\0';
	char *bar = strchr(text, '|');
	if (bar != NULL)
		*bar++ = '\0';
	dtl_date_context ctx = { .said_on = (15000 + data[0] * 7 + data[1] / 3) * (int64_t)DTL_DAY,
		.tense = (dtl_tense)(data[1] % 3),
		.context = bar,
		.zone = data[0] % 8 == 0 ? "Asia/Shanghai" : NULL };
	if (dtl_date_read(&reading, text, &ctx, &err) != DTL_OK) {
		need(err.text[0] != '\0');
		return 0;
	}
	const dtl_bounds *b = &reading.date.bounds;
	need(b->start_lo <= b->start_hi && b->end_lo <= b->end_hi);
	need(b->start_lo <= b->end_lo && b->start_hi <= b->end_hi);
	need(reading.words[0] != '\0' && reading.edtf[0] != '\0');
	return 0;
}
