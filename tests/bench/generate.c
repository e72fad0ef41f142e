/*
 * A timeline as people keep them, as native JSON on standard output, a stream
 * however long it is, and the same for the same numbers on any machine.
 *
 *	bench_generate SIZE [PART] [--days N] [--told PERCENT] [--first N]
 *	bench_generate --version
 *
 * PART 0 (the default) is the document to begin with: definitions and SIZE
 * events. Of those, `told` percent (20) are told of again: in part 1, that the
 * month has become a day, in part 2, that it was held. The events lie on N days
 * around 2013-06-04, which is today; unless said otherwise on so many that
 * about a thousand are to come in the next thirty days, whatever SIZE is.
 */
#include "generate.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct wanted {
	uint32_t size, part, told, first;
	int64_t days;
} wanted;

typedef enum form { DAY, DAYS, TIMED, MONTH, SEASON, WHOLE_YEAR, ABOUT, ONE_OF, MONTHS, LONG, UNKNOWN } form;

/* An event, the same in every part. */
typedef struct story {
	uint32_t number, states[6], state_count;
	int64_t day, length; /* in days */
	form form;
	bool told; /* more than once */
	const char *type;
	edition edition;
	char id[NAME_MAX_LEN], topic[NAME_MAX_LEN];
} story;

static const char *const types[] = { "talks", "meeting", "visit", "call", "statement", "conference", "summit",
	"dialogue", "working-group", "consultation", "negotiation", "forum", "signing", "speech", "hearing",
	"vote", "exercise", "deadline", "election", "ceremony" };

/* Of a thousand dates; what is missing are days, and a few that go on for years. */
static const struct {
	form form;
	uint32_t share;
	int64_t length; /* at most, in days */
} forms[] = { { DAYS, 160, 6 }, { TIMED, 60, 1 }, { MONTH, 85, 28 }, { SEASON, 10, 90 },
	{ WHOLE_YEAR, 5, 365 }, { ABOUT, 15, 28 }, { ONE_OF, 20, 5 }, { MONTHS, 5, 60 }, { UNKNOWN, 9, 1 } };

/* ---- what there is to tell ---- */

static void draw_form(story *s, dice *d)
{
	uint32_t n = roll(d, 1000);
	s->form = DAY;
	s->length = 1;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++) {
		if (n < forms[i].share) {
			s->form = forms[i].form;
			s->length = forms[i].form == DAYS ? 2 + roll(d, 4) : forms[i].length;
			return;
		}
		n -= forms[i].share;
	}
	if (n == 0 && roll(d, 50) == 0) {
		s->form = LONG;
		s->length = 1100;
	}
}

/* They become known in the order of their numbers, and take place within four hundred days of that. */
static int64_t draw_day(const wanted *w, const realm *world, uint32_t number, dice *d)
{
	int64_t reach = w->days < 800 ? w->days / 2 : 400;
	int64_t day = (int64_t)((uint64_t)(number % w->size) * (uint64_t)w->days / w->size);
	day += (int64_t)roll(d, (uint32_t)(2 * reach + 1)) - reach + w->days;
	return world->begin + day % w->days;
}

static void draw_states(story *s, const realm *world, dice *d)
{
	static const uint32_t counts[] = { 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4, 6 };
	uint32_t count = counts[roll(d, sizeof(counts) / sizeof(*counts))];
	s->state_count = 0;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t state = zipf_roll(&world->states, d), j = 0;
		while (j < s->state_count && s->states[j] != state)
			j++;
		if (j == s->state_count)
			s->states[s->state_count++] = state;
	}
}

static void move_to_month(story *s)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(s->day, &year, &month, &date);
	s->day = dtl_days_from_civil(year, s->edition.month, date < 28 ? date : 28);
}

/* Every fifty-third topic, so that what is much spoken of lies all over the tree. */
static uint32_t draw_topic(const realm *world, dice *d)
{
	return zipf_roll(&world->topics, d) * 53 % world->topics.count;
}

