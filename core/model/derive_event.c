/* The rows of one event: a version for each time that it read differently. */
#include "model/derive.h"
#include "model/dispute.h"
#include "model/key.h"
#include "model/moments.h"
#include "model/names.h"
#include "model/parts.h"

#include <dateline/edit.h>
#include <string.h>

static const char sql_old_texts[] =
    "SELECT t.id, e.title, t.description FROM event e JOIN event_text t ON t.id = e.text WHERE e.event = :event GROUP BY t.id";
static const char sql_unindex[] =
    "INSERT INTO event_search(event_search, rowid, title, description) VALUES('delete', :id, :title, :description)";
static const char *const sql_drop[] = {
	"DELETE FROM event_actor WHERE version IN (SELECT id FROM event WHERE event = :event)",
	"DELETE FROM event_topic WHERE version IN (SELECT id FROM event WHERE event = :event)",
	"DELETE FROM event_link WHERE version IN (SELECT id FROM event WHERE event = :event)",
	"DELETE FROM event_recurrence WHERE version IN (SELECT id FROM event WHERE event = :event)",
	"DELETE FROM event_source WHERE event = :event",
	"DELETE FROM contested WHERE event = :event",
	"DELETE FROM event_text WHERE id IN (SELECT text FROM event WHERE event = :event)",
	"DELETE FROM event WHERE event = :event",
};
static const char sql_text[] = "INSERT INTO event_text(description) VALUES(:description)";
static const char sql_index[] =
    "INSERT INTO event_search(rowid, title, description) VALUES(:id, :title, :description)";
static const char sql_event[] =
    "INSERT INTO event(id, event, known_from, known_to, span, start_lo, start_hi, end_lo, end_hi, title, type, level,"
    " status, edtf, tz, said, said_on, place, series, edition, parent, url, extra, has_extra, text, parts, key)"
    " VALUES(:id, :event, :known_from, :known_to, :span, :start_lo, :start_hi, :end_lo, :end_hi, :title, :type, :level,"
    " :status, :edtf, :tz, :said, :said_on, :place, :series, :edition, :parent, :url, :extra, :has_extra, :text, :parts, :key)";
static const char sql_actor[] =
    "INSERT OR IGNORE INTO event_actor(version, actor, role, behalf, span, start_lo)"
    " VALUES(:version, :actor, :role, :behalf, :span, :start_lo)";
static const char sql_topic[] =
    "INSERT OR IGNORE INTO event_topic(version, topic, span, start_lo) VALUES(:version, :topic, :span, :start_lo)";
static const char sql_link[] =
    "INSERT OR IGNORE INTO event_link(version, rel, target) VALUES(:version, :rel, :target)";
static const char sql_recurrence[] =
    "INSERT INTO event_recurrence(version, recurrence, instances) VALUES(:version, :recurrence, :instances)";
static const char sql_source[] =
    "INSERT INTO event_source(event, source, known_from) VALUES(:event, :source, :known_from)"
    " ON CONFLICT DO UPDATE SET known_from = min(known_from, excluded.known_from)";
static const char sql_slug[] = "UPDATE entity SET slug = :slug, suffix = :suffix WHERE id = :event"
			       " AND (slug IS NOT :slug OR suffix IS NOT :suffix)";

static const char sql_last_past[] = "SELECT max(id) FROM event";

enum { DAY_SECONDS = 86400, NO_DATE = 6 };

/* The length class of a window: storage of intervals as a few ranges of a b-tree. */
static int span_of(const dtl_bounds *b)
{
	static const int64_t days[] = { 1, 8, 32, 366, 3660 };
	if (b->start_lo == DTL_TIME_MIN || b->end_hi == DTL_TIME_MAX)
		return 5;
	for (int i = 0; i < 5; i++)
		if (b->end_hi - b->start_lo <= days[i] * DAY_SECONDS)
			return i;
	return 5;
}

/* One version while it is written. */
typedef struct version {
	int64_t id, from, to;
	bool dated;
	int span;
	dtl_date date;
} version;

