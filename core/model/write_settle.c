/* What a document mentions before it is there: looked for when the document has been read. */
#include "model/importing.h"

#include "base/array.h"

#include <cjson/cJSON.h>
#include <string.h>

static const char sql_last[] =
    "SELECT coalesce(max(id), 0), (SELECT coalesce(max(id), 0) FROM entity) FROM claim";
static const char sql_expect[] = "INSERT INTO temp.forward(claim, kind, subkind, target, path, made)"
				 " VALUES(:claim, :kind, :subkind, :target, :path, :made)";
static const char sql_keep[] = "INSERT INTO temp.entry_at(claim, kind, id, source, line, path, doc)"
			       " VALUES(:claim, :kind, :id, :source, :line, :path, :doc)";
static const char sql_kept[] =
    "SELECT kind, id, source, line, path, doc FROM temp.entry_at WHERE claim = :claim";
static const char sql_bare[] = "INSERT OR IGNORE INTO temp.bare(kind, key) VALUES(:kind, :key)";
static const char sql_is_bare[] = "SELECT 1 FROM temp.bare WHERE kind = :kind AND key = :key";
#define MISSING                                                                                              \
	" NOT EXISTS(SELECT 1 FROM entity e JOIN claim c ON c.entity = e.id"                                 \
	"  WHERE e.kind = f.kind AND e.key = f.target)"                                                      \
	" AND NOT EXISTS(SELECT 1 FROM temp.bare b WHERE b.kind = f.kind AND b.key = f.target)"
static const char sql_missing[] =
    "SELECT f.claim, f.kind, f.made, f.subkind, f.target, f.path FROM temp.forward f WHERE" MISSING
    " LIMIT 1";
static const char sql_outside[] =
    "SELECT count(DISTINCT f.target), min(f.target) FROM temp.forward f WHERE f.kind = 0 AND" MISSING;
static const char sql_let_be[] = "DELETE FROM temp.forward AS f WHERE f.kind = 0 AND" MISSING;

dtl_status dtl_import_begin(dtl_import *i, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(i->w->store, &st, sql_last, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		i->first_claim = dtl_take_int(st);
		i->w->last_entity = dtl_take_int(st);
	}
	if (st)
		dtl_stmt_reset(st);
	return status;
}

/* ---- Refusing ---- */

/* Does a reason begin with the path of a member ("actors[0].role: …")? */
static bool names_member(const char *why)
{
	size_t len = strspn(why, "abcdefghijklmnopqrstuvwxyz_0123456789.[]");
	return len > 0 && why[len] == ':' && why[len + 1] == ' ';
}

static const char *join(const dtl_entry *entry, const char *why)
{
	return !entry->path ? "" : names_member(why) ? "." : ": ";
}

void dtl_import_refuse(dtl_import *i, const dtl_entry *entry, const dtl_error *why)
{
	dtl_error told = *why;
	dtl_fail_line(&told, why->status, entry->line, "%s%s%s", entry->path ? entry->path : "",
	    join(entry, why->text), why->text);
	i->counts.rejected++;
	if (i->reject)
		i->reject(i->user, entry, &told);
}

dtl_status dtl_import_fail(const dtl_entry *entry, const dtl_error *why, dtl_error *err)
{
	return dtl_fail_line(
	    err, DTL_E_PARSE, entry->line, "%s%s%s", entry->path, join(entry, why->text), why->text);
}

/* ---- Expecting ---- */

dtl_status dtl_import_bare(dtl_write *w, dtl_kind kind, const char *key, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(w->store, &st, sql_bare, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":kind", (int64_t)kind);
	dtl_bind_text(st, ":key", key);
	w->has_bare = true;
	return dtl_stmt_run(st, err);
}

bool dtl_import_is_bare(dtl_write *w, dtl_kind kind, const char *key)
{
	dtl_stmt *st = NULL;
	if (!w->has_bare || dtl_stmt_cached(w->store, &st, sql_is_bare, NULL) != DTL_OK)
		return false;
	dtl_bind_int(st, ":kind", (int64_t)kind);
	dtl_bind_text(st, ":key", key);
	bool bare = dtl_stmt_step(st, NULL) == DTL_OK;
	dtl_stmt_reset(st);
	return bare;
}

