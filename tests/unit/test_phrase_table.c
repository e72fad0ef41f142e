/* The shared table of phrases: how many are read right, refused, or read wrong. */
#include <dateline/date.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#ifndef DATELINE_SHARED_DATA
#define DATELINE_SHARED_DATA "/nowhere"
#endif

enum { ID, PHRASE, CONTEXT, REFERENCE, EDTF, ALTERNATIVES, EARLIEST, LATEST, TENSE, KIND, COLUMNS = 11 };

struct tally {
	int right, refused, wrong;
};

/* The outer bounds of an EDTF column, as days; seasons stand in its intervals, so each end is read by itself. */
static bool outer(const char *edtf, int64_t *lo, int64_t *hi)
{
	char part[64];
	dtl_date date;
	const char *slash = strchr(edtf, '/');

	if (slash == NULL) {
		if (dtl_date_parse(&date, edtf, NULL, NULL) != DTL_OK)
			return false;
		*lo = date.bounds.start_lo;
		*hi = date.bounds.end_hi;
		return true;
	}
	snprintf(part, sizeof part, "%.*s", (int)(slash - edtf), edtf);
	*lo = DTL_TIME_MIN;
	if (strcmp(part, "..") != 0) {
		if (dtl_date_parse(&date, part, NULL, NULL) != DTL_OK)
			return false;
		*lo = date.bounds.start_lo;
	}
	*hi = DTL_TIME_MAX;
	if (strcmp(slash + 1, "..") != 0) {
		if (dtl_date_parse(&date, slash + 1, NULL, NULL) != DTL_OK)
			return false;
		*hi = date.bounds.end_hi;
	}
	return true;
}

static int64_t day_lo(int64_t t)
{
	return t == DTL_TIME_MIN ? t : dtl_day_of(t);
}

static int64_t day_hi(int64_t t)
{
	return t == DTL_TIME_MAX ? t : dtl_day_of(t - 1);
}

static bool same_days(const dtl_bounds *b, int64_t lo, int64_t hi)
{
	return day_lo(b->start_lo) == day_lo(lo) && day_hi(b->end_hi) == day_hi(hi);
}

static bool is_right(const dtl_reading *r, char *fields[])
{
	char alternatives[256];
	int64_t lo;
	int64_t hi;

	if (strcmp(fields[EDTF], "NONE") != 0 && outer(fields[EDTF], &lo, &hi) &&
	    same_days(&r->date.bounds, lo, hi))
		return true;
	snprintf(alternatives, sizeof alternatives, "%s", fields[ALTERNATIVES]);
	for (char *alt = strtok(alternatives, "|"); alt != NULL; alt = strtok(NULL, "|")) {
		if (outer(alt, &lo, &hi) && same_days(&r->date.bounds, lo, hi))
			return true;
	}
	return false;
}

static dtl_tense tense_of(const char *text)
{
	if (strcmp(text, "past") == 0)
		return DTL_TENSE_PAST;
	return strcmp(text, "future") == 0 ? DTL_TENSE_FUTURE : DTL_TENSE_UNKNOWN;
}

/* Modes: bit 0 gives the context, bit 1 the tense. */
static void judge(char *fields[], int mode, struct tally *tally)
{
	dtl_date_context ctx = { 0 };
	dtl_reading reading;
	dtl_error err = { 0 };
	bool none = strcmp(fields[EDTF], "NONE") == 0 || strstr(fields[ALTERNATIVES], "NONE") != NULL;
	bool loud = getenv("PHRASES") != NULL;

	assert_int_equal(dtl_time_parse(&ctx.said_on, fields[REFERENCE], NULL), DTL_OK);
	ctx.context = mode & 1 ? fields[CONTEXT] : NULL;
	ctx.tense = mode & 2 ? tense_of(fields[TENSE]) : DTL_TENSE_UNKNOWN;
	if (dtl_date_read(&reading, fields[PHRASE], &ctx, &err) != DTL_OK) {
		*(none ? &tally->right : &tally->refused) += 1;
		if (!none && loud)
			print_message("refused %s '%s' (%s) %s %s: %s\n", fields[ID], fields[PHRASE],
			    fields[CONTEXT], fields[REFERENCE], fields[EDTF], err.text);
	} else if (is_right(&reading, fields)) {
		tally->right++;
	} else {
		tally->wrong++;
		print_message("wrong   %s '%s' (%s) said %s: %s, not %s\n", fields[ID], fields[PHRASE],
		    fields[CONTEXT], fields[REFERENCE], reading.edtf, fields[EDTF]);
	}
}

static int run(int mode, struct tally *tally)
{
	char line[1024];
	int rows = 0;
	FILE *in = fopen(DATELINE_SHARED_DATA "/dates/phrases.tsv", "r");

	if (in == NULL)
		return 0;
	assert_non_null(fgets(line, sizeof line, in));
	while (fgets(line, sizeof line, in) != NULL) {
		char *fields[COLUMNS] = { line };
		line[strcspn(line, "\r\n")] = '\0';
		for (int i = 1; i < COLUMNS; i++) {
			fields[i] = strchr(fields[i - 1], '\t');
			if (fields[i] == NULL)
				fail_msg("%s has too few columns", fields[ID]);
			*fields[i]++ = '\0';
		}
		judge(fields, mode, tally);
		rows++;
	}
	fclose(in);
	return rows;
}

static void reads_nearly_all_of_the_shared_phrases_and_almost_none_wrongly(void **state)
{
	static const struct {
		int mode;
		const char *name;
		double right;
	} modes[] = { { 3, "context and tense", 0.98 }, { 1, "context only", 0.92 },
		{ 2, "tense only", 0.92 }, { 0, "the phrase alone", 0.0 } };

	(void)state;
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		struct tally tally = { 0, 0, 0 };
		int rows = run(modes[i].mode, &tally);
		if (rows == 0) {
			print_message("skipped: no " DATELINE_SHARED_DATA "/dates/phrases.tsv\n");
			skip();
		}
		print_message("%d phrases with %s: %d right, %d refused, %d wrong\n", rows, modes[i].name,
		    tally.right, tally.refused, tally.wrong);
		assert_true(tally.right >= modes[i].right * rows);
		assert_true(tally.wrong < 0.04 * rows);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_nearly_all_of_the_shared_phrases_and_almost_none_wrongly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
