/* What changesets did: events as they read, and as they would if those changesets had never been. */
#include "base/array.h"
#include "base/error.h"
#include "model/db.h"
#include "model/names.h"
#include "model/scratch.h"
#include "query/diff_fields.h"
#include <stdlib.h>
#include <string.h>

/*
 * scratch_without: the changesets. scratch_part: the events that may read
 * differently, with the last of the changesets that touched them, and the acts
 * on their claims (touched by none).
 */
static const char sql_tables[] =
    "DROP TABLE IF EXISTS temp.scratch_without; DROP TABLE IF EXISTS temp.scratch_part;"
    "CREATE TEMP TABLE scratch_without(id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE scratch_part(id INTEGER PRIMARY KEY, touched INTEGER);";
static const char sql_drop[] = "DROP TABLE temp.scratch_without; DROP TABLE temp.scratch_part";

static const char sql_behind[] =
    "INSERT INTO temp.scratch_without(id) SELECT id FROM changeset WHERE id>:row AND n IS NOT NULL";
static const char sql_recorded[] =
    "INSERT INTO temp.scratch_without(id) SELECT id FROM changeset WHERE recorded_at>=:recorded AND n IS NOT NULL";
static const char sql_named[] =
    "SELECT id, lower(hex(uid)) AS text FROM changeset WHERE n IS NOT NULL AND substr(text, 1, length(:prefix))=:prefix"
    " LIMIT 2";
static const char sql_newest[] = "SELECT uid FROM changeset WHERE n IS NOT NULL ORDER BY id DESC LIMIT 1";

#define PUT " GROUP BY 1 ON CONFLICT DO UPDATE SET touched=excluded.touched WHERE excluded.touched>touched"
static const char *const sql_touched[] = {
	/* what they say */
	"INSERT INTO temp.scratch_part(id, touched) SELECT c.entity, max(c.changeset) FROM temp.scratch_without w"
	" CROSS JOIN claim c ON c.changeset=w.id JOIN entity e ON e.id=c.entity WHERE e.kind=0" PUT,
	/* what the changesets say that they undo or restore */
	"INSERT INTO temp.scratch_part(id, touched) SELECT c.entity, max(a.changeset) FROM temp.scratch_without w"
	" CROSS JOIN claim a ON a.changeset=w.id JOIN entity x ON x.id=a.entity AND x.kind=6"
	" JOIN changeset t ON lower(hex(t.uid))=x.key JOIN claim c ON c.changeset=t.id"
	" JOIN entity e ON e.id=c.entity WHERE e.kind=0" PUT,
	/* the claims that they rank */
	"INSERT INTO temp.scratch_part(id, touched) SELECT c.entity, max(a.changeset) FROM temp.scratch_without w"
	" CROSS JOIN claim a ON a.changeset=w.id JOIN entity x ON x.id=a.entity AND x.kind=7"
	" JOIN changeset t ON lower(hex(t.uid))=substr(x.key, 1, 32)"
	" JOIN claim c ON c.changeset=t.id AND c.position=CAST(substr(x.key, 34) AS INTEGER)"
	" JOIN entity e ON e.id=c.entity WHERE e.kind=0" PUT,
};
/* What is, or was, said to be one with another reads differently with it. */
static const char *const sql_spread[] = {
	"INSERT OR IGNORE INTO temp.scratch_part(id, touched) SELECT m.canonical, max(p.touched) FROM temp.scratch_part p"
	" JOIN merged m ON m.entity=p.id GROUP BY 1",
	"INSERT OR IGNORE INTO temp.scratch_part(id, touched) SELECT m.entity, max(p.touched) FROM temp.scratch_part p"
	" JOIN merged m ON m.canonical=p.id GROUP BY 1",
	"INSERT OR IGNORE INTO temp.scratch_part(id, touched) SELECT e.id, max(p.touched) FROM temp.scratch_part p"
	" CROSS JOIN claim c ON c.entity=p.id JOIN entity e ON e.kind=0 AND e.key=c.patch->>'$.same_as'"
	" WHERE c.patch LIKE '%\"same_as\"%' GROUP BY 1",
};
static const char *const sql_acts[] = {
	"INSERT OR IGNORE INTO temp.scratch_part(id) SELECT x.id FROM temp.scratch_part p CROSS JOIN claim c ON c.entity=p.id"
	" JOIN changeset g ON g.id=c.changeset JOIN entity x ON x.kind=6 AND x.key=lower(hex(g.uid))",
	"INSERT OR IGNORE INTO temp.scratch_part(id) SELECT x.id FROM temp.scratch_part p CROSS JOIN claim c ON c.entity=p.id"
	" JOIN changeset g ON g.id=c.changeset"
	" JOIN entity x ON x.kind=7 AND x.key=lower(hex(g.uid)) || '/' || c.position",
};

static const char sql_events[] = "SELECT p.id, p.touched FROM temp.scratch_part p JOIN entity e ON e.id=p.id"
				 " WHERE e.kind=0 ORDER BY p.touched, e.key";
