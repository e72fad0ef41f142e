/*
 * iCalendar in (RFC 5545): any stream of VCALENDARs, read twice. The first
 * reading finds the time zones and which VEVENTs belong together, the second
 * hands them out one by one. A VEVENT that cannot be taken is refused alone.
 */
#include "base/array.h"
#include "base/error.h"
#include "base/utf8.h"
#include "formats/ics_entry.h"
#include "formats/ics_index.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { GROUP_MOST = 10000, GROUP_BYTES = 16 << 20 }; /* VEVENTs of one UID */

typedef struct importer {
	dtl_ics_split split;
	dtl_ics_context context;
	dtl_ics_index index;
	dtl_arena arena; /* of the entry at hand */
	bool begun;      /* a VEVENT of this calendar was read */
	dtl_entry_fn each;
	void *user;
	dtl_error *err;
} importer;

/* A VEVENT of a group, with the place that it was read from. */
typedef struct member {
	dtl_ics_component component;
	dtl_ics_event event;
	dtl_ics_place place;
	uint64_t content; /* a hash of what it says */
	bool refused, passed;
} member;

/* ---- Refusing ---- */

static void add_lines(dtl_text *out, const char *at, size_t len)
{
	const char *end = at + len;
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		stop = stop ? stop : end;
		dtl_text_add_len(out, at, (size_t)(stop - at));
		dtl_text_add(out, "\r\n");
		at = stop + 1;
	}
}

/* The time zones of a refused one that are its calendar's own go with it. */
static void add_zones(dtl_text *out, const dtl_ics_context *x, const dtl_ics_component *c)
{
	dtl_text id = DTL_TEXT_INIT;
	int last = DTL_ICS_NO_ZONE;
	for (size_t i = 0; i < c->count; i++) {
		dtl_text_clear(&id);
		if (c->lines[i].depth || !c->lines[i].prop.params.len ||
		    !dtl_ics_prop_param(&c->lines[i].prop, "TZID", &id))
			continue;
		for (size_t k = 0; k < x->zones.count; k++) {
			if ((int)k == last || !x->zones.items[k].text ||
			    strcmp(x->zones.items[k].id, dtl_text_str(&id)) != 0)
				continue;
			last = (int)k;
			add_lines(out, x->zones.items[k].text, strlen(x->zones.items[k].text));
		}
	}
	dtl_text_free(&id);
}

/* The component as it came, folded no more: enough to be read again. */
static void add_text(dtl_text *out, const dtl_ics_component *c)
{
	dtl_text_add(out, "BEGIN:VEVENT\r\n");
	add_lines(out, dtl_text_str(&c->text), c->text.len);
	dtl_text_add(out, "END:VEVENT\r\n");
}

/* Names were cut to a length, and may be no UTF-8 at all: what is shown is. */
static void scrub(char *s)
{
	const char *at = s, *end = s + strlen(s);
	while (at < end) {
		const char *from = at;
		if (dtl_utf8_next(&at, end) == 0xFFFD && at - from == 1) {
			*s++ = '?';
			continue;
		}
		memmove(s, from, (size_t)(at - from));
		s += at - from;
	}
	*s = '\0';
}

static dtl_status hand_out(importer *i, const dtl_entry *entry)
{
	dtl_status status = i->each(i->user, entry, i->err);
	return status == DTL_E_REJECTED ? DTL_OK : status;
}

static dtl_status refuse(
    importer *i, const dtl_ics_component *c, const dtl_ics_event *e, const dtl_error *why)
{
	dtl_text text = DTL_TEXT_INIT;
	dtl_error told = { DTL_OK, 0, "" };
	bool titled = e && e->title && strcmp(e->title, DTL_ICS_UNTITLED) != 0;
	dtl_fail_line(&told, DTL_E_ARGUMENT, c->number, "VEVENT%s%.100s%s %s", titled ? " '" : "",
	    titled ? e->title : "", titled ? "'" : "", why->text);
	scrub(told.text);
	add_zones(&text, &i->context, c);
	add_text(&text, c);
	dtl_entry entry = {
		.kind = DTL_EVENT, .line = c->number, .error = &told, .text = dtl_text_str(&text)
	};
	dtl_status status = dtl_text_failed(&text) ? dtl_fail_memory(i->err) : hand_out(i, &entry);
	dtl_text_free(&text);
	return status;
}

