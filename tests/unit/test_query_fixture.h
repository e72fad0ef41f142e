/*
 * A timeline whose derived rows are written by hand, so that asking is tested
 * without what derives them. Entities: 1… events, 100… actors, 200… places,
 * 300… topics, 400… series, 500… sources.
 */
#ifndef TEST_QUERY_FIXTURE_H
#define TEST_QUERY_FIXTURE_H

#include "base/text.h"
#include "model/db.h"
#include "model/derive.h"
#include "support.h"
#include <dateline/query.h>
#include <string.h>

#define FOREVER 9223372036854775807

static dtl_db db;
static dtl_error err;

/* What is known at all is known since then, unless said otherwise. */
enum { EARLY = 1000 };

static const char sql_world[] =
    "INSERT INTO changeset(id, uid, n, recorded_at, ledger) VALUES"
    " (1, randomblob(16), 1, 2000, zeroblob(16)), (2, randomblob(16), 2, 3000, zeroblob(16)),"
    " (3, randomblob(16), NULL, NULL, NULL);"
    "INSERT INTO entity(id, kind, key) VALUES"
    " (100, 1, 'china'), (101, 1, 'us'), (102, 1, 'secdef'), (103, 1, 'pentagon'), (104, 1, 'hagel'),"
    " (105, 1, 'un'), (106, 1, 'prc'), (107, 1, 'ghost'), (108, 1, 'panetta'), (109, 1, 'france'),"
    " (200, 3, 'california'), (201, 3, 'sunnylands'), (202, 3, 'washington'), (203, 3, 'dc'),"
    " (300, 5, 'security'), (301, 5, 'cybersecurity'), (302, 5, 'trade'), (400, 2, 'ssd'),"
    " (500, 4, 'wh'), (501, 4, 'cd');"
    /* Somebody has said something of all of them but the ghost. */
    "INSERT INTO claim(changeset, position, entity, known_at, lane, patch)"
    " SELECT 1, id, id, 1000, 'hand', '{}' FROM entity WHERE id <> 107;"
    "INSERT INTO actor(id, kind, name) VALUES (100, 'state', 'China'), (101, 'state', 'United States'),"
    " (102, 'office', 'Secretary of Defense'), (103, 'org', 'The Pentagon'), (104, 'person', 'Chuck Hagel'),"
    " (105, 'igo', 'United Nations'), (108, 'person', 'Leon Panetta'), (109, 'state', 'France');"
    "UPDATE actor SET key = (SELECT n.key FROM entity n WHERE n.id = actor.id);"
    "INSERT INTO actor_code VALUES (100, 'iso2', 'CN'), (101, 'iso2', 'US'), (101, 'cameo', 'USA');"
    "INSERT INTO alias VALUES (100, 'Zhongguo'), (100, 'Middle Kingdom'), (301, 'cyber');"
    "INSERT INTO merged VALUES (106, 100), (203, 202);"
    "INSERT INTO name(kind, name, what, entity) VALUES"
    " (1, 'china', 0, 100), (1, 'china', 2, 100), (1, 'us', 0, 101), (1, 'united states', 2, 101),"
    " (1, 'us', 1, 101), (1, 'chuck hagel', 2, 104), (1, 'hagel', 0, 104), (1, 'cn', 1, 100),"
    " (1, 'secretary of defense', 2, 102), (1, 'secdef', 0, 102), (1, 'the pentagon', 2, 103),"
    " (1, 'pentagon', 0, 103), (1, 'united nations', 2, 105), (1, 'un', 0, 105), (1, 'leon panetta', 2, 108),"
    " (1, 'panetta', 0, 108), (1, 'france', 0, 109), (1, 'france', 2, 109),"
    " (1, 'ghost', 0, 107), (1, 'prc', 0, 106), (3, 'california', 0, 200),"
    " (3, 'california', 2, 200), (3, 'sunnylands', 0, 201), (3, 'sunnylands', 2, 201),"
    " (3, 'washington', 0, 202), (3, 'dc', 0, 203), (5, 'security', 0, 300), (5, 'cybersecurity', 0, 301),"
    " (5, 'trade', 0, 302), (2, 'ssd', 0, 400), (4, 'wh', 0, 500), (4, 'cd', 0, 501);"
    "INSERT INTO name_word(word, name, what, entity) SELECT DISTINCT j.value, n.name, n.what, n.entity FROM name n"
    " CROSS JOIN json_each('[\"' || replace(n.name, ' ', '\",\"') || '\"]') j WHERE n.kind = 1 AND n.what IN (2, 3);"
    "INSERT INTO place(id, name, country, lat, lon, tz, parent) VALUES"
    " (200, 'California', 'US', NULL, NULL, NULL, NULL),"
    " (201, 'Sunnylands, California', NULL, 33.78, -116.41, 'America/Los_Angeles', 200),"
    " (202, 'Washington', 'US', NULL, NULL, 'America/New_York', NULL);"
    "UPDATE place SET key = (SELECT n.key FROM entity n WHERE n.id = place.id);"
    "INSERT INTO topic(id, label, parent) VALUES (300, 'Security', NULL), (301, 'Cybersecurity', 300);"
    "INSERT INTO series(id, name, place, organiser) VALUES (400, 'Strategic Security Dialogue', 203, 103);"
    "INSERT INTO source(id, publisher, title) VALUES (500, 'The White House', 'Statement'),"
    " (501, 'China Daily', 'China, US to hold cybertalks');"
    /* Hagel from 27 February 2013, Panetta from 1 July 2011 to 27 February 2013. */
    "INSERT INTO affiliation(actor, rel, of, term, since, until, from_lo, to_hi) VALUES"
    " (104, 'holds', 102, 1, '2013-02-27', NULL, 1361923200, 9223372036854775807),"
    " (108, 'holds', 102, 1, '2011-07-01', '2013-02-27', 1309478400, 1362009600),"
    " (102, 'part-of', 103, 1, NULL, NULL, -9223372036854775808, 9223372036854775807),"
    " (103, 'part-of', 101, 1, NULL, NULL, -9223372036854775808, 9223372036854775807),"
    /* A cycle, and a membership that does not count. */
    " (101, 'part-of', 103, 1, NULL, NULL, -9223372036854775808, 9223372036854775807),"
    " (100, 'member-of', 105, 1, NULL, NULL, -9223372036854775808, 9223372036854775807);";

