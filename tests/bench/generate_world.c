/* The world of the generator: who, where, what about, who says so. */
#include "generate.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) ((uint32_t)(sizeof(a) / sizeof *(a)))

enum {
	BUSY = 60,
	VENUES = 4,
	BODIES = 3,
	UNIONS = 40,
	SLOTS = 150,
	LIFE = 14 * YEAR,
	BELOW = 21,
	TOLD_BEFORE = 620
};

/* By how often they meet. */
static const char codes[] =
    "USCNRUFRGBDEJPINBRZAKRAUITCATRIRILSAEGMXIDUAPKPLESNGNLSECHSGVNKPQAAEARBEATNOFIDKPTGR"
    "IQSYJOKETHMYPHNZIEHUCZROKZUZAZGEAMRSBGHRSISKLTLVEEBYMDALBAMKMECYMTLUISMADZTNLYSDETGH"
    "SNCICMUGTZRWCDAOMZZMZWBWNAMLNEBFTDMRGMGNLRSLTGBJGACGGQCFSSERDJSOKMMGMUSCMVLKBDNPBTMM"
    "KHLABNTLPGFJSBVUWSTOKIMHFMPWNRTVMNTWAFTMKGTJKWBHOMYELBPSVECOPECLBOPYUYGYSRPACRNIHNSV"
    "GTBZCUDOHTJMTTBBGDLCVCAGDMKNBSADMCSMLIVA";
enum { STATES = (sizeof(codes) - 1) / 2 };

static const char *const zones[] = { "America/New_York", "Asia/Shanghai", "Europe/Moscow", "Europe/Paris",
	"Europe/London", "Europe/Berlin", "Asia/Tokyo", "Asia/Kolkata", "America/Sao_Paulo",
	"Africa/Johannesburg", "Asia/Seoul", "Australia/Sydney", "Europe/Rome", "America/Toronto",
	"Europe/Istanbul" };
static const char *const roots[] = { "trade", "security", "climate", "nuclear", "energy", "migration",
	"cyber", "fisheries", "health", "space", "borders", "finance" };
static const char *const offices[] = { "president", "foreign-minister", "prime-minister", "defence-minister",
	"special-envoy" };
static const char *const publishers[] = { "Morning Post", "Gazette", "Daily Courier", "Observer", "Herald",
	"State Agency", "Foreign Office", "Tribune", "Review", "Chronicle", "Evening Star", "Bulletin" };

void world_begin(realm *w, int64_t days)
{
	*w = (realm){ .days = days, .today = dtl_days_from_civil(2013, 6, 4) };
	w->begin = w->today - days * 6 / 10;
	w->states = zipf_make(STATES, 2);
	w->topics = zipf_make(COUNT(roots) * BELOW, 4);
	w->publishers = zipf_make(COUNT(publishers), 2);
	w->types = zipf_make(20, 2);
}

void world_end(realm *w)
{
	zipf_free(&w->states);
	zipf_free(&w->topics);
	zipf_free(&w->publishers);
	zipf_free(&w->types);
}

const char *world_state(uint32_t rank)
{
	static char code[3];
	memcpy(code, codes + (size_t)2 * rank, 2);
	return code;
}

bool world_busy(uint32_t state)
{
	return state < BUSY;
}

const char *world_zone(uint32_t state)
{
	return state < COUNT(zones) ? zones[state] : NULL;
}

/* "cn-", as IDs of what belongs to a state begin. */
static void begin_id(char out[NAME_MAX_LEN], uint32_t state, const char *rest)
{
	snprintf(out, NAME_MAX_LEN, "%c%c-%s", tolower((unsigned char)codes[2 * state]),
	    tolower((unsigned char)codes[2 * state + 1]), rest);
}

static const char *comma(bool *first)
{
	const char *before = *first ? "\n" : ",\n";
	*first = false;
	return before;
}

/* ---- sources: what each publisher brought in a month ---- */

static void month_of(int64_t day, int64_t *year, int *month)
{
	int date;
	dtl_civil_from_days(day, year, month, &date);
}

static void source_id(char out[NAME_MAX_LEN], uint32_t publisher, int64_t year, int month)
{
	size_t len = (size_t)snprintf(
	    out, NAME_MAX_LEN, "%s-%04lld-%02d", publishers[publisher], (long long)year, month);
	for (size_t i = 0; i < len; i++)
		out[i] = out[i] == ' ' ? '-' : (char)tolower((unsigned char)out[i]);
}

