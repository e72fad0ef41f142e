/* When events take place, ours against libical's own iterator and set algebra, on rules of others and on random ones. */
#include "base/array.h"
#include "base/json.h"
#include "dates/recurrence.h"
#include "support.h"
#include <cjson/cJSON.h>
#include <dateline/date.h>
#include <dateline/format.h>
#include <dirent.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum { YEARS = 3, STEPS_MOST = 6000 };

/* Where they differ, and who is right. What is not in this table is a mistake. */
#define FIRST "DTSTART is the first time and counts, also where the rule does not name it (RFC 5545 §3.8.2.4)"
static const struct {
	const char *file, *why;
} explained[] = {
	{ "YearlyByWeekNo2.ics",
	    "BYWEEKNO without BYDAY is the weekday of DTSTART each year (§3.3.10); libical stops" },
	{ "YearlyInterval1.ics",
	    "BYMONTHDAY of a year without BYMONTH is in each month (§3.3.10); libical has one" },
};

typedef struct times {
	int64_t *items;
	size_t count, cap;
} times;

static void add(times *t, int64_t time)
{
	t->items = dtl_array_room(t->items, &t->cap, t->count, sizeof(*t->items));
	assert_non_null(t->items);
	t->items[t->count++] = time;
}

static int by_value(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
	return (one > other) - (one < other);
}

/* In order, each once, those in the window. */
static void settle(times *t, int64_t from, int64_t to)
{
	size_t kept = 0;
	if (t->count > 1)
		qsort(t->items, t->count, sizeof(*t->items), by_value);
	for (size_t i = 0; i < t->count; i++)
		if (t->items[i] >= from && t->items[i] < to && (!kept || t->items[kept - 1] != t->items[i]))
			t->items[kept++] = t->items[i];
	t->count = kept;
}

static bool has(const times *t, int64_t time)
{
	return t->count && bsearch(&time, t->items, t->count, sizeof(time), by_value) != NULL;
}

/* ---- libical's ---- */

static struct icaltimetype to_ical(int64_t t, bool day, icaltimezone *zone)
{
	int64_t year;
	int second = (int)(t - dtl_day_of(t) * DTL_DAY);
	struct icaltimetype out = icaltime_null_time();
	dtl_civil_from_days(dtl_day_of(t), &year, &out.month, &out.day);
	out.year = (int)year;
	out.is_date = day;
	out.hour = day ? 0 : second / 3600;
	out.minute = day ? 0 : second / 60 % 60;
	out.second = day ? 0 : second % 60;
	out.zone = day ? NULL : zone;
	return out;
}

static int64_t from_ical(struct icaltimetype t)
{
	return dtl_days_from_civil(t.year, t.month, t.day) * DTL_DAY +
	       (t.is_date ? 0 : t.hour * 3600 + t.minute * 60 + t.second);
}

typedef struct event {
	const cJSON *recurrence;
	int64_t start;
	bool day, utc;
	icaltimezone *zone;
	icalcomponent *owned; /* the zone's, where the calendar brought it */
} event;

