/*
 * EDTF from anywhere: no crash, and whatever is accepted has ordered bounds and
 * a canonical spelling that means the same and is its own.
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

static void check(const char *text, const char *zone)
{
	static char canonical[DTL_EDTF_MAX + 1];
	static char again[DTL_EDTF_MAX + 1];
	char words[DTL_WORDS_MAX];
	dtl_date date;
	dtl_date same;
	dtl_error err;

	dtl_date_people(words, sizeof words, text, zone, NULL);
	if (dtl_date_parse(&date, text, zone, &err) != DTL_OK) {
		need(err.status == DTL_E_ARGUMENT && err.text[0] != '\0');
		return;
	}
	const dtl_bounds *b = &date.bounds;
	need(b->start_lo <= b->start_hi && b->end_lo <= b->end_hi);
	need(b->start_lo <= b->end_lo && b->start_hi <= b->end_hi);
	dtl_date_relative(words, sizeof words, b, 1370304000, true);
	if (dtl_date_canonical(canonical, sizeof canonical, text, NULL) != DTL_OK)
		return; /* longer than may be read again */
	need(dtl_date_parse(&same, canonical, zone, NULL) == DTL_OK);
	/* ?2013 is of level 2, 2013? says the same on level 1 */
	need(dtl_bounds_equal(b, &same.bounds) && same.level <= date.level &&
	     same.precision == date.precision);
	need(dtl_date_canonical(again, sizeof again, canonical, NULL) == DTL_OK);
	need(strcmp(canonical, again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char text[DTL_EDTF_MAX + 64];
	int64_t t;

	if (size >= sizeof text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	check(text, NULL);
	if (size % 4 == 0)
		check(text, "Europe/Paris");
	dtl_time_parse(&t, text, NULL);
	return 0;
}
