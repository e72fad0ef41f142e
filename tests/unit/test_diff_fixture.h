/* Timelines for the tests of drift, diff, stale and changes: the sample, and what a test writes by hand. */
#ifndef TEST_DIFF_FIXTURE_H
#define TEST_DIFF_FIXTURE_H

#include "support.h"
#include <dateline/brief.h>
#include <dateline/edit.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *dir;
static dtl_error err;

static inline int make_dir(void **state)
{
	(void)state;
	dir = temp_dir();
	return 0;
}

static inline int drop_dir(void **state)
{
	(void)state;
	remove_dir(dir);
	return 0;
}

/* A small generator that always gives the same. */
static inline uint32_t roll_once(void)
{
	static uint32_t seed = 20130604;
	seed = seed * 1664525U + 1013904223U;
	return seed >> 8;
}

static inline void roll(void *user, unsigned char *bytes, size_t count)
{
	(void)user;
	for (size_t i = 0; i < count; i++)
		bytes[i] = (unsigned char)(roll_once() >> 16);
}

static inline dtl_db *open_new(void)
{
	static const dtl_dice dice = { roll, NULL };
	static int made;
	char name[32];
	dtl_db *db = NULL;
	snprintf(name, sizeof(name), "%d.db", made++);
	assert_ok(dtl_db_open(&db, path_in(dir, name), DTL_OPEN_CREATE, &dice, &err));
	return db;
}

/* The first second of a day. */
static inline int64_t day(const char *text)
{
	int64_t t = 0;
	char instant[40];
	snprintf(instant, sizeof(instant), "%sT00:00:00Z", text);
	assert_ok(dtl_time_parse(&t, instant, &err));
	return t;
}

static inline dtl_write *begin(dtl_db *db, int64_t now, const char *source, dtl_rank rank)
{
	dtl_write *w = NULL;
	dtl_changeset_header header = { .now = now, .today = now, .create_names = true };
	header.evidence.source = source;
	header.evidence.rank = rank;
	assert_ok(dtl_write_begin(&w, db, &header, &err));
	return w;
}

static inline const char *commit(dtl_write *w)
{
	static char uid[33];
	assert_ok(dtl_write_commit(w, uid, NULL, NULL, &err));
	dtl_write_free(w);
	return uid;
}

/* Say something of an event on a day: pairs of field and value, NULL behind the last. A new one without `id`. Its key. */
static inline const char *say(
    dtl_db *db, const char *on, const char *source, const char *id, const char *const *fields)
{
	static char key[256];
	dtl_edit *e = NULL;
	dtl_change change;
	dtl_write *w = begin(db, day(on), source, DTL_RANK_NORMAL);
	assert_ok(dtl_edit_new(&e, DTL_EVENT, id, &err));
	for (; *fields; fields += 2)
		assert_ok(fields[1] ? dtl_edit_set(e, fields[0], fields[1], &err)
				    : dtl_edit_unset(e, fields[0], NULL, &err));
	assert_ok(dtl_write_edit(w, e, &change, &err));
	snprintf(key, sizeof(key), "%s", change.key);
	commit(w);
	dtl_edit_free(e);
	return key;
}
#define SAY(db, on, source, id, ...) say(db, on, source, id, (const char *const[]){ __VA_ARGS__, NULL })

static inline void drop(dtl_db *db, const char *on, const char *id)
{
	dtl_edit *e = NULL;
	dtl_change change;
	dtl_write *w = begin(db, day(on), NULL, DTL_RANK_NORMAL);
	assert_ok(dtl_edit_new(&e, DTL_EVENT, id, &err));
	assert_ok(dtl_edit_remove(e, &err));
	assert_ok(dtl_write_edit(w, e, &change, &err));
	commit(w);
	dtl_edit_free(e);
}

static inline void put_source(dtl_db *db, const char *key, const char *publisher)
{
	dtl_edit *e = NULL;
	dtl_change change;
	dtl_write *w = begin(db, day("2013-05-01"), NULL, DTL_RANK_NORMAL);
	assert_ok(dtl_edit_new(&e, DTL_SOURCE, NULL, &err));
	assert_ok(dtl_edit_set(e, "title", key, &err));
	assert_ok(dtl_edit_set(e, "publisher", publisher, &err));
	assert_ok(dtl_write_edit(w, e, &change, &err));
	assert_string_equal(change.key, key);
	commit(w);
	dtl_edit_free(e);
}

static inline void load_report(dtl_db *db, const char *name)
{
	char path[4096];
	dtl_import_counts counts = { 0 };
	dtl_write *w = begin(db, 1785000000, NULL, DTL_RANK_NORMAL);
	snprintf(path, sizeof(path), "%s/tests/data/sample/%s", DATELINE_SOURCE_DIR, name);
	FILE *in = fopen(path, "rb");
	assert_non_null(in);
	assert_ok(dtl_write_import(w, dtl_importer_find("json"), NULL, in, &counts, NULL, NULL, &err));
	assert_int_equal(counts.rejected, 0);
	fclose(in);
	commit(w);
}

static inline dtl_db *open_sample(void)
{
	static const char *const reports[] = { "2013-05-20-white-house.json", "2013-05-23-usa-today.json",
		"2013-06-04-china-daily.json", "2013-06-08-white-house.json", "2013-07-10-china-daily.json",
		"2013-07-10-china-org-cn.json", "2013-07-12-state-department.json", "wikipedia.json" };
	dtl_db *db = open_new();
	for (size_t i = 0; i < sizeof(reports) / sizeof(reports[0]); i++)
		load_report(db, reports[i]);
	return db;
}

#endif