static dtl_status tell(importer *i, long line, char *note)
{
	scrub(note);
	dtl_entry entry = { .kind = DTL_EVENT, .line = line, .note = note };
	return hand_out(i, &entry);
}

/* ---- Handing out ---- */

static bool has_uid(void *user, const char *uid)
{
	const importer *i = user;
	return dtl_ics_index_has(&i->index, dtl_ics_hash(uid, strlen(uid)));
}

/* Make the entry of a group and hand it out; what cannot be taken is refused with all that belong to it. */
static dtl_status hand_out_group(
    importer *i, const dtl_ics_group *group, const dtl_ics_component *const *texts, size_t count)
{
	dtl_ics_entry made = { .doc = NULL };
	dtl_error why = { DTL_OK, 0, "" };
	dtl_ics_group g = *group;
	g.has = has_uid;
	g.has_user = i;
	dtl_status status = dtl_ics_entry_make(&made, &g, &i->context, &i->arena, &why);
	if (made.note.len)
		scrub(made.note.data);
	for (size_t k = 0; k < count; k++) {
		add_zones(&made.text, &i->context, texts[k]);
		add_text(&made.text, texts[k]);
	}
	if (status == DTL_OK && dtl_text_failed(&made.text))
		status = dtl_fail_memory(i->err);
	if (status == DTL_OK) {
		made.entry.text = dtl_text_str(&made.text);
		status = hand_out(i, &made.entry);
	} else if (status == DTL_E_ARGUMENT) {
		status = DTL_OK;
		for (size_t k = 0; k < count && status == DTL_OK; k++)
			status = refuse(i, texts[k], g.master ? g.master : &g.edits[0], &why);
	}
	dtl_ics_entry_free(&made);
	return status;
}

static dtl_status hand_out_alone(importer *i, const dtl_ics_component *c, const char *uid, bool made)
{
	dtl_ics_event event;
	dtl_error why = { DTL_OK, 0, "" };
	dtl_status status = dtl_ics_event_read(&event, c, &i->context, &i->arena, &why);
	if (status == DTL_E_ARGUMENT)
		return refuse(i, c, &event, &why);
	if (status != DTL_OK)
		return dtl_fail_memory(i->err);
	dtl_ics_group group = { .uid = uid, .uid_made = made, .master = &event };
	return hand_out_group(i, &group, &c, 1);
}

/* ---- VEVENTs of one UID ---- */

static void swap_component(dtl_ics_component *a, dtl_ics_component *b)
{
	dtl_ics_component c = *a;
	*a = *b;
	*b = c;
}

/* Read one; `over`: for there being too many it is refused. */
static dtl_status load(importer *i, dtl_ics_split *s, member *m, const dtl_ics_place *place, const char *over)
{
	dtl_error why = { DTL_OK, 0, "" };
	m->place = *place;
	dtl_status status = dtl_ics_split_at(s, place->offset, place->number, i->err);
	if (status != DTL_OK)
		return status;
	swap_component(&m->component, &s->component);
	m->content = dtl_ics_content_hash(&m->component);
	i->context.floating = place->floating;
	i->context.cancels = place->cancels;
	status = dtl_ics_event_read(&m->event, &m->component, &i->context, &i->arena, &why);
	if (status == DTL_OK && over)
		status = dtl_fail(&why, DTL_E_ARGUMENT, "%s", over);
	if (status != DTL_E_ARGUMENT)
		return status == DTL_OK ? DTL_OK : dtl_fail_memory(i->err);
	m->refused = true;
	return refuse(i, &m->component, &m->event, &why);
}

/* Which of two tells the later state: by SEQUENCE, then by when it was modified. 0: neither. */
static int later(const dtl_ics_event *a, const dtl_ics_event *b)
{
	if (a->sequence != b->sequence)
		return a->sequence > b->sequence ? 1 : -1;
	return strcmp(a->modified ? a->modified : "", b->modified ? b->modified : "");
}

static dtl_status tell_passed(importer *i, const member *passed, const member *kept, const char *how)
{
	char note[512];
	snprintf(note, sizeof(note), "line %ld: VEVENT '%.80s' %s line %ld", passed->component.number,
	    passed->event.title, how, kept->component.number);
	return tell(i, passed->component.number, note);
}

