#include "formats/ics_zone.h"
#include "base/array.h"
#include "base/zone_names.h"
#include <dateline/date.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MONTH = 30 * DTL_DAY };

static bool take(const char *name, char iana[DTL_ICS_IANA_MAX])
{
	if (strlen(name) >= DTL_ICS_IANA_MAX || !dtl_zone_known(name))
		return false;
	snprintf(iana, DTL_ICS_IANA_MAX, "%s", name);
	return true;
}

/* "/mozilla.org/20050126_1/America/Boise": what stands behind one of its slashes. */
static bool take_end(const char *id, char iana[DTL_ICS_IANA_MAX])
{
	for (const char *at = strchr(id, '/'); at; at = strchr(at + 1, '/'))
		if (strchr(at + 1, '/') && take(at + 1, iana))
			return true;
	return false;
}

/* "Europe_Berlin", "America_New_York" */
static bool take_underscored(const char *id, char iana[DTL_ICS_IANA_MAX])
{
	char name[DTL_ICS_IANA_MAX];
	size_t at = strcspn(id, "_");
	if (strlen(id) >= sizeof(name) || id[at] == '\0')
		return false;
	memcpy(name, id, strlen(id) + 1);
	name[at] = '/';
	return take(name, iana);
}

bool dtl_ics_zone_guess(const char *id, char iana[DTL_ICS_IANA_MAX])
{
	char name[DTL_ICS_IANA_MAX];
	iana[0] = '\0';
	if (take(id, iana) || take_end(id, iana) || take_underscored(id, iana))
		return true;
	return dtl_zone_from_windows(id, name, sizeof(name)) && take(name, iana);
}

static uint64_t hash_of(const char *id)
{
	uint64_t hash = 0;
	for (; *id; id++)
		hash = hash * 0x100000001b3 + (unsigned char)*id;
	return hash;
}

static dtl_ics_zone *add(dtl_ics_zones *zones, const char *id)
{
	dtl_ics_zone *room = dtl_array_room(zones->items, &zones->cap, zones->count, sizeof(*room));
	if (!room) {
		zones->failed = true;
		return NULL;
	}
	zones->items = room;
	dtl_ics_zone *z = &room[zones->count];
	*z = (dtl_ics_zone){ .id = strdup(id), .hash = hash_of(id) };
	if (!z->id) {
		zones->failed = true;
		return NULL;
	}
	zones->last = zones->count++;
	return z;
}

static dtl_ics_zone *look(dtl_ics_zones *zones, const char *id)
{
	if (zones->last < zones->count && strcmp(zones->items[zones->last].id, id) == 0)
		return &zones->items[zones->last];
	uint64_t hash = hash_of(id);
	for (size_t i = 0; i < zones->count; i++)
		if (zones->items[i].hash == hash && strcmp(zones->items[i].id, id) == 0) {
			zones->last = i;
			return &zones->items[i];
		}
	return NULL;
}

void dtl_ics_zones_add(dtl_ics_zones *zones, const char *id, dtl_slice lines)
{
	dtl_error why;
	dtl_text text = DTL_TEXT_INIT;
	if (zones->count >= DTL_ICS_ZONES_MOST || look(zones, id))
		return;
	dtl_ics_zone *z = add(zones, id);
	dtl_text_add(&text, "BEGIN:VTIMEZONE\n");
	dtl_text_add_len(&text, lines.data, lines.len);
	dtl_text_add(&text, "END:VTIMEZONE");
	char *copy = dtl_text_take(&text);
	zones->failed = zones->failed || !copy;
	if (!z || !copy) {
		free(copy);
		return;
	}
	z->text = copy;
	dtl_status status = dtl_zone_rules_read(&z->rules, z->text, &why);
	if (status == DTL_E_MEMORY)
		zones->failed = true;
	else if (status != DTL_OK)
		snprintf(z->problem, sizeof(z->problem), "%.150s", why.text);
	const char *location = z->rules ? dtl_zone_rules_location(z->rules) : NULL;
	if (!dtl_ics_zone_guess(id, z->iana) && location)
		dtl_ics_zone_guess(location, z->iana);
}

