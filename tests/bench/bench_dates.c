/*
 * How many dates a second, on one core.
 *
 *	bench_dates          name, figure and unit in columns
 *	bench_dates list     the strings, for the same run elsewhere (dates.mjs)
 */
#include <dateline/date.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const char *const edtf[] = { "2013-06-07", "2013-07", "2013", "2013-06-07/2013-06-08",
	"[2013-06-06..2013-06-09]", "2013-07~", "1985-04-12T23:20:30Z", "2001-21", "201X",
	"1984-06?/2004-08?", "2013-06-07/..", "../1985-04", "-0044-03-15", "Y-17E7", "2004?-06-~11",
	"156X-12-25", "{1960,1961-12}", "[1667,1668,1670..1672]", "1950S2", "2013-06-XX" };

static const char *const phrases[] = { "next month", "late this week", "the week of June 10",
	"from Wednesday through Friday", "by the end of the year", "in the second half of 2014",
	"May 31-June 2", "Tuesday, 4 June", "10 a.m. on Tuesday", "two weeks ago", "over the weekend",
	"in early July", "the third quarter of 2014", "July 8", "on Friday", "in September 2015",
	"since January 20", "from June 5 to 7", "January 22, 2014", "last September" };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* others may use this machine */
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double edtf_per_second(void)
{
	long done = 0;
	dtl_date date;
	double begin = now();

	do {
		for (size_t i = 0; i < COUNT(edtf); i++)
			done += dtl_date_parse(&date, edtf[i], NULL, NULL) == DTL_OK;
	} while (done % 100000 != 0 || now() - begin < 1);
	return (double)done / (now() - begin);
}

static double phrases_per_second(void)
{
	static dtl_reading reading;
	dtl_date_context ctx = { .said_on = INT64_C(1370304000), .tense = DTL_TENSE_FUTURE };
	long done = 0;
	double begin = now();

	do {
		for (size_t i = 0; i < COUNT(phrases); i++) {
			dtl_date_read(&reading, phrases[i], &ctx, NULL);
			done++;
		}
	} while (done % 10000 != 0 || now() - begin < 1);
	return (double)done / (now() - begin);
}

/* The longest that any of these 4 KB inputs takes, in microseconds: the best of five, to leave the system out. */
static double slowest_input(void)
{
	static const char *const repeated[] = { "XX00-02-29,", "1XXX-02-29,", "2013..2014,",
		"the day before ", "two days after ", "May ", "1", "X", "June 5, ", "a week from ",
		"early to late ", "on the ", "a ", "by the end of the week of June 5-7 and " };
	static char text[DTL_EDTF_MAX + 1];
	static dtl_reading reading;
	double slowest = 0;

	for (size_t i = 0; i < COUNT(repeated); i++) {
		for (int set = 0; set < 3; set++) {
			size_t len = strlen(repeated[i]);
			size_t room = set == 2 ? 400 : DTL_EDTF_MAX;
			size_t at = 0;
			text[0] = '[';
			for (at = set == 1; at + len < room; at += len)
				memcpy(text + at, repeated[i], len);
			text[at - (set == 1)] = set == 1 ? ']' : '\0';
			text[at] = '\0';
			dtl_date_context ctx = { .said_on = INT64_C(1370304000), .context = text };
			double best = 1;
			for (int run = 0; run < 5; run++) {
				double begin = now();
				dtl_date_read(&reading, text, &ctx, NULL);
				double took = now() - begin;
				best = took < best ? took : best;
			}
			slowest = best > slowest ? best : slowest;
		}
	}
	return slowest * 1e6;
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "list") == 0) {
		for (size_t i = 0; i < COUNT(edtf); i++)
			printf("edtf\t%s\n", edtf[i]);
		for (size_t i = 0; i < COUNT(phrases); i++)
			printf("phrase\t%s\n", phrases[i]);
		return 0;
	}
	printf("edtf\t%.0f\tper second\n", edtf_per_second());
	printf("phrases\t%.0f\tper second\n", phrases_per_second());
	printf("slowest-4kb\t%.0f\tmicroseconds\n", slowest_input());
	return 0;
}