/* Two VEVENTs of one event: the later one counts, and it is said. Another event under the same UID is refused. */
static dtl_status settle_two(importer *i, member *one, member *other)
{
	dtl_error why = { DTL_OK, 0, "" };
	int order = later(&one->event, &other->event);
	member *kept = order > 0 ? one : other, *passed = order > 0 ? other : one;
	if (order == 0 && one->content != other->content) {
		/* One cancels what the other says. */
		if (one->place.cancels != other->place.cancels) {
			(one->place.cancels ? other : one)->passed = false;
			(one->place.cancels ? one : other)->passed = true;
			(one->place.cancels ? other : one)->event.status = "cancelled";
			return DTL_OK;
		}
		other->refused = true;
		dtl_fail(
		    &why, DTL_E_ARGUMENT, "has the UID of another one, of line %ld", one->component.number);
		return refuse(i, &other->component, &other->event, &why);
	}
	passed->passed = true;
	if (passed->place.cancels != kept->place.cancels && kept->place.cancels) {
		/* What is cancelled is told by the one before. */
		kept->passed = true;
		passed->passed = false;
		passed->event.status = "cancelled";
		return DTL_OK;
	}
	return tell_passed(i, passed, kept, order ? "is older than that of" : "stands again at");
}

static int64_t compare_instances(const member *a, const member *b)
{
	const dtl_ics_time *one = &a->event.recurrence_id, *other = &b->event.recurrence_id;
	if (a->event.has_recurrence_id != b->event.has_recurrence_id)
		return a->event.has_recurrence_id ? 1 : -1;
	if (!a->event.has_recurrence_id)
		return 0;
	if (one->wall != other->wall)
		return one->wall > other->wall ? 1 : -1;
	if (one->day != other->day || one->utc != other->utc)
		return (one->day - other->day) * 2 + (one->utc - other->utc);
	return one->zone - other->zone;
}

static int by_instance(const void *a, const void *b)
{
	const member *const *one = a, *const *other = b;
	int64_t order = compare_instances(*one, *other);
	if (order == 0)
		order = (*one)->place.offset - (*other)->place.offset;
	return (order > 0) - (order < 0);
}

static bool is_out(const member *m)
{
	return m->refused || m->passed;
}

/* Of the same instance only one is left. */
static dtl_status settle(importer *i, member *members, size_t count)
{
	member **order = calloc(count + 1, sizeof(member *));
	dtl_status status = order ? DTL_OK : dtl_fail_memory(i->err);
	for (size_t k = 0; order && k < count; k++)
		order[k] = &members[k];
	if (order && count > 1)
		qsort(order, count, sizeof(member *), by_instance);
	for (size_t a = 0; status == DTL_OK && a < count; a++)
		for (size_t b = a + 1; status == DTL_OK && b < count && !is_out(order[a]) &&
				       compare_instances(order[a], order[b]) == 0;
		     b++)
			if (!is_out(order[b]))
				status = settle_two(i, order[a], order[b]);
	free(order);
	return status;
}

/* Those that are left: the series and its edited instances. */
static dtl_status hand_out_members(importer *i, member *members, size_t count, const char *uid, bool made)
{
	dtl_ics_group group = { .uid = uid, .uid_made = made };
	dtl_ics_event *edits = calloc(count + 1, sizeof(*edits));
	const dtl_ics_component **texts = calloc(count + 1, sizeof(*texts));
	dtl_status status = edits && texts ? DTL_OK : dtl_fail_memory(i->err);
	size_t text_count = 0;
	for (size_t k = 0; status == DTL_OK && k < count; k++) {
		member *m = &members[k];
		if (m->refused || m->passed)
			continue;
		texts[text_count++] = &m->component;
		if (m->event.has_recurrence_id) {
			edits[group.edit_count++] = m->event;
			continue;
		}
		group.master = &m->event;
		i->context.cancels = m->place.cancels;
		i->context.floating = m->place.floating;
	}
	group.edits = edits;
	if (status == DTL_OK && text_count)
		status = hand_out_group(i, &group, texts, text_count);
	free(edits);
	free(texts);
	return status;
}