dtl_ics_zone *dtl_ics_zones_find(dtl_ics_zones *zones, const char *id)
{
	dtl_ics_zone *z = look(zones, id);
	if (z || zones->count >= 2 * DTL_ICS_ZONES_MOST)
		return z;
	z = add(zones, id);
	if (z)
		dtl_ics_zone_guess(id, z->iana);
	return z;
}

void dtl_ics_zones_free(dtl_ics_zones *zones)
{
	for (size_t i = 0; i < zones->count; i++) {
		free(zones->items[i].id);
		free(zones->items[i].text);
		dtl_zone_rules_free(zones->items[i].rules);
	}
	free(zones->items);
	free(zones->years);
	*zones = (dtl_ics_zones){ .items = NULL };
}

static int offset_by_name(const dtl_ics_zone *z, int64_t utc)
{
	int offset = 0;
	return dtl_zone_offset(&offset, utc, z->iana, NULL) == DTL_OK ? offset : 0;
}

int64_t dtl_ics_zone_to_utc(const dtl_ics_zone *z, int64_t wall)
{
	int64_t utc = wall;
	if (z && z->rules)
		return dtl_zone_rules_to_utc(z->rules, wall);
	if (z && z->iana[0] && dtl_zone_to_utc(&utc, wall, z->iana, NULL) != DTL_OK)
		utc = wall;
	return utc;
}

int64_t dtl_ics_zone_to_wall(const dtl_ics_zone *z, int64_t utc)
{
	if (z && z->rules)
		return utc + dtl_zone_rules_offset(z->rules, utc);
	return z && z->iana[0] ? utc + offset_by_name(z, utc) : utc;
}

bool dtl_ics_zone_agrees(const dtl_ics_zone *z, int64_t from, int64_t to)
{
	if (!z->rules || !z->iana[0])
		return true;
	for (int64_t t = from; t < to; t += MONTH)
		if (dtl_zone_rules_offset(z->rules, t) != offset_by_name(z, t))
			return false;
	return dtl_zone_rules_offset(z->rules, to) == offset_by_name(z, to);
}

static uint64_t hash(const char *name)
{
	uint64_t h = 0xcbf29ce484222325;
	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 0x100000001b3;
	return h;
}

static dtl_ics_years *find_years(const dtl_ics_zones *zones, uint64_t name)
{
	for (size_t i = 0; i < zones->year_count; i++)
		if (zones->years[i].name == name)
			return &zones->years[i];
	return NULL;
}

void dtl_ics_zones_note(dtl_ics_zones *zones, const char *id, int year)
{
	uint64_t name = hash(id);
	dtl_ics_years *y = find_years(zones, name);
	if (y) {
		y->first = year < y->first ? year : y->first;
		y->last = year > y->last ? year : y->last;
		return;
	}
	if (zones->year_count >= DTL_ICS_ZONES_MOST)
		return;
	dtl_ics_years *room =
	    dtl_array_room(zones->years, &zones->year_cap, zones->year_count, sizeof(*room));
	if (!room) {
		zones->failed = true;
		return;
	}
	zones->years = room;
	room[zones->year_count++] = (dtl_ics_years){ name, year, year };
}

bool dtl_ics_zone_own(dtl_ics_zone *z, const dtl_ics_zones *zones)
{
	enum { RULES_AHEAD = 5 }; /* years that a rule goes on for, as far as it is looked at */
	char iana[DTL_ICS_IANA_MAX];
	if (z->judged || !z->text)
		return z->own;
	z->judged = true;
	const dtl_ics_years *y = find_years(zones, hash(z->id));
	if (!z->iana[0] || !dtl_ics_zone_guess(z->id, iana))
		z->own = true;
	else if (y)
		z->own = !dtl_ics_zone_agrees(z, dtl_days_from_civil(y->first, 1, 1) * DTL_DAY,
		    dtl_days_from_civil(y->last + RULES_AHEAD, 1, 1) * DTL_DAY);
	return z->own;
}