static const char *text_of(const cJSON *object, const char *name)
{
	return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

static void open_event(event *e, const cJSON *recurrence)
{
	const char *start = text_of(recurrence, "start"), *tz = text_of(recurrence, "tz"),
		   *zone = text_of(recurrence, "zone");
	*e = (event){ .recurrence = recurrence };
	assert_true(dtl_wall_read(start, strlen(start), &e->start, &e->utc, &e->day));
	e->zone = e->utc ? icaltimezone_get_utc_timezone()
		  : tz   ? icaltimezone_get_builtin_timezone(tz)
			 : NULL;
	if (!zone)
		return;
	e->zone = icaltimezone_new();
	icaltimezone_set_component(e->zone, icalparser_parse_string(zone));
}

static void close_event(event *e)
{
	if (text_of(e->recurrence, "zone"))
		icaltimezone_free(e->zone, 1);
}

/* A date of RDATE or EXDATE by the event's wall clock. */
static int64_t wall_of(const event *e, const char *text, bool *day)
{
	int64_t t;
	bool utc;
	assert_true(dtl_wall_read(text, strcspn(text, "/"), &t, &utc, day));
	if (!utc || e->utc || !e->zone)
		return t;
	return from_ical(
	    icaltime_convert_to_zone(to_ical(t, false, icaltimezone_get_utc_timezone()), e->zone));
}

/* False: it goes on for longer than anyone looks. */
static bool add_rules(times *out, const event *e, const char *name, int64_t to, int64_t *first)
{
	const cJSON *rule;
	bool ended = true;
	cJSON_ArrayForEach (rule, cJSON_GetObjectItemCaseSensitive(e->recurrence, name)) {
		struct icalrecurrencetype r = icalrecurrencetype_from_string(rule->valuestring);
		icalrecur_iterator *i = icalrecur_iterator_new(r, to_ical(e->start, e->day, e->zone));
		free(r.rscale);
		if (!i) /* libical refuses some that are rules all the same */
			return false;
		struct icaltimetype t = icalrecur_iterator_next(i);
		if (first && !icaltime_is_null_time(t))
			*first = from_ical(t);
		int steps = 0;
		for (; !icaltime_is_null_time(t) && from_ical(t) < to && steps++ < STEPS_MOST;
		     t = icalrecur_iterator_next(i))
			add(out, e->day ? dtl_day_of(from_ical(t)) * DTL_DAY : from_ical(t));
		ended = ended && steps < STEPS_MOST;
		icalrecur_iterator_free(i);
	}
	return ended;
}

static bool is_excepted(const event *e, int64_t time, const times *exrules)
{
	const cJSON *date;
	if (has(exrules, time))
		return true;
	cJSON_ArrayForEach (date, cJSON_GetObjectItemCaseSensitive(e->recurrence, "exdate")) {
		bool day;
		int64_t t = wall_of(e, date->valuestring, &day);
		if (t == time || ((day || e->day) && dtl_day_of(t) == dtl_day_of(time)))
			return true;
	}
	return false;
}

/* *first is what the rule begins with. False: it cannot be told. */
static bool theirs(times *out, const cJSON *recurrence, int64_t to, int64_t *first)
{
	event e;
	times all = { NULL, 0, 0 }, exrules = { NULL, 0, 0 };
	const cJSON *date;
	open_event(&e, recurrence);
	*first = e.start;
	add(&all, e.start);
	bool told = add_rules(&all, &e, "rrule", to, first) && add_rules(&exrules, &e, "exrule", to, NULL);
	cJSON_ArrayForEach (date, cJSON_GetObjectItemCaseSensitive(recurrence, "rdate")) {
		bool day;
		int64_t t = wall_of(&e, date->valuestring, &day);
		add(&all, e.day ? dtl_day_of(t) * DTL_DAY : t);
	}
	settle(&all, e.start, to);
	settle(&exrules, e.start, to);
	for (size_t i = 0; i < all.count; i++)
		if (!is_excepted(&e, all.items[i], &exrules))
			add(out, all.items[i]);
	*first -= e.start;
	free(all.items);
	free(exrules.items);
	close_event(&e);
	return told;
}

/* ---- Ours ---- */

static bool ours(times *out, const cJSON *recurrence, int64_t from, int64_t to)
{
	dtl_error err;
	dtl_text text = DTL_TEXT_INIT;
	dtl_recurrence *r = NULL;
	dtl_occurrence *found = NULL;
	size_t count = 0;
	bool many = false;
	dtl_json_canonical(recurrence, &text);
	assert_ok(dtl_recurrence_read(
	    &r, (dtl_slice){ dtl_text_str(&text), text.len }, (dtl_slice){ NULL, 0 }, &err));
	assert_ok(dtl_recurrence_window(
	    r, from - 2 * DTL_DAY, to + 2 * DTL_DAY, false, &found, &count, &many, &err));
	for (size_t i = 0; i < count; i++)
		add(out, found[i].original);
	settle(out, from, to);
	free(found);
	dtl_recurrence_free(r);
	dtl_text_free(&text);
	return !many;
}

/* ---- Comparing ---- */

static void to_instants(times *t, const char *zone)
{
	dtl_error err;
	for (size_t i = 0; zone && i < t->count; i++)
		assert_ok(dtl_zone_to_utc(&t->items[i], t->items[i], zone, &err));
}

static bool is_explained(const char *name)
{
	for (size_t i = 0; i < sizeof(explained) / sizeof(*explained); i++)
		if (strcmp(explained[i].file, name) == 0) {
			print_message("%s: %s\n", name, explained[i].why);
			return true;
		}
	return false;
}

typedef enum verdict { SAME, NOT_TOLD, OTHER_FIRST, EXPLAINED, DIFFERENT } verdict;

static verdict compare(const cJSON *recurrence, const char *name, long line)
{
	times one = { NULL, 0, 0 }, other = { NULL, 0, 0 };
	int64_t start, off = 0;
	bool utc, day;
	const char *text = text_of(recurrence, "start");
	assert_true(dtl_wall_read(text, strlen(text), &start, &utc, &day));
	int64_t to = start + YEARS * 366 * DTL_DAY;
	bool told = ours(&one, recurrence, start, to);
	told = theirs(&other, recurrence, to, &off) && told;
	/* In the hour that summer time leaves out ours are told as the rule has them, libical's as the clock. */
	to_instants(&one, text_of(recurrence, "tz"));
	to_instants(&other, text_of(recurrence, "tz"));
	bool same = one.count == other.count &&
		    (!one.count || memcmp(one.items, other.items, one.count * sizeof(*one.items)) == 0);
	/* Only their last one is missing from ours: what COUNT counts. */
	bool counted = off != 0 && one.count + 1 == other.count &&
		       memcmp(one.items, other.items, one.count * sizeof(*one.items)) == 0;
	verdict v = !told ? NOT_TOLD : same ? SAME : counted ? OTHER_FIRST : DIFFERENT;
	if (v == DIFFERENT && is_explained(name))
		v = EXPLAINED;
	if (v == DIFFERENT) {
		char *rule = cJSON_PrintUnformatted(recurrence);
		size_t i = 0;
		char mine[32] = "none", its[32] = "none";
		while (i < one.count && i < other.count && one.items[i] == other.items[i])
			i++;
		if (i < one.count)
			dtl_wall_print(mine, one.items[i], day);
		if (i < other.count)
			dtl_wall_print(its, other.items[i], day);
		print_error("%s:%ld: ours %zu, libical's %zu, first other %s and %s: %s\n", name, line,
		    one.count, other.count, mine, its, rule);
		free(rule);
	}
	free(one.items);
	free(other.items);
	return v;
}

/* ---- The calendars of others ---- */

typedef struct corpus {
	const char *name;
	size_t files, verdicts[DIFFERENT + 1];
} corpus;

static dtl_status each(void *user, const dtl_entry *entry, dtl_error *err)
{
	corpus *c = user;
	const cJSON *recurrence = cJSON_GetObjectItemCaseSensitive(entry->doc, "recurrence");
	(void)err;
	if (recurrence)
		c->verdicts[compare(recurrence, c->name, entry->line)]++;
	return DTL_OK;
}

static void read_one(corpus *c, const char *path)
{
	static const dtl_import_options options = { NULL, 0 };
	dtl_error err;
	FILE *in = fopen(path, "rb");
	const char *slash = strrchr(path, '/');
	c->name = slash ? slash + 1 : path;
	c->files++;
	assert_non_null(in);
	(void)dtl_importer_find("ics")->read(in, &options, each, c, &err);
	fclose(in);
}

static void walk(corpus *c, const char *path)
{
	struct dirent **entries = NULL;
	int count = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		char full[1024];
		struct stat st;
		snprintf(full, sizeof(full), "%s/%s", path, entries[i]->d_name);
		size_t len = strlen(full);
		if (entries[i]->d_name[0] != '.' && stat(full, &st) == 0) {
			if (S_ISDIR(st.st_mode))
				walk(c, full);
			else if (strcasecmp(full + len - 4, ".tsv") != 0)
				read_one(c, full);
		}
		free(entries[i]);
	}
	free(entries);
}