static const char sql_changeset[] =
    "SELECT g.uid, g.n, g.recorded_at, g.author, g.message, g.command,"
    " (SELECT count(*) FROM claim c WHERE c.changeset=g.id),"
    " EXISTS(SELECT 1 FROM retracted r WHERE r.changeset=g.id),"
    " lower(hex(g.ledger))=(SELECT value FROM meta WHERE name='ledger') FROM changeset g WHERE g.id=:id";

enum { SHORTEST_PREFIX = 4 };

typedef struct changes {
	dtl_store *store, *scratch; /* as it is; as it would be */
	int64_t as_of;
	dtl_deriver now, before;
	dtl_field_changes fields;
	dtl_text id, key, title;
	dtl_changed_fn each;
	void *user;
} changes;

/* ---- which changesets ---- */

static dtl_status no_changeset(const char *prefix, dtl_error *err)
{
	return dtl_fail(err, DTL_E_NOTFOUND, "no changeset '%s'", prefix);
}

static dtl_status find_changeset(dtl_store *db, const char *prefix, int64_t *row, dtl_error *err)
{
	dtl_stmt *st = NULL;
	size_t len = strlen(prefix);
	if (len < SHORTEST_PREFIX || strspn(prefix, "0123456789abcdef") != len)
		return no_changeset(prefix, err);
	dtl_status status = dtl_stmt_cached(db, &st, sql_named, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_text(st, ":prefix", prefix);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		*row = dtl_take_int(st);
		status = dtl_stmt_step(st, err);
		if (status == DTL_OK)
			status = dtl_fail(err, DTL_E_AMBIGUOUS, "changeset '%s' is ambiguous", prefix);
		else if (status == DTL_DONE)
			status = DTL_OK;
	} else if (status == DTL_DONE) {
		status = no_changeset(prefix, err);
	}
	dtl_stmt_reset(st);
	return status;
}

static dtl_status pick_changesets(dtl_store *db, const dtl_since *since, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	int64_t row = 0;
	dtl_status status = since->changeset ? find_changeset(db, since->changeset, &row, err) : DTL_OK;
	if (status == DTL_OK)
		status = dtl_stmt_prepare(db, &st, since->changeset ? sql_behind : sql_recorded, err);
	if (status == DTL_OK) {
		dtl_bind_int(
		    &st, since->changeset ? ":row" : ":recorded", since->changeset ? row : since->recorded);
		status = dtl_stmt_run(&st, err);
	}
	dtl_stmt_finalize(&st);
	return status;
}

static dtl_status find_newest(dtl_store *db, char uid[DTL_UID_TEXT], dtl_error *err)
{
	dtl_stmt *st = NULL;
	size_t len = 0;
	uid[0] = '\0';
	dtl_status status = dtl_stmt_cached(db, &st, sql_newest, err);
	if (status != DTL_OK)
		return status;
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK)
		dtl_uid_print(uid, dtl_take_blob(st, &len));
	dtl_stmt_reset(st);
	return status == DTL_DONE ? DTL_OK : status;
}

/* ---- which events ---- */

static dtl_status run_all(dtl_store *db, const char *const *sql, size_t count, int64_t *rows, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t i = 0; i < count && status == DTL_OK; i++) {
		dtl_stmt st = DTL_STMT_INIT;
		status = dtl_stmt_prepare(db, &st, sql[i], err);
		if (status == DTL_OK)
			status = dtl_stmt_run(&st, err);
		*rows += status == DTL_OK ? dtl_store_changes(db) : 0;
		dtl_stmt_finalize(&st);
	}
	return status;
}

#define RUN_ALL(db, sql, rows, err) run_all(db, sql, sizeof(sql) / sizeof((sql)[0]), rows, err)

static dtl_status pick_events(dtl_store *db, dtl_error *err)
{
	int64_t rows = 0;
	dtl_status status = RUN_ALL(db, sql_touched, &rows, err);
	for (rows = 1; status == DTL_OK && rows > 0;) {
		rows = 0;
		status = RUN_ALL(db, sql_spread, &rows, err);
	}
	return status == DTL_OK ? RUN_ALL(db, sql_acts, &rows, err) : status;
}

/* ---- what each reads like ---- */

/* An event that is one with another stands for nothing itself. */
static dtl_status read_in(dtl_deriver *d, int64_t event, int64_t as_of, dtl_error *err)
{
	dtl_status status = dtl_derive_load(d, DTL_EVENT, event, false, err);
	if (status == DTL_OK)
		status = dtl_words_fold(&d->book, &d->history, as_of, false, err);
	if (status == DTL_OK)
		status = dtl_project(&d->now, &d->book, err);
	if (status == DTL_OK && d->group[0] != event)
		d->now.whole = false;
	return status;
}