static void name_story(story *s, const realm *world)
{
	dice d = dice_for(s->number, 2);
	s->type = types[zipf_roll(&world->types, &d)];
	world_topic(s->topic, draw_topic(world, &d));
	snprintf(s->id, sizeof(s->id), "%s-%.40s-%u", s->type, s->topic, s->number);
}

static story draw(const wanted *w, const realm *world, uint32_t number)
{
	story s = { .number = number };
	dice d = dice_for(number, 1);
	draw_form(&s, &d);
	s.day = draw_day(w, world, number, &d);
	draw_states(&s, world, &d);
	s.told = roll(&d, 100) < w->told;
	if (chance(&d, 2000)) {
		world_edition(world, &s.edition, s.day, &d);
		move_to_month(&s);
	}
	name_story(&s, world);
	return s;
}

/* ---- when it is known ---- */

static bool is_past(const story *s, const realm *world)
{
	return s->day + s->length + 1 < world->today;
}

/* The day on which a part is told; false: it is not. */
static bool known_on(int64_t *out, const story *s, const realm *world, uint32_t part)
{
	dice d = dice_for(s->number, 3);
	int64_t wait = roll(&d, 15), ahead = 60 + roll(&d, 60), between = 20 + roll(&d, 20);
	int64_t last = world->today - 1;
	if (!s->told) {
		int64_t after = s->day + s->length + wait;
		*out = !is_past(s, world) ? last - roll(&d, 500) : after < last ? after : last;
		return part == 0;
	}
	int64_t first = s->day - ahead < last - ahead ? s->day - ahead : last - ahead;
	*out = part == 0 ? first : part == 1 ? first + between : s->day + s->length;
	return part < 2 || is_past(s, world);
}

static const char *status_of(const story *s, const realm *world, uint32_t part)
{
	dice d = dice_for(s->number, 4 + (s->told ? part : 2));
	uint32_t n = roll(&d, 100);
	if (s->form == UNKNOWN)
		return "postponed";
	if (is_past(s, world) && (!s->told || part == 2))
		return n < 88 ? "held" : n < 92 ? "cancelled" : n < 96 ? "announced" : NULL;
	if (part == 1)
		return n < 40 ? "confirmed" : "announced";
	return n < 4    ? "rumoured"
	       : n < 20 ? "expected"
	       : n < 78 ? "announced"
	       : n < 97 ? "confirmed"
			: "cancelled";
}

/* ---- printing ---- */

static void print_date(const char *before, int64_t day, const char *after)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	printf("%s%04lld-%02d-%02d%s", before, (long long)year, month, date, after);
}

static void print_month(const char *before, int64_t day, const char *after)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	printf("%s%04lld-%02d%s", before, (long long)year, month, after);
}

static void print_season(int64_t day)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	printf("\"%04lld-%d\"", (long long)year, 21 + (month - 1) / 3);
}

static void print_year(int64_t day)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	printf("\"%04lld\"", (long long)year);
}

static void print_time(const story *s)
{
	dice d = dice_for(s->number, 8);
	uint32_t hour = 8 + roll(&d, 9);
	char times[2][16];
	snprintf(times[0], sizeof(times[0]), "T%02u:00:00/", hour);
	snprintf(times[1], sizeof(times[1]), "T%02u:30:00", hour + 1);
	const char *zone = world_zone(s->states[0]);
	print_date("{\"edtf\":\"", s->day, times[0]);
	print_date("", s->day, times[1]);
	printf("\",\"tz\":\"%s\"}", zone ? zone : "Europe/Brussels");
}

/* What is told of first is a month where it becomes days. */
static void print_when(const story *s, uint32_t part)
{
	fputs(",\"when\":", stdout);
	if (s->told && part == 0 && s->form <= TIMED) {
		print_month("\"", s->day, "\"");
		return;
	}
	switch (s->form) {
	case DAY: print_date("\"", s->day, "\""); return;
	case DAYS:
	case LONG:
		print_date("\"", s->day, "/");
		print_date("", s->day + s->length - 1, "\"");
		return;
	case TIMED: print_time(s); return;
	case MONTH: print_month("\"", s->day, "\""); return;
	case SEASON: print_season(s->day); return;
	case WHOLE_YEAR: print_year(s->day); return;
	case ABOUT: print_month("\"", s->day, "~\""); return;
	case ONE_OF:
		print_date("\"[", s->day, "..");
		print_date("", s->day + s->length - 1, "]\"");
		return;
	case MONTHS:
		print_month("\"", s->day, "/");
		print_month("", s->day + 31, "\"");
		return;
	case UNKNOWN: fputs("{\"unknown\":true}", stdout); return;
	}
}

