#include "formats/ics_index.h"
#include "base/array.h"
#include "base/error.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- UIDs ---- */

uint64_t dtl_ics_hash(const char *text, size_t len)
{
	uint64_t hash = 0xcbf29ce484222325;
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3;
	hash ^= hash >> 32; /* the last bytes reach all bits */
	return hash * 0x9e3779b97f4a7c15;
}

static bool is_among(const dtl_ics_prop *p, const char *const *names)
{
	for (; *names; names++)
		if (dtl_ics_prop_is(p, *names))
			return true;
	return false;
}

/* What an event is told by: what it is, where, and when. */
static const char *const telling[] = { "SUMMARY", "LOCATION", "DTSTART", "DTEND", "DURATION", "RRULE", NULL };
/* What changes although nothing has changed. */
static const char *const stamps[] = { "DTSTAMP", NULL };

/* A hash of the lines that have one of these names; `all_but`: of all that have none of them. */
static uint64_t hash_lines(const dtl_ics_component *c, const char *const *names, bool all_but)
{
	uint64_t hash = 0;
	for (size_t i = 0; i < c->count; i++) {
		const dtl_ics_content *line = &c->lines[i];
		if (all_but ? is_among(&line->prop, names) : line->depth || !is_among(&line->prop, names))
			continue;
		hash = hash * 31 + dtl_ics_hash(dtl_text_str(&c->text) + line->at, line->len);
	}
	return hash;
}

static void add_made(dtl_text *uid, uint64_t hash)
{
	dtl_text_addf(uid, "ics-%016llx@dateline", (unsigned long long)hash);
}

bool dtl_ics_uid_is_made(const char *uid, size_t len)
{
	static const char head[] = "ics-", tail[] = "@dateline";
	enum { HEAD = sizeof(head) - 1, DIGITS = 16, TAIL = sizeof(tail) - 1 };
	return len == HEAD + DIGITS + TAIL && memcmp(uid, head, HEAD) == 0 &&
	       memcmp(uid + HEAD + DIGITS, tail, TAIL) == 0;
}

void dtl_ics_uid(dtl_text *uid, const dtl_ics_component *c, bool *made)
{
	*made = false;
	for (size_t i = 0; i < c->count; i++) {
		const dtl_ics_prop *p = &c->lines[i].prop;
		if (!c->lines[i].depth && dtl_ics_prop_is(p, "UID")) {
			dtl_ics_unescape_line(uid, p->value);
			break;
		}
	}
	if (uid->len)
		return;
	*made = true;
	add_made(uid, hash_lines(c, telling, false));
}

void dtl_ics_uid_of_all(dtl_text *uid, const dtl_ics_component *c)
{
	add_made(uid, dtl_ics_content_hash(c));
}

uint64_t dtl_ics_content_hash(const dtl_ics_component *c)
{
	return hash_lines(c, stamps, true);
}

/* ---- The first reading ---- */

static int by_value(const void *a, const void *b)
{
	uint64_t one = *(const uint64_t *)a, other = *(const uint64_t *)b;
	return (one > other) - (one < other);
}

static int by_place(const void *a, const void *b)
{
	const dtl_ics_place *one = a, *other = b;
	int order = by_value(&one->hash, &other->hash);
	return order ? order : (one->offset > other->offset) - (one->offset < other->offset);
}

static void add_hash(dtl_ics_index *i, uint64_t **items, size_t *cap, size_t *count, uint64_t hash)
{
	uint64_t *room = dtl_array_room(*items, cap, *count, sizeof(*room));
	if (!room) {
		i->failed = true;
		return;
	}
	*items = room;
	room[(*count)++] = hash;
}

bool dtl_ics_calendar_property(dtl_ics_context *x, const dtl_ics_prop *p)
{
	int floating = x->floating;
	bool cancels = x->cancels;
	if (dtl_ics_prop_is(p, "METHOD")) {
		x->cancels = p->value.len >= 6 && strncasecmp(p->value.data, "CANCEL", 6) == 0;
	} else if (dtl_ics_prop_is(p, "X-WR-TIMEZONE")) {
		dtl_text name = DTL_TEXT_INIT;
		dtl_ics_unescape_line(&name, p->value);
		const dtl_ics_zone *z = name.len ? dtl_ics_zones_find(&x->zones, dtl_text_str(&name)) : NULL;
		x->floating = z && (z->rules || z->iana[0]) ? (int)(z - x->zones.items) : DTL_ICS_NO_ZONE;
		dtl_text_free(&name);
	}
	return x->floating != floating || x->cancels != cancels;
}