static dtl_status load_changeset(
    dtl_store *db, int64_t row, dtl_stmt **st, dtl_changeset *out, char uid[DTL_UID_TEXT], dtl_error *err)
{
	size_t len = 0;
	dtl_status status = dtl_stmt_cached(db, st, sql_changeset, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(*st, ":id", row);
	status = dtl_stmt_step(*st, err);
	if (status != DTL_OK)
		return status;
	dtl_uid_print(uid, dtl_take_blob(*st, &len));
	*out = (dtl_changeset){ .uid = uid };
	out->n = dtl_take_int(*st);
	out->recorded_at = dtl_take_int(*st);
	out->author = dtl_take_text(*st);
	out->message = dtl_take_text(*st);
	out->command = dtl_take_text(*st);
	out->claims = dtl_take_int(*st);
	out->retracted = dtl_take_int(*st) != 0;
	out->here = dtl_take_int(*st) != 0;
	return DTL_OK;
}

static dtl_status name_event(changes *x, int64_t event, dtl_changed *out, dtl_error *err)
{
	dtl_text_clear(&x->id);
	dtl_text_clear(&x->key);
	dtl_status status = dtl_name_shown(x->store, event, &x->id, err);
	if (status == DTL_OK)
		status = dtl_name_key(x->store, event, &x->key, err);
	out->id = dtl_text_str(&x->id);
	out->key = dtl_text_str(&x->key);
	out->title =
	    dtl_derive_string(&x->title, dtl_projected(out->gone ? &x->before.now : &x->now.now, "title"));
	if (status == DTL_OK &&
	    (dtl_text_failed(&x->id) || dtl_text_failed(&x->key) || dtl_text_failed(&x->title)))
		status = dtl_fail_memory(err);
	return status;
}

static dtl_status tell(changes *x, int64_t event, int64_t touched, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_changeset changeset = { .uid = NULL };
	char uid[DTL_UID_TEXT];
	dtl_changed out = { .made = !x->before.now.whole, .gone = !x->now.now.whole };
	out.fields = x->fields.items;
	out.field_count = x->fields.count;
	out.changeset = &changeset;
	dtl_status status = name_event(x, event, &out, err);
	if (status == DTL_OK)
		status = load_changeset(x->store, touched, &st, &changeset, uid, err);
	if (status == DTL_OK)
		status = x->each(x->user, &out, err);
	if (st)
		dtl_stmt_reset(st);
	return status;
}

static dtl_status compare(changes *x, int64_t event, int64_t touched, dtl_error *err)
{
	dtl_status status = read_in(&x->now, event, x->as_of, err);
	if (status == DTL_OK)
		status = read_in(&x->before, event, x->as_of, err);
	if (status == DTL_OK)
		status = dtl_fields_compare(&x->fields, &x->before.now, &x->now.now, err);
	return status == DTL_OK && x->fields.count > 0 ? tell(x, event, touched, err) : status;
}

static dtl_status compare_all(changes *x, dtl_error *err)
{
	dtl_stmt st = DTL_STMT_INIT;
	dtl_status status = dtl_stmt_prepare(x->store, &st, sql_events, err);
	while (status == DTL_OK && (status = dtl_stmt_step(&st, err)) == DTL_OK) {
		int64_t event = dtl_take_int(&st);
		status = compare(x, event, dtl_take_int(&st), err);
	}
	dtl_stmt_finalize(&st);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status find_changes(changes *x, const dtl_since *since, char last[DTL_UID_TEXT], dtl_error *err)
{
	dtl_status status = dtl_store_exec(x->store, sql_tables, err);
	if (status == DTL_OK)
		status = pick_changesets(x->store, since, err);
	if (status == DTL_OK)
		status = find_newest(x->store, last, err);
	if (status == DTL_OK)
		status = pick_events(x->store, err);
	if (status == DTL_OK)
		status = dtl_scratch_fold_part(&x->scratch, x->store, err);
	x->now.db = x->store;
	x->before.db = x->scratch;
	if (status == DTL_OK)
		status = compare_all(x, err);
	dtl_deriver_free(&x->now);
	dtl_deriver_free(&x->before);
	dtl_store_close(x->scratch);
	return status;
}

/* From one state of the file, even while others write. */
dtl_status dtl_changes(dtl_db *db, const dtl_since *since, int64_t as_of, dtl_changed_fn each, void *user,
    char last[33], dtl_error *err)
{
	changes x = { .store = db->store, .as_of = as_of, .each = each, .user = user };
	bool own = !dtl_store_in_transaction(db->store);
	dtl_status status = own ? dtl_store_read_begin(db->store, err) : DTL_OK;
	if (status == DTL_OK) {
		status = find_changes(&x, since, last, err);
		/* What cannot be forgotten only takes room. */
		dtl_store_exec(db->store, sql_drop, NULL);
		if (own)
			dtl_store_read_end(db->store);
	}
	dtl_field_changes_free(&x.fields);
	dtl_text_free(&x.id);
	dtl_text_free(&x.key);
	dtl_text_free(&x.title);
	return status;
}
