/*
 * Zones. libical is asked one thing only: the offset of a zone at an instant.
 * Its conversions from local time disagree with RFC 5545 in gaps and overlaps,
 * so that arithmetic is done here.
 */
#include "base/error.h"
#include "dates/civil.h"

#include <libical/ical.h>
#include <pthread.h>
#include <string.h>

#define ZONE_NAME_MAX 64

/* libical loads its zones, and works out their years, as it is asked for them: one thread at a time. */
static pthread_mutex_t libical = PTHREAD_MUTEX_INITIALIZER;

/*
 * libical opens a file by this name under the zoneinfo directory: let nothing
 * through that could lead out of it, and not the leap-second zones of `right/`.
 */
static bool is_name(const char *zone)
{
	size_t len = strnlen(zone, ZONE_NAME_MAX + 1);

	if (len == 0 || len > ZONE_NAME_MAX || zone[0] == '/' || zone[len - 1] == '/')
		return false;
	if (strncmp(zone, "right/", 6) == 0 || strncmp(zone, "posix/", 6) == 0)
		return false;
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
	return strspn(zone, allowed) == len && strstr(zone, "//") == NULL;
}

/* UTC needs no rules, and libical would read its list of zones to name it. */
static bool is_utc(const char *zone)
{
	return strcmp(zone, "UTC") == 0 || strcmp(zone, "Etc/UTC") == 0;
}

static icaltimezone *look_up(const char *zone)
{
	if (!is_name(zone))
		return NULL;
	pthread_mutex_lock(&libical);
	icaltimezone *found = icaltimezone_get_builtin_timezone(zone);
	/* a name in the list whose file is missing or damaged has no component */
	if (found && icaltimezone_get_component(found) == NULL)
		found = NULL;
	pthread_mutex_unlock(&libical);
	return found;
}

/*
 * The rules of a zone, NULL for UTC; false: there is no such zone. libical
 * compares all its names each time it is asked, and whoever asks once asks again:
 * a thread remembers the last few. libical keeps its zones for good.
 */
static bool find(const char *zone, icaltimezone **rules)
{
	enum { KEPT = 4 };
	static _Thread_local struct {
		char name[ZONE_NAME_MAX + 1];
		icaltimezone *zone;
	} kept[KEPT];
	static _Thread_local unsigned next;
	*rules = NULL;
	if (is_utc(zone))
		return true;
	for (int i = 0; i < KEPT; i++)
		if (kept[i].zone && strcmp(kept[i].name, zone) == 0) {
			*rules = kept[i].zone;
			return true;
		}
	*rules = look_up(zone);
	if (*rules) {
		memcpy(kept[next].name, zone, strlen(zone) + 1);
		kept[next].zone = *rules;
		next = (next + 1) % KEPT;
	}
	return *rules != NULL;
}

/* libical knows years 1 to 2582: earlier is as in year 1, later repeats with the 400 years of the calendar. */
static int64_t year_for_rules(int64_t year)
{
	if (year < 1)
		return 1;
	return year > 2100 ? 2101 + dtl_floor_mod(year - 2101, 400) : year;
}

static int offset_at(icaltimezone *rules, int64_t utc)
{
	int64_t year;
	int month;
	int day;
	int is_daylight = 0;
	struct icaltimetype t = icaltime_null_time();
	int second = (int)dtl_floor_mod(utc, DTL_DAY);

	dtl_civil_from_days(dtl_day_of(utc), &year, &month, &day);
	t.year = (int)year_for_rules(year);
	t.month = month;
	t.day = day;
	t.hour = second / 3600;
	t.minute = second / 60 % 60;
	t.second = second % 60;
	if (rules == NULL)
		return 0;
	pthread_mutex_lock(&libical);
	int offset = icaltimezone_get_utc_offset_of_utc_time(rules, &t, &is_daylight);
	pthread_mutex_unlock(&libical);
	return offset;
}

bool dtl_zone_known(const char *iana)
{
	icaltimezone *rules;

	return find(iana, &rules);
}

static dtl_status no_zone(const char *zone, dtl_error *err)
{
	return dtl_fail(err, DTL_E_ARGUMENT, "no such time zone: '%s'", zone);
}

dtl_status dtl_zone_offset(int *seconds, int64_t utc, const char *zone, dtl_error *err)
{
	icaltimezone *found;

	if (!find(zone, &found))
		return no_zone(zone, err);
	*seconds = offset_at(found, utc);
	return DTL_OK;
}

/*
 * An offset o is right for local time L if it is the one in force at L - o. The
 * candidates are those of the day before and the day after, which also covers
 * the zones that skipped a whole day; the larger offset is the earlier instant.
 */
dtl_status dtl_zone_to_utc(int64_t *out, int64_t local_seconds, const char *zone, dtl_error *err)
{
	icaltimezone *found;

	if (!find(zone, &found))
		return no_zone(zone, err);
	int before = offset_at(found, local_seconds - DTL_DAY);
	int after = offset_at(found, local_seconds + DTL_DAY);
	int first = before > after ? before : after;
	int second = before > after ? after : before;
	if (offset_at(found, local_seconds - first) == first)
		*out = local_seconds - first;
	else if (offset_at(found, local_seconds - second) == second)
		*out = local_seconds - second;
	else
		*out = local_seconds - offset_at(found, local_seconds - after); /* in a gap */
	return DTL_OK;
}
