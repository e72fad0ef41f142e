/*
 * What calendars cost, beside libical.
 *
 *	bench_ics make N            a calendar of N events, as programs write them
 *	bench_ics parse FILE        icalparser_parse_string(): seconds, seconds of processor time, MiB at most resident
 *	bench_ics print FILE        icalcomponent_as_ical_string_r() of the whole: seconds
 *	bench_ics write FILE        our exporter on the events of a timeline, once they are in memory, to a file: seconds, events
 */
#include <dateline/db.h>
#include <dateline/query.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static dtl_error err;

static double seconds(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double resident(void)
{
	struct rusage use;
	getrusage(RUSAGE_SELF, &use);
	return (double)use.ru_maxrss / 1024;
}

static int fail(const char *what)
{
	fprintf(stderr, "bench_ics: %s\n", what);
	return 1;
}

/* ---- make ---- */

static void make_event(long n)
{
	static const char *const zones[] = { "Europe/Paris", "America/New_York", "Asia/Tokyo" };
	int year = 2000 + (int)(n % 30), month = 1 + (int)(n / 30 % 12), day = 1 + (int)(n / 360 % 28);
	const char *zone = zones[n % 3];
	printf("BEGIN:VEVENT\r\nUID:event-%ld@example.org\r\nDTSTAMP:20130604T120000Z\r\n"
	       "CREATED:20130101T080000Z\r\nLAST-MODIFIED:20130604T120000Z\r\nSEQUENCE:%ld\r\n",
	    n, n % 4);
	printf("DTSTART;TZID=%s:%04d%02d%02dT%02d0000\r\nDTEND;TZID=%s:%04d%02d%02dT%02d3000\r\n", zone, year,
	    month, day, 8 + (int)(n % 9), zone, year, month, day, 9 + (int)(n % 9));
	printf("SUMMARY:Talks on subject %ld\\, round %ld\r\nSTATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n", n % 97,
	    n % 12);
	printf(
	    "LOCATION:Room %ld\\, Conference centre\r\nCATEGORIES:Cyber,Trade,Round %ld\r\n", n % 40, n % 12);
	printf("DESCRIPTION:The two sides met to go on with what they had begun\\; the chair\r\n"
	       "  spoke of progress on all points but the third\\, which is for the next roun\r\n"
	       " d.\\nSee the communiqué of day %ld.\r\n",
	    n % 365);
	printf("ORGANIZER;CN=Office:mailto:office@example.org\r\n"
	       "ATTENDEE;CN=Delegate %ld;PARTSTAT=ACCEPTED:mailto:delegate%ld@example.org\r\n"
	       "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nEND:VEVENT\r\n",
	    n % 50, n % 50);
}

static int make(long count)
{
	printf("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\n");
	for (long n = 0; n < count; n++)
		make_event(n);
	printf("END:VCALENDAR\r\n");
	return 0;
}

/* ---- libical ---- */

static char *read_all(const char *path)
{
	FILE *in = fopen(path, "r");
	char *text = NULL;
	if (!in)
		return NULL;
	fseek(in, 0, SEEK_END);
	size_t len = (size_t)ftell(in);
	rewind(in);
	text = malloc(len + 1);
	if (text)
		text[fread(text, 1, len, in)] = '\0';
	fclose(in);
	return text;
}

static int with_libical(const char *path, bool print)
{
	char *text = read_all(path);
	if (!text)
		return fail("cannot read the calendar");
	double begin = seconds(CLOCK_PROCESS_CPUTIME_ID), start = seconds(CLOCK_MONOTONIC);
	icalcomponent *calendar = icalparser_parse_string(text);
	double parsed = seconds(CLOCK_PROCESS_CPUTIME_ID), took = seconds(CLOCK_MONOTONIC) - start;
	if (!calendar)
		return fail("libical reads nothing");
	if (print) {
		char *out = icalcomponent_as_ical_string_r(calendar);
		double printed = seconds(CLOCK_PROCESS_CPUTIME_ID);
		printf("%.3f\n", printed - parsed);
		free(out);
	} else {
		printf("%.3f\t%.3f\t%.1f\n", took, parsed - begin, resident());
	}
	icalcomponent_free(calendar);
	free(text);
	return 0;
}

/* ---- ours ---- */

static void roll(void *user, unsigned char *bytes, size_t count)
{
	(void)user;
	memset(bytes, 7, count);
}

/* Of an event what a calendar's exporter looks at, kept: libical has its events in memory, too. */
static dtl_event keep(const dtl_event *e)
{
	dtl_event copy = *e;
	const char **texts[] = { &copy.id, &copy.key, &copy.uid, &copy.title, &copy.type, &copy.level,
		&copy.status, &copy.edtf, &copy.text, &copy.tz, &copy.series, &copy.parent, &copy.url,
		&copy.description, &copy.recurrence, &copy.instances, &copy.extra };
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		*texts[i] = *texts[i] ? strdup(*texts[i]) : NULL;
	copy.place = NULL;
	copy.actor_count = copy.topic_count = copy.link_count = copy.source_count = 0;
	return copy;
}

static int write_events(const char *path)
{
	static const dtl_dice dice = { roll, NULL };
	dtl_ask ask = { .revisions = true };
	dtl_export_options options = { .as_of = NULL };
	const dtl_exporter *x = dtl_exporter_find("ics");
	const dtl_event *event;
	dtl_event *kept = NULL;
	dtl_db *db = NULL;
	dtl_cursor *c = NULL;
	dtl_status status;
	size_t count = 0, cap = 0;
	static char room[1 << 16]; /* as the program has it */
	FILE *out = tmpfile();
	void *state = calloc(1, x->state_size);
	if (!out || !state || dtl_db_open(&db, path, DTL_OPEN_READ, &dice, &err) != DTL_OK ||
	    dtl_find_events(&c, db, &ask, &err) != DTL_OK || x->begin(state, out, &options, &err) != DTL_OK)
		return fail(err.text);
	while ((status = dtl_cursor_event(c, &event, &err)) == DTL_OK) {
		if (count == cap)
			kept = realloc(kept, (cap = cap ? 2 * cap : 1024) * sizeof(*kept));
		if (!kept)
			return fail("out of memory");
		kept[count++] = keep(event);
	}
	double begin = seconds(CLOCK_PROCESS_CPUTIME_ID);
	setvbuf(out, room, _IOFBF, sizeof(room));
	for (size_t i = 0; i < count; i++)
		if (x->event(state, out, &kept[i], &err) != DTL_OK)
			return fail(err.text);
	if (status != DTL_DONE || x->end(state, out, &err) != DTL_OK)
		return fail(err.text);
	printf("%.3f\t%zu\n", seconds(CLOCK_PROCESS_CPUTIME_ID) - begin, count);
	fclose(out);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 2 && strcmp(argv[1], "make") == 0)
		return make(atol(argv[2]));
	if (argc > 2 && strcmp(argv[1], "parse") == 0)
		return with_libical(argv[2], false);
	if (argc > 2 && strcmp(argv[1], "print") == 0)
		return with_libical(argv[2], true);
	if (argc > 2 && strcmp(argv[1], "write") == 0)
		return write_events(argv[2]);
	return fail("make N | parse FILE | print FILE | write FILE");
}
