/*
 * JSON-LD out: schema.org Events. Its dates are ISO 8601, whose reduced forms
 * (2013-07, 2013) say a window within one month or year; what they cannot say
 * stands in words beside them. "<" is escaped, so that the document may stand in
 * a <script> element of a page.
 */
#include "base/error.h"
#include "formats/lines.h"
#include "formats/markup.h"
#include "formats/stand.h"
#include "formats/tell.h"
#include <math.h>
#include <string.h>

typedef struct document {
	dtl_text text, words, safe;
	dtl_json_writer json;
	dtl_labels labels;
	int64_t left_out;
} document;

/* As it may stand in <script>: no tag begins in it, and no line of old scripts ends. */
static void make_safe(dtl_text *out, const char *json, size_t len)
{
	const char *end = json + len, *plain = json, *at = json;
	while (at < end) {
		bool tag = *at == '<';
		bool line = !tag && end - at >= 3 && memcmp(at, "\xE2\x80", 2) == 0 &&
			    (at[2] == '\xA8' || at[2] == '\xA9');
		if (!tag && !line) {
			at++;
			continue;
		}
		dtl_text_add_len(out, plain, (size_t)(at - plain));
		dtl_text_add(out, tag ? "\\u003c" : at[2] == '\xA8' ? "\\u2028" : "\\u2029");
		at += tag ? 1 : 3;
		plain = at;
	}
	dtl_text_add_len(out, plain, (size_t)(end - plain));
}

static dtl_status emit(document *d, FILE *out, dtl_error *err)
{
	if (dtl_text_failed(&d->text) || dtl_text_failed(&d->words))
		return dtl_fail_memory(err);
	make_safe(&d->safe, dtl_text_str(&d->text), d->text.len);
	dtl_text_clear(&d->text);
	return dtl_emit(&d->safe, out, err);
}

static dtl_status begin(void *state, FILE *out, const dtl_export_options *options, dtl_error *err)
{
	document *d = state;
	(void)options;
	dtl_lines_begin(&d->json, &d->text);
	dtl_json_member(&d->json, "@context", "https://schema.org");
	dtl_json_key(&d->json, "@graph");
	dtl_json_begin_array(&d->json);
	return emit(d, out, err);
}

static dtl_status define(void *state, FILE *out, const dtl_thing *thing, dtl_error *err)
{
	document *d = state;
	(void)out;
	dtl_labels_add(&d->labels, thing);
	return dtl_labels_failed(&d->labels) ? dtl_fail_memory(err) : DTL_OK;
}

/* ---- dates ---- */

/* [lo, hi) as the finest ISO 8601 date that holds all of it; false: it reaches over more than a year. */
static bool print_date(char buf[64], int64_t lo, int64_t hi, const dtl_date *d)
{
	int64_t first, last;
	int month, day, last_month, last_day;
	dtl_civil_from_days(dtl_day_of(lo), &first, &month, &day);
	dtl_civil_from_days(dtl_day_of(hi - 1), &last, &last_month, &last_day);
	dtl_time_print(buf, 64, lo);
	if (first != last)
		return false;
	if (month != last_month)
		buf[strlen("2013")] = '\0';
	else if (day != last_day)
		buf[strlen("2013-07")] = '\0';
	else if (!d->has_time || hi - lo > 60)
		buf[strlen("2013-07-09")] = '\0';
	else if (d->local)
		buf[strlen("2013-07-09T14:00:00")] = '\0';
	return true;
}

static bool is_known(int64_t lo, int64_t hi)
{
	return lo > DTL_TIME_MIN && hi < DTL_TIME_MAX;
}

static void add_dates(document *d, const dtl_event *e, const dtl_stand *s)
{
	char print[64];
	const dtl_bounds *b = &e->date.bounds;
	bool start = is_known(b->start_lo, b->start_hi), end = is_known(b->end_lo, b->end_hi);
	if (print_date(print, start ? b->start_lo : s->lo, start ? b->start_hi : s->hi, &e->date))
		dtl_json_member(&d->json, "startDate", print);
	if (end && print_date(print, b->end_lo, b->end_hi, &e->date))
		dtl_json_member(&d->json, "endDate", print);
}

/* The date that it had before it was moved. */
static void add_previous(document *d, const dtl_event *e)
{
	dtl_event before = { .edtf = e->previous };
	dtl_stand s;
	char print[64];
	if (!e->previous || dtl_date_parse(&before.date, e->previous, NULL, NULL) != DTL_OK)
		return;
	if (!dtl_stand_of(&s, &before) || !dtl_stand_fits_iso(&s))
		return;
	const dtl_bounds *b = &before.date.bounds;
	bool start = is_known(b->start_lo, b->start_hi);
	if (print_date(print, start ? b->start_lo : s.lo, start ? b->start_hi : s.hi, &before.date))
		dtl_json_member(&d->json, "previousStartDate", print);
}