/* Where a name stands in an entry: "links[0].id"; false when it does not. */
static bool find_path(const cJSON *node, const char *name, dtl_text *path, int depth)
{
	size_t len = path->len, index = 0;
	const cJSON *child;
	if (cJSON_IsString(node)) {
		const char *tail = strrchr(node->valuestring, ':');
		return strcmp(node->valuestring, name) == 0 || (tail && strcmp(tail + 1, name) == 0);
	}
	if (depth > 8)
		return false;
	cJSON_ArrayForEach (child, node) {
		if (child->string)
			dtl_text_addf(path, "%s%s", path->len ? "." : "", child->string);
		else
			dtl_text_addf(path, "[%zu]", index++);
		if (find_path(child, name, path, depth + 1))
			return true;
		dtl_text_truncate(path, len);
	}
	return false;
}

static dtl_status expect_one(dtl_import *i, const dtl_entry *entry, int64_t claim, bool made,
    const dtl_newcomer *target, dtl_error *err)
{
	dtl_text path = DTL_TEXT_INIT;
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(i->w->store, &st, sql_expect, err);
	if (status != DTL_OK)
		return status;
	bool found = find_path(entry->doc, target->name, &path, 0);
	dtl_bind_int(st, ":claim", claim);
	dtl_bind_int(st, ":kind", (int64_t)target->kind);
	dtl_bind_text(st, ":subkind", target->subkind);
	dtl_bind_text(st, ":target", target->key);
	dtl_bind_text(st, ":path", found ? dtl_text_str(&path) : NULL);
	dtl_bind_int(st, ":made", made);
	status = dtl_stmt_run(st, err);
	dtl_text_free(&path);
	i->w->forward_count++;
	return status;
}

/* The entry itself: told if what it mentions is refused at the end. As long as nothing is looked for, nothing can be. */
static dtl_status keep(dtl_import *i, const dtl_entry *entry, int64_t claim, dtl_error *err)
{
	dtl_text doc = DTL_TEXT_INIT;
	dtl_stmt *st = NULL;
	if (i->w->forward_count == 0)
		return DTL_OK;
	dtl_status status = dtl_stmt_cached(i->w->store, &st, sql_keep, err);
	if (status != DTL_OK)
		return status;
	dtl_json_canonical(entry->doc, &doc);
	dtl_bind_int(st, ":claim", claim);
	dtl_bind_int(st, ":kind", (int64_t)entry->kind);
	dtl_bind_text(st, ":id", entry->id);
	dtl_bind_text(st, ":source", entry->source);
	dtl_bind_int(st, ":line", entry->line);
	dtl_bind_text(st, ":path", entry->path);
	dtl_bind_text(st, ":doc", dtl_text_str(&doc));
	status = dtl_text_failed(&doc) ? dtl_fail_memory(err) : dtl_stmt_run(st, err);
	dtl_stmt_reset(st);
	dtl_text_free(&doc);
	return status;
}

dtl_status dtl_import_expect(dtl_import *i, const dtl_entry *entry, int64_t claim, bool made, dtl_error *err)
{
	dtl_status status = DTL_OK;
	for (size_t n = 0; n < i->w->forward_now && status == DTL_OK; n++)
		status = expect_one(i, entry, claim, made, &i->w->forward[n], err);
	return status == DTL_OK ? keep(i, entry, claim, err) : status;
}

/* ---- Settling ---- */

/* Refuse an entry that was taken: its claim, of this very transaction, goes. */
static dtl_status refuse_kept(dtl_import *i, int64_t claim, const dtl_error *why, dtl_error *err)
{
	dtl_entry entry = { 0 };
	cJSON *doc = NULL;
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(i->w->store, &st, sql_kept, err);
	if (status != DTL_OK)
		return status;
	dtl_bind_int(st, ":claim", claim);
	status = dtl_stmt_step(st, err);
	if (status == DTL_OK) {
		entry.kind = (dtl_kind)dtl_take_int(st);
		entry.id = dtl_take_text(st);
		entry.source = dtl_take_text(st);
		entry.line = (long)dtl_take_int(st);
		entry.path = dtl_take_text(st);
		const char *text = dtl_take_text(st);
		dtl_json_parse(&doc, text, strlen(text), NULL);
		entry.doc = doc;
	}
	if (status == DTL_OK || status == DTL_DONE)
		dtl_import_refuse(i, &entry, why);
	dtl_stmt_reset(st);
	cJSON_Delete(doc);
	return status == DTL_DONE ? DTL_OK : status;
}