static void add_zone(dtl_ics_context *x, const dtl_ics_component *c)
{
	for (size_t i = 0; i < c->count; i++) {
		const dtl_ics_prop *p = &c->lines[i].prop;
		if (c->lines[i].depth || !p->name.data || !dtl_ics_prop_is(p, "TZID") || !p->value.len)
			continue;
		dtl_text id = DTL_TEXT_INIT;
		dtl_ics_unescape_line(&id, p->value);
		if (id.len && !c->problem[0])
			dtl_ics_zones_add(
			    &x->zones, dtl_text_str(&id), (dtl_slice){ dtl_text_str(&c->text), c->text.len });
		dtl_text_free(&id);
		return;
	}
}

static bool is_edit(const dtl_ics_component *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (!c->lines[i].depth && c->lines[i].prop.name.data &&
		    dtl_ics_prop_is(&c->lines[i].prop, "RECURRENCE-ID"))
			return true;
	return false;
}

static void count_other(dtl_ics_index *i, const char *name)
{
	enum { OTHERS = sizeof(i->others) / sizeof(*i->others) };
	size_t k = 0;
	while (k + 1 < OTHERS && i->others[k].count && strcmp(i->others[k].name, name) != 0)
		k++;
	if (!i->others[k].count)
		snprintf(i->others[k].name, sizeof(i->others[k].name), "%s",
		    k + 1 < OTHERS ? name : "other component");
	i->others[k].count++;
}

/* The year in which a line has a time; 0: in none. */
static int year_of(dtl_slice value)
{
	int year = 0;
	if (value.len < 8)
		return 0;
	for (size_t i = 0; i < 4; i++) {
		if (value.data[i] < '0' || value.data[i] > '9')
			return 0;
		year = year * 10 + (value.data[i] - '0');
	}
	return year;
}

/* From which year to which there are times in each zone. */
static void note_years(dtl_ics_context *x, const dtl_ics_component *c)
{
	dtl_text id = DTL_TEXT_INIT;
	for (size_t i = 0; i < c->count; i++) {
		const dtl_ics_prop *p = &c->lines[i].prop;
		int year = p->params.len ? year_of(p->value) : 0;
		dtl_text_clear(&id);
		if (year && dtl_ics_prop_param(p, "TZID", &id))
			dtl_ics_zones_note(&x->zones, dtl_text_str(&id), year);
	}
	x->zones.failed = x->zones.failed || id.failed;
	dtl_text_free(&id);
}

static void add_event(dtl_ics_index *i, const dtl_ics_component *c)
{
	dtl_text uid = DTL_TEXT_INIT;
	bool made;
	dtl_ics_uid(&uid, c, &made);
	uint64_t hash = dtl_ics_hash(dtl_text_str(&uid), uid.len);
	add_hash(i, &i->uids, &i->uid_cap, &i->uid_count, hash);
	if (!made && !dtl_ics_uid_is_made(dtl_text_str(&uid), uid.len) && is_edit(c))
		add_hash(i, &i->special, &i->special_cap, &i->special_count, hash);
	i->failed = i->failed || uid.failed;
	dtl_text_free(&uid);
}

static dtl_status read_all(dtl_ics_index *i, dtl_ics_split *s, dtl_ics_context *x, dtl_error *err)
{
	dtl_ics_item item;
	dtl_status status;
	while ((status = dtl_ics_split_next(s, &item, err)) == DTL_OK) {
		if (item != DTL_ICS_COMPONENT)
			continue;
		if (strcmp(s->component.name, "VTIMEZONE") == 0)
			add_zone(x, &s->component);
		else if (strcmp(s->component.name, "VEVENT") == 0)
			add_event(i, &s->component);
		else
			count_other(i, s->component.name);
		note_years(x, &s->component);
	}
	return status == DTL_DONE ? DTL_OK : status;
}