static const char *status_of(const dtl_event *e)
{
	static const struct {
		const char *status, *word;
	} words[] = {
		{ "announced", "EventScheduled" },
		{ "confirmed", "EventScheduled" },
		{ "held", "EventScheduled" },
		{ "postponed", "EventPostponed" },
		{ "cancelled", "EventCancelled" },
	};
	for (size_t i = 0; e->status && i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].status, e->status) == 0)
			return e->previous && i < 3 ? "EventRescheduled" : words[i].word;
	return NULL; /* what is rumoured or expected is not scheduled */
}

static void add_status(document *d, const dtl_event *e)
{
	const char *status = status_of(e);
	if (!status)
		return;
	dtl_text_clear(&d->words);
	dtl_text_addf(&d->words, "https://schema.org/%s", status);
	dtl_json_member(&d->json, "eventStatus", dtl_text_str(&d->words));
}

static void add_words(document *d, const dtl_event *e)
{
	dtl_text_clear(&d->words);
	dtl_tell_when(&d->words, e);
	if (dtl_tell_status(e))
		dtl_text_addf(&d->words, "; %s", dtl_tell_status(e));
	dtl_json_member(&d->json, "disambiguatingDescription", dtl_text_str(&d->words));
}

/* ---- where, who ---- */

static void begin_thing(dtl_json_writer *j, const char *key, const char *type)
{
	if (key)
		dtl_json_key(j, key);
	dtl_json_begin_object(j);
	dtl_json_member(j, "@type", type);
}

static void add_place(dtl_json_writer *j, const dtl_place *p)
{
	if (!p)
		return;
	begin_thing(j, "location", "Place");
	dtl_json_member(j, "name", p->name ? p->name : p->id);
	if (p->country) {
		begin_thing(j, "address", "PostalAddress");
		dtl_json_member(j, "addressCountry", p->country);
		dtl_json_end_object(j);
	}
	if (p->has_geo && fabs(p->lat) <= 90 && fabs(p->lon) <= 180) {
		begin_thing(j, "geo", "GeoCoordinates");
		dtl_json_key(j, "latitude");
		dtl_json_double(j, p->lat);
		dtl_json_key(j, "longitude");
		dtl_json_double(j, p->lon);
		dtl_json_end_object(j);
	}
	dtl_json_end_object(j);
}

static const char *type_of(const dtl_part *part)
{
	const char *kind = part->kind ? part->kind : "org";
	if (strcmp(kind, "person") == 0 || strcmp(kind, "office") == 0)
		return "Person";
	return strcmp(kind, "state") == 0 ? "GovernmentOrganization" : "Organization";
}

static void add_part(dtl_json_writer *j, const dtl_part *part)
{
	bool office = part->kind && strcmp(part->kind, "office") == 0;
	const char *name = part->name ? part->name : part->id;
	begin_thing(j, NULL, type_of(part));
	dtl_json_member(j, "name", office && part->holders ? part->holders : name);
	dtl_lines_member(j, "jobTitle", office ? name : part->title);
	if (part->behalf) {
		begin_thing(j, "affiliation", "Organization");
		dtl_json_member(j, "name", part->behalf_name ? part->behalf_name : part->behalf);
		dtl_json_end_object(j);
	}
	dtl_json_end_object(j);
}

/* Which property the role makes of somebody; a bare participant attends. */
static const char *property_of(const dtl_part *part)
{
	static const struct {
		const char *role, *property;
	} rows[] = { { "host", "organizer" }, { "chair", "organizer" }, { "speaker", "performer" },
		{ "target", NULL } };
	for (size_t i = 0; part->role && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].role, part->role) == 0)
			return rows[i].property;
	return "attendee";
}

static void add_parts(dtl_json_writer *j, const dtl_event *e, const char *property)
{
	bool any = false;
	for (size_t i = 0; i < e->actor_count; i++) {
		const char *of = property_of(&e->actors[i]);
		if (!of || strcmp(of, property) != 0)
			continue;
		if (!any) {
			dtl_json_key(j, property);
			dtl_json_begin_array(j);
		}
		any = true;
		add_part(j, &e->actors[i]);
	}
	if (any)
		dtl_json_end_array(j);
}

/* ---- what else ---- */