static inline void run_sql(const char *sql)
{
	assert_ok(dtl_store_exec(db.store, sql, &err));
}

static inline int64_t day_of(const char *date)
{
	int64_t t = 0;
	assert_ok(dtl_time_parse(&t, date, &err));
	return t;
}

static inline int span_of(const dtl_bounds *b)
{
	static const int64_t days[] = { 1, 8, 32, 366, 3660 };
	for (int i = 0; b->start_lo != DTL_TIME_MIN && b->end_hi != DTL_TIME_MAX && i < 5; i++)
		if (b->end_hi - b->start_lo <= days[i] * DTL_DAY)
			return i;
	return 5;
}

/* A version of an event; what is not set is unknown. */
typedef struct a_version {
	int64_t event; /* also its text's id, unless `text` is set */
	const char *key, *title, *type, *status, *edtf, *description;
	int64_t place, series, parent, from, to, text;
	const dtl_bounds *bounds; /* instead of edtf's */
} a_version;

static const char sql_put_entity[] =
    "INSERT OR IGNORE INTO entity(id, kind, key, slug) VALUES(:id, 0, :key, :key)";
static const char sql_put_claim[] =
    "INSERT OR IGNORE INTO claim(changeset, position, entity, known_at, lane, patch)"
    " VALUES(1, :id, :id, 1000, 'hand', '{}')";
static const char sql_put_text[] =
    "INSERT OR IGNORE INTO event_text(id, description) VALUES(:id, :description)";
static const char sql_put_search[] =
    "INSERT INTO event_search(rowid, title, description) SELECT :id, :title, :description"
    " WHERE NOT EXISTS(SELECT 1 FROM event_text WHERE id = :id)";
static const char sql_put_event[] =
    /* Numbered as they are derived: the present version as its event, past ones behind all of those. */
    "INSERT INTO event(id, event, known_from, known_to, span, start_lo, start_hi, end_lo, end_hi, title, type, status, edtf,"
    " place, series, parent, text, key) VALUES(CASE WHEN :to = 9223372036854775807 THEN :event ELSE"
    " (SELECT max(" DTL_FIRST_PAST_SQL
    ", coalesce(max(id), 0)) + 1 FROM event) END, :event, :from, :to, :span, :start_lo, :start_hi, :end_lo, :end_hi, :title,"
    " :type, :status, :edtf, nullif(:place, 0), nullif(:series, 0), nullif(:parent, 0), :id,"
    " (SELECT key FROM entity WHERE id = :event))";

static inline void put_text_rows(const a_version *v, int64_t text)
{
	static const char *const statements[] = { sql_put_entity, sql_put_claim, sql_put_search,
		sql_put_text };
	for (size_t i = 0; i < 4; i++) {
		dtl_stmt *st = NULL;
		assert_ok(dtl_stmt_cached(db.store, &st, statements[i], &err));
		dtl_bind_int(st, ":id", i < 2 ? v->event : text);
		if (i == 0)
			dtl_bind_text(st, ":key", v->key);
		if (i == 2)
			dtl_bind_text(st, ":title", v->title);
		if (i > 1)
			dtl_bind_text(st, ":description", v->description);
		assert_ok(dtl_stmt_run(st, &err));
	}
}