static void print_member(const char *name, const char *value)
{
	if (value)
		printf(",\"%s\":\"%s\"", name, value);
}

static void print_sources(const realm *world, const story *s, uint32_t part, int64_t known)
{
	char source[NAME_MAX_LEN], second[NAME_MAX_LEN];
	dice d = dice_for(s->number, 10 + part);
	world_source(world, source, known, &d);
	world_source(world, second, known, &d);
	printf(",\"sources\":[\"%s\"", source);
	if (roll(&d, 3) == 0 && strcmp(source, second) != 0)
		printf(",\"%s\"", second);
	putchar(']');
}

/* Whoever speaks for a state: one who holds an office, or, now and then, just the office. */
static void print_person(const realm *world, const story *s, uint32_t state, dice *d)
{
	static const char *const roles[] = { "head-of-delegation", "head-of-delegation", "speaker",
		"delegate" };
	char id[NAME_MAX_LEN];
	uint32_t office = roll(d, world_offices(state));
	if (roll(d, 12) == 0)
		world_office(id, state, office);
	else
		world_holder(world, id, state, office, s->day);
	printf(",{\"id\":\"%s\",\"role\":\"%s\",\"for\":\"%s\"}", id, roles[roll(d, 4)], world_state(state));
}

static void print_actors(const realm *world, const story *s)
{
	char body[NAME_MAX_LEN];
	dice d = dice_for(s->number, 14);
	fputs(",\"actors\":[", stdout);
	for (uint32_t i = 0; i < s->state_count; i++) {
		const char *role = i > 0               ? NULL
				   : chance(&d, 30000) ? "host"
				   : chance(&d, 5000)  ? "chair"
						       : NULL;
		printf(i ? "," : "");
		if (role)
			printf("{\"id\":\"%s\",\"role\":\"%s\"}", world_state(s->states[i]), role);
		else
			printf("\"%s\"", world_state(s->states[i]));
	}
	for (uint32_t i = 0; i < s->state_count && i < 2; i++)
		if (chance(&d, i ? 25000 : 45000))
			print_person(world, s, s->states[i], &d);
	if (chance(&d, 18000)) {
		world_body(body, s->states[0], &d);
		printf(",\"%s\"", body);
	}
	putchar(']');
}

static void print_topics(const realm *world, const story *s)
{
	char topic[NAME_MAX_LEN];
	dice d = dice_for(s->number, 15);
	printf(",\"topics\":[\"%s\"", s->topic);
	for (int i = 0; i < 2; i++) {
		world_topic(topic, draw_topic(world, &d));
		if (chance(&d, i ? 25000 : 50000) && strcmp(topic, s->topic) != 0) {
			printf(",\"%s\"", topic);
			break;
		}
	}
	putchar(']');
}

/* To an earlier one of the same document. */
static void print_links(const wanted *w, const realm *world, const story *s, dice *d)
{
	bool parent = chance(d, 1500), follows = chance(d, 3000);
	uint32_t back = 1 + roll(d, 200);
	if ((!parent && !follows) || s->number < w->first + back)
		return;
	story other = { .number = s->number - back };
	name_story(&other, world);
	if (parent)
		printf(",\"parent\":\"%s\"", other.id);
	else
		printf(",\"links\":[{\"rel\":\"follows\",\"id\":\"%s\"}]", other.id);
}

static void print_title(const story *s, dice *d)
{
	printf(",\"title\":\"%c%s of %s", toupper((unsigned char)s->type[0]), s->type + 1,
	    world_state(s->states[0]));
	if (s->state_count > 1)
		printf(" and %s", world_state(s->states[1]));
	printf(" on %.*s: %s", (int)strcspn(s->topic, "-"), s->topic, words_any(d));
	printf(" %s\"", words_any(d));
}