void world_source(const realm *w, char out[NAME_MAX_LEN], int64_t known, dice *d)
{
	int64_t year;
	int month;
	month_of(known, &year, &month);
	source_id(out, zipf_roll(&w->publishers, d), year, month);
}

static void define_sources(const realm *w)
{
	char id[NAME_MAX_LEN];
	int64_t year, last_year;
	int month, last_month;
	bool first = true;
	month_of(w->begin - TOLD_BEFORE, &year, &month);
	month_of(w->today, &last_year, &last_month);
	printf("\"sources\":[");
	while (year < last_year || (year == last_year && month <= last_month)) {
		for (uint32_t i = 0; i < COUNT(publishers); i++) {
			source_id(id, i, year, month);
			printf(
			    "%s{\"id\":\"%s\",\"publisher\":\"%s\",\"title\":\"%s of %04lld-%02d\",\"url\":\"https://example.org/%s\","
			    "\"published\":\"%04lld-%02d-01\",\"language\":\"en\"}",
			    comma(&first), id, publishers[i], publishers[i], (long long)year, month, id,
			    (long long)year, month);
		}
		year += month == 12;
		month = month % 12 + 1;
	}
	printf("],\n");
}

/* ---- places: a capital each, and venues in those of busy states ---- */

static void capital_id(char out[NAME_MAX_LEN], uint32_t state)
{
	begin_id(out, state, "capital");
}

static void venue_id(char out[NAME_MAX_LEN], uint32_t state, uint32_t venue)
{
	char rest[16];
	snprintf(rest, sizeof(rest), "venue-%u", venue + 1);
	begin_id(out, state, rest);
}

void world_place(char out[NAME_MAX_LEN], uint32_t state, dice *d)
{
	if (world_busy(state) && roll(d, 2))
		venue_id(out, state, roll(d, VENUES));
	else
		capital_id(out, state);
}

static void define_capital(uint32_t state, bool *first)
{
	char id[NAME_MAX_LEN], name[NAME_MAX_LEN];
	dice d = dice_for(state, 11);
	const char *zone = world_zone(state);
	capital_id(id, state);
	words_name(name, 1000 + state);
	printf(
	    "%s{\"id\":\"%s\",\"name\":\"%s %s\",\"country\":\"%s\",\"lat\":%d.%02u,\"lon\":%d.%02u%s%s%s}",
	    comma(first), id, name, world_state(state), world_state(state), (int)roll(&d, 120) - 55,
	    roll(&d, 100), (int)roll(&d, 340) - 170, roll(&d, 100), zone ? ",\"tz\":\"" : "",
	    zone ? zone : "", zone ? "\"" : "");
}

static void define_places(void)
{
	char id[NAME_MAX_LEN], name[NAME_MAX_LEN];
	bool first = true;
	printf("\"places\":[");
	for (uint32_t s = 0; s < STATES; s++) {
		define_capital(s, &first);
		for (uint32_t v = 0; world_busy(s) && v < VENUES; v++) {
			venue_id(id, s, v);
			words_name(name, 5000 + s * VENUES + v);
			printf("%s{\"id\":\"%s\",\"name\":\"%s %s\",\"country\":\"%s\",\"parent\":\"",
			    comma(&first), id, name, v % 2 ? "Palace" : "Conference Centre", world_state(s));
			capital_id(id, s);
			printf("%s\"}", id);
		}
	}
	printf("],\n");
}

/* ---- topics: twelve, five below each, three below each of those ---- */

const char *world_root(uint32_t topic)
{
	return roots[topic / BELOW];
}

void world_topic(char out[NAME_MAX_LEN], uint32_t topic)
{
	char name[NAME_MAX_LEN];
	words_name(name, 9000 + topic);
	name[0] = (char)tolower((unsigned char)name[0]);
	if (topic % BELOW == 0)
		snprintf(out, NAME_MAX_LEN, "%s", world_root(topic));
	else
		snprintf(out, NAME_MAX_LEN, "%s-%.40s-%u", world_root(topic), name, topic % BELOW);
}