static dtl_status take_back(
    dtl_import *i, int64_t claim, const dtl_newcomer *missing, const char *path, bool made, dtl_error *err)
{
	dtl_error why = { DTL_E_NOTFOUND, 0, "" };
	dtl_fail(&why, DTL_E_NOTFOUND, "%s%sno %s '%s'", path ? path : "", path ? ": " : "",
	    dtl_kind_name(missing->kind), missing->key);
	--*(made ? &i->counts.new_things : &i->counts.updated);
	i->taken_back = true;
	dtl_status status = refuse_kept(i, claim, &why, err);
	return status == DTL_OK ? dtl_write_take_back(i->w, claim, err) : status;
}

/* One reference that leads nowhere: with --new it is made, unless it is an event; else its entry is refused. */
static dtl_status settle_one(dtl_import *i, dtl_stmt *st, dtl_error *err)
{
	dtl_write *w = i->w;
	dtl_write_next(w);
	int64_t claim = dtl_take_int(st);
	dtl_newcomer missing = { .kind = (dtl_kind)dtl_take_int(st) };
	bool made = dtl_take_int(st) != 0;
	missing.subkind = dtl_arena_text(&w->scratch, dtl_take_text(st));
	missing.name = missing.key = dtl_arena_text(&w->scratch, dtl_take_text(st));
	const char *path = dtl_arena_text(&w->scratch, dtl_take_text(st));
	dtl_stmt_reset(st);
	if (w->scratch.failed)
		return dtl_fail_memory(err);
	if (!w->header.create_names || missing.kind == DTL_EVENT)
		return take_back(i, claim, &missing, path, made, err);
	dtl_newcomer *room = dtl_array_room(w->newcomers, &w->newcomer_cap, w->newcomer_count, sizeof *room);
	if (!room)
		return dtl_fail_memory(err);
	w->newcomers = room;
	w->newcomers[w->newcomer_count++] = missing;
	return dtl_newcomers_write(w, err);
}

/* Whoever mentions what was refused is refused with it. */
static dtl_status refuse_too(void *user, const dtl_refused *refused, dtl_error *err)
{
	dtl_import *i = user;
	dtl_error why = { DTL_E_NOTFOUND, 0, "" };
	dtl_fail(&why, DTL_E_NOTFOUND, "%s: %s '%s' was refused", refused->field,
	    dtl_kind_name(refused->missing_kind), refused->missing);
	--*(refused->made ? &i->counts.new_things : &i->counts.updated);
	return refuse_kept(i, refused->claim, &why, err);
}

/*
 * What is cut out of a timeline (`export QUERY`) names events that were left
 * there, or that have been removed; it is not for the import to make it whole,
 * and taking those events along would answer another question than was asked.
 * Such a link is kept: it leads nowhere until its event comes.
 */
static dtl_status let_outside_be(dtl_import *i, dtl_error *err)
{
	dtl_stmt *st = NULL;
	dtl_status status = dtl_stmt_cached(i->w->store, &st, sql_outside, err);
	if (status == DTL_OK)
		status = dtl_stmt_step(st, err);
	if (status != DTL_OK)
		return status;
	int64_t count = dtl_take_int(st);
	const char *first = dtl_take_text(st);
	if (count == 1)
		dtl_write_note(
		    i->w, "event '%s' is named and not there: what is linked to it waits for it", first);
	if (count > 1)
		dtl_write_note(i->w,
		    "%lld events are named and not there, '%s' among them: what is linked to them waits for them",
		    (long long)count, first);
	dtl_stmt_reset(st);
	status = dtl_stmt_cached(i->w->store, &st, sql_let_be, err);
	return status == DTL_OK ? dtl_stmt_run(st, err) : status;
}

static dtl_status settle_all(dtl_import *i, dtl_error *err)
{
	dtl_status status = i->excerpt ? let_outside_be(i, err) : DTL_OK;
	while (status == DTL_OK) {
		dtl_stmt *st = NULL;
		status = dtl_stmt_cached(i->w->store, &st, sql_missing, err);
		if (status == DTL_OK)
			status = dtl_stmt_step(st, err);
		if (status == DTL_OK)
			status = settle_one(i, st, err);
		else if (st)
			dtl_stmt_reset(st);
	}
	return status == DTL_DONE ? DTL_OK : status;
}

dtl_status dtl_import_settle(dtl_import *i, dtl_error *err)
{
	dtl_status status = i->w->forward_count > 0 ? settle_all(i, err) : DTL_OK;
	i->w->forward_count = 0;
	if (status == DTL_OK && i->taken_back)
		status = dtl_write_sweep(i->w, i->first_claim, i->excerpt, refuse_too, i, err);
	return status;
}