static dtl_status run_on(dtl_deriver *d, const char *sql, int64_t event, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(d->db, &st, sql, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":event", event);
	return dtl_stmt_run(st, err);
}

/* FTS5 has to be told the words that it forgets, as those that it learns. */
static dtl_status index_text(dtl_deriver *d, const dtl_aside_text *text, dtl_error *err)
{
	dtl_stmt *st = NULL;
	if (d->bulk) {
		dtl_aside_put(d->put_off.words, text);
		return DTL_OK;
	}
	dtl_status status = dtl_stmt_cached(d->db, &st, text->gone ? sql_unindex : sql_index, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":id", text->id);
	dtl_bind_text_len(st, ":title", text->title, text->title_len);
	dtl_bind_text_len(st, ":description", text->description, text->description_len);
	return dtl_stmt_run(st, err);
}

static dtl_status unindex(dtl_deriver *d, int64_t event, dtl_error *err)
{
	dtl_stmt *texts = NULL;
	dtl_status status = dtl_stmt_cached(d->db, &texts, sql_old_texts, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(texts, ":event", event);
	while (status == DTL_OK && (status = dtl_stmt_step(texts, err)) == DTL_OK) {
		dtl_aside_text text = { .id = dtl_take_int(texts), .gone = true };
		text.title = dtl_take_text_len(texts, &text.title_len);
		text.description = dtl_take_text_len(texts, &text.description_len);
		status = index_text(d, &text, err);
	}
	dtl_stmt_reset(texts);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status drop_rows(dtl_deriver *d, int64_t event, dtl_error *err)
{
	dtl_status status = unindex(d, event, err);
	for (size_t i = 0; i < sizeof sql_drop / sizeof *sql_drop && status == DTL_OK; i++)
		status = run_on(d, sql_drop[i], event, err);
	return status;
}

static dtl_status write_text(dtl_deriver *d, const dtl_projection *p, int64_t *id, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_aside_text text = { .gone = false };
	dtl_status status = dtl_stmt_cached(d->db, &st, sql_text, err);
	if (status != DTL_OK)
		return status;
	text.title = dtl_derive_plain(d, dtl_projected(p, "title"), &text.title_len);
	text.description = dtl_derive_plain(d, dtl_projected(p, "description"), &text.description_len);
	dtl_bind_text_len(st, ":description", text.description, text.description_len);
	status = dtl_stmt_run(st, err);
	*id = text.id = dtl_store_last_id(d->db);
	return status == DTL_OK ? index_text(d, &text, err) : status;
}

static bool same_field(const dtl_projection *a, const dtl_projection *b, const char *field)
{
	dtl_slice va = dtl_projected(a, field), vb = dtl_projected(b, field);
	return (va.data != NULL) == (vb.data != NULL) && dtl_slice_compare(va, vb) == 0;
}

static void bind_when(dtl_deriver *d, dtl_stmt *st, const dtl_projection *p, version *v)
{
	dtl_slice when = dtl_projected(p, "when"), part = { NULL, 0 };
	dtl_bounds *b = &v->date.bounds;
	v->dated = when.data && dtl_when_date(when, &v->date);
	if (!v->dated)
		*b = (dtl_bounds){ DTL_TIME_MAX, DTL_TIME_MAX, DTL_TIME_MAX, DTL_TIME_MAX };
	v->span = v->dated ? span_of(b) : NO_DATE;
	dtl_bind_int(st, ":span", v->span);
	dtl_bind_int(st, ":start_lo", b->start_lo);
	dtl_bind_int(st, ":start_hi", b->start_hi);
	dtl_bind_int(st, ":end_lo", b->end_lo);
	dtl_bind_int(st, ":end_hi", b->end_hi);
	if (v->dated && dtl_json_get(when, "edtf", &part))
		dtl_derive_bind(d, st, ":edtf", part);
	else if (when.data)
		dtl_bind_text(st, ":edtf", ""); /* said to be unknown */
	if (when.data && dtl_json_get(when, "tz", &part))
		dtl_derive_bind(d, st, ":tz", part);
	if (when.data && dtl_json_get(when, "text", &part))
		dtl_derive_bind(d, st, ":said", part);
	if (when.data && dtl_json_get(when, "said_on", &part))
		dtl_derive_bind(d, st, ":said_on", part);
}

static dtl_status bind_ref(
    dtl_deriver *d, dtl_stmt *st, const char *name, dtl_kind kind, dtl_slice value, dtl_error *err)
{
	int64_t entity = 0;
	dtl_status status = dtl_derive_ref(d, kind, value, &entity, err);
	if (status == DTL_OK && entity)
		dtl_bind_int(st, name, entity);
	return status;
}

static dtl_status bind_refs(dtl_deriver *d, dtl_stmt *st, const dtl_projection *p, dtl_error *err)
{
	dtl_slice series = dtl_projected(p, "series"), part = { NULL, 0 };
	int64_t edition = 0;
	dtl_status status = bind_ref(d, st, ":place", DTL_PLACE, dtl_projected(p, "place"), err);
	if (status == DTL_OK)
		status = bind_ref(d, st, ":parent", DTL_EVENT, dtl_projected(p, "parent"), err);
	if (status == DTL_OK && series.data && dtl_json_get(series, "id", &part))
		status = bind_ref(d, st, ":series", DTL_SERIES, part, err);
	if (series.data && dtl_json_get(series, "edition", &part) && dtl_json_to_int(part, &edition))
		dtl_bind_int(st, ":edition", edition);
	return status;
}

static dtl_status next_past(dtl_deriver *d, int64_t *id, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = d->last_past ? DTL_OK : dtl_stmt_cached(d->db, &st, sql_last_past, err);
	if (st && status == DTL_OK) {
		status = dtl_stmt_step(st, err);
		d->last_past = status == DTL_OK ? dtl_take_int(st) : 0;
		d->last_past = d->last_past < DTL_FIRST_PAST ? DTL_FIRST_PAST : d->last_past;
		dtl_stmt_reset(st);
	}
	*id = ++d->last_past;
	return status;
}

/* A member's two halves, KEY:ROLE or REL:KEY, in d->text: the first with a NUL behind it, and the second. */
static bool split_member(dtl_deriver *d, dtl_slice member, bool at_last, const char **second)
{
	dtl_text_clear(&d->text);
	dtl_json_unescape_key(member, &d->text);
	char *colon = NULL;
	if (!dtl_text_failed(&d->text) && d->text.len)
		colon = at_last ? strrchr(d->text.data, ':') : strchr(d->text.data, ':');
	if (!colon)
		return false;
	*colon = '\0';
	*second = colon + 1;
	return true;
}

static dtl_status gather_part(dtl_deriver *d, const dtl_stated *value, dtl_error *err)
{
	dtl_part_row part = { 0, 0, NULL };
	dtl_slice on_behalf = { NULL, 0 };
	if (!split_member(d, value->member, true, &part.role))
		return dtl_fail_memory(err);
	dtl_status status = dtl_derive_intern(d, DTL_ACTOR, dtl_text_str(&d->text), &part.actor, err);
	if (status == DTL_OK && dtl_json_get(value->value, "for", &on_behalf))
		status = dtl_derive_ref(d, DTL_ACTOR, on_behalf, &part.behalf, err);
	if (status == DTL_OK)
		dtl_parts_add(&d->parts, &part);
	return status;
}

/* Who takes part, into d->parts. */
static dtl_status gather_parts(dtl_deriver *d, const dtl_projection *p, dtl_error *err)
{
	dtl_status status = DTL_OK;
	dtl_text_clear(&d->parts);
	for (size_t i = 0; i < p->count && status == DTL_OK; i++)
		if (p->values[i].member.data && dtl_slice_is(p->values[i].field, "actors"))
			status = gather_part(d, &p->values[i], err);
	dtl_parts_end(&d->parts);
	return status == DTL_OK && dtl_text_failed(&d->parts) ? dtl_fail_memory(err) : status;
}

static dtl_status write_event(
    dtl_deriver *d, const dtl_projection *p, int64_t text, version *v, dtl_error *err)
{
	static const char *const strings[][2] = { { ":title", "title" }, { ":type", "type" },
		{ ":level", "level" }, { ":status", "status" }, { ":url", "url" } };
	dtl_slice extra = dtl_projected(p, "extra");
	dtl_stmt *st = NULL;
	dtl_status status = DTL_OK;
	v->id = d->group[0];
	if (v->to != DTL_TIME_MAX)
		status = next_past(d, &v->id, err);
	if (status == DTL_OK)
		status = gather_parts(d, p, err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(d->db, &st, sql_event, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":id", v->id);
	dtl_bind_int(st, ":event", d->group[0]);
	dtl_bind_int(st, ":known_from", v->from);
	dtl_bind_int(st, ":known_to", v->to);
	dtl_bind_int(st, ":text", text);
	dtl_bind_text_len(st, ":key", dtl_text_str(&d->event_key), d->event_key.len);
	for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
		dtl_derive_bind(d, st, strings[i][0], dtl_projected(p, strings[i][1]));
	if (extra.data) {
		dtl_bind_text_len(st, ":extra", extra.data, extra.len);
		dtl_bind_int(st, ":has_extra", 1);
	}
	if (d->parts.len)
		dtl_bind_text_len(st, ":parts", dtl_text_str(&d->parts), d->parts.len);
	bind_when(d, st, p, v);
	status = bind_refs(d, st, p, err);
	if (status == DTL_OK)
		status = dtl_stmt_run(st, err);
	return status;
}

static dtl_status write_actor(dtl_deriver *d, const dtl_part_row *part, const version *v, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(d->db, &st, sql_actor, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":version", v->id);
	dtl_bind_int(st, ":actor", part->actor);
	dtl_bind_text(st, ":role", part->role);
	if (part->behalf)
		dtl_bind_int(st, ":behalf", part->behalf);
	dtl_bind_int(st, ":span", v->span);
	dtl_bind_int(st, ":start_lo", v->date.bounds.start_lo);
	return dtl_stmt_run(st, err);
}

/* Those of d->parts. */
static dtl_status write_actors(dtl_deriver *d, const version *v, dtl_error *err)
{
	dtl_status status = DTL_OK;
	dtl_part_row part;
	dtl_json_walk walk = dtl_json_open((dtl_slice){ dtl_text_str(&d->parts), d->parts.len });
	while (status == DTL_OK && dtl_parts_next(&walk, &part, &d->text))
		status = write_actor(d, &part, v, err);
	return status == DTL_OK && dtl_text_failed(&d->text) ? dtl_fail_memory(err) : status;
}

static dtl_status write_topic(dtl_deriver *d, const dtl_stated *value, const version *v, dtl_error *err)
{
	int64_t topic = 0;
	dtl_stmt *st = NULL;
	dtl_text_clear(&d->text);
	dtl_json_unescape_key(value->member, &d->text);
	dtl_status status = dtl_derive_intern(d, DTL_TOPIC, dtl_text_str(&d->text), &topic, err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(d->db, &st, sql_topic, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":version", v->id);
	dtl_bind_int(st, ":topic", topic);
	dtl_bind_int(st, ":span", v->span);
	dtl_bind_int(st, ":start_lo", v->date.bounds.start_lo);
	return dtl_stmt_run(st, err);
}

static dtl_status write_link(dtl_deriver *d, const dtl_stated *value, const version *v, dtl_error *err)
{
	const char *target_key = NULL;
	int64_t target = 0;
	dtl_stmt *st = NULL;
	if (!split_member(d, value->member, false, &target_key))
		return dtl_fail_memory(err);
	dtl_status status = dtl_derive_intern(d, DTL_EVENT, target_key, &target, err);
	if (status == DTL_OK)
		status = dtl_stmt_cached(d->db, &st, sql_link, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":version", v->id);
	dtl_bind_text(st, ":rel", dtl_text_str(&d->text));
	dtl_bind_int(st, ":target", target);
	return dtl_stmt_run(st, err);
}

static dtl_status add_source(dtl_deriver *d, int64_t source, int64_t known_from, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(d->db, &st, sql_source, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":event", d->group[0]);
	dtl_bind_int(st, ":source", source);
	dtl_bind_int(st, ":known_from", known_from);
	return dtl_stmt_run(st, err);
}

/* A source that an event names is one from the day on which it was named. */
static dtl_status write_source(dtl_deriver *d, const dtl_stated *value, const version *v, dtl_error *err)
{
	int64_t source = 0;
	dtl_text_clear(&d->text);
	dtl_json_unescape_key(value->member, &d->text);
	dtl_status status = dtl_derive_intern(d, DTL_SOURCE, dtl_text_str(&d->text), &source, err);
	return status == DTL_OK ? add_source(d, source, v->from, err) : status;
}

typedef struct set_writer {
	const char *field;
	dtl_status (*write)(dtl_deriver *d, const dtl_stated *value, const version *v, dtl_error *err);
} set_writer;

static const set_writer set_writers[] = {
	{ "topics", write_topic },
	{ "links", write_link },
	{ "sources", write_source },
};

static dtl_status write_sets(dtl_deriver *d, const dtl_projection *p, const version *v, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < p->count && status == DTL_OK; i++)
		for (size_t k = 0; k < sizeof set_writers / sizeof *set_writers && status == DTL_OK; k++)
			if (p->values[i].member.data &&
			    dtl_slice_is(p->values[i].field, set_writers[k].field))
				status = set_writers[k].write(d, &p->values[i], v, err);
	return status;
}

/* The members of `instances` as one object, in d->text; false: there are none. */
static bool gather_instances(dtl_deriver *d, const dtl_projection *p)
{
	size_t count = 0;
	dtl_text_clear(&d->text);
	for (size_t i = 0; i < p->count; i++) {
		const dtl_stated *v = &p->values[i];
		if (!v->member.data || !dtl_slice_is(v->field, "instances"))
			continue;
		dtl_text_add(&d->text, count++ ? ",\"" : "{\"");
		dtl_text_add_len(&d->text, v->member.data, v->member.len);
		dtl_text_add(&d->text, "\":");
		dtl_text_add_len(&d->text, v->value.data, v->value.len);
	}
	if (count)
		dtl_text_add_char(&d->text, '}');
	return count > 0;
}

static dtl_status write_recurrence(dtl_deriver *d, const dtl_projection *p, const version *v, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_slice rule = dtl_projected(p, "recurrence");
	bool instances = gather_instances(d, p);
	if (!rule.data && !instances)
		return DTL_OK;
	if (dtl_text_failed(&d->text))
		return dtl_fail_memory(err);
	dtl_status status = dtl_stmt_cached(d->db, &st, sql_recurrence, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":version", v->id);
	if (rule.data)
		dtl_bind_text_len(st, ":recurrence", rule.data, rule.len);
	if (instances)
		dtl_bind_text_len(st, ":instances", dtl_text_str(&d->text), d->text.len);
	return dtl_stmt_run(st, err);
}

/* Write the version in d->last, which held until `to`; *text is the text of the version before it, if the words are the same. */
static dtl_status write_version(dtl_deriver *d, int64_t from, int64_t to, int64_t text, dtl_error *err)
{
	version v = { .from = from, .to = to };
	dtl_status status = write_event(d, &d->last, text, &v, err);
	if (status == DTL_OK)
		status = write_recurrence(d, &d->last, &v, err);
	if (status == DTL_OK)
		status = write_actors(d, &v, err);
	return status == DTL_OK ? write_sets(d, &d->last, &v, err) : status;
}

typedef struct unwritten {
	bool there;         /* d->last is a version that is not written yet */
	int64_t from, text; /* since when; its event_text */
} unwritten;

/* The row changed at `t` to d->now: write the one that ended, keep the new one. */
static dtl_status turn(dtl_deriver *d, unwritten *u, int64_t t, dtl_error *err)
{
	dtl_status status = u->there ? write_version(d, u->from, t, u->text, err) : DTL_OK;
	bool same_text =
	    u->text && same_field(&d->now, &d->last, "title") && same_field(&d->now, &d->last, "description");
	u->there = d->now.whole;
	u->from = t;
	if (status == DTL_OK && d->now.whole && !same_text)
		status = write_text(d, &d->now, &u->text, err);
	dtl_projection gone = d->last;
	d->last = d->now;
	d->now = gone;
	return status;
}

static bool reads_the_same(const dtl_deriver *d, const unwritten *u)
{
	if (!u->there || !d->now.whole)
		return u->there == d->now.whole;
	return strcmp(dtl_text_str(&d->now.signature), dtl_text_str(&d->last.signature)) == 0;
}

static dtl_status write_versions(dtl_deriver *d, dtl_contest *contest, dtl_error *err)
{
	unwritten u = { false, 0, 0 };
	d->last.count = 0;
	dtl_moments m = dtl_moments_begin(d);
	dtl_status status;
	while ((status = dtl_moments_next(&m, d, err)) == DTL_OK) {
		status = dtl_contest_look(contest, d, m.at, err);
		if (status == DTL_OK && !reads_the_same(d, &u))
			status = turn(d, &u, m.at, err);
		if (status != DTL_OK)
			return status;
	}
	d->nameless = d->nameless || !u.there;
	if (status == DTL_DONE && u.there)
		return write_version(d, u.from, DTL_TIME_MAX, u.text, err);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status write_history(dtl_deriver *d, dtl_error *err)
{
	dtl_contest contest;
	dtl_status status = dtl_contest_begin(&contest, d, err);
	if (status == DTL_OK)
		status = write_versions(d, &contest, err);
	if (status == DTL_OK)
		status = dtl_contest_write(&contest, d, err);
	dtl_contest_free(&contest);
	return status;
}

/* Whoever made a claim that counts is a source of the event. */
static dtl_status write_claim_sources(dtl_deriver *d, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < d->history.count && status == DTL_OK; i++) {
		const dtl_said *c = &d->history.claims[i];
		if (c->source_entity && c->rank != DTL_RANK_DEPRECATED)
			status = add_source(d, c->source_entity, c->known_at, err);
	}
	return status;
}

static dtl_status write_slug(dtl_deriver *d, dtl_error *err)
{
	dtl_text slug = DTL_TEXT_INIT, suffix = DTL_TEXT_INIT;
	dtl_stmt *st = NULL;
	dtl_slice title = dtl_projected(&d->last, "title");
	dtl_key_shown(&slug, &suffix, dtl_text_str(&d->event_key), dtl_derive_string(&d->text, title));
	dtl_status status = dtl_stmt_cached(d->db, &st, sql_slug, err);
	if (status == DTL_OK) {
		dtl_bind_int(st, ":event", d->group[0]);
		dtl_bind_text(st, ":slug", slug.len ? dtl_text_str(&slug) : NULL);
		dtl_bind_text(st, ":suffix", suffix.len ? dtl_text_str(&suffix) : NULL);
		status = dtl_stmt_run(st, err);
	}
	dtl_text_free(&slug);
	dtl_text_free(&suffix);
	return status;
}

static dtl_status write_rows(dtl_deriver *d, dtl_error *err)
{
	dtl_status status = write_history(d, err);
	return status == DTL_OK ? write_claim_sources(d, err) : status;
}

dtl_status dtl_derive_event_new(dtl_deriver *d, const char *key, dtl_error *err)
{
	dtl_text_clear(&d->event_key);
	dtl_text_add(&d->event_key, key);
	return dtl_text_failed(&d->event_key) ? dtl_fail_memory(err) : write_rows(d, err);
}

dtl_status dtl_derive_event_rows(dtl_deriver *d, dtl_error *err)
{
	dtl_kind kind;
	dtl_text_clear(&d->event_key);
	dtl_status status = dtl_entity_what(d->db, d->group[0], &kind, &d->event_key, err);
	for (size_t i = 0; i < d->group_count && status == DTL_OK && !d->fresh; i++)
		status = drop_rows(d, d->group[i], err);
	if (status == DTL_OK)
		status = write_rows(d, err);
	return status == DTL_OK ? write_slug(d, err) : status;
}