/* Without UIDs nothing makes them one: each that differs gets one of all its content. */
static dtl_status hand_out_each(importer *i, member *members, size_t count)
{
	dtl_status status = DTL_OK;
	dtl_text uid = DTL_TEXT_INIT;
	for (size_t k = 0; status == DTL_OK && k < count; k++) {
		member *m = &members[k];
		const member *again = NULL;
		for (size_t b = 0; b < k && !again && !m->refused; b++)
			again = !members[b].refused && members[b].content == m->content ? &members[b] : NULL;
		if (again)
			status = tell_passed(i, m, again, "stands again at");
		if (m->refused || again)
			continue;
		dtl_text_clear(&uid);
		dtl_ics_uid_of_all(&uid, &m->component);
		i->context.cancels = m->place.cancels;
		i->context.floating = m->place.floating;
		const dtl_ics_component *text = &m->component;
		dtl_ics_group group = { .uid = dtl_text_str(&uid), .uid_made = true, .master = &m->event };
		status = hand_out_group(i, &group, &text, 1);
	}
	dtl_text_free(&uid);
	return status;
}

static bool all_same(const member *members, size_t count)
{
	for (size_t k = 1; k < count; k++)
		if (members[0].content != members[k].content)
			return false;
	return true;
}

/* What one event may be told by in all. */
static dtl_status load_group(importer *i, member *members, size_t count, const dtl_ics_place *places)
{
	char over[96];
	size_t bytes = 0;
	dtl_ics_split s;
	dtl_status status = dtl_ics_split_open(&s, i->split.lines.in, i->err);
	snprintf(over, sizeof(over), "is one too many of its UID: %d, or %d MiB, are taken", GROUP_MOST,
	    GROUP_BYTES >> 20);
	for (size_t k = 0; status == DTL_OK && k < count; k++) {
		member spare = { .refused = false }, *m = k < GROUP_MOST ? &members[k] : &spare;
		bool many = k >= GROUP_MOST || bytes > GROUP_BYTES;
		status = load(i, &s, m, &places[k], many ? over : NULL);
		bytes += m->component.text.len;
		if (many)
			dtl_ics_component_free(&m->component);
	}
	dtl_ics_split_close(&s);
	return status;
}

static dtl_status read_group(importer *i, uint64_t hash, const char *uid, bool made)
{
	size_t count = 0;
	dtl_ics_context before = i->context;
	const dtl_ics_place *places = dtl_ics_index_places(&i->index, hash, &count);
	member *members = calloc(count < GROUP_MOST ? count + 1 : GROUP_MOST, sizeof(*members));
	if (!members)
		return dtl_fail_memory(i->err);
	dtl_status status = load_group(i, members, count, places);
	count = count < GROUP_MOST ? count : GROUP_MOST;
	bool apart = made && !all_same(members, count);
	if (status == DTL_OK && !apart)
		status = settle(i, members, count);
	if (status == DTL_OK)
		status =
		    apart ? hand_out_each(i, members, count) : hand_out_members(i, members, count, uid, made);
	for (size_t k = 0; k < count; k++)
		dtl_ics_component_free(&members[k].component);
	free(members);
	i->context.cancels = before.cancels;
	i->context.floating = before.floating;
	return status;
}

/* ---- The second reading ---- */

static dtl_status read_event(importer *i, const dtl_ics_component *c)
{
	dtl_text uid = DTL_TEXT_INIT;
	bool made;
	dtl_status status = DTL_OK;
	dtl_arena_clear(&i->arena);
	dtl_ics_uid(&uid, c, &made);
	uint64_t hash = dtl_ics_hash(dtl_text_str(&uid), uid.len);
	size_t special = dtl_ics_index_special(&i->index, hash);
	if (dtl_text_failed(&uid)) {
		status = dtl_fail_memory(i->err);
	} else if (special == i->index.special_count) {
		status = hand_out_alone(i, c, dtl_text_str(&uid), made);
	} else if (!i->index.done[special]) {
		i->index.done[special] = true;
		status = read_group(i, hash, dtl_text_str(&uid), made);
	}
	dtl_text_free(&uid);
	return status;
}

/* RFC 5545 §3.6: what is said of a whole calendar stands before its components. */
static dtl_status read_property(importer *i)
{
	char note[160];
	const dtl_ics_prop *p = &i->split.prop;
	long line = i->split.lines.number;
	if (!dtl_ics_calendar_property(&i->context, p) || !i->begun)
		return DTL_OK;
	snprintf(note, sizeof(note), "line %ld: %.*s stands behind events, which are read without it", line,
	    (int)p->name.len, p->name.data);
	return tell(i, line, note);
}