static void add_reference(document *d, const char *type, const char *prefix, const char *id, const char *name)
{
	begin_thing(&d->json, NULL, type);
	dtl_text_clear(&d->words);
	dtl_text_addf(&d->words, "#%s", prefix);
	dtl_text_add(&d->words, id);
	dtl_json_member(&d->json, "@id", dtl_text_str(&d->words));
	dtl_lines_member(&d->json, "name", name);
	dtl_json_end_object(&d->json);
}

/* What it is part of: another event, a series. */
static void add_super(document *d, const dtl_event *e)
{
	if (!e->parent && !e->series)
		return;
	dtl_json_key(&d->json, "superEvent");
	dtl_json_begin_array(&d->json);
	if (e->parent)
		add_reference(d, "Event", "", e->parent, NULL);
	if (e->series)
		add_reference(d, "EventSeries", "series/", e->series,
		    dtl_labels_name(&d->labels, DTL_SERIES, e->series));
	dtl_json_end_array(&d->json);
}

static void add_topics(document *d, const dtl_event *e)
{
	if (e->topic_count == 0)
		return;
	dtl_json_key(&d->json, "about");
	dtl_json_begin_array(&d->json);
	for (size_t i = 0; i < e->topic_count; i++) {
		begin_thing(&d->json, NULL, "Thing");
		dtl_json_member(&d->json, "name", dtl_labels_name(&d->labels, DTL_TOPIC, e->topics[i]));
		dtl_json_end_object(&d->json);
	}
	dtl_json_end_array(&d->json);
}

static void add_sources(document *d, const dtl_event *e)
{
	if (e->source_count == 0)
		return;
	dtl_json_key(&d->json, "subjectOf");
	dtl_json_begin_array(&d->json);
	for (size_t i = 0; i < e->source_count; i++) {
		const dtl_label *source = dtl_labels_find(&d->labels, DTL_SOURCE, e->sources[i]);
		begin_thing(&d->json, NULL, "CreativeWork");
		dtl_json_member(&d->json, "name", source ? source->name : e->sources[i]);
		if (source && dtl_markup_is_link(source->detail))
			dtl_json_member(&d->json, "url", source->detail);
		dtl_json_end_object(&d->json);
	}
	dtl_json_end_array(&d->json);
}

static void add_event(document *d, const dtl_event *e, const dtl_stand *s)
{
	dtl_json_writer *j = &d->json;
	begin_thing(j, NULL, "Event");
	/* As others refer to it: parents are named by their keys. */
	dtl_text_clear(&d->words);
	dtl_text_addf(&d->words, "#%s", e->key ? e->key : e->id);
	if (e->occurrence)
		dtl_text_addf(&d->words, "@%s", e->occurrence);
	dtl_json_member(j, "@id", dtl_text_str(&d->words));
	dtl_lines_member(j, "identifier", e->uid);
	dtl_json_member(j, "name", dtl_tell_title(e));
	if (s)
		add_dates(d, e, s);
	add_previous(d, e);
	add_status(d, e);
	add_words(d, e);
	dtl_lines_member(j, "description", e->description);
	if (dtl_markup_is_link(e->url))
		dtl_json_member(j, "url", e->url);
	add_place(j, e->place);
	add_parts(j, e, "organizer");
	add_parts(j, e, "performer");
	add_parts(j, e, "attendee");
	add_topics(d, e);
	add_super(d, e);
	add_sources(d, e);
	dtl_json_end_object(j);
}

static dtl_status event(void *state, FILE *out, const dtl_event *e, dtl_error *err)
{
	document *d = state;
	dtl_stand stand;
	bool stands = dtl_stand_of(&stand, e);
	if (stands && !dtl_stand_fits_iso(&stand)) {
		d->left_out++;
		return DTL_OK;
	}
	add_event(d, e, stands ? &stand : NULL);
	return emit(d, out, err);
}

static dtl_status end(void *state, FILE *out, dtl_error *err)
{
	document *d = state;
	dtl_json_end_array(&d->json);
	return dtl_lines_end(&d->json, out, err);
}

static void release(void *state)
{
	document *d = state;
	dtl_labels_free(&d->labels);
	dtl_text_free(&d->text);
	dtl_text_free(&d->words);
	dtl_text_free(&d->safe);
}

static int64_t left_out(const void *state, const char **why)
{
	const document *d = state;
	*why = "outside the years 0 to 9999";
	return d->left_out;
}

const dtl_exporter dtl_export_jsonld = {
	.name = "jsonld",
	.summary = "JSON-LD: schema.org events, for pages and search engines",
	.suffix = "jsonld",
	.occurrences = true,
	.previous = true,
	.state_size = sizeof(document),
	.begin = begin,
	.define = define,
	.event = event,
	.end = end,
	.release = release,
	.left_out = left_out,
};
