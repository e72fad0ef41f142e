/*
 * A timeline in a file of its own, written through the public calls: what the
 * tests of writing, importing, undoing, history and checking share. After each
 * test the derived tables are compared with a fresh fold.
 */
#ifndef TEST_MODEL_FIXTURE_H
#define TEST_MODEL_FIXTURE_H

#include "base/text.h"
#include "ledger_world.h"
#include "model/db.h"
#include "support.h"
#include <cjson/cJSON.h>
#include <dateline/date.h>
#include <dateline/db.h>
#include <dateline/edit.h>
#include <dateline/history.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Noon of 20 July 2013. */
#define NOON INT64_C(1374321600)

/* Entries are written down as far as they say anything. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

static dtl_error err;
static const char *dir;
static dtl_db *db;
static dtl_changeset_header as; /* the header of the next write */
static char notes[8192], differences[8192], uid[33];
static dtl_change change; /* of the last edit; its strings stay until the next one */

static inline void roll(void *user, unsigned char *bytes, size_t count)
{
	static uint32_t seed = 20130604;
	(void)user;
	for (size_t i = 0; i < count; i++) {
		seed = seed * 1664525U + 1013904223U;
		bytes[i] = (unsigned char)(seed >> 24);
	}
}
static const dtl_dice dice = { roll, NULL };

static inline void add_line(char *list, size_t size, const char *line)
{
	size_t len = strlen(list);
	snprintf(list + len, size - len, "%s\n", line);
}

static inline void note(void *user, const char *line)
{
	(void)user;
	add_line(notes, sizeof(notes), line);
}

static inline void tell_difference(void *user, const dtl_difference *d)
{
	char line[2048];
	(void)user;
	if (d->made || d->gone)
		snprintf(line, sizeof(line), "%s %s %s", d->made ? "+" : "-", dtl_kind_name(d->kind), d->id);
	else
		snprintf(line, sizeof(line), "  %s: %s -> %s", d->field, d->before ? d->before : "nothing",
		    d->after ? d->after : "nothing");
	assert_false(d->made && d->gone);
	assert_true((d->field != NULL) == !(d->made || d->gone));
	add_line(differences, sizeof(differences), line);
}

static inline void tell_finding(void *user, const dtl_finding *f)
{
	char line[2048];
	snprintf(line, sizeof(line), "%s %s %s: %s", f->what, f->kind ? f->kind : "-", f->id ? f->id : "-",
	    f->text);
	add_line(user, 8192, line);
}

/* What `check` finds, a line each. */
static inline const char *findings(bool derived_only)
{
	static char list[8192];
	list[0] = '\0';
	assert_ok(dtl_db_check(db, derived_only, tell_finding, list, &err));
	return list;
}

static inline dtl_changeset_header plain_header(void)
{
	return (dtl_changeset_header){ .now = NOON, .today = NOON, .note = note };
}

static inline int open_bare(void **state)
{
	(void)state;
	dir = temp_dir();
	as = plain_header();
	notes[0] = differences[0] = uid[0] = '\0';
	assert_ok(dtl_db_open(&db, path_in(dir, "t.db"), DTL_OPEN_BARE, &dice, &err));
	/* Nobody pulls the plug on a test. */
	assert_ok(dtl_store_exec(db->store, "PRAGMA synchronous = OFF", &err));
	return 0;
}

static inline int close_db(void **state)
{
	(void)state;
	char *list = strdup(findings(true));
	dtl_db_close(db);
	db = NULL;
	remove_dir(dir);
	if (*list)
		print_error("%s", list);
	int bad = *list != '\0';
	free(list);
	return bad;
}

/* One for tests that damage what they check. */
static inline int close_damaged(void **state)
{
	(void)state;
	dtl_db_close(db);
	db = NULL;
	remove_dir(dir);
	return 0;
}

static inline void run_sql(const char *sql)
{
	assert_ok(dtl_store_exec(db->store, sql, &err));
}

static inline void check_query(const char *sql, const char *wanted, const char *file, int line)
{
	char *have = dump_query(db->store, sql);
	if (strcmp(have, wanted) != 0) {
		print_error("%s:%d: %s\n gave\n%s expected\n%s", file, line, sql, have, wanted);
		free(have);
		_fail(file, line);
	}
	free(have);
}
/* The rows of a query with one column, each with a newline behind it. */
#define assert_query(sql, wanted) check_query(sql, wanted, __FILE__, __LINE__)

static inline int64_t count_of(const char *what)
{
	char sql[128];
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", what);
	char *text = dump_query(db->store, sql);
	int64_t count = strtoll(text, NULL, 10);
	free(text);
	return count;
}

