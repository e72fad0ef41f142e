/*
 * What holds for every date: on generated ones. 100,000 of them, or as many as
 * the environment's DATELINE_PROPERTY_RUNS says; the dice are always the same.
 */
#include "dates/edtf.h"

#include <dateline/date.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint64_t dice = 20130604;

/* splitmix64 */
static unsigned roll(unsigned sides)
{
	dice += 0x9E3779B97F4A7C15u;
	uint64_t z = dice;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return (unsigned)((z ^ (z >> 31)) % sides);
}

static long runs(void)
{
	const char *text = getenv("DATELINE_PROPERTY_RUNS");
	return text != NULL ? strtol(text, NULL, 10) : 100000;
}

/* ---- Making dates ---- */

static void qualifier(dtl_out *out)
{
	if (roll(8) == 0)
		dtl_out_char(out, "?~%"[roll(3)]);
}

static void digits(dtl_out *out, unsigned value, int width, bool x)
{
	char text[16];

	snprintf(text, sizeof text, "%0*u", width, value);
	for (int i = 0; i < width; i++)
		dtl_out_char(out, x && roll(4) == 0 ? 'X' : text[i]);
}

static void long_year(dtl_out *out)
{
	dtl_out_text(out, roll(3) == 0 ? "Y-" : "Y");
	if (roll(2) == 0) {
		dtl_out_int(out, 10000 + (int64_t)roll(2000000000), 1);
	} else {
		dtl_out_int(out, 1 + (int64_t)roll(99), 1);
		dtl_out_char(out, 'E');
		dtl_out_int(out, 3 + (int64_t)roll(6), 1);
	}
	if (roll(3) == 0) {
		dtl_out_char(out, 'S');
		dtl_out_int(out, 1 + (int64_t)roll(4), 1);
	}
}

static void clock(dtl_out *out)
{
	static const char *const zones[] = { "", "Z", "+00:00", "-07:00", "+05:30", "-04", "+14:00" };
	char text[16];

	snprintf(text, sizeof text, "T%02u:%02u:%02u", roll(24), roll(60), roll(60));
	dtl_out_text(out, text);
	dtl_out_text(out, zones[roll(7)]);
}

/* A date of so many parts; some are none ("2013-02-30"), which is for the parser to say. */
static void calendar(dtl_out *out, int parts)
{
	bool x = roll(5) == 0;
	bool q = roll(3) == 0;

	if (q)
		qualifier(out);
	if (roll(10) == 0)
		dtl_out_char(out, '-');
	digits(out, roll(10000), 4, x);
	for (int i = 1; i < parts; i++) {
		if (q)
			qualifier(out);
		dtl_out_char(out, '-');
		if (q)
			qualifier(out);
		digits(out, i == 1 ? 1 + roll(12) : 1 + roll(31), 2, x);
	}
	if (q)
		qualifier(out);
	else if (parts == 3 && !x && roll(6) == 0)
		clock(out);
}

static void date(dtl_out *out, int parts)
{
	if (parts == 1 && roll(10) == 0)
		long_year(out);
	else
		calendar(out, parts);
}

static void alone(dtl_out *out)
{
	if (roll(8) == 0) {
		digits(out, roll(10000), 4, false);
		dtl_out_char(out, '-');
		dtl_out_int(out, 21 + (int64_t)roll(21), 2);
	} else if (roll(12) == 0) {
		digits(out, roll(10000), 4, false);
		dtl_out_char(out, 'S');
		dtl_out_int(out, 1 + (int64_t)roll(4), 1);
	} else {
		date(out, 1 + (int)roll(3));
	}
}

static void end(dtl_out *out)
{
	unsigned kind = roll(8);

	if (kind == 0)
		dtl_out_text(out, "..");
	else if (kind > 1)
		date(out, 1 + (int)roll(3));
}