/* Its row's id. */
static inline int64_t put_version(a_version v)
{
	dtl_bounds b = { FOREVER, FOREVER, FOREVER, FOREVER };
	dtl_date date;
	dtl_stmt *st = NULL;
	int64_t text = v.text ? v.text : v.event;
	if (v.edtf) {
		assert_ok(dtl_date_parse(&date, v.edtf, NULL, &err));
		b = date.bounds;
	}
	if (v.bounds)
		b = *v.bounds;
	put_text_rows(&v, text);
	assert_ok(dtl_stmt_cached(db.store, &st, sql_put_event, &err));
	dtl_bind_int(st, ":event", v.event);
	dtl_bind_int(st, ":from", v.from ? v.from : EARLY);
	dtl_bind_int(st, ":to", v.to ? v.to : FOREVER);
	dtl_bind_int(st, ":span", v.edtf || v.bounds ? span_of(&b) : 6);
	dtl_bind_int(st, ":start_lo", b.start_lo);
	dtl_bind_int(st, ":start_hi", b.start_hi);
	dtl_bind_int(st, ":end_lo", b.end_lo);
	dtl_bind_int(st, ":end_hi", b.end_hi);
	dtl_bind_text(st, ":title", v.title);
	dtl_bind_text(st, ":type", v.type);
	dtl_bind_text(st, ":status", v.status);
	dtl_bind_text(st, ":edtf", v.edtf ? v.edtf : v.bounds ? "1970" : NULL);
	dtl_bind_int(st, ":place", v.place);
	dtl_bind_int(st, ":series", v.series);
	dtl_bind_int(st, ":parent", v.parent);
	dtl_bind_int(st, ":id", text);
	assert_ok(dtl_stmt_run(st, &err));
	return dtl_store_last_id(db.store);
}

static const char sql_put_part[] = "INSERT INTO event_actor(version, actor, role, behalf, span, start_lo)"
				   " SELECT id, :actor, :role, nullif(:behalf, 0), span, start_lo FROM event"
				   " WHERE id = :version";
static const char sql_put_parts[] = "UPDATE event SET parts = json_insert(coalesce(parts, '[]'), '$[#]',"
				    " json_array(:actor, :role, nullif(:behalf, 0))) WHERE id = :version";
static const char sql_put_topic[] = "INSERT INTO event_topic(version, topic, span, start_lo)"
				    " SELECT id, :topic, span, start_lo FROM event WHERE id = :version";

static inline void put_part(int64_t version, int64_t actor, const char *role, int64_t behalf)
{
	static const char *const statements[] = { sql_put_part, sql_put_parts };
	for (size_t i = 0; i < 2; i++) {
		dtl_stmt *st = NULL;
		assert_ok(dtl_stmt_cached(db.store, &st, statements[i], &err));
		dtl_bind_int(st, ":version", version);
		dtl_bind_int(st, ":actor", actor);
		dtl_bind_text(st, ":role", role);
		dtl_bind_int(st, ":behalf", behalf);
		assert_ok(dtl_stmt_run(st, &err));
	}
}

static inline void put_topic(int64_t version, int64_t topic)
{
	dtl_stmt *st = NULL;
	assert_ok(dtl_stmt_cached(db.store, &st, sql_put_topic, &err));
	dtl_bind_int(st, ":version", version);
	dtl_bind_int(st, ":topic", topic);
	assert_ok(dtl_stmt_run(st, &err));
}

/* The world and nothing in it happening. */
static inline int open_empty(void **state)
{
	(void)state;
	memset(&db, 0, sizeof(db));
	assert_ok(dtl_store_open(&db.store, NULL, DTL_STORE_MEMORY, &err));
	run_sql(sql_world);
	return 0;
}

static inline int close_world(void **state)
{
	(void)state;
	dtl_store_close(db.store);
	db.store = NULL;
	return 0;
}

/* The events that an ask finds, as "key key": '!' before those that match for certain where a window was asked. */
static inline const char *found(const dtl_ask *ask)
{
	static char list[4096];
	dtl_cursor *c = NULL;
	const dtl_event *event = NULL;
	dtl_status status;
	list[0] = '\0';
	assert_ok(dtl_find_events(&c, &db, ask, &err));
	bool windowed = dtl_cursor_windowed(c);
	while ((status = dtl_cursor_event(c, &event, &err)) == DTL_OK) {
		strcat(list, list[0] ? " " : "");
		strcat(list, windowed && event->certain ? "!" : "");
		strcat(list, event->key);
	}
	assert_status(status, DTL_DONE);
	dtl_cursor_close(c);
	return list;
}

#endif