static void calendars_of_others_take_place_when_libical_says(void **state)
{
	(void)state;
	corpus c = { .name = NULL };
	walk(&c, DATELINE_SHARED_DATA "/ics");
	if (!c.files) {
		print_message("skipped: there are no calendars in %s/ics\n", DATELINE_SHARED_DATA);
		skip();
	}
	print_message(
	    "%zu calendars: %zu recurring events alike, %zu explained, %zu beyond what is looked at\n",
	    c.files, c.verdicts[SAME], c.verdicts[EXPLAINED], c.verdicts[NOT_TOLD]);
	if (c.verdicts[OTHER_FIRST])
		print_message("%zu times: %s\n", c.verdicts[OTHER_FIRST], FIRST);
	assert_int_equal(c.verdicts[DIFFERENT], 0);
	assert_true(c.verdicts[SAME] > 500);
}

/* ---- Random sets ---- */

static unsigned seed = 7;

static int roll(int most)
{
	seed = seed * 1103515245U + 12345U;
	return (int)((seed >> 16) % (unsigned)most);
}

static void add_text(cJSON *array, int64_t time, bool day)
{
	char text[32];
	dtl_wall_print(text, time, day);
	cJSON_AddItemToArray(array, cJSON_CreateString(text));
}

static cJSON *random_recurrence(void)
{
	static const char *const zones[] = { NULL, "Europe/Paris", "America/New_York",
		"Australia/Lord_Howe" };
	static const char *const rules[] = { "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,TH",
		"FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,SA", "FREQ=MONTHLY;BYDAY=-1FR,1MO",
		"FREQ=MONTHLY;BYMONTHDAY=-1,15,31", "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
		"FREQ=YEARLY;BYYEARDAY=1,-1,60", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2" };
	bool day = roll(3) == 0;
	int64_t start = dtl_days_from_civil(1990 + roll(40), 1 + roll(12), 1 + roll(28)) * DTL_DAY +
			(day ? 0 : roll(48) * 1800);
	const char *zone = day ? NULL : zones[roll(4)];
	/* Behind a time that summer time leaves out libical stays an hour late for good. */
	if (!day && (start - dtl_day_of(start) * DTL_DAY) / 3600 == 2)
		start += 3600;
	cJSON *out = cJSON_CreateObject();
	char rule[160], text[32];
	/* Without a COUNT: what it counts is another matter. */
	snprintf(rule, sizeof(rule), "%s", rules[roll((int)(sizeof(rules) / sizeof(*rules)))]);
	cJSON *list = cJSON_AddArrayToObject(out, "exdate");
	for (int i = roll(6); i > 0; i--)
		add_text(list, start + (int64_t)roll(400) * DTL_DAY, day);
	list = cJSON_AddArrayToObject(out, "rdate");
	for (int i = roll(4); i > 0; i--)
		add_text(list, start + (int64_t)roll(400) * DTL_DAY, day);
	if (roll(3) == 0) {
		dtl_time_print(text, sizeof(text), start + (int64_t)(100 + roll(300)) * DTL_DAY);
		size_t len = strlen(rule);
		snprintf(rule + len, sizeof(rule) - len, ";UNTIL=%.4s%.2s%.2s", text, text + 5, text + 8);
		if (!day)
			snprintf(
			    rule + len + 15, sizeof(rule) - len - 15, "T%.2s%.2s00Z", text + 11, text + 14);
	}
	list = cJSON_AddArrayToObject(out, "rrule");
	cJSON_AddItemToArray(list, cJSON_CreateString(rule));
	dtl_wall_print(text, start, day);
	cJSON_AddStringToObject(out, "start", text);
	if (zone)
		cJSON_AddStringToObject(out, "tz", zone);
	return out;
}

static void random_sets_take_place_when_libical_says(void **state)
{
	(void)state;
	size_t different = 0;
	for (int i = 0; i < 1000; i++) {
		cJSON *recurrence = random_recurrence();
		different += compare(recurrence, "random", i) == DIFFERENT;
		cJSON_Delete(recurrence);
	}
	assert_int_equal(different, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calendars_of_others_take_place_when_libical_says),
		cmocka_unit_test(random_sets_take_place_when_libical_says),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	icaltimezone_free_builtin_timezones();
	icalmemory_free_ring();
	return failed;
}