static void set(dtl_out *out, char open, char close)
{
	int count = 1 + (int)roll(4);

	dtl_out_char(out, open);
	if (roll(6) == 0)
		dtl_out_text(out, "..");
	for (int i = 0; i < count; i++) {
		int parts = 1 + (int)roll(3);
		date(out, parts);
		if (roll(3) == 0) {
			dtl_out_text(out, "..");
			date(out, parts);
		}
		if (i + 1 < count)
			dtl_out_char(out, ',');
	}
	if (roll(6) == 0)
		dtl_out_text(out, "..");
	dtl_out_char(out, close);
}

static void generate(char *buf, size_t size)
{
	dtl_out out = dtl_out_to(buf, size);

	switch (roll(5)) {
	case 0:
	case 1: alone(&out); break;
	case 2:
		end(&out);
		dtl_out_char(&out, '/');
		end(&out);
		break;
	case 3: set(&out, '[', ']'); break;
	default: set(&out, '{', '}'); break;
	}
	dtl_out_end(&out);
}

/* A generated date that is one. */
static void generate_valid(char *buf, size_t size, dtl_date *d)
{
	do {
		generate(buf, size);
	} while (dtl_date_parse(d, buf, NULL, NULL) != DTL_OK);
}

/* ---- Properties ---- */

#define ITEMS 16

struct items {
	dtl_edtf_item item[ITEMS];
	int count;
};

static void keep(void *user, const dtl_edtf_item *item)
{
	struct items *items = user;

	if (items->count < ITEMS)
		items->item[items->count] = *item;
	items->count++;
}

static bool same_date(const dtl_edtf_date *a, const dtl_edtf_date *b)
{
	return a->form == b->form && a->negative == b->negative && a->parts == b->parts &&
	       memcmp(a->year, b->year, sizeof a->year) == 0 &&
	       memcmp(a->month, b->month, sizeof a->month) == 0 &&
	       memcmp(a->day, b->day, sizeof a->day) == 0 && a->number == b->number &&
	       a->exponent == b->exponent && a->significant == b->significant && a->grouping == b->grouping &&
	       memcmp(a->qualifier, b->qualifier, sizeof a->qualifier) == 0 && a->has_time == b->has_time &&
	       a->hour == b->hour && a->minute == b->minute && a->second == b->second && a->zone == b->zone &&
	       a->offset == b->offset;
}

static bool same_end(const dtl_edtf_end *a, const dtl_edtf_end *b)
{
	return a->kind == b->kind && a->lo == b->lo && a->hi == b->hi &&
	       (a->kind != DTL_EDTF_DATE || same_date(&a->date, &b->date));
}

static bool same_items(const struct items *a, const struct items *b)
{
	if (a->count != b->count)
		return false;
	for (int i = 0; i < a->count && i < ITEMS; i++) {
		const dtl_edtf_item *x = &a->item[i];
		const dtl_edtf_item *y = &b->item[i];
		if (x->kind != y->kind || x->range != y->range || !same_end(&x->from, &y->from) ||
		    (x->range && !same_end(&x->to, &y->to)))
			return false;
	}
	return true;
}

static void what_is_printed_reads_back_as_the_same_date(void **state)
{
	static struct items before;
	static struct items after;
	long n = runs();

	(void)state;
	for (long i = 0; i < n; i++) {
		char text[256];
		char printed[DTL_EDTF_MAX + 1];
		char again[DTL_EDTF_MAX + 1];
		dtl_date d;
		generate_valid(text, sizeof text, &d);
		before.count = after.count = 0;
		assert_int_equal(dtl_edtf_parse(text, NULL, keep, &before, NULL), DTL_OK);
		assert_int_equal(dtl_date_canonical(printed, sizeof printed, text, NULL), DTL_OK);
		if (dtl_edtf_parse(printed, NULL, keep, &after, NULL) != DTL_OK ||
		    !same_items(&before, &after))
			fail_msg("%s prints as %s, which is not the same", text, printed);
		assert_int_equal(dtl_date_canonical(again, sizeof again, printed, NULL), DTL_OK);
		assert_string_equal(printed, again);
	}
}