/* The whole ledger and all that is derived from it, as text; free it. */
static inline char *dump_all(void)
{
	char *derived = dump_derived(db->store);
	char *lines = dump_query(db->store,
	    "SELECT 'line ' || hex(g.uid) || quote(g.n) || c.position || n.kind || n.key || quote(c.known_at) || quote(s.key)"
	    " || c.lane || c.rank || c.snapshot || quote(c.quote) || c.patch FROM claim c JOIN changeset g ON g.id = c.changeset"
	    " JOIN entity n ON n.id = c.entity LEFT JOIN entity s ON s.id = c.source ORDER BY 1");
	char *headers =
	    dump_query(db->store, "SELECT 'header ' || hex(uid) || quote(n) FROM changeset ORDER BY 1");
	dtl_text all = DTL_TEXT_INIT;
	dtl_text_addf(&all, "%s%s%s", derived, lines, headers);
	free(derived);
	free(lines);
	free(headers);
	char *text = dtl_text_take(&all);
	assert_non_null(text);
	return text;
}

/* ---- Writing ---- */

static inline dtl_write *begin_write(void)
{
	dtl_write *w = NULL;
	notes[0] = differences[0] = '\0';
	assert_ok(dtl_write_begin(&w, db, &as, &err));
	return w;
}

static inline void end_write(dtl_write *w)
{
	assert_ok(dtl_write_commit(w, uid, tell_difference, NULL, &err));
	dtl_write_free(w);
}

/*
 * Fields as pairs, NULL behind the last: "with", "china:host"; a name with '-'
 * before it takes away ("-with"), with an empty value whatever there is; "rm" removes.
 */
static inline dtl_status fill_edit(dtl_edit *e, const char *const *fields)
{
	dtl_status status = DTL_OK;
	for (; *fields && status == DTL_OK; fields += 2)
		if (strcmp(fields[0], "rm") == 0)
			status = dtl_edit_remove(e, &err);
		else if (fields[0][0] == '-')
			status = dtl_edit_unset(e, fields[0] + 1, *fields[1] ? fields[1] : NULL, &err);
		else
			status = dtl_edit_set(e, fields[0], fields[1], &err);
	return status;
}

static inline dtl_status write_one(dtl_write *w, dtl_kind kind, const char *id, const char *const *fields)
{
	static char shown[1024], key[1024];
	dtl_edit *e = NULL;
	assert_ok(dtl_edit_new(&e, kind, id, &err));
	dtl_status status = fill_edit(e, fields);
	if (status == DTL_OK)
		status = dtl_write_edit(w, e, &change, &err);
	if (status == DTL_OK) {
		snprintf(shown, sizeof(shown), "%s", change.id);
		snprintf(key, sizeof(key), "%s", change.key);
		change.id = shown;
		change.key = key;
	}
	dtl_edit_free(e);
	return status;
}

/* One edit in a changeset of its own; what it did is in `change`, `notes`, `differences`, `uid`. */
static inline dtl_status try_edit(dtl_kind kind, const char *id, const char *const *fields)
{
	dtl_write *w = NULL;
	notes[0] = differences[0] = uid[0] = '\0';
	change = (dtl_change){ 0 };
	dtl_status status = dtl_write_begin(&w, db, &as, &err);
	if (status != DTL_OK)
		return status;
	status = write_one(w, kind, id, fields);
	if (status == DTL_OK)
		end_write(w);
	else
		dtl_write_free(w);
	return status;
}

#define FIELDS(...)                 ((const char *const[]){ __VA_ARGS__, NULL, NULL })
#define add(kind, ...)              assert_ok(try_edit(kind, NULL, FIELDS(__VA_ARGS__)))
#define set(kind, id, ...)          assert_ok(try_edit(kind, id, FIELDS(__VA_ARGS__)))
#define refuse(code, kind, id, ...) assert_status(try_edit(kind, id, FIELDS(__VA_ARGS__)), code)

/* Undo a changeset in one of its own; NULL: the last one. */
static char undone_uid[33];
static bool undone;

static inline dtl_status try_undo(const char *changeset)
{
	dtl_write *w = begin_write();
	dtl_status status = dtl_write_undo(w, changeset, undone_uid, &undone, &err);
	if (status == DTL_OK)
		end_write(w);
	else
		dtl_write_free(w);
	return status;
}

#define undo(changeset) assert_ok(try_undo(changeset))

/* ---- Importing ---- */

/* What an importer of our own hands out: in the shape of dtl_entry, the document as text. */
typedef struct an_entry {
	dtl_kind kind;
	const char *id, *json, *source, *known, *uid;
	bool snapshot, reporter;
} an_entry;

static const an_entry *handing_out;
static size_t handing_count;
static dtl_status handing_ends; /* what the reader says behind the last */
static dtl_import_counts counts;
static char rejects[4096];

static inline bool sniff(const char *head, size_t len)
{
	(void)head;
	(void)len;
	return false;
}