static void define_topics(void)
{
	char id[NAME_MAX_LEN], above[NAME_MAX_LEN], name[NAME_MAX_LEN];
	bool first = true;
	printf("\"topics\":[");
	for (uint32_t t = 0; t < COUNT(roots) * BELOW; t++) {
		uint32_t n = t % BELOW;
		world_topic(id, t);
		world_topic(above, t - n + (n > 5 ? (n - 6) / 3 + 1 : 0));
		words_name(name, 9000 + t);
		if (n == 0)
			printf("%s{\"id\":\"%s\",\"label\":\"%c%s\"}", comma(&first), id,
			    toupper((unsigned char)id[0]), id + 1);
		else
			printf("%s{\"id\":\"%s\",\"label\":\"%s of %s\",\"parent\":\"%s\"}", comma(&first),
			    id, name, world_root(t), above);
	}
	printf("],\n");
}

/* ---- series: so many live at any time, each for fourteen years ---- */

typedef struct series {
	int64_t from, to; /* days */
	uint32_t state;
	int month;
	char id[NAME_MAX_LEN];
} series;

static int64_t life_of(const realm *w, uint32_t slot, int64_t day)
{
	dice d = dice_for(slot, 21);
	return (day - w->begin + roll(&d, LIFE)) / LIFE;
}

static void find_series(const realm *w, series *out, uint32_t slot, int64_t life)
{
	dice d = dice_for(slot, 21);
	out->from = w->begin + life * LIFE - roll(&d, LIFE);
	out->to = out->from + LIFE;
	d = dice_for(slot * 1000 + (uint64_t)life, 22);
	out->state = zipf_roll(&w->states, &d);
	out->month = (int)roll(&d, 12) + 1;
	snprintf(out->id, sizeof(out->id), "%s-dialogue-%u-%lld", roots[slot % COUNT(roots)], slot,
	    (long long)life);
}

void world_edition(const realm *w, edition *out, int64_t day, dice *d)
{
	series s;
	int64_t year, first_year;
	int month;
	uint32_t slot = roll(d, SLOTS);
	/* Nobody knows yet what comes after those that there are. */
	find_series(w, &s, slot, life_of(w, slot, day < w->today ? day : w->today));
	month_of(day, &year, &month);
	month_of(s.from, &first_year, &month);
	memcpy(out->series, s.id, sizeof(out->series));
	out->month = s.month;
	out->number = (int)(year - first_year) + 1;
}

static void define_series(const realm *w)
{
	char place[NAME_MAX_LEN], name[NAME_MAX_LEN];
	series s;
	bool first = true;
	printf("\"series\":[");
	for (uint32_t slot = 0; slot < SLOTS; slot++) {
		for (int64_t life = 0; life <= life_of(w, slot, w->today); life++) {
			int64_t year;
			int month;
			find_series(w, &s, slot, life);
			capital_id(place, s.state);
			words_name(name, 20000 + slot * 100 + (uint64_t)life);
			month_of(s.to, &year, &month);
			printf(
			    "%s{\"id\":\"%s\",\"name\":\"%s Dialogue on %s\",\"cadence\":\"FREQ=YEARLY;BYMONTH=%d",
			    comma(&first), s.id, name, roots[slot % COUNT(roots)], s.month);
			if (s.to < w->today)
				printf(";UNTIL=%04lld1231", (long long)year);
			printf("\",\"place\":\"%s\",\"organiser\":\"%s\"}", place, world_state(s.state));
		}
	}
	printf("],\n");
}

/* ---- actors ---- */

uint32_t world_offices(uint32_t state)
{
	return world_busy(state) ? COUNT(offices) : 2;
}

void world_office(char out[NAME_MAX_LEN], uint32_t state, uint32_t office)
{
	begin_id(out, state, offices[office]);
}

static int64_t term_of(const realm *w, uint32_t state, uint32_t office, int64_t day)
{
	dice d = dice_for(state * 10 + office, 31);
	int64_t term = (day - w->begin + roll(&d, TERM)) / TERM;
	return term > 0 ? term : 0;
}