static void bounds_are_ordered(void **state)
{
	long n = runs();

	(void)state;
	for (long i = 0; i < n; i++) {
		char text[256];
		dtl_date d;
		generate_valid(text, sizeof text, &d);
		const dtl_bounds *b = &d.bounds;
		if (b->start_lo > b->start_hi || b->end_lo > b->end_hi || b->start_lo > b->end_lo ||
		    b->start_hi > b->end_hi)
			fail_msg("%s has bounds out of order", text);
		/* what is given is never empty */
		if ((b->start_lo == b->start_hi && b->start_lo != DTL_TIME_MIN) ||
		    (b->end_lo == b->end_hi && b->end_hi != DTL_TIME_MAX))
			fail_msg("%s has an empty window", text);
	}
}

/* Cut a day to its month, to its year; put an X for a digit: each time it becomes wider. */
static void a_narrower_date_lies_within_a_wider_one(void **state)
{
	long n = runs();

	(void)state;
	for (long i = 0; i < n; i++) {
		char text[32];
		dtl_date narrow;
		dtl_date wide;
		snprintf(text, sizeof text, "%04u-%02u-%02u", roll(10000), 1 + roll(12), 1 + roll(31));
		if (dtl_date_parse(&narrow, text, NULL, NULL) != DTL_OK)
			continue;
		while (text[0] != 'X') {
			size_t len = strlen(text);
			size_t at = len - 1;
			while (text[at] == 'X')
				at--;
			if (len > 4 && (text[at] == '-' || roll(2) == 0))
				text[len - 3] = '\0';
			else
				text[at] = 'X';
			if (dtl_date_parse(&wide, text, NULL, NULL) != DTL_OK)
				fail_msg("%s", text);
			if (!dtl_bounds_within(&narrow.bounds, &wide.bounds))
				fail_msg("what is narrower than %s does not lie within it", text);
			narrow = wide;
		}
	}
}

static void every_printer_takes_every_date(void **state)
{
	long n = runs() / 4;

	(void)state;
	for (long i = 0; i < n; i++) {
		char text[256];
		char words[DTL_WORDS_MAX];
		dtl_date d;
		generate_valid(text, sizeof text, &d);
		size_t len = dtl_date_people(words, sizeof words, text, NULL, NULL);
		assert_true(len > 0);
		assert_true(strlen(words) == (len < sizeof words ? len : strlen(words)));
		assert_true(dtl_date_relative(words, sizeof words, &d.bounds, 1370304000, roll(2) == 0) > 0);
		assert_non_null(dtl_precision_name(d.precision));
	}
}

static void nothing_of_four_kilobytes_breaks_it(void **state)
{
	static const char *const repeated[] = { "[XX00-02-29,", "{2013..2014,", "the day before ",
		"two days after ", "May ", "early ", "1", "-", "X", "2013-06-07/", "\xE2\x80\x99", "June 5, ",
		"to ", "a week from " };
	static char text[DTL_EDTF_MAX + 1];
	static dtl_reading reading;
	dtl_date_context ctx = { .said_on = 1370304000, .context = text };

	(void)state;
	for (size_t i = 0; i < sizeof repeated / sizeof *repeated; i++) {
		size_t len = strlen(repeated[i]);
		for (size_t at = 0; at < DTL_EDTF_MAX; at++)
			text[at] = repeated[i][at % len == 0 && at > 0 && *repeated[i] == '[' ? 0 : at % len];
		text[DTL_EDTF_MAX] = '\0';
		dtl_date_read(&reading, text, &ctx, NULL);
		text[60] = '\0';
		dtl_date_read(&reading, text, &ctx, NULL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_printed_reads_back_as_the_same_date),
		cmocka_unit_test(bounds_are_ordered),
		cmocka_unit_test(a_narrower_date_lies_within_a_wider_one),
		cmocka_unit_test(every_printer_takes_every_date),
		cmocka_unit_test(nothing_of_four_kilobytes_breaks_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