/* Sort, and find the UIDs that stand on several. */
static void find_special(dtl_ics_index *i)
{
	size_t kept = 0;
	if (i->uid_count > 1)
		qsort(i->uids, i->uid_count, sizeof(*i->uids), by_value);
	for (size_t k = 1; k < i->uid_count; k++)
		if (i->uids[k] == i->uids[k - 1])
			add_hash(i, &i->special, &i->special_cap, &i->special_count, i->uids[k]);
	if (i->special_count > 1)
		qsort(i->special, i->special_count, sizeof(*i->special), by_value);
	for (size_t k = 0; k < i->special_count; k++)
		if (k == 0 || i->special[k] != i->special[kept - 1])
			i->special[kept++] = i->special[k];
	i->special_count = kept;
	i->done = calloc(kept + 1, sizeof(*i->done));
	i->failed = i->failed || !i->done;
}

static void add_place(dtl_ics_index *i, const dtl_ics_component *c, const dtl_ics_context *x)
{
	dtl_text uid = DTL_TEXT_INIT;
	bool made;
	dtl_ics_uid(&uid, c, &made);
	dtl_ics_place place = { dtl_ics_hash(dtl_text_str(&uid), uid.len), c->offset, c->number, x->floating,
		x->cancels };
	dtl_text_free(&uid);
	if (dtl_ics_index_special(i, place.hash) == i->special_count)
		return;
	dtl_ics_place *room = dtl_array_room(i->places, &i->place_cap, i->place_count, sizeof(*room));
	if (!room) {
		i->failed = true;
		return;
	}
	i->places = room;
	room[i->place_count++] = place;
}

/* Where the VEVENTs of these UIDs stand. */
static dtl_status find_places(dtl_ics_index *i, dtl_ics_split *s, dtl_ics_context *x, dtl_error *err)
{
	dtl_ics_item item;
	dtl_status status = dtl_ics_split_rewind(s, err);
	while (status == DTL_OK && (status = dtl_ics_split_next(s, &item, err)) == DTL_OK) {
		if (item == DTL_ICS_CALENDAR) {
			x->cancels = false;
			x->floating = DTL_ICS_NO_ZONE;
		} else if (item == DTL_ICS_PROPERTY) {
			dtl_ics_calendar_property(x, &s->prop);
		} else if (strcmp(s->component.name, "VEVENT") == 0) {
			add_place(i, &s->component, x);
		}
	}
	if (i->place_count > 1)
		qsort(i->places, i->place_count, sizeof(*i->places), by_place);
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_ics_index_make(dtl_ics_index *i, dtl_ics_split *s, dtl_ics_context *x, dtl_error *err)
{
	dtl_status status = read_all(i, s, x, err);
	if (status == DTL_OK && !i->failed)
		find_special(i);
	if (status == DTL_OK && !i->failed && i->special_count)
		status = find_places(i, s, x, err);
	return status == DTL_OK && (i->failed || x->zones.failed) ? dtl_fail_memory(err) : status;
}

bool dtl_ics_index_has(const dtl_ics_index *i, uint64_t hash)
{
	return i->uid_count && bsearch(&hash, i->uids, i->uid_count, sizeof(hash), by_value) != NULL;
}

size_t dtl_ics_index_special(const dtl_ics_index *i, uint64_t hash)
{
	const uint64_t *found =
	    i->special_count ? bsearch(&hash, i->special, i->special_count, sizeof(hash), by_value) : NULL;
	return found ? (size_t)(found - i->special) : i->special_count;
}

const dtl_ics_place *dtl_ics_index_places(const dtl_ics_index *i, uint64_t hash, size_t *count)
{
	size_t lo = 0, hi = i->place_count;
	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;
		if (i->places[middle].hash < hash)
			lo = middle + 1;
		else
			hi = middle;
	}
	for (*count = 0; lo + *count < i->place_count && i->places[lo + *count].hash == hash; ++*count)
		;
	return &i->places[lo];
}

void dtl_ics_index_free(dtl_ics_index *i)
{
	free(i->uids);
	free(i->special);
	free(i->done);
	free(i->places);
	*i = (dtl_ics_index){ .uids = NULL };
}