static void holder_name(
    char out[NAME_MAX_LEN], char id[NAME_MAX_LEN], uint32_t state, uint32_t office, int64_t term)
{
	char given[NAME_MAX_LEN], family[NAME_MAX_LEN];
	uint64_t number = ((uint64_t)state * 10 + office) * 1000 + (uint64_t)term;
	words_name(given, 1000000 + number);
	words_name(family, 9000000 + number);
	snprintf(out, NAME_MAX_LEN, "%.40s %.40s", given, family);
	snprintf(id, NAME_MAX_LEN, "%c%.30s-%c%.30s-%llu", tolower((unsigned char)given[0]), given + 1,
	    tolower((unsigned char)family[0]), family + 1, (unsigned long long)number);
}

void world_holder(const realm *w, char out[NAME_MAX_LEN], uint32_t state, uint32_t office, int64_t day)
{
	char name[NAME_MAX_LEN];
	holder_name(name, out, state, office, term_of(w, state, office, day < w->today ? day : w->today));
}

static void body_id(char out[NAME_MAX_LEN], uint32_t state, uint32_t body)
{
	static const char *const bodies[BODIES] = { "foreign-ministry", "defence-ministry", "institute" };
	begin_id(out, state, bodies[body]);
}

static void union_id(char out[NAME_MAX_LEN], uint32_t n)
{
	snprintf(out, NAME_MAX_LEN, "organisation-%u", n + 1);
}

void world_body(char out[NAME_MAX_LEN], uint32_t state, dice *d)
{
	if (world_busy(state) && roll(d, 2))
		body_id(out, state, roll(d, BODIES));
	else
		union_id(out, roll(d, 1 + roll(d, UNIONS)));
}

static void print_day(const char *before, int64_t day)
{
	int64_t year;
	int month, date;
	dtl_civil_from_days(day, &year, &month, &date);
	printf("%s%04lld-%02d-%02d", before, (long long)year, month, date);
}

static void define_holders(const realm *w, uint32_t state, uint32_t office, bool *first)
{
	char id[NAME_MAX_LEN], name[NAME_MAX_LEN], of[NAME_MAX_LEN];
	dice d = dice_for(state * 10 + office, 31);
	int64_t begin = w->begin - roll(&d, TERM);
	world_office(of, state, office);
	for (int64_t term = 0; term <= term_of(w, state, office, w->today); term++) {
		holder_name(name, id, state, office, term);
		printf(
		    "%s{\"id\":\"%s\",\"kind\":\"person\",\"name\":\"%s\",\"affiliations\":[{\"rel\":\"holds\",\"of\":\"%s\"",
		    comma(first), id, name, of);
		print_day(",\"from\":\"", begin + term * TERM);
		/* Whoever is in office today stays there as far as anybody knows. */
		if (term < term_of(w, state, office, w->today))
			print_day("\",\"to\":\"", begin + (term + 1) * TERM - 1);
		printf("\"}]}");
	}
}

static void define_state(const realm *w, uint32_t state, bool *first)
{
	char id[NAME_MAX_LEN];
	for (uint32_t i = 0; i < world_offices(state); i++) {
		world_office(id, state, i);
		printf(
		    "%s{\"id\":\"%s\",\"kind\":\"office\",\"name\":\"%s of %s\",\"affiliations\":[{\"rel\":\"part-of\",\"of\":\"%s\"}]}",
		    comma(first), id, offices[i], world_state(state), world_state(state));
		define_holders(w, state, i, first);
	}
	for (uint32_t i = 0; world_busy(state) && i < BODIES; i++) {
		body_id(id, state, i);
		printf(
		    "%s{\"id\":\"%s\",\"kind\":\"org\",\"name\":\"%s of %s\",\"affiliations\":[{\"rel\":\"part-of\",\"of\":\"%s\"}]}",
		    comma(first), id, id + 3, world_state(state), world_state(state));
	}
}

static void define_actors(const realm *w)
{
	char id[NAME_MAX_LEN], name[NAME_MAX_LEN];
	bool first = true;
	printf("\"actors\":[");
	for (uint32_t s = 0; s < STATES; s++)
		define_state(w, s, &first);
	for (uint32_t i = 0; i < UNIONS; i++) {
		union_id(id, i);
		words_name(name, 30000 + i);
		printf("%s{\"id\":\"%s\",\"kind\":\"igo\",\"name\":\"%s Organisation\"}", comma(&first), id,
		    name);
	}
	printf("],\n");
}

void world_define(const realm *w)
{
	define_sources(w);
	define_places();
	define_topics();
	define_series(w);
	define_actors(w);
}