/* All that does not change from one report to the next. */
static void print_rest(const wanted *w, const realm *world, const story *s)
{
	static const char *const levels[] = { "head-of-state", "minister", "minister", "minister", "official",
		"official", "official", "official", "track-1.5", NULL };
	char place[NAME_MAX_LEN];
	dice d = dice_for(s->number, 16);
	print_title(s, &d);
	print_member("type", s->type);
	print_member("level", levels[roll(&d, 10)]);
	world_place(place, s->states[0], &d);
	print_member("place", chance(&d, 90000) ? place : NULL);
	print_actors(world, s);
	print_topics(world, s);
	if (s->edition.number > 0)
		printf(",\"series\":\"%s\",\"edition\":%d", s->edition.series, s->edition.number);
	print_links(w, world, s, &d);
	if (chance(&d, 40000))
		printf(",\"url\":\"https://example.org/news/%u/%.40s\"", s->number, s->topic);
	fputs(",\"description\":\"", stdout);
	words_text(&d);
	putchar('"');
	if (chance(&d, 5000))
		printf(",\"extra\":{\"dossier\":%u}", roll(&d, 10000));
}

static void tell(const wanted *w, const realm *world, const story *s, int64_t known)
{
	printf("{\"id\":\"%s\"", s->id);
	if (w->part == 0)
		print_rest(w, world, s);
	print_member("status", status_of(s, world, w->part));
	if (w->part < 2)
		print_when(s, w->part);
	print_sources(world, s, w->part, known);
	print_date(",\"known_from\":\"", known, "T00:00:00Z\"}");
}

static void generate(const wanted *w)
{
	realm world;
	int64_t known;
	bool any = false;
	world_begin(&world, w->days);
	words_begin();
	printf("{\"format\":\"dateline/1\",\n");
	if (w->part == 0)
		world_define(&world);
	printf("\"events\":[\n");
	for (uint32_t i = w->first; i < w->first + w->size; i++) {
		story s = draw(w, &world, i);
		if (!known_on(&known, &s, &world, w->part))
			continue;
		fputs(any ? ",\n" : "", stdout);
		any = true;
		tell(w, &world, &s, known);
	}
	printf("\n]}\n");
	words_end();
	world_end(&world);
}

/* ---- the command line ---- */

static bool take(wanted *w, const char *option, const char *value)
{
	long number = value ? strtol(value, NULL, 10) : -1;
	if (number < 0)
		return false;
	if (strcmp(option, "--days") == 0)
		w->days = number;
	else if (strcmp(option, "--told") == 0)
		w->told = (uint32_t)number;
	else if (strcmp(option, "--first") == 0)
		w->first = (uint32_t)number;
	else
		return false;
	return true;
}

static bool read_wanted(wanted *w, int argc, char **argv)
{
	int at = 1;
	if (at < argc && argv[at][0] != '-')
		w->size = (uint32_t)strtoul(argv[at++], NULL, 10);
	if (at < argc && argv[at][0] != '-')
		w->part = (uint32_t)strtoul(argv[at++], NULL, 10);
	for (; at < argc; at += 2)
		if (!take(w, argv[at], argv[at + 1]))
			return false;
	if (w->days == 0)
		w->days = (int64_t)w->size * 10 / 285;
	/* Of what takes a year much lies outside of a few months: the rest makes up for it. */
	if (w->days < YEAR)
		w->days -= w->days / 16;
	if (w->days < 30)
		w->days = 30;
	return w->size > 0 && w->part < 3;
}

int main(int argc, char **argv)
{
	wanted w = { .told = 20 };
	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		return puts(GENERATE_VERSION) == EOF;
	if (!read_wanted(&w, argc, argv))
		return fprintf(stderr,
			   "usage: bench_generate SIZE [PART] [--days N] [--told PERCENT] [--first N]\n"),
		       2;
	generate(&w);
	return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