static inline dtl_status hand_out(
    FILE *in, const dtl_import_options *options, dtl_entry_fn each, void *user, dtl_error *why)
{
	(void)in;
	(void)options;
	for (size_t i = 0; i < handing_count; i++) {
		const an_entry *a = &handing_out[i];
		char path[32];
		snprintf(path, sizeof(path), "%s[%d]", dtl_kind_plural(a->kind), (int)i);
		dtl_entry entry = { .kind = a->kind,
			.id = a->id,
			.uid = a->uid,
			.doc = cJSON_Parse(a->json),
			.source = a->source,
			.known = a->known,
			.path = path,
			.line = (long)i + 10,
			.snapshot = a->snapshot,
			.reporter = a->reporter };
		assert_non_null(entry.doc);
		dtl_status status = each(user, &entry, why);
		cJSON_Delete((cJSON *)(uintptr_t)entry.doc);
		if (status != DTL_OK && status != DTL_E_REJECTED)
			return status;
	}
	if (handing_ends != DTL_OK)
		snprintf(why->text, sizeof(why->text), "cut off");
	return handing_ends;
}

static const dtl_importer json_importer = { "test", "entries of a test", "json", sniff, hand_out };
static const dtl_importer ics_importer = { "calendar", "entries of a calendar", "ics", sniff, hand_out };

static inline void reject(void *user, const dtl_entry *entry, const dtl_error *why)
{
	char line[1200];
	(void)user;
	assert_int_equal(why->line, entry->line);
	snprintf(line, sizeof(line), "%ld %s", why->line, why->text);
	add_line(rejects, sizeof(rejects), line);
}

static inline dtl_status hand_in(
    dtl_write *w, const dtl_importer *importer, const an_entry *entries, size_t count)
{
	handing_out = entries;
	handing_count = count;
	rejects[0] = '\0';
	counts = (dtl_import_counts){ 0 };
	return dtl_write_import(w, importer, NULL, NULL, &counts, reject, NULL, &err);
}

/* Import entries in a changeset of their own; true: something was appended. */
static inline bool import_with(const dtl_importer *importer, const an_entry *entries, size_t count)
{
	dtl_write *w = begin_write();
	assert_ok(hand_in(w, importer, entries, count));
	end_write(w);
	return *uid != '\0';
}

#define COUNT(list)          (sizeof(list) / sizeof((list)[0]))
#define import(list)         import_with(&json_importer, list, COUNT(list))
#define import_one(...)      import_with(&json_importer, &(const an_entry){ __VA_ARGS__ }, 1)
#define import_calendar(...) import_with(&ics_importer, &(const an_entry){ __VA_ARGS__ }, 1)

/* ---- Reading ---- */

/* The versions of an event: "known_from title status edtf", times as dates. */
static inline const char *versions_of(const char *key)
{
	static char out[4096];
	char sql[1024];
	snprintf(sql, sizeof(sql),
	    "SELECT date(known_from, 'unixepoch') || ' ' || title || coalesce(' ' || status, '') || coalesce(' ' || edtf, '')"
	    " || CASE WHEN known_to < 9223372036854775807 THEN ' until ' || date(known_to, 'unixepoch') ELSE '' END"
	    " FROM event e JOIN entity n ON n.id = e.event WHERE n.key = '%s' ORDER BY known_from",
	    key);
	char *text = dump_query(db->store, sql);
	snprintf(out, sizeof(out), "%s", text);
	free(text);
	return out;
}

typedef struct word_list {
	char text[8192];
	const char *field; /* only this one; NULL: all */
} word_list;

static inline dtl_status list_word(void *user, const dtl_word *w, dtl_error *why)
{
	word_list *l = user;
	char line[1024], known[64];
	(void)why;
	if (l->field && strcmp(l->field, w->field) != 0)
		return DTL_OK;
	dtl_time_print(known, sizeof(known), w->known_at);
	snprintf(line, sizeof(line), "%s%s%s=%s %s/%s %.10s%s%s", w->field, w->member ? "." : "",
	    w->member ? w->member : "", w->value, w->lane, w->source ? w->source : "-", known,
	    w->shown    ? " shown"
	    : w->agrees ? " agrees"
			: "",
	    w->rank == DTL_RANK_PREFERRED    ? " preferred"
	    : w->rank == DTL_RANK_DEPRECATED ? " deprecated"
					     : "");
	add_line(l->text, sizeof(l->text), line);
	return DTL_OK;
}

/* The words on a field, the highest first. */
static inline const char *words_of(dtl_kind kind, const char *id, const char *field)
{
	static word_list l;
	l = (word_list){ .field = field };
	assert_ok(dtl_words(db, kind, id, DTL_TIME_MAX, list_word, &l, &err));
	return l.text;
}

#endif