static dtl_status read_item(importer *i, dtl_ics_item item)
{
	switch (item) {
	case DTL_ICS_CALENDAR:
		i->context.cancels = false;
		i->context.floating = DTL_ICS_NO_ZONE;
		i->begun = false;
		return DTL_OK;
	case DTL_ICS_PROPERTY: return read_property(i);
	case DTL_ICS_COMPONENT: break;
	}
	if (strcmp(i->split.component.name, "VEVENT") != 0)
		return DTL_OK;
	i->begun = true;
	return read_event(i, &i->split.component);
}

/* All in it was taken; whether that is all of it nobody knows. */
static dtl_status refuse_unended(importer *i)
{
	dtl_error why = { DTL_OK, 0, "" };
	dtl_fail_line(
	    &why, DTL_E_ARGUMENT, i->split.unended, "what begins here has no END: the file may be cut off");
	dtl_entry entry = { .kind = DTL_EVENT, .line = i->split.unended, .error = &why, .text = "" };
	return hand_out(i, &entry);
}

static dtl_status tell_others(importer *i)
{
	char note[160];
	dtl_status status = DTL_OK;
	for (size_t k = 0; k < sizeof(i->index.others) / sizeof(*i->index.others) && status == DTL_OK; k++) {
		if (!i->index.others[k].count)
			continue;
		snprintf(note, sizeof(note), "%lld %s%s not taken: only VEVENTs are",
		    (long long)i->index.others[k].count, i->index.others[k].name,
		    i->index.others[k].count == 1 ? "" : "s");
		status = tell(i, 0, note);
	}
	if (status == DTL_OK && i->split.stray_count) {
		snprintf(note, sizeof(note), "line %ld: belongs to nothing, passed over (%ld line%s)",
		    i->split.stray_first, i->split.stray_count, i->split.stray_count == 1 ? "" : "s");
		status = tell(i, i->split.stray_first, note);
	}
	return status == DTL_OK && i->split.unended ? refuse_unended(i) : status;
}

static dtl_status read_all(importer *i)
{
	dtl_ics_item item;
	dtl_status status = dtl_ics_split_open(&i->split, i->split.lines.in, i->err);
	if (status == DTL_OK)
		status = dtl_ics_index_make(&i->index, &i->split, &i->context, i->err);
	if (status == DTL_OK)
		status = dtl_ics_split_rewind(&i->split, i->err);
	while (status == DTL_OK && (status = dtl_ics_split_next(&i->split, &item, i->err)) == DTL_OK)
		status = read_item(i, item);
	return status == DTL_DONE ? tell_others(i) : status;
}

static dtl_status read_calendar(
    FILE *in, const dtl_import_options *options, dtl_entry_fn each, void *user, dtl_error *err)
{
	(void)options;
	importer *i = calloc(1, sizeof(*i));
	if (!i)
		return dtl_fail_memory(err);
	i->context.floating = DTL_ICS_NO_ZONE;
	i->split.lines.in = in;
	i->each = each;
	i->user = user;
	i->err = err;
	dtl_status status = read_all(i);
	dtl_ics_split_close(&i->split);
	dtl_ics_index_free(&i->index);
	dtl_ics_zones_free(&i->context.zones);
	dtl_arena_free(&i->arena);
	free(i);
	return status;
}

/* A component begins, perhaps behind a byte order mark and blanks. */
static bool sniff(const char *head, size_t len)
{
	size_t i = len >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	while (i < len && (head[i] == ' ' || head[i] == '\t' || head[i] == '\r' || head[i] == '\n'))
		i++;
	size_t name = i + 6;
	if (len < name || strncasecmp(head + i, "BEGIN:", 6) != 0)
		return false;
	while (name < len && ((head[name] >= 'A' && head[name] <= 'Z') ||
				 (head[name] >= 'a' && head[name] <= 'z') || head[name] == '-'))
		name++;
	return name > i + 6 && (name == len || head[name] == '\r' || head[name] == '\n' || head[name] == ' ');
}

const dtl_importer dtl_import_ics = {
	.name = "ics",
	.summary = "iCalendar (RFC 5545), of any calendar program",
	.lane = "ics",
	.sniff = sniff,
	.read = read_calendar,
	.reject_head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//dateline//dateline//EN\r\n",
	.reject_tail = "END:VCALENDAR\r\n",
};
